"""The messages in the source of a template: each run of words that readers see, cut where markup stands between them.

`适用于 <b>{{ place.name }}</b>的企业` has two: `适用于` and `的企业`; `到{{ one.day }}止` is one, `到{day}止`. So
Chinese stays where it stands in a template, and a translation is put in its place before the template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from jinja2 import Environment
from jinja2.lexer import Lexer

CHINESE = re.compile("[\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]")
"""What only Chinese writes: its characters, its punctuation."""
Say: TypeAlias = Callable[[str, int], str]
"""What is said instead of a message that stands in some line."""

_CUT = re.compile(r"""<!--.*?-->|\]\([^)\s]*\)|\{[^}]*\}|\*\*?|[<>"\n|`#\[\]{}]""", re.DOTALL)
"""What stands between messages: tags and their attributes, lines, the marks of Markdown."""
_WITHIN = re.compile(r"(\s*(?:(?:[-+>]|\d+\.|[a-z]+:)\s+)*)(.*?)(\s*)", re.DOTALL)
"""A message within a piece of text: behind the mark of a list or a key of the head, without blanks around it."""
_KEY = re.compile(r"[a-z]+:\s+$")
"""A key of the head, whose value is YAML: a translation is quoted there, since it may have a colon."""
_FIRST = 0xF0000
"""Characters for private use, from this one on, hold the places of expressions."""
_PLACE = re.compile("[\U000f0000-\U000ffffd]")
_AT_ENDS = re.compile(r"^ | $")
_BESIDE = re.compile(f" (?=({_PLACE.pattern}))|(?<=({_PLACE.pattern})) ")
_NAMED = re.compile(r"\{(\w+)\}")
_BEFORE = re.compile(r"""(?:trim|replace|startswith|endswith)\(|["']equalto["'],|.*[!=]=""", re.DOTALL)
"""What stands before a text that is looked for in the words of a document."""


Mark: TypeAlias = tuple[int, str, str]
"""A token of Jinja's: line, kind, and how it stands in the source."""


class Piece(NamedTuple):
    """A part of a template's source: `data`, `variable`, or `other`, which ends a run of words."""

    kind: str
    text: str
    line: int


def translated(source: str, say: Say) -> str:
    """The source of a template with what `say` has for each of its messages; lines keep their numbers.

    Raises TemplateSyntaxError.
    """
    out: list[str] = []
    run: list[Piece] = []
    for piece in _pieces(source, say):
        if piece.kind == "other":
            out += [_said(run, say), piece.text]
            run = []
        else:
            run.append(piece)
    return "".join([*out, _said(run, say)])


def _pieces(source: str, say: Say) -> Iterator[Piece]:
    """The source piece by piece, texts in expressions said already; `{% trans %}` and what it holds are `other`."""
    trans = False
    for kind, marks in _groups(source):
        names = [text for _, mark, text in marks if mark == "name"][:1]
        trans = names == ["trans"] or (trans and names != ["endtrans"])
        text = "".join(text for _, _, text in marks) if kind in ("data", "comment") else _expression(marks, say)
        yield Piece(kind if kind in ("data", "variable") and not trans else "other", text, marks[0][0])


@cache
def _lexer() -> Lexer:
    """Reads templates without dropping anything of their text."""
    return Environment(keep_trailing_newline=True, autoescape=True).lexer


def _groups(source: str) -> Iterator[tuple[str, list[Mark]]]:
    """Text by itself, and what stands between braces as one: `data`, `variable`, `block`, `comment`, `raw`."""
    line, held = 1, list[Mark]()
    for at, mark, text in _lexer().tokeniter(source, None):
        whole = "\n" * (at - line) + text  # lines that a minus behind the brace has dropped
        line = at + text.count("\n")
        held.append((at, mark, whole))
        if mark in ("data", "raw_begin") or mark.endswith("_end"):
            yield mark.removesuffix("_end"), held
            held = []
    if held:  # a brace that nobody closed: Jinja says so
        yield "comment", held


