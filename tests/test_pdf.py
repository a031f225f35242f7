"""The print sheets by facts: pages, size, language, tags, fonts, figures of a class, equal bytes, nothing twice."""

from __future__ import annotations

import html
import pickle
import re
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import loaded
import page
import pypdf
import pytest
from bench import long
from expected import sheets as sheets_of

from generator.checks import glyphs
from generator.data import guide_json
from generator.decision import boxes
from generator.decision.deciding import Decisions
from generator.media.layout import layout
from generator.media.ways import room
from generator.pages import booklet, place, print_sheets
from generator.paper import fitting, pdf, printing
from generator.paper.fitting import TAIL
from generator.policy import feel
from generator.policy.facts import Limit
from generator.policy.files import Publisher
from generator.policy.guide import Guide, facts, items
from generator.policy.provenance import Conflict
from generator.policy.tables import Class

GUIDES = loaded.addresses(referring=False)


def classes(guide: Guide) -> list[Class]:
    """The classes that have a sheet of their own."""
    return list(items(guide, "classes"))


def _text(path: Path) -> str:
    return re.sub(r"\s", "", "".join(each.extract_text() for each in pypdf.PdfReader(path).pages))


def test_every_guide_and_class_has_its_sheets(built: Path) -> None:
    names = {f"{address}/{name}.pdf" for address in GUIDES for name in ("checklist", "checklist.18pt")}
    names |= {f"{address}/checklist-{one.id}.pdf" for address in GUIDES for one in classes(loaded.guide(address))}
    names |= {f"{slug}/joint.pdf" for slug in ("yantai", "jingmen")} | {"jingmen/form.pdf"}
    names |= {f"{address}/{name}.pdf" for address in loaded.addresses() for name in ("notice", "notice-draft")}
    names |= {f"{Path(address).parent}/booklet.pdf" for address in GUIDES}
    names |= {f"en/{name}" for name in names}
    found = {path.relative_to(built / "guides").as_posix() for path in (built / "guides").rglob("*.pdf")}
    assert names == found


DEEP = page.SafetyLimits(max_reference_depth=2_000)
"""A long table is a long chain to the validator, which would give up at 256."""


def test_sheets_are_accessible_a4_and_at_most_two_pages(built: Path) -> None:
    for path in sorted((built / "guides").rglob("*.pdf")):
        reader = pypdf.PdfReader(path)
        report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1, limits=DEEP)
        assert report.is_compliant, path
        english = path.relative_to(built / "guides").parts[0] == "en"  # which says the same in half as many words again
        assert len(reader.pages) <= 2 + english or "18pt" in path.name or path.name == "booklet.pdf", path
        size = (842, 1191) if path.name == "notice-draft.pdf" else (595, 842)
        assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in reader.pages} == {size}
        assert reader.metadata is not None
        known = "Checklist|Form|Notice|Handbook|posted" if english else "清单|采集单|公示|手册"
        assert re.search(known, str(reader.metadata.title), re.IGNORECASE), path
        assert str(reader.root_object["/Lang"]) == ("en" if english else "zh-Hans")


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_all_figures_of_a_class_stand_on_its_sheet(guide: Guide, built: Path, subtests: pytest.Subtests) -> None:
    for one in classes(guide):
        with subtests.test(one.id):
            _all_figures_stand(guide, one, built)


def _all_figures_stand(guide: Guide, one: Class, built: Path) -> None:
    foot = "用[水气暖]报装办事清单：[^·]{1,40}·版本[0-9a-f]+·[^·]{1,80}·网址未设置·([0-9]/[0-9])?"
    said = re.sub(
        re.escape(guide.place.name) + foot, "", _text(built / f"guides/{guide.address}/checklist-{one.id}.pdf")
    )
    told = layout(guide, "class_sheet", one)
    for line in (line for section in FIGURES for line in told.section(section)):
        for piece in (
            line.without("note").pieces if room("class_sheet", line.statement.section, "note") else line.pieces
        ):
            assert re.sub(r"\s", "", piece.words) in said
    assert re.sub(r"\s", "", one.name) in said


