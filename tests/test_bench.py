"""What benchmarks measure with: that a clock is right, and that what is printed elsewhere is the same text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench import clock, rivals

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


def test_typst_gets_the_text_of_a_sheet() -> None:
    html = "<body class=large><h1>标题</h1><p>第*一*段</p><ul><li>一项</ul><table><tr><th>甲<td>乙</table></body>"
    head, *blocks = rivals.as_typst(html).split("\n\n")
    assert "size: 18pt" in head
    assert blocks == ["= 标题", r"第\*一\*段", "- 一项", "#table(columns: 2, [甲], [乙])"]
