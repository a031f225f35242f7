"""Cities side by side: what each says under each heading, in words and as data. No ranking, no markup, no writing.

What one guide says is worked out first (`member`); comparing needs no guide any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NamedTuple

from generator.data.spreadsheet import spreadsheet
from generator.language import gettext
from generator.media.layout import Group, Layout, alone, layout
from generator.media.lines import Line
from generator.media.marks import sources
from generator.pages.drawings.bars import Axis, axis
from generator.pages.entries import Pagination, head
from generator.pages.shared_pages import compare_page
from generator.policy.guide import ANSWERED, Guide, asked
from generator.policy.scalars import NOT_STATED
from generator.policy.utilities import Utility, in_order
from generator.telling.comparable import Counted, bound, counted, groups, hindrances
from generator.telling.parts import target_words
from generator.words.catalogue import words
from generator.words.names import heading

HEADINGS: dict[str, tuple[str, ...]] = {
    "steps": ("step_counts", "steps"),
    "papers": ("paper_counts", "papers", "deferrals"),
    "limits": (),
    "deadlines": ("deadlines",),
    "practice": ("practice",),
    "money": ("fees", "works", "schedules"),
    "channels": ("channels", "contacts", "complaints"),
}
"""The tables of a comparison and their columns; limits have columns of their own. What nobody has to answer is left out
where nothing is said of it."""

COLUMNS = ("starts_on", "ends_with", "excludes", "includes")
"""The parts of a time limit that stand in columns of their own, since they decide with what it can be compared."""


@dataclass(frozen=True)
class Cell:
    """One thing that a guide says under a heading of the comparison."""

    id: str
    text: str
    kind: str
    """A strength (`required` …), or `conflict`, `nothing`, `reference`, `not_stated`, `apart`: not what it is about."""
    clauses: tuple[str, ...]
    sides: tuple[Cell, ...] = ()
    """Those of a conflict."""


@dataclass(frozen=True)
class Timed:
    """A time limit in words, part by part; empty where nothing is said."""

    id: str
    case: str
    amount: str
    further: str
    """Its parts that have no field of their own, as they stand behind the amount."""
    unit: str
    kind: str
    binding: str
    """How strongly it holds, as it is said; empty for a plain duty."""
    disputed: bool
    starts_on: str
    ends_with: str
    excludes: str
    includes: str
    extends: str
    clauses: tuple[str, ...]
    hindrances: tuple[str, ...]
    """Codes of what keeps it from being compared; `alone` where nothing does and nobody counts alike."""
    group: int
    """The number of its comparable group, from 1; 0: none."""
    counted: Counted

    @property
    def bound(self) -> str:
        """The kind of its number, as `comparable.bound`."""
        return bound(self.counted.limit)

    @property
    def drawn(self) -> bool:
        """Whether it can be drawn: of the whole service, a number, a unit."""
        limit = self.counted.limit
        return self.counted.whole and bool(limit.numbers) and limit.unit != NOT_STATED

    @property
    def left_out(self) -> str:
        """What is not counted, in words; empty where nothing is said of that."""
        return words()["compare"]["counts"]["excludes"].format(self.excludes) if self.excludes else ""

    @property
    def counted_in(self) -> str:
        """What is expressly counted in, in words; empty where nothing is said of that."""
        return words()["compare"]["counts"]["includes"].format(self.includes) if self.includes else ""

    @property
    def fill(self) -> Literal["included", "excluded", "open"]:
        """What its bar says of design, works and the like: counted in, left out, or not stated."""
        return "included" if self.includes else "excluded" if self.excludes else "open"


@dataclass(frozen=True)
class Member:
    """One guide, without its facts: what it says by section, and its time limits."""

    guide: Guide
    said: dict[str, tuple[Cell, ...]]
    limits: tuple[Timed, ...]
    lacking: dict[str, str]
    """By section, that what would speak of it is not in hand."""

    @property
    def apart(self) -> str:
        """What the guide is about, in words; empty where it says how one is connected."""
        subjects = gettext("、").join(words()["subjects"][one] for one in self.guide.about)
        return "" if self.guide.connects else str(words()["compare"]["apart"]).format(subjects=subjects)

    def silence(self, section: str) -> Cell:
        """What stands under a heading of which nothing is said."""
        if section in self.lacking:
            return Cell("", self.lacking[section], "not_in_hand", ())
        if section in asked(self.guide):
            return Cell("", words()["compare"]["silent"], NOT_STATED, ())
        return Cell("", self.apart, "apart", ())


class Scale(NamedTuple):
    """The limits of the whole service in one unit, from all places, as bars on one axis."""

    unit: str
    axis: Axis
    limits: tuple[Timed, ...]

    def bar(self, timed: Timed) -> tuple[str, str]:
        """How far the bar of a limit reaches for certain, and at most."""
        numbers = timed.counted.limit.numbers
        return self.axis.reach(min(numbers)), self.axis.reach(max(numbers))


@dataclass(frozen=True)
class Comparison:
    """One utility: the guides side by side and the groups of comparable limits."""

    utility: Utility
    members: tuple[Member, ...]
    groups: tuple[tuple[Timed, ...], ...]

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """All that can be drawn, unit by unit; a day of whatever kind is as long as any."""
        drawn = [timed for member in self.members for timed in _once(member.limits)]
        longest: dict[str, Decimal] = {}
        for timed in drawn:
            scale = _scale(timed.unit)
            longest[scale] = max(longest.get(scale, Decimal(0)), *timed.counted.limit.numbers)
        units = [unit for unit in _UNITS if any(timed.unit == unit for timed in drawn)]
        of_unit = {unit: tuple(timed for timed in drawn if timed.unit == unit) for unit in units}
        return tuple(Scale(unit, axis(longest[_scale(unit)]), limits) for unit, limits in of_unit.items())

    @property
    def undrawn(self) -> tuple[tuple[Member, tuple[Timed, ...]], ...]:
        """The limits of the whole service that cannot be drawn, and the places that have none at all."""
        whole = ((member, [timed for timed in member.limits if timed.counted.whole]) for member in self.members)
        left = ((member, tuple(timed for timed in limits if not timed.drawn), limits) for member, limits in whole)
        return tuple((one, alone_) for one, alone_, limits in left if alone_ or not (limits or one.apart))

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Of how many limits that are drawn each part of how they are counted is not stated, in words."""
        drawn = [timed for scale in self.scales for timed in scale.limits]
        silent = {part: sum(not getattr(timed, part) for timed in drawn) for part in ("starts_on", "ends_with")}
        silent["excludes"] = sum(timed.fill == "open" for timed in drawn)
        forms = words()["compare"]["silences"]
        return tuple(forms[part].format(n=number) for part, number in silent.items())


