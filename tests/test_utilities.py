"""The catalogue of utilities: ours, and one that a publisher adds by data alone, known wherever it is spoken of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from expected import build

from generator import checks, language
from generator.cli import main
from generator.data import schemas
from generator.findings import Finding
from generator.pages.browser import finder
from generator.policy import utilities
from generator.policy.files import UtilitiesFile
from generator.policy.guide import asked
from generator.policy.loader import beside_in
from generator.policy.resolve import Resolved
from generator.telling.compose import telling
from generator.words import icons
from generator.words.catalogue import words

FOUND = Path(__file__).parent / "findings"
"""A valid place, and beside it an eighth utility of which it has no file."""
EIGHTH = "reclaimed-water"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Policies in which a place has the eighth utility, by data alone."""
    shutil.copytree(FOUND / "policies", tmp_path / "policies")
    place = tmp_path / "policies" / "nowhere"
    shutil.copy(place / "water.yaml", place / f"{EIGHTH}.yaml")
    city = (place / "city.yaml").read_text(encoding="utf-8")
    assert "utilities: [water]" in city
    (place / "city.yaml").write_text(city.replace("[water]", f"[water, {EIGHTH}]"), encoding="utf-8")
    return tmp_path / "policies"


def _checked(folder: Path) -> tuple[tuple[Resolved, ...], list[Finding]]:
    _, guides, findings = checks.check(folder)
    return guides, [one for one in findings if one.severity == "error"]


# ---------------------------------------------------------------------------------------------------------- ours


def test_ours_have_the_shape_that_a_publishers_are_held_to() -> None:
    ours = [{key: value for key, value in entry.items() if key != "letter"} for entry in utilities.ours()]
    entries = UtilitiesFile.model_validate({"utilities": ours}).utilities
    assert [entry.id for entry in entries] == list(utilities.known())
    assert {entry.icon for entry in entries} <= {*icons.names()}


def test_every_utility_has_a_letter_of_its_own_that_means_no_page() -> None:
    letters = [entry["letter"] for entry in utilities.known().values()]
    assert len({*letters}) == len(letters)
    assert {*letters}.isdisjoint(utilities.PAGE_LETTERS)


def test_letters_do_not_end_with_the_alphabet() -> None:
    added = [{**utilities.ours()[0], "id": f"u{number}"} for number in range(30)]
    with utilities.beside(added):
        letters = [entry["letter"] for entry in utilities.known().values()]
    assert len({*letters}) == len(letters) == 30 + len(utilities.ours())
    assert all(letter.upper() != letter for letter in letters)


def test_no_word_of_the_finder_means_two_utilities() -> None:
    said = [word for entry in utilities.known().values() for word in entry["called"]]
    assert sorted(said) == sorted({*said})


# ---------------------------------------------------------------------------------------------------- a publisher's


def test_an_eighth_is_known_while_its_policies_are_read_and_not_after(folder: Path) -> None:
    guides, errors = _checked(folder)
    assert errors == []
    assert f"nowhere/{EIGHTH}" in [one.guide.address for one in guides]
    assert EIGHTH not in utilities.known()
    with beside_in(folder):
        assert words()["utilities"][EIGHTH]["service"] == "再生水报装"
        assert list(words()["utilities"])[-1] == EIGHTH


def test_its_words_in_another_language_stand_in_its_entry(folder: Path) -> None:
    _entry(folder, "    translations: {en: {name: Reclaimed water}}\n")
    with beside_in(folder), language.spoken("en"):
        said = words()["utilities"]
        assert (said[EIGHTH]["name"], said[EIGHTH]["provider"]) == ("Reclaimed water", "再生水企业")
        assert said["water"]["name"] == "Water"


def test_without_its_entry_its_file_is_no_policy(folder: Path) -> None:
    (folder / "utilities.yaml").unlink()
    assert {one.code for one in _checked(folder)[1]} == {"unknown-file", "not-allowed"}


def test_the_schemas_enumerate_it(folder: Path) -> None:
    with beside_in(folder):
        known = json.dumps(schemas.policy_schemas()["city"])
    assert f'"{EIGHTH}"' in known
    assert f'"{EIGHTH}"' not in json.dumps(schemas.policy_schemas()["city"])


def test_what_is_unusual_for_it_is_no_silence_but_told_where_it_is_said(folder: Path) -> None:
    _entry(folder, "    unasked: [visits, limits]\n")
    guides, errors = _checked(folder)
    assert errors == []
    water, eighth = (next(one.guide for one in guides if one.guide.utility == name) for name in ("water", EIGHTH))
    with beside_in(folder):
        assert water.visits == eighth.visits == "not_stated"
        assert {*asked(water)} - {*asked(eighth)} == {"visits"}
        assert "limits" in asked(eighth)
        silent = {one.section for one in telling(eighth).statements if one.kind == "silent"}
    assert "visits" not in silent
    assert "visits" in {one.section for one in telling(water).statements if one.kind == "silent"}


def test_a_heading_that_there_is_not_cannot_be_unusual(folder: Path) -> None:
    _entry(folder, "    unasked: [visit]\n")
    assert "not-allowed" in [one.code for one in _checked(folder)[1]]


def _entry(folder: Path, more: str) -> None:
    """Add keys to the entry of the eighth."""
    with (folder / "utilities.yaml").open("a", encoding="utf-8") as file:
        file.write(more)


def test_the_finder_knows_its_words(folder: Path) -> None:
    with beside_in(folder):
        letter = utilities.known()[EIGHTH]["letter"]
        index: dict[str, Any] = finder.index_of([["虚构市", "", "", "xu gou shi", f"{letter}p", ""]], {}, {})
        elsewhere = finder.index([])
    assert letter not in elsewhere["words"], "words of what no place has are not looked for"
    assert [word for word, _ in index["words"][letter]] == ["再生水", "中水", "reclaimed water"]
    assert index["services"][letter][:2] == [EIGHTH, "再生水"]


def test_a_place_can_be_begun_with_it(folder: Path, tmp_path: Path) -> None:
    document = tmp_path / "notice.txt"
    document.write_text("虚构市报装通知\n一、再生水不超过3个工作日。\n二、供水不超过5个工作日。\n", encoding="utf-8")
    given = ["new", "xinjian", "--utility", f"water,{EIGHTH}", "--document", str(document), "--policies", str(folder)]
    assert main(given) == 0
    begun = (folder / "xinjian" / f"{EIGHTH}.yaml").read_text(encoding="utf-8")
    assert "# 再生水报装" in begun
    assert "3个工作日" in begun
    assert "5个工作日" not in begun
    assert main(["new", "another", "--utility", "steam", "--document", str(document), "--policies", str(folder)]) == 2


@pytest.mark.build
@pytest.mark.slow
def test_everything_is_built_of_it(folder: Path, tmp_path: Path) -> None:
    build(tmp_path / "out", folder)
    site, guides = tmp_path / "out" / "site", tmp_path / "out" / "guides"
    place = site / "nowhere" / EIGHTH
    for name in (
        "index.html",
        "checklist.pdf",
        "notice/index.html",
        "supply/index.html",
        "guide.json",
        "ticket/index.html",
    ):
        assert (place / name).is_file(), name
    assert (site / "compare" / EIGHTH / "index.html").is_file()
    assert "再生水" in (guides / "index.md").read_text(encoding="utf-8")
    assert "再生水报装" in (guides / "nowhere" / "index.md").read_text(encoding="utf-8")
