"""What `check` finds of a country from the store and place by place is what it finds in one go from nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from expected import quiet
from test_errors import ERRORS, FAULTS

from generator import checks
from generator.build import judgements
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.checks.days import announced
from generator.checks.files import unsupplied
from generator.cli import main
from generator.findings import Finding
from generator.paths import CONFIG

DAYS = (date(2099, 1, 15), date(2101, 6, 1))
PLACE = ERRORS / "base" / "policies" / "nowhere"
SOME = 12
"""Of the faults every so many-th in `make test`."""


def in_one_go(folder: Path, day: date) -> list[Finding]:
    policies, guides, findings = checks.check(folder / "policies", folder / "originals", day)
    over = announced(policies).over((folder / "policies" / "workdays").as_posix(), day)
    return sorted({*findings, *unsupplied(guides), *over})


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


# ------------------------------------------------------------------------------------------------------ a country


def country(folder: Path, number: int = 5) -> Path:
    """Some places alike, each with the faults of its own days."""
    for index in range(number):
        shutil.copytree(PLACE, folder / "policies" / f"xu{index}")
    return folder


def findings_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """What the command tells programs; from nothing in a store of its own."""
    capsys.readouterr()
    main(["check", "--policies", f"{folder}/policies", "--store", f"{folder}/store", "--format", "json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("groups", [1, 64])
def test_after_each_edit_all_is_found_as_from_nothing(
    groups: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that nothing bears, then a place that goes, one that comes, and what is said of all places."""
    monkeypatch.setattr(judgements, "_GROUPS", groups)
    folder = country(tmp_path / "run")
    at = folder / "policies" / "xu1" / "water.yaml"
    edits: list[Callable[[], object]] = [
        lambda: None,
        lambda: at.write_text(at.read_text(encoding="utf-8").replace("个工作日", "个日历日"), encoding="utf-8"),
        lambda: shutil.rmtree(folder / "policies" / "xu3"),
        lambda: shutil.copytree(PLACE, folder / "policies" / "xu9"),
        lambda: (folder / "policies" / "publisher.yaml").write_text("owner: 虚构\n", encoding="utf-8"),
        lambda: (folder / "policies" / "stray.yaml").write_text("", encoding="utf-8"),
    ]
    seen = []
    for edit in edits:
        edit()
        seen.append(findings_of(folder, capsys))
        shutil.copytree(folder / "policies", tmp_path / "again" / "policies")
        again = findings_of(tmp_path / "again", capsys)
        assert seen[-1] == json.loads(json.dumps(again).replace(str(tmp_path / "again"), str(folder)))
        shutil.rmtree(tmp_path / "again")
    assert len({json.dumps(found) for found in seen}) == len(edits)


@pytest.mark.slow
def test_what_is_in_the_store_is_told_without_any_model_of_a_policy(tmp_path: Path) -> None:
    folder = country(tmp_path, 2)
    words = f"['check', '--policies', '{folder}/policies', '--store', '{folder}/store']"
    program = f"import sys; from generator.cli import main; main({words}); print(*sys.modules)"
    command = [sys.executable, "-c", program]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(2)]
    loaded = [{"pydantic", "jinja2", "generator.policy.loader"} & set(run.stdout.split()) for run in runs]
    assert loaded == [{"pydantic", "jinja2", "generator.policy.loader"}, set()]
    assert runs[0].stderr == runs[1].stderr


def test_what_was_found_of_older_policies_is_forgotten_after_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = country(tmp_path, 2)
    store, at = folder / "store", folder / "policies" / "xu1" / "water.yaml"
    findings_of(folder, capsys)
    first = set((store / "judged").iterdir())
    for comment in ("# 一\n", "# 二\n"):
        at.write_text(at.read_text(encoding="utf-8") + comment, encoding="utf-8")
        findings_of(folder, capsys)
        assert len(first & set((store / "judged").iterdir())) == (2 if "一" in comment else 1)
        for path in first & set((store / "judged").iterdir()):
            os.utime(path, (0, 0))
