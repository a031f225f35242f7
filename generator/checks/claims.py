"""What each part of a fact claims: the figures, units, words of comparison and names its quotation must contain.

A claim is tested on the normalised quotation (`document.text.normal`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from generator.document import comparisons
from generator.document.quantities import UNIT_NAMES, UNIT_WORDS, Day, read, stands_in
from generator.document.text import annex, normal
from generator.policy import feel
from generator.policy.facts import (
    WORDS_AS_AMOUNT,
    Amount,
    Beyond,
    Body,
    Branch,
    Channel,
    Charge,
    Count,
    Deadline,
    EveryYear,
    Form,
    Lead,
    Limit,
    Paper,
    Particular,
    Permit,
    Phase,
    Pipe,
    Provision,
    Quantity,
    Schedule,
    ScheduleRow,
    Scope,
    Step,
)
from generator.policy.files import Dated, Demanded, Document, Forbidden, Missing, Named
from generator.policy.provenance import Conflict, Nothing, Part, Target, Words, unsaid
from generator.policy.scalars import NOT_STATED
from generator.policy.tables import Class, Input, Row
from generator.policy.utilities import known


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a quotation must contain: what it is for a reader, its text, and the test on the normalised quote."""

    role: str
    what: str
    holds: Callable[[str], bool]
    field: str = ""
    """The key that makes the claim, for the position of a finding."""
    of_condition: bool = False
    """Whether it is the condition of a fact, which documents often state in a heading above it."""


_HEAD = re.compile(r"\((?:单位:)?个?([^()]{1,12})\)$|(?<![费价量])单位:(\w{1,6})(?=[;,。)]|$)")
_NUMBERS_ALONE = re.compile(r"[0-9.]+(?:[-~至][0-9.]+)?")


def readings(quotes: Sequence[str]) -> list[str]:
    """Some quotations of one fact, normalised; a number alone in a cell also with the unit in the head of its column.

    >>> readings(["2100", "标准（元/户）"])
    ['2100', '标准(元/户)', '2100元/户']
    """
    normals = [normal(quote) for quote in quotes]
    units = [head[1] or head[2] for head in map(_HEAD.search, normals) if head]
    units += [quote for quote in normals if re.fullmatch("万?元(?:/.{1,12})?", quote)]
    cells = [quote for quote in normals if _NUMBERS_ALONE.fullmatch(quote)]
    return [*normals, *(cell + unit for cell in cells for unit in units)]


def _literally(role: str, text: str | None, field: str = "") -> Iterator[Claim]:
    if text:
        wanted = normal(text)
        yield Claim(role, text, lambda quote: stands_in(wanted, quote), field)


def _word(role: str, what: str, pattern: str, field: str = "") -> Claim:
    return Claim(role, what, lambda quote: re.search(pattern, quote) is not None, field)


# ----------------------------------------------------------------------------------------- words of the field

_SHOWN = {"<=": "不超过、以内、≤", ">=": "不少于、及以上、≥", "<": "低于、<", ">": "大于、超过、>"}
FORCE_WORDS = {
    "committed": "承诺", "statutory": "法定(?![工节假代休])", "in_principle": "原则上",
    "recommended": "(?<![适不便相事])宜|建议(?!书)", "encouraged": "鼓励|支持",
    "average": "平均", "at_once": "立即执行|即日起", "ongoing": "长期", "trial": "试行|试点",
    "gradual": "逐步|逐渐", "promoted": "推行|推广|推进", "announced": "要|将|拟|制定|建立|完善|优化",
}  # fmt: skip
MATTER_WORDS = {
    "name": "名称", "scope": "内容|范围", "steps": "程序|流程|环节", "papers": "材料|资料|要件",
    "limits": "时限|期限|用时", "starts_on": "起算", "ends_with": "终点|办结", "excludes": "不计入",
    "standards": "标准", "fees": "收费|费用",
    "tariffs": "收费标准|价格|计费", "works": "工程费|工程费用", "commitments": "承诺", "responsible": "责任人|负责人",
    "channels": "渠道|方式", "window": "网点|营业厅|地址", "enquiries": "联系方式|咨询电话|服务电话|电话",
    "repairs": "报修|抢修|维修", "complaints": "投诉|监督", "complaint_line": "投诉电话|投诉热线|监督电话",
    "interruptions": "停供|停水|停气|停热|停暖|停电", "results": "执行情况|完成情况|达标", "safety": "安全",
}  # fmt: skip


