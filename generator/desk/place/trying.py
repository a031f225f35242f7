"""What would become of a thing if it were written as it stands in the form: faults, proof, what the public would read.

Judged by the code of `check`, for one thing alone and without writing it. A thing that is not finished is tried as far
as it goes: what is open or wrong in it is left out, and makes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel, create_model

from generator.checks import fulltexts, proof, references
from generator.checks.claims import Claim, claims_of, conditions_of, readings
from generator.data.sentences import row
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place import inputs, selecting
from generator.desk.place.opened import Opened
from generator.document.originals import Clause, Original, Paragraph
from generator.document.text import normal, readable
from generator.findings import Finding, Position, finding
from generator.policy.files import Document, Sections, UtilityFile
from generator.policy.guide import Guide
from generator.policy.layers import Origin
from generator.policy.loader import kinds
from generator.policy.provenance import Cite, Conflict, NotInHand, Part, walk
from generator.policy.resolve import Resolved, cited, document_ids
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source
from generator.policy.syntax.shape_faults import modelled
from generator.policy.tables import Class, Defect, Input
from generator.policy.utilities import known
from generator.telling.compose import consequence
from generator.words.catalogue import words
from generator.words.conditions import class_name, conditions, rule
from generator.words.names import headed, heading

Shown: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Tried:
    """What became of a thing: its claims with their proof, its faults, what is still open, what the public would read.

    Fields are keys, with those within them behind points: `starts_on`, `sides.0.unit`; empty for the thing as a whole.
    """

    claims: tuple[Shown, ...] = ()
    faults: tuple[Shown, ...] = ()
    open: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def hindering(self) -> list[Shown]:
        """The faults that keep it from being written: not that the lines of a scan are still to be confirmed."""
        return [fault for fault in self.faults if fault.get("code") != "unconfirmed-scan"]

    @property
    def shown(self) -> Shown:
        """The same as data of JSON."""
        return {"claims": self.claims, "faults": self.faults, "open": self.open, "says": self.says}


def tried(place: Opened, where: Address, value: Data) -> Tried:
    """What would become of a thing of a place if it had a value. Writes nothing, refuses nothing."""
    if where.section in Sections.model_fields and not where.id and isinstance(value, list):
        each = [tried(place, where._replace(id=_id(entry) or "new"), entry) for entry in value]
        return Tried(*(tuple(part for one in each for part in getattr(one, name)) for name in _PARTS))
    draft = _drafted(where, _clean(value))
    if draft.entry is None or isinstance(draft.entry, str):
        silent = where.section in Sections.model_fields and draft.entry == NOT_STATED
        return Tried((), draft.faults, draft.open, _silent(where.section) if silent else ())
    return _judged(place, where, draft, draft.entry)


_PARTS = ("claims", "faults", "open", "says")


def _clean(value: Data) -> Data:
    """Data without what is no text, halves of signs that a browser may send."""
    if isinstance(value, dict):
        return {_clean_text(key): _clean(held) for key, held in value.items()}
    return [_clean(held) for held in value] if isinstance(value, list) else _clean_text(value)


def _clean_text(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _id(entry: Data) -> str:
    found = entry.get("id") if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""


def _silent(section: str) -> tuple[str, ...]:
    return (str(words()["lines"]["silent_about"]).format(heading(section)),)


# -------------------------------------------------------------------------------------------------------------- form


class _Draft(NamedTuple):
    """A thing as far as its form goes: the model, without what is open or wrong; None where nothing is left of it."""

    entry: Any
    source: Source
    faults: tuple[Shown, ...]
    open: tuple[str, ...]
    left: frozenset[str] = frozenset()
    """The fields that something else stands in for: they claim nothing."""


def _drafted(where: Address, value: Data) -> _Draft:
    """A value of a section in the form of a file, with what is wrong and what is open in it."""
    section = where.section
    whole = not where.id
    model, raw = _model(where.file, section), value if whole else _with_id(value)
    source = _source(section, raw, whole=whole)
    problems: list[Finding] = []
    held = modelled(source, model, problems)
    faults, open_ = _sorted(source, problems)
    left: set[str] = set()
    while held is None and problems and len(left) < _MOST:
        before = set(left)
        raw = _without(section, raw, source, problems, left)
        if left == before:
            break
        source_, problems = _source(section, raw, whole=whole), []
        held = modelled(source_, model, problems)
        source = source_ if held is not None or problems else source
    entry = getattr(held, section, None) if held is not None else None
    if isinstance(entry, tuple):
        entry = next(iter(entry), None)
    return _Draft(entry, source, faults, open_, frozenset(left))


_MOST = 60


@cache
def _model(file: str, section: str) -> type[BaseModel]:
    """A model of a file that has one heading alone, or one key."""
    if section in Sections.model_fields:
        return UtilityFile
    if section == "documents":
        return create_model("Documents", __base__=Part, documents=(tuple[Document, ...], ...))
    info = kinds()[file].model_fields.get(section) if file in kinds() else None
    return create_model("Key", __base__=Part, **({section: (info.annotation, info)} if info else {}))  # type: ignore[call-overload, no-any-return]


def _with_id(value: Data) -> Data:
    """A thing with an id, which the program makes where there is none yet."""
    return {"id": "new", **value} if isinstance(value, dict) else value


def _source(section: str, raw: Data, *, whole: bool) -> Source:
    """A value as a file that says nothing else; the line of a position is the number of its location."""
    tree: Any = {section: raw if whole else [raw]}
    locations = list(_locations(tree))
    values = {at: Position("", number) for number, at in enumerate(locations, 1)}
    return Source("", tree, values, values)


def _locations(raw: Any, at: Location = ()) -> Iterator[Location]:
    yield at
    held = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, inner in held:
        yield from _locations(inner, (*at, key))


def _at(source: Source, position: Position) -> Location:
    """The location that a position of such a file stands for."""
    return next((at for at, known in source.values.items() if known.line == position.line), ())


def _field(section: str, at: Location, name: str = "") -> str:
    """A location within a thing as a field."""
    inner = at[1:] if len(at) > 1 and not isinstance(at[1], int) else at[2:]
    steps = [str(step) for step in (*inner, *filter(None, [name])) if not str(step).startswith("·")]
    return ".".join(steps) if at[:1] == (section,) or not at else ".".join(map(str, at))


def _sorted(source: Source, problems: Iterable[Finding]) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """What is wrong, and what is only open: a required key that is not there, a value to fill in, no amount yet."""
    faults, open_ = list[Shown](), list[str]()
    for problem in problems:
        name = _named(source, problem)
        if problem.code in _OPEN:
            open_.append(name)
        else:
            faults.append({"field": name, "code": problem.code, "zh": problem.zh, "en": problem.en})
    return tuple(faults), tuple(dict.fromkeys(open_))


_OPEN = ("left-blank", "missing-key", "required-key", "no-amount", "deadline-without-day", "empty-form", "too-short")
"""The findings that say that somebody has not come so far yet."""
_OWN_FIELDS = {
    "no-amount": "amount", "two-amounts": "amount", "range-reversed": "amount", "deadline-without-day": "timed",
    "target-without-date": "target", "boolean-without-words": "words", "enumeration-without-values": "values",
}  # fmt: skip
"""Which field a finding is about that is found in a thing as a whole."""


def _named(source: Source, problem: Finding) -> str:
    """The field that a finding is about."""
    section, at = next(iter(source.raw)), _at(source, problem.position)
    key = dict(problem.words).get("key", "") if problem.code in ("missing-key", "required-key") else ""
    return _field(section, at, key or _OWN_FIELDS.get(problem.code, ""))


# ------------------------------------------------------------------------------------------ as far as it goes already


def _without(section: str, raw: Data, source: Source, problems: Sequence[Finding], left: set[str]) -> Data:
    """A thing without what is wrong in it; what it cannot do without is stood in for. Adds to `left` what that is."""
    for problem in problems:
        name = _named(source, problem)
        if not name:
            continue
        first, *_ = name.split(".")
        left.add(name)
        raw = _changed(raw, name.split("."), _stand_in(section, raw, first) if "." not in name else None, first)
    return raw


def _changed(raw: Data, steps: Sequence[str], stand_in: Any, first: str) -> Data:
    """Data in which the value at some steps is taken out, or stood in for; of a key made of several, all of these."""
    if not steps:
        return raw
    step, *rest = steps
    if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
        kept = [_changed(raw[int(step)], rest, stand_in, first)] if rest else []
        return [*raw[: int(step)], *kept, *raw[int(step) + 1 :]]
    if not isinstance(raw, dict):
        return raw
    if rest and step in raw and isinstance(raw[step], (dict, list)):
        return {**raw, step: _changed(raw[step], rest, stand_in, first)}
    gone = {key: held for key, held in raw.items() if key not in _KEYS.get(step, (step,))}
    return {**gone, **(stand_in if isinstance(stand_in, dict) else {})}


_KEYS = {"amount": ("exactly", "at_most", "at_least", "between", "starts_within"), "timed": ("yearly", "before")}
_DUMMY = "\u3007\u3007"
"""Stands in for words that are not there yet."""


def _stand_in(section: str, raw: Data, name: str) -> dict[str, Any]:
    """What stands in for a field that a thing cannot do without; nothing where it can."""
    if name in _STAND_INS:
        return _STAND_INS[name]
    asked = inputs.by_key(inputs.kind_of(section, raw)).get(name)
    if asked is None or not asked.required:
        return {}
    if asked.silent:
        return {name: NOT_STATED}
    if asked.options:
        return {name: asked.options[0].value}
    values: dict[str, Any] = {"number": "1", "day": "2000-01-01", "flag": "true", "refs": "new", "text": _DUMMY}
    single = values.get(asked.input, _DUMMY if asked.input == "words" else None)
    return {} if single is None else {name: [single] if asked.several else single}


_STAND_INS: dict[str, dict[str, Any]] = {
    "amount": {"words": _DUMMY},
    "timed": {"before": {"event": NOT_STATED, "lead": "1", "unit": "day"}},
}


# ------------------------------------------------------------------------------------------------------------- proof


def _judged(place: Opened, where: Address, draft: _Draft, entry: Any) -> Tried:
    """A thing that has the form of one: what it claims, what it refers to, what is said of it."""
    resolved = _guide(place, where, entry)
    if resolved is None or where.section not in inputs.section_models():
        return Tried((), draft.faults, draft.open)
    setting = _Setting(place, where, resolved)
    own = setting.completed(entry)
    beyond = resolved if where.section == "documents" else setting.with_entry(own, draft.source)
    misfits = [*draft.faults, *_dangling(beyond, draft.source)]
    faults = [*misfits, *_uncited(setting, own)]
    claimed = _claims(setting, own) if setting.proven else ()
    claims = tuple({"field": name, **shown} for name, shown in claimed if not _left(name, draft.left))
    says = () if draft.left or draft.open or misfits else tuple(_says(beyond.guide, where.section, own))
    return Tried(claims, tuple(faults), draft.open, says)


def _left(name: str, left: Iterable[str]) -> bool:
    """Whether a field, or one around it, is stood in for."""
    keys = [key for field_ in left for key in (field_, *_KEYS.get(field_, ()), *_STAND_INS.get(field_, ()))]
    return any(name == key or name.startswith(f"{key}.") for key in keys)


def _guide(place: Opened, where: Address, entry: Any) -> Resolved | None:
    """The guide in which a thing stands: that of its file; of city.yaml, the first that it holds for."""
    own = where.file.split(".")[0]
    wanted = [own] if own in known() else list(getattr(entry, "utilities", ()) or known())
    found = (guide for name in wanted for guide in place.guides if guide.guide.utility == name)
    return next((guide for guide in found if guide.guide.reference is None), None)


@dataclass(frozen=True)
class _Setting:
    """Where a thing stands: its place, file and guide, with the texts of the documents."""

    place: Opened
    where: Address
    resolved: Resolved

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The documents of the place, by the ids they have there, with those they have in the guide."""
        return document_ids(self.resolved.chain)[self.place.slug]

    @cached_property
    def texts(self) -> Mapping[str, Path]:
        """Where the texts are, by the ids that documents have in the guide."""
        return {self.ids[text.document.id]: text.path for text in self.place.texts if text.document.id in self.ids}

    @property
    def proven(self) -> bool:
        """Whether it has to be borne by what it quotes: what the utility vouches for and what is ours has not."""
        return not self.where.file.endswith(".assured.yaml") and self.where.section in (*proof.PROVEN, "documents")

    @property
    def base(self) -> Cite:
        """The document and clause for what names none."""
        file = self.resolved.city.utilities.get(self.where.file.removesuffix(".yaml"), self.resolved.city.file)
        return Cite() if self.where.section == "documents" else file.cite

    def completed(self, entry: Part) -> Any:
        """A thing whose citations have their document and clause."""
        base = Cite(doc=_document_id(entry)) if self.where.section == "documents" else self.base
        return cited(entry, base, self.ids)

    def original(self, cite: Cite) -> Original | None:
        """The text of the document that a citation is of; None where it is not in hand or cannot be read."""
        path = self.texts.get(cite.doc or "")
        try:
            return fulltexts.original(path.absolute()) if path else None
        except UnicodeDecodeError:
            return None

    def with_entry(self, entry: Any, source: Source) -> Resolved:
        """The guide with the thing in it, as if it stood there."""
        held = getattr(self.resolved.guide, self.where.section)
        kept = tuple(held) if isinstance(held, tuple) else ()
        at = next((at for at, one in enumerate(kept) if one.id in (self.where.id, entry.id)), len(kept))
        section = (*kept[:at], entry, *kept[at + 1 :])
        guide = self.resolved.guide.model_copy(update={self.where.section: section, **self._more_inputs()})
        origins = {**self.resolved.origins, (self.where.section, entry.id): Origin(source, (self.where.section, 0))}
        return replace(self.resolved, guide=guide, origins=origins)

    def _more_inputs(self) -> dict[str, Any]:
        """The inputs of the place's files that nothing of the guide has used so far."""
        if self.where.section == "inputs":
            return {}
        city = self.resolved.city
        files = (city.file, *(file for name, file in city.utilities.items() if name == self.resolved.guide.utility))
        known = {asked.id for asked in self.resolved.guide.inputs}
        more = tuple(asked for file in files for asked in file.inputs if asked.id not in known)
        return {"inputs": (*self.resolved.guide.inputs, *more)} if more else {}


