"""HTML → PDF: the only user of WeasyPrint. No network, no file outside `templates/`, equal bytes for equal input."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from generator import overrides
from generator.errors import CommandError
from generator.paper.fitting import Laid, Steps, fitted, measured
from generator.paper.printing import Sheet
from generator.paths import TEMPLATES

AS_MADE = Steps()
"""Nothing is done to a sheet."""


class PrintError(CommandError):
    """WeasyPrint warned: something of a sheet would be missing or wrong."""


class _TemplatesOnly(URLFetcher):
    """Reads below `templates/` and nowhere else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        response = super().fetch(url, headers)
        if response.path and not Path(response.path).resolve().is_relative_to(TEMPLATES.resolve()):
            raise FatalURLFetchingError(f"outside templates/: {url}")
        return response


class _Warnings(logging.Handler):
    """Collects what WeasyPrint would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage())


@cache
def _setting() -> tuple[URLFetcher, FontConfiguration]:
    """Fetcher and fonts, one of each for a process: one for each document leaks 0.2 MB and takes twice the time."""
    return _TemplatesOnly(allowed_protocols=("file", "data"), fail_on_errors=True), FontConfiguration()


@cache
def _style(name: str) -> CSS:
    """A stylesheet of `templates/print/`, once a process, too."""
    fetcher, fonts = _setting()
    beside, text = str(TEMPLATES / "print" / name), overrides.text(f"print/{name}")
    return CSS(string=text, base_url=beside, font_config=fonts, url_fetcher=fetcher)


def pdf(html: str, *styles: str, steps: Steps = AS_MADE, forms: bool = False) -> bytes:
    """The PDF of a sheet. Raises PrintError where WeasyPrint warned of anything.

    `styles`: stylesheets of `templates/print/` that come on top of sheet.css; `steps`: what may be done to make it fit;
    `forms`: its inputs become fields, which `acroform` has to finish.
    """
    with _warnings_refused():
        return _written(laid_out(html, *styles, steps=steps, forms=forms), forms=forms)


def bound(sheet: Sheet) -> bytes:
    """A sheet and those bound with it as one PDF: the very pages of each, numbered through. Raises PrintError."""
    with _warnings_refused():
        front = _numbered(sheet, 0, 1)
        starts: list[int] = []
        pages: list[Any] = []
        for number, one in enumerate(sheet.bound, start=1):
            starts.append(1 + len(front.pages) + len(pages))
            pages += _numbered(one, number, starts[-1]).pages
        html = re.sub("<!--page ([0-9]+)-->", lambda found: str(starts[int(found[1]) - 1]), sheet.html)
        front = _numbered(sheet._replace(html=html), 0, 1)
        return _written(front.copy([*front.pages, *pages]))


def _numbered(sheet: Sheet, number: int, start: int) -> Any:
    """A sheet of several laid out: where links find it (`#part-3`), the number of each page at its upper edge."""
    html = sheet.html.replace("</head>", f"<style>{_NUMBERS.replace('START', str(start - 1))}</style></head>", 1)
    html = html.replace("<body", f'<body id="part-{number}"', 1)
    return laid_out(html, *sheet.styles, steps=sheet.steps)


_NUMBERS = """
@page { counter-increment: leaf; @top-right { content: counter(leaf); font: 9pt "Noto Sans SC" } }
@page :first { counter-reset: leaf START }
"""


@contextmanager
def _warnings_refused() -> Iterator[None]:
    """Raises PrintError where WeasyPrint warns."""
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        yield
    except FatalURLFetchingError as error:  # a BaseException of WeasyPrint's own
        raise PrintError(str(error)) from error
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise PrintError("; ".join(warnings.messages))


def _written(document: Any, *, forms: bool = False) -> bytes:
    how = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_forms": forms}
    data: bytes = document.write_pdf(finisher=_with_fonts_packed, **how)
    return data


def _with_fonts_packed(_: Any, written: Any) -> None:
    """Packs the fonts, most of a PDF, at zlib's own level: the highest takes twice the time, for a hundredth less."""
    for stream in written.objects:
        if getattr(stream, "compress", False) and len(stream.stream) == 1 and isinstance(stream.stream[0], bytes):
            stream.stream, stream.compress = [zlib.compress(stream.stream[0])], False
            stream.extra["Filter"] = "/FlateDecode"


def laid_out(html: str, *styles: str, steps: Steps = AS_MADE, forms: bool = False) -> Any:
    """A sheet in pages, at the step at which it fits: WeasyPrint's `Document`."""
    documents: dict[int, Any] = {}
    read = source(html)

    def lay(step: int) -> Laid:
        documents[step] = document(read, styles, steps, step, forms=forms)
        return filled(documents[step])

    return documents[fitted(lay, measured(html, steps))]


def source(html: str) -> HTML:
    """A sheet as it is read, once for all layouts."""
    return HTML(string=html, base_url=str(TEMPLATES / "print"), url_fetcher=_setting()[0])


def document(read: HTML, styles: Sequence[str], steps: Steps, step: int, *, forms: bool) -> Any:
    """A sheet in pages at a step."""
    sheets = [_style(name) for name in ("sheet.css", *styles, *steps.styles[:step])]
    sheets += [_left_off(step - len(steps.styles))] if step > len(steps.styles) else []
    render = partial(read.render, font_config=_setting()[1], pdf_tags=True, pdf_forms=forms)
    made = render(stylesheets=sheets)
    if low := [*_too_low(made)]:
        made = render(stylesheets=[*sheets, CSS(string=" ".join(low))])
    return made


def _too_low(document: Any) -> Iterator[str]:
    """A rule for the margin below each kind of page, first and later ones, whose foot comes too near to the edge."""
    for selector, pages in (("@page", document.pages[1:]), ("@page :first", document.pages[:1])):
        boxes = [(page._page_box, _lacking(page._page_box)) for page in pages]
        margin = max((box.margin_bottom + lacking for box, lacking in boxes if lacking > 0), default=0)
        if margin:
            yield f"{selector} {{ margin-bottom: {margin:.1f}px }}"


def _lacking(page: Any) -> float:
    """By how much what stands in the margin below a page, in CSS pixels, is higher than the room for it."""
    feet = [box for box in page.children if getattr(box, "at_keyword", "").startswith("@bottom-")]
    heights = (sum(part.margin_height() for part in box.children) - box.height for box in feet)
    return max(heights, default=-_EDGE) + _EDGE


_EDGE = 4 / 25.4 * 96
"""No ink in the last four millimetres of a page, which printers cannot reach."""


@cache
def _left_off(parts: int) -> CSS:
    """The style that leaves off the first of the parts that may be, and says so."""
    rules = (f".room-{part} {{ display: none }} .without-{part} {{ display: inline }}" for part in range(1, parts + 1))
    return CSS(string=" ".join(rules))


def filled(document: Any) -> Laid:
    """How far a document fills its pages."""
    page = document.pages[-1]._page_box
    root = page.children[0]
    height = max((body.height for body in root.children), default=0)
    return Laid(len(document.pages), height / page.height)
