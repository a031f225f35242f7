"""What is said on stderr: problems, sums, progress, and what is wrong with the words of a command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

import click

from generator.cli.arguments import named, unknown
from generator.cli.commands import NAMES
from generator.errors import UsageError
from generator.paths import PROGRAM

if TYPE_CHECKING:
    from generator.build.workshop import Progress
    from generator.findings import Finding


def complain(text: str) -> None:
    """Say one thing at once."""
    print(text, file=sys.stderr, flush=True)


def tell(findings: Iterable[Finding]) -> None:
    """Say each finding, with the path, line and column of its place."""
    for one in findings:
        complain(str(one))


def progress() -> Progress:
    """Says what goes on; of many steps also how fast they are and how long the rest takes."""
    since: dict[str, float] = {}

    def say(what: str, done: int = 0, total: int = 0) -> None:
        seconds = monotonic() - since.setdefault(what, monotonic())
        pace = (done - 1) / seconds if seconds else 0
        left = f", {pace:.1f}/s, {(total - done) / pace:.0f} s left" if pace else ""
        complain(f"{what} {done}/{total}{left}" if total else what)

    return say


# -------------------------------------------------------------------------------------------------- wrong usage


def misused(error: click.ClickException) -> UsageError:
    """What click refuses, in both languages, with the word it is about, the remedy, and where to read more."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path.partition(" ")[2] if context else ""
    return UsageError(f"{_words(error)}（{' '.join(filter(None, (PROGRAM, command, '--help')))}）")


def _words(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return unknown(error.option_name, _options(error.ctx), "没有这个选项", "no such option")
        case click.exceptions.NoSuchCommand():
            return unknown(error.command_name, NAMES, "没有这个命令", "no such command")
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{named(param)}：没有写，请写明 / not given: name it"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{named(param)}：{error.message}"
        case click.BadArgumentUsage():
            return error.message
        case click.BadOptionUsage():
            return f"{error.option_name}：{_value(error)}"
    return f"命令行写得不对 / wrong usage: {error.format_message()}"


def _options(context: click.Context | None) -> list[str]:
    """The options of a command."""
    return [named(param) for param in _params(context) if isinstance(param, click.Option)]


def _value(error: click.BadOptionUsage) -> str:
    """Whether an option lacks its value, or has one and takes none."""
    options = [param for param in _params(error.ctx) if isinstance(param, click.Option)]
    flags = {name for option in options if option.is_flag for name in option.opts}
    if error.option_name in flags:
        return "这个选项不带值，请删去 = 和后面的字 / takes no value: leave it out"
    return "后面要写一个值 / needs a value: write it behind"


def _params(context: click.Context | None) -> list[click.Parameter]:
    return context.command.get_params(context) if context else []
