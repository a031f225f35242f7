"""Which characters the print fonts can draw: WeasyPrint prints an empty box for others, silently."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from generator.paths import FONTS


@cache
def drawable() -> frozenset[int]:
    """The code points that every print font has."""
    return frozenset.intersection(*(_characters(path) for path in sorted(FONTS.glob("*.ttf"))))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> list[str]:
    """The characters of a text without a glyph, each once; white space does not count."""
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in drawable() and not sign.isspace()]
