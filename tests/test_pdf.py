"""The printable checklist by facts: pages, size, fonts, language, every figure of the guide in its text."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from generator import pdf


def test_every_guide_has_a_sheet_of_one_or_two_plain_a4_pages(built: Path) -> None:
    sheets = sorted((built / "guides").rglob("checklist.pdf"))
    guides = [path for path in (built / "guides").rglob("guide.json") if (path.parent / "vectors.json").is_file()]
    assert len(sheets) == len(guides) >= 3
    for path in sheets:
        _is_plain(pypdf.PdfReader(path), path)


def _is_plain(reader: pypdf.PdfReader, path: Path) -> None:
    assert 1 <= len(reader.pages) <= 2, path
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("报装办事清单")
    assert str(reader.root_object["/Lang"]) == "zh-Hans"
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_figures_of_the_guide_stand_on_the_sheet(built: Path) -> None:
    reader = pypdf.PdfReader(built / "guides" / "wuhai" / "gas" / "checklist.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for figure in ("1.5", "3.5", "4", "7", "9"):
        assert f"不超过{figure}个工作日" in text
    for words in ("报装申请表", "供能前", "报装受理", "验收接入", "12345", "文件未载明", "网址未设置", "2021年9月6日"):
        assert words in text


def test_only_the_cut_fonts_are_embedded(built: Path) -> None:
    reader = pypdf.PdfReader(built / "guides" / "wuhai" / "gas" / "checklist.pdf")
    resources = [page["/Resources"]["/Font"] for page in reader.pages]  # type: ignore[index]
    fonts = {str(font.get_object()["/BaseFont"]) for found in resources for font in found.values()}
    assert fonts
    assert all("Noto-Sans-SC" in font for font in fonts)
    assert (built / "guides" / "wuhai" / "gas" / "checklist.pdf").stat().st_size < 150_000


@pytest.mark.parametrize("address", ["http://example.invalid/x.png", "file:///etc/hostname"])
def test_nothing_is_read_from_elsewhere(address: str) -> None:
    with pytest.raises(pdf.PrintError, match=r"outside templates|Error fetching"):
        pdf.pdf(f"<html lang='zh-Hans'><title>x</title><img src='{address}' alt='x'></html>")


def test_a_slip_in_the_style_is_an_error() -> None:
    with pytest.raises(pdf.PrintError):
        pdf.pdf("<html lang='zh-Hans'><title>x</title><p style='colour: red'>x</p></html>")
