"""The commitment notice by facts: a draft until the utility has supplied what only it can, then one for the wall."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import loaded
import page as validation
import pypdf
import pytest
import supplies
from expected import ROOT
from expected import data as data_of

from generator import checks
from generator.media.duty import window_points
from generator.media.layout import layout
from generator.pages import guide_pages, place, place_pages, print_sheets
from generator.paper import printing
from generator.policy.files import Publisher
from generator.policy.guide import Guide, items
from generator.policy.provenance import Conflict
from generator.policy.resolve import Resolved
from generator.telling import disclosure
from generator.words import catalogue

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
Products = dict[str, bytes]


def resolved(policies: Path) -> dict[str, Resolved]:
    """The guides below a folder that has no errors."""
    _, found, findings = checks.check(policies)
    assert [str(one) for one in findings if one.code != "waived"] == []
    return {one.guide.address: one for one in found}


def sheet(one: Resolved) -> bytes:
    """The poster of a guide: for the wall, or a draft of it."""
    return printing.printed(list(dict(place.notices(one, Publisher())).values())[-1])


def text(data: bytes) -> str:
    """What a sheet says, without what a compact text is without."""
    return _compact("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def filled(one: Resolved, folder: Path) -> Resolved:
    """A guide after its utility has supplied what it lacks, with invented content."""
    policies = folder / "policies"
    shutil.copytree(one.city.folder.parent, policies)
    path = policies / one.guide.place.slug / f"{one.guide.utility}.assured.yaml"
    path.write_text(supplies.lacking(one.guide), encoding="utf-8")
    return resolved(policies)[one.guide.address]


OURS, INVENTED = loaded.addresses(), loaded.addresses(CASE)


def test_nothing_is_found_in_either_folder() -> None:
    found = [one for folder in (ROOT / "policies", CASE) for one in loaded.checked(folder)[2]]
    assert [str(one) for one in found if one.code != "waived"] == []


@pytest.fixture(scope="module")
def wall() -> bytes:
    """The sheet of the one invented utility that has supplied everything."""
    return sheet(loaded.resolved(CASE)["xugou/water"])


def _figures(guide: Guide, *, conflicts: bool) -> Iterator[str]:
    """Every limit, charge and place to complain of a guide, as its notice says them."""
    told = layout(guide, "notice")
    for section in ("limits", "fees", "works", "complaints"):
        for line in told.facts(section):
            if conflicts or not told.disputed(line):
                yield line.without("when", "note", "assured").text


def _compact(words: str) -> str:
    """Words without white space, and without the comma that a large figure does without."""
    return re.sub(r"\s|\u2060|，", "", words)


A4, A3 = (595, 842), (842, 1191)


def _is_plain(data: bytes, title: str, size: tuple[int, int] = A3) -> None:
    """One page, that says what it is, in which language, and how it is built."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages] == [size]
    assert reader.metadata is not None
    assert re.fullmatch(title, str(reader.metadata.title))
    assert str(reader.root_object["/Lang"]) == "zh-Hans"
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert validation.validate_pdf_bytes(data, profile=validation.ValidationProfile.PDF_UA_1).is_compliant


def _sizes(data: bytes) -> Iterator[tuple[str, float]]:
    """What a sheet says in one piece, each with the size of its type in points."""
    said: list[tuple[str, float]] = []

    def visit(text: str, user: Sequence[float], matrix: Sequence[float], _: object, size: float) -> None:
        if text.strip():
            said.append((text.strip(), abs(size * matrix[3] * user[3])))

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)
    yield from said


# ------------------------------------------------------------------------------------------------------- drafts


@pytest.mark.parametrize("address", OURS)
def test_every_place_has_a_draft_with_all_figures(address: str, built: Path) -> None:
    guide = loaded.resolved()[address].guide
    data = (built / "guides" / address / "notice-draft.pdf").read_bytes()
    _is_plain(data, r".+服务承诺公示（草稿）")
    said = text(data)
    assert "草稿：供企业核对补充不张贴" in said
    for figure in _figures(guide, conflicts=True):
        assert _compact(figure) in said, figure


