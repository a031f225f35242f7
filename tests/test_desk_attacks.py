"""The desk under attack: links out of the folder, writers at the same time, full disks, pages of others, odd calls."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from test_desk_server import CITY, Client, desk, place

from generator.desk import candidates
from generator.desk.files import edits, entries, writing
from generator.desk.files.edits import Desk, NotChangedError
from generator.desk.files.entries import Address
from generator.desk_server.api import Api, RefusedCallError
from generator.disk import folders
from generator.document.originals import Original
from generator.policy.scalars import TO_FILL

HIDDEN = "不该看到的话"
TEXT = "第一章 总则\n\n第一条 为方便用户报装，制定本办法。\n\n第二条 办理时限不超过5个工作日。\n"
BEGUN = "shanhe"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A place that a test may change."""
    return place(tmp_path)


@pytest.fixture
def api(policies: Path) -> Api:
    """The calls of the desk, with a place of its own documents besides."""
    made = Api(policies, None, policies.parent / "made" / "desk")
    folder = policies / BEGUN
    (folder / "originals").mkdir(parents=True)
    (folder / "originals" / f"{BEGUN}.txt").write_text(TEXT, encoding="utf-8")
    (folder / "city.yaml").write_text(
        f"published: false\nname: 山河市\ndocuments:\n  - id: rules\n    title: 办法\n    text: {BEGUN}.txt\n",
        encoding="utf-8",
    )
    (folder / "water.yaml").write_text("limits: 请填写\n", encoding="utf-8")
    return made


def _refused(api: Api, name: str, **body: Any) -> tuple[int, Any]:
    with pytest.raises(RefusedCallError) as caught:
        api.call(name, body)
    return int(caught.value.status), caught.value.answer


def _shown(api: Api) -> str:
    api.touched()
    return json.dumps(api.call("state", {"city": BEGUN}), ensure_ascii=False)


# ------------------------------------------------------------------------------------------------------------- links


def test_a_text_that_is_a_link_out_of_the_place_is_not_shown(api: Api, policies: Path, tmp_path: Path) -> None:
    assert "方便用户报装" in _shown(api)
    text, outside = policies / BEGUN / "originals" / f"{BEGUN}.txt", tmp_path / "diary.txt"
    outside.write_text(f"第一条 {HIDDEN}。\n", encoding="utf-8")
    text.unlink()
    text.symlink_to(outside)
    assert HIDDEN not in _shown(api)
    assert _refused(api, "replace", city=BEGUN, doc="rules", text=TEXT + "第三条 免费。\n", confirm=True)[0] == 404
    assert HIDDEN in outside.read_text(encoding="utf-8")


def test_originals_that_are_a_link_out_of_the_place_are_neither_read_nor_written(
    api: Api, policies: Path, tmp_path: Path
) -> None:
    folder, outside = policies / BEGUN / "originals", tmp_path / "diaries"
    folder.rename(outside)
    (outside / f"{BEGUN}.txt").write_text(f"第一条 {HIDDEN}。\n", encoding="utf-8")
    folder.symlink_to(outside)
    assert HIDDEN not in _shown(api)
    assert _refused(api, "replace", city=BEGUN, doc="rules", text=TEXT + "第三条 免费。\n", confirm=True)[0] == 404
    assert [path.name for path in outside.iterdir()] == [f"{BEGUN}.txt"]


