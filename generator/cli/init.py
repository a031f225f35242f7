"""`init`: a publisher's repository is begun."""

from __future__ import annotations

from pathlib import Path

from generator.cli import arguments
from generator.cli.arguments import Kind
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.desk import repository
from generator.disk import folders, outputs
from generator.paths import PROGRAM


@command("init", example="my-guides")
@argument("folder", "DIR", type=Kind(arguments.new_folder), help="not there yet, or empty")
def init(folder: Path) -> int:
    """Writes a folder that is not there yet, or is empty, whole or not at all. Raises CommandError, UsageError."""
    outputs.judge_repository(folder)
    contents = repository.files()
    folders.create(folder, contents)
    number = sum(not name.startswith("policies/.schema/") for name in contents)
    complain(
        f"{folder}: {number} 个文件；进入这个文件夹，运行 {PROGRAM} build，再看 README.md / "
        f"{number} files; enter the folder, run {PROGRAM} build, and read README.md"
    )
    return 0
