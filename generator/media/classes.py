"""The classes of a guide as a reader compares them: a ladder of time limits, a grid, or a list. No markup, no wording.

Everything is laid out from the longest to the shortest; the most favourable never comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from generator.decision.boxes import Box, meet, touching, within
from generator.decision.deciding import decided
from generator.decision.grid import Cell, Grid, Split, apart, grids, split
from generator.language import gettext
from generator.media.card import hours, in_order, place
from generator.media.layout import Classed, Group, Layout, silence
from generator.media.lines import Line
from generator.memory_cache import once
from generator.policy.facts import WORDS_AS_AMOUNT, Limit
from generator.policy.guide import Guide
from generator.policy.provenance import AIMS
from generator.policy.scalars import NOT_STATED
from generator.policy.tables import Input
from generator.telling.comparable import basis, bound
from generator.telling.select import regions
from generator.words.catalogue import words
from generator.words.conditions import cell_words, class_name, conditions, value_words

Form: TypeAlias = Literal["ladder", "grid", "list"]


class Entry(NamedTuple):
    """A class as a row."""

    classed: Classed
    said: str
    """How its condition begins, where the heading above says that already."""
    rule: str
    """The rest of its condition."""
    silent: str
    """That no time limit is known for it, though there are for others: 文件没有写; empty where there is one."""


class Batch(NamedTuple):
    """Classes that belong together: of one table, or of one answer to what divides them."""

    table: str
    title: str
    """What they have in common; empty where there is nothing to tell them from others."""
    entries: tuple[Entry, ...]
    when: str = ""
    """In which cases its table divides at all, in words; empty where it does in all."""


class Square(NamedTuple):
    """A cell of a grid, in words."""

    box: Box
    classes: tuple[str, ...]
    """The names of the classes that hold, without what the grid's own title says."""
    amounts: tuple[str, ...]
    """The time limits that hold: their numbers where the title has their unit, else in words."""
    silent: str
    """What is said where there is no amount."""
    limits: tuple[str, ...]
    """The ids of the statements that say so."""
    outside: bool


class Heading(NamedTuple):
    """What the rows or the columns of a grid are."""

    name: str
    unit: str


class Chart(NamedTuple):
    """A grid, in words."""

    title: str
    """Of whom it is; empty where it is of all."""
    unit: str
    """What the numbers in it are: 不超过几个工作日; empty where they stand with their words."""
    across: Heading
    columns: tuple[str, ...]
    down: Heading
    rows: tuple[tuple[str, tuple[Square, ...]], ...]


@dataclass(frozen=True)
class Arranged:
    """The classes of a guide, ready to be set."""

    form: Form
    ladder: tuple[Group, ...]
    """The time limits of the whole service, where they do not stand beside the classes."""
    batches: tuple[Batch, ...]
    rest: tuple[Line, ...]
    """What is silent of some cases."""
    charts: tuple[Chart, ...]
    aside: tuple[str, ...]
    """Of whom the charts are, in the words of the answers: to whom none of the classes that stand apart applies."""
    longest: Decimal | None
    """The number of the longest limit, where all are counted alike and may be drawn on one scale."""


@once  # each page of a guide has them
def arranged(shown: Layout) -> Arranged:
    """The classes of a guide. Raises CycleError, TooLargeError."""
    chosen, whole = form(shown), [line for group in shown.whole_limits() for line in group.lines]
    beside = chosen != "ladder"
    return Arranged(
        form=chosen,
        ladder=() if beside else tuple(in_order(shown)),
        batches=tuple(_batches(shown, beside=beside)),
        rest=tuple(line for line in whole if line.open) if beside else (),
        charts=tuple(_charts(shown)) if chosen == "grid" else (),
        aside=_aside(shown.guide) if chosen == "grid" else (),
        longest=_longest(_limits(whole)),
    )


def form(shown: Layout) -> Form:
    """How the classes of a guide are set, by what its time limits hang on.

    ladder: a limit of the whole service hangs on no class of one table alone (on several tables, on answers, on
    nothing), limits hang on several tables, or two clauses differ: the limits stand side by side, each with its case.
    grid: else, where two inputs decide the one table (within each answer to what divides it), and every limit holds in
    a cell wholly or not at all; beside a list.
    list: else; each class with its days.
    """
    whole = [line for group in shown.whole_limits() for line in group.lines if not line.open]
    beside = {table: _beside(classes) for table, classes in shown.tables().items()}
    known = {path for ids in beside.values() for path in ids}
    disputed = any(group.relation for group in shown.whole_limits())
    if disputed or sum(map(bool, beside.values())) > 1 or any(line.statement.id not in known for line in whole):
        return "ladder"
    return "grid" if whole and _settled(shown) else "list"


