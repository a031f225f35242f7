"""Utilities × items of a list: what each publishes, counted, each cell with the place it leads to. No markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator.media.duty import Disclosed, listed
from generator.policy.files import Duty, DutyItem
from generator.policy.guide import Guide
from generator.telling.disclosure import STATES, State

MOST = 36
"""Up to so many utilities stand on one page; places are not torn apart."""

_UNKNOWN: frozenset[State] = frozenset({"asked", "missing"})
"""The states in which nothing at all is known."""


class Row(NamedTuple):
    """A utility, what is known of each item, and whether its notice may be put on a wall."""

    guide: Guide
    cells: tuple[Disclosed, ...]
    wall: bool

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where each cell leads: an address on the utility's own site, or one on this, from its root."""
        return tuple(cell.url or f"{self.guide.address}/{_within(self.guide, cell)}" for cell in self.cells)

    @property
    def lacks(self) -> int:
        """Of how many items nothing is known."""
        return sum(cell.state in _UNKNOWN for cell in self.cells)


class Matrix(NamedTuple):
    """What some utilities publish of one list."""

    listed: Duty
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[State, int]:
        """How many cells have each state."""
        numbers = Counter(cell.state for row in self.rows for cell in row.cells)
        return {state: numbers[state] for state in STATES}

    @property
    def differing(self) -> int:
        """How many cells stand for clauses that differ."""
        return sum(cell.differs for row in self.rows for cell in row.cells)

    @property
    def lacking(self) -> tuple[int, ...]:
        """Of how many utilities nothing is known, item by item."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(sum(cell.state in _UNKNOWN for cell in column) for column in columns)

    @property
    def lacked_by_all(self) -> tuple[DutyItem, ...]:
        """The items of which nothing is known of any utility."""
        numbered = zip(self.listed.items, self.lacking, strict=True)
        return tuple(item for item, number in numbered if number == len(self.rows))


def matrix(duty: Duty, places: Sequence[Sequence[Any]]) -> Matrix:
    """The matrix of a list; `places`: `overview.GuideEntry` by place."""
    rows = (Row(entry.guide, listed(duty, entry.disclosed), entry.wall) for place in places for entry in place)
    return Matrix(duty, tuple(rows))


def divided(places: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    """The places by page: whole places, at most MOST utilities; one page at least."""
    page: list[Sequence[Any]] = []
    for place in places:
        if page and sum(map(len, page)) + len(place) > MOST:
            yield page
            page = []
        page.append(place)
    yield page


def _within(guide: Guide, cell: Disclosed) -> str:
    """The place of a cell below the address of its guide."""
    if cell.state in _UNKNOWN:
        return f"supply/#{cell.kind}"
    if cell.state == "not_in_hand" and cell.kind != "tariffs":
        return "#ask"
    elsewhere = guide.reference is not None or cell.state in ("mentioned", "reference", "apart")
    return "#basis" if elsewhere else _PLACES[cell.kind]


_PLACES = {
    "name": "notice/", "responsible": "notice/", "scope": "#scope", "commitments": "#scope",
    "steps": "#steps", "papers": "#papers", "fees": "#fees", "tariffs": "#fees", "works": "#fees",
    "limits": "#summary", "starts_on": "#summary", "ends_with": "#summary", "excludes": "#summary",
    "standards": "#levels", "channels": "#channels", "window": "#channels", "enquiries": "#channels",
    "repairs": "#channels", "complaints": "#complaints", "complaint_line": "#complaints",
}  # fmt: skip
"""Where a guide tells of each matter."""
