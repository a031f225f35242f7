"""What of a page or a drawing a browser would run, or fetch from elsewhere: of ours, neither.

The server's policy therefore names no script by its hash, and not every server sends one. Whatever stands inside a page
has got there by mistake. Nothing is believed about where a tag stands: what begins like one is looked at wherever it
is, since a comment, a title or a drawing ends for a browser where few would think. Only where that finds something the
page is read as browsers read it, which takes a hundred times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

_DATA = frozenset({"application/json", "application/ld+json"})
"""Kinds of script that hold data and never run."""
_ADDRESSES = frozenset({
    "action", "background", "cite", "classid", "code", "codebase", "data", "formaction", "href", "imagesrcset",
    "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset", "usemap",
})  # fmt: skip
KINDS = (".dmn", ".htm", ".html", ".svg", ".xht", ".xhtml", ".xml")
"""The endings of files that a browser may find scripts in."""
_SEVERAL = frozenset({"imagesrcset", "ping", "srcset"})
_LEADS = frozenset({"a", "area", "blockquote", "del", "ins", "q"})
"""Their addresses are followed by readers; those of all others are fetched, or sent to, by the page."""
_TOLD = frozenset({"alternate", "author", "canonical", "help", "license", "next", "prev", "related", "self", "via"})
"""A link to such fetches nothing."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
"""A picture runs no script, a drawing as a picture neither."""
_PICTURES = frozenset({"image", "img", "source"})
_HARMLESS_EQUIV = frozenset({"", "content-type", "x-ua-compatible"})

# A tag as the HTML standard takes it apart (13.2.5): independent of what stands around it. XML takes less for a tag,
# and more for the beginning of a name.
_NAME = r"[a-zA-Z_:\x80-\U0010ffff][^\t\n\f\r />]*+"
_KEY = r"[\t\n\f\r /]*+(=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)"
_VALUE = r"[\t\n\f\r ]*+=[\t\n\f\r ]*+(\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+"
_ATTRIBUTE = re.compile(rf"{_KEY}(?:{_VALUE})?+")
_TAG = re.compile(
    rf"(?=(?P<tag><{_NAME}(?:{_KEY}(?:{_VALUE})?+)*+[\t\n\f\r /]*+>)(?P<closed></script>)?)", re.IGNORECASE
)
_DECLARED = re.compile(r"<!(?:entity|attlist)|<\?xml-stylesheet", re.IGNORECASE)
"""What lets the text of an XML file mean what does not stand there."""
_ENCODED = re.compile(r"(?:<\?xml[^>]*\bencoding|<meta[^>]*\bcharset)\s*+=\s*+[\"']?+\s*+(?!utf-8\b)", re.IGNORECASE)


class _Element(NamedTuple):
    """An element; its names in lower case, those of XML without their prefixes."""

    name: str
    attributes: Mapping[str, str]
    """By name; of several of one name the first counts, as for a browser."""
    empty: bool
    """Whether it is sure to have nothing in it."""


def faults(text: str, *, xml: bool = False) -> tuple[str, ...]:
    """What would run or be fetched, each once, in order; nothing in a page of ours. `xml`: it is no HTML."""
    suspected = tuple(dict.fromkeys(_anywhere(text)))
    return tuple(dict.fromkeys(_read(text))) if suspected and not xml else suspected


def among(files: Mapping[str, str | Path]) -> Iterator[str]:
    """What would run or be fetched in the pages and drawings of a site, with its file; `files`: where each lies."""
    for name, path in files.items():
        if name.lower().endswith(KINDS):
            try:
                own = of(name, Path(path).read_bytes().decode("utf-8"))
            except UnicodeDecodeError:
                own = (_FOREIGN,)
            yield from (f"{name}: {fault}" for fault in own)


def of(name: str, text: str) -> tuple[str, ...]:
    """What would run or be fetched in a file of this name, or that a browser may read it otherwise than we do."""
    if "\x00" in text or _ENCODED.search(text):
        return (_FOREIGN,)
    return faults(text, xml=not name.lower().endswith((".htm", ".html")))


_FOREIGN = "is not UTF-8, so that a browser may read in it what does not stand there"


def _anywhere(text: str) -> Iterator[str]:
    """What is wrong with whatever begins like a tag, wherever it stands."""
    yield from (f"declares what stands elsewhere: {found}" for found in _DECLARED.findall(text))
    for tag, *_, closed in dict.fromkeys(_TAG.findall(text)):
        yield from _tag(tag, empty=bool(closed))


@lru_cache(20_000)
def _tag(tag: str, *, empty: bool) -> tuple[str, ...]:
    """What is wrong with a tag; the same ones stand on page after page."""
    name = re.split(r"[\t\n\f\r />]", tag[1:], maxsplit=1)[0]
    attributes = {_own(key): _value(value) for key, value in reversed(_ATTRIBUTE.findall(tag, len(name) + 1))}
    return tuple(_element(_Element(_own(name), attributes, empty)))


def _value(written: str) -> str:
    return unescape(written[1:-1] if written[:1] in ("'", '"') else written)


def _own(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _read(text: str) -> Iterator[str]:
    """What is wrong with the elements of a page, as a browser makes them of it: with scripts, and without."""
    import tinyhtml5

    yield from (f"declares what stands elsewhere: {declaration}" for declaration in _DECLARED.findall(text))
    for scripting in (True, False):
        for node in tinyhtml5.parse(text, scripting=scripting).iter():
            if isinstance(node.tag, str):
                attributes = {_local(name): value for name, value in node.attrib.items()}
                yield from _element(_Element(_local(node.tag), attributes, not (node.text or len(node))))


def _local(name: object) -> str:
    """The name of a node or an attribute without its namespace."""
    return _own(str(name[-1]) if isinstance(name, tuple) else str(name).rpartition("}")[2])


def _element(element: _Element) -> Iterator[str]:
    """What is wrong with an element and its attributes."""
    kind = element.attributes.get("type", "").strip().lower()
    if element.name == "script" and kind not in _DATA and not ("src" in element.attributes and element.empty):
        yield f"a script inside the page: <script{f' type={kind}' if kind else ''}>"
    if element.name == "base" or element.attributes.get("http-equiv", "").strip().lower() not in _HARMLESS_EQUIV:
        yield f"leads the page elsewhere: <{element.name}>"
    if element.name in ("animate", "set") and _leads(element.attributes.get("attributename", "")):
        yield f"changes an address: <{element.name}>"
    for name, value in element.attributes.items():
        if name.startswith("on") or name == "srcdoc":
            yield f"runs: <{element.name} {name}=…>"
        elif name in _ADDRESSES:
            yield from _address(element, name, value)


def _leads(name: str) -> bool:
    return _own(name.strip()) in _ADDRESSES


def _address(element: _Element, name: str, value: str) -> Iterator[str]:
    """What is wrong with the address or addresses of an attribute."""
    kinds = set(element.attributes.get("rel", "").lower().split())
    followed = (element.name in _LEADS and name != "ping") or (element.name == "link" and kinds <= _TOLD)
    pictured = element.name in _PICTURES or "icon" in kinds
    for address in re.split(r"[\s,]+", value.strip()) if name in _SEVERAL else [value]:
        plain = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")  # as a browser reads it
        scheme = _SCHEME.match(plain)
        if scheme and scheme[1].lower() not in _SCHEMES:
            if not (pictured and _PICTURE.match(plain)):
                yield f"leads to what may run: <{element.name} {name}={scheme[0]}…>"
        elif (scheme or plain.startswith("//")) and not followed:
            yield f"asks another host: <{element.name} {name}={plain[:80]}>"
