"""The text of a document by clauses and paragraphs: where each is, what it says. Reads text; knows no policy.

A clause is addressed as people write it: `二、3（2）`, `附件2 三、`, `第五条`, or by a heading where numbers repeat
(`一、实施对象`). 文头 is what stands before the first numbered heading of a part (all of a part without numbers), 落款
what follows its last full stop and its last numbered line. A paragraph is a line: texts are kept a paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from generator.document import comparisons, figures
from generator.document.text import normal, readable

_CN = "[一二三四五六七八九十百零〇]+"
_ARTICLE = rf"{_CN}|\d{{1,3}}"
_MARKERS: tuple[tuple[str, str], ...] = (
    ("article", rf"第\s?({_ARTICLE})\s?条(?![规第和及或至所中之的款、，,])"),
    ("cn", rf"({_CN})、"),
    ("cn-brackets", rf"[（(]({_CN})[）)]"),
    ("number", r"(\d{1,2})(?:[.．](?!\d)|、)"),
    ("number-brackets", r"[（(](\d{1,2})[）)]"),
)
_LINE = r"^[\s#*]*"
_CHAPTER = rf"第{_CN}[编章节]\s*"
"""Articles are counted through all chapters, so that none is part of an address."""
_NUMBERS = dict(_MARKERS) | {"attachment": r"[\s#*-]*附件\s*(\d*)\s*[：:]?"}
_ATTACHMENT = re.compile(r"^[\s#*-]*附件\s*+(\d*)\s*(?:[：:].*)?$")
HEAD, FOOT = "文头", "落款"


@dataclass(frozen=True)
class Clause:
    """A numbered passage, from its number to the next of the same or higher rank."""

    path: tuple[tuple[str, str], ...]
    heading: str
    text: str
    own: str
    """Its text up to the first clause within it."""
    start: int = 0
    """Where it begins in the document."""

    @property
    def name(self) -> str:
        """The clause as people write it."""
        return "".join(_written(kind, number) for kind, number in self.path).rstrip(" ：")

    @property
    def end(self) -> int:
        """Where it ends in the document, the clauses within it included."""
        return self.start + len(self.text)


def _written(kind: str, number: str) -> str:
    forms = {"attachment": f"附件{number} " if number else "附件：", "article": f"第{number}条", "cn": f"{number}、"}
    forms |= {"cn-brackets": f"（{number}）", "number": number, "number-brackets": f"（{number}）"}
    return forms.get(kind, number)


@dataclass(frozen=True)
class Paragraph:
    """A line that says something, with the innermost clause it stands in."""

    clause: Clause
    text: str
    start: int
    """Where it begins in the document."""

    @cached_property
    def plain(self) -> str:
        """Its text as it is compared, without any white space."""
        return _plain(self.text)

    @cached_property
    def number(self) -> str:
        """The number of its clause or of a chapter with which it begins, as it stands there, or nothing."""
        begun = _NUMBERS.get(self.clause.path[-1][0]) if self.start == self.clause.start else None
        found = re.match(_LINE + (begun or _CHAPTER), self.text)
        return found[0] if found else ""

    @cached_property
    def _said(self) -> tuple[str, str]:
        return letters(self.text), letters(self.text[len(self.number) :])

    def says(self, words: str) -> bool:
        """Whether some words (`letters`) are all that it says, its number apart."""
        return bool(words) and words in self._said


def _plain(text: str) -> str:
    return normal(text).replace(" ", "")


def letters(text: str) -> str:
    """A text as it is compared, without punctuation."""
    return re.sub(r"[\W_]", "", normal(text))


@dataclass(frozen=True)
class Original:
    """A document's text as transcribed."""

    text: str

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, outer ones containing the text of inner ones."""
        return tuple(_clauses(self.text))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All that the document says, in order: its lines with a letter or a figure in them."""
        return tuple(_paragraphs(self.text, self.clauses))

    @cached_property
    def sentences(self) -> tuple[Paragraph, ...]:
        """The paragraphs taken apart at full stops, semicolons and the edges of cells."""
        return tuple(part for one in self.paragraphs for part in _sentences(one))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.paragraphs]

    def around(self, part: Paragraph) -> Paragraph:
        """The paragraph of a sentence."""
        return self.paragraphs[bisect_right(self._starts, part.start) - 1]

    def within(self, clause: Clause) -> tuple[Paragraph, ...]:
        """The paragraphs that begin in a clause, or in the clauses within it."""
        return tuple(one for one in self.paragraphs if clause.start <= one.start < clause.end)

    @cached_property
    def last(self) -> int:
        """Where the last numbered clause before the attachments begins; -1 where there is none."""
        body = (one for one in self.clauses if one.heading not in (HEAD, FOOT) and one.path[0][0] != "attachment")
        return max((one.start for one in body), default=-1)

    @cached_property
    def closing(self) -> frozenset[int]:
        """Where the paragraphs begin that follow the last number and the last full stop of their part."""
        whole = {one.start for one in self.clauses if one.heading == HEAD}
        feet = (one for one in self.clauses if one.heading == FOOT and one.start not in whole)
        return frozenset(one.start for foot in feet for one in self.within(foot))

    def bearing(self, clause: Clause, quote: str, among: Sequence[Paragraph] = ()) -> tuple[Paragraph, ...]:
        """The paragraphs of a clause over which a quotation stands the first time, and those that say nothing else.

        `among`: the sentences instead, or some of them.
        """
        among = among or self.paragraphs
        inside = [one for one in among if one.start + len(one.text) > clause.start and one.start < clause.end]
        wanted, alone, found, end = _plain(quote), letters(quote), [], 0
        first = "".join(one.plain for one in inside).find(wanted) if wanted else -1
        for one in inside:
            begin, end = end, end + len(one.plain)
            if (first >= 0 and begin < first + len(wanted) and first < end) or one.says(alone):
                found.append(one)
        return tuple(found)

    def find(self, clause: str) -> tuple[Clause, ...]:
        """The clauses an address can mean: usually one, none where there is no such clause."""
        wanted, heading = _address(clause)
        return tuple(
            one
            for one in self.clauses
            if one.path == wanted and (not heading or normal(heading) in normal(one.heading))
        )

    def holding(self, quote: str) -> tuple[str, ...]:
        """The innermost clauses whose text contains a quotation."""
        wanted = normal(quote)
        holding = [one for one in self.clauses if wanted in normal(one.text)]
        deepest = max((len(one.path) for one in holding), default=0)
        return tuple(one.name for one in holding if len(one.path) == deepest)


