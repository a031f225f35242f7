"""One proposal, the passage it is found in, and what all proposals have in common: quotations and amounts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from generator.checks import claims
from generator.document.characters import simplified
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
    """The sentence and the heads above it, by which one may tell what it is about."""
    beside: tuple[str, ...] = ()
    """Other words of the clause that are quoted with it: the first cell of its row, the head of its column."""
    doubt: str = ""
    """Why it is not certain, in Chinese / English; empty where nothing speaks against it."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """What is quoted with it out of another clause: its words and that clause."""
    case: str = ""
    """In which case it holds, in the words before it; empty where they do not say."""


class Flow(str):
    """A value that is YAML already: a list or a mapping with the words of the document in it, quoted."""

    @classmethod
    def of(cls, value: object) -> Flow:
        """A value as YAML in one line."""
        return cls(json.dumps(value, ensure_ascii=False))


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
    note: str = ""
    """The line right above the table, or the one with its unit below."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """The heads of the columns and the note that stand in another clause than its own, with that clause."""
    number: str = ""
    """The number before it, as it stands there: （一）, ①, 第一步; empty without one."""
    heads: bool = False
    """Whether it is a head without a number, of what follows."""
    gaps: tuple[int, ...] = ()
    """Where in it the document leaves a wide space, as between a title and what follows."""
    line: str = ""
    """The whole line that it stands in, residue removed."""

    @property
    def first(self) -> str:
        """The first cell of its row; empty where it stands in no table."""
        return self.row[0] if self.row else ""

    @cached_property
    def words(self) -> str:
        """Its text as it is compared, with the characters of the document."""
        return normal(self.text)

    def cell(self, head: str) -> str:
        """The cell of its row whose column has a head with some words (a regular expression); empty without one."""
        named = zip(self.columns, self.row, strict=True) if self.columns else ()
        return next((cell for column, cell in named if re.search(head, plain(column))), "")

    @cached_property
    def about(self) -> str:
        """The heads, its row and what precedes it in its sentence: all that says what it is about, itself included."""
        return plain(" ".join([*self.above, self.label, *self.row, self.before, self.text]))

    def through(self, *cells: int) -> str:
        """The words of its line from its own cell to some others of the row; without a row its own words."""
        if not self.row:
            return self.text
        ends, end = list[tuple[int, int]](), 0
        for cell in self.row:
            start = self.line.find(cell, end)
            end = start + len(cell)
            ends.append((start, end))
        used = sorted({self.at, *cells})
        return self.line[ends[used[0]][0] : ends[used[-1]][1]]

    def candidate(
        self,
        section: str,
        values: Iterable[tuple[str, str]],
        words: str,
        figures: tuple[Decimal, ...] = (),
        *,
        beside: tuple[str, ...] = (),
        doubt: str = "",
        case: str = "",
        quote: str = "",
    ) -> Candidate:
        """A proposal out of the passage, with a quotation: a short one around some words of it, where none is given."""
        far = tuple(part for part in self.elsewhere if part[0] in beside)
        near = tuple(part for part in beside if part not in dict(far))
        return Candidate(
            section,
            tuple(values),
            self.clause,
            quote or around(self.text, words),
            figures,
            self.about,
            near,
            doubt,
            far,
            case,
        )


@lru_cache(512)
def plain(text: str) -> str:
    """The text as words are looked for in it: normalised, in simplified characters; as long as the normalised one."""
    return normal(text).translate(simplified())


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
    numbers: tuple[Decimal, ...],
    quotes: Iterable[str],
    fact_of: Callable[[dict[str, Any]], Part],
    meant: set[str],
    only: str = "",
) -> tuple[tuple[str, str], ...]:
    """The key of the amount that the quotation bears, and the number; none where it bears none.

    `meant`: the signs beside the number itself; the same number may stand elsewhere in the quotation and mean another.
    `only`: the one key that it may be, if the words say which.
    """
    if not numbers:
        return ()
    borne = claims.readings(tuple(quotes))
    ways: list[dict[str, Any]] = [
        {name: numbers[0]}
        for name, sign in _MEANING.items()
        if name == only or (not only and (not meant or sign in (*meant, "")))
    ]
    if len(numbers) == 2:
        ways = [{"between": numbers}] if numbers[0] <= numbers[1] else []
    for way in ways:
        if all(any(map(claim.holds, borne)) for claim in claims.claims_of(fact_of(way))):
            shown = f"[{', '.join(map(str, numbers))}]" if len(numbers) == 2 else str(numbers[0])
            return ((next(iter(way)), shown),)
    return ()


def force(quote: str) -> tuple[tuple[str, str], ...]:
    """How binding the words of a quotation make what it says, as a key and its value; none where they do not say."""
    said = re.sub("告知承诺|承诺(?=[制书件])|(?:超过|违反|未按)承诺", "", quote)
    return next(((("force", force),) for force in _FORCES if re.search(claims.FORCE_WORDS[force], said)), ())
