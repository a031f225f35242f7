"""The editing desk over HTTP, for this machine alone: a page, its scripts, and calls that only that page may make.

Nothing is sent anywhere. A page of another site can neither read nor write: each call needs this machine's own name and
port, the page's own origin, and a token that only the address printed at the start has.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import watchfiles

from generator import paths
from generator.desk_server.api import Api, RefusedCallError
from generator.loopback import FOR_ITSELF, HOST, KINDS, PATIENCE, Server, refused_for

LARGEST = 1_000_000
"""Bytes of a call; that of a document's text is larger."""
_LARGEST_FILE = 30_000_000
_KEEP_ALIVE = 15
_STEP = 20
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_FOR_PAGE = FOR_ITSELF | {"Content-Security-Policy": _POLICY, "X-Frame-Options": "DENY"}


def serve(api: Api, city: str, port: int, *, ready: Callable[[str], None], stop: Event | None = None) -> None:
    """Show the desk until `stop` or Ctrl-C. `ready` gets the address, which has the token. Raises OSError."""
    token = token_hex(32)
    with Server((HOST, port), partial(_Handler, api=api, token=token)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        place = f"?city={city}" if city else ""
        with suppress(KeyboardInterrupt):  # how one ends it
            ready(f"http://{HOST}:{server.server_address[1]}/{place}#{token}")
            for _ in watchfiles.watch(api.policies, step=_STEP, stop_event=stop):
                api.touched()
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    """The page for who asks by this machine's own name; calls for who has the token, too."""

    timeout = PATIENCE
    server: Server

    def __init__(self, *arguments: Any, api: Api, token: str) -> None:
        self.api, self.token = api, token
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """The page, its parts, and the stream of what changes on the disk."""
        self.server.asked(self.connection)
        if refused := refused_for(self.headers, self.path) or self._elsewhere():
            self.send_error(refused)
            return
        parts = urlsplit(self.path)
        if parts.path == "/":
            self._file(paths.TEMPLATES / "desk" / "index.html")
        elif parts.path == "/api/events":
            self._events(next(iter(parse_qs(parts.query).get("city", [])), ""))
        elif (name := _PART.fullmatch(parts.path)) and (there := paths.TEMPLATES / "desk" / name[1]).is_file():
            self._file(there)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """One call: JSON to JSON."""
        self.server.asked(self.connection)
        if refused := refused_for(self.headers, self.path) or self._elsewhere() or self._unknown():
            self._answer(refused, {"zh": "这个请求不是编辑台的页面发来的", "en": "not asked by the page of the desk"})
            return
        body = self._body()
        if body is not None:
            self._answer(*self._called(urlsplit(self.path).path.removeprefix("/api/"), body))

    def _called(self, name: str, body: dict[str, Any]) -> tuple[HTTPStatus, dict[str, Any]]:
        """What a call answers; a fault of the program is told and survived, so that nothing typed is lost."""
        try:
            return HTTPStatus.OK, self.api.call(name, body)
        except RefusedCallError as refused:
            return refused.status, refused.answer
        except Exception as error:
            traceback.print_exc()
            words = f"程序出错：{type(error).__name__}: {error}；您写的还在页面上"
            return HTTPStatus.INTERNAL_SERVER_ERROR, {"zh": words, "en": "a fault of the program; nothing is lost"}

    def _body(self) -> dict[str, Any] | None:
        """What was sent; None where it is no JSON of a size that a page sends, which has been answered."""
        length = self.headers.get("Content-Length", "")
        largest = _LARGEST_FILE if self.path in ("/api/new", "/api/replace") else LARGEST
        if _LENGTH.fullmatch(length) is None or int(length) > largest:
            self.close_connection = True
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"zh": "太大", "en": "too large"})
            return None
        try:
            body = json.loads(self.rfile.read(int(length)).decode("utf-8"))
            json.dumps(body, ensure_ascii=False).encode("utf-8")  # half a sign of two is no text
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            self._answer(HTTPStatus.BAD_REQUEST, {"zh": "不是 JSON", "en": "no JSON"})
            return None
        return body

    def _elsewhere(self) -> HTTPStatus | None:
        """Why a request is none of the page's: another port in its name, or the origin of another page."""
        own = f"{HOST}:{self.server.server_address[1]}"
        if self.headers.get("Host", "").lower() not in (own, own.replace(HOST, "localhost")):
            return HTTPStatus.FORBIDDEN
        origin = self.headers.get("Origin")
        return None if origin in (None, f"http://{self.headers['Host'].lower()}") else HTTPStatus.FORBIDDEN

    def _unknown(self) -> HTTPStatus | None:
        """Why a call is not let through: no token, no origin, or no JSON."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip()
        known = compare_digest(self.headers.get("X-Desk-Token", "").encode("latin-1", "replace"), self.token.encode())
        return None if known and kind == "application/json" and self.headers.get("Origin") else HTTPStatus.FORBIDDEN

    def _events(self, city: str) -> None:
        """Lines of JSON: the hashes of a place's files, each time they are others, until the page is left."""
        token = self.headers.get("X-Desk-Token", "").encode("latin-1", "replace")
        if not compare_digest(token, self.token.encode()):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        shown: dict[str, str] | None = None
        with suppress(OSError):
            while True:
                files = self.api.versions(city)
                if files != shown:
                    self.wfile.write(json.dumps({"files": files}).encode() + b"\n")
                    shown = files
                else:
                    self.wfile.write(b"\n")  # whether anybody is still there
                self.wfile.flush()
                self.api.wait(_KEEP_ALIVE)

    def _file(self, path: Path) -> None:
        self._send(path.read_bytes(), KINDS.get(path.suffix, "application/octet-stream"), HTTPStatus.OK)

    def _answer(self, status: HTTPStatus, answer: dict[str, Any]) -> None:
        data = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._send(data, KINDS[".json"], status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Also what keeps other sites away."""
        for name, value in _FOR_PAGE.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the page says what there is to say."""


_LENGTH = re.compile(r"[0-9]{1,10}")
_PART = re.compile(r"/desk/([a-z]+(?:-[a-z]+)*\.(?:js|css))")
