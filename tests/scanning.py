"""Scanned notices, invented and drawn, and a recogniser that reads of each page what was drawn there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from expected import ROOT
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from generator.document import recognition
from generator.document.recognition import Corners, Reading, Recogniser, Sign

FONT = ROOT / "templates" / "fonts" / "NotoSansSC-Regular.ttf"
RED = (205, 30, 30)
NOTICE = (
    "虚构市供水有限公司关于用水报装的通知",
    "一、办理时限",
    "（一）小型项目用水报装用时不超过5个工作日；需要外线工程的，不超过18个工",
    "作日，费用由供水企业承担，最高不超过3500.50元。",
    "二、申请材料",
    "营业执照复印件1份，授权委托书原件1份。服务热线：0431-85667123。",
)
TABLE = (("类型", "环节", "时限"), ("小型", "3", "5个工作日"), ("大型", "4", "12个工作日"))


class Drawn(NamedTuple):
    """The picture of a page, and what a recogniser that makes no mistake reads there."""

    page: Image.Image
    readings: tuple[Reading, ...]


class Words(NamedTuple):
    """A line of a page: its text, where it begins, its colour, and how sure the recogniser is of it."""

    text: str
    left: int = 150
    above: int = 0
    colour: tuple[int, int, int] = (0, 0, 0)
    confidence: float = 0.99


def lines(texts: Sequence[str], above: int = 150) -> list[Words]:
    """Lines one below the other."""
    return [Words(text, above=above + 70 * number) for number, text in enumerate(texts)]


def table(rows: Sequence[Sequence[str]], above: int) -> list[Words]:
    """The cells of a table."""
    return [
        Words(text, 160 + 300 * column, above + 70 * number)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]


def draw(words: Sequence[Words], stamp: tuple[int, int] | None = None, size: tuple[int, int] = (1300, 1000)) -> Drawn:
    """A page with some words; `stamp`: the middle of a round red one."""
    page = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 30)
    readings = []
    for line in words:
        pen.text((line.left, line.above), line.text, fill=line.colour, font=font)
        ends = [line.left + pen.textlength(line.text[:end], font=font) for end in range(len(line.text) + 1)]
        signs = tuple(
            Sign(sign, line.confidence, _box(ends[at], line.above, ends[at + 1], line.above + 44))
            for at, sign in enumerate(line.text)
        )
        readings.append(Reading(line.text, signs, _box(ends[0], line.above, ends[-1], line.above + 44)))
    if stamp:
        x, y = stamp
        pen.ellipse((x - 90, y - 90, x + 90, y + 90), outline=RED, width=6)
        pen.text((x - 22, y - 30), "★", fill=RED, font=font.font_variant(size=44))
    return Drawn(page, tuple(readings))


def _box(left: float, above: float, right: float, below: float) -> Corners:
    return (left, above), (right, above), (right, below), (left, below)


def scanned(drawn: Drawn, askew: float = 1.0) -> Drawn:
    """A page as a scanner gives it: a little askew, in degrees, grey in places and blurred."""
    page = drawn.page.rotate(askew, fillcolor="white", resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(page.size, 24).convert("RGB")
    page = Image.blend(page, noise, 0.1).filter(ImageFilter.GaussianBlur(0.6))
    turn, (x, y) = math.radians(-askew), (page.width / 2, page.height / 2)

    def moved(corners: Corners) -> Corners:
        first, second, third, fourth = (
            (
                x + (a - x) * math.cos(turn) - (b - y) * math.sin(turn),
                y + (a - x) * math.sin(turn) + (b - y) * math.cos(turn),
            )
            for a, b in corners
        )
        return first, second, third, fourth

    readings = (
        Reading(text, tuple(sign._replace(corners=moved(sign.corners)) for sign in signs), moved(corners))
        for text, signs, corners in drawn.readings
    )
    return Drawn(page, tuple(readings))


def notice(*, stamp: bool = True) -> Drawn:
    """A notice with a table, signed and stamped."""
    words = [*lines(NOTICE), *table(TABLE, 600), Words("虚构市供水有限公司", 880, 860), Words("2024年3月1日", 930, 920)]
    return draw(words, (1000, 900) if stamp else None)


# ------------------------------------------------------------------------------------------------ a recogniser


def begin(pages: Sequence[Sequence[Reading]]) -> Recogniser:
    """One that reads of each page in turn what is given."""
    left = list(pages)

    def read(page: Image.Image) -> Sequence[Reading]:
        assert page.width > 2 * recognition._MARGIN
        return [
            Reading(text, tuple(sign._replace(corners=_moved(sign.corners)) for sign in signs), _moved(corners))
            for text, signs, corners in (left.pop(0) if left else ())
        ]

    return Recogniser("stand-in 1", read)


def _moved(corners: Corners) -> Corners:
    margin = recognition._MARGIN
    first, second, third, fourth = ((x + margin, y + margin) for x, y in corners)
    return first, second, third, fourth


def reader(*pages: Drawn) -> partial[Recogniser]:
    """What begins such a recogniser in another process."""
    return partial(begin, [page.readings for page in pages])


def nothing() -> Recogniser:
    """As on a machine where no recogniser is installed."""
    raise recognition.EngineError


def save(path: Path, *pages: Drawn) -> Path:
    """The pages as a file of the kind that its name says; a PDF has their pictures alone."""
    first, *others = (drawn.page for drawn in pages)
    if others:
        first.save(path, save_all=True, append_images=others)
    else:
        first.save(path)
    return path
