"""The options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.cli import arguments
from generator.cli.arguments import Choice, Judge, Kind
from generator.cli.commands import Run


def path(name: str, judge: Judge, metavar: str = "DIR", **more: Any) -> Callable[[Run], Run]:
    """An option that is a path, and what it should be."""
    return click.option(name, type=Kind(judge), metavar=metavar, **more)


def folder(name: str, judge: Judge) -> Callable[[Run], Run]:
    """A folder of the project, where it is by default."""
    return path(f"--{name}", judge, default=Path(name), help=f"default: {name}/")


def form(*words: str, help: str = "") -> Callable[[Run], Run]:
    """In which form something is printed; the first word is the default."""
    return click.option("--format", "form", type=Choice(words), default=words[0], help=help)


policies = folder("policies", arguments.folder)
site = folder("site", arguments.site)
originals = path("--originals", arguments.folder, help="compare every quotation with DIR/<city>.txt")
store = path("--store", arguments.new_folder, default=Path(".made"), help="what was made before; default: .made/")
