"""A document's text is replaced by a newer one: what becomes of every quotation of it, and how it is put there.

The policies stay as they are. What stands in the new text where it stood before needs no work; all else `check` reports
until it is worked off, as it does of any quotation that is not in its clause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.checks.proof import cited_facts
from generator.disk import folders
from generator.document import scans
from generator.document.extract import Taken
from generator.document.likeness import State, Trace, trace
from generator.document.originals import Original
from generator.errors import CommandError
from generator.policy.files import Sections
from generator.policy.loader import City
from generator.policy.provenance import Cite, walk
from generator.policy.resolve import Resolved, document_ids

NAMES: dict[State, str] = {
    "found": "照旧 found",
    "moved": "移了条款 moved",
    "altered": "改了 altered",
    "orphaned": "没有了 orphaned",
}


class Traced(NamedTuple):
    """A quotation of the old text: at which line of which file, of what, its words, and what became of it."""

    file: str
    line: int
    thing: str
    quote: str
    trace: Trace

    @property
    def told(self) -> str:
        """A line for editors."""
        at, (state, clause, words, elsewhere, _) = f"{self.file}:{self.line} {self.thing}", self.trace
        now = {"moved": f" → {clause}", "altered": f" → {clause}“{words}”"}.get(state, "")
        now += f"（原话在 {elsewhere}）" if elsewhere else ""
        return f"{NAMES[state]}\t{at}：“{self.quote}”{now}"


def traced(city: City, guides: Sequence[Resolved], document: str, text: Original) -> Iterator[Traced]:
    """What becomes of each quotation of a document by a new text of it, in the order of files and lines."""
    found = {
        Traced(path, line, thing, quote, trace(text, str(cite.clause), quote))
        for path, line, thing, cite in _cites(city, guides, document)
        for quote in cite.quote
    }
    yield from sorted(found)


def _cites(city: City, guides: Sequence[Resolved], document: str) -> Iterator[tuple[str, int, str, Cite]]:
    """The citations of a document by guides that lie on its place: file, line, thing and citation."""
    for resolved in guides:
        if city in resolved.chain:
            known = document_ids(resolved.chain)[city.slug][document]
            for source, at, fact in cited_facts(resolved, tuple(Sections.model_fields)):
                for inner, part, _ in walk(fact):
                    if isinstance(part, Cite) and part.doc == known and part.clause:
                        position = source.position((*at, *inner))
                        yield position.path, position.line, source.thing((*at, *inner)), part


def kept(name: str, taken: Collection[str]) -> str:
    """The name under which an old text is kept beside the new one, so that nothing is lost.

    >>> kept("xushui.txt", ["xushui.before.txt"])
    'xushui.before-2.txt'
    """
    stem = name.removesuffix(".txt")
    names = (f"{stem}.before{f'-{number}' if number > 1 else ''}.txt" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def hold_plain(text: Path) -> None:
    """Neither a text nor what lies beside it is a link, which may lead anywhere. Raises CommandError."""
    for path in (text, scans.beside(text), text.parent / scans.PICTURES):
        if path.is_symlink():
            raise CommandError(f"{path}：是链接；请换成文件本身 / is a link: put what it leads to in its place")


def put(texts: Path, name: str, before: bytes, taken: Taken) -> None:
    """The newer text beside the old one, each with its record: whenever this stops, no text is without its own.

    The record of a scan comes before its text, and goes behind the text of another document. Raises OSError.
    """
    record = scans.beside(texts / name)
    old = record.read_bytes() if record.is_file() else b""
    if before:
        there = [path.name.replace(scans.SUFFIX, ".txt") for path in texts.iterdir()]
        name_before = kept(name, there)
        folders.put(texts, {name_before: before, **({scans.record_of(name_before): old} if old else {})})
    pictures = {f"{scans.PICTURES}/{picture}": data for picture, data in taken.pictures.items()}
    new_record = {} if taken.scan is None else {record.name: scans.written(taken.scan)}
    folders.put(texts, {**pictures, **new_record, name: taken.text.encode()})
    if old and before and taken.scan is None:
        record.unlink()
