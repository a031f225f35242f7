"""The desk's program: only its own page reads and writes, whatever is sent gets an answer, what is written is exact."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from expected import ROOT

from generator.desk.files import writing
from generator.desk_server import server
from generator.desk_server.api import Api

CITY = "xushui"


class Client:
    """Asks as the page does, or otherwise."""

    def __init__(self, address: str) -> None:
        self.address, _, self.token = address.partition("#")
        self.host = self.address.split("/")[2]

    def ask(self, name: str, body: object = None, *, method: str = "POST", **headers: Any) -> tuple[int, Any]:
        """The status and the answer of a call; a header given as None is left off."""
        own = {
            "Host": self.host,
            "Origin": f"http://{self.host}",
            "X-Desk-Token": self.token,
            "Content-Type": "application/json",
            "Sec-Fetch-Site": "same-origin",
        }
        given = own | {key.replace("_", "-"): value for key, value in headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=20)
        data = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        connection.putrequest(method, name if name.startswith("/") else f"/api/{name}", skip_host=True)
        for key, value in given.items():
            if value is not None:
                connection.putheader(key, value)
        if "Content-Length" not in given:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        try:
            return response.status, json.loads(answer)
        except ValueError:
            return response.status, answer


def place(folder: Path) -> Path:
    """A folder of policies with one place of its own, one of the committed ones under another name."""
    shutil.copytree(ROOT / "policies" / "wuhai", folder / "policies" / CITY)
    return folder / "policies"


@contextmanager
def desk(policies: Path) -> Iterator[Client]:
    """The desk of a folder of policies, as long as it is used."""
    stop, address, ready = Event(), list[str](), Event()

    def begun(at: str) -> None:
        address.append(at)
        ready.set()

    api = Api(policies, None, policies.parent / "drafts")
    thread = Thread(target=server.serve, args=(api, CITY, 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
    thread.start()
    assert ready.wait(20)
    yield Client(address[0])
    stop.set()
    thread.join(20)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A place that a test may change."""
    return place(tmp_path)


@pytest.fixture
def client(policies: Path) -> Iterator[Client]:
    """The desk of that place."""
    with desk(policies) as asking:
        yield asking


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Path]]:
    """The desk of a place that no test changes, and its folder."""
    policies = place(tmp_path_factory.mktemp("untouched"))
    with desk(policies) as asking:
        yield asking, policies


def test_the_page_is_there_and_brings_nothing_from_elsewhere(untouched: tuple[Client, Path]) -> None:
    client, _ = untouched
    status, page = client.ask("/", method="GET", X_Desk_Token=None, Origin=None)
    assert status == 200
    assert b"http://" not in page
    assert b"https://" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Desk_Token": None},
        {"X_Desk_Token": "0" * 64},
        {"X_Desk_Token": "é"},
        {"Origin": None},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
    ],
)
@pytest.mark.parametrize("call", ["state", "remove", "put"])
def test_only_its_own_page_reads_or_writes(headers: dict[str, Any], call: str, untouched: tuple[Client, Path]) -> None:
    client, policies = untouched
    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    body = {"city": CITY, "address": "city.yaml/documents/notice-2021", "value": "x", "match": None}
    status, answer = client.ask(call, body, **headers)
    assert status in (400, 403)
    assert CITY not in str(answer)
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before


@pytest.mark.parametrize("path", ["/api/state", "/desk/../words.yaml", "/desk/%2e%2e/words.yaml", "/policies/", "/x"])
def test_nothing_else_is_handed_out(path: str, untouched: tuple[Client, Path]) -> None:
    client, _ = untouched
    assert client.ask(path, method="GET")[0] == 404


