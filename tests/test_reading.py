"""Reading: every kind of page in every mode, by keyboard, enlarged, unscripted, on paper, over a thin wire."""

from __future__ import annotations

import gzip
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pypdf
import pytest
from expected import ROOT
from nodejs import AXE
from playwright.sync_api import Browser, BrowserContext, Page, Route

from generator import language
from generator.policy import utilities

GUIDES = ROOT / "guides"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, ZOOMED = {"width": 360, "height": 740}, {"width": 320, "height": 256}  # 1280 by 1024 enlarged to 400 %


def _kind(path: Path) -> str:
    """What a page is, places and utilities aside; a guide of another service by reference is a kind of its own."""
    parts = path.relative_to(GUIDES).parts[:-1]
    tree = parts[:1] if parts and parts[0] in language.names() else ()
    within, shape = GUIDES.joinpath(*tree), ["utility" if part in utilities.known() else part for part in parts]
    own = shape[len(tree) :]
    if own and len(list((within / own[0]).iterdir())) > 1 and (within / own[0] / "window").is_dir():
        own[0] = "place"
    refers = own == ["place", "utility"] and "参照的是" in path.read_text(encoding="utf-8")
    return "/".join([*tree, *own]) + ("/reference" if refers else "") or "home"


def _kinds() -> dict[str, str]:
    """One address of each kind of page there is, the largest page of its kind."""
    found: dict[str, Path] = {}
    for path in sorted(GUIDES.rglob("*.md"), key=lambda path: path.stat().st_size):
        found[_kind(path)] = path
    addresses = {kind: path.parent.relative_to(GUIDES).as_posix() for kind, path in found.items()}
    return {kind: "/" if address == "." else f"/{address}/" for kind, address in sorted(addresses.items())}


KINDS = _kinds()
GUIDE = "/wuhai/gas/"
MODES: dict[str, tuple[dict[str, str], str]] = {
    "light": ({}, "null"),
    "dark": ({"color_scheme": "dark"}, "null"),
    "contrast": ({"contrast": "more"}, "null"),
    "contrast by choice, dark": ({"color_scheme": "dark"}, '{"contrast": "high"}'),
    "largest": ({}, '{"size": "largest"}'),
}
"""What the system wishes, and what the reader has set."""


def _context(browser: Browser, mode: str, size: dict[str, int] = PHONE) -> BrowserContext:
    wishes, chosen = MODES[mode]
    context = browser.new_context(viewport=size, **wishes)  # type: ignore[arg-type]
    context.add_init_script(f"localStorage.setItem('reading', '{chosen}')")
    return context


Tabs: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """A page for each mode and size: it opens one address after the other, for tests that leave nothing behind in it.

    To begin a page takes Chromium a third of the time of such a test.
    """
    with ExitStack() as open_:

        @cache
        def tab(mode: str, width: int, height: int) -> Page:
            size = {"width": width, "height": height}
            return open_.enter_context(_context(browser, mode, size)).new_page()

        yield lambda mode="light", size=PHONE: tab(mode, **size)


def _open_folds(tab: Page) -> None:
    tab.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


def test_every_kind_of_page_is_among_those_tried() -> None:
    wanted = {"home", "place", "place/utility", "place/utility/reference", "place/utility/notice"}
    wanted |= {"place/utility/supply", "place/form"}
    assert wanted | {"place/prepare", "place/window", "place/joint", "disclosure", "data"} <= set(KINDS)


# ---------------------------------------------------------------------------------------------------------- modes


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_accessible(kind: str, mode: str, address: str, tabs: Tabs) -> None:
    tab = tabs(mode)
    tab.goto(address + KINDS[kind])
    _open_folds(tab)
    tab.add_script_tag(path=AXE)
    found = tab.evaluate(
        "tags => axe.run({runOnly: tags}).then(result => result.violations.map(one =>"
        " [one.id, one.nodes.map(node => node.html)]))",
        WCAG,
    )
    assert found == []


_SPILLS = """() => [...document.querySelectorAll('body *')].filter(node => {
  const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  const hides = style.overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1;
  const held = style.visibility === 'hidden' || node.closest('div.matrix');
  return !held && (box.width > 1 && box.right > innerWidth + 1 || hides);
}).map(node => node.outerHTML.slice(0, 120))"""
"""What sticks out at the right, and what cuts off or scrolls sideways what it holds.

A matrix of two kinds of heads scrolls within itself, its heads in sight (WCAG 2.2, 1.4.10 excepts it).
"""


