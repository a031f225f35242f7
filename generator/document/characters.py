"""Characters that stand for others: radicals and compatibility forms, traditional ones, signs that nobody sees.

Texts copied out of PDF files and chat programs have them. No I/O, knows no policy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_UNDRAWN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\ufffc\U000e0100-\U000e01ef]"
)
"""What is not drawn, beside the control and format characters of Unicode."""
_SUSPECT = re.compile("[^\\s\x20-\x7e\u2e80-\ud7a3\uff01-\uff5e]")
"""What may be a control or a format character."""
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭"
    "⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门"
    "⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇐一"
)
"""Radicals, each before the character that Unicode calls equivalent; those that it decomposes itself are not here."""
_PLAIN = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_FORMS = re.compile("[\u2e80-\u2fdf\u31d0\uf900-\ufaff\U0002f800-\U0002fa1f]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")


def seen(text: str) -> str:
    """The text without signs that no reader sees: 1 and 20 with a mark of direction between them look like 120."""
    return _SUSPECT.sub(
        lambda sign: "" if unicodedata.category(sign[0]) in ("Cc", "Cf") else sign[0], _UNDRAWN.sub("", text)
    )


def mended(text: str) -> str:
    """The text with its own words in plain characters, as it is taken in.

    Radicals and compatibility forms become the characters that they look like, every space but the wide one of an
    indented line a space, every line end a line feed; what nobody sees is left out. Traditional characters stay.

    >>> mended("⼀、⼯\\u200b作⽇\\u00a0內")
    '一、工作日 內'
    """
    return _SPACES.sub(" ", plain(seen(_LINE_ENDS.sub("\n", text))))


def plain(text: str) -> str:
    """The text with the usual character for each radical and compatibility form; as long as before.

    >>> plain("⼀⻓")
    '一长'
    """
    return _FORMS.sub(lambda form: _PLAIN.get(form[0]) or unicodedata.normalize("NFKC", form[0]), text)


@cache
def simplified() -> Mapping[int, str]:
    """The simplified character for each traditional one and for each radical, as `str.translate` takes it."""
    import opencc  # here, since commands that read no text need not wait for it

    convert = opencc.OpenCC("t2s").convert
    pairs = {sign: convert(sign) for sign in map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)))}
    pairs |= {radical: pairs.get(sign, sign) for radical, sign in _PLAIN.items()}
    return {ord(sign): simple for sign, simple in pairs.items() if len(simple) == 1 and simple != sign}
