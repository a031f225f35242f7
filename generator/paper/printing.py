"""A print sheet, and its PDF. WeasyPrint is loaded only where something is printed: it brings much along."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from typing import Any, NamedTuple

from generator.errors import CommandError
from generator.paper.fitting import Steps
from generator.paths import PROGRAM


class Sheet(NamedTuple):
    """What is printed: of a print sheet all that its PDF depends on."""

    html: str
    styles: tuple[str, ...] = ()
    """Stylesheets of `templates/print/` on top of sheet.css."""
    steps: Steps = Steps()
    """What may be done to make it fit its pages."""
    fields: tuple[Any, ...] = ()
    """The controls of a form, which become fields."""
    bound: tuple[Sheet, ...] = ()
    """Sheets that follow in the same PDF, each as it is alone; where one begins is to stand at `<!--page N-->`."""


class LibraryError(CommandError):
    """The system lacks what WeasyPrint draws text with."""


_LACKING = (
    "做 PDF 要用的系统库 Pango 没有装；Debian、Ubuntu 上运行下面这一行，别的系统用它的软件包管理器装 Pango、HarfBuzz；"
    f"只要网页，运行 {PROGRAM} build --draft / no PDFs without Pango, a library of the system: on Debian and Ubuntu "
    "run the line below, elsewhere install Pango and HarfBuzz with the package manager; for the pages alone run "
    f"{PROGRAM} build --draft\n"
    "    apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


@cache
def _load() -> None:
    """WeasyPrint is loaded once a process. Raises LibraryError where the system lacks what it needs."""
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):  # where it complains at length in its own way
            from generator.paper import pdf  # noqa: F401
    except OSError as error:
        raise LibraryError(_LACKING) from error


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet. Raises PrintError; LibraryError where the system cannot print."""
    _load()
    from generator.paper import acroform, pdf

    if sheet.bound:
        return pdf.bound(sheet)
    data = pdf.pdf(sheet.html, *sheet.styles, steps=sheet.steps, forms=bool(sheet.fields))
    return acroform.finished(data, sheet.fields) if sheet.fields else data
