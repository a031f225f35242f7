"""PDF: the lines of the pages, joined to paragraphs. Reads one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.document.formats.parts import Part, too_much

_MARK = re.compile(
    r"\s*(?:#|附件|第[一二三四五六七八九十百]+条|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）).、．])"
)
_PAGE = re.compile(r"\s*[-—－–]*\s*\d{1,3}\s*[-—－–]*\s*")
_PAGES = 1_000


def read(path: Path) -> Iterator[Part]:
    """The parts of a PDF. Raises ExtractError where it is too much, and whatever a damaged one leads to."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        if len(document) > _PAGES:
            raise too_much(f"超过 {_PAGES} 页", f"more than {_PAGES} pages")
        yield from _unwrapped(line for page in document for line in _lines(page))


def _lines(page: Any) -> list[str]:
    """The lines of a page as printed, without those that are only the number of the page."""
    text = page.get_textpage().get_text_range()
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")]
    return [line for line in lines if not _PAGE.fullmatch(line)]


def _unwrapped(lines: Iterator[str]) -> Iterator[str]:
    """The paragraphs of printed lines.

    A line continues the paragraph before it where that has no end yet and the line begins no clause.
    """
    last = ""
    for line in lines:
        words = line.strip()
        goes_on = len(last) > 20 and not last.endswith(("。", "：", ":", "；"))  # a shorter line was not broken
        if words and goes_on and not _MARK.match(line):
            last += words
        elif words:
            yield last
            last = words
    yield last
