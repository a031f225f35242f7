"""Rows → comma-separated text or a workbook that spreadsheets open rightly and run nothing of. No files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple


def spreadsheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated text, with the byte-order mark by which spreadsheets know UTF-8. No cell runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet might take for a formula; in East Asian settings also in full width."""


class Worksheet(NamedTuple):
    """A sheet of a workbook."""

    name: str
    columns: Sequence[tuple[str, int]]
    """Heading, and width in characters; a column of width 0 is hidden."""
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]]
    """By heading: what may be put into the cells of that column, for a list to choose from."""


def workbook(worksheets: Iterable[Worksheet], dated: date) -> bytes:
    """An Excel workbook (.xlsx): every cell is text, the head stays, A4 landscape. Equal content, equal bytes."""
    import xlsxwriter  # only for those who ask for it

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(dated, time())})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E0E0E0"})
        shape = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
        plain, quoted = book.add_format(shape), book.add_format({**shape, "quote_prefix": True})
        for worksheet in worksheets:
            page = book.add_worksheet(worksheet.name)
            _set_up(page, worksheet)
            _write(page, [heading for heading, _ in worksheet.columns], 0, head, head)
            for number, row in enumerate(worksheet.rows, start=1):
                _write(page, row, number, plain, quoted)
    return out.getvalue()


def _set_up(page: Any, worksheet: Worksheet) -> None:
    """Makes a page print well and offer its choices."""
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(worksheet.rows), len(worksheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&A  &P / &N")
    for index, (heading, width) in enumerate(worksheet.columns):
        page.set_column(index, index, width, None, {"hidden": width == 0})
        if heading in worksheet.choices and worksheet.rows:
            chosen = {"validate": "list", "source": list(worksheet.choices[heading])}
            page.data_validation(1, index, len(worksheet.rows), index, chosen)


def _write(page: Any, row: Sequence[str], number: int, plain: Any, quoted: Any) -> None:
    """Writes a row of texts; those that begin like a formula are marked as text besides being text."""
    for index, cell in enumerate(row):
        whole = cell if len(cell) <= MAX_CELL else f"{cell[: MAX_CELL - len(_CUT)]}{_CUT}"
        page.write_string(number, index, whole, quoted if cell.startswith(_FORMULA) else plain)


MAX_CELL = 32_767
"""What a cell of a workbook can hold."""
_CUT = "……（一格放不下，全文见 CSV）"
