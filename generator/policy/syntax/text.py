"""The text of a file below `policies/`, refused where it is too large, lies elsewhere or is not UTF-8. Reads files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.findings import Finding, Position, finding

MAX_BYTES = 1 << 20


def inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder even after links have been followed, wherever the folder itself lies."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


ELSEWHERE = (
    "不是普通文件，或者链接指到文件夹之外或没有的地方，或者没有权限读"
    " / no ordinary file, a link out of its folder or to nothing, or nobody is permitted to read it"
)
"""One text for all of these, since a build cannot tell them apart: it carries the files of a place to where they are
read, and for such a one a mark that it cannot be read."""


def lies_here(path: Path, problems: list[Finding]) -> bool:
    """Whether a file or folder is no link out of its folder or to nothing; adds a finding to `problems` where it is."""
    if here := not os.path.islink(path) or leads_into(path, path.parent):  # noqa: PTH114  raises nothing
        return here
    problems.append(finding("unreadable", Position(path.as_posix()), problem=ELSEWHERE))
    return False


def leads_into(link: Path, folder: Path) -> bool:
    """Whether a link leads to something in a folder."""
    return os.path.exists(link) and inside(link, folder)  # noqa: PTH110  raises nothing


def decoded(path: Path, problems: list[Finding]) -> str | None:
    """The text of a file, with \\n as line ends and without a BOM; None, with a finding, where it is no UTF-8 text."""
    data = contents_of(path, problems)
    if data is None:
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        problems.append(finding("not-utf8", _byte_position(path, data, error.start), **_encoding_guess(data)))
        return None


def contents_of(path: Path, problems: list[Finding]) -> bytes | None:
    """The bytes of a file; None with a finding where it is too large, lies elsewhere, or is a device or a pipe."""
    if not lies_here(path, problems):
        return None
    try:
        about = path.stat()
        if about.st_size > MAX_BYTES:
            words = {"size": str(about.st_size), "limit": str(MAX_BYTES)}
            problems.append(finding("too-large", Position(path.as_posix()), **words))
            return None
        if stat.S_ISREG(about.st_mode):
            return path.read_bytes()
        problem = ELSEWHERE
    except PermissionError:
        problem = ELSEWHERE
    except OSError as error:
        problem = type(error).__name__
    problems.append(finding("unreadable", Position(path.as_posix()), problem=problem))
    return None


def _byte_position(path: Path, data: bytes, offset: int) -> Position:
    line = data[:offset].rpartition(b"\n")[2].decode("utf-8", errors="replace")
    return Position(path.as_posix(), data[:offset].count(b"\n") + 1, len(line) + 1)


def _encoding_guess(data: bytes) -> dict[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200]:
        return {"guess": "，看起来是“Unicode”（UTF-16）", "guess_en": " and looks like UTF-16"}
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return {"guess": "", "guess_en": ""}
    return {"guess": "，看起来是 GBK", "guess_en": " and looks like GBK"}
