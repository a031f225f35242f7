"""A print sheet, and its PDF. WeasyPrint is loaded only where something is printed: it brings much along."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.paper.fitting import Steps


class Sheet(NamedTuple):
    """What is printed: of a print sheet all that its PDF depends on."""

    html: str
    styles: tuple[str, ...] = ()
    """Stylesheets of `templates/print/` on top of sheet.css."""
    steps: Steps = Steps()
    """What may be done to make it fit its pages."""
    fields: tuple[Any, ...] = ()
    """The controls of a form, which become fields."""


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet. Raises PrintError."""
    from generator.paper import acroform, pdf

    data = pdf.pdf(sheet.html, *sheet.styles, steps=sheet.steps, forms=bool(sheet.fields))
    return acroform.finished(data, sheet.fields) if sheet.fields else data
