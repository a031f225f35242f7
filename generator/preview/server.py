"""The preview over HTTP, for this machine alone: pages reload themselves and show what is wrong with a policy."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.message import Message
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

import watchfiles

from generator import paths
from generator.build import publish
from generator.build.workshop import Sources
from generator.preview.state import NotMadeError, Preview
from generator.words import templating

HOST = "127.0.0.1"
_OWN = "-"
"""The folder of the preview's own files; no place can be called so."""
_KEEP_ALIVE = 15
_PATIENCE = 10.0
"""Seconds within which a question has to be put, and an answer taken."""
_CONNECTIONS = 100
"""At once; a browser takes six."""
_PORTS = 65_536
_STEP = 20  # milliseconds without a further change until a change counts as whole


def serve(sources: Sources, port: int, *, ready: Callable[[str], None], stop: Event | None = None) -> None:
    """Show the site and what becomes of it until `stop` or Ctrl-C. `ready` gets the address.

    Raises OutputError; OSError where the port is taken.
    """
    publish.judge(sources)
    preview = Preview(sources)
    with _Server((HOST, port), partial(_Handler, preview=preview)) as server:

        def begin() -> None:
            preview.refresh()
            ready(f"http://{HOST}:{server.server_address[1]}/")
            server.serve_forever()

        Thread(target=begin, daemon=True).start()  # while it is watched already, so that no save is missed
        with suppress(KeyboardInterrupt):  # how one ends it
            for _ in watchfiles.watch(*preview.watched, step=_STEP, stop_event=stop):
                preview.refresh()


_KINDS = {  # not the system's, since Windows may have other ideas
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".woff2": "font/woff2",
}


_FOR_ITSELF = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
"""What keeps the pages of other sites from reading a draft, whatever is answered."""


class _Server(ThreadingHTTPServer):
    """Takes so many connections at once; one that says nothing, or does not come to an end, gives way."""

    def __init__(self, *arguments: Any) -> None:
        self._asking: dict[socket, float] = {}
        self._open: set[socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection; of too many, the one goes that has been at its question for longest, or the new one."""
        self._open.add(request)
        self._asking[request] = monotonic()
        if len(self._open) > _CONNECTIONS:
            oldest = next(iter(self._asking))
            self.asked(oldest)
            _cut(oldest)
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Every half second: who has not put a question in time goes."""
        super().service_actions()
        for request, since in list(self._asking.items()):
            if monotonic() - since > _PATIENCE:
                _cut(request)

    def asked(self, request: socket) -> None:
        """The question of a connection is there."""
        self._asking.pop(request, None)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection and close it."""
        self._asking.pop(request, None)
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that ends early is no fault of the program."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _cut(request: socket) -> None:
    """End a connection; its thread notices."""
    with suppress(OSError):
        request.shutdown(SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Pages of the preview, with its script; other files as the preview makes them."""

    timeout = _PATIENCE
    server: _Server

    def __init__(self, *arguments: Any, preview: Preview) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer what is asked by this machine's own name and not by the page of another site."""
        self.server.asked(self.connection)
        if refused := _refused(self.headers, self.path):
            self.send_error(refused)
            return
        path = unquote(urlsplit(self.path).path).lstrip("/")
        try:
            self._answer(path, self.preview.state.site)
        except NotMadeError as error:
            html = _template("nothing.html").render(missing=path, reason=str(error))
            self._send(html.encode("utf-8"), ".html", HTTPStatus.NOT_IMPLEMENTED)

    def _answer(self, path: str, site: Mapping[str, str]) -> None:
        if path == f"{_OWN}/events":
            self._events()
        elif path.startswith(f"{_OWN}/"):
            self._own(path.removeprefix(f"{_OWN}/"))
        elif f"{path}/index.html" in site:
            self._redirect(f"/{path}/")
        elif path.endswith((".html", "/")) or not path:
            self._page(f"{path}index.html" if not path.endswith(".html") else path)
        else:
            self._file(path)

    def _page(self, path: str) -> None:
        """A page with the script that keeps it up to date; without one, what there is to say."""
        state = self.preview.state
        page = self.preview.made(path) if path in state.site else None
        html = page.decode("utf-8") if page else _template("nothing.html").render(missing=path, built=state.builds)
        script = _template("script.html").render(version=state.version)
        data = html.replace("</head>", f"{script}</head>", 1).encode("utf-8")
        self._send(data, ".html", HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)

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
        shown = None
        try:
            while True:
                if (state := self.preview.state) is not shown:
                    message = {"version": state.version, "html": _template("findings.html").render(state=state)}
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
        self.send_header("Content-Type", _KINDS.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Also what keeps other sites away."""
        for name, value in _FOR_ITSELF.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the editor's screen is for findings."""


_HOST = re.compile(r"([^\s:/?#@\[\]]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?")


def _refused(headers: Message, path: str) -> HTTPStatus | None:
    """Why a request gets no answer: malformed, by a foreign name, or by the page of another site other than a link."""
    host = _HOST.fullmatch(headers.get("Host", ""))
    try:
        urlsplit(path)
    except ValueError:  # of a bracket left open
        return HTTPStatus.BAD_REQUEST
    if host is None or not 0 < int(host[2] or 1) < _PORTS or len(headers.get_all("Host", [])) > 1:
        return HTTPStatus.BAD_REQUEST
    site, *how = (headers.get(f"Sec-Fetch-{name}", "") for name in ("Site", "Mode", "Dest"))
    asked_here = site in ("", "none", "same-origin") or how == ["navigate", "document"]
    return None if host[1].lower() in (HOST, "localhost") and asked_here else HTTPStatus.FORBIDDEN


def _template(name: str) -> Any:
    return templating.environment(markdown=False).get_template(f"preview/{name}")
