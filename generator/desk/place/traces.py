"""What became of each quotation of a document that has got a newer text, as the editing desk works it off. No HTML.

Everything is plain data of JSON. Quotations are taken from the files as they say them, so that one that cannot be read
as a guide is told of, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.desk.files import entries
from generator.desk.files.writing import Data
from generator.desk.place import selecting
from generator.desk.place.opened import identity
from generator.document import likeness, originals
from generator.document.likeness import Trace
from generator.document.originals import Original, Paragraph
from generator.document.text import normal, readable

ASIDE = "set-aside.yaml"


class Cited(NamedTuple):
    """A quotation in the data of a place: of which thing, under which keys of it, and where it is said to stand."""

    address: str | None
    """None of an entry of `set-aside.yaml`, which is known by its index."""
    aside: int | None
    path: tuple[str | int, ...]
    """The keys within the thing that lead to its citation."""
    clause: str
    quote: str


def traces(trees: Mapping[str, Data], document: str, now: Original, before: Original | None) -> dict[str, Any]:
    """What `trace` answers: every quotation of a document, and the sentences that the text before did not have."""
    cited = list(quoted(trees, document))
    known = frozenset(normal(sentence.text) for sentence in before.sentences) if before else frozenset[str]()
    asides = _top(trees.get(ASIDE), "clauses")
    return {
        "doc": document,
        "before": before is not None,
        "items": [_item(each, now, before, known) | {"entry": _entry(asides, each.aside)} for each in cited],
        "sentences_new": [identity(document, sentence) for sentence in _new(now, before)],
    }


def text_before(path: Path) -> Original | None:
    """The text that the one at a path has replaced last, kept beside it. Raises OSError, UnicodeDecodeError."""
    kept = re.compile(rf"{re.escape(path.stem)}\.before(?:-([0-9]{{1,4}}))?\.txt")
    plain = [each for each in path.parent.glob("*.txt") if each.is_file() and not each.is_symlink()]
    found = [(int(match[1] or 1), each) for each in plain if (match := kept.fullmatch(each.name))]
    return originals.read(max(found)[1]) if found else None


# ------------------------------------------------------------------------------------------------------ quotations


def quoted(trees: Mapping[str, Data], document: str) -> Iterator[Cited]:
    """The quotations of a document in the data of a place, in the order of its files."""
    only = len(list(entries.entries(_top(trees.get("city.yaml"), "documents")))) == 1
    for file, tree in trees.items():
        above = _Above(None if not only else document, "").within(_top(tree, "cite"))
        for where, thing in entries.things(file, tree):
            own = _Above(where.id, above.clause) if where.section == "documents" else above
            yield from (
                Cited(str(where), None, path, clause, quote)
                for path, doc, clause, quote in _cites(thing, own, ())
                if doc == document
            )
    yield from _asides(trees.get(ASIDE), document, only)


class _Above(NamedTuple):
    """The document and the clause of a citation that names none."""

    doc: str | None
    clause: str

    def within(self, cite: Data | None) -> _Above:
        """The same with what a citation itself says."""
        said = cite if isinstance(cite, dict) else {}
        doc, clause = said.get("doc"), said.get("clause")
        return _Above(doc if isinstance(doc, str) else self.doc, clause if isinstance(clause, str) else self.clause)


def _cites(
    value: Data, above: _Above, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str | None, str, str]]:
    """The quotations within a value: the keys that lead to the citation, document, clause, words."""
    if isinstance(value, dict) and "quote" in value:
        said = above.within(value)
        for quote in _texts(value["quote"]):
            if said.clause:
                yield path, said.doc, said.clause, quote
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        if key != "quote":
            yield from _cites(part, above, (*path, key))


def _asides(tree: Data | None, document: str, only: bool) -> Iterator[Cited]:
    """The quotations of what is set aside; of whole clauses none."""
    clauses = _top(tree, "clauses")
    for index, entry in enumerate(clauses if isinstance(clauses, list) else ()):
        if isinstance(entry, dict) and entry.get("doc", document if only else None) == document:
            for clause in _texts(entry.get("clause", [])):
                yield from (Cited(None, index, (), clause, quote) for quote in _texts(entry.get("quote", [])))


def _entry(asides: Data | None, index: int | None) -> Data | None:
    """What the file says of an entry that sets something aside."""
    return asides[index] if isinstance(asides, list) and index is not None else None


def _top(tree: Data | None, key: str) -> Data | None:
    return tree.get(key) if isinstance(tree, dict) else None


def _texts(value: Data) -> list[str]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]


# ------------------------------------------------------------------------------------------------ what became of them


def _item(cited: Cited, now: Original, before: Original | None, known: frozenset[str]) -> dict[str, Any]:
    trace = likeness.trace(now, cited.clause, cited.quote, known)
    passage = _passage(now, trace)
    proposal = _proposed(now, passage, cited.quote) if passage else None
    return {
        "address": cited.address,
        "aside": cited.aside,
        "path": list(cited.path),
        "clause": cited.clause,
        "quote": cited.quote,
        "state": trace.state,
        "now": {"clause": trace.clause, "quote": cited.quote} if trace.state == "moved" else proposal,
        "elsewhere": trace.elsewhere,
        "text_before": _around(before, cited.clause, cited.quote),
        "text_now": _around(now, trace.clause, cited.quote) if passage is None else readable(passage.text).strip(" |"),
        "sentence": _sentence(now, trace, passage, cited.quote),
    }


def _passage(now: Original, trace: Trace) -> Paragraph | None:
    """The passage most like an altered quotation."""
    if trace.state != "altered":
        return None
    return next(each for each in (*now.sentences, *now.paragraphs) if each.start == trace.start)


def _proposed(now: Original, passage: Paragraph, quote: str) -> dict[str, str] | None:
    """The citation of the words of a passage that stand for a quotation; of all of it where these are none."""
    low, high = likeness.stretch(passage.text, quote)
    for start, end in ((low, high), (0, len(passage.text))):
        chosen = selecting.selected(now, passage.start + start, passage.start + end)
        if chosen and not originals.cut(now.find(str(chosen["clause"])), str(chosen["quote"])):
            return {"clause": chosen["clause"], "quote": chosen["quote"]}
    return None


def _bearing(text: Original, clause: str, quote: str) -> Sequence[Paragraph]:
    """The sentences of a clause in which a quotation stands."""
    places = (text.bearing(each, quote, text.sentences) for each in text.find(clause))
    return next(filter(None, places), ())


def _around(text: Original | None, clause: str, quote: str) -> str:
    """The sentences in which a quotation stands; itself where there are none, or no text."""
    sentences = _bearing(text, clause, quote) if text else ()
    return "".join(readable(sentence.text).strip(" |") for sentence in sentences) or quote


def _sentence(now: Original, trace: Trace, passage: Paragraph | None, quote: str) -> str | None:
    """From where to where the sentence stands in which a quotation is now, or what is most like it."""
    if passage is not None:
        inner = [each for each in now.sentences if each.start >= passage.start]
        return identity("", inner[0])[1:] if inner else None
    sentences = _bearing(now, trace.clause, quote) if trace.clause else ()
    return identity("", sentences[0])[1:] if sentences else None


def _new(now: Original, before: Original | None) -> Iterator[Paragraph]:
    """The sentences that the text before did not have in these words."""
    if before is not None:
        there = {normal(sentence.text) for sentence in before.sentences}
        yield from (sentence for sentence in now.sentences if normal(sentence.text) not in there)
