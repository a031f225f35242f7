"""The tables of classes at the desk: what is in their cells; gaps and overlaps are those that `check` finds."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import loaded
import pytest
import randomtables
from expected import POLICIES, ROOT
from hypothesis import given
from hypothesis import strategies as st
from nodejs import node
from strategies import CONDITIONS, NOISE
from test_properties import few

from generator.decision import defects
from generator.decision.boxes import within
from generator.decision.deciding import Decisions
from generator.desk.classes import cells
from generator.desk.classes.draft_tables import as_data, with_above
from generator.desk.classes.grid import grid
from generator.desk.files.writing import Data
from generator.policy import feel
from generator.policy.guide import Guide, items
from generator.policy.provenance import When
from generator.policy.tables import Defect

SECTIONS = ("inputs", "tables", "classes", "defects", "impossible", "lacking")


def _input(id_: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": name, "ask": f"{name}？", **more}


def invented() -> dict[str, Any]:
    """A table of an invented document: two classes beside a small one, by two numbers joined by 或, twice."""
    yes_or_no = {"type": "boolean"}
    return {
        "inputs": [
            _input("small", "小项目", **yes_or_no, words={"true": "小项目", "false": "不是小项目"}),
            _input("line", "外线", **yes_or_no, words={"true": "有外线", "false": "无外线"}),
            _input("flow", "用量", type="number", unit="吨", domain="> 0", step="0.1"),
            _input("points", "用水点", type="integer", unit="处", domain=">= 1"),
        ],
        "classes": [
            {"id": "minor", "name": "小类", "rows": [{"small": "true"}]},
            {"id": "near", "name": "无外线普通户", "rows": _alternatives("false", "<= 1000", "[1..3]")},
            {"id": "near-large", "name": "无外线大户", "rows": _alternatives("false", "> 1000", "> 3")},
            {"id": "far", "name": "有外线普通户", "rows": _alternatives("true", "<= 1000", "[2..3]")},
            {
                "id": "far-large",
                "name": "有外线大户",
                "rows": _alternatives("true", "> 1000", "> 3"),
                "cite": {"clause": "二", "quote": "大于1000吨或大于3处"},
            },
        ],
    }


def _alternatives(line: str, flow: str, points: str) -> list[dict[str, str]]:
    return [{"line": line, "flow": flow}, {"line": line, "points": points}]


def _gaps(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [region for region in answer["regions"] if region["kind"] == "gap"]


# --------------------------------------------------------------------------------------------------- as `check` finds


def _data(guide: Guide) -> dict[str, Data]:
    kept = {name: getattr(guide, name) for name in SECTIONS}
    listed = {name: part for name, part in kept.items() if isinstance(part, tuple)}
    return {name: [as_data(one.model_dump(mode="json")) for one in part] for name, part in listed.items()}


def _guides() -> list[Guide]:
    """Every guide of the places, real and invented, and some that are drawn."""
    known = [one.guide for policies in (POLICIES, loaded.INVENTED) for one in loaded.checked(policies)[1]]
    drawn = []
    for seed in range(40):
        rng = random.Random(seed)  # noqa: S311  a seeded table, no secret
        asked = randomtables.inputs(rng, 3)
        drawn.append(randomtables.guide(asked, randomtables.classes(rng, asked, 3, 2)))
    return [guide for guide in (*known, *drawn) if guide.reference is None]


def _boxes(decisions: Decisions, where: Data) -> Any:
    """Where a recorded region is."""
    entry = {"id": "one", "where": where, "classes": [], "because": "虚构"}
    tests: When = Defect.model_validate(entry).where
    return decisions.where(tests)


def test_nothing_is_new_in_what_passes_the_check_and_nothing_recorded_is_imagined() -> None:
    counted = 0
    for one in (one for policies in (POLICIES, loaded.INVENTED) for one in loaded.checked(policies)[1]):
        answer = grid(_data(one.guide))
        assert answer["faults"] == []
        assert answer["findings"] == []
        assert [region["defect"] for region in answer["regions"]] == [defect.id for defect in one.guide.defects]
        assert not any(region["imagined"] for region in answer["regions"])
        counted += len(answer["regions"])
    assert counted > 10


def test_gaps_and_overlaps_are_those_that_the_check_finds_and_are_known_once_recorded() -> None:
    for guide in _guides():
        bare = guide.model_copy(update={"defects": ()})
        decisions, data = Decisions(bare), _data(bare)
        expected = [fault for table in decisions.classes for fault in defects.faults(decisions, table)]
        shown = grid(data)["regions"]
        assert [(one["table"], tuple(one["classes"])) for one in shown] == [
            (one.table, one.classes) for one in expected
        ]
        for region, fault in zip(shown, expected, strict=True):
            boxes = _boxes(decisions, region["record"]["where"])
            assert within(boxes, fault.boxes)
            assert within(fault.boxes, boxes)
        recorded = grid({**data, "defects": [region["record"] for region in shown]})
        assert all(region["known"] and not region["imagined"] for region in recorded["regions"])
        assert recorded["faults"] == []


def test_what_the_places_above_say_counts_and_what_a_place_says_itself_replaces_it() -> None:
    lower = loaded.resolved(loaded.INVENTED)["zixu/water"]
    above = with_above({}, lower)
    assert [entry["id"] for entry in above["classes"]] == [class_.id for class_ in items(lower.guide, "classes")]  # type: ignore[index, call-overload]
    assert [region["known"] for region in grid(above)["regions"]] == [True] * len(lower.guide.defects)
    own: Data = {"id": items(lower.guide, "classes")[0].id, "name": "自己的一类", "rows": []}
    named = [row["name"] for row in grid(with_above({"classes": [own]}, lower))["rows"]]
    assert named[-1] == "自己的一类"
    assert len(set(named)) == len(above["classes"])
    assert with_above({"classes": [own]}, None)["classes"] == [own]


def test_what_is_recorded_and_is_not_so_is_said_with_an_example() -> None:
    data = invented()
    data["defects"] = [{"id": "odd", "where": {"small": "true"}, "classes": [], "because": "以为没有"}]
    (odd,) = [region for region in grid(data)["regions"] if region["defect"] == "odd"]
    assert (odd["known"], odd["imagined"], odd["example"]) == (True, True, "小项目")


# ---------------------------------------------------------------------------------------------------- while one types


def test_a_gap_appears_with_a_bound_in_the_words_of_the_interview_and_is_proposed_to_be_recorded() -> None:
    data = invented()
    assert _gaps(grid(data)) == []
    data["classes"][3]["rows"][0]["flow"] = "(100..1000]"
    answer = grid(data)
    (gap,) = _gaps(answer)
    assert gap["says"] == "不是小项目，有外线，用量不超过 100 吨，用水点 1 处"
    assert gap["example"] == "不是小项目，有外线，用量 100 吨，用水点 1 处"
    assert gap["at"] == {"id": "far", "row": 0, "input": "flow"}
    assert gap["record"] == {
        "id": "none",
        "where": {"small": "false", "line": "true", "flow": "<= 100", "points": "1"},
        "classes": [],
        "because": "有外线的两类都没有包含这种情形",
        "cite": {"clause": "二", "quote": "大于1000吨或大于3处"},
    }
    (far,) = [one for one in answer["maps"] if (one["title"], one["all"]) == ("有外线", "不是小项目")]
    kinds = [[cell["kind"] for cell in row] for row in far["cells"]]
    assert far["across"]["labels"] == ["≤100", ">100，≤1000", ">1000"]
    assert kinds == [["gap", "class", "class"], ["class", "class", "overlap"], ["class", "overlap", "class"]]
    assert not far["cells"][0][0]["known"]
    data["defects"] = [gap["record"]]
    answer = grid(data)
    (far,) = [one for one in answer["maps"] if (one["title"], one["all"]) == ("有外线", "不是小项目")]
    assert far["cells"][0][0]["known"]
    assert [(one["known"], one["defect"]) for one in _gaps(answer)] == [(True, "none")]


def test_reasons_are_proposed_by_what_the_rows_say() -> None:
    reasons = {tuple(one["classes"]): one["record"]["because"] for one in grid(invented())["regions"]}
    assert reasons["minor", "near"] == "文件没有写“小类”是否优先于“无外线普通户”"
    assert reasons["near", "near-large"] == "两类都用“或”，用量和用水点各符合一类"
    groups = {tuple(one["classes"]): one["group"] for one in grid(invented())["regions"]}
    assert groups["minor", "near"] == groups["minor", "far"] == "“小类”和其他类"
    assert groups["near", "near-large"] == "用量归一类、用水点归另一类"
    plain = invented() | {"classes": [{"id": name, "name": name, "rows": [{"line": "true"}]} for name in ("a", "b")]}
    assert [one["record"]["because"] for one in grid(plain)["regions"]] == [
        "两类里没有一类包含这种情形",
        "“a”和“b”的条件可以同时符合，文件没有写哪一类优先",
    ]
    alone = plain | {"classes": plain["classes"][:1]}
    assert [one["record"]["because"] for one in grid(alone)["regions"]] == ["没有一类包含这种情形"]


def test_a_region_of_very_many_parts_is_said_in_short_and_is_not_offered_to_be_recorded() -> None:
    data = invented()
    rows = [{"flow": str(number), "points": str(number)} for number in range(1, 120)]
    data["classes"] = [{"id": "a", "name": "甲", "rows": rows}, {"id": "b", "name": "乙", "rows": rows}]
    overlap = next(one for one in grid(data)["regions"] if one["kind"] == "overlap")
    assert overlap["record"] is None
    assert overlap["says"].endswith("……共 119 种情形")
    assert len(overlap["says"]) < 300


def test_ids_that_are_proposed_are_free() -> None:
    data = invented()
    data["defects"] = [{"id": "minor-or-near", "where": {"small": "false"}, "classes": [], "because": "虚构"}]
    ids = [region["record"]["id"] for region in grid(data)["regions"] if not region["known"]]
    assert ids[0] == "minor-or-near-2"
    assert len(ids) == len(set(ids))


def test_more_than_two_inputs_make_a_map_for_each_value_of_the_others() -> None:
    data = invented()
    data["classes"] = [
        {"id": "a", "name": "甲", "rows": [{"flow": "<= 5", "points": "1", "line": "true", "small": "true"}]},
        {"id": "b", "name": "乙", "rows": "rest"},
    ]
    titles = [one["title"] for one in grid(data)["maps"]]
    assert titles == ["小项目，有外线", "小项目，无外线", "不是小项目，有外线", "不是小项目，无外线"]


# --------------------------------------------------------------------------------------------------- what is incomplete


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda data: data["classes"][3]["rows"][0].update(flow="不超过100"), ("classes", "far", "rows.0.flow")),
        (lambda data: data["classes"][3]["rows"][0].update(flow=""), ("classes", "far", "rows.0.flow")),
        (lambda data: data["classes"][3]["rows"][0].update(flow="true"), ("classes", "far", "rows.0.flow")),
        (lambda data: data["classes"][3]["rows"][0].update(width="> 1"), ("classes", "far", "rows.0.width")),
        (lambda data: data["classes"][3].update(rows=[]), ("classes", "far", "rows")),
        (lambda data: data["classes"][3].update(rows="请填写"), ("classes", "far", "rows")),
        (lambda data: data["inputs"][3].update(type="whole"), ("inputs", "points", "type")),
    ],
)
def test_of_a_table_that_is_not_sound_no_gap_is_told_and_the_overlaps_are(change: Any, fault: Any) -> None:
    data = invented()
    change(data)
    answer = grid(data)
    found = [(one["section"], one["id"], one["field"]) for one in answer["faults"]]
    assert fault in found
    assert all(one["zh"] and one["en"] for one in answer["faults"])
    assert _gaps(answer) == []
    assert ["minor", "near-large"] in [one["classes"] for one in answer["regions"]]
    assert [table["sure"] for table in answer["tables"]] == [False]


def test_what_is_lacking_beside_what_decides_is_told_and_counts_all_the_same() -> None:
    whole, bare = grid(invented()), invented()
    for asked in bare["inputs"]:
        asked.pop("ask")
        asked.pop("words", None)
    bare["classes"][0]["name"] = ""
    answer = grid(bare)
    assert [one["classes"] for one in answer["regions"]] == [one["classes"] for one in whole["regions"]]
    fields = {(one["section"], one["id"], one["field"]) for one in answer["faults"]}
    assert {("inputs", "flow", "ask"), ("classes", "minor", "name")} <= fields
    assert answer["tables"][0]["sure"]


def test_tables_in_a_circle_rows_of_nobody_and_ids_twice_are_told() -> None:
    data = invented()
    data["tables"] = [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}]
    data["classes"] = [
        {"id": "one", "table": "a", "name": "一", "rows": [{"b": "two"}]},
        {"id": "two", "table": "b", "name": "二", "rows": [{"a": "one"}]},
    ]
    assert {one["code"] for one in grid(data)["findings"]} == {"table-cycle"}
    data = invented()
    data["classes"] += [{"id": "minor", "name": "再一次", "rows": "rest"}]
    data["classes"][0]["rows"] += [{"flow": "(5..1]"}, {"points": "0"}]
    answer = grid(data)
    assert {one["code"] for one in answer["faults"]} == {"duplicate-id", "bad-test"}
    assert [(one["code"], one["field"]) for one in answer["findings"]] == [("unreachable-row", "rows.2")]


_JUNK = st.recursive(
    st.one_of(st.text(max_size=8), st.sampled_from(("rest", "true", "> 3", "请填写", "not_stated", "minor"))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


def _places(value: Data, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every value stands in some data."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for step, part in parts for place in _places(part, (*at, step)))]


@few(60)
@given(st.data())
def test_whatever_stands_in_the_data_there_is_an_answer(drawn: st.DataObject) -> None:
    data: Any = copy.deepcopy(invented() | {"tables": [], "defects": [grid(invented())["regions"][0]["record"]]})
    for _ in range(drawn.draw(st.integers(1, 3))):
        *way, last = drawn.draw(st.sampled_from(_places(data)[1:]))
        inner = data
        for step in way:
            inner = inner[step]
        inner[last] = drawn.draw(_JUNK)
    answer = grid(data)
    assert set(answer) == {"forms", "tables", "rows", "axes", "maps", "regions", "findings", "faults"}


# --------------------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("test", "form", "shown"),
    [
        (None, "any", "不限"),
        ("-", "any", "不限"),
        ("<= 1000", "at_most", "不超过 1000"),
        ("(100..1000]", "above_between", "大于 100，不超过 1000"),
        ("[1..3]", "between", "1 至 3"),
        ("3", "equal", "3"),
        ("not(< 5)", "at_least", "不少于 5"),
        ("true", "yes", "是"),
        ("not(true)", "no", "否"),
        (["新建", "扩建"], "among", "新建、扩建"),
        ('not("新建", "扩建")', "not_among", "不是 新建、扩建"),
        ("< 3, > 5", "other", "< 3, > 5"),
        ("不超过 5 吨", "other", "不超过 5 吨"),
    ],
)
def test_a_test_is_a_cell_of_some_form(test: Data | None, form: str, shown: str) -> None:
    known = cells.cell(test)
    assert (known.form, known.shown) == (form, shown)


def test_a_cell_is_written_as_people_write_it() -> None:
    assert cells.written(cells.Cell("above_between", "100", "1000")) == "(100..1000]"
    assert cells.written(cells.Cell("among", values=("新建", "扩建"))) == ["新建", "扩建"]
    assert cells.written(cells.Cell("among", values=("厂房、仓库，新",))) == "厂房、仓库，新"
    assert cells.written(cells.Cell("among", values=("a,b",))) == '"a,b"'
    assert cells.written(cells.Cell("not_among", values=("新建",))) == 'not("新建")'


def _text(test: Data) -> str:
    return ", ".join(map(str, test)) if isinstance(test, list) else str(test)


@few(300)
@given(CONDITIONS)
def test_a_cell_says_what_its_test_said(text: str) -> None:
    try:
        before = feel.parse(text)
    except feel.FeelError:
        assert cells.cell(text).form == "other"
        return
    after = feel.parse(_text(cells.written(cells.cell(text))))
    ends = {end for part in before.ranges for end in (part.low, part.high) if end is not None}
    step = Decimal("0.0001")
    numbers = {end + way * step for end in ends for way in (-1, 0, 1)} if not before.values else set()
    values = before.values if not before.ranges else ()
    for value in (*numbers, *values, *(("其他",) if values and isinstance(values[0], str) else ())):
        assert after.matches(value) is before.matches(value)


@few(300)
@given(NOISE)
def test_what_is_no_test_stays_as_it_is_written(text: str) -> None:
    known = cells.cell(text)
    if known.form == "other":
        assert cells.written(known) == known.text == text


def test_each_form_that_is_offered_is_written_as_the_page_fills_it_in() -> None:
    for form in cells.offered():
        filled = form["feel"].format(low="2", high="7", values='"甲"' if form["for"] == "enumeration" else "")
        assert cells.cell(filled).form == form["form"]
        assert form["asks"] == [name for name in ("low", "high") if f"{{{name}}}" in form["feel"]]


TESTS: list[Data] = [
    "-", "<= 1000", "< 5", ">= 0.5", "> 3", "7", "[1..3]", "(100..1000]", "[1..3)", "(1..3)", "true", "false",
    "甲", ["甲", "乙"], '"甲,乙"', ['"甲,乙"', "丙$&"], 'not("甲")', 'not("甲", "甲,乙")',
]  # fmt: skip
SCRIPT = """
import { testOf, withTest } from "%s";
const { forms, options, cells } = JSON.parse(await new Promise((done) => {
  let text = "";
  process.stdin.on("data", (part) => { text += part; }).on("end", () => done(text));
}));
const written = cells.map((cell) => testOf(forms.find(({ form }) => form === cell.form), cell, options));
const before = { rows: [{ line: "true", cite: {} }, { line: "false" }] };
const rows = written.map((test) => withTest(before, [1], "x", test).rows[1]);
console.log(JSON.stringify({ written, rows }));
"""


def test_the_page_writes_a_cell_as_the_program_does() -> None:
    known = [cells.cell(test) for test in TESTS]
    values = ("甲", "乙", "甲,乙", "丙$&")
    options = [{"value": one, "label": one, "test": cells.word(one), "quoted": feel.literal(one)} for one in values]
    given_ = {"forms": cells.offered(), "options": options, "cells": [one._asdict() for one in known]}
    script = SCRIPT % (ROOT / "templates" / "desk" / "grid-data.js").as_uri()
    command = node(Path("--input-type=module"), "--eval", script)
    done = subprocess.run(command, input=json.dumps(given_), capture_output=True, encoding="utf-8", check=True)
    said = json.loads(done.stdout)
    assert said["written"] == [None if one.form == "any" else cells.written(one) for one in known]
    assert said["rows"] == [{"line": "false"} | ({} if test is None else {"x": test}) for test in said["written"]]
