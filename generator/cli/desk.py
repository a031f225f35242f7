"""`desk`: policies are entered and proven in the browser, beside the document, on this machine only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator import overrides
from generator.build.workshop import mark
from generator.cli import arguments, options
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.cli.places import hold_place
from generator.disk import outputs


@command("desk", example="wuhai")
@argument("city", "CITY", default="", help="the place to begin with; without it a list of all")
@click.option("--port", type=arguments.port, default="8001", help="default: 8001; 0 takes a free one")
@options.originals
@options.policies
@options.store
@options.templates
def desk(city: str, *, port: int, originals: Path | None, policies: Path, store: Path, templates: Path | None) -> int:
    """Shows the desk until it is ended by Ctrl-C. Raises UsageError, OutputError; OSError where the port is taken."""
    from generator.desk_server import server  # a server and a watcher of files, which no other command has use for
    from generator.desk_server.api import Api
    from generator.desk_server.previewing import Previewing

    outputs.judge({outputs.STORE: store}, policies, originals)
    if city:
        hold_place("CITY", city, policies)
    mark(store)
    words = "只在本机；按 Ctrl-C 结束 / on this machine only; Ctrl-C ends it"
    overrides.use(overrides.read(templates))
    preview = Previewing(policies, originals, store, templates)
    api = Api(policies, originals, store / "desk", preview.begin, date.today)
    try:
        server.serve(api, city, port, ready=lambda at: complain(f"{at}  {words}"))
    finally:
        preview.end()
    return 0