@pytest.mark.parametrize("address", OURS)
def test_what_a_draft_lacks_stands_on_a_sheet_for_the_utility(address: str, built: Path) -> None:
    guide = loaded.resolved()[address].guide
    data = (built / "guides" / address / "notice.pdf").read_bytes()
    _is_plain(data, r".+服务承诺公示：还缺什么", A4)
    said, names = text(data), catalogue.words()["disclosure"]["items"]
    own = [kind for kind in disclosure.missing(guide) if kind in disclosure.OWN]
    assert f"上墙之前还缺{len(own)}项" in said
    assert "不张贴" in said
    for kind in disclosure.missing(guide):
        assert _compact(names[kind]["name"]) in said, kind
    for group in layout(guide, "notice").promised().asked:
        assert all(_compact(line.without("note").text) in said for line in group.lines)
    assert not re.search("（[a-z_]+:）|policies/|not_stated", said)


@pytest.mark.slow
@pytest.mark.parametrize("address", OURS)
def test_what_is_asked_of_a_utility_makes_a_draft_the_sheet_for_the_wall(address: str, tmp_path: Path) -> None:
    one = loaded.resolved()[address]
    after = filled(one, tmp_path)
    assert not disclosure.complete(one.guide)
    assert set(disclosure.missing(after.guide)) == set()
    assert "草稿" not in text(sheet(after))


@pytest.mark.slow
def test_a_limit_and_a_charge_of_the_utility_are_told_from_those_of_the_document(tmp_path: Path) -> None:
    guide = filled(loaded.resolved()["yantai/heat"], tmp_path).guide
    summary = (
        guide_pages.guide_page(guide, version="0").partition('<section class="card"')[2].partition("</section>")[0]
    )
    assert re.search("不超过.*?9.*?个工作日.*?承诺.*?虚构内容提供，2099年1月1日起", summary, re.DOTALL)
    city = place_pages.city_page([guide], None)
    assert re.search(r"不超过.{0,100}9.{0,60}个工作日.{0,200}承诺</span>（企业提供）", city, re.DOTALL)
    assert re.search(r"虚构内容</b>.{0,90}（企业提供）", city.partition("工程：")[2])


# --------------------------------------------------------------------------------------------------------- wall


@pytest.mark.slow
def test_a_complete_utility_has_the_sheet_for_the_wall(wall: bytes) -> None:
    _is_plain(wall, r"乌有水务公司（虚构）用水报装服务承诺公示")
    said = text(wall)
    guide = loaded.resolved(CASE)["xugou/water"].guide
    figures = list(_figures(guide, conflicts=False))
    assert len(figures) > 15
    for figure in figures:
        assert _compact(figure) in said, figure
    for words in (
        "虚构责任人",
        "000-0000-0004",
        "虚构市虚构路1号1楼3号窗口",
        "000-0000-0002",
        "000-0000-0003",
        "文件未载明",
    ):
        assert words in said
    assert "草稿" not in said
    assert "请企业填写" not in said


@pytest.mark.slow
@pytest.mark.parametrize("address", ["xugou/water", "xugou/gas"])
def test_the_wall_shows_no_contradiction_and_says_what_to_ask(address: str, tmp_path: Path) -> None:
    one = loaded.resolved(CASE)[address]
    one = one if address == "xugou/water" else filled(one, tmp_path)
    said = text(sheet(one))
    conflicts = [(section, each) for section in ("limits", "fees", "works") for each in items(one.guide, section)]
    conflicts = [(section, each) for section, each in conflicts if isinstance(each, Conflict)]
    assert conflicts
    for _, conflict in conflicts:
        assert _compact(conflict.consequence) not in said
    assert "写法不同：" not in said
    assert "别处" not in said
    assert "本站说明" not in said
    assert "请窗口说明的事" in said
    for point in window_points(one.guide):
        assert _compact(point) in said


