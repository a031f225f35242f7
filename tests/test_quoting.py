"""What ought to stand in quotes is told with the line as it is right, and right it is."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.policy.syntax.quoting import unquoted

TEXTS = [
    *("材料2项,时限3天", "无此[2099]1号", "[2099]1号", "甲{一}乙", "甲 #1 乙"),
    *("甲: 乙", "甲,乙: 丙", "甲]乙", "#甲", '甲说"乙,丙"'),
]
LINES = ["cite: {clause: 一、, quote: QUOTE}", "- {id: a, cite: {quote: QUOTE}}", "cite: [{quote: QUOTE}, {quote: 甲}]"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("line", LINES)
def test_the_line_as_it_is_right_says_the_text(line: str, text: str) -> None:
    found = unquoted(line.replace("QUOTE", text))
    assert found
    assert found.column == line.index("QUOTE") + 1
    assert text in str(yaml.safe_load(found.line)).replace("\\'", "'")


@pytest.mark.parametrize("text", ["甲,b: 丙", "甲,page: 丙", "甲, DN: 丙", "甲, b: 丙,c", "甲,b: 丙,乙: 丁"])
@pytest.mark.parametrize("line", LINES)
def test_a_word_before_a_colon_that_is_no_key_belongs_to_the_text(line: str, text: str) -> None:
    strange = text.partition(":")[0].split(",")[1].strip()
    found = unquoted(line.replace("QUOTE", text), strange)
    assert found
    assert found.column == line.index("QUOTE") + 1
    assert text in str(yaml.safe_load(found.line))
    assert unquoted(line.replace("QUOTE", "甲, page: 丙"), "page") is None


@pytest.mark.parametrize("text", ["材料〔2099〕1号", "[甲, 乙]", "'甲,乙'", "材料2项，时限3天", "甲:乙", "甲#乙", "8"])
@pytest.mark.parametrize("line", LINES)
def test_what_yaml_takes_as_it_stands_is_left_alone(line: str, text: str) -> None:
    assert unquoted(line.replace("QUOTE", text)) is None


@given(st.text("甲乙,[]{}: #'\"\\-&a", max_size=30))
def test_any_line_is_looked_at(line: str) -> None:
    if found := unquoted(line):
        assert found.sign in line
