"""What a document is taken apart into: paragraphs, tables, and what was left out. No I/O; knows no kind of document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.document.scans import Scan

CHARACTERS = 200_000
"""Of the text; the longest document we know has 13,000."""


class ExtractError(ValueError):
    """No text could be taken out; says why and what to do, in Chinese and English."""


class Words(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class LeftOut:
    """Something of a document that is not in its text, or not for certain: where it is, and what."""

    place: Words
    what: Words

    def __str__(self) -> str:
        """One line in both languages."""
        line = f"{self.place.zh}：{self.what.zh} / {self.place.en}: {self.what.en}"
        return " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())


@dataclass(frozen=True)
class Taken:
    """The text of a document, a paragraph or a row of a table a line, and what is not in it."""

    text: str
    left_out: tuple[LeftOut, ...] = ()
    scan: Scan | None = None
    """Of a scanned document, how its text was recognised."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The pictures of its scanned pages, by name."""


class Unread(NamedTuple):
    """A page that is nothing but a picture; pages are counted from 1."""

    page: int


Part: TypeAlias = str | LeftOut | Unread
"""A paragraph, a table as its lines, a page to be recognised, or what was left out there."""
Reader: TypeAlias = Callable[[Path], Iterator[Part]]
WHOLE = Words("整份文件", "the whole document")


def too_much(zh: str, en: str) -> ExtractError:
    """The error that something of a document is larger than it may be, with the remedy, which is always the same."""
    return ExtractError(
        f"{zh}；请只取需要的部分，另存为 .txt 再用 / {en}; save what is needed of it as .txt, and give that"
    )


def beginning(text: str, characters: int = 24) -> str:
    """The first words of a text on one line, in quotation marks."""
    words = " ".join(text.split())
    return f"“{words[:characters]}{'…' if len(words) > characters else ''}”"


def quoted(zh: str, en: str, text: str) -> Words:
    """What was left out, with its first words, which stand in the Chinese half."""
    return Words(f"{zh}{beginning(text)}", en)
