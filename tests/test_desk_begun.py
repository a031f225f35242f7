"""A place is begun at the desk from a document: in a real browser, against its own program, from nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import standin
from playwright.sync_api import Browser, expect

from generator.desk_server import server
from generator.desk_server.api import Api

CITY = "xutai"


@pytest.fixture
def api(tmp_path: Path) -> Api:
    """A desk without any place."""
    (tmp_path / "policies").mkdir()
    return Api(tmp_path / "policies", None, tmp_path / "drafts")


@pytest.fixture
def address(api: Api) -> Iterator[str]:
    stop, ready, at = Event(), Event(), list[str]()

    def begun(where: str) -> None:
        at.append(where)
        ready.set()

    thread = Thread(target=server.serve, args=(api, "", 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
    thread.start()
    assert ready.wait(20)
    yield at[0]
    stop.set()
    thread.join(20)


def begun(api: Api) -> Any:
    """The state of a place that was begun with the invented notice."""
    data = base64.b64encode(standin.text().encode()).decode()
    body = {"city": CITY, "utilities": ["water", "gas"], "documents": [{"name": "通知.txt", "data": data}]}
    return api.call("new", body)["state"]


def lines(state: Any) -> list[Any]:
    return [card for card in state["cards"] if card["file"] == "set-aside.yaml"]


def test_lines_that_only_name_are_offered_to_be_set_aside(api: Api) -> None:
    state = begun(api)
    offered = {card["quote"]: (card["kind"], card["clause"]) for card in lines(state)}
    assert offered["1.精简报装环节"] == ("heading", "二、1")
    assert offered["各相关部门"] == ("layout", "文头")
    assert not any("工作日" in quote or "应" in quote for quote in offered), "what states or measures is read"
    assert {card["group"] for card in lines(state)} == {"aside heading xutai-1", "aside layout xutai-1"}
    body = {"city": CITY, "add": [card["value"] for card in lines(state)], "match": state["files"]["set-aside.yaml"]}
    after = api.call("aside", body)["state"]
    assert lines(after) == []
    assert after["score"]["aside"] == state["score"]["aside"] + len(offered)


def test_the_same_words_of_another_clause_are_still_proposed(api: Api) -> None:
    """A table of steps says the same of several: what is entered of one says nothing of the others."""
    text = "一、受理\n（一）办理时限：5-7个工作日。\n二、签订合同\n（一）办理时限：5-7个工作日。\n"
    data = base64.b64encode(text.encode()).decode()
    body = {"city": CITY, "utilities": ["heat"], "documents": [{"name": "表.txt", "data": data}]}
    state = api.call("new", body)["state"]
    first, second = [card for card in state["cards"] if card["section"] == "limits"]
    value = {key: "not_stated" if held == "请填写" else held for key, held in first["value"].items()}
    address = f"{first['file']}/limits/{value['id']}"
    after = api.call("put", {"city": CITY, "address": address, "value": value, "match": None})["state"]
    left = [card for card in after["cards"] if card["section"] == "limits"]
    assert [card["clause"] for card in left] == [second["clause"]]


def test_a_limit_of_one_case_is_not_proposed_for_all(api: Api) -> None:
    """Until its class is there, in which case it holds is to be answered; then the proposal has it."""
    small, large = "小型项目的，供水企业2个工作日内通水", "大型项目的，供水企业5个工作日内通水"
    text = f"一、办理时限\n（一）{small}。\n（二）{large}。\n"
    data = base64.b64encode(text.encode()).decode()
    body = {"city": CITY, "utilities": ["water"], "documents": [{"name": "表.txt", "data": data}]}
    state = api.call("new", body)["state"]
    limits = [card for card in state["cards"] if card["section"] == "limits"]
    assert [(card["case"], card["open"][0]) for card in limits] == [("小型项目", "when"), ("大型项目", "when")]
    words = {"true": "大型项目的", "false": "小型项目的"}
    ask = {"id": "large", "name": "大型项目", "ask": "是大型项目吗？", "type": "boolean", "words": words}
    cite = {"clause": "一、（二）", "quote": "大型项目的"}
    named = {"id": "large", "name": "大型项目的", "rows": [{"large": "true"}], "cite": cite}
    for section, value in (("inputs", ask), ("classes", named)):
        address = f"water.yaml/{section}/large"
        state = api.call("put", {"city": CITY, "address": address, "value": value, "match": None})["state"]
    first, second = [card for card in state["cards"] if card["section"] == "limits"]
    assert "when" in first["open"]
    assert second["value"]["when"] == {"class": "large"}
    assert "when" not in second["open"]


def test_a_remark_is_no_heading(api: Api) -> None:
    text = "一、受理\n（一）备注：资料齐全、现场具备并网条件。\n（二）其他要求\n1.另行通知。\n"
    data = base64.b64encode(text.encode()).decode()
    body = {"city": CITY, "utilities": ["heat"], "documents": [{"name": "表.txt", "data": data}]}
    offered = [card["quote"] for card in lines(api.call("new", body)["state"])]
    assert not any("备注" in quote for quote in offered)


def test_what_stands_under_the_heading_of_a_step_is_proposed_as_of_it(api: Api) -> None:
    text = "一、受理（初审）\n（一）材料：房产证。\n（二）办理时限：5个工作日。\n"
    text += "二、签订合同\n（一）办理时限：3个工作日。\n"
    data = base64.b64encode(text.encode()).decode()
    body = {"city": CITY, "utilities": ["heat"], "documents": [{"name": "表.txt", "data": data}]}
    api.call("new", body)
    step = {"id": "accept", "name": "受理", "actors": "not_stated", "cite": {"clause": "一、", "quote": "受理"}}
    put = {"city": CITY, "address": "heat.yaml/steps/accept", "value": step, "match": None}
    cards = api.call("put", put)["state"]["cards"]
    own = {card["clause"]: (card["value"].get("steps"), card["value"].get("step")) for card in cards if card["value"]}
    assert own["一、（一）"] == (None, "accept")
    assert own["一、（二）"] == ("accept", None)
    assert own["二、（一）"] == (None, None), "the other heading is no step yet"


def test_a_line_that_is_none_does_not_come_back_and_is_still_to_be_accounted_for(api: Api) -> None:
    state = begun(api)
    card = next(card for card in lines(state) if card["kind"] == "heading")
    refusal = {"clause": card["clause"], "quote": card["quote"], "kind": "refused", "proposal": card["id"]}
    body = {"city": CITY, "add": [refusal], "match": state["files"]["set-aside.yaml"]}
    after = api.call("aside", body)["state"]
    assert card["id"] not in [one["id"] for one in after["cards"]]
    assert [one["state"] for one in after["sentences"] if one["id"] == card["sentence"]] == ["left"]


def test_from_nothing_to_a_place_with_its_first_facts(browser: Browser, api: Api, address: str, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text(standin.text(), encoding="utf-8")
    faults: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        dialog = page.get_by_role("dialog", name="新的地方")
        dialog.get_by_label("编号").fill(CITY)
        dialog.get_by_label("文件，一份或几份").set_input_files(tmp_path / "通知.txt")
        dialog.get_by_role("button", name="读进来").click()
        expect(page.locator("#document li.s").first).to_be_visible()
        open_ = int(page.locator("#score .big b").inner_text())
        rows = page.locator("#cards .card", has_text="行都置").first
        rows.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#announcer")).to_contain_text("已置")
        assert int(page.locator("#score .big b").inner_text()) < open_
        steps = page.locator("#cards .card", has_text="环节数").first
        steps.focus()
        page.keyboard.press("a")
        expect(page.locator("#announcer")).to_contain_text("已收下")
        expect(page.locator("#score .cnt").first).to_have_text("用 1")
        written = tmp_path / "policies" / CITY / "city.yaml"
        assert "step-counts-1" in written.read_text(encoding="utf-8")
        page.keyboard.press("Control+z")
        expect(page.locator("#announcer")).to_contain_text("已撤销：环节数")
        assert "step-counts-1" not in written.read_text(encoding="utf-8")
        page.locator("#document li.now").focus()
        page.keyboard.press("b")
        expect(page.locator("#announcer")).to_contain_text("已置")
        text = written.with_name("set-aside.yaml").read_text(encoding="utf-8")
        written.with_name("set-aside.yaml").write_text(
            text.replace("kind: heading", "kind: background"), encoding="utf-8"
        )
        expect(page.locator("#document").get_by_text("置：背景、目标、客套").first).to_be_visible()
    assert faults == []
    assert api.policies.is_dir()
