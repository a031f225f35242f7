"""A print sheet, and its PDF. WeasyPrint is loaded only where something is printed: it brings much along."""

from __future__ import annotations

from typing import Any, NamedTuple


class Sheet(NamedTuple):
    """What is printed: HTML, stylesheets of `templates/print/` on top of sheet.css, one more for what is too long."""

    html: str
    styles: tuple[str, ...] = ()
    denser: str = ""
    fields: tuple[Any, ...] = ()
    """The blanks of a form, which become fields."""


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet. Raises PrintError."""
    from generator.paper import acroform, pdf

    made = pdf.pdf(sheet.html, *sheet.styles, denser=sheet.denser, forms=bool(sheet.fields))
    return acroform.finished(made, sheet.fields) if sheet.fields else made
