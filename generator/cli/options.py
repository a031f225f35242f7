"""The options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator import overrides
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


def _templates(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    """The publisher's templates: those that were named, or those beside its policies; None where these are ours."""
    return overrides.beside(ctx.params["policies"]) if value is None else overrides.theirs(value)


def equipped(run: Run) -> Run:
    """A command that works with the words and templates of the publisher, which it is not given itself.

    Raises RefusedError where these have errors.
    """

    @wraps(run)
    def with_templates(*values: Any, templates: Path | None, **named: Any) -> int:
        overrides.use(overrides.read(templates))
        if overrides.current().files:
            _refuse()
        return run(*values, **named)

    return templates(with_templates)


def _refuse() -> None:
    from generator.checks import overridden  # reads templates, which most commands do not wait for
    from generator.cli.places import refuse

    refuse(overridden.findings())


policies = folder("policies", arguments.folder)
templates = path(
    "--templates",
    arguments.folder_if_there,
    callback=_templates,
    help="the publisher's own words and templates; default: templates/ beside the policies",
)
site = folder("site", arguments.site)
originals = path("--originals", arguments.folder, help="compare every quotation with DIR/<city>.txt")
store = path("--store", arguments.new_folder, default=Path(".made"), help="what was made before; default: .made/")
