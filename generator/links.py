"""The finished site judged by its own files: every local link leads somewhere, nothing is asked of another host."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}


class _Page(HTMLParser):
    """The ids of a page, the addresses it links to and those it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids and addresses."""
        found = {name: value for name, value in attrs if value}
        self.ids.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "link" and "href" in found and found.get("rel") != "canonical":
            self.loads.append(found["href"])
        if address := found.get(_LOADED.get(tag, "")):
            self.loads.append(address)


def faults(site: Path, site_url: str | None = None) -> Iterator[str]:
    """Links of the pages below `site` that lead nowhere, and anything loaded from another host."""

    @cache
    def page(path: Path) -> _Page:
        return _Page(path.read_text(encoding="utf-8"))

    for path in sorted(site.rglob("*.html")):
        shown = path.relative_to(site).as_posix()
        for address in (*page(path).links, *page(path).loads):
            target = _local(address, path, site, site_url)
            if target is None:
                if address in page(path).loads and not address.startswith("data:"):
                    yield f"{shown}: loads from another host: {address}"
            elif not target.is_file():
                yield f"{shown}: leads nowhere: {address}"
            elif target.suffix == ".html" and not _there(unquote(urlsplit(address).fragment), page(target)):
                yield f"{shown}: no such place on the page: {address}"


def _there(fragment: str, page: _Page) -> bool:
    return not fragment or fragment in page.ids


def _local(address: str, path: Path, site: Path, site_url: str | None) -> Path | None:
    """The file a local address leads to; None for one that leaves the site."""
    if site_url and address.startswith(site_url):
        address = urlsplit(site_url).path.rstrip("/") + "/" + address.removeprefix(site_url).lstrip("/")
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    below = urlsplit(site_url or "").path.rstrip("/")  # where the site is not at the root of its host
    base = site if parts.path.startswith("/") else path.parent
    target = (base / unquote(parts.path.removeprefix(below)).lstrip("/")).resolve() if parts.path else path
    return target / "index.html" if target.is_dir() else target
