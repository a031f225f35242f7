"""Whatever is edited at the desk, in whatever order: the files say what is wanted, and nothing else of them moves.

`ruamel.yaml` reads what comes out. Comments are planted, so that it is known to what each of them belongs.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest
import ruamel.yaml
import yaml
from expected import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.desk.files import entries
from generator.desk.files.edits import Desk, NotChangedError
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data, data

ROOTS = (ROOT / "policies", *(ROOT / "tests" / "cases").glob("*/policies"), ROOT / "tests" / "kinds" / "policies")
FILES = sorted(path for root in ROOTS for path in root.glob("*/*.yaml") if path.parent.name != "workdays")
ASIDE = "set-aside.yaml"
FILES = [path for path in FILES if path.name in ("city.yaml", "water.yaml", "gas.yaml", "heat.yaml", ASIDE)]
WHOLE: tuple[Data, ...] = ("not_stated", {"not_in_hand": "annex-1"}, [])
SETTINGS = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

Path_: TypeAlias = tuple[str, ...]
"""The way to a value: keys, and of an item of a list its id, or what it says."""


# ------------------------------------------------------------------------------------------------ planted comments


def _known(item: Data) -> str:
    """By what an item of a list is known."""
    known = item.get("id") if isinstance(item, dict) else None
    return f"-{known}" if isinstance(known, str) else f"-{json.dumps(item, sort_keys=True)}"


def _read(node: yaml.Node) -> Data:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _read(value) for key, value in node.value}
    return [_read(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else str(node.value)


def _nodes(text: str) -> Any:
    """What PyYAML makes of a text."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _owned(node: Any, path: Path_ = ()) -> Iterator[tuple[int, Path_]]:
    """The lines of a text at which a value begins, and which; the innermost last."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return
    parts = node.value if isinstance(node, yaml.MappingNode) else [(item, item) for item in node.value]
    for key, value in parts:
        inner = (*path, key.value if isinstance(node, yaml.MappingNode) else _known(_read(value)))
        yield key.start_mark.line, inner
        yield from _owned(value, inner) if value.start_mark.line >= key.start_mark.line else ()


def _there(tree: Data, path: Path_) -> bool:
    """Whether a value is in a tree."""
    for step in path:
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and (fitting := [item for item in tree if _known(item) == step]):
            tree = fitting[0]
        else:
            return False
    return True


def _with(text: str, plants: Sequence[tuple[int, bool]]) -> str:
    """A text with numbered comments: behind a line, or above it."""
    lines = text.split("\n")
    for number, (at, behind) in sorted(enumerate(plants), key=lambda plant: (-plant[1][0], not plant[1][1])):
        if behind:
            lines[at] += f" # §{number}。"
        else:
            lines.insert(at, f"{' ' * (len(lines[at]) - len(lines[at].lstrip()))}# §{number}。")
    return "\n".join(lines)


@cache
def _fertile(text: str) -> tuple[tuple[int, bool], ...]:
    """Where comments may be planted in a text, which change nothing of what it says."""
    lines = sorted({line for line, _ in _owned(_nodes(text))})
    wanted, found = data(text), []
    tried = [[(line, behind) for line in lines for behind in (True, False)]]
    while tried:
        group = tried.pop()
        try:
            fits = data(_with(text, group)) == wanted
        except yaml.YAMLError:
            fits = False
        if fits:
            found += group
        elif len(group) > 1:
            tried += [group[: len(group) // 2], group[len(group) // 2 :]]
    return tuple(found)


def planted(draw: st.DrawFn, text: str) -> str:
    """A text with comments behind lines and above them: everywhere, here and there, or nowhere."""
    chance, share = draw(st.randoms(use_true_random=False)), draw(st.sampled_from([0.0, 0.1, 0.5, 1.0]))
    return _with(text, [plant for plant in _fertile(text) if chance.random() < share])


def _owners(text: str) -> dict[str, Path_]:
    """To what each planted comment belongs: what begins on its line or, alone on a line, what begins below."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    at = dict(_owned(_nodes(plain)))
    owners = {}
    for number, line in enumerate(plain.split("\n")):
        if mark := re.search(r"§\d+", line):
            below = (
                number if not line.lstrip().startswith("#") else min((one for one in at if one > number), default=-1)
            )
            if below in at:
                owners[mark[0]] = at[below]
    return owners


