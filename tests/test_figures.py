"""Numerals, units and dates: read whole, or a doubt; never a part of a longer one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_proof import borne
from test_properties import few

from generator.desk.candidates import candidates
from generator.document.comparisons import says
from generator.document.originals import Original, cut
from generator.document.quantities import UNIT_WORDS, Day, read, scale, value
from generator.document.text import normal

DAYS = UNIT_WORDS["working_day"]
DIGITS = "零一二三四五六七八九"


def quantities(text: str, unit: str) -> list[Decimal]:
    """The numbers of a normalised text that it has with a unit, in that unit."""
    numbers = [number / scale(unit) for number in read(text).numbers()]
    return [number for number in numbers if says(text, number, unit)]


def chinese(number: int) -> str:
    """How a number below a hundred million is counted in Chinese: an independent spelling of what is read."""
    if number >= 10_000:
        below = number % 10_000
        gap = "零" if 0 < below < 1000 else ""
        return f"{chinese(number // 10_000)}万{gap}{_below(below) if below else ''}"
    return _below(number).removeprefix("一") if 10 <= number < 20 else _below(number)


def _below(number: int) -> str:
    digits = f"{number:04}"
    spelt = "".join(DIGITS[int(digit)] + unit * (digit != "0") for digit, unit in zip(digits, "千百十 ", strict=True))
    return re.sub("零+", "零", spelt.replace(" ", "")).strip("零") or "零"


def _formal(number: int) -> str:
    return chinese(number).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))


SCRIPTS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "with commas": lambda number: f"{number:,}",
    "full-width": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "chinese": chinese,
    "with 〇": lambda number: chinese(number).replace("零", "〇"),
    "with ○": lambda number: chinese(number).replace("零", "○"),
    "with 两": lambda number: re.sub("二(?=[百千万])", "两", chinese(number)),
    "一百十五": lambda number: re.sub("(?<=百)一十", "十", chinese(number)),
    "with 廿": lambda number: chinese(number).replace("二十", "廿"),
    "formal": _formal,
}


def misread(numbers: Iterator[int]) -> list[str]:
    """The numerals that do not read back as their number before a unit."""
    return [
        numeral
        for number in numbers
        for script, spell in SCRIPTS.items()
        for numeral in [spell(number)]
        if list(quantities(normal(f"于{numeral}个工作日内"), DAYS)) != [number]
    ]


@pytest.mark.slow
def test_every_small_number_reads_back() -> None:
    assert misread(iter(range(1200))) == []


def test_some_of_the_others_read_back() -> None:
    assert misread(iter(range(1200, 100_000, 997))) == []


@pytest.mark.soak
def test_every_number_reads_back() -> None:
    assert misread(iter(range(100_000))) == []


@pytest.mark.slow
@few(300)
@given(st.integers(0, 10**8 - 1), st.sampled_from(sorted(SCRIPTS)))
def test_large_numbers_read_back(number: int, script: str) -> None:
    assert misread(iter([number])) == [] or SCRIPTS[script](number) == ""


@few(300)
@given(st.text("零〇一二两三四五六七八九十百千万亿廿半", min_size=1, max_size=8))
def test_no_part_of_a_chinese_numeral_is_a_number(numeral: str) -> None:
    assert list(quantities(f"于{numeral}个工作日内", DAYS)) in ([], [value(numeral)])


@pytest.mark.slow
@few(300)
@given(st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=4), st.sampled_from(".:-/百千万")), min_size=1))
def test_no_part_of_an_arabic_numeral_is_a_number(parts: list[tuple[str, str]]) -> None:
    numeral = "".join(digits + sign for digits, sign in parts)[:-1]
    found = list(quantities(f"于{numeral}个工作日内", DAYS))
    ranges = [[value(part) for part in numeral.split("-")]]
    assert found in ([], [value(numeral)], *ranges) or numeral.startswith("1/")


@few(200)
@given(st.integers(1, 99_999), st.integers(1, 9999), st.sampled_from(sorted(SCRIPTS)))
def test_no_other_number_is_proven(said: int, wanted: int, script: str) -> None:
    quote = f"不超过{SCRIPTS[script](said)}个工作日"
    assert borne("at_most", quote, str(said))
    assert not borne("at_most", quote, str(wanted)) or wanted == said


@few(200)
@given(st.integers(11, 99_999), st.sampled_from(sorted(SCRIPTS)), st.data())
def test_no_quotation_begins_or_ends_inside_a_numeral(number: int, script: str, data: st.DataObject) -> None:
    numeral = SCRIPTS[script](number)
    clauses = Original(f"一、时限\n办理时限{numeral}个工作日内，其他").find("一、")
    edge = data.draw(st.integers(1, max(1, len(numeral) - 1)))
    if len(numeral) > 1 and "," not in numeral[edge - 1 : edge + 1]:
        assert numeral[edge:] in ("万", "萬") or cut(clauses, f"{numeral[edge:]}个工作日内")
        assert cut(clauses, f"办理时限{numeral[:edge]}")
    assert not cut(clauses, f"{numeral}个工作日内")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("不超过1.5个工作日", DAYS, ["1.5"]),
        ("5-7个工作日", DAYS, ["5", "7"]),
        ("５－７个工作日", DAYS, ["5", "7"]),
        ("三至五个工作日", DAYS, ["3", "5"]),
        ("3到5个工作日", DAYS, ["3", "5"]),
        ("3—5日", "日", ["3", "5"]),
        ("3个工作日至5个工作日", DAYS, ["3", "5"]),
        ("一百二十日内", UNIT_WORDS["day"], ["120"]),
        ("一百零五个工作日", DAYS, ["105"]),
        ("三百五十米", "米", ["350"]),
        ("两百米", "米", ["200"]),
        ("廿五日", "日", ["25"]),
        ("二十\n个工作\n日", DAYS, ["20"]),
        ("一万二千三百米", "米", ["12300"]),
        ("十二亿元", "元", ["1200000000"]),
        ("3万元", "元", ["30000"]),
        ("3万元", "万元", ["3"]),
        ("三千元/户", "元", ["3000"]),
        ("30000元", "万元", ["3"]),
        ("5千瓦", "千瓦", ["5"]),
        ("2个半工作日", DAYS, ["2.5"]),
        ("两天半", "天", ["2.5"]),
        ("一个半月", "月", ["1.5"]),
        ("半个工作日", DAYS, ["0.5"]),
        ("一点五个工作日", DAYS, ["1.5"]),
        ("2½个工作日", DAYS, ["2.5"]),
        ("1/4个工作日", DAYS, ["0.25"]),
        ("四分之三个工作日", DAYS, ["0.75"]),
        ("百分之三十", "%", ["30"]),
        ("30％", "%", ["30"]),
        ("十五个以内工作日", DAYS, ["15"]),
        ("〇个工作日", DAYS, ["0"]),
        ("一式双份", "份", ["2"]),
        ("一张表", "张", ["1"]),
        ("两个环节", "环节", ["2"]),
        ("1份(含)以内", "份", ["1"]),
        ("11.5小时", "小时", ["11.5"]),
        ("①3个工作日", DAYS, ["3"]),
        ("3（三）个工作日", DAYS, ["3"]),
        ("3至5万元", "万元", ["3", "5"]),
        ("3至5万元", "元", ["30000", "50000"]),
        ("200～300万元", "元", ["2000000", "3000000"]),
        ("3万5千元", "元", ["35000"]),
        ("3元5角", "元", ["3.5"]),
        ("3元5角2分", "元", ["3.52"]),
        ("10-35千伏", "千伏", ["10", "35"]),
        ("十千伏", "千伏", ["10"]),
        ("100万千瓦", "千瓦", ["1000000"]),
        ("参拾日内", "日", ["30"]),
        ("百分之百", "%", ["100"]),
        ("88886666/88887777号", "号", ["88887777"]),
        ("1\u200e20日内", "日", ["120"]),
    ],
)
def test_quantities(text: str, unit: str, expected: list[str]) -> None:
    assert [f"{number:f}" for number in quantities(normal(text), unit)] == expected


@pytest.mark.parametrize(
    "numeral",
    [
        "1/3", "5/7", "三分之一", "2又1/2", "2又二分之一", "10余", "十余",
        "十几", "几十", "数十", "十多", "二三", "十五六", "两三",
        "一百五", "三十二十", "3十", "1.2.3", "08:30", "007",
        "2 100", "1\n20", "2，100", "10³", "10^3", "第3", "第三",
        "千", "零五", "2019-09-23",
    ],
)  # fmt: skip
def test_doubts_have_no_number(numeral: str) -> None:
    assert list(quantities(normal(f"于{numeral}个工作日内"), DAYS)) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Nm³/h", "/h"), ("2022年2月15日前", "日"), ("2022年2月15日前", "月"), ("9月3日前", "天|日"), ("12月底前", "月"),
     ("2021年", "年"), ("自9月起施行", "月"), ("每年9月前", "月"), ("每月25日前", "日"), ("9月3日至5日", "日"),
     ("9月3日、5日内", "日"),
     ("上半年内", "年"), ("大半天内", "天"), ("1小时30分钟内", "分钟"), ("3个月零5天内", "天"), ("约3个工作日", DAYS),
     ("3个工作日左右", DAYS), ("1\n20日内", "日"), ("民国110年", "年"), ("二0二〇年内", "年"), ("88886666-68", "68"),
     ("一次性告知", "次"), ("万元", "元"), ("零星工程", "工程")],
)  # fmt: skip
def test_what_is_no_quantity(text: str, unit: str) -> None:
    assert [number for number in quantities(normal(text), unit) if number] == []


@pytest.mark.parametrize(
    "text",
    ["2019年09月03日", "2019年9月3日", "2019-09-03", "2019/9/3", "2019.9.3", "２０１９年９月３日", "二〇一九年九月三日",
     "二○一九年九月三日", "二零一九年九月三日", "2019 年 9 月\n3 日", "2019年9月3号",
     "二0一九年九月三日", "二O一九年九月三日"],
)  # fmt: skip
def test_dates_as_people_print_them(text: str) -> None:
    assert list(read(normal(f"于{text}起施行")).days()) == [Day(2019, 9, 3)]


@pytest.mark.parametrize("text", ["2019年13月3日", "2019-02-30", "2019.9.31", "二〇一九年十三月三日", "13月45日"])
def test_a_day_that_is_not_is_a_doubt(text: str) -> None:
    reading = read(normal(text))
    assert [figure.value for figure in reading.figures] == [None]


def test_parts_of_dates() -> None:
    assert list(read("2022年底前，每年7月31日前，9月底，二〇二一年三月").days()) == [
        Day(2022, None, None),
        Day(None, 7, 31),
        Day(None, 9, None),
        Day(2021, 3, None),
    ]


def test_figures_are_whole_numbers_of_the_text() -> None:
    assert list(read("DN200以下1.5个，〔2021〕63号").numbers()) == [
        Decimal(one) for one in ("200", "1.5", "2021", "63")
    ]


def test_signs_of_the_text_itself_are_no_figures() -> None:
    assert list(read("\U000f0000\U00100000个").numbers()) == []


DOCUMENT = """一、时限
1.DN100以下的，自签订合同之日起二十日内完工；DN300以上的，一百二十日内完工。
2.接入管网的，不超过一百零五个工作日，跨区的二百日内完工，管径一百五十毫米以下。
3.用时压缩百分之三十，压缩至1/3个工作日，２个半工作日内通水，二三日内答复，10余个工作日内结算，三百五十米以内的十五个以内工作日。
4.费用三千元/户，自2019年09月03日起执行。
"""


def test_proposals_have_whole_figures_only() -> None:
    proposed = [(one.section, *map(str, one.figures)) for one in candidates(Original(DOCUMENT))]
    assert sorted(proposed) == [
        ("classes", "100"), ("classes", "150"), ("classes", "300"), ("classes", "350"), ("fees", "3000"),
        ("limits", "105"), ("limits", "120"), ("limits", "15"), ("limits", "2.5"), ("limits", "20"), ("limits", "200"),
    ]  # fmt: skip
