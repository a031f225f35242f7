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
    named = _named(text)
    return int(named[1] or 1) if named else None


def renamed(text: str, path: str, kind: str) -> str:
    """A file whose first comment names today's version; put above it, where it has none."""
    new, named = first_line(path, kind), _named(text)
    return text[: named.start()] + new + text[named.end() :] if named else f"{new}\n{text}"


def _named(text: str) -> re.Match[str] | None:
    """The comment that names a schema, among those above everything else."""
    head = _HEAD.match(text)
    return _LINE.search(text, 0, head.end()) if head else None


_HEAD = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*(?:#[^\r\n]*)?")
"""The comments and empty lines that a file begins with."""
