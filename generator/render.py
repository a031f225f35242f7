"""Template + policy → text of pages and print sheets. No clock, no writing; templates know no city.

Whatever a template puts out is escaped for Markdown and HTML at once, unless it is Markup: policy text is inert.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import segno
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator import blanks, deadlines, phrases
from generator.disclosure import KINDS, OWN, STATES, complete, in_force, missing
from generator.entries import Entry
from generator.findings import CODES, Finding, Message, Place, finding
from generator.model import (
    Cite,
    Class,
    Conflict,
    Document,
    FormFile,
    Guide,
    Input,
    Nothing,
    Provider,
    Publisher,
    Record,
    Term,
    Utility,
    facts,
    items,
    nothing,
)
from generator.phrases import Phrases

TEMPLATES = Path(__file__).parent.parent / "templates"

_SPECIAL = re.compile(r"[&<>\"'*_`\[\]{}|~^\\$=]|^[-#+!:>?/%@]|^\d+(?=[.)](?:\s|$))|\n")


def markdown_safe(value: object) -> Markup:
    """Text that stays text in Markdown, in HTML and in an attribute; special characters as references.

    >>> str(markdown_safe("*a* <b>"))
    '&#42;a&#42; &#60;b&#62;'
    """
    return value if isinstance(value, Markup) else _safe(str(value))


@lru_cache(10_000)
def _safe(text: str) -> Markup:
    """The same words stand on page after page."""
    return Markup(_SPECIAL.sub(_reference, text))  # noqa: S704  every special character is a reference


def _reference(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0])


@cache
def environment(*, markdown: bool) -> Environment:
    """Jinja2 for Markdown pages or for print HTML; a misspelt name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=markdown_safe if markdown else None,
    )
    made.filters["day"] = phrases.day
    made.filters["worded"] = phrases.worded
    made.filters["yaml"] = _yaml
    made.filters["visible"] = _visible
    made.filters["titled"] = lambda title: f"《{title.replace('《', '〈').replace('》', '〉')}》"
    made.filters["explained"] = _explained
    made.tests["nothing"] = lambda item: isinstance(item, Nothing)
    made.tests["conflict"] = lambda item: isinstance(item, Conflict)
    return made


def _yaml(value: object) -> Markup:
    """A value for the head of a Markdown page, which MkDocs reads as YAML and puts into HTML unescaped."""
    text = str(escape(value)).replace("\\", "&#92;").replace('"', "&#34;").replace("{", "&#123;")
    return Markup(f'"{text}"')  # noqa: S704  escaped above


