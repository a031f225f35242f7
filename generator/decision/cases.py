"""A guide as it is for one class: what cannot hold there is left out, what certainly holds needs no condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.decision.boxes import Box, touching, within
from generator.decision.deciding import Decisions, decided
from generator.decision.space import Tests
from generator.policy.facts import Schedule
from generator.policy.guide import FACTS, LISTS, Guide, items
from generator.policy.provenance import Conflict, Fact
from generator.policy.scalars import NOT_STATED
from generator.policy.tables import Class


def of_class(guide: Guide, one: Class) -> Guide:
    """The guide of an applicant of whom nothing is known but the class. Raises CycleError, TooLargeError.

    The tables stay whole, since conditions are read by them; of the further questions those of some cases only stay.
    """
    decisions = decided(guide)
    region = decisions.holding(one.table)[one.id]
    changed: dict[str, Any] = {name: _section(decisions, region, name) for name in FACTS}
    changed |= {name: _own_first(changed[name], one) for name in ("limits", "step_counts", "paper_counts")}
    bound = {one.id for one in guide.questions if one.when}
    changed["questions"] = tuple(one for one in changed["questions"] if one.id in bound)
    own = (defect for defect in guide.defects if defect.table == one.table and one.id in defect.classes)
    changed["defects"] = tuple(defect for defect in own if touching(region, decisions.where(defect.where)))
    return guide.model_copy(update=changed)


def _own_first(found: Any, one: Class) -> Any:
    """What holds for the class before what holds for those that may hold beside it."""
    if found == NOT_STATED:
        return found
    return tuple(sorted(found, key=lambda item: any(one.table in tests for tests in item.when)))


def _left_open(decisions: Decisions, region: list[Box], when: Sequence[Tests]) -> tuple[Tests, ...]:
    """What of a condition the region does not settle already."""
    possible = (tests for tests in when if touching(region, decisions.boxes(tests)))
    return tuple(
        {name: test for name, test in tests.items() if not within(region, decisions.boxes({name: test}))}
        for tests in possible
    )


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
        there = decisions.where(item.when)
        if not touching(region, there):
            continue
        when = () if within(region, there) else _left_open(decisions, region, item.when)
        if isinstance(item, Conflict):
            sides = tuple(_held(decisions, region, [_with_its_case(side, item) for side in item.sides]))
            yield from sides if len(sides) < 2 else [item.model_copy(update={"when": when, "sides": sides})]
        elif isinstance(item, Schedule):
            yield item.model_copy(update={"when": when, "rows": tuple(_held(decisions, region, item.rows))})
        else:
            yield item.model_copy(update={"when": when})
