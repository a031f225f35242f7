"""Lines of the telling as rows of a page or a sheet: each kind of piece with its own look. No wording, no deciding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from generator.language import gettext
from generator.media.card import Brief, Spread, bound_word, brief, in_order, spread
from generator.media.classes import Batch, Chart, Entry, Square
from generator.media.layout import Group, Layout
from generator.media.lines import Line, Piece
from generator.media.ways import room, way, yielding
from generator.pages.drawings.bars import strip
from generator.policy.provenance import AIMS
from generator.telling.compose import says
from generator.words.catalogue import words
from generator.words.templating import calls, markdown_safe

_NAMED = frozenset(
    {
        "channels",
        "complaints",
        "contacts",
        "deadlines",
        "deferrals",
        "fees",
        "limits",
        "paper_counts",
        "papers",
        "step_counts",
        "steps",
        "visits",
        "works",
    }
)
"""Sections whose main words are a name or an amount, which is set in bold; elsewhere they are a sentence."""


_COLUMNS = 8
"""So many columns two grids beside each other have at most, their heads among them."""


@dataclass(frozen=True)
class View:
    """A layout as a template uses it: everything of `Layout`, and its lines as HTML that may stand in Markdown."""

    layout: Layout
    mark: Callable[[Any], Markup]
    """What leads from a statement to its source."""
    paper: bool = False
    vouched: bool = False
    """Whether a mark tells already what the utility vouches for."""
    base: str = ""
    """The address of the guide's folder from the page."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.layout, name)

    def spread(self) -> Spread | None:
        """The time limits of the whole as one range, where nothing else tells them apart."""
        return spread(self.layout.whole_limits())

    def longest_first(self) -> list[Group]:
        """The time limits of the whole, the longest first; of steps alone in their order, the whole before them."""
        return in_order(self.layout)

    def within(self, groups: Sequence[Group], room: int) -> Brief:
        """As much of some groups as a number of characters has room for."""
        return brief(groups, room)

    @property
    def bound(self) -> str:
        """The word with which all time limits of the whole bind, if they do so alike; else empty."""
        return bound_word(self.layout.whole_limits())

    def amount(self, group: Group) -> Markup:
        """The amounts of a group as figures: the number large, its unit small; the words of one without a number.

        How they bind stands there for those who hear the page only, where all time limits bind alike.
        """
        each = (figure(self._bound(markdown_safe(says(one))), one.numbers) for one in group.amounts)
        return Markup('<span class="or">{}</span>').format(markdown_safe(gettext("或"))).join(each)

    def _bound(self, amount: Markup) -> Markup:
        heard = Markup('<span class="heard">{}</span>').format(markdown_safe(self.bound))
        return heard + amount.removeprefix(self.bound) if self.bound and amount.startswith(self.bound) else amount

    def amount_of(self, line: Line) -> Markup:
        """The amount of one line as a figure."""
        return self.amount(Group(None, (line,)))

    def aim(self, line: Line) -> bool:
        """Whether a line is an aim, and not in force."""
        return getattr(line.statement.fact, "force", None) in AIMS

    def undrawn(self, batch: Batch, charts: Sequence[Chart]) -> list[Entry]:
        """The classes of a batch that stand in no grid."""
        drawn = {name for chart in charts for _, row in chart.rows for cell in row for name in _whole(chart, cell)}
        return [entry for entry in batch.entries if entry.classed.fact.name not in drawn]

    def abreast(self, charts: Sequence[Chart]) -> list[int]:
        """How much of the width each of two grids takes that stand beside each other, in percent; else nothing."""
        columns = [len(chart.columns) + 1 for chart in charts]
        return [98 * own // sum(columns) for own in columns] if len(charts) == 2 and sum(columns) <= _COLUMNS else []

    def room(self, section: str, part: str = "") -> str:
        """The class of what may be left off where there is no room for it; empty for what may not."""
        return f"room-{number}" if (number := room(self.layout.medium, section, part)) else ""

    def yielded(self) -> list[tuple[int, str]]:
        """What of this guide is left off where there is no room for it: when, and what it is called."""
        names, keys = words()["sheet"]["rooms"], enumerate(yielding(self.layout.medium), start=1)
        return [(number, str(names[key])) for number, key in keys if self._has(*key.split("."))]

    def _has(self, section: str, part: str = "") -> bool:
        lines = self.layout.section(section)
        return any(line.statement.note for line in lines) if part == "note" else bool(lines)

    def folded(self, text: str) -> Markup:
        """Words behind their own beginning, up to the colon; as they are, where they have none."""
        title, colon, rest = text.partition(gettext("："))
        if not colon:
            return markdown_safe(text)
        return _folded(title, Markup("<span>{}</span>").format(markdown_safe(gettext("：") + rest)))

    def firmness(self, group: Group) -> Markup:
        """How strongly clauses that differ hold, in one; empty where they are plainly required."""
        words = group.strength(self.layout.guide)
        form = gettext("（{}）") if self.paper else ' <span class="tag">{}</span>'
        return Markup(form).format(markdown_safe(words)) if words else Markup("")  # noqa: S704  ours

    def alike(self, group: Group) -> Markup:
        """What clauses that differ in their strength only say alike."""
        line = group.lines[0].without("strength", "note", "assured")
        return Markup("").join(_LOOKS[piece.kind](line, piece, self) for piece in line.pieces)

    def notes(self, group: Group) -> Markup:
        """Our notes to clauses that differ in their strength only, each once."""
        found = (
            _LOOKS["note"](line, piece, self) for line in group.lines for piece in line.pieces if piece.kind == "note"
        )
        return Markup("").join(dict.fromkeys(found))

    def beside(self, line: Line) -> Markup:
        """The rest of a line whose amount stands apart in the same row."""
        return self.said(_rest(line))

    def limit(self, line: Line, bar: str = "") -> Markup:
        """A time limit as a row: its amount large, with its source; a bar, if it has one; the rest."""
        rest = Markup("").join(_LOOKS[piece.kind](line, piece, self) for piece in _rest(line).pieces)
        further = Markup('<span class="further">{}</span>').format(rest) if rest else rest
        form = Markup('<span class="own-limit" data-says="{}"><span class="amount">{} {}</span>{}{}</span>')
        amount, source = self.amount(Group(None, (line,))), self.mark(line.statement)
        return form.format(self.ids(line), amount, source, Markup(bar), further)  # noqa: S704  of our own making

    def large(self, line: Line) -> Markup:
        """A time limit as it hangs on a wall: its words in order, each number large."""
        made = [self._at_large(line, piece, before) for before, piece in pairwise((None, *line.pieces))]
        after = 1 + next(index for index, piece in enumerate(line.pieces) if piece.kind == "says")
        sourced = self._sourced(line, made)
        said, rest = Markup("").join(sourced[:after]), Markup("").join(sourced[after:])
        if after < len(made):
            rest = Markup('<span class="further">{}</span>').format(rest)
        said += rest
        return said if self.paper else Markup('<span data-says="{}">{}</span>').format(self.ids(line), said)

    def _at_large(self, line: Line, piece: Piece | None, before: Piece | None) -> Markup:
        """A piece of it; the comma that joins it to a large number is only heard."""
        assert piece is not None  # noqa: S101  only the first has none before it
        if piece.kind == "says":
            before_, said, after = map(markdown_safe, (piece.before, piece.words, piece.after))
            return before_ + figures(said, getattr(line.statement.fact, "numbers", ())) + after
        if piece.kind == "when":
            return Markup('<b class="name">{}</b>').format(markdown_safe(piece.text))
        comma = gettext("，")
        if before is None or before.kind != "says" or not piece.before.startswith(comma):
            return _LOOKS[piece.kind](line, piece, self)
        rest = _LOOKS[piece.kind](line, piece._replace(before=piece.before.removeprefix(comma)), self)
        return Markup('<span class="heard">{}</span>{}').format(comma, rest)

    def number(self, line: Line) -> Markup:
        """The telephone number of a line, which a page can call."""
        number = next(part.words for part in line.statement.parts if part.name == "telephone")
        return markdown_safe(number) if self.paper else calls(number, number)

    def bar(self, line: Line, longest: Decimal) -> Markup:
        """The bar of a time limit beside others, the longest as wide as the page."""
        return strip(line.statement.fact.numbers, longest)

    def name(self, line: Line) -> Markup:
        """The name of a step, or what is said instead of one."""
        return self._looks(line, "says")

    def who(self, line: Line) -> Markup:
        """Who does a step, as the document calls them."""
        said = [markdown_safe(piece.words) for piece in line.pieces if piece.name == "actors"]
        return Markup("").join(said)

    def more(self, line: Line) -> Markup:
        """What else the line of a step says, on its own."""
        pieces = [piece for piece in line.pieces if piece.kind not in ("when", "says") and piece.name != "actors"]
        if pieces:
            pieces[0] = pieces[0]._replace(before=pieces[0].before.lstrip(words()["lines"]["joints"]))
        return Markup("").join(_LOOKS[piece.kind](line, piece, self) for piece in pieces)

    def _looks(self, line: Line, kind: str) -> Markup:
        return Markup("").join(_LOOKS[piece.kind](line, piece, self) for piece in line.pieces if piece.kind == kind)

    def row(self, line: Line) -> Markup:
        """A line, with what leads to its source before what is ours, and which statements it tells."""
        said = self.said(line)
        if self.paper:
            return said  # every element takes time to print
        return Markup('<span data-says="{}">{}</span>').format(self.ids(line), said)

    def ids(self, line: Line) -> Markup:
        """The statements that a row tells."""
        return markdown_safe(" ".join(line.ids))

    def said(self, line: Line) -> Markup:
        """The words of a line, with what leads to its source before what is ours."""
        return Markup("").join(self._sourced(line, [_LOOKS[piece.kind](line, piece, self) for piece in line.pieces]))

    def _sourced(self, line: Line, made: Sequence[Markup]) -> list[Markup]:
        """The pieces of a line with what leads to its source among them."""
        at = next((index for index, piece in enumerate(line.pieces) if piece.kind in ("assured", "note")), len(made))
        source = self.mark(line.statement)
        return [*made[:at], Markup(" ") + source if source else Markup(""), *made[at:]]


def _rest(line: Line) -> Line:
    """A line without its amount; without the punctuation that led from there."""
    first = next((piece for piece in line.pieces if piece.kind == "part"), None)
    rest = tuple(
        piece._replace(before=piece.before.removeprefix(gettext("，"))) if piece is first else piece
        for piece in line.pieces
        if piece.kind != "says"
    )
    bare = not any(piece.kind in ("lead", "part", "branch", "open") for piece in rest)
    return line._replace(
        pieces=tuple(piece._replace(after="") if bare and piece.kind == "when" else piece for piece in rest)
    )


def figure(said: Markup, numbers: Sequence[Decimal]) -> Markup:
    """Words with their number large, and what it counts beside it; of a range neither end alone.

    >>> str(figure(Markup("不超过 3.5 个工作日"), [Decimal("3.5")]))
    '不超过 <span class="nowrap"><b class="figure">3.5</b> <span class="unit">个工作日</span></span>'
    >>> str(figure(Markup("5 至 7 天"), [Decimal(5), Decimal(7)])).count("figure")
    2
    """
    shown = "|".join(re.escape(str(number)) for number in numbers)
    if not shown:
        return Markup('<b class="unit">{}</b>').format(said)
    form = r'<span class="nowrap"><b class="figure">\1</b> <span class="unit">\2</span></span>'
    large = re.sub(rf"(?<![\d.])({shown}) {_UNIT}", form, str(said), count=len(numbers))
    return Markup(large)  # noqa: S704  words that are safe


def _whole(chart: Chart, cell: Square) -> list[str]:
    """The names of the classes of a cell, with what the title of the grid says already."""
    return [name for said in cell.classes for name in (said, chart.title + said)]


_UNIT = r"([\w/]+(?:(?<=[a-z]) [a-z]+)*)"
"""What a number counts: a word, or several of a language that parts them."""


def figures(said: Markup, numbers: Sequence[Decimal]) -> Markup:
    """Words with each of some numbers large, and what it counts beside it; words without one all larger.

    >>> str(figures(Markup("5 至 7 天"), [Decimal(5), Decimal(7)])).count("figure")
    2
    """
    shown = "|".join(re.escape(str(number)) for number in numbers)
    if not shown:
        return Markup('<span class="words">{}</span>').format(said)
    form = r'<span class="nowrap"><b class="figure">\1</b> <span class="unit">\2</span></span>'
    large = re.sub(rf"(?<![\d.#&])({shown}) {_UNIT}", form, str(said))
    bound, first, rest = large.partition('<span class="nowrap">')
    return Markup('<span class="bound">{}</span>').format(Markup(bound)) + Markup(first + rest)  # noqa: S704  the same


def _when(_: Line, piece: Piece, view: View) -> Markup:
    form = Markup("<b>{}</b>") if view.paper else Markup('<b class="when">{}</b>')
    return form.format(markdown_safe(piece.text))


def _status(_: Line, piece: Piece, __: View) -> Markup:
    return Markup('<b class="conflict">{}</b>').format(markdown_safe(piece.text))


def _lead(_: Line, piece: Piece, view: View) -> Markup:
    if piece.name == "phase" and not view.paper:
        return Markup('<span class="tag">{}</span> ').format(markdown_safe(piece.words))
    return markdown_safe(piece.text)


def _says(line: Line, piece: Piece, view: View) -> Markup:
    telephone = next((part.words for part in line.statement.parts if part.name == "telephone"), "")
    own = line.statement.says if piece.words.startswith(line.statement.says) else piece.words
    calling = telephone and telephone in own and not view.paper
    others = markdown_safe(piece.words[len(own) :])  # of several names in one line, only that with the number calls
    said = calls(telephone, own) + others if calling else markdown_safe(piece.words)
    plain = line.open or line.statement.section not in _NAMED or line.statement.kind != "stated"
    whole = markdown_safe(piece.before) + (said if plain else Markup("<b>{}</b>").format(said)) + piece.after
    if not line.open:
        return whole
    blank = Markup(' <span class="blank"></span>') if view.paper else Markup("")
    return Markup('<span class="open">{}</span>').format(whole) + blank


def _part(_: Line, piece: Piece, view: View) -> Markup:
    before, said, after = map(markdown_safe, (piece.before, piece.words, piece.after))
    if piece.name == "telephone" and not view.paper:
        said = calls(piece.words, piece.words)
    elif piece.name == "url" and not view.paper:
        said = Markup('<span class="url">{}</span>').format(said)
    elif piece.name in ("blank", "sample") and not view.paper:
        said = Markup('<a href="{}files/{}" download>{}</a>').format(view.base, quote(piece.value), said)
    return before + said + after


def _branch(_: Line, piece: Piece, view: View) -> Markup:
    said = markdown_safe(piece.text)
    return said if view.paper else Markup('<span class="branch">{}</span>').format(said)


def _open(_: Line, piece: Piece, view: View) -> Markup:
    if view.paper:
        return markdown_safe(piece.text)
    said = piece.text.lstrip(words()["lines"]["joints"])
    joint = piece.text[: len(piece.text) - len(said)]
    return Markup('{}<span class="open">{}</span>').format(markdown_safe(joint), markdown_safe(said))


def _strength(_: Line, piece: Piece, view: View) -> Markup:
    if view.paper:
        return markdown_safe(piece.text)
    return Markup(' <span class="tag">{}</span>').format(markdown_safe(piece.words))


def _assured(_: Line, piece: Piece, view: View) -> Markup:
    return Markup("") if view.vouched else markdown_safe(piece.text)


def _note(line: Line, piece: Piece, view: View) -> Markup:
    if way(view.layout.medium, line.statement.section, "note") == "fold":
        said = Markup('<span class="ours">{}</span>').format(markdown_safe(gettext("：") + piece.words))
        misread = str(words()["parts"]["read_as"]["label"])
        return _folded(misread if piece.kind == "read_as" else gettext("本站说明"), said)
    form = Markup("<small>{}</small>") if view.paper else Markup(' <span class="ours">{}</span>')
    return form.format(markdown_safe(piece.text))


def _folded(title: str, said: Markup) -> Markup:
    """What stands behind a word that opens it, within a line."""
    form = Markup(' <details class="note"><summary>{}</summary>{}</details>')
    return form.format(markdown_safe(title), said)


_LOOKS: Mapping[str, Callable[[Line, Piece, View], Markup]] = {
    "status": _status,
    "when": _when,
    "lead": _lead,
    "says": _says,
    "part": _part,
    "branch": _branch,
    "open": _open,
    "strength": _strength,
    "read_as": _note,
    "assured": _assured,
    "note": _note,
}
