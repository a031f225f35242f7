"""The record of a scanned document: what the recogniser read, where it stands, and who has confirmed it. No I/O.

The text lies beside the record in a file of its own and may be mended there by hand. A line proves only while the text
has it as it was confirmed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import Match, SequenceMatcher
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.document.text import DOUBT

_Count = Annotated[int, Field(ge=1, le=100_000)]
SUFFIX = ".scan.json"
"""How the record of `<name>.txt` is called: `<name>.scan.json`."""
PICTURES = ".scans"
"""The folder beside it with the pictures of the pages; a hidden one, so that nothing of it is read for the site."""
MARK = "由程序识别，须逐句核对"
"""What is said of the text of a scanned document until all of it is confirmed."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Confirmed(_Model):
    """谁在哪天对照图片核对过。 Who held a line against its picture, and when."""

    by: str
    """谁。 Who."""
    on: date
    """哪天。 When."""
    sha256: str
    """核对的文字的 SHA-256。 SHA-256 of the text that was confirmed."""


class ScannedPage(_Model):
    """一页。 A page."""

    page: _Count
    """第几页。 Its number."""
    width: _Count
    """宽，点。 Width in pixels."""
    height: _Count
    """高，点。 Height in pixels."""
    picture: Annotated[str, Field(pattern=r"^[0-9a-f]{12}-[0-9]{1,6}\.jpg$")]
    """图片文件，在 .scans/ 里，名字是程序起的。 The file of its picture, in .scans/, named as `picture_of` does."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """图片的 SHA-256。 SHA-256 of the picture."""


class ScannedLine(_Model):
    """一行。 A line."""

    page: int | None = None
    """在第几页；文件里本来就有文字的页没有。 The page it is on; none where the page itself has text."""
    line: int | None = None
    """是那一页的第几行。 Its number on that page."""
    box: tuple[int, int, int, int] | None = None
    """左、上、右、下，点；文件里本来就有文字的没有。 Left, above, right, below, in pixels; none of what was text."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 1
    """程序有多大把握，0 至 1。 How sure the recogniser is."""
    text: str
    """文字；看不清的字写作 ◇；不是正文的行是空的。 Its text; ◇ for what cannot be read, empty where it is none."""
    read: str | None = None
    """程序原来读成什么，和 text 不同时写。 What the recogniser read, where that is not the text."""
    aside: str | None = None
    """为什么不在正文里：stamp 印章，page-number 页码。 Why it is not in the text."""
    at: int | None = None
    """在 .txt 里从第几个字起，从 0 数。 Where it begins in the text, counted from 0."""
    confirmed: Confirmed | None = None
    """谁核对过。 Who confirmed it."""

    @property
    def holds(self) -> bool:
        """Whether somebody confirmed it as it is, or it was text; a sign that cannot be read is never confirmed."""
        if self.box is None:
            return True
        return self.confirmed is not None and self.confirmed.sha256 == digest(self.text) and DOUBT not in self.text


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return sha256(text.encode("utf-8")).hexdigest()


class Scan(_Model):
    """<名字>.scan.json：扫描件怎样识别成 <名字>.txt，每一行谁核对过。 How a text was read from a scanned document."""

    file: str
    """扫描件的文件名。 Name of the scanned file."""
    sha256: str
    """扫描件的 SHA-256。 SHA-256 of the scanned file."""
    engine: str
    """识别程序和版本。 The recogniser and its version."""
    pages: tuple[ScannedPage, ...]
    """各页。 Its pages."""
    lines: tuple[ScannedLine, ...]
    """各行，从 1 数起就是核对时用的号。 Its lines; counted from 1, their numbers in `confirm`."""


def picture_of(sha256: str, page: int) -> str:
    """How the picture of a page is called; `sha256`: of the scanned file.

    >>> picture_of("0123456789abcdef", 3)
    '0123456789ab-3.jpg'
    """
    return f"{sha256[:12]}-{page}.jpg"


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as they are written: `3-7,12`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def numbers(written_: str) -> list[int]:
    """Numbers out of what `ranges` makes of them.

    >>> numbers("3-5,12"), ranges([3, 4, 5, 12])
    ([3, 4, 5, 12], '3-5,12')
    """
    ends = [part.split("-") for part in written_.split(",") if part]
    return [number for part in ends for number in range(int(part[0]), int(part[-1]) + 1)]


def record_of(text: str) -> str:
    """How the record is called that lies beside a text.

    >>> record_of("wuhai.txt")
    'wuhai.scan.json'
    """
    return text.removesuffix(".txt") + SUFFIX


