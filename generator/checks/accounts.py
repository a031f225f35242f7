"""Whether every paragraph of a document is cited or set aside with a reason. Findings only.

A paragraph is accounted for where a quotation of a fact, of the form or of the document's own head stands in it; a
sentence or a cell of a table with a figure or a charge only where a quotation stands in that sentence itself. Headings
need no account: numbered lines with something below them, which have neither figure nor paper nor charge and state
nothing. In doubt a line is no heading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.checks import fulltexts
from generator.document import originals, quantities
from generator.document.originals import UNNUMBERED, Clause, Original, Paragraph
from generator.document.text import normal, readable
from generator.findings import Finding, Position, finding, guess
from generator.policy.files import Document, SetAside
from generator.policy.loader import City
from generator.policy.provenance import Cite, unsaid, walk
from generator.policy.resolve import Resolved, document_ids
from generator.policy.scalars import TO_FILL
from generator.policy.sources import Source

_HEADING = 25
"""A heading has up to so many characters."""


def forgotten(city: City, guides: Sequence[Resolved], folder: Path | None) -> Iterator[Finding]:
    """The paragraphs of a city's documents that are neither cited nor set aside, and what set-aside.yaml has wrong.

    `guides`: all that were resolved, since another city may quote the same documents; `folder`: where the texts of the
    documents are, beside the city's own. Documents without a text are left out.
    """
    yield from _misplaced(city)
    if not folder and not (city.folder / "originals").is_dir():
        return
    only = city.file.documents[0].id if len(city.file.documents) == 1 else None
    quotes = tuple(_quotes(city, guides, only))
    for document in city.file.documents:
        original = _text(city, document, folder)
        if original is None:
            continue
        asides = tuple(_reasons(city, document.id, only))
        for at, aside in asides:
            yield from _unfounded(city.sources["set-aside.yaml"], at, original, aside)
        used = {(clause, quote) for doc, clause, quote in quotes if doc == document.id}
        accounted = _accounted(original, document, used, [aside for _, aside in asides])
        yield from _unaccounted(city, original, accounted, "" if only else document.id)


def _text(city: City, document: Document, folder: Path | None) -> Original | None:
    """A document's text; None where it is missing or unreadable, which other findings say."""
    try:
        return fulltexts.original(fulltexts.text_path(city, document, folder).absolute())
    except UnicodeDecodeError:
        return None


# -------------------------------------------------------------------------------------------------- what is cited


def _quotes(city: City, guides: Sequence[Resolved], only: str | None) -> Iterator[tuple[str | None, str, str]]:
    """The quotations of a city's guides and form, and all that the form prints: document, clause, words.

    `only`: the id of the city's document, where it has a single one and a citation need not name it.
    """
    for resolved in guides:
        if city in resolved.chain:
            own = {known: name for name, known in document_ids(resolved.chain)[city.slug].items()}
            for cite in (part for _, part, _ in walk(resolved.guide) if isinstance(part, Cite)):
                yield from ((own.get(str(cite.doc)), str(cite.clause), quote) for quote in cite.quote)
    if city.form:
        outer = city.file.cite.doc or only
        for cite in (part for _, part, _ in walk(city.form) if isinstance(part, Cite)):
            yield from ((cite.doc or outer, str(cite.clause), quote) for quote in cite.quote)
        whole = city.form.cite[0]
        yield from ((whole.doc or outer, str(whole.clause), words) for _, words in fulltexts.printed(city.form))


def _accounted(
    original: Original, document: Document, used: set[tuple[str, str]], asides: Sequence[SetAside]
) -> tuple[set[int], set[int]]:
    """Where the paragraphs begin that are accounted for, and where the sentences begin that are.

    `used`: quotations of the document, each with its clause; `asides`: the entries that set parts of it aside.
    """
    whole = [*_head(original, document), *(paragraph for aside in asides for paragraph in _whole(original, aside))]
    parts = list[Paragraph]()
    words = {(clause, quote) for aside in asides for clause in aside.clause for quote in aside.quote}
    for clause, quote in used | words:
        for named in original.find(clause):
            sentences = original.bearing(named, quote, original.sentences)
            parts += sentences
            whole += () if sentences else original.bearing(named, quote)
    entire = {paragraph.start for paragraph in whole}
    inside = {sentence.start for sentence in original.sentences if original.around(sentence).start in entire}
    return entire | {original.around(sentence).start for sentence in parts}, inside | {
        sentence.start for sentence in parts
    }


def _head(original: Original, document: Document) -> Iterator[Paragraph]:
    """The paragraphs at the top and at the foot that only repeat the title, the number or an issuer of the document."""
    named = [name for name in (document.title, document.number) if not unsaid(name)]
    head = [*named, *(quote for cite in document.cite for quote in cite.quote)]
    head += [name for issuer in document.issuing for name in (issuer, f"{issuer}文件")]
    for outside in (clause for clause in original.clauses if clause.heading in UNNUMBERED):
        yield from (
            paragraph
            for paragraph in original.within(outside)
            if any(paragraph.says(originals.letters(words)) for words in head)
        )


