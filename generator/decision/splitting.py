"""Along what a table that is too large to be proven can be split. No I/O, no wording."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from generator.decision.deciding import Decisions


class Splitting(NamedTuple):
    """The inputs and tables that a table tests, in groups that no row tests together; and of all the most tested."""

    groups: tuple[tuple[str, ...], ...]
    most: str
    rows: int
    """So many rows test that."""


def splitting(decisions: Decisions, table: str) -> Splitting:
    """Where to begin with a table that has rows."""
    rows = [frozenset(row.tests) for one in decisions.classes[table] if one.rows != "rest" for row in one.rows]
    most, number = Counter(name for row in rows for name in sorted(row)).most_common(1)[0]
    return Splitting(tuple(tuple(sorted(group)) for group in _apart(rows)), most, number)


def _apart(rows: list[frozenset[str]]) -> list[frozenset[str]]:
    """Sets that share something put together, until none do."""
    groups: list[frozenset[str]] = []
    for row in rows:
        near = [group for group in groups if group & row]
        groups = [group for group in groups if not group & row] + [row.union(*near)]
    return sorted(groups, key=sorted)
