"""What has been made before, by what it was made of: each product a folder that is there whole or not at all.

A key names the content of everything a product depends on, so what was kept is right for ever. Whether it is still what
was kept is another question, and asked at each use: what is damaged or cannot be read is not there, and is made anew. A
file that nobody has touched since it was read is not read again to be sure (`looked`).
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
from time import time
from typing import NamedTuple, TypeAlias, TypeVar

from generator.disk.looked import Looked
from generator.errors import CommandError

CacheKey: TypeAlias = str
"""`<kind>/<digest>`: the cache key of a product, and its address in the store."""


def key(kind: str, *made_of: str | bytes) -> CacheKey:
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
        self._rooms: dict[str, Looked] = {}

    def _looked(self, name: str) -> Looked:
        """The files of a kind of products, or of a folder elsewhere, that were looked at."""
        return self._rooms.setdefault(name, Looked(self.folder / f"{_LOOKED}{name}"))

    def looked_at(self, folder: Path) -> Looked:
        """The files of a folder elsewhere that were looked at."""
        return self._looked(_digest(os.fsencode(folder.absolute()))[:16])

    def has(self, key: CacheKey) -> bool:
        """Whether a product is there whole: each of its files is what was kept; not behind a link."""
        looked = self._looked(key.partition("/")[0])
        try:
            return not self._elsewhere(key) and all(
                _holds(self.file(key, name), kept, looked) for name, kept in self._manifest(key).items()
            )
        except (OSError, DamagedError):
            return False

    def _elsewhere(self, key: CacheKey) -> bool:
        """Whether a product, or its kind, is a link: what it leads to is somebody else's, and is never tidied."""
        return any(map(os.path.islink, (f"{self.folder}/{key.partition('/')[0]}", f"{self.folder}/{key}")))

    def missing(self, wanted: Iterable[CacheKey]) -> set[CacheKey]:
        """The products that are not there, damaged ones among them, looked at on every core."""
        keys = list(dict.fromkeys(wanted))
        there: Iterator[CacheKey] = sifted(keys, self.has)
        return set(keys).difference(there)

    def keep(self, key: CacheKey, files: Mapping[str, bytes]) -> None:
        """Put a product there, whole, in the place of a damaged one. Raises OSError.

        Nothing waits for the disk: what a power cut leaves behind is damaged, and found to be so.
        """
        kind = self.folder / key.partition("/")[0]
        if kind.is_symlink() or not kind.is_dir():
            _removed(kind)
            kind.mkdir(parents=True)
        work = Path(tempfile.mkdtemp(prefix=_NEW, dir=kind))
        try:
            for name, data in {**files, _MANIFEST: _written(key, files)}.items():
                path = work / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            work.chmod(0o755)
            self._named(work, key)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        self._manifests.cache_clear()

    def _named(self, work: Path, key: CacheKey) -> None:
        """Give a finished product its name, unless another process has kept the same meanwhile. Raises OSError."""
        try:
            work.rename(self.folder / key)
        except OSError:
            if not self.has(key):
                _removed(self.folder / key)
                work.rename(self.folder / key)

    def _manifest(self, key: CacheKey) -> dict[str, Kept]:
        path = self.file(key, _MANIFEST)
        head, _, text = _plain(path).partition(b"\n")
        if head.decode("ascii", "replace") != _sealed(key, text):
            raise DamagedError(path)
        return {name: Kept(*kept) for name, kept in json.loads(text).items()}

    def names(self, key: CacheKey) -> list[str]:
        """The files of a product. Raises OSError where it is not there, DamagedError."""
        return list(self._manifests(key))

    def files(self, key: CacheKey) -> dict[str, str]:
        """Where the files of a product lie, by name; of a country's files each word counts, so no `Path`."""
        return {name: self.file(key, name) for name in self.names(key)}

    def file(self, key: CacheKey, name: str) -> str:
        """Where a file of a product lies."""
        return f"{self.folder}/{key}/{name}"

    def read(self, key: CacheKey, name: str) -> bytes:
        """A file of a product, as it was kept. Raises OSError, DamagedError."""
        return self.data(self.file(key, name))

    def data(self, path: str) -> bytes:
        """A file of a product by where it lies, as it was kept. Raises OSError, DamagedError."""
        kept = self._kept(path)
        data = _plain(path, kept.size)
        if _digest(data) != kept.digest:
            raise DamagedError(path)
        return data

    def size(self, path: str) -> int:
        """The bytes of a file of a product by where it lies. Raises OSError, DamagedError."""
        return self._kept(path).size

    def _kept(self, path: str) -> Kept:
        kind, digest, name = path[len(f"{self.folder}/") :].split("/", 2)
        if (kept := self._manifests(f"{kind}/{digest}").get(name)) is None:
            raise DamagedError(path)
        return kept

    def equals(self, path: str, other: str, looked: Looked | None = None) -> bool:
        """Whether another file has the bytes of a kept one; `looked`: of its folder, and no other name to write by."""
        return _holds(other, self._kept(path), looked, alone=looked is not None)

    def moved(self, path: str, other: str, looked: Looked, began: int) -> None:
        """A file that was found equal has another name now, which is a change, too, and no reason to read it again.

        `began`: nanoseconds; where somebody wrote to it after that, it is read again.
        """
        with suppress(OSError):
            of = os.lstat(other)
            if looked.before(of, began) and of.st_nlink == 1 and of.st_size == self._kept(path).size:
                looked.saw(other, self._kept(path).digest, of)

    def copy(self, path: str, to: str) -> None:
        """Make a file of its own with the bytes of a kept one: no other name, and nothing that was not looked at.

        Shares their place on the disk where the file system can. Raises OSError, DamagedError.
        """
        with open(to, "xb") as copy:  # noqa: PTH123  of a country's files each word counts
            if not (self._clones and self._cloned(path, copy.fileno())):
                copy.write(self.data(path))
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

    def tidy(self, wanted: Iterable[CacheKey], *, spared: float = 0) -> None:
        """Forget every other product of the kinds that are wanted, and what an interrupted build left behind.

        What was made within the last `spared` seconds is left alone.
        """
        for looked in self._rooms.values():
            looked.keep()
        kept, before = set(wanted), time() - spared
        for kind in {key.partition("/")[0] for key in kept}:
            for entry in os.scandir(self.folder / kind) if (self.folder / kind).is_dir() else ():
                ours = _DIGEST.fullmatch(entry.name) or entry.name.startswith(_NEW)
                if ours and f"{kind}/{entry.name}" not in kept:
                    with suppress(OSError):
                        if entry.stat(follow_symlinks=False).st_mtime <= before:
                            _removed(Path(entry.path))