def _stops() -> list[str]:
    """What an interruption of each utility is called."""
    return [re.escape(entry["stop"]) for entry in known().values()]


_INCLUDED = "不(得|再)?(另行|单独|另外|另)(收取|收费|收)|(已|均)?(计|纳|含|包含|包括)(入|在)[^，。；]*(价|费)"
_FREE = (
    "不收(?!现金)|不得收|不再收|(?<![不得未非])免费|(?<![不得未])免[收交]|零收费|零成本|零投资|无偿|"
    "[无不]需(?!现金).{0,2}缴|零费用|全免|不[用必][交缴](?!现)|不[花要]钱|不另(?:行|外)?[收计]|分钱不[要用]|分文不[收取]|(?<![0-9.])0费用|(?<![得未])免(?!费)[\u4e00-\u9fff]{1,4}费|不得以[^。;]{1,30}收[取费]|不(?:得|再)?向[^,。;]{1,8}收[取费]|[无不]需承担|"
    "(?:费用?|收费|收费标准|是否收费)[:?]?(?:免|无|否|不收)(?=[,。;)|!]|$)"
)


# ----------------------------------------------------------------------------------------------- what is claimed


_NUMBERS = ("exactly", "at_most", "at_least", "between", "starts_within")


def _quantity(part: Quantity, unit: str, unit_name: str) -> Iterator[Claim]:
    """That each number of a quantity stands before its unit (a regular expression), with its word of comparison."""
    field = next((name for name in _NUMBERS if getattr(part, name) is not None), "words")
    for number in part.numbers:
        yield Claim("数量", f"{number}{unit_name}", _counts(number, unit), field)
    for name, sign in (("at_most", "<="), ("starts_within", "<="), ("at_least", ">=")):
        if (bound := getattr(part, name)) is not None:
            yield _compared_with(bound, sign, unit, name, shown=unit_name)
    if part.between is not None:
        low, high = part.between
        yield Claim("范围", f"{low}-{high}{unit_name}", partial(_ranged, low, high, unit), "between")
    if part.starts_within is not None:
        yield _word("开始", "开始", "开始|启动|开工|进场", "starts_within")
    if part.exactly is not None:
        yield Claim("恰好的数", f"{part.exactly}", partial(_exact, part.exactly, unit), "exactly")
    yield from _literally("数量的文字", part.words, "words")


def _compared_with(number: Decimal, sign: str, unit: str, field: str = "", *, shown: str, loose: bool = False) -> Claim:
    """That the number stands beside a word of comparison, in one stretch with its unit; `shown`: the unit's name."""
    what = f"{_SHOWN[sign]} … {number}{shown}"
    return Claim("比较的用词", what, lambda quote: comparisons.bounded(quote, number, sign, unit, loose=loose), field)


def _counts(number: Decimal, unit: str) -> Callable[[str], bool]:
    return lambda quote: comparisons.says(quote, number, unit) or (number == 0 and _nothing(quote))


def _nothing(quote: str) -> bool:
    """Whether a quotation has a 零 that is a number by itself: 零投资, not 零星 and not 一百零五."""
    reading = read(quote)
    return re.search(f"{reading.signs(Decimal(0))}(?![星散件售])", reading.masked) is not None


def _ranged(low: Decimal, high: Decimal, unit: str, quote: str) -> bool:
    return comparisons.ranged(quote, low, high, unit)


def _exact(number: Decimal, unit: str, quote: str) -> bool:
    return comparisons.exact(quote, number, unit) or (number == 0 and _nothing(quote))


