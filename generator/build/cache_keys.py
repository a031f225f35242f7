"""What products depend on besides policies: the digests of our code, templates and libraries. Reads these alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from generator import language, overrides
from generator.disk.store import key
from generator.paths import CODE, TEMPLATES

TO_CHECK = ("*.yaml", "workdays/*", "fonts/*")
"""The templates on which the findings about policies depend."""
TO_WORD = ("*.yaml", "icons/*", "pages/**/*", "notice/**/*", "print/**/*", "fonts/*")
"""The templates on which what is made of places depends."""
TO_FRAME = ("theme/**/*",)
"""The templates on which the HTML of a page depends besides its Markdown."""
EVERYTHING = ("**/*",)
"""All templates; never translations, so that what is Chinese does not depend on them."""
_LOCALE = "locale/"


def locale(name: str | None) -> bytes:
    """The translations on which besides depends what is in a language; of Chinese there are none."""
    return language.source(name) if name else b""


def touched() -> tuple[tuple[int, int], ...]:
    """Modification time and size of each file of our code and templates, and of each folder of templates."""
    return tuple((of.st_mtime_ns, of.st_size) if (of := _stat(path)) else (0, 0) for path in _watched())


@cache
def touched_at_start() -> tuple[tuple[int, int], ...]:
    """Modification times and sizes at start-up, to detect edits during a build.

    Taken before anything is read that a key depends on; the preview forgets it, and all that was read, after an edit.
    """
    return touched()


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116  asked for often
    except OSError:
        return None


@cache
def _watched() -> tuple[str, ...]:
    return tuple(map(str, sorted([*_matching(CODE, "**/*.py"), TEMPLATES, *TEMPLATES.rglob("*")])))


@cache
def tools(*patterns: str) -> bytes:
    """The digest of our code, of all libraries, of the templates that match (`*.yaml`, `pages/**/*`), ours or not."""
    return key("", code(), _content(TEMPLATES, patterns), *_overridden(patterns)).encode()


@cache
def code() -> bytes:
    """The digest of our code and all libraries."""
    return key("", _content(CODE, ("**/*.py",)), _libraries()).encode()


@cache
def version() -> bytes:
    """The digest of all that comes with the program, translations too, and of all libraries."""
    shipped = (path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    named = (part for path in shipped for part in (path.relative_to(TEMPLATES).as_posix(), path.read_bytes()))
    return key("", code(), *named).encode()


@cache
def printing() -> bytes:
    """The digest of all that turns the HTML of a sheet into a PDF."""
    used, patterns = _content(CODE, ("paper/*.py",)), ("print/*.css", "fonts/*")
    return key("", used, _content(TEMPLATES, patterns), *_overridden(patterns), _libraries()).encode()


def _overridden(patterns: Sequence[str]) -> list[str | bytes]:
    """The files of a publisher that come before templates that match, each with its name."""
    return [part for file in overrides.current().matching(*patterns).items() for part in file]


def _matching(folder: Path, pattern: str) -> list[Path]:
    """The files that a pattern names. Raises LookupError where there is none.

    A key made of no file would stay the same for ever, and so would serve what was made before a module was renamed.
    """
    paths = [path for path in folder.glob(pattern) if path.is_file()]
    if not paths:
        raise LookupError(f"{folder / pattern} matches no file")
    return paths


def _content(folder: Path, patterns: Sequence[str]) -> str:
    found = {path.relative_to(folder).as_posix(): path for pattern in patterns for path in _matching(folder, pattern)}
    named = {name: path for name, path in found.items() if not name.startswith(_LOCALE)}
    return key("", *(part for name in sorted(named) for part in (name, named[name].read_bytes())))


def _libraries() -> str:
    """Every installed library with its version, and Python's own."""
    found = {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
    return " ".join([sys.version, *sorted(found)])
