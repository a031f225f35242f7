"""Nothing of a document is forgotten: each paragraph is cited or set aside, headings apart."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from expected import ROOT

from generator import checks
from generator.checks import accounts, forgotten, fulltexts
from generator.cli import main
from generator.findings import Finding

BASE = ROOT / "tests" / "errors" / "base" / "policies" / "nowhere"
SHORT = """乌水县供水公司供水服务指南（虚构）

　　为优化用水营商环境，制定本指南。

一、服务范围

（一）供水管道安装、维修，代收污水处理费、水资源费。

（二）办理时间：工作日上午8:30-12:00。

二、办理时限

（一）无外线工程的：

1.居民用户三个工作日内装表通水。

2.单位用户５－７个工作日内装表通水。

（二）有外线工程的：

1.最长一百二十日。

2.先到先办

三、申请材料

（一）居民用户：身份证复印件

（二）《用水申请表》。

四、收费标准

（一）水表每只85元。

（二）安装费：１２０元/户。

（三）免费查漏

五、监督投诉

热线：000-0000-0002，8:30—17:30。
"""
UNNUMBERED = """供水服务社会承诺（虚构）

业务接待：
手续齐全的立即登记，3日内转交勘察设计。

勘察设计：
10日内现场勘察。费用交齐后，3日内将施工图转交安装单位。

乌水县供水公司

