"""The pipe from the public main to the appliance, piece by piece: what is told of each. No wording, no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.media.layout import Group, Layout
from generator.media.lines import Line
from generator.words.names import pieces as words_of


class Piece(NamedTuple):
    """A piece of the pipe with what is told of it: who builds, who owns, who pays, or that nothing is said."""

    id: str
    name: str
    groups: tuple[Group, ...]

    @property
    def stated(self) -> bool:
        """Whether anything is said of it in any case."""
        return any(line.statement.kind == "stated" for group in self.groups for line in group.lines)


class Pipe(NamedTuple):
    """All pieces in order; none, where the documents speak of no piece."""

    pieces: tuple[Piece, ...]
    others: tuple[Group, ...]
    """What is told of the works and of no piece."""

    @property
    def paid(self) -> bool:
        """Whether of any piece it is said who pays it."""
        return any(
            line.statement.section == "works" for piece in self.pieces for one in piece.groups for line in one.lines
        )


def pipe(shown: Layout) -> Pipe:
    """What a layout tells of the pieces of the pipe, and of the works besides."""
    works = shown.charges("works")
    told = (*shown.grouped(shown.told_under("pipe")), *works)
    pieces = tuple(Piece(piece, name, tuple(_of(piece, told))) for piece, name in words_of(shown.guide).items())
    if not any(piece.stated for piece in pieces):
        return Pipe((), works)
    placed = {path for piece in pieces for path in _ids(piece.groups)}
    return Pipe(pieces, tuple(group for group in works if not placed.issuperset(_ids([group]))))


def _of(piece: str, groups: Sequence[Group]) -> Iterator[Group]:
    """What is told of a piece, each once, case by case; what is said in general, and that nothing is said, last."""
    about = {_ids([one]): one for one in groups if any(f"pipe/{piece}" in line.statement.topics for line in one.lines)}
    cases = list(dict.fromkeys(group.lines[0].when for group in about.values()))
    return iter(sorted(about.values(), key=lambda group: _order(group.lines[0], cases)))


def _order(line: Line, cases: Sequence[str]) -> tuple[bool, bool, int]:
    return line.open, line.statement.kind != "stated", cases.index(line.when)


def _ids(groups: Sequence[Group]) -> frozenset[str]:
    """The statements of some groups."""
    return frozenset(path for group in groups for line in group.lines for path in line.ids)
