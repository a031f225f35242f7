"""`serve`: the site in the browser, made anew with each file that is saved."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build import serve as preview
from generator.build.workshop import Sources
from generator.cli import arguments, options
from generator.cli.commands import command
from generator.cli.messages import complain
from generator.paths import CONFIG


@command("serve", example="--port 8000")
@click.option("--port", type=arguments.port, default="8000", help="default: 8000; 0 takes a free one")
@options.originals
@options.policies
@options.store
def serve(port: int, originals: Path | None, policies: Path, store: Path) -> int:
    """Shows the site until it is ended by Ctrl-C. Raises OSError where the port is taken."""
    sources = Sources(policies, CONFIG, store, originals)
    preview.serve(sources, port, ready=lambda at: complain(f"{at}  保存后自动更新，按 Ctrl-C 结束"))
    return 0
