"""Words that somebody has selected in a document → a citation that the proof will find: clause and quotation."""

from __future__ import annotations

import re
from typing import Any

from generator.desk.place.opened import identity
from generator.document.originals import Original, bears
from generator.document.text import normal, readable


def selected(original: Original, start: int, end: int) -> dict[str, Any] | None:
    """The citation of a stretch of a text: `{clause, quote, start, end, sentence}`; None where no words stand in it.

    The clause is the innermost one that holds all of the words; figures are never cut (see `whole`).
    """
    text = original.text
    low, high = whole(text, max(0, min(start, end)), min(len(text), max(start, end)))
    quote = readable(text[low:high]).strip("，,；;。、：: |")
    if not normal(quote):
        return None
    around = [part for part in original.sentences if part.start < high and part.start + len(part.text) > low]
    own = [part.clause for part in around[:1]]  # what closes the document is of no clause that ends with it
    holding = [clause for clause in original.clauses if clause.start <= low < clause.end]
    holding.sort(key=lambda held: (held in own, len(held.path), held.start), reverse=True)
    clause = next((held for held in holding if bears((held,), quote)), None)
    if clause is None:
        return None
    sentence = identity("", around[0])[1:] if around else None
    return {"clause": clause.name, "quote": quote, "start": low, "end": high, "sentence": sentence}


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space at its ends, widened to whole figures and words of Latin letters.

    >>> whole("不超过19个工作日", 4, 6)
    (3, 6)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for token in _TOKEN.finditer(text, max(0, start - _LONG), min(len(text), end + _LONG)):
        if token.start() < start < token.end() and start < end:
            start = token.start()
        if token.start() < end < token.end():
            end = token.end()
    return start, end


_LONG = 40
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z][A-Za-z0-9]*")
"""A figure or a word of Latin letters."""
