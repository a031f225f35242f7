"""That every value is borne by its quotation, and every quotation by the clause it names. Findings only.

A quotation bears a value when every figure, unit and word of comparison of the value occurs in it, and every name
stands in it as written. That is more than "the words exist somewhere", and less than understanding: people read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from generator.document import comparisons, originals
from generator.document.figures import UNIT_NAMES, UNIT_WORDS, Day, read, stands_in
from generator.document.text import normal
from generator.findings import Finding, Place, finding
from generator.policy import feel
from generator.policy.facts import (
    WORDS_AS_AMOUNT,
    Branch,
    Channel,
    Charge,
    Count,
    Handing,
    Limit,
    Paper,
    Permit,
    Phase,
    Quantity,
    Schedule,
    ScheduleRow,
    Statement,
    Step,
)
from generator.policy.files import Dated, Document, FormFile, Sections
from generator.policy.guide import Guide, items
from generator.policy.loader import City
from generator.policy.provenance import Cite, Conflict, Fact, Nothing, Part, Target, Words, walk
from generator.policy.resolve import Resolved
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source
from generator.policy.syntax.text import inside
from generator.policy.tables import Class, Input, Row


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a quotation must contain: what it is for a reader, its text, and the test on the normalised quote."""

    role: str
    what: str
    holds: Callable[[str], bool]
    field: str = ""
    """The key that makes the claim, for the place of a finding."""


def _literally(role: str, text: str | None, field: str = "") -> Iterator[Claim]:
    if text:
        wanted = normal(text)
        yield Claim(role, text, lambda quote: stands_in(wanted, quote), field)


def _word(role: str, what: str, pattern: str, field: str = "") -> Claim:
    return Claim(role, what, lambda quote: re.search(pattern, quote) is not None, field)


# ----------------------------------------------------------------------------------------- words of the field

_SHOWN = {"<=": "不超过、以内、≤", ">=": "不少于、及以上、≥", "<": "低于、<", ">": "大于、超过、>"}
FORCE_WORDS = {
    "committed": "承诺", "statutory": "法定(?![工节假代休])", "in_principle": "原则上", "encouraged": "鼓励|支持",
    "average": "平均", "at_once": "立即执行|即日起", "ongoing": "长期", "trial": "试行|试点",
    "gradual": "逐步|逐渐", "promoted": "推行|推广|推进", "announced": "要|将|拟|制定|建立|完善|优化",
}  # fmt: skip
_FREE = (
    "不收(?!现金)|不得收|不再收|(?<![不得未非])免费|(?<![不得未])免[收交]|零收费|零成本|零投资|无偿|"
    "[无不]需(?!现金).{0,2}缴"
)


# ----------------------------------------------------------------------------------------------- what is claimed


_NUMBERS = ("exactly", "at_most", "at_least", "between", "starts_within")


def _quantity(part: Quantity, unit: str, unit_name: str) -> Iterator[Claim]:
    """Numbers directly before their unit, and the word of comparison beside them."""
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
    """Whether a 零 stands there that is a number by itself: 零投资, not 零星 and not 一百零五."""
    reading = read(quote)
    return re.search(f"{reading.signs(Decimal(0))}(?![星散件售])", reading.marked) is not None


def _ranged(low: Decimal, high: Decimal, unit: str, quote: str) -> bool:
    return comparisons.ranged(quote, low, high, unit)


def _exact(number: Decimal, unit: str, quote: str) -> bool:
    return comparisons.exact(quote, number, unit) or (number == 0 and _nothing(quote))


def _limit(limit: Limit) -> Iterator[Claim]:
    if limit.unit in WORDS_AS_AMOUNT:
        yield _word(
            "时限",
            limit.unit,
            rf"(?<!不)(?<!非)(?<!不能)(?<!无法)(?<!未能)(?<!不可)(?:{UNIT_WORDS[limit.unit]})(?!起|算|不?计)",
        )
    elif limit.unit == NOT_STATED:
        yield from _literally("时限的文字", limit.words)
    else:
        yield from _quantity(limit, UNIT_WORDS[limit.unit], UNIT_NAMES[limit.unit])


def _charge(charge: Charge) -> Iterator[Claim]:
    yield from _literally("收费项目", charge.item, "item")
    yield from _literally("计费单位", charge.per, "per")
    yield from _quantity(charge, re.escape(normal(charge.currency)), charge.currency)
    if charge.free:
        yield _word("不收费的用词", "不收取、免费等", _FREE)
    yield from _actors("承担方", charge.payer)


