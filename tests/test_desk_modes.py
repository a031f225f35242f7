"""Calls of the editing desk's other modes: a second person signs, lines of a scan, a document that is replaced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import kinds
import pytest
import scanning
from desk import BASE
from scanning import draw, lines, save
from test_replacement import NEW, OLD

from generator.cli import main
from generator.desk.place import scanned_lines, traces
from generator.desk_server.api import Api, RefusedCallError
from generator.document import likeness, scans
from generator.document.originals import Original
from generator.document.scans import Scan, ScannedLine
from generator.document.text import DOUBT

Ask = Callable[..., Any]
PICTURE = "0123456789ab-1.jpg"


def asking(policies: Path, city: str, originals: Path | None = None) -> Ask:
    """Calls of a desk, with the place filled in."""
    api = Api(policies, originals, policies.parent / "drafts")
    return lambda call, **body: json.loads(json.dumps(api.call(call, {"city": city, **body})))


def refused(ask: Ask, call: str, **body: Any) -> int:
    """The status with which a call is refused."""
    with pytest.raises(RefusedCallError) as error:
        ask(call, **body)
    return int(error.value.status)


# --------------------------------------------------------------------------------------------------------- signatures


@pytest.fixture
def signing(tmp_path: Path) -> Ask:
    """A place to be reviewed."""
    shutil.copytree(BASE, tmp_path / "policies")
    return asking(tmp_path / "policies", "nowhere")


def thing(state: Any, address: str) -> Any:
    """A fact, or a heading answered as a whole."""
    return next(one for one in (*state["facts"], *state["questions"]) if one["address"] == address)


def test_what_is_signed_stays_signed_until_it_changes(signing: Ask, tmp_path: Path) -> None:
    state, small = signing("state"), "water.yaml/limits/small"
    assert (state["review"], state["entered"], state["by"]) == ({}, "测试", "")
    for address in (small, "water.yaml/fees"):
        match = thing(state, address)["hash"]
        saved = signing("review", address=address, verdict="agreed", by="复核员", match=match)
        state = saved["state"]
        assert (state["review"][address]["stale"], state["by"]) == (False, "复核员")
    assert saved["lines"] == 1
    assert state["review"][small]["says"] == thing(state, small)["says"] != []
    value = {**thing(state, small)["value"], "note": "本站说明"}
    state = signing("put", address=small, value=value, match=thing(state, small)["hash"])["state"]
    assert state["review"][small]["stale"] is True
    text = (tmp_path / "policies" / "nowhere" / "reviewed.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[1] == "reviewed:"
    match = thing(state, small)["hash"]
    state = signing("review", address=small, verdict="remark", remark=" 见二、 ", by="复核员", match=match)["state"]
    assert (state["review"][small]["remark"], state["review"][small]["stale"]) == ("见二、", False)
    state = signing("undo", write=state["undo"]["write"])["state"]
    assert state["review"][small]["stale"] is True
    state = signing("review", address=small, verdict=None, by="", match=match)["state"]
    assert set(state["review"]) == {"water.yaml/fees"}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"match": "0" * 16}, 409),
        ({"address": "water.yaml/limits/gone"}, 409),
        ({"address": "../water.yaml"}, 404),
        ({"by": " "}, 422),
        ({"verdict": "remark"}, 422),
        ({"verdict": "perhaps"}, 422),
        ({"remark": "\u202e"}, 422),
        ({"by": 7}, 400),
    ],
)
def test_what_cannot_be_signed_writes_nothing(signing: Ask, tmp_path: Path, more: dict[str, Any], status: int) -> None:
    match = thing(signing("state"), "water.yaml/limits/small")["hash"]
    body = {"address": "water.yaml/limits/small", "verdict": "agreed", "by": "复核员", "match": match, **more}
    assert refused(signing, "review", **body) == status
    assert not (tmp_path / "policies" / "nowhere" / "reviewed.yaml").exists()
    body.pop("match")
    assert refused(signing, "review", **body) in (428, 404)


# --------------------------------------------------------------------------------------------------------------- scans


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The folder with the text of a scan."""
    return scanned(tmp_path)


