"""Two kinds of applicant, papers that may follow later, forms and seals; what follows in one procedure is cut off."""

from __future__ import annotations

import re
from pathlib import Path

import kinds
import pytest

from generator.checks.references import unanswered
from generator.desk import factsheet
from generator.media.answers import answer
from generator.pages import comparison, guide_pages
from generator.pages.browser.interview import tables
from generator.policy.guide import facts

WATER = "xurong/water"
UNIT, PRIVATE = {"user": "单位户"}, {"user": "私人户"}
LATER = ("项目批文", "规划许可证", "建设许可证", "排污许可证", "总平面布置图", "开挖绿化、道路破除许可证")


CLASSED = (
    "classes: not_stated",
    "classes:\n  - {id: unit, name: 单位户, rows: [{user: 单位户}], cite: {clause: 二、, quote: 单位户}}\n"
    "  - {id: private, name: 私人户, rows: [{user: 私人户}], cite: {clause: 一、, quote: 私人户}}",
)


def papers(**answers: str) -> dict[str, str]:
    """The lines of papers by their names, without the case in which they are needed."""
    lines = [line.removeprefix("单位户：").removeprefix("私人户：") for line in kinds.lines(WATER, "papers", **answers)]
    return {line.partition("（要")[0]: line for line in lines}


def test_nothing_is_found_but_that_no_last_day_is_stated() -> None:
    found = [one for one in kinds.findings("xurong") if one.severity != "info"]
    assert [one.code for one in found] == ["deferral-without-day"]
    assert "、".join(LATER) in found[0].zh


def test_a_unit_brings_eight_papers_of_which_six_may_follow_later() -> None:
    told = papers(**UNIT)
    assert len(told) == 8
    assert [name for name, line in told.items() if "可以后补" in line] == list(LATER)
    assert "可以后补" not in told["单位用户用水申请书"] + told["营业执照"]


@pytest.mark.parametrize("shown", ["page", "sheet", "prepare"])
def test_each_paper_says_itself_that_it_may_follow_later(shown: str) -> None:
    made = {
        "page": lambda: kinds.page(WATER),
        "sheet": lambda: kinds.sheet(WATER),
        "prepare": lambda: kinds.pages("xurong")["xurong/prepare/index.md"],
    }[shown]()
    rows = [row for row in made.splitlines() if "（要带的材料）" in row or "（要填的表）" in row]
    assert sum("可以后补" in row for row in rows) == len(LATER)
    assert not any("可以后补" in row for row in rows if "营业执照" in row or "申请书" in row)


def test_the_last_day_is_asked() -> None:
    asked = "可以后补的" + "、".join((*LATER[:-1], f"“{LATER[-1]}”")) + "，最迟什么时候补"
    assert asked in kinds.page(WATER)
    assert asked in kinds.sheet(WATER)
    assert asked in answer(kinds.guide(WATER), UNIT)["questions"]
    assert not [one for one in answer(kinds.guide(WATER), PRIVATE)["questions"] if "最迟什么时候补" in one]


@pytest.mark.parametrize(
    ("paper", "form"),
    [
        ("单位用户用水申请书", "，原件（盖公章）"),
        ("营业执照", "，复印件（盖公章）"),
        ("总平面布置图", "，纸质件 1 份和电子件 1 份，可以后补"),
        ("项目批文", "，复印件，可以后补"),
    ],
)
def test_each_paper_has_its_forms(paper: str, form: str) -> None:
    assert papers(**UNIT)[paper].partition("）")[2].startswith(form)


def test_no_number_of_copies_is_made_up() -> None:
    numbers = {
        paper.id: [form.number for form in paper.forms]
        for paper in facts(kinds.guide(WATER), "papers")
        if paper.forms != "not_stated"
    }
    assert {name for name, found in numbers.items() if any(found)} == {"plan"}
    assert "营业执照、项目批文、规划许可证、建设许可证交几份" in kinds.page(WATER)


def test_of_title_contract_and_invoice_one_is_enough() -> None:
    told = papers(**PRIVATE, matter="接水")
    assert "与购买合同、购买发票任选其一），复印件，须为申请人姓名" in told["房产证"]
    assert list(told) == ["申请书", "房产证", "购买合同", "购买发票"]


def test_the_water_bill_is_for_moving_a_meter_or_a_pipe_only() -> None:
    assert "水费发票" in papers(**PRIVATE, matter="移表")
    assert "下载的电子发票" in papers(**PRIVATE, matter="移管")
    assert "水费发票" not in papers(**PRIVATE, matter="增容")


def test_limits_of_a_private_applicant_begin_with_applying_and_with_paying() -> None:
    told = [line for line in kinds.lines(WATER, "limits", **PRIVATE) if "没有拿到" not in line]
    assert [line.partition("；")[0] for line in told] == [
        "勘察、设计、预算 不超过 1.5 个工作日，从申请起算，到告知用户费用为止",
        "施工通水 不超过 2 个工作日，从用户缴费后起算，到通水为止",
    ]
    assert "3.5" not in kinds.page(WATER) + kinds.sheet(WATER)


