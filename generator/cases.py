"""A guide as it is for one class: what cannot hold there is left out, what certainly holds needs no condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.decision import Box, Decisions, shared, without
from generator.model import FACTS, LISTS, NOT_STATED, Class, Conflict, Fact, Guide, Schedule, items


def of_class(guide: Guide, one: Class) -> Guide:
    """The guide of an applicant of whom nothing is known but the class. Raises CycleError, TooLargeError.

    The tables stay whole, since conditions are read by them.
    """
    decisions = Decisions(guide)
    region = decisions.holding(one.table)[one.id]
    changed: dict[str, Any] = {name: _section(decisions, region, name) for name in FACTS}
    changed["defects"] = tuple(
        defect
        for defect in guide.defects
        if shared(region, decisions.where(defect.where)) and (defect.table != one.table or one.id in defect.classes)
    )
    return guide.model_copy(update=changed)


def _section(decisions: Decisions, region: list[Box], name: str) -> Any:
    """What of a section may hold; what the document says of other cases only is silence here."""
    found = tuple(_held(decisions, region, items(decisions.guide, name)))
    return found or (() if name in LISTS else NOT_STATED)


def _with_its_case(side: Fact, conflict: Conflict[Any]) -> Fact:
    """A side of a conflict with the condition that holds for it: its own, or the conflict's."""
    return side if side.when else side.model_copy(update={"when": conflict.when})


def _held(decisions: Decisions, region: list[Box], found: Iterable[Any]) -> Iterator[Any]:
    """What may hold; of a conflict the sides that may, and where one is left, that alone."""
    for item in found:
        there = shared(region, decisions.where(item.when))
        if not there:
            continue
        when = item.when if without(region, there) else ()
        if isinstance(item, Conflict):
            sides = tuple(_held(decisions, region, [_with_its_case(side, item) for side in item.sides]))
            yield from sides if len(sides) < 2 else [item.model_copy(update={"when": when, "sides": sides})]
        elif isinstance(item, Schedule):
            yield item.model_copy(update={"when": when, "rows": tuple(_held(decisions, region, item.rows))})
        else:
            yield item.model_copy(update={"when": when})
