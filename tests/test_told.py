"""What readers are told of the five places, against their documents: pages, sheets, data, commands, one fact a test.

Nothing here needs a browser: pages are read as Markdown, sheets as the HTML they are printed from.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from typing import Any

import pytest
from expected import POLICIES, pages
from expected import sheets as sheets_of

from generator import checks, cli
from generator.pages import interview
from generator.policy.guide import Guide, facts

LOADED, RESOLVED, _ = checks.check(POLICIES)
GUIDES = {one.guide.address: one.guide for one in RESOLVED}


@cache
def _pages() -> dict[str, str]:
    return {path: text.decode("utf-8") for path, text in pages(RESOLVED, LOADED).items()}


@cache
def _sheets() -> dict[str, str]:
    return {path: one.html for path, one in sheets_of(RESOLVED, LOADED.publisher).items()}


def _plain(text: str) -> str:
    """What a page or a sheet says, without marks, white space and what is a link only."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)
    return re.sub(r"\s", "", unescape(bare)).replace("**", "")


def _page(path: str) -> str:
    return _plain(_pages()[f"{path}index.md"])


def _sheet(path: str) -> str:
    return _plain(_sheets()[path])


def _told(slug: str) -> dict[str, str]:
    """Every page and every sheet of a place, but for its booklet, which repeats them."""
    found = {path: text for path, text in {**_pages(), **_sheets()}.items() if path.startswith(f"{slug}/")}
    return {path: _plain(text) for path, text in found.items() if not path.endswith("booklet.pdf")}


def _ours(text: str) -> str:
    """A text without what is marked as ours."""
    return re.sub(r"（本站说明：[^（）]*(?:（[^（）]*）[^（）]*)*）", "", text)


def _interview(address: str) -> dict[str, Any]:
    """The limits of a guide as its interview has them, by id."""
    return {one["id"]: one for one in interview.tables(GUIDES[address])["limits"]}


def _guide(address: str) -> Guide:
    return GUIDES[address]


def test_the_end_of_harbin_s_three_days_is_not_stated_and_our_reading_is_marked_as_ours() -> None:
    assert {limit.ends_with for limit in facts(_guide("harbin/water"), "limits")} == {"not_stated"}
    told, reading = _told("harbin"), "到同意报装为止，是本站读法"
    assert {path for path, text in told.items() if "同意报装为止" in _ours(text)} == set()
    assert "算到哪步为止：文件未载明" in told["harbin/water/checklist.pdf"]
    assert "算到哪一步为止：文件未载明" in told["harbin/water/notice.pdf"]
    for path in ("water/index.md", "water/checklist.pdf", "water/checklist.18pt.pdf", "water/notice.pdf"):
        assert reading in told[f"harbin/{path}"] and reading not in _ours(told[f"harbin/{path}"]), path
    for limit in _interview("harbin/water").values():
        assert limit["ends"] == ""
    assert reading in _interview("harbin/water")["goal"]["note"]


def test_from_when_changchun_s_hour_runs_is_our_reading_on_page_sheet_and_in_the_interview() -> None:
    limit = next(one for one in facts(_guide("changchun-zhonghan/water"), "limits") if one.id == "fast")
    assert limit.starts_on == "not_stated"
    told, reading = _told("changchun-zhonghan"), "本站读作从提出用水报装申请后起算"
    for path in ("index.md", "checklist.pdf", "checklist-fast.pdf", "notice.pdf", "notice/index.md"):
        text = told[f"changchun-zhonghan/water/{path}"]
        assert reading in text and reading not in _ours(text), path
    assert reading in _interview("changchun-zhonghan/water")["fast"]["note"]


OFFICE = [
    "building=办公、商业和公共服务设施",
    "approval=true",
    "construction=新建",
    "area=5000",
    "height=23.9",
    "low_risk=true",
    "excluded=false",
]


def _project(capsys: pytest.CaptureFixture[str], *given: str) -> dict[str, Any]:
    """What `classify` says of Changchun's classes of project."""
    assert cli.main(["classify", "changchun-zhonghan/water", *given, "--json"]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    return next(one for one in tables if one["table"] == "project")


def test_a_small_new_approved_office_is_a_low_risk_project_by_either_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    certain = _project(capsys, *OFFICE, "nonresident=false")["certain"]
    assert [one["id"] for one in certain] == ["low-risk-industrial"]
    for other in ("height=24", "area=5000.01", "approval=false", "construction=既有", "building=其他用途"):
        name = other.partition("=")[0]
        given = [*(one for one in OFFICE if not one.startswith(f"{name}=")), other]
        assert "low-risk-industrial" not in [one["id"] for one in _project(capsys, *given)["certain"]], other


def test_what_changchun_leaves_open_is_asked_with_its_condition() -> None:
    page, sheet = _page("changchun-zhonghan/water/"), _sheet("changchun-zhonghan/water/checklist-other.pdf")
    for text in (page, sheet):
        assert re.search("有外线.{0,40}：“验收通水”要几天？?文件只写了报装后要施工、无外线的", text)
    assert "从DN1000mm以上的市政公用供水管道接水的" in page
