"""How long the proof of a large decision table takes, as a multiple of naively comparing every two rows once.

And how long it takes to show it at the desk, of which the proof is a part, as a multiple of the proof.

Shape: 12 inputs and 60 rows in 6 classes, as a document with project classes has it: most rows ask for 4 to 7 of the
inputs. Then tables of 20 inputs and some 200 rows (`tests/tableshapes.py`): of each shape that documents have, the
proof takes less than a second, and of those that none has it ends. Run: make bench
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from typing import Any

import randomtables
import tableshapes
from bench.bounds import Bound, Table, Words, kept

from generator.decision import defects
from generator.decision.boxes import MAX_STEPS, TooLargeError, bounded, common, empty
from generator.decision.deciding import Decisions
from generator.desk.classes.draft_tables import as_data
from generator.desk.classes.grid import grid
from generator.policy.guide import Guide
from generator.policy.tables import Class, Input

RUNS = 7


def inputs() -> list[Input]:
    """Six numbers, five yes-or-no questions, one list of words."""
    raw: list[dict[str, Any]] = [{"type": "number", "domain": "> 0", "unit": "米", "step": "0.1"} for _ in range(6)]
    raw += [{"type": "boolean", "words": {"true": "是", "false": "否"}} for _ in range(5)]
    raw += [{"type": "enumeration", "values": ["新建", "改建", "扩建", "既有"]}]
    return [
        Input.model_validate({"id": f"i{index}", "name": f"条件{index}", "ask": "？", **one})
        for index, one in enumerate(raw)
    ]


def table(seed: int) -> Guide:
    """A table of the shape of the field's largest."""
    rng = random.Random(seed)  # noqa: S311  a seeded table, no secret
    asked = inputs()
    classes = []
    for index in range(6):
        rows = [
            {one.id: randomtables.test_on(rng, one) for one in rng.sample(asked, rng.randint(4, 7))} for _ in range(10)
        ]
        classes.append(Class.model_validate({"id": f"c{index}", "name": f"类{index}", "rows": rows}))
    return randomtables.guide(asked, classes)


def naive(guide: Guide) -> int:
    """Every two rows compared input by input, on values at and beside every bound, as one would by hand."""
    decisions = Decisions(guide)
    boxes = [box for one in decisions.classes["class"] for box in decisions.rows(one)]
    return sum(1 for one, other in combinations(boxes, 2) if not empty(common(one, other)))


def proven(guide: Guide) -> tuple[defects.Fault, ...]:
    """All gaps and overlaps."""
    return defects.faults(Decisions(guide), "class")


def shown(guide: Guide) -> Callable[[], object]:
    """The same as the desk shows it, from what a file would say."""
    listed = {name: getattr(guide, name) for name in ("inputs", "classes")}
    data = {name: [as_data(one.model_dump(mode="json")) for one in entries] for name, entries in listed.items()}
    return partial(grid, data)


def seconds(work: Callable[[], object]) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Print the ratios for a few tables."""
    print("| table | faults | naive pairwise, ms | proof, ms | ratio | desk, ms | of proof |")
    print("|---|---|---|---|---|---|---|")
    for seed in range(5):
        guide = table(seed)
        found = len(proven(guide))
        pairs = seconds(partial(naive, guide))
        proof = seconds(partial(proven, guide))
        desk = seconds(shown(guide))
        times = (
            f"{pairs * 1000:.1f} | {proof * 1000:.1f} | {proof / pairs:.1f} | {desk * 1000:.1f} | {desk / proof:.1f}"
        )
        print(f"| {seed} | {found} | {times} |")
    shapes()


def shapes() -> None:
    """Keep what the proof of each shape takes: seconds of the processor, and of all the steps that it may take."""
    rows: list[list[str | Words]] = []
    taken: dict[str, float] = {}
    for name, shape in tableshapes.each():
        guide, size = tableshapes.guide(shape), sum(map(len, shape.classes))
        started = time.process_time()
        with bounded() as steps:
            found = judged(guide)
        taken[name], share = time.process_time() - started, min(1, 1 - steps.left / MAX_STEPS)
        rows.append(
            [name.replace("_", " "), str(len(shape.inputs)), str(size), f"{taken[name]:.2f}", f"{share:.0%}", found]
        )
    bound = Bound(SLOWEST, "< 1", [taken[name] for name in tableshapes.DOCUMENTS])
    kept([bound], [Table(Words("各种样子的表", "tables of each shape"), HEAD, rows)])


SLOWEST = Words(
    "二十个条件、约二百行的分类表，证明用的 CPU，秒", "proof of a table of 20 inputs and some 200 rows, CPU s"
)
HEAD = (
    Words("样子", "shape"),
    Words("条件", "inputs"),
    Words("行", "rows"),
    Words("CPU 秒", "CPU s"),
    Words("占允许的步数", "of all steps"),
    Words("漏洞和重叠", "faults"),
)


def judged(guide: Guide) -> str | Words:
    """How many gaps and overlaps a table has, unless it is to be split."""
    try:
        return str(len(proven(guide)))
    except TooLargeError:
        return Words("要拆开", "to be split")


if __name__ == "__main__":
    main()
