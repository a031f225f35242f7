"""A yearly application, two thresholds, and a company's own time that the notice leaves open."""

from __future__ import annotations

import re
from decimal import Decimal

import kinds
import pytest
from shown import plain

from generator.decision.deciding import classify, decided
from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages import guide_pages, print_sheets
from generator.policy.files import Publisher
from generator.policy.guide import Guide, facts, items
from generator.telling.select import told
from generator.telling.statements import Case


@pytest.fixture(scope="module")
def guide() -> Guide:
    return kinds.guide("xutai/heat")


@pytest.fixture(scope="module")
def page(guide: Guide) -> str:
    return plain(guide_pages.guide_page(guide, version="v"))


def _case(compound: int, zone: int) -> dict[str, Decimal]:
    return {"compound": Decimal(compound), "zone": Decimal(zone)}


def _said(guide: Guide, section: str, compound: int, zone: int) -> list[str]:
    said = told(guide, Case(_case(compound, zone))).said
    return [one.statement.says for one in said if one.statement.section == section and not one.statement.rest]


def _sheet(guide: Guide, name: str) -> str:
    one = next(one for one in items(guide, "classes") if one.id == name)
    return plain(print_sheets.checklist_sheet(guide, version="v", publisher=Publisher(), one=one))


def test_nothing_is_wrong_with_it() -> None:
    assert kinds.findings("xutai") == ()


def test_a_day_of_every_year_has_no_year(guide: Guide, page: str) -> None:
    (deadline,) = facts(guide, "deadlines")
    assert str(deadline.yearly.by) == "07-31"
    assert "每年7月31日前提出书面用热申请" in page


def test_late_is_no_refusal(page: str) -> None:
    assert "逾期不保证当年供热" in page
    assert "逾期不予受理" not in page
    assert not re.search("20[0-9]{2}年7月31日", page)


@pytest.mark.parametrize(("compound", "zone"), [(30, 70), (100, 100), (30, 100)])
def test_warm_enough_is_promised_from_both_thresholds_on(guide: Guide, compound: int, zone: int) -> None:
    assert _said(guide, "commitments", compound, zone) == ["供热期内卧室、客厅温度不低于18℃。"]
    assert _said(guide, "schedules", compound, zone) == []


def test_the_promise_is_told_as_one(guide: Guide) -> None:
    kept, asked, _ = layout(guide, "notice").promised()
    assert [line.statement.id for group in kept for line in group.lines] == ["commitments/warm"]
    assert asked == ()
    assert "供热期内卧室、客厅温度不低于18℃" in _sheet(guide, "warm")
    notice = kinds.visible(guide_pages.notice_page(guide, version="v"))
    promised = notice.partition("服务承诺")[2]
    assert "温度不低于18℃" in promised and "没有写成承诺" not in promised


def test_below_the_higher_threshold_it_is_heated_without_a_promise(guide: Guide) -> None:
    assert _said(guide, "commitments", 50, 69) == ["可以供热，温度不作承诺。"]
    assert _said(guide, "schedules", 50, 69) == []
    assert "可以供热，温度不作承诺" in _sheet(guide, "unpromised")
    assert "不低于18℃" not in _sheet(guide, "unpromised")


def test_below_the_lower_threshold_it_is_not_heated_which_its_sheet_says(guide: Guide) -> None:
    assert "表：供热：不予供热（三、3）" in in_words(answer(guide, _case(50, 29)))
    assert "供热：不予供热" in _sheet(guide, "unheated")
    for name in ("warm", "unpromised"):
        assert "不予供热" not in _sheet(guide, name)


def test_a_compound_below_its_threshold_is_not_heated_by_the_third_clause(guide: Guide) -> None:
    said = [one.statement for one in told(guide, Case(_case(29, 100))).said if one.statement.section == "schedules"]
    (unheated,) = [one for one in said if not one.rest]
    assert [part.words for part in unheated.parts] == ["小区报装率达到30%及以上的方可供热"]
    assert unheated.when == "小区报装率低于 30 %"
    assert [cite.clause for cite in unheated.cite] == ["三、"]
    assert _said(guide, "commitments", 29, 100) == []
    for shown in (kinds.page("xutai/heat"), kinds.sheet("xutai/heat")):
        assert "小区报装率达到30%及以上的方可供热" in shown


@pytest.mark.parametrize("medium", ["guide page", "checklist", "class sheets", "notice page", "facts"])
def test_what_is_not_heated_is_not_refused_as_an_application(medium: str, guide: Guide) -> None:
    """The notice says of whom the heat is not supplied; whose application is not taken, it does not say."""
    assert not list(facts(guide, "refusals"))
    assert not re.search("不予受理[^；。]{0,30}不(予)?供热", kinds.made(medium, guide))
    assert "不予受理" not in in_words(answer(guide, _case(29, 100))) + in_words(answer(guide, _case(50, 29)))


def test_no_class_of_a_part_is_asked_where_the_compound_is_not_heated(guide: Guide) -> None:
    found = classify(decided(guide), "zone_share", _case(29, 100))
    assert (found.possible, found.none_possible) == ((), False)
    assert answer(guide, _case(29, 100))["tables"] == []


