"""Policy text made comparable, and its figures found."""

from __future__ import annotations

import pytest

from generator.document.text import normal


def test_residue_of_the_transcription_is_no_part_of_a_quotation() -> None:
    damaged = "定义： $\\leq 1000\\text{Nm}^3/\\text{h}$ 或\n\n用气点 **3** 处，<br>见 $ > 5\\% $"
    assert normal(damaged) == normal("定义：≤1000 Nm³/h或用气点3处，见>5%")


def test_one_width_of_punctuation() -> None:
    assert normal("（含）：“一” ３～５ 项，A") == normal('(含):"一" 3~5项,A')


def test_headings_and_bullets_are_no_text() -> None:
    assert normal("### 一、总则\n- 甲\n* 乙") == "一、总则甲乙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,000元", "12000元"),
        ("１２，０００元", "12000元"),
        ("DN100，200米", "DN100,200米"),
        ("①3个工作日", "①3个工作日"),
        ("⒈3个工作日", "⒈3个工作日"),
        ("2½天", "2½天"),
        ("10³", "10³"),
        ("$10^{3}$米", "10^3米"),
        ("10<sup>3</sup>米", "10 3米"),
        ("Nm<sup>3</sup>/h", "Nm3/h"),
        ("直径<DN50且流量>80", "直径<DN50且流量>80"),
        ("不超过<b无>9个工作日", "不超过<b无>9个工作日"),
        ("a<b且b>c", "a<b且b>c"),
        ('<td colspan="2" class=x>3</td ><BR/>天', "3天"),
        ("<td>3</td><td>5天</td>", "3 5天"),
        ("1\n20日", "1\n20日"),
        ("1\n\n20日", "1 20日"),
        ("1\u200e20日", "120日"),
        ("1\ufe0f20日", "120日"),
        ("Ⅱ类", "Ⅱ类"),
        ("&gt;3米&nbsp;，", ">3米,"),
        ("第1**3**处", "第1 3处"),
        ("1\n- 3处", "1 3处"),
        ("20个工作\n日", "20个工作日"),
        ("1\u200b20日", "120日"),
    ],
)
def test_two_numbers_do_not_become_one(text: str, expected: str) -> None:
    assert normal(text) == expected


@pytest.mark.parametrize("unit", ["㎡", "m²", "㎥", "m³"])
def test_a_unit_does_not_run_into_the_number_behind_it(unit: str) -> None:
    assert normal(f"每{unit}88元").split()[-1] == "88元"
    assert normal(f"每{unit}") == normal(f"每{normal(unit)}")
