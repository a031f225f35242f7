"""The things of a place's files by their addresses, and what tells whether one has changed. No I/O, no meaning.

A thing is what somebody answers for as a whole: a fact, a class, a defect, a document, or the answer of a heading to
which nothing is said. Its address is `gas.yaml/limits/large`, or `gas.yaml/fees` for such an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from generator.policy.files import Sections
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location

SECTIONS = ("documents", *Sections.model_fields)
"""The headings whose entries have addresses."""
_OTHERS = ("form.yaml", "set-aside.yaml", "waivers.yaml", "reviewed.yaml")


def things(name: str, raw: Any) -> Iterator[tuple[str, Location, Any]]:
    """The things of a file of a place: address, location, and what the file says of it."""
    for section in SECTIONS if name not in _OTHERS and isinstance(raw, dict) else ():
        value = raw.get(section)
        if isinstance(value, list):
            for index, entry in enumerate(value):
                if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                    yield f"{name}/{section}/{entry['id']}", (section, index), entry
        elif value == NOT_STATED or (isinstance(value, dict) and "not_in_hand" in value):
            yield f"{name}/{section}", (section,), value


def digest(thing: Any, cite: Any = "") -> str:
    """What changes with a thing, or with the citation at the top of its file: 16 hexadecimal digits.

    Order of keys, comments, quotes and layout do not count.

    >>> digest({"id": "large", "at_most": "9"})
    'e74dd3a8e68b2b0d'
    """
    told = json.dumps([thing, cite], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cite(tree: Any) -> Any:
    """The citation at the top of a file, which holds for all its things; empty where it has none."""
    return tree.get("cite", "") if isinstance(tree, dict) else ""


def digests(trees: Mapping[str, Any]) -> dict[str, str]:
    """The digest of every thing of a place by its address, in the order of its files; `trees`: by file name."""
    return {
        address: digest(thing, cite(tree)) for name, tree in trees.items() for address, _, thing in things(name, tree)
    }
