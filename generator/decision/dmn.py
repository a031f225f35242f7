"""Decision tables as OMG DMN XML: one decision a table, hit policy COLLECT. No I/O.

Only elements that are the same in DMN 1.3 to 1.5, under the namespace of 1.3: the editors that people have (dmn-js and
what is built on it) read no later one, and tools for 1.5 read this.

A class that is "the rest", or that yields to another, has no row of its own in the document: its rows are what the
proof found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from generator.decision.deciding import Decisions, decided, inputs_of
from generator.policy.feel import Unary
from generator.policy.guide import Guide
from generator.policy.tables import Class, Input

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_TYPES = {"number": "number", "integer": "number", "boolean": "boolean", "enumeration": "string"}


def dmn(guide: Guide) -> str:
    """The tables of a guide as one DMN model."""
    decisions = decided(guide)
    ident = guide.address.replace("/", "-")
    root = ET.Element("definitions", {"xmlns": NAMESPACE, "id": ident, "name": ident, "namespace": f"urn:{ident}"})
    for asked in guide.inputs:
        _input_data(root, asked)
    for table in decisions.classes:
        _decision(root, decisions, table)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _input_data(root: ET.Element, asked: Input) -> None:
    element = ET.SubElement(root, "inputData", {"id": f"input_{asked.id}", "name": asked.id})
    ET.SubElement(element, "description").text = asked.ask
    ET.SubElement(element, "variable", {"id": f"var_{asked.id}", "name": asked.id, "typeRef": _TYPES[asked.type]})


def _decision(root: ET.Element, decisions: Decisions, table: str) -> None:
    titles = {one.id: one.name for one in decisions.guide.tables}
    element = ET.SubElement(root, "decision", {"id": f"decision_{table}", "name": table})
    if table in titles:
        ET.SubElement(element, "description").text = titles[table]
    ET.SubElement(element, "variable", {"id": f"var_{table}", "name": table, "typeRef": "string"})
    asked = _asked(decisions, table)
    for name, fed in asked.items():
        need = ET.SubElement(element, "informationRequirement", {"id": f"need_{table}_{name}"})
        kind, target = (
            ("requiredDecision", f"decision_{name}") if fed is not None else ("requiredInput", f"input_{name}")
        )
        ET.SubElement(need, kind, {"href": f"#{target}"})
    rules = ET.SubElement(element, "decisionTable", {"id": f"table_{table}", "hitPolicy": "COLLECT"})
    types = {one.id: _TYPES[one.type] for one in decisions.guide.inputs}
    for name in asked:
        column = ET.SubElement(rules, "input", {"id": f"column_{table}_{name}", "label": name})
        expression = {"id": f"expression_{table}_{name}", "typeRef": types.get(name, "string")}
        ET.SubElement(ET.SubElement(column, "inputExpression", expression), "text").text = name
    ET.SubElement(rules, "output", {"id": f"output_{table}", "name": table, "typeRef": "string"})
    for number, (one, tests) in enumerate(_rows(decisions, table), start=1):
        _rule(rules, f"{table}_{number}", one, {name: tests.get(name) for name in asked}, asked)


def _asked(decisions: Decisions, table: str) -> dict[str, Sequence[Class] | None]:
    """The columns of a table: its inputs, and the classes of those that are another table's result."""
    if _has_own_rows(decisions, table):
        rows = [row.tests for one in decisions.classes[table] if one.rows != "rest" for row in one.rows]
        names = dict.fromkeys(name for tests in rows for name in tests)
    else:
        names = dict.fromkeys(inputs_of(decisions, table))
    return {name: None if name in decisions.space.index else decisions.classes[name] for name in names}


def _has_own_rows(decisions: Decisions, table: str) -> bool:
    return not any(one.rows == "rest" or one.precedes for one in decisions.classes[table])


def _rows(decisions: Decisions, table: str) -> Iterator[tuple[Class, Mapping[str, Unary]]]:
    """The rows in the document's order, or what the proof found where rows alone do not say it."""
    for one in decisions.classes[table]:
        if _has_own_rows(decisions, table) and one.rows != "rest":
            yield from ((one, row.tests) for row in one.rows)
        else:
            yield from ((one, decisions.space.tests(box)) for box in decisions.holding(table)[one.id])


def _rule(
    rules: ET.Element,
    ident: str,
    one: Class,
    tests: Mapping[str, Unary | None],
    asked: Mapping[str, Sequence[Class] | None],
) -> None:
    rule = ET.SubElement(rules, "rule", {"id": f"rule_{ident}"})
    clauses = "；".join(str(cite.clause) for cite in one.cite)
    ET.SubElement(rule, "description").text = f"{one.name}（{clauses}）" if clauses else one.name
    for name, test in tests.items():
        cell = ET.SubElement(rule, "inputEntry", {"id": f"cell_{ident}_{name}"})
        ET.SubElement(cell, "text").text = _cell(test, asked[name])
    result = ET.SubElement(rule, "outputEntry", {"id": f"result_{ident}"})
    ET.SubElement(result, "text").text = f'"{one.id}"'


def _cell(test: Unary | None, fed: Sequence[Class] | None) -> str:
    """A cell; where another table's list of classes is tested, whether any of them passes."""
    if test is None or test.anything:
        return "-"
    if fed is None:
        return test.feel()
    return " or ".join(f'list contains(?, "{one.id}")' for one in fed if test.matches(one.id))
