"""What is said on stderr: problems, sums, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.build.workshop import Progress
    from generator.findings import Finding


def complain(text: str) -> None:
    """Say one thing at once."""
    print(text, file=sys.stderr, flush=True)


def tell(findings: Iterable[Finding]) -> None:
    """Say each finding, with the path, line and column of its place."""
    for one in findings:
        complain(str(one))


def progress() -> Progress:
    """Says what goes on; of many steps also how fast they are and how long the rest takes."""
    since: dict[str, float] = {}

    def say(what: str, done: int = 0, total: int = 0) -> None:
        seconds = monotonic() - since.setdefault(what, monotonic())
        pace = (done - 1) / seconds if seconds else 0
        left = f", {pace:.1f}/s, {(total - done) / pace:.0f} s left" if pace else ""
        complain(f"{what} {done}/{total}{left}" if total else what)

    return say