def fault(error: Exception) -> Finding | None:
    """What is wrong with a template or a catalogue, with its file and line; None for an error from elsewhere."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        found = (mark.name, mark.line + 1, mark.column + 1)
    elif isinstance(error, TemplateSyntaxError):
        found = (error.filename or "", error.lineno, 1)
    else:
        frames = [one for one in extract_tb(error.__traceback__) if Path(one.filename).is_relative_to(TEMPLATES)]
        found = (frames[-1].filename, frames[-1].lineno or 1, 1) if frames else ("", 0, 0)
    path = Path(found[0])
    if not path.is_relative_to(TEMPLATES):
        return None
    place = Place(path.relative_to(TEMPLATES.parent).as_posix(), *found[1:])
    return finding("template-fault", place, problem=f"{type(error).__name__}: {error}".replace("\n", " "))


@pass_context
def _explained(context: Context, text: str) -> Markup:
    """A section followed by the terms that stand in it for the first time on the page."""
    explained: Markup = context["glossary"].explain(text)
    return explained


@cache
def _catalogue(name: str) -> Any:
    with (TEMPLATES / name).open(encoding="utf-8") as file:  # a file, so that a mistake in it can be named with it
        return yaml.safe_load(file)


def words() -> Mapping[str, Any]:
    """The catalogue of Chinese words."""
    found: Mapping[str, Any] = _catalogue("words.yaml")
    return found


# ----------------------------------------------------------------------------------------------------- a page


@dataclass
class Marks:
    """Numbers for the citations of one page, in the order in which they are first met."""

    documents: Sequence[Document]
    numbers: dict[tuple[Cite, ...], int] = field(default_factory=dict)
    prefix: str = "c"
    where: Callable[[Cite], str] = lambda _: ""
    """The address of a citation's clause in the text of its document; empty where there is no such text."""

    def mark(self, part: Any) -> Markup:
        """The small mark of a row: leads to its clause and quotation, or names who vouches."""
        if getattr(part, "assured", None):
            vouched = markdown_safe(f"{part.assured.by}提供，{phrases.day(part.assured.since)}起")
            return Markup(f'<span class="assured">{vouched}</span>')  # noqa: S704  safe
        cites = part.cite if isinstance(part.cite, tuple) else (part.cite,)
        if not cites:
            return Markup("")
        first = cites not in self.numbers
        number = self.numbers.setdefault(cites, len(self.numbers) + 1)
        anchor = f' id="r{number}"' if first else ""
        title = markdown_safe(f"依据：{self.clauses(cites)}")
        link = f'<a class="c" href="#{self.prefix}{number}"{anchor} title="{title}">{number}</a>'
        return Markup(link)  # noqa: S704  numbers, and a title that is safe

    def clauses(self, cites: Sequence[Cite]) -> str:
        """The clauses of some citations as people write them."""
        return "；".join(dict.fromkeys(self.clause(cite) for cite in cites))

    def clause(self, cite: Cite) -> str:
        """A clause, with its document where there are several."""
        title = next((one.title for one in self.documents if one.id == cite.doc), "")
        return f"《{title}》{cite.clause}" if len(self.documents) > 1 else str(cite.clause)


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
        own = [one for one in self.defined if one.term in plain and one.term not in self.explained]
        self.explained.update(one.term for one in own)
        met = [one for one in self.entries if one["term"] in plain and one["term"] not in self.explained]
        met = [one for one in met if self.undefined or not one.get("undefined")]
        self.explained.update(one["term"] for one in met)
        terms = Markup("；").join(
            Markup("<b>{}</b>：{}").format(markdown_safe(one["term"]), markdown_safe(one["means"].rstrip("。")))
            for one in met
        )
        note = Markup('\n<p class="ours">名词（本站说明）：{}。</p>\n').format(terms) if met else Markup("")
        return Markup(text) + self._definitions(own) + note  # noqa: S704  the section was rendered by us

    def _definitions(self, own: Sequence[Term]) -> Markup:
        """What the document itself says a word means."""
        said = Markup("；").join(
            Markup("<b>{}</b>：{} {}").format(
                markdown_safe(one.term), markdown_safe(phrases.worded(one)), self.mark(one)
            )
            for one in own
        )
        return Markup('\n<p class="terms">名词（文件的说法）：{}</p>\n').format(said) if own else said


def _page(template: str, **context: Any) -> str:
    """A Markdown page; runs of empty lines left by blocks are closed up."""
    text = environment(markdown=True).get_template(template).render(w=words(), **context)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _context(guide: Guide) -> dict[str, Any]:
    """What a template of one guide may use."""
    marks = Marks(guide.documents)
    undefined = any(asked.undefined for asked in guide.inputs)
    return {
        "guide": guide,
        "p": Phrases(words(), guide),
        "u": words()["utilities"][guide.utility],
        "c": marks.mark,
        "marks": marks,
        "glossary": Glossary(_catalogue("glossary.yaml"), undefined, guide.terms, marks.mark),
        "items": lambda section: items(guide, section),
        "facts": lambda section: tuple(facts(guide, section)),
        "nothing": lambda section: nothing(guide, section),
        "shared": phrases.shared_part,
        "rows": phrases.rows,
        "deadlines": deadlines.deadlines([guide]),
        "vouched": deadlines.vouched(guide),
    }


class Division(NamedTuple):
    """Which of several pages a list stands on: that of a province-level unit, that of all, or the only one."""

    province: str = ""
    """The code of the unit this page is about; empty on the page of all."""
    provinces: Mapping[str, int] = {}
    """How many places each unit has; empty where all stand on one page."""


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
    context = _context(guide)
    marks: Marks = context["marks"]
    marks.where = where
    return _page(template, version=version, chart=chart, form=form, **context), marks.numbers


