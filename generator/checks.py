"""Findings about policies: what is loaded, hangs together, is answered, proven and printable. Writes nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from generator import accounts, days, doubts, enclosures, glyphs, proof, tables, waivers
from generator.findings import MAX_DOUBTS, Finding, Place, bounded, finding, guess
from generator.policy import gather
from generator.policy.facts import Schedule, Statement
from generator.policy.feel import Unary
from generator.policy.files import Sections
from generator.policy.guide import ANSWERED, Guide, facts, items
from generator.policy.loader import Policies, load, mark
from generator.policy.provenance import Conflict, walk
from generator.policy.resolve import Resolved, parts, resolve
from generator.policy.sources import Location, Source
from generator.policy.tables import Input
from generator.telling import disclosure
from generator.telling.catalogue import words


def check(
    root: Path,
    originals: Path | None = None,
    on: date | None = None,
    *,
    known: Iterable[str] = (),
    only: Container[str] | None = None,
    unpublished: bool = False,
) -> tuple[Policies, tuple[Resolved, ...], tuple[Finding, ...]]:
    """Everything below a policies folder: what loaded, the guides, all findings in order of place.

    With a day, also what has expired or grown old by then, and what begins or ends around it. `known`: places that
    are elsewhere. `only`: places that can be judged without the others; what needs all of them is then not judged.
    Of a place that is not to be published only the number of its problems is told, unless `unpublished`.
    """
    loaded, problems = load(root, only)
    marks = loaded.unpublished
    shown = loaded if unpublished or not marks else _without(loaded, marks)
    kept = problems if shown is loaded else [one for one in problems if not is_about(root, marks, one)]
    guides, found = _judged(shown, kept, originals, on, known=known, only=only)
    if marks:
        near = gather.together(root, list(marks))
        drafts = replace(loaded, cities=tuple(city for city in loaded.cities if city.slug in near))
        every = found if shown is loaded else _judged(drafts, problems, originals, on, known=known, only=near)[1]
        found = {*found, *(_not_published(root, slug, place, every) for slug, place in marks.items())}
    return shown, guides, tuple(sorted(found))


def _without(policies: Policies, marks: Container[str]) -> Policies:
    """The places that are to be published."""
    return replace(policies, cities=tuple(city for city in policies.cities if city.slug not in marks))


def is_about(root: Path, slugs: Iterable[str], one: Finding) -> bool:
    """Whether a finding is about one of some places below a policies folder."""
    return f"{one.place.path}/".startswith(tuple(f"{(root / slug).as_posix()}/" for slug in slugs))


def _not_published(root: Path, slug: str, place: Place, found: Iterable[Finding]) -> Finding:
    """That a place is not published, and how many problems it has."""
    problems = [one for one in found if one.severity != "info" and is_about(root, [slug], one)]
    return finding("not-published", place, "published", slug=slug, number=str(len(problems)))


def _judged(
    policies: Policies,
    problems: Iterable[Finding],
    originals: Path | None,
    on: date | None,
    *,
    known: Iterable[str],
    only: Container[str] | None,
) -> tuple[tuple[Resolved, ...], set[Finding]]:
    """The guides of what was loaded, and all findings, those of loading among them."""
    found = set(problems)
    found.update(_over_unpublished(policies))
    found.update(_misplaced(policies))
    for city in policies.cities:
        for source in city.sources.values():
            found.update(islice(_undrawable(source), MAX_DOUBTS + 1))
        found.update(proof.of_form(city, originals))
    guides, unresolved = resolve(policies.cities, known)
    found.update(unresolved)
    found.update(of_all(policies, [one.guide.address for one in guides]) if only is None else _duplicates(policies))
    for resolved in guides:
        found.update(_about(resolved, originals))
    found.update(() if _errors(found) else tables.unused(guides))
    for city in policies.cities:
        if not any(
            one.severity == "error" and one.place.path.startswith(f"{city.folder.as_posix()}/") for one in found
        ):
            found.update(accounts.forgotten(city, guides, originals))
    if on is not None:
        found.update(days.dated(policies, guides, on))
    return guides, set(waivers.applied(policies.cities, bounded(found, MAX_DOUBTS), on))


def _over_unpublished(policies: Policies) -> Iterator[Finding]:
    """A published place says what the place it lies over says, so that is published, too."""
    for city in policies.cities:
        if city.slug not in policies.unpublished and (below := city.file.overlays) in policies.unpublished:
            yield finding("overlay-unpublished", city.sources["city.yaml"].place(("overlays",)), value=below or "")


def about(root: Path, policies: Policies, slug: str, found: Iterable[Finding]) -> list[Finding]:
    """Of all findings those about a place and the places it lies over, as far as these could be loaded."""
    by_slug, chain, below = {city.slug: city for city in policies.cities}, list[str](), slug
    while below and below not in chain:
        chain.append(below)
        below = (by_slug[below].file.overlays or "") if below in by_slug else ""
    return [one for one in found if is_about(root, chain, one)]


def _errors(found: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in found)


def _about(resolved: Resolved, originals: Path | None) -> Iterator[Finding]:
    """The findings about one guide."""
    loose = [*_dangling(resolved), *_misfits(resolved)]
    yield from loose
    if resolved.guide.reference is not None:
        yield from _reference_alone(resolved)
    else:
        yield from _unanswered(resolved)
        yield from () if loose else tables.unproven(resolved)
    yield from _assured_misfits(resolved)
    yield from enclosures.unpublishable(resolved)
    yield from doubts.doubts(resolved)
    yield from proof.unproven(resolved)
    yield from proof.unfaithful(resolved, originals)


# --------------------------------------------------------------------------------------------------- one file


def of_all(policies: Policies, there: Iterable[str]) -> Iterator[Finding]:
    """Ids that stand twice, and the record of changes; `there`: the addresses of all guides."""
    yield from _duplicates(policies)
    yield from _unknown_guides(policies, there)


def _duplicates(policies: Policies) -> Iterator[Finding]:
    """Ids that stand twice in one list."""
    sources = [source for city in policies.cities for source in city.sources.values()]
    for source in (*sources, *([policies.record] if policies.record else ())):
        yield from _duplicate_ids(source, source.raw, ())


def _duplicate_ids(source: Source, raw: Any, at: Location) -> Iterator[Finding]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _duplicate_ids(source, value, (*at, key))
    elif isinstance(raw, list):
        seen: dict[str, Location] = {}
        for index, entry in enumerate(raw):
            own = (*at, index, "id")
            if isinstance(entry, dict) and "id" in entry:
                first = source.place(seen.setdefault(entry["id"], own))
                if seen[entry["id"]] != own:
                    place, thing = source.place(own), source.thing(own)
                    yield finding("duplicate-id", place, thing, value=entry["id"], first=str(first.line))
            yield from _duplicate_ids(source, entry, (*at, index))


def _unknown_guides(policies: Policies, there: Iterable[str]) -> Iterator[Finding]:
    """Entries of the record of changes about guides that are not there, those of a place with errors aside."""
    known = {*there, *(f"{city.slug}/{utility}" for city in policies.cities for utility in city.utilities)}
    for index, record in enumerate(policies.changes):
        for at, address in enumerate(record.guides):
            if policies.record and address not in known and not _left_out(policies, address, known):
                place, thing = policies.record.place(("changes", index, "guides", at)), f"changes/{record.id}"
                words_ = {"kind": "指南", "value": address, "allowed": "、".join(sorted(known)) or "（无）"}
                yield finding("unknown-id", place, thing, **words_, **guess(address, sorted(known)))


def _left_out(policies: Policies, address: str, known: Iterable[str]) -> bool:
    """Whether the folder is there, but could not be loaded: its own findings are enough."""
    slug = address.partition("/")[0]
    folder = Path(policies.record.path).parent / slug if policies.record else Path(slug)
    return folder.is_dir() and mark(folder) is None and not any(one.startswith(f"{slug}/") for one in known)


def _misplaced(policies: Policies) -> Iterator[Finding]:
    """`utilities` limits a city's shared fact; in a utility's own file it means nothing."""
    for city in policies.cities:
        for utility, file in city.utilities.items():
            source = city.sources[f"{utility}.yaml"]
            for at, part, _ in walk(file):
                if getattr(part, "utilities", ()) and at != ("reference",):
                    place = source.place((*at, "utilities"), key=True)
                    yield finding("utilities-misplaced", place, source.thing(at))


def _undrawable(source: Source) -> Iterator[Finding]:
    """Characters that would be empty boxes on paper."""
    for at, text in _texts(source.raw, ()):
        for character in glyphs.missing(text):
            shown = f"{character} (U+{ord(character):04X})"
            yield finding("no-glyph", source.place(at), source.thing(at), character=shown)


def _texts(raw: Any, at: Location) -> Iterator[tuple[Location, str]]:
    """Every text of a file with its location."""
    if isinstance(raw, str):
        yield at, raw
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from _texts(value, (*at, key))
    else:
        for index, value in enumerate(raw):
            yield from _texts(value, (*at, index))


def unsupplied(guides: Iterable[Resolved]) -> Iterator[Finding]:
    """What each utility has not yet supplied, at its own short file: no fault of a policy, and stops nothing."""
    for one in guides:
        place = Place((one.city.folder / f"{one.guide.utility}.assured.yaml").as_posix())
        for kind in disclosure.missing(one.guide):
            said = words()["disclosure"]["items"][kind]
            yield finding("not-supplied", place, kind, item=said["name"], key=said["key"])


# -------------------------------------------------------------------------------------------------- one guide


def _reference_alone(resolved: Resolved) -> Iterator[Finding]:
    own = resolved.city.utilities[resolved.guide.utility]
    for name in Sections.model_fields:
        if getattr(own, name):
            yield finding("reference-with-facts", resolved.source.place((name,), key=True), name)


def _assured_misfits(resolved: Resolved) -> Iterator[Finding]:
    """What a utility vouches for without saying it, under an id of the document, or over the document's procedure."""
    for section in Sections.model_fields:
        stated = [one for one in items(resolved.guide, section) if getattr(one, "assured", None) is None]
        taken = {each.id for one in stated for each in (one, *(one.sides if isinstance(one, Conflict) else ()))}
        for index, one in _assured(resolved, section):
            source = resolved.city.sources[f"{resolved.guide.utility}.assured.yaml"]
            place, thing = source.place((section, index)), source.thing((section, index))
            if one.id in taken:
                yield finding("assured-id-taken", source.place((section, index, "id")), thing, value=one.id)
            if isinstance(one, Statement) and one.text is None:
                yield finding("assured-without-text", place, thing)
            if section == "steps" and stated and index == 0:
                yield finding("assured-steps", source.place((section,), key=True), section)


