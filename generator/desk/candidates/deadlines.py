"""By when something is to be done: days of every year, and leads before an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Flow, Passage, numbers_of, plain
from generator.desk.candidates.limits import DURATION, is_lead
from generator.document.quantities import DATE, DURATIONS, NUMERAL, TO, UNIT_WORDS, Day, Figure, Reading, read
from generator.policy.scalars import TO_FILL

_SPAN = re.compile(rf"({DATE})(?:{TO})({DATE})")
_SEASON = re.compile("(?:供暖|供热|采暖|冬)[季期]?\\(?(?:[为是]|每年)?$|期间?\\(?每年$")
_LAST = re.compile("(?:最迟|最晚|不晚于|不迟于|截止)[^,，。；;]{0,4}$")
_EVENT = re.compile(
    rf"([^,，。；;、()于在应]{{2,14}})(?:[以之])?前(?:{NUMERAL}次性|予以|由[^,，。；;]{{2,6}})?"
    r"(?:付清|缴清|交清|结清|补齐|缴纳|交纳|提交|完成|办理|申请|提出)"
)
"""An event, and what is to be done before it."""
_EVENT_LEAD = re.compile(r"([^,，。；;、()于在应]{2,12})(?:[以之])?前$")
_AHEAD = re.compile(r"(?:应当?|须|需|于|在|[,，。；;]|^)([^,，。；;应须于在]{2,12})$")
_NOTICE = re.compile("(?:公司|企业|供水站|乙方|我们|停[水气热供]|检修)[^。；;]{0,20}$")
"""Before a lead that the utility has to give."""
_BY_THE_UTILITY = "由企业提前做，不是用户要赶的 / what the utility does ahead, and binds no user"
_DONE = re.compile(
    "(?:以|之)?前?(?:,|，)?(?:书面)?(?:公告|通知(?!客户|公司|供|燃|热|水)|告知(?!公司|供|燃|热|水)|通过)"
)


def deadlines(passage: Passage) -> Iterator[Candidate]:
    """Days of every year, an advised one beside them, and leads before an event."""
    reading = read(plain(passage.text))
    yield from _yearly(passage, reading)
    yield from _days_alone(passage, reading)
    yield from _leads(passage, reading)
    yield from _events(passage, reading)


def _yearly(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    if not re.search("每年|每一?(?:供暖|采暖)[季期]", reading.text):
        return
    spans = [(span, [reading.figure(sign) for sign in span.groups()]) for span in _SPAN.finditer(reading.masked)]
    for span, (first, last) in spans:
        if (since := _day(first)) and (by := _day(last)) and not _SEASON.search(reading.masked[: span.start()]):
            words = reading.source(span)
            yield passage.candidate("deadlines", [("yearly", f"{{from: {since}, by: {by}}}")], words)
    inside = {figure.start for _, figures in spans for figure in figures}
    days = [(day, figure) for figure in reading.figures if figure.start not in inside and (day := _by(reading, figure))]
    for at, (by, figure) in enumerate(days):
        between = reading.text[days[at - 1][1].end : figure.start] if at else ""
        if "建议" in between:
            continue
        behind = days[at + 1 : at + 2]
        advised = next((day for day, other in behind if "建议" in reading.text[figure.end : other.start]), "")
        given = f"{{by: {by}{f', advised: {advised}' if advised else ''}}}"
        yield passage.candidate("deadlines", [("yearly", given)], reading.text[figure.start : figure.end])


def _day(figure: Figure) -> str:
    """A whole day without a year: 04-16; empty for anything else."""
    day = figure.value
    whole = isinstance(day, Day) and not day.year and day.month and day.day
    return f"{day.month:02}-{day.day:02}" if isinstance(day, Day) and whole else ""


def _by(reading: Reading, figure: Figure) -> str:
    """A day of every year before which something is to be done: 07-31, 09-end; empty for anything else."""
    day, behind = figure.value, reading.text[figure.end : figure.end + 2]
    if not isinstance(day, Day) or day.year or not day.month:
        return ""
    if day.day:
        return (
            _day(figure)
            if behind[:1] == "前" or behind in ("以前", "之前") or _LAST.search(reading.text[: figure.start])
            else ""
        )
    return f"{day.month:02}-end" if behind in ("底前", "末前") else ""


_ALONE = re.compile(
    rf"({DATE})(?:(?:{TO}|--)({DATE}))?(?=(?:[以之]?前|截止|[以之]?后|起|开始|[,，]|也|{TO})?[^。；;]{{0,12}}?"
    "(?:[缴交报]|提交|提出|申请|办|受理|截止|登记|签订|带))"
)
_NO_YEAR = "没有写每年；只管这一年的，不写成每年 / it does not say every year"


def _days_alone(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    """Days without a year by which something is to be done, where nothing says that it is so every year: left open."""
    if re.search("每年|每一?(?:供暖|采暖)[季期]", reading.text):
        return
    for days in _ALONE.finditer(reading.masked):
        values = [reading.figure(sign).value for sign in days.groups() if sign]
        whole = all(isinstance(day, Day) and not day.year and day.month for day in values)
        if whole and not _SEASON_ALONE.search(reading.masked[: days.start()]):
            words = reading.source(days)
            yield passage.candidate("deadlines", [("yearly", TO_FILL)], words, doubt=_NO_YEAR)


_SEASON_ALONE = re.compile("(?:供暖|供热|采暖|冬|夏|施工)[季期天]?[\\(:：为]?(?:[为是]|当年)?$|次年$|于$")


def _leads(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    text = passage.words
    for duration in DURATION.finditer(reading.masked):
        numbers = numbers_of(reading, duration.groups()[:2])
        if len(numbers) != 1 or not is_lead(reading.masked, duration):
            continue
        unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
        before, words = reading.masked[: duration.start()], reading.source(duration)
        named = _EVENT_LEAD.search(before)
        event = text[slice(*reading.place(*named.span(1)))] if named and not before.endswith("提前") else TO_FILL
        if reading.masked.startswith("前", duration.end()) and (ahead := _AHEAD.search(before)):
            event = text[slice(*reading.place(*ahead.span(1)))]
        given = f"{{event: {TO_FILL}, lead: {numbers[0]}, unit: {unit}}}"
        if event != TO_FILL:
            given = Flow(f"{{event: {Flow.of(event)}, lead: {numbers[0]}, unit: {unit}}}")
        notice = _NOTICE.search(before) and _DONE.match(reading.masked, duration.end())
        values = [("before", given), *([("whose", "utility")] if notice else [])]
        yield passage.candidate("deadlines", values, words, numbers, doubt=_BY_THE_UTILITY if notice else "")


def _events(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    text = passage.words
    for named in _EVENT.finditer(reading.masked):
        event = text[slice(*reading.place(*named.span(1)))]
        if not re.search(r"[0-9日月年提目底末初之以]$|^\W|每年", event):
            values = [("before", Flow(f"{{event: {Flow.of(event)}}}"))]
            yield passage.candidate("deadlines", values, reading.source(named))
