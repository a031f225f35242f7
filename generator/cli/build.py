"""`build`, `fresh`, `serve`: what the policies give is made, compared with what is there, or shown as they change."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build import publish
from generator.build.scheduler import scheduled
from generator.build.workers import LOCAL, Workers
from generator.build.workshop import Sources
from generator.cli import arguments, options
from generator.cli.commands import command
from generator.cli.messages import complain, progress, tell
from generator.errors import UsageError
from generator.paths import CONFIG, INSTALLED, PROGRAM

_UNFINISHED = (
    "没有生成，site/ 没有动；改正以后再运行，会接着做"
    " / not built; once that is mended, run it again: it goes on where it stopped"
)

_AGAIN = f"{PROGRAM} build" if INSTALLED else "make site"


@command("build", example="--site /srv/www/site", unfinished=_UNFINISHED)
@options.policies
@options.folder("guides", arguments.new_folder)
@options.folder("site", arguments.exchanged_folder)
@options.path("--originals", arguments.folder, help="show the documents, DIR/<city>.txt, on the site")
@click.option("--draft", is_flag=True, help="the pages alone: no data, PDFs, search; guides/ stays")
@click.option("--on-demand", is_flag=True, help="no PDFs: `sheets` prints each when it is asked for")
@click.option(
    "--scheduler",
    type=arguments.scheduler,
    metavar="ADDRESS",
    help="let the workers of a Dask scheduler do it, tcp://…",
)
@options.store
@options.templates
def build(
    *,
    policies: Path,
    guides: Path,
    site: Path,
    originals: Path | None,
    draft: bool,
    on_demand: bool,
    scheduler: str | None,
    store: Path,
    templates: Path | None,
) -> int:
    """Makes guides/ and site/ anew. Raises CommandError; then site/ is as it was."""
    if draft and on_demand:
        words = "--draft 只有网页，本来就不打印；去掉其中一个 / --draft prints nothing anyway: give one of them"
        raise UsageError(f"--on-demand: {words}")
    sources = Sources(policies, CONFIG, store, originals, templates)
    how = {"draft": draft, "on_demand": on_demand}
    tell(publish.build(sources, guides, site, say=progress(), workers=_workers(scheduler), **how))
    return 0


def _workers(scheduler: str | None) -> Workers:
    """Who does the work: this machine, or the workers of a scheduler. Raises UsageError."""
    try:
        return LOCAL if scheduler is None else scheduled(scheduler)
    except ImportError:
        words = "--scheduler 要先装 requirements-scheduler.lock / install requirements-scheduler.lock first"
        raise UsageError(words) from None


@command("serve", example="--port 8000")
@click.option("--port", type=arguments.port, default="8000", help="default: 8000; 0 takes a free one")
@options.originals
@options.policies
@options.store
@options.templates
def serve(port: int, originals: Path | None, policies: Path, store: Path, templates: Path | None) -> int:
    """Shows the site until it is ended by Ctrl-C. Raises OSError where the port is taken."""
    from generator.preview import server  # a server and a watcher of files, which the other two have no use for

    sources = Sources(policies, CONFIG, store, originals, templates)
    server.serve(sources, port, ready=lambda at: complain(f"{at}  保存后自动更新，按 Ctrl-C 结束"))
    return 0


@command("sheets", example="--port 8002")
@click.option("--port", type=arguments.port, default="8002", help="default: 8002; 0 takes a free one")
@options.originals
@options.policies
@options.store
@options.templates
def sheets(port: int, originals: Path | None, policies: Path, store: Path, templates: Path | None) -> int:
    """Hands out PDFs until it is ended by Ctrl-C. Raises CommandError; OSError where the port is taken."""
    from generator.sheet_server import server  # a server, which no build has use for

    sources = Sources(policies, CONFIG, store, originals, templates)
    words = "只给本机的网站服务器；按 Ctrl-C 结束 / for a web server on this machine alone; Ctrl-C ends it"
    server.serve(sources, port, ready=lambda at: complain(f"{at}  {words}"), say=complain)
    return 0


@command("fresh")
@options.policies
@options.folder("guides", arguments.folder)
@options.store
@options.templates
def fresh(policies: Path, guides: Path, store: Path, templates: Path | None) -> int:
    """Names the files of guides/ that the policies give otherwise; 1 where there is one."""
    stale = publish.stale(Sources(policies, CONFIG, store, None, templates), guides, say=progress())
    for path in stale:
        complain(f"{guides / path}:1:1: 与政策不一致，请运行 {_AGAIN} 后提交 / stale: run {_AGAIN}")
    return int(bool(stale))
