"""`schema`: the JSON Schemas of the policy files, for programs with which these are edited."""

from __future__ import annotations

from pathlib import Path

from generator.cli import arguments, options
from generator.cli.commands import command
from generator.data import schemas
from generator.desk import editing
from generator.disk import folders, outputs


@command("schema", example="> policies.schema.json")
@options.path("--into", arguments.new_folder, help="for editing programs, a file for each kind")
def schema(into: Path | None) -> int:
    """Prints one schema of all files, or writes one for each kind of file. Raises OutputError."""
    if into is None:
        print(schemas.policy_schema(), end="")
    else:
        files = {name: text.encode("utf-8") for name, text in editing.schemas().items()}
        outputs.judge_schemas(into, files)
        folders.put(into, files)
    return 0
