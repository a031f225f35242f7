"""The text of a document by clauses and paragraphs: where each is, what it says. Reads text; knows no policy.

A clause is addressed as people write it: `二、3（2）`, `附件2 三、`, `第五条`, or by a heading where numbers repeat
(`一、实施对象`). 文头 is what stands before the first numbered heading of a part (all of a part without numbers), 落款
what follows its last full stop and its last numbered line. Where a letter sends a document along (印发给你们), the
letter's signature and date are 落款, too, and what the document itself begins with is its 引言; 文头 is all of it.
A paragraph is a line: texts are kept a paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from generator.document import comparisons, quantities
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
HEAD, FOOT, OPENING = "文头", "落款", "引言"
UNNUMBERED = (HEAD, FOOT, OPENING)
"""The names of what stands under no number."""
_LETTER = re.compile(r"^.*印发给你们.*$", re.MULTILINE)
_DATE = re.compile(
    r"^[^\S\n]*[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日[^\S\n]*$",
    re.MULTILINE,
)


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
        """Its normalised text, without any white space."""
        return _plain(self.text)

    @cached_property
    def number(self) -> str:
        """The number with which it begins, of its clause or of a chapter, as it stands there; empty without one."""
        begun = _NUMBERS.get(self.clause.path[-1][0]) if self.start == self.clause.start else None
        match = re.match(_LINE + (begun or _CHAPTER), self.text)
        return match[0] if match else ""

    @cached_property
    def _letters(self) -> tuple[str, str]:
        return letters(self.text), letters(self.text[len(self.number) :])

    def says(self, words: str) -> bool:
        """Whether some words, given as `letters`, are all that it says, with or without its number."""
        return bool(words) and words in self._letters


def _plain(text: str) -> str:
    return normal(text).replace(" ", "")


def letters(text: str) -> str:
    """The normalised text without punctuation and white space."""
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
        return tuple(sentence for paragraph in self.paragraphs for sentence in _sentences(paragraph))

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def around(self, part: Paragraph) -> Paragraph:
        """The paragraph that a sentence is part of."""
        return self.paragraphs[bisect_right(self._starts, part.start) - 1]

    def within(self, clause: Clause) -> tuple[Paragraph, ...]:
        """The paragraphs that begin in a clause, or in the clauses within it."""
        return tuple(paragraph for paragraph in self.paragraphs if clause.start <= paragraph.start < clause.end)

    @cached_property
    def last(self) -> int:
        """Where the last numbered clause before the attachments begins; -1 where there is none."""
        numbered = (clause for clause in self.clauses if clause.heading not in UNNUMBERED)
        return max((clause.start for clause in numbered if clause.path[0][0] != "attachment"), default=-1)

    @cached_property
    def closing(self) -> frozenset[int]:
        """Where the paragraphs begin that follow the last number and the last full stop of their part."""
        whole = {clause.start for clause in self.clauses if clause.heading == HEAD}
        feet = (clause for clause in self.clauses if clause.heading == FOOT and clause.start not in whole)
        return frozenset(paragraph.start for foot in feet for paragraph in self.within(foot))

    def bearing(self, clause: Clause, quote: str, among: Sequence[Paragraph] = ()) -> tuple[Paragraph, ...]:
        """The paragraphs of a clause that a quotation accounts for.

        Those in which it stands, or over which it extends, the first time that it stands in the clause; and those that
        say nothing but the quotation. `among`: the sentences, or some of them, to choose from instead of paragraphs.
        """
        among = among or self.paragraphs
        inside = [
            passage
            for passage in among
            if passage.start + len(passage.text) > clause.start and passage.start < clause.end
        ]
        wanted, alone, bearing, end = _plain(quote), letters(quote), [], 0
        first = "".join(passage.plain for passage in inside).find(wanted) if wanted else -1
        for passage in inside:
            begin, end = end, end + len(passage.plain)
            if (first >= 0 and begin < first + len(wanted) and first < end) or passage.says(alone):
                bearing.append(passage)
        return tuple(bearing)

    def find(self, address: str) -> tuple[Clause, ...]:
        """The clauses an address can mean: usually one, none where there is no such clause."""
        wanted, heading = _address(address)
        return tuple(
            clause
            for clause in self.clauses
            if clause.path == wanted and (not heading or normal(heading) in normal(clause.heading))
        )

    def holding(self, quote: str) -> tuple[str, ...]:
        """The innermost clauses whose text contains a quotation."""
        wanted = normal(quote)
        holding = [clause for clause in self.clauses if wanted in normal(clause.text)]
        deepest = max((len(clause.path) for clause in holding), default=0)
        return tuple(clause.name for clause in holding if len(clause.path) == deepest)


def read(path: Path) -> Original:
    """The original at a path (UTF-8)."""
    return Original(path.read_text(encoding="utf-8-sig"))


def bears(clauses: tuple[Clause, ...], quote: str) -> bool:
    """Whether a quotation stands in one of some clauses, both normalised."""
    return any(normal(quote) in normal(clause.text) for clause in clauses)


def cut(clauses: tuple[Clause, ...], quote: str) -> bool:
    """Whether a quotation, wherever it stands, begins or ends within a figure or beside its word of comparison.

    As 十日 of 二十日, 3日 of 9月3日, 超过100吨 of 不得超过100吨, 30日 of 不少于30日.
    """
    wanted, texts = normal(quote), [normal(clause.text) for clause in clauses]
    return not any(not comparisons.trimmed(text, *span) for text in texts for span in quantities.standing(wanted, text))


# ------------------------------------------------------------------------------------------------- segmenting


@dataclass(frozen=True)
class _Heading:
    start: int
    kind: str
    number: str
    line: str


def _headings(text: str) -> Iterator[_Heading]:
    """The headings of a text in order: the lines that begin with the number of a clause."""
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
    """The heading that a line is, which begins at a position of the text; None for a line without such a number."""
    if (match := _ATTACHMENT.match(line)) and not _lists_attachments(text, position):
        return _Heading(position, "attachment", normal(match[1]), line)
    for kind, pattern in _MARKERS:
        if match := re.match(_LINE + pattern, line):
            return _Heading(position, kind, normal(match[1]), line)
    return None


_WIDTH = 20
"""A line that was broken at the width of a page has at least as many characters."""
_BROKEN = re.compile("[，、,和及或为至]$")
_ENDED = re.compile(r"[。；：！？;:!?)）.…]$")


def _wrapped(before: str, open_: list[_Heading], heading: _Heading) -> bool:
    """Whether the number at the beginning of a line belongs to a sentence that began on the line before.

    So where it does not continue the count of its kind, and the line before has no end: 3、5个工作日 after 分别为.
    """
    last = next((above.number for above in open_ if above.kind == heading.kind), "0")
    counted = (quantities.value(heading.number), quantities.value(last))
    if heading.kind == "attachment" or None in counted or counted[0] == (counted[1] or 0) + 1:
        return False
    long = bool(open_) and len(before) >= _WIDTH and not _ENDED.search(before)
    return long or _BROKEN.search(before) is not None


def _lists_attachments(text: str, position: int) -> bool:
    """Whether a line with 附件 only lists the attachment in the body: the attachment itself then stands below."""
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
        path = tuple((outer.kind, outer.number) for outer in open_)
        following = headings[index + 1].start if index + 1 < len(headings) else len(text)
        yield Clause(
            path, heading.line, text[heading.start : stop], text[heading.start : min(stop, following)], heading.start
        )


def _above(open_: list[_Heading], heading: _Heading) -> list[_Heading]:
    """The headings a new one stands under: those before the last of its own kind."""
    if heading.kind == "attachment":
        return []
    kinds = [above.kind for above in open_]
    return open_[: kinds.index(heading.kind)] if heading.kind in kinds else open_


def _end(headings: list[_Heading], index: int, open_: list[_Heading]) -> _Heading | None:
    """The next heading that closes the clause: of its own kind or of a kind it stands under."""
    closing = {heading.kind for heading in open_} | {"attachment"}
    return next((heading for heading in headings[index + 1 :] if heading.kind in closing), None)


def _unnumbered(text: str, headings: list[_Heading]) -> Iterator[Clause]:
    """The clauses 文头 and 落款 of the main part and of each attachment."""
    starts = [0, *(heading.start for heading in headings if heading.kind == "attachment"), len(text)]
    for start, end in pairwise(starts):
        inside = [heading for heading in headings if start <= heading.start < end]
        outer = [(heading.kind, heading.number) for heading in inside[:1] if heading.kind == "attachment"]
        first = next((heading.start for heading in inside if heading.kind != "attachment"), end)
        yield Clause((*outer, ("", HEAD)), HEAD, text[start:first], text[start:first], start)
        yield from _sent_along(text, start, first) if not outer else ()
        numbers = [heading.start + len(heading.line.rstrip()) for heading in inside if heading.kind != "attachment"]
        foot = max((text.rfind("。", start, end) + 1, *numbers)) or start
        yield Clause((*outer, ("", FOOT)), FOOT, text[foot:end], "", foot)


def _sent_along(text: str, start: int, end: int) -> Iterator[Clause]:
    """落款 of a letter that sends a document along, and the document's 引言; nothing where there is no such letter."""
    if (letter := _LETTER.search(text, start, end)) is None:
        return
    signed = max((date.end() for date in _DATE.finditer(text, letter.end(), end)), default=letter.end())
    for heading, begin, stop in ((FOOT, letter.end(), signed), (OPENING, signed, end)):
        if words := text[begin:stop].strip():
            yield Clause((("", heading),), heading, text[begin:stop], words if heading == OPENING else "", begin)


