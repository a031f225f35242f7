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
    """An address on a page, and where it leads: a path of the site (None: off the site) and a place on that page."""

    address: str
    path: str | None
    place: str


class Page(NamedTuple):
    """The places of a page, what it links to and what it loads."""

    places: frozenset[str]
    links: tuple[Link, ...]
    loads: tuple[Link, ...]


def page(html: str, path: str, site_url: str | None = None) -> Page:
    """What a page says of itself; `path`: its own below the site."""
    places: set[str] = set()
    links: list[str] = []
    loads: list[str] = []
    for tag, text in _TAG.findall(html):
        found = _attributes(text)
        places.update(found[name] for name in ("id", "name") if found.get(name))
        if tag == "a" and found.get("href"):
            links.append(found["href"])
        if tag == "link" and found.get("href") and found.get("rel") != "canonical":
            loads.append(found["href"])
        if address := found.get(_LOADED.get(tag, "")):
            loads.append(address)

    base = site_url or "https://site.invalid/"

    def led(addresses: list[str]) -> tuple[Link, ...]:
        return tuple(_link(address, base, path) for address in dict.fromkeys(addresses))

    return Page(frozenset(places), led(links), led(loads))


@lru_cache(20_000)
def _attributes(text: str) -> Mapping[str, str]:
    """Those of a tag that matter here; the same tags stand on page after page."""
    return {name: unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text)}


def _link(address: str, base: str, path: str) -> Link:
    """Where an address leads from a page; a folder means the page in it."""
    where, _, place = address.partition("#")
    target = _target(where, base, path) if where else path
    return Link(address, target, "" if target is None else unquote(place))


_DOWN = re.compile(r"(?:\.\./)*(?:[\w-]+/)*(?:[\w-]+(?:\.[\w-]+)+)?", re.ASCII)


def _target(address: str, base: str, path: str) -> str | None:
    """The file of the site an address leads to; None: it leads elsewhere."""
    if _DOWN.fullmatch(address) and address.count("../") <= path.count("/"):  # the most, and in a tenth of the time
        found = normpath(f"{path.rpartition('/')[0] or '.'}/{address}")
        return found if address.rpartition("/")[2] else normpath(f"{found}/index.html")
    whole = urljoin(base + path, address)
    if not whole.startswith(base):
        return None
    target = unquote(urlsplit(whole.removeprefix(base)).path)
    if "." in target.rpartition("/")[2]:
        return target
    return "/".join(filter(None, (target.rstrip("/"), "index.html")))


class Told(NamedTuple):
    """What some pages say that lie together: what is wrong with them, and which of their links lead elsewhere."""

    faults: tuple[str, ...]
    leading: dict[tuple[str, str], str]
    """By path and place on it: who leads there, each once."""


def told(pages: Mapping[str, Page]) -> Told:
    """The links of some pages, those between them judged."""
    faults: list[str] = []
    leading: dict[tuple[str, str], str] = {}
    for path, one in pages.items():
        for link in (*one.links, *one.loads):
            if link.path is None:
                if link in one.loads and not link.address.startswith("data:"):
                    faults.append(f"{path}: loads from another host: {link.address}")
            elif link.path not in pages:
                leading.setdefault((link.path, link.place), f"{path}: {{}}: {link.address}")
            elif link.place and link.place not in pages[link.path].places:
                faults.append(f"{path}: {_NO_PLACE}: {link.address}")
    return Told(tuple(faults), leading)


_NO_PLACE = "no such place on the page"


def faults(one: Told, there: Callable[[str], bool], places: Callable[[str], Collection[str]]) -> Iterator[str]:
    """What is wrong with the links of some pages, of all the site.

    `there`: whether the site has a file. `places`: the places of a page that is there.
    """
    yield from one.faults
    for (path, place), who in one.leading.items():
        if not there(path):
            yield who.format("leads nowhere")
        elif place and path.endswith(".html") and place not in places(path):
            yield who.format(_NO_PLACE)
