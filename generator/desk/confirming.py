"""Lines of scanned documents, held against their pictures: what of them is shown, what is noted, how it is written.

The page of `confirm` lies on a disk and writes nothing; the editing desk shows a page of the document at a time.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator.disk import folders
from generator.document import scans
from generator.document.scans import Record, ScannedLine, ScannedPage
from generator.document.text import DOUBT
from generator.words import templating


@dataclass(frozen=True)
class Held:
    """A scanned document: the name and the path of its text, its record, which facts quote which of its lines."""

    name: str
    path: Path
    record: Record
    quoting: Mapping[int, Sequence[str]]


def quoting(quoted: Iterable[Mapping[str, str]]) -> dict[int, list[str]]:
    """The facts that quote a line, by its number, out of the words of findings (`lines`, `thing`)."""
    things: dict[int, list[str]] = {}
    for words in quoted:
        for number in scans.numbers(words["lines"]):
            things.setdefault(number, []).append(words["thing"])
    return things


class View(NamedTuple):
    """What of a page is shown: left, above, width, height, in its pixels."""

    left: int
    above: int
    width: int
    height: int


class Shown(NamedTuple):
    """A line as it is shown: its number, what the text has there, its page, and what is seen of that.

    Without a page and a view where it was text before, and somebody has changed it.
    """

    number: int
    text: str
    line: ScannedLine
    page: ScannedPage | None
    view: View | None
    quoted: Sequence[str]
    changed: bool
    """Whether somebody had confirmed it, and its text was changed since."""


class Part(NamedTuple):
    """A document as it is shown: what is quoted and not confirmed, the rest of that, and what was confirmed."""

    document: Held
    first: Sequence[Shown]
    rest: Sequence[Shown]
    done: Sequence[Shown]


def files(city: str, documents: Sequence[Held], where: str = "") -> dict[str, bytes]:
    """The page `index.html` with the pictures that it shows, by name; `where`: options of the command that it shows.

    Raises ScanError, OSError.
    """
    parts = [_part(document) for document in documents]
    template = templating.environment(markdown=False).get_template("confirm/index.html")
    page = template.render(
        city=city, where=where, parts=parts, total=sum(len(part.first) + len(part.rest) for part in parts)
    )
    pictures = {
        page.picture: scans.picture(document.path, page)
        for document in documents
        for page in document.record.scan.pages
    }
    return {"index.html": _guarded(page).encode("utf-8"), **pictures}


def _guarded(page: str) -> str:
    """The page that runs its own script alone, and fetches nothing but its pictures, whatever the texts hold."""
    scripts = (f" 'sha256-{_base64(script)}'" for script in _SCRIPT.findall(page))
    policy = f"default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; script-src{''.join(scripts) or _NO}"
    head = f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; base-uri 'none'; form-action 'none'\">"
    return page.replace(_CHARSET, f"{_CHARSET}\n{head}", 1)


_SCRIPT, _CHARSET, _NO = re.compile(r"<script>(.*?)</script>", re.DOTALL), '<meta charset="utf-8">', " 'none'"


def _base64(script: str) -> str:
    return b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")


def _part(document: Held) -> Part:
    shown = list(_shown(document))
    opened = frozenset(document.record.open())
    left = [line for line in shown if line.number in opened]
    return Part(
        document,
        [line for line in left if line.quoted],
        [line for line in left if not line.quoted],
        [line for line in shown if line.number not in opened],
    )


def _shown(document: Held) -> Iterator[Shown]:
    """The lines of a document that were recognised, or are open, in order."""
    record = document.record
    pages = {page.page: page for page in record.scan.pages}
    for number, place in record.places.items():
        line = record.scan.lines[number - 1]
        quoted, holds = document.quoting.get(number, ()), record.confirmed(number)
        if line.box is not None and line.page is not None:
            view = _view(line.box, page := pages[line.page])
            yield Shown(number, place.text, line, page, view, quoted, line.confirmed is not None and not holds)
        elif not holds:
            yield Shown(number, place.text, line, None, None, quoted, changed=True)


def _view(box: tuple[int, int, int, int], page: ScannedPage) -> View:
    """A line with the one above it and the one below."""
    left, above, right, below = box
    around = max(below - above, 24)
    width = min(max(right - left + 2 * around, page.width * 3 // 4), page.width)
    start = min(max((left + right - width) // 2, 0), page.width - width)
    top, bottom = max(above - around, 0), min(below + around, page.height)
    return View(start, top, width, bottom - top)


# ---------------------------------------------------------------------------------------------------------- noting


class StrangeLineError(ValueError):
    """There are no such lines; their numbers, and which there are."""

    def __init__(self, strange: Sequence[int], known: Sequence[int]) -> None:
        super().__init__(scans.ranges(strange))
        self.strange, self.known = tuple(strange), tuple(known)


class DoubtfulLineError(ValueError):
    """In some lines stands a sign that cannot be read; their numbers."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(scans.ranges(numbers))
        self.numbers = tuple(numbers)


def may_be_line(text: str) -> bool:
    """Whether a line may say this: no sign that is not seen, none that cannot be read, and not too much."""
    return text.isprintable() and len(text) <= _LONGEST and DOUBT not in text


def as_line(text: str) -> str:
    """What somebody has typed as a line of a text has it."""
    return text.strip().replace("|", "｜")


_LONGEST = 1_000


def noted(record: Record, numbers: Sequence[int], texts: Mapping[int, str], by: str, on: date) -> Record:
    """A record with lines corrected and confirmed. Raises StrangeLineError, DoubtfulLineError."""
    known = [
        number
        for number in record.places
        if record.scan.lines[number - 1].box is not None or not record.confirmed(number)
    ]
    for given in (numbers, list(texts)):
        if strange := [number for number in given if number not in known]:
            raise StrangeLineError(strange, known)
    corrected = record.corrected(texts)
    wanted = sorted({*numbers, *(number for number in texts if number in corrected.places)})
    if unclear := [number for number in wanted if DOUBT in corrected.places[number].text]:
        raise DoubtfulLineError(unclear)
    return corrected.confirming(wanted, by, on)


def write(path: Path, record: Record) -> None:
    """The text, then its record; where that fails, the text as it was. Raises OSError."""
    before = path.read_bytes()
    if before.decode("utf-8-sig") != record.text:
        folders.replace(path, record.text.encode("utf-8"))
    try:
        folders.replace(scans.beside(path), scans.written(record.scan))
    except OSError:
        folders.replace(path, before)
        raise
