"""The site while it is being written: which pages are good, what is wrong now, each other file once it is asked for.

A draft, made anew with each save; what has not changed is in the store. Writes to the store alone, never to `guides/`
or `site/`.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CalledProcessError
from threading import Condition, Lock

from generator import overrides, paths
from generator.build import cache_keys, publish
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import RefusedError, Sources
from generator.errors import CommandError
from generator.findings import Finding, Position, finding


@dataclass(frozen=True)
class State:
    """The last good draft, and what is wrong now."""

    builds: int = 0
    """How many good drafts there were."""
    site: Mapping[str, str] = field(default_factory=dict)
    """Where each file of the site lies."""
    build: Build | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        """Differs from one good draft to the next, and from one run of the program to the next."""
        return f"{os.getpid()}-{self.builds}"


class NotMadeError(Exception):
    """A file of the site that cannot be made on this machine."""


class Preview:
    """The state, exchanged whole; whoever shows it waits for `changed`."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.state, self.changed = State(), Condition()
        self._one_at_a_time = Lock()

    @property
    def watched(self) -> list[Path]:
        """Everything a page is made of, as far as it is there."""
        sources = self.sources
        own = (sources.policies, sources.originals, sources.config, sources.templates, paths.TEMPLATES)
        return [one for one in own if one is not None and one.exists()]

    def refresh(self) -> None:
        """Make a new state of what lies in the folders now; what is wrong becomes a finding."""
        with self._one_at_a_time:
            if cache_keys.touched() != cache_keys.touched_at_start():
                overrides.forget()
            state = self._next()
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def _next(self) -> State:
        """A good state, or the one there was with what is wrong now."""
        try:
            with publish.alone(self.sources.store, lambda *_: None):
                draft = publish.drafted(self.sources, LOCAL, say=lambda *_: None, unpublished=True)
            problems = tuple(problem for problem in draft.findings if problem.severity != "info")
            return State(self.state.builds + 1, draft.site, draft, problems)
        except RefusedError as refused:
            return replace(self.state, findings=tuple(refused.findings))
        except OSError as error:  # a folder is gone, or a disk is full
            at, problem = Path(str(error.filename or self.sources.policies)), error.strerror or type(error).__name__
            return replace(self.state, findings=(finding("unreadable", Position(at.as_posix()), problem=problem),))
        except Exception as error:  # a fault of the program is shown and survived, so that editing can go on
            if not isinstance(error, CommandError):
                traceback.print_exc()
            position, problem = Position(self.sources.config.as_posix()), f"{type(error).__name__}: {error}"
            return replace(self.state, findings=(finding("not-built", position, problem=problem),))

    def made(self, path: str) -> bytes | None:
        """A file of the site; None where there is none. What was made and is lost is made anew. Raises NotMadeError."""
        try:
            return self._made(path)
        except NotMadeError:
            if path not in self.state.site:
                raise
            self.refresh()
            return self._made(path)

    def _made(self, path: str) -> bytes | None:
        state = self.state
        try:
            there = state.site.get(path)
            if there is None and state.build:
                with publish.alone(self.sources.store, lambda *_: None):
                    there = state.build.demanded(path)
            return state.build.store.data(there) if there and state.build else None
        except (ImportError, OSError, CalledProcessError, RuntimeError) as error:
            raise NotMadeError(f"{type(error).__name__}: {error}") from error
