"""The same policies give the same bytes: in any folder, for any user, on any day, in any time zone and language."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk
from expected import ROOT

pytestmark = pytest.mark.build

FAKETIME = ROOT / "tests" / "faketime"
"""Unpacked by `.ci/setup test`."""
OTHER = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "SOURCE_DATE_EPOCH": "1",
    "COLUMNS": "40",
}


def _built(desk: Desk, **how: object) -> dict[str, bytes]:
    code, said = desk.done("build", **how)
    assert code == 0, said
    return {**desk.site(), **{f"guides/{name}": data for name, data in desk.site("guides").items()}}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build gives here and now."""
    desk = Desk(tmp_path_factory.mktemp("here"))
    desk.environment["PYTHONHASHSEED"] = "1"
    return _built(desk)


def _differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def test_elsewhere_in_another_language(here: dict[str, bytes], tmp_path: Path) -> None:
    desk = Desk(tmp_path / "另一个 文件夹")
    desk.environment |= {**OTHER, "HOME": str(tmp_path)}
    assert _differences(here, _built(desk)) == []


def test_on_another_day(here: dict[str, bytes], tmp_path: Path) -> None:
    library = next(FAKETIME.rglob("libfaketimeMT.so.1"), None)
    if library is None:
        pytest.skip("libfaketime is not unpacked: .ci/setup test does it where there is apt-get")
    desk = Desk(tmp_path)
    # by its name: the loader takes a blank in a path for the end of it
    desk.environment |= {"LD_PRELOAD": library.name, "LD_LIBRARY_PATH": str(library.parent)}
    desk.environment |= {"FAKETIME": "+1600d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    clock = [sys.executable, "-c", "import time; print(time.localtime().tm_year)"]
    told = subprocess.run(clock, env=desk.environment, capture_output=True, check=True, text=True).stdout
    assert int(told) >= 2030
    assert _differences(here, _built(desk)) == []


@pytest.fixture
def anyones() -> Iterator[Path]:
    """A folder that any user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_as_another_user(here: dict[str, bytes], anyones: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    reading = [sys.executable, "-c", "import weasyprint, generator.cli.build"]
    try:
        subprocess.run(reading, cwd=ROOT, user="nobody", capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nobody may not read this checkout, or the Python it is run with")
    desk = Desk(anyones / "desk")
    nobody = pwd.getpwnam("nobody")
    for path in (desk.folder, *desk.folder.rglob("*")):
        shutil.chown(path, nobody.pw_uid, nobody.pw_gid)
    desk.environment |= {"HOME": str(anyones / "home"), "USER": "nobody"}
    assert _differences(here, _built(desk, user="nobody", umask=0o077)) == []
