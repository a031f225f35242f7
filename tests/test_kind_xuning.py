"""A list of prices and charges, cut: numbers as written, each with its unit and its basis; no guide to connection."""

from __future__ import annotations

import json
import re

import kinds
import pytest

from generator.data import guide_json
from generator.decision.deciding import decided
from generator.desk import factsheet
from generator.media.answers import answer, in_words, parsed
from generator.pages import guide_pages
from generator.policy.guide import Guide
from generator.telling.compose import telling
from generator.telling.costs import costs
from generator.telling.select import told
from generator.telling.statements import Case, Statement


def guide() -> Guide:
    """The guide of the list."""
    return kinds.guide("xuning/gas")


def page() -> str:
    """The text of its page, without tags and spaces."""
    text = re.sub("<[^>]*>", "", guide_pages.guide_page(guide(), version="0" * 12))
    return re.sub(r"\s|&#160;|&#8288;", "", text.replace("&#91;", "[").replace("&#93;", "]"))


def row(path: str) -> Statement:
    """A row of a table by its path."""
    return next(one for one in telling(guide()).statements if one.id == f"schedules/{path}")


def words(path: str) -> list[str]:
    """What stands in a row, cell by cell."""
    return [part.words for part in row(path).parts if part.name.startswith("cell:")]


@pytest.mark.parametrize(
    ("name", "price", "bases"),
    [
        ("first", "2.55", ["虚发改价格〔2019〕201号（城镇居民）"]),
        ("second", "3.00", ["虚发改价格〔2019〕201号（城镇居民）"]),
        ("third", "3.80", ["虚发改价格〔2019〕201号（城镇居民）"]),
        ("welfare", "2.78", ["虚发改办〔2019〕91号（非居民，最高限价）", "虚发改价格[2022]8号（非居民）"]),
        ("business", "4.16", ["虚发改办〔2019〕91号（非居民，最高限价）", "虚发改价格[2022]8号（非居民）"]),
    ],
)
def test_prices_keep_two_decimals_and_name_their_documents(name: str, price: str, bases: list[str]) -> None:
    assert words(f"gas-price/{name}")[-1] == f"{price} 元/立方米"
    basis = row(f"gas-price/{name}").part("basis")
    assert basis is not None and [one.words for one in basis.value] == bases
    assert all(basis in page() for basis in bases)
    assert f"{price}元/立方米" in page()


def test_units_stand_apart_two_rates_of_one_service_by_who_one_is() -> None:
    assert words("services/meter")[0] == "30 元/只"
    assert words("services/repair-home")[0] == "50 元/户（人工费）"
    assert words("services/repair-business")[0] == "260 元/人·次（人工费）"
    both = row("services/repair-home"), row("services/repair-business")
    assert [one.when for one in both] == ["室内燃气管道基础维修，居民", "室内燃气管道基础维修，工商"]


def test_the_card_costs_by_its_make() -> None:
    assert [words(f"cards/{name}") for name in "abc"] == [["15 元/张"], ["40 元/张"], ["80 元/张"]]
    assert row("cards/b").when == "IC卡补卡，居民或工商，乙厂"


def test_a_relocation_has_no_figure() -> None:
    assert words("relocation/all") == ["城区居民、工商，气代煤", "按工程设计据实收取"]
    assert not any(re.search("[0-9]", cell) for cell in words("relocation/all"))


@pytest.mark.parametrize("user", ["居民", "公福", "工商"])
def test_whom_a_relocation_is_for_is_told_in_the_words_of_the_list_and_asked(user: str) -> None:
    found = answer(guide(), {"service": "燃气管道迁移改造", "user": user})
    assert "表：燃气管道迁移改造：城区居民、工商，气代煤，按工程设计据实收取" in in_words(found)
    assert any("气代煤的是不是另一种用户" in question for question in found["questions"])
    assert "城区居民、工商，气代煤" in page()


def test_a_basic_charge_for_labour_is_not_the_whole_charge() -> None:
    assert words("services/behind-meter")[0] == "160 元/户（基本人工费）"
    assert words("services/before-meter")[0] == "260 元/户（人工费）"
    case = answer(guide(), {"service": "室内表后管改造", "user": "居民"})
    assert "160 元/户（基本人工费）" in in_words(case) and "160元/户（基本人工费）" in page()


def test_a_ceiling_is_told_as_such() -> None:
    for name in ("welfare", "business"):
        note = row(f"gas-price/{name}").note
        assert "最高限价" in note and "本站的理解" in note


