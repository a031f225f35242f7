"""What utilities publish and what is missing: one derivation, and the same numbers wherever they are told."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import kinds
import loaded
import pytest
from expected import ROOT

from generator.checks import claims
from generator.cli import main
from generator.data import lists
from generator.media import duty
from generator.pages import matrix, overview
from generator.pages.entries import Pagination
from generator.pages.place import places
from generator.policy.facts import Matter, Provision
from generator.policy.guide import Guide
from generator.policy.loader import load
from generator.telling import disclosure
from generator.words import catalogue

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
    missing = {kind for kind, state in found.items() if state == "missing"} - disclosure.BESIDE
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


def test_what_is_charged_for_the_connection_does_not_say_what_the_handling_costs() -> None:
    found = states(kinds.guide("xubiao/heat"))  # it has 增容费 only, without a basis
    assert (found["fees"], found["works"], found["tariffs"]) == ("missing", "missing", "partly")
    assert "fees" in disclosure.missing(kinds.guide("xubiao/heat"))


def test_a_figure_is_published_whole_with_its_basis() -> None:
    guide = kinds.guide("xuning/gas")
    prices = guide.model_copy(update={"schedules": guide.schedules[:1]})
    assert states(prices)["tariffs"] == "published"  # each row has its basis
    assert states(guide)["tariffs"] == "partly"  # services and goods have none


def test_every_matter_that_a_document_may_have_published_is_an_item() -> None:
    assert get_args(Matter) == disclosure.KINDS
    assert set(claims.MATTER_WORDS) == set(disclosure.KINDS)


def test_what_a_utility_assures_is_published() -> None:
    found = guides(CASE)
    assert disclosure.missing(found["xugou/water"]) == ()
    assert disclosure.complete(found["xugou/water"])
    assert not disclosure.complete(found["xugou/gas"])


def test_a_service_by_reference_has_its_own_telephone() -> None:
    found = states(guides(CASE)["xugou/heat"])
    assert found["limits"] == "reference"
    assert found["enquiries"] == "published"
    assert found["repairs"] == "missing"


@cache
def _listed(policies: Path) -> list[list[overview.GuideEntry]]:
    return [[overview.guide_entry(one.guide) for one in found] for found in places(loaded.checked(policies)[1])]


@cache
def _pages(policies: Path) -> dict[str, str]:
    """The pages of disclosure, by path."""
    texts, _ = overview.lists(_listed(policies), Pagination(), None, fed=False)
    return {path: text for path, text in texts.items() if path.startswith("disclosure/")}


def _numbers(page: str) -> dict[str, int]:
    """The counts of a legend, by state."""
    return {name.replace("-", "_"): int(n) for name, n in re.findall(r'<b data-state="([\w-]+)">(\d+)</b>', page)}


_CELL = re.compile(r'<td><a href="([^"]*)" aria-labelledby="([^"]*)"><svg><use href="#k-([\w-]+)"')


@pytest.mark.parametrize("policies", [POLICIES, CASE])
def test_the_legend_counts_the_cells_of_its_matrix(policies: Path) -> None:
    for page in _pages(policies).values():
        cells = Counter(symbol.replace("-", "_") for _, _, symbol in _CELL.findall(page))
        differing = page.count("<i>≠</i>")
        assert _numbers(page) == cells | ({"differs": differing} if differing else {})


@pytest.mark.parametrize("policies", [POLICIES, CASE])
def test_every_cell_has_a_name_made_of_its_utility_its_item_and_its_state(policies: Path) -> None:
    found = guides(policies)
    for page, duty_ in zip(_pages(policies).values(), duty.duties(()), strict=True):
        told = dict(re.findall(r'id="(\w[\w-]*)"><(?:a|span)[^>]*>(.*?)</(?:a|span)></th>', page))
        told |= dict(re.findall(r'<span id="(s-[\w-]+)">(.*?)</span>', page))
        names = [[re.sub("<[^>]*>", "", told[name]) for name in ids.split()] for _, ids, _ in _CELL.findall(page)]
        services = catalogue.words()["utilities"]
        wanted = [
            (guide.place.name + services[guide.utility]["name"], item.name)
            for guide in found.values()
            for item in duty_.items
        ]
        assert [(utility, item) for utility, item, *_ in names] == wanted
        assert all(state in catalogue.words()["disclosure"]["states"].values() for _, _, state, *_ in names)


def test_every_symbol_of_a_cell_is_drawn_in_its_page() -> None:
    drawn = [set(re.findall(r'<symbol id="([\w-]+)"', page)) for page in _pages(POLICIES).values()]
    assert all(one == {f"k-{state.replace('_', '-')}" for state in disclosure.STATES} for one in drawn)


def test_the_first_sentence_is_what_all_lack() -> None:
    (page, _) = _pages(POLICIES).values()
    said = re.search(r'<p class="all-lack">(.*?)，<strong>(\d+) 项', page)
    assert said
    lacking = [
        {kind for kind, state in states(guide).items() if state in ("missing", "asked")}
        for guide in guides(POLICIES).values()
    ]
    wanted = [item.name for item in duty.duties(())[0].items if set(item.found) <= set.intersection(*lacking)]
    assert (said[1].split("、"), int(said[2])) == (wanted, len(lacking))


def test_many_utilities_stand_on_several_pages_and_no_place_is_torn_apart() -> None:
    many = _listed(POLICIES) * 9
    parts = list(matrix.divided(many))
    assert [place for part in parts for place in part] == many
    assert all(sum(map(len, part)) <= matrix.MOST for part in parts)
    texts, _ = overview.lists(many, Pagination("23", {"23": 45}), None, fed=False)
    pages = {path: text for path, text in texts.items() if path.startswith("disclosure/")}
    lists_ = ("", "indicators/")
    assert set(pages) == {
        f"disclosure/23/{name}{part}index.md"
        for name in lists_
        for part in ("", *(f"p{n}/" for n in range(2, len(parts) + 1)))
    }
    assert all(len(text.encode("utf-8")) < 140_000 for text in pages.values())


def test_an_item_of_several_matters_is_published_when_all_of_them_are() -> None:
    counting = duty.duties(())[1].items[5]
    (guide,) = (one for address, one in guides(POLICIES).items() if address == "jingmen/water")
    told = dict(
        zip(duty.duties(())[1].items, duty.listed(duty.duties(())[1], duty.disclosed_items(guide)), strict=True)
    )
    assert set(counting.found) == set(disclosure.COUNTED)
    assert told[counting].state == "partly"
    assert told[counting].kind == "excludes"  # it leads to what lacks


def test_a_publisher_has_lists_of_its_own() -> None:
    policies, _ = load(CASE)
    assert [one.id for one in policies.duties] == ["service", "results"]
    texts, data = overview.lists(_listed(CASE), Pagination(), None, policies.duties, fed=False)
    assert {path for path in texts if "disclosure/" in path} == {
        "disclosure/index.md",
        "disclosure/results/index.md",
    }
    assert "虚构〔2099〕1号九、（一）" in texts["disclosure/index.md"]
    assert "没有读过" in texts["disclosure/results/index.md"]
    assert "没有读过" not in texts["disclosure/index.md"]
    rows = list(csv.DictReader(io.StringIO(data["disclosure.csv"].decode("utf-8-sig"))))
    assert {row["清单"] for row in rows} == {"服务公开（虚构）", "做到了多少（虚构）"}


def test_what_a_utility_publishes_on_its_own_site_is_published_there() -> None:
    (guide,) = (one for address, one in guides(CASE).items() if address == "xugou/water")
    told = {one.kind: one for one in duty.disclosed_items(guide)}
    assert (told["interruptions"].state, told["interruptions"].url) == (
        "published",
        "https://gongshui.invalid/tingshui",
    )
    assert told["results"].state == "missing"
    assert 'href="https://gongshui.invalid/tingshui" aria-labelledby' in _pages(CASE)["disclosure/index.md"]


@pytest.mark.parametrize("policies", [POLICIES, CASE])
def test_the_table_as_data_has_every_item_of_every_list_of_every_utility(policies: Path) -> None:
    found = guides(policies)
    told = ((one, overview.guide_entry(one).disclosed) for one in found.values())
    text = lists.disclosure_csv(told, duty.duties(()))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    first = {(row["指南"], row["编号"].replace("-", "_")): row["状态代码"] for row in rows if row["清单"] == "信息公开"}
    assert first == {
        (address, kind): state
        for address, guide in found.items()
        for kind, state in states(guide).items()
        if kind != "results"
    }
    assert len(rows) == len(found) * sum(len(one.items) for one in duty.duties(()))
    for row in rows:
        assert bool(row["出处"]) is (row["状态代码"] != "missing"), row
        assert bool(row["说明"]) >= (row["状态代码"] in ("partly", "mentioned")), row


def test_the_check_tells_programs_each_and_people_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    expected = [kind for guide in guides(POLICIES).values() for kind in disclosure.missing(guide)]
    assert main(["check", "--policies", str(POLICIES)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert any(f"{len(expected)} 项" in line for line in said)
    assert main(["check", "--policies", str(POLICIES), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    lacking = [one for one in found if one["code"] == "not-supplied"]
    assert Counter(one["thing"] for one in lacking) == Counter(expected)
    assert {(one["code"], one["severity"]) for one in found} <= {("not-supplied", "info"), ("waived", "info")}
    assert all((POLICIES / one["path"].rpartition("policies/")[2]).parent.is_dir() for one in found)


def test_supervisors_have_their_page_off_the_path_of_applicants(built: Path) -> None:
    linking = {
        path.relative_to(built / "site").as_posix().removeprefix("en/")
        for path in (built / "site").rglob("*.html")
        if "disclosure" not in path.parts and re.search(r'href="[./]*disclosure/"', path.read_text(encoding="utf-8"))
    }
    assert linking == {"index.html"}
    assert (built / "site" / "disclosure.csv").is_file()
