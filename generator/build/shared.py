"""The products that depend on no single place: what is about none, the lists of each province, what is about all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from generator.build import cache_keys, contents, products
from generator.build.families import Families
from generator.build.products import ListsOrder
from generator.build.workers import Task
from generator.build.workshop import Workshop
from generator.disk import store
from generator.disk.store import CacheKey
from generator.pages import overview
from generator.pages.entries import Example, Pagination, by_province, provinces
from generator.policy import gather


class Shared:
    """What is made of many places, or of none, as keys of the store."""

    def __init__(self, workshop: Workshop, families: Families) -> None:
        self._workshop, self._families = workshop, families
        self.by_language: dict[str | None, list[CacheKey]] = {}

    @property
    def keys(self) -> list[CacheKey]:
        """All keys."""
        return [key for keys in self.by_language.values() for key in keys]

    def make(self) -> None:
        """Makes those products that the store lacks. Raises RefusedError, BuildError."""
        by_language = {name: self._tasks(name) for name in self._families.languages}
        self.by_language = {name: [task.name for task in tasks] for name, tasks in by_language.items()}
        tasks = [task for tasks in by_language.values() for task in tasks]
        missing = self._workshop.store.missing(self.keys)
        wanted = [task for task in tasks if task.name in missing]
        for key, product in self._workshop.done(self._workshop.workers.work, wanted):
            self._workshop.keep(key, product)

    def _tasks(self, name: str | None) -> list[Task]:
        if self._families.only is not None:  # what is about many places needs them all
            return [self._general(name)]
        numbers, places = provinces(self._families.outlines), by_province(self._families.outlines)
        lists = (self._of_province(code, numbers, [one.slug for one in places[code]], name) for code in places)
        return [self._general(name), self._of_all(name), *lists]

    def _general(self, name: str | None) -> Task:
        tools = cache_keys.tools(*cache_keys.EVERYTHING), cache_keys.locale(name)
        key = store.key(contents.spoken("general", name), *tools, self._root)
        return Task(key, products.general, lambda: (self._families.policies, name))

    @cached_property
    def _root(self) -> bytes:
        """The digest of the files that belong to no place."""
        files = gather.shared(self._workshop.sources.policies)
        return store.content({name: path.read_bytes() for name, path in files})

    def _of_all(self, name: str | None) -> Task:
        families = self._families
        address, reading = self._example()
        tools = cache_keys.tools(*cache_keys.TO_WORD), cache_keys.locale(name)
        key = store.key(contents.spoken("all", name), *tools, self._root, *families.entries(name), reading)
        return Task(
            key,
            products.of_all,
            lambda: (list(families.entries(name)), families.policies, self._shown(address, reading, name), name),
        )

    def _of_province(self, code: str, numbers: Mapping[str, int], slugs: Sequence[str], name: str | None) -> Task:
        """The lists of a province; of all places where `code` is empty, with an example of their data."""
        families = self._families
        pages = [families.paged(name)[index] for index in families.having(slugs)]
        order = ListsOrder(
            Pagination(code, numbers),
            tuple(slugs),
            families.policies.publisher,
            overview.fed(families.policies),
            families.policies.duties,
            name,
            families.policies.utilities,
        )
        address, reading = ("", "") if code else self._example()
        tools = cache_keys.tools(*cache_keys.TO_WORD), cache_keys.locale(name)
        key = store.key(contents.spoken("lists", name), *tools, *pages, repr(order), reading)
        return Task(
            key,
            products.lists,
            lambda: (
                order,
                [self._workshop.store.read(page, contents.GUIDE_ENTRIES.name) for page in pages],
                self._shown(address, reading, name),
            ),
        )

    def _example(self) -> tuple[str, CacheKey]:
        """The guide that examples of data are taken from: address, and key of its family's reading; or empty."""
        readings = {
            slug: key
            for key, family in zip(self._families.readings, self._families.all, strict=True)
            for slug in family.slugs
        }
        fit = ((one.example, readings[one.slug]) for one in self._families.outlines if one.example)
        return next(fit, ("", ""))

    def _shown(self, address: str, reading: CacheKey, name: str | None) -> Example | None:
        """An example in a language."""
        if not address:
            return None
        return products.example(contents.READING.read(self._workshop.store, reading), address, name)
