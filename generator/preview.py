"""The site while it is being written: which pages are good, what is wrong now, each other file once it is asked for.

Converts only the pages that changed and keeps the last good ones; a sheet is printed when somebody opens it. Writes to
a folder of its own and to the store of PDFs, never to `guides/` or `site/`.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from threading import Condition, Lock

from generator import checks, engine, folders, place, press, publish, render
from generator.findings import Finding, Place, finding
from generator.loader import Policies
from generator.model import Publisher
from generator.resolve import Resolved


@dataclass(frozen=True)
class Sources:
    """What the pages are made of, and where finished PDFs are kept; paths as the user typed them."""

    policies: Path
    originals: Path | None
    config: Path
    store: Path

    @property
    def watched(self) -> list[Path]:
        """Everything a page is made of."""
        return [one for one in (self.policies, self.originals, self.config, render.TEMPLATES) if one is not None]


@dataclass(frozen=True)
class State:
    """The last good pages with what they were made from, and what is wrong now."""

    builds: int = 0
    """How many good builds there were."""
    pages: Mapping[str, bytes] = field(default_factory=dict)
    surroundings: tuple[bytes, Publisher] = (b"", Publisher())
    """What every page hangs on: the settings of MkDocs, and of who runs the site."""
    resolved: tuple[Resolved, ...] = ()
    loaded: Policies = field(default_factory=lambda: Policies((), Publisher(), {}))
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        """Differs from one good build to the next, and from one run of the program to the next."""
        return f"{os.getpid()}-{self.builds}"


class NotMadeError(Exception):
    """A file of the site that cannot be made on this machine."""


class Preview:
    """The state, exchanged whole; whoever shows it waits for `changed`. `site` holds the pages as HTML."""

    def __init__(self, sources: Sources, site: Path) -> None:
        self.sources, self.site = sources, site
        self.state, self.changed = State(), Condition()
        self._one_at_a_time = Lock()

    def refresh(self, changed: Iterable[str] = ()) -> None:
        """Make a new state of what lies in the folders now, `changed` among it; what is wrong becomes a finding."""
        with self._one_at_a_time:
            if not all(self._is_policy(Path(path)) for path in changed):
                _forget()
            state = self._next()
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def _is_policy(self, path: Path) -> bool:
        return path.suffix == ".yaml" and path.is_relative_to(self.sources.policies.absolute())

    def _next(self) -> State:
        """A good state, or the one there was with what is wrong now."""
        try:
            with publish.located():
                return self._built()
        except publish.RefusedError as refused:
            return replace(self.state, findings=tuple(refused.findings))
        except Exception as error:  # a fault of the program is shown and survived, so that editing can go on
            traceback.print_exc()
            place, problem = Place(self.sources.config.as_posix()), f"{type(error).__name__}: {error}"
            return replace(self.state, findings=(finding("not-built", place, problem=problem),))

    def _built(self) -> State:
        """A good state, its pages converted. Raises RefusedError, BuildError."""
        loaded, resolved, findings = checks.check(self.sources.policies, self.sources.originals)
        if any(one.severity == "error" for one in findings):
            raise publish.RefusedError(findings)
        old, pages = self.state, publish.pages(resolved, loaded)
        surroundings = (self.sources.config.read_bytes(), loaded.publisher)
        known = old.pages if surroundings == old.surroundings else {}
        new = State(old.builds + 1, pages, surroundings, resolved, loaded, findings)
        self._convert(new, [path for path, data in pages.items() if known.get(path) != data])
        for path in set(old.pages) - set(pages):
            (self.site / path).with_suffix(".html").unlink(missing_ok=True)
        return new

    def _convert(self, new: State, changed: Sequence[str]) -> None:
        """The HTML of the changed pages by MkDocs, laid over what was there; of the whole site at first."""
        if not changed:
            return
        with TemporaryDirectory() as folder:
            staged, built = Path(folder, "guides"), Path(folder, "site")
            # The home page always comes along: the head of each page links to it.
            texts = {path: new.pages[path] for path in ("index.md", *changed)}
            folders.write(staged, {**texts, "404.html": render.not_found(new.loaded.publisher).encode("utf-8")})
            address, dated = new.loaded.publisher.site_url, publish.newest_reading(new.resolved)
            engine.convert(self.sources.config, staged, built, site_url=address, dated=dated, strict=False)
            if not self.state.builds:
                shutil.copytree(built, self.site, dirs_exist_ok=True)
            for path in (Path(one).with_suffix(".html") for one in changed):
                folders.replace(self.site / path, (built / path).read_bytes())

    def made(self, path: str) -> bytes | None:
        """A file that is no page, made of the present state; None where there is none. Raises NotMadeError."""
        state, publisher = self.state, self.state.loaded.publisher
        own = [one for one in state.resolved if path.startswith(f"{one.city.slug}/")]
        try:
            if path in (assets := render.assets()):
                return assets[path]
            if not own:
                return publish.of_all_places(state.resolved, state.loaded).get(path)
            if path.endswith(".pdf") and (sheet := place.sheets(own, place.pages(own), publisher).get(path)):
                return press.printed({path: sheet}, self.sources.store, say=lambda *_: None)[path]
            return next((data for made, data in place.files(own, publisher) if made == path), None)
        except (ImportError, OSError, CalledProcessError, RuntimeError) as error:
            raise NotMadeError(f"{type(error).__name__}: {error}") from error


def _forget() -> None:
    """Templates, words and texts that are read once only may be others now: every cache of ours is emptied."""
    for name, module in list(sys.modules.items()):
        if name.startswith("generator."):
            for one in vars(module).values():
                getattr(one, "cache_clear", lambda: None)()
