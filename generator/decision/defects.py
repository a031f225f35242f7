"""Where a table has gaps and overlaps, exactly, and whether an editor has recorded them. No I/O, no wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from generator.decision.boxes import Box, merged, shared, without
from generator.decision.deciding import Decisions, tests_on
from generator.policy.guide import Guide, facts
from generator.policy.tables import Class, Defect


@dataclass(frozen=True)
class Fault:
    """Where a table gives no class (classes empty), or two at once: the boxes where it does."""

    table: str
    classes: tuple[str, ...]
    boxes: tuple[Box, ...]

    @property
    def name(self) -> str:
        """The id under which it is proposed to be recorded."""
        return "-or-".join(self.classes) or "none"


def faults(decisions: Decisions, table: str) -> tuple[Fault, ...]:
    """All gaps and overlaps of a table, exactly; overlaps pair by pair."""
    holding = decisions.holding(table)
    everywhere = list(chain.from_iterable(holding.values()))
    possible = [Fault(table, (), tuple(without(_divided(decisions, table), everywhere)))]
    possible += [
        Fault(table, pair, tuple(shared(holding[pair[0]], holding[pair[1]]))) for pair in combinations(holding, 2)
    ]
    return tuple(fault for fault in possible if fault.boxes)


def _divided(decisions: Decisions, table: str) -> list[Box]:
    """Where a table should give a class: of those whom some value of each question fits."""
    return shared([decisions.space.named], decisions.divided(table))


def unrecorded(decisions: Decisions, table: str) -> Iterator[Fault]:
    """The faults of a table where none is recorded: no gap, or no overlap of the two classes or of more."""
    recorded = [defect for defect in decisions.guide.defects if defect.table == table]
    for fault in faults(decisions, table):
        covering = [defect for defect in recorded if _names(defect, fault)]
        left = without(fault.boxes, [box for defect in covering for box in decisions.where(defect.where)])
        if left:
            yield Fault(table, fault.classes, tuple(left))


def _names(defect: Defect, fault: Fault) -> bool:
    return set(fault.classes) <= set(defect.classes) if fault.classes else not defect.classes


def imagined(decisions: Decisions, defect: Defect) -> list[Box]:
    """The boxes of a recorded defect's region in which the table has no such defect.

    Of an overlap, where one of its classes does not hold; of a gap, where any class does, or a text that is not in hand
    may give one; the whole space where the region is empty.
    """
    there = decisions.where(defect.where)
    holding = decisions.holding(defect.table)
    if not there:
        return [decisions.space.whole]
    if not defect.classes:
        divided = shared(there, decisions.divided(defect.table))
        return [*shared(divided, list(chain.from_iterable(holding.values()))), *without(there, divided)]
    return merged(box for class_id in defect.classes for box in without(there, holding[class_id]))


def unreachable(decisions: Decisions, table: str) -> Iterator[tuple[Class, int]]:
    """The rows of a table that no value can match: the class, and the index of the row in it."""
    for class_ in decisions.classes[table]:
        for index, row in enumerate(() if class_.rows == "rest" else class_.rows):
            if not decisions.boxes(row.tests):
                yield class_, index


def unused(guide: Guide) -> Iterator[tuple[str, str]]:
    """The values of enumerations that no test of the guide names: the id of the input, and the value.

    What a scope does not name lies outside of it, so that each of its values decides something.
    """
    scoped = {name for one in facts(guide, "scope") for tests in one.where for name in tests}
    for asked in (asked for asked in guide.inputs if asked.id not in scoped):
        named = {value for test in tests_on(guide, asked.id) for value in test.values}
        needless = {*named, *asked.meanings}
        yield from ((asked.id, value) for value in asked.values if value not in needless)
