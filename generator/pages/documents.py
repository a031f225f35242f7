"""The text of a place's documents clause by clause, with what its guides quote of it. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from generator.checks import fulltexts, scanned
from generator.document.originals import Clause, Original
from generator.document.text import span
from generator.policy.files import Document
from generator.policy.provenance import Cite
from generator.policy.resolve import Resolved, document_ids
from generator.policy.scalars import hidden

Numbers = Mapping[tuple[Cite, ...], int]
"""The citations of a guide's page with the number each has there."""


class Piece(NamedTuple):
    """Some words of a document, quoted by a guide or not."""

    words: str
    quoted: bool
    ours: bool = False
    """Whether the words are our own, in the place of a character that nobody would see."""


class Passage(NamedTuple):
    """A clause less the clauses within it; `cited`: by which guides (`<utility>`), under which numbers."""

    anchor: str
    name: str
    lines: tuple[tuple[Piece, ...], ...]
    cited: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Text:
    """A document with its text."""

    document: Document
    original: Original
    unread: int = 0
    """How many of its lines a program has recognised and nobody has confirmed."""

    @cached_property
    def _starts(self) -> dict[int, Clause]:
        """Where each passage begins; of two that begin at one place the outer names it."""
        found: dict[int, Clause] = {}
        for clause in sorted(self.original.clauses, key=lambda one: (one.start, len(one.path))):
            if clause.own.strip():
                found.setdefault(clause.start, clause)
        return found

    @cached_property
    def anchors(self) -> dict[int, str]:
        """The anchor of each passage by where it begins; numbers that repeat are told apart."""
        made: dict[int, str] = {}
        for start, clause in self._starts.items():
            name = f"{self.document.id}.{''.join(clause.numbers.split())}"
            same = sum(one == name or one.startswith(f"{name}~") for one in made.values())
            made[start] = f"{name}~{same + 1}" if same else name
        return made

    def anchor(self, clause: str) -> str:
        """The anchor of the passage an address means; empty where there is no such clause."""
        found = self.original.find(clause)
        return self.anchors[self._passage(found[0].start)] if found and self._starts else ""

    def _passage(self, position: int) -> int:
        return max((start for start in self._starts if start <= position), default=min(self._starts))

    def passages(self, guides: Mapping[str, Numbers]) -> Iterator[Passage]:
        """The document from beginning to end; `guides`: the numbers of the place's guides, by utility."""
        cited = [(utility, number, one) for utility, of in guides.items() for cites, number in of.items()
                 for one in cites if one.doc == self.document.id]  # fmt: skip
        spans = [span for *_, cite in cited for span in self._spans(cite)]
        ends = [*list(self._starts)[1:], len(self.original.text)]
        for (start, clause), end in zip(self._starts.items(), ends, strict=True):
            anchor = self.anchors[start]
            here = {(utility, number) for utility, number, cite in cited if self.anchor(str(cite.clause)) == anchor}
            by_guide = {name: tuple(sorted(number for one, number in here if one == name)) for name in guides}
            lines = tuple(line for line in self._lines(start, end, spans) if line)
            yield Passage(anchor, clause.name, lines, tuple(one for one in by_guide.items() if one[1]))

    def _lines(self, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[Piece, ...]]:
        """The lines of a stretch, the residue of Markdown at their beginnings left out."""
        for line in self.original.text[start:end].splitlines(keepends=True):
            hidden = len(line) - len(line.lstrip("# \t"))
            yield tuple(self._pieces(start + hidden, start + len(line.rstrip()), spans))
            start += len(line)

    def _pieces(self, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
        text = self.original.text
        unseen = {at for at in range(start, end) if hidden(text[at])}
        cuts = {start, end, *(cut for span in spans for cut in span if start < cut < end)}
        cuts.update(cut for at in unseen for cut in (at, at + 1))
        for low, high in pairwise(sorted(cuts)):
            quoted = any(one <= low and high <= other for one, other in spans)
            if low in unseen:
                yield Piece(f"⟨U+{ord(text[low]):04X}⟩", quoted, ours=True)
            else:
                yield Piece(text[low:high], quoted)

    def _spans(self, cite: Cite) -> Iterator[tuple[int, int]]:
        for clause in self.original.find(str(cite.clause)):
            for quote in cite.quote:
                if found := span(clause.text, quote):
                    yield clause.start + found[0], clause.start + found[1]


def texts(found: Sequence[Resolved], folder: Path) -> tuple[Text, ...]:
    """The documents of a place whose text is there: beside its policy, or in the folder of originals."""
    made: dict[str, Text] = {}
    for city in dict.fromkeys(city.slug for one in found for city in one.chain):
        own, ids = next(
            (each, document_ids(one.chain)[city]) for one in found for each in one.chain if each.slug == city
        )
        for document in own.file.documents:
            path = fulltexts.text_path(own, document, folder).absolute()
            original = fulltexts.original(path)
            if original is not None:
                named = document.model_copy(update={"id": ids[document.id]})
                made.setdefault(named.id, Text(named, original, scanned.unconfirmed(path, original.text)))
    return tuple(made.values())
