"""The preview over HTTP, for this machine alone: pages reload themselves and show what is wrong with a policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import watchfiles

from generator import paths
from generator.build.workshop import Sources, judge
from generator.loopback import FOR_ITSELF, HOST, KINDS, PATIENCE, Server, refused_for
from generator.policy import gather
from generator.preview.state import NotMadeError, Preview
from generator.words import templating

_OWN = "-"
"""The folder of the preview's own files; no place can be called so."""
_KEEP_ALIVE = 15
_SAID = ("findings.html", "rest.html")
"""What is wrong, and what is on its way."""
_STEP = 20  # milliseconds without a further change until a change counts as whole


def serve(sources: Sources, port: int, *, ready: Callable[[str], None], stop: Event | None = None) -> None:
    """Show the site and what becomes of it until `stop` or Ctrl-C. `ready` gets the address.

    Raises OutputError; OSError where the port is taken.
    """
    judge(sources)
    preview = Preview(sources)
    with Server((HOST, port), partial(_Handler, preview=preview)) as server:
        preview.saved()  # all that is there
        for work in (preview.follow, server.serve_forever):  # while it is watched already, so that no save is missed
            Thread(target=work, daemon=True).start()
        with suppress(KeyboardInterrupt):  # how one ends it
            ready(f"http://{HOST}:{server.server_address[1]}/")
            while not (stop and stop.is_set()):
                _watch(preview, stop)
        preview.close()
        server.shutdown()


def _watch(preview: Preview, stop: Event | None) -> None:
    """Follow what is saved until `stop`, or until there is a folder to watch that was not there: a first override."""
    watched = preview.watched
    for changes in watchfiles.watch(*watched, step=_STEP, stop_event=stop, yield_on_timeout=True):
        more = preview.watched != watched
        if changes or more:
            preview.saved(Path(path) for _, path in changes)
        if more:
            return


class _Handler(BaseHTTPRequestHandler):
    """Pages of the preview, with its script; other files as the preview makes them."""

    timeout = PATIENCE
    server: Server

    def __init__(self, *arguments: Any, preview: Preview) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer what is asked by this machine's own name and not by the page of another site."""
        self.server.asked(self.connection)
        if refused := refused_for(self.headers, self.path):
            self.send_error(refused)
            return
        path = unquote(urlsplit(self.path).path).lstrip("/")
        try:
            self._answer(path)
        except NotMadeError as error:
            html = _template("nothing.html").render(missing=path, reason=str(error))
            self._send(html.encode("utf-8"), ".html", HTTPStatus.NOT_IMPLEMENTED)

    def _answer(self, path: str) -> None:
        if path == f"{_OWN}/events":
            self._events()
        elif path.startswith(f"{_OWN}/"):
            self._own(path.removeprefix(f"{_OWN}/"))
        elif path.endswith((".html", "/")) or not path:
            self._page(_page(path))
        elif self.preview.has(f"{path}/index.html"):
            self._redirect(f"/{path}/")
        else:
            self._file(path)

    def _page(self, path: str) -> None:
        """A page with the script that keeps it up to date; without one, what there is to say."""
        version = self.preview.stamp(path)  # of what is there at least
        page = self.preview.made(path) if self.preview.has(path) else None
        html = page.decode("utf-8") if page else self._nothing(path)
        script = _template("script.html").render(version=version)
        data = html.replace("</head>", f"{script}</head>", 1).encode("utf-8")
        self._send(data, ".html", HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)

    def _nothing(self, path: str) -> str:
        """What there is to say where there is no page, or none yet."""
        state = self.preview.state
        coming = bool(state.rest and not state.builds)
        places = gather.places(self.preview.sources.policies) if coming else ()
        html: str = _template("nothing.html").render(missing=path, state=state, places=places)
        return html

    def _file(self, path: str) -> None:
        """A file as the preview makes it."""
        data = self.preview.made(path)
        if data is None:
            self._page(path)
        else:
            self._send(data, Path(path).suffix)

    def _own(self, name: str) -> None:
        """A script or style of the preview itself."""
        there = paths.TEMPLATES / "preview" / name
        if name in ("preview.js", "preview.css"):
            self._send(there.read_bytes(), there.suffix)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _events(self) -> None:
        """Server-sent events: the state, each time it is another one, until the page is left."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        shown, path = None, _page(unquote(urlsplit(self.path).query).lstrip("/"))
        try:
            while True:
                if (state := self.preview.state) is not shown:
                    html, rest = (_template(name).render(state=state).strip() for name in _SAID)
                    message = {"version": self.preview.stamp(path), "html": html, "rest": rest}
                    self.wfile.write(f"data: {json.dumps(message)}\n\n".encode())
                    shown = state
                else:
                    self.wfile.write(b":\n\n")  # whether anybody is still there
                with self.preview.changed:
                    self.preview.changed.wait_for(lambda: self.preview.state is not shown, _KEEP_ALIVE)  # noqa: B023
        except OSError:
            self.close_connection = True

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, data: bytes, suffix: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", KINDS.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Also what keeps other sites away."""
        for name, value in FOR_ITSELF.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the editor's screen is for findings."""


def _page(path: str) -> str:
    """The page that an address of the site names."""
    return path if path.endswith(".html") else f"{path}index.html"


def _template(name: str) -> Any:
    return templating.environment(markdown=False).get_template(f"preview/{name}")
