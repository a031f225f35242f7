"""What is told of a guide in a case, as one medium lays it out: section by section, in lines. No markup.

What a group has in common is said once, clauses that differ stand together, and what is silent for some cases only has
a line of its own. Which parts a medium shows stands in `templates/media.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import combinations, groupby
from typing import Any, NamedTuple

from generator.decision.boxes import Box, shared, within
from generator.decision.deciding import decided
from generator.language import gettext
from generator.media.lines import Line, PieceKind, line, merged
from generator.media.ways import beside, way
from generator.memory_cache import once
from generator.policy.facts import LEVELS, MONEY, Amount, Quantity, Schedule
from generator.policy.guide import PURPOSES, Guide, facts, items
from generator.policy.tables import Class
from generator.telling.compose import composed
from generator.telling.disclosure import PROMISED, in_force
from generator.telling.overlaps import Overlap, overlaps
from generator.telling.parts import part_form, step_names, target_words
from generator.telling.select import Regions, Said, Told, regions, told
from generator.telling.statements import Case, Part, Relation, Statement
from generator.words import conditions
from generator.words.catalogue import words

_SEVERAL = 2
_BRIEF = 6
"""A sheet has room for so many rows of a table."""


class Group(NamedTuple):
    """Lines that belong together: clauses that differ, with what follows from that; else one line alone."""

    relation: Relation | None
    lines: tuple[Line, ...]

    def strength(self, guide: Guide) -> str:
        """How strongly its clauses hold, each way once; the days of several targets together."""
        held = [line.statement for line in self.lines if line.statement.part("strength")]
        each = dict.fromkeys(part.words for line in self.lines if (part := line.statement.part("strength")))
        return (held and target_words(guide, [one.fact for one in held])) or gettext("；").join(each)

    @property
    def amounts(self) -> tuple[Quantity, ...]:
        """The amounts that its clauses name, alike ones once, with those that are words alone."""
        held = (line.statement.fact for line in self.lines)
        return tuple({_amount(fact): fact for fact in held if isinstance(fact, Quantity)}.values())

    @property
    def cautious(self) -> Line | None:
        """Of clauses that differ in their strength only, one that is an aim and not in force, if there is one."""
        alike = len({_content(one) for one in self.lines}) == 1
        aims = (one for one in self.lines if not in_force("", one.statement.fact))
        return next(aims, self.lines[0]) if alike else None

    @property
    def differs(self) -> bool:
        """Whether its clauses differ in more than their strength."""
        return self.relation is not None and self.cautious is None


class Promised(NamedTuple):
    """What a utility promises, by the document's word or its own, and what the document only asks of it."""

    kept: tuple[Group, ...]
    asked: tuple[Group, ...]
    denied: tuple[Group, ...]
    """What it expressly does not promise."""


class Common(NamedTuple):
    """What the statements of a section have in common: parts they all state alike, and those they all leave open."""

    section: str
    several: bool = False
    """Whether there is more than one statement."""
    stated: tuple[Part, ...] = ()
    some: tuple[Part, ...] = ()
    """What all say alike that say it, and not all do: the line of each tells in short that it does."""
    silent: tuple[Part, ...] = ()
    """What all leave open."""
    unsaid: tuple[Part, ...] = ()
    """What some leave open: their lines do not tell it."""
    ids: tuple[str, ...] = ()
    """The statements."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Each of them in words: 都从受理起算."""
        return (*self.said, *self.open)

    @property
    def said(self) -> tuple[str, ...]:
        """Those that the document states."""
        return (*(self._once(part, "once") for part in self.stated), *(self._once(part, "some") for part in self.some))

    @property
    def open(self) -> tuple[str, ...]:
        """What the document leaves open, of all and of some."""
        some = [_open("open_some", parts) for parts in _by_text(self.unsaid)]
        return (*([self.silence] if self.silent else []), *some)

    @property
    def nothing(self) -> str:
        """Why its parts are open: 文件没有写, or what is not in hand."""
        parts = self.silent or self.unsaid
        lacks = gettext("、").join(dict.fromkeys(part.lacks for part in parts if part.lacks))
        return str(words()["lines"]["lacking" if lacks else "silent"]).format(lacks)

    @property
    def silence(self) -> str:
        """What the document leaves open of all."""
        form = "open_once" if self.several else "silent_about"
        return gettext("；").join(_open(form, parts) for parts in _by_text(self.silent))

    def short(self, part: Part) -> Part:
        """A part as the line of one statement tells it."""
        if part.name not in {one.name for one in self.some}:
            return part
        return replace(part, words=part_form(self.section, part.name)["short"])

    def _once(self, part: Part, how: str) -> str:
        form = part_form(self.section, part.name)
        before, _, after = form["form"].partition("{}")
        return str(form[how]).format(part.words.removeprefix(before).removesuffix(after))


