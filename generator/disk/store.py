"""What has been made before, by what it was made of: each product a folder that is there whole or not at all.

A key names the content of everything a product hangs on, so what was kept is right for ever. Whether it is still what
was kept is another question, and asked at each use: what is damaged or cannot be read is not there, and is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from generator.errors import CommandError

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


class DamagedError(CommandError):
    """What was kept is not what is there now; the next build makes it anew."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 已损坏，再运行一次就会重做 / is damaged; run it again, and it is made anew")


class Kept(NamedTuple):
    """What a file of a product has to be."""

    size: int
    digest: str


class Store:
    """A folder of products by key. What lies there is believed only as far as its manifest bears it out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifests = lru_cache(64)(self._manifest)  # files are asked for product by product
        self._clones = True

    def has(self, one: Key) -> bool:
        """Whether a product is there whole: each of its files is read and is what was kept; not behind a link."""
        try:
            return not self._elsewhere(one) and all(
                _holds(self.file(one, name), kept) for name, kept in self._manifest(one).items()
            )
        except (OSError, DamagedError):
            return False

    def _elsewhere(self, one: Key) -> bool:
        """Whether a product, or its kind, is a link: what it leads to is somebody else's, and is never tidied."""
        return any(map(os.path.islink, (f"{self.folder}/{one.partition('/')[0]}", f"{self.folder}/{one}")))

    def missing(self, wanted: Iterable[Key]) -> set[Key]:
        """The products that are not there, damaged ones among them, looked at on every core."""
        keys = list(dict.fromkeys(wanted))
        there: Iterator[Key] = sifted(keys, self.has)
        return set(keys).difference(there)

    def keep(self, one: Key, files: Mapping[str, bytes]) -> None:
        """Put a product there, whole, in the place of a damaged one. Raises OSError.

        Nothing waits for the disk: what a power cut leaves behind is damaged, and found to be so.
        """
        kind = self.folder / one.partition("/")[0]
        if kind.is_symlink() or not kind.is_dir():
            _removed(kind)
            kind.mkdir(parents=True)
        work = Path(tempfile.mkdtemp(prefix=_NEW, dir=kind))
        try:
            for name, data in {**files, _MANIFEST: _written(one, files)}.items():
                path = work / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            work.chmod(0o755)
            _removed(self.folder / one)
            work.rename(self.folder / one)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        self._manifests.cache_clear()

    def _manifest(self, one: Key) -> dict[str, Kept]:
        path = self.file(one, _MANIFEST)
        head, _, text = _plain(path).partition(b"\n")
        if head.decode("ascii", "replace") != _sealed(one, text):
            raise DamagedError(path)
        return {name: Kept(*kept) for name, kept in json.loads(text).items()}

    def names(self, one: Key) -> list[str]:
        """The files of a product. Raises OSError where it is not there, DamagedError."""
        return list(self._manifests(one))

    def files(self, one: Key) -> dict[str, str]:
        """Where the files of a product lie, by name; of a country's files each word counts, so no `Path`."""
        return {name: self.file(one, name) for name in self.names(one)}

    def file(self, one: Key, name: str) -> str:
        """Where a file of a product lies."""
        return f"{self.folder}/{one}/{name}"

    def read(self, one: Key, name: str) -> bytes:
        """A file of a product, as it was kept. Raises OSError, DamagedError."""
        return self.data(self.file(one, name))

    def data(self, path: str) -> bytes:
        """The same by where it lies."""
        kept = self._kept(path)
        found = _plain(path, kept.size)
        if _digest(found) != kept.digest:
            raise DamagedError(path)
        return found

    def _kept(self, path: str) -> Kept:
        kind, digest, name = path[len(f"{self.folder}/") :].split("/", 2)
        if (kept := self._manifests(f"{kind}/{digest}").get(name)) is None:
            raise DamagedError(path)
        return kept

    def equals(self, path: str, other: str, *, alone: bool = False) -> bool:
        """Whether another file has the bytes of a kept one; `alone`: and no other name to write to it by."""
        return _holds(other, self._kept(path), alone=alone)

    def copy(self, path: str, to: str) -> None:
        """Make a file of its own with the bytes of a kept one: no other name, and nothing that was not looked at.

        Shares their place on the disk where the file system can. Raises OSError, DamagedError.
        """
        with open(to, "xb") as made:  # noqa: PTH123  of a country's files each word counts
            if not (self._clones and self._cloned(path, made.fileno())):
                made.write(self.data(path))
                return
        if not self.equals(path, to):
            raise DamagedError(path)

    def _cloned(self, path: str, to: int) -> bool:
        """Whether a new file shares the blocks of another; where that cannot be, it is not tried again."""
        try:
            from fcntl import ioctl  # not on Windows

            with open(path, "rb") as kept:  # noqa: PTH123
                ioctl(to, _FICLONE, kept.fileno())
        except (ImportError, OSError):
            self._clones = False
        return self._clones

    def tidy(self, wanted: Iterable[Key]) -> None:
        """Forget every other product of the kinds that are wanted, and what an interrupted build left behind."""
        kept = set(wanted)
        for kind in {one.partition("/")[0] for one in kept}:
            for entry in os.scandir(self.folder / kind):
                ours = _DIGEST.fullmatch(entry.name) or entry.name.startswith(_NEW)
                if ours and f"{kind}/{entry.name}" not in kept:
                    with suppress(OSError):
                        _removed(Path(entry.path))