def scanned(root: Path) -> Path:
    """A place whose document is a scan: a sign of its third line in doubt, all unconfirmed. The folder of its text."""
    shutil.copytree(BASE, root / "policies")
    folder = root / "policies" / "nowhere" / "originals"
    (folder / scans.PICTURES).mkdir(parents=True)
    picture = save(folder / scans.PICTURES / PICTURE, draw(lines(scanning.NOTICE[:1])))
    words = (BASE.parent / "originals" / "nowhere.txt").read_text(encoding="utf-8")
    read = [line.strip() for line in words.splitlines() if line.strip()]
    doubted = [f"{DOUBT}{line[1:]}" if number == 2 else line for number, line in enumerate(read)]
    read_lines = tuple(
        ScannedLine(page=1, line=at, box=(150, 60 * at, 900, 60 * at + 40), text=text, confidence=0.97,
                    read=whole if whole != text else None)
        for at, (text, whole) in enumerate(zip(doubted, read, strict=True), start=1)
    )  # fmt: skip
    page = scans.ScannedPage(
        page=1, width=1300, height=1000, picture=PICTURE, sha256=sha256(picture.read_bytes()).hexdigest()
    )
    scan = Scan(file="x.png", sha256="0", engine="none", pages=(page,), lines=read_lines)
    (folder / "nowhere.txt").write_text(words.replace(read[2], doubted[2]), encoding="utf-8")
    (folder / "nowhere.scan.json").write_bytes(scans.written(scan))
    city = folder.parent / "city.yaml"
    city.write_text(
        city.read_text(encoding="utf-8").replace("  - id: notice\n", "  - id: notice\n    scan: true\n"),
        encoding="utf-8",
    )
    return folder


def test_a_line_is_shown_mended_and_confirmed(texts: Path, tmp_path: Path) -> None:
    ask = asking(tmp_path / "policies", "nowhere")
    page = ask("scan", doc="notice")
    assert (page["width"], page["pages"]) == (1300, [{"page": 1, "open": page["open"]}])
    assert page["picture"].startswith("data:image/jpeg;base64,")
    assert len(page["lines"]) == page["open"]
    third = page["lines"][2]
    read = scans.read(texts / "nowhere.txt").scan.lines[2].read or ""
    assert third["doubt"] == [{"at": 0, "offers": [read[0]]}]
    given = {"doc": "notice", "number": third["number"], "match": third["hash"], "by": "核对员"}
    assert refused(ask, "line", **given, text=third["text"]) == 422
    saved = ask("line", **given, text=read)
    assert saved["left"] == page["open"] - 1
    assert read in (texts / "nowhere.txt").read_text(encoding="utf-8")
    after = ask("scan", doc="notice", page=1)["lines"][2]
    assert (after["text"], after["doubt"], after["confirmed"]["by"]) == (read, [], "核对员")
    assert any(sentence["text"].startswith(read[0]) for sentence in saved["state"]["sentences"])
    rest = [line for line in page["lines"] if line["number"] != third["number"]]
    several = [{"number": line["number"], "text": line["text"], "match": line["hash"]} for line in rest]
    assert ask("line", doc="notice", lines=several, by="核对员")["left"] == 0
    record = scans.read(texts / "nowhere.txt")
    assert record.open() == ()
    assert record.scan.lines[2].read == read or record.scan.lines[2].text == read


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"match": "0" * 16}, 409),
        ({"number": 999, "match": ""}, 404),
        ({"text": "甲\u202e"}, 422),
        ({"text": "长" * 1001}, 422),
        ({"text": 7}, 400),
        ({"by": ""}, 422),
        ({"doc": "other"}, 404),
    ],
)
def test_what_cannot_be_noted_of_a_line_changes_nothing(
    texts: Path, tmp_path: Path, more: dict[str, Any], status: int
) -> None:
    ask = asking(tmp_path / "policies", "nowhere")
    first = ask("scan", doc="notice")["lines"][0]
    before = {path: path.read_bytes() for path in texts.rglob("*") if path.is_file()}
    body = {"doc": "notice", "number": first["number"], "match": first["hash"], "text": first["text"], "by": "核对员"}
    assert refused(ask, "line", **{**body, **more}) == status
    assert {path: path.read_bytes() for path in texts.rglob("*") if path.is_file()} == before


def test_a_picture_that_is_another_is_not_shown(texts: Path, tmp_path: Path) -> None:
    (texts / scans.PICTURES / PICTURE).write_bytes(b"another")
    assert refused(asking(tmp_path / "policies", "nowhere"), "scan", doc="notice") == 422


def test_the_desk_writes_no_text_that_lies_elsewhere(texts: Path, tmp_path: Path) -> None:
    shutil.move(texts, tmp_path / "elsewhere")
    ask = asking(tmp_path / "policies", "nowhere", tmp_path / "elsewhere")
    first = ask("scan", doc="notice")["lines"][0]
    body = {"doc": "notice", "number": first["number"], "match": first["hash"], "text": first["text"], "by": "核对员"}
    assert refused(ask, "line", **body) == 423
    assert refused(ask, "replace", doc="notice", text="别的") == 423


