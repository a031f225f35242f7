"""One proposal, the passage it is found in, and what all proposals have in common: quotations and amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.checks import claims
from generator.document.quantities import Reading
from generator.document.text import normal
from generator.policy.provenance import Part


@dataclass(frozen=True)
class Candidate:
    """One proposal: the section it would stand under, its keys and values, the clause, the words.

    `figures`: the numbers it proposes. A `Candidate` under `classes` is the bound of a test, not yet a class.
    """

    section: str
    values: tuple[tuple[str, str], ...]
    clause: str
    quote: str
    figures: tuple[Decimal, ...] = ()
    context: str = ""
    """The sentence and the beginning of its clause, by which one may tell what it is about."""


@dataclass(frozen=True)
class Passage:
    """A statement of a document: between full stops and semicolons, or in a cell, residue removed, and its place."""

    clause: str
    text: str
    above: tuple[str, ...] = ()
    """The words of the heads that it stands under, outermost first."""
    before: str = ""
    """What precedes it in its sentence, up to its semicolon."""
    label: str = ""
    """The head of its column, or what stands before the colon of its line: 办理时限 of 办理时限：5个工作日."""
    row: tuple[str, ...] = ()
    """The cells of its row; none where it stands in no table."""
    at: int = 0
    """The place of its cell in the row."""
    columns: tuple[str, ...] = ()
    """The heads of the columns; none where the table has none."""

    @property
    def first(self) -> str:
        """The first cell of its row; empty where it stands in no table."""
        return self.row[0] if self.row else ""

    def candidate(
        self, section: str, values: Iterable[tuple[str, str]], words: str, figures: tuple[Decimal, ...] = ()
    ) -> Candidate:
        """A proposal out of the passage, with a short quotation around some words of it."""
        context = " ".join([*self.above, *self.row, self.before, self.text])
        return Candidate(section, tuple(values), self.clause, around(self.text, words), figures, context)


_LONG = 60


def around(sentence: str, words: str) -> str:
    """A short quotation: the sentence, or of a long one the parts between commas around what was found."""
    if len(sentence) <= _LONG:
        return sentence
    parts = re.split(r"(?<=[，,])", sentence)
    at = next((index for index, part in enumerate(parts) if normal(words) in normal(part)), None)
    if at is None:
        return sentence
    first, last = at, at + 1
    while first > 0 and sum(map(len, parts[first - 1 : last])) <= _LONG:
        first -= 1
    while last < len(parts) and sum(map(len, parts[first : last + 1])) <= _LONG:
        last += 1
    return "".join(parts[first:last]).strip("，, ")


_FORCES = ("in_principle", "encouraged", "committed", "statutory", "average")


def numbers_of(reading: Reading, signs: tuple[str | None, ...]) -> tuple[Decimal, ...]:
    """The numbers of some signs; none where one of them is in doubt."""
    numbers = [reading.number(sign) for sign in signs if sign]
    return tuple(number for number in numbers if number is not None) if None not in numbers else ()


def in_unit(reading: Reading, numbers: tuple[Decimal, ...], last: str, unit: str) -> tuple[tuple[Decimal, ...], str]:
    """Numbers and unit as the text has them: 3 and 万元, where `read` has made 30000 of 3万."""
    figure = reading.figure(last)
    if reading.text[figure.start : figure.end].endswith("万"):
        return tuple(number / 10000 for number in numbers), f"万{unit}"
    return numbers, unit


_MEANING = {"at_most": "<=", "at_least": ">=", "starts_within": "<=", "exactly": ""}


def bearing_amount(
    numbers: tuple[Decimal, ...], quote: str, fact_of: Callable[[dict[str, Any]], Part], meant: set[str], only: str = ""
) -> tuple[tuple[str, str], ...]:
    """The key of the amount that the quotation bears, and the number; none where it bears none.

    `meant`: the signs beside the number itself; the same number may stand elsewhere in the quotation and mean another.
    `only`: the one key that it may be, if the words say which.
    """
    if not numbers:
        return ()
    ways: list[dict[str, Any]] = [
        {name: numbers[0]}
        for name, sign in _MEANING.items()
        if name == only or (not only and (not meant or sign in (*meant, "")))
    ]
    if len(numbers) == 2:
        ways = [{"between": numbers}] if numbers[0] <= numbers[1] else []
    for way in ways:
        if all(claim.holds(normal(quote)) for claim in claims.claims_of(fact_of(way))):
            shown = f"[{', '.join(map(str, numbers))}]" if len(numbers) == 2 else str(numbers[0])
            return ((next(iter(way)), shown),)
    return ()


def force(quote: str) -> tuple[tuple[str, str], ...]:
    """How binding the words of a quotation make what it says, as a key and its value; none where they do not say."""
    return next(((("force", force),) for force in _FORCES if re.search(claims.FORCE_WORDS[force], quote)), ())
