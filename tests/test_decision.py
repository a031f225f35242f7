"""Decision tables proven, and the proof held against z3 and against reading the table row by row."""

from __future__ import annotations

import json
import random
import subprocess
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import loaded
import pytest
import randomtables
import z3
from nodejs import FOLDER, node

from generator.decision import boxes, deciding, defects, dmn, space, vectors
from generator.decision.boxes import Box
from generator.decision.deciding import Decisions
from generator.policy.feel import Unary
from generator.policy.guide import Guide, items
from generator.policy.tables import Class, Defect, Input

SEEDS = range(60)


def drawn(seed: int) -> tuple[random.Random, Guide]:
    """A random table of a few inputs and classes."""
    rng = random.Random(seed)  # noqa: S311  a seeded test, no secret
    asked = randomtables.inputs(rng, rng.randint(1, 4))
    return rng, randomtables.guide(asked, randomtables.classes(rng, asked, rng.randint(1, 4), 3))


# ------------------------------------------------------------------------------------------------------ oracle


class Oracle:
    """The same table as a formula: numbers as whole multiples of their step, words by their position."""

    def __init__(self, guide: Guide) -> None:
        self.inputs = {one.id: one for one in guide.inputs}
        self.variables = {one.id: z3.Bool(one.id) if one.type == "boolean" else z3.Int(one.id) for one in guide.inputs}
        self.domain = z3.And([self._domain(one) for one in guide.inputs])
        classes = items(guide, "classes")
        self.holds = {one.id: self._class(one) for one in classes if one.rows != "rest"}
        none = z3.Not(z3.Or(list(self.holds.values())))
        self.holds |= {one.id: none for one in classes if one.rows == "rest"}

    def _domain(self, asked: Input) -> Any:
        if asked.type == "boolean":
            return z3.BoolVal(True)
        if asked.type == "enumeration":
            return z3.And(self.variables[asked.id] >= 0, self.variables[asked.id] < len(asked.values))
        return self.test(asked.id, asked.domain)

    def _class(self, one: Class) -> Any:
        assert one.rows != "rest"
        return z3.Or([z3.And([self.test(name, test) for name, test in row.tests.items()]) for row in one.rows])

    def test(self, name: str, test: Unary) -> Any:
        """A unary test as a formula."""
        if test.anything:
            return z3.BoolVal(True)
        asked, variable = self.inputs[name], self.variables[name]
        parts = []
        for one in test.ranges:
            low = [] if one.low is None else [_compare(variable, one.low / asked.step, ">=" if one.low_closed else ">")]
            high = (
                []
                if one.high is None
                else [_compare(variable, one.high / asked.step, "<=" if one.high_closed else "<")]
            )
            parts.append(z3.And(low + high))
        for value in test.values:
            parts.append(variable == (value if isinstance(value, bool) else asked.values.index(value)))
        inside = z3.Or(parts)
        return z3.Not(inside) if test.negated else inside

    def box(self, decisions: Decisions, box: Box) -> Any:
        """A region as a formula, by the conditions it is shown with."""
        return z3.And(
            [self.test(name, test) for name, test in decisions.space.tests(box).items()] or [z3.BoolVal(True)]
        )

    def possible(self, formula: Any) -> bool:
        """Whether any input of the domain satisfies a formula."""
        solver = z3.Solver()
        solver.add(self.domain, formula)
        return bool(solver.check() == z3.sat)


def _compare(variable: Any, bound: Decimal, sign: str) -> Any:
    exact = z3.Q(*bound.as_integer_ratio())
    real = z3.ToReal(variable)
    return {">=": real >= exact, ">": real > exact, "<=": real <= exact, "<": real < exact}[sign]


