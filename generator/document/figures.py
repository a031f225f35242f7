"""The numerals and dates of a normalised text, each read whole or not at all. No I/O, no opinion about policies.

A numeral is the longest run of characters that can belong to one: `120`, `一百二十`, `1.5万`, `2个半`, `百分之三十`.
What cannot be read to its end (`十余`, `二三`, `1.2.3`, `08:30`) is a doubt: it has no value, nor has any part of it.

Whoever looks for a figure with a regular expression looks in `Reading.marked`, where every numeral is one sign and
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
    "working_day": "(?:法定|完整|连续|正常)?工作[日天]|[(]工作[)][日天]",
    "calendar_day": "(?:自然|日历)[日天]", "hour": "小时|钟头", "minute": "分钟",
    "week": "周|星期", "month": "月", "year": "年", "day": "天|日",
    "instant": "即时|即办|立即|当场|即刻", "same_day": "当日|当天", "next_day": "次日|第二天",
}  # fmt: skip
"""The document's words for each unit of time, as regular expressions."""
UNIT_NAMES = {
    "working_day": "工作日", "calendar_day": "自然日", "hour": "小时", "minute": "分钟", "week": "周", "month": "月",
    "year": "年", "day": "天", "instant": "即时", "same_day": "当日", "next_day": "次日",
}  # fmt: skip
DURATIONS = tuple(unit for unit in UNIT_NAMES if unit not in ("instant", "same_day", "next_day"))
"""The units that a number stands before, 天 and 日 behind the longer words."""

_NUMERALS, _DATES, _MOST = 0xF0000, 0x100000, 0xFFFE
"""The signs are characters of Unicode's planes for private use; `read` takes away a text's own."""
NUMERAL = f"[{chr(_NUMERALS)}-{chr(_NUMERALS + _MOST - 1)}]"
"""The sign of a numeral in a marked text, as part of a regular expression."""
DATE = f"[{chr(_DATES)}-{chr(_DATES + _MOST - 1)}]"
"""The sign of a date in a marked text, as part of a regular expression."""


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
    """A numeral or a date of a text: where it begins and ends, and what it is. A doubt has no value."""

    start: int
    end: int
    value: Decimal | Day | None
    is_date: bool = False
    tail: str = ""
    """Words that the numeral encloses or implies, behind its sign in the marked text: 个 of 2个半, % of 百分之三十."""


@dataclass(frozen=True)
class Reading:
    """A text, and its figures from left to right."""

    text: str
    figures: tuple[Figure, ...]

    @cached_property
    def marked(self) -> str:
        """The text with one sign for each figure."""
        return "".join(sign for sign, _, _ in self._signs)

    @cached_property
    def _signs(self) -> list[tuple[str, int, int]]:
        """Each character of the marked text, with where what it stands for begins and ends in the text."""
        signs, before = list[tuple[str, int, int]](), 0
        for index, figure in enumerate(self.figures[:_MOST]):
            signs += [(self.text[at], at, at + 1) for at in range(before, figure.start)]
            first = _DATES if figure.is_date else _NUMERALS
            signs += [(sign, figure.start, figure.end) for sign in chr(first + index) + figure.tail]
            before = figure.end
        return signs + [(self.text[at], at, at + 1) for at in range(before, len(self.text))]

    def figure(self, sign: str) -> Figure:
        """The figure that a sign of the marked text stands for."""
        return self.figures[ord(sign) - (_DATES if ord(sign) >= _DATES else _NUMERALS)]

    def number(self, sign: str) -> Decimal | None:
        """The number that a sign of the marked text stands for; None for a doubt and for a date."""
        value = self.figure(sign).value
        return value if isinstance(value, Decimal) else None

    def signs(self, number: Decimal | None = None) -> str:
        """A regular expression for the signs of one number, or of all; matches nothing where the text has none."""
        numbers = {one for one in self.numbers() if number in (None, one)}
        found = (chr(_NUMERALS + at) for at, figure in enumerate(self.figures[:_MOST]) if figure.value in numbers)
        return f"[{''.join(found)}]".replace("[]", "(?!)")

    def numbers(self) -> Iterator[Decimal]:
        """Every number of the text, from left to right."""
        return (figure.value for figure in self.figures if isinstance(figure.value, Decimal))

    def days(self) -> Iterator[Day]:
        """Every date of the text, from left to right."""
        return (figure.value for figure in self.figures if isinstance(figure.value, Day))

    def source(self, match: re.Match[str]) -> str:
        """What a match in the marked text stands for in the text."""
        return self.text[self._signs[match.start()][1] : self._signs[match.end() - 1][2]]

    def cuts(self, start: int, end: int) -> bool:
        """Whether a passage of the text begins or ends inside a figure; the 万元 of 5万元 begins with a unit."""
        edges = (end,) if _SCALED_UNIT.match(self.text, start) else (start, end)
        return any(_cut(self.text, figure, edge) for figure in self.figures for edge in edges)


