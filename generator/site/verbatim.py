"""Blocks of HTML pass a Markdown converter as they are: set aside before, put back after, they are not read on the way.

Two thirds of our pages are such blocks (tables, quotations), and to read them would take MkDocs 40 % of its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TAG = re.compile(r"<(/?)(details|div|dl|footer|form|nav|ol|p|pre|script|section|table|ul)\b([^>]*)>")
_MARKDOWN = re.compile(r"\smarkdown\b")
_CHANGED = re.compile(r"[\t\r\x02\x03]|\n +\n")
"""What a converter does not leave as it is even there."""
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
"""An example, whose tags are text."""
_LEFT = '<p data-aside="{}"></p>'
_PLACE = re.compile(_LEFT.format(r"(\d+)"))


def aside(page: str) -> tuple[str, list[str]]:
    """A page with an empty paragraph in place of each block of HTML, and these blocks."""
    parts: list[str] = []
    blocks: list[str] = []
    done = 0
    for start, end in _blocks(page):
        parts += (page[done:start], _LEFT.format(len(blocks)))
        blocks.append(page[start:end])
        done = end
    return "".join((*parts, page[done:])), blocks


def back(html: str, blocks: Sequence[str]) -> str:
    """The converted page with its blocks."""
    return _PLACE.sub(lambda found: blocks[int(found[1])], html)


def _blocks(page: str) -> Iterator[tuple[int, int]]:
    """Where blocks begin and end that are lines of their own; none after tags that are not in pairs."""
    open_: list[re.Match[str]] = []
    fences = [fence.span() for fence in _FENCE.finditer(page)]
    for tag in _TAG.finditer(page):
        if any(start < tag.start() < end for start, end in fences):
            continue
        if not tag[1]:
            open_.append(tag)
            continue
        if not open_ or open_[-1][2] != tag[2]:
            return
        opening = open_.pop()
        if not open_ and _own_lines(page, opening.start(), tag.end()) and not _read(page, opening, tag.end()):
            yield opening.start(), tag.end()


def _own_lines(page: str, start: int, end: int) -> bool:
    return page[max(0, start - 1) : start] in ("", "\n") and page[end : end + 1] in ("", "\n")


def _read(page: str, opening: re.Match[str], end: int) -> bool:
    """Whether a converter has something to do with a block."""
    return bool(_MARKDOWN.search(opening[3]) or _CHANGED.search(page, opening.start(), end))
