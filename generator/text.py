"""Chinese policy text made comparable: residue removed, figures found. No I/O, no opinion about policies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

_LATEX = {
    r"\leq": "≤", r"\le": "≤", r"\geq": "≥", r"\ge": "≥", r"\times": "×", r"\sim": "~",
    r"\pm": "±", r"\%": "%", r"\lt": "<", r"\gt": ">", r"\,": "", r"\ ": "",
}  # fmt: skip
_LATEX_NAME = re.compile("|".join(re.escape(name) + r"(?![a-z])" for name in _LATEX))
_LATEX_WRAPPER = re.compile(r"\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}")
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}|[-*+])\s+|\*\*", re.MULTILINE)
_WIDTH = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-", "～": "~", "〜": "~",
    "〈": "<", "〉": ">", "［": "[", "］": "]",
})  # fmt: skip
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d]|\.\d)")
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
FIGURE = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九]|半)"
_MATHS = re.compile(r"\$([^$\n]*)\$")


def _without_maths(match: re.Match[str]) -> str:
    """The content of a `$…$` span, exponents and braces dropped."""
    inner = _LATEX_WRAPPER.sub(r"\1", match.group(1))
    inner = _LATEX_NAME.sub(lambda found: _LATEX[found.group()], inner)
    return re.sub(r"[{}^_]", "", inner)


def _gap(space: re.Match[str]) -> str:
    """White space goes, but two numbers do not become one."""
    around = space.string[space.start() - 1 : space.start()] + space.string[space.end() : space.end() + 1]
    return " " if len(around) == 2 and around.isdigit() else ""


def normal(text: str) -> str:
    """The text as it is compared: no LaTeX, HTML or Markdown residue, no white space, one width of punctuation.

    `$\\leq 1000\\text{Nm}^3/\\text{h}$` and `≤1000 Nm³/h` become the same string.
    """
    text = _MATHS.sub(_without_maths, text)
    text = _MARKDOWN.sub("", _HTML_TAG.sub("", text))
    text = unicodedata.normalize("NFKC", text.translate(_WIDTH)).translate(_WIDTH)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"\s+", _gap, text))


def readable(text: str) -> str:
    """The text as it is quoted: no LaTeX, HTML or Markdown residue, no line ends; its own width of punctuation."""
    text = _MATHS.sub(_without_maths, text)
    text = _MARKDOWN.sub("", _HTML_TAG.sub("", text))
    return re.sub(r"\s+", _gap, text)


def figures(text: str) -> Iterator[Decimal]:
    """Every number written in digits, in order, of a normalised text."""
    return (Decimal(found.group()) for found in _NUMBER.finditer(text))


def value(numeral: str) -> Decimal:
    """The number a numeral stands for: `9`, `1.5`, `两`, `十二`, `半` (a half)."""
    if numeral == "半":
        return Decimal("0.5")
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return Decimal(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
    return Decimal(_DIGITS[numeral]) if numeral in _DIGITS else Decimal(numeral)


def quantities(text: str, unit: str) -> Iterator[Decimal]:
    """The numbers that stand directly before `unit` (a regular expression), also as `5-7工作日`.

    Written in digits or Chinese numerals; a numeral counts only with its unit, since 一 is in half of all words.
    """
    pattern = rf"({FIGURE})(?:[-~至到]({FIGURE}))?(?:\(含\))?个?(?:{unit})"
    for found in re.finditer(pattern, text):
        yield from (value(numeral) for numeral in found.groups() if numeral)
