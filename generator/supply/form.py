"""The form for a utility as `templates/supply.yaml` declares it: steps, groups of entries, fields.

The page, the data of its script, and the questions of `generator supply` are all made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator import language
from generator.policy.guide import Guide, facts
from generator.words.catalogue import catalogue

Tree = dict[str, Any]
"""A short file as the loader reads it: mappings and lists, every value a text."""


def path(key: str) -> tuple[str | int, ...]:
    """The key of a field, step by step."""
    return tuple(int(step) if step.isdigit() else step for step in key.split("."))


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Option(_Declared):
    """A choice: its words, and what stands in the file for it."""

    words: str
    value: Any


class Asked(_Declared):
    """A field: where its value stands in an entry, and how it is asked."""

    key: str
    type: Literal["text", "long", "telephone", "web", "date", "number", "flag", "choice"]
    label: str
    hint: str = ""
    must: bool = False
    unless: tuple[str, ...] = ()
    otherwise: str = Field(default="", alias="else")
    source: str = Field(default="", alias="from")
    options: tuple[Option, ...] = ()
    options_of: Literal["", "classes"] = ""
    value: str = "true"
    """What a flag that is set stands as."""
    kind: str = ""
    """The item of disclosure that it answers by itself."""
    more: bool = False

    @property
    def path(self) -> tuple[str | int, ...]:
        """Its key, step by step."""
        return path(self.key)


class Group(_Declared):
    """Entries of one kind under one heading."""

    id: str
    kinds: tuple[str, ...]
    title: str
    hint: str = ""
    section: str = ""
    of: Mapping[str, tuple[str, ...]] = {}
    new: Mapping[str, Any] = {}
    inside: Mapping[str, Any] = {}
    rows: str = ""
    stem: str = ""
    need: bool = False
    once: bool = False
    alone: bool = False
    about: tuple[str, ...] = ()
    add: str = ""
    fields: tuple[Asked, ...]


class Step(_Declared):
    """What is asked on one screen."""

    id: str
    title: str
    groups: tuple[Group, ...]


class Form(_Declared):
    """The whole of `templates/supply.yaml`."""

    steps: tuple[Step, ...]
    keys: tuple[str, ...]
    rules: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, str]
    letter: Mapping[str, str]
    page: Mapping[str, str]

    @property
    def groups(self) -> Iterator[Group]:
        """All groups, in the order in which they are asked."""
        return (group for step in self.steps for group in step.groups)


def form() -> Form:
    """The form in the language that is spoken now."""
    return _form(language.tag())


@cache
def _form(_: str) -> Form:
    return Form.model_validate(catalogue("supply.yaml"))


def steps_for(guide: Guide) -> tuple[Step, ...]:
    """The steps that one guide is asked in: of one that refers to another, what stays its own utility's alone."""
    steps = form().steps
    if guide.reference is None:
        return steps
    kept = (step.model_copy(update={"groups": tuple(filter(_own, step.groups))}) for step in steps)
    return tuple(step for step in kept if step.groups or step.id == steps[-1].id)


def _own(group: Group) -> bool:
    """Whether a group is about what no other utility can say, and no document."""
    return group.need or group.section == "elsewhere"


def closed(guide: Guide, group: Group) -> bool:
    """Whether a group is not asked: the document says it, and there is one procedure, one list of papers."""
    return group.once and any(fact.assured is None for fact in facts(guide, group.section))
