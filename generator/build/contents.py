"""What products of the store hold: their kinds, the names of their files, and the types of those that are objects."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from generator.disk.store import CacheKey, Store
from generator.findings import Finding
from generator.judgement.days import Announced
from generator.judgement.judged import Judgement, Score

if TYPE_CHECKING:  # what is read from the store brings along what it needs, and nothing else
    from generator.pages.entries import Entry, Outline
    from generator.pages.overview import GuideEntry
    from generator.paper.printing import Sheet
    from generator.policy.files import Publisher
    from generator.policy.resolve import Resolved
    from generator.site.links import LinkReport

Product: TypeAlias = dict[str, bytes]
"""The files of a product by name."""

JUDGED, CHECKED, PAGES, DATA, SHEETS = "judged", "checked", "pages", "data", "sheets"
"""The kinds of products of a family of places: what was found of its policies, what these say, its pages, the data
beside them, the HTML of its print sheets."""
GATHERED, COMMON = "gathered", "common"
"""The kinds of products of many families: what was found of each, and what was found of what they share."""


def held(kind: str, *, originals: bool) -> str:
    """A kind of findings, of policies held against the texts of their documents or alone: `judged.texts`, `judged`.

    These are two kinds, so that whoever asks for the one does not make the store forget the other.
    """
    return f"{kind}.texts" if originals else kind


def spoken(kind: str, name: str | None) -> str:
    """A kind of products in a language: `pages`, `pages.en`."""
    return f"{kind}.{name}" if name else kind


def parted(kind: str) -> tuple[str, str | None]:
    """A kind of products, and its language: None for Chinese."""
    plain, _, name = kind.partition(".")
    return plain, name or None


GUIDES, SHOWN = "guides/", "shown/"
"""Prefixes: files for guides/ and the site; pages that replace theirs on the site (with links into originals)."""
DIGEST = "digest"
"""The file of a product that names the content of its pages, on which their HTML depends."""

T = TypeVar("T")


@dataclass(frozen=True)
class Pickled(Generic[T]):
    """A file of a product that holds an object of type T."""

    name: str

    def file(self, value: T) -> Product:
        """The file by its name, to be put into a product."""
        return {self.name: pickle.dumps(value)}

    def load(self, data: bytes) -> T:
        """The object that a file holds.

        To unpickle is to run what the bytes say. These are our own: the store hands out only bytes that a verified
        manifest names, and between processes only the files of products are passed.
        """
        value: T = pickle.loads(data)  # noqa: S301
        return value

    def read(self, store: Store, key: CacheKey) -> T:
        """The object as a product in the store has it. Raises OSError, DamagedError."""
        return self.load(store.read(key, self.name))


class Reading(NamedTuple):
    """What the policies of a family say, without the files and where they lay."""

    publisher: Publisher
    resolved: list[Resolved]


class Judged(NamedTuple):
    """What was found of the policies of a family, and what findings about all places need of it."""

    judgement: Judgement
    guides: tuple[str, ...]
    """The addresses of the guides."""
    files: tuple[str, ...]
    """`<place>/<utility>` of every file that could be read."""
    unsupplied: tuple[Finding, ...]
    """What utilities have not yet supplied."""
    scores: tuple[tuple[str, Score], ...]
    """How many sentences of each document are accounted for, by `<place> <document>`."""


class Gathered(NamedTuple):
    """What was found of some families, one after the other; what utilities have not supplied is counted alone."""

    judged: tuple[Judged, ...]
    unsupplied: int


class Common(NamedTuple):
    """What was found of what all places share, and up to when calendars are announced."""

    judgement: Judgement
    announced: Announced


READING: Pickled[Reading] = Pickled("checked")
JUDGEMENT: Pickled[Judged] = Pickled("judged")
JUDGEMENTS: Pickled[Gathered] = Pickled("gathered")
UNSUPPLIED: Pickled[list[Finding]] = Pickled("unsupplied")
"""What the utilities of some families have not supplied."""
SHARED: Pickled[Common] = Pickled("common")
ENTRIES: Pickled[list[Entry]] = Pickled("entries")
"""Each place of a family as lists of places show it."""
OUTLINES: Pickled[list[Outline]] = Pickled("outlines")
"""The same in outline, for whoever holds all places at once."""
GUIDE_ENTRIES: Pickled[list[list[GuideEntry]]] = Pickled("guide-entries")
"""Each guide of each place of a family, as lists of guides show it."""
PDFS: Pickled[Mapping[str, CacheKey]] = Pickled("keys")
"""The key of each PDF by its path below `guides/`."""
LINKS: Pickled[LinkReport] = Pickled(".links")
ANCHORS: Pickled[Mapping[str, frozenset[str]]] = Pickled(".places")
"""The anchors of each page by its path."""


def sheet(key: CacheKey) -> Pickled[Sheet]:
    """The file with the print sheet that a PDF is made of; `key`: that of the PDF."""
    return Pickled(key.replace("/", "-"))
