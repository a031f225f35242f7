"""Guides as data for machines: guide.json with every fact, the schemas, lists of guides and pages. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from generator import sentences
from generator.findings import Finding, visible
from generator.memo import once
from generator.policy.files import (
    AsideFile,
    AssuredFile,
    ChangesFile,
    CityFile,
    FormFile,
    Publisher,
    UtilityFile,
    WaiverFile,
    YearFile,
)
from generator.policy.guide import Guide
from generator.policy.provenance import Part
from generator.spreadsheet import spreadsheet
from generator.telling.catalogue import words
from generator.telling.phrases import Disclosed

POLICY_FILES: dict[str, type[Part]] = {
    "city": CityFile,
    "utility": UtilityFile,
    "assured": AssuredFile,
    "form": FormFile,
    "publisher": Publisher,
    "set-aside": AsideFile,
    "waivers": WaiverFile,
    "workdays": YearFile,
    "changes": ChangesFile,
}


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _facts(guide: Guide) -> dict[str, Any]:
    """The guide as plain data; what is absent is left out, what is silent is `not_stated`."""
    return guide.model_dump(mode="json", by_alias=True, exclude_none=True)


@once
def _canonical_facts(guide: Guide) -> str:
    return _canonical(_facts(guide))


def version(*guides: Guide) -> str:
    """The data version: twelve hexadecimal digits of the hash of the canonical facts, `read.on` among them."""
    facts = "\n".join(_canonical_facts(guide) for guide in guides)
    return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:12]


def guide_json(guide: Guide) -> str:
    """`guide.json`: address, version and all facts of the page."""
    data = {"$schema": "../../guide.schema.json", "address": guide.address, "version": version(guide)}
    return json.dumps({**data, **_facts(guide)}, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def guide_schema() -> str:
    """`guide.schema.json`: JSON Schema of every guide.json."""
    schema = Guide.model_json_schema(mode="serialization", by_alias=True)
    schema["properties"] |= {
        "$schema": {"type": "string"},
        "address": {"type": "string", "description": "<city>/<utility>"},
        "version": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
    }
    schema["required"] = [*_without_defaults(schema), "address", "version"]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(_relaxed(schema), ensure_ascii=False, indent=1) + "\n"


def _without_defaults(schema: dict[str, Any]) -> list[str]:
    return [name for name in schema["required"] if "default" not in schema["properties"][name]]


def _relaxed(schema: Any) -> Any:
    """What has a default may be absent, since nothing empty is written; `not_stated` may also be a valid text."""
    if isinstance(schema, dict):
        if "oneOf" in schema:
            schema = {"anyOf" if key == "oneOf" else key: value for key, value in schema.items()}
            schema.pop("discriminator", None)
        if "required" in schema and isinstance(schema.get("properties"), dict):
            kept = [name for name in schema["required"] if "default" not in schema["properties"].get(name, {})]
            schema = {**schema, "required": kept}
        return {key: _relaxed(value) for key, value in schema.items()}
    return [_relaxed(one) for one in schema] if isinstance(schema, list) else schema


@cache
def policy_schemas() -> Mapping[str, Any]:
    """The JSON Schemas of all kinds of policy file, by kind."""
    return {name: kind.model_json_schema(mode="validation", by_alias=True) for name, kind in POLICY_FILES.items()}


def policy_schema() -> str:
    """The same as text."""
    return json.dumps(policy_schemas(), ensure_ascii=False, indent=1) + "\n"


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
        "version": version(guide),
        "read_on": guide.place.read.on.isoformat(),
        "reference": guide.reference is not None,
        "files": {name: f"{guide.address}/{name}" for name in files(guide)},
        "lacks": sentences.lacks(guide),
    }


def guides_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """`data/guides.json`: all guides, the data beside each, and what keeps one out of a vocabulary.

    Shape: `[{address, place, utility, version, read_on, reference, files, lacks: {item of CPSV-AP: reason}}]`;
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


def disclosure_csv(guides: Iterable[tuple[Guide, Iterable[Disclosed]]]) -> str:
    """`disclosure.csv`: each item of the disclosure duty of each utility, its state and where it is published."""
    services = words()["utilities"]
    rows = (
        (guide.place.name, services[guide.utility]["service"], guide.address, one.kind, *one[1:])
        for guide, found in guides
        for one in found
    )
    return spreadsheet(("地方", "业务", "指南", "编号", "项目", "状态代码", "状态", "出处"), rows)


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings for programs; what nobody sees, as in the name of a file, stands there by its number."""
    rows = [
        {
            "path": one.place.path,
            "line": one.place.line,
            "column": one.place.column,
            "code": one.code,
            "severity": one.severity,
            "thing": one.thing,
            "zh": one.zh,
            "en": one.en,
        }
        for one in findings
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text)


def findings_github(findings: Sequence[Finding]) -> str:
    """Findings as GitHub's workflow commands, which a pull request shows beside the line."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for one in findings:
        where = {"file": visible(one.place.path), "line": one.place.line, "col": one.place.column, "title": one.code}
        said = ",".join(f"{name}={_github(str(value), ':,')}" for name, value in where.items())
        thing = f"{one.thing}: " if one.thing else ""
        lines.append(f"::{kinds[one.severity]} {said}::{_github(f'{thing}{one.zh} / {one.en}')}\n")
    return "".join(lines)


def _github(text: str, also: str = "") -> str:
    """A text in a workflow command; in a property colon and comma are escaped too."""
    return "".join(f"%{ord(one):02X}" if one in f"%\r\n{also}" else one for one in text)
