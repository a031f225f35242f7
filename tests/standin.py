"""A stand-in for the program behind the editing desk: it answers the page's calls out of a State of an invented place.

It judges nothing: a write is noted and shows in the State as the page would see it, so that tests of the page alone can
say what comes back: a refusal, another version, nothing because the program has stopped.
"""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from expected import ROOT

from generator.desk.place import inputs
from generator.desk.place.state import readings
from generator.document.originals import Original

FOLDER = ROOT / "tests" / "desk_page"
PAGE = ROOT / "templates" / "desk"
TOKEN = "invented-token"  # noqa: S105 - of a server that lives as long as a test
POLICY = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
MARKS = ("used", "proposed", "aside", "doubt", "left")


KINDS = inputs.kinds()


def text(name: str = "notice") -> str:
    """An invented document."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def _sentence(doc: str, sentence: Any) -> dict[str, Any]:
    words = sentence.text
    return {
        "id": f"{doc}:{sentence.start}-{sentence.start + len(words)}",
        "doc": doc,
        "start": sentence.start,
        "end": sentence.start + len(words),
        "clause": sentence.clause.name,
        "text": words,
        "paragraph": sentence.start,
        "cell": False,
        "head": bool(sentence.number) and len(words) < 12,
        "state": "left",
        "facts": [],
        "cards": [],
        "aside": None,
        "missing": [],
        "marks": list(readings(words)),
    }


def sentences(doc: str, words: str) -> list[dict[str, Any]]:
    """The sentences of a document as the program cuts them, with nothing that accounts for them."""
    original = Original(words)
    parts = [part for part in original.sentences if part.plain.strip("|-")]
    made = [_sentence(doc, part) for part in parts]
    for part, sentence in zip(parts, made, strict=True):
        around = original.around(part)
        sentence["paragraph"] = around.start
        sentence["cell"] = around.text.startswith("|")
    return made


def _card(sentence: dict[str, Any], section: str, title: str, **more: Any) -> dict[str, Any]:
    card = {
        "id": f"{section}-{sentence['start']}",
        "section": section,
        "kind": KINDS["sections"].get(section, {}).get("kind", "aside"),
        "label": KINDS["sections"].get(section, {}).get("label", "标题、抬头、落款"),
        "file": "gas.yaml",
        "sentence": sentence["id"],
        "sentences": [sentence["id"]],
        "clause": sentence["clause"],
        "title": title,
        "says": sentence["text"],
        "value": {"id": f"c{sentence['start']}", "cite": {"clause": sentence["clause"], "quote": sentence["text"]}},
        "open": [],
        "doc": "notice",
        "quote": sentence["text"],
        "doubt": "",
        "group": "",
    } | more
    sentence["cards"].append(card["id"])
    sentence["state"] = "doubt" if card["doubt"] else "proposed"
    return card


def _marked(sentence: dict[str, Any], words: str, kind: str) -> None:
    start = sentence["text"].index(words)
    sentence["marks"].append({"start": start, "end": start + len(words), "kind": kind})


def _cards(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Proposals of each kind: headings together, limits by utility, one that lacks a key, one that is doubted."""
    for line in lines:
        if line["head"] or (line["clause"] in {"文头", "落款"} and len(line["text"]) < 25):
            value = {"kind": "heading", "clause": line["clause"], "quote": line["text"]}
            yield _card(line, "clauses", line["text"], file="set-aside.yaml", value=value, group="heading")
        elif "报装用时" in line["text"]:
            words = line["text"][line["text"].index("报装用时") :].rstrip("。")
            water = "供水" in line["text"] or "型项目" in line["text"]
            file, group = ("water.yaml", "用水分 3 类，三个时限") if water else ("gas.yaml", "用气分 5 类，五个时限")
            doubt = "这个数前面有“大于”，对一下原件" if "五是" in line["text"] else ""
            yield _card(line, "limits", words, file=file, group="" if doubt else group, doubt=doubt)
            _marked(line, words, "card")
        elif "2个环节" in line["text"]:
            yield _card(line, "steps", "2 个环节：报装受理 → 验收接入", file="city.yaml", open=["by"])
            _marked(line, "报装受理、验收接入2个环节", "card")
        elif "12345" in line["text"]:
            yield _card(line, "complaints", "12345 市民热线", file="city.yaml")
            _marked(line, "12345市民热线", "card")
        elif "一张报装申请表" in line["text"]:
            yield _card(line, "papers", "材料：1 张，报装申请表", file="city.yaml")
            _marked(line, "一张报装申请表", "card")


