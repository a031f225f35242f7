"""What readers are told of the five places, against their documents: pages, sheets, data, commands, one fact a test.

Nothing here needs a browser: pages are read as Markdown, sheets as the HTML they are printed from.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import loaded
import pytest
from expected import POLICIES, pages
from expected import sheets as sheets_of

from generator import checks, cli
from generator.data import cpsv, guide_json, jsonld
from generator.pages import interview
from generator.policy.guide import Guide, facts
from generator.policy.provenance import Cite, walk

pytestmark = pytest.mark.slow


@cache
def _pages() -> dict[str, str]:
    policies, guides, _ = loaded.checked()
    return {path: text.decode("utf-8") for path, text in pages(guides, policies).items()}


@cache
def _sheets() -> dict[str, str]:
    policies, guides, _ = loaded.checked()
    return {path: one.html for path, one in sheets_of(guides, policies.publisher).items()}


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
    return {one["id"]: one for one in interview.tables(loaded.guide(address))["limits"]}


def _guide(address: str) -> Guide:
    return loaded.guide(address)


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


ADDRESSEES = {
    "harbin": ("各区、县（市）城市供水行业主管部门", "哈供水集团"),
    "jingmen": ("东宝区公共事业服务中心", "掇刀区公用事业服务中心", "荆门市水务集团", "荆门中石油昆仑燃气有限公司"),
    "wuhai": ("各相关部门",),
    "yantai": ("各县市区水气暖行业主管部门", "发展改革委", "自然资源和规划局", "住建局", "行政审批服务局", "大数据局"),
    "changchun-zhonghan": (),
}


def test_whom_a_document_was_sent_to_is_named_without_being_called_the_place_to_apply() -> None:
    for guide in (one.guide for one in loaded.checked()[1]):
        (document,) = guide.documents
        assert document.addressees == ADDRESSEES[guide.place.slug]
        names, page = "、".join(document.addressees), _page(f"{guide.address}/")
        assert ("文件发给：" in page) is bool(names)
        if names:
            assert re.search(
                f"文件发给：{re.escape(names)}.{{0,60}}（本站说明：这是文件的主送单位；[^）]*文件没有写）", page
            )
            assert f"发给{names}" in _page(f"{guide.place.slug}/")
            linked = json.loads(jsonld.json_ld(guide, "0", loaded.checked()[0].publisher))["@graph"][0]
            assert [one["name"] for one in linked["mainEntityOfPage"]["isBasedOn"][0]["audience"]] == [
                *document.addressees
            ]
    assert all("荆门市水务集团" in _page(f"jingmen/{name}/") for name in ("water", "gas", "heat"))


def test_an_addressee_needs_its_words_in_the_document(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    path = tmp_path / "policies" / "jingmen" / "city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("荆门市水务集团,", "荆门市自来水公司,"), encoding="utf-8")
    assert {(one.code, one.thing) for one in checks.check(tmp_path / "policies")[2]} == {("unborne", "documents/plan")}


def test_a_tag_is_the_word_of_its_own_clause() -> None:
    page = _page("harbin/water/")
    assert re.search("“不见面”服务。长期执行，不一定已有", page)
    assert "“不见面”服务。长期工作" not in page
    assert "回访制度。长期工作，不一定已有" in page
    for address in ("jingmen/water", "jingmen/gas"):
        assert re.search("审批结果同步传回湖北政务服务网。?(?!推行中)", _page(f"{address}/"))
        assert "湖北政务服务网报装平台：报装申请推行中" in _page(f"{address}/")
        assert "传回湖北政务服务网。（推行中" not in _sheet(f"{address}/checklist.pdf")


def test_harbin_s_first_step_says_no_more_than_its_clause_and_the_promise_has_both_its_dates() -> None:
    step = next(facts(_guide("harbin/water"), "steps"))
    assert (step.name, step.actors, step.does) == ("受理申请", "not_stated", None)
    page = _page("harbin/water/")
    assert re.search(
        "“承诺即报装”等措施减时间。目标：到2022年底.{0,60}“承诺即报装”等措施减时间。目标：2021年底前", page
    )


def test_the_word_for_a_force_needs_its_words_in_the_quotation(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    path = tmp_path / "policies" / "harbin" / "water.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("words: 长期执行", "words: 长期有效"), encoding="utf-8")
    assert [one.code for one in checks.check(tmp_path / "policies")[2]] == ["unborne"]


def test_what_is_asked_to_be_done_is_not_called_undone() -> None:
    assert "尚未实现" not in "".join([*_pages().values(), guide_json.guide_schema()])
    rules = cpsv.cpsv_ap(_guide("harbin/water"), "0", loaded.checked()[0].publisher)
    assert "文件要求去做、不一定已有的" in rules and "尚未" not in rules


def test_what_a_sent_document_says_first_is_not_cited_to_the_letter() -> None:
    for slug, opening, date in (
        ("yantai", "本方案适用于全市居民、非居民办理新装", "2020年3月20日"),
        ("harbin", "依据黑龙江省住房和城乡建设厅", "2021年7月30日"),
        ("jingmen", "为全面落实国家、省市深化", None),
    ):
        quotes = [cite for _, cite, _ in walk(_guide(f"{slug}/water")) if isinstance(cite, Cite)]
        assert {cite.clause for cite in quotes if any(opening in quote for quote in cite.quote)} == {"引言"}
        assert {cite.clause for cite in quotes if date in cite.quote} == ({"落款"} if date else set())
    assert re.search("引言：「本方案适用于全市居民、非居民办理新装", _page("yantai/water/"))
    assert "落款：「2020年3月20日」" in _page("yantai/water/")
