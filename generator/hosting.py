"""How a server is to hand out the finished site: nginx's configuration, with the hashes of scripts inside pages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from markupsafe import Markup

from generator.errors import UsageError
from generator.templating import environment

_RUN = ("", "module", "text/javascript")
_QUOTED = frozenset('"\\$\n')


class NoRootError(UsageError):
    """A folder whose name cannot stand in an nginx configuration."""


class _Inline(HTMLParser):
    """The scripts that stand inside a page and run; data blocks do not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice where a script begins that has no file of its own."""
        found = dict(attrs)
        self._inside = tag == "script" and "src" not in found and (found.get("type") or "") in _RUN
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, _: str) -> None:
        """Notice where it ends."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Collect its text, which a parser may hand over in pieces."""
        if self._inside:
            self.scripts[-1] += data


def hashes(site: Path) -> tuple[str, ...]:
    """`sha256-…` of every script inside a page of the site, each once."""
    return tuple(sorted({_hash(script) for script in _scripts(site)}))


def _scripts(site: Path) -> Iterator[str]:
    for path in site.rglob("*.html"):
        yield from _Inline(path.read_text(encoding="utf-8")).scripts


def _hash(script: str) -> str:
    return f"sha256-{b64encode(sha256(script.encode('utf-8')).digest()).decode()}"


def policy(site: Path) -> str:
    """The Content-Security-Policy of the pages; the full-text search needs WebAssembly, and only where there is one."""
    scripts = ["'self'", *(f"'{one}'" for one in hashes(site))]
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


def nginx(site: Path, root: str, listen: str) -> str:
    """The configuration for a built site that will lie in `root` on the server. Raises NoRootError."""
    if not root.startswith("/") or _QUOTED & set(root):
        raise NoRootError(
            f"--root {root}：要以 / 开头，不能有引号、反斜线、$ / begin it with /, no quotes, backslash or $"
        )
    context = {"policy": Markup(policy(site)), "root": Markup(root), "listen": listen}  # noqa: S704  no HTML
    return environment(markdown=False).get_template("host/nginx.conf").render(context)
