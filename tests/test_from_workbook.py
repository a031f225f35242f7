"""Workbooks: sheets by name, rows and merged cells, numbers as they are shown, what is hidden left out and said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import papers
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from generator.document import extract
from generator.document.formats.workbook_numbers import UnknownFormatError, shown

LINE = papers.LINE


def made(folder: Path, *rows: tuple[object, ...], change: Callable[[Any], object] = lambda _: None) -> extract.Taken:
    """What is taken out of a workbook with these rows in its first sheet, after a change."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ((LINE,), *rows):
        sheet.append(row)
    change(sheet)
    book.save(folder / "x.xlsx")
    return extract._joined(extract._parts_of(folder / "x.xlsx"))


def lines(taken: extract.Taken) -> list[str]:
    """What stands below the first row, which is only there so that there is text enough."""
    return [line for line in taken.text.split("\n") if line and line != LINE]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2800, "General", "2800"),
        (0.1, "General", "0.1"),
        (1234567.891, "General", "1234567.891"),
        (2800, '0"元"', "2800元"),
        (2800, '#,##0.00"元/户"', "2,800.00元/户"),
        (2800, "[$¥-804]#,##0", "¥2,800"),
        (2800, '"¥"#,##0.00_);("¥"#,##0.00)', "¥2,800.00"),
        (-5, '0;"负"0', "负5"),
        (-5, "0.0", "-5.0"),
        (0, '0;-0;"免费"', "免费"),
        (0.5, "0%", "50%"),
        (0.0551, "0.0%", "5.5%"),
        (2.5, "0", "3"),
        (3.5, "0.##", "3.5"),
        (3, "0.##", "3"),
        (7, "000", "007"),
        (12000, '0.0,"千元"', "12.0千元"),
        (3, 'General"个工作日"', "3个工作日"),
        (date(2024, 5, 1), 'yyyy"年"m"月"d"日"', "2024年5月1日"),
        (datetime(2024, 5, 1), "mm-dd-yy", "2024/5/1"),
        (datetime(2024, 5, 1, 8, 30), "yyyy-mm-dd hh:mm", "2024-05-01 08:30"),
        (time(8, 30), "h:mm", "8:30"),
        (time(14, 5), '上午/下午h"时"mm"分"', "下午2时05分"),
        (True, "General", "TRUE"),
        ("甲", "@", "甲"),
        ("甲", '0;-0;0;"第"@"条"', "第甲条"),
        ("甲", "0;-0;0;", ""),
        ("甲", "0.00", "甲"),
        (42, ";;;", ""),
        (0, "0;-0;;@", ""),
        (-5, "0;-0;;@", "-5"),
        (42, "G/通用格式", "42"),
    ],
)
def test_a_value_is_written_as_it_is_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (0.5, "# ?/?"),
        (5, "0.00E+00"),
        (5, "[>=3]0;0"),
        (9, "[DBNum1]0"),
        (45322, "[$-804]aaaa"),
        (date(2024, 5, 1), "d-mmm-yy"),
    ],
)
def test_a_format_that_is_not_known_is_refused(value: object, form: str) -> None:
    with pytest.raises(UnknownFormatError):
        shown(value, form)


