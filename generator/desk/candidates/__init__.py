"""What a document may be saying, found by its words: figures, steps, papers, telephones. Proposes, never decides.

Every candidate carries the clause it stands in and a quotation of it, and is proposed only as far as that quotation
bears it (`proof.py`); what it holds for, from when and until when is left to whoever reads the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates import channels, figures, money, papers, steps
from generator.desk.candidates.candidate import Candidate, Passage
from generator.document.originals import UNNUMBERED, Original
from generator.document.text import normal, readable


def candidates(original: Original) -> Iterator[Candidate]:
    """All candidates of a document, in the order of its clauses; the same words once in a clause."""
    seen: set[tuple[object, ...]] = set()
    for passage in _passages(original):
        for finder in _FINDERS:
            for candidate in finder(passage):
                key = (candidate.clause, candidate.section, candidate.values, normal(candidate.quote))
                if key not in seen:
                    seen.add(key)
                    yield candidate


_FINDERS = (
    figures.limits,
    figures.deadlines,
    figures.counts,
    figures.bounds,
    money.charges,
    steps.steps,
    papers.papers,
    channels.channels,
)


def _passages(original: Original) -> Iterator[Passage]:
    for clause in original.clauses:
        if clause.heading not in UNNUMBERED:
            for sentence in sentences(clause.own):
                yield Passage(clause.name, sentence, readable(clause.own)[:30])


def sentences(text: str) -> Iterator[str]:
    """The statements of a passage: between full stops and semicolons, its title apart, residue removed."""
    for one in re.split(r"(?<=[。；;！？])", readable(_TITLE.sub(r"\1。", text))):
        if (said := _HEADING.sub("", one).strip(" 。；;")) and re.search(r"[\u4e00-\u9fff]", said):
            yield said


_TITLE = re.compile(r"\A([^\n。；，：]{1,18})\n(?=[^\n]*[\u4e00-\u9fff])")
"""A first line too short to have been broken by the width of a page."""


_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][\d一二三四五六七八九十]+[）)]|\d{1,2}(?:[.．](?!\d)|、))\s*"
)
