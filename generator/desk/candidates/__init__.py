"""What a document may be saying, found by its words: figures, steps, papers, telephones. Proposes, never decides.

Every candidate carries the clause it stands in and a quotation of it, and is proposed only as far as that quotation
bears it (`proof.py`); what it holds for, from when and until when is left to whoever reads the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.desk.candidates import bounds, channels, counts, deadlines, limits, money, nothing, papers, steps
from generator.desk.candidates.candidate import Candidate
from generator.desk.candidates.passages import passages
from generator.document.originals import Original
from generator.document.text import normal


def candidates(original: Original) -> Iterator[Candidate]:
    """All candidates of a document, each with a quotation that stands in it as it is."""
    text = normal(original.text)
    for candidate in _candidates(original):
        if normal(candidate.quote) in text:
            yield candidate
        elif normal(name := dict(candidate.values).get("name", candidate.quote)) in text:
            yield _by_name(candidate, name, text)


def _by_name(candidate: Candidate, name: str, text: str) -> Candidate:
    """A candidate whose words the number of a page parts: what its name bears, quoted as far as that number."""
    values = tuple((key, value) for key, value in candidate.values if key in ("name", "kind", "need"))
    ends = range(len(candidate.quote), len(name), -1)
    quote = next((candidate.quote[:end] for end in ends if normal(candidate.quote[:end]) in text), name)
    return replace(candidate, values=values, quote=quote if name in quote else name)


def _candidates(original: Original) -> Iterator[Candidate]:
    """All candidates of a document, in the order of its text, the steps last; the same words once in a statement."""
    whole = tuple(passages(original))
    for passage in whole:
        seen: set[tuple[object, ...]] = set()
        for finder in _FINDERS:
            for candidate in finder(passage):
                key = (candidate.section, candidate.values, normal(candidate.quote), candidate.case)
                if key not in seen:
                    seen.add(key)
                    yield candidate
    yield from steps.steps(whole)


_FINDERS = (
    limits.limits,
    deadlines.deadlines,
    counts.counts,
    bounds.bounds,
    money.charges,
    papers.papers,
    nothing.nothing,
    channels.telephones,
    channels.channels,
)
