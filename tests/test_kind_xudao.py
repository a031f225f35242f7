"""Four services: days of every year, one advised before another, a lead before a season; papers of an agent."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import kinds
import pytest
from nodejs import FOLDER, node

from generator import checks
from generator.media.answers import answer, in_words
from generator.pages.browser.interview import sentences, tables
from generator.policy.guide import facts

HEAT = "xudao/heat"
TIE_IN = {"service": "申请供暖业务", "connection": "需要碰头"}
CONNECTED = {"service": "申请供暖业务", "connection": "小区已供热、不需要碰头"}
ESTATE = {"service": "申请供暖业务", "connection": "新建小区"}
STOP, RENAME, CHANGE = ({"service": name} for name in ("报停业务", "用户更名", "变更用热性质"))


def dates(**answers: str) -> list[str]:
    return [one["line"] for one in answer(kinds.guide(HEAT), answers)["deadlines"]]


def judged(name: str, day: str) -> str:
    """What the browser says of a day on which somebody wants to go, by a deadline."""
    deadline = next(one for one in tables(kinds.guide(HEAT))["deadlines"] if one["id"] == name)
    sent = json.dumps({"words": sentences(), "deadlines": [deadline], "days": [day]}, ensure_ascii=False)
    made = subprocess.run(node(FOLDER / "yearly.mjs"), input=sent, capture_output=True, encoding="utf-8", check=True)
    return str(json.loads(made.stdout)[0][0])


def test_what_is_found_is_true() -> None:
    found = sorted(one.code for one in kinds.findings("xudao") if one.severity != "info")
    assert found == ["paper-sometimes-conditional", "paper-sometimes-conditional", "vague-paper"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (ESTATE, "需要供暖的：建设单位：每年 9 月底前提报相关资料"),
        (TIE_IN, "每年 9 月底前办理，建议每年 8 月底前"),
        (CONNECTED, "每年 10 月底前办理，建议每年 9 月底前"),
        (STOP, "供暖期开始 1 个月前到供热客服大厅办理，建议每年 9 月底前"),
        (CHANGE, "挂暖改地暖、增减换热器的：每年 10 月底前办理"),
    ],
)
def test_each_case_has_its_day_and_the_advised_one_beside_it(case: dict[str, str], said: str) -> None:
    assert dates(**case) == [f"{said}；文件没有写：过了会怎样"]


def test_a_renaming_has_no_day() -> None:
    assert dates(**RENAME) == []


def test_days_stand_on_every_medium_of_an_applicant() -> None:
    said = "每年 9 月底前办理，建议每年 8 月底前"
    for shown in (
        kinds.page(HEAT),
        kinds.sheet(HEAT),
        kinds.sheet(HEAT, "tie-in"),
        kinds.pages("xudao")["xudao/prepare/index.md"],
    ):
        assert said in shown
    assert "10 月底" not in kinds.sheet(HEAT, "tie-in")
    assert said in in_words(answer(kinds.guide(HEAT), TIE_IN))


def test_no_year_is_made_up() -> None:
    assert not [one for one in facts(kinds.guide(HEAT), "deadlines") if one.valid or one.target]
    assert "2024年9月" not in kinds.page(HEAT) + kinds.sheet(HEAT)


def test_the_time_of_the_company_is_silent_all_the_same() -> None:
    found = answer(kinds.guide(HEAT), TIE_IN)
    assert [one["line"] for one in found["limits"]] == ["文件没有写"]
    assert "一共要多少天" in found["questions"]
    assert "多少天\n文件没有写" in kinds.page(HEAT)


def test_the_tenth_of_october_is_too_late_and_what_follows_is_not_stated() -> None:
    said = judged("tie-in", "2026-10-10")
    assert "2026年10月10日周六去办，已经过了文件写的日子（2026年9月30日周三）" in said
    assert "过了会怎样，文件没有写，请问窗口" in said
    assert "一共" not in said


def test_a_day_before_has_its_days_left_and_says_of_the_advised_day_whether_it_is_past() -> None:
    assert "还有 30 天；文件建议 2026年8月31日周一 以前" in judged("tie-in", "2026-08-31")
    assert "还有 29 天；文件建议的日子（2026年8月31日周一）已经过了" in judged("tie-in", "2026-09-01")
    assert "就是文件写的最后一天" in judged("connected", "2026-10-31")


def test_of_a_month_before_the_season_no_date_is_computed() -> None:
    assert judged("stop", "2026-10-10") == "：供暖期开始是哪一天，文件没有写，算不出日子，请问窗口"
    assert next(one for one in tables(kinds.guide(HEAT))["deadlines"] if one["id"] == "stop")["yearly"] == {}


def test_the_agents_paper_is_conditional_where_the_document_says_so() -> None:
    def agent(**case: str) -> list[str]:
        return [line for line in kinds.lines(HEAT, "papers", **case) if "代办人身份证" in line]

    assert agent(**TIE_IN)[0].startswith("代办的：代办人身份证")
    assert agent(**CONNECTED)[0].startswith("代办的：代办人身份证")
    assert agent(**STOP)[0].startswith("个人代办的：代办人身份证")
    assert agent(**RENAME)[0].startswith("代办人身份证")
    assert agent(**CHANGE)[0].startswith("代办人身份证")
    flat = [one.thing for one in kinds.findings("xudao") if one.code == "paper-sometimes-conditional"]
    assert flat == ["papers/rename-agent", "papers/change-agent"]


def test_a_copy_of_the_deed_or_of_the_contract_is_enough() -> None:
    told = kinds.lines(HEAT, "papers", **TIE_IN)
    assert "房证（要带的材料，与购房合同任选其一），复印件" in told
    assert "购房合同（要带的材料，与房证任选其一），复印件" in told


def test_an_estate_applies_when_its_works_are_accepted() -> None:
    told = kinds.lines(HEAT, "conditions", **ESTATE)
    assert [line for line in told if "文件没有写" not in line] == ["供热工程验收合格"]
    assert "先要具备什么条件" not in answer(kinds.guide(HEAT), ESTATE)["questions"]


def test_who_needs_no_tie_in_is_told_that_the_estate_is_heated_already() -> None:
    for shown in (kinds.page(HEAT), kinds.sheet(HEAT), in_words(answer(kinds.guide(HEAT), CONNECTED))):
        assert "小区已供热、不需要碰头" in shown


def test_the_hall_takes_no_application_for_heat_where_none_is_made() -> None:
    assert kinds.lines(HEAT, "channels", **TIE_IN) == ["供热客服大厅：报装申请"]
    for case in (STOP, RENAME):
        (hall,) = kinds.lines(HEAT, "channels", **case)
        assert hall.startswith("供热客服大厅") and "报装申请" not in hall
    assert "报停业务：供热客服大厅：报装申请" not in kinds.page(HEAT)


def test_another_day_of_publication_is_refused(tmp_path: Path) -> None:
    shutil.copytree(kinds.POLICIES / "xudao", tmp_path / "xudao")
    path = tmp_path / "xudao" / "city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-05-30\n", "2024-05-31\n", 1), encoding="utf-8")
    errors = {one.code for one in checks.check(tmp_path, kinds.ORIGINALS)[2] if one.severity == "error"}
    assert errors == {"unborne"}


def test_data_on_request_is_a_vague_paper() -> None:
    assert [one.thing for one in kinds.findings("xudao") if one.code == "vague-paper"] == ["papers/data"]


def test_index_number_publisher_and_day_of_publication_are_kept() -> None:
    shown = kinds.page(HEAT)
    assert "XG0000/2024-00001" in shown
    assert "虚岛供热公司" in shown
    assert "2024年5月30日" in shown


def test_four_services_are_asked_first_and_one_has_classes() -> None:
    one = kinds.guide(HEAT)
    assert (one.inputs[0].id, one.inputs[0].first) == ("service", True)
    assert answer(one, RENAME)["tables"] == []
    assert [each["name"] for each in answer(one, TIE_IN)["tables"][0]["certain"]] == ["需要碰头的用户"]
