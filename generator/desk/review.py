"""What a comment on a request says: the findings, and what changes for the public. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from generator.desk import difference
from generator.desk.difference import Difference
from generator.findings import Finding
from generator.telling.catalogue import words
from generator.telling.templating import markdown_safe

MARK = "<!-- connection-guides: review -->"
"""The first line, by which the comment of the run before is found and replaced."""
LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""


def review(findings: Sequence[Finding], compared: Difference | None) -> str:
    """The comment in Markdown, at most `LIMIT` characters; `compared`: None where one of the two states has errors."""
    said = words()["review"]
    lines = [MARK, f"# {said['title']}", "", *(map(_line, findings) if findings else [said["none"]]), ""]
    told = said["uncompared"] if compared is None else difference.as_markdown(compared)
    return _short("\n".join(lines) + f"\n{told.rstrip()}\n", said["shortened"])


def _line(one: Finding) -> str:
    kind = words()["review"]["kinds"][one.severity]
    thing = f"{one.thing}: " if one.thing else ""
    return f"- **{kind}** <code>{markdown_safe(one.position)}</code> {markdown_safe(f'{thing}{one.zh}')}"


def _short(text: str, notice: str) -> str:
    """A text that is too long ends with its last whole line and a notice; an open block of code is closed."""
    if len(text) <= LIMIT:
        return text
    kept = text[: text.rfind("\n", 0, LIMIT - len(notice) - 10)]
    fence = "\n```" if kept.count("\n```") % 2 else ""
    return f"{kept}{fence}\n\n{notice}\n"
