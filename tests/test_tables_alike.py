"""One table, whatever it comes in: the same lines out of Word, a web page, a workbook and a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import papers
import pytest
import weasyprint
from expected import ROOT

from generator.document import extract
from generator.document.formats.tables import Cell, Table, blocks

LINE = papers.LINE
CELLS = (
    (0, 0, 1, 4, "收费标准表（虚构）"),
    (1, 0, 2, 1, "类别"),
    (1, 1, 2, 1, "口径"),
    (1, 2, 1, 2, "价格"),
    (2, 2, 1, 1, "用水"),
    (2, 3, 1, 1, "用气"),
    (3, 0, 2, 1, "居民"),
    (3, 1, 1, 1, "DN15"),
    (3, 2, 1, 1, "300元"),
    (3, 3, 1, 1, "300元"),
    (4, 1, 1, 1, "DN20|25"),
    (4, 2, 1, 2, "协议"),
    (5, 0, 1, 1, "单位"),
    (5, 1, 1, 1, ""),
    (5, 2, 1, 1, "面议"),
    (5, 3, 1, 1, ""),
    (6, 0, 1, 4, "注：以上不含税。"),
)
"""Row, column, rows, columns, text."""
TOLD = [
    LINE,
    "收费标准表（虚构）",
    "类别 | 口径 | 价格 | 价格\n类别 | 口径 | 用水 | 用气\n"
    "居民 | DN15 | 300元 | 300元\n居民 | DN20｜25 | 协议 | 协议\n单位 |  | 面议 |",
    "注：以上不含税。",
]


def _of_word(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(LINE)
    table = document.add_table(7, 4)
    for top, left, height, width, text in CELLS:
        table.cell(top, left).merge(table.cell(top + height - 1, left + width - 1)).text = text
    document.save(str(path))


def _page() -> str:
    rows = [[cell for cell in CELLS if cell[0] == top] for top in range(7)]
    cells = ["".join(f"<td rowspan={row} colspan={span}>{text}</td>" for *_, row, span, text in row) for row in rows]
    return f"<p>{LINE}</p><table border=1>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _of_web(path: Path) -> None:
    path.write_text(f"<!DOCTYPE html><html><body>{_page()}</body></html>", encoding="utf-8")


def _of_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = LINE
    for top, left, height, width, text in CELLS:
        sheet.cell(top + 3, left + 1).value = text or None
        if height * width > 1:
            sheet.merge_cells(None, top + 3, left + 1, top + height + 2, left + width)
    book.save(path)


def _of_print(path: Path) -> None:
    font = (ROOT / "templates" / "fonts" / "NotoSansSC-Regular.ttf").as_uri()
    style = (
        f"@font-face {{font-family: x; src: url({font})}} body {{font-family: x}} table {{border-collapse: collapse}}"
    )
    weasyprint.HTML(string=f"<style>{style} td {{border: 1px solid}}</style>{_page()}").write_pdf(path)


MAKERS: dict[str, Callable[[Path], None]] = {
    "docx": _of_word,
    "html": _of_web,
    "xlsx": _of_workbook,
    "pdf": _of_print,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
def test_a_table_is_the_same_lines_in_every_kind(kind: str, tmp_path: Path) -> None:
    MAKERS[kind](tmp_path / f"x.{kind}")
    assert extract._joined(extract._parts_of(tmp_path / f"x.{kind}")).text.strip().split("\n\n") == TOLD


def cell(top: int, left: int, *inside: str | Table, height: int = 1, width: int = 1) -> Cell:
    return Cell(top, left, height, width, inside)


def test_a_table_in_a_cell_is_told_with_what_stands_beside_it() -> None:
    inner = Table((cell(0, 0, "DN15"), cell(0, 1, "120元"), cell(1, 0, "DN20"), cell(1, 1, "150元")))
    outer = Table((cell(0, 0, "安装费"), cell(0, 1, "按口径：", inner), cell(0, 2, "一次")))
    assert list(blocks(outer)) == [
        "安装费 | 按口径： | 一次\n安装费 | 按口径： | DN15 | 120元\n安装费 | 按口径： | DN20 | 150元"
    ]


def test_a_frame_of_one_cell_is_none() -> None:
    inner = Table((cell(0, 0, "甲"), cell(0, 1, "乙")))
    assert list(blocks(Table((cell(0, 0, "一、总则", inner, "二、附则"),)))) == ["一、总则", "甲 | 乙", "二、附则"]


def test_cells_that_lie_over_one_another_are_both_told() -> None:
    assert list(blocks(Table((cell(0, 0, "甲", width=2, height=2), cell(1, 1, "乙"), cell(0, 2, "丙"))))) == [
        "甲 | 甲 | 丙\n甲 | 乙 |"
    ]


def test_rows_without_text_are_none_and_columns_without_cells_neither() -> None:
    cells = (cell(0, 0, ""), cell(0, 5, ""), cell(1, 0, "甲", width=5), cell(1, 5, "乙", width=10**8))
    assert list(blocks(Table(cells))) == ["甲 | 乙"]
