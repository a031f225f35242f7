"""The characters of a printed page that nobody sees, and those with a line through them. No I/O.

A page is painted in an order: what is painted later covers what was there before. Lengths are in points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.document.formats.parts import Words

_TINY = 1.5
"""No print is as small."""
_THIN = 0.2
"""Of the size of a character: what is no higher is a line."""
_THROUGH = (0.28, 0.66)
"""Of the height of a character, from its top: where a line strikes it out. Lines under it are lower."""
_MOST = 0.3
"""Of the characters of a page: where more seem to be covered, the paint is likely clipped, which is not told."""

WHITE = Words("白色的、看不见的文字", "white text that is not seen")
OUTSIDE = Words("页面以外的文字", "text that is off the page")
TINY = Words("小得看不见的文字", "text that is too small to be seen")
COVERED = Words("被盖住的文字", "text that is covered")
DOUBTFUL = Words("也许被盖住、已经取出的文字", "text that may be covered, but was taken")
STRUCK = Words("也许划去了、已经取出的文字", "text that may be struck out, but was taken")
TAKEN = frozenset({DOUBTFUL, STRUCK})
"""What stands in the text all the same."""


class _Paint(NamedTuple):
    """Something with an area that is painted, and how many characters were painted before it."""

    left: float
    top: float
    right: float
    bottom: float
    before: int
    kind: str
    """`picture`, `white`, `black`, or `colour`, of which it is not known whether one sees through it."""

    def covers(self, sign: Any) -> bool:
        """Whether the middle of a character is within it."""
        x, y = _middle(sign)
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def unseen(page: Any) -> Mapping[Words, list[Any]]:
    """The characters of a page by why they are not seen, or not for certain, each under the first reason."""
    signs = list(enumerate(page.chars))
    paints = list(_paints(page))
    covered = _covered(signs, [paint for paint in paints if paint.kind in ("white", "black")])
    tinted = _covered(signs, [paint for paint in paints if paint.kind == "colour"])
    reasons: dict[Words, list[Any]] = {}
    struck = _struck(page, [sign for _, sign in signs])
    hidden = COVERED if len(covered) <= _MOST * len(signs) else DOUBTFUL
    for index, sign in signs:
        reason = (
            OUTSIDE if _is_outside(sign, page)
            else TINY if sign["size"] < _TINY
            else WHITE if _is_white(sign) and not _is_on_colour(index, sign, paints)
            else hidden if index in covered
            else DOUBTFUL if index in tinted
            else STRUCK if id(sign) in struck
            else None
        )  # fmt: skip
        if reason is not None:
            reasons.setdefault(reason, []).append(sign)
    return reasons


def _middle(sign: Any) -> tuple[float, float]:
    return (sign["x0"] + sign["x1"]) / 2, (sign["top"] + sign["bottom"]) / 2


def _is_outside(sign: Any, page: Any) -> bool:
    left, top, right, bottom = page.cropbox
    x, y = _middle(sign)
    return not (left <= x <= right and top <= y <= bottom)


def _is_white(thing: Any) -> bool:
    return _colour(thing) == "white"


def _colour(thing: Any) -> str:
    """What something is filled with, in gray, in red, green and blue, or in the colours of print."""
    colour, space = thing.get("non_stroking_color"), str(thing.get("ncs") or "")
    values = tuple(colour) if isinstance(colour, list | tuple) else (colour,)
    plain = len(values) in (1, 3, 4) and "Separation" not in space and "DeviceN" not in space
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if not plain or len(numbers) != len(values):
        return "colour"
    if len(numbers) == 4:
        return "white" if max(numbers) <= 0 else "black" if numbers[3] >= 1 else "colour"
    return "white" if min(numbers) >= 1 else "black" if max(numbers) <= 0 else "colour"


def _paints(page: Any) -> Iterator[_Paint]:
    """The filled boxes and the pictures of a page."""
    from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTRect

    kinds: dict[str, Iterator[Any]] = {name: iter(page.objects.get(name, ())) for name in ("rect", "image", "curve")}
    before, stack = 0, [iter(page.layout)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, LTFigure):
            stack.append(iter(item))
        elif isinstance(item, LTChar):
            before += 1
        elif isinstance(item, LTRect | LTImage) or type(item) is LTCurve:
            name = "rect" if isinstance(item, LTRect) else "image" if isinstance(item, LTImage) else "curve"
            made = next(kinds[name], None)
            if made is not None and (name == "image" or made["fill"]):
                box = (made["x0"], made["top"], made["x1"], made["bottom"])
                yield _Paint(*box, before, _colour(made) if name == "rect" else "picture")


def _covered(signs: Sequence[tuple[int, Any]], paints: Sequence[_Paint]) -> set[int]:
    """The characters over which a box was painted later, by their places in the order."""
    by_height = sorted(signs, key=lambda pair: _middle(pair[1])[1])
    heights = [_middle(sign)[1] for _, sign in by_height]
    covered: set[int] = set()
    for paint in paints:
        if paint.before:
            for index, sign in by_height[bisect_left(heights, paint.top) : bisect_right(heights, paint.bottom)]:
                if index < paint.before and paint.covers(sign) and _is_whole(paint, sign):
                    covered.add(index)
    return covered


def _is_whole(paint: _Paint, sign: Any) -> bool:
    """Whether a box is as high as a character, and not a line through it."""
    return bool(paint.bottom - paint.top > 0.6 * (sign["bottom"] - sign["top"]))


def _is_on_colour(index: int, sign: Any, paints: Sequence[_Paint]) -> bool:
    """Whether what was painted last below a character is a picture, or another colour than white."""
    below = [paint for paint in paints if paint.before <= index and paint.covers(sign)]
    return bool(below) and below[-1].kind != "white"


def _struck(page: Any, signs: Sequence[Any]) -> set[int]:
    """The characters with a line, or a box as thin as one, through their middle, by their identity."""
    lines = [line for line in (*page.lines, *page.rects) if line["x1"] - line["x0"] > line["bottom"] - line["top"]]
    places = [((line["top"] + line["bottom"]) / 2, line) for line in lines]
    heights = sorted((y, line["x0"], line["x1"], line["bottom"] - line["top"]) for y, line in places)
    struck = set()
    for sign in signs:
        height = sign["bottom"] - sign["top"]
        first, last = (sign["top"] + share * height for share in _THROUGH)
        x = _middle(sign)[0]
        for place in range(bisect_left(heights, (first,)), bisect_right(heights, (last,))):
            _, left, right, thick = heights[place]
            if left <= x <= right and thick <= _THIN * height:
                struck.add(id(sign))
    return struck