2099年3月1日
"""


def place(folder: Path, text: str, aside: str = "", **cites: Sequence[Mapping[str, Sequence[str]]]) -> list[Finding]:
    """What is forgotten of a document of which only what `cites` says is used, by the sections of a utility."""
    own = yaml.load((BASE / "water.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
    silent = dict.fromkeys((key for key in own if key not in ("cite", "inputs")), "not_stated")
    facts = {
        name: [{"id": f"x{at}", "text": "x", "cite": cite} for at, cite in enumerate(of)] for name, of in cites.items()
    }
    city = yaml.load((BASE / "city.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
    city["documents"][0]["cite"] = []
    made = folder / "policies" / "nowhere"
    made.mkdir(parents=True, exist_ok=True)
    for name, data in (("city", city), ("water", {**silent, **facts})):
        (made / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (made / "set-aside.yaml").write_text(f"clauses:\n{aside}" if aside else "clauses: []\n", encoding="utf-8")
    (made / "originals").mkdir(exist_ok=True)
    (made / "originals" / "nowhere.txt").write_text(text, encoding="utf-8")
    policies, guides, _ = checks.check(folder / "policies")
    return sorted(forgotten.forgotten(policies.cities[0], guides, None))


def reported(findings: list[Finding]) -> list[tuple[str, str]]:
    """The addresses and the texts of what is forgotten."""
    return [(one.thing, dict(one.words)["text"]) for one in findings if one.code == "clause-forgotten"]


# -------------------------------------------------------------------------------------------- what is to be accounted


def test_short_clauses_are_reported_by_their_addresses(tmp_path: Path) -> None:
    names = [name for name, _ in reported(place(tmp_path, SHORT))]
    assert sorted(set(names)) == sorted({
        "文头", "一、（一）", "一、（二）", "二、（一）1", "二、（一）2", "二、（二）1", "二、（二）2",
        "三、（一）", "三、（二）", "四、", "四、（一）", "四、（二）", "四、（三）", "五、",
    })  # fmt: skip
    assert names.count("文头") == 2


HEADINGS = ("一、服务范围", "（一）无外线工程的：", "## 二、办理流程", "3. 申请材料", "第五条", "附件2", "附件 2：")
NO_HEADINGS = (
    "一、3日办结", "一、３日办结", "一、三日办结", "一、三十个环节", "一、半天办结", "一、第一步", "一、百分之五",
    "一、《申请书》", "一、身份证", "一、营业执照", "一、供用水合同", "一、申请表", "一、总平面图", "一、户口簿",
    "一、原件核对", "一、安装费", "一、免费查漏", "一、水价", "一、押金", "一、有偿服务", "一、每只若干元",
    "一、服务范围。", "一、用户应当预约", "一、不得转供", "一、由用户负责", "一、先预约，后上门", "一、" + "范围" * 13,
    "一、当日办结", "一、即时办结", "一、次日通水", "一、先到先办", "一、全天候", "一、每月抄表", "一、月底结算",
    "一、周末不休", "一、长期有效", "一、仅限居民", "一、居民除外", "一、红线以内", "一、最多跑一趟", "一、三证合一",
    "一、费用自理", "一、据实结算", "一、全免", "一、双倍", "一、用户自建", "一、微信公众号“虚水供水”",
    "一、地址虚水路", "一、位于东门", "附件2：用水申请表",
)  # fmt: skip


@pytest.mark.parametrize("line", HEADINGS)
def test_a_numbered_line_over_others_is_a_heading(line: str, tmp_path: Path) -> None:
    for at, below in enumerate(("（9）甲", "甲乙。")):
        assert [text for _, text in reported(place(tmp_path / str(at), f"{line}\n{below}\n"))] == [below]


def test_chapters_are_headings(tmp_path: Path) -> None:
    text = "第一章 总则\n第一条 甲。\n第二章 收费\n第二条 乙。\n第三章　附则\n第三条 丙。\n第四章 丁\n"
    assert {text for _, text in reported(place(tmp_path, f"办法（虚构）\n{text}"))} == {
        "办法（虚构）", "第一条甲。", "第二章收费", "第二条乙。", "第三条丙。", "第四章丁",
    }  # fmt: skip


def test_what_carries_or_states_something_is_no_heading(tmp_path: Path) -> None:
    found = reported(place(tmp_path, "".join(f"{line}\n（9）甲\n" for line in NO_HEADINGS)))
    assert all(name.startswith(("一、", "附件2")) for name, _ in found)
    assert len({name for name, text in found if text in NO_HEADINGS}) == len(NO_HEADINGS)
    assert set(NO_HEADINGS) | {"（9）甲"} == {text for _, text in found}


def test_a_numbered_line_with_nothing_below_is_no_heading(tmp_path: Path) -> None:
    text = "一、办理方式\n（一）先到先办\n（二）上门办理\n乌水县供水公司\n2099年1月2日\n"
    assert [name for name, _ in reported(place(tmp_path, text))][:2] == ["一、（一）", "一、（二）"]


def test_all_of_an_unnumbered_document_is_accounted(tmp_path: Path) -> None:
    found = reported(place(tmp_path, UNNUMBERED))
    assert [pair for pair in found if pair[0] != "落款"] == [
        ("业务接待", "手续齐全的立即登记，3日内转交勘察设计。"),
        ("勘察设计", "10日内现场勘察。费用交齐后，3日内将施工图转交安装单位。"),
        ("文头", "供水服务社会承诺（虚构）"),
    ]
    assert [text for name, text in found if name == "落款"] == ["2099年3月1日", "乌水县供水公司"]


def test_the_text_of_attachments_is_accounted(tmp_path: Path) -> None:
    text = "一、范围\n甲。\n附件1\n收费表\n（一）乙\n附件\n丙\n1.丁\n"
    assert reported(place(tmp_path, text)) == [
        ("一、", "甲。"), ("附件1 文头", "收费表"), ("附件1 （一）", "（一）乙"), ("附件：1", "1.丁"),
        ("附件：文头", "丙"),
    ]  # fmt: skip


def test_what_the_city_file_tells_of_the_document_is_used(tmp_path: Path) -> None:
    """Title, number and issuers as the city file has them, wherever they stand alone at the top or at the foot."""
    head = "无此市公用事业局文件\n无此〔2099〕1号\n关于用水报装的通知（虚构）\n各单位：\n"
    text = f"{head}一、范围\n甲。\n无此市公用事业局\n"
    assert reported(place(tmp_path, text)) == [("一、", "甲。"), ("文头", "各单位：")]


def test_what_a_form_prints_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    case = ROOT / "tests" / "cases" / "every-structure"
    waived = set(checks.check(case / "policies", case / "originals")[2])
    assert {one.code for one in waived} == {"waived"}
    monkeypatch.setattr(fulltexts, "printed", lambda _: iter(()))
    found = {*checks.check(case / "policies", case / "originals")[2]} - waived
    assert {one.thing for one in found} == {"附件3 文头"}


# ------------------------------------------------------------------------------------------------------ what counts

TWICE = "一、时限\n\n受理3日内办结。\n\n勘察3日内办结。\n\n水表3日内安装，另收安装费。\n"


def test_a_quotation_accounts_for_its_paragraph_alone(tmp_path: Path) -> None:
    found = reported(place(tmp_path, TWICE, help=[{"clause": "一、", "quote": "受理3日内"}]))
    assert [text for _, text in found] == ["勘察3日内办结。", "水表3日内安装，另收安装费。"]


FEE = "受理3日内办结。安装费120元；另收押金。\n"


@pytest.mark.parametrize(
    ("text", "quote", "left"),
    [
        (FEE, "受理3日内", ["安装费120元；", "另收押金。"]),
        (FEE, "办结。安装费", ["另收押金。"]),
        (FEE, "受理3日内办结。安装费120元；另收押金", []),
        ("受理即办。请预约。热线00000002。\n", "受理即办", ["热线00000002。"]),
        ("受理即办。一是优化服务，按《虚构办法》（虚水〔2099〕1号）。\n", "受理即办", []),
        ("受理即办；超过三个工作日的赔偿。\n", "受理即办", ["超过三个工作日的赔偿。"]),
        ("| 安装 | 120元。 |\n", "安装", ["120元。"]),
        ("| 安装 | 120元。 |\n", "安装 | 120元", []),
        ("安装\t120元。\n", "安装", ["120元。"]),
        ("受理3日内办结，\n不含3日施工。另收押金。\n", "3日内办结，不含3日施工", ["另收押金。"]),
    ],
)
def test_no_figure_and_no_charge_hides_behind_what_is_cited_beside_it(
    text: str, quote: str, left: list[str], tmp_path: Path
) -> None:
    found = place(tmp_path, f"一、甲\n{text}", help=[{"clause": "一、", "quote": quote}])
    assert {said for _, said in reported(found)} == set(left)


def test_a_sentence_is_set_aside_by_the_line_of_its_finding(tmp_path: Path) -> None:
    text, cited = f"一、甲\n{FEE}押金五元。押金五元。\n", {"clause": "一、", "quote": "受理3日内"}
    entries = "".join(f"  - {dict(one.words)['entry']}\n" for one in place(tmp_path, text, help=[cited]))
    shutil.rmtree(tmp_path / "policies")
    assert entries.count("quote") == 3
    assert place(tmp_path, text, entries.replace("请填写", "虚构"), help=[cited]) == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "\f", "\u2028"])
def test_a_line_ends_as_any_system_ends_it(end: str, tmp_path: Path) -> None:
    found = place(tmp_path, f"\ufeff一、甲{end}受理即办，{end}押金五元{end}二、乙{end}丙。")
    assert [text for _, text in reported(found)] == ["受理即办，", "押金五元", "丙。"]


def test_few_words_account_for_the_first_paragraph_that_has_them(tmp_path: Path) -> None:
    found = reported(place(tmp_path, TWICE, help=[{"clause": "一、", "quote": "3日内办结"}]))
    assert [text for _, text in found] == ["勘察3日内办结。", "水表3日内安装，另收安装费。"]


def test_a_quotation_over_two_paragraphs_accounts_for_both(tmp_path: Path) -> None:
    found = reported(place(tmp_path, TWICE, help=[{"clause": "一、", "quote": "办结。勘察3日内办结。水表3日内"}]))
    assert found == []


def test_a_paragraph_whose_words_stand_above_can_be_cited_whole(tmp_path: Path) -> None:
    text = "一、费用\n\n安装费120元，材料费85元。\n\n安装费120元\n\n二、其他\n\n安装费120元。\n"
    cite = {"clause": "一、", "quote": "安装费120元"}
    assert reported(place(tmp_path, text, help=[cite]))[1:] == [("二、", "安装费120元。")]


def test_the_same_words_elsewhere_are_not_covered(tmp_path: Path) -> None:
    text = "一、甲\n（一）先预约，后上门。\n二、乙\n（一）先预约，后上门。\n三、丙\n丁。\n"
    aside, cited = "  - {clause: 一、, because: x}\n", {"clause": "一、", "quote": "先预约"}
    for found in (place(tmp_path, text, aside), place(tmp_path, text, help=[cited])):
        assert [one for one in reported(found) if one[0].endswith("（一）")] == [
            ("二、（一）", "（一）先预约，后上门。")
        ]


# --------------------------------------------------------------------------------------------- sentence by sentence

SERVICE = "一、服务\n（一）优化流程。受理3日内办结，另赠送2小时检修。请预约。\n材料：\n身份证。\n二、其他\n甲。\n"


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """What is said to be left, by code."""
    return [(one.code, dict(one.words)["text"]) for one in findings]


def test_each_sentence_needs_an_account_of_its_own(tmp_path: Path) -> None:
    found = place(tmp_path, SERVICE, help=[{"clause": "一、（一）", "quote": "受理3日内办结"}])
    assert sorted(told(found)) == [
        ("clause-forgotten", "甲。"),
        ("clause-forgotten", "身份证。"),
        ("figure-unquoted", "受理3日内办结，另赠送2小时检修。"),
        ("sentence-unused", "请预约。"),
        ("sentence-unused", "（一）优化流程。"),
    ]
    assert [dict(one.words)["figures"] for one in found if one.code == "figure-unquoted"] == ["2小时"]
    (entry,) = (dict(one.words)["entry"] for one in found if one.code == "figure-unquoted")
    assert entry == '{clause: 一、（一）, quote: "另赠送2小时检修", because: 请填写}'
    assert {one.code: one.severity for one in found} == {
        "clause-forgotten": "error", "figure-unquoted": "warning", "sentence-unused": "warning",
    }  # fmt: skip


def test_a_figure_stands_in_any_of_several_quotations(tmp_path: Path) -> None:
    cite = {"clause": "一、（一）", "quote": ["受理3日内办结", "赠送2小时检修"]}
    assert "figure-unquoted" not in {code for code, _ in told(place(tmp_path, SERVICE, help=[cite]))}


def test_of_a_quoted_sentence_only_the_figures_are_set_aside_that_are_named(tmp_path: Path) -> None:
    text = "一、甲\n受理3日内办结，另赠送2小时检修，提前5天预约。\n"
    aside, cite = (
        "  - {kind: refused, clause: 一、, quote: 另赠送2小时检修}\n",
        {"clause": "一、", "quote": "受理3日内"},
    )
    found = place(tmp_path, text, aside, help=[cite])
    assert [dict(one.words)["figures"] for one in found] == ["5天"]


def test_sentences_and_run_in_heads_are_set_aside_by_kind(tmp_path: Path) -> None:
    aside = (
        "  - {kind: heading, clause: [一、（一）, 二、], quote: [优化流程。]}\n"
        "  - {kind: refused, clause: 一、（一）, quote: 另赠送2小时, because: 是附带的}\n"
        "  - {kind: background, clause: 二、}\n"
    )
    found = place(tmp_path, SERVICE, aside, help=[{"clause": "一、（一）", "quote": "受理3日内办结"}])
    assert sorted(told(found)) == [("clause-forgotten", "身份证。"), ("sentence-unused", "请预约。")]


def test_the_score_tells_what_became_of_each_sentence() -> None:
    case = ROOT / "tests" / "cases" / "every-structure"
    policies, guides, _ = checks.check(case / "policies", case / "originals")
    city = next(city for city in policies.cities if city.slug == "xugou")
    accounted = {document.id: lines for document, _, lines in accounts.of_city(city, guides, case / "originals")}
    for name, score in forgotten.scores(city, guides, case / "originals"):
        lines = accounted[name.partition(" ")[2]]
        assert score.whole == len(lines) == score.used + score.aside + score.doubt
        assert score.left == 0
    measures = {line.sentence.text.strip(): line for line in accounted["measures"]}
    assert measures["（二）停水停气。"].aside is not None
    assert any(line.state == "aside" and line.aside is None and line.sentence.number for line in measures.values())
    assert all(line.facts for line in accounted["measures"] if line.state in ("used", "doubt"))
    assert any(fact.startswith("xugou/water ") for line in accounted["measures"] for fact in line.facts)


def test_check_prints_a_line_for_each_document(capsys: pytest.CaptureFixture[str]) -> None:
    case = ROOT / "tests" / "cases" / "every-structure"
    asked = ["check", "--policies", str(case / "policies"), "--originals", str(case / "originals")]
    assert main(asked) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "漏" in line]
    assert len(lines) == 6
    assert "xugou supplement：8 句：用 8，置 0，漏 0 / 8 sentences: used 8, set aside 0, left 0" in lines
    assert main(["check", "xuye", *asked[1:]]) == 0
    assert [line.split("：")[0] for line in capsys.readouterr().err.splitlines() if "漏" in line] == ["xuye rules"]


@pytest.mark.parametrize("name", ["short-clauses-forgotten", "unnumbered-commitments-water", "unnumbered-steps"])
def test_of_an_incoming_text_everything_is_asked_for(name: str, tmp_path: Path) -> None:
    text = (ROOT / "tests" / "incoming" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heads = {
        "一、服务范围",
        "二、办理时限",
        "（一）无外线工程的：",
        "（二）有外线工程的：",
        "三、申请材料",
        "五、监督投诉",
    }
    heads |= {"业务接待：", "勘察设计：", "管线维修：", "供水水质："}
    assert sorted(said for _, said in reported(place(tmp_path, text))) == sorted(
        line[:60].replace("　", "") for line in lines if line not in heads
    )


# ------------------------------------------------------------------------------------------------ what is set aside

CLAUSES = (
    "前言。\n一、甲\n（一）子。\n（二）丑。\n二、乙\n寅。\n\n卯3日。\n三、丙\n辰。\n\n安装费120元。\n乌水县供水公司\n"
)


def test_a_clause_is_set_aside_with_all_within(tmp_path: Path) -> None:
    found = place(tmp_path, CLAUSES, "  - {clause: 一、, because: x}\n  - {clause: 二、, because: x}\n")
    assert {name for name, _ in reported(found)} == {"文头", "三、", "落款"}


def test_several_clauses_and_words_are_set_aside_for_one_reason(tmp_path: Path) -> None:
    found = place(tmp_path, CLAUSES, "  - {clause: [一、（一）, 二、], quote: [子, 卯], because: x}\n")
    assert {text for _, text in reported(found)} >= {"前言。", "（二）丑。", "寅。"}
    assert not {text for _, text in reported(found)} & {"（一）子。", "卯3日。"}


def test_what_closes_a_document_is_not_set_aside_with_its_last_clause(tmp_path: Path) -> None:
    found = place(tmp_path, CLAUSES, "  - {clause: [文头, 一、, 二、, 三、], because: x}\n")
    assert reported(found) == [("三、", "安装费120元。"), ("落款", "乌水县供水公司")]


def test_an_attachment_is_set_aside_whole(tmp_path: Path) -> None:
    text = "一、甲\n乙。\n附件1\n丙表\n一、丁\n戊。\n己。\n庚\n"
    found = place(tmp_path, text, "  - {clause: [一、, 附件1], because: x}\n")
    assert reported(found) == []


@pytest.mark.parametrize(
    "text",
    [
        SHORT,
        UNNUMBERED,
        "承诺\n业务[接]{待}#*：\n甲。\n乙三日。\n",
        "承诺（虚构）\n甲，乙。\n丙。\n",
        TWICE,
        CLAUSES,
        f"{SHORT}\n附件\n甲表\n1.乙\n\n附件：\n甲表\n1.乙\n",
    ],
)
def test_the_finding_gives_the_line_that_sets_its_paragraph_aside(text: str, tmp_path: Path) -> None:
    entries = "".join(f"  - {dict(one.words)['entry']}\n" for one in place(tmp_path, text))
    asked = place(tmp_path, text)
    assert len(asked) > 2
    assert all("请录入" in one.zh and "set-aside.yaml" in one.zh and "cite it" in one.en for one in asked)
    shutil.rmtree(tmp_path / "policies")
    assert place(tmp_path, text, entries.replace("请填写", "虚构")) == []


def test_a_line_pasted_without_a_reason_is_asked_for_one(tmp_path: Path) -> None:
    (one,) = (one for one in place(tmp_path, TWICE) if "受理" in dict(one.words)["text"])
    made = tmp_path / "policies" / "nowhere" / "set-aside.yaml"
    made.write_text(f"clauses:\n  - {dict(one.words)['entry']}\n", encoding="utf-8")
    assert "left-blank" in {one.code for one in checks.check(tmp_path / "policies")[2]}
