"""What bears a value and what does not: figures, units and the word of comparison beside its number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from expected import ROOT

from generator import checks
from generator.checks.claims import FORCE_WORDS, _tested, claims_of
from generator.document.originals import Original, cut
from generator.document.quantities import stands_in
from generator.document.text import normal
from generator.policy.facts import Channel, Charge, Limit, Provision
from generator.policy.feel import parse
from generator.policy.tables import Input

BASE = ROOT / "tests" / "errors" / "base"

BORNE = [
    ("at_most", "不超过3个工作日"),
    ("at_most", "不得超过3个工作日"),
    ("at_most", "3个工作日内"),
    ("at_most", "3个工作日以内"),
    ("at_most", "≤3个工作日"),
    ("at_most", "三个工作日内"),
    ("at_most", "压缩至3个工作日"),
    ("at_most", "1至3个工作日"),
    ("at_least", "不少于3个工作日"),
    ("at_least", "3个工作日以上"),
    ("exactly", "办理用时3个工作日"),
    ("starts_within", "3个工作日内开始施工"),
]
UNBORNE = [
    ("at_most", "3个工作日"),
    ("at_most", "至少3个工作日"),
    ("at_most", "不超过13个工作日"),
    ("at_most", "不超过3.5个工作日"),
    ("at_most", "不超过3小时"),
    ("at_most", "不超过5个工作日，材料3份"),
    ("at_least", "不超过3个工作日"),
    ("at_least", "3个工作日"),
    ("exactly", "不超过3个工作日"),
    ("exactly", "3个工作日内"),
    ("exactly", "3个工作日以内"),
    ("starts_within", "3个工作日内完成"),
]


def borne(amount: str, quote: str, number: str = "3") -> bool:
    """Whether a quotation bears a limit of some working days of some kind."""
    silent = {"starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated"}
    limit = Limit.model_validate({"id": "x", amount: number, "unit": "working_day", **silent})
    return all(claim.holds(normal(quote)) for claim in claims_of(limit))


@pytest.mark.parametrize(("amount", "quote"), BORNE)
def test_borne(amount: str, quote: str) -> None:
    assert borne(amount, quote)


@pytest.mark.parametrize(("amount", "quote"), UNBORNE)
def test_unborne(amount: str, quote: str) -> None:
    assert not borne(amount, quote)


def test_every_force_has_its_word() -> None:
    forces = set(Limit.model_fields["force"].annotation.__args__)  # type: ignore[union-attr]
    assert forces - set(FORCE_WORDS) == {"required", "target"}


@pytest.mark.parametrize(("figure", "codes"), [("3", []), ("4", ["not-in-clause"])])
def test_originals_may_lie_with_the_city(figure: str, codes: list[str], tmp_path: Path) -> None:
    shutil.copytree(BASE / "policies", tmp_path, dirs_exist_ok=True)
    shutil.copytree(BASE / "originals", tmp_path / "nowhere" / "originals")
    file = tmp_path / "nowhere" / "water.yaml"
    text = file.read_text(encoding="utf-8").replace("at_most: 3", f"at_most: {figure}")
    file.write_text(text.replace("项目不超过3个", f"项目不超过{figure}个"), encoding="utf-8")
    assert [one.code for one in checks.check(tmp_path)[2]] == codes


def test_a_number_is_a_number_however_written() -> None:
    assert borne("at_most", "不超过3.0个工作日")


@pytest.mark.parametrize(
    ("telephone", "quote", "held"),
    [
        ("000-0000-0002", "电话000-0000-0002", True),
        ("0000-0002", "电话000-0000-0002", False),
        ("000-0000-0002", "电话000-0000-00025", False),
        ("00012", "热线00012或00013", True),
    ],
)
def test_a_name_is_not_proven_by_part_of_a_longer_number(telephone: str, quote: str, *, held: bool) -> None:
    channel = Channel.model_validate({"id": "x", "kind": "telephone", "name": "热线", "telephone": telephone})
    claims = [claim for claim in claims_of(channel) if claim.field == "telephone"]
    assert [claim.holds(normal(quote)) for claim in claims] == [held]


@pytest.mark.parametrize(
    ("words", "quote", "held"), [("万元", "5万元", True), ("100元", "2100元", False), ("1份", "11份", False)]
)
def test_a_cell_is_not_proven_by_part_of_a_longer_number(words: str, quote: str, *, held: bool) -> None:
    assert stands_in(words, normal(quote)) == held


def limited(quote: str, unit: str, **amount: str | list[str]) -> bool:
    """Whether a quotation bears a limit."""
    silent = {"starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated"}
    limit = Limit.model_validate({"id": "x", "unit": unit, **amount, **silent})
    return all(claim.holds(normal(quote)) for claim in claims_of(limit))


@pytest.mark.parametrize(
    ("quote", "unit", "amount", "held"),
    [
        ("由15个工作日压缩至5个工作日以内", "working_day", {"at_least": "15"}, False),
        ("由15个工作日压缩至5个工作日以内", "working_day", {"at_most": "5"}, True),
        ("由5个工作日压缩至3个工作日", "working_day", {"exactly": "5"}, False),
        ("由5个工作日压缩至3个工作日", "working_day", {"between": ["3", "5"]}, False),
        ("上限3个工作日调整为5个工作日", "working_day", {"at_most": "3"}, False),
        ("不超过15个工作日压缩至5个工作日", "working_day", {"at_most": "15"}, False),
        ("不超过15个工作日压缩至5个工作日", "working_day", {"at_most": "5"}, True),
        ("延长至5个工作日", "working_day", {"at_most": "5"}, False),
        ("5户以内的，5个工作日后办结", "working_day", {"at_most": "5"}, False),
        ("不超过5户的，须5个工作日", "working_day", {"at_most": "5"}, False),
        ("3个工作日后内部审核", "working_day", {"at_most": "3"}, False),
        ("受理至3个工作日", "working_day", {"at_most": "3"}, False),
        ("甚至3个工作日", "working_day", {"at_most": "3"}, False),
        ("没有超过3个工作日", "working_day", {"at_most": "3"}, True),
        ("不得高于或超过3个工作日", "working_day", {"at_most": "3"}, True),
        ("最迟3个工作日", "working_day", {"at_most": "3"}, True),
        ("不晚于3个工作日", "working_day", {"at_most": "3"}, True),
        ("不短于3个工作日", "working_day", {"at_least": "3"}, True),
        ("未达到3个工作日", "working_day", {"at_least": "3"}, False),
        ("10个工作日（含）以内", "working_day", {"at_most": "10"}, True),
        ("10个工作日（自受理之日起）内", "working_day", {"at_most": "10"}, True),
        ("10个工作日的时间内", "working_day", {"at_most": "10"}, True),
        ("约3个工作日内", "working_day", {"at_most": "3"}, False),
        ("最长3个工作日", "working_day", {"exactly": "3"}, False),
        ("平均3个工作日", "working_day", {"exactly": "3"}, False),
        ("3个工作日左右", "working_day", {"exactly": "3"}, False),
        ("3-5个工作日", "working_day", {"exactly": "3"}, False),
        ("3-5个工作日", "working_day", {"exactly": "5"}, False),
        ("3-5个工作日", "working_day", {"between": ["3", "5"]}, True),
        ("不少于3个、不超过5个工作日", "working_day", {"between": ["3", "5"]}, False),
        ("不少于3个工作日、不超过5个工作日", "working_day", {"between": ["3", "5"]}, True),
        ("时限压减5个工作日", "working_day", {"exactly": "5"}, False),
        ("9月3日前", "day", {"exactly": "3"}, False),
        ("自受理次日起5个工作日内", "next_day", {}, False),
        ("次日办结", "next_day", {}, True),
        ("受理当日不计算在内", "same_day", {}, False),
        ("不能当场办结的", "instant", {}, False),
        ("非即时办结", "instant", {}, False),
        ("即时办结", "instant", {}, True),
    ],
)
def test_the_words_beside_the_number_decide(quote: str, unit: str, amount: dict[str, str], *, held: bool) -> None:
    assert limited(quote, unit, **amount) == held


@pytest.mark.parametrize(
    ("quote", "test", "unit", "held"),
    [
        ("100米以下（不含100米）", "<= 100", "米", False),
        ("100米以下（不含100米）", "< 100", "米", True),
        ("100米及以下", "< 100", "米", False),
        ("100米及以下", "<= 100", "米", True),
        ("100米以下（含100米）", "< 100", "米", False),
        ("100米（含本数）以下", "<= 100", "米", True),
        ("100米以上（不含）", ">= 100", "米", False),
        ("100米以上（不含）", "> 100", "米", True),
        ("DN100及以下", "<= 100", "DN", True),
        ("DN100及以下", "< 100", "DN", False),
        ("等于或小于100米", "<= 100", "米", True),
        ("等于或小于100米", "< 100", "米", False),
        ("不得再超过100米", "> 100", "米", False),
        ("没有超过100米", "> 100", "米", False),
        ("严禁超过100米", "<= 100", "米", True),
        ("大于或等于100米", ">= 100", "米", True),
        ("≧100米", ">= 100", "米", True),
        ("&gt;100米", "> 100", "米", True),
        ("不超过100毫克，用水多少吨", "<= 100", "吨", False),
        ("不超过100mm", "<= 100", "m", False),
        ("不超过100毫米", "<= 100", "米", False),
        ("不超过100立方米/日", "<= 100", "立方米", False),
        ("100户以内，管长200米", "<= 100", "米", False),
        ("管长（米）：不超过100的", "<= 100", "米", True),
    ],
)
def test_a_bound_has_its_unit_and_its_word(quote: str, test: str, unit: str, *, held: bool) -> None:
    asked = Input.model_validate(
        {"id": "a", "name": "长度", "ask": "？", "type": "number", "unit": unit, "domain": "> 0"}
    )
    claims = _tested(asked, parse(test))
    assert all(claim.holds(normal(quote)) for claim in claims) == held


@pytest.mark.parametrize(
    ("text", "quote", "held"),
    [
        ("不得超过100吨为大型项目", "超过100吨为大型项目", False),
        ("办理时限不少于30日", "30日", False),
        ("办理时限30日以内", "办理时限30日", False),
        ("平均30日办结", "30日办结", False),
        ("办理时限30日以内", "30日以内", True),
        ("3个工作日（不含施工）", "3个工作日", True),
        ("超过100吨为大型项目", "超过100吨为大型项目", True),
        ("不动产权证书1份", "动产权证书1份", True),
    ],
)
def test_a_quotation_keeps_the_words_beside_its_number(text: str, quote: str, *, held: bool) -> None:
    assert cut(Original(f"一、时限\n{text}。").find("一、"), quote) != held


@pytest.mark.parametrize(
    ("quote", "held"), [("免费办理", True), ("不免费", False), ("不收现金", False), ("不收取费用", True)]
)
def test_no_charge_has_its_word(quote: str, *, held: bool) -> None:
    silent = {"payer": "not_stated", "basis": "not_stated"}
    charge = Charge.model_validate({"id": "x", "item": "费", "free": "true", **silent})
    assert [claim.holds(quote) for claim in claims_of(charge) if claim.role == "不收费的用词"] == [held]


@pytest.mark.parametrize(
    ("text", "quote", "held"),
    [
        ("3个工作日内", "3个工作日内", True),
        ("3个工作日内", "2022年9月3日起施行", False),
        ("3个工作日内", "三个环节", False),
        ("3个工作日内", "三个工作日", True),
        ("50%", "50元", False),
        ("3万元", "30000米", False),
        ("2022年底前", "2022年12月31日前", True),
    ],
)
def test_figures_of_our_own_words_stand_in_the_quotation(text: str, quote: str, *, held: bool) -> None:
    said = Provision.model_validate({"id": "x", "text": text})
    assert all(claim.holds(normal(quote)) for claim in claims_of(said)) == held
