"""What holds for somebody: the statements of a telling for a case, the relations between them, and what is open.

A case is a region: answers laid on the space of inputs, and classes that the window has decided on. No words, no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from generator.decision.boxes import Box, common, meet, shared, touching, within, without
from generator.decision.deciding import Decisions, decided
from generator.decision.space import Tests
from generator.language import gettext
from generator.memory_cache import once
from generator.policy.guide import Guide
from generator.policy.tables import Defect
from generator.telling.compose import telling
from generator.telling.statements import Ask, Border, Case, Relation, Standing, Statement

Status: TypeAlias = Literal["certain", "possible", "either"]
"""certain: it holds · possible: that depends on answers not given · either: it holds for one of two classes that both
fit, and which of them counts is open."""


class Said(NamedTuple):
    """A statement that is told, and how surely it holds."""

    statement: Statement
    status: Status


class Question(NamedTuple):
    """An open point as it is put to the window, with all that it is about, each name once."""

    key: str
    words: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Told:
    """What is told in a case; outside of what the document covers, and of contradictory answers, the reason alone."""

    standing: Standing
    borders: tuple[Border, ...]
    """What the document does not cover or excludes, where the case is there or may be."""
    said: tuple[Said, ...] = ()
    relations: tuple[Relation, ...] = ()
    questions: tuple[Question, ...] = ()
    unfit: tuple[Statement, ...] = ()
    """The classes that the answers fit beside the one that the window has decided on."""


class Regions:
    """Where each statement of a guide holds, under some decisions of the window."""

    def __init__(self, guide: Guide, **ruled: str) -> None:
        self.decisions = Decisions(guide, ruled)
        self.telling = telling(guide)
        self._by_id = {one.id: one for one in self.telling.statements}
        self._where: dict[str, list[Box]] = {}

    def of(self, standing: Standing) -> list[Box]:
        """What is impossible, or outside of what the document covers."""
        return [box for border in self.telling.borders if border.standing == standing for box in self.beyond(border)]

    def beyond(self, border: Border) -> list[Box]:
        """The region of a border."""
        there = self.decisions.where(border.condition)
        return without([self.decisions.space.whole], there) if border.complement else there

    @cached_property
    def inside(self) -> list[Box]:
        """What the document speaks of."""
        return without([self.decisions.space.whole], [*self.of("impossible"), *self.of("outside")])

    def where(self, one: Statement) -> list[Box]:
        """Where a statement holds. Raises CycleError, TooLargeError."""
        if one.id not in self._where:
            self._where[one.id] = self._region(one)
        return self._where[one.id]

    def _region(self, one: Statement) -> list[Box]:
        if self.decisions.ruled and not self._hangs(one):
            return regions(self.decisions.guide).where(one)
        return self._rest(one) if one.rest else shared(self.inside, self.holds(one.condition))

    def _hangs(self, one: Statement) -> bool:
        """Whether it hangs on what the window has decided where a statement holds."""
        others = [*self._answers(one), *(self._by_id[path] for path in one.within)] if one.rest else []
        return self.decisions.hangs(one.condition) or any(map(self._hangs, others))

    def holds(self, condition: tuple[Tests, ...]) -> list[Box]:
        """Where a condition holds."""
        return self.decisions.where(condition)

    def _rest(self, one: Statement) -> list[Box]:
        """Where a topic exists and nothing else answers it."""
        there = shared(self.inside, self.holds(one.condition))
        if one.within:
            there = shared(there, [box for path in one.within for box in self.where(self._by_id[path])])
        return without(there, [box for other in self._answers(one) for box in self.where(other)])

    def _answers(self, one: Statement) -> Iterator[Statement]:
        """What goes before a rest: what is said of its topics; then what is said beyond; then what is not in hand."""
        about = {other.id: other for topic in one.topics for other in self._about.get(topic, ())}
        yield from (other for other in about.values() if other.after < one.after)

    @cached_property
    def _about(self) -> Mapping[str, list[Statement]]:
        """The statements by topic."""
        found: dict[str, list[Statement]] = {}
        for one in self.telling.statements:
            for topic in one.topics:
                found.setdefault(topic, []).append(one)
        return found


class _Space(dict[tuple[tuple[str, str], ...], Regions]):
    """The regions of a guide by what the window has decided."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._guide = guide

    def __missing__(self, ruled: tuple[tuple[str, str], ...]) -> Regions:
        self[ruled] = found = Regions(self._guide, **dict(ruled))
        return found


