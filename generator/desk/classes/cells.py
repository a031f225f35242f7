"""A cell of a table of classes ↔ the FEEL unary test that it stands for, in the words in which editors choose.

A cell is one of some forms with its numbers or values: 不超过 1000; 2 至 3; 新建、改建. What has no form stays as it is
written. No guide, no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.desk.files.writing import Data
from generator.policy import feel
from generator.policy.feel import Range, Unary
from generator.words.conditions import form_of, opposite


class Form(NamedTuple):
    """A form of a cell: what it is called when chosen, how it is shown, and the FEEL text, to be filled in."""

    label: str
    shown: str
    feel: str


ANY = Form("不限", "不限", "-")
NUMBERS: Mapping[str, Form] = {
    "at_most": Form("不超过", "不超过 {high}", "<= {high}"),
    "below": Form("小于", "小于 {high}", "< {high}"),
    "at_least": Form("不少于", "不少于 {low}", ">= {low}"),
    "above": Form("大于", "大于 {low}", "> {low}"),
    "equal": Form("等于", "{low}", "{low}"),
    "between": Form("… 至 …", "{low} 至 {high}", "[{low}..{high}]"),
    "above_between": Form("大于 …，不超过 …", "大于 {low}，不超过 {high}", "({low}..{high}]"),
    "between_below": Form("不少于 …，小于 …", "不少于 {low}，小于 {high}", "[{low}..{high})"),
    "open_between": Form("大于 …，小于 …", "大于 {low}，小于 {high}", "({low}..{high})"),
}
"""The forms of numbers; the words are those of the bounds of a document."""
CHOICES: Mapping[str, Form] = {
    "yes": Form("是", "是", "true"),
    "no": Form("否", "否", "false"),
    "among": Form("是其中之一", "{values}", "{values}"),
    "not_among": Form("都不是", "不是 {values}", "not({values})"),
}


class Cell(NamedTuple):
    """A cell: `form` is a key of the forms above, `any`, or `other` for a test that has none, as it is in `text`."""

    form: str
    low: str = ""
    high: str = ""
    values: tuple[str, ...] = ()
    text: str = ""

    @property
    def shown(self) -> str:
        """What stands in the cell."""
        if self.form == "other":
            return self.text
        return _form(self.form).shown.format(low=self.low, high=self.high, values="、".join(self.values))


def cell(test: Data | None) -> Cell:
    """The cell of a test as a file says it; a text that is no test at all is of the form `other`."""
    if test is None:
        return Cell("any")
    text = ", ".join(map(str, test)) if isinstance(test, list) else str(test)
    try:
        known = feel.parse(text)
    except feel.FeelError:
        return Cell("other", text=text)
    return of(known) or Cell("other", text=text)


def of(test: Unary) -> Cell | None:
    """The cell of a parsed test; None where it has no form: several ranges, numbers beside words."""
    if test.anything:
        return Cell("any")
    if test.ranges:
        only = opposite(test) if test.negated else test.ranges[0] if len(test.ranges) == 1 else None
        return None if only is None or test.values else _of_range(only)
    if all(isinstance(value, str) for value in test.values):
        return Cell("not_among" if test.negated else "among", values=tuple(map(str, test.values)))
    (value, *more) = test.values
    return None if more else Cell("yes" if bool(value) is not test.negated else "no")


def _of_range(only: Range) -> Cell:
    low, high = ("" if end is None else f"{end:f}" for end in (only.low, only.high))
    return Cell(form_of(only), low, high)


def written(wanted: Cell) -> Data:
    """The test of a cell as a file says it, in the form that is easiest to read: a word bare, several as a list."""
    if wanted.form == "other":
        return wanted.text
    if wanted.form == "among":
        words = [word(value) for value in wanted.values]
        return words[0] if len(words) == 1 else [*words]
    values = ", ".join(feel.literal(value) for value in wanted.values)
    return _form(wanted.form).feel.format(low=wanted.low, high=wanted.high, values=values)


def word(value: str) -> str:
    """A value as a test: bare where FEEL, as policies write it, reads it so."""
    try:
        bare = feel.parse(value).values == (value,)
    except feel.FeelError:
        bare = False
    return value if bare else feel.literal(value)


def _form(name: str) -> Form:
    return ANY if name == "any" else {**NUMBERS, **CHOICES}[name]


def offered() -> Sequence[dict[str, Any]]:
    """The forms for the page: `[{form, for: number|boolean|enumeration|"", label, shown, feel, asks: [low, high]}]`."""
    kinds = {
        "any": "",
        **dict.fromkeys(NUMBERS, "number"),
        "yes": "boolean",
        "no": "boolean",
        **dict.fromkeys(("among", "not_among"), "enumeration"),
    }
    return [
        {"form": name, "for": kind, **_form(name)._asdict(), "asks": re.findall(r"\{(low|high)\}", _form(name).feel)}
        for name, kind in kinds.items()
    ]
