"""The numerals and dates of a normalised text, each read whole or not at all. No I/O, knows no policy.

A numeral is the longest run of characters that can belong to one: `120`, `一百二十`, `1.5万`, `2个半`, `百分之三十`.
What cannot be read to its end (`十余`, `二三`, `1.2.3`, `08:30`) is a doubt: it has no value, nor has any part of it.

Whoever looks for a figure with a regular expression looks in `Reading.masked`, where every numeral is one sign and
every date another, so that no pattern can match a part of a numeral.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from math import prod
from typing import NamedTuple

UNIT_WORDS = {
    "working_day": "(?:法定|完整|连续|正常)?工作[日天]|[(]工作[)][日天]|workingdays?(?![A-Za-z])",
    "calendar_day": "(?:自然|日历)[日天]", "hour": "小时|钟头|h(?:ours?)?(?![A-Za-z])",
    "minute": "分钟|min(?![A-Za-z])", "week": "周|星期", "month": "月", "year": "年",
    "day": "天|日|d(?:ays?)?(?![A-Za-z])",
    "instant": "即时|即办|立即|当场|即刻|立等", "same_day": "当日|当天", "next_day": "次日|第二天",
}  # fmt: skip
"""The document's words for each unit of time, as regular expressions."""
UNIT_NAMES = {
    "working_day": "工作日", "calendar_day": "自然日", "hour": "小时", "minute": "分钟", "week": "周", "month": "月",
    "year": "年", "day": "天", "instant": "即时", "same_day": "当日", "next_day": "次日",
}  # fmt: skip
DURATIONS = tuple(unit for unit in UNIT_NAMES if unit not in ("instant", "same_day", "next_day"))
"""The units that follow a number, in the order in which a pattern has to try their words: 天 and 日 after 工作日."""

_NUMERALS, _DATES, _MOST = 0xF0000, 0x100000, 0xFFFE
"""The first sign of numerals and of dates, and how many of each there can be.

The signs are characters of Unicode's planes for private use; `read` replaces those that a text itself has.
"""
NUMERAL = f"[{chr(_NUMERALS)}-{chr(_NUMERALS + _MOST - 1)}]"
"""The sign of a numeral in a masked text, as part of a regular expression."""
DATE = f"[{chr(_DATES)}-{chr(_DATES + _MOST - 1)}]"
"""The sign of a date in a masked text, as part of a regular expression."""


class Day(NamedTuple):
    """A date, or the part of one that is written: 2022年底 has no month, 9月3日 no year."""

    year: int | None
    month: int | None
    day: int | None

    def part_of(self, other: Day) -> bool:
        """Whether the other date has all that is written of this one."""
        return all(own in (None, theirs) for own, theirs in zip(self, other, strict=True))


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral or a date of a text: where it begins and ends, and its value, None for a doubt."""

    start: int
    end: int
    value: Decimal | Day | None
    is_date: bool = False
    tail: str = ""
    """Words that the numeral encloses or implies, behind its sign in the masked text: 个 of 2个半, % of 百分之三十."""


@dataclass(frozen=True)
class Reading:
    """A text, and its figures from left to right."""

    text: str
    figures: tuple[Figure, ...]

    @cached_property
    def masked(self) -> str:
        """The text with one sign for each figure."""
        return "".join(sign for sign, _, _ in self._signs)

    @cached_property
    def _signs(self) -> list[tuple[str, int, int]]:
        """Each character of the masked text, with where what it stands for begins and ends in the text."""
        signs, before = list[tuple[str, int, int]](), 0
        for index, figure in enumerate(self.figures[:_MOST]):
            signs += [(self.text[at], at, at + 1) for at in range(before, figure.start)]
            first = _DATES if figure.is_date else _NUMERALS
            signs += [(sign, figure.start, figure.end) for sign in chr(first + index) + figure.tail]
            before = figure.end
        return signs + [(self.text[at], at, at + 1) for at in range(before, len(self.text))]

    def figure(self, sign: str) -> Figure:
        """The figure that a sign of the masked text stands for."""
        return self.figures[ord(sign) - (_DATES if ord(sign) >= _DATES else _NUMERALS)]

    def number(self, sign: str) -> Decimal | None:
        """The number that a sign of the masked text stands for; None for a doubt and for a date."""
        value = self.figure(sign).value
        return value if isinstance(value, Decimal) else None

    def signs(self, number: Decimal | None = None) -> str:
        """A regular expression for the signs of one number, or of all; matches nothing where the text has none."""
        numbers = {own for own in self.numbers() if number in (None, own)}
        signs = (chr(_NUMERALS + at) for at, figure in enumerate(self.figures[:_MOST]) if figure.value in numbers)
        return f"[{''.join(signs)}]".replace("[]", "(?!)")

    def numbers(self) -> Iterator[Decimal]:
        """Every number of the text, from left to right."""
        return (figure.value for figure in self.figures if isinstance(figure.value, Decimal))

    def days(self) -> Iterator[Day]:
        """Every date of the text, from left to right."""
        return (figure.value for figure in self.figures if isinstance(figure.value, Day))

    def source(self, match: re.Match[str]) -> str:
        """The words of the text for which a match in the masked text stands."""
        return self.text[slice(*self.place(*match.span()))]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the words begin and end that stand between two positions of the masked text."""
        return (self._signs[start][1], self._signs[end - 1][2]) if start < end else (0, 0)

    def cuts(self, start: int, end: int) -> bool:
        """Whether a passage of the text begins or ends inside a figure.

        The beginning may, where it is that of a unit with its scale: 万元 of 5万元.
        """
        edges = (end,) if _SCALED_UNIT.match(self.text, start) else (start, end)
        return any(_cut(self.text, figure, edge) for figure in self.figures for edge in edges)


