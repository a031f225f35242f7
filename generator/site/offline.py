"""The finished site as one archive that works from a disk: links name their files, nothing needs a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.disk import folders
from generator.disk.outputs import MARKER

FOLDER = "guides-offline"
"""The one folder in the archive, so that unpacking scatters nothing."""
_LEFT_OUT = frozenset({"404.html", "robots.txt", "sitemap.xml", "pagefind", MARKER})
"""What only a server can use, the marker, the full-text search: browsers refuse WebAssembly from a disk."""
_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_CANONICAL = re.compile(r'\s*<link rel="(?:canonical|alternate)"[^>]*>')
_EPOCH = (1980, 1, 1, 0, 0, 0)


def archive(site: Path) -> bytes:
    """A ZIP of the site, equal from run to run; below `guides-offline/index.html` it is the site itself.

    Raises OSError, StrangeError.
    """
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in _files(site):
            entry = ZipInfo(f"{FOLDER}/{name}", _EPOCH)
            entry.external_attr, entry.create_system, entry.compress_type = 0o644 << 16, 3, ZIP_DEFLATED
            packed.writestr(entry, data)
    return output.getvalue()


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    for name, data in folders.held(site):
        if _LEFT_OUT.isdisjoint((name.partition("/")[0], name.rpartition("/")[2])):
            page = name.endswith(".html")
            yield name, linked(folders.text(site, name, data)).encode("utf-8") if page else data


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
