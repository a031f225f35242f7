"""The answer card of a guide: how long it takes as figures, and of other answers what there is room for.

It lays out what a layout tells and words nothing but the figures themselves. No markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.media.layout import Group, Layout
from generator.policy.facts import WORDS_AS_AMOUNT, Limit
from generator.policy.scalars import NOT_STATED
from generator.telling.comparable import basis, bound
from generator.words.catalogue import unit, words

_HOURS = {"minute": "1/60", "hour": "1", "week": "168", "month": "720", "year": "8760"}


class Spread(NamedTuple):
    """Time limits that are counted alike, from the longest to the shortest, in one unit."""

    numbers: tuple[Decimal, ...]
    """Each once, the longest first; never the most favourable first."""
    unit: str
    several: int
    """How many cases have one of them."""


class Brief(NamedTuple):
    """As much of a section as there is room for."""

    groups: tuple[Group, ...]
    more: int
    """How many others stand in the section itself."""


def spread(limits: Sequence[Group]) -> Spread | None:
    """Several time limits as one range, if nothing but their number tells them apart; else None."""
    lines = [line for group in limits for line in group.lines if line.statement.kind == "stated"]
    facts = [line.statement.fact for line in lines]
    plain = all(group.relation is None for group in limits) and all(_numbered(limit) for limit in facts)
    if len(facts) < _SEVERAL or not plain or len({_basis(limit) for limit in facts}) > 1:
        return None
    numbers = sorted({limit.numbers[0] for limit in facts}, reverse=True)
    return Spread(tuple(numbers), unit(facts[0].unit, numbers[-1]), len(facts))


def bound_word(limits: Sequence[Group]) -> str:
    """The word with which several time limits bind, 不超过, if all that have a number bind alike; else empty."""
    facts = [line.statement.fact for group in limits for line in group.lines if isinstance(line.statement.fact, Limit)]
    kinds = {bound(limit) for limit in facts if limit.numbers}
    return str(words()["amounts"][kinds.pop()]).partition("{")[0].strip() if len(kinds) == 1 and len(limits) > 1 else ""


_SEVERAL = 2


def _numbered(limit: Limit) -> bool:
    return len(limit.numbers) == 1 and limit.unit != NOT_STATED and not limit.words


def _basis(limit: Limit) -> tuple[object, ...]:
    """How a limit is counted and how strongly it holds; its unit and its kind of bound among it."""
    return (*basis(limit), limit.force, limit.extends)


def in_order(shown: Layout) -> list[Group]:
    """The time limits of the whole, the longest first; of steps alone in their order, the whole before them."""
    groups = shown.whole_limits()
    return sorted(groups, key=lambda one: not one.lines[0].open) if shown.stepwise else longest_first(groups)


def longest_first(groups: Iterable[Group]) -> list[Group]:
    """Time limits without a number first, then from the longest to the shortest; what is silent last."""
    return sorted(groups, key=lambda group: min(map(place, (line.statement.fact for line in group.lines))))


def place(limit: object) -> tuple[int, Decimal]:
    """Where a time limit stands among others."""
    if not isinstance(limit, Limit):
        return 2, Decimal(0)
    return (1, -hours(limit)) if limit.numbers or limit.unit in WORDS_AS_AMOUNT else (0, Decimal(0))


def hours(limit: Limit) -> Decimal:
    """About how long a limit with a number is, to put limits in order; never shown."""
    numerator, _, denominator = _HOURS.get(limit.unit, "24").partition("/")
    return max(limit.numbers, default=Decimal(0)) * Decimal(numerator) / Decimal(denominator or 1)


def brief(groups: Iterable[Group], room: int) -> Brief:
    """The first groups of a section that fit into a number of characters, and how many others there are.

    The first one may take half as much again.
    """
    kept: list[Group] = []
    found, used = list(groups), 0
    for group in found:
        used += sum(len(line.without("note").text) for line in group.lines)
        if used > (room if kept else room * 3 // 2):
            break
        kept.append(group)
    return Brief(tuple(kept), len(found) - len(kept))
