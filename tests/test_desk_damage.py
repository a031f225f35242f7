"""Damaged files at the editing desk: each opens with its findings, and an edit elsewhere in it makes nothing worse."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from damages import MORE
from expected import ROOT

from generator.desk.files import entries
from generator.desk.files.edits import Desk, NotChangedError
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place.opened import Opened, opened
from generator.desk.place.state import state
from generator.policy.loader import policy_files, translated_by

TESTS = ROOT / "tests"
ROOTS = (ROOT / "policies", *(TESTS / "cases").glob("*/policies"), TESTS / "kinds" / "policies")
FILES = sorted(
    path
    for root in ROOTS
    for path in root.glob("*/*.yaml")
    if path.parent.name != "workdays" and translated_by(path.name) is None  # which the desk leaves as they are
)


def damaged(seed: int, folder: Path) -> tuple[str, Path]:
    """A copy of a place with a file damaged, seldom twice; what was done, for a failure's message, and the file."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    original = chance.choice(FILES)
    place = folder / "policies" / original.parent.name
    shutil.copytree(original.parent, place)
    path, done = place / original.name, []
    for name in chance.choices(list(MORE), k=chance.choice((1, 1, 1, 2))):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        result = MORE[name](chance, text) if text else text
        path.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", errors="surrogatepass"))
        done.append(name)
    return f"seed {seed}: {original.parent.name}/{original.name}: {', '.join(done)}", path


def _edit(chance: random.Random, tree: Data, file: str) -> tuple[Address, Data | None]:
    """A thing of a file and what is to stand there; None where it is to go."""
    things = [(where, value) for where, value in entries.things(file, tree) if isinstance(value, dict)]
    if not things or chance.random() < 0.2:
        return Address(file, "bodies", "new-one"), {"id": "new-one", "name": "某局: 新 #1", "does": "管 [这些]"}
    where, value = chance.choice(things)
    way = chance.choice(("note", "note", "value", "key", "gone"))
    keys = [key for key in value if key != "id"]
    if way == "gone":
        return where, None
    if way == "key" and keys:
        gone = chance.choice(keys)
        return where, {key: held for key, held in value.items() if key != gone}
    if way == "value" and keys:
        return where, {**value, chance.choice(keys): chance.choice(_VALUES)}
    return where, {**value, "note": chance.choice(["改过", "甲: 乙", "# 不是说明", "两行\n文字"])}


_VALUES: list[Data] = [
    "not_stated",
    "3",
    "甲、乙",
    {"class": "small"},
    ["一", "二"],
    [{"clause": "一、", "quote": "甲"}],
]


def _lines_of(text: str, section: str, name: str) -> set[int]:
    """The lines of an entry of a file, from 0, and that of its heading, where that has no other."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        return set(range(text.count("\n") + 1))
    heading, held = next(((key, value) for key, value in node.value if key.value == section), (node, node))
    items = held.value if isinstance(held, yaml.SequenceNode) else []
    alone = {heading.start_mark.line, held.start_mark.line} if len(items) < 2 and held is not node else set()
    for item in items:
        pairs = item.value if isinstance(item, yaml.MappingNode) else ()
        if any((key.value, known.value) == ("id", name) for key, known in pairs):
            return {*range(item.start_mark.line, item.end_mark.line + 1), *alone}
    return alone


def _findings(place: Opened, address: str) -> Counter[tuple[str, str, str]]:
    """The findings about all but a thing, wherever they stand."""
    shown = [
        found for found in state(place)["findings"] if found["severity"] == "error" and found["address"] != address
    ]
    return Counter((found["file"], found["code"], found["thing"]) for found in shown)


def _left_out(place: Opened) -> Counter[str | None]:
    assert place.city is not None
    return Counter(out.address for out in place.city.left_out)


def hold(seed: int, folder: Path) -> str:
    """A damaged file opens; an edit in it is written alone, or refused and nothing written. Which."""
    chance = random.Random(seed)  # noqa: S311
    _, path = damaged(seed, folder)
    root, slug = path.parent.parent, path.parent.name
    before = opened(root, slug, None)
    assert all(f"{found}" for found in before.findings)
    shown = state(before)
    assert json.dumps(shown, ensure_ascii=True)
    if path.name not in before.trees:
        assert before.findings
        return "unreadable"
    tree = before.trees[path.name]
    where, value = _edit(chance, tree, path.name)
    files = {file: file.read_bytes() for file in policy_files(path.parent)}
    desk, match = Desk(path.parent), entries.version(entries.of(tree, where), tree)
    try:
        write = desk.remove(where, match) if value is None else desk.put(where, value, match)
    except NotChangedError:
        assert {file: file.read_bytes() for file in policy_files(path.parent)} == files
        return "refused"
    after = opened(root, slug, None)
    wanted = entries.without(tree, where) if value is None else entries.put(tree, where, value)
    assert after.trees == {**before.trees, path.name: wanted}
    _alone(files[path], path.read_bytes(), where)
    named = _left_out(after) - _left_out(before)
    assert set(named) <= {str(where), f"{where.file}/{where.section}"} or path.name in _left_out(before)
    if isinstance(value, dict) and "note" in value:
        worse = _findings(after, str(where)) - _findings(before, str(where))
        assert not worse, worse
    if write is not None:
        desk.undo(write.number)
        assert path.read_bytes() == files[path]
    return "written"


def _alone(before: bytes, after: bytes, where: Address) -> None:
    """Only lines of the thing went, and a comment above it; everything else is as it was, mark and line ends too."""
    old, new = before.decode("utf-8"), after.decode("utf-8")
    assert old.startswith("\ufeff") == new.startswith("\ufeff")
    lines, kept = _split(old), Counter(_split(new))
    kept += Counter(line.rstrip("\r\n") for line in kept)
    inside = _lines_of(old.removeprefix("\ufeff"), where.section, where.id)
    first = min(inside, default=0)
    while first and re.match(r"\s*#", lines[first - 1]):
        first -= 1
        inside.add(first)
    for number, line in enumerate(lines):
        if number not in inside and line.strip():
            assert kept[line] or kept[line.rstrip("\r\n")], (number, line)


def _split(text: str) -> list[str]:
    """The lines of a text as YAML counts them, each with its end."""
    return re.findall("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)", text)


def _held(seeds: range, folder: Path) -> None:
    outcomes = Counter[str]()
    for seed in seeds:
        run = folder / str(seed)
        try:
            outcomes[hold(seed, run)] += 1
        except Exception as error:
            raise AssertionError(damaged(seed, folder / f"again-{seed}")[0]) from error
        shutil.rmtree(run)
    assert {"unreadable", "written"} <= set(outcomes)
    assert outcomes["written"] > len(seeds) // 3


@pytest.mark.slow
def test_damaged_files_open_and_an_edit_makes_nothing_worse(tmp_path: Path) -> None:
    _held(range(40), tmp_path)


@pytest.mark.soak
def test_a_thousand_damaged_files(tmp_path: Path) -> None:
    _held(range(1000), tmp_path)
