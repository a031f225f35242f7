"""What arguments of the command line may be: folders, files, ports, days. Writes nothing that stays."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

import click

from generator.errors import CommandError, UsageError
from generator.findings import guess
from generator.paths import PROGRAM

Judge: TypeAlias = Callable[[str, Path], None]
"""Holds what a path should be: is given the name of the argument and the path. Raises CommandError, UsageError."""


class Kind(click.ParamType[Path]):
    """An argument that is a path, and what it should be."""

    name = "path"

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """The path. Raises CommandError, UsageError."""
        path = Path(value)
        self.judge(named(param) if param else "", path)
        return path


class Choice(click.Choice[str]):
    """One of a few words; another is refused in both languages."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Which words there are, and which might have been meant."""
        return unknown(str(value), self.choices, "没有这一种", "no such kind")


def named(param: click.Parameter) -> str:
    """An argument or an option as the user knows it: `CITY`, `--site`."""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def unknown(word: str, known: Sequence[str], chinese: str, english: str) -> str:
    """That a word is none of those there are, which there are, and which might have been meant."""
    meant, more = guess(word, list(known)), "……" if len(known) > _MANY else ""
    there = "、".join(known[:_MANY]) or "（无）"
    return f"{word}：{chinese}{meant['guess']}；有：{there}{more} / {english}{meant['guess_en']}"


_MANY = 20


# ------------------------------------------------------------------------------------------------------- judges


def folder(name: str, path: Path) -> None:
    """A folder that is there. Raises UsageError."""
    mode = _mode(name, path)
    if mode is None:
        raise UsageError(f"{name} {path}：没有这个文件夹，请写一个已有的 / no such folder: name one that is there")
    if not stat.S_ISDIR(mode):
        raise UsageError(f"{name} {path}：这不是文件夹，请写一个文件夹 / no folder: name a folder")


def file(name: str, path: Path) -> None:
    """An ordinary file that is there; a pipe or a device might never end. Raises CommandError."""
    mode = _mode(name, path)
    if mode is None:
        raise CommandError(f"{name} {path}：没有这个文件，请核对名称 / no such file: check its name")
    if not stat.S_ISREG(mode):
        raise CommandError(f"{name} {path}：这不是普通文件，请写一个文件 / no ordinary file: name a file")


def site(name: str, path: Path) -> None:
    """The folder of a built site. Raises UsageError."""
    if not stat.S_ISREG(_mode(name, path / "index.html") or 0):
        words = f"里面没有生成好的网站，先运行 {PROGRAM} build / no built site there: run {PROGRAM} build first"
        raise UsageError(f"{name} {path}：{words}")


def folder_if_there(name: str, path: Path) -> None:
    """A folder, or nothing yet. Raises UsageError."""
    if _mode(name, path) is not None:
        folder(name, path)


def new_folder(name: str, path: Path) -> None:
    """A folder that can be written to, or be made. Raises CommandError, UsageError."""
    whole = path.absolute()
    there = next(ancestor for ancestor in (whole, *whole.parents) if _mode(name, ancestor) is not None)
    folder(name, there)
    _hold_open(name, path, there)


def exchanged_folder(name: str, path: Path) -> None:
    """A folder that is replaced by another as a whole, or is made. Raises CommandError, UsageError."""
    new_folder(name, path)
    if os.path.ismount(path):
        words = (
            "这是挂载点，不能整个替换；请写它里面的一个文件夹 / a mount point cannot be replaced: name a folder in it"
        )
        raise UsageError(f"{name} {path}：{words}")
    new_folder(name, path.absolute().parent)


def new_file(name: str, path: Path) -> None:
    """A file that can be written to, or be made, in a folder that is there. Raises CommandError, UsageError."""
    mode = _mode(name, path)
    if mode is not None and not stat.S_ISREG(mode):
        words = "这里已有的不是普通文件，请换一个文件名 / what is there is no ordinary file: name another file"
        raise UsageError(f"{name} {path}：{words}")
    folder(name, path.absolute().parent)
    _hold_open(name, path, path.absolute().parent)


