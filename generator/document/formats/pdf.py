"""PDF: pages in the order in which they are read, lines joined to paragraphs, tables row by row. Reads one file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from generator.document import headings
from generator.document.formats import pdf_lines, pdf_unseen, tables
from generator.document.formats.parts import LeftOut, Part, Unread, Words, beginning, quoted, too_much
from generator.document.formats.pdf_lines import Line
from generator.document.formats.tables import Cell, Table

_PAGES = 1_000
_MARK = re.compile(r"\s*(?:#|附件|\d{1,2}(?:\.\d{1,2})+[\s、]|[•●■◆▪])")
"""How a line begins that begins a paragraph, beside the numbers of clauses."""
_NUMBER = re.compile(r"[\s—－–|·-]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s—－–|·-]*")
"""The number of a page."""
_LEADER = re.compile(r"[.．·…‥]{4,}\s*\d{1,4}\s*$")
"""The end of a line of a table of contents."""
_RAGGED = 0.12
"""Of a line: by how much one that is full may be shorter than others."""
_EDGE = 0.12
"""Of a page: how far from its upper or lower edge its head and foot may be."""


@dataclass(frozen=True)
class _Row:
    """A line of a page, its parts from left to right."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(line.text for line in self.lines)

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(line.bottom for line in self.lines)


@dataclass(frozen=True)
class _Grid:
    """A table on a page, with the left edges of its columns."""

    table: Table
    edges: tuple[float, ...]
    top: float
    open_: frozenset[int] = frozenset()
    """The columns whose last cell ends in a full line: it may go on over the page."""


@dataclass(frozen=True)
class _Page:
    """What of a page is kept: all pages are looked at before any is told."""

    number: int
    height: float
    rows: tuple[_Row, ...]
    grids: tuple[_Grid, ...]
    left_out: tuple[LeftOut, ...]
    unread: bool = False
    """Whether it is a picture, or drawn, and has no text but perhaps its number."""


def read(path: Path) -> Iterator[Part]:
    """The parts of a PDF. Raises ExtractError where it is too much, and whatever a damaged one leads to."""
    import pdfplumber
    from pdfminer.pdftypes import resolve1

    with pdfplumber.open(path, unicode_norm=None) as document:
        count = resolve1(resolve1(document.doc.catalog["Pages"]).get("Count", 0))
        if not isinstance(count, int) or count > _PAGES:
            raise too_much(f"超过 {_PAGES} 页", f"more than {_PAGES} pages")
        pages = []
        for page in document.pages:
            pages.append(_page(page))
            page.close()
    running = _running(pages)
    yield from _told(_without(pages, running))
    yield from _said(running)


# -------------------------------------------------------------------------------------------------------- one page


def _page(page: Any) -> _Page:
    """What stands on a page; one that lies on its side is turned first."""
    page = _turned(page)
    if _is_unread(page):
        return _Page(page.page_number, float(page.height), (), (), (), unread=True)
    unseen = pdf_unseen.unseen(page)
    gone = {id(sign) for reason, signs in unseen.items() if reason not in pdf_unseen.TAKEN for sign in signs}
    upright = [sign for sign in page.chars if not _side(sign) and id(sign) not in gone]
    left_out = [*_left_out(page, upright), *_unseen(page.page_number, unseen)]
    grids, outside = _grids(page, upright) if upright else ([], [])
    rows = tuple(_Row(tuple(row)) for row in pdf_lines.lines(outside) if row)
    return _Page(page.page_number, float(page.height), rows, tuple(grids), tuple(left_out))


def _side(sign: Any) -> int:
    """By how many degrees a character is turned anticlockwise: 0, 90, 180, 270; 45 stands for whatever is aslant."""
    along, up = sign["matrix"][:2]
    if abs(along) > _ASLANT * abs(up):
        return 0 if along > 0 else 180
    return 45 if abs(up) <= _ASLANT * abs(along) else 90 if up > 0 else 270


_ASLANT = 10


def _turned(page: Any) -> Any:
    """The page with most of its characters upright."""
    from pdfplumber.page import Page

    sides = Counter(_side(sign) for sign in page.chars)
    side = max(sides, key=sides.__getitem__, default=0)
    if side in (0, 45):
        return page
    page.page_obj.rotate = (page.page_obj.rotate + side) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _place(number: int) -> Words:
    return Words(f"第{number}页", f"page {number}")