def _document_id(entry: Part) -> str | None:
    return getattr(entry, "id", None)


def _dangling(resolved: Resolved, source: Source) -> Iterator[Shown]:
    """What a thing refers to that is not there, and conditions that do not fit."""
    for problem in (*references.dangling(resolved), *references.misfits(resolved)):
        if problem.position.path == source.path:
            yield {"field": _named(source, problem), "code": problem.code, "zh": problem.zh, "en": problem.en}


def _uncited(setting: _Setting, entry: Any) -> Iterator[Shown]:
    """What is wrong with the citations of a thing: none, incomplete, not in the clause that they name."""
    for at, part, cites in walk(entry):
        name, nowhere = ".".join(map(str, at)), Position("")
        problems: list[Finding] = []
        if isinstance(part, Cite):
            problems += proof.incomplete(part, tuple(setting.ids.values()), nowhere, "")
            problems += proof.misread(part, nowhere, "")
            if part.clause and (path := setting.texts.get(part.doc or "")):
                problems += fulltexts.compared(part, path, setting.place.slug, nowhere, "")
        elif setting.proven and not cites and proof.needs_cite(part, claims_of(part)):
            name = ".".join(filter(None, [name, "cite"]))
            problems.append(finding("no-cite", nowhere))
        yield from ({"field": name, "code": one.code, "zh": one.zh, "en": one.en} for one in problems)


