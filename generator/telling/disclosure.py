"""What a utility publishes of what the law has it publish, and what is missing. Derived, never written by an editor.

Items: 建城规〔2021〕4号 (content, procedure, limits, standards, fees, outlets, telephones, commitments) and the seven
that documents ask for. No words for readers, no judgement: a target stays a target, and silence stays silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from generator.document.text import leaves_to_rules
from generator.memory_cache import once
from generator.policy.facts import MONEY, Channel, Charge, Limit, Schedule
from generator.policy.files import Named
from generator.policy.guide import PURPOSES, Guide, Provider, facts, items, lacking
from generator.policy.provenance import AIMS, Conflict, Lack, Nothing, NotInHand, unsaid
from generator.telling.parts import terms_of

State: TypeAlias = Literal[
    "published", "partly", "mentioned", "aim", "asked", "not_in_hand", "reference", "missing", "apart"
]  # fmt: skip
"""published: in force, by a document or the utility · partly: said of some, not of all · mentioned: a document names
the utility, and does not say that it is the one · aim: only as a demand or a target · asked: a document has it made
public, and nobody has · not_in_hand: it stands in a text that we lack · reference: by another utility's rules ·
missing: no document says it, and the utility has not supplied it · apart: the documents are about something else."""

STATES: tuple[State, ...] = (
    "published", "partly", "mentioned", "aim", "asked", "not_in_hand", "reference", "missing", "apart",
)  # fmt: skip
LACKING: frozenset[State] = frozenset({"mentioned", "asked", "missing"})
"""The states in which the utility itself has still to say it."""


class Item(NamedTuple):
    """One item of the duty: its kind, its state, the facts that bear it out, whether clauses differ about it."""

    kind: str
    state: State
    parts: tuple[Any, ...] = ()
    differs: bool = False


@once
def disclosed(guide: Guide) -> tuple[Item, ...]:
    """Every item of the duty for one utility, in the order of the notice."""
    return tuple(_item(guide, kind) for kind in KINDS)


def _item(guide: Guide, kind: str) -> Item:
    """The strongest that is known of an item, with what bears it out."""
    found = tuple(_FINDERS[kind](guide))
    parts = tuple(part for part in found if not isinstance(part, NotInHand))
    if guide.provider is not None and _elsewhere(guide.provider, kind):
        return Item(kind, "published", (*parts, guide.provider), _differ(guide, kind, parts))
    if parts:
        return Item(kind, _state(guide, kind, parts), parts, _differ(guide, kind, parts))
    if not guide.connects:
        return Item(kind, "apart")
    lesser = (Item(kind, state, bearing) for state, bearing in _lesser(guide, kind, found) if bearing)
    return next(lesser, Item(kind, "missing"))


def _lesser(guide: Guide, kind: str, found: tuple[Any, ...]) -> Iterator[tuple[State, tuple[Any, ...]]]:
    """What may be known of an item that nobody publishes here, the strongest first, each with what bears it out."""
    yield "reference", _referred(guide, kind)
    yield "mentioned", tuple(_mentions(guide)) if kind == "name" else ()
    yield "not_in_hand", (*found, *(_ruled_elsewhere(guide) if kind == "tariffs" else ()), *_lacking(guide, kind))
    yield "asked", tuple(_demands(guide, kind))


def _lacking(guide: Guide, kind: str) -> Iterator[Lack]:
    """What texts that are not in hand may say of an item; what only the utility knows, none."""
    own = kind in (*OWN, *BESIDE)
    return (one for one in lacking(guide) if not own and (not one.sections or kind in one.sections))


def _elsewhere(provider: Provider, kind: str) -> bool:
    """Whether the utility says that it publishes an item on its own site."""
    return any(kind in one.publishes for one in provider.elsewhere)


def missing(guide: Guide) -> tuple[str, ...]:
    """The items of a notice that the utility has still to supply."""
    return tuple(item.kind for item in disclosed(guide) if item.state in LACKING and item.kind not in BESIDE)


def complete(guide: Guide) -> bool:
    """Whether the utility has supplied all that only it can say: the notice is no draft any more."""
    return not OWN.intersection(missing(guide))


OWN = frozenset({"name", "responsible", "window", "enquiries", "repairs", "complaint_line"})
"""What no policy document can know; without them a notice is a draft."""
BESIDE = frozenset({"interruptions", "results", "safety"})
"""What a utility publishes apart from how one is connected; no part of its notice."""


def _state(guide: Guide, kind: str, parts: tuple[Any, ...]) -> State:
    if kind in COUNTED and len(parts) < sum(1 for _ in facts(guide, "limits")):
        return "partly"
    if kind == "tariffs" and any(_baseless(guide, part) for part in parts):
        return "partly"
    return "published" if any(in_force(kind, part) for part in _sides(parts)) else "aim"


def _baseless(guide: Guide, tariff: Charge | Schedule) -> bool:
    """Whether a figure stands without its basis, of which one is to be told together with it."""
    if isinstance(tariff, Charge):
        return unsaid(tariff.basis)
    terms = (term for row in tariff.rows for term in terms_of(guide, tariff, row))
    return any(term.name == "basis" and term.silent for term in terms)


def in_force(kind: str, part: Any) -> bool:
    """Whether a fact publishes an item: no mere aim; and a promise only by its own word or the utility's."""
    if kind == "commitments":
        return part.force == "committed" or part.assured is not None
    return getattr(part, "force", "required") not in AIMS


