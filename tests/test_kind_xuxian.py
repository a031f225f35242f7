"""A county's rules over a province's standard: what is weaker, what contradicts, what is a reply and no connection."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import kinds
import pytest
from kinds import made

from generator import checks
from generator.findings import Finding
from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages import comparison, place
from generator.policy.guide import Guide, items
from generator.telling.compose import telling

LESS: Mapping[str, bool | Decimal | str] = {"business": "增减容量", "survey": False, "more": False}
MOVED: Mapping[str, bool | Decimal | str] = {"business": "移表", "survey": False}
MORE: Mapping[str, bool | Decimal | str] = {"business": "增减容量", "survey": True, "more": True}


@pytest.fixture(scope="module")
def county() -> Guide:
    return kinds.guide("xuxian/water")


@pytest.fixture(scope="module")
def province() -> Guide:
    return kinds.guide("xujian/water")


def amounts(guide: Guide, answers: Mapping[str, bool | Decimal | str]) -> set[str]:
    """The limits that hold in a case, with where they end."""
    found = answer(guide, answers)["limits"]
    ends = ({part["name"]: part["words"] for part in one["parts"]}.get("ends_with", "") for one in found)
    return {f"{one['limit']} {end}" for one, end in zip(found, ends, strict=True)}


def of_county(folder: Path, before: str, after: str) -> list[Finding]:
    """What is found about the county with some words of its file changed."""
    shutil.copytree(kinds.POLICIES, folder / "policies")
    path = folder / "policies" / "xuxian" / "water.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    found = checks.check(folder / "policies", kinds.ORIGINALS)[2]
    return [one for one in found if "/xuxian/" in one.position.path]


# ------------------------------------------------------------------------------------------------ weaker than above


def test_what_is_weaker_than_above_is_an_error_until_somebody_says_why(tmp_path: Path) -> None:
    found = of_county(tmp_path, ", because: 县里的办法比省里的标准晚，没有写省里的不再执行", "")
    (weaker,) = (one for one in found if one.severity == "error")
    assert weaker.code == "layer-weaker" and weaker.thing == "limits/reply"
    assert "9 个工作日" in str(weaker) and "7 个工作日" in str(weaker)


@pytest.mark.parametrize("medium", ["guide page", "checklist", "notice page"])
def test_both_are_told(medium: str, county: Guide) -> None:
    text = made(medium, county)
    assert "9个工作日" in text and "7个工作日" in text
    assert "对办事人更有利" in text and "请窗口说明按哪一处" in text


def test_both_are_told_of_a_case(county: Guide) -> None:
    said = in_words(answer(county, MOVED))
    assert "9 个工作日" in said and "7 个工作日" in said
    assert "对办事人更有利" in said


def test_the_page_says_which_layer_says_what(county: Guide) -> None:
    text = made("guide page", county)
    assert "虚建省的规定在上一层" in text
    assert "虚建省的规定" in text and "本地的规定，和虚建省的不同" in text


# --------------------------------------------------------------------------------------------- replies, no connection


@pytest.mark.parametrize("name", ["xujian/water", "xuxian/water"])
def test_every_limit_ends_with_a_reply(name: str) -> None:
    limits = [one for one in telling(kinds.guide(name)).statements if one.section == "limits" and not one.rest]
    ends = [part.words for one in limits if (part := one.part("ends_with"))]
    assert len(ends) == len(limits)
    assert all("答复" in end for end in ends)
    assert "通水" not in made("guide page", kinds.guide(name))


@pytest.mark.parametrize("name", ["xujian/water", "xuxian/water"])
def test_a_reply_does_not_say_how_long_the_connection_takes(name: str) -> None:
    assert layout(kinds.guide(name), "page").of_the_whole() == ()
    assert not [
        cell.text for cell in comparison.member(kinds.guide(name)).said.get("limits", ()) if "工作日" in cell.text
    ]


@pytest.mark.parametrize("medium", ["guide page", "checklist"])
def test_how_long_the_connection_takes_is_asked_of_the_county(medium: str, county: Guide) -> None:
    assert "一共要多少天" in made(medium, county)


@pytest.mark.parametrize("survey", [False, True])
def test_with_and_without_a_survey(survey: bool, province: Guide) -> None:
    days = "12" if survey else "7"
    assert amounts(province, {"business": "移表", "survey": survey}) == {f"不超过 {days} 个工作日 到答复审批结果为止"}


def test_more_water_that_needs_a_survey_shows_that_two_clauses_differ(province: Guide) -> None:
    found = answer(province, MORE)
    (relation,) = found["relations"]
    assert relation["kind"] == "differs"
    assert amounts(province, MORE) == {"不超过 7 个工作日 到书面答复为止", "不超过 12 个工作日 到答复审批结果为止"}
    clauses = {one["cite"][0]["clause"] for one in found["limits"]}
    assert clauses == {"五、", "六、"}


@pytest.mark.parametrize("medium", ["guide page", "checklist"])
def test_that_two_clauses_differ_is_seen_on_the_page_and_on_paper(medium: str, county: Guide) -> None:
    text = made(medium, county)
    assert "写法不同：要勘察的，一条写7个工作日，一条写12个工作日；请窗口说明按哪一条" in text
    assert "7个工作日" in text and "12个工作日" in text


def test_less_water_has_no_conflict_and_no_consent(province: Guide) -> None:
    """Clause 5 speaks of opening an account and of more water only."""
    for survey, days in ((False, "7"), (True, "12")):
        found = answer(province, {**LESS, "survey": survey})
        assert found["relations"] == [] and [one["limit"] for one in found["limits"]] == [f"不超过 {days} 个工作日"]
        assert "视为同意" not in in_words(found)


@pytest.mark.parametrize("name", ["xujian/water", "xuxian/water"])
def test_no_reply_in_time_is_consent(name: str) -> None:
    guide = kinds.guide(name)
    assert "逾期视为同意" in made("guide page", guide)
    assert "逾期视为同意" in in_words(answer(guide, {"business": "新增用水", "survey": False}))


def test_consent_is_told_as_the_right_of_who_applied(county: Guide) -> None:
    """Where the page says what follows when nothing happens in time, and on the sheet that is taken along."""
    assert "逾期视为同意" in made("guide page", county).partition("过了这一天还没办好")[2].partition("催办信")[0]
    assert "逾期视为同意" in made("checklist", county)


# --------------------------------------------------------------------------------------------- a standard is no guide


def test_what_is_advised_is_no_promise(province: Guide) -> None:
    (advised,) = (one for one in telling(province).statements if one.id == "schedules/water-meanwhile/meanwhile")
    assert advised.strength == "recommended"
    text = made("guide page", province)
    assert "建议，不是必须" in text and "宜向居民提供临时供水" in text
    assert not list(items(province, "commitments"))


def test_what_the_province_asks_of_utilities_is_told_as_its_standard(province: Guide) -> None:
    levels = made("guide page", province).partition("##服务标准")[2].partition("##")[0]
    for asked in ("水源原则上不少于2个", "不足的，可委托银行等代办", "一站式办理和一次性告知"):
        assert asked in levels


def test_trial_and_year_are_seen(province: Guide) -> None:
    text = made("guide page", province)
    assert "（暂行）" in text and "2014年" in text


@pytest.mark.parametrize("medium", ["guide page", "checklist"])
def test_of_the_county_too_trial_and_year_are_seen(medium: str, county: Guide) -> None:
    text = made(medium, county)
    assert "虚建省城市供水行业服务标准（暂行）" in text and "2014" in text


def test_it_says_what_it_is_about(province: Guide) -> None:
    text = made("guide page", province)
    assert "不是报装指南" in text
    assert "报装指南" not in text.replace("不是报装指南", "").replace("水气暖报装指南", "")


def test_it_has_no_sheets_and_is_not_silent_about_what_it_does_not_speak_of() -> None:
    found = list(kinds.place("xujian"))
    pages = place.pages(found)
    made = [*pages, *place.sheets(found, pages, kinds.checked()[0].publisher)]
    assert not [path for path in made if re.search("check|notice|ticket|missing|prepare", path)]
    silent = {one.section for one in telling(found[0].guide).statements if one.kind == "silent"}
    assert not {"steps", "papers", "fees", "channels"} & silent


def test_places_under_it_are_checked_for_the_headings_that_it_demands() -> None:
    wanted = {one.thing for one in kinds.findings("xuxian") if one.code == "heading-demanded"}
    assert wanted == {"steps", "refusals"}


def test_what_the_county_does_not_say_is_silent_though_the_standard_is_cut(county: Guide) -> None:
    fees = next(one for one in telling(county).statements if one.id == "fees/·rest")
    assert fees.kind == "silent"
    assert "报装手续费：文件没有写" in made("checklist", county)


# ------------------------------------------------------------------------------------------ what a notice forbids

NOTICE = """name: 某县（虚构）
code: not_stated
covers: 某县（虚构）
overlays: xuyuan
level: county
read: {by: 测试, on: 2099-06-01}
documents:
  - id: xuyuan-notice
    title: 某县接入指南（虚构）
    issuers: not_stated
    number: not_stated
    date: not_stated
    effective: not_stated
    expires: not_stated
    basis: not_stated
    cite: {clause: 文头, quote: 某县接入指南（虚构）}
