"""Sentences as service guides, fee lists and notices write them: their value is proven, its neighbours are not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from test_proof import limited

from generator.checks.claims import Claim, _tested, claims_of
from generator.desk.candidates import candidates
from generator.document.originals import Original, cut
from generator.document.text import normal
from generator.policy.facts import Channel, Charge, Count
from generator.policy.feel import parse
from generator.policy.tables import Input

Amount = tuple[str, str]
"""The key of an amount and its number; of a range, `5-7`."""


def _all(claims: Iterable[Claim], quote: str) -> bool:
    return all(claim.holds(normal(quote)) for claim in claims)


def _given(amount: Amount) -> dict[str, str | list[str]]:
    return {amount[0]: amount[1].split("-") if amount[0] == "between" else amount[1]}


LIMITS: list[tuple[str, str, list[Amount], list[Amount]]] = [
    ("自受理申请之日起5个法定工作日内装表", "working_day", [("at_most", "5")], [("at_least", "5"), ("exactly", "5")]),
    ("自受理申请之日起5（工作）日内", "working_day", [("at_most", "5")], [("exactly", "5")]),
    ("自受理之日起不超過3個工作日辦結", "working_day", [("at_most", "3")], [("at_least", "3")]),
    ("兩個工作日內辦結", "working_day", [("at_most", "2")], []),
    ("百日内完成", "day", [("at_most", "100")], [("at_most", "1")]),
    ("上百日内完成", "day", [], [("at_most", "100")]),
    ("接入时间≯5个工作日", "working_day", [("at_most", "5")], [("at_least", "5")]),
    ("公示不少于（含）5个工作日", "working_day", [("at_least", "5")], [("at_most", "5")]),
    ("3个工作日内（不含施工时间）", "working_day", [("at_most", "3")], [("exactly", "3")]),
    ("3个工作日（不含节假日）内", "working_day", [("at_most", "3")], []),
    ("3个工作日办理以下事项", "working_day", [("exactly", "3")], [("at_most", "3")]),
    ("承诺办结时限：3（个工作日）", "working_day", [("exactly", "3")], [("at_most", "3")]),
    ("承诺办结时限（工作日）：3", "working_day", [("exactly", "3")], [("exactly", "13")]),
    ("承诺办结时限（工作日）：≤3", "working_day", [("at_most", "3")], [("at_least", "3")]),
    ("停水应提前24小时通知用户", "hour", [("at_least", "24"), ("exactly", "24")], [("at_most", "24")]),
    ("停水3日前通知用户", "day", [("at_least", "3")], [("at_most", "3"), ("exactly", "3")]),
    ("于3日前提出申请", "day", [], [("at_least", "3"), ("at_most", "3")]),
    ("9月3日前通知用户", "day", [], [("at_least", "3"), ("exactly", "3")]),
    ("每月5日前缴纳上月水费", "day", [], [("at_least", "5"), ("at_most", "5"), ("exactly", "5")]),
    ("较法定时限提前3个工作日办结", "working_day", [], [("at_least", "3"), ("exactly", "3"), ("at_most", "3")]),
    ("满足3日条件", "day", [], [("at_least", "3")]),
    ("连续停热超过48小时（含48小时）", "hour", [("at_least", "48")], [("at_most", "48")]),
    ("1、2、3个工作日", "working_day", [], [("exactly", "3")]),
    ("1、3个工作日办结", "working_day", [("exactly", "3")], [("exactly", "1")]),
    ("原为3个工作日", "working_day", [], [("exactly", "3")]),
    ("不再是3个工作日", "working_day", [], [("exactly", "3")]),
    ("3个工作日有余", "working_day", [], [("exactly", "3")]),
    ("3天多", "day", [], [("exactly", "3")]),
    ("3个工作日×2", "working_day", [], [("exactly", "3")]),
    ("上午9时至12时，9:00—12:00", "hour", [], [("exactly", "9"), ("exactly", "12"), ("between", "9-12")]),
    ("8时30分", "minute", [], [("exactly", "30")]),
    ("2小时30分钟内", "minute", [], [("at_most", "30")]),
    ("由原来的15个工作日缩短为5个工作日", "working_day", [("at_most", "5")], [("at_most", "15"), ("exactly", "15")]),
    ("法定时限20个工作日；承诺时限3个工作日", "working_day", [("exactly", "3")], [("at_most", "3"), ("exactly", "23")]),
    ("办理时限为5个～7个工作日", "working_day", [("between", "5-7"), ("at_most", "7")], [("exactly", "5")]),
    ("市区1小时、郊区2小时内到达现场", "hour", [("at_most", "2")], [("at_most", "1"), ("at_most", "12")]),
    ("逾期3日未答复的", "day", [], [("at_most", "3"), ("at_least", "3")]),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "unit", "right", "wrong"), LIMITS)
def test_a_limit(quote: str, unit: str, right: list[Amount], wrong: list[Amount]) -> None:
    assert [one for one in right if not limited(quote, unit, **_given(one))] == []
    assert [one for one in wrong if limited(quote, unit, **_given(one))] == []


CHARGES: list[tuple[str, list[Amount], list[Amount]]] = [
    ("开户费¥100", [("exactly", "100")], [("exactly", "10")]),
    ("开户费￥1,200元/户", [("exactly", "1200")], [("exactly", "200")]),
    ("开户费￥１００/户", [("exactly", "100")], []),
    ("开户费壹佰圆整", [("exactly", "100")], [("exactly", "1")]),
    ("开户费100圆", [("exactly", "100")], [("at_most", "100")]),
    ("开户费最低100元", [("at_least", "100")], [("at_most", "100"), ("exactly", "100")]),
    ("开户费最高100元", [("at_most", "100")], [("at_least", "100"), ("exactly", "100")]),
    ("开户费100元起", [("at_least", "100")], [("exactly", "100"), ("at_most", "100")]),
    ("开户费100元起步", [("at_least", "100")], [("exactly", "100")]),
    ("100元起草开户费通知", [], [("at_least", "100")]),
    ("开户费自2099年1月1日起100元", [("exactly", "100")], [("at_least", "100"), ("exactly", "1")]),
    ("开户费下浮50元", [], [("exactly", "50"), ("at_most", "50")]),
    ("开户费降低50元", [], [("exactly", "50")]),
    ("开户费100元用于以下项目", [("exactly", "100")], [("at_most", "100")]),
    ("开户费每日20元，最高不超过100元", [("exactly", "20"), ("at_most", "100")], [("exactly", "100")]),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), CHARGES)
def test_a_charge(quote: str, right: list[Amount], wrong: list[Amount]) -> None:
    def borne(amount: Amount) -> bool:
        silent = {"payer": "not_stated", "basis": "not_stated"}
        return _all(claims_of(Charge.model_validate({"id": "x", "item": "开户费", **_given(amount), **silent})), quote)

    assert [one for one in right if not borne(one)] == []
    assert [one for one in wrong if borne(one)] == []


@pytest.mark.parametrize(
    ("quote", "unit", "right", "wrong"),
    [
        ("满足3个条件", "个", [("exactly", "3")], [("at_least", "3")]),
        ("提供以上3份材料", "份", [("exactly", "3")], [("at_least", "3")]),
        ("报装环节由4个精简至2个", "个", [("at_most", "2")], [("exactly", "4"), ("at_most", "4")]),
        ("原件1份", "份", [("exactly", "1")], []),
        ("材料兩項", "项", [("exactly", "2")], []),
    ],
)
def test_a_count(quote: str, unit: str, right: list[Amount], wrong: list[Amount]) -> None:
    def borne(amount: Amount) -> bool:
        return _all(claims_of(Count.model_validate({"id": "x", "unit": unit, **_given(amount)})), quote)

    assert [one for one in right if not borne(one)] == []
    assert [one for one in wrong if borne(one)] == []


BOUNDS: list[tuple[str, str, list[str], list[str]]] = [
    ("面积未满500平方米的", "平方米", ["< 500"], [">= 500", "<= 500", "> 500"]),
    ("面积不满500平方米的", "平方米", ["< 500"], [">= 500", "<= 500", "> 500"]),
    ("面积500平方米未满", "平方米", ["< 500"], [">= 500"]),
    ("面积满500平方米的", "平方米", [">= 500"], ["< 500", "> 500"]),
    ("≯200米", "米", ["<= 200"], [">= 200", "< 200"]),
    ("≮200米", "米", [">= 200"], ["<= 200"]),
    ("5户起办", "户", [">= 5"], ["> 5", "<= 5"]),
    ("超200米的部分", "米", ["> 200"], ["<= 200", ">= 200"]),
    ("不超200米", "米", ["<= 200"], ["> 200"]),
    ("逾200米的", "米", ["> 200"], ["<= 200"]),
    ("未达200米", "米", ["< 200"], [">= 200"]),
    ("无法达到200米", "米", ["< 200"], [">= 200"]),
    ("不允许超过200米", "米", ["<= 200"], ["> 200"]),
    ("超过（含）100户", "户", [">= 100"], ["> 100", "<= 100"]),
    ("超过100户（含100户）", "户", [">= 100"], ["> 100"]),
    ("超过100户（含5户商铺）", "户", ["> 100"], [">= 100"]),
    ("低于100户（含）", "户", ["<= 100"], ["< 100"]),
    ("不超过100户（不含100户）", "户", ["< 100"], ["<= 100"]),
    ("不超过100户（不含商铺）", "户", ["<= 100"], ["< 100"]),
    ("100户以下（不含商铺）", "户", ["<= 100", "< 100"], ["> 100"]),
    ("100户（包括100户）以下", "户", ["<= 100"], ["< 100"]),
    ("100户（不包括100户）以下", "户", ["< 100"], ["<= 100"]),
    ("100户以上含100户", "户", [">= 100"], ["> 100"]),
    ("100户以上（含本数，下同）", "户", [">= 100"], ["> 100"]),
    ("100户居民以上的小区", "户", ["> 100"], ["<= 100"]),
    ("100户用于以下用途", "户", [], ["< 100", "<= 100"]),
    ("高于或等于100户", "户", [">= 100"], ["> 100"]),
    ("低于或者等于100户", "户", ["<= 100"], ["< 100"]),
    ("等于或高于100户", "户", [">= 100"], ["> 100"]),
    ("管径DN15～DN40", "DN", ["[15..40]"], ["> 40", "< 15"]),
    ("管径100毫米（不含）～200毫米（含）", "毫米", ["(100..200]"], ["[100..200]", "> 200"]),
    ("100（含）-200（不含）户", "户", ["[100..200)"], ["[100..200]"]),
    ("100户（含本数）至500户（不含本数）", "户", ["[100..500)"], ["[100..500]"]),
    ("介于100户与500户之间", "户", ["[100..500]"], ["> 500", "< 100"]),
    ("不低于百分之九十", "%", [">= 90"], ["< 90"]),
    ("室温在16℃（含）以上不足18℃", "℃", ["[16..18)"], ["[16..18]", "> 18"]),
    ("投资额不足5000万元", "万元", ["< 5000"], [">= 5000"]),
    ("总户数500户，其中100户以上", "户", ["> 100"], ["> 500"]),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "unit", "right", "wrong"), BOUNDS)
def test_a_bound(quote: str, unit: str, right: list[str], wrong: list[str]) -> None:
    asked = {"id": "a", "name": "量", "ask": "？", "type": "number", "unit": unit, "domain": "> 0"}

    def borne(test: str) -> bool:
        return _all(_tested(Input.model_validate(asked), parse(test)), quote)

    assert [one for one in right if not borne(one)] == []
    assert [one for one in wrong if borne(one)] == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("未满5户的", "满5户"), ("不超5户", "超5户"), ("不超5户", "5户"), ("无法达到5户", "达到5户"), ("逾5日", "5日"),
        ("不允许超过5日", "超过5日"), ("100元起", "100元"), ("停水3日前", "停水3日"), ("提前3日通知", "3日通知"),
        ("5日(不含节假日)内办结", "5日"), ("最低100元", "100元"), ("5日（含）以内", "5日（含）"),
        ("电话000-0000666转8", "电话000-0000666"), ("电话88886666—68", "88886666"),
    ],
)  # fmt: skip
def test_a_quotation_that_leaves_out_what_compares_is_told(text: str, quote: str) -> None:
    assert cut(Original(f"一、时限\n{text}。").find("一、"), quote)


@pytest.mark.parametrize(
    ("quote", "telephone", "held"),
    [
        ("电话000-0000666转8", "000-0000666", False),
        ("电话000-0000666转8", "000-0000666转8", True),
        ("电话88886666—68", "88886666", False),
        ("电话88886666—68", "88886666—68", True),
        ("电话88886666、88886668", "88886668", True),
    ],
)
def test_a_telephone_is_whole(quote: str, telephone: str, *, held: bool) -> None:
    channel = Channel.model_validate({"id": "x", "kind": "telephone", "name": "电话", "telephone": telephone})
    assert _all(claims_of(channel), quote) == held


@pytest.mark.parametrize(
    ("sentence", "proposed"),
    [
        ("5个法定工作日内办结", {"at_most": "5", "unit": "working_day"}),
        ("停水提前24小时通知", {"before": "{event: 请填写, lead: 24, unit: hour}"}),  # no time that something takes
        ("24小时服务热线", None),
        ("超时1至3个工作日10元", {"exactly": "10", "currency": "元"}),
        ("4至10个工作日免，10个工作日以上复核", {"at_least": "10", "unit": "working_day"}),
        ("开户费¥100", {"exactly": "100", "currency": "元"}),
        ("每月5日前", None),
        ("电话000-0000666转8", None),
        ("法定代表人3日内到场", {"at_most": "3", "unit": "day"}),
    ],
)
def test_a_proposal(sentence: str, proposed: dict[str, str] | None) -> None:
    found = [dict(one.values) for one in candidates(Original(f"一、甲\n{sentence}。"))]
    first = next((one for one in found if "telephone" not in one and "between" not in one), None)
    assert (first is None) is (proposed is None)
    assert (proposed or {}).items() <= (first or {}).items()


def test_a_telephone_is_proposed_with_its_extension() -> None:
    (found,) = candidates(Original("一、甲\n电话010-00000666转8。"))
    assert dict(found.values)["telephone"] == "010-00000666转8"


@pytest.mark.parametrize("number", ["1、", "１、", "（1）", "（１）"])
def test_the_number_of_a_clause_is_no_part_of_a_proposal(number: str) -> None:
    (found,) = candidates(Original(f"一、甲\n{number}3个工作日内办结。"))
    assert found.quote == "3个工作日内办结"
