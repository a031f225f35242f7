"""Test vectors of the decision tables: the contract for any other evaluator. No I/O.

Every boundary, just below, just above, every value of an enumeration, and unknowns, each with the answer expected.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.decision import deciding, defects, space
from generator.decision.boxes import Box
from generator.decision.deciding import Decisions, decided
from generator.decision.space import Axis
from generator.policy import feel
from generator.policy.feel import Range, Value
from generator.policy.guide import Guide

MAX_PRODUCT = 2_000
"""Up to so many combinations all are listed; beyond, a point of each box and its neighbours along every input."""


def samples(one: Axis) -> list[Value]:
    """The values of an input worth trying: every bound, a step below, a step above, every single value."""
    if not isinstance(one.cells[0], Range):
        return [cell for cell in one.cells if not isinstance(cell, Range)]
    bounds = {bound for cell in one.cells if isinstance(cell, Range) for bound in (cell.low, cell.high)} - {None}
    near = {bound + shift * one.input.step for bound in bounds if bound is not None for shift in (-1, 0, 1)}
    near |= {value for cell in one.cells if isinstance(value := one.witness(cell), Decimal)}
    return [value for value in sorted(near) if _valid(one, value)]


def _valid(one: Axis, value: Value) -> bool:
    try:
        one.cell_of(value)
    except space.NotAValueError:
        return False
    return True


def points(decisions: Decisions, table: str) -> Iterator[dict[str, Value]]:
    """The inputs to try on a table, known and partly unknown; each once."""
    names = deciding.inputs_of(decisions, table)
    axes = [decisions.space.axes[decisions.space.index[name]] for name in names]
    choices = [samples(one) for one in axes]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size <= MAX_PRODUCT:
        full = [dict(zip(names, values, strict=True)) for values in itertools.product(*choices)]
    else:
        full = list(_neighbours(decisions, table, names, choices))
    yield from _distinct([*full, *_unknowns(decisions, table, names)])


def _neighbours(
    decisions: Decisions, table: str, names: Sequence[str], choices: Sequence[Sequence[Value]]
) -> Iterator[dict[str, Value]]:
    """A point of each box, and its neighbours along each input."""
    for box in _boxes(decisions, table):
        centre = _centre(decisions, box, names)
        yield centre
        for name, choice in zip(names, choices, strict=True):
            yield from ({**centre, name: value} for value in choice)


def _unknowns(decisions: Decisions, table: str, names: Sequence[str]) -> Iterator[dict[str, Value]]:
    """A point of each box with one input unknown, with all but one unknown, with all unknown."""
    yield {}
    for box in _boxes(decisions, table):
        centre = _centre(decisions, box, names)
        for name in names:
            yield {other: value for other, value in centre.items() if other != name}
            yield {name: centre[name]}


def _boxes(decisions: Decisions, table: str) -> list[Box]:
    """Where each class holds, and where the table has gaps and overlaps."""
    holding = itertools.chain.from_iterable(decisions.holding(table).values())
    faulty = (box for fault in defects.faults(decisions, table) for box in fault.boxes)
    return list(dict.fromkeys((*holding, *faulty)))


def _centre(decisions: Decisions, box: Box, names: Sequence[str]) -> dict[str, Value]:
    found = decisions.space.witness(box, inputs=names)
    return {name: found[name] for name in names}


def _distinct(found: Sequence[dict[str, Value]]) -> Iterator[dict[str, Value]]:
    seen = set()
    for one in found:
        key = tuple(sorted((name, str(value)) for name, value in one.items()))
        if key not in seen:
            seen.add(key)
            yield one


def vectors(guide: Guide) -> dict[str, Any]:
    """All vectors of a guide, table by table: `{table: {inputs, vectors: [{given, certain, possible, none}]}}`."""
    decisions = decided(guide)
    return {
        table: {
            "inputs": list(deciding.inputs_of(decisions, table)),
            "vectors": [_vector(decisions, table, given) for given in points(decisions, table)],
        }
        for table in decisions.classes
    }


def plainest(guide: Guide) -> dict[str, Any]:
    """A vector to show: of the first table, everything known, one class: `{given, certain, possible, none}`."""
    table = next(iter(vectors(guide).values()))
    complete = [one for one in table["vectors"] if len(one["given"]) == len(table["inputs"])]
    shown: dict[str, Any] = next((one for one in complete if len(one["certain"]) == 1), complete[0])
    return shown


def _vector(decisions: Decisions, table: str, given: Mapping[str, Value]) -> dict[str, Any]:
    found = deciding.classify(decisions, table, given)
    return {
        "given": {name: feel.plain(value) for name, value in given.items()},
        "certain": list(found.certain),
        "possible": list(found.possible),
        "none": found.none_possible,
    }


def vectors_json(guide: Guide) -> str:
    """`vectors.json`, one vector a line."""
    tables = []
    for table, found in vectors(guide).items():
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found["vectors"])
        inputs = json.dumps(found["inputs"])
        tables.append(f'{json.dumps(table)}: {{"inputs": {inputs}, "vectors": [\n{lines}\n]}}')
    return "{" + ",\n".join(tables) + "}\n"
