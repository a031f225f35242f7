"""The pages of some places, made before everything is; and what is about no place, which they load."""

from __future__ import annotations

import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock

from generator import overrides
from generator.build import cache_keys, publish
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.errors import CommandError
from generator.findings import Finding

_MAKING = Lock()
"""One thread of this process at a time makes something: words and templates are those of the process."""
_AT_HAND = 64
"""So many places are held in memory."""
_NONE = ""
"""Stands for what is about no place."""


@dataclass(frozen=True)
class Part:
    """What was made of some places, or what hindered it."""

    slugs: frozenset[str]
    """They, and those that lie over or under them."""
    build: Build | None = None
    site: Mapping[str, str] = field(default_factory=dict)
    """Where each of their files lies; after an error, as they were before, as far as that is known."""
    findings: tuple[Finding, ...] = ()
    error: Exception | None = None


class Ahead:
    """What places give as their files are now, each once: whoever knows that something was saved begins a new one."""

    def __init__(self, sources: Sources, before: Ahead | None = None) -> None:
        """`before`: what they gave until now."""
        self._sources = sources
        self._before = {slug: part.site for slug, part in before._parts.items()} if before else {}
        self._parts: OrderedDict[str, Part] = OrderedDict()

    def of(self, *slugs: str) -> Part:
        """What some places give; of none, what is about no place. Made now if need be."""
        wanted = slugs or (_NONE,)
        with _MAKING:
            known = [self._parts.get(slug) for slug in wanted]
            part = known[0] if known[0] and known.count(known[0]) == len(known) else self._made(frozenset(slugs))
            self._keep(part, wanted)
        return part

    def _keep(self, part: Part, wanted: Sequence[str]) -> None:
        """What is wrong with one of several hinders the others only until these are asked for by themselves."""
        for slug in [*part.slugs, _NONE] if part.error is None else wanted if len(wanted) == 1 else ():
            self._parts[slug] = part
            self._parts.move_to_end(slug)
        while len(self._parts) > _AT_HAND:
            self._parts.popitem(last=False)

    def _made(self, slugs: frozenset[str]) -> Part:
        if cache_keys.touched() != cache_keys.touched_at_start():
            overrides.forget()
        try:
            build = publish.drafted(self._sources, LOCAL, say=lambda *_: None, unpublished=True, only=slugs)
        except Exception as error:  # whatever it is, it is shown as a finding, so that editing can go on
            if not isinstance(error, CommandError | OSError):
                traceback.print_exc()
            return Part(slugs, site=self._before.get(next(iter(slugs)), {}) if len(slugs) == 1 else {}, error=error)
        theirs = frozenset(slug for family in build.families.all for slug in family.slugs)
        findings = tuple(problem for problem in build.findings if problem.severity != "info")
        return Part(slugs | theirs, build, build.site, findings)


class Held:
    """What is held by whoever needs it, until nobody does."""

    def __init__(self, begin: Callable[[], AbstractContextManager[None]]) -> None:
        self._begin, self._lock = begin, Lock()
        self._users, self._stack = 0, ExitStack()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Within it, it is held."""
        with self._lock:
            if not self._users:
                self._stack.enter_context(self._begin())
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._stack.close()