FIGURES = ("limits", "papers", "steps", "step_counts", "paper_counts", "fees", "works")


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_a_class_is_told_what_may_hold_and_nothing_else(guide: Guide, subtests: pytest.Subtests) -> None:
    for one in classes(guide):
        with subtests.test(one.id):
            _what_may_hold_is_told(guide, one)


def _what_may_hold_is_told(guide: Guide, one: Class) -> None:
    decisions = Decisions(guide, {one.table: one.id})
    region, told = Decisions(guide).holding(one.table)[one.id], layout(guide, "class_sheet", one)
    for section in ("limits", "steps", "papers", "fees", "works"):
        kept = {line.statement.fact.id for line in told.facts(section)}
        for fact in facts(guide, section):
            there = boxes.shared(region, decisions.where(fact.when))
            assert (fact.id in kept) is bool(there)


def test_a_question_that_a_class_raises_stands_on_its_sheet_and_on_no_other(built: Path) -> None:
    guide = loaded.guide("wuhai/heat")
    asked = re.sub(r"\s|？", "", next(str(one.text) for one in guide.questions if one.when))
    sheets = {one.id: _text(built / f"guides/wuhai/heat/checklist-{one.id}.pdf") for one in classes(guide)}
    assert [name for name, said in sheets.items() if asked in said] == ["small"]


def test_the_large_type_is_large(built: Path) -> None:
    sizes: set[float] = set()

    def seen(text: str, user: list[float], matrix: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3] * user[3]), 1))

    pypdf.PdfReader(built / "guides/wuhai/gas/checklist.18pt.pdf").pages[0].extract_text(visitor_text=seen)
    assert {size for size in sizes if size < 18} <= {9.0, 12.0, 14.0}  # at the foot, and the numbers of sections


def test_a_joint_sheet_says_shared_parts_once(built: Path) -> None:
    said = _text(built / "guides/yantai/joint.pdf")
    assert said.count("可以后补") == 1
    for title in ("用水报装", "用气报装", "用暖报装"):
        assert title in said


PLACES = sorted({address.partition("/")[0] for address in GUIDES})


def test_a_booklet_holds_every_part_and_leads_to_it(built: Path) -> None:
    reader = pypdf.PdfReader(built / "guides/wuhai/booklet.pdf")
    said = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    bound = sheets_of(loaded.checked()[1], Publisher())["wuhai/booklet.pdf"].bound
    titles = [html.unescape(re.search("<title>(.*?)</title>", one.html)[1]) for one in bound]  # type: ignore[index]
    assert titles[:4] == ["乌海市用水报装", "乌海市用气报装", "乌海市用暖报装", "乌海市用水报装办事清单"]
    for part, title in enumerate(titles, start=1):
        target = reader.named_destinations[f"part-{part}"]
        number = reader.get_destination_page_number(target)
        assert number is not None
        assert title in said[0]
        assert re.sub(r"\s", "", title) in said[number]
        assert str(number + 1) in said[number]
        assert str(number + 1) in said[0]
    assert "答几个问题" not in "".join(said)


@pytest.mark.parametrize("slug", PLACES)
def test_a_booklet_has_no_nearly_empty_page_and_no_draft(slug: str, built: Path) -> None:
    reader = pypdf.PdfReader(built / "guides" / slug / "booklet.pdf")
    said = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert [number for number, text in enumerate(said[1:], start=2) if len(text) < 200] == []
    assert not re.search("草稿|还缺[0-9]+项", "".join(said))
    marks = [str(one.title) for one in reader.outline if not isinstance(one, list)]
    assert marks[0].endswith("手册")


def test_a_booklet_is_made_alike_twice(built: Path) -> None:
    sheet = sheets_of(loaded.checked()[1], Publisher())["harbin/booklet.pdf"]
    assert printing.printed(sheet) == (built / "guides/harbin/booklet.pdf").read_bytes()


@pytest.mark.slow
def test_a_notice_for_the_wall_is_bound() -> None:
    sheets = sheets_of(loaded.checked(loaded.INVENTED)[1], Publisher())
    bound = [one.html for one in sheets["xugou/booklet.pdf"].bound]
    assert sheets["xugou/water/notice.pdf"].html in bound
    assert not any(sheets[f"xugou/{name}"].html in bound for name in ("gas/notice.pdf", "gas/notice-draft.pdf"))


