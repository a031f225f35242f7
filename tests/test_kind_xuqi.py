"""A company's promise of which the copy is cut, with a misprint: what lacks is not in hand, the misprint is shown."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import kinds
import pytest
from kinds import made
from rendered import MEDIA

from generator import checks
from generator.media.answers import answer
from generator.media.layout import layout
from generator.policy.guide import Guide, items

MISPRINT = "原文作“提交用气申请表后，1个工作内办结”，按“提交用气申请表后，1个工作日内办结”读"
REST = "没有拿到（后面的部分）"


@pytest.fixture(scope="module")
def gas() -> Guide:
    return kinds.guide("xuqi/gas")


def sheet(guide: Guide, name: str) -> Any:
    """The layout of the sheet of a class."""
    return layout(guide, "class_sheet", next(one for one in items(guide, "classes") if one.id == name))


def certain(guide: Guide, **answers: Any) -> list[str]:
    (table,) = answer(guide, answers)["tables"]
    return [one["id"] for one in table["certain"]]


def test_nothing_is_found_but_the_bound_that_both_classes_have() -> None:
    assert {one.code for one in kinds.findings("xuqi")} == {"bound-of-both"}


@pytest.mark.parametrize("medium", MEDIA)
def test_every_medium_tells_it(gas: Guide, medium: str) -> None:
    if MEDIA[medium].of([gas], gas):
        assert list(MEDIA[medium].faults(gas, MEDIA[medium].made([gas], gas))) == []


# ------------------------------------------------------------------------------------------------------ households


@pytest.mark.parametrize(
    ("households", "found"), [(19, ["scattered"]), (20, ["scattered", "together"]), (21, ["together"])]
)
def test_twenty_households_are_ambiguous_and_no_class_is_chosen(gas: Guide, households: int, found: list[str]) -> None:
    assert certain(gas, user="居民", households=Decimal(households)) == found


def test_of_twenty_households_the_limits_of_either_class_are_shown_as_such(gas: Guide) -> None:
    case = answer(gas, {"user": "居民", "households": Decimal(20)})
    stated = [one for one in case["limits"] if one["limit"]]
    assert stated and {one["status"] for one in stated} == {"either"}
    assert any("同时符合两类" in question for question in case["questions"])


# ------------------------------------------------------------------------------------------------------- the limits


def test_one_twelve_and_one_each_with_its_start_and_no_total(gas: Guide) -> None:
    limits = [one.statement.fact for one in sheet(gas, "scattered").facts("limits")]
    assert [(one.at_most, one.starts_on.words) for one in limits] == [
        (Decimal(1), "提交用气申请表"),
        (Decimal(12), "具备设计、安装（改装）施工条件"),
        (Decimal(1), "燃气工程施工完毕"),
    ]
    assert not any("limits" in one.statement.topics for one in sheet(gas, "scattered").facts("limits"))
    assert sheet(gas, "scattered").silence("limits") == REST


def test_by_contract_has_no_number(gas: Guide) -> None:
    (limit,) = [one for one in sheet(gas, "together").facts("limits") if "由合同约定" in one.text]
    assert limit.statement.fact.numbers == ()


def test_the_limits_are_the_promise_of_the_company(gas: Guide) -> None:
    kept = {line.statement.id for group in layout(gas, "notice").promised().kept for line in group.lines}
    assert {"limits/scattered-accept", "limits/small-build"} <= kept


# ----------------------------------------------------------------------------------------------------- the misprint


@pytest.mark.parametrize("medium", ["guide page", "class sheets", "notice page", "guide.json", "facts"])
def test_the_misprint_is_shown_with_how_it_is_read(gas: Guide, medium: str) -> None:
    assert MISPRINT in made(medium, gas)


def test_the_sheet_of_the_class_shows_the_misprint(gas: Guide) -> None:
    (limit,) = [one for one in sheet(gas, "scattered").facts("limits") if one.statement.part("read_as")]
    assert limit.text.startswith("申请受理 不超过 1 个工作日") and MISPRINT in limit.text


def test_without_the_reading_the_limit_is_not_borne(tmp_path: Path) -> None:
    shutil.copytree(kinds.POLICIES / "xuqi", tmp_path / "xuqi")
    path = tmp_path / "xuqi" / "gas.yaml"
    text = path.read_text(encoding="utf-8").replace(", read_as: 提交用气申请表后，1个工作日内办结", "")
    path.write_text(text, encoding="utf-8")
    assert {one.thing for one in checks.check(tmp_path)[2] if one.code == "unborne"} == {"limits/scattered-accept"}


def test_the_proof_of_the_text_is_of_what_is_printed(tmp_path: Path) -> None:
    shutil.copytree(kinds.POLICIES / "xuqi", tmp_path / "xuqi")
    path = tmp_path / "xuqi" / "gas.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "quote: 提交用气申请表后，1个工作内办结, read_as", "quote: 提交用气申请表后，1个工作日办结, read_as"
    )
    path.write_text(text, encoding="utf-8")
    codes = {one.code for one in checks.check(tmp_path, kinds.ORIGINALS)[2]}
    assert codes == {"not-in-clause", "bound-of-both"}


# --------------------------------------------------------------------------------------------------- the cut copy


@pytest.mark.parametrize("answers", [{"external_line": False, "kind": "调压"}, {"external_line": True}])
def test_regulated_pressure_and_an_outside_line_are_not_in_hand(gas: Guide, answers: dict[str, Any]) -> None:
    case = answer(gas, {"user": "非居民", **answers})
    assert {one["line"] for one in case["limits"]} == {f"一共多少天：{REST}"}
    assert not any("哪一类都不符合" in question for question in case["questions"])


@pytest.mark.parametrize("name", ["fees", "works", "contacts", "channels", "complaints", "deferrals"])
def test_what_nothing_answers_is_not_in_hand(gas: Guide, name: str) -> None:
    assert layout(gas, "page").silence(name) == REST


def test_fees_telephone_and_hall_are_never_called_silent(gas: Guide) -> None:
    card = made("answer card", gas)
    assert f"报装：{REST}" in card and f"咨询电话、窗口地址：{REST}" in card
    assert not any("窗口办" in question for _, question in layout(gas, "page").asked())


def test_the_rest_is_to_be_asked_for_from_the_company(gas: Guide) -> None:
    (text,) = layout(gas, "page").texts()
    assert text.startswith("文件“（三）调压”以后的部分没有拿到，请向虚元市天然气公司索取")


@pytest.mark.parametrize("medium", ["guide page", "city page", "checklist", "booklet"])
def test_a_reader_sees_that_the_copy_is_cut(gas: Guide, medium: str) -> None:
    assert "手里的一份到“（三）调压”为止，后面的没有拿到" in made(medium, gas)


def test_a_copy_that_is_whole_would_be_silent(gas: Guide) -> None:
    whole = gas.model_copy(
        update={"documents": tuple(one.model_copy(update={"held": "whole"}) for one in gas.documents)}
    )
    assert layout(whole, "page").silence("fees") == "文件没有写"


def test_the_chain_to_the_document_of_the_city_is_visible(gas: Guide) -> None:
    assert "上位依据：虚住建〔2021〕7号" in made("guide page", gas)