@pytest.mark.parametrize("seed", SEEDS)
def test_regions_are_exact(seed: int) -> None:
    _, guide = drawn(seed)
    decisions, oracle = Decisions(guide), Oracle(guide)
    for name, held in decisions.holding("class").items():
        inside = [oracle.box(decisions, box) for box in held]
        assert all(oracle.possible(one) for one in inside)
        assert not oracle.possible(z3.Or(inside) != oracle.holds[name])
    for fault in defects.faults(decisions, "class"):
        inside = z3.Or([oracle.box(decisions, box) for box in fault.boxes])
        both = z3.And([oracle.holds[name] for name in fault.classes])
        none = z3.Not(z3.Or(list(oracle.holds.values())))
        assert not oracle.possible(inside != (both if fault.classes else none))


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_have_witnesses_and_are_all(seed: int) -> None:
    _, guide = drawn(seed)
    decisions, oracle = Decisions(guide), Oracle(guide)
    found = defects.faults(decisions, "class")
    for fault in found:
        for box in fault.boxes:
            given = decisions.space.witness(box, inputs=[one.id for one in guide.inputs])
            met = randomtables.naive(guide, given)
            assert set(fault.classes) <= met if fault.classes else not met
    gap = z3.Not(z3.Or(list(oracle.holds.values())))
    assert oracle.possible(gap) is any(not fault.classes for fault in found)
    for one, other in combinations(oracle.holds, 2):
        both = z3.And(oracle.holds[one], oracle.holds[other])
        assert oracle.possible(both) is any({one, other} <= set(fault.classes) for fault in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_nobody_can_match(seed: int) -> None:
    _, guide = drawn(seed)
    decisions, oracle = Decisions(guide), Oracle(guide)
    unreachable = {(one.id, index) for one, index in defects.unreachable(decisions, "class")}
    for one in decisions.classes["class"]:
        for index, row in enumerate(() if one.rows == "rest" else one.rows):
            formula = z3.And([oracle.test(name, test) for name, test in row.tests.items()])
            assert oracle.possible(formula) is ((one.id, index) not in unreachable)


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_are_those_of_the_rows(seed: int) -> None:
    rng, guide = drawn(seed)
    decisions = Decisions(guide)
    for _ in range(30):
        given = {one.id: randomtables.value(rng, one) for one in guide.inputs}
        answer = deciding.classify(decisions, "class", given)
        assert set(answer.certain) == set(answer.possible) == randomtables.naive(guide, given)
        assert answer.none_possible is not bool(answer.certain)
        assert deciding.undecided(decisions, "class", given) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_unknown_inputs_leave_open_what_they_can_change(seed: int) -> None:
    rng, guide = drawn(seed)
    decisions, oracle = Decisions(guide), Oracle(guide)
    full = {one.id: randomtables.value(rng, one) for one in guide.inputs}
    given = {name: value for name, value in full.items() if rng.random() < 0.5}
    answer = deciding.classify(decisions, "class", given)
    known = z3.And([_is(oracle, name, value) for name, value in given.items()] or [z3.BoolVal(True)])
    for name, holds in oracle.holds.items():
        assert (name in answer.possible) is oracle.possible(z3.And(known, holds))
        assert (name in answer.certain) is not oracle.possible(z3.And(known, z3.Not(holds)))
    assert answer.none_possible is oracle.possible(z3.And(known, z3.Not(z3.Or(list(oracle.holds.values())))))


def _is(oracle: Oracle, name: str, value: object) -> Any:
    if isinstance(value, Decimal):
        return oracle.variables[name] == int(value / oracle.inputs[name].step)
    return oracle.variables[name] == (
        value if isinstance(value, bool) else oracle.inputs[name].values.index(str(value))
    )


# ------------------------------------------------------------------------------------------------ by example


def number(ident: str, domain: str = "> 0", step: str = "0.1") -> Input:
    """A number, for short."""
    raw = {"id": ident, "name": ident, "ask": "？", "type": "number", "domain": domain, "step": step}
    return Input.model_validate(raw)


def klass(ident: str, *rows: dict[str, Any] | str, **more: Any) -> Class:
    """A class, for short."""
    return Class.model_validate(
        {"id": ident, "name": ident, "rows": rows[0] if rows == ("rest",) else list(rows), **more}
    )


def shown(decisions: Decisions, boxes: tuple[Box, ...]) -> list[dict[str, str]]:
    """Boxes as conditions."""
    return [{name: test.text for name, test in decisions.space.tests(box).items()} for box in boxes]


def test_boundaries_of_a_gap_and_an_overlap() -> None:
    guide = randomtables.guide(
        [number("q")], [klass("a", {"q": "< 10"}), klass("b", {"q": "(10..20]"}), klass("c", {"q": ">= 20"})]
    )
    decisions = Decisions(guide)
    found = {fault.classes: shown(decisions, fault.boxes) for fault in defects.faults(decisions, "class")}
    assert found == {(): [{"q": "10"}], ("b", "c"): [{"q": "20"}]}


def test_no_gap_between_steps() -> None:
    whole = Input.model_validate({"id": "n", "name": "n", "ask": "？", "type": "integer", "domain": ">= 1"})
    decisions = Decisions(randomtables.guide([whole], [klass("a", {"n": "<= 3"}), klass("b", {"n": ">= 4"})]))
    assert defects.faults(decisions, "class") == ()


def test_rest_is_the_complement() -> None:
    decisions = Decisions(randomtables.guide([number("q")], [klass("a", {"q": "<= 10"}), klass("b", "rest")]))
    assert defects.faults(decisions, "class") == ()
    assert deciding.classify(decisions, "class", {"q": Decimal("10.1")}).certain == ("b",)


def test_precedence_is_data() -> None:
    classes = [klass("a", {"q": "<= 10"}, precedes=["b"]), klass("b", {"q": "> 5"})]
    decisions = Decisions(randomtables.guide([number("q")], classes))
    assert deciding.classify(decisions, "class", {"q": Decimal(7)}).certain == ("a",)
    assert defects.faults(decisions, "class") == ()


def test_a_table_fed_by_another_takes_the_union() -> None:
    guide = randomtables.guide(
        [number("q")],
        [
            klass("s", {"q": "<= 10"}, table="size"),
            klass("l", {"q": ">= 10"}, table="size"),
            klass("quick", {"size": "s"}, table="track"),
            klass("slow", {"size": "not(s)"}, table="track"),
        ],
    )
    decisions = Decisions(guide)
    assert deciding.classify(decisions, "track", {"q": Decimal(10)}).certain == ("quick", "slow")
    assert deciding.inputs_of(decisions, "track") == ("q",)


def test_tables_in_a_circle() -> None:
    classes = [klass("a", {"two": "b"}, table="one"), klass("b", {"one": "a"}, table="two")]
    with pytest.raises(deciding.CycleError) as cycle:
        Decisions(randomtables.guide([number("q")], classes)).holding("one")
    assert cycle.value.args == ("one", "two")


def test_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_STEPS", 30)
    guide = randomtables.guide([number("q")], [klass(f"c{i}", {"q": f"[{i}..{i + 5}]"}) for i in range(9)])
    with pytest.raises(boxes.TooLargeError):
        defects.faults(Decisions(guide), "class")


def test_recorded_defects_are_held_against_the_real_ones() -> None:
    classes = [klass("a", {"q": "<= 10"}), klass("b", {"q": "[10..20)"})]
    right = {"id": "d1", "where": {"q": "10"}, "classes": ["a", "b"], "because": "x"}
    wide = {"id": "d2", "where": {"q": ">= 15"}, "classes": [], "because": "x"}
    recorded = [Defect.model_validate(one) for one in (right, wide)]
    decisions = Decisions(randomtables.guide([number("q")], classes, recorded))
    assert list(defects.unrecorded(decisions, "class")) == []
    assert defects.imagined(decisions, recorded[0]) == []
    assert shown(decisions, tuple(defects.imagined(decisions, recorded[1]))) == [{"q": "[15..20)"}]
    without = Decisions(randomtables.guide([number("q")], classes, recorded[1:]))
    assert [one.classes for one in defects.unrecorded(without, "class")] == [("a", "b")]


@pytest.mark.parametrize(("value", "fine"), [("0.1", True), ("0.05", False), ("0", False), ("-1", False)])
def test_values_outside_the_domain_or_off_the_step(value: str, fine: bool) -> None:
    decisions = Decisions(randomtables.guide([number("q")], [klass("a", {"q": "> 0"})]))
    if fine:
        decisions.space.point({"q": Decimal(value)})
    else:
        with pytest.raises(space.NotAValueError):
            decisions.space.point({"q": Decimal(value)})


# ------------------------------------------------------------------------------------- the policies' own tables


GUIDES = [*loaded.addresses(referring=False), *loaded.addresses(loaded.INVENTED, referring=False)]


def test_the_guides_are_those_of_the_files() -> None:
    both = {**loaded.resolved(), **loaded.resolved(loaded.INVENTED)}
    assert sorted(both) == sorted([*loaded.addresses(), *loaded.addresses(loaded.INVENTED)])
    assert sorted(name for name, one in both.items() if one.guide.reference is None) == sorted(GUIDES)


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_vectors_say_what_the_rows_say(guide: Guide) -> None:
    found = vectors.vectors(guide)
    for name, table in found.items():
        complete = [one for one in table["vectors"] if len(one["given"]) == len(table["inputs"])]
        assert complete
        for vector in complete:
            given = {
                key: Decimal(str(one)) if isinstance(one, (int, float)) and not isinstance(one, bool) else one
                for key, one in vector["given"].items()
            }
            assert set(vector["certain"]) == reader(guide, name, given), vector


def reader(guide: Guide, table: str, given: dict[str, Any]) -> set[str]:
    """The classes of a table as a reader finds them, other tables first."""
    classes = [one for one in items(guide, "classes") if one.table == table]
    tables = {one.table for one in items(guide, "classes")} - {one.id for one in guide.inputs}

    def passes(name: str, test: Unary) -> bool:
        return (
            any(test.matches(one) for one in reader(guide, name, given))
            if name in tables
            else test.matches(given[name])
        )

    divides = next((one.when for one in guide.tables if one.id == table), ())
    if divides and not any(all(passes(name, test) for name, test in tests.items()) for tests in divides):
        return set()
    found = {
        one.id
        for one in classes
        if one.rows != "rest" and any(all(passes(name, test) for name, test in row.tests.items()) for row in one.rows)
    }
    found = found or {one.id for one in classes if one.rows == "rest"}
    return found - {lower for one in classes if one.id in found for lower in one.precedes}


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_an_independent_feel_engine_agrees(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "decisions.dmn").write_text(dmn.dmn(guide), encoding="utf-8")
    (tmp_path / "vectors.json").write_text(vectors.vectors_json(guide), encoding="utf-8")
    command = node(FOLDER / "check.mjs", tmp_path / "decisions.dmn", tmp_path / "vectors.json")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["warnings"] == []
    assert said["wrong"] == []
    assert (said["compared"] > 0) is bool(items(guide, "classes"))
