"""What stands on the picture of a page: lines of signs, each with how sure it is. Knows no file and no policy.

What cannot be read for certain is a doubt and no letter: a sign under a stamp, at the edge of the page, or one that the
recogniser itself doubts. A figure is doubted whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from math import dist
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple, TypeAlias

from PIL import Image, ImageChops, ImageOps

from generator.document.characters import mended
from generator.document.text import DOUBT

Point: TypeAlias = tuple[float, float]
Corners: TypeAlias = tuple[Point, Point, Point, Point]
"""Of a line that may lie askew: left above, right above, right below, left below, in pixels from the left and above."""


class Sign(NamedTuple):
    """A character, how sure the recogniser is of it (0 to 1), and where it is."""

    text: str
    confidence: float
    corners: Corners


class Reading(NamedTuple):
    """A line as the recogniser reads it."""

    text: str
    signs: tuple[Sign, ...]
    corners: Corners


class Recogniser(NamedTuple):
    """What reads pictures: its name and version, and how it reads one."""

    name: str
    read: Callable[[Image.Image], Sequence[Reading]]


class EngineError(Exception):
    """There is no recogniser on this machine."""


def rapid() -> Recogniser:
    """RapidOCR with the models that lie in its wheel, which fetches nothing. Raises EngineError."""
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # each thread reserves memory
    try:
        import rapidocr
        from rapidocr.utils.download_file import DownloadFile
    except ImportError:
        raise EngineError from None
    models = Path(rapidocr.__file__).parent / "models"
    paths = {f"{part}.model_path": str(models / name) for part, name in _MODELS.items()}
    downloads: Any = DownloadFile
    downloads.run = _refuse  # another version, whose models are called otherwise, would fetch them
    engine = rapidocr.RapidOCR(params=_SETTINGS | paths)
    return Recogniser(f"rapidocr {version('rapidocr')}, PP-OCRv6 small", lambda page: _readings(engine, page))


_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.text_score": 0.0,  # what is read badly is a doubt, and not left out
    "Global.use_cls": False,
    "Global.max_side_len": 3_000,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1_280,
    "Rec.rec_batch_num": 1,  # with six lines at once it takes more memory and no less time
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def _refuse(*_: object, **__: object) -> None:
    raise EngineError


def _readings(engine: Any, page: Image.Image) -> list[Reading]:
    import numpy

    result = engine(numpy.asarray(page)[:, :, ::-1], return_word_box=True, return_single_char_box=True)  # blue first
    texts = result.txts or ()
    words = result.word_results if len(result.word_results or ()) == len(texts) else [()] * len(texts)
    boxes = map(_corners, result.boxes if texts else ())
    return [
        Reading(text, tuple(_signs(text, score, box, signs)), box)
        for text, score, box, signs in zip(texts, result.scores or (), boxes, words, strict=True)
    ]


def _corners(box: Any) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth


def _signs(text: str, score: float, box: Corners, words: Any) -> Iterator[Sign]:
    """Each sign of a line but spaces; where the engine does not tell of each, all have what it tells of the line."""
    written = "".join(text.split())
    if "".join(sign for sign, *_ in words).replace(" ", "") == written:
        yield from (Sign(sign, float(sure), _corners(corners)) for sign, sure, corners in words if sign.strip())
    else:
        yield from (Sign(sign, float(score), box) for sign in written)


# ----------------------------------------------------------------------------------------------------------- a page


@dataclass(frozen=True)
class Line:
    """A line of a page: what can be read of it for certain, and where it is."""

    corners: Corners
    confidence: float
    text: str
    """With DOUBT for each sign that cannot be read for certain."""
    read: str
    """As the recogniser reads it."""
    stamped: bool = False
    """Whether it is written in red alone: the words of a stamp, or a red head."""

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, above, right, below, in pixels of the page."""
        across, down = [x for x, _ in self.corners], [y for _, y in self.corners]
        return int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1


def lines(page: Image.Image, recogniser: Recogniser) -> tuple[Image.Image, list[Line]]:
    """The page upright, and its lines in no order."""
    turned = _upright(page, recogniser)
    ink = _Ink(turned.page)
    return turned.page, [_line(ink, reading) for reading in turned.readings if reading.signs]


class _Turned(NamedTuple):
    page: Image.Image
    readings: Sequence[Reading]

    @property
    def good(self) -> float:
        """How well it can be read: the share of lines that lie, times how sure the recogniser is of all signs."""
        signs = [sign.confidence for reading in self.readings for sign in reading.signs]
        lying = [
            _length(reading.corners, 0, 1) >= _length(reading.corners, 1, 2)
            for reading in self.readings
            if len(reading.signs) > 2
        ]
        return mean(signs) * mean(lying or [1]) if signs else 0


_GOOD = 0.75
"""A page that is read as well as that stands upright."""


def _upright(page: Image.Image, recogniser: Recogniser) -> _Turned:
    """The page as it stands, where it can be read so; else turned as it can be read best."""
    best = _Turned(page, _padded(page, recogniser))
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        if not best.readings or best.good >= _GOOD:
            break
        other = page.transpose(turn)
        best = max(best, _Turned(other, _padded(other, recogniser)), key=lambda turned: turned.good)
    return best


_MARGIN = 48
"""Pixels of white around a page: what stands at its very edge is not seen otherwise."""