def _once(limits: Iterable[Timed]) -> Iterator[Timed]:
    """What can be drawn of some limits; clauses that differ in nothing but how strongly they hold are one bar."""
    alike: dict[object, list[Timed]] = {}
    for timed in (timed for timed in limits if timed.drawn):
        key = timed.case, timed.counted.limit.numbers, timed.counted.basis, "aim" in timed.hindrances
        alike.setdefault(key, []).append(timed)
    for first, *others in alike.values():
        held = [timed.counted.limit for timed in (first, *others)] if first.binding and others else []
        yield replace(first, binding=target_words(first.counted.guide, held) or first.binding) if held else first


_DAYS = ("working_day", "calendar_day", "day")
_UNITS = (*_DAYS, "week", "month", "year", "hour", "minute")
"""The units in which limits are drawn, in the order of their tables."""


def _scale(unit: str) -> str:
    return "day" if unit in _DAYS else unit


def member(guide: Guide) -> Member:
    """What a guide says, before it is compared with any other."""
    own = head(guide)
    limits = tuple(_timed(limit, Counted(own, limit.limit, limit.disputed)) for limit in counted(guide))
    return Member(own, _said(guide), limits, _lacking(guide))


def comparisons(members: Sequence[Member]) -> Iterator[Comparison]:
    """A comparison of each utility that any place has, the places in the order of their codes."""
    ordered = sorted(members, key=_by_code)
    for utility in in_order({one.guide.utility for one in members}):
        yield _comparison(utility, [one for one in ordered if one.guide.utility == utility])


def _by_code(member: Member) -> tuple[bool, str, str]:
    """The order of places: by code, those without a code last."""
    return member.guide.place.code == NOT_STATED, member.guide.place.code, member.guide.address


def _comparison(utility: Utility, members: Sequence[Member]) -> Comparison:
    alike = groups([limit.counted for one in members for limit in one.limits])
    numbers = {one.path: number for number, group in enumerate(alike, start=1) for one in group}
    grouped = [replace(one, limits=tuple(_grouped(limit, numbers) for limit in one.limits)) for one in members]
    timed = {limit.counted.path: limit for one in grouped for limit in one.limits}
    return Comparison(utility, tuple(grouped), tuple(tuple(timed[one.path] for one in group) for group in alike))


