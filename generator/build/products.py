"""The pieces of work a build is made of: bytes in, bytes out, so that any process of any machine can do them.

Each reads nothing but what it is given and this project itself, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from generator import language
from generator.build import cache_keys, contents, judging
from generator.build.contents import (
    CHECKED,
    DATA,
    DIGEST,
    GUIDES,
    JUDGED,
    PAGES,
    SHEETS,
    SHOWN,
    Product,
    Reading,
)
from generator.build.judging import Order
from generator.disk import store
from generator.disk.store import CacheKey
from generator.judgement.judged import Judgement, about
from generator.pages import overview, place, trees
from generator.pages.entries import Entry, Example, Pagination, outline
from generator.paper.printing import Sheet
from generator.policy.files import Duty, Publisher, UtilityEntry
from generator.policy.loader import Policies, beside
from generator.policy.resolve import Resolved
from generator.policy.translations import in_language
from generator.site import inert, links, mkdocs, search
from generator.site.search import Subject
from generator.words import marking


def made(order: Order) -> dict[str, Product]:
    """By kind, what was found of some places and the products of them; after an error, no product.

    Paths in the findings begin with `policies/` or `originals/`.
    """
    with judging.laid_out(order) as root:
        return _made(order, root)


def _made(order: Order, root: Path) -> dict[str, Product]:
    """The same of files that lie below a folder, whose utilities are known."""
    products: dict[str, Product] = {}
    if order.reading is not None:
        reading = contents.READING.load(order.reading)
    else:
        reading, judged = judging.read(order, root)
        products[JUDGED] = contents.JUDGEMENT.file(judged)
        if _hindered(judged.judgement, order.unpublished):
            return products
        if CHECKED in order.kinds:
            products[CHECKED] = contents.READING.file(reading)
    resolved = [judging.moved(guide, lambda path: root / path) for guide in reading.resolved]
    material = Material(resolved, reading.publisher, judging.originals_in(root), order.pages)
    return products | {kind: _product(kind, material) for kind in order.kinds if kind != CHECKED}


def _hindered(judgement: Judgement, unpublished: Iterable[str]) -> bool:
    """Whether something has to be mended before products are made; `unpublished`: the places that hinder none."""
    errors = [problem for problem in judgement.on(None) if problem.severity == "error"]
    aside = set(about([f"policies/{slug}" for slug in unpublished], errors))
    return not aside.issuperset(errors)


# ------------------------------------------------------------------------------------------- products of places


@dataclass(frozen=True)
class Material:
    """What the products of some places are made of."""

    resolved: Sequence[Resolved]
    publisher: Publisher
    originals: Path | None
    stored: Mapping[str, bytes]
    """The finished pages, if they were made before."""

    def spoken(self, name: str | None) -> Material:
        """The same in a language: what of the policies is translated into it, and no page that is there already."""
        if name is None:
            return self
        return replace(
            self, resolved=in_language(self.resolved, name), publisher=self.publisher.spoken(name), stored={}
        )

    @cached_property
    def places(self) -> list[list[Resolved]]:
        """The guides, place by place."""
        return place.places(self.resolved)

    @cached_property
    def pages(self) -> Mapping[str, bytes]:
        """The finished pages by path below `guides/`, made once for all products of an order."""
        if self.stored:
            return self.stored
        texts = {path: text for guides in self.places for path, text in place.pages(guides).items()}
        return overview.finished(texts, self.publisher)


def _pages(material: Material) -> Product:
    """Pages and what they load, and what pages about many places say of each."""
    product: Product = {f"{GUIDES}{path}": data for path, data in material.pages.items()}
    for guides in material.places:
        product |= {f"{GUIDES}{path}": data for path, data in place.loaded(guides, material.publisher).items()}
        if material.originals:
            shown = overview.finished(place.with_originals(guides, material.originals), material.publisher)
            product |= {f"{SHOWN}{path}": data for path, data in shown.items()}
    entries = [overview.entry(guides) for guides in material.places]
    listed = [[overview.guide_entry(resolved.guide) for resolved in guides] for guides in material.places]
    product |= contents.ENTRIES.file(entries) | contents.OUTLINES.file([outline(entry) for entry in entries])
    return product | contents.GUIDE_ENTRIES.file(listed)


def _digested(product: Product) -> Product:
    """A product of pages, be there any or none, with a file that names their content, on which their HTML depends."""
    return {**product, DIGEST: store.content({name: data for name, data in product.items() if name.endswith(".md")})}


def _data(material: Material) -> Product:
    product: Product = {}
    for guides in material.places:
        product |= {f"{GUIDES}{path}": data for path, data in place.data(guides, material.publisher).items()}
    return product


def _sheets(material: Material) -> Product:
    """Each print sheet, and the keys of the PDFs by path."""
    sheets: dict[str, Sheet] = {}
    for guides in material.places:
        own = {path: material.pages[path] for path in place.in_booklet(guides)}
        texts = overview.without_footers(own, material.publisher)
        sheets |= place.sheets(guides, texts, material.publisher)
    sheets = trees.sheets(sheets)
    keys = {path: store.key("pdf", cache_keys.printing(), repr(sheet)) for path, sheet in sheets.items()}
    product = contents.PDFS.file(keys)
    for path, key in keys.items():
        product |= contents.sheet(key).file(sheets[path])
    return product


_PRODUCTS: Mapping[str, Callable[[Material], Product]] = {PAGES: _pages, DATA: _data, SHEETS: _sheets}


def _product(kind: str, material: Material) -> Product:
    """A product of a kind, which says in which language it is."""
    plain, name = contents.parted(kind)
    with language.spoken(name):
        made = _placed(_PRODUCTS[plain](material.spoken(name)), name)
    return _digested(made) if plain == PAGES else made


def _placed(product: Product, name: str | None) -> Product:
    """A product as it lies on the site: that of a language in its own tree."""
    return product if name is None else dict(_in_tree(product, name))


def _in_tree(product: Product, name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a product in the tree of a language, but for those that stand on the site once."""
    for file, data in product.items():
        prefix = next((one for one in (GUIDES, SHOWN) if file.startswith(one)), "")
        path = file.removeprefix(prefix)
        if not prefix:
            yield file, data
        elif trees.has(path):
            placed = trees.page(path, data.decode("utf-8")).encode("utf-8") if path.endswith(".md") else data
            yield f"{prefix}{name}/{path}", placed


