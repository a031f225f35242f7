"""The story on one screen: policies are checked, rendered, built by MkDocs, judged, and only then take their place.

The only writer of `guides/` and `site/`. A failure anywhere leaves both as they were.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path

import yaml

from generator import (
    blanks,
    booklet,
    cases,
    checks,
    dmn,
    enclosures,
    exports,
    flowchart,
    interview,
    jsonld,
    links,
    press,
    render,
    sentences,
    vectors,
)
from generator.findings import Finding
from generator.loader import Policies
from generator.model import FormFile, Guide, Publisher, items
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


def build(policies: Path, guides: Path, site: Path, config: Path, store: Path, *, say: Progress) -> tuple[Finding, ...]:
    """Policies + templates → guides → site. Returns the warnings; raises RefusedError or BuildError.

    `store` keeps finished PDFs by what they are made of, so that nothing is printed twice.
    """
    loaded, resolved, findings = checks.check(policies)
    if errors := [one for one in findings if one.severity == "error"]:
        raise RefusedError(errors)
    written, printable = pages(resolved), sheets(resolved, loaded.publisher)
    printable |= booklets(resolved, written, printable, loaded.publisher)
    products = {**written, **downloads(resolved, loaded), **press.printed(printable, store, say=say)}
    products |= for_crawlers(products, loaded.publisher)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=site.absolute().parent) as folder:
        staged, built = Path(folder, "guides"), Path(folder, "site")
        write(staged, products)
        say("MkDocs")
        run_mkdocs(config, staged, built, loaded.publisher, newest_reading(resolved))
        judge(built, products, loaded.publisher)
        exchange(built, site)
    changed = write(guides, products)
    press.tidy(store, printable)
    say(f"{len(resolved)} guides, {len(products)} files, {changed} of them changed")
    return findings


# ---------------------------------------------------------------------------------------------------- products


def cities(resolved: Sequence[Resolved]) -> list[list[Guide]]:
    """The guides, place by place."""
    guides = [one.guide for one in resolved]
    return [list(group) for _, group in groupby(guides, key=lambda guide: guide.place.slug)]


def forms(resolved: Sequence[Resolved]) -> Iterator[tuple[FormFile, Guide]]:
    """The forms of the places that have one, each with the place's first guide."""
    seen = set()
    for one in resolved:
        if one.city.form is not None and one.city.slug not in seen:
            seen.add(one.city.slug)
            yield one.city.form, one.guide


def pages(resolved: Sequence[Resolved]) -> Products:
    """The Markdown pages."""
    made = {"index.md": render.home_page(cities(resolved))}
    by_place = {guide.place.slug: form for form, guide in forms(resolved)}
    for guides in cities(resolved):
        slug = guides[0].place.slug
        for name, text in _of_place(guides, by_place.get(slug)):
            made[f"{slug}/{name}"] = text
    for one in resolved:
        version, chart = exports.version(one.guide), flowchart.branches(one.guide)
        page = render.guide_page(one.guide, version=version, chart=chart, form=one.city.form)
        made[f"{one.guide.address}/index.md"] = page
        made[f"{one.guide.address}/notice/index.md"] = render.notice_page(one.guide, version=version)
    made["disclosure/index.md"] = render.disclosure_page(cities(resolved))
    made["data/index.md"] = data_page([one.guide for one in resolved])
    return {path: text.encode("utf-8") for path, text in made.items()}


def _of_place(guides: Sequence[Guide], form: FormFile | None) -> Iterator[tuple[str, str]]:
    """The pages of a place, its guides aside."""
    yield "index.md", render.city_page(guides, form)
    yield "window/index.md", render.window_page(guides, {guide.address: exports.version(guide) for guide in guides})
    if render.joint(guides):
        yield "joint/index.md", render.joint_page(guides)
    if form is None:
        yield "prepare/index.md", render.prepare_page(guides)
    else:
        yield "form/index.md", render.form_page(form, guides[0])


def data_page(guides: Sequence[Guide]) -> str:
    """The page about the open data, with an example from the first guide that has every kind of it."""
    rows = [(one, exports.files(one), sentences.lacks(one)) for one in guides]
    complete = (one for one in guides if items(one, "classes") and not sentences.lacks(one))
    example = next(((one, sorted(sentences.authorities(one)), vectors.plainest(one)) for one in complete), None)
    return render.data_page(rows, example)