def _limit(limit: Limit) -> Iterator[Claim]:
    yield from _literally("哪件事的时限", limit.duty, "duty")
    yield from _actors("谁的时限", limit.whose, "whose")
    if limit.total:
        yield _word("合计的用词", "合计、共、总", "合计|共计|一共|共|总", "total")
    if limit.unit in WORDS_AS_AMOUNT:
        yield _word(
            "时限",
            limit.unit,
            rf"(?<!不)(?<!非)(?<!不能)(?<!无法)(?<!未能)(?<!不可)(?:{UNIT_WORDS[limit.unit]})(?!起|算|不?计)",
            "unit",
        )
    elif limit.unit == NOT_STATED:
        yield from _literally("时限的文字", limit.words, "words")
    else:
        yield from _quantity(limit, UNIT_WORDS[limit.unit], UNIT_NAMES[limit.unit])


def _deadline(deadline: Deadline) -> Iterator[Claim]:
    yield from _literally("到那时要做什么", deadline.does, "does")
    yield from _actors("谁要赶", deadline.whose, "whose")


def _every_year(yearly: EveryYear) -> Iterator[Claim]:
    yield _word("每年的用词", "每年", "每一?[年个]|每(?:供暖|供热|采暖)?[季期]|年度|历年", "by")
    yield _yearly("每年的日子", yearly.by, "by")
    if yearly.since:
        yield _yearly("每年的日子", yearly.since, "from")
    yield from _advised(yearly.advised)


def _lead(lead: Lead) -> Iterator[Claim]:
    yield _word("在以前的用词", "前", "前", "event")
    if lead.lead is not None and lead.unit is not None:
        shown, words = f"{lead.lead}{UNIT_NAMES[lead.unit]}", UNIT_WORDS[lead.unit]
        yield Claim("提前多少", shown, _counts(lead.lead, words), "lead")
    yield from _advised(lead.advised)


def _advised(day: str | None) -> Iterator[Claim]:
    if day:
        yield _yearly("建议的日子", day, "advised")
        yield _word("建议的用词", "建议", FORCE_WORDS["recommended"], "advised")


def _yearly(role: str, day: str, field: str) -> Claim:
    """That a quotation has a day of every year: 7月31日 of 07-31, 9月底 of 09-end, 4月 of 04-start."""
    month, _, date = day.partition("-")
    shown = f"{int(month)}月" + (f"{int(date)}日" if date.isdigit() else "底" if date == "end" else "")
    return Claim(role, shown, partial(_has_yearly, int(month), date), field)


def _has_yearly(month: int, date: str, quote: str) -> bool:
    for figure in read(quote).figures:
        if isinstance(figure.value, Day) and figure.value.month == month:
            behind = quote[figure.end : figure.end + 1]
            written = str(figure.value.day) if figure.value.day else "end" if behind in ("底", "末") else "start"
            if written == date.lstrip("0"):
                return True
    return False


def _charge(charge: Charge) -> Iterator[Claim]:
    yield from _literally("收费项目", charge.item, "item")
    yield from _literally("计费单位", charge.per, "per")
    yield from _quantity(charge, re.escape(normal(charge.currency)), charge.currency)
    if charge.included:
        yield _word("不另收的用词", "不得另行收取、已计入等", _INCLUDED, "included")
        yield from _literally("算在哪里", charge.included, "included")
    if charge.free:
        yield _word("不收费的用词", "不收取、免费等", _FREE, "free")
    yield from _actors("承担方", charge.payer, "payer")


def _actors(role: str, actors: Any, field: str) -> Iterator[Claim]:
    if isinstance(actors, dict):
        for words in actors.values():
            for word in words:
                yield from _literally(role, word, field)


def _step(step: Step) -> Iterator[Claim]:
    yield from _literally("环节名称", step.name, "name")
    yield from _actors("办理人", step.actors, "actors")
    yield from _literally("另一个名称", step.also, "also")
    yield from _literally("做什么", step.does, "does")
    yield from _literally("结果", step.result, "result")


