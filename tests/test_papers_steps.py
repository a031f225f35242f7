"""Papers and steps that are proposed: lists of every shape, and what looks like one and is none."""

from __future__ import annotations

import time

import pytest

from generator.desk import candidates
from generator.document.originals import Original


def proposed(section: str, text: str) -> list[dict[str, str]]:
    """The keys and values of what is proposed for a section, in order."""
    found = candidates.candidates(Original(text))
    return [dict(one.values) for one in found if one.section == section]


def names(section: str, text: str) -> list[str]:
    return [one["name"] for one in proposed(section, text) if "name" in one]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一、申请材料\n1.接水申请表；\n2.虚号证书及附图；", ["接水申请表", "虚号证书及附图"]),
        ("一、申请材料\n1.用地或者房屋权属证明。", ["用地或者房屋权属证明"]),
        ("一、办理\n需携带身份证或户口簿、房屋买卖合同复印件到虚山厅办理。", ["身份证", "户口簿", "房屋买卖合同"]),
        ("一、办理\n应当提交：接水申请表；营业执照。", ["接水申请表", "营业执照"]),
        ("一、所需材料\n户主身份证以及村委会出具的房屋来源证明", ["户主身份证", "房屋来源证明"]),
        ("一、办理\n申请材料由5份减为2份（接水申请表、主体证明），其余共享获取。", ["接水申请表", "主体证明"]),
        ("一、办理\n除营业执照外还要提交用水量说明。", ["营业执照", "用水量说明"]),
        ("接水（虚构）\n带什么\n居民 ┃ 身份证\n企业 ┃ 营业执照\n", ["身份证", "营业执照"]),
        ("一、材料（均需盖章）\n1）中标通知书 或 施工许可证，复印件；\n", ["中标通知书", "施工许可证"]),
        ("一、材料\n消防部门出具的审核意见书、1:500地形图", ["审核意见书", "1:500地形图"]),
        ("一、材料\n水：用水量计算书　气：燃烧器具清单", ["用水量计算书", "燃烧器具清单"]),
        ("一、材料\n能够通过共享获取的房产证，一律不得要求提交。", []),
        ("一、办理\n供气公司应当提供供气方案和报价单。", []),
        ("一、办理\n不得要求申请人提供营业执照。无需提交房产证。", []),
        ("一、办理\n申请人提交有关材料后，签订供用气合同，领取缴费单。", []),
        ("一、依据\n按照《虚市管理办法》提供服务。", []),
    ],
)  # fmt: skip
def test_names_of_papers_are_whole(text: str, wanted: list[str]) -> None:
    assert names("papers", text) == wanted


def test_forms_numbers_seals_cases_and_choices_of_papers() -> None:
    text = (
        "一、申请材料\n1.接水申请表（加盖公章）2份；\n2.房产证或者租赁合同复印件各1份；\n"
        "3.代办的，还需提供委托书原件；\n4.总平面图纸质版1份、电子版1份。\n"
    )
    assert proposed("papers", text) == [
        {"name": "接水申请表", "kind": "form", "need": "required", "forms": "[{number: 2, seal: [公章]}]"},
        {"name": "房产证", "kind": "paper", "need": "required", "forms": "[{as: copy, number: 1}]", "either": "0"},
        {"name": "租赁合同", "kind": "paper", "need": "required", "forms": "[{as: copy, number: 1}]", "either": "1"},
        {"name": "委托书", "kind": "paper", "need": "conditional", "provided": "代办的", "forms": "[{as: original}]"},
        {
            "name": "总平面图",
            "kind": "paper",
            "need": "required",
            "forms": "[{as: paper, number: 1}, {as: file, number: 1}]",
        },
    ]


def test_the_cells_beside_a_paper_say_its_forms_and_who_issues_it() -> None:
    text = (
        "一、材料\n序号 | 材料名称 | 形式 | 份数 | 出具单位\n"
        "1 | 营业执照 | 复印件 | 1份 | 市场监管局\n2 | 申请表 | 原件 | 2份 | 申请人\n"
    )
    assert proposed("papers", text) == [
        {
            "name": "营业执照",
            "kind": "paper",
            "need": "required",
            "forms": "[{as: copy, number: 1}]",
            "issuer": "市场监管局",
        },
        {"name": "申请表", "kind": "form", "need": "required", "forms": "[{as: original, number: 2}]"},
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一、办理流程\n（一）受理。当场受理。\n（二）勘查：2日内。\n（三）装表通水\n", ["受理", "勘查", "装表通水"]),
        ("一、说明\n第一步：提出申请。\n第二步：上门看线。\n", ["提出申请", "上门看线"]),
        ("一、流程\n办理流程：申请→受理→踏勘→通气（当日）\n", ["申请", "受理", "踏勘", "通气"]),
        ("一、环节\n压减为“受理勘查”“接入通水”2个环节。", ["受理勘查", "接入通水"]),
        ("一、说明\n按“受理—勘察—设计—施工—供水”的程序办理。", ["受理", "勘察", "设计", "施工", "供水"]),
        ("第九条 按下列程序办理：\n（一）5日内进行现场勘察；\n（二）与申请人签订合同；", ["现场勘察", "签订合同"]),
        ("一、怎么走\n1）交材料　当场看\n2）踏勘定点　隔天\n", ["交材料", "踏勘定点"]),
        ("接水流程\n开始\n↓\n供水站受理\n1日\n↓\n用户缴费\n↓\n装表通水\n", ["供水站受理", "用户缴费", "装表通水"]),
        ("一、环节\n包括受理、勘查和通水三个环节。", ["受理", "勘查", "通水"]),
        ("一、环节\n环节由5个减少为2个（申请受理、验收通气）。", ["申请受理", "验收通气"]),
        ("一、流程\n环节 | 办理人\n受理 | 窗口\n勘查 | 工程部、建设单位\n", ["受理", "勘查"]),
        ("一、精简流程\n1.取消受理前的勘查。\n2.合并设计和施工。\n", []),
        ("一、说明\n有外线→附图；过期→重新申请。", []),
        ("一、收费\n1.安装费：80元。\n2.验收费：20元。\n3.施工费：10元。\n", []),
    ],
)  # fmt: skip
def test_steps_of_every_shape(text: str, wanted: list[str]) -> None:
    assert names("steps", text) == wanted


def test_who_acts_is_told_by_role() -> None:
    text = "一、流程\n环节 | 办理人\n受理 | 客户经理\n勘查 | 工程部、建设单位\n"
    assert [one.get("actors") for one in proposed("steps", text)] == [
        "{utility: [客户经理]}",
        "{utility: [工程部], applicant: [建设单位]}",
    ]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("papers", "一、其他\n申请材料：无"),
        ("papers", "一、其他\n用户不需要提供任何材料。"),
        ("fees", "一、其他\n收费标准：无"),
    ],
)
def test_what_is_said_not_to_be_there_is_proposed_as_none(section: str, text: str) -> None:
    assert {"none": "true"} in proposed(section, text)


@pytest.mark.parametrize("sign", ["、", "，", "提交证、", "证和", "→", "（", "①", "第一步", "提供 ", "户主的证"])
def test_long_lists_take_no_more_time_than_they_are_longer(sign: str) -> None:
    def took(signs: int) -> float:
        begun = time.process_time()
        list(candidates.candidates(Original(f"一、申请材料\n提交{sign * signs}\n")))
        return time.process_time() - begun

    few = took(10_000)
    assert took(80_000) / few < 24  # eight where it grows with the text, 64 with its square
