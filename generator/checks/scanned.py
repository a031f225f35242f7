"""Whether what is quoted of a scanned document was confirmed beside its picture. Reads the records beside texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from generator.document import scans
from generator.document.originals import Clause, Original
from generator.document.scans import Record
from generator.document.text import spans


def open_lines(path: Path, original: Original, clauses: Sequence[Clause], quote: str) -> tuple[int, ...]:
    """The numbers of the lines in which a quotation stands and which nobody has confirmed as they are.

    None where it also stands in confirmed lines, and none in a text that was typed. `path`: of the text.
    Raises ScanError, OSError.
    """
    record = _record(path, original.text)
    if record is None:
        return ()
    stretches = (
        record.open(clause.start + start, clause.start + end)
        for clause in clauses
        for start, end in spans(clause.text, quote)
    )
    return min(stretches, key=len, default=())


def unconfirmed(path: Path, text: str) -> int:
    """How many lines of a text a program has recognised and nobody has confirmed; 0 where it was typed."""
    try:
        record = _record(path, text)
    except scans.ScanError:  # is found where the document is quoted
        return 0
    return 0 if record is None else len(record.open())


def _record(path: Path, text: str) -> Record | None:
    """The record of a scanned document beside its text, if there is one. Raises ScanError, OSError."""
    beside = scans.beside(path)
    return _parsed(scans.plain(beside), text) if beside.is_file() else None


@lru_cache(16)
def _parsed(data: bytes, text: str) -> Record:
    return Record(scans.parsed(data), text)
