"""What the desk says of a thing before it is written: the same as `check`, for one thing, finished or not."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from expected import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.desk.files import entries
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place.opened import Opened, opened
from generator.desk.place.trying import Tried, tried
from generator.policy import utilities
from generator.policy.scalars import TO_FILL

_BASE = ROOT / "tests" / "errors" / "base"
_EVERY = ROOT / "tests" / "cases" / "every-structure"
_SMALL = Address("water.yaml", "limits", "small")
_SHORT: dict[str, Data] = {"cite": {"quote": "小型项目"}}
_PLACES = ("xugou", "xuye", "zixu")


@cache
def _place(name: str) -> Opened:
    folder = _BASE if name == "nowhere" else _EVERY
    return opened(folder / "policies", name, folder / "originals")


def _value(place: str, where: Address) -> dict[str, Data]:
    value = entries.of(_place(place).trees[where.file], where)
    assert isinstance(value, dict)
    return dict(value)


def _small(**changed: Data) -> Tried:
    value = {key: held for key, held in {**_value("nowhere", _SMALL), **changed}.items() if held != "gone"}
    return tried(_place("nowhere"), _SMALL, value)


def _things() -> list[tuple[str, Address]]:
    return [
        (name, where)
        for name in _PLACES
        for file, tree in _place(name).trees.items()
        if file.split(".")[-2] in ("city", *utilities.known())
        for where, _ in entries.things(file, tree)
    ]


def _fields(shown: tuple[dict[str, Any], ...]) -> set[str]:
    return {one["field"] for one in shown}


def test_a_limit_that_holds() -> None:
    found = _small()
    assert [(one["field"], one["role"], one["held"]) for one in found.claims] == [
        ("at_most", "数量", True),
        ("at_most", "比较的用词", True),
    ]
    assert (found.faults, found.open) == ((), ())
    assert found.says == ("小型项目：不超过 3 个工作日；文件没有写：从哪天起算、算到哪一步为止、哪些时间不计入",)


def test_words_that_lack_are_offered_from_the_rest_of_the_sentence() -> None:
    found = _small(**_SHORT)
    assert _fields(found.claims) == {"at_most"}
    assert not any(one["held"] for one in found.claims)
    near = found.claims[0]["near"][0]
    assert (near["doc"], near["quote"]) == ("notice", "不超过3个工作日")
    assert near["joined"] == {"quote": "小型项目", "text": "小型项目不超过3个工作日"}
    assert _small(cite={"quote": near["joined"]["text"]}).claims[0]["held"]


def test_words_that_stand_in_another_sentence_are_offered_as_a_quotation_of_their_own() -> None:
    found = _small(at_most="gone", exactly="gone", when="gone", words="日用水量", **_SHORT)
    near = found.claims[-1]["near"][0]
    assert "日用水量" in near["quote"]
    assert near["joined"] is None
    cites: list[Data] = [{"quote": "小型项目"}, {"clause": near["clause"], "quote": near["quote"]}]
    assert _small(at_most="gone", when="gone", words="日用水量", cite=cites).claims[-1]["held"]


@pytest.mark.parametrize(
    ("changed", "open_"),
    [
        ({"starts_on": "gone"}, "starts_on"),
        ({"starts_on": TO_FILL}, "starts_on"),
        ({"unit": TO_FILL}, "unit"),
        ({"at_most": "gone"}, "amount"),
        ({"force": "target"}, "target"),
    ],
)
def test_what_is_not_filled_in_is_open_and_nothing_is_said_to_the_public(changed: dict[str, Data], open_: str) -> None:
    found = _small(**changed)
    assert open_ in (*found.open, *_fields(found.faults))
    assert found.says == ()


def test_the_rest_of_an_unfinished_thing_is_still_proven() -> None:
    found = _small(starts_on="gone", ends_with=TO_FILL, excludes="gone", **_SHORT)
    assert {*found.open} == {"ends_with", "starts_on", "excludes"}
    assert [one["held"] for one in found.claims] == [False, False]
    assert found.claims[0]["near"]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"cite": {"quote": "小型项目不超过5个工作日"}}, "not-in-clause", "cite.0"),
        ({"cite": {"clause": "九、", "quote": "小型项目"}}, "no-clause-in-original", "cite.0"),
        ({"cite": "gone"}, "no-cite", "cite"),
        ({"at_most": "drei"}, "bad-number", "at_most"),
        ({"at_most": "3", "exactly": "3"}, "two-amounts", "amount"),
        ({"when": {"class": "middle"}}, "test-does-not-fit", "when.class"),
        ({"steps": "nowhere"}, "unknown-id", "steps"),
        ({"colour": "red"}, "unknown-key", "colour"),
        ({"force": "strong"}, "not-allowed", "force"),
    ],
)
def test_faults_are_those_of_check_and_name_their_field(changed: dict[str, Data], code: str, field: str) -> None:
    assert (field, code) in {(one["field"], one["code"]) for one in _small(**changed).faults}


def test_an_aim_with_its_words_and_a_condition_are_claims_of_their_fields() -> None:
    found = _small(when={"volume": "<= 100"}, force="committed")
    held = {one["field"]: one["held"] for one in found.claims}
    assert (held["when"], held["force"]) == (False, False)
    near = next(one["near"] for one in found.claims if one["field"] == "when" and one["near"])
    assert "100吨以内" in near[0]["quote"]


def test_an_answer_of_a_whole_heading() -> None:
    place = _place("nowhere")
    assert tried(place, Address("city.yaml", "fees"), "not_stated").says == ("报装手续费：文件没有写",)
    assert tried(place, Address("city.yaml", "fees"), TO_FILL) == Tried(open=("",))
    assert tried(place, Address("city.yaml", "fees"), {"not_in_hand": "annex-9"}).faults[0]["code"] == "unknown-id"
    listed = tried(place, Address("water.yaml", "limits"), [_value("nowhere", _SMALL)])
    assert len(listed.says) == 1


def test_what_the_document_says_there_is_not_and_what_differs() -> None:
    place = _place("nowhere")
    cite: Data = {"clause": "二、", "quote": "小型项目不超过3个工作日"}
    nothing = tried(place, Address("city.yaml", "papers", "none"), {"id": "none", "none": "true", "cite": cite})
    assert (nothing.open, nothing.faults, len(nothing.says)) == ((), (), 1)
    side = {key: held for key, held in _value("nowhere", _SMALL).items() if key != "when"}
    sides: list[Data] = [{**side, "id": "a"}, {**side, "id": "b", "at_most": "5"}]
    differing = tried(
        place, Address("water.yaml", "limits", "d"), {"id": "d", "consequence": "请先问窗口。", "sides": sides}
    )
    assert differing.says[0] == "请先问窗口。"
    assert len(differing.says) == 3
    assert {one["field"]: one["held"] for one in differing.claims} == {
        "sides.0.at_most": True,
        "sides.1.at_most": False,
    }


def test_a_class_an_input_and_a_document() -> None:
    place = _place("nowhere")
    said = {
        str(where): tried(place, where, _value("nowhere", where)).says
        for file, tree in place.trees.items()
        for where, _ in entries.things(file, tree)
        if where.section in ("classes", "inputs", "documents")
    }
    assert "小型项目：日用水量不超过 100 吨" in str(said)
    assert "日用水量是多少？" in str(said)
    assert "关于用水报装的通知" in str(said)


@pytest.mark.parametrize("place", _PLACES)
def test_what_check_finds_proven_is_held(place: str) -> None:
    wrong = {}
    for where in (where for name, where in _things() if name == place):
        found = tried(_place(place), where, _value(place, where))
        lacking = [one for one in found.claims if not one["held"]]
        faults = [one for one in found.faults if one["code"] != "unconfirmed-scan"]
        if lacking or faults or found.open:
            wrong[str(where)] = (lacking, faults, found.open)
    assert wrong == {}


def test_a_thing_of_a_file_that_is_no_guide_s_is_judged_by_its_form_alone() -> None:
    assert tried(_place("nowhere"), Address("city.yaml", "name"), "not_stated") == Tried()
    assert tried(_place("nowhere"), Address("city.yaml", "code"), "12").faults[0]["code"] == "bad-pattern"
    assert tried(_place("nowhere"), Address("city.yaml", "elsewhere"), {"a": "b"}).says == ()


_WORDS = st.sampled_from(
    ["", "true", "9", "not_stated", TO_FILL, "small", "[", "{", "不超过", "\ud83d\ude80", "-", "all"]
)
_DATA: st.SearchStrategy[Data] = st.recursive(
    _WORDS,
    lambda held: (
        st.lists(held, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "cite", "quote", "when", "words", "sides", "none", "x", "not_in_hand"]), held
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_data_is_answered_and_never_raises(data: st.DataObject) -> None:
    place, where = data.draw(st.sampled_from(_things()))
    value = _value(place, where)
    for key in data.draw(st.lists(st.sampled_from([*value, "force", "when", "sides", "unit"]), max_size=3)):
        value[key] = data.draw(_DATA)
    for whole in (value, data.draw(_DATA)):
        found = tried(_place(place), where, whole)
        assert isinstance(found.shown["claims"], tuple)


def test_what_is_ours_or_vouched_for_needs_no_quotation() -> None:
    ours: dict[str, Data] = {"id": "ask", "text": "超过 9 吨的，找谁？"}
    assert tried(_place("nowhere"), Address("water.yaml", "questions", "ask"), ours).faults == ()
    place = _place("xugou")
    vouched: dict[str, Data] = {"id": "hall", "kind": "window", "name": "营业厅", "telephone": "0000-1234567"}
    found = tried(place, Address("water.assured.yaml", "contacts", "hall"), vouched)
    assert (found.claims, found.faults, found.open) == ((), (), ())
    assert found.says
    assert tried(place, Address("water.assured.yaml", "by"), "虚构供水公司").faults == ()
