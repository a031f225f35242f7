"""What an editor changes is written: judged against what is there now, spliced, read again, and it can be undone.

Writes to the files of one place only, each whole. Whoever else writes them meanwhile loses nothing: what they changed
stays, and of the same thing both are told.
"""

from __future__ import annotations

import codecs
import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import sleep

import yaml

from generator.desk import editing
from generator.desk.files import entries, writing
from generator.desk.files.entries import Address
from generator.desk.files.writing import Data, UnwritableError
from generator.disk import folders
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.policy.syntax.text import lies_here


class ChangedError(Exception):
    """Somebody else has changed the same thing since: what is in the file now, None where it is gone."""

    def __init__(self, theirs: Data | None) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class ReadOnlyError(Exception):
    """A file or folder cannot be written; the text is its path."""


class NotChangedError(ValueError):
    """The change cannot be written; says why and what to do, in Chinese and English; `field`: because of which key."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Write:
    """One write of one file: what stood in it before and after, and how many lines differ."""

    number: int
    file: str
    before: bytes | None
    after: bytes
    lines: int
    about: str
    """The address of what was changed."""


@dataclass
class Desk:
    """The files of a place under an editor's hands, and what was written of them since the desk was opened."""

    folder: Path
    writes: list[Write] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def closed(self) -> str | None:
        """The folder, where nothing can be written into it."""
        return None if os.access(self.folder, os.W_OK) else self.folder.as_posix()

    def put(self, where: Address, value: Data, match: str | None) -> Write | None:
        """Write a thing; None where nothing changes. `match`: its hash when the editor began, None of a new one.

        Raises ChangedError, NotChangedError, ReadOnlyError.
        """
        if where.id and not any(entries.entries([value])):
            raise NotChangedError("没有编号，写了就再也找不到 / it has no id, by which it would be found again", "id")
        named = next((str(entry["id"]) for entry in entries.entries([value])), where.id)

        def changed(tree: Data) -> Data:
            if named != where.id and entries.of(tree, where._replace(id=named)) is not None:
                raise NotChangedError(f"编号 {named} 已经有了；请换一个 / there is already one with this id", "id")
            wanted = entries.put(tree, where, value, match)
            return _holding(tree, wanted, where.file) if where.id else wanted

        return self._write(where, match, value, changed)

    def remove(self, where: Address, match: str | None) -> Write | None:
        """Take a thing out of its file; otherwise as `put`."""
        return self._write(where, match, None, lambda tree: entries.without(tree, where, match))

    def change(self, file: str, about: str, match: str | None, changed: Callable[[Data], Data]) -> Write | None:
        """Change the data of a whole file; `match` is the hash of all of it. Otherwise as `put`."""

        def judged(tree: Data) -> Data:
            if match is not None and match != entries.version(tree, {}):
                raise ChangedError(tree)
            return _holding(tree, changed(tree), file)

        return self._changed(file, about, judged)

    def undo(self, number: int) -> Write:
        """Take a write back, where its file is as the write left it. Raises ChangedError and what `put` raises."""
        write = next((done for done in self.writes if done.number == number), None)
        if write is None:
            raise NotChangedError("这一笔已经撤销过，或是上次打开时写的 / it is undone already, or of an earlier time")
        with folders.alone(self.folder):
            now, text = self._read(write.file)
            if now != write.after:
                raise ChangedError(_data(text, write.file))
            try:
                self._replace(write.file, now, write.before)
            except _MeanwhileError:
                raise ChangedError(None) from None
        self.writes.remove(write)
        return Write(write.number, write.file, write.after, write.before or b"", write.lines, write.about)

    def _write(
        self, where: Address, match: str | None, value: Data | None, changed: Callable[[Data], Data]
    ) -> Write | None:
        def judged(tree: Data) -> Data:
            there = entries.of(tree, where, match)
            if there == value:
                return tree
            if match is None and where.id and not _open(there):
                raise NotChangedError(f"编号 {where.id} 已经有了；请换一个 / there is already one with this id", "id")
            if match != entries.version(there, tree) and not (match is None and _open(there)):
                raise ChangedError(there)
            return changed(tree)

        return self._changed(where.file, str(where), judged)

    def _changed(self, file: str, about: str, judged: Callable[[Data], Data]) -> Write | None:
        """Write what a file's data become, by what stands there at the very moment; None where they stay as they are.

        Another program may save the file while this one thinks: then it is judged anew.
        """
        with folders.alone(self.folder):
            folders.swept(self.folder)
            for _ in range(_TRIES):
                before, text = self._read(file)
                tree = _data(text, file)
                if (wanted := judged(tree)) == tree:
                    return None
                with suppress(_MeanwhileError):
                    return self._put(file, about, before, text, wanted)
        raise NotChangedError(f"{file}：一直有别的程序在存，没有写成 / another program keeps saving it: not written")

    def _read(self, file: str) -> tuple[bytes | None, str]:
        """The bytes of a file and its text; of one that is not there the line by which editing programs know it."""
        path = self.folder / file
        if "/" in file or "\\" in file or not lies_here(self.folder, []) or (path.is_symlink()):
            raise NotChangedError(f"{path.as_posix()}：不是这里的文件 / no file of this place")
        if not path.is_file():
            return None, f"{editing.first_line(f'{self.folder.name}/{file}')}\n"
        try:
            if not (data := path.read_bytes()):
                sleep(_SAVING)  # a text editor may have emptied it, to write it anew
                data = path.read_bytes()
            return data, _decoded(data)
        except OSError:
            raise ReadOnlyError(path.as_posix()) from None
        except UnicodeDecodeError:
            words = "不是 UTF-8；请先另存为 UTF-8 / is not UTF-8: save it as UTF-8 first"
            raise NotChangedError(f"{path.as_posix()}：{words}") from None

    def _put(self, file: str, about: str, before: bytes | None, text: str, wanted: Data) -> Write | None:
        """Write a file's new data, where they differ from the old. Raises NotChangedError, ReadOnlyError."""
        after = _encoded(before or b"", _spliced(text, wanted, file))
        if after == before:
            return None
        self._replace(file, before, after)
        write = Write(next(self._numbers), file, before, after, _differing(before or b"", after), about)
        self.writes.append(write)
        del self.writes[:-_KEPT]
        return write

    def _replace(self, file: str, before: bytes | None, after: bytes | None) -> None:
        """Put other bytes in the place of those that a file has; None of one that is not there.

        Raises NotChangedError, ReadOnlyError, _MeanwhileError.
        """
        path = self.folder / file
        if path.exists() and not os.access(path, os.W_OK):
            raise ReadOnlyError(path.as_posix())

        def judge() -> None:
            if (path.read_bytes() if path.is_file() else None) != before:
                raise _MeanwhileError

        try:
            if after is None:
                judge()
                path.unlink()
            else:
                folders.replace(path, after, judge)
        except PermissionError:
            raise ReadOnlyError(path.as_posix()) from None
        except OSError as error:
            if error.errno in _READ_ONLY:
                raise ReadOnlyError(path.as_posix()) from None
            raise NotChangedError(f"{path.as_posix()}：没有存成：{error.strerror} / not written") from None


