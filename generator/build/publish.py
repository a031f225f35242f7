"""The story on one screen: places are checked and rendered, sheets printed, pages converted, the site judged.

The only writer of `guides/` and `site/`, and only where they are ours. A failure anywhere leaves both as they were; a
site takes its place at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from generator.build.contents import DATA, PAGES, SHEETS
from generator.build.steps import Build
from generator.build.workers import LOCAL, Workers
from generator.build.workshop import Progress, Sources, Tree, judge, mark
from generator.disk import folders, outputs
from generator.disk.folders import Content
from generator.disk.outputs import GUIDES, MARKER, SITE, STORE
from generator.findings import Finding


def build(
    sources: Sources,
    into: Path,
    site: Path,
    *,
    say: Progress,
    workers: Workers = LOCAL,
    draft: bool = False,
    on_demand: bool = False,
) -> tuple[Finding, ...]:
    """Policies + templates → guides (`into`) → site. Returns the warnings.

    Raises OutputError, RefusedError, BuildError, EngineError, PrintError, OSError.

    `draft`: the pages alone, without the data beside them, the PDFs and the full-text search; `into` stays as it is.
    `on_demand`: no PDF is printed, since somebody serves them as they are asked for; links to them count as there.
    """
    ours = {GUIDES: into, SITE: site, STORE: sources.store}
    judge(sources, ours)
    with alone(sources.store, say):
        work = drafted(sources, workers, say=say) if draft else _whole(sources, workers, say=say, on_demand=on_demand)
        judge(sources, ours)  # once more, since that may have taken an hour
        files, name = _with_marker(SITE, work.site), _named(sources.store, site)
        folders.renew(site, files, work.store, name=name, judge=lambda: judge(sources, ours))
        changed = 0 if draft else folders.write(into, _with_marker(GUIDES, work.guides), work.store)
        work.tidy()
    say(f"{len(work.addresses)} guides, {len(work.site)} files, {changed} of them changed")
    return work.findings


def _with_marker(kind: str, tree: Tree) -> Mapping[str, Content]:
    return {MARKER: outputs.marker(kind), **tree}


def _named(*paths: Path) -> str:
    """A name that only a build with these folders has."""
    return sha256("\n".join(str(path.resolve()) for path in paths).encode("utf-8")).hexdigest()[:12]


@contextmanager
def alone(store: Path, say: Progress) -> Iterator[None]:
    """Nobody else writes to the store; who comes second waits, and says so. The system ends what a killed one held.

    Whoever is alone may also have temporary files under a name that only this store has.
    """
    mark(store)
    lock = FileLock(store / ".lock", thread_local=False)  # given back by another thread, perhaps
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("等另一个正在运行的生成结束 / waiting for another build to finish")
        lock.acquire()
    try:
        with folders.in_memory(_named(store)):
            yield
    finally:
        lock.release()


def drafted(
    sources: Sources,
    workers: Workers,
    *,
    say: Progress,
    unpublished: bool = False,
    only: Collection[str] | None = None,
) -> Build:
    """The pages alone, judged; `unpublished`: of places marked as not to be published, too, those with errors aside.

    `only`: those of some places and their families, and what is about no place.
    """
    work = Build(sources, workers, say, unpublished=unpublished, only=only)
    work.places(PAGES)
    work.overview()
    work.convert()
    work.judge(draft=True)
    return work


def _whole(sources: Sources, workers: Workers, *, say: Progress, on_demand: bool) -> Build:
    """Everything, judged; `on_demand`: but for what is printed."""
    work = Build(sources, workers, say)
    work.places(PAGES, DATA, SHEETS)
    work.overview()
    if on_demand:
        work.name_sheets()
    else:
        work.print()
    work.convert()
    work.judge()
    work.index()
    return work


def stale(sources: Sources, there: Path, *, say: Progress, workers: Workers = LOCAL) -> list[str]:
    """What is committed of `guides/` and differs from what the policies give, missing and surplus pages included.

    Raises OutputError, RefusedError, OSError.
    """
    judge(sources)
    with alone(sources.store, say):
        work = Build(sources, workers, say)
        work.places(PAGES)
        work.overview()
        wanted = {name: path for name, path in work.guides.items() if name.endswith(".md")}
        committed = {name for name in folders.contents(there)[0] if name.endswith(".md")}
        wrong = {name for name in committed & set(wanted) if not work.store.equals(wanted[name], str(there / name))}
    unmarked = {MARKER} if outputs.kind_of(there) != GUIDES else set[str]()
    return sorted(wrong | unmarked | (committed ^ set(wanted)))
