"""Folders that change as a whole: exactly these files, or the one folder for the other in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, products: Mapping[str, bytes]) -> int:
    """Make a folder hold exactly these files; only changed ones are replaced, each whole. Returns how many."""
    changed = 0
    for name, data in products.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            replace(path, data)
            changed += 1
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in products:
            path.unlink()
            changed += 1
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return changed


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


def clean(folder: Path) -> None:
    """Remove what an interrupted build left beside a folder."""
    for left in folder.absolute().parent.glob(".build-*"):
        shutil.rmtree(left, ignore_errors=True)