def _claims(setting: _Setting, entry: Any) -> Iterator[tuple[str, Shown]]:
    """What a thing claims, part by part, with its proof."""
    asked = {one.id: one for one in setting.with_entry(entry, _NOTHING).guide.inputs}
    for at, part, cites in walk(entry):
        if isinstance(part, Cite):
            continue
        claims = [*claims_of(part), *conditions_of(part, asked)]
        quoted = any(one.quote for one in cites) or isinstance(part, NotInHand)  # which nobody can quote
        lacking = [claim for claim, _ in proof.unborne(claims, cites)] if quoted else claims
        near = _offers(setting, lacking, cites)
        for claim in claims:
            shown = {"role": claim.role, "what": claim.what, "held": claim not in lacking}
            name = ".".join(map(str, (*at, *filter(None, [_key(claim)]))))
            yield name, {**shown, "near": () if shown["held"] else near[_key(claim)]}


def _key(claim: Claim) -> str:
    return "when" if claim.of_condition else claim.field


_NOTHING = Source("\u3007")


# ---------------------------------------------------------------------------------------- where the missing words stand

_PAUSES = re.compile(r"[，,、：:；;。（）()\s|]")
_OFFERED, _FAR = 3, 40
"""So many places are offered at most, out of so many sentences around."""


