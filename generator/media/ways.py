"""What each medium does with each part of a statement: `templates/media.yaml`. No statement, no wording."""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, cast

from generator.words.catalogue import catalogue

Way: TypeAlias = Literal["show", "fold", "once", "ask", "page", "never"]
"""show: beside the statement · fold: beside it, behind a word that opens it · once: once for a group that has it in
common · ask: in the list of what to ask · page: left to the page of the guide · never: nowhere in words."""


@cache
def way(medium: str, section: str, part: str = "", *, silent: bool = False) -> Way:
    """What a medium does with a part of the statements of a section, or, without a part, with the section.

    Its own rules go before those of every medium, and those of one section before those of any; `*` is every section
    that has no rule of its own.
    """
    table = catalogue("media.yaml")
    name = f".{part}{'?' if silent else ''}" if part else ""
    keys = (section + name, f"*{name}")
    rules = (rules[key] for rules in (table[medium], table["every"]) for key in keys if key in rules)
    return cast(Way, next((next(iter(rule)) for rule in rules), "show"))


def beside(medium: str, section: str, part: str, *, silent: bool = False) -> bool:
    """Whether a medium that tells a statement by itself, in no group, tells a part with it."""
    return way(medium, section, part, silent=silent) in ("show", "fold", "once")
