"""What a finding advises can be done, and when it is done to the letter, the finding is gone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from test_errors import ERRORS, findings

WHEN = "when: {class: small}"
CITED = "inputs:\n  - {id: pipe, name: 管, ask: 有管吗？, type: boolean, words: {true: 有外线, false: 无外线}}\n"


def told(folder: Path, old: str, new: str, file: str = "water.yaml") -> str:
    """What `check` says of the base with a text in place of another."""
    fault = folder / "fault" / "policies" / "nowhere"
    fault.mkdir(parents=True)
    text = (ERRORS / "base" / "policies" / "nowhere" / file).read_text(encoding="utf-8")
    assert old in text
    (fault / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    said = findings(folder / "fault", folder / "run")
    shutil.rmtree(folder / "fault")
    shutil.rmtree(folder / "run")
    return said


EMPTY = [
    *("when: {class: }", "when: {class: null}", "when: {class: ~}", "when: {class}", 'when: {class: ""}'),
    *("when: {class: []}", "when: {class: not_stated}", "when:\n      class:", "when: [{class: }]"),
    "when: {volume: not_stated}",
]


@pytest.mark.parametrize("wrong", EMPTY)
def test_a_condition_that_is_empty_or_silent_wants_a_test_or_goes(wrong: str, tmp_path: Path) -> None:
    said = told(tmp_path, WHEN, wrong)
    assert "填 not_stated，" not in said
    assert "类别写编号，如 small" in said
    assert "不限请删去这个条件" in said
    assert told(tmp_path, WHEN, WHEN) == ""
    assert told(tmp_path, WHEN, "when: {}") == ""


@pytest.mark.parametrize("wrong", ["when:", "when: not_stated", "when: null"])
def test_conditions_that_are_empty_or_silent_go(wrong: str, tmp_path: Path) -> None:
    said = told(tmp_path, WHEN, wrong)
    assert "不需要请删去这一行" in said
    assert "填 not_stated，" not in said
    assert told(tmp_path, f"    {WHEN}\n", "") == ""


@pytest.mark.parametrize("wrong", ["small", '"small"', "小型项目", "[small]", "smal"])
def test_a_bare_word_is_told_as_a_condition(wrong: str, tmp_path: Path) -> None:
    said = told(tmp_path, WHEN, f"when: {wrong}")
    advice = re.search(r"写成 (\{.*?\})，", said)
    assert advice
    said = told(tmp_path, WHEN, f"when: {advice[1]}")
    if wrong == "smal":
        assert "是不是 small；" in said
    else:
        assert said == ""


def test_several_bare_words_are_told_as_conditions(tmp_path: Path) -> None:
    assert told(tmp_path, WHEN, "when: small, large").count("写成 {class: [small, large]}") == 1
    assert told(tmp_path, WHEN, "when: {class: [small, large]}") == ""


def test_a_bare_question_is_told_as_a_yes(tmp_path: Path) -> None:
    file = ERRORS / "base" / "policies" / "nowhere" / "water.yaml"
    text = file.read_text(encoding="utf-8")
    assert "写成 {pipe: true}" in told(tmp_path, text, text.replace("inputs:\n", CITED).replace(WHEN, "when: pipe"))


@pytest.mark.parametrize("words", ["", ", words: ", ", words: not_stated", ", words: {true: 有外线}", ", words: 有"])
def test_a_question_without_words_wants_both_of_them(words: str, tmp_path: Path) -> None:
    given = f"inputs:\n  - {{id: pipe, name: 管, ask: 有管吗？, type: boolean{words}}}\n"
    said = told(tmp_path, "inputs:\n", given)
    assert "填 not_stated，" not in said
    assert "删去" not in said
    assert told(tmp_path, "inputs:\n", CITED) == ""


@pytest.mark.parametrize("values", ["", ", values: ", ", values: not_stated", ", values: [居民]"])
def test_an_enumeration_without_values_wants_two_or_is_a_question(values: str, tmp_path: Path) -> None:
    given = f"inputs:\n  - {{id: use, name: 用途, ask: 什么用途？, type: enumeration{values}}}\n"
    said = told(tmp_path, "inputs:\n", given)
    assert "填 not_stated，" not in said
    assert "删去" not in said
    mended = told(tmp_path, "inputs:\n", given.replace(values + "}", "") + ", values: [居民, 非居民]}\n")
    assert {*re.findall(r"\[([a-z-]+)\]", mended)} <= {"unused-value"}


@pytest.mark.parametrize("wrong", ["", "[]", "[not_stated]", "null"])
def test_a_document_may_be_silent_about_its_issuer(wrong: str, tmp_path: Path) -> None:
    issuers = "issuers: [无此市公用事业局]"
    assert "not_stated" in told(tmp_path, issuers, f"issuers: {wrong}", "city.yaml")
    assert told(tmp_path, issuers, "issuers: not_stated", "city.yaml") == ""