def _sides(parts: Iterable[Any]) -> Iterable[Any]:
    """Facts as they are, conflicts side by side."""
    for part in parts:
        yield from part.sides if isinstance(part, Conflict) else (part,)


def _differ(guide: Guide, kind: str, parts: tuple[Any, ...]) -> bool:
    """Whether clauses differ about an item; about how time is counted only where they count it otherwise."""
    if kind not in COUNTED:
        return any(isinstance(part, Conflict) for part in parts)
    conflicts = (one for one in items(guide, "limits") if isinstance(one, Conflict))
    return any(len({getattr(side, kind) for side in one.sides}) > 1 for one in conflicts)


# ---------------------------------------------------------------------------------------------------- the items


def _referred(guide: Guide, kind: str) -> tuple[Any, ...]:
    """The sentence by which a utility follows another's rules; it names no window and no telephone."""
    return (guide.reference,) if guide.reference is not None and kind not in (*OWN, *BESIDE, "channels") else ()


def _section(*names: str) -> Callable[[Guide], Iterable[Any]]:
    return lambda guide: (item for name in names for item in items(guide, name))


def _of_provider(name: str) -> Callable[[Guide], Iterable[Provider]]:
    return lambda guide: (one for one in [guide.provider] if one is not None and getattr(one, name))


COUNTED = ("starts_on", "ends_with", "excludes")
"""The parts of a limit by which it is counted, each an item of its own."""


def _counted(name: str) -> Callable[[Guide], Iterable[Limit]]:
    """The limits that state a part of how they are counted."""
    return lambda guide: (limit for limit in facts(guide, "limits") if not unsaid(getattr(limit, name)))


def _schedules(*purposes: str) -> Callable[[Guide], Iterable[Any]]:
    return lambda guide: (one for one in guide.schedules if one.purpose in purposes)


def _paid(section: str) -> Callable[[Guide], Iterable[Any]]:
    """What a section of money says of its own purpose; what is charged for something else does not answer it."""
    purpose = PURPOSES[section]

    def own(part: Any) -> bool:
        return any(getattr(side, "purpose", None) in (None, purpose) for side in _sides([part]))

    return lambda guide: (*filter(own, items(guide, section)), *_schedules(purpose)(guide))


def _charges(guide: Guide) -> Iterator[Charge]:
    return (charge for name in ("fees", "works") for charge in facts(guide, name))


def _tariffs(guide: Guide) -> Iterable[Any]:
    """What is charged, in figures."""
    return (*(charge for charge in _charges(guide) if charge.numbers), *_schedules(*MONEY)(guide))


def _ruled_elsewhere(guide: Guide) -> Iterator[Charge]:
    """Charges for which the document gives no figure, and names the rules that do."""
    return (charge for charge in _charges(guide) if not unsaid(charge.basis) or _by_rules(charge))


def _by_rules(charge: Charge) -> bool:
    """Whether the document's words for an amount, or for how it is settled, are that some rules hold."""
    return any(map(leaves_to_rules, (charge.words or "", charge.settlement.words if charge.settlement else "")))


def _mentions(guide: Guide) -> Iterator[Named]:
    """Where the documents name a company of this utility."""
    named = (company for document in guide.documents for company in document.providers)
    return (company for company in named if not company.utilities or guide.utility in company.utilities)


def _demands(guide: Guide, kind: str) -> Iterator[Any]:
    """What has a utility publish an item: a sentence that names it, or a telephone that is to be there."""
    said = (fact for name in (*PROMISED, "announced") for fact in facts(guide, name))
    yield from (fact for fact in said if kind in fact.publishes)
    yield from (
        line for line in _lines(guide, *SERVED.get(kind, ())) if not line.telephone and line.kind == "telephone"
    )


def _lines(guide: Guide, *serves: str) -> Iterator[Channel]:
    """The ways to reach somebody who serves one of some purposes."""
    found = (channel for name in ("contacts", "channels", "complaints") for channel in facts(guide, name))
    return (channel for channel in found if set(serves) & set(channel.serves))


SERVED = {"enquiries": ("enquire",), "repairs": ("repair",), "complaint_line": ("complain",)}
"""The telephones among the items, and what each must be for."""


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
    **{name: _counted(name) for name in COUNTED},
    "standards": _schedules("standards", "compensation"),
    "fees": _paid("fees"),
    "tariffs": _tariffs,
    "works": _paid("works"),
    "commitments": _commitments,
    "responsible": _of_provider("responsible"),
    "channels": _section("channels"),
    "window": _windows,
    "enquiries": _telephones("enquire"),
    "repairs": _telephones("repair"),
    "complaints": _section("complaints"),
    "complaint_line": _complaint_line,
    **{kind: lambda _: () for kind in sorted(BESIDE)},
}
KINDS = tuple(_FINDERS)