def _beside(classes: Iterable[Classed]) -> set[str]:
    return {line.statement.id for classed in classes for line in classed.limits}


def _limits(lines: Iterable[Line]) -> list[Limit]:
    """The time limits that have a number."""
    facts = (line.statement.fact for line in lines if not line.open)
    return [fact for fact in facts if isinstance(fact, Limit) and fact.numbers]


def _longest(limits: Sequence[Limit]) -> Decimal | None:
    """The largest number of limits that one document counts, or leaves open, in one way, none of them an aim."""
    alike = len({basis(limit) for limit in limits}) == 1
    if not alike or len(limits) < _SEVERAL or any(limit.force in AIMS for limit in limits):
        return None
    unnamed = limits[0].unit == NOT_STATED or limits[0].unit in WORDS_AS_AMOUNT
    return None if unnamed else max(max(limit.numbers) for limit in limits)


_SEVERAL = 2


# -------------------------------------------------------------------------------------------------------- the list


def _batches(shown: Layout, *, beside: bool) -> Iterator[Batch]:
    """The classes table by table, each with the case in which it divides."""
    for name, classes in shown.tables().items():
        condition = decided(shown.guide).condition(classes[0].fact.table)
        when = conditions(shown.guide, condition) if condition else ""
        yield from (batch._replace(when=when) for batch in _divided(shown, name, classes, beside=beside))


def _divided(shown: Layout, name: str, classes: Sequence[Classed], *, beside: bool) -> Iterator[Batch]:
    """The classes of a table; where one input divides them, answer by answer."""
    table = classes[0].fact.table
    divided = split(decided(shown.guide), table) if beside else None
    made = [_entry(shown, classed, divided, beside=beside) for classed in classes]
    if divided is None:
        yield Batch(table, name, tuple(sorted(made, key=_place)))
    else:
        yield from sorted(_parted(shown.guide, table, made, divided), key=lambda batch: _place(batch.entries[0]))


def _parted(guide: Guide, table: str, entries: Sequence[Entry], divided: Split) -> Iterator[Batch]:
    """The classes of each answer, then those that do not look at it."""
    asked = decided(guide).space.axes[divided.position]
    groups = {value_words(asked.input, asked.test(mask)): names for mask, names in divided.groups}
    answers = gettext("、").join(groups)
    free = {gettext("不论{answers}").format(answers=answers): divided.free} if divided.free else {}
    for title, names in (groups | free).items():
        kept = [entry for entry in entries if entry.classed.fact.id in names]
        yield Batch(table, title, tuple(sorted(kept, key=_place)))


def _place(entry: Entry) -> tuple[int, Decimal]:
    """Where a class stands: as its longest time limit does; last where nothing is stated of it."""
    return min(map(place, (line.statement.fact for line in entry.classed.limits)), default=(3, Decimal(0)))


def _entry(shown: Layout, classed: Classed, divided: Split | None, *, beside: bool) -> Entry:
    said, rule = _rule(shown.guide, classed, divided)
    silent = _silent(shown, classed) if beside and not classed.limits else ""
    return Entry(classed if beside else classed._replace(limits=()), said, rule, silent)


def _rule(guide: Guide, classed: Classed, divided: Split | None) -> tuple[str, str]:
    """The condition of a class in two parts: what the answer that divides the classes says already, and the rest."""
    rows = classed.fact.rows
    if divided is None or rows == "rest":
        return "", classed.rule
    name = decided(guide).space.axes[divided.position].input.id
    rest = [{key: test for key, test in row.tests.items() if key != name} for row in rows]
    short = conditions(guide, rest) if all(rest) else classed.rule
    fits = classed.rule.endswith(short)
    return (classed.rule.removesuffix(short), short) if fits else ("", classed.rule)


def _silent(shown: Layout, classed: Classed) -> str:
    """That no time limit of the whole service can hold for a class, though there are some; else empty."""
    there = decided(shown.guide).holding(classed.fact.table)[classed.fact.id]
    whole = [line for group in shown.whole_limits() for line in group.lines]
    stated = [line for line in whole if not line.open]
    met = any(touching(regions(shown.guide).where(line.statement), there) for line in stated)
    return _silence(shown, whole, there) if stated and not met else ""


def _silence(shown: Layout, whole: Sequence[Line], there: Sequence[Box]) -> str:
    """What is said where none of some time limits holds."""
    at = regions(shown.guide)
    return silence(line.statement for line in whole if touching(at.where(line.statement), there))