def _left_out(page: Any, upright: Sequence[Any]) -> Iterator[LeftOut]:
    place = _place(page.page_number)
    turned = "".join(sign["text"] for sign in page.chars if _side(sign))
    if turned.strip():
        yield LeftOut(place, quoted("斜着或竖着的文字", "text that is not upright, as of a watermark", turned))
    if unknown := sum(map(_is_unknown, upright)):
        en = f"{unknown} characters that the file does not name"
        yield LeftOut(place, Words(f"有{unknown}个字，文件没有说是什么字，以 □ 代替", en))
    shares = _shares(page)
    if max(shares, default=0) > 0.7:
        yield LeftOut(
            place, Words("整页是一张图，文字可能是识别出来的，请核对", "a picture; its text may be recognised")
        )
    elif max(shares, default=0) > 0.02:
        yield LeftOut(place, Words("图片", "a picture"))


def _unseen(number: int, unseen: Mapping[Words, Sequence[Any]]) -> Iterator[LeftOut]:
    """What is not seen on a page, or not for certain, by the reason."""
    for reason, signs in unseen.items():
        text = "".join(sign["text"] for sign in signs)
        if text.strip():
            yield LeftOut(_place(number), quoted(reason.zh, reason.en, text))


def _is_unknown(sign: Any) -> bool:
    """Whether a file draws a character and does not say which it is."""
    return "(cid:" in sign["text"]


def _shares(page: Any) -> list[float]:
    """How much of a page each picture on it covers."""
    size = page.width * page.height
    return [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) / size for image in page.images]


def _is_unread(page: Any) -> bool:
    """Whether a page has to be recognised: a picture, letters drawn as curves, or such as the file does not name."""
    signs = [sign for sign in page.chars if not sign["text"].isspace()]
    if signs:
        unknown = sum(map(_is_unknown, signs)) > 0.5 * len(signs)
        return unknown or (len(signs) < _SIGNS and max(_shares(page), default=0) > 0.5)
    return bool(page.images) or len(page.curves) > _CURVES


_SIGNS, _CURVES = 8, 40
"""So few signs are the number that a scanner prints on a page; so many curves are letters."""


# ---------------------------------------------------------------------------------------------------------- tables


def _grids(page: Any, signs: Sequence[Any]) -> tuple[list[_Grid], list[Any]]:
    """The tables of a page that are drawn with lines, and the characters that stand in none of them."""
    grids: list[_Grid] = []
    outside = list(signs)
    for found in sorted(page.find_tables(_closed(page.edges)), key=lambda table: table.bbox[1]):
        cells = [cell for cell in found.cells if cell]
        lefts, tops = _edges(cell[0] for cell in cells), _edges(cell[1] for cell in cells)
        if len(lefts) < 2:  # a frame, or a line under a head
            continue
        inside, outside = _parted(outside, cells, lefts, tops)
        if any(not sign["text"].isspace() for signs in inside.values() for sign in signs):
            grids.append(_grid(cells, lefts, tops, inside))
    return grids, outside


def _closed(edges: Sequence[Any]) -> dict[str, list[Any]]:
    """Settings by which a table is found whose sides are open, or that is cut at the end of a page: the lines it lacks.

    Such a line joins the ends of parallel ones that end at the same place, and where none stands across.
    """
    from pdfplumber.table import merge_edges

    straight = [edge for edge in edges if edge["orientation"] in ("h", "v")]
    lines = merge_edges(straight, _NEAR, _NEAR, _NEAR, _NEAR)
    down = [line for line in lines if line["orientation"] == "v"]
    across = [line for line in lines if line["orientation"] == "h"]
    wanting = {
        "explicit_horizontal_lines": _lacking(down, across, ["top", "bottom", "x0", "x1"], 2),
        "explicit_vertical_lines": _lacking(across, down, ["x0", "x1", "top", "bottom"], 3),
    }
    return {name: lines for name, lines in wanting.items() if lines}


def _lacking(lines: Sequence[Any], others: Sequence[Any], names: Sequence[str], least: int) -> list[dict[str, Any]]:
    """The lines that join the open ends of as many parallel ones at least.

    `names`: of the two ends of such a line, and of the extent across it.
    """
    start, stop, low, high = names
    made = []
    for end in (start, stop):
        ends: dict[int, list[Any]] = {}
        for line in lines:
            ends.setdefault(round(line[end] / _NEAR), []).append(line)
        for group in ends.values():
            place, first, last = group[0][end], min(one[low] for one in group), max(one[high] for one in group)
            if len(group) >= least and not any(_crosses(other, names, place, first, last) for other in others):
                box = {start: place, stop: place, low: first, high: last}
                size = {"width": box["x1"] - box["x0"], "height": box["bottom"] - box["top"]}
                made.append({**box, **size, "doctop": box["top"], "object_type": "line"})
    return made


