"""What the tables of a guide say of one applicant: classes, rules, limits, what is unknown. Data first, then words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.decision import deciding, space
from generator.decision.boxes import touching, within
from generator.decision.deciding import Decisions, decided
from generator.errors import UsageError
from generator.media.layout import Layout
from generator.media.lines import Line
from generator.policy import feel
from generator.policy.feel import Value
from generator.policy.guide import Guide, facts
from generator.policy.tables import Class, Input
from generator.telling.costs import costs
from generator.telling.overlaps import overlaps
from generator.telling.select import Told, told
from generator.telling.statements import Case, Part, Relation, Statement
from generator.words.catalogue import words
from generator.words.conditions import conditions, table_name

_TRUE, _FALSE = ("true", "是", "yes"), ("false", "否", "no")


class WrongInputError(UsageError):
    """An answer that is no answer to its question; the text says why, in Chinese and English."""


def parsed(guide: Guide, pairs: Sequence[str]) -> dict[str, Value]:
    """`name=value` pairs as values. Raises WrongInputError."""
    inputs = {asked.id: asked for asked in guide.inputs}
    values: dict[str, Value] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name not in inputs:
            known = "、".join(inputs) or "（无）"
            raise WrongInputError(f"{pair}：没有“{name}”这个条件；有：{known} / no such input: {name}")
        if name in values:
            raise WrongInputError(f"{pair}：“{name}”给了两次，请只留一个 / {name} is given twice: keep one")
        values[name] = _value(inputs[name], text)
    return values


def _value(asked: Input, text: str) -> Value:
    allowed = "、".join(asked.answers) or {"boolean": "true、false"}.get(asked.type, asked.domain.text)
    if asked.type == "boolean" and text in (*_TRUE, *_FALSE):
        return text in _TRUE
    if asked.type == "enumeration" and text in asked.answers:
        return text
    if asked.type in ("number", "integer") and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) and len(text) <= 16:
        return Decimal(text)
    given = f"{asked.id}={text}"
    raise WrongInputError(f"{given}：{asked.name}不能是“{text}”；可以是：{allowed} / not a value of {asked.id}")


def answer(guide: Guide, values: Mapping[str, Value]) -> dict[str, Any]:
    """What is told of an applicant: classes of every table, limits and deadlines with their parts, and what is open.

    Shape: `{guide, given, standing, borders: [{says, cite}], tables: [{table, name, certain, possible, none_possible,
    undecided, lacking: [text]}], defects: [{classes, certain, where, because}], limits: [{id, line, status, certain,
    limit, when, steps, parts: [{name, label, words, silent}], silent, note, cite}], relations: [{kind, of, says}],
    questions: [text]}`, and `reference`, if it goes by another's rules; `deadlines`, `refusals` of some cases and
    `rows` of tables like limits.
    Outside of what the document covers, and of contradictory answers, there are no tables and no limits.
    Raises WrongInputError.
    """
    decisions = decided(guide)
    try:
        result = told(guide, Case(values))
    except space.NotAValueError as error:
        asked = next(one for one in guide.inputs if one.id == error.args[0])
        raise WrongInputError(
            f"{asked.name}（{asked.id}）不能是 {error.args[1]}；可以是：{asked.domain.text}，最小步长 {asked.step}"
            f" / out of the domain of {asked.id}"
        ) from None
    shown = Layout(guide, "classify", Case(values), result)
    spoken = result.standing in ("inside", "unclear")
    return {
        "guide": guide.address,
        "given": {name: feel.plain(value) for name, value in values.items()},
        "standing": result.standing,
        "borders": [{"says": border.says, "cite": _cites(border.cite)} for border in result.borders],
        "tables": _tables(shown, values) if spoken else [],
        "limits": [_limit(guide, line) for line in shown.told_under("limits")],
        "deadlines": [_limit(guide, line) for line in shown.told_under("deadlines")],
        "refusals": [_limit(guide, line) for line in shown.told_under("refusals") if line.statement.condition],
        "rows": [_limit(guide, line) for line in shown.told_under("schedules")],
        "defects": list(_defects(decisions, values)) if spoken else [],
        "costs": _costs(guide, result, values),
        "relations": [_relation(one) for one in result.relations if one.id.startswith("limits/")],
        "questions": [question.words for question in result.questions],
        **({"reference": guide.reference.text} if guide.reference else {}),
    }


def _costs(guide: Guide, result: Told, values: Mapping[str, Value]) -> list[str]:
    """What is reckoned of the costs of a case, in words: rates times a number of the applicant, a total. Ours."""
    forms, reckoned = words()["interview"]["costs"], costs(result, values)
    inputs = {asked.id: asked for asked in guide.inputs}
    lines = [
        forms["product"].format(
            item=product.price.item,
            rate=product.price.rate,
            factor=f"{product.factor} {inputs[product.price.times].unit}",
            name=inputs[product.price.times].name,
            amount=f"{product.amount} {product.price.currency}",
        )
        for product in reckoned.products
    ]
    if reckoned.total is None:
        return lines
    items = words()["interview"]["comma"].join(f"{item} {number}" for item, number in reckoned.items)
    return [*lines, forms["total"].format(amount=f"{reckoned.total} {reckoned.currency}", items=items)]


def _defects(decisions: Decisions, values: Mapping[str, Value]) -> Iterator[dict[str, Any]]:
    """Where, in this case or possibly in it, the tables give two classes or none, and why."""
    guide, known = decisions.guide, [decisions.space.point(values)]
    for one in overlaps(guide):
        there = decisions.where(one.defect.where)
        if touching(known, there):
            names = [name for name in (one.first, *one.others) if name]
            certain = within(known, there)
            yield {"classes": names, "certain": certain, "where": one.where, "because": one.because}


def _relation(one: Relation) -> dict[str, Any]:
    """Time limits by clauses that differ, and what follows from that."""
    return {"kind": one.kind, "of": [path.partition("/")[2] for path in one.of], "says": one.says}


def _tables(shown: Layout, values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """What each table says that may divide in this case."""
    decisions = decided(shown.guide)
    known = [decisions.space.point(values)]
    met = (table for table in decisions.classes if touching(known, decisions.applies(table)))
    return [_table(shown, table, values) for table in met]


def _table(shown: Layout, table: str, values: Mapping[str, Value]) -> dict[str, Any]:
    decisions = decided(shown.guide)
    found = deciding.classify(decisions, table, values)
    by_id = {one.id: one for one in decisions.classes[table]}
    inputs = {one.id: one for one in decisions.guide.inputs}
    return {
        "table": table,
        "name": table_name(decisions.guide, table),
        "certain": [_class(decisions, by_id[one], values) for one in found.certain],
        "possible": [{"id": one, "name": by_id[one].name} for one in found.possible if one not in found.certain],
        "none_possible": found.none_possible,
        "undecided": [
            {"id": name, "ask": inputs[name].ask, "undefined": inputs[name].undefined}
            for name in deciding.undecided(decisions, table, values)
        ],
        "lacking": [line.text for line in shown.unclassed(table)],
    }


def _class(decisions: Decisions, one: Class, values: Mapping[str, Value]) -> dict[str, Any]:
    """A class that certainly holds, with the rows that matched, and where the document says so."""
    rows = []
    for index in deciding.matched(decisions, one, values):
        row = one.rows[index]
        rows.append({"rule": conditions(decisions.guide, [row.tests]), "cite": _cites(row.cite or one.cite)})  # type: ignore[union-attr]
    return {"id": one.id, "name": one.name, "rows": rows, "cite": _cites(one.cite)}


def _cites(cites: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"doc": one.doc, "clause": one.clause, "quote": list(one.quote)} for one in cites]


def _limit(guide: Guide, line: Line) -> dict[str, Any]:
    """A time limit that holds or may hold, or that none is stated; `line`: all of it in words."""
    statement = line.statement
    parts = [part for part in statement.parts if part.name != "steps"]
    return {
        "id": statement.id.partition("/")[2],
        "line": line.text,
        "status": line.status,
        "certain": line.status == "certain",
        "limit": "" if statement.open else statement.says,
        "when": statement.when,
        "steps": list(_steps(guide, statement)),
        "parts": [_part(part) for part in parts],
        "silent": [part.name for part in parts if part.silent],
        "note": statement.note,
        "cite": _cites(statement.cite),
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "label": part.label, "words": part.words, "silent": part.silent}


def _steps(guide: Guide, statement: Statement) -> Iterator[str]:
    """The names of the steps that a limit is about."""
    if statement.open:
        yield from [statement.says] if statement.within else []
    elif part := statement.part("steps"):
        named = {step.id: step.name for step in facts(guide, "steps")}
        yield from (named[step] for step in part.value if step in named)


def in_words(found: Mapping[str, Any]) -> str:
    """What `answer` gives, as lines of text for a person."""
    lines = [line for border in found["borders"] for line in _border_lines(found["standing"], border)]
    lines += [line for table in found["tables"] for line in _table_lines(table)]
    lines += [f"文件说不清：{one['because']}" for one in found["defects"] if one["certain"]]
    lines += [found["reference"]] if "reference" in found else []
    lines += [words()["lines"]["differs"] + relation["says"] for relation in found["relations"]]
    lines += [_limit_line("时限", limit) for limit in found["limits"]]
    lines += [_limit_line("什么时候前办", deadline) for deadline in found["deadlines"]]
    lines += [_limit_line("不予受理", refusal) for refusal in found["refusals"]]
    lines += [_limit_line("表", row) for row in found["rows"]]
    lines += found["costs"]
    return "\n".join(lines or [words()["lines"]["silent"]]) + "\n"


def _border_lines(standing: str, border: Mapping[str, Any]) -> Iterator[str]:
    """Why the document says nothing of a case, and where it says so."""
    clauses = _clauses(border)
    yield str(words()["interview"]["standing"][standing]).format(says=border["says"]) + (
        f"（{clauses}）" if clauses else ""
    )


def _table_lines(table: Mapping[str, Any]) -> Iterator[str]:
    """The classes of one table in words."""
    several = len(table["certain"]) > 1
    if table["name"]:
        yield f"{table['name']}："
    yield "确定符合" + ("（不止一类，请问窗口按哪一类）" if several else "") + "：" + (_names(table["certain"]) or "无")
    for one in table["certain"]:
        for row in one["rows"]:
            clauses = _clauses(row)
            yield f"    {one['name']}：{row['rule']}（{clauses}）"
    if table["possible"]:
        yield f"可能符合：{_names(table['possible'])}"
    some = table["possible"] or table["certain"]
    if table["none_possible"] and (some or not table["lacking"]):
        yield "也可能哪一类都不符合" if some else "哪一类都不符合，请问窗口"
    yield from table["lacking"]
    for one in table["undecided"]:
        yield f"还不知道：{one['ask']}（{one['id']}）{'，文件没有定义这个词' if one['undefined'] else ''}"


def _clauses(cited: Mapping[str, Any]) -> str:
    """The clauses that something stands on, each once."""
    return "；".join(dict.fromkeys(cite["clause"] for cite in cited["cite"]))


def _names(classes: Sequence[Mapping[str, Any]]) -> str:
    return "、".join(f"{one['name']}（{one['id']}）" for one in classes)


def _limit_line(kind: str, limit: Mapping[str, Any]) -> str:
    """A time limit or a deadline with where the document says so."""
    clauses = _clauses(limit)
    return f"{kind}：{limit['line']}" + (f"（{clauses}）" if clauses else "")
