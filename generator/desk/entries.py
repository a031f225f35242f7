"""The things that a policy file says, one by one: their addresses, values and hashes. Reads and writes nothing.

A thing is an entry of a heading (`limits/accept`), the whole answer of a heading (`fees`: `not_stated`), or a key at
the top of a file (`name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeGuard

from generator.desk.writing import Data
from generator.policy import addresses
from generator.policy.files import CityFile, Sections
from generator.policy.guide import ANSWERED
from generator.policy.scalars import TO_FILL


class AddressError(ValueError):
    """No address of a thing; the text is what was given."""


class Address(NamedTuple):
    """Where a thing is: the file's name, the heading or key at its top, the id of the entry; empty for all of it."""

    file: str
    section: str
    id: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, self))


def address(text: str) -> Address:
    """The address that a text is: `gas.yaml/limits/accept`, `city.yaml/fees`. Raises AddressError."""
    parts = text.split("/")
    if not 2 <= len(parts) <= 3 or not all(map(_PART.fullmatch, parts)) or not parts[0].endswith(".yaml"):
        raise AddressError(text[:200])
    return Address(*parts)


_PART = re.compile(r"[A-Za-z0-9_]+(?:[._-][A-Za-z0-9_]+)*")


def of(tree: Data, where: Address) -> Data | None:
    """The value of a thing in a file's data; None where it is not there."""
    held = tree.get(where.section) if isinstance(tree, dict) else None
    if not where.id:
        return held
    return next((entry for entry in entries(held) if entry["id"] == where.id), None)


def entries(answer: Data | None) -> Iterator[dict[str, Data]]:
    """The entries of a heading that have an id."""
    for entry in answer if isinstance(answer, list) else ():
        if _identified(entry):
            yield entry


def _identified(entry: Data) -> TypeGuard[dict[str, Data]]:
    return isinstance(entry, dict) and isinstance(entry.get("id"), str)


def things(file: str, tree: Data) -> Iterator[tuple[Address, Data]]:
    """Every entry of every heading of a file, in order."""
    for section, answer in tree.items() if isinstance(tree, dict) else ():
        for entry in entries(answer):
            yield Address(file, section, str(entry["id"])), entry


def put(tree: Data, where: Address, value: Data) -> Data:
    """A file's data with a thing as it is given; a heading that was open or silent becomes a list."""
    top = dict(tree) if isinstance(tree, dict) else {}
    if not where.id:
        return _in_order(top, where.section, value)
    held = top.get(where.section)
    listed: list[Data] = list(held) if isinstance(held, list) else []
    at = next((at for at, entry in enumerate(listed) if _identified(entry) and entry["id"] == where.id), len(listed))
    return _in_order(top, where.section, [*listed[:at], value, *listed[at + 1 :]])


def without(tree: Data, where: Address) -> Data:
    """A file's data without a thing; a heading that nothing answers any more is open again."""
    top = dict(tree) if isinstance(tree, dict) else {}
    held = top.get(where.section)
    if not where.id or not isinstance(held, list):
        return {name: value for name, value in top.items() if name != where.section}
    kept = [entry for entry in held if not (_identified(entry) and entry["id"] == where.id)]
    return {**top, where.section: kept or (TO_FILL if where.section in ANSWERED else [])}


def _in_order(top: dict[str, Data], section: str, value: Data) -> dict[str, Data]:
    """The keys of a file with one more, which stands behind those that come before it in every file."""
    if section in top or section not in _ORDER:
        return {**top, section: value}
    before = [name for name in top if name not in _ORDER or _ORDER.index(name) < _ORDER.index(section)]
    first = {name: held for name, held in top.items() if name in before}
    return {**first, section: value, **{name: held for name, held in top.items() if name not in before}}


SECTIONS = tuple(Sections.model_fields)
"""The headings of a file."""
_ORDER = tuple(
    dict.fromkeys(
        (*(name for name in CityFile.model_fields if name not in Sections.model_fields), *Sections.model_fields)
    )
)


def version(value: Data | None, tree: Data) -> str | None:
    """The hash of a thing, by `addresses.digest`; None of nothing. `tree`: the data of its file."""
    return None if value is None else addresses.digest(value, addresses.cite(tree))


def is_open(value: Data) -> bool:
    """Whether something of a value is still to be answered."""
    if isinstance(value, str):
        return value == TO_FILL
    return any(map(is_open, value.values() if isinstance(value, dict) else value))


def is_data(value: object, depth: int = 0) -> TypeGuard[Data]:
    """Whether something that came from outside is data as files have it: text, lists, mappings, not too deep."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_data(held, depth + 1) for key, held in value.items())
    return isinstance(value, str) or (isinstance(value, list) and all(is_data(held, depth + 1) for held in value))


_DEEPEST = 30


def cites(value: Data, outer: Data = "") -> Iterator[tuple[str | None, str, str]]:
    """The citations within a value: document where it is named, clause, quotation; `outer` has what they leave out."""
    if isinstance(value, dict):
        around = outer if isinstance(outer, dict) else {}
        quotes = value.get("quote")
        clause, doc = (value.get(key, around.get(key)) for key in ("clause", "doc"))
        for quote in quotes if isinstance(quotes, list) else [quotes]:
            if isinstance(quote, str) and isinstance(clause, str):
                yield doc if isinstance(doc, str) else None, clause, quote
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from cites(inner, outer)
