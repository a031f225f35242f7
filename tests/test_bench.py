"""What benchmarks measure with: a clock that is right, bounds that no median hides, elsewhere the same text printed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from bench import bounds, clock, rivals
from bench.bounds import Bound, Table, Words
from expected import ROOT

SLEEPS = """
import subprocess, sys, time
print("first", file=sys.stderr, flush=True)
time.sleep(0.5)
print("second", file=sys.stderr, flush=True)
subprocess.run([sys.executable, "-c", "import time; held = bytearray(200_000_000); time.sleep(1)"])
"""


def test_time_stages_and_the_memory_of_what_a_program_starts(tmp_path: Path) -> None:
    run = clock.measured([sys.executable, "-c", SLEEPS], tmp_path)
    assert 0.5 <= run.during("first") < run.during("second") < run.seconds
    assert run.memory > 200_000_000
    assert run.cpu < run.seconds + 1


def test_a_failing_program_stops_the_benchmark_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="虚构的错误"):
        clock.measured([sys.executable, "-c", "raise SystemExit('虚构的错误')"], tmp_path)


BUSY = "import time; until = time.monotonic() + {}\nwhile time.monotonic() < until: pass"


def test_what_others_use_meanwhile_is_known(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", BUSY.format(30)])  # one that the clock has not started
    try:
        run = clock.measured([sys.executable, "-c", "import time; time.sleep(1)"], tmp_path)
    finally:
        other.kill()
        other.wait()
    assert run.disturbed
    assert run.others > 0.3 / (psutil.cpu_count() or 1)


def test_what_a_program_uses_itself_is_not_that_of_others(tmp_path: Path) -> None:
    run = clock.measured([sys.executable, "-c", BUSY.format(1)], tmp_path)
    assert run.cpu > 0.2
    assert run.others < 1 - run.cpu / run.seconds / (psutil.cpu_count() or 1) + 0.05


LIMIT = Words("虚构的界限", "an invented bound")


@pytest.mark.parametrize(
    ("wanted", "values", "verdict"),
    [
        ("≤ 1.3", (1.0, 1.3, 1.2), "held"),
        ("≤ 1.3", (0.5, 0.5, 1.31), "broken in 1 of 3 rounds"),
        ("< 1", (1.0, 0.9), "broken in 1 of 2 rounds"),
        ("≥ 1.9", (1.89, 1.5), "broken in 2 of 2 rounds"),
        ("= 0", (0,), "held"),
    ],
)
def test_a_bound_is_held_only_where_every_round_held_it(wanted: str, values: tuple[float, ...], verdict: str) -> None:
    assert Bound(LIMIT, wanted, values).verdict.en == verdict


def test_a_figure_is_shown_with_its_least_and_its_greatest() -> None:
    assert bounds.spread([0.7, 1.2, 0.8]) == "0.80 (0.70–1.20)"
    assert bounds.spread([512.4]) == "512"


def test_a_broken_bound_ends_the_run_with_1_and_a_broken_aim_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bounds, "results", lambda: tmp_path / "results.yaml")
    monkeypatch.setattr(sys, "argv", ["tests/bench/invented.py"])
    aim = Bound(LIMIT, "≤ 1", [2.0], [True], aim=True)
    bounds.kept([aim], [Table(LIMIT, [LIMIT], [["1", LIMIT]])])
    assert bounds.main() == 0
    assert "broken in 1 of 1 rounds" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["tests/bench/another.py"])
    bounds.kept([Bound(LIMIT, "≤ 1", [0.5, 2.0])])
    assert bounds.main() == 1
    assert "disturbed in 1" in capsys.readouterr().out
    assert list(yaml.safe_load((tmp_path / "results.yaml").read_text(encoding="utf-8"))) == ["invented", "another"]


def test_typst_gets_the_text_of_a_sheet() -> None:
    html = "<body class=large><h1>标题</h1><p>第*一*段</p><ul><li>一项</ul><table><tr><th>甲<td>乙</table></body>"
    head, *blocks = rivals.as_typst(html).split("\n\n")
    assert "size: 18pt" in head
    assert blocks == ["= 标题", r"第\*一\*段", "- 一项", "#table(columns: 2, [甲], [乙])"]


# ------------------------------------------------------------------------------------------------------ the page

PAGE = ROOT / "guides" / "help" / "speed" / "index.md"
MEASURED = yaml.safe_load((ROOT / "templates" / "help" / "speed.yaml").read_text(encoding="utf-8"))
"""What the page quotes, as `make bench` has written it."""


def _leaves(tree: Any) -> Iterator[str]:
    """All words and figures of a file of results."""
    if isinstance(tree, dict):
        for entry in tree.values():
            yield from _leaves(entry)
    elif isinstance(tree, list):
        for entry in tree:
            yield from _leaves(entry)
    else:
        yield str(tree)


def test_every_bound_stands_on_the_page_with_what_became_of_it() -> None:
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("<tr><th scope=")]
    text = "\n".join(unescape(row) for row in rows)
    for section in MEASURED.values():
        for bound in section["bounds"]:
            wanted = f"{bound['wanted']}（目标）" if bound["aim"] else bound["wanted"]
            row = (
                rf"{re.escape(bound['name']['zh'])}</th>.*>{re.escape(wanted)}<"
                rf".*>{re.escape(bound['measured'])}<.*>{re.escape(bound['verdict']['zh'])}"
            )
            assert re.search(row, text), bound["name"]


def test_no_figure_stands_on_the_page_that_was_not_measured() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("# 有多快")[2]
    measured = "\n".join(_leaves(MEASURED))
    figures = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", unescape(re.sub(r"<[^>]*>|\(.*?\.md.*?\)", " ", text))))
    assert {one for one in figures if one not in measured} == set()


def test_what_was_judged_is_judged_by_its_rounds() -> None:
    for section in MEASURED.values():
        for kept in section["bounds"]:
            bound = Bound(Words(**kept["name"]), kept["wanted"], kept["values"])
            assert kept["verdict"] == bound.verdict._asdict(), kept["name"]