def test_the_report_has_two_kinds_of_seal_and_the_list_two_forms(guide: Guide) -> None:
    papers = {line.statement.fact.id: line.text for line in layout(guide, "page").facts("papers")}
    assert "盖公章、骑缝章" in papers["survey"] and "有资质单位出具" in papers["survey"]
    assert "电子件和纸质件（盖章）" in papers["list"]


FIRST = (
    "小区内供热管道和设施建设完成并验收合格",
    "换热站站房、检查室、阀门井按标准建设并验收合格，水、电、排水、通讯具备条件，并提供换热站水、电账户号",
    "提供房产测绘报告",
    "提供用户明细",
    "有关费用已结清",
)


def test_five_conditions_of_the_first_heat_and_none_of_applying(guide: Guide, page: str) -> None:
    (step,) = layout(guide, "page").facts("steps")
    said = "首次供热；要先具备：" + "；".join(FIRST)
    assert step.text == said
    assert "首次供热要先具备：" + "；".join(FIRST) in page
    assert "要先具备：" + "；".join(FIRST) in kinds.sheet("xutai/heat")
    assert not list(facts(guide, "conditions")) and "先要具备：小区" not in page


@pytest.mark.parametrize("name", ["survey", "list"])
def test_what_the_first_heat_needs_is_not_asked_for_with_the_application(name: str, guide: Guide) -> None:
    papers = {paper.id: paper.step for paper in facts(guide, "papers")}
    assert papers["application"] == () and papers[name] == ("first",)


def test_who_moves_first_is_told_and_not_asked(page: str) -> None:
    assert "新建小区由开发商提出书面用热申请" in page.partition("谁先找谁")[2][:40]
    assert "谁先找谁：新建小区由开发商提出书面用热申请" in kinds.sheet("xutai/heat")
    assert "会来联系" not in page


def test_the_company_s_own_time_its_fees_and_telephone_are_silent(guide: Guide, page: str) -> None:
    """Though the applicant's day is stated."""
    silent = {one.statement.section for one in told(guide, Case()).said if one.statement.kind == "silent"}
    assert {"limits", "fees", "works", "contacts"} <= silent
    keys = {question.key for question in told(guide, Case()).questions}
    assert {"limits", "fees", "works", "contacts"} <= keys
    assert "starts_on" not in keys
    assert "一共要多少天" in page


def test_the_ticket_tells_of_promises(guide: Guide) -> None:
    from generator.pages.browser import shipped

    assert "commitments" in shipped.rows(guide)


@pytest.fixture(scope="module")
def tabled(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The same, with its promises in the table, too: a row for each class."""
    text = (kinds.POLICIES / "xutai" / "heat.yaml").read_text(encoding="utf-8")
    promises = text[text.index("commitments:\n") : text.index("limits: not_stated")]
    table = text[text.index("schedules:\n") : text.index("commitments:\n")]
    return kinds.edited(tmp_path_factory.mktemp("tabled"), "xutai/heat", (table, STANDARDS), (promises, "")).guide


STANDARDS = """schedules:
  - id: heating
    title: 供热
    purpose: standards
    columns: [{id: heating, name: 供热}]
    cite: {clause: 三、, quote: 小区报装率达到30%及以上的方可供热}
    rows:
      - {id: warm, when: {zone_share: warm}, cells: {heating: 卧室、客厅温度不低于18℃}}
      - {id: unpromised, when: {zone_share: unpromised}, cells: {heating: 可以供热，温度不作承诺}}
      - {id: unheated, when: {zone_share: unheated}, cells: {heating: 不予供热}}
"""
ROWS = {
    "warm": "供热：卧室、客厅温度不低于18℃",
    "unpromised": "供热：可以供热，温度不作承诺",
    "unheated": "供热：不予供热",
}


@pytest.mark.parametrize("name", ROWS)
def test_the_sheet_of_a_class_has_its_row_of_a_table_of_standards(tabled: Guide, name: str) -> None:
    for large in (False, True):
        sheet = kinds.sheet_of(tabled, name, large=large)
        assert [row for row in ROWS.values() if row in sheet] == [ROWS[name]]


def test_sheet_and_ticket_of_all_cases_have_every_row(tabled: Guide) -> None:
    ticket = plain(guide_pages.ticket_page(tabled, version="v"))
    for shown in (kinds.sheet_of(tabled), kinds.sheet_of(tabled, large=True), ticket):
        assert all(row.removeprefix("供热：") in shown for row in ROWS.values())


def test_the_heading_of_standards_claims_no_compensation(tabled: Guide) -> None:
    assert "## 服务标准 {" in guide_pages.guide_page(tabled, version="v")


def test_the_notice_tells_what_is_expressly_not_promised(guide: Guide) -> None:
    denied = guide.model_copy(
        update={"commitments": tuple(one for one in items(guide, "commitments") if one.id == "none")}
    )
    for one in (guide, denied):
        notice = kinds.visible(guide_pages.notice_page(one, version="v"))
        assert "可以供热，温度不作承诺" in notice
        assert "服务承诺：文件未载明" not in notice