def _cut(text: str, figure: Figure, edge: int) -> bool:
    """Whether an edge lies within a figure; in a date, not right behind the year, which may be left off."""
    return figure.start < edge < figure.end and not (figure.is_date and text[edge - 1] == "年")


# ------------------------------------------------------------------------------------------------ one numeral's value

_CN_DIGITS, _SCALES = "零〇○一二三四五六七八九", {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FORMAL = str.maketrans(
    "壹弌贰貳弍弐叁叄參弎肆伍陆陸柒捌玖拾佰仟萬億〇○", "一一二二二二三三三三四五六六七八九十百千万亿零零"
)
_SCALED = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千]?[万亿]|[百千])")
_LONGEST = 25
"""As many signs as the longest numeral may have: 九千九百九十九亿九千九百九十九万九千九百九十九 has fewer."""


@lru_cache(4096)
def value(numeral: str) -> Decimal | None:
    """The number a numeral stands for, in Arabic or Chinese writing; None where it cannot be read to its end."""
    plain = numeral.translate(_FORMAL)
    if re.fullmatch(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", plain):
        return Decimal(plain)
    if re.fullmatch(f"(?:{_SCALED.pattern})+", plain):
        return _summed([Decimal(part[1]) * prod(map(_SCALES.__getitem__, part[2])) for part in _SCALED.finditer(plain)])
    if plain in ("半", "双"):
        return {"半": Decimal("0.5"), "双": Decimal(2)}[plain]
    return _by_digits(plain) if re.fullmatch(f"[{_CN_DIGITS}]{{2,}}", plain) else _counted(plain)


def _summed(parts: list[Decimal]) -> Decimal | None:
    """The sum of the parts of a numeral such as 3万5千; None where a part is not less than the one before it."""
    return sum(parts, Decimal(0)) if all(later < before for before, later in pairwise(parts)) else None


def _by_digits(plain: str) -> Decimal | None:
    """The number of digits written one by one, as those of years: 二零二一.

    None for two or three digits without 零, since 二三日 is two or three days, and for a number that begins with 零.
    """
    digits = [_CN_DIGITS.index(sign) - 2 for sign in plain.replace("零", "○")]
    if digits[0] == 0 or (len(digits) < 4 and 0 not in digits):
        return None
    return Decimal("".join(map(str, digits)))


_SPELT = (
    ("廿", "二十"),
    ("卅", "三十"),
    ("卌", "四十"),
    ("两(?=[百千万亿])|^两$", "二"),
    ("(?<![一二三四五六七八九])十", "一十"),
)
"""Ways of writing a numeral, and the one that `cn2an` accepts in its strict mode."""


def _counted(plain: str) -> Decimal | None:
    """The number of a numeral as one counts: 一百二十, 两万三千零五, 一点五; None where it is not well formed."""
    import cn2an  # here, since it takes a fifth of a second, which commands that read no policy need not wait

    for pattern, spelt in _SPELT:
        plain = re.sub(pattern, spelt, plain)
    if len(plain) > _LONGEST or not re.fullmatch(f"[{_CN_DIGITS}十百千万亿点]+", plain):
        return None
    try:
        return Decimal(str(cn2an.cn2an(plain, "strict")))
    except ValueError:
        return None


def _quotient(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    """A fraction as a decimal number; None for one without an end, such as a third, and for 0."""
    if not above or not below:
        return None
    quotient = above / below
    return quotient if quotient * below == above and len(quotient.as_tuple().digits) <= _EXACT else None


_EXACT = 15
"""As many digits as JavaScript, which reads the same values, holds exactly."""

# ----------------------------------------------------------------------------------------------- where figures are

_CN = f"{_CN_DIGITS}两十廿卅卌百千万亿壹弌贰貳弍弐叁叄參弎肆伍陆陸柒捌玖拾佰仟萬億半"
_DIGITS = r"[0-9]+(?:\.[0-9]+)?"
_MIXED = rf"{_DIGITS}[十半百千万亿]+[0-9.{_CN}]*|[{_CN}]*[十百千万亿][{_CN}]*[0-9][0-9.{_CN}]*"
_NUMBER = rf"(?:{_MIXED}|{_DIGITS}|[{_CN}]+(?:点[{_CN_DIGITS}]+)?)"
"""In digits and Chinese (3万5千; 二十5 will be a doubt), in digits, in Chinese."""
_TIMES = "|".join(UNIT_WORDS[unit] for unit in DURATIONS)
_NEARLY = "(?:(?<![预合节公签违条制租])约|(?<![附就靠])近)"
_MEASURED = "(?=[个天日户米元年月小时工分周星万千百项份家处人自])"
_VULGAR = "".join(chr(code) for code in range(0x2150, 0x215F)) + "¼½¾"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_YEAR, _SHORT = f"(?:[0-9]{{4}}|[{_CN_DIGITS}]{{4}})", f"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})"

_Value = tuple[Decimal | Day | None, str]
"""What a form gives of a match: the value, None for a doubt, and the tail, as in Figure."""


def _date(year: str | None, month: str | None, day: str | None) -> Day | None:
    """A date as far as it is written; None where there is no such day."""
    numbers = [value(part.lstrip("0")) if part else None for part in (year, month, day)]
    written = [int(number) if number is not None and number == int(number) else None for number in numbers]
    if any(part and number is None for part, number in zip((year, month, day), written, strict=True)):
        return None
    try:
        date(written[0] or 2000, written[1] or 1, written[2] or 1)  # 2000 has a 29th of February
    except ValueError:
        return None
    return Day(*written)


def _part(match: re.Match[str]) -> _Value:
    """百分之三十 is 30 before a %, 四分之三 is 0.75."""
    if match[1] in ("百", "千"):
        return value(match[2].replace("百", "一百") if match[2] == "百" else match[2]), "%" if match[1] == "百" else "‰"
    return _quotient(value(match[2]), value(match[1])), ""


def _slashed(match: re.Match[str]) -> _Value:
    """1/4 is a quarter; 5/7 may as well be five and seven."""
    return (_quotient(Decimal(1), value(match[2])) if match[1] == "1" else None), ""


def _and_a_half(match: re.Match[str]) -> _Value:
    """2个半工作日 is 2.5 before 个工作日, 两天半 is 2.5 before 天."""
    whole = value(match[1])
    return (None if whole is None or whole != int(whole) else whole + Decimal("0.5")), match[2]


def _vulgar(match: re.Match[str]) -> _Value:
    """½ is 0.5, 2½ is 2.5; a doubt where the fraction has no end."""
    part = Decimal(str(unicodedata.numeric(match[2])))
    exact = len(part.as_tuple().digits) <= 3
    return (Decimal(match[1] or 0) + part if exact else None), ""


def _twice(match: re.Match[str]) -> _Value:
    """3（三）个工作日: the same number written twice is one number; two different ones are a doubt."""
    return (value(match[1]) if value(match[1]) == value(match[2]) else None), ""


def _money(match: re.Match[str]) -> _Value:
    """3元5角2分 is 3.52 before a 元."""
    parts = [value(part) if part else Decimal(0) for part in match.groups()]
    whole = [part * share for part, share in zip(parts, _SHARES, strict=True) if part is not None]
    return (sum(whole, Decimal(0)).normalize() if len(whole) == len(parts) else None), "元"


_SHARES = (Decimal(1), Decimal("0.1"), Decimal("0.01"))


def _doubt(_: re.Match[str]) -> _Value:
    return None, ""


def _plain(match: re.Match[str]) -> _Value:
    return value(match[0]), ""


_COMPOUND = "|".join((*UNIT_WORDS.values(), "时"))
# The forms a figure can have, tried in this order wherever one may begin: the first that matches is taken. So what is
# longer or more special stands first (dates, fractions, times of day, telephone numbers, ranges of digits; then plain
# numerals), and a form that is a doubt before the one that would read a part of it.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Value]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"({_YEAR})年(?:({_SHORT})月(?:({_SHORT})[日号])?)?", lambda date: (_date(*date.groups()), "")),
        (
            r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9]|[./][0-9]|-[0-9]{1,3}(?![0-9]))",
            lambda date: (_date(*date.group(1, 3, 4)), ""),
        ),
        (rf"({_SHORT})月(?:({_SHORT})[日号](?![楼线文院门]))?", lambda date: (_date(None, *date.groups()), "")),
        (rf"(?<=月)({_SHORT})[日号]", lambda date: (_date(None, None, date[1]), "")),
        (rf"第{_NUMBER}|(?<=民国){_NUMBER}年", _doubt),
        (rf"{_DIGITS}(?:\^|[{_SUPERSCRIPTS}]|[×x*]10[\^{_SUPERSCRIPTS}])[0-9{_SUPERSCRIPTS}]*", _doubt),
        (rf"[{_CN}]+[{_SUPERSCRIPTS}]+[{_CN}]*|{_NUMBER}(?:[×x*+]{_NUMBER})+|{_DIGITS}[eE][0-9]+", _doubt),
        (rf"{_NUMBER}又{_NUMBER}(?:/{_DIGITS}|分之{_NUMBER})", _doubt),
        (rf"({_NUMBER})分之({_NUMBER})", _part),
        (r"(?<![0-9.])([0-9]{1,4})/([0-9]{1,4})(?![0-9./])", _slashed),
        (r"[0-9]+(?:[.:][0-9]+){2,}|(?<!DN)[0-9]+:[0-9]+|0[0-9]+(?:[-.][0-9]+)*", _doubt),
        (r"[0-9]+(?:-[0-9]+){2,}|[0-9]{7,}(?:-[0-9]+)+", _doubt),
        (rf"{_DIGITS}(?:/[0-9]{{1,4}})+(?![0-9])|(?<![A-Za-z]){_DIGITS}\n{_DIGITS}{_MEASURED}", _doubt),
        (r"(?<![A-Za-z])[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?(?![0-9])", _doubt),
        (rf"([0-9]*)([{_VULGAR}])", _vulgar),
        (rf"({_NUMBER})元({_NUMBER})角(?:({_NUMBER})分)?", _money),
        (rf"({_NUMBER})(个)半(?={_TIMES})", _and_a_half),
        (rf"({_NUMBER})(个?(?:{_TIMES}))半(?![年月日天小径价夜数])", _and_a_half),
        (rf"{_NUMBER}个?(?:{_COMPOUND})[零又加]?{_NUMBER}(?=个?(?:{_COMPOUND}|刻))", _doubt),
        (rf"({_NUMBER})\(({_NUMBER})\)", _twice),
        (rf"[几数](?=[十百千万亿]){_NUMBER}|{_NUMBER}(?:[余多来]{_MEASURED}|几)", _doubt),
        (rf"{_NEARLY}{_NUMBER}|{_NUMBER}(?:个?(?:{_TIMES})|[个米户元份次人天]|平方米)?(?:左右|上下)", _doubt),
        ("(?<=[上下前后大小])半", _doubt),
        ("(?<![上成过])百(?=[日天])", lambda _: (Decimal(100), "")),
        ("双(?=[份套张])", _plain),
        (_NUMBER, _plain),
    )
)
_DATED = 4
"""As many forms, the first ones, are dates."""
_BEGIN = re.compile(
    f"[0-9{_CN}{_VULGAR}]|第(?=[0-9{_CN}])|[几数](?=[十百千万亿])|双(?=[份套张])|{_NEARLY}(?=[0-9{_CN}])"
)
_EXPONENT = re.compile(r"(?<=[mM])[23](?![0-9.])")
_MORE = re.compile(f"(?:[0-9{_CN}]|[-.:](?=[0-9])|/(?=[0-9]{{1,4}}(?![0-9])))+")
"""What follows a doubt and belongs to it, so that no part of it is read as a figure; not another telephone."""
_SCALED_UNIT = re.compile(f"(?:(?<=[0-9])[百千]|[万亿])(?![{_CN}0-9])")
_SCALE_ALONE = re.compile("[百千万亿佰仟萬億]+")
TO = "-{1,2}|[~至到]"
"""What stands between the two numbers of a range, and between two dates."""
_NEXT_DAY = re.compile(rf"({_SHORT})[日号]")
_LOOKALIKES = (
    (re.compile("[\U000f0000-\U0010ffff]"), "\ufffd"),
    (re.compile("[参參](?=[拾佰仟萬万])"), "叁"),
    (re.compile("(?<=[零〇○一二三四五六七八九])[0OoΟО](?=[零〇○一二三四五六七八九年])"), "〇"),
    (re.compile("千(?=[瓦伏克帕卡焦赫])"), "\ufffd"),  # begins a unit
)
"""Signs that are read as others. Each is as long as what replaces it, so that figures keep their places."""