def _actors(role: str, actors: Any) -> Iterator[Claim]:
    if isinstance(actors, dict):
        for words in actors.values():
            for word in words:
                yield from _literally(role, word)


def _step(step: Step) -> Iterator[Claim]:
    yield from _literally("环节名称", step.name, "name")
    yield from _actors("办理人", step.actors)
    yield from _literally("做什么", step.does, "does")
    yield from _literally("结果", step.result, "result")


def _paper(paper: Paper) -> Iterator[Claim]:
    yield from _literally("材料名称", paper.name, "name")


def _handing(handing: Handing) -> Iterator[Claim]:
    for number in (handing.number, handing.originals, handing.copies):
        if number is not None:
            yield Claim("份数", f"{number}份", _counts(Decimal(number), "份|套|张"))
    yield from _literally("出具机构", handing.issuer, "issuer")
    yield from _literally("提交渠道", handing.channel, "channel")
    if handing.sealed is not None:
        yield _word("盖章", "章", "章")
    if handing.electronic is not None:
        yield _word("电子件", "电子", "电子|扫描|上传")


def _channel(channel: Channel) -> Iterator[Claim]:
    yield from _literally("渠道名称", channel.name, "name")
    yield from _literally("电话", channel.telephone, "telephone")
    yield from _literally("网址", channel.url, "url")
    yield from _literally("地址", channel.address, "address")
    for hours in channel.hours:
        yield from _literally("时间", hours.words)
        yield from _literally("季节", hours.season)


def _statement(statement: Statement | Nothing) -> Iterator[Claim]:
    """Of our own wording: its figures and its titles in 《》."""
    text = normal(statement.text or "")
    for shown, holds in _figures(text):
        yield Claim("数字", shown, holds)
    for title in re.findall(r"《[^》]*》", text):
        yield from _literally("文件名", title)


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
    """The sign of measure behind a number: 工 of 个工作日, % of 50%; none where the number stands by itself."""
    found = re.match(r"(?:\(含\))?个?(?:以内|之内|内)?的?([\u4e00-\u9fff%])", text[end:])
    return found[1] if found else ""


def _dates_it(day: Day, quote: str) -> bool:
    return any(day.part_of(other) for other in read(quote).days())


def _has(number: Decimal | None, shown: str, measure: str, quote: str) -> bool:
    """Whether a quotation has a number before the same measure, in digits or in Chinese; a doubt, as it stands."""
    if number is not None and any(day.year == number for day in read(quote).days()):
        return True
    for figure in read(quote).figures:
        words = quote[figure.start : figure.end]
        same = figure.value == number if number is not None else words == shown
        if same and _measure(quote, figure.end) in (measure or _measure(quote, figure.end),):
            return words[0].isdigit() or bool(measure)
    return False


def _cells(row: ScheduleRow) -> Iterator[Claim]:
    for cell in row.cells.values():
        if cell != NOT_STATED:
            yield from _literally("表中的内容", cell)


def _permit(permit: Permit) -> Iterator[Claim]:
    yield from _statement(permit)
    yield from _actors("申请人", permit.applicants)


def _document(document: Document) -> Iterator[Claim]:
    yield from _literally("标题", document.title, "title")
    for issuer in document.issuing:
        yield from _literally("发文单位", issuer)
    if document.number != NOT_STATED:
        yield from _literally("文号", document.number, "number")
    if document.date != NOT_STATED:
        yield from _date("成文日期", document.date, "date")


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
    Count: lambda count: _quantity(count, re.escape(normal(count.unit)), count.unit),
    Charge: _charge,
    Step: _step,
    Branch: lambda branch: _literally("去向的条件", branch.on),
    Phase: lambda phase: _literally("阶段名称", phase.name, "name"),
    Paper: _paper,
    Handing: _handing,
    Channel: _channel,
    Statement: _statement,
    Permit: _permit,
    Document: _document,
    Class: lambda one: _literally("类别名称", one.name, "name"),
    Schedule: lambda table: _literally("表名", table.title, "title"),
    ScheduleRow: _cells,
    Nothing: _statement,
    Dated: _dated,
    Words: lambda words: _literally("原文用语", words.words),
    Target: lambda target: _literally("期限的用词", target.words),
}


