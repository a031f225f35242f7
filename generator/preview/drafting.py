"""A draft of everything, made by a process of its own, which whoever has begun it ends as soon as it is out of date."""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import NamedTuple

from generator.build import publish
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources, Tree
from generator.errors import CommandError
from generator.findings import Finding
from generator.processes import end_with_parent


class Draft(NamedTuple):
    """What a draft gives: where each file of the site lies, and what is to be said of the policies."""

    site: Tree
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, build: Build) -> Draft:
        """What a build has made."""
        return cls(build.site, tuple(problem for problem in build.findings if problem.severity != "info"))


class EndedError(Exception):
    """The process was ended before the draft was there."""


_ENDED = (
    "生成的进程被结束了；再存一次盘就重做 / the process that makes it was ended; save once more, and it begins anew"
)


class Drafting:
    """A draft that is being made. Writes to the store alone, which whoever begins it keeps from other programs."""

    def __init__(self, sources: Sources) -> None:
        """Begins it, from a thread that lasts at least as long: the system ends the process with the thread."""
        self._told, telling = get_context("spawn").Pipe(duplex=False)
        self._process = get_context("spawn").Process(target=_draft, args=(sources, telling))
        self._process.start()
        telling.close()  # so that the pipe ends with the process

    def draft(self, say: Callable[[str], None]) -> Draft:
        """The draft, once it is there; until then, `say` gets what goes on.

        Raises EndedError, and whatever a build raises.
        """
        try:
            while isinstance(words := self._told.recv(), str):
                say(words)
        except (EOFError, OSError):
            raise EndedError(_ENDED) from None
        finally:
            self.end()
            self._process.join()
        if isinstance(words, BaseException):
            raise words
        draft: Draft = words
        return draft

    def end(self) -> None:
        """End it now, with all that it has begun; what it has made until then is kept."""
        self._process.kill()


def _draft(sources: Sources, telling: Connection) -> None:
    """Makes a draft and tells of it."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the first process, which ends this one
    try:
        told = _Progress(telling)
        answer: object = Draft.of(publish.drafted(sources, LOCAL, say=told, unpublished=True))
    except Exception as error:
        if not isinstance(error, CommandError | OSError):
            traceback.print_exc()
        answer = _sendable(error)
    telling.send(answer)


def _sendable(error: Exception) -> Exception:
    """An error as it can be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    except Exception:  # whatever an exception of a library raises there
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


_PAUSE = 0.5
"""Seconds between two words about what goes on."""


class _Progress:
    """Sends on what goes on, not too often."""

    def __init__(self, telling: Connection) -> None:
        self._telling, self._last = telling, 0.0

    def __call__(self, *words: object) -> None:
        if monotonic() - self._last > _PAUSE:
            self._last = monotonic()
            step, *numbers = words
            self._telling.send(f"{step} {'/'.join(map(str, numbers))}".strip())
