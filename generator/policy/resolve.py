"""City file + utility file + what the utility assures → one guide each. Replaces by id, never merges; no I/O.

Order of the layers: the place overlaid, then the place itself; in each the city file, then the utility file.
A later layer's fact replaces an earlier one of the same id whole; its `not_stated` beats the earlier facts.
What the utility assures is added last and replaces nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.findings import Finding, finding
from generator.policy.files import Document, Sections
from generator.policy.guide import ANSWERED, FACTS, LISTS, Guide, Place, Provider, demanded, factors, facts
from generator.policy.loader import City
from generator.policy.provenance import Assured, Cite, Part, mapped, walk
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location, Source


@dataclass(frozen=True)
class Origin:
    """Where a fact was written: the file and its location in it."""

    source: Source
    location: Location


@dataclass(frozen=True)
class Resolved:
    """A guide and where each of its facts comes from, by (section, id)."""

    guide: Guide
    chain: tuple[City, ...]
    """The cities whose files the guide is made of: those its own lies over, lowest first, then its own."""
    origins: Mapping[tuple[str, str], Origin]

    @property
    def city(self) -> City:
        """The guide's own place."""
        return self.chain[-1]

    @property
    def source(self) -> Source:
        """The utility's own file."""
        return self.city.sources[f"{self.guide.utility}.yaml"]

    def origin(self, section: str, fact_id: str) -> Origin:
        """Where a fact was written; the utility's file where it is unknown."""
        return self.origins.get((section, fact_id), Origin(self.source, (section,)))


@dataclass(frozen=True)
class _Layer:
    sections: Sections
    source: Source
    cite: Cite
    shared: bool
    """Whether it is a city file, whose facts may be limited to some utilities."""


def parts(resolved: Resolved) -> Iterator[tuple[Source, Location, Any]]:
    """Every part of every section of a guide, with the file and the location it was written at."""
    if resolved.guide.reference is not None:
        for at, part, _ in walk(resolved.guide.reference):
            yield resolved.source, ("reference", *at), part
    for section in Sections.model_fields:
        for item in _as_items(getattr(resolved.guide, section)):
            origin = resolved.origin(section, item.id)
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
        if (chain := _chain(city, by_slug, known, problems)) is not None:
            guides += [_guide(chain, utility) for utility in city.utilities]
    return tuple(guides), tuple(problems)


def _chain(
    city: City, by_slug: Mapping[str, City], known: Iterable[str], problems: list[Finding]
) -> tuple[City, ...] | None:
    """The cities that a city lies over, lowest first, itself last; None where one of them is missing or has errors."""
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


def _layers(chain: Sequence[City], utility: str) -> Iterator[_Layer]:
    for city in chain:
        yield _Layer(city.file, city.sources["city.yaml"], city.file.cite, shared=True)
        if (own := city.utilities.get(utility)) is not None:
            yield _Layer(own, city.sources[f"{utility}.yaml"], own.cite, shared=False)


def _guide(chain: tuple[City, ...], utility: str) -> Resolved:
    city = chain[-1]
    documents = tuple(_self_cited(document) for place in chain for document in place.file.documents)
    own = city.utilities[utility]
    head: dict[str, Any] = {
        "place": Place(
            slug=city.slug,
            name=city.file.name,
            code=city.file.code,
            covers=city.file.covers,
            read=city.file.read,
        ),
        "utility": utility,
        "about": own.about or city.file.about or ("connection",),
        "documents": documents,
        "provider": _provider(city, utility),
    }
    origins: dict[tuple[str, str], Origin] = {}
    if own.reference is not None:
        base = _base(own.cite, documents)
        reference = mapped(own.reference, lambda part: _cited(part, base))
        own_facts = dict(_assured(city, utility, origins))
        return Resolved(Guide(**head, reference=reference).model_copy(update=own_facts), chain, origins)
    sections: dict[str, Any] = {name: None if name in ANSWERED else () for name in (*ANSWERED, *LISTS)}
    shared = {*demanded(head["about"]), "classes", *LISTS}
    for layer in _layers(chain, utility):
        whole = layer.sections is own
        for name, below in sections.items():
            if whole or name in shared:
                sections[name] = _over(below, _own(layer, name, utility, documents, origins))
    for name, added in _assured(city, utility, origins):
        sections[name] = (*_as_items(sections[name]), *added)
    # Every part was validated with its file; what is put together here needs no second validation.
    guide = Guide.model_construct(None, **head, reference=None, **sections)
    return Resolved(_without_the_unused(guide), chain, origins)