def beside(text: Path) -> Path:
    """Where the record of a scanned document lies, beside its text."""
    return text.with_name(record_of(text.name))


class ScanError(ValueError):
    """A record that cannot be read; says why."""


def read(text: Path) -> Record:
    """The text at a path with the record beside it. Raises ScanError, UnicodeDecodeError, OSError."""
    return Record(parsed(plain(beside(text))), plain(text).decode("utf-8-sig"))


def plain(path: Path) -> bytes:
    """The bytes of a file that is itself there: a link may lead anywhere. Raises ScanError, OSError."""
    if path.is_symlink():
        raise ScanError(f"{path.name} 是链接 / is a link")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ScanError(f"{path.name} 不见了 / is not there") from None


def picture(text: Path, page: ScannedPage) -> bytes:
    """The picture of a page, as it was when it was read. Raises ScanError, OSError."""
    folder = text.parent / PICTURES
    if folder.is_symlink():
        raise ScanError(f"{PICTURES} 是链接 / is a link")
    data = plain(folder / page.picture)
    if sha256(data).hexdigest() != page.sha256:
        raise ScanError(f"{page.picture} 不是识别时的那一张 / is not the picture that was read")
    return data


def parsed(data: bytes) -> Scan:
    """The record that a file holds. Raises ScanError."""
    try:
        scan = Scan.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ScanError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()[:120]) from None
    for problem, holds in _problems(scan):
        if holds:
            raise ScanError(problem)
    return scan


def _problems(scan: Scan) -> Iterator[tuple[str, bool]]:
    """What may be wrong with a record although each of its keys is right, and whether it is."""
    pages, pictures = [page.page for page in scan.pages], [page.picture for page in scan.pages]
    lines = [(line.page, line.line) for line in scan.lines if line.box is not None]
    yield "pages 同一页写了两次 / a page twice", len({*pages}) < len(pages) or len({*pictures}) < len(pictures)
    yield "lines 同一行写了两次 / a line twice", len({*lines}) < len(lines)
    yield "lines 没有一行是图片里的 / no line of a picture", not lines
    yield "lines 没有正文 / no line of the text", all(line.aside is not None for line in scan.lines)
    yield "lines 里有的页，pages 里没有 / a line of no page", not {page for page, _ in lines} <= {*pages}


def written(scan: Scan) -> bytes:
    """The record as a file: a line of text a line, so that a change is seen."""
    whole = scan.model_dump(mode="json", exclude_none=True)
    parts = {name: whole.pop(name) for name in ("pages", "lines")}
    head = json.dumps(whole, ensure_ascii=False, indent=1)[:-2]
    rows = {name: ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in part) for name, part in parts.items()}
    tail = ",\n ".join(f'"{name}": [\n  {text}\n ]' for name, text in rows.items())
    return f"{head},\n {tail}\n}}\n".encode()


# ----------------------------------------------------------------------------------------------- record and text


class Place(NamedTuple):
    """Where a line stands in a text, and what that has there now."""

    start: int
    end: int
    text: str


class _Wanted(NamedTuple):
    """A line that is to be found: its number, its words, and how far it began behind the end of the one before."""

    number: int
    words: str
    gap: int


@dataclass(frozen=True)
class Record:
    """The record of a scanned document beside the text as it is now."""

    scan: Scan
    text: str

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """Where each line stands, by its number; not those that are in no text.

        Every sign of the text is part of a line: what was written in by hand belongs to the line before it.
        """
        return dict(_placed(self.text, list(self._wanted())))

    def _wanted(self) -> Iterator[_Wanted]:
        """The lines that are to be found, as the record has them."""
        end = 0
        for number, line in enumerate(self.scan.lines, start=1):
            if line.aside is None:
                gap = 0 if line.at is None else max(line.at - end, 0)
                end = (end if line.at is None else line.at) + len(line.text)
                yield _Wanted(number, line.text, gap)

    def confirmed(self, number: int) -> bool:
        """Whether the text has a line as it was confirmed."""
        line, place = self.scan.lines[number - 1], self.places.get(number)
        return place is None or (line.holds and place.text == line.text.strip(_BETWEEN))

    def open(self, start: int = 0, end: int | None = None) -> tuple[int, ...]:
        """The numbers of the lines between two positions of the text that nobody has confirmed as they are."""
        end = len(self.text) if end is None else end
        within = (number for number, place in self.places.items() if place.start < end and place.end > start)
        return tuple(number for number in within if not self.confirmed(number))

    def corrected(self, texts: Mapping[int, str]) -> Record:
        """The record with other texts for some lines, in the text beside it, too; nobody has confirmed these."""
        pieces, end, at, starts = list[str](), 0, 0, dict[int, int]()
        for number, place in self.places.items():
            pieces += [self.text[end : place.start], texts.get(number, place.text)]
            starts[number] = at + len(pieces[-2])
            at, end = starts[number] + len(pieces[-1]), place.end
        text = "".join(pieces) + self.text[end:]
        return Record(_at(self._with(texts), starts), text)

    def confirming(self, numbers: Sequence[int], by: str, on: date) -> Record:
        """The record with lines confirmed as the text has them now."""
        current = {number: self.places[number].text for number in numbers}
        signed = {number: Confirmed(by=by, on=on, sha256=digest(text)) for number, text in current.items()}
        lines = tuple(
            line.model_copy(update={"confirmed": signed[number]}) if number in signed else line
            for number, line in enumerate(self._with(current).lines, start=1)
        )
        return Record(self.scan.model_copy(update={"lines": lines}), self.text).located()

    def located(self) -> Record:
        """The record that says where each line stands in the text now."""
        return Record(_at(self.scan, {number: place.start for number, place in self.places.items()}), self.text)

    def _with(self, texts: Mapping[int, str]) -> Scan:
        lines = tuple(
            _rewritten(line, texts[number]) if number in texts else line
            for number, line in enumerate(self.scan.lines, start=1)
        )
        return self.scan.model_copy(update={"lines": lines})


