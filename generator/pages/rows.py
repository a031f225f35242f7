"""Lines of the telling as rows of a page or a sheet: each kind of piece with its own look. No wording, no deciding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from generator.media.layout import Layout
from generator.media.lines import Line, Piece
from generator.words.templating import calls, markdown_safe

_NAMED = frozenset(
    {
        "channels",
        "complaints",
        "contacts",
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

    def row(self, line: Line) -> Markup:
        """A line, with what leads to its source before what is ours."""
        made = [_LOOKS[piece.kind](line, piece, self) for piece in line.pieces]
        at = next((index for index, piece in enumerate(line.pieces) if piece.kind in ("assured", "note")), len(made))
        source = self.mark(line.statement)
        said = (*made[:at], Markup(" ") + source if source else Markup(""), *made[at:])
        if self.paper:
            return Markup("").join(said)  # every element takes time to print
        return Markup('<span data-says="{}">{}</span>').format(markdown_safe(" ".join(line.ids)), Markup("").join(said))


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
    calling = telephone and telephone in piece.words and not view.paper
    said = calls(telephone, piece.words) if calling else markdown_safe(piece.words)
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
    said = markdown_safe(piece.text)
    return said if view.paper else Markup('<span class="open">{}</span>').format(said)


def _strength(_: Line, piece: Piece, view: View) -> Markup:
    if view.paper:
        return markdown_safe(piece.text)
    return Markup(' <span class="tag">{}</span>').format(markdown_safe(piece.words))


def _assured(_: Line, piece: Piece, view: View) -> Markup:
    return Markup("") if view.vouched else markdown_safe(piece.text)


def _note(_: Line, piece: Piece, view: View) -> Markup:
    form = Markup("<small>{}</small>") if view.paper else Markup(' <span class="ours">{}</span>')
    return form.format(markdown_safe(piece.text))


_LOOKS: Mapping[str, Callable[[Line, Piece, View], Markup]] = {
    "status": _status,
    "when": _when,
    "lead": _lead,
    "says": _says,
    "part": _part,
    "branch": _branch,
    "open": _open,
    "strength": _strength,
    "assured": _assured,
    "note": _note,
}
