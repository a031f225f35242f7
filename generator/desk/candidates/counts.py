"""Stated numbers of steps, of papers, of visits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from generator.desk.candidates.candidate import Candidate, Passage, around, bearing_amount, numbers_of, plain
from generator.document import comparisons
from generator.document.quantities import NUMERAL, read
from generator.policy.facts import Count
from generator.policy.provenance import Part

_COUNT = re.compile(rf"({NUMERAL})\s?(个|项|份|张|次|件|步|趟)(?!性)")
_NOTHING = re.compile(rf"({NUMERAL})(跑腿|材料|环节)")
_REFERRED = re.compile("(?:上述|前述|以上|这)[^，,。；、]*$")
"""Before a number of steps: those that were named, and not how many there are."""
_OF_PAPERS = "(?:材料|要件|资料)[^:：,，。；;、]{0,9}$"
_ONE = (Decimal(1),)
_OF_NOTHING = {"跑腿": ("visits", "次"), "材料": ("paper_counts", "份"), "环节": ("step_counts", "个")}


def counts(passage: Passage) -> Iterator[Candidate]:
    """Stated numbers of steps, of papers, of visits; none of them too: 0跑腿."""
    reading = read(plain(passage.text))
    for count in _COUNT.finditer(text := reading.masked):
        before, behind = text[max(0, count.start() - 14) : count.start()], text[count.end() : count.end() + 8]
        section, numbers = _counted(_named(passage), before, behind, count[2]), numbers_of(reading, (count[1],))
        one_step = count[2] == "步" and numbers == _ONE
        if section and numbers and not (one_step or (_NO_NUMBER.match(behind) and "最多" not in before)):
            quote, meant = around(passage.text, reading.source(count)), comparisons.signs(reading, *count.span())
            if amount := bearing_amount(numbers, [quote], partial(_count, count[2]), meant):
                yield passage.candidate(section, (*amount, ("unit", count[2])), reading.source(count), numbers)
    for nothing in _NOTHING.finditer(text):
        section, unit = _OF_NOTHING[nothing[2]]
        numbers = numbers_of(reading, (nothing[1],))
        if numbers and not any(numbers):
            yield passage.candidate(section, (("exactly", "0"), ("unit", unit)), reading.source(nothing), numbers)


def _named(passage: Passage) -> str:
    """What names a number that stands alone: the head of its column, else the head above it."""
    return plain(passage.label or " ".join(passage.above[-1:]))


def _counted(label: str, before: str, behind: str, unit: str) -> str:
    """The section of a number of something, by the words around it; empty where it is no such number."""
    if (unit in "个项" and _REFERRED.search(before)) or _REPLACED.match(behind):
        return ""
    if unit == "步":
        return "" if _NO_STEP.search(before) or behind.startswith("骤") else "step_counts"
    if unit in "个项" and ("环节" in before + behind or re.search("流程|步骤", before) or behind.startswith("步骤")):
        return "step_counts"
    if unit in "项份张个件" and (re.search(_OF_PAPERS, before) or _PAPERS.match(behind)):
        return "paper_counts"
    visits = _VISITED.search(f"{label}:{before}" if len(before) < _FEW else before) or re.match(
        "[^,，。；;、不]{0,2}(?:跑|到现场|往返)", behind
    )
    return "visits" if unit in "次趟" and visits else ""


_REPLACED = re.compile("(?:环节|步骤|材料|流程)?(?:压缩|压减|精简|减少|缩减|调整|优化|整合)")
"""Behind a number that another replaces."""
_NO_STEP = re.compile("[进下同逐初第跑]$")
_PAPERS = re.compile("(?:申请|申报|办理)?(?:材料|要件|资料)(?!不)")
_VISITED = re.compile(
    "(?:跑|往返|跑动)[^,，。；;、]{0,6}$|(?:现场|到场|跑动|跑)(?:办理)?(?:次数)?[:：]?(?:最多|不超过)?$"
)
_FEW = 4
"""As many characters may stand in a cell before its number."""
_NO_NUMBER = re.compile("[^,，。；;]{0,2}(?:不用|不必|不需)")
"""Behind a number: that it is denied."""


def _count(unit: str, amount: dict[str, Any]) -> Part:
    return Count.model_validate({"id": "one", "unit": unit, **amount})
