"""The version of the shape of policy files, as the first line of a file names it. No I/O."""

from __future__ import annotations

import re

VERSION = 2
"""1: papers with `handing`, tables with `under`, equal ids replaced what is said above · 2: today's."""
FOLDER = ".schema"
"""Below `policies/`; a folder that begins with a dot is no place."""
_LINE = re.compile(
    rf"# yaml-language-server: \$schema=(?:\.\./)*{re.escape(FOLDER)}/(?:v([0-9]{{1,3}})/)?[a-z-]+\.json"
)


def first_line(path: str, kind: str) -> str:
    """The comment by which yaml-language-server finds the schema of a file at a path below `policies/`."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{FOLDER}/v{VERSION}/{kind}.json"


def written_in(text: str) -> int | None:
    """The version that a file names above everything else; None where it names none."""
    for line in text.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            return int(match[1] or 1)
        if line.strip() and not line.startswith("#"):
            return None
    return None


def renamed(text: str, path: str, kind: str) -> str:
    """A file whose first comment names today's version; put above it, where it has none."""
    new = first_line(path, kind)
    for line in text.splitlines():
        if _LINE.fullmatch(line.strip()):
            return text.replace(line, new, 1)
        if line.strip() and not line.startswith("#"):
            break
    return f"{new}\n{text}"
