"""Facts → short Chinese phrases, by the one catalogue of words. No page, no markup, no facts of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from generator.decision.boxes import shared, within
from generator.decision.deciding import decided, inputs_of
from generator.memory_cache import once
from generator.policy.facts import Channel, Charge, Count, Limit, Quantity, Step
from generator.policy.feel import Range, Unary
from generator.policy.files import Document
from generator.policy.guide import FACTS, Guide, facts, items
from generator.policy.provenance import Assured, Cite, Conflict, Fact, NotInHand
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.policy.tables import Class, Defect, Input
from generator.telling.catalogue import words
from generator.telling.disclosure import OWN, counting, disclosed, in_force, missing
from generator.telling.parts import force_words
from generator.telling.silence import openings
from generator.telling.workdays import dated

Words = Mapping[str, Any]
Tests = Mapping[str, Unary]


class Disclosed(NamedTuple):
    """An item of the disclosure duty in words: what it is, its state, where it is published."""

    kind: str
    name: str
    state: str
    label: str
    where: str
    parts: str = ""
    """Of an item that is said in part: what is said and what is not."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of one guide."""

    words: Words
    guide: Guide
    quiet: bool = False
    """A fact carries no word of what the document says elsewhere, as on the wall."""

    @cached_property
    def beside(self) -> Phrases:
        """The same phrases for the sides of a conflict that stand together: none needs to point at the others."""
        return replace(self, quiet=True)

    # ------------------------------------------------------------------------------------------- quantities

    def amount(self, quantity: Quantity, unit: str) -> str:
        """`不超过 3.5 个工作日`; the document's words stand behind the number, or alone."""
        forms, said = self.words["amounts"], ""
        if quantity.between:
            low, high = quantity.between
            said = forms["between"].format(low=low, high=high, unit=unit)
        else:
            for name in ("exactly", "at_most", "at_least", "starts_within"):
                if (number := getattr(quantity, name)) is not None:
                    said = forms[name].format(n=number, unit=unit)
        return f"{said}（{quantity.words}）" if said and quantity.words else said or quantity.words or ""

    def limit(self, limit: Limit) -> str:
        """The amount of a time limit: whose where not the utility's, how strongly, and whether it is disputed."""
        unit = "" if limit.unit == NOT_STATED else self.words["units"][limit.unit]
        said = self.amount(limit, unit) or unit
        before = f"{self.words['forces'][limit.force]} " if limit.force in _STRENGTHS else ""
        whose = f"（{self.words['roles'][limit.whose]}的时限）" if limit.whose != "utility" else ""
        after = f"（{self.strength(limit)}）" if limit.force not in (*_STRENGTHS, "required") else ""
        own = str(self.words["assured"]) if limit.assured else ""
        return f"{before}{said}{whose}{after}{own}{self.dispute('limits', limit)}"

    def dispute(self, section: str, fact: Fact) -> str:
        """A word at a fact of which the document says something else elsewhere."""
        for one in () if self.quiet else items(self.guide, section):
            if isinstance(one, Conflict) and _name(fact) in map(_name, one.sides):
                others = [side for side in one.sides if side.id != fact.id]
                alike = [self._elsewhere(side) for side in others if _bare(side) == _bare(fact)]
                different = ["别处写法不同"] if len(alike) < len(others) else []
                return f"（{'；'.join([*alike, *different])}）"
        return ""

    def _elsewhere(self, side: Fact) -> str:
        """How strongly the same thing holds by another clause."""
        return f"别处写“{side.target.words}”" if side.target else f"别处写{self.strength(side)}"

    def differs(self, section: str, fact: Any) -> bool:
        """Whether a fact is one of a conflict's sides, or the conflict itself, that differ in more than strength."""
        return any(
            one is fact or (not isinstance(fact, Conflict) and _name(fact) in map(_name, one.sides))
            for one in items(self.guide, section)
            if isinstance(one, Conflict) and any(_content(side) != _content(one.sides[0]) for side in one.sides)
        )

    def cautious(self, conflict: Conflict[Any]) -> Any:
        """Of sides that differ in strength only, one that is an aim and not in force, where there is one."""
        return next((side for side in conflict.sides if not in_force("", side)), conflict.sides[0])

    def once(self, section: str) -> tuple[Any, ...]:
        """The facts of a section; of a conflict's sides that say the same with another strength, one."""
        repeated = set()
        for item in items(self.guide, section):
            sides = list(item.sides) if isinstance(item, Conflict) else []
            if self.quiet:
                sides.sort(key=lambda side: in_force("", side))
            for index, side in enumerate(sides):
                if any(_bare(side) == _bare(earlier) for earlier in sides[:index]):
                    repeated.add(_name(side))
        return tuple(one for one in facts(self.guide, section) if _name(one) not in repeated)

    def details(self, limit: Limit) -> str:
        """From when, until what, without what: what not all limits of the guide have in common."""
        limits = list(facts(self.guide, "limits"))
        own = [name for name in _PARTS if shared_part(limits, name) is None]
        return "，".join(self._parts(limit, own, extended=not self.extension()))

    def _parts(self, limit: Limit, names: Iterable[str], *, extended: bool) -> list[str]:
        """The parts of a limit that the document states, those of `names` first."""
        stated = ((_PARTS[name], getattr(limit, name)) for name in names)
        said = [form.format(self.answer(value)) for form, value in stated if value != NOT_STATED]
        said += [f"包含{self.answer(limit.includes)}"] if limit.includes else []
        said += [f"{self.answer(limit.extends)}可顺延"] if limit.extends and extended else []
        return said + ([f"逾期{limit.deemed.words}"] if limit.deemed else [])

    def limit_sentence(self, limit: Limit) -> str:
        """A time limit that stands alone: its case, its steps, all its parts, and which of them the document leaves."""
        steps = "和".join(step.name for step in facts(self.guide, "steps") if step.id in limit.steps)
        silent = [self._asks[name].format(what="") for name in _PARTS if getattr(limit, name) == NOT_STATED]
        case = f"{self.case(limit)}：" if self.when(limit) else ""
        said = "，".join([f"{steps} {self.limit(limit)}".strip(), *self._parts(limit, _PARTS, extended=True)])
        return f"{case}{said}" + (f"；{self.answer(NOT_STATED)}：{'，'.join(silent)}" if silent else "")

    def extension(self) -> str:
        """What extends the limits, where all that can be extended say the same; else empty."""
        found = [limit.extends for limit in facts(self.guide, "limits") if limit.extends]
        return self.answer(found[0]) if len(found) > 1 and all(one == found[0] for one in found) else ""

    def answer(self, said: Any) -> str:
        """The document's words of a part, or that there are none."""
        if said == NOT_STATED:
            return "文件没有写"
        return "、".join(one.words for one in said) if isinstance(said, tuple) else str(said.words)

    def actors(self, who: Any) -> str:
        """Who acts, as the document calls them."""
        return "文件没有写" if who == NOT_STATED else "、".join(word for words in who.values() for word in words)

    def count(self, count: Count) -> str:
        """`2 个`, `不超过 3 项`."""
        return self.amount(count, count.unit) + self._dispute_of_count(count)

    def _dispute_of_count(self, count: Count) -> str:
        sections = ("step_counts", "paper_counts", "visits")
        return next((said for section in sections if (said := self.dispute(section, count))), "")

    def charge(self, charge: Charge, section: str = "fees") -> str:
        """`不收费`, `120 元/户`, or the document's words; empty where it names no amount."""
        unit = f"{charge.currency}/{charge.per}" if charge.per else charge.currency
        return ("不收费" if charge.free else self.amount(charge, unit)) + self.dispute(section, charge)

    def charges(self, section: str) -> tuple[Charge, ...]:
        """The charges of a section that are for what it is about: the handling, or the works."""
        return tuple(one for one in self.once(section) if not _aside(one, section))

    def other_charges(self) -> tuple[Charge, ...]:
        """The charges that are neither for the handling nor for the works of their section."""
        return tuple(one for section in _PURPOSES for one in self.once(section) if _aside(one, section))

    def label(self, charge: Charge) -> str:
        """What stands before a charge that its section is not about; empty elsewhere."""
        held = ((one, section) for section in _PURPOSES for one in facts(self.guide, section))
        other = any(one == charge and _aside(one, section) for one, section in held)
        return f"{self.words['other_charges']}：" if other else ""

    def when(self, fact: Any) -> str:
        """When a fact holds: its condition and its dates; empty where always."""
        said = [self.conditions(fact.when)] if fact.when else []
        if valid := getattr(fact, "valid", None):
            said += [f"{day(valid.since)}起"] if valid.since else []
            said += [f"到{day(valid.until)}止"] if valid.until else []
        return "，".join(said)

    def condition(self, when: Sequence[Tests]) -> int:
        """The position of a condition among those of the guide; -1 for what always holds."""
        return list(conditions_met(self.guide)).index(condition_key(when)) if when else -1

    def strength(self, fact: Fact) -> str:
        """How strongly a fact holds, in words for a reader; the date of a target."""
        said = force_words(fact)
        if fact.target is None or fact.target.by == NOT_STATED:
            return said
        return str(self.words["target_by"]).format(words=fact.target.words)

    # ------------------------------------------------------------------------------------------- conditions

    def rule(self, one: Class) -> str:
        """The condition of a class: what all rows share first, then the alternatives."""
        if one.rows == "rest":
            return str(self.words["tests"]["rest"])
        return self.conditions([row.tests for row in one.rows])

    def undefined(self, one: Class) -> str:
        """The words a class hangs on that the document does not define; empty where there are none."""
        asked = {key for row in one.rows for key in row.tests} if one.rows != "rest" else set()
        return "、".join(f"“{each.name}”" for each in self.guide.inputs if each.id in asked and each.undefined)

    def case(self, fact: Any) -> str:
        """When a fact holds, a class named with its condition where that is short."""
        said = self.when(fact)
        for one in items(self.guide, "classes"):
            rule = self.rule(one)
            if said == one.name and rule != said and len(rule) <= _SHORT:
                return f"{said}（{rule}）"
        return said

    def ways(self) -> list[list[list[Any]]]:
        """The steps as ways through: several where every step has a case of its own, else one for everybody.

        A way is a list of places in order; what has the same name in other cases stands in the same place.
        """
        steps = items(self.guide, "steps")
        if not all(one.when for one in steps):
            return [_grouped(steps, lambda one: (getattr(one, "name", one.id), bool(one.when)))] if steps else []
        return [[[one] for one in run] for run in _grouped(steps, lambda one: condition_key(one.when))]

    def leaves_open(self, section: str) -> bool:
        """Whether a section speaks of some cases only, and is silent on the rest."""
        found = items(self.guide, section)
        if not found or not all(one.when for one in found):
            return False
        decisions = decided(self.guide)
        return not within([decisions.space.whole], [box for one in found for box in decisions.where(one.when)])

    def using(self, asked: Input) -> tuple[Class, ...]:
        """The classes of which an input decides, each clause once; its own words stand with it where it has some."""
        found = [one for one in items(self.guide, "classes") if one.rows != "rest"]
        using = (one for one in found if any(asked.id in row.tests for row in one.rows))
        return tuple({one.cite: one for one in using}.values())

    def decides(self, table: str) -> str:
        """What of a guide hangs on a table, where it has several: `环节、时限`; empty where it has one."""
        if len(self.guide.tables) < 2:
            return ""
        hanging = (
            title
            for section, title in self.words["sections"].items()
            if any(table in tests for one in facts(self.guide, section) for tests in one.when)
        )
        return "、".join(hanging)

    def chain(self) -> str:
        """The names of the steps in a row, where they are the same for everybody and undisputed; else empty."""
        steps = items(self.guide, "steps")
        plain = all(isinstance(one, Step) and not one.when and not one.then for one in steps)
        return " → ".join(one.name for one in steps) if plain and len(steps) <= _MANY else ""

    def asking_place(self) -> str:
        """Where to ask first where no telephone is known: the windows the document names for this service, or ours."""
        windows = [one for one in facts(self.guide, "channels") if one.kind == "window"]
        named = dict.fromkeys(one.within or one.name for one in windows)
        return "、".join(named) or str(self.words["service_hall"])

    def joint_name(self) -> str:
        """What a joint application is called: in the document's word, where it has one."""
        quotes = [quote for one in facts(self.guide, "joint") for cite in one.cite for quote in cite.quote]
        *known, ours = self.words["joint"]
        return str(next((name for name in known if any(name in quote for quote in quotes)), ours))

    def latest(self, words: str) -> str:
        """Until when something may follow; no 最迟 before words that are a span and not a moment."""
        return words if words.endswith(("内", "时")) else f"最迟{words}"

    def issuers(self, document: Document) -> str:
        """Who issued a document; of many, the first and how many; that it does not say, in brackets."""
        if not (found := document.issuing):
            return f"（发文单位：{self.words['compare']['silent']}）"
        return "、".join(found) if len(found) < _MANY // 2 else f"{found[0]}等 {len(found)} 家单位"

    def tables(self) -> list[tuple[str, list[Class]]]:
        """The classes table by table, with the table's name where there are several."""
        names = {one.id: one.name for one in self.guide.tables}
        found: dict[str, list[Class]] = {}
        for one in items(self.guide, "classes"):
            found.setdefault(one.table, []).append(one)
        return [(names.get(table, ""), classes) for table, classes in found.items()]

    def conditions(self, rows: Sequence[Tests]) -> str:
        """Alternatives of conjunctions; a shared part is said once."""
        shared = {key: test for key, test in rows[0].items() if all(row.get(key) == test for row in rows)}
        rest = [{key: test for key, test in row.items() if key not in shared} for row in rows]
        words = self.words["tests"]
        parts = [self.all_of(shared)] if shared else []
        if all(rest):
            joint = words["or"] if all(len(row) == 1 for row in rest) else words["or_long"]
            parts.append(joint.join(self.all_of(row, words["inner"]) for row in rest))
        return str(words["both"]).join(parts) if len(rows) > 1 else str(words["and"]).join(parts)

    def all_of(self, tests: Tests, joint: str | None = None) -> str:
        """A conjunction."""
        return str(joint or self.words["tests"]["and"]).join(self.test(key, test) for key, test in tests.items())

    def test(self, key: str, test: Unary) -> str:
        """One test in the document's own words where it has some."""
        asked = next((one for one in self.guide.inputs if one.id == key), None)
        inner = "或".join(
            (*(self._range(asked, one) for one in test.ranges), *(self._value(key, asked, one) for one in test.values))
        )
        return self.words["tests"]["not"].format(inner=inner) if test.negated else inner

    def _value(self, key: str, asked: Input | None, value: bool | str) -> str:
        if asked is None:
            return self.class_name(str(value), key)
        if asked.words is not None:
            return asked.words["true" if value is True else "false"]
        return str(value)

    def _range(self, asked: Input | None, wanted: Range) -> str:
        name, unit = (asked.name, asked.unit or "") if asked else ("", "")
        form = self.words["tests"][_range_form(wanted)]
        number = wanted.high if wanted.low is None else wanted.low
        said: str = form.format(name=name, unit=unit, n=number, low=wanted.low, high=wanted.high)
        return said.strip()

    def class_name(self, class_id: str, table: str = "class") -> str:
        """The document's name of a class."""
        return next(
            (one.name for one in items(self.guide, "classes") if (one.id, one.table) == (class_id, table)), class_id
        )

    # --------------------------------------------------------------------------------------------- defects

    def defects(self) -> list[dict[str, Any]]:
        """The defects of the tables as a reader meets them, group by group."""
        return [self._defect(group) for group in self.defect_groups()]

    def defect_groups(self) -> list[list[Defect]]:
        """The defects of the tables; those of one reason and one common class together."""
        groups: dict[tuple[str, str], list[Defect]] = {}
        for defect in self.guide.defects:
            common = defect.classes[0] if defect.classes else defect.id
            groups.setdefault((defect.because, common), []).append(defect)
        return list(groups.values())

    def _defect(self, group: list[Defect]) -> dict[str, Any]:
        first = group[0]
        others = dict.fromkeys(name for one in group for name in one.classes[1:])
        return {
            "gap": not first.classes,
            "where": self.conditions(first.where) if len(group) == 1 else "",
            "first": self.class_name(first.classes[0], first.table) if first.classes else "",
            "others": [self.class_name(name, first.table) for name in others],
            "limits": [self.limit_of(name, first.table) for name in (*first.classes[:1], *others)],
            "because": first.because,
            "table": next((one.name for one in self.guide.tables if one.id == first.table), ""),
            "unlimited": not first.classes and self._unlimited(first),
            "example": self._example(first) if len(group) == 1 else "",
            "part": first,
        }

    def _unlimited(self, defect: Defect) -> bool:
        """Whether no limit at all can hold where a table gives no class."""
        decisions = decided(self.guide)
        there = decisions.where(defect.where)
        limits = list(facts(self.guide, "limits"))
        return bool(limits) and not any(
            shared(there, decisions.where(limit.when)) for limit in limits if not limit.steps
        )

    def _example(self, defect: Defect) -> str:
        """Numbers at a bound of a defect, for a reader to see what is meant; empty where it hangs on words alone."""
        decisions = decided(self.guide)
        values = decisions.space.witness(decisions.where(defect.where)[0])
        numbers = [(one, values[one.id]) for one in self.guide.inputs if isinstance(values.get(one.id), Decimal)]
        return (
            "、".join(f"{value} {one.unit}" if one.unit else f"{one.name} {value}" for one, value in numbers)
            if len(numbers) < 4
            else ""
        )

    def limit_of(self, class_id: str, table: str = "class") -> str:
        """The limits of one class, one after the other; empty where there is none."""
        return "、".join(self.limit_within(limit, table) for limit in self.limits_of(class_id, table))

    def limit_within(self, limit: Limit, table: str = "class") -> str:
        """A limit beside its class, with what else it hangs on."""
        rest = [{key: test for key, test in tests.items() if key != table} for tests in limit.when]
        return f"{self.conditions(rest)}的，{self.limit(limit)}" if all(rest) else self.limit(limit)

    def limits_of(self, class_id: str, table: str = "class") -> tuple[Limit, ...]:
        """The utility's limits of the whole service that hang on one class, and else on inputs only."""
        known = {table, *(one.id for one in self.guide.inputs)}
        return tuple(
            limit
            for limit in facts(self.guide, "limits")
            if not limit.steps
            and limit.whose == "utility"
            and any(set(tests) <= known and class_id in _values(tests, table) for tests in limit.when)
        )

    def timed(self, table: str) -> bool:
        """Whether days hang on the classes of a table."""
        return any(one.table == table and self.limits_of(one.id, table) for one in items(self.guide, "classes"))

    def asked(self) -> list[Input]:
        """The questions to an applicant: first what the classes hang on, then the limits, then the rest."""
        decisions = decided(self.guide)
        first = {name for table in decisions.classes for name in inputs_of(decisions, table)}
        second = {name for limit in facts(self.guide, "limits") for tests in limit.when for name in tests}
        return sorted(self.guide.inputs, key=lambda one: 0 if one.id in first else 1 if one.id in second else 2)

    def dated_limits(self) -> tuple[Limit, ...]:
        """The limits that lead to a last day."""
        return tuple(limit for limit in facts(self.guide, "limits") if dated(limit))

    def whole_limits(self) -> tuple[Limit, ...]:
        """The utility's limits of the whole service, or all where there are none."""
        limits = self.once("limits")
        return tuple(one for one in limits if not one.steps and one.whose == "utility") or limits

    def other_limits(self) -> tuple[Any, ...]:
        """All conflicts, and the limits that do not stand beside a class already."""
        shown = {limit.id for one in items(self.guide, "classes") for limit in self.limits_of(one.id, one.table)}
        return tuple(item for item in items(self.guide, "limits") if isinstance(item, Conflict) or item.id not in shown)

    # ------------------------------------------------------------------------------------------- questions

    def questions(self) -> list[tuple[str, str]]:
        """文件没有写、请问窗口的事: what it is about, and the questions in one; most costly first."""
        open_ = {point.kind: point.about for point in openings(self.guide)}
        provider = self.words["utilities"][self.guide.utility]["provider"]
        grouped = []
        for group in self.words["open_questions"]:
            asked = [
                ask.format(what="、".join(open_[kind]), provider=provider)
                for kind, ask in group["asks"].items()
                if kind in open_
            ]
            if asked:
                grouped.append((str(group["about"]), "；".join(asked) + "？"))
        return grouped

    @cached_property
    def _asks(self) -> Mapping[str, str]:
        """The questions of the catalogue, by what is open."""
        return {kind: ask for group in self.words["open_questions"] for kind, ask in group["asks"].items()}

    # ------------------------------------------------------------------------------------------ disclosure

    def disclosed(self) -> list[Disclosed]:
        """The items of the disclosure duty, each with its state and where it is published."""
        said, found = self.words["disclosure"], []
        for one in disclosed(self.guide):
            name, label = said["items"][one.kind]["name"], said["states"][one.state]
            parts = self._counted() if one.state == "partly" else ""
            found.append(Disclosed(one.kind, name, one.state, label, "；".join(self.sources(one.parts)), parts))
        return found

    def _counted(self) -> str:
        """Which parts of the time limits are stated, and which are not."""
        said = self.words["disclosure"]["counting"]
        return "；".join(f"{said[part]}：{said[state]}" for part, state in counting(self.guide).items())

    def lines_to_write(self) -> str:
        """The lines a utility adds to its own short file for what it has not yet supplied."""
        items_, found = self.words["disclosure"]["items"], dict[str, str]()
        for kind in sorted(missing(self.guide), key=lambda kind: kind not in OWN):
            key, lines = items_[kind]["key"], items_[kind]["lines"].rstrip()
            _, _, entries = lines.partition("\n")
            if lines:
                found[key] = f"{found[key]}\n{entries}" if key in found else lines
        head = [] if self.guide.provider else [f"by: {TO_FILL}", f"since: {TO_FILL}"]
        return "\n".join([*head, *found.values()])

    def sources(self, parts: Iterable[Any]) -> list[str]:
        """The clauses that some facts stand on, and who vouches for what no document says; each once."""
        found: dict[str, None] = {}
        for part in parts:
            for side in part.sides if isinstance(part, Conflict) else (part,):
                if assured := side if isinstance(side, Assured) else getattr(side, "assured", None):
                    found[f"{assured.by}提供，{day(assured.since)}起"] = None
                found.update(dict.fromkeys(self.clause(cite) for cite in getattr(side, "cite", ())))
        return list(found)

    def clause(self, cite: Cite) -> str:
        """A clause, with the number of its document in the guide's list where there are several."""
        numbers = {one.id: number for number, one in enumerate(self.guide.documents, start=1)}
        return f"〔{numbers[cite.doc]}〕{cite.clause}" if len(numbers) > 1 and cite.doc else str(cite.clause)

    def window_points(self) -> list[str]:
        """What the window must say because the document contradicts itself or leaves a class or a case open."""
        said, open_ = self.words["disclosure"], {point.kind: point.about for point in openings(self.guide)}
        names = [title for section, title in said["sections"].items() if self._disputed(section)]
        points = [said["differs"].format(what="、".join(names))] if names else []
        kinds = [kind for kind in ("undefined", "overlap", "gap") if kind in open_]
        points += [self._asks[kind].format(what="、".join(open_[kind])) for kind in kinds]
        bound = [one for one in self.guide.questions if one.when]
        points += [f"{self.when(one)}：{(one.text or '').rstrip('？。')}" for one in bound]
        rest = len(self.guide.questions) - len(bound)
        return points + ([said["questions"].format(n=rest)] if rest else [])

    def _disputed(self, section: str) -> bool:
        """Whether a section holds what the document says in two ways."""
        return any(isinstance(one, Conflict) for one in items(self.guide, section))


