"""Every medium of `templates/media.yaml` for one guide: how it is made, and what of a guide it lacks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import rdflib
from shown import Rows, faults_of_rows, faults_on_paper, plain, rule, solid

from generator.data import cpsv, guide_json, jsonld
from generator.data.sentences import IN_FORCE
from generator.desk import factsheet
from generator.media import answers, card
from generator.media.classes import arranged
from generator.media.layout import Group, layout
from generator.media.lines import Line, line
from generator.pages import booklet, comparison, guide_pages, place_pages, print_sheets
from generator.pages.browser import shipped
from generator.pages.entries import Pagination
from generator.paper.printing import Sheet
from generator.policy.files import Publisher
from generator.policy.guide import FACTS, Guide, items
from generator.telling.compose import telling
from generator.telling.select import Told
from generator.telling.statements import Statement
from generator.words.catalogue import words

Place: TypeAlias = Sequence[Guide]
"""The guides of one place."""
Faults: TypeAlias = Iterator[str]
_OURS = Publisher()
_VERSION = "0" * 12
_LINES = tuple(name for name in FACTS if name not in ("schedules", "terms", "questions", "beyond"))
"""The sections that are told in lines; what is said beyond stands under the headings that it answers."""


class Medium(NamedTuple):
    """An output: its medium, how it is made of a place and one of its guides, and what of that guide it lacks."""

    name: str
    made: Callable[[Place, Guide], str]
    faults: Callable[[Guide, str], Faults]
    of: Callable[[Place, Guide], bool] = lambda _, guide: guide.reference is None
    """Whether a guide has it."""


def told_by(medium: str) -> list[str]:
    """The sections whose lines a medium tells, by the table."""
    return [name for name in _LINES if rule(medium, name) == "show"]


# ----------------------------------------------------------------------------------------------------------- pages


def _page(_: Place, guide: Guide) -> str:
    return guide_pages.guide_page(guide, version=_VERSION)


def _rows(medium: str, guide: Guide, text: str) -> Faults:
    shown = layout(guide, medium)
    yield from faults_of_rows(shown, text, told_by(medium))
    said = plain(text)
    if medium == "page":
        yield from _tables(guide, said)
        yield from (f"asked: {one}" for one in _asked(shown.told) if solid(one) not in said)
        yield from (f"terms/{one.id}" for one in items(guide, "terms") if solid(one.term) not in said)


def _on_city_page(guide: Guide, text: str) -> Faults:
    """The page of a place has the answer of each of its guides."""
    cards = text.split('<section class="card">')[1:]
    yield from _on_card(guide, next(each for each in cards if f'href="{guide.utility}/"' in each))


def _card(found: Place, guide: Guide) -> str:
    """The answer with which a guide begins."""
    return _page(found, guide).partition('<section class="card"')[2].partition("</section>")[0]


def _on_card(guide: Guide, text: str) -> Faults:
    """The card tells in full what it has room for, and leads on to the rest; of limits alike, the longest."""
    shown, said = layout(guide, "card"), plain(text)
    told = [each for name in told_by("card") for each in shown.section(name)]
    there = {path for ids, _ in Rows(text).rows for path in ids}
    left = {path for each in told for path in each.ids if path not in there}
    range_ = card.spread(shown.whole_limits())
    if range_ and f"最长{range_.numbers[0]}" not in said:
        yield "the longest is lost"
    for lost in (each for each in told if left.issuperset(each.ids)):
        yield from _left_off(lost, text, spread=range_ is not None, whole=shown.whole_limits())
    names = [name for name in told_by("card") if name not in ("step_counts", "papers")]
    yield from faults_of_rows(shown, text, names, left, most=2)


def _left_off(lost: Line, text: str, *, spread: bool, whole: Sequence[Group]) -> Faults:
    """That a line which the card leaves off is told as one of a range, or is led to."""
    section, one = lost.statement.section, lost.statement
    led = any("#" in href for href in re.findall('href="([^"]*)"', text))
    if section in ("fees", "works", "papers") and not led and one.says not in text:
        yield f"{one.id} is lost"
    in_whole = any(one.id == each.statement.id for group in whole for each in group.lines)
    if section == "limits" and not in_whole and "各环节另有时限" not in text:
        yield f"{one.id} is not led to"
    if section == "limits" and in_whole and not (spread and one.kind == "stated"):
        yield f"{one.id} is lost"


def _asked(told: Told) -> list[str]:
    return [one.words for one in told.questions]


def _tables(guide: Guide, said: str) -> Faults:
    """The tables of a guide, row by row, and its classes with their conditions."""
    for one in telling(guide).statements:
        if one.section == "schedules" and one.kind == "stated":
            own = [part for part in one.parts if part.name.startswith("cell:")]
            cells = "".join(_unsaid(part) if part.silent else part.words for part in own)
            terms = [
                re.sub("^由|承担$|^依据：", "", part.words) for part in one.parts if part not in own and not part.silent
            ]
            if not all(solid(told) in said for told in (one.says, cells, *terms)):
                yield f"{one.id} is lost"
        if one.section == "classes" and one.kind == "stated":
            yield from (f"{one.id}: {word}" for word in (one.says, one.parts[0].words) if solid(word) not in said)


def _unsaid(part: Any) -> str:
    """What stands in place of a part that is not said."""
    forms = words()["lines"]
    return str(forms["lacking"]).format(part.lacks) if part.lacks else str(forms["silent"])


def _window(found: Place, _: Guide) -> str:
    return place_pages.window_page(found, dict.fromkeys(("joint", *(one.address for one in found)), _VERSION))


def _on_window(guide: Guide, text: str) -> Faults:
    """The page of the window has the time limits of the whole; those of the steps stand on the ticket."""
    part = text.partition(f'<section class="desk" id="{guide.utility}"')[2].partition("</section>")[0]
    shown = layout(guide, "window")
    whole = {path for group in shown.whole_limits() for line in group.lines for path in line.ids}
    steps = [path for line in shown.section("limits") for path in line.ids if path not in whole]
    yield from faults_of_rows(shown, part, told_by("window"), steps)


def _ticket(_: Place, guide: Guide) -> str:
    return guide_pages.ticket_page(guide, version=_VERSION)


def _on_ticket(guide: Guide, text: str) -> Faults:
    yield from faults_of_rows(layout(guide, "ticket"), text, told_by("ticket"), most=3)


# ---------------------------------------------------------------------------------------------------------- sheets


def _sheet(_: Place, guide: Guide, *, large: bool = False) -> str:
    return print_sheets.checklist_sheet(guide, version=_VERSION, publisher=_OURS, large=large)


def _on_sheet(guide: Guide, text: str) -> Faults:
    yield from faults_on_paper(layout(guide, "checklist"), text, told_by("checklist"))
    in_grid = {_named(guide, name) for name in _in_grids(guide)}
    lost = (one for one in _tables(guide, plain(text)) if one.startswith("classes/"))
    yield from (one for one in lost if one.partition(":")[0] not in in_grid)


def _in_grids(guide: Guide) -> set[str]:
    """The names of the classes that are cells of a grid, whose conditions are its rows and columns."""
    charts = arranged(layout(guide, "checklist")).charts
    cells = ((chart, cell) for chart in charts for _, row in chart.rows for cell in row)
    return {name for chart, cell in cells for said in cell.classes for name in (said, chart.title + said)}


def _named(guide: Guide, name: str) -> str:
    """The id of the statement of a class; empty where none has the name."""
    return next((one.id for one in telling(guide).statements if one.section == "classes" and one.says == name), "")


_PARTED = "<hr>"


def _class_sheets(_: Place, guide: Guide) -> str:
    made = partial(print_sheets.checklist_sheet, guide, version=_VERSION, publisher=_OURS)
    return _PARTED.join(made(one=one) for one in items(guide, "classes"))


def _on_class_sheets(guide: Guide, text: str) -> Faults:
    for one, sheet in zip(items(guide, "classes"), text.split(_PARTED), strict=False):
        shown = layout(guide, "class_sheet", one)
        yield from (f"{one.id}: {fault}" for fault in faults_on_paper(shown, sheet, told_by("class_sheet")))


def _joint_sheet(found: Place, _: Guide) -> str:
    return print_sheets.joint_sheet(found, version=_VERSION, publisher=_OURS)


def _on_joint_sheet(guide: Guide, text: str) -> Faults:
    yield from faults_on_paper(layout(guide, "joint_sheet"), text, told_by("joint_sheet"), most=3)


def _together(found: Place, guide: Guide) -> bool:
    return guide in place_pages.joint(found)


# --------------------------------------------------------------------------------------------------------- notices


def _notice(_: Place, guide: Guide) -> str:
    return guide_pages.notice_page(guide, version=_VERSION)


def _notice_sheet(_: Place, guide: Guide) -> str:
    return print_sheets.notice_sheet(guide, version=_VERSION, publisher=_OURS)


def _in_notice(medium: str, guide: Guide, text: str) -> Faults:
    yield from faults_of_rows(layout(guide, medium), text, told_by(medium))
    yield from (one for one in _tables(guide, plain(text)) if one.startswith("schedules/"))


def _on_notice(medium: str, guide: Guide, text: str) -> Faults:
    yield from faults_on_paper(layout(guide, medium), text, told_by(medium))
    yield from (one for one in _tables(guide, plain(text)) if one.startswith("schedules/"))


def _is(medium: str, _: Place, guide: Guide) -> bool:
    return guide_pages.medium_of(guide) == medium


# ------------------------------------------------------------------------------------------ one sentence for a thing


def sentence(guide: Guide, one: Statement, medium: str) -> str:
    """A statement with all its parts that a medium of sentences does not leave off, by the table."""
    parts = [part for part in one.parts if rule(medium, one.section, part.name, silent=part.silent) in ("show", "once")]
    noted = one if rule(medium, one.section, "note") == "show" else replace(one, note="")
    return line(guide, noted, parts, when=one.when, status="certain").text


def _sentences(guide: Guide, medium: str) -> Iterator[tuple[Statement, str]]:
    """The statements that a medium of sentences tells, each with its sentence."""
    for one in telling(guide).statements:
        if one.section in told_by(medium) and not ((one.open and one.rest) or one.section == "reference"):
            yield one, sentence(guide, one, medium)


def _in_text(medium: str, guide: Guide, text: str) -> Faults:
    said = solid(text)
    for one, told in _sentences(guide, medium):
        if solid(told) not in said:
            yield f"{one.id} is lost or lacks a part"


def _json_ld(_: Place, guide: Guide) -> str:
    return jsonld.json_ld(guide, _VERSION, _OURS)


def _turtle(_: Place, guide: Guide) -> str:
    return cpsv.cpsv_ap(guide, _VERSION, _OURS)


def _in_json(guide: Guide, text: str) -> Faults:
    """JSON-LD tells what is in force as things, the limits in the description of the service, and the steps."""
    said = "".join(map(solid, _strings(json.loads(text))))
    things = ("channels", "contacts", "complaints", "fees", "works", "result", "papers")
    for one, told in _sentences(guide, "data"):
        held = one.section in things and _in_force(one) and one.kind == "stated"
        held &= one.section != "papers" or _in_force_at_all(guide)  # papers belong to the steps
        steps = one.section in ("scope", "limits") or (one.section == "steps" and _in_force_at_all(guide))
        if (held or steps) and solid(told) not in said:
            yield f"{one.id} is lost or lacks a part"


def _in_force(one: Statement) -> bool:
    return one.id.count("/") == 1 and one.strength in IN_FORCE


def _in_force_at_all(guide: Guide) -> bool:
    steps = [one for one in telling(guide).statements if one.section == "steps" and one.kind == "stated"]
    return any(_in_force(one) for one in steps)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from _strings(one)
    elif isinstance(data, str):
        yield data


def _in_turtle(guide: Guide, text: str) -> Faults:
    graph = rdflib.Graph().parse(data=text, format="turtle", publicID="http://invented.invalid/a/b/")
    yield from _in_text("data", guide, "\n".join(str(one) for one in graph.objects()))


def _facts(_: Place, guide: Guide) -> str:
    return factsheet.as_csv(list(factsheet.lines(guide)))


def _in_facts(guide: Guide, text: str) -> Faults:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    yield from _in_text("facts", guide, "\n".join(row["内容"] for row in rows))


# ------------------------------------------------------------------------------------------------- part by part


def _guide_json(_: Place, guide: Guide) -> str:
    return guide_json.guide_json(guide)


def _in_guide_json(guide: Guide, text: str) -> Faults:
    entries = {one["id"]: one for one in json.loads(text)["told"]}
    for one in telling(guide).statements:
        yield from _faults_of_entry(one, entries.get(one.id), "told")


def _faults_of_entry(one: Statement, entry: Mapping[str, Any] | None, medium: str) -> Faults:
    """What of a statement its entry lacks, part by part."""
    wanted = [(part.name, part.words, part.silent) for part in one.parts if _kept(medium, one, part)]
    if entry is None:
        yield f"{one.id} is lost"
        return
    parts = [(part["name"], part["words"], bool(part.get("silent"))) for part in entry.get("parts", ())]
    yield from (f"{one.id}: {part[0]}" for part in {*wanted} ^ {*parts})
    wants = {"says": one.says, "when": one.when, "note": one.note}
    yield from (f"{one.id}: {name}" for name, said in wants.items() if entry.get(name, "") != said)


def _kept(medium: str, one: Statement, part: Any) -> bool:
    return rule(medium, one.section, part.name, silent=part.silent) in ("show", "once")


def _tables_js(_: Place, guide: Guide) -> str:
    return shipped.tables_js(guide)


_DATED = ("starts_on", "ends_with", "excludes", "extends")
"""What stands beside the date of a limit in places of its own."""


def _in_tables_js(guide: Guide, text: str) -> Faults:
    data = json.loads(text[text.index("= {", text.index("[")) + 2 :].rstrip().removesuffix(";"))
    entries = {one["id"]: one for one in data["telling"]["statements"]}
    lines = {path: one for one in layout(guide, "interview").section("limits") for path in one.ids}
    for one in telling(guide).statements:
        if one.section in ("limits", "steps"):
            yield from _faults_of_entry(one, entries.get(one.id), "interview")
        if one.section == "limits" and one.kind == "stated":
            dated = "".join(map(str, next(each for each in data["limits"] if each["statement"] == one.id).values()))
            parts = [part for part in one.parts if not part.silent and part.name != "steps"]
            yield from (f"{one.id}: {part.name} at its date" for part in parts if _bare(part, *_DATED) not in dated)
        if one.id in lines and entries[one.id]["line"] != lines[one.id].without("when", "status").text:
            yield f"{one.id} lacks a part in its line"


def _classify(_: Place, guide: Guide, *, as_json: bool = False) -> str:
    made = answers.answer(guide, {})
    return json.dumps(made, ensure_ascii=False) if as_json else answers.in_words(made)


def _in_classify(guide: Guide, text: str) -> Faults:
    said, told = solid(text), layout(guide, "classify").told_under("limits")
    yield from (f"{each.ids[0]} is lost or lacks a part" for each in told if solid(each.text) not in said)
    if text.startswith("{"):
        entries = {one["id"]: {**one, "says": one["limit"]} for one in json.loads(text)["limits"]}
        for one in (each.statement for each in told if not each.open):
            bare = replace(one, parts=tuple(part for part in one.parts if part.name != "steps"))
            yield from _faults_of_entry(bare, entries.get(one.id.partition("/")[2]), "classify")


# ------------------------------------------------------------------------------------------------- several guides


def _compared(_: Place, guide: Guide, *, kind: str) -> str:
    every = list(comparison.comparisons([comparison.member(guide)]))
    if kind == "page":
        return "".join(comparison.pages(every, Pagination()).values())
    return "".join(getattr(comparison, f"as_{kind}")(one) for one in every)


def _in_comparison(guide: Guide, text: str) -> Faults:
    """Limits stand column by column; everything else is a line in a cell."""
    said, shown = plain(text.replace('""', '"')), layout(guide, "comparison")
    for told in (each for name in told_by("comparison") if name != "limits" for each in shown.section(name)):
        if solid(told.text) not in said:
            yield f"{told.ids[0]} is lost or lacks a part"
    for one in telling(guide).statements:
        if one.section == "limits" and one.kind == "stated":
            parts = [part for part in one.parts if not part.silent]
            wanted = [one.says, one.when, *(_bare(part, *comparison.COLUMNS) for part in parts)]
            yield from (f"{one.id}: {word}" for word in wanted if solid(word) not in said)


def _bare(part: Any, *apart: str) -> str:
    """A part of a limit as a place of its own has it, without the words of a line around it."""
    if part.name in apart:
        several = part.value if isinstance(part.value, tuple) else (part.value,)
        return "、".join(one.words for one in several)
    return str(part.words)


def _booklet(_: Place, guide: Guide) -> str:
    pages = {f"{guide.address}/index.md": _page((), guide)}
    sheets = {f"{guide.address}/checklist.pdf": Sheet(_sheet((), guide))}
    made = booklet.booklet([guide], pages, sheets, version=_VERSION, publisher=_OURS)
    return _PARTED.join(one.html for one in made.bound)


def _in_booklet(guide: Guide, text: str) -> Faults:
    page, checklist = text.split(_PARTED)
    yield from faults_of_rows(layout(guide, "page"), page, told_by("page"))
    yield from _on_sheet(guide, checklist)


MEDIA: Mapping[str, Medium] = {
    "answer card": Medium("card", _card, _on_card),
    "guide page": Medium("page", _page, partial(_rows, "page")),
    "city page": Medium("card", lambda found, _: place_pages.city_page(found, None), _on_city_page),
    "prepare page": Medium("prepare", lambda found, _: place_pages.prepare_page(found), partial(_rows, "prepare")),
    "joint page": Medium("joint", lambda found, _: place_pages.joint_page(found), partial(_rows, "joint"), _together),
    "window page": Medium("window", _window, _on_window),
    "ticket page": Medium("ticket", _ticket, _on_ticket),
    "checklist": Medium("checklist", _sheet, _on_sheet),
    "large checklist": Medium("checklist", partial(_sheet, large=True), _on_sheet),
    "class sheets": Medium("class_sheet", _class_sheets, _on_class_sheets),
    "joint sheet": Medium("joint_sheet", _joint_sheet, _on_joint_sheet, _together),
    "notice page": Medium("notice", _notice, partial(_in_notice, "notice"), partial(_is, "notice")),
    "notice sheet": Medium("notice", _notice_sheet, partial(_on_notice, "notice"), partial(_is, "notice")),
    "notice page for the wall": Medium("wall", _notice, partial(_in_notice, "wall"), partial(_is, "wall")),
    "notice sheet for the wall": Medium("wall", _notice_sheet, partial(_on_notice, "wall"), partial(_is, "wall")),
    "comparison page": Medium("comparison", partial(_compared, kind="page"), _in_comparison),
    "comparison.json": Medium("comparison", partial(_compared, kind="json"), _in_comparison),
    "comparison.csv": Medium("comparison", partial(_compared, kind="csv"), _in_comparison),
    "classify": Medium("classify", _classify, _in_classify),
    "classify --json": Medium("classify", partial(_classify, as_json=True), _in_classify),
    "facts": Medium("facts", _facts, _in_facts),
    "guide.json": Medium("told", _guide_json, _in_guide_json),
    "guide.jsonld": Medium("data", _json_ld, _in_json),
    "guide.ttl": Medium("data", _turtle, _in_turtle),
    "tables.js": Medium("interview", _tables_js, _in_tables_js),
    "booklet": Medium("page", _booklet, _in_booklet),
}
"""Every output that tells statements of a guide, by what it is called."""
