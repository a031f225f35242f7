"""Policy text made comparable, and its figures found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.text import figures, normal, quantities


def test_residue_of_the_transcription_is_no_part_of_a_quotation() -> None:
    damaged = "定义： $\\leq 1000\\text{Nm}^3/\\text{h}$ 或\n\n用气点 **3** 处，<br>见 $ > 5\\% $"
    assert normal(damaged) == normal("定义：≤1000 Nm³/h或用气点3处，见>5%")


def test_one_width_of_punctuation() -> None:
    assert normal("（含）：“一” ３～５ 项，A") == normal('(含):"一" 3~5项,A')


def test_headings_and_bullets_are_no_text() -> None:
    assert normal("### 一、总则\n- 甲\n* 乙") == "一、总则甲乙"


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("不超过1.5个工作日", "工作日", ["1.5"]),
        ("5-7个工作日", "工作日", ["5", "7"]),
        ("两个环节", "环节", ["2"]),
        ("一张表", "张", ["1"]),
        ("统一受理", "个", []),
        ("十二个月内", "月", ["12"]),
        ("半个工作日", "工作日", ["0.5"]),
        ("1份(含)以内", "份", ["1"]),
        ("11.5小时", "小时", ["11.5"]),
    ],
)
def test_quantities(text: str, unit: str, expected: list[str]) -> None:
    assert [str(number) for number in quantities(text, unit)] == expected


def test_figures_are_whole_numbers_of_the_text() -> None:
    assert list(figures("DN200以下1.5个，〔2021〕63号")) == [Decimal(one) for one in ("200", "1.5", "2021", "63")]
