"""Pages in headless Chromium: nothing asked of another host, nothing spilling at 360 px, quotations found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from expected import ROOT
from playwright.sync_api import Browser, Page, ViewportSize

GUIDES = ROOT / "guides"
PAGES = sorted(f"/{path.parent.relative_to(GUIDES).as_posix()}/".replace("/./", "/") for path in GUIDES.rglob("*.md"))


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """A page by day and one by night that open one address after the other: to begin one takes longer than to look."""
    with ExitStack() as open_:
        size: ViewportSize = {"width": 360, "height": 740}
        day = open_.enter_context(browser.new_context(viewport=size, color_scheme="light"))
        night = open_.enter_context(browser.new_context(viewport=size, color_scheme="dark"))
        yield day.new_page(), night.new_page()


@contextmanager
def _heard(tab: Page) -> Iterator[tuple[list[str], list[str]]]:
    """What a page asks for, and what goes wrong on it."""
    asked: list[str] = []
    problems: list[str] = []
    hearing: dict[str, Callable[[Any], None]] = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: problems.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: problems.append(str(error)),
    }
    for event, heard in hearing.items():
        tab.on(event, heard)  # type: ignore[call-overload]
    yield asked, problems
    for event, heard in hearing.items():
        tab.remove_listener(event, heard)


@pytest.mark.parametrize("page", PAGES)
def test_no_other_host_and_no_spill(page: str, address: str, tabs: tuple[Page, Page]) -> None:
    """By day and by night; both are loaded before either is waited for, since that is waiting alone."""
    with ExitStack() as hearing:
        heard = [hearing.enter_context(_heard(tab)) for tab in tabs]
        for tab in tabs:
            response = tab.goto(address + page)
            assert response is not None
            assert response.ok
        for tab in tabs:
            tab.wait_for_load_state("networkidle")
    for tab, (asked, problems) in zip(tabs, heard, strict=True):
        assert address + page in asked
        assert [url for url in asked if not url.startswith(address)] == []
        assert problems == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        assert tab.context.cookies() == []


def test_a_mark_leads_to_its_quotation_and_back(address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/wuhai/gas/")
        mark = tab.locator("a.c").first
        target = mark.get_attribute("href")
        mark.click()
        quotation = tab.locator(f"p.quote{target}")
        quotation.wait_for(state="visible")
        assert "报装申请材料为一张报装申请表" in quotation.inner_text()
        quotation.get_by_title("回到正文").click()
        assert tab.url.endswith("#r1")


def test_complete_without_scripts(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/wuhai/gas/")
        text = tab.locator("article").inner_text()
        for words in ("有外线大型用户", "报装申请表", "12345", "文件没有写"):
            assert words in text