# ----------------------------------------------------------------------------------------------- what is set aside


def _reasons(city: City, document: str, only: str | None) -> Iterator[tuple[int, SetAside]]:
    """The entries of set-aside.yaml about a document, each with its index."""
    for at, aside in enumerate(city.aside.clauses if city.aside else ()):
        if (aside.doc or only) == document:
            yield at, aside


def _whole(original: Original, aside: SetAside) -> Iterator[Paragraph]:
    """The paragraphs of the clauses that an entry sets aside without quoting of them."""
    if not aside.quote:
        for address in aside.clause:
            for clause in original.find(address):
                yield from _all_of(original, clause)


def _all_of(original: Original, clause: Clause) -> Iterator[Paragraph]:
    """The paragraphs of a clause; of the last only its first statement, since no number tells where that one ends."""
    stated = False
    for paragraph in original.within(clause):
        outside = paragraph.clause.heading in UNNUMBERED
        if clause.path[-1][0] == "attachment" or (paragraph.clause == clause if outside else not stated):
            yield paragraph
        stated = stated or (paragraph.clause.start == original.last and not _heading(original, paragraph))


def _misplaced(city: City) -> Iterator[Finding]:
    """Entries of set-aside.yaml that name no document where there are several, or one that is not there."""
    known = [document.id for document in city.file.documents]
    for at, aside in enumerate(city.aside.clauses if city.aside else ()):
        source = city.sources["set-aside.yaml"]
        if aside.doc is None and len(known) > 1:
            yield finding("which-document", source.position(("clauses", at)), "", allowed="、".join(known))
        elif aside.doc is not None and aside.doc not in known:
            words = {"kind": "文件", "value": aside.doc, "allowed": "、".join(known), **guess(aside.doc, known)}
            yield finding("unknown-id", source.position(("clauses", at, "doc")), "", **words)


def _unfounded(source: Source, at: int, original: Original, aside: SetAside) -> Iterator[Finding]:
    """Clauses and quotations of an entry that its document does not have."""
    clauses: list[Clause] = []
    for address in aside.clause:
        here = original.find(address)
        clauses += here
        if not here:
            position = source.position(("clauses", at, "clause"))
            words = fulltexts.no_clause(original, address, aside.quote)
            yield finding("no-clause-in-original", position, address, **words)
    for quote in aside.quote:
        if clauses and not any(original.bearing(clause, quote) for clause in clauses):
            position, named = source.position(("clauses", at, "quote")), "、".join(aside.clause)
            yield finding("not-in-clause", position, named, **fulltexts.elsewhere(original, named, quote))


# ------------------------------------------------------------------------------------------------ what is forgotten


def _unaccounted(city: City, original: Original, accounted: tuple[set[int], set[int]], doc: str) -> Iterator[Finding]:
    position = Position(city.sources["city.yaml"].path)
    for passage in _left(original, *accounted):
        name, shown = passage.clause.name, readable(passage.text).strip()
        words = {"clause": name, "text": shown[:60], "entry": _entry(original, passage, doc)}
        yield finding("clause-forgotten", position, name, **words)


def _left(original: Original, paragraphs: set[int], sentences: set[int]) -> Iterator[Paragraph]:
    """The paragraphs that are not accounted for, and within the others the sentences with a figure or a charge.

    `paragraphs`, `sentences`: where those begin that are accounted for.
    """
    for paragraph in original.paragraphs:
        if paragraph.start not in paragraphs:
            yield from () if _heading(original, paragraph) else (paragraph,)
    for sentence in original.sentences:
        if original.around(sentence).start in paragraphs and sentence.start not in sentences and _weighs(sentence):
            yield sentence


def _entry(original: Original, paragraph: Paragraph, doc: str) -> str:
    """The line of set-aside.yaml that would set a paragraph or a sentence aside, its reason left open."""
    named = original.find(paragraph.clause.name)
    alone = len(named) == 1 and original.within(named[0]) == (paragraph,)
    quotes = [_beginning(original, passage) for passage in (paragraph, *_others(original, paragraph))]
    quote = "" if alone else f", quote: {json.dumps(quotes if quotes[1:] else quotes[0], ensure_ascii=False)}"
    return f"{{{f'doc: {doc}, ' if doc else ''}clause: {paragraph.clause.name}{quote}, because: {TO_FILL}}}"


def _others(original: Original, paragraph: Paragraph) -> list[Paragraph]:
    """The sentences of a paragraph with a figure or a charge, but for the first; none where it is itself a sentence."""
    end = paragraph.start + len(paragraph.text)
    inside = [sentence for sentence in original.sentences if paragraph.start <= sentence.start < end]
    return [sentence for sentence in inside[1:] if _weighs(sentence)] if paragraph in original.paragraphs else []


