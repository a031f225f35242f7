"""A notice of whose six annexes one is in hand: what the others rule on is asked for, never called silent."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import kinds
import pytest
from kinds import made
from rendered import MEDIA
from shown import plain

from generator import checks
from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages.drawings import journey
from generator.policy.guide import Guide, facts, items
from generator.policy.tables import Class
from generator.telling.select import told
from generator.telling.statements import Case

HOMES = {"user": "居民"}


@pytest.fixture(scope="module")
def water() -> Guide:
    return kinds.guide("xuyuan/water")


@pytest.fixture(scope="module")
def gas() -> Guide:
    return kinds.guide("xuyuan/gas")


def of_class(guide: Guide, name: str) -> Class:
    found: Class = next(one for one in items(guide, "classes") if one.id == name)
    return found


def test_nothing_is_found_about_it() -> None:
    assert kinds.findings("xuyuan") == ()


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("utility", ["water", "gas"])
def test_every_medium_tells_it(utility: str, medium: str) -> None:
    place, guide = [one.guide for one in kinds.place("xuyuan")], kinds.guide(f"xuyuan/{utility}")
    if MEDIA[medium].of(place, guide):
        assert list(MEDIA[medium].faults(guide, MEDIA[medium].made(place, guide))) == []


# ------------------------------------------------------------------------------------------------------- the total


@pytest.mark.parametrize(("name", "days"), [("inside", 3), ("outside", 5)])
def test_the_total_is_labelled_and_equals_its_steps(water: Guide, name: str, days: int) -> None:
    lines = layout(water, "class_sheet", of_class(water, name)).section("limits")
    totals = [one.text for one in lines if one.statement.part("total")]
    steps = [one.statement.fact.numbers[0] for one in lines if one.statement.part("steps")]
    assert totals == [f"合计 {days} 个工作日"] and sum(steps) == days


@pytest.mark.parametrize("medium", ["guide page", "checklist", "class sheets", "notice page", "window page"])
def test_the_total_is_no_item_of_its_own(water: Guide, medium: str) -> None:
    """It stands there by its name, has no number among the steps, and no step has its days."""
    said = made(medium, water)
    assert "合计" in said and not re.search(r"[0-9][.、]?合计", said)
    assert not re.search("(?:申请受理|行政审批|施工通水)(?:合计|[35]个工作日)", said)


@pytest.mark.parametrize(("step", "total"), [("2", "inside"), ("0", "outside"), ("4", "outside")])
def test_a_changed_step_is_an_error(step: str, total: str, tmp_path: Path) -> None:
    shutil.copytree(kinds.POLICIES / "xuyuan", tmp_path / "xuyuan")
    path = tmp_path / "xuyuan" / "water.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"    exactly: {step}\n", f"    exactly: {int(step) + 1}\n"), encoding="utf-8")
    found = [one for one in checks.check(tmp_path)[2] if one.code == "total-differs"]
    assert [(one.severity, one.thing) for one in found] == [("error", f"limits/{total}")]


def test_the_step_of_no_days_stays_and_is_no_promise_of_the_utility(water: Guide) -> None:
    shown = layout(water, "page", of_class(water, "outside"))
    (step,) = [one for one in shown.section("steps") if one.statement.says == "外线工程行政审批"]
    (limit,) = [one for one in shown.section("limits") if one.statement.fact.numbers == (Decimal(0),)]
    assert "实行告知承诺" in step.text
    assert limit.text == "外线工程行政审批 0 个工作日" and limit.statement.strength == "required"
    (permit,) = [one for one in shown.section("permits") if one.statement.kind == "stated"]
    assert permit.text.startswith("外线工程行政审批，实行告知承诺") and "由谁去申请" in permit.text
    assert not any(limit.ids == one.ids for group in shown.promised().kept for one in group.lines)


def test_the_steps_stand_on_one_way(water: Guide) -> None:
    (way,) = journey.journey(layout(water, "page")).ways
    said = [act.line.statement.says for place in way.places for act in place.acts if not act.line.open]
    assert said == ["申请受理", "外线工程行政审批", "施工通水"] and way.steps == 3


def test_of_whom_no_step_is_in_hand_none_is_later(water: Guide) -> None:
    flow = made("guide page", water).partition("##怎么办")[2].partition("##带什么")[0]
    assert "本页所列3步（居民：没有拿到）" in flow
    assert "后面的没有拿到" not in flow


# ------------------------------------------------------------------------------------------------- classes and gaps


@pytest.mark.parametrize(("metres", "found"), [(200, ["outside"]), (201, [])])
def test_two_hundred_metres_are_in_and_more_is_not_covered(water: Guide, metres: int, found: list[str]) -> None:
    case = answer(water, {"user": "非居民", "external_line": True, "dug": Decimal(metres)})
    (table,) = case["tables"]
    assert [one["id"] for one in table["certain"]] == found
    assert bool(found) or not any(
        one["status"] == "certain" and one["certain"] for one in case["limits"] if one["limit"]
    )


def test_more_than_two_hundred_metres_has_no_days_on_any_medium(water: Guide) -> None:
    case = in_words(answer(water, {"user": "非居民", "external_line": True, "dug": Decimal(201)}))
    assert "哪一类都不符合，请问窗口" in case and "附件1只写了开挖城市道路不超过200米的" in case
    assert "5 个工作日" not in case and "时限：文件没有写" in case
    for medium in ("guide page", "checklist", "window page"):
        said = made(medium, water)
        assert "哪一类都不是" in said and "大于200米" in said and "附件1只写了开挖城市道路不超过200米的" in said


def test_whom_the_standard_is_for_is_its_scope_and_no_condition(water: Guide) -> None:
    assert "虚元市范围内具备供水条件、供水压力满足要求的非居民用户给水接入" in made("guide page", water)
    assert not list(facts(water, "conditions"))


# ------------------------------------------------------------------------------------------------- papers and money


def test_one_paper_with_its_seal(water: Guide) -> None:
    (paper,) = layout(water, "class_sheet", of_class(water, "inside")).facts("papers")
    assert paper.text.startswith("接水业务登记单（要填的表），1 份（盖公章），单位用户填写")


@pytest.mark.parametrize("medium", ["guide page", "checklist", "class sheets"])
def test_the_blank_form_that_lacks_is_asked_for(water: Guide, medium: str) -> None:
    assert "附件3《接水业务登记单》没有拿到，请向虚元市住房和城乡建设局索取" in made(medium, water)
    shown = layout(water, "page", of_class(water, "inside"))
    assert any(text.startswith("附件3《接水业务登记单》没有拿到") for text in shown.texts())


def test_no_amount_and_who_pays_is_asked(water: Guide) -> None:
    shown = layout(water, "page", of_class(water, "inside"))
    (works,) = shown.facts("works")
    assert "据实结算" in works.text and "谁承担" in works.text and not works.statement.fact.numbers
    assert any("由谁承担" in question for _, question in shown.asked())


# --------------------------------------------------------------------------------------------------- not in hand


def test_what_is_for_residents_is_not_in_hand_on_the_water_page(water: Guide) -> None:
    case = told(water, Case(answers=HOMES))
    kinds_ = {one.statement.kind for one in case.said if one.statement.section not in ("classes", "scope")}
    assert kinds_ == {"not_in_hand"}
    (question,) = case.questions
    assert question.words.startswith("附件2《居民给水接入服务标准》没有拿到，请向虚元市住房和城乡建设局索取")


def test_the_class_sheet_of_residents_never_says_that_nothing_is_written(water: Guide) -> None:
    said = plain(MEDIA["class sheets"].made([], water))
    shown = layout(water, "class_sheet", of_class(water, "homes"))
    assert shown.silence("limits", "papers", "steps", "fees", "works", "contacts") == "没有拿到（附件2）"
    assert "多少天：没有拿到（附件2）" in said


@pytest.mark.parametrize(
    "medium", ["guide page", "answer card", "checklist", "notice page", "city page", "comparison page"]
)
def test_both_standards_of_gas_are_not_in_hand(gas: Guide, medium: str) -> None:
    if medium in MEDIA:
        said = made(medium, gas)
        assert "附件4、附件5" in said
    shown = layout(gas, "page")
    assert not any(shown.section(name) for name in ("limits", "papers", "steps", "fees", "works", "contacts"))


def test_the_gas_page_asks_for_both_and_for_nothing_else(gas: Guide) -> None:
    shown = layout(gas, "page")
    assert [text.partition("没有拿到")[0] for text in shown.texts()] == [
        "附件4《非居民燃气接入服务标准》",
        "附件5《居民燃气接入服务标准》",
    ]
    assert shown.questions() == [] and "文件没有写" not in made("answer card", gas)


@pytest.mark.parametrize(("user", "annex"), [("居民", "附件5"), ("非居民", "附件4")])
def test_whoever_answers_is_told_of_the_one_annex(gas: Guide, user: str, annex: str) -> None:
    case = answer(gas, {"user": user})
    assert {one["line"] for one in case["limits"]} == {f"没有拿到（{annex}）"}
    assert [question[:3] for question in case["questions"]] == [annex]


def test_the_document_says_what_of_it_lacks(water: Guide) -> None:
    assert [one.name[:3] for one in water.documents[0].lacks] == ["附件2", "附件3", "附件4", "附件5", "附件6"]
    assert "没有拿到：附件2《居民给水接入服务标准》" in made("guide page", water)


def test_a_heading_left_out_is_an_error_where_the_annex_rules_on_some_only(tmp_path: Path) -> None:
    shutil.copytree(kinds.POLICIES / "xuyuan", tmp_path / "xuyuan")
    path = tmp_path / "xuyuan" / "water.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("refusals: not_stated\n", ""), encoding="utf-8")
    assert [dict(one.words)["section"] for one in checks.check(tmp_path)[2] if one.code == "unanswered"] == ["refusals"]
