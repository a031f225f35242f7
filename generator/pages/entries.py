"""What pages about many places know of each place: little enough to hold all places at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

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

    @property
    def province(self) -> str:
        """The first two digits of the place's code (GB/T 2260); `00` where it has none."""
        return "00" if self.place.code == NOT_STATED else self.place.code[:2]


class Outline(NamedTuple):
    """What a build needs to know of a place that it works on as bytes otherwise."""

    slug: str
    province: str
    guides: tuple[tuple[str, str], ...]
    """Address and utility of each guide."""
    example: str
    """The address of the first guide that examples of data may be taken from, or empty."""


def outline(entry: Entry) -> Outline:
    """A place in outline."""
    whole = zip(entry.guides, entry.classes, entry.rows, strict=True)
    fit = (guide.address for guide, classes, row in whole if classes and not row["lacks"])
    addresses = tuple((guide.address, guide.utility) for guide in entry.guides)
    return Outline(entry.place.slug, entry.province, addresses, next(fit, ""))


def head(guide: Guide) -> Guide:
    """A guide without its facts: place, utility, documents, reference, provider."""
    silent: dict[str, Any] = {**dict.fromkeys(ANSWERED), **dict.fromkeys(LISTS, ())}
    return guide.model_copy(update=silent)


class Somewhere(Protocol):
    """What lies in a province."""

    @property
    def province(self) -> str:
        """Its two digits."""


S = TypeVar("S", bound=Somewhere)


def by_province(places: Sequence[S]) -> dict[str, list[S]]:
    """The places by province in the order of the codes; few places all together, under no code."""
    if len(places) <= ONE_PAGE:
        return {"": list(places)}
    found: dict[str, list[S]] = {code: [] for code in sorted({one.province for one in places})}
    for one in places:
        found[one.province].append(one)
    return found


def provinces(places: Sequence[Somewhere]) -> dict[str, int]:
    """How many places each province has; nothing where all places stand on one page."""
    return {code: len(found) for code, found in by_province(places).items() if code}


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
