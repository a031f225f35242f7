"""What a place says, laid over what the places above it say: each fact by its own word for it. No I/O.

`over` combines one section of two places. A fact without a word is added; what is no fact (inputs, tables, classes)
replaces what has its id. Silence takes nothing away from what is said above. Where a fact varies, or is weaker than
above or forbidden from there and somebody has recorded why, both stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from generator.policy.facts import Charge, Count, Limit
from generator.policy.feel import Unary, Value
from generator.policy.provenance import AIMS, UNSAID, Conflict, Silence, Words, unsaid
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source


@dataclass(frozen=True)
class Origin:
    """Where a fact was written: the file and its location in it."""

    source: Source
    location: Location


@dataclass(frozen=True)
class Written:
    """An entry of a section, the slug of the place that says it, and where; of two that both stand, each as a side."""

    item: Any
    place: str
    origin: Origin
    sides: tuple[Written, ...] = ()


Section: TypeAlias = tuple[Written, ...] | Silence | None
"""A section as a place answers it: with entries, with a word for its silence, or not at all."""


def over(section: str, above: Section, own: Section, *, held: bool = False) -> Section:
    """What a section says where a place lies over others; `held`: whether it is forbidden from above to change it."""
    if own is None or (unsaid(own) and above):
        return above
    if unsaid(own) or not isinstance(above, tuple):
        return own
    targets = dict(_targets(section, above, own))
    laid = [written for entry in above for written in _instead(entry, targets.get(id(entry), ()), held=held)]
    placed = {id(written) for several in targets.values() for written in several if not _only_added(written)}
    kept = {id(written): written for written in laid}  # what replaces a whole section stands there once
    return (*kept.values(), *(written for written in own if id(written) not in placed))


def _targets(section: str, above: Sequence[Written], own: Sequence[Written]) -> Iterator[tuple[int, list[Written]]]:
    """The entries above that own ones are about, each (by its `id()`) with these."""
    for entry in above:
        about = [written for written in own if _is_about(written.item, section, entry)]
        if about:
            yield id(entry), about


def _is_about(item: Any, section: str, entry: Written) -> bool:
    """Whether something is about an entry above: by its word, of that one or of the whole section; else by its id."""
    layer = getattr(item, "layer", None)
    if layer is None:
        return bool(item.id == entry.item.id)
    place, named, name = layer.of
    return (place, named) == (entry.place, section) and name in ("", entry.item.id)


def _only_added(written: Written) -> bool:
    layer = getattr(written.item, "layer", None)
    return layer is not None and layer.word == "adds"


def _instead(entry: Written, own: Sequence[Written], *, held: bool) -> Iterator[Written]:
    """What stands where an entry above stood: itself, what replaces or drops it, or both."""
    placed = [written for written in own if not _only_added(written)]
    if not placed:
        yield entry
    for number, written in enumerate(placed):
        if number or not _both(written, entry, held=held):
            yield written
        elif written.item.layer.drops:
            yield from (entry, written)
        else:
            yield _side_by_side(entry, written)


def _both(written: Written, entry: Written, *, held: bool) -> bool:
    """Whether a fact stands beside what it is about, instead of in its place.

    So it does where it varies, where it rules a part of the cases only, and where it ought not to be so and somebody
    has recorded why.
    """
    layer = getattr(written.item, "layer", None)
    if layer is None or not layer.of[2]:
        return False
    if layer.varies or not _rules_all_of(written.item, entry.item):
        return True
    return bool(layer.because) and (held or compared(written.item, entry.item) in ("weaker", "lacking"))


def _rules_all_of(own: Any, above: Any) -> bool:
    """Whether a fact is for all cases that one above is for, by what can be seen."""
    return not own.when or bool(own.when == above.when)


def _side_by_side(entry: Written, written: Written) -> Written:
    """Two facts that both stand: a contradiction, made of what is said above and of what is said here.

    It has no consequence in words: what it comes to is told in the language of the reader.
    """
    here = tuple(_sides(written))
    taken = {side.item.id for side in here}
    unique = (*(_called_by_place(side, taken) for side in _sides(entry)), *here)
    own = written.item
    kinds = (kind for kind in Conflict.__subclasses__() if isinstance(own, (kind, _kind_of(kind))))
    made = next(kinds).model_construct(
        id=own.id,
        when=own.when if own.when == entry.item.when else (),
        consequence="",
        layer=own.layer,
        sides=tuple(side.item for side in unique),
    )
    return Written(made, written.place, written.origin, unique)


def _kind_of(conflict: Any) -> Any:
    """The kind of fact that a kind of conflict is about."""
    return conflict.__pydantic_generic_metadata__["args"][0]


def _sides(written: Written) -> Iterator[Written]:
    """A fact itself; of a contradiction each side, where its place wrote it."""
    if written.sides:
        yield from written.sides
    elif isinstance(written.item, Conflict):
        for index, side in enumerate(written.item.cased):
            origin = Origin(written.origin.source, (*written.origin.location, "sides", index))
            yield Written(side, written.place, origin)
    else:
        yield written


def _called_by_place(side: Written, taken: Collection[str]) -> Written:
    """A side from above; if its id is taken, under one that names its place, too."""
    if side.item.id not in taken:
        return side
    item = side.item.model_copy(update={"id": f"{side.place}-{side.item.id}"})
    return Written(item, side.place, side.origin)


# ---------------------------------------------------------------------------------------------- weaker or better

Comparison: TypeAlias = Literal["equal", "weaker", "better", "other", "starts", "ends", "unit", "lacking"]
"""equal: says the same · weaker, better: for the applicant, by its number or its force · other: otherwise different ·
starts, ends, unit: numbers that cannot be compared, since these differ · lacking: what is said above is not in hand."""


def compared(own: Any, above: Any) -> Comparison:
    """How a fact stands to one above it; the worst side counts where either is written in two ways."""
    return compared_of((mine, theirs) for mine in each(own) for theirs in each(above))


def compared_of(pairs: Iterable[tuple[Any, Any]]) -> Comparison:
    """How facts stand to those above them, of pairs of both; the worst counts."""
    results = [_compared(mine, theirs) for mine, theirs in pairs]
    return next((result for result in _WORST if result in results), "other")


_WORST: tuple[Comparison, ...] = ("lacking", "weaker", "starts", "ends", "unit", "other", "better", "equal")


def each(item: Any) -> tuple[Any, ...]:
    """The sides of a contradiction; any other entry alone."""
    return item.cased if isinstance(item, Conflict) else (item,)


def _compared(own: Any, above: Any) -> Comparison:
    if isinstance(above, UNSAID) and getattr(above, "not_in_hand", None):
        return "lacking"
    if _content(own) == _content(above):
        return "equal"
    if type(own) is not type(above):
        return "other"
    if own.force in AIMS and above.force not in AIMS:
        return "weaker"
    if isinstance(own, Limit):
        return _of_limits(own, above)
    return _by_number(own, above) if isinstance(own, (Count, Charge)) else "other"


def _content(fact: Any) -> dict[str, Any]:
    """What a fact says, without its id, its place in the document and our explanations."""
    return fact.model_dump(exclude={"id", "cite", "note", "layer", "utilities"})  # type: ignore[no-any-return]


def _of_limits(own: Limit, above: Limit) -> Comparison:
    scope = ("steps", "permit", "duty")
    if any(getattr(own, name) != getattr(above, name) for name in scope) or apart(own, above):
        return "other"
    if own.unit != above.unit:
        return "unit"
    if not _alike(own.ends_with, above.ends_with):
        return "ends"
    return "starts" if not _alike(own.starts_on, above.starts_on) else _by_number(own, above)


def apart(own: Any, above: Any) -> bool:
    """Whether two facts are for other cases, by their conditions on the same inputs."""
    pairs = [(mine, theirs) for mine in own.when for theirs in above.when]
    return bool(pairs) and all(any(_disjoint(one[key], two[key]) for key in one.keys() & two) for one, two in pairs)


def _disjoint(one: Unary, two: Unary) -> bool:
    """Whether no value passes both of two tests; values between and beyond all bounds stand for the others."""
    bounds = sorted({n for test in (one, two) for part in test.ranges for n in (part.low, part.high) if n is not None})
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    beyond = [bounds[0] - 1, bounds[-1] + 1] if bounds else []
    values: tuple[Value, ...] = (*bounds, *between, *beyond, *one.values, *two.values, True, False, "")
    return not any(one.matches(value) and two.matches(value) for value in values)


def _alike(own: Any, above: Any) -> bool:
    """Whether two moments may be the same: one is silent, or its words are part of the other's."""
    if NOT_STATED in (own, above) or not isinstance(own, Words) or not isinstance(above, Words):
        return True
    return own.words in above.words or above.words in own.words


def _by_number(own: Any, above: Any) -> Comparison:
    if getattr(own, "item", None) != getattr(above, "item", None) or apart(own, above):
        return "other"
    mine, theirs = _most(own), _most(above)
    if mine is None or theirs is None or mine == theirs:
        return "other"
    return "weaker" if mine > theirs else "better"


def _most(fact: Any) -> Decimal | None:
    """The most that a fact allows; 0 of what is free, None where it has no number."""
    if getattr(fact, "free", False):
        return Decimal(0)
    return max(fact.numbers, default=None)