def downloads(resolved: Sequence[Resolved], loaded: Policies) -> Products:
    """What stands beside the pages, sheets aside: data, schema, drawings, styles and scripts."""
    made: Products = {**render.assets(), "guide.schema.json": exports.guide_schema().encode("utf-8")}
    made["assets/words.js"] = interview.words_js(loaded.years).encode("utf-8")
    made["assets/form-words.js"] = interview.form_words_js().encode("utf-8")
    made["data/guides.json"] = exports.guides_json([one.guide for one in resolved]).encode("utf-8")
    for one in resolved:
        for name, data in (*_beside(one.guide, loaded.publisher), *_logo(one)):
            made[f"{one.guide.address}/{name}"] = data
        for enclosed in enclosures.enclosures(one):
            made[f"{one.guide.address}/{enclosed.address}"] = enclosed.path.read_bytes()
    made["disclosure.csv"] = exports.disclosure_csv([one.guide for one in resolved]).encode("utf-8")
    branching = [one.guide for one in resolved if flowchart.branches(one.guide)]
    drawings = flowchart.drawn([flowchart.graph(guide, render.words()) for guide in branching])
    for guide, drawing in zip(branching, drawings, strict=True):
        made[f"{guide.address}/flow.svg"] = drawing.encode("utf-8")
    return made


def sheets(resolved: Sequence[Resolved], publisher: Publisher) -> dict[str, Sheet]:
    """Every print sheet, by the path of its PDF."""
    made = {}
    for guide in (one.guide for one in resolved if one.guide.reference is None):
        for name, html in _checklists(guide, publisher):
            made[f"{guide.address}/{name}"] = (
                Sheet(html) if "18pt" in name else Sheet(html, denser="tight.css", sides=1)
            )
    for one in resolved:
        made[f"{one.guide.address}/notice.pdf"] = _notice(one, publisher)
    for form, guide in forms(resolved):
        made[f"{guide.place.slug}/form.pdf"] = _form(form, guide, publisher)
    for guides in filter(render.joint, cities(resolved)):
        version = exports.version(*render.joint(guides))
        html = render.joint_sheet(guides, version=version, publisher=publisher)
        made[f"{guides[0].place.slug}/joint.pdf"] = Sheet(html)
    return made


def _form(form: FormFile, guide: Guide, publisher: Publisher) -> Sheet:
    """The blank form, for a pen and for a viewer that fills in forms."""
    return Sheet(render.form_sheet(form, guide, publisher), ("form.css",), fields=tuple(blanks.blanks(form)))


def booklets(
    resolved: Sequence[Resolved], written: Products, printable: Mapping[str, Sheet], publisher: Publisher
) -> dict[str, Sheet]:
    """Everything of each place as one document, large type aside."""
    made = {}
    for guides in cities(resolved):
        slug = guides[0].place.slug
        texts = {path: data.decode("utf-8") for path, data in written.items() if path.startswith(f"{slug}/")}
        own = {path: one.html for path, one in printable.items() if path.startswith(f"{slug}/") and "18pt" not in path}
        html = booklet.booklet(guides, texts, own, version=exports.version(*guides), publisher=publisher)
        made[f"{slug}/booklet.pdf"] = Sheet(html, ("notice.css", "form.css", "booklet.css"))
    return made


def _notice(one: Resolved, publisher: Publisher) -> Sheet:
    """The commitment notice on paper."""
    logo = one.city.logos.get(one.guide.utility)
    html = render.notice_sheet(one.guide, version=exports.version(one.guide), publisher=publisher, logo=logo)
    return Sheet(html, ("notice.css",), "dense.css")


def _checklists(guide: Guide, publisher: Publisher) -> Iterator[tuple[str, str]]:
    """The checklist of a guide, in large type, and of each of its classes."""
    version = exports.version(guide)
    yield "checklist.pdf", render.checklist_sheet(guide, version=version, publisher=publisher)
    yield "checklist.18pt.pdf", render.checklist_sheet(guide, version=version, publisher=publisher, large=True)
    for one in items(guide, "classes"):
        narrow = cases.of_class(guide, one)
        sheet = render.checklist_sheet(narrow, version=version, publisher=publisher, one=one)
        yield f"checklist-{one.id}.pdf", sheet


