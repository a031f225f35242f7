"""The command line: one command is run, and what ends it is said. 0 good, 1 problems in the input, 2 wrong usage."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from generator.cli import arguments
from generator.cli.commands import program
from generator.cli.messages import complain, misused
from generator.errors import CommandError
from generator.paths import PROGRAM


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Only a fault of the program itself shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _told(sys.argv[1:] if words is None else words)
    except BrokenPipeError:  # nobody reads what is said, as after `… | head`
        _hush()
        return 1
    except KeyboardInterrupt:
        return 130


def _told(words: Sequence[str]) -> int:
    """Run a command, and say why where it cannot be done: the one place that knows how that is said."""
    try:
        code = _done(words)
        print(end="", flush=True)
    except BrokenPipeError:
        raise
    except (click.ClickException, CommandError, OSError) as error:
        _hush()
        told = _error(error)
        for line in (*told.lines, *getattr(told, "__notes__", ())):
            complain(line)
        return told.code
    return code


def _done(words: Sequence[str]) -> int:
    """The exit code of a command; 0 where only help was wanted."""
    try:
        with program.make_context(PROGRAM.split()[-1], list(words)) as context:
            code: int = program.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return code


def _error(error: click.ClickException | CommandError | OSError) -> CommandError:
    """What ended a command, in words."""
    if isinstance(error, CommandError):
        return error
    return misused(error) if isinstance(error, click.ClickException) else arguments.failed(error, [])


def _hush() -> None:
    """Where what is printed can go nowhere, that is not told once more when the program ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            print(end="", flush=True, file=stream)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