@pytest.mark.slow
def test_only_a_word_of_the_document_makes_a_promise(wall: bytes) -> None:
    promises, _, demands = text(wall).partition("服务承诺超过")[2].partition("文件要求企业去做还不是承诺")
    assert "每超过1个工作日赔付50元" in promises
    assert "首问负责制" in demands
    assert "首问负责制" not in promises
    assert "目标：到2099年12月31日前还不是承诺" in text(wall)


@pytest.mark.slow
def test_the_wall_can_be_read_from_a_distance_and_is_made_alike_twice(wall: bytes) -> None:
    assert min(size for words, size in _sizes(wall) if not words.startswith("◆")) >= 6.5
    assert sheet(loaded.resolved(CASE)["xugou/water"]) == wall


@pytest.mark.slow
@pytest.mark.parametrize("address", [*OURS, "xugou/gas"])
def test_the_figures_of_days_can_be_read_three_metres_away(address: str, tmp_path: Path) -> None:
    """96 pt and more: whatever else has to be smaller for it."""
    one = filled(loaded.resolved(CASE if address == "xugou/gas" else ROOT / "policies")[address], tmp_path)
    shown = layout(one.guide, "wall")
    whole = [line for group in shown.whole_limits() if not group.differs for line in group.lines]
    numbers = {str(number) for line in whole if not line.open for number in line.statement.fact.numbers}
    data = sheet(one)
    _is_plain(data, r".+服务承诺公示")
    assert {words for words, size in _sizes(data) if size >= 96} == numbers


def _pictures(data: bytes) -> set[bytes]:
    """The pictures of a sheet, each once."""
    return {picture.data for page in pypdf.PdfReader(io.BytesIO(data)).pages for picture in page.images}


@pytest.mark.slow
def test_a_sheet_holds_no_picture_but_the_logo(wall: bytes) -> None:
    assert len(_pictures(wall)) == 1
    assert not _pictures(sheet(loaded.resolved(CASE)["xugou/gas"]))


# ----------------------------------------------------------------------------------------------- page and paper


def _body(html: str) -> str:
    """What a page or a poster says below its head, without the marks of where it comes from."""
    body = html[html.index('<section class="block promise">') :].partition("</body>")[0].partition("<small>依据")[0]
    for mark in (r'<a class="c".*?</a>', r'<span class="(assured|own)">.*?</span>', r'<p class="basis">.*?</p>'):
        body = re.sub(mark, "", body, flags=re.DOTALL)
    body = re.sub(r'<span class="tag">(.*?)</span>', r"（\1）", body)  # a page has a frame for brackets
    body = body.replace("条件较长，见网页", "条件较长，").replace('<a href="../#classes">见指南</a>', "")
    body = body.replace("详情问窗口。", "").replace('<a href="../">详见指南</a>。', "")
    body = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), body)
    return _compact(re.sub(r"<[^>]*>", "", body)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize("address", [*INVENTED, *OURS])
def test_page_and_paper_say_the_same(address: str) -> None:
    one = loaded.guide(address)
    page = guide_pages.notice_page(one, version="0")
    paper = print_sheets.notice_sheet(one, version="0", publisher=Publisher())
    assert len(_body(page)) > 100
    assert _body(page) == _body(paper)


def test_the_logo_stands_beside_the_notice() -> None:
    policies, found, _ = loaded.checked(CASE)
    products = data_of(found, policies)
    assert products["xugou/water/notice/logo.png"] == (CASE / "xugou" / "water-logo.png").read_bytes()
    assert [name for name in products if name.endswith("logo.png")] == ["xugou/water/notice/logo.png"]
    assert "logo.png" in guide_pages.notice_page(loaded.resolved(CASE)["xugou/water"].guide, version="0")


def test_the_guide_leads_to_its_notice(built: Path) -> None:
    for address in OURS:
        page = (built / "site" / address / "index.html").read_text(encoding="utf-8")
        assert page.count('href="notice/"') == 1, address
        assert (built / "site" / address / "notice.pdf").is_file()
