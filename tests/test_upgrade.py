"""Older policy files in today's shape: nothing but what changed changes, and what nobody can answer is asked.

`older/policies/` holds invented places of the version before. ruamel.yaml, which keeps comments and order where nothing
is deleted, says whether data and comments are what they should be.
"""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from expected import ROOT
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator import checks
from generator.cli import main
from generator.desk.upgrade import upgraded
from generator.policy import version
from generator.policy.scalars import TO_FILL

OLDER = ROOT / "tests" / "older" / "policies"
FILES = sorted(path.relative_to(OLDER).as_posix() for path in OLDER.glob("*/*.yaml"))
UNCHANGED = {"form.yaml", "set-aside.yaml", "heat.yaml", "heat.assured.yaml"}
"""What has nothing of the older shape."""
XUGOU = {path.name: path.read_text(encoding="utf-8") for path in (OLDER / "xugou").glob("*.yaml")}


def moved(text: str, above: dict[str, str] | None = None, slug: str = "") -> str:
    """One file of a place, moved."""
    return upgraded({"water.yaml": text}, above or {}, slug).get("water.yaml", text)


def comments(text: str) -> list[str]:
    """The comments of a file, in order."""
    tokens = YAML(typ="rt", pure=True).scan(text)
    found: dict[int, str] = {}
    for token in tokens:
        for comment in _flat(getattr(token, "comment", None)):
            found[comment.start_mark.index] = comment.value.strip()
    return [found[at] for at in sorted(found)]


def _flat(comment: Any) -> list[Any]:
    if comment is None:
        return []
    return [inner for one in comment for inner in _flat(one)] if isinstance(comment, list) else [comment]


def shape(text: str) -> Any:
    """The data of a file with the order of its keys, as the other library reads them."""
    return YAML(typ="rt", pure=True).load(io.StringIO(text))


@pytest.mark.parametrize("name", FILES)
def test_nothing_else_changes(name: str) -> None:
    """Undone by the other library, key by key, the moved file is the one before."""
    slug, _, file = name.partition("/")
    before = (OLDER / name).read_text(encoding="utf-8")
    above = (XUGOU, "xugou") if slug == "zixu" else ({}, "")
    after = upgraded({file: before}, *above).get(file, before)
    assert comments(after) == comments(before)
    assert _kept(shape(after)) == _kept(shape(before))


_CHANGED = {"handing", "stage", "under", "forms", "step", "purpose", "issuer", "channel", "layer"}


def _kept(node: Any) -> Any:
    """A tree without what the moves are about, its keys in order."""
    if isinstance(node, dict):
        return [(key, _kept(value)) for key, value in node.items() if key not in _CHANGED]
    if isinstance(node, list):
        return [_kept(value) for value in node]
    return "·" if node in (TO_FILL, "not_stated") else node