def test_a_text_kept_from_before_that_is_a_link_is_not_read(api: Api, policies: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text(f"第二条 办理时限不超过5个工作日。{HIDDEN}\n", encoding="utf-8")
    (policies / BEGUN / "originals" / f"{BEGUN}.before.txt").symlink_to(tmp_path / "diary.txt")
    assert api.call("trace", {"city": BEGUN, "doc": "rules"})["before"] is False


def test_a_policy_that_is_a_link_out_of_the_place_is_not_shown(api: Api, policies: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.yaml").write_text(f"limits: {HIDDEN}\n", encoding="utf-8")
    (policies / BEGUN / "water.yaml").unlink()
    (policies / BEGUN / "water.yaml").symlink_to(tmp_path / "diary.yaml")
    assert HIDDEN not in _shown(api)


def test_a_place_that_is_a_link_out_of_the_policies_is_not_shown(api: Api, policies: Path, tmp_path: Path) -> None:
    (policies / BEGUN / "water.yaml").write_text(f"limits: {HIDDEN}\n", encoding="utf-8")
    (policies / BEGUN).rename(tmp_path / "elsewhere")
    (policies / BEGUN).symlink_to(tmp_path / "elsewhere")
    assert HIDDEN not in _shown(api)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_policy_that_is_a_pipe_is_not_waited_for(api: Api, policies: Path) -> None:
    (policies / BEGUN / "water.yaml").unlink()
    os.mkfifo(policies / BEGUN / "water.yaml")
    assert "water.yaml" not in api.call("state", {"city": BEGUN})["files"]


def test_drafts_that_are_a_link_are_not_read(api: Api, tmp_path: Path) -> None:
    (tmp_path / "diary.json").write_text(json.dumps({"water.yaml/limits/x": HIDDEN}), encoding="utf-8")
    (tmp_path / "made" / "desk").mkdir(parents=True)
    (tmp_path / "made" / "desk" / f"{BEGUN}.json").symlink_to(tmp_path / "diary.json")
    assert HIDDEN not in _shown(api)
    api.call("draft", {"city": BEGUN, "address": "water.yaml/limits/y", "value": "一"})
    assert HIDDEN in json.loads((tmp_path / "diary.json").read_text(encoding="utf-8")).values()
    assert "一" in _shown(api)


def test_a_link_in_the_way_of_a_write_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "diary").write_text(HIDDEN, encoding="utf-8")
    (tmp_path / f".water.yaml.{os.getpid()}.partial").symlink_to(tmp_path / "diary")
    folders.replace(tmp_path / "water.yaml", b"limits: []\n")
    assert (tmp_path / "diary").read_text(encoding="utf-8") == HIDDEN
    assert not (tmp_path / "water.yaml").is_symlink()


# ------------------------------------------------------------------------------------------- several at the same time


def _fact(name: str) -> dict[str, writing.Data]:
    return {"id": name, "note": name}


def _many(folder: Path, writer: int) -> int:
    """Facts of one writer, one after the other, into the file that all write."""
    own = Desk(folder)
    for number in range(_EACH):
        name = f"fact-{writer}-{number}"
        assert own.put(Address("water.yaml", "limits", name), _fact(name), None)
    return len(own.writes)


_EACH = 25


def _names(folder: Path) -> set[str]:
    tree = writing.data((folder / "water.yaml").read_text(encoding="utf-8"))
    return {str(entry["id"]) for entry in entries.entries(entries.of(tree, Address("water.yaml", "limits")))}


@pytest.mark.slow
def test_of_programs_that_write_one_file_at_the_same_time_none_loses_a_write(tmp_path: Path) -> None:
    (tmp_path / "water.yaml").write_text("limits: 请填写  # 都写在这里\n", encoding="utf-8")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool, ThreadPoolExecutor(2) as threads:
        apart = [pool.submit(_many, tmp_path, writer) for writer in range(2)]
        within = [threads.submit(_many, tmp_path, writer) for writer in range(2, 4)]
        assert [done.result(120) for done in (*apart, *within)] == [_EACH] * 4
    assert _names(tmp_path) == {f"fact-{writer}-{number}" for writer in range(4) for number in range(_EACH)}
    assert [path.name for path in tmp_path.iterdir()] == ["water.yaml"]


def test_what_a_text_editor_saves_while_the_desk_writes_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "water.yaml"
    file.write_text("limits: []\n", encoding="utf-8")
    put = folders.replace
    saved = ["limits: []\n# 一句话\n", "limits:\n  - id: theirs\n"]

    def slow(path: Path, data: bytes, *judge: Any) -> None:
        if saved:
            file.write_text(saved.pop(0), encoding="utf-8")
        put(path, data, *judge)

    monkeypatch.setattr(folders, "replace", slow)
    assert Desk(tmp_path).put(Address("water.yaml", "limits", "ours"), _fact("ours"), None)
    assert _names(tmp_path) == {"theirs", "ours"}


@pytest.mark.parametrize(
    "text",
    [
        "limits:\n  id: a\n  note: 一\n",
        "limits: 见附件\n",
        "- id: a\n  note: 一\n",
        "见附件\n",
        "limits: {not_in_hand: a, note: 一}\n",
    ],
)
def test_what_is_of_the_wrong_form_is_not_written_over(text: str, tmp_path: Path) -> None:
    (tmp_path / "water.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(NotChangedError):
        Desk(tmp_path).put(Address("water.yaml", "limits", "ours"), _fact("ours"), None)
    assert (tmp_path / "water.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["set-aside.yaml", "reviewed.yaml"])
def test_what_is_of_the_wrong_form_beside_the_facts_is_not_written_over(name: str, api: Api, policies: Path) -> None:
    text = "clauses:\n  clause: 第一条\n  kind: repeated\nreviewed:\n  - a\n"
    (policies / CITY / name).write_text(text, encoding="utf-8")
    fact = api.call("state", {"city": CITY})["facts"][0]
    aside = {"city": CITY, "add": [{"clause": "第二条", "kind": "repeated"}]}
    review = {"city": CITY, "address": fact["address"], "match": fact["hash"], "verdict": "agreed", "by": "王芳"}
    call, body = ("aside", aside) if name == "set-aside.yaml" else ("review", review)
    assert _refused(api, call, **body)[0] == 422
    assert (policies / CITY / name).read_text(encoding="utf-8") == text


def test_a_file_that_an_editor_empties_to_save_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "water.yaml"
    file.write_bytes(b"")
    monkeypatch.setattr(edits, "sleep", lambda _: file.write_text("limits:\n  - id: theirs\n", encoding="utf-8"))
    assert Desk(tmp_path).put(Address("water.yaml", "limits", "ours"), _fact("ours"), None)
    assert _names(tmp_path) == {"theirs", "ours"}


def test_what_a_program_left_that_was_killed_goes_with_the_next_write(tmp_path: Path) -> None:
    old, new = tmp_path / ".water.yaml.1.partial", tmp_path / ".water.yaml.2.partial"
    for path in (old, new):
        path.write_bytes(b"limits:\n  - {id: ha")
    os.utime(old, (0, 0))
    assert Desk(tmp_path).put(Address("water.yaml", "limits", "ours"), _fact("ours"), None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [new.name, "water.yaml"]


def test_who_may_read_and_write_a_file_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "water.yaml"
    file.write_text("limits: []\n", encoding="utf-8")
    file.chmod(0o664)
    Desk(tmp_path).put(Address("water.yaml", "limits", "ours"), _fact("ours"), None)
    assert file.stat().st_mode & 0o777 == 0o664


def test_a_number_of_a_write_is_never_given_again(tmp_path: Path) -> None:
    own = Desk(tmp_path)
    first = own.put(Address("water.yaml", "limits", "a"), _fact("a"), None)
    assert first
    own.undo(first.number)
    own.put(Address("water.yaml", "limits", "b"), _fact("b"), None)
    with pytest.raises(NotChangedError):
        own.undo(first.number)  # sent twice, as after a lost line
    assert _names(tmp_path) == {"b"}


def test_nothing_is_undone_in_a_file_that_another_program_has_saved_in_another_encoding(tmp_path: Path) -> None:
    own = Desk(tmp_path)
    write = own.put(Address("water.yaml", "limits", "a"), _fact("a"), None)
    assert write
    (tmp_path / "water.yaml").write_bytes("limits: []\n".encode("utf-16"))
    with pytest.raises(NotChangedError, match="UTF-8"):
        own.undo(write.number)


def test_what_is_sent_again_after_a_lost_line_is_set_aside_once(api: Api, policies: Path) -> None:
    body = {"city": CITY, "add": [{"clause": "第一条", "kind": "repeated", "because": "又一次"}]}
    assert api.call("aside", body)["write"]
    once = (policies / CITY / "set-aside.yaml").read_bytes()
    assert api.call("aside", body)["write"] is None
    assert (policies / CITY / "set-aside.yaml").read_bytes() == once


def test_what_was_changed_since_is_not_undone(api: Api, policies: Path) -> None:
    file = policies / BEGUN / "water.yaml"
    document = {"city": BEGUN, "address": "water.yaml/limits", "value": "not_stated", "match": None}
    number = api.call("put", document)["write"]
    file.write_text(file.read_text(encoding="utf-8") + "# 一句话\n", encoding="utf-8")
    before = file.read_bytes()
    assert _refused(api, "undo", city=BEGUN, write=number)[0] == 409
    file.unlink()
    assert _refused(api, "undo", city=BEGUN, write=number)[0] == 409
    file.mkdir()
    assert _refused(api, "undo", city=BEGUN, write=number)[0] in (409, 422)
    file.rmdir()
    file.write_bytes(before.removesuffix("# 一句话\n".encode()))
    api.call("undo", {"city": BEGUN, "write": number})
    assert file.read_text(encoding="utf-8") == "limits: 请填写\n"


def test_lines_are_taken_out_of_what_is_set_aside_only_by_who_knows_the_file(api: Api, policies: Path) -> None:
    file = policies / CITY / "set-aside.yaml"
    before = file.read_bytes()
    assert _refused(api, "aside", city=CITY, remove=[0])[0] == 428
    assert _refused(api, "aside", city=CITY, remove=[0], match=None)[0] == 409
    assert _refused(api, "aside", city=CITY, remove=[0], match="0" * 16)[0] == 409
    assert file.read_bytes() == before


# ------------------------------------------------------------------------------------------------- what cannot be done


def test_a_full_disk_is_told_and_loses_nothing(api: Api, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    monkeypatch.setattr(folders, "replace", full)
    draft = {"city": BEGUN, "address": "water.yaml/limits/x", "value": "一"}
    assert "No space left" in _refused(api, "draft", **draft)[1]["zh"]
    fact = api.call("state", {"city": CITY})["facts"][0]
    lost = _refused(api, "remove", city=CITY, address=fact["address"], match=fact["hash"])
    assert lost[0] == 422
    assert "No space left" in lost[1]["zh"]
    document = {"name": "a.txt", "data": b64encode(TEXT.encode()).decode()}
    assert _refused(api, "new", city="henei", utilities=["gas"], documents=[document])[0] == 422
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before


def test_what_is_written_is_told_even_where_its_draft_cannot_go(api: Api, tmp_path: Path) -> None:
    fact = api.call("state", {"city": CITY})["facts"][0]
    api.call("draft", {"city": CITY, "address": fact["address"], "value": "一"})
    drafts = tmp_path / "made" / "desk" / f"{CITY}.json"
    drafts.unlink()
    drafts.mkdir()
    done = api.call("remove", {"city": CITY, "address": fact["address"], "match": fact["hash"]})
    assert done["write"] is not None


def test_a_thing_is_never_written_without_the_id_by_which_it_is_found(api: Api, policies: Path) -> None:
    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    fact = next(fact for fact in api.call("state", {"city": CITY})["facts"] if fact["section"] == "limits")
    value = {key: part for key, part in fact["value"].items() if key != "id"}
    status, answer = _refused(api, "put", city=CITY, address=fact["address"], value=value, match=fact["hash"])
    assert (status, answer["findings"][0]["field"]) == (422, "id")
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before


def test_a_quotation_of_an_odd_shape_can_be_reviewed(api: Api, policies: Path) -> None:
    (policies / BEGUN / "water.yaml").write_text(
        "limits:\n  - {id: odd, cite: {clause: 第一条, quote: [{a: b}, 免费]}}\n", encoding="utf-8"
    )
    fact = next(fact for fact in api.call("state", {"city": BEGUN})["facts"] if fact["section"] == "limits")
    given = {"city": BEGUN, "address": fact["address"], "match": fact["hash"], "verdict": "agreed", "by": "王芳"}
    assert api.call("review", given)["state"]["review"][fact["address"]]["quote"] == ["免费"]


@pytest.mark.parametrize("body", [{"utilities": [[1]]}, {"utilities": [{}]}, {"utilities": ["gas", None]}])
def test_a_place_is_not_begun_from_what_is_none(api: Api, body: dict[str, Any]) -> None:
    assert _refused(api, "new", city="henei", documents=[], **body)[0] == 422


@pytest.fixture
def client(policies: Path) -> Iterator[Client]:
    """The desk of that place, over HTTP."""
    with desk(policies) as asking:
        yield asking


@pytest.mark.parametrize("call", ["draft", "aside", "put", "review", "new"])
def test_half_a_sign_is_no_text(call: str, client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    half = '"\\ud800"'
    body = f'{{"city": "{CITY}", "address": "water.yaml/limits/x", "value": {half}, "add": [{{"clause": {half}}}]}}'
    assert client.ask(call, body.encode())[0] == 400
    assert not capfd.readouterr().err


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "１０", "+5", "0x10", "1e3", "5, 5", ""])
def test_a_length_that_is_none_is_refused(length: str, client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    headers = {"Content_Length": length.encode("utf-8").decode("latin-1")}
    assert client.ask("state", {"city": CITY}, **headers)[0] == 413
    assert not capfd.readouterr().err


# -------------------------------------------------------------------------------------------------- ids, and much of it


_ODD = """limits:
  - {id: 大用户, note: 一}
  - {id: a/b, note: 二}
  - {id: same, note: 三}
  - {id: same, note: 四}
  - {id: same, note: 五}
  - {id: "", note: 六}
"""


def test_of_things_with_one_id_only_the_one_that_is_meant_goes(api: Api, policies: Path) -> None:
    file = policies / BEGUN / "water.yaml"
    file.write_text(_ODD, encoding="utf-8")
    facts = api.call("state", {"city": BEGUN})["facts"]
    meant = next(fact for fact in facts if fact["value"].get("note") == "四")
    api.call("remove", {"city": BEGUN, "address": meant["address"], "match": meant["hash"]})
    assert file.read_text(encoding="utf-8") == _ODD.replace("  - {id: same, note: 四}\n", "")


def test_a_thing_with_an_id_that_none_should_have_can_be_taken_out_and_mended(api: Api, policies: Path) -> None:
    file = policies / BEGUN / "water.yaml"
    file.write_text(_ODD, encoding="utf-8")
    facts = {fact["id"]: fact for fact in api.call("state", {"city": BEGUN})["facts"]}
    assert "" not in facts
    api.call("remove", {"city": BEGUN, "address": facts["a/b"]["address"], "match": facts["a/b"]["hash"]})
    odd = Address("water.yaml", "limits", "大用户")
    assert entries.address(facts["大用户"]["address"]) == odd
    assert Desk(file.parent).put(odd, {"id": "large", "note": "一"}, facts["大用户"]["hash"])
    wanted = _ODD.replace("大用户", "large").replace("  - {id: a/b, note: 二}\n", "")
    assert writing.data(file.read_text(encoding="utf-8")) == writing.data(wanted)


@pytest.mark.parametrize("sign", ["{", "[", "- ", "? ", "&a ", "*", "'", '"', ": ", "#"])
def test_much_of_what_yaml_takes_for_its_own_is_text_like_any_other(sign: str, tmp_path: Path) -> None:
    value: writing.Data = {"id": "odd", "note": sign * 200_000}
    assert Desk(tmp_path).put(Address("water.yaml", "limits", "odd"), value, None)
    assert writing.data((tmp_path / "water.yaml").read_text(encoding="utf-8")) == {"limits": [value]}


def test_what_many_rows_say_in_the_same_words_is_offered_once(api: Api, policies: Path) -> None:
    rows = "| 5个工作日 | 免费 |\n" * 300
    (policies / BEGUN / "originals" / f"{BEGUN}.txt").write_text(
        f"第一条 期限\n\n| 期限 | 收费 |\n|---|---|\n{rows}", "utf-8"
    )
    state = json.loads(_shown(api))
    offered = [card["id"] for card in state["cards"]]
    assert len(offered) == len({*offered})
    assert sum(sentence["state"] == "proposed" for sentence in state["sentences"]) >= 600
    assert len(json.dumps(state)) < 1_000_000


def test_a_long_run_of_spaces_is_gone_through_once() -> None:
    assert candidates.candidates(Original(f"第一条 免{' ' * 150_000}费。\n")) is not None


# --------------------------------------------------------------------------------------------- lines that no page sends


def _raw(client: Client, data: bytes) -> bytes:
    """What the program answers to some bytes, until it closes the line."""
    host, _, port = client.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        answer = b""
        with suppress(ConnectionError):
            line.sendall(data)
            with suppress(OSError):  # it may have been answered, and ended, before all of it was sent
                line.shutdown(socket.SHUT_WR)
            while part := line.recv(65_536):
                answer += part
    return answer


_BODY = json.dumps({"city": CITY, "address": "city.yaml/name", "value": "坏市", "match": None})
_RAW = {
    "an older version without a name": "POST /api/put HTTP/1.0\r\nX-Desk-Token: {token}\r\n",
    "no version": "GET /api/state\r\n",
    "two names": "POST /api/put HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nOrigin: {origin}\r\n",
    "the name in the line": "POST http://evil.example/api/put HTTP/1.1\r\nHost: evil.example\r\nOrigin: {origin}\r\n",
    "a foreign origin in front": "POST /api/put HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\n"
    "Origin: {origin}\r\n",
    "a foreign origin behind": "POST /api/put HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n"
    "Origin: http://evil.example\r\n",
    "a line within": "POST /api/put HTTP/1.1\r\nHost: {host}\r\n Origin: {origin}\r\nOrigin: null\r\n",
    "an address with a name": "POST /api/put HTTP/1.1\r\nHost: evil@{host}\r\nOrigin: {origin}\r\n",
    "a name with a dot behind": "POST /api/put HTTP/1.1\r\nHost: 127.0.0.1.:{port}\r\nOrigin: {origin}\r\n",
    "a number for a name": "POST /api/put HTTP/1.1\r\nHost: 2130706433:{port}\r\nOrigin: {origin}\r\n",
    "all names": "POST /api/put HTTP/1.1\r\nHost: 0.0.0.0:{port}\r\nOrigin: {origin}\r\n",
    "of another kind": "PUT /api/put HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nX-Desk-Token: {token}\r\n",
    "a question before": "OPTIONS /api/put HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\n",
    "a line to stay": "GET /api/events HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nOrigin: http://evil.example\r\n",
    "half a token": "POST /api/put HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nX-Desk-Token: {half}\r\n",
    "a token in the address": "POST /api/put?X-Desk-Token={token} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n",
}


@pytest.mark.parametrize("case", _RAW)
def test_a_line_that_no_page_sends_is_neither_answered_nor_obeyed(
    case: str, client: Client, policies: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    filled = {"host": client.host, "port": client.host.partition(":")[2], "origin": f"http://{client.host}"}
    head = _RAW[case].format(**filled, token=client.token, half=client.token[:32])
    more = "Content-Type: application/json\r\n" + f"Content-Length: {len(_BODY.encode())}\r\n\r\n{_BODY}"
    answer = _raw(client, (head + more).encode())
    assert not answer or re.match(rb"HTTP/1\.. (4..|501)|<!DOCTYPE HTML>", answer), answer[:80]
    assert "乌海".encode() not in answer
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before
    assert not capfd.readouterr().err


def test_a_body_in_pieces_or_cut_off_is_no_call(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    head = f"POST /api/state HTTP/1.1\r\nHost: {client.host}\r\nOrigin: http://{client.host}\r\n"
    head += f"X-Desk-Token: {client.token}\r\nContent-Type: application/json\r\n"
    body = json.dumps({"city": CITY})
    pieces = f"{head}Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    assert b" 413 " in _raw(client, pieces.encode())[:20]
    both = f"{head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{{}}\r\nPOST /api/undo HTTP/1.1\r\n"
    assert b" 400 " in _raw(client, both.encode())[:20]
    assert b" 400 " in _raw(client, f"{head}Content-Length: 900\r\n\r\n{body}"[:-3].encode())[:20]
    many = "".join(f"X-{number}: {'a' * 600}\r\n" for number in range(150))
    for code, data in ((b" 431 ", f"{head}{many}\r\n"), (b" 414 ", f"GET /{'a' * 70_000} HTTP/1.1\r\n\r\n")):
        answer = _raw(client, data.encode())
        assert not answer or code in answer[:20]  # the line may be cut before the answer has come through
    assert not capfd.readouterr().err


# ------------------------------------------------------------------------------------------------- pages of other sites


_TRIES = """async ([desk, token, body]) => {
  const asks = {method: "POST", body}, typed = {"Content-Type": "application/json", "X-Desk-Token": token};
  const got = [];
  const tell = (how, what) => got.push(`${how}: ${what}`);
  const fetched = async (how, address, options) => {
    try { tell(how, (await fetch(desk + address, options)).type); } catch { /* as it should be */ }
  };
  const made = (tag, attributes) => new Promise((done) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.onload = () => done(tell(tag, "loaded"));
    element.onerror = done;
    document.body.append(element);
  });
  await fetched("page", "/", {});
  await fetched("page unseen", "/", {mode: "no-cors"});
  await fetched("script unseen", "/desk/main.js", {mode: "no-cors"});
  await fetched("call", "/api/state", {...asks, headers: typed});
  await fetched("call unseen", "/api/put", {...asks, mode: "no-cors", headers: {"Content-Type": "text/plain"}});
  await fetched("call typed as a form", "/api/put", {...asks, headers: {"X-Desk-Token": token}});
  await fetched("stream", "/api/events?city=xushui", {headers: {"X-Desk-Token": token}});
  await fetched("other method", "/api/put", {...asks, method: "PUT"});
  navigator.sendBeacon(`${desk}/api/put`, body);
  await made("img", {src: `${desk}/`});
  await made("script", {src: `${desk}/desk/text.js`, type: "module"});
  await made("link", {rel: "stylesheet", href: `${desk}/desk/desk.css`});
  await import(`${desk}/desk/text.js`).then(() => tell("import", "loaded"), () => null);
  await new Promise((done) => {
    const line = new WebSocket(`${desk.replace("http", "ws")}/api/events`);
    line.onopen = () => done(tell("socket", "open"));
    line.onerror = done;
  });
  for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const frame = Object.assign(document.createElement("iframe"), {name: enctype});
    const form = Object.assign(document.createElement("form"), {method: "POST", enctype, target: enctype});
    form.action = `${desk}/api/put`;
    form.append(Object.assign(document.createElement("input"), {name: `${body.slice(0, -1)},"z":"`, value: '"}'}));
    document.body.append(frame, form);
    await new Promise((done) => { frame.onload = done; form.submit(); setTimeout(done, 2000); });
  }
  const popup = open(`${desk}/?city=xushui`);
  await new Promise((done) => setTimeout(done, 500));
  try { tell("window", popup.document.title); } catch { /* as it should be */ }
  return got;
}"""


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_page_of_another_site_neither_reads_nor_writes_though_it_knew_the_token(
    name: str, browser: Browser, client: Client, policies: Path
) -> None:
    before = {path: path.read_bytes() for path in policies.rglob("*.yaml")}
    port = client.host.partition(":")[2]

    class Foreign(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title><body>")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Foreign) as foreign:
        Thread(target=foreign.serve_forever, daemon=True).start()
        context = browser.new_context()
        own, other = context.new_page(), context.new_page()
        own.goto(f"{client.address}#{client.token}")
        expect(own.locator("#document")).not_to_be_empty()
        other.goto(f"http://127.0.0.1:{foreign.server_address[1]}/")
        assert other.evaluate(_TRIES, [f"http://{name}:{port}", client.token, _BODY]) == []
        context.close()
        foreign.shutdown()
    assert {path: path.read_bytes() for path in policies.rglob("*.yaml")} == before


_HURT = "<img src=x onerror=window.hurt=1><script>window.hurt=1</script>\u202e"


def test_what_is_not_ours_is_shown_as_text(browser: Browser, api: Api, policies: Path) -> None:
    folder = policies / BEGUN
    (folder / "originals" / f"{BEGUN}.txt").write_text(
        f"{TEXT}\n第三条 {_HURT}免费。\n{'长' * 50_000}\n", encoding="utf-8"
    )
    fact = {"id": _HURT, "note": _HURT, "unit": _HURT, "cite": {"clause": _HURT, "quote": _HURT}, _HURT: [_HURT]}
    (folder / "water.yaml").write_text(
        json.dumps({"limits": [fact], _HURT: _HURT}, ensure_ascii=False), encoding="utf-8"
    )
    api.call("draft", {"city": BEGUN, "address": "water.yaml/limits/new", "value": {**fact, "id": "new"}})
    with desk(policies) as client:
        page = browser.new_context().new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{client.address.partition('?')[0]}?city={BEGUN}#{client.token}")
        expect(page.locator("#document")).to_contain_text("<img src=x")
        assert page.evaluate("[window.hurt ?? null, document.querySelectorAll('img').length]") == [None, 0]
        page.context.close()


# ------------------------------------------------------------------------------------------------- calls of any kind


_WORDS = st.sampled_from(
    [TO_FILL, "not_stated", "5个工作日", "第一条", "- a", "*x", "a: b", "\u2028", "", "true", "1e9"]
)
_KEYS = st.sampled_from(
    ["id", "cite", "clause", "quote", "when", "doc", "unit", "sides", "at_most", "rows", "not_in_hand"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | _WORDS, inner, max_size=4),
    max_leaves=6,
)
_ARGUMENTS = st.sampled_from(
    re.findall(
        r"\w+",
        "value match add remove write doc start end page number text by lines verdict remark utilities documents "
        "inputs classes tables defects file name confirm",
    )
)


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The calls of a desk whose places may become anything."""
    return Api(place(tmp_path_factory.mktemp("anything")), None, tmp_path_factory.mktemp("drafts"))


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 99),
    st.integers(0, 99),
    st.dictionaries(_KEYS, _VALUES, max_size=3),
    st.dictionaries(_ARGUMENTS, _VALUES, max_size=3),
)
def test_any_call_of_any_shape_is_done_or_refused_with_words(
    anything: Api, call: int, at: int, keys: dict[str, Any], arguments: dict[str, Any]
) -> None:
    facts = anything.call("state", {"city": CITY})["facts"] or [
        {"address": "gas.yaml/fees/a", "value": {}, "hash": None}
    ]
    fact, names = facts[at % len(facts)], [name for name in anything.names if name != "preview"]
    own = {"city": CITY, "address": fact["address"], "match": fact["hash"], "by": "王芳", "verdict": "agreed"}
    body = {**own, "value": {**fact["value"], **keys}, **arguments}
    try:
        answer = anything.call(names[call % len(names)], json.loads(json.dumps(body)))
    except RefusedCallError as refused:
        assert 400 <= refused.status < 500
        answer = refused.answer
        assert answer["zh"] or answer.get("state")
    assert json.dumps(answer, allow_nan=False)
