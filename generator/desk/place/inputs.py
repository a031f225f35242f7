"""The inputs of each kind of thing that a policy says: which come first, what they are called, what may be chosen.

Shapes, help and options come from the models and their docstrings, names from the words of the pages; only which inputs
come first, and which keys make one input together, is said here. No I/O but the catalogues of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from generator.checks.claims import MATTER_WORDS
from generator.descriptions import descriptions
from generator.desk.starter import UTILITY_SECTIONS, halves
from generator.policy.facts import (
    Beyond,
    Body,
    Channel,
    Charge,
    Count,
    Deadline,
    Deferral,
    Form,
    Limit,
    Paper,
    Particular,
    Permit,
    Phase,
    Pipe,
    Practice,
    Provision,
    Quantity,
    Schedule,
    Scope,
    Step,
    Term,
)
from generator.policy.files import ASIDE_KINDS, CityFile, Document, Sections
from generator.policy.guide import ANSWERED
from generator.policy.provenance import (
    ENTRY_KINDS,
    LAYER_WORDS,
    Actors,
    Cite,
    Conflict,
    Lack,
    Lacking,
    Nothing,
    NotInHand,
    Part,
    Role,
    When,
    Words,
)
from generator.policy.scalars import NOT_STATED, Day, File, Flag, Id, Key, Number, Text, Unary, Web, Whole, Yearly
from generator.policy.tables import Class, Defect, Impossible, Input, Table
from generator.words.catalogue import catalogue, words
from generator.words.names import heading


@dataclass(frozen=True)
class Option:
    """A value that may be chosen, with what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One input: the keys it writes, what it is called, of what sort it is."""

    key: str
    label: str
    label_en: str
    help: str
    help_en: str
    input: str
    """quote, words (of the document, selected), text (ours, typed), amount, choice, flag, when, actors, refs, forms,
    number, day, yearly, id, group (a mapping of `parts`), one_of (one of `parts`, or none), sheet, sides, rules, held,
    yes_no, raw."""
    keys: tuple[str, ...]
    """The keys of the entry that it writes; its own, where it is no input of several."""
    options: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    """Of an amount: the units that may be chosen; none where the unit is a word of the document."""
    unit: str = ""
    """Of an amount: the key of its unit."""
    parts: tuple[Field, ...] = ()
    refs: str = ""
    """Of what it names: a section, `lacking`, `sections`."""
    unset: str = ""
    """What it means that nothing is chosen."""
    required: bool = False
    silent: bool = False
    """Whether it may be `not_stated`."""
    hand: bool = False
    """Whether what would say it may be not in hand."""
    several: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of thing: what it is called, where it stands, its inputs, those needed most first."""

    label: str
    label_en: str
    sections: tuple[str, ...]
    fields: tuple[Field, ...]
    more: tuple[Field, ...]


_HOW = ("when", "force", "target")
_FIRST: Mapping[type[Part], tuple[str, ...]] = {
    Provision: ("cite", "text", *_HOW, "note"),
    Scope: ("cite", "text", "where", *_HOW, "note"),
    Beyond: ("cite", "text", "sections", *_HOW),
    Term: ("cite", "term", "text", "when", "utilities", "note"),
    Body: ("cite", "name", "does", "text", *_HOW),
    Particular: ("cite", "item", "text", *_HOW),
    Permit: ("cite", "text", "applicants", "during", *_HOW),
    Step: ("cite", "name", "also", "actors", "does", "provided", "result", *_HOW),
    Pipe: ("cite", "piece", "name", "builder", "owner", "text", *_HOW),
    Phase: ("cite", "name"),
    Paper: ("cite", "name", "kind", "need", "forms", "provided", "step", *_HOW),
    Deferral: ("cite", "what", "until", "footing", "otherwise", *_HOW),
    Count: ("cite", "amount", *_HOW, "note"),
    Limit: ("cite", "covers", "when", "amount", "starts_on", "ends_with", "excludes", "force", "target"),
    Deadline: ("cite", "does", "timed", "whose", "late", "provided", *_HOW),
    Practice: ("of", "from", "until", "cases", "unit", "median", "p15", "p85", "when"),
    Charge: ("cite", "item", "price", "per", "payer", "basis", "purpose", *_HOW),
    Channel: ("cite", "kind", "name", "serves", "telephone", "url", "address", *_HOW),
    Schedule: ("cite", "title", "purpose", "sheet", "payer", "basis", *_HOW),
    Nothing: ("cite", "text", *_HOW, "step"),
    NotInHand: ("not_in_hand", "what", "when", "cite", "note", "utilities"),
    Lack: ("not_in_hand", "sections", "what", "when", "cite", "note"),
    Conflict: ("consequence", "sides", "when"),
    Document: ("cite", "title", "issuers", "number", "date", "effective", "expires", "basis", "kind", "held"),
    Input: ("cite", "name", "ask", "type", "unit", "values", "words", "domain", "why", "unsure"),
    Class: ("cite", "name", "rows", "table", "precedes"),
    Table: ("cite", "name", "when"),
    Impossible: ("cite", "where", "because"),
    Defect: ("where", "classes", "table", "because", "cite"),
    CityFile: ("name", "called", "code", "covers", "published", "about", "read", "overlays", "level"),
}
"""The inputs of each kind that come first, at most ten; the others are behind 更多."""

