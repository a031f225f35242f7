"""The story on one screen: policies are checked, rendered, built by MkDocs, judged, and only then take their place.

The only writer of `guides/` and `site/`. A failure anywhere leaves both as they were.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from generator import (
    checks,
    comparison,
    engine,
    exports,
    feed,
    finder,
    folders,
    interview,
    links,
    manual,
    place,
    press,
    render,
    search,
    sentences,
    vectors,
)
from generator.findings import Finding
from generator.loader import Policies
from generator.model import Guide, Publisher, items
from generator.press import Progress, Sheet
from generator.resolve import Resolved

Products = dict[str, bytes]
"""What a build makes, by path below `guides/`."""


class RefusedError(Exception):
    """The policies have errors; nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class BuildError(RuntimeError):
    """The site that was built is not the site that was expected; nothing was replaced."""


@contextmanager
def located() -> Iterator[None]:
    """What is wrong with a template or a catalogue is refused with its place, like what is wrong with a policy."""
    try:
        yield
    except Exception as error:
        if (found := render.fault(error)) is None:
            raise
        raise RefusedError([found]) from error


def build(
    policies: Path,
    guides: Path,
    site: Path,
    config: Path,
    store: Path,
    *,
    say: Progress,
    originals: Path | None = None,
) -> tuple[Finding, ...]:
    """Policies + templates → guides → site. Returns the warnings; raises RefusedError, BuildError or EngineError.

    `store` keeps finished PDFs by what they are made of, so that nothing is printed twice. `originals`: the texts of
    the documents; the site then shows them, while `guides/` is the same with and without.
    """
    with located():
        loaded, resolved, findings = checks.check(policies, originals)
        if errors := [one for one in findings if one.severity == "error"]:
            raise RefusedError(errors)
        printable = sheets(resolved, loaded.publisher)
        products = {**pages(resolved, loaded), **downloads(resolved, loaded)}
        texts = finished(with_originals(resolved, originals), loaded.publisher)
    products |= press.printed(printable, store, say=say)
    products |= for_crawlers({**products, **texts}, loaded.publisher)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=site.absolute().parent) as folder:
        staged, built = Path(folder, "guides"), Path(folder, "site")
        folders.write(staged, {**products, **texts})
        say("MkDocs")
        engine.convert(config, staged, built, site_url=loaded.publisher.site_url, dated=newest_reading(resolved))
        judge(built, {**products, **texts}, loaded.publisher)
        say("Pagefind")
        search.index(built, [one.guide for one in resolved])
        folders.exchange(built, site)
    changed = folders.write(guides, products)
    press.tidy(store, printable)
    say(f"{len(resolved)} guides, {len(products)} files, {changed} of them changed")
    return findings


# ---------------------------------------------------------------------------------------------------- products


def pages(resolved: Sequence[Resolved], loaded: Policies) -> Products:
    """The Markdown pages."""
    guides = [one.guide for one in resolved]
    by_place = place.places(resolved)
    cities = [place.guides(found) for found in by_place]
    made = {
        "index.md": render.home_page(cities, with_form(resolved)),
        "about/index.md": render.about_page(loaded.publisher),
    }
    for found in by_place:
        made |= place.pages(found)
    made["disclosure/index.md"] = render.disclosure_page(cities)
    made |= comparison.pages(guides)
    records = feed.newest_first(loaded.changes)
    made["changes/index.md"] = render.changes_page(records, guides, feed=_fed(loaded))
    made["help/findings/index.md"] = render.findings_page()
    made |= manual.pages()
    made["data/index.md"] = data_page(guides, feed=_fed(loaded))
    return finished(made, loaded.publisher)


def with_originals(resolved: Sequence[Resolved], folder: Path | None) -> dict[str, str]:
    """The pages that show the texts of the documents, and those that lead there; none without a folder of texts."""
    made: dict[str, str] = {}
    if folder is not None:
        for found in place.places(resolved):
            made |= place.with_originals(found, folder)
    return made


def finished(texts: Mapping[str, str], publisher: Publisher) -> Products:
    """Pages as they are written, each with the footer all share."""
    return {path: (text + render.footer(path, publisher)).encode("utf-8") for path, text in texts.items()}


def with_form(resolved: Sequence[Resolved]) -> set[str]:
    """The places that have a form."""
    return {one.city.slug for one in resolved if one.city.form is not None}


def _fed(loaded: Policies) -> bool:
    """Whether the record of changes has a feed: there is an address to name, and something to tell."""
    return bool(loaded.publisher.site_url and loaded.changes)