@pytest.mark.slow
def test_equal_bytes_whatever_was_printed_before() -> None:
    """Fonts, styles and layouts that a process keeps change no sheet: each kind, alone first, then after all others."""
    made = sheets_of(loaded.checked(loaded.INVENTED)[1], Publisher())
    kinds = {path.rpartition("/")[2]: sheet for path, sheet in made.items() if not sheet.bound}
    one = {name: kinds[name] for name in ("checklist.pdf", "checklist.18pt.pdf", "notice.pdf", "form.pdf")}
    first = {name: printing.printed(sheet) for name, sheet in one.items()}
    for name, sheet in reversed(one.items()):
        assert printing.printed(sheet) == first[name], name
    process = (
        "import pickle, sys; from generator.paper.printing import printed; "
        "sys.stdout.buffer.write(printed(pickle.load(sys.stdin.buffer)))"
    )
    for name, sheet in one.items():
        alone = subprocess.run(
            [sys.executable, "-c", process], input=pickle.dumps(sheet), capture_output=True, check=True
        )
        assert alone.stdout == first[name], name


def test_equal_bytes_from_process_to_process(built: Path) -> None:
    sheet = sheets_of(loaded.checked()[1], Publisher())["wuhai/gas/checklist.pdf"]
    assert printing.printed(sheet) == (built / "guides/wuhai/gas/checklist.pdf").read_bytes()


@pytest.mark.slow
def test_a_code_leads_to_the_page_with_the_version_of_the_sheet() -> None:
    publisher = Publisher.model_validate({"site_url": "https://example.invalid/"})
    sheets = sheets_of(loaded.checked()[1], publisher)
    for name, sheet in sheets.items():
        assert "data:image/svg+xml" in sheet.html, name
        assert "网址未设置" not in sheet.html, name
    guide = loaded.guide("wuhai/gas")
    for kind, path in {"checklist": "", "notice-draft": "notice/"}.items():
        address = f"https://example.invalid/wuhai/gas/{path}#_v={guide_json.version(guide)}"
        assert address in sheets[f"wuhai/gas/{kind}.pdf"].html
    assert "https://example.invalid/wuhai/gas/supply/" in sheets["wuhai/gas/notice.pdf"].html
    for name in ("wuhai/gas/notice.pdf", "wuhai/gas/notice-draft.pdf", "jingmen/form.pdf"):
        data = printing.printed(sheets[name])
        assert page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_figures_of_the_guide_stand_on_the_sheet(built: Path) -> None:
    reader = pypdf.PdfReader(built / "guides" / "wuhai" / "gas" / "checklist.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert "不超过1.5个工作日" in text
    assert "数字：不超过几个工作日" in text
    for figure in ("3.5", "4", "7", "9"):  # in the cells of the grid
        assert figure in text
    for words in ("报装申请表", "供能前", "报装受理", "验收接入", "12345", "文件没有写", "网址未设置", "2021年9月6日"):
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


@pytest.mark.slow
def test_every_character_of_every_sheet_has_a_glyph() -> None:
    for name, sheet in sheets_of(loaded.checked()[1], Publisher()).items():
        text = html.unescape(re.sub(r"<[^>]*>", "", sheet.html)).replace("\u2060", "")  # drawn as nothing by any font
        assert list(glyphs.missing(text)) == [], name


def _large() -> tuple[Guide, Class, Limit]:
    guide = loaded.guide("wuhai/gas")
    limit = next(one for one in facts(guide, "limits") if one.id == "large")
    return guide, next(one for one in classes(guide) if one.id == "large"), limit


def test_of_a_conflict_one_side_may_be_left_with_its_case() -> None:
    guide, large, limit = _large()
    cased = {"a": (), "b": ({"class": ELSE},)}
    sides = tuple(limit.model_copy(update={"id": name, "when": when}) for name, when in cased.items())
    conflict = Conflict[Limit](id="c", consequence="无", sides=sides, when=({"flow": FLOW},))
    told = layout(guide.model_copy(update={"limits": (conflict,)}), "class_sheet", large)
    assert [group.relation for group in told.groups("limits")] == [None, None]
    assert [line.when for line in told.facts("limits")] == ["小时用气量大于 2000 Nm³/h"]


ELSE, FLOW = feel.parse("large-external"), feel.parse("> 2000")


def test_what_is_said_of_other_classes_only_is_silence() -> None:
    guide, large, _ = _large()
    others = tuple(one for one in facts(guide, "limits") if one.id == "large-external")
    told = layout(guide.model_copy(update={"limits": others}), "class_sheet", large)
    assert told.section("limits") == ()
    assert [line.statement.kind for line in told.told_under("limits")] == ["silent"]


@pytest.mark.parametrize("address", GUIDES)
def test_a_checklist_is_one_side_or_two_well_filled_ones(address: str, built: Path) -> None:
    for path in sorted((built / f"guides/{address}").glob("checklist*.pdf")):
        pages = pypdf.PdfReader(path).pages
        assert len(pages) <= 2 or "18pt" in path.name, path
        assert len(pages) == 1 or _filled(pages[-1]) >= TAIL, path
        assert "盖章" in pages[0].extract_text()


def _filled(side: pypdf.PageObject) -> float:
    """How much of the height of a page its text takes, the foot aside."""
    heights: list[float] = []

    def seen(text: str, user: list[float], matrix: list[float], _: object, __: object) -> None:
        if text.strip():
            heights.append(user[5] + user[3] * matrix[5])

    side.extract_text(visitor_text=seen)
    top, foot = float(side.mediabox.height), 50
    return (max(heights) - min(height for height in heights if height > foot)) / (top - foot)


@pytest.mark.slow
def test_a_checklist_takes_few_layouts_and_no_last_side_is_nearly_empty() -> None:
    laid, sheets = Counter[str](), 0
    for address in (*GUIDES, *loaded.addresses(loaded.INVENTED, referring=False)):
        guide = loaded.guide(address)
        for one in (None, *classes(guide)[:2]):
            html = print_sheets.checklist_sheet(guide, version="0" * 12, publisher=Publisher(), one=one)
            sheets += 1
            step = fitting.fitted(partial(_laid, html, laid), fitting.measured(html, place.CHECKLIST))
            chosen = _laid(html, Counter(), step)
            sides = 2 if address in GUIDES else 3  # the invented place has every structure that there is
            filled = chosen.pages == 1 or (chosen.pages <= sides and chosen.tail >= TAIL)
            assert filled, f"{address} {one and one.id}"
    assert laid.total() <= 1.3 * sheets


def _laid(html: str, laid: Counter[str], step: int) -> fitting.Laid:
    laid[html] += 1
    return pdf.filled(pdf.document(pdf.source(html), ("checklist.css",), place.CHECKLIST, step, forms=False))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["table", "text"])
