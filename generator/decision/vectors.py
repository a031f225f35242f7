"""Test vectors of the decision tables: the contract for any other evaluator, such as the one in the browser. No I/O.

A vector is a point (values of some inputs, the others unknown) with the answer expected. The points: every boundary,
just below and just above it, every value of an enumeration, and points with unknown inputs.
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
"""Up to so many combinations of sample values all are vectors; beyond, a point of each box, and for every input the
points that differ from it on that input alone."""


def samples(axis: Axis) -> list[Value]:
    """The values of an input worth trying: each bound, a step below and above it, and each single value."""
    if not isinstance(axis.cells[0], Range):
        return [cell for cell in axis.cells if not isinstance(cell, Range)]
    bounds = {bound for cell in axis.cells if isinstance(cell, Range) for bound in (cell.low, cell.high)} - {None}
    near = {bound + shift * axis.input.step for bound in bounds if bound is not None for shift in (-1, 0, 1)}
    near |= {value for cell in axis.cells if isinstance(value := axis.witness(cell), Decimal)}
    return [value for value in sorted(near) if _valid(axis, value)]


def _valid(axis: Axis, value: Value) -> bool:
    try:
        axis.cell_of(value)
    except space.NotAValueError:
        return False
    return True


def points(decisions: Decisions, table: str) -> Iterator[dict[str, Value]]:
    """The points to try on a table, with all inputs known or only some; no point twice. Raises TooLargeError."""
    names = deciding.inputs_of(decisions, table)
    axes = [decisions.space.axes[decisions.space.index[name]] for name in names]
    choices = [samples(axis) for axis in axes]
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
    """A point of each box, and the points that differ from it on one input alone."""
    for box in _boxes(decisions, table):
        centre = _centre(decisions, box, names)
        yield centre
        for name, choice in zip(names, choices, strict=True):
            yield from ({**centre, name: value} for value in choice)


def _unknowns(decisions: Decisions, table: str, names: Sequence[str]) -> Iterator[dict[str, Value]]:
    """The point that knows nothing, and of each box a point without one input, and with one input alone."""
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
    point = decisions.space.witness(box, inputs=names)
    return {name: point[name] for name in names}


def _distinct(points: Sequence[dict[str, Value]]) -> Iterator[dict[str, Value]]:
    seen = set()
    for point in points:
        key = tuple(sorted((name, str(value)) for name, value in point.items()))
        if key not in seen:
            seen.add(key)
            yield point


def vectors(guide: Guide) -> dict[str, Any]:
    """All vectors of a guide, table by table: `{table: {inputs, vectors: [{given, certain, possible, none}]}}`.

    `inputs`: the ids of the inputs that the table asks for; `given`: values by input; the rest as in an Answer.
    """
    decisions = decided(guide)
    return {
        table: {
            "inputs": list(deciding.inputs_of(decisions, table)),
            "vectors": [_vector(decisions, table, given) for given in points(decisions, table)],
        }
        for table in decisions.classes
    }


def plainest(guide: Guide) -> dict[str, Any]:
    """A vector to show as an example: of the first table, with all inputs known and, where there is one, one class."""
    table = next(iter(vectors(guide).values()))
    complete = [vector for vector in table["vectors"] if len(vector["given"]) == len(table["inputs"])]
    shown: dict[str, Any] = next((vector for vector in complete if len(vector["certain"]) == 1), complete[0])
    return shown


def _vector(decisions: Decisions, table: str, given: Mapping[str, Value]) -> dict[str, Any]:
    answer = deciding.classify(decisions, table, given)
    return {
        "given": {name: feel.plain(value) for name, value in given.items()},
        "certain": list(answer.certain),
        "possible": list(answer.possible),
        "none": answer.none_possible,
    }


def vectors_json(guide: Guide) -> str:
    """The text of `vectors.json`: the vectors of a guide as JSON, one vector a line."""
    tables = []
    for table, solved in vectors(guide).items():
        lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in solved["vectors"])
        inputs = json.dumps(solved["inputs"])
        tables.append(f'{json.dumps(table)}: {{"inputs": {inputs}, "vectors": [\n{lines}\n]}}')
    return "{" + ",\n".join(tables) + "}\n"
