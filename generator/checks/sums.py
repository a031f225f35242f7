"""The time limits of the whole against those of its steps: what is called their sum, what is less than it. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.decision import boxes
from generator.decision.deciding import decided
from generator.document.quantities import UNIT_NAMES
from generator.findings import Finding, finding
from generator.policy.facts import Limit
from generator.policy.guide import Guide, facts, items
from generator.policy.provenance import UNSAID, unsaid
from generator.policy.resolve import Resolved


def over_whole(resolved: Resolved) -> Iterator[Finding]:
    """Limits of the whole that are shorter than the limits of its steps together."""
    guide = resolved.guide
    for item in items(guide, "limits"):
        for whole in () if isinstance(item, UNSAID) else getattr(item, "sides", (item,)):
            within = _comparable(guide, whole) if _is_whole(whole) else []
            total = sum((_most(limit) for limit in within), Decimal(0))
            if within and total > _most(whole):
                words = {
                    "steps": "、".join(limit.id for limit in within),
                    "sum": str(total),
                    "whole": str(_most(whole)),
                }
                yield _finding(resolved, "steps-over-whole", item.id, whole, **words)


def totals(resolved: Resolved) -> Iterator[Finding]:
    """Limits that the document calls the sum of its steps, and that are not; none where an editor says in what."""
    for name, whole, summed in wrong_totals(resolved.guide):
        words = {"sum": _range(summed), "whole": _range(whole.numbers)}
        yield _finding(resolved, "total-differs", name, whole, **words)


def wrong_totals(guide: Guide) -> Iterator[tuple[str, Limit, Sequence[Decimal]]]:
    """The totals that are not the sum of their steps: id of the entry, limit, least and most of the sum."""
    for item in items(guide, "limits"):
        for whole in () if isinstance(item, UNSAID) else getattr(item, "sides", (item,)):
            steps = [limit.numbers for limit in _summed(guide, whole)] if whole.total and not whole.unequal else []
            summed = [sum((numbers[end] for numbers in steps), Decimal(0)) for end in (0, -1)]
            if steps and summed != [whole.numbers[end] for end in (0, -1)]:
                yield item.id, whole, summed


def _finding(resolved: Resolved, code: str, name: str, limit: Limit, **words: str) -> Finding:
    """A finding about a limit of a guide."""
    origin = resolved.origin("limits", name)
    at, source = origin.location, origin.source
    unit = {"unit": UNIT_NAMES[limit.unit], "unit_en": str(limit.unit)}
    return finding(code, source.position(at), source.thing(at), **words, **unit)


def _range(numbers: Sequence[Decimal]) -> str:
    return "–".join(dict.fromkeys(map(str, (numbers[0], numbers[-1]))))


def _is_whole(limit: Limit) -> bool:
    """Whether a limit can be compared with a sum: it covers the whole service, excludes nothing, has a number."""
    return (
        limit.own
        and not limit.steps
        and not limit.total
        and unsaid(limit.excludes)
        and limit.unit in UNIT_NAMES
        and _most(limit) > 0
    )


def _most(limit: Limit) -> Decimal:
    """The most that a limit allows, in its unit; 0 where it gives no such number."""
    return limit.at_most or limit.exactly or Decimal(0)


def _summed(guide: Guide, total: Limit) -> list[Limit]:
    """The limits of the steps that a total counts, of its unit, whoever bears them, each step counted once."""
    summed: list[Limit] = []
    for limit in facts(guide, "limits"):
        ends = limit.starts_within is None and limit.unit == total.unit  # a time to begin in is no part of a sum
        within = ends and limit.steps and set(limit.steps) <= set(total.steps or limit.steps)
        counted = {step for other in summed for step in other.steps}
        if within and limit is not total and not counted & set(limit.steps) and _holds(guide, limit, total):
            summed.append(limit)
    return summed


def _holds(guide: Guide, limit: Limit, total: Limit) -> bool:
    """Whether a limit holds wherever a total does."""
    decisions = decided(guide)
    return boxes.within(decisions.where(total.when), decisions.where(limit.when))


def _comparable(guide: Guide, whole: Limit) -> list[Limit]:
    """The limits of steps of the same case, unit, force and bearer, each step counted once."""
    comparable: list[Limit] = []
    for limit in facts(guide, "limits"):
        alike = (limit.unit, limit.force, limit.whose) == (whole.unit, whole.force, whole.whose)
        same = alike and limit is not whole and set(limit.steps) <= set(whole.steps or limit.steps)
        counted = {step for other in comparable for step in other.steps}
        if limit.steps and same and limit.when in ((), whole.when) and not counted & set(limit.steps):
            comparable.append(limit)
    return comparable
