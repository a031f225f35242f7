"""Misprints: how far a reading may mend a quotation. Two characters at most, no figure, and no turned sense. No I/O."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import pairwise

from generator.document.quantities import read
from generator.document.text import normal

MOST = 2
"""So many characters may be put in, taken away or exchanged."""
_NUMERALS = frozenset("〇○零一二三四五六七八九十百千万亿两半双俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数多余约近倍%‰元角")
"""What belongs to a number, its currency and what makes it an approximate one among it."""
_TURNING = frozenset("不无未非免勿否毋别禁")
"""What turns the sense of a sentence: neither put in nor taken away."""
_WEIGHED = frozenset("上下内外前后高低大小多少超过起止年月周日天时分秒工户米")
"""Comparisons and units: they may have been left out by the printer, and are never exchanged."""


def problem(quote: str, reading: str) -> str:
    """The code of what is wrong with a reading of a quotation; empty where it may stand.

    >>> problem("1个工作内办结", "1个工作日内办结"), problem("1个工作日", "7个工作日"), problem("按时收取", "按实收取")
    ('', 'misread-figure', '')
    """
    old, new = normal(quote), normal(reading)
    if _figures(old) != _figures(new):
        return "misread-figure"
    weighed = iter(_among(_WEIGHED, new))
    if _among(_TURNING, old) != _among(_TURNING, new) or any(sign not in weighed for sign in _among(_WEIGHED, old)):
        return "misread-figure"
    return "" if 0 < distance(old, new) <= MOST else "misread-far"


def _figures(text: str) -> tuple[list[str], list[str]]:
    """The figures of a normalised text, as they are read and as runs of signs: neither may change, nor two become one.

    >>> _figures("1.5个半日")[1]
    ['1%5', '半']
    """
    marked = "".join(sign if _numeric(sign) else " " for sign in re.sub(r"(?<=\d)[.,:/~-](?=\d)", "%", text))
    return [text[figure.start : figure.end] for figure in read(text).figures], marked.split()


def _numeric(sign: str) -> bool:
    return sign in _NUMERALS or unicodedata.numeric(sign, None) is not None


def _among(signs: Container[str], text: str) -> list[str]:
    return [sign for sign in _NO_UNIT.sub("", text) if sign in signs]


_NO_UNIT = re.compile("(?<=[按准及随同])时")
"""The 时 of 按时 and 及时, which is no hour."""


def distance(one: str, other: str) -> int:
    """How many characters have to be put in, taken away or exchanged to make one text the other."""
    row = list(range(len(other) + 1))
    for index, sign in enumerate(one, start=1):
        following = [index]
        for place, (old, above) in enumerate(pairwise(row)):
            following.append(min(above + 1, following[-1] + 1, old + (sign != other[place])))
        row = following
    return row[-1]
