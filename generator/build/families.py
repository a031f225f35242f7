"""The products that depend on one place alone: what its policies say, its pages, data and print sheets.

Places that lie over one another are a family, and are made together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from generator import checks
from generator.build import cache_keys, contents, products
from generator.build.contents import CHECKED, DATA, GUIDES, PAGES, SHEETS, Product
from generator.build.products import Order
from generator.build.workers import Task
from generator.build.workshop import CHANGED_MEANWHILE, BuildError, RefusedError, Workshop, equipped
from generator.checks import overridden
from generator.checks.files import of_all
from generator.disk import store
from generator.disk.store import CacheKey
from generator.findings import Finding
from generator.pages.entries import Entry, guides
from generator.policy import gather
from generator.policy.gather import Family
from generator.policy.loader import common, unpublished_at


class Families:
    """All places by family, and the keys of what was made of each. Raises RefusedError where policies have errors."""

    def __init__(self, workshop: Workshop, *, unpublished: bool = False) -> None:
        self._workshop = workshop
        self.policies, problems = common(workshop.sources.policies)
        self.findings: tuple[Finding, ...] = ()
        self._collected = {*problems, *overridden.findings()}
        self._unpublished: list[tuple[str, ...]] = []
        """Of each family, the places made although they are marked as unpublished; their errors hinder no other."""
        self._refuse()
        policies, originals = workshop.sources.policies, workshop.sources.originals
        self.all = list(gather.families(policies, originals))
        self._unpublished = [_unpublished(family, policies) if unpublished else () for family in self.all]
        self.readings = [
            _reading_key(family.read(), slugs) for family, slugs in zip(self.all, self._unpublished, strict=True)
        ]
        """The key of what the policies of each family say."""
        self.products: dict[str, list[CacheKey]] = {}
        """By kind, the key of that product of each family."""
        self._missing: set[CacheKey] = set()

    @property
    def languages(self) -> tuple[str | None, ...]:
        """Those that the pages are made in: Chinese, and those of the publisher."""
        return (None, *self.policies.publisher.languages)

    def make(self, *kinds: str) -> None:
        """Makes those products that the store lacks, in each language but for data. Raises RefusedError, BuildError."""
        self.products = {
            spoken: self._keys(spoken)
            for kind in kinds
            for spoken in (contents.spoken(kind, name) for name in (self.languages if kind != DATA else (None,)))
        }
        self._missing = self._workshop.store.missing([*self.readings, *self.keys])
        wanting = [index for index in range(len(self.all)) if self._wanted(index)]
        tasks = self._workshop.done(self._workshop.workers.work, map(self._task, wanting))
        for number, (index, (findings, by_kind)) in enumerate(tasks, start=1):
            self._keep(index, findings, by_kind)
            self._workshop.say("places", number, len(wanting))
        for index in set(range(len(self.all))) - set(wanting):
            self._collect(contents.FINDINGS.read(self._workshop.store, self.readings[index]))
        self._collected.update(of_all(self.policies, self.addresses) if not self._errors() else ())
        self._refuse()

    def product(self, kind: str, index: int) -> CacheKey:
        """The key of a product of one family, made now if the store lacks it."""
        key = self.products.setdefault(kind, self._keys(kind))[index]
        own = [self.readings[index], *(keys[index] for keys in self.products.values())]
        self._missing = self._workshop.store.missing(own)
        if key in self._missing:
            self._keep(index, *equipped(self._workshop.overrides, products.made, self._order(index)))
        return key

    @property
    def keys(self) -> list[CacheKey]:
        """The keys of all products, those of the readings aside."""
        return [key for keys in self.products.values() for key in keys]

    def _keys(self, kind: str) -> list[CacheKey]:
        made_of = cache_keys.tools(*cache_keys.TO_WORD), cache_keys.locale(contents.parted(kind)[1])
        return [store.key(kind, *made_of, reading) for reading in self.readings]

    def _wanted(self, index: int) -> list[str]:
        """The kinds of products that are to be made of a family."""
        keys = {CHECKED: self.readings[index], **{kind: keys[index] for kind, keys in self.products.items()}}
        return [kind for kind, key in keys.items() if key in self._missing]

    def _task(self, index: int) -> Task:
        return Task(index, products.made, lambda: (self._order(index),))

    def _order(self, index: int) -> Order:
        family, wanted, files = self.all[index], self._wanted(index), self.all[index].read()
        if _reading_key(files, self._unpublished[index]) != self.readings[index]:
            raise BuildError(CHANGED_MEANWHILE)
        reading = self.readings[index]
        return Order(
            slugs=family.slugs,
            known=family.known,
            files=files,
            version=cache_keys.code(),
            kinds=tuple(kind for kind in wanted if kind != CHECKED),
            reading=None if CHECKED in wanted else self._workshop.store.read(reading, contents.READING.name),
            pages=self._pages(index) if SHEETS in wanted and PAGES not in wanted else {},
            unpublished=self._unpublished[index],
        )

    def _pages(self, index: int) -> dict[str, bytes]:
        """The pages of a family as the store has them, by path below `guides/`; none where they were not asked for."""
        if PAGES not in self.products:
            return {}
        key, kept = self.products[PAGES][index], self._workshop.store
        names = [name for name in kept.names(key) if name.startswith(GUIDES) and name.endswith(".md")]
        return {name.removeprefix(GUIDES): kept.read(key, name) for name in names}

    def _keep(self, index: int, findings: Sequence[Finding], by_kind: Mapping[str, Product]) -> None:
        self._collect(findings)
        for kind, product in by_kind.items():
            self._workshop.keep(self.readings[index] if kind == CHECKED else self.products[kind][index], product)

    def _collect(self, findings: Sequence[Finding]) -> None:
        """Adds findings, each with the path of its file as the user knows it."""
        sources = self._workshop.sources
        folders = {"policies": sources.policies, "originals": sources.originals}
        for finding in findings:
            folder, _, rest = finding.position.path.partition("/")
            if known := folders.get(folder):
                path = (known / rest).as_posix()
                self._collected.add(replace(finding, position=replace(finding.position, path=path)))
            else:
                self._collected.add(finding)

    def _errors(self) -> list[Finding]:
        policies = self._workshop.sources.policies
        aside = [slug for slugs in self._unpublished for slug in slugs]
        errors = [finding for finding in self._collected if finding.severity == "error"]
        return [finding for finding in errors if not checks.is_about(policies, aside, finding)]

    def _refuse(self) -> None:
        if errors := self._errors():
            raise RefusedError(sorted(errors))
        self.findings = tuple(sorted(self._collected))

    @cached_property
    def entries(self) -> list[Entry]:
        """All places as lists show them, by slug."""
        return self.entries_in(None)

    def entries_in(self, name: str | None) -> list[Entry]:
        """The same in a language."""
        found = (entry for data in self.entries_kept(name) for entry in contents.ENTRIES.load(data))
        return sorted(found, key=lambda entry: entry.place.slug)

    def entries_kept(self, name: str | None) -> Iterator[bytes]:
        """The stored bytes of the entries of each family, for keys: to pickle them again need not give equal bytes."""
        return (self._workshop.store.read(key, contents.ENTRIES.name) for key in self.paged(name))

    def paged(self, name: str | None) -> list[CacheKey]:
        """The keys of the pages in a language."""
        return self.products[contents.spoken(PAGES, name)]

    @property
    def addresses(self) -> list[str]:
        """The addresses of all guides."""
        return [guide.address for guide in guides(self.entries)]

    def having(self, slugs: Sequence[str]) -> list[int]:
        """The indices of the families that some of these places belong to."""
        return [index for index, family in enumerate(self.all) if not set(family.slugs).isdisjoint(slugs)]


def _unpublished(family: Family, policies: Path) -> tuple[str, ...]:
    """The places of a family that are marked as not to be published."""
    return tuple(slug for slug in family.slugs if unpublished_at(policies / slug) is not None)


def _reading_key(files: gather.Files, unpublished: Sequence[str]) -> CacheKey:
    """The key of what the files of a family say; `unpublished`: the places that are read although they are marked."""
    return store.key(CHECKED, cache_keys.tools(*cache_keys.TO_CHECK), store.content(files), *unpublished)
