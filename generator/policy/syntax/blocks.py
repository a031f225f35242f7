"""A YAML text by its top-level blocks, each to be read by itself where the whole cannot be. Parses nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = re.compile("""["']?[A-Za-z_]""")
"""How a line begins that starts a key at the margin; continued text and closing brackets do not."""
_KEY = re.compile("""["']?([A-Za-z_][\\w-]*)""")
_SECOND = re.compile(r"(---|\.\.\.)(\s|$)")
"""What ends a document; behind it nothing belongs to the file."""


class Block(NamedTuple):
    """The lines of one top-level key, numbered from 1, and their text behind as many empty lines as came before."""

    lines: range
    text: str

    @property
    def key(self) -> str:
        """The key that it begins with; empty of what stands before the first."""
        named = _KEY.match(self.text.lstrip("\n"))
        return named[1] if named else ""


def blocks(text: str) -> list[Block]:
    """The top-level blocks of a text in order, with what stands before the first of them as one more.

    >>> [one.lines for one in blocks("# a\\nb: 1\\nc:\\n  - d\\n")]
    [range(1, 2), range(2, 3), range(3, 6)]
    """
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    second = next((number for number in range(min(heads, default=0), len(lines)) if _SECOND.match(lines[number])), None)
    starts = [0, *(number for number in heads if number and (second is None or number < second))]
    return [
        Block(range(start + 1, end + 1), "\n" * start + "\n".join(lines[start:end]))
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