def _expression(marks: list[Mark], say: Say) -> str:
    """What stands between braces, its texts said."""
    out, at, words = "", -1, [text for _, mark, text in marks if mark != "whitespace"]
    for line, mark, text in marks:
        at += mark != "whitespace"
        out += _constant(text, line, say) if mark == "string" and not _looked_for(words, at) else text
    return out


def _looked_for(words: list[str], at: int) -> bool:
    """Whether a text of an expression is looked for in the words of a document, and so is no message."""
    return words[at + 1] in ("in", "not") or bool(_BEFORE.fullmatch("".join(words[max(0, at - 2) : at])))


def _constant(raw: str, line: int, say: Say) -> str:
    """A text in an expression, with its quotation marks."""
    text = raw[1:-1]
    if not CHINESE.search(text) or "\\" in text or (said := say(text, line)) == text:
        return raw
    return '"{}"'.format(said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))


def _said(run: list[Piece], say: Say) -> str:
    """A run of words and expressions, message by message."""
    held = [piece.text for piece in run if piece.kind == "variable"]
    places = iter(range(_FIRST, _FIRST + len(held)))
    text = "".join(piece.text if piece.kind == "data" else chr(next(places)) for piece in run)
    out, at, line = [], 0, run[0].line if run else 1
    for cut in [*_CUT.finditer(text), None]:
        part, mark = text[at : cut.start() if cut else None], cut[0] if cut else ""
        out += [_part(part, line, held, say), mark]
        at += len(part) + len(mark)
        line += mark.count("\n")
    return _PLACE.sub(lambda place: held[ord(place[0]) - _FIRST], "".join(out))


def _part(part: str, line: int, held: list[str], say: Say) -> str:
    """What stands between two marks: its message said, expressions still as their places."""
    if not CHINESE.search(part) or (found := _WITHIN.fullmatch(part)) is None:
        return part
    before, words, after = found.groups()
    names = _names(words, held)
    message = _PLACE.sub(lambda place: f"{{{names[place[0]]}}}", words)
    said = say(message, line)
    if said == message:
        return part
    written = _unstripped(_written(said, {name: place for place, name in names.items()}), held)
    return before + (f'"{written}"' if _KEY.search(before) else written) + after


def _names(words: str, held: list[str]) -> dict[str, str]:
    """By place the name it has in the message: the last one of its expression, numbered where it is met again."""
    names: dict[str, str] = {}
    for place in _PLACE.findall(words):
        found = re.match(r"\{\{[-+]?\s*([A-Za-z_][\w.]*)", held[ord(place) - _FIRST])
        name = found[1].rpartition(".")[2] if found else "value"
        taken = sum(one.rstrip("0123456789") == name for one in names.values())
        names[place] = f"{name}{taken + 1}" if taken else name
    return names


def _written(said: str, places: dict[str, str]) -> str:
    """A translation as it stands in a template: nothing in it is markup but the places of the message.

    A blank at an end stays, whatever stands beside it: a tag of Jinja's that strips, or stars of Markdown.
    """
    out, at = "", 0
    for named in _NAMED.finditer(said):
        out += _plain(said[at : named.start()]) + places.get(named[1], _plain(named[0]))
        at = named.end()
    return _AT_ENDS.sub("&#32;", out + _plain(said[at:]))


def _unstripped(written: str, held: list[str]) -> str:
    """A translation whose blanks stay beside a place that strips those of the source."""

    def blank(found: re.Match[str]) -> str:
        place = held[ord(found[1] or found[2]) - _FIRST].strip()
        return "&#32;" if (place.startswith("{{-") if found[1] else place.endswith("-}}")) else " "

    return _BESIDE.sub(blank, written)


def _plain(text: str) -> str:
    return re.sub(r"""[<>"*\[\]|`#{}\n]|&(?!#?\w+;)""", lambda found: f"&#{ord(found[0])};", text)