def _beginning(original: Original, paragraph: Paragraph) -> str:
    """The first words of a paragraph or a sentence: 16 signs, or as many as no other above it in its clause has."""
    words = readable(paragraph.text[len(paragraph.number) :]).strip("| \t\n")
    among = original.paragraphs if paragraph in original.paragraphs else original.sentences
    for length in range(16, len(words)):
        if paragraph in original.bearing(paragraph.clause, words[:length], among):
            return words[:length]
    return words


# ------------------------------------------------------------------------------------------------------- headings

_COUNTED = (
    "[个项份张次趟回证户家人处只块台套件页天日周月年时分秒元角万吨米里升克寸度倍成折级层楼栋幢座间室号路步类种条款点名位组批期方%‰a-zA-Z]"
    "|立方|平方|公里|公斤|毫米|厘米|小时|星期|季度|工作日|自然日|环节"
)
_PAPERS = (
    "《|复印|扫描|影印|原件|副本|正本|证|书|表|图|执照|护照|照片|合同|协议|单据|(?<!简)单(?![位独一元体次项个纯])|函|介绍信|公章|印章"
    "|户口|簿|册|卡|票|批文|批复|许可|报告|档案|文件"
)
_CHARGES = (
    "[元费价款金税缴¥免]|收取|交纳|付|有偿|无偿|成本|补贴|补助|优惠|赔|罚|据实|按实|包干|自理|自建|出资|加倍|双倍|翻番"
    "|打折|减半"
)
_WHEN = (
    f"{'|'.join(quantities.UNIT_WORDS[unit] for unit in ('instant', 'same_day', 'next_day'))}"
    "|立等|随到随|先到先|全天|昼夜"
    "|每[日天周月季年]|周[一二三四五六末]|节假日|午休|中午|元旦|春节|国庆|中秋|冬至|立冬|[年月季][初底末]|[上中下]旬"
    "|[上下]半[年月]|长期|永久|有效|顺延|延长|不休|照常"
)
_BOUNDS = (
    "最[多少高低长短大小迟晚]|至[多少]|以[上下内外前后]|之[内前后外]|除外|仅限|只限|限[于期时]|暂停|暂缓|停供|断供|拆除"
    "|废止|另行|追究|自愿"
)
_WHERE = r'(?:公众号|小程序|客户端|网站|邮箱|微信)["(:]|地[址点](?=[^及与和、:时])|位于|设[在于]'
# Words that may stand in a paper, a charge, a time or a bound: what has any of them is never taken for a heading.
_CARRYING = re.compile(f"[一几数百千万亿](?:{_COUNTED})|{_PAPERS}|{_CHARGES}|{_WHEN}|{_BOUNDS}|{_WHERE}")
# Punctuation and verbs of a sentence: 应当 and the like oblige somebody, where a heading only names.
_STATING = re.compile(
    "[。；！？，,;!?]|应当|必须|不得|不准|不能|不予|不需|禁止|可以|无需|无须|须|负责|承担|为准|执行"
    "|(?<![供响相适反])应(?![用急答])"
)


_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+是|其[一二三四五六])|《[^》]*》|[〔\[][0-9]{4}[〕\]]第?[0-9]+号")
"""Numerals that count or name, and measure nothing."""
_WEIGHING = re.compile(
    rf"[0-9]|[二两三四五六七八九十百千万亿半](?:{_COUNTED})|百分之|一(?:个?(?:工作日|月|小时|星期)|[日天元年周])"
    "|另[收计付缴]|押金|违约金|滞纳金|罚款|(?:收取|缴纳|交纳|支付)[^，。,]{0,8}[费金]"
)


def _weighs(sentence: Paragraph) -> bool:
    """Whether a sentence has a figure or a charge, so that it must be cited itself, not only its paragraph."""
    return _WEIGHING.search(_ENUMERATED.sub("", normal(sentence.text[len(sentence.number) :]))) is not None


def _heading(original: Original, paragraph: Paragraph) -> bool:
    """Whether a paragraph is only the heading of what stands below it; what closes the document is not below it."""
    words = normal(paragraph.text[len(paragraph.number) :])
    if not (paragraph.number or paragraph.named) or len(words) > _HEADING or _STATING.search(words) or carries(words):
        return False
    begins = paragraph.start == paragraph.clause.start  # a chapter stands at the end of the article above
    inside = original.within(paragraph.clause) if begins else original.paragraphs
    below = (other.start for other in inside if other.start > paragraph.start)
    return any(start not in original.closing for start in below)


def carries(words: str) -> bool:
    """Whether some words carry a figure, a paper or a charge; in doubt they do.

    >>> carries("办理流程"), carries("身份证复印件"), carries("三十日内"), carries("安装费")
    (False, True, True, True)
    """
    plain = normal(words)
    numerals = (plain[figure.start : figure.end] for figure in quantities.read(plain).figures)
    return (
        any(numeral != "一" for numeral in numerals) or _CARRYING.search(plain) is not None
    )  # 统一, 进一步 count nothing
