"""What a comment on a request says: the findings, and what changes for the public. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from generator.desk import difference
from generator.desk.difference import Difference
from generator.findings import Finding
from generator.words.catalogue import words
from generator.words.templating import markdown_safe

MARKER = "<!-- connection-guides: review -->"
"""The first line, by which the comment of the run before is found and replaced."""
LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""


def review(findings: Sequence[Finding], compared: Difference | None) -> str:
    """The comment in Markdown, at most `LIMIT` characters; `compared`: None where one of the two states has errors."""
    labels = words()["review"]
    lines = [MARKER, f"# {labels['title']}", "", *(map(_line, findings) if findings else [labels["none"]]), ""]
    changes = labels["uncompared"] if compared is None else difference.as_markdown(compared)
    return _short("\n".join(lines) + f"\n{changes.rstrip()}\n", labels["shortened"])


def _line(finding: Finding) -> str:
    kind = words()["review"]["kinds"][finding.severity]
    thing = f"{finding.thing}: " if finding.thing else ""
    return f"- **{kind}** <code>{markdown_safe(finding.position)}</code> {markdown_safe(f'{thing}{finding.zh}')}"


def _short(text: str, notice: str) -> str:
    """A text that is too long ends with its last whole line and a notice; an open block of code is closed."""
    if len(text) <= LIMIT:
        return text
    kept = text[: text.rfind("\n", 0, LIMIT - len(notice) - 10)]
    fence = "\n```" if kept.count("\n```") % 2 else ""
    return f"{kept}{fence}\n\n{notice}\n"
