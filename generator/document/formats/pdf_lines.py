"""The characters of a printed page as lines, and lines as columns. No I/O; knows no PDF library.

Lengths are in points, from the left and from the top of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FIGURES, _APART = frozenset("0123456789"), 0.12
"""Figures that stand higher or lower than the line, by this share of its size, are written as such."""
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SPACE, _WIDE, _GAP = 0.15, 0.6, 0.75
"""Between two characters, in their own size: what is a space in Latin words, and elsewhere, and what parts the line."""
_ROWS = 3
"""So many lines side by side are a table, or columns."""


@dataclass(frozen=True)
class Line:
    """What stands on one line, or a part of it that stands apart from the rest."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """How far down the page it is."""
        return (self.top + self.bottom) / 2


Character = Mapping[str, Any]
"""`text`, `x0`, `x1`, `top`, `bottom`, `size` of one character."""


def lines(characters: Iterable[Character]) -> list[list[Line]]:
    """The lines from top to bottom, each as its parts from left to right."""
    return [list(_segments(row)) for row in _rows(characters)]


@dataclass
class _Band:
    """The height of the page that a line takes, and its characters."""

    top: float
    bottom: float
    signs: list[Character]

    def share(self, sign: Character) -> float:
        """How much of the height of a character is within it."""
        within = min(sign["bottom"], self.bottom) - max(sign["top"], self.top)
        return float(within / max(sign["bottom"] - sign["top"], 0.1))


def _rows(characters: Iterable[Character]) -> list[list[Character]]:
    """The characters of each line: those that stand beside its first one, raised and lowered ones as well.

    Large ones come first, so that they are what others stand beside.
    """
    bands: list[_Band] = []
    last: _Band | None = None
    for sign in sorted(characters, key=lambda sign: (-round(sign["size"], 1), sign["top"])):
        if last is None or last.share(sign) < _WHOLE:
            last = max(bands, key=lambda band: band.share(sign), default=None)
        if last is None or last.share(sign) < _BESIDE:
            last = _Band(sign["top"], sign["bottom"], [])
            bands.append(last)
        last.signs.append(sign)
    return [sorted(band.signs, key=lambda sign: sign["x0"]) for band in sorted(bands, key=lambda band: band.top)]


_WHOLE, _BESIDE = 0.9, 0.3
"""The share of a character's height by which it certainly stands on a line, and by which it may."""


def _segments(row: Sequence[Character]) -> Iterator[Line]:
    """A line taken apart where there is a wide gap in it."""
    part: list[Character] = []
    last: Character | None = None
    for sign in row:
        if sign["text"].isspace():
            part += [sign] if part else []
            continue
        if last and sign["x0"] - last["x1"] > _gap(part) * max(sign["size"], last["size"]):
            yield _line(part)
            part = []
        part.append(sign)
        last = sign
    if part:
        yield _line(part)


def _gap(part: Sequence[Character]) -> float:
    """Behind the mark of a list the text may stand further away."""
    return 4 * _GAP if len(part) <= 6 and _MARK.fullmatch("".join(sign["text"] for sign in part).strip()) else _GAP


_MARK = re.compile(
    "[（(]?[0-9一二三四五六七八九十①-⑳a-zA-Z]{1,3}[)）.、．]|第[0-9一二三四五六七八九十百]{1,4}[条章节]|[①-⑳•●■◆○▪-]"
)


def _line(part: Sequence[Character]) -> Line:
    size = median(sign["size"] for sign in part)
    base = median(sign["bottom"] for sign in part)
    text, end, blank = "", part[0]["x0"], False
    for sign in part:
        if sign["text"].isspace():
            blank = True
            continue
        wide = sign["x0"] - end > (_SPACE if _is_latin(text[-1:], sign["text"]) else _WIDE) * size
        written = _written(sign, size, base)
        text += f" {written}" if text and (blank or wide) else written
        end, blank = max(end, sign["x1"]), False
    top, bottom = min(sign["top"] for sign in part), max(sign["bottom"] for sign in part)
    return Line(text, part[0]["x0"], end, top, bottom, size)


def _is_latin(end: str, start: str) -> bool:
    return f"{end}{start}".isascii() and end.isalpha() and start[:1].isalpha()


