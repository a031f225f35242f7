"""The interview and the due dates as a person meets them: by keyboard, without scripts, from a disk, unprinted."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import loaded
import pypdf
import pytest
from expected import ROOT
from nodejs import AXE
from playwright.sync_api import Browser, Page

from generator.decision.boxes import shared
from generator.decision.deciding import Decisions
from generator.policy.feel import Value
from generator.policy.guide import Guide
from generator.policy.tables import Defect
from generator.telling.overlaps import defect_groups
from generator.telling.select import regions

GUIDES = loaded.addresses(referring=False)
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        yield page
    assert problems == []


def fragment(given: dict[str, Value]) -> str:
    """Answers as they stand in an address."""
    return "&".join(
        f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in given.items()
    )


_ALL_OPEN = "文件没有写：从哪天起算、算到哪一步为止、哪些时间不计入"
_THREE = "不超过 3 个工作日不计入工程设计、施工、专营企业不可控的时间；文件没有写：从哪天起算、算到哪一步为止"


def days(page: Page) -> list[str]:
    """The time limits of the ticket, each with all its parts; what they have in common last."""
    return [re.sub(r"\s*\n\s*", "", one) for one in page.locator(".ticket .days li, .ticket p.tail").all_inner_texts()]


def verdicts(page: Page) -> list[str]:
    return page.locator(".verdict").all_inner_texts()


# ------------------------------------------------------------------------------------------------------ answering


def _tab_to(page: Page, selector: str) -> None:
    """From the heading of a question past its clauses."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError


def _answered(page: Page, *keys: str) -> None:
    """Answers the question that is asked by keys alone, and is led on."""
    asked = page.evaluate("document.activeElement.textContent")
    _tab_to(page, "fieldset input")
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_function("asked => document.activeElement.textContent !== asked", arg=asked)


