"""Where the tables of a guide give two classes or none, as a reader meets it, in words. No markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.decision.boxes import shared
from generator.decision.deciding import decided
from generator.language import gettext
from generator.policy.guide import Guide, facts
from generator.policy.tables import Defect
from generator.words.conditions import class_name, conditions, table_name

_FEW = 4


class Overlap(NamedTuple):
    """Recorded defects of one reason and one common class: classes that meet, or a gap between all of them."""

    defect: Defect
    table: str
    """The name of the table, where the guide has several."""
    first: str
    """The class that meets the others; empty for a gap."""
    others: tuple[str, ...]
    where: str
    """In which case; empty where several are told together."""
    because: str
    example: str
    """Numbers at a bound of it, for a reader to see what is meant; empty where it hangs on words alone."""
    unlimited: bool
    """Of a gap: whether no time limit at all can hold there."""

    @property
    def gap(self) -> bool:
        """Whether no class holds."""
        return not self.first


def overlaps(guide: Guide) -> tuple[Overlap, ...]:
    """The recorded defects of a guide's tables, those that belong together as one. Raises CycleError, TooLargeError."""
    return tuple(_overlap(guide, group) for group in defect_groups(guide))


def defect_groups(guide: Guide) -> list[list[Defect]]:
    """The defects of the tables; those of one reason and one common class together."""
    groups: dict[tuple[str, str], list[Defect]] = {}
    for defect in guide.defects:
        common = defect.classes[0] if defect.classes else defect.id
        groups.setdefault((defect.because, common), []).append(defect)
    return list(groups.values())


def _overlap(guide: Guide, group: Sequence[Defect]) -> Overlap:
    first, alone = group[0], len(group) == 1
    others = dict.fromkeys(name for defect in group for name in defect.classes[1:])
    return Overlap(
        defect=first,
        table=table_name(guide, first.table),
        first=class_name(guide, first.classes[0], first.table) if first.classes else "",
        others=tuple(class_name(guide, name, first.table) for name in others),
        where=conditions(guide, first.where) if alone else "",
        because=first.because,
        example=_example(guide, first) if alone else "",
        unlimited=not first.classes and _unlimited(guide, first),
    )


def _unlimited(guide: Guide, defect: Defect) -> bool:
    decisions = decided(guide)
    there, limits = decisions.where(defect.where), list(facts(guide, "limits"))
    whole = (limit for limit in limits if limit.own and not limit.steps)
    return bool(limits) and not any(shared(there, decisions.where(limit.when)) for limit in whole)


def _example(guide: Guide, defect: Defect) -> str:
    decisions = decided(guide)
    values: Mapping[str, object] = decisions.space.witness(decisions.where(defect.where)[0])
    numbers = [(one, values[one.id]) for one in guide.inputs if isinstance(values.get(one.id), Decimal)]
    said = (f"{value} {one.unit}" if one.unit else f"{one.name} {value}" for one, value in numbers)
    return gettext("、").join(said) if len(numbers) < _FEW else ""
