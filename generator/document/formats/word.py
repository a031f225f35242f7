"""Word files: what Word shows with all changes accepted, with the numbers that it draws. Reads one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.document.formats import archives, tables, word_symbols
from generator.document.formats.parts import WHOLE, ExtractError, LeftOut, Part, Words, beginning, quoted, too_much
from generator.document.formats.tables import Block, Cell, Table
from generator.document.formats.word_numbers import Numbers, Styles, UnknownFormatError, W, number, value

_CELLS = 50_000
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"

# What Word shows stands inside controls, insertions, smart tags and fields, too; what it does not show is left out.
_GONE = frozenset(W + name for name in ("del", "moveFrom"))
_CHANGES = _GONE | {W + name for name in ("ins", "moveTo")}
_UNSEEN = frozenset({_MC + "Fallback", W + "rt", *_GONE})
_BLOCKS = frozenset({W + "p", W + "tbl", W + "altChunk"})
_BOX, _ROW, _CELL = (frozenset({W + name}) for name in ("txbxContent", "tr", "tc"))
_RUNS = frozenset({W + "r", _M + "oMath"})
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DRAWN = frozenset({W + "t", W + "sym", W + "fldChar"})
_WORDS = frozenset({W + "br", *_DRAWN, *_SIGNS})
_PICTURES = frozenset({_A + "graphic", _V + "imagedata", W + "object"})
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def read(path: Path) -> Iterator[Part]:
    """The parts of a Word file. Raises ExtractError where it is too much, and whatever a damaged one leads to."""
    import docx

    archives.check(path)
    if archives.is_strict(path):
        raise ExtractError(
            "是“严格 Open XML”格式；请用 Word 另存为普通的 .docx / Strict Open XML; save it as an ordinary .docx"
        )
    document = docx.Document(str(path))
    body = document.element.body
    if sum(1 for _ in body.iter(W + "tc")) > _CELLS:
        raise too_much(f"表格超过 {_CELLS} 格", f"more than {_CELLS} cells of tables")
    yield from _changes(body)
    reader = _Reader(Numbers(_root(document, "numbering"), Styles.of(document.styles.element)), _notes(document))
    yield from _parts(reader, reader.blocks(body))
    for note in reader.notes.values():
        yield from _parts(reader, reader.blocks(note))
    yield from _margins(document)
    yield from _comments(document)


def _parts(reader: _Reader, blocks: Iterator[Block]) -> Iterator[Part]:
    """The blocks as text, each followed by what was left out of it."""
    for block in blocks:
        yield from tables.blocks(block) if isinstance(block, Table) else (block,)
        yield from reader.left_out
        reader.left_out.clear()
    yield from reader.left_out
    reader.left_out.clear()


def _shown(element: Any, wanted: frozenset[str], apart: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The outermost elements with a wanted name that Word shows in an element, in order; not those within `apart`."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag not in _UNSEEN and child.tag not in apart:
            yield from _shown(child, wanted, apart)


@dataclass
class _Reader:
    """Reads blocks in the order of the page, and keeps what it has counted and left out on the way."""

    numbers: Numbers
    notes: dict[str, Any]
    """Those at the foot of pages and at the end, by their ids, which were not yet referred to."""
    left_out: list[LeftOut] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0
    _within: Words | None = None
    """The row that is being read."""
    _pending: str = ""
    """The words of a paragraph whose end was deleted: it goes on in the next."""
    _has_contents: bool = False

    def blocks(self, container: Any) -> Iterator[Block]:
        """Paragraphs, the text boxes and notes that belong to them, and tables."""
        for block in _shown(container, _BLOCKS):
            if block.tag == W + "tbl":
                yield self._table(block)
            elif block.tag == W + "p":
                yield from self._paragraph(block)
            else:
                self._leave(WHOLE, Words("嵌入的另一份文件", "a document embedded in it"))
        if self._pending:
            yield self._pending
            self._pending = ""

    def _leave(self, place: Words, what: Words) -> None:
        self.left_out.append(LeftOut(self._within or place, what))

    # ------------------------------------------------------------------------------------------------- paragraphs

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        """A paragraph as it is shown, then the text boxes and the notes that belong to it."""
        shown, hidden, struck = self._words(paragraph)
        text, self._pending = self._pending + shown, ""
        if _goes_on(paragraph):
            text, self._pending = "", text
        self._paragraphs += bool(text.strip())
        place = Words(f"第{self._paragraphs}段{beginning(text, 12)}", f"paragraph {self._paragraphs}")
        yield from self._told(paragraph, place, text)
        self._say(place, hidden, "隐藏的文字", "hidden text")
        self._say(place, struck, "划去的文字", "text that is struck out")
        self._unknown(paragraph, place)
        self._pictures(paragraph, place)
        for box in _shown(paragraph, _BOX):
            yield from self.blocks(box)
        yield from self._noted(paragraph)

    def _words(self, paragraph: Any) -> tuple[str, str, str]:
        """What a paragraph shows, what is hidden in it, and what is struck out."""
        texts = ["", "", ""]
        for run in _shown(paragraph, _RUNS, _BOX):
            hidden = any(self._is(run, paragraph, name) for name in ("vanish", "webHidden"))
            hidden = hidden or self._is_tiny(run, paragraph) or self._is_white(run, paragraph)
            struck = self._is(run, paragraph, "strike") or self._is(run, paragraph, "dstrike")
            texts[1 if hidden else 2 if struck else 0] += _words(run)
        return texts[0], texts[1], texts[2]

    def _told(self, paragraph: Any, place: Words, text: str) -> Iterator[str]:
        """The text of a paragraph with its number; of the contents, that they are left out, once."""
        if text.strip() and self._is_contents(paragraph):
            if not self._has_contents:
                self._leave(place, Words("从这一段起的目录", "the table of contents, which begins there"))
            self._has_contents = True
        elif not _goes_on(paragraph):
            yield self._number(paragraph, place, text)

    def _number(self, paragraph: Any, place: Words, text: str) -> str:
        """The text of a paragraph behind its number; the number alone only in a cell, where it is that of the row."""
        try:
            drawn = self.numbers.next(paragraph)
        except UnknownFormatError as error:
            self._leave(place, Words(f"自动编号，格式“{error}”不认识", f"its number, of the unknown format {error}"))
            drawn = ""
        return drawn + text.lstrip() if text.strip() or self._within else ""

    def _say(self, place: Words, text: str, zh: str, en: str) -> None:
        if text.strip():
            self._leave(place, quoted(zh, en, text))

    def _is(self, run: Any, paragraph: Any, name: str) -> bool:
        """Whether a run has a property: its own, or else that of its style, or else that of the paragraph's style."""
        return self._given(run, paragraph, name) not in ("", "0", "false", "off", "none")

    def _given(self, run: Any, paragraph: Any, name: str) -> str:
        """The value of a property of a run; empty where it has none."""
        styles = self.numbers.styles
        chains = (styles.chain(value(run, "rPr/rStyle") or "-"), styles.chain(value(paragraph, "pPr/pStyle")))
        elements = (run, *(style for chain in chains for style in chain))
        return next(filter(None, (value(element, f"rPr/{name}", "true") for element in elements)), "")

    def _is_tiny(self, run: Any, paragraph: Any) -> bool:
        """Whether a run is too small to be seen: a point or less."""
        size = self._given(run, paragraph, "sz")
        return size.isdecimal() and int(size) <= 2

    def _is_white(self, run: Any, paragraph: Any) -> bool:
        """Whether a run is white on the white of the paper: nothing around it has a colour of its own."""
        if self._given(run, paragraph, "color").upper() != "FFFFFF" or self._given(run, paragraph, "highlight"):
            return False
        styles = self.numbers.styles
        outer = [element for element in run.iterancestors() if element.tag in _COLOURED]
        named = [value(run, "rPr/rStyle") or "-", value(paragraph, "pPr/pStyle")]
        named += [value(table, "tblPr/tblStyle") or "-" for table in outer if table.tag == W + "tbl"]
        shades = [run.find(f"{W}rPr/{W}shd"), *(shade for element in outer for shade in element.iterfind(_SHADES))]
        shades += [shade for name in named for style in styles.chain(name) for shade in style.iter(W + "shd")]
        return not any(element.tag in _BOX for element in outer) and not any(map(_is_coloured, shades))

    def _is_contents(self, paragraph: Any) -> bool:
        """Whether a paragraph is a line of the table of contents, which says the headings a second time."""
        styles = self.numbers.styles.chain(value(paragraph, "pPr/pStyle"))
        return any(re.fullmatch(r"(?i)toc ?[1-9]", value(style, "name")) for style in styles)

    def _unknown(self, paragraph: Any, place: Words) -> None:
        """Say of each symbol and field of which we cannot tell what Word draws that it is so."""
        for leaf in _shown(paragraph, _DRAWN, _BOX):
            if word_symbols.UNKNOWN in _word(leaf) and word_symbols.UNKNOWN not in (leaf.text or ""):
                zh = f"不知道画的是什么、以 {word_symbols.UNKNOWN} 代替的"
                self._leave(place, quoted(zh, "not known what is drawn there", word_symbols.described(leaf)))

    def _pictures(self, paragraph: Any, place: Words) -> None:
        for picture in _shown(paragraph, _PICTURES, _BOX):
            if not _is_shape(picture):
                named = next(paragraph.iter(_WP + "docPr"), None)
                said = "" if named is None else str(named.get("descr", ""))
                what = quoted("图片或嵌入的对象", "a picture or an embedded object", said)
                self._leave(place, what if said.strip() else Words("图片或嵌入的对象", what.en))

    def _noted(self, paragraph: Any) -> Iterator[Block]:
        for kind in ("footnote", "endnote"):
            for reference in paragraph.iter(f"{W}{kind}Reference"):
                note = self.notes.pop(f"{kind}{reference.get(W + 'id')}", None)
                yield from self.blocks(note) if note is not None else ()

    # ----------------------------------------------------------------------------------------------------- tables

    def _table(self, table: Any) -> Table:
        """A table with its cells where they are. A cell merged into the one above makes that one higher."""
        outer, self._tables = self._within, self._tables + 1
        named, columns, cells = self._tables, _columns(table), list[Cell]()
        above: dict[int, int] = {}
        for top, row in enumerate(_shown(table, _ROW)):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            self._within = outer or Words(f"表{named}第{top + 1}行", f"table {named}, row {top + 1}")
            if value(row, "trPr/hidden", "true") in ("true", "1", "on"):
                self._say(WHOLE, _all(row), "隐藏的一行", "a hidden row")
            else:
                above = self._row(row, top, columns, cells, above)
        self._within = outer
        return Table(tuple(cells))

    def _row(
        self, row: Any, top: int, columns: Sequence[int], cells: list[Cell], above: Mapping[int, int]
    ) -> dict[int, int]:
        """Add the cells of a row. Gives which cell stands in each column, as `above` does for the row before."""
        now: dict[int, int] = {}
        for cell, left, width in _placed(row, columns):
            if value(cell, "tcPr/vMerge", "continue") == "continue" and left in above:
                now[left] = above[left]
                cells[now[left]] = replace(cells[now[left]], height=top - cells[now[left]].top + 1)
                self._say(WHOLE, _all(cell), "合并掉的格里的", "in a cell that was merged into the one above")
            else:
                now[left] = len(cells)
                cells.append(Cell(top, left, 1, width, tuple(self.blocks(cell))))
        return now