def read(path: Path) -> Original:
    """The original at a path (UTF-8)."""
    return Original(path.read_text(encoding="utf-8-sig"))


def bears(clauses: tuple[Clause, ...], quote: str) -> bool:
    """Whether a quotation stands in one of some clauses, residue of transcription apart."""
    return any(normal(quote) in normal(one.text) for one in clauses)


def cut(clauses: tuple[Clause, ...], quote: str) -> bool:
    """Whether a quotation, wherever it stands, parts a figure or leaves out the word of comparison beside one.

    十日 of 二十日, 3日 of 9月3日, 超过100吨 of 不得超过100吨, 30日 of 不少于30日.
    """
    wanted, texts = normal(quote), [normal(one.text) for one in clauses]
    return not any(not comparisons.trimmed(text, *place) for text in texts for place in figures.standing(wanted, text))


# ------------------------------------------------------------------------------------------------- segmenting


@dataclass(frozen=True)
class _Heading:
    start: int
    kind: str
    number: str
    line: str


def _headings(text: str) -> Iterator[_Heading]:
    """The numbered line starts of a text, in order."""
    position = 0
    open_: list[_Heading] = []
    before = ""
    for line in text.splitlines(keepends=True):
        if (heading := _heading(text, position, line)) and not _wrapped(before, open_, heading):
            open_ = [*_above(open_, heading), heading]
            yield heading
        before = readable(line).strip() or before
        position += len(line)


def _heading(text: str, position: int, line: str) -> _Heading | None:
    """A line that begins with a number as those of clauses do."""
    if (found := _ATTACHMENT.match(line)) and not _lists_attachments(text, position):
        return _Heading(position, "attachment", normal(found[1]), line)
    for kind, pattern in _MARKERS:
        if found := re.match(_LINE + pattern, line):
            return _Heading(position, kind, normal(found[1]), line)
    return None


_WIDTH = 20
"""A line that the width of a page has broken has at least so many characters."""
_BROKEN = re.compile("[，、,和及或为至]$")
_ENDED = re.compile(r"[。；：！？;:!?)）.…]$")


def _wrapped(before: str, open_: list[_Heading], heading: _Heading) -> bool:
    """Whether a number at the beginning of a line belongs to a sentence that began above.

    It does not go on counting, and the line before has no end: 3、5个工作日 behind 分别为.
    """
    last = next((one.number for one in open_ if one.kind == heading.kind), "0")
    counted = (figures.value(heading.number), figures.value(last))
    if heading.kind == "attachment" or None in counted or counted[0] == (counted[1] or 0) + 1:
        return False
    long = bool(open_) and len(before) >= _WIDTH and not _ENDED.search(before)
    return long or _BROKEN.search(before) is not None


