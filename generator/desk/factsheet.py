"""The fact-check table: every class with its boundary cases and every fact, with clause and quotation, to be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.data.spreadsheet import Worksheet, spreadsheet, workbook
from generator.decision import deciding
from generator.decision.deciding import Decisions, decided
from generator.policy.feel import Unary, Value
from generator.policy.guide import FACTS, Guide, items
from generator.policy.provenance import Conflict, Fact, Part
from generator.policy.scalars import NOT_STATED
from generator.policy.tables import Class
from generator.telling.catalogue import words
from generator.telling.phrases import Phrases, heading
from generator.telling.templating import markdown_safe


class Line(NamedTuple):
    """A row of the table."""

    guide: str
    kind: str
    id: str
    says: str
    clause: str
    quote: str


HEADINGS = ("指南", "类型", "编号", "内容", "条款", "引文")


def lines(guide: Guide) -> Iterator[Line]:
    """All classes with their boundary cases, then all facts."""
    decisions, phrases = decided(guide), Phrases(words(), guide)
    for one in items(guide, "classes"):
        yield _line(guide, "类别", one, f"{one.name}：{phrases.rule(one)}")
        yield from _cases(decisions, one)
    for section in FACTS:
        title = heading(section)
        if getattr(guide, section) == NOT_STATED:
            yield Line(guide.address, title, section, "文件未载明", "", "")
        for item in items(guide, section):
            for side in item.sides if isinstance(item, Conflict) else (item,):
                yield _line(guide, title, side, _says(phrases, side))
    for defect in guide.defects:
        met = "、".join(phrases.class_name(one, defect.table) for one in defect.classes) or "哪一类都不是"
        yield _line(guide, "分类的漏洞或重叠", defect, f"{phrases.conditions(defect.where)}：{met}。{defect.because}")


def _cases(decisions: Decisions, one: Class) -> Iterator[Line]:
    """A case at a bound of each box in which a class holds, and whether others hold there too."""
    names = deciding.inputs_of(decisions, one.table)
    titles = {each.id: each.name for each in decisions.classes[one.table]}
    for box in decisions.holding(one.table)[one.id]:
        values = decisions.space.witness(box, inputs=names)
        met = deciding.classify(decisions, one.table, values).certain
        others = "、".join(titles[each] for each in met if each != one.id)
        says = f"{in_words(decisions, values)} → {one.name}" + (f"（同时符合 {others}）" if others else "")
        yield Line(decisions.guide.address, "边界例", one.id, says, "", "")


def in_words(decisions: Decisions, values: Mapping[str, Value]) -> str:
    """What an applicant answers, input by input."""
    inputs = {one.id: one for one in decisions.guide.inputs}
    said = []
    for name, value in values.items():
        asked = inputs[name]
        word = asked.words["true" if value is True else "false"] if asked.words else None
        said.append(word or f"{asked.name} {value} {asked.unit or ''}".strip())
    return "，".join(said)


def _line(guide: Guide, kind: str, part: Any, says: str) -> Line:
    cites = part.cite if isinstance(part.cite, tuple) else (part.cite,)
    clause = "；".join(str(cite.clause) for cite in cites)
    quote = " / ".join(quote for cite in cites for quote in cite.quote)
    if getattr(part, "assured", None):
        clause = f"{part.assured.by}提供"
    return Line(guide.address, kind, part.id, says, clause, quote)


_PLAIN = frozenset({"id", "when", "utilities", "valid", "cite", "assured", "note", "force"})


def _says(phrases: Phrases, fact: Fact) -> str:
    """Everything a fact says but its provenance, part by part."""
    said = [f"{phrases.conditions(fact.when)}：" if fact.when else "", phrases.words["forces"][fact.force]]
    for name in type(fact).model_fields:
        if name not in _PLAIN and (value := getattr(fact, name)) is not False and value not in (None, ()):
            said.append(f"{name}={_shown(value)}")
    return " ".join(filter(None, said))


def _shown(value: Any) -> str:
    if isinstance(value, Unary):
        return value.feel()
    if isinstance(value, tuple):
        return "、".join(_shown(one) for one in value)
    if isinstance(value, Part):
        return "，".join(
            _shown(getattr(value, name))
            for name in type(value).model_fields
            if name != "cite" and getattr(value, name) not in (None, ())
        )
    if isinstance(value, Mapping):
        return "、".join(f"{name}:{_shown(one)}" for name, one in value.items())
    return "文件未载明" if value == NOT_STATED else str(value)


def as_csv(found: list[Line]) -> str:
    """Comma-separated, with a byte-order mark for spreadsheets; no cell can run as a formula."""
    return spreadsheet(HEADINGS, found)


_WIDTHS = (16, 12, 18, 54, 14, 44)
_ANSWERS = {"同意 / 意见": 10, "签名": 10, "说明": 28}


def as_workbook(found: list[Line], read_on: date) -> bytes:
    """A workbook to be signed: a sheet of the classes with their boundary cases, one of all facts; room for answers."""
    columns = [*zip(HEADINGS, _WIDTHS, strict=True), *_ANSWERS.items()]
    classes = [line for line in found if line.kind in ("类别", "边界例", "分类的漏洞或重叠")]
    facts_ = [line for line in found if line not in classes]
    named = (("事实", facts_), ("类别和边界例", classes))
    choices = {"同意 / 意见": ("同意", "不同意", "有意见")}
    blank = ("",) * len(_ANSWERS)
    return workbook(
        [Worksheet(name, columns, [(*one, *blank) for one in rows], choices) for name, rows in named], read_on
    )


def as_markdown(found: list[Line]) -> str:
    """A Markdown table."""
    rows = [HEADINGS, (Markup("---"),) * len(HEADINGS), *found]
    return "".join("| " + " | ".join(markdown_safe(cell) for cell in row) + " |\n" for row in rows)
