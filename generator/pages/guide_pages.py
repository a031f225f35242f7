"""The Markdown pages of one guide: the guide itself, its commitment notice, the documents it cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from generator.media import choices
from generator.media.classes import arranged
from generator.media.duty import window_points
from generator.media.layout import layout
from generator.media.marks import Marks
from generator.pages import filling
from generator.pages.drawings.journey import journey
from generator.pages.drawings.pipe import pipe
from generator.policy.files import Document, FormFile, Named
from generator.policy.guide import Guide
from generator.policy.provenance import Cite
from generator.supply.form import Group, closed, steps_for
from generator.telling.disclosure import COUNTED, KINDS, OWN, complete, disclosed, missing
from generator.words.names import called


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


def document_page(guides: Sequence[Guide], parts: Sequence[tuple[Document, Sequence[Any], int]]) -> str:
    """`/<city>/document/`: documents of a place; `guides`: all of it.

    `parts`: each document with its passages (`documents.Passage`), and how many of its lines nobody has confirmed.
    """
    names = {guide.utility: called(guide)["service"] for guide in guides}
    return filling.page("pages/document.md", place=guides[0].place, parts=parts, names=names)


def medium_of(guide: Guide) -> str:
    """Which medium the notice of a guide is: of a utility that has supplied all that only it can, one for the wall."""
    return "wall" if complete(guide) else "notice"


def notice(guide: Guide) -> dict[str, Any]:
    """What a template of the commitment notice, page or sheet, may use besides what is told of the guide."""
    return {
        "wall": complete(guide),
        "kinds": arranged(layout(guide, medium_of(guide))),
        "own": OWN,
        "states": {one.kind: one.state for one in disclosed(guide)},
        "missing": missing(guide),
        "open": unstated(guide),
        "points": window_points(guide),
    }


def unstated(guide: Guide) -> tuple[str, ...]:
    """The items that the document leaves open, wholly or in part, and that the utility may settle."""
    partly = {one.kind for one in disclosed(guide) if one.state == "partly" and one.kind in COUNTED}
    own = {one.kind for one in disclosed(guide) if one.state == "aim" and one.kind == "commitments"}
    return tuple(kind for kind in KINDS if kind in {*missing(guide)} - OWN | partly | own)


def notice_page(guide: Guide, *, version: str) -> str:
    """`/<city>/<utility>/notice/`: the commitment notice, a draft until the utility has supplied what only it can."""
    context = {**filling.context(guide, medium_of(guide)), **notice(guide)}
    return filling.page("pages/notice.md", version=version, basis=None, **context)


def supply_page(guide: Guide) -> str:
    """`/<city>/<utility>/supply/`: the form by which the utility supplies what only it can say."""
    told = filling.paper(guide, "notice")

    def said(group: Group) -> list[Any]:
        """What the document says of what a group asks."""
        groups = told["t"].groups(*group.about) if group.about else ()
        first = [(each, each.lines[0].statement) for each in groups]
        return [each for each, one in first if one.kind in ("stated", "nothing", "not_in_hand") and not one.assured]

    named = next(each for each in disclosed(guide) if each.kind == "name")
    mentions = [each.name for each in named.parts if isinstance(each, Named)]
    context = {
        "steps": steps_for(guide),
        "said": said,
        "closed": partial(closed, guide),
        "mentions": mentions,
        "wall": complete(guide),
    }
    return filling.page("pages/supply.md", **context, **told)


def ticket_page(guide: Guide, *, version: str) -> str:
    """`/<city>/<utility>/ticket/`: the ticket of a class with its day filled in, on one side of paper."""
    shown = layout(guide, "ticket")
    context = filling.context(guide, "ticket")
    context["t"] = replace(context["t"], mark=lambda _: Markup(""))
    limits = [line for group in shown.whole_limits() for line in group.lines]
    own = {
        "classes": [each for found in shown.tables().values() for each in found],
        "meetings": partial(choices.meetings, shown),
        "deemed": any(line.statement.part("deemed") for line in limits),
    }
    return filling.page("pages/ticket.md", version=version, **context, **own)
