"""What a guide looks like on a phone: the answer on the first screen, and how long the page is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from expected import ROOT
from playwright.sync_api import Browser, Page, ViewportSize

from generator.policy import utilities

PHONE: ViewportSize = {"width": 360, "height": 740}
GUIDES = [
    f"{path.parent.name}/{path.stem}"
    for path in sorted((ROOT / "policies").glob("*/*.yaml"))
    if path.stem in utilities.known() and "\nreference:" not in path.read_text(encoding="utf-8")
]
SCREENS = {"wuhai": 4.5}
"""How many screens a guide of a place may be long, folded; of any other place six."""
LARGEST = 2.7
"""How much longer a guide may be in the largest type."""
SEEN = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.height && box.width && box.bottom <= innerHeight) found.push(node.textContent);
  }
  return found.join(" ");
}"""
"""The words that stand on the screen whole, without scrolling."""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:
        yield context.new_page()


def _screens(page: Page) -> float:
    return float(page.evaluate("document.documentElement.scrollHeight / innerHeight"))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_first_screen_says_how_long_and_what_decides(guide: str, address: str, phone: Page) -> None:
    phone.goto(f"{address}/{guide}/")
    seen = re.sub(r"\s+", " ", phone.evaluate(SEEN))
    assert "多少天" in seen
    assert re.search(r"\d (?:个工作日|小时|天)|多少天.{0,9}文件没有写", seen)
    assert _decides(seen) or all(asked in seen for asked in ("带什么", "多少钱", "问谁"))


def _decides(seen: str) -> bool:
    """Whether at least two cases stand there, each with its own answer."""
    return len(re.findall(r"\d (?:个工作日|小时|天)|以实际发生为准", seen)) > 1


@pytest.mark.parametrize("guide", GUIDES)
def test_the_figure_of_days_is_the_largest_thing(guide: str, address: str, phone: Page) -> None:
    phone.goto(f"{address}/{guide}/")
    sizes: dict[str, Any] = phone.evaluate(
        """() => {
          const size = (node) => parseFloat(getComputedStyle(node).fontSize);
          const figures = [...document.querySelectorAll(".card .figure")].map(size);
          const others = [...document.querySelectorAll("article :not(.figure)")].map(size);
          return { figure: Math.max(0, ...figures), other: Math.max(...others), any: figures.length };
        }"""
    )
    assert sizes["figure"] > sizes["other"] or not sizes["any"]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_short(guide: str, address: str, phone: Page, browser: Browser) -> None:
    phone.goto(f"{address}/{guide}/")
    screens = _screens(phone)
    assert screens <= SCREENS.get(guide.partition("/")[0], 6)
    with browser.new_context(viewport=PHONE) as context:
        context.add_init_script("localStorage.setItem('reading', JSON.stringify({ size: 'largest' }))")
        large = context.new_page()
        large.goto(f"{address}/{guide}/")
        assert large.evaluate("document.documentElement.getAttribute('data-size')") == "largest"
        assert _screens(large) <= LARGEST * screens
        assert large.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_chip_leads_to_what_it_names(guide: str, address: str, phone: Page) -> None:
    phone.goto(f"{address}/{guide}/")
    chips = phone.locator(".chips a")
    for href in {chip.get_attribute("href") or "" for chip in chips.all()}:
        assert phone.locator(f'[id="{href.removeprefix("#")}"]').count() == 1
