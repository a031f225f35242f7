"""One telling: what is said of a guide, and of it to whom, held against a reading of the facts one by one."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import drawnguides
import loaded
import pytest
from nodejs import FOLDER, node

from generator.decision.boxes import touching, within
from generator.decision.deciding import decided
from generator.pages.browser.shipped import telling_data
from generator.paths import TEMPLATES
from generator.policy.feel import Value
from generator.policy.guide import Guide
from generator.telling.compose import headings, telling
from generator.telling.costs import costs
from generator.telling.select import Told, regions, told
from generator.telling.statements import Case, Statement

ADDRESSES = [*loaded.addresses(), *loaded.addresses(loaded.INVENTED)]
SEEDS = range(40)


def _seen(result: Told, status: str = "certain") -> set[str]:
    return {one.statement.id for one in result.said if one.status == status}


# --------------------------------------------------------------------- every topic answers every case, and only once


def _covered(guide: Guide) -> None:
    """Each topic is answered wherever the document speaks, and its rest says nothing where something else answers."""
    at = regions(guide)
    topics = {topic for one in at.telling.statements if one.rest and not one.within for topic in one.topics[:1]}
    assert topics >= set(headings(guide)) or guide.reference is not None
    for topic in topics:
        answering = [one for one in at.telling.statements if topic in one.topics]
        assert within(_existing(guide, topic), [box for one in answering for box in at.where(one)]), topic
        others = [box for one in answering if not one.rest for box in at.where(one)]
        assert not any(touching(at.where(one), others) for one in answering if one.rest), topic


def _existing(guide: Guide, topic: str) -> list[Any]:
    """Where a topic exists: everywhere the document speaks; of a table of fees or of classes, in its own cases."""
    at = regions(guide)
    cased = {f"schedules/{one.id}": one.when for one in guide.schedules}
    cased |= {f"classes/{one.id}": one.when for one in guide.tables}
    when = cased.get(topic, ())
    there = [box for box in at.holds(when) if touching([box], at.inside)] if when else at.inside
    return [box for box in there if within([box], at.inside)] if when else there


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_topic_answers_every_case(address: str) -> None:
    _covered(loaded.guide(address))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_topic_of_a_drawn_guide_answers_every_case(seed: int) -> None:
    _covered(drawnguides.guide(seed))


# ------------------------------------------------------------------------------------- held against a plain reading


def _holds(guide: Guide, one: Statement, answers: Mapping[str, Value], ruled: Mapping[str, str]) -> bool:
    """Whether the condition of a fact holds for complete answers: test by test, row by row."""
    met = {table: _classes(guide, table, answers, ruled) for table in decided(guide).classes}
    return not one.condition or any(
        all(
            test.matches(answers[name]) if name in answers else any(test.matches(found) for found in met[name])
            for name, test in tests.items()
        )
        for tests in one.condition
    )


def _classes(guide: Guide, table: str, answers: Mapping[str, Value], ruled: Mapping[str, str]) -> set[str]:
    if table in ruled:
        return {ruled[table]}
    holding = decided(guide).holding(table)
    point = decided(guide).space.point(answers)
    return {name for name, boxes in holding.items() if within([point], boxes)}


@pytest.mark.parametrize("seed", SEEDS)
def test_complete_answers_are_told_what_a_plain_reading_finds(seed: int) -> None:
    guide, rng = drawnguides.guide(seed), random.Random(seed)  # noqa: S311
    for _ in range(6):
        case = drawnguides.case(rng, guide, whole=True)
        result = told(guide, case)
        if result.standing != "inside":
            continue
        plain = {one.id for one in telling(guide).statements if not one.rest and _holds(guide, one, case.answers, {})}
        assert {one.statement.id for one in result.said if not one.statement.rest} == plain
        rests = [one for one in result.said if one.statement.rest and one.status != "either"]  # by one class of two
        silent = {one.statement.topics[0] for one in rests}
        said = {topic for one in result.said if not one.statement.rest for topic in one.statement.topics}
        assert not silent & said
        assert silent | said >= set(headings(guide))


@pytest.mark.parametrize("seed", SEEDS)
def test_less_known_is_told_no_less(seed: int) -> None:
    """What certainly holds goes on to hold with every further answer; what comes was possible before."""
    guide, rng = drawnguides.guide(seed), random.Random(seed)  # noqa: S311
    whole = drawnguides.case(rng, guide, whole=True)
    part = Case({name: value for name, value in whole.answers.items() if rng.random() < 0.5})
    less, more = told(guide, part), told(guide, whole)
    if more.standing == "inside":
        assert _seen(less) <= _seen(more)
        assert {one.statement.id for one in more.said} <= {one.statement.id for one in less.said}


# ---------------------------------------------------------------------------------------------- the window decides


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_window_decides_settles_the_table(seed: int) -> None:
    guide, rng = drawnguides.guide(seed), random.Random(seed)  # noqa: S311
    free = replace(drawnguides.case(rng, guide, whole=True))
    for name in decided(guide).holding("class"):
        result = told(guide, Case(free.answers, {"class": name}))
        if result.standing != "inside":
            continue
        plain = {
            one.id
            for one in telling(guide).statements
            if not one.rest and _holds(guide, one, free.answers, {"class": name})
        }
        assert _seen(result) - {one.id for one in telling(guide).statements if one.rest} == plain
        assert not _seen(result, "either") | _seen(result, "possible")
        assert not [one for one in result.questions if one.key in ("overlap", "gap")]
        fitting = {f"classes/class/{one}" for one in _classes(guide, "class", free.answers, {})}
        assert {one.id for one in result.unfit} == fitting - {f"classes/class/{name}"}


def test_two_classes_that_both_fit_make_their_facts_either_or() -> None:
    gas = loaded.guide("wuhai/gas")
    defect = next(one for one in gas.defects if len(one.classes) == 2)
    boxes = decided(gas).where(defect.where)
    answers = decided(gas).space.witness(boxes[0], inputs=[one.id for one in gas.inputs])
    result = told(gas, Case(answers))
    either = {one for one in _seen(result, "either") if one.startswith("classes/")}
    assert either == {f"classes/class/{name}" for name in defect.classes}
    assert [one.kind for one in result.relations if one.kind == "either"] == ["either"]
    assert "overlap" in {one.key for one in result.questions}
    ruled = told(gas, Case(answers, {"class": defect.classes[0]}))
    assert not _seen(ruled, "either")
    assert [one.id for one in ruled.unfit] == [f"classes/class/{defect.classes[1]}"]
    assert "overlap" not in {one.key for one in ruled.questions}


# -------------------------------------------------------------------------------------------- what is asked is open


@pytest.mark.parametrize("address", loaded.addresses(referring=False))
def test_each_question_is_asked_once_with_each_name_once(address: str) -> None:
    result = told(loaded.guide(address), Case())
    asked = [one.words for one in result.questions]
    assert len(set(asked)) == len(asked)
    assert not any("{" in words for words in asked)
    for question in result.questions:
        names = [ask.name for ask in question.asks if ask.name]
        assert all(question.words.count(name) <= 1 or name in "".join(names).replace(name, "", 1) for name in names)


@pytest.mark.slow
@pytest.mark.parametrize("address", loaded.addresses(referring=False))
def test_an_undefined_word_is_asked_until_it_is_answered(address: str) -> None:
    guide = loaded.guide(address)
    before = [ask.name for q in told(guide, Case()).questions for ask in q.asks if q.key == "undefined"]
    for one in guide.inputs:
        if one.undefined:
            value = {"boolean": True, "enumeration": next(iter(one.values), "")}[one.type]
            after = told(guide, Case({one.id: value}))
            open_ = [ask.name for question in after.questions for ask in question.asks if question.key == "undefined"]
            assert f"“{one.name}”" not in open_
            if any(one.id in tests for fact in telling(guide).statements for tests in fact.condition):
                assert f"“{one.name}”" in before


# ------------------------------------------------------------------------ impossible, outside, silent: three answers


@pytest.mark.parametrize("seed", SEEDS)
def test_contradiction_goes_before_what_is_not_covered(seed: int) -> None:
    guide, rng = drawnguides.guide(seed), random.Random(seed)  # noqa: S311
    for _ in range(6):
        case = drawnguides.case(rng, guide, whole=True)
        borders = {
            kind: any(
                all(test.matches(case.answers[name]) for name, test in tests.items())
                for part in parts
                for tests in part.where
            )
            for kind, parts in (("impossible", guide.impossible), ("outside", _exclusions(guide)))
        }
        result = told(guide, case)
        wanted = "impossible" if borders["impossible"] else "outside" if borders["outside"] else "inside"
        assert result.standing == wanted
        if wanted != "inside":
            assert not result.said
            assert not result.questions
            assert [one.standing for one in result.borders] == [wanted]


def _exclusions(guide: Guide) -> tuple[Any, ...]:
    return () if guide.exclusions == "not_stated" or guide.exclusions is None else guide.exclusions


# ------------------------------------------------------------------------------------- the browser tells the same


def _plain(result: Told, given: Mapping[str, Any]) -> dict[str, Any]:
    """A result as the browser's is shown; `given`: the answers."""
    reckoned = costs(result, given)
    return {
        "standing": result.standing,
        "borders": [one.id for one in result.borders],
        "said": {one.statement.id: one.status for one in result.said},
        "relations": [one.id for one in result.relations],
        "questions": [one.words for one in result.questions],
        "unfit": [one.id for one in result.unfit],
        "costs": {
            "products": {one.statement.id: str(one.amount) for one in reckoned.products},
            "total": "" if reckoned.total is None else str(reckoned.total),
        },
    }


