"""Templates filled in: a Markdown page, the HTML of a print sheet. No clock, no writing; templates know no city."""

from __future__ import annotations

import re
from typing import Any

from generator.policy.guide import Guide, facts, items, nothing
from generator.telling import deadlines, phrases
from generator.telling.catalogue import catalogue, words
from generator.telling.marks import Glossary, Marks
from generator.telling.phrases import Phrases
from generator.telling.templating import environment


def page(template: str, **values: Any) -> str:
    """A Markdown page from a template of `templates/`; runs of empty lines left by blocks are closed up."""
    text = environment(markdown=True).get_template(template).render(w=words(), **values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def html(template: str, **values: Any) -> str:
    """The HTML of a print sheet, or of another page that MkDocs does not make."""
    return environment(markdown=False).get_template(template).render(w=words(), **values)


def context(guide: Guide) -> dict[str, Any]:
    """What a template about one guide may use, by the name it has there."""
    marks = Marks(guide.documents)
    undefined = any(asked.undefined for asked in guide.inputs)
    return {
        "guide": guide,
        "p": Phrases(words(), guide),
        "u": words()["utilities"][guide.utility],
        "c": marks.mark,
        "marks": marks,
        "glossary": Glossary(catalogue("glossary.yaml"), undefined, guide.terms, marks.mark),
        "items": lambda section: items(guide, section),
        "facts": lambda section: tuple(facts(guide, section)),
        "nothing": lambda section: nothing(guide, section),
        "shared": phrases.shared_part,
        "rows": phrases.rows,
        "deadlines": deadlines.deadlines([guide]),
        "vouched": deadlines.vouched(guide),
    }