def _grouped(found: Iterable[Any], alike: Callable[[Any], object]) -> list[list[Any]]:
    """Neighbours that are alike, together."""
    return [list(group) for _, group in groupby(found, key=alike)]


def _values(tests: Tests, name: str) -> tuple[bool | str, ...]:
    return tests[name].values if name in tests else ()


@once
def conditions_met(guide: Guide) -> Mapping[object, tuple[Tests, ...]]:
    """Every condition that facts of a guide carry, each once, in order, by what makes it the same as others."""
    found: dict[object, tuple[Tests, ...]] = {}
    for section in FACTS:
        for item in items(guide, section):
            parts = (item, *getattr(item, "sides", ()), *getattr(item, "rows", ()))
            found.update({condition_key(part.when): part.when for part in parts if part.when})
    return found


def condition_key(when: Sequence[Tests]) -> object:
    """What makes two conditions the same."""
    return tuple(tuple(sorted((name, test.feel()) for name, test in tests.items())) for tests in when)


def rows(found: Sequence[Any]) -> list[list[Any]]:
    """Channels as rows: neighbours that share everything but their name stand in one."""
    return _grouped(found, _unnamed)


def _unnamed(item: Any) -> Any:
    return item.model_copy(update={"id": "", "name": "", "kind": "web"}) if isinstance(item, Channel) else item


