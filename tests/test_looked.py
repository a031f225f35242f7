"""What was looked at and not touched since is not read again; whatever was touched is."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.disk import folders, looked, store
from generator.disk.store import Store

Read = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made just now counts as long ago."""
    for name in ("_MOMENT", "_WRITTEN"):
        monkeypatch.setattr(looked, name, -(10**12))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The names of the files that were read since it was last asked, manifests aside."""
    found, own = list[str](), store._read

    def _read(path: str, size: int | None = None, *, alone: bool = False) -> tuple[bytes, os.stat_result]:
        found.append(path.rpartition("/")[2])
        return own(path, size, alone=alone)

    def since() -> list[str]:
        names = sorted(name for name in found if name != store._MANIFEST)
        found.clear()
        return names

    monkeypatch.setattr(store, "_read", _read)
    return since


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A store with a product of two files, and its key."""
    key = store.key("kind", "x")
    Store(tmp_path / "made").keep(key, {"a": b"1", "b": b"2"})
    return tmp_path / "made", key


def _run(folder: Path, key: str) -> bool:
    """Whether a run finds a product; what it has looked at is kept for the next one."""
    own = Store(folder)
    there = own.has(key)
    own.tidy([key])
    return there


def test_what_nobody_has_touched_is_read_once(made: tuple[Path, str], read: Read) -> None:
    assert _run(*made)
    assert read() == ["a", "b"]
    for _ in range(3):
        assert _run(*made)
        assert read() == []


def _rewritten(path: Path) -> None:
    """With another content of the same size, and the times of before as far as a program can set them."""
    of = path.stat()
    path.write_bytes(b"3")
    os.utime(path, ns=(of.st_atime_ns, of.st_mtime_ns))


def _exchanged(path: Path) -> None:
    other = path.with_name("c")
    other.write_bytes(b"3")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def _linked(path: Path) -> None:
    path.rename(path.with_name("c"))
    path.symlink_to("c")


@pytest.mark.parametrize("damage", [_rewritten, _exchanged, _linked, Path.unlink], ids=lambda one: one.__name__)
def test_what_was_touched_is_not_believed(damage: Callable[[Path], None], made: tuple[Path, str]) -> None:
    folder, key = made
    assert _run(folder, key)
    damage(folder / key / "a")
    assert not _run(folder, key)


def test_what_was_touched_and_is_right_is_read_again(made: tuple[Path, str], read: Read) -> None:
    folder, key = made
    _run(folder, key)
    (folder / key / "a").chmod(0o600)
    read()
    assert _run(folder, key)
    assert read() == ["a"]


def test_a_copy_is_looked_at(made: tuple[Path, str], tmp_path: Path, read: Read) -> None:
    folder, key = made
    _run(folder, key)
    shutil.copytree(folder, tmp_path / "copy")
    read()
    assert _run(tmp_path / "copy", key)
    assert read() == ["a", "b"]


@pytest.mark.parametrize("name", ["_MOMENT", "_WRITTEN"])
def test_what_was_made_a_moment_ago_is_not_taken_down(
    name: str, made: tuple[Path, str], read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked, name, 10**12)
    for _ in range(2):
        assert _run(*made)
        assert read() == ["a", "b"]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "seal": lambda data: b"0" * 64 + data[64:],
    "flipped": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "cut": lambda data: data[:-1],
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_marks_that_are_damaged_say_nothing(
    change: Callable[[bytes], bytes], made: tuple[Path, str], read: Read
) -> None:
    folder, _ = made
    _run(*made)
    (marks,) = folder.glob(".looked-*")
    marks.write_bytes(change(marks.read_bytes()))
    read()
    assert _run(*made)
    assert read() == ["a", "b"]
    _run(*made)
    assert read() == []


def test_where_marks_cannot_be_kept_nothing_is_lost(made: tuple[Path, str], read: Read) -> None:
    folder, _ = made
    (folder / ".looked-kind").mkdir()
    before = sorted(folder.iterdir())
    for _ in range(2):
        assert _run(*made)
        assert read() == ["a", "b"]
    assert sorted(folder.iterdir()) == before


def test_marks_are_written_through_no_link(made: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = made
    (tmp_path / "thesis").write_bytes(b"1")
    for name in (".looked-kind", ".looked-kind.new"):
        (folder / name).symlink_to(tmp_path / "thesis")
    assert _run(*made)
    assert (tmp_path / "thesis").read_bytes() == b"1"
    assert [path.is_symlink() for path in folder.glob(".looked-*")] == [False]


def test_marks_of_what_is_gone_are_dropped(tmp_path: Path) -> None:
    keys = [store.key("kind", str(number)) for number in range(9)]
    for number, key in enumerate(keys):
        own = Store(tmp_path)
        own.keep(key, {"a": str(number).encode()})
        assert own.has(key)
        own.tidy([key])
    (marks,) = tmp_path.glob(".looked-*")
    assert len(marks.read_bytes()) < 65 + 3 * looked._SIZE


def test_of_a_site_only_what_was_touched_is_read_again(made: tuple[Path, str], tmp_path: Path, read: Read) -> None:
    folder, key = made

    def run(**more: bytes) -> list[str]:
        own, site = Store(folder), tmp_path / "site"
        assert own.has(key)
        read()
        files: dict[str, folders.Content] = {f"x/{name}": path for name, path in own.files(key).items()}
        folders.renew(site, {**files, **more}, own, name="invented")
        own.tidy([key])
        return read()

    assert run() == ["a", "b"]  # copied
    assert run() == ["a", "b"]  # the new files looked at for the first time
    assert run() == []
    assert run(y=b"1") == []  # another site, with the same files taken over
    assert run(y=b"1") == []
    _rewritten(tmp_path / "site" / "x" / "a")
    assert run(y=b"1") == ["a", "a"]  # looked at, and copied
    assert (tmp_path / "site" / "x" / "a").read_bytes() == b"1"


def test_what_is_written_while_a_site_is_made_is_not_taken_down(
    made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key = made
    own, site = Store(folder), tmp_path / "site"
    files = dict(own.files(key))
    folders.renew(site, files, own, name="invented")
    exchange = folders.exchange

    def and_written(built: Path, there: Path) -> None:
        exchange(built, there)
        time.sleep(0.05)  # the clock of a file system may be some milliseconds late
        (there / "a").write_bytes(b"3")

    time.sleep(0.05)
    monkeypatch.setattr(looked, "_MOMENT", 0)
    monkeypatch.setattr(folders, "exchange", and_written)
    folders.renew(site, {**files, "y": b"1"}, own, name="invented")
    own.tidy([key])
    again = Store(folder)
    assert not again.equals(files["a"], str(site / "a"), again.looked_at(site))
    assert again.equals(files["b"], str(site / "b"), again.looked_at(site))
