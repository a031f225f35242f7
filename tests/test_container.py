"""The Containerfile: linted, not as root, its nginx configuration taken by a real nginx. No image is built here."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from expected import ROOT
from nodejs import FOLDER, node
from test_hosting import around, nginx

from generator.cli import main

FILE = ROOT / "Containerfile"
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
SERVED = next(at for at, line in reversed(list(enumerate(LINES))) if line.startswith("FROM "))


def words(instruction: str, lines: list[str]) -> list[list[str]]:
    """The words of each instruction of a kind."""
    return [shlex.split(line)[1:] for line in lines if line.startswith(f"{instruction} ")]


def test_the_linter_has_nothing_to_say(tmp_path: Path) -> None:
    wrong = tmp_path / "Containerfile"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace("EXPOSE", "EXPOSED"), encoding="utf-8")
    for file, said in ((FILE, ""), (wrong, "EXPOSED")):
        command = node(FOLDER / "lint.mjs", file)
        found = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        assert said in found
        assert bool(found) == bool(said)


def test_it_serves_without_root() -> None:
    (user,), (port,) = words("USER", LINES[SERVED:])[-1], words("EXPOSE", LINES[SERVED:])[-1]
    assert user.isdigit()
    assert int(user) > 0
    assert int(port) > 1024
    assert not words("RUN", LINES[SERVED:])


def test_images_are_named_by_a_line_that_is_renewed() -> None:
    """No patch, which is not built again, no digest, and not `latest`, which one day is another major version."""
    line = re.compile(r"[\w./-]+:(?:\d+\.\d+|stable)(?:-[a-z]+)+")
    pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))["default"]["image"]
    images = [pipeline, *(image[0] for image in words("FROM", LINES))]
    assert [image for image in images if not line.fullmatch(image)] == []
    assert images[0] == images[1]
    assert "--pull" in FILE.read_text(encoding="utf-8")


def test_what_is_copied_is_there() -> None:
    (run,) = (line for line in LINES if line.startswith("RUN "))
    (folder,) = words("WORKDIR", LINES[:SERVED])[0]
    copied = [one[1].removeprefix(f"{folder}/") for one in words("COPY", LINES[SERVED:])]
    assert sorted(copied) == ["guides.conf", "site"]
    assert "make site" in run
    assert run.endswith(">guides.conf")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    needed = {".ci", "Makefile", "generator", "guides", "mkdocs.yml", "policies", "requirements.lock", "templates"}
    assert all((ROOT / name).exists() for name in needed)
    assert not needed & set(ignored)


def test_a_real_nginx_takes_the_configuration(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = (line for line in LINES if line.startswith("RUN "))
    arguments = shlex.split(run.partition("-m generator ")[2].partition(">")[0])
    root, port = arguments[arguments.index("--root") + 1], arguments[arguments.index("--listen") + 1]
    assert [one[2] for one in words("COPY", LINES[SERVED:]) if one[1].endswith("/site")] == [root]
    assert [port] == words("EXPOSE", LINES[SERVED:])[-1]
    assert main([*arguments, "--site", str(built / "site")]) == 0
    (tmp_path / "guides.conf").write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(around(tmp_path), encoding="utf-8")
    command = [nginx(), "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
