"""The days a guide's facts and documents name: until when or from when they hold. No clock: the browser has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from generator.memory_cache import once
from generator.policy.files import Dated
from generator.policy.guide import FACTS, Guide, facts, nothing
from generator.policy.provenance import Fact, unsaid

Kind = Literal["effective", "expires", "target", "from", "until"]
_ORDER: tuple[Kind, ...] = get_args(Kind)


class Deadline(NamedTuple):
    """A day and what it is the day of; `words`: how the documents put it, none where the day stands for itself."""

    kind: Kind
    on: date
    words: tuple[str, ...]

    @property
    def starts(self) -> bool:
        """Whether something begins on the day, and does not end with it."""
        return self.kind in ("effective", "from")


def deadlines(guides: Sequence[Guide]) -> tuple[Deadline, ...]:
    """Every day the guides name, each once: those of documents first, then targets, by day."""
    by_day: dict[tuple[int, date], set[str]] = defaultdict(set)
    for guide in guides:
        for kind, on, words in _of(guide):
            by_day[_ORDER.index(kind), on] |= {words} - {""}
    return tuple(Deadline(_ORDER[kind], on, tuple(sorted(words))) for (kind, on), words in sorted(by_day.items()))


@once
def _of(guide: Guide) -> tuple[tuple[Kind, date, str], ...]:
    return (*_of_documents(guide), *_of_facts(guide))


def _of_documents(guide: Guide) -> Iterator[tuple[Kind, date, str]]:
    for document in guide.documents:
        if isinstance(document.effective, Dated) and document.effective.on:
            yield "effective", document.effective.on, document.effective.words
        if isinstance(document.expires, Dated) and document.expires.on:
            yield "expires", document.expires.on, document.expires.words


def _of_facts(guide: Guide) -> Iterator[tuple[Kind, date, str]]:
    for fact in _facts(guide):
        if fact.target and not unsaid(fact.target.by):
            yield "target", fact.target.by, fact.target.words
        if fact.valid and fact.valid.since:
            yield "from", fact.valid.since, ""
        if fact.valid and fact.valid.until:
            yield "until", fact.valid.until, ""


def _facts(guide: Guide) -> Iterator[Fact]:
    for section in FACTS:
        yield from facts(guide, section)
        yield from nothing(guide, section)


@once
def vouched(guide: Guide) -> tuple[tuple[str, date], ...]:
    """Who vouches for a fact of the guide, or for its provider, and since when: each pair once, sorted."""
    assurances = [fact.assured for fact in _facts(guide) if fact.assured]
    assurances += [guide.provider] if guide.provider else []
    return tuple(sorted({(assured.by, assured.since) for assured in assurances}))