# --------------------------------------------------------------------------------------------------- what is edited

WORDS = st.sampled_from([
    "3", "甲", "a: b", "x # y", "not_stated", "", "[1]", "二、（一）", '"', "*a", "&a", "携带证件，房证",
    "yes", "016000", "“引号”", "8:30", "\t", "两行\n文字", "~", "- x", "\u2028", "😀", "\x07", "'",
    "2099-01-02", "true", "1e3", "：",
])  # fmt: skip
VALUES: st.SearchStrategy[Data] = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "note", "quote", "名"]), inner, max_size=3)
    ),
    max_leaves=5,
)


class Edit(NamedTuple):
    """A thing, and what is to stand there; None where it is to go."""

    where: Address
    value: Data | None


def _changed(draw: st.DrawFn, value: Data) -> Data:
    """A value changed at one place."""
    ways = ["replace", *(["inside"] * 3 + ["remove", "add"] if isinstance(value, (dict, list)) and value else [])]
    way = draw(st.sampled_from(ways))
    if way == "replace" or isinstance(value, str):
        return draw(VALUES)
    changed: Any = json.loads(json.dumps(value))
    key: Any = draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
    if way == "inside":
        changed[key] = _changed(draw, changed[key])
    elif way == "remove":
        del changed[key]
    elif isinstance(changed, dict):
        changed[draw(st.sampled_from(["note", "force", "because", "甲"]))] = draw(VALUES)
    else:
        changed.insert(key, draw(VALUES))
    return changed  # type: ignore[no-any-return]


def _listed(draw: st.DrawFn, clauses: Data) -> Data:
    """What is set aside, with some of it gone and something added."""
    kept = [one for one in clauses if draw(st.sampled_from([True, True, True, False]))]
    added: list[Data] = [
        {"clause": draw(WORDS), "kind": "heading"},
        {"clause": "二、", "quote": [draw(WORDS)], "because": "甲"},
    ]
    return [*kept, *added[: draw(st.integers(0, 2))]]


def _edit(draw: st.DrawFn, file: str, tree: dict[str, Data]) -> Edit:
    if file == ASIDE:
        return Edit(Address(file, "clauses"), _listed(draw, tree["clauses"]))
    things = list(entries.things(file, tree))
    headings = [name for name in tree if name not in ("documents", "cite", "read")]
    ways = ["heading", "new", *(["changed"] * 4 + ["gone"] * 2 if things else [])]
    way = draw(st.sampled_from(ways))
    if way == "heading":
        name = draw(st.sampled_from(headings))
        return Edit(Address(file, name), draw(WORDS if isinstance(tree[name], str) else st.sampled_from(WHOLE)))
    if way == "new":
        new: Data = {"id": "new-thing", "name": draw(WORDS), "cite": {"clause": "一、", "quote": draw(WORDS)}}
        return Edit(Address(file, draw(st.sampled_from(["papers", "limits", "bodies"])), "new-thing"), new)
    where, value = draw(st.sampled_from(things))
    if way == "gone":
        return Edit(where, None)
    changed = _changed(draw, value)
    return Edit(where, {**changed, "id": where.id} if isinstance(changed, dict) else value)


# ----------------------------------------------------------------------------------------------------- what is held


def _by_another(text: str) -> Data:
    """What another parser reads."""
    return _plain(ruamel.yaml.YAML(typ="rt").compose(io.StringIO(text)))


