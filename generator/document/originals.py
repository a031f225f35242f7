"""The text of a document by clauses and paragraphs: where each is, what it says. Reads text; knows no policy.

A clause is addressed as people write it: `二、3（2）`, `附件2 三、`, `第五条`, or by a heading where numbers repeat
(`一、实施对象`). 文头 is what stands before the first numbered heading of a part (all of a part without numbers), 落款
what follows its last full stop and its last numbered line. Where a letter sends a document along (印发给你们), the
letter's signature and date are 落款, too, and what the document itself begins with is its 引言; 文头 is all of it.
A paragraph is a line: texts are kept a paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from generator.document import comparisons, headings, quantities, titles
from generator.document.headings import CN, ORDINAL, Head
from generator.document.text import normal, readable

HEAD, FOOT, OPENING = "文头", "落款", "引言"
UNNUMBERED = (HEAD, FOOT, OPENING)
"""The names of what stands under no number."""
_LETTER = re.compile("印发给你们")
_DATE = re.compile(r"[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日")


@dataclass(frozen=True)
class Clause:
    """A numbered passage, from its number to the next of the same or higher rank."""

    path: tuple[tuple[str, str], ...]
    heading: str
    text: str
    own: str
    """Its text up to the first clause within it."""
    start: int
    """Where it begins in the document."""
    name: str
    """Its address as people write it; no other numbered clause of the document has the same."""
    lead: int = 0
    """How many characters its number takes, with what stands before; 0 without a number."""

    @property
    def numbers(self) -> str:
        """The numbers of its address alone, which another clause may have, too."""
        return "".join(headings.written(kind, number) for kind, number in self.path).rstrip(" ：")

    @property
    def end(self) -> int:
        """Where it ends in the document, the clauses within it included."""
        return self.start + len(self.text)


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
        begins = self.start == self.clause.start
        return self.text[: self.clause.lead] if begins and self.clause.lead else headings.chapter(self.text)

    @property
    def named(self) -> bool:
        """Whether it begins a clause that has a name instead of a number."""
        return self.start == self.clause.start and self.clause.path[-1][0] == headings.TITLE

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

    @cached_property
    def _begins(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def around(self, part: Paragraph) -> Paragraph:
        """The paragraph that a sentence is part of."""
        return self.paragraphs[bisect_right(self._starts, part.start) - 1]

    def inside(self, paragraph: Paragraph) -> tuple[Paragraph, ...]:
        """The sentences of a paragraph."""
        end = paragraph.start + len(paragraph.text)
        return self.sentences[bisect_left(self._begins, paragraph.start) : bisect_left(self._begins, end)]

    def within(self, clause: Clause) -> tuple[Paragraph, ...]:
        """The paragraphs that begin in a clause, or in the clauses within it."""
        return self.paragraphs[bisect_left(self._starts, clause.start) : bisect_left(self._starts, clause.end)]

    def sentences_of(self, clause: Clause) -> tuple[Paragraph, ...]:
        """The sentences that begin in a clause, or in the clauses within it."""
        return self.sentences[bisect_left(self._begins, clause.start) : bisect_left(self._begins, clause.end)]

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
        return tuple(passage for passage, _, _ in self.borne(clause, quote, among or self.paragraphs))

    def borne(self, clause: Clause, quote: str, among: Sequence[Paragraph]) -> tuple[tuple[Paragraph, int, int], ...]:
        """The same, each with the stretch of its plain text that the quotation takes."""
        starts = self._begins if among is self.sentences else [passage.start for passage in among]
        inside = among[max(0, bisect_right(starts, clause.start) - 1) : bisect_left(starts, clause.end)]
        wanted, alone, borne, end = _plain(quote), letters(quote), list[tuple[Paragraph, int, int]](), 0
        inside = [passage for passage in inside if passage.start + len(passage.text) > clause.start]
        first = "".join(passage.plain for passage in inside).find(wanted) if wanted else -1
        for passage in inside:
            begin, end = end, end + len(passage.plain)
            if first >= 0 and begin < first + len(wanted) and first < end:
                borne.append((passage, max(first - begin, 0), min(first + len(wanted), end) - begin))
            elif passage.says(alone):
                borne.append((passage, 0, len(passage.plain)))
        return tuple(borne)

    @cached_property
    def _named(self) -> dict[str, tuple[Clause, ...]]:
        """The clauses by the normalised address of each; 落款 may stand twice."""
        named: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            key = _key(clause.name)
            named[key] = (*named.get(key, ()), clause)
        return named

    @cached_property
    def _numbered(self) -> dict[tuple[tuple[str, str], ...], tuple[Clause, ...]]:
        """The clauses by their numbers alone; those that begin again under several heads have the same."""
        numbered: dict[tuple[tuple[str, str], ...], tuple[Clause, ...]] = {}
        for clause in self.clauses:
            path = tuple(part for part in clause.path if part[0] != headings.TITLE)
            numbered[path] = (*numbered.get(path, ()), clause)
        return numbered

    def find(self, address: str) -> tuple[Clause, ...]:
        """The clauses an address can mean: usually one, none where there is no such clause."""
        if named := self._named.get(_key(address), ()):
            return named
        wanted, heading = _address(address)
        among = self._numbered.get(wanted, ()) if wanted or heading else ()
        return tuple(clause for clause in among if not heading or normal(heading) in normal(clause.heading))

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


def _clauses(text: str) -> Iterator[Clause]:
    heads = titles.heads(text)
    under, ends = _nested(heads, len(text))
    written = _told_apart(heads, under)
    yield from _unnumbered(text, heads, {head.start: own for head, own in zip(heads, written, strict=True)})
    following = [*(head.start for head in heads[1:]), len(text)]
    for at, head in enumerate(heads):
        parts = [outer for outer in under[at] if not heads[outer].covers(head)]
        path = tuple((heads[part].kind, heads[part].number) for part in parts)
        name = _joined([written[part] for part in parts])
        own = text[head.start : min(ends[at], following[at])]
        yield Clause(path, head.line, text[head.start : ends[at]], own, head.start, name, head.lead)


def _joined(parts: Sequence[str]) -> str:
    """An address out of its parts, kept apart where a number would run into a word or a number before it."""
    name = ""
    for part in parts:
        if re.search(r"[^\W0-9]$", name) and re.match(r"[^\W①-➓]", part):
            name += " "
        elif re.search("[0-9]$", name) and re.match("[0-9]", part):
            name += "、"
        name += part
    return name.rstrip(" ：")


def _nested(heads: Sequence[Head], length: int) -> tuple[list[tuple[int, ...]], list[int]]:
    """For each head the heads it stands under and itself, by index, and where its clause ends."""
    under, ends, open_ = list[tuple[int, ...]](), [length] * len(heads), list[int]()
    for at, head in enumerate(heads):
        outer = len(headings.above([heads[index] for index in open_], head))
        for closed in open_[outer:]:
            ends[closed] = head.start
        open_ = [*open_[:outer], at]
        under.append(tuple(open_))
    return under, ends


def _told_apart(heads: Sequence[Head], under: Sequence[tuple[int, ...]]) -> list[str]:
    """Each head as it is written in an address; those that repeat beside each other with their words or occurrence."""
    alike: dict[tuple[tuple[int, ...], str, str], list[int]] = {}
    for at, head in enumerate(heads):
        alike.setdefault((under[at][:-1], head.kind, head.number), []).append(at)
    written = [head.written for head in heads]
    for group in alike.values():
        for at, addition in zip(group, _additions([heads[at] for at in group]), strict=True):
            written[at] = _joined([written[at].rstrip(" ："), addition]) if addition else written[at]
    return written


def _additions(heads: Sequence[Head]) -> list[str]:
    """What is added to the numbers of some heads with the same number, so that their addresses differ."""
    if len(heads) == 1:
        return [""]
    words = [re.split(_PAUSE, readable(head.line[head.lead :]).strip(" *：:"))[0] for head in heads]
    distinct = len({normal(each) for each in words}) == len(words)
    if distinct and all(1 < len(each) <= _MOST_WORDS for each in words) and heads[0].kind != headings.TITLE:
        dot = "." if heads[0].kind == "number" else ""
        return [f"{dot}{each}" for each in words]
    return [f"第{count}次出现" for count in range(1, len(heads) + 1)]


_PAUSE, _MOST_WORDS = re.compile(r"[^\w（）()《》“”]"), 16


def _unnumbered(text: str, heads: Sequence[Head], written: Mapping[int, str]) -> Iterator[Clause]:
    """The clauses 文头 and 落款 of the main part and of each attachment.

    `written`: each head as it is written in an address, by where it begins.
    """
    parts: list[list[Head]] = [[]]
    for head in heads:
        parts += [[]] if head.kind == headings.ATTACHMENT else []
        parts[-1].append(head)
    starts = [0, *(part[0].start for part in parts[1:]), len(text)]
    for (start, end), inside in zip(pairwise(starts), parts, strict=True):
        attached = [head for head in inside[:1] if head.kind == headings.ATTACHMENT]
        outer = [(head.kind, head.number) for head in attached]
        name = "".join(written[head.start] for head in attached)
        numbers = [head for head in inside if head.kind != headings.ATTACHMENT]
        first = next((head.start for head in numbers if head.kind in _PARTING), end)
        yield Clause((*outer, ("", HEAD)), HEAD, text[start:first], text[start:first], start, _joined([name, HEAD]))
        yield from _sent_along(text, start, first) if not outer else ()
        behind = [head.start + len(head.line.rstrip()) for head in numbers if head.kind != headings.PARAGRAPH]
        foot = max((text.rfind("。", start, end) + 1, *behind)) or start
        yield Clause((*outer, ("", FOOT)), FOOT, text[foot:end], "", foot, _joined([name, FOOT]))


_PARTING = ("article", "cn", "cn-brackets", "number", "number-brackets")
"""The kinds of numbers before which a document has its 文头; where it has none of them, all of it is."""


def _sent_along(text: str, start: int, end: int) -> Iterator[Clause]:
    """落款 of a letter that sends a document along, and the document's 引言; nothing where there is no such letter."""
    before = tuple(headings.lines(text[start:end]))
    letter = next((at for at, line in enumerate(before) if _LETTER.search(line.sought)), None)
    if letter is None:
        return
    ends = [start + line.start + len(line.raw.rstrip("\r\n")) for line in before]
    dates = [end for line, end in zip(before, ends, strict=True) if _DATE.fullmatch(line.sought.strip())]
    sent = ends[letter]
    signed = max((date for date in dates if date > sent), default=sent)
    for heading, begin, stop in ((FOOT, sent, signed), (OPENING, signed, end)):
        if words := text[begin:stop].strip():
            own = words if heading == OPENING else ""
            yield Clause((("", heading),), heading, text[begin:stop], own, begin, heading)


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
    rf"附件\s*(?P<attachment>\d+|{CN}(?![一二三四五六七八九十、])|)\s*[：:]?\s*|第\s?(?P<article>{ORDINAL})\s?条|(?P<cn>{CN})、"
    rf"|[（(](?P<cn_brackets>{CN})[）)]|(?P<number>\d{{1,2}})[.、．]?|[（(](?P<number_brackets>\d{{1,2}})[）)]"
)


def _key(address: str) -> str:
    """An address as it is compared: 一、 and （一） stay apart, 业务接待： and 业务接待 do not."""
    return normal(address).replace(" ", "").rstrip(":、.")


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
