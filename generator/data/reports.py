"""Findings for programs: as JSON, and as GitHub's workflow commands. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.findings import Finding, visible


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings for programs; what nobody sees, as in the name of a file, stands there by its number."""
    rows = [
        {
            "path": one.position.path,
            "line": one.position.line,
            "column": one.position.column,
            "code": one.code,
            "severity": one.severity,
            "thing": one.thing,
            "zh": one.zh,
            "en": one.en,
        }
        for one in findings
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text)


def findings_github(findings: Sequence[Finding]) -> str:
    """Findings as GitHub's workflow commands, which a pull request shows beside the line."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for one in findings:
        where = {
            "file": visible(one.position.path),
            "line": one.position.line,
            "col": one.position.column,
            "title": one.code,
        }
        said = ",".join(f"{name}={_github(str(value), ':,')}" for name, value in where.items())
        thing = f"{one.thing}: " if one.thing else ""
        lines.append(f"::{kinds[one.severity]} {said}::{_github(f'{thing}{one.zh} / {one.en}')}\n")
    return "".join(lines)


def _github(text: str, also: str = "") -> str:
    """A text in a workflow command; in a property colon and comma are escaped too."""
    return "".join(f"%{ord(one):02X}" if one in f"%\r\n{also}" else one for one in text)
