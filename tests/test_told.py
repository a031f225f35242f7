"""What readers are told of the five places, against their documents: pages, sheets, data, commands, one fact a test.

Nothing here needs a browser: pages are read as Markdown, sheets as the HTML they are printed from.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import loaded
import pypdf
import pytest
from expected import POLICIES, pages
from expected import sheets as sheets_of

from generator import checks, cli
from generator.data import cpsv, guide_json, jsonld
from generator.media.duty import disclosed_items
from generator.pages.browser import interview
from generator.paper import printing
from generator.policy.guide import Guide, facts
from generator.policy.provenance import Cite, walk
from generator.telling.compose import telling
from generator.words.names import asking_place, joint_name, worded

pytestmark = pytest.mark.slow


@cache
def _pages() -> dict[str, str]:
    policies, guides, _ = loaded.checked()
    return {path: text.decode("utf-8") for path, text in pages(guides, policies).items()}


@cache
def _made() -> dict[str, printing.Sheet]:
    policies, guides, _ = loaded.checked()
    return sheets_of(guides, policies.publisher)


@cache
def _sheets() -> dict[str, str]:
    return {path: one.html for path, one in _made().items()}


def _plain(text: str) -> str:
    """What a page or a sheet says, without marks, white space and what is a link only."""
    noted = re.sub(r'<details class="note"><summary>(.*?)</summary>(.*?)</details>', r"（\1\2）", text)
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "", noted, flags=re.DOTALL)
    return re.sub(r"\s|\u2060", "", unescape(bare)).replace("**", "")


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


def _all() -> list[Guide]:
    return [one.guide for one in loaded.checked()[1]]


def _guide(address: str) -> Guide:
    return loaded.guide(address)


def test_the_end_of_harbin_s_three_days_is_not_stated_and_our_reading_is_marked_as_ours() -> None:
    assert {limit.ends_with for limit in facts(_guide("harbin/water"), "limits")} == {"not_stated"}
    told, reading = _told("harbin"), "到同意报装为止，是本站的理解"
    assert {path for path, text in told.items() if "同意报装为止" in _ours(text)} == set()
    assert re.search("文件没有写，请窗口填：[^。]*算到哪一步为止", told["harbin/water/checklist.pdf"])
    assert "算到哪一步为止：文件没有写" in told["harbin/water/notice-draft.pdf"]
    for path in ("water/index.md", "water/checklist.pdf", "water/checklist.18pt.pdf", "water/notice-draft.pdf"):
        assert reading in told[f"harbin/{path}"] and reading not in _ours(told[f"harbin/{path}"]), path
    for limit in _interview("harbin/water").values():
        assert limit["ends"] == ""
    assert reading in _interview("harbin/water")["goal"]["note"]


def test_from_when_changchun_s_hour_runs_is_our_reading_on_page_sheet_and_in_the_interview() -> None:
    limit = next(one for one in facts(_guide("changchun-zhonghan/water"), "limits") if one.id == "fast")
    assert limit.starts_on == "not_stated"
    told, reading = _told("changchun-zhonghan"), "本站理解为从提出用水报装申请后起算"
    for path in ("index.md", "checklist.pdf", "checklist-fast.pdf", "notice-draft.pdf", "notice/index.md"):
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
        named = any(not name.startswith("各") for name in document.addressees)  # 各相关部门 is nobody to turn to
        assert ("文件发给：" in page) is named
        assert ("主送单位" in page) is bool(names)
        if names:
            assert not named or re.search(
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
    wrong = (one for one in checks.check(tmp_path / "policies")[2] if one.severity == "error")
    assert {(one.code, one.thing) for one in wrong} == {("unborne", "documents/plan")}


def test_a_tag_is_the_word_of_its_own_clause() -> None:
    page = _page("harbin/water/")
    assert re.search("“不见面”服务长期执行，不一定已有", page)
    assert "“不见面”服务长期工作" not in page
    assert "回访制度长期工作，不一定已有" in page
    for address in ("jingmen/water", "jingmen/gas"):
        assert re.search("审批结果同步传回湖北政务服务网。?(?!推行中)", _page(f"{address}/"))
        assert "湖北政务服务网报装平台：报装申请推行中" in _page(f"{address}/")
        assert "传回湖北政务服务网。（推行中" not in _sheet(f"{address}/checklist.pdf")


def test_harbin_s_first_step_says_no_more_than_its_clause_and_the_promise_has_both_its_dates() -> None:
    step = next(facts(_guide("harbin/water"), "steps"))
    assert (step.name, step.actors, step.does) == ("受理申请", "not_stated", None)
    page = _page("harbin/water/")
    assert re.search("“承诺即报装”等措施减时间目标：到2022年底.{0,60}“承诺即报装”等措施减时间目标：2021年底前", page)


def test_the_word_for_a_force_needs_its_words_in_the_quotation(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    path = tmp_path / "policies" / "harbin" / "water.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("words: 长期执行", "words: 长期有效"), encoding="utf-8")
    assert [one.code for one in checks.check(tmp_path / "policies")[2] if one.severity == "error"] == ["unborne"]


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


def test_the_longest_checklist_takes_a_leaf_and_no_more() -> None:
    path = "changchun-zhonghan/water/checklist.pdf"
    made = pypdf.PdfReader(io.BytesIO(printing.printed(_made()[path])))
    assert len(made.pages) == 2


def test_who_is_to_be_asked_first_is_the_window_the_document_names() -> None:
    for address, place in {
        "yantai/water": "政务服务中心", "yantai/heat": "政务服务中心", "jingmen/gas": "“水、气联动服务窗口”",
        "changchun-zhonghan/water": "集团大厅", "harbin/water": "政务服务大厅", "wuhai/water": "当地政务服务大厅",
    }.items():  # fmt: skip
        assert f"可先问{place}）" in _page(f"{address}/"), address
    assert "政务服务中心的水气暖无差别受理窗口" in _page("yantai/gas/")
    assert "政务服务中心的水气暖无差别受理窗口" in _sheet("yantai/gas/checklist.pdf")


def test_a_window_of_another_utility_is_never_the_one_to_ask() -> None:
    guide = _guide("yantai/water")
    other = guide.model_copy(update={"channels": "not_stated"})
    assert asking_place(guide) == "政务服务中心"
    assert asking_place(other) == "当地政务服务大厅"


def test_a_charge_for_design_and_works_is_no_charge_for_the_handling() -> None:
    for address in ("yantai/water", "yantai/gas", "yantai/heat"):
        page, sheet = _page(f"{address}/"), _sheet(f"{address}/checklist.pdf")
        handling = re.search("报装：(.*?)其他收费：(.*?)工程：", page)
        assert handling and "确需收取费用的：严格执行" in handling[1] and "延伸服务" not in handling[1]
        assert "涉及延伸服务设计、施工的：严格执行有关收费标准" in handling[2]
        assert "设计、施工的费用：涉及延伸服务设计、施工的：严格执行有关收费标准" in sheet
        assert "延伸服务" not in re.search("报装手续费：(.*?)工程费谁出", sheet)[1]  # type: ignore[index]
        assert "设计、施工的费用：涉及延伸服务设计、施工的：严格执行有关收费标准" in _page(f"{address}/notice/")
    assert "涉及延伸服务设计、施工的" in _page("yantai/")
    assert "其他收费：" not in "".join(_told("harbin").values())


def test_jingmen_s_one_step_is_that_of_the_utility_and_its_six_acts_are_called_a_procedure() -> None:
    for name, own in (("water", "通水"), ("gas", "通气")):
        (count,) = facts(_guide(f"jingmen/{name}"), "step_counts")
        assert (count.exactly, count.words) == (1, own)
        steps = tuple(facts(_guide(f"jingmen/{name}"), "steps"))
        assert [one.name for one in steps][-2:] == ["提出需求", "施工接入"] and steps[-1].result == own
        for text in (_page(f"jingmen/{name}/"), _sheet(f"jingmen/{name}/checklist.pdf")):
            assert f"1个（{own}）" in text and "1个（通水、通气）" not in text
            assert "办理流程（提前布局周边管网、正式报装接入）" in text
            assert "文件把下面各项叫“办理流程”，不是它数的“环节”" in text
    for service, own in (("用水报装", "通水"), ("用气报装", "通气")):
        assert f"{service}一共：1个（{own}）环节（目标，还不是承诺）" in _sheet("jingmen/joint.pdf")


def test_classify_says_what_a_limit_counts_in_and_out(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["design=true", "works=true", "external_line=false", "fast=false"]
    assert cli.main(["classify", "changchun-zhonghan/water", *given]) == 0
    said = capsys.readouterr().out
    extended = "因用户单位原因、或冬季施工、极端天气或其他特殊原因导致未按时完成工作的可顺延"
    assert f"不计入设计、施工用时，{extended}" in said and f"包含设计施工用时，{extended}" in said
    assert cli.main(["classify", "changchun-zhonghan/water", *given, "--json"]) == 0
    limits = {one["id"]: one["parts"] for one in json.loads(capsys.readouterr().out)["limits"]}
    stated = {name: {part["name"] for part in parts if not part["silent"]} for name, parts in limits.items()}
    assert {"excludes", "extends"} <= stated["other"] and "includes" not in stated["other"]
    assert {"includes", "extends"} <= stated["no-line"] and "excludes" not in stated["no-line"]
    for address, words_ in {"harbin": "不计入施工环节时间", "jingmen": "从施工完工后起算，到完成接入为止"}.items():
        assert cli.main(["classify", f"{address}/water"]) == 0
        assert words_ in capsys.readouterr().out


def _title(path: str) -> str:
    return _plain(re.search("<title>(.*?)</title>", _sheets()[path], re.DOTALL)[1])  # type: ignore[index]


def test_a_joint_sheet_is_called_as_its_document_calls_it() -> None:
    assert _title("yantai/joint.pdf") == "烟台市用水、用气、用暖一窗受理办事清单"
    assert _title("jingmen/joint.pdf") == "荆门市用水、用气联合报装办事清单"
    silent = _guide("yantai/water").model_copy(update={"joint": "not_stated"})
    assert joint_name(silent) == "一起办"
    assert "联合" not in _page("yantai/joint/") + _page("yantai/window/") + _sheet("yantai/joint.pdf")


def test_a_booklet_is_called_by_the_utilities_it_is_about() -> None:
    assert _title("harbin/booklet.pdf") == "哈尔滨市用水报装手册"
    assert _title("changchun-zhonghan/booklet.pdf").endswith("示范区用水报装手册")
    assert _title("wuhai/booklet.pdf") == "乌海市水气暖报装手册"
    for path in ("harbin/booklet.pdf", "changchun-zhonghan/booklet.pdf"):
        assert "水气暖报装手册" not in _sheet(path)


def test_how_limits_are_counted_is_told_part_by_part() -> None:
    wanted = {
        "harbin/water": ("missing", "missing", "aim"),
        "jingmen/water": ("partly", "published", "missing"),
        "jingmen/gas": ("partly", "published", "missing"),
        "yantai/water": ("missing", "missing", "partly"),
        "wuhai/heat": ("missing", "missing", "missing"),
    }
    for address, parts in wanted.items():
        states = {one.kind: one.state for one in disclosed_items(_guide(address))}
        assert (states["starts_on"], states["ends_with"], states["excludes"]) == parts, address


ASKED = {
    "harbin/water": (
        "首问负责制度",
        "项目负责人制度",
        "前置咨询制度",
        "超前接入、专人对接、上门服务、领办代办",
        "客户回访制度",
    ),
    "wuhai/water": ("“客户代表制”", "协助申请、协调进度等各项帮办代理服务", "要建立回访机制"),
    "wuhai/heat": ("“客户代表制”", "协助申请、协调进度等各项帮办代理服务", "要建立回访机制"),
    "yantai/gas": ("“一次性告知”、“限时承诺”", "“客户代表制”", "帮办代办服务", "事后回访"),
    "jingmen/water": ("全程上门跟踪服务", "明确专人落实告知承诺制"),
    "jingmen/gas": ("全程上门跟踪服务", "明确专人落实告知承诺制"),
}


def test_what_is_asked_of_a_utility_stands_on_its_notice_as_no_promise() -> None:
    for address, asked in ASKED.items():
        for text in (_page(f"{address}/notice/"), _sheet(f"{address}/notice-draft.pdf")):
            promised, _, demanded = text.partition("虚线框里：文件要求企业去做，还不是承诺")
            assert "文件没有写成承诺的。" in promised, address
            assert all(words in demanded for words in asked), address
        states = {one.kind: one.state for one in disclosed_items(_guide(address))}
        assert states["commitments"] == "aim", address


def test_the_general_sheet_says_that_the_utility_comes_first() -> None:
    for name in ("water", "gas", "heat"):
        for large in ("", ".18pt"):
            sheet = _sheet(f"wuhai/{name}/checklist{large}.pdf")
            assert re.search("谁先找谁：新建、改建、扩建房屋建筑工程，水气暖企业先找您：.*?；报装申请由用户提交", sheet)
    for path, sheet in _sheets().items():
        if path.endswith("/checklist.pdf"):
            guide = _guide(path.removesuffix("/checklist.pdf"))
            asked = [one for one in facts(guide, "approach") if not one.when or one.force == "required"]
            assert all(_plain(worded(one)).rstrip("。") in _plain(sheet) for one in asked), path


def test_sheets_and_notices_carry_the_doubts_of_the_page() -> None:
    doubt = "小型项目写明不需要验收，报装环节里却有“验收接入”，这一步怎么办"
    for text in (_page("wuhai/heat/"), _sheet("wuhai/heat/checklist.pdf"), _sheet("wuhai/heat/checklist.18pt.pdf"),
                 _sheet("wuhai/heat/notice-draft.pdf"), _page("wuhai/heat/notice/")):  # fmt: skip
        assert doubt in text
    notes = ("（本站说明：另一处叫“用户申请”。）", "（本站说明：二、（一）4写2个环节时，还带着“管道长度不超过20米”。）")
    for name in ("water", "gas", "heat"):
        notice = _sheet(f"yantai/{name}/notice-draft.pdf")
        assert all(note in text for note in notes for text in (notice, _page(f"yantai/{name}/notice/")))
        assert all(
            note in _sheet(f"yantai/{name}/checklist.pdf") for note in (*notes, "（本站说明：哪些算，文件没有写。）")
        )
    assert all(note in _sheet("yantai/joint.pdf") for note in (*notes, "（本站说明：哪些算，文件没有写。）"))


def test_the_statements_carry_the_same_word_place_and_purpose() -> None:
    def parts(address: str, path: str) -> dict[str, str]:
        found = next(one for one in telling(_guide(address)).statements if one.id == path)
        return {part.name: part.words for part in found.parts}

    assert parts("harbin/water", "announced/housekeeper/long-term")["strength"] == "长期执行，不一定已有"
    assert parts("yantai/gas", "channels/joint-window")["within"] == "政务服务中心"
    assert parts("yantai/gas", "fees/design-and-works")["purpose"] == "设计、施工的费用"