def state(words: str | None = None) -> dict[str, Any]:
    """An invented place whose document has just been read in."""
    whole = text() if words is None else words
    given = json.loads((FOLDER / "place.json").read_text(encoding="utf-8"))
    lines = sentences("notice", whole)
    title = "关于优化水气报装工作的通知"
    given["documents"] = [{"id": "notice", "title": title, "text": whole, "version": "1", "scan": False}]
    given |= {"sentences": lines, "cards": list(_cards(lines))}
    given["questions"][0]["hits"] = [line["id"] for line in lines if "收费" in line["text"]]
    given["findings"][0]["sentence"] = lines[min(5, len(lines) - 1)]["id"]
    return counted(given)


def counted(given: dict[str, Any]) -> dict[str, Any]:
    """A State with its score."""
    marks = [sentence["state"] for sentence in given["sentences"]]
    given["score"] = {"whole": len(marks), **{mark: marks.count(mark) for mark in MARKS}}
    return given


class RefusedError(Exception):
    """An answer that is no success: its status and body."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class Standin:
    """The program, as the page sees it: its State, what it was asked, and what it shall refuse next."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.state = given
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refuses: list[tuple[str, RefusedError]] = []
        self.faults: list[str] = []
        self.token = TOKEN
        self.port = 0
        self._server: http.server.ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """Where the page is, with its token."""
        return f"http://127.0.0.1:{self.port}/#{self.token}"

    def start(self) -> None:
        """At the port where it was before."""
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """As if somebody had closed its window."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def running(self) -> bool:
        """Whether it answers."""
        return self._server is not None

    def asked(self, name: str) -> list[dict[str, Any]]:
        """The bodies of all calls of a name."""
        return [body for call, body in self.calls if call == name]

    def answer(self, name: str, body: dict[str, Any]) -> object:
        """The answer of a call; raises RefusedError."""
        self.calls.append((name, body))
        for refusal in [refusal for refusal in self.refuses if refusal[0] == name][:1]:
            self.refuses.remove(refusal)
            raise refusal[1]
        known: dict[str, Callable[[dict[str, Any]], object]] = {
            "places": lambda _: {
                "places": [{"slug": "xutai", "name": "虚台市"}],
                "utilities": {"water": "用水", "gas": "用气", "heat": "用暖"},
            },
            "state": lambda _: self.state,
            "kinds": lambda _: KINDS,
            "select": self._select,
            "aside": self._aside,
            "put": self._put,
            "remove": self._remove,
            "undo": self._undo,
            "try": lambda _: {"claims": [], "faults": [], "open": [], "says": [], "hash": "tried"},
            "draft": lambda _: {},
            "new": lambda asked: {"city": asked["city"], "left_out": ["第 2 页的图没有读"], "state": self.state},
        }
        return known[name](body) if name in known else {}

    def _select(self, body: dict[str, Any]) -> object:
        words = self.state["documents"][0]["text"][body["start"] : body["end"]]
        line = next(one for one in self.state["sentences"] if one["start"] <= body["start"] < one["end"])
        return {
            **{key: body[key] for key in ("doc", "start", "end")},
            "clause": line["clause"],
            "quote": words,
            "sentence": line["id"],
        }

    def _aside(self, body: dict[str, Any]) -> object:
        for entry in body.get("add", []):
            quote = entry.get("quote", "")
            for line in self.state["sentences"]:
                if quote and quote in line["text"] and line["clause"] == entry["clause"] and line["state"] != "aside":
                    aside = {"index": len(self.calls), "kind": entry.get("kind"), "because": entry.get("because")}
                    line.update(state="aside", aside=aside, cards=[])
                    self._without(line["id"])
                    break
        for line in self.state["sentences"]:
            if line["aside"] and line["aside"]["index"] in body.get("remove", []):
                line.update(state="left", aside=None)
        return self._saved("set-aside.yaml/clauses")

    def _without(self, sentence: str) -> None:
        self.state["cards"] = [card for card in self.state["cards"] if card["sentence"] != sentence]

    def _put(self, body: dict[str, Any]) -> object:
        file, section, *name = body["address"].split("/")
        for question in self.state["questions"]:
            if question["address"] == f"{file}/{section}":
                value = body["value"]
                question.update(
                    value=value, state="facts" if name else value if isinstance(value, str) else "not_in_hand"
                )
        if name:
            self._fact(file, section, name[0], body["value"])
        return self._saved(body["address"])

    def _fact(self, file: str, section: str, name: str, value: dict[str, Any]) -> None:
        quote = value["cite"]["quote"]
        lines = [line for line in self.state["sentences"] if quote in line["text"]]
        address = f"{file}/{section}/{name}"
        for line in lines:
            marks = [
                {"start": line["text"].index(quote), "end": line["text"].index(quote) + len(quote), "kind": "used"}
            ]
            line.update(state="used", facts=[address], cards=[], marks=marks)
            self._without(line["id"])
        kind = KINDS["sections"][section]["kind"]
        fact = {"address": address, "file": file, "section": section, "id": name, "kind": kind, "value": value}
        more = {"utilities": [], "hash": "1", "says": [quote], "state": "held", "findings": []}
        self.state["facts"].append({**fact, **more, "sentences": [line["id"] for line in lines]})

    def _remove(self, body: dict[str, Any]) -> object:
        for question in self.state["questions"]:
            if question["address"] == body["address"]:
                question.update(state="open", value="请填写")
        return self._saved(body["address"])

    def _undo(self, _: dict[str, Any]) -> object:
        saved = self._saved("")
        self.state["undo"] = None
        return saved

    def _saved(self, says: str) -> dict[str, Any]:
        self.state["undo"] = {"write": len(self.calls), "says": says}
        counted(self.state)
        return {"write": len(self.calls), "lines": 1, "state": self.state}


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


def _handler(standin: Standin) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            if self.path.startswith("/api/events"):
                return self._events()
            name = "index.html" if self.path.partition("?")[0] == "/" else self.path.removeprefix("/desk/")
            path = PAGE / Path(name).name
            if not path.is_file():
                return self._send(404, b"", "text/plain")
            return self._send(200, path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["X-Desk-Token"] != standin.token:
                return self._json(403, {})
            try:
                return self._json(200, standin.answer(self.path.removeprefix("/api/"), body))
            except RefusedError as refused:
                return self._json(refused.status, refused.body)

        def _events(self) -> None:
            self.send_response(200)
            self.end_headers()
            told = ""
            while standin.running:
                files = json.dumps({"files": standin.state["files"]})
                try:
                    self.wfile.write((files if files != told else "").encode() + b"\n")
                except OSError:
                    return
                told = files
                time.sleep(0.2)

        def _json(self, status: int, body: object) -> None:
            self._send(status, json.dumps(body, ensure_ascii=False).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": POLICY}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def serving(given: dict[str, Any] | None = None) -> Iterator[Standin]:
    """The stand-in, while it answers."""
    standin = Standin(state() if given is None else given)
    standin.start()
    try:
        yield standin
    finally:
        standin.stop()
