"""Random decision tables, as guides: invented, seeded, of the shapes that documents have."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from generator.policy.feel import Value
from generator.policy.files import Read
from generator.policy.guide import Guide, Place, items
from generator.policy.tables import Class, Defect, Input

STEP = Decimal("0.5")


def guide(inputs: list[Input], classes: list[Class], defects: list[Defect] | None = None) -> Guide:
    """A guide that has decision tables and nothing else."""
    place = Place(
        slug="nowhere",
        name="无此市",
        code="not_stated",
        covers="无此市",
        read=Read.model_validate({"by": "测试", "on": "2099-01-01"}),
    )
    values: dict[str, Any] = {"place": place, "utility": "water", "documents": ()}
    return Guide.model_construct(
        None, **values, inputs=tuple(inputs), classes=tuple(classes), defects=tuple(defects or ())
    )


def inputs(rng: random.Random, count: int) -> list[Input]:
    """Numbers with a domain, whole numbers, booleans, enumerations."""
    made = []
    for index in range(count):
        kind = rng.choice(("number", "integer", "boolean", "enumeration"))
        raw: dict[str, Any] = {"id": f"i{index}", "name": f"条件{index}", "ask": "？", "type": kind}
        if kind in ("number", "integer"):
            raw |= {"domain": rng.choice(("> 0", ">= 1", "[0..20]")), "step": "0.5" if kind == "number" else "1"}
        if kind == "boolean":
            raw["words"] = {"true": "是", "false": "否"}
        if kind == "enumeration":
            raw["values"] = ["甲", "乙", "丙"][: rng.randint(2, 3)]
        made.append(Input.model_validate(raw))
    return made


def test_on(rng: random.Random, asked: Input) -> object:
    """A random unary test that fits an input."""
    if asked.type == "boolean":
        return rng.choice(("true", "false", "not(true)"))
    if asked.type == "enumeration":
        chosen = rng.sample(asked.values, rng.randint(1, len(asked.values)))
        return rng.choice((list(chosen), f"not({chosen[0]})"))
    low, high = sorted(rng.sample(range(12), 2))
    return rng.choice(
        (f"<= {high}", f"< {high}", f"> {low}", f">= {low}", f"({low}..{high}]", f"[{low}..{high})", str(high), "-")
    )


def classes(rng: random.Random, asked: list[Input], count: int, rows: int) -> list[Class]:
    """Classes of random rows; the last may be the rest."""
    made = []
    for index in range(count):
        raw: dict[str, Any] = {"id": f"c{index}", "name": f"类{index}"}
        raw["rows"] = [
            {one.id: test_on(rng, one) for one in rng.sample(asked, rng.randint(1, len(asked)))}
            for _ in range(rng.randint(1, rows))
        ]
        if index == count - 1 and count > 1 and rng.random() < 0.3:
            raw["rows"] = "rest"
        made.append(Class.model_validate(raw))
    return made


def value(rng: random.Random, asked: Input) -> Value:
    """A random value of an input, on its step and in its domain."""
    if asked.type == "boolean":
        return rng.random() < 0.5
    if asked.type == "enumeration":
        return rng.choice(asked.values)
    while True:
        drawn = Decimal(rng.randrange(0, 42)) * STEP
        if not drawn % asked.step and asked.domain.matches(drawn):
            return drawn


def naive(made: Guide, given: dict[str, Value]) -> set[str]:
    """The classes that hold, row by row, as a reader of the table would find them."""
    found = {
        one.id
        for one in items(made, "classes")
        if one.rows != "rest"
        and any(all(test.matches(given[name]) for name, test in row.tests.items()) for row in one.rows)
    }
    rest = {one.id for one in items(made, "classes") if one.rows == "rest"}
    return found or rest
