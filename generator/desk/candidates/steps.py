"""The steps of a procedure, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Passage
from generator.document.quantities import NUMERAL, read

_STEPS = re.compile(
    rf"[“\"]?((?:[^，。；、“”\s]{{2,14}}[、和])+[^，。；、“”\s]{{2,10}}?)[”\"]?等?{NUMERAL}个?(?:环节|步骤|阶段)"
)


def steps(passage: Passage) -> Iterator[Candidate]:
    """The steps of a list that says how many there are."""
    reading = read(passage.text)
    for listing in _STEPS.finditer(reading.masked):
        names = re.split("[、，和]", listing[1])
        for name in names:
            short = re.sub("^.*(?:为|至|到|即|分)", "", name)
            if 2 <= len(short) <= 10:
                yield passage.candidate("steps", [("name", short)], reading.source(listing))
