"""What a checklist asks to be ticked, written in or counted off, as data: no markup."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from generator.media.layout import Classed, Layout, layout
from generator.policy.facts import Limit
from generator.policy.guide import Guide, items
from generator.policy.tables import Class, Input
from generator.telling.comparable import bound
from generator.telling.overlaps import overlaps
from generator.words.catalogue import words

_MOST_QUESTIONS, _MOST_DAYS = 8, 15


class Tick(NamedTuple):
    """A question that decides: its answers to be ticked, or a number to be written in."""

    name: str
    """Empty where the answers say it themselves."""
    options: tuple[str, ...]
    """None of a number."""
    unit: str


class Ruler(NamedTuple):
    """The days of a time limit one by one, to be dated by hand."""

    unit: str
    days: tuple[str, ...]
    """1, 2, 3 and so on; a limit of three and a half ends in 3.5."""
    says: str
    """Which days count."""


def ticks(inputs: Sequence[Input]) -> tuple[Tick, ...]:
    """Questions as they are ticked; none where they are too many for a sheet."""
    return tuple(map(_tick, inputs)) if len(inputs) <= _MOST_QUESTIONS else ()


def _tick(one: Input) -> Tick:
    if one.type == "boolean" and one.words:
        return Tick("", (one.words["true"], one.words["false"]), "")
    return Tick(one.name, one.choices, one.unit or "")


def ruler(shown: Layout) -> Ruler | None:
    """The days of the one time limit of the whole in a case; None where there are several, or other units."""
    limits = [line.statement.fact for group in shown.of_the_whole() for line in group.lines if not group.relation]
    if len(limits) != 1 or not isinstance(limits[0], Limit) or bound(limits[0]) != "at_most":
        return None
    said = words()["sheet"]["ruler"].get(limits[0].unit)
    number = limits[0].numbers[0] if limits[0].numbers else Decimal(0)
    if said is None or not 1 < number <= _MOST_DAYS:
        return None
    days = [str(day) for day in range(1, ceil(number))]
    return Ruler(str(words()["units"][limits[0].unit]), (*days, str(number)), str(said))


class Met(NamedTuple):
    """A class that some applicants of another fit, too."""

    classed: Classed
    because: str
    """Why they do, in our words."""


def met(guide: Guide, one: Class) -> tuple[Met, ...]:
    """The other classes that some applicants of a class fit, too, each once."""
    reasons: dict[str, str] = {}
    for each in (each for each in overlaps(guide) if each.defect.table == one.table):
        if each.first == one.name:
            reasons |= dict.fromkeys(each.others, each.because)
        elif one.name in each.others:
            reasons[each.first] = each.because
    whole = layout(guide, "checklist")
    classes = (other for other in items(guide, "classes") if other.table == one.table and other.name in reasons)
    return tuple(Met(whole.classed(other), reasons[other.name]) for other in classes)
