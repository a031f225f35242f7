"""The record of changes as an Atom feed (RFC 4287). No clock: every date is the file's; no writing.

Ids are tags (RFC 4151) of the site's host and the day of the entry, so that they outlive a change of address below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from generator import language
from generator.policy.files import Publisher, Record

_ATOM = "http://www.w3.org/2005/Atom"


def newest_first(records: Sequence[Record]) -> list[Record]:
    """The entries as readers meet them; those of one day stay in the order of the file."""
    return sorted(records, key=lambda record: record.on, reverse=True)


def atom(records: Sequence[Record], publisher: Publisher, title: str) -> str:
    """`feed.xml`; only for a site that has an address, and at least one entry."""
    ordered = newest_first(records)
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language.tag()})
    _add(root, "id", _tag(publisher, ordered[-1].on, "changes"))
    _add(root, "title", title)
    _add(root, "updated", _moment(ordered[0].on))
    _add(ET.SubElement(root, "author"), "name", publisher.operator or title)
    ET.SubElement(root, "link", {"rel": "self", "type": _TYPE, "href": publisher.at("changes/feed.xml")})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": publisher.at("changes/")})
    for record in ordered:
        _entry(root, record, publisher)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


_TYPE = "application/atom+xml"


def _entry(root: ET.Element, record: Record, publisher: Publisher) -> None:
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", _tag(publisher, record.on, f"changes/{record.id}"))
    _add(entry, "title", record.title)
    _add(entry, "updated", _moment(record.on))
    ET.SubElement(
        entry, "link", {"rel": "alternate", "type": "text/html", "href": publisher.at(f"changes/#{record.id}")}
    )
    for address in record.guides:
        ET.SubElement(entry, "link", {"rel": "related", "type": "text/html", "href": publisher.at(f"{address}/")})
    _add(entry, "content", "\n".join(record.says) or record.title).set("type", "text")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _tag(publisher: Publisher, day: date, name: str) -> str:
    """An id for ever: host, day, name."""
    return f"tag:{urlsplit(publisher.site_url or '').hostname},{day.isoformat()}:{name}"


def _moment(day: date) -> str:
    """The beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