_LOOKED = ".looked-"
"""Begins the name of a file with the marks of what was looked at."""
_MANIFEST, _NEW = ".manifest", ".new-"
"""Names the files of a product with size and digest, so that nobody has to walk through folders or believe them."""
_DIGEST = re.compile("[0-9a-f]{64}")
_FICLONE = 0x40049409 if sys.platform == "linux" else -1
_PLAIN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def _written(key: CacheKey, files: Mapping[str, bytes]) -> bytes:
    """The manifest of a product; its first line bears out the rest, and whose it is."""
    text = json.dumps({name: Kept(len(data), _digest(data)) for name, data in files.items()}).encode()
    return _sealed(key, text).encode() + b"\n" + text


def _sealed(key: CacheKey, text: bytes) -> str:
    """The first line of a manifest: the digest of its key and its text."""
    return _digest(key.encode() + b"\n" + text)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()  # the fastest there is where processors know it


def _plain(path: str, size: int | None = None) -> bytes:
    """The content of a plain file, as `_read`."""
    return _read(path, size)[0]


def _read(path: str, size: int | None = None, *, alone: bool = False) -> tuple[bytes, os.stat_result]:
    """The content of a plain file, of a size if one is given, and what it was before; `alone`: without a second name.

    Raises OSError, DamagedError, and waits for no pipe.
    """
    with open(os.open(path, _PLAIN), "rb", buffering=0) as file:  # noqa: PTH123
        of = os.fstat(file.fileno())
        if not stat.S_ISREG(of.st_mode) or of.st_size != (of.st_size if size is None else size):
            raise DamagedError(path)
        if alone and of.st_nlink != 1:
            raise DamagedError(path)
        return file.readall(), of


def _holds(path: str, kept: Kept, looked: Looked | None = None, *, alone: bool = False) -> bool:
    """Whether a plain file is what was kept; `looked`: where it is taken down that it was looked at."""
    try:
        if looked and _untouched(path, kept, looked, alone=alone):
            return True
        data, of = _read(path, kept.size, alone=alone)
    except (OSError, DamagedError):
        return False
    if _digest(data) != kept.digest:
        return False
    if looked:
        looked.saw(path, kept.digest, of)
    return True


def _untouched(path: str, kept: Kept, looked: Looked, *, alone: bool) -> bool:
    """Whether a file is still as it was when it was found to be what was kept. Raises OSError."""
    of = os.lstat(path)
    plain = stat.S_ISREG(of.st_mode) and of.st_size == kept.size and (of.st_nlink == 1 or not alone)
    return plain and looked.knows(path, kept.digest, of)


_Item = TypeVar("_Item")
_CHUNK = 200
"""So many items are asked for by a thread at a time."""


def sifted(items: Sequence[_Item], good: Callable[[_Item], bool]) -> Iterator[_Item]:
    """The items that are good, in order; asked by threads on every core, since reading and hashing let others go on."""

    def chunk(start: int) -> list[_Item]:
        return [item for item in items[start : start + _CHUNK] if good(item)]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for part in threads.map(chunk, range(0, len(items), _CHUNK)):
            yield from part


def _removed(path: Path) -> None:
    """Removes whatever lies there; of a link the link alone."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # with folders in it that let nobody in
        path.chmod(0o700)
        for at, inner, _ in os.walk(path):
            for name in inner:
                if not os.path.islink(f"{at}/{name}"):  # noqa: PTH114
                    os.chmod(f"{at}/{name}", 0o700)  # noqa: PTH101
        shutil.rmtree(path)
