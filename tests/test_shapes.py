"""What the scripts of the pages read is as `scripts.schema.json` says, and they take it for that."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any

import drawnguides
import jsonschema
import loaded
import pytest
from expected import POLICIES, ROOT, entries
from nodejs import FOLDER, node

from generator.pages.browser import finder, interview, shapes, shipped, supply

TYPES = ROOT / "templates" / "globals.d.ts"
SHARED = "ConnectionGuides"


@cache
def schema() -> Any:
    """`scripts.schema.json`."""
    return json.loads(shapes.scripts_schema())


def _judge() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


# ------------------------------------------------------------------------------------------------------------ the data


MEMBER = re.compile(r'\(*window\.connectionGuides \?\?= {}\)\.(\w+)(?: \?\?= {}\)\["(.+)"])? = (.+);')
ADDRESSES = [address for folder in (POLICIES, loaded.INVENTED) for address in loaded.addresses(folder, referring=False)]


def read(script: str) -> dict[str, Any]:
    """The data that a script gives the others."""
    found: dict[str, Any] = {}
    for line in script.splitlines():
        member = MEMBER.fullmatch(line)
        assert member, line[:100]
        data = json.loads(member[3])
        found[member[1]] = {member[2]: data} if member[2] else data
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_data_of_a_guide(address: str) -> None:
    data = read(shipped.tables_js(loaded.guide(address)))
    _judge().validate(data)
    assert list(data["guides"]) == [address]


@pytest.mark.slow
def test_the_data_of_drawn_guides() -> None:
    judge = _judge()
    for seed in range(40):
        judge.validate(read(shipped.tables_js(drawnguides.guide(seed))))


def test_the_data_of_all_pages() -> None:
    policies, guides, _ = loaded.checked()
    scripts = [interview.words_js(policies.years), interview.form_words_js(), finder.index_js(entries(guides))]
    scripts += [supply.form_js(), supply.known_js(guides[0].guide, guides[0].city.folder)]
    data = {name: value for script in scripts for name, value in read(script).items()}
    _judge().validate(data)
    assert {*data, "guides"} == set(schema()["properties"])


CHANGES: dict[str, Callable[[Any], object]] = {
    "without a key": lambda data: data.pop("limits"),
    "with a key more": lambda data: data.update(more=[]),
    "a box by name": lambda data: data["defects"].append([{"flow": [1]}]),
    "a word too long": lambda data: data["defects"].append([{"0": [1 << 30]}]),
    "a unit of the policy": lambda data: data["limits"][0]["units"].append("day"),
    "what is left out": lambda data: data["telling"]["statements"][0].update(rest=False),
    "half a condition": lambda data: data["telling"]["statements"][0].update(where=[[{}]]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_schema_sees_what_is_otherwise(change: str) -> None:
    data = read(shipped.tables_js(loaded.guide("wuhai/gas")))
    CHANGES[change](data["guides"]["wuhai/gas"])
    assert not _judge().is_valid(data)


def test_everything_is_described_in_both_languages() -> None:
    named = {"": schema(), **schema()["$defs"]}
    for of, part in [*named.items()]:
        named |= {f"{of}.{name}": one for name, one in part.get("properties", {}).items()}
    both = re.compile(r".*[\u4e00-\u9fff].*[。：] [A-Z`t].*\.", re.DOTALL)
    assert [name for name, one in named.items() if not both.fullmatch(one["description"])] == []


# --------------------------------------------------------------------------------------------------------- the scripts


def plain(part: Any) -> Any:
    """A part of a schema as far as TypeScript has words for it."""
    if not part or part.get("$ref") == "#/$defs/Sentences":
        return "sentences"
    if "$ref" in part:
        return part["$ref"]
    if "const" in part:
        return repr(part["const"])
    if "enum" in part or "anyOf" in part:
        return sorted([*map(repr, part.get("enum", ())), *(plain(one) for one in part.get("anyOf", ()))])
    if "properties" in part:
        known = {name: plain(one) for name, one in part["properties"].items()}
        return known, sorted(part.get("required", ())), part["additionalProperties"]
    return _parts(part)


def _parts(part: Any) -> Any:
    if "prefixItems" in part:
        return [plain(one) for one in part["prefixItems"]]
    if part["type"] == "array":
        return ["each", plain(part["items"])]
    if part["type"] == "object":
        (each,) = part.get("patternProperties", {"": part.get("additionalProperties")}).values()
        return {"each": plain(each)}
    return {"integer": "number", "null": "None"}.get(part["type"], part["type"])


@pytest.mark.slow
def test_the_scripts_take_the_data_for_what_it_is() -> None:
    wanted = {name: plain(one) for name, one in schema()["$defs"].items() if name != "Sentences"}
    command = node(FOLDER / "types.mjs", TYPES, SHARED, *wanted)
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    shared = found.pop(SHARED)["properties"]
    assert {name: plain(one) for name, one in found.items()} == wanted
    assert {name: plain(shared[name]) for name in schema()["properties"]} == plain(schema())[0]
