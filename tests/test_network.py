"""Nothing is asked of the network once the packages are there: a whole build where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from expected import ROOT

_ALONE = ["unshare", "--map-root-user", "--net"]
_LISTENED = """
import sys

def heard(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"):
        raise SystemExit(f"asked the network: {event} {args}")

sys.addaudithook(heard)
from generator.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _alone() -> bool:
    """Whether this system lets a process have a network of its own, without any device."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_ALONE, "true"], capture_output=True, check=False).returncode == 0


def _build(folder: Path) -> list[str]:
    """The arguments of a build of the invented place that the wrong policies are variations of."""
    policies = ROOT / "tests" / "errors" / "base" / "policies"
    return ["build", f"--policies={policies}", *(f"--{name}={folder / name}" for name in ("guides", "site", "store"))]


@pytest.mark.build
@pytest.mark.skipif(not _alone(), reason="this system gives no process a network of its own (unshare --net)")
def test_a_build_needs_no_network(tmp_path: Path) -> None:
    command = [*_ALONE, sys.executable, "-m", "generator", *_build(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "nowhere" / "water" / "checklist.pdf").is_file()
    assert (tmp_path / "site" / "pagefind").is_dir()


@pytest.mark.build
def test_a_build_asks_nothing_of_the_network(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LISTENED, *_build(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_listener_hears() -> None:
    asking = _LISTENED.partition("from generator")[0] + "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=False)
    assert "asked the network" in done.stderr