_space = once(_Space)


def regions(guide: Guide, **ruled: str) -> Regions:
    """Where each statement of a guide holds; `ruled`: by table, the class that the window has decided on."""
    return _space(guide)[tuple(sorted(ruled.items()))]


def told(guide: Guide, case: Case) -> Told:
    """What is told in a case. Raises NotAValueError for an answer that is none, CycleError, TooLargeError."""
    at = regions(guide, **case.ruled)
    region = [at.decisions.space.point(case.answers)]
    for table, fitting in case.fitting.items():
        region = shared(region, decided(guide).holding(table)[fitting])
    standing, borders = _standing(at, region)
    if standing in ("impossible", "outside"):
        return Told(standing, borders)
    here = _Here(guide, case, at, shared(region, at.inside))
    said = tuple(here.said())
    shown = {one.statement.id: one.statement for one in said}
    related = (one for one in at.telling.relations if len(shown.keys() & set(one.of)) > 1 and here.meets(one.condition))
    return Told(standing, borders, said, tuple(related), tuple(here.questions(shown)), tuple(here.unfit()))


def _standing(at: Regions, region: list[Box]) -> tuple[Standing, tuple[Border, ...]]:
    """Whether a case is one that the document speaks of; contradiction goes before what it does not cover."""
    impossible, outside = at.of("impossible"), at.of("outside")
    if within(region, impossible):
        return "impossible", tuple(_met(at, region, "impossible"))
    met = tuple(_met(at, region, "outside"))
    if within(region, [*impossible, *outside]):
        alone = tuple(border for border in met if within(region, at.beyond(border)))
        return "outside", alone or met
    return ("unclear" if met else "inside"), met


def _met(at: Regions, region: list[Box], standing: Standing) -> Iterator[Border]:
    for border in at.telling.borders:
        if border.standing == standing and touching(region, at.beyond(border)):
            yield border


