"""The lines of scanned pages in reading order, as paragraphs and rows of tables. No I/O; knows no picture.

A page that lies a little askew is set straight first. Lines beside one another are cells of a table where the rows
around them have the same columns, and else columns of text, which are read one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import atan2, tan
from statistics import median
from typing import NamedTuple

from generator.document.formats.tables import BETWEEN
from generator.document.recognition import Line

_BEGINS = re.compile(
    r"附件|第[一二三四五六七八九十百]+[条章节]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）).、．]|[①-⑳]|注："
)
_NUMBER = re.compile(r"[-—－–·第]*\d{1,3}[-—－–·页]*")
_ENDED = ("。", "：", ":", "；", ";", "！", "？")


@dataclass(frozen=True)
class Placed:
    """A line set straight: its edges and its middle, in pixels from the left and above."""

    line: Line
    left: float
    right: float
    middle: float
    height: float


class Row(NamedTuple):
    """What stands beside one another: one line of text, or the cells of a table, with a column each."""

    lines: tuple[Line, ...]
    columns: tuple[int, ...] = ()
    """Of a table: in which column each line stands; empty elsewhere."""
    full: bool = False
    """Whether it reaches the right margin, so that its sentence may go on below."""
    indented: bool = False
    """Whether it begins further right than the text around it, as a paragraph does."""

    @property
    def text(self) -> str:
        """Its words; cells are parted by ` | `, empty ones too."""
        if not self.columns:
            return " ".join(line.text for line in self.lines)
        cells = [""] * (max(self.columns) + 1)
        for line, column in zip(self.lines, self.columns, strict=True):
            cells[column] += line.text
        return BETWEEN.join(cells).strip()


class Page(NamedTuple):
    """The rows of a page in reading order, and the lines that are none of the document's words, each with why."""

    rows: tuple[Row, ...]
    aside: tuple[tuple[Line, str], ...]


STAMP, NUMBER = "stamp", "page-number"
"""Why a line is none of the document's words: it is a stamp's, or the number of the page."""


def page(lines: Sequence[Line]) -> Page:
    """A page out of its lines in no order."""
    placed = _straight(lines)
    stamps = _stamps(placed)
    kept = [each for each in placed if each not in stamps]
    numbers = _numbers(kept)
    rows = _rows([each for each in kept if each not in numbers])
    aside = [*((each.line, STAMP) for each in stamps), *((each.line, NUMBER) for each in numbers)]
    return Page(tuple(_ordered(rows, _margins(kept))), tuple(aside))


def _straight(lines: Sequence[Line]) -> list[Placed]:
    """The lines as they lie on a page that is not askew, from above."""
    angle = median([_angle(line) for line in lines if _wide(line)] or [0.0])
    return sorted((_set(line, angle) for line in lines), key=lambda each: (each.middle, each.left))


def _wide(line: Line) -> bool:
    left, above, right, below = line.box
    return right - left > 4 * (below - above)


def _angle(line: Line) -> float:
    (x, y), (other_x, other_y), *_ = line.corners
    return atan2(other_y - y, other_x - x)


def _set(line: Line, angle: float) -> Placed:
    first, second, third, fourth = line.corners
    across, down = [x for x, _ in line.corners], [y for _, y in line.corners]
    height = (fourth[1] - first[1] + third[1] - second[1]) / 2
    x, y = sum(across) / 4, sum(down) / 4
    return Placed(line, min(across), max(across), y - x * tan(angle), max(height, 1))


def _stamps(placed: Sequence[Placed]) -> list[Placed]:
    """The lines in red alone that stand below something in black; above it they are the head of the document."""
    black = [each.middle for each in placed if not each.line.stamped]
    return [each for each in placed if each.line.stamped and black and each.middle > min(black)]


def _numbers(placed: Sequence[Placed]) -> list[Placed]:
    """The number of the page: the first or the last line, where it is nothing else and stands alone."""
    outer = [
        each
        for each in (*placed[:1], *placed[-1:])
        if len(placed) > 2 and _NUMBER.fullmatch("".join(each.line.read.split()))
    ]
    return [each for each in outer if sum(_beside(each, other) for other in placed) == 1]


