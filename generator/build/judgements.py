"""What was found of all policies: family by family, and once more in few products, so that a country is read at once.

A family belongs to a group by its name alone, so that an edit concerns one group. A product of a group hangs on the
keys of what was found of its families: it says the same, and is made of it where it lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from zlib import crc32

from generator import language, overrides
from generator.build import cache_keys, contents
from generator.build.contents import COMMON, GATHERED, JUDGED, Common, Gathered, Judged
from generator.build.workshop import Workshop
from generator.disk import store
from generator.disk.store import CacheKey
from generator.findings import Finding
from generator.judgement.judged import Judgement
from generator.policy import gather
from generator.policy.gather import Family

_GROUPS = 64
"""Of a country's 2,500 families, one edit has forty read one by one, and all others in 64 pieces."""
_SPARED = 24 * 60 * 60
"""What was made within these seconds is not forgotten: somebody else may be about to read it."""


class Judgements:
    """What was found of all families, in their order, and of what all places share."""

    def __init__(self, workshop: Workshop, families: Sequence[Family], digests: Sequence[CacheKey]) -> None:
        self._workshop, self._families = workshop, families
        self.keys = [store.key(self._kind(JUDGED), digest) for digest in digests]
        """The key of what was found of each family."""
        self._groups: dict[int, list[int]] = {}
        for index, family in enumerate(families):
            self._groups.setdefault(crc32(family.slugs[0].encode()) % _GROUPS, []).append(index)
        self._gathered = {
            group: store.key(self._kind(GATHERED), *(self.keys[index] for index in members))
            for group, members in self._groups.items()
        }

    def _kind(self, kind: str) -> str:
        return contents.held(kind, originals=self._workshop.sources.originals is not None)

    @property
    def lacking(self) -> set[CacheKey]:
        """The keys of what was found of families and is not in the store, neither by itself nor in a group."""
        absent = self._workshop.store.missing(self._gathered.values())
        groups = (members for group, members in self._groups.items() if self._gathered[group] in absent)
        return self._workshop.store.missing(self.keys[index] for members in groups for index in members)

    @cached_property
    def each(self) -> list[Judged]:
        """What was found of each family; what utilities have not supplied is told by `unsupplied`.

        Raises OSError, DamagedError before it was made.
        """
        found = {
            index: judged
            for group, members in self._groups.items()
            for index, judged in zip(members, self._of[group].judged, strict=True)
        }
        return [found[index] for index in range(len(self._families))]

    @cached_property
    def _of(self) -> dict[int, Gathered]:
        """What was found of each group, gathered now where that lacks."""
        absent = self._workshop.store.missing(self._gathered.values())
        for group, key in self._gathered.items():
            if key in absent:
                self._workshop.keep(key, self._made(self._groups[group]))
        return {group: contents.JUDGEMENTS.read(self._workshop.store, key) for group, key in self._gathered.items()}

    def _made(self, members: Iterable[int]) -> contents.Product:
        """The product of a group."""
        judged = [contents.JUDGEMENT.read(self._workshop.store, self.keys[index]) for index in members]
        unsupplied = [finding for family in judged for finding in family.unsupplied]
        told = Gathered(tuple(family._replace(unsupplied=()) for family in judged), len(unsupplied))
        return {**contents.JUDGEMENTS.file(told), **contents.UNSUPPLIED.file(unsupplied)}

    @property
    def unsupplied(self) -> Iterator[Finding]:
        """What utilities have not yet supplied."""
        for key in self._gathered.values() if self._of else ():
            yield from contents.UNSUPPLIED.read(self._workshop.store, key)

    @property
    def unsupplied_number(self) -> int:
        """How many findings that is."""
        return sum(gathered.unsupplied for gathered in self._of.values())

    @cached_property
    def common(self) -> Common:
        """What was found of what all places share."""
        if not self._workshop.store.has(self._common):
            self._workshop.keep(self._common, contents.SHARED.file(self._judged_common()))
        return contents.SHARED.read(self._workshop.store, self._common)

    @cached_property
    def _common(self) -> CacheKey:
        """The key of that: it hangs on the files about all places, and on which places and guides there are."""
        policies = self._workshop.sources.policies
        withheld = {place.slug for judged in self.each for place in judged.judgement.withheld}
        slugs = {slug for family in self._families for slug in family.slugs}
        return store.key(
            self._kind(COMMON),
            cache_keys.tools(*cache_keys.TO_CHECK, "icons/*"),
            store.content({name: language.source(name) for name in language.names()}),
            policies.as_posix(),
            store.content(gather.common(policies)),
            *(part for names in (slugs, withheld, self._there) for part in ("", *sorted(names))),
        )

    @cached_property
    def _there(self) -> set[str]:
        """The addresses of all guides, those of places with errors among them."""
        return {address for judged in self.each for address in (*judged.guides, *judged.files)}

    def _judged_common(self) -> Common:
        from generator.checks import days, files  # most often it is in the store
        from generator.policy import loader

        policies, problems = loader.common(self._workshop.sources.policies)
        found = tuple(sorted({*problems, *files.of_all(policies, self._there)}))
        return Common(Judgement(found, tuple(days.of(policies, ()))), days.announced(policies))

    @property
    def used(self) -> list[CacheKey]:
        """The keys of all that was read."""
        return [*self.keys, *self._gathered.values(), self._common]

    def tidy(self) -> None:
        """Makes the store forget what was found of policies as they were a day ago and are no more."""
        self._workshop.store.tidy(self.used, spared=_SPARED)


def overridden() -> tuple[Finding, ...]:
    """What is wrong with what a publisher has put in the place of ours."""
    if not overrides.current().files:
        return ()
    from generator.checks import overridden as checked  # reads templates, which few have

    return checked.findings()