def test_by_keyboard_alone(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/")
    phone.locator(".card .start").focus()
    phone.keyboard.press("Enter")
    phone.locator("fieldset:visible legend").focus()
    _answered(phone, "Space")
    assert phone.url.endswith("#external_line=true")
    _answered(phone, "2")
    _answered(phone, "8", "0")
    _answered(phone, "Space", "ArrowDown")
    assert phone.url.endswith("#external_line=true&flow=80&low_risk=false&points=2")
    assert verdicts(phone) == ["您属于：“有外线普通用户”"]
    assert days(phone) == [f"不超过 7 个工作日{_ALL_OPEN}"]
    status = phone.locator(".status")
    assert status.get_attribute("role") == "status"
    assert "有外线普通用户" in (status.text_content() or "")


def _choose(page: Page, words: str) -> None:
    page.locator("label.choice:visible", has_text=words).first.click()


def _typed(page: Page, words: str) -> None:
    page.locator("fieldset:visible input[type=text]").fill(words)
    page.get_by_role("button", name="下一问").click()


def test_one_question_at_a_time_and_the_result_takes_the_screen(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#interview")
    seen = []
    for answer in ("无外线", "5", "500", "不清楚"):
        assert phone.locator("fieldset:visible").count() == 1
        count = phone.locator(".questions .count").inner_text()
        seen.append((phone.locator("fieldset:visible").get_attribute("data-input"), count))
        assert phone.evaluate("document.activeElement.matches('legend')")
        assert phone.locator("fieldset:visible").bounding_box()["y"] < 370  # type: ignore[index]
        _typed(phone, answer) if answer.isdigit() else _choose(phone, answer)
    assert [name for name, _ in seen] == ["external_line", "points", "flow", "low_risk"]
    assert seen[0][1] == "第 1 问，后面最多还有 3 问"
    assert seen[-1][1] == "第 4 问，最后一问"
    assert phone.evaluate("document.activeElement.id") == "result"
    box = phone.locator(".ticket").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 60
    assert phone.locator(".questions").is_hidden()
    assert "3.5 或 4" in phone.locator(".ticket .amount").inner_text()
    assert (
        phone.locator(".ticket .otherwise")
        .inner_text()
        .startswith("若窗口认定您是“社会投资简易低风险项目”：不超过 1.5 个工作日")
    )
    phone.get_by_role("button", name="修改：用气点数量").click()
    assert phone.locator("fieldset:visible input[type=text]").input_value() == "5"
    _typed(phone, "2")
    assert phone.evaluate("document.activeElement.id") == "result"
    assert [one for one in days(phone) if "3.5" in one]


def test_choosing_goes_on_by_itself_and_nobody_is_blamed_for_a_press_after_it(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#interview")
    button = phone.locator(".questions [type=submit]")
    assert button.is_hidden()
    _choose(phone, "有外线")
    assert phone.locator("fieldset:visible").get_attribute("data-input") == "points"
    button.click()
    assert phone.locator("fieldset:visible .error").inner_text() == ""
    assert phone.evaluate("document.activeElement.matches('fieldset[data-input=points] input[type=text]')")
    button.click()
    assert phone.locator("fieldset:visible .error").inner_text().startswith("请选一个")
    phone.get_by_role("button", name="上一问").click()
    assert button.is_visible()  # the choice that is made already may stay


def test_a_choice_by_keys_shows_the_way_on(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#interview")
    _tab_to(phone, "fieldset input")
    phone.keyboard.press("ArrowDown")
    assert phone.locator("fieldset:visible").get_attribute("data-input") == "external_line"
    assert phone.locator(".questions [type=submit]").is_visible()


def _counts(page: Page) -> list[str]:
    """What is said of the way through a guide to somebody who never knows."""
    said = []
    while page.locator("fieldset:visible").count():
        said.append(page.locator(".questions .count").inner_text())
        _choose(page, "不清楚")
    return said


def test_where_no_time_is_stated_questions_are_counted_and_none_is_said_to_bring_the_days(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/yantai/heat/#interview")
    said = _counts(phone)
    assert said[0] == "第 1 问，后面最多还有 5 问"
    assert not [one for one in said if "天数" in one]
    assert phone.locator(".ticket .amount").inner_text() == "您这种情形，文件没有写多少天"
    assert phone.locator(".find-out li").count() == 0


@pytest.mark.parametrize("page", ["wuhai/gas", "changchun-zhonghan/water", "yantai/water", "yantai/heat"])
def test_no_count_is_of_nothing(page: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/{page}/#interview")
    assert not [one for one in _counts(phone) if " 0 " in one]


def test_the_list_of_the_page_keeps_its_length_and_the_fold_has_the_others(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/")
    shown, fold = phone.locator("div.ask li"), phone.locator("details.ask")
    before = shown.count(), fold.locator("li").count(), fold.locator("summary").inner_text()
    phone.goto(f"{address}/wuhai/gas/#external_line=true&flow=%3F&low_risk=false&points=2")
    rest = fold.locator("li").count()
    assert shown.count() == before[0] and rest > before[1]
    assert fold.locator("summary").inner_text() == f"还有 {rest} 件"
    words = phone.locator(".ask:not(.ask-band) li").all_text_contents()
    assert len(set(words)) == len(words)
    phone.evaluate("location.hash = ''")
    phone.wait_for_function("!document.documentElement.classList.contains('answered')")
    assert (shown.count(), fold.locator("li").count(), fold.locator("summary").inner_text()) == before


def test_each_of_several_last_days_is_said_to_be_of_which_class(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#_d=2026-11-20&external_line=true&flow=%3F&low_risk=false&points=2")
    said = [re.sub(r"\s*\n\s*", "：", one) for one in phone.locator(".latest p:has(.day)").all_inner_texts()]
    assert said == ["2026年12月1日周二：有外线普通用户", "2026年12月3日周四：有外线大型用户"]
    phone.goto("about:blank")
    phone.goto(f"{address}/wuhai/gas/#_d=2026-11-20&external_line=true&flow=5&low_risk=false&points=2")
    assert phone.locator(".latest p:has(.day)").all_inner_texts() == ["2026年12月1日周二"]


def test_of_several_tables_the_number_comes_first_and_what_is_open_is_folded(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#in_zone=true")
    assert phone.locator(".ticket > .verdicts").inner_text() == ""
    assert phone.locator(".ticket > .defects details > .verdict").count() == 3
    first = phone.locator(".ticket .days li").first
    assert first.inner_text().split("\n")[:2] == ["不超过 1 个工作日", "可能：标准化，其他项目"]
    assert first.locator(".nowrap").evaluate("node => node.getClientRects().length") == 1


def test_back_keeps_the_answer(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#interview")
    assert phone.get_by_role("button", name="上一问").is_hidden()
    _choose(phone, "有外线")
    phone.get_by_role("button", name="上一问").click()
    assert phone.locator("fieldset:visible input:checked").input_value() == "true"
    phone.get_by_role("button", name="下一问").click()
    assert phone.locator("fieldset:visible").get_attribute("data-input") == "points"


def test_the_result_can_be_had_early_and_all_unknown_gives_a_range(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#interview")
    for _ in range(4):
        _choose(phone, "不清楚")
    assert "3.5 至 9" in phone.locator(".ticket .amount").inner_text()
    assert "可能是 4 类" in verdicts(phone)[0] and "也可能哪一类都不是" in verdicts(phone)[0]
    assert phone.locator(".find-out li").count() == 3
    plan = "没有弄清以前，排工期先按最长的（9 个工作日）（本站建议）"
    assert plan in phone.locator(".ticket .length").inner_text()
    phone.get_by_role("button", name="现在回答").first.click()
    assert phone.locator("fieldset:visible").get_attribute("data-input") == "external_line"
    phone.get_by_role("button", name="先看结果").click()
    assert phone.evaluate("document.activeElement.id") == "result"


@pytest.mark.parametrize(
    "sent",
    [
        "external_line%3Dtrue%26flow%3D5000%26low_risk%3Dfalse%26points%3D9",
        "external_line=true&flow=5000&low_risk=false&points=9",
    ],
)
def test_an_address_that_was_encoded_once_more_keeps_its_answers(sent: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#{sent}")
    assert verdicts(phone) == ["您属于：“有外线大型用户”"]
    assert phone.evaluate("document.activeElement.id") == "result"


@pytest.mark.parametrize("broken", ["100%", "%E4%B8", "%E4%B8=%E4", "_d=%", "=", "&&", "a%3Db%"])
@pytest.mark.parametrize("page", ["", "wuhai/", "wuhai/gas/", "wuhai/heat/", "jingmen/water/", "wuhai/window/"])
def test_an_address_that_is_none_throws_nothing(page: str, broken: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/{page}#{broken}")
    assert phone.locator("h1").is_visible()


def test_the_page_hears_what_is_known(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/")
    phone.evaluate("document.addEventListener('connectionguides:told', event => { window.heard = event.detail; })")
    phone.evaluate("location.hash = 'external_line=true'")
    phone.wait_for_function("window.heard && window.heard.known.external_line === 'true'")
    assert len(phone.evaluate("window.heard.regions['wuhai/gas']")) == 1


def test_an_address_is_an_answer_and_back_undoes(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#low_risk=true")
    assert phone.locator("fieldset[data-input=low_risk] input:checked").input_value() == "true"
    phone.get_by_role("button", name="修改：社会投资简易低风险项目").click()
    _choose(phone, "不清楚")
    phone.wait_for_function("location.hash === '#low_risk=%3F'")
    phone.go_back()
    phone.wait_for_function("location.hash === '#low_risk=true'")
    assert phone.locator("fieldset[data-input=low_risk] input:checked").input_value() == "true"


def test_what_is_no_longer_asked_is_dropped(phone: Page, address: str) -> None:
    phone.goto(f"{address}/yantai/heat/#external_line=true&low_risk=true&nonsense=1&pipe_length=99999999999999999")
    assert phone.locator(".answers").inner_text() == "您答的：有外线工程 修改"
    phone.get_by_role("button", name="修改：外线").click()
    phone.locator("fieldset[data-input=external_line] label").nth(1).click()
    phone.wait_for_function("location.hash === '#external_line=false'")


def test_an_unknown_answer_leads_on(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=true&flow=%3F&low_risk=false&points=2")
    assert "小时用气量 不清楚" in phone.locator(".answers").inner_text()
    assert verdicts(phone) == ["还不能确定，可能是 2 类：“有外线普通用户”、“有外线大型用户”"]
    assert "7 或 9" in phone.locator(".ticket .amount").inner_text()
    assert days(phone) == ["有外线普通用户：不超过 7 个工作日", "有外线大型用户：不超过 9 个工作日", _ALL_OPEN]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("八十", "请填数字"), ("0", re.compile("小时用气量大于 0 Nm³/\u2060?h")), ("-3", "小时用气量大于 0")],
)
def test_a_wrong_number_is_told_at_the_question(
    typed: str, said: str | re.Pattern[str], phone: Page, address: str
) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=true&low_risk=false&points=2")
    phone.get_by_role("button", name=re.compile("^接着答")).click()
    phone.fill("input[name=flow][type=text]", typed)
    phone.keyboard.press("Enter")
    error = phone.locator("fieldset[data-input=flow] .error")
    error.filter(has_text=said).wait_for()
    assert phone.locator("input[name=flow][type=text]").get_attribute("aria-invalid") == "true"
    assert "flow" not in phone.url


def test_full_width_digits_are_digits(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=true&low_risk=false&points=2")
    phone.get_by_role("button", name=re.compile("^接着答")).click()
    phone.fill("input[name=flow][type=text]", "１，０００".replace("，", ","))
    phone.keyboard.press("Enter")
    phone.wait_for_function("location.hash.includes('flow=1000&')")


def test_three_criteria_are_picked_from_the_table(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/heat/")
    assert phone.locator("article fieldset").count() == 0
    phone.get_by_role("button", name="大型项目").first.click()
    phone.wait_for_function("location.hash.startsWith('#class=')")
    assert phone.locator("button.pick[aria-pressed=true]").inner_text() == "大型项目"
    assert "大型项目" in verdicts(phone)[0]


def test_a_joint_visit_is_asked_once(phone: Page, address: str) -> None:
    phone.goto(f"{address}/yantai/#commercial=false&direct=false&external_line=true&new_connection=true")
    assert phone.locator(".result h3").all_inner_texts() == ["用水报装", "用气报装", "用暖报装"]
    phone.get_by_role("link", name="看用气报装的环节、材料、费用").click()
    phone.wait_for_url("**/yantai/gas/#*")
    assert "external_line=true" in phone.url
    assert verdicts(phone) == ["您属于：“有外线工程”"]
    assert days(phone) == [_THREE]


@pytest.mark.parametrize("utility", ["water", "gas"])
@pytest.mark.parametrize("length", ["20.1", "25"])
def test_days_that_do_not_hold_are_not_promised(utility: str, length: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/yantai/{utility}/#direct=true&external_line=false&pipe_length={length}")
    assert phone.locator(".ticket .amount").inner_text() == "您这种情形，文件没有写多少天"
    assert "2 个工作日" not in phone.locator(".ticket").inner_text()
    phone.goto(f"{address}/yantai/#direct=true&external_line=false&pipe_length={length}")
    assert phone.locator(".ticket .amount").all_inner_texts()[:2] == ["您这种情形，文件没有写多少天"] * 2


def test_days_come_with_what_is_not_counted(phone: Page, address: str) -> None:
    for page in ("yantai/water/", "yantai/gas/"):
        phone.goto(f"{address}/{page}#direct=false&external_line=true&pipe_length=30")
        assert days(phone) == [_THREE]
    phone.goto(f"{address}/yantai/#direct=false&external_line=true")
    assert days(phone) == [_THREE, _THREE]
    assert phone.locator(".ticket .amount").inner_text() == "您这种情形，文件没有写多少天"


@pytest.mark.parametrize("page", ["yantai/water/", "yantai/gas/", "yantai/"])
def test_answers_that_contradict_the_document_are_told_as_such(page: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/{page}#direct=false&external_line=false")
    assert verdicts(phone)[0].startswith("这些回答互相矛盾")
    assert days(phone) == []
    assert "个工作日" not in phone.locator(".ticket").inner_text()


@pytest.mark.parametrize("utility", ["water", "gas"])
def test_contradictory_answers_have_no_due_date(utility: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/yantai/{utility}/#external_line=true")
    assert "最迟" in _reckoned(phone, "2026-11-23")
    phone.goto(f"{address}/yantai/{utility}/#direct=false&external_line=false&pipe_length=10")
    assert "最迟" not in _reckoned(phone, "2026-11-23")


def test_the_days_of_a_case_stand_in_its_result(phone: Page, address: str) -> None:
    standard = "external_line=false&clear=true&diameter=100&special=false&design=false&construct=false&fast=false"
    phone.goto(f"{address}/changchun-zhonghan/water/#{standard}")
    found = days(phone)
    assert found[0].startswith("不超过 1 个工作日不计入设计、施工用时")
    assert not [one for one in found if one.startswith("可能：非标准化")]


def test_a_class_that_the_window_has_decided_on_is_not_doubted(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#class=ordinary")
    verdict = phone.locator(".ticket .verdict").inner_text()
    assert verdict.startswith("按 “无外线普通用户” 这一类") and "还不能确定" not in verdict
    assert "“无外线大型用户”" in verdict and "“有外线普通用户”" not in verdict
    assert [one.split("文件没有写")[0] for one in days(phone)] == ["不超过 3.5 个工作日"]


def test_rows_of_other_cases_are_struck_out(phone: Page, address: str) -> None:
    phone.goto(f"{address}/harbin/water/#project={'新建项目'}")
    rows = phone.locator("[data-says]:visible").all_inner_texts()
    assert any(row.startswith("新建项目：") for row in rows)
    assert not any(row.startswith("既有项目：") for row in rows)
    phone.get_by_role("button", name="全部重选").locator("visible=true").click()
    phone.wait_for_function("location.hash === ''")
    assert any(row.startswith("既有项目：") for row in phone.locator("[data-says]:visible").all_inner_texts())


_AREAS = "in_zone=true&area=5000&single_area=2"


def _reopened(page: Page, address: str, answer: str) -> None:
    """A question of a guide that asks for areas in two units."""
    page.goto(f"{address}/changchun-zhonghan/water/#{_AREAS}")
    page.get_by_role("button", name=f"修改：{answer}").click()


@pytest.mark.parametrize("typed", ["30000", "3万", "30000平方米", "30000 ㎡", "3万平方米", "３公顷"])
def test_an_area_is_taken_in_the_unit_it_is_typed_in(typed: str, phone: Page, address: str) -> None:
    _reopened(phone, address, "总建筑面积")
    _typed(phone, typed)
    phone.wait_for_function("location.hash.includes('area=30000&')")


def test_a_number_is_read_back_where_two_units_meet_and_doubted_where_it_looks_like_the_other(
    phone: Page, address: str
) -> None:
    _reopened(phone, address, "单体总建筑面积")
    phone.locator("fieldset:visible input[type=text]").fill("30000")
    said = " ".join(phone.locator("fieldset:visible .read").inner_text().split())
    assert said.startswith("您填的是 30000 万平方米，就是 300 000 000 平方米。")
    assert "是不是想填 30000 平方米，也就是 3 万平方米？" in said
    phone.get_by_role("button", name="改成 3 万平方米").click()
    phone.wait_for_function("location.hash.includes('single_area=3')")


# -------------------------------------------------------------------------------------------------------- defects


ASKING = ("changchun-zhonghan/water", "wuhai/gas", "yantai/gas", "yantai/heat", "yantai/water")
"""The guides that ask, since they have more than three inputs."""


def test_the_guides_that_ask_have_more_than_three_inputs() -> None:
    assert tuple(one for one in GUIDES if len(loaded.guide(one).inputs) > 3) == ASKING


def _groups(guide: Guide) -> list[tuple[int, Defect]]:
    """Every recorded defect of a guide, with the number of the group it is shown in."""
    groups = defect_groups(guide)
    return [(number, one) for number, group in enumerate(groups) for one in group]


def _address_of(guide: Guide, defect: Defect) -> str:
    decisions = Decisions(guide)
    box = shared(regions(guide).inside, decisions.where(defect.where))[0]
    return fragment(decisions.space.witness(box, inputs=[one.id for one in guide.inputs]))


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_a_recorded_defect_is_shown_where_it_is_met(
    guide: Guide, phone: Page, address: str, subtests: pytest.Subtests
) -> None:
    for number, defect in _groups(guide):
        with subtests.test(defect.id):
            phone.goto("about:blank")
            _is_shown_where_it_is_met(guide, number, defect, phone, address)


def _is_shown_where_it_is_met(guide: Guide, number: int, defect: Defect, phone: Page, address: str) -> None:
    asks = len(guide.inputs) > 3
    picked = f"{defect.table}={defect.classes[0]}" if defect.classes else ""
    if not asks and not picked:
        shown = phone.goto(f"{address}/{guide.address}/")
        assert shown is not None
        assert phone.locator(f".defects [data-defect='{number}']").count() == 1
        return
    phone.goto(f"{address}/{guide.address}/#{_address_of(guide, defect) if asks else picked}")
    assert phone.locator(f".ticket [data-defect='{number}']").count() == 1
    if asks:
        told = "\n".join(verdicts(phone))
        assert ("同时符合" if defect.classes else "哪一类都不是") in told
        assert "请问窗口" in told


@pytest.mark.parametrize("guide", ASKING, indirect=True)
def test_no_defect_is_shown_where_one_class_holds(guide: Guide, phone: Page, address: str) -> None:
    decisions = Decisions(guide)
    names = [one.id for one in guide.inputs]
    for table in decisions.classes:
        for boxes in decisions.holding(table).values():
            given = decisions.space.witness(shared(regions(guide).inside, boxes)[0], inputs=names)
            known = [decisions.space.point(given)]
            met = [one for one in guide.defects if shared(known, decisions.where(one.where))]
            groups = defect_groups(guide)
            wanted = [str(number) for number, group in enumerate(groups) if any(one in met for one in group)]
            phone.goto("about:blank")
            phone.goto(f"{address}/{guide.address}/#{fragment(given)}")
            marks = phone.locator(".ticket [data-defect]").all()
            assert [mark.get_attribute("data-defect") for mark in marks] == wanted


# ---------------------------------------------------------------------------------------------------------- dates


def _reckoned(page: Page, start: str, skipped: str = "0") -> str:
    page.locator(".due").evaluate("node => { node.open = true; }")
    if page.locator("input[name=skipped]").is_visible():
        page.fill("input[name=skipped]", skipped)
    page.fill("input[name=start]", start)
    return " ".join(page.locator(".dates").inner_text().split())


def test_a_due_date_with_its_condition(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=false&flow=50&low_risk=false&points=2")
    said = _reckoned(phone, "2026-11-23")
    assert "如果从 2026年11月23日周一 起算，当天不算（文件没有写从哪天起算） → 最迟 2026年11月27日周五" in said
    assert "不满一天按一天算，是本站的理解" in said
    assert "国务院办公厅关于2026年部分节假日安排的通知" in said
    assert phone.locator("input[name=skipped]").is_hidden()  # the document excludes nothing
    phone.goto("about:blank")
    phone.goto(f"{address}/yantai/water/#direct=false&external_line=true")
    assert "→ 最迟 2026年11月30日周一" in _reckoned(phone, "2026-11-23", "2")
    assert "不计入：" in _reckoned(phone, "2026-11-23", "2")


@pytest.mark.parametrize("typed", ["2026年11月23日", "2026/11/23", "20261123", "2026-11-23", "２０２６．１１．２３"])
def test_a_day_is_taken_as_it_is_typed_where_nothing_helps_to_pick_one(typed: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=false&flow=50&low_risk=false&points=2")
    phone.locator("input[name=start]").evaluate("node => { node.type = 'text'; }")
    assert "→ 最迟 2026年11月27日周五" in _reckoned(phone, typed)
    assert "_d=2026-11-23" in phone.url


@pytest.mark.parametrize("typed", ["下周一", "2026年2月30日", "11月23日", "%"])
def test_what_is_no_day_is_said_to_be_none_and_how_to_write_one(typed: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=false&flow=50&low_risk=false&points=2")
    phone.locator("input[name=start]").evaluate("node => { node.type = 'text'; }")
    _reckoned(phone, typed)
    phone.keyboard.press("Tab")
    assert phone.locator(".due .error").inner_text() == "请写成 2026年11月27日 这样的日子"
    assert "_d=" not in phone.url


def test_the_letter_is_filled_in_here_and_nothing_of_it_is_kept(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#_d=2026-11-23&external_line=false&flow=50&low_risk=false&points=2")
    before = phone.url
    phone.locator(".letter summary").click()
    assert phone.locator("[data-fill=last]").input_value() == "2026年11月27日周五"
    assert phone.locator("[data-fill=limit]").input_value() == "不超过 3.5 个工作日"
    phone.locator(".letter input").first.fill("某某")
    phone.keyboard.press("Enter")
    assert phone.url == before
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert "赔不赔、怎么赔：文件没有写" in phone.locator(".due").inner_text()


@pytest.mark.parametrize(
    "page",
    [
        "wuhai/gas/#external_line=false&flow=500&low_risk=%3F&points=5",
        "wuhai/gas/#_=1&_d=2026-11-23&class=large",
        "harbin/water/#project=新建项目",
        "yantai/water/#direct=true&external_line=false&pipe_length=25",
        "changchun-zhonghan/water/#clear=true&diameter=100&external_line=false&special=false&design=false&works=false&fast=false",
    ],
)
def test_a_ticket_is_one_side_of_paper_without_controls(page: str, phone: Page, address: str) -> None:
    phone.goto(f"{address}/{page}")
    paper = pypdf.PdfReader(io.BytesIO(phone.pdf(format="A4", prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    said = paper.pages[0].extract_text()
    assert "您的结果" in said and "经办" in said
    assert not [word for word in ("修改", "打印", "重选", "单独一页") if word in said]


def test_a_year_not_announced_is_said_and_not_guessed(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=true&flow=5000&low_risk=false&points=9")
    said = _reckoned(phone, "2026-12-25")
    assert "2027 年的放假安排还没有收录，算不出来，不猜" in said
    assert "最迟" not in said


def test_a_date_in_the_next_year_names_both_announcements(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=true&flow=5000&low_risk=false&points=9")
    assert "2025年部分节假日" not in _reckoned(phone, "2026-11-23")
    said = _reckoned(phone, "2025-12-29")
    assert "2025年部分节假日" in said and "2026年部分节假日" in said


def test_an_open_day_is_read_both_ways_and_targets_give_none(phone: Page, address: str) -> None:
    phone.goto(f"{address}/jingmen/water/")
    said = _reckoned(phone, "2026-11-20")
    assert "按自然日算（“天”是自然日还是工作日，文件没有写）→ 最迟 2026年11月23日周一" in said
    assert "按工作日算" in said
    assert "（目标，还不是承诺）（别处写法不同）：没有最迟日可算" in said


def test_hours_run_from_the_moment_and_words_give_no_date(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#fast=true")
    said = _reckoned(phone, "2026-11-20")
    assert "如果从 2026年11月20日周五 09:00 起算（文件没有写从哪天起算） → 最迟 2026年11月20日周五 10:00" in said
    assert "当天不算" not in said
    phone.fill("input[name=clock]", "17:30")
    assert "18:30" in phone.locator(".dates").inner_text()
    phone.fill("input[name=clock]", "")
    assert "上面填了几点几分，才能算" in phone.locator(".dates").inner_text()
    assert "最迟 2026" not in phone.locator(".dates").inner_text()
    phone.goto("about:blank")
    phone.goto(f"{address}/changchun-zhonghan/water/")
    assert "以实际发生为准" in _reckoned(phone, "2026-11-20")


def test_a_calendar_day_of_rest_is_moved_and_said_to_be(phone: Page, address: str) -> None:
    phone.goto(f"{address}/jingmen/water/")
    moved = "（2026年11月21日周六休息，按民法典第203条顺延到下一个工作日；这是本站的理解，不是文件写的）"
    said = _reckoned(phone, "2026-11-20")
    assert f"按自然日算（“天”是自然日还是工作日，文件没有写）→ 最迟 2026年11月23日周一{moved}" in said
    assert said.count("最迟 2026年11月23日周一（") == said.count(moved) == 2  # and none by the reading as working days
    assert "民法典" not in _reckoned(phone, "2026-11-23")


_STEPS = "external_line=false&clear=true&diameter=100&special=false&design=true&works=true&fast=false"


def _line(page: Page, limit: str) -> str:
    """The line of a limit among the due dates."""
    return " ".join(page.locator(".dates li", has_text=limit).inner_text().split())


def test_a_later_step_has_no_date_from_the_day_of_application(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#{_STEPS}")
    _reckoned(phone, "2026-11-20")
    waiting = _line(phone, "验收通水")
    assert "要看上一步“受理审核”哪天办完" in waiting and "最迟" not in waiting
    assert "→ 最迟 2026年11月23日周一" in _line(phone, "其他项目：受理审核 不超过 0.5 个工作日")
    phone.get_by_label("“受理审核”哪天办完").fill("2026-12-01")
    said = _line(phone, "验收通水")
    assert "如果从 2026年12月1日周二（“受理审核”办完）起算，当天不算" in said and "是本站的理解" in said
    assert "→ 最迟 2026年12月3日周四" in said


def test_who_is_sent_the_address_sees_the_same_dates(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#{_STEPS}")
    _reckoned(phone, "2026-11-20", "2")
    phone.get_by_label("“受理审核”哪天办完").fill("2026-12-01")
    sent, said = phone.url, phone.locator(".dates").inner_text()
    assert "_d=2026-11-20&_d.s.review=2026-12-01&_n=2&" in sent
    phone.goto("about:blank")
    phone.goto(sent)
    assert phone.locator(".dates").inner_text() == said
    phone.get_by_role("button", name="全部重选").locator("visible=true").click()
    assert "_d.s.review=2026-12-01" in phone.url


def test_a_time_is_sent_along(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#fast=true&_d=2026-11-20&_t=17:30")
    assert "18:30" in phone.locator(".dates").inner_text()


def test_what_begins_with_something_else_is_asked_in_the_document_s_words(phone: Page, address: str) -> None:
    phone.goto(f"{address}/jingmen/water/")
    _reckoned(phone, "2026-11-20")
    supply = "经验收合格后，立即通水"
    assert "从“经验收合格后”起算；" in _line(phone, supply)
    phone.get_by_label("从哪天起算（经验收合格后）").fill("2026-12-04")
    assert "如果从 2026年12月4日周五（经验收合格后）起算 → 最迟 2026年12月4日周五" in _line(
        phone, "经验收合格后，立即通水"
    )


def test_a_name_with_quotation_marks_gets_no_more_of_them(phone: Page, address: str) -> None:
    phone.goto(f"{address}/changchun-zhonghan/water/#fast=true")
    (said,) = [one for one in verdicts(phone) if "免申即接入" in one]
    assert said.endswith("您属于：“免申即接入，报装即通水”的项目")


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], text)


def test_a_date_to_take_along(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#external_line=false&flow=50&low_risk=false&points=2")
    _reckoned(phone, "2026-11-23")
    link = phone.locator(".dates li", has_text="3.5 个工作日").locator("a.ics")
    name, _, data = (link.get_attribute("href") or "").partition(",")
    written = unquote(data)
    assert name == "data:text/calendar;charset=utf-8"
    assert max(len(line.encode("utf-8")) for line in written.split("\r\n")) <= 75
    lines = written.replace("\r\n ", "").split("\r\n")
    alarm = lines.index("BEGIN:VALARM")
    event = {key: _unescaped(value) for key, _, value in (line.partition(":") for line in lines[:alarm])}
    assert event["SUMMARY"] == "最迟：乌海市用气报装 不超过 3.5 个工作日"
    assert event["DTSTART;VALUE=DATE"] == "20261127"
    assert event["UID"] == "wuhai.gas.ordinary.working_day.20261123@connection-guides"
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
    assert event["URL"] == phone.url
    assert "如果从 2026年11月23日周一 起算，当天不算（文件没有写从哪天起算）\n" in event["DESCRIPTION"]
    assert "不满一天按一天算，是本站的理解" in event["DESCRIPTION"] and "不是企业承诺的日子" in event["DESCRIPTION"]
    assert event["DESCRIPTION"].endswith(f"网页：{phone.url}")
    assert "TRIGGER:-PT15H" in lines[alarm:]


# ------------------------------------------------------------------------------------------------ under all skies


def test_complete_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/wuhai/gas/")
        page.locator(".questions summary").click()
        assert page.locator("fieldset:visible").count() == 4
        assert page.locator(".questions .unscripted").is_visible()
        assert page.locator(".classes li").count() == 5


def test_from_a_disk(phone: Page, built: Path) -> None:
    phone.goto(f"{(built / 'site/wuhai/gas/index.html').as_uri()}#external_line=true&flow=5000&low_risk=false&points=9")
    assert verdicts(phone) == ["您属于：“有外线大型用户”"]
    assert days(phone) == [f"不超过 9 个工作日{_ALL_OPEN}"]
    assert "2026年12月4日" in _reckoned(phone, "2026-11-23")


def test_from_a_disk_a_city_leads_to_the_pages_of_its_guides(phone: Page, built: Path) -> None:
    phone.goto(f"{(built / 'site/wuhai/index.html').as_uri()}#external_line=true&flow=5000&low_risk=false&points=9")
    phone.locator(".result a[href*='gas/']").click()
    assert phone.url.startswith((built / "site/wuhai/gas/index.html").as_uri() + "#")
    phone.locator(".verdict").first.wait_for()
    assert verdicts(phone) == ["您属于：“有外线大型用户”"]
    assert days(phone) == [f"不超过 9 个工作日{_ALL_OPEN}"]


def test_one_page_to_show_where_nothing_can_be_printed(phone: Page, address: str) -> None:
    phone.add_init_script("window.print = undefined;")
    phone.goto(f"{address}/wuhai/gas/#external_line=true&flow=5000&low_risk=false&points=9")
    phone.get_by_role("link", name="单独一页").click()
    phone.wait_for_function("document.documentElement.classList.contains('only')")
    text = phone.locator("body").inner_text()
    assert "有外线大型用户" in text
    assert "报装申请表" in text
    assert phone.locator("#basis").is_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("link", name="返回", exact=True).click()
    phone.wait_for_function("!document.documentElement.classList.contains('only')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/yantai/#direct=false&external_line=true",
        "/wuhai/gas/#external_line=true&flow=500&low_risk=false&points=5",
        "/wuhai/gas/#_=1&external_line=true&flow=500&low_risk=false&points=5",
        "/wuhai/heat/#class=large",
        "/changchun-zhonghan/water/",
        "/jingmen/form/",
        "/jingmen/heat/",
        "/data/",
    ],
)
def test_accessible(page: str, scheme: str, address: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        tab = context.new_page()
        tab.goto(address + page)
        tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        tab.add_script_tag(path=AXE)
        found = tab.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == []


def test_small() -> None:
    scripts = [
        ROOT / "templates" / "assets" / f"{name}.js"
        for name in [
            "addresses",
            "decide",
            "answers",
            "dates",
            "reckoning",
            "nodes",
            "typed",
            "case",
            "due",
            "ticket",
            "interview",
        ]
    ]
    assert len(gzip.compress(b"".join(path.read_bytes() for path in scripts))) < 26_000


def test_the_result_is_printed_as_the_ticket_of_the_same_answers(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wuhai/gas/#_d=2026-11-23&external_line=true&flow=5000&low_risk=false&points=9")
    phone.get_by_role("link", name="打印这一张").click()
    phone.wait_for_url("**/wuhai/gas/ticket/#*")
    said = " ".join(phone.locator(".a4 .band").inner_text().split())
    assert said.startswith("按您答的 有外线大型用户") and "2026年12月4日周五" in said
    assert "用气点数量 9 处" in said
    phone.get_by_role("link", name="改类别、改日期").click()
    phone.wait_for_url("**/wuhai/gas/#*")
    assert verdicts(phone) == ["您属于：“有外线大型用户”"]


@pytest.mark.parametrize(("printed", "word"), [("current", "现行版本"), ("0123456789ab", "旧版本")])
def test_the_code_on_a_sheet_tells_whether_it_is_still_good(
    printed: str, word: str, phone: Page, address: str, built: Path
) -> None:
    data = json.loads((built / "guides/wuhai/gas/guide.json").read_text(encoding="utf-8"))
    phone.goto(f"{address}/wuhai/gas/#_v={data['version'] if printed == 'current' else printed}")
    assert word in phone.locator("p.printed").inner_text()
