"""What Chinese keyboards and editors do to the structure of a YAML file, line by line. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Position, finding


def separators(text: str, path: str) -> Iterator[Finding]:
    """Line separators that YAML counts as line ends and editors do not show."""
    for number, line in enumerate(text.split("\n"), start=1):
        for separator in re.finditer("[\x85\u2028\u2029]", line):
            name = f"U+{ord(separator[0]):04X}"
            yield finding("invisible-character", Position(path, number, separator.start() + 1), character=name)


MAX_TYPED = 2_000
"""A longer line was not typed by hand; looking for slips takes time that grows with the square of its length."""

_TYPED = re.compile("[\t\u3000\u00a0：，]")
"""What a slip has in it; most lines have none."""


def slips_in(text: str, path: str) -> Iterator[Finding]:
    """What Chinese keyboards and editors do to the structure of a YAML file, line by line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_TYPED or not _TYPED.search(line):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            yield finding("tab", Position(path, number, indent.index("\t") + 1))
        if match := re.search(r"[\u3000\u00a0]", indent):
            name = "U+3000" if match[0] == "\u3000" else "U+00A0"
            yield finding("full-width-space", Position(path, number, match.start() + 1), character=name)
        if match := re.match(r"[\s-]*([A-Za-z][\w-]*)\s*：", line) or re.search(
            r"[{,，]\s*([A-Za-z][\w-]*)\s*：", line
        ):
            yield finding("full-width-colon", Position(path, number, match.end()), key=match[1])
        if comma := next(filter(_in_brackets, re.finditer(r"，\s*[A-Za-z][\w-]*\s*[:：]", line)), None):
            yield finding("full-width-comma", Position(path, number, comma.start() + 1))


def _in_brackets(match: re.Match[str]) -> bool:
    """Whether what was found in a line stands behind a bracket that is still open."""
    before = match.string[: match.start()]
    return max(map(before.rfind, "{[")) > max(map(before.rfind, "}]"))
