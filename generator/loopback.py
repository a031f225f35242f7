"""HTTP for this machine alone: a server that does not tire, and what keeps pages of other sites away from it."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from email.message import Message
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

HOST = "127.0.0.1"
PATIENCE = 10.0
"""Seconds within which a question has to be put, and an answer taken."""
_CONNECTIONS = 100
"""At once; a browser takes six."""
_PORTS = 65_536

KINDS = {  # not the system's, since Windows may have other ideas
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
"""What a file is, by the end of its name."""
FOR_ITSELF = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
"""What keeps the pages of other sites from reading a draft, whatever is answered."""


class Server(ThreadingHTTPServer):
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
            if monotonic() - since > PATIENCE:
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


_HOST = re.compile(r"([^\s:/?#@\[\]]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?")


def refused_for(headers: Message, path: str) -> HTTPStatus | None:
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
