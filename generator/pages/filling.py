"""Templates filled in: a Markdown page, the HTML of a print sheet. No clock, no writing; templates know no city."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.decision.asking import asked
from generator.media.classes import arranged
from generator.media.layout import layout
from generator.media.marks import JOINER, Glossary, Marks
from generator.pages.browser.interview import box
from generator.pages.browser.shipped import cased
from generator.pages.rows import View
from generator.policy.guide import Guide, facts, items
from generator.policy.tables import Class, Input
from generator.telling import deadlines, workdays
from generator.words.catalogue import catalogue, words
from generator.words.conditions import one_test
from generator.words.names import asking_place, called, decides
from generator.words.templating import environment


def page(template: str, **values: Any) -> str:
    """A Markdown page from a template of `templates/`; runs of empty lines left by blocks are closed up.

    A space before what joins a mark to its words would let a line break there all the same.
    """
    text = environment(markdown=True).get_template(template).render(w=words(), **values)
    return re.sub(r"\n{3,}", "\n\n", text.replace(f" {JOINER}", f"&#160;{JOINER}")).strip() + "\n"


def html(template: str, **values: Any) -> str:
    """The HTML of a print sheet."""
    return environment(markdown=False).get_template(template).render(w=words(), **values)


def paper(
    guide: Guide, medium: str, one: Class | None = None, mark: Callable[[Any], Markup] = lambda _: Markup("")
) -> dict[str, Any]:
    """What the template of a sheet may use of one guide, or, with a class, of what holds for it."""
    view = View(layout(guide, medium, one), mark, paper=True, vouched=medium in ("notice", "wall"))
    return {"guide": guide, "t": view, "u": called(guide)}


def context(guide: Guide, medium: str = "page") -> dict[str, Any]:
    """What a template about one guide may use, by the name it has there."""
    marks = Marks(guide.documents)
    undefined = any(asked.undefined for asked in guide.inputs)
    return {
        "guide": guide,
        "t": View(layout(guide, medium), marks.mark, vouched=True),
        "card": View(layout(guide, "card"), marks.mark, vouched=True),
        "u": called(guide),
        "c": marks.mark,
        "marks": marks,
        "kinds": arranged(layout(guide, "page")),
        "box": partial(box, guide),
        "glossary": Glossary(catalogue("glossary.yaml"), undefined, guide.terms, marks.mark),
        "items": lambda section: items(guide, section),
        "questions": questions(guide),
        "cased": cased(guide),
        "reckons": guide.connects and _reckons(guide),
        "asking_place": asking_place(guide),
        "decides": {table.id: decides(guide, table.id) for table in guide.tables} or {"class": ""},
        "deadlines": (days := deadlines.deadlines([guide])),
        "beginnings": [day for day in days if day.kind != "target"],
        "aims": [day for day in days if day.kind == "target"],
        "vouched": deadlines.vouched(guide),
    }


def _reckons(guide: Guide) -> bool:
    """Whether days can be counted: a last day of a time limit, or the day of every year of a deadline."""
    return any(map(workdays.dated, facts(guide, "limits"))) or any(one.yearly for one in guide.deadlines)


class Asked(NamedTuple):
    """A question of the interview."""

    input: Input
    range: str
    """What may be answered, in words."""
    unit: str
    """The unit of a number, or what stands in brackets behind its name."""
    using: tuple[Class, ...]
    """The classes of which it decides, each clause once; its own words stand with it where it has some."""
    drawn: Mapping[str, str] | None
    """The term of the glossary in it that has a drawing (`templates/pages/drawings/`), if one has."""


def questions(guide: Guide) -> list[Asked]:
    """The questions to an applicant, in the order in which they are asked."""
    return [question(guide, one) for one in asked(guide)]


def question(guide: Guide, one: Input) -> Asked:
    """One question to an applicant."""
    return Asked(one, _range(guide, one), _unit(one), _using(guide, one), _drawn(one))


def _range(guide: Guide, one: Input) -> str:
    return one.name if one.domain.anything else one_test(guide, one.id, one.domain)


def _unit(one: Input) -> str:
    named = re.search("（([^（）]+)）$", one.name)
    return one.unit or (named[1] if named else "")


def _drawn(one: Input) -> Mapping[str, str] | None:
    """The term with a drawing that stands first in a question."""
    said = one.name + one.ask
    drawn = [term for term in catalogue("glossary.yaml") if "drawing" in term and term["term"] in said]
    return min(drawn, key=lambda term: said.index(term["term"]), default=None)


def _using(guide: Guide, one: Input) -> tuple[Class, ...]:
    classes = [each for each in items(guide, "classes") if each.rows != "rest"]
    using = (each for each in classes if any(one.id in row.tests for row in each.rows))
    return tuple({each.cite: each for each in using}.values())