def _grouped(limit: Timed, numbers: dict[Any, int]) -> Timed:
    """A limit with its group; one that nothing hinders and that has none is alone."""
    group = numbers.get(limit.counted.path, 0)
    return replace(limit, group=group, hindrances=limit.hindrances or (() if group else ("alone",)))


def _said(guide: Guide) -> dict[str, tuple[Cell, ...]]:
    """What a guide says, by section; a guide by reference says under each heading that it follows another."""
    referred, shown = tuple[Cell, ...](), layout(guide, "comparison")
    if (reference := guide.reference) is not None:
        referred = (Cell("reference", reference.text, "reference", tuple(sources(guide, [reference]))),)
    names = [name for names in HEADINGS.values() for name in names]
    cells = {name: tuple(_cells(guide, shown, name)) for name in names}
    return {name: (*referred, *cells[name]) for name in names if name in ANSWERED or cells[name]}


def _cells(guide: Guide, shown: Layout, name: str) -> tuple[Cell, ...]:
    """What is said under a heading, or that papers say it themselves."""
    said, papers = shown.at_papers(name)
    if said:
        return (
            Cell(
                "papers", said, papers[0].statement.strength, tuple(sources(guide, [one.statement for one in papers]))
            ),
        )
    tables = _long_tables(guide, shown) if name == "schedules" else ()
    return (*(_cell(guide, group) for group in _groups(shown, name)), *tables)


def _long_tables(guide: Guide, shown: Layout) -> Iterator[Cell]:
    """The tables of money whose rows do not stand here, each by its title and how many rows it has."""
    for table in shown.money_tables():
        if not table.brief:
            own = table.schedule
            text = words()["compare"]["table"].format(title=own.title, n=len(table.rows))
            yield Cell(own.id, text, own.force, tuple(sources(guide, [own])))


def _groups(shown: Layout, name: str) -> tuple[Group, ...]:
    """What is said under a heading, if only what is not in hand; of tables, the rows of those that are short."""
    if name != "schedules":
        lacking = (line for line in shown.told_under(name) if line.open and not line.statement.rest)
        return shown.groups(name) or tuple(shown.grouped(lacking))
    rows = (line for table in shown.money_tables() if table.brief for line in shown.table_lines(table))
    return tuple(shown.grouped(rows))


def _lacking(guide: Guide) -> dict[str, str]:
    """By heading of which nothing is said, what would speak of it and is not in hand."""
    shown = layout(guide, "comparison")
    found = {name: shown.silence(name) for name in asked(guide) if not shown.groups(name)}
    return {name: said for name, said in found.items() if said != words()["lines"]["silent"]}


def _cell(guide: Guide, group: Group) -> Cell:
    """One thing said, or what follows from clauses that differ, with each of them."""
    lines = [_line(guide, one) for one in group.lines]
    if group.relation is None:
        return lines[0]
    return Cell(group.relation.id.partition("/")[2], group.relation.says, "conflict", (), tuple(lines))


def _line(guide: Guide, one: Line) -> Cell:
    kinds = {"stated": one.statement.strength, "silent": NOT_STATED}
    kind = kinds.get(one.statement.kind, one.statement.kind)
    last = one.statement.id.rpartition("/")[2]
    return Cell(
        "rest" if one.open and one.statement.rest else last, one.text, kind, tuple(sources(guide, [one.statement]))
    )


def _timed(whole: Counted, kept: Counted) -> Timed:
    """A limit in words; `kept`: the same without the facts of its guide."""
    limit = whole.limit
    said = alone(whole.guide, "limits", limit, "comparison")
    amount = said.without("when", "lead", "part", "open", "note")
    lead = "".join(piece.words for piece in said.pieces if piece.kind == "lead")
    parts = {piece.name: piece for piece in said.pieces if piece.kind == "part"}
    return Timed(
        id=limit.id,
        case=gettext("，").join(filter(None, [said.when, lead])),
        amount=amount.text,
        further="".join(piece.text for name, piece in parts.items() if name not in COLUMNS),
        unit=limit.unit,
        kind=limit.force,
        binding="".join(piece.words for piece in said.pieces if piece.kind == "strength"),
        disputed=whole.disputed,
        clauses=tuple(sources(whole.guide, [limit])),
        hindrances=hindrances(whole),
        group=0,
        counted=kept,
        **{name: _words(parts[name].value) if name in parts else "" for name in (*COLUMNS, "extends")},
    )


def _words(value: Any) -> str:
    """The document's words of a part of a limit."""
    return gettext("、").join(one.words for one in value) if isinstance(value, tuple) else str(value.words)


