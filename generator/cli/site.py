"""`offline` and `nginx`: the built site is handed on, on a disk or by a server."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import arguments, options
from generator.cli.arguments import Kind
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.disk import folders, outputs
from generator.site import hosting
from generator.site.offline import FOLDER, archive


@command("offline", example="stick.zip")
@argument("file", "FILE", type=Kind(arguments.new_file), default=Path("offline.zip"), help="default: offline.zip")
@options.site
def offline(file: Path, site: Path) -> int:
    """Packs the site into one ZIP. Raises OutputError where something lies there that is no such archive."""
    outputs.judge_archive(file, FOLDER, site)
    folders.replace(file, archive(site))
    complain(f"{file}：解压后打开 {FOLDER}/index.html / unpack, then open {FOLDER}/index.html")
    return 0


@command("nginx", example="--root /srv/www/site > guides.conf")
@options.site
@click.option("--root", metavar="DIR", help="where the site lies on the server; default: where it lies here")
@click.option("--listen", type=arguments.listen, default="8080", metavar="[ADDRESS:]PORT", help="default: 8080")
@click.option("--sheets", type=arguments.port, metavar="PORT", help="where `sheets` prints what the site lacks")
def nginx(site: Path, root: str | None, listen: str, sheets: int | None) -> int:
    """Prints the settings of a server for the site."""
    print(hosting.nginx(site, root or str(site.absolute()), listen, sheets), end="")
    return 0
