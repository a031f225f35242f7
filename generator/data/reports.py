"""Findings for programs: as JSON, and as GitHub's workflow commands. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.findings import Finding, visible


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings for programs; what nobody sees, as in the name of a file, stands there by its number."""
    rows = [
        {
            "path": finding.position.path,
            "line": finding.position.line,
            "column": finding.position.column,
            "code": finding.code,
            "severity": finding.severity,
            "thing": finding.thing,
            "zh": finding.zh,
            "en": finding.en,
        }
        for finding in findings
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def findings_github(findings: Sequence[Finding]) -> str:
    """Findings as GitHub's workflow commands, which a pull request shows beside the line."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for finding in findings:
        values = {
            "file": visible(finding.position.path),
            "line": finding.position.line,
            "col": finding.position.column,
            "title": finding.code,
        }
        properties = ",".join(f"{name}={_github(str(value), ':,')}" for name, value in values.items())
        thing = f"{finding.thing}: " if finding.thing else ""
        lines.append(f"::{kinds[finding.severity]} {properties}::{_github(f'{thing}{finding.zh} / {finding.en}')}\n")
    return "".join(lines)


def _github(text: str, also: str = "") -> str:
    """A text in a workflow command; in a property colon and comma are escaped too."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in text)