@pytest.mark.parametrize("mode", ["light", "largest"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_or_scrolls_sideways_at_four_hundred_percent(
    kind: str, mode: str, address: str, tabs: Tabs
) -> None:
    tab = tabs(mode, ZOOMED)
    tab.goto(address + KINDS[kind])
    _open_folds(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    assert tab.evaluate(_SPILLS) == []


def test_a_table_is_cards_where_it_would_not_fit(address: str, browser: Browser) -> None:
    for width, mode, shown in ((1280, "light", "table"), (320, "light", "block"), (1280, "largest", "block")):
        with _context(browser, mode, {"width": width, "height": 800}) as context:
            tab = context.new_page()
            tab.goto(f"{address}/compare/water/")
            tables = tab.locator("article table").all()
            assert {one.evaluate("node => getComputedStyle(node).display") for one in tables} == {shown}
            pairs = tab.locator("article table tbody td").evaluate_all(
                "nodes => nodes.map(node => [node.dataset.label, getComputedStyle(node, '::before').content])"
            )
            assert pairs == [[name, f'"{name}"' if shown == "block" else "none"] for name, _ in pairs]


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_table_names_its_column(kind: str, tabs: Tabs, address: str) -> None:
    tab = tabs()
    tab.goto(address + KINDS[kind])
    _open_folds(tab)
    for table in tab.locator("article table.cards:not(.notice)").all():
        heads = table.locator("thead th").all_text_contents()
        for row in table.locator("tbody tr").all():
            cells = row.locator("> *").evaluate_all("nodes => nodes.map(node => node.dataset.label)")
            assert [name or head for name, head in zip(cells, heads, strict=True)] == [one.strip() for one in heads]
    assert tab.locator("article table:not(.cards):not(.sheet table):not(.matrix)").count() == 0  # its cells have names


# ------------------------------------------------------------------------------------------------- what is set


def _font_size(tab: Page) -> float:
    size: float = tab.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)")
    return size


def _lightness(tab: Page) -> float:
    told: str = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(one) for one in re.findall(r"\d+", told)[:3]) / 765


def test_a_choice_is_kept_on_this_device_and_can_be_taken_back(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    before = _font_size(phone), _lightness(phone)
    phone.locator(".reading > summary").click()
    phone.get_by_label("特大").check()
    phone.get_by_label("深色").check()
    assert _font_size(phone) * 0.75 >= 18  # in points
    phone.goto(f"{address}/disclosure/")
    assert _font_size(phone) * 0.75 >= 18
    assert _lightness(phone) < 0.2
    assert phone.context.cookies() == []
    phone.locator(".reading > summary").click()
    assert phone.get_by_label("深色").is_checked()
    phone.get_by_role("button", name="恢复默认").click()
    phone.goto(address + GUIDE)
    assert (_font_size(phone), _lightness(phone)) == before


def test_a_choice_beats_the_system(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE, color_scheme="dark") as context:  # type: ignore[arg-type]
        tab = context.new_page()
        tab.goto(address + GUIDE)
        assert _lightness(tab) < 0.2
        tab.locator(".reading > summary").click()
        tab.get_by_label("浅色").check()
        assert _lightness(tab) > 0.9


@pytest.mark.parametrize("kept", ["nonsense{", "null", "7", '{"size": 3, "colour": []}'])
def test_what_is_kept_may_be_nonsense(kept: str, browser: Browser, address: str) -> None:
    problems: list[str] = []
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        context.add_init_script(f"localStorage.setItem('reading', {kept!r})")
        tab = context.new_page()
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.goto(address + GUIDE)
        tab.locator(".reading > summary").click()
        assert [tab.get_by_label(name).is_checked() for name in ("标准", "浅色")] == [True, False]
    assert problems == []


def test_settings_work_from_a_disk(phone: Page, built: Path) -> None:
    phone.goto((built / "site" / "wuhai" / "gas" / "index.html").as_uri())
    phone.locator(".reading > summary").click()
    phone.get_by_label("特大").check()
    phone.goto((built / "site" / "index.html").as_uri())
    assert _font_size(phone) >= 24


def test_settings_by_keyboard_and_no_trap(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    phone.locator(".reading summary").focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("ArrowRight")
    assert phone.evaluate("document.activeElement.value") == "large"
    assert phone.locator("html").get_attribute("data-size") == "large"
    phone.keyboard.press("Escape")
    assert phone.locator(".reading[open]").count() == 0
    assert phone.evaluate("document.activeElement.matches('.reading summary')")
    phone.keyboard.press("Enter")
    for _ in range(9):
        phone.keyboard.press("Tab")
    assert phone.evaluate("!document.activeElement.closest('.reading')")
    assert phone.locator(".reading[open]").count() == 0  # closed behind the focus, so that it hides nothing


def test_nothing_is_drawn_before_the_chosen_style_is_there(phone: Page, address: str) -> None:
    """The style comes last of all; the first paint waits for it."""
    phone.goto(address + GUIDE)
    phone.evaluate("localStorage.setItem('reading', '{\"colour\": \"dark\"}')")

    def late(route: Route) -> None:
        phone.wait_for_timeout(700)
        route.continue_()

    phone.context.route("**/dark.css", late)
    phone.goto(f"{address}/wuhai/water/")
    phone.wait_for_function("performance.getEntriesByName('first-paint').length")
    painted, there = phone.evaluate(
        "[performance.getEntriesByName('first-paint')[0].startTime,"
        " performance.getEntriesByType('resource').find(one => one.name.endsWith('dark.css')).responseEnd]"
    )
    assert there > 600
    assert painted >= there


@pytest.mark.parametrize("fragment", ["#100%", "#%E4%B8", "#q=%", "#flow=%E4&_=1", "#%", "#=%ff", "#_v=%zz"])
@pytest.mark.parametrize("path", ["/", GUIDE, "/wuhai/", "/wuhai/gas/notice/", "/wuhai/form/"])
def test_an_address_that_was_cut_stops_no_script(path: str, fragment: str, phone: Page, address: str) -> None:
    problems: list[str] = []
    phone.on("pageerror", lambda error: problems.append(str(error)))
    phone.goto(address + path + fragment)
    phone.goto(f"{address}{path}#_v=1")
    phone.goto(address + path + fragment)  # the same page, another place on it
    assert problems == []


# ------------------------------------------------------------------------------------------------------- keyboard


_FOCUS = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
  return {
    what: node.tagName + ' ' + (node.getAttribute('href') || node.name || node.textContent.trim().slice(0, 20)),
    shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && box.width > 0,
    seen: box.top >= -1 && box.bottom <= innerHeight + 1 && box.left >= -1 && box.right <= innerWidth + 1,
    order: [...document.querySelectorAll('*')].indexOf(node),
  };
}"""


@pytest.mark.parametrize("kind", ["home", "place/utility", "place/form", "place/window", "disclosure"])
def test_a_walk_by_keyboard_sees_every_stop_in_order_and_comes_out(kind: str, phone: Page, address: str) -> None:
    phone.goto(address + KINDS[kind])
    stops = []
    for _ in range(400):
        phone.keyboard.press("Tab")
        stop = phone.evaluate(_FOCUS)
        if stop["what"].startswith("BODY"):
            break
        stops.append(stop)
    else:
        raise AssertionError("a trap")
    assert stops[0]["what"].startswith("A #")  # the skip link
    assert [one["what"] for one in stops if not (one["shown"] and one["seen"])] == []
    orders = [order for order, _ in groupby(one["order"] for one in stops)]  # a date has several stops inside
    assert orders == sorted(set(orders))


def test_the_skip_link_leads_past_the_head(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    phone.keyboard.press("Tab")
    assert phone.locator(".skip").inner_text().strip() == "跳到正文"
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.matches('h1 ~ * *')")


def test_a_mark_leads_to_its_quotation_and_back_by_keyboard(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    mark = phone.locator("#papers ~ ul a.c").first
    number = mark.inner_text()
    mark.focus()
    phone.keyboard.press("Enter")
    quotation = phone.locator(f"#c{number}")
    quotation.wait_for(state="visible")
    box = quotation.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= PHONE["height"] - box["height"]
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.getAttribute('aria-label')") == f"{number}，回到正文"
    phone.keyboard.press("Enter")
    phone.wait_for_function("name => document.activeElement.id === name", arg=f"r{number}")
    assert phone.evaluate(_FOCUS)["seen"]


def test_terms_are_explained_in_words_and_not_by_hovering(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    assert phone.locator("article abbr").count() == 0
    phone.get_by_text("是什么").first.click()
    assert "外线" in " ".join(phone.locator("details.terms b").all_inner_texts())


# ---------------------------------------------------------------------------------------------------------- paper


def _printed(tab: Page) -> str:
    reader = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4")))
    return unicodedata.normalize("NFKC", "".join("".join(page.extract_text() for page in reader.pages).split()))


@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_there_is_the_page_and_nothing_of_the_frame(kind: str, tabs: Tabs, address: str) -> None:
    tab = tabs("contrast by choice, dark", {"width": 1280, "height": 800})
    tab.emulate_media(media="screen")
    tab.goto(address + KINDS[kind])
    tab.emulate_media(media="print")
    assert tab.locator(".site-head:visible, .md-footer:visible, .contents:visible, .crumbs:visible").count() == 0
    assert _lightness(tab) in (0, 1)  # transparent or white
    assert "rgb(0, 0, 0)" in tab.evaluate("getComputedStyle(document.querySelector('article')).color")


def test_a_guide_on_paper_has_its_quotations_and_the_date_of_its_data(phone: Page, address: str) -> None:
    phone.goto(address + GUIDE)
    said = _printed(phone)
    assert "对照原文的日期:" in said
    assert "回到正文" not in said
    assert "http" not in said.split("对照原文的日期:")[-1]  # the site has no address yet
    quotations = phone.locator("p.quote").count()
    assert said.count("「") >= quotations > 20
    assert phone.locator("article details[open]").count() == 0  # folded again behind the print


# ------------------------------------------------------------------------------------------- light, still, unscripted


def test_a_first_view_is_light(browser: Browser, address: str, built: Path) -> None:
    """Everything a first view of each guide asks for, as gzip sends it."""
    for page in ("/wuhai/gas/", "/yantai/heat/", "/jingmen/water/"):
        asked: list[str] = []
        with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
            tab = context.new_page()
            tab.on("request", lambda request: asked.append(urlsplit(request.url).path))  # noqa: B023  used at once
            tab.goto(address + page, wait_until="networkidle")
        files = [built / "site" / (path + "index.html" if path.endswith("/") else path).lstrip("/") for path in asked]
        assert len(files) > 5
        assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 150_000


def test_a_page_stands_still_while_it_loads(browser: Browser, address: str) -> None:
    """0.01 is a tenth of what counts as good: room for the rounding of fonts, none for a box that comes late."""
    for mode in ("light", "largest"):
        with _context(browser, mode) as context:
            tab = context.new_page()
            tab.add_init_script(
                "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(one => "
                "{ shifts += one.value; })).observe({type: 'layout-shift', buffered: true});"
            )
            tab.goto(address + GUIDE, wait_until="networkidle")
            assert tab.evaluate("shifts") < 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_every_word_is_there(kind: str, browser: Browser, address: str) -> None:
    words = "document.querySelector('article').textContent.replace(/\\s+/g, '').toLowerCase()"
    visible = "document.querySelector('article').innerText.replace(/\\s+/g, '').toLowerCase()"  # styles set capitals
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        tab = context.new_page()
        tab.route("**/*.js", lambda route: route.abort())
        tab.goto(address + KINDS[kind])
        assert tab.locator(".reading, article .finder").locator("visible=true").count() == 0  # what would not work
        tab.evaluate("for (const one of document.querySelectorAll('article [hidden], article .sheet')) one.remove()")
        tab.locator(".paper, .sign, .hint, article .finder, article :is(script, svg, thead)").evaluate_all(
            "nodes => nodes.map(node => node.remove())"
        )
        _open_folds(tab)
        assert tab.evaluate(visible) == tab.evaluate(words)


def test_the_text_is_drawn_while_deferred_scripts_are_still_away(phone: Page, address: str) -> None:
    waiting: list[Route] = []
    scripts = re.compile(r"/(site|interview|ticket|due|case|typed|nodes|told|words|decide|dates|tables)\.js")
    phone.route(scripts, lambda route: waiting.append(route))  # noqa: PLW0108  a built-in takes no mark of Playwright's
    phone.goto(address + GUIDE, wait_until="commit")
    phone.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert re.search(r"最长\s*9", phone.locator("article").inner_text())
    assert len(waiting) > 3
    for route in waiting:
        route.abort()
