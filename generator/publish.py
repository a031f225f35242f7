"""The story on one screen: places are checked and rendered, sheets printed, pages converted, the site judged.

The only writer of `guides/` and `site/`. A failure anywhere leaves both as they were; a site takes its place at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from generator import folders
from generator.build import Build, Progress, Sources
from generator.crew import LOCAL, Crew
from generator.findings import Finding
from generator.work import DATA, PAGES, SHEETS


def build(
    sources: Sources, into: Path, site: Path, *, say: Progress, crew: Crew = LOCAL, draft: bool = False
) -> tuple[Finding, ...]:
    """Policies + templates → guides (`into`) → site. Returns the warnings.

    Raises RefusedError, BuildError, EngineError, PrintError.

    `draft`: the pages alone, without the data beside them, the PDFs and the full-text search; `into` stays as it is.
    """
    with alone(sources.store, say):
        folders.clean(site)
        made = (drafted if draft else _whole)(sources, crew, say=say)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=site.absolute().parent) as folder:
            built = Path(folder, "site")
            folders.fill(built, made.site)
            folders.exchange(built, site)
        changed = 0 if draft else folders.write(into, made.guides)
        made.tidy()
    say(f"{len(made.addresses)} guides, {len(made.site)} files, {changed} of them changed")
    return made.findings


@contextmanager
def alone(store: Path, say: Progress) -> Iterator[None]:
    """Nobody else writes to the store; who comes second waits, and says so. The system ends what a killed one held.

    Whoever is alone may also have temporary files under a name that only this store has.
    """
    store.mkdir(parents=True, exist_ok=True)
    lock = FileLock(store / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("等另一个正在运行的生成结束 / waiting for another build to finish")
        lock.acquire()
    try:
        with folders.in_memory(sha256(str(store.resolve()).encode("utf-8")).hexdigest()[:12]):
            yield
    finally:
        lock.release()


def drafted(sources: Sources, crew: Crew, *, say: Progress) -> Build:
    """The pages alone, judged."""
    made = Build(sources, crew, say)
    made.places(PAGES)
    made.overall()
    made.convert()
    made.judge(draft=True)
    return made


def _whole(sources: Sources, crew: Crew, *, say: Progress) -> Build:
    """Everything, judged."""
    made = Build(sources, crew, say)
    made.places(PAGES, DATA, SHEETS)
    made.overall()
    made.print()
    made.convert()
    made.judge()
    made.index()
    return made


def stale(sources: Sources, there: Path, *, say: Progress, crew: Crew = LOCAL) -> list[str]:
    """The committed Markdown pages that differ from what the policies give, missing and surplus ones included."""
    with alone(sources.store, say):
        made = Build(sources, crew, say)
        made.places(PAGES)
        made.overall()
    wanted = {name: path for name, path in made.guides.items() if name.endswith(".md")}
    found = {path.relative_to(there).as_posix() for path in there.rglob("*.md")}
    wrong = {name for name in found & set(wanted) if (there / name).read_bytes() != Path(wanted[name]).read_bytes()}
    return sorted(wrong | (found ^ set(wanted)))