# -------------------------------------------------------------------------------------------------------- the grid


def _aside(guide: Guide) -> tuple[str, ...]:
    """That none of the classes that stand apart applies, in the words of the answers."""
    decisions, said = decided(guide), []
    (table,) = decisions.classes
    for name, position in apart(decisions, table).items():
        asked = decisions.space.axes[position]
        taken = decisions.holding(table)[name][0][position]
        said.append(value_words(asked.input, asked.test(asked.full & ~taken)))
    return tuple(said)


def _grids(shown: Layout) -> tuple[Grid, ...]:
    decisions, at = decided(shown.guide), regions(shown.guide)
    if len(decisions.classes) != 1:
        return ()
    (table,) = decisions.classes
    return grids(decisions, table, [*at.of("impossible"), *at.of("outside")])


def _settled(shown: Layout) -> bool:
    """Whether there are grids in whose cells every time limit holds wholly or not at all."""
    at, found = regions(shown.guide), _grids(shown)
    whole = [line for group in shown.whole_limits() for line in group.lines if not line.open]
    boxes = [cell.box for grid in found for row in grid.cells for cell in row if not cell.outside]
    return bool(found) and all(_wholly(at.where(line.statement), box) for line in whole for box in boxes)


def _wholly(region: Sequence[Box], box: Box) -> bool:
    return within([box], region) or not any(meet(box, other) for other in region)


def _charts(shown: Layout) -> Iterator[Chart]:
    """The grids in words, those of the longest limits first."""
    whole = [line for group in shown.whole_limits() for line in group.lines if not line.open]
    (table,) = decided(shown.guide).classes
    divided = split(decided(shown.guide), table)
    drawn = sorted(_grids(shown), key=lambda grid: -max(map(hours, _limits(_within(shown, whole, grid))), default=0))
    yield from (_chart(shown, table, grid, divided, whole) for grid in drawn)


def _within(shown: Layout, whole: Sequence[Line], grid: Grid) -> list[Line]:
    at = regions(shown.guide)
    return [line for line in whole if any(meet(grid.within, box) for box in at.where(line.statement))]


def _chart(shown: Layout, table: str, grid: Grid, divided: Split | None, whole: Sequence[Line]) -> Chart:
    axes = decided(shown.guide).space.axes
    across, down = axes[grid.across], axes[grid.down]
    title = ""
    if divided:
        asked = axes[divided.position]
        title = value_words(asked.input, asked.test(grid.within[divided.position]))
    unit = _unit(_limits(whole)) if len(_limits(whole)) == len(whole) else ""

    def square(cell: Cell) -> Square:
        names = tuple(class_name(shown.guide, name, table).removeprefix(title) for name in cell.classes)
        held = _held(shown, whole, cell)
        ids = tuple(line.statement.id for line in held)
        amounts = _amounts(held, plain=bool(unit))
        return Square(cell.box, names, amounts, _silence(shown, every, [cell.box]), ids, cell.outside)

    every = [line for group in shown.whole_limits() for line in group.lines]
    heads = [cell_words(down.input, down.test(mask)) for mask in grid.rows]
    cells = [tuple(map(square, row)) for row in grid.cells]
    columns = tuple(cell_words(across.input, across.test(mask)) for mask in grid.columns)
    return Chart(title, unit, _named(across.input), columns, _named(down.input), tuple(zip(heads, cells, strict=True)))


def _named(asked: Input) -> Heading:
    return Heading(asked.name, asked.unit or "")


def _unit(limits: Sequence[Limit]) -> str:
    """What the numbers of some limits are, where they all are that: `不超过几个工作日`."""
    if len({(limit.unit, bound(limit)) for limit in limits}) != 1 or any(len(limit.numbers) > 1 for limit in limits):
        return ""
    if limits[0].unit == NOT_STATED or any(limit.words for limit in limits):
        return ""
    how_many, unit = gettext("几"), words()["units"][limits[0].unit]
    said = str(words()["amounts"][bound(limits[0])]).format(n=how_many, unit=unit)
    return re.sub(f" ?{how_many} ?", how_many, said).strip()


def _held(shown: Layout, whole: Sequence[Line], cell: Cell) -> list[Line]:
    """The time limits that hold in a cell."""
    at = regions(shown.guide)
    return [line for line in whole if within([cell.box], at.where(line.statement))]


def _amounts(held: Sequence[Line], *, plain: bool) -> tuple[str, ...]:
    """Time limits as amounts, each once."""
    said = (str(line.statement.fact.numbers[0]) if plain else line.statement.says for line in held)
    return tuple(dict.fromkeys(said))