@pytest.mark.parametrize(
    ("sign", "offers"), [("≤", ["≤", "<"]), ("<", ["<", "≤"]), ("日", ["日", "曰"]), ("湖", ["湖"])]
)
def test_a_sign_in_doubt_is_offered_as_it_was_read_and_as_it_is_often_mistaken(sign: str, offers: list[str]) -> None:
    line = ScannedLine(page=1, line=1, box=(0, 0, 9, 9), text=f"流量{DOUBT}5", read=f"流量{sign}5")
    assert list(scanned_lines._doubts(line, line.text)) == [{"at": 2, "offers": offers}]


# ---------------------------------------------------------------------------------------------------------- replacing


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A place whose document gets a newer text."""
    return to_replace(tmp_path)


def to_replace(root: Path) -> Path:
    """A place whose document gets a newer text."""
    place = root / "policies" / "xubiao"
    shutil.copytree(kinds.POLICIES / "xubiao", place)
    (place / "originals").mkdir()
    (place / "originals" / "xubiao.txt").write_text(OLD, encoding="utf-8")
    return place


def test_a_newer_text_is_looked_at_before_it_is_put_there(table: Path) -> None:
    ask, before = asking(table.parent, "xubiao"), {path: path.read_bytes() for path in table.rglob("*.*")}
    looked = ask("replace", doc="table", text=NEW)
    assert {path: path.read_bytes() for path in table.rglob("*.*")} == before
    assert {item["state"] for item in looked["items"]} == {"found", "moved", "altered", "orphaned"}
    put = ask("replace", doc="table", text=NEW, confirm=True)
    assert (table / "originals" / "xubiao.before.txt").read_text(encoding="utf-8") == OLD
    assert {key: put[key] for key in ("items", "sentences_new")} == {
        key: looked[key] for key in ("items", "sentences_new")
    }
    again = ask("trace", doc="table")
    assert again["items"] == put["items"]
    assert put["state"]["documents"][0]["id"] == "table"
    new = [sentence["text"] for sentence in put["state"]["sentences"] if sentence["id"] in put["sentences_new"]]
    assert any("4-6个工作日" in text for text in new)
    assert not any("供热配套费用已全部交清" in text for text in new)


def test_the_desk_and_the_command_put_a_text_in_the_same_way(table: Path, tmp_path: Path) -> None:
    shutil.copytree(table.parent, tmp_path / "other")
    (tmp_path / "newer.txt").write_text(NEW, encoding="utf-8")
    given = ["new", "xubiao", "--replace", "table", "--document", str(tmp_path / "newer.txt")]
    assert main([*given, "--policies", str(tmp_path / "other")]) == 0
    asking(table.parent, "xubiao")("replace", doc="table", text=NEW, confirm=True)
    by_command, by_desk = ({path.name: path.read_bytes() for path in (folder / "xubiao").rglob("*.*") if path.is_file()}
                           for folder in (tmp_path / "other", table.parent))  # fmt: skip
    assert by_command == by_desk


def test_each_item_says_what_to_write_and_what_stood_there(table: Path) -> None:
    ask = asking(table.parent, "xubiao")
    items = ask("replace", doc="table", text=NEW, confirm=True)["items"]
    trees = {item["address"]: item for item in items}
    assert None not in trees or all(item["aside"] is not None for item in items if item["address"] is None)
    moved = next(item for item in items if item["state"] == "moved")
    assert moved["now"]["quote"] == moved["quote"]
    assert moved["now"]["clause"] != moved["clause"]
    altered = next(item for item in items if item["quote"] == "办理时限：5-7个工作日")
    assert altered["now"] == {"clause": "一、（二）", "quote": "办理时限：4-6个工作日"}
    assert "5-7个工作日" in altered["text_before"]
    assert "4-6个工作日" in altered["text_now"]
    assert next(item for item in items if item["state"] == "orphaned")["now"] is None


def test_a_fact_whose_words_have_moved_is_mended_by_their_keys(table: Path) -> None:
    ask = asking(table.parent, "xubiao")
    by_address: dict[str, list[Any]] = {}
    for item in ask("replace", doc="table", text=NEW, confirm=True)["items"]:
        by_address.setdefault(item["address"], []).append(item)
    moved = {address: items for address, items in by_address.items() if {one["state"] for one in items} == {"moved"}}
    assert moved
    for address, items in moved.items():
        fact = next(one for one in ask("state")["facts"] if one["address"] == address)
        for item in items:
            cite = fact["value"]
            for key in item["path"]:
                cite = cite[key]
            cite["clause"] = item["now"]["clause"]
        ask("put", address=address, value=fact["value"], match=fact["hash"])
    left = ask("trace", doc="table")["items"]
    assert {item["state"] for item in left if item["address"] in moved} == {"found"}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"text": OLD}, 422),
        ({"text": 7}, 422),
        ({"file": "???", "name": "a.txt"}, 422),
        ({"file": "AAAA", "name": "../../a.exe"}, 422),
        ({"text": NEW, "doc": "other"}, 404),
    ],
)
def test_what_cannot_be_put_there_changes_nothing(table: Path, more: dict[str, Any], status: int) -> None:
    before = {path: path.read_bytes() for path in table.rglob("*.*")}
    assert refused(asking(table.parent, "xubiao"), "replace", **{"doc": "table", "confirm": True, **more}) == status
    assert {path: path.read_bytes() for path in table.rglob("*.*")} == before


def test_the_text_before_is_the_last_that_was_replaced(tmp_path: Path) -> None:
    for name in ("a.txt", "a.before.txt", "a.before-2.txt", "a.before-10.txt", "ab.before-99.txt"):
        (tmp_path / name).write_text(f"一、{name}\n", encoding="utf-8")
    before = traces.text_before(tmp_path / "a.txt")
    assert before is not None
    assert "before-10" in before.text
    assert traces.text_before(tmp_path / "b.txt") is None


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("（二）自受理之日起4个工作日内通水，费用另计", "3个工作日内通水", "自受理之日起4个工作日内通水"),
        ("用户在网上提交《用水报装申请表》。", "用户提交《用水报装申请表》1份", "用户在网上提交《用水报装申请表》"),
        ("4天内通水，不含施工和审批时间。", "5天内通水，不含施工时间", "4天内通水，不含施工和审批时间"),
    ],
)  # fmt: skip
def test_a_stretch_begins_and_ends_as_the_quotation_does(text: str, quote: str, words: str) -> None:
    start, end = likeness.stretch(text, quote)
    assert text[start:end] == words


STEPS = """一、受理
（一）材料：图纸；小区规划图；小区总面积表。
（二）办理时限：5-7个工作日。
二、收费
（一）办理时限：3-5个工作日。
"""


@pytest.mark.parametrize(
    ("clause", "quote", "state", "now"),
    [
        ("二、（一）", "办理时限：3-5个工作日", "altered", {"clause": "二、（一）", "quote": "办理时限：2-4个工作日"}),
        ("一、（一）", "小区规划图", "orphaned", None),
        ("一、（二）", "办理时限：5-7个工作日", "found", None),
    ],
)
def test_what_stood_there_before_is_no_other_version_of_what_is_gone(
    clause: str, quote: str, state: str, now: dict[str, str] | None
) -> None:
    newer = STEPS.replace("3-5个", "2-4个").replace("小区规划图；", "")
    trees: Any = {
        "city.yaml": {"documents": [{"id": "甲"}]},
        "heat.yaml": {"limits": [{"id": "a", "cite": {"clause": clause, "quote": quote}}]},
    }
    (item,) = traces.traces(trees, "甲", Original(newer), Original(STEPS))["items"]
    assert (item["state"], item["now"]) == (state, now)


def test_a_quotation_that_inherits_document_or_clause_is_traced() -> None:
    trees: Any = {
        "city.yaml": {"documents": [{"id": "甲", "cite": {"clause": "文头", "quote": "通知"}}]},
        "water.yaml": {
            "cite": {"clause": "二、"},
            "limits": [
                {"id": "a", "cite": {"quote": ["三日", "五日"]}},
                {"id": "b", "conflict": "?", "sides": [{"cite": [{"clause": "三、", "quote": "九日"}]}]},
                {"id": "c", "cite": {"doc": "乙", "quote": "别的文件"}},
            ],
        },
        "set-aside.yaml": {"clauses": [{"clause": ["四、", "五、"], "quote": "略"}, {"clause": "六、"}]},
    }
    found = [(each.address, each.aside, each.path, each.clause, each.quote) for each in traces.quoted(trees, "甲")]
    assert found == [
        ("city.yaml/documents/甲", None, ("cite",), "文头", "通知"),
        ("water.yaml/limits/a", None, ("cite",), "二、", "三日"),
        ("water.yaml/limits/a", None, ("cite",), "二、", "五日"),
        ("water.yaml/limits/b", None, ("sides", 0, "cite", 0), "三、", "九日"),
        (None, 0, (), "四、", "略"),
        (None, 0, (), "五、", "略"),
    ]
    assert traces.traces(trees, "甲", Original("二、三日\n"), None)["sentences_new"] == []
