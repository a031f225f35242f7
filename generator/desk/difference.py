"""What changes for the public between two states of the policies: fact by fact, and who falls into another class.

Facts are matched by guide, section and id, classes also by `formerly`. Nothing is weighed; no clock, no writing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from generator.data.sentences import row
from generator.decision import deciding, space, vectors
from generator.decision.deciding import Decisions, decided
from generator.desk.factsheet import in_words
from generator.media.marks import sources
from generator.policy import feel
from generator.policy.feel import Value
from generator.policy.files import Document
from generator.policy.guide import FACTS, Guide, items
from generator.policy.provenance import Conflict, Part, mapped, unsaid, walk
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.policy.tables import Class
from generator.telling.compose import consequence
from generator.words.catalogue import words
from generator.words.conditions import class_name, conditions, day, rule, when
from generator.words.names import entitled, heading, held
from generator.words.templating import markdown_safe

Kind: TypeAlias = Literal["added", "removed", "changed", "note", "basis"]
"""note: only our explanation differs · basis: only clause or quotation differs; the others the public will read."""


@dataclass(frozen=True)
class Change:
    """One fact that differs, as a reader meets it before and after; empty where there is none."""

    guide: str
    section: str
    id: str
    kind: Kind
    before: str
    after: str
    fields: tuple[str, ...]
    """The keys whose values differ."""
    silent: tuple[bool, bool]
    """Whether the whole section is `not_stated`, before and after."""
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """Boundary cases of a table that get another answer: how many, and the first of them."""

    guide: str
    table: str
    before: str
    after: str
    example: str
    given: dict[str, Any]
    count: int


@dataclass(frozen=True)
class Difference:
    """All that differs between two states."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    """Addresses of guides that only one of the two has."""
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    names: Mapping[str, str]
    """What the guides are called, by address."""


def difference(old: Sequence[Guide], new: Sequence[Guide]) -> Difference:
    """What differs between the guides of two states."""
    before, after = {guide.address: guide for guide in old}, {guide.address: guide for guide in new}
    both = [(before[address], after[address]) for address in after if address in before]
    return Difference(
        added=tuple(address for address in after if address not in before),
        removed=tuple(address for address in before if address not in after),
        changes=tuple(change for pair in both for change in _changes(*pair)),
        moved=tuple(cases for pair in both for cases in _moved(*pair)),
        names={guide.address: _name(guide) for guide in (*old, *new)},
    )


def _name(guide: Guide) -> str:
    return f"{guide.place.name}{words()['utilities'][guide.utility]['service']}"


# --------------------------------------------------------------------------------------------------- fact by fact

_SECTIONS = ("reference", "provider", "documents", "inputs", "classes", *FACTS, "defects")


def _changes(old: Guide, new: Guide) -> Iterator[Change]:
    renamed = {(class_.table, name): class_.id for class_ in items(new, "classes") for name in class_.formerly}
    for section in _SECTIONS:
        before = {_path(section, item, renamed): item for item in _items(old, section)}
        after = {_path(section, item, {}): item for item in _items(new, section)}
        silent = (unsaid(getattr(old, section)), unsaid(getattr(new, section)))
        for path in dict.fromkeys((*before, *after)):
            older, newer = before.get(path), after.get(path)
            texts = _text(old, section, older), _text(new, section, newer)
            kind, fields = _compared(older, newer, texts)
            if kind is not None:
                clauses = _clauses(new, newer) if newer is not None else _clauses(old, older)
                yield Change(new.address, section, path[-1], kind, *texts, fields, silent, clauses)


def _items(guide: Guide, section: str) -> tuple[Any, ...]:
    """The things of a section; those of which a guide has at most one as a list, too."""
    content = getattr(guide, section)
    return items(guide, section) if isinstance(content, tuple) or content is None or unsaid(content) else (content,)


def _path(section: str, item: Any, renamed: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The path of ids within a guide; an older class under its present id."""
    if isinstance(item, Class):
        return section, item.table, renamed.get((item.table, item.id), item.id)
    return section, getattr(item, "id", section)


def _compared(older: Any, newer: Any, texts: tuple[str, str]) -> tuple[Kind | None, tuple[str, ...]]:
    """How two versions of a fact, with what they say, differ, and in which keys; None where they do not."""
    if older is None or newer is None:
        return ("added" if older is None else "removed"), ()
    fields = _fields(older, newer)
    if fields - _TOLD or texts[0] != texts[1]:
        return ("note" if fields and fields <= _OURS else "changed"), tuple(sorted(fields))
    if _all(older, "note") != _all(newer, "note"):
        return "note", ("note",)
    return ("basis", ("cite",)) if _all(older, "cite") != _all(newer, "cite") else (None, ())


def _all(one: Any, key: str) -> list[Any]:
    """The values of a key in all parts of a fact, in order."""
    return [getattr(part, key) for _, part, _ in walk(one) if key in type(part).model_fields]


