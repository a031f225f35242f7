"""Where some words of a document stand in its text, or what in the text is most like them. No I/O, knows no policy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from generator.document import originals
from generator.document.originals import Original, Paragraph
from generator.document.text import normal, readable, span

State = Literal["found", "moved", "altered", "orphaned"]
"""In the clause where it was, in another one, in other words, not at all."""

ALIKE = 55
"""From how many of 100 on two passages count as versions of each other (Indel similarity of the better part)."""
_SURELY_ALIKE = 75
"""From how many on a passage in the clause itself is rather meant than the same words in another clause."""
_SHOWN, _BESIDE = 60, 12
"""Up to how many signs a passage is shown whole, and how many on both sides of the part of a longer one."""


class Trace(NamedTuple):
    """What became of a quotation: the clause in which it stands now, or the passage most like it."""

    state: State
    clause: str = ""
    words: str = ""
    elsewhere: str = ""
    """Of an altered one, the clause in which the same words stand, though the passage alike stands where they stood."""
    start: int = -1
    """Of an altered one, where the passage begins in the text."""


@lru_cache(4096)
def trace(original: Original, clause: str, quote: str, known: frozenset[str] = frozenset()) -> Trace:
    """Where a quotation that stood in a clause is to be found in a text.

    `known`: the sentences of the text before, normal; what that had in these words is no other version of a quotation.
    """
    if originals.bears(original.find(clause), quote):
        return Trace("found", clause)
    fresh = [sentence for sentence in original.sentences if normal(sentence.text) not in known]
    own = {sentence.start for held in original.find(clause) for sentence in original.sentences_of(held)}
    here = _nearest([sentence for sentence in fresh if sentence.start in own], quote, _SURELY_ALIKE)
    if holding := original.holding(quote):
        clause_of_words = max(holding, key=lambda name: _common_end(name, clause))
        return here._replace(elsewhere=clause_of_words) if here else Trace("moved", clause_of_words)
    return here or _nearest(fresh, quote) or _nearest(_around(original, fresh), quote) or Trace("orphaned")


def _around(original: Original, sentences: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs in which some sentences stand."""
    starts = {original.around(sentence).start for sentence in sentences}
    return [paragraph for paragraph in original.paragraphs if paragraph.start in starts]


def _common_end(one: str, other: str) -> int:
    """How many signs two addresses share at their ends: 二、3（2） has rather become 三、3（2） than 三、3（1）."""
    return next(
        (at for at, signs in enumerate(zip(one[::-1], other[::-1], strict=False)) if len({*signs}) > 1), len(one)
    )


def _nearest(passages: Sequence[Paragraph], quote: str, alike: int = ALIKE) -> Trace | None:
    """The passage most like a quotation, or the part of it that is; None where none is like it.

    A passage of less than half its length is not looked at: nearly any quotation has the few signs of such a one.
    """
    wanted = normal(quote)
    texts = {at: text for at, passage in enumerate(passages) if 2 * len(text := normal(passage.text)) >= len(wanted)}
    best = process.extractOne(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=alike)
    if best is None:
        return None
    part = fuzz.partial_ratio_alignment(wanted, best[0])
    words = readable(passages[best[2]].text).strip(" |\n\t")
    if part is not None and len(words) > _SHOWN:
        words = best[0][max(0, part.dest_start - _BESIDE) : part.dest_end + _BESIDE]
    return Trace("altered", passages[best[2]].clause.name, words, start=passages[best[2]].start)


def stretch(text: str, quote: str) -> tuple[int, int]:
    """Which stretch of a passage stands for a quotation that it is like, from a mark of punctuation to another.

    >>> stretch("（二）自受理之日起4个工作日内通水，费用另计", "3个工作日内通水")
    (3, 17)
    """
    wanted, plain = normal(quote), normal(text)
    part = fuzz.partial_ratio_alignment(wanted, plain)
    place = part and span(text, plain[part.dest_start : part.dest_end])
    start, end = place or (0, len(text))
    begins, ends = (_as_begun(text, quote, start, end), _as_ended(text, quote, start, end))
    return begins, max(begins, ends)


def _as_begun(text: str, quote: str, start: int, end: int) -> int:
    """Where a stretch begins as the quotation does, or else behind the mark of punctuation before it."""
    at = text.find(quote[:_TELLING], max(0, start - len(quote)), end)
    return at if at >= 0 else max((text.rfind(mark, 0, start + 1) for mark in _MARKS), default=-1) + 1


def _as_ended(text: str, quote: str, start: int, end: int) -> int:
    """Where a stretch ends as the quotation does, or else at the mark of punctuation behind it."""
    at = text.rfind(quote[-_TELLING:], start, end + len(quote))
    if at >= 0:
        return at + _TELLING
    return min((found for mark in _MARKS if (found := text.find(mark, max(start, end - 1))) >= 0), default=len(text))


_TELLING = 4
"""Signs by which the beginning and the end of a quotation are known again."""
_MARKS = "，。；：、（）,;:()|\n"
