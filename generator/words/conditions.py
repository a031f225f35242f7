"""Conditions, classes and dates in words, in the document's own where it has some. No facts, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.decision.space import Tests
from generator.language import gettext, month
from generator.policy.feel import Range, Unary
from generator.policy.guide import Guide, items
from generator.policy.provenance import Valid
from generator.policy.tables import Class, Input
from generator.words.catalogue import words
from generator.words.names import quoted


def when(guide: Guide, fact: Any) -> str:
    """When a fact holds: its condition and its dates; empty where always."""
    said = conditions(guide, fact.when) if fact.when else ""
    return gettext("，").join(filter(None, [said, dates(getattr(fact, "valid", None))]))


def dates(valid: Valid | None) -> str:
    """`2021年9月6日起，到2022年9月5日止`; empty where no date is stated."""
    since = gettext("{day}起").format(day=day(valid.since)) if valid and valid.since else ""
    until = gettext("到{day}止").format(day=day(valid.until)) if valid and valid.until else ""
    return gettext("，").join(filter(None, [since, until]))


def day(value: Any) -> str:
    """`2021年9月6日`."""
    return gettext("{year}年{month}月{day}日").format(year=value.year, month=month(value.month), day=value.day)


def conditions(guide: Guide, rows: Sequence[Tests]) -> str:
    """Alternatives of conjunctions; a shared part is said once. Empty where there are none."""
    shared = {key: test for row in rows[:1] for key, test in row.items() if all(row.get(key) == test for row in rows)}
    rest = [{key: test for key, test in row.items() if key not in shared} for row in rows]
    forms = words()["tests"]
    parts = [_all_of(guide, shared, forms["and"])] if shared else []
    if all(rest):
        joint = forms["or"] if all(len(row) == 1 for row in rest) else forms["or_long"]
        parts.append(joint.join(_all_of(guide, row, forms["inner"]) for row in rest))
    return str(forms["both"] if len(rows) > 1 else forms["and"]).join(parts)


def _all_of(guide: Guide, tests: Tests, joint: str) -> str:
    return joint.join(one_test(guide, key, test) for key, test in tests.items())


def one_test(guide: Guide, key: str, test: Unary) -> str:
    """One test on an input or a table: `小时用气量大于 1000 Nm³/h`."""
    asked = next((known for known in guide.inputs if known.id == key), None)
    ranges, values = (_range(asked, part) for part in test.ranges), (_value(guide, key, asked, v) for v in test.values)
    if asked and test.negated and (other := opposite(test)):
        return _range(asked, other)
    inner = gettext("或").join((*ranges, *values))
    return str(words()["tests"]["not"]).format(inner=inner) if test.negated else inner


def opposite(test: Unary) -> Range | None:
    """What is left by one range that has one bound; None of any other test."""
    if len(test.ranges) != 1 or test.values:
        return None
    (one,) = test.ranges
    if one.low is None and one.high is not None:
        return Range(one.high, None, not one.high_closed, high_closed=False)
    if one.high is None and one.low is not None:
        return Range(None, one.low, low_closed=False, high_closed=not one.low_closed)
    return None


def value_words(asked: Input, test: Unary | None) -> str:
    """Some answers to a choice, in the document's own words: `有外线`; all of them where there is no test."""
    if test is None:
        return gettext("不论")
    return gettext("或").join(map(asked.called, test.values))


def cell_words(asked: Input, test: Unary | None) -> str:
    """Some values of an input, short, beneath its name: `≤100`; all of them where there is no test."""
    if test is None or test.values:
        return value_words(asked, test)
    forms = words()["cells"]
    known = (
        forms[form_of(range_)].format(n=_number(range_), low=range_.low, high=range_.high) for range_ in test.ranges
    )
    return gettext("或").join(known)


def _number(wanted: Range) -> object:
    return wanted.high if wanted.low is None else wanted.low


def _value(guide: Guide, key: str, asked: Input | None, value: bool | str) -> str:
    return class_name(guide, str(value), key) if asked is None else asked.called(value)


def _range(asked: Input | None, wanted: Range) -> str:
    name, unit = (asked.name, asked.unit or "") if asked else ("", "")
    form = str(words()["tests"][form_of(wanted)])
    return form.format(name=name, unit=unit, n=_number(wanted), low=wanted.low, high=wanted.high).strip()


def form_of(wanted: Range) -> str:
    """The key under which `tests` and `cells` of the words say a range: `above_between`."""
    if wanted.low == wanted.high:
        return "equal"
    if wanted.low is None:
        return "at_most" if wanted.high_closed else "below"
    if wanted.high is None:
        return "at_least" if wanted.low_closed else "above"
    if wanted.low_closed:
        return "between" if wanted.high_closed else "between_below"
    return "above_between" if wanted.high_closed else "open_between"


# -------------------------------------------------------------------------------------------------------- classes


def class_name(guide: Guide, class_id: str, table: str = "class") -> str:
    """The document's name of a class; its id where the guide has none of that id."""
    named = (one.name for one in items(guide, "classes") if (one.id, one.table) == (class_id, table))
    return next(named, class_id)


def rule(guide: Guide, one: Class) -> str:
    """The condition of a class: what all rows share first, then the alternatives."""
    if one.rows == "rest":
        return str(words()["tests"]["rest"])
    return conditions(guide, [row.tests for row in one.rows])


def undefined(guide: Guide, one: Class) -> str:
    """The words a class hangs on that the document does not define; empty where there are none."""
    asked = {key for row in one.rows for key in row.tests} if one.rows != "rest" else set()
    return gettext("、").join(quoted(known.name) for known in guide.inputs if known.id in asked and known.undefined)


def table_name(guide: Guide, table: str) -> str:
    """What a table is called; empty where the guide has one table only."""
    return next((one.name for one in guide.tables if one.id == table), "")


def tables(classes: Iterable[Class]) -> dict[str, list[Class]]:
    """Classes by their table, in order."""
    found: dict[str, list[Class]] = {}
    for one in classes:
        found.setdefault(one.table, []).append(one)
    return found
