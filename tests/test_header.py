"""The head of every page: the way to the finder, with and without scripts, at each width, from a disk as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nodejs import AXE
from playwright.sync_api import Browser, expect

PAGE = "wuhai/gas/"
WIDE: Any = {"width": 1024, "height": 740}
PHONE: Any = {"width": 360, "height": 740}


def test_what_is_typed_is_looked_for_on_the_home_page_and_no_server_hears_of_it(address: str, browser: Browser) -> None:
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/{PAGE}")
        page.locator("form.seek input").fill("100% 烟台")
        page.keyboard.press("Enter")
        expect(page.locator("#find")).to_have_value("100% 烟台")
        assert page.url.startswith(f"{address}/#q=")
        assert not any("q=" in url for url in asked)


def test_from_a_disk_too(built: Path, browser: Browser) -> None:
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto((built / "site" / PAGE / "index.html").as_uri())
        page.locator("form.seek input").fill("wuhai")
        page.locator("form.seek button").click()
        expect(page.locator(".found a").first).to_be_visible()


def test_nothing_typed_leads_to_the_field_of_the_home_page(address: str, browser: Browser) -> None:
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        page.locator("form.seek button").click()
        expect(page.locator("#find")).to_be_focused()


@pytest.mark.parametrize(
    ("viewport", "scripts", "field"), [(WIDE, True, True), (WIDE, False, False), (PHONE, True, False)]
)
def test_a_field_where_there_is_room_and_scripts_run_otherwise_a_link(
    viewport: Any, scripts: bool, field: bool, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport=viewport, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        assert page.locator("form.seek").is_visible() is field
        link = page.locator("a.seek")
        assert link.is_visible() is not field
        assert link.get_attribute("href") == "../..#find"
        assert link.inner_text().strip() == "查找"


def test_a_link_on_a_phone_leads_to_the_field(address: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        page.locator("a.seek").click()
        expect(page.locator("#find")).to_be_focused()


@pytest.mark.parametrize("size", ["", "largest"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE])
def test_targets_are_large_enough_and_lie_within_the_head(
    viewport: Any, size: str, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport=viewport) as context:
        context.add_init_script(f"localStorage.setItem('reading', JSON.stringify({{size: '{size}'}}))")
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        head = page.locator(".site-head").bounding_box()
        assert head
        for target in page.locator(".site-name:visible, .seek:visible, .reading > summary").all():
            box = target.bounding_box()
            assert box
            assert min(box["height"], box["width"]) >= 44
            assert head["y"] <= box["y"]
            assert box["y"] + box["height"] <= head["y"] + head["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/wuhai/gas/", "/404.html"])
def test_accessible(path: str, scheme: Any, address: str, browser: Browser) -> None:
    with browser.new_context(viewport=WIDE, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{address}{path}")
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run('.site-head').then(result => result.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == []
