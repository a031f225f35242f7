"""What makes the quick lane quick: its tests cannot build or open a browser, and collecting them loads no policy."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import lanes
import pytest
from expected import ROOT, build
from playwright.sync_api import Browser, BrowserType

from generator import checks

BASE = ROOT / "tests" / "errors" / "base" / "policies"


@pytest.mark.slow  # what is refused takes its time until then
def test_without_its_mark_a_test_cannot_build(tmp_path: Path) -> None:
    with lanes.held(()), pytest.raises(lanes.LaneError, match="build"):
        build(tmp_path, BASE)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("words", [["-m", "generator", "check"], ["-c", "from generator import checks"]])
def test_without_its_mark_a_test_cannot_start_the_generator(words: list[str]) -> None:
    with pytest.raises(lanes.LaneError, match="slow"):
        subprocess.run([sys.executable, *words], check=True)
    with pytest.raises(lanes.LaneError, match="slow"):
        subprocess.run(f"{sys.executable} {' '.join(words)}", shell=True, check=True)  # noqa: S602
    assert subprocess.run([sys.executable, "-c", ""], check=True).returncode == 0


@pytest.mark.parametrize("opening", [(BrowserType, "launch"), (Browser, "new_context"), (Browser, "new_page")])
def test_without_its_mark_a_test_cannot_open_a_browser(opening: tuple[type, str]) -> None:
    """Nor a page of one that another test has left running. The fixture is not asked: refused, it stays unusable."""
    with pytest.raises(lanes.LaneError, match="browser"):
        getattr(*opening)(None)


def test_while_collecting_nothing_loads_policies() -> None:
    with lanes.collecting(), pytest.raises(lanes.LaneError):
        checks.check(BASE)
    assert checks.check(BASE)[1]


def test_what_a_test_uses_marks_it(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not request.node.get_closest_marker("slow")
    monkeypatch.setitem(lanes.USED, "monkeypatch", "slow")
    lanes.marked([request.node])
    assert request.node.get_closest_marker("slow")


def test_files_stay_together_the_long_ones_first() -> None:
    marked: dict[str, list[tuple[str, ...]]] = {
        "short": [(), ()],
        "long": [("build",), ("browser",)],
        "mixed": [(), ("slow",)],
        "short too": [("x",)],
    }
    items: list[Any] = [
        SimpleNamespace(path=Path(name), number=number, iter_markers=lambda names=names: map(_Named, names))
        for name, tests in marked.items()
        for number, names in enumerate(tests)
    ]
    lanes.longest_first(items)
    order = [(one.path.name, one.number) for one in items]
    assert order == [("long", 0), ("long", 1), ("mixed", 0), ("mixed", 1), ("short", 0), ("short", 1), ("short too", 0)]


class _Named(NamedTuple):
    name: str


def test_the_quick_lane_leaves_out_every_mark() -> None:
    makefile, project = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "pyproject.toml"))
    quick = re.search(r'^quick:.*\n.* -m "not \((.*)\)"$', makefile, re.MULTILINE)
    assert quick
    marks = re.findall(r'^  "(\w+):', project.partition("markers = ")[2].partition("\n]")[0], re.MULTILINE)
    assert quick[1].split(" or ") == marks
    assert lanes.MARKS == set(marks) > set(lanes.USED.values())