class Table(NamedTuple):
    """A table of the document: fees, standards, compensation."""

    schedule: Schedule
    when: str
    cased: bool
    """Whether its rows hold for different cases."""
    rows: tuple[Line, ...]
    rest: Line | None
    """That it says nothing of the other cases."""
    alike: tuple[Part, ...] = ()
    """How all its rows are settled, who pays, on what basis, where that is the same for all."""
    apart: tuple[Part, ...] = ()
    """The same where it is not: one part for each, of any row."""

    @property
    def brief(self) -> bool:
        """Whether a sheet has room for it: its rows are few, and are about what it costs to be connected."""
        return len(self.rows) <= _BRIEF and self.schedule.purpose not in ("service", "price")

    @property
    def labels(self) -> tuple[str, ...]:
        """The headings of the columns of what is not alike."""
        return tuple(part.label for part in self.apart)

    @property
    def shared(self) -> tuple[str, ...]:
        """What all rows have in common, in words."""
        stated = gettext("；").join(part.words for part in self.alike if not part.silent)
        about = "open_once" if len(self.rows) >= _SEVERAL else "silent_about"
        open_ = (_open(about, parts) for parts in _by_text(part for part in self.alike if part.silent))
        return tuple(filter(None, [stated, *open_]))

    def rates(self, line: Line) -> tuple[Part, ...]:
        """The amounts of a row that has several, which only the headings of their columns tell apart."""
        found = tuple(part for part in line.cells if isinstance(part.value, Amount))
        return found if len(found) >= _SEVERAL else ()

    def row(self, line: Line) -> tuple[Part, ...]:
        """What stands in a row: its cells, and its own part for each of what is not alike."""
        own = (line.statement.part(part.name) or Part(part.name, part.label, "") for part in self.apart)
        return (*line.cells, *(replace(part, words=bare(part)) for part in own))


class Cost(NamedTuple):
    """What is paid for one thing: charges, and tables of charges."""

    name: str
    groups: tuple[Group, ...]
    tables: tuple[Table, ...]


class Classed(NamedTuple):
    """A class with the time limits that hang on it."""

    fact: Class
    rule: str
    undefined: str
    precedes: tuple[str, ...]
    """The names of the classes that it goes before, where both fit."""
    limits: tuple[Line, ...]