def _crosses(line: Any, names: Sequence[str], place: float, first: float, last: float) -> bool:
    """Whether a line stands across others that end at a place."""
    near = abs(line[names[0]] - place) < 2 * _NEAR
    return bool(near and line[names[3]] > first and line[names[2]] < last)


_Box: TypeAlias = tuple[float, float, float, float]
_NEAR = 3.0
"""Points by which edges that are one may differ."""


def _edges(places: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _index(edges: Sequence[float], place: float) -> int:
    return max(bisect_right(edges, place + _NEAR) - 1, 0)


def _parted(
    signs: Iterable[Any], cells: Sequence[_Box], lefts: Sequence[float], tops: Sequence[float]
) -> tuple[dict[_Box, list[Any]], list[Any]]:
    """The characters by the cells in which they stand, and those that stand in none."""
    covering = {
        (column, row): cell
        for cell in cells
        for column in range(_index(lefts, cell[0]), bisect_right(lefts, cell[2] - _NEAR))
        for row in range(_index(tops, cell[1]), bisect_right(tops, cell[3] - _NEAR))
    }
    inside: dict[_Box, list[Any]] = {cell: [] for cell in cells}
    outside: list[Any] = []
    for sign in signs:
        x, y = (sign["x0"] + sign["x1"]) / 2, (sign["top"] + sign["bottom"]) / 2
        cell = covering.get((bisect_right(lefts, x) - 1, bisect_right(tops, y) - 1))
        within = cell is not None and cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]
        (inside[cell] if cell is not None and within else outside).append(sign)
    return inside, outside


def _grid(cells: Sequence[_Box], lefts: Sequence[float], tops: Sequence[float], inside: dict[_Box, list[Any]]) -> _Grid:
    made, open_ = [], set()
    for cell in sorted(cells, key=lambda cell: (_index(tops, cell[1]), cell[0])):
        left, top = _index(lefts, cell[0]), _index(tops, cell[1])
        width = max(1, bisect_right(lefts, cell[2] - _NEAR) - left)
        height = max(1, bisect_right(tops, cell[3] - _NEAR) - top)
        lines = [line for row in pdf_lines.lines(inside[cell]) for line in row]
        right = cell[2] - min((line.left - cell[0] for line in lines), default=0.0)
        made.append(Cell(top, left, height, width, (_joined(lines, right),)))
        if top + height == len(tops) and lines and _is_full(lines[-1], right):
            open_.add(left)
    return _Grid(Table(tuple(made)), tuple(lefts), tops[0], frozenset(open_))


def _is_full(line: Line, right: float) -> bool:
    """Whether a line was broken at the right edge of what it stands in, and may go on in the next."""
    return right - line.right < 1.9 * line.size


