"""Places side by side: only what is counted alike is comparable, nothing is left out, and many places fit as well."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import loaded
import pytest
from expected import ROOT
from nodejs import AXE
from playwright.sync_api import Browser

from generator.pages import comparison, overview
from generator.pages.comparison import Comparison
from generator.pages.drawings import bars
from generator.pages.entries import Entry, Pagination, by_province, head, provinces
from generator.policy.facts import Limit
from generator.policy.guide import Guide, facts, items
from generator.policy.provenance import Conflict, Nothing, Target, Words
from generator.words.names import heading

POLICIES = ROOT / "policies"
CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
BASE = ROOT / "tests" / "errors" / "base" / "policies"

LISTED = (("deadlines",), ("practice",))
"""Headings that a guide need not answer."""


def guides(policies: Path) -> list[Guide]:
    """The guides below a folder."""
    return [one.guide for one in loaded.checked(policies)[1]]


def members(policies: Path) -> list[comparison.Member]:
    """What each guide below a folder says."""
    return [comparison.member(one) for one in guides(policies)]


@pytest.fixture(scope="module")
def nowhere() -> Guide:
    """An invented guide with one limit of which everything is stated."""
    (guide,) = guides(BASE)
    said = {"starts_on": Words(words="受理"), "ends_with": Words(words="通水")}
    limit = guide.limits[0].model_copy(update={**said, "excludes": (Words(words="设计"), Words(words="施 工"))})  # type: ignore[index, union-attr]
    return guide.model_copy(update={"limits": (limit,)})


def elsewhere(guide: Guide, slug: str = "elsewhere", code: str = "not_stated", **changed: Any) -> Guide:
    """The same guide in another place, with a limit changed."""
    limit = guide.limits[0].model_copy(update=changed)  # type: ignore[index, union-attr]
    place = guide.place.model_copy(update={"slug": slug, "name": slug, "code": code})
    return guide.model_copy(update={"place": place, "limits": (limit,)})


def compared(*found: Guide) -> Comparison:
    """The comparison of some guides of one utility."""
    (one,) = comparison.comparisons([comparison.member(guide) for guide in found])
    return one


def test_what_is_counted_alike_is_comparable_whatever_the_number(nowhere: Guide) -> None:
    alike: dict[str, Any] = {"at_most": 7, "excludes": (Words(words="施工"), Words(words="设计"))}
    found = compared(nowhere, elsewhere(nowhere, **alike))
    assert [[one.counted.guide.place.slug for one in group] for group in found.groups] == [["elsewhere", "nowhere"]]
    assert [one.hindrances for member in found.members for one in member.limits] == [(), ()]
    assert [[timed.group for timed in scale.limits] for scale in found.scales] == [[1, 1]]


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "calendar_day"},
        {"at_most": None, "exactly": 3},
        {"starts_on": Words(words="缴费后")},
        {"ends_with": Words(words="同意报装")},
        {"excludes": (Words(words="设计"),)},
        {"includes": (Words(words="验收"),)},
    ],
    ids="-".join,
)
def test_one_difference_and_nothing_is_comparable(nowhere: Guide, changed: dict[str, Any]) -> None:
    found = compared(nowhere, elsewhere(nowhere, **changed))
    assert found.groups == ()
    assert [one.hindrances for member in found.members for one in member.limits] == [("alone",), ("alone",)]


@pytest.mark.parametrize(
    ("hindrance", "changed"),
    [
        ("starts_on", {"starts_on": "not_stated"}),
        ("ends_with", {"ends_with": "not_stated"}),
        ("excludes", {"excludes": "not_stated"}),
        ("unit", {"unit": "day"}),
        ("unit", {"unit": "not_stated"}),
        ("number", {"at_most": None, "words": "以实际发生为准"}),
        ("aim", {"force": "target", "target": Target(by="not_stated", words="目标")}),
        ("aim", {"force": "encouraged"}),
        ("part", {"steps": ("survey",)}),
        ("whose", {"whose": {"authority": ()}}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, value.values())),
)
def test_what_is_open_agrees_with_nothing_not_even_itself(
    nowhere: Guide, hindrance: str, changed: dict[str, Any]
) -> None:
    found = compared(elsewhere(nowhere, "here", **changed), elsewhere(nowhere, "there", **changed))
    assert found.groups == ()
    assert all(hindrance in one.hindrances for member in found.members for one in member.limits)


def test_what_a_document_says_in_two_ways_is_compared_with_nothing(nowhere: Guide) -> None:
    limit: Limit = nowhere.limits[0]  # type: ignore[index, assignment]
    conflict = Conflict[Limit](id="two", consequence="虚构", sides=(limit, limit.model_copy(update={"at_most": 9})))
    found = compared(nowhere, elsewhere(nowhere).model_copy(update={"limits": (conflict,)}))
    assert found.groups == ()
    assert [[one.disputed for one in member.limits] for member in found.members] == [[True, True], [False]]


def test_places_stand_in_the_order_of_their_codes_not_of_their_numbers(nowhere: Guide) -> None:
    order = [("b", "420000", 1), ("c", "110000", 9), ("a", "not_stated", 3)]
    found = compared(*(elsewhere(nowhere, slug, code, at_most=days) for slug, code, days in order))
    assert [member.guide.place.slug for member in found.members] == ["c", "b", "a"]
    assert [one.counted.limit.at_most for one in found.groups[0]] == [9, 1, 3]


@pytest.mark.parametrize("policies", [POLICIES, CASE], ids=["own", "invented"])
def test_every_limit_is_in_a_group_or_has_a_reason(policies: Path) -> None:
    whole = {one.address: one for one in guides(policies)}
    for found in comparison.comparisons(members(policies)):
        for member in found.members:
            assert len(member.limits) == len(list(facts(whole[member.guide.address], "limits")))
            assert all(bool(one.group) is not bool(one.hindrances) for one in member.limits)
        drawn = [timed for scale in found.scales for timed in scale.limits]
        wanted = [timed for member in found.members for timed in member.limits if timed.drawn]
        assert {_drawn(one) for one in drawn} == {_drawn(one) for one in wanted}


def _drawn(timed: comparison.Timed) -> tuple[object, ...]:
    """What of a limit a bar shows."""
    limit = timed.counted.limit
    return timed.counted.guide.address, timed.case, limit.numbers, timed.counted.basis


@pytest.mark.parametrize("policies", [POLICIES, CASE], ids=["own", "invented"])
def test_the_data_and_the_page_have_everything_each_guide_says(policies: Path) -> None:
    whole = {one.address: one for one in guides(policies)}
    pages = comparison.pages(comparison.comparisons(members(policies)), Pagination())
    for found in comparison.comparisons(members(policies)):
        rows = list(csv.DictReader(io.StringIO(comparison.as_csv(found).removeprefix("\ufeff"))))
        data = json.loads(comparison.as_json(found))
        assert [one["address"] for one in data["places"]] == [f"{member.guide.address}/" for member in found.members]
        page = pages[f"compare/{found.utility}/index.md"]
        for member in found.members:
            told = {(row["项目"], row["编号"]) for row in rows if row["指南"] == member.guide.address}
            for names in comparison.HEADINGS.values():
                for name in (name for name in names if name not in _APART):
                    assert _ids(whole[member.guide.address], name) <= {
                        one for title, one in told if title == heading(name)
                    }
            assert page.count(f'href="../../{member.guide.address}/"') >= len(
                [names for names in comparison.HEADINGS.values() if names[:1] not in LISTED or names[0] in member.said]
            )
            assert all(
                (one.kind in ("conflict", "incomplete", "not_stated")) or one.clauses for one in _entries(member)
            )


_APART = ("schedules", "practice")
"""Sections told row by row, and with few cases not at all."""


def _ids(guide: Guide, section: str) -> set[str]:
    sides = (getattr(one, "sides", (one,)) for one in items(guide, section))
    return {each.id for several in sides for each in several}


def _entries(member: comparison.Member) -> list[comparison.Cell]:
    return [one for entries in member.said.values() for one in entries]


def test_an_express_none_and_a_silence_are_told_apart() -> None:
    found = {one.utility: one for one in comparison.comparisons(members(POLICIES))}
    whole = {one.address: one for one in guides(POLICIES)}
    shown = {member.guide.place.slug: member for member in found["water"].members}
    assert any(isinstance(one, Nothing) for one in items(whole["jingmen/water"], "papers"))
    assert "nothing" in {one.kind for one in shown["jingmen"].said["papers"]}
    assert shown["wuhai"].said["fees"] == ()


@pytest.mark.slow
def test_three_hundred_places_are_divided_by_province(nowhere: Guide) -> None:
    many = [elsewhere(nowhere, f"place-{n}", f"{11 + n % 5}{n:04}", at_most=1 + n % 9) for n in range(300)]
    places = [Entry((head(one),), ((),), form=False, together=False, rows=({},)) for one in many]
    numbers = provinces(places)
    assert numbers == {str(code): 60 for code in range(11, 16)}
    pages = overview.pages(places, loaded.checked(BASE)[0], None)
    for code, found in by_province(places).items():
        own = {one.place.slug for one in found}
        listed = [[overview.guide_entry(one)] for one in many if one.place.slug in own]
        pages |= overview.lists(listed, Pagination(code, numbers), None, fed=False)[0]
    data = overview.data(places) | overview.general(loaded.checked(BASE)[0])[1]
    for code, found in by_province(places).items():
        own = {one.place.slug for one in found}
        listed = [[overview.guide_entry(one)] for one in many if one.place.slug in own]
        data |= overview.lists(listed, Pagination(code, numbers), None, fed=False)[1]
    for path, text in pages.items():
        for led in re.findall(r"\]\(([^)]+\.(?:csv|json))\)", text):
            assert normpath(join(dirname(path), led)) in data, path
    for kind in ("compare/water", "data"):
        expected = {f"{kind}/index.md", *(f"{kind}/{n}/index.md" for n in range(11, 16))}
        assert {path for path in pages if path.startswith(kind)} == expected
    assert {path for path in pages if path.startswith("places/")} == {f"places/{n}/index.md" for n in range(11, 16)}
    parts = [f"{n}/{name}{part}" for n in range(11, 16) for name in ("", "indicators/") for part in ("", "p2/")]
    expected = {"disclosure/index.md", *(f"disclosure/{part}index.md" for part in parts)}
    assert {path for path in pages if path.startswith("disclosure")} == expected
    assert all(len(text.encode()) < 300_000 for text in pages.values())
    held = {path: {n for n in range(300) if f"/place-{n}/" in text} for path, text in pages.items()}
    for path in pages:
        other = path.replace("p2/", "") if "/p2/" in path else path.replace("index.md", "p2/index.md")
        own_ = held[path] | (held[other] if path.startswith("disclosure/1") else set())
        assert len(own_) == (60 if re.search(r"/1[1-5]/", path) else 0), path


@pytest.mark.parametrize(
    ("number", "expected"), [("8", "8"), ("0.5", "0.5"), ("3.5", "3.5"), ("85", "90"), ("1000", "1000")]
)
def test_a_scale_reaches_over_the_longest_bar(number: str, expected: str) -> None:
    made = bars.axis(Decimal(number))
    assert made.ticks[-1][1] == expected
    assert 0 < float(made.reach(Decimal(number))[:-1]) <= float(made.ticks[-1][0][:-1]) == bars.ROOM


@pytest.mark.parametrize("policies", [POLICIES, CASE], ids=["own", "invented"])
def test_all_bars_of_a_unit_on_a_page_stand_on_one_scale(policies: Path) -> None:
    """The width of a bar by its number is the same for all of a unit, and for days of whatever kind."""
    pages = comparison.pages(comparison.comparisons(members(policies)), Pagination())
    for found in comparison.comparisons(members(policies)):
        page = pages[f"compare/{found.utility}/index.md"]
        cells = re.findall(r'<td role="cell" class="many".*?</td>', page, re.DOTALL)
        numbers = r'<b>[^<\d]*([\d.]+)[^<]*</b>.*#axis-([a-z-]+)"/>.*?<rect width="([\d.]+)%"'
        drawn = [match.groups() for cell in cells if (match := re.search(numbers, cell, re.DOTALL))]
        lengths: dict[str, set[float]] = {}
        for number, unit, width in drawn:
            lengths.setdefault("day" if unit.endswith("day") else unit, set()).add(float(width) / float(number))
        assert len(drawn) == sum(len(scale.limits) for scale in found.scales)
        assert drawn or found.utility == "heat"
        assert all(max(of) - min(of) < 0.02 * max(of) for of in lengths.values()), lengths


def test_a_day_of_whatever_kind_is_drawn_as_long_as_any(nowhere: Guide) -> None:
    units = {"working_day": 8, "calendar_day": 4, "day": 2}
    found = compared(*(elsewhere(nowhere, unit, unit=unit, at_most=n) for unit, n in units.items()))
    drawn = {scale.unit: float(scale.bar(scale.limits[0])[0][:-1]) for scale in found.scales}
    assert list(drawn) == list(units)
    assert [2 * drawn["calendar_day"], 4 * drawn["day"]] == pytest.approx([drawn["working_day"]] * 2)


def test_hours_and_days_have_scales_of_their_own(nowhere: Guide) -> None:
    units = ("hour", "working_day")
    found = compared(*(elsewhere(nowhere, unit, unit=unit, at_most=n) for unit, n in zip(units, (24, 2), strict=True)))
    assert [(scale.unit, scale.axis.ticks[-1][1]) for scale in found.scales] == [("working_day", "2"), ("hour", "25")]


def test_the_pattern_of_a_bar_says_what_is_counted(nowhere: Guide) -> None:
    works = (Words(words="施工"),)
    counted: dict[str, dict[str, Any]] = {
        "included": {"includes": works, "excludes": "not_stated"},
        "excluded": {"excludes": works},
        "open": {"excludes": "not_stated"},
    }
    found = compared(*(elsewhere(nowhere, name, **parts) for name, parts in counted.items()))
    assert {timed.counted.guide.place.slug: timed.fill for timed in found.scales[0].limits} == {n: n for n in counted}
    (page,) = comparison.pages([found], Pagination()).values()
    rows = page[page.index("<tbody") :].split("</tr>")
    for name in counted:
        (row,) = (one for one in rows if f"/{name}/" in one and "many" in one)
        assert f'class="span {name}"' in row
        assert ("＋" in row) is (name == "excluded")


def test_clauses_that_differ_only_in_their_day_are_one_bar(nowhere: Guide) -> None:
    limit: Limit = nowhere.limits[0]  # type: ignore[index, assignment]
    aims = (
        limit.model_copy(update={"force": "target", "target": Target(by=date(2098, n, 1), words=f"2098年{n}月")})
        for n in (1, 2)
    )
    conflict = Conflict[Limit](id="two", consequence="虚构", sides=tuple(aims))
    found = compared(nowhere, elsewhere(nowhere).model_copy(update={"limits": (conflict,)}))
    (scale,) = found.scales
    assert [timed.disputed for timed in scale.limits] == [True, False]
    assert scale.limits[0].binding.startswith("目标：2098年1月、2098年2月")


def test_what_cannot_be_drawn_is_said_below(nowhere: Guide) -> None:
    found = compared(nowhere, elsewhere(nowhere, at_most=None, words="以实际发生为准"))
    assert [member.guide.place.slug for member, _ in found.undrawn] == ["elsewhere"]
    (page,) = comparison.pages([found], Pagination()).values()
    assert re.search(r"\[elsewhere\].*：.*以实际发生为准", page)


# ------------------------------------------------------------------------------------------------------ browser


def test_supervisors_and_programs_are_led_here_and_nobody_else(built: Path) -> None:
    pages = (
        path for path in (built / "site").rglob("*.html") if path.parts[-3] != "compare"
    )  # these lead to the Chinese
    linking = {
        path.relative_to(built / "site").as_posix().removeprefix("en/")
        for path in pages
        if re.search(r'href="[./]*compare/', path.read_text(encoding="utf-8"))
    }
    assert linking == {"disclosure/index.html", "disclosure/indicators/index.html", "data/index.html"}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1440, "light")])
def test_accessible(width: int, scheme: str, address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        tab = context.new_page()
        tab.goto(f"{address}/compare/water/")
        tab.add_script_tag(path=AXE)
        found = tab.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_drawing_is_told_in_words_and_the_first_column_stays(address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 768, "height": 900}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/compare/water/")
        for drawing in tab.locator("svg.bars").all():
            ids = str(drawing.get_attribute("aria-labelledby")).split()
            assert all(tab.locator(f"#{one}").text_content() for one in ids)
        box = tab.locator(".scroll").first
        box.evaluate("one => { one.style.width = '400px'; one.scrollLeft = 150 }")
        first, left = box.locator("tbody th").first.bounding_box(), box.bounding_box()
        assert first is not None
        assert left is not None
        assert abs(first["x"] - left["x"]) < 1
