"""Rows → comma-separated text or a workbook that spreadsheets open rightly and run nothing of. No files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple


def spreadsheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated, with a byte-order mark for spreadsheets; no cell can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet might take for a formula; in East Asian settings also in full width."""


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, columns as (heading, width in characters), rows; columns with a choice."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]]


def workbook(sheets: Iterable[Sheet], dated: date) -> bytes:
    """An Excel workbook (.xlsx): every cell is text, the head stays, A4 landscape. Equal content, equal bytes."""
    import xlsxwriter  # only for those who ask for it

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(dated, time())})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E0E0E0"})
        shape = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
        plain, quoted = book.add_format(shape), book.add_format({**shape, "quote_prefix": True})
        for one in sheets:
            page = book.add_worksheet(one.name)
            _print_set_up(page, one)
            _written(page, [heading for heading, _ in one.columns], 0, head, head)
            for number, row in enumerate(one.rows, start=1):
                _written(page, row, number, plain, quoted)
    return out.getvalue()


def _print_set_up(page: Any, sheet: Sheet) -> None:
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_footer("&A  &P / &N")
    for index, (heading, width) in enumerate(sheet.columns):
        page.set_column(index, index, width)
        if heading in sheet.choices and sheet.rows:
            chosen = {"validate": "list", "source": list(sheet.choices[heading])}
            page.data_validation(1, index, len(sheet.rows), index, chosen)


def _written(page: Any, row: Sequence[str], number: int, plain: Any, quoted: Any) -> None:
    """A row of texts; what begins like a formula is marked as text besides being one."""
    for index, cell in enumerate(row):
        whole = cell if len(cell) <= MAX_CELL else f"{cell[: MAX_CELL - len(_CUT)]}{_CUT}"
        page.write_string(number, index, whole, quoted if cell.startswith(_FORMULA) else plain)


MAX_CELL = 32_767
"""What a cell of a workbook can hold."""
_CUT = "……（一格放不下，全文见 CSV）"
