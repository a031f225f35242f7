"""Nothing goes on when whoever started it was killed: workers and programs end with the process they work for."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing import parent_process
from threading import Thread

_PR_SET_PDEATHSIG = 1
_TIED = f"""import ctypes, os, sys
ctypes.CDLL(None).prctl({_PR_SET_PDEATHSIG}, {int(getattr(signal, "SIGKILL", 0))})
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
"""A program that becomes another one, which the system ends with the thread that has started it."""


def tied(command: Sequence[str]) -> list[str]:
    """A command, its program by its whole path, that ends with this process; where the system cannot, the same command.

    Whoever runs it waits for its end, since the system takes the thread for the process.
    """
    if sys.platform != "linux":
        return list(command)
    return [sys.executable, "-I", "-S", "-c", _TIED, str(os.getpid()), *command]


def end_with_parent() -> None:
    """Let this worker end with the process that has begun it; at once where that is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    Thread(target=_outlived, daemon=True).start()  # where the system does nothing, and for a parent that was faster


def _outlived() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
