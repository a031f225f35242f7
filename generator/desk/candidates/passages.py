"""The statements of a whole document in order: every sentence and every cell once, with where each stands.

A line that is as long as the page is wide and has no end goes on in the next one. A row is a line of cells; the first
row of a table, if it has no figures, names its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

from generator.desk.candidates.candidate import Passage
from generator.desk.candidates.signs import outside
from generator.document import headings
from generator.document.originals import Clause, Original, Paragraph
from generator.document.text import readable


def passages(original: Original) -> Iterator[Passage]:
    """Every statement of a document: between full stops and semicolons, or in a cell."""
    table, heads, before = _Table(), _Heads(original), ("", "")
    arrows, lines = _Arrows(original.text), list(_lines(original))
    for (first, line), below in zip(lines, _below(lines), strict=True):
        above = heads.over(first, line)
        cells = _cells(line)
        table = table.after(cells, first.clause.name, before)
        note = table.note if _UNIT.search(table.note[0]) or not below[0] else below
        place = Passage(
            first.clause.name,
            "",
            above,
            heads=not cells and bool(heads.named),
            number=readable(first.number).strip() or arrows.before(first.start),
            line=readable(line).strip(),
            row=cells,
            columns=table.columns if cells else (),
            note=note[0],
            elsewhere=tuple(
                words
                for words in (*((column, table.clause) for column in table.columns), note)
                if words[1] != first.clause.name
            )
            if cells
            else (),
        )
        for at, cell in enumerate(cells or (line[len(first.number) :],)):
            yield from _statements(replace(place, at=at), cell)
        before = (readable(line).strip(), first.clause.name)


class _Arrows:
    """The lines of a text that are arrows down, as between the boxes of a chart."""

    def __init__(self, text: str) -> None:
        lines = [*re.finditer(r"^.*$", text, re.MULTILINE)]
        written = [line for line in lines if line[0].strip()]
        self._below = {
            below.start() for line, below in pairwise(written) if re.fullmatch(r"\s*[↓⬇⇩▼∨]\ufe0f?\s*", line[0])
        }

    def before(self, start: int) -> str:
        """The arrow right above a line that begins at a place; empty without one."""
        return "↓" if start in self._below else ""


# ---------------------------------------------------------------------------------------------------------- lines

_NARROWEST, _WIDEST = 18, 50
"""A text with shorter or longer lines was not broken at the width of a page."""
_SHORTER = 4
"""By as many characters a line may be shorter than the page is wide, and still go on in the next one."""
_ENDED = re.compile(r"[。；：！？;:!?)）.…]$")
_NO_BEGIN = re.compile(r"[证书表单图明见](?:原|复印|影印)件|\s*[个，。；：、）%元]")
"""What no line begins with, but for one whose beginning stands on the line before."""
_PAGE = re.compile(r"\W*\d{1,4}\W*")
"""A line with the number of a page."""

_NUMBERED_TWICE = re.compile("[①-⑳].*[①-⑳]")


def _lines(original: Original) -> Iterator[tuple[Paragraph, str]]:
    """The lines of a document, each with the paragraph that begins it; those joined that a page's width has parted."""
    parts = original.paragraphs
    width = max(map(_width, parts), default=0)
    begun = list[Paragraph]()
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        begun += [] if _PAGE.fullmatch(readable(part.text)) else [part]
        if begun and (following is None or not _goes_on(begun[-1], following, width, whole=begun[-1] is part)):
            yield begun[0], "".join(each.text for each in begun)
            begun = []


def _width(part: Paragraph) -> float:
    """How wide a line is drawn, in ideographs."""
    return sum(0.5 if sign.isascii() else 1 for sign in readable(part.text).strip())


def _goes_on(part: Paragraph, following: Paragraph, width: float, *, whole: bool) -> bool:
    """Whether a line goes on in the next one: broken at the width of the page, or before what begins nothing.

    `whole`: whether the next one follows at once, and not behind the number of a page.
    """
    line = part.text.strip()
    if part.clause is not following.clause or following.number or _cells(part.text):
        return False
    if _PAGE.fullmatch(readable(following.text)):
        return not _ENDED.search(line)
    broken = not whole or (_NARROWEST <= width <= _WIDEST and _width(part) >= width - _SHORTER)
    return not (_ENDED.search(line) or _NUMBERED_TWICE.search(line)) and (
        broken or _NO_BEGIN.match(following.text) is not None
    )


# ---------------------------------------------------------------------------------------------------------- tables

_EDGE = re.compile(r"(?:(?<!\s)\s+)?[|｜┃│]\s*|\t+")  # a run of spaces is tried once, from its begin
_NAMED = re.compile(r"[^\d。；;]{0,16}")
"""What the head of a column may be."""


