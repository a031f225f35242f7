"""Proposals as the desk offers them: a sentence for people, the value that would be written, what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import yaml

from generator.desk import starter
from generator.desk.candidates import heads
from generator.desk.candidates.candidate import Candidate
from generator.desk.files import entries, writing
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place.opened import Opened, Text, identity
from generator.document.originals import Clause, letters
from generator.document.text import normal
from generator.policy.facts import Provision
from generator.policy.scalars import TO_FILL
from generator.words.names import heading

Card = dict[str, Any]


def of(place: Opened) -> Iterator[Card]:
    """All proposals of a place's documents, those that are entered or refused among them, which say so."""
    taken = _by_section(place)
    refused = _refused(place)
    used = {section: {str(entry.get("id")) for _, entry in held} for section, held in taken.items()}
    for text in place.texts:
        steps = list(_headings(place, text, taken.get("steps", ())))
        for name, candidate in _named(text).items():
            card = _card(place, text, candidate, used) | {"id": name}
            card["value"] = _of_step(place, text, card, steps)
            card["done"] = any(
                _says(candidate, entry) and _there(place, text, file, entry, card)
                for file, entry in taken.get(candidate.section, ())
            )
            card["refused"] = card["proposal"] in refused
            yield card


def documents(place: Opened) -> Iterator[Card]:
    """A card for each document of which something is open: what its head and its foot say of it."""
    tree = place.trees.get("city.yaml", {})
    for text in place.texts:
        where = Address("city.yaml", "documents", text.document.id)
        entry = entries.of(tree, where)
        if isinstance(entry, dict) and (value := _headed(text, entry)) != entry:
            name = sha256(f"{where}{entries.version(entry, tree)}".encode()).hexdigest()[:16]
            sentences = _heads(text)
            yield {
                "id": name,
                "section": "documents",
                "kind": "document",
                "label": "依据",
                "file": "city.yaml",
                "doc": text.document.id,
                "sentence": sentences[0] if sentences else None,
                "sentences": sentences,
                "clause": "",
                "quote": "",
                "title": "这份文件的标题、单位、文号、日期",
                "says": "；".join(str(value[key]) for key in ("title", "number", "date") if value.get(key) != TO_FILL),
                "case": "",
                "value": value,
                "match": entries.version(entry, tree),
                "open": [key for key, held in value.items() if held == TO_FILL],
                "doubt": "",
                "group": f"documents {text.document.id}",
                "proposal": f"documents: {text.document.id}",
                "done": False,
                "refused": False,
            }


def _heads(text: Text) -> list[str]:
    """The sentences in which the head of a document and its foot say what it is."""
    named = [name for head in heads.heads(text.original) for name in _sentences(text, head.clause, head.quote)]
    return list(dict.fromkeys(named))


def _headed(text: Text, entry: dict[str, Data]) -> dict[str, Data]:
    """The entry of a document with what its head says where it is open, and where that stands."""
    open_ = {key for key, held in entry.items() if held in (TO_FILL, [TO_FILL])}
    value, cites = dict(entry), list[Data]()
    for candidate in heads.heads(text.original):
        ((key, said),) = candidate.values
        if key in open_:
            named = [name for name in _listed(value[key]) if name != TO_FILL]
            value[key] = [*named, said] if key == "issuers" else _read(said)
            open_ -= {key} - {"issuers"}
            cites.append({"clause": candidate.clause, "quote": candidate.quote})
    if cites:
        held = [cite for cite in _listed(value.get("cite")) if not entries.is_open(cite)]
        value["cite"] = [*held, *(cite for cite in cites if cite not in held)]
    return value


def _listed(value: Data | None) -> list[Data]:
    return value if isinstance(value, list) else []


def _by_section(place: Opened) -> dict[str, list[tuple[str, dict[str, Data]]]]:
    found: dict[str, list[tuple[str, dict[str, Data]]]] = {}
    for file, tree in place.trees.items():
        for where, value in entries.things(file, tree):
            if isinstance(value, dict):
                found.setdefault(where.section, []).append((file, value))
    return found


def _refused(place: Opened) -> set[str]:
    """The proposals that somebody has judged as no fact."""
    asides = place.city.aside.clauses if place.city and place.city.aside else ()
    return {aside.proposal for aside in asides if aside.proposal}


def _named(text: Text) -> dict[str, Candidate]:
    """What may be said in a text, by the id of its card; once what several rows of a table say in the same words."""
    named: dict[str, Candidate] = {}
    for candidate in text.candidates:
        words = f"{text.document.id}\n{candidate.clause}\n{candidate.quote}\n{_proposal(candidate)}"
        named.setdefault(sha256(words.encode()).hexdigest()[:16], candidate)
    return named


