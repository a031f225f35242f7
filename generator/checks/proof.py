"""Whether every value is borne by its quotation. Findings only.

A quotation bears a value when every figure, unit and word of comparison of the value occurs in it, and every name
stands in it as written. That is more than "the words exist somewhere", and less than understanding, which is left to
people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.checks.claims import Claim, claims_of, conditions_of, readings
from generator.document import misprints
from generator.document.quantities import read
from generator.document.text import normal
from generator.findings import Finding, Position, finding
from generator.policy.files import Document, Sections
from generator.policy.provenance import Cite, Fact, NotInHand, walk
from generator.policy.resolve import Resolved, document_ids
from generator.policy.sources import Source
from generator.policy.tables import Class, Row

_OURS = ("questions",)
PROVEN = tuple(name for name in Sections.model_fields if name not in _OURS)
"""The sections whose entries have to be borne by what they quote; the others are ours."""


def unproven(resolved: Resolved) -> Iterator[Finding]:
    """The claims of a guide's facts that their quotations do not bear, and citations that are missing or incomplete."""
    inputs = {asked.id: asked for asked in resolved.guide.inputs}
    for source, at, fact in cited_facts(resolved):
        for inner, part, cites in walk(fact):
            position, thing = source.position((*at, *inner)), source.thing((*at, *inner))
            if isinstance(part, Cite):
                yield from incomplete(part, [document.id for document in resolved.guide.documents], position, thing)
                yield from misread(part, source.position((*at, *inner, "read_as")), thing)
                continue
            claims = [*claims_of(part), *conditions_of(part, inputs)]
            if not cites and needs_cite(part, claims):
                yield finding("no-cite", position, thing)
            for claim, quotes in unborne(claims, cites):
                where = source.position((*at, *inner, *filter(None, [claim.field])))
                words = {"what": claim.what, "role": claim.role, "role_en": _ROLES_EN.get(claim.role, claim.role)}
                yield finding(
                    "unborne", where, thing, **words, quote=quotes, **_doubts(claim, quotes), **_remedy(claim)
                )


def cited_facts(
    resolved: Resolved, sections: Sequence[str] = PROVEN
) -> Iterator[tuple[Source, tuple[str | int, ...], Any]]:
    """Everything of a guide that must be cited, with its file and location: what no utility assures.

    The reference to another guide, the items of the sections, and the documents themselves.
    """
    guide = resolved.guide
    if guide.reference is not None:
        yield resolved.source, ("reference",), guide.reference
    for section in sections:
        for origin, item in resolved.written(section):
            if getattr(item, "assured", None) is None:
                yield origin.source, origin.location, item
    cited, ids = {document.id: document for document in guide.documents}, document_ids(resolved.chain)
    for city in resolved.chain:
        for index, document in enumerate(city.file.documents):
            if (known := cited.get(ids[city.slug][document.id])) is not None:
                yield city.sources["city.yaml"], ("documents", index), known


def unborne(claims: Iterable[Claim], cites: Sequence[Cite]) -> Iterator[tuple[Claim, str]]:
    """The claims that no quotation bears, each with all the quotations; none where there is no quotation at all."""
    quotes = [quote for cite in cites for quote in cite.readings]
    normals = readings(quotes)
    for claim in claims:
        if quotes and not _holds(claim, normals):
            yield claim, " / ".join(quotes)


def needs_cite(part: Any, claims: Sequence[Claim]) -> bool:
    """Whether a part must be cited; of a document that is not held whole, nobody can quote what lacks."""
    if isinstance(part, NotInHand):
        return False
    return isinstance(part, (Fact, Class, Document)) or (bool(claims) and not isinstance(part, Row))


_OF_NUMBERS = ("数量", "范围", "比较的用词", "恰好的数", "份数", "数字", "界限", "日期", "成文日期")


def _doubts(claim: Claim, quotes: str) -> dict[str, str]:
    """The words `doubt` and `doubt_en` of a finding: what in the quotations cannot be read as a number.

    Both are empty where the claim is not about a number, or where every number can be read.
    """
    text = normal(quotes) if claim.role in _OF_NUMBERS else ""
    doubts = [text[figure.start : figure.end] for figure in read(text).figures if figure.value is None]
    if not doubts:
        return {"doubt": "", "doubt_en": ""}
    zh, en = "”“".join(doubts), '", "'.join(doubts)
    return {
        "doubt": f"；其中“{zh}”不能读成一个确定的数或日期",
        "doubt_en": f'; "{en}" cannot be read as one number or date',
    }


def _remedy(claim: Claim) -> dict[str, str]:
    """The words `remedy` and `remedy_en` of a finding: where else a condition may be borne; empty for other claims."""
    if not claim.of_condition:
        return {"remedy": "", "remedy_en": ""}
    words, words_en = ("标题里的字", "its words") if claim.role in _OF_TESTS else (claim.what, claim.what)
    return {
        "remedy": f"；写在上面的标题里的，把标题也引上：cite: [{{clause: 标题的编号, quote: {words}}}, …]；"
        "或者照类别限定，如 when: {class: small}，类别自己引过，这里不用再引",
        "remedy_en": f"; where a heading above has it, quote that too: cite: [{{clause: …, quote: {words_en}}}, …]; "
        "or limit it to a class, as in when: {class: small}, whose own quotation bears it",
    }


_OF_TESTS = ("界限", "比较的用词", "单位")
"""The roles of what a test on a number claims: it is no word that could be quoted."""


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
    "去向的条件": "condition of the branch", "主送单位": "addressee", "设在哪里": "place it is in",
    "这一段的叫法": "name of the piece", "建设方": "builder", "所有人": "owner",
    "没有拿到的文件的名称": "name of the text that lacks", "企业名称": "name of the utility",
    "要公开的内容": "what is to be published", "附件的号": "number of the annex", "索引号": "index number",
    "公开的单位": "publisher", "公开日期": "day of publication",
    "不许改的用词": "word that forbids", "要求的用词": "word that demands", "对谁说的": "whom it binds",
}  # fmt: skip


def _holds(claim: Claim, quotes: Sequence[str]) -> bool:
    """Whether any of some normalised quotations has what is claimed."""
    return any(claim.holds(quote) for quote in quotes)


def misread(cite: Cite, position: Position, thing: str) -> Iterator[Finding]:
    """What is wrong with how a misprint is read: it belongs to one quotation, and changes little of it."""
    if cite.read_as is not None and len(cite.quote) != 1:
        yield finding("misread-several", position, thing)
    elif cite.read_as is not None and (problem := misprints.problem(cite.quote[0], cite.read_as)):
        yield finding(problem, position, thing, quote=cite.quote[0], value=cite.read_as)


def incomplete(cite: Cite, documents: Iterable[str], position: Position, thing: str) -> Iterator[Finding]:
    """What a citation leaves out. `documents`: the ids that it might name."""
    if not cite.quote:
        yield finding("no-quote", position, thing)
    if cite.clause is None:
        yield finding("no-clause", position, thing)
    if cite.doc is None:
        yield finding("which-document", position, thing, allowed="、".join(documents))