def _as_items(answer: Any) -> tuple[Any, ...]:
    return () if answer is None or answer == NOT_STATED else answer


def _own(
    layer: _Layer,
    name: str,
    utility: str,
    documents: Sequence[Any],
    origins: dict[tuple[str, str], Origin],
) -> Any:
    """The facts of a layer's section that hold for a utility, or `not_stated`; None where the layer says nothing.

    Adds to `origins` where each fact comes from.
    """
    value = getattr(layer.sections, name)
    if value is None or value == NOT_STATED:
        return value
    base = _base(layer.cite, documents)
    kept = []
    for index, item in enumerate(value):
        limited = getattr(item, "utilities", ())
        if limited and utility not in limited:
            continue
        kept.append(mapped(item, lambda part: _cited(part, base)))
        origins[name, item.id] = Origin(layer.source, (name, index))
    return tuple(kept) or None


def _over(below: Any, above: Any) -> Any:
    """What a section says when a later layer comes over an earlier one: facts of the same id are replaced whole."""
    if above is None:
        return below
    if above == NOT_STATED or not _as_items(below):
        return above
    replaced = {item.id: item for item in above}
    kept = [replaced.pop(item.id, item) for item in below]
    return (*kept, *replaced.values())


def _assured(city: City, utility: str, origins: dict[tuple[str, str], Origin]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The facts that the utility assures, section by section. Adds to `origins` where each comes from."""
    short = city.assured.get(utility)
    if short is None:
        return
    assured = Assured(by=short.by, since=short.since)
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
    return Provider(logo=logo, **own)


def _base(cite: Cite, documents: Sequence[Any]) -> Cite:
    """The document and clause for parts that name none: the file's, and the only document where there is one."""
    only = documents[0].id if len(documents) == 1 else None
    return cite.model_copy(update={"doc": cite.doc or only})


def _cited(part: Part, base: Cite) -> Part:
    """A part whose citations have their document and clause filled in."""
    if isinstance(part, Cite):
        return part.model_copy(update={"doc": part.doc or base.doc, "clause": part.clause or base.clause})
    return part


def _self_cited(document: Document) -> Document:
    """A document whose citations, which prove what its head says, name the document itself."""
    own: Document = mapped(document, lambda part: _cited(part, Cite(doc=document.id)))
    return own


def _without_the_unused(guide: Guide) -> Guide:
    """A guide with those inputs and documents of its city that its own facts test or cite; all documents if none is.

    What an amount is multiplied with is an input, too.
    """
    used = {*(name for when in _conditions(guide) for name in when), *factors(guide)}
    cited = {cite.doc for section in Sections.model_fields for _, cite, _ in _cites(guide, section)}
    documents = tuple(document for document in guide.documents if document.id in cited) or guide.documents
    kept = tuple(asked for asked in guide.inputs if asked.id in used)
    return guide.model_copy(update={"inputs": kept, "documents": documents})


def _cites(guide: Guide, section: str) -> Iterator[tuple[Any, Cite, Any]]:
    for at, part, cites in walk(_as_items(getattr(guide, section))):
        if isinstance(part, Cite):
            yield at, part, cites


def _conditions(guide: Guide) -> Iterator[Mapping[str, Any]]:
    """Every condition of a guide: of classes, facts, defects and rows of tables."""
    for class_ in _as_items(guide.classes):
        if class_.rows != "rest":
            yield from (row.tests for row in class_.rows)
    yield from (tests for defect in guide.defects for tests in defect.where)
    yield from (tests for impossible in guide.impossible for tests in impossible.where)
    for name in FACTS:
        for fact in facts(guide, name):
            yield from (*fact.when, *getattr(fact, "where", ()))
            for row in getattr(fact, "rows", ()):
                yield from row.when
