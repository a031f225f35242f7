"""Findings about translations: what is out of date, translates nothing, or has other figures than its Chinese.

A machine knows figures. Whether strength and negation are right, only a second reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import yaml

from generator.document.quantities import Day, Figure, read, value
from generator.document.text import normal
from generator.findings import Finding, Position, finding
from generator.paths import TEMPLATES
from generator.policy.loader import City, Translations
from generator.policy.renderings import seen
from generator.policy.translations import files, state


def translated(city: City) -> Iterator[Finding]:
    """What is wrong with the translations of a place, and for each file how much of it is not translated."""
    for each in city.translations:
        model = files(city).get(each.of)
        if model is None:
            yield finding("translation-without-file", each.source.position(()), file=each.of)
        else:
            yield from _of_file(each, seen(model))


def _of_file(of: Translations, texts: Mapping[str, str]) -> Iterator[Finding]:
    told = state(texts, of.file.texts)
    for address, entry in told.out_of_date.items():
        yield finding("translation-old", _at(of, address), address, old=entry.of, new=texts[address])
    for address in told.stray:
        yield finding("translation-of-nothing", _at(of, address), address, file=of.of)
    for address, entry in of.file.texts.items():
        if entry.says and (wrong := differing(entry.of, entry.says, of.language)):
            yield finding("translation-figures", _at(of, address), address, lacking=_listed(wrong.lacking),
                          foreign=_listed(wrong.foreign), says=entry.says)  # fmt: skip
    if told.missing:
        counts = {"whole": str(len(texts)), "open": str(len(told.missing)), "old": str(len(told.out_of_date))}
        yield finding("translation-open", of.source.position(()), **counts)


def _at(of: Translations, address: str) -> Position:
    """Where a translation stands in its file."""
    return of.source.position(("texts", address), key=True)


def _listed(figures: tuple[str, ...]) -> str:
    return "、".join(figures) or "—"


# ----------------------------------------------------------------------------------------------------------- figures


class Differing(NamedTuple):
    """The figures of a Chinese text that its translation has not, and those that only the translation has."""

    lacking: tuple[str, ...]
    foreign: tuple[str, ...]


def differing(chinese: str, says: str, language: str) -> Differing | None:
    """In which figures a translation differs from its Chinese; None where in none.

    >>> differing("不超过三个工作日", "at most 5 working days", "en")
    Differing(lacking=('三',), foreign=('5',))
    """
    wanted = list(_wanted(normal(_plain(chinese))))
    words = _numerals().get(language, {})
    numbers, also = (_in_words(says, words.get(kind, {})) for kind in ("numbers", "also"))
    digits = {shown: Decimal(shown.replace(",", "")) for shown in _DIGITS.findall(_plain(says))}
    there = {*digits.values(), *numbers.values(), *also.values()}
    lacking = [one.shown for one in wanted if one.needed(words=bool(words)) and not one.values & there]
    known = {number for one in wanted for number in one.values}
    foreign = [shown for shown, number in {**digits, **numbers}.items() if number not in known]
    return Differing(tuple(dict.fromkeys(lacking)), tuple(foreign)) if lacking or foreign else None


class _Wanted(NamedTuple):
    """A figure of a Chinese text: how it is written, what of a translation may stand for it, whether it counts."""

    shown: str
    values: frozenset[Decimal]
    counts: bool

    def needed(self, *, words: bool) -> bool:
        """Whether a translation must have it; `words`: whether numbers in words are known of its language."""
        return self.counts and (words or self.shown[0].isdigit())


def _wanted(text: str) -> Iterator[_Wanted]:
    """The figures of a normalised text, and the digits in it that are part of none."""
    figures = read(text).figures
    for figure in figures:
        yield from _of_figure(figure, text)
    within = {at for figure in figures for at in range(figure.start, figure.end)}
    yield from (_one(match[0]) for match in _DIGITS.finditer(text) if match.start() not in within)


def _of_figure(figure: Figure, text: str) -> Iterator[_Wanted]:
    shown = text[figure.start : figure.end]
    if isinstance(figure.value, Day):
        yield from (
            _Wanted(shown, frozenset({Decimal(part)}), counts=True) for part in figure.value if part is not None
        )
    elif figure.value is not None:
        digits = (one.values for one in map(_one, _DIGITS.findall(shown)))
        counted = shown[0].isdigit() or (shown not in _IN_WORDS and _MEASURE.match(text, figure.end) is not None)
        yield _Wanted(shown, frozenset({figure.value, *_of_signs(shown)}).union(*digits), counts=counted)
    else:
        yield from map(_one, _DIGITS.findall(shown))
        begun = (value(shown[:end]) for end in range(1, len(shown)))  # 十 of 十余
        yield _Wanted(shown, frozenset({*_of_signs(shown), *filter(None, begun)}), counts=False)


def _of_signs(shown: str) -> Iterator[Decimal]:
    """The numbers of the signs of a Chinese numeral that may be several: of 二三, of 五零一优."""
    signs = () if set(shown) & set("十百千万亿") else (value(sign) for sign in shown if not sign.isascii())
    yield from (number for number in signs if number is not None)


def _one(shown: str) -> _Wanted:
    return _Wanted(shown, frozenset({Decimal(shown.replace(",", ""))}), counts=True)


_DIGITS = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?", re.ASCII)
_IN_WORDS = ("零", "一", "二")
"""Numerals that are mostly part of words: 统一, 零星, 二次供水; two things are 两."""
_MEASURE = re.compile("[个种项份天日月年周时小分元万米公户次步条类张人处栋层家台倍吨立平%]")


def _plain(text: str) -> str:
    """A text without the figures of square and cubic metres."""
    return re.sub("[²³]", "", text)


def _in_words(says: str, words: Mapping[str, object]) -> dict[str, Decimal]:
    """The numbers that a translation has in words."""
    there = re.findall(r"[^\W\d_]+", says.lower())
    return {word: Decimal(str(words[word])) for word in there if word in words}


@cache
def _numerals() -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    with (TEMPLATES / "numerals.yaml").open(encoding="utf-8") as file:
        found: Mapping[str, Mapping[str, Mapping[str, object]]] = yaml.safe_load(file)
    return found