def pages(every: Iterable[Comparison], of: Pagination) -> dict[str, str]:
    """The Markdown pages of some comparisons, by path below `guides/`."""
    return {f"{_folder(comparison, of)}/index.md": compare_page(comparison, HEADINGS, of) for comparison in every}


def divided(utility: Utility, of: Pagination) -> str:
    """The Markdown of the page that leads to those of the provinces."""
    return compare_page(Comparison(utility, (), ()), HEADINGS, of)


def _folder(comparison: Comparison, of: Pagination) -> str:
    return "/".join(filter(None, ("compare", comparison.utility, of.province)))


# ---------------------------------------------------------------------------------------------------------- data


def data(every: Iterable[Comparison], of: Pagination) -> dict[str, bytes]:
    """The data beside the pages, by path below `guides/`."""
    files = {}
    for comparison in every:
        files[f"{_folder(comparison, of)}/comparison.json"] = as_json(comparison).encode("utf-8")
        files[f"{_folder(comparison, of)}/comparison.csv"] = as_csv(comparison).encode("utf-8")
    return files


def as_json(comparison: Comparison) -> str:
    """`comparison.json`: `{utility, groups: [[{guide, id}]], places: [{address, place, said, limits}]}`.

    `said`: cells by section. A part of a limit that is empty is not stated. `group`: from 1, 0 for none.
    """
    whole = {
        "utility": comparison.utility,
        "groups": [
            [{"guide": limit.counted.guide.address, "id": limit.id} for limit in group] for group in comparison.groups
        ],
        "places": [_place(member) for member in comparison.members],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _place(member: Member) -> dict[str, Any]:
    place = member.guide.place
    return {
        "address": f"{member.guide.address}/",
        "place": {"name": place.name, "code": place.code, "covers": place.covers},
        "reference": member.guide.reference is not None,
        "said": {name: [_plain_cell(cell) for cell in cells] for name, cells in member.said.items()},
        "limits": [_plain_limit(limit) for limit in member.limits],
    }


def _plain_cell(cell: Cell) -> dict[str, Any]:
    return vars(cell) | {"sides": [vars(side) for side in cell.sides]}


def _plain_limit(limit: Timed) -> dict[str, Any]:
    return {name: getattr(limit, name) for name in Timed.__dataclass_fields__ if name != "counted"}


def _columns() -> tuple[str, ...]:
    """The columns of what is said."""
    of = gettext("地方"), gettext("代码"), gettext("指南"), gettext("项目"), gettext("编号")
    return (*of, gettext("内容"), gettext("性质"), gettext("条款"))


def _counted() -> tuple[str, ...]:
    """The columns of what is counted, in limits alone."""
    parts = gettext("单位"), gettext("起算"), gettext("终点"), gettext("不计入"), gettext("计入")
    return (*parts, gettext("可比组"), gettext("不可比的原因"))


def as_csv(comparison: Comparison) -> str:
    """`comparison.csv`: a row for each thing said, and one for each heading that the document is silent about."""
    return spreadsheet((*_columns(), *_counted()), (line for member in comparison.members for line in _lines(member)))


def _lines(member: Member) -> Iterator[tuple[str, ...]]:
    labels, place = words()["compare"], member.guide.place
    head = (place.name, "" if place.code == NOT_STATED else place.code, member.guide.address)
    for section, cells in member.said.items():
        for cell in cells or (member.silence(section),):
            for part in cell.sides or (cell,):
                both = gettext("{label}：{option}").format(label=cell.text, option=part.text)
                text = both if cell.sides else cell.text
                kind = "conflict" if cell.sides else cell.kind
                clauses = gettext("；").join(part.clauses)
                yield (*head, heading(section), part.id, text, kind, clauses, *[""] * len(_counted()))
    if not member.limits and member.guide.reference is None:
        none = member.silence("limits")
        yield (*head, heading("limits"), "", none.text, none.kind, "", *[""] * len(_counted()))
    for limit in member.limits:
        why = gettext("；").join(labels["hindrances"][code] for code in limit.hindrances)
        kind = "conflict" if limit.disputed else limit.kind
        text = gettext("：").join(filter(None, [limit.case, limit.amount + limit.further]))
        parts = (limit.unit, limit.starts_on, limit.ends_with, limit.excludes, limit.includes)
        group = str(limit.group or "")
        yield (*head, heading("limits"), limit.id, text, kind, gettext("；").join(limit.clauses), *parts, group, why)
