"""The short file of a utility: entries of its tree, the tree put in order, its text. Reads and writes nothing.

`templates/assets/supplied.js` does the same in the browser, byte for byte; `tests/node/supplied.json` holds both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from generator.policy.version import first_line
from generator.supply.form import Asked, Form, Group, Tree

SCHEMA_LINE = first_line("city/water.assured.yaml", "assured")
SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
"""White space, said so that JavaScript can say it, too."""


def tidy(text: str) -> str:
    """A text as it is kept: without white space around it, with single spaces in it."""
    return SPACE.sub(" ", text).strip(" ")


# --------------------------------------------------------------------------------------------------------- entries


def value(entry: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path of an entry; an empty text where nothing does."""
    for step in path:
        if isinstance(entry, dict) and isinstance(step, str):
            entry = entry.get(step, "")
        elif isinstance(entry, list) and isinstance(step, int):
            entry = entry[step] if step < len(entry) else ""
        elif step != 0 or not isinstance(entry, dict):  # one thing stands for a list of one
            return ""
    return entry


def put(entry: Any, path: tuple[str | int, ...], new: Any) -> None:
    """Sets what stands at a path of an entry, and makes what is around it."""
    for step, following in pairwise(path):
        entry = _around(entry, step, many=isinstance(following, int))
    entry[path[-1]] = new


def _around(entry: Any, step: str | int, *, many: bool) -> Any:
    """What stands at a step, made where nothing does: a list where `many` may stand, else a mapping."""
    if isinstance(entry, list) and isinstance(step, int):
        entry.extend({} for _ in range(step + 1 - len(entry)))
    else:
        entry[step] = _as_list(entry.get(step)) if many else entry.get(step) or {}
    return entry[step]


def _as_list(listed: Any) -> list[Any]:
    if isinstance(listed, list):
        return listed
    return [listed] if listed else []


def entries(form: Form, tree: Tree, group: Group) -> list[Tree]:
    """The entries of a group, those of a tree that no group before it takes."""
    listed = _as_list(_holder(tree, group).get(group.rows or group.section, []))
    before = [each for each in _before(form, group) if each.of]
    found = (entry for entry in listed if isinstance(entry, dict))
    return [entry for entry in found if _is_of(group, entry) and not any(_is_of(each, entry) for each in before)]


def add(tree: Tree, group: Group) -> Tree:
    """A new entry of a group, with what such an entry always has."""
    entry: Tree = json.loads(json.dumps(dict(group.new)))
    holder = _holder(tree, group)
    if group.inside and not holder:
        holder = json.loads(json.dumps(dict(group.inside)))
        tree[group.section] = [*_as_list(tree.get(group.section)), holder]
    target, name = (holder, group.rows) if group.inside else (tree, group.section)
    target[name] = [*_as_list(target.get(name)), entry]
    return entry


def _holder(tree: Tree, group: Group) -> Tree:
    """What has the list in which the entries of a group stand; empty where it is not there yet."""
    if not group.inside:
        return tree
    tables = (each for each in _as_list(tree.get(group.section)) if isinstance(each, dict))
    return next((each for each in tables if each.get("id") == group.inside["id"]), {})


def _before(form: Form, group: Group) -> Iterator[Group]:
    for each in form.groups:
        if each.id == group.id:
            return
        if each.section == group.section and each.rows == group.rows:
            yield each


def _is_of(group: Group, entry: Tree) -> bool:
    return all(set(_texts(entry.get(key))) & set(wanted) for key, wanted in group.of.items())


def _texts(listed: Any) -> list[str]:
    return [each for each in _as_list(listed) if isinstance(each, str)]


# ------------------------------------------------------------------------------------------------------ put in order


def settled(form: Form, tree: Tree, taken: Mapping[str, Collection[str]]) -> Tree:
    """A tree without what was left empty, with ids and with what is written where nothing was said, in order.

    `taken`: by section the ids that facts of the document have.
    """
    made: Tree = json.loads(json.dumps(tree))
    for group in form.groups:
        if group.section:
            if isinstance(made.get(group.section), dict):
                made[group.section] = [made[group.section]]
            for entry in entries(form, made, group):
                _complete(entry, group)
            _drop_blank(form, made, group)
            _name(form, made, group, taken)
        else:
            _complete(made, group)
    ordered = _ordered(_pruned(made), form.keys)
    return ordered if isinstance(ordered, dict) else {}


