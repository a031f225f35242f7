"""The handbook for editors, `/help/`: the pages of `templates/help/`, and every key of a policy from the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from generator.data import schemas
from generator.pages import shared_pages
from generator.policy.files import ASIDE_KINDS
from generator.policy.guide import demanded
from generator.policy.provenance import Subject
from generator.words.catalogue import as_written
from generator.words.names import heading


class Key(NamedTuple):
    """A key of a policy file: its name, what it is in both languages, whether it must be there, what it may hold."""

    name: str
    zh: str
    en: str
    must: bool
    holds: tuple[tuple[str, bool], ...]
    """Words, and whether they name a part that is explained itself."""


class KeyTable(NamedTuple):
    """The keys of a kind of policy file, or of a part that stands in files."""

    name: str
    zh: str
    en: str
    keys: tuple[Key, ...]


_PLAIN = (
    "desk", "new", "changed", "drafting", "translating", "statements", "commands", "setup", "hosting", "reviews",
    "architecture", "own",
)  # fmt: skip


def pages() -> dict[str, str]:
    """The Markdown pages of the handbook, by path below `guides/`."""
    texts = {f"help/{name}/index.md": shared_pages.help_page(name) for name in _PLAIN}
    subjects = [(one, [heading(name) for name in demanded([one])]) for one in get_args(Subject)]
    texts["help/tasks/index.md"] = shared_pages.help_page("tasks", subjects=subjects, aside_kinds=ASIDE_KINDS)
    texts["help/speed/index.md"] = shared_pages.help_page("speed", measured=as_written("help/speed.yaml"))
    texts["help/index.md"] = shared_pages.help_page("index")
    texts["help/fields/index.md"] = shared_pages.help_page("fields", files=files(), parts=parts())
    return texts


def files() -> list[KeyTable]:
    """Every kind of file."""
    return [_key_table(name, schema) for name, schema in schemas.policy_schemas().items()]


def parts() -> list[KeyTable]:
    """Every part that stands in a file, each once, by name."""
    definitions: dict[str, Any] = {}
    for schema in schemas.policy_schemas().values():
        definitions |= {_plain(name): part for name, part in schema.get("$defs", {}).items()}
    return [_key_table(name, definitions[name]) for name in sorted(definitions)]


def _plain(name: str) -> str:
    """The name under which a part is explained: a conflict is explained once, whatever it is about."""
    return name.partition("_")[0]


def _key_table(name: str, schema: Mapping[str, Any]) -> KeyTable:
    required = schema.get("required", ())
    keys = tuple(
        Key(name, *_both(value), name in required, tuple(dict.fromkeys(_holds(value))))
        for name, value in schema["properties"].items()
    )
    return KeyTable(name, *_both(schema), keys)


def _both(schema: Mapping[str, Any]) -> tuple[str, str]:
    """A description in Chinese and in English."""
    text = " ".join(schema.get("description", "").split())
    zh, _, en = text.partition("。 ")
    return (f"{zh}。", en) if en else ("", text)


_TYPES = {
    "string": "文字",
    "number": "数",
    "integer": "整数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "条件",
}


def _holds(schema: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """What a value may be: words for it, and whether they name a part that is explained itself."""
    if "$ref" in schema:
        yield _plain(schema["$ref"].rpartition("/")[2]), True
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _holds(choice)
    if "const" in schema:
        yield str(schema["const"]), False
    elif "enum" in schema:
        yield from ((str(value), False) for value in schema["enum"])
    elif schema.get("type") == "array" and any(key in str(schema["items"]) for key in ("$ref", "enum")):
        yield from _holds(schema["items"])
    elif isinstance(kind := schema.get("type", "null"), str) and kind != "null":
        yield _TYPES[kind], False
    elif isinstance(kind, list):
        yield from ((_TYPES[name], False) for name in kind)
