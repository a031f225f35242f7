"""What stands at the head and at the foot of a document: number, dates, list of annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate
from generator.document.originals import UNNUMBERED, Original
from generator.document.quantities import Day, read
from generator.document.text import normal, readable

_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[][0-9]{4}[〕\]](?:第)?[0-9]{1,5}号")


def heads(original: Original) -> Iterator[Candidate]:
    """Numbers of documents and whole dates, for the head of the city file: at the top and at the foot of each part."""
    for clause in original.clauses:
        if clause.heading in UNNUMBERED:
            for number in (sign for line in clause.text.splitlines() for sign in _NUMBER.finditer(readable(line))):
                yield Candidate("documents", (("number", number[0]),), clause.name, number[0])
            for index in _INDEX.finditer(readable(clause.text)):
                yield Candidate("documents", (("index_no", index[1]),), clause.name, index[0])
            yield from _dates(clause.name, normal(clause.text))


_INDEX = re.compile("索引号[:：]([A-Za-z0-9〔〕\\[\\]()/-]+)")
_PUBLISHED = re.compile("(?:发布|公开|公布|生成)(?:日期|时间)?:?$")
"""What stands before a day of publication, which is not that of the document."""


def annexes(original: Original) -> Iterator[tuple[str, str, str, str]]:
    """The annexes that a document lists and whose text does not follow: number, title, clause and quotation of each."""
    for listed in _ANNEXES.finditer(original.text):
        for item in _ANNEX.finditer(listed[1]):
            held = original.find(f"附件{item[1]}")
            clause = next(iter(original.holding(item[0])), "")
            if clause and not any(len(one.text.strip().splitlines()) > 1 for one in held):
                yield item[1], item[2].strip("《》 "), clause, item[0].strip()


_ANNEXES = re.compile(r"^附件[:：]((?:.*[0-9]+[.．、].*(?:\n|\Z))+)", re.MULTILINE)
"""The list of annexes at the foot of a document."""
_ANNEX = re.compile(r"([0-9]+)[.．、]\s*([^；;。\n]+)")


def _dates(clause: str, text: str) -> Iterator[Candidate]:
    """The whole dates of a normalised text."""
    for figure in read(text).figures:
        if isinstance(figure.value, Day) and None not in figure.value:
            written = "{:04}-{:02}-{:02}".format(*figure.value)
            key = "published" if _PUBLISHED.search(text[: figure.start]) else "date"
            yield Candidate("documents", ((key, written),), clause, text[figure.start : figure.end])
