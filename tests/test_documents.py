"""Clauses in context: the text of a document, what is quoted of it, the way there and back; guides/ stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from expected import ROOT, build, link_faults, quiet, sources
from playwright.sync_api import Browser, Page

from generator import checks
from generator.build import publish
from generator.document.originals import Original
from generator.document.text import normal, span
from generator.pages import guide_pages, place
from generator.pages.documents import Text
from generator.policy.provenance import Cite
from generator.policy.resolve import Resolved

CASE = ROOT / "tests" / "cases" / "every-structure"
TEXT = """虚构市文件

## 一、总则

小时用气量$\\leq 100$，
9个工作日。

一、又一个一

（一）<b>甲</b>。9个工作日

附件 1

一、附件的一
"""


@pytest.fixture(scope="module")
def resolved() -> tuple[Resolved, ...]:
    """The guides of the first of the invented places."""
    every = checks.check(CASE / "policies", CASE / "originals")[1]
    return tuple(one for one in every if one.guide.place.slug == "xugou")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    """The invented cities, built with the texts of their documents."""
    folder = tmp_path_factory.mktemp("shown")
    build(folder, CASE / "policies", CASE / "originals", store=every)
    return folder


def _text(resolved: tuple[Resolved, ...]) -> Text:
    return Text(resolved[0].guide.documents[0].model_copy(update={"id": "doc"}), Original(TEXT))


def test_where_a_quotation_stands() -> None:
    assert span("不超过 9 个\n工作日。", "9个工作日") == (4, 11)
    assert span("小时用气量$\\leq 100$，", "≤100") is not None
    assert span("不超过9个工作日", "7个工作日") is None


def test_every_passage_once_with_its_own_anchor(resolved: tuple[Resolved, ...]) -> None:
    text = _text(resolved)
    passages = list(text.passages({}))
    anchors = [one.anchor for one in passages]
    assert anchors == ["doc.文头", "doc.一、", "doc.一、~2", "doc.一、（一）", "doc.附件1", "doc.附件1一、"]
    words = "".join(piece.words for one in passages for line in one.lines for piece in line)
    assert normal(words) == normal(TEXT)
    assert text.anchor("一、又一个一") == "doc.一、~2"
    assert text.anchor("九、") == ""


def test_what_is_quoted_is_marked_and_named(resolved: tuple[Resolved, ...]) -> None:
    cite = Cite(doc="doc", clause="一、总则", quote=("9个工作日",))
    other = Cite(doc="another", clause="一、", quote=("9个工作日",))
    passages = list(_text(resolved).passages({"gas": {(cite,): 4, (other,): 5}}))
    marked = [(one.anchor, piece.words) for one in passages for line in one.lines for piece in line if piece.quoted]
    assert marked == [("doc.一、", "9个工作日")]
    assert {one.anchor: one.cited for one in passages if one.cited} == {"doc.一、": (("gas", (4,)),)}


@pytest.mark.parametrize(
    ("text", "clause", "quote", "anchors"),
    [
        ("承诺\n\n业务接待：\n三日内登记。\n\n管线维修：\n24小时内修复。\n", "管线维修", "24小时内修复",
         ["doc.文头", "doc.业务接待", "doc.管线维修"]),
        ("步骤\n第一步：申请。\n①身份证；②房产证。\n热线：00000002\n", "第一步①", "房产证",
         ["doc.文头", "doc.第一步", "doc.第一步①", "doc.热线"]),
        ("承诺\n为了用户，我公司承诺。\n三日内通水。\n", "第2段", "三日内通水", ["doc.文头", "doc.第1段", "doc.第2段"]),
        ("承诺\n⼀、时限\n⼀⽇内通水。\n", "一、", "一日内通水", ["doc.文头", "doc.一、"]),
    ],
)  # fmt: skip
def test_heads_of_every_kind_have_their_passages(
    text: str, clause: str, quote: str, anchors: list[str], resolved: tuple[Resolved, ...]
) -> None:
    document = resolved[0].guide.documents[0].model_copy(update={"id": "doc"})
    shown = Text(document, Original(text))
    passages = list(shown.passages({"gas": {(Cite(doc="doc", clause=clause, quote=(quote,)),): 4}}))
    assert [one.anchor for one in passages] == anchors
    assert [one.anchor for one in passages if one.cited] == [shown.anchor(clause)] == [f"doc.{clause}"]
    assert sum(piece.quoted for one in passages for line in one.lines for piece in line) == 1


UNSEEN = "\0\a\x1b\x7f\u00ad\u034f\u061c\u200b\u200e\u202a\u202e\u2060\u2066\u3164\ue000\ufe0f\ufeff\uffff\U000e0041"


@pytest.mark.parametrize("character", UNSEEN, ids=lambda one: f"U+{ord(one):04X}")
def test_what_nobody_would_see_is_shown_by_its_number(character: str, resolved: tuple[Resolved, ...]) -> None:
    document = resolved[0].guide.documents[0].model_copy(update={"id": "doc"})
    text = Text(document, Original(f"一、总则\n\n{character}不超{character}过9个\n{character}\n工作日{character}<b>\n"))
    cite = Cite(doc="doc", clause="一、", quote=("过9个",))
    passages = list(text.passages({resolved[0].guide.utility: {(cite,): 4}}))
    token = f"⟨U+{ord(character):04X}⟩"
    pieces = [piece for one in passages for line in one.lines for piece in line]
    assert [piece.words for piece in pieces if piece.ours] == [token] * 4
    assert "".join(piece.words for piece in pieces if piece.quoted) == "过9个"
    page = guide_pages.document_page([resolved[0].guide], [(document, passages, 0)])
    assert character not in page
    assert page.count(f'<span class="ours">{token}</span>') == 4


def test_guides_are_the_same_with_and_without(shown: Path, tmp_path: Path) -> None:
    assert publish.stale(sources(tmp_path, CASE / "policies"), shown / "guides", say=quiet) == []
    assert not list((shown / "guides").rglob("document"))
    assert (shown / "site" / "xugou" / "document" / "index.html").is_file()
    assert link_faults(shown / "site") == []


def test_without_originals_nothing_leads_to_them(resolved: tuple[Resolved, ...], tmp_path: Path) -> None:
    for found in place.places(resolved):
        assert place.with_originals(found, tmp_path) == {}


@pytest.mark.slow
def test_every_quotation_is_found_in_its_text(resolved: tuple[Resolved, ...]) -> None:
    for found in place.places(resolved):
        page = place.with_originals(found, CASE / "originals")
        for one in found:
            guide = page[f"{one.guide.address}/index.md"]
            assert guide.count('class="quote"') <= guide.count(">看原文</a>"), one.guide.address


@pytest.fixture
def page(shown: Path, browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto((shown / "site" / "xugou" / "gas" / "index.html").as_uri())
        yield tab


def test_there_and_back(page: Page, shown: Path) -> None:
    link = page.locator("p.quote a", has_text="看原文").first
    quotation = page.locator("p.quote").first
    number, said = quotation.get_attribute("id"), quotation.text_content() or ""
    page.goto(
        f"{(shown / 'site' / 'xugou' / 'document' / 'index.html').as_uri()}{_fragment(link.get_attribute('href'))}"
    )
    passage = page.locator(".passage:target")
    assert passage.count() == 1
    assert any(mark in said for mark in passage.locator("mark").all_text_contents())
    back = passage.locator(f"a[href='../gas/#{number}']")
    assert back.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def _fragment(href: str | None) -> str:
    return "#" + unquote(str(href).split("#", 1)[1])
