"""How a server is to hand out the finished site: nginx's configuration; no script inside a page runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from generator import language
from generator.disk import folders
from generator.errors import CommandError, UsageError
from generator.site import inert, mkdocs
from generator.words.templating import environment

_QUOTED = frozenset('"\\$\n')


_FEW = 20
_RUNS = (
    "网页里有会运行的内容，不是本程序放进去的；请找出来源，改正后重新生成 / "
    "something that would run stands in the pages and is not ours; find out where it comes from, and build again"
)


class NoRootError(UsageError):
    """A folder whose name cannot stand in an nginx configuration."""


class RunsError(CommandError):
    """A site in whose pages something stands that would run."""


def policy(site: Path) -> str:
    """The Content-Security-Policy of the pages; the full-text search needs WebAssembly, and only where there is one."""
    scripts = ["'self'"]
    if (site / "pagefind").is_dir():
        scripts.append("'wasm-unsafe-eval'")
    kinds = {
        "default-src": "'none'",
        "script-src": " ".join(scripts),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{kind} {sources}" for kind, sources in kinds.items())


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    """The pages and drawings of a site."""
    return ((name, folders.text(site, name, data)) for name, data in folders.held(site, *inert.KINDS))


def nginx(site: Path, root: str, listen: str, sheets: int | None = None) -> str:
    """The configuration for a built site that will lie in `root` on the server.

    `sheets`: the port at which PDFs are printed that the site lacks; None where it has them all.

    Raises NoRootError, RunsError, StrangeError, OSError.
    """
    if not root.startswith("/") or _QUOTED & set(root):
        raise NoRootError(
            f"--root {root}：要以 / 开头，不能有引号、反斜线、$ / begin it with /, no quotes, backslash or $"
        )
    if faults := [f"{name}: {fault}" for name, page in _pages(site) for fault in inert.of(name, page)]:
        raise RunsError("\n".join([_RUNS, *faults[:_FEW]]))
    context = {"policy": Markup(policy(site)), "root": Markup(root), "listen": listen, "sheets": sheets}  # noqa: S704  no HTML
    languages = [name for name in language.names() if (site / name / mkdocs.NOT_FOUND).is_file()]
    return environment(markdown=False).get_template("host/nginx.conf").render(context, languages=languages)
