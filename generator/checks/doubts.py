"""Findings about what is valid and yet doubtful: what inspections of guides find wanting. No clock, no writing.

Sources: 国办函〔2017〕115号 (vague papers), 建城规〔2021〕4号 (fees with their basis, telephones for each purpose).
A doubt is a warning: a document may really say no more, and then an editor waives it with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from generator.findings import Finding, finding
from generator.policy.facts import Channel, Charge, Paper, Schedule, ScheduleRow
from generator.policy.feel import Range, Unary
from generator.policy.files import Responsible
from generator.policy.guide import facts
from generator.policy.provenance import Part
from generator.policy.resolve import Resolved, parts
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source

_Doubt = tuple[str, str, str]
"""The code, the key it is about, and the value shown."""

VAGUE = re.compile(
    r"(?:(?:其他|其它|相关|有关|所需|必要|需要|规定|要求)的?)+(?:申请|申报|证明|补充)?(?:材料|资料|文件|证明|手续)等?|(?:材料|资料|文件)等?"
)
"""Names of papers that name none."""
BASIS = "依据"
"""What the heading of a column with the basis of a fee has in it."""
_DIGITS = re.compile(r"(?:\+?[0-9]{1,5}[- ]?)?[0-9]{3,4}(?:[- ]?[0-9]{3,4}){0,2}")
_BETWEEN = re.compile(r"[,，、;；/]|\s或\s?")
_EXTENSION = re.compile(r"\s*(?:转|分机)\s*[0-9]{1,6}")


def doubts(resolved: Resolved) -> Iterator[Finding]:
    """All doubts about one guide; of a guide that refers to another, those about what its utility supplies."""
    for source, at, part in parts(resolved):
        yield from _findings(source, at, of_part(part))
    yield from _assured(resolved)
    yield from _deferrals(resolved)
    yield from _sometimes(resolved)
    yield from _bounds(resolved)


def of_part(part: Part) -> Iterator[_Doubt]:
    """The doubts about one part alone."""
    return _RULES.get(type(part), _none)(part)


def _none(_: Any) -> Iterator[_Doubt]:
    yield from ()


def _findings(source: Source, at: Location, raised: Iterator[_Doubt]) -> Iterator[Finding]:
    for code, key, shown in raised:
        yield finding(code, source.position((*at, key)), source.thing(at), value=shown)


# ------------------------------------------------------------------------------------------------ one part alone


def _paper(paper: Paper) -> Iterator[_Doubt]:
    if VAGUE.fullmatch(paper.name.strip("《》“”")):
        yield "vague-paper", "name", paper.name


def _channel(channel: Channel) -> Iterator[_Doubt]:
    shown = channel.telephone or channel.name
    if channel.telephone and not telephone_like(channel.telephone):
        yield "odd-telephone", "telephone", shown
    if (channel.telephone or channel.kind == "telephone") and not channel.serves:
        yield "telephone-without-purpose", "telephone", shown
    if channel.assured and channel.telephone and not channel.hours:
        yield "telephone-without-hours", "telephone", shown


def _charge(charge: Charge) -> Iterator[_Doubt]:
    """Charges of a figure without a basis; a ban, or a rule without a figure, needs none of a document."""
    figured = charge.stated if charge.assured else any(charge.numbers)
    if figured and not charge.free and charge.basis == NOT_STATED:
        yield "fee-without-basis", "basis", charge.item


def _schedule(table: Schedule) -> Iterator[_Doubt]:
    """Tables of charges of which any row has no basis, by a column, for itself, or for the whole table."""
    if table.money and not any(BASIS in column.name for column in table.columns):
        bases = [row.basis or table.basis or NOT_STATED for row in table.rows]
        if NOT_STATED in bases:
            yield "fee-without-basis", "basis" if table.basis else "columns", table.title
    if table.money and any(map(_tier, table.rows)) and not any(map(_measured, table.rows)):
        yield "tiers-without-volumes", "rows", table.title


def _tier(row: ScheduleRow) -> bool:
    """Whether a row is for a tier of what is used: 第一档, 第二阶梯."""
    return any(isinstance(cell, str) and _TIER.search(cell) for cell in row.cells.values())


def _measured(row: ScheduleRow) -> bool:
    """Whether a row says how much its tier is, by a condition or in words."""
    tested = any(test.ranges for tests in row.when for test in tests.values())
    return tested or any(isinstance(cell, str) and _VOLUME.search(cell) for cell in row.cells.values())


_TIER = re.compile("第?[一二三四五1-5][档级]|阶梯")
_VOLUME = re.compile("[0-9〇零一二三四五六七八九十百千万]+(?:立方|方|吨|m³|m3|升|度|千瓦时|平方)")


def _bounds(resolved: Resolved) -> Iterator[Finding]:
    """Single numbers that belong to two classes or to none, and those that belong to two rows of a table or to none."""
    numeric = {asked.id for asked in resolved.guide.inputs if asked.type in ("number", "integer")}
    for defect in resolved.guide.defects:
        points = [_point(tests, numeric) for tests in defect.where]
        if len(points) == 1 and points[0]:
            yield _of_bound(resolved, "defects", defect.id, points[0], several=bool(defect.classes))
    for table in facts(resolved.guide, "schedules"):
        for bound, several in _row_bounds(table, numeric):
            yield _of_bound(resolved, "schedules", table.id, bound, several=several)


def _of_bound(resolved: Resolved, section: str, name: str, bound: str, *, several: bool) -> Finding:
    origin = resolved.origin(section, name)
    code = "bound-of-both" if several else "bound-of-none"
    return finding(code, origin.source.position(origin.location), origin.source.thing(origin.location), value=bound)


def _point(tests: Mapping[str, Unary], numeric: Container[str]) -> str:
    """The number that a condition is about, where it is about one number and about no range besides."""
    numbers = [found for name, test in tests.items() if name in numeric for found in test.ranges]
    single = len(numbers) == 1 and numbers[0].low is not None and numbers[0].low == numbers[0].high
    return f"{numbers[0].low}" if single else ""


def _row_bounds(table: Schedule, numeric: Container[str]) -> Iterator[tuple[str, bool]]:
    """The numbers at which two neighbouring rows of a table meet, both with it or both without it."""
    ranges: dict[tuple[str, str], list[Range]] = {}
    for row in table.rows:
        for tests in row.when:
            for name, test in tests.items():
                if name in numeric and len(test.ranges) == 1 and not test.negated:
                    others = str(sorted((other, found.text) for other, found in tests.items() if other != name))
                    ranges.setdefault((name, others), []).append(test.ranges[0])
    for found in ranges.values():
        yield from _meeting(found)


def _meeting(ranges: Sequence[Range]) -> Iterator[tuple[str, bool]]:
    ordered = sorted(ranges, key=lambda one: Decimal("-Infinity") if one.low is None else one.low)
    for below, above in pairwise(ordered):
        alike = below.high is not None and below.high == above.low and below.high_closed is above.low_closed
        if alike and below.low != above.low:
            yield str(below.high), below.high_closed


def _deferrals(resolved: Resolved) -> Iterator[Finding]:
    """What may follow later, and nobody says until when: one finding for all papers, one for each sentence on them."""
    papers = [paper for paper in facts(resolved.guide, "papers") if paper.until]
    if papers:
        shown = "、".join(dict.fromkeys(paper.name for paper in papers))
        yield _of_fact(resolved, "papers", papers[0], "deferral-without-day", value=shown)
    for deferral in facts(resolved.guide, "deferrals"):
        if deferral.until == NOT_STATED and any(
            _PAPERS_LATER.search(quote) for one in deferral.cite for quote in one.quote
        ):
            yield _of_fact(resolved, "deferrals", deferral, "deferral-without-day", value=deferral.what.words)


_PAPERS_LATER = re.compile("容缺|后补|缓交|补[交齐充正]")
"""That papers may follow later; other work that is done afterwards has no last day to state."""


def _sometimes(resolved: Resolved) -> Iterator[Finding]:
    """Papers that are needed in any case here, and elsewhere only where the document says so in words."""
    papers = list(facts(resolved.guide, "papers"))
    only = {paper.name: paper.provided.words for paper in papers if paper.provided}
    for paper in papers:
        if paper.name in only and not paper.provided and paper.need == "required":
            words = {"value": paper.name, "other": only[paper.name]}
            yield _of_fact(resolved, "papers", paper, "paper-sometimes-conditional", **words)


def _of_fact(resolved: Resolved, section: str, fact: Any, code: str, **words: str) -> Finding:
    """A finding at a fact of a section."""
    origin = resolved.origin(section, fact.id)
    return finding(code, origin.source.position(origin.location), origin.source.thing(origin.location), **words)


def telephone_like(text: str) -> bool:
    """Whether a text is one telephone number or several, each of 3 to 12 digits."""
    numbers = [_EXTENSION.sub("", number).strip() for number in _BETWEEN.split(text)]
    return all(
        _DIGITS.fullmatch(_unbracketed(number)) and 3 <= sum(map(str.isdigit, number)) <= 14 for number in numbers
    )


def _unbracketed(number: str) -> str:
    """A telephone number with a hyphen behind its area code, which may stand in brackets: (0431)… is 0431-…."""
    return re.sub(r"^[(（]([0-9+]{2,5})[)）]", r"\1-", number.replace("－", "-").replace("—", "-"))


def _assured(resolved: Resolved) -> Iterator[Finding]:
    """Doubts about the telephone numbers of the utility's responsible persons, which no section of the guide holds."""
    short = resolved.city.assured.get(resolved.guide.utility)
    for index, person in enumerate(short.responsible if short else ()):
        source = resolved.city.sources[f"{resolved.guide.utility}.assured.yaml"]
        yield from _findings(source, ("responsible", index), of_part(person))


def _responsible(person: Responsible) -> Iterator[_Doubt]:
    if person.telephone and not telephone_like(person.telephone):
        yield "odd-telephone", "telephone", person.telephone


_RULES: Mapping[type[Part], Callable[[Any], Iterator[_Doubt]]] = {
    Paper: _paper,
    Channel: _channel,
    Charge: _charge,
    Schedule: _schedule,
    Responsible: _responsible,
}
