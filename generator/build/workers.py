"""Who does the work: any `concurrent.futures.Executor`, kept busy with few tasks in flight. Knows no task."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from generator.errors import CommandError
from generator.processes import end_with_parent


class Hands(NamedTuple):
    """Who does the work now, and how many tasks can be done at once, which raises where nobody is left to do any."""

    executor: Executor
    at_once: Callable[[], int]
    given: int = 3
    """Tasks given out for each that can be done at once: enough that nobody waits, few enough to keep memory small."""


Begin: TypeAlias = Callable[[], AbstractContextManager[Hands]]
"""Begins the work, and ends it."""


class Workers(NamedTuple):
    """Who does our own work, and who waits for programs that are started."""

    work: Begin
    programs: Begin


FEW = 4
"""Less tasks than these are not worth the start of further processes."""
_LOOK = 10
"""Seconds without a result, after which it is looked whether anybody is still at work."""


class Task(NamedTuple):
    """A piece of work: a function of a module, what to call its result, and how to come by its arguments."""

    name: Any
    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]


def done(begin: Begin, tasks: Iterable[Task], *, few: int = FEW) -> Iterator[tuple[Any, Any]]:
    """Name and result of each task, as they are finished; the first exception of a task is raised.

    Less than `few` tasks are done here, one after the other.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, few))
    if len(first) < few:
        yield from ((task.name, task.function(*task.arguments())) for task in first)
        return
    with begin() as hands:
        yield from _in_flight(hands, first, waiting)


def _in_flight(hands: Hands, first: Iterable[Task], waiting: Iterator[Task]) -> Iterator[tuple[Any, Any]]:
    given: dict[Future[Any], Any] = {}

    def give(tasks: Iterable[Task]) -> None:
        given.update({hands.executor.submit(task.function, *task.arguments()): task.name for task in tasks})

    def fill(running: int) -> None:
        give(islice(waiting, max(0, hands.given * hands.at_once() - running)))

    give(first)
    fill(len(given))
    try:
        while given:
            finished, running = wait(given, timeout=_LOOK, return_when=FIRST_COMPLETED)
            fill(len(running))
            good_first = sorted(finished, key=lambda future: future.exception() is not None)  # so that none is lost
            yield from ((given.pop(future), future.result()) for future in good_first)
    finally:
        for future in given:
            future.cancel()


@contextmanager
def processes() -> Iterator[Hands]:
    """A process for each core; begun anew, since a copy of a process with threads may lock up."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"), initializer=become_worker) as executor:
        yield Hands(executor, _cores)


@contextmanager
def threads() -> Iterator[Hands]:
    """A thread for each core, for work that is a program of its own: long, and of a thousand pages at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        yield Hands(executor, _cores, given=1)


def _cores() -> int:
    return os.cpu_count() or 1


def become_worker() -> None:
    """Makes a new process a worker: it ends with the process that it works for, and no sooner."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one ends the others
    tune()


@cache
def tune() -> None:
    """Tunes the garbage collector and malloc of a worker: about a tenth faster.

    A worker makes and drops many small objects, hardly any of them in cycles, and needs as much memory again at once.
    """
    gc.set_threshold(200_000)  # Python's own 700 looks through all young objects some hundred times a page
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:  # glibc alone has it
        mallopt(_M_TRIM_THRESHOLD, 2**28)  # free memory goes back to the system only above these bytes
        mallopt(_M_MMAP_THRESHOLD, 2**25)  # blocks below these bytes come from the heap, which keeps them when freed


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""The numbers of the two parameters in glibc's <malloc.h>."""


LOCAL = Workers(processes, threads)
"""This machine."""


@contextmanager
def standing(seconds: int) -> Iterator[Workers]:
    """This machine, its processes begun once for all that comes; no piece of work takes longer than so many seconds."""
    with processes() as pool, ThreadPoolExecutor(1) as giver:
        limited = Hands(_Limited(pool.executor, giver, seconds), pool.at_once)
        yield Workers(lambda: nullcontext(limited), threads)


class LateError(CommandError):
    """A piece of work that took too long."""


class _Limited(Executor):
    """An executor that gives up each piece of work after some seconds.

    One thread gives out all work, since a process ends with the thread that has begun it, and whoever asks may be gone.
    """

    def __init__(self, pool: Executor, giver: Executor, seconds: int) -> None:
        self._pool, self._giver, self._seconds = pool, giver, seconds

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """The work is given on. Raises BrokenExecutor."""
        given = self._giver.submit(self._pool.submit, within, self._seconds, function, *arguments, **named)
        return given.result()


def within(seconds: int, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What a function gives, in the main thread of a worker. Raises LateError after so many seconds; not on Windows."""
    if not hasattr(signal, "SIGALRM"):
        return function(*arguments, **named)
    signal.signal(signal.SIGALRM, partial(_late, seconds))
    signal.alarm(seconds)
    try:
        return function(*arguments, **named)
    finally:
        signal.alarm(0)


def _late(seconds: int, *_: object) -> None:
    raise LateError(f"{seconds} 秒没有做完 / not done in {seconds} s")