@dataclass(frozen=True)
class _Table:
    """The table that a line may be a row of: the heads of its columns with their clause, and whether it has begun."""

    columns: tuple[str, ...] = ()
    within: bool = False
    note: tuple[str, str] = ("", "")
    """The line above it, with its clause."""
    clause: str = ""

    def after(self, cells: tuple[str, ...], clause: str, before: tuple[str, str]) -> _Table:
        """The table behind a line with some cells, none where it is no row; `before`: the line before it."""
        if not cells:
            return replace(self, within=False)
        if len(cells) != len(self.columns):
            begins = len(cells) > 1 and (not self.within or any(map(_names_matter, cells)))
            heads = cells if begins and _heads_columns(cells) else ()
            return _Table(heads, within=True, note=self.note if self.within else before, clause=clause)
        if self.within or not _heads_columns(cells):
            return replace(self, within=True)
        return _Table(cells, within=True, note=before, clause=clause)


_UNIT = re.compile("单位[:：]")
"""In a line above or below a table: the unit of its numbers."""
_APART = 5
"""As many lines may stand between the rows of a table and the note below it: where a page ends within."""


def _below(lines: Sequence[tuple[Paragraph, str]]) -> list[tuple[str, str]]:
    """For each line the note with a unit that stands below the table it is a row of, with its clause."""
    notes, note, apart = list[tuple[str, str]](), ("", ""), 0
    for first, line in reversed(lines):
        row = bool(_cells(line))
        if not row and _UNIT.search(line):
            note, apart = (readable(line).strip(), first.clause.name), 0
        apart = 0 if row else apart + 1
        note = note if apart <= _APART else ("", "")
        notes.append(note)
    return notes[::-1]