_TOLD = frozenset({"id", "formerly", "when", "where", "rows", "classes"})
"""The keys whose values readers meet in words only: another id for the same words is no change."""
_OURS = frozenset({"note", "ask", "why", "unsure", "because", "consequence"})
"""The keys that hold words of ours."""


def _fields(older: Any, newer: Any) -> set[str]:
    """The keys in which two parts differ, citations and our notes aside."""
    if type(older) is not type(newer):
        return {"kind"}
    older, newer = mapped(older, _bare), mapped(newer, _bare)
    return {name for name in type(older).model_fields if getattr(older, name) != getattr(newer, name)}


def _bare(part: Part) -> Part:
    part = _noteless(part)
    return part.model_copy(update={"cite": ()}) if "cite" in type(part).model_fields else part


def _noteless(part: Part) -> Part:
    return part.model_copy(update={"note": None}) if "note" in type(part).model_fields else part


def _clauses(guide: Guide, one: Any) -> tuple[str, ...]:
    return tuple(sources(guide, [one]))


def _text(guide: Guide, section: str, item: Any) -> str:
    """What a reader meets, our notes aside; empty where there is nothing."""
    if item is None:
        return ""
    item = mapped(item, _noteless)
    if isinstance(item, Conflict):
        return f"{when(guide, item)}{consequence(guide, item)}：" + "；".join(
            row(guide, section, side) for side in item.sides
        )
    if isinstance(item, Class):
        return f"{item.name}：{rule(guide, item)}"
    says = _OTHERS.get(type(item).__name__)
    return says(guide, item) if says else row(guide, section, item)


def _listed(*parts: Any) -> str:
    return "，".join(str(part) for part in parts if part not in (None, "", NOT_STATED, ()))


def _document(guide: Guide, document: Document) -> str:
    titles = {known.id: entitled(known) for known in guide.documents}
    form: str = words()["difference"]["supersedes"]
    gone = (form.format(doc=titles.get(old.doc, old.doc), clause=old.clause or "") for old in document.supersedes)
    dated = "" if unsaid(document.date) else day(document.date)
    number = "" if unsaid(document.number) else document.number
    lacks = "、".join(one.name for one in document.lacks)
    rest = str(words()["lines"]["lacking"]).format(lacks) if lacks else ""
    return _listed(entitled(document), number, dated, *document.issuing, *gone, held(document), rest)


_OTHERS: Mapping[str, Any] = {
    "Reference": lambda _, one: one.text,
    "Provider": lambda _, one: _listed(one.name, one.by, *(_listed(*dict(each).values()) for each in one.responsible)),
    "Document": _document,
    "Input": lambda _, one: _listed(one.name, one.ask, one.domain.text.strip("-"), one.unit, *one.answers),
    "Defect": lambda guide, one: f"{conditions(guide, one.where)}：{_classes(guide, one.table, one.classes)}",
}


# ------------------------------------------------------------------------------------------------- boundary cases


def _moved(old: Guide, new: Guide) -> Iterator[Moved]:
    """The boundary cases of either state that get another answer, those with the same two answers together."""
    before, after = decided(old), decided(new)
    for table in (table for table in after.classes if table in before.classes):
        renamed = {name: class_.id for class_ in after.classes[table] for name in class_.formerly}
        alike: dict[tuple[str, str], list[dict[str, Value]]] = {}
        for given in _cases(before, after, table):
            older, newer = _answer(before, table, given), _answer(after, table, given)
            if older is None or newer is None or (_renamed(older[0], renamed), older[1]) == newer:
                continue
            told = (_told(old, table, older), _told(new, table, newer))
            alike.setdefault(told, []).append(given)
        for told, cases in alike.items():
            example, plain = _example(before, after, cases[0])
            yield Moved(new.address, table, *told, example, plain, len(cases))


def _example(before: Decisions, after: Decisions, given: Mapping[str, Value]) -> tuple[str, dict[str, Any]]:
    known = after if set(given) <= set(after.space.index) else before
    told = {name: value for name, value in given.items() if name in known.space.index}
    return in_words(known, told), {name: feel.plain(value) for name, value in given.items()}


def _cases(before: Decisions, after: Decisions, table: str) -> Iterator[dict[str, Value]]:
    """Every boundary of the table in either state with all its inputs known, each once."""
    seen = set()
    for decisions in (before, after):
        size = len(deciding.inputs_of(decisions, table))
        for given in vectors.points(decisions, table):
            key = tuple(sorted((name, str(value)) for name, value in given.items()))
            if len(given) == size and key not in seen:
                seen.add(key)
                yield given


_Answer: TypeAlias = tuple[frozenset[str], bool]
"""The classes that may hold, and whether none may."""


def _answer(decisions: Decisions, table: str, given: Mapping[str, Value]) -> _Answer | None:
    """The answer of a table; None where a value lies outside what it asks for."""
    known = {name: value for name, value in given.items() if name in decisions.space.index}
    try:
        answer = deciding.classify(decisions, table, known)
    except space.NotAValueError:
        return None
    return frozenset(answer.possible), answer.none_possible


