"""Everything a build of planted policies makes, brought into a shape in which two builds can be compared.

A hostile build and a harmless one are alike when, with the planted words taken out as text, nothing differs: no
element, attribute or address, no key of any data, no cell, no action of a PDF.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pypdf
import rdflib
import tinyhtml5
from expected import CONFIG
from expected import data as data_of
from expected import pages as pages_of
from expected import sheets as sheets_of
from markdown.extensions.toc import slugify
from planting import Spot

from generator import checks
from generator.desk import factsheet
from generator.disk import folders
from generator.pages import overview, place
from generator.paper import printing
from generator.paper.printing import Sheet
from generator.policy.resolve import Resolved
from generator.site import mkdocs

Shape = list[str]
"""The parts of a file in order, planted words taken out."""
_MARK = re.compile("〖[0-9]+〗")
_VERSION = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "cite", "background")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "tel", "data"})


class Build(NamedTuple):
    """What a policies folder gives, as files by path, and its print sheets."""

    files: Mapping[str, bytes]
    sheets: Mapping[str, Sheet]
    site: Path = Path()


def built(policies: Path, root: Path, originals: Path) -> Build:
    """The whole site but the PDFs, whatever the proof of the facts says of planted words."""
    loaded, resolved, _ = checks.check(policies)
    texts, data = pages_of(resolved, loaded), data_of(resolved, loaded)
    for found in place.places(resolved):
        shown = overview.finished(place.with_originals(found, originals), loaded.publisher)
        texts |= {path: text for path, text in shown.items() if _DOCUMENT in path}
    data |= overview.for_crawlers(map(mkdocs.address, texts), loaded.publisher)
    config = CONFIG.read_text(encoding="utf-8")
    html = mkdocs.converted(texts, config, None)
    site = {f"guides/{path}": content for path, content in {**texts, **data}.items()}
    site |= {f"site/{path}": content for path, content in {**html, **data}.items()}
    folders.put(root, site)
    site |= {f"facts/{name}": content for one in resolved for name, content in _facts(one)}
    return Build(site, sheets_of(resolved, loaded.publisher), root / "site")


_DOCUMENT = "/document/"
"""The pages with the texts of the documents, which leave out what is no text."""


def _facts(one: Resolved) -> Iterator[tuple[str, bytes]]:
    """What `facts` prints of a guide."""
    lines = list(factsheet.lines(one.guide)) if one.guide.reference is None else []
    name = one.guide.address.replace("/", "-")
    yield f"{name}.csv", factsheet.as_csv(lines).encode("utf-8")
    yield f"{name}.xlsx", factsheet.as_workbook(lines, one.guide.place.read.on)


class Words:
    """The words planted at each place, to be taken out of what was made of them."""

    def __init__(self, words: Mapping[Spot, str]) -> None:
        self._by_mark = {spot.mark: " ".join(f"{text}{spot.mark}".split()) for spot, text in words.items()}
        slugs = {slugify(planted, "-").strip("-"): mark[1:-1] for mark, planted in self._by_mark.items()}
        longest_first = sorted(slugs, key=len, reverse=True)  # a short one may be the end of a long one
        self._by_slug = {slug: slugs[slug] for slug in longest_first if slug != slugs[slug]}

    def out(self, text: str) -> str:
        """A text without them; what stands before a mark and is not what was planted stays."""
        text = _VERSION.sub("#", text)
        for mark in set(_MARK.findall(text)):
            planted = self._by_mark[mark]
            for written in (planted.replace("\\", "\\\\").replace('"', '\\"'), planted):  # in a test of FEEL first
                text = text.replace(written, mark)
        return "…" if text.endswith("…") else text  # cut short, and its mark with it

    def out_of_anchor(self, value: str) -> str:
        """An anchor that MkDocs made of a heading, without what it kept of them."""
        for slug, number in self._by_slug.items():
            value = value.replace(slug, number)
        return re.sub("--+", "-", re.sub("(^|#)-+", r"\1", value))  # those it made of their punctuation


# ------------------------------------------------------------------------------------------------------ the shapes


def html(data: bytes, words: Words) -> Shape:
    """Every element with its attributes, and every text, as a browser's parser finds them."""
    found: Shape = []
    for node in tinyhtml5.parse(data.decode("utf-8"), namespace_html_elements=False).iter():
        name = node.tag if isinstance(node.tag, str) else "!"
        found += [
            f"<{name}>",
            *(f"{key}={_value(key, value, words)}" for key, value in sorted(node.attrib.items(), key=str)),
        ]
        found += [f"runs: {key}" for key in node.attrib if str(key).startswith("on")]
        found += [f"leads to: {value}" for key, value in node.attrib.items() if key in _ADDRESSES and _leads_off(value)]
        found += [_text(node.text, words), f"/{name} {_text(node.tail, words)}"]
    return found


def _value(key: Any, value: str, words: Words) -> str:
    if value.startswith("data:image/svg+xml"):
        return "QR"  # of an address with the version
    return words.out_of_anchor(words.out(value)) if key in ("id", "href") else words.out(value)


def _text(text: str | None, words: Words) -> str:
    return words.out(" ".join((text or "").split()))


def _leads_off(address: str) -> bool:
    """Whether an address has a scheme that no page of ours uses."""
    scheme = _SCHEME.match(address)
    return scheme is not None and scheme[1].lower() not in _SCHEMES