def _cut(text: str, figure: Figure, edge: int) -> bool:
    """Whether an edge parts what only together is a figure; the year of a date may be left off."""
    return figure.start < edge < figure.end and not (figure.is_date and text[edge - 1] == "年")


# ------------------------------------------------------------------------------------------------ one numeral's value

_CN_DIGITS, _SCALES = "零〇○一二三四五六七八九", {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FORMAL = str.maketrans(
    "壹弌贰貳弍弐叁叄參弎肆伍陆陸柒捌玖拾佰仟萬億〇○", "一一二二二二三三三三四五六六七八九十百千万亿零零"
)
_SCALED = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千]?[万亿]|[百千])")
_LONGEST = 25
"""九千九百九十九亿九千九百九十九万九千九百九十九 is not longer."""


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
    """3万5千: each part less than the one before."""
    return sum(parts, Decimal(0)) if all(later < before for before, later in pairwise(parts)) else None


def _by_digits(plain: str) -> Decimal | None:
    """二零二一, as years are written. Two or three digits without 零 (二三日: two or three days) are a doubt."""
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
"""Ways of writing a numeral, and the one that `cn2an` takes for strict."""


def _counted(plain: str) -> Decimal | None:
    """一百二十, 两万三千零五, 一点五: as one counts."""
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
    """A fraction as a decimal number; None for one that has no end, such as a third."""
    if not above or not below:
        return None
    found = above / below
    return found if found * below == above and len(found.as_tuple().digits) <= _EXACT else None


_EXACT = 15
"""Digits that Python and JavaScript agree on."""

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


def _part(found: re.Match[str]) -> _Value:
    """百分之三十 is 30 before a %, 四分之三 is 0.75."""
    if found[1] in ("百", "千"):
        return value(found[2].replace("百", "一百") if found[2] == "百" else found[2]), "%" if found[1] == "百" else "‰"
    return _quotient(value(found[2]), value(found[1])), ""


def _slashed(found: re.Match[str]) -> _Value:
    """1/4 is a quarter; 5/7 may as well be five and seven."""
    return (_quotient(Decimal(1), value(found[2])) if found[1] == "1" else None), ""


def _and_a_half(found: re.Match[str]) -> _Value:
    """2个半工作日, 两天半."""
    whole = value(found[1])
    return (None if whole is None or whole != int(whole) else whole + Decimal("0.5")), found[2]


def _vulgar(found: re.Match[str]) -> _Value:
    """½, 2½."""
    part = Decimal(str(unicodedata.numeric(found[2])))
    exact = len(part.as_tuple().digits) <= 3
    return (Decimal(found[1] or 0) + part if exact else None), ""


def _twice(found: re.Match[str]) -> _Value:
    """3（三）个工作日: the same number written twice."""
    return (value(found[1]) if value(found[1]) == value(found[2]) else None), ""


def _money(found: re.Match[str]) -> _Value:
    """3元5角2分."""
    parts = [value(part) if part else Decimal(0) for part in found.groups()]
    whole = [part * share for part, share in zip(parts, _SHARES, strict=True) if part is not None]
    return (sum(whole, Decimal(0)).normalize() if len(whole) == len(parts) else None), "元"


_SHARES = (Decimal(1), Decimal("0.1"), Decimal("0.01"))


def _doubt(_: re.Match[str]) -> _Value:
    return None, ""