def _pipe(pipe: Pipe) -> Iterator[Claim]:
    yield from _literally("这一段的叫法", pipe.name, "name")
    yield from _actors("建设方", pipe.builder, "builder")
    yield from _actors("所有人", pipe.owner, "owner")
    yield from _provision(pipe)


def _paper(paper: Paper) -> Iterator[Claim]:
    yield from _literally("材料名称", paper.name, "name")
    yield from _literally("出具机构", paper.issuer, "issuer")
    yield from _literally("提交渠道", paper.channel, "channel")
    if paper.deferrable:
        yield _word("可以后补的用词", "容缺、后补", "容缺|后补|补[交齐充正]|缓交|再交", "deferrable")


FORM_WORDS = {"original": "原件|正本", "copy": "复印|影印", "paper": "纸质|书面", "file": "电子|扫描|上传"}


def _form(form: Form) -> Iterator[Claim]:
    for kind in form.kinds:
        yield _word("怎么交", re.split("[|]", FORM_WORDS[kind])[0], FORM_WORDS[kind], "as")
    if form.number is not None:
        yield Claim("份数", f"{form.number}份", _counts(Decimal(form.number), "份|套|张"), "number")
    for seal in form.seal:
        yield from _literally("盖什么章", seal, "seal")
    if form.optional:
        yield _word("可以这样交的用词", "可", "可|也能|有条件", "optional")


def _channel(channel: Channel) -> Iterator[Claim]:
    yield from _literally("渠道名称", channel.name, "name")
    yield from _literally("电话", channel.telephone, "telephone")
    yield from _literally("网址", channel.url, "url")
    yield from _literally("设在哪里", channel.within, "within")
    yield from _literally("地址", channel.address, "address")
    for hours in channel.hours:
        yield from _literally("时间", hours.words)
        yield from _literally("季节", hours.season)


def _provision(provision: Provision | Pipe | Nothing) -> Iterator[Claim]:
    """That the figures and the titles in 《》 of our own wording stand in the quotation."""
    for matter in getattr(provision, "publishes", ()):
        words = "|".join([MATTER_WORDS[matter], *(_stops() if matter == "interruptions" else ())])
        yield _word("要公开的内容", re.split("[|(]", words)[0], words, "publishes")
    text = normal(provision.text or "")
    for shown, holds in _figures(text):
        yield Claim("数字", shown, holds, "text")
    for title in re.findall(r"《[^》]*》", text):
        yield from _literally("文件名", title, "text")


def _figures(text: str) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """The figures of a text of ours, and whether a quotation has each; a Chinese numeral alone (统一) is no figure."""
    reading = read(text)
    for figure in reading.figures:
        shown = text[figure.start : figure.end]
        if isinstance(figure.value, Day):
            yield shown, partial(_dates_it, figure.value)
        elif shown[0].isdigit():
            yield shown, partial(_has, figure.value, shown, _measure(text, figure.end))


def _measure(text: str, end: int) -> str:
    """The first sign of the measure behind a number: 工 of 个工作日, % of 50%; empty where the number stands alone."""
    sign = re.match(r"(?:\(含\))?个?(?:以内|之内|内)?的?([\u4e00-\u9fff%])", text[end:])
    return sign[1] if sign else ""


def _dates_it(day: Day, quote: str) -> bool:
    return any(day.part_of(other) for other in read(quote).days())


def _has(number: Decimal | None, shown: str, measure: str, quote: str) -> bool:
    """Whether a quotation has a number before the same measure, in digits or in Chinese.

    `number`: None for what cannot be read as one number; then the words shown must stand there as they are.
    """
    if number is not None and any(day.year == number for day in read(quote).days()):
        return True
    for figure in read(quote).figures:
        words = quote[figure.start : figure.end]
        same = figure.value == number if number is not None else words == shown
        if same and _measure(quote, figure.end) in (measure or _measure(quote, figure.end),):
            return words[0].isdigit() or bool(measure)
    return False


