"""Findings about files of `policies/` by themselves: ids that stand twice, what stands in the wrong file, glyphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.checks import glyphs
from generator.findings import Finding, Position, finding, guess
from generator.policy.loader import Policies, unpublished_at
from generator.policy.provenance import walk
from generator.policy.resolve import Resolved
from generator.policy.sources import Location, Source
from generator.telling import disclosure
from generator.words import icons
from generator.words.catalogue import words


def of_all(policies: Policies, there: Iterable[str]) -> Iterator[Finding]:
    """Ids that stand twice, and unknown guides in the record of changes; `there`: the addresses of all guides."""
    yield from duplicates(policies)
    yield from _unknown_guides(policies, there)
    yield from _undrawn(policies)


def duplicates(policies: Policies) -> Iterator[Finding]:
    """Ids that stand twice in one list."""
    sources = [source for city in policies.cities for source in city.sources.values()]
    for source in (*sources, *filter(None, (policies.record, policies.duty, policies.utility))):
        yield from _duplicate_ids(source, source.raw, ())


def _duplicate_ids(source: Source, raw: Any, at: Location) -> Iterator[Finding]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _duplicate_ids(source, value, (*at, key))
    elif isinstance(raw, list):
        seen: dict[str, Location] = {}
        for index, entry in enumerate(raw):
            own = (*at, index, "id")
            if isinstance(entry, dict) and "id" in entry:
                first = source.position(seen.setdefault(entry["id"], own))
                if seen[entry["id"]] != own:
                    position, thing = source.position(own), source.thing(own)
                    yield finding("duplicate-id", position, thing, value=entry["id"], first=str(first.line))
            yield from _duplicate_ids(source, entry, (*at, index))


def _unknown_guides(policies: Policies, there: Iterable[str]) -> Iterator[Finding]:
    """Entries of the record of changes about guides that do not exist; of a place with errors none is reported."""
    known = {*there, *(f"{city.slug}/{utility}" for city in policies.cities for utility in city.utilities)}
    for index, record in enumerate(policies.changes):
        for at, address in enumerate(record.guides):
            if policies.record and address not in known and not _left_out(policies, address, known):
                position, thing = policies.record.position(("changes", index, "guides", at)), f"changes/{record.id}"
                words_ = {"kind": "指南", "value": address, "allowed": "、".join(sorted(known)) or "（无）"}
                yield finding("unknown-id", position, thing, **words_, **guess(address, sorted(known)))


def _undrawn(policies: Policies) -> Iterator[Finding]:
    """Utilities of the publisher with a drawing that is not there."""
    for index, entry in enumerate(policies.utilities):
        if policies.utility and entry.icon not in (there := icons.names()):
            at: Location = ("utilities", index, "icon")
            words_ = {"kind": "图形", "value": entry.icon, "allowed": "、".join(there), **guess(entry.icon, there)}
            yield finding("unknown-id", policies.utility.position(at), policies.utility.thing(at), **words_)


def _left_out(policies: Policies, address: str, known: Iterable[str]) -> bool:
    """Whether the folder of a guide's place is there, and could not be loaded: its own findings are enough."""
    slug = address.partition("/")[0]
    folder = Path(policies.record.path).parent / slug if policies.record else Path(slug)
    return (
        folder.is_dir() and unpublished_at(folder) is None and not any(guide.startswith(f"{slug}/") for guide in known)
    )


def misplaced(policies: Policies) -> Iterator[Finding]:
    """Facts with `utilities` in a utility's own file: the key is for shared facts of a city, and means nothing here."""
    for city in policies.cities:
        for utility, file in city.utilities.items():
            source = city.sources[f"{utility}.yaml"]
            for at, part, _ in walk(file):
                if getattr(part, "utilities", ()) and at != ("reference",):
                    position = source.position((*at, "utilities"), key=True)
                    yield finding("utilities-misplaced", position, source.thing(at))


def guideless(policies: Policies) -> Iterator[Finding]:
    """Places without a file of any utility, which lie over no place that has one: no guide is made of them."""
    for city in policies.cities:
        if not city.utilities and city.file.overlays is None:
            yield finding("no-utility-file", city.sources["city.yaml"].position(()))


def undrawable(source: Source) -> Iterator[Finding]:
    """Characters that would be empty boxes on paper."""
    for at, text in _texts(source.raw, ()):
        for character in glyphs.missing(text):
            shown = f"{character} (U+{ord(character):04X})"
            yield finding("no-glyph", source.position(at), source.thing(at), character=shown)


def _texts(raw: Any, at: Location) -> Iterator[tuple[Location, str]]:
    """Every text of a file with its location."""
    if isinstance(raw, str):
        yield at, raw
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from _texts(value, (*at, key))
    else:
        for index, value in enumerate(raw):
            yield from _texts(value, (*at, index))


def unsupplied(guides: Iterable[Resolved]) -> Iterator[Finding]:
    """What each utility has not yet supplied: notices at the file where it belongs, which hinder nothing."""
    for resolved in guides:
        position = Position((resolved.city.folder / f"{resolved.guide.utility}.assured.yaml").as_posix())
        for kind in disclosure.missing(resolved.guide):
            item = words()["disclosure"]["items"][kind]
            yield finding("not-supplied", position, kind, item=item["name"], key=item["key"])