def _offers(setting: _Setting, lacking: Sequence[Claim], cites: Sequence[Cite]) -> Mapping[str, tuple[Shown, ...]]:
    """Where words stand that would bear all that lacks of a key; where none would, those for what is claimed first."""
    offers = {}
    for key in dict.fromkeys(map(_key, lacking)):
        own = [claim for claim in lacking if _key(claim) == key]
        each = (tuple(_near(setting, some, cites)) for some in (own, *([claim] for claim in own)))
        offers[key] = next(filter(None, each), ())
    return offers


def _near(setting: _Setting, claims: Sequence[Claim], cites: Sequence[Cite]) -> Iterator[Shown]:
    """Where words stand that would bear some claims: in the rest of the sentence quoted, beside it, in the clause."""
    offered: dict[tuple[str, int, int], Shown] = {}
    for cite in cites:
        original = setting.original(cite)
        for clause in original.find(cite.clause) if original and cite.clause else ():
            for quote in cite.quote:
                for found in _around(original, clause, quote, claims):  # type: ignore[arg-type]
                    offered.setdefault((str(cite.doc), found["start"], found["end"]), {"doc": cite.doc, **found})
                if len(offered) >= _OFFERED:
                    break
    own = {known: name for name, known in setting.ids.items()}
    yield from ({**found, "doc": own.get(found["doc"], found["doc"])} for found in list(offered.values())[:_OFFERED])


