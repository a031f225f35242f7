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
from generator.media.layout import Layout, layout
from generator.pages import guide_pages
from generator.pages.browser import interview
from generator.policy.facts import Step
from generator.policy.feel import Value, parse
from generator.policy.guide import Guide, items
from generator.telling.compose import telling
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
    found = [one for one in checked(INVENTED)[2] if "/xuye/" in one.position.path]
    assert {one.code for one in found} <= {"waived"}


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


AREAS = {"small": "<= 100", "large": ">= 100"}


def _by_area(guide: Guide, *common: str) -> Guide:
    """The same steps by the area instead of the class; some of them for everybody."""
    service = parse('"申请供热"')

    def cased(step: Step) -> Step:
        size = step.when[0]["size"].values[0]
        when = () if step.id in common else ({"service": service, "area": parse(AREAS[str(size)])},)
        return step.model_copy(update={"when": when})

    return guide.model_copy(update={"steps": tuple(map(cased, items(guide, "steps")))})


def _ways(shown: Layout) -> list[list[tuple[str, str]]]:
    lines = [[group.lines[0] for place in way for group in place] for way in shown.ways()]
    return [[(line.when, line.statement.says) for line in way] for way in lines if not way[0].open]


def test_the_sheet_of_a_class_sets_the_steps_of_another_apart(guide: Guide) -> None:
    """Those of 100 square metres are of both; the others never do a step of the other class."""
    made = _by_area(guide)
    small = next(one for one in items(made, "classes") if one.id == "small")
    own, *others = _ways(layout(made, "class_sheet", small))
    assert [says for _, says in own] == ["受理", "通热"]
    assert [[says for _, says in way] for way in others] == [["收件", "勘察", "并网"]]
    assert all(when.startswith("如果又是") for way in others for when, _ in way)


def test_a_first_step_of_all_leads_to_those_of_one_class(guide: Guide) -> None:
    ways = _ways(layout(_by_area(guide, "accept"), "page"))
    assert [[says for _, says in way] for way in ways] == [["受理", "通热"], ["受理", "收件", "勘察", "并网"]]


def test_no_step_follows_one_of_another_class(guide: Guide) -> None:
    """By its class or by the answers that give it: so no clock starts at the end of a step that nobody does."""
    for made in (guide, _by_area(guide)):
        leads = {one.fact.id: one.leads for one in telling(made).statements if isinstance(one.fact, Step)}
        assert [to for to, _ in leads["accept"]] == ["heat"]
        assert leads["heat"] == () and [to for to, _ in leads["survey"]] == ["join"]


def test_other_items_of_a_service_have_their_place(guide: Guide) -> None:
    """Whether it is done at once, and whether online, in the document's words."""
    told_items = [line.text for line in layout(guide, "page").section("particulars")]
    assert told_items == ["办件类型：承诺件", "是否网办：不能网上办理"]
    page = guide_pages.guide_page(guide, version="v")
    assert page.index("其他事项") < page.index("办件类型") < page.index("是否网办")
