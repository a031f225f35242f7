"""The pieces of work a build is made of: bytes in, bytes out, so that any process of any machine can do them.

Each reads nothing but what it is given and this project itself, and writes nothing.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeAlias

from generator import checks
from generator.build import dependencies
from generator.disk import store
from generator.errors import CommandError
from generator.findings import Finding
from generator.pages import overview, place
from generator.pages.overview import Listed
from generator.paper.printing import Sheet
from generator.policy.files import Publisher
from generator.policy.gather import Files, put
from generator.policy.loader import Policies
from generator.policy.resolve import Origin, Resolved
from generator.policy.sources import Source
from generator.site import inert, links, mkdocs
from generator.telling.entries import Division, Entry, Example

Made: TypeAlias = dict[str, bytes]
"""Files by name."""

GUIDES, SHOWN = "guides/", "shown/"
"""Within a product: what stands in `guides/` and on the site, and pages that the site has in other words."""
CHECKED, PAGES, DATA, SHEETS = "checked", "pages", "data", "sheets"
"""The products of a place: what its policies say, its pages, the data beside them, the HTML of its print sheets."""


Checked: TypeAlias = tuple[tuple[Finding, ...], Publisher, list[Resolved]]
"""What the policies of some places say, without the files and where they lay."""


class OtherVersionError(CommandError):
    """Somebody who does the work has another version of the project or of its libraries."""


_OTHER = "有一台机器的程序或软件包版本不同，请装同一个版本 / a worker has another version of the code or of a library"


class Order(NamedTuple):
    """What is to be made of some places: of which files, with which version, which products."""

    slugs: tuple[str, ...]
    known: tuple[str, ...]
    """All places there are, where a finding may have to name them."""
    files: Files
    version: bytes
    products: tuple[str, ...]
    checked: bytes | None = None
    """What the policies say, where that is known already."""
    unpublished: tuple[str, ...] = ()
    """The places that are shown although they are marked as not to be published; their errors hinder no other."""


def made(order: Order) -> tuple[tuple[Finding, ...], dict[str, Made]]:
    """The findings and the products of some places; after an error, no product. Raises OtherVersionError."""
    if order.version != dependencies.code():
        raise OtherVersionError(_OTHER)
    with TemporaryDirectory(prefix="place-") as folder:
        root = Path(folder)
        put(order.files, root)
        for slug in order.slugs:
            (root / "policies" / slug).mkdir(parents=True, exist_ok=True)
        checked = _checked(order, root) if order.checked is None else pickle.loads(order.checked)  # noqa: S301  ours
        findings, publisher, resolved = checked
        aside = tuple(f"policies/{slug}/" for slug in order.unpublished)
        if any(one.severity == "error" and not one.position.path.startswith(aside) for one in findings):
            return findings, {}
        found = [_moved(one, lambda path: root / path) for one in resolved]
        new: dict[str, Made] = {CHECKED: {CHECKED: pickle.dumps(checked)}} if order.checked is None else {}
        return findings, new | {one: _PRODUCTS[one](found, publisher, _originals(root)) for one in order.products}


def _originals(root: Path) -> Path | None:
    return root / "originals" if (root / "originals").is_dir() else None


def _checked(order: Order, root: Path) -> Checked:
    where = (root / "policies", _originals(root))
    loaded, resolved, findings = checks.check(*where, known=order.known)
    if order.unpublished:
        whole = checks.check(*where, known=order.known, unpublished=True)
        if any(one.severity == "error" for one in whole[2]):
            findings = tuple(
                {*findings, *(one for one in whole[2] if checks.is_about(where[0], order.unpublished, one))}
            )
        else:
            loaded, resolved, findings = whole
    told = tuple(replace(one, position=replace(one.position, path=_below(root, one.position.path))) for one in findings)
    kept = [_moved(one, lambda path: path.relative_to(root)) for one in resolved]
    return told, loaded.publisher, kept


def _below(root: Path, path: str) -> str:
    return path.removeprefix(f"{root.as_posix()}/")


def _moved(one: Resolved, move: Callable[[Path], Path]) -> Resolved:
    """A guide whose files lie elsewhere; of the files only where they lie is kept."""

    @cache
    def at(path: str) -> Source:
        return Source(move(Path(path)).as_posix())

    def source(of: Source) -> Source:
        return at(of.path)

    chain = tuple(
        replace(
            city,
            folder=move(city.folder),
            sources={name: source(of) for name, of in city.sources.items()},
            utilities={},
            assured={},
            aside=None,
            waivers=None,
        )
        for city in one.chain
    )
    origins = {name: Origin(source(origin.source), origin.location) for name, origin in one.origins.items()}
    return Resolved(one.guide, chain, origins)


# ------------------------------------------------------------------------------------------- products of places


def _pages(found: Sequence[Resolved], publisher: Publisher, originals: Path | None) -> Made:
    """Pages and what they load; `entry`, `listed`: what pages about many places say of each."""
    made: Made = {}
    for guides in place.places(found):
        texts = overview.finished(place.pages(guides), publisher)
        made |= {f"{GUIDES}{path}": data for path, data in (*texts.items(), *place.loaded(guides).items())}
        if originals:
            shown = overview.finished(place.with_originals(guides, originals), publisher)
            made |= {f"{SHOWN}{path}": data for path, data in shown.items()}
    made["digest"] = _digest(made)
    places = place.places(found)
    made["entries"] = pickle.dumps([overview.entry(guides) for guides in places])
    made["listed"] = pickle.dumps([[overview.listed(one.guide) for one in guides] for guides in places])
    return made


def _digest(made: Made) -> bytes:
    """The content of the pages, which their HTML hangs on."""
    return store.content({name: data for name, data in made.items() if name.endswith(".md")})


def _data(found: Sequence[Resolved], publisher: Publisher, _: Path | None) -> Made:
    made: dict[str, bytes] = {}
    for guides in place.places(found):
        made |= {f"{GUIDES}{path}": data for path, data in place.data(guides, publisher).items()}
    return made


def _sheets(found: Sequence[Resolved], publisher: Publisher, _: Path | None) -> Made:
    """Each print sheet, and by the path of its PDF what that is called in the store."""
    made: dict[str, Sheet] = {}
    for guides in place.places(found):
        made |= place.sheets(guides, place.pages(guides), publisher)
    keys = {path: store.key("pdf", dependencies.printing(), repr(sheet)) for path, sheet in made.items()}
    sheets = {key.replace("/", "-"): pickle.dumps(made[path]) for path, key in keys.items()}
    return {"keys": pickle.dumps(keys), **sheets}


_PRODUCTS: Mapping[str, Callable[[Sequence[Resolved], Publisher, Path | None], Made]] = {
    PAGES: _pages,
    DATA: _data,
    SHEETS: _sheets,
}


def example(checked: bytes, address: str) -> Example | None:
    """What the page about the data shows of a guide."""
    _, _, resolved = pickle.loads(checked)  # noqa: S301  made by `_checked`
    return next((overview.example(one.guide) for one in resolved if one.guide.address == address), None)


# --------------------------------------------------------------------------------------- of many places, of pages


class Unit(NamedTuple):
    """A province-level unit, or all places: which lists there are, of which places."""

    of: Division
    slugs: tuple[str, ...]
    publisher: Publisher
    fed: bool
    """Whether the record of changes has a feed."""


def lists(unit: Unit, listed: Sequence[bytes], shown: Example | None) -> Made:
    """The lists of a unit; `listed`: those files of the families its places are in."""
    every: list[list[Listed]] = [one for each in listed for one in pickle.loads(each)]  # noqa: S301  made by `_pages`
    own = (one for one in every if one[0].guide.place.slug in unit.slugs)
    places = sorted(own, key=lambda one: one[0].guide.place.slug)
    return _finished(*overview.lists(places, unit.of, shown, fed=unit.fed), unit.publisher)


def of_all(entries: Sequence[Entry], policies: Policies, shown: Example | None) -> Made:
    """The pages and data about all places."""
    return _finished(overview.pages(entries, policies, shown), overview.data(entries, policies), policies.publisher)


def _finished(texts: Mapping[str, str], data: Mapping[str, bytes], publisher: Publisher) -> Made:
    whole = {**overview.finished(texts, publisher), **data}
    made = {f"{GUIDES}{path}": each for path, each in whole.items()}
    return {**made, "digest": _digest(made)}


LINKS, PLACES = ".links", ".places"
"""Within a product of pages: `links.Told`, and the places of each page by its path."""


def frame(config: str, site_url: str | None) -> Made:
    """What the theme brings. Raises EngineError."""
    return mkdocs.frame(config, site_url)


def converted(sets: Mapping[Any, Made], config: str, site_url: str | None) -> dict[Any, Made]:
    """The HTML of some sets of pages. Raises EngineError."""
    html = mkdocs.converted({path: data for pages in sets.values() for path, data in pages.items()}, config, site_url)
    return {name: _with_links({one: html[one] for one in map(mkdocs.address, pages)}, site_url)
            for name, pages in sets.items()}  # fmt: skip


def _with_links(html: Made, site_url: str | None) -> Made:
    pages = {path: links.page(data.decode("utf-8"), path, site_url) for path, data in html.items()}
    places = {path: one.places for path, one in pages.items()}
    told = links.told(pages)
    runs = (f"{path}: {fault}" for path, data in html.items() for fault in inert.faults(data.decode("utf-8")))
    told = told._replace(faults=(*told.faults, *runs))
    return {**html, LINKS: pickle.dumps(told), PLACES: pickle.dumps(places)}


def printed(sheet: bytes) -> Made:
    """A print sheet as PDF. Raises PrintError."""
    from generator.paper import printing

    return {"pdf": printing.printed(pickle.loads(sheet))}  # noqa: S301  made by `_sheets`
