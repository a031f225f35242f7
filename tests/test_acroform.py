"""The fillable form by facts: fields, names, states, glyphs; filled in, saved and read back by three readers."""

from __future__ import annotations

import ctypes
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import loaded
import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from expected import ROOT
from fontTools.ttLib import TTFont
from nodejs import FOLDER, node

from generator.pages import place as of_place
from generator.paper import acroform, pdf
from generator.policy.files import FormFile, Publisher
from generator.words import controls
from generator.words.controls import Control

pytestmark = pytest.mark.slow

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
NAME = "虚构市无此地某某有限责任公司第一分公司"


def made(policies: Path) -> tuple[FormFile, bytes]:
    """The form of a folder of policies and its PDF."""
    one = next(one for one in loaded.checked(policies)[1] if one.city.form is not None)
    form = one.city.form
    assert form is not None
    sheet = of_place.form_sheet(form, one.guide, Publisher())
    return form, acroform.finished(pdf.pdf(sheet.html, *sheet.styles, forms=True), sheet.fields)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of Jingmen."""
    path = tmp_path_factory.mktemp("real") / "form.pdf"
    path.write_bytes(made(ROOT / "policies")[1])
    return path


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented form, which has radio buttons and required fields."""
    path = tmp_path_factory.mktemp("invented") / "form.pdf"
    path.write_bytes(made(CASE)[1])
    return path


def fields(path: Path) -> dict[str, Any]:
    found = pypdf.PdfReader(path).get_fields()
    assert found is not None
    return {name: field for name, field in found.items() if field}


# ---------------------------------------------------------------------------------------------------- what is in it


def test_one_plain_a4_page_that_says_what_it_is(real: Path) -> None:
    reader = pypdf.PdfReader(real)
    assert len(reader.pages) == 1
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (595, 842)
    assert reader.metadata is not None
    assert reader.metadata.title == "荆门市 用户水、气需求信息采集单"
    root = reader.root_object
    assert str(root["/Lang"]) == "zh-Hans"
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert str(reader.pages[0]["/Tabs"]) == "/S"


