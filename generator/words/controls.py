"""A form as a sheet: its rows, and its controls, where something is written. No wording of its own, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from generator.language import gettext
from generator.policy.files import FormField, FormFile, FormGroup, Serial

Kind = Literal["text", "line", "digits", "check", "radio"]


class Control(NamedTuple):
    """A place to write in or to tick: its name in files, its kind, its name for people, and what is printed."""

    name: str
    kind: Kind
    label: str
    printed: str = ""
    longest: int = 0
    """The most characters it can hold; 0 for any number."""
    required: bool = False


class SerialParts(NamedTuple):
    """A serial line cut at its year and at its empty brackets: words between the places to write in."""

    before: str
    year: str
    between: str
    after: str


def serial_parts(serial: Serial) -> SerialParts:
    """`联动服务编号：`, `2021`, ` (`, `) 号`; no year where none is printed."""
    opening, closing = re.split(r"(?<=[(（])\s*(?=[)）])", serial.words, maxsplit=1)
    if serial.year is None:
        return SerialParts("", "", opening, closing)
    before, _, between = opening.partition(serial.year)
    return SerialParts(before, serial.year, between, closing)


def rows(group: FormGroup) -> list[list[FormField]]:
    """The fields of a group as rows of the sheet: two halves side by side, everything else alone."""
    made: list[list[FormField]] = []
    for field in group.fields:
        if field.place == "half" and made and len(made[-1]) == 1 and made[-1][0].place == "half":
            made[-1].append(field)
        else:
            made.append([field])
    return made


def date_parts(field: FormField) -> dict[str, str]:
    """The parts of a date, or of a date with its hour, as forms print them; none for other fields."""
    wanted = {"date": 3, "datetime": 4}.get(field.type, 0)
    words = {"year": gettext("年"), "month": gettext("月"), "day": gettext("日"), "hour": gettext("时")}
    return dict(list(words.items())[:wanted])


def controls(form: FormFile) -> Iterator[Control]:
    """Every control, in the order of the sheet."""
    if form.serial is not None:
        if form.serial.year is not None:
            yield Control(
                "serial/year", "digits", gettext("{serial} 年份").format(serial=form.serial.words), form.serial.year, 4
            )
        yield Control("serial/number", "line", gettext("{serial} 编号").format(serial=form.serial.words))
    for group in form.groups:
        for field in group.fields:
            yield from _of_field(group, field)


def _of_field(group: FormGroup, field: FormField) -> Iterator[Control]:
    name, label = (
        f"{group.id}/{field.id}",
        field.label + (gettext("（{unit}）").format(unit=field.unit) if field.unit else ""),
    )
    if parts := date_parts(field):
        for part, word in parts.items():
            yield Control(f"{name}/{part}", "digits", f"{label} {word}", "", 4 if part == "year" else 2, field.required)
    elif field.type == "choices":
        for option in field.options:
            yield Control(f"{name}/{option}", "check", gettext("{label}：{option}").format(label=label, option=option))
    else:
        kind: Kind = {"text": "text", "choice": "radio"}.get(field.type, "line")  # type: ignore[assignment]
        yield Control(name, kind, label, required=field.required)


def required(form: FormFile) -> Sequence[FormField]:
    """The fields that the document says must be filled in."""
    return [field for group in form.groups for field in group.fields if field.required]