def _mode(name: str, path: Path) -> int | None:
    """The kind and the permissions of what lies at a path; None where nothing does. Raises UsageError."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        shown, reason = str(path)[:_SHOWN], getattr(error, "strerror", None) or error
        raise UsageError(f"{name} {shown}：不能用这个路径，请换一个 / not usable: name another ({reason})") from None


_SHOWN = 200


def _hold_open(name: str, path: Path, there: Path) -> None:
    """Something can be written into a folder; whether a full disk has room for it shows later."""
    try:
        with TemporaryFile(dir=there):
            return
    except OSError as error:
        if error.errno not in _FULL:
            words = "写不进去，请换一个地方或改权限 / not writable: name another place, or change permissions"
            raise CommandError(f"{name} {path}：{words} ({error.strerror})") from None


# --------------------------------------------------------------------------------------------------------- words


def day(text: str) -> date:
    """A day in the form 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"不是日期：{text}；请写成 2026-11-21 / no date") from None


def port(text: str) -> int:
    """A port of this machine; 0 stands for a free one."""
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or int(text) > _LAST_PORT:
        raise click.BadParameter(f"不是端口：{text}；请写 0 到 {_LAST_PORT} 的数 / no port: 0 to {_LAST_PORT}")
    return int(text)


_LAST_PORT = 65535


def listen(text: str) -> str:
    """An address of a server with its port, or the port alone."""
    parts = re.fullmatch(r"(?:([0-9.]+|\[[0-9a-fA-F:.]+\]):)?([0-9]{1,5})", text, re.ASCII)
    if parts is None or not 0 < int(parts[2]) <= _LAST_PORT or not _is_address(parts[1]):
        words = f"不是地址和端口：{text}；请写成 8080、127.0.0.1:8080、[::]:8080 / no address and port"
        raise click.BadParameter(words)
    return text


def _is_address(text: str | None) -> bool:
    """Whether a number of a machine is one, if any is given."""
    try:
        return text is None or ip_address(text.strip("[]")).version == (6 if "[" in text else 4)
    except ValueError:
        return False


def scheduler(text: str) -> str:
    """The address of a Dask scheduler."""
    address = re.fullmatch(r"(?:tcp|tls|ws|wss)://[^\s/:]+:([0-9]{1,5})", text, re.ASCII)
    if address is None or not 0 < int(address[1]) <= _LAST_PORT:
        words = f"不是调度器的地址：{text}；请写成 tcp://10.0.0.1:8786 / no address of a scheduler"
        raise click.BadParameter(words)
    return text


# ------------------------------------------------------------------------------------------------------- failures


def failed(error: OSError, paths: Iterable[tuple[str, Path]]) -> CommandError:
    """What the system refused, with the argument it happened at and the remedy."""
    where = [f"{name} {path}" for name, path in paths if error.filename and _at(Path(str(error.filename)), path)]
    named = dict.fromkeys([*where, *([str(error.filename)] if error.filename else [])])
    told = "：".join([*named, error.strerror or str(error) or type(error).__name__])
    kind = UsageError if error.errno in _OF_USAGE else CommandError
    return kind(f"{told}；{_REMEDIES.get(error.errno or 0, _REMEDY)}")


def _at(place: Path, path: Path) -> bool:
    """Whether something lies at a path, below it, or is the half-written file beside it."""
    own, other = path.absolute(), place.absolute()
    beside = other.parent == own.parent and other.name.startswith(f".{own.name}.") and other.suffix == ".partial"
    return beside or other.is_relative_to(own)


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_OF_USAGE = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL})
_REMEDIES: dict[int, str] = {
    errno.EADDRINUSE: "端口被占用，请用 --port 换一个 / the port is taken: choose another with --port",
    errno.EADDRNOTAVAIL: "请用 --port 换一个端口 / choose another port with --port",
    **dict.fromkeys(_FULL, "没有余地了，请腾出地方再运行 / no room left: make some, and run it again"),
}
_REMEDY = "请检查这个路径和它的权限 / check this path and its permissions"
