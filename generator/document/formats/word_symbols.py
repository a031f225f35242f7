"""What Word draws and does not write: characters of fonts of symbols, and fields without a result. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.formats.word_numbers import W, value

UNKNOWN = "◇"
"""Stands where something is drawn of which we cannot tell what it is."""
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + count: sign for count, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "☐",
    **{0x69 + count: sign for count, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {
    "symbol": {
        start + count: sign
        for start, signs in zip((0x20, 0xA0, 0xF1), _SYMBOL, strict=True)
        for count, sign in enumerate(signs)
    },
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}
"""The characters of each font of symbols by their codes, as Unicode's tables of correspondences have them."""
_PRIVATE = re.compile("[\uf000-\uf0ff]")
"""Where Word keeps the characters of fonts of symbols."""
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_ENCLOSED = re.compile(r"(?i)eq\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;]\s*(\d{1,2})\s*\)")
_NAMED = re.compile(r'(?i)symbol\s+(\d{1,3}|0x[0-9a-f]{1,4})\b.*?\\f\s*"?([^"\\]+)')
_SILENT = re.compile(r"(?i)(?:xe|tc|ta|rd|set|ask|private|advance|comments?)\b")
"""Fields that show nothing where they stand: marks for an index, for contents."""


def sign(font: str, code: str) -> str:
    """The character that a font has at a code of hexadecimal digits; UNKNOWN where we do not know it.

    >>> sign("Symbol", "F0A3"), sign("宋体", "2460"), sign("Webdings", "F0A3")
    ('≤', '①', '◇')
    """
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
    table = _FONTS.get(font.strip().lower())
    if table is not None and (number < 0x100 or 0xF000 <= number < 0xF100):
        return table.get(number & 0xFF, UNKNOWN)
    plain = 0x20 < number < 0xD800 and "ding" not in font.lower()
    return chr(number) if plain else UNKNOWN


def written(text: str, font: str) -> str:
    """A text with the characters that a font of symbols has in place of the private ones."""
    return _PRIVATE.sub(lambda private: sign(font, f"{ord(private[0]):X}"), text)


def font(run: Any) -> str:
    """The font that a run names itself."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else str(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "")


def drawn(mark: Any) -> str:
    """What Word draws at the beginning or the end of a field without a result: a box to tick, a circled number."""
    if mark.get(W + "fldCharType") == "begin":
        return _form(mark)
    return _field(_instruction(mark)) if mark.get(W + "fldCharType") == "end" else ""


def _form(mark: Any) -> str:
    """A box to tick, or what is chosen from a list."""
    box, choice = mark.find(f"{W}ffData/{W}checkBox"), mark.find(f"{W}ffData/{W}ddList")
    if box is not None:
        state = value(box, "checked", "1") or value(box, "default", "1") or "0"
        return "☐" if state in ("0", "false", "off") else "☑"
    if choice is None:
        return ""
    entries = [str(entry.get(W + "val", "")) for entry in choice.iterfind(W + "listEntry")]
    index = value(choice, "result") or value(choice, "default") or "0"
    return entries[int(index)] if index.isdecimal() and int(index) < len(entries) else UNKNOWN


def _instruction(mark: Any) -> str:
    """The instruction of the field that a mark ends; empty where the field has a result, which is then what it shows.

    Looks back from the end to the beginning, over the fields within.
    """
    words: list[str] = []
    depth = 0
    for part in _before(mark):
        kind = part.get(W + "fldCharType", "") if part.tag == W + "fldChar" else ""
        if depth == 0 and kind in ("separate", "begin"):
            form = part.find(W + "ffData") is not None
            return "" if kind == "separate" or form else "".join(reversed(words)).strip()
        depth += {"end": 1, "begin": -1}.get(kind, 0)
        if part.tag == W + "instrText" and depth == 0:
            words.append(part.text or "")
    return ""


def _before(mark: Any) -> Iterator[Any]:
    """The parts of runs that stand before one in its paragraph, from the last to the first."""
    yield from mark.itersiblings(preceding=True)
    for run in mark.getparent().itersiblings(W + "r", preceding=True):
        yield from reversed(run)


def _field(instruction: str) -> str:
    if enclosed := _ENCLOSED.match(instruction):
        number = int(enclosed[1])
        return _CIRCLED[number] if number < len(_CIRCLED) else UNKNOWN
    if named := _NAMED.match(instruction):
        return sign(named[2].split("\\")[0], f"{int(named[1], 0) & 0xFF:X}")
    return "" if not instruction or _SILENT.match(instruction) else UNKNOWN


def described(leaf: Any) -> str:
    """What the file says of something of which it is UNKNOWN what Word draws."""
    if leaf.tag == W + "sym":
        return f"{leaf.get(W + 'font', '')} {leaf.get(W + 'char', '')}"
    return _instruction(leaf) if leaf.tag == W + "fldChar" else font(leaf.getparent())
