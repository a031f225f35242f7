"""In which order an applicant is asked."""

from __future__ import annotations

from typing import Any

import loaded
import pytest
import randomtables

from generator.decision.asking import asked
from generator.decision.boxes import within
from generator.decision.deciding import decided
from generator.policy.facts import Limit
from generator.policy.guide import Guide, facts
from generator.policy.tables import Class, Input


def _ids(guide: Guide) -> list[str]:
    return [one.id for one in asked(guide)]


def _input(name: str, kind: str = "boolean", **more: Any) -> Input:
    raw = {"id": name, "name": name, "ask": f"{name}？", "type": kind, **more}
    return Input.model_validate(raw | ({"words": {"true": "甲", "false": "乙"}} if kind == "boolean" else {}))


def _guide(inputs: list[Input], rows: dict[str, list[dict[str, object]]]) -> Guide:
    classes = [Class.model_validate({"id": name, "name": name, "rows": tests}) for name, tests in rows.items()]
    return randomtables.guide(inputs, classes)


_SPLIT: dict[str, list[dict[str, object]]] = {
    "a": [{"halves": "true", "narrows": "true"}],
    "b": [{"halves": "true", "narrows": "false"}],
    "c": [{"halves": "false"}],
}


def test_what_decides_most_comes_first() -> None:
    assert _ids(_guide([_input("narrows"), _input("halves")], _SPLIT)) == ["halves", "narrows"]


def test_an_undefined_word_comes_last_though_it_decides_most() -> None:
    inputs = [_input("halves", undefined=True), _input("narrows")]
    assert _ids(_guide(inputs, _SPLIT)) == ["narrows", "halves"]


def test_among_equals_what_is_chosen_comes_before_what_is_counted_and_that_before_what_is_measured() -> None:
    inputs = [
        _input("measured", "number", domain="> 0"),
        _input("counted", "integer", domain="> 0"),
        _input("chosen"),
    ]
    rows: dict[str, list[dict[str, object]]] = {"none": [{"chosen": "true"}, {"chosen": "false"}]}
    assert _ids(_guide(inputs, rows)) == ["chosen", "counted", "measured"]


def test_the_order_stays() -> None:
    guide = _guide([_input("one"), _input("two")], {"x": [{"one": "true"}], "y": [{"two": "true"}]})
    assert _ids(guide) == ["one", "two"]


def test_the_outside_line_and_the_points_before_the_flow_and_the_undefined_word_last() -> None:
    assert _ids(loaded.guide("wuhai/gas")) == ["external_line", "points", "flow", "low_risk"]


@pytest.mark.parametrize("guide", loaded.addresses(referring=False), indirect=True)
def test_whom_the_document_covers_then_the_days_then_the_rest_undefined_words_last_in_each(guide: Guide) -> None:
    decisions = decided(guide)
    covered = {name for one in facts(guide, "scope") for tests in one.where for name in tests}

    def decides_days(one: Input) -> bool:
        at, full = decisions.space.index[one.id], decisions.space.axes[decisions.space.index[one.id]].full
        limits = (decisions.where(limit.when) for limit in facts(guide, "limits") if isinstance(limit, Limit))
        return any(not within([(*box[:at], full, *box[at + 1 :]) for box in boxes], boxes) for boxes in limits)

    stages = [(0 if one.id in covered else 1 if decides_days(one) else 2, one.undefined) for one in asked(guide)]
    assert stages == sorted(stages)
