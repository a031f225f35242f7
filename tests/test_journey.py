"""The steps as a picture in lanes: who acts, what is a branch, what is passed by; and where a reader is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import loaded
import pytest
from expected import ROOT, build
from playwright.sync_api import Browser, Page

from generator.media.layout import layout
from generator.pages.drawings.journey import Act, Journey, Place, journey
from generator.policy.guide import Guide, facts

CASE = ROOT / "tests" / "cases" / "every-structure"


def drawn(address: str) -> tuple[Guide, Journey]:
    guide = loaded.guide(address)
    return guide, journey(layout(guide, "page"))


def acts(picture: Journey) -> dict[str, Act]:
    return {path: act for place in places(picture).values() for act in place.acts for path in act.line.ids}


def places(picture: Journey) -> dict[str, Place]:
    return {place.ids: place for way in picture.ways for place in way.places}


def test_a_box_stands_in_the_lanes_of_those_who_act() -> None:
    _, picture = drawn("xugou/water")
    assert picture.lanes == ("您", "企业")
    found = acts(picture)
    assert (found["steps/register"].span, found["steps/register"].own) == ((2, 2), False)
    assert (found["steps/survey"].span, found["steps/survey"].own) == ((1, 2), True)


def test_a_box_of_nobody_covers_all_lanes_and_claims_none() -> None:
    guide, _ = drawn("xugou/water")
    silent = [one.model_copy(update={"actors": "not_stated"}) for one in facts(guide, "steps")]
    some = journey(layout(guide.model_copy(update={"steps": (silent[0], *list(facts(guide, "steps"))[1:])}), "page"))
    act = acts(some)[f"steps/{silent[0].id}"]
    assert (act.span, act.named, act.own) == ((1, len(some.lanes)), False, False)
    assert some.unnamed
    none = journey(layout(guide.model_copy(update={"steps": tuple(silent)}), "page"))
    assert none.lanes == ()


def test_what_only_some_need_can_be_passed_by() -> None:
    _, picture = drawn("xugou/water")
    assert [ids for ids, place in places(picture).items() if place.passed] == ["steps/plan"]


def test_phases_are_bands_and_every_step_stands_in_one() -> None:
    guide, picture = drawn("xugou/water")
    assert [band.name for way in picture.ways for band in way.bands] == [phase.name for phase in guide.phases]
    assert [path for act in acts(picture).values() for path in act.line.ids] == [
        f"steps/{one.id}" for one in facts(guide, "steps")
    ]


def test_the_time_and_the_permits_of_a_step_stand_beside_it_and_others_apart() -> None:
    guide, picture = drawn("xugou/water")
    limited = {step: limit.id for limit in facts(guide, "limits") for step in limit.steps}
    for step, limit in limited.items():
        beside = [path for ids, place in places(picture).items() if f"steps/{step}" in ids for path in _limits(place)]
        shared = next(one for one in facts(guide, "limits") if one.id == limit).steps[-1]
        assert (f"limits/{limit}" in beside) is (step == shared), step
    assert picture.drawn == {("permits/road-and-trees",)}


def _limits(place: Place) -> list[str]:
    return [path for one in place.limits for path in one.ids]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    folder = tmp_path_factory.mktemp("journey")
    build(folder, CASE / "policies", store=every)
    return folder / "site"


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        found = context.new_page()
        found.goto((site / "xugou" / "water" / "index.html").as_uri())
        yield found


@pytest.mark.build
def test_a_tick_is_kept_on_this_device_and_tells_where_one_is(page: Page) -> None:
    progress = page.locator(".journey .progress").first
    assert progress.inner_text() == "本页所列 7 步，您在第 1 步"
    page.locator(".journey input").first.check()
    assert progress.inner_text() == "本页所列 7 步，您在第 2 步"
    page.reload()
    assert page.locator(".journey input").first.is_checked()
    assert progress.inner_text() == "本页所列 7 步，您在第 2 步"
    for box in page.locator(".journey input").all():
        box.check()
    assert progress.inner_text() == "本页所列 7 步，都办好了"


@pytest.mark.build
def test_a_step_that_is_not_told_is_no_gap_in_the_picture(page: Page) -> None:
    page.evaluate("document.querySelector('[data-says=\"steps/plan\"]').closest('li').hidden = true")
    page.wait_for_function("document.querySelector('.journey .count').textContent === '6'")
    lines = page.evaluate("[...document.querySelectorAll('.flow > li:not([hidden])')].map(one => one.dataset.from)")
    assert lines == ["0", "3", "2", "2", "2", "3"]


@pytest.mark.build
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_every_word_of_the_picture_fits(site: Path, browser: Browser, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        for address in ("xugou/water", "xugou/gas", "zixu/water"):
            page.goto((site / address / "index.html").as_uri())
            assert page.evaluate(_OUTSIDE) == []


_OUTSIDE = """() => [...document.querySelectorAll('.journey *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map(one => one.className)"""
