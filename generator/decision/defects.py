"""Where a table has gaps and overlaps, exactly, and whether an editor has recorded them. No I/O, no wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from generator.decision.boxes import Box, merged, shared, without
from generator.decision.deciding import Decisions, tests_on
from generator.policy.guide import Guide
from generator.policy.tables import Class, Defect


@dataclass(frozen=True)
class Fault:
    """Where a table gives no class (classes empty), or two at once: the boxes where it does."""

    table: str
    classes: tuple[str, ...]
    boxes: tuple[Box, ...]


def faults(decisions: Decisions, table: str) -> tuple[Fault, ...]:
    """All gaps and overlaps of a table, exactly; overlaps pair by pair."""
    holding = decisions.holding(table)
    everywhere = list(chain.from_iterable(holding.values()))
    found = [Fault(table, (), tuple(without([decisions.space.whole], everywhere)))]
    found += [
        Fault(table, pair, tuple(shared(holding[pair[0]], holding[pair[1]]))) for pair in combinations(holding, 2)
    ]
    return tuple(fault for fault in found if fault.boxes)


def unrecorded(decisions: Decisions, table: str) -> Iterator[Fault]:
    """What of the faults no recorded defect covers: a gap by gaps, an overlap by defects that name both classes."""
    recorded = [one for one in decisions.guide.defects if one.table == table]
    for fault in faults(decisions, table):
        covering = [one for one in recorded if _names(one, fault)]
        left = without(fault.boxes, [box for one in covering for box in decisions.where(one.where)])
        if left:
            yield Fault(table, fault.classes, tuple(left))


def _names(defect: Defect, fault: Fault) -> bool:
    return set(fault.classes) <= set(defect.classes) if fault.classes else not defect.classes


def imagined(decisions: Decisions, defect: Defect) -> list[Box]:
    """Where a recorded defect is not so: the part of its region in which its classes do not all meet, or any does."""
    there = decisions.where(defect.where)
    holding = decisions.holding(defect.table)
    if not there:
        return [decisions.space.whole]
    if not defect.classes:
        return shared(there, list(chain.from_iterable(holding.values())))
    return merged(box for one in defect.classes for box in without(there, holding[one]))


def unreachable(decisions: Decisions, table: str) -> Iterator[tuple[Class, int]]:
    """Rows no value can match: the class and the row's index."""
    for one in decisions.classes[table]:
        for index, row in enumerate(() if one.rows == "rest" else one.rows):
            if not decisions.boxes(row.tests):
                yield one, index


def unused(guide: Guide) -> Iterator[tuple[str, str]]:
    """Input and value of enumerations where no test of the guide ever names the value."""
    for one in guide.inputs:
        named = {value for test in tests_on(guide, one.id) for value in test.values}
        yield from ((one.id, value) for value in one.values if value not in named)
