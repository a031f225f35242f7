"""The preview as an editor meets it: what is saved shows, what is wrong is named with its place, the page stays."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from desk import BASE, Desk, settled
from expected import sources, tree
from playwright.sync_api import Browser, Page, expect

from generator.disk.outputs import MARKER
from generator.preview.state import Preview

pytestmark = pytest.mark.build

WATER = "policies/nowhere/water.yaml"
expect.set_options(timeout=60_000)  # on a busy machine, too
PRINTING = ("weasyprint", "pikepdf")


@pytest.fixture
def desk(tmp_path: Path, stock: Path) -> Desk:
    return unprinted(tmp_path, stock)


def unprinted(folder: Path, stock: Path) -> Desk:
    """A checkout of which all was made but the paper."""
    made = Desk(folder, stock=stock)
    shutil.rmtree(folder / ".made" / "pdf")
    return made


@pytest.fixture
def preview(desk: Desk) -> Iterator[str]:
    yield from desk.serve()


class Standing(NamedTuple):
    """A preview that several tests ask, none of which edits anything or has paper made."""

    address: str
    desk: Desk


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, stock: Path) -> Iterator[Standing]:
    """One preview of policies that stay as they are; whatever it was asked, it says no more than where it is."""
    desk = unprinted(tmp_path_factory.mktemp("standing"), stock)
    with desk.run("serve", "--port", "0") as process:
        try:
            assert process.stderr is not None
            address = process.stderr.readline().split()[0].rstrip("/")
            settled(address)
            yield Standing(address, desk)
        finally:
            process.terminate()
        assert process.stderr.read() == ""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context() as context:
        made = context.new_page()
        made.on("pageerror", lambda error: problems.append(str(error)))
        yield made
    assert problems == []


def get(address: str, **headers: str) -> tuple[int, str]:
    """Status and body of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:  # noqa: S310
            return answer.status, answer.read().decode("utf-8", errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", errors="replace")


def test_edit_break_mend(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/nowhere/")
    panel, main = page.locator("#preview"), page.locator("main")
    expect(main).to_contain_text("无此市")
    expect(panel).to_be_hidden()
    desk.edit("policies/nowhere/city.yaml", "covers: ", "covers: 虚构的范围，")
    expect(main).to_contain_text("虚构的范围")
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    place = panel.locator("code").first
    expect(place).to_have_text(re.compile(r"^policies/nowhere/water\.yaml:\d+:\d+$"))
    expect(panel).to_contain_text("at_mots")
    expect(panel.locator("[lang=en]").first).to_contain_text("unknown key")
    expect(main).to_contain_text("虚构的范围")
    page.reload()
    expect(place).to_be_visible()
    expect(main).to_contain_text("虚构的范围")
    desk.edit(WATER, "at_mots: 3", "at_most: 3")
    expect(panel).to_be_hidden()


def test_the_findings_are_those_of_check(desk: Desk, preview: str, page: Page) -> None:
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    page.goto(f"{preview}/")
    page.locator("#preview li").first.wait_for()
    _, said = desk.run("check").communicate()
    shown = page.locator("#preview li > code").all_inner_texts()
    assert shown == re.findall(r"^(\S+:\d+:\d+): ", said, re.MULTILINE)


@pytest.mark.parametrize(
    "change",
    [
        ("templates/pages/index.md", "{% endfor %}", "{% endfo %}"),
        ("templates/pages/placelist.md", "{{ place.name }}", "{{ place.nam }}"),
        ("templates/words.yaml", "\nsubjects:", "\n subjects:"),
    ],
)
def test_a_wrong_template_has_its_place(desk: Desk, preview: str, page: Page, change: tuple[str, str, str]) -> None:
    file, old, new = change
    page.goto(f"{preview}/")
    desk.edit(file, old, new)
    expect(page.locator("#preview code").first).to_have_text(re.compile(rf"^{re.escape(file)}:[1-9]\d*:\d+$"))
    expect(page.locator("main")).to_contain_text("无此市")
    _, said = desk.run("build").communicate()
    assert f"\n{file}:" in f"\n{said}"
    desk.edit(file, new, old)
    expect(page.locator("#preview")).to_be_hidden()


def test_words_and_styles_are_read_anew(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/")
    desk.edit("templates/utilities.yaml", "name: 用水\n", "name: 虚构的用水\n")
    expect(page.locator("main")).to_contain_text("虚构的")
    with page.expect_event("load"):
        desk.edit("templates/assets/site.css", "", "main { outline: 3px solid rgb(1, 2, 3); }\n")
    expect(page.locator("main")).to_have_css("outline-color", "rgb(1, 2, 3)")


def test_started_with_a_mistake(desk: Desk, page: Page) -> None:
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    for address in desk.serve():
        page.goto(f"{address}/nowhere/water/")
        expect(page.locator("#preview code").first).to_contain_text("water.yaml")
        desk.edit(WATER, "at_mots: 3", "at_most: 3")
        expect(page.locator("main h1")).to_be_visible()


def test_a_stopped_preview_says_so(desk: Desk, page: Page) -> None:
    for address in desk.serve():
        page.goto(f"{address}/")
    expect(page.locator("#preview .lost")).to_be_visible()
    expect(page.locator("main")).to_contain_text("无此市")


def test_a_place_that_comes_and_goes(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/")
    entries = page.locator("main .places > li")
    expect(entries).to_have_count(1)
    shutil.copytree(desk.folder / "policies" / "nowhere", desk.folder / "policies" / "elsewhere")
    expect(entries).to_have_count(2)
    assert get(f"{preview}/elsewhere/water/")[0] == 200
    shutil.rmtree(desk.folder / "policies" / "elsewhere")
    expect(entries).to_have_count(1)
    assert get(f"{preview}/elsewhere/water/")[0] == 404


def test_for_this_machine_alone(standing: Standing) -> None:
    assert get(f"{standing.address}/", Host="example.org")[0] == 403
    assert get(f"{standing.address}/../../etc/passwd")[0] == 404
    assert get(f"{standing.address}/-/findings.html")[0] == 404


# -------------------------------------------------------------------------------------------- other sites, and worse


def said(address: str, request: bytes, *, patience: float = 60) -> bytes:
    """What comes back for some bytes, until the other side ends it."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=patience) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize(
    "host",
    ["[::1", "::1", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:", "a b", "a@127.0.0.1", "", "/"],
)
def test_a_malformed_name_is_a_bad_request(host: str, standing: Standing) -> None:
    """And nothing of it is printed: `standing` holds that."""
    for line in (b"GET /", b"GET http://[::1/"):
        answer = said(standing.address, line + f" HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert answer.split(b"\r\n")[0].split()[1] == b"400"
    for asked in (b"GET http://[::1/ HTTP/1.1\r\nHost: localhost", b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: a"):
        assert said(standing.address, asked + b"\r\n\r\n").split()[1] == b"400"


_PATHS = (
    "/",
    "/nowhere/water/tables.js",
    "/-/preview.js",
    "/-/nothing",
    "/nowhere",
    "/nothing/",
    "/nowhere/nothing.pdf",
)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_site_gets_nothing_but_a_link(site: str, standing: Standing) -> None:
    for path in (*_PATHS, "/nowhere/water/checklist.pdf"):
        for mode, dest in (
            ("no-cors", "script"),
            ("navigate", "iframe"),
            ("cors", "empty"),
            ("navigate", "object"),
            ("", ""),
        ):
            how = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
            assert get(f"{standing.address}{path}", **how)[0] == 403
    assert not (standing.desk.folder / ".made" / "pdf").exists()
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert get(f"{standing.address}/", **link)[0] == 200
    for own in ("none", "same-origin"):
        assert get(f"{standing.address}/", **{"Sec-Fetch-Site": own, "Sec-Fetch-Mode": "navigate"})[0] == 200


def test_every_answer_keeps_other_sites_away(standing: Standing) -> None:
    requests = [f"GET {path} HTTP/1.0\r\nHost: localhost" for path in _PATHS]
    requests += [
        "GET / HTTP/1.0\r\nHost: example.invalid",
        "GET / HTTP/1.0\r\nHost: [::1",
        "PUT / HTTP/1.0",
    ]
    for request in requests:
        head = said(standing.address, f"{request}\r\n\r\n".encode()).partition(b"\r\n\r\n")[0].decode().lower()
        for line in ("cross-origin-resource-policy: same-origin", "cross-origin-opener-policy: same-origin",
                     "content-security-policy: frame-ancestors 'self'", "x-content-type-options: nosniff",
                     "x-frame-options: sameorigin"):  # fmt: skip
            assert line in head.split("\r\n"), request


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, standing: Standing) -> Iterator[str]:
    """A page of another site that asks the preview for what it can; by name another host, by number another port."""
    preview, folder = standing.address, tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text(
        f"<a href='{preview}/nowhere/water/'>x</a><iframe src='{preview}/nowhere/water/'></iframe>"
        f"<img src='{preview}/nowhere/water/checklist.pdf'>"
        f"<script src='{preview}/nowhere/water/tables.js'></script>"
        f"<script src='{preview}/assets/finder-index.js'></script>"
    )
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f":{server.server_address[1]}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_page_of_another_site_reads_and_frames_nothing(
    host: str, elsewhere: str, standing: Standing, browser: Browser
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://{host}{elsewhere}", wait_until="networkidle")
        assert page.evaluate("Object.keys(window.connectionGuides ?? {})") == []
        assert all("无此市" not in frame.content() for frame in page.frames)
        assert not (standing.desk.folder / ".made" / "pdf").exists()
        page.locator("a").click()
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_load_state("load")  # deferred scripts run after the heading is there
        assert page.evaluate("typeof window.connectionGuides.guides") == "object"


def _connected(standing: Standing) -> socket.socket:
    host, port = standing.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=60)


def test_who_does_not_come_to_an_end_of_the_question_goes(standing: Standing) -> None:
    begun = time.monotonic()
    with _connected(standing) as silent, _connected(standing) as slow:
        silent.sendall(b"GET / HTTP/1.1\r\nHost: local")
        slow.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError, match=r"reset|[Pp]ipe|aborted"):
            for number in range(600):  # a line a tenth of a second, and never the last one
                slow.sendall(f"X-{number}: x\r\n".encode())
                time.sleep(0.1)
        assert silent.recv(1) == b""
    assert time.monotonic() - begun < 59


def test_so_many_connections_and_no_more(standing: Standing) -> None:
    held = [_connected(standing) for _ in range(300)]
    try:
        assert get(f"{standing.address}/")[0] == 200  # at once, though three hundred wait
        deadline = time.monotonic() + 10
        while sum(map(_ended, held)) < 150 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert sum(map(_ended, held)) >= 150
    finally:
        for one in held:
            one.close()


def _ended(connection: socket.socket) -> bool:
    """Whether the other side has ended a connection."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_a_taken_port_is_told(standing: Standing) -> None:
    process = standing.desk.run("serve", "--port", standing.address.rpartition(":")[2])
    _, said = process.communicate()
    assert process.returncode == 2
    assert "--port" in said
    assert "Traceback" not in said


def test_paper_is_made_when_it_is_opened(desk: Desk, preview: str) -> None:
    assert not (desk.folder / ".made" / "pdf").exists()
    for name in ("water/checklist.pdf", "booklet.pdf"):
        status, body = get(f"{preview}/nowhere/{name}")
        assert (status, body[:5]) == (200, "%PDF-")
    assert get(f"{preview}/nowhere/water/nothing.pdf")[0] == 404


def test_without_the_printing_libraries(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    blocking = tmp_path_factory.mktemp("blocking")
    for name in PRINTING:
        (blocking / f"{name}.py").write_text(f"raise ImportError('{name} is not there')\n", encoding="utf-8")
    desk.environment["PYTHONPATH"] = str(blocking)
    check = desk.run("check")
    _, said = check.communicate()
    assert (check.returncode, "0 findings" in said) == (0, True)
    for address in desk.serve():
        assert get(f"{address}/nowhere/water/")[0] == 200
        assert get(f"{address}/nowhere/water/tables.js")[0] == 200
        status, body = get(f"{address}/nowhere/water/checklist.pdf")
        assert (status, "pikepdf" in body or "weasyprint" in body) == (501, True)


def test_the_preview_shows_what_is_published(built: Path, tmp_path: Path) -> None:
    preview = Preview(sources(tmp_path))
    preview.refresh()
    assert preview.state.findings == ()
    published = tree(built / "site")
    for name, data in published.items():
        if not name.startswith("pagefind/") and not name.endswith(".pdf") and name != MARKER:
            assert preview.made(name) == data, name


def test_what_was_saved_again_without_a_change_is_the_same(tmp_path: Path) -> None:
    preview = Preview(sources(tmp_path, BASE))
    preview.refresh()
    before = dict(preview.state.site)
    preview.refresh()
    assert preview.state.site == before


def test_policies_that_go_are_told_and_come_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(BASE, tmp_path / "policies")
    preview = Preview(sources(tmp_path, tmp_path / "policies"))
    preview.refresh()
    before = preview.state
    (tmp_path / "policies").rename(tmp_path / "away")
    preview.refresh()
    told = [(one.code, one.position.path) for one in preview.state.findings]
    assert told == [("unreadable", (tmp_path / "policies").as_posix())]
    assert preview.state.site == before.site
    (tmp_path / "away").rename(tmp_path / "policies")
    preview.refresh()
    assert (preview.state.findings, preview.state.site) == (before.findings, before.site)
    assert capfd.readouterr().err == ""


def test_what_is_lost_from_the_store_is_made_anew(tmp_path: Path) -> None:
    preview = Preview(sources(tmp_path, BASE))
    preview.refresh()
    before = preview.made("nowhere/water/index.html")
    shutil.rmtree(preview.sources.store)
    assert before
    assert preview.made("nowhere/water/index.html") == before


def test_a_page_that_cannot_be_made_is_told_on_it(desk: Desk, preview: str) -> None:
    """Its store is gone and so are the policies: nothing to make it anew of."""
    assert get(f"{preview}/nowhere/water/")[0] == 200
    (desk.folder / "policies").rename(desk.folder / "away")
    (desk.folder / ".made").rename(desk.folder / "lost")  # at once: the preview may be writing into it
    status, body = get(f"{preview}/nowhere/water/")
    assert (status, "FileNotFoundError" in body) == (501, True)
