"""Random guides with facts on their decision tables, and random cases: invented, seeded."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import randomtables

from generator.decision.deciding import Decisions, decided
from generator.decision.defects import faults
from generator.policy.facts import Charge, Limit, Scope, Step
from generator.policy.feel import Value
from generator.policy.guide import ANSWERED, LISTS, Guide, items
from generator.policy.provenance import Conflict
from generator.policy.tables import Defect, Impossible, Input
from generator.telling.statements import Case

_PARTS: dict[str, Any] = {
    "unit": "working_day",
    "starts_on": "受理",
    "ends_with": "not_stated",
    "excludes": "not_stated",
}


@cache
def guide(seed: int) -> Guide:
    """Tables with all their defects recorded, and facts that depend on classes and inputs."""
    rng = random.Random(seed)  # noqa: S311  a seeded guide, no secret
    asked = randomtables.inputs(rng, rng.randint(2, 4))
    bare = randomtables.guide(asked, randomtables.classes(rng, asked, rng.randint(2, 4), 2))
    bare = bare.model_copy(update={**dict.fromkeys(ANSWERED, "not_stated"), **dict.fromkeys(LISTS, ())} | _kept(bare))
    named = [one.id for one in items(bare, "classes")]
    whens = [_when(rng, asked, named) for _ in range(8)]
    made: dict[str, Any] = {
        "steps": tuple(
            Step.model_validate({"id": f"s{i}", "name": f"环节{i}", "actors": "not_stated"}) for i in range(2)
        ),
        "limits": (*(_limit(i, when) for i, when in enumerate(whens[:3])), _two(whens[3])),
        "fees": (Charge.model_validate({"id": "f", "item": "费", "free": "true", **_free(), **whens[4]}),),
    }
    if rng.random() < 0.5:
        made["exclusions"] = (Scope.model_validate({"id": "x", "text": "不管", "where": _tests(rng, asked)}),)
    if rng.random() < 0.5:
        made["impossible"] = (Impossible.model_validate({"id": "i", "because": "矛盾", "where": _tests(rng, asked)}),)
    return _with_defects(bare.model_copy(update=made))


def _kept(bare: Guide) -> dict[str, Any]:
    return {"inputs": bare.inputs, "classes": bare.classes}


def _free() -> dict[str, Any]:
    return {"payer": "not_stated", "basis": "not_stated"}


def _limit(index: int, when: dict[str, Any]) -> Limit:
    steps = {"steps": ["s0"]} if index == 2 else {}
    return Limit.model_validate({"id": f"l{index}", "at_most": str(index + 1), **_PARTS, **steps, **when})


def _two(when: dict[str, Any]) -> Any:
    sides = [{"id": name, "at_most": days, **_PARTS} for name, days in (("one", "7"), ("other", "8"))]
    return Conflict[Limit].model_validate({"id": "two", "consequence": "几天，两处不同", "sides": sides, **when})


def _when(rng: random.Random, asked: list[Input], named: list[str]) -> dict[str, Any]:
    """Some condition on classes, inputs or both; now and then none."""
    choice = rng.randrange(4)
    of_class = {"class": rng.sample(named, rng.randint(1, len(named)))}
    return {"when": [of_class, _tests(rng, asked), {**of_class, **_tests(rng, asked)}][choice]} if choice < 3 else {}


def _tests(rng: random.Random, asked: list[Input]) -> dict[str, Any]:
    one = rng.choice(asked)
    return {one.id: randomtables.test_on(rng, one)}


def _with_defects(made: Guide) -> Guide:
    """The same with every gap and overlap of its table recorded."""
    decisions = Decisions(made)
    found = []
    for number, fault in enumerate(faults(decisions, "class")):
        for part, box in enumerate(fault.boxes):
            raw = {
                "id": f"d{number}-{part}",
                "classes": list(fault.classes),
                "because": "x",
                "where": decisions.space.tests(box),
            }
            found.append(Defect.model_validate(raw))
    return made.model_copy(update={"defects": tuple(found)})


def answers(rng: random.Random, made: Guide, *, whole: bool = False) -> dict[str, Value]:
    """Answers to some inputs, or to all, each of some cell, so that bounds are met as often as what lies between."""
    axes = decided(made).space.axes
    return {axis.input.id: axis.witness(rng.choice(axis.cells)) for axis in axes if whole or rng.random() < 0.6}


def case(rng: random.Random, made: Guide, *, whole: bool = False) -> Case:
    """A case with such answers."""
    return Case(answers(rng, made, whole=whole))