def _force(part: Part) -> Iterator[Claim]:
    force = getattr(part, "force", "required")
    if force in FORCE_WORDS:
        yield _word("效力的用词", re.split("[|(]", FORCE_WORDS[force])[0], FORCE_WORDS[force], "force")


def claims_of(part: Part) -> list[Claim]:
    """What a part by itself claims of its quotation."""
    return [*_CLAIMS.get(type(part), lambda _: ())(part), *_force(part)]


def _conditions(part: Part, inputs: dict[str, Input]) -> Iterator[Claim]:
    """What the tests on inputs claim, of a rule of a class or of a fact's own condition."""
    conditions = [part.tests] if isinstance(part, Row) else getattr(part, "when", ())
    for tests in conditions:
        for name, test in tests.items():
            if (asked := inputs.get(name)) is not None and not isinstance(part, Conflict):
                yield from _tested(asked, test)


def _tested(asked: Input, test: feel.Unary) -> Iterator[Claim]:
    for number_range in test.ranges:
        yield from _range(asked, number_range)
    for said in test.values:
        yield from _value(asked, said)


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
    return stands_in(unit, quote) or (unit in "%‰" and unit in read(quote).marked)


def _bounds(bound: Decimal, unit: str, quote: str) -> bool:
    """Whether a quotation has the number of a bound, with its unit or with none."""
    return comparisons.says(quote, bound, unit, loose=True)


def _value(asked: Input, said: bool | str) -> Iterator[Claim]:
    """The document's words for a value, where they are not merely part of its words for another value."""
    if asked.words is not None:
        wanted, others = asked.words["true" if said is True else "false"], list(asked.words.values())
    else:
        wanted, others = str(said), list(asked.values)
    longer = [normal(other) for other in others if normal(wanted) in normal(other) and other != wanted]
    yield Claim(asked.name, wanted, lambda quote: stands_in(normal(wanted), _less(quote, longer)))


def _less(quote: str, words: Sequence[str]) -> str:
    for word in words:
        quote = quote.replace(word, "")
    return quote


# ------------------------------------------------------------------------------------------------------ proofs

_OURS = ("questions",)
_PROVEN = tuple(name for name in Sections.model_fields if name not in _OURS)


def unproven(resolved: Resolved) -> Iterator[Finding]:
    """What the quotations of a guide do not bear, and citations that are missing or incomplete."""
    inputs = {one.id: one for one in resolved.guide.inputs}
    for source, at, fact in _cited_facts(resolved):
        for inner, part, cites in walk(fact):
            place, thing = source.place((*at, *inner)), source.thing((*at, *inner))
            if isinstance(part, Cite):
                yield from _incomplete(part, resolved.guide, place, thing)
                continue
            claims = [*claims_of(part), *_conditions(part, inputs)]
            if not cites and (isinstance(part, (Fact, Class, Document)) or (claims and not isinstance(part, Row))):
                yield finding("no-cite", place, thing)
            for claim, quotes in _unborne(claims, cites):
                where = source.place((*at, *inner, *filter(None, [claim.field])))
                words = {"what": claim.what, "role": claim.role, "role_en": _ROLES_EN.get(claim.role, claim.role)}
                yield finding("unborne", where, thing, **words, quote=quotes, **_doubts(claim, quotes))


def _cited_facts(
    resolved: Resolved, sections: Sequence[str] = _PROVEN
) -> Iterator[tuple[Source, tuple[str | int, ...], Any]]:
    """Everything that stands on a document's word, with the file and location it was written at."""
    guide = resolved.guide
    if guide.reference is not None:
        yield resolved.source, ("reference",), guide.reference
    for section in sections:
        for item in items(guide, section):
            if getattr(item, "assured", None) is None:
                origin = resolved.origin(section, item.id)
                yield origin.source, origin.location, item
    cited = {one.id: one for one in guide.documents}
    for city in resolved.chain:
        for index, document in enumerate(city.file.documents):
            if document.id in cited:
                yield city.sources["city.yaml"], ("documents", index), cited[document.id]


def _unborne(claims: Iterable[Claim], cites: Sequence[Cite]) -> Iterator[tuple[Claim, str]]:
    """The claims the quotations do not bear, with the quotations as they read."""
    quotes = [quote for cite in cites for quote in cite.quote]
    normals = [normal(quote) for quote in quotes]
    for claim in claims:
        if quotes and not _holds(claim, normals):
            yield claim, " / ".join(quotes)