def _around(original: Original, clause: Clause, quote: str, claims: Sequence[Claim]) -> Iterator[Shown]:
    """The words around a quotation that would bear some claims, nearest first."""
    borne = original.borne(clause, quote, original.sentences)
    if not borne:
        return
    (first, begin, _), (last, _, end) = borne[0], borne[-1]
    start, stop = first.start + _raw(first, begin), last.start + _raw(last, end)
    for low, high in _stretched(original.text, first, last, start, stop):
        beside = (stop, high) if low == start else (low, start)
        if _holds(claims, original.text[low:high]) and (added := _quoted(original, *beside)):
            yield {**added, "joined": {"quote": quote, "text": _joined(original, quote, beside, (low, high))}}
            return
    yield from _beside(original, clause, (first, last), claims)


def _joined(original: Original, quote: str, beside: tuple[int, int], whole: tuple[int, int]) -> str:
    """A quotation with the words beside it, as somebody wrote it, or where that fails as the text has it."""
    words_ = readable(original.text[slice(*beside)]).strip(" |\n\t")
    joined = f"{quote}{words_}" if whole[0] != beside[0] else f"{words_}{quote}"
    as_text = _quoted(original, *whole)
    return joined if as_text is None or normal(joined) == normal(as_text["quote"]) else str(as_text["quote"])