_PARTS = {"starts_on": "从{}起算", "ends_with": "到{}为止", "excludes": "不计入{}"}


_PURPOSES = {"fees": "handling", "works": "works"}


def _aside(charge: Charge, section: str) -> bool:
    """Whether a charge is for something else than its section."""
    return charge.purpose not in (None, _PURPOSES[section])


_SHORT = 8
_MANY = 6
_STRENGTHS = ("committed", "statutory", "in_principle", "encouraged", "average")


def _range_form(wanted: Range) -> str:
    if wanted.low == wanted.high:
        return "equal"
    if wanted.low is None:
        return "at_most" if wanted.high_closed else "below"
    if wanted.high is None:
        return "at_least" if wanted.low_closed else "above"
    if wanted.low_closed:
        return "between" if wanted.high_closed else "between_below"
    return "above_between" if wanted.high_closed else "open_between"


def heading(section: str) -> str:
    """What a section is called, by the description of its field: `时限`."""
    return str(Guide.model_fields[section].description).split("。")[0]


def codes(words: Words) -> dict[str, str]:
    """The code lists of the open data and what each code means: kinds of statement, paper, channel, contact."""
    kinds = {name: said or words["data"][name] for name, said in words["forces"].items()}
    kinds |= {name: words["data"][name] for name in ("conflict", "nothing", "not_in_hand")}
    lists = {"statement": kinds, "paper": words["kinds"], "channel": words["channels"], "contact": words["serves"]}
    return {f"{kind}-{name}": str(said) for kind, found in lists.items() for name, said in found.items()}


def worded(fact: Any) -> str:
    """A statement in plain words; its quotations where there are none; of what we lack, in which text it stands."""
    if isinstance(fact, NotInHand):
        return str(words()["not_in_hand"]).format(name=fact.not_in_hand)
    return fact.text or "".join(quote for cite in fact.cite for quote in cite.quote)


def day(value: Any) -> str:
    """`2021年9月6日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def _name(fact: Fact) -> object:
    """What tells a side of a conflict from all others; ids of sides are its own within one conflict only."""
    return fact.id, fact.cite


def _bare(fact: Fact) -> Fact:
    """A fact without what does not touch its content: id, provenance, note, strength."""
    plain = {"id": "", "cite": (), "note": None, "force": "required", "force_words": None, "target": None, "when": ()}
    return fact.model_copy(update=plain)


def _content(fact: Fact) -> object:
    """What a fact says and when it holds, at whatever strength."""
    return _bare(fact), fact.when


def shared_part(limits: Iterable[Limit], name: str) -> Any:
    """What all limits say under a part (start, end, exclusions); None where they differ."""
    values = {getattr(limit, name) for limit in limits}
    return values.pop() if len(values) == 1 else None