_NUMBERS = ("exactly", "at_most", "at_least", "between", "starts_within")
_UNITS: Mapping[type[Part], str] = {Charge: "currency"}
_JOINED: Mapping[type[Part], Mapping[str, tuple[str, ...]]] = {
    Limit: {"covers": ("steps", "permit", "duty")},
    Deadline: {"timed": ("yearly", "before")},
    Charge: {"price": ("amount", "free", "included")},
    Schedule: {"sheet": ("columns", "rows")},
}
"""Keys, and amounts, that make one input together: one of them is chosen; of a sheet both are written."""

_OURS = ("text", "ask", "by", "covers", "called", "currency", *LAYER_WORDS)
"""Texts of ours, whose description does not say so."""
_REFS = {
    "steps": "steps", "step": "steps", "during": "steps", "to": "steps", "phase": "phases", "permit": "permits",
    "of": "limits", "times": "inputs", "not_in_hand": "lacking", "table": "tables", "classes": "classes",
    "precedes": "classes", "sections": "sections", "changes": "sections", "doc": "documents",
}  # fmt: skip
_ATOMS: tuple[tuple[Any, str], ...] = (
    (When, "when"), (Actors, "actors"), (Words, "words"), (Form, "forms"), (Cite, "quote"), (Text, "words"),
    (Web, "words"), (Id, "refs"), (Key, "refs"), (Number, "number"), (Whole, "number"), (Day, "day"),
    (Yearly, "yearly"), (Flag, "flag"), (bool, "flag"), (File, "text"), (Unary, "text"), (str, "text"),
)  # fmt: skip
_AS: Mapping[tuple[str, str], str] = {
    ("class", "rows"): "rules",
    ("input", "words"): "yes_no",
    ("conflict", "sides"): "sides",
    ("document", "held"): "held",
    ("document", "text"): "text",
    ("paper", "either"): "text",
    ("place", "name"): "text",
}
"""Inputs that a type does not tell."""
_OPTIONS: Mapping[str, str] = {
    "unit": "units", "force": "forces", "paper.kind": "kinds", "channel.kind": "channels", "need": "needs",
    "serves": "serves", "piece": "pieces", "particular.item": "particulars", "purpose": "purposes",
    "about": "subjects", "as": "forms/kinds", "document.kind": "documents/kinds",
}  # fmt: skip
"""Where the words of the pages are that options are called by, by `kind.key` or by key."""


def kinds() -> dict[str, Any]:
    """All kinds by name, all sections with the kind of their entries, and the reasons to set something aside.

    `{kinds: {limit: Kind}, sections: {limits: {label, kind, utility_file, answered}}, aside_kinds: {…}}`, in JSON.
    """
    sections = {name: kind_name(model) for name, model in section_models().items()}
    known = {kind_name(model): asdict(_kind(model)) for model in _FIRST}
    label, label_en = _own("kinds", "other") or ("", "")
    return {
        "kinds": {**known, "other": asdict(Kind(label, label_en, (), (), ()))},
        "sections": {
            name: {
                "label": _heading(name),
                "kind": kind,
                "utility_file": name in UTILITY_SECTIONS or name == "inputs",
                "answered": name in ANSWERED,
            }
            for name, kind in sections.items()
        },
        "roles": [asdict(one) for one in _named("roles", get_args(Role))],
        "aside_kinds": {name: {"label": zh, "label_en": en} for name, (zh, en) in ASIDE_KINDS.items()},
    }


@cache
def by_key(kind: str) -> Mapping[str, Field]:
    """Every key of a kind with an input of its own, as if none made one together."""
    model = next((model for model in _FIRST if kind_name(model) == kind), None)
    return {one.key: one for one in _plain(model, ())} if model else {}


def section_models() -> dict[str, type[Part]]:
    """The model of the entries of each section, and of `documents`."""
    found = {name: _model(info.annotation) for name, info in Sections.model_fields.items()}
    return {"documents": Document, **found}


def kind_of(section: str, value: Any) -> str:
    """The name of the kind of an entry of a section; `other` of what no section holds."""
    own = next((model for key, model in ENTRY_KINDS.items() if isinstance(value, Mapping) and key in value), None)
    model = section_models().get(section)
    if model is None:
        return "other"
    return kind_name(own if own and section in ANSWERED else model)


