"""What is wrong with the words of a command line, in both languages: click has English alone."""

from __future__ import annotations

import click

from generator.cli.arguments import named, unknown
from generator.cli.commands import NAMES
from generator.errors import UsageError


def told(error: click.ClickException) -> UsageError:
    """What click refuses, with the word it is about, the remedy, and where to read more."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    program = f"python -m {context.command_path if context else 'generator'}"
    return UsageError(f"{_words(error)}（{program} --help）")


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
