"""Reading aloud: offered only where the browser has a Chinese voice, in order, no marks, to be paused and stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from nodejs import AXE
from playwright.sync_api import Browser, Page, expect

VOICES = """(() => {
    const speech = {said: [], getVoices: () => [{lang: LANG, name: 'invented'}], cancel() {}, speak(one) {
        this.said.push(one.text); this.now = one; }};
    Object.defineProperty(window, 'speechSynthesis', {value: speech});
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})()"""
"""A browser with one voice that says nothing until it is told that it has ended."""
END = "speechSynthesis.now.onend()"


def opened(browser: Browser, address: str, lang: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.add_init_script(VOICES.replace("LANG", repr(lang)))
        page.goto(f"{address}/wuhai/gas/")
        page.locator(".reading > summary").click()
        yield page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address, "zh-CN")


def test_without_a_chinese_voice_nothing_is_offered(browser: Browser, address: str) -> None:
    for page in opened(browser, address, "en-GB"):
        expect(page.locator(".aloud")).to_be_hidden()


def test_the_page_is_read_in_order_without_marks(page: Page) -> None:
    page.get_by_role("button", name="朗读本页").click()
    for _ in range(12):
        page.evaluate(END)
    said = page.evaluate("speechSynthesis.said")
    assert said[0] == page.locator("h1").inner_text().strip()
    text = page.evaluate("""() => {
        for (const mark of document.querySelectorAll('article a.c')) mark.remove();
        return document.querySelector('article').textContent.replace(/[\\s\u2060]+/g, '');
    }""")
    places = [text.find("".join(one.split())) for one in said]
    assert min(places) >= 0
    assert places == sorted(places)
    assert page.locator(".spoken").count() == 1


def test_it_pauses_goes_on_where_it_was_and_stops(page: Page) -> None:
    page.get_by_role("button", name="朗读本页").click()
    expect(page.get_by_role("button", name="暂停")).to_be_focused()
    page.evaluate(END)
    page.keyboard.press("Enter")
    before = page.evaluate("speechSynthesis.said")
    page.evaluate(END)  # what was cut off ends, too
    assert page.evaluate("speechSynthesis.said") == before
    page.get_by_role("button", name="继续").click()
    assert page.evaluate("speechSynthesis.said") == [*before, before[-1]]
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".aloud-bar")).to_be_hidden()
    assert page.locator(".spoken").count() == 0
    expect(page.locator(".reading > summary")).to_be_focused()


def test_accessible(page: Page) -> None:
    page.get_by_role("button", name="朗读本页").click()
    page.add_script_tag(path=AXE)
    assert page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))") == []
