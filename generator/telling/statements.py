"""What a guide says, once for all media: statements with their parts, relations between them, and what is open.

Shapes only. A medium lays out statements and words nothing itself; `compose` makes them, `select`
says which of them hold for somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from generator.decision.boxes import Box
from generator.decision.space import Tests
from generator.policy.provenance import Assured, Cite, Valid

Region: TypeAlias = tuple[Box, ...]
"""Boxes over the inputs of a guide; none: nowhere."""

Kind: TypeAlias = Literal[
    "stated", "nothing", "reference", "beyond", "not_in_hand", "incomplete", "silent", "explained"
]  # fmt: skip
"""stated: the document or the utility says so · nothing: the document says that there is none · reference: by the rules
of another utility · beyond: what the document says of other cases in general · not_in_hand: the document leaves it to a
text that we lack · incomplete: what lacks of a document that is not held whole may say it · silent: read, and not
stated · explained: ours."""


_RESTS = ("beyond", "not_in_hand", "incomplete", "silent")


@dataclass(frozen=True)
class Part:
    """One part of a statement: `starts_on`, `excludes`, `payer`, `cell:<column>`."""

    name: str
    label: str
    """What the part is, for a table: 起算."""
    words: str
    """The part as it is said: 从受理起算; of a silent one, what is open: 从哪天起算."""
    silent: bool = False
    """Whether it is not said: the document was read and does not state it, or `lacks`."""
    lacks: str = ""
    """What would say it and is not in hand: 附件5."""
    cite: tuple[Cite, ...] = ()
    value: Any = None
    """The model's own value: dates, bars, sums and data are made of it, never of the words."""


@dataclass(frozen=True)
class Statement:
    """One thing that is said of some cases: a fact, a side of a conflict, a row of a table, a silence alike."""

    id: str
    """The path of ids: `limits/large-external`, `limits/review/clause-2` of a side, `limits/·rest` of a silence."""
    section: str
    topics: tuple[str, ...]
    """What it answers: a section as a whole (`limits`), or one thing in it (`limits/accept`, `schedules/tariff`)."""
    kind: Kind
    says: str
    condition: tuple[Tests, ...] = ()
    """When it holds, as the policy puts it; always, where empty. Unused of `rest`."""
    when: str = ""
    """The same in words."""
    lacks: str = ""
    """Of what is not in hand, what lacks: 附件5."""
    rest: bool = False
    """Whether it holds only where nothing else answers its topic."""
    within: tuple[str, ...] = ()
    """Of a rest: the statements without which its topic does not exist, as the step of `limits/accept`."""
    parts: tuple[Part, ...] = ()
    note: str = ""
    """Our explanation; no fact of the document."""
    cite: tuple[Cite, ...] = ()
    assured: Assured | None = None
    valid: Valid | None = None
    leads: tuple[tuple[str, str], ...] = ()
    """Of a step: the ids of the steps that may follow, or `end`, each with the case in which it does."""
    fact: Any = None
    """What of the model it was made of."""

    def part(self, name: str) -> Part | None:
        """A part by its name; None where the statement has none."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def open(self) -> bool:
        """Whether it only says that nothing is known: the document is silent, or what would say it is not in hand."""
        return self.kind in ("not_in_hand", "incomplete", "silent")

    @property
    def after(self) -> int:
        """Its place in what is said of a topic, each leaving the rest; what is stated is first."""
        return 1 + _RESTS.index(self.kind) if self.rest and self.kind in _RESTS else 0

    @property
    def strength(self) -> str:
        """How strongly it holds, by the document's own word: `required`, `committed`, `target` …"""
        return str(getattr(self.fact, "force", "required"))


@dataclass(frozen=True)
class Relation:
    """What holds between statements; told where at least two of them are."""

    id: str
    kind: Literal["differs", "either"]
    """differs: two clauses say it in two ways · either: two classes meet, and which of them counts is open."""
    of: tuple[str, ...]
    says: str
    """What follows for the applicant, or why it is so; ours."""
    condition: tuple[Tests, ...] = ()
    cite: tuple[Cite, ...] = ()
    when: str = ""
    """The condition in words, where it is that of the contradiction itself and not of its sides."""


@dataclass(frozen=True)
class Ask:
    """One point that is open, to be put to the window; gone once something in the case answers it."""

    key: str
    """The kind of question in the catalogue: a section, a part, or `undefined`, `overlap`, `gap` …"""
    rank: int
    """Its place in the list; what costs most is asked first."""
    form: str
    """The question, with `{what}` where it names things."""
    name: str = ""
    """The thing it is about."""
    statement: str = ""
    """The statement it is about: it is open where that is told."""
    condition: tuple[Tests, ...] = ()
    """Where it is open, if it is about no statement."""
    answered: str = ""
    """The input whose answer settles it."""
    ruled: str = ""
    """The table whose decision by the window settles it."""
    cite: tuple[Cite, ...] = ()


Standing: TypeAlias = Literal["inside", "outside", "unclear", "impossible"]
"""inside: the document covers the case · outside: it does not · unclear: that depends on answers not given yet ·
impossible: the answers contradict each other, by the document's own words."""


@dataclass(frozen=True)
class Border:
    """A cited region that the guide says nothing of: `impossible`, or `outside` what the document covers."""

    id: str
    standing: Literal["impossible", "outside"]
    condition: tuple[Tests, ...]
    says: str
    cite: tuple[Cite, ...] = ()
    complement: bool = False
    """Whether it is what lies outside the condition."""


@dataclass(frozen=True)
class Case:
    """Somebody's answers, by input; the classes that the window has decided on, and those known to fit, by table."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    ruled: Mapping[str, str] = field(default_factory=dict)
    fitting: Mapping[str, str] = field(default_factory=dict)
    """By table, a class that the answers, whatever they are, give: as on the sheet of a class."""


@dataclass(frozen=True)
class Telling:
    """All that is said of one guide."""

    address: str
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    asks: tuple[Ask, ...]
    borders: tuple[Border, ...]
