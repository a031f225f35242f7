"""City file + utility file + what the utility assures → one guide each. Replaces by id, never merges; no I/O.

Within a place, a fact of the utility's file replaces one of the city file that has its id, whole, and its `not_stated`
beats the city's facts. Places that lie over one another are combined by the word of each fact (`layers`). What the
utility assures is added last and replaces nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.findings import Finding, finding
from generator.memory_cache import once
from generator.policy import layers
from generator.policy.files import Document, Sections
from generator.policy.guide import (
    ANSWERED,
    FACTS,
    LISTS,
    Guide,
    Layered,
    Place,
    Provider,
    demanded,
    factors,
    facts,
    nothing,
)
from generator.policy.layers import Origin, Written
from generator.policy.loader import City
from generator.policy.provenance import Assured, Cite, Lacking, NotInHand, Part, Subject, mapped, unsaid, walk
from generator.policy.scalars import Id
from generator.policy.sources import Location, Source


@dataclass(frozen=True)
class Resolved:
    """A guide and where each of its facts comes from, by (section, id)."""

    guide: Guide
    chain: tuple[City, ...]
    """The cities whose files the guide is made of: those above its own, highest first, then its own."""
    origins: Mapping[tuple[str, str], Origin]

    @property
    def city(self) -> City:
        """The guide's own place."""
        return self.chain[-1]

    @property
    def source(self) -> Source:
        """The utility's own file; the city file of a place that has none for it."""
        return self.city.sources.get(f"{self.guide.utility}.yaml", self.city.sources["city.yaml"])

    def origin(self, section: str, fact_id: str) -> Origin:
        """Where a fact was written; the utility's file where it is unknown."""
        return self.origins.get((section, fact_id), Origin(self.source, (section,)))

    def written(self, section: str) -> Iterator[tuple[Origin, Any]]:
        """The entries of a section, each with where it was written; of two layers that both stand, each by itself."""
        for item in _as_items(getattr(self.guide, section)):
            sides = getattr(item, "sides", ())
            placed = [(self.origins.get((section, f"{item.id}/{side.id}")), side) for side in sides]
            if any(origin for origin, _ in placed):
                yield from ((origin, side) for origin, side in placed if origin)
            else:
                yield self.origin(section, item.id), item


@dataclass(frozen=True)
class _Layer:
    sections: Sections
    source: Source
    cite: Cite
    shared: bool
    """Whether it is a city file, whose facts may be limited to some utilities."""
    documents: Mapping[Id, Id]
    """The documents of its place: the ids that they have there, with those that they have in the guide."""


@once  # check after check asks for them
def parts(resolved: Resolved) -> tuple[tuple[Source, Location, Any], ...]:
    """Every part of every section of a guide, with the file and the location it was written at."""
    return tuple(_parts(resolved))


def _parts(resolved: Resolved) -> Iterator[tuple[Source, Location, Any]]:
    if resolved.guide.reference is not None:
        for at, part, _ in walk(resolved.guide.reference):
            yield resolved.source, ("reference", *at), part
    for section in Sections.model_fields:
        for origin, item in resolved.written(section):
            for at, part, _ in walk(item):
                yield origin.source, (*origin.location, *at), part


def resolve(cities: Sequence[City], known: Iterable[str] = ()) -> tuple[tuple[Resolved, ...], tuple[Finding, ...]]:
    """The guides of some cities, and what is wrong with the cities they lie over.

    A city that lies over one that is missing or has errors gets no guide. `known`: slugs of other places there are.
    """
    by_slug = {city.slug: city for city in cities}
    problems: list[Finding] = []
    guides = []
    for city in cities:
        if (chain := chain_of(city, by_slug, known, problems)) is not None:
            guides += [_guide(chain, utility) for utility in _utilities(chain)]
    return tuple(guides), tuple(problems)


def chain_of(
    city: City, by_slug: Mapping[str, City], known: Iterable[str], problems: list[Finding]
) -> tuple[City, ...] | None:
    """The cities that a city lies over, highest first, itself last; None where one of them is missing or has errors."""
    chain, source = [city], city.sources["city.yaml"]
    while (below := chain[0].file.overlays) is not None:
        if below not in by_slug and (city.folder.parent / below).is_dir():
            return None  # its own findings are enough
        if below not in by_slug:
            position = source.position(("overlays",))
            allowed = "、".join(sorted({*by_slug, *known}))
            problems.append(
                finding("unknown-id", position, kind="地方", value=below, allowed=allowed, guess="", guess_en="")
            )
            return None
        if by_slug[below] in chain:
            problems.append(finding("overlay-loop", source.position(("overlays",))))
            return None
        chain.insert(0, by_slug[below])
    return tuple(chain)