def kind_name(model: type[Part]) -> str:
    """What a model is called as a kind: `limit`, `not_in_hand`, `place`; a conflict of limits is a `conflict`."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__.split("[")[0]).lower()
    return "place" if model is CityFile else name


def _model(annotation: Any) -> type[Part]:
    """The model of the entries of a section."""
    return next(part for part in _leaves(annotation) if isinstance(part, type) and issubclass(part, Part))


def _leaves(hint: Any) -> Iterator[Any]:
    """The types that a type is made of."""
    held = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    if get_origin(hint) is Literal or not held:
        yield hint
    elif get_origin(hint) is not Literal:
        for part in held:
            yield from _leaves(part)


def _heading(section: str) -> str:
    named = descriptions(CityFile)["documents"] if section == "documents" else heading(section)
    return re.split("[。；，：]", named)[0]


# -------------------------------------------------------------------------------------------------------------- kinds


@cache
def _kind(model: type[Part]) -> Kind:
    """A kind with its inputs: those that come first in their order, then the rest in that of the model."""
    name = kind_name(model)
    label, label_en = _own("kinds", name) or _named_by(model.__doc__ or "")
    every = {one.key: one for one in _fields(model, _sections_of(model)[:1])}
    first = _FIRST[model]
    return Kind(
        label,
        label_en,
        _sections_of(model),
        tuple(every[key] for key in first),
        tuple(one for key, one in every.items() if key not in first),
    )


def _sections_of(model: type[Part]) -> tuple[str, ...]:
    if model in ENTRY_KINDS.values():
        return tuple(name for name in section_models() if name in ANSWERED and name != "classes")
    return tuple(name for name, held in section_models().items() if held is model)


def _fields(model: type[Part], sections: Sequence[str] = ()) -> Iterator[Field]:
    """The inputs of a model; keys that make one input together stand where the first of them would."""
    plain = {one.key: one for one in _plain(model, sections)}
    joined = dict(_joined(model, plain))
    inner = {key for one in joined.values() for part in one.parts for key in part.keys}
    hidden = inner | {key for one in joined.values() for key in one.keys}
    yield from joined.values()
    yield from (one for key, one in plain.items() if key not in hidden)


def _joined(model: type[Part], plain: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    """The inputs that are made of several keys of a model."""
    groups, amount = _JOINED.get(model, {}), _amount(model, plain)
    if amount and not any("amount" in keys for keys in groups.values()):
        yield "amount", amount
    for key, names in groups.items():
        parts = tuple(amount if name == "amount" and amount else plain[name] for name in names)
        keys = tuple(dict.fromkeys(name for part in parts for name in part.keys))
        sort = "sheet" if key == "sheet" else "one_of"
        label, label_en = _label(model, key, ("", ""), ())
        unset = (_own("unset", key) or ("", ""))[0]
        yield key, Field(key, label, label_en, "", "", sort, keys, parts=parts, unset=unset, required=not unset)


def _amount(model: type[Part], plain: Mapping[str, Field]) -> Field | None:
    """The input of an amount: how the number binds, the number, its unit."""
    if not issubclass(model, Quantity):
        return None
    unit = plain[_UNITS.get(model, "unit")]
    label, label_en = _label(model, "amount", ("", ""), ())
    forms, help_ = words()["amounts"], halves(Quantity.__doc__ or "")
    told = {name: _bare(forms[name]) for name in _NUMBERS} | _own("options", "amount")
    options = tuple(Option(name, told[name]) for name in _NUMBERS)
    units = (*unit.options, *([Option(NOT_STATED, _own("unset", "unit")[0])] if unit.silent else []))
    keys = (*_NUMBERS, unit.key)
    return Field("amount", label, label_en, *help_, "amount", keys, options, units, unit.key, required=True)


def _bare(form: str) -> str:
    """How an amount is said, without its number: 不超过."""
    return re.sub(r"\{\w+\}", "", form).strip()


# ------------------------------------------------------------------------------------------------------------- inputs


def _plain(model: type[Part], sections: Sequence[str]) -> Iterator[Field]:
    """An input for each key of a model, but what the desk does not write: whole lists of a file, what is inherited."""
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if name == "assured" or (model is CityFile and (name in Sections.model_fields or name == "documents")):
            continue
        key = info.alias or name
        described = halves(descriptions(model).get(name, ""))
        label, label_en = _label(model, key, described, sections)
        sort = _sort(model, key, hints[name], " ".join(described))
        yield replace(
            sort, key=key, keys=(key,), label=label, label_en=label_en, help=described[0], help_en=described[1],
            required=info.is_required() and key != "id",
        )  # fmt: skip


def _sort(model: type[Part], key: str, hint: Any, description: str) -> Field:
    """An input without its names: what sort it is, whether it may be silent, what may be chosen."""
    atoms = list(_atoms(hint))
    values = [value for atom in atoms if get_origin(atom) is Literal for value in get_args(atom) if value != NOT_STATED]
    several = _is_several(hint)
    blank = Field("", "", "", "", "", "raw", (), silent=_silent(atoms), hand=Lacking in atoms, several=several)
    name = kind_name(model)
    if (name, key) in _AS:
        return replace(blank, input=_AS[name, key], options=_options(name, key, values))
    if key == "id":
        return replace(blank, input="id")
    if values:
        return replace(blank, input="choice", options=_options(name, key, values))
    first = next((atom for atom in atoms if atom is not Lacking and get_origin(atom) is not Literal), None)
    sort = _known(first) or "raw"
    if sort == "raw" and isinstance(first, type) and issubclass(first, Part):
        return replace(blank, input="group", parts=tuple(_fields(first)))
    if sort == "words" and (key in _OURS or re.search("本站|[(]ours[)]", description)):
        return replace(blank, input="text")
    if sort == "refs":
        return replace(blank, refs=_REFS[key], input="refs") if key in _REFS else replace(blank, input="text")
    return replace(blank, input=sort, parts=tuple(_plain(Form, ())) if sort == "forms" else ())


def _atoms(hint: Any) -> Iterator[Any]:
    """What a value may be, as far as an input knows it: an atom, a model, a Literal."""
    if get_origin(hint) is Literal or _known(hint):
        yield hint
    elif get_origin(hint) is Annotated:
        yield from _atoms(get_args(hint)[0])
    elif get_origin(hint) is dict:
        yield dict
    elif held := get_args(hint):
        for part in held:
            yield from _atoms(part)
    elif hint not in (type(None), ...):
        yield hint


def _known(hint: Any) -> str:
    """The sort of input that a type needs, whatever else is asked of it; empty where that is none of the atoms."""
    return next((sort for atom, sort in _ATOMS if hint == atom or _narrower(hint, atom)), "")


def _narrower(hint: Any, atom: Any) -> bool:
    """Whether a type is an atom of which more is asked, as that it is positive."""
    if not get_origin(hint) is get_origin(atom) is Annotated:
        return False
    asked: tuple[Any, ...] = atom.__metadata__
    return bool(hint.__origin__ == atom.__origin__ and hint.__metadata__[: len(asked)] == asked)


def _is_several(hint: Any) -> bool:
    """Whether a value is a list."""
    if get_origin(hint) in (Literal, dict) or _known(hint):
        return False
    held = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return get_origin(hint) is tuple or any(map(_is_several, held))


def _silent(atoms: Sequence[Any]) -> bool:
    return any(get_origin(atom) is Literal and NOT_STATED in get_args(atom) for atom in atoms)


# -------------------------------------------------------------------------------------------------------------- names


def _own(table: str, name: str) -> Any:
    """What the words of the form have of a name, `[zh, en]`; None where they have nothing."""
    return catalogue("desk/inputs.yaml")[table].get(name)


def _label(model: type[Part], key: str, described: tuple[str, str], sections: Sequence[str]) -> tuple[str, str]:
    """What an input is called, in Chinese and English: by the form's own words, the pages', the model's description."""
    if own := _own("labels", f"{kind_name(model)}.{key}") or _own("labels", key):
        return own[0], own[1]
    zh, en = _named_by(" ".join(described))
    told = next((words()["parts"].get(section, {}).get(key) for section in sections), None) or {}
    return told.get("open") or told.get("label") or zh or key, en or key


