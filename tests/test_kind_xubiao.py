"""A table of five steps: ranges, papers and conditions step by step, a fee by area, a telephone with its post."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import kinds
import pytest

from generator.media.answers import answer
from generator.pages import guide_pages
from generator.pages.browser.interview import tables
from generator.pages.browser.shipped import telling_data
from generator.policy.guide import facts, items
from generator.telling.compose import telling
from generator.words.names import worded

HEAT = "xubiao/heat"
STEPS = ("增容受理", "核实用户资料", "增容费收取", "供热合同签订", "配套安装")
RANGES = ("5 至 7 个工作日", "1 至 2 个工作日", "3 至 5 个工作日", "5 至 7 个工作日")
PAPERS = (
    "图纸审查备案意见书", "CAD图", "产权户数统计表", "A3缩印图", "配套费交财政证明",
    "小区规划图", "小区总面积和阁楼面积表",
)  # fmt: skip


def between(text: str, start: str, end: str) -> str:
    """What stands between two words, each the first time."""
    return text.partition(start)[2].partition(end)[0]


def test_nothing_is_wrong_but_what_the_table_leaves_open() -> None:
    found = {(one.code, one.severity) for one in kinds.findings("xubiao") if one.severity != "info"}
    assert found == {("fee-without-basis", "warning"), ("telephone-without-purpose", "warning")}


@pytest.mark.parametrize(("step", "days"), list(zip(STEPS, RANGES, strict=False)))
def test_a_range_is_told_with_both_ends(step: str, days: str) -> None:
    for shown in (kinds.sheet(HEAT), kinds.page(HEAT)):
        assert f"{step} {days}" in shown or days in between(shown, "一共多少天", step)


@pytest.mark.parametrize(
    "medium", ["guide page", "answer card", "checklist", "notice page", "city page", "window page", "comparison page"]
)
def test_no_end_of_a_range_stands_alone(medium: str) -> None:
    """Two, five and seven are ends of ranges only, wherever the guide is told."""
    assert not re.search("(?<![至0-9-])[257]个工作日", kinds.made(medium, kinds.guide(HEAT)))


def test_the_last_step_must_begin_within_a_month_everywhere() -> None:
    assert [line for line in kinds.lines(HEAT, "limits") if "配套安装" in line] == [
        "配套安装 1 个月内开始，从验收合格后起算"
    ]
    for shown in (kinds.page(HEAT), kinds.sheet(HEAT)):
        assert "1 个月内开始" in shown
        assert not re.search("不超过 1 个月|1 个月(?!内开始)", shown)
    last = tables(kinds.guide(HEAT))["limits"][4]
    assert (last["begins"], last["starts"], last["amounts"]) == (True, "验收合格后", [1])


def test_no_total_is_promised() -> None:
    assert not [one for one in facts(kinds.guide(HEAT), "limits") if not one.steps]
    for shown in (kinds.page(HEAT), kinds.sheet(HEAT)):
        assert "一共多少天：文件没有写" in shown
        assert not re.search("14 至 21|21 个工作日", shown)
    for medium in ("city page", "comparison page", "notice page", "window page"):
        assert not re.search("14至21|21个工作日", kinds.made(medium, kinds.guide(HEAT))), medium


@pytest.mark.parametrize("shown", ["page", "sheet", "prepare"])
def test_papers_stand_at_their_steps(shown: str) -> None:
    made = {
        "page": lambda: kinds.page(HEAT).partition("## 带什么")[2].partition("## 多少钱")[0],
        "sheet": lambda: kinds.sheet(HEAT).partition("带什么")[2],
        "prepare": lambda: kinds.pages("xubiao")["xubiao/prepare/index.md"],
    }[shown]()
    first = between(made, "增容受理", "核实用户资料")
    assert all(name in first for name in PAPERS)
    assert "房产证" not in first
    second = between(made, "核实用户资料", "增容费收取、供热合同签订、配套安装")
    assert "房产证（要带的材料），原件和复印件" in second
    assert "不用交材料" in made.partition("增容费收取、供热合同签订、配套安装")[2]


def test_the_proof_of_the_fee_is_an_original_with_its_receipt() -> None:
    for shown in (kinds.page(HEAT), kinds.sheet(HEAT)):
        assert "配套费交财政证明（要带的材料），原件，连同非税收据" in shown


def test_the_fee_is_by_area_and_silence_about_payer_and_basis_is_said() -> None:
    assert "增容费：88 元/㎡，按建筑面积算；文件没有写：谁承担、依据是什么" in kinds.page(HEAT)
    assert "88 元/㎡，按建筑面积算" in kinds.sheet(HEAT)
    assert "增容费由谁承担" in kinds.sheet(HEAT)


def test_the_interview_reckons_the_fee_by_the_area_and_says_that_it_is_ours() -> None:
    (reckoned,) = answer(kinds.guide(HEAT), {"floor_area": Decimal(100)})["costs"]
    assert "8800 元" in reckoned and "88 元/㎡" in reckoned and "本站" in reckoned


def test_what_else_is_paid_is_asked_where_the_table_only_names_it() -> None:
    for shown in (kinds.page(HEAT), answer(kinds.guide(HEAT), {})["questions"]):
        assert any("“配套费”多少" in one for one in ([shown] if isinstance(shown, str) else shown))
        assert any("是“配套费”还是“增容费”" in one for one in ([shown] if isinstance(shown, str) else shown))


def test_conditions_stay_at_their_steps() -> None:
    steps = kinds.lines(HEAT, "steps")
    told = {step: line for step in STEPS for line in steps if line.startswith(step)}
    assert "要先具备：资料齐全、现场具备并网条件" in told["增容受理"]
    assert "要先具备：双方确认收费面积" in told["核实用户资料"]
    assert "要先具备：供热配套费用已全部交清" in told["供热合同签订"]
    assert "要先具备：供热配套费用已全部交清" in kinds.sheet(HEAT)
    assert not kinds.lines(HEAT, "conditions")


def test_both_names_of_a_step_are_told() -> None:
    assert "增容受理，也叫“供热增容受理审批”" in kinds.lines(HEAT, "steps")[0]


def test_the_telephone_has_its_post_and_no_purpose() -> None:
    assert kinds.lines(HEAT, "contacts") == ["热网科 000-0000-0123"]
    assert "电话：热网科 000-0000-0123" in kinds.sheet(HEAT)
    assert "咨询电话：热网科" not in kinds.sheet(HEAT)
    for shown in kinds.pages("xubiao").values():
        assert not re.search("[请或]问热网科", shown)
    (post,) = (one for one in telling_data(kinds.guide(HEAT))["statements"] if one["id"] == "contacts/network")
    assert post["line"] == "热网科 000-0000-0123"


def test_due_dates_are_intervals_each_from_the_end_of_the_step_before() -> None:
    """The page asks for the day on which each step is done; only the first counts from the day of application."""
    limits = tables(kinds.guide(HEAT))["limits"]
    assert [one["amounts"] for one in limits[:4]] == [[5, 7], [1, 2], [3, 5], [5, 7]]
    assert [one["starts"] for one in limits[:4]] == ["", "", "", ""]
    told = {
        one["step"]: one.get("leads", []) for one in telling_data(kinds.guide(HEAT))["statements"] if one.get("step")
    }
    assert told == {
        "accept": ["verify"], "verify": ["charge"], "charge": ["contract"], "contract": ["install"], "install": [],
    }  # fmt: skip


def test_classify_tells_each_step_alone() -> None:
    found = answer(kinds.guide(HEAT), {})
    assert [one["limit"] for one in found["limits"] if one["limit"]] == [*RANGES, "1 个月内开始"]


def test_steps_of_which_the_last_only_begins_do_not_end() -> None:
    flow = kinds.page("xubiao/heat").partition("## 怎么办")[2].partition("## 带什么")[0]
    assert "只写了多久内开始，哪天办好没有写" in flow
    assert "办结" not in flow


def test_conditions_are_asked_for_unless_the_first_step_has_its_own(tmp_path: Path) -> None:
    assert "先要具备什么条件" not in kinds.page("xubiao/heat")
    changed = kinds.edited(tmp_path, HEAT, ("    provided: [资料齐全, 现场具备并网条件]\n", ""))
    assert "conditions" in {one.key for one in telling(changed.guide).asks}  # what a later step takes is no answer


def test_conditions_that_have_commas_in_them_are_told_apart(tmp_path: Path) -> None:
    change = ("provided: [资料齐全, 现场具备并网条件]", 'provided: ["图纸、表格，都齐", 现场具备并网条件]')
    changed = kinds.edited(tmp_path, "xubiao/heat", change)
    assert "要先具备：图纸、表格，都齐；现场具备并网条件" in kinds.sheet_of(changed.guide)


def test_the_notice_tells_what_belongs_to_each_paper_at_its_step() -> None:
    notice = kinds.visible(guide_pages.notice_page(kinds.guide(HEAT), version="v"))
    papers = between(notice, "申请材料", "报装收费")
    first, second, none = papers.strip().splitlines()
    assert first.startswith("增容受理：图纸审查备案意见书")
    assert "A3缩印图（要带的材料），与建筑蓝图同一版本" in first
    assert "配套费交财政证明（要带的材料），原件，连同非税收据" in first
    assert second == "核实用户资料：房产证（要带的材料），原件和复印件"
    assert none == "增容费收取、供热合同签订、配套安装：不用交材料"


def test_the_notice_tells_the_days_of_the_steps_in_their_order() -> None:
    notice = kinds.visible(guide_pages.notice_page(kinds.guide(HEAT), version="v"))
    days = between(notice, "办理时限", "电话、投诉")
    assert sorted(STEPS, key=days.index) == list(STEPS)


def test_a_quotation_that_stands_at_several_steps_is_told_once() -> None:
    nothing = next(one for one in items(kinds.guide(HEAT), "papers") if one.id == "later")
    assert worded(nothing.model_copy(update={"text": None})) == "材料：无"