def _layers(city: City, utility: str, documents: Mapping[Id, Id]) -> Iterator[_Layer]:
    """The files of a place for a utility, the one that all utilities share first."""
    yield _Layer(city.file, city.sources["city.yaml"], city.file.cite, shared=True, documents=documents)
    if (own := city.utilities.get(utility)) is not None:
        yield _Layer(own, city.sources[f"{utility}.yaml"], own.cite, shared=False, documents=documents)


def document_ids(chain: Sequence[City]) -> dict[str, dict[Id, Id]]:
    """By place, the ids of its documents, each with the id it has in a guide of the last place.

    That is the same, unless two places have one of the same id: then those above are called by their place, too.
    """
    taken: set[Id] = set()
    ids = {}
    for city in reversed(chain):
        own = [document.id for document in city.file.documents]
        ids[city.slug] = {name: f"{city.slug}-{name}" if name in taken else name for name in own}
        taken.update(ids[city.slug].values())
    return ids


def _utilities(chain: Sequence[City]) -> tuple[str, ...]:
    """The utilities of a place; of one that has only a city file over another, those of the places above."""
    own = next((city.utilities for city in reversed(chain) if city.utilities), {})
    return tuple(own)


def _guide(chain: tuple[City, ...], utility: str) -> Resolved:
    city, ids = chain[-1], document_ids(chain)
    head: dict[str, Any] = {
        "place": Place.model_construct(
            slug=city.slug,
            name=city.file.shown,
            named=not unsaid(city.file.name),
            code=city.file.code,
            covers=city.file.covers,
            read=city.file.read,
        ),
        "utility": utility,
        "about": about(chain, utility),
        "documents": tuple(_self_cited(one, ids[place.slug]) for place in chain for one in place.file.documents),
        "provider": _provider(city, utility),
        "layers": _layered(chain, ids, utility) if len(chain) > 1 else (),
    }
    origins: dict[tuple[str, str], Origin] = {}
    own = city.utilities.get(utility)
    if own is not None and own.reference is not None:
        base = _base(own.cite, ids[city.slug])
        reference = mapped(own.reference, lambda part: _cited(part, base, ids[city.slug]))
        own_facts = dict(_assured(city, utility, origins))
        return Resolved(Guide(**head, reference=reference).model_copy(update=own_facts), chain, origins)
    sections = {name: _answer(name, answer, origins) for name, answer in _laid(chain, utility, chain).items()}
    for name, section in sections.items():
        sections[name] = _referred(section, head["documents"]) if isinstance(section, tuple) else section
    for name, added in _assured(city, utility, origins):
        sections[name] = (*_as_items(sections[name]), *added)
    # Every part was validated with its file; what is put together here needs no second validation.
    guide = Guide.model_construct(None, **head, reference=None, **sections)
    return Resolved(_without_the_unused(guide), chain, origins)


def about(chain: Sequence[City], utility: str) -> tuple[Subject, ...]:
    """What the guide of a place is about, by the nearest file of the utility; connection where nobody says."""
    own = next((city for city in reversed(chain) if utility in city.utilities), chain[-1])
    said = own.utilities[utility].about if utility in own.utilities else ()
    return said or own.file.about or ("connection",)


def _layered(chain: Sequence[City], ids: Mapping[str, Mapping[Id, Id]], utility: str) -> tuple[Layered, ...]:
    return tuple(
        Layered.model_construct(
            slug=city.slug,
            name=city.file.shown,
            level=city.file.level,
            speaks=utility in city.utilities,
            documents=tuple(ids[city.slug].values()),
        )
        for city in chain
    )


def stated(resolved: Resolved) -> dict[str, layers.Section]:
    """What a guide's own place says, section by section, without the places above and what its utility assures."""
    return _stated(resolved.chain, resolved.city, resolved.guide.utility)


def stated_above(resolved: Resolved) -> dict[str, layers.Section]:
    """What the places above say, section by section."""
    return _laid(resolved.chain, resolved.guide.utility, resolved.chain[:-1])


