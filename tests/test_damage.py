"""Damaged policies: refused with located messages, or loaded and rendered whole; never a traceback, never half.

Each damage is drawn by its own seed, so that a failure names the seed that repeats it.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from damages import DAMAGES
from expected import ROOT
from expected import data as data_of
from expected import pages as pages_of
from expected import sheets as sheets_of

from generator import checks
from generator.cli import main

PLACES = ("changchun-zhonghan", "harbin", "jingmen", "wuhai", "yantai")
ON = date(2026, 11, 21)

# --------------------------------------------------------------------------------------------------------- the test


def damaged(seed: int, folder: Path) -> str:
    """A copy of one place with one file damaged, seldom two; returns what was done, for the message of a failure."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    place = chance.choice(PLACES)
    shutil.copytree(ROOT / "policies" / place, folder / "policies" / place)
    shutil.copytree(ROOT / "templates" / "workdays", folder / "policies" / "workdays")
    done = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        path = chance.choice(sorted((folder / "policies").rglob("*.yaml")))
        name = chance.choice(list(DAMAGES))
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if not text:
            continue
        result = DAMAGES[name](chance, text)
        path.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", errors="surrogatepass"))
        done.append(f"{path.relative_to(folder)}: {name}")
    return f"seed {seed}: {'; '.join(done)}"


def judged(folder: Path) -> str:
    """Refused with a place in a file that is there, or loaded and rendered; returns which."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        loaded, resolved, findings = checks.check(Path("policies"), on=ON)
        for one in findings:
            assert one.position.line >= 1
            assert one.position.column >= 1
            assert one.position.path.startswith("policies")
            assert str(one)
        if any(one.severity == "error" for one in findings):
            return "refused"
        for made in (pages_of(resolved, loaded), data_of(resolved, loaded)):
            assert all(isinstance(data, bytes) for data in made.values())
        assert all(sheet.html for sheet in sheets_of(resolved, loaded.publisher).values())
    finally:
        os.chdir(before)
    return "loaded"


def _hold(seeds: range, folder: Path) -> None:
    outcomes = set()
    for seed in seeds:
        run = folder / str(seed)
        what = damaged(seed, run)
        try:
            outcomes.add(judged(run))
        except Exception as error:
            raise AssertionError(what) from error
        shutil.rmtree(run)
    assert outcomes == {"refused", "loaded"}


@pytest.mark.slow
def test_damaged_policies(tmp_path: Path) -> None:
    _hold(range(100), tmp_path)


@pytest.mark.soak
def test_a_thousand_damaged_policies(tmp_path: Path) -> None:
    _hold(range(100, 1100), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGES)
def test_each_kind_of_damage(kind: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "policies" / "wuhai", tmp_path / "policies" / "wuhai")
    path = tmp_path / "policies" / "wuhai" / "gas.yaml"
    result = DAMAGES[kind](random.Random(0), path.read_text(encoding="utf-8"))  # noqa: S311
    path.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", errors="surrogatepass"))
    assert judged(tmp_path) in ("refused", "loaded")


def test_a_damaged_policy_builds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seeds = iter(range(100))
    run = tmp_path / "0"
    while damaged(next(seeds), run) and judged(run) != "refused":
        shutil.rmtree(run)
    folders = [f"--{name}={tmp_path / name}" for name in ("guides", "site", "store")]
    assert main(["build", f"--policies={run / 'policies'}", *folders]) == 1
    assert re.search(r"\.yaml:\d+:\d+: ", capsys.readouterr().err)
    assert {path.name for path in tmp_path.iterdir()} <= {"0", "store"}
