"""What is to be reached, and whether every round reached it: what programs of this folder keep, and one table of all.

A bound is held where each of its rounds holds it, and else broken in so many of them; a median says nothing here. An
aim is told in the same way, and nobody has promised it. Each program writes what it measured into results-GUIDES.yaml,
each in its own section; the page about speed shows such a file, templates/help/speed.yaml, as one run has written it.

    python tests/bench/bounds.py    # all bounds of the last run of each program; ends with 1 where one is broken
"""

from __future__ import annotations

import operator
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import yaml
from bench.clock import Run

GUIDES = int(os.environ.get("GUIDES") or 300)
"""So many guides the invented country has."""
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "≤": operator.le, "<": operator.lt, "≥": operator.ge, ">": operator.gt, "=": operator.eq
}  # fmt: skip


class Words(NamedTuple):
    """What a figure is called, in both languages: the page has the Chinese, the terminal both."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True)
class Bound:
    """What is wanted of a figure, a sign and a number, and what each round gave."""

    name: Words
    wanted: str
    values: Sequence[float]
    disturbed: Sequence[bool] = ()
    """By round, whether other programs used the processors meanwhile; empty where that does not matter."""
    aim: bool = False

    @property
    def broken(self) -> list[int]:
        """The rounds in which it is not reached."""
        sign, figure = self.wanted.split()
        return [index for index, value in enumerate(self.values) if not _SIGNS[sign](value, float(figure))]

    @property
    def verdict(self) -> Words:
        """Whether it is reached, never by the median."""
        broken, rounds = len(self.broken), len(self.values)
        if not broken:
            return Words("做到", "held")
        return Words(f"{rounds} 次里 {broken} 次没有做到", f"broken in {broken} of {rounds} rounds")

    @property
    def beside(self) -> Words | None:
        """In how many rounds the machine was not ours alone."""
        count = sum(self.disturbed)
        return Words(f"{count} 次有别的程序在用电脑", f"disturbed in {count}") if count else None


def spread(values: Sequence[float]) -> str:
    """The median of a figure, its least and its greatest."""
    middle, *ends = (_figure(value) for value in (statistics.median(values), min(values), max(values)))
    return middle if len(set(ends)) == 1 else f"{middle} ({ends[0]}–{ends[1]})"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def of_rounds(name: Words, wanted: str, rounds: Sequence[Mapping[str, Run]], of: Callable[[Mapping[str, Run]], float],
              *steps: str, aim: bool = False) -> Bound:  # fmt: skip
    """A bound on what can be told of each round, from some of its steps."""
    disturbed = [any(done[step].disturbed for step in steps) for done in rounds]
    return Bound(name, wanted, [of(done) for done in rounds], disturbed, aim)


class Table(NamedTuple):
    """Figures side by side, that nothing is promised of."""

    title: Words
    head: Sequence[Words]
    rows: Sequence[Sequence[str | Words]]


def markdown(bounds: Iterable[Bound], tables: Iterable[Table] = ()) -> Iterator[str]:
    """Bounds and tables as the terminal shows them."""
    yield from ("| bound | wanted | measured | |", "|---|---|---|---|")
    for bound in bounds:
        verdict = "; ".join(str(words) for words in (bound.verdict, bound.beside) if words)
        aim = " (目标 / aim)" if bound.aim else ""
        yield f"| {bound.name} | {bound.wanted}{aim} | {spread(bound.values)} | {verdict} |"
    for table in tables:
        yield from ("", f"{table.title}\n", f"| {' | '.join(map(str, table.head))} |", "|---" * len(table.head) + "|")
        yield from (f"| {' | '.join(map(str, row))} |" for row in table.rows)


# ------------------------------------------------------------------------------------------------------- what is kept


def results() -> Path:
    """Where what was measured of a country of this size is kept."""
    return Path(__file__).parent / f"results-{GUIDES}.yaml"


def kept(bounds: Sequence[Bound], tables: Sequence[Table] = (), **more: Any) -> None:
    """Print what a program has measured, and keep it in the section of that program, with the day and the machine."""
    print("\n".join(markdown(bounds, tables)), flush=True)
    program = Path(sys.argv[0]).stem
    section = {
        "guides": GUIDES,
        "day": datetime.now(UTC).date().isoformat(),
        "version": _version(),
        "machine": f"{os.cpu_count()} × {_processor()}, {psutil.virtual_memory().total / 1e9:.0f} GB, "
                   f"{platform.system()}, Python {platform.python_version()}",
        **more,
        "bounds": [_plain(bound) for bound in bounds],
        "tables": [_pure(table._asdict()) for table in tables],
    }  # fmt: skip
    whole = {**_read(), program: section}
    results().write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8")


def _plain(bound: Bound) -> dict[str, Any]:
    """A bound as the page shows it, and the figure of each round."""
    own = asdict(bound)
    shown = {"measured": spread(bound.values), "verdict": bound.verdict, "beside": bound.beside}
    values = [float(f"{value:.4g}") for value in bound.values]
    pure: dict[str, Any] = _pure({**own, **shown, "name": bound.name, "values": values})
    return pure


def _pure(value: Any) -> Any:
    """The same of nothing but what YAML knows."""
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Mapping):
        return {key: _pure(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_pure(entry) for entry in value]
    return value


def _read() -> dict[str, Any]:
    return yaml.safe_load(results().read_text(encoding="utf-8")) if results().exists() else {}


def _version() -> str:
    """The commit that was measured; with `+` where the files differ from it."""
    described = subprocess.run(
        ["git", "describe", "--always", "--abbrev=10", "--dirty=+"],  # noqa: S607
        cwd=Path(__file__).parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return described.stdout.strip()


def _processor() -> str:
    """What the system calls the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """Print all bounds that were measured; 1 where one is broken that is no aim."""
    broken = 0
    for program, section in _read().items():
        print(f"\n{program}, {section['day']}, {section['version']}\n")
        bounds = [Bound(**{**_given(bound), "name": Words(**bound["name"])}) for bound in section["bounds"]]
        print("\n".join(markdown(bounds)))
        broken += sum(bool(bound.broken) and not bound.aim for bound in bounds)
    print(f"\n{broken} broken")
    return int(broken > 0)


def _given(bound: Mapping[str, Any]) -> dict[str, Any]:
    return {key: bound[key] for key in ("wanted", "values", "disturbed", "aim")}


if __name__ == "__main__":
    sys.exit(main())
