"""The pages of a scanned document as pictures: images of every common kind, and pages of a PDF. Reads one file.

Whatever a file claims to be, no page becomes larger than the recogniser needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from generator.document.formats.parts import ExtractError, too_much

KINDS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
"""How files with a picture of a page end."""
PAGES = 60
"""So many scanned pages are read; the longest notice we know has 21."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_PIXELS = 64_000_000
"""Of a picture as it lies in its file: A4 at 600 dots per inch has 35 million, a photograph of a telephone 50."""
_LONGEST = 2_400
"""Pixels of the longer side of a page: A4 at 200 dots per inch."""


class Picture(NamedTuple):
    """A page in RGB, upright as the camera says; which one of how many that are read."""

    number: int
    """Of all pages of the file, from 1."""
    total: int
    image: Image.Image


def pages(path: Path, only: Collection[int] = ()) -> Iterator[Picture]:
    """The pages of a file in order. `only`: of a PDF, these; else all.

    Raises ExtractError, and what the libraries raise where a file is damaged.
    """
    return _of_pdf(path, only) if path.suffix.lower() == ".pdf" else _of_image(path)


def _of_image(path: Path) -> Iterator[Picture]:
    Image.MAX_IMAGE_PIXELS = None  # in a process of its own; how many there are is held below, with words of ours
    try:
        image = Image.open(path, formats=_FORMATS)
    except UnidentifiedImageError:
        raise ExtractError(
            "不是完好的图片；请重新扫描，或另存为 .png / no sound picture; scan it anew, or save it as .png"
        ) from None
    with image:
        count = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # a telephone adds a small one
        _hold_number(count)
        for number, frame in enumerate(islice(ImageSequence.Iterator(image), count), start=1):
            yield Picture(number, count, _flat(frame))


def _hold_number(number: int) -> None:
    """Raise ExtractError for more pages than are read."""
    if number > PAGES:
        raise too_much(f"扫描件有 {number} 页，超过 {PAGES} 页", f"{number} scanned pages, more than {PAGES}")


def _flat(frame: Image.Image) -> Image.Image:
    """A picture in RGB on white, upright, no larger than it needs to be. Raises ExtractError."""
    if frame.width * frame.height > _PIXELS:
        raise ExtractError(
            f"图片有 {frame.width} × {frame.height} 点，太大；请用每英寸 200 至 300 点重新扫描 / more than "
            f"{_PIXELS // 1_000_000} million pixels; scan it anew with 200 to 300 dots per inch"
        )
    frame.draft("RGB", (_LONGEST, _LONGEST))  # a JPEG is read smaller at once
    small = ImageOps.exif_transpose(_bright(frame))
    small.thumbnail((_LONGEST, _LONGEST))
    if "A" in small.getbands() or "transparency" in small.info:
        seen = small.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return small.convert("RGB")


def _bright(frame: Image.Image) -> Image.Image:
    """A picture with 16 bits a pixel in the 8 that all else expects; any other as it is."""
    if not frame.mode.startswith("I"):
        return frame
    return frame.convert("I").point(lambda value: value / 256).convert("L")


def _of_pdf(path: Path, only: Collection[int]) -> Iterator[Picture]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        numbers = sorted(only) or range(1, len(document) + 1)
        _hold_number(len(numbers))
        for number in numbers:
            with closing(document[number - 1]) as page:
                yield Picture(number, len(numbers), _rendered(page))


def _rendered(page: Any) -> Image.Image:
    """A page as it is printed, with its notes and stamps."""
    scale = min(200 / 72, _LONGEST / max(*page.get_size(), 1))
    image: Image.Image = page.render(scale=scale).to_pil()
    return image.convert("RGB")
