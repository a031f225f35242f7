"""The policies of a revision of the repository, unpacked beside nothing else. Asks git; changes nothing in it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path


class NoRevisionError(ValueError):
    """There is no such revision, or it has no such folder."""


def unpacked(revision: str, policies: Path, into: Path) -> Path:
    """The folder `policies` as it was at a revision, below `into`. Raises NoRevisionError."""
    folder = policies.absolute()
    command = ["git", "archive", "--format=zip", "--end-of-options", revision, folder.name]
    try:
        done = subprocess.run(command, cwd=folder.parent, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise NoRevisionError(str(error)) from None
    if done.returncode != 0:
        raise NoRevisionError(done.stderr.decode("utf-8", errors="replace").strip())
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:  # which never leads out of the folder, nor makes a link
        archive.extractall(into)
    return into / folder.name