def test_no_steps_papers_or_limits_arise_and_nothing_is_called_silent_about_fees() -> None:
    sections = {one.section for one in telling(guide()).statements}
    assert sections == {"schedules", "fees", "scope", "contacts", "complaints"}
    silent = {one.statement.id for one in told(guide(), Case()).said if one.statement.kind == "silent"}
    assert not any(path.startswith(("fees/", "works/", "steps/", "papers/", "limits/")) for path in silent)
    assert not guide().connects
    assert "报装手续费" not in page() and "办事清单" not in page()


def test_the_rest_of_the_goods_is_not_in_hand() -> None:
    assert words("goods/hose") == ["长寿命软管0.5米", "53 元"]
    assert "安全报警器装置没有拿到" in page()


def test_who_pays_on_what_basis_is_asked_where_the_list_is_silent() -> None:
    questions = [one.words for one in told(guide(), Case()).questions]
    assert "服务收费、燃气管道迁移改造、IC卡补卡费由谁承担" in questions
    assert "服务收费、燃气管道迁移改造、IC卡补卡费、商品价格的收费依据是什么" in questions


def test_findings() -> None:
    found = sorted((one.code, one.thing) for one in kinds.findings("xuning"))
    assert found == [
        ("fee-without-basis", "schedules/cards"),
        ("fee-without-basis", "schedules/goods"),
        ("fee-without-basis", "schedules/relocation"),
        ("fee-without-basis", "schedules/services"),
        ("likely-slip", "schedules/services/repair-home"),
        ("tiers-without-volumes", "schedules/gas-price"),
    ]
    slip = next(one for one in kinds.findings("xuning") if one.code == "likely-slip")
    assert "“材料费按时收取”只出现一次，另有 3 处写“材料费按实收取”" in slip.zh


@pytest.mark.parametrize(
    "given",
    [
        "service=燃气表拆装 user=居民",
        "service=室内燃气管道基础维修 user=工商",
        "service=IC卡补卡 user=居民 maker=乙厂",
        "",
    ],
)
def test_there_is_no_total_where_any_item_of_a_case_has_no_number(given: str) -> None:
    answers = parsed(guide(), given.split())
    assert costs(told(guide(), Case(answers)), answers).total is None
    assert answer(guide(), answers)["costs"] == []


def test_a_case_tells_its_own_rows_only() -> None:
    answers = parsed(guide(), ["service=室内燃气管道基础维修", "user=工商"])
    rows = [one.statement.id for one in told(guide(), Case(answers)).said if one.statement.kind == "stated"]
    assert rows == ["schedules/gas-price/business", "schedules/services/repair-business", *GOODS]


GOODS = ["schedules/goods/hose", "schedules/goods/alarm"]


def test_the_data_has_the_numbers_as_they_are_written() -> None:
    data = json.loads(guide_json.guide_json(guide()))
    table = next(one for one in data["schedules"] if one["id"] == "gas-price")
    cells = [one["cells"]["price"] for one in table["rows"]]
    assert [cell["exactly"] for cell in cells] == ["2.55", "3.00", "3.80", "2.78", "4.16"]
    assert {(cell["unit"], cell["per"]) for cell in cells} == {("元", "立方米")}
    assert decided(guide()).classes == {}


def test_a_case_is_told_the_rows_of_the_tables_that_hold_in_it() -> None:
    said = in_words(answer(guide(), parsed(guide(), ["user=居民"])))
    assert "表：天然气价格：第一档，2.55 元/立方米，依据：虚发改价格〔2019〕201号（城镇居民）（一、）" in said
    assert "2.78" not in said
    assert "4.16" not in said
    assert (
        in_words(answer(guide(), parsed(guide(), ["user=工商", "service=IC卡补卡", "maker=乙厂"]))).count("元/张") == 1
    )


def test_each_row_of_a_table_is_a_line_to_be_checked_with_its_own_quotation() -> None:
    rows = {line.id: line for line in factsheet.lines(guide())}
    assert rows["gas-price/first"].says == (
        "天然气价格：居民，用户和档次：第一档，价格：2.55 元/立方米，依据：虚发改价格〔2019〕201号（城镇居民）"
    )
    assert rows["gas-price/first"].quote.startswith("居民第一档2.55元/立方米")
    assert rows["services/repair-home"].says.endswith("含什么：文件没有写，谁承担：文件没有写，依据：文件没有写")
    assert rows["goods/alarm"].says.startswith("商品价格：商品：安全报警器装置，价格：没有拿到")
    assert "gas-price" not in rows
