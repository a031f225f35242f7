"""A page of a scanned document as the editing desk shows it: its picture, its lines, which sign is in doubt. No HTML.

Everything is plain data of JSON. What is noted of a line is noted as `confirm` notes it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.desk import confirming
from generator.document import scans
from generator.document.quantities import read
from generator.document.scans import Record, ScannedLine, ScannedPage
from generator.document.text import DOUBT, normal


def page(path: Path, number: int, quoting: Mapping[int, Sequence[str]]) -> dict[str, Any] | None:
    """A page of the document whose text is at a path; None where it has no such page.

    `quoting`: what quotes a line that nobody has confirmed, by its number. Raises ScanError, UnicodeDecodeError,
    OSError.
    """
    record = scans.read(path)
    shown = next((known for known in record.scan.pages if known.page == number), None)
    if shown is None:
        return None
    opened = frozenset(record.open())
    return {
        "page": number,
        "pages": [_summary(record, known, opened) for known in record.scan.pages],
        "picture": f"data:image/jpeg;base64,{b64encode(scans.picture(path, shown)).decode('ascii')}",
        "width": shown.width,
        "height": shown.height,
        "lines": [_line(record, at, quoting) for at in _numbers(record, number)],
        "open": len(opened),
    }


def first_open(path: Path) -> int:
    """The first page with a line that nobody has confirmed; the first of all where there is none.

    Raises ScanError, UnicodeDecodeError, OSError.
    """
    record = scans.read(path)
    opened = (record.scan.lines[number - 1].page for number in record.open())
    return next((number for number in opened if number is not None), record.scan.pages[0].page)


def _summary(record: Record, known: ScannedPage, opened: frozenset[int]) -> dict[str, int]:
    return {"page": known.page, "open": sum(number in opened for number in _numbers(record, known.page))}


def _numbers(record: Record, number: int) -> Iterator[int]:
    """The numbers of the lines of a page that are in the text, those that were changed where it was text among them."""
    for at in record.places:
        line = record.scan.lines[at - 1]
        if line.page == number and (line.box is not None or not record.confirmed(at)):
            yield at


def _line(record: Record, at: int, quoting: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    line, place = record.scan.lines[at - 1], record.places[at]
    confirmed = line.confirmed if record.confirmed(at) else None
    return {
        "number": at,
        "box": line.box,
        "text": place.text,
        "start": place.start,
        "end": place.end,
        "confidence": line.confidence,
        "confirmed": {"by": confirmed.by, "on": confirmed.on.isoformat()} if confirmed else None,
        "changed": line.confirmed is not None and confirmed is None,
        "doubt": list(_doubts(line, place.text)),
        "weighed": _WEIGHED.search(place.text) is not None or bool(read(normal(place.text)).figures),
        "quoted": list(quoting.get(at, ())),
        "hash": version(place.text),
    }


_WEIGHED = re.compile(r"[<>≤≥＜＞=＝%％]|以[内上下外]|超过|不少于|至少|至多|不足|不满|低于|高于|免|不")
"""Words of a bound, or that turn the sense: a line with any is looked at by itself, as one with a figure is."""


def version(text: str) -> str:
    """The hash of a line as the page has it: 16 hexadecimal digits."""
    return scans.digest(text)[:16]


def _doubts(line: ScannedLine, text: str) -> Iterator[dict[str, Any]]:
    """Each sign that cannot be read: where it stands, and which it may be, the recogniser's own reading first."""
    seen = "".join((line.read or "").split())
    told = [at for at, sign in enumerate(text) if not sign.isspace()]
    known = dict(zip(told, seen, strict=True)) if len(seen) == len(told) else {}
    for at, sign in enumerate(text):
        if sign == DOUBT:
            guess = known.get(at, "")
            alike = next((group for group in _ALIKE if guess and guess in group), "")
            offers = [] if guess == DOUBT else list(dict.fromkeys([*guess, *alike]))
            yield {"at": at, "offers": offers[:_OFFERED]}


_OFFERED = 2
_ALIKE = (
    "≤<",
    "≥>",
    "0O",
    "17l",
    "38",
    "56",
    "2Z",
    "一-",
    "二三",
    "千干",
    "未末",
    "日曰",
    "已己",
    "土士",
    "人入",
    "大太",
    "免兔",
    "无元",
)
"""Signs that are often taken for each other."""


def noted(path: Path, texts: Mapping[int, str], matches: Mapping[int, str], by: str, on: date) -> int:
    """Writes lines as somebody has read them; how many of the document are still open.

    `matches`: the hash of each line when it was looked at. Raises ChangedLineError, StrangeLineError,
    DoubtfulLineError, ScanError, UnicodeDecodeError, OSError.
    """
    record = scans.read(path)
    for number, match in matches.items():
        place = record.places.get(number)
        if place is not None and version(place.text) != match:
            raise ChangedLineError(place.text)
    given = {number: confirming.as_line(text) for number, text in texts.items()}
    same = [number for number, text in given.items() if number in record.places and record.places[number].text == text]
    changed = {number: text for number, text in given.items() if number not in same}
    after = confirming.noted(record, same, changed, by, on)
    confirming.write(path, after)
    return len(after.open())


class ChangedLineError(Exception):
    """Somebody has changed the line since; the text is what it says now."""
