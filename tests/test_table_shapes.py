"""The proof of tables: exact on small ones, quick on those of documents, and at an end on any."""

from __future__ import annotations

import time
from itertools import product

import pytest
import randomtables
import tableshapes
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.tables import how_to_split
from generator.decision import boxes, deciding, defects
from generator.decision.boxes import Box, TooLargeError
from generator.decision.deciding import Decisions
from generator.decision.splitting import splitting
from generator.policy.guide import items
from generator.policy.tables import Class

WIDTHS = (3, 2, 4)
"""So many cells have the inputs of small tables."""
SOME_BOXES = st.lists(st.tuples(*(st.integers(1, (1 << width) - 1) for width in WIDTHS)), max_size=8)
POINTS = list(product(*([1 << cell for cell in range(width)] for width in WIDTHS)))
MOST_SECONDS = 8
"""About ten times what a proof may take on a machine with nothing else to do."""


def points(some: list[Box]) -> set[Box]:
    """The points that lie in boxes, looked at one by one."""
    return {point for point in POINTS if any(boxes.covers(box, point) for box in some)}


@given(SOME_BOXES, SOME_BOXES)
def test_the_algebra_of_boxes_is_that_of_their_points(some: list[Box], others: list[Box]) -> None:
    assert points(boxes.without(some, others)) == points(some) - points(others)
    assert points(boxes.shared(some, others)) == points(some) & points(others)
    assert points(boxes.merged(some)) == points(some)
    assert boxes.within(some, others) == (points(some) <= points(others))
    assert boxes.touching(some, others) == bool(points(some) & points(others))


@given(SOME_BOXES, SOME_BOXES)
def test_what_is_left_overlaps_nowhere(some: list[Box], others: list[Box]) -> None:
    for box in some:
        left = boxes._outside(box, others)
        assert sum(len(points([part])) for part in left) == len(points(left))


@pytest.mark.parametrize("name", tableshapes.DOCUMENTS)
def test_a_table_as_documents_have_it_is_proven(name: str) -> None:
    shape = tableshapes.DOCUMENTS[name]()
    assert len(shape.inputs) == tableshapes.INPUTS and sum(map(len, shape.classes)) >= 130
    with boxes.bounded() as steps:
        faults = defects.faults(Decisions(tableshapes.guide(shape)), "class")
    assert len(faults) == tableshapes.FAULTY.get(name, 0)
    assert steps.left > boxes.MAX_STEPS / 2


def test_the_hole_is_found_where_it_is() -> None:
    decisions = Decisions(tableshapes.guide(tableshapes.with_a_hole()))
    (fault,) = defects.faults(decisions, "class")
    (hole,) = [decisions.space.tests(box) for box in fault.boxes]
    assert (fault.classes, {name: test.text for name, test in hole.items()}) == (
        (),
        {"i0": '"v0"', "i1": '"v0"', "i2": "<= 10"},
    )


@pytest.mark.parametrize("name", tableshapes.HOSTILE)
def test_any_proof_comes_to_an_end(name: str) -> None:
    guide, started = tableshapes.guide(tableshapes.HOSTILE[name]()), time.process_time()
    decisions = Decisions(guide)
    try:
        with boxes.bounded():
            defects.faults(decisions, "class")
    except TooLargeError:
        words = how_to_split(decisions, "class")
        assert words["how"] and words["how_en"]
    assert time.process_time() - started < MOST_SECONDS


def test_all_that_is_asked_within_a_bound_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    box, others = (7, 7), [(1, 1), (2, 2), (4, 4)]
    with boxes.bounded() as steps:
        boxes.without([box], others)
    monkeypatch.setattr(boxes, "MAX_STEPS", boxes.MAX_STEPS - steps.left)
    assert boxes.without([box], others)
    with boxes.bounded(), pytest.raises(TooLargeError):
        boxes.without([box], others)
        boxes.without([box], others)
    assert boxes.without([box], others)


def test_a_table_that_is_too_large_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = Decisions(tableshapes.guide(tableshapes.all_others()))
    monkeypatch.setattr(boxes, "MAX_STEPS", 1_000)
    with pytest.raises(TooLargeError):
        decisions.holding("class")
    monkeypatch.setattr(deciding.Decisions, "_solved", lambda *_: pytest.fail("tried again"))
    with pytest.raises(TooLargeError):
        decisions.holding("class")


def test_groups_of_inputs_that_have_nothing_to_do_with_each_other_are_named() -> None:
    decisions = Decisions(tableshapes.guide(tableshapes.pairs_apart()))
    groups = splitting(decisions, "class").groups
    assert sorted(name for group in groups for name in group) == sorted(f"i{at}" for at in range(tableshapes.INPUTS))
    assert ("i0", "i1") in groups and len(groups) == 10
    assert how_to_split(decisions, "class")["how"].startswith(
        "它的条件分成互不相干的 10 组（条件0、条件1；条件10、条件11；"
    )


def test_of_what_belongs_together_the_input_that_most_rows_test_is_named() -> None:
    rows = [{"i0": "v0", "i1": "true"}, {"i0": "v1", "i2": "true"}, {"i0": "v2"}]
    made = tableshapes.guide(tableshapes.Shape(tableshapes.filled(tableshapes.words(3)), [rows]))
    assert splitting(Decisions(made), "class") == ((("i0", "i1", "i2"),), "i0", 3)
    fed = Class.model_validate({"id": "t", "name": "快", "table": "track", "rows": [{"class": "c0", "i5": "true"}]})
    both = randomtables.guide(list(made.inputs), [*items(made, "classes"), fed])
    assert splitting(Decisions(both), "track").groups == (("class", "i5"),)