def _joined(lines: Sequence[Line], right: float) -> str:
    """The text of a cell: a full line goes on in the next without a space, where no Latin word ends there."""
    text, full = "", False
    for line in lines:
        goes_on = full and not _is_latin(text[-1:], line.text[0]) and not _begins(line.text)
        between = "" if not text or goes_on else " "
        text, full = f"{text}{between}{line.text}", _is_full(line, right)
    return text


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph, wherever it stands."""
    return headings.begins(line) or _MARK.match(line) is not None


def _is_latin(end: str, start: str) -> bool:
    return f"{end}{start}".isascii() and end.isalpha() and start.isalpha()


# --------------------------------------------------------------------------------------------- heads and feet of pages


@dataclass
class _Running:
    """What repeats on most pages at the same place: what was said there, and on which pages as which row."""

    texts: list[tuple[bool, str]] = field(default_factory=list)
    """Whether it stands at the head, and what it says."""
    rows: set[tuple[int, float]] = field(default_factory=set)
    numbers: bool = False
    """Whether pages are numbered."""


def _running(pages: Sequence[_Page]) -> _Running:
    """The heads and feet of pages and their numbers."""
    running = _Running()
    often = max(2, 0.4 * len(pages))
    seen = Counter(kept for page in pages for kept in {_kept(page, row) for row in _edge(page)})
    steps = Counter(step for page in pages for step in {_step(page, row) for row in _edge(page)} if step is not None)
    for page in pages:
        for at_head in (True, False):
            for row in _from_edge(page, at_head):
                step = _step(page, row)
                if step is not None and (steps[step] >= often or _is_apart(page, row)):
                    running.numbers = True
                elif any(seen[near] >= often for near in _nearby(_kept(page, row))):
                    running.texts.append((at_head, row.text))
                else:
                    break
                running.rows.add((page.number, row.top))
    return running


def _from_edge(page: _Page, at_head: bool) -> list[_Row]:
    """The lines near one edge of a page, the outermost first; none that stands further in than a table."""
    middle, tables = page.height / 2, [grid.top for grid in page.grids]
    if at_head:
        return [row for row in _edge(page) if row.top < min(middle, *tables, middle)]
    return [row for row in reversed(list(_edge(page))) if row.top > max(middle, *tables, middle)]


def _edge(page: _Page) -> Iterator[_Row]:
    """The lines near the upper and the lower edge of a page."""
    for row in page.rows:
        if row.top < _EDGE * page.height or row.top > (1 - _EDGE) * page.height:
            yield row


def _kept(page: _Page, row: _Row) -> tuple[int, str]:
    """A line with its place, without the number of the page, which may stand in it."""
    pattern = rf"(?<!\d){page.number}(?!\d)"
    return round(row.top / _NEAR), re.sub(r"\s+", "", re.sub(pattern, "#", row.text))


def _nearby(kept: tuple[int, str]) -> Iterator[tuple[int, str]]:
    return ((kept[0] + by, kept[1]) for by in (0, -1, 1))


def _step(page: _Page, row: _Row) -> int | None:
    """By how much a line that is only a number counts ahead of the pages; None for another line."""
    number = _NUMBER.fullmatch(row.text)
    return int(number[1]) - page.number if number else None


def _is_apart(page: _Page, row: _Row) -> bool:
    """Whether nothing stands further out on a page, and nothing close by."""
    others = [(other.top, other.bottom) for other in page.rows if other is not row]
    others += [(grid.top, grid.top) for grid in page.grids]
    far = 1.5 * (row.bottom - row.top)
    return all(bottom + far < row.top for _, bottom in others) or all(top - far > row.bottom for top, _ in others)


def _without(pages: Iterable[_Page], running: _Running) -> Iterator[_Page]:
    for page in pages:
        rows = tuple(row for row in page.rows if (page.number, row.top) not in running.rows)
        yield replace(page, rows=rows)


def _said(running: _Running) -> Iterator[LeftOut]:
    """Once for each text, and once for the numbers."""
    for (at_head, text), _ in Counter(running.texts).most_common(4):
        place = Words("各页上端", "the heads of the pages") if at_head else Words("各页下端", "the feet of the pages")
        yield LeftOut(place, Words(f"重复的{beginning(text, 40)}", "a line that repeats"))
    if running.numbers:
        yield LeftOut(Words("各页", "the pages"), Words("页码", "their numbers"))


# --------------------------------------------------------------------------------------------------------- all pages


@dataclass
class _Flow:
    """What was read and may go on: a paragraph or a table, over the end of a column or of a page."""

    right: float
    """Where the lines of a page of one column end."""
    paragraph: str = ""
    open_: bool = False
    """Whether the last line of the paragraph was full."""
    grids: list[_Grid] = field(default_factory=list)
    """A table, and what goes on of it on further pages."""
    contents: bool = False

    def end(self) -> Iterator[Part]:
        """What is told before something else begins."""
        if self.grids:
            yield from tables.blocks(_joined_grids(self.grids))
        if self.paragraph:
            yield self.paragraph
        self.paragraph, self.open_, self.grids = "", False, []


def _told(pages: Iterable[_Page]) -> Iterator[Part]:
    kept = list(pages)
    flow = _Flow(max((line.right for page in kept for row in page.rows for line in row.lines), default=0.0))
    for page in kept:
        if page.unread:
            yield from flow.end()
            yield Unread(page.number)
        yield from _of_page(flow, page)
        yield from page.left_out
    yield from flow.end()


def _of_page(flow: _Flow, page: _Page) -> Iterator[Part]:
    """A page from top to bottom: stretches of lines, and the tables between them."""
    waiting = list(page.rows)
    for grid in page.grids:
        above = [row for row in waiting if row.top < grid.top]
        waiting = [row for row in waiting if row.top >= grid.top]
        yield from _of_rows(flow, page, above)
        yield from _of_grid(flow, grid)
    yield from _of_rows(flow, page, waiting)


def _of_grid(flow: _Flow, grid: _Grid) -> Iterator[Part]:
    if flow.grids and not flow.paragraph and _same(flow.grids[-1].edges, grid.edges):
        flow.grids.append(grid)
    else:
        yield from flow.end()
        flow.grids = [grid]


def _same(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) < 2 * _NEAR for a, b in zip(edges, others, strict=True))


def _joined_grids(grids: Sequence[_Grid]) -> Table:
    """A table that goes on over pages: without the head that repeats, a row that was broken as one."""
    cells: list[Cell] = []
    page = list(grids[0].table.cells)
    head = _texts(page, 0)
    for last, grid in pairwise(grids):
        added = list(grid.table.cells)
        if _texts(added, 0) == head:
            added = [cell for cell in added if cell.top > 0]
        if added:
            added = _completed(page, added, last.open_)
        if added:
            start = max(cell.top + cell.height for cell in page) - min(cell.top for cell in added)
            cells += page
            page = [replace(cell, top=cell.top + start) for cell in added]
    return Table((*cells, *page))


def _texts(cells: Iterable[Cell], top: int) -> dict[int, str]:
    """The texts of the cells that begin in a row, by column."""
    return {cell.left: cell.text for cell in cells if cell.top == top}


def _completed(page: list[Cell], added: list[Cell], open_: frozenset[int]) -> list[Cell]:
    """The cells that are added below those of a page; where they begin with the rest of its last row, that joins it."""
    below, top = max(cell.top + cell.height for cell in page), min(cell.top for cell in added)
    rest = _texts(added, top)
    above = {cell.left: index for index, cell in enumerate(page) if cell.top + cell.height == below}
    if not _is_cut({left: page[index].text for left, index in above.items()}, rest, open_):
        return added
    for left, index in above.items():
        page[index] = replace(page[index], blocks=(f"{page[index].text}{rest.get(left, '')}",))
    return [cell for cell in added if cell.top > top]


def _is_cut(above: Mapping[int, str], rest: Mapping[int, str], open_: frozenset[int]) -> bool:
    """Whether a row was broken over two pages: what is not empty below was full or empty above, and some is empty.

    `above`, `rest`: the texts of both halves by column; `open_`: the columns whose last line above is full.
    """
    goes_on = all(not text or left in open_ or not above.get(left) for left, text in rest.items())
    return goes_on and not all(rest.values()) and (bool(open_) or not all(above.values()))


def _of_rows(flow: _Flow, page: _Page, rows: Sequence[_Row]) -> Iterator[Part]:
    for within, edges in pdf_lines.zones([row.lines for row in rows]):
        if not edges:
            for parts in within:
                text = " ".join(line.text for line in parts)
                yield from _of_line(flow, page, replace(parts[0], text=text, right=parts[-1].right), flow.right, 20)
        elif pdf_lines.is_prose(within, edges):
            for index in range(len(edges)):
                lines = [line for parts in within for line in parts if pdf_lines.column(line, edges) == index]
                for line in lines:
                    yield from _of_line(flow, page, line, max(line.right for line in lines), 8)
        else:
            yield from flow.end()
            flow.grids = [_lineless(within, edges)]
            yield from flow.end()


def _of_line(flow: _Flow, page: _Page, line: Line, right: float, least: int) -> Iterator[Part]:
    """A line joins the paragraph before it where that was full and has no end yet, and the line begins no clause.

    `right`: where full lines end; `least`: how many characters a full line has more than, at least.
    """
    text = line.text.replace("\xad", "").strip()
    if _LEADER.search(text):
        if not flow.contents:
            yield LeftOut(_place(page.number), Words("目录", "the table of contents"))
        flow.contents = True
        return
    goes_on = flow.open_ and not flow.paragraph.endswith(("。", "：", ":", "；")) and not _begins(text)
    if flow.grids or not goes_on:
        yield from flow.end()
    between = " " if flow.paragraph and _is_latin(flow.paragraph[-1], text[:1] or " ") else ""
    flow.paragraph += between + text
    flow.open_ = len(text) > least and (_is_full(line, right) or right - line.right < _RAGGED * right)


def _lineless(rows: Sequence[Sequence[Line]], edges: Sequence[float]) -> _Grid:
    """A table without lines. A line with nothing in the first column goes on in the row before it."""
    texts: list[list[str]] = []
    for row in rows:
        cells = [""] * len(edges)
        for line in row:
            cells[pdf_lines.column(line, edges)] += line.text
        if texts and not cells[0]:
            texts[-1] = [f"{above}{below}" for above, below in zip(texts[-1], cells, strict=True)]
        else:
            texts.append(cells)
    made = [Cell(top, left, 1, 1, (text,)) for top, row in enumerate(texts) for left, text in enumerate(row)]
    return _Grid(Table(tuple(made)), tuple(edges), rows[0][0].top)
