"""The things that a policy file says, one by one: their addresses, values and hashes. Reads and writes nothing.

A thing is an entry of a heading (`limits/accept`), the whole answer of a heading (`fees`: `not_stated`), or a key at
the top of a file (`name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeGuard

from generator.desk.files.writing import Data
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
    parts = text.split("/", 2)  # an id that none should have has to be found all the same, to be mended
    if len(parts) < 2 or not all(map(_PART.fullmatch, parts[:2])) or not all(parts) or not parts[0].endswith(".yaml"):
        raise AddressError(text[:200])
    return Address(*parts)


_PART = re.compile(r"[A-Za-z0-9_]+(?:[._-][A-Za-z0-9_]+)*")


def of(tree: Data, where: Address, match: str | None = None) -> Data | None:
    """The value of a thing in a file's data; None where it is not there.

    `match`: the hash of the one that is meant, where several have this id by mistake; the first where none has it.
    """
    held = tree.get(where.section) if isinstance(tree, dict) else None
    if not where.id:
        return held
    at = _place(tree, where, match)
    return None if at is None else _listed(tree, where)[at]


def _listed(tree: Data, where: Address) -> list[Data]:
    """The entries of a heading."""
    held = tree.get(where.section) if isinstance(tree, dict) else None
    return list(held) if isinstance(held, list) else []


def _place(tree: Data, where: Address, match: str | None) -> int | None:
    """Which entry of its heading a thing is, as in `of`."""
    listed = _listed(tree, where)
    known = [at for at, entry in enumerate(listed) if _identified(entry) and entry["id"] == where.id]
    meant = (at for at in known if version(listed[at], tree) == match)
    return next(meant, next(iter(known), None))


def entries(answer: Data | None) -> Iterator[dict[str, Data]]:
    """The entries of a heading that have an id."""
    for entry in answer if isinstance(answer, list) else ():
        if _identified(entry):
            yield entry


def _identified(entry: Data) -> TypeGuard[dict[str, Data]]:
    return isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"] != ""


def things(file: str, tree: Data) -> Iterator[tuple[Address, Data]]:
    """Every entry of every heading of a file, in order."""
    for section, answer in tree.items() if isinstance(tree, dict) else ():
        for entry in entries(answer):
            yield Address(file, section, str(entry["id"])), entry


def put(tree: Data, where: Address, value: Data, match: str | None = None) -> Data:
    """A file's data with a thing as it is given; a heading that was open or silent becomes a list.

    `match`: as in `of`.
    """
    top = dict(tree) if isinstance(tree, dict) else {}
    if not where.id:
        return _in_order(top, where.section, value)
    listed, at = _listed(tree, where), _place(tree, where, match)
    at = len(listed) if at is None else at
    return _in_order(top, where.section, [*listed[:at], value, *listed[at + 1 :]])


def without(tree: Data, where: Address, match: str | None = None) -> Data:
    """A file's data without a thing; a heading that nothing answers any more is open again. `match` as in `of`."""
    top = dict(tree) if isinstance(tree, dict) else {}
    held = top.get(where.section)
    if not where.id or not isinstance(held, list):
        return {name: value for name, value in top.items() if name != where.section}
    gone = _place(tree, where, match)
    kept = [entry for at, entry in enumerate(held) if at != gone]
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
