"""Text in a line of YAML that ought to stand in quotes: where it is, what is wrong in it, how the line is right."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_KEY = re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)([A-Za-z_][\w-]*):(?:\s+|$)", re.ASCII)
_SIGN = re.compile(r"[\[\]{},]|(?:^|(?<=\s))#|:(?=\s|$)")
_CHINESE = re.compile("[\u3400-\u9fff]")
_NO_NAME = re.compile(".{1,2}|.*[A-Z].*")
_SHOWN = 200


class Unquoted(NamedTuple):
    """A text without quotes: its column from 1, the sign in it that YAML takes for its own, the line as it is right."""

    column: int
    sign: str
    line: str


def unquoted(line: str, strange: str = "") -> Unquoted | None:
    """The first text of a line that YAML cannot take as it stands, or would take apart; None without one.

    `strange`: what YAML takes for a key of the line and nobody knows as one.
    """
    if not (keys := [found for found in _KEY.finditer(line) if not _inside_text(found, strange)]):
        return None
    flow = any("{" in found[0] for found in keys)
    for found, end in zip(keys, [*(one.start() for one in keys[1:]), len(line)], strict=True):
        text = _own(line[found.end() : end])
        sign = _sign(text, flow=flow)
        if sign and _CHINESE.search(text):
            quoted = json.dumps(text, ensure_ascii=False) if "\\" not in text else "'" + text.replace("'", "''") + "'"
            right = f"{line[: found.end()]}{quoted}{line[found.end() + len(text) :]}".strip()
            return Unquoted(found.end() + 1, sign, right[:_SHOWN])
    return None


def _inside_text(found: re.Match[str], strange: str) -> bool:
    """Whether a key that nobody knows is a word of the text before it: right behind a comma, or not named like keys."""
    return (
        found[1] == strange and found[0][0] == "," and (found[0][1] != " " or _NO_NAME.fullmatch(strange) is not None)
    )


def _sign(text: str, *, flow: bool) -> str:
    """What in a text means something to YAML; nothing in what is quoted, or is begun as a list or a mapping."""
    close = {"[": "]", "{": "}"}.get(text[:1])
    begun = text[:1] in "\"'&*!|>｛［" or (close is not None and (close not in text or text[-1:] == close))
    found = None if not text or begun else _SIGN.search(text)
    return found[0] if found and (flow or found[0] == text[:1]) else ""


def _own(text: str) -> str:
    """A text without the brackets and commas behind it that close what it stands in, and without a comment."""
    text = re.sub(r"(?<=[}\]])\s+#\s.*$", "", text).rstrip(" ,")
    for open_, close in ("{}", "[]", "{}"):
        while text.endswith(close) and text.count(close) > text.count(open_):
            text = text[:-1].rstrip(" ,")
    return text
