"""The words that readers see, as `templates/` has them, in the language that is spoken: reads YAML files, each once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from generator import language
from generator.paths import TEMPLATES
from generator.words.segments import CHINESE

BLANK = " "
"""What parts some words from the next in Chinese; elsewhere it may be a comma."""
_EDITORS: Mapping[str, re.Pattern[str]] = {
    "words.yaml": re.compile(r"(review|difference)/.*|.*/heads|applying"),
    "supply.yaml": re.compile(r"names/.*|steps/groups/(new|inside|fields/options/value)/.*"),
}
"""By file, by the path of their keys, the texts that are no messages: for editors, or looked for in documents."""
_ONLY: Mapping[str, str] = {"glossary.yaml": "means", "mkdocs.yml": "site_name"}
"""By file the one key whose texts are messages: a term is looked for in the words of a document."""


def catalogue(name: str) -> Any:
    """A file of `templates/` by name. Raises yaml.MarkedYAMLError, which names the file and the line."""
    return _spoken(name, language.tag())


def words() -> Mapping[str, Any]:
    """The catalogue of words."""
    found: Mapping[str, Any] = catalogue("words.yaml")
    return found


@cache
def _read(name: str) -> Any:
    with (TEMPLATES / name).open(encoding="utf-8") as file:  # a file, so that a mistake in it can be named with it
        return yaml.safe_load(file)


@cache
def _spoken(name: str, tag: str) -> Any:
    """A file in the language that is spoken now, whose tag is `tag`."""
    return _read(name) if tag == language.CHINESE else _said(name, _read(name), ())


def _said(name: str, tree: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(tree, dict):
        return {key: _said(name, value, (*keys, str(key))) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_said(name, value, keys) for value in tree]
    return language.gettext(tree) if isinstance(tree, str) and is_message(name, tree, keys) else tree


def is_message(name: str, text: str, keys: tuple[str, ...]) -> bool:
    """Whether a text of a file, below some keys, is for readers."""
    if name in _ONLY and keys[-1:] != (_ONLY[name],):
        return False
    if name in _EDITORS and _EDITORS[name].fullmatch("/".join(keys)):
        return False
    return CHINESE.search(text) is not None or text == BLANK