def _card(place: Opened, text: Text, candidate: Candidate, used: dict[str, set[str]]) -> Card:
    doc = text.document.id if len(place.texts) > 1 else ""
    file = _file(place, candidate)
    value = _ruled(place, file, candidate, _value(candidate, doc, _id(candidate.section, used)))
    proposal = _proposal(candidate)
    sentences = _sentences(text, candidate.clause, candidate.quote)
    return {
        "section": candidate.section,
        "kind": _kind(candidate),
        "label": _label(candidate.section),
        "file": file,
        "doc": text.document.id,
        "sentence": sentences[0] if sentences else None,
        "sentences": sentences,
        "clause": candidate.clause,
        "quote": candidate.quote,
        "title": _title(candidate),
        "says": candidate.quote,
        "case": candidate.case,
        "value": value,
        "open": _open(candidate, value) if isinstance(value, dict) else [],
        "doubt": candidate.doubt,
        "group": f"{candidate.section} {candidate.clause}",
        "proposal": proposal,
    }


_OF_STEPS = {"limit": "steps", "paper": "step", "nothing": "step"}
"""Kinds of things that may be those of a step, and the key that says so."""


def _headings(
    place: Opened, text: Text, steps: Sequence[tuple[str, dict[str, Data]]]
) -> Iterator[tuple[Clause, str, str]]:
    """The clauses that are headed by a step, with its file and its id: all they say of their own begins with it."""
    for file, step in steps:
        for doc, named, quote in entries.cites(step, _outer(place, file)):
            for clause in text.original.find(named) if doc in (None, text.document.id) else ():
                heading = letters(clause.own[clause.lead :])
                if clause.own != clause.text and heading.startswith(letters(quote[_lead(clause, quote) :])):
                    yield clause, file, str(step.get("id"))


def _lead(clause: Clause, quote: str) -> int:
    """How many characters of a quotation are the number of its clause."""
    return clause.lead if quote.startswith(clause.own[: clause.lead]) else 0


def _of_step(place: Opened, text: Text, card: Card, steps: Sequence[tuple[Clause, str, str]]) -> Data | None:
    """What a card would write, with the step under whose heading it stands, where there is just one."""
    value: Data | None = card["value"]
    key = _OF_STEPS.get(card["kind"])
    at = next((clause.start for clause in text.original.find(card["clause"])), -1)
    around = [step for step in steps if step[0].start <= at < step[0].end]
    nearest = max((clause.start for clause, _, _ in around), default=-1)
    own = {name for clause, file, name in around if clause.start == nearest and _reached(place, card["file"], file)}
    if key is None or len(own) != 1 or not isinstance(value, dict) or not _ANY_STEP.isdisjoint(value):
        return value
    return {**value, key: own.pop()}


_ANY_STEP = {"steps", "step", "permit", "duty"}


def _reached(place: Opened, file: str, other: str) -> bool:
    """Whether what a file says may name what another one does, in every guide."""
    return other in (file, "city.yaml") or len(place.utilities) == 1


def _kind(candidate: Candidate) -> str:
    if "none" in dict(candidate.values):
        return "nothing"
    return starter.KINDS.get(candidate.section, Provision).__name__.lower()


def _label(section: str) -> str:
    return "类别的界限" if section == "classes" else heading(section)


def _id(section: str, used: dict[str, set[str]]) -> str:
    """An id that no entry of the heading has, and no other proposal."""
    taken, stem = used.setdefault(section, set()), section.replace("_", "-")
    number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
    taken.add(f"{stem}-{number}")
    return f"{stem}-{number}"


def _value(candidate: Candidate, doc: str, name: str) -> Data | None:
    """The entry that a proposal would be; None of the bound of a class, which is for people to say."""
    if candidate.section == "classes":
        return None
    kind = starter.KINDS.get(candidate.section, Provision)
    lines = starter.proposed(kind, candidate.section, 1, doc, candidate)
    try:
        listed = writing.data("\n".join(lines))
    except yaml.YAMLError:
        return None
    entry = listed[0] if isinstance(listed, list) else None
    return {**entry, "id": name} if isinstance(entry, dict) else None


_CASES = frozenset({"when", "provided", "of"})
"""The keys that say in which case an entry holds, or for what."""


def _open(candidate: Candidate, value: dict[str, Data]) -> list[str]:
    """What people still answer: what is to be filled in, and in which case it holds where words before it name one."""
    unruled = bool(candidate.case) and not _CASES & value.keys()
    return [*(["when"] if unruled else []), *(key for key, held in value.items() if held == TO_FILL)]