def _written(sign: Character, size: float, base: float) -> str:
    """A character as it is written in text: raised and lowered figures as such, ligatures as their letters."""
    text = str(sign["text"])
    if text.startswith("(cid:"):
        return "□"
    if "\ufb00" <= text <= "\ufb06":
        text = unicodedata.normalize("NFKC", text)
    if text in _FIGURES and base - sign["bottom"] > _APART * size:
        return text.translate(_RAISED)
    if text in _FIGURES and sign["bottom"] - base > _APART * size:
        return text.translate(_LOWERED)
    return text


# ------------------------------------------------------------------------------------------------------------ columns


def zones(rows: Sequence[Sequence[Line]]) -> Iterator[tuple[list[Sequence[Line]], list[float]]]:
    """The lines of a page in stretches, each with the left edges of its columns; none where it has one column.

    A stretch of columns begins with a line that is parted, and goes on as long as its gaps stay open.
    """
    waiting: list[Sequence[Line]] = []
    index = 0
    while index < len(rows):
        length, edges = _stretch(rows, index) if len(rows[index]) > 1 else (0, [])
        if length >= _ROWS:
            if waiting:
                yield waiting, []
            waiting = []
            yield list(rows[index : index + length]), edges
            index += length
        else:
            waiting.append(rows[index])
            index += 1
    if waiting:
        yield waiting, []


def _stretch(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, list[float]]:
    """How many lines from one on keep the gaps of that one open, at least one of them; and the columns between them."""
    kept: list[tuple[float, float]] = [(one.right, other.left) for one, other in _pairs(rows[start])]
    parted = 0
    end = start
    for position in range(start, len(rows)):
        row = rows[position]
        last = rows[max(position - 1, start)][0]
        gap = (row[0].top - last.bottom) / last.size
        headed = len(row) == 1 and (gap > _PARAGRAPH or row[0].size > _LARGER * last.size)
        if gap > _FAR or (headed and is_prose(rows[start:position], _lefts(rows[start:position], kept))):
            break
        narrowed = list(_narrowed(kept, row))
        if not narrowed:
            break
        kept = narrowed
        if len(row) > 1:
            parted, end = parted + 1, position + 1
    within = rows[start:end]
    if parted < max(_ROWS, len(within) / 2):
        return 0, []
    return len(within), _lefts(within, kept)


_FAR, _PARAGRAPH, _LARGER = 4.0, 1.3, 1.15
"""Between two lines, in the size of the first: what ends a table without lines, and behind what, or how much larger, a
line over the whole page is a head that ends columns of text."""


def _lefts(rows: Sequence[Sequence[Line]], gaps: Sequence[tuple[float, float]]) -> list[float]:
    """The left edges of the columns that some gaps part."""
    return [min(line.left for row in rows for line in row), *(right for _, right in gaps)]


def _pairs(row: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    return pairwise(row)


def _narrowed(gaps: Iterable[tuple[float, float]], row: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """The gaps as far as nothing of a line stands in them."""
    for left, right in gaps:
        for line in row:
            if line.left < right and line.right > left:
                if line.left - left > right - line.right:
                    right = line.left  # noqa: PLW2901
                else:
                    left = line.right  # noqa: PLW2901
        if right - left > row[0].size * 0.8:
            yield left, right


def column(line: Line, edges: Sequence[float]) -> int:
    """Which column a part of a line stands in."""
    return max(sum(edge <= line.left + line.size / 2 for edge in edges) - 1, 0)


def is_prose(rows: Sequence[Sequence[Line]], edges: Sequence[float]) -> bool:
    """Whether columns are to be read one after the other: most of their lines are full, and each has sentences in it.

    In a table without lines a row is read across: its cells are short, or end at different places.
    """
    columns = [[line for row in rows for line in row if column(line, edges) == index] for index in range(len(edges))]
    return all(part and _is_full(part) for part in columns)


def _is_full(part: Sequence[Line]) -> bool:
    width = max(line.right for line in part) - min(line.left for line in part)
    full = sum(line.right - line.left > 0.8 * width for line in part)
    long = median(len(re.sub(r"\s", "", line.text)) for line in part)
    return full >= 0.5 * len(part) and long >= 8 and any(re.search("[，。；、]", line.text) for line in part)
