"""Which time limits of several places may be compared at all. No words for readers, no judgement, no order by length.

Two limits are comparable only where unit, kind of bound, start, end, what is left out and what is counted in are all
stated and agree word by word. Silence agrees with nothing: nobody knows whether two silences mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from generator.document.text import normal
from generator.policy.facts import Limit
from generator.policy.guide import Guide, items
from generator.policy.provenance import AIMS, UNSAID, Conflict, Words, unsaid
from generator.policy.scalars import NOT_STATED

Hindrance: TypeAlias = Literal[
    "part", "whose", "disputed", "aim", "number", "unit", "starts_on", "ends_with", "excludes", "alone"
]
"""part: of some steps only · whose: not the utility's · disputed: written in two ways · aim: not in force · number: no
number · unit: none, or days of an unnamed kind · starts_on, ends_with, excludes: silent · alone: none is alike."""


@dataclass(frozen=True)
class Counted:
    """A time limit of a guide as it is counted."""

    guide: Guide
    limit: Limit
    disputed: bool
    """Whether it is one side of a conflict."""

    @property
    def path(self) -> tuple[str, str, str]:
        """What names it among all: the guide, the limit, its first clause (sides of a conflict may share an id)."""
        clause = str(self.limit.cite[0].clause) if self.limit.cite else ""
        return self.guide.address, self.limit.id, clause

    @property
    def whole(self) -> bool:
        """Whether it is the utility's and of the whole service."""
        return not self.limit.steps and self.limit.own

    @property
    def basis(self) -> tuple[object, ...]:
        """How it is counted."""
        return basis(self.limit)


def basis(limit: Limit) -> tuple[object, ...]:
    """How a limit is counted: unit, kind of bound, start, end, what is left out, what is counted in."""
    parts = (_said(getattr(limit, name)) for name in ("starts_on", "ends_with", "excludes", "includes"))
    return (limit.unit, bound(limit), *parts)


def bound(limit: Limit) -> str:
    """The kind of a limit's number: `at_most`, `exactly`, `between` …; empty where it has none."""
    return next((name for name in _BOUNDS if getattr(limit, name) is not None), "")


_BOUNDS = ("at_most", "exactly", "between", "at_least", "starts_within")
_SILENT: tuple[Hindrance, ...] = ("starts_on", "ends_with", "excludes")


def _said(part: Any) -> frozenset[str]:
    """The words of a part without regard to order, spaces and width; none where it is silent or empty."""
    several: tuple[Words, ...] = () if unsaid(part) else part if isinstance(part, tuple) else (part,)
    return frozenset(normal(one.words) for one in several)


def counted(guide: Guide) -> Iterator[Counted]:
    """Every time limit of a guide, both sides of what is written in two ways."""
    for item in items(guide, "limits"):
        if isinstance(item, Conflict):
            yield from (Counted(guide, one, disputed=True) for one in item.cased)
        elif not isinstance(item, UNSAID):
            yield Counted(guide, item, disputed=False)


def hindrances(timed: Counted) -> tuple[Hindrance, ...]:
    """What of a limit itself keeps it from being compared with any other; empty where nothing does."""
    limit = timed.limit
    hindered: dict[Hindrance, bool] = {
        "part": bool(limit.steps),
        "whose": not limit.own,
        "disputed": timed.disputed,
        "aim": limit.force in AIMS,
        "number": not limit.numbers,
        "unit": bool(limit.numbers) and limit.unit in (NOT_STATED, "day"),
        **{name: unsaid(getattr(limit, name)) for name in _SILENT},
    }
    return tuple(name for name, there in hindered.items() if there)


def groups(limits: Iterable[Counted]) -> list[tuple[Counted, ...]]:
    """The limits that are counted alike in two places or more, in the order in which they are met."""
    alike: dict[object, list[Counted]] = {}
    for limit in limits:
        if not hindrances(limit):
            alike.setdefault(limit.basis, []).append(limit)
    return [tuple(group) for group in alike.values() if len({limit.guide.place.slug for limit in group}) > 1]