def _lists_attachments(text: str, position: int) -> bool:
    """Whether an 附件 line is the announcement in the body: the same attachment stands once more below."""
    line = text[position:].split("\n", 1)[0]
    number = re.sub(r"\D", "", line[:8])
    rest = text[position + len(line) :]
    return re.search(rf"^(?:[^\S\n]|[#*])*+附件\s*{number}", rest, re.MULTILINE) is not None


def _clauses(text: str) -> Iterator[Clause]:
    headings = list(_headings(text))
    yield from _unnumbered(text, headings)
    open_: list[_Heading] = []
    for index, heading in enumerate(headings):
        open_ = [*_above(open_, heading), heading]
        end = _end(headings, index, open_)
        stop = end.start if end else len(text)
        path = tuple((one.kind, one.number) for one in open_)
        following = headings[index + 1].start if index + 1 < len(headings) else len(text)
        yield Clause(
            path, heading.line, text[heading.start : stop], text[heading.start : min(stop, following)], heading.start
        )


def _above(open_: list[_Heading], heading: _Heading) -> list[_Heading]:
    """The headings a new one stands under: those before the last of its own kind."""
    if heading.kind == "attachment":
        return []
    kinds = [one.kind for one in open_]
    return open_[: kinds.index(heading.kind)] if heading.kind in kinds else open_


def _end(headings: list[_Heading], index: int, open_: list[_Heading]) -> _Heading | None:
    """The next heading that closes the clause: of its own kind or of a kind it stands under."""
    closing = {one.kind for one in open_} | {"attachment"}
    return next((one for one in headings[index + 1 :] if one.kind in closing), None)


def _unnumbered(text: str, headings: list[_Heading]) -> Iterator[Clause]:
    """文头 and 落款 of the main part and of each attachment."""
    starts = [0, *(one.start for one in headings if one.kind == "attachment"), len(text)]
    for start, end in pairwise(starts):
        inside = [one for one in headings if start <= one.start < end]
        outer = [(one.kind, one.number) for one in inside[:1] if one.kind == "attachment"]
        first = next((one.start for one in inside if one.kind != "attachment"), end)
        yield Clause((*outer, ("", HEAD)), HEAD, text[start:first], text[start:first], start)
        numbers = [one.start + len(one.line.rstrip()) for one in inside if one.kind != "attachment"]
        foot = max((text.rfind("。", start, end) + 1, *numbers)) or start
        yield Clause((*outer, ("", FOOT)), FOOT, text[foot:end], "", foot)


def _paragraphs(text: str, clauses: Sequence[Clause]) -> Iterator[Paragraph]:
    owners = sorted(_owners(text, clauses), key=lambda one: one[0])
    starts = [start for start, _ in owners]
    position = 0
    for line in text.splitlines(keepends=True):
        if re.search(r"[^\W_]", readable(line)):
            yield Paragraph(owners[bisect_right(starts, position) - 1][1], line, position)
        position += len(line)


def _sentences(paragraph: Paragraph) -> Iterator[Paragraph]:
    start = paragraph.start
    for part in re.split(r"(?<=[。；！？|\t])", paragraph.text):
        if part:
            yield Paragraph(paragraph.clause, part, start)
        start += len(part)


def _owners(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[int, Clause]]:
    """From where on each clause is the innermost. 落款 is where a full stop parts it from the clause above."""
    for one in clauses:
        if one.heading == HEAD:
            yield one.start + (len(one.path) > 1), one  # the line 附件1 is the attachment's own
        elif one.heading != FOOT or text[: one.start].endswith("。"):
            yield one.start, one


_ADDRESS = re.compile(
    rf"附件\s*(?P<attachment>\d*)\s*[：:]?\s*|第\s?(?P<article>{_ARTICLE})\s?条|(?P<cn>{_CN})、|[（(](?P<cn_brackets>{_CN})[）)]"
    r"|(?P<number>\d{1,2})[.、．]?|[（(](?P<number_brackets>\d{1,2})[）)]"
)


def _address(clause: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """An address as a path, and the words of a heading that may follow it."""
    path: list[tuple[str, str]] = []
    rest = clause.strip()
    while found := _ADDRESS.match(rest):
        kind = str(found.lastgroup)
        path.append((kind.replace("_", "-"), normal(found[kind])))
        rest = rest[found.end() :].strip()
    if rest in (HEAD, FOOT):
        return (*path, ("", rest)), ""
    return tuple(path), rest
