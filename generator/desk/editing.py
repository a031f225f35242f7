"""The JSON Schemas of policy files as editing programs read them, and the line that names one. Writes nothing.

Wider than the model where YAML has a type and we have none: an editing program helps to write, `check` judges.
"""

from __future__ import annotations

import json
from typing import Any

from generator.data.schemas import POLICY_FILES, policy_schemas
from generator.descriptions import Described
from generator.document.scans import Scan
from generator.policy import version
from generator.policy.loader import translated_by


def kind_of(path: str) -> str:
    """Which kind of file a path below `policies/` is: `wuhai/gas.yaml` → `utility`."""
    folder, _, name = path.rpartition("/")
    if folder == "workdays":
        return "workdays"
    if translated_by(name):
        return "translation"
    stem = name.removesuffix(".yaml")
    return stem if stem in POLICY_FILES else "assured" if stem.endswith(".assured") else "utility"


def first_line(path: str) -> str:
    """The comment by which yaml-language-server finds the schema of a file at a path below `policies/`."""
    return version.first_line(path, kind_of(path))


def schemas() -> dict[str, str]:
    """The text of the schema of each kind of file, by its path below `policies/.schema/`: `v2/city.json`.

    That of a record of a scanned document is among them, which a program writes and people may read.
    """
    scan = Scan.model_json_schema(schema_generator=Described)
    strict = {"$schema": "https://json-schema.org/draft/2020-12/schema", **scan}
    texts = {kind: _written(schema) for kind, schema in policy_schemas().items()}
    texts["scan"] = json.dumps(strict, ensure_ascii=False, indent=1) + "\n"
    return {f"v{version.VERSION}/{kind}.json": text for kind, text in texts.items()}


def _written(schema: dict[str, Any]) -> str:
    parts = {name: _taken(name, _wide(part)) for name, part in schema.get("$defs", {}).items()}
    whole = {key: _wide(value) for key, value in schema.items() if key not in ("$defs", *_DROPPED)}
    text = json.dumps({"$schema": _DRAFT, **whole, "definitions": parts}, ensure_ascii=False, indent=1)
    return text.replace("#/$defs/", "#/definitions/") + "\n"


_DRAFT = "http://json-schema.org/draft-07/schema#"
_DROPPED = ("discriminator", "propertyNames", "title")
"""Of a union its members are enough; `true` as a key is no string to YAML; a title is the key once more."""


def _taken(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """A part as it may stand: words bare, the tests of a row beside its citation. What a key means, the key says."""
    part = {key: value for key, value in part.items() if key != "description"}
    if name in ("Words", "Dated"):
        return {"anyOf": [{"type": ["string", "number"]}, part]}
    if name == "Row":
        tests, cite = part["properties"]["tests"], part["properties"]["cite"]
        return {"type": "object", "properties": {"cite": cite}, "additionalProperties": tests["additionalProperties"]}
    return part


def _wide(schema: Any) -> Any:
    """A schema that also takes one thing for a list of one, and a number for text."""
    if isinstance(schema, list):
        return [_wide(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _DROPPED or (key, type(value)) == ("title", dict)}
    wide = {"anyOf" if key == "oneOf" else key: _wide(value) for key, value in kept.items()}
    if words := sorted({wide.get("const"), *wide.get("enum", ())} & {"true", "false"}):
        wide.pop("const", None)
        return {**wide, "type": ["string", "boolean"], "enum": [*words, *(word == "true" for word in words)]}
    if wide.get("type") == "array" and isinstance(wide.get("items"), dict):
        described = {key: wide.pop(key) for key in ("description", "default") if key in wide}
        return {**described, "anyOf": [wide["items"], wide]}
    if wide.get("type") == "string" and not {"enum", "pattern", "format"} & set(wide):
        wide["type"] = ["string", "number", "boolean"]
    return wide
