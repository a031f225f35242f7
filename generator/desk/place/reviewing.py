"""What a second person says of each thing of a place, and what `reviewed.yaml` says of it. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from generator.checks import reviews
from generator.desk.files.writing import Data
from generator.policy.addresses import SECTIONS, cite, digest, digests, things
from generator.policy.files import Reviewed
from generator.policy.loader import City
from generator.policy.resolve import Resolved

FILE = "reviewed.yaml"


def changed(tree: Data, changes: Mapping[str, Data | None]) -> Data:
    """The data of the file with other entries, by address; None takes one out."""
    top = tree if isinstance(tree, dict) else {}
    there = top.get("reviewed")
    wanted = {**(there if isinstance(there, dict) else {}), **changes}
    return {**top, "reviewed": {address: entry for address, entry in wanted.items() if entry is not None}}


def entry(review: Reviewed) -> dict[str, Data]:
    """What the file says of a review."""
    plain = review.model_dump(mode="json", exclude_none=True)
    return {key: value for key, value in plain.items() if value not in ([], ())}


def review(
    thing: Data, tree: Data, says: Sequence[str], *, verdict: str, remark: str | None, by: str, on: date
) -> Reviewed:
    """A review of a thing as it is now, with what the public reads of it. Raises ValidationError.

    `tree`: the data of its file.
    """
    said = {"verdict": verdict, "remark": remark or None, "by": by, "on": on.isoformat()}
    seen = {"says": list(says), "quote": list(quotes(thing)), "hash": digest(thing, cite(tree))}
    return Reviewed.model_validate({**said, **seen})


def quotes(thing: Any) -> Iterator[str]:
    """The quotations of a thing, in order."""
    if isinstance(thing, list):
        for part in thing:
            yield from quotes(part)
    elif isinstance(thing, dict):
        for key, part in thing.items():
            if key == "quote":
                yield from (words for words in (part if isinstance(part, list) else [part]) if isinstance(words, str))
            else:
                yield from quotes(part)


def faults(verdict: str | None, remark: str | None, by: str) -> list[dict[str, str]]:
    """Why a review cannot be taken as it is, by field; empty where it can."""
    found = []
    if not by.strip():
        found.append({"field": "by", "zh": "请写明是谁看的", "en": "say who has looked at it"})
    if verdict == "remark" and not (remark or "").strip():
        found.append({"field": "remark", "zh": "请写是什么意见", "en": "say what the remark is"})
    if verdict not in (None, "agreed", "remark"):
        found.append({"field": "verdict", "zh": "同意，还是有意见", "en": "agreed, or a remark"})
    try:
        seen = {"by": by or "·", "remark": remark or None, "verdict": "agreed", "on": "2000-01-01", "hash": "0" * 16}
        Reviewed.model_validate(seen)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        found.append({"field": field, "zh": "里面有不能写的字符，或者太长", "en": "cannot be written, or is too long"})
    return found


def told(tree: Data) -> dict[str, Reviewed]:
    """The reviews that a file holds, by address, as far as they can be read."""
    held = tree.get("reviewed") if isinstance(tree, dict) else None
    reviews_ = {}
    for address, said in held.items() if isinstance(held, dict) else ():
        with suppress(ValidationError):
            reviews_[address] = Reviewed.model_validate(said)
    return reviews_


def shown(trees: Mapping[str, Data]) -> dict[str, dict[str, Any]]:
    """Every review of what is there, as the page has it, by address; `trees`: the data of the files of a place."""
    held = told(trees.get(FILE, {}))
    states = reviews.states(held, digests(trees))
    return {
        address: {"remark": None, "says": [], "quote": [], **entry(each), "stale": states[address] == "stale"}
        for address, each in held.items()
        if states[address] != "unknown"
    }


def marks(resolved: Resolved) -> dict[tuple[str, str], str]:
    """Which thing of which place, and what it is now, every fact of a guide comes from: `xushui/gas.yaml/fees 01…ef`.

    By section and id; a heading that is answered as a whole has no id, and a side of two layers `id/side`.
    """
    known = {
        (source.path, location): f"{city.slug}/{address} {digest(thing, cite(source.raw))}"
        for city in resolved.chain
        for name, source in city.sources.items()
        for address, location, thing in things(name, source.raw)
    }
    whole = {
        (section, ""): known[path, (section,)]
        for city in resolved.chain
        for path in (city.sources[name].path for name in _files(city, resolved.guide.utility))
        for section in SECTIONS
        if (path, (section,)) in known
    }
    found = {key: known.get((origin.source.path, origin.location), "") for key, origin in resolved.origins.items()}
    return {**whole, **found}


def _files(city: City, utility: str) -> list[str]:
    """The files of a place that answer for a utility, the one that counts last."""
    return [name for name in ("city.yaml", f"{utility}.yaml") if name in city.sources]
