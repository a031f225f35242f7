"""What a program takes, with all it starts: time by the clock and of the processors, memory, and when it said what.

And what others took meanwhile: where that is more than a little, a time by the clock says less about the program than
about them.
"""

from __future__ import annotations

import ctypes
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
from typing import IO, NamedTuple

import psutil

FEW = 0.05
"""So much of all processors others may use, the system among them, before a run is said to be disturbed."""


@dataclass
class Run:
    """What one process, with all it starts, took; and when it said what."""

    seconds: float = 0
    cpu: float = 0
    memory: int = 0
    """Bytes at the highest."""
    load: float = 0
    """How many processes wanted a processor in the minute before."""
    others: float = 0
    """The part of all processors that other processes used meanwhile."""
    said: list[tuple[float, str]] = field(default_factory=list)

    @property
    def disturbed(self) -> bool:
        """Whether others used so much that the clock cannot be believed."""
        return self.others > FEW

    def during(self, name: str) -> float:
        """Seconds from each line that begins with the name of a stage to the next line."""
        times = [at for at, _ in self.said] + [self.seconds]
        return sum(
            times[index + 1] - at for index, (at, line) in enumerate(self.said) if line.partition(" ")[0] == name
        )

    def each(self) -> float:
        """Seconds from one sheet to the next, the start aside."""
        times = [at for at, line in self.said if line == "sheet"]
        return (times[-1] - times[0]) / (len(times) - 1)


def measured(
    command: Sequence[object], folder: Path, environment: Mapping[str, str] | None = None, *, cores: Sequence[int] = ()
) -> Run:
    """Run a program to its end, on some cores or on all; stops with its own words where it fails."""
    run, before = Run(load=os.getloadavg()[0]), _now()
    with subprocess.Popen(
        [str(part) for part in command], cwd=folder, env={**os.environ, "PYTHONPATH": "", **(environment or {})},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        own = psutil.Process(process.pid)
        if cores:
            own.cpu_affinity(list(cores))
        with _beside(_listen, process.stderr, run, before.clock), _beside(_watch, own, run):
            process.wait()
            run.seconds = time.perf_counter() - before.clock
    _bury()
    after = _now()
    run.cpu = after.started - before.started
    ours = run.cpu + after.own - before.own
    run.others = max(0, after.busy - before.busy - ours) / ((after.clock - before.clock) * (os.cpu_count() or 1))
    if process.returncode:
        sys.exit(f"{command}\n" + "\n".join(line for _, line in run.said[-20:]))
    return run


class _Now(NamedTuple):
    """The clock, and the seconds of the processors until now."""

    clock: float
    started: float
    """For all that this process has started and that has ended."""
    own: float
    busy: float
    """For everything on this machine."""


def _now() -> _Now:
    whole = psutil.cpu_times()
    idle = whole.idle + whole.iowait + whole.guest + whole.guest_nice  # what guests use is counted as ours, too
    started, own = (_used(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    return _Now(time.perf_counter(), started, own, sum(whole) - idle)


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


_PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """From now on what is left behind by a program is a child of this process, so that its time is known: Linux."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _bury() -> None:
    """Wait a little for what was left behind, by Chromium mostly; there is none where nobody has called `adopt`."""
    until = time.perf_counter() + 2
    with suppress(ChildProcessError):
        while time.perf_counter() < until:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)


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
            run.memory = max(run.memory, _weight(process))
            time.sleep(EVERY)


def _weight(process: psutil.Process) -> int:
    """The memory of a process and of all below it (PSS), in bytes."""
    weight = 0
    with suppress(psutil.Error):
        for own in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                weight += own.memory_full_info().pss
    return weight