_COLOURED = frozenset({W + "p", W + "tc", W + "tbl", *_BOX})
_SHADES = f"*/{W}shd"
"""In the properties of a paragraph, a cell, a table."""


def _is_coloured(shade: Any) -> bool:
    """Whether a shading is another colour than the white of the paper."""
    if shade is None:
        return False
    plain = shade.get(W + "val", "clear") in ("clear", "nil")
    return not plain or shade.get(W + "fill", "auto").upper() not in ("AUTO", "FFFFFF")


def _goes_on(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one belongs to it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _placed(row: Any, columns: Sequence[int]) -> Iterator[tuple[Any, int, int]]:
    """The cells of a row, each with its column and over how many columns it goes."""
    begins, least = number(row, "trPr/gridBefore", 0), 0
    for cell in _shown(row, _CELL):
        ends = begins + max(1, number(cell, "tcPr/gridSpan", 1))
        left = max(_column(columns, begins), least)
        yield cell, left, max(1, _column(columns, ends) - left)
        begins, least = ends, left + 1


def _columns(table: Any) -> list[int]:
    """For each column of the grid which one it is to the eye: in tables drawn by hand, edges differ by a hair.

    Empty where the grid says no widths.
    """
    widths = [int(width) if width.isdecimal() else 0 for width in _widths(table)]
    if sum(widths) < _HAIR * len(widths):
        return []
    columns, seen, last, place = [0], 0, 0, 0
    for width in widths:
        place += width
        if place - last > _HAIR:
            seen, last = seen + 1, place
        columns.append(seen)
    return columns


def _widths(table: Any) -> Iterator[str]:
    for column in table.iterfind(f"{W}tblGrid/{W}gridCol"):
        yield column.get(W + "w", "0")


_HAIR = 150
"""Twentieths of a point: no column that has text is as narrow."""


def _column(columns: Sequence[int], index: int) -> int:
    """Which column an edge of the grid is; those beyond the grid are counted on."""
    if index < len(columns):
        return columns[index]
    return index - len(columns) + 1 + columns[-1] if columns else index


def _is_shape(drawing: Any) -> bool:
    """Whether a drawing is shapes without a picture: lines, arrows, frames around text, which is read."""
    data = drawing.find(_A + "graphicData")
    kind = "" if data is None else str(data.get("uri", ""))
    return kind.endswith(("Shape", "Group", "Canvas")) and next(drawing.iter(_A + "blip"), None) is None


def _words(run: Any) -> str:
    """What a run says; raised figures as such, since 10³ is not 103."""
    if run.tag == _M + "oMath":
        return "".join(_formula(run))
    text = "".join(map(_word, _shown(run, _WORDS, _BOX)))
    raised = run.find(f"{W}rPr/{W}vertAlign[@{W}val='superscript']") is not None
    return text.translate(_RAISED) if raised else text


def _word(leaf: Any) -> str:
    if leaf.tag == W + "br":
        return "\n" if leaf.get(W + "type", "textWrapping") == "textWrapping" else ""
    if leaf.tag == W + "sym":
        return word_symbols.sign(str(leaf.get(W + "font", "")), str(leaf.get(W + "char", "")))
    if leaf.tag == W + "fldChar":
        return word_symbols.drawn(leaf)
    return _SIGNS.get(leaf.tag) or word_symbols.written(leaf.text or "", word_symbols.font(leaf.getparent()))


def _formula(element: Any, raised: bool = False) -> Iterator[str]:
    """What a formula says, from left to right, with fractions in brackets where they need them."""
    if element.tag == _M + "t":
        yield (element.text or "").translate(_RAISED) if raised else element.text or ""
    for child in element:
        if child.tag == _M + "den":
            yield "/"
        yield from _formula(child, raised or child.tag == _M + "sup")


# ------------------------------------------------------------------------------------------------ beside the text


def _root(document: Any, kind: str) -> Any:
    """The root of a part of a document; None where there is no such part."""
    return next(_roots(document, kind), None)


def _roots(document: Any, *kinds: str) -> Iterator[Any]:
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] in kinds:
            yield parse_xml(relation.target_part.blob)


