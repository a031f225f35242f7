"""What of a page or a drawing a browser would run: a page of ours has no script inside, and no address that is one.

The server's policy therefore names no script by its hash. Whatever stands inside a page has got there by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

_DATA = frozenset({"application/json", "application/ld+json"})
"""Kinds of script that hold data and never run."""
_ADDRESSES = frozenset({
    "action", "background", "cite", "data", "formaction", "href", "manifest", "ping", "poster", "src", "srcset",
    "xlink:href",
})  # fmt: skip
KINDS = (".html", ".svg")
"""The endings of files that a browser may find scripts in."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
"""A picture runs no script, a drawing as a picture neither."""
_TAG = re.compile(r"<[a-zA-Z][^>]*>?")
_CLEAN = re.compile(r"<([\w:-]+)((?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"\s([\w:.-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_PLAIN = re.compile(r"(?:https?://|tel:|mailto:)?[\w./#?%~@()+,-]*")


def faults(text: str) -> tuple[str, ...]:
    """What would run, each once, in the order it stands in HTML or SVG; nothing in a page of ours."""
    return () if all(map(_harmless, set(_TAG.findall(text)))) else tuple(dict.fromkeys(_Running(text).found))


@lru_cache(20_000)
def _harmless(tag: str) -> bool:
    """Whether a tag needs no parser, which takes fifteen times as long; the same tags stand on page after page."""
    if (clean := _CLEAN.fullmatch(tag)) is None:
        return False
    name, given = clean[1].lower(), {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(clean[2])}
    addresses = [given[key] for key in _ADDRESSES & given.keys()]
    return (
        name not in ("base", "set")
        and not name.startswith("animate")
        and not any(key.startswith("on") or key in ("srcdoc", "http-equiv") for key in given)
        and all(_PLAIN.fullmatch(one) or (name == "img" and _PICTURE.match(one)) for one in addresses)
        and (name != "script" or "src" in given)
    )


def among(files: Mapping[str, str | Path]) -> Iterator[str]:
    """What would run in the pages and drawings of a site, with its file; `files`: where each file lies."""
    for name, path in files.items():
        if name.endswith(KINDS):
            yield from (f"{name}: {fault}" for fault in faults(Path(path).read_text(encoding="utf-8")))


class _Running(HTMLParser):
    """Gathers what runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes; of two of a name the first counts, as for a browser."""
        given = {name: value or "" for name, value in reversed(attrs)}
        kind = given.get("type", "").strip().lower()
        if tag == "script" and not {"src", "href", "xlink:href"} & given.keys() and kind not in _DATA:
            self.found.append(f"a script inside the page: <script{f' type={kind}' if kind else ''}>")
        if tag == "base" or (tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh"):
            self.found.append(f"leads the page elsewhere: <{tag}>")
        if tag in ("animate", "set") and _leads(given.get("attributename", "")):
            self.found.append(f"changes an address: <{tag}>")
        self.found += [fault for name, value in given.items() for fault in _attribute(tag, name, value)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The same of an element that ends at once."""
        self.handle_starttag(tag, attrs)


def _leads(name: str) -> bool:
    return name.strip().lower() in _ADDRESSES


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    """What is wrong with an attribute."""
    if name.startswith("on") or name == "srcdoc":
        yield f"runs: <{tag} {name}=…>"
    elif name in _ADDRESSES and (scheme := _SCHEME.match(re.sub(r"[\x00-\x20]", "", value))):
        picture = tag in ("img", "image", "link") and _PICTURE.match(value.strip())
        if scheme[1].lower() not in _SCHEMES and not picture:
            yield f"leads to what may run: <{tag} {name}={scheme[0]}…>"