def _schedule(table: Schedule) -> Iterator[Claim]:
    yield from _literally("表名", table.title, "title")
    yield from _actors("承担方", table.payer, "payer")


def _row(row: ScheduleRow) -> Iterator[Claim]:
    """What the cells of a row claim: their words, or an amount with its unit."""
    yield from _actors("承担方", row.payer, "payer")
    for cell in row.cells.values():
        if isinstance(cell, Amount):
            yield from _quantity(cell, re.escape(normal(str(cell.unit))), str(cell.unit))
            yield from _literally("计费单位", cell.per if cell.numbers else None)
        elif not unsaid(cell):
            yield from _literally("表中的内容", cell)


_ITEM_WORDS = {"case_type": "即办|承诺件|办件", "level": "级", "online": "网|线上|在线", "agency": "中介"}


def _particular(particular: Particular) -> Iterator[Claim]:
    words = _ITEM_WORDS[particular.item]
    yield _word("这一项的用词", words.split("|")[0], words, "item")
    yield from _provision(particular)


def _body(body: Body) -> Iterator[Claim]:
    yield from _literally("机构名称", body.name, "name")
    yield from _literally("负责什么", body.does, "does")
    yield from _provision(body)


def _permit(permit: Permit) -> Iterator[Claim]:
    yield from _provision(permit)
    yield from _actors("申请人", permit.applicants, "applicants")


def _document(document: Document) -> Iterator[Claim]:
    if not unsaid(document.title):
        yield from _literally("标题", document.title, "title")
    for issuer in document.issuing:
        yield from _literally("发文单位", issuer, "issuers")
    for addressee in document.addressees:
        yield from _literally("主送单位", addressee, "addressees")
    if not unsaid(document.number):
        yield from _literally("文号", document.number, "number")
    if not unsaid(document.date):
        yield from _date("成文日期", document.date, "date")
    yield from _literally("索引号", document.index_no, "index_no")
    yield from _literally("公开的单位", document.publisher, "publisher")
    if document.published is not None:
        yield from _date("公开日期", document.published, "published")


def _missing(missing: Missing) -> Iterator[Claim]:
    """That a quotation names what lacks: its name, behind the number of an annex if it has one (5.… is 附件5)."""
    numbered = annex(missing.name)
    for number in read(normal(numbered)).numbers():
        yield Claim("附件的号", numbered, partial(_numbered, number), "name")
    yield from _literally("没有拿到的文件的名称", missing.name.removeprefix(numbered).strip("《》 ：.、"), "name")


def _numbered(number: Decimal, quote: str) -> bool:
    return number in read(quote).numbers()


def _date(role: str, day: Any, field: str = "") -> Iterator[Claim]:
    """A date, however the document writes it."""
    wanted = Day(day.year, day.month, day.day)
    shown = f"{day.year}年{day.month}月{day.day}日"
    yield Claim(role, shown, lambda quote: wanted in read(quote).days(), field)


def _dated(dated: Dated) -> Iterator[Claim]:
    yield from _literally("原文用语", dated.words)
    if dated.on is not None:
        yield from _date("日期", dated.on)


_CLAIMS: dict[type[Part], Callable[[Any], Iterator[Claim]]] = {
    Limit: _limit,
    Deadline: _deadline,
    EveryYear: _every_year,
    Lead: _lead,
    Count: lambda count: _quantity(count, re.escape(normal(count.unit)), count.unit),
    Charge: _charge,
    Step: _step,
    Branch: lambda branch: _literally("去向的条件", branch.on),
    Phase: lambda phase: _literally("阶段名称", phase.name, "name"),
    Paper: _paper,
    Form: _form,
    Channel: _channel,
    Provision: _provision,
    Permit: _permit,
    Pipe: _pipe,
    Body: _body,
    Particular: _particular,
    Document: _document,
    Forbidden: lambda rule: _told("不许改的用词", "不得", "不得|不许|不准|禁止|不能|严禁", rule.to),
    Demanded: lambda rule: _told("要求的用词", "应当", "应|须|要求|要(?!求?不)|实行|不得", rule.to),
    Named: lambda company: _literally("企业名称", company.name, "name"),
    Class: lambda class_: _literally("类别名称", class_.name, "name"),
    Schedule: _schedule,
    ScheduleRow: _row,
    Nothing: _provision,
    Missing: _missing,
    Scope: _provision,
    Beyond: _provision,
    Dated: _dated,
    Words: lambda words: _literally("原文用语", words.words),
    Target: lambda target: _literally("期限的用词", target.words),
}


