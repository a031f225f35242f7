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
    """The decision tables of a guide as one DMN model, an XML document. Raises CycleError, TooLargeError."""
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
    titles = {own.id: own.name for own in decisions.guide.tables}
    element = ET.SubElement(root, "decision", {"id": f"decision_{table}", "name": table})
    if table in titles:
        ET.SubElement(element, "description").text = titles[table]
    ET.SubElement(element, "variable", {"id": f"var_{table}", "name": table, "typeRef": "string"})
    asked = _asked(decisions, table)
    for name, fed in asked.items():
        need = ET.SubElement(element, "informationRequirement", {"id": f"need_{table}_{name}"})
        kind, required = (
            ("requiredDecision", f"decision_{name}") if fed is not None else ("requiredInput", f"input_{name}")
        )
        ET.SubElement(need, kind, {"href": f"#{required}"})
    rules = ET.SubElement(element, "decisionTable", {"id": f"table_{table}", "hitPolicy": "COLLECT"})
    types = {input_.id: _TYPES[input_.type] for input_ in decisions.guide.inputs}
    for name in asked:
        column = ET.SubElement(rules, "input", {"id": f"column_{table}_{name}", "label": name})
        expression = {"id": f"expression_{table}_{name}", "typeRef": types.get(name, "string")}
        ET.SubElement(ET.SubElement(column, "inputExpression", expression), "text").text = name
    ET.SubElement(rules, "output", {"id": f"output_{table}", "name": table, "typeRef": "string"})
    for number, (class_, tests) in enumerate(_rows(decisions, table), start=1):
        _rule(rules, f"{table}_{number}", class_, {name: tests.get(name) for name in asked}, asked)


def _asked(decisions: Decisions, table: str) -> dict[str, Sequence[Class] | None]:
    """The columns of a table by name: None for an input, the classes for a table whose result is tested."""
    if _has_own_rows(decisions, table):
        rows = [row.tests for class_ in decisions.classes[table] if class_.rows != "rest" for row in class_.rows]
        names = dict.fromkeys(name for tests in rows for name in tests)
    else:
        names = dict.fromkeys(inputs_of(decisions, table))
    return {name: None if name in decisions.space.index else decisions.classes[name] for name in names}


def _has_own_rows(decisions: Decisions, table: str) -> bool:
    plain = not any(class_.rows == "rest" or class_.precedes for class_ in decisions.classes[table])
    return plain and not decisions.condition(table)


def _rows(decisions: Decisions, table: str) -> Iterator[tuple[Class, Mapping[str, Unary]]]:
    """The class and the tests of each row: as the document has them, or where its rows are not all, as proven."""
    for class_ in decisions.classes[table]:
        if _has_own_rows(decisions, table) and class_.rows != "rest":
            yield from ((class_, row.tests) for row in class_.rows)
        else:
            yield from ((class_, decisions.space.tests(box)) for box in decisions.holding(table)[class_.id])


def _rule(
    rules: ET.Element,
    ident: str,
    class_: Class,
    tests: Mapping[str, Unary | None],
    asked: Mapping[str, Sequence[Class] | None],
) -> None:
    rule = ET.SubElement(rules, "rule", {"id": f"rule_{ident}"})
    clauses = "；".join(str(cite.clause) for cite in class_.cite)
    ET.SubElement(rule, "description").text = f"{class_.name}（{clauses}）" if clauses else class_.name
    for name, test in tests.items():
        cell = ET.SubElement(rule, "inputEntry", {"id": f"cell_{ident}_{name}"})
        ET.SubElement(cell, "text").text = _cell(test, asked[name])
    result = ET.SubElement(rule, "outputEntry", {"id": f"result_{ident}"})
    ET.SubElement(result, "text").text = f'"{class_.id}"'


def _cell(test: Unary | None, fed: Sequence[Class] | None) -> str:
    """A cell in FEEL; `fed`: the classes of the table that is tested, whose result is a list: any of it must pass."""
    if test is None or test.anything:
        return "-"
    if fed is None:
        return test.feel()
    return " or ".join(f'list contains(?, "{class_.id}")' for class_ in fed if test.matches(class_.id))
