"""What may be replaced: what bears our marker, and nothing else. Writes nothing.

A folder that we fill bears a file that says what it is and that all in it is replaced. A folder without it, of another
kind, or where people keep something, is refused before any work is done, with what is in the way and what to do.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from generator.errors import UsageError
from generator.paths import ROOT

MARKER = ".generated"
GUIDES, SITE, STORE, CONFIRM = "guides", "site", "store", "confirm"
"""The kinds of folders that we fill."""
_PEOPLE = ("generator", "templates", "policies", "tests", ".git", ".github", ".ci", ".venv")
"""What people, and the installer, write in a checkout."""
_SCHEMAS = ".schema"
"""The one folder below policies that is ours."""
_VERSIONS = frozenset({".git", ".hg", ".svn", ".bzr", "_darcs", "CVS", ".jj"})
"""Folders of version control: where there is one, somebody keeps what is there, whatever marker was copied along."""
_MOST = 5
"""So many of the things in the way are named."""
_FOLDER = "请换一个空的、或还没有的文件夹", "name an empty folder, or one that is not there yet"
_PLACES = "请换成放各个地方的文件夹", "name another folder, one that holds places"
_FILE = "请换一个还没有的文件名", "name a file that is not there yet"
_OLD = "如果是以前的版本生成的，请自己删去再运行", "if an older version of this program made it, delete it yourself"


class OutputError(UsageError):
    """Something that we did not make is where we would write; the message says what, and what to do."""


def marker(kind: str) -> bytes:
    """The content of the marker in a folder of a kind."""
    return (
        f"connection-guides: {kind}\n"
        "这个文件夹由程序生成，里面的一切每次都会被替换；自己的文件请放在别处。\n"
        "Made by a program: everything in this folder is replaced each time. Keep your own files elsewhere.\n"
    ).encode()


def kind_of(folder: Path) -> str | None:
    """The kind of folder that a marker says; None without a marker of ours."""
    head, _, kind = _head(folder / MARKER, 200).partition(b"\n")[0].decode("utf-8", "replace").strip().partition(": ")
    return kind if head == "connection-guides" else None


def judge(into: Mapping[str, Path], policies: Path, originals: Path | None = None) -> None:
    """Whether folders may be filled, by kind, all in them being replaced. Raises OutputError, which tells all faults.

    `policies`, `originals`: what is read.
    """
    faults = [fault for kind, path in into.items() for fault in _faults(path, kind, policies, originals)]
    faults += [
        _refused(path, *_nested(other), _FOLDER)
        for path, other in combinations(into.values(), 2)
        if _within(path, other) or _within(other, path)
    ]
    _raise(faults)


def _faults(path: Path, kind: str, policies: Path, originals: Path | None) -> list[str]:
    try:
        return [*_misplaced(path, policies, originals)] or [*_foreign(path, kind)]
    except OSError as error:  # of folders that nobody may look into, of names that are too long
        return [_refused(path, *_no_folder(error), _FOLDER)]


def _raise(faults: list[str]) -> None:
    if faults:
        raise OutputError("\n".join(faults))


def _refused(path: Path, chinese: str, english: str, *remedies: tuple[str, str]) -> str:
    zh, en = zip(*remedies, strict=True)
    return f"{path}：{chinese}，没有动它；{'；'.join(zh)} / {path} {english}, nothing was touched: {'; '.join(en)}"


def _nested(other: Path) -> tuple[str, str]:
    return f"和 {other} 是同一处，或者一个在另一个里面", f"and {other} are the same, or one is in the other"


def _linked(path: Path) -> tuple[str, str]:
    to = path.readlink()
    return f"是指向 {to} 的链接", f"is a link to {to}"


def _no_folder(error: OSError) -> tuple[str, str]:
    return f"不是能写的文件夹（{error.strerror}）", f"is no folder to write to ({error.strerror})"


def _misplaced(path: Path, policies: Path, originals: Path | None = None) -> Iterator[str]:
    """Why a folder cannot be ours because of where it is; links are refused, since what they lead to is not named."""
    if path.is_symlink():
        yield _refused(path, *_linked(path), _FOLDER)
        return
    whole = (Path(path.absolute().anchor), Path(os.path.expanduser("~")), Path.cwd(), ROOT, originals)  # noqa: PTH111
    yield from (_refused(path, *_nested(folder), _FOLDER) for folder in whole if folder and _within(folder, path))
    for folder in (policies, *(ROOT / name for name in _PEOPLE)):
        if folder.exists() and (_within(path, folder) or _within(folder, path)):
            yield _refused(path, *_nested(folder), _FOLDER)
    yield from _in_ours(path, _FOLDER)


def judge_place(folder: Path) -> None:
    """Whether a new place lies where places do, and not where it would be replaced. Raises OutputError."""
    above = next((one for one in Path(os.path.realpath(folder)).parents if os.path.lexists(one / "city.yaml")), None)
    within = f"在另一个地方 {above} 里面", f"is in {above}, another place"
    _raise([*_in_ours(folder, _FOLDER), *([_refused(folder, *within, _PLACES)] if above else [])])


def judge_repository(folder: Path) -> None:
    """Whether a repository may be begun in a folder: it is not there, or holds nothing, and is nowhere of ours.

    Raises OutputError.
    """
    try:
        faults = [*_misplaced(folder, Path("policies"))] or [*_occupied(folder)]
    except OSError as error:
        faults = [_refused(folder, *_no_folder(error), _FOLDER)]
    _raise(faults)


def _occupied(folder: Path) -> Iterator[str]:
    if os.path.lexists(folder) and (names := sorted(os.listdir(folder))):  # noqa: PTH208
        chinese, english = _named(names)
        yield _refused(folder, f"不是空的（里面有 {chinese}）", f"is not empty (it holds {english})", _FOLDER)


def _in_ours(path: Path, remedy: tuple[str, str]) -> Iterator[str]:
    for parent in Path(os.path.realpath(path)).parents:
        if kind_of(parent):
            yield _refused(path, f"在会整个替换的 {parent} 里面", f"is in {parent}, all of which is replaced", remedy)


def _within(inner: Path, outer: Path) -> bool:
    """Whether a path is another, or below it, by whatever names; of what is not there yet, by its name."""
    there, whole = Path(os.path.realpath(inner)), Path(os.path.realpath(outer))
    return any(one == whole or _same(one, whole) for one in (there, *there.parents))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _foreign(path: Path, kind: str) -> Iterator[str]:
    """Why a folder is not ours because of what is in it."""
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208
    except FileNotFoundError:
        return
    names = [name for name in names if not name.startswith(f".{MARKER}.")]  # a marker that was being written
    there, versions = kind_of(path), sorted(_VERSIONS & set(names))
    if names and there is None:
        yield _refused(path, *_unmarked(names), _FOLDER, _OLD)
    elif names and there != kind:
        yield _refused(path, f"是生成的 {there}，不是 {kind}", f"was made as {there}, not as {kind}", _FOLDER)
    elif versions:
        keeps = f"里面有 {versions[0]}，有人在那里保存版本", f"holds {versions[0]}, somebody keeps versions there"
        yield _refused(path, *keeps, _FOLDER)


def _named(names: list[str]) -> tuple[str, str]:
    """What is in the way, in both languages."""
    shown, number = names[:_MOST], len(names)
    chinese = f"{'、'.join(shown)}{' 等' if number > _MOST else ''} {number} 项"
    return chinese, f"{', '.join(shown)}{' …' if number > _MOST else ''}"


def _unmarked(names: list[str]) -> tuple[str, str]:
    """That these are in the way without a mark of ours, in both languages."""
    chinese, english = _named(names)
    return (
        f"不是空的，也没有标记 {MARKER}（里面有 {chinese}）",
        f"is not empty and has no mark {MARKER} (it holds {english})",
    )


# ---------------------------------------------------------------------------------------------------------- files


def judge_archive(path: Path, folder: str, site: Path) -> None:
    """Whether a file may be replaced by an archive of a site: it is not there, or one of ours, all below `folder`.

    Raises OutputError.
    """
    try:
        faults = list(_no_archive(path, folder, site))
    except OSError as error:
        faults = [_refused(path, f"不能写（{error.strerror}）", f"cannot be written ({error.strerror})", _FILE)]
    _raise(faults)


def _no_archive(path: Path, folder: str, site: Path) -> Iterator[str]:
    parent = path.absolute().parent
    if path.is_symlink():
        yield _refused(path, *_linked(path), _FILE)
    elif not parent.is_dir():
        yield _refused(path, f"没有这个文件夹：{parent}", f"would lie in {parent}, which is no folder", _FILE)
    elif os.path.lexists(path) and not _archive(path, folder):
        yield _refused(path, "已经有了，不是我们的压缩包", "is there and is no archive of ours", _FILE)
    elif _within(path, site):
        yield _refused(path, *_nested(site), _FILE)
    yield from _in_ours(path, _FILE)


def _archive(path: Path, folder: str) -> bool:
    """Whether a file is an archive of ours."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    try:
        with ZipFile(path) as packed:
            names = packed.namelist()
    except (BadZipFile, NotImplementedError, ValueError):
        return False
    return f"{folder}/index.html" in names and all(name.startswith(f"{folder}/") for name in names)


