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
    bound: tuple[Sheet, ...] = ()
    """Sheets that follow in the same PDF, each as it is alone; where one begins is to stand at `<!--page N-->`."""


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet. Raises PrintError."""
    from generator.paper import acroform, pdf

    if sheet.bound:
        return pdf.bound(sheet)
    data = pdf.pdf(sheet.html, *sheet.styles, steps=sheet.steps, forms=bool(sheet.fields))
    return acroform.finished(data, sheet.fields) if sheet.fields else data