def _plain(node: Any) -> Data:
    if isinstance(node, ruamel.yaml.nodes.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else str(node.value)


def _span(text: str, where: Address) -> set[int]:
    """The lines that an edit of a thing may touch, from 0: its own, comments above, its heading where it is alone."""
    root = _nodes(text)
    key, held = next(((key, value) for key, value in root.value if key.value == where.section), (None, None))
    if key is None or held is None:
        return set()
    whole = set(range(key.start_mark.line, held.end_mark.line + 1))
    items = held.value if isinstance(held, yaml.SequenceNode) else []
    own = [item for item in items if _known(_read(item)) == f"-{where.id}"]
    if not where.id or len(items) < 2 or held.flow_style:
        return whole
    lines = set(range(own[0].start_mark.line, own[0].end_mark.line + 1)) if own else set()
    above = text.split("\n")
    first = min(lines, default=0)
    while first and above[first - 1].lstrip().startswith("#"):
        first -= 1
        lines.add(first)
    return lines


def _lent(text: str, lines: set[int]) -> bool:
    """Whether aliases elsewhere refer to something within some lines."""
    anchors: dict[str, int] = {}
    events: list[Any] = list(yaml.parse(text, Loader=yaml.CSafeLoader))
    for event in events:
        alias = isinstance(event, yaml.AliasEvent)
        if alias:
            if anchors.get(event.anchor, -1) in lines and event.start_mark.line not in lines:
                return True
        elif getattr(event, "anchor", None):
            anchors[event.anchor] = event.start_mark.line
    return False


def _only_there(old: str, new: str, where: Address) -> None:
    """Whether nothing has changed but the lines of a thing."""
    lines = _span(old, where)
    before, after = old.split("\n"), new.split("\n")
    if _lent(old, lines):
        return
    first = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), len(before))
    rest = zip(reversed(before[first:]), reversed(after[first:]), strict=False)
    same = next((at for at, (one, two) in enumerate(rest) if one != two), min(len(before), len(after)) - first)
    assert set(range(first, len(before) - same)) <= lines, (where, before[first : len(before) - same])


def _apply(desk: Desk, edit: Edit, tree: dict[str, Data]) -> Data | None:
    """The data wanted after an edit, which is done; None where it is refused."""
    match = entries.version(entries.of(tree, edit.where), tree)
    wanted = entries.without(tree, edit.where) if edit.value is None else entries.put(tree, edit.where, edit.value)
    try:
        if edit.value is None:
            desk.remove(edit.where, match)
        else:
            desk.put(edit.where, edit.value, match)
    except NotChangedError:
        return None
    return wanted


def any_edits_change_only_what_they_should(given_: st.DataObject) -> None:
    original = given_.draw(st.sampled_from(FILES))
    text = given_.draw(st.composite(planted)(original.read_text(encoding="utf-8")))
    ends, mark = given_.draw(st.sampled_from(["\n", "\n", "\r\n"])), given_.draw(st.sampled_from(["", "", "\ufeff"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / original.name
        path.write_bytes((mark + text.replace("\n", ends)).encode("utf-8"))
        desk = Desk(Path(folder))
        for _ in range(given_.draw(st.integers(1, 4))):
            before = path.read_bytes()
            old = before.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
            tree = data(old)
            assert isinstance(tree, dict)
            edit = given_.draw(st.composite(_edit)(original.name, tree))
            wanted = _apply(desk, edit, tree)
            after = path.read_bytes()
            if wanted is None:
                assert after == before
                continue
            new = after.decode("utf-8")
            assert new.startswith("\ufeff") == bool(mark)
            assert ends == "\n" or "\n" not in new.replace("\r\n", "")
            new = new.removeprefix("\ufeff").replace("\r\n", "\n")
            assert data(new) == wanted
            assert _by_another(new) == wanted
            _only_there(old, new, edit.where)
            for comment, owner in _owners(old).items():
                assert not _there(wanted, owner) or comment in new, (comment, owner, edit)
            if given_.draw(st.booleans()) and desk.writes and after != before:
                desk.undo(desk.writes[-1].number)
                assert path.read_bytes() == before


@pytest.mark.slow
@settings(SETTINGS, max_examples=40)
@given(st.data())
def test_any_edits_change_only_what_they_should(given_: st.DataObject) -> None:
    any_edits_change_only_what_they_should(given_)


@pytest.mark.soak
@settings(SETTINGS, max_examples=1000)
@given(st.data())
def test_thousands_of_edits_change_only_what_they_should(given_: st.DataObject) -> None:
    any_edits_change_only_what_they_should(given_)
