"""Scanned documents, read page by page in a process of their own, each bounded in time and memory. Reads one file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeAlias

from PIL import Image

from generator.document import bounds, layout, pictures, recognition, scans
from generator.document.characters import mended
from generator.document.formats.parts import ExtractError, LeftOut, Part, Taken, Unread, Words, too_much
from generator.document.recognition import Line, Recogniser
from generator.document.scans import Record, Scan, ScannedLine, ScannedPage
from generator.document.text import DOUBT

SECONDS, MEGABYTES = 15, 1_000
"""What reading a page may take of the processor, beginning included, and of memory."""
LARGEST = 64 * 2**20
"""Bytes of a file with pictures."""
Begin: TypeAlias = Callable[[], Recogniser]
"""Begins a recogniser, in the process in which it is to work; stands at the top level of a module."""
Say: TypeAlias = Callable[[int, int], object]
"""Is told, with each page, how many have been read, and how many there are; what it returns is of no use."""
_EXCEEDED: dict[bounds.Bound, tuple[str, str]] = {
    "time": (f"这一页 {SECONDS} 秒还没有读完", f"not read within {SECONDS} seconds"),
    "memory": (f"读这一页要用超过 {MEGABYTES} MB 内存", f"reading it takes more than {MEGABYTES} MB of memory"),
    "ended": (f"已损坏，或者要用超过 {MEGABYTES} MB 内存", f"damaged, or it takes more than {MEGABYTES} MB of memory"),
}


class Read(NamedTuple):
    """A page as it was read: by which recogniser, its picture as it is kept, its lines as they are laid out."""

    number: int
    total: int
    engine: str
    size: tuple[int, int]
    picture: bytes
    page: layout.Page


def read(path: Path, only: Collection[int], say: Say, begin: Begin) -> list[Read]:
    """The pages of a scanned document. `only`: of a PDF, these; else all.

    Raises EngineError, ExtractError, OSError.
    """
    pages = list[Read]()
    try:
        for page in bounds.each(SECONDS, MEGABYTES, _pages, path, only, begin):
            pages.append(page)
            say(len(pages), page.total)
    except bounds.ExceededError as error:
        zh, en = _EXCEEDED[error.bound]
        raise too_much(f"第 {len(pages) + 1} 张扫描页：{zh}", f"scanned page {len(pages) + 1}: {en}") from None
    return pages


NO_ENGINE = Words(
    "没有文字，是图片，这里没有装识别文字的程序；请先装 requirements-ocr.lock，或者自己识别文字，另存为 .txt",
    "a scanned picture, and no recogniser is installed: install requirements-ocr.lock first, or recognise it yourself, "
    "and save it as .txt",
)


def _pages(path: Path, only: Collection[int], begin: Begin) -> Iterator[Read]:
    """Each page read. Raises ExtractError, EngineError."""
    recogniser = begin()
    try:
        for number, total, image in pictures.pages(path, only):
            upright, lines = _recognised(image, recogniser)
            yield Read(number, total, recogniser.name, upright.size, _kept(upright), layout.page(lines))
    except (ExtractError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        raise ExtractError(
            f"不是完好的 {path.suffix}（{reason}）；请重新扫描，或另存一份没有密码的 / no sound {path.suffix}; "
            "scan it anew, or save it anew without a password"
        ) from None


def _recognised(image: Image.Image, recogniser: Recogniser) -> tuple[Image.Image, list[Line]]:
    """A page and its lines; the file is sound by then. Raises ExtractError, MemoryError."""
    try:
        return recognition.lines(image, recogniser)
    except Exception as error:
        if bounds.lacks_memory(error):
            raise MemoryError from None
        raise ExtractError(
            f"识别程序读不了这一页（{type(error).__name__}）；请用每英寸 200 至 300 点重新扫描 / "
            f"the recogniser cannot read this page ({type(error).__name__}); scan it anew with 200 to 300 dots an inch"
        ) from None


_KEPT, _QUALITY = 1_600, 55
"""Pixels of the longer side of a picture that is kept, and how well: 150 to 300 KB a page."""


def _kept(page: Image.Image) -> bytes:
    """The picture of a page as it lies beside the text, in colour, since a stamp is known by it."""
    small = page.copy()
    small.thumbnail((_KEPT, _KEPT))
    file = BytesIO()
    small.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


# ------------------------------------------------------------------------------------------------- text and record


def composed(path: Path, parts: Iterable[Part], pages: Iterable[Read]) -> Taken:
    """A document of parts and of pages that were read, each in its place. Raises OSError."""
    read = {page.number: page for page in pages}
    texts, lines, left_out = list[str](), list[ScannedLine](), list[LeftOut]()
    for kind, group in groupby(parts, key=type):
        together = list(group)
        if kind is LeftOut:
            left_out += (part for part in together if isinstance(part, LeftOut))
        elif kind is Unread:
            here = [read[part.page] for part in together if isinstance(part, Unread)]
            texts += layout.paragraphs(row for page in here for row in page.page.rows)
            lines += (line for page in here for line in _lines(page))
            left_out += (each for page in here for each in _left_out(page))
        else:
            given = [mended(part).strip() for part in together if isinstance(part, str)]
            texts += given
            lines += (ScannedLine(text=part) for part in given if part)
    text = "\n\n".join(filter(None, texts)) + "\n"
    return Taken(text, tuple(left_out), *_record(path, text, lines, read))


def _record(
    path: Path, text: str, lines: Sequence[ScannedLine], read: Mapping[int, Read]
) -> tuple[Scan | None, Mapping[str, bytes]]:
    """The record of what was read, and the pictures of the pages by name; none where nothing could be read."""
    if all(line.box is None for line in lines):
        return None, {}
    digest = sha256(path.read_bytes()).hexdigest()
    pages = tuple(_scanned_page(page, digest) for page in read.values())
    engine = next(iter(read.values())).engine
    scan = Scan(file=path.name, sha256=digest, engine=engine, pages=pages, lines=tuple(lines))
    return Record(scan, text).located().scan, {page.picture: read[page.page].picture for page in pages}


def _scanned_page(read: Read, digest: str) -> ScannedPage:
    """A page as it stands in the record; `digest`: of the scanned file."""
    width, height = read.size
    name, picture = scans.picture_of(digest, read.number), sha256(read.picture).hexdigest()
    return ScannedPage(page=read.number, width=width, height=height, picture=name, sha256=picture)


def _lines(read: Read) -> Iterator[ScannedLine]:
    """The lines of a page, in the order of the text; behind them those that are not in it."""
    rows = [(line, "") for row in read.page.rows for line in row.lines]
    for number, (line, aside) in enumerate([*rows, *read.page.aside], start=1):
        yield ScannedLine(
            page=read.number,
            line=number,
            box=line.box,
            confidence=line.confidence,
            text=line.text,
            read=line.read if line.read != line.text else None,
            aside=aside or None,
        )


def _left_out(read: Read) -> Iterator[LeftOut]:
    """What of a page is not in the text, or not for certain."""
    if not read.page.rows:
        yield LeftOut(_on(read.number), Words("没有认出字，可能是空白页", "no text was seen: a blank page?"))
    for number, line in enumerate((line for row in read.page.rows for line in row.lines), start=1):
        if DOUBT in line.text:
            yield LeftOut(
                _on(read.number, number),
                Words(f"看不清的字写作 {DOUBT}：{_quoted(line)}", f"what cannot be read is {DOUBT}"),
            )
    for line, why in read.page.aside:
        if why == layout.STAMP:
            yield LeftOut(
                _on(read.number), Words(f"印章里的字没有取：{_quoted(line)}", "the words of a stamp were left out")
            )


def _on(page: int, line: int = 0) -> Words:
    return Words(f"第{page}页{f'第{line}行' if line else ''}", f"page {page}{f', line {line}' if line else ''}")


def _quoted(line: Line) -> str:
    return f"“{line.text[:24]}{'…' if len(line.text) > 24 else ''}”"
