"""The browser decides and counts as Python does: all vectors, random tables, every day of the announced years."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duedates
import loaded
import pytest
import randomtables
from duedates import Calendar, UnannouncedError
from expected import ROOT
from playwright.sync_api import Browser, Page

from generator.decision import deciding, vectors
from generator.decision.deciding import Decisions
from generator.pages.browser import interview, shipped
from generator.policy.facts import Limit
from generator.policy.feel import Value
from generator.policy.files import YearFile
from generator.policy.guide import Guide
from generator.policy.tables import Class, Input
from generator.telling import workdays

ASSETS = ROOT / "templates" / "assets"
GUIDES = [*loaded.addresses(referring=False), "xuye/heat"]


def years() -> Mapping[int, YearFile]:
    """The announced years."""
    return loaded.checked()[0].years


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """An empty page that has the engine and nothing else."""
    with browser.new_context() as context:
        page = context.new_page()
        for name in ("decide.js", "dates.js"):
            page.add_script_tag(path=ASSETS / name)
        page.evaluate(interview.words_js(years()))
        yield page


# ---------------------------------------------------------------------------------------------------- deciding

ANSWER = """([data, table, cases]) => {
  const tables = new connectionGuides.Decide(data), one = data.tables.find(each => each.id === table);
  return cases.map(given => {
    const region = tables.region(given), found = tables.classify(one, region);
    const asked = data.inputs.map(input => input.id).filter(id => !(id in given) && tables.matters(id, region));
    return [found.certain, found.possible, found.none, asked];
  });
}"""


CELL = "([data, raw]) => new connectionGuides.Decide(data).cell('flow', raw)"


def _raw(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _given(given: dict[str, Any]) -> dict[str, str]:
    return {name: _raw(value) for name, value in given.items()}


def _expected(decisions: Decisions, table: str, given: dict[str, Value]) -> list[Any]:
    found = deciding.classify(decisions, table, given)
    asked = deciding.undecided(decisions, table, given)
    return [list(found.certain), list(found.possible), found.none_possible, list(asked)]


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_all_vectors_of_a_guide(guide: Guide, engine: Page) -> None:
    data = interview.tables(guide)
    for table, found in vectors.vectors(guide).items():
        cases = [_given(one["given"]) for one in found["vectors"]]
        answers = engine.evaluate(ANSWER, [data, table, cases])
        wanted = [[one["certain"], one["possible"], one["none"]] for one in found["vectors"]]
        assert [one[:3] for one in answers] == wanted


def _cases(seed: int) -> tuple[Decisions, list[dict[str, Value]]]:
    """A random table, and random values of it, some unknown."""
    rng = random.Random(seed)  # noqa: S311  a seeded test, no secret
    asked = randomtables.inputs(rng, rng.randint(1, 5))
    guide = randomtables.guide(asked, randomtables.classes(rng, asked, rng.randint(1, 5), 3))
    known = [[one for one in asked if rng.random() < 0.8] for _ in range(5)]
    return Decisions(guide), [{one.id: randomtables.value(rng, one) for one in some} for some in known]


def test_ten_thousand_random_inputs(engine: Page) -> None:
    tried = 0
    for seed in range(2_000):
        decisions, cases = _cases(seed)
        data = interview.tables(decisions.guide)
        answers = engine.evaluate(ANSWER, [data, "class", [_given(one) for one in cases]])
        assert answers == [_expected(decisions, "class", one) for one in cases], seed
        tried += len(cases)
    assert tried == 10_000


def test_more_cells_than_a_word_holds(engine: Page) -> None:
    raw = {"id": "n", "name": "数", "ask": "？", "type": "integer", "domain": ">= 0"}
    asked = Input.model_validate(raw)
    rows = [{"id": f"c{index}", "name": "类", "rows": [{"n": str(index * 2)}]} for index in range(40)]
    guide = randomtables.guide([asked], [Class.model_validate(one) for one in rows])
    decisions = Decisions(guide)
    cases: list[dict[str, Value]] = [{"n": Decimal(number)} for number in range(90)]
    answers = engine.evaluate(ANSWER, [interview.tables(guide), "class", [_given(one) for one in cases]])
    assert answers == [_expected(decisions, "class", one) for one in cases]


@pytest.mark.parametrize("raw", ["0", "-1", "0.05", "1e3", "", " 80", "80.", "٣", "1234567890123456", "true"])
def test_what_is_no_value(raw: str, engine: Page) -> None:
    gas = loaded.guide("wuhai/gas")
    assert engine.evaluate(CELL, [interview.tables(gas), raw]) is None


@pytest.mark.parametrize("raw", ["80", "0.1", "0.3", "1000", "1000.1", "123456789012345"])
def test_what_is_a_value(raw: str, engine: Page) -> None:
    gas = loaded.guide("wuhai/gas")
    assert engine.evaluate(CELL, [interview.tables(gas), raw])


# -------------------------------------------------------------------------------------------------------- dates

AMOUNTS = ["0", "0.5", "1", "1.5", "3.5", "4", "9", "20", "60"]
UNITS = ["working_day", "calendar_day", "hour", "minute", "week", "month", "year", "instant", "same_day", "next_day"]

LAST = """([cases]) => {
  const calendar = new connectionGuides.Workdays(connectionGuides.years);
  const told = count => { try { return count(); } catch (error) { if (error.year) return error.year; throw error; } };
  return cases.map(given => [told(() => calendar.counted(...given)), told(() => calendar.last(...given))]);
}"""


def _days() -> list[date]:
    return [date(2025, 1, 1) + timedelta(days=index) for index in range(730)]


def _last(
    unit: str, amount: str, start: datetime, skipped: int, count: Callable[..., datetime] = duedates.last
) -> str | int:
    try:
        found = count(Calendar(years()), unit, Decimal(amount), start, skipped=skipped)
    except UnannouncedError as unknown:
        return int(unknown.args[0])
    return found.strftime("%Y-%m-%dT%H:%M" if unit in ("hour", "minute") else "%Y-%m-%d")


@pytest.mark.parametrize("unit", UNITS)
def test_every_start_of_the_announced_years(unit: str, engine: Page) -> None:
    cases = [(amount, day, skipped) for amount in AMOUNTS for day in _days() for skipped in (0, 3)]
    starts = [datetime(day.year, day.month, day.day, 16, 45) for _, day, _ in cases]
    told = [
        [unit, float(amount), start.strftime("%Y-%m-%dT%H:%M"), skipped]
        for (amount, _, skipped), start in zip(cases, starts, strict=True)
    ]
    found = engine.evaluate(LAST, [told])
    wanted = [
        [_last(unit, amount, start, skipped, count) for count in (duedates.counted, duedates.last)]
        for (amount, _, skipped), start in zip(cases, starts, strict=True)
    ]
    assert found == wanted


@pytest.mark.parametrize(
    ("unit", "amount", "start", "last"),
    [
        ("working_day", "1", "2026-11-20", "2026-11-23"),  # a Friday
        ("working_day", "3.5", "2026-11-23", "2026-11-27"),  # ends with the fourth day
        ("working_day", "1", "2026-02-13", "2026-02-14"),  # a Saturday that is worked
        ("working_day", "1", "2026-02-14", "2026-02-24"),  # over the Spring Festival
        ("working_day", "1", "2026-12-31", 2027),  # not announced
        ("calendar_day", "2", "2026-11-20", "2026-11-23"),  # a Sunday moves to Monday
        ("calendar_day", "1", "2026-09-30", "2026-10-08"),  # over the National Day
        ("month", "1", "2026-01-31", "2026-02-28"),  # a month without such a day; that Saturday is worked
        ("month", "0.5", "2026-11-02", "2026-11-17"),
        ("week", "1", "2026-11-23", "2026-11-30"),
        ("next_day", "0", "2026-11-20", "2026-11-23"),
        ("same_day", "0", "2026-11-21", "2026-11-21"),
        ("instant", "0", "2026-11-21", "2026-11-21"),
        ("hour", "1", "2026-11-20", "2026-11-20T17:45"),
        ("hour", "24", "2026-11-20", "2026-11-21T16:45"),
    ],
)
def test_days_counted_by_hand(unit: str, amount: str, start: str, last: str | int) -> None:
    assert _last(unit, amount, datetime.fromisoformat(f"{start}T16:45"), 0) == last


def test_the_announced_calendars() -> None:
    working = Calendar(years()).working
    assert [sum(working(day) for day in _days() if day.year == year) for year in (2025, 2026)] == [248, 248]


def test_as_two_published_calendars_have_it() -> None:
    chinese = pytest.importorskip("chinese_calendar")
    other = pytest.importorskip("holidays").country_holidays("CN", years=[2025, 2026])
    working = Calendar(years()).working
    assert [day for day in _days() if working(day) is not chinese.is_workday(day)] == []
    assert [day for day in _days() if working(day) is not other.is_working_day(day)] == []


def test_as_the_notices_table_has_it() -> None:
    table = ROOT.parent / "shared" / "standards" / "working-days.md"
    if not table.is_file():
        pytest.skip("the table of announced days is not at hand")
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in ("2025", "2026"):
            off, worked = (set(_listed(int(cells[0]), cell)) for cell in cells[1:3])
            days = [day for day in _days() if day.year == int(cells[0])]
            working = Calendar(years()).working
            assert {day for day in days if day.weekday() < 5 and not working(day)} == off
            assert {day for day in days if day.weekday() > 4 and working(day)} == worked


def _listed(year: int, cell: str) -> Iterator[date]:
    for part in cell.split(", "):
        ends = [date.fromisoformat(f"{year}-{end}") for end in part.split(" to ")]
        yield from (day for day in workdays.days(ends[0], ends[-1]) if day.weekday() < 5 or len(ends) == 1)


def test_a_year_that_is_not_announced_is_not_guessed() -> None:
    with pytest.raises(UnannouncedError):
        Calendar({}).working(date(2030, 1, 2))


def test_days_off_may_begin_in_the_year_before() -> None:
    raw = {
        "source": "虚构",
        "date": "2098-11-01",
        "holidays": [{"name": "节", "from": "2098-12-31", "to": "2099-01-02"}],
    }
    calendar = Calendar({2098: YearFile.model_validate(raw), 2099: YearFile.model_validate(raw)})
    assert not calendar.working(date(2098, 12, 31))


# ---------------------------------------------------------------------------------------------------- the data


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_data_is_a_script_and_small(guide: Guide) -> None:
    script = shipped.tables_js(guide)
    assert "</" not in script
    written = json.loads(script.split("] = ", 1)[1].rstrip(";\n"))
    assert set(written.pop("telling")) == {"tables", "statements", "relations", "asks", "borders", "overlaps"}
    assert written == interview.tables(guide)
    assert len(script) < 64_000


def _limit(**parts: object) -> Limit:
    raw = {"id": "l", "unit": "working_day", "starts_on": "not_stated", "ends_with": "not_stated"}
    return Limit.model_validate({**raw, "excludes": "not_stated", **parts})


@pytest.mark.parametrize(
    ("parts", "amounts"),
    [
        ({"at_most": "3.5"}, ["3.5"]),
        ({"exactly": "2"}, ["2"]),
        ({"between": ["5", "7"]}, ["5", "7"]),
        ({"starts_within": "1", "unit": "month"}, ["1"]),
        ({"unit": "instant"}, ["0"]),
        ({"unit": "next_day"}, ["0"]),
        ({"at_least": "3"}, []),
        ({"words": "以实际发生为准", "unit": "not_stated"}, []),
        ({"at_most": "3", "force": "committed"}, ["3"]),
        ({"at_most": "3", "force": "trial"}, ["3"]),
        ({"at_most": "3", "force": "announced"}, []),
        ({"at_most": "3", "force": "gradual"}, []),
        ({"at_most": "3", "force": "encouraged"}, []),
        ({"at_most": "3", "force": "average"}, []),
        ({"at_most": "3", "force": "target", "target": {"by": "not_stated", "words": "到某年底"}}, []),
    ],
)
def test_which_limits_lead_to_a_last_day(parts: dict[str, object], amounts: list[str]) -> None:
    assert [str(amount) for amount in workdays.dated(_limit(**parts))] == amounts


def _begins(address: str) -> dict[str, bool]:
    """By limit whether it begins with something else than the application."""
    return {one["statement"]: one["apart"] for one in interview.tables(loaded.guide(address))["limits"]}


def test_which_limits_begin_with_something_else_than_the_application() -> None:
    jingmen, invented = _begins("jingmen/water"), _begins("xugou/water")
    assert jingmen == {
        "limits/one-day/goal": True,  # 施工完工后
        "limits/one-day/measure": False,  # not stated
        "limits/one-day/procedure": False,  # 接到用户需求信息后
        "limits/supply": True,  # 经验收合格后
    }
    assert {name for name, apart in invented.items() if apart} == {
        "limits/works-and-acceptance",  # 缴费后
        "limits/supply",  # 验收合格后
        "limits/applicant-starts",
        "limits/arrival",  # of another duty
        "limits/permit",  # of another body, though it says 收到申请之日
    }


def test_limits_name_what_is_told_of_them_and_the_steps_that_are_told() -> None:
    guide = loaded.guide("xugou/water")
    told = {one["id"]: one for one in shipped.telling_data(guide)["statements"]}
    limits = {one["statement"]: one for one in interview.tables(guide)["limits"]}
    assert limits.keys() <= told.keys()
    steps = {one["step"]: one["leads"] for one in told.values() if "step" in one}
    assert steps["receive"] == ["plan", "receive"]
    assert steps["survey"] == ["receive"]
    assert limits["limits/works-and-acceptance"]["steps"] == ["works", "acceptance"]
    assert limits["limits/works-and-acceptance"]["says"].startswith("接入施工和验收通水 ")
