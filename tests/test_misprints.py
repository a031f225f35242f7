"""How far a misprint may be mended: two characters, never a figure, a unit taken away, a comparison or a negation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.misprints import MOST, distance, problem

MENDED = [
    ("1个工作内办结", "1个工作日内办结"),
    ("统一办里", "统一办理"),
    ("提交申清", "提交申请"),
    ("20户以为集体户", "20户以上为集体户"),
    ("3个工作曰", "3个工作日"),
    ("材料费按时收取", "材料费按实收取"),
    ("自受理之日其5日内", "自受理之日起5日内"),
]
FIGURES = [
    ("1个工作日", "7个工作日"),
    ("1个5日", "15日"),
    ("十日", "十五日"),
    ("三日", "3日"),
    ("1.5日", "15日"),
    ("1.5日", "1,5日"),
    ("1O日", "10日"),
    ("l日", "1日"),
    ("两个工作日", "2个工作日"),
    ("半个工作日", "1个工作日"),
    ("10余日", "10日"),
    ("一百零五日", "一百五日"),
    ("１日", "２日"),
    ("①日", "②日"),
    ("1/2", "12"),
    ("2021年5月", "2021年6月"),
    ("30%", "30"),
    ("3元", "3角"),
    ("几日", "日"),
    ("壹日", "贰日"),
    ("廿日", "卅日"),
    ("1 0日", "10日"),
    ("二〇二一年", "二〇二二年"),
    ("第一日", "第日"),
    ("5至7日", "5至日"),
]
SENSE = [
    ("不得收取", "得收取"),
    ("可以收取", "不可收取"),
    ("5日内", "5日外"),
    ("20户以下", "20户以上"),
    ("5日", "5月"),
    ("5个工作日", "5个作日"),
    ("5工作日", "5日"),
    ("超过3日", "过3日"),
    ("无需", "需"),
    ("24小时内", "24小实内"),
    ("低于", "高于"),
]
FAR = [("申请", "申请受理后"), ("同样", "同样"), ("申请受里之后", "申请受理以后再")]


@pytest.mark.parametrize(("quote", "reading"), MENDED)
def test_a_misprint_is_mended(quote: str, reading: str) -> None:
    assert problem(quote, reading) == ""


@pytest.mark.parametrize(("quote", "reading"), [*FIGURES, *SENSE])
def test_no_figure_and_no_sense_is_changed(quote: str, reading: str) -> None:
    assert problem(quote, reading) == "misread-figure"


@pytest.mark.parametrize(("quote", "reading"), FAR)
def test_more_than_a_misprint_or_nothing_is_refused(quote: str, reading: str) -> None:
    assert problem(quote, reading) == "misread-far"


@pytest.mark.parametrize("digit", "0123456789０９〇零一二三四五六七八九十百千万亿两半½③Ⅳ几数多余")
@pytest.mark.parametrize("form", ["{}个工作日内办结", "个工作日{}内办结", "办结{}"])
def test_no_sign_of_a_number_is_put_in_or_taken_away(digit: str, form: str) -> None:
    assert (
        problem(form.format(""), form.format(digit)) == problem(form.format(digit), form.format("")) == "misread-figure"
    )


@given(st.text("申请受理后办结工作日内1二", max_size=8), st.text("申请受理后办结工作日内1二", max_size=8))
def test_what_is_mended_is_near_and_has_the_same_figures(quote: str, reading: str) -> None:
    if not problem(quote, reading):
        assert 0 < distance(quote, reading) <= MOST
        assert [sign for sign in quote if sign in "1二"] == [sign for sign in reading if sign in "1二"]


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_the_distance_is_one(one: str, other: str, third: str) -> None:
    assert distance(one, other) == distance(other, one) <= distance(one, third) + distance(third, other)
    assert (distance(one, other) == 0) is (one == other)
