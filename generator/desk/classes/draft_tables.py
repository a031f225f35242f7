"""Tables of classes as an editor is just entering them: Data that may lack anything → a guide, and what is wrong.

What decides is kept wherever it is sound: a class without a citation, a question without words still count. No file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.checks.references import unfit
from generator.desk.files.writing import Data
from generator.findings import Finding, Position, finding, guess
from generator.policy.files import Sections
from generator.policy.guide import Guide, items
from generator.policy.resolve import Resolved, stated_above
from generator.policy.sources import Location
from generator.policy.syntax.shape_faults import located
from generator.policy.tables import Class, Row

SECTIONS = ("inputs", "tables", "classes", "defects", "impossible", "lacking")
"""The sections in which tables stand."""


class Fault(NamedTuple):
    """Something that is wrong with an entry: its section, its id (its place where it has none), the key, and how."""

    section: str
    id: str
    field: str
    """`rows.0.flow`; empty where the entry as a whole is meant."""
    finding: Finding


@dataclass
class Draft:
    """What can be decided by of tables that are being entered."""

    guide: Guide
    faults: list[Fault] = field(default_factory=list)
    rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    """By table and class, which of its rows in the data those of the guide are."""
    unsure: set[str] = field(default_factory=set)
    """The tables of which something that decides is not sound: what is in no class cannot be told of them."""


def draft(data: Mapping[str, Data]) -> Draft:
    """The tables of some data by section, each a list of entries; what is no list counts as empty."""
    made = Draft(_guide({}))
    made.guide = _guide({section: tuple(_read(made, section, listed(data, section))) for section in SECTIONS})
    _fitting(made)
    return made


def with_above(data: Mapping[str, Data], resolved: Resolved | None) -> dict[str, Data]:
    """The data of a place's tables with what the places above say that it does not replace, which comes first."""
    said = stated_above(resolved) if resolved else {}
    merged: dict[str, Data] = {}
    for section in SECTIONS:
        own, above = listed(data, section), said.get(section)
        ids = {named(entry, index) for index, entry in enumerate(own)}
        written = above if isinstance(above, tuple) else ()
        kept = [as_data(one.item.model_dump(mode="json")) for one in written if one.item.id not in ids]
        merged[section] = [*kept, *own]
    return merged