def _notes(document: Any) -> dict[str, Any]:
    """The notes at the foot of pages and at the end by their kind and id, without the lines that part them."""
    notes: dict[str, Any] = {}
    for root in _roots(document, "footnotes", "endnotes"):
        for note in root:
            if note.get(W + "type", "normal") == "normal":
                kind = note.tag.rpartition("}")[2]
                notes[f"{kind}{note.get(W + 'id', len(notes))}"] = note
    return notes


def _changes(body: Any) -> Iterator[LeftOut]:
    """That the document has tracked changes, and what they delete."""
    changes = list(body.iter(*_CHANGES))
    if changes:
        gone = "、".join(filter(None, (_deleted(change) for change in changes if change.tag in _GONE)))
        zh = "文件有修订，按全部接受取出" + (f"；删去的{beginning(gone, 60)}没有取出" if gone else "")
        yield LeftOut(
            WHOLE, Words(zh, "it has tracked changes, which are taken as accepted; what they delete is left out")
        )


def _deleted(change: Any) -> str:
    """The words that a change deletes; of a mark on a row of a table, those of the row."""
    row = change.getparent().getparent() if change.getparent().tag == W + "trPr" else change
    return "".join(text.text or "" for text in row.iter(W + "delText", W + "t"))


def _margins(document: Any) -> Iterator[LeftOut]:
    """The heads and feet of pages that say more than a number."""
    for kind, zh, en in (("header", "页眉", "the head of the pages"), ("footer", "页脚", "the foot of the pages")):
        said = dict.fromkeys(_all(root) for root in _roots(document, kind))
        for text in said:
            if re.search(r"[^\W\d_]", re.sub("第|页|共", "", text)):
                yield LeftOut(Words(zh, en), Words(beginning(text, 60), "what stands there"))


def _comments(document: Any) -> Iterator[LeftOut]:
    for root in _roots(document, "comments"):
        for count, comment in enumerate(root, start=1):
            yield LeftOut(Words(f"批注{count}", f"comment {count}"), Words(beginning(_all(comment), 60), "its text"))


def _all(element: Any) -> str:
    """All words of an element on one line."""
    return " ".join("".join(_words(run) for run in _shown(block, _RUNS)) for block in element.iter(W + "p")).strip()
