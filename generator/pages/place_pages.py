"""The Markdown pages of one place, those of its guides aside: what its utilities have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from generator.decision.asking import asked
from generator.media import choices
from generator.media.layout import layout
from generator.media.marks import Marks
from generator.pages import filling
from generator.policy.files import FormFile
from generator.policy.guide import Guide, items
from generator.policy.tables import Input
from generator.telling import deadlines
from generator.words import controls
from generator.words.catalogue import words
from generator.words.names import joint_name, services


def city_page(guides: Sequence[Guide], form: FormFile | None) -> str:
    """`/<city>/`: the documents of a place and its utilities side by side."""
    first = guides[0]
    sides = [{**filling.context(guide), "marks": None} for guide in guides]
    for side in sides:  # without marks: the clauses stand on the page of each
        side |= {name: replace(side[name], mark=lambda _: Markup(""), vouched=False) for name in ("card", "t")}
    marks, questions = Marks(first.documents), [filling.question(guides[0], one) for one in asked_once(guides)]
    context = {"place": first.place, "documents": first.documents, "form": form, "sides": sides, "c": marks.mark}
    context |= {
        "together": _together(guides),
        "joint_name": joint_name(guides[0]),
        "deadlines": deadlines.deadlines(guides),
    }
    context["title"], context["connecting"] = services(guides), any(guide.connects for guide in guides)
    return filling.page("pages/city.md", asked=questions, many=len(guides) > _MANY, **context)


_MANY = 3
"""Where a place has more utilities, what they have in common stands before them."""


def asked_once(guides: Sequence[Guide]) -> list[Input]:
    """The questions of a joint visit, each once; none where the utilities share none or differ in one."""
    found = _thoughts(guides)
    shared = any(len(names) > 1 for _, names in found)
    differ = len({one.id for one, _ in found}) < len(found)
    return [one for one, _ in found] if shared and not differ else []


def _same_question(one: Input, other: Input) -> bool:
    names = ("name", "ask", "type", "unit", "domain", "step", "values", "words")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def joint(guides: Sequence[Guide]) -> list[Guide]:
    """The guides of a joint visit: those of a place whose document knows one; none elsewhere."""
    own = [guide for guide in guides if guide.connects and guide.reference is None]
    return own if len(own) > 1 and any(items(guide, "joint") for guide in own) else []


def _together(guides: Sequence[Guide]) -> list[list[dict[str, Any]]]:
    """What the document says of a joint visit, without its clauses, which stand on the page of that."""
    sides = [filling.context(guide, "joint") for guide in joint(guides)]
    for side in sides:
        side["t"] = replace(side["t"], mark=lambda _: Markup(""))
    return _saying(sides, ("joint",))


def joint_page(guides: Sequence[Guide]) -> str:
    """`/<city>/joint/`: what the document says of a joint application, and what the utilities have in common, once."""
    sides = [filling.context(guide, "joint") for guide in joint(guides)]
    marks = sides[0]["marks"]
    context = {"place": guides[0].place, "joint_name": joint_name(guides[0]), "c": marks.mark, "marks": marks}
    for side in sides:
        side["t"] = replace(side["t"], mark=marks.mark, base=f"../{side['guide'].utility}/")
    return filling.page(
        "pages/joint.md", sides=sides, alike=partial(_saying, sides), asked=asked_once(guides), **context
    )


def _saying(sides: Sequence[dict[str, Any]], names: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The utilities that say something under some sections, those together that say the same."""
    there = [side for side in sides if side["t"].groups(*names)]
    return _alike(there, lambda side: [(line.ids, line.text) for name in names for line in side["t"].section(name)])


def window_page(guides: Sequence[Guide], versions: Mapping[str, str]) -> str:
    """`/<city>/window/`: for clerks, the dated sheet of a class, and every sheet of the place with its version.

    `versions`: by the address of a guide, and by `joint` that of the sheet for a joint visit, where there is one.
    """
    sides = [_desk(guide) for guide in guides if guide.reference is None]
    referring = [guide for guide in guides if guide.reference is not None]
    context = {"place": guides[0].place, "sides": sides, "referring": referring, "versions": versions}
    context |= {"together": joint(guides), "joint_name": joint_name(guides[0])}
    return filling.page("pages/window.md", **context)


def _desk(guide: Guide) -> dict[str, Any]:
    """What the page of the window uses of one guide; the clauses stand on the page of the guide."""
    side = filling.context(guide, "window")
    shown = layout(guide, "window")
    side["t"] = replace(side["t"], mark=lambda _: Markup(""))
    classes = [each for found in shown.tables().values() for each in found]
    side |= {"choices": choices.choices(shown), "left": choices.left(shown), "beside": choices.beside(shown)}
    return side | {"classes": classes, "meetings": partial(choices.meetings, shown)}


def form_page(form: FormFile, guide: Guide) -> str:
    """`/<city>/form/`: the form of a place, to be filled in and field by field; any guide of the place will do."""
    marks = Marks(guide.documents)
    return filling.page("pages/form.md", form=form, b=controls, place=guide.place, c=marks.mark, marks=marks)


def prepare_page(guides: Sequence[Guide]) -> str:
    """`/<city>/prepare/`: what to have at hand, in a place that has no form."""
    own = [guide for guide in guides if guide.reference is None]
    marks = Marks(tuple({document.id: document for guide in own for document in guide.documents}.values()))
    sides = [filling.context(guide, "prepare") for guide in own]
    for side in sides:
        side["t"] = replace(side["t"], mark=marks.mark, base=f"../{side['guide'].utility}/")
    papers = _alike(sides, lambda side: [items(side["guide"], name) for name in ("papers", "paper_counts")])
    context = {"place": guides[0].place, "papers": papers, "thoughts": _thoughts(own), "services": len(own)}
    return filling.page("pages/prepare.md", c=marks.mark, marks=marks, **context)


def _alike(sides: Sequence[dict[str, Any]], key: Callable[[dict[str, Any]], object]) -> list[list[dict[str, Any]]]:
    """The utilities of a place, those together of which the same is said."""
    made: list[list[dict[str, Any]]] = []
    for side in sides:
        group = next((group for group in made if key(group[0]) == key(side)), None)
        if group is None:
            made.append([side])
        else:
            group.append(side)
    return made


def _thoughts(guides: Sequence[Guide]) -> list[tuple[Input, list[str]]]:
    """The questions of a place, each once, with the services it is asked for."""
    found: list[tuple[Input, list[str]]] = []
    for guide in guides:
        name = str(words()["utilities"][guide.utility]["name"])
        for question in asked(guide):
            alike = (names for one, names in found if one.id == question.id and _same_question(one, question))
            known = next(alike, None)
            if known is None:
                found.append((question, [name]))
            else:
                known.append(name)
    return found
