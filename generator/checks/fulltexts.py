"""Whether every quotation stands in the clause it names, by the full texts of the documents. Reads those texts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from generator.checks import scanned
from generator.checks.proof import cited_facts
from generator.document import originals, scans
from generator.document.likeness import Trace, trace
from generator.findings import Finding, Position, finding
from generator.policy.files import Document, FormFile, Sections
from generator.policy.loader import City
from generator.policy.provenance import Cite, walk
from generator.policy.resolve import Resolved, document_ids
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source
from generator.policy.syntax.text import inside


def unfaithful(resolved: Resolved, folder: Path | None) -> Iterator[Finding]:
    """Quotations that do not stand in the clause they name, and documents whose text was not found.

    `folder` holds `<city>.txt`; a city's own `originals/` is looked into first. With neither, nothing is compared.
    """
    ids = document_ids(resolved.chain)
    texts = {
        ids[city.slug][document.id]: (text_path(city, document, folder), city.slug)
        for city in resolved.chain
        for document in city.file.documents
        if folder or (city.folder / "originals").is_dir()
    }
    for source, at, fact in cited_facts(resolved, tuple(Sections.model_fields)):
        for inner, part, _ in walk(fact):
            if isinstance(part, Cite) and part.doc in texts and part.clause:
                position, thing = source.position((*at, *inner)), source.thing((*at, *inner))
                yield from compared(part, *texts[part.doc], position, thing)


_TEXTS = 64
"""So many texts are held at once; a place has few."""


def text_path(city: City, document: Document, folder: Path | None) -> Path:
    """Where a document's text is to be found: with the city, or in the folder of originals; never out of these."""
    name = document.text or f"{city.slug}.txt"
    own = city.folder / "originals" / name
    if own.is_file() and inside(own, city.folder):
        return own
    if folder is not None and inside(folder / name, folder):
        return folder / name
    return own if inside(own, city.folder) else Path(os.devnull, name)