def _ruled(place: Opened, file: str, candidate: Candidate, value: Data | None) -> Data | None:
    """An entry with the class whose name is its case; as it is where there is no such class."""
    if isinstance(value, dict) and not _CASES & value.keys():
        for tree in (place.trees.get(name) for name in (file, "city.yaml")):
            for entry in _listed(tree.get("classes")) if isinstance(tree, dict) else ():
                if isinstance(entry, dict) and _called(entry.get("name"), candidate.case):
                    return {**value, "when": {str(entry.get("table", "class")): entry.get("id", "")}}
    return value


def _called(name: Data | None, case: str) -> bool:
    return isinstance(name, str) and bool(case) and normal(case).removesuffix("的") == normal(name).removesuffix("的")


def _file(place: Opened, candidate: Candidate) -> str:
    """The file that a proposal belongs into: of the one utility that it is about, else the one that all share."""
    about = [name for name in place.utilities if starter.concerns(candidate, name)]
    return f"{about[0]}.yaml" if len(about) == 1 else "city.yaml"


def _sentences(text: Text, named: str, quote: str) -> list[str]:
    """The sentences of a clause in which a quotation stands."""
    for clause in text.original.find(named):
        borne = text.original.borne(clause, quote, text.original.sentences)
        if borne:
            return [identity(text.document.id, sentence) for sentence, _, _ in borne]
    return []


def _proposal(candidate: Candidate) -> str:
    """What is proposed, in a line: the heading, the keys and their values. It stays the same for the same words."""
    values = ", ".join(f"{key} {value}" for key, value in candidate.values)
    return f"{candidate.section}: {values}"[:200]


def _title(candidate: Candidate) -> str:
    values = dict(candidate.values)
    name = values.get("name") or values.get("item") or values.get("words") or values.get("telephone") or ""
    return str(name).strip('"') or candidate.quote


def _says(candidate: Candidate, entry: dict[str, Data]) -> bool:
    """Whether an entry says what is proposed: the same of what tells proposals apart, out of the same words."""
    parts = (
        [part for part in entry["sides"] if isinstance(part, dict)] if isinstance(entry.get("sides"), list) else [entry]
    )
    return any(_same(candidate, part) for part in parts)


def _there(place: Opened, text: Text, file: str, entry: Data, card: Card) -> bool:
    """Whether an entry quotes a sentence of a proposal; the same words may stand in another clause, and mean another.

    Of what quotes nothing that is found, the words alone decide.
    """
    cites = list(entries.cites(entry, _outer(place, file)))
    own = [(clause, quote) for doc, clause, quote in cites if doc in (None, text.document.id)]
    quoted = {name for clause, quote in own for name in _sentences(text, clause, quote)}
    return not quoted.isdisjoint(card["sentences"]) or not quoted


def _outer(place: Opened, file: str) -> Data:
    """The citation that a file gives to all that it says; empty where it has none."""
    tree = place.trees.get(file)
    return tree.get("cite", {}) if isinstance(tree, dict) else {}


def _same(candidate: Candidate, entry: dict[str, Data]) -> bool:
    values = dict(candidate.values)
    telling = ("telephone",) if "telephone" in values else _TELLING
    same = all(_alike(key, _scalar(entry.get(key)), _scalar(_read(values[key]))) for key in telling if key in values)
    quotes = [normal(quote) for quote in _quotes(entry)]
    words = normal(candidate.quote)
    return same and any(quote in words or words in quote for quote in quotes)


def _alike(key: str, entered: str, proposed: str) -> bool:
    """Whether a value says what is proposed; of a name it may be longer or shorter, as the words of a person are."""
    return entered == proposed or (
        key in ("name", "item") and bool(entered) and (entered in proposed or proposed in entered)
    )


_TELLING = ("exactly", "at_most", "at_least", "between", "starts_within", "telephone", "name", "item", "none")


def _read(value: str) -> Data:
    """A value as files have it."""
    try:
        listed = writing.data(f"[{value}]")
    except yaml.YAMLError:
        return value
    return listed[0] if isinstance(listed, list) and len(listed) == 1 else value


def _scalar(value: Data | None) -> str:
    return normal("、".join(map(str, value)) if isinstance(value, list) else str(value or ""))


def _quotes(value: Data) -> Iterator[str]:
    if isinstance(value, dict):
        quoted = value.get("quote")
        yield from (str(quote) for quote in (quoted if isinstance(quoted, list) else [quoted] if quoted else []))
        for held in value.values():
            yield from _quotes(held)
    elif isinstance(value, list):
        for held in value:
            yield from _quotes(held)