def data_page(guides: Sequence[Guide], *, feed: bool) -> str:
    """The page about the open data, with an example from the first guide that has every kind of it."""
    rows = [(one, exports.files(one), sentences.lacks(one)) for one in guides]
    complete = (one for one in guides if items(one, "classes") and not sentences.lacks(one))
    example = next(((one, sorted(sentences.authorities(one)), vectors.plainest(one)) for one in complete), None)
    return render.data_page(rows, example, feed=feed)


def downloads(resolved: Sequence[Resolved], loaded: Policies) -> Products:
    """What stands beside the pages, sheets aside: data, schema, drawings, styles and scripts."""
    made = of_all_places(resolved, loaded)
    for found in place.places(resolved):
        made |= place.data(found, loaded.publisher)
    return made


def of_all_places(resolved: Sequence[Resolved], loaded: Policies) -> Products:
    """The downloads that belong to no single place."""
    guides = [one.guide for one in resolved]
    made: Products = {**render.assets(), "guide.schema.json": exports.guide_schema().encode("utf-8")}
    made["404.html"] = render.not_found(loaded.publisher).encode("utf-8")
    made["assets/words.js"] = interview.words_js(loaded.years).encode("utf-8")
    made["assets/form-words.js"] = interview.form_words_js().encode("utf-8")
    cities = [place.guides(found) for found in place.places(resolved)]
    made["assets/finder-index.js"] = finder.index_js(cities, with_form(resolved)).encode("utf-8")
    made["data/guides.json"] = exports.guides_json(guides).encode("utf-8")
    made["disclosure.csv"] = exports.disclosure_csv(guides).encode("utf-8")
    made |= comparison.data(guides)
    if _fed(loaded):
        title = str(render.words()["changes"]["title"])
        made["changes/feed.xml"] = feed.atom(loaded.changes, loaded.publisher, title).encode("utf-8")
    return made


def sheets(resolved: Sequence[Resolved], publisher: Publisher) -> dict[str, Sheet]:
    """Every print sheet, by the path of its PDF."""
    made: dict[str, Sheet] = {}
    for found in place.places(resolved):
        made |= place.sheets(found, place.pages(found), publisher)
    return made


def for_crawlers(products: Mapping[str, bytes], publisher: Publisher) -> Products:
    """What search engines look for; both files name the site, so without an address there are none."""
    if not publisher.site_url:
        return {}
    pages = expected_pages(products) - {"404.html"}
    made = {"sitemap.xml": exports.sitemap(pages, publisher), "robots.txt": exports.robots(publisher)}
    return {path: text.encode("utf-8") for path, text in made.items()}


def newest_reading(resolved: Sequence[Resolved]) -> datetime:
    """The latest day a document was read: the only date a build may take for its own."""
    days = [one.guide.place.read.on for one in resolved]
    return datetime.combine(max(days), time(), UTC) if days else datetime(2000, 1, 1, tzinfo=UTC)


# -------------------------------------------------------------------------------------------------------- site


def expected_pages(products: Mapping[str, bytes]) -> set[str]:
    """The pages MkDocs must make of the Markdown."""
    return {"404.html", *(Path(path).with_suffix(".html").as_posix() for path in products if path.endswith(".md"))}


def judge(site: Path, products: Mapping[str, bytes], publisher: Publisher) -> None:
    """The published pages are the expected ones, downloads are there, links lead somewhere. Raises BuildError."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    published = {path for path in found if path.endswith(".html")}
    faults = [f"unexpected page: {path}" for path in sorted(published - expected_pages(products))]
    faults += [f"missing page: {path}" for path in sorted(expected_pages(products) - published)]
    downloads = {path for path in products if not path.endswith(".md")}
    faults += [f"missing file: {path}" for path in sorted(downloads - found)]
    faults += links.faults(site, publisher.site_url)
    if faults:
        raise BuildError("\n".join(faults))


def stale(policies: Path, guides: Path) -> list[str]:
    """The committed Markdown pages that differ from what the policies give, missing and surplus ones included."""
    loaded, resolved, _ = checks.check(policies)
    wanted = pages(resolved, loaded)
    there = {path.relative_to(guides).as_posix() for path in guides.rglob("*.md")}
    wrong = {name for name, data in wanted.items() if name not in there or (guides / name).read_bytes() != data}
    return sorted(wrong | (there - set(wanted)))
