"""What a document says, one plain sentence a fact with its citation: what data for other programs is made of.

No wording of its own: a sentence is the row of a page without its marks. No format, no writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from generator.language import gettext
from generator.media.layout import alone, bare
from generator.media.marks import Marks, sources
from generator.policy.facts import Charge, Limit, Schedule
from generator.policy.files import Document
from generator.policy.guide import FACTS, Guide, facts, items
from generator.policy.provenance import AIMS, Assured, Cite, Conflict, Fact, Force, Nothing, NotInHand, unsaid
from generator.telling.compose import consequence, rows_of
from generator.telling.parts import strength_words
from generator.telling.statements import Part, Statement
from generator.words.catalogue import words
from generator.words.names import heading

IN_FORCE = frozenset(get_args(Force)) - AIMS
"""The strengths of what can be met today; the others are told as statements, never as things that are there."""
_FIRM = IN_FORCE - {"in_principle", "trial", "average"}
_MINUTES = {"minute": 1, "hour": 60, "calendar_day": 1440}


@dataclass(frozen=True)
class Sentence:
    """One fact, conflict or express "none" of a guide, or the sentence by which it refers to others."""

    section: str
    id: str
    text: str
    """As on the page: when it holds, what, how strongly; of a conflict its consequence and all sides."""
    kind: str
    """`conflict`, `nothing`, or the strength of the fact."""
    citation: str
    """Clauses and quotations, or who vouches since when."""
    documents: tuple[str, ...]
    """Ids of the documents cited."""
    fact: Any = None
    """The fact, where it may stand as a thing of its own: undisputed and in force."""

    @property
    def path(self) -> str:
        """Unique in a guide."""
        return f"{self.section}/{self.id}"


def sentences(guide: Guide) -> Iterator[Sentence]:
    """Everything the documents say, heading by heading; nothing for what they leave open."""
    if (one := guide.reference) is not None:
        yield Sentence("reference", "reference", one.text, "required", _citation(guide, one), _documents(one))
        return
    for section in FACTS:
        if section != "questions":  # ours
            yield from (_sentence(guide, section, item) for item in items(guide, section))


def _sentence(guide: Guide, section: str, item: Any) -> Sentence:
    if isinstance(item, Conflict):
        cited = gettext("{said}（{words}）")
        told = gettext("；").join(
            cited.format(said=row(guide, section, side), words=_citation(guide, side)) for side in item.cased
        )
        said, kind = gettext("{label}：{option}").format(label=consequence(guide, item), option=told), "conflict"
    else:
        said, kind = row(guide, section, item), kind_of(item)
    parts = item.sides if isinstance(item, Conflict) else (item,)
    citation = gettext("；").join(_citation(guide, part) for part in parts)
    held = item if kind in IN_FORCE else None
    return Sentence(section, item.id, said, kind, citation, _documents(*parts), held)


def kind_of(item: Any) -> str:
    """What kind of statement an entry that is no conflict makes: `nothing`, `not_in_hand`, or its strength."""
    if isinstance(item, NotInHand):
        return "not_in_hand"
    return "nothing" if isinstance(item, Nothing) else str(item.force)


def _documents(*parts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(cite.doc) for part in parts for cite in part.cite))


def _citation(guide: Guide, part: Any) -> str:
    if isinstance(assured := getattr(part, "assured", None), Assured):
        return gettext("；").join(sources(guide, [assured]))
    return gettext("；").join(_quoted(guide, cite) for cite in part.cite)


def _quoted(guide: Guide, cite: Cite) -> str:
    return Marks(guide.documents).clause(cite) + "".join(f"「{quote}」" for quote in cite.quote)


def description(guide: Guide) -> str:
    """What the service covers and how long it takes, in words: no vocabulary has working days, or days from a start."""
    said = list(sentences(guide))
    shown = [one.text for one in said if one.section in ("reference", "scope")]
    labelled = gettext("{label}：{option}")
    limits = [labelled.format(label=heading(one.section), option=one.text) for one in said if one.section == "limits"]
    return "\n".join([guide.place.covers, *shown, *limits])


# ----------------------------------------------------------------------------------------- what may be a plain value


def firm(fact: Fact) -> bool:
    """Whether a number of a fact in force stands without a condition, a date or a weaker word."""
    return fact.force in _FIRM and not fact.when and fact.valid is None


def amount(charge: Charge) -> Decimal | None:
    """What is to be paid, where one number in 元 says it all."""
    if not firm(charge) or charge.words or charge.settlement or charge.reduction:
        return None
    whole = charge.exactly if charge.per is None and charge.currency == "元" else None
    return Decimal(0) if charge.free else whole


def processing_time(guide: Guide) -> str | None:
    """How long the whole service takes as `xsd:duration`, where one limit says so in hours or calendar days.

    There is no duration of working days, and none of a time that starts later or from which something is left out.
    """
    whole = [one for one in items(guide, "limits") if isinstance(one, Conflict) or _whole(one)]
    if len(whole) != 1 or not isinstance(whole[0], Limit):
        return None
    return _duration(whole[0]) if firm(whole[0]) and not _open_ended(whole[0]) else None


def _whole(one: Any) -> bool:
    return isinstance(one, Limit) and not one.steps and one.own


def _open_ended(limit: Limit) -> bool:
    later = not unsaid(limit.starts_on) and not _APPLICATION.search(limit.starts_on.words)
    return bool(limit.words or limit.extends or later or not unsaid(limit.excludes))


def _duration(limit: Limit) -> str | None:
    number = limit.exactly if limit.exactly is not None else limit.at_most
    if number is None or limit.unit not in _MINUTES:
        return None
    minutes = number * _MINUTES[limit.unit]
    days, rest = divmod(int(minutes), 1440)
    hours, rest = divmod(rest, 60)
    time = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
    said = (f"{days}D" if days else "") + (f"T{time}" if time else "")
    return f"P{said}" if said and not minutes % 1 else None


_APPLICATION = re.compile(r"申请|受理")

# Names of which one can see that they are a public body's; any other issuer is not taken for one.
_PUBLIC = re.compile(r"(局|部|厅|委|院|署|委员会|政府|办公室|中心|领导小组|代表大会)$")
_COMPANY = re.compile(r"公司|集团|企业|厂")


def public(issuer: str) -> bool:
    """Whether an issuer is a public body; a company is none, though it may serve the public."""
    return bool(_PUBLIC.search(issuer)) and not _COMPANY.search(issuer)


def authorities(guide: Guide) -> tuple[str, ...]:
    """The public bodies that issued the documents of a guide."""
    return tuple(dict.fromkeys(one for document in guide.documents for one in document.issuing if public(one)))


def providers(guide: Guide) -> tuple[str, ...]:
    """Who provides the service, as far as named: who vouches for a fact of it, or issued the document as a company."""
    parts = (fact for section in FACTS for fact in facts(guide, section))
    vouching = (one.assured.by for one in parts if one.assured)
    issuing = (one for document in guide.documents for one in document.issuing if _COMPANY.search(one))
    return tuple(dict.fromkeys((*vouching, *issuing)))


def legal(document: Document) -> bool:
    """Whether a document is a public body's."""
    return any(public(one) for one in document.issuing)


