"""FEEL unary tests (OMG DMN 1.5, chapter 10): the words in which a policy states its conditions.

Supported: `-`, numbers with `<`, `<=`, `>`, `>=`, intervals `[a..b]` `(a..b]` `[a..b)` `(a..b)`, strings (a backslash
before a quotation mark or a backslash), `true`, `false`, comma-separated disjunctions and `not(…)`. A bare word or a
YAML list of words stands for the FEEL string (`[a, b]` for `"a","b"`), since policies name classes by id. No input
declarations are known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = bool | Decimal | str

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_COMPARISON = re.compile(rf"(<=|>=|<|>)\s*({_NUMBER})")
_INTERVAL = re.compile(rf"([\[(])\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*([\])])")
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_STRING = re.compile(_QUOTED, re.DOTALL)
_PART = re.compile(rf'(?:[^",]|{_QUOTED})+,', re.DOTALL)
_WORD = re.compile(r"[^\s\"'\[\](),<>=]+")


def plain(value: Value) -> bool | str | int | float:
    """A value for JSON; numbers have at most 15 digits, so that a double holds them."""
    return value if not isinstance(value, Decimal) else float(value) if value % 1 else int(value)


class FeelError(ValueError):
    """The text, which the error carries, is no unary test."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two bounds; `None` is no bound. A single number is a closed range onto itself."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = False
    high_closed: bool = False

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, Decimal):
            return False
        above = self.low is None or number > self.low or (self.low_closed and number == self.low)
        below = self.high is None or number < self.high or (self.high_closed and number == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Unary:
    """A disjunction of tests, negated as a whole when `negated`; without tests, and not negated, `-`: always true."""

    text: str
    ranges: tuple[Range, ...] = ()
    values: tuple[bool | str, ...] = ()
    negated: bool = False

    @property
    def anything(self) -> bool:
        """Whether this is `-`."""
        return not (self.ranges or self.values or self.negated)

    def matches(self, value: Value) -> bool:
        """Whether a value passes. Numbers are Decimals."""
        if self.anything:
            return True
        if isinstance(value, Decimal):
            passes = any(value in part for part in self.ranges)
        else:
            passes = any(value is part or (isinstance(value, str) and value == part) for part in self.values)
        return passes is not self.negated

    def feel(self) -> str:
        """The test in standard FEEL, as it stands in a DMN cell."""
        parts = [_range_text(part) for part in self.ranges] + [literal(part) for part in self.values]
        inner = ",".join(parts) or "-"
        return f"not({inner})" if self.negated else inner


def _range_text(part: Range) -> str:
    low, high = (None if number is None else f"{number:f}" for number in (part.low, part.high))
    if part.low == part.high:
        return str(low)
    if high is None:
        return f"{'>=' if part.low_closed else '>'} {low}"
    if low is None:
        return f"{'<=' if part.high_closed else '<'} {high}"
    return f"{'[' if part.low_closed else '('}{low}..{high}{']' if part.high_closed else ')'}"


def literal(part: bool | str) -> str:
    """A value in standard FEEL."""
    return str(part).lower() if isinstance(part, bool) else '"' + re.sub(r'["\\]', r"\\\g<0>", part) + '"'


def parse(text: str) -> Unary:
    """The tests a text states. Raises FeelError where it states none.

    >>> parse("(100..1000]").matches(Decimal(100))
    False
    """
    stripped = text.strip()
    if stripped == "-":
        return Unary(stripped)
    negated = stripped.startswith("not(") and stripped.endswith(")")
    ranges: list[Range] = []
    values: list[bool | str] = []
    for part in _parts(stripped[4:-1] if negated else stripped):
        _read(part, ranges, values)
    return Unary(stripped, tuple(ranges), tuple(values), negated)


def among(words: list[str]) -> Unary:
    """The disjunction that a YAML list of words or numbers stands for. Raises FeelError."""
    return parse(",".join(words))


def _parts(text: str) -> list[str]:
    """The parts of a text between the commas outside quotation marks. Raises FeelError where one is empty."""
    closed = [match[0] for match in _PART.finditer(f"{text},")]
    parts = [part[:-1].strip() for part in closed]
    if "".join(closed) != f"{text}," or not all(parts):
        raise FeelError(text)
    return parts


def _read(part: str, ranges: list[Range], values: list[bool | str]) -> None:
    """Add a single test to the ranges or the values. Raises FeelError where it is none."""
    if re.fullmatch(_NUMBER, part):
        ranges.append(Range(Decimal(part), Decimal(part), low_closed=True, high_closed=True))
    elif match := _COMPARISON.fullmatch(part):
        ranges.append(_comparison(match[1], Decimal(match[2])))
    elif match := _INTERVAL.fullmatch(part):
        ranges.append(_interval(match, part))
    elif part in ("true", "false"):
        values.append(part == "true")
    elif match := _STRING.fullmatch(part):
        values.append(re.sub(r'\\(["\\])', r"\1", match[1]))
    elif _WORD.fullmatch(part) and not (part[0] == "-" or part[0].isdigit()):
        values.append(part)
    else:
        raise FeelError(part)


def _comparison(operator: str, number: Decimal) -> Range:
    closed = operator.endswith("=")
    if operator.startswith("<"):
        return Range(None, number, high_closed=closed)
    return Range(number, None, low_closed=closed)


def _interval(match: re.Match[str], part: str) -> Range:
    low, high = Decimal(match[2]), Decimal(match[3])
    closed = (match[1] == "[", match[4] == "]")
    if low > high or (low == high and closed != (True, True)):
        raise FeelError(part)
    return Range(low, high, *closed)
