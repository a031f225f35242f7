"""Folders that change as a whole: exactly these files, or the one folder for the other in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep, time, time_ns
from typing import TypeAlias

from generator.disk.store import Store, sifted
from generator.errors import CommandError

Content: TypeAlias = str | bytes
"""What a file is to hold: the bytes, or where the store has them."""


def write(folder: Path, files: Mapping[str, Content], kept: Store) -> int:
    """Make a folder hold exactly these files, each whole and with no second name. Returns how many changed.

    What changes is written aside and is on the disk before the first name is given to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there, inner = contents(folder)
    same = _unchanged(folder, there, files, kept)
    changed, surplus = [name for name in files if name not in same], there - files.keys()
    if changed or surplus:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as work:
            for number, name in enumerate(changed):
                _put(files[name], f"{work}/{number}", kept)
            settle(folder)
            for name in surplus:
                (folder / name).unlink()
            _without_empty(folder, inner, files)
            for number, name in enumerate(changed):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                Path(work, str(number)).replace(folder / name)
    else:
        _without_empty(folder, inner, files)
    return len(changed) + len(surplus)


def renew(
    site: Path, files: Mapping[str, Content], kept: Store, *, name: str, judge: Callable[[], object] = tuple
) -> None:
    """Put a folder of exactly these files in the place of the one that is there, in one step; it stays if it is right.

    `name`: what only whoever calls makes beside it; what he left there when he was interrupted is removed. `judge`:
    raises where what stands there now may not be replaced.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    clean(site, name)
    began = time_ns()
    there, inner = contents(site) if site.is_dir() else (set[str](), list[str]())
    same = _unchanged(site, there, files, kept)
    if len(same) == len(there) == len(files) > 0 and _needed(files).issuperset(inner):
        return
    with tempfile.TemporaryDirectory(prefix=f".build-{name}-", dir=site.absolute().parent) as folder:
        built = Path(folder, "site")
        fill(built, files, kept, site, same)
        settle(built)
        judge()  # what was there when this began may have been moved, and something else put there
        exchange(built, site)
    for path, content in files.items():
        if path in same and isinstance(content, str):
            kept.moved(content, f"{site}/{path}", kept.looked_at(site), began)


def fill(folder: Path, files: Mapping[str, Content], kept: Store, old: Path, same: Collection[str]) -> None:
    """A new folder of files; those that are the `same` in an old one are taken over from there."""
    parents = set()
    for name, content in files.items():
        path = f"{folder}/{name}"
        if (parent := path.rpartition("/")[0]) not in parents:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103  of a country's files each word counts
            parents.add(parent)
        if name not in same or not _moved(f"{old}/{name}", path):
            _put(content, path, kept)


def _moved(path: str, to: str) -> bool:
    """Whether a file has another name now, beside the one that will be gone soon."""
    try:
        os.link(path, to)
    except OSError:
        return False
    return True


def _put(content: Content, path: str, kept: Store) -> None:
    try:
        if isinstance(content, str):
            kept.copy(content, path)
        else:
            Path(path).write_bytes(content)
    except OSError as error:
        error.filename = error.filename or path  # which a full disk does not say
        raise


def _unchanged(folder: Path, there: Collection[str], files: Mapping[str, Content], kept: Store) -> set[str]:
    """The files that a folder has already, byte for byte."""
    looked = kept.looked_at(folder)

    def same(name: str) -> bool:
        content, path = files[name], f"{folder}/{name}"
        return kept.equals(content, path, looked) if isinstance(content, str) else _read(path) == content

    return set(sifted([name for name in files if name in there], same))


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


class StrangeError(CommandError):
    """Something in a built site that no build puts there."""

    def __init__(self, path: Path, chinese: str, english: str) -> None:
        remedy = "请移走它，或者重新生成网站", "take it away, or build the site again"
        super().__init__(f"{path}：{chinese}；{remedy[0]} / {english}: {remedy[1]}")


def held(site: Path, *endings: str) -> Iterator[tuple[str, bytes]]:
    """The files of a built site with these endings, each by path below it with its bytes, in order.

    Raises OSError, StrangeError where one is no plain file: a link may lead anywhere, a pipe never end.
    """
    for name in sorted(name for name in contents(site)[0] if name.endswith(endings or "")):
        path = site / name
        if not stat.S_ISREG(path.lstat().st_mode):
            raise StrangeError(path, "不是普通文件", "no ordinary file")
        if not name.isprintable():
            raise StrangeError(path, "文件名里有不能用的字符", "a character that no name can have")
        yield name, path.read_bytes()


def text(site: Path, name: str, data: bytes) -> str:
    """A file of a built site as text. Raises StrangeError."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise StrangeError(site / name, "不是 UTF-8 文本", "no text in UTF-8") from None


