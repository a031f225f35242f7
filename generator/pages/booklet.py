"""A place's pages and sheets as one booklet: cover, contents, guides, notices, checklists, form. No wording of its own.

The guides are the Markdown pages themselves, converted as MkDocs converts them, less what paper cannot do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import markdown
import tinyhtml5
import yaml
from markupsafe import Markup, escape

from generator.language import gettext
from generator.paths import CONFIG
from generator.policy.files import Publisher
from generator.policy.guide import Guide
from generator.words import templating
from generator.words.catalogue import words

_SCREEN_ONLY = ("script", "nav", "form", "figure", "button", "input")
_LEADS_OFF = re.compile(r"#r[0-9]+|[^#]*\.pdf")
_SCREEN_CLASSES = frozenset(
    {"bar", "button", "button-2", "crumbs", "house", "lanes", "legend", "of-bars", "past", "print", "progress", "tools"}
)


def booklet(
    guides: Sequence[Guide], pages: Mapping[str, str], sheets: Mapping[str, str], *, version: str, publisher: Publisher
) -> str:
    """The HTML of `booklet.pdf`.

    `pages`: the Markdown of the place by path; `sheets`: the HTML of its print sheets by path of their PDF.
    """
    parts = [(title, body) for title, body in _parts(guides, pages, sheets) if body]
    context = {"place": guides[0].place, "documents": guides[0].documents, "parts": parts, "version": version}
    context["name"] = _name(guides)
    return (
        templating.environment(markdown=False).get_template("print/booklet.html").render(publisher=publisher, **context)
    )


def _name(guides: Sequence[Guide]) -> str:
    """What a booklet is called, by the utilities it is about."""
    said, there = words(), {one.utility for one in guides}
    names = gettext("、").join(one["name"] for utility, one in said["utilities"].items() if utility in there)
    return str(said["booklet"]["all" if len(there) == len(said["utilities"]) else "some"]).format(names=names)


def _parts(guides: Sequence[Guide], pages: Mapping[str, str], sheets: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Title and body of each part, in order."""
    for guide in guides:
        yield from _converted(pages[f"{guide.address}/index.md"], guide.address.replace("/", "-"))
    for _, html in sorted(sheets.items(), key=_order):
        yield _title(html), Markup(_body(html))  # noqa: S704  a sheet of ours


def _order(sheet: tuple[str, str]) -> tuple[bool, bool, str]:
    """Notices, then checklists, then the form."""
    path = sheet[0]
    return path.endswith("form.pdf"), "checklist" in path or path.endswith("joint.pdf"), path


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def _body(html: str) -> str:
    """What stands in the body of a sheet of ours, in a frame that keeps the body's class."""
    found = re.search(r"<body([^>]*)>(.*)</body>", html, re.DOTALL)
    assert found is not None  # noqa: S101  every sheet is a page
    return f"<article{found[1]}>{found[2]}</article>"


@cache
def _extensions() -> list[str]:
    """The Markdown extensions MkDocs is told to use."""
    listed = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["markdown_extensions"]
    return [next(iter(one)) if isinstance(one, dict) else one for one in listed]


def _converted(page: str, prefix: str) -> Iterator[tuple[str, Any]]:
    """A Markdown page as a part: without what only a screen can do, its anchors its own."""
    text = page.split("---\n", 2)[2]
    html = markdown.Markdown(extensions=_extensions()).convert(text)
    body = tinyhtml5.parse(f"<body>{html}</body>", namespace_html_elements=False).find("body")
    assert body is not None  # noqa: S101  the parser always makes one
    _strip(body)
    for node in body.iter():
        _own(node, prefix)
    for block in [each for item in body.iter("li") for each in item.iter() if each.tag in ("p", "div")]:
        block.tag = "span"  # a tagged PDF takes no paragraph beside the text of a list's entry
    heading = body.find("h1")
    title = "".join(heading.itertext()) if heading is not None else ""
    yield title, Markup(f"<article>{_inner(body)}</article>")  # noqa: S704  a page of ours


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


def _own(node: Any, prefix: str) -> None:
    """Anchors of a part bear its name; links to elsewhere are plain text, folds and pairs plain blocks."""
    if "id" in node.attrib:
        node.set("id", f"{prefix}-{node.get('id')}")
    href = node.get("href")
    if href is not None and href.startswith("#"):
        node.set("href", f"#{prefix}-{href[1:]}")
    elif href is not None:
        node.tag = "span"
        del node.attrib["href"]
    node.tag = _PLAIN.get(node.tag, node.tag)


_PLAIN = {"details": "div", "summary": "p", "dl": "div", "dt": "p", "dd": "div"}


def _inner(body: Any) -> str:
    parts = (ET.tostring(child, encoding="unicode", method="html") for child in body)
    return "".join([str(escape(body.text or "")), *parts])
