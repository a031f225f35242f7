"""Templates lay out and decide nothing: short lines, no strength of a fact, no silence of one, no clauses joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.paths import TEMPLATES
from generator.words.catalogue import words

LONGEST = 160
PROSE = {"pages/findings.md"}
"""Explanations of messages in two languages, a paragraph a line, as Markdown has it."""
PATTERNS = ("pages/*.md", "print/*.html", "notice/*.html")
FILES = sorted(path.relative_to(TEMPLATES).as_posix() for one in PATTERNS for path in TEMPLATES.glob(one))

SILENT = {
    "pages/form.md": {"group.title"},
    "print/form-sheet.html": {"group.title"},
}
"""What is not stated of a form, which is no statement."""
PARTS = {
    "pages/compare.md": {"one.amount", "one.starts_on", "one.ends_with", "one.excludes", "one.includes"},
    "pages/macros.md": {"one.basis"},
}
"""The columns of a comparison, one part each; what a document is based on."""


def _code(name: str) -> Iterator[str]:
    """The expressions and statements of a template."""
    text = re.sub(r"\{#.*?#\}", "", Path(TEMPLATES, name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return (found[0] for found in re.finditer(r"\{\{.*?\}\}|\{%.*?%\}", text, re.DOTALL))


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_too_long_to_be_read(name: str) -> None:
    lines = Path(TEMPLATES, name).read_text(encoding="utf-8").splitlines()
    long = [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST]
    assert bool(long) is (name in PROSE), long


def _weighed(code: str) -> bool:
    """Whether code asks how strongly a fact holds."""
    forces = "|".join(words()["forces"])
    compared = rf"(?:[!=]=|equalto\",|\bin) *[(\[]?[\"'](?:{forces})[\"']"
    return bool(re.search(rf"\.(?:strength|force)\b|{compared}", code))


@pytest.mark.parametrize("name", FILES)
def test_no_template_asks_how_strongly_a_fact_holds(name: str) -> None:
    assert [code for code in _code(name) if _weighed(code)] == []


@pytest.mark.parametrize("code", ["{{ one.force }}", '{% if how == "target" %}', '{% if how in ("committed",) %}'])
def test_asking_how_strongly_a_fact_holds_is_found(code: str) -> None:
    assert _weighed(code)


@pytest.mark.parametrize("name", FILES)
def test_no_template_asks_whether_a_part_of_a_fact_is_stated(name: str) -> None:
    asked = {found for code in _code(name) for found in re.findall(r"(\S+) *[!=]= *[\"']not_stated", code)}
    assert asked == SILENT.get(name, set())
    others = (re.sub(r"\S+ *[!=]= *[\"']not_stated", "", code) for code in _code(name))
    assert [code for code in others if "not_stated" in code] == []


@pytest.mark.parametrize("name", FILES)
def test_no_template_puts_the_parts_of_a_fact_together(name: str) -> None:
    """A part has words and its place in a line: `t.row`."""
    sections = [
        parts for section, parts in words()["parts"].items() if section not in ("strength", "layer", "channels")
    ]
    own = {part for parts in sections for part, form in parts.items() if isinstance(form, dict)}
    taken = {"kind", "need", "number", "steps", "papers", "table", "term", "result", "phase", "text"}
    names = "|".join(sorted(own - taken - {*words()["parts"]["channels"]}))
    used = {found for code in _code(name) for found in re.findall(rf"\w+\.(?:{names})\b(?!\()", code)}
    assert used == PARTS.get(name, set())