@lru_cache(2048)
def read(text: str) -> Reading:
    """The figures of a normalised text (`text.normal`)."""
    text = _LOOKALIKES[0][0].sub(_LOOKALIKES[0][1], text)
    looked = text
    for pattern, sign in _LOOKALIKES:
        looked = pattern.sub(sign, looked)
    figures = _with_scale(looked, _with_days(looked, list(_figures(looked))))
    return Reading(text, tuple(figures))


def _figures(text: str) -> Iterator[Figure]:
    at = 0
    while begin := _BEGIN.search(text, at):
        matches = ((form, pattern.match(text, begin.start())) for form, (pattern, _) in enumerate(_FORMS))
        form, match = next((form, match) for form, match in matches if match)  # the last form takes any numeral
        at = match.end()
        number, tail = _FORMS[form][1](match)
        if _EXPONENT.match(text, begin.start()) or (number is None and _SCALE_ALONE.fullmatch(match[0])):
            continue
        if number is None and (more := _MORE.match(text, at)):
            at = more.end()
        yield Figure(begin.start(), at, number, is_date=form < _DATED, tail=tail)


def _with_days(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """The figures, with a day behind a date as a date: in 9月3日至5日 the 5日 is a day of the month, not five days."""
    before: Figure | None = None
    for figure in figures:
        day = _NEXT_DAY.match(text, figure.start)
        if before and before.is_date and day and re.fullmatch(f"{TO}|[、和及]", text[before.end : figure.start]):
            figure = Figure(figure.start, day.end(), _date(None, None, day[1]), is_date=True)  # noqa: PLW2901
        yield figure
        before = figure


def _with_scale(text: str, figures: Iterable[Figure]) -> Iterator[Figure]:
    """The figures, with the scale of a range's second number for its first: in 3至5万元 the 3 is 30,000."""
    before: Figure | None = None
    for figure in figures:
        if before is not None:
            yield _scaled(text, before, figure) if re.fullmatch(TO, text[before.end : figure.start]) else before
        before = figure
    if before is not None:
        yield before


def _scaled(text: str, low: Figure, high: Figure) -> Figure:
    """The first figure of a range, by the scale of the second where it has none and is then still the lesser one."""
    factor = _SCALES.get(text[high.end - 1], 1)
    if not (isinstance(low.value, Decimal) and isinstance(high.value, Decimal)) or factor == 1:
        return low
    if set(text[low.start : low.end]) & set(_SCALES) or low.value * factor >= high.value:
        return low
    return replace(low, value=low.value * factor)


# -------------------------------------------------------------------------------------------------- what is asked

BETWEEN = r"(?:\(不?(?:包?含|包括)(?:本[数级])?\))?个?(?:以内|之内|内)?的?"
"""What may stand between a number and its unit: 十五个以内工作日."""


def standing(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a normalised text: start and end, where neither lies within a figure or a Latin word."""
    if wanted not in text:
        return
    reading = read(text)
    for match in re.finditer(f"(?={re.escape(wanted)})", text):
        start, end = match.start(), match.start() + len(wanted)
        if not (reading.cuts(start, end) or _PARTED.match(text, start) or _PARTED.match(text, end)):
            yield start, end


def stands_in(wanted: str, text: str) -> bool:
    """Whether words stand in a normalised text whole: no 100元 in 2100元, no 100m in 100mm."""
    return next(standing(wanted, text), None) is not None


_PARTED = re.compile("(?<=[A-Za-z])[A-Za-z]|(?<=[mM])[23](?![0-9])|(?<=[0-9])转(?=[0-9])")
"""An edge here parts 100m of 100mm and of 100m3, A类 of AA类, a telephone from its extension."""


def scale(unit: str) -> int:
    """What a unit (a regular expression) multiplies its numbers by: 10,000 for 万元; 千瓦 is a unit itself."""
    return _SCALES.get(unit[:1], 1) if len(unit) > 1 and not re.match("千[瓦伏克帕卡焦赫]", unit) else 1


def unscaled(unit: str) -> str:
    """The unit without what multiplies its numbers: 元 for 万元, since `read` makes 30000 of 3万."""
    return unit[1:] if scale(unit) > 1 else unit
