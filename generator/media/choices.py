"""What the window decides of a guide: between which classes, what each touches, and which time limit is then left.

It lays out what a layout tells. No markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.media.classes import Batch, arranged
from generator.media.layout import Group, Layout
from generator.policy.guide import facts
from generator.policy.tables import Class, Defect
from generator.words.conditions import conditions
from generator.words.names import decides


class Meeting(NamedTuple):
    """A class that some of another class fit, too."""

    name: str
    days: tuple[str, ...]
    """The time limits that hang on it."""
    where: str
    """In which case; empty where it is any of those who are of both."""


class Choice(NamedTuple):
    """A table between whose classes the window decides."""

    table: str
    name: str
    """Its name, where the guide has several."""
    decides: str
    """What hangs on it, where the guide has several."""
    batches: tuple[Batch, ...]


def choices(shown: Layout) -> tuple[Choice, ...]:
    """The tables on which days hang; all of them where days hang on none. Raises CycleError, TooLargeError."""
    guide, batches = shown.guide, arranged(shown).batches
    tables = tuple(dict.fromkeys(batch.table for batch in batches))
    timed = {name for limit in facts(guide, "limits") for tests in limit.when for name in tests}
    names = {one.id: one.name for one in guide.tables}
    return tuple(
        Choice(one, names.get(one, ""), decides(guide, one), tuple(batch for batch in batches if batch.table == one))
        for one in tables
        if one in timed or not timed.intersection(tables)
    )


def left(shown: Layout) -> tuple[Group, ...]:
    """The time limits between which the window decides where the classes leave several: all of the whole."""
    return shown.whole_limits()


def beside(shown: Layout) -> bool:
    """Whether every time limit of the whole hangs on one class alone, so that the class settles it."""
    known = {line.statement.id for classes in shown.tables().values() for one in classes for line in one.limits}
    whole = [line for group in left(shown) for line in group.lines if not line.open]
    return all(line.statement.id in known for line in whole)


def meetings(shown: Layout, one: Class) -> tuple[Meeting, ...]:
    """The other classes that some of a class fit, too, each once."""
    return tuple(dict.fromkeys(_meetings(shown, one)))


def _meetings(shown: Layout, one: Class) -> Iterator[Meeting]:
    classes = {
        each.fact.id: each for found in shown.tables().values() for each in found if each.fact.table == one.table
    }
    for defect in (each for each in shown.guide.defects if each.table == one.table and one.id in each.classes):
        for name in (each for each in defect.classes if each != one.id):
            met = classes[name]
            yield Meeting(met.fact.name, tuple(line.statement.says for line in met.limits), _where(shown, defect))


def _where(shown: Layout, defect: Defect) -> str:
    """The case of an overlap in words; without it where it names both classes only."""
    return conditions(shown.guide, defect.where)
