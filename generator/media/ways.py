"""What each medium does with each part of a statement: `templates/media.yaml`. No statement, no wording."""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, cast

from generator.words.catalogue import catalogue

Way: TypeAlias = Literal["show", "room", "fold", "once", "ask", "page", "never"]
"""show: beside the statement · room: there, too, as long as there is room for it · fold: beside it, behind a word that
opens it · once: once for a group that has it in common · ask: in the list of what to ask · page: left to the page of
the guide · never: nowhere in words."""


@cache
def way(medium: str, section: str, part: str = "", *, silent: bool = False) -> Way:
    """What a medium does with a part of the statements of a section, or, without a part, with the section.

    Its own rules go before those of every medium, and those of one section before those of any; `*` is every section
    that has no rule of its own.
    """
    return "show" if (rule := _rule(medium, section, part, silent=silent)) == "room" else rule


def _rule(medium: str, section: str, part: str, *, silent: bool) -> Way:
    table = catalogue("media.yaml")
    name = f".{part}{'?' if silent else ''}" if part else ""
    keys = (section + name, f"*{name}")
    rules = (rules[key] for rules in (table[medium], table["every"]) for key in keys if key in rules)
    return cast(Way, next((next(iter(rule)) for rule in rules), "show"))


def room(medium: str, section: str, part: str = "") -> int:
    """When a section, or a part of its statements, is left off where there is no room: 1 first; 0, if never."""
    wanted = f"{section}.{part}" if part else section
    yielded = yielding(medium)
    return yielded.index(wanted) + 1 if wanted in yielded else 0


@cache
def yielding(medium: str) -> tuple[str, ...]:
    """The keys of what a medium leaves off where there is no room, in the order in which it goes."""
    return tuple(key for key, rule in catalogue("media.yaml")[medium].items() if "room" in rule)


def beside(medium: str, section: str, part: str, *, silent: bool = False) -> bool:
    """Whether a medium that tells a statement by itself, in no group, tells a part with it."""
    return way(medium, section, part, silent=silent) in ("show", "fold", "once")
