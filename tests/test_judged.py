"""What `check` finds of a country from the store and place by place is what it finds in one go from nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from expected import quiet
from test_errors import ERRORS, FAULTS

from generator import checks
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.checks.days import uncalendared
from generator.checks.files import unsupplied
from generator.findings import Finding
from generator.paths import CONFIG

DAYS = (date(2099, 1, 15), date(2101, 6, 1))
SOME = 12
"""Of the faults every so many-th in `make test`."""


def in_one_go(folder: Path, day: date) -> list[Finding]:
    policies, guides, findings = checks.check(folder / "policies", folder / "originals", day)
    return sorted({*findings, *unsupplied(guides), *uncalendared(policies, folder / "policies", day)})


def by_family(folder: Path, day: date) -> list[Finding]:
    """Each time anew from the folder; the second time from the store."""
    sources = Sources(folder / "policies", CONFIG, folder / "store", folder / "originals")
    families = Build(sources, LOCAL, quiet).families
    families.make(few=1_000)
    return sorted({*families.findings(day), *families.unsupplied()})


def laid_over(fault: Path, folder: Path) -> Path:
    """The valid place with a fault laid over it."""
    shutil.copytree(ERRORS / "base", folder, dirs_exist_ok=True)
    shutil.copytree(fault, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize(
    "fault",
    [pytest.param(one, marks=() if at % SOME == 0 else pytest.mark.soak) for at, one in enumerate(FAULTS)],
    ids=lambda fault: fault.name,
)
def test_findings_are_equal(fault: Path, tmp_path: Path) -> None:
    folder = laid_over(fault, tmp_path / "run")
    for day in DAYS:
        assert by_family(folder, day) == in_one_go(folder, day)
