"""A statement as one line: its pieces in the order in which they are said. No medium, no markup, no case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from generator.language import gettext
from generator.policy.facts import Amount, Step
from generator.policy.guide import Guide, facts
from generator.telling.select import Status
from generator.telling.statements import Part, Statement
from generator.words.catalogue import words
from generator.words.names import unstopped

PieceKind: TypeAlias = Literal[
    "status", "when", "lead", "says", "part", "branch", "open", "strength", "read_as", "assured", "note"
]  # fmt: skip


class Piece(NamedTuple):
    """Some words of a line with the punctuation around them; the line is its pieces one after the other."""

    kind: PieceKind
    words: str
    before: str = ""
    after: str = ""
    name: str = ""
    """Of a part, which."""
    value: Any = None
    """Of a part, the model's own value."""

    @property
    def text(self) -> str:
        """The words with their punctuation."""
        return f"{self.before}{self.words}{self.after}"


class Line(NamedTuple):
    """A statement as it is said; of several that differ in their names only, all of them."""

    statement: Statement
    status: Status
    pieces: tuple[Piece, ...]
    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def when(self) -> str:
        """When it holds; empty where always."""
        return next((piece.words for piece in self.pieces if piece.kind == "when"), "")

    @property
    def open(self) -> bool:
        """Whether it only says that nothing is known of it."""
        return self.statement.open

    @property
    def noted(self) -> bool:
        """Whether it tells anything of ours, or who vouches for it."""
        return any(piece.kind in ("note", "assured") for piece in self.pieces)

    @property
    def cells(self) -> tuple[Part, ...]:
        """Of a row of a table, its cells."""
        return tuple(part for part in self.statement.parts if part.name.startswith("cell:"))

    def saying(self, kind: PieceKind, words: str) -> Line:
        """The line with other words in one kind of piece; without it, where there are none."""
        if not words:
            return self.without(kind)
        pieces = (piece._replace(words=words) if piece.kind == kind else piece for piece in self.pieces)
        return self._replace(pieces=tuple(pieces))

    def cased(self, when: str) -> Line:
        """The line for another case."""
        own = self.without("when")
        return own._replace(pieces=(_around("when", words()["lines"]["when"], when), *own.pieces))

    def only(self, *kinds: PieceKind) -> Line:
        """The line with some kinds of pieces alone."""
        return self._replace(pieces=tuple(piece for piece in self.pieces if piece.kind in kinds))

    def without_parts(self, *names: str) -> Line:
        """The line without some of its parts, which stand elsewhere."""
        return self._replace(pieces=tuple(piece for piece in self.pieces if piece.name not in names))

    def without(self, *kinds: PieceKind) -> Line:
        """The line without some kinds of pieces, which stand elsewhere."""
        return self._replace(pieces=tuple(piece for piece in self.pieces if piece.kind not in kinds))


def line(guide: Guide, statement: Statement, shown: Sequence[Part], *, when: str, status: Status) -> Line:
    """A statement as a line with some of its parts."""
    pieces = (
        *_conditions(status, when),
        *(_silence(statement, shown) if statement.open else _said(guide, statement, shown)),
        *_note(statement),
    )
    return Line(statement, status, pieces, (statement.id,))


def _conditions(status: Status, when: str) -> Iterator[Piece]:
    forms = words()["lines"]
    if forms["status"][status]:
        yield Piece("status", forms["status"][status])
    if when:
        yield _around("when", forms["when"], when)


def _silence(statement: Statement, shown: Sequence[Part]) -> Iterator[Piece]:
    """That the document does not say it, or what lacks: of which step, under which heading; that no row of it fits."""
    named = "_about" if _naming(statement) else ""
    named = "_row" if statement.section == "schedules" else named
    form = words()["lines"][("lacking" if statement.lacks else "silent") + named]
    yield Piece("says", form.format(statement.says if named else statement.lacks, statement.lacks))
    yield from _following(statement, [part for part in shown if part.name not in _APART])


def _naming(statement: Statement) -> bool:
    """Whether silence has to say of what: of a step, of the whole, of one matter, beside something else."""
    whole = statement.says == words()["lines"]["whole"]
    matter = getattr(statement.fact, "what", "")
    return bool(statement.within or matter or whole) or statement.section in _NAMING


_NAMING = ("step_counts", "paper_counts", "classes")
"""Sections beside which something else stands, so that silence has to say of what."""


