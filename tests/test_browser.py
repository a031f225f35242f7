"""Pages in headless Chromium: nothing asked of another host, nothing spilling at 360 px, quotations found."""

from __future__ import annotations

import pytest
from expected import ROOT
from playwright.sync_api import Browser

GUIDES = ROOT / "guides"
PAGES = sorted(f"/{path.parent.relative_to(GUIDES).as_posix()}/".replace("/./", "/") for path in GUIDES.rglob("*.md"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_other_host_and_no_spill(page: str, scheme: str, address: str, browser: Browser) -> None:
    asked: list[str] = []
    with browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        tab = context.new_page()
        problems: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: problems.append(str(error)))
        response = tab.goto(address + page)
        tab.wait_for_load_state("networkidle")
        assert response is not None
        assert response.ok
        assert [url for url in asked if not url.startswith(address)] == []
        assert problems == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        assert context.cookies() == []


@pytest.mark.parametrize("utility", ["water", "gas", "heat"])
def test_the_applicants_part_ends_within_six_screens(utility: str, address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/wuhai/{utility}/")
        end = tab.evaluate("document.getElementById('basis').getBoundingClientRect().top")
        assert end <= 6 * 740


def test_a_mark_leads_to_its_quotation_and_back(address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/wuhai/gas/")
        mark = tab.locator("a.c").first
        target = mark.get_attribute("href")
        mark.click()
        quotation = tab.locator(f"p.quote{target}")
        quotation.wait_for(state="visible")
        assert "新建改建扩建房屋建筑工程" in quotation.inner_text()
        quotation.get_by_title("回到正文").click()
        assert tab.url.endswith("#r1")


def test_complete_without_scripts(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/wuhai/gas/")
        text = tab.locator("article").inner_text()
        for words in ("不超过 9 个工作日", "报装申请表", "12345", "文件没有写"):
            assert words in text
