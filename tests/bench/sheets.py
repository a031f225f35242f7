"""How long a checklist takes to print, beside what a user would otherwise take, in one run.

COUNT checklists of an invented country, printed in each way in turn, RUNS times, each time in another order. CPU is
that of one sheet, the start aside: a second run prints FEW, and its time is taken off.
Run: make bench only=sheets
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bench import country, rivals
from bench.bounds import Bound, Table, Words, kept, of_rounds, spread
from bench.clock import Run, adopt, measured
from expected import ROOT

HERE = Path(__file__).parent
RUNS = int(os.environ.get("RUNS") or 5)
COUNT = int(os.environ.get("COUNT") or 40)
FEW = 2
"""So many sheets start as many processes as there are."""
MANY = 4
"""So many times as many are printed where two cores are held against one: at the end one of them has nothing to do."""
FONTS = HERE / "fonts"
"""Debian's Noto CJK, unpacked, not installed."""
PRINT = (sys.executable, HERE / "rivals.py")
OURS = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
ONE, TWO, NAIVE, CHROMIUM, BROWSER, TYPST = "one", "two", "naive", "chromium", "browser", "typst"


@dataclass(frozen=True)
class Way:
    """A way to print: its name, what `rivals.py` calls it, the cores it may use (none: all), how many times COUNT."""

    name: Words
    kind: str
    cores: tuple[int, ...] = ()
    times: int = 1


WAYS: Mapping[str, Way] = {
    ONE: Way(Words("本项目，一个核心", "ours, one core"), "ours", (0,), MANY),
    TWO: Way(Words("本项目，两个核心", "ours, two cores"), "ours", (), MANY),
    NAIVE: Way(Words("WeasyPrint 照一般写法，Noto CJK", "WeasyPrint, naive loop, Noto CJK"), "naive", (0,)),
    CHROMIUM: Way(Words("Chromium，每张启动一次", "Chromium, started for each"), "chromium"),
    BROWSER: Way(Words("Chromium，启动一次", "Chromium, started once"), "browser"),
    TYPST: Way(Words("Typst，只有文字", "Typst, the text alone"), "typst"),
}


class Sheets:
    """Checklists in every form that a way of printing needs, in folders of several sizes."""

    def __init__(self, folder: Path) -> None:
        country.write(3 * COUNT * MANY, 1, folder / "policies")
        self._folder = folder
        for count in (FEW, COUNT, COUNT * MANY):
            self.of(count).mkdir()
            measured([*PRINT, "write", folder / "policies", count, self.of(count)], folder, OURS)
        self._fonts = folder / "fonts.conf"
        settings = f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/fontcache</cachedir></fontconfig>"
        self._fonts.write_text(settings, encoding="utf-8")

    def of(self, count: int) -> Path:
        """The folder of so many."""
        return self._folder / f"sheets-{count}"

    def printed(self, way: Way) -> Run:
        """What it takes, CPU for one sheet."""
        count = COUNT * way.times
        start, run = (self._printed(way, number) for number in (FEW, count))
        return replace(run, cpu=(run.cpu - start.cpu) / (count - FEW))

    def _printed(self, way: Way, count: int) -> Run:
        fonts = {} if way.kind == "ours" else {"FONTCONFIG_FILE": str(self._fonts)}
        return measured([*PRINT, way.kind, self.of(count)], self._folder, {**OURS, **fonts}, cores=way.cores)

    def size(self, way: Way) -> float:
        """Of a PDF, in kilobytes."""
        return (
            statistics.mean(path.stat().st_size for path in self.of(COUNT * way.times).glob(f"*.{way.kind}.pdf")) / 1e3
        )


def rounds(sheets: Sheets) -> Iterator[dict[str, Run]]:
    """Every way in turn, so many times, forwards and backwards."""
    for number in range(RUNS):
        done: dict[str, Run] = {}
        for name in list(WAYS)[:: -1 if number % 2 else 1]:
            done[name] = run = sheets.printed(WAYS[name])
            times = f"{run.each() * 1000:.0f} ms a sheet, CPU {run.cpu * 1000:.0f} ms"
            beside = f"load {run.load:.1f} before, others {run.others:.0%}{', disturbed' if run.disturbed else ''}"
            print(f"round {number + 1}: {WAYS[name].name.en}: {times}; {beside}", file=sys.stderr, flush=True)
        yield done


def bounds(found: Sequence[Mapping[str, Run]]) -> Iterator[Bound]:
    """What is to be reached, and what was, round by round."""
    loop = Words("一张清单，比照一般写法用 WeasyPrint，CPU", "a checklist, of the naive loop of WeasyPrint, CPU")
    yield of_rounds(loop, "≤ 0.35", found, lambda done: done[ONE].cpu / done[NAIVE].cpu)
    rate = Words("两个核心每秒印的，比一个核心", "rate on two cores, of that on one")
    for wanted, aim in (("≥ 1.9", False), ("≥ 1.95", True)):
        yield of_rounds(rate, wanted, found, lambda done: done[ONE].each() / done[TWO].each(), ONE, TWO, aim=aim)


HEAD = (
    Words("怎样印", "way"),
    Words("一张，毫秒", "ms a sheet"),
    Words("一张，CPU 毫秒", "CPU ms a sheet"),
    Words("MB", "MB"),
    Words("一张，KB", "KB a sheet"),
    Words("先前的负载", "load before"),
    Words("别的程序占", "others"),
)


def table(found: Sequence[Mapping[str, Run]], sheets: Sheets) -> Table:
    """All ways side by side: the median, the least and the greatest of all rounds."""

    def row(name: str, way: Way) -> list[str | Words]:
        runs = [done[name] for done in found]
        times: tuple[Callable[[Run], float], ...] = (lambda run: run.each() * 1000, lambda run: run.cpu * 1000,
                                                     lambda run: run.memory / 1e6)  # fmt: skip
        beside: tuple[Callable[[Run], float], ...] = (lambda run: run.load, lambda run: run.others)
        shown, load = ([spread([of(run) for run in runs]) for of in figures] for figures in (times, beside))
        return [way.name, *shown, f"{sheets.size(way):.0f}", *load]

    title = Words(f"{COUNT} 张清单的 PDF，{RUNS} 次", f"PDFs of {COUNT} checklists, {RUNS} rounds")
    return Table(title, HEAD, [row(name, way) for name, way in WAYS.items()])


def versions() -> str:
    """Of the libraries and programs."""
    others = subprocess.run([rivals.TYPST, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    typst = next(line.partition("==")[2] for line in others.splitlines() if line.startswith("typst=="))
    browser = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]  # noqa: S607
    return f"WeasyPrint {version('weasyprint')}, Typst {typst}, Chromium {browser}, Playwright {version('playwright')}"


def main() -> None:
    """Measure, print, keep."""
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        sheets = Sheets(Path(folder))
        found = list(rounds(sheets))
        kept(list(bounds(found)), [table(found, sheets)], rounds=RUNS, versions=versions())


if __name__ == "__main__":
    main()
