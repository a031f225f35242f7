"""Findings about decision tables: gaps, overlaps and rows nobody can match, proven; and the YAML that records them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from generator.decision import boxes, deciding, defects
from generator.decision.boxes import Box
from generator.decision.deciding import Decisions, decided
from generator.decision.splitting import splitting
from generator.findings import Finding, finding
from generator.policy.feel import Unary, Value
from generator.policy.guide import FACTS, items
from generator.policy.resolve import Resolved


def unproven(resolved: Resolved) -> Iterator[Finding]:
    """Gaps, overlaps, circles and unreachable rows of a guide's decision tables, and its unreachable facts.

    Facts are left out as long as a row or a class cannot be reached: that is then the reason.
    """
    decisions = decided(resolved.guide)
    unreached = False
    for name in decisions.classes:
        position, thing = resolved.source.position(("classes",)), f"classes/{name}"
        try:
            with boxes.bounded():
                decisions.holding(name)
                findings = list(_table(resolved, decisions, name))
            unreached = unreached or any(problem.code.startswith("unreachable-") for problem in findings)
            yield from findings
        except deciding.CycleError as cycle:
            yield finding("table-cycle", position, thing, tables=" → ".join((*cycle.args, cycle.args[0])))
        except boxes.TooLargeError:
            yield finding("table-too-large", position, thing, table=name, **how_to_split(decisions, name))
    yield from () if unreached else _facts(resolved, decisions)


def how_to_split(decisions: Decisions, table: str) -> dict[str, str]:
    """The words `how` and `how_en` of a finding: along what a table can be split."""
    groups, most, rows = splitting(decisions, table)
    names = {asked.id: asked.name for asked in decisions.guide.inputs}
    if len(groups) > 1:
        zh = "；".join("、".join(names.get(name, name) for name in group) for group in groups)
        en = "; ".join(", ".join(group) for group in groups)
        return {
            "how": f"它的条件分成互不相干的 {len(groups)} 组（{zh}），一组一张表",
            "how_en": f"its inputs fall into {len(groups)} groups that have nothing to do with each other ({en}): "
            "a table for each",
        }
    return {
        "how": f"看“{names.get(most, most)}”的行最多（{rows} 行）：先用一张表由它分出几类，"
        "再一类一张表，各用 tables 的 when 限定",
        "how_en": f"most rows ({rows}) test {most}: let a table of its own give classes by it, and write a table for "
        "each of these, limited by `when` of `tables`",
    }


def _facts(resolved: Resolved, decisions: Decisions) -> Iterator[Finding]:
    """Facts whose condition nobody can meet."""
    for section in FACTS:
        for item in items(resolved.guide, section):
            try:
                met = decisions.where(item.when)
            except (deciding.CycleError, boxes.TooLargeError):
                continue
            if not met:
                origin = resolved.origin(section, item.id)
                at = (*origin.location, "when")
                yield finding("unreachable-fact", origin.source.position(at), origin.source.thing(at))


def unused(guides: Sequence[Resolved]) -> Iterator[Finding]:
    """Values of enumerations that no test names, in any of the guides that share the input."""
    ever: dict[Finding, bool] = {}
    for resolved in guides:
        named = set(defects.unused(resolved.guide))
        for asked in resolved.guide.inputs:
            origin = resolved.origin("inputs", asked.id)
            for index, value in enumerate(asked.values):
                at = (*origin.location, "values", index)
                words = {"value": value}
                warning = finding("unused-value", origin.source.position(at), origin.source.thing(at), **words)
                ever[warning] = ever.get(warning, False) or (asked.id, value) not in named
    yield from (warning for warning, somewhere in ever.items() if not somewhere)


def _table(resolved: Resolved, decisions: Decisions, table: str) -> Iterator[Finding]:
    """Unreachable rows and classes of one table, its unrecorded defects, and recorded ones that do not exist."""
    for class_, index in defects.unreachable(decisions, table):
        origin = resolved.origin("classes", class_.id)
        at = (*origin.location, "rows", index)
        yield finding("unreachable-row", origin.source.position(at), origin.source.thing(at))
    for class_ in decisions.classes[table]:
        if not decisions.holding(table)[class_.id] and (class_.rows == "rest" or decisions.rows(class_)):
            origin = resolved.origin("classes", class_.id)
            position, thing = origin.source.position(origin.location), origin.source.thing(origin.location)
            yield finding("unreachable-class", position, thing)
    guide_defects = ("defects",) in resolved.source.values
    for fault in defects.unrecorded(decisions, table):
        position = resolved.source.position(("defects",) if guide_defects else ("classes",), key=True)
        words = {**_kind(fault.classes), "witness": _point(decisions.space.witness(fault.boxes[0]))}
        yaml = "" if guide_defects else "\ndefects:"
        yaml += "".join(f"\n{line}" for line in _paste(decisions, fault))
        yield finding("unrecorded-defect", position, f"classes/{table}", **words, table=table, yaml=yaml)
    for defect in decisions.guide.defects:
        if defect.table == table and (left := defects.imagined(decisions, defect)):
            origin = resolved.origin("defects", defect.id)
            values = decisions.space.witness(left[0], inputs=deciding.inputs_of(decisions, table))
            actual = "、".join(deciding.classify(decisions, table, values).certain) or _nothing(decisions, table, left)
            words = {**_kind(defect.classes), "witness": _point(values), "actual": actual}
            position, thing = origin.source.position(origin.location), origin.source.thing(origin.location)
            yield finding("imagined-defect", position, thing, **words)


def _nothing(decisions: Decisions, table: str, where: Sequence[Box]) -> str:
    """Why no class is given: none is, or a text that is not in hand may give one."""
    return "（没有拿到，见 lacking / not in hand）" if boxes.touching(where, decisions.lacking(table)) else "（无）"


def _kind(classes: Sequence[str]) -> dict[str, str]:
    if classes:
        met = "、".join(classes)
        return {"kind": f"重叠（{met} 同时符合）", "kind_en": f"an overlap ({', '.join(classes)})"}
    return {"kind": "漏洞（没有类别符合）", "kind_en": "a gap (no class)"}


def _point(values: Mapping[str, Value]) -> str:
    return "，".join(f"{name}={_shown(value)}" for name, value in values.items())


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_MOST_BOXES = 40
"""Of so many boxes the tests are written out; nobody records more."""


def _paste(decisions: Decisions, fault: defects.Fault) -> Iterator[str]:
    """The YAML that records a fault as a defect, for an editor to paste and complete."""
    yield f"  - id: {fault.name}"
    if fault.table != "class":
        yield f"    table: {fault.table}"
    yield "    where:"
    for box in fault.boxes[:_MOST_BOXES]:
        tests = ", ".join(f"{name}: {_yaml(test)}" for name, test in decisions.space.tests(box).items())
        yield f"      - {{{tests}}}"
    if (more := len(fault.boxes) - _MOST_BOXES) > 0:
        yield f"      # （还有 {more} 处，先改好这些 / {more} more: mend these first）"
    yield f"    classes: [{', '.join(fault.classes)}]"
    yield "    because: （为什么，本站说明）"
    yield "    cite: {clause: （条款）, quote: （原文）}"


def _yaml(test: Unary) -> str:
    """A test as a YAML scalar: bare where it is a word, quoted where it has signs."""
    return test.text if test.text in ("true", "false") else json.dumps(test.text, ensure_ascii=False)
