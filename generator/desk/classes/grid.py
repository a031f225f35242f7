"""Tables of classes as an editor sees and changes them: rows of cells, maps, gaps and overlaps as they come about.

`grid` takes the Data of a guide's tables, complete or not, and never fails: what is wrong is told of its field. Gaps
and overlaps are those that `check` finds. No file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from generator.checks.tables import how_to_split
from generator.decision import defects
from generator.decision.boxes import Box, TooLargeError, common, empty, meet, without
from generator.decision.deciding import CycleError, Decisions
from generator.decision.defects import Fault
from generator.decision.grid import Cell, Grid, Split, apart, maps, split
from generator.decision.space import Axis, Tests
from generator.desk.classes import cells
from generator.desk.classes.draft_tables import Draft, draft, listed, named
from generator.desk.factsheet import in_words
from generator.desk.files.writing import Data
from generator.findings import Finding, Position, finding
from generator.policy.feel import literal
from generator.policy.scalars import MAX_ID
from generator.policy.tables import Class, Defect, Row
from generator.words.conditions import cell_words, class_name, conditions, value_words

Answer = dict[str, Any]
"""What goes to the page, as JSON."""


def grid(data: Mapping[str, Data]) -> Answer:
    """The tables of some data by section: `inputs`, `tables`, `classes`, `defects`, `impossible`, `lacking`.

    `{forms, tables, rows, axes, maps, regions, findings, faults}`, each list over all tables in order; see `desk`.
    """
    drafted = draft(data)
    decisions = Decisions(drafted.guide)
    answer: Answer = {
        "forms": cells.offered(),
        "tables": [_table(data, drafted, table) for table in _names(data)],
        "rows": [*_rows(data)],
        "axes": [*_axes(data, decisions)],
        "maps": [],
        "regions": [],
        "findings": [],
        "faults": [_fault(fault.section, fault.id, fault.field, fault.finding) for fault in drafted.faults],
    }
    for table in decisions.classes:
        _decided(data, drafted, _Table(decisions, table), answer)
    return answer


def _fault(section: str, id_: str, field: str, found: Finding) -> Answer:
    told = {"severity": found.severity, "code": found.code, "zh": found.zh, "en": found.en}
    return {"section": section, "id": id_, "field": field, **told}


# ---------------------------------------------------------------------------------------------------- as it is written


def _names(data: Mapping[str, Data]) -> list[str]:
    """The tables, those that are named first."""
    stated = (entry.get("id") for entry in listed(data, "tables") if isinstance(entry, dict))
    used = (entry.get("table", "class") for entry in listed(data, "classes") if isinstance(entry, dict))
    return list(dict.fromkeys(name for name in (*stated, *used) if isinstance(name, str)))


def _table(data: Mapping[str, Data], drafted: Draft, table: str) -> Answer:
    stated = _entry(data, "tables", table)
    columns = (column for row in _rows(data) if row["table"] == table for column in row["cells"])
    name = str(stated.get("name", "")) if stated else ""
    return {"id": table, "name": name, "columns": list(dict.fromkeys(columns)), "sure": table not in drafted.unsure}


def _entry(data: Mapping[str, Data], section: str, id_: str) -> Mapping[str, Data]:
    """The entry of a section that has an id; an empty one where there is none."""
    entries = (entry for entry in listed(data, section) if isinstance(entry, dict) and entry.get("id") == id_)
    return next(entries, {})


def _rows(data: Mapping[str, Data]) -> Iterator[Answer]:
    """The rows of all classes as they are written, sound or not; of `rest` and of a class without rows one."""
    for index, entry in enumerate(listed(data, "classes")):
        if not isinstance(entry, dict):
            continue
        written = entry.get("rows")
        rows: Sequence[Data] = written if isinstance(written, list) and written else ({},)
        head = {"table": str(entry.get("table", "class")), "id": named(entry, index), "rest": written == "rest"}
        for place, row in enumerate(rows):
            tests = row.get("tests", row) if isinstance(row, dict) else {}
            known = (
                {key: _cell(test) for key, test in tests.items() if key != "cite"} if isinstance(tests, dict) else {}
            )
            cited = isinstance(row, dict) and "cite" in row
            yield {**head, "name": entry.get("name", ""), "row": place, "cited": cited, "cells": known}


def _cell(test: Data) -> Answer:
    known = cells.cell(test)
    return {**known._asdict(), "shown": known.shown, "test": test}


def _axes(data: Mapping[str, Data], decisions: Decisions) -> Iterator[Answer]:
    """What may stand over a column: the inputs, cut where a test cuts them, and the tables."""
    cut = {axis.input.id: axis for axis in decisions.space.axes}
    for index, entry in enumerate(listed(data, "inputs")):
        if isinstance(entry, dict):
            id_ = named(entry, index)
            kept = {key: str(entry.get(key, "")) for key in ("name", "unit", "type")}
            labels = _labels(cut[id_]) if id_ in cut else []
            yield {"id": id_, **kept, "options": _options(entry), "cells": labels}
    for table, classes in decisions.classes.items():
        options = [
            {"value": one.id, "label": one.name, "test": cells.word(one.id), "quoted": literal(one.id)}
            for one in classes
        ]
        name = str(_entry(data, "tables", table).get("name", table))
        yield {"id": table, "name": name, "unit": "", "type": "table", "options": options, "cells": []}


def _labels(axis: Axis) -> list[str]:
    return [cell_words(axis.input, axis.test(1 << index)) for index in range(len(axis.cells))]


def _options(entry: Mapping[str, Data]) -> list[Answer]:
    """What may be chosen for an input, with the test that says so."""
    if entry.get("type") == "boolean":
        words = entry.get("words")
        told = words if isinstance(words, dict) else {}
        pairs = (("true", "是"), ("false", "否"))
        return [
            {"value": value, "label": str(told.get(value, word)), "test": value, "quoted": value}
            for value, word in pairs
        ]
    values = entry.get("values")
    return [
        {"value": value, "label": value, "test": cells.word(value), "quoted": literal(value)}
        for value in (values if isinstance(values, list) else ())
        if isinstance(value, str)
    ]


# ---------------------------------------------------------------------------------------------------- what is decided


@dataclass(frozen=True)
class _Table:
    """A table among the decisions of a guide."""

    decisions: Decisions
    name: str

    @property
    def classes(self) -> Sequence[Class]:
        return self.decisions.classes[self.name]

    @cached_property
    def aside(self) -> Mapping[str, int]:
        """The classes that stand apart."""
        return apart(self.decisions, self.name)

    @cached_property
    def divided(self) -> Split | None:
        """By which input the classes are divided."""
        return split(self.decisions, self.name)

    def words(self, classes: Sequence[str]) -> list[str]:
        """The names of some classes."""
        return [class_name(self.decisions.guide, class_, self.name) for class_ in classes]


def _decided(data: Mapping[str, Data], drafted: Draft, table: _Table, answer: Answer) -> None:
    """Add what one table gives: its regions, maps and findings; of one that cannot be decided why."""
    try:
        regions = [*_regions(data, drafted, table)]
        answer["findings"] += _findings(drafted, table)
        outside = without([table.decisions.space.whole], table.decisions.divided(table.name))
        drawn = [*_maps(table, maps(table.decisions, table.name, outside), regions)]
    except (CycleError, TooLargeError) as error:
        answer["findings"].append(_undecided(table.decisions, table.name, error))
        return
    answer["maps"] += drawn
    answer["regions"] += [region.shown for region in regions]


def _undecided(decisions: Decisions, table: str, error: Exception) -> Answer:
    if isinstance(error, CycleError):
        circle = " → ".join((*error.args, error.args[0]))
        return _fault("classes", table, "", finding("table-cycle", Position(""), tables=circle))
    words = how_to_split(decisions, table)
    return _fault("classes", table, "", finding("table-too-large", Position(""), table=table, **words))


def _findings(drafted: Draft, table: _Table) -> Iterator[Answer]:
    """Rows and classes that nobody can be in."""
    for class_, index in defects.unreachable(table.decisions, table.name):
        place = drafted.rows[table.name, class_.id][index]
        yield _fault("classes", class_.id, f"rows.{place}", finding("unreachable-row", Position("")))
    holding = table.decisions.holding(table.name)
    for class_ in table.classes:
        if not holding[class_.id] and (class_.rows == "rest" or table.decisions.rows(class_)):
            yield _fault("classes", class_.id, "", finding("unreachable-class", Position("")))


# -------------------------------------------------------------------------------------------------- gaps and overlaps


class _Region(NamedTuple):
    """A gap (without classes) or an overlap of a table: where it is, and how it is shown."""

    classes: tuple[str, ...]
    boxes: Sequence[Box]
    shown: Answer


def _regions(data: Mapping[str, Data], drafted: Draft, table: _Table) -> Iterator[_Region]:
    """The gaps and overlaps that are new, then those that are recorded; no new gap of a table that is not sure."""
    taken = {named(entry, index) for index, entry in enumerate(listed(data, "defects"))}
    for fault in defects.unrecorded(table.decisions, table.name):
        if fault.classes or table.name not in drafted.unsure:
            record = _record(data, table, fault, taken) if len(fault.boxes) <= _MOST_RECORDED else None
            taken |= {str(record["id"])} if record else set()
            yield _Region(fault.classes, fault.boxes, _new(drafted, table, fault, record))
    for defect in drafted.guide.defects:
        if defect.table == table.name:
            yield _recorded(data, table, defect)


def _new(drafted: Draft, table: _Table, fault: Fault, record: Mapping[str, Data] | None) -> Answer:
    tests = [table.decisions.space.tests(box) for box in fault.boxes[:_MOST_SAID]]
    more = f"……共 {len(fault.boxes)} 种情形" if len(fault.boxes) > _MOST_SAID else ""
    return {
        **_shown(table, fault.classes, fault.boxes),
        "says": (conditions(table.decisions.guide, tests) or "所有情形") + more,
        "known": False,
        "defect": None,
        "record": record,
        "group": _group(table, fault),
        "at": _nearest(drafted, table, fault),
    }


_MOST_SAID = 8
"""So many parts of a region are said in words."""
_MOST_RECORDED = 100
"""A region of more parts is no defect of a document: the rows are to be looked at first, and it is not offered."""


def _recorded(data: Mapping[str, Data], table: _Table, defect: Defect) -> _Region:
    """What is recorded; `imagined` where it is not so, with an example of that."""
    boxes = table.decisions.where(defect.where)
    imagined = defects.imagined(table.decisions, defect)
    shown = {
        **_shown(table, defect.classes, imagined or boxes),
        "says": conditions(table.decisions.guide, defect.where),
        "known": True,
        "defect": defect.id,
        "imagined": bool(imagined),
        "because": defect.because,
        "record": _entry(data, "defects", defect.id),
    }
    return _Region(defect.classes, boxes, shown)


def _shown(table: _Table, classes: Sequence[str], boxes: Sequence[Box]) -> Answer:
    example = in_words(table.decisions, table.decisions.space.witness(boxes[0])) if boxes else ""
    kind = "overlap" if classes else "gap"
    names = table.words(classes)
    return {"table": table.name, "kind": kind, "classes": list(classes), "names": names, "example": example}


def _nearest(drafted: Draft, table: _Table, fault: Fault) -> Answer | None:
    """The cell that a slip is most likely in: of the rows that hold there, or fail there by the fewest inputs.

    Rather of a number than of a choice, and of a class that does not stand apart.
    """
    numbers = {asked.id for asked in table.decisions.guide.inputs if asked.type in ("number", "integer")}
    aside = table.aside
    near: list[tuple[tuple[object, ...], Answer]] = []
    for class_ in table.classes:
        if class_.rows == "rest" or (fault.classes and class_.id not in fault.classes):
            continue
        for place, row in zip(drafted.rows[table.name, class_.id], class_.rows, strict=True):
            failing = _failing(table, row, fault.boxes[0])
            for name in failing or row.tests:
                rank = (len(failing), class_.id in aside, name not in numbers)
                near.append((rank, {"id": class_.id, "row": place, "input": name}))
    return min(near, key=lambda ranked: ranked[0])[1] if near else None


def _failing(table: _Table, row: Row, box: Box) -> list[str]:
    """The inputs by which a row does not hold in a box."""
    space = table.decisions.space
    return [name for name, test in row.tests.items() if empty(common(space.box({name: test}), box))]


# ------------------------------------------------------------------------------------------------------- to be recorded


def _record(data: Mapping[str, Data], table: _Table, fault: Fault, taken: set[str]) -> dict[str, Data]:
    """The entry that records a fault as the document's, for an editor to read and change."""
    space = table.decisions.space
    where: list[Data] = [_where(space.tests(box)) for box in fault.boxes]
    entry: dict[str, Data] = {"id": _free(fault.name, taken)}
    if table.name != "class":
        entry["table"] = table.name
    entry |= {"where": where[0] if len(where) == 1 else where, "classes": list(fault.classes)}
    entry["because"] = _because(table, fault)
    cites = _cites(data, table, fault)
    return entry | ({"cite": cites[0] if len(cites) == 1 else cites} if cites else {})


