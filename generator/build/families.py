"""The products that depend on one place alone: what its policies say, its pages, data and print sheets.

Places that lie over one another are a family, and are made together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build import cache_keys, contents, workers
from generator.build.contents import CHECKED, DATA, GUIDES, JUDGED, PAGES, SHEETS, Product
from generator.build.judgements import Judgements, overridden
from generator.build.workers import Task
from generator.build.workshop import CHANGED_MEANWHILE, BuildError, RefusedError, Workshop, equipped
from generator.disk import store
from generator.disk.store import CacheKey
from generator.findings import Finding
from generator.judgement.judged import Judgement, about
from generator.policy import gather
from generator.policy.folders import CALENDARS
from generator.policy.gather import Family

if TYPE_CHECKING:  # whoever only reads what was found waits for no model of a policy
    from generator.build.judging import Order
    from generator.pages.entries import Outline
    from generator.policy.loader import Policies


class Families:
    """Places by family, and the keys of what was found and made of each."""

    def __init__(self, workshop: Workshop, *, unpublished: bool = False, only: Collection[str] | None = None) -> None:
        self._workshop = workshop
        self.only = only
        """The places whose families these are; None where they are those of all places."""
        policies, originals = workshop.sources.policies, workshop.sources.originals
        self.all = list(gather.families(policies, originals, only))
        self._unpublished = [_unpublished(family, policies) if unpublished else () for family in self.all]
        """Of each family, the places made although they are marked as unpublished; their errors hinder no other."""
        self._digests = [
            _digest(family.read(), slugs) for family, slugs in zip(self.all, self._unpublished, strict=True)
        ]
        self.judgements = Judgements(workshop, self.all, self._digests)
        """What was found of the policies of each family."""
        self.readings = [store.key(CHECKED, digest) for digest in self._digests]
        """The key of what they say."""
        self.products: dict[str, list[CacheKey]] = {}
        """By kind, the key of that product of each family."""
        self._missing: set[CacheKey] = set()

    @cached_property
    def _loaded(self) -> tuple[Policies, tuple[Finding, ...]]:
        from generator.policy.loader import common

        return common(self._workshop.sources.policies)

    @property
    def policies(self) -> Policies:
        """What is said of all places."""
        return self._loaded[0]

    @property
    def languages(self) -> tuple[str | None, ...]:
        """Those that the pages are made in: Chinese, and those of the publisher."""
        return (None, *self.policies.publisher.languages)

    def make(self, *kinds: str, few: int = workers.FEW) -> bool:
        """Makes what the store lacks: what is found of policies, and of those without errors some kinds of products.

        Products are made in each language, data in none; less than `few` families here, one after the other. Raises
        RefusedError where the words of a template are wrong, BuildError. Returns whether there was anything to make.
        """
        self._stop_at({*self._loaded[1], *overridden()} if kinds else ())
        self.products = {
            spoken: self._keys(spoken)
            for kind in kinds
            for spoken in (contents.spoken(kind, name) for name in (self.languages if kind != DATA else (None,)))
        }
        products = [*(self.readings if kinds else ()), *self.keys]
        self._missing = self.judgements.lacking | self._workshop.store.missing(products)
        wanting = [index for index in range(len(self.all)) if self._wanted(index)]
        tasks = self._workshop.done(self._workshop.workers.work, map(self._task, wanting), few=few)
        for number, (index, by_kind) in enumerate(tasks, start=1):
            self._keep(index, by_kind)
            if len(wanting) >= few:
                self._workshop.say("places", number, len(wanting))
        return bool(wanting)

    def findings(self, on: date | None = None) -> Iterator[Finding]:
        """All findings about all places on a day, each with the path of its file as the user knows it.

        What utilities have not supplied is told by `unsupplied`. Raises OSError, DamagedError before they were made.
        """
        if self.only is None:
            own, announced = self.judgements.common
            calendars = (self._workshop.sources.policies / CALENDARS).as_posix()
            yield from announced.over(calendars, on) if on else ()
        else:  # what these files say of places is judged once all places are there
            own = Judgement(self._loaded[1])
        yield from own.with_findings(overridden()).on(on)
        yield from (
            finding.moved(self._typed) for judged in self.judgements.each for finding in judged.judgement.on(on)
        )

    def unsupplied(self) -> Iterator[Finding]:
        """What utilities have not yet supplied."""
        return (finding.moved(self._typed) for finding in self.judgements.unsupplied)

    def refuse(self) -> tuple[Finding, ...]:
        """The findings, none of which hinders what is to be published. Raises RefusedError."""
        findings = {*self.findings()}
        self._stop_at(findings)
        return tuple(sorted(findings))

    def _stop_at(self, findings: Iterable[Finding]) -> None:
        """Raises RefusedError where some findings are errors that hinder what is to be published."""
        errors = {finding for finding in findings if finding.severity == "error"}
        policies = self._workshop.sources.policies
        aside = [(policies / slug).as_posix() for slugs in self._unpublished for slug in slugs]
        if wrong := errors.difference(about(aside, errors)):
            raise RefusedError(sorted(wrong))

    def _typed(self, path: str) -> str:
        """The path of a file of a family as the user typed it."""
        sources = self._workshop.sources
        folder, _, rest = path.partition("/")
        known = {"policies": sources.policies, "originals": sources.originals}.get(folder)
        return (known / rest).as_posix() if known else path

    def product(self, kind: str, index: int) -> CacheKey:
        """The key of a product of one family, made now if the store lacks it."""
        key = self.products.setdefault(kind, self._keys(kind))[index]
        own = [self.judgements.keys[index], self.readings[index], *(keys[index] for keys in self.products.values())]
        self._missing = self._workshop.store.missing(own)
        if key in self._missing:
            self._keep(index, equipped(self._workshop.overrides, self._work(index), self._order(index)))
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
        own = {JUDGED: self.judgements.keys, CHECKED: self.readings, **self.products}
        return [kind for kind, keys in own.items() if keys[index] in self._missing]

    def _task(self, index: int) -> Task:
        return Task(index, self._work(index), lambda: (self._order(index),))

    def _work(self, index: int) -> Callable[[Order], dict[str, Product]]:
        """What makes what is wanted of a family; whoever only checks waits for no page."""
        if self._wanted(index) == [JUDGED]:
            from generator.build.judging import judged

            return judged
        from generator.build.products import made

        return made

    def _order(self, index: int) -> Order:
        from generator.build.judging import Order

        family, wanted, files = self.all[index], self._wanted(index), self.all[index].read()
        if _digest(files, self._unpublished[index]) != self._digests[index]:
            raise BuildError(CHANGED_MEANWHILE)
        anew = JUDGED in wanted or CHECKED in wanted
        return Order(
            slugs=family.slugs,
            known=family.known,
            files=files,
            kinds=tuple(kind for kind in wanted if kind != JUDGED),
            reading=None if anew else self._workshop.store.read(self.readings[index], contents.READING.name),
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

    def _keep(self, index: int, by_kind: Mapping[str, Product]) -> None:
        own = {JUDGED: self.judgements.keys, CHECKED: self.readings, **self.products}
        for kind, product in by_kind.items():
            self._workshop.keep(own[kind][index], product)

    @cached_property
    def outlines(self) -> list[Outline]:
        """All places in outline, by slug."""
        kept = (contents.OUTLINES.read(self._workshop.store, key) for key in self.paged(None))
        return sorted(one for outlines in kept for one in outlines)

    def entries(self, name: str | None) -> Iterator[bytes]:
        """What lists show of each family in a language, as stored: to pickle it again need not give equal bytes."""
        return (self._workshop.store.read(key, contents.ENTRIES.name) for key in self.paged(name))

    def paged(self, name: str | None) -> list[CacheKey]:
        """The keys of the pages in a language."""
        return self.products[contents.spoken(PAGES, name)]

    @property
    def addresses(self) -> list[str]:
        """The addresses of all guides."""
        return [address for one in self.outlines for address, _ in one.guides]

    def having(self, slugs: Sequence[str]) -> list[int]:
        """The indices of the families that some of these places belong to."""
        return [index for index, family in enumerate(self.all) if not set(family.slugs).isdisjoint(slugs)]


def _unpublished(family: Family, policies: Path) -> tuple[str, ...]:
    """The places of a family that are marked as not to be published."""
    from generator.policy.loader import unpublished_at

    return tuple(slug for slug in family.slugs if unpublished_at(policies / slug) is not None)


def _digest(files: gather.Files, unpublished: Sequence[str]) -> CacheKey:
    """What stands for the files of a family; `unpublished`: the places that are read although they are marked."""
    return store.key("", cache_keys.tools(*cache_keys.TO_CHECK), store.content(files), *unpublished)
