"""In which order an applicant is asked: first what decides most and everybody knows. No I/O, no wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log2, prod

from generator.decision.boxes import Box, within, without
from generator.decision.deciding import Decisions, decided
from generator.memory_cache import once
from generator.policy.guide import Guide, facts
from generator.policy.tables import Input

_EASE = {"boolean": 0, "enumeration": 0, "integer": 1, "number": 2}
"""How readily an answer is at hand: one chooses, one counts, one measures."""


def _ordered(guide: Guide) -> tuple[Input, ...]:
    """The questions to an applicant, in the order in which they are asked.

    First which service, and whom the document covers, since all hangs on that; then what the days hang on, before what
    only papers or costs hang on; in each of these a word that the document leaves undefined comes last. Among equals
    goes first what decides most (`_gain`), then what is readily known, then the order of the document.
    """
    decisions = decided(guide)
    covered = {name for one in facts(guide, "scope") for tests in one.where for name in tests}
    days, classes = list(_days(decisions)), list(_classes(decisions))

    def rank(one: Input) -> tuple[object, ...]:
        at = decisions.space.index[one.id]
        gains = [round(_gain(decisions, at, regions), 6) for regions in (days, classes)]
        stage = (
            -1
            if one.first
            else 0
            if one.id in covered
            else 1
            if any(_depends(decisions, region, at) for region in days)
            else 2
        )
        return stage, one.undefined, -gains[0], -gains[1], _EASE[one.type], at

    return tuple(sorted(guide.inputs, key=rank))


asked = once(_ordered)
"""The questions of a guide in their order, kept as long as the guide is worked on."""


def _days(decisions: Decisions) -> Iterator[list[Box]]:
    """Where each time limit holds, in boxes that share nothing."""
    for one in facts(decisions.guide, "limits"):
        if one.when:
            yield _apart(decisions.where(one.when))


def _classes(decisions: Decisions) -> Iterator[list[Box]]:
    """Where each class holds, in boxes that share nothing."""
    for table in decisions.classes:
        yield from (_apart(boxes) for boxes in decisions.holding(table).values())


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """The same values in boxes that share nothing."""
    apart: list[Box] = []
    for box in boxes:
        apart += without([box], apart)
    return apart


def _depends(decisions: Decisions, region: Sequence[Box], at: int) -> bool:
    """Whether a region is not the same for every value of the input at a position."""
    free = decisions.space.axes[at].full
    return not within([(*box[:at], free, *box[at + 1 :]) for box in region], region)


def _gain(decisions: Decisions, at: int, regions: Sequence[Sequence[Box]]) -> float:
    """How much less is open of some regions, in bits, once the input at a position is known.

    A region is as open as the toss of a coin that falls as often as a case lies in it, every cell of an input as often
    as any other. What is open in each cell of the input, on average, is taken from what was open before.
    """
    cells = len(decisions.space.axes[at].cells)
    gain = 0.0
    for region in regions:
        shares = [_share(decisions, [box for box in region if box[at] >> cell & 1], at) for cell in range(cells)]
        gain += _open(sum(shares) / cells) - sum(map(_open, shares)) / cells
    return gain


def _share(decisions: Decisions, boxes: Sequence[Box], at: int) -> float:
    """How much of a cell of the input at a position lies in some boxes that share nothing."""
    axes = decisions.space.axes
    others = [index for index in range(len(axes)) if index != at]
    return sum(prod(box[index].bit_count() / len(axes[index].cells) for index in others) for box in boxes)


def _open(share: float) -> float:
    """How open it is, in bits, whether a case lies in a share of all cases."""
    return -sum(part * log2(part) for part in (share, 1 - share) if 0 < part < 1)
