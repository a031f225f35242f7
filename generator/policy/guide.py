"""A guide: what holds for one utility of one place, of the city's file and the utility's own. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.policy.facts import MONEY
from generator.policy.files import Document, Elsewhere, Missing, Rank, Read, Reference, Responsible, Sections
from generator.policy.provenance import (
    UNSAID,
    Assured,
    Conflict,
    Lack,
    Nothing,
    NotInHand,
    Part,
    Stated,
    Subject,
    unsaid,
)
from generator.policy.scalars import NOT_STATED, File, Id, Text
from generator.policy.utilities import Utility, known


class Place(Part):
    """The place of a guide: slug, name, GB/T 2260 code, what the entry covers."""

    slug: Id
    name: Text
    """地名；文件没有写明的，是本站的叫法。 Its name; ours where the document does not say."""
    named: bool = True
    """是不是文件写明的。 Whether the document says which place it is."""
    code: Stated[str]
    covers: Text
    read: Read


class Layered(Part):
    """A place of which a guide has its rules: slug, name, rank, ids of its documents in the guide."""

    slug: Id
    name: Text
    level: Rank | None = None
    speaks: bool = True
    """Whether it has a file of this utility."""
    documents: tuple[Id, ...] = ()


class Provider(Assured):
    """The utility as it presents itself; nothing of it is in any document."""

    name: Text | None = None
    """企业全称。 Full name of the utility."""
    logo: File | None = None
    """企业标志，相对于指南的地址。 Its logo, as an address beside the guide."""
    responsible: tuple[Responsible, ...] = ()
    """责任人。 Who is responsible."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """在自己网站上公开的。 What it publishes on its own site."""


class Guide(Sections):
    """One utility in one place, resolved: every section answered, every citation complete."""

    place: Place
    utility: Utility
    about: tuple[Subject, ...] = ("connection",)
    """写的是什么。 What it is about."""
    documents: tuple[Document, ...]
    reference: Reference | None = None
    provider: Provider | None = None
    layers: tuple[Layered, ...] = ()
    """The places that it is made of, highest first, its own last; empty where it is made of one alone."""

    def above(self, doc: str | None) -> Layered | None:
        """The place above from which a document is; None of a document of the guide's own place."""
        return next((place for place in self.layers[:-1] if doc in place.documents), None)

    @property
    def address(self) -> str:
        """`<city>/<utility>`, as on the site."""
        return f"{self.place.slug}/{self.utility}"

    @property
    def connects(self) -> bool:
        """Whether it says how one is connected; else it has no checklist, no notice, no ticket."""
        return "connection" in self.about


ANSWERED: tuple[str, ...] = tuple(name for name, field in Sections.model_fields.items() if field.default is None)
"""The sections that a guide may have to answer, with facts or with `not_stated`."""

_ASKED: Mapping[Subject, tuple[str, ...]] = {
    "connection": ANSWERED,
    "fees": ("scope", "fees", "contacts", "complaints"),
    "service": ("scope", "commitments", "contacts", "complaints", "bodies"),
    "standard": ("scope", "bodies"),
    "compensation": ("scope", "compensation", "complaints", "bodies"),
}
"""The sections that each subject asks: what none of the subjects of a guide asks, it is not silent about."""

PURPOSES: Mapping[str, str] = {"fees": "handling", "works": "works"}
"""What the charges of a section are for, where they do not say so themselves."""
_ANSWERS: Mapping[str, str] = {
    **{purpose: section for section, purpose in PURPOSES.items()},
    "standards": "commitments",
    "compensation": "compensation",
}


def answered(guide: Guide, purpose: str) -> tuple[str, ...]:
    """The section that a table or a charge answers, by its purpose; any money is a fee where nothing connects.

    What is charged for the connection, for goods, services or by use says nothing of the handling and of the works.
    """
    section = _ANSWERS.get(purpose) if guide.connects or purpose not in MONEY else "fees"
    return (section,) if section else ()


def demanded(about: Iterable[Subject]) -> tuple[str, ...]:
    """The sections that some subjects ask, in order."""
    wanted = {name for subject in about for name in _ASKED[subject]}
    return tuple(name for name in ANSWERED if name in wanted)


def asked(guide: Guide) -> tuple[str, ...]:
    """The sections that a guide is asked: those of its subjects, the unusual ones of its utility only where they say.

    What is unusual for a utility, it is not silent about.
    """
    unusual = known()[guide.utility].get("unasked", ())
    return tuple(
        name for name in demanded(guide.about) if name not in unusual or getattr(guide, name) not in (None, NOT_STATED)
    )


def tabled(guide: Guide, section: str) -> bool:
    """Whether tables answer a section."""
    return any(section in answered(guide, table.purpose) for table in guide.schedules)


def deferrable(guide: Sections) -> tuple[Any, ...]:
    """The papers that say themselves that they may follow later, which answers that heading in their cases."""
    return tuple(paper for paper in facts(guide, "papers") if paper.deferrable)


LISTS: tuple[str, ...] = tuple(name for name in Sections.model_fields if name not in ANSWERED)
"""The sections that may simply be empty."""

FACTS: tuple[str, ...] = (
    *(name for name in ANSWERED if name != "classes"),
    "deadlines",
    "practice",
    "particulars",
    "pipe",
    "schedules",
    "terms",
    "questions",
    "beyond",
    "lacking",
)
"""The sections that hold facts."""


def items(guide: Sections, section: str) -> tuple[Any, ...]:
    """The facts and conflicts of a section; none where it is silent, not in hand or unanswered."""
    answer = getattr(guide, section)
    return () if answer is None or unsaid(answer) else answer


def facts(guide: Sections, section: str) -> Iterator[Any]:
    """The facts of a section, with every side of a conflict as a fact of its own; without the Nothings.

    A side without a condition has that of its conflict.
    """
    for item in items(guide, section):
        if isinstance(item, Conflict):
            yield from item.cased
        elif not isinstance(item, UNSAID):
            yield item


def lacking(guide: Sections) -> tuple[Lack, ...]:
    """What texts that we lack rule on; a document that is not held whole may rule on all that nothing else answers."""
    parts = (Lack(id=one.id, not_in_hand=one.id) for one in _speaking(guide) if not one.whole)
    return (*guide.lacking, *parts)


def _speaking(guide: Sections) -> Iterator[Document]:
    """The documents of whose silence a guide tells: those of the lowest place with a file of the utility, and below."""
    layers: tuple[Layered, ...] = getattr(guide, "layers", ())
    first = max((at for at, place in enumerate(layers) if place.speaks), default=0)
    above = {name for place in layers[:first] for name in place.documents}
    return (one for one in getattr(guide, "documents", ()) if one.id not in above)


def missing(guide: Guide, name: str) -> tuple[Document, Missing | None] | None:
    """What `not_in_hand` names: the document, and what it refers to, nothing where the copy is not whole; or None."""
    for document in guide.documents:
        if document.id == name:
            return document, None
        for one in document.lacks:
            if one.id == name:
                return document, one
    return None


def nothing(guide: Sections, section: str) -> tuple[Nothing | NotInHand, ...]:
    """What the document says there is not, and what it leaves to a text that we lack."""
    return tuple(item for item in items(guide, section) if isinstance(item, UNSAID))


def factors(guide: Sections) -> frozenset[str]:
    """The inputs that amounts are multiplied with: the area of a flat, where a charge is per square metre."""
    charged = (fact for section in ("fees", "works") for fact in facts(guide, section))
    columns = (column for table in facts(guide, "schedules") for column in table.columns)
    return frozenset(part.times for part in (*charged, *columns) if part.times)
