"""A file as read: its raw tree, and where every key and value stands. No reading, no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from generator.findings import Finding, Position

Location: TypeAlias = tuple[str | int, ...]
"""Where a value is in a file: keys, and indexes from 0."""


class Slip(NamedTuple):
    """Something wrong with the writing of a file: where, and the finding; None where that of something else tells."""

    at: Location
    finding: Finding | None


@dataclass(frozen=True)
class LeftOut:
    """What was taken out of an unfinished file, so that the rest could be read."""

    file: str
    """The name of the file: `gas.yaml`."""
    at: Location
    """Where it stands in the file as written; `()` is all of the file."""
    address: str | None
    """`gas.yaml/limits/large`, `city.yaml/name`; None of an entry without an id."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with it; none where other findings tell."""

    @property
    def open(self) -> bool:
        """Whether it is only not filled in yet."""
        return bool(self.findings) and all(problem.code in _OPEN for problem in self.findings)


_OPEN = ("left-blank", "missing-key", "required-key")


@dataclass(frozen=True)
class Source:
    """One file as read: its path as shown, its raw tree, and where every key and value stands."""

    path: str
    raw: Any = None
    """Its tree; None where anything is wrong with its writing."""
    keys: Mapping[Location, Position] = field(default_factory=dict)
    values: Mapping[Location, Position] = field(default_factory=dict)
    typing: tuple[Finding, ...] = ()
    """What a Chinese keyboard may have done to the file; of interest only where something is wrong with it."""
    whole: bool = True
    """Whether all of the file could be read; a key that is missing may else be there."""
    torn: Any = None
    """What could be read of a file whose tree is None."""
    slips: tuple[Slip, ...] = ()
    """What is wrong with the writing of that."""

    def known(self, location: Location) -> Location:
        """A location with only those steps that are in the file.

        A location from pydantic has steps of its own in between, the tags of unions; and what is missing is not there.
        """
        known: Location = ()
        for step in location:
            if (*known, step) in self.values:
                known = (*known, step)
        return known

    def position(self, location: Location, *, key: bool = False) -> Position:
        """Where a value (or its key) stands; the nearest thing around it where it is absent."""
        known = self.known(location)
        return (self.keys if key else self.values).get(known) or self.values.get(known, Position(self.path))

    def thing(self, location: Location) -> str:
        """The name of the thing at a location: its section and the ids on the way to it, as `limits/large-external`."""
        names: list[str] = []
        raw = self.raw
        for step in self.known(location):
            raw = raw[step]
            if isinstance(step, str) and not names:
                names.append(step)
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                names.append(raw["id"])
        return "/".join(names)
