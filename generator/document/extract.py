"""The text of a document as it was published, of every kind that comes in. Reads one file; knows no policy.

What strangers made is read in a process of its own, and everything it can be large in is bounded. Nothing is lost in
silence: what is not in the text is told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.document import bounds, pictures, recognition, scanner
from generator.document.characters import mended
from generator.document.formats import archives, pdf, plain, web, word, workbook
from generator.document.formats.parts import (
    CHARACTERS,
    WHOLE,
    ExtractError,
    LeftOut,
    Part,
    Reader,
    Taken,
    Unread,
    Words,
    too_much,
)

__all__ = ["CHARACTERS", "KINDS", "MEGABYTES", "SECONDS", "ExtractError", "LeftOut", "Taken", "Words", "taken"]

_READERS: dict[str, Reader] = {
    ".pdf": pdf.read,
    ".docx": word.read,
    ".xlsx": workbook.read,
    ".txt": plain.read,
    **dict.fromkeys((".html", ".htm", ".mhtml", ".mht"), web.read),
}
KINDS = (*_READERS, *pictures.KINDS)

SECONDS, MEGABYTES = 8, 160
"""What reading a document may take of the processor and of memory."""
_LARGEST = {
    ".docx": 32 * 2**20,
    ".xlsx": 16 * 2**20,
    ".txt": 2 * 2**20,
    **dict.fromkeys((".pdf", *pictures.KINDS), scanner.LARGEST),
    **dict.fromkeys((".html", ".htm"), 4 * 2**20),
    **dict.fromkeys((".mhtml", ".mht"), 16 * 2**20),
}
"""Bytes of a file: scans and photographs make them large, text does not."""
_BEGINNINGS = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc"}
"""How files of a kind begin, whatever they are called; so does a .docx with a password, like a .doc."""
_CONVERTED = {
    **dict.fromkeys((".doc", ".docm", ".wps", ".rtf", ".odt"), (".docx", "用 Word 或 WPS 打开，")),
    **dict.fromkeys((".xls", ".xlsm", ".et", ".ods"), (".xlsx", "用 Excel 或 WPS 打开，")),
    **dict.fromkeys((".ofd",), (".pdf", "用 OFD 阅读器打开，")),
}
"""Kinds that are not read, with the kind that the programs which make them save as well."""
_TOLD = 60
"""So many of what was left out are told one by one."""
_EXCEEDED: dict[bounds.Bound, tuple[str, str]] = {
    "time": (f"{SECONDS} 秒还没有读完", f"not read within {SECONDS} seconds"),
    "memory": (f"读它要用超过 {MEGABYTES} MB 内存", f"reading it takes more than {MEGABYTES} MB of memory"),
    "ended": (f"已损坏，或者要用超过 {MEGABYTES} MB 内存", f"damaged, or it takes more than {MEGABYTES} MB of memory"),
}


def taken(path: Path, say: scanner.Say = max) -> Taken:
    """The text of a document, and what is not in it. `say`: is told of each scanned page.

    Raises ExtractError, OSError.
    """
    _check_file(path)
    try:
        parts = [] if _is_picture(path) else bounds.within(SECONDS, MEGABYTES, _parts_of, path)
    except bounds.ExceededError as error:
        raise too_much(*_EXCEEDED[error.bound]) from None
    unread = [part.page for part in parts if isinstance(part, Unread)]
    return _scanned(path, parts, unread, say) if unread or _is_picture(path) else _joined(parts)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in pictures.KINDS


def _scanned(path: Path, parts: list[Part], unread: list[int], say: scanner.Say) -> Taken:
    """A document with pages to be recognised; where nothing can recognise them, what else it says."""
    try:
        pages = scanner.read(path, unread, say, recognition.rapid)
    except recognition.EngineError:
        if unread and len(_HAN.findall("".join(part for part in parts if isinstance(part, str)))) >= _FEW:
            return _joined(parts)
        raise ExtractError(f"{scanner.NO_ENGINE.zh} / {scanner.NO_ENGINE.en}") from None
    recognised = scanner.composed(path, parts or [Unread(page.number) for page in pages], pages)
    if len(_HAN.findall(recognised.text)) < _FEW:
        raise ExtractError(
            "图片里几乎没有认出字；请用每英寸 200 至 300 点重新扫描 / hardly any text recognised; scan it anew with "
            "200 to 300 dots per inch"
        )
    return replace(recognised, left_out=_told([*recognised.left_out, *_broken(recognised.text)]))


def _not_recognised(part: Part) -> Part:
    if not isinstance(part, Unread):
        return part
    return LeftOut(Words(f"第{part.page}页", f"page {part.page}"), scanner.NO_ENGINE)


def text_of(path: Path) -> str:
    """The text alone. Raises ExtractError, OSError."""
    return taken(path).text


def _check_file(path: Path) -> None:
    """Raise ExtractError, before a file is opened, where it is no document, empty or too large."""
    kind = path.suffix.lower()
    if kind in _CONVERTED:
        other, how = _CONVERTED[kind]
        raise ExtractError(f"不直接读 {kind}；请{how}另存为 {other} / {kind} is not read; save it as {other}")
    largest = _LARGEST.get(kind)
    if largest is None:
        raise ExtractError(f"不认识的文件类型；可用：{'、'.join(KINDS)} / unknown kind of file")
    size = path.stat().st_size
    if size == 0:
        raise ExtractError("文件是空的；请重新取得 / the file is empty; fetch it anew")
    if size > largest:
        raise too_much(f"文件大于 {largest // 2**20} MB", f"larger than {largest // 2**20} MB")


def _parts_of(path: Path) -> list[Part]:
    """What a file says, by the kind that it is. Raises ExtractError, OSError."""
    return list(_bounded(_parts(path, _kind(path))))


_HAN, _FEW = re.compile("[\u4e00-\u9fff]"), 20
"""Chinese characters, of which a document that says something has as many at least."""


def _joined(parts: list[Part]) -> Taken:
    """A document of parts, but for those that are to be recognised. Raises ExtractError."""
    parts = [_not_recognised(part) for part in parts]
    texts = [mended(part).strip() for part in parts if isinstance(part, str)]
    text = re.sub(r"\n{3,}", "\n\n", "\n\n".join(filter(None, texts)))
    if (count := len(_HAN.findall(text))) < _FEW:
        raise ExtractError(_too_little(count))
    return Taken(f"{text}\n", _told([*(part for part in parts if isinstance(part, LeftOut)), *_broken(text)]))


def _too_little(count: int) -> str:
    """What is said of a document with so few Chinese characters."""
    if count == 0:
        return (
            "文件里没有中文字；请核对是不是这份文件，是图片的另存为 .png / no Chinese text; see whether it is the "
            "right file, and save a picture as .png"
        )
    return (
        f"文件里只有{count}个汉字，不像一份完整的文件（至少{_FEW}个）；请核对是不是取全了，文字在图片里的另存为 .png / "
        f"only {count} Chinese characters, fewer than the {_FEW} of a whole document; see whether all of it is there, "
        "and save pictures of text as .png"
    )


def _kind(path: Path) -> str:
    """The kind that a file is called, where it is what it is called. Raises ExtractError."""
    head = _beginning(path)
    kind = path.suffix.lower()
    inside = next((name for sign, name in _BEGINNINGS.items() if head.startswith(sign)), kind)
    if inside == ".docx" and archives.holds(path, "xl/"):
        inside = ".xlsx"
    if inside == ".doc":
        raise ExtractError(
            f"是旧的 {'.xls' if kind == '.xlsx' else '.doc'}，或者有密码；请另存为没有密码的 .docx 或 .xlsx / "
            "an old .doc or .xls, or one with a password; save it as .docx or .xlsx"
        )
    if kind == ".txt" and web.is_page(path.read_bytes()):
        return ".html"
    if inside != kind:
        raise ExtractError(f"名为 {kind}，内容却是 {inside}；请改名 / named {kind}, but {inside} inside; rename it")
    return kind


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2_000)


def _parts(path: Path, kind: str) -> Iterator[Part]:
    """What a file says by the reader of its kind. Raises ExtractError where that fails: the file is then damaged."""
    try:
        yield from _READERS[kind](path)
    except (ExtractError, MemoryError):
        raise
    except Exception as error:
        if bounds.lacks_memory(error):
            raise MemoryError from None
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        raise ExtractError(
            f"不是完好的 {kind}（{reason}）；请重新取得，或另存一份没有密码的 / no sound {kind}; "
            "fetch it anew, or save it anew without a password"
        ) from None


def _bounded(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts one by one. Raises ExtractError where their text has more than CHARACTERS together."""
    length = 0
    for part in parts:
        length += len(part) if isinstance(part, str) else 1
        if length > CHARACTERS:
            raise too_much(f"文字超过 {CHARACTERS} 字", f"more than {CHARACTERS} characters of text")
        yield part


def _broken(text: str) -> Iterator[LeftOut]:
    """The lines with characters that were lost before the document came to us."""
    for line in text.split("\n"):
        if "\ufffd" in line:
            yield LeftOut(WHOLE, Words(f"有坏了的字：“{line[:24]}”", "characters of it are damaged"))


def _told(left_out: list[LeftOut]) -> tuple[LeftOut, ...]:
    """Each of what was left out once, in order, and how many more there are."""
    each = list(dict.fromkeys(left_out))
    more = len(each) - _TOLD
    if more > 0:
        each[_TOLD:] = [LeftOut(WHOLE, Words(f"另外还有{more}处", f"{more} more"))]
    return tuple(each)
