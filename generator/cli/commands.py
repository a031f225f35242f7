"""The commands by name: the file of each, what it does, and how all of them are read and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import click

from generator import VERSION
from generator.cli.arguments import Kind, failed, named
from generator.errors import CommandError
from generator.paths import PROGRAM

Run: TypeAlias = Callable[..., int]
"""Does what a command is for, is given its arguments by name, and returns the exit code."""


class About(NamedTuple):
    """The file of generator/cli/ that a command is in, and what it does."""

    file: str
    does: str


_ABOUT = {
    "check": About("check", "all findings about the policies"),
    "build": About("build", "check, then guides, PDFs and site"),
    "serve": About("build", "the site in the browser, anew with each save"),
    "sheets": About("build", "PDFs on demand, for a web server on this machine"),
    "fresh": About("build", "whether guides/ is what the policies give"),
    "offline": About("site", "the built site as one ZIP for a disk"),
    "nginx": About("site", "how nginx is to hand out the built site"),
    "classify": About("guide", "which class am I"),
    "facts": About("guide", "the fact-check table, to be signed"),
    "diff": About("review", "what changes for the public between two states"),
    "review": About("review", "findings and changes as one comment on a request"),
    "init": About("init", "a publisher's repository, with an invented example"),
    "new": About("new", "a folder to fill in"),
    "desk": About("desk", "the editing desk in the browser, on this machine only"),
    "confirm": About("confirm", "what was read of a scan, held against its picture"),
    "supply": About("supply", "what a utility supplies, asked question by question"),
    "translate": About("translate", "files to translate a place's texts in"),
    "upgrade": About("upgrade", "older policy files to today's shape"),
    "override": About("override", "a template or a word of ours, to be changed by a publisher"),
    "schema": About("schema", "the JSON Schemas of the policy files"),
}
NAMES = tuple(_ABOUT)
"""The names of the commands, those that are needed first coming first."""


# ------------------------------------------------------------------------------------------------------ all of them


class Commands(click.Group):
    """The file of a command is read when the command is asked for: no command waits for what another brings along."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, if there is one."""
        return _command(cmd_name) if cmd_name in NAMES else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the words as far as the name of the command. Raises click.UsageError."""
        with _within(ctx):
            return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What each does, without reading its file."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about.does) for name, about in _ABOUT.items()])


@click.group(
    cls=Commands,
    help="水气暖报装：政策 YAML → 指南、清单、数据、网站",
    invoke_without_command=True,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="connection-guides", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """All commands. Raises click.BadArgumentUsage where none is named."""
    if context.invoked_subcommand is None:
        raise click.BadArgumentUsage(f"请写一个命令：{'、'.join(NAMES)} / name a command", context)


@contextmanager
def _within(ctx: click.Context) -> Iterator[None]:
    """What is called wrongly knows of which command; click forgets that of some."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def every() -> dict[str, Command]:
    """Every command by its name."""
    return {name: _command(name) for name in NAMES}


def _command(name: str) -> Command:
    found: Command = getattr(import_module(f"generator.cli.{_ABOUT[name].file}"), name)
    return found


# ---------------------------------------------------------------------------------------------------------- one


class Command(click.Command):
    """A command; what ends it is told with the argument at which it happened."""

    unfinished = ""
    """What it means for the work of the command that something was in its way."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the words that follow the name of the command. Raises click.UsageError, CommandError."""
        with self._noted(), _within(ctx):
            self._hold_values(ctx, args)
            return super().parse_args(ctx, args)

    def _hold_values(self, ctx: click.Context, words: Sequence[str]) -> None:
        """No option is taken for the value of the one before it. Raises click.BadOptionUsage."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        names = {"--", *(name for option in options for name in option.opts)}
        valued = {name for option in options if not option.is_flag for name in option.opts}
        last = words.index("--") + 1 if "--" in words else len(words)
        for word, following in pairwise(words[:last]):
            if word in valued and following.partition("=")[0] in names:
                raise click.BadOptionUsage(word, "")

    def invoke(self, ctx: click.Context) -> int:
        """The exit code. Raises CommandError, BrokenPipeError, click.BadArgumentUsage."""
        with self._noted(), self._explained(ctx), _utilities(ctx.params.get("policies")):
            if ctx.args:
                words = "多余，请删去 / more than there is a place for: leave it out"
                raise click.BadArgumentUsage(f"{' '.join(ctx.args)}：{words}", ctx)
            code: int = super().invoke(ctx)
        return code

    @contextmanager
    def _explained(self, ctx: click.Context) -> Iterator[None]:
        """What the system refuses is put into words, with the argument it happened at."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise failed(error, self._paths(ctx)) from None
        except BrokenExecutor as error:
            words = "有一个进程被系统结束了，请再运行一次 / a process was ended: run it again"
            raise CommandError(f"{words} ({error})") from None

    def _paths(self, ctx: click.Context) -> Iterator[tuple[str, Path]]:
        """Every path that was given, with the name of its argument."""
        for param in self.params:
            value = ctx.params[param.name]
            if isinstance(param.type, Kind) and value is not None:
                yield from ((named(param), path) for path in (value if isinstance(value, tuple) else [value]))

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """Adds to what ends the command what that means for its work; not where it was only called wrongly."""
        try:
            yield
        except CommandError as error:
            if self.unfinished and error.code == CommandError.code:
                error.add_note(self.unfinished)
            raise


class Argument(click.Argument):
    """An argument known by its place; the usage shows its word, in brackets where it may be left out."""

    def make_metavar(self, ctx: click.Context) -> str:  # noqa: ARG002
        """`CITY`, `[CITY]`, `[CITY]...`."""
        word = self.human_readable_name if self.required else f"[{self.human_readable_name}]"
        return word if self.nargs == 1 else f"{word}..."


def _utilities(policies: Path | None) -> AbstractContextManager[None]:
    """Within it the utilities are known that the publisher of a folder of policies has beside ours."""
    if policies is None or not (policies / "utilities.yaml").is_file():
        return nullcontext()
    from generator.policy.loader import beside_in  # no command waits for it where there are none

    return beside_in(policies)


def command(name: str, example: str = "", unfinished: str = "") -> Callable[[Run], Command]:
    """Makes a command of the function that does it."""

    def decorator(run: Run) -> Command:
        epilog = f"\b\nexample: {PROGRAM} {name} {example}".rstrip()
        settings: dict[str, Any] = {"allow_extra_args": True}
        texts = {"help": _ABOUT[name].does, "epilog": epilog}
        decorated = click.command(name, cls=Command, context_settings=settings, **texts)(run)
        decorated.unfinished = unfinished
        return decorated

    return decorator


def argument(name: str, word: str, **more: Any) -> Callable[[Run], Run]:
    """An argument that stands in its place, and the word by which the user knows it."""
    return click.argument(name, cls=Argument, metavar=word, **more)
