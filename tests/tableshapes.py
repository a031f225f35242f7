"""Decision tables of 20 inputs and some 200 rows: of the shapes that documents have, and of shapes that none has.

Each is the inputs as a policy file would have them, the rows of each class, and whether a last class is the rest. All
invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import randomtables

from generator.policy.guide import Guide
from generator.policy.tables import Class, Input

Row = dict[str, str]
NUMBER = {"type": "number", "domain": "> 0", "unit": "米", "step": "0.1"}
BOOLEAN = {"type": "boolean", "words": {"true": "是", "false": "否"}}
INPUTS = 20


class Shape(NamedTuple):
    """What a table is made of."""

    inputs: Sequence[dict[str, Any]]
    classes: Sequence[Sequence[Row]]
    rest: bool = False


def guide(shape: Shape) -> Guide:
    """A guide that has such a table and nothing else."""
    asked = [
        Input.model_validate({"id": f"i{index}", "name": f"条件{index}", "ask": "？", **raw})
        for index, raw in enumerate(shape.inputs)
    ]
    rows = [*shape.classes, *(["rest"] if shape.rest else [])]
    return randomtables.guide(
        asked, [Class.model_validate({"id": f"c{at}", "name": f"类{at}", "rows": own}) for at, own in enumerate(rows)]
    )


def words(number: int) -> dict[str, Any]:
    """An input that is one of some words."""
    return {"type": "enumeration", "values": [f"v{index}" for index in range(number)]}


def bands(number: int) -> list[str]:
    """All numbers, in bands that share none."""
    inner = [f"({10 * at}..{10 * at + 10}]" for at in range(1, number - 1)]
    return ["<= 10", *inner, f"> {10 * (number - 1)}"]


def filled(*inputs: dict[str, Any]) -> list[dict[str, Any]]:
    """Inputs, and as many questions more as make up INPUTS."""
    return [*inputs, *(BOOLEAN for _ in range(INPUTS - len(inputs)))]


def dealt(rows: Sequence[Row], classes: int) -> list[Sequence[Row]]:
    """Rows one after the other to each class."""
    return [rows[at::classes] for at in range(classes)]


# ------------------------------------------------------------------------------------------- as documents have them


def by_area() -> Shape:
    """Area, type of user and pressure: each combination in one row."""
    rows = [{"i0": f"v{a}", "i1": f"v{u}", "i2": band} for a, u, band in product(range(10), range(4), bands(5))]
    return Shape(filled(words(10), words(4), NUMBER), dealt(rows, 5))


def a_measure_for_each_area() -> Shape:
    """Each area has thresholds of its own, on a measure of its own."""
    rows = [{"i0": f"v{a}", "i1": f"v{u}", f"i{2 + a}": band} for a, u, band in product(range(10), range(4), bands(5))]
    return Shape(filled(words(10), words(4), *[NUMBER] * 10), dealt(rows, 5))


def with_a_hole() -> Shape:
    """The same without one of its rows."""
    inputs, classes, _ = a_measure_for_each_area()
    return Shape(inputs, [classes[0][1:], *classes[1:]])


def three_sizes() -> Shape:
    """In each of 15 areas: small below six bounds, large above any of six others, else medium."""
    small, medium, large = list[Row](), list[Row](), list[Row]()
    for area in range(15):
        own = {"i0": f"v{area}"}
        low, high = ([base + area + at for at in range(6)] for base in (10, 50))
        small.append(own | {f"i{1 + at}": f"<= {low[at]}" for at in range(6)})
        below = own | {f"i{1 + at}": f"<= {high[at]}" for at in range(6)}
        medium += [below | {f"i{1 + at}": f"({low[at]}..{high[at]}]"} for at in range(6)]
        large += [own | {f"i{1 + at}": f"> {high[at]}"} for at in range(6)]
    return Shape(filled(words(15), *[NUMBER] * 6), [small, medium, large])


def unless() -> Shape:
    """Seventeen exceptions, each of which suffices; without any of them a grid."""
    exceptions = [{f"i{at}": "true"} for at in range(3, INPUTS)]
    none = {f"i{at}": "false" for at in range(3, INPUTS)}
    grid = [{"i0": f"v{a}", "i1": one, "i2": two, **none} for a, one, two in product(range(8), bands(5), bands(5))]
    return Shape(filled(words(8), NUMBER, NUMBER), [exceptions, *dealt(grid, 3)])


def one_after_the_other() -> Shape:
    """Each question only where all before it were denied, with ten bands of its own."""
    rows = []
    for last in range(3, INPUTS + 1):
        asked = {f"i{at}": "false" for at in range(3, last)} | ({f"i{last}": "true"} if last < INPUTS else {})
        rows += [{**asked, "i1": band} for band in bands(10)]
    return Shape(filled(words(8), NUMBER, NUMBER), dealt(rows, 5))


def nested_alternatives() -> Shape:
    """One of each of seven pairs, written out; else none of some pair."""
    both = [{f"i{2 * at + pick}": "true" for at, pick in enumerate(picks)} for picks in product((0, 1), repeat=7)]
    none = [{f"i{2 * at}": "false", f"i{2 * at + 1}": "false"} for at in range(7)]
    return Shape(filled(), [both, none])


def simplified() -> Shape:
    """In each of ten areas simplified only if nineteen conditions are met, else not."""
    numbers, questions = range(1, 10), range(10, INPUTS)
    met, unmet = list[Row](), list[Row]()
    for area in range(10):
        own = {"i0": f"v{area}"}
        met.append(own | {f"i{at}": f"<= {10 * area + at}" for at in numbers} | {f"i{at}": "false" for at in questions})
        unmet += [own | {f"i{at}": f"> {10 * area + at}"} for at in numbers]
        unmet += [own | {f"i{at}": "true"} for at in questions]
    return Shape(filled(words(10), *[NUMBER] * 9), [met, unmet])


def all_others() -> Shape:
    """The conditions of the same, and a class for all others."""
    inputs, classes, _ = simplified()
    return Shape(inputs, classes[1:], rest=True)


def two_of_nineteen() -> Shape:
    """Any two of nineteen, and a class for all others."""
    rows = [{f"i{at}": "true" for at in pair} for pair in combinations(range(1, INPUTS), 2)]
    return Shape(filled(words(4)), [rows], rest=True)


def exceptions_that_overlap() -> Shape:
    """Eighteen questions with ten bands each: whoever affirms two is in two classes."""
    rows = [{f"i{2 + at}": "true", f"i{at % 2}": band} for at in range(18) for band in bands(10)]
    return Shape(filled(NUMBER, NUMBER), dealt(rows, 5), rest=True)


DOCUMENTS: dict[str, Callable[[], Shape]] = {
    shape.__name__: shape
    for shape in (
        by_area, a_measure_for_each_area, with_a_hole, three_sizes, unless, one_after_the_other, nested_alternatives,
        simplified, all_others, two_of_nineteen, exceptions_that_overlap,
    )
}  # fmt: skip
FAULTY = {"with_a_hole": 1, "exceptions_that_overlap": 10}
"""How many gaps and overlaps those have that have some: of five classes each overlaps with each."""


# ------------------------------------------------------------------------------------------------ as none has them


def tied_at_random(inputs: Sequence[dict[str, Any]], tests: tuple[int, int], classes: int) -> Shape:
    """200 rows, each with as many tests as chance will have it."""
    rng = random.Random(7)  # noqa: S311  repeatable, not secret

    def test(at: int) -> str:
        kind = inputs[at]["type"]
        if kind == "number":
            return f"{rng.choice(('<=', '>'))} {rng.randrange(1, 40)}"
        return rng.choice(("true", "false")) if kind == "boolean" else rng.choice(inputs[at]["values"])

    rows = [{f"i{at}": test(at) for at in rng.sample(range(INPUTS), rng.randint(*tests))} for _ in range(200)]
    return Shape(inputs, dealt(rows, classes))


def pairs_apart() -> Shape:
    """Ten pairs of numbers that have nothing to do with each other."""
    rows = [
        {f"i{at}": f"[{3 * step}..{3 * step + 2}]", f"i{at + 1}": bands(5)[step % 5]}
        for at in range(0, INPUTS, 2)
        for step in range(20)
    ]
    return Shape([NUMBER] * INPUTS, dealt(rows, 3))


def pigeons() -> Shape:
    """Eleven pigeons in ten holes: two are in the same one, which is hard to see by splitting."""
    rows = [{f"i{a}": f"v{hole}", f"i{b}": f"v{hole}"} for a, b in combinations(range(11), 2) for hole in range(10)]
    return Shape(filled(*[words(10)] * 11), dealt(rows, 2))


def long_ladder() -> Shape:
    """Two thousand bands of one number, every second of which is missing."""
    rows = [{"i0": f"({at}..{at + 1}]"} for at in range(0, 4_000, 2)]
    return Shape(filled(NUMBER), dealt(rows, 2))


HOSTILE: dict[str, Callable[[], Shape]] = {
    "few_tests": lambda: tied_at_random(filled(), (2, 3), 6),
    "three_tests": lambda: tied_at_random(filled(), (3, 3), 2),
    "many_tests": lambda: tied_at_random(filled(*[NUMBER] * 8, *[words(4)] * 4), (4, 7), 6),
    "bounds": lambda: tied_at_random([NUMBER] * INPUTS, (3, 3), 2),
    "pairs_apart": pairs_apart,
    "pigeons": pigeons,
    "long_ladder": long_ladder,
}


def each() -> Iterator[tuple[str, Shape]]:
    """All of them, by name."""
    for name, shape in (*DOCUMENTS.items(), *HOSTILE.items()):
        yield name, shape()
