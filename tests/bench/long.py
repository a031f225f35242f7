"""How the time of a sheet grows with its length: a page of a long one costs about what one of a short one does.

A table of ROWS rows and one of TIMES as many, and text likewise, laid out and written as a guide of a booklet, in turn,
RUNS times; CPU of a page. Run: make bench only=long
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from bench.bounds import Bound, Table, Words, kept, spread

from generator.build import workers
from generator.pages import booklet
from generator.paper import pdf

RUNS = int(os.environ.get("RUNS") or 3)
ROWS, COLUMNS, TIMES = 40, 10, 8
SENTENCE = "虚构的一句话，用来看一看长的文字排版要用多少时间。"
PAGE = "<html lang='zh-Hans'><head><title>虚构</title></head><body class='guide'><article>{}</article></body></html>"


def grid(rows: int) -> str:
    """A table."""
    head = "".join(f"<th>第{column}列</th>" for column in range(COLUMNS))
    cells = "".join(f"<td>{SENTENCE[:9]}</td>" for _ in range(COLUMNS))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{f'<tr>{cells}</tr>' * rows}</tbody></table>"


def text(paragraphs: int) -> str:
    """Paragraphs of eight sentences."""
    return f"<p>{SENTENCE * 8}</p>" * paragraphs


KINDS = {"table": (grid, Words("表", "table")), "text": (text, Words("文字", "text"))}


def each(kind: str, length: int) -> float:
    """CPU seconds of a page."""
    html, begun = PAGE.format(KINDS[kind][0](length)), time.process_time()
    document = pdf.laid_out(html, "guide.css", steps=booklet._TO_READ)
    pdf._written(document)
    return (time.process_time() - begun) / len(document.pages)


def rounds() -> Iterator[Mapping[tuple[str, int], float]]:
    """Each kind, short and long."""
    for number in range(RUNS):
        found = {(kind, length): each(kind, length) for kind in KINDS for length in (ROWS, ROWS * TIMES)}
        shown = ", ".join(f"{kind} {length}: {seconds * 1000:.0f} ms" for (kind, length), seconds in found.items())
        print(f"round {number + 1}: a page of {shown}", file=sys.stderr, flush=True)
        yield found


def bounds(found: Sequence[Mapping[tuple[str, int], float]]) -> Iterator[Bound]:
    """What is to be reached."""
    for kind, (_, name) in KINDS.items():
        words = Words(
            f"{TIMES} 倍长的{name.zh}，一页比短的一页",
            f"a page of {name.en} {TIMES} times as long, of one of the short",
        )
        yield Bound(words, "≤ 1.5", [done[kind, ROWS * TIMES] / done[kind, ROWS] for done in found])


def table(found: Sequence[Mapping[tuple[str, int], float]]) -> Table:
    """CPU milliseconds of a page."""
    rows: list[list[str | Words]] = [
        [name, *(spread([done[kind, length] * 1000 for done in found]) for length in (ROWS, ROWS * TIMES))]
        for kind, (_, name) in KINDS.items()
    ]
    head = (Words("什么", "what"), Words("短的", "short"), Words("长的", "long"))
    return Table(Words("一页打印件，CPU 毫秒", "a page of a sheet, CPU ms"), head, rows)


def main() -> None:
    """Measure, print, keep."""
    workers.tune()
    each("text", 1)
    found = list(rounds())
    kept(list(bounds(found)), [table(found)], rounds=RUNS)


if __name__ == "__main__":
    main()