def as_data(value: object) -> Data:
    """What a model holds as a file would say it."""
    if isinstance(value, dict):
        return {str(key): as_data(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [as_data(part) for part in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _guide(sections: Mapping[str, Any]) -> Guide:
    """A guide that has tables and nothing else."""
    values: dict[str, Any] = {"place": None, "utility": "water", "documents": ()}
    return Guide.model_construct(None, **values, **sections)


def listed(data: Mapping[str, Data], section: str) -> Sequence[Data]:
    """The entries of a section; none where it is silent or missing."""
    entries = data.get(section)
    return entries if isinstance(entries, list) else ()


def named(entry: Data, index: int) -> str:
    """By what an entry is known: its id, or else its place in the list."""
    known = entry.get("id") if isinstance(entry, dict) else None
    return known if isinstance(known, str) and known else str(index)


# ---------------------------------------------------------------------------------------------------- entry by entry


_DECIDING: Mapping[str, Sequence[str]] = {
    "inputs": ("id", "type", "unit", "domain", "step", "values", "none", "words", "name", "ask"),
    "tables": ("id", "when", "name"),
    "classes": ("id", "table", "rows", "precedes", "name"),
    "defects": ("id", "table", "where", "classes", "because"),
    "impossible": ("id", "where", "because"),
    "lacking": ("id", "not_in_hand", "when", "sections"),
}
"""The keys by which is decided; all others are left out where something is wrong with an entry."""
_WORDED = ("name", "ask", "because")
"""Those of them that are words alone: the id stands for them."""


def _read(made: Draft, section: str, entries: Sequence[Data]) -> Iterator[Any]:
    """The models of the entries that decide. Adds to a draft what is wrong."""
    ids: set[tuple[str, str]] = set()
    for index, entry in enumerate(entries):
        model = _model(made, section, entry, index)
        key = (getattr(model, "table", ""), model.id) if model else ("", "")
        if key in ids:
            again = finding("duplicate-id", Position(""), value=key[1], first="—")
            made.faults.append(Fault(section, key[1], "id", again))
        elif model:
            yield model
        ids.add(key)


def _model(made: Draft, section: str, entry: Data, index: int) -> Any:
    """The model of an entry; None where what decides is not sound. Adds to a draft what is wrong."""
    wrong = located({section: [entry]}, Sections)
    where = [_within(location) for location, _ in wrong]
    made.faults += [
        Fault(section, named(entry, index), ".".join(map(str, at)), found)
        for at, (_, found) in zip(where, wrong, strict=True)
    ]
    lost = {int(at[1]) for at in where if at[:1] == ("rows",) and len(at) > 1 and at[2:3] != ("cite",)}
    kept = _deciding(section, entry, where, lost) if wrong and isinstance(entry, dict) else entry
    sound = not wrong or not located({section: [kept]}, Sections)
    if section == "classes" and isinstance(entry, dict):
        rows = entry.get("rows")
        table = str(entry.get("table", "class"))
        left = [row for row in range(len(rows)) if row not in lost] if isinstance(rows, list) else []
        made.rows.setdefault((table, named(entry, index)), left)
        made.unsure |= {table} if lost or not sound else set()
    return getattr(Sections.model_validate({section: [kept]}), section)[0] if sound else None


def _within(location: Location) -> Location:
    """Where something is in an entry: without the section, the place in it, and `tests`, which no row writes."""
    return tuple(step for step in location[2:] if step != "tests")


def _deciding(section: str, entry: Mapping[str, Data], where: Sequence[Location], lost: set[int]) -> dict[str, Data]:
    """What of an entry decides, as far as it is sound; `where`: what is not; `lost`: the rows that are not."""
    bad = {at[0] for at in where if at} - {"rows"}
    kept = {key: value for key, value in entry.items() if key in _DECIDING[section] and key not in bad}
    known = str(entry.get("id", ""))
    kept |= {key: known for key in _WORDED if key in _DECIDING[section] and key not in kept}
    if section == "inputs" and entry.get("type") == "boolean" and (() in where or "words" not in kept):
        kept["words"] = {"true": "是", "false": "否"}
    if section == "classes" and isinstance(rows := entry.get("rows"), list):
        kept["rows"] = [_uncited(row) for index, row in enumerate(rows) if index not in lost]
    return kept


def _uncited(row: Data) -> Data:
    return {key: test for key, test in row.items() if key != "cite"} if isinstance(row, dict) else row


# --------------------------------------------------------------------------------------------------- what fits what


def _fitting(made: Draft) -> None:
    """Take out of the guide of a draft what tests or names something that is not there. Adds what is wrong."""
    guide = made.guide
    inputs = [asked for asked in guide.inputs if not _wrong_domain(made, asked)]
    made.guide = guide = guide.model_copy(update={"inputs": tuple(inputs)})
    classes = [_with_fitting_rows(made, class_) for class_ in items(guide, "classes")]
    update: dict[str, Any] = {"classes": tuple(class_ for class_ in classes if class_ is not None)}
    for section, key in (("tables", "when"), ("defects", "where"), ("impossible", "where"), ("lacking", "when")):
        entries = [(entry, _conditions_fit(made, section, entry, key)) for entry in getattr(guide, section)]
        made.unsure |= {entry.id for entry, fits in entries if section == "tables" and not fits}
        update[section] = tuple(entry for entry, fits in entries if fits)
    made.guide = guide.model_copy(update=update)
    ids = _classes(made.guide)
    kept = tuple(defect for defect in made.guide.defects if _names_classes(made, defect, ids))
    preceding = tuple(_preceding(made, class_, ids) for class_ in items(made.guide, "classes"))
    made.guide = made.guide.model_copy(update={"defects": kept, "classes": preceding})
    _spread(made)


def _classes(guide: Guide) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for class_ in items(guide, "classes"):
        ids.setdefault(class_.table, []).append(class_.id)
    return ids


def _wrong_domain(made: Draft, asked: Any) -> bool:
    if not (expected := unfit(asked.domain, asked, ())):
        return False
    made.faults.append(Fault("inputs", asked.id, "domain", _misfit(asked.id, asked.domain, expected)))
    return True


def _misfit(name: str, test: Any, expected: Sequence[str]) -> Finding:
    words = {"value": name, "test": test.text, "expected": "、".join(expected)}
    return finding("test-does-not-fit", Position(""), **words, **guess("", list(expected)))


def _wrong_tests(guide: Guide, tests: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """The tests that are on nothing that is there, or cannot be of it, with what is wrong."""
    inputs, ids = {asked.id: asked for asked in guide.inputs}, _classes(guide)
    for name, test in tests.items():
        if name not in inputs and name not in ids:
            yield name, _unknown("条件", name, [*inputs, *ids])
        elif expected := unfit(test, inputs.get(name), ids.get(name, [])):
            yield name, _misfit(name, test, expected)


def _unknown(kind: str, value: str, allowed: Sequence[str]) -> Finding:
    words = {"kind": kind, "value": value, "allowed": "、".join(sorted(allowed)) or "（无）"}
    return finding("unknown-id", Position(""), **words, **guess(value, sorted(allowed)))


def _with_fitting_rows(made: Draft, class_: Class) -> Class | None:
    """A class with those rows whose tests fit; None where none is left."""
    if class_.rows == "rest":
        return class_
    places, rows, left = made.rows[class_.table, class_.id], list[Row](), list[int]()
    for place, row in zip(places, class_.rows, strict=True):
        wrong = [*_wrong_tests(made.guide, row.tests)]
        made.faults += [Fault("classes", class_.id, f"rows.{place}.{name}", found) for name, found in wrong]
        if not wrong:
            rows.append(row)
            left.append(place)
    made.rows[class_.table, class_.id] = left
    made.unsure |= {class_.table} if len(left) < len(places) else set()
    return class_.model_copy(update={"rows": tuple(rows)}) if rows else None


def _conditions_fit(made: Draft, section: str, entry: Any, key: str) -> bool:
    wrong = [
        Fault(section, entry.id, f"{key}.{index}.{name}", found)
        for index, tests in enumerate(getattr(entry, key))
        for name, found in _wrong_tests(made.guide, tests)
    ]
    made.faults += wrong
    return not wrong


def _names_classes(made: Draft, defect: Any, ids: Mapping[str, Sequence[str]]) -> bool:
    strange = [name for name in defect.classes if name not in ids.get(defect.table, ())]
    allowed = ids.get(defect.table, ())
    made.faults += [Fault("defects", defect.id, "classes", _unknown("类别", name, allowed)) for name in strange]
    return not strange


def _preceding(made: Draft, class_: Class, ids: Mapping[str, Sequence[str]]) -> Class:
    """A class that precedes only such as are there."""
    strange = [name for name in class_.precedes if name not in ids[class_.table]]
    for name in strange:
        made.faults.append(Fault("classes", class_.id, "precedes", _unknown("类别", name, ids[class_.table])))
    return class_.model_copy(update={"precedes": tuple(name for name in class_.precedes if name not in strange)})


def _spread(made: Draft) -> None:
    """Add to the tables that are not sure those that hang on them."""
    on = {class_.table: set[str]() for class_ in items(made.guide, "classes")}
    for class_ in items(made.guide, "classes"):
        for row in () if class_.rows == "rest" else class_.rows:
            on[class_.table] |= row.tests.keys()
    while more := {table for table, names in on.items() if names & made.unsure} - made.unsure:
        made.unsure |= more
