"""Several services of one document, one of which has classes of its own; answers that no value fits; values alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from loaded import INVENTED, checked
from loaded import guide as loaded

from generator.decision import asking, defects
from generator.decision.deciding import classify, decided
from generator.media.answers import answer
from generator.media.layout import layout
from generator.pages.browser import interview
from generator.policy.feel import Value
from generator.policy.guide import Guide, items
from generator.telling.select import told
from generator.telling.statements import Case


@pytest.fixture(scope="module")
def guide() -> Guide:
    return loaded("xuye/heat")


def test_the_service_is_asked_first(guide: Guide) -> None:
    """Though the days hang on the area as well."""
    assert asking.asked(guide)[0].id == "service"


def test_a_table_of_one_service_has_no_gap_for_the_others(guide: Guide) -> None:
    decisions = decided(guide)
    assert list(defects.unrecorded(decisions, "size")) == []
    assert [fault.classes for fault in defects.faults(decisions, "size")] == [("small", "large")]
    assert not [finding for finding in checked(INVENTED)[2] if "/xuye/" in finding.position.path]


@pytest.mark.parametrize(
    ("values", "certain", "none"),
    [
        ({"service": "申请供热", "area": Decimal(50)}, ("small",), False),
        ({"service": "报停", "area": Decimal(50)}, (), False),
        ({"area": Decimal(50)}, (), False),
    ],
)
def test_its_classes_hold_within_the_service_only(
    guide: Guide, values: dict[str, Value], certain: tuple[str, ...], none: bool
) -> None:
    found = classify(decided(guide), "size", values)
    assert (found.certain, found.none_possible) == (certain, none)


def test_another_service_is_not_told_that_it_is_no_class(guide: Guide) -> None:
    stop = answer(guide, {"service": "报停"})
    assert stop["tables"] == []
    assert [limit["limit"] for limit in stop["limits"]] == ["不超过 1 个工作日"]


def test_a_service_has_its_own_papers(guide: Guide) -> None:
    def papers(service: str) -> list[str]:
        said = told(guide, Case({"service": service})).said
        return [one.statement.says for one in said if one.statement.section == "papers" and not one.statement.rest]

    assert papers("更名") == ["身份证复印件", "房产证复印件"]
    assert papers("报停") == ["身份证复印件"]
    assert papers("查表") == []


def test_whom_no_value_fits_may_say_so(guide: Guide) -> None:
    """The document says nothing of them, and nobody is taken for the first."""
    charged = [one for one in told(guide, Case({"user": "都不是"})).said if one.statement.section == "fees"]
    assert [one.statement.kind for one in charged] == ["silent"]
    user = next(one for one in guide.inputs if one.id == "user")
    assert user.answers == ("住宅用户", "商业用户", "都不是")
    cells = next(axis for axis in decided(guide).space.axes if axis.input.id == "user")
    assert interview.input_data(cells)["cells"] == list(user.answers)


def test_a_class_is_told_with_the_case_in_which_its_table_divides(guide: Guide) -> None:
    from generator.media.classes import arranged

    assert {batch.when for batch in arranged(layout(guide, "page")).batches} == {"申请供热"}


def test_no_way_leads_from_the_steps_of_one_class_to_those_of_another(guide: Guide) -> None:
    ways: list[Any] = layout(guide, "page").ways()
    told_ways = [[group.lines[0] for place in way for group in place] for way in ways]
    names = [[line.statement.says for line in way] for way in told_ways if not way[0].open]
    assert names == [["受理", "通热"], ["收件", "勘察", "并网"]]
    for one in items(guide, "classes"):
        own = [way for way in names if (way[0] == "受理") is (one.id == "small")]
        said = [line.statement.says for line in layout(guide, "class_sheet", one).facts("steps")]
        assert [said] == own
