"""One wrong policy per kind of error, each with its exact messages.

`errors/<fault>/` holds only the files that differ from the valid place in `errors/base/`, and `expected.txt`.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from expected import same

from generator import checks
from generator.findings import CODES

DAY = date(2099, 1, 15)
ERRORS = Path(__file__).parent / "errors"
LONG = {"table-too-large"}
"""What takes seconds to judge."""
FAULTS = sorted(path for path in ERRORS.iterdir() if path.is_dir() and path.name != "base")


def findings(fault: Path, folder: Path) -> str:
    """What `check` says of the valid place with a fault laid over it, paths relative to the policies."""
    shutil.copytree(ERRORS / "base", folder, dirs_exist_ok=True)
    shutil.copytree(fault, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        _, _, found = checks.check(Path("policies"), Path("originals"), DAY)
    finally:
        os.chdir(before)
    return "".join(f"{one}\n" for one in found if one.severity != "info")


def test_the_base_is_valid(tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    assert findings(empty, tmp_path / "run") == ""


@pytest.mark.parametrize(
    "fault",
    [pytest.param(one, marks=[pytest.mark.slow] if one.name in LONG else []) for one in FAULTS],
    ids=lambda fault: fault.name,
)
def test_message(fault: Path, tmp_path: Path, *, refresh: bool) -> None:
    said = findings(fault, tmp_path)
    same(fault / "expected.txt", said.encode("utf-8"), refresh=refresh)
    assert f"[{fault.name.partition('.')[0]}]" in said


def test_a_slip_is_no_doubt_once_its_quotation_says_how_to_read_it(tmp_path: Path) -> None:
    shutil.copytree(ERRORS / "likely-slip", fault := tmp_path / "fault")
    path = fault / "policies" / "nowhere" / "water.yaml"
    quoted, slip = path.read_text(encoding="utf-8"), "quote: 丁材料费按时收取"
    path.write_text(quoted.replace(slip, f"{slip}, read_as: 丁材料费按实收取"), encoding="utf-8")
    told = findings(fault, tmp_path / "run")
    assert "read_as" in (ERRORS / "likely-slip" / "expected.txt").read_text(encoding="utf-8")
    assert "likely-slip" not in told
    assert "misread-figure" not in told


def test_every_code_has_its_fault() -> None:
    net = {"bad-value"}  # catches what no other code names; nothing known leads there
    told = {code for code, message in CODES.items() if message.severity == "info"}  # no fault: tests/test_disclosure.py
    elsewhere = {"template-fault", "not-built", "translation-fault"}  # no fault of a policy: test_serve, test_words
    elsewhere |= {code for code in CODES if code.startswith("override-")}  # nor of what is replaced: test_overrides
    assert set(CODES) - net - told - elsewhere == {fault.name.partition(".")[0] for fault in FAULTS}
