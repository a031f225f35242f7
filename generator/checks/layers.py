"""What a place over another says against what is said above: unsaid, weaker, forbidden, demanded. Findings only.

A reason that an editor recorded (`because`) settles what is weaker or forbidden; both then stand on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from generator.descriptions import descriptions
from generator.findings import Finding, finding, guess
from generator.policy.facts import Charge, Count, Limit
from generator.policy.files import Document, Rank, Ruled, Sections
from generator.policy.guide import items
from generator.policy.layers import Section, Written, apart, compared, each
from generator.policy.loader import City
from generator.policy.provenance import UNSAID, unsaid, walk
from generator.policy.resolve import Resolved, stated, stated_above
from generator.telling.compose import says


def layered(resolved: Resolved) -> Iterator[Finding]:
    """The findings about one guide as a layer over others."""
    yield from _unknown_headings(resolved.city)
    if len(resolved.chain) == 1:
        yield from _alone(resolved)
        return
    above, own = stated_above(resolved), stated(resolved)
    slugs = {city.slug for city in resolved.chain[:-1]}
    for section, answer in own.items():
        for written in answer if isinstance(answer, tuple) else ():
            if getattr(written.item, "layer", None) is not None:
                yield from _said(section, written, above, slugs)
            elif hasattr(written.item, "layer"):
                yield from _unsaid(section, written, above[section])
    yield from _ranked(resolved, own, above)


def _alone(resolved: Resolved) -> Iterator[Finding]:
    """Entries that say how they stand to a place above, where there is none."""
    for section in Sections.model_fields:
        for origin, item in resolved.written(section):
            if getattr(item, "layer", None) is not None:
                yield _about("layer-alone", Written(item, resolved.city.slug, origin))


def _about(code: str, written: Written, **words: str) -> Finding:
    """A finding about an entry where it was written."""
    source, at = written.origin.source, written.origin.location
    return finding(code, source.position((*at, "layer"), key=True), source.thing(at), **words)


# ------------------------------------------------------------------------------------- what one entry says of another


def _unsaid(section: str, written: Written, above: Section) -> Iterator[Finding]:
    """An entry that has the id of one above, or is about the same, and does not say how it stands to it."""
    for entry in above if isinstance(above, tuple) else ():
        if written.item.id == entry.item.id or _meets(written.item, entry.item):
            yield _about("layer-unsaid", written, upper=f"{entry.place}/{section}/{entry.item.id}")
            return


def _meets(own: Any, above: Any) -> bool:
    """Whether two entries rule the same thing of the same case, by what can be seen: a limit, a count, a charge."""
    pairs = [(mine, theirs) for mine in each(own) for theirs in each(above)]
    return any(type(mine) is type(theirs) and _same(mine, theirs) for mine, theirs in pairs)


def _same(own: Any, above: Any) -> bool:
    if apart(own, above):
        return False
    if isinstance(own, Limit):
        return own.own and all(getattr(own, name) == getattr(above, name) for name in ("steps", "permit", "duty"))
    return isinstance(own, Count) or (isinstance(own, Charge) and own.item == above.item)


def _said(section: str, written: Written, above: Mapping[str, Section], slugs: set[str]) -> Iterator[Finding]:
    """What an entry says of one above: that there is none, or how the two compare."""
    place, named, name = written.item.layer.of
    there = above[section] if named == section and place in slugs else None
    entries = [entry for entry in there or () if isinstance(entry, Written) and entry.place == place]
    known = [f"{entry.place}/{section}/{entry.item.id}" for entry in above[section] or () if isinstance(entry, Written)]
    value = "/".join(filter(None, (place, named, name)))
    if not entries or (name and name not in {entry.item.id for entry in entries}):
        words = {"kind": "上面一层的规定", "value": value, "allowed": "、".join(known) or "（无）"}
        yield _about("unknown-id", written, **words, **guess(value, known))
        return
    if written.item.layer.because is None and written.item.layer.word in ("replaces", "varies"):
        yield from chain.from_iterable(_compared(written, entry, section) for entry in entries if entry.item.id == name)


_CODES = {
    "weaker": "layer-weaker",
    "starts": "layer-not-comparable",
    "ends": "layer-not-comparable",
    "unit": "layer-not-comparable",
    "lacking": "layer-above-lacking",
}


def _compared(written: Written, entry: Written, section: str) -> Iterator[Finding]:
    """That an entry is weaker than one above, or that nobody can tell."""
    result = compared(written.item, entry.item)
    if code := _CODES.get(result):
        differs = {"starts": ("起算", "start"), "ends": ("终点", "end"), "unit": ("单位", "unit")}.get(result, ("", ""))
        words = {"upper": f"{entry.place}/{section}/{entry.item.id}", "own": _shown(written), "other": _shown(entry)}
        words |= {"part": differs[0], "part_en": differs[1]} if code == "layer-not-comparable" else {}
        yield _about(code, written, **words)


def _shown(written: Written) -> str:
    return " / ".join(says(side) for side in each(written.item))


# --------------------------------------------------------------------------------------- what is said to whole ranks


def _ranked(resolved: Resolved, own: Mapping[str, Section], above: Mapping[str, Section]) -> Iterator[Finding]:
    """What documents above forbid or demand of places of this rank."""
    documents = [document for city in resolved.chain[:-1] for document in city.file.documents]
    level, source = resolved.city.file.level, resolved.city.sources["city.yaml"]
    if level is None and any(rule.to for one in documents for rule in (*one.forbids, *one.demands)):
        yield finding("level-unsaid", source.position(("overlays",), key=True), "overlays")
    for document in documents:
        yield from _forbidden(document, level, own, above)
        yield from _demanded(document, level, resolved)


def _forbidden(
    document: Document, level: Rank | None, own: Mapping[str, Section], above: Mapping[str, Section]
) -> Iterator[Finding]:
    """Entries that change what a document above forbids to change, without a recorded reason."""
    for rule in (rule for rule in document.forbids if rule.binds(level)):
        for section in rule.changes:
            for written in own.get(section) or ():
                if isinstance(written, Written) and _changes(written, above[section]):
                    words = {"document": _title(document), "to": _called(rule, level), "section": section}
                    yield _about("layer-forbidden", written, **words)


def _called(rule: Ruled, level: Rank | None) -> str:
    return rule.to[level] if level is not None and rule.to else "下面各层"


def _changes(written: Written, above: Section) -> bool:
    """Whether an entry says something else than what is said above; not, where somebody has recorded why."""
    layer = getattr(written.item, "layer", None)
    if layer is not None and layer.because:
        return False
    same = [entry for entry in above or () if isinstance(entry, Written) and _replaces(written, entry)]
    return not same or any(compared(written.item, entry.item) != "equal" for entry in same)


def _replaces(written: Written, entry: Written) -> bool:
    layer = getattr(written.item, "layer", None)
    return layer is not None and layer.word in ("replaces", "varies") and layer.of[2] == entry.item.id


def _title(document: Document) -> str:
    return document.id if unsaid(document.title) else document.title


def _demanded(document: Document, level: Rank | None, resolved: Resolved) -> Iterator[Finding]:
    """Headings that a document above has places of this rank answer, and that say nothing here."""
    for rule in (rule for rule in document.demands if rule.binds(level)):
        for section in rule.sections:
            answered = [item for item in items(resolved.guide, section) if not isinstance(item, UNSAID)]
            if section in Sections.model_fields and not answered and resolved.guide.reference is None:
                title = descriptions(Sections)[section].split("。")[0]
                words = {"document": _title(document), "section": section, "title": title}
                yield finding("heading-demanded", resolved.source.position((section,)), section, **words)


def _unknown_headings(city: City) -> Iterator[Finding]:
    """Headings that no guide has, where a document forbids or demands them."""
    source, known = city.sources["city.yaml"], sorted(Sections.model_fields)
    for index, document in enumerate(city.file.documents):
        for at, part, _ in walk(document, ("documents", index)):
            for key in ("changes", "sections"):
                for number, name in enumerate(getattr(part, key, ())):
                    if name not in known:
                        words = {"kind": "段", "value": name, "allowed": "、".join(known), **guess(name, known)}
                        yield finding("unknown-id", source.position((*at, key, number)), source.thing(at), **words)
