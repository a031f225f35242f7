"""Where a line may not break: in a unit, between a number and its unit, before a mark; and names quoted once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from generator.words.names import quoted
from generator.words.templating import environment

JOINED = {
    "不超过1000 Nm³/h的": "不超过1000&#160;Nm³/&#8288;h的",
    "500m³/d": "500m³/&#8288;d",
    "20 t/h": "20&#160;t/&#8288;h",
    "80 ㎡": "80&#160;㎡",
    "0.4 MPa": "0.4&#160;MPa",
    "每小时 Nm³/h": "每小时 Nm³/&#8288;h",
    "https://example.invalid/h/m": "https://example.invalid/h/m",
    "2021/9/3 and/or a/b": "2021/9/3 and/or a/b",
    "3 miles": "3 miles",
}


@pytest.mark.parametrize("markdown", [True, False])
@pytest.mark.parametrize(("text", "joined"), JOINED.items())
def test_no_line_breaks_in_a_unit_or_before_it(text: str, joined: str, markdown: bool) -> None:
    made = environment(markdown=markdown).from_string("{{ text }}").render(text=text)
    assert made.replace("&#58;", ":") == joined


@pytest.mark.parametrize("markdown", [True, False])
def test_what_is_joined_is_escaped_all_the_same(markdown: bool) -> None:
    made = environment(markdown=markdown).from_string("{{ text }}").render(text="<b>5 Nm³/h</b>")
    assert "<" not in made


@pytest.mark.parametrize(
    ("name", "said"), [("虚构", "“虚构”"), ("“虚构”的项目", "“虚构”的项目"), ("「虚构」项目", "「虚构」项目")]
)
def test_a_name_with_quotation_marks_of_its_own_gets_no_others(name: str, said: str) -> None:
    assert quoted(name) == said


@pytest.mark.build
def test_no_page_has_doubled_quotation_marks(built: object) -> None:
    for path in (built / "guides").rglob("*.md"):  # type: ignore[operator]
        assert not re.search("““|””", path.read_text(encoding="utf-8")), path


ALONE = """() => [...document.querySelectorAll('article a.c')].filter(mark => {
    if (!mark.offsetParent) return false;
    const block = mark.closest('li, p, dd, td, div, section, summary, article');
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const bare = text => text.replace(/[\\s\u2060]+$/, ''), range = document.createRange();
    let before = null;
    for (let node; (node = texts.nextNode()) && !mark.contains(node);) if (bare(node.data)) before = node;
    if (!before) return false;
    range.setStart(before, bare(before.data).length - 1);
    range.setEnd(before, bare(before.data).length);
    return range.getBoundingClientRect().bottom < mark.getBoundingClientRect().top;
}).map(mark => mark.id || mark.textContent)"""
"""The marks that stand in another line than the sign before them."""


@pytest.mark.parametrize("width", [320, 360, 411])
def test_no_mark_begins_a_line(width: int, address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        for guide in ("wuhai/gas", "harbin/water", "changchun-zhonghan/water"):
            page.goto(f"{address}/{guide}/")
            page.evaluate("for (const fold of document.querySelectorAll('article details')) fold.open = true")
            assert page.evaluate(ALONE) == [], guide
