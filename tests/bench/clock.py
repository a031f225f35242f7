"""What a program takes, with all it starts: time by the clock and of the processors, memory, and when it said what."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil


@dataclass
class Run:
    """What one process, with all it starts, took; and when it said what."""

    seconds: float = 0
    cpu: float = 0
    memory: int = 0
    """Bytes at the highest, the indexer aside."""
    indexer: int = 0
    said: list[tuple[float, str]] = field(default_factory=list)

    def during(self, name: str) -> float:
        """Seconds from the line that names a stage to the next line."""
        times = [at for at, _ in self.said] + [self.seconds]
        return sum(times[index + 1] - at for index, (at, line) in enumerate(self.said) if line == name)

    def each(self) -> float:
        """Seconds from one sheet to the next, the start aside."""
        times = [at for at, line in self.said if line == "sheet"]
        return (times[-1] - times[0]) / (len(times) - 1)


def measured(
    command: Sequence[object], folder: Path, environment: Mapping[str, str] | None = None, *, cores: Sequence[int] = ()
) -> Run:
    """Run a program to its end, on some cores or on all; stops with its own words where it fails."""
    started, cpu, run = time.perf_counter(), _cpu(), Run()
    with subprocess.Popen(
        [str(part) for part in command], cwd=folder, env={**os.environ, "PYTHONPATH": "", **(environment or {})},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        own = psutil.Process(process.pid)
        if cores:
            own.cpu_affinity(list(cores))
        with _beside(_listen, process.stderr, run, started), _beside(_watch, own, run):
            process.wait()
            run.seconds = time.perf_counter() - started
    run.cpu = _cpu() - cpu
    if process.returncode:
        sys.exit(f"{command}\n" + "\n".join(line for _, line in run.said[-20:]))
    return run


def _cpu() -> float:
    """Seconds of the processors for all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _beside(work: Callable[..., None], *given: object) -> Iterator[None]:
    thread = threading.Thread(target=work, args=given)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _listen(lines: IO[str], run: Run, started: float) -> None:
    run.said += ((time.perf_counter() - started, line.rstrip("\n")) for line in lines)


EVERY = 0.2
"""Seconds from one weighing to the next."""


def _watch(process: psutil.Process, run: Run) -> None:
    """Weigh a process until it ends."""
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:
            _weigh(process, run)
            time.sleep(EVERY)


def _weigh(process: psutil.Process, run: Run) -> None:
    """Note the memory of a process and of all below it, where it is more than before."""
    own = indexer = 0
    with suppress(psutil.Error):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                if "pagefind" in one.name():
                    indexer += one.memory_full_info().pss
                else:
                    own += one.memory_full_info().pss
    run.memory, run.indexer = max(run.memory, own), max(run.indexer, indexer)
