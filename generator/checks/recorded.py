"""Whether every scan is said to be one, and has its record and its pictures. Reads the files beside the texts."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator
from pathlib import Path

from generator.checks import fulltexts
from generator.document import scans
from generator.findings import Finding, Position, finding
from generator.policy.loader import City


def misrecorded(city: City, folder: Path | None) -> Iterator[Finding]:
    """Scans without a sound record, and records and pictures of what no document of a place says to be a scan.

    `folder`: where the texts of the documents are, as in `fulltexts`.
    """
    own, source, records = city.folder / "originals", city.sources["city.yaml"], set[Path]()
    for index, document in enumerate(city.file.documents):
        if folder or own.is_dir():
            record = scans.beside(fulltexts.text_path(city, document, folder))
            at = source.position(("documents", index)), source.thing(("documents", index))
            records.add(record)
            if document.scan:
                yield from _unsound(record, at)
            elif os.path.lexists(record):
                yield finding("scan-unsaid", *at, file=record.as_posix())
    for path in _unclaimed(own, records):
        yield finding("scan-unsaid", Position(path.as_posix()), file=path.as_posix())


def _unsound(record: Path, at: tuple[Position, str]) -> Iterator[Finding]:
    """What is wrong with the record of a scan, or its pictures; a build does without these."""
    if not os.path.lexists(record):
        yield finding("scan-unrecorded", *at, file=record.as_posix())
        return
    try:
        scan = scans.parsed(scans.plain(record))
        if os.path.lexists(record.parent / scans.PICTURES):
            for page in scan.pages:
                scans.picture(record, page)
    except (scans.ScanError, OSError) as error:
        yield finding("unreadable-scan", Position(record.as_posix()), problem=str(error))


_KEPT = re.compile(r".*\.before(-[0-9]+)?\.scan\.json")
"""The record beside a text that a newer one has replaced."""


def _unclaimed(folder: Path, records: Container[Path]) -> Iterator[Path]:
    """Records that are neither those of documents nor kept with their old texts; pictures that are in no record."""
    there = sorted(folder.glob(f"*{scans.SUFFIX}"))
    for record in there:
        text = record.with_name(f"{record.name.removesuffix(scans.SUFFIX)}.txt")
        if record not in records and not (_KEPT.fullmatch(record.name) and text.is_file()):
            yield record
    pictures = sorted((folder / scans.PICTURES).glob("[!.]*"))
    try:
        known = {page.picture for record in there if pictures for page in scans.parsed(scans.plain(record)).pages}
    except (scans.ScanError, OSError):  # a record that is found to be unreadable may have them
        return
    yield from (path for path in pictures if path.name not in known)
