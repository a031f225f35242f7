"""Data as scripts, since pages from a disk may not read files. Each adds to the one object that the scripts share."""

from __future__ import annotations

import json
from typing import Any

_OURS = "(window.connectionGuides ??= {})"
"""The object as `templates/globals.d.ts` has it, made by whichever script is the first."""


def members(**of: Any) -> str:
    """A script that gives the object some members."""
    return "".join(f"{_OURS}.{name} = {_json(data)};\n" for name, data in of.items())


def of_guide(address: str, data: Any) -> str:
    """A script that gives the object the data of a guide."""
    return f"({_OURS}.guides ??= {{}})[{json.dumps(address)}] = {_json(data)};\n"


def _json(data: Any) -> str:
    """JSON that is also a script wherever it stands."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
