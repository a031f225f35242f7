"""Text in a line of YAML that ought to stand in quotes: where it is, what is wrong in it, how the line is right."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_KEY = re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)([A-Za-z_][\w-]*):(?:\s+|$)", re.ASCII)
_SIGN = re.compile(r"[\[\]{},]|(?:^|(?<=\s))#|:(?=\s|$)")
_CHINESE = re.compile("[\u3400-\u9fff]")
_NO_NAME = re.compile(".{1,2}|.*[A-Z].*")
"""What is hardly a misspelt key: one or two letters, or any with a capital."""
_SHOWN = 200


class Unquoted(NamedTuple):
    """A text without quotes: its column from 1, the sign in it that means something to YAML, the line put right."""

    column: int
    sign: str
    line: str


def unquoted(line: str, strange: str = "") -> Unquoted | None:
    """The first text of a line that YAML cannot take as it stands, or would take apart; None without one.

    `strange`: a key that YAML finds in the line and no model has; empty where there is none.
    """
    if not (keys := [key for key in _KEY.finditer(line) if not _inside_text(key, strange)]):
        return None
    flow = any("{" in key[0] for key in keys)
    for key, end in zip(keys, [*(following.start() for following in keys[1:]), len(line)], strict=True):
        text = _own(line[key.end() : end])
        sign = _sign(text, flow=flow)
        if sign and _CHINESE.search(text):
            quoted = json.dumps(text, ensure_ascii=False) if "\\" not in text else "'" + text.replace("'", "''") + "'"
            right = f"{line[: key.end()]}{quoted}{line[key.end() + len(text) :]}".strip()
            return Unquoted(key.end() + 1, sign, right[:_SHOWN])
    return None


def _inside_text(key: re.Match[str], strange: str) -> bool:
    """Whether a key that no model has belongs to the text before it: right behind a comma, or not named like keys."""
    return key[1] == strange and key[0][0] == "," and (key[0][1] != " " or _NO_NAME.fullmatch(strange) is not None)


def _sign(text: str, *, flow: bool) -> str:
    """The first sign in a text that means something to YAML; empty where there is none.

    Also where the text is quoted, or begins a list or a mapping, in which signs are meant.
    """
    close = {"[": "]", "{": "}"}.get(text[:1])
    begun = text[:1] in "\"'&*!|>｛［" or (close is not None and (close not in text or text[-1:] == close))
    sign = None if not text or begun else _SIGN.search(text)
    return sign[0] if sign and (flow or sign[0] == text[:1]) else ""


def _own(text: str) -> str:
    """A text without the comment behind it, and without the brackets and commas that close what it stands in."""
    text = re.sub(r"(?<=[}\]])\s+#\s.*$", "", text).rstrip(" ,")
    for open_, close in ("{}", "[]", "{}"):
        while text.endswith(close) and text.count(close) > text.count(open_):
            text = text[:-1].rstrip(" ,")
    return text
