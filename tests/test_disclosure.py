"""What utilities publish and what is missing: one derivation, and the same numbers wherever they are told."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import loaded
import pytest
from expected import ROOT

from generator.cli import main
from generator.data import lists
from generator.pages import overview, shared_pages
from generator.pages.entries import Pagination
from generator.pages.place import places
from generator.policy.guide import Guide
from generator.telling import disclosure

POLICIES = ROOT / "policies"
CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"


def guides(policies: Path) -> dict[str, Guide]:
    """The guides below a folder."""
    return {one.guide.address: one.guide for one in loaded.checked(policies)[1]}


def states(guide: Guide) -> dict[str, str]:
    """The state of every item."""
    return {one.kind: one.state for one in disclosure.disclosed(guide)}


def test_what_the_document_says_and_what_nobody_has_said() -> None:
    found = states(guides(POLICIES)["wuhai/gas"])
    assert found["steps"] == found["limits"] == "published"
    assert found["channels"] == found["complaints"] == "aim"  # the document demands them
    assert found["counting"] == "silent"
    missing = {kind for kind, state in found.items() if state == "missing"}
    assert found["commitments"] == "aim"  # it demands help and calls afterwards, and promises nothing
    assert missing == {*disclosure.OWN, "scope", "standards", "fees", "works"}


def test_targets_and_demands_are_not_published() -> None:
    found = states(guides(POLICIES)["harbin/water"])
    assert found["steps"] == found["papers"] == found["limits"] == found["commitments"] == "aim"
    assert found["works"] == "published"


def test_what_a_utility_assures_is_published() -> None:
    found = guides(CASE)
    assert "missing" not in states(found["xugou/water"]).values()
    assert disclosure.complete(found["xugou/water"])
    assert not disclosure.complete(found["xugou/gas"])


def test_a_service_by_reference_has_its_own_telephone() -> None:
    found = states(guides(CASE)["xugou/heat"])
    assert found["limits"] == "reference"
    assert found["enquiries"] == "published"
    assert found["repairs"] == "missing"


def _page(policies: Path) -> str:
    listed = [[overview.guide_entry(one.guide) for one in found] for found in places(loaded.checked(policies)[1])]
    return shared_pages.disclosure_page(listed, (), Pagination())


@pytest.mark.parametrize("policies", [POLICIES, CASE])
def test_the_numbers_for_supervisors_are_those_of_the_model(policies: Path) -> None:
    found = guides(policies)
    page = _page(policies)
    told = re.findall(r'<tr><th scope="row"><a href="../([^"]+)/">.*?</tr>', page)
    assert told == list(found)
    rows = re.findall(r'<tr><th scope="row"><a href="../([^"]+)/">(.*?)</tr>', page, re.DOTALL)
    for address, row in rows:
        numbers = {state: int(n) for state, n in re.findall(r'data-state="(\w+)">(\d+)<', row)}
        assert numbers == dict.fromkeys(disclosure.STATES, 0) | Counter(states(found[address]).values())
        assert ("可张贴" in row) is disclosure.complete(found[address])


@pytest.mark.parametrize("policies", [POLICIES, CASE])
def test_the_table_as_data_has_every_item_of_every_utility(policies: Path) -> None:
    found = guides(policies)
    text = lists.disclosure_csv((one, overview.guide_entry(one).disclosed) for one in found.values())
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {(row["指南"], row["编号"]): row["状态代码"] for row in rows} == {
        (address, kind): state for address, guide in found.items() for kind, state in states(guide).items()
    }
    for row in rows:
        assert bool(row["出处"]) is (row["状态代码"] in ("published", "partly", "aim", "reference")), row
        assert bool(row["写了哪几样"]) is (row["状态代码"] == "partly"), row


def test_the_check_tells_programs_each_and_people_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    expected = [kind for guide in guides(POLICIES).values() for kind in disclosure.missing(guide)]
    assert main(["check", "--policies", str(POLICIES)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert f"{len(expected)} 项" in said[1]
    assert main(["check", "--policies", str(POLICIES), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert Counter(one["thing"] for one in found) == Counter(expected)
    assert {(one["code"], one["severity"]) for one in found} == {("not-supplied", "info")}
    assert all((POLICIES / one["path"].rpartition("policies/")[2]).parent.is_dir() for one in found)


def test_supervisors_have_their_page_off_the_path_of_applicants(built: Path) -> None:
    linking = {
        path.relative_to(built / "site").as_posix()
        for path in (built / "site").rglob("*.html")
        if re.search(r'href="[./]*disclosure/"', path.read_text(encoding="utf-8"))
    }
    assert linking == {"index.html"}
    assert (built / "site" / "disclosure.csv").is_file()
