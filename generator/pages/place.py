"""All that one place gives: its pages, what they load and lead to, its print sheets. Writes nothing, prints nothing.

A place is the guides of one folder of `policies/`; nothing here depends on any other place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from generator.checks import enclosures
from generator.data import guide_json, jsonld, sentences
from generator.decision import dmn, vectors
from generator.media.ways import yielding
from generator.pages import booklet, documents, guide_pages, place_pages, print_sheets
from generator.pages.browser import shipped, supply
from generator.paper.fitting import Steps
from generator.paper.printing import Sheet
from generator.policy.files import FormFile, Publisher
from generator.policy.guide import Guide, items
from generator.policy.provenance import Cite
from generator.policy.resolve import Resolved
from generator.telling.disclosure import complete
from generator.words import controls

Found: TypeAlias = Sequence[Resolved]
"""The guides of one place, at least one."""


def places(resolved: Sequence[Resolved]) -> list[list[Resolved]]:
    """All guides, place by place."""
    return [list(group) for _, group in groupby(resolved, key=lambda one: one.city.slug)]


def guides(found: Found) -> list[Guide]:
    """The guides themselves."""
    return [one.guide for one in found]


def connecting(found: Found) -> list[Resolved]:
    """Those that say how one is connected: only these have sheets, a notice, a ticket."""
    return [one for one in found if one.guide.connects]


# ---------------------------------------------------------------------------------------------------- pages


def pages(found: Found) -> dict[str, str]:
    """The Markdown of the place's pages, by path below `guides/`."""
    return {f"{found[0].city.slug}/{name}": text for name, text in (*_own_pages(found), *_guide_pages(found))}


def _own_pages(found: Found) -> Iterator[tuple[str, str]]:
    """The pages of the place, those of its guides aside."""
    own, form = guides(connecting(found)), found[0].city.form
    yield "index.md", place_pages.city_page(guides(found), form)
    if own:
        versions = {guide.address: guide_json.version(guide) for guide in own}
        if place_pages.joint(own):
            versions["joint"] = guide_json.version(*place_pages.joint(own))
            yield "joint/index.md", place_pages.joint_page(own)
        yield "window/index.md", place_pages.window_page(own, versions)
    if form is not None:
        yield "form/index.md", place_pages.form_page(form, found[0].guide)
    elif own:
        yield "prepare/index.md", place_pages.prepare_page(own)


def _guide_pages(found: Found) -> Iterator[tuple[str, str]]:
    """Each guide, its commitment notice and its ticket."""
    for one in found:
        utility, version = one.guide.utility, guide_json.version(one.guide)
        yield f"{utility}/index.md", guide_pages.guide_page(one.guide, version=version, form=one.city.form)
        if one.guide.connects:
            yield f"{utility}/notice/index.md", guide_pages.notice_page(one.guide, version=version)
            yield f"{utility}/supply/index.md", guide_pages.supply_page(one.guide)
        if one.guide.connects and one.guide.reference is None:
            yield f"{utility}/ticket/index.md", guide_pages.ticket_page(one.guide, version=version)


def with_originals(found: Found, folder: Path) -> dict[str, str]:
    """The text of the place's documents as a page, and its guides with links into it; none where no text is there."""
    texts = {one.document.id: one for one in documents.texts(found, folder)}
    if not texts:
        return {}

    def where(cite: Cite) -> str:
        anchor = texts[cite.doc].anchor(str(cite.clause)) if cite.doc in texts else ""
        return f"../document/#{quote(anchor)}" if anchor else ""

    slug, made = found[0].city.slug, dict[str, str]()
    numbers: dict[str, Mapping[tuple[Cite, ...], int]] = {}
    for one in found:
        version = guide_json.version(one.guide)
        page = guide_pages.cited_page(one.guide, where, version=version, form=one.city.form)
        made[f"{one.guide.address}/index.md"], numbers[one.guide.utility] = page
    parts = [(one.document, tuple(one.passages(numbers)), one.unread) for one in texts.values()]
    return {**made, f"{slug}/document/index.md": guide_pages.document_page(guides(found), parts)}


# ------------------------------------------------------------------------------------------ beside the pages


def loaded(found: Found, publisher: Publisher) -> dict[str, bytes]:
    """What the pages of the place cannot do without: tables, their address as a code, a utility's logo."""
    files: dict[str, bytes] = {}
    for resolved in found:
        if resolved.guide.connects:
            form = supply.known_js(resolved.guide, resolved.city.folder)
            files[f"{resolved.guide.address}/supply/known.js"] = form.encode("utf-8")
        if resolved.guide.reference is None:
            files[f"{resolved.guide.address}/tables.js"] = shipped.tables_js(resolved.guide).encode("utf-8")
        if (logo := resolved.city.logos.get(resolved.guide.utility)) is not None:
            files[f"{resolved.guide.address}/notice/logo.png"] = logo
        files |= {f"{resolved.guide.address}/{name}": svg for name, svg in _code(resolved.guide, publisher)}
    return files


def data(found: Found, publisher: Publisher) -> dict[str, bytes]:
    """What else stands beside them, print sheets aside: facts for machines, blank forms and samples."""
    made: dict[str, bytes] = {}
    for one in found:
        files = (*_tables(one.guide), *_exported(one.guide, publisher))
        made |= {f"{one.guide.address}/{name}": text.encode("utf-8") for name, text in files}
        made |= {f"{one.guide.address}/{each.address}": each.path.read_bytes() for each in enclosures.enclosures(one)}
    return made


def _tables(guide: Guide) -> Iterator[tuple[str, str]]:
    """The decision tables of a guide, as examples and as DMN."""
    if guide.reference is None:
        yield "vectors.json", vectors.vectors_json(guide)
        yield "decisions.dmn", dmn.dmn(guide)


