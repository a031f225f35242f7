"""What stays Chinese in a text of another language is marked with `lang`: in Markdown pages, in the HTML of sheets.

One pass over the finished text, whoever put the words there: so nothing is read out, or broken, as another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from generator import language
from generator.language import gettext

_HAN = re.compile("[\u3001-\u303f\uff01-\uff60“”…—·]*[\u3400-\u9fff][\u3001-\u303f\u3400-\u9fff\uff01-\uff60“”…—·]*")
"""Characters, with the punctuation beside them."""
_HELD = re.compile(r"[^A-Za-z]*|\S+")
"""What between two runs of characters belongs to them: numbers and signs; letters only without a blank."""

_TAG = r"""(?P<tag></?[A-Za-z](?:"[^"]*"|'[^']*'|[^"'<>])*>)"""
_ASIDE = r"(?P<aside><!--.*?-->|<!doctype[^>]*>|<(?P<raw>script|style)\b.*?</(?P=raw)>)"
_HTML = re.compile(f"{_ASIDE}|{_TAG}", re.DOTALL | re.IGNORECASE)
_MARKDOWN = re.compile(
    rf"{_ASIDE}|{_TAG}|(?P<code>`[^`\n]+`)"
    r"""|(?P<mark>\]\([^)\s]*(?:\s+"[^"\n]*")?\)|\{[^{}\n]*\}|\*\*?|[|\n\[\]])""",
    re.DOTALL | re.IGNORECASE,
)
"""What stands between texts."""
_HEAD = re.compile(r"---\n.*?\n---\n", re.DOTALL)
"""The settings of a Markdown page."""
_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_READ = re.compile(r"""\s(?:alt|aria-label|placeholder|title|content|label)=(?:"([^"]*)"|'([^']*)')""")
_IN_CHINESE = re.compile(rf"""\slang=["']?{language.CHINESE}\b""")
_QUOTED = re.compile(r"""^<(?:blockquote|cite|q)\b|\sclass="(?:[^"]* )?(?:quote|fulltext)[ "]""")
_BARE = frozenset({"option", "title", "desc", "text", "tspan", "textarea"})
"""Elements that hold text and no other element: they are marked themselves."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class _Within:
    """Whether a place lies within some element, and that by counting the tags of its name."""

    def __init__(self) -> None:
        self._name, self._depth = "", 0

    def __bool__(self) -> bool:
        return self._depth > 0

    def begin(self, name: str) -> None:
        """An element begins that matters, unless one has begun already."""
        if not self:
            self._name, self._depth = name, 1

    def meet(self, name: str, *, closing: bool) -> None:
        """Some tag stands there."""
        if self and name == self._name:
            self._depth += -1 if closing else 1


class _Tag(NamedTuple):
    name: str
    closing: bool
    alone: bool
    """Whether nothing stands in it."""


def page(text: str) -> str:
    """A Markdown page with its Chinese marked, its head aside."""
    head = _HEAD.match(text)
    at = head.end() if head else 0
    return text[:at] + "".join(_marked(text[at:], _MARKDOWN))


def html(text: str) -> str:
    """A document in HTML with its Chinese marked; what is marked already stays as it is."""
    return "".join(_marked(text, _HTML))


def _marked(text: str, between: re.Pattern[str]) -> Iterator[str]:
    chinese, quoted, at, bare = _Within(), _Within(), 0, False
    for token in [*between.finditer(text), None]:
        part = text[at : token.start() if token else None]
        yield part if chinese or bare or not part else _runs(part, quoted=bool(quoted))
        if token is None:
            return
        at, piece, bare = token.end(), token[0], bare and token["tag"] is None
        if token["tag"]:
            tag, following = _tag(piece), between.search(text, at)
            words = text[at : following.start() if following else None]
            _follow(tag, piece, chinese, quoted)
            if not chinese and not tag.closing and _whole(tag, piece, words):
                piece, bare = _with_lang(piece), tag.name in _BARE
        elif "code" in token.groupdict() and token["code"] and _HAN.search(piece) and not chinese:
            piece = _span(piece, quoted=True)
        yield piece


def _tag(piece: str) -> _Tag:
    named = _NAME.match(piece)
    name = named[1].lower() if named else ""
    return _Tag(name, piece.startswith("</"), piece.endswith("/>") or name in _VOID)


def _follow(tag: _Tag, piece: str, chinese: _Within, quoted: _Within) -> None:
    """Enters and leaves what is in Chinese already, and what is quoted."""
    if tag.alone:
        return
    for within, begins in ((chinese, _IN_CHINESE), (quoted, _QUOTED)):
        if within:
            within.meet(tag.name, closing=tag.closing)
        elif not tag.closing and begins.search(piece):
            within.begin(tag.name)


def _whole(tag: _Tag, piece: str, words: str) -> bool:
    """Whether an element is to be marked itself: it can hold no other, or what it is called is all there is to it."""
    if " lang=" in piece:
        return False
    if tag.name in _BARE and _HAN.search(words):
        return True
    named = any(_HAN.search(a or b) for a, b in _READ.findall(piece))
    return named and (tag.alone or not re.search("[A-Za-z]", words))


def _with_lang(piece: str) -> str:
    end = len(piece) - (2 if piece.endswith("/>") else 1)
    return f'{piece[:end].rstrip()} lang="{language.CHINESE}"{piece[end:]}'


def _runs(text: str, *, quoted: bool) -> str:
    """A text without markup, each run of Chinese in it marked."""
    runs: list[tuple[int, int]] = []
    for run in _HAN.finditer(text):
        if runs and _HELD.fullmatch(text, runs[-1][1], run.start()):
            runs[-1] = (runs[-1][0], run.end())
        else:
            runs.append(run.span())
    out, at = "", 0
    for start, end in runs:
        out += text[at:start] + _span(text[start:end], quoted=quoted)
        at = end
    return out + text[at:]


def _span(text: str, *, quoted: bool) -> str:
    """Chinese marked; where it is no quotation, it also says that there is no translation of it."""
    alone = gettext("只有中文，没有译文")
    said = "" if quoted else f' title="{Markup.escape(alone)}"'
    return f'<span lang="{language.CHINESE}"{said}>{text}</span>'
