"""Findings about one guide: what refers to nothing, what is not answered, conditions that do not fit their input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from generator.decision import boxes
from generator.decision.deciding import decided
from generator.descriptions import descriptions
from generator.document.text import normal
from generator.findings import Finding, Position, finding, guess
from generator.policy.facts import Amount, Charge, Column, Provision, Schedule, ScheduleRow
from generator.policy.feel import Unary
from generator.policy.files import Document, Sections
from generator.policy.guide import ANSWERED, Guide, asked, deferrable, demanded, facts, items, tabled
from generator.policy.provenance import Conflict
from generator.policy.resolve import Resolved, document_ids, parts
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source
from generator.policy.tables import Input


def reference_alone(resolved: Resolved) -> Iterator[Finding]:
    """Facts in the file of a guide that only refers to another."""
    own = resolved.city.utilities[resolved.guide.utility]
    for name in Sections.model_fields:
        if getattr(own, name):
            yield finding("reference-with-facts", resolved.source.position((name,), key=True), name)


def assured_misfits(resolved: Resolved) -> Iterator[Finding]:
    """Findings about the facts that a utility assures, the contents of its `<utility>.assured.yaml`.

    An assured fact needs a text, since it has no quotation to show instead. Its id must not be that of a fact of the
    document. Where the document has steps, a utility may not add steps of its own: there is one procedure.
    """
    for section in Sections.model_fields:
        stated = [fact for fact in items(resolved.guide, section) if getattr(fact, "assured", None) is None]
        taken = {fact.id for fact in stated}
        taken |= {side.id for fact in stated if isinstance(fact, Conflict) for side in fact.sides}
        for index, assured in _assured(resolved, section):
            source = resolved.city.sources[f"{resolved.guide.utility}.assured.yaml"]
            position, thing = source.position((section, index)), source.thing((section, index))
            if assured.id in taken:
                yield finding("assured-id-taken", source.position((section, index, "id")), thing, value=assured.id)
            if isinstance(assured, Provision) and assured.text is None:
                yield finding("assured-without-text", position, thing)
            if section == "steps" and stated and index == 0:
                yield finding("assured-steps", source.position((section,), key=True), section)


def _assured(resolved: Resolved, section: str) -> Iterator[tuple[int, Any]]:
    """The facts of a section in the file of what the utility assures, each with its index; none without a file."""
    short = resolved.city.assured.get(resolved.guide.utility)
    yield from enumerate(getattr(short, section, ()))


def unanswered(resolved: Resolved) -> Iterator[Finding]:
    """Sections that a guide must answer, by what it is about, and leaves out; tables and papers answer some."""
    guide = resolved.guide
    for name in asked(guide):
        if getattr(guide, name) is None and not _elsewhere(guide, name) and not _lacking(guide, name):
            yield finding("unanswered", resolved.source.position(()), "", section=name, title=_title(name))


def _elsewhere(guide: Guide, name: str) -> bool:
    """Whether a table answers a heading, or the papers do that say themselves that they may follow later."""
    return tabled(guide, name) or (name == "deferrals" and bool(deferrable(guide)))


def _lacking(guide: Guide, name: str) -> bool:
    """Whether texts that are not in hand rule on a heading in every case; not where its cases cannot be told."""
    whens = [one.when for one in guide.lacking if not one.sections or name in one.sections]
    decisions, known = decided(guide), {asked.id for asked in guide.inputs}
    if not all(test in known for when in whens for tests in when for test in tests):
        return () in whens
    return boxes.within([decisions.space.whole], [box for when in whens for box in decisions.where(when)])


def unasked(resolved: Resolved) -> Iterator[Finding]:
    """Sections that the file of a guide calls silent, though nothing that it is about asks for them."""
    own = resolved.city.utilities.get(resolved.guide.utility)
    for name in ANSWERED:
        if getattr(own, name, None) == NOT_STATED and name not in demanded(resolved.guide.about):
            about = "、".join(resolved.guide.about)
            position = resolved.source.position((name,), key=True)
            yield finding("not-asked", position, name, section=name, title=_title(name), about=about)


def unasked_of_places(guides: Iterable[Resolved]) -> Iterator[Finding]:
    """Sections that the city file of a place calls silent, though no utility of the place asks for them."""
    places: dict[str, list[Resolved]] = {}
    for resolved in guides:
        places.setdefault(resolved.city.slug, []).append(resolved)
    for group in places.values():
        city, subjects = group[0].city, dict.fromkeys(subject for one in group for subject in one.guide.about)
        for name in ANSWERED:
            if getattr(city.file, name) == NOT_STATED and name not in demanded(subjects):
                position = city.sources["city.yaml"].position((name,), key=True)
                words = {"section": name, "title": _title(name), "about": "、".join(subjects)}
                yield finding("not-asked", position, name, **words)


def _title(section: str) -> str:
    """What a section is called: `时限`."""
    return descriptions(Sections)[section].split("。")[0]


def dangling(resolved: Resolved) -> Iterator[Finding]:
    """Ids that name nothing in the guide, with what is allowed there."""
    for source, at, kind, value, known in _references(resolved):
        if value not in known:
            allowed = sorted(known)
            position, thing = source.position(at), source.thing(at)
            words = {"kind": kind, "value": value, "allowed": "、".join(allowed) or "（无）"}
            yield finding("unknown-id", position, thing, **words, **guess(value, allowed))


_Reference = tuple[Source, Location, str, str, Iterable[str]]
"""Where an id is referred to (file and location), the Chinese word for its kind, the id, and the ids there are."""


def _references(resolved: Resolved) -> Iterator[_Reference]:
    """Every reference to an id in a guide."""
    guide = resolved.guide
    known = {
        "limits": {"all", *(fact.id for fact in facts(guide, "limits"))},
        "steps": {fact.id for fact in (*facts(guide, "steps"), *facts(guide, "permits"))},
        "phase": {fact.id for fact in (*guide.phases, *facts(guide, "steps"))},
        "doc": {name for ids in document_ids(resolved.chain).values() for name in ids.values()},
        "lacks": {name for document in resolved.guide.documents for name in _lacks(document)},
        "utilities": set(resolved.city.utilities) - {guide.utility if guide.reference else ""},
        "table": {table.id for table in guide.tables} or {"class"},
        "class": {class_.id for class_ in items(guide, "classes")},
        "inputs": {asked.id for asked in guide.inputs},
    }
    for source, at, part in parts(resolved):
        for name, kind, key in _referring(part.__class__):
            value = getattr(part, name)
            if isinstance(value, str) and not (name == "to" and value == "end"):
                yield source, (*at, name), kind, value, known[key]
            elif isinstance(value, tuple) and name in ("steps", "step", "classes", "precedes", "utilities"):
                for index, id_ in enumerate(value):
                    if isinstance(id_, str):
                        yield source, (*at, name, index), kind, id_, known[key]


def _lacks(document: Document) -> Iterator[str]:
    """What of a document may be said not to be in hand: what it refers to; the rest of it where it is not whole."""
    yield from (one.id for one in document.lacks)
    yield from () if document.whole else (document.id,)


@cache
def _referring(kind: Any) -> tuple[tuple[str, str, str], ...]:
    """The fields of a kind of part that refer to ids: the field, the Chinese word for its kind, the key of the ids."""
    return tuple(field for field in _FIELDS if field[0] in kind.model_fields)


_FIELDS = (
    ("steps", "环节", "steps"),
    ("during", "环节", "steps"),
    ("of", "时限", "limits"),
    ("to", "环节", "steps"),
    ("phase", "阶段", "phase"),
    ("step", "环节", "phase"),
    ("doc", "文件", "doc"),
    ("not_in_hand", "没有拿到的文件（documents 的 lacks）", "lacks"),
    ("utilities", "业务", "utilities"),
    ("table", "分类表", "table"),
    ("classes", "类别", "class"),
    ("precedes", "类别", "class"),
    ("times", "条件", "inputs"),
)


def misfits(resolved: Resolved) -> Iterator[Finding]:
    """Conditions on inputs and classes that do not exist or cannot have such a value; cells without columns."""
    inputs: dict[str, Input] = {asked.id: asked for asked in resolved.guide.inputs}
    classes = _classes_by_table(resolved.guide)
    for source, at, part in parts(resolved):
        if isinstance(part, Input) and (expected := unfit(part.domain, part, ())):
            position = source.position((*at, "domain"))
            yield _does_not_fit(position, source.thing(at), part.id, part.domain, expected)
        for where, tests in _tests(part):
            for name, test in tests.items():
                if name not in inputs and name not in classes:
                    allowed = sorted({*inputs, *classes})
                    words = _meant(classes, test) if name == "class" and classes else guess(name, allowed)
                    yield _no_condition(source, (*at, *where, name), name, allowed, words)
                elif expected := unfit(test, inputs.get(name), classes.get(name, [])):
                    position = source.position((*at, *where, name))
                    yield _does_not_fit(position, source.thing((*at, *where)), name, test, expected)
        if isinstance(part, Schedule):
            yield from _cells(source, at, part)


def _classes_by_table(guide: Guide) -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for class_ in items(guide, "classes"):
        classes.setdefault(class_.table, []).append(class_.id)
    return classes


def _tests(part: Any) -> Iterator[tuple[Location, dict[str, Unary]]]:
    if hasattr(part, "tests"):
        yield (), part.tests
    for name in ("when", "where"):
        for index, tests in enumerate(getattr(part, name, ())):
            yield (name, index), tests


def _no_condition(source: Source, at: Location, name: str, allowed: list[str], meant: dict[str, str]) -> Finding:
    """A condition on something that is neither an input nor a table; `meant`: the words that say what may be meant."""
    words = {"kind": "条件", "value": name, "allowed": "、".join(allowed) or "（无）"}
    return finding("unknown-id", source.position(at, key=True), source.thing(at), **words, **meant)


def _meant(classes: dict[str, list[str]], test: Unary) -> dict[str, str]:
    """The words `guess` and `guess_en` for a condition on `class` where the tables have ids of their own."""
    pairs = [(table, class_) for table, ids in classes.items() for class_ in ids]
    table, class_ = next((pair for pair in pairs if pair[1] in test.values), pairs[0])
    shown = f"{{{table}: {class_}}}"
    return {
        "guess": f"：分类表有编号的，写表的编号，如 {shown}",
        "guess_en": f": where the tables have ids, write that of the table, as in {shown}",
    }


def _does_not_fit(position: Position, thing: str, name: str, test: Unary, expected: Sequence[str]) -> Finding:
    """The finding that a test does not fit its input or table.

    With the id that may be meant: guessed for ASCII words only, since short Chinese words are too near one another.
    """
    wrong = [str(value) for value in test.values if str(value) not in expected and str(value).isascii()]
    words = {"value": name, "test": test.text, "expected": "、".join(expected)}
    return finding("test-does-not-fit", position, thing, **words, **guess(wrong[0] if wrong else "", list(expected)))


def unfit(test: Unary, asked: Input | None, classes: Sequence[str]) -> Sequence[str]:
    """Examples of the tests that an input or a table can have; empty where the test is one of these.

    `asked`: the input, None where the test is on a table; `classes`: the ids of the table's classes.
    """
    if asked is not None and asked.type in ("number", "integer"):
        return () if not test.values else ("<= 1000", "(100..1000]", "3")
    allowed: Sequence[bool | str] = classes
    if asked is not None:
        allowed = (True, False) if asked.type == "boolean" else asked.values
    fits = not test.ranges and all(value in allowed for value in test.values)
    return () if fits else [str(value).lower() if isinstance(value, bool) else value for value in allowed]


def _cells(source: Source, at: Location, table: Schedule) -> Iterator[Finding]:
    expected = [column.id for column in table.columns]
    for index, row in enumerate(table.rows):
        if set(row.cells) != set(expected):
            where = (*at, "rows", index, "cells")
            words = {"found": "、".join(row.cells), "expected": "、".join(expected)}
            yield finding("cells-without-columns", source.position(where), source.thing(where), **words)
        else:
            yield from _untyped(source, (*at, "rows", index, "cells"), table, row)


def _untyped(source: Source, at: Location, table: Schedule, row: ScheduleRow) -> Iterator[Finding]:
    """Cells of a column of numbers that are no number, and numbers with a unit of a column that has none."""
    for column in table.columns:
        cell, where = row.cells[column.id], (*at, column.id)
        if isinstance(cell, str) and column.unit and cell != NOT_STATED:
            words = {"value": cell, "column": column.name, "unit": column.unit}
            yield finding("cell-not-number", source.position(where), source.thing(where), **words)
        elif isinstance(cell, Amount) and cell.unit is None:
            yield finding("cell-without-unit", source.position(where), source.thing(where), column=column.name)


def _factors(resolved: Resolved) -> Iterator[tuple[Source, Location, str, str | None]]:
    """Where an amount is multiplied with an input: the file and location, the input, per what the amount is."""
    for source, at, part in parts(resolved):
        if isinstance(part, (Charge, Column)) and part.times:
            yield source, (*at, "times"), part.times, part.per


def unmeasured(resolved: Resolved) -> Iterator[Finding]:
    """Amounts that are multiplied with what is no number, or a number of another unit than they are per."""
    inputs = {asked.id: asked for asked in resolved.guide.inputs}
    for source, at, name, per in _factors(resolved):
        asked = inputs.get(name)
        if asked and (asked.type not in ("number", "integer") or normal(asked.unit or "") != normal(per or "")):
            words = {"value": name, "unit": asked.unit or "—", "per": per or "—"}
            unit = (*at[:-1], "per") if per else at
            yield finding("other-factor", source.position(unit), source.thing(at), **words)
