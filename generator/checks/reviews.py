"""How far a place is reviewed: what is signed, what was changed since, what is no longer there. Blocks nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from generator.findings import Finding, finding
from generator.policy.addresses import digests
from generator.policy.files import Reviewed
from generator.policy.loader import City

State = Literal["agreed", "remark", "stale", "open", "unknown"]
"""Of a review: as it says, changed since, none, of nothing that is there."""


def states(reviews: Mapping[str, Reviewed], now: Mapping[str, str]) -> dict[str, State]:
    """The state of every thing, and of every review; `now`: what the things are, as `digests` says it."""
    return {address: _state(reviews.get(address), now.get(address)) for address in (*now, *reviews)}


def _state(review: Reviewed | None, now: str | None) -> State:
    if review is None:
        return "open"
    return "unknown" if now is None else review.verdict if review.hash == now else "stale"


def entered_by(entered: str, by: str) -> bool:
    """Whether somebody is among those who have entered a place.

    >>> entered_by("张三、李四", "李四"), entered_by("张三", "李四")
    (True, False)
    """
    return by.strip() in {entered.strip(), *re.split(r"[、，,；;/\s]+", entered.strip())}


def reviewed(city: City) -> Iterator[Finding]:
    """What is to be said of the reviews of a place; nothing where it has none."""
    if city.reviewed is None:
        return
    source, reviews = city.sources["reviewed.yaml"], city.reviewed.reviewed
    told = states(reviews, digests(city.trees))
    counts = Counter(told.values())
    numbers = {state: str(counts[state]) for state in ("agreed", "remark", "stale", "open")}
    yield finding("review-counted", source.position(()), whole=str(len(told) - counts["unknown"]), **numbers)
    for address, review in reviews.items():
        position, thing = source.position(("reviewed", address), key=True), address.partition("/")[2]
        words = {"by": review.by, "day": review.on.isoformat()}
        if told[address] == "unknown":
            yield finding("review-unknown", position, "", value=address)
        elif told[address] == "stale":
            yield finding("review-stale", position, thing, **words)
        elif told[address] == "remark":
            yield finding("review-remark", position, thing, **words, remark=review.remark or "")
        if entered_by(city.file.read.by, review.by):
            yield finding("review-own", source.position(("reviewed", address, "by")), thing, by=review.by)