"""
HALL = "channels:\n  - {id: hall, kind: window, name: 政务大厅, cite: {clause: 一、, quote: 到政务大厅办理}}\n"
PAPER = """papers:
  - id: deed
    name: 房产证
    kind: paper
    need: required
    forms: not_stated
    cite: {clause: 二、, quote: 另交房产证}
"""
LIMIT = """limits:
  - id: accept
    layer: {replaces: xuyuan/limits/accept}
    steps: [accept]
    exactly: 2
    unit: working_day
    starts_on: not_stated
    ends_with: not_stated
    excludes: not_stated
    cite: {clause: 三、, quote: 申请受理2个工作日}
"""
FEE = """fees:
  - id: survey
    item: 勘察费
    exactly: 30
    per: 户
    payer: not_stated
    basis: not_stated
    cite: {clause: 四、, quote: 勘察费30元/户}
"""
STEP = """steps:
  - id: visit
    layer: {adds: xuyuan/steps}
    name: 现场踏勘
    actors: not_stated
    cite: {clause: 五、, quote: 现场踏勘}
"""
WORKS = """works:
  - id: meter
    item: 表具费
    exactly: 300
    per: 户
    payer: not_stated
    basis: not_stated
    cite: {clause: 六、, quote: 表具费300元/户}
"""
TELEPHONE = """contacts:
  - id: desk
    kind: telephone
    name: 报装电话
    telephone: 000-0000-0456
    serves: [enquire]
    hours: [{words: 工作日}]
    cite: {clause: 七、, quote: 报装电话：000-0000-0456（工作日），咨询}
