"""A statement as patterns seek in it: of the same length, with one form of each sign."""

from __future__ import annotations

import re

from generator.document.characters import simplified

_WIDE = str.maketrans("(),;:?!／０１２３４５６７８９", "（），；：？！/0123456789")


def comparable(text: str) -> str:
    """The text with wide punctuation and simplified characters; as long as before.

    >>> comparable("身份證(影印本),1份")
    '身份证（影印本），1份'
    """
    return _RATIO.sub(":", text.translate(_WIDE).translate(simplified()))


_RATIO = re.compile("(?<=[0-9])：(?=[0-9])")
"""The colon of 1:500 and 8:30."""


def outside(text: str) -> str:
    """The text with what stands in brackets and titles masked; as long as before.

    >>> outside("图（蓝图、电子版）、表")
    '图□□□□□□□□□、表'
    """
    return re.sub(r"[（(][^（）()]*[）)]|《[^《》]*》", lambda inner: "□" * len(inner[0]), text)
