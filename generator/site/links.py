"""A finished site judged by its own pages: every local link leads somewhere, nothing is asked of another host."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from html import unescape
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

_LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
# Pages are our own, so that a pattern finds what a parser would, in a fifteenth of the time; tests hold them together.
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"\s(id|name|href|src|rel)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")


class Link(NamedTuple):
    """An address on a page, and where it leads: a path of the site (None: off the site) and an anchor on that page."""

    address: str
    path: str | None
    anchor: str


class Page(NamedTuple):
    """The anchors of a page (its `id` and `name`), what it links to and what it loads."""

    anchors: frozenset[str]
    links: tuple[Link, ...]
    loads: tuple[Link, ...]


def page(html: str, path: str, site_url: str | None = None) -> Page:
    """The anchors and links of a page; `path`: its own below the site; `site_url`: the site's address if it has one."""
    anchors: set[str] = set()
    links: list[str] = []
    loads: list[str] = []
    for tag, text in dict.fromkeys(_TAG.findall(html)):
        attributes = _attributes(text)
        anchors.update(attributes[name] for name in ("id", "name") if attributes.get(name))
        if tag == "a" and attributes.get("href"):
            links.append(attributes["href"])
        if tag == "link" and attributes.get("href") and attributes.get("rel") not in ("canonical", "alternate"):
            loads.append(attributes["href"])
        if tag == "link" and attributes.get("rel") == "alternate":
            links.append(attributes.get("href", ""))
        if address := attributes.get(_LOADED.get(tag, "")):
            loads.append(address)

    base = site_url or "https://site.invalid/"

    def resolved(addresses: list[str]) -> tuple[Link, ...]:
        return tuple(_link(address, base, path) for address in dict.fromkeys(addresses))

    return Page(frozenset(anchors), resolved(links), resolved(loads))


@lru_cache(20_000)
def _attributes(text: str) -> Mapping[str, str]:
    """The attributes of a tag that matter here; cached, since the same tags stand on page after page."""
    return {name: unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text)}


def _link(address: str, base: str, path: str) -> Link:
    """Where an address leads from a page; a folder means the page in it."""
    file, _, anchor = address.partition("#")
    destination = _destination(file, base, path) if file else path
    return Link(address, destination, "" if destination is None else unquote(anchor))


_RELATIVE = re.compile(r"(?:\.\./)*(?:[\w-]+/)*(?:[\w-]+(?:\.[\w-]+)+)?", re.ASCII)


def _destination(address: str, base: str, path: str) -> str | None:
    """The file of the site an address leads to; None: it leads off the site."""
    if _RELATIVE.fullmatch(address) and address.count("../") <= path.count("/"):  # most are; a tenth of urljoin's time
        destination = normpath(f"{path.rpartition('/')[0] or '.'}/{address}")
        return destination if address.rpartition("/")[2] else normpath(f"{destination}/index.html")
    whole = urljoin(base + path, address)
    if not whole.startswith(base):
        return None
    destination = unquote(urlsplit(whole.removeprefix(base)).path)
    if "." in destination.rpartition("/")[2]:
        return destination
    return "/".join(filter(None, (destination.rstrip("/"), "index.html")))


class LinkReport(NamedTuple):
    """What is known of the links of some pages before the other pages of the site are there."""

    faults: tuple[str, ...]
    outward: dict[tuple[str, str], tuple[str, str]]
    """(path, anchor) of other pages that links lead to → the first page with such a link, and the address it names."""


def report(pages: Mapping[str, Page]) -> LinkReport:
    """The links of some pages, by path: those between them are judged, the others listed."""
    faults: list[str] = []
    outward: dict[tuple[str, str], tuple[str, str]] = {}
    for path, own in pages.items():
        for link in (*own.links, *own.loads):
            if link.path is None:
                if link in own.loads and not link.address.startswith("data:"):
                    faults.append(f"{path}: loads from another host: {link.address}")
            elif link.path not in pages:
                outward.setdefault((link.path, link.anchor), (path, link.address))
            elif link.anchor and link.anchor not in pages[link.path].anchors:
                faults.append(f"{path}: {_NO_ANCHOR}: {link.address}")
    return LinkReport(tuple(faults), outward)


_NO_ANCHOR = "no such place on the page"


def faults(
    report: LinkReport, exists: Callable[[str], bool], anchors: Callable[[str], Collection[str]]
) -> Iterator[str]:
    """What is wrong with the links of some pages, given the whole site.

    `exists`: whether the site has a file. `anchors`: the anchors of a page that it has.
    """
    yield from report.faults
    for (path, anchor), (page, address) in report.outward.items():
        if not exists(path):
            yield f"{page}: leads nowhere: {address}"
        elif anchor and path.endswith(".html") and anchor not in anchors(path):
            yield f"{page}: {_NO_ANCHOR}: {address}"
