"""What bears a value and what does not: figures, units and the word of comparison beside its number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from expected import ROOT

from generator import checks
from generator.figures import stands_in
from generator.model import Channel, Limit
from generator.proof import FORCE_WORDS, claims_of
from generator.text import normal

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
