"""A place with all seven utilities and one joint application: one form, one survey, shared papers, one order."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import kinds
import pytest
from expected import build
from playwright.sync_api import Browser

from generator.decision.asking import asked
from generator.pages import overview, place_pages, print_sheets
from generator.pages.browser import finder
from generator.policy import utilities
from generator.policy.files import Publisher
from generator.policy.guide import Guide

PLACE = "xuhui"
NAMES = "用水、用气、用暖、用电、排水、通信、广播电视"
PHONE = 360


def _guides() -> list[Guide]:
    return [one.guide for one in kinds.place(PLACE)]


def test_it_is_proven_and_nothing_of_it_is_open() -> None:
    found = [str(one) for one in kinds.checked()[2] if f"/{PLACE}/" in one.position.path and one.severity != "info"]
    assert found == []


def test_it_has_each_utility_of_the_catalogue_in_its_order() -> None:
    assert [guide.utility for guide in _guides()] == list(utilities.known())


def test_what_they_have_in_common_stands_once_on_the_page_of_a_joint_visit() -> None:
    page = kinds.visible(place_pages.joint_page(_guides())).partition("## 依据")[0]
    assert f"虚汇市联合报装：{NAMES}" in page
    for once in ("只踏勘一次", "总平面布置图（要带的材料），电子件 1 份", "联合踏勘（", "联合验收"):
        assert page.count(once) == 1, once
    order = [page.index(step) for step in ("申请受理", "联合踏勘（", "方案答复", "施工接入", "联合验收")]
    assert order == sorted(order)


def test_the_sheet_has_each_time_limit_and_a_last_day_of_each_utility() -> None:
    sheet = kinds.visible(print_sheets.joint_sheet(_guides(), version="", publisher=Publisher()))
    assert all(f"不超过 {days} 个工作日" in sheet for days in (6, 8, 10, 15, 5, 7, 3, 4))
    assert sheet.count("最迟哪天") == len(_guides())
    assert sheet.count("营业执照（要带的材料），复印件 1 份") == 1


def test_before_seven_utilities_stands_what_can_be_done_at_once() -> None:
    page = kinds.pages(PLACE)[f"{PLACE}/index.md"]
    assert page.index("一次办几样") < page.index("看用水报装指南")
    assert f"{NAMES}报装以外的，这里没有" in page


def test_what_is_unusual_for_telecommunication_is_no_silence_of_it() -> None:
    said: Mapping[str, str] = {guide.utility: kinds.page(guide.address) for guide in _guides()}
    assert "要跑几趟" in said["electricity"]
    assert "要跑几趟" not in said["telecommunication"]
    assert "要跑几趟" not in said["broadcasting"]


def test_the_interview_asks_only_where_there_are_classes() -> None:
    questions = {guide.utility: [one.id for one in asked(guide)] for guide in _guides()}
    assert questions.pop("electricity") == ["capacity"]
    assert set(map(tuple, questions.values())) == {()}


def test_the_finder_has_all_of_them() -> None:
    entry = overview.entry(list(kinds.place(PLACE)))
    index = finder.index([entry])
    assert index["here"] == "wghedtb"
    assert index["places"][0][4] == "wghedtbfj"


@pytest.mark.build
@pytest.mark.slow
def test_the_whole_site_is_built_and_no_page_is_wider_than_a_phone(tmp_path: Path, browser: Browser) -> None:
    shutil.copytree(kinds.POLICIES / PLACE, tmp_path / "policies" / PLACE)
    build(tmp_path, tmp_path / "policies", kinds.ORIGINALS)
    page = browser.new_page(viewport={"width": PHONE, "height": 740})
    files = sorted((tmp_path / "site").rglob("index.html"))
    assert {f"compare/{guide.utility}" for guide in _guides()} <= {
        file.parent.relative_to(tmp_path / "site").as_posix() for file in files
    }
    wide = []
    for file in files:
        page.goto(file.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > PHONE:
            wide.append(file.relative_to(tmp_path / "site").as_posix())
    assert wide == []
    page.close()
