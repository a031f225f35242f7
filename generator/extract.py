"""The text of a document as it was published: PDF, Word or plain text. Reads one file; knows no policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = (".pdf", ".docx", ".txt")
_MARK = re.compile(
    r"\s*(?:#|附件|第[一二三四五六七八九十百]+条|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）).、．])"
)
_PAGE = re.compile(r"\s*[-—－–]*\s*\d{1,3}\s*[-—－–]*\s*")


class ExtractError(ValueError):
    """No text could be taken out; says why and what to do, in Chinese and English."""


def text_of(path: Path) -> str:
    """The text of a document, a paragraph a line. Raises ExtractError, OSError."""
    takers = {".pdf": _pdf, ".docx": _docx, ".txt": _plain}
    take = takers.get(path.suffix.lower())
    if take is None:
        raise ExtractError(f"不认识的文件类型；可用：{'、'.join(KINDS)} / unknown kind of file")
    text = take(path).replace("\x00", "")
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < 20:
        raise ExtractError(
            "文件里几乎没有文字，可能是扫描件；请先识别文字，另存为 .txt 或 .docx / hardly any text: a scan? "
            "recognise it first, and save it as .txt or .docx"
        )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _plain(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark, else GB 18030, which Windows calls ANSI."""
    data = path.read_bytes()
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise ExtractError("不是 UTF-8 也不是 GBK；请另存为 UTF-8 / neither UTF-8 nor GBK; save it as UTF-8")


# ---------------------------------------------------------------------------------------------------------- PDF


def _pdf(path: Path) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ExtractError(f"PDF 打不开（{error}）；请另存一份 / the PDF cannot be opened; save it anew") from None
    try:
        return "\n".join(_unwrapped(line for page in document for line in _lines(page)))
    finally:
        document.close()


def _lines(page: Any) -> list[str]:
    """The lines of a page as printed, its number left out."""
    text = page.get_textpage().get_text_range()
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")]
    return [line for line in lines if not _PAGE.fullmatch(line)]


def _unwrapped(lines: Iterator[str]) -> Iterator[str]:
    """Paragraphs: a line that neither follows an end of sentence nor begins a clause goes on with the one before."""
    found: list[str] = []
    for line in lines:
        goes_on = found and len(found[-1]) > 20 and not found[-1].endswith(("。", "：", ":", "；")) and line.strip()
        if goes_on and not _MARK.match(line):
            found[-1] += line.strip()
        elif line.strip():
            found.append(line.strip())
    for paragraph in found:
        yield from (paragraph, "")


# --------------------------------------------------------------------------------------------------------- Word


def _docx(path: Path) -> str:
    import zipfile

    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise ExtractError(
            f"不是完好的 .docx（{type(error).__name__}）；旧的 .doc 请先另存为 .docx / no sound .docx; "
            "save an old .doc as one"
        ) from None
    return "\n\n".join(filter(None, (line.strip() for line in _blocks(document))))


def _blocks(container: Any) -> Iterator[str]:
    """Paragraphs and rows of tables in the order of the page; cells of a row are parted by spaces."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield " ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        else:
            yield block.text


def numbered_by_word(path: Path) -> bool:
    """Whether Word itself numbers paragraphs of a .docx: such numbers are drawn, and in no text."""
    import docx

    if path.suffix.lower() != ".docx":
        return False
    paragraphs = docx.Document(str(path)).paragraphs
    return any(one._p.pPr is not None and one._p.pPr.numPr is not None for one in paragraphs)