def _where(tests: Mapping[str, Any]) -> Data:
    known = {name: cells.of(test) for name, test in tests.items()}
    return {name: tests[name].text if cell is None else cells.written(cell) for name, cell in known.items()}


def _free(name: str, taken: set[str]) -> str:
    """An id that is not taken yet."""
    base = name if len(name) <= MAX_ID - 4 else "overlap"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(id_ for id_ in (base, *numbered) if id_ not in taken)


_NUMERALS = "零一两三四五六七八九十"


def _because(table: _Table, fault: Fault) -> str:
    """Why, as far as the rows tell."""
    if not fault.classes:
        return _because_of_gap(table, fault)
    first, second = table.words(fault.classes)
    aside = {*table.aside} & {*fault.classes}
    if aside:
        own, other = (first, second) if fault.classes[0] in aside else (second, first)
        return f"文件没有写“{own}”是否优先于“{other}”"
    if alternative := _alternatives(table, fault.classes):
        return f"两类都用“或”，{'和'.join(alternative)}各符合一类"
    return f"“{first}”和“{second}”的条件可以同时符合，文件没有写哪一类优先"


def _because_of_gap(table: _Table, fault: Fault) -> str:
    beside, value = _beside(table, fault)
    if len(beside) < 2:
        return "没有一类包含这种情形"
    count = _NUMERALS[len(beside)] if len(beside) < len(_NUMERALS) else str(len(beside))
    return f"{value}的{count}类都没有包含这种情形" if value else f"{count}类里没有一类包含这种情形"