def original(path: Path) -> originals.Original | None:
    """The text at an absolute path, None where there is none. Raises UnicodeDecodeError."""
    if not path.is_file():
        return None
    stat = path.stat()
    return _original(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(_TEXTS)
def _original(path: Path, _changed: int, _size: int) -> originals.Original:
    return originals.read(path)


def of_form(city: City, folder: Path | None) -> Iterator[Finding]:
    """Quotations of a city's form that do not stand in their clause, and words it prints that its clause has not.

    `folder`: where the texts of the documents are, as in `unfaithful`.
    """
    if city.form is None:
        return
    yield from _unborne_marks(city.form, city.sources["form.yaml"])
    documents = city.file.documents
    source, only = city.sources["form.yaml"], documents[0].id if len(documents) == 1 else None
    texts = {
        document.id: text_path(city, document, folder)
        for document in documents
        if folder or (city.folder / "originals").is_dir()
    }
    for at, part, _ in walk(city.form):
        if isinstance(part, Cite):
            cite = part.model_copy(update={"doc": part.doc or city.file.cite.doc or only})
            if cite.doc in texts and cite.clause:
                yield from compared(cite, texts[cite.doc], city.slug, source.position(at), source.thing(at))
    cite = city.form.cite[0].model_copy(update={"doc": city.form.cite[0].doc or city.file.cite.doc or only})
    if cite.doc in texts and cite.clause:
        for at, words in printed(city.form):
            position, thing = source.position(at), source.thing(at)
            words_cite = cite.model_copy(update={"quote": (words,)})
            yield from compared(words_cite, texts[cite.doc], city.slug, position, thing)


_MUST, _MAY = ("必填", "必须", "应当", "须填"), ("选填", "可不填", "可填")


def _unborne_marks(form: FormFile, source: Source) -> Iterator[Finding]:
    """Fields marked as required and groups marked as optional where no quotation has a word for it."""
    for index, group in enumerate(form.groups):
        if group.optional:
            quotes = [quote for cite in form.cite for quote in cite.quote if group.title in quote]
            yield from _unless_said(quotes, _MAY, source, ("groups", index, "optional"))
        for number, field in enumerate(group.fields):
            if field.required:
                quotes = [quote for cite in field.cite for quote in cite.quote]
                yield from _unless_said(quotes, _MUST, source, ("groups", index, "fields", number, "required"))


def _unless_said(quotes: Sequence[str], words: Sequence[str], source: Source, at: Location) -> Iterator[Finding]:
    if not any(word in quote for quote in quotes for word in words):
        filling = {
            "what": words[0],
            "role": str(at[-1]),
            "role_en": str(at[-1]),
            "quote": "；".join(quotes) or "（无）",
        }
        filling |= {"doubt": "", "doubt_en": "", "remedy": "", "remedy_en": ""}
        yield finding("unborne", source.position(at), source.thing(at), **filling)


def printed(form: FormFile) -> Iterator[tuple[Location, str]]:
    """Everything a form prints, with its location: all of it must stand in the clause of the form."""
    yield ("title",), form.title
    if form.serial is not None:
        yield ("serial", "words"), form.serial.words
    for index, group in enumerate(form.groups):
        if group.title != NOT_STATED:
            yield ("groups", index, "title"), group.title
        for number, field in enumerate(group.fields):
            at: Location = ("groups", index, "fields", number)
            for name in ("label", "unit"):
                if words := getattr(field, name):
                    yield (*at, name), words
            for option, words in enumerate(field.options):
                yield (*at, "options", option), words


def compared(cite: Cite, path: Path, place: str, position: Position, thing: str) -> Iterator[Finding]:
    """Quotations of a citation that do not stand in the clause it names, by the text at a path."""
    try:
        yield from _findings(cite, path, place, position, thing)
    except scans.ScanError as error:
        yield finding("unreadable-scan", Position(scans.beside(path).as_posix()), problem=str(error))


def _findings(cite: Cite, path: Path, place: str, position: Position, thing: str) -> Iterator[Finding]:
    try:
        text = original(path.absolute())
    except UnicodeDecodeError:
        yield finding("not-utf8", Position(path.as_posix()), guess="", guess_en="")
        return
    if text is None:
        yield finding("no-original", Position(position.path), "", file=path.as_posix())
        return
    clauses = text.find(str(cite.clause))
    if not clauses:
        yield finding("no-clause-in-original", position, thing, **no_clause(text, str(cite.clause), cite.quote))
        return
    for quote in cite.quote:
        if not originals.bears(clauses, quote):
            yield finding("not-in-clause", position, thing, **elsewhere(text, str(cite.clause), quote))
        elif originals.cut(clauses, quote):
            yield finding("figure-cut", position, thing, clause=str(cite.clause), quote=quote)
        elif lines := scanned.open_lines(path, text, clauses, quote):
            words = {"quote": quote, "lines": scans.ranges(lines), "place": place, "name": path.stem}
            yield finding("unconfirmed-scan", position, thing, **words)


def not_cut_there(resolved: Resolved, folder: Path | None) -> Iterator[Finding]:
    """Documents that are said to be cut behind some words with which their text does not end."""
    for city in resolved.chain:
        for index, document in enumerate(city.file.documents):
            end = "" if isinstance(document.held, str) else document.held.cut_after or ""
            text = original((text_path(city, document, folder)).absolute()) if end else None
            if text is not None and not originals.letters(text.text).endswith(originals.letters(end)):
                source, at = city.sources["city.yaml"], ("documents", index, "held", "cut_after")
                yield finding("not-the-end", source.position(at), source.thing(at), value=end)


def elsewhere(text: originals.Original, clause: str, quote: str) -> dict[str, str]:
    """The words of the finding `not-in-clause`: the quotation, and where it or what is most like it stands."""
    zh, en = _told(trace(text, clause, quote), "它", "it")
    return {"clause": clause, "quote": quote, "elsewhere": zh, "elsewhere_en": en}


def no_clause(text: originals.Original, clause: str, quotes: Sequence[str]) -> dict[str, str]:
    """The words of the finding `no-clause-in-original`: where the first quotation stands, or the clauses there are."""
    traced = trace(text, clause, quotes[0]) if quotes else Trace("orphaned")
    zh, en = _told(traced, "引的话", "the quotation") if quotes else ("", "")
    if traced.state != "moved":
        known = "；".join(dict.fromkeys(own.name for own in text.clauses))
        zh, en = f"{zh}；原文的条款：{known}", f"{en}; it has: {known}"
    return {"clause": clause, "elsewhere": zh, "elsewhere_en": en}


def _told(trace: Trace, zh: str, en: str) -> tuple[str, str]:
    """What became of a quotation, in Chinese and English; it is called by the words given for both."""
    words, (form, form_en) = trace._asdict(), _TRACES["both" if trace.elsewhere else trace.state]
    return form.format(it=zh, **words), form_en.format(it=en, **words)


_TRACES = {
    "moved": ("；{it}在 {clause}", "; {it} stands in {clause}"),
    "altered": (
        "；{it}全文都没有，最像的是 {clause} 里的“{words}”",
        '; {it} stands nowhere; most like it, in {clause}: "{words}"',
    ),
    "both": (
        "；{it}在 {elsewhere}，这里相像的是“{words}”",
        '; {it} stands in {elsewhere}; like it, here: "{words}"',
    ),
    "orphaned": ("；{it}全文都没有，也没有相像的", "; {it} stands nowhere, and nothing is like it"),
}