def lacks(guide: Guide) -> dict[str, str]:
    """The obligatory items of CPSV-AP that the documents do not give, each with the reason in words."""
    if authorities(guide):
        return {}
    issuers = gettext("、").join(one for document in guide.documents for one in document.issuing)
    form = words()["data"]["no_authority" if issuers else "no_issuer"]
    return {"hasCompetentAuthority": form.format(issuers=issuers)}


# ---------------------------------------------------------------------------------------------------- plain text


def row(guide: Guide, section: str, fact: Any, medium: str = "data") -> str:
    """What is said of a fact of a section, as plain text: when it holds, what, with all its parts, how strongly."""
    if isinstance(fact, Schedule):
        return _table(guide, fact)
    return alone(guide, section, fact, medium).text


def _table(guide: Guide, table: Schedule) -> str:
    """The rows of a table one after the other, each with its case; cells that say nothing are left out."""
    said = gettext("；").join(
        _row(one, [part for part in one.parts if not part.silent]) for one in rows_of(guide, table)
    )
    return _titled(guide, table, said)


def table_rows(guide: Guide, table: Schedule) -> Iterator[tuple[Statement, str]]:
    """Each row of a table with what it says: its case, its cells and terms, those among them that are left open."""
    return ((one, _titled(guide, table, _row(one, one.parts))) for one in rows_of(guide, table))


def _row(statement: Statement, parts: Sequence[Part]) -> str:
    """A row: its case, and each of some parts behind the heading of its column."""
    labelled = gettext("{label}：{option}")
    cells = (labelled.format(label=part.label, option=_cell(part)) for part in parts)
    return gettext("，").join([*([statement.when] if statement.when else []), *cells])


def _cell(part: Part) -> str:
    """What stands in a cell, without what its heading says already; of an open one, why it is open."""
    if part.silent:
        return str(words()["lines"]["lacking" if part.lacks else "silent"]).format(part.lacks)
    return part.words if part.name.startswith("cell:") else bare(part)


def _titled(guide: Guide, table: Schedule, said: str) -> str:
    """What is said of a table behind its title, and how strongly it holds."""
    told, strength = gettext("{label}：{option}").format(label=table.title, option=said), strength_words(guide, table)
    return gettext("{said}（{words}）").format(said=told, words=strength) if strength else told