def for_crawlers(products: Mapping[str, bytes], publisher: Publisher) -> Products:
    """What search engines look for; both files name the site, so without an address there are none."""
    if not publisher.site_url:
        return {}
    pages = expected_pages(products) - {"404.html"}
    made = {"sitemap.xml": exports.sitemap(pages, publisher), "robots.txt": exports.robots(publisher)}
    return {path: text.encode("utf-8") for path, text in made.items()}


def _beside(guide: Guide, publisher: Publisher) -> Iterator[tuple[str, bytes]]:
    """The data beside one guide."""
    version = exports.version(guide)
    yield "guide.json", exports.guide_json(guide).encode("utf-8")
    yield "guide.jsonld", jsonld.json_ld(guide, version, publisher).encode("utf-8")
    if not sentences.lacks(guide):
        from generator import linked  # brings rdflib along, which checking policies need not wait for

        yield "guide.ttl", linked.cpsv_ap(guide, version, publisher).encode("utf-8")
    if guide.reference is None:
        yield "tables.js", interview.tables_js(guide).encode("utf-8")
        yield "vectors.json", vectors.vectors_json(guide).encode("utf-8")
        yield "decisions.dmn", dmn.dmn(guide).encode("utf-8")


def _logo(one: Resolved) -> Iterator[tuple[str, bytes]]:
    """The logo of a utility that has given one."""
    if (logo := one.city.logos.get(one.guide.utility)) is not None:
        yield "notice/logo.png", logo


def newest_reading(resolved: Sequence[Resolved]) -> datetime:
    """The latest day a document was read: the only date a build may take for its own."""
    days = [one.guide.place.read.on for one in resolved]
    return datetime.combine(max(days), time(), UTC) if days else datetime(2000, 1, 1, tzinfo=UTC)


# -------------------------------------------------------------------------------------------------------- site


def run_mkdocs(config: Path, guides: Path, site: Path, publisher: Publisher, dated: datetime) -> None:
    """MkDocs, strict, as a program of its own; its complaint is the error."""
    settings = {
        "INHERIT": str(config.absolute()),
        "docs_dir": str(guides),
        "site_dir": str(site),
        **({"site_url": publisher.site_url} if publisher.site_url else {}),
    }
    own = guides.parent / "mkdocs.yml"
    own.write_text(yaml.safe_dump(settings), encoding="utf-8")
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(int(dated.timestamp())),
    }
    # Never -q or -v: MkDocs 1.6 then exits 0 with broken links.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(own)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BuildError(done.stdout + done.stderr)
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)  # carries a build date, and addresses only where one is set
    if (own_sitemap := guides / "sitemap.xml").is_file():
        shutil.copyfile(own_sitemap, site / "sitemap.xml")


def expected_pages(products: Mapping[str, bytes]) -> set[str]:
    """The pages MkDocs must make of the Markdown."""
    return {"404.html", *(str(Path(path).with_suffix(".html")) for path in products if path.endswith(".md"))}


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


# ----------------------------------------------------------------------------------------------------- writing


def write(folder: Path, products: Mapping[str, bytes]) -> int:
    """Make a folder hold exactly these files; only changed ones are replaced, each whole. Returns how many."""
    changed = 0
    for name, data in products.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            _replace(path, data)
            changed += 1
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in products:
            path.unlink()
            changed += 1
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return changed


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def exchange(built: Path, site: Path) -> None:
    """Put a finished site in the place of the old one, in one step where the system can (Linux: renameat2)."""
    if not site.exists():
        built.rename(site)
        return
    if not _exchanged(built, site):
        aside = built.with_name("old")
        site.rename(aside)
        built.rename(site)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system has exchanged two folders atomically."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def stale(policies: Path, guides: Path) -> list[str]:
    """The committed Markdown pages that differ from what the policies give, missing and surplus ones included."""
    _, resolved, _ = checks.check(policies)
    wanted = pages(resolved)
    there = {path.relative_to(guides).as_posix() for path in guides.rglob("*.md")}
    wrong = {name for name, data in wanted.items() if name not in there or (guides / name).read_bytes() != data}
    return sorted(wrong | (there - set(wanted)))


def clean(site: Path) -> None:
    """Remove what an interrupted build left beside the site."""
    for left in site.absolute().parent.glob(".build-*"):
        shutil.rmtree(left, ignore_errors=True)
