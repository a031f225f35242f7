"""Workbooks: the sheets by name, their rows as they are shown. Reads one file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from generator.document.formats import archives, tables
from generator.document.formats.parts import WHOLE, LeftOut, Part, Words, beginning, quoted, too_much
from generator.document.formats.tables import Cell, Table
from generator.document.formats.workbook_numbers import CHINESE, UnknownFormatError, shown

_CELLS = 50_000


def read(path: Path) -> Iterator[Part]:
    """The parts of a workbook. Raises ExtractError where it is too much, and whatever a damaged one leads to."""
    import openpyxl

    archives.check(path)
    formulas = _check(path)
    book = openpyxl.load_workbook(path, data_only=True, keep_links=False, rich_text=True)
    written = openpyxl.load_workbook(path, keep_links=False) if formulas else book
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        yield from _sheet(sheet, written[sheet.title], named=len(visible) > 1)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield LeftOut(_place(sheet), Words("隐藏的工作表", "a hidden sheet"))
    yield from _beside(path)


def _check(path: Path) -> bool:
    """Whether there are formulas. Raises ExtractError where there are too many cells."""
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if re.match("xl/worksheets/[^/]+[.]xml", name)]
    if sum(len(re.findall(rb"<(?:\w+:)?c[ />]", data)) for data in sheets) > _CELLS:
        raise too_much(f"表格超过 {_CELLS} 格", f"more than {_CELLS} cells of tables")
    return any(b"<f" in data for data in sheets)


def _place(sheet: Any, where: str = "") -> Words:
    return Words(f"工作表“{sheet.title}”{where}", f"sheet “{sheet.title}” {where}".strip())


def _sheet(sheet: Any, written: Any, named: bool) -> Iterator[Part]:
    """The rows of a sheet, as one table from each empty row to the next; above them its name, if others have one."""
    left_out: list[LeftOut] = []
    cells = list(_cells(sheet, written, left_out))
    blocks = [block for table in _tables(cells) for block in tables.blocks(table)]
    if blocks and named and blocks[0] != sheet.title:
        yield sheet.title
    yield from blocks
    yield from left_out
    for where, en, text in _margins(sheet):
        yield LeftOut(_place(sheet), quoted(where, en, text))


def _cells(sheet: Any, written: Any, left_out: list[LeftOut]) -> Iterator[Cell]:
    """The cells that are shown and not empty; what is not shown is added to `left_out`."""
    hidden, columns = _hidden_rows(sheet), _hidden_columns(sheet)
    skipped = sorted(hidden)
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    gone: dict[str, str] = {}
    for (row, column), cell in sorted(sheet._cells.items()):  # not by rows: one cell far below would make a million
        what = _what(cell, written._cells.get((row, column)), sheet.parent.epoch, left_out)
        if row in hidden or column in columns:
            where = f"第{row}行" if row in hidden else f"{cell.column_letter}列"
            gone[where] = f"{gone.get(where, '')} {what}".strip()
        elif what:
            area = merged.get((row, column))
            height, width = (area.size["rows"], area.size["columns"]) if area else (1, 1)
            yield Cell(row - bisect_left(skipped, row), column, height, width, (what,))
    for where, text in gone.items():
        if text:
            left_out.append(LeftOut(_place(sheet, where), quoted("隐藏的", "hidden", text)))


def _hidden_rows(sheet: Any) -> frozenset[int]:
    return frozenset(
        row for row, dimension in sheet.row_dimensions.items() if dimension.hidden or dimension.height == 0
    )


def _hidden_columns(sheet: Any) -> frozenset[int]:
    hidden = [one for one in sheet.column_dimensions.values() if one.hidden or one.width == 0]
    return frozenset(column for dimension in hidden for column in range(dimension.min, min(dimension.max, 16_384) + 1))


def _what(cell: Any, written: Any, epoch: Any, left_out: list[LeftOut]) -> str:
    """What a cell shows; what it has beside that, and what is not certain of it, is added to `left_out`."""
    place = _place(cell.parent, cell.coordinate)
    if cell.comment:
        left_out.append(LeftOut(place, quoted("批注", "a comment", cell.comment.text)))
    value = getattr(written, "value", None)
    if cell.value is None and isinstance(value, str) and value.startswith("="):
        left_out.append(LeftOut(place, Words(f"公式没有存下结果：{value[:40]}", "a formula without a stored result")))
    if cell.value is None:
        return ""
    text = _text(cell, epoch, place, left_out)
    if cell.data_type == "e":
        left_out.append(LeftOut(place, Words(f"公式出错：{text}", "an error of a formula")))
    elif cell.font.strike:
        left_out.append(LeftOut(place, quoted("划去的", "struck out", text)))
    elif text and _is_white(cell.font, cell):
        left_out.append(LeftOut(place, quoted("白底白字，看不见的", "white on white", text)))
    else:
        return text.translate(_RAISED) if cell.font.vertAlign == "superscript" else text
    return ""


def _text(cell: Any, epoch: Any, place: Words, left_out: list[LeftOut]) -> str:
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.utils.datetime import from_excel

    value, form = cell.value, cell.number_format
    if isinstance(value, CellRichText):
        value = _runs(value, cell, place, left_out)
    if isinstance(value, int | float) and cell._style.numFmtId in CHINESE and form == "General":
        form = CHINESE[cell._style.numFmtId]
        value = from_excel(value, epoch)
    if isinstance(value, int | float) and abs(value) >= _EXACT:
        left_out.append(LeftOut(place, Words(f"超过15位的数字{value}，末几位不可靠", "more than 15 digits, not exact")))
    try:
        text = shown(value, form)
    except (UnknownFormatError, ArithmeticError):
        what = Words(f"数字格式“{form}”不认识，写成 {value}", f"its format {form} is not known; taken as {value}")
        left_out.append(LeftOut(place, what))
        return str(value)
    if not text and str(value).strip():
        left_out.append(LeftOut(place, quoted("格式不显示的", "not shown by its format", str(value))))
    return text


_EXACT = 10**15
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def _runs(runs: Any, cell: Any, place: Words, left_out: list[LeftOut]) -> str:
    """The words of a cell in which some are written otherwise, without those that are struck out or not seen."""
    shown_ = ""
    for run in runs:
        font, text = getattr(run, "font", None), str(getattr(run, "text", run))
        if font is not None and font.strike:
            left_out.append(LeftOut(place, quoted("划去的", "struck out", text)))
        elif font is not None and _is_white(font, cell):
            left_out.append(LeftOut(place, quoted("白底白字，看不见的", "white on white", text)))
        else:
            shown_ += text.translate(_RAISED) if font is not None and font.vertAlign == "superscript" else text
    return shown_


def _is_white(font: Any, cell: Any) -> bool:
    """Whether words of a cell are white on white; where tables and conditions may colour a sheet, they are seen."""
    coloured = bool(cell.parent.tables) or len(cell.parent.conditional_formatting) > 0
    pale = cell.fill.fill_type is None or (cell.fill.fill_type == "solid" and _is_pale(cell.fill.fgColor))
    return not coloured and pale and font.color is not None and _is_pale(font.color)


def _is_pale(color: Any) -> bool:
    """Whether a colour is white: by its value, as that of the paper, or by its number in the old list."""
    if color.type == "rgb":
        return str(color.rgb)[-6:].upper() == "FFFFFF"
    return (color.type == "theme" and color.theme == 0 and not color.tint) or (
        color.type == "indexed" and color.indexed in (1, 9)
    )


def _tables(cells: list[Cell]) -> Iterator[Table]:
    """The cells as tables, a new one after each empty row."""
    number, below = 0, 0
    numbered = []
    for cell in cells:
        if cell.top > below:
            number += 1
        below = max(below, cell.top + cell.height)
        numbered.append((number, cell))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield Table(tuple(cell for _, cell in group))


_MARGINS: Mapping[str, tuple[str, str]] = {
    "oddHeader": ("打印的页眉", "the printed head"),
    "oddFooter": ("打印的页脚", "the printed foot"),
}


def _margins(sheet: Any) -> Iterator[tuple[str, str, str]]:
    """What stands above and below the printed sheet, where it is more than numbers."""
    for name, (zh, en) in _MARGINS.items():
        parts = [getattr(getattr(sheet, name), part).text or "" for part in ("left", "center", "right")]
        text = re.sub(r"&\[?\w+\]?", "", " ".join(parts))
        if re.search(r"[^\W\d_]", re.sub("[第页共]", "", text)):
            yield zh, en, text


def _beside(path: Path) -> Iterator[LeftOut]:
    """Text boxes and pictures, which lie over the sheets."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        drawings = [archive.read(name) for name in names if re.match("xl/drawings/[^/]+[.]xml", name)]
    for data in drawings:
        text = "".join(found.decode("utf-8", "replace") for found in re.findall(rb"<a:t>([^<]*)</a:t>", data))
        if text.strip():
            yield LeftOut(WHOLE, Words(f"文本框{beginning(text, 40)}", "a text box"))
    if count := sum(name.startswith("xl/media/") for name in names):
        yield LeftOut(WHOLE, Words(f"图片{count}张", f"pictures: {count}"))
    if any(name.startswith("xl/charts/") for name in names):
        yield LeftOut(WHOLE, Words("图表", "charts"))