def judge_schemas(folder: Path, names: Iterable[str]) -> None:
    """Whether schemas may be put into a folder, beside what is there: only schemas are replaced. Raises OutputError."""
    try:
        faults = [*_no_schemas(folder)] or [
            _refused(folder / name, "已经有了，不是 JSON Schema", "is there and is no JSON Schema", _FOLDER)
            for name in names
            if os.path.lexists(folder / name) and not _schema(folder / name)
        ]
    except OSError as error:
        faults = [_refused(folder, *_no_folder(error), _FOLDER)]
    _raise(faults)


def _no_schemas(folder: Path) -> Iterator[str]:
    there = os.path.lexists(folder)
    if there and any(next(folder.glob(name), None) for name in ("city.yaml", "*/city.yaml")):
        yield _refused(folder, "是放政策的文件夹", "holds policies", _FOLDER)
    elif Path(os.path.realpath(folder)) != Path(os.path.realpath(ROOT / "policies" / _SCHEMAS)) or folder.is_symlink():
        yield from _misplaced(folder, ROOT / "policies")
    if there:
        os.listdir(folder)  # noqa: PTH208  raises where it is no folder


def _schema(path: Path) -> bool:
    try:
        content = json.loads(_head(path, 2**24))
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "json-schema.org" in str(content.get("$schema"))


def _head(path: Path, size: int) -> bytes:
    """The first bytes of a plain file; none of anything else."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