def _assured(resolved: Resolved, section: str) -> Iterator[tuple[int, Any]]:
    """The facts of a section as they stand in the utility's short file."""
    short = resolved.city.assured.get(resolved.guide.utility)
    yield from enumerate(getattr(short, section, ()))


def _unanswered(resolved: Resolved) -> Iterator[Finding]:
    for name in ANSWERED:
        if getattr(resolved.guide, name) is None:
            title = str(Sections.model_fields[name].description).split("。")[0]
            yield finding("unanswered", resolved.source.place(()), "", section=name, title=title)


def _dangling(resolved: Resolved) -> Iterator[Finding]:
    """Ids that lead nowhere."""
    for source, at, kind, value, known in _references(resolved):
        if value not in known:
            allowed = sorted(known)
            place, thing = source.place(at), source.thing(at)
            words = {"kind": kind, "value": value, "allowed": "、".join(allowed) or "（无）"}
            yield finding("unknown-id", place, thing, **words, **guess(value, allowed))


_Reference = tuple[Source, Location, str, str, Iterable[str]]


def _references(resolved: Resolved) -> Iterator[_Reference]:
    """Every id a guide refers to: where, what kind, which, and which there are."""
    guide = resolved.guide
    known = {
        "steps": {one.id for one in (*facts(guide, "steps"), *facts(guide, "permits"))},
        "phase": {one.id for one in (*guide.phases, *facts(guide, "steps"))},
        "papers": {one.id for one in facts(guide, "papers")},
        "doc": {document.id for city in resolved.chain for document in city.file.documents},
        "utilities": set(resolved.city.utilities) - {guide.utility if guide.reference else ""},
        "table": {one.id for one in guide.tables} or {"class"},
        "class": {one.id for one in items(guide, "classes")},
    }
    for source, at, part in parts(resolved):
        for name, kind, key in _referring(part.__class__):
            value = getattr(part, name)
            if isinstance(value, str) and not (name == "to" and value == "end"):
                yield source, (*at, name), kind, value, known[key]
            elif isinstance(value, tuple) and name in ("steps", "classes", "papers", "precedes", "utilities"):
                for index, one in enumerate(value):
                    if isinstance(one, str):
                        yield source, (*at, name, index), kind, one, known[key]


