"""Strings planted into a policy: into every place that takes free text, found by asking the model, not by a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml
from expected import ROOT

from generator import checks
from generator.policy import loader
from generator.policy.files import ChangesFile, DutiesFile, Publisher
from generator.policy.provenance import Part
from generator.policy.sources import Location
from generator.policy.syntax import parsing

BASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
"""An invented place with every structure of the model."""
STRINGS = Path(__file__).parent / "hostile" / "strings.yaml"
PROBE = "虚构 :/\\"
"""What a place takes that takes any words; names of files do not."""
UNPROVEN = frozenset({"unborne", "no-glyph"})
"""What planted words may provoke: they stand in no document, and paper has no glyph for some of them."""

Tree = dict[str, Any]
"""Raw files by path below the policies."""


class Hostile(NamedTuple):
    """A string of the corpus: shown as text, or refused with a code."""

    name: str
    category: str
    text: str
    refused: str | None

    @property
    def shown(self) -> str:
        """The text as the model keeps it: one line."""
        return " ".join(self.text.split())


def harmless(text: str) -> str:
    """Words as long and as wide as some others, which mean nothing to any reader of any format."""
    return re.sub(r"[^\s虚]", "x", re.sub(r"(?!\s)[\u2e80-\uffef]", "虚", text))


class Spot(NamedTuple):
    """A place of a file that takes free text."""

    file: str
    at: Location

    @property
    def mark(self) -> str:
        """What stands behind the words planted here, so that they are found again."""
        return f"〖{_numbers()[self]}〗"


@cache
def corpus() -> tuple[Hostile, ...]:
    """`tests/hostile/strings.yaml`; `repeat` makes a long one of a short one."""
    rows = yaml.safe_load(STRINGS.read_text(encoding="utf-8"))
    return tuple(
        Hostile(one["name"], one["category"], one["text"] * one.get("repeat", 1), one.get("refused")) for one in rows
    )


# ---------------------------------------------------------------------------------------------------- the places


@cache
def base() -> Mapping[str, Any]:
    """The raw trees of the invented place, with a publisher, whose words stand on every page."""
    loaded, findings = loader.load(BASE)
    assert findings == ()
    found = {f"{city.slug}/{name}": one.raw for city in loaded.cities for name, one in city.sources.items()}
    assert loaded.record is not None
    assert loaded.duty is not None
    publisher = {
        "site_url": "https://example.invalid/",
        **dict.fromkeys(("operator", "contact", "icp", "police"), "虚"),
    }
    shared = {"changes.yaml": loaded.record.raw, "duties.yaml": loaded.duty.raw, "publisher.yaml": publisher}
    return {**found, **shared}


def _leaves(raw: Any, at: Location) -> Iterator[Location]:
    if isinstance(raw, str):
        yield at
    elif isinstance(raw, (dict, list)):
        for step, inner in raw.items() if isinstance(raw, dict) else enumerate(raw):
            yield from _leaves(inner, (*at, step))


@cache
def _leaves_of_base() -> tuple[Spot, ...]:
    return tuple(Spot(file, at) for file, raw in base().items() for at in _leaves(raw, ()))


@cache
def _numbers() -> Mapping[Spot, int]:
    return {spot: number for number, spot in enumerate(_leaves_of_base())}


@cache
def spots() -> tuple[Spot, ...]:
    """Every string of the base policy that may as well be another one: the check has nothing against harmless words."""
    found = list(_leaves_of_base())
    with TemporaryDirectory() as folder:
        while refused := set(_refused(found, Path(folder))):
            found = [spot for spot in found if spot not in refused]
    return tuple(found)


def _refused(found: Sequence[Spot], folder: Path) -> Iterator[Spot]:
    """The places where harmless words are an error; of an error about several of them, the last one.

    An error about something that hangs on words elsewhere, as on the unit of a question, names these.
    """
    policies = write(planted(dict.fromkeys(found, PROBE)), folder)
    for file in base():
        at = located(policies / file)
        for one in checks.check(policies)[2]:
            if (
                one.severity == "error"
                and one.code not in UNPROVEN
                and one.position.path == (policies / file).as_posix()
            ):
                about = at[one.position.line, one.position.column]
                here = [spot for spot in found if spot.file == file and spot.at[: len(about)] == about]
                yield (here or [spot for spot in found if spot.mark in str(one)])[-1]


def located(path: Path) -> Mapping[tuple[int, int], Location]:
    """What begins at each line and column of a file; of several things the outermost."""
    shared: dict[str, type[Part]] = {
        "changes.yaml": ChangesFile,
        "duties.yaml": DutiesFile,
        "publisher.yaml": Publisher,
    }
    kinds = {**loader.kinds(), **shared}
    source = parsing.read_tree(path, [], kinds[path.name])
    return {(place.line, place.column): at for at, place in reversed(list(source.values.items()))}


def planted(words: Mapping[Spot, str]) -> Tree:
    """The base policy with words before the text of some places; tests that name a planted value follow it."""
    trees: Tree = json.loads(json.dumps(base()))
    values: dict[str, str] = {}
    for spot, text in words.items():
        old = _at(base()[spot.file], spot.at)
        _at(trees[spot.file], spot.at[:-1])[spot.at[-1]] = new = f"{text}{spot.mark}{old}"
        if "values" in spot.at:
            values[old] = _feel(new)
    for spot in _numbers().keys() - words.keys():
        if (old := _at(base()[spot.file], spot.at)) in values:
            _at(trees[spot.file], spot.at[:-1])[spot.at[-1]] = values[old]
    return trees


def _at(raw: Any, at: Location) -> Any:
    for step in at:
        raw = raw[step]
    return raw


def _feel(text: str) -> str:
    """A FEEL string, as one writes it by hand."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(trees: Mapping[str, Any], folder: Path) -> Path:
    """The trees as policy files, each value on a line of its own; what the base has beside them lies there too."""
    for name, raw in trees.items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(escaped(json.dumps(raw, ensure_ascii=False, indent=0)), encoding="utf-8")
    for path in BASE.rglob("*"):
        if path.is_file() and path.suffix != ".yaml":
            (folder / "policies" / path.relative_to(BASE)).write_bytes(path.read_bytes())
    return folder / "policies"


def escaped(text: str) -> str:
    """What YAML does not take as it is, as an escape of a quoted scalar; JSON knows none beyond U+FFFF."""
    return re.sub(r"[^\n\x20-\x7e\u3000-\u9fff]", lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
