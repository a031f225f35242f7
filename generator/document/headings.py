"""The heads of a text that have a number, of any usual kind. Knows no policy.

Which kind is within which follows from the order in which they first occur. A number that could as well be a figure
(`3.1`, `1 范围`, `A、`) begins a clause only where it goes on counting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.document import quantities
from generator.document.characters import plain, seen, simplified
from generator.document.text import normal, readable

CN = "[一二三四五六七八九十百零〇]+"
ORDINAL = rf"{CN}|\d{{1,3}}"
ATTACHMENT, ARTICLE, TITLE, PARAGRAPH = "attachment", "article", "title", "paragraph"
_CHAPTERS, _STAGES = ("编", "章", "节", "部分"), ("阶段", "环节", "步")
_NAMED_STAGES = ("步骤", "环节", "阶段", "流程")
_FIGURE = (
    r"(?!\s*(?:个(?![人体别])|份|项(?!目)|张|次(?!要)|趟|户(?![内外表名主口籍型])|人(?![员工民士])|处(?![理置罚])|天(?!然)|日(?!常)"
    r"|月|年(?![度检审])|时(?![限间效])|周(?![期边])|分(?![类级包部公])|[元角万千百亿米吨层楼倍折%％‰寸升]|度(?!量)|星期|小时|公里|平方|立方"
    r"|毫米|厘米|(?:k?m|mm|cm|[kM]?Pa|Nm|t|h)(?![A-Za-z])))"
)
"""What stands behind a number that measures, denied."""


class Mark(NamedTuple):
    """A kind of number: how a line begins with it, and how it is written in an address.

    `weak`: that the same signs may be a figure, so that it counts only where it goes on counting.
    """

    kind: str
    pattern: str
    written: str
    weak: bool = False


_SHORT = r"(?=[^。；;|\t]{1,28}$)"
_MARKS = (
    Mark(ARTICLE, rf"第\s?({ORDINAL})\s?条(?![规第和及或至所中之的款、，,])", "第{}条"),
    *(Mark(word, rf"第\s?({CN}|\d{{1,2}})\s?{word}(?=[\s：:、]|$)", f"第{{}}{word} ") for word in _CHAPTERS),
    *(Mark(word, rf"第\s?({CN}|\d{{1,2}})\s?{word}骤?(?=[\s：:、，,.．]|$)", f"第{{}}{word}") for word in _STAGES),
    *(Mark(f"{word}n", rf"{word}\s?({CN}|\d{{1,2}})(?=[\s：:、，,.．]|$)", f"{word}{{}}") for word in _NAMED_STAGES),
    Mark("cn", rf"({CN})\s?[、．.]", "{}、"),
    Mark("cn", rf"({CN})[ \u3000]+(?=[\u4e00-\u9fff《“\"]){_FIGURE}{_SHORT}", "{}、", weak=True),
    Mark("cn", r"([壹贰叁肆伍陆柒捌玖拾]+)\s?、", "{}、", weak=True),
    Mark("cn-brackets", rf"[（(【]\s?({CN})\s?[）)】]|([㈠-㈩])", "（{}）"),
    Mark("cn-half", rf"({CN})\s?[）)]", "{}）"),
    Mark("decimal", rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?![\d.．:：/~～—-]*\d){_FIGURE}", "{}", weak=True),
    Mark("number", r"(\d{1,2})(?:\s?[.．](?!\d)|\s?、(?!\s?\d))|([⒈-⒛])", "{}"),
    Mark("number", r"(\d{1,2})\s?、(?=\s?\d)", "{}", weak=True),
    Mark("zero", rf"(0[1-9]|[1-9]\d)(?=[\s、.．]|[\u4e00-\u9fff]|$){_FIGURE}(?![.．]\d)", "{}", weak=True),
    Mark("number", rf"(\d{{1,2}})(?:[ \u3000]+(?=[\u4e00-\u9fff《“\"])|[，,](?!\d)){_FIGURE}{_SHORT}", "{}", weak=True),
    Mark("number-brackets", r"[（(]\s?(\d{1,2})\s?[）)]|([⑴-⒇])", "（{}）"),
    Mark("number-half", r"(\d{1,2})\s?[）)]", "{}）"),
    Mark("circled", r"([①-⑳㉑-㉟㊱-㊿❶-❿➀-➓])(?![①-⑳㉑-㉟㊱-㊿❶-❿➀-➓])", "{}"),
    Mark("roman", r"([Ⅰ-Ⅻ])(?=[\s、.．：:])", "{}"),
    Mark("roman", r"([IVX]{1,4})[、.．](?![\dA-Za-z])", "{}", weak=True),
    Mark("letter", r"([A-Za-zＡ-Ｚ])[、.．）)](?![\dA-Za-z])|[（(]([A-Za-z])[）)]", "{}", weak=True),
)  # fmt: skip
"""Every kind of number, in the order in which a line is tried."""
BULLETS = r"[\s#*•·●○■□◆◇▪▶►➢✓√★☆※▌▍▎\ue000-\uf8ff]*"
"""What may stand before the number or the words of a head."""
_BEGINS = tuple((mark, re.compile(BULLETS + f"(?:{mark.pattern})")) for mark in _MARKS)
_MAY_BEGIN = re.compile(
    rf"{BULLETS}[\d第一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾（(【㈠-㈩①-⒛㉑-㉟㊱-㊿❶-❿➀-➓Ⅰ-ⅫA-Za-zＡ-Ｚ步环阶流]"
)
_WRITTEN = {mark.kind: mark.written for mark in reversed(_MARKS)} | {TITLE: "{} ", PARAGRAPH: "第{}段"}
OUTER = (ARTICLE, *_CHAPTERS, "cn", "cn-brackets", "decimal")
"""Numbers of parts of a document; the others are mostly those of a list."""
_ITEMS = ("number-brackets", "number-half", "cn-half", "circled", "letter")
"""Numbers of lists, within which no part of a document begins."""
_ATTACHMENT = re.compile(rf"^[\s#*-]*附件\s*+(\d*|{CN})\s*(?:[：:].*)?$")
_CHAPTER = re.compile(rf"{BULLETS}第{CN}[编章节]\s*")
"""Where articles are counted through all chapters, no chapter is part of an address."""


class Line(NamedTuple):
    """A line: where it begins in the text, itself, and as it is searched, in plain and simplified characters."""

    start: int
    raw: str
    sought: str

    said: str
    """What it says, searched likewise, without residue; empty for a blank line."""

    def words(self, start: int, end: int) -> str:
        """Some of its characters as they stand in the text, given by where they are in what is searched."""
        return plain(seen(self.raw))[start:end]


@dataclass(frozen=True)
class Head:
    """A line that begins a clause: its kind, and its number or, without one, its words.

    `lead`: how many characters of the line its number takes, with what stands before; 0 without a number.
    """

    start: int
    kind: str
    number: str
    line: str
    lead: int = 0

    @property
    def written(self) -> str:
        """Its number as people write it, or its words."""
        return written(self.kind, self.number)

    @property
    def count(self) -> int | None:
        """What its number counts: 3 of 三、, ③, C、 and 1.3; None where that cannot be told."""
        return _count(self.kind, self.number)

    def covers(self, other: Head) -> bool:
        """Whether its number is said again in that of a head within it: 3 and 3.1 in 3.1.2."""
        return other.kind.startswith("decimal") and other.number.startswith(f"{self.number}.")


def written(kind: str, number: str) -> str:
    """A number as people write it, with what parts it from the next one; a name that is no number as it is.

    >>> written("cn", "三"), written("attachment", "2"), written("", "文头")
    ('三、', '附件2 ', '文头')
    """
    if kind == ATTACHMENT:
        return f"附件{number} " if number else "附件："
    return _WRITTEN.get(kind.partition("-of-")[0], "{}").format(number)


def begins(line: str) -> bool:
    """Whether a line begins with a number that is that of a clause in every text, and never a figure.

    >>> begins("（一）受理"), begins("3.5个工作日"), begins("3. 受理")
    (True, False, True)
    """
    return any(pattern.match(line) for mark, pattern in _BEGINS if not mark.weak)


def lines(text: str) -> Iterator[Line]:
    """The lines of a text."""
    table, position = simplified(), 0
    for raw in text.splitlines(keepends=True):
        sought = plain(seen(raw)).translate(table)
        yield Line(position, raw, sought, readable(sought).strip())
        position += len(raw)


def above(open_: Sequence[Head], head: Head) -> list[Head]:
    """The heads a new one stands under: those before the last of its own kind."""
    if head.kind == ATTACHMENT:
        return []
    if head.kind == TITLE:
        return [outer for outer in open_[:1] if outer.kind == ATTACHMENT]
    if head.kind in OUTER:
        open_ = [outer for outer in open_ if outer.kind not in _ITEMS]
    kinds = [outer.kind for outer in open_]
    return list(open_[: kinds.index(head.kind)] if head.kind in kinds else open_)


def chapter(line: str) -> str:
    """The number of a chapter with which a line begins, as it stands there; empty without one."""
    match = _CHAPTER.match(line)
    return match[0] if match else ""


# ------------------------------------------------------------------------------------------------------ with numbers


def numbered(inside: Sequence[Line]) -> tuple[Head, ...]:
    """The heads with a number among the lines of a text, in order."""
    return tuple(_numbered(inside))


def _numbered(inside: Sequence[Line]) -> Iterator[Head]:
    articles = any(_BEGINS[0][1].match(line.sought) for line in inside)
    tried = [each for each in _BEGINS if not (articles and each[0].kind in _CHAPTERS)]
    listed = _last_attachments(inside)
    open_: list[Head] = []
    before = ""
    for line in inside:
        if (head := _head(line, tried, open_, listed)) and not _wrapped(before, open_, head):
            open_ = [*above(open_, head), head]
            yield head
        before = line.said or before


def _head(
    line: Line, tried: Sequence[tuple[Mark, re.Pattern[str]]], open_: Sequence[Head], listed: Mapping[str, int]
) -> Head | None:
    """The head that a line is; None for a line without a number. `listed`: as `_last_attachments` gives it."""
    if "附件" in line.sought and (match := _ATTACHMENT.match(line.sought)):
        digits = re.sub(r"\D", "", line.sought[:8]) or (match[1] if not match[1].isdigit() else "")
        if listed.get(digits, -1) <= line.start:  # otherwise the line only lists it: the attachment itself stands below
            return _made(ATTACHMENT, normal(match[1]), line, match.end(1))
    if _MAY_BEGIN.match(line.sought):
        for mark, pattern in tried:
            if match := pattern.match(line.sought):
                head = _of(mark, match, line)
                if not mark.weak or _counts_on(head, open_):
                    return head
    return None


def _of(mark: Mark, match: re.Match[str], line: Line) -> Head:
    sign = next(group for group in match.groups() if group)
    number = re.sub(r"[().\s]", "", unicodedata.normalize("NFKC", sign)) if sign in _BRACKETED else normal(sign)
    kind = f"decimal-of-{number.count('.')}" if mark.kind == "decimal" else mark.kind
    return _made(kind, number, line, match.end())


_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"


def _made(kind: str, number: str, line: Line, end: int) -> Head:
    """A head whose number ends at a position of the line as it is searched."""
    lead = end
    if len(line.sought) < len(line.raw):  # signs that nobody sees stand in between
        lead = next(at for at in range(end, len(line.raw) + 1) if len(seen(line.raw[:at])) >= end)
    return Head(line.start, kind, number, line.raw, lead)


def _last_attachments(inside: Sequence[Line]) -> dict[str, int]:
    """Where the last line begins that names an attachment whose number begins so."""
    last: dict[str, int] = {}
    for line in inside:
        if match := re.match(rf"(?:[^\S\n]|[#*-])*+附件\s*(\d+|{CN}|)", line.sought):
            last |= {match[1][:length]: line.start for length in range(len(match[1]) + 1)}
    return last


_WIDTH = 20
"""A line that was broken at the width of a page has at least as many characters."""
_BROKEN = re.compile("[，、,和及或为至]$")
_ENDED = re.compile(r"[。；：！？;:!?)）.…]$")


def _wrapped(before: str, open_: Sequence[Head], head: Head) -> bool:
    """Whether the number at the beginning of a line belongs to a sentence that began on the line before.

    So where it does not continue the count of its kind, and the line before has no end: 3、5个工作日 after 分别为; and
    where it closes a bracket that was opened there.
    """
    if head.kind.endswith("-half") and re.search("[（(][^）)]*$", before):
        return True
    counted, last = head.count, _last(open_, head.kind)
    if head.kind == ATTACHMENT or counted is None or counted == last + 1:
        return False
    long = bool(open_) and len(before) >= _WIDTH and not _ENDED.search(before)
    return long or _BROKEN.search(before) is not None


def _last(open_: Sequence[Head], kind: str) -> int:
    """The number at which the count of a kind stands; 0 where none is open."""
    return next((outer.count or 0 for outer in open_ if outer.kind == kind), 0)


def _counts_on(head: Head, open_: Sequence[Head]) -> bool:
    """Whether a number begins to count, or goes on where the last of its kind stood."""
    if not head.kind.startswith("decimal"):
        return head.count in (1, _last(open_, head.kind) + 1)
    outer, _, _ = head.number.rpartition(".")
    before = next((each.number for each in open_ if each.kind == head.kind), "")
    if before.rpartition(".")[0] == outer:
        return head.count == _last(open_, head.kind) + 1
    return head.count == 1 and ("." not in outer or outer in [each.number for each in open_])


_ROMAN = {
    sign: at for at, sign in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}


def _count(kind: str, number: str) -> int | None:
    if kind.startswith("decimal"):
        return int(number.rpartition(".")[2])
    if kind == "zero":
        return int(number)
    if kind == "circled":
        return int(unicodedata.numeric(number))
    if kind == "roman":
        return _ROMAN.get(unicodedata.normalize("NFKC", number))
    if kind == "letter":
        return ord(number.upper()) - ord("A") + 1
    value = quantities.value(number)
    return None if value is None else int(value)