@dataclass(frozen=True)
class Layout:
    """What is told of a guide in a case, as a medium lays it out."""

    guide: Guide
    medium: str
    case: Case
    told: Told

    # --------------------------------------------------------------------------------------------------- sections

    def section(self, name: str) -> tuple[Line, ...]:
        """The lines of a section; silence has one only where something else is said there."""
        said = self._sections.get(name, []) if way(self.medium, name) == "show" else []
        if all(one.statement.open and not one.statement.parts for one in said):
            return ()
        found = [self._again(name, self._lines[one.statement.id]) for one in said]
        return tuple(merged(found) if way(self.medium, name, "says") == "once" else found)

    def headed(self, name: str) -> bool:
        """Whether anything is said under a heading of the page."""
        under = {
            "approach": ("approach", "conditions", "refusals", "permits", "joint", "visits"),
            "papers": ("papers", "deferrals"),
            "fees": ("fees", "works", "pipe"),
            "channels": ("channels", "contacts", "help", "paid_help"),
            "levels": ("compensation",),
        }
        tabled = {"fees": MONEY, "levels": LEVELS}
        return bool(self.schedules(*tabled.get(name, ()))) or any(self.section(one) for one in under.get(name, (name,)))

    def _again(self, name: str, one: Line) -> Line:
        """What is said beyond, at the second heading that it answers: where it stands already, if that will do."""
        first = next((topic for topic in one.statement.topics if topic in self._sections), name)
        if one.statement.kind != "beyond" or name == first or way(self.medium, "beyond") != "once":
            return one
        said = str(words()["lines"]["beyond_again"])
        return one.without("part", "strength", "note").saying("says", said)

    def silence(self, *names: str) -> str:
        """That nothing is known under some headings: 文件没有写, or what would say it and is not in hand."""
        return silence(one.statement for name in names for one in self._sections.get(name, []))

    def told_under(self, name: str) -> tuple[Line, ...]:
        """The lines of a section, silence among them whether anything else is said there or not."""
        return tuple(self._lines[one.statement.id] for one in self._sections.get(name, []))

    def unclassed(self, table: str = "") -> tuple[Line, ...]:
        """Whose class stands in a text that is not in hand, in one table or in any."""
        lines = (one for one in self.told_under("classes") if one.statement.lacks)
        return tuple(one for one in lines if table in ("", one.statement.topics[0].partition("/")[2]))

    def answering(self, name: str) -> tuple[Line, ...]:
        """The lines told under a section that answer it as a whole, and not some step of it only."""
        return tuple(one for one in self.told_under(name) if name in one.statement.topics)

    @property
    def later(self) -> bool:
        """Whether some paper may follow later."""
        papers = (one.statement.topics for one in self.facts("papers"))
        return bool(self.facts("deferrals")) or any("deferrals" in topics for topics in papers)

    def at_papers(self, name: str) -> tuple[str, tuple[Line, ...]]:
        """Of a heading that only papers answer by themselves: that they do, and their lines; else nothing."""
        lines = tuple(one for one in self.facts("papers") if name != "papers" and name in one.statement.topics)
        if not lines or self.facts(name):
            return "", ()
        names = gettext("、").join(dict.fromkeys(one.statement.says for one in lines))
        return str(words()["lines"]["at_papers"]).format(names), lines

    def facts(self, name: str) -> tuple[Line, ...]:
        """The lines of a section that say something."""
        return tuple(one for one in self.section(name) if not one.open)

    def groups(self, *names: str) -> tuple[Group, ...]:
        """The lines of some sections in groups."""
        return tuple(group for name in names for group in self.grouped(self.section(name)))

    def grouped(self, found: Iterable[Line]) -> Iterator[Group]:
        """Lines in order, those of one contradiction together where the first of them stands."""
        kept = list(found)
        for one in kept:
            relation = self._differing.get(one.statement.id)
            sides = tuple(other for other in kept if relation and other.statement.id in relation.of)
            if len(sides) < _SEVERAL:
                yield Group(None, (one,))
            elif sides[0] is one:
                yield Group(relation, sides)

    @cached_property
    def _differing(self) -> dict[str, Relation]:
        return {path: one for one in self.told.relations if one.kind == "differs" for path in one.of}

    @cached_property
    def _sections(self) -> dict[str, list[Said]]:
        """What is told by section; what is said beyond stands under the headings that it answers."""
        found: dict[str, list[Said]] = {}
        for one in self.told.said:
            beyond = one.statement.kind == "beyond"
            for name in one.statement.topics if beyond else (one.statement.section,):
                found.setdefault(name.partition("/")[0], []).append(one)
        return found

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {one.statement.id: self._line(one) for one in self.told.said}

    def _line(self, said: Said) -> Line:
        statement = said.statement
        common = self.common(statement.section)
        shown = [common.short(part) for part in statement.parts if self._way(statement, part) == "show"]
        said_ = line(self.guide, statement, shown, when=self._when(said), status=said.status)
        return said_.without(*_hidden(self.medium, statement.section))

    def _way(self, statement: Statement, part: Part) -> str:
        found = way(self.medium, statement.section, part.name, silent=part.silent)
        stated = {one.name for one in self.common(statement.section).stated}
        return "show" if found == "once" and not part.silent and part.name not in stated else found

    # ------------------------------------------------------------------------------------------- said once, and when

    def common(self, name: str) -> Common:
        """What all statements of a section say alike, where it is to be said once."""
        if name not in self._common:
            self._common[name] = self._shared(name)
        return self._common[name]

    def commons(self, *names: str) -> list[Common]:
        """What each of some sections has in common; what several say alike, as one."""
        kept: dict[tuple[str, ...], Common] = {}
        for one in map(self.common, names):
            alike = kept.get(one.texts)
            kept[one.texts] = alike._replace(ids=(*alike.ids, *one.ids)) if alike else one
        return [one for texts, one in kept.items() if texts]

    @cached_property
    def _common(self) -> dict[str, Common]:
        return {}

    def _shared(self, name: str) -> Common:
        stated = [one.statement for one in self._sections.get(name, []) if one.statement.kind == "stated"]
        once = [part for one in stated for part in one.parts if self._once(name, part)]
        spoken = {part.name: part for part in once if not part.silent}.values()
        silent = {part.name: part for part in once if part.silent}.values()
        alike = [part for part in (*spoken, *silent) if all(_same(part, one.part(part.name)) for one in stated)]
        several = len(stated) >= _SEVERAL
        return Common(
            name,
            several,
            stated=tuple(part for part in alike if several and not part.silent),
            some=tuple(part for part in spoken if part not in alike and self._some(part, stated)),
            silent=tuple(part for part in alike if part.silent),
            unsaid=tuple(part for part in silent if part not in alike),
            ids=tuple(one.id for one in stated),
        )

    def _once(self, section: str, part: Part) -> bool:
        return way(self.medium, section, part.name, silent=part.silent) == "once"

    def _some(self, part: Part, stated: Sequence[Statement]) -> bool:
        """Whether a part may be said once for several statements, though not for all."""
        having = [other for one in stated if (other := one.part(part.name))]
        return (
            "some" in part_form(stated[0].section, part.name)
            and len(having) >= _SEVERAL
            and all(_same(part, other) for other in having)
        )

    def _when(self, said: Said) -> str:
        """When a statement holds, as far as the case leaves it open."""
        statement = said.statement
        if said.status == "certain" and (self.case.answers or self.case.ruled):
            return conditions.dates(statement.valid)
        if statement.rest and not statement.when and said.status != "certain":
            return self._rest(statement)
        return statement.when

    def _rest(self, statement: Statement) -> str:
        """The class whose very region a rest has, else that it is the rest."""
        at = regions(self.guide, **self.case.ruled)
        classes = (one for one in at.telling.statements if one.section == "classes" and not one.rest)
        same = (one.says for one in classes if at.where(one) == at.where(statement))
        return next(same, str(words()["tests"]["rest"]))

    # ------------------------------------------------------------------------------------------------ arrangements

    def ways(self) -> list[list[list[Group]]]:
        """The steps as ways through: several where every step has a case of its own, else one for everybody.

        A way is a list of places in order; what has the same name in other cases stands in the same place. Steps of a
        case that lies within the case of others stand on the way of those.
        """
        every = self.groups("steps")
        others = [group for group in every if self._of_another(group)]
        groups = [group for group in every if group not in others]
        also = _runs([*map(_if_also, others), *self._of_other_classes(every)], lambda group: group.lines[0].when)
        return [*self._own_ways(groups), *([[group] for group in run] for run in also)]

    def _of_other_classes(self, own: Sequence[Group]) -> Iterator[Group]:
        """On the sheet of a class, the steps of another which some of it fit, too, where these are steps of their own.

        None where the two have any step in common: what only the other does would then be no procedure.
        """
        known = {line.statement.id for group in own for line in group.lines}
        for table, name in self.case.fitting.items():
            met = (one.classes for one in self.guide.defects if one.table == table and name in one.classes)
            for other in dict.fromkeys(each for classes in met for each in classes if each != name):
                theirs = [one for one in self._ruled(table, other).groups("steps") if not one.lines[0].open]
                if not any(one.lines[0].statement.id in known for one in theirs):
                    yield from (_if_also(one, conditions.class_name(self.guide, other, table)) for one in theirs)

    def _ruled(self, table: str, name: str) -> Layout:
        """The same, if the window decides on another class."""
        case = Case(ruled={**self.case.ruled, table: name}, fitting=self.case.fitting)
        return Layout(self.guide, self.medium, case, told(self.guide, case))

    @staticmethod
    def case_of(way: Sequence[Sequence[Group]]) -> str:
        """The one case of which a way is; empty where its steps name several, or none."""
        cases = {groups[0].lines[0].when for groups in way} - {""}
        return cases.pop() if len(cases) == 1 else ""

    def _own_ways(self, groups: Sequence[Group]) -> list[list[list[Group]]]:
        """The ways through of the case itself."""
        if not groups:
            return []
        cases = {group.lines[0].when: group for group in groups if group.lines[0].when}
        if all(group.lines[0].when for group in groups) and not self._nested(groups):
            return [[[group] for group in run] for run in _runs(groups, lambda group: group.lines[0].when)]
        runs = _runs(groups, lambda group: (group.lines[0].statement.says, bool(group.lines[0].when)))
        together = any(self._together(*pair) for pair in combinations(cases.values(), 2))
        if len(cases) < _SEVERAL or together or all(_of_all_cases(run, cases) for run in runs):
            return [runs]
        return [[[group] for group in groups if group.lines[0].when in ("", case)] for case in cases]

    def _together(self, one: Group, other: Group) -> bool:
        """Whether two groups of steps may be told of the same applicant, other than where classes meet."""
        at = regions(self.guide, **self.case.ruled)
        first, second = (at.where(group.lines[0].statement) for group in (one, other))
        return not within(shared(first, second), self._meeting(at, None))

    def _of_another(self, group: Group) -> bool:
        """Whether a step is only that of another class, which the class of this case meets."""
        if not self.case.fitting:
            return False
        at = regions(self.guide, **self.case.ruled)
        own = [decided(self.guide).holding(table)[name] for table, name in self.case.fitting.items()]
        there = reduce(shared, own, at.where(group.lines[0].statement))
        return bool(there) and within(there, self._meeting(at, self.case.fitting))

    def _meeting(self, at: Regions, tables: Container[str] | None) -> list[Box]:
        """Where classes meet, of some tables or of all."""
        met = (one for one in self.guide.defects if one.classes and (tables is None or one.table in tables))
        return [box for one in met for box in at.holds(one.where)]

    def _nested(self, groups: Sequence[Group]) -> bool:
        """Whether the case of a step lies within the wider case of another."""
        at, stated = regions(self.guide, **self.case.ruled), (group.lines[0].statement for group in groups)
        cases = [at.where(one) for one in stated if one.kind == "stated"]
        inside = ((one, other) for one in cases for other in cases if within(one, other))
        return any(not within(other, one) for one, other in inside)

    def charges(self, name: str) -> tuple[Group, ...]:
        """The charges of a section that are for what it is about: the handling, or the works."""
        found = [one for one in self.section(name) if not _aside(one.statement)]
        if all(one.open for one in found):  # beside what is paid for something else, silence has to say of what
            said = str(words()["lines"]["silent_about"])
            found = [one.saying("says", said.format(one.statement.says)) for one in found]
        return tuple(self.grouped(found))

    def other_charges(self) -> tuple[Group, ...]:
        """The charges that are neither for the handling nor for the works of their section."""
        return tuple(self.grouped(one for name in PURPOSES for one in self.section(name) if _aside(one.statement)))

    def costs(self) -> tuple[Cost, ...]:
        """What is paid besides what the headings are about, by what it is for, as charges and as tables."""
        others = [one for name in PURPOSES for one in self.section(name) if _aside(one.statement)]
        found = (
            Cost(
                str(words()["purposes"][purpose]),
                tuple(self.grouped(one for one in others if one.statement.fact.purpose == purpose)),
                () if purpose in PURPOSES.values() else self.schedules(purpose),
            )
            for purpose in self._purposes()
        )
        return tuple(cost for cost in found if cost.groups or cost.tables)

    def _purposes(self) -> Iterator[str]:
        """What money is for: in the order of the document, where it is about that; else what one pays first, first."""
        own = () if self.guide.connects else (one.purpose for one in self.guide.schedules if one.money)
        yield from dict.fromkeys((*own, *MONEY))

    def whole_limits(self) -> tuple[Group, ...]:
        """The time limits of the whole service, or all where there are none."""
        return self._whole_limits

    @cached_property
    def _whole_limits(self) -> tuple[Group, ...]:
        found = self.section("limits")
        whole = [one for one in found if "limits" in one.statement.topics and not one.statement.within]
        return tuple(self.grouped(whole if any(not one.open for one in whole) else found))

    def of_the_whole(self) -> tuple[Group, ...]:
        """The known time limits of the whole service; none where only steps have any."""
        return tuple(
            group
            for group in self.whole_limits()
            if "limits" in group.lines[0].statement.topics and not group.lines[0].open
        )

    @property
    def stepwise(self) -> bool:
        """Whether time limits are stated, and none of the whole."""
        stated = [one.statement for one in self.section("limits") if one.statement.kind == "stated"]
        return bool(stated) and not any("limits" in one.topics for one in stated)

    def step_limits(self) -> tuple[Group, ...]:
        """The time limits that are not of the whole service, where any is."""
        whole = {line.statement.id for group in self.whole_limits() for line in group.lines}
        return tuple(self.grouped(line for line in self.section("limits") if line.statement.id not in whole))

    def other_limits(self) -> tuple[Group, ...]:
        """The time limits that do not stand beside a class, and all of which clauses differ."""
        beside = {each.statement.id for classes in self.tables().values() for one in classes for each in one.limits}
        beside -= self._differing.keys()
        return tuple(self.grouped(one for one in self.section("limits") if one.statement.id not in beside))

    def tables(self) -> dict[str, list[Classed]]:
        """The classes with the time limits that hang on them, by the name of their table, empty where there is one."""
        found = conditions.tables(items(self.guide, "classes"))
        name = conditions.table_name
        return {name(self.guide, table): [self.classed(one) for one in rows] for table, rows in found.items()}

    def classed(self, one: Class) -> Classed:
        """A class with its condition and the limits that hang on it."""
        precedes = tuple(conditions.class_name(self.guide, lower, one.table) for lower in one.precedes)
        rule, undefined = conditions.rule(self.guide, one), conditions.undefined(self.guide, one)
        return Classed(one, rule, undefined, precedes, tuple(self._hanging(one)))

    def _hanging(self, one: Class) -> Iterator[Line]:
        """The limits of the whole service that hang on a class, and else on inputs only."""
        known = {one.table, *(asked.id for asked in self.guide.inputs)}
        for found in self.facts("limits"):
            rows = found.statement.condition
            hangs = any(set(tests) <= known and one.id in _values(tests.get(one.table)) for tests in rows)
            if hangs and "limits" in found.statement.topics:
                rest = [{name: test for name, test in tests.items() if name != one.table} for tests in rows]
                case = conditions.conditions(self.guide, rest) if all(rest) else ""
                dated = conditions.dates(found.statement.valid)
                yield found.saying("when", gettext("，").join(filter(None, [case, dated])))

    def by_step(self, name: str) -> list[tuple[str, tuple[Group, ...]]]:
        """What is told of a section by the steps at which it is needed, those named in order; first what names none."""
        order = [one.id for one in (*self.guide.phases, *facts(self.guide, "steps"))]
        found: dict[tuple[int, ...], list[Group]] = {}
        for group in self.groups(name):
            steps = getattr(group.lines[0].statement.fact, "step", ())
            found.setdefault(tuple(sorted(order.index(step) for step in steps)), []).append(group)
        named = {at: step_names(self.guide, [order[index] for index in at]) for at in found}
        return [(named[at], tuple(found[at])) for at in sorted(found)]

    def dates(self) -> tuple[Group, ...]:
        """By when those who apply have to do something."""
        return tuple(self.grouped(line for line in self.section("deadlines") if not line.statement.fact.own))

    def notices(self) -> tuple[Group, ...]:
        """What the utility tells ahead."""
        return tuple(self.grouped(line for line in self.section("deadlines") if line.statement.fact.own))

    def schedules(self, *purposes: str) -> tuple[Table, ...]:
        """The tables of the document that are about some things."""
        return tuple(self._table(one) for one in self.guide.schedules if one.purpose in purposes and self._rows(one))

    def money_tables(self) -> tuple[Table, ...]:
        """The tables of what is paid."""
        return self.schedules(*MONEY)

    def table_lines(self, table: Table) -> tuple[Line, ...]:
        """The rows of a table as lines that stand alone, each with the whole of its case."""
        return self._rows(table.schedule)

    def _rows(self, one: Schedule) -> tuple[Line, ...]:
        return tuple(row for row in self.section("schedules") if row.statement.fact is one)

    def _table(self, one: Schedule) -> Table:
        rests = (row for row in self.section("schedules") if row.statement.rest)
        rest = next((row for row in rests if f"schedules/{one.id}" in row.statement.topics), None)
        cased = any(row.when for row in one.rows)
        terms = {part.name: part for row in self._rows(one) for part in row.statement.parts if part not in row.cells}
        alike = {
            name: all(_same(part, row.statement.part(name)) for row in self._rows(one)) for name, part in terms.items()
        }
        rows = tuple(
            line.saying("when", conditions.when(self.guide, row) if line.when else "")
            for line in self._rows(one)
            for row in one.rows
            if line.statement.id.endswith(f"/{row.id}")
        )
        return Table(
            one,
            conditions.when(self.guide, one) if any(line.when for line in self._rows(one)) else "",
            cased,
            rows,
            rest,
            alike=tuple(part for part in terms.values() if alike[part.name]),
            apart=tuple(part for part in terms.values() if not alike[part.name]),
        )

    def promised(self) -> Promised:
        """What is promised under any heading of promises, the time limits among it; nothing that is not there."""
        found = self.groups(*PROMISED)
        groups = [one for one in found if one.lines[0].statement.kind == "stated"]
        denied = tuple(one for one in found if one.lines[0].statement.kind == "nothing")
        limits = [one for one in self.groups("limits") if self._committed(one)]
        kept = [one for one in groups if all(in_force("commitments", line.statement.fact) for line in one.lines)]
        return Promised((*kept, *limits), tuple(one for one in groups if one not in kept), denied)

    def promised_here(self) -> tuple[Line, ...]:
        """Of the sheet of a class: what is promised, or expressly is not, to this class and not to all."""
        found = self.told_under("commitments") if self.case.fitting else ()
        return tuple(one for one in found if one.statement.condition and not one.open)

    def decisive(self) -> tuple[Table, ...]:
        """The tables of standards and of compensation, of a length for a sheet, whose rows hang on the case."""
        tables = self.schedules(*LEVELS)
        return tuple(one for one in tables if one.brief and any(row.statement.condition for row in one.rows))

    def levels(self) -> str:
        """What its tables of standards and what is said of compensation are called together."""
        there = {
            "standards": self.schedules("standards"),
            "compensation": self.schedules("compensation") or self.section("compensation"),
        }
        return gettext("和").join(str(words()["levels"][name]) for name, tables in there.items() if tables)

    def _committed(self, group: Group) -> bool:
        return all(line.statement.kind == "stated" and line.statement.strength == "committed" for line in group.lines)

    @property
    def settled(self) -> bool:
        """Whether clauses that differ are left to the window, but for an aim that all of them allow."""
        return way(self.medium, "differs") == "page"

    def disputed(self, one: Line) -> bool:
        """Whether a line is one of clauses that differ in more than their strength."""
        groups = (group for group in self.groups(one.statement.section) if group.differs)
        return any(one.statement.id == side.statement.id for group in groups for side in group.lines)

    def aim(self, one: Line) -> bool:
        """Whether a line is a mere aim or demand, which nobody has promised."""
        return not in_force("", one.statement.fact)

    def channels_by_force(self) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """The channels that there are, and those that are only asked for."""
        groups = self.groups("channels")
        wished = tuple(group for group in groups if all(map(self.aim, group.lines)))
        return tuple(group for group in groups if group not in wished), wished

    def numbers(self) -> tuple[Line, ...]:
        """The telephone numbers that are known, to ask and to complain, each with its own line."""
        found = (one for name in ("contacts", "complaints") for one in self.told_under(name))
        return tuple(one for one in found if one.statement.part("telephone"))

    def telephones(self) -> tuple[Line, ...]:
        """Where a number for enquiries is known."""
        return tuple(one for one in self.facts("contacts") if one.statement.part("telephone"))

    def questions(self, *about: str) -> list[tuple[str, str]]:
        """What to ask the window, most costly first: what it is about, and the questions in one; on some subjects."""
        asked: dict[str, list[str]] = {}
        for key, question in self.asked():
            asked.setdefault(_subjects()[key], []).append(question)
        wanted = {name: found for name, found in asked.items() if not about or name in about}
        return [(name, gettext("；").join(found) + gettext("？")) for name, found in wanted.items()]

    def asked(self) -> list[tuple[str, str]]:
        """The questions of the catalogue one by one, each with its key, most costly first."""
        return [(one.key, one.words) for one in self.told.questions if one.key not in ("question", "lacking")]

    def texts(self) -> tuple[str, ...]:
        """The texts to ask for that are not in hand: each with whom to ask, and what it rules on."""
        return tuple(one.words for one in self.told.questions if one.key == "lacking")

    def own_questions(self, *, cased: bool = False) -> tuple[str, ...]:
        """The questions that the editor has written, each with the case in which it arises; `cased`: only such."""
        own = (question for question in self.told.questions if question.key == "question")
        return tuple(question.words for question in own if not cased or any(ask.condition for ask in question.asks))

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Where the tables of the guide give two classes or none."""
        return overlaps(self.guide)


def silence(told: Iterable[Statement]) -> str:
    """That nothing is known: 文件没有写, or what would say it and is not in hand; by what is told of it."""
    open_ = [one for one in told if one.open]
    lacks = gettext("、").join(dict.fromkeys(one.lacks for one in open_ if one.lacks))
    form = "silent" if not lacks else "lacking" if all(one.lacks for one in open_) else "lacking_some"
    return str(words()["lines"][form]).format(lacks)


class _Layouts(dict[tuple[str, str, str], Layout]):
    """The layouts of a guide by medium and by a class of one of its tables."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._guide = guide
        self._told: dict[Any, tuple[Case, Told]] = {}

    def __missing__(self, key: tuple[str, str, str]) -> Layout:
        medium, *of = key
        known = {of[0]: of[1]} if of[0] else {}
        if (case := tuple(of)) not in self._told:
            asked = Case(ruled=known, fitting=known)
            self._told[case] = asked, told(self._guide, asked)
        self[key] = made = Layout(self._guide, medium, *self._told[case])
        return made