def _complete(entry: Tree, group: Group) -> None:
    for field in group.fields:
        said = value(entry, field.path)
        if isinstance(said, str):
            said = tidy(said)
            if said or value(entry, field.path):
                put(entry, field.path, said)
    for field in group.fields:
        otherwise = value(entry, (field.source,)) if field.source else field.otherwise
        if otherwise and not value(entry, field.path) and not is_blank(entry, group):
            put(entry, field.path, otherwise)


def is_blank(entry: Tree, group: Group) -> bool:
    """Whether nothing was said in an entry beyond what a new one has."""
    return all(_is_left(entry, group, field) for field in group.fields)


def _is_left(entry: Tree, group: Group, field: Asked) -> bool:
    said = value(entry, field.path)
    return not said or said == value(group.new, field.path) or said == field.otherwise


def _drop_blank(form: Form, tree: Tree, group: Group) -> None:
    holder, name = _holder(tree, group), group.rows or group.section
    blank = [entry for entry in entries(form, tree, group) if is_blank(entry, group)]
    kept = [entry for entry in _as_list(holder.get(name, [])) if not any(entry is each for each in blank)]
    if blank:
        holder[name] = kept
    if group.inside and holder and not kept:
        tree[group.section] = [each for each in tree[group.section] if each is not holder]


def _name(form: Form, tree: Tree, group: Group, taken: Mapping[str, Collection[str]]) -> None:
    """Gives ids to the entries that have none and want one."""
    if not group.stem:
        return
    listed = _as_list(_holder(tree, group).get(group.rows or group.section, []))
    used = {each["id"] for each in listed if isinstance(each, dict) and isinstance(each.get("id"), str)}
    used |= set() if group.inside else set(taken.get(group.section, ()))
    for entry in entries(form, tree, group):
        if not entry.get("id"):
            entry["id"] = next(name for name in _names(group.stem) if name not in used)
            used.add(entry["id"])


def _names(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _pruned(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: kept for key, each in tree.items() if (kept := _pruned(each)) not in ("", [], {})}
    if isinstance(tree, list):
        return [kept for each in tree if (kept := _pruned(each)) not in ("", [], {})]
    return tree


def _ordered(tree: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(tree, list):
        return [_ordered(each, keys) for each in tree]
    if not isinstance(tree, dict):
        return tree
    known = [key for key in keys if key in tree]
    return {key: _ordered(tree[key], keys) for key in (*known, *(key for key in tree if key not in known))}


# ------------------------------------------------------------------------------------------------------------ text

_PLAIN = re.compile("[A-Za-z\u3400-\u4dbf\u4e00-\u9fff《（][A-Za-z0-9\u3400-\u4dbf\u4e00-\u9fff《》（）、。；－_./-]*")
_BARE = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile("y|n|yes|no|on|off|null|true|false", re.IGNORECASE)
_UNSEEN = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


def written(tree: Tree, head: str = "") -> str:
    """The text of a short file; `head`: the comments with which the one before it began."""
    lines = [SCHEMA_LINE, *(line for line in head.splitlines() if not line.startswith("# yaml-language-server:"))]
    return "\n".join([*lines, *_mapping(tree, "")]) + "\n"


def comments(text: str) -> str:
    """The comments with which the text of a file begins."""
    lines = text.splitlines()
    last = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(line.rstrip() for line in lines[:last])


def _mapping(tree: Tree, indent: str) -> Iterator[str]:
    for key, each in tree.items():
        if isinstance(each, dict):
            yield f"{indent}{_scalar(key)}:"
            yield from _mapping(each, f"{indent}  ")
        elif isinstance(each, list) and any(not isinstance(one, str) for one in each):
            yield f"{indent}{_scalar(key)}:"
            yield from _sequence(each, f"{indent}  ")
        elif isinstance(each, list):
            yield f"{indent}{_scalar(key)}: [{', '.join(map(_scalar, each))}]"
        else:
            yield f"{indent}{_scalar(key)}: {_scalar(each)}"


def _sequence(listed: list[Any], indent: str) -> Iterator[str]:
    for each in listed:
        if isinstance(each, dict):
            first, *rest = _mapping(each, f"{indent}  ")
            yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
            yield from rest
        elif isinstance(each, list):
            yield f"{indent}- [{', '.join(map(_scalar, each))}]"
        else:
            yield f"{indent}- {_scalar(each)}"


def _scalar(text: Any) -> str:
    """A text without quotes where no reader of YAML takes it for anything else, else as JSON has it."""
    if text in ("true", "false") or _BARE.fullmatch(text) or (_PLAIN.fullmatch(text) and not _WORD.fullmatch(text)):
        return str(text)
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)