def _heads_columns(cells: Sequence[str]) -> bool:
    return all(map(_NAMED.fullmatch, cells)) and all(cells)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row; none of a line that is no row."""
    line = line.strip(" \n\r")
    return tuple(map(readable, _EDGE.split(line))) if _EDGE.search(line.strip()) else ()


# ---------------------------------------------------------------------------------------------------------- heads

_HEAD = re.compile(r"(?!.*[一二两三四五六七八九十][份个张套日天元户])[^。；;！？，,\d|｜┃│：:（）()《》]{2,20}[：:]?")
_MATTER = re.compile(
    "材料|资料|流程|程序|步骤|环节|时限|期限|收费|费用|价格|标准|依据|联系|电话|地[址点]|时间|对象|范围|条件|提示|说明|须知|方式|监督|投诉|准备|带什么|带啥|带哪|怎[么样]|咋"
)
"""Words of a head without a number that has others below it."""


_NO_LIST: tuple[int, tuple[str, ...]] = (99, ())


class _Heads:
    """The heads that a line stands under: those of its clauses, and lines above it that are heads without a number."""

    def __init__(self, original: Original) -> None:
        self._numbered = [clause for clause in original.clauses if clause.lead]
        self._open: list[Clause] = []
        self._clause: Clause | None = None
        self._words: tuple[str, ...] = ()
        self._list = _NO_LIST
        """The words right above a numbered list, which hold for all of it, and how deep its numbers are."""
        self._named_above = False
        self._at = 0
        """Where the line of the words begins."""
        self.named = ""
        """The words of the line itself, where it is a head without a number."""

    def over(self, first: Paragraph, line: str) -> tuple[str, ...]:
        """The words of the heads above a line, outermost first; lines are to be given in order."""
        clause = first.clause
        if clause is not self._clause:
            titled = any(kind in (headings.TITLE, headings.PARAGRAPH) for kind, _ in clause.path)
            if self._named_above and self._clause is not None:
                self._list = (len(clause.path), self._words)
            kept = titled or len(clause.path) >= self._list[0]
            self._words = self._words if titled else self._list[1] if kept else ()
            self._list = self._list if kept else _NO_LIST
            self._clause = clause
            self._step(clause)
        own = clause if first.start == clause.start and clause.path[-1][0] != headings.PARAGRAPH else None
        above = [(outer.start, title(outer.heading[outer.lead :])) for outer in self._open if outer is not own]
        words, at = self._words, self._at
        self._named_above = False
        self.named = "" if first.number else title(line, bare=not first.named)
        opens = own is None or line.rstrip().endswith(("：", ":"))
        if self.named and (opens or first.named):
            words = () if _MATTER.search(self.named) else self._outer(first)
            self._words = (*words, self.named)
            self._named_above, self._at = not first.named, first.start
        ordered = sorted([*above, *((at, word) for word in words)], key=lambda head: head[0])
        return tuple(word for _, word in ordered if word)

    def _outer(self, first: Paragraph) -> tuple[str, ...]:
        """The head above one without number: of another matter, or the name of the clause that it stands in."""
        word = self._words[0] if self._words else ""
        within = not first.named and first.clause.path[-1][0] == headings.TITLE
        return (word,) if word and _HEAD.fullmatch(word) and (within or _MATTER.search(word)) else ()

    def _step(self, clause: Clause) -> None:
        """Open a clause, and close those that end before it."""
        self._open = [outer for outer in self._open if outer.start <= clause.start < outer.end]
        while self._numbered and self._numbered[0].start <= clause.start:
            outer = self._numbered.pop(0)
            self._open += [outer] if clause.start < outer.end else []


@lru_cache(512)
def title(heading: str, *, bare: bool = False) -> str:
    """The words of a heading, given without its number: up to the first stop, empty where that makes a sentence.

    Of a line that ends with a colon or asks, its last statement. `bare`: whether all of it has to be the head.
    """
    said = _LEFT.sub("", _NUMBER.sub("", readable(heading))).strip()
    short = _TRAIL.sub("", said)
    said = short if not bare or _MATTER.search(short) else said
    if opening := re.search("([^。；，]{2,40})[：:？?]$", said):
        return opening[1] + ("" if said[-1] in "：:" and _HEAD.fullmatch(opening[1]) else said[-1])
    words = re.split("[。：:；]", said, maxsplit=1)[0].strip()
    return words if _HEAD.fullmatch(said if bare else words) else ""


# ----------------------------------------------------------------------------------------------------- statements

_STOP = re.compile(r"(?<=[。；;！？])|(?<=[^①-⑳→➡>])(?=[①-⑳])|(?<=[，,：:\s])(?=第[一二三四五六七八九]步)")
"""The end of a statement, or the beginning of the next in a line of numbered ones."""
_LEFT = re.compile(r"^[^\w《“\"'（(【〔\[①-⑳￥¥$≤≥<>+-]+")
"""Bullets, arrows and stops before what is said."""
_TRAIL = re.compile(r"(?<=.{2})[（(][^（）()]{0,24}[）)](?=[：:]?$)")
"""A remark behind the words of a head: 材料（均需盖章）."""
_NUMBER = re.compile(
    r"^\s*(?:第[\d一二三四五六七八九十百]+条\s*|第[\d一二三四五六七八九十]+步\s*(?:[：:→、.]\s*)?|[Ss](?:tep|TEP)\s?\d{1,2}\s*|[一二三四五六七八九十]+、|[（(][\d一二三四五六七八九十]+[）)]"
    r"|\d{1,2}(?:\.\d{1,2})+(?=\s|(?![个元天日小米吨倍万工月年公平立户千])[\u4e00-\u9fff])|\d{1,2}(?:[.．](?!\d)|、|[)）])|[①-⑳])\s*"
)
_LABEL = re.compile(r"\s*(?:【([^】]{1,20})】|([^，。；：:|｜]{1,20})[：:](?![/\d]{2}))")


def _names_matter(words: str) -> bool:
    return len(words) <= _SHORT and bool(_MATTER.search(words))


_SHORT = 10


def _statements(place: Passage, text: str) -> Iterator[Passage]:
    """The statements of a line or a cell, with what stands before each in its sentence."""
    label, before = _label(place), ""
    number = place.number
    plain, gaps = readable(text), tuple(_gaps(text))
    begun = 0
    for part in _parts(plain):
        within = None if _NUMBERED_ARROWS.search(part) else _NUMBER.match(part)
        number = within[0].strip() if within else number
        words = _LEFT.sub("", part[within.end() if within else 0 :]).rstrip(" 。；;，,→➡")
        if not label and not before and (named := _LABEL.match(words)):
            label = named[1] or named[2]
        if re.search(r"[^\W_]", words):
            at = begun + part.find(words)
            within_ = tuple(gap - at for gap in gaps if 0 < gap - at < len(words))
            yield replace(place, text=words, label=label, before=before, number=number, gaps=within_)
            place = replace(place, heads=False)
        if number and part.endswith("。") and _HEAD.fullmatch(words):
            place = replace(place, above=(*place.above, words))
        begun += len(part)
        before, number = "" if part.endswith(("。", "！", "？")) else (before + part)[-_MOST:], ""


def _label(place: Passage) -> str:
    """The head of a cell's column; in a row of names and values the cell before it, where no column says a matter."""
    own = place.columns[place.at] if place.columns else ""
    paired = len(place.row) % 2 == 0 and place.at % 2 == 1
    before = place.row[place.at - 1] if paired else ""
    if not own:
        return before if _NAMED.fullmatch(before) else ""
    return before if _names_matter(before) and not _names_matter(own) and len(place.row) < _WIDE else own


_WIDE = 6
"""A row with as many cells has columns, and no names before values."""
_MOST = 500
"""As many characters has a statement, or what precedes one, that is looked through in one go; true ones have fewer."""


_NUMBERED_ARROWS = re.compile("[→➡>]\\s*[①-⑳]")
_GAP = re.compile(r"(?<=[^\s])(?:\u3000+|\s{2,}|(?<=[\u4e00-\u9fff]{2})[ \t]+(?=[\u4e00-\u9fff]{2}))")


def _gaps(text: str) -> Iterator[int]:
    """Where a text has wide spaces, counted without white space; the first of them, as many as a true line may have."""
    begin, at = 0, 0
    for gap in islice(_GAP.finditer(text), _GAPS):
        at += len(readable(text[begin : gap.start()]))
        begin = gap.end()
        yield at


_GAPS = 100


def _parts(text: str) -> Iterator[str]:
    """The statements of a text, parted outside its brackets; an endless one in pieces."""
    stops = [0, *(stop.start() for stop in _STOP.finditer(outside(text))), len(text)]
    for begin, end in pairwise(stops):
        yield from (text[at : min(at + _MOST, end)] for at in range(begin, end, _MOST))
