"""What was entered by hand of the five documents, beside what would have been proposed: how much, with what noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from expected import ROOT

from generator import checks
from generator.desk import candidates
from generator.desk.candidates import heads
from generator.desk.candidates.candidate import Candidate
from generator.document import originals
from generator.document.text import normal
from generator.policy.facts import Charge, Count, Form, Limit
from generator.policy.files import Document
from generator.policy.provenance import walk
from generator.policy.resolve import Resolved
from generator.policy.scalars import NOT_STATED
from generator.policy.tables import Row

DOCUMENTS = ROOT.parent / "shared" / "originals"
KINDS = ("limits", "counts", "bounds", "money", "copies", "heads")


class Figure(NamedTuple):
    """A number entered by hand: of what kind, which, and the words it was entered with."""

    kind: str
    number: str
    quote: str


def entered(guides: list[Resolved]) -> set[Figure]:
    """The figures of a place's guides and documents, each once for each quotation."""
    found: set[Figure] = set()
    for one in guides:
        bounds = {asked.id for asked in one.guide.inputs if asked.type in ("number", "integer")}
        everything = (one.guide, *one.guide.documents)
        for part, cites in ((part, cites) for root in everything for _, part, cites in walk(root)):
            quotes = [quote for cite in cites for quote in cite.quote]
            for kind, number in _numbers(part, bounds):
                bearing = [quote for quote in quotes if normal(number) in normal(quote)] or quotes[:1]
                found.update(Figure(kind, number, _words(kind, quote)) for quote in bearing[:1])
    return found


def _words(kind: str, quote: str) -> str:
    """The words a figure is told by; the number and the date of a document are themselves enough."""
    return "" if kind == "heads" else normal(quote)


def _numbers(part: object, bounds: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(part, (Limit, Count, Charge)):
        kind = {Limit: "limits", Count: "counts", Charge: "money"}[type(part)]
        yield from ((kind, str(number)) for number in part.numbers)
    elif isinstance(part, Form):
        yield from [("copies", str(part.number))] if part.number is not None else []
    elif isinstance(part, Document):
        yield from (
            ("heads", str(one)) for one in (part.number, part.date, part.title, *part.issuing) if one != NOT_STATED
        )
    for tests in [part.tests] if isinstance(part, Row) else getattr(part, "when", ()):
        for name, test in tests.items():
            if name in bounds:
                ends = {end for one in test.ranges for end in (one.low, one.high) if end is not None}
                yield from (("bounds", str(end)) for end in ends)


_KIND = {"limits": "limits", "step_counts": "counts", "paper_counts": "counts", "visits": "counts"}
_KIND |= {"classes": "bounds", "fees": "money", "documents": "heads"}


def proposed(text: Path) -> set[Figure]:
    """The figures that are proposed of a document."""
    original = originals.read(text)
    everything = (*candidates.candidates(original), *heads.heads(original))
    return {
        Figure(_KIND[one.section], number, _words(_KIND[one.section], one.quote))
        for one in everything
        if one.section in _KIND
        for number in _shown(one)
    }


def _shown(one: Candidate) -> list[str]:
    if one.section != "documents":
        return [str(Decimal(figure)) for figure in one.figures]
    return [value for key, value in one.values if key in ("title", "issuers", "number", "date")]


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number of the same kind in the same words, however much of them is quoted."""
    return one[:2] == other[:2] and (one.quote in other.quote or other.quote in one.quote)


class Measure(NamedTuple):
    """Of one place: how many figures were entered, how many of them proposed, and how many proposals there are."""

    entered: int
    found: int
    proposed: int
    useful: int
    missed: tuple[Figure, ...]


def measured(policies: Path, place: str, texts: Sequence[Path]) -> Measure:
    """How much of what was entered of a place's documents would have been proposed."""
    _, guides, _ = checks.check(policies)
    own = entered([one for one in guides if one.guide.place.slug == place])
    offered = {figure for text in texts for figure in proposed(text)}
    missed = tuple(sorted(one for one in own if not any(same(one, other) for other in offered)))
    useful = sum(any(same(one, other) for one in own) for other in offered)
    return Measure(len(own), len(own) - len(missed), len(offered), useful, missed)


def of_the_five() -> Iterator[tuple[str, Measure]]:
    """The five places, on whose documents the patterns were made."""
    for path in sorted(DOCUMENTS.glob("*.txt")):
        yield path.stem, measured(ROOT / "policies", path.stem, [path])


def of_the_invented() -> Measure:
    """A place whose document nobody looked at when the patterns were made: what to expect of the next."""
    case = ROOT / "tests" / "cases" / "every-structure"
    return measured(case / "policies", "xugou", sorted((case / "originals").glob("xugou*.txt")))
