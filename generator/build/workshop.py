"""Where a build works: from which sources, into which store, by whose hands; and what makes it stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from generator import overrides
from generator.build import cache_keys, workers
from generator.build.workers import Begin, Task, Workers
from generator.disk import folders, outputs
from generator.disk.outputs import MARKER, STORE
from generator.disk.store import CacheKey, Store
from generator.errors import CommandError
from generator.findings import Finding
from generator.overrides import Overrides

Progress: TypeAlias = Callable[..., None]
"""What goes on, and of how many steps how many are done: `say("PDF", 3, 60)`, `say("Pagefind")`."""
Tree: TypeAlias = dict[str, str]
"""The files of a folder: path below it → where the store has the file."""


class RefusedError(CommandError):
    """The policies have errors; nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings

    @property
    def lines(self) -> list[str]:
        """Every finding with its place."""
        return [str(finding) for finding in self.findings]


class BuildError(CommandError):
    """The site that was built is not the site that was expected; nothing was replaced."""


CHANGED_MEANWHILE = "政策或模板在生成途中改了，请再运行一次 / something was saved meanwhile: please run it again"


def equipped(wanted: Overrides, function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives with some overrides in force: a piece of work reads nothing but what it is given."""
    with overrides.used(wanted), located():
        return function(*arguments)


@contextmanager
def located() -> Iterator[None]:
    """Turns what a template or a catalogue raises into RefusedError with its file and line, like a policy's error."""
    try:
        yield
    except Exception as error:
        from generator.words import templating  # most work meets no fault, and knows of no template

        if (finding := templating.fault(error)) is None:
            raise
        raise RefusedError([finding]) from error


@dataclass(frozen=True)
class Sources:
    """What a build is made of, and where what was made is kept; paths as the user typed them."""

    policies: Path
    config: Path
    store: Path
    originals: Path | None = None
    """The texts of the documents: quotations are held against them, and the site shows them."""
    templates: Path | None = None
    """The publisher's own, which come before ours; none where all is as it is with us."""


@dataclass(frozen=True)
class Workshop:
    """What every step of a build works with."""

    sources: Sources
    workers: Workers
    say: Progress
    store: Store
    overrides: Overrides

    def done(self, begin: Begin, tasks: Iterable[Task], **how: int) -> Iterator[tuple[Any, Any]]:
        """Name and result of each task, as `workers.done` gives them; whoever does it has our words and templates.

        Raises RefusedError for what is wrong with one of these, and whatever a task raises.
        """
        return workers.done(begin, map(self._equipped, tasks), **how)

    def _equipped(self, task: Task) -> Task:
        return Task(task.name, equipped, lambda: (self.overrides, task.function, *task.arguments()))

    def keep(self, key: CacheKey, product: Mapping[str, bytes]) -> None:
        """Puts a product into the store.

        Raises BuildError where code or templates were edited since this process began to read them: then the key may
        name one state of them and the bytes come of another.
        """
        if cache_keys.touched() != cache_keys.touched_at_start():
            raise BuildError(CHANGED_MEANWHILE)
        self.store.keep(key, product)


def opened(sources: Sources, workers: Workers, say: Progress) -> Workshop:
    """Where some sources are worked on, with the overrides of their publisher in force. Raises OSError."""
    own = overrides.read(sources.templates)
    overrides.use(own)
    cache_keys.touched_at_start()
    return Workshop(sources, workers, say, Store(sources.store), own)


def judge(sources: Sources, ours: Mapping[str, Path] | None = None) -> None:
    """Whether what would be replaced is ours: `ours` by kind, the store alone without. Raises OutputError."""
    outputs.judge(ours or {STORE: sources.store}, sources.policies, sources.originals)


def mark(store: Path) -> None:
    """Marks a store as ours, before anything else is in it, so that it is never taken for foreign."""
    if outputs.kind_of(store) != STORE:
        folders.replace(store / MARKER, outputs.marker(STORE))
