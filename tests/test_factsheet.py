"""The fact-check workbook: everything the table has, nothing that runs, ready to print, equal bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import loaded
import pytest
from expected import ROOT

from generator.cli import main
from generator.desk import factsheet
from generator.desk.factsheet import Line

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY = date(2099, 1, 3)


def part(book: bytes, name: str) -> ET.Element:
    """A part of a workbook."""
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(book)).read(f"xl/{name}.xml"))  # noqa: S314  our own file


def rows(book: bytes, sheet: int) -> list[list[str]]:
    """The cells of a sheet as a reader sees them."""
    said = ["".join(one.itertext()) for one in part(book, "sharedStrings")]
    found = part(book, f"worksheets/sheet{sheet}").iter(f"{MAIN}row")
    return [[said[int(cell.findtext(f"{MAIN}v") or "")] for cell in row] for row in found]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """The table of a guide with classes and defects."""
    guide = loaded.guide("wuhai/gas")
    return list(factsheet.lines(guide))


def test_every_line_stands_on_one_of_the_two_sheets(lines: list[Line]) -> None:
    book = factsheet.as_workbook(lines, DAY)
    heads, bodies = zip(*((found[0], found[1:]) for found in (rows(book, 1), rows(book, 2))), strict=True)
    assert heads[0] == heads[1]
    assert tuple(heads[0][:6]) == factsheet.HEADINGS
    assert sorted(tuple(row[:6]) for body in bodies for row in body) == sorted(one[:6] for one in lines)
    assert not any(cell for body in bodies for row in body for cell in row[6:])  # room for the answers; lines unmarked
    assert {row[1] for row in bodies[1]} == {"类别", "边界例", "分类的漏洞或重叠"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_run(start: str) -> None:
    text = f"{start}HYPERLINK(虚构)"
    book = factsheet.as_workbook([Line(*[text] * 6)], DAY)
    sheet = part(book, "worksheets/sheet1")
    assert list(sheet.iter(f"{MAIN}f")) == []
    assert {cell.get("t") for cell in sheet.iter(f"{MAIN}c") if len(cell)} == {"s"}
    styles = part(book, "styles").find(f"{MAIN}cellXfs")
    assert styles is not None
    second = list(sheet.iter(f"{MAIN}row"))[1]
    assert {styles[int(cell.get("s") or 0)].get("quotePrefix") for cell in list(second)[:6]} == {"1"}


def test_ready_to_print_and_to_filter(lines: list[Line]) -> None:
    book = factsheet.as_workbook(lines, DAY)
    for number in (1, 2):
        sheet = part(book, f"worksheets/sheet{number}")
        paper, pane = sheet.find(f"{MAIN}pageSetup"), next(sheet.iter(f"{MAIN}pane"))
        assert paper is not None
        assert (paper.get("paperSize"), paper.get("orientation")) == ("9", "landscape")
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
        assert sheet.find(f"{MAIN}autoFilter") is not None


def test_equal_content_gives_equal_bytes(lines: list[Line]) -> None:
    assert factsheet.as_workbook(lines, DAY) == factsheet.as_workbook(list(lines), DAY)


def test_the_command_writes_a_workbook(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["facts", "wuhai/gas", "--format", "xlsx", "--policies", str(ROOT / "policies")]) == 0
    assert rows(capfdbinary.readouterr().out, 1)[0][0] == "指南"