def _named_by(text: str) -> tuple[str, str]:
    """The first words of a description, in Chinese and English."""
    zh, en = halves(text)
    return re.split("[。；，：（]", zh)[0].strip(), re.split("[.;:,(]", en)[0].strip()


def _options(kind: str, key: str, values: Sequence[str]) -> tuple[Option, ...]:
    """What may be chosen, each with its name in Chinese."""
    own = {**(_own("options", key) or {}), **(_own("options", f"{kind}.{key}") or {})}
    path = _OPTIONS.get(f"{kind}.{key}") or _OPTIONS.get(key)
    told = {one.value: one.label for one in _named(path, values)} if path else {}
    if key == "utilities":
        told = {name: one["name"] for name, one in words()["utilities"].items()}
    elif key == "publishes":
        told = {name: re.split("[|(]", word)[0] for name, word in MATTER_WORDS.items()}
    elif key == "purpose":
        told = {**words()["levels"], **told}
    return tuple(
        Option(value, own[value][0] if value in own else told.get(value) or value) for value in dict.fromkeys(values)
    )


def _named(path: str, values: Sequence[str]) -> tuple[Option, ...]:
    """Values with their names in the words of the pages, which have them below a path."""
    found: Any = words()
    for step in path.split("/"):
        found = found[step]
    return tuple(Option(value, str(found[value])) for value in values if value in found)