def test_rows_merged_cells_and_heads_of_two_rows(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for area in ("A2:D2", "A3:A4", "B3:B4", "C3:D3", "A5:A6"):
            sheet.merge_cells(area)
        sheet["C5"].number_format = '0"元"'

    rows = (
        ("收费标准表",),
        ("类别", "口径", "价格", None),
        (None, None, "用水", "用气"),
        ("居民", "DN15", 2800, "面议"),
        (None, "DN20", None, 3.5),
        ("单位", "DN20|25", 30, "按\n协议"),
    )
    assert lines(made(tmp_path, *rows, change=change)) == [
        "收费标准表",
        "类别 | 口径 | 价格 | 价格",
        "类别 | 口径 | 用水 | 用气",
        "居民 | DN15 | 2800元 | 面议",
        "居民 | DN20 |  | 3.5",
        "单位 | DN20｜25 | 30 | 按 协议",
    ]


def test_sheets_by_name_and_tables_apart(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.title = "用水"
        sheet["A4"], sheet["B4"], sheet["C4"] = "口径", "价格", "单位"
        other = sheet.parent.create_sheet("用气")
        other["B2"] = "免费"
        sheet.parent.create_sheet("草稿").sheet_state = "hidden"

    taken = made(tmp_path, ("甲", "乙"), change=change)
    assert taken.text.split("\n\n") == ["用水", LINE, "甲 | 乙", "口径 | 价格 | 单位", "用气", "免费\n"]
    assert [str(left_out) for left_out in taken.left_out] == [
        "工作表“草稿”：隐藏的工作表 / sheet “草稿”: a hidden sheet"
    ]


def test_what_is_hidden_struck_or_noted_is_left_out_and_said(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet["B4"].font = Font(strike=True)
        sheet["A4"].comment = Comment("待核实", "x")

    taken = made(tmp_path, ("甲", "1元", "内部价"), ("旧", "2元"), ("丙", "3元"), ("丁", "4元"), change=change)
    assert lines(taken) == ["甲 | 1元", "丙", "丁 | 4元"]
    said = "\n".join(map(str, taken.left_out))
    assert "第3行：隐藏的“旧 2元”" in said
    assert "C列：隐藏的“内部价”" in said
    assert "B4：划去的“3元”" in said
    assert "A4：批注“待核实”" in said


def test_a_run_that_is_struck_out_within_a_cell_is_left_out_and_said(tmp_path: Path) -> None:
    runs = [TextBlock(InlineFont(strike=True), "9"), TextBlock(InlineFont(b=True), "15"), "日，10"]
    runs += [TextBlock(InlineFont(vertAlign="superscript"), "3"), TextBlock(InlineFont(color="FFFFFFFF"), "0"), "吨"]
    taken = made(tmp_path, (CellRichText("不超过", *runs),))
    assert lines(taken) == ["不超过15日，10³吨"]
    said = [str(left_out.what.zh) for left_out in taken.left_out]
    assert said == ["划去的“9”", "白底白字，看不见的“0”"]


def test_what_has_no_colour_or_is_not_shown_by_its_format_is_left_out_and_said(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"].font = Font(color="FFFFFFFF")
        sheet["A4"].font, sheet["A4"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF0000FF")
        sheet["B4"].number_format = ";;;"

    taken = made(tmp_path, ("甲", "1元"), ("乙", "2元"), ("丙", 42), change=change)
    assert lines(taken) == ["甲", "乙 | 2元", "丙"]
    said = "\n".join(map(str, taken.left_out))
    assert "B2：白底白字，看不见的“1元”" in said
    assert "B4：格式不显示的“42”" in said


def test_rows_and_columns_of_no_size_are_hidden(tmp_path: Path) -> None:
    text = "<c r='{}' t='inlineStr'><is><t>{}</t></is></c>"
    first = f"<row r='1'>{text.format('A1', LINE)}{text.format('C1', '内部价')}</row>"
    rows = f"{first}<row r='2' ht='0' customHeight='1'>{text.format('A2', '旧')}</row>"
    columns = "<cols><col min='3' max='3' width='0' customWidth='1'/></cols>"
    (tmp_path / "x.xlsx").write_bytes(_sheet(rows, columns))
    taken = extract._joined(extract._parts_of(tmp_path / "x.xlsx"))
    assert taken.text == f"{LINE}\n"
    assert [left_out.what.zh for left_out in taken.left_out] == ["隐藏的“内部价”", "隐藏的“旧”"]


def test_more_digits_than_a_workbook_keeps_are_said(tmp_path: Path) -> None:
    taken = made(tmp_path, ("账号", 123456789012345678))
    assert "B2：超过15位的数字" in str(taken.left_out[0])


def test_formulas_have_their_stored_values(tmp_path: Path) -> None:
    rows = "<c r='A1' t='inlineStr'><is><t>" + LINE + "</t></is></c>"
    rows += "<c r='B1'><f>1+2</f><v>3</v></c><c r='C1'><f>3+4</f></c><c r='D1' t='e'><f>1/0</f><v>#DIV/0!</v></c>"
    (tmp_path / "x.xlsx").write_bytes(_sheet(f"<row r='1'>{rows}</row>"))
    taken = extract._joined(extract._parts_of(tmp_path / "x.xlsx"))
    assert taken.text == f"{LINE} | 3\n"
    said = "\n".join(map(str, taken.left_out))
    assert "C1：公式没有存下结果：=3+4" in said
    assert "D1：公式出错：#DIV/0!" in said


def test_dates_of_chinese_excel_and_formats_not_known(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].number_format = "0"
        sheet["A2"]._style.numFmtId = 31
        sheet["B2"].number_format = "# ?/?"

    taken = made(tmp_path, (45413, 0.5), change=change)
    assert lines(taken) == ["2024年5月1日 | 0.5"]
    assert "B2：数字格式“# ?/?”不认识" in str(taken.left_out[0])


def _far() -> bytes:
    return _sheet("<row r='1'><c r='A1' t='inlineStr'><is><t>" + LINE + "</t></is></c></row>"
                  "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>远</t></is></c></row>")  # fmt: skip


def _sheet(rows: str, merged: str = "") -> bytes:
    """A workbook with a sheet of these rows."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            data = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                data = f"<worksheet xmlns='{space}'><sheetData>{rows}</sheetData>{merged}</worksheet>".encode()
            archive.writestr(name, data)
    return changed.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "rows.xlsx": lambda: _sheet("".join(f"<row r='{row}'/>" for row in range(1, 1_000_000))),
    "cells.xlsx": lambda: _sheet("<row r='1'>" + "<c/>" * 400_000 + "</row>"),
    "merged.xlsx": lambda: _sheet(
        "<row r='1'><c r='A1'><v>1</v></c></row>", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    ),
    "bomb.xlsx": lambda: _sheet("<!-- " + " " * 80_000_000 + " -->"),
    "named.docx": _far,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_what_takes_too_much_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    with pytest.raises(extract.ExtractError, match=r"；请[^/]+ / "):
        extract.taken(tmp_path / name)


def test_a_cell_far_below_makes_no_million_of_rows(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(_far())
    assert lines(extract._joined(extract._parts_of(tmp_path / "x.xlsx"))) == ["远"]