def _beside(table: _Table, fault: Fault) -> tuple[list[str], str]:
    """The classes beside a gap, and the answer that they have in common with it; empty where there is none."""
    decisions, divided = table.decisions, split(table.decisions, table.name)
    aside = apart(decisions, table.name)
    for mask, classes in divided.groups if divided else ():
        if divided and not any(box[divided.position] & ~mask for box in fault.boxes):
            axis = decisions.space.axes[divided.position]
            return list(classes), value_words(axis.input, axis.test(mask))
    return [class_.id for class_ in table.classes if class_.id not in aside], ""


def _group(table: _Table, fault: Fault) -> str:
    """What overlaps that come of the same have in common; empty for a gap, and where they are told one by one."""
    aside = [name for name in fault.classes if name in table.aside]
    if len(aside) == 1:
        return f"“{table.words(aside)[0]}”和其他类"
    alternative = _alternatives(table, fault.classes) if fault.classes and not aside else []
    return f"{'归一类、'.join(alternative)}归另一类" if alternative else ""


def _alternatives(table: _Table, classes: Sequence[str]) -> list[str]:
    """The names of the inputs that stand in some rows only, where all of these classes have several."""
    rows = [class_.rows for class_ in table.classes if class_.id in classes]
    if any(known == "rest" or len(known) == 1 for known in rows):
        return []
    tested = [[{*row.tests} for row in known if not isinstance(row, str)] for known in rows]
    ids = {name for known in tested for names in known for name in names if not all(name in other for other in known)}
    names = [asked.name for asked in table.decisions.guide.inputs if asked.id in ids]
    return names if len(names) > 1 else []


