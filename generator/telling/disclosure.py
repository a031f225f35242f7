"""What a utility publishes of what the law has it publish, and what is missing. Derived, never written by an editor.

Items: 建城规〔2021〕4号 (content, procedure, limits, standards, fees, outlets, telephones, commitments) and the seven
that documents ask for. No words for readers, no judgement: a target stays a target, and silence stays silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple, TypeAlias

from generator.memory_cache import once
from generator.policy.facts import Limit
from generator.policy.guide import Guide, Provider, facts, items
from generator.policy.provenance import AIMS, Conflict, Nothing, NotInHand
from generator.policy.scalars import NOT_STATED

State: TypeAlias = Literal["published", "partly", "aim", "reference", "silent", "missing"]
"""published: in force, by a document or the utility · partly: some of it is said, some is not · aim: only a demand or a
target · reference: by another utility's rules · silent: the document is silent, and it is not the utility's to fill ·
missing: silent, and not yet supplied."""

STATES: tuple[State, ...] = ("published", "partly", "aim", "reference", "silent", "missing")


class Item(NamedTuple):
    """One item of the duty: its kind, its state, and the facts that publish it."""

    kind: str
    state: State
    parts: tuple[Any, ...] = ()


@once
def disclosed(guide: Guide) -> tuple[Item, ...]:
    """Every item of the duty for one utility, in the order of the notice."""
    found = {kind: _published(find(guide)) or _referred(guide, kind) for kind, find in _FINDERS.items()}
    return tuple(Item(kind, _state(guide, kind, parts), parts) for kind, parts in found.items())


def _published(parts: Iterable[Any]) -> tuple[Any, ...]:
    """The facts that publish an item: what stands in a text that we lack publishes nothing here."""
    return tuple(part for part in parts if not isinstance(part, NotInHand))


def missing(guide: Guide) -> tuple[str, ...]:
    """The items not yet supplied: no document says them, and the utility has not."""
    return tuple(item.kind for item in disclosed(guide) if item.state == "missing")


def complete(guide: Guide) -> bool:
    """Whether the utility has supplied all that only it can say: the notice is no draft any more."""
    return not OWN.intersection(missing(guide))


OWN = frozenset({"name", "responsible", "window", "enquiries", "repairs", "complaint_line"})
"""What no policy document can know; without them a notice is a draft."""


def _state(guide: Guide, kind: str, parts: tuple[Any, ...]) -> State:
    if not parts:
        return "silent" if kind == "counting" else "missing"
    if parts == (guide.reference,):
        return "reference"
    if kind == "counting" and set(counting(guide).values()) != {"all"}:
        return "partly"
    return "published" if any(in_force(kind, part) for part in _sides(parts)) else "aim"


def in_force(kind: str, part: Any) -> bool:
    """Whether a fact publishes an item: no mere aim; and a promise only by its own word or the utility's."""
    if kind == "commitments":
        return part.force == "committed" or part.assured is not None
    return getattr(part, "force", "required") not in AIMS


def _sides(parts: Iterable[Any]) -> Iterable[Any]:
    """Facts as they are, conflicts side by side."""
    for part in parts:
        yield from part.sides if isinstance(part, Conflict) else (part,)


# ---------------------------------------------------------------------------------------------------- the items


def _referred(guide: Guide, kind: str) -> tuple[Any, ...]:
    """The sentence by which a utility follows another's rules; it names no window and no telephone."""
    return (guide.reference,) if guide.reference is not None and kind not in (*OWN, "channels") else ()


def _section(*names: str) -> Callable[[Guide], Iterable[Any]]:
    return lambda guide: (item for name in names for item in items(guide, name))


def _of_provider(name: str) -> Callable[[Guide], Iterable[Provider]]:
    return lambda guide: (one for one in [guide.provider] if one is not None and getattr(one, name))


def _counting(guide: Guide) -> Iterable[Any]:
    """The limits that say from when, until when or without what."""
    limits: Iterable[Limit] = facts(guide, "limits")
    return (one for one in limits if any(getattr(one, part) != NOT_STATED for part in COUNTED))


COUNTED = ("starts_on", "ends_with", "excludes")
"""The parts of a limit by which it is counted."""


def counting(guide: Guide) -> dict[str, Literal["all", "some", "none"]]:
    """Of each part, whether all limits of a guide state it, or some, or none."""
    limits: list[Limit] = list(facts(guide, "limits"))
    found: dict[str, Literal["all", "some", "none"]] = {}
    for part in COUNTED:
        stated = [getattr(one, part) != NOT_STATED for one in limits]
        found[part] = "all" if stated and all(stated) else "some" if any(stated) else "none"
    return found


def _schedules(*kinds: str) -> Callable[[Guide], Iterable[Any]]:
    return lambda guide: (one for one in guide.schedules if one.under in kinds)


def _fees(guide: Guide) -> Iterable[Any]:
    return (*items(guide, "fees"), *_schedules("fees")(guide))


def _windows(guide: Guide) -> Iterable[Any]:
    """Outlets one can go to: an address, and when they are open."""
    return (one for one in facts(guide, "channels") if one.kind == "window" and one.address and one.hours)


def _telephones(*serves: str) -> Callable[[Guide], Iterable[Any]]:
    def numbers(guide: Guide) -> Iterable[Any]:
        found = (one for name in ("contacts", "channels") for one in facts(guide, name))
        return (one for one in found if one.telephone and set(serves) & set(one.serves))

    return numbers


def _complaint_line(guide: Guide) -> Iterable[Any]:
    """The utility's own: a number in a document may be the city's."""
    return (one for one in facts(guide, "complaints") if one.telephone and one.assured and "complain" in one.serves)


def _commitments(guide: Guide) -> Iterable[Any]:
    promised = (limit for limit in facts(guide, "limits") if limit.force == "committed")
    asked = (one for name in PROMISED for one in items(guide, name))
    return (*(one for one in asked if not isinstance(one, Nothing)), *promised)


PROMISED = ("commitments", "help", "follow_up")
"""The sections of what a utility may promise; what a document only asks of it stands there, too."""


_FINDERS: dict[str, Callable[[Guide], Iterable[Any]]] = {
    "name": _of_provider("name"),
    "scope": _section("scope"),
    "steps": _section("steps"),
    "papers": _section("papers"),
    "limits": _section("limits"),
    "counting": _counting,
    "standards": _schedules("service", "compensation"),
    "fees": _fees,
    "works": _section("works"),
    "commitments": _commitments,
    "responsible": _of_provider("responsible"),
    "channels": _section("channels"),
    "window": _windows,
    "enquiries": _telephones("enquire"),
    "repairs": _telephones("repair"),
    "complaints": _section("complaints"),
    "complaint_line": _complaint_line,
}
KINDS = tuple(_FINDERS)
