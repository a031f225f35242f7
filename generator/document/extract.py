"""The text of a document as it was published: PDF, Word or plain text. Reads one file; knows no policy.

What strangers made is read in a process of its own, and everything it can be large in is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from generator.document import bounds

T = TypeVar("T")
KINDS = (".pdf", ".docx", ".txt")
_MARK = re.compile(
    r"\s*(?:#|附件|第[一二三四五六七八九十百]+条|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）).、．])"
)
_PAGE = re.compile(r"\s*[-—－–]*\s*\d{1,3}\s*[-—－–]*\s*")

SECONDS, MEGABYTES = 4, 160
"""What reading a document may take of the processor and of memory."""
_LARGEST = {".pdf": 32 * 2**20, ".docx": 32 * 2**20, ".txt": 2 * 2**20}
"""Bytes of a file: scans and photographs make them large, text does not."""
_UNPACKED = 64 * 2**20
_PARTS, _TAGS, _CELLS, _PAGES = 2_000, 500_000, 50_000, 1_000
CHARACTERS = 200_000
"""Of the text; the longest document we know has 13,000."""
_BEGINNINGS = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc"}
"""How files of a kind begin, whatever they are called; so does a .docx with a password, like a .doc."""


class ExtractError(ValueError):
    """No text could be taken out; says why and what to do, in Chinese and English."""


_EXCEEDED: dict[bounds.Bound, tuple[str, str]] = {
    "time": (f"{SECONDS} 秒还没有读完", f"not read within {SECONDS} seconds"),
    "memory": (f"读它要用超过 {MEGABYTES} MB 内存", f"reading it takes more than {MEGABYTES} MB of memory"),
    "ended": (f"已损坏，或者要用超过 {MEGABYTES} MB 内存", f"damaged, or it takes more than {MEGABYTES} MB of memory"),
}


def text_of(path: Path) -> str:
    """The text of a document, a paragraph a line. Raises ExtractError, OSError."""
    return _apart(path, _text)


def numbered_by_word(path: Path) -> bool:
    """Whether Word itself numbers paragraphs of a .docx: such numbers are drawn, and in no text.

    Raises ExtractError, OSError.
    """
    return path.suffix.lower() == ".docx" and _apart(path, _numbered)


def _apart(path: Path, work: Callable[[Path], T]) -> T:
    try:
        _check_file(path)
        return bounds.within(SECONDS, MEGABYTES, work, path)
    except bounds.ExceededError as error:
        raise _too_much(*_EXCEEDED[error.bound]) from None


def _too_much(zh: str, en: str) -> ExtractError:
    """The error that something of a document is larger than it may be, with the remedy, which is always the same."""
    return ExtractError(
        f"{zh}；请只取需要的部分，另存为 .txt 再用 / {en}; save what is needed of it as .txt, and give that"
    )


def _check_file(path: Path) -> None:
    """Raise ExtractError, before a file is opened, where it is no document, empty or too large."""
    largest = _LARGEST.get(path.suffix.lower())
    if largest is None:
        raise ExtractError(f"不认识的文件类型；可用：{'、'.join(KINDS)} / unknown kind of file")
    size = path.stat().st_size
    if size == 0:
        raise ExtractError("文件是空的；请重新取得 / the file is empty; fetch it anew")
    if size > largest:
        raise _too_much(f"文件大于 {largest // 2**20} MB", f"larger than {largest // 2**20} MB")


def _text(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(8)
    kind = path.suffix.lower()
    inside = next((name for sign, name in _BEGINNINGS.items() if head.startswith(sign)), kind)
    if inside == ".doc":
        raise ExtractError(
            "是旧的 .doc，或者有密码；请另存为没有密码的 .docx / an old .doc, or one with a password; save it as .docx"
        )
    if inside != kind:
        raise ExtractError(f"名为 {kind}，内容却是 {inside}；请改名 / named {kind}, but {inside} inside; rename it")
    text = _taken(path).replace("\x00", "")
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < 20:
        raise ExtractError(
            "文件里几乎没有文字，可能是扫描件；请先识别文字，另存为 .txt 或 .docx / hardly any text: a scan? "
            "recognise it first, and save it as .txt or .docx"
        )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _taken(path: Path) -> str:
    """The text of a file by the reader of its kind. Raises ExtractError where that fails: the file is then damaged."""
    take = {".pdf": _pdf, ".docx": _docx, ".txt": _plain}[path.suffix.lower()]
    try:
        return take(path)
    except (ExtractError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        raise ExtractError(
            f"不是完好的 {path.suffix}（{reason}）；请重新取得，或另存一份没有密码的 / no sound {path.suffix}; "
            "fetch it anew, or save it anew without a password"
        ) from None


def _bounded(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a text one by one. Raises ExtractError where they have more than CHARACTERS together."""
    length = 0
    for part in parts:
        length += len(part)
        if length > CHARACTERS:
            raise _too_much(f"文字超过 {CHARACTERS} 字", f"more than {CHARACTERS} characters of text")
        yield part


