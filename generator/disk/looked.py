"""Which files were found to be what they are to be, so that what nobody has touched since is not read again.

A file is known by its number, size and times, as by git: whoever writes to it changes the last of these, the time of
its last change of any kind, which no program can set. What was touched a moment ago is not taken down, since another
write at the same moment could not be told from it; nor what was written a little ago, which may not be on the disk. A
copy of a folder, or another name, is another file, and looked at. What a disk itself spoils is found where it is read;
to have everything read again, remove the files with the marks.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

_SIZE = 16
"""Bytes of a mark: of all files of a country they take some megabytes."""
_MOMENT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""
_WRITTEN = 120_000_000_000
"""Nanoseconds after which what was written is on the disk without being asked for (Linux: half a minute), so that no
power cut leaves marks of what is lost."""


class Looked:
    """The marks of files that were looked at in earlier runs, and in this one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        """Where the marks are kept from run to run."""
        self._met: set[bytes] = set()
        """The marks of this run, which those of earlier ones become as they are met."""
        self._learnt = False

    @cached_property
    def _known(self) -> set[bytes]:
        try:
            seal, _, marks = self._path.read_bytes().partition(b"\n")
        except OSError:
            return set()
        return set(_each(marks)) if seal == _sealed(marks) else set()

    def knows(self, path: str, digest: str, of: os.stat_result) -> bool:
        """Whether a file, as it is now, was found to have this content."""
        mark = _mark(path, digest, of)
        if mark in self._known:
            self._met.add(mark)
            self._known.discard(mark)
        return mark in self._met

    def saw(self, path: str, digest: str, of: os.stat_result) -> None:
        """A file was found to have this content; `of`: as it was before it was read."""
        now = time.time_ns()
        if of.st_ctime_ns < now - _MOMENT and of.st_mtime_ns < now - _WRITTEN:
            self._met.add(_mark(path, digest, of))
            self._learnt = True

    def before(self, of: os.stat_result, moment: int) -> bool:
        """Whether nobody has written to a file since a moment, in nanoseconds."""
        return of.st_mtime_ns < moment - _MOMENT

    def keep(self) -> None:
        """Write the marks down, those not met in this run while they are fewer. Where it cannot be, nothing is lost."""
        if not self._learnt:
            return
        left = self._known if len(self._known) <= len(self._met) else ()
        data = b"".join((*self._met, *left))
        work = self._path.with_name(f"{self._path.name}.new")
        with suppress(OSError):
            try:
                work.unlink(missing_ok=True)  # of a run that was killed, or a link that somebody has put there
                with work.open("xb") as file:
                    file.write(_sealed(data) + b"\n" + data)
                work.replace(self._path)
            finally:
                work.unlink(missing_ok=True)


def _mark(path: str, digest: str, of: os.stat_result) -> bytes:
    known = f"{path}\n{digest} {of.st_dev} {of.st_ino} {of.st_size} {of.st_mtime_ns} {of.st_ctime_ns}"
    return hashlib.blake2b(known.encode("utf-8", "surrogateescape"), digest_size=_SIZE).digest()


def _each(marks: bytes) -> Iterator[bytes]:
    return (marks[at : at + _SIZE] for at in range(0, len(marks), _SIZE))


def _sealed(marks: bytes) -> bytes:
    """The first line, which bears out the rest."""
    return hashlib.sha256(b"looked at\n" + marks).hexdigest().encode()
