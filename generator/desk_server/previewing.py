"""The preview of the site beside the desk: a program of its own, at another port, which ends with the desk."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

from generator.processes import tied


class Previewing:
    """Begins `serve` once it is wanted, and ends it."""

    def __init__(self, policies: Path, originals: Path | None, store: Path, templates: Path | None = None) -> None:
        texts = ["--originals", str(originals)] if originals else []
        own = ["--templates", str(templates)] if templates else []
        self._command = ["serve", "--port", "0", "--policies", str(policies), "--store", str(store), *texts, *own]
        self._program: subprocess.Popen[str] | None = None

    def begin(self) -> str:
        """The address of the preview, as soon as it has one; empty where it does not begin."""
        self.end()
        known, found = Event(), list[str]()

        def run() -> None:
            command = tied([sys.executable, "-m", "generator", *self._command])
            with subprocess.Popen(  # noqa: S603  this program itself
                command,
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as program:
                self._program = program
                for line in program.stderr or ():  # all of them, so that it never waits
                    if not found and (address := re.search(r"http://127\.0\.0\.1:[0-9]+/", line)):
                        found.append(address[0])
                        known.set()
            known.set()

        Thread(target=run, daemon=True).start()  # a thread that lasts: with it the system ends the program
        known.wait(_PATIENCE)
        return found[0] if found else ""

    def end(self) -> None:
        """End the program, where it runs."""
        if self._program is not None:
            self._program.terminate()
            self._program.wait(_PATIENCE)
            self._program = None


_PATIENCE = 60