def test_a_long_sheet_is_laid_out_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is, and on each of its pages as WeasyPrint makes them: so its time grows as it does."""
    made: list[int] = []
    one = pdf.document

    def counted(*given: Any, **how: Any) -> Any:
        document = one(*given, **how)
        made.append(len(document.pages))
        return document

    monkeypatch.setattr(pdf, "document", counted)
    pdf.laid_out(long.PAGE.format(long.KINDS[kind][0](150)), "guide.css", steps=booklet._TO_READ)
    assert [pages >= 12 for pages in made] == [True]


FEET = """<style>
@page { @bottom-left { content: element(end); width: 100%; vertical-align: top } }
#end { position: running(end) }
</style>"""


@pytest.mark.parametrize(("lines", "grown"), [(1, False), (4, True), (9, True)])
def test_the_foot_of_a_sheet_makes_room_for_itself(lines: int, *, grown: bool) -> None:
    """However long it is, no ink comes near the edge; for a short one the sheet stays as it was made."""
    foot = "<br>".join(["虚构的落款"] * lines)
    head, body = f"<title>虚构</title>{FEET}", f"<div id='end'>{foot}</div><p>甲</p>"
    read = pdf.source(f"<html lang='zh-Hans'>{head}<body>{body}</body></html>")
    made = pdf.document(read, (), pdf.AS_MADE, 0, forms=False)
    (page,) = (page._page_box for page in made.pages)
    (box,) = (box for box in page.children if getattr(box, "at_keyword", "") == "@bottom-left")
    end = max(part.position_y + part.margin_height() for part in box.children)
    assert end < page.margin_height() - 15
    assert (page.margin_bottom > 50) == grown