@cache
def _referring(kind: Any) -> tuple[tuple[str, str, str], ...]:
    """The fields of a kind of part that hold ids."""
    return tuple(one for one in _FIELDS if one[0] in kind.model_fields)


_FIELDS = (
    ("steps", "环节", "steps"),
    ("during", "环节", "steps"),
    ("papers", "材料", "papers"),
    ("to", "环节", "steps"),
    ("phase", "阶段", "phase"),
    ("stage", "阶段", "phase"),
    ("doc", "文件", "doc"),
    ("utilities", "业务", "utilities"),
    ("table", "分类表", "table"),
    ("classes", "类别", "class"),
    ("precedes", "类别", "class"),
)


def _misfits(resolved: Resolved) -> Iterator[Finding]:
    """Conditions on inputs and classes that do not exist or cannot have such a value; cells without columns."""
    inputs: dict[str, Input] = {one.id: one for one in resolved.guide.inputs}
    classes = _classes_by_table(resolved.guide)
    for source, at, part in parts(resolved):
        if isinstance(part, Input) and (expected := _unfit(part.domain, part, ())):
            place = source.place((*at, "domain"))
            yield _does_not_fit(place, source.thing(at), part.id, part.domain, expected)
        for where, tests in _tests(part):
            for name, test in tests.items():
                if name not in inputs and name not in classes:
                    yield _no_condition(source, (*at, *where, name), name, sorted({*inputs, *classes}))
                elif expected := _unfit(test, inputs.get(name), classes.get(name, [])):
                    place = source.place((*at, *where, name))
                    yield _does_not_fit(place, source.thing((*at, *where)), name, test, expected)
        if isinstance(part, Schedule):
            yield from _cells(source, at, part)


