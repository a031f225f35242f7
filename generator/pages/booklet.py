"""A place's pages and sheets as one booklet: cover with contents, guides, then the sheets of each utility.

The guides are the Markdown pages themselves, converted as MkDocs converts them, less what paper cannot do; the sheets
are those that are printed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import markdown
import tinyhtml5
import yaml
from markupsafe import Markup, escape

from generator.language import gettext
from generator.pages import filling
from generator.pages.print_sheets import qr_code
from generator.paper.fitting import Steps
from generator.paper.printing import Sheet
from generator.paths import CONFIG
from generator.policy.files import Publisher
from generator.policy.guide import Guide
from generator.policy.utilities import known
from generator.words.catalogue import words
from generator.words.names import called, in_short, services

_SCREEN_ONLY = ("script", "nav", "form", "figure", "button", "input")
_LEADS_OFF = re.compile(r"#r[0-9]+|[^#]*\.pdf")
_SCREEN_CLASSES = frozenset(
    {
        "bar",
        "button",
        "button-2",
        "crumbs",
        "house",
        "lanes",
        "legend",
        "of-bars",
        "past",
        "prevails",
        "print",
        "progress",
        "tools",
    }
)


class Leaf(NamedTuple):
    """A part of a booklet: what the contents call it, and as what it is printed."""

    title: str
    sheet: Sheet


class Chapter(NamedTuple):
    """Parts that stand together in the contents, by the service that they are about, or of all."""

    title: str
    leaves: tuple[Leaf, ...]


def booklet(
    guides: Sequence[Guide],
    pages: Mapping[str, str],
    sheets: Mapping[str, Sheet],
    *,
    version: str,
    publisher: Publisher,
) -> Sheet:
    """`booklet.pdf`: a cover with the contents, and bound with it every part as it is alone.

    `pages`: the Markdown of the place by path; `sheets`: its print sheets by path of their PDF.
    """
    chapters = [one for one in _chapters(_in_order(guides), pages, sheets, publisher) if one.leaves]
    context = {"place": guides[0].place, "documents": guides[0].documents, "version": version, "publisher": publisher}
    address = f"{guides[0].place.slug}/"
    context |= {"address": address, "qr": qr_code(publisher, address)}
    html = filling.html("print/booklet.html", name=_name(guides), chapters=chapters, **context)
    return Sheet(html, ("booklet.css",), _TO_LIST, bound=tuple(leaf.sheet for one in chapters for leaf in one.leaves))


def _in_order(guides: Sequence[Guide]) -> list[Guide]:
    """The guides as the site orders its utilities."""
    return sorted(guides, key=lambda guide: list(known()).index(guide.utility))


def _chapters(
    guides: Sequence[Guide], pages: Mapping[str, str], sheets: Mapping[str, Sheet], publisher: Publisher
) -> Iterator[Chapter]:
    """First how it is done, then what is handed over, utility by utility, last what is about all of them."""
    own = {guide.address: called(guide) for guide in guides}
    yield Chapter(
        gettext("指南"),
        tuple(_guide(guide, pages[f"{guide.address}/index.md"], publisher) for guide in guides),
    )
    for address, said in own.items():
        leaves = (Leaf(_title(one.html), one) for path, one in sheets.items() if path.startswith(f"{address}/"))
        yield Chapter(said["service"], tuple(leaves))
    shared = sorted((path for path in sheets if path.rpartition("/")[0] not in own), key=_is_form)
    yield Chapter(gettext("各业务共用"), tuple(Leaf(_title(sheets[path].html), sheets[path]) for path in shared))


def _is_form(path: str) -> bool:
    return path.endswith("/form.pdf")


def _guide(guide: Guide, page: str, publisher: Publisher) -> Leaf:
    """The page of a guide on paper."""
    body, title = _converted(page)
    html = filling.html("print/guide.html", guide=guide, title=title, body=body, publisher=publisher)
    return Leaf(title, Sheet(html, ("guide.css",), _TO_READ))


_TO_LIST = Steps(("booklet-1.css", "booklet-2.css"), rooms=(1.3, 2.2), page=1250)
_TO_READ = Steps(("guide-1.css", "guide-2.css"), rooms=(1.12, 0.94), page=1500)
"""How the contents come to stand on the cover, and a guide to fill its pages: with less air, or more."""


def _name(guides: Sequence[Guide]) -> str:
    """What a booklet is called, by the utilities it is about."""
    ordered = _in_order(guides)
    names = services(ordered) if len(ordered) < _MANY else in_short(ordered)
    return str(words()["booklet"]).format(names=names)


_MANY = 3
"""Of so many utilities the short names stand in a title."""


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


@cache
def _extensions() -> list[str]:
    """The Markdown extensions MkDocs is told to use."""
    listed = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["markdown_extensions"]
    return [next(iter(one)) if isinstance(one, dict) else one for one in listed]


def _converted(page: str) -> tuple[Markup, str]:
    """A Markdown page as HTML for paper, and its title: without what only a screen can do."""
    text = page.split("---\n", 2)[2]
    html = markdown.Markdown(extensions=_extensions()).convert(text)
    body = tinyhtml5.parse(f"<body>{html}</body>", namespace_html_elements=False).find("body")
    assert body is not None  # noqa: S101  the parser always makes one
    _strip(body)
    for node in body.iter():
        _plain(node)
    for block in [each for item in body.iter("li") for each in item.iter() if each.tag in ("p", "div")]:
        block.tag = "span"  # a tagged PDF takes no paragraph beside the text of a list's entry
    heading = body.find("h1")
    title = "".join(heading.itertext()).strip() if heading is not None else ""
    return Markup(f"<article>{_inner(body)}</article>"), title  # noqa: S704  a page of ours


def _strip(parent: Any) -> None:
    """Remove what paper has no use for; the text behind it stays."""
    for node in list(parent):
        classes = set((node.get("class") or "").split())
        if node.tag in _SCREEN_ONLY or classes & _SCREEN_CLASSES or _LEADS_OFF.fullmatch(node.get("href") or ""):
            node.text, kept = "", node.tail or ""
            position = list(parent).index(node)
            parent.remove(node)
            if position:
                parent[position - 1].tail = (parent[position - 1].tail or "") + kept
            else:
                parent.text = (parent.text or "") + kept
        else:
            _strip(node)


def _plain(node: Any) -> None:
    """Neither anchors nor links, which would meet those of other parts; folds and pairs plain blocks."""
    node.attrib.pop("id", None)
    if node.attrib.pop("href", None) is not None:
        node.tag = "span"
    if node.tag == "summary":
        node.set("class", "fold")
    node.tag = _PLAIN.get(node.tag, node.tag)


_PLAIN = {"details": "div", "summary": "p", "dl": "div", "dt": "p", "dd": "div"}


def _inner(body: Any) -> str:
    parts = (ET.tostring(child, encoding="unicode", method="html") for child in body)
    return "".join([str(escape(body.text or "")), *parts])