def test_the_stream_wants_the_token_too(untouched: tuple[Client, Path]) -> None:
    client, _ = untouched
    assert client.ask(f"/api/events?city={CITY}", method="GET", X_Desk_Token=None)[0] == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b'{"city": 7}',
        b'{"city": "../xushui"}',
        b'{"city": "xushui/.."}',
        b'{"city": "nowhere"}',
        b'{"city": "xushui"}',
        b'{"city": "xushui", "address": "../../x.yaml/limits/a", "match": null, "value": "x"}',
        b'{"city": "xushui", "address": "publisher.yaml/limits/a", "match": null, "value": "x"}',
        b'{"city": "xushui", "address": "originals.yaml/limits/a", "match": null, "value": "x"}',
        b'{"city": "xushui", "address": "gas.yaml/limits/a", "match": null, "value": {"at_most": 3}}',
        b'{"city": "xushui", "address": "gas.yaml/limits/a", "value": "x"}',
    ],
)
@pytest.mark.parametrize("call", ["put", "remove", "aside", "undo", "draft", "select", "state", "nothing"])
def test_whatever_is_sent_gets_an_answer_and_writes_nothing_wrong(
    body: bytes, call: str, untouched: tuple[Client, Path]
) -> None:
    client, policies = untouched
    harmless = call in ("state", "aside", "draft", "remove")  # what is not there is taken out already
    before = {path: path.read_bytes() for path in policies.rglob("*") if path.is_file()}
    status, answer = client.ask(call, body)
    assert status < 500
    assert harmless or status >= 400
    assert isinstance(answer, dict)
    assert {path: path.read_bytes() for path in policies.rglob("*") if path.is_file()} == before


def test_too_much_is_refused_before_it_is_read(untouched: tuple[Client, Path]) -> None:
    client, _ = untouched
    assert client.ask("put", b"{}", Content_Length="2000000")[0] == 413
    assert client.ask("put", b"{}", Content_Length="-1")[0] == 413


def test_a_write_is_one_line_and_is_undone(client: Client, policies: Path) -> None:
    path = policies / CITY / "gas.yaml"
    before = path.read_bytes()
    fact = _fact(client, "gas.yaml/limits/large-external")
    value = fact["value"] | {"note": "说明"}
    status, saved = client.ask("put", _put(fact, value))
    assert (status, saved["lines"]) == (200, 1)
    assert path.read_bytes() != before
    assert writing.data(path.read_text(encoding="utf-8"))["limits"] != []  # type: ignore[call-overload, index]
    assert saved["state"]["undo"]["write"] == saved["write"]
    assert client.ask("undo", {"city": CITY, "write": saved["write"]})[0] == 200
    assert path.read_bytes() == before
    assert client.ask("undo", {"city": CITY, "write": saved["write"]})[0] == 422


def test_an_unchanged_save_writes_nothing(client: Client, policies: Path) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    before = (policies / CITY / "gas.yaml").stat().st_mtime_ns
    status, saved = client.ask("put", _put(fact, fact["value"]))
    assert (status, saved["write"], saved["lines"]) == (200, None, 0)
    assert (policies / CITY / "gas.yaml").stat().st_mtime_ns == before


def test_what_another_editor_changed_is_never_overwritten(client: Client, policies: Path) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    path = policies / CITY / "gas.yaml"
    theirs = fact["value"] | {"note": "别人写的"}
    tree = writing.data(path.read_text(encoding="utf-8"))
    limits = [theirs if entry["id"] == theirs["id"] else entry for entry in tree["limits"]]  # type: ignore
    path.write_text(writing.written(path.read_text(encoding="utf-8"), tree | {"limits": limits}), encoding="utf-8")  # type: ignore
    now = path.read_bytes()
    status, answer = client.ask("put", _put(fact, fact["value"] | {"note": "我写的"}))
    assert (status, answer["theirs"]["note"], answer["mine"]["note"]) == (409, "别人写的", "我写的")
    assert path.read_bytes() == now
    status, _ = client.ask(
        "put", _put(fact, fact["value"] | {"note": "我写的"}) | {"match": answer["tried_theirs"]["hash"]}
    )
    assert status == 200