"""
SENTENCES = {
    STEP: "五、现场踏勘。",
    WORKS: "六、表具费300元/户。",
    TELEPHONE: "七、报装电话：000-0000-0456（工作日），咨询。",
    HALL: "一、到政务大厅办理。",
    PAPER: "二、另交房产证。",
    LIMIT: "三、申请受理2个工作日。",
    FEE: "四、勘察费30元/户。",
}


def over_notice(folder: Path, *sections: str) -> list[tuple[str, str]]:
    """Errors of a county over the notice, and whether any file of the notice is found fault with."""
    shutil.copytree(kinds.KINDS, folder, dirs_exist_ok=True)
    county = folder / "policies" / "xunew"
    county.mkdir()
    (county / "city.yaml").write_text(NOTICE, encoding="utf-8")
    (county / "water.yaml").write_text("".join(sections), encoding="utf-8")
    text = "\n".join(["某县接入指南（虚构）", *(SENTENCES[section] for section in sections)])
    (folder / "originals" / "xunew.txt").write_text(text, encoding="utf-8")
    found = [one for one in checks.check(folder / "policies", folder / "originals")[2] if one.severity == "error"]
    assert {one.position.path.split("/")[-2] for one in found} <= {"xunew"}
    return sorted((one.code, one.thing) for one in found)


@pytest.mark.parametrize(
    ("section", "thing"),
    [
        (PAPER, "papers/deed"),
        (FEE, "fees/survey"),
        (LIMIT, "limits/accept"),
        (STEP, "steps/visit"),
        (WORKS, "works/meter"),
    ],
)
def test_a_county_that_changes_papers_steps_limits_or_charges_is_refused(
    section: str, thing: str, tmp_path: Path
) -> None:
    assert ("layer-forbidden", thing) in over_notice(tmp_path, section)


@pytest.mark.parametrize("section", [HALL, TELEPHONE])
def test_a_county_with_a_hall_or_a_telephone_of_its_own_passes(section: str, tmp_path: Path) -> None:
    assert over_notice(tmp_path, section) == []
