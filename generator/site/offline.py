"""The finished site as one archive that works from a disk: links name their files, nothing needs a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.disk import folders
from generator.disk.outputs import MARKER
from generator.errors import CommandError
from generator.paths import PROGRAM

FOLDER = "guides-offline"
"""The one folder in the archive, so that unpacking scatters nothing."""
_LEFT_OUT = frozenset({"404.html", "robots.txt", "sitemap.xml", "pagefind", MARKER})
"""What only a server can use, the marker, the full-text search: browsers refuse WebAssembly from a disk."""
_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_CANONICAL = re.compile(r'\s*<link rel="(?:canonical|alternate)"[^>]*>')
_EPOCH = (1980, 1, 1, 0, 0, 0)


class UnprintedError(CommandError):
    """A site whose PDFs only a server has, or nobody."""

    def __init__(self, page: Path, pdf: str) -> None:
        super().__init__(
            f"{page} 通到 {pdf}，网站里没有它（用 --on-demand 或 --draft 生成的）；先运行 {PROGRAM} build，再装一次"
            f" / {pdf} is not there, since --on-demand or --draft prints nothing: {PROGRAM} build first, then again"
        )


def archive(site: Path) -> bytes:
    """A ZIP of the site, equal from run to run; below `guides-offline/index.html` it is the site itself.

    Raises OSError, StrangeError; UnprintedError where a page leads to a PDF that is not there.
    """
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in _files(site):
            entry = ZipInfo(f"{FOLDER}/{name}", _EPOCH)
            entry.external_attr, entry.create_system, entry.compress_type = 0o644 << 16, 3, ZIP_DEFLATED
            packed.writestr(entry, data)
    return output.getvalue()


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    there = folders.contents(site)[0]
    for name, data in folders.held(site):
        if _LEFT_OUT.isdisjoint((name.partition("/")[0], name.rpartition("/")[2])):
            if not name.endswith(".html"):
                yield name, data
                continue
            html = folders.text(site, name, data)
            for pdf in _pdfs(html, name):
                if pdf not in there:
                    raise UnprintedError(site / name, pdf)
            yield name, linked(html).encode("utf-8")


def _pdfs(html: str, name: str) -> Iterator[str]:
    """The PDFs of the site that a page leads to, by path; `name`: its own.

    >>> list(_pdfs('<a href="../a%20b.pdf#page=2"><a href="https://example.invalid/b.pdf">', "x/y/index.html"))
    ['x/a b.pdf']
    """
    for _, address, _ in _LINK.findall(html):
        parts = urlsplit(address)
        if parts.path.endswith(".pdf") and not parts.scheme and not parts.netloc:
            yield normpath(f"{name.rpartition('/')[0] or '.'}/{unquote(parts.path)}")


def linked(html: str) -> str:
    """A page whose links to folders name the `index.html` in them, and which names no address of a server."""
    return _LINK.sub(lambda found: f"{found[1]}{_named(found[2])}{found[3]}", _CANONICAL.sub("", html))


def _named(address: str) -> str:
    """`../gas/#c1` → `../gas/index.html#c1`; what is no folder of ours stays.

    >>> [_named(one) for one in ("../gas/#c1", "..", "#c1", "a.pdf", "https://example.invalid/")]
    ['../gas/index.html#c1', '../index.html', '#c1', 'a.pdf', 'https://example.invalid/']
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return address
    last = parts.path.rsplit("/", 1)[-1]
    if last not in ("", ".", ".."):
        return address
    return parts._replace(path=parts.path.rstrip("/") + "/index.html").geturl()
