"""The handbook for editors: it names every command, option and key there is and no other."""

from __future__ import annotations

import html
import re

import pytest
from expected import ROOT
from pydantic import BaseModel

from generator.cli.arguments import named
from generator.cli.commands import every
from generator.data.schemas import POLICY_FILES
from generator.pages import manual
from generator.policy.provenance import Part

PAGES = manual.pages()


def section(page: str, name: str) -> str:
    """What stands below a heading with this anchor."""
    found = re.search(rf"^##+ [^\n]*\{{ #{name} \}}\n(.*?)(?=^##+ |\Z)", PAGES[page], re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def kinds(base: type[BaseModel] = Part) -> dict[str, type[BaseModel]]:
    """Every model of a part, by name."""
    found: dict[str, type[BaseModel]] = {}
    for one in base.__subclasses__():
        found |= {one.__name__: one, **kinds(one)}
    return found


def keys(kind: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in kind.model_fields.items()}


def shown(anchor: str) -> set[str]:
    """The keys explained below a heading."""
    return set(re.findall(r"<dt>(?:<b>)?<code>(\w+)", html.unescape(section("help/fields/index.md", anchor))))


def test_every_key_is_explained_and_none_is_invented() -> None:
    for name, kind in POLICY_FILES.items():
        assert shown(f"{name}-file") == keys(kind), name
    parts = manual.parts()
    for one in parts:
        assert shown(one.name.lower()) == keys(kinds()[one.name]), one.name
    held = {word for part in (*parts, *manual.files()) for key in part.keys for word, named in key.holds if named}
    assert held <= {one.name for one in parts}


def test_every_key_is_explained_in_both_languages() -> None:
    assert [(part.name, key.name) for part in manual.parts() for key in part.keys if not (key.zh and key.en)] == []


def commands() -> dict[str, set[str]]:
    """Every command with its options and the words it takes."""
    return {name: {named(param) for param in command.params} for name, command in every().items()}


def test_every_command_and_option_is_named_and_none_is_invented() -> None:
    named = re.findall(r"^## (\w+) \{ #\1 \}$", PAGES["help/commands/index.md"], re.MULTILINE)
    assert sorted(named) == sorted(commands())
    for name, options in commands().items():
        lines = re.findall(r"^- (.*?)：", section("help/commands/index.md", name), re.MULTILINE)
        assert set(re.findall(r"`([^`]+)`", "".join(lines))) == options, name


@pytest.mark.parametrize("page", sorted(PAGES))
def test_what_is_named_exists(page: str) -> None:
    text = PAGES[page]
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make (\w+)|`make (\w+)", text, re.MULTILINE)) <= {
        pair for one in targets for pair in ((one, ""), ("", one))
    }
    assert set(re.findall(r"-m generator (\w+)", text)) <= set(commands())
    known = {key.name for part in (*manual.parts(), *manual.files()) for key in part.keys} | set(commands())
    known |= {word for part in (*manual.parts(), *manual.files()) for key in part.keys for word, _ in key.holds}
    known |= {"text", "json", "github", "md", "csv", "xlsx"}
    assert set(re.findall(r"`([a-z_]+)`", text)) - known == set()