def contents(folder: Path) -> tuple[set[str], list[str]]:
    """The files of a folder by path below it, whatever is no folder among them; and its folders. Raises OSError."""
    files: set[str] = set()
    inner = [""]
    for below in inner:  # which grows meanwhile
        with os.scandir(f"{folder}/{below}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    inner.append(f"{below}{entry.name}/")
                else:
                    files.add(f"{below}{entry.name}")
    return files, inner[1:]


def _without_empty(folder: Path, inner: Iterable[str], files: Iterable[str]) -> None:
    """Remove the folders that none of the files is in."""
    for name in sorted(set(inner) - _needed(files), reverse=True):
        (folder / name).rmdir()


def _needed(files: Iterable[str]) -> set[str]:
    """The folders that files lie in, each with a stroke at its end."""
    needed: set[str] = set()
    for name in files:
        parent = name.rpartition("/")[0]
        while parent and f"{parent}/" not in needed:
            needed.add(f"{parent}/")
            parent = parent.rpartition("/")[0]
    return needed


def create(folder: Path, products: Mapping[str, bytes]) -> None:
    """A new folder with these files, there whole or not at all. Raises OSError where it is there already."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as work:
        staging = Path(work, folder.name)
        put(staging, products)
        staging.rename(folder)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write some files into a folder, each whole; what else is there stays."""
    for name, data in files.items():
        replace(folder / name, data)


def replace(path: Path, data: bytes, judge: Callable[[], object] = tuple) -> None:
    """Write a file whole: nobody reads half of it, and a power cut leaves the old one or the new. Raises OSError.

    Who may read and write it stays as it was. `judge`: raises where what stands there now may not be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)  # of a program that was killed, or a link that somebody has put there
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.is_file():
            shutil.copymode(path, partial)
        judge()
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def swept(folder: Path) -> None:
    """Remove what a program left that was killed in the midst of `replace`; it was nobody's yet."""
    for left in folder.glob(".*.partial"):
        with suppress(OSError):
            if time() - left.lstat().st_mtime > _PATIENCE:
                left.unlink()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While none of our programs that ask so, too, changes a folder; where the system has no such locks, at once."""
    held_ = _locked(folder)
    try:
        yield
    finally:
        if held_ is not None:
            os.close(held_)


def _locked(folder: Path) -> int | None:
    """A folder that is locked, to be closed; None where it cannot be, or is held by a program that hangs."""
    try:
        import fcntl  # which Windows has not

        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    until = monotonic() + _PATIENCE
    while monotonic() < until:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return opened
        sleep(_PAUSE)
    os.close(opened)
    return None


_PATIENCE, _PAUSE = 10, 0.005
"""Seconds that a folder is waited for, and between two looks."""


def settle(folder: Path) -> None:
    """Wait until all that was written to a folder's file system is on the disk. Raises OSError.

    One call for thousands of files: each by itself would take its own turn of the disk.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform == "linux" else None
    if call is None:
        getattr(os, "sync", tuple)()  # Windows has none
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        if call(opened):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(opened)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def exchange(built: Path, site: Path) -> None:
    """Put a finished site in the place of the old one, in one step where the system can (Linux: renameat2)."""
    if not site.exists():
        built.rename(site)
        return
    if not _exchanged(built, site):
        aside = built.with_name("old")
        site.rename(aside)
        built.rename(site)


def _exchanged(built: Path, site: Path) -> bool:
    """Whether the system has exchanged two folders atomically."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(built), _AT_FDCWD, os.fsencode(site), _RENAME_EXCHANGE)
    return done == 0


_MEMORY, _ROOM = Path("/dev/shm"), 2**30  # noqa: S108  a folder of our own is made in it


@contextmanager
def in_memory(name: str) -> Iterator[None]:
    """Temporary files of this process and its children lie in memory, where Linux has a gigabyte of room for them.

    Tens of thousands of files come and go in a build, and a file system that has just forgotten some is up to ten times
    as slow in making new ones. `name`: what an interrupted build with the same name left there is forgotten. Whoever
    has set TMPDIR has decided already.
    """
    folder = _MEMORY / f"build-{name}"
    if "TMPDIR" in os.environ or not _emptied(folder):
        yield
        return
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        tempfile.tempdir = None
        shutil.rmtree(folder, ignore_errors=True)


def _emptied(folder: Path) -> bool:
    """Whether there is room, and now a new folder of ours; somebody else may have one of that name, and keeps it."""
    try:
        if os.path.lexists(folder) and not _ours(folder):
            return False
        shutil.rmtree(folder, ignore_errors=True)
        if shutil.disk_usage(folder.parent).free < _ROOM:
            return False
        folder.mkdir(mode=0o700)
    except OSError:
        return False
    return True


def _ours(folder: Path) -> bool:
    """Whether a folder is one that we made as nobody else may: our own, and closed to others."""
    of = folder.lstat()
    return stat.S_ISDIR(of.st_mode) and of.st_uid == os.getuid() and not of.st_mode & 0o077


def clean(folder: Path, name: str) -> None:
    """Remove what an interrupted build of that name left beside a folder."""
    for left in folder.absolute().parent.glob(f".build-{name}-*"):
        shutil.rmtree(left, ignore_errors=True)  # which touches no link
