"""Time limits, days that bind the user, stated numbers, and the bounds of classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.desk.candidates.candidate import Candidate, Passage, around, bearing_amount, force, in_unit, numbers_of
from generator.document import comparisons
from generator.document.quantities import BETWEEN, DURATIONS, NUMERAL, TO, UNIT_WORDS, Day, Figure, Reading, read
from generator.document.text import normal
from generator.policy.facts import Count, Limit
from generator.policy.provenance import Part
from generator.policy.scalars import NOT_STATED, TO_FILL

_DURATION = re.compile(
    rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?{BETWEEN}({'|'.join(UNIT_WORDS[unit] for unit in DURATIONS)})"
)
_NO_LIMIT = re.compile(
    f"(?:以[上下内])?的?,?(?:每.)?{NUMERAL}元|(?:人工|客服)?(?:服务|热线|值[守班]|不间断|开通|在线|受理|接听|供[水气热])"
)
"""Behind a duration: what is paid for so long a time, and 24小时热线."""
_AT_ONCE = re.compile("即时办结|即时|即办|当场|当日|当天|次日")
_AT_ONCE_UNIT = {"当日": "same_day", "当天": "same_day", "次日": "next_day"}
_MEASURE = (
    "米|公里|毫米|mm|m|DN|MPa|kPa|Pa|Nm3/h|m3/h|m3/d|方/小时|立方米(?:/[日时天])?|吨(?:/(?:[日天]|小时))?|"
    "平方米|平米|㎡|m2|户|元|处|人|个点"
)
_BOUND = re.compile(rf"(?:(DN)\s?)?({NUMERAL})(?:[-~至]({NUMERAL}))?\s?({_MEASURE})(?![a-zA-Z0-9])")
_DIAMETER = re.compile(rf"(DN)\s?({NUMERAL})()()")
_COUNT = re.compile(rf"({NUMERAL})\s?(个|项|份|张|次)(?!性)")


def limits(passage: Passage) -> Iterator[Candidate]:
    """Durations; how they bind is what the quotation bears."""
    reading = read(normal(passage.text))
    for duration in _DURATION.finditer(reading.masked):
        unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
        numbers, words = numbers_of(reading, duration.groups()[:2]), reading.source(duration)
        if unit == "year" or not numbers or words in ("一日", "两日"):
            continue
        if _NO_LIMIT.match(reading.masked, duration.end()) or _is_lead(reading.masked, duration):
            continue
        meant, quote = comparisons.signs(reading, *duration.span()), around(passage.text, words)
        only = "starts_within" if _BEGINS.match(reading.masked, duration.end()) else ""
        if amount := bearing_amount(numbers, quote, partial(_limit, unit), meant, only):
            yield passage.candidate("limits", (*amount, ("unit", unit), *force(quote)), words, numbers)
    for word in _AT_ONCE.finditer(reading.masked):
        unit = _AT_ONCE_UNIT.get(word[0], "instant")
        yield passage.candidate("limits", [("unit", unit)], word[0])


def deadlines(passage: Passage) -> Iterator[Candidate]:
    """Days of every year, an advised one beside them, and leads before an event."""
    reading = read(normal(passage.text))
    days = [(day, figure) for figure in reading.figures if (day := _yearly(reading.text, figure))]
    if days and "每年" in reading.text:
        (by, first), *others = days
        advised = next((day for day, figure in others if "建议" in reading.text[first.end : figure.start]), "")
        given = f"{{by: {by}{f', advised: {advised}' if advised else ''}}}"
        words = reading.text[first.start : first.end]
        yield passage.candidate("deadlines", [("yearly", given)], words)
    for duration in _DURATION.finditer(reading.masked):
        numbers = numbers_of(reading, duration.groups()[:2])
        if len(numbers) == 1 and _is_lead(reading.masked, duration):
            unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
            given = f"{{event: {TO_FILL}, lead: {numbers[0]}, unit: {unit}}}"
            yield passage.candidate("deadlines", [("before", given)], reading.source(duration), numbers)


def _yearly(text: str, figure: Figure) -> str:
    """A day of every year before which something is to be done: 07-31, 09-end; empty for anything else."""
    day, behind = figure.value, text[figure.end : figure.end + 2]
    if not isinstance(day, Day) or day.year or not day.month:
        return ""
    if day.day and behind[:1] == "前":
        return f"{day.month:02}-{day.day:02}"
    return f"{day.month:02}-end" if not day.day and behind in ("底前", "末前") else ""


def _is_lead(masked: str, duration: re.Match[str]) -> bool:
    """Whether a duration is how long before something: 提前24小时, 开始1个月前."""
    ahead, behind = masked[max(0, duration.start() - 4) : duration.start()], masked[duration.end() :]
    return bool(re.search("提前(?:不少于|至少)?$", ahead) or re.match("以?前(?!期)", behind))


_BEGINS = re.compile("(?:以|之)?内(?:要|应|应当|须|必须)?(?:开始|启动|开工|进场)")
"""Behind a duration: that something has to begin, and not to end, within it."""


def _limit(unit: str, amount: dict[str, Any]) -> Part:
    silent: dict[str, Any] = dict.fromkeys(("starts_on", "ends_with", "excludes"), NOT_STATED)
    return Limit.model_validate({"id": "one", "unit": unit, **silent, **amount})


def _count(unit: str, amount: dict[str, Any]) -> Part:
    return Count.model_validate({"id": "one", "unit": unit, **amount})


def counts(passage: Passage) -> Iterator[Candidate]:
    """Stated numbers of steps, of papers, of visits."""
    reading = read(normal(passage.text))
    for count in _COUNT.finditer(text := reading.masked):
        before, behind = text[max(0, count.start() - 14) : count.start()], text[count.end() : count.end() + 8]
        section, numbers = _counted(before, behind, count[2]), numbers_of(reading, (count[1],))
        if section and numbers:
            quote = around(passage.text, reading.source(count))
            meant = comparisons.signs(reading, *count.span())
            if amount := bearing_amount(numbers, quote, partial(_count, count[2]), meant):
                yield passage.candidate(section, (*amount, ("unit", count[2])), reading.source(count), numbers)


def _counted(before: str, behind: str, unit: str) -> str:
    if unit in "个项" and _REFERRED.search(before):
        return ""
    if unit in "个项" and ("环节" in before + behind or "流程" in before):
        return "step_counts"
    if unit in "项份张个" and re.search("材料|要件|资料", before + behind):
        return "paper_counts"
    return "visits" if unit == "次" and re.search("跑|上门|现场|到场", before + behind) else ""


_REFERRED = re.compile("(?:上述|前述|以上|这)[^，。；、]*$")
"""Before a number of steps: those that were named, and not how many there are."""


def bounds(passage: Passage) -> Iterator[Candidate]:
    """Bounds of classes and conditions: numbers with a unit of measure, and how they compare."""
    reading = read(normal(passage.text))
    for bound in (*_BOUND.finditer(reading.masked), *_DIAMETER.finditer(reading.masked)):
        signs = bound.groups()[1:3]
        if (unit := bound[1] or bound[4]) and (numbers := numbers_of(reading, signs)):
            numbers, unit = in_unit(reading, numbers, signs[1] or signs[0], unit)
            if unit == "元":  # a charge; a class begins at so many 万元
                continue
            sign = _sign(reading, bound)
            test = f"[{numbers[0]}..{numbers[1]}]" if len(numbers) == 2 else f"{sign}{numbers[0]}"
            yield passage.candidate("classes", [("test", test), ("unit", unit)], reading.source(bound), numbers)


def _sign(reading: Reading, number: re.Match[str]) -> str:
    """The sign of a FEEL test that the words beside a number mean; none where they compare nothing."""
    meant = comparisons.signs(reading, number.start(), number.end())
    return next((f"{sign} " for sign in ("<=", ">=", ">", "<") if sign in meant), "")