def _said(guide: Guide, statement: Statement, shown: Sequence[Part]) -> Iterator[Piece]:
    """The main words, the parts around them, where a step leads, what is open, how strongly it holds, who vouches."""
    forms = words()["lines"]
    stated = [part for part in shown if not part.silent and part.name not in _APART]
    yield from (
        Piece("lead", part.words, "", _form(statement, part)["after"], part.name, part.value)
        for part in stated
        if _form(statement, part)["lead"]
    )
    form = forms.get(statement.section, "{}") if statement.kind == "stated" else "{}"
    yield _around("says", form, unstopped(statement.says))
    yield from _following(statement, stated)
    yield from _branches(guide, statement)
    yield from _open(shown)
    yield from (_around(part.name, forms[part.name], part.words) for part in shown if part.name in _APART)
    if statement.assured:
        yield Piece("assured", forms["assured"], value=statement.assured)


_APART: tuple[Literal["strength", "read_as"], ...] = ("strength", "read_as")
"""The parts that every statement may have, behind all others."""


def _open(shown: Sequence[Part]) -> Iterator[Piece]:
    """What the document leaves open, then what texts would say that are not in hand."""
    forms, silent = words()["lines"], dict[str, list[str]]()
    for part in shown:
        if part.silent:
            silent.setdefault(part.lacks, []).append(part.words)
    for lacks, names in sorted(silent.items()):
        form = forms["open_lacking"].replace("{lacks}", lacks) if lacks else forms["open"]
        yield _around("open", form, gettext("、").join(names))


def _following(statement: Statement, stated: Sequence[Part]) -> Iterator[Piece]:
    """The parts behind the main words: some in brackets, the others behind their punctuation."""
    others = [part for part in stated if not _form(statement, part)["lead"] and not _twice(statement, part)]
    bracketed = [part for part in others if _form(statement, part)["bracket"]]
    for index, part in enumerate(bracketed):
        after = gettext("）") if part is bracketed[-1] else ""
        yield Piece("part", part.words, gettext("，") if index else gettext("（"), after, part.name, part.value)
    for part in others:
        if part not in bracketed:
            form = _form(statement, part)
            before = form["before"] + _column(part, others)
            yield Piece("part", part.words, before, form["after"], part.name, part.value)


def _column(part: Part, others: Sequence[Part]) -> str:
    """What the column of an amount is called, where a row has several."""
    amounts = [one for one in others if isinstance(one.value, Amount)]
    return f"{part.label} " if part in amounts and len(amounts) > 1 else ""


def _twice(statement: Statement, part: Part) -> bool:
    """Whether a telephone number stands in the name already."""
    return part.name == "telephone" and part.words in statement.says


def _form(statement: Statement, part: Part) -> dict[str, Any]:
    """How a part stands in a line: before the main words, in brackets, or behind which punctuation."""
    forms = (
        words()["parts"]["layer"]
        if part.name == "layer"
        else words()["parts"].get(statement.section, {}).get(part.name, {})
    )
    first = statement.section == "schedules" and part.name == next((one.name for one in statement.parts), "")
    before = gettext("：") if first else gettext("，")
    return {"lead": False, "bracket": False, "before": before, "after": "", **forms}


def _branches(guide: Guide, statement: Statement) -> Iterator[Piece]:
    """The steps that may follow, where that depends on something."""
    forms, names = words()["lines"], {}
    if any(case for _, case in statement.leads):
        names = {step.id: step.name for step in facts(guide, "steps") if isinstance(step, Step)}
    for to, case in statement.leads:
        if case:
            form = forms["branch_end" if to == "end" else "branch"]
            yield Piece("branch", form.format(case, names.get(to, to)), gettext("；"))


def _note(statement: Statement) -> Iterator[Piece]:
    if statement.note:
        yield _around("note", words()["lines"]["note"], statement.note)


def _around(kind: PieceKind, form: str, said: str) -> Piece:
    """Words in a form with one place for them."""
    before, _, after = form.partition("{}")
    return Piece(kind, said, before, after)


# --------------------------------------------------------------------------------------------- several lines as one


def merged(found: Sequence[Line]) -> list[Line]:
    """Lines, with neighbours that differ in their main words only as one."""
    kept: list[Line] = []
    for one in found:
        if kept and _unnamed(kept[-1]) == _unnamed(one):
            kept[-1] = _joined(kept[-1], one)
        else:
            kept.append(one)
    return kept


def _unnamed(one: Line) -> object:
    """What a line says but for its main words, and by what."""
    plain = tuple(piece[:5] for piece in one.pieces if piece.kind != "says")
    return plain, one.statement.kind, one.statement.cite, one.statement.assured


def _joined(one: Line, other: Line) -> Line:
    name = next(piece.words for piece in other.pieces if piece.kind == "says")
    pieces = (p._replace(words=p.words + gettext("、") + name) if p.kind == "says" else p for p in one.pieces)
    return one._replace(pieces=tuple(pieces), ids=(*one.ids, *other.ids))
