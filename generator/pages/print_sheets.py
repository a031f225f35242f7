"""The HTML of the print sheets of a place, with the address of the page each belongs to as a QR code."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import segno

from generator.decision.asking import asked
from generator.decision.deciding import decided
from generator.language import gettext
from generator.media.classes import arranged
from generator.media.layout import Classed, Layout
from generator.media.marks import Clauses
from generator.media.sheet import met, ruler, ticks
from generator.pages import filling
from generator.pages.drawings.journey import journey
from generator.pages.guide_pages import medium_of, notice
from generator.pages.place_pages import asked_once, joint
from generator.policy.files import FormFile, Publisher
from generator.policy.guide import Guide, items
from generator.policy.tables import Class
from generator.words import controls
from generator.words.catalogue import words
from generator.words.conditions import conditions
from generator.words.names import joint_name, quoted


def notice_sheet(guide: Guide, *, version: str, publisher: Publisher, logo: bytes | None = None) -> str:
    """The HTML of the notice for the wall; `logo`: the utility's own, PNG."""
    clauses = Clauses(guide)
    context = {**filling.paper(guide, medium_of(guide), mark=clauses.mark), **notice(guide)}
    picture = f"data:image/png;base64,{b64encode(logo).decode()}" if logo else ""
    address = f"{guide.address}/notice/#_v={version}"
    context |= {"c": clauses.mark, "basis": clauses.row, "address": address, "qr": qr_code(publisher, address)}
    return filling.html("print/notice.html", version=version, publisher=publisher, picture=picture, **context)


def missing_sheet(guide: Guide, *, version: str, publisher: Publisher) -> str:
    """The HTML of what a notice lacks, for the utility to fill in."""
    address = f"{guide.address}/supply/"
    context = {**filling.paper(guide, "notice"), **notice(guide), "address": address}
    context |= {"qr": qr_code(publisher, address)}
    return filling.html("print/missing.html", version=version, publisher=publisher, **context)


def checklist_sheet(
    guide: Guide, *, version: str, publisher: Publisher, one: Class | None = None, large: bool = False
) -> str:
    """The HTML of a printable checklist: of a whole guide, or of a guide narrowed to one class; in large type."""
    medium = "class_sheet" if one else "checklist"
    address, sheet = f"{guide.address}/#_v={version}", filling.paper(guide, medium, one)
    shown: Layout = sheet["t"].layout
    own = {"one": _told(guide, shown.classed(one)), "met": met(guide, one), "ruler": ruler(shown)} if one else {}
    context = {**_side(sheet), "one": None, "ruler": None, "large": large, "version": version, **own}
    context |= {"classed": len(items(guide, "classes")), "address": address, "qr": qr_code(publisher, address)}
    return filling.html("print/checklist.html", publisher=publisher, **context)


def _side(sheet: dict[str, Any]) -> dict[str, Any]:
    """What a checklist may use of one guide, with what is drawn of it."""
    shown: Layout = sheet["t"].layout
    return {**sheet, "journey": journey(shown), "kinds": arranged(shown), "ticks": ticks(asked(shown.guide))}


def _told(guide: Guide, one: Classed) -> Classed:
    """A class on a sheet of its own: in which cases its table divides; the rest says of what it is the rest."""
    condition = decided(guide).condition(one.fact.table)
    when = [conditions(guide, condition)] if condition else []
    if one.fact.rows != "rest":
        return one._replace(rule=gettext("，").join([*when, one.rule]))
    table = (other for other in items(guide, "classes") if other.table == one.fact.table)
    names = (quoted(other.name) for other in table if other.id != one.fact.id)
    rest = str(words()["lines"]["rest_of"]).format(gettext("、").join(names))
    return one._replace(rule=gettext("，").join([*when, rest]))


def joint_sheet(guides: Sequence[Guide], *, version: str, publisher: Publisher) -> str:
    """The HTML of the checklist of a joint visit: what the utilities share stands once."""
    address = f"{guides[0].place.slug}/joint/"
    sides = [_side(filling.paper(guide, "joint_sheet")) for guide in joint(guides)]
    context = {"sides": sides, "version": version, "publisher": publisher, "joint_name": joint_name(guides[0])}
    context["ticks"] = ticks(asked_once(joint(guides)))
    return filling.html("print/joint.html", address=address, qr=qr_code(publisher, address), **context)


def form_sheet(form: FormFile, guide: Guide, publisher: Publisher) -> str:
    """The HTML of the blank form."""
    address = f"{guide.place.slug}/form/"
    context = {"form": form, "b": controls, "place": guide.place, "address": address}
    return filling.html("print/form.html", publisher=publisher, qr=qr_code(publisher, address), **context)


def qr_code(publisher: Publisher, address: str) -> str:
    """A QR code of a page's address as a data address; empty where the site has none."""
    if not publisher.site_url:
        return ""
    return str(code(publisher, address).svg_data_uri(border=0))


def code(publisher: Publisher, address: str) -> segno.QRCode:
    """The QR code of a page of a site that has an address."""
    return segno.make(publisher.at(address), micro=False)
