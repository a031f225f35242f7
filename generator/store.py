"""What has been made before, by what it was made of: each product a folder that is there whole or not at all.

A key names the content of everything a product hangs on, so nothing in the store is ever wrong, only unused.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeAlias

from generator.paths import ROOT

_NAMES = ".names"
"""Lists the files of a product, so that nobody has to walk through folders."""

Key: TypeAlias = str
"""`<kind>/<digest>`: also the address of a product in the store."""


def key(kind: str, *made_of: str | bytes) -> Key:
    """The key of a product; every part counts by itself, so that none can be taken for another."""
    digest = hashlib.sha256()
    for part in made_of:
        data = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return f"{kind}/{digest.hexdigest()}"


def content(files: Mapping[str, bytes | None]) -> bytes:
    """The digest of some files with their names; None: one that cannot be read."""
    return key("", *(part for name in sorted(files) for part in (name, _marked(files[name])))).encode()


def _marked(data: bytes | None) -> bytes:
    return b"-" if data is None else b"+" + data


def touched() -> tuple[tuple[int, int], ...]:
    """When each file of our code and templates, and each folder of these, was written last, and its size."""
    return tuple((of.st_mtime_ns, of.st_size) if (of := _stat(path)) else (0, 0) for path in _watched())


@cache
def begun() -> tuple[tuple[int, int], ...]:
    """The same when this process began to read them, or to read them anew: what it has read since is no older."""
    return touched()


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116  asked for often
    except OSError:
        return None


@cache
def _watched() -> tuple[str, ...]:
    templates = ROOT / "templates"
    return tuple(map(str, sorted([*(ROOT / "generator").glob("*.py"), templates, *templates.rglob("*")])))


@cache
def tools(*patterns: str) -> bytes:
    """The digest of our code, of all libraries, and of the templates that match (`*.yaml`, `pages/*`)."""
    return key("", code(), _content("templates", patterns)).encode()


@cache
def code() -> bytes:
    """The digest of our code and all libraries."""
    return key("", _content("generator", ("*.py",)), _libraries()).encode()


@cache
def printing() -> bytes:
    """The digest of all that turns the HTML of a sheet into a PDF."""
    used = _content("generator", ("pdf.py", "acroform.py", "press.py"))
    return key("", used, _content("templates", ("print/*.css", "fonts/*")), _libraries()).encode()


def _content(folder: str, patterns: Sequence[str]) -> str:
    paths = sorted({path for pattern in patterns for path in (ROOT / folder).glob(pattern) if path.is_file()})
    return key("", *(part for path in paths for part in (path.relative_to(ROOT).as_posix(), path.read_bytes())))


def _libraries() -> str:
    """Every installed library with its version, and Python's own."""
    found = {path.name for one in sys.path for path in Path(one or ".").glob("*.dist-info")}
    return " ".join([sys.version, *sorted(found)])


class Store:
    """A folder of products by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, one: Key) -> bool:
        """Whether a product is there."""
        return (self.folder / one / _NAMES).is_file()

    def keep(self, one: Key, files: Mapping[str, bytes]) -> None:
        """Put a product there, whole; read-only, since a site is made of links to its files. Raises OSError."""
        target = self.folder / one
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            for name, data in {**files, _NAMES: "\n".join(files).encode("utf-8")}.items():
                path = work / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                path.chmod(0o444)
            work.chmod(0o755)
            with suppress(OSError):  # another build has just put the same there
                work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def names(self, one: Key) -> list[str]:
        """The files of a product. Raises OSError where it is not there."""
        return (self.folder / one / _NAMES).read_text(encoding="utf-8").splitlines()

    def files(self, one: Key) -> dict[str, str]:
        """Where the files of a product lie, by name; of a country's files each word counts, so no `Path`."""
        return {name: self.file(one, name) for name in self.names(one)}

    def file(self, one: Key, name: str) -> str:
        """Where a file of a product lies."""
        return f"{self.folder}/{one}/{name}"

    def read(self, one: Key, name: str) -> bytes:
        """A file of a product."""
        return (self.folder / one / name).read_bytes()

    def tidy(self, wanted: Iterable[Key]) -> None:
        """Forget every other product of the kinds that are wanted, and what an interrupted build left behind."""
        kept = set(wanted)
        for kind in {one.partition("/")[0] for one in kept}:
            for entry in os.scandir(self.folder / kind):
                if f"{kind}/{entry.name}" not in kept:
                    shutil.rmtree(entry.path, ignore_errors=True)