def _at(scan: Scan, starts: Mapping[int, int]) -> Scan:
    """A record whose lines begin at these places of the text, by number."""
    lines = tuple(line.model_copy(update={"at": starts.get(number)}) for number, line in enumerate(scan.lines, start=1))
    return scan.model_copy(update={"lines": lines})


def _rewritten(line: ScannedLine, text: str) -> ScannedLine:
    """A line with another text; what was read first is kept."""
    if text == line.text:
        return line
    return line.model_copy(update={"text": text, "read": line.read or line.text})


_BETWEEN = " \t\n|"
"""What stands between lines: ends of paragraphs, and of cells."""
_NEAR = 400
"""So many signs that were written in by hand may stand before a line."""


def _placed(text: str, wanted: Sequence[_Wanted]) -> Iterator[tuple[int, Place]]:
    """Each line with its place, in order: those that stand there as they are, and between these what was changed."""
    begin, searched, open_ = 0, 0, list[_Wanted]()
    for line in wanted:
        words = line.words
        reach = searched + len(words) + _NEAR + sum(len(other.words) for other in open_)
        start = text.find(words, searched, reach) if words else -1
        if start < 0:
            open_.append(line)
            continue
        if open_:
            yield from _between(text, begin, start, open_)
            begin = start  # what stands before the first line is part of it
        searched, open_ = start + len(words), [line]
    yield from _between(text, begin, len(text), open_)


def _between(text: str, start: int, end: int, lines: Sequence[_Wanted]) -> Iterator[tuple[int, Place]]:
    """A stretch of the text, divided between the lines that were there, as they are like what is there now.

    A line that is no longer there stands as far behind the one before as it did.
    """
    cuts = [start, *_cuts(text[start:end], [line.words for line in lines], start), end]
    before = start
    for line, low, high in zip(lines, cuts, cuts[1:], strict=False):
        stretch = text[low:high]
        words = stretch.strip(_BETWEEN)
        begin = max(low + stretch.index(words), before)
        if not words and not text[before : before + line.gap].strip(_BETWEEN):
            begin = min(before + line.gap, end)
        before = begin + len(words)
        yield line.number, Place(begin, before, words)


_SHORT = 2_000
"""Signs of a stretch that is compared sign by sign, which takes time by the square of them."""


def _cuts(now: str, were: Sequence[str], start: int) -> Iterator[int]:
    """Where, in what is there now, each line but the first begins."""
    if len(were) < 2:
        return
    blocks = SequenceMatcher(None, "".join(were), now, autojunk=len(now) > _SHORT).get_matching_blocks()
    begin = reached = 0
    for words in were[:-1]:
        begin += len(words)
        reached = max(reached, _cut(now, blocks, begin))
        yield start + reached


def _cut(now: str, blocks: Sequence[Match], begin: int) -> int:
    """Where, in what is there now, stands what began at a place before; `blocks`: what is the same."""
    last = next((block for block in reversed(blocks) if block.a < begin), Match(0, 0, 0))
    if last.a + last.size > begin:
        return last.b + begin - last.a
    following = next(block for block in blocks if block.a >= begin)
    low, high = last.b + last.size, following.b
    return next((at for at in range(low, high) if now[at] in _BETWEEN), high)