_layouts = once(_Layouts)


def layout(guide: Guide, medium: str, one: Class | None = None) -> Layout:
    """What is told of a guide to everybody, or to those of one class. Raises CycleError, TooLargeError."""
    return _layouts(guide)[medium, one.table if one else "", one.id if one else ""]


def alone(guide: Guide, section: str, fact: Any, medium: str) -> Line:
    """One fact as a line, out of any case, with all its parts that the medium does not leave to another place."""
    statement = composed(guide, section, fact, f"{section}/{fact.id}")
    shown = [part for part in statement.parts if beside(medium, section, part.name, silent=part.silent)]
    said = line(guide, statement, shown, when=statement.when, status="certain")
    return said.without(*_hidden(medium, section))


def _hidden(medium: str, section: str) -> list[PieceKind]:
    """What of a line that is no part of its statement a medium leaves off."""
    kinds: dict[str, PieceKind] = {"note": "note", "leads": "branch"}
    return [kind for name, kind in kinds.items() if way(medium, section, name) not in ("show", "fold")]


def _subjects() -> dict[str, str]:
    """What each question of the catalogue is about."""
    return {key: str(group["about"]) for group in words()["open_questions"] for key in group["asks"]}


def _amount(fact: Quantity) -> tuple[object, ...]:
    """What tells an amount from others: its numbers and its unit, or its words."""
    return (fact.numbers, getattr(fact, "unit", "")) if fact.numbers else (fact.words, "")