def test_a_file_that_cannot_be_read_right_is_left_alone(client: Client, policies: Path) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    path = policies / CITY / "gas.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nlimits: []\n", encoding="utf-8")
    now = path.read_bytes()
    assert client.ask("put", _put(fact, fact["value"] | {"note": "我写的"}))[0] == 422
    assert path.read_bytes() == now
    assert client.ask("state", {"city": CITY})[0] == 200


def test_another_fact_that_another_editor_changed_stays(client: Client, policies: Path) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    path = policies / CITY / "gas.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# 别人的话\npipe: []\n", encoding="utf-8")
    assert client.ask("put", _put(fact, fact["value"] | {"note": "我写的"}))[0] == 200
    assert path.read_text(encoding="utf-8").endswith("# 别人的话\npipe: []\n")


def test_nothing_unproven_is_written(client: Client, policies: Path) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    now = (policies / CITY / "gas.yaml").read_bytes()
    for wrong in ({"at_most": "10"}, {"unit": "fortnight"}, {"nonsense": "x"}):
        status, answer = client.ask("put", _put(fact, fact["value"] | wrong))
        assert (status, bool(answer["findings"])) == (422, True)
    assert (policies / CITY / "gas.yaml").read_bytes() == now


def test_an_id_that_another_fact_has_is_no_conflict_of_editors(client: Client) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    status, answer = client.ask("put", _put(fact, fact["value"] | {"note": "说明"}) | {"match": None})
    assert (status, answer["findings"][0]["field"]) == (422, "id")


def test_drafts_come_back_and_go_with_the_write(client: Client) -> None:
    fact = _fact(client, "gas.yaml/limits/large-external")
    draft = fact["value"] | {"note": "草稿"}
    assert client.ask("draft", {"city": CITY, "address": fact["address"], "value": draft})[0] == 200
    assert client.ask("state", {"city": CITY})[1]["drafts"] == {fact["address"]: draft}
    saved = client.ask("put", _put(fact, draft))[1]
    assert saved["state"]["drafts"] == {}


def _fact(client: Client, address: str) -> dict[str, Any]:
    state = client.ask("state", {"city": CITY})[1]
    fact: dict[str, Any] = next(fact for fact in state["facts"] if fact["address"] == address)
    return fact


def _put(fact: dict[str, Any], value: Any) -> dict[str, Any]:
    return {"city": CITY, "address": fact["address"], "value": value, "match": fact["hash"]}


def test_a_thing_is_tried_and_not_written(client: Client, policies: Path) -> None:
    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    value = {"at_most": "9", "cite": {"quote": "有外线大型用户"}}
    status, found = client.ask("try", {"city": CITY, "address": "gas.yaml/limits/new", "value": value})
    assert (status, {*found}) == (200, {"claims", "faults", "open", "says", "hash"})
    assert "unit" in found["open"]
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before


def test_a_preview_that_begins_slowly_keeps_nobody_waiting(policies: Path, tmp_path: Path) -> None:
    begins, goes_on = Event(), Event()

    def slowly() -> str:
        begins.set()
        assert goes_on.wait(20)
        return "http://127.0.0.1:1/"

    api = Api(policies, None, tmp_path / "drafts", slowly)
    answers: list[Any] = []
    asking = Thread(target=lambda: answers.append(api.call("preview", {})))
    asking.start()
    assert begins.wait(20)
    assert api.call("state", {"city": CITY})["city"] == CITY
    goes_on.set()
    asking.join(20)
    assert answers == [{"address": "http://127.0.0.1:1/"}]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not end it")
def test_the_preview_ends_with_the_desk_that_has_begun_it(policies: Path, tmp_path: Path) -> None:
    script = (
        "import os, pathlib; from generator.desk_server.previewing import Previewing; "
        f"preview = Previewing(pathlib.Path({str(policies)!r}), None, pathlib.Path({str(tmp_path / 'made')!r})); "
        "print(preview.begin(), flush=True); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    port = int(ended.stdout.rstrip("/\n").rpartition(":")[2])
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError(port)
