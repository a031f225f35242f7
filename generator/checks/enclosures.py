"""Blank forms and samples that lie as files beside the policies: which there are, where, what is wrong with them.

Reads nothing but whether a file is there; never trusts a name: only kinds that no browser runs are published.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.findings import Finding, finding
from generator.policy.guide import facts
from generator.policy.provenance import unsaid
from generator.policy.resolve import Resolved
from generator.policy.syntax.text import inside

FOLDER = "files"
"""The folder beside a guide that holds them, so that none takes the place of a page or of data."""
KINDS = ("doc", "docx", "jpeg", "jpg", "odt", "ods", "pdf", "png", "wps", "xls", "xlsx")


class Enclosure(NamedTuple):
    """A file of a paper: id of the paper, key (`blank` or `sample`), where it lies, its address below the guide's."""

    paper: str
    key: str
    path: Path
    address: str


def enclosures(resolved: Resolved) -> Iterator[Enclosure]:
    """The files of a guide's papers; the file lies in the folder of the policy that names it."""
    for paper in facts(resolved.guide, "papers"):
        folder = Path(resolved.origin("papers", paper.id).source.path).parent
        for key in ("blank", "sample"):
            if (name := getattr(paper, key)) is not None and not unsaid(name):
                yield Enclosure(paper.id, key, folder / name, f"{FOLDER}/{name}")


def unpublishable(resolved: Resolved) -> Iterator[Finding]:
    """Files that are missing, lead out of their folder, or are of no kind that is published."""
    for enclosure in enclosures(resolved):
        origin = resolved.origin("papers", enclosure.paper)
        at = (*origin.location, enclosure.key)
        position, thing = origin.source.position(at), origin.source.thing(at)
        name = enclosure.address.removeprefix(f"{FOLDER}/")
        if not _publishable(PurePosixPath(name)):
            yield finding("file-kind", position, thing, value=name, allowed="、".join(KINDS))
        elif not _inside(enclosure.path, Path(origin.source.path).parent):
            yield finding("no-file", position, thing, value=name)


def _publishable(name: PurePosixPath) -> bool:
    """Whether a file is of a kind that is published; MkDocs leaves out what begins with a dot."""
    return name.suffix[1:].lower() in KINDS and not any(part.startswith(".") for part in name.parts)


def _inside(path: Path, folder: Path) -> bool:
    """Whether there is a file, in the folder even after links have been followed."""
    return path.is_file() and inside(path, folder)
