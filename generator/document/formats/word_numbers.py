"""The numbers that Word draws before paragraphs, from lists and styles: they are in no text. No I/O.

The library that reads the file knows nothing of them, and those that do know neither Chinese counting nor styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cn2an

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_FOLLOWED = 20
"""As many styles are followed, each based on the next; in a damaged file they may form a circle."""


class UnknownFormatError(ValueError):
    """A number in a format that is not known here; its text is the name of the format."""


def value(element: Any, way: str, otherwise: str = "") -> str:
    """The value of a property of an element; `otherwise` where it has no value, empty where there is no property."""
    property_ = element.find("/".join(W + name for name in way.split("/")))
    return "" if property_ is None else str(property_.get(W + "val", otherwise))


def number(element: Any, way: str, otherwise: int) -> int:
    """The number that a property of an element has; `otherwise` where it has none."""
    given = value(element, way)
    return int(given) if re.fullmatch("[0-9]{1,9}", given) else otherwise


# ------------------------------------------------------------------------------------------------------------ formats


def _chinese(count: int) -> str:
    written = str(cn2an.an2cn(count))
    return written[1:] if written.startswith("一十") else written


def _digits(count: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count))


def _letters(count: int) -> str:
    """A, B … Z, AA, BB …"""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(count: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (count // worth)
        count %= worth
    return written


def _one_of(signs: str) -> Callable[[int], str]:
    """The signs one after the other; beyond them plain figures, as Word does."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]))
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedParen": _one_of("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalEnclosedFullstop": _one_of("".join(map(chr, range(0x2488, 0x249C)))),
    "numberInDash": lambda count: f"- {count} -",
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperLetter": _letters,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda count: str(cn2an.an2cn(count, "up")).removeprefix("壹" if 9 < count < 20 else ""),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "none": lambda _: "",
}


def written(form: str, count: int) -> str:
    """A count in one of Word's formats. Raises UnknownFormatError.

    >>> written("chineseCounting", 12), written("decimalEnclosedCircle", 3), written("lowerRoman", 4)
    ('十二', '③', 'iv')
    """
    if form not in _FORMATS or not 0 <= count < 10_000 or (count == 0 and form.endswith(("Letter", "Roman"))):
        raise UnknownFormatError(form)
    return _FORMATS[form](count)


# ------------------------------------------------------------------------------------------------------------- styles


@dataclass(frozen=True)
class Styles:
    """The styles of a document by their ids."""

    elements: Mapping[str, Any]

    @classmethod
    def of(cls, root: Any) -> Styles:
        """Those of a part with styles; none where there is no part."""
        return cls(
            {style.get(W + "styleId"): style for style in (root if root is not None else ()) if _is_style(style)}
        )

    def chain(self, style: str) -> Iterator[Any]:
        """A style and those it is based on, the nearest first; for a paragraph without style the default one."""
        names = style or next((name for name, element in self.elements.items() if _is_default(element)), "")
        for _ in range(_FOLLOWED):
            element = self.elements.get(names)
            if element is None:
                return
            yield element
            names = value(element, "basedOn")


def _is_style(element: Any) -> bool:
    return bool(element.tag == W + "style")


def _is_default(style: Any) -> bool:
    return style.get(W + "default") in ("1", "true", "on") and style.get(W + "type") == "paragraph"


# -------------------------------------------------------------------------------------------------------------- lists


