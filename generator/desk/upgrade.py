"""Older policy files → today's shape, by splicing their text: comments, order, aliases and layout stay. Writes nothing.

A move looks at the nodes of one file and names the stretches of its text that change. What a program cannot answer, as
what a fee is for, is left open with `请填写`, which `check` then asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import yaml

from generator.desk.files.splices import Splice, spliced
from generator.policy import version
from generator.policy.files import Sections
from generator.policy.scalars import NOT_STATED, TO_FILL

Files: TypeAlias = Mapping[str, str]
"""The texts of the files of a place, by name."""


class Place(NamedTuple):
    """A file to move: the nodes at its top by key, its text, what the place above says, and the slug of that place."""

    top: Mapping[str, yaml.Node]
    text: str
    above: Mapping[str, frozenset[str]]
    """By section, the ids of what the place above says; empty where there is none."""
    slug: str


def upgraded(files: Files, above: Files, slug: str) -> dict[str, str]:
    """The files of a place that change, by name, with their new texts.

    `above`: the files of the place it lies over, `slug`: its name; none and empty where it lies over none. A file that
    cannot be parsed is left as it is: `check` says why; so is one of no version with nothing old in it.
    """
    ids = _ids(above)
    changed = {}
    for name, text in files.items():
        named = version.written_in(text)
        known = 1 if named is None else named
        if known < version.VERSION and (top := _top(text)) is not None:
            place = Place(top, text, ids, slug)
            later = (move for number, moves in _MOVES.items() if number > known for move in moves)
            splices = {splice for move in later for splice in move(place)}
            if splices or named is not None:
                changed[name] = spliced(text, splices)
    return changed


def _top(text: str) -> dict[str, yaml.Node] | None:
    """The nodes at the top of a file by key; None where it is no mapping. The marks of this parser count characters."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else None


def _ids(files: Files) -> dict[str, frozenset[str]]:
    """What a place says: the ids of its entries, by section."""
    ids: dict[str, set[str]] = {}
    for text in files.values():
        for section, node in (_top(text) or {}).items():
            ids.setdefault(section, set()).update(filter(None, (_value(entry, "id") for entry in _entries(node))))
    return {section: frozenset(found) for section, found in ids.items()}


# ------------------------------------------------------------------------------------------------- nodes and splices