def document_page(guide: Guide, parts: Sequence[tuple[Document, Sequence[Any]]]) -> str:
    """`/<city>/document/`: documents of a place with their passages (`documents.Passage`); any guide of it will do."""
    return _page("pages/document.md", place=guide.place, parts=parts)


_FEW = 2


@dataclass
class Clauses:
    """Gathers the clauses of one row of a sheet, for the column beside it; what the utility vouches for is starred."""

    phrases: Phrases
    gathered: list[Any] = field(default_factory=list)

    def mark(self, part: Any) -> Markup:
        """The star of what the utility vouches for; a citation is kept for the row's last column."""
        if getattr(part, "assured", None) or isinstance(part, Provider):
            return Markup('<span class="own">◆</span>')
        self.gathered.append(part)
        return Markup("")

    def row(self) -> list[str]:
        """The clauses met since the last row; of many, the articles they belong to."""
        found, self.gathered = self.phrases.sources(self.gathered), []
        articles = list(dict.fromkeys(re.sub(r"(?<=、).*", "", clause) for clause in found))
        return found if len(found) <= _FEW else articles


def _notice(guide: Guide) -> dict[str, Any]:
    """What the notice needs beside the facts, on the page and on paper."""
    phrases = Phrases(words(), guide, quiet=complete(guide))
    return {
        "p": phrases,
        "wall": phrases.quiet,
        "own": OWN,
        "in_force": in_force,
        "states": {one.kind: one.state for one in phrases.disclosed()},
        "missing": missing(guide),
        "file": f"policies/{guide.address}.assured.yaml",
    }


def notice_page(guide: Guide, *, version: str) -> str:
    """`/<city>/<utility>/notice/`: the commitment notice, a draft until the utility has supplied what only it can."""
    context = {**_context(guide), **_notice(guide)}
    return _page("pages/notice.md", version=version, basis=None, **context)


def notice_sheet(guide: Guide, *, version: str, publisher: Publisher, logo: bytes | None = None) -> str:
    """The HTML of the notice for the wall; `logo`: the utility's own, PNG."""
    context = {**_context(guide), **_notice(guide)}
    clauses = Clauses(context["p"])
    picture = f"data:image/png;base64,{b64encode(logo).decode()}" if logo else ""
    template = environment(markdown=False).get_template("print/notice.html")
    address = f"{guide.address}/notice/#_v={version}"
    context |= {"c": clauses.mark, "basis": clauses.row, "address": address, "qr": _code(publisher, address)}
    return template.render(w=words(), version=version, publisher=publisher, picture=picture, **context)


def disclosure_page(places: Sequence[Sequence[Any]], compared: Sequence[Utility], of: Division) -> str:
    """`/disclosure/`: for supervisors, what each utility publishes and what is missing; `places`: `overall.Listed`."""
    context = {"places": places, "compared": compared, "kinds": KINDS, "all_states": STATES}
    return _page("pages/disclosure.md", **context, **of._asdict())


def city_page(guides: Sequence[Guide], form: FormFile | None) -> str:
    """`/<city>/`: the documents of a place and its utilities side by side."""
    first = guides[0]
    sides = [{**_context(guide), "marks": None} for guide in guides]
    marks, asked = Marks(first.documents), asked_once(guides)
    context = {"place": first.place, "documents": first.documents, "form": form, "sides": sides, "c": marks.mark}
    context |= {"together": joint(guides), "deadlines": deadlines.deadlines(guides)}
    there = {guide.utility for guide in guides}
    context["absent"] = [one["name"] for name, one in words()["utilities"].items() if name not in there]
    return _page("pages/city.md", asked=asked, **context)


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
    own = [guide for guide in guides if guide.reference is None]
    return own if len(own) > 1 and any(items(guide, "joint") for guide in own) else []


def joint_page(guides: Sequence[Guide]) -> str:
    """`/<city>/joint/`: what the document says of a joint application, and the sheet for it."""
    sides = [_context(guide) for guide in joint(guides)]
    return _page("pages/joint.md", place=guides[0].place, sides=sides, **_marked(sides[0]))


