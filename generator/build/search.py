"""The full-text search, part by part: of each province-level unit, and of what is about all places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from generator.build import cache_keys, products
from generator.build.families import Families
from generator.build.html import Html
from generator.build.shared import Shared
from generator.build.workers import Task
from generator.build.workshop import Workshop
from generator.disk import store
from generator.disk.store import CacheKey
from generator.language import folder
from generator.pages.entries import Outline
from generator.site.search import Subject

OF_PLACE = ("form", "joint", "prepare")
"""The pages of a place that are worth finding, beside the place's own and its guides."""
OF_ALL = ("about", "changes", "compare", "data", "disclosure")
"""The folders with the pages about all places that are worth finding."""
_WEIGHTS = {"guide": 1.0, "place": 0.5, "all": 0.2}
"""How much the words of a page count."""


class _Part(NamedTuple):
    """A part of the index: the pages that may be in it, and the HTML they are sought in."""

    name: str
    """The two digits of a province-level unit; empty for what is about all places."""
    subjects: Mapping[str, Subject]
    """By path on the site."""
    html: Sequence[CacheKey]


class Search:
    """The parts of the index as keys of the store."""

    def __init__(self, workshop: Workshop, families: Families, shared: Shared, html: Html) -> None:
        self._workshop, self._families, self._shared, self._html = workshop, families, shared, html
        self.keys: list[CacheKey] = []

    def make(self) -> None:
        """Makes the parts that the store lacks: those of which a page has changed. Raises EngineError."""
        parts = {self._key(part): part for part in self._parts()}
        self.keys = list(parts)
        absent = self._workshop.store.missing(parts)
        missing = [key for key in parts if key in absent]
        if missing:
            self._workshop.say("Pagefind")
        tasks = (Task(key, products.indexed, partial(self._arguments, parts[key])) for key in missing)
        done = self._workshop.done(self._workshop.workers.programs, tasks, few=2)
        for number, (key, product) in enumerate(done, start=1):
            self._workshop.keep(key, product)
            self._workshop.say("Pagefind", number, len(missing))

    def _parts(self) -> Iterator[_Part]:
        families = self._families
        places: dict[str, list[Outline]] = {}
        for one in families.outlines:
            places.setdefault(one.province, []).append(one)
        for name in sorted(places):
            indices = families.having([one.slug for one in places[name]])
            paged = [families.paged(language)[index] for language in families.languages for index in indices]
            subjects = [pair for language in families.languages for pair in of_places(places[name], language)]
            yield _Part(name, dict(subjects), [self._html.of[product] for product in paged])
        yield self._of_all()

    def _of_all(self) -> _Part:
        html = {language: [self._html.of[key] for key in keys] for language, keys in self._shared.by_language.items()}
        paths = {
            language: [path for key in keys for path in self._workshop.store.names(key)]
            for language, keys in html.items()
        }
        subjects = [pair for language, names in paths.items() for pair in of_all(names, language)]
        return _Part("", dict(subjects), [key for keys in html.values() for key in keys])

    def _key(self, part: _Part) -> CacheKey:
        return store.key("search", cache_keys.code(), part.name, repr(part.subjects), *sorted(part.html))

    def _arguments(self, part: _Part) -> tuple[dict[str, tuple[bytes, Subject]], str]:
        kept = self._workshop.store
        files = {path: file for key in part.html for path, file in kept.files(key).items() if path in part.subjects}
        return {path: (kept.data(file), part.subjects[path]) for path, file in files.items()}, part.name


def of_places(places: Iterable[Outline], language: str | None) -> Iterator[tuple[str, Subject]]:
    """The pages in a language that some places may have, by path on the site."""
    tree = folder(language)
    for place, province, guides, _ in places:
        filters = (("province", province), ("place", place))
        for page in (place, *(f"{place}/{own}" for own in OF_PLACE)):
            yield f"{tree}{page}/index.html", Subject(language, _WEIGHTS["place"], filters)
        for address, utility in guides:
            own = (*filters, ("utility", utility))
            yield f"{tree}{address}/index.html", Subject(language, _WEIGHTS["guide"], own)


def of_all(paths: Iterable[str], language: str | None) -> Iterator[tuple[str, Subject]]:
    """Those of some pages in a language that are about all places, not those of a province, and worth finding."""
    tree = folder(language)
    for path in paths:
        first, *rest = path.removeprefix(tree).split("/")
        if path.endswith(".html") and first in OF_ALL and not any(part.isdigit() for part in rest):
            yield path, Subject(language, _WEIGHTS["all"])
