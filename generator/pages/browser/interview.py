"""A guide's tables, conditions and limits as data for the browser, which decides by them. No wording of its own.

The browser gets the tables solved: cells of each input, and the boxes in which each class and each condition holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.decision.boxes import Box
from generator.decision.deciding import Decisions, decided
from generator.decision.space import Axis
from generator.language import gettext, month
from generator.media.layout import alone
from generator.pages.browser.script import members
from generator.policy import feel
from generator.policy.facts import Deadline, Limit
from generator.policy.feel import Range
from generator.policy.files import YearFile
from generator.policy.guide import Guide, facts
from generator.policy.provenance import unsaid
from generator.policy.renderings import chinese
from generator.telling import workdays
from generator.telling.compose import telling
from generator.telling.overlaps import defect_groups
from generator.telling.statements import Statement
from generator.words.catalogue import words
from generator.words.names import called

BITS = 30
"""Cells a word of a mask holds: JavaScript's bit operations work on 32 bits, one of them the sign."""


def tables(guide: Guide) -> dict[str, Any]:
    """`{inputs, tables, defects, limits, deadlines}`; a box is `{position of an input: words of its mask}`."""
    decisions = decided(guide)
    boxes = Boxes(decisions)
    names = {one.id: one.name for one in guide.tables}
    return {
        "name": called(guide)["service"],
        "inputs": [input_data(one) for one in decisions.space.axes],
        "tables": [
            {
                "id": table,
                "name": names.get(table, ""),
                **_divided(decisions, boxes, table),
                "classes": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "boxes": boxes.of(decisions.holding(table)[one.id]),
                    }
                    for one in classes
                ],
            }
            for table, classes in decisions.classes.items()
        ],
        "defects": [
            boxes.of([box for one in group for box in decisions.where(one.where)]) for group in defect_groups(guide)
        ],
        "limits": [_limit(guide, one) for one in telling(guide).statements if isinstance(one.fact, Limit)],
        "deadlines": [_deadline(one) for one in telling(guide).statements if isinstance(one.fact, Deadline)],
    }


def _divided(decisions: Decisions, boxes: Boxes, table: str) -> dict[str, Any]:
    """Where the texts in hand divide a table; nothing where they do everywhere."""
    divided = decisions.divided(table)
    return {} if divided == [decisions.space.whole] else {"where": boxes.of(divided)}


class Boxes:
    """Boxes of one space in the shape the browser reads; free inputs are left out."""

    def __init__(self, decisions: Decisions) -> None:
        self.axes = decisions.space.axes

    def of(self, found: Sequence[Box]) -> list[dict[str, list[int]]]:
        """Boxes as mappings from the position of an input to the words of its mask."""
        return [
            {
                str(position): _mask(mask, len(axis.cells))
                for position, (axis, mask) in enumerate(zip(self.axes, box, strict=True))
                if mask != axis.full
            }
            for box in found
        ]


def _mask(mask: int, cells: int) -> list[int]:
    return [mask >> start & ((1 << BITS) - 1) for start in range(0, cells, BITS)]


def box(guide: Guide, cells: Box) -> str:
    """A box as JSON, for what stands on a page at it."""
    return json.dumps(Boxes(decided(guide)).of([cells])[0], separators=(",", ":"))


def input_data(axis: Axis) -> dict[str, Any]:
    """An input with the cells of its domain: single values, or `[low, high, low_closed, high_closed]`."""
    asked = axis.input
    return {
        "id": asked.id,
        "name": asked.name,
        "unit": asked.unit or "",
        "type": asked.type,
        "step": str(asked.step),
        "words": dict(asked.words or {}),
        "cells": [_cell(cell) for cell in axis.cells],
    }


def _cell(cell: Range | bool | str) -> Any:
    if not isinstance(cell, Range):
        return cell
    return [_bound(cell.low), _bound(cell.high), int(cell.low_closed), int(cell.high_closed)]


def _bound(number: Decimal | None) -> Any:
    return None if number is None else feel.plain(number)


def _limit(guide: Guide, told: Statement) -> dict[str, Any]:
    """What a due date needs: the amounts that lead to one, the unit, when it begins, and the document's words."""
    limit: Limit = told.fact
    said = alone(guide, "limits", limit, "data")
    return {
        "id": limit.id,
        "statement": told.id,
        "steps": list(limit.steps),
        "apart": _apart(guide, limit),
        "case": said.when,
        "says": said.without("when", "open", "note").without_parts(*_SAID_APART).text,
        "amounts": [feel.plain(amount) for amount in workdays.dated(limit)],
        "units": list(workdays.readings(limit.unit)),
        "begins": limit.starts_within is not None,
        "least": limit.at_least is not None,
        "starts": _words(limit.starts_on),
        "ends": _words(limit.ends_with),
        "excludes": _words(limit.excludes),
        "extends": _words(limit.extends),
        "note": limit.note or "",
    }


def _deadline(told: Statement) -> dict[str, Any]:
    """A deadline with its days of every year, none where it hangs on an event, and what follows when it passes."""
    deadline: Deadline = told.fact
    yearly, late = deadline.yearly, told.part("late")
    days = {"from": yearly.since, "by": yearly.by, "advised": yearly.advised} if yearly else {}
    return {
        "id": deadline.id,
        "statement": told.id,
        "case": told.when,
        "says": told.says,
        "yearly": {name: day for name, day in days.items() if day},
        "late": late.words if late and not late.silent else "",
        "event": _words(deadline.before.event) if deadline.before else "",
    }


_SAID_APART = ("starts_on", "ends_with", "excludes", "extends")
"""The parts of a limit that stand beside its date, each in its place."""


def _apart(guide: Guide, limit: Limit) -> bool:
    """Whether a limit begins with something else than applying: it is of something else, or the document says so."""
    if not limit.own or not {step.id for step in facts(guide, "steps")}.issuperset(limit.steps):
        return True
    begins = "" if unsaid(limit.starts_on) else chinese(limit.starts_on.words)
    return bool(begins) and not any(word in begins for word in words()["applying"])


def _words(part: Any) -> str:
    """The document's words of a part; empty where there are none."""
    if unsaid(part):
        return ""
    return gettext("、").join(one.words for one in part) if isinstance(part, tuple) else str(part.words)


def words_js(years: Mapping[int, YearFile]) -> str:
    """`assets/words.js`: the words of the interview, and the announced calendars."""
    calendars = {
        str(year): {
            "source": file.source + (gettext("（{number}）").format(number=file.number) if file.number else ""),
            "off": [str(day) for one in file.holidays for day in workdays.days(one.since, one.until)],
            "worked": [str(day) for one in file.holidays for day in one.worked],
        }
        for year, file in years.items()
    }
    return members(words=sentences(), years=calendars)


def sentences() -> dict[str, Any]:
    """The words of the interview, with the names of the months in the language that is spoken."""
    said = words()["interview"]
    months = [month(number) for number in range(1, 13)]
    return {**said, "due": {**said["due"], "months": months}}


def form_words_js() -> str:
    """`assets/form-words.js`: the words of the form in the browser."""
    return members(formWords=words()["form"])
