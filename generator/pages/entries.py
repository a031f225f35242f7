"""What pages about many places know of each place: little enough to hold all places at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from generator.policy.guide import ANSWERED, LISTS, Guide, Place
from generator.policy.scalars import NOT_STATED

ONE_PAGE = 30
"""Up to so many places stand in one list; beyond, those of each province have a page of their own."""


@dataclass(frozen=True)
class Entry:
    """A place: its guides without their facts, and what lists and the finder say of them."""

    guides: tuple[Guide, ...]
    classes: tuple[tuple[str, ...], ...]
    """The names of the classes of each guide."""
    form: bool
    """Whether the place has a form."""
    together: bool
    """Whether its document knows a joint visit."""
    rows: tuple[dict[str, Any], ...]
    """Each guide in `data/guides.json`."""

    @property
    def place(self) -> Place:
        """The place itself."""
        return self.guides[0].place


def head(guide: Guide) -> Guide:
    """A guide without its facts: place, utility, documents, reference, provider."""
    silent: dict[str, Any] = {**dict.fromkeys(ANSWERED), **dict.fromkeys(LISTS, ())}
    return guide.model_copy(update=silent)


def province(place: Place) -> str:
    """The first two digits of a place's code (GB/T 2260); `00` where it has none."""
    return "00" if place.code == NOT_STATED else place.code[:2]


def by_province(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The places by province in the order of the codes; few places all together, under no code."""
    if len(entries) <= ONE_PAGE:
        return {"": list(entries)}
    found: dict[str, list[Entry]] = {code: [] for code in sorted({province(one.place) for one in entries})}
    for one in entries:
        found[province(one.place)].append(one)
    return found


def guides(entries: Iterable[Entry]) -> list[Guide]:
    """The guides of some places, in order."""
    return [guide for one in entries for guide in one.guides]


class Pagination(NamedTuple):
    """Which of several pages a list stands on: that of a province, that of all, or the only one."""

    province: str = ""
    """The code of the province this page is about; empty on the page of all."""
    provinces: Mapping[str, int] = {}
    """How many places each province has; empty where all stand on one page."""


Example: TypeAlias = tuple[Guide, Sequence[str], Mapping[str, Any]]
"""A guide, its authorities, a test vector."""
