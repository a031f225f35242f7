"""Folders that change as a whole: exactly these files, or the one folder for the other in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write(folder: Path, files: Mapping[str, str | bytes]) -> int:
    """Make a folder hold exactly these files: their bytes, or the file that has them, whole. Returns how many changed.

    A file that is there already becomes another name of the one given, so that a country costs no space twice; pages
    in Markdown are copied, since people and git write to them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (there, inner), device, changed = _found(folder), folder.stat().st_dev, 0
    for name, content in files.items():
        if isinstance(content, str) and not name.endswith(".md"):
            found = os.stat(content)  # noqa: PTH116  asked for every file of a country
            if (found.st_ino, found.st_dev) != (there.get(name), device):
                changed += _linked(folder / name, content)
            continue
        data = Path(content).read_bytes() if isinstance(content, str) else content
        if name not in there or (folder / name).read_bytes() != data:
            replace(folder / name, data)
            changed += 1
    surplus = there.keys() - files.keys()
    for name in surplus:
        (folder / name).unlink(missing_ok=True)  # what an interrupted build left half written is used up by now
    _without_empty(folder, inner, files)
    return changed + len(surplus)


def _found(folder: Path) -> tuple[dict[str, int], list[str]]:
    """The files of a folder by path below it, each with its number in the file system; and the folders in it."""
    files: dict[str, int] = {}
    inner = [""]
    for below in inner:  # which grows meanwhile
        with os.scandir(f"{folder}/{below}") as entries:
            for one in entries:
                if one.is_dir(follow_symlinks=False):
                    inner.append(f"{below}{one.name}/")
                else:
                    files[f"{below}{one.name}"] = one.inode()
    return files, inner[1:]


def _without_empty(folder: Path, inner: Iterable[str], files: Iterable[str]) -> None:
    """Remove the folders that none of the files is in."""
    needed: set[str] = set()
    for name in files:
        parent = name.rpartition("/")[0]
        while parent and parent not in needed:
            needed.add(parent)
            parent = parent.rpartition("/")[0]
    for one in sorted(inner, reverse=True):
        if one.rstrip("/") not in needed:
            (folder / one).rmdir()


def _linked(path: Path, source: str) -> bool:
    """Make a path another name of a file; whether its content has changed."""
    if path.is_file() and path.samefile(source):
        return False
    same = path.is_file() and path.read_bytes() == Path(source).read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    link(source, partial)
    partial.replace(path)
    return not same


def link(source: str, path: str | Path) -> None:
    """Another name of a file; a copy where the system cannot."""
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)


def fill(folder: Path, files: Mapping[str, str]) -> None:
    """A new folder of links to files, by path below it."""
    made = set()
    for name, source in files.items():
        path = f"{folder}/{name}"
        if (parent := path.rpartition("/")[0]) not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103  of a country's files each word counts
            made.add(parent)
        link(source, path)


def create(folder: Path, products: Mapping[str, bytes]) -> None:
    """A new folder with these files, there whole or not at all. Raises OSError where it is there already."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as work:
        made = Path(work, folder.name)
        for name, data in products.items():
            replace(made / name, data)
        made.rename(folder)


def replace(path: Path, data: bytes) -> None:
    """Write a file whole: nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)


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


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system has exchanged two folders atomically."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
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
    """Whether there is room, and now a new folder of ours; somebody else may have one of that name."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        if shutil.disk_usage(folder.parent).free < _ROOM:
            return False
        folder.mkdir(mode=0o700)
    except OSError:
        return False
    return True


def clean(folder: Path) -> None:
    """Remove what an interrupted build left beside a folder."""
    for left in folder.absolute().parent.glob(".build-*"):
        shutil.rmtree(left, ignore_errors=True)
