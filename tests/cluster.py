"""A Dask scheduler and workers, each a program of its own as on a machine of its own: another checkout, home, temp."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk import Desk

_WATCHED = """
import os, sys
if log := os.environ.get("OPENED"):
    def note(event, given, log=os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)):
        if event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir"):
            os.write(log, f"{given[0]}\\n".encode(errors="replace"))
    sys.addaudithook(note)
"""
"""Notes every path that a program of Python opens, and that programs open which it starts."""


class Machine:
    """A program of Dask, on what might be another machine."""

    def __init__(self, folder: Path, *words: str, changed: str | None = None) -> None:
        """`changed`: the file of its checkout that is of another version."""
        self.temp, self.opened = folder / "temp", folder / "opened.txt"
        for path in (folder / "watched", folder / "home", self.temp):
            path.mkdir(parents=True)
        (folder / "watched" / "sitecustomize.py").write_text(_WATCHED, encoding="utf-8")
        self.desk = Desk(folder / "checkout")
        if changed:
            with (self.desk.folder / changed).open("a", encoding="utf-8") as file:
                file.write("\n# changed\n")
        own = {
            "PYTHONPATH": f"{self.desk.folder}{os.pathsep}{folder / 'watched'}",
            "HOME": str(folder / "home"),
            "TMPDIR": str(self.temp),
            "OPENED": str(self.opened),
        }
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        with (folder / "said.txt").open("wb") as said:
            self.process = subprocess.Popen(
                command, cwd=self.desk.folder, stdout=said, stderr=said, env={**os.environ, **own}
            )

    def kill(self) -> None:
        """As if somebody had drawn the plug."""
        self.process.kill()
        self.process.wait()

    def pause(self, seconds: float) -> None:
        """Let it do nothing for a while, and go on."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def paths(self) -> set[str]:
        """What it has opened, listed, made, moved or removed."""
        return set(self.opened.read_text(encoding="utf-8").splitlines())


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = Machine(folder / "scheduler", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-show")
        self.workers: list[Machine] = []

    def join(self, changed: str | None = None) -> Machine:
        """One more worker."""
        folder = self._folder / f"worker-{len(self.workers)}"
        self.workers.append(Machine(folder, "worker", self.address, "--nthreads", "1", "--no-nanny", changed=changed))
        return self.workers[-1]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler and so many workers, ended in the end."""
    made = Cluster(folder)
    try:
        for _ in range(workers):
            made.join()
        yield made
    finally:
        for machine in (*made.workers, made.scheduler):
            machine.kill()
