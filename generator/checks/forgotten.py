"""Whether every sentence of a document is cited or set aside with a reason, as findings; and how many are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from generator.checks import accounts, fulltexts, weights
from generator.checks.accounts import Account
from generator.document.originals import Clause, Original, Paragraph
from generator.document.text import normal, readable
from generator.findings import Finding, Position, finding, guess
from generator.judgement.judged import Score
from generator.policy.files import SetAside
from generator.policy.loader import City
from generator.policy.resolve import Resolved
from generator.policy.scalars import TO_FILL
from generator.policy.sources import Source


def forgotten(city: City, guides: Sequence[Resolved], folder: Path | None) -> Iterator[Finding]:
    """The sentences of a city's documents that are neither cited nor set aside, and what set-aside.yaml has wrong.

    `guides`, `folder`: as in `accounts.of_city`.
    """
    yield from _misplaced(city)
    doc = "" if accounts.only_document(city) else "doc"
    for document, original, accounted in accounts.of_city(city, guides, folder):
        for at, aside in accounts.asides(city, document.id):
            yield from _unfounded(city.sources["set-aside.yaml"], at, original, aside)
        yield from _left(city, original, accounted, doc and document.id)


def scores(city: City, guides: Sequence[Resolved], folder: Path | None) -> Iterator[tuple[str, Score]]:
    """The score of each document of a city that has a text, by `<city> <document>`."""
    for document, _, accounted in accounts.of_city(city, guides, folder):
        yield f"{city.slug} {document.id}", accounts.score(accounted)


# ----------------------------------------------------------------------------------------------- what is set aside


def _misplaced(city: City) -> Iterator[Finding]:
    """Entries of set-aside.yaml that name no document where there are several, or one that is not there."""
    known = [document.id for document in city.file.documents]
    for at, aside in enumerate(city.aside.clauses if city.aside else ()):
        source = city.sources["set-aside.yaml"]
        if aside.doc is None and len(known) > 1:
            yield finding("which-document", source.position(("clauses", at)), "", allowed="、".join(known))
        elif aside.doc is not None and aside.doc not in known:
            words = {"kind": "文件", "value": aside.doc, "allowed": "、".join(known), **guess(aside.doc, known)}
            yield finding("unknown-id", source.position(("clauses", at, "doc")), "", **words)


def _unfounded(source: Source, at: int, original: Original, aside: SetAside) -> Iterator[Finding]:
    """Clauses and quotations of an entry that its document does not have."""
    clauses: list[Clause] = []
    for address in aside.clause:
        here = original.find(address)
        clauses += here
        if not here:
            position = source.position(("clauses", at, "clause"))
            words = fulltexts.no_clause(original, address, aside.quote)
            yield finding("no-clause-in-original", position, address, **words)
    for quote in aside.quote:
        if clauses and not any(original.bearing(clause, quote) for clause in clauses):
            position, named = source.position(("clauses", at, "quote")), "、".join(aside.clause)
            yield finding("not-in-clause", position, named, **fulltexts.elsewhere(original, named, quote))


# ------------------------------------------------------------------------------------------------ what is forgotten


def _left(city: City, original: Original, accounted: Sequence[Account], doc: str) -> Iterator[Finding]:
    """A finding for each paragraph of which nothing is accounted for, and for each sentence that is left of others."""
    position = Position(city.sources["city.yaml"].path)
    for _, group in groupby(accounted, key=lambda account: original.around(account.sentence).start):
        lines = list(group)
        if all(account.state == "left" and not account.facts for account in lines):
            paragraph = original.around(lines[0].sentence)
            yield _finding("clause-forgotten", position, original, paragraph, doc)
            continue
        for account in lines:
            if account.state == "left":
                yield _finding(_code(account), position, original, account.sentence, doc, *account.missing)


def _code(account: Account) -> str:
    """How a sentence that is left beside others is told."""
    if account.facts:
        return "figure-unquoted"
    words = account.sentence.text[len(account.sentence.number) :]
    return "clause-forgotten" if weights.weighs(words) else "sentence-unused"


def _finding(code: str, position: Position, original: Original, passage: Paragraph, doc: str, *missing: str) -> Finding:
    name, shown = passage.clause.name, readable(passage.text).strip()
    quotes = [_around(original, passage, figure) for figure in missing] or _beginnings(original, passage)
    words = {"clause": name, "text": shown[:60], "entry": _entry(original, passage, doc, quotes)}
    words |= {"figures": "、".join(dict.fromkeys(missing))} if missing else {}
    return finding(code, position, name, **words)


def _entry(original: Original, passage: Paragraph, doc: str, quotes: Sequence[str]) -> str:
    """The line of set-aside.yaml that would set some words of a passage aside, its reason left open."""
    named = original.find(passage.clause.name)
    alone = len(named) == 1 and original.within(named[0]) == (passage,)
    given = list(dict.fromkeys(quotes))
    quote = "" if alone else f", quote: {json.dumps(given if given[1:] else given[0], ensure_ascii=False)}"
    name = passage.clause.name
    clause = name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    return f"{{{f'doc: {doc}, ' if doc else ''}clause: {clause}{quote}, because: {TO_FILL}}}"


_PLAIN = re.compile(r"[\w（）、 .·：①-➓《》]+")
"""An address that means itself in YAML."""


def _beginnings(original: Original, passage: Paragraph) -> list[str]:
    """The first words of each sentence of a paragraph; of a sentence its own."""
    if passage not in original.paragraphs:
        return [_beginning(original, passage)]
    return [_beginning(original, each) for each in original.inside(passage) if normal(each.text).strip("| ")]


def _around(original: Original, sentence: Paragraph, figure: str) -> str:
    """The words between two commas in which a figure of a sentence stands; its first where they stand above it, too."""
    parts = (part.strip("，,；;。| \t\n") for part in re.split("(?<=[，,；;。])", readable(sentence.text)))
    words = next((part for part in parts if figure in normal(part)), "")
    borne = original.bearing(sentence.clause, words, original.sentences) if words else ()
    return words if borne == (sentence,) else _beginning(original, sentence)


def _beginning(original: Original, sentence: Paragraph) -> str:
    """The first words of a sentence: 16 signs, or as many as no other above it in its clause has."""
    words = readable(sentence.text[len(sentence.number) :]).strip("| \t\n")
    for length in range(16, len(words)):
        if sentence in original.bearing(sentence.clause, words[:length], original.sentences):
            return words[:length]
    return words