_MANIFEST, _NEW = ".manifest", ".new-"
"""Names the files of a product with size and digest, so that nobody has to walk through folders or believe them."""
_DIGEST = re.compile("[0-9a-f]{64}")
_FICLONE = 0x40049409 if sys.platform == "linux" else -1
_PLAIN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def _written(one: Key, files: Mapping[str, bytes]) -> bytes:
    """The manifest of a product; its first line bears out the rest, and whose it is."""
    text = json.dumps({name: Kept(len(data), _digest(data)) for name, data in files.items()}).encode()
    return _sealed(one, text).encode() + b"\n" + text


def _sealed(one: Key, text: bytes) -> str:
    return _digest(one.encode() + b"\n" + text)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()  # the fastest there is where processors know it


def _plain(path: str, size: int | None = None, *, alone: bool = False) -> bytes:
    """The content of a plain file, of a size if one is given; `alone`: one without a second name.

    Raises OSError, DamagedError, and waits for no pipe.
    """
    with open(os.open(path, _PLAIN), "rb", buffering=0) as file:  # noqa: PTH123
        of = os.fstat(file.fileno())
        if not stat.S_ISREG(of.st_mode) or of.st_size != (of.st_size if size is None else size):
            raise DamagedError(path)
        if alone and of.st_nlink != 1:
            raise DamagedError(path)
        return file.readall()


def _holds(path: str, kept: Kept, *, alone: bool = False) -> bool:
    try:
        return _digest(_plain(path, kept.size, alone=alone)) == kept.digest
    except (OSError, DamagedError):
        return False


_One = TypeVar("_One")
_SOME = 200


def sifted(found: Sequence[_One], good: Callable[[_One], bool]) -> Iterator[_One]:
    """Those that are good, asked on every core: reading and hashing let other threads go on."""

    def some(start: int) -> list[_One]:
        return [one for one in found[start : start + _SOME] if good(one)]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for part in threads.map(some, range(0, len(found), _SOME)):
            yield from part


def _removed(path: Path) -> None:
    """Away with whatever lies there; a link goes, what it leads to stays."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # with folders in it that let nobody in
        path.chmod(0o700)
        for at, inner, _ in os.walk(path):
            for one in inner:
                if not os.path.islink(f"{at}/{one}"):  # noqa: PTH114
                    os.chmod(f"{at}/{one}", 0o700)  # noqa: PTH101
        shutil.rmtree(path)
