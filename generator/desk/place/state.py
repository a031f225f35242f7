"""What the page of the desk shows of a place: sentences with their marks, facts, questions, cards, findings. No HTML.

Everything is plain data of JSON: text, lists, mappings. Offsets count code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from generator.checks.accounts import Account
from generator.data.sentences import sentences as told
from generator.descriptions import descriptions
from generator.desk.files import entries
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place import cards, questions, rows
from generator.desk.place.inputs import kind_of
from generator.desk.place.opened import Opened, Text, identity
from generator.document.originals import Paragraph
from generator.document.text import breaks, marks
from generator.findings import Finding
from generator.policy.files import ASIDE_KINDS, CityFile, Sections
from generator.policy.guide import items
from generator.policy.resolve import Resolved
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.policy.sources import Source
from generator.words.conditions import class_name, conditions, rule

Shown: TypeAlias = dict[str, Any]


def state(place: Opened) -> Shown:
    """All that is shown of a place, but drafts, reviews and what can be undone."""
    findings = [_finding(place, found) for found in place.findings if found.severity != "info"]
    facts = list(_facts(place, findings))
    offered = [card for card in _cards(place) if not card["done"]]
    refused = [card for card in offered if card["refused"]]
    open_ = [card for card in offered if not card["refused"]]
    sentences = [sentence for text in place.texts for sentence in _sentences(place, text, facts, open_)]
    _place(sentences, facts, open_, findings)
    return {
        "city": place.slug,
        "name": place.city.file.shown if place.city else place.slug,
        "published": _published(place.trees.get("city.yaml")),
        "utilities": place.utilities,
        "files": place.versions,
        "documents": [_document(place, text) for text in place.texts],
        "sentences": sentences,
        "score": _score(sentences),
        "facts": facts,
        "questions": list(questions.of(place)),
        "head": list(_head(place)),
        "cards": open_,
        "refused": refused,
        "findings": [found for found in findings if found["code"] not in _ELSEWHERE],
        "lacking": list(_lacking(place)),
        "aside_kinds": {kind: {"label": zh, "label_en": en} for kind, (zh, en) in ASIDE_KINDS.items()},
    }


def proposals(place: Opened) -> dict[str, str]:
    """What each proposal says, in a line, by the id under which the page knows it."""
    return {card["id"]: card["proposal"] for card in _cards(place)}


def _cards(place: Opened) -> list[Shown]:
    """Everything that is proposed: lines to be set aside where no proposal stands in them."""
    facts = [*cards.documents(place), *cards.of(place)]
    standing = {name for card in facts for name in card["sentences"]}
    return [*facts, *(row for row in rows.of(place) if row["sentence"] not in standing)]


def _published(tree: Data | None) -> bool:
    return isinstance(tree, dict) and tree.get("published", "true") == "true"


_ELSEWHERE = frozenset({"left-blank", "unanswered", "clause-forgotten", "sentence-unused", "figure-unquoted"})
"""What the page shows as an open question, an open input or an unaccounted sentence already."""


# --------------------------------------------------------------------------------------------------------- documents


def _document(place: Opened, text: Text) -> Shown:
    document = text.document
    entry = entries.of(place.trees.get("city.yaml", {}), Address("city.yaml", "documents", document.id))
    title = entry.get("title") if isinstance(entry, dict) else None
    return {
        "id": document.id,
        "title": title if isinstance(title, str) and title not in (TO_FILL, NOT_STATED) else text.path.name,
        "text": text.path.name,
        "version": entries.version(text.original.text, {}),
        "scan": document.scan,
    }


def _lacking(place: Opened) -> Iterator[Shown]:
    """What `not_in_hand` may name: what the documents lack, and documents that are not whole."""
    for text in place.texts:
        document = text.document
        if not document.whole:
            yield {"doc": document.id, "id": document.id, "name": str(document.title)}
        for missing in document.lacks:
            yield {"doc": document.id, "id": missing.id, "name": missing.name}


# --------------------------------------------------------------------------------------------------------- sentences


def _sentences(place: Opened, text: Text, facts: Sequence[Shown], offered: Sequence[Shown]) -> Iterator[Shown]:
    """The sentences of a document with the stretches that are quoted or proposed."""
    quoted = _stretches(
        text,
        ((where, "used") for fact in facts for where in entries.cites(fact["value"], _outer(place, fact["file"]))),
        place,
    )
    proposed = _stretches(
        text, ((where, "card") for card in offered for where in entries.cites(card["value"] or card)), place
    )
    for account in text.accounts:
        sentence = account.sentence
        found = [*proposed.get(sentence.start, ()), *quoted.get(sentence.start, ()), *_missing(account)]
        found += readings(sentence.text)
        yield {
            "id": identity(text.document.id, sentence),
            "doc": text.document.id,
            "start": sentence.start,
            "end": sentence.start + len(sentence.text),
            "clause": sentence.clause.name,
            "text": sentence.text,
            "paragraph": text.original.around(sentence).start,
            "cell": "|" in text.original.around(sentence).text,
            "head": account.state == "aside" and account.aside is None,
            "state": account.state,
            "facts": [address for fact in account.facts for address in _addresses(place, fact)],
            "cards": [],
            "aside": _aside(place, account),
            "missing": list(account.missing),
            "marks": found,
        }


def _outer(place: Opened, file: str) -> Data:
    """The citation that a file gives to all that it says; empty where it has none."""
    tree = place.trees.get(file)
    return tree.get("cite", {}) if isinstance(tree, dict) else {}


def _stretches(
    text: Text, cited: Iterable[tuple[tuple[str | None, str, str], str]], place: Opened
) -> dict[int, list[Shown]]:
    """By the start of a sentence, what of its text some citations of its document take."""
    stretches: dict[int, list[Shown]] = {}
    only = len(place.texts) == 1
    for (doc, clause, quote), kind in dict.fromkeys(cited):
        if doc == text.document.id or (doc is None and only):
            for named in text.original.find(clause):
                for sentence, low, high in text.original.borne(named, quote, text.original.sentences):
                    start, end = _within(sentence, low), _within(sentence, high)
                    stretches.setdefault(sentence.start, []).append({"start": start, "end": end, "kind": kind})
    return stretches


def readings(text: str) -> Iterator[Shown]:
    """The stretches of a text that are written in LaTeX or Markdown, with what they read."""
    for start, end, shown in marks(text):
        yield {"start": start, "end": end, "kind": "formula", "shown": shown}


def _within(sentence: Paragraph, at: int) -> int:
    """A place in the plain text of a sentence as a place in its text."""
    places = breaks(sentence.text)
    return places[bisect_left(places, at, hi=len(places) - 1, key=lambda end: len(_plain(sentence, end)))]


def _plain(sentence: Paragraph, end: int) -> str:
    return Paragraph(sentence.clause, sentence.text[:end], sentence.start).plain


def _missing(account: Account) -> Iterator[Shown]:
    """The figures of a sentence that no quotation holds."""
    for figure in account.missing:
        at = account.sentence.plain.find(figure)
        if at >= 0:
            start, end = _within(account.sentence, at), _within(account.sentence, at + len(figure))
            yield {"start": start, "end": end, "kind": "missing"}


def _aside(place: Opened, account: Account) -> Shown | None:
    if account.aside is None:
        return None
    clauses = place.city.aside.clauses if place.city and place.city.aside else ()
    index = next((at for at, aside in enumerate(clauses) if aside is account.aside), -1)
    return {"index": index, "kind": account.aside.kind, "because": account.aside.because}


def _addresses(place: Opened, quoted_by: str) -> Iterator[str]:
    """The addresses of a fact as accounts name it: `wuhai/water limits/accept`; none of another place."""
    guide, _, thing = quoted_by.partition(" ")
    section, _, name = thing.partition("/")
    if "/" not in guide:
        yield f"city.yaml/{thing}" if section == "documents" else f"{section}.yaml"
        return
    resolved = next((known for known in place.guides if known.guide.address == guide), None)
    if resolved and (origin := resolved.origin(section, name)).source.path.startswith(f"{place.folder.as_posix()}/"):
        yield str(Address(origin.source.path.rpartition("/")[2], section, name))


def _place(
    sentences: Sequence[Shown], facts: Sequence[Shown], offered: Sequence[Shown], findings: Sequence[Shown]
) -> None:
    """Enter which cards and facts belong to which sentence, and what each sentence counts as by that."""
    by_id = {sentence["id"]: sentence for sentence in sentences}
    known = {fact["address"] for fact in facts}
    for card in offered:
        for name in card["sentences"]:
            if name in by_id:
                by_id[name]["cards"].append(card["id"])
    for sentence in sentences:
        sentence["facts"] = [fact for fact in dict.fromkeys(sentence["facts"]) if fact in known or "/" not in fact]
        if sentence["state"] == "doubt":
            sentence["state"] = "used"  # what the document leaves in doubt is recorded
        elif sentence["state"] == "left" and sentence["facts"]:
            sentence["state"] = "doubt"  # a figure of it stands in no quotation
        elif sentence["state"] == "left" and sentence["cards"]:
            sentence["state"] = "proposed"
    where: dict[str, list[str]] = {}
    for sentence in sentences:
        for address in sentence["facts"]:
            where.setdefault(address, []).append(sentence["id"])
    for fact in facts:
        fact["sentences"] = where.get(fact["address"], [])
    for found in findings:
        found["sentence"] = next(iter(where.get(found["address"] or "", ())), None)


def _score(sentences: Sequence[Shown]) -> dict[str, int]:
    states = [sentence["state"] for sentence in sentences]
    return {"whole": len(states)} | {name: states.count(name) for name in _STATES}


_STATES = ("used", "proposed", "aside", "doubt", "left")


# ------------------------------------------------------------------------------------------------------------- facts


def _facts(place: Opened, findings: Sequence[Shown]) -> Iterator[Shown]:
    """Every entry of every file, with what the public reads of it."""
    told_ = says(place)
    left_out = {out.address for out in place.city.left_out if not out.open} if place.city else set()
    about: dict[str, list[Shown]] = {}
    for found in findings:
        about.setdefault(found["address"] or "", []).append(found)
    for file, tree in place.trees.items():
        for where, value in entries.things(file, tree):
            own = about.get(str(where), [])
            yield {
                "address": str(where),
                "file": file,
                "section": where.section,
                "id": where.id,
                "kind": kind_of(where.section, value),
                "utilities": _utilities(place, file, value),
                "value": value,
                "hash": entries.version(value, tree),
                "says": told_.get(str(where), []),
                "state": "broken" if str(where) in left_out else _state(value, own),
                "sentences": [],
                "findings": own,
            }


def _utilities(place: Opened, file: str, value: Data) -> list[str]:
    """The utilities that an entry holds for."""
    stem = file.partition(".")[0]
    if stem in place.utilities:
        return [stem]
    named = value.get("utilities") if isinstance(value, dict) else None
    return [str(name) for name in named] if isinstance(named, list) else list(place.utilities)


def _state(value: Data, findings: Sequence[Shown]) -> str:
    if entries.is_open(value):
        return "open"
    return "lacks" if any(found["severity"] == "error" for found in findings) else "held"


def says(place: Opened) -> dict[str, list[str]]:
    """What the public reads, by address; of a fact that several guides share, each wording once."""
    found: dict[str, list[str]] = {}
    for resolved in place.guides:
        for path, text in _told(resolved):
            section, _, name = path.partition("/")
            origin = resolved.origin(section, name)
            address = str(Address(origin.source.path.rpartition("/")[2], section, name))
            if text not in found.setdefault(address, []):
                found[address].append(text)
    return found


def _told(resolved: Resolved) -> Iterator[tuple[str, str]]:
    guide = resolved.guide
    for sentence in told(guide):
        yield sentence.path, sentence.text
    for class_ in items(guide, "classes"):
        yield f"classes/{class_.id}", f"{class_.name}：{rule(guide, class_)}"
    for defect in guide.defects:
        met = "、".join(class_name(guide, class_, defect.table) for class_ in defect.classes) or "哪一类都不是"
        yield f"defects/{defect.id}", f"{conditions(guide, defect.where)}：{met}。{defect.because}"
    for asked in guide.inputs:
        yield f"inputs/{asked.id}", asked.ask


# ------------------------------------------------------------------------------------------------- heads and findings


def _head(place: Opened) -> Iterator[Shown]:
    """The keys at the top of city.yaml that people answer."""
    tree = place.trees.get("city.yaml", {})
    for name in CityFile.model_fields:
        if name not in Sections.model_fields and name not in ("documents", "cite"):
            value = tree.get(name) if isinstance(tree, dict) else None
            yield {
                "address": f"city.yaml/{name}",
                "label": descriptions(CityFile).get(name, name).split("。")[0],
                "value": value,
                "hash": entries.version(value, tree),
                "open": value is not None and entries.is_open(value),
                "required": CityFile.model_fields[name].is_required(),
            }


def _finding(place: Opened, found: Finding) -> Shown:
    file = found.position.path.rpartition("/")[2]
    address, field = _located(place, file, found)
    return {
        "severity": found.severity,
        "code": found.code,
        "zh": found.zh,
        "en": found.en,
        "file": file,
        "line": found.position.line,
        "thing": found.thing,
        "address": address,
        "field": field,
        "sentence": None,
    }


def _located(place: Opened, file: str, found: Finding) -> tuple[str | None, str | None]:
    """The address of the thing that a finding is about, and the key of it."""
    section, *names = found.thing.split("/")
    tree = place.trees.get(file)
    if not section or tree is None:
        return None, None
    where = Address(file, section, names[0] if names else "")
    if entries.of(tree, where) is None:
        where = Address(file, section)
    if entries.of(tree, where) is None:
        return None, None
    source = place.city.sources.get(file) if place.city else None
    return str(where), _field(source, found, 2 if where.id else 1)


def _field(source: Source | None, found: Finding, depth: int) -> str | None:
    """The key within its thing at which a finding points."""
    for location, position in source.values.items() if source else ():
        if position == found.position and len(location) > depth:
            return str(location[depth])
    return None