def _paragraphs(text: str, clauses: Sequence[Clause]) -> Iterator[Paragraph]:
    owners = sorted(_owners(text, clauses), key=lambda owner: owner[0])
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
    """Each clause with the position from which on it is the innermost; 落款 only where it follows a full stop."""
    for clause in clauses:
        if clause.heading == HEAD:
            yield clause.start + (len(clause.path) > 1), clause  # the line 附件1 is the attachment's own
        elif clause.heading != FOOT or text[: clause.start].endswith("。"):
            yield clause.start, clause


_ADDRESS = re.compile(
    rf"附件\s*(?P<attachment>\d*)\s*[：:]?\s*|第\s?(?P<article>{_ARTICLE})\s?条|(?P<cn>{_CN})、|[（(](?P<cn_brackets>{_CN})[）)]"
    r"|(?P<number>\d{1,2})[.、．]?|[（(](?P<number_brackets>\d{1,2})[）)]"
)


def _address(clause: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """An address of a clause as the path of that clause, and the words of a heading that follow the numbers."""
    path: list[tuple[str, str]] = []
    rest = clause.strip()
    while match := _ADDRESS.match(rest):
        kind = str(match.lastgroup)
        path.append((kind.replace("_", "-"), normal(match[kind])))
        rest = rest[match.end() :].strip()
    if rest in UNNUMBERED:
        return (*path, ("", rest)), ""
    return tuple(path), rest