def _typed(case: Case) -> dict[str, Any]:
    """A case as it is typed in the browser."""
    answers = {name: value if isinstance(value, bool) else str(value) for name, value in case.answers.items()}
    return {"answers": answers, "ruled": dict(case.ruled)}


def _cases(guide: Guide, rng: random.Random, number: int) -> list[Case]:
    """Cases with some answers, and now and then a class that the window has decided on."""
    drawn = []
    for _ in range(number):
        tables = decided(guide).classes
        ruled = {table: rng.choice(classes).id for table, classes in tables.items() if rng.random() < 0.3}
        drawn.append(Case(drawnguides.answers(rng, guide), ruled))
    return drawn


@pytest.mark.slow
def test_the_browser_tells_the_same(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311
    guides = [*map(loaded.guide, ADDRESSES), *map(drawnguides.guide, SEEDS)]
    told_ = [(guide, _cases(guide, rng, 5)) for guide in guides]
    sent = [{"telling": telling_data(guide), "cases": list(map(_typed, cases))} for guide, cases in told_]
    (tmp_path / "in.json").write_text(json.dumps(sent), encoding="utf-8")
    command = node(FOLDER / "told.mjs", TEMPLATES / "assets", tmp_path / "in.json")
    answered = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    for (guide, cases), shown in zip(told_, answered, strict=True):
        for case, found in zip(cases, shown, strict=True):
            assert found == _plain(told(guide, case), case.answers), (guide.address, case)