def _marked(context: Mapping[str, Any]) -> dict[str, Any]:
    return {name: context[name] for name in ("p", "c", "marks", "glossary")}


def window_page(guides: Sequence[Guide], versions: Mapping[str, str]) -> str:
    """`/<city>/window/`: for clerks, every sheet of the place with its version."""
    sides = [_context(guide) for guide in guides if guide.reference is None]
    context = {"place": guides[0].place, "sides": sides, "versions": versions, "together": joint(guides)}
    return _page("pages/window.md", **context)


def home_page(entries: Sequence[Entry], of: Division) -> str:
    """`/`: the finder, and the list of all places or of all province-level units."""
    shown = () if of.provinces else entries
    return _page("pages/index.md", entries=shown, examples=_examples(entries), **of._asdict())


def places_page(entries: Sequence[Entry], of: Division) -> str:
    """`/places/<code>/`: the places of a province-level unit."""
    return _page("pages/places.md", entries=entries, **of._asdict())


def _examples(entries: Sequence[Entry]) -> list[str]:
    """A few queries of different kinds that lead somewhere: a place with a utility, with a question, in letters."""
    if not entries:
        return []
    short = min(entries, key=lambda one: len(one.place.name))
    utility, last = words()["utilities"][short.guides[-1].utility]["name"], entries[-1].place
    return [short.place.name + utility, f"{last.name} {words()['finder']['example']}", last.slug]


def help_page(name: str, **context: Any) -> str:
    """`/help/…`: a page of the handbook for editors."""
    return _page(f"help/{name}.md", **context)


def about_page(publisher: Publisher) -> str:
    """`/about/`: how to read the site, how it is made, who runs it, accessibility, privacy, licence."""
    return _page("pages/about.md", publisher=publisher)


def footer(path: str, publisher: Publisher) -> str:
    """What stands below every page; `path`: that of its Markdown below `guides/`, for the way home."""
    return "\n" + _page("pages/footer.md", home="../" * path.count("/"), publisher=publisher)


def not_found(publisher: Publisher) -> str:
    """`404.html`: a page of its own, with addresses from the root of the host, since it may stand for any address."""
    template = environment(markdown=False).get_template("site/404.html")
    return template.render(root=urlsplit(publisher.at("")).path or "/", publisher=publisher)


Example: TypeAlias = tuple[Guide, Sequence[str], Mapping[str, Any]]
"""A guide, its authorities, a test vector."""


def data_page(
    listed: Sequence[Any], compared: Sequence[Utility], example: Example | None, of: Division, *, feed: bool
) -> str:
    """`/data/`: the open data; `listed`: `overall.Listed`."""
    context = {"listed": listed, "compared": compared, "example": example, "feed": feed}
    return _page("pages/data.md", codes=phrases.codes(words()), **context, **of._asdict())


def compare_page(found: Any, headings: Mapping[str, Sequence[str]], charts: Sequence[Any], of: Division) -> str:
    """`/compare/<utility>/`: places side by side; of a province-level unit only, or all, or how they are divided.

    `found`: a comparison; `headings`: its tables and their columns; `charts`: one for each group of its limits.
    """
    titles = {name: phrases.heading(name) for names in headings.values() for name in names}
    context = {"found": found, "headings": headings, "titles": titles, "charts": charts}
    return _page("pages/compare.md", u=words()["utilities"][found.utility], **context, **of._asdict())


def examples() -> Sequence[Mapping[str, Any]]:
    """The groups of findings with their examples: `[{zh, en, codes: {code: {as, file, wrong, right}}}]`."""
    found: Sequence[Mapping[str, Any]] = _catalogue("findings.yaml")
    return found


def findings_page() -> str:
    """`/help/findings/`: for editors, every code with its words and an example, wrong and right."""
    return _page("pages/findings.md", groups=examples(), messages={code: _told(one) for code, one in CODES.items()})


