"""The fact-check table: every class with its boundary cases and every fact, with clause and quotation, to be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.data.sentences import row, table_rows
from generator.data.spreadsheet import Worksheet, spreadsheet, workbook
from generator.decision import deciding
from generator.decision.deciding import Decisions, decided
from generator.media.layout import layout
from generator.policy.facts import Schedule
from generator.policy.feel import Value
from generator.policy.guide import FACTS, Guide, items
from generator.policy.provenance import Conflict, unsaid
from generator.policy.tables import Class
from generator.words.catalogue import words
from generator.words.conditions import class_name, conditions, rule
from generator.words.names import heading
from generator.words.templating import markdown_safe


class Line(NamedTuple):
    """A row of the table."""

    guide: str
    kind: str
    id: str
    says: str
    clause: str
    quote: str
    mark: str = ""
    """Which thing of which file it is, and what that is now, as `reviewing.marks` says it."""


HEADINGS = ("指南", "类型", "编号", "内容", "条款", "引文")
MARK = "记录（请勿改）"
"""The hidden column by which a workbook that comes back is matched."""


def lines(guide: Guide, marks: Mapping[tuple[str, str], str] = MappingProxyType({})) -> Iterator[Line]:
    """All classes with their boundary cases, then all facts; `marks`: those of `reviewing.marks`."""
    for section, name, line in _lines(guide):
        yield line._replace(mark=marks.get((section, name), ""))


def _lines(guide: Guide) -> Iterator[tuple[str, str, Line]]:
    """Every line with the section and the id of what it is about."""
    decisions = decided(guide)
    for class_ in items(guide, "classes"):
        yield "classes", class_.id, _line(guide, "类别", class_, f"{class_.name}：{rule(guide, class_)}")
        yield from (("classes", class_.id, case) for case in _cases(decisions, class_))
    for section in FACTS:
        title = heading(section)
        at_papers, _ = layout(guide, "facts").at_papers(section)
        if at_papers or unsaid(getattr(guide, section)):
            said = at_papers or layout(guide, "facts").silence(section)
            silent = said == words()["lines"]["silent"]
            yield section, "", Line(guide.address, title, section, "文件未载明" if silent else said, "", "")
        for item in items(guide, section):
            for side in item.cased if isinstance(item, Conflict) else (item,):
                yield from ((section, item.id, line) for line in _fact(guide, section, side))
    for defect in guide.defects:
        met = "、".join(class_name(guide, class_, defect.table) for class_ in defect.classes) or "哪一类都不是"
        says = f"{conditions(guide, defect.where)}：{met}。{defect.because}"
        yield "defects", defect.id, _line(guide, "分类的漏洞或重叠", defect, says)


def _fact(guide: Guide, section: str, fact: Any) -> Iterator[Line]:
    """A fact as a line; of a table each of its rows."""
    title = heading(section)
    if not isinstance(fact, Schedule):
        yield _line(guide, title, fact, row(guide, section, fact, "facts"))
        return
    for statement, says in table_rows(guide, fact):
        yield _line(guide, title, statement, says)._replace(id=statement.id.partition("/")[2])


def _cases(decisions: Decisions, class_: Class) -> Iterator[Line]:
    """A case at a bound of each box in which a class holds, and whether others hold there too."""
    names = deciding.inputs_of(decisions, class_.table)
    titles = {other.id: other.name for other in decisions.classes[class_.table]}
    for box in decisions.holding(class_.table)[class_.id]:
        values = decisions.space.witness(box, inputs=names)
        holding = deciding.classify(decisions, class_.table, values).certain
        others = "、".join(titles[other] for other in holding if other != class_.id)
        says = f"{in_words(decisions, values)} → {class_.name}" + (f"（同时符合 {others}）" if others else "")
        yield Line(decisions.guide.address, "边界例", class_.id, says, "", "")


def in_words(decisions: Decisions, values: Mapping[str, Value]) -> str:
    """What an applicant answers, input by input."""
    inputs = {asked.id: asked for asked in decisions.guide.inputs}
    answers = []
    for name, value in values.items():
        asked = inputs[name]
        word = asked.words["true" if value is True else "false"] if asked.words else None
        answers.append(word or f"{asked.name} {value} {asked.unit or ''}".strip())
    return "，".join(answers)


def _line(guide: Guide, kind: str, part: Any, says: str) -> Line:
    cites = part.cite if isinstance(part.cite, tuple) else (part.cite,)
    clause = "；".join(str(cite.clause) for cite in cites)
    quote = " / ".join(quote for cite in cites for quote in cite.quote)
    if getattr(part, "assured", None):
        clause = f"{part.assured.by}提供"
    return Line(guide.address, kind, part.id, says, clause, quote)


def as_csv(table: list[Line]) -> str:
    """The table as comma-separated text, as `spreadsheet.spreadsheet` writes it."""
    return spreadsheet(HEADINGS, [line[: len(HEADINGS)] for line in table])


_WIDTHS = (16, 12, 18, 54, 14, 44)
VERDICT, BY, REMARK = "同意 / 意见", "签名", "说明"
_ANSWERS = {VERDICT: 10, BY: 10, REMARK: 28}
VERDICTS = ("同意", "不同意", "有意见")


def as_workbook(table: list[Line], read_on: date) -> bytes:
    """A workbook to be signed: a sheet of the classes with their boundary cases, one of all facts; room for answers."""
    columns = [*zip(HEADINGS, _WIDTHS, strict=True), *_ANSWERS.items(), (MARK, 0)]
    classes = [line for line in table if line.kind in ("类别", "边界例", "分类的漏洞或重叠")]
    facts_ = [line for line in table if line not in classes]
    named = (("事实", facts_), ("类别和边界例", classes))
    choices = {VERDICT: VERDICTS}
    blank = ("",) * len(_ANSWERS)
    return workbook(
        [
            Worksheet(name, columns, [(*line[: len(HEADINGS)], *blank, line.mark) for line in rows], choices)
            for name, rows in named
        ],
        read_on,
    )


def as_markdown(table: list[Line]) -> str:
    """The table in Markdown."""
    rows = [HEADINGS, (Markup("---"),) * len(HEADINGS), *(line[: len(HEADINGS)] for line in table)]
    return "".join("| " + " | ".join(markdown_safe(cell) for cell in row) + " |\n" for row in rows)