def _content(one: Line) -> tuple[str, ...]:
    """What a line says at whatever strength, without what is ours."""
    kept = (piece for piece in one.pieces if piece.kind not in ("strength", "note", "assured"))
    return tuple(piece.text for piece in kept)


def _same(part: Part, other: Part | None) -> bool:
    return other is not None and (part.words, part.silent, part.lacks) == (other.words, other.silent, other.lacks)


def _by_text(silent: Iterable[Part]) -> list[list[Part]]:
    """Parts that are not said, those together that one text would say which is not in hand."""
    return _runs(sorted(silent, key=lambda part: part.lacks), lambda part: part.lacks)


def _open(form: str, parts: Sequence[Part]) -> str:
    """Parts that are not said, in a form of the catalogue or the one of the same for what is not in hand."""
    said, lacks = gettext("、").join(part.words for part in parts), parts[0].lacks
    return str(words()["lines"][_OF_TEXTS[form] if lacks else form]).format(said, lacks)


_OF_TEXTS = {"open_once": "lacking_once", "open_some": "lacking_part", "silent_about": "lacking_about"}


def bare(part: Part) -> str:
    """A part of a table without the words around it, which the heading of its column has already."""
    before, _, after = part_form("schedules", part.name)["form"].partition("{}")
    return part.words.removeprefix(before).removesuffix(after)


def _of_all_cases(run: Sequence[Group], cases: Collection[str]) -> bool:
    """Whether a place is on everybody's way: its step is for all, or has another form in each case."""
    own = {group.lines[0].when for group in run}
    return own in ({""}, set(cases))


def _runs(found: Iterable[Any], alike: Any) -> list[list[Any]]:
    """Neighbours that are alike, together."""
    return [list(run) for _, run in groupby(found, key=alike)]


def _if_also(group: Group, name: str = "") -> Group:
    """The step of another class, for those who are of that as well; `name`: of which, where its lines do not say so."""
    form = str(words()["lines"]["if_also"])
    return group._replace(lines=tuple(line.cased(form.format(name or line.when)) for line in group.lines))


def _values(test: Any) -> Sequence[Any]:
    return () if test is None else test.values


def _aside(statement: Statement) -> bool:
    """Whether a charge is for something else than its section."""
    purpose = getattr(statement.fact, "purpose", None)
    return purpose not in (None, PURPOSES.get(statement.section))