def test_one_limit_of_a_unit_spans_two_steps() -> None:
    assert "提交资料登记和勘察、设计、预算 不超过 1.5 个工作日" in "".join(kinds.lines(WATER, "limits", **UNIT))


def test_what_follows_for_a_unit_is_not_in_hand_and_not_copied() -> None:
    told = kinds.lines(WATER, "steps", **UNIT)
    assert [line.partition("：")[0] for line in told] == ["提交资料登记", "勘察、设计、预算", "没有拿到（后面的部分）"]
    assert "没有拿到" not in "".join(kinds.lines(WATER, "steps", **PRIVATE))


def test_at_their_steps_stand_the_settlement_and_who_is_present() -> None:
    told = kinds.lines(WATER, "steps", **PRIVATE)
    assert "施工通水；要先具备：用户缴费；到场：用户现场签字" in told
    assert "费用结算：多退少补" in told


@pytest.mark.parametrize("shown", ["page", "sheet", "ticket"])
def test_the_settlement_is_on_paper_too_and_who_pays_before_the_works(shown: str) -> None:
    made = {
        "page": lambda: kinds.page(WATER),
        "sheet": lambda: kinds.sheet(WATER),
        "ticket": lambda: kinds.visible(guide_pages.ticket_page(kinds.guide(WATER), version="v")),
    }[shown]()
    assert "费用：预算，并告知用户费用，由用户承担，多退少补" in made
    assert "要先具备：用户缴费" in made or shown == "ticket"


def test_nothing_is_claimed_of_what_need_not_be_brought() -> None:
    assert "没有另外要交的材料" not in kinds.page(WATER) + kinds.pages("xurong")["xurong/prepare/index.md"]


@pytest.mark.parametrize(
    "line",
    [
        "单位用户用水申请书（要填的表），原件（盖公章）",
        "总平面布置图（要带的材料），纸质件 1 份和电子件 1 份，可以后补",
    ],
)
def test_the_checklist_tells_the_forms_of_papers(line: str) -> None:
    assert line in kinds.sheet(WATER)


def test_a_later_step_has_no_date_from_the_day_of_application() -> None:
    limits = {one["id"]: one for one in tables(kinds.guide(WATER))["limits"]}
    assert (limits["survey"]["starts"], limits["works"]["starts"]) == ("申请", "用户缴费后")
    assert limits["works"]["amounts"] == [2]


def test_two_papers_have_their_issuers() -> None:
    told = papers(**UNIT)
    assert "由审批局出具" in told["排污许可证"]
    assert "由政府审批部门出具" in told["开挖绿化、道路破除许可证"]


def test_booking_by_telephone_has_no_number() -> None:
    assert "电话预约：报装申请" in kinds.lines(WATER, "channels")
    assert "电话预约的号码" in kinds.page(WATER)


def test_the_limit_of_some_steps_is_no_figure_of_a_class(tmp_path: Path) -> None:
    guide = kinds.edited(tmp_path, WATER, CLASSED).guide
    sheet = kinds.sheet_of(guide, "unit")
    assert "这一类单位户一共多少天：没有拿到" in sheet
    assert sheet.count("1.5 个工作日") == 1
    assert "提交资料登记和勘察、设计、预算 不超过 1.5 个工作日" in sheet


def test_steps_that_go_on_in_what_is_not_in_hand_are_not_counted_as_all() -> None:
    private, _, unit = (
        kinds.page(WATER).partition("## 怎么办")[2].partition("## 带什么")[0].partition("单位户：拿到的有")
    )
    assert "本页所列 7 步\n" in private
    assert "办结" in private
    assert unit.startswith(" 2 步，后面的没有拿到")
    assert "办结" not in unit


def test_the_notice_and_the_ticket_name_whose_steps_they_are() -> None:
    guide = kinds.guide(WATER)
    notice = kinds.visible(guide_pages.notice_page(guide, version="v")).partition("报装程序")[2]
    assert re.findall("(?m)^(.*)：1 提交资料登记", notice) == ["私人户", "单位户"]
    ticket = kinds.visible(guide_pages.ticket_page(guide, version="v"))
    assert {"私人户", "单位户"} <= set(ticket.splitlines())


def test_what_is_not_in_hand_has_no_number_among_the_steps() -> None:
    assert "2. 勘察、设计、预算 → 没有拿到" in kinds.sheet(WATER)


def test_who_has_ticked_all_that_is_in_hand_is_not_told_that_all_is_done() -> None:
    made = guide_pages.guide_page(kinds.guide(WATER), version="v")
    assert re.findall(r'data-done="，(\w+)"', made) == ["都办好了", "列出的都勾了"]


def test_papers_that_may_follow_later_answer_that_heading(tmp_path: Path) -> None:
    changed = kinds.edited(tmp_path, WATER, ("deferrals: not_stated\n", ""))
    assert not list(unanswered(changed))
    named = "写在材料里：" + "、".join(LATER)
    for guide in (changed.guide, kinds.guide(WATER)):
        assert [row.says for row in factsheet.lines(guide) if row.id == "deferrals"] == [named]
        assert [cell.text for cell in comparison.member(guide).said["deferrals"]] == [named]
