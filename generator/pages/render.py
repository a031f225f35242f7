"""Template + policy → text of pages and print sheets. No clock, no writing; templates know no city."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import segno

from generator.findings import CODES, Message
from generator.paths import TEMPLATES
from generator.policy.files import Document, FormFile, Publisher, Record
from generator.policy.guide import Guide, facts, items, nothing
from generator.policy.provenance import Cite, Utility
from generator.policy.tables import Class, Input
from generator.telling import blanks, deadlines, phrases
from generator.telling.catalogue import catalogue, examples, words
from generator.telling.disclosure import KINDS, OWN, STATES, complete, in_force, missing
from generator.telling.entries import Division, Entry, Example
from generator.telling.marks import Clauses, Glossary, Marks
from generator.telling.phrases import Phrases
from generator.telling.templating import environment

# ----------------------------------------------------------------------------------------------------- a page


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
        "glossary": Glossary(catalogue("glossary.yaml"), undefined, guide.terms, marks.mark),
        "items": lambda section: items(guide, section),
        "facts": lambda section: tuple(facts(guide, section)),
        "nothing": lambda section: nothing(guide, section),
        "shared": phrases.shared_part,
        "rows": phrases.rows,
        "deadlines": deadlines.deadlines([guide]),
        "vouched": deadlines.vouched(guide),
    }


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


def findings_page() -> str:
    """`/help/findings/`: for editors, every code with its words and an example, wrong and right."""
    return _page("pages/findings.md", groups=examples(), messages={code: _told(one) for code, one in CODES.items()})


def _told(message: Message) -> dict[str, str]:
    """A message with an ellipsis for every word that a finding fills in."""
    blanks = dict.fromkeys(re.findall(r"{(\w+)}", message.zh + message.en), "…")
    optional = dict.fromkeys((name for name in blanks if name.startswith(("guess", "elsewhere"))), "")
    zh, en = (text.format_map({**blanks, **optional}) for text in (message.zh, message.en))
    return {"severity": message.severity, "zh": zh, "en": en}


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
