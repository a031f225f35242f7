"""`guide.json`: every fact of a guide, its version, and the schema of it. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any, get_args

from generator.descriptions import Described
from generator.media.ways import beside
from generator.memory_cache import once
from generator.policy.guide import Guide
from generator.telling.compose import telling
from generator.telling.statements import Kind, Part, Statement


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _facts(guide: Guide) -> dict[str, Any]:
    """The guide as plain data; what is absent is left out, what is silent is `not_stated`."""
    return guide.model_dump(mode="json", by_alias=True, exclude_none=True)


@once
def _canonical_facts(guide: Guide) -> str:
    """The facts without what is left at its default, so that a new field of the model changes no version."""
    return _canonical(guide.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def version(*guides: Guide) -> str:
    """The data version: twelve hexadecimal digits of the hash of the canonical facts, `read.on` among them."""
    facts = "\n".join(_canonical_facts(guide) for guide in guides)
    return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:12]


def guide_json(guide: Guide) -> str:
    """`guide.json`: address, version, all facts of the page, and what is said of each (`told`)."""
    data = {"$schema": "../../guide.schema.json", "address": guide.address, "version": version(guide)}
    told = [_said(one) for one in telling(guide).statements]
    return json.dumps({**data, **_facts(guide), "told": told}, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _said(one: Statement) -> dict[str, Any]:
    """A statement in words; its facts and citations stand under its id, `<section>/<id of the fact>`."""
    parts = [_part(part) for part in one.parts if beside("told", one.section, part.name, silent=part.silent)]
    note = one.note if beside("told", one.section, "note") else ""
    kept = {"when": one.when, "parts": parts, "note": note, "lacks": one.lacks, "rest": one.rest}
    head = {"id": one.id, "section": one.section, "kind": one.kind, "says": one.says}
    return {**head, **{name: value for name, value in kept.items() if value}}


def _part(part: Part) -> dict[str, Any]:
    kept = {"silent": part.silent, "lacks": part.lacks}
    return {"name": part.name, "label": part.label, "words": part.words} | {name: of for name, of in kept.items() if of}


def guide_schema() -> str:
    """`guide.schema.json`: JSON Schema of every guide.json."""
    schema = Guide.model_json_schema(schema_generator=Described, mode="serialization", by_alias=True)
    schema["properties"] |= {
        "$schema": {"type": "string"},
        "address": {"type": "string", "description": "<city>/<utility>"},
        "version": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        "told": {"type": "array", "items": _TOLD, "description": "每一项怎么说。 What is said of each fact, in words."},
    }
    schema["required"] = [*_without_defaults(schema), "address", "version", "told"]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(_relaxed(schema), ensure_ascii=False, indent=1) + "\n"


_TEXT = {"type": "string"}
_TOLD = {
    "type": "object",
    "required": ["id", "section", "kind", "says"],
    "additionalProperties": False,
    "properties": {
        "id": {**_TEXT, "description": "<section>/<id>，出入的各处为 <section>/<id>/<id>。 Path of the fact."},
        "section": {**_TEXT, "description": "属于哪一项。 The heading."},
        "kind": {"enum": list(get_args(Kind)), "description": "哪一种陈述。 The kind of statement."},
        "says": {**_TEXT, "description": "主要的话。 The main words."},
        "when": {**_TEXT, "description": "适用情形。 When it holds."},
        "rest": {"const": True, "description": "只在别的都没有写到时。 Only where nothing else is said."},
        "note": {**_TEXT, "description": "本站说明。 Ours."},
        "lacks": {**_TEXT, "description": "没有拿到的是什么。 What would say it and is not in hand."},
        "parts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "label", "words"],
                "additionalProperties": False,
                "properties": {
                    "name": _TEXT,
                    "label": _TEXT,
                    "words": _TEXT,
                    "silent": {"const": True},
                    "lacks": _TEXT,
                },
            },
        },
    },
}
"""The schema of an entry of `told`."""


def _without_defaults(schema: dict[str, Any]) -> list[str]:
    return [name for name in schema["required"] if "default" not in schema["properties"][name]]


def _relaxed(schema: Any) -> Any:
    """The schema of what is written: nothing empty is, so what has a default may be absent.

    `anyOf` instead of `oneOf`, since `not_stated` may be a valid text as well.
    """
    if isinstance(schema, dict):
        if "oneOf" in schema:
            schema = {"anyOf" if key == "oneOf" else key: value for key, value in schema.items()}
            schema.pop("discriminator", None)
        if "required" in schema and isinstance(schema.get("properties"), dict):
            kept = [name for name in schema["required"] if "default" not in schema["properties"].get(name, {})]
            schema = {**schema, "required": kept}
        return {key: _relaxed(value) for key, value in schema.items()}
    return [_relaxed(part) for part in schema] if isinstance(schema, list) else schema