def _beside(one: Placed, other: Placed) -> bool:
    return abs(one.middle - other.middle) < 0.5 * min(one.height, other.height)


def _rows(placed: Sequence[Placed]) -> list[list[Placed]]:
    """What stands beside one another, from above, each from the left."""
    rows: list[list[Placed]] = []
    for each in placed:
        if rows and _beside(rows[-1][-1], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda each: each.left) for row in rows]


# ------------------------------------------------------------------------------------------------- tables, columns

_LONG = 12
"""Signs of a line in a column of text, on average; cells have fewer."""


def _ordered(rows: Sequence[list[Placed]], margins: tuple[float, float]) -> Iterator[Row]:
    """The rows in reading order; of such with several lines those that follow one another together."""
    for several, group in groupby(rows, key=lambda row: len(row) > 1):
        block = list(group)
        if not several:
            yield from _text([row[0] for row in block], margins)
        elif len(block) == 1:
            yield Row(tuple(each.line for each in block[0]))
        elif _are_columns(block):
            columns = _columns(block)
            for number in range(max(map(max, columns)) + 1):
                column = [
                    each
                    for row, of in zip(block, columns, strict=True)
                    for each, at in zip(row, of, strict=True)
                    if at == number
                ]
                yield from _text(column, _margins(column))
        else:
            for row, of in zip(block, _columns(block), strict=True):
                yield Row(tuple(each.line for each in row), tuple(of))


def _are_columns(block: Sequence[list[Placed]]) -> bool:
    """Whether rows are columns of text side by side, and no table."""
    lengths = [len(each.line.read) for row in block for each in row]
    return len(block) > 3 and {len(row) for row in block} == {2} and sum(lengths) >= _LONG * len(lengths)


def _columns(block: Sequence[list[Placed]]) -> list[list[int]]:
    """In which column each line of some rows stands, counted from 0: that of the widest row which it is nearest to."""
    widest = max(block, key=len)
    centres = [(each.left + each.right) / 2 for each in widest]
    return [[_nearest((each.left + each.right) / 2, centres, each, widest) for each in row] for row in block]


def _nearest(centre: float, centres: Sequence[float], each: Placed, widest: Sequence[Placed]) -> int:
    """The column whose left edge, middle or right edge is nearest to that of a line."""
    away = [
        min(abs(each.left - other.left), abs(centre - middle), abs(each.right - other.right))
        for other, middle in zip(widest, centres, strict=True)
    ]
    return away.index(min(away))


# ------------------------------------------------------------------------------------------------------ paragraphs


def _margins(placed: Sequence[Placed]) -> tuple[float, float]:
    """Where the text of a page, or of a column, begins and where it ends."""
    return min((each.left for each in placed), default=0), max((each.right for each in placed), default=0)


def _text(placed: Sequence[Placed], margins: tuple[float, float]) -> Iterator[Row]:
    """Lines one below the other, each with whether it is full and whether it is indented."""
    left, right = margins
    for each in placed:
        full = each.right > right - 1.5 * each.height
        yield Row((each.line,), (), full, each.left > left + 1.2 * each.height)


def paragraphs(rows: Iterable[Row]) -> Iterator[str]:
    """The text of rows: a paragraph, or a table with a row a line."""
    words, last = "", None
    for row in rows:
        if last is not None and bool(row.columns) and bool(last.columns):
            words += f"\n{row.text}"
        elif last is not None and _goes_on(last, row, words):
            words += row.text
        else:
            yield from [words] if words else []
            words = row.text
        last = row
    yield from [words] if words else []


def _goes_on(last: Row, row: Row, words: str) -> bool:
    """Whether a line continues the paragraph above it; not where two figures would become one."""
    if last.columns or row.columns or row.indented or not (last.full or len(last.text) > _BROKEN):
        return False
    parted = words[-1:].isdigit() and row.text[:1].isdigit()
    return not parted and not words.endswith(_ENDED) and not _BEGINS.match(row.text)


_BROKEN = 20
"""Signs of a line that was broken at the margin, wherever that is; a shorter one was ended."""
