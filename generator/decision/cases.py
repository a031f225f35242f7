"""A guide as it is for the applicants of one class: without the facts that cannot hold for any of them.

Facts that hold for all of them lose their condition.
"""

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


def of_class(guide: Guide, class_: Class) -> Guide:
    """A guide with the facts that may hold for an applicant of whom only the class is known.

    Facts of the class itself come before those that may hold beside it. Of the guide's questions those without a
    condition are left out: they stand on the page of the whole guide. Of the defects, those of the class stay. The
    decision tables stay whole, since conditions are decided with them. Raises CycleError, TooLargeError.
    """
    decisions = decided(guide)
    region = decisions.holding(class_.table)[class_.id]
    changed: dict[str, Any] = {name: _section(decisions, region, name) for name in FACTS}
    changed |= {name: _own_first(changed[name], class_) for name in ("limits", "step_counts", "paper_counts")}
    conditional = {question.id for question in guide.questions if question.when}
    changed["questions"] = tuple(question for question in changed["questions"] if question.id in conditional)
    own = (defect for defect in guide.defects if defect.table == class_.table and class_.id in defect.classes)
    changed["defects"] = tuple(defect for defect in own if touching(region, decisions.where(defect.where)))
    return guide.model_copy(update=changed)


def _own_first(facts: Any, class_: Class) -> Any:
    """The facts of a section, those with a condition on the table of the class first; `not_stated` as it is."""
    if facts == NOT_STATED:
        return facts
    return tuple(sorted(facts, key=lambda item: any(class_.table in tests for tests in item.when)))


def _left_open(decisions: Decisions, region: list[Box], when: Sequence[Tests]) -> tuple[Tests, ...]:
    """A condition without what a region settles: conjunctions that fail all over it, tests that pass all over it."""
    possible = (tests for tests in when if touching(region, decisions.boxes(tests)))
    return tuple(
        {name: test for name, test in tests.items() if not within(region, decisions.boxes({name: test}))}
        for tests in possible
    )


def _section(decisions: Decisions, region: list[Box], name: str) -> Any:
    """The facts of a section that may hold in a region; where there is none, `not_stated` or an empty list."""
    facts = tuple(_held(decisions, region, items(decisions.guide, name)))
    return facts or (() if name in LISTS else NOT_STATED)


def _with_its_case(side: Fact, conflict: Conflict[Any]) -> Fact:
    """A side of a conflict with the condition that holds for it: its own, or the conflict's."""
    return side if side.when else side.model_copy(update={"when": conflict.when})


def _held(decisions: Decisions, region: list[Box], facts: Iterable[Any]) -> Iterator[Any]:
    """The facts that may hold in a region, with what the region leaves open of their conditions.

    Of a conflict the sides that may hold, and where one is left, that side as a fact; of a schedule the rows.
    """
    for fact in facts:
        where = decisions.where(fact.when)
        if not touching(region, where):
            continue
        when = () if within(region, where) else _left_open(decisions, region, fact.when)
        if isinstance(fact, Conflict):
            sides = tuple(_held(decisions, region, [_with_its_case(side, fact) for side in fact.sides]))
            yield from sides if len(sides) < 2 else [fact.model_copy(update={"when": when, "sides": sides})]
        elif isinstance(fact, Schedule):
            yield fact.model_copy(update={"when": when, "rows": tuple(_held(decisions, region, fact.rows))})
        else:
            yield fact.model_copy(update={"when": when})
