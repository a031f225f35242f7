"""The utilities there are: ours (`templates/utilities.yaml`), and while they are in force those that a publisher adds.

One entry each, as plain data in the shape of `files.UtilityEntry`; no other module names a utility.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase
from typing import Annotated, Any, TypeAlias

import yaml
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from generator.paths import TEMPLATES
from generator.policy.folders import UTILITIES

FILE = UTILITIES
PAGE_LETTERS = "fpj"
"""The letters that stand for pages in the index of the finder."""
Entry: TypeAlias = Mapping[str, Any]
"""What is known of a utility, by the keys of `files.UtilityEntry`."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All utilities that are known, in the order of the pages, each by its id."""

    entries: Mapping[str, Entry]
    added: tuple[Entry, ...] = ()
    """Those that a publisher adds."""


def ours() -> tuple[Entry, ...]:
    """The utilities that ship with words. Raises yaml.MarkedYAMLError, which names the file and the line."""
    return tuple(_with_added("[]").entries.values())


def in_force() -> Catalogue:
    """The utilities that are known where this is asked."""
    return _IN_FORCE.get() or _with_added("[]")


def known() -> Mapping[str, Entry]:
    """The utilities that are known where this is asked, by id."""
    return in_force().entries


def in_order(some: Collection[str]) -> tuple[str, ...]:
    """Some utilities in the order of the pages."""
    return tuple(name for name in known() if name in some)


@contextmanager
def beside(added: Sequence[Entry]) -> Iterator[None]:
    """Within it these utilities are known beside ours; entries with an id that is taken are left out."""
    before = _IN_FORCE.set(_with_added(json.dumps(added, ensure_ascii=False, default=list)))
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


_IN_FORCE: ContextVar[Catalogue | None] = ContextVar("_IN_FORCE", default=None)


@cache
def _with_added(added: str) -> Catalogue:
    """Ours and some others, which are given as JSON; the same object for the same others."""
    own = yaml.safe_load((TEMPLATES / FILE).read_text(encoding="utf-8"))["utilities"]
    entries: dict[str, Entry] = {}
    others = json.loads(added)
    for entry in (*own, *others):
        entries.setdefault(entry["id"], {**entry, "letter": _free_letter(entry["english"], entries)})
    return Catalogue(entries, tuple(others))


def _free_letter(english: str, entries: Mapping[str, Entry]) -> str:
    """The letter of a utility in the index of the finder: of its English name, of the alphabet, of another script."""
    taken = {*PAGE_LETTERS, *(entry["letter"] for entry in entries.values())}
    own = filter(ascii_lowercase.__contains__, english.lower())
    letters: tuple[str, ...] = (*own, *ascii_lowercase, *_MORE_LETTERS)
    return next(letter for letter in letters if letter not in taken)


_MORE_LETTERS = "".join(map(chr, range(0x03B1, 0x03CA)))
"""Greek small letters, each of which has a capital."""


class _Known:
    """The type of an id of a utility: one of those that are known when a file is read, or its schema written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(_held, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "enum": list(known())}


def _held(name: str) -> str:
    if name not in known():
        expected = ", ".join(f"'{one}'" for one in known())
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name


Utility = Annotated[str, _Known()]
"""The id of a utility, as in `known`."""
