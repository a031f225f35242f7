"""What leads from a statement to its source: numbers of citations on a page, clauses beside a row, terms explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from generator.language import gettext
from generator.policy.facts import Term
from generator.policy.files import Document
from generator.policy.guide import Guide, Provider
from generator.policy.provenance import Assured, Cite, Conflict
from generator.words.conditions import day
from generator.words.names import entitled, unstopped, worded
from generator.words.templating import markdown_safe

JOINER = "&#8288;"
"""Before a mark: no line breaks there."""


@dataclass
class Marks:
    """Numbers for the citations of one page, in the order in which they are first met."""

    documents: Sequence[Document]
    numbers: dict[tuple[Cite, ...], int] = field(default_factory=dict)
    prefix: str = "c"
    where: Callable[[Cite], str] = lambda _: ""
    """The address of a citation's clause in the text of its document; empty where there is no such text."""

    def mark(self, part: Any) -> Markup:
        """The small mark of a row: leads to its clause and quotation, or names who vouches.

        It never begins a line: what joins it to the word before stands in front.
        """
        if getattr(part, "assured", None):
            said = gettext("{by}提供，{day}起").format(by=part.assured.by, day=day(part.assured.since))
            return Markup('<span class="assured">{}</span>').format(markdown_safe(said))
        cites = part.cite if isinstance(part.cite, tuple) else (part.cite,)
        if not cites:
            return Markup("")
        first = cites not in self.numbers
        number = self.numbers.setdefault(cites, len(self.numbers) + 1)
        anchor = f' id="r{number}"' if first else ""
        title = markdown_safe(gettext("依据：{clauses}").format(clauses=self.clauses(cites)))
        link = f'{JOINER}<a class="c" href="#{self.prefix}{number}"{anchor} title="{title}">{number}</a>'
        return Markup(link)  # noqa: S704  numbers, and a title that is safe

    def clauses(self, cites: Sequence[Cite]) -> str:
        """The clauses of some citations as people write them."""
        return gettext("；").join(dict.fromkeys(self.clause(cite) for cite in cites))

    def clause(self, cite: Cite) -> str:
        """A clause, with its document where there are several."""
        title = next((entitled(one) for one in self.documents if one.id == cite.doc), "")
        return f"{title}{cite.clause}" if len(self.documents) > 1 else str(cite.clause)


@dataclass
class Glossary:
    """Explains each term once, below the first section of a page it stands in."""

    entries: Sequence[Mapping[str, Any]]
    undefined: bool
    defined: Sequence[Term] = ()
    mark: Callable[[Any], Markup] = lambda _: Markup("")
    explained: set[str] = field(default_factory=set)

    def explain(self, text: str) -> Markup:
        """The section, followed by the terms met in it for the first time."""
        plain = re.sub(r"<[^>]*>", "", text)
        own = [term for term in self.defined if term.term in plain and term.term not in self.explained]
        self.explained.update(term.term for term in own)
        met = [term for term in self.entries if term["term"] in plain and term["term"] not in self.explained]
        met = [term for term in met if self.undefined or not term.get("undefined")]
        self.explained.update(term["term"] for term in met)
        if not own and not met:
            return Markup(text)  # noqa: S704  the section was rendered by us
        names = gettext("、").join(dict.fromkeys([*(term.term for term in own), *(term["term"] for term in met)]))
        title = markdown_safe(gettext("{terms}是什么").format(terms=names))
        said = Markup("").join([*map(self._defined, own), *map(_explained, met)])
        fold = Markup('\n<details class="terms"><summary>{}</summary>{}</details>\n').format(title, said)
        return Markup(text) + fold  # noqa: S704  the section was rendered by us

    def _defined(self, term: Term) -> Markup:
        """What the document itself says a word means."""
        said = escape(gettext("{term}：{means}（文件的说法）") + " {mark}").format(
            term=_bold(term.term), means=markdown_safe(worded(term)), mark=self.mark(term)
        )
        return Markup("<p>{}</p>").format(said)


def _explained(term: Mapping[str, Any]) -> Markup:
    """What a word means, in our words."""
    said = escape(gettext("{term}：{means}（本站说明）")).format(
        term=_bold(term["term"]), means=markdown_safe(unstopped(term["means"]))
    )
    return Markup('<p class="ours">{}</p>').format(said)


def _bold(term: str) -> Markup:
    return Markup("<b>{}</b>").format(markdown_safe(term))


_FEW = 2


def sources(guide: Guide, parts: Iterable[Any]) -> list[str]:
    """The clauses that some facts stand on, and who vouches for what no document says; each once."""
    found: dict[str, None] = {}
    for part in parts:
        for side in part.sides if isinstance(part, Conflict) else (part,):
            if assured := side if isinstance(side, Assured) else getattr(side, "assured", None):
                found[gettext("{by}提供，{day}起").format(by=assured.by, day=day(assured.since))] = None
            found.update(dict.fromkeys(_numbered(guide, cite) for cite in getattr(side, "cite", ())))
    return list(found)


def _numbered(guide: Guide, cite: Cite) -> str:
    """A clause, with the number of its document in the guide's list where there are several."""
    numbers = {one.id: number for number, one in enumerate(guide.documents, start=1)}
    return f"〔{numbers[cite.doc]}〕{cite.clause}" if len(numbers) > 1 and cite.doc else str(cite.clause)


@dataclass
class Clauses:
    """Gathers the clauses of one row of a sheet, for the column beside it; what the utility vouches for is starred."""

    guide: Guide
    gathered: list[Any] = field(default_factory=list)

    def mark(self, part: Any) -> Markup:
        """The star of what the utility vouches for; a citation is kept for the row's last column."""
        if getattr(part, "assured", None) or isinstance(part, Provider):
            return Markup('<span class="own">◆</span>')
        self.gathered.append(part)
        return Markup("")

    def row(self) -> list[str]:
        """The clauses met since the last row; of many, the articles they belong to."""
        found, self.gathered = sources(self.guide, self.gathered), []
        articles = list(dict.fromkeys(re.sub(r"(?<=、).*", "", clause) for clause in found))
        return found if len(found) <= _FEW else articles
