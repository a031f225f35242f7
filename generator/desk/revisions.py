"""The policies of a revision of the repository, unpacked beside nothing else. Asks git; changes nothing in it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from generator.errors import UsageError


class NoRevisionError(UsageError):
    """There is no such revision, or it has no such folder."""


def unpacked(revision: str, policies: Path, into: Path) -> Path:
    """The folder `policies` as it was at a revision, below `into`. Raises NoRevisionError."""
    folder, lost = policies.absolute(), f"没有这个文件夹，也没有这个版本：{revision} / no such folder or revision"
    command = ["git", "archive", "--format=zip", "--end-of-options", revision, folder.name]
    try:
        done = subprocess.run(command, cwd=folder.parent, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise NoRevisionError(f"{lost} ({error})") from None
    if done.returncode != 0:
        raise NoRevisionError(f"{lost} ({done.stderr.decode('utf-8', errors='replace').strip()})")
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:  # which never leads out of the folder, nor makes a link
        archive.extractall(into)
    if not (into / folder.name).is_dir():
        raise NoRevisionError(
            f"{revision} 里的 {folder.name} 不是文件夹，请改 --policies / no folder there: see --policies"
        )
    return into / folder.name