def _told(message: Message) -> dict[str, str]:
    """A message with an ellipsis for every word that a finding fills in."""
    blanks = dict.fromkeys(re.findall(r"{(\w+)}", message.zh + message.en), "…")
    optional = dict.fromkeys((name for name in blanks if name.startswith(("guess", "elsewhere"))), "")
    zh, en = (text.format_map({**blanks, **optional}) for text in (message.zh, message.en))
    return {"severity": message.severity, "zh": zh, "en": en}


def _visible(text: str) -> str:
    """Lines of an example with what cannot be seen in them."""
    return re.sub("[\t\u3000\u200b]", lambda found: f"[{_UNSEEN[found[0]]}]", text)


_UNSEEN = {"\t": "Tab", "\u3000": "全角空格", "\u200b": "U+200B"}


def changes_page(records: Sequence[Record], guides: Sequence[Guide], *, feed: bool) -> str:
    """`/changes/`: the record of changes, newest first; `feed`: whether `feed.xml` stands beside it."""
    return _page("pages/changes.md", records=records, guides=guides, feed=feed)


def form_page(form: FormFile, guide: Guide) -> str:
    """`/<city>/form/`: the form of a place, to be filled in and field by field; any guide of the place will do."""
    marks = Marks(guide.documents)
    return _page("pages/form.md", form=form, b=blanks, place=guide.place, c=marks.mark, marks=marks)


def prepare_page(guides: Sequence[Guide]) -> str:
    """`/<city>/prepare/`: what to have at hand, in a place that has no form."""
    own = [guide for guide in guides if guide.reference is None]
    marks = Marks(tuple(dict.fromkeys(document for guide in own for document in guide.documents)))
    sides = [{**_context(guide), "c": marks.mark} for guide in own]
    papers = _alike(sides, lambda side: [items(side["guide"], name) for name in ("papers", "paper_counts")])
    context = {"place": guides[0].place, "papers": papers, "thoughts": _thoughts(own), "services": len(own)}
    return _page("pages/prepare.md", c=marks.mark, marks=marks, **context)


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
        for asked in Phrases(words(), guide).asked():
            known = next((names for one, names in found if one.id == asked.id and _same_question(one, asked)), None)
            if known is None:
                found.append((asked, [name]))
            else:
                known.append(name)
    return found


def form_sheet(form: FormFile, guide: Guide, publisher: Publisher) -> str:
    """The HTML of the blank form."""
    template = environment(markdown=False).get_template("print/form.html")
    address = f"{guide.place.slug}/form/"
    context = {"form": form, "b": blanks, "place": guide.place, "address": address}
    return template.render(publisher=publisher, qr=_code(publisher, address), **context)


def checklist_sheet(
    guide: Guide, *, version: str, publisher: Publisher, one: Class | None = None, large: bool = False
) -> str:
    """The HTML of a printable checklist: of a whole guide, or of a guide narrowed to one class; in large type."""
    template = environment(markdown=False).get_template("print/checklist.html")
    address = f"{guide.address}/#_v={version}"
    context = {"guide": guide, "s": _context(guide), "one": one, "large": large, "version": version}
    return template.render(w=words(), publisher=publisher, address=address, qr=_code(publisher, address), **context)


def joint_sheet(guides: Sequence[Guide], *, version: str, publisher: Publisher) -> str:
    """The HTML of the checklist of a joint visit: what the utilities share stands once."""
    template = environment(markdown=False).get_template("print/joint.html")
    address = f"{guides[0].place.slug}/joint/"
    sides = [_context(guide) for guide in joint(guides)]
    context = {"sides": sides, "version": version, "publisher": publisher, "address": address}
    return template.render(w=words(), qr=_code(publisher, address), **context)


def _code(publisher: Publisher, address: str) -> str:
    """A QR code of a page's address as a data address; empty where the site has none."""
    if not publisher.site_url:
        return ""
    made: str = segno.make(publisher.at(address), micro=False).svg_data_uri(border=0)
    return made


def assets() -> dict[str, bytes]:
    """Styles and scripts, by their path below the guides."""
    folder = TEMPLATES / "assets"
    return {f"assets/{path.name}": path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
