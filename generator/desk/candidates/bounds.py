"""Bounds of classes and conditions: numbers with a unit of measure, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.desk.candidates.candidate import Candidate, Passage, in_unit, numbers_of, plain
from generator.document import comparisons
from generator.document.quantities import NUMERAL, Reading, read

_MEASURE = (
    "米|公里|毫米|mm|m3|m|t|层|%|方(?:/小时)?|Nm3/h|m3/h|m3/d|立方米(?:/(?:[日时天]|小时))?|吨(?:/(?:[日天]|小时))?|"
    "平方米|平米|㎡|m2|户|元|处|人|个点|DN|千瓦|kW|[Mk]?Pa|兆帕"
)
_BOUND = re.compile(
    rf"(?:(DN)\s?)?({NUMERAL})(?:\(不?含\))?(?:(?:{_MEASURE})?[-~至到](?:DN)?({NUMERAL}))?\s?({_MEASURE})(?![a-zA-Z0-9])"
)
_DIAMETER = re.compile(rf"(DN)\s?({NUMERAL})(?:[-~至到](?:DN)?({NUMERAL}))?(?:口径|管径)?()")
_NO_CLASS = re.compile(
    "罚款|处以|(?:可以?|依法|并|应当?)处|(?:灶前|末梢|管网|出厂|设计|服务|供水|工作)压力|(?:漏损|合格|满意|办[理结]|达标)率"
    "|温度|深度|间距|净距|距离不(?:得|应)?(?:小|少)于|范围内[,，]?(?:不得|禁止)|软管|外缘|两侧各|注册资"
)
"""Beside a number that divides no cases: a fine, a quality, a distance."""
_SHARE = re.compile("户数|报名|入住|比例|报装率|停热")
_NO_SIGN = "没有比较的用词，未必是界限 / no word of comparison: perhaps no bound"


@dataclass(frozen=True)
class _Bound:
    """A number with its unit, how it compares, and where it stands in the masked text."""

    sign: str
    numbers: tuple[Decimal, ...]
    unit: str
    start: int
    end: int


def bounds(passage: Passage) -> Iterator[Candidate]:
    """Bounds with their sense; two that close in a range are one."""
    reading = read(plain(passage.text))
    found = sorted(_found(passage, reading), key=lambda bound: bound.start)
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        closed = second is not None and _closed(reading.masked, first, second)
        at += 1 + closed
        test = _range(first, second) if second is not None and closed else _test(first)
        numbers = (*first.numbers, *(second.numbers if second is not None and closed else ()))
        end = second.end if second is not None and closed else first.end
        words = reading.text[slice(*reading.place(first.start, end))]
        doubt = "" if first.sign or len(first.numbers) == 2 else _NO_SIGN
        yield passage.candidate("classes", [("test", test), ("unit", first.unit)], words, numbers, doubt=doubt)


def _found(passage: Passage, reading: Reading) -> Iterator[_Bound]:
    taken: set[int] = set()
    for bound in (*_DIAMETER.finditer(reading.masked), *_BOUND.finditer(reading.masked)):
        signs, unit = bound.groups()[1:3], bound[1] or bound[4]
        if bound.start(2) in taken or not (numbers := numbers_of(reading, signs)):
            continue
        taken |= {bound.start(2), bound.start(3)}
        numbers, unit = in_unit(reading, numbers, next(sign for sign in reversed(signs) if sign), unit)
        sign = _sign(reading, bound)
        bare = not sign and len(numbers) == 1
        fine = unit.endswith("元") and re.search("罚|违约|赔", reading.masked)
        if fine or unit == "元" or _NO_CLASS.search(_part(reading.masked, *bound.span())):
            continue  # a charge; a class begins at so many 万元
        if (bare and unit != "DN") or (unit == "%" and not _SHARE.search(passage.about)):
            continue
        yield _Bound(sign, numbers, unit, *bound.span())


def _part(text: str, start: int, end: int) -> str:
    """The words around a bound between commas."""
    begin = max(text.rfind(sign, 0, start) for sign in ",，。；;")
    stop = re.compile("[,，。；;]").search(text, end)
    return text[begin + 1 : stop.start() if stop else len(text)]


def _closed(masked: str, first: _Bound, second: _Bound) -> bool:
    """Whether two bounds are the two ends of one range: 超过25立方米、500立方米以下."""
    ends = first.sign.startswith(">") and second.sign.startswith("<") and len(first.numbers + second.numbers) == 2
    between = masked[first.end : second.start]
    rising = ends and first.numbers[0] < second.numbers[0]
    return (
        rising
        and first.unit == second.unit
        and re.fullmatch(
            "(?:\\(不?含\\))?(?:及?以上)?(?:、|,|至|到|-|~|且|<?[A-Za-z\u4e00-\u9fff]{0,8}[≤<]?)(?:不超过|小于|低于)?",
            between,
        )
        is not None
    )


def _range(first: _Bound, second: _Bound) -> str:
    low, high = ("[" if "=" in first.sign else "("), ("]" if "=" in second.sign else ")")
    return f"{low}{first.numbers[0]}..{second.numbers[0]}{high}"


def _test(bound: _Bound) -> str:
    return f"[{bound.numbers[0]}..{bound.numbers[1]}]" if len(bound.numbers) == 2 else f"{bound.sign}{bound.numbers[0]}"


def _sign(reading: Reading, bound: re.Match[str]) -> str:
    """The sign of a FEEL test that the words beside a number mean; none where they compare nothing."""
    meant = comparisons.signs(reading, *bound.span())
    return next((f"{sign} " for sign in ("<=", ">=", ">", "<") if sign in meant), "")
