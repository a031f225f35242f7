"""A table that two inputs decide is a grid: each cell is what `classify` says of whoever stands in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import loaded
import pytest
import randomtables
from expected import POLICIES

from generator.decision.boxes import meet
from generator.decision.deciding import Decisions, classify, decided
from generator.decision.grid import MOST, Grid, apart, boxes_of, grids, split
from generator.policy.tables import Class, Input


def _number(name: str, **more: Any) -> Input:
    return Input.model_validate({"id": name, "name": name, "ask": "？", "type": "integer", "domain": ">= 0"} | more)


def _choice(name: str, *values: str) -> Input:
    kind: dict[str, Any] = {"type": "enumeration", "values": values}
    if not values:
        kind = {"type": "boolean", "words": {"true": f"是{name}", "false": f"不是{name}"}}
    return Input.model_validate({"id": name, "name": name, "ask": "？", **kind})


def _table(inputs: list[Input], **classes: Any) -> Decisions:
    made = [Class.model_validate({"id": name, "name": name, "rows": rows}) for name, rows in classes.items()]
    return Decisions(randomtables.guide(inputs, made))


def _written(decisions: Decisions, grid: Grid) -> list[list[str]]:
    """A grid as a reader sees it: rows, columns, and the classes in each cell."""
    across, down = (decisions.space.axes[position] for position in (grid.across, grid.down))
    rows = zip([_named(down.test(mask)) for mask in grid.rows], grid.cells, strict=True)
    named = [[name, *("+".join(cell.classes) for cell in cells)] for name, cells in rows]
    return [["", *(_named(across.test(mask)) for mask in grid.columns)], *named]


def _named(test: Any) -> str:
    return "-" if test is None else str(test.feel())


# ------------------------------------------------------------------------------------------------- invented tables


def test_two_inputs_make_a_grid_whose_cells_are_as_few_as_the_classes_allow() -> None:
    rows = {"small": [{"flow": "<= 10"}, {"points": "[1..3]"}], "large": [{"flow": "> 10"}, {"points": "> 3"}]}
    decisions = _table([_number("flow"), _number("points", domain=">= 1")], **rows)
    (grid,) = grids(decisions, "class")
    assert _written(decisions, grid) == [
        ["", "<= 10", "> 10"],
        ["<= 3", "small", "small+large"],
        ["> 3", "small+large", "large"],
    ]


def test_what_no_class_has_is_an_empty_cell() -> None:
    decisions = _table([_choice("a"), _choice("b")], x=[{"a": "true", "b": "true"}], y=[{"a": "false", "b": "false"}])
    (grid,) = grids(decisions, "class")
    assert _written(decisions, grid) == [["", "true", "false"], ["true", "x", ""], ["false", "", "y"]]


def test_an_input_whose_values_have_classes_of_their_own_has_a_grid_for_each() -> None:
    inner = {
        "near": [{"line": "false", "flow": "<= 10", "kind": ["甲"]}],
        "far": [{"line": "true", "flow": "<= 5", "kind": ["甲"]}],
    }
    outer = {"near-b": [{"line": "false", "flow": "> 10"}], "far-b": [{"line": "true", "kind": ["乙"]}]}
    decisions = _table([_choice("line"), _number("flow"), _choice("kind", "甲", "乙", "丙")], **inner, **outer)
    divided = split(decisions, "class")
    assert divided is not None
    assert divided.groups == ((1, ("far", "far-b")), (2, ("near", "near-b")))
    assert [_written(decisions, grid) for grid in grids(decisions, "class")] == [
        [["", "<= 5", "> 5"], ['"甲"', "far", ""], ['"乙"', "far-b", "far-b"], ['"丙"', "", ""]],
        [["", "<= 10", "> 10"], ['"甲"', "near", "near-b"], ['"乙","丙"', "", "near-b"]],
    ]


def test_a_class_of_one_choice_that_no_other_looks_at_stands_apart() -> None:
    rows = {"risky": [{"risk": "true"}], "small": [{"flow": "<= 10", "kind": ["甲"]}], "large": [{"flow": "> 10"}]}
    decisions = _table([_choice("risk"), _number("flow"), _choice("kind", "甲", "乙")], **rows)
    assert apart(decisions, "class") == {"risky": 0}
    (grid,) = grids(decisions, "class")
    assert {cell.box[0] for row in grid.cells for cell in row} == {2}
    assert _written(decisions, grid) == [["", "<= 10", "> 10"], ['"甲"', "small", "large"], ['"乙"', "", "large"]]


def test_the_input_with_fewer_cells_is_across() -> None:
    rows = {"few": [{"a": "<= 1", "b": ["甲"]}], "many": [{"a": "(1..2]", "b": ["甲"]}], "more": [{"a": "> 2"}]}
    decisions = _table([_number("a"), _choice("b", "甲", "乙")], **rows)
    (grid,) = grids(decisions, "class")
    assert (len(grid.columns), len(grid.rows)) == (2, 3)


@pytest.mark.parametrize(
    ("inputs", "classes"),
    [
        ([_number("a")], {"x": [{"a": "<= 1"}], "y": [{"a": "> 1"}]}),
        ([_number(name) for name in "abc"], {"x": [{"a": "<= 1", "b": "<= 1", "c": "<= 1"}], "y": "rest"}),
        ([_number("a"), _choice("b")], {f"c{n}": [{"a": str(n), "b": "true"}] for n in range(MOST + 1)}),
        ([_choice("a"), _choice("b")], {"x": [{"a": "true"}], "y": [{"b": "true"}]}),
    ],
    ids=["one input", "three numbers", "too many cells", "classes that stand apart"],
)
def test_there_is_no_grid(inputs: list[Input], classes: Any) -> None:
    assert grids(_table(inputs, **classes), "class") == ()


def test_what_the_document_does_not_speak_of_is_known_as_such() -> None:
    decisions = _table([_choice("a"), _choice("b")], x=[{"a": "true", "b": "true"}], y=[{"a": "false", "b": "false"}])
    (grid,) = grids(decisions, "class", [(1, 2)])
    assert [[cell.outside for cell in row] for row in grid.cells] == [[False, False], [True, False]]


# ------------------------------------------------------------------------------------------------------ every table


def _tables() -> Iterator[tuple[Decisions, str]]:
    """Every table of the places, real and invented, and some that are drawn."""
    for policies in (POLICIES, loaded.INVENTED):
        for one in loaded.checked(policies)[1]:
            if one.guide.reference is None:
                yield from ((decided(one.guide), table) for table in decided(one.guide).classes)
    for seed in range(40):
        rng = random.Random(seed)  # noqa: S311  a seeded table, no secret
        asked = randomtables.inputs(rng, 3)
        yield Decisions(randomtables.guide(asked, randomtables.classes(rng, asked, 3, 2))), "class"


def test_each_cell_is_what_the_table_says_of_whoever_stands_in_it() -> None:
    counted = 0
    for decisions, table in _tables():
        names = [axis.input.id for axis in decisions.space.axes]
        for grid in grids(decisions, table):
            for cell in (cell for row in grid.cells for cell in row):
                answer = classify(decisions, table, decisions.space.witness(cell.box, inputs=names))
                assert answer.certain == answer.possible == cell.classes
            _covers(grid)
            counted += 1
    assert counted > 10


def _covers(grid: Grid) -> None:
    """Whoever is within the grid stands in one cell, and in no other."""
    assert sum(grid.columns) == grid.within[grid.across]
    assert sum(grid.rows) == grid.within[grid.down]
    boxes = boxes_of(grid)
    assert not any(meet(box, other) for index, box in enumerate(boxes) for other in boxes[:index])
