"""How long it takes in practice, as a utility counts it: beside what is promised, never as a promise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import loaded
import pytest
from pydantic import ValidationError
from shown import plain

from generator.media.layout import layout
from generator.pages import comparison, guide_pages
from generator.policy.facts import Practice
from generator.policy.guide import Guide, facts
from generator.telling.compose import telling

RAW = {"id": "p", "of": "all", "from": "2099-01-01", "until": "2099-03-31", "cases": "214", "unit": "working_day"}
NUMBERS = {"median": "4", "p15": "2", "p85": "9"}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return loaded.guide("xugou/water")


def test_it_is_told_with_its_spread_its_cases_and_its_period(guide: Guide) -> None:
    (line,) = layout(guide, "page").section("practice")
    said = (
        "整个报装：实际一半不超过 4 个工作日，十件里七件在 2 至 9 个工作日，214 件，2099年1月1日至2099年3月31日办结的"
    )
    assert line.text.startswith(said)


def test_of_few_cases_nothing_is_told(guide: Guide) -> None:
    told = [one.id for one in telling(guide).statements if one.section == "practice"]
    assert told == ["practice/whole"]
    assert [one.id for one in guide.practice] == ["whole", "few"]


@pytest.mark.parametrize(("cases", "enough"), [(9, False), (10, True)])
def test_ten_cases_are_enough(cases: int, enough: bool) -> None:
    assert Practice.model_validate({**RAW, **NUMBERS, "cases": str(cases)}).enough is enough


def test_it_is_no_promise_and_no_time_limit(guide: Guide) -> None:
    promised = layout(guide, "notice").promised()
    held = [line.statement.section for group in (*promised.kept, *promised.asked) for line in group.lines]
    assert "practice" not in held
    notice = plain(guide_pages.notice_page(guide, version="v"))
    assert "实际用了多久（不是承诺）" in notice
    assert "practice" not in {one.section for one in telling(guide).statements if "limits" in one.topics}


def test_it_stands_in_the_comparison_apart_from_limits(guide: Guide) -> None:
    found = comparison.member(guide)
    (cell,) = found.said["practice"]
    assert "实际一半不超过 4 个工作日" in cell.text
    assert "practice" not in {limit.id for limit in found.limits}


def test_it_holds_where_its_time_limit_holds(guide: Guide) -> None:
    limit = next(one for one in facts(guide, "limits") if one.when)
    own = Practice.model_validate({**RAW, **NUMBERS, "of": limit.id})
    made = guide.model_copy(update={"practice": (own,)})
    (statement,) = [one for one in telling(made).statements if one.section == "practice"]
    assert statement.condition == limit.when


WRONG: list[dict[str, Any]] = [{"median": "1"}, {"p85": "3"}, {"until": "2098-12-31"}]


@pytest.mark.parametrize("wrong", WRONG)
def test_numbers_and_days_are_in_order(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Practice.model_validate({**RAW, **NUMBERS, **wrong})


def test_its_numbers_are_numbers() -> None:
    one = Practice.model_validate({**RAW, **NUMBERS})
    assert (one.spread, one.period) == ((Decimal(2), Decimal(9)), (date(2099, 1, 1), date(2099, 3, 31)))
