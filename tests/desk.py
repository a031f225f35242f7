"""A checkout of its own, to edit and to run commands in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from expected import ROOT

BASE = ROOT / "tests" / "errors" / "base" / "policies"
"""One valid invented place with one guide."""
EVERY = ROOT / "tests" / "cases" / "every-structure" / "policies"
"""Invented places with everything there can be."""


class Desk:
    """The program, the templates and some policies in a folder."""

    def __init__(self, folder: Path, policies: Path = BASE, *, stock: Path | None = None) -> None:
        """`stock`: a store of which it gets a copy, so that the first build has little to do."""
        self.folder = folder
        for name in ("generator", "templates"):  # with what is compiled, but not what is being written just now
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*"))
        if stock:
            shutil.copytree(stock, folder / ".made")
        shutil.copytree(policies, folder / "policies")
        self.environment = {**os.environ, "PYTHONPATH": ""}

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a file, as a person would save it."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def run(self, *arguments: str, **how: object) -> subprocess.Popen[str]:
        """A command of the generator, in this checkout, in a group of processes of its own."""
        command = [sys.executable, "-m", "generator", *arguments]
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            command,
            cwd=self.folder,
            env=self.environment,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            **how,
        )

    def done(self, *arguments: str, **how: object) -> tuple[int, str]:
        """Exit code of a command, and what it said."""
        process = self.run(*arguments, **how)
        _, said = process.communicate()
        return process.returncode, said

    def site(self, name: str = "site") -> dict[str, bytes]:
        """The files of a site that was built here."""
        folder = self.folder / name
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def serve(self) -> Iterator[str]:
        """The address of the preview, while it runs and once it has shown all that there is."""
        with self.run("serve", "--port", "0") as process:
            try:
                assert process.stderr is not None
                address = process.stderr.readline().split()[0].rstrip("/")
                settled(address)
                yield address
            finally:
                process.terminate()


def settled(address: str) -> None:
    """Wait until a preview has nothing more to make; it says that it is alive each fifteen seconds."""
    with urllib.request.urlopen(f"{address}/-/events", timeout=60) as events:  # noqa: S310
        for line in events:
            if line.startswith(b"data: ") and not json.loads(line.removeprefix(b"data: "))["rest"]:
                return
