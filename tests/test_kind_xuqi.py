"""A company's promise of which the copy is cut, with a misprint: what lacks is not in hand, the misprint is shown."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import kinds
import pytest
from kinds import made
from rendered import MEDIA

from generator import checks
from generator.decision.boxes import touching
from generator.decision.deciding import Decisions
from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages.browser.interview import tables
from generator.pages.browser.shipped import telling_data
from generator.policy.guide import Guide, items

MISPRINT = "原文作“提交用气申请表后，1个工作内办结”，按“提交用气申请表后，1个工作日内办结”读"
OWN = "《虚元市天然气公司业务办理服务时限承诺（修订）》后面的部分"
REST = f"没有拿到（附件4、附件5、{OWN}）"


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
    assert sheet(gas, "scattered").silence("limits") == "没有拿到（附件5）"


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
    for slug in ("xuyuan", "xuqi"):
        shutil.copytree(kinds.POLICIES / slug, tmp_path / slug)
    path = tmp_path / "xuqi" / "gas.yaml"
    text = path.read_text(encoding="utf-8").replace(", read_as: 提交用气申请表后，1个工作日内办结", "")
    path.write_text(text, encoding="utf-8")
    assert {one.thing for one in checks.check(tmp_path)[2] if one.code == "unborne"} == {"limits/scattered-accept"}


def test_the_proof_of_the_text_is_of_what_is_printed(tmp_path: Path) -> None:
    for slug in ("xuyuan", "xuqi"):
        shutil.copytree(kinds.POLICIES / slug, tmp_path / slug)
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
    assert {one["line"].partition("：")[2] for one in case["limits"]} == {"没有拿到（附件4）", f"没有拿到（{OWN}）"}
    assert not any("哪一类都不符合" in question for question in case["questions"])


def test_no_class_of_who_has_an_outside_line_is_not_in_hand_and_no_gap(gas: Guide) -> None:
    said = in_words(answer(gas, {"user": "非居民", "external_line": True}))
    assert f"按哪一类：没有拿到（{OWN}）" in said
    assert "哪一类都不符合" not in said and "文件说不清" not in said
    for medium in ("guide page", "checklist", "window page", "notice page"):
        shown = made(medium, gas)
        assert f"非居民，涉及外线：按哪一类：没有拿到（{OWN}）" in shown, medium
        assert "哪一类都不是" not in shown and "没有时限" not in shown, medium
    assert "有1种情形，文件说不清按哪一类" in made("guide page", gas)  # the bound that both classes have


def test_who_is_none_of_the_kinds_in_hand_may_say_so(gas: Guide) -> None:
    said = in_words(answer(gas, {"user": "非居民", "external_line": False, "kind": "都不是"}))
    assert "按哪一类：没有拿到（附件4）" in said and "哪一类都不符合" not in said


def test_the_interview_says_it_too(gas: Guide) -> None:
    (table,) = tables(gas)["tables"]
    decide = Decisions(gas)
    line: Mapping[str, bool | Decimal | str] = {"user": "非居民", "external_line": True}
    assert table["where"] and not touching([decide.space.point(line)], decide.divided("class"))
    lacking = [one for one in telling_data(gas)["statements"] if "·lacks" in one["id"] and one["section"] == "classes"]
    assert f"按哪一类：没有拿到（{OWN}）" in {one.get("line") for one in lacking}


def test_a_gap_beside_what_lacks_has_to_be_recorded(tmp_path: Path) -> None:
    lacking = "  - {id: with-line, when: {user: 非居民, external_line: true}, not_in_hand: xuqi-promise}\n"
    assert _codes(tmp_path / "without", (lacking, "")) == {"bound-of-both"}  # the annexes of the city may rule on it
    alone = ("overlays: xuyuan\nlevel: company\n", "")
    assert _codes(tmp_path / "alone", alone) == {"bound-of-both"}
    assert _codes(tmp_path / "neither", alone, (lacking, "")) == {"bound-of-both", "unrecorded-defect"}


def test_a_gap_where_a_text_lacks_is_no_defect(tmp_path: Path) -> None:
    recorded = (
        "defects:\n",
        "defects:\n  - id: with-line\n    where: {user: 非居民, external_line: true}\n    classes: []\n"
        "    because: 没有写（虚构）\n    cite: {clause: 三、, quote: 非居民、不涉及外线}\n",
    )
    assert "imagined-defect" in _codes(tmp_path, recorded)


def _codes(folder: Path, *changes: tuple[str, str]) -> set[str]:
    """The findings about the company's files with some words changed."""
    for slug in ("xuyuan", "xuqi"):
        shutil.copytree(kinds.POLICIES / slug, folder / slug)
    for old, new in changes:
        paths = [folder / "xuqi" / f"{name}.yaml" for name in ("city", "gas")]
        (path,) = (one for one in paths if old in one.read_text(encoding="utf-8"))
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return {one.code for one in checks.check(folder, kinds.ORIGINALS)[2] if one.severity != "info"}


