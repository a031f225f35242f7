"""What a file is about: which headings it answers, which pages and sheets there are, how lists show it."""

from __future__ import annotations

import json
from pathlib import Path

import kinds
import pytest

from generator import checks
from generator.data.lists import row
from generator.media.duty import disclosed_items
from generator.pages import comparison, overview, place, shared_pages
from generator.pages.browser import finder
from generator.pages.entries import Pagination
from generator.policy.files import Publisher
from generator.policy.guide import Guide, demanded
from generator.policy.resolve import Resolved
from generator.telling.compose import telling


@pytest.fixture(scope="module")
def found() -> tuple[Resolved, ...]:
    return kinds.place("xujiang")


@pytest.fixture(scope="module")
def guide(found: tuple[Resolved, ...]) -> Guide:
    return found[0].guide


def test_only_what_it_is_about_is_asked(guide: Guide) -> None:
    silent = {one.section for one in telling(guide).statements if one.kind == "silent"}
    assert silent - {"schedules", "classes"} <= set(demanded(guide.about))
    assert {"steps", "papers", "limits", "channels"}.isdisjoint(silent)
    assert {ask.key for ask in telling(guide).asks} <= {*demanded(guide.about), "schedule", "lacking"}


def test_it_has_no_sheets_and_no_pages_for_applicants(found: tuple[Resolved, ...]) -> None:
    assert set(place.pages(found)) == {"xujiang/index.md", "xujiang/heat/index.md"}
    assert set(place.single_sheets(found, Publisher())) == set()
    assert "xujiang/booklet.pdf" in place.sheets(found, place.pages(found), Publisher())


def test_its_page_says_what_it_is_about(found: tuple[Resolved, ...]) -> None:
    page = place.pages(found)["xujiang/heat/index.md"]
    assert "虚江省用暖服务标准、赔偿、收费" in page
    assert "不是报装指南" in page
    for absent in ("checklist", "notice/", "ticket/", "报装指南）", "一步一步怎么办", "要带哪些材料", "在哪个窗口办"):
        assert absent not in page


def test_a_table_answers_its_heading(guide: Guide) -> None:
    """A heading that a table answers may be left out, and is silent only where no row holds."""
    silent = [one.id for one in telling(guide).statements if one.kind == "silent"]
    assert "compensation/·rest" in silent  # for those whom the table leaves out
    assert not any(finding.severity == "error" for finding in kinds.findings("xujiang"))


def test_lists_say_what_it_is_about(found: tuple[Resolved, ...], guide: Guide) -> None:
    entry = overview.entry(found)
    assert finder.index([entry])["apart"] == {"0h": "用暖服务标准、赔偿、收费"}
    assert "H" in finder.index([entry])["places"][0][4]
    assert row(guide)["about"] == ["service", "compensation", "fees"]
    home = shared_pages.home_page([entry], Pagination())
    assert "用暖服务标准、赔偿、收费" in home
    assert "没有收录用暖报装" in home
    assert "虚江省用暖服务标准、赔偿、收费" in place.pages(found)["xujiang/index.md"]


def test_supervisors_see_no_gap_where_there_is_none(guide: Guide) -> None:
    states = {one.kind: one.state for one in disclosed_items(guide)}
    assert states["papers"] == states["steps"] == "apart"
    assert states["standards"] == "published"


def test_a_comparison_names_what_it_is_about_instead_of_silence(guide: Guide) -> None:
    (made,) = comparison.comparisons([comparison.member(guide)])
    data = json.loads(comparison.as_json(made))
    assert data["places"][0]["said"]["papers"] == []
    table = comparison.as_csv(made)
    assert "写的是服务标准、赔偿、收费，不是报装" in table
    assert made.undrawn == ()


@pytest.mark.parametrize("name", ["steps", "papers", "limits"])
def test_to_call_another_subject_silent_is_wrong(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "xujiang"
    folder.mkdir(parents=True)
    for path in (kinds.POLICIES / "xujiang").iterdir():
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / "heat.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{name}: not_stated\n", encoding="utf-8")
    codes = [finding.code for finding in checks.check(tmp_path / "policies")[2]]
    assert codes == ["not-asked"]


def test_shared_facts_of_another_subject_do_not_reach_it(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "xujiang"
    folder.mkdir(parents=True)
    for path in (kinds.POLICIES / "xujiang").iterdir():
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    city = folder / "city.yaml"
    shared = "steps:\n  - {id: apply, name: 申请, actors: not_stated, cite: {clause: 一、, quote: 供热期内}}\n"
    city.write_text(f"{city.read_text(encoding='utf-8')}{shared}", encoding="utf-8")
    (resolved,) = checks.check(tmp_path / "policies")[1]
    assert resolved.guide.steps is None
