"""What somebody is told in one case of the five places: the days that hold, the rest, and what no document covers."""

from __future__ import annotations

from decimal import Decimal

import loaded
import pytest

from generator.media.answers import answer
from generator.media.layout import layout
from generator.policy.feel import Value
from generator.policy.guide import items
from generator.telling.select import Told, told
from generator.telling.statements import Case

DIRECT: dict[str, Value] = {"direct": True, "external_line": False, "new_connection": True, "commercial": False}


def days(address: str, values: dict[str, Value]) -> list[str]:
    """The time limits of a case, as `classify` has them."""
    return [limit["line"] for limit in answer(loaded.guide(address), values)["limits"]]


@pytest.mark.parametrize("address", ["yantai/water", "yantai/gas"])
@pytest.mark.parametrize("length", ["20.1", "25"])
def test_a_direct_connection_of_more_than_twenty_metres_has_two_steps_and_no_days(address: str, length: str) -> None:
    guide, values = loaded.guide(address), {**DIRECT, "pipe_length": Decimal(length)}
    assert days(address, values) == ["文件没有写"]
    found = told(guide, Case(values))
    assert [one.statement.says for one in found.said if one.statement.section == "step_counts"] == ["2 个"]
    assert "limits" in {question.key for question in found.questions}


@pytest.mark.parametrize("address", ["yantai/water", "yantai/gas"])
def test_with_an_outside_line_the_three_days_stand_alone_with_what_is_not_counted(address: str) -> None:
    values: dict[str, Value] = {"direct": False, "external_line": True, "pipe_length": Decimal("30")}
    (said,) = days(address, values)
    assert said.startswith("不超过 3 个工作日，不计入工程设计、施工、专营企业不可控的时间")


@pytest.mark.parametrize("address", ["yantai/water", "yantai/gas", "yantai/heat"])
def test_answers_that_contradict_the_document_get_no_days(address: str) -> None:
    found = told(loaded.guide(address), Case({"direct": False, "external_line": False}))
    assert (found.standing, found.said) == ("impossible", ())
    assert "含无外线工程" in found.borders[0].says


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("yantai/water", {"new_connection": False}),
        ("yantai/heat", {"commercial": True}),
        ("jingmen/gas", {"user": "居民用户"}),
        ("changchun-zhonghan/water", {"in_zone": False}),
    ],
)
def test_what_a_document_does_not_cover_is_told_as_such(address: str, values: dict[str, Value]) -> None:
    found: Told = told(loaded.guide(address), Case(values))
    assert (found.standing, found.said) == ("outside", ())
    assert found.borders


def test_changchun_s_general_projects_are_told_what_the_document_says_beyond() -> None:
    guide = loaded.guide("changchun-zhonghan/water")
    general = next(one for one in items(guide, "classes") if one.id == "general")
    shown = layout(guide, "class_sheet", general)
    for section in ("papers", "permits", "visits", "fees", "works", "complaints", "help"):
        assert "beyond" in {line.statement.kind for line in shown.section(section)}, section
    assert "works" in {question.key for question in shown.told.questions}


@pytest.mark.parametrize("length", ["300", "300.1"])
def test_jingmen_s_two_ways_of_approval_hang_on_three_hundred_metres(length: str) -> None:
    found = told(loaded.guide("jingmen/gas"), Case({"user": "企业用户", "line_length": Decimal(length)}))
    permits = {one.statement.id for one in found.said if one.statement.section == "permits"}
    assert len(permits) == 2


def test_an_overlap_leaves_open_that_one_of_the_classes_has_no_days() -> None:
    said = days("yantai/water", {"direct": True, "external_line": True, "pipe_length": Decimal("25")})
    assert len(said) == 2
    assert all(one.startswith("不止一类都符合，按哪一类请问窗口：") for one in said)
    assert said[1].endswith("文件没有写")