_OF_NUMBERS = ("数量", "范围", "比较的用词", "恰好的数", "份数", "数字", "界限", "日期", "成文日期")


def _doubts(claim: Claim, quotes: str) -> dict[str, str]:
    """What of the quotations looks like a number and cannot be read as one, where a number is what is missing."""
    text = normal(quotes) if claim.role in _OF_NUMBERS else ""
    doubts = [text[figure.start : figure.end] for figure in read(text).figures if figure.value is None]
    if not doubts:
        return {"doubt": "", "doubt_en": ""}
    zh, en = "”“".join(doubts), '", "'.join(doubts)
    return {
        "doubt": f"；其中“{zh}”不能读成一个确定的数或日期",
        "doubt_en": f'; "{en}" cannot be read as one number or date',
    }


_ROLES_EN = {
    "数量": "amount", "范围": "range",
    "比较的用词": "word of comparison", "恰好的数": "exact number, not a bound", "开始": "to begin",
    "数量的文字": "words of the amount", "时限": "time limit", "时限的文字": "words of the limit", "收费项目": "charge",
    "计费单位": "per what", "不收费的用词": "word for no charge", "承担方": "payer", "环节名称": "name of the step",
    "办理人": "actor", "做什么": "what is done", "结果": "result", "材料名称": "name of the paper", "份数": "number",
    "出具机构": "issuer", "提交渠道": "channel", "盖章": "seal", "电子件": "electronic",
    "渠道名称": "name of the channel",
    "电话": "telephone", "网址": "address on the web", "地址": "address", "时间": "hours", "季节": "season",
    "数字": "figure", "文件名": "title", "申请人": "applicant", "标题": "title", "发文单位": "issuer", "文号": "number",
    "成文日期": "date", "日期": "date", "效力的用词": "word for its force", "界限": "bound", "单位": "unit",
    "类别名称": "name of the class", "阶段名称": "name of the phase", "表名": "title of the table",
    "表中的内容": "cell", "原文用语": "words of the document", "期限的用词": "words of the date",
    "去向的条件": "condition of the branch",
}  # fmt: skip


def _holds(claim: Claim, quotes: Sequence[str]) -> bool:
    """What is claimed may stand in any of the quotations."""
    return any(claim.holds(quote) for quote in quotes)


def _incomplete(cite: Cite, guide: Guide, place: Place, thing: str) -> Iterator[Finding]:
    if not cite.quote:
        yield finding("no-quote", place, thing)
    if cite.clause is None:
        yield finding("no-clause", place, thing)
    if cite.doc is None:
        allowed = "、".join(document.id for document in guide.documents)
        yield finding("which-document", place, thing, allowed=allowed)


# ------------------------------------------------------------------------------------- against the originals


def unfaithful(resolved: Resolved, folder: Path | None) -> Iterator[Finding]:
    """Quotations that do not stand in the clause they name, and documents whose text was not found.

    `folder` holds `<city>.txt`; a city's own `originals/` is looked into first. With neither, nothing is compared.
    """
    texts = {
        document.id: text_path(city, document, folder)
        for city in resolved.chain
        for document in city.file.documents
        if folder or (city.folder / "originals").is_dir()
    }
    for source, at, fact in _cited_facts(resolved, tuple(Sections.model_fields)):
        for inner, part, _ in walk(fact):
            if isinstance(part, Cite) and part.doc in texts and part.clause:
                place, thing = source.place((*at, *inner)), source.thing((*at, *inner))
                yield from _compared(part, texts[part.doc], place, thing)


_TEXTS = 64
"""So many texts are held at once; a place has few."""


def text_path(city: City, document: Document, folder: Path | None) -> Path:
    """Where a document's text is to be found: with the city, or in the folder of originals."""
    name = document.text or f"{city.slug}.txt"
    own = city.folder / "originals" / name
    if (own.is_file() and inside(own, city.folder)) or folder is None or not inside(folder / name, folder):
        return own
    return folder / name


@lru_cache(_TEXTS)
def original(path: Path) -> originals.Original | None:
    """The text at an absolute path, None where there is none. Raises UnicodeDecodeError."""
    return originals.read(path) if path.is_file() else None


