"""Numbers and dates of a workbook as they are shown: 2800 in the format `0"元"` is 2800元. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

CHINESE = {
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats of Chinese Excel that have no text in the file, by their numbers (ISO/IEC 29500-1, 18.8.30)."""
_SYSTEM_DATE = "mm-dd-yy"
"""Stands for the short date of the reader's system, which in China is this one."""
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|([0#?.,]+)|([^"\\\[_*])')
_DATE = re.compile(
    r'"([^"]*)"|\\(.)|\[\$[^\]]*\]|(AM/PM|A/P|上午/下午)|(\[h+\]|y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|([^"\\])',
    re.IGNORECASE,
)


class UnknownFormatError(ValueError):
    """A format that is not known here; its text is the format."""


def shown(value: object, form: str) -> str:
    """A value of a cell as it is shown in a format, which may show nothing. Raises UnknownFormatError.

    >>> shown(2800, '0"元"'), shown(0.055, "0.0%"), shown(date(2024, 5, 1), 'yyyy"年"m"月"d"日"')
    ('2800元', '5.5%', '2024年5月1日')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), form.replace("G/通用格式", "General"))
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, form.partition(";")[0]) if form.strip(";") else ""
    return _text(str(value), _sections(form))


def _sections(form: str) -> list[str]:
    """The parts of a format: for numbers above zero, below it, zero, and for text."""
    return _SECTION.sub(lambda piece: "\0" if piece[0] == ";" else piece[0], form).split("\0")


_SECTION = re.compile(r'"[^"]*"|\\.|;')


def _text(value: str, sections: Sequence[str]) -> str:
    """A text in the part of a format that is for texts; as it is where there is none."""
    part = sections[3] if len(sections) > 3 else sections[-1]
    if not part:
        return "" if len(sections) > 3 else value
    pieces = [match.groups() for match in _TOKEN.finditer(part)]
    if not any(piece[4] == "@" for piece in pieces):
        return value
    return "".join(
        value if other == "@" else quoted or escaped or other or "" for quoted, escaped, _, _, other in pieces
    )


def _number(value: Decimal, form: str) -> str:
    parts = _sections(form)
    part, sign = parts[0], "-" if value < 0 else ""
    if len(parts) > 1 and value < 0:
        part, sign = parts[1], ""
    elif len(parts) > 2 and value == 0:
        part = parts[2]
    if re.search(r"(?i)\[(?:[<>=]|DBNum)", form) or _LETTERS.search(_BESIDE.sub("", part)):
        raise UnknownFormatError(form)
    if not part and form:
        return ""
    if "General" in part or part.strip() in ("", "@"):
        return _written(part, sign + _plain(abs(value)))
    return _written(part, sign, abs(value))


_BESIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General')
"""What stands in a format as it is, and what it leaves room for."""
_LETTERS = re.compile("[A-DF-Za-df-z]")
"""Of days and months, and whatever else is not written here; E is that of powers."""


def _written(part: str, number: str, value: Decimal | None = None) -> str:
    """A number in one part of a format, with what stands around it. `value`: where it is yet to be written."""
    pieces = [match.groups() for match in _TOKEN.finditer(part.replace("General", "@"))]
    places = [index for index, piece in enumerate(pieces) if piece[3]]
    if len(places) > 1 or any(piece[4] in ("/", "E", "e") for piece in pieces if piece[4]):
        raise UnknownFormatError(part)
    hundreds = sum(piece[4] == "%" for piece in pieces)
    text = ""
    for quoted, escaped, currency, digits, other in pieces:
        if digits and value is not None:
            text += number + _digits(value * 100**hundreds, digits)
        else:
            text += number if other == "@" else quoted or escaped or currency or other or ""
    return text.strip()


def _digits(value: Decimal, pattern: str) -> str:
    """A number by a pattern of 0, #, `,` and `.`: how many digits at least and at most, thousands parted."""
    thousands = len(pattern) - len(pattern.rstrip(","))
    whole, _, fraction = pattern.rstrip(",").partition(".")
    rounded = (value / 1000**thousands).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    integer, _, decimals = f"{rounded:f}".partition(".")
    least = fraction.rstrip("#?")
    while len(decimals) > len(least) and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    integer = f"{int(integer):,}".rjust(len(integer), "0") if "," in whole and integer else integer
    return f"{integer}.{decimals}" if decimals else integer or "0"


def _plain(value: Decimal) -> str:
    """A number without format: eleven digits at most, as a cell shows them."""
    text = f"{value:.11g}" if abs(value) < 10**11 else f"{value:f}"
    if "e" in text:
        text = f"{Decimal(text):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime | date | time | timedelta, form: str) -> str:
    if form.replace("\\", "") in (_SYSTEM_DATE, "General", "m/d/yy"):
        form = "yyyy/m/d"
    if isinstance(value, timedelta):
        raise UnknownFormatError(form)
    pieces = [match.groups() for match in _DATE.finditer(form)]
    halves = any(piece[2] for piece in pieces)
    text = ""
    for index, (quoted, escaped, half, field, other) in enumerate(pieces):
        if field:
            text += _field(value, field.lower(), _is_minute(pieces, index), halves)
        elif half:
            text += ("上午" if getattr(value, "hour", 0) < 12 else "下午") if "午" in half else f"{value:%p}"
        else:
            text += quoted or escaped or ("" if other in (";", "@", "_", None) else other)
    return text.strip()


def _is_minute(pieces: Sequence[tuple[str | None, ...]], index: int) -> bool:
    """Whether an m is that of minutes: behind hours, or before seconds."""
    fields = [(at, str(piece[3]).lower()) for at, piece in enumerate(pieces) if piece[3]]
    before = next((name for at, name in reversed(fields) if at < index), "")
    after = next((name for at, name in fields if at > index), "")
    return before.strip("[]").startswith("h") or after.startswith("s")


def _field(value: datetime | date | time, field: str, minute: bool, halves: bool) -> str:
    hour, weekdays = getattr(value, "hour", 0), "一二三四五六日"
    if field.startswith("a") and not isinstance(value, time):
        return ("星期" if len(field) == 4 else "") + weekdays[value.weekday()]
    if field[0] in "yd" or (field[0] == "m" and not minute):
        if isinstance(value, time) or (field[0] in "md" and len(field) > 2):
            raise UnknownFormatError(field)
        number = {"y": value.year if len(field) > 2 else value.year % 100, "m": value.month, "d": value.day}[field[0]]
    elif field.startswith("["):
        raise UnknownFormatError(field)
    else:
        second = getattr(value, "second", 0)
        number = {"h": (hour - 1) % 12 + 1 if halves else hour, "m": getattr(value, "minute", 0), "s": second}[field[0]]
    return f"{number:0{min(len(field.partition('.')[0]), 2)}d}"
