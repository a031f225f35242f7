"""The tree of pages in another language beside the Chinese one: which pages it has, where the links on them lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

from generator import language
from generator.checks import enclosures
from generator.paper.printing import Sheet
from generator.words import marking

CHINESE_ONLY = ("help", "assets", "pagefind")
"""The folders at the top of the site that stand there once; `assets` but for the scripts that hold words."""
_WORDED = frozenset(
    {"tables.js", "known.js", "words.js", "form-words.js", "supply-form.js", "finder-index.js", "qr.svg"}
)
"""The files beside pages that are in the language of these pages."""
_PAGES = (".md", ".html", ".pdf")
_ADDRESS = re.compile(r"""(\]\(|\s(?:href|src|data-search)=["'])([^)\s"']+)""")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?")


def has(path: str) -> bool:
    """Whether a language has its own of what lies at a path of the Chinese site: data stand there once, in Chinese."""
    folder, _, name = path.rpartition("/")
    if name in _WORDED:
        return True
    paged = "." not in name.strip(".") or name.endswith(_PAGES)
    return paged and path.partition("/")[0] not in CHINESE_ONLY and folder.rpartition("/")[2] != enclosures.FOLDER


def page(path: str, text: str) -> str:
    """A Markdown page as it stands in the tree of the language that is spoken; `path`: where it lies in that tree."""
    return marking.page(_ADDRESS.sub(lambda found: found[1] + _led(path, found[2]), text))


def sheets(made: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Print sheets by the path of their PDF, as they lie in the tree of the language that is spoken."""
    if (tag := language.tag()) == language.CHINESE:
        return dict(made)
    return {f"{tag}/{path}": _marked(sheet) for path, sheet in made.items()}


def _marked(sheet: Sheet) -> Sheet:
    html = _WIDE.sub(lambda mark: _NARROW[mark[0]], marking.html(sheet.html))
    return sheet._replace(html=html, bound=tuple(map(_marked, sheet.bound)))


_WIDE = re.compile("“(?=[A-Za-z0-9(])|(?<=[A-Za-z0-9.,;:!?)])[”’]|‘(?=[A-Za-z0-9])")
_NARROW = {"“": "&#34;", "”": "&#34;", "‘": "&#39;", "’": "&#39;"}
"""Quotation marks beside letters: the font of the sheets has only those of Chinese, as wide as a character."""


def _led(path: str, address: str) -> str:
    """Where a link of a page leads: what the language does not have lies in the Chinese tree."""
    file, mark, anchor = address.partition("#")
    if _ELSEWHERE.match(address):
        return address
    destination = normpath(join(dirname(path), file))
    if destination.startswith("..") or has(destination):
        return address
    return f"{'../' * (path.count('/') + 1)}{destination}{'/' if file.endswith('/') else ''}{mark}{anchor}"
