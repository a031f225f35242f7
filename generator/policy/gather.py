"""Which files of `policies/` are needed for which places: places that lie over one another are one family.

Reads names and bytes; what the files mean is the loader's business.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.policy.folders import UTILITIES, is_place
from generator.policy.syntax.text import inside

_OVERLAYS = re.compile(rb"""\boverlays["']?\s*:\s*["']?([a-z0-9-]+)""")
"""The slug of the place that a city.yaml lies over, found without parsing: YAML would take most of the time.

It may find one in a comment or a text, too. Places that are taken together needlessly cost time, and nothing else.
"""
_SHARED = ("publisher.yaml", "logo.png", "logo.svg", UTILITIES)
"""The files that every page of a place depends on as well."""


@dataclass(frozen=True)
class Family:
    """Places that are made together, and every file they are made of: where it lies, by the path that findings show."""

    slugs: tuple[str, ...]
    files: Mapping[str, Path]
    known: tuple[str, ...] = ()
    """All places there are, where one of these lies over a place that is not there."""

    def read(self) -> Files:
        """The files."""
        return {name: _bytes(path) for name, path in self.files.items()}


Files: TypeAlias = Mapping[str, bytes | None]
"""Files by name; None for what cannot be read, or is a link out of its folder."""


def _bytes(path: Path) -> bytes | None:
    """The bytes of an ordinary file; a pipe or a device might never end."""
    try:
        with open(path, "rb") if os.path.isfile(path) else nullcontext() as file:  # noqa: PTH113, PTH123  as below
            return file.read() if file else None
    except OSError:
        return None


def put(files: Files, folder: Path) -> None:
    """Write files into a new folder; what could not be read cannot be read there either."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.symlink_to(_OUTSIDE)
        else:
            path.write_bytes(data)


def families(policies: Path, originals: Path | None, only: Collection[str] | None = None) -> Iterator[Family]:
    """The families of all places, in the order of their first folders; `only`: of those that have one of these places.

    Files are called `policies/…` and `originals/…`, wherever they lie. Raises OSError where a folder is closed.
    """
    slugs = places(policies)
    known, below = frozenset(slugs), {slug: overlaid(policies / slug) for slug in slugs}
    if originals:
        os.scandir(originals).close()  # raises where nobody is permitted to look into it
    shared = {name: path for file in _SHARED for name, path in _files(policies / file, f"policies/{file}")}
    texts = _by_text(dict(_files(originals, "originals"))) if originals else {}
    for group in _groups(slugs, below):
        if only is not None and not set(group).intersection(only):
            continue
        own = {name: path for slug in group for name, path in _place(policies / slug, f"policies/{slug}")}
        lost = any(not known.issuperset(below[slug]) for slug in group)
        yield Family(tuple(group), {**shared, **own, **_named(texts, policies, group)}, tuple(slugs) if lost else ())


def together(policies: Path, slugs: Sequence[str]) -> frozenset[str]:
    """The slugs of some places and of all that lie over or under them."""
    every = places(policies)
    groups = _groups(every, {slug: overlaid(policies / slug) for slug in every})
    return frozenset(slug for group in groups if not set(group).isdisjoint(slugs) for slug in group)


def places(policies: Path) -> list[str]:
    """The folders of all places, by name."""
    return [entry.name for entry in sorted(policies.iterdir()) if is_place(entry)]


def _place(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The files of a place, by name; of a folder that is a link to elsewhere or closed, one that cannot be read."""
    here = not os.path.islink(folder) or inside(folder, folder.parent)  # noqa: PTH114  of a country each call counts
    open_ = here and os.access(folder, os.R_OK)
    yield from _files(folder, name) if open_ else [(f"{name}/city.yaml", _OUTSIDE)]


def _files(path: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The file itself, or all files of a folder, by name, without those in hidden folders.

    A folder that is closed, a link, or named like a policy is given as a file, so that the loader reports it.
    """
    if not path.is_dir():
        yield from [(name, path if inside(path, path.parent) else _OUTSIDE)] if path.exists() else []
        return
    yield from _below(str(path), name, path)


def _below(folder: str, name: str, root: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder and of those in it, by name; a link counts as a file, wherever it leads to."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    folders = [entry for entry in ordered if entry.is_dir()]
    inner = [entry for entry in folders if not entry.name.startswith(".") and not _no_folder(entry)]
    for entry in ordered:
        if entry not in folders or (entry not in inner and not entry.name.startswith(".")):
            own = (not entry.is_symlink() or inside(Path(entry.path), root)) and os.access(entry.path, os.R_OK)
            yield f"{name}/{entry.name}", Path(entry.path) if own else _OUTSIDE
    for entry in inner:
        yield from _below(entry.path, f"{name}/{entry.name}", root)


def _no_folder(entry: os.DirEntry[str]) -> bool:
    """Whether a folder counts as a file that cannot be read: it is closed, a link, or named like a policy."""
    named = re.search(r"\.ya?ml", entry.name, re.IGNORECASE)
    return entry.is_symlink() or named is not None or not os.access(entry.path, os.R_OK)


_OUTSIDE = Path(os.devnull, "nothing")
"""Stands for a file that a link out of its folder leads to, or that nobody is permitted to read."""


def _by_text(files: Mapping[str, Path]) -> dict[bytes, dict[str, Path]]:
    """The files of a folder of originals by the name of the text that each is, or is the record of a scan of.

    Under no name stand those whose name is not one word, so that it is not looked for: they are given to every place.
    """
    by_text: dict[bytes, dict[str, Path]] = {}
    for name, path in files.items():
        text = re.sub(r"\.scan\.json$", ".txt", name.removeprefix("originals/"))
        word = text.encode() if _words(text.encode()) == [text.encode()] else b""
        by_text.setdefault(word, {})[name] = path
    return by_text


def _named(texts: Mapping[bytes, Mapping[str, Path]], policies: Path, group: Sequence[str]) -> dict[str, Path]:
    """The files of the texts that may be about some places: called like one, or named in one."""
    if not texts:
        return {}
    words = {b"", *(f"{slug}.txt".encode() for slug in group)}
    words.update(word for slug in group for word in _words(_city(policies / slug)))
    return {name: path for word in sorted(words & texts.keys()) for name, path in texts[word].items()}


def _words(data: bytes) -> list[bytes]:
    """What may be the name of a file in a city.yaml."""
    return data.translate(_SPACED).split()


_SPACED = bytes(32 if sign in b"\"'[]{}," else sign for sign in range(256))
"""By byte, the same, or a space for a sign that no such name has."""


def _groups(slugs: Sequence[str], overlays: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The slugs in groups that `overlays` links, each in order, the groups in the order of their first slugs."""
    group = {slug: [slug] for slug in slugs}
    for slug in slugs:
        for below in overlays[slug]:
            if below in group and group[below] is not group[slug]:
                joined = sorted(group[below] + group[slug])
                group.update(dict.fromkeys(joined, joined))
    return [members for slug, members in group.items() if members[0] == slug]


def overlaid(place: Path) -> list[str]:
    """The slugs of the places that a place seems to lie over, by the words of its city file."""
    data = _city(place)
    return [slug.decode("ascii") for slug in _OVERLAYS.findall(data)] if b"overlays" in data else []


def _city(place: Path) -> bytes:
    return _bytes(place / "city.yaml") or b""


def common(policies: Path) -> Files:
    """Everything that belongs to no place, by name: what it is, and what of it can be read."""
    files: dict[str, bytes | None] = {}
    for entry in sorted(policies.iterdir()):
        if not is_place(entry):
            files[entry.name] = b"" if inside(entry, policies) else None
            of = _place(entry, entry.name) if entry.is_dir() else _files(entry, entry.name)
            files |= {} if entry.name.startswith(".") else {name: _bytes(path) for name, path in of}
    return files


def shared(policies: Path) -> list[tuple[str, Path]]:
    """The ordinary files that belong to no place."""
    entries = (entry for entry in sorted(policies.iterdir()) if not is_place(entry))
    return [file for entry in entries for file in _files(entry, entry.name) if file[1].is_file()]