def _laid(chain: Sequence[City], utility: str, places: Sequence[City]) -> dict[str, layers.Section]:
    """Every section of a guide of the last place of a chain, as far as some places of it say it, place over place."""
    sections: dict[str, layers.Section] = {name: None if name in ANSWERED else () for name in (*ANSWERED, *LISTS)}
    for city in places:
        own, held = _stated(chain, city, utility), _held(chain, city)
        sections = {name: layers.over(name, above, own[name], held=name in held) for name, above in sections.items()}
    return sections


def _stated(chain: Sequence[City], city: City, utility: str) -> dict[str, layers.Section]:
    """Every section as one place of a chain answers it for a guide of the last, its utility's file over its city file.

    What is shared, or said above, counts under the headings that the guide is asked; its own file counts whole.
    """
    shared = {*demanded(about(chain, utility)), "classes", *LISTS}
    sections: dict[str, layers.Section] = dict.fromkeys((*ANSWERED, *LISTS))
    for layer in _layers(city, utility, document_ids(chain)[city.slug]):
        own, whole = _own(layer, city.slug, utility), layer.sections is chain[-1].utilities.get(utility)
        sections = {
            name: _over(below, own[name]) if whole or name in shared else below for name, below in sections.items()
        }
    return sections


def _held(chain: Sequence[City], city: City) -> frozenset[str]:
    """The sections that documents above a place forbid it to change."""
    documents = (document for above in chain[: chain.index(city)] for document in above.file.documents)
    rules = (rule for document in documents for rule in document.forbids if rule.binds(city.file.level))
    return frozenset(section for rule in rules for section in rule.changes)


def _answer(name: str, section: layers.Section, origins: dict[tuple[str, str], Origin]) -> Any:
    """A section as a guide has it. Adds to `origins` where each entry and each side of two layers comes from."""
    if not isinstance(section, tuple):
        return section
    for written in section:
        origins[name, written.item.id] = written.origin
        for side in written.sides:
            origins[name, f"{written.item.id}/{side.item.id}"] = side.origin
    return tuple(written.item for written in section)


def _as_items(answer: Any) -> tuple[Any, ...]:
    return () if answer is None or unsaid(answer) else answer


def _own(layer: _Layer, place: str, utility: str) -> dict[str, layers.Section]:
    """The sections of a layer: the facts that hold for a utility, or `not_stated`; None where it says nothing."""
    base, ids = _base(layer.cite, layer.documents), layer.documents
    sections: dict[str, layers.Section] = {}
    for name in (*ANSWERED, *LISTS):
        value = getattr(layer.sections, name)
        if value is None or unsaid(value):
            sections[name] = value
            continue
        held = [(at, one) for at, one in enumerate(value) if utility in (getattr(one, "utilities", ()) or (utility,))]
        kept = tuple(
            Written(mapped(item, lambda part: _cited(part, base, ids)), place, Origin(layer.source, (name, index)))
            for index, item in held
        )
        sections[name] = kept or None
    return sections


def _over(below: layers.Section, above: layers.Section) -> layers.Section:
    """What a section says where a utility's file comes over the city's: facts of the same id are replaced whole."""
    if above is None:
        return below
    if not isinstance(above, tuple) or not isinstance(below, tuple):
        return above
    replaced = {written.item.id: written for written in above}
    kept = [replaced.pop(written.item.id, written) for written in below]
    return (*kept, *replaced.values())