def _cites(data: Mapping[str, Data], table: _Table, fault: Fault) -> list[Data]:
    """The citations of the classes that meet, or lie beside a gap."""
    wanted = fault.classes or _beside(table, fault)[0]
    cites: list[Data] = []
    for index, entry in enumerate(listed(data, "classes")):
        if isinstance(entry, dict) and named(entry, index) in wanted and entry.get("table", "class") == table.name:
            cite = entry.get("cite", [])
            cites += [one for one in (cite if isinstance(cite, list) else [cite]) if one not in cites]
    return cites


# ---------------------------------------------------------------------------------------------------------------- maps


def _maps(table: _Table, drawn: Sequence[Grid], regions: Sequence[_Region]) -> Iterator[Answer]:
    """The maps of a table, each with whom it is of, and of whom all of them are."""
    tests = [table.decisions.space.tests(one.within) for one in drawn]
    shared = {name: test for name, test in (tests or [{}])[0].items() if all(own.get(name) == test for own in tests)}

    def words(known: Tests) -> str:
        return conditions(table.decisions.guide, [known]) if known else ""

    for one, own in zip(drawn, tests, strict=True):
        apart_ = {name: test for name, test in own.items() if name not in shared}
        yield {**_map(table, one, regions), "title": words(apart_), "all": words(shared)}


def _map(table: _Table, drawn: Grid, regions: Sequence[_Region]) -> Answer:
    """A map: what is across and down, and of each cell its classes and the regions that it lies in."""
    space = table.decisions.space
    sides = {
        name: {"name": axis.input.name, "unit": axis.input.unit or "", "labels": labels}
        for name, axis, labels in (
            ("across", space.axes[drawn.across], _marks(space.axes[drawn.across], drawn.columns)),
            ("down", space.axes[drawn.down], _marks(space.axes[drawn.down], drawn.rows)),
        )
    }
    rows = [[_square(table, cell, regions) for cell in row] for row in drawn.cells]
    return {"table": table.name, **sides, "cells": rows}


def _marks(axis: Axis, masks: Sequence[int]) -> list[str]:
    return [cell_words(axis.input, axis.test(mask)) for mask in masks]


def _square(table: _Table, cell: Cell, regions: Sequence[_Region]) -> Answer:
    kind = "outside" if cell.outside else ("gap", "class", "overlap")[min(len(cell.classes), 2)]
    there = [index for index, region in enumerate(regions) if any(meet(cell.box, box) for box in region.boxes)]
    faulty = [regions[index] for index in there]
    known = bool(faulty) and all(region.shown["known"] for region in faulty)
    return {
        "kind": kind,
        "classes": list(cell.classes),
        "names": table.words(cell.classes),
        "known": kind in ("gap", "overlap") and known,
        "regions": there,
    }
