"""The heads of a text: lines that begin with a number of any usual kind, or name what stands below. Knows no policy.

Which kind is within which follows from the order in which they first occur. A number that could as well be a figure
(`3.1`, `1 范围`, `A、`) begins a clause only where it goes on counting. Heads without a number are sought only in a
text that numbers nothing at their level: `业务接待：` alone on its line or before its text, or a short line over
others. In a text that has neither, its paragraphs are counted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
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
    Mark("cn-brackets", rf"[（(【]\s?({CN})\s?[）)】]|([㈠-㈩])", "（{}）"),
    Mark("cn-half", rf"({CN})\s?[）)]", "{}）"),
    Mark("decimal", rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?![\d.．:：/~～—-]*\d){_FIGURE}", "{}", weak=True),
    Mark("number", r"(\d{1,2})(?:\s?[.．](?!\d)|\s?、)|([⒈-⒛])", "{}"),
    Mark("zero", rf"(0[1-9]|[1-9]\d)(?=[\s、.．]|[\u4e00-\u9fff]|$){_FIGURE}(?![.．]\d)", "{}", weak=True),
    Mark("number", rf"(\d{{1,2}})(?:[ \u3000]+(?=[\u4e00-\u9fff《“\"])|[，,](?!\d)){_FIGURE}{_SHORT}", "{}", weak=True),
    Mark("number-brackets", r"[（(]\s?(\d{1,2})\s?[）)]|([⑴-⒇])", "（{}）"),
    Mark("number-half", r"(\d{1,2})\s?[）)]", "{}）"),
    Mark("circled", r"([①-⑳㉑-㉟㊱-㊿❶-❿➀-➓])", "{}"),
    Mark("roman", r"([Ⅰ-Ⅻ])(?=[\s、.．：:])", "{}"),
    Mark("roman", r"([IVX]{1,4})[、.．](?![\dA-Za-z])", "{}", weak=True),
    Mark("letter", r"([A-Za-zＡ-Ｚ])[、.．）)](?![\dA-Za-z])|[（(]([A-Za-z])[）)]", "{}", weak=True),
)  # fmt: skip
"""Every kind of number, in the order in which a line is tried."""
_BULLETS = r"[\s#*•·●○■□◆◇▪▶►➢✓√★☆※\ue000-\uf8ff]*"
_BEGINS = tuple((mark, re.compile(_BULLETS + f"(?:{mark.pattern})")) for mark in _MARKS)
_MAY_BEGIN = re.compile(
    rf"{_BULLETS}[\d第一二三四五六七八九十百零〇（(【㈠-㈩①-⒛㉑-㉟㊱-㊿❶-❿➀-➓Ⅰ-ⅫA-Za-zＡ-Ｚ步环阶流]"
)
_WRITTEN = {mark.kind: mark.written for mark in reversed(_MARKS)} | {TITLE: "{} ", PARAGRAPH: "第{}段"}
_OUTER = (ARTICLE, *_CHAPTERS, "cn", "cn-brackets", "decimal")
"""Numbers of parts of a document; the others are mostly those of a list."""
_ITEMS = ("number-brackets", "number-half", "cn-half", "circled", "letter")
"""Numbers of lists, within which no part of a document begins."""
_ATTACHMENT = re.compile(rf"^[\s#*-]*附件\s*+(\d*|{CN})\s*(?:[：:].*)?$")
_CHAPTER = re.compile(rf"{_BULLETS}第{CN}[编章节]\s*")
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


def heads(text: str) -> tuple[Head, ...]:
    """The heads of a text in order."""
    inside = tuple(lines(text))
    numbered = tuple(_numbered(inside))
    added = _titles(inside, numbered) or _paragraphs(inside, numbered)
    return tuple(sorted((*numbered, *added), key=lambda head: head.start))


def above(open_: Sequence[Head], head: Head) -> list[Head]:
    """The heads a new one stands under: those before the last of its own kind."""
    if head.kind == ATTACHMENT:
        return []
    if head.kind == TITLE:
        return [outer for outer in open_[:1] if outer.kind == ATTACHMENT]
    if head.kind in _OUTER:
        open_ = [outer for outer in open_ if outer.kind not in _ITEMS]
    kinds = [outer.kind for outer in open_]
    return list(open_[: kinds.index(head.kind)] if head.kind in kinds else open_)


def chapter(line: str) -> str:
    """The number of a chapter with which a line begins, as it stands there; empty without one."""
    match = _CHAPTER.match(line)
    return match[0] if match else ""


# ------------------------------------------------------------------------------------------------------ with numbers


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


# --------------------------------------------------------------------------------------------------- without numbers

_NAME = '[^\\s，。；：:;,、！？!?|\\d０-９一二三四五六七八九十“”"]'
_COLON = re.compile(rf"{_BULLETS}({_NAME}{{2,14}})\s*[：:]\s*(\S.*)?$")
_BARE = re.compile(r"[^，。；：:;,！？!?|\t\d０-９.…]{2,20}$")
_NUMBER_ALONE = re.compile(rf"(?:\d{{1,2}}|{CN})[、.．]?$")
_NO_NAME = re.compile(
    "^(?:各|尊敬|致|附|注$)|(?:发布|发文|公开|来源|作者|编辑|阅读|浏览|点击|字体|字号|打印|分享|索引|文号|主题词|日期)|(?:们|如下|为|是)$|[年月]"
)
"""Salutations, and what a page on the web says of itself."""
_TOPICS = re.compile(
    "(?:条件|材料|资料|流程|程序|步骤|环节|时限|期限|标准|依据|范围|对象|方式|渠道|地[点址]|时间|电话|热线|承诺|须知|说明|事项|要求|内容"
    "|监督|投诉|咨询|服务|办理|申请|受理|勘[察查测]|设计|施工|验收|缴费|通[水气热]|报装|接待|维修|抢修|抄表|收费|质量|水质)$"
)
"""Words with which heads end."""


def _titles(inside: Sequence[Line], numbered: Sequence[Head]) -> tuple[Head, ...]:
    """Heads without number: over lists that begin again, or all where only lists have numbers."""
    written = [line for line in inside if line.said]
    starts = {head.start for head in numbered}
    if any(head.kind.partition("-of-")[0] in _OUTER for head in numbered):
        return tuple(_over_lists(written, starts, numbered))
    named, tops = tuple(_named(written, starts)), _tops(numbered)
    begins = [top.start for top in tops]
    within = {head.number for head in named if _goes_on(tops[bisect_right(begins, head.start) :][:1])}
    return tuple(head for head in named if head.number not in within)


def _named(written: Sequence[Line], numbered: set[int]) -> Iterator[Head]:
    """The lines that name what follows, but for the first, the title, and those of tables."""
    for before, line, below in _neighbours(written):
        if line.start in numbered or re.search(r"[|\t]", line.sought.strip()):
            continue
        if match := _COLON.match(line.sought):
            ended = not match[2] or bool(_ENDED.search(before.said)) or len(before.said) < _WIDTH
            if ended and not _NO_NAME.search(match[1]) and (match[2] or below):
                yield Head(line.start, TITLE, line.words(*match.span(1)), line.raw)
        elif below and not _NUMBER_ALONE.match(before.said) and _over(before, line.said, below, numbered):
            yield _alone(line)


def _neighbours(written: Sequence[Line]) -> Iterator[tuple[Line, Line, Line | None]]:
    """Every line but the first, with the one before it and the one below it."""
    return zip(written, written[1:], [*written[2:], None], strict=False)


def _alone(line: Line) -> Head:
    """A head alone on its line."""
    return Head(line.start, TITLE, re.sub(f"^{_BULLETS}", "", readable(line.raw)).strip(" \u3000：:"), line.raw)


def _over(before: Line, words: str, below: Line, numbered: set[int]) -> bool:
    """Whether some words alone on their line are a head: short, behind an end, over a statement or a list."""
    if not _BARE.match(words) or _NO_NAME.search(words) or not re.search("[\u4e00-\u9fff]{2}", words):
        return False
    states = below.start in numbered or len(below.said) > _WIDTH or re.search("[，。；：]", below.said)
    if before.start == 0 or _ENDED.search(before.said) or _COLON.match(before.sought):
        return bool(states and before.start) or _TOPICS.search(words) is not None
    return bool(states and _TOPICS.search(words) and len(before.said) < _WIDTH)


def _tops(numbered: Sequence[Head]) -> list[Head]:
    """The heads that stand under no other, or under an attachment alone."""
    tops, open_ = list[Head](), list[Head]()
    for head in numbered:
        open_ = [*above(open_, head), head]
        tops += [head] if len([outer for outer in open_ if outer.kind != ATTACHMENT]) <= 1 else []
    return tops


def _goes_on(following: Sequence[Head]) -> bool:
    """Whether a list goes on counting with the head that follows, so that what stands before is within the list."""
    return any(top.kind != ATTACHMENT and (top.count or 1) > 1 for top in following)


def _over_lists(written: Sequence[Line], starts: set[int], numbered: Sequence[Head]) -> Sequence[Head]:
    """The short lines right above the numbers with which the outermost lists of a text begin again.

    A line above the first of them is taken only where there is one above another.
    """
    begins, again = _begins(_tops(numbered))
    over = {
        below.start: _alone(line)
        for before, line, below in _neighbours(written)
        if below and line.start not in starts and below.start in begins | again and _may_name(before, line)
    }
    return list(over.values()) if over.keys() & again else []


def _begins(tops: Sequence[Head]) -> tuple[set[int], set[int]]:
    """Where the outermost lists of a text and of its attachments begin, and where lists of a kind begin again."""
    begins, again, counted = set[int](), set[int](), set[str]()
    for top in tops:
        if top.kind == ATTACHMENT:
            counted = set()
        elif top.count == 1:
            (again if top.kind in counted else begins).add(top.start)
            counted.add(top.kind)
    return begins, again


def _may_name(before: Line, line: Line) -> bool:
    """Whether a line may name a list: short, without a sign of a sentence, behind an end or a line as short."""
    words = line.said.rstrip("：:")
    behind = len(before.said) < _WIDTH or _ENDED.search(before.said)
    return bool(behind and _BARE.match(words) and not _NO_NAME.search(words))


_TITLE_WIDTH = 40


def _paragraphs(inside: Sequence[Line], numbered: Sequence[Head]) -> Iterator[Head]:
    """The paragraphs of a text without any head, counted in each part from the first that is no title."""
    if any(head.kind != ATTACHMENT for head in numbered):
        return
    starts, count, last = (
        {head.start for head in numbered},
        0,
        max((at.start for at in inside if "。" in at.raw), default=-1),
    )
    for line in inside:
        if line.start in starts:
            count = 0
        elif line.said and line.start <= last and (count or _ENDED.search(line.said) or len(line.said) > _TITLE_WIDTH):
            count += 1
            yield Head(line.start, PARAGRAPH, str(count), line.raw)
