"""The Markdown pages of one guide: the guide itself, its commitment notice, the documents it cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.media.duty import lines_to_write, window_points
from generator.media.marks import Marks
from generator.pages import filling
from generator.pages.drawings.journey import journey
from generator.pages.drawings.pipe import pipe
from generator.policy.files import Document, FormFile
from generator.policy.guide import Guide
from generator.policy.provenance import Cite
from generator.telling.disclosure import OWN, complete, disclosed, missing


def guide_page(guide: Guide, *, version: str, form: FormFile | None = None) -> str:
    """`/<city>/<utility>/`: the guide, or one page that says it is defined by reference.

    `form`: the form of the place, if it has one.
    """
    return cited_page(guide, lambda _: "", version=version, form=form)[0]


def cited_page(
    guide: Guide, where: Callable[[Cite], str], *, version: str, form: FormFile | None
) -> tuple[str, Mapping[tuple[Cite, ...], int]]:
    """The same with links into the text of its documents, and the number each citation has on the page."""
    template = "pages/reference.md" if guide.reference else "pages/guide.md"
    context = filling.context(guide)
    marks: Marks = context["marks"]
    marks.where = where
    shown = context["t"].layout
    drawn = {} if guide.reference else {"journey": journey(shown), "pipe": pipe(shown)}
    return filling.page(template, version=version, form=form, **drawn, **context), marks.numbers


def document_page(guide: Guide, parts: Sequence[tuple[Document, Sequence[Any]]]) -> str:
    """`/<city>/document/`: documents of a place with their passages (`documents.Passage`); any guide of it will do."""
    return filling.page("pages/document.md", place=guide.place, parts=parts)


def medium_of(guide: Guide) -> str:
    """Which medium the notice of a guide is: of a utility that has supplied all that only it can, one for the wall."""
    return "wall" if complete(guide) else "notice"


def notice(guide: Guide) -> dict[str, Any]:
    """What a template of the commitment notice, page or sheet, may use besides what is told of the guide."""
    return {
        "wall": complete(guide),
        "own": OWN,
        "states": {one.kind: one.state for one in disclosed(guide)},
        "missing": missing(guide),
        "lines": lines_to_write(guide),
        "points": window_points(guide),
        "file": f"policies/{guide.address}.assured.yaml",
    }


def notice_page(guide: Guide, *, version: str) -> str:
    """`/<city>/<utility>/notice/`: the commitment notice, a draft until the utility has supplied what only it can."""
    context = {**filling.context(guide, medium_of(guide)), **notice(guide)}
    return filling.page("pages/notice.md", version=version, basis=None, **context)
