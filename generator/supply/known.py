"""What the form knows of one guide: what its document says already. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.policy.facts import Limit
from generator.policy.feel import Unary
from generator.policy.files import AssuredFile, Sections
from generator.policy.guide import LISTS, Guide, Provider, facts, items
from generator.policy.provenance import Assured
from generator.policy.scalars import NOT_STATED
from generator.supply.form import Tree, closed, form, steps_for
from generator.telling import disclosure
from generator.telling.compose import telling
from generator.telling.statements import Statement
from generator.words.names import called


class Bound(NamedTuple):
    """A time limit of the document with which a promise can be compared: its case, unit, most, and words."""

    when: Tree
    unit: str
    most: str
    says: str


class Known(NamedTuple):
    """What is known of a guide before its utility says anything; the names are those of JavaScript, too."""

    address: str
    place: str
    service: str
    classes: list[Tree]
    """The choices for a class: words and value."""
    taken: dict[str, list[str]]
    """By section the ids of the document's facts."""
    limits: list[Bound]
    have: list[str]
    """The items of disclosure that a notice needs and the document has."""
    asked: list[str]
    """The ids of the groups that are asked."""


def without_assured(guide: Guide) -> Guide:
    """A guide as its documents alone have it."""
    sections: dict[str, Any] = {}
    for name in AssuredFile.model_fields:
        if name in Sections.model_fields and items(guide, name):
            own = tuple(item for item in items(guide, name) if getattr(item, "assured", None) is None)
            if len(own) < len(items(guide, name)):
                sections[name] = own or (() if name in LISTS else NOT_STATED)
    if not sections and guide.provider is None:
        return guide  # the same one, of which all that is told is remembered
    return guide.model_copy(update={**sections, "provider": None})


def with_supplied(guide: Guide, short: AssuredFile) -> Guide:
    """A guide as it will be with a short file in place of the one that it has."""
    bare, assured = without_assured(guide), Assured(by=short.by, since=short.since)
    sections: dict[str, Any] = {}
    for name in AssuredFile.model_fields:
        if name in Sections.model_fields and (added := getattr(short, name)):
            vouched = (item.model_copy(update={"assured": assured}) for item in added)
            sections[name] = (*items(bare, name), *vouched)
    own = {name: getattr(short, name) for name in Provider.model_fields if name != "logo"}
    provider = Provider.model_construct(None, **own)
    return bare.model_copy(update={**sections, "provider": provider})


def known(guide: Guide) -> Known:
    """What is known of a guide."""
    bare = without_assured(guide)
    taken = {
        group.section: _ids(bare, group.section) for group in form().groups if group.section in Sections.model_fields
    }
    return Known(
        address=guide.address,
        place=guide.place.name,
        service=called(guide)["service"],
        classes=[{"words": each.name, "value": {each.table: each.id}} for each in items(bare, "classes")],
        taken={name: ids for name, ids in taken.items() if ids},
        limits=[bound for statement in telling(bare).statements for bound in _bounds(statement)],
        have=[kind for kind in needed() if kind not in disclosure.missing(bare)],
        asked=[group.id for step in steps_for(guide) for group in step.groups if not closed(bare, group)],
    )


def needed() -> list[str]:
    """The items of disclosure without which a notice is a draft, in the order in which they are asked."""
    return [group.kinds[0] for group in form().groups if group.need]


def _ids(guide: Guide, section: str) -> list[str]:
    listed = (items(guide, section), facts(guide, section))
    return sorted({each.id for found in listed for each in found if hasattr(each, "id")})


def _bounds(statement: Statement) -> Iterator[Bound]:
    """The time limits of the whole that a statement gives, one for each of its cases."""
    limit = statement.fact
    if isinstance(limit, Limit) and not limit.steps and len(limit.numbers) == 1 and limit.unit != NOT_STATED:
        for case in cases(limit):
            yield Bound(case, limit.unit, f"{limit.numbers[0]:f}", statement.says)


def cases(limit: Limit) -> list[Tree]:
    """The cases of a time limit as a short file names them, an empty one where it always holds."""
    return [{name: _answer(test) for name, test in case.items()} for case in limit.when or ({},)]


def _answer(test: Unary) -> str:
    (answer,) = test.values if len(test.values) == 1 and not test.ranges else (test.feel(),)
    return str(answer).lower() if isinstance(answer, bool) else answer
