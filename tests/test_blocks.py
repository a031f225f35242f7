"""Several faults of syntax in one file are told in one run, each in the block where it is, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from expected import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings import Finding
from generator.policy import loader
from generator.policy.files import TranslationFile
from generator.policy.syntax import parsing, shape_faults
from generator.policy.syntax.blocks import blocks

FILES = [
    *sorted((ROOT / "tests" / "findings" / "policies" / "nowhere").glob("*.yaml")),
    *sorted((ROOT / "tests" / "cases" / "every-structure" / "policies" / "xugou").glob("*.yaml")),
]
DAMAGES = {
    "no colon": ["KEY 甲"],
    "full-width colon": ["KEY：甲"],
    "open quote": ['KEY: "甲'],
    "open bracket": ["KEY: [甲, 乙"],
    "open brace": ["KEY: {words: 甲"],
    "two colons": ["KEY: 甲: 乙"],
    "sign": ["KEY: @甲"],
    "no value": ["KEY:"],
    "tab": ["KEY:", "\t- 甲: 乙"],
    "indentation": ["KEY:", "  - id: a", "   name: 乙"],
}
"""What may be written in place of a block, as far as there is room for it."""


def damaged(lines: list[str], chosen: dict[range, str]) -> list[str]:
    """The lines of a file with others in place of some blocks; where there is no room for them, a key without value."""
    made = list(lines)
    for part, name in chosen.items():
        new = DAMAGES[name] if len(DAMAGES[name]) <= len(part) else DAMAGES["no value"]
        key = lines[part[0] - 1].partition(":")[0]
        made[part[0] - 1 : part[-1]] = [line.replace("KEY", key) for line in new] + [""] * (len(part) - len(new))
    return made


def faults(text: str, name: str, folder: Path) -> list[Finding]:
    """What loading says of a file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found: list[Finding] = []
    kind = TranslationFile if loader.translated_by(name) else loader.kinds()[name]
    shape_faults.modelled(parsing.read_tree(path, found, kind), kind, found)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_damaged_block_is_told_and_no_other(path: Path, tmp_path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    parts = [part.lines for part in blocks("\n".join(lines)) if not lines[part.lines[0] - 1].startswith("#")]

    @settings(max_examples=15, deadline=None)
    @given(st.dictionaries(st.sampled_from(parts), st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=5))
    def told(chosen: dict[range, str]) -> None:
        found = faults("\n".join(damaged(lines, chosen)), path.name, tmp_path)
        assert {part for part in parts for one in found if one.position.line in part} == set(chosen)
        assert len(found) == len({(one.position, one.code) for one in found})
        assert not {one.code for one in found} & {"required-key", "missing-key"}

    told()


def test_three_faults_in_three_blocks_and_one_of_what_could_be_read(tmp_path: Path) -> None:
    text = "\n".join([
        "cite: {clause: 一、",
        "scope:",
        "  - {id: place, cite: {quote: 甲}}",
        "papers:",
        "\t- id: form",
        "fees: not_stated",
        "limits:",
        "  - id: a",
        '    note: "甲" 乙',
        "steps: not_stated",
        "stepps: not_stated",
        "",
    ])  # fmt: skip
    told = [(one.position.line, one.position.column, one.code) for one in faults(text, "water.yaml", tmp_path)]
    assert sorted(told) == [(1, 7, "yaml-syntax"), (5, 1, "tab"), (9, 15, "yaml-syntax"), (11, 1, "unknown-key")]


@pytest.mark.parametrize("text", ["a: {b\n" * 1_000, "a: [\nb: c\n" * 90])
def test_the_number_of_findings_is_bounded(text: str, tmp_path: Path) -> None:
    assert 1 <= len(faults(text, "water.yaml", tmp_path)) <= parsing.MAX_BLOCKS


def test_an_anchor_of_another_block_and_a_second_document_are_no_further_faults(tmp_path: Path) -> None:
    text = "scope: &x not_stated\nfees: *x\nworks: [\nhelp: not_stated\n---\nscope: not_stated\nfees: *y\n"
    assert [one.position.line for one in faults(text, "water.yaml", tmp_path)] == [3, 5]
