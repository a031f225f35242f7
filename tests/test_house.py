"""What all pages share: the way to the page about the site, days that have passed, nothing kept or sent."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import loaded
import pytest
from expected import ROOT
from playwright.sync_api import Browser, Page

from generator.pages import shared_pages
from generator.paths import CONFIG
from generator.policy.files import Publisher
from generator.policy.guide import Guide
from generator.site import mkdocs
from generator.telling import deadlines
from generator.words import catalogue

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
PHONE = {"width": 360, "height": 740}


def guide(policies: Path, address: str) -> Guide:
    return loaded.resolved(policies)[address].guide


# ---------------------------------------------------------------------------------------------------------- days


def test_every_day_a_guide_names() -> None:
    found = deadlines.deadlines([guide(CASE, "xugou/gas"), guide(CASE, "xugou/water")])
    assert [(one.kind, str(one.on), one.starts) for one in found] == [
        ("effective", "2099-02-01", True),
        ("expires", "2104-01-31", False),
        ("target", "2099-12-31", False),
        ("from", "2099-07-01", True),
        ("until", "2099-06-30", False),
    ]
    assert found[2].words == ("到2099年12月31日前",)
    assert deadlines.deadlines([guide(ROOT / "policies", "wuhai/gas")]) == ()


def test_who_vouches_and_since_when() -> None:
    assert deadlines.vouched(guide(ROOT / "policies", "wuhai/gas")) == ()
    assert [by for by, _ in deadlines.vouched(guide(CASE, "xugou/water"))]


def marked(page: Page) -> list[str]:
    """The words that stand behind days, as a reader sees them."""
    return [text for text in page.locator(".deadlines .past").all_text_contents() if text]


@pytest.mark.parametrize(
    ("today", "past"), [((2021, 12, 31), 0), ((2022, 1, 1), 1), ((2022, 12, 31), 1), ((2023, 1, 1), 2)]
)
def test_the_reader_sees_which_days_have_passed(
    today: tuple[int, int, int], past: int, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.clock.set_fixed_time(datetime(*today, 12))
        page.goto(f"{address}/harbin/water/")
        assert marked(page).count(catalogue.words()["deadlines"]["over"]) == past
        assert (catalogue.words()["deadlines"]["ask"] in marked(page)) is (past > 0)
        assert page.locator(".deadlines.over").count() == min(past, 1)


def test_nothing_moves_when_days_are_marked(address: str, browser: Browser) -> None:
    heights = []
    for scripts in (True, False):
        with browser.new_context(viewport=PHONE, java_script_enabled=scripts) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{address}/harbin/water/")
            page.locator("#sources > summary").click()
            box = page.locator(".deadlines").bounding_box()
            assert box is not None
            heights.append(box["height"])
    assert heights[0] == heights[1]


def test_without_scripts_the_days_stand_and_nothing_is_called_past(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/harbin/water/")
        assert page.locator(".deadlines time").count() == 2
        assert "2021年底" in (page.locator(".deadlines").text_content() or "")
        assert marked(page) == []


def test_no_page_calls_a_day_past_by_itself(built: Path) -> None:
    over = catalogue.words()["deadlines"]["over"]
    for path in (built / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count(over) == text.count(f'data-said="{over}"'), path


# ------------------------------------------------------------------------------------------- who, and on which page


def test_the_page_about_the_site_is_reached_from_every_page(built: Path) -> None:
    site = built / "site"
    for path in site.rglob("*.html"):
        folders = path.relative_to(site).parent.parts
        tree = folders[:1] if folders[:1] == ("en",) else ()
        up = "/" + "".join(f"{one}/" for one in tree) if path.name == "404.html" else "../" * len(folders[len(tree) :])
        assert f'<a href="{up}about/">' in path.read_text(encoding="utf-8"), path


def test_who_runs_the_site_stands_where_it_is_set_and_is_not_made_up() -> None:
    unset = Publisher()
    assert shared_pages.footer("a/b/index.md", unset).count("尚未设置") == 1
    assert shared_pages.about_page(unset).count("尚未设置") == 5
    known = Publisher(operator="虚构办 <b>", icp="虚ICP备00000000号", police="虚公网安备00号", contact="000-0000000")
    for text in (shared_pages.footer("index.md", known), shared_pages.about_page(known)):
        assert "尚未设置" not in text
        assert "<b>" not in text.split("虚构办", 1)[1][:12]
    for mark in ("虚ICP备00000000号", "虚公网安备00号"):
        assert mark in shared_pages.footer("index.md", known)


@pytest.mark.build
@pytest.mark.parametrize(("site_url", "root"), [("https://example.invalid/guides/", "/guides/"), (None, "/")])
def test_a_page_that_is_not_there_leads_home_from_any_depth_in_the_frame_of_all(site_url: str, root: str) -> None:
    page = mkdocs.converted({}, CONFIG.read_text(encoding="utf-8"), site_url)["404.html"].decode("utf-8")
    addresses = re.findall(r'\b(?:href|src)="([^"]*)"', page)
    assert f"{root}assets/house.css" in addresses
    assert f"{root}about/" in addresses
    assert [one for one in addresses if not one.startswith(root)] == []
    assert re.search(r'<a class="button" href="([^"]*)"', page)
    assert '<header class="site-head">' in page
    assert '<meta name="robots" content="noindex">' in page


# --------------------------------------------------------------------------------------------------------- privacy


def kept(page: Page) -> dict[str, object]:
    """Everything the browser keeps for the site."""
    stores = "JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])"
    local, session = json.loads(page.evaluate(stores))
    databases = page.evaluate("indexedDB.databases().then(found => found.length)")
    caches = page.evaluate("caches.keys().then(found => found.length)")
    return {"local": local, "session": session, "databases": databases, "caches": caches}


def test_nothing_is_kept_or_sent_of_what_a_person_answers(address: str, browser: Browser) -> None:
    sent = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
        page.goto(f"{address}/wuhai/gas/")
        page.locator(".card .start").click()
        page.locator("label:has(input[name=external_line][value=false])").click()
        page.wait_for_function("location.hash.includes('external_line=false')")
        page.goto(f"{address}/jingmen/form/")
        page.locator("[data-field] input[type=text]").first.fill("虚构")
        assert kept(page) == {"local": [], "session": [], "databases": 0, "caches": 0}
        page.locator(".keep-here").check()
        assert [name.split(":")[0] for name in kept(page)["local"]] == ["form"]  # type: ignore[attr-defined]
        assert context.cookies() == []
    assert {method for method, _, _ in sent} == {"GET"}
    assert not any("external_line" in url or "虚构" in url or data for _, url, data in sent)