def example(reading: Reading, address: str, name: str | None) -> Example | None:
    """What the page about the data shows of the guide with an address; None where it lacks some kind of data."""
    wanted = [resolved for resolved in reading.resolved if resolved.guide.address == address]
    guides = (resolved.guide for resolved in (in_language(wanted, name) if name else wanted))
    return next((overview.example(guide) for guide in guides), None)


# --------------------------------------------------------------------------------------- of many places, of pages


class ListsOrder(NamedTuple):
    """What lists are to be made: on which page they stand, and of which places."""

    of: Pagination
    slugs: tuple[str, ...]
    publisher: Publisher
    fed: bool
    """Whether the record of changes has a feed."""
    duties: tuple[Duty, ...] = ()
    """The publisher's own lists of what is to be published."""
    language: str | None = None
    """That of the pages; None for Chinese."""
    utilities: tuple[UtilityEntry, ...] = ()
    """The utilities that the publisher has beside ours."""


def lists(order: ListsOrder, listed: Sequence[bytes], shown: Example | None) -> Product:
    """The lists of a province, or of all places; `listed`: `contents.GUIDE_ENTRIES` of each family that it concerns."""
    places = [place for data in listed for place in contents.GUIDE_ENTRIES.load(data)]
    own = (guides for guides in places if guides[0].guide.place.slug in order.slugs)
    ordered = sorted(own, key=lambda guides: guides[0].guide.place.slug)
    with beside(order.utilities), language.spoken(order.language):
        made = overview.lists(ordered, order.of, shown, order.duties, fed=order.fed)
        return _finished(*made, order.publisher, order.language)


def of_all(listed: Sequence[bytes], policies: Policies, shown: Example | None, name: str | None) -> Product:
    """The pages and data about all places, in a language, None: Chinese; `listed`: `contents.ENTRIES` of families."""
    entries = sorted((entry for data in listed for entry in contents.ENTRIES.load(data)), key=_slug)
    with beside(policies.utilities), language.spoken(name):
        made = overview.pages(entries, policies, shown), overview.data(entries)
        return _finished(*made, policies.publisher, name)


def _slug(entry: Entry) -> str:
    return entry.place.slug


def general(policies: Policies, name: str | None) -> Product:
    """The pages about no place, in a language, and what all pages load."""
    with beside(policies.utilities), language.spoken(name):
        return _finished(*overview.general(policies), policies.publisher, name)


def _finished(texts: Mapping[str, str], data: Mapping[str, bytes], publisher: Publisher, name: str | None) -> Product:
    files = {**overview.finished(texts, publisher.spoken(name)), **data}
    return _digested(_placed({f"{GUIDES}{path}": content for path, content in files.items()}, name))


def converted(
    sets: Mapping[Any, Product], config: str, site_url: str | None, name: str | None, frame: CacheKey | None
) -> dict[Any, Product]:
    """The HTML of some sets of pages in a language, by the name of the set. Raises EngineError.

    `frame`: the name under which what the theme brings, its page for lost addresses, is wanted as well.
    """
    pages = {path: data for pages in sets.values() for path, data in pages.items()}
    html = mkdocs.converted(pages, config, site_url)
    lost = html.pop(mkdocs.NOT_FOUND)
    if name:
        with language.spoken(name):
            html = {path: marking.html(data.decode("utf-8")).encode("utf-8") for path, data in html.items()}
    made = {key: _with_links({path: html[path] for path in map(mkdocs.address, own)}, site_url)
            for key, own in sets.items()}  # fmt: skip
    return made | ({frame: {f"{language.folder(name)}{mkdocs.NOT_FOUND}": lost}} if frame else {})


def _with_links(html: Product, site_url: str | None) -> Product:
    """Pages with what is to be judged of them once all pages are there."""
    pages = {path: links.page(data.decode("utf-8"), path, site_url) for path, data in html.items()}
    report = links.report(pages)
    running = (f"{path}: {fault}" for path, data in html.items() for fault in inert.faults(data.decode("utf-8")))
    report = report._replace(faults=(*report.faults, *running))
    anchors = {path: page.anchors for path, page in pages.items()}
    return {**html, **contents.LINKS.file(report), **contents.ANCHORS.file(anchors)}


def indexed(pages: Mapping[str, tuple[bytes, Subject]], part: str) -> Product:
    """A part of the full-text index; `pages`: by path the HTML and what it is about. Raises EngineError."""
    return search.index({path: search.copy(path, html, about) for path, (html, about) in pages.items()}, part)


PDF = "pdf"
"""The only file of a printed product."""


def printed(sheet: bytes) -> Product:
    """A print sheet (a file of `contents.sheet`) as PDF. Raises PrintError."""
    from generator.paper import printing

    return {PDF: printing.printed(contents.sheet("").load(sheet))}