def test_prints_what_the_document_prints(real: Path) -> None:
    text = re.sub(r"\s", "", pypdf.PdfReader(real).pages[0].extract_text())
    for words in (
        "用户水、气需求信息采集单", "联动服务编号：", "申请单位", "信用代码", "申请地址", "预约接入时间", "年月日时",
        "联系人", "联系电话", "项目代码", "申请联合报装内容", "用水报装天然气报装", "用水报装资料（选填）",
        "业务类型：新开户扩容临时用水", "供水需求：吨/日", "用天然气报装资料（选填）", "用气压力(KPA)",
        "天然气负荷(方/小时)",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("policies", [ROOT / "policies", CASE], ids=["real", "invented"])
def test_every_blank_is_one_field_with_a_name_for_people(policies: Path, tmp_path: Path) -> None:
    form, data = made(policies)
    path = tmp_path / "form.pdf"
    path.write_bytes(data)
    found = fields(path)
    kinds = {"check": "/Btn", "radio": "/Btn"}
    for one in controls.controls(form):
        field = found.pop(one.name)
        assert field["/FT"] == kinds.get(one.kind, "/Tx"), one.name
        assert field["/TU"] == one.label
        assert bool(field.get("/Ff", 0) & 2) == one.required
        assert field["/V"] == {"check": "/Off", "radio": "/Off"}.get(one.kind, one.printed)
    assert found == {}


def test_nothing_is_required_that_the_document_does_not_require(real: Path, invented: Path) -> None:
    def required(path: Path) -> list[str]:
        return [name for name, field in fields(path).items() if field.get("/Ff", 0) & 2]

    assert required(real) == []
    assert required(invented) == ["applicant/name", "applicant/telephone"]


def test_boxes_have_both_states_and_texts_an_appearance(invented: Path) -> None:
    with pikepdf.open(invented) as pdf:
        for note in pdf.pages[0].obj.Annots:
            states = note.AP.N
            if "/Parent" in note or note.FT == "/Btn":
                assert "/Off" in states.keys()  # noqa: SIM118  pikepdf's keys
                assert len(states.keys()) == 2
                assert note.AS == "/Off"
                assert "ZaDb" in str(note.DA)
            else:
                assert states.BBox is not None
                assert re.fullmatch(r"/\S+ \d+ Tf 0 g", str(note.DA))


def test_whatever_can_be_printed_can_be_typed(real: Path) -> None:
    with pikepdf.open(real) as pdf:
        note = next(one for one in pdf.pages[0].obj.Annots if one.T == "applicant/applicant")
        font = pdf.Root.AcroForm.DR.Font[str(note.DA).split()[0]]
        data = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        unicode = font.ToUnicode.read_bytes().decode("ascii").lower()
    (real.parent / "font.ttf").write_bytes(data)
    with TTFont(real.parent / "font.ttf") as embedded, TTFont(ROOT / "templates/fonts/NotoSansSC-Regular.ttf") as whole:
        assert set(embedded.getBestCmap()) == set(whole.getBestCmap())
        for letter in "荆龘0Aa（":
            if ord(letter) in whole.getBestCmap():
                assert f"<{embedded.getGlyphID(embedded.getBestCmap()[ord(letter)]):04x}>" in unicode
    assert real.stat().st_size < 2_000_000


def test_equal_bytes_twice(real: Path) -> None:
    assert made(ROOT / "policies")[1] == real.read_bytes()


def test_a_blank_without_a_field_is_an_error(real: Path) -> None:
    with pytest.raises(ValueError, match="fields and controls differ"):
        acroform.finished(real.read_bytes(), [Control("x", "line", "x")])


# --------------------------------------------------------------------------------------- filled in, saved, read back


def chosen(path: Path, name: str) -> str:
    """The option of a group of radio buttons that a saved file holds."""
    field = fields(path)[name]
    return str(field["/Opt"][int(str(field["/V"])[1:])])


def ink(path: Path, box: tuple[float, float, float, float]) -> int:
    """Dark dots within a box (left, bottom, right, top in points) as poppler draws the first page."""
    done = subprocess.run(
        ["pdftoppm", "-r", "72", "-gray", "-singlefile", str(path)],  # noqa: S607
        capture_output=True, check=True,
    )  # fmt: skip
    assert b"Syntax Error" not in done.stderr
    found = re.match(rb"P5\s+(\d+) (\d+)\s+255\s", done.stdout)
    assert found
    width, height, dots = int(found[1]), int(found[2]), done.stdout[found.end() :]
    left, low, right, high = (int(one) for one in box)
    rows = range(height - high + 2, height - low - 1)
    return sum(dots[row * width + column] < 128 for row in rows for column in range(left + 2, right - 1))


def place(path: Path, name: str) -> tuple[float, float, float, float]:
    """Where a field stands: left, bottom, right, top."""
    with pikepdf.open(path) as pdf:
        note = next(one for one in pdf.pages[0].obj.Annots if one.get("/T") == name)
        left, one, right, other = (float(number) for number in note.Rect)
        return left, min(one, other), right, max(one, other)


poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's pdftoppm is not installed")


@poppler
def test_poppler_draws_typed_chinese_and_ticks(real: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    with pikepdf.open(real) as pdf:  # as poppler's own form filling leaves it: values, appearances yet to be drawn
        for note in pdf.pages[0].obj.Annots:
            if note.T == "applicant/applicant":
                note.V = pikepdf.String(NAME)
                del note["/AP"]
            if note.T == "applicant/services/用水报装":
                note.V = note.AS = pikepdf.Name("/on")
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(filled)
    for name, least in (("applicant/applicant", 100), ("applicant/services/用水报装", 5)):
        assert ink(real, place(real, name)) == 0
        assert ink(filled, place(real, name)) > least, name


@poppler
def test_the_printed_year_stands_on_the_blank_and_gives_way(real: Path, tmp_path: Path) -> None:
    assert fields(real)["serial/year"]["/V"] == "2021"
    assert ink(real, place(real, "serial/year")) > 20
    writer = pypdf.PdfWriter(clone_from=real)
    writer.update_page_form_field_values(writer.pages[0], {"serial/year": "2026"}, auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    assert fields(tmp_path / "filled.pdf")["serial/year"]["/V"] == "2026"


def typed(source: Path, target: Path, texts: dict[str, str], clicks: list[tuple[float, float]]) -> None:
    """Chromium's engine: click into fields, type, click boxes, save."""
    document = pypdfium2.PdfDocument(source)
    document.init_forms()
    page = document[0]
    form = document.formenv.raw

    def click(x: float, y: float) -> None:
        pdfium.FORM_OnMouseMove(form, page.raw, 0, x, y)
        pdfium.FORM_OnLButtonDown(form, page.raw, 0, x, y)
        pdfium.FORM_OnLButtonUp(form, page.raw, 0, x, y)

    for name, text in texts.items():
        left, low, right, high = place(source, name)
        click((left + right) / 2, (low + high) / 2)
        for letter in text:
            pdfium.FORM_OnChar(form, page.raw, ctypes.c_int(ord(letter)), 0)
    for x, y in clicks:
        click(x, y)
    pdfium.FORM_ForceToKillFocus(form)
    document.save(target)
    document.close()


def buttons(path: Path, name: str) -> list[tuple[str, float, float]]:
    """State and middle of every button of a group."""
    with pikepdf.open(path) as pdf:
        found = []
        for note in pdf.pages[0].obj.Annots:
            if "/Parent" in note and name == note.Parent.T:
                state = next(key for key in note.AP.N.keys() if key != "/Off")  # noqa: SIM118  pikepdf's keys
                left, one, right, other = (float(number) for number in note.Rect)
                found.append((state[1:], (left + right) / 2, (one + other) / 2))
        return found


def test_chromiums_engine_fills_it_in(invented: Path, tmp_path: Path) -> None:
    options = buttons(invented, "applicant/kind")
    assert [state for state, _, _ in options] == ["0", "1", "2"]
    left, low, right, high = place(invented, "applicant/services/用气报装")
    clicks = [options[0][1:], options[1][1:], ((left + right) / 2, (low + high) / 2)]
    typed(invented, tmp_path / "filled.pdf", {"applicant/name": NAME, "serial/number": "0"}, clicks)
    found = fields(tmp_path / "filled.pdf")
    assert found["applicant/name"]["/V"] == NAME
    assert found["serial/number"]["/V"] == "0"
    assert chosen(tmp_path / "filled.pdf", "applicant/kind") == "增容"
    assert found["applicant/services/用气报装"]["/V"] == "/on"
    assert found["applicant/services/用水报装"]["/V"] == "/Off"


def test_pypdf_fills_it_in(invented: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=invented)
    given = {"applicant/name": NAME, "applicant/kind": "/2", "applicant/services/用水报装": "/on"}
    writer.update_page_form_field_values(writer.pages[0], given, auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    found = fields(tmp_path / "filled.pdf")
    assert {name: found[name]["/V"] for name in given} == given
    assert chosen(tmp_path / "filled.pdf", "applicant/kind") == "迁移"


def test_pdfjs_fills_it_in(invented: Path, tmp_path: Path) -> None:
    given = {"applicant/name": NAME, "applicant/kind": "1", "applicant/services/用气报装": True, "serial/year": "2098"}
    (tmp_path / "values.json").write_text(json.dumps(given), encoding="utf-8")
    command = node(FOLDER / "fill.mjs", invented, tmp_path / "filled.pdf", tmp_path / "values.json")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)["fields"]
    assert said["applicant/kind"]["type"] == "radio"
    assert said["applicant/name"] == {"type": "text", "value": NAME, "label": "申请人", "required": True}
    found = fields(tmp_path / "filled.pdf")
    assert found["applicant/name"]["/V"] == NAME
    assert chosen(tmp_path / "filled.pdf", "applicant/kind") == "增容"
    assert found["applicant/services/用气报装"]["/V"] == "/on"
    assert found["serial/year"]["/V"] == "2098"
    if shutil.which("pdftoppm"):
        assert ink(tmp_path / "filled.pdf", place(invented, "applicant/name")) > 100
