"""`override`: a file, a block, a word or a translation of ours is copied for a publisher, to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click
from yaml import YAMLError

from generator import overrides
from generator.cli import arguments, options
from generator.cli.arguments import unknown
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.disk import folders
from generator.errors import CommandError, UsageError
from generator.words import replaced
from generator.words.replaced import Part


@command("override", example="utilities.yaml utilities/gas/name")
@argument("file", "NAME", default="", help="a file below templates/; without it a list of all")
@argument("part", "PART", default="", help="a block, the keys of a word, a message of a language")
@click.option("--diff", is_flag=True, help="print how yours differs from ours of today; writes nothing")
@options.policies
@options.path("--templates", arguments.new_folder, help="default: templates/ beside the policies")
def override(file: str, part: str, policies: Path, templates: Path | None, *, diff: bool) -> int:
    """Begins an override, or shows how it differs from ours. Raises UsageError, CommandError, OSError."""
    folder = policies.parent / "templates" if templates is None else templates
    if overrides.theirs(folder) is None:
        words = "这是本程序自己的，直接改就是 / these are the program's own: change them there"
        raise UsageError(f"--templates {folder}：{words}")
    overrides.use(overrides.read(folder))
    if diff:
        print("".join(_differences(file, part)), end="")
    elif not file:
        print("\n".join(replaced.files()))
    else:
        _begin(folder, file, part)
    return 0


# ------------------------------------------------------------------------------------------------------ beginning


def _begin(folder: Path, file: str, part: str) -> None:
    """Writes the lines by which an override begins; where something of the file is there already, prints them."""
    text = replaced.beginning(file, part, _original(file, part))
    path = folder / file
    if not path.exists():
        folders.replace(path, (replaced.head(file, part) + text).encode("utf-8"))
        complain(f"{path}：写好了，请改 / written, to be changed by you")
    else:
        complain(f"{path}：已经有了，请把下面的写进去 / there already: put this into it")
        print(text, end="")


def _original(file: str, part: str) -> str:
    """What is to be replaced. Raises UsageError."""
    if file not in (known := replaced.files()):
        raise UsageError(
            f"NAME {unknown(file, known, '没有这个文件，或者不能代替', 'no such file, or not to be replaced')}"
        )
    there = replaced.original(file, part)
    if there is None or (not part and file.endswith((".yaml", ".po"))):
        names = list(replaced.names(file))
        raise UsageError(f"PART {unknown(part, names, '没有这一处', 'no such part')}")
    return there


# ---------------------------------------------------------------------------------------------------- differences


def _differences(file: str, part: str) -> Iterator[str]:
    """How what a publisher has differs from ours of today: of one file or all, of one part or all."""
    held = overrides.current()
    if file and file not in held.files:
        raise UsageError(f"NAME {unknown(file, sorted(held.files), '没有代替它的', 'nothing replaces it')}")
    for name in [file] if file else held.matching(*replaced.MAY):
        for own in _parts(name):
            if not part or own.name == part:
                yield from _difference(name, own)


def _parts(name: str) -> list[Part]:
    held = overrides.current()
    try:
        return list(replaced.parts(name, held.files[name]))
    except (ValueError, YAMLError) as error:
        raise CommandError(f"{held.path(name)}：读不了，先用 check 看 / unreadable, see check: {error}") from None


def _difference(name: str, part: Part) -> Iterator[str]:
    ours, own = ((text or "").splitlines(keepends=True) for text in (part.original, part.text))
    shown = f"{name} {part.name}".strip()
    lines = unified_diff(ours, own, f"ours/{shown} {part.version}", f"yours/{shown} {part.record or '?'}")
    yield from (line if line.endswith("\n") else f"{line}\n" for line in lines)