def tree(data: Any, words: Words) -> Shape:
    """Plain data, leaf by leaf."""
    if isinstance(data, dict):
        return [part for key, value in data.items() for part in (f"{words.out(key)}:", *tree(value, words))]
    if isinstance(data, list):
        return ["[", *(part for value in data for part in tree(value, words)), "]"]
    return [words.out(data) if isinstance(data, str) else repr(data)]


def script(data: bytes, words: Words) -> Shape:
    """A script of ours that holds data: each line an assignment, and the data."""
    found: Shape = []
    for line in data.decode("utf-8").splitlines():
        before, _, assigned = re.sub(r"^\(.*?\)(?=[.[])", "", line).partition(" = ")
        held = json.loads(assigned.removesuffix(";"))
        found += [before, *tree(_unspoken(held) if before == ".index" else held, words)]
    return found


def _unspoken(index: dict[str, Any]) -> dict[str, Any]:
    """The index of the finder without how its words are read, which planted words change."""
    places = [[*row[:3], *row[4:]] for row in index["places"]]
    return {**index, "places": places, "sounds": None, "traditional": None}


def xml(data: bytes, words: Words) -> Shape:
    """Every element of an XML file with attributes and text."""
    return [
        part
        for node in ET.fromstring(data).iter()  # noqa: S314  our own file
        for part in (node.tag, words.out(str(sorted(node.attrib.items()))), _text(node.text, words))
    ]


def turtle(data: bytes, words: Words) -> Shape:
    """Every statement of a Turtle file."""
    graph = rdflib.Graph().parse(data=data, format="turtle")
    return sorted(" ".join(_term(one, words) for one in said) for said in graph)


def _term(one: Any, words: Words) -> str:
    """A subject, predicate or object; an address of a thing may be made of its name."""
    if isinstance(one, rdflib.BNode):
        return "_"
    return words.out(unquote(str(one)) if isinstance(one, rdflib.URIRef) else f'"{one}"')


_FORMULA = r"[=+@＝＋－＠\t\r-]"


def cells(data: bytes, words: Words) -> Shape:
    """Every cell of a comma-separated file; one that a spreadsheet would run says so."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [
        f"runs: {cell}"
        if cell[:1] in tuple("=+-@＝＋－＠\t\r")
        else words.out(re.sub(r"^'(?=[=+@＝＋－＠-])", "", cell))
        for row in rows
        for cell in (*row, "/")
    ]


def workbook(data: bytes, words: Words) -> Shape:
    """The parts of a workbook; its texts, and whether any cell holds a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = sorted(book.namelist())
        formulas = [name for name in names if b"<f>" in book.read(name)]
        return [*names, *formulas, *xml(book.read("xl/sharedStrings.xml"), words)]


SHAPES: dict[str, Callable[[bytes, Words], Shape]] = {
    ".html": html,
    ".json": lambda data, words: tree(json.loads(data), words),
    ".jsonld": lambda data, words: tree(json.loads(data), words),
    ".js": script,
    ".dmn": xml,
    ".xml": xml,
    ".ttl": turtle,
    ".csv": cells,
    ".xlsx": workbook,
}
_OF_ALL = re.compile(
    r"site/(assets/(?!finder-index\.js|words\.js|form-words\.js|supply-form\.js)|\w+\.schema\.json|robots\.txt).*"
)
"""What holds no word of any policy."""


def shapes(build: Build, words: Words) -> dict[str, Shape]:
    """The shape of everything that holds words of a policy, by path."""
    found = {f"{name}.html": html(sheet.html.encode("utf-8"), words) for name, sheet in build.sheets.items()}
    for name, data in build.files.items():
        if not name.startswith("guides/") and name.endswith(tuple(SHAPES)) and not _OF_ALL.fullmatch(name):
            shape = SHAPES[Path(name).suffix](data, words)
            found[name] = _kinds(shape) if _DOCUMENT in name else shape
    return found


def _kinds(shape: Shape) -> Shape:
    """Which elements a page has, what runs and where it leads: enough of a page whose lines may become headings."""
    return sorted({part for part in shape if part.startswith(("<", "runs: ", "leads to: "))})


def differences(one: Mapping[str, Shape], other: Mapping[str, Shape]) -> Iterator[str]:
    """Where the second differs from the first: the first place of each file."""
    yield from (f"{name}: only in one" for name in one.keys() ^ other.keys())
    for name in sorted(one.keys() & other.keys()):
        pairs = enumerate(zip([*one[name], "end"], [*other[name], "end"], strict=False))
        at, pair = next(((at, pair) for at, pair in pairs if pair[0] != pair[1]), (0, ("", "")))
        if pair[0] != pair[1]:
            yield f"{name}, part {at}: {pair[0][:300]!r} became {pair[1][:300]!r}"


# --------------------------------------------------------------------------------------------------------- paper


def printed(sheets: Mapping[str, Sheet]) -> dict[str, bytes]:
    """The PDFs of some sheets."""
    return {name: printing.printed(sheet) for name, sheet in sheets.items()}


def actions(data: bytes, words: Words) -> list[str]:
    """Everything in a PDF that leads somewhere or runs: addresses of links, scripts, launches, files inside."""
    found: list[str] = []
    reader = pypdf.PdfReader(io.BytesIO(data))
    for number in range(1, len(reader.xref[0]) + 1):
        found += _acting(reader.get_object(number))
    return sorted(words.out(unquote(one)) for one in found)


def _acting(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key in ("/URI", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/F"):
                yield f"{key} {value}"
            elif not isinstance(value, pypdf.generic.IndirectObject):
                yield from _acting(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _acting(value)
