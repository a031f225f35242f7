"""All heads of a text, those without a number among them. Knows no policy.

Heads without a number are sought only in a text that numbers nothing at their level: `业务接待：` alone on its line or
before its text, `【签约缴费】`, a short line over others; or right over lists that begin again. In a text that has no
head at all, its paragraphs are counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from generator.document.headings import (
    ATTACHMENT,
    BULLETS,
    CN,
    OUTER,
    PARAGRAPH,
    TITLE,
    Head,
    Line,
    above,
    lines,
    numbered,
)
from generator.document.text import readable


def heads(text: str) -> tuple[Head, ...]:
    """The heads of a text in order."""
    inside = tuple(lines(text))
    with_number = numbered(inside)
    added = _titles(inside, with_number) or tuple(_paragraphs(inside, with_number))
    return tuple(sorted((*with_number, *added), key=lambda head: head.start))


def _titles(inside: Sequence[Line], with_number: Sequence[Head]) -> tuple[Head, ...]:
    """Heads without number: over lists that begin again, or all where only lists have numbers."""
    written = [line for line in inside if line.said]
    starts = {head.start for head in with_number}
    if any(head.kind.partition("-of-")[0] in OUTER for head in with_number):
        return _over_lists(written, starts, with_number)
    named, tops = tuple(_named(written, starts)), _tops(with_number)
    begins = [top.start for top in tops]
    within = {head.number for head in named if _goes_on(tops[bisect_right(begins, head.start) :][:1])}
    return tuple(head for head in named if head.number not in within)


# ------------------------------------------------------------------------------------------- what names other lines

_NAME = '[^\\s，。；：:;,、！？!?|\\d０-９一二三四五六七八九十“”"【】]'
_COLON = re.compile(
    rf"{BULLETS}(?:[【〖](?P<framed>{_NAME}{{2,14}})[】〗]|(?P<name>{_NAME}{{2,14}})\s*(?:[（(][^（）()]{{1,12}}[）)])?\s*[：:])"
    r"\s*(?P<text>\S.*)?$"
)
_BARE = re.compile(r"[^，。；：:;,！？!?|\t\d０-９.…]{2,20}$")
_NUMBER_ALONE = re.compile(rf"(?:\d{{1,2}}|{CN})[、.．]?$")
_NO_NAME = re.compile(
    "^(?:各|尊敬|致|附|注$)|(?:发布|发文|公开|来源|作者|编辑|阅读|浏览|点击|字体|字号|打印|分享|索引|文号|主题词|日期)"
    "|(?:友们|志们|如下|为|是)$|[年月]"
)
"""Salutations, and what a page on the web says of itself."""
_TOPICS = re.compile(
    "(?:条件|材料|资料|流程|程序|步骤|环节|时限|期限|标准|依据|范围|对象|方式|渠道|地[点址]|时间|电话|热线|承诺|须知|说明|事项|要求|内容"
    "|监督|投诉|咨询|服务|办理|申请|受理|勘[察查测]|踏勘|设计|施工|验收|缴费|通[水气热]|报装|接待|维修|抢修|抄表|收费|质量|水质|预约"
    "|提示|我们|问题|费用|审批)$"
)
"""Words with which heads end."""
_PAPER = re.compile("(?:证|书|表|单|图|件|照片|执照|合同|协议|簿|卡|份)(?:[（(].*)?$")
"""Words with which papers of a list end."""
_WIDTH, _WIDEST, _SHORTER = 20, 50, 4
"""A line this short was not broken by the width of a page; a text with a line so wide was not at all; so much narrower
than the widest a line that goes on may be."""
_SHORT = 8
"""As long as words may be that are a head by what they say alone."""
_ENDED = re.compile(r"[。；：！？;:!?)）.…]$")


def _named(written: Sequence[Line], with_number: set[int]) -> Iterator[Head]:
    """The lines that name what follows, but for the first, the title, and those of tables."""
    width = max((len(line.said) for line in written), default=0)
    for before, line, below in _neighbours(written):
        if line.start in with_number or re.search(r"[|\t]", line.sought.strip()):
            continue
        if label := _COLON.match(line.sought):
            if _is_label(label, whole=_ends(before, width) or not label["text"], over=below is not None):
                yield Head(
                    line.start, TITLE, line.words(*label.span("framed" if label["framed"] else "name")), line.raw
                )
        elif below and not _NUMBER_ALONE.match(before.said) and _over(before, line, below, with_number, width):
            yield _alone(line)


def _ends(line: Line, width: int) -> bool:
    """Whether nothing of a line goes on in the next one; `width`: of the widest line of the text."""
    narrow = width > _WIDEST or len(line.said) < max(_WIDTH, width - _SHORTER)
    return line.start == 0 or narrow or _ENDED.search(line.said) is not None


def _is_label(label: re.Match[str], *, whole: bool, over: bool) -> bool:
    """Whether some words before a colon are a head: no salutation, and neither broken off nor over nothing."""
    named = label["framed"] or label["name"]
    return whole and not _NO_NAME.search(named) and (over or bool(label["text"]))


def _over(before: Line, line: Line, below: Line, with_number: set[int], width: int) -> bool:
    """Whether some words alone on their line are a head: short, behind an end, over a statement or a list."""
    words = _words(line)
    if not _BARE.match(words) or _NO_NAME.search(words) or not re.search("[\u4e00-\u9fff]{2}", words):
        return False
    states = below.start in with_number or len(below.said) > _WIDTH or re.search("[，。；：]", below.said) is not None
    if before.start == 0 or _ENDED.search(before.said) or _COLON.match(before.sought):
        return (states and before.start > 0) or _TOPICS.search(words) is not None
    if not _ends(before, width):
        return False
    named = _TOPICS.search(words) is not None
    return (states and not _PAPER.search(words)) or (named and (states or len(words) <= _SHORT))


def _words(line: Line) -> str:
    """What a line says, searched, without the sign before it and the colon behind it."""
    return re.sub(f"^{BULLETS}", "", line.said).strip(" \u3000：:")


def _alone(line: Line) -> Head:
    """A head alone on its line."""
    return Head(line.start, TITLE, re.sub(f"^{BULLETS}", "", readable(line.raw)).strip(" \u3000：:"), line.raw)


def _neighbours(written: Sequence[Line]) -> Iterator[tuple[Line, Line, Line | None]]:
    """Every line but the first, with the one before it and the one below it."""
    return zip(written, written[1:], [*written[2:], None], strict=False)


# ----------------------------------------------------------------------------------------------- lists and paragraphs


def _tops(with_number: Sequence[Head]) -> list[Head]:
    """The heads that stand under no other, or under an attachment alone."""
    tops, open_ = list[Head](), list[Head]()
    for head in with_number:
        open_ = [*above(open_, head), head]
        tops += [head] if len([outer for outer in open_ if outer.kind != ATTACHMENT]) <= 1 else []
    return tops


def _goes_on(following: Sequence[Head]) -> bool:
    """Whether a list goes on counting with the head that follows, so that what stands before is within the list."""
    return any(top.kind != ATTACHMENT and (top.count or 1) > 1 for top in following)


def _over_lists(written: Sequence[Line], starts: set[int], with_number: Sequence[Head]) -> tuple[Head, ...]:
    """The short lines right above the numbers with which the outermost lists of a text begin again.

    A line above the first of them is taken only where there is one above another.
    """
    begins, again = _begins(_tops(with_number))
    over = {
        below.start: _alone(line)
        for before, line, below in _neighbours(written)
        if below and line.start not in starts and below.start in begins | again and _may_name(before, line)
    }
    return tuple(over.values()) if over.keys() & again else ()


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
    words = _words(line)
    behind = len(before.said) < _WIDTH or _ENDED.search(before.said)
    return bool(behind and _BARE.match(words) and not _NO_NAME.search(words))


_TITLE_WIDTH = 40


def _paragraphs(inside: Sequence[Line], with_number: Sequence[Head]) -> Iterator[Head]:
    """The paragraphs of a text without any head, counted in each part from the first that is no title."""
    if any(head.kind != ATTACHMENT for head in with_number):
        return
    starts, count = {head.start for head in with_number}, 0
    last = max((line.start for line in inside if "。" in line.raw), default=-1)
    for line in inside:
        if line.start in starts:
            count = 0
        elif line.said and line.start <= last and (count or _ENDED.search(line.said) or len(line.said) > _TITLE_WIDTH):
            count += 1
            yield Head(line.start, PARAGRAPH, str(count), line.raw)
