"""What utilities publish and what is missing: one derivation, and the same numbers wherever they are told."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import loaded
import pytest
from expected import ROOT

from generator.checks import claims
from generator.cli import main
from generator.data import lists
from generator.media import duty
from generator.pages import overview, shared_pages
from generator.pages.entries import Pagination
from generator.pages.place import places
from generator.policy.facts import Matter, Provision
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
    missing = {kind for kind, state in found.items() if state == "missing"}
    assert found["commitments"] == "aim"  # it demands help and calls afterwards, and promises nothing
    assert found["complaint_line"] == "asked"  # there is to be a hotline of the company; its number nobody has given
    supplied_by_it_alone = disclosure.OWN - {"complaint_line"}
    assert missing == {*supplied_by_it_alone, *disclosure.COUNTED, "scope", "standards", "fees", "tariffs", "works"}


def test_targets_and_demands_are_not_published() -> None:
    found = states(guides(POLICIES)["harbin/water"])
    assert found["steps"] == found["papers"] == found["limits"] == found["commitments"] == "aim"
    assert found["works"] == "published"


def test_how_time_is_counted_is_three_items() -> None:
    found = guides(POLICIES)
    assert states(found["harbin/water"])["excludes"] == "aim"  # what its target leaves out
    assert states(found["yantai/gas"])["excludes"] == "partly"  # one limit says it, the other does not
    assert states(found["jingmen/water"])["starts_on"] == "partly"
    assert states(found["jingmen/water"])["ends_with"] == "published"
    told = {item.kind: item.differs for item in disclosure.disclosed(found["jingmen/water"])}
    assert told["ends_with"]
    assert not told["excludes"]


def test_a_utility_that_its_document_names_is_mentioned_and_has_still_to_vouch_for_itself() -> None:
    found = guides(POLICIES)
    for address, clause in (
        ("harbin/water", "文头"),
        ("changchun-zhonghan/water", "落款"),
        ("jingmen/gas", "文头"),
    ):
        item = next(one for one in duty.disclosed_items(found[address]) if one.kind == "name")
        assert (item.state, item.where) == ("mentioned", clause)
        assert not disclosure.complete(found[address])
    assert states(found["jingmen/heat"])["name"] == states(found["wuhai/gas"])["name"] == "missing"


def test_what_a_document_has_published_is_asked_until_somebody_publishes_it() -> None:
    found = states(guides(POLICIES)["harbin/water"])
    assert {kind for kind, state in found.items() if state == "asked"} == {"standards", "responsible", "enquiries"}
    assert {"standards", "responsible", "enquiries"} <= set(disclosure.missing(guides(POLICIES)["harbin/water"]))


def test_what_is_to_be_published_stands_in_the_quotation() -> None:
    asked = Provision(id="asked", publishes=("fees", "responsible"))
    held = {claim.what: claim.holds("要公开收费和联系方式") for claim in claims.claims_of(asked)}
    assert held == {"收费": True, "责任人": False}


def test_rules_that_are_named_and_not_in_hand() -> None:
    found = guides(POLICIES)
    assert states(found["yantai/gas"])["tariffs"] == "not_in_hand"
    assert states(found["wuhai/gas"])["tariffs"] == "missing"


def test_every_matter_that_a_document_may_have_published_is_an_item() -> None:
    assert get_args(Matter) == disclosure.KINDS
    assert set(claims.MATTER_WORDS) == set(disclosure.KINDS)


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
        numbers = {state.replace("-", "_"): int(n) for state, n in re.findall(r'data-state="([\w-]+)">(\d+)<', row)}
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
        assert bool(row["出处"]) is (row["状态代码"] != "missing"), row
        assert bool(row["说明"]) >= (row["状态代码"] in ("partly", "mentioned")), row


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
