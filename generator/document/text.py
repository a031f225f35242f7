"""Chinese policy text made comparable: residue removed, one width of punctuation. No I/O, knows no policy.

Residue is what a transcription leaves of other formats: LaTeX, HTML, Markdown, white space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape

from generator.document.characters import plain, seen, simplified

_LATEX = {
    r"\leq": "≤", r"\le": "≤", r"\geq": "≥", r"\ge": "≥", r"\times": "×", r"\sim": "~",
    r"\leqslant": "≤", r"\geqslant": "≥", r"\pm": "±", r"\%": "%", r"\lt": "<", r"\gt": ">", r"\,": "", r"\ ": "",
}  # fmt: skip
_LATEX_NAME = re.compile("|".join(re.escape(name) + r"(?![a-z])" for name in _LATEX))
_LATEX_WRAPPER = re.compile(r"\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}")
_LINE_MARK = re.compile(r"^[^\S\n]*(?:#{1,6}|[-*+])\s+", re.MULTILINE)
_RAISED = re.compile(r"\^\{?([23])\}?")
_BOLD = re.compile(r"\*\*")
_TAGS = (
    "a|article|b|blockquote|br|caption|center|code|col|colgroup|del|div|em|figure|font|h[1-6]|hr|i|img|input|label|li"
    "|main|ol|p|pre|s|section|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_ATTRIBUTES = r"""(?:\s+[a-z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*"""
_TAG = rf"</?(?i:{_TAGS}){_ATTRIBUTES}\s*/?>"
"""Mark-up by its names alone: 直径<DN50且流量>80 compares two numbers."""
_RESIDUE = re.compile(rf"(?:{_TAG}|\*\*|\s)+")
_WIDTH = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-", "～": "~", "〜": "~",
    "―": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "─": "-", "∼": "~", "∶": ":", "⁄": "/", "∕": "/",
    "〈": "<", "〉": ">", "［": "[", "］": "]",
})  # fmt: skip
_PREFIXED = re.compile(r"¥([0-9]++(?:\.[0-9]++)?+[百千]?[万亿]?+)元?")
_ROUND = re.compile("(?<=[0-9百千万亿零〇一二三四五六七八九十两拾佰仟萬億元])[圆圓](?![形柱盘管孔弧井])")
"""The currency before its number and by its formal name, as 元 behind the number."""
_MATHS = re.compile(r"\$([^$\n]*)\$")


def _without_maths(match: re.Match[str]) -> str:
    """The content of a `$…$` span, without braces, and without `^` but where a digit stands before it."""
    inner = _LATEX_WRAPPER.sub(r"\1", match.group(1))
    inner = _LATEX_NAME.sub(lambda name: _LATEX[name.group()], inner)
    return re.sub(r"[{}_]|(?<![0-9])\^", "", re.sub(r"(?<=[0-9])\^\{?(?=[0-9])", "^", inner))


def _gap(residue: re.Match[str]) -> str:
    """Nothing in place of white space and mark-up; between two digits a space, so that two numbers stay two.

    In place of a line end between two digits a line end: it may have parted a single number, and is a doubt.
    """
    start, end = residue.span()
    around = residue.string[max(0, start - 1) : start] + residue.string[end : end + 1]
    if len(around) < 2 or not around.isdigit():
        return ""
    return "\n" if re.fullmatch(r"[ \t]*\r?\n[ \t]*", residue[0]) else " "


def readable(text: str) -> str:
    """The text as it is quoted: no LaTeX, HTML or Markdown residue, no line ends, nothing unseen.

    Its width of punctuation and its traditional characters are its own.
    """
    text = plain(seen(text))
    text = _RESIDUE.sub(_gap, _LINE_MARK.sub("\n", _MATHS.sub(_without_maths, text)))
    return _RESIDUE.sub(_gap, unescape(text)) if "&" in text else text


def marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text has formulas in LaTeX and signs of Markdown: from, to, and what stands there for a reader.

    >>> list(marks(r"## 不超过 $\\leq 10m^3$"))
    [(7, 19, '≤10m³'), (0, 3, '')]
    """
    for formula in _MATHS.finditer(text):
        yield formula.start(), formula.end(), readable(_RAISED.sub(lambda raised: "²³"[raised[1] == "3"], formula[0]))
    for sign in (*_LINE_MARK.finditer(text), *_BOLD.finditer(text)):
        yield sign.start(), sign.end(), ""


def normal(text: str) -> str:
    """The text as it is compared: no LaTeX, HTML or Markdown residue, no white space, one width of punctuation.

    `$\\leq 1000\\text{Nm}^3/\\text{h}$` and `≤1000 Nm³/h` become the same string.
    """
    return _remembered(text) if len(text) <= _SENTENCE else _normal(text)


_SENTENCE = 300
"""No text with more signs is remembered: whoever looks for a place in a document asks for thousands of its parts."""


def _normal(text: str) -> str:
    text = _SQUARED.sub(r"\g<0> ", _GROUPED.sub("", readable(text)))
    text = "".join(part if index % 2 else _one_width(part) for index, part in enumerate(_APART.split(text)))
    return _ROUND.sub("元", _PREFIXED.sub(_behind, text))


_remembered = lru_cache(2_000)(_normal)  # check after check compares the same sentences of a place


DOUBT = "◇"
"""Stands in the text of a scanned document for a sign that cannot be read; no document has it."""


def _behind(money: re.Match[str]) -> str:
    """An amount with its currency behind it; apart from a figure that stands right before: DN15 ¥95 is not 1595元."""
    apart = money.string[max(0, money.start() - 1) : money.start()].isdigit()
    return f"{' ' if apart else ''}{money[1]}元"


_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|(?<=[０-９])[，,](?=[０-９]{3}(?![０-９]))")
"""The comma within 12,000 and １２，０００, but not that of DN100，200米, which parts two numbers."""
_SQUARED = re.compile("[²³㎟-㎦](?=[0-9０-９])")
"""What becomes a figure, and would run into the one behind it: 每㎡88元 is not 288元."""
_NUMBERED = "".join(sign for sign in map(chr, range(0x2460, 0x3300)) if unicodedata.category(sign) == "No")
_APART = re.compile(f"([{_NUMBERED}¼½¾⅐-⅞Ⅰ-ↈ]|(?<=[0-9０-９一二三四五六七八九十百千万亿])[⁰¹²³⁴-⁹])")
"""What would run into what stands beside it: ① of ①3个工作日, ½ of 2½, the exponent of 10³, the Ⅰ of Ⅱ."""


def _one_width(text: str) -> str:
    """The text with one form of each character: half-width and simplified."""
    text = unicodedata.normalize("NFKC", text.translate(_WIDTH)).translate(_WIDTH)
    return text if text.isascii() else text.translate(simplified())


def span(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quotation stands in a text, residue of transcription apart; None where it does not.

    >>> span("不超过 9 个\\n工作日。", "9个工作日")
    (4, 11)
    """
    wanted, places = normal(quote), breaks(text)
    if wanted not in normal(text):
        return None
    last = _least(len(places) - 1, lambda stop: wanted in normal(text[: places[stop]]))
    back = _least(last, lambda length: wanted in normal(text[places[last - length] : places[last]]))
    return places[last - back], places[last]


def breaks(text: str) -> list[int]:
    """Where a text may be cut without cutting a formula, a tag or an entity in two; its two ends among them.

    >>> breaks("a$b$c")
    [0, 1, 4, 5]
    """
    inside = {at for whole in _WHOLE.finditer(text) for at in range(whole.start() + 1, whole.end())}
    return [at for at in range(len(text) + 1) if at not in inside]


_WHOLE = re.compile(rf"\$[^$\n]*\$|{_TAG}|&#?[A-Za-z0-9]+;")


def spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where a quotation stands in a text, each time that it does."""
    begin = 0
    while place := span(text[begin:], quote):
        yield begin + place[0], begin + place[1]
        begin += place[1]


def _least(high: int, holds: Callable[[int], bool]) -> int:
    """The least number up to `high` for which something holds that goes on holding."""
    low = 0
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def annex(name: str) -> str:
    """The number of an annex with which the name of a text begins; empty where it has none.

    >>> annex("附件5《接水业务登记单》"), annex("《附件管理办法》")
    ('附件5', '')
    """
    numbered = re.match(r"附件\s*[0-9一二三四五六七八九十]+", name)
    return numbered[0] if numbered else ""


def leaves_to_rules(words: str) -> bool:
    """Whether some words of a document leave a matter to rules that stand elsewhere.

    >>> leaves_to_rules("严格执行有关收费标准"), leaves_to_rules("不得收取")
    (True, False)
    """
    return re.search(f"(?:执行|按|依).*(?:{_RULES})|(?:{_RULES})执行", normal(words)) is not None


_RULES = "标准|规定|定额|办法"


def leaves_open(words: str) -> bool:
    """Whether some words of a document leave an amount to later.

    >>> leaves_open("材料费按实收取"), leaves_open("含材料费")
    (True, False)
    """
    return re.search("[按据]实|另[计收行]|面议|约定", normal(words)) is not None
