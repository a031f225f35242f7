"""The site while it is being written: which pages are good, what is wrong now, each other file once it is asked for.

After a save the places that changed come first, and every place whose page is asked for meanwhile; a draft of
everything follows, with what is about many places. What has not changed is in the store. Writes to the store alone,
never to `guides/` or `site/`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from subprocess import CalledProcessError
from threading import Condition, Lock

from generator import language, paths
from generator.build import publish, workers
from generator.build.workshop import RefusedError, Sources
from generator.disk.store import Store
from generator.findings import Finding, Position, finding
from generator.judgement.judged import about
from generator.policy.folders import is_place
from generator.policy.loader import is_id
from generator.preview.ahead import Ahead, Held, Part
from generator.preview.drafting import Drafting, EndedError


@dataclass(frozen=True)
class State:
    """The last good draft, and what is wrong now."""

    builds: int = 0
    """How many good drafts of everything there were."""
    site: Mapping[str, str] = field(default_factory=dict)
    """Where each file of the last one lies."""
    whole: bool = False
    """Whether that was made of what lies in the folders now; until it is, pages of places come before it."""
    rest: str = ""
    """How far the next one is; empty where none is being made."""
    findings: tuple[Finding, ...] = ()


_BEGUN = "…"
"""Said while nothing is known yet of how far it is."""


class NotMadeError(Exception):
    """A file of the site that cannot be made on this machine."""


class Preview:
    """The state, exchanged whole; whoever shows it waits for `changed`."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.state, self.changed = State(rest=_BEGUN), Condition()
        self._store, self._ahead = Store(sources.store), Ahead(sources)
        self._alone = Held(partial(publish.alone, sources.store, lambda *_: None))
        self._turn = Lock()
        self._saved: set[Path] | None = None
        self._drafting: Drafting | None = None
        self._stamps: dict[str, str] = {}
        self._over = False

    @property
    def watched(self) -> list[Path]:
        """Everything a page is made of, as far as it is there."""
        sources = self.sources
        own = (sources.policies, sources.originals, sources.config, sources.templates, paths.TEMPLATES)
        return [one for one in own if one is not None and one.exists()]

    # ------------------------------------------------------------------------------------------------- after a save

    def saved(self, changed: Iterable[Path] = ()) -> None:
        """Something was saved: what is being made of all that was there before ends, and `follow` begins anew."""
        with self.changed:
            self._saved = {*(self._saved or ()), *changed}
            self._end()

    def follow(self) -> None:
        """Make a new state after each save, until `close`."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self._saved is not None or self._over)
                if self._over:
                    return
            self.refresh()

    def close(self) -> None:
        """End what is being made."""
        with self.changed:
            self._over = True
            self._end()

    def _end(self) -> None:
        if self._drafting:
            self._drafting.end()
        self.changed.notify_all()

    def refresh(self) -> None:
        """Make a new state of what lies in the folders now: first the places that were saved, then everything.

        What is wrong becomes a finding. Returns once all is shown, or something newer was saved.
        """
        with self._turn:
            with self.changed:
                changed, self._saved = self._saved or set(), None
            try:
                with self._alone():
                    self._show(self._first(changed))
                    self._show(self._whole())
            except OSError as error:  # the store cannot be written to
                self._show(replace(self.state, rest="", findings=self._told(error)))

    def _show(self, state: State) -> None:
        with self.changed:
            if (state.site, state.whole) != (self.state.site, self.state.whole):
                self._stamps = {}
            self.state = state
            self.changed.notify_all()

    def _first(self, changed: Collection[Path]) -> State:
        """The state in which the places that were saved are as they are now; all else is on its way."""
        self._ahead, self._stamps = Ahead(self.sources, None if self.state.whole else self._ahead), {}
        slugs = {slug for path in changed if (slug := self._place(path))}
        made = self._ahead.of(*(slugs if len(slugs) < workers.FEW else ()))  # many come when they are asked for
        return replace(self._with(made), whole=False, rest=_BEGUN)

    def _whole(self) -> State:
        """The state in which everything is as it lies in the folders; or as it is, where something newer was saved."""
        with self.changed:
            if self._outdated():
                return self.state
            self._drafting = Drafting(self.sources)
        try:
            draft = self._drafting.draft(self._tell)
            return State(self.state.builds + 1, draft.site, whole=True, findings=draft.findings)
        except EndedError as error:
            outdated = self._outdated()
            return self.state if outdated else replace(self.state, findings=self._told(error), rest="")
        except Exception as error:
            return replace(self.state, findings=self._told(error), rest="")
        finally:
            self._drafting = None

    def _outdated(self) -> bool:
        """Whether something newer was saved, or nothing more is wanted."""
        return self._saved is not None or self._over

    def _tell(self, words: str) -> None:
        with self.changed:
            self._show(replace(self.state, rest=words))

    # ----------------------------------------------------------------------------------------------- what is wrong

    def _with(self, part: Part) -> State:
        """The state with what is found of some places, and what was known of others."""
        of_places = [known for known in self.state.findings if self._place(Path(known.position.path))]
        before = about([(self.sources.policies / slug).as_posix() for slug in part.slugs], of_places)
        problems = self._told(part.error) if part.error else part.findings
        return replace(self.state, findings=tuple(sorted({*of_places}.difference(before).union(problems))))

    def _place(self, path: Path) -> str:
        """The place that a file belongs to; empty where it belongs to none."""
        try:
            parts = path.absolute().relative_to(self.sources.policies.absolute()).parts
        except ValueError:
            return ""
        return parts[0] if len(parts) > 1 and is_place(self.sources.policies / parts[0]) else ""

    def _told(self, error: Exception) -> tuple[Finding, ...]:
        """What is to be said of an error: a fault of the program, too, is shown and survived."""
        if isinstance(error, RefusedError):
            return tuple(error.findings)
        if isinstance(error, OSError):  # a folder is gone, or a disk is full
            at, problem = Path(str(error.filename or self.sources.policies)), error.strerror or type(error).__name__
            return (finding("unreadable", Position(at.as_posix()), problem=problem),)
        position, problem = Position(self.sources.config.as_posix()), f"{type(error).__name__}: {error}"
        return (finding("not-built", position, problem=problem),)

    # --------------------------------------------------------------------------------------------- what is asked for

    def has(self, path: str) -> bool:
        """Whether the site has a file, data and paper aside."""
        return self._location(path) is not None

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
        try:
            there = self._location(path) or self._demanded(path)
            return self._store.data(there) if there else None
        except (ImportError, OSError, CalledProcessError, RuntimeError) as error:
            raise NotMadeError(f"{type(error).__name__}: {error}") from error

    def _location(self, path: str) -> str | None:
        """Where a file of the site lies: until everything is made, a place's own comes before what was shown of it."""
        state, slug = self.state, self._slug(path)
        if state.whole:
            return state.site.get(path)
        part = self._part(slug)
        known = part.site.get(path)
        return known if known or (slug and not part.error) else state.site.get(path)

    def _demanded(self, path: str) -> str | None:
        """Where a file beside the pages lies, made now; None where there is no such file. Raises PrintError."""
        slug = self._slug(path)
        build = self._part(slug).build if slug else None
        if build is None:
            return None
        with self._alone():
            return build.demanded(path)

    def _slug(self, path: str) -> str:
        """The place that a file of the site is about; empty where it is about none."""
        first, _, rest = path.partition("/")
        slug = rest.partition("/")[0] if first in language.names() else first
        return slug if "/" in path and is_id(slug) and is_place(self.sources.policies / slug) else ""

    def _part(self, slug: str) -> Part:
        """What a place gives as its files are now; of none, what is about no place."""
        ahead = self._ahead
        with self._alone():
            part = ahead.of(*filter(None, [slug]))
        if part.error:
            self._tell_of(part, ahead)
        return part

    def _tell_of(self, part: Part, ahead: Ahead) -> None:
        """Show what is wrong with a place that was asked for, unless something newer is shown."""
        with self.changed:
            current = ahead is self._ahead and not self.state.whole
            if current and (state := self._with(part)) != self.state:
                self._show(state)

    def stamp(self, path: str) -> str:
        """Differs from one content of a page, and of what may stand beside it or be loaded by it, to the next."""
        stamps, state = self._stamps, self.state
        if path not in stamps:
            site = state.site if state.whole else {**state.site, **self._part(self._slug(path)).site}
            near = ("assets/", f"{path.partition('/')[0]}/")
            made_of = (f"{name}:{where}\n" for name, where in site.items() if name == path or name.startswith(near))
            stamps[path] = sha256("".join([str(os.getpid()), *sorted(made_of)]).encode()).hexdigest()[:16]
        return stamps[path]
