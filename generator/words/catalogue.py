"""The words that readers see, as `templates/` has them, in the language that is spoken: reads YAML files, each once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import yaml

from generator import language, overrides
from generator.paths import TEMPLATES
from generator.policy import utilities
from generator.words.segments import CHINESE

BLANK = " "
"""What parts some words from the next in Chinese; elsewhere it may be a comma."""
_EDITORS: Mapping[str, re.Pattern[str]] = {
    "words.yaml": re.compile(r"(review|difference)/.*|.*/heads|applying"),
    utilities.FILE: re.compile(r"(.*/)?(documents|called|elsewhere)(/.*)?"),
    "supply.yaml": re.compile(r"names/.*|steps/groups/(new|inside|fields/options/value)/.*"),
}
"""By file, by the path of their keys, the texts that are no messages: for editors, or looked for in documents."""
_ONLY: Mapping[str, str] = {"glossary.yaml": "means", "mkdocs.yml": "site_name"}
"""By file the one key whose texts are messages: a term is looked for in the words of a document."""


def catalogue(name: str) -> Any:
    """A file of `templates/` by name. Raises yaml.MarkedYAMLError, which names the file and the line."""
    return _spoken(name, language.tag())


def words() -> Mapping[str, Any]:
    """The catalogue of words, and under `utilities` those of the utilities that are known, by id."""
    return _with_utilities(language.tag(), utilities.in_force())


@lru_cache(maxsize=16)
def _with_utilities(tag: str, known: utilities.Catalogue) -> Mapping[str, Any]:
    own = {entry["id"]: entry for entry in as_written(utilities.FILE)["utilities"]}
    written = {name: {**entry, **own.get(name, {})} for name, entry in known.entries.items()}
    said = written if tag == language.CHINESE else _said(utilities.FILE, written, ())
    entries = {name: {**entry, **entry.get("translations", {}).get(tag, {})} for name, entry in said.items()}
    return {**_spoken("words.yaml", tag), "utilities": entries}


def unit(name: str, number: Decimal | int) -> str:
    """A unit of time as it is called behind a number: `working_day` → `个工作日`, `working days`."""
    return language.plural(str(as_written("words.yaml")["units"][name]), number)


def counts(name: str, keys: tuple[str, ...]) -> bool:
    """Whether a message is said of a number, and so may have several forms in a language."""
    return name in _COUNTED and _COUNTED[name].fullmatch("/".join(keys)) is not None


_COUNTED: Mapping[str, re.Pattern[str]] = {"words.yaml": re.compile(r"units/(?!instant|same_day|next_day|year).*")}
"""年 stands in dates, too, and is one message with those."""


@cache
def as_written(name: str) -> Any:
    """A file of `templates/` in its own words, those of the publisher in it. Raises as `catalogue`."""
    with (TEMPLATES / name).open(encoding="utf-8") as file:  # a file, so that a mistake in it can be named with it
        ours = yaml.safe_load(file)
    own = overrides.current().files.get(name)
    return ours if own is None else merged(ours, _parsed(own))


def _parsed(data: bytes) -> Any:
    """The tree of a file of a publisher; nothing of one that cannot be read, which `checks.overridden` tells."""
    with suppress(yaml.YAMLError, UnicodeDecodeError):
        return yaml.safe_load(data)
    return None


def merged(ours: Any, theirs: Any) -> Any:
    """Our words with those of a publisher in the places of the same names; what names none of ours is left out.

    Entries of lists are known by what they are called (`entry_name`); other lists, and texts, are replaced whole.
    """
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {key: merged(value, theirs[key]) if key in theirs else value for key, value in ours.items()}
    if isinstance(ours, list) and isinstance(theirs, list) and (named := by_name(theirs)) and by_name(ours):
        return [merged(entry, named.get(entry_name(entry), entry)) for entry in ours]
    return theirs if type(ours) is type(theirs) else ours


def by_name(entries: list[Any]) -> dict[str, Any]:
    """The entries of a list by their names; empty where some have none."""
    named = {entry_name(entry): entry for entry in entries}
    return named if "" not in named and len(named) == len(entries) else {}


def entry_name(entry: Any) -> str:
    """What an entry of a list is called: its `id`, `term` or `key`; empty where it has none of these."""
    names = (str(entry[key]) for key in _NAMES if key in entry) if isinstance(entry, dict) else ()
    return next(iter(names), "")


_NAMES = ("id", "term", "key")


@cache
def _spoken(name: str, tag: str) -> Any:
    """A file in the language that is spoken now, whose tag is `tag`."""
    written = as_written(name)
    return written if tag == language.CHINESE else _said(name, written, ())


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
