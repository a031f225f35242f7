"""Days of every year and leads before an event: told, never counted as time that the utility takes, never asked."""

from __future__ import annotations

from typing import Any

import loaded
import pytest

from generator.checks.claims import claims_of
from generator.document.text import normal
from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages.browser.interview import tables
from generator.policy.facts import Deadline, EveryYear, Lead
from generator.policy.guide import Guide
from generator.telling.compose import telling


def deadline(**of: Any) -> Deadline:
    """A deadline with an id and nothing said of what follows, unless given."""
    return Deadline.model_validate({"id": "xu", "late": "not_stated", **of})


def with_deadlines(*made: Deadline, **sections: Any) -> Guide:
    return loaded.guide("xugou/gas").model_copy(update={"deadlines": made, **sections})


def line(one: Deadline, medium: str = "checklist") -> str:
    """The line of a deadline that a guide says alone."""
    groups = layout(with_deadlines(one), medium).groups("deadlines")
    return groups[0].lines[0].text


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"yearly": {"by": "07-31"}, "does": "提出申请"}, "每年 7 月 31 日前提出申请"),
        ({"yearly": {"by": "09-end", "advised": "08-end"}}, "每年 9 月底前，建议每年 8 月底前"),
        ({"yearly": {"from": "04-start", "by": "09-30"}, "does": "办理"}, "每年 4 月至 9 月 30 日办理"),
        ({"before": {"event": "供暖", "lead": "1", "unit": "month"}, "does": "办理"}, "供暖 1 个月前办理"),
        ({"before": {"event": "供暖"}, "does": "办理"}, "供暖前办理"),
        ({"yearly": {"by": "07-31"}, "whose": {"developer": "开发商"}}, "开发商：每年 7 月 31 日前"),
        ({"yearly": {"by": "07-31"}, "whose": "owner"}, "业主：每年 7 月 31 日前"),
    ],
)
def test_a_deadline_says_whose_it_is_and_that_nothing_is_said_of_what_follows(of: dict[str, Any], said: str) -> None:
    assert line(deadline(**of)) == f"{said}；文件没有写：过了会怎样"


def test_what_follows_is_said_with_one_word_for_being_late() -> None:
    yearly = {"by": "07-31"}
    assert line(deadline(yearly=yearly, late="明年再办")) == "每年 7 月 31 日前；逾期明年再办"
    assert line(deadline(yearly=yearly, late="逾期的，明年再办")) == "每年 7 月 31 日前；逾期的，明年再办"


def test_a_notice_ahead_is_the_utilitys_and_nobody_can_miss_it() -> None:
    notice = deadline(whose="utility", does="通知用户", before={"event": "停气", "lead": "24", "unit": "hour"})
    assert line(notice) == "企业：停气 24 小时前通知用户"
    shown = layout(with_deadlines(notice), "page")
    assert not shown.dates()
    assert len(shown.notices()) == 1
    unsaid = deadline(whose="utility", does="通知", before={"event": "not_stated", "lead": "24", "unit": "hour"})
    assert line(unsaid) == "企业：提前 24 小时通知；文件没有写：在什么事以前"


def test_a_deadline_silences_nothing_that_the_utility_leaves_open() -> None:
    guide = with_deadlines(deadline(yearly={"by": "07-31"}), limits="not_stated", fees="not_stated")
    asked = {ask.key for ask in telling(guide).asks}
    assert {"limits", "fees", "late"} <= asked
    assert not layout(guide, "page").section("limits")


def test_nothing_is_asked_where_there_is_none() -> None:
    assert not [one for one in telling(with_deadlines()).statements if one.section == "deadlines"]


def test_classify_tells_deadlines_beside_the_time_limits() -> None:
    found = answer(loaded.guide("xugou/gas"), {})
    assert [one["id"] for one in found["deadlines"]] == ["annual-window", "stopping", "interruption"]
    assert "什么时候前办：老旧小区加装管道燃气：每年 3 月 1 日至 4 月 30 日集中受理；逾期纳入下一年度" in in_words(
        found
    )


def test_only_a_day_of_every_year_can_be_counted_to() -> None:
    window, stopping, _ = tables(loaded.guide("xugou/gas"))["deadlines"]
    assert window["yearly"] == {"from": "03-01", "by": "04-30"}
    assert window["late"] == "逾期纳入下一年度"
    assert (stopping["yearly"], stopping["event"], stopping["late"]) == ({}, "采暖期开始", "")


@pytest.mark.parametrize("medium", ["page", "card", "prepare", "checklist", "class_sheet", "ticket", "comparison"])
def test_every_medium_of_an_applicant_tells_it(medium: str) -> None:
    assert line(deadline(yearly={"by": "07-31"}), medium).startswith("每年 7 月 31 日前")


@pytest.mark.parametrize(
    ("yearly", "quote", "borne"),
    [
        ({"by": "07-31"}, "每年7月31日前提交", True),
        ({"by": "07-31"}, "7月31日前提交", False),
        ({"by": "07-31"}, "每年7月30日前提交", False),
        ({"by": "09-end"}, "每年九月底前提交", True),
        ({"by": "09-end"}, "每年9月30日前提交", False),
        ({"by": "09-30"}, "每年9月底前提交", False),
        ({"by": "09-end", "advised": "08-end"}, "每年9月底前（建议8月底前）", True),
        ({"by": "09-end", "advised": "08-end"}, "每年9月底前，也可8月底前", False),
        ({"from": "04-start", "by": "09-end"}, "每年4月至9月底", True),
        ({"from": "04-01", "by": "09-30"}, "每年4月1日至9月30日", True),
        ({"from": "04-01", "by": "09-30"}, "每年5月1日至9月30日", False),
    ],
)
def test_a_day_of_every_year_is_borne_by_its_words(yearly: dict[str, str], quote: str, *, borne: bool) -> None:
    claims = claims_of(EveryYear.model_validate(yearly))
    assert all(claim.holds(normal(quote)) for claim in claims) is borne


@pytest.mark.parametrize(
    ("quote", "borne"), [("供暖期开始1个月前", True), ("供暖期开始2个月前", False), ("供暖期开始1个月后", False)]
)
def test_a_lead_is_borne_by_its_number(quote: str, *, borne: bool) -> None:
    claims = claims_of(Lead.model_validate({"event": "供暖期开始", "lead": "1", "unit": "month"}))
    assert all(claim.holds(normal(quote)) for claim in claims) is borne