@dataclass(frozen=True)
class _Here:
    """A case inside of what the document speaks of."""

    guide: Guide
    case: Case
    at: Regions
    region: list[Box]

    def meets(self, condition: tuple[Tests, ...]) -> bool:
        """Whether a condition may hold."""
        return touching(self.region, self.at.holds(condition))

    # -------------------------------------------------------------------------------------------------- statements

    def said(self) -> Iterator[Said]:
        """The statements that may hold."""
        for one in self.at.telling.statements:
            if touching(self.region, self.at.where(one)):
                yield Said(one, self._status(one))
            elif left := [box for defect, there in self._overlaps for box in self._left(one, defect, there)]:
                yield Said(one, "either" if within(self.region, left) else "possible")

    def _left(self, one: Statement, defect: Defect, there: list[Box]) -> Iterator[Box]:
        """Where in an overlap nothing answers a topic if one of the classes counts that meet there."""
        for name in defect.classes if one.rest else ():
            yield from shared(there, regions(self.guide, **{**self.case.ruled, defect.table: name}).where(one))

    def _status(self, one: Statement) -> Status:
        torn = [box for defect, there in self._overlaps for box in there if not self._whichever(one, defect, there)]
        if torn:
            return "either" if within(self.region, torn) else "possible"
        return "certain" if within(self.region, self.at.where(one)) else "possible"

    @cached_property
    def _overlaps(self) -> list[tuple[Defect, list[Box]]]:
        """The recorded overlaps that the case meets and nobody has decided, each with the part of the case in it."""
        open_ = (one for one in self.guide.defects if one.classes and one.table not in self.case.ruled)
        met = ((one, shared(self.region, self.at.holds(one.where))) for one in open_)
        return [(one, there) for one, there in met if there]

    def _whichever(self, one: Statement, defect: Defect, there: list[Box]) -> bool:
        """Whether a statement holds in an overlap whichever of the classes counts that meet there, or for none."""
        ruled = ({**self.case.ruled, defect.table: name} for name in defect.classes)
        first, *others = (regions(self.guide, **decided).where(one) for decided in ruled)
        if all(other == first or (within(first, other) and within(other, first)) for other in others):
            return True
        met = [shared(there, where) for where in (first, *others)]
        return not any(met) or all(within(there, where) for where in met)

    def unfit(self) -> Iterator[Statement]:
        """The classes that the answers fit beside the one that the window has decided on."""
        plain = regions(self.guide)
        for one in self.at.telling.statements:
            table = one.topics[0].partition("/")[2] if one.section == "classes" and not one.rest else ""
            other = table in self.case.ruled and one.id != f"classes/{table}/{self.case.ruled[table]}"
            if other and touching(self.region, plain.where(one)):
                yield one

    # --------------------------------------------------------------------------------------------------- questions

    def questions(self, shown: Mapping[str, Statement]) -> Iterator[Question]:
        """The open points, one question each, most costly first; `shown`: the statements that are told, by id."""
        groups: dict[tuple[int, str], list[Ask]] = {}
        for ask in self.at.telling.asks:
            if self._open(ask, shown):
                groups.setdefault((ask.rank, ask.form), []).append(ask)
        for (_, form), asks in sorted(groups.items(), key=lambda group: group[0][0]):
            names = list(dict.fromkeys(ask.name for ask in asks))
            what = "" if "" in names or _all_limits(shown, asks) else _listed(asks[0].key, names)
            yield Question(asks[0].key, _asked(form, what), tuple(asks))

    def _open(self, ask: Ask, shown: Mapping[str, Statement]) -> bool:
        if ask.statement:
            return ask.statement in shown
        if ask.answered:
            return ask.answered not in self.case.answers and self._matters(ask.answered)
        return ask.ruled not in self.case.ruled and self.meets(ask.condition)

    def _matters(self, name: str) -> bool:
        """Whether anything that may be told still depends on an input."""
        position = self.at.decisions.space.index[name]
        return any(self._depends(self.at.where(one), position) for one in self.at.telling.statements)

    def _depends(self, where: list[Box], position: int) -> bool:
        """Whether a region, as far as the case meets it, is smaller than when one input is left free."""
        whole = self.at.decisions.space.whole[position]
        narrow = (box for box in where if box[position] != whole)
        met = (common(here, box) for box in narrow for here in self.region if meet(here, box))
        spread = ((*box[:position], whole, *box[position + 1 :]) for box in met)
        return any(not within(shared(self.region, [box]), where) for box in spread)


_FEW = 5
"""So many of the headings that a text rules on which is not in hand are named, if there are more than one more."""


def _asked(form: str, what: str) -> str:
    """A question about something; about all, it begins without a name, and without what would part that from it."""
    said = form.replace("{what}", what)
    return said if what else said.lstrip(":;, ")


def _listed(key: str, names: list[str]) -> str:
    """Some names in a question; of many that are all in one text, the first."""
    if key == "lacking" and len(names) > _FEW + 1:
        return gettext("、").join(names[:_FEW]) + "……"
    return gettext("、").join(names)


def _all_limits(shown: Mapping[str, Statement], asks: list[Ask]) -> bool:
    """Whether every time limit that is told leaves the same part open: then none needs to be named."""
    limits = {one.id for one in shown.values() if one.section == "limits" and one.kind == "stated"}
    return bool(limits) and limits == {ask.statement for ask in asks}
