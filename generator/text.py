"""Chinese policy text made comparable: residue removed, one width of punctuation. No I/O, no opinion about policies."""

from __future__ import annotations

import re
import unicodedata

_LATEX = {
    r"\leq": "≤", r"\le": "≤", r"\geq": "≥", r"\ge": "≥", r"\times": "×", r"\sim": "~",
    r"\pm": "±", r"\%": "%", r"\lt": "<", r"\gt": ">", r"\,": "", r"\ ": "",
}  # fmt: skip
_LATEX_NAME = re.compile("|".join(re.escape(name) + r"(?![a-z])" for name in _LATEX))
_LATEX_WRAPPER = re.compile(r"\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}")
_LINE_MARK = re.compile(r"^[^\S\n]*(?:#{1,6}|[-*+])\s+", re.MULTILINE)
_RESIDUE = re.compile(r"(?:</?[A-Za-z][^<>]*>|\*\*|\s)+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_WIDTH = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-", "～": "~", "〜": "~",
    "〈": "<", "〉": ">", "［": "[", "］": "]",
})  # fmt: skip
_MATHS = re.compile(r"\$([^$\n]*)\$")


def _without_maths(match: re.Match[str]) -> str:
    """The content of a `$…$` span, exponents and braces dropped."""
    inner = _LATEX_WRAPPER.sub(r"\1", match.group(1))
    inner = _LATEX_NAME.sub(lambda found: _LATEX[found.group()], inner)
    return re.sub(r"[{}_]|(?<![0-9])\^", "", re.sub(r"(?<=[0-9])\^\{?(?=[0-9])", "^", inner))


def _gap(residue: re.Match[str]) -> str:
    """White space and mark-up go, but two numbers do not become one."""
    around = (
        residue.string[max(0, residue.start() - 1) : residue.start()]
        + residue.string[residue.end() : residue.end() + 1]
    )
    return " " if len(around) == 2 and around.isdigit() else ""


def readable(text: str) -> str:
    """The text as it is quoted: no LaTeX, HTML or Markdown residue, no line ends; its own width of punctuation."""
    return _RESIDUE.sub(_gap, _LINE_MARK.sub("\n", _MATHS.sub(_without_maths, text)))


def normal(text: str) -> str:
    """The text as it is compared: no LaTeX, HTML or Markdown residue, no white space, one width of punctuation.

    `$\\leq 1000\\text{Nm}^3/\\text{h}$` and `≤1000 Nm³/h` become the same string.
    """
    text = _GROUPED.sub("", readable(_INVISIBLE.sub("", text)))
    return "".join(part if index % 2 else _one_width(part) for index, part in enumerate(_APART.split(text)))


_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|(?<=[０-９])[，,](?=[０-９]{3}(?![０-９]))")
"""The comma of 12,000, and of １２，０００. Of DN100，200米 it parts two numbers."""
_NUMBERED = "".join(sign for sign in map(chr, range(0x2460, 0x3300)) if unicodedata.category(sign) == "No")
_APART = re.compile(f"([{_NUMBERED}¼½¾⅐-⅞]|(?<=[0-9０-９])[⁰¹²³⁴-⁹])")
"""What would run into a number beside it: ① of ①3个工作日, ½ of 2½, the exponent of 10³."""


def _one_width(text: str) -> str:
    """One form of each character; a space is one that parts two numbers."""
    return unicodedata.normalize("NFKC", text.translate(_WIDTH)).translate(_WIDTH)