def _told(role: str, shown: str, pattern: str, ranks: Mapping[str, str]) -> Iterator[Claim]:
    """That something is forbidden or demanded, and of whom, as the document calls them."""
    yield _word(role, shown, pattern)
    for name in ranks.values():
        yield from _literally("对谁说的", name, "to")


def _force(part: Part) -> Iterator[Claim]:
    force = getattr(part, "force", "required")
    if force in FORCE_WORDS:
        yield _word("效力的用词", re.split("[|(]", FORCE_WORDS[force])[0], FORCE_WORDS[force], "force")
    yield from _literally("效力的用词", getattr(part, "force_words", None), "force_words")


def claims_of(part: Part) -> list[Claim]:
    """What a part claims of its quotation, apart from the tests of its conditions."""
    return [*_CLAIMS.get(type(part), lambda _: ())(part), *_force(part)]


def conditions_of(part: Part, inputs: dict[str, Input]) -> Iterator[Claim]:
    """What the tests on inputs claim of the quotation: those of a row of a class, or of a fact's own condition."""
    conditions = [part.tests] if isinstance(part, Row) else getattr(part, "when", ())
    for tests in conditions:
        for name, test in tests.items():
            if (asked := inputs.get(name)) is not None and not isinstance(part, Conflict):
                for claim in _tested(asked, test):
                    yield replace(claim, of_condition=not isinstance(part, Row))


def _tested(asked: Input, test: feel.Unary) -> Iterator[Claim]:
    for number_range in test.ranges:
        yield from _range(asked, number_range)
    for value in test.values:
        yield from _value(asked, value)


def _range(asked: Input, wanted: feel.Range) -> Iterator[Claim]:
    unit = re.escape(normal(asked.unit or ""))
    for bound in {bound for bound in (wanted.low, wanted.high) if bound is not None}:
        yield Claim("界限", f"{asked.name} {bound}", partial(_bounds, bound, unit))
    if asked.unit:
        yield Claim("单位", asked.unit, partial(_measured, normal(asked.unit)))
    if wanted.low is not None and wanted.low != wanted.high:
        yield _compared_with(wanted.low, ">=" if wanted.low_closed else ">", unit, shown=asked.unit or "", loose=True)
    if wanted.high is not None and wanted.low != wanted.high:
        yield _compared_with(wanted.high, "<=" if wanted.high_closed else "<", unit, shown=asked.unit or "", loose=True)


def _measured(unit: str, quote: str) -> bool:
    """Whether a quotation has a unit; % is that of 百分之三十 too."""
    return stands_in(unit, quote) or (unit in "%‰" and unit in read(quote).masked)


def _bounds(bound: Decimal, unit: str, quote: str) -> bool:
    """Whether a quotation has the number of a bound, with its unit or with none."""
    return comparisons.says(quote, bound, unit, loose=True)


def _value(asked: Input, value: bool | str) -> Iterator[Claim]:
    """That the document's words for a value stand in the quotation, and not only within those for another value."""
    if asked.words is not None:
        wanted, others = asked.words["true" if value is True else "false"], list(asked.words.values())
    else:
        wanted, others = str(value), list(asked.values)
    longer = [normal(other) for other in others if normal(wanted) in normal(other) and other != wanted]
    yield Claim(asked.name, wanted, lambda quote: stands_in(normal(wanted), _less(quote, longer)))


def _less(quote: str, words: Sequence[str]) -> str:
    for word in words:
        quote = quote.replace(word, "")
    return quote
