"""Lists of guides and pages: what data there is, for crawlers, for supervisors. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from generator.data import sentences
from generator.data.guide_json import version
from generator.data.spreadsheet import spreadsheet
from generator.language import gettext
from generator.media.duty import Disclosed, listed
from generator.policy.files import Duty, Publisher
from generator.policy.guide import Guide
from generator.words.names import called


def files(guide: Guide) -> tuple[str, ...]:
    """The names of the data beside a guide; one by reference has no tables, and not all have a public body."""
    linked = () if sentences.lacks(guide) else ("guide.ttl",)
    own = () if guide.reference else ("decisions.dmn", "vectors.json", "tables.js")
    return ("guide.json", "guide.jsonld", *linked, *own)


def row(guide: Guide) -> dict[str, Any]:
    """A guide in `data/guides.json`."""
    return {
        "address": f"{guide.address}/",
        "place": {"name": guide.place.name, "code": guide.place.code, "covers": guide.place.covers},
        "utility": guide.utility,
        "about": list(guide.about),
        "version": version(guide),
        "read_on": guide.place.read.on.isoformat(),
        "reference": guide.reference is not None,
        "files": {name: f"{guide.address}/{name}" for name in files(guide)},
        "lacks": sentences.lacks(guide),
    }


def guides_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """`data/guides.json`: all guides, the data beside each, and what keeps one out of a vocabulary.

    Shape: `[{address, place, utility, about, version, read_on, reference, files, lacks: {item of CPSV-AP: reason}}]`;
    addresses and files are relative to the site.
    """
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def sitemap(pages: Iterable[str], publisher: Publisher) -> str:
    """`sitemap.xml` of some pages (`a/index.html`); without dates, since a page does not know when it was made."""
    root = ET.Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for page in sorted(pages):
        address = publisher.at(page.removesuffix("index.html"))
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = address
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def robots(publisher: Publisher) -> str:
    """`robots.txt`: everybody may read everything."""
    return f"User-agent: *\nAllow: /\nSitemap: {publisher.at('sitemap.xml')}\n"


def disclosure_csv(guides: Iterable[tuple[Guide, Sequence[Disclosed]]], lists: Sequence[Duty]) -> str:
    """`disclosure.csv`: each item of each list, for each utility: its state and where it is published."""
    rows = (
        (
            guide.place.name,
            called(guide)["service"],
            guide.address,
            duty.name,
            item.id,
            item.name,
            *_cells(told),
        )
        for guide, known in guides
        for duty in lists
        for item, told in zip(duty.items, listed(duty, known), strict=True)
    )
    place = gettext("地方"), gettext("业务"), gettext("指南")
    item = gettext("清单"), gettext("编号"), gettext("项目")
    state = gettext("状态代码"), gettext("状态"), gettext("出处"), gettext("说明"), gettext("网址")
    return spreadsheet((*place, *item, *state), rows)


def _cells(told: Disclosed) -> tuple[str, ...]:
    return told.state, told.label, told.where, told.detail, told.url