class _MeanwhileError(Exception):
    """A file is no longer what it was when it was read."""


_TRIES, _SAVING = 20, 0.2
_KEPT = 200
"""So many writes can be undone."""
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def _open(value: Data | None) -> bool:
    """Whether nobody has answered yet."""
    return value is None or value in (TO_FILL, [])


def _data(text: str, file: str) -> Data:
    """What a file says. Raises NotChangedError."""
    try:
        tree = writing.data(text)
    except UnwritableError:
        words = (
            "一个键写了两次，或不是文字，或引用（*）绕回自己、太多；先在文字编辑器里改好 / a key stands twice or is no "
            "text, or aliases go round or are too many: mend it in a text editor first"
        )
        raise NotChangedError(f"{file}：{words}") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f"第 {mark.line + 1} 行" if mark else ""
        words = "读不懂，先在文字编辑器里改好 / cannot be read: mend it in a text editor first"
        raise NotChangedError(f"{file} {at}：{words}") from None
    if not isinstance(tree, dict):
        words = "不是一行一个“键: 值”，先在文字编辑器里改好 / has no keys: mend it in a text editor first"
        raise NotChangedError(f"{file}：{words}")
    return tree


def _holding(tree: Data, wanted: Data, file: str) -> Data:
    """The data wanted, where a key that says something says the same kind of thing then. Raises NotChangedError.

    A list that somebody has begun without dashes is no list, and would be gone.
    """
    before, after = (each if isinstance(each, dict) else {} for each in (tree, wanted))
    for key, held in before.items():
        silent = held in ("", TO_FILL, NOT_STATED, [], {}) or (isinstance(held, dict) and {*held} == {"not_in_hand"})
        if not silent and type(after.get(key)) is not type(held):
            words = "形状不对，先在文字编辑器里改好 / is of the wrong form: mend it in a text editor first"
            raise NotChangedError(f"{file} {key}：{words}")
    return wanted


def _spliced(text: str, wanted: Data, file: str) -> str:
    """The text with the data wanted. Raises NotChangedError."""
    try:
        return writing.written(text, wanted)
    except (UnwritableError, yaml.YAMLError):
        words = "这一处改动写不进去而不动别处，请在文字编辑器里改 / cannot be written alone: change it in a text editor"
        raise NotChangedError(f"{file}：{words}") from None


def _decoded(data: bytes) -> str:
    """The text of a file without the mark of UTF-8 before it. Raises UnicodeDecodeError."""
    return data.decode("utf-8-sig")


def _encoded(before: bytes, text: str) -> bytes:
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode("utf-8")


def _differing(before: bytes, after: bytes) -> int:
    """How many lines of one text are not in the other, the larger number of the two sides."""
    old, new = before.splitlines(), after.splitlines()
    return max((Counter(new) - Counter(old)).total(), (Counter(old) - Counter(new)).total())