def _classes_by_table(guide: Guide) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in items(guide, "classes"):
        found.setdefault(one.table, []).append(one.id)
    return found


def _tests(part: Any) -> Iterator[tuple[Location, dict[str, Unary]]]:
    if hasattr(part, "tests"):
        yield (), part.tests
    for name in ("when", "where"):
        for index, tests in enumerate(getattr(part, name, ())):
            yield (name, index), tests


def _no_condition(source: Source, at: Location, name: str, allowed: list[str]) -> Finding:
    """A condition on something that is neither an input nor a table."""
    words = {"kind": "条件", "value": name, "allowed": "、".join(allowed) or "（无）"}
    return finding("unknown-id", source.place(at, key=True), source.thing(at), **words, **guess(name, allowed))


def _does_not_fit(place: Place, thing: str, name: str, test: Unary, expected: Sequence[str]) -> Finding:
    """That a test does not fit what it is about, with the id that may be meant; Chinese words are too near others."""
    wrong = [str(value) for value in test.values if str(value) not in expected and str(value).isascii()]
    words = {"value": name, "test": test.text, "expected": "、".join(expected)}
    return finding("test-does-not-fit", place, thing, **words, **guess(wrong[0] if wrong else "", list(expected)))


def _unfit(test: Unary, asked: Input | None, classes: Sequence[str]) -> Sequence[str]:
    """What a test should be, where it is not that."""
    if asked is not None and asked.type in ("number", "integer"):
        return () if not test.values else ("<= 1000", "(100..1000]", "3")
    allowed: Sequence[bool | str] = classes
    if asked is not None:
        allowed = (True, False) if asked.type == "boolean" else asked.values
    fits = not test.ranges and all(value in allowed for value in test.values)
    return () if fits else [str(value).lower() if isinstance(value, bool) else value for value in allowed]


def _cells(source: Source, at: Location, table: Schedule) -> Iterator[Finding]:
    expected = [column.id for column in table.columns]
    for index, row in enumerate(table.rows):
        if set(row.cells) != set(expected):
            where = (*at, "rows", index, "cells")
            words = {"found": "、".join(row.cells), "expected": "、".join(expected)}
            yield finding("cells-without-columns", source.place(where), source.thing(where), **words)