@pytest.mark.slow
def test_older_places_are_moved_and_asked_what_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(OLDER, tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    codes = {one.code for one in checks.check(Path("policies"))[2]}
    assert "unknown-key" in codes
    assert main(["upgrade"]) == 0
    changed = [name for name in FILES if name.rpartition("/")[2] not in UNCHANGED]
    assert capsys.readouterr().out.splitlines() == [f"policies/{name}" for name in changed]
    left = {(one.code, one.thing) for one in checks.check(Path("policies"))[2]}
    assert {code for code, _ in left} == {"left-blank", "unknown-key"}
    assert {thing for code, thing in left if code == "unknown-key"} == {"deferrals/title-deed"}
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().out == ""


PAPER = """# yaml-language-server: $schema=../.schema/utility.json
papers:
  - {paper}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{id: a, handing: {originals: 1, copies: 2}}",
         "{id: a, forms: [{as: original, number: 1}, {as: copy, number: 2}]}"),
        ("{id: a, handing: {sealed: true, issuer: 甲}, note: 乙}",
         "{id: a, forms: [{seal: 章}], issuer: 甲, note: 乙}"),
        ("{id: a, handing: not_stated}", "{id: a, forms: not_stated}"),
        ("{id: a, handing: &h {copies: 1}}\n  - {id: b, handing: *h, stage: x}",
         "{id: a, forms: &h [{as: copy, number: 1}]}\n  - {id: b, forms: *h, step: x}"),
        ("id: a\n    handing: {issuer: 甲} # 为什么\n    cite: x",
         "id: a\n    forms: not_stated # 为什么\n    issuer: 甲\n    cite: x"),
        ("id: a\n    handing:\n      copies: 1 # 一份\n      channel: 乙\n    cite: x",
         "id: a\n    forms: [{as: copy, number: 1}] # 一份\n    channel: 乙\n    cite: x"),
        ("{id: a, sides: [{id: b, handing: {number: 3}}]}", "{id: a, sides: [{id: b, forms: [{number: 3}]}]}"),
    ],
)  # fmt: skip
def test_how_a_paper_is_handed_in(before: str, after: str) -> None:
    assert moved(PAPER.format(paper=before)) == PAPER.format(paper=after)
    yaml.safe_load(PAPER.format(paper=after))


def test_lines_end_as_they_did() -> None:
    text = PAPER.format(paper="id: a\n    handing: {issuer: 甲}").replace("\n", "\r\n")
    assert moved(text) == PAPER.format(paper="id: a\n    forms: not_stated\n    issuer: 甲").replace("\n", "\r\n")


def test_what_an_id_replaced_in_silence_says_so() -> None:
    above = {"water.yaml": "limits:\n  - {id: reply}\nfees:\n  - {id: none}\n"}
    text = "limits:\n  - {id: reply, at_most: 3}\n  - {id: other}\nfees: not_stated\n"
    assert moved(text, above, "upper") == (
        "limits:\n  - {id: reply, layer: {replaces: upper/limits/reply}, at_most: 3}\n  - {id: other}\nfees: 请填写\n"
    )


def test_a_place_whose_upper_place_is_missing_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(OLDER / "zixu", tmp_path / "policies" / "zixu")
    monkeypatch.chdir(tmp_path)
    path = Path("policies/zixu/water.yaml")
    path.write_text(f"# yaml-language-server: $schema=../.schema/utility.json\n{path.read_text(encoding='utf-8')}")
    before = path.read_bytes()
    assert main(["upgrade"]) == 0
    assert path.read_bytes() == before
    assert "xugou" in capsys.readouterr().err


def test_a_file_of_today_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = f"{version.first_line('nowhere/water.yaml', 'utility')}\npapers:\n  - {{id: a, handing: 甲}}\n"
    assert upgraded({"water.yaml": today}, {}, "") == {}
    place = tmp_path / "policies" / "nowhere"
    place.mkdir(parents=True)
    (place / "city.yaml").write_bytes("\ufeffname: [甲\n".encode())  # no YAML
    (place / "water.yaml").write_bytes("name: 甲".encode("gb18030"))
    before = {path: path.read_bytes() for path in place.iterdir()}
    monkeypatch.chdir(tmp_path)
    assert main(["upgrade"]) == 0
    assert {path: path.read_bytes() for path in place.iterdir()} == before


def test_a_file_of_translations_gets_the_name_of_todays_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "policies" / "nowhere"
    place.mkdir(parents=True)
    entry = "texts:\n  name: {of: 无此市, says: Nowhere}\n"
    (place / "city.yaml").write_text("name: 无此市\n", encoding="utf-8")
    (place / "city.en.yaml").write_text(f"{version.first_line('a/b', 'translation')}\n{entry}".replace("/v2/", "/v1/"))
    monkeypatch.chdir(tmp_path)
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().out == "policies/nowhere/city.en.yaml\n"
    assert (place / "city.en.yaml").read_text() == f"{version.first_line('a/b', 'translation')}\n{entry}"


WORDS = [
    "handing",
    "under",
    "stage",
    "schedules",
    "papers",
    "id",
    ":",
    " ",
    "\n",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "#",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_nothing_that_stands_in_a_file_makes_it_fail(text: str) -> None:
    for new in upgraded({"water.yaml": text}, {"water.yaml": text}, "upper").values():
        assert re.sub(r"\s", "", new)[:1] == re.sub(r"\s", "", text)[:1]
