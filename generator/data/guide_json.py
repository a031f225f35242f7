"""`guide.json`: every fact of a guide, its version, and the schema of it. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from generator.memo import once
from generator.policy.guide import Guide


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
