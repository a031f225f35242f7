"""Every clause of a document is either cited or set aside with a reason. Findings only.

What must be accounted for is the own text of each numbered clause, without the clauses within it, where there is more
than a heading. A clause counts as used where a citation names it or a clause within the named one bears the quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator import originals, proof
from generator.findings import Finding, Place, finding
from generator.loader import City
from generator.model import Cite, Document, walk
from generator.originals import Clause, Original
from generator.resolve import Resolved
from generator.text import normal

_HEADING = 25
"""Up to so many characters without a full stop are a heading, not a statement."""


def forgotten(city: City, guides: Sequence[Resolved], folder: Path | None) -> Iterator[Finding]:
    """The clauses of a city's documents that are neither cited nor set aside, and reasons for clauses that are not."""
    if not folder and not (city.folder / "originals").is_dir():
        return
    aside = city.aside.clauses if city.aside else ()
    only = city.file.documents[0].id if len(city.file.documents) == 1 else None
    cites = [part for part in _everything(city, guides) if isinstance(part, Cite)]
    for document in city.file.documents:
        original = _text(city, document, folder)
        if original is None:
            continue
        reasons = [one for one in aside if (one.doc or only) == document.id]
        for index, one in enumerate(aside):
            if one in reasons and not original.find(one.clause):
                place = city.sources["set-aside.yaml"].place(("clauses", index, "clause"))
                known = "；".join(dict.fromkeys(clause.name for clause in original.clauses))
                yield finding("no-clause-in-original", place, one.clause, clause=one.clause, allowed=known)
        used = [cite for cite in cites if (cite.doc or only) == document.id]
        covered = [clause for one in reasons for clause in original.find(one.clause)]
        yield from _unused(city, original, used, covered)


def _text(city: City, document: Document, folder: Path | None) -> Original | None:
    """A document's text; None where it is missing or unreadable, which other findings say."""
    try:
        return proof.original(proof.text_path(city, document, folder).absolute())
    except UnicodeDecodeError:
        return None


def _everything(city: City, guides: Sequence[Resolved]) -> Iterator[Any]:
    """All parts of a city's guides, documents and form."""
    for resolved in guides:
        if city in resolved.chain:
            yield from (part for _, part, _ in walk(resolved.guide))
    yield from (part for _, part, _ in walk(city.form)) if city.form else ()


def _unused(city: City, original: Original, used: Sequence[Cite], covered: Sequence[Clause]) -> Iterator[Finding]:
    place = Place(city.sources["city.yaml"].path)
    for clause in original.clauses:
        if clause.heading in (originals.HEAD, originals.FOOT) or _heading_only(clause):
            continue
        if any(clause.text in other.text for other in covered) or _cited(clause, original, used):
            continue
        shown = " ".join(clause.own.split())[:60]
        yield finding("clause-forgotten", place, clause.name, clause=clause.name, text=shown)


def _heading_only(clause: Clause) -> bool:
    own = normal(clause.own)
    return "。" not in own[:-1] and len(own) <= _HEADING


def _cited(clause: Clause, original: Original, used: Sequence[Cite]) -> bool:
    """Whether a citation of the clause, or of one around it, has a quotation that stands in its own text."""
    own = normal(clause.own)
    return any(
        normal(quote) in own
        for cite in used
        if any(clause.text in named.text for named in original.find(str(cite.clause)))
        for quote in cite.quote
    )
