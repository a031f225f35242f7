"""What a time limit is of: the whole, a step, a permit, another duty; a sum; conditions and exceptions."""

from __future__ import annotations

from typing import Any

import loaded
import pytest

from generator.checks import sums
from generator.media.layout import layout
from generator.policy.facts import Limit
from generator.policy.guide import Guide, items
from generator.telling.compose import telling

OPEN = {"starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated"}


def told(name: str) -> Any:
    """A time limit of the invented water guide, as it is told."""
    path = f"limits/{name}"
    return next(one for one in telling(loaded.guide("xugou/water")).statements if one.id == path)


def line(name: str) -> str:
    """The same, as the page says it."""
    shown = layout(loaded.guide("xugou/water"), "page")
    return next(one.text for one in shown.section("limits") if f"limits/{name}" in one.ids)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("arrival", "到场：不超过 20 分钟"),
        ("permit", "占用道路、移植树木的许可，与方案答复同步进行。：不超过 5 个工作日"),
        ("permit", "主管部门的时限"),
        ("applicant-starts", "用户的时限"),
        ("supply", "次日（具备通水条件）"),
        ("supply", "与用户另有约定的除外"),
    ],
)
def test_what_a_limit_is_of_stands_in_its_line(name: str, words: str) -> None:
    assert words in line(name)


@pytest.mark.parametrize("name", ["arrival", "permit", "applicant-starts"])
def test_what_is_no_part_of_getting_connected_never_answers_how_long_that_takes(name: str) -> None:
    assert "limits" not in told(name).topics


def _guide_with(*limits: dict[str, Any]) -> Guide:
    """The invented gas guide of three steps with these time limits alone."""
    guide = loaded.guide("xugou/gas")
    made = tuple(Limit.model_validate({"id": f"l{index}", **OPEN, **each}) for index, each in enumerate(limits))
    return guide.model_copy(update={"limits": made})


def _steps(guide: Guide) -> list[str]:
    return list(dict.fromkeys(step.id for step in items(guide, "steps")))


def test_a_total_is_called_one_and_answers_for_the_whole() -> None:
    first, second, *_ = _steps(loaded.guide("xugou/gas"))
    day = {"unit": "working_day"}
    guide = _guide_with(
        {"steps": [first], "exactly": 1, **day},
        {"steps": [second], "exactly": 2, **day},
        {"total": True, "exactly": 3, **day},
    )
    whole = [one.text for group in layout(guide, "page").whole_limits() for one in group.lines]
    assert len(whole) == 1
    assert whole[0].startswith("合计 3 个工作日")


@pytest.mark.parametrize(
    ("amounts", "whole", "found"),
    [
        ([{"exactly": 1}, {"exactly": 2}], {"exactly": 3}, False),
        ([{"exactly": 1}, {"exactly": 3}], {"exactly": 3}, True),
        ([{"exactly": 1}, {"exactly": 1}], {"exactly": 3}, True),
        ([{"at_most": 1}, {"at_most": 2}], {"at_most": 3}, False),
        ([{"between": [1, 2]}, {"between": [3, 5]}], {"between": [4, 7]}, False),
        ([{"between": [1, 2]}, {"between": [3, 5]}], {"between": [4, 8]}, True),
        ([{"exactly": 1}, {"exactly": 0}, {"exactly": 4}], {"exactly": 5}, False),
        ([{"exactly": 1}, {"exactly": 3}], {"exactly": 3, "unequal": "受理另计"}, False),
        ([], {"exactly": 3}, False),
    ],
)
def test_a_total_equals_its_steps_or_says_in_what_it_differs(
    amounts: list[dict[str, Any]], whole: dict[str, Any], found: bool
) -> None:
    names = _steps(loaded.guide("xugou/gas"))
    day = {"unit": "working_day"}
    steps = [{"steps": [name], **amount, **day} for name, amount in zip(names, amounts, strict=False)]
    assert bool(list(sums.wrong_totals(_guide_with(*steps, {"total": True, **whole, **day})))) is found


def test_a_limit_of_one_step_takes_its_id_alone() -> None:
    made = Limit.model_validate({"id": "reply", **OPEN, "unit": "day", "at_most": 3, "steps": "apply"})
    assert made.steps == ("apply",)