def _plain(found: re.Match[str]) -> _Value:
    return value(found[0]), ""


_COMPOUND = "|".join((*UNIT_WORDS.values(), "时"))
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Value]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"({_YEAR})年(?:({_SHORT})月(?:({_SHORT})[日号])?)?", lambda found: (_date(*found.groups()), "")),
        (
            r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9]|[./][0-9]|-[0-9]{1,3}(?![0-9]))",
            lambda found: (_date(*found.group(1, 3, 4)), ""),
        ),
        (rf"({_SHORT})月(?:({_SHORT})[日号](?![楼线文院门]))?", lambda found: (_date(None, *found.groups()), "")),
        (rf"(?<=月)({_SHORT})[日号]", lambda found: (_date(None, None, found[1]), "")),
        (rf"第{_NUMBER}|(?<=民国){_NUMBER}年", _doubt),
        (rf"{_DIGITS}(?:\^|[{_SUPERSCRIPTS}]|[×x*]10[\^{_SUPERSCRIPTS}])[0-9{_SUPERSCRIPTS}]*", _doubt),
        (rf"[{_CN}]+[{_SUPERSCRIPTS}]+[{_CN}]*|{_NUMBER}(?:[×x*+]{_NUMBER})+|{_DIGITS}[eE][0-9]+", _doubt),
        (rf"{_NUMBER}又{_NUMBER}(?:/{_DIGITS}|分之{_NUMBER})", _doubt),
        (rf"({_NUMBER})分之({_NUMBER})", _part),
        (r"(?<![0-9.])([0-9]{1,4})/([0-9]{1,4})(?![0-9./])", _slashed),
        (r"[0-9]+(?:[.:][0-9]+){2,}|[0-9]+:[0-9]+|0[0-9]+(?:[-.][0-9]+)*", _doubt),
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
"""So many of the forms are dates."""
_BEGIN = re.compile(
    f"[0-9{_CN}{_VULGAR}]|第(?=[0-9{_CN}])|[几数](?=[十百千万亿])|双(?=[份套张])|{_NEARLY}(?=[0-9{_CN}])"
)
_EXPONENT = re.compile(r"(?<=[mM])[23](?![0-9.])")
_MORE = re.compile(f"(?:[0-9{_CN}]|[-.:/](?=[0-9]))+")
"""What belongs to a doubt that went before."""
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
"""Signs that are read as others: each as long as what it stands for."""


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
        form, found = next(
            (form, match) for form, (pattern, _) in enumerate(_FORMS) if (match := pattern.match(text, begin.start()))
        )
        at = found.end()
        number, tail = _FORMS[form][1](found)
        if _EXPONENT.match(text, begin.start()) or (number is None and _SCALE_ALONE.fullmatch(found[0])):
            continue
        if number is None and (more := _MORE.match(text, at)):
            at = more.end()
        yield Figure(begin.start(), at, number, is_date=form < _DATED, tail=tail)


def _with_days(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """9月3日至5日: the second is a day too, and no five days."""
    before: Figure | None = None
    for figure in figures:
        day = _NEXT_DAY.match(text, figure.start)
        if before and before.is_date and day and re.fullmatch(f"{TO}|[、和及]", text[before.end : figure.start]):
            figure = Figure(figure.start, day.end(), _date(None, None, day[1]), is_date=True)  # noqa: PLW2901
        yield figure
        before = figure


def _with_scale(text: str, figures: Iterable[Figure]) -> Iterator[Figure]:
    """3至5万元: the first is 30,000 too."""
    before: Figure | None = None
    for figure in figures:
        if before is not None:
            yield _scaled(text, before, figure) if re.fullmatch(TO, text[before.end : figure.start]) else before
        before = figure
    if before is not None:
        yield before


def _scaled(text: str, low: Figure, high: Figure) -> Figure:
    """The first number of a range by the scale of the second, where it has none of its own."""
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
    """Where words stand in a normalised text without parting a figure or a word in Latin letters."""
    if wanted not in text:
        return
    reading = read(text)
    for found in re.finditer(f"(?={re.escape(wanted)})", text):
        start, end = found.start(), found.start() + len(wanted)
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