def _padded(page: Image.Image, recogniser: Recogniser) -> list[Reading]:
    around = ImageOps.expand(page, _MARGIN, "white")
    return [
        Reading(text, tuple(Sign(sign, sure, _moved(at, page)) for sign, sure, at in signs), _moved(corners, page))
        for text, signs, corners in recogniser.read(around)
    ]


def _moved(corners: Corners, page: Image.Image) -> Corners:
    """Corners on the page itself, and within it."""
    first, second, third, fourth = (
        (min(max(x - _MARGIN, 0), page.width), min(max(y - _MARGIN, 0), page.height)) for x, y in corners
    )
    return first, second, third, fourth


def _length(corners: Corners, start: int, end: int) -> float:
    return dist(corners[start], corners[end])


# ---------------------------------------------------------------------------------------------------------- doubts


class _Ink:
    """Where a page is black, and where red."""

    def __init__(self, page: Image.Image) -> None:
        red, green, blue = page.split()
        other = ImageChops.lighter(green, blue)
        self._black = ImageChops.lighter(red, other).point(lambda value: 255 * (value < _DARK))
        self._red = ImageChops.subtract(red, other).point(lambda value: 255 * (value > _REDDER))

    def shares(self, corners: Corners) -> tuple[float, float]:
        """How much of what lies between some corners is black, and how much red."""
        box = _around(corners)
        return _share(self._black.crop(box)), _share(self._red.crop(box))

    def cut(self, corners: Corners) -> tuple[bool, bool, bool]:
        """Whether ink between some corners runs over the page on its left, on its right, above or below."""
        left, above, right, below = _around(corners)
        width, height = self._black.size
        at_left, at_right = left <= _EDGE, right >= width - _EDGE
        return (
            at_left and _share(self._black.crop((0, above, _EDGE, below))) > _TOUCHING,
            at_right and _share(self._black.crop((width - _EDGE, above, width, below))) > _TOUCHING,
            (above <= _EDGE and _share(self._black.crop((left, 0, right, _EDGE))) > _TOUCHING)
            or (
                below >= height - _EDGE and _share(self._black.crop((left, height - _EDGE, right, height))) > _TOUCHING
            ),
        )


_DARK, _REDDER = 120, 45
"""Of 255: black is darker in every colour; red is that much redder than it is green or blue."""
_EDGE, _TOUCHING = 2, 0.02
"""Pixels of the page's edge, and the share of them that is black where a line runs over it."""
_STAMPED, _WRITTEN = 0.02, 0.02
"""The shares of red and of black between the corners of a sign that has been stamped over."""
_UNSURE, _UNSURE_FIGURE = 0.5, 0.8
"""What the recogniser is less sure of is a doubt."""
_POOR, _SURE = 0.85, 0.98
"""In a line of which it is no surer than the one, what it is less sure of than the other is a doubt as well."""
_NUMERAL, _POINT = "0-9０-９一二三四五六七八九十百千万亿零〇两", f"{DOUBT}.．,，:：/%-"
_FIGURE = re.compile(rf"[{_NUMERAL}{_POINT}]*[{_NUMERAL}][{_NUMERAL}{_POINT}]*")
_PAIR = re.compile(r"\(([^()（）]*)）|（([^()（）]*)\)")


def _around(corners: Corners) -> tuple[int, int, int, int]:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1


def _share(mask: Image.Image) -> float:
    """How much of a mask is set; of nothing nothing."""
    pixels = mask.width * mask.height
    return mask.histogram()[255] / pixels if pixels else 0.0


def _line(ink: _Ink, reading: Reading) -> Line:
    signs = reading.signs
    confidence = mean(sign.confidence for sign in signs)
    shares = [ink.shares(sign.corners) for sign in signs]
    doubted = [_unsure(sign, confidence) or _over(*share) for sign, share in zip(signs, shares, strict=True)]
    first, last, along = ink.cut(reading.corners)
    doubted = [each or along for each in doubted]
    doubted[0], doubted[-1] = doubted[0] or first, doubted[-1] or last
    text = "".join(DOUBT if doubt else sign.text for sign, doubt in zip(signs, doubted, strict=True))
    red = mean(black for black, _ in shares) < _WRITTEN / 2 and mean(share for _, share in shares) > _STAMPED
    return Line(
        reading.corners, round(confidence, 3), _written(_figures(text)), "".join(sign.text for sign in signs), red
    )


def _unsure(sign: Sign, confidence: float) -> bool:
    least = _UNSURE_FIGURE if _FIGURE.fullmatch(sign.text) else _UNSURE
    return sign.confidence < (_SURE if confidence < _POOR else least)


def _over(black: float, red: float) -> bool:
    return black >= _WRITTEN and red >= _STAMPED


def _written(text: str) -> str:
    """A text with the signs that documents have; what parts cells in ours is none of its own.

    A pair of brackets of which one is read wide and one narrow is wide: no document has such a pair.
    """
    return _PAIR.sub(lambda pair: f"（{pair[1] or pair[2] or ''}）", mended(text)).strip().replace("|", "｜")


def _figures(text: str) -> str:
    """A text in which a figure with a doubt in it, or beside it, is doubted whole."""
    return _FIGURE.sub(lambda figure: DOUBT * len(figure[0]) if DOUBT in figure[0] else figure[0], text)