def _entries(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """The mappings of a list."""
    for entry in node.value if isinstance(node, yaml.SequenceNode) else ():
        if isinstance(entry, yaml.MappingNode):
            yield entry


def _pair(entry: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """A key of a mapping and its value, as nodes."""
    return next(((name, value) for name, value in entry.value if name.value == key), None)


def _value(entry: yaml.MappingNode, key: str) -> str | None:
    """The text under a key; None where there is none."""
    pair = _pair(entry, key)
    return pair[1].value if pair and isinstance(pair[1], yaml.ScalarNode) else None


def _of(place: Place, node: yaml.Node, text: str) -> Splice:
    """What puts a text in the place of a node; the anchor by which others refer to it, and its comments stay."""
    start, end = node.start_mark.index, node.end_mark.index
    anchor = _ANCHOR.match(place.text, start, end)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        old = place.text[start:end].rstrip()
        before = place.text[:start].rstrip()
        comments = "".join(f" {comment}" for comment in _COMMENT.findall(old))
        return Splice(len(before), start + len(old), f" {anchor[0].strip() + ' ' if anchor else ''}{text}{comments}")
    return Splice(anchor.end() if anchor else start, end, text)


def _after(place: Place, pair: tuple[yaml.Node, yaml.Node], lines: Sequence[str], *, flow: bool) -> Splice:
    """What puts further keys behind one of a mapping: in its braces, or on lines of their own below it."""
    alias = _ALIAS.match(place.text, pair[0].end_mark.index)
    value = place.text[pair[1].start_mark.index : pair[1].end_mark.index]
    end = alias.end() if alias else pair[1].start_mark.index + len(value.rstrip())
    if flow:
        return Splice(end, end, "".join(f", {line}" for line in lines))
    line = _LINE.match(place.text, end)
    end, newline = line.end() if line else end, "\r\n" if "\r\n" in place.text else "\n"
    return Splice(end, end, "".join(f"{newline}{' ' * pair[0].start_mark.column}{line}" for line in lines))


_ANCHOR = re.compile(r"&\S+\s+")
_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_ALIAS = re.compile(r"\s*:\s*\*[^\s,\]}]+")
_LINE = re.compile(r"[^\r\n]*")


# -------------------------------------------------------------------------------------------------- moves to version 2

_PURPOSES = {"service": "standards", "compensation": "compensation"}


def _purposes(place: Place) -> Iterator[Splice]:
    """`under` of a table is `purpose`; what its fees are for, nobody has said."""
    for table in _entries(place.top.get("schedules")):
        if pair := _pair(table, "under"):
            yield _of(place, pair[0], "purpose")
            yield _of(place, pair[1], _PURPOSES.get(str(pair[1].value), TO_FILL))
        elif not _pair(table, "purpose") and (pair := _pair(table, "title")):
            yield _after(place, pair, [f"purpose: {TO_FILL}"], flow=bool(table.flow_style))


def _forms(place: Place) -> Iterator[Splice]:
    """`handing` of a paper is `forms`, with issuer and channel beside it; `stage` is `step`."""
    for paper in _papers(place.top.get("papers")):
        if pair := _pair(paper, "handing"):
            forms, beside = _handed(place, pair[1])
            yield _of(place, pair[0], "forms")
            yield from [_of(place, pair[1], forms)] if isinstance(pair[1], yaml.MappingNode) else ()
            yield from [_after(place, pair, beside, flow=bool(paper.flow_style))] if beside else ()
        if pair := _pair(paper, "stage"):
            yield _of(place, pair[0], "step")


def _papers(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """The papers of a list, and those that are sides of a contradiction."""
    for entry in _entries(node):
        sides = _pair(entry, "sides")
        yield from _entries(sides[1]) if sides else (entry,)


def _handed(place: Place, node: yaml.Node) -> tuple[str, list[str]]:
    """The forms that a `handing` says, and the keys that stand beside them now."""
    if not isinstance(node, yaml.MappingNode):
        return "", []
    said = {key.value: place.text[value.start_mark.index : value.end_mark.index] for key, value in node.value}
    seal = ", seal: 章" if said.get("sealed") == "true" else ""
    forms = [f"as: {kind}, number: {said[key]}{seal}" for key, kind in _NUMBERS.items() if key in said]
    forms += [f"number: {said['number']}{seal}"] if "number" in said else []
    forms += ["as: file, optional: true"] if said.get("electronic") == "true" else []
    forms = forms or ([seal.removeprefix(", ")] if seal else [])
    listed = f"[{', '.join(f'{{{form}}}' for form in forms)}]" if forms else NOT_STATED
    return listed, [f"{key}: {said[key]}" for key in ("issuer", "channel") if key in said]


_NUMBERS = {"originals": "original", "copies": "copy"}


def _layers(place: Place) -> Iterator[Splice]:
    """What had the id of something said above replaced it, and says so now; a silence that hid it is asked again."""
    for section in Sections.model_fields:
        node, above = place.top.get(section), place.above.get(section, frozenset())
        if isinstance(node, yaml.ScalarNode) and node.value == NOT_STATED and above:
            yield _of(place, node, TO_FILL)
        for entry in _entries(node) if section not in _UNWORDED else ():
            pair = _pair(entry, "id")
            if pair and pair[1].value in above and not _pair(entry, "layer"):
                word = f"layer: {{replaces: {place.slug}/{section}/{pair[1].value}}}"
                yield _after(place, pair, [word], flow=bool(entry.flow_style))


_UNWORDED = frozenset({"inputs", "tables", "phases", "procedure", "classes", "defects", "impossible"})
"""What is no fact, and replaces by its id without a word."""

_MOVES: Mapping[int, tuple[Callable[[Place], Iterator[Splice]], ...]] = {2: (_purposes, _forms, _layers)}
"""By version, what moves a file of the one before to it."""
