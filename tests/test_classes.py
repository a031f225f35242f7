"""The classes of a guide are set as their time limits allow: a ladder, a grid or a list; the longest first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import randomtables
from playwright.sync_api import Browser

from generator.media.classes import Arranged, arranged
from generator.media.layout import layout
from generator.pages.guide_pages import guide_page
from generator.policy.facts import Limit
from generator.policy.guide import ANSWERED, LISTS, Guide
from generator.policy.provenance import Conflict
from generator.policy.tables import Class, Input, Table

_PARTS: dict[str, Any] = {
    "unit": "working_day",
    "starts_on": "受理",
    "ends_with": "not_stated",
    "excludes": "not_stated",
}
_LINE = {"id": "line", "name": "外线", "ask": "？", "type": "boolean", "words": {"true": "有外线", "false": "无外线"}}
_FLOW = {"id": "flow", "name": "用量", "ask": "？", "type": "integer", "unit": "方", "domain": "> 0"}
_POINTS = {"id": "points", "name": "点数", "ask": "？", "type": "integer", "domain": ">= 1"}
_RISK = {"id": "risk", "name": "低险", "ask": "？", "type": "boolean", "words": {"true": "是低险", "false": "不是低险"}}


def _class(name: str, *rows: dict[str, str], table: str = "class") -> Class:
    return Class.model_validate({"id": name, "name": f"{name}类", "table": table, "rows": list(rows)})


def _limit(name: str, days: str | None, when: dict[str, Any] | None = None, **more: Any) -> Limit:
    said = {"words": "以实际发生为准"} if days is None else {"at_most": days}
    case = {"when": when} if when else {}
    return Limit.model_validate({"id": name, **_PARTS, **said, **case, **more})


def _of(*names: str) -> dict[str, Any]:
    return {"class": list(names)}


def _guide(inputs: list[dict[str, Any]], classes: list[Class], *limits: Any, tables: tuple[str, ...] = ()) -> Guide:
    """An invented guide of some classes and time limits."""
    bare = randomtables.guide([Input.model_validate(one) for one in inputs], classes)
    known = {"inputs": bare.inputs, "classes": bare.classes, "limits": limits or "not_stated"}
    named = {"tables": tuple(Table.model_validate({"id": name, "name": f"{name}表"}) for name in tables)}
    made = {**dict.fromkeys(ANSWERED, "not_stated"), **dict.fromkeys(LISTS, ()), **known, **named}
    return bare.model_copy(update=made)


def _set(inputs: list[dict[str, Any]], classes: list[Class], *limits: Any, tables: tuple[str, ...] = ()) -> Arranged:
    """How the classes of such a guide are set."""
    return arranged(layout(_guide(inputs, classes, *limits, tables=tables), "page"))


_FOUR = [
    _class("near-small", {"line": "false", "flow": "<= 10"}, {"line": "false", "points": "1"}),
    _class("near-large", {"line": "false", "flow": "> 10"}, {"line": "false", "points": "> 1"}),
    _class("far-small", {"line": "true", "flow": "<= 10", "points": "1"}),
    _class("far-large", {"line": "true", "flow": "> 10"}),
]
_DAYS = [
    _limit(name, days, _of(name))
    for name, days in (("near-small", "2"), ("near-large", "3"), ("far-small", "5"), ("far-large", "8"))
]


def _names(found: Arranged) -> list[list[str]]:
    return [[batch.title, *(entry.classed.fact.id for entry in batch.entries)] for batch in found.batches]


# ------------------------------------------------------------------------------------------------------- the form


def test_one_table_whose_days_two_inputs_decide_is_a_list_with_a_grid() -> None:
    found = _set([_LINE, _FLOW, _POINTS], _FOUR, *_DAYS)
    assert found.form == "grid"
    assert _names(found) == [["有外线", "far-large", "far-small"], ["无外线", "near-large", "near-small"]]
    assert [(chart.title, chart.unit, chart.columns) for chart in found.charts] == [
        ("有外线", "不超过几个工作日", ("≤10", ">10")),
        ("无外线", "不超过几个工作日", ("≤10", ">10")),
    ]
    far, near = ([(head, [cell.amounts for cell in row]) for head, row in chart.rows] for chart in found.charts)
    assert far == [("1", [("5",), ("8",)]), (">1", [(), ("8",)])]
    assert near == [("1", [("2",), ("2", "3")]), (">1", [("2", "3"), ("3",)])]


def test_a_limit_that_holds_in_part_of_a_cell_leaves_no_grid() -> None:
    found = _set(
        [_LINE, _FLOW, _POINTS], _FOUR, *_DAYS[:3], _limit("far-large", "8", {**_of("far-large"), "flow": "> 99"})
    )
    assert (found.form, found.charts) == ("list", ())


def test_limits_of_several_tables_or_of_answers_stand_side_by_side() -> None:
    plain = [_class("small", {"flow": "<= 10"}), _class("large", {"flow": "> 10"})]
    by_class, by_answer = _limit("one", "2", _of("small")), _limit("two", "3", {"line": "true"})
    assert _set([_LINE, _FLOW], plain, by_class, by_answer).form == "ladder"
    assert _set([_FLOW], plain, by_class, _limit("two", "3")).form == "ladder"
    other = [_class("near", {"line": "true"}, table="way"), _class("far", {"line": "false"}, table="way")]
    limits = by_class, _limit("two", "3", {"way": ["near"]})
    assert _set([_LINE, _FLOW], plain + other, *limits, tables=("class", "way")).form == "ladder"


def test_clauses_that_differ_stand_side_by_side() -> None:
    plain = [_class("small", {"flow": "<= 10"}), _class("large", {"flow": "> 10"})]
    sides = [{"id": name, "at_most": days, **_PARTS} for name, days in (("one", "7"), ("other", "8"))]
    raw = {"id": "two", "consequence": "几天，两处不同", "sides": sides, "when": _of("small")}
    found = _set([_FLOW], plain, Conflict[Limit].model_validate(raw), _limit("big", "9", _of("large")))
    assert found.form == "ladder"
    assert [len(group.lines) for group in found.ladder] == [1, 2]


def test_classes_without_any_limit_are_a_list_of_conditions() -> None:
    found = _set([_LINE, _FLOW, _POINTS], _FOUR)
    assert (found.form, found.longest) == ("list", None)
    assert not any(entry.silent for batch in found.batches for entry in batch.entries)


# ------------------------------------------------------------------------------------------------------ the order


def test_a_ladder_goes_down_from_what_has_no_number_and_the_shortest_is_last() -> None:
    plain = [_class("small", {"flow": "<= 10"}), _class("large", {"flow": "> 10"})]
    hours = _limit("hours", "20", {"line": "true", **_of("small")}, unit="hour")
    months = _limit("months", "1", {"line": "true", **_of("large")}, unit="month")
    open_ = _limit("open", None, {"line": "false", **_of("large")}, unit="not_stated")
    found = _set([_LINE, _FLOW], plain, hours, _limit("any", "3"), months, open_)
    assert [group.lines[0].statement.id for group in found.ladder] == [
        "limits/open", "limits/months", "limits/any", "limits/hours",
    ]  # fmt: skip


def test_a_list_begins_with_the_longest_and_ends_with_the_class_of_which_nothing_is_stated() -> None:
    three = [_class(name, {"flow": rows}) for name, rows in (("a", "1"), ("b", "2"), ("c", "3"))]
    found = _set([_FLOW], three, _limit("a", "1", _of("a")), _limit("c", "4", _of("c")))
    assert _names(found) == [["", "c", "a", "b"]]
    assert [entry.silent for entry in found.batches[0].entries] == ["", "", "文件没有写"]


def test_a_class_that_does_not_look_at_what_divides_the_others_stands_by_itself() -> None:
    found = _set(
        [_RISK, _LINE, _FLOW, _POINTS],
        [_class("risky", {"risk": "true"}), *_FOUR],
        _limit("risky", "1", _of("risky")),
        *_DAYS,
    )
    assert _names(found)[-1] == ["不论有外线、无外线", "risky"]
    assert found.aside == ("不是低险",)
    assert found.form == "grid"


def test_a_row_does_not_say_again_what_its_heading_says() -> None:
    found = _set([_LINE, _FLOW, _POINTS], _FOUR, *_DAYS)
    rows = {entry.classed.fact.id: (entry.said, entry.rule) for batch in found.batches for entry in batch.entries}
    assert rows["far-large"] == ("有外线，", "用量大于 10 方")
    assert all(said + rule for said, rule in rows.values())
    names = {name for chart in found.charts for _, row in chart.rows for cell in row for name in cell.classes}
    assert names == {"near-small类", "near-large类", "far-small类", "far-large类"}


# -------------------------------------------------------------------------------------------------------- the bars


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "calendar_day"},
        {"at_most": None, "exactly": 3},
        {"starts_on": "not_stated"},
        {"includes": "设计"},
        {"force": "encouraged"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_not_counted_alike_has_no_bars(changed: dict[str, Any]) -> None:
    plain = [_class("small", {"flow": "<= 10"}), _class("large", {"flow": "> 10"})]
    small, large = _limit("one", "2", _of("small")), _limit("two", "3", _of("large"))
    assert _set([_FLOW], plain, small, large).longest == 3
    raw = {"id": "two", "at_most": "3", **_PARTS, "when": _of("large"), **changed}
    other = Limit.model_validate({name: value for name, value in raw.items() if value is not None})
    assert _set([_FLOW], plain, small, other).longest is None


# -------------------------------------------------------------------------------------------------------- the page


def test_where_the_answer_has_a_range_only_the_ladder_stands_with_the_classes_each_rung_with_its_bar() -> None:
    plain = [_class("small", {"flow": "<= 10"}), _class("large", {"flow": "> 10"})]
    near, far = (_limit(name, days, {"line": line}) for name, days, line in (("n", "2", "false"), ("f", "8", "true")))
    page = guide_page(_guide([_LINE, _FLOW], plain, near, far), version="0")
    (ladder,) = re.findall(r'<ul class="ladder">.*?</ul>', page, re.DOTALL)
    assert re.findall(r'data-says="(.*?)"', ladder) == ["limits/f", "limits/n"]
    assert re.findall(r'<rect width="(.*?)"', ladder) == ["100.00%", "25.00%"]
    assert ">8</b>" in ladder
    assert "有外线" in ladder


def test_a_class_of_which_no_days_are_stated_says_so_and_has_no_bar() -> None:
    plain = [
        _class("small", {"flow": "<= 10"}),
        _class("large", {"flow": "(10..20]"}),
        _class("huge", {"flow": "> 20"}),
    ]
    limits = _limit("one", "2", _of("small")), _limit("two", "3", _of("large"))
    page = guide_page(_guide([_FLOW], plain, *limits), version="0")
    rows = dict(re.findall(r'<li><b class="class" data-class="class/(\w+)"(.*?)</li>', page, re.DOTALL))
    assert [name for name, row in rows.items() if 'class="bar"' in row] == ["large", "small"]
    assert [name for name, row in rows.items() if "多少天：文件没有写" in row] == ["huge"]


# --------------------------------------------------------------------------------------------------------- the mark

_TELL = """known => {
  const { Decide, guides } = window.connectionGuides, address = "wuhai/gas";
  const regions = { [address]: new Decide(guides[address]).region(known) };
  document.dispatchEvent(new CustomEvent("connectionguides:told", { detail: { known, regions } }));
}"""


@pytest.mark.parametrize(
    ("known", "cells", "words"),
    [
        ({"low_risk": "false", "external_line": "true", "flow": "80", "points": "1"}, 1, "您在这里"),
        ({"low_risk": "false", "external_line": "false", "flow": "500", "points": "5"}, 1, "您在这里"),
        ({"external_line": "true", "points": "1"}, 3, "可能在这里"),
        ({"low_risk": "true"}, 0, ""),
        ({}, 0, ""),
    ],
    ids=["gap", "overlap", "a row", "a class apart", "nothing"],
)
def test_who_answered_is_shown_in_the_grid(
    known: dict[str, str], cells: int, words: str, built: Path, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        tab = context.new_page()
        tab.goto((built / "site" / "wuhai" / "gas" / "index.html").as_uri())
        tab.evaluate(_TELL, {"external_line": "true", "flow": "2000", "points": "9"})
        tab.evaluate(_TELL, known)
        assert tab.locator(".grid .you").all_inner_texts() == [words] * cells
        assert tab.locator("td.here").count() == cells
        assert tab.locator("details.grids").get_attribute("open") is not None
