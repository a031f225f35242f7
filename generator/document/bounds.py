"""Runs a function in a process of its own, bounded in time and memory: for files that strangers made."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
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
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(its, seconds, megabytes, function, arguments), daemon=True)
    process.start()
    its.close()
    try:
        result, error = _answer(process, ours, _BY_THE_CLOCK * seconds)
    finally:
        process.kill()
        process.join()
        ours.close()
    if error is not None:
        raise error
    given: T = result
    return given


_BY_THE_CLOCK = 3 if sys.platform == "win32" else 10


def _answer(process: BaseProcess, ours: Connection, seconds: int) -> tuple[Any, Exception | None]:
    if not ours.poll(seconds):
        raise ExceededError("time")
    try:
        result, error = pickle.loads(ours.recv_bytes())  # noqa: S301  of our own process
    except (EOFError, OSError):
        process.join(1)
        overtime = process.exitcode == -getattr(signal, "SIGXCPU", 0)
        raise ExceededError("time" if overtime else "ended") from None
    return result, error


def _work(its: Connection, seconds: int, megabytes: int, function: Callable[..., Any], arguments: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that gives up says so there
    processes.end_with_parent()
    _limit(seconds, megabytes)
    its.send_bytes(_outcome(function, arguments))


def _outcome(function: Callable[..., Any], arguments: Any) -> bytes:
    try:
        return pickle.dumps((function(*arguments), None))
    except MemoryError:
        error: Exception = ExceededError("memory")
    except Exception as raised:  # is raised where the work was given
        error = raised
    return pickle.dumps((None, error))


def _limit(seconds: int, megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    used = Path("/proc/self/statm")
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: seconds}
    if used.is_file():
        limits[resource.RLIMIT_AS] = int(used.read_text().split()[0]) * resource.getpagesize() + megabytes * 2**20
    for limit, wanted in limits.items():
        hard = resource.getrlimit(limit)[1]
        with suppress(ValueError, OSError):  # a system that knows the limit, and not this value
            resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
