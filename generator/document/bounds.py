"""Runs a function in a process of its own, bounded in time and memory: for files that strangers made."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import process_time
from typing import Any, Literal, TypeAlias, TypeVar

from generator import processes

T = TypeVar("T")
Bound: TypeAlias = Literal["time", "memory", "ended"]


class ExceededError(Exception):
    """The work took more time or memory than allowed, or its process ended, as one does that gets no memory in C."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(bound)
        self.bound = bound


def within(seconds: int, megabytes: int, function: Callable[..., T], *arguments: Any) -> T:
    """What a function at the top level of a module returns for the arguments; its process has ended by then.

    `seconds`: time on the processor; by the clock ten times as much is allowed, since others may keep the processor
    busy. `megabytes`: memory beyond that of an idle process. Windows knows no such limits, and macOS none for memory;
    on Windows three times `seconds` by the clock is the only limit. Raises ExceededError, and what the function raises.
    """
    result: T = next(each(seconds, megabytes, _alone, function, *arguments))
    return result


def _alone(function: Callable[..., T], *arguments: Any) -> Iterator[T]:
    yield function(*arguments)


def each(seconds: int, megabytes: int, function: Callable[..., Iterator[T]], *arguments: Any) -> Iterator[T]:
    """What a generator at the top level of a module yields for the arguments, one after the other, as in `within`.

    `seconds`: from one to the next. The process ends with the last one, or when no more are asked for.
    """
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(its, seconds, megabytes, function, arguments), daemon=True)
    process.start()
    its.close()
    try:
        yield from _answers(process, ours, _BY_THE_CLOCK * seconds)
    finally:
        process.kill()
        process.join()
        ours.close()


_BY_THE_CLOCK = 3 if sys.platform == "win32" else 10


def _answers(process: BaseProcess, ours: Connection, seconds: int) -> Iterator[Any]:
    """What is yielded, until the last of it. Raises ExceededError, and what was raised instead."""
    while True:
        results, error = _answer(process, ours, seconds)
        yield from results
        if error is not None:
            raise error
        if not results:
            return


def _answer(process: BaseProcess, ours: Connection, seconds: int) -> tuple[tuple[Any, ...], Exception | None]:
    """What is yielded next, alone; nothing behind the last, and with an error."""
    if not ours.poll(seconds):
        raise ExceededError("time")
    try:
        results, error = pickle.loads(ours.recv_bytes())  # noqa: S301  of our own process
    except (EOFError, OSError):
        process.join(1)
        overtime = process.exitcode == -getattr(signal, "SIGXCPU", 0)
        raise ExceededError("time" if overtime else "ended") from None
    return results, error


def _work(its: Connection, seconds: int, megabytes: int, function: Callable[..., Any], arguments: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that gives up says so there
    processes.end_with_parent()
    _limit(seconds, megabytes)
    for outcome in _outcomes(seconds, function, arguments):
        its.send_bytes(outcome)


def _outcomes(seconds: int, function: Callable[..., Any], arguments: Any) -> Iterator[bytes]:
    error: Exception | None = None
    try:
        for result in function(*arguments):
            yield pickle.dumps(((result,), None))
            _limit_time(seconds)
    except MemoryError:
        error = ExceededError("memory")
    except Exception as raised:  # is raised where the work was given
        error = raised
    yield pickle.dumps(((), error))


def lacks_memory(error: BaseException | None) -> bool:
    """Whether an error of a library is one of memory that it has wrapped, or tells of in words of its own."""
    return error is not None and (
        isinstance(error, MemoryError)
        or _OF_MEMORY.search(str(error)) is not None
        or lacks_memory(error.__cause__)
        or lacks_memory(error.__context__)
    )


_OF_MEMORY = re.compile("bad_?alloc|bad allocation|(allocate|insufficient|out of) memory", re.IGNORECASE)
"""How libraries in C++ tell that they got no memory."""


def _limit_time(seconds: int) -> None:
    """From now on; the system ends this process behind the whole second that follows."""
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CPU, ceil(process_time()) + seconds)


def _limit(seconds: int, megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _limit_time(seconds)
    used = Path("/proc/self/statm")
    _lower(resource.RLIMIT_CORE, 0)
    if used.is_file():
        pages = int(used.read_text().split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + megabytes * 2**20)


def _lower(limit: int, wanted: int) -> None:
    """Lower what this process may take; a limit of the system's own stays above it."""
    import resource

    hard = resource.getrlimit(limit)[1]
    with suppress(ValueError, OSError):  # a system that knows the limit, and not this value
        resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
