"""PDFs over HTTP, for a web server on this machine: those that the policies give, printed when first asked for.

What it knows are the policies as they were when it began: after a build it is begun anew. Writes to the store alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.build import publish
from generator.build.contents import PAGES, SHEETS
from generator.build.steps import Build
from generator.build.workers import LOCAL, Workers, standing
from generator.build.workshop import Sources, judge
from generator.disk.store import CacheKey
from generator.loopback import HOST, KINDS, PATIENCE, Server, refused_for

SECONDS = 60
"""A sheet that takes longer is given up."""
_AT_ONCE = 16
"""So many requests wait for paper; others are told to come again."""
_AGAIN = 5
"""In so many seconds."""
_LOCKS = 64


def serve(sources: Sources, port: int, *, ready: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Hand out PDFs until Ctrl-C; `say` gets what could not be printed, and why.

    Raises OutputError, RefusedError, BuildError; OSError where the port is taken; BrokenExecutor where a process that
    prints was killed.
    """
    judge(sources)
    with standing(SECONDS) as workers:
        sheets = Sheets(sources, workers)
        server = Server((HOST, port), partial(_Handler, sheets=sheets, say=say))
        with server, suppress(KeyboardInterrupt):  # how one ends it
            ready(f"http://{HOST}:{server.server_address[1]}/")
            server.serve_forever()
    if sheets.broken:
        raise sheets.broken


class BusyError(Exception):
    """Too many wait for paper already."""


class Sheet(NamedTuple):
    """A sheet that there is: the product of the store that has it, and the key of its PDF."""

    product: CacheKey
    pdf: CacheKey

    @property
    def tag(self) -> str:
        """Names the very bytes of the PDF, for who has them already."""
        return f'"{self.pdf.partition("/")[2]}"'


class Sheets:
    """All sheets that the policies give, by path; the PDF of each, printed once."""

    def __init__(self, sources: Sources, workers: Workers) -> None:
        """Makes what the store lacks of them, paper aside. Raises RefusedError, BuildError."""
        with publish.alone(sources.store, lambda *_: None):
            Build(sources, LOCAL, lambda *_: None).places(PAGES, SHEETS)
            self._build = Build(sources, workers, lambda *_: None)
        self._looking, self._waiting = Lock(), BoundedSemaphore(_AT_ONCE)
        self._printing = [Lock() for _ in range(_LOCKS)]
        """Whoever asks for what is being printed waits for it."""
        self.broken: BrokenExecutor | None = None
        """Why nothing can be printed any more."""

    def named(self, path: str) -> Sheet | None:
        """The sheet at a path of the site; None where there is none. Raises BuildError, OSError."""
        if not path.endswith(".pdf"):
            return None
        with self._looking:
            sheet = self._build.sheet(path)
        return Sheet(*sheet) if sheet else None

    def printed(self, sheet: Sheet) -> bytes:
        """The PDF of a sheet. Raises BusyError, PrintError, LateError, OSError, BrokenExecutor."""
        with self._one_more(), self._printing[hash(sheet.pdf) % _LOCKS]:
            return self._build.pdf(*sheet)

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            self._waiting.release()


class _Handler(BaseHTTPRequestHandler):
    """Answers with PDFs and nothing else."""

    timeout = PATIENCE
    server: Server

    def __init__(self, *arguments: Any, sheets: Sheets, say: Callable[[str], None]) -> None:
        self.sheets, self.say = sheets, say
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """A PDF; that it has not changed; that there is none; or that there is none now."""
        self.server.asked(self.connection)
        if refused := refused_for(self.headers, self.path):
            self.send_error(refused)
            return
        status, sheet, data = self._made(unquote(urlsplit(self.path).path).removeprefix("/"))
        self.send_response(status)
        if sheet:
            self.send_header("ETag", sheet.tag)
            self.send_header("Content-Type", KINDS[".pdf"])
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", str(_AGAIN))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_HEAD(self) -> None:
        """The same without the PDF."""
        self.do_GET()

    def _made(self, path: str) -> tuple[HTTPStatus, Sheet | None, bytes]:
        """What is answered: the sheet that is meant, if there is one, and its PDF."""
        try:
            sheet = self.sheets.named(path)
            if sheet is None:
                return HTTPStatus.NOT_FOUND, None, b""
            if sheet.tag in self.headers.get("If-None-Match", ""):
                return HTTPStatus.NOT_MODIFIED, sheet, b""
            return HTTPStatus.OK, sheet, self.sheets.printed(sheet)
        except BusyError:
            pass
        except BrokenExecutor as error:
            self.sheets.broken = error
            Thread(target=self.server.shutdown).start()
        except Exception as error:  # what is wrong with one sheet hinders no other
            self.say(f"{path}: {str(error) or type(error).__name__}")
        return HTTPStatus.SERVICE_UNAVAILABLE, None, b""

    def log_message(self, *_: object) -> None:
        """Nothing: the web server before us writes down who asked."""
