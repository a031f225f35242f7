"""Valid policies drawn at random, damage to files, and conditions: what `test_properties.py` is about.

A policy is drawn from the invented base of the wrong policies: its texts, limits and lists vary within what the model
allows. Nothing here judges; the properties do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

_PLAIN = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Ps", "Pe", "Sm", "Sc", "Zs"), max_codepoint=0x2FF)
_CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_SIGNS = st.sampled_from("<>&\"'*_`[]{}|\\#-+=@$%~^!:;")
TEXTS = st.text(st.one_of(_PLAIN, _CHINESE, _SIGNS), min_size=1, max_size=40).filter(str.strip)  # blanks are refused
"""Words a policy may hold."""
IDS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,3}", fullmatch=True)

_STATED = st.one_of(st.just("not_stated"), TEXTS.map(lambda text: {"words": text}))
_SILENT = {"starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated"}


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """A time limit with all its parts."""
    kind = draw(st.sampled_from(("exactly", "at_most", "at_least", "starts_within")))
    number = str(draw(st.integers(1, 999)))
    unit = draw(st.sampled_from(("working_day", "calendar_day", "day", "hour", "minute", "week", "month", "year")))
    parts = {name: draw(_STATED) for name in _SILENT}
    note = {"note": draw(TEXTS)} if draw(st.booleans()) else {}
    return {"id": draw(IDS), kind: number, "unit": unit, **parts, **note}


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    """One thing a document says."""
    return {"id": draw(IDS), "text": draw(TEXTS)}


def _unique(of: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    return st.one_of(st.just("not_stated"), st.lists(of, min_size=1, max_size=3, unique_by=lambda one: one["id"]))


CITE = {"clause": "一", "quote": "虚构"}
SECTIONS: Mapping[str, st.SearchStrategy[Any]] = {
    "limits": _unique(limits()),
    "approach": _unique(statements()),
    "scope": _unique(statements()),
    "exclusions": _unique(statements()),
    "help": _unique(statements()),
    "commitments": _unique(statements()),
    "result": _unique(statements()),
}


@st.composite
def utilities(draw: st.DrawFn) -> dict[str, Any]:
    """Some sections of a utility's file, each silent or with facts; ids are unique in a section."""
    return {name: draw(section) for name, section in SECTIONS.items()}


# ------------------------------------------------------------------------------------------------------ documents

_NUMERALS = st.sampled_from(("3", "０", "1２0", "三", "两", "十", "一百二十", "半", "貳拾", "伍佰"))
_UNITS = st.sampled_from(("日", "个工作日", "天", "小时", "元", "米", "份", "户", "个环节", "万元", "吨/日", "%"))
_FIGURES = st.tuples(_NUMERALS, _UNITS).map("".join)
_CARRIED = st.one_of(
    _FIGURES,
    st.sampled_from(
        ("《用水申请表》", "身份证复印件", "不动产权证书", "营业执照", "购房合同", "平面图", "申请书", "登记表")
    ),
    st.sampled_from(("安装费", "收费", "免费", "押金", "水价", "免收", "五元", "滞纳金", "缴清")),
)
_AROUND = st.text(_CHINESE, max_size=8)
_NUMBERS = st.sampled_from(("", "", "三、", "（五）", "7.", "（2）", "第九条 ", "①", "- ", "## ", "附件3：", "联系："))
CLAUSES = st.tuples(_NUMBERS, _AROUND, _CARRIED, _AROUND, st.sampled_from(("", "。", "；", "："))).map("".join)
"""Short paragraphs that carry a figure, a paper or a charge."""

# -------------------------------------------------------------------------------------------------- broken files

_CUTS = st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12))


def hit(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """A file with pieces cut out and bytes put in."""
    for at, length, put in cuts:
        start = int(at * len(data))
        data = data[:start] + put + data[start + length :]
    return data


DAMAGE = st.lists(_CUTS, min_size=1, max_size=4)

# ---------------------------------------------------------------------------------------------------- conditions

_FIGURE = st.decimals("-99999", "99999", places=3).map(lambda one: f"{one:f}")
_STRINGS = st.text(max_size=12).map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
_TESTS = st.one_of(
    _FIGURE,
    st.tuples(st.sampled_from(("<", "<=", ">", ">=")), _FIGURE).map(" ".join),
    st.tuples(st.sampled_from("[("), _FIGURE, st.just(".."), _FIGURE, st.sampled_from("])")).map("".join),
    _STRINGS,
    st.sampled_from(("true", "false", "small", "large")),
)
CONDITIONS = st.lists(_TESTS, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from((",".join(parts), f"not({','.join(parts)})"))
)
"""Unary tests as they may be written; an interval may be reversed."""
NOISE = st.one_of(st.text(max_size=60), st.text('<>=[]()."-,0123456789 notruefals\\', max_size=60), CONDITIONS)
