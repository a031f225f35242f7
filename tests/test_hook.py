"""The checks before a commit: a mistake, and pages that were not made anew, are refused; what is whole passes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from desk import Desk
from expected import ROOT

pytestmark = pytest.mark.build

WATER = "policies/nowhere/water.yaml"


def build(desk: Desk) -> None:
    """What `make site` does."""
    with desk.run("build") as process:
        _, said = process.communicate()
    assert process.returncode == 0, said


@pytest.fixture
def desk(tmp_path: Path, stock: Path) -> Desk:
    """A checkout with one place, built, and with the hook installed as CONTRIBUTING.md says."""
    made = Desk(tmp_path / "checkout", stock=stock)
    for name in (".gitignore", ".pre-commit-config.yaml"):
        shutil.copyfile(ROOT / name, made.folder / name)
    python = made.folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    people = {f"GIT_{who}_{what}": "nobody@invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    made.environment |= people | {"GIT_CONFIG_GLOBAL": "/dev/null", "PRE_COMMIT_HOME": str(tmp_path / "home")}
    for command in (["git", "init", "--quiet"], [str(python), "-m", "pre_commit", "install"]):
        subprocess.run(command, cwd=made.folder, env=made.environment, check=True)
    build(made)
    return made


def commit(desk: Desk) -> tuple[int, str]:
    """Commit all there is but programs; the exit code, and what the hook says."""
    for command in (["git", "add", "policies", "guides"], ["git", "commit", "--message", "x"]):
        done = subprocess.run(
            command, cwd=desk.folder, env=desk.environment, capture_output=True, encoding="utf-8", check=False
        )
    return done.returncode, done.stdout + done.stderr


def test_only_what_is_whole_is_committed(desk: Desk) -> None:
    assert commit(desk)[0] == 0
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    code, said = commit(desk)
    assert code == 1
    assert f"{WATER}:" in said
    desk.edit(WATER, "at_mots: 3", "at_most: 3")
    desk.edit("policies/nowhere/city.yaml", "covers: ", "covers: 虚构的范围，")
    code, said = commit(desk)
    assert code == 1
    assert "make site" in said
    build(desk)
    assert commit(desk)[0] == 0