def _renamed(classes: frozenset[str], renamed: Mapping[str, str]) -> frozenset[str]:
    return frozenset(renamed.get(one, one) for one in classes)


def _told(guide: Guide, table: str, answer: _Answer) -> str:
    names = [one.id for one in items(guide, "classes") if one.id in answer[0] and one.table == table]
    said = _classes(guide, table, names)
    return f"{said}{words()['difference']['or_none']}" if names and answer[1] else said


def _classes(guide: Guide, table: str, classes: Sequence[str]) -> str:
    return "、".join(class_name(guide, one, table) for one in classes) or str(words()["difference"]["none"])


# ---------------------------------------------------------------------------------------------------------- words


def sentence(change: Change) -> str:
    """A change in one sentence, without its guide."""
    before, after, silence = change.before, change.after, str(words()["difference"]["silent"])
    if change.kind in ("added", "removed") and any(change.silent):
        return _sentence("changed", change, before or silence, after or silence)
    within = change.kind == "changed" and before == after
    return _sentence("within" if within else change.kind, change, before, after)


def _sentence(form: str, change: Change, before: str, after: str) -> str:
    keys = "、".join(change.fields)
    told: str = words()["difference"]["sentences"][form].format(
        what=_title(change.section), before=before, after=after, keys=keys
    )
    return told


def _title(section: str) -> str:
    """The heading of a section in short."""
    own: str | None = words()["difference"]["sections"].get(section)
    return own or re.split("[：；，（]", heading(section))[0]


def public(diff: Difference, address: str) -> list[Change]:
    """The changes of a guide that its readers will notice in what the document or the utility says."""
    return [change for change in diff.changes if change.guide == address and change.kind not in ("note", "basis")]


def as_json(diff: Difference) -> str:
    """`{added, removed, changes: [...], moved: [...]}`; keys as the fields of `Change` and `Moved`."""
    changes = [{**vars(change), "sentence": sentence(change)} for change in diff.changes]
    moved = [vars(cases) for cases in diff.moved]
    data = {"added": diff.added, "removed": diff.removed, "changes": changes, "moved": moved}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_markdown(diff: Difference) -> str:
    """A report for a merge request, and the draft of an entry for `policies/changes.yaml`."""
    labels = words()["difference"]
    touched = [name for name in diff.names if name in {change.guide for change in diff.changes} | _moving(diff)]
    lines = [f"# {labels['title']}", ""]
    names = {address: markdown_safe(name) for address, name in diff.names.items()}
    lines += [f"- {labels['guides'][kind].format(name=names[address])}（{address}）" for kind, address in _whole(diff)]
    if not touched and not lines[2:]:
        return "\n".join([*lines, labels["nothing"], ""])
    lines += _table(diff) if diff.changes else []
    for address in touched:
        lines += ["", f"## {names[address]}（{address}）", "", *_of_guide(diff, address)]
    return "\n".join([*lines, "", *_entry(diff, touched)]) + "\n"


def _moving(diff: Difference) -> set[str]:
    return {cases.guide for cases in diff.moved}


def _whole(diff: Difference) -> list[tuple[str, str]]:
    return [("added", address) for address in diff.added] + [("removed", address) for address in diff.removed]


def _table(diff: Difference) -> list[str]:
    labels = words()["difference"]
    rows = [tuple(labels["columns"]), ("---",) * len(labels["columns"])]
    for change in diff.changes:
        what = (
            diff.names[change.guide],
            _title(change.section),
            change.id,
            labels["kinds"][change.kind],
            "；".join(change.clauses),
        )
        rows.append(tuple(str(markdown_safe(cell)) for cell in what))
    return ["", *("| " + " | ".join(cells) + " |" for cells in rows)]


def _of_guide(diff: Difference, address: str) -> list[str]:
    labels = words()["difference"]
    lines = [f"- {markdown_safe(sentence(change))}" for change in public(diff, address)]
    lines += [
        f"- {markdown_safe(labels['moved'].format(**vars(cases)))}" for cases in diff.moved if cases.guide == address
    ]
    quiet = [change for change in diff.changes if change.guide == address and change.kind in ("note", "basis")]
    return lines + [f"- {markdown_safe(sentence(change))}" for change in quiet]


def _entry(diff: Difference, touched: Sequence[str]) -> list[str]:
    """The entry to paste, its date, id and title left to fill in: only a person knows what it is about."""
    labels = words()["difference"]
    lines = [f"## {labels['draft']}", "", "```yaml"]
    for address in touched:
        told = [sentence(change) for change in public(diff, address)]
        if told:
            lines += [
                f"- id: {TO_FILL}",
                f"  on: {TO_FILL}",
                f"  guides: [{address}]",
                f"  title: {TO_FILL}",
                "  says:",
            ]
            lines += [f"    - {json.dumps(line, ensure_ascii=False)}" for line in told]
    return [*lines, "```"] if len(lines) > 3 else []