@dataclass
class Numbers:
    """The lists of a document, and how far each has been counted."""

    numbering: Any
    """The root of the part with lists; None where there is none."""
    styles: Styles
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look the lists up once."""
        root = self.numbering if self.numbering is not None else ()
        self._lists = {one.get(W + "numId"): one for one in root if one.tag == W + "num"}
        self._abstract = {one.get(W + "abstractNumId"): one for one in root if one.tag == W + "abstractNum"}

    def next(self, paragraph: Any) -> str:
        """What Word draws before a paragraph, which is counted; empty for one without a number.

        Raises UnknownFormatError.
        """
        listed, level = self._place(paragraph)
        abstract = self._levels(listed)
        if abstract is None or self._level(listed, abstract, level) is None:
            return ""
        self._count(listed, abstract, level)
        return self._drawn(listed, abstract, level)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list of a paragraph and its level there; the list is empty where it has none. List 0 is none."""
        listed, level = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        for style in self.styles.chain(value(paragraph, "pPr/pStyle")):
            given = value(style, "pPr/numPr/numId")
            if not listed and given:
                listed = given
                level = level or self._level_of(style, given)
            level = level or value(style, "pPr/numPr/ilvl")
        return ("" if listed == "0" else listed), min(int(level) if level.isdecimal() else 0, _LEVELS - 1)

    def _level_of(self, style: Any, listed: str) -> str:
        """The level of a list that names a style as its own; empty where none does."""
        abstract = self._levels(listed)
        for level in () if abstract is None else abstract.iter(W + "lvl"):
            if value(level, "pStyle") == style.get(W + "styleId"):
                return str(level.get(W + "ilvl", ""))
        return ""

    def _levels(self, listed: str) -> Any:
        """What a list is made of; a list may take that from a style, which names another list."""
        for _ in range(_FOLLOWED):
            if (own := self._lists.get(listed)) is None:
                return None
            abstract = self._abstract.get(value(own, "abstractNumId"))
            link = "" if abstract is None else value(abstract, "numStyleLink")
            if not link:
                return abstract
            style = self.styles.elements.get(link)
            listed = "" if style is None else value(style, "pPr/numPr/numId")
        return None

    def _level(self, listed: str, abstract: Any, level: int) -> Any:
        """How a level of a list is numbered: as the list itself says, or else as the one that it is made of."""
        for override in self._overrides(listed, level):
            if (own := override.find(W + "lvl")) is not None:
                return own
        return next((one for one in abstract.findall(W + "lvl") if one.get(W + "ilvl") == str(level)), None)

    def _overrides(self, listed: str, level: int) -> Sequence[Any]:
        return [one for one in self._lists[listed].findall(W + "lvlOverride") if one.get(W + "ilvl") == str(level)]

    def _count(self, listed: str, abstract: Any, level: int) -> None:
        """One more on a level; deeper levels begin anew, and so does a list that says where it begins."""
        counts = self._counts.setdefault(abstract.get(W + "abstractNumId"), [None] * _LEVELS)
        given = [number(one, "startOverride", -1) for one in self._overrides(listed, level)]
        anew = (listed, level) not in self._begun and bool(given) and given[0] >= 0
        self._begun.add((listed, level))
        last = counts[level]
        counts[level] = given[0] if anew else self._start(listed, abstract, level) if last is None else last + 1
        for above in range(level):
            counts[above] = self._start(listed, abstract, above) if counts[above] is None else counts[above]
        for deeper in range(level + 1, _LEVELS):
            if self._restarts(listed, abstract, deeper, level):
                counts[deeper] = None

    def _start(self, listed: str, abstract: Any, level: int) -> int:
        element = self._level(listed, abstract, level)
        return 1 if element is None else number(element, "start", 0)

    def _restarts(self, listed: str, abstract: Any, deeper: int, level: int) -> bool:
        """Whether a level begins anew after a higher one: it may say after which, or that it never does."""
        element = self._level(listed, abstract, deeper)
        after = _LEVELS if element is None else number(element, "lvlRestart", _LEVELS)
        return after != 0 and level < after

    def _drawn(self, listed: str, abstract: Any, level: int) -> str:
        element = self._level(listed, abstract, level)
        if _form(element) == "bullet":
            return ""
        counts, plain = self._counts[abstract.get(W + "abstractNumId")], element.find(W + "isLgl") is not None

        def count(place: re.Match[str]) -> str:
            named = int(place[1]) - 1
            of = self._level(listed, abstract, named)
            form = "decimal" if plain or of is None else _form(of)
            return written(form, counts[named] or 0) if named <= level else ""

        drawn = re.sub("%([1-9])", count, value(element, "lvlText"))
        return drawn + ("" if not drawn or _joined(element, drawn) else " ")


def _form(level: Any) -> str:
    """The format of a level; a newer one stands beside an older one that programs know which do not know it."""
    inside = level.find(W + "numFmt")
    if inside is None:
        inside = next(level.iter(W + "numFmt"), None)
    return "decimal" if inside is None else str(inside.get(W + "val", "decimal"))


def _joined(level: Any, drawn: str) -> bool:
    """Whether no space is wanted behind a number: Word draws none, or the number ends in a wide sign of its own."""
    return value(level, "suff") == "nothing" or drawn[-1] in "、）。．：，"
