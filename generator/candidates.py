"""What a document may be saying, found by its words: figures, steps, papers, telephones. Proposes, never decides.

Every candidate carries the clause it stands in and a quotation of it, and is proposed only as far as that quotation
bears it (`proof.py`); what it holds for, from when and until when is left to whoever reads the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from generator import proof
from generator.model import NOT_STATED, Charge, Count, Limit, Part
from generator.originals import FOOT, HEAD, Original
from generator.text import FIGURE, normal, readable, value


@dataclass(frozen=True)
class Candidate:
    """One proposal: the section it would stand under, its keys and values, the clause, the words.

    `figures`: the numbers it proposes. A `Candidate` under `classes` is the bound of a test, not yet a class.
    """

    section: str
    values: tuple[tuple[str, str], ...]
    clause: str
    quote: str
    figures: tuple[Decimal, ...] = ()
    context: str = ""
    """The sentence and the beginning of its clause, by which one may tell what it is about."""


_UNITS = {
    "工作日": "working_day", "自然日": "calendar_day", "日历日": "calendar_day", "天": "day", "日": "day",
    "小时": "hour", "分钟": "minute", "周": "week", "星期": "week", "个月": "month", "年": "year",
}  # fmt: skip
_DURATION = re.compile(rf"({FIGURE})(?:[-~至到]({FIGURE}))?\s?个?({'|'.join(_UNITS)})")
_AT_ONCE = re.compile("即时办结|即时|即办|当场|当日|当天|次日")
_AT_ONCE_UNIT = {"当日": "same_day", "当天": "same_day", "次日": "next_day"}
_DATE = re.compile(r"[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末)?|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}-[0-9]{4}")
_FULL_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[][0-9]{4}[〕\]](?:第)?[0-9]{1,5}号")
_MEASURE = (
    "米|公里|毫米|mm|m|DN|MPa|kPa|Pa|Nm3/h|m3/h|m3/d|方/小时|立方米(?:/[日时天])?|吨(?:/(?:[日天]|小时))?|"
    "万?平方米|万?平米|㎡|m2|户|万元|处|人|个点"
)
_BOUND = re.compile(
    rf"(?:(DN)\s?)?(?<![0-9.])([0-9]+(?:\.[0-9]+)?)(?:[-~至]([0-9]+(?:\.[0-9]+)?))?\s?({_MEASURE})(?![a-zA-Z0-9])"
)
_DIAMETER = re.compile(r"(DN)\s?([0-9]+)()()")
_MONEY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?(万?元)(?:/([\u4e00-\u9fff㎡]{1,4}))?")
_COUNT = re.compile(rf"({FIGURE})\s?(个|项|份|张|次)")
_TELEPHONE = re.compile(
    r"(?<![0-9.])(?:0[0-9]{2,3}-?[0-9]{7,8}|1[0-9]{10}|400-?[0-9]{3}-?[0-9]{4}|12345|96[0-9]{3,4})(?![0-9])"
)
_WEB = re.compile(r"(?:https?://|www\.)[!-~]+")
_TITLED = re.compile(r"《([^《》]{2,40}(?:表|书|单|证|图|合同|协议|证明))》")
_PAPER = re.compile(
    r"(?:提供|提交|交|携带|填写|上传|需要|材料为一?[张份]?|材料包括)([\u4e00-\u9fff]{2,16}(?:表|书|单|证|证明|图纸?|合同|协议|执照|文件))"
)
_STEPS = re.compile(
    rf"[“\"]?((?:[^，。；、“”\s]{{2,14}}[、和])+[^，。；、“”\s]{{2,10}}?)[”\"]?等?(?:{FIGURE})个?(?:环节|步骤|阶段)"
)
_FREE = re.compile("不收取|不得收取|免费|零收费|零成本|免收|无需[^，。]{0,4}缴")
FORCES = {"原则上": "in_principle", "鼓励": "encouraged", "承诺": "committed", "法定": "statutory", "平均": "average"}


def candidates(original: Original) -> Iterator[Candidate]:
    """All candidates of a document, in the order of its clauses; the same words of one section once."""
    seen: set[tuple[object, ...]] = set()
    for clause in original.clauses:
        if clause.heading not in (HEAD, FOOT):
            for sentence in sentences(clause.own):
                for one in _of_sentence(clause.name, sentence):
                    one = replace(one, context=f"{readable(clause.own)[:30]} {sentence}")  # noqa: PLW2901
                    key = (one.section, one.values, normal(one.quote))
                    if key not in seen:
                        seen.add(key)
                        yield one


def heads(original: Original) -> Iterator[Candidate]:
    """Numbers of documents and whole dates, for the head of the city file: at the top and at the foot of each part."""
    for clause in original.clauses:
        if clause.heading in (HEAD, FOOT):
            text = readable(clause.text)
            for found in (number for line in clause.text.splitlines() for number in _NUMBER.finditer(readable(line))):
                yield Candidate("documents", (("number", found[0]),), clause.name, found[0])
            for found in _FULL_DATE.finditer(text):
                year, month, day = map(int, found.groups())
                if 1 <= month <= 12 and 1 <= day <= 31:
                    yield Candidate("documents", (("date", _iso(year, month, day)),), clause.name, found[0])


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return NOT_STATED


def sentences(text: str) -> Iterator[str]:
    """The statements of a passage: between full stops and semicolons, its title apart, residue removed."""
    for one in re.split(r"(?<=[。；;！？])", readable(_TITLE.sub(r"\1。", text))):
        if (said := _HEADING.sub("", one).strip(" 。；;")) and re.search(r"[\u4e00-\u9fff]", said):
            yield said


_TITLE = re.compile(r"\A([^\n。；，：]{1,18})\n(?=[^\n]*[\u4e00-\u9fff])")
"""A first line too short to have been broken by the width of a page."""


def _of_sentence(clause: str, sentence: str) -> Iterator[Candidate]:
    yield from _limits(clause, sentence)
    yield from _counts(clause, sentence)
    yield from _bounds(clause, sentence)
    yield from _money(clause, sentence)
    yield from _steps(clause, sentence)
    yield from _papers(clause, sentence)
    yield from _channels(clause, sentence)


# ------------------------------------------------------------------------------------------------------ quantities


def _without_dates(text: str) -> str:
    """A sentence as it is compared, dates blotted out: the 2 of 2月 is no amount."""
    return _DATE.sub(lambda found: "□" * len(found[0]), normal(text))


def _limits(clause: str, sentence: str) -> Iterator[Candidate]:
    """Durations; how they bind is what the quotation bears."""
    text = _without_dates(sentence)
    for found in _DURATION.finditer(text):
        unit, numbers = _UNITS[found[3]], tuple(value(one) for one in found.groups()[:2] if one)
        if unit == "year" or (found[1][0] in "一两" and unit in ("day", "month") and found[3] == "日"):
            continue
        amount = _amount(numbers, quote := _around(sentence, found[0]), lambda given, unit=unit: _limit(unit, given))
        if amount:
            yield Candidate("limits", (*amount, ("unit", unit), *_force(quote)), clause, quote, numbers)
    for found in _AT_ONCE.finditer(text):
        unit = _AT_ONCE_UNIT.get(found[0], "instant")
        yield Candidate("limits", (("unit", unit),), clause, _around(sentence, found[0]))


def _limit(unit: str, amount: dict[str, Any]) -> Part:
    silent: dict[str, Any] = dict.fromkeys(("starts_on", "ends_with", "excludes"), NOT_STATED)
    return Limit.model_validate({"id": "one", "unit": unit, **silent, **amount})


def _count(unit: str, amount: dict[str, Any]) -> Part:
    return Count.model_validate({"id": "one", "unit": unit, **amount})


def _charge(item: str, currency: str, amount: dict[str, Any]) -> Part:
    silent = {"payer": NOT_STATED, "basis": NOT_STATED}
    return Charge.model_validate({"id": "one", "item": item, "currency": currency, **silent, **amount})


def _amount(numbers: tuple[Decimal, ...], quote: str, made: Any) -> tuple[tuple[str, str], ...]:
    """The key of the amount that the quotation bears, and the number; none where it bears none."""
    ways: list[dict[str, Any]] = [{name: numbers[0]} for name in ("at_most", "at_least", "starts_within", "exactly")]
    if len(numbers) == 2:
        ways = [{"between": numbers}] if numbers[0] <= numbers[1] else []
    for way in ways:
        if all(claim.holds(normal(quote)) for claim in proof.claims_of(made(way))):
            shown = f"[{', '.join(map(str, numbers))}]" if len(numbers) == 2 else str(numbers[0])
            return ((next(iter(way)), shown),)
    return ()


def _force(quote: str) -> tuple[tuple[str, str], ...]:
    return next(((("force", force),) for word, force in FORCES.items() if word in quote), ())


def _counts(clause: str, sentence: str) -> Iterator[Candidate]:
    """Stated numbers of steps, of papers, of visits."""
    text = _without_dates(sentence)
    for found in _COUNT.finditer(text):
        before, behind = text[max(0, found.start() - 14) : found.start()], text[found.end() : found.end() + 8]
        section = _counted(before, behind, found[2])
        quote = _around(sentence, found[0])
        if section and (amount := _amount((value(found[1]),), quote, lambda way, unit=found[2]: _count(unit, way))):
            yield Candidate(section, (*amount, ("unit", found[2])), clause, quote, (value(found[1]),))


def _counted(before: str, behind: str, unit: str) -> str:
    if unit in "个项" and ("环节" in before + behind or "流程" in before):
        return "step_counts"
    if unit in "项份张个" and re.search("材料|要件|资料", before + behind):
        return "paper_counts"
    return "visits" if unit == "次" and re.search("跑|上门|现场|到场", before + behind) else ""


def _bounds(clause: str, sentence: str) -> Iterator[Candidate]:
    """Bounds of classes and conditions: numbers with a unit of measure, and how they compare."""
    text = _without_dates(sentence)
    for found in (*_BOUND.finditer(text), *_DIAMETER.finditer(text)):
        if unit := found[1] or found[4]:
            numbers = tuple(Decimal(one) for one in found.groups()[1:3] if one)
            test = f"[{numbers[0]}..{numbers[1]}]" if len(numbers) == 2 else f"{_sign(text, found)}{numbers[0]}"
            quote = _around(sentence, found[0])
            yield Candidate("classes", (("test", test), ("unit", unit)), clause, quote, numbers)


def _sign(text: str, found: re.Match[str]) -> str:
    """The sign of a FEEL test that the words beside a number mean; none where they compare nothing."""
    before, behind = text[max(0, found.start() - 6) : found.start()], text[found.end() : found.end() + 5]
    return next((sign for sign, left, right in _SIGNS if re.search(left, before) or re.match(right, behind)), "")


_SIGNS = (
    ("<= ", r"(?:不超过|不大于|不高于|≤|<=)$", r"(?:\(含\))?(?:及?以[内下]|之内|内)"),
    (">= ", r"(?:不小于|不低于|不少于|≥|>=|达到)$", r"(?:\(含\))?及?以上|≤|<="),
    ("> ", r"(?:大于|超过|高于|>)$", r"<"),
    ("< ", r"(?:小于|低于|少于|不足|<)$", r">"),
)


def _money(clause: str, sentence: str) -> Iterator[Candidate]:
    for found in _MONEY.finditer(_without_dates(sentence)):
        quote, numbers = _around(sentence, found[0]), (Decimal(found[1]),)
        amount = _amount(numbers, quote, lambda given, found=found: _charge(found[1], found[2], given))
        if amount:
            values = (*amount, ("currency", found[2]), *((("per", found[3]),) if found[3] else ()))
            yield Candidate("fees", values, clause, quote, numbers)
    for found in _FREE.finditer(sentence):
        yield Candidate("fees", (("free", "true"),), clause, _around(sentence, found[0]))


# ----------------------------------------------------------------------------------------------------------- names


def _steps(clause: str, sentence: str) -> Iterator[Candidate]:
    for found in _STEPS.finditer(sentence):
        names = re.split("[、，和]", found[1])
        for name in names:
            short = re.sub("^.*(?:为|至|到|即|分)", "", name)
            if 2 <= len(short) <= 10:
                yield Candidate("steps", (("name", short),), clause, _around(sentence, found[0]))


def _papers(clause: str, sentence: str) -> Iterator[Candidate]:
    for pattern, shown in ((_TITLED, "《{}》"), (_PAPER, "{}")):
        for found in pattern.finditer(sentence):
            name = shown.format(found[1])
            kind = "form" if name.strip("《》").endswith(("表", "单")) else "paper"
            yield Candidate("papers", (("name", name), ("kind", kind)), clause, _around(sentence, found[0]))


def _channels(clause: str, sentence: str) -> Iterator[Candidate]:
    for found in _TELEPHONE.finditer(sentence):
        section = "complaints" if re.search("投诉|举报|监督", sentence) else "contacts"
        values = (("kind", "telephone"), ("name", found[0]), ("telephone", found[0]))
        yield Candidate(section, values, clause, _around(sentence, found[0]))
    for found in _WEB.finditer(sentence):
        values = (("kind", "web"), ("name", found[0]), ("url", found[0]))
        yield Candidate("channels", values, clause, _around(sentence, found[0]))


# ------------------------------------------------------------------------------------------------------- quotations

_LONG = 60
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][0-9一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、](?![0-9]))\s*"
)


def _around(sentence: str, found: str) -> str:
    """A short quotation: the sentence, or of a long one the parts between commas around what was found."""
    if len(sentence) <= _LONG:
        return sentence
    parts = re.split(r"(?<=[，,])", sentence)
    at = next((index for index, part in enumerate(parts) if normal(found) in normal(part)), None)
    if at is None:
        return sentence
    first, last = at, at + 1
    while first > 0 and sum(map(len, parts[first - 1 : last])) <= _LONG:
        first -= 1
    while last < len(parts) and sum(map(len, parts[first : last + 1])) <= _LONG:
        last += 1
    return "".join(parts[first:last]).strip("，, ")
