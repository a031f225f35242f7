"""What a publisher puts in the place of ours: files of its own `templates/` folder, which come before those of ours.

A process works with one set of them at a time; whatever was read of others before is forgotten.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Condition
from typing import NamedTuple

from generator.paths import TEMPLATES

OURS = "ours:"
"""Before the name of a template: as it is with us, whatever a publisher has in its place."""


class Overrides(NamedTuple):
    """The files of a publisher by their path below `templates/`, and that folder as the user knows it."""

    files: Mapping[str, bytes] = {}
    shown: str = "templates"

    def matching(self, *patterns: str) -> dict[str, bytes]:
        """Those whose paths match one of some patterns (`*.yaml`, `pages/**/*`), in order."""
        wanted = [pattern.replace("**/*", "*") for pattern in patterns]
        return {name: self.files[name] for name in sorted(self.files) if any(fnmatchcase(name, one) for one in wanted)}

    def path(self, name: str) -> str:
        """Where a file lies, as the user knows it."""
        return f"{self.shown}/{name}"


_ASIDE = re.compile(r"/\.|^/README(?:\.|$)")
NONE = Overrides()
"""All as it is with us."""


def beside(policies: Path) -> Path | None:
    """The `templates/` folder of whoever owns a `policies/` folder, there or not; None where it is our own."""
    return theirs(policies.parent / "templates")


def theirs(folder: Path) -> Path | None:
    """A folder of templates, unless it is that of this program, which overrides nothing."""
    return None if (folder.parent / "generator" / "paths.py").is_file() else folder


def read(folder: Path | None) -> Overrides:
    """The overrides in a folder, hidden files, links out of it and a README aside. Raises OSError."""
    if folder is None or not folder.is_dir():
        return NONE
    inside = folder.resolve()
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.resolve().is_relative_to(inside))
    named = {path.relative_to(folder).as_posix(): path for path in found}
    files = {name: path.read_bytes() for name, path in named.items() if not _ASIDE.search(f"/{name}")}
    return Overrides(files, folder.as_posix())


# ------------------------------------------------------------------------------------------------ those in force

_TURN = Condition()


class _State:
    """What this process works with, and how many are at work with it."""

    overrides = NONE
    turn = 0
    """How often that has changed."""
    users = 0


def current() -> Overrides:
    """Those that are in force."""
    return _State.overrides


def turn() -> int:
    """Differs from one set in force to the next."""
    return _State.turn


def use(wanted: Overrides) -> None:
    """Puts overrides into force, until others are; what was read with those before is forgotten."""
    if wanted != _State.overrides:
        _State.overrides = wanted
        _State.turn += 1
        forget()


@contextmanager
def used(wanted: Overrides) -> Iterator[None]:
    """Within it these are in force, and afterwards until others are wanted; threads that want others wait."""
    with _TURN:
        _TURN.wait_for(lambda: not _State.users or _State.overrides == wanted)
        use(wanted)
        _State.users += 1
    try:
        yield
    finally:
        with _TURN:
            _State.users -= 1
            _TURN.notify_all()


def forget() -> None:
    """Empties every cache of this package: what was read once of templates, words and texts may be others now."""
    for name, module in list(sys.modules.items()):
        if name.startswith("generator."):
            for value in list(vars(module).values()):
                if isinstance(value, type(_cached)):
                    value.cache_clear()


@cache
def _cached() -> None:
    """Used only to learn the type that `functools.cache` gives a function."""


# ------------------------------------------------------------------------------------------------------ one file


def data(name: str) -> bytes:
    """A file by its path below `templates/`: the publisher's, or ours. Raises OSError."""
    own = _State.overrides.files.get(name)
    return ours(name) if own is None else own


def text(name: str) -> str:
    """The same as text. Raises OSError, UnicodeDecodeError."""
    return data(name).decode("utf-8")


def ours(name: str) -> bytes:
    """A file as it is with us. Raises OSError."""
    return (TEMPLATES / name).read_bytes()


def version(content: str) -> str:
    """The version of what is replaced, by which an override tells whether it has changed since: eight hex digits."""
    return sha256(content.replace("\r\n", "\n").encode("utf-8")).hexdigest()[:8]
