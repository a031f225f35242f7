"""Invented documents of many kinds, and the policies that enter them: `kinds/originals`, `kinds/policies`.

A policy is entered as an editor would enter it: each fact in its own field, nothing bent to fit.
"""

from __future__ import annotations

import html
import re
import shutil
from functools import cache
from pathlib import Path

from loaded import Checked
from rendered import MEDIA
from shown import plain

from generator import checks
from generator.findings import Finding
from generator.media.layout import Layout
from generator.pages import place as place_pages
from generator.pages import print_sheets
from generator.policy.files import Publisher
from generator.policy.guide import Guide, items
from generator.policy.resolve import Resolved
from generator.telling.select import told
from generator.telling.statements import Case

KINDS = Path(__file__).parent / "kinds"
POLICIES, ORIGINALS = KINDS / "policies", KINDS / "originals"


@cache
def checked() -> Checked:
    """What loads of all of them, each proven against its document."""
    return checks.check(POLICIES, ORIGINALS)


@cache
def resolved() -> dict[str, Resolved]:
    """Their guides by address."""
    return {one.guide.address: one for one in checked()[1]}


def guide(address: str) -> Guide:
    """The guide that has this address."""
    return resolved()[address].guide


def place(slug: str) -> tuple[Resolved, ...]:
    """The guides of a place."""
    return tuple(one for address, one in resolved().items() if address.split("/")[0] == slug)


@cache
def pages(slug: str) -> dict[str, str]:
    """What readers see of the pages of a place, by path."""
    return {path: visible(text) for path, text in place_pages.pages(list(place(slug))).items()}


def page(address: str) -> str:
    """What readers see of the page of a guide."""
    return pages(address.partition("/")[0])[f"{address}/index.md"]


def sheet(address: str, name: str = "") -> str:
    """What stands on the checklist of a guide, or on that of one of its classes."""
    return sheet_of(guide(address), name)


def sheet_of(guide: Guide, name: str = "", *, large: bool = False) -> str:
    """The same of a guide that is none of these."""
    one = next((each for each in items(guide, "classes") if each.id == name), None)
    return visible(print_sheets.checklist_sheet(guide, version="", publisher=Publisher(), one=one, large=large))


def edited(folder: Path, address: str, *changes: tuple[str, str]) -> Resolved:
    """A guide of which an editor has written something otherwise: each change once, from what to what."""
    slug, utility = address.split("/")
    shutil.copytree(POLICIES / slug, folder / slug)
    path = folder / slug / f"{utility}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    (changed,) = (one for one in checks.check(folder, ORIGINALS)[1] if one.guide.address == address)
    return changed


def lines(address: str, section: str, medium: str = "page", **answers: str) -> list[str]:
    """The lines of a section in a case."""
    one, case = guide(address), Case(answers)
    return [line.text for line in Layout(one, medium, case, told(one, case)).section(section)]


def made(medium: str, guide: Guide) -> str:
    """What a medium makes of a guide, as plain text."""
    own = [one.guide for one in place(guide.place.slug)]
    return plain(MEDIA[medium].made(own, guide))


def visible(text: str) -> str:
    """The words of a page or a sheet without its markup, marks of sources and styles, each line behind the other."""
    plain = re.sub(r'(?s)<style.*?</style>|<a class="c".*?</a>|<[^>]*>', "", text)
    shown = html.unescape(plain).replace("\u2060", "").replace("\u00a0", " ")
    return "\n".join(line.strip() for line in shown.splitlines() if line.strip())


def findings(slug: str) -> tuple[Finding, ...]:
    """What is found about the files of a place."""
    return tuple(one for one in checked()[2] if f"/{slug}/" in one.position.path)