def _exported(guide: Guide, publisher: Publisher) -> Iterator[tuple[str, str]]:
    """The facts of a guide for machines."""
    version = guide_json.version(guide)
    yield "guide.json", guide_json.guide_json(guide)
    yield "guide.jsonld", jsonld.json_ld(guide, version, publisher)
    if not sentences.lacks(guide):
        from generator.data import cpsv  # brings rdflib along, which checking policies need not wait for

        yield "guide.ttl", cpsv.cpsv_ap(guide, version, publisher)


def _code(guide: Guide, publisher: Publisher) -> Iterator[tuple[str, bytes]]:
    """The address of a guide as a code, which its ticket shows; none where the site has no address."""
    if publisher.site_url and guide.connects and guide.reference is None:
        drawn = BytesIO()
        print_sheets.code(publisher, f"{guide.address}/").save(drawn, kind="svg", border=2, omitsize=True)
        yield "qr.svg", drawn.getvalue()


# --------------------------------------------------------------------------------------------- print sheets


def sheets(found: Found, written: Mapping[str, str], publisher: Publisher) -> dict[str, Sheet]:
    """Every print sheet of the place, by the path of its PDF; `written`: at least the pages `in_booklet`, by path."""
    own, version = single_sheets(found, publisher), guide_json.version(*guides(found))
    kept = {path: one for path, one in own.items() if _in_booklet(found, path)}
    bound = booklet.booklet(guides(found), written, kept, version=version, publisher=publisher)
    return {**own, f"{found[0].city.slug}/booklet.pdf": bound}


def _in_booklet(found: Found, path: str) -> bool:
    """Whether a sheet is bound: none in large type, no notice that is not yet for the wall."""
    address, _, name = path.rpartition("/")
    drafts = [one.guide.address for one in found if not complete(one.guide)]
    return "18pt" not in name and not (name.startswith("notice") and address in drafts)


def in_booklet(found: Found) -> list[str]:
    """The paths of the pages that the booklet gathers."""
    return [f"{one.guide.address}/index.md" for one in found]


def single_sheets(found: Found, publisher: Publisher) -> dict[str, Sheet]:
    """The print sheets, the booklet of all of them aside."""
    made: dict[str, Sheet] = {}
    for one in connecting(found):
        if one.guide.reference is None:
            made |= {f"{one.guide.address}/{name}": sheet for name, sheet in _checklists(one.guide, publisher)}
        made |= {f"{one.guide.address}/{name}": sheet for name, sheet in notices(one, publisher)}
    slug, own = found[0].city.slug, guides(connecting(found))
    if (form := found[0].city.form) is not None:
        made[f"{slug}/form.pdf"] = form_sheet(form, found[0].guide, publisher)
    if place_pages.joint(own):
        version = guide_json.version(*place_pages.joint(own))
        made[f"{slug}/joint.pdf"] = Sheet(
            print_sheets.joint_sheet(own, version=version, publisher=publisher), ("checklist.css",), CHECKLIST
        )
    return made


def form_sheet(form: FormFile, guide: Guide, publisher: Publisher) -> Sheet:
    """The blank form, for a pen and for a viewer that fills in forms."""
    return Sheet(print_sheets.form_sheet(form, guide, publisher), ("form.css",), fields=tuple(controls.controls(form)))


def notices(one: Resolved, publisher: Publisher) -> Iterator[tuple[str, Sheet]]:
    """The commitment notice on paper; until it is complete, what it lacks, and a draft of it."""
    logo, version = one.city.logos.get(one.guide.utility), guide_json.version(one.guide)
    poster = print_sheets.notice_sheet(one.guide, version=version, publisher=publisher, logo=logo)
    if complete(one.guide):
        yield "notice.pdf", Sheet(poster, ("notice.css",), _TO_HANG)
    else:
        lacking = print_sheets.missing_sheet(one.guide, version=version, publisher=publisher)
        yield "notice.pdf", Sheet(lacking, ("missing.css",), _TO_FILL)
        yield "notice-draft.pdf", Sheet(poster, ("notice.css",), _TO_HANG)


_TO_FILL = Steps(("missing-1.css", "missing-2.css"), rooms=(1.2, 1.4), page=1230)
_TO_HANG = Steps(
    tuple(f"notice-{step}.css" for step in range(1, 9)), rooms=(1.09, 1.19, 1.38, 1.54, 1.83, 2.15, 2.9, 3.4), page=1840
)
"""How a notice, and the sheet of what it lacks, are made to fit one page."""

CHECKLIST = Steps(
    ("plain.css", "tight.css", "wide.css", "small.css"), (1.11, 1.21, 1.29, 1.41), len(yielding("checklist")), page=1560
)
LARGE = Steps(("large-tight.css", "large-wide.css", "large-airy.css"), (1.07, 1.1, 0.88), page=800)
"""What makes checklists fit: less air, wider text, type of 11 pt, then what may be left off; in large type, air."""


def _checklists(guide: Guide, publisher: Publisher) -> Iterator[tuple[str, Sheet]]:
    """The checklist of a guide, in large type, and of each of its classes."""
    version = guide_json.version(guide)
    plain, large = (
        print_sheets.checklist_sheet(guide, version=version, publisher=publisher, large=one) for one in (False, True)
    )
    yield "checklist.18pt.pdf", Sheet(large, ("checklist.css", "large.css"), LARGE)
    yield "checklist.pdf", Sheet(plain, ("checklist.css",), CHECKLIST)
    for one in items(guide, "classes"):
        html = print_sheets.checklist_sheet(guide, version=version, publisher=publisher, one=one)
        yield f"checklist-{one.id}.pdf", Sheet(html, ("checklist.css",), CHECKLIST)