def _stretched(text: str, first: Paragraph, last: Paragraph, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A stretch of a text made longer within its sentences, pause by pause: behind it first, then before it."""
    ends = [found.start() for found in _PAUSES.finditer(text, stop + 1, last.start + len(last.text))]
    yield from ((start, end) for end in (*ends, last.start + len(last.text)) if end > stop)
    begins = [found.end() for found in _PAUSES.finditer(text, first.start, max(first.start, start - 1))]
    yield from ((begin, stop) for begin in (*reversed(begins), first.start) if begin < start)


def _beside(
    original: Original, clause: Clause, held: tuple[Paragraph, Paragraph], claims: Sequence[Claim]
) -> Iterator[Shown]:
    """Other sentences that would bear some claims: those beside, of the clause, the heads around it."""
    inside = original.sentences_of(clause)
    at = next((at for at, one in enumerate(inside) if one.start >= held[0].start), 0)
    nearest = sorted(range(len(inside)), key=lambda number: (abs(number - at), number < at))[:_FAR]
    heads = [original.sentences_of(outer)[:1] for outer in original.clauses if _within(clause, outer)]
    others = [*(inside[number] for number in nearest), *(one for found in reversed(heads) for one in found)]
    for sentence in dict.fromkeys(others):
        if sentence not in held and _holds(claims, sentence.text):
            low, high = _tight(original, sentence, claims)
            if found := _quoted(original, low, high):
                yield {**found, "joined": None}


def _within(clause: Clause, outer: Clause) -> bool:
    return outer is not clause and outer.start <= clause.start and clause.end <= outer.end


def _tight(original: Original, sentence: Paragraph, claims: Sequence[Claim]) -> tuple[int, int]:
    """The shortest stretch of a sentence, from pause to pause, that bears some claims."""
    low, high = sentence.start, sentence.start + len(sentence.text)
    for found in _PAUSES.finditer(original.text, low, high):
        if _holds(claims, original.text[found.end() : high]):
            low = found.end()
    for found in reversed(list(_PAUSES.finditer(original.text, low, high))):
        if _holds(claims, original.text[low : found.start()]):
            high = found.start()
    return low, high


def _holds(claims: Sequence[Claim], quote: str) -> bool:
    normals = readings([quote])
    return all(any(claim.holds(reading) for reading in normals) for claim in claims)


def _quoted(original: Original, start: int, end: int) -> Shown | None:
    """A stretch of a text as it is cited."""
    chosen = selecting.selected(original, start, end)
    return None if chosen is None else {key: chosen[key] for key in ("clause", "quote", "start", "end")}


def _raw(sentence: Paragraph, at: int) -> int:
    """How many signs of a sentence say so many of its plain text."""
    low, high = 0, len(sentence.text)
    while low < high:
        middle = (low + high) // 2
        if len(replace(sentence, text=sentence.text[:middle]).plain) < at:
            low = middle + 1
        else:
            high = middle
    return low


# -------------------------------------------------------------------------------------------------------------- words


def _says(guide: Guide, section: str, entry: Any) -> Iterator[str]:
    """What the public reads of a thing, line by line."""
    if isinstance(entry, Conflict):
        yield consequence(guide, entry)
        yield from (row(guide, section, side) for side in entry.cased)
    elif isinstance(entry, Class):
        yield f"{entry.name}：{rule(guide, entry)}"
    elif isinstance(entry, Defect):
        met = "、".join(class_name(guide, name, entry.table) for name in entry.classes) or words()["difference"]["none"]
        yield f"{conditions(guide, entry.where)}：{met}。{entry.because}"
    elif isinstance(entry, Input):
        yield entry.ask
    elif isinstance(entry, Document):
        yield headed(entry)
    elif section in _TOLD:
        yield row(guide, section, entry)


_TOLD = frozenset({*Sections.model_fields} - {"tables", "phases", "procedure", "impossible", "questions", "lacking"})
"""The sections whose entries are told by themselves."""
