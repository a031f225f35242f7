"""The printable checklist by facts: pages, size, fonts, language, every figure of the guide in its text."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from generator import pdf


@pytest.mark.parametrize("utility", ["water", "gas", "heat"])
def test_one_or_two_plain_a4_pages(built: Path, utility: str) -> None:
    reader = pypdf.PdfReader(built / "guides" / "wuhai" / utility / "checklist.pdf")
    assert 1 <= len(reader.pages) <= 2
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert reader.metadata is not None
    assert reader.metadata.title in {"乌海市用水报装办事清单", "乌海市用气报装办事清单", "乌海市用暖报装办事清单"}
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
