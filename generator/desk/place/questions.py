"""The headings that a guide must answer, as questions to an editor: open, answered, silent, or not in hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.desk.files import entries
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data
from generator.desk.place.opened import Opened
from generator.desk.starter import UTILITY_SECTIONS
from generator.document.text import normal
from generator.policy.guide import ANSWERED, asked, demanded
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.words.names import heading

Question = dict[str, Any]


def of(place: Opened) -> Iterator[Question]:
    """The questions of a place, in the order of a guide, each for the file in which it is answered."""
    wanted = _wanted(place)
    for section in ANSWERED:
        if section in wanted:
            for file in _files(place, section):
                yield _question(place, Address(file, section))


def _wanted(place: Opened) -> tuple[str, ...]:
    """The headings that any guide of the place is asked."""
    return tuple({name for resolved in place.guides for name in asked(resolved.guide)}) or demanded(["connection"])


def _files(place: Opened, section: str) -> list[str]:
    """Where a heading is answered: the files that say something of it, else where it belongs."""
    named = [file for file, tree in place.trees.items() if isinstance(tree, dict) and section in tree and _own(file)]
    own = [f"{name}.yaml" for name in place.utilities]
    spoken = [file for file in named if file in own]
    if section in UTILITY_SECTIONS and "city.yaml" not in named:
        return own or ["city.yaml"]
    if set(spoken) == set(own) and own:
        return own
    return ["city.yaml", *spoken]


def _own(file: str) -> bool:
    return file.count(".") == 1


def _question(place: Opened, where: Address) -> Question:
    tree = place.trees.get(where.file, {})
    value = entries.of(tree, where)
    words = LOOKED_FOR.get(where.section, ())
    return {
        "address": str(where),
        "section": where.section,
        "file": where.file,
        "label": heading(where.section),
        "state": _state(value),
        "value": value,
        "hash": entries.version(value, tree),
        "looked_for": list(words),
        "hits": list(_hits(place, words)),
    }


def _state(value: Data | None) -> str:
    if value == NOT_STATED:
        return "not_stated"
    if isinstance(value, dict) and "not_in_hand" in value:
        return "not_in_hand"
    return "open" if value in (None, TO_FILL, []) else "facts"


def _hits(place: Opened, words: tuple[str, ...]) -> Iterator[str]:
    """The sentences that have one of some words."""
    plain = tuple(map(normal, words))
    for text in place.texts:
        for account in text.accounts:
            if any(word in account.sentence.plain for word in plain):
                end = account.sentence.start + len(account.sentence.text)
                yield f"{text.document.id}:{account.sentence.start}-{end}"


LOOKED_FOR: Mapping[str, tuple[str, ...]] = {
    "classes": ("分为", "类", "小型", "大型", "普通"),
    "scope": ("适用", "范围", "用户", "本市"),
    "exclusions": ("不适用", "不包括", "除外"),
    "conditions": ("条件", "应当具备", "符合", "前提"),
    "refusals": ("不予", "不得受理", "拒绝", "退回"),
    "approach": ("主动", "对接", "上门", "提前"),
    "steps": ("环节", "流程", "步骤", "受理", "勘查", "验收"),
    "step_counts": ("个环节", "环节"),
    "papers": ("材料", "申请表", "证明", "身份证", "营业执照"),
    "paper_counts": ("份材料", "种材料", "零材料", "材料"),
    "deferrals": ("容缺", "后补", "补交", "补办"),
    "visits": ("跑一次", "零跑", "跑腿", "现场"),
    "permits": ("许可", "审批", "备案", "占道", "挖掘"),
    "limits": ("工作日", "天", "日内", "小时", "时限"),
    "fees": ("费用", "收费", "缴费", "元"),
    "works": ("工程费", "投资", "承担", "出资", "建设"),
    "result": ("通水", "通气", "供暖", "接通", "开通"),
    "channels": ("窗口", "营业厅", "网上", "APP", "微信", "公众号"),
    "contacts": ("电话", "热线", "咨询", "报修"),
    "complaints": ("投诉", "监督", "举报", "12345"),
    "help": ("代办", "帮办", "客户代表", "专人"),
    "paid_help": ("延伸服务", "有偿"),
    "joint": ("联合", "一窗", "同步", "水电气"),
    "commitments": ("承诺", "保证"),
    "follow_up": ("回访", "满意"),
    "compensation": ("赔偿", "补偿", "赔付", "逾期"),
    "bodies": ("负责", "主管部门", "牵头", "实施"),
    "announced": ("推行", "逐步", "探索", "建立"),
}
"""The words that are looked for in the whole text before anybody says that it is silent."""
