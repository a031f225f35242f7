"""What the tables of a guide say of one applicant: classes, rules, limits, what is unknown. Data first, then words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.decision import deciding, space
from generator.decision.deciding import Decisions, decided
from generator.errors import UsageError
from generator.policy import feel
from generator.policy.feel import Value
from generator.policy.guide import Guide, facts
from generator.policy.tables import Class, Input
from generator.telling.catalogue import words
from generator.telling.phrases import Phrases

_TRUE, _FALSE = ("true", "是", "yes"), ("false", "否", "no")


class WrongInputError(UsageError):
    """An answer that is no answer to its question; the text says why, in Chinese and English."""


def parsed(guide: Guide, pairs: Sequence[str]) -> dict[str, Value]:
    """`name=value` pairs as values. Raises WrongInputError."""
    inputs = {one.id: one for one in guide.inputs}
    found: dict[str, Value] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name not in inputs:
            known = "、".join(inputs) or "（无）"
            raise WrongInputError(f"{pair}：没有“{name}”这个条件；有：{known} / no such input: {name}")
        if name in found:
            raise WrongInputError(f"{pair}：“{name}”给了两次，请只留一个 / {name} is given twice: keep one")
        found[name] = _value(inputs[name], text)
    return found


def _value(asked: Input, text: str) -> Value:
    allowed = "、".join(asked.values) or {"boolean": "true、false"}.get(asked.type, asked.domain.text)
    if asked.type == "boolean" and text in (*_TRUE, *_FALSE):
        return text in _TRUE
    if asked.type == "enumeration" and text in asked.values:
        return text
    if asked.type in ("number", "integer") and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) and len(text) <= 16:
        return Decimal(text)
    given = f"{asked.id}={text}"
    raise WrongInputError(f"{given}：{asked.name}不能是“{text}”；可以是：{allowed} / not a value of {asked.id}")


def answer(guide: Guide, values: Mapping[str, Value]) -> dict[str, Any]:
    """Certain and possible classes of every table, the limits, and what is open. Raises WrongInputError.

    Shape: `{guide, given, tables: [{table, certain, possible, none_possible, undecided}], limits: [{id, certain, …}]}`.
    """
    decisions = decided(guide)
    try:
        decisions.space.point(values)
    except space.NotAValueError as error:
        asked = next(one for one in guide.inputs if one.id == error.args[0])
        raise WrongInputError(
            f"{asked.name}（{asked.id}）不能是 {error.args[1]}；可以是：{asked.domain.text}，最小步长 {asked.step}"
            f" / out of the domain of {asked.id}"
        ) from None
    return {
        "guide": guide.address,
        "given": {name: feel.plain(value) for name, value in values.items()},
        "tables": [_table(decisions, table, values) for table in decisions.classes],
        "limits": list(_limits(decisions, values)),
    }


def _table(decisions: Decisions, table: str, values: Mapping[str, Value]) -> dict[str, Any]:
    found = deciding.classify(decisions, table, values)
    by_id = {one.id: one for one in decisions.classes[table]}
    inputs = {one.id: one for one in decisions.guide.inputs}
    return {
        "table": table,
        "certain": [_class(decisions, by_id[one], values) for one in found.certain],
        "possible": [{"id": one, "name": by_id[one].name} for one in found.possible if one not in found.certain],
        "none_possible": found.none_possible,
        "undecided": [
            {"id": name, "ask": inputs[name].ask, "undefined": inputs[name].undefined}
            for name in deciding.undecided(decisions, table, values)
        ],
    }


def _class(decisions: Decisions, one: Class, values: Mapping[str, Value]) -> dict[str, Any]:
    """A class that certainly holds, with the rows that matched, and where the document says so."""
    phrases = Phrases(words(), decisions.guide)
    rows = []
    for index in deciding.matched(decisions, one, values):
        row = one.rows[index]
        rows.append({"rule": phrases.all_of(row.tests), "cite": _cites(row.cite or one.cite)})  # type: ignore[union-attr]
    return {"id": one.id, "name": one.name, "rows": rows, "cite": _cites(one.cite)}


def _cites(cites: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"doc": one.doc, "clause": one.clause, "quote": list(one.quote)} for one in cites]


def _limits(decisions: Decisions, values: Mapping[str, Value]) -> Iterator[dict[str, Any]]:
    """The limits that hold or may hold."""
    phrases = Phrases(words(), decisions.guide)
    for limit in facts(decisions.guide, "limits"):
        holds = deciding.holds(decisions, limit.when, values)
        if holds is not False:
            yield {
                "id": limit.id,
                "certain": bool(holds),
                "limit": phrases.limit(limit),
                "when": phrases.conditions(limit.when) if limit.when else "",
                "steps": [step.name for step in facts(decisions.guide, "steps") if step.id in limit.steps],
                "silent": [name for name in ("starts_on", "ends_with", "excludes") if _silent(limit, name)],
                "cite": _cites(limit.cite),
            }


def _silent(limit: Any, name: str) -> bool:
    return bool(getattr(limit, name) == "not_stated")


def in_words(found: Mapping[str, Any]) -> str:
    """An answer for a person, line by line."""
    return "\n".join(line for table in found["tables"] for line in _table_lines(table)) + "\n" + _limit_lines(found)


def _table_lines(table: Mapping[str, Any]) -> Iterator[str]:
    """The classes of one table in words."""
    several = len(table["certain"]) > 1
    yield "确定符合" + ("（不止一类，请问窗口按哪一类）" if several else "") + "：" + (_names(table["certain"]) or "无")
    for one in table["certain"]:
        for row in one["rows"]:
            clauses = "；".join(cite["clause"] for cite in row["cite"])
            yield f"    {one['name']}：{row['rule']}（{clauses}）"
    if table["possible"]:
        yield f"可能符合：{_names(table['possible'])}"
    if table["none_possible"]:
        yield "也可能哪一类都不符合" if table["possible"] or table["certain"] else "哪一类都不符合，请问窗口"
    for one in table["undecided"]:
        yield f"还不知道：{one['ask']}（{one['id']}）{'，文件没有定义这个词' if one['undefined'] else ''}"


def _names(classes: Sequence[Mapping[str, Any]]) -> str:
    return "、".join(f"{one['name']}（{one['id']}）" for one in classes)


_SILENT = {"starts_on": "从哪天起算", "ends_with": "算到哪一步为止", "excludes": "哪些时间不计入"}


def _limit_lines(found: Mapping[str, Any]) -> str:
    lines = []
    for one in found["limits"]:
        silent = "、".join(_SILENT[name] for name in one["silent"])
        clauses = "；".join(cite["clause"] for cite in one["cite"])
        when = f"{one['when']}：" if one["when"] else ""
        when += f"{'和'.join(one['steps'])} " if one["steps"] else ""
        lines.append(f"时限{'' if one['certain'] else '（可能）'}：{when}{one['limit']}（{clauses}）")
        lines += [f"    文件没有写：{silent}"] if silent else []
    return "\n".join(lines) + "\n" if lines else "时限：文件没有写\n"
