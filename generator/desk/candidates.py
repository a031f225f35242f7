"""What a document may be saying, found by its words: figures, steps, papers, telephones. Proposes, never decides.

Every candidate carries the clause it stands in and a quotation of it, and is proposed only as far as that quotation
bears it (`proof.py`); what it holds for, from when and until when is left to whoever reads the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from generator.checks import claims
from generator.document import comparisons
from generator.document.originals import UNNUMBERED, Original
from generator.document.quantities import BETWEEN, DURATIONS, NUMERAL, TO, UNIT_WORDS, Day, Figure, Reading, read
from generator.document.text import normal, readable
from generator.policy.facts import Charge, Count, Limit
from generator.policy.provenance import Part
from generator.policy.scalars import NOT_STATED, TO_FILL


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


_DURATION = re.compile(
    rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?{BETWEEN}({'|'.join(UNIT_WORDS[unit] for unit in DURATIONS)})"
)
_NO_LIMIT = re.compile(
    f"(?:以[上下内])?的?,?(?:每.)?{NUMERAL}元|(?:人工|客服)?(?:服务|热线|值[守班]|不间断|开通|在线|受理|接听|供[水气热])"
)
"""Behind a duration: what is paid for so long a time, and 24小时热线."""
_AT_ONCE = re.compile("即时办结|即时|即办|当场|当日|当天|次日")
_AT_ONCE_UNIT = {"当日": "same_day", "当天": "same_day", "次日": "next_day"}
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[][0-9]{4}[〕\]](?:第)?[0-9]{1,5}号")
_MEASURE = (
    "米|公里|毫米|mm|m|DN|MPa|kPa|Pa|Nm3/h|m3/h|m3/d|方/小时|立方米(?:/[日时天])?|吨(?:/(?:[日天]|小时))?|"
    "平方米|平米|㎡|m2|户|元|处|人|个点"
)
_BOUND = re.compile(rf"(?:(DN)\s?)?({NUMERAL})(?:[-~至]({NUMERAL}))?\s?({_MEASURE})(?![a-zA-Z0-9])")
_DIAMETER = re.compile(rf"(DN)\s?({NUMERAL})()()")
_MONEY = re.compile(rf"({NUMERAL})\s?(元)(?:/([\u4e00-\u9fff㎡]{{1,4}}))?")
_COUNT = re.compile(rf"({NUMERAL})\s?(个|项|份|张|次)(?!性)")
_TELEPHONE = re.compile(
    r"(?<![0-9.])(?:[（(]?0[0-9]{2,3}[）)]?[-—]?[0-9]{7,8}|1[0-9]{10}|400-?[0-9]{3}-?[0-9]{4}|12345|96[0-9]{3,4})"
    r"(?:[-—转][0-9]{1,6})?(?![0-9])"
)
_WEB = re.compile(r"(?:https?://|www\.)[!-~]+")
_TITLED = re.compile(r"《([^《》]{2,40}(?:表|书|单|证|图|合同|协议|证明))》")
_PAPER = re.compile(
    r"(?:提供|提交|交|携带|填写|上传|需要|材料为一?[张份]?|材料包括)([\u4e00-\u9fff]{2,16}(?:表|书|单|证|证明|图纸?|合同|协议|执照|文件))"
)
_STEPS = re.compile(
    rf"[“\"]?((?:[^，。；、“”\s]{{2,14}}[、和])+[^，。；、“”\s]{{2,10}}?)[”\"]?等?{NUMERAL}个?(?:环节|步骤|阶段)"
)
_FREE = re.compile("不收取|不得收取|免费|零收费|零成本|免收|无需[^，。]{0,4}缴")
_FORCES = ("in_principle", "encouraged", "committed", "statutory", "average")


def candidates(original: Original) -> Iterator[Candidate]:
    """All candidates of a document, in the order of its clauses; the same words once in a clause."""
    seen: set[tuple[object, ...]] = set()
    for clause in original.clauses:
        if clause.heading not in UNNUMBERED:
            for sentence in sentences(clause.own):
                for candidate in _of_sentence(clause.name, sentence):
                    candidate = replace(candidate, context=f"{readable(clause.own)[:30]} {sentence}")  # noqa: PLW2901
                    key = (candidate.clause, candidate.section, candidate.values, normal(candidate.quote))
                    if key not in seen:
                        seen.add(key)
                        yield candidate


def heads(original: Original) -> Iterator[Candidate]:
    """Numbers of documents and whole dates, for the head of the city file: at the top and at the foot of each part."""
    for clause in original.clauses:
        if clause.heading in UNNUMBERED:
            for number in (sign for line in clause.text.splitlines() for sign in _NUMBER.finditer(readable(line))):
                yield Candidate("documents", (("number", number[0]),), clause.name, number[0])
            for index in _INDEX.finditer(readable(clause.text)):
                yield Candidate("documents", (("index_no", index[1]),), clause.name, index[0])
            yield from _dates(clause.name, normal(clause.text))


_INDEX = re.compile("索引号[:：]([A-Za-z0-9〔〕\\[\\]()/-]+)")
_PUBLISHED = re.compile("(?:发布|公开|公布|生成)(?:日期|时间)?:?$")
"""What stands before a day of publication, which is not that of the document."""


def annexes(original: Original) -> Iterator[tuple[str, str, str, str]]:
    """The annexes that a document lists and whose text does not follow: number, title, clause and quotation of each."""
    for listed in _ANNEXES.finditer(original.text):
        for item in _ANNEX.finditer(listed[1]):
            held = original.find(f"附件{item[1]}")
            clause = next(iter(original.holding(item[0])), "")
            if clause and not any(len(one.text.strip().splitlines()) > 1 for one in held):
                yield item[1], item[2].strip("《》 "), clause, item[0].strip()


_ANNEXES = re.compile(r"^附件[:：]((?:.*[0-9]+[.．、].*(?:\n|\Z))+)", re.MULTILINE)
"""The list of annexes at the foot of a document."""
_ANNEX = re.compile(r"([0-9]+)[.．、]\s*([^；;。\n]+)")


def _dates(clause: str, text: str) -> Iterator[Candidate]:
    """The whole dates of a normalised text."""
    for figure in read(text).figures:
        if isinstance(figure.value, Day) and None not in figure.value:
            written = "{:04}-{:02}-{:02}".format(*figure.value)
            key = "published" if _PUBLISHED.search(text[: figure.start]) else "date"
            yield Candidate("documents", ((key, written),), clause, text[figure.start : figure.end])


def sentences(text: str) -> Iterator[str]:
    """The statements of a passage: between full stops and semicolons, its title apart, residue removed."""
    for one in re.split(r"(?<=[。；;！？])", readable(_TITLE.sub(r"\1。", text))):
        if (said := _HEADING.sub("", one).strip(" 。；;")) and re.search(r"[\u4e00-\u9fff]", said):
            yield said


_TITLE = re.compile(r"\A([^\n。；，：]{1,18})\n(?=[^\n]*[\u4e00-\u9fff])")
"""A first line too short to have been broken by the width of a page."""


def _of_sentence(clause: str, sentence: str) -> Iterator[Candidate]:
    yield from _limits(clause, sentence)
    yield from _deadlines(clause, sentence)
    yield from _counts(clause, sentence)
    yield from _bounds(clause, sentence)
    yield from _money(clause, sentence)
    yield from _steps(clause, sentence)
    yield from _papers(clause, sentence)
    yield from _channels(clause, sentence)


# ------------------------------------------------------------------------------------------------------ quantities


def _limits(clause: str, sentence: str) -> Iterator[Candidate]:
    """Durations; how they bind is what the quotation bears."""
    reading = read(normal(sentence))
    for duration in _DURATION.finditer(reading.masked):
        unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
        numbers, words = _numbers(reading, duration.groups()[:2]), reading.source(duration)
        if unit == "year" or not numbers or words in ("一日", "两日"):
            continue
        if _NO_LIMIT.match(reading.masked, duration.end()) or _is_lead(reading.masked, duration):
            continue
        meant, quote = comparisons.signs(reading, *duration.span()), _around(sentence, words)
        only = "starts_within" if _BEGINS.match(reading.masked, duration.end()) else ""
        if amount := _amount(numbers, quote, partial(_limit, unit), meant, only):
            yield Candidate("limits", (*amount, ("unit", unit), *_force(quote)), clause, quote, numbers)
    for word in _AT_ONCE.finditer(reading.masked):
        unit = _AT_ONCE_UNIT.get(word[0], "instant")
        yield Candidate("limits", (("unit", unit),), clause, _around(sentence, word[0]))


def _deadlines(clause: str, sentence: str) -> Iterator[Candidate]:
    """Days of every year, an advised one beside them, and leads before an event."""
    reading = read(normal(sentence))
    days = [(day, figure) for figure in reading.figures if (day := _yearly(reading.text, figure))]
    if days and "每年" in reading.text:
        (by, first), *others = days
        advised = next((day for day, figure in others if "建议" in reading.text[first.end : figure.start]), "")
        given = f"{{by: {by}{f', advised: {advised}' if advised else ''}}}"
        words = reading.text[first.start : first.end]
        yield Candidate("deadlines", (("yearly", given),), clause, _around(sentence, words))
    for duration in _DURATION.finditer(reading.masked):
        numbers = _numbers(reading, duration.groups()[:2])
        if len(numbers) == 1 and _is_lead(reading.masked, duration):
            unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
            given = f"{{event: {TO_FILL}, lead: {numbers[0]}, unit: {unit}}}"
            quote = _around(sentence, reading.source(duration))
            yield Candidate("deadlines", (("before", given),), clause, quote, numbers)


def _yearly(text: str, figure: Figure) -> str:
    """A day of every year before which something is to be done: 07-31, 09-end; empty for anything else."""
    day, behind = figure.value, text[figure.end : figure.end + 2]
    if not isinstance(day, Day) or day.year or not day.month:
        return ""
    if day.day and behind[:1] == "前":
        return f"{day.month:02}-{day.day:02}"
    return f"{day.month:02}-end" if not day.day and behind in ("底前", "末前") else ""


def _is_lead(masked: str, duration: re.Match[str]) -> bool:
    """Whether a duration is how long before something: 提前24小时, 开始1个月前."""
    ahead, behind = masked[max(0, duration.start() - 4) : duration.start()], masked[duration.end() :]
    return bool(re.search("提前(?:不少于|至少)?$", ahead) or re.match("以?前(?!期)", behind))


_BEGINS = re.compile("(?:以|之)?内(?:要|应|应当|须|必须)?(?:开始|启动|开工|进场)")
"""Behind a duration: that something has to begin, and not to end, within it."""


def _numbers(reading: Reading, signs: tuple[str | None, ...]) -> tuple[Decimal, ...]:
    """The numbers of some signs; none where one of them is in doubt."""
    numbers = [reading.number(sign) for sign in signs if sign]
    return tuple(number for number in numbers if number is not None) if None not in numbers else ()


def _in_unit(reading: Reading, numbers: tuple[Decimal, ...], last: str, unit: str) -> tuple[tuple[Decimal, ...], str]:
    """Numbers and unit as the text has them: 3 and 万元, where `read` has made 30000 of 3万."""
    figure = reading.figure(last)
    if reading.text[figure.start : figure.end].endswith("万"):
        return tuple(number / 10000 for number in numbers), f"万{unit}"
    return numbers, unit


def _limit(unit: str, amount: dict[str, Any]) -> Part:
    silent: dict[str, Any] = dict.fromkeys(("starts_on", "ends_with", "excludes"), NOT_STATED)
    return Limit.model_validate({"id": "one", "unit": unit, **silent, **amount})


def _count(unit: str, amount: dict[str, Any]) -> Part:
    return Count.model_validate({"id": "one", "unit": unit, **amount})


def _charge(item: str, currency: str, amount: dict[str, Any]) -> Part:
    silent = {"payer": NOT_STATED, "basis": NOT_STATED}
    return Charge.model_validate({"id": "one", "item": item, "currency": currency, **silent, **amount})


_MEANING = {"at_most": "<=", "at_least": ">=", "starts_within": "<=", "exactly": ""}


def _amount(
    numbers: tuple[Decimal, ...], quote: str, fact_of: Any, meant: set[str], only: str = ""
) -> tuple[tuple[str, str], ...]:
    """The key of the amount that the quotation bears, and the number; none where it bears none.

    `meant`: the signs beside the number itself; the same number may stand elsewhere in the quotation and mean another.
    `only`: the one key that it may be, if the words say which.
    """
    if not numbers:
        return ()
    ways: list[dict[str, Any]] = [
        {name: numbers[0]}
        for name, sign in _MEANING.items()
        if name == only or (not only and (not meant or sign in (*meant, "")))
    ]
    if len(numbers) == 2:
        ways = [{"between": numbers}] if numbers[0] <= numbers[1] else []
    for way in ways:
        if all(claim.holds(normal(quote)) for claim in claims.claims_of(fact_of(way))):
            shown = f"[{', '.join(map(str, numbers))}]" if len(numbers) == 2 else str(numbers[0])
            return ((next(iter(way)), shown),)
    return ()


def _force(quote: str) -> tuple[tuple[str, str], ...]:
    return next(((("force", force),) for force in _FORCES if re.search(claims.FORCE_WORDS[force], quote)), ())


def _counts(clause: str, sentence: str) -> Iterator[Candidate]:
    """Stated numbers of steps, of papers, of visits."""
    reading = read(normal(sentence))
    for count in _COUNT.finditer(text := reading.masked):
        before, behind = text[max(0, count.start() - 14) : count.start()], text[count.end() : count.end() + 8]
        section, numbers = _counted(before, behind, count[2]), _numbers(reading, (count[1],))
        if section and numbers:
            quote = _around(sentence, reading.source(count))
            meant = comparisons.signs(reading, *count.span())
            if amount := _amount(numbers, quote, lambda way, unit=count[2]: _count(unit, way), meant):
                yield Candidate(section, (*amount, ("unit", count[2])), clause, quote, numbers)


def _counted(before: str, behind: str, unit: str) -> str:
    if unit in "个项" and _REFERRED.search(before):
        return ""
    if unit in "个项" and ("环节" in before + behind or "流程" in before):
        return "step_counts"
    if unit in "项份张个" and re.search("材料|要件|资料", before + behind):
        return "paper_counts"
    return "visits" if unit == "次" and re.search("跑|上门|现场|到场", before + behind) else ""


_REFERRED = re.compile("(?:上述|前述|以上|这)[^，。；、]*$")
"""Before a number of steps: those that were named, and not how many there are."""


def _bounds(clause: str, sentence: str) -> Iterator[Candidate]:
    """Bounds of classes and conditions: numbers with a unit of measure, and how they compare."""
    reading = read(normal(sentence))
    for bound in (*_BOUND.finditer(reading.masked), *_DIAMETER.finditer(reading.masked)):
        signs = bound.groups()[1:3]
        if (unit := bound[1] or bound[4]) and (numbers := _numbers(reading, signs)):
            numbers, unit = _in_unit(reading, numbers, signs[1] or signs[0], unit)
            if unit == "元":  # a charge; a class begins at so many 万元
                continue
            sign = _sign(reading, bound)
            test = f"[{numbers[0]}..{numbers[1]}]" if len(numbers) == 2 else f"{sign}{numbers[0]}"
            quote = _around(sentence, reading.source(bound))
            yield Candidate("classes", (("test", test), ("unit", unit)), clause, quote, numbers)


def _sign(reading: Reading, number: re.Match[str]) -> str:
    """The sign of a FEEL test that the words beside a number mean; none where they compare nothing."""
    meant = comparisons.signs(reading, number.start(), number.end())
    return next((f"{sign} " for sign in ("<=", ">=", ">", "<") if sign in meant), "")


def _money(clause: str, sentence: str) -> Iterator[Candidate]:
    reading = read(normal(sentence))
    for money in _MONEY.finditer(reading.masked):
        numbers, currency = _in_unit(reading, _numbers(reading, (money[1],)), money[1], money[2])
        quote, item = _around(sentence, reading.source(money)), reading.source(money).removesuffix(f"/{money[3]}")
        meant = comparisons.signs(reading, money.start(), money.end(2))
        charge = partial(_charge, item, currency)
        if amount := _amount(numbers, quote, charge, meant):
            values = (*amount, ("currency", currency), *((("per", money[3]),) if money[3] else ()))
            yield Candidate("fees", values, clause, quote, numbers)
    for word in _FREE.finditer(sentence):
        yield Candidate("fees", (("free", "true"),), clause, _around(sentence, word[0]))


# ----------------------------------------------------------------------------------------------------------- names


def _steps(clause: str, sentence: str) -> Iterator[Candidate]:
    reading = read(sentence)
    for listing in _STEPS.finditer(reading.masked):
        names = re.split("[、，和]", listing[1])
        for name in names:
            short = re.sub("^.*(?:为|至|到|即|分)", "", name)
            if 2 <= len(short) <= 10:
                yield Candidate("steps", (("name", short),), clause, _around(sentence, reading.source(listing)))


def _papers(clause: str, sentence: str) -> Iterator[Candidate]:
    for pattern, shown in ((_TITLED, "《{}》"), (_PAPER, "{}")):
        for paper in pattern.finditer(sentence):
            name = shown.format(paper[1])
            kind = "form" if name.strip("《》").endswith(("表", "单")) else "paper"
            forms = _forms(sentence[paper.end() :])
            given = (("name", name), ("kind", kind), *((("forms", forms),) if forms else ()))
            yield Candidate("papers", given, clause, _around(sentence, paper[0]))


def _forms(behind: str) -> str:
    """The forms of a paper that are named right behind it, as a list of the policy; empty where there are none."""
    named = re.match(r"[（(]?((?:(?:原件|复印件|纸质[版件]|电子[版件])(?:[0-9]+份)?[和及、]?)+)(?!或)", behind)
    found = re.findall(r"(原件|复印件|纸质|电子)[版件]?(?:([0-9]+)份)?", named[1] if named else "")
    return f"[{', '.join(_form(*one) for one in found)}]" if found else ""


def _form(word: str, number: str) -> str:
    kind = {"原件": "original", "复印件": "copy", "纸质": "paper", "电子": "file"}[word]
    return f"{{as: {kind}{f', number: {number}' if number else ''}}}"


def _channels(clause: str, sentence: str) -> Iterator[Candidate]:
    for telephone in _TELEPHONE.finditer(sentence):
        section = "complaints" if re.search("投诉|举报|监督", sentence) else "contacts"
        values = (("kind", "telephone"), ("name", telephone[0]), ("telephone", telephone[0]))
        yield Candidate(section, values, clause, _around(sentence, telephone[0]))
    for address in _WEB.finditer(sentence):
        values = (("kind", "web"), ("name", address[0]), ("url", address[0]))
        yield Candidate("channels", values, clause, _around(sentence, address[0]))


# ------------------------------------------------------------------------------------------------------- quotations

_LONG = 60
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][\d一二三四五六七八九十]+[）)]|\d{1,2}(?:[.．](?!\d)|、))\s*"
)


def _around(sentence: str, words: str) -> str:
    """A short quotation: the sentence, or of a long one the parts between commas around what was found."""
    if len(sentence) <= _LONG:
        return sentence
    parts = re.split(r"(?<=[，,])", sentence)
    at = next((index for index, part in enumerate(parts) if normal(words) in normal(part)), None)
    if at is None:
        return sentence
    first, last = at, at + 1
    while first > 0 and sum(map(len, parts[first - 1 : last])) <= _LONG:
        first -= 1
    while last < len(parts) and sum(map(len, parts[first : last + 1])) <= _LONG:
        last += 1
    return "".join(parts[first:last]).strip("，, ")
