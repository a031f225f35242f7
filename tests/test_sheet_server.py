"""Sheets on demand: a site without PDFs, whose web server asks our program, which prints what there is and no more."""

from __future__ import annotations

import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import NamedTuple

import pytest
import test_hosting
from desk import Desk

from generator.build import workers
from generator.build.workers import LateError
from generator.cli import main
from generator.errors import CommandError
from generator.loopback import HOST, Server
from generator.sheet_server import server
from generator.sheet_server.server import BusyError, Sheet, Sheets

KEY = f"pdf/{'0' * 64}"


class Standing(NamedTuple):
    """A site that was built without PDFs, and the program that prints them."""

    desk: Desk
    port: int


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, stock: Path) -> Iterator[Standing]:
    desk = Desk(tmp_path_factory.mktemp("standing"), stock=stock)
    shutil.rmtree(desk.folder / ".made" / "pdf")
    code, said = desk.done("build", "--on-demand")
    assert code == 0, said
    with desk.run("sheets", "--port", "0") as process:
        try:
            assert process.stderr is not None
            yield Standing(desk, int(process.stderr.readline().split()[0].rstrip("/").rpartition(":")[2]))
        finally:
            process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
        assert process.wait() == 0


def asked(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Code, headers in small letters, and bytes of an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://{HOST}:{port}/{path}", headers=named, method=method)
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310  the loopback
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_a_site_without_paper_is_the_same_but_for_that(standing: Standing, stock: Path, tmp_path: Path) -> None:
    whole = Desk(tmp_path, stock=stock)
    assert whole.done("build")[0] == 0
    there, without = whole.site(), standing.desk.site()
    assert {path: data for path, data in there.items() if not path.endswith(".pdf")} == without
    for path in (path for path in there if path.endswith(".pdf")):
        assert asked(standing.port, path)[2] == there[path], path


def test_a_sheet_is_printed_once_and_known_by_its_tag(standing: Standing) -> None:
    status, headers, data = asked(standing.port, "nowhere/water/checklist.pdf")
    assert (status, headers["content-type"], data[:5]) == (200, "application/pdf", b"%PDF-")
    assert int(headers["content-length"]) == len(data)
    printed = sorted((standing.desk.folder / ".made" / "pdf").iterdir())
    assert asked(standing.port, "nowhere/water/checklist.pdf")[1]["etag"] == headers["etag"]
    assert sorted((standing.desk.folder / ".made" / "pdf").iterdir()) == printed
    status, again, data = asked(standing.port, "nowhere/water/checklist.pdf", If_None_Match=headers["etag"])
    assert (status, again["etag"], data) == (304, headers["etag"], b"")
    status, head, data = asked(standing.port, "nowhere/water/checklist.pdf", "HEAD")
    assert (status, head["content-length"], data) == (200, headers["content-length"], b"")


@pytest.mark.parametrize(
    "path",
    [
        "", "nowhere/water/none.pdf", "nowhere/water/index.html", "nowhere/water/guide.json", "absent/water/a.pdf",
        "../../etc/passwd", "..%2f..%2fetc%2fpasswd.pdf", "%00.pdf", "%ff.pdf", "nowhere/water/checklist.pdf/", ".pdf",
        "nowhere/water/../water/checklist.pdf", "x" * 9000 + ".pdf",
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_not_there(path: str, standing: Standing) -> None:
    status, _, data = asked(standing.port, path)
    assert (status, data) == (404, b"")


def test_pages_of_other_sites_and_foreign_names_get_nothing(standing: Standing) -> None:
    path = "nowhere/water/checklist.pdf"
    assert asked(standing.port, path, Host="guides.invalid")[0] == 403
    assert asked(standing.port, path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert asked(standing.port, path, "POST")[0] == 501


def test_behind_nginx_a_sheet_is_a_file_of_the_site(standing: Standing, tmp_path: Path) -> None:
    """Its type, its headers; kept by nginx, so that it is there while our program is not; our own page for no sheet."""
    site = standing.desk.folder / "site"
    with test_hosting.serving(site, tmp_path, sheets=standing.port) as address:
        found = test_hosting.headers(f"{address}/nowhere/water/checklist.pdf")
        assert (found["code"], found["content-type"], found["cache-control"]) == ("200", "application/pdf", "no-cache")
        assert found["x-content-type-options"] == "nosniff"
        assert (
            test_hosting.headers(f"{address}/nowhere/water/checklist.pdf", **{"If-None-Match": found["etag"]})["code"]
            == "304"
        )
        lost = test_hosting.headers(f"{address}/nowhere/water/none.pdf")
        assert (lost["code"], lost["content-type"]) == ("404", "text/html; charset=utf-8")
        with urllib.request.urlopen(f"{address}/nowhere/water/checklist.pdf") as answer:  # noqa: S310
            data = answer.read()
        kept = [path.read_bytes() for path in (tmp_path / "sheets").rglob("*") if path.is_file()]
        assert [data in one for one in kept] == [True]


def test_a_link_to_no_sheet_is_judged_without_paper(tmp_path: Path, stock: Path) -> None:
    desk = Desk(tmp_path, stock=stock)
    desk.edit("templates/pages/guide.md", "\n# {{", "\n[虚构](nothing.pdf)\n\n# {{")
    code, said = desk.done("build", "--on-demand")
    assert (code, "nothing.pdf" in said, "Traceback" in said) == (1, True, False), said
    assert not (tmp_path / "site").exists()


def test_pages_alone_are_printed_by_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--draft", "--on-demand"]) == 2
    said = capsys.readouterr().err
    assert "--on-demand" in said
    assert "--draft" in said


# ------------------------------------------------------------------------------------------------- what is in the way


class Stand(Sheets):
    """Sheets of which none is printed; what is done instead a test says."""

    def __init__(self, work: object) -> None:
        self._work = work
        self.broken = None

    def named(self, path: str) -> Sheet | None:
        return Sheet("sheets/0", KEY) if path == "a.pdf" else None

    def printed(self, sheet: Sheet) -> bytes:  # noqa: ARG002
        if isinstance(self._work, Exception):
            raise self._work
        return b"%PDF-"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BusyError(), []),
        (LateError("9 s"), ["a.pdf: 9 s"]),
        (CommandError("虚构"), ["a.pdf: 虚构"]),
        (OSError(28, "No space left on device"), ["a.pdf: [Errno 28] No space left on device"]),
        (AssertionError(), ["a.pdf: AssertionError"]),
        (BrokenExecutor("ended"), []),
    ],
)
def test_whatever_hinders_a_sheet_is_told_and_asked_for_later(error: Exception, told: list[str]) -> None:
    said: list[str] = []
    sheets = Stand(error)
    with Server((HOST, 0), partial(server._Handler, sheets=sheets, say=said.append)) as standing:
        thread = Thread(target=standing.serve_forever, daemon=True)
        thread.start()
        status, headers, data = asked(standing.server_address[1], "a.pdf")
        assert (status, int(headers["retry-after"]) > 0, data, said) == (503, True, b"", told)
        if isinstance(error, BrokenExecutor):  # the program ends, so that whoever looks after it begins it anew
            thread.join(10)
            assert (thread.is_alive(), sheets.broken) == (False, error)
        else:
            standing.shutdown()


def test_so_many_wait_for_paper_and_no_more() -> None:
    sheets, free = Sheets.__new__(Sheets), Event()
    sheets._waiting = BoundedSemaphore(2)
    sheets._printing = [Lock() for _ in range(server._LOCKS)]

    class Slow:
        def pdf(self, product: str, key: str) -> bytes:
            free.wait(30)
            return f"{product} {key}".encode()

    sheets._build = Slow()  # type: ignore[assignment]
    threads = [Thread(target=sheets.printed, args=(Sheet("sheets/0", f"pdf/{number}"),)) for number in range(2)]
    for thread in threads:
        thread.start()
    with pytest.raises(BusyError):
        for _ in range(100):
            Thread(target=time.sleep, args=(0.01,)).start()
            if sheets._waiting._value == 0:
                sheets.printed(Sheet("sheets/0", "pdf/3"))
            time.sleep(0.05)
    free.set()
    for thread in threads:
        thread.join()
    assert sheets.printed(Sheet("sheets/0", "pdf/3")) == b"sheets/0 pdf/3"


def _endless() -> None:
    while True:
        pass


@pytest.mark.slow
def test_what_takes_too_long_is_given_up_and_the_next_is_done() -> None:
    with workers.standing(2) as ours:
        tasks = [workers.Task("late", _endless, tuple)]
        with pytest.raises(LateError):
            list(workers.done(ours.work, tasks, few=1))
        done = workers.done(ours.work, [workers.Task("good", socket.htons, lambda: (1,))], few=1)
        assert dict(done) == {"good": socket.htons(1)}