def test_the_sheet_of_regulated_pressure_asks_for_no_paper() -> None:
    assert "用气申请表" not in kinds.sheet("xuqi/gas", "regulated")
    for name in ("scattered", "together", "small", "membrane"):
        assert "用气申请表（要填的表）" in kinds.sheet("xuqi/gas", name)


@pytest.mark.parametrize(("name", "own"), [("scattered", "居民零散户"), ("together", "居民集体户")])
def test_the_sheet_of_a_class_has_its_own_steps_and_says_what_to_do_with_the_other(name: str, own: str) -> None:
    """Its own come first; those of the other only for who is of that as well."""
    shown = kinds.sheet("xuqi/gas", name)
    other = ({"居民零散户", "居民集体户"} - {own}).pop()
    mine, _, theirs = shown.partition(f"如果又是{other}：")
    assert mine.count("1. 申请受理 → 2. 施工、设计 → 3. 验收通气") == 1
    assert theirs.partition("多少钱")[0].count("1. 申请受理 → 2. 施工、设计 → 3. 验收通气") == 1
    assert f"又符合“{other}”的" in shown and "这张作废，换那一类的单子" in shown
    assert "如果又是" not in kinds.sheet("xuqi/gas", "small")


@pytest.mark.parametrize("name", ["fees", "works", "contacts", "channels", "complaints", "deferrals"])
def test_what_nothing_answers_is_not_in_hand(gas: Guide, name: str) -> None:
    assert layout(gas, "page").silence(name) == REST


def test_fees_telephone_and_hall_are_never_called_silent(gas: Guide) -> None:
    card = made("answer card", gas)
    assert f"报装：{REST}" in card and f"咨询电话、窗口地址：{REST}" in card
    assert not any("窗口办" in question for _, question in layout(gas, "page").asked())


def test_the_rest_is_to_be_asked_for_from_the_company(gas: Guide) -> None:
    *_, text = layout(gas, "page").texts()
    assert text.startswith(
        "文件《虚元市天然气公司业务办理服务时限承诺（修订）》“（三）调压”以后的部分没有拿到，请向虚元市天然气公司索取"
    )


@pytest.mark.parametrize("medium", ["guide page", "city page", "checklist", "booklet"])
def test_a_reader_sees_that_the_copy_is_cut(gas: Guide, medium: str) -> None:
    assert "手里的一份到“（三）调压”为止，后面的没有拿到" in made(medium, gas)


def test_a_copy_that_is_whole_would_be_silent(gas: Guide) -> None:
    whole = gas.model_copy(
        update={"documents": tuple(one.model_copy(update={"held": "whole"}) for one in gas.documents)}
    )
    alone = whole.model_copy(update={"lacking": ()})
    assert layout(alone, "page").silence("fees") == "文件没有写"


def test_the_chain_to_the_document_of_the_city_is_visible(gas: Guide) -> None:
    page = made("guide page", gas)
    assert "上位依据：虚住建〔2021〕7号" in page
    assert "虚元市的规定在上一层" in page
    assert (
        "《虚元市住房和城乡建设局关于进一步优化全市用水用气服务标准的通知》" in page
        and "文号：虚住建〔2021〕7号" in page
    )
    assert [place.name for place in gas.layers] == ["虚元市", "虚元市（天然气公司）"]
