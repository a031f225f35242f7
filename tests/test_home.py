"""The home page: a question, places in the order of their codes with what they have and lack, workers' links apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import loaded
import pytest
from expected import entries
from playwright.sync_api import Browser

from generator.pages import shared_pages
from generator.pages.entries import Entry, Pagination
from generator.words.catalogue import words

PHONE: Any = {"width": 360, "height": 740}
SCREEN: Any = {"width": 1440, "height": 900}


def invented(slug: str, code: str) -> Entry:
    """A place that exists nowhere, with a guide for gas alone."""
    found = next(entry for entry in entries(loaded.checked()[1]) if len(entry.guides) == 3)
    gas = found.guides[1]
    place = gas.place.model_copy(
        update={"slug": slug, "name": f"虚构{slug}", "code": code, "covers": f"虚构{slug}的一半"}
    )
    return replace(found, guides=(gas.model_copy(update={"place": place}),), classes=((),), rows=({},))


def test_places_stand_in_the_order_of_their_codes_and_those_without_one_last() -> None:
    places = [invented(slug, code) for slug, code in (("a", "not_stated"), ("b", "990200"), ("c", "990100"))]
    for page in (
        shared_pages.home_page(places, Pagination()),
        shared_pages.places_page(places, Pagination("99", {"99": 3})),
    ):
        assert re.findall(r'<h3 id="(\w)">', page) == ["c", "b", "a"]


def test_a_place_says_what_it_covers_and_lacks_and_has_links_only_to_what_there_is() -> None:
    other = next(entry for entry in entries(loaded.checked()[1]) if len(entry.guides) == 3)
    page = shared_pages.home_page([invented("a", "990100"), other], Pagination())
    rows = page[page.index('<ul class="places">') : page.index("</ul>", page.index('<ul class="places">'))]
    row = next(one for one in rows.split("<li>") if 'id="a"' in one)
    assert "虚构a的一半。没有收录用水、用暖。" in re.sub(r"\n", "", row)
    assert re.findall(r'href="([^"#]*)"', row) == ["a/", "a/gas/"]
    assert words()["utilities"]["gas"]["name"] in row


def test_what_no_place_has_is_not_spoken_of() -> None:
    page = shared_pages.home_page([invented("a", "990100")], Pagination())
    row = page[page.index('<ul class="places">') : page.index("</ul>", page.index('<ul class="places">'))]
    assert "没有收录" not in row
    assert "接通用气，" in page
    assert re.findall(r'<g id="i-([a-z]+)">', page) == ["gas"]


def test_with_provinces_no_place_is_listed_but_the_drawings_of_answers_are_there() -> None:
    page = shared_pages.home_page([invented("a", "990100")], Pagination(provinces={"99": 1}))
    assert "<h3" not in page
    assert 'href="places/99/"' in page
    assert 'id="i-gas"' in page


def test_a_drawing_stands_once_however_many_places_there_are() -> None:
    few, many = (
        shared_pages.places_page(
            [invented(f"p{number}", "990100") for number in range(size)], Pagination("99", {"99": size})
        )
        for size in (1, 101)
    )
    assert (len(many) - len(few)) / 100 < 600
    assert many.count('id="i-gas"') == 1


@pytest.mark.parametrize(("viewport", "places"), [(SCREEN, 5), (PHONE, 2)])
def test_the_first_screen_has_the_field_and_the_first_places(
    viewport: Any, places: int, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport=viewport) as context:
        page = context.new_page()
        page.goto(f"{address}/")
        boxes = [one.bounding_box() for one in page.locator("#find, .places > li").all()]
        ends = [box["y"] + box["height"] for box in boxes if box]
        assert sum(end <= viewport["height"] for end in ends) >= 1 + places


def test_nothing_moves_while_the_page_is_built(address: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.add_init_script("""window.moved = 0; new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({type: 'layout-shift', buffered: true})""")
        page.goto(f"{address}/")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") < 0.01


def test_links_of_those_who_work_here_stand_apart_below_the_places(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/")
        links = {str(link.get_attribute("href")) for link in page.locator(".staff a").all()}
        assert links == {"disclosure/", "help/", "data/"}  # nothing has been recorded as changed yet
        rest = page.locator("article a:not(.staff a):not(.house a)").all()
        assert not links & {str(link.get_attribute("href")) for link in rest}