def of_form(city: City, folder: Path | None) -> Iterator[Finding]:
    """What the citations of a city's form do not bear."""
    if city.form is None:
        return
    yield from _unborne_marks(city.form, city.sources["form.yaml"])
    documents = city.file.documents
    source, only = city.sources["form.yaml"], documents[0].id if len(documents) == 1 else None
    texts = {
        one.id: text_path(city, one, folder) for one in documents if folder or (city.folder / "originals").is_dir()
    }
    for at, part, _ in walk(city.form):
        if isinstance(part, Cite):
            cite = part.model_copy(update={"doc": part.doc or city.file.cite.doc or only})
            if cite.doc in texts and cite.clause:
                yield from _compared(cite, texts[cite.doc], source.place(at), source.thing(at))
    cite = city.form.cite[0].model_copy(update={"doc": city.form.cite[0].doc or city.file.cite.doc or only})
    if cite.doc in texts and cite.clause:
        for at, words in printed(city.form):
            place, thing = source.place(at), source.thing(at)
            yield from _compared(cite.model_copy(update={"quote": (words,)}), texts[cite.doc], place, thing)


_MUST, _MAY = ("必填", "必须", "应当", "须填"), ("选填", "可不填", "可填")


def _unborne_marks(form: FormFile, source: Source) -> Iterator[Finding]:
    """Fields called required and groups called optional without a word of a quotation that says so."""
    for index, group in enumerate(form.groups):
        if group.optional:
            quotes = [quote for cite in form.cite for quote in cite.quote if group.title in quote]
            yield from _unless_said(quotes, _MAY, source, ("groups", index, "optional"))
        for number, field in enumerate(group.fields):
            if field.required:
                quotes = [quote for cite in field.cite for quote in cite.quote]
                yield from _unless_said(quotes, _MUST, source, ("groups", index, "fields", number, "required"))


def _unless_said(quotes: Sequence[str], words: Sequence[str], source: Source, at: Location) -> Iterator[Finding]:
    if not any(word in quote for quote in quotes for word in words):
        said = {"what": words[0], "role": str(at[-1]), "role_en": str(at[-1]), "quote": "；".join(quotes) or "（无）"}
        said |= {"doubt": "", "doubt_en": ""}
        yield finding("unborne", source.place(at), source.thing(at), **said)


def printed(form: FormFile) -> Iterator[tuple[Location, str]]:
    """Everything a form prints, with its location: all of it must stand in the clause of the form."""
    yield ("title",), form.title
    if form.serial is not None:
        yield ("serial", "words"), form.serial.words
    for index, group in enumerate(form.groups):
        if group.title != NOT_STATED:
            yield ("groups", index, "title"), group.title
        for number, field in enumerate(group.fields):
            at: Location = ("groups", index, "fields", number)
            for name in ("label", "unit"):
                if words := getattr(field, name):
                    yield (*at, name), words
            for option, words in enumerate(field.options):
                yield (*at, "options", option), words


def _compared(cite: Cite, path: Path, place: Place, thing: str) -> Iterator[Finding]:
    try:
        text = original(path.absolute())
    except UnicodeDecodeError:
        yield finding("not-utf8", Place(path.as_posix()), guess="", guess_en="")
        return
    if text is None:
        yield finding("no-original", Place(place.path), "", file=path.as_posix())
        return
    clauses = text.find(str(cite.clause))
    if not clauses:
        known = "；".join(dict.fromkeys(one.name for one in text.clauses))
        yield finding("no-clause-in-original", place, thing, clause=str(cite.clause), allowed=known)
        return
    for quote in cite.quote:
        if not originals.bears(clauses, quote):
            yield finding("not-in-clause", place, thing, **elsewhere(text, str(cite.clause), quote))
        elif originals.cut(clauses, quote):
            yield finding("figure-cut", place, thing, clause=str(cite.clause), quote=quote)


def elsewhere(text: originals.Original, clause: str, quote: str) -> dict[str, str]:
    """The words of the finding `not-in-clause`: where else in a document a quotation stands."""
    words = {"clause": clause, "quote": quote}
    if holding := "；".join(text.holding(quote)):
        return words | {"elsewhere": f"；它在 {holding}", "elsewhere_en": f"; it stands in {holding}"}
    return words | {"elsewhere": "，全文都没有", "elsewhere_en": ", nor does any other"}
