"""Money in a guide: what it is for, numbers as they are written, what is reckoned of them."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import loaded
import pytest
from nodejs import FOLDER, node

from generator.data import jsonld
from generator.media import answers
from generator.media.layout import layout
from generator.pages import comparison
from generator.pages.browser.shipped import telling_data
from generator.paths import TEMPLATES
from generator.policy.facts import Amount, Charge, Schedule
from generator.policy.files import Publisher
from generator.policy.guide import Guide
from generator.telling.compose import rows_of, telling
from generator.telling.costs import costs, plain
from generator.telling.select import told
from generator.telling.statements import Case

PAYER = {"applicant": "用户"}


def charge(**of: Any) -> Charge:
    """A charge that is paid by the applicant, with a basis."""
    return Charge.model_validate({"id": "one", "item": "甲费", "payer": PAYER, "basis": "无此价〔2098〕1号", **of})


def table(*cells: Any, **of: Any) -> Schedule:
    """A table with one column of numbers, 元 per 户, a row for each cell."""
    column = {"id": "rate", "name": "标准", "unit": "元", "per": "户", **of.pop("column", {})}
    rows = [{"id": f"row-{number}", "cells": {"rate": cell}} for number, cell in enumerate(cells)]
    made = {"id": "table", "title": "表", "purpose": "works", "columns": [column], "rows": rows, **of}
    return Schedule.model_validate(made)


def guide(fees: Any = (), works: Any = (), schedules: Any = ()) -> Guide:
    """The invented guide of gas with other money."""
    made = loaded.guide("xugou/gas")
    return made.model_copy(update={"fees": fees, "works": works, "schedules": schedules, "beyond": ()})


def reckoned(of: Guide, **given: Any) -> tuple[list[str], str]:
    """The products and the total of a case, as text."""
    found = costs(told(of, Case(given)), given)
    return [str(one.amount) for one in found.products], "" if found.total is None else str(found.total)


# ------------------------------------------------------------------------------------------------------ typed cells


def test_a_number_keeps_the_digits_of_the_document_and_has_the_unit_of_its_column() -> None:
    cell = table("3.00").rows[0].cells["rate"]
    assert isinstance(cell, Amount)
    assert (str(cell.exactly), cell.unit, cell.per) == ("3.00", "元", "户")
    assert cell.model_dump(mode="json", exclude_none=True)["exactly"] == "3.00"


def test_a_cell_may_be_a_range_words_alone_or_of_another_unit() -> None:
    cells = table({"between": ["1", "2"]}, {"words": "按实收取"}, {"exactly": "260", "per": "人·次"}, "not_stated")
    said = [one.parts[0].words for one in rows_of(guide(schedules=(cells,)), cells)]
    assert said[:3] == ["1 至 2 元/户", "按实收取", "260 元/人·次"]
    assert [one.parts[0].silent for one in rows_of(guide(schedules=(cells,)), cells)] == [False, False, False, True]


def test_words_in_a_column_without_a_unit_stay_words() -> None:
    made = table("3.00", column={"unit": None, "per": None})
    assert made.rows[0].cells["rate"] == "3.00"


# ---------------------------------------------------------------------------------------------- payer and basis


def asked(of: Guide) -> list[str]:
    """The questions about money that somebody is to put to the window."""
    keys = ("fees", "works", "payer", "basis", "refunded", "schedule")
    return [one.words for one in told(of, Case()).questions if one.key in keys]


def test_a_table_that_does_not_say_who_pays_on_what_basis_has_it_asked() -> None:
    assert asked(guide(fees=(charge(),), schedules=(table("1"),))) == ["表由谁承担", "表的收费依据是什么"]
    said = table("1", payer=PAYER, basis=["无此价〔2098〕1号", "无此价〔2098〕2号"])
    assert asked(guide(fees=(charge(),), schedules=(said,))) == []


def test_a_column_that_says_it_asks_nothing() -> None:
    columns = [{"id": "rate", "name": "标准"}, {"id": "who", "name": "承担方"}, {"id": "why", "name": "收费依据"}]
    rows = [{"id": "row", "cells": {"rate": "1元", "who": "用户", "why": "某文"}}]
    assert asked(guide(fees=(charge(),), schedules=(table(columns=columns, rows=rows),))) == []


def test_nobody_asks_who_pays_for_what_is_bought() -> None:
    assert asked(guide((charge(),), (charge(),), (table("1", purpose="price", basis="某文"),))) == []


def test_a_charge_without_a_figure_asks_who_pays_where_it_is_settled_later() -> None:
    silent = charge(payer="not_stated", settlement="据实结算")
    assert asked(guide((charge(),), (silent,))) == ["甲费由谁承担"]


def test_a_deposit_that_comes_back_one_does_not_know_when_is_asked() -> None:
    assert asked(guide((charge(),), (charge(exactly="1000", refunded="not_stated"),))) == ["甲费什么时候退"]


# ------------------------------------------------------------------------------------------------------- purposes


@pytest.mark.parametrize(("purpose", "open_"), [("handling", False), ("connecting", True), ("goods", True)])
def test_what_is_charged_for_something_else_says_nothing_of_the_handling(purpose: str, *, open_: bool) -> None:
    made = guide((charge(exactly="5", purpose=purpose),), (charge(),))
    assert any(one.section == "fees" and one.kind == "silent" for one in layout_of(made)) is open_


def layout_of(of: Guide) -> list[Any]:
    """What is told of a guide to everybody."""
    return [one.statement for one in told(of, Case()).said]


def test_a_table_for_the_works_answers_who_pays_them() -> None:
    made = guide((charge(),), "not_stated", (table("1", payer=PAYER, basis="某文"),))
    assert not any(one.section == "works" and one.kind == "silent" for one in layout_of(made))


def test_costs_stand_under_what_they_are_for() -> None:
    made = guide((charge(exactly="5", purpose="connecting"),), (charge(),), (table("2", purpose="price"),))
    assert [cost.name for cost in layout(made, "page").costs()] == ["接入的费用", "用量的价格"]


# ----------------------------------------------------------------------------------------- rates times, and totals

FLOW = {"added": Decimal(50)}
RATE = charge(id="rate", exactly="88.50", per="Nm³/h", times="added")
SUM = charge(id="sum", exactly="120")


def test_a_rate_is_multiplied_with_the_number_of_the_reader() -> None:
    assert reckoned(guide((RATE,)), **FLOW) == (["4425.00"], "")
    assert reckoned(guide((RATE,))) == ([], "")


def test_a_column_is_multiplied_likewise() -> None:
    by_flow = table("88", column={"per": "Nm³/h", "times": "added"})
    assert reckoned(guide((charge(free="true", exactly=None),), (), (by_flow,)), **FLOW)[0] == ["4400"]


TOTALS = {
    "all have a number": (((SUM,), (RATE,)), "4545.00"),
    "free counts as nothing": (((charge(free="true"),), (SUM, RATE)), "4545.00"),
    "one alone is no sum": (((), (SUM,)), ""),
    "one has no number": (((SUM,), (charge(words="据实结算"), RATE)), ""),
    "one is settled later": (((SUM,), (charge(exactly="3", settlement="多退少补"),)), ""),
    "one is reduced for some": (((SUM,), (charge(exactly="3", reduction="低保家庭免收"),)), ""),
    "one is a deposit": (((SUM,), (charge(exactly="3", refunded="竣工后"),)), ""),
    "one is a bound": (((SUM,), (charge(at_most="3"),)), ""),
    "one is per what nobody is asked": (((SUM,), (charge(exactly="3", per="户"),)), ""),
    "one is of some cases": (((SUM,), (charge(exactly="3", when={"retrofit": "true"}), RATE)), ""),
    "others pay one": (((SUM,), (charge(exactly="3", payer={"utility": "企业"}),)), ""),
    "a heading is silent": (("not_stated", (SUM, RATE)), ""),
    "goods that one may choose": (((SUM,), (RATE, charge(id="g", exactly="3", purpose="goods"))), ""),
}


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_is_of_items_that_all_have_a_number(name: str) -> None:
    money, total = TOTALS[name]
    assert reckoned(guide(*money), **FLOW)[1] == total


def test_a_row_with_words_that_leave_it_open_is_in_no_total() -> None:
    columns = [{"id": "rate", "name": "人工费", "unit": "元"}, {"id": "other", "name": "材料费"}]
    for other, total in (("按实收取", ""), ("含材料", "125")):
        made = table(columns=columns, rows=[{"id": "row", "cells": {"rate": "5", "other": other}}], payer=PAYER)
        assert reckoned(guide((SUM,), (), (made,)))[1] == total


@pytest.mark.slow
def test_the_browser_reckons_the_same(tmp_path: Path) -> None:
    given = {name: str(value) for name, value in FLOW.items()}
    guides = {name: guide(*money) for name, (money, _) in TOTALS.items()}
    cases = [{"answers": given, "ruled": {}}]
    sent = [{"telling": telling_data(made), "cases": cases} for made in guides.values()]
    (tmp_path / "in.json").write_text(json.dumps(sent), encoding="utf-8")
    command = node(FOLDER / "told.mjs", TEMPLATES / "assets", tmp_path / "in.json")
    shown = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    for (name, made), (found,) in zip(guides.items(), shown, strict=True):
        reckoned_ = list(found["costs"]["products"].values()), found["costs"]["total"]
        assert reckoned_ == reckoned(made, **FLOW), name


def test_the_command_says_what_is_reckoned_and_that_it_is_ours() -> None:
    found = answers.answer(guide((SUM,), (RATE,)), FLOW)
    assert found["costs"] == [
        "甲费：88.50 元/Nm³/h × 50 Nm³/h（您填的新增小时用气量）＝ 4425.00 元（本站计算）",
        "合计 4545.00 元：甲费 120、甲费 4425.00（本站计算；这种情形的各项都有确定的数）",
    ]


@pytest.mark.parametrize(
    ("number", "places", "shown"), [("8844.00", 0, "8844"), ("6", 2, "6.00"), ("0.125", 2, "0.125")]
)
def test_digits_behind_the_point_are_those_of_the_rate_or_more(number: str, places: int, shown: str) -> None:
    assert str(plain(Decimal(number), places)) == shown


def test_every_statement_about_money_of_the_invented_places_says_what_it_is_for() -> None:
    for address in ("xugou/gas", "xugou/water"):
        for one in telling(loaded.guide(address)).statements:
            if isinstance(one.fact, Schedule):
                assert one.fact.purpose


def test_other_data_names_amounts_that_everybody_pays() -> None:
    made = guide((SUM,), (charge(),), (table("3.00", payer=PAYER), table("4", id="cased", when={"retrofit": "true"})))
    data = json.loads(jsonld.json_ld(made, "0" * 12, Publisher()))
    service = next(one for one in data["@graph"] if one["@type"] == "GovernmentService")
    offers = {one["@id"]: one for one in service["offers"]}
    price = offers["./#schedules/table/row-0"]["priceSpecification"][0]
    assert (price["price"], price["priceCurrency"], price["unitText"]) == ("3.00", "CNY", "户")
    assert "priceSpecification" not in offers["./#schedules/cased/row-0"]


def test_places_side_by_side_name_what_a_charge_is_for_and_the_rows_of_short_tables() -> None:
    made = guide((charge(exactly="5", purpose="connecting"),), (charge(),), (table("2", payer=PAYER, basis="某文"),))
    said = comparison.member(made).said
    assert said["fees"][0].text.startswith("甲费（接入的费用）：5 元")
    assert [cell.text for cell in said["schedules"]] == ["表：2 元/户，由用户承担，依据：某文"]
