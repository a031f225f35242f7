"""Bands of a refund, in an excerpt of rules: about service, compensation and charges, and no guide to connection."""

from __future__ import annotations

from decimal import Decimal

import kinds
import pytest
from shown import plain

from generator.media.answers import answer, in_words
from generator.media.layout import layout
from generator.pages import guide_pages
from generator.policy.guide import Guide, items
from generator.telling.select import told
from generator.telling.statements import Case, Statement


@pytest.fixture(scope="module")
def guide() -> Guide:
    return kinds.guide("xujiang/heat")


@pytest.fixture(scope="module")
def page(guide: Guide) -> str:
    return plain(guide_pages.guide_page(guide, version="v"))


def _rows(guide: Guide, degrees: str) -> list[Statement]:
    said = told(guide, Case({"temperature": Decimal(degrees)})).said
    return [one.statement for one in said if one.statement.id.startswith("schedules/refund/")]


def test_nothing_is_wrong_with_it() -> None:
    assert kinds.findings("xujiang") == ()


@pytest.mark.parametrize(
    ("degrees", "share"),
    [("19.9", "10%"), ("18", "10%"), ("17.9", "30%"), ("16", "30%"), ("15.9", "50%"), ("14", "50%"), ("13.9", "100%")],
)
def test_the_ends_of_the_bands_are_as_written(guide: Guide, degrees: str, share: str) -> None:
    (row,) = _rows(guide, degrees)
    assert [part.words for part in row.parts if part.name.startswith("cell:")] == [share]


def test_at_twenty_degrees_nothing_is_refunded_and_that_is_said(guide: Guide, page: str) -> None:
    (row,) = _rows(guide, "20")
    assert row.rest
    line = next(one for one in layout(guide, "page").told_under("schedules") if one.statement.id == row.id)
    assert "没有符合的一行" in line.text
    assert plain(line.text) in page


def test_it_is_a_share_of_the_fee_of_the_day(page: str) -> None:
    assert "按日退还当日标准热费" in page


def test_when_and_with_what_it_is_measured(page: str) -> None:
    assert "测温时间为10:00至14:00以外的时段，使用经检定合格的测温仪器" in page


def test_compensation_for_late_connection_is_not_in_hand(guide: Guide, page: str) -> None:
    """The text is an excerpt: what it does not have is not what the rules do not say."""
    assert "逾期接通的赔偿：没有拿到（全文）" in page
    assert {one.statement.kind for one in told(guide, Case()).said} & {"silent"} == set()


def test_what_is_in_the_price_is_not_charged_apart(page: str) -> None:
    assert "共用设施和入户管道的维修养护：不另收，已计入热价" in page


def test_what_the_rules_ask_is_no_promise_of_a_utility(guide: Guide, page: str) -> None:
    """Twenty degrees, and how prices are made, are asked of others: none of it stands under 承诺."""
    assert not list(items(guide, "commitments"))
    levels = page.partition("##服务标准")[2].partition("##")[0]
    assert "居民卧室、起居室（厅）" in levels and "全天温度不低于20℃" in levels
    assert "调整热价应当听证，公开热价构成，实行煤热联动" in page.partition("市县价格主管部门")[2]


def test_who_maintains_what_is_shared_is_said(page: str) -> None:
    assert "共用设施和入户管道的维修养护：不另收，已计入热价，由供热企业承担" in page


@pytest.mark.parametrize(("degrees", "share"), [("19.9", "10%"), ("13.9", "100%")])
def test_the_interview_says_that_it_is_the_fee_of_the_day(guide: Guide, degrees: str, share: str) -> None:
    said = in_words(answer(guide, {"temperature": Decimal(degrees)}))
    assert f"温度不达标的，按日退还当日标准热费：{share}" in said


def test_it_is_no_guide_to_connection(guide: Guide, page: str) -> None:
    assert not guide.connects
    assert "报装指南" not in page.replace("不是报装指南", "")
    for asked in ("一步一步怎么办", "要带哪些材料", "一共要多少天", "工程费由谁出"):
        assert asked not in page
