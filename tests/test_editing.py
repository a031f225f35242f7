"""What an editing program shows of a policy file, by the program itself: what is wrong, what fits, what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import languageserver
import pytest
from expected import ROOT, same
from languageserver import Server

from generator.desk import editing
from generator.policy.version import FOLDER

POLICIES = ROOT / "policies"
FILES = sorted(path.relative_to(POLICIES).as_posix() for path in POLICIES.rglob("*.yaml"))


def test_the_committed_schemas_are_fresh(*, refresh: bool) -> None:
    made = editing.schemas()
    for name, text in made.items():
        same(POLICIES / FOLDER / name, text.encode("utf-8"), refresh=refresh)
    there = (path for path in (POLICIES / FOLDER).rglob("*") if path.is_file())
    assert {path.relative_to(POLICIES / FOLDER).as_posix() for path in there} == set(made)


@pytest.mark.parametrize("file", FILES)
def test_each_file_names_its_schema(file: str) -> None:
    first = (POLICIES / file).read_text(encoding="utf-8").partition("\n")[0]
    assert first == editing.first_line(file)
    assert (POLICIES / file).parent.joinpath(first.rpartition("=")[2]).is_file()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for all questions."""
    with languageserver.server(ROOT) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_wrong_with_what_is_right(file: str, server: Server) -> None:
    text = (POLICIES / file).read_text(encoding="utf-8")
    assert [one["message"] for one in server.opened(POLICIES / file, text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", ["tests/cases/every-structure/policies", "tests/findings/policies"])
def test_nothing_is_wrong_with_any_structure(case: str, server: Server) -> None:
    for path in sorted((ROOT / case).rglob("*.yaml")):
        file = path.relative_to(ROOT / case).as_posix()
        text = f"{editing.first_line(file)}\n{path.read_text(encoding='utf-8')}"
        assert [one["message"] for one in server.opened(POLICIES / file, text)] == [], file


def opened(server: Server, name: str, change: str = "", by: str = "") -> tuple[Path, list[str], list[str]]:
    """Wuhai's gas with one change, under a name of its own: its path, its lines, what is wrong with it."""
    path = POLICIES / "wuhai" / name
    text = (POLICIES / "wuhai" / "gas.yaml").read_text(encoding="utf-8")
    assert change in text
    text = text.replace(change, by, 1) if change else text
    return path, text.split("\n"), [one["message"] for one in server.opened(path, text)]


def line_of(lines: list[str], words: str) -> int:
    return next(number for number, line in enumerate(lines) if words in line)


@pytest.mark.slow
def test_a_misspelt_key_is_marked(server: Server) -> None:
    _, _, wrong = opened(server, "a.yaml", "    at_most: 9", "    at_mots: 9")
    assert any("at_mots" in message for message in wrong)


@pytest.mark.slow
def test_hovering_tells_what_a_key_means_in_both_languages(server: Server) -> None:
    path, lines, _ = opened(server, "b.yaml")
    said = str(server.at("hover", path, line_of(lines, "    excludes:"), 6))
    assert "不计入的时间" in said
    assert "Time that is not counted" in said
    assert "时限" in str(server.at("hover", path, line_of(lines, "limits:"), 2))


@pytest.mark.slow
def test_keys_and_values_are_offered(server: Server) -> None:
    path, lines, _ = opened(server, "c.yaml", "    at_most: 9\n", "    \n")
    offered = {
        one["label"]: one for one in server.at("completion", path, line_of(lines, "large-external}") + 1, 4)["items"]
    }
    assert {"at_most", "between", "steps", "deemed"} <= set(offered)
    assert "rows" not in offered
    assert "不超过" in str(offered["at_most"])
    path, lines, _ = opened(server, "d.yaml", "    unit: working_day", "    unit: ")
    units = {one["label"] for one in server.at("completion", path, lines.index("    unit: "), 10)["items"]}
    assert {"working_day", "calendar_day", "hour", "not_stated"} <= units