def _assured(city: City, utility: str, origins: dict[tuple[str, str], Origin]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The facts that the utility assures, section by section. Adds to `origins` where each comes from."""
    short = city.assured.get(utility)
    if short is None:
        return
    assured = Assured.model_construct(by=short.by, since=short.since)
    for name in type(short).model_fields:
        value = getattr(short, name)
        if name in Sections.model_fields and value:
            for index, item in enumerate(value):
                source = city.sources[f"{utility}.assured.yaml"]
                origins[name, item.id] = Origin(source, (name, index))
            yield name, tuple(item.model_copy(update={"assured": assured}) for item in value)


def _provider(city: City, utility: str) -> Provider | None:
    """The utility as it presents itself; None where it has supplied nothing."""
    short = city.assured.get(utility)
    if short is None:
        return None
    logo = "notice/logo.png" if utility in city.logos else None
    own = {name: getattr(short, name) for name in ("by", "since", "name", "responsible", "elsewhere")}
    return Provider.model_construct(None, logo=logo, **own)


def _base(cite: Cite, ids: Mapping[Id, Id]) -> Cite:
    """The document and clause for parts that name none: the file's; the document of a place that has one only."""
    only = next(iter(ids)) if len(ids) == 1 else None
    return cite.model_copy(update={"doc": cite.doc or only})


def cited(item: Part, cite: Cite, ids: Mapping[Id, Id]) -> Any:
    """An entry whose citations are complete, as a guide has it: its file's citation stands for what they leave out.

    `ids`: the documents of its place, by the ids they have there, with those they have in the guide.
    """
    base = _base(cite, ids)
    return mapped(item, lambda part: _cited(part, base, ids))


def _cited(part: Part, base: Cite, ids: Mapping[Id, Id]) -> Part:
    """A part whose citations have their document, by its id in the guide, and their clause filled in."""
    if isinstance(part, Cite):
        doc = part.doc or base.doc
        return part.model_copy(update={"doc": ids.get(doc or "", doc), "clause": part.clause or base.clause})
    if isinstance(part, (Lacking, NotInHand)):
        return part.model_copy(update={"not_in_hand": ids.get(part.not_in_hand, part.not_in_hand)})
    return part


def _referred(section: Any, documents: Sequence[Document]) -> Any:
    """A section in which what is not in hand has the words that refer to it, where it has none of its own."""
    lacks = {one.id: one.cite for document in documents for one in document.lacks}
    return tuple(
        item.model_copy(update={"cite": item.cite or lacks.get(item.not_in_hand, ())})
        if isinstance(item, NotInHand)
        else item
        for item in section
    )


def _self_cited(document: Document, ids: Mapping[Id, Id]) -> Document:
    """A document under its id in the guide; its citations, which prove what its head says, name it.

    Of a copy that is not whole, what may stand at its foot and nobody has read is not in hand.
    """
    own: Document = mapped(document, lambda part: _cited(part, Cite(doc=document.id), ids))
    lost = () if own.whole else (name for name in _AT_THE_FOOT if unsaid(getattr(own, name)))
    here = ids[document.id]
    return own.model_copy(update={"id": here, **{name: Lacking(not_in_hand=here) for name in lost}})


_AT_THE_FOOT = ("issuers", "date", "effective", "expires")
"""What documents say of themselves behind their last clause."""


def _without_the_unused(guide: Guide) -> Guide:
    """A guide with those inputs and documents of its city that its own facts test or cite; all documents if none is.

    What an amount is multiplied with is an input, too.
    """
    used = {*(name for when in _conditions(guide) for name in when), *factors(guide)}
    named = set(_named(guide))
    documents = tuple(one for one in guide.documents if named & {one.id, *(each.id for each in one.lacks)})
    documents = documents or guide.documents
    kept = tuple(asked for asked in guide.inputs if asked.id in used)
    return guide.model_copy(update={"inputs": kept, "documents": documents})


def _named(guide: Guide) -> Iterator[str | None]:
    """The documents that a guide cites, and what of them it says is not in hand."""
    for section in Sections.model_fields:
        for _, part, _ in walk(_parts_of(getattr(guide, section))):
            if isinstance(part, Cite):
                yield part.doc
            elif isinstance(part, (Lacking, NotInHand)):
                yield part.not_in_hand


def _parts_of(answer: Any) -> Any:
    """An answer as what may be walked."""
    return answer if isinstance(answer, (tuple, Lacking)) else ()


def _conditions(guide: Guide) -> Iterator[Mapping[str, Any]]:
    """Every condition of a guide: of classes, facts, defects and rows of tables."""
    for class_ in _as_items(guide.classes):
        if class_.rows != "rest":
            yield from (row.tests for row in class_.rows)
    yield from (tests for defect in guide.defects for tests in defect.where)
    yield from (tests for table in guide.tables for tests in table.when)
    yield from (tests for impossible in guide.impossible for tests in impossible.where)
    for name in FACTS:
        for fact in (*facts(guide, name), *nothing(guide, name)):
            yield from (*fact.when, *getattr(fact, "where", ()))
            for row in getattr(fact, "rows", ()):
                yield from row.when