def _plain(path: Path) -> str:
    """The text of a file in UTF-16, by its mark, or UTF-8, or else GB 18030, which Windows calls ANSI."""
    data = path.read_bytes()
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
        return "".join(_bounded([text]))
    raise ExtractError("不是 UTF-8 也不是 GBK；请另存为 UTF-8 / neither UTF-8 nor GBK; save it as UTF-8")


# ---------------------------------------------------------------------------------------------------------- PDF


def _pdf(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        if len(document) > _PAGES:
            raise _too_much(f"超过 {_PAGES} 页", f"more than {_PAGES} pages")
        return "\n".join(_unwrapped(_bounded(line for page in document for line in _lines(page))))


def _lines(page: Any) -> list[str]:
    """The lines of a page as printed, without those that are only the number of the page."""
    text = page.get_textpage().get_text_range()
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")]
    return [line for line in lines if not _PAGE.fullmatch(line)]


def _unwrapped(lines: Iterator[str]) -> Iterator[str]:
    """The paragraphs of printed lines, an empty line after each.

    A line continues the paragraph before it where that has no end yet and the line begins no clause.
    """
    paragraphs: list[str] = []
    for line in lines:
        words, last = line.strip(), paragraphs[-1] if paragraphs else ""
        goes_on = len(last) > 20 and not last.endswith(("。", "：", ":", "；"))  # a shorter line was not broken
        if words and goes_on and not _MARK.match(line):
            paragraphs[-1] += words
        elif words:
            paragraphs.append(words)
    for paragraph in paragraphs:
        yield from (paragraph, "")


# --------------------------------------------------------------------------------------------------------- Word


def _docx(path: Path) -> str:
    document = _document(path)
    parts = [document.element.body, *_notes(document)]
    lines = (line.strip() for line in _bounded(line for part in parts for line in _blocks(part)))
    return "\n\n".join(filter(None, lines))


def _document(path: Path) -> Any:
    import docx

    _check_zip(path)
    document = docx.Document(str(path))
    if sum(1 for _ in document.element.iter(_W + "tc")) > _CELLS:
        raise _too_much(f"表格超过 {_CELLS} 格", f"more than {_CELLS} cells of tables")
    return document


def _check_zip(path: Path) -> None:
    """Raise BadZipFile for an archive that Word would not write, ExtractError for one that unpacks to too much."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
            raise BadZipFile("encrypted, or packed in a way that Word does not read")
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise _too_much(
                f"解压后超过 {_UNPACKED // 2**20} MB 或 {_PARTS} 个文件",
                f"unpacks to more than {_UNPACKED // 2**20} MB or {_PARTS} files",
            )
        texts = filter(_is_xml, map(archive.read, parts))
        if sum(data.count(b"<") for data in texts) > _TAGS:
            raise _too_much(f"文件内部超过 {_TAGS} 个标记", f"more than {_TAGS} tags inside")


def _is_xml(data: bytes) -> bool:
    return b"<" in data[:8]


# What Word shows stands inside controls, insertions, smart tags and fields, too; what it does not show is left out.
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = frozenset({_FALLBACK, *(_W + name for name in ("del", "moveFrom", "rt"))})
_BLOCKS = frozenset({_W + "p", _W + "tbl"})
_BOX, _RUN, _ROW, _CELL = (frozenset({_W + name}) for name in ("txbxContent", "r", "tr", "tc"))
_SIGNS = {_W + "tab": "\t", _W + "ptab": "\t", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_WORDS = frozenset({_W + "t", _W + "br", *_SIGNS})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _shown(element: Any, wanted: frozenset[str], apart: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The outermost elements with a wanted name that Word shows in an element, in order; not those within `apart`."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag not in _UNSEEN and child.tag not in apart:
            yield from _shown(child, wanted, apart)


def _blocks(container: Any) -> Iterator[str]:
    """Paragraphs, the text boxes in them, and rows of tables, in the order of the page."""
    for block in _shown(container, _BLOCKS):
        if block.tag == _W + "tbl":
            yield from _rows(block)
        else:
            yield "".join(_words(run) for run in _shown(block, _RUN, _BOX))
            for box in _shown(block, _BOX):
                yield from _blocks(box)


def _notes(document: Any) -> Iterator[Any]:
    """The XML of the notes at the foot of pages and of those at the end."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            yield parse_xml(relation.target_part.blob)


def _words(run: Any) -> str:
    """What a run says; raised figures as such, since 10³ is not 103."""
    text = "".join(map(_word, _shown(run, _WORDS, _BOX)))
    raised = run.find(f"{_W}rPr/{_W}vertAlign[@{_W}val='superscript']") is not None
    return text.translate(_RAISED) if raised else text


def _word(leaf: Any) -> str:
    if leaf.tag == _W + "br":
        return "\n" if leaf.get(_W + "type", "textWrapping") == "textWrapping" else ""
    return _SIGNS.get(leaf.tag) or leaf.text or ""


def _rows(table: Any) -> Iterator[str]:
    """The text of each row: the texts of its cells, with a space between them.

    A cell merged into the one above has the text of that one, if there is one, as Word shows it.
    """
    above: dict[int, str] = {}
    for row in _shown(table, _ROW):
        texts: dict[int, str] = {}
        column = _number(row, "trPr/gridBefore", 0)
        for cell in _shown(row, _CELL):
            merged = _given(cell, "tcPr/vMerge", "continue") == "continue" and column in above
            texts[column] = above[column] if merged else " ".join(" ".join(_blocks(cell)).split())
            column += max(1, _number(cell, "tcPr/gridSpan", 1))
        above = texts
        yield " ".join(filter(None, texts.values()))


def _given(element: Any, way: str, otherwise: str) -> str:
    """The value of a property of an element; `otherwise` where it has no value, empty where there is no property."""
    property_ = element.find("/".join(_W + name for name in way.split("/")))
    return "" if property_ is None else str(property_.get(_W + "val", otherwise))


def _number(element: Any, way: str, otherwise: int) -> int:
    """The number that a property of an element has; `otherwise` where it has none."""
    given = _given(element, way, "")
    return int(given) if re.fullmatch("[0-9]{1,9}", given) else otherwise


def _numbered(path: Path) -> bool:
    """Whether any paragraph has a number that Word draws, by itself or by its style."""
    document = _document(path)
    styles = {style.get(_W + "styleId"): style for style in document.styles.element.iter(_W + "style")}
    return any(_has_number(paragraph, styles) for paragraph in document.element.iter(_W + "p"))


def _has_number(numbered: Any, styles: Mapping[str, Any]) -> bool:
    """Whether a paragraph or a style is numbered, by itself or by the style it is based on.

    The number 0 is none, and takes away that of the style.
    """
    for _ in range(_STYLES):
        if number := _given(numbered, "pPr/numPr/numId", "0"):
            return number != "0"
        numbered = styles.get(_given(numbered, "pPr/pStyle", "") or _given(numbered, "basedOn", ""))
        if numbered is None:
            return False
    return False


_STYLES = 20
"""As many styles are followed, each based on the next; in a damaged file they may form a circle."""
