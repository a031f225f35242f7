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


@pytest.fixture(scope="module")
def listened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A build that is listened to, where it can be in a process that has no network: its folder, and how it ended."""
    folder = tmp_path_factory.mktemp("listened")
    command = [*(_ALONE if _alone() else []), sys.executable, "-c", _LISTENED, *_build(folder)]
    return folder, subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.build
@pytest.mark.skipif(not _alone(), reason="this system gives no process a network of its own (unshare --net)")
def test_a_build_needs_no_network(listened: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = listened
    assert done.returncode == 0, done.stderr
    assert (folder / "site" / "nowhere" / "water" / "checklist.pdf").is_file()
    assert (folder / "site" / "pagefind").is_dir()


@pytest.mark.build
def test_a_build_asks_nothing_of_the_network(listened: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert listened[1].returncode == 0, listened[1].stderr


def test_the_listener_hears() -> None:
    asking = _LISTENED.partition("from generator")[0] + "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=False)
    assert "asked the network" in done.stderr
