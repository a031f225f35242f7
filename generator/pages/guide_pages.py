"""The Markdown pages of one guide: the guide itself, its commitment notice, the documents it cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.pages import filling
from generator.policy.files import Document, FormFile
from generator.policy.guide import Guide
from generator.policy.provenance import Cite
from generator.telling.catalogue import words
from generator.telling.disclosure import OWN, PROMISED, complete, in_force, missing
from generator.telling.marks import Marks
from generator.telling.phrases import Phrases


def guide_page(guide: Guide, *, version: str, chart: bool, form: FormFile | None = None) -> str:
    """`/<city>/<utility>/`: the guide, or one page that says it is defined by reference.

    `chart`: whether a drawing `flow.svg` of its steps stands beside it. `form`: the form of the place, if it has one.
    """
    return cited_page(guide, lambda _: "", version=version, chart=chart, form=form)[0]


def cited_page(
    guide: Guide, where: Callable[[Cite], str], *, version: str, chart: bool, form: FormFile | None
) -> tuple[str, Mapping[tuple[Cite, ...], int]]:
    """The same with links into the text of its documents, and the number each citation has on the page."""
    template = "pages/reference.md" if guide.reference else "pages/guide.md"
    context = filling.context(guide)
    marks: Marks = context["marks"]
    marks.where = where
    return filling.page(template, version=version, chart=chart, form=form, **context), marks.numbers


def document_page(guide: Guide, parts: Sequence[tuple[Document, Sequence[Any]]]) -> str:
    """`/<city>/document/`: documents of a place with their passages (`documents.Passage`); any guide of it will do."""
    return filling.page("pages/document.md", place=guide.place, parts=parts)


def notice(guide: Guide) -> dict[str, Any]:
    """What a template of the commitment notice, page or sheet, may use besides `filling.context`."""
    phrases = Phrases(words(), guide, quiet=complete(guide))
    return {
        "p": phrases,
        "wall": phrases.quiet,
        "own": OWN,
        "promised_in": PROMISED,
        "in_force": in_force,
        "states": {one.kind: one.state for one in phrases.disclosed()},
        "missing": missing(guide),
        "file": f"policies/{guide.address}.assured.yaml",
    }


def notice_page(guide: Guide, *, version: str) -> str:
    """`/<city>/<utility>/notice/`: the commitment notice, a draft until the utility has supplied what only it can."""
    context = {**filling.context(guide), **notice(guide)}
    return filling.page("pages/notice.md", version=version, basis=None, **context)
