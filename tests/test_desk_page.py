"""The page of the editing desk in a real browser, against a stand-in of its program that answers as a test wants."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import standin
from nodejs import AXE
from playwright.sync_api import Browser, BrowserContext, Page, expect
from standin import RefusedError, Standin

SIZES = [(1280, 800), (1440, 900)]
SAID = "document.getElementById('announcer').textContent"
HOSTILE = (
    "\n".join(
        [
            "虚台市<img src=x onerror=window.hurt=1>城市管理局",
            "一、</script><script>window.hurt=1</script>报装前置",
            "\u202e反过来写的一句话\u202c，报装用时不超过1.5个工作日。" + "很长很长没有停顿的一个词" * 40 + "。",
            "<style>body{display:none}</style>&lt;b&gt;𠮷祥巷𠀀号&amp;借助12345市民热线。",
        ]
    )
    + "\n"
)


@pytest.fixture
def program() -> Iterator[Standin]:
    with standin.serving() as serving:
        yield serving
    assert serving.faults == [], "no script of the page fails"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext, program: Standin) -> Page:
    return opened(context, program)


def opened(context: BrowserContext, program: Standin) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: program.faults.append(str(error)))
    page.goto(program.address)
    expect(page.locator("#document li.s").first).to_be_visible()
    return page


def now(page: Page) -> str:
    """The words of the sentence at hand."""
    return page.locator("#document li.now .words").inner_text()


def focused(page: Page, what: str) -> bool:
    return bool(page.evaluate("what => document.activeElement.matches(what)", what))


def accessible(page: Page) -> None:
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []


# ------------------------------------------------------------------------------------------------------ what is shown


def test_each_mark_has_a_colour_a_letter_and_a_shape(program: Standin, context: BrowserContext) -> None:
    marks = dict.fromkeys(standin.MARKS, 0)
    for line, mark in zip(program.state["sentences"], marks, strict=False):
        line.update(state=mark, cards=[])
    page = opened(context, program)
    shown = page.locator("#score .cnt .m").evaluate_all(
        """marks => marks.map(mark => [mark.textContent, ...['color', 'borderStyle', 'borderWidth', 'borderRadius']
            .map(name => getComputedStyle(mark)[name])])"""
    )
    assert [mark[0] for mark in shown] == list("用推置疑漏")
    assert len({mark[1] for mark in shown}) == 5
    assert len({tuple(mark[2:]) for mark in shown}) == 5, "a shape is told without its colour"
    ticks = page.locator("#score .strip i").evaluate_all(
        """ticks => ticks.slice(0, 5).map(tick => ['height', 'borderStyle', 'backgroundImage']
            .map(name => getComputedStyle(tick)[name]).join(' '))"""
    )
    assert len(set(ticks)) == 5
    assert page.locator("#document li.s").first.locator(".m").get_attribute("aria-label") == "已用"


def test_the_bar_counts_and_its_counts_filter(page: Page, program: Standin) -> None:
    score = program.state["score"]
    expect(page.locator("#score .big b")).to_have_text(str(score["proposed"] + score["doubt"] + score["left"]))
    assert page.locator("#score .strip i").count() == score["whole"]
    left = page.get_by_role("button", name=f"没有着落 {score['left']}")
    left.click()
    assert page.locator("#document li.s").count() == score["left"]
    assert left.get_attribute("aria-pressed") == "true"
    left.click()
    assert page.locator("#document li.s").count() == score["whole"]
    page.locator("#score .strip i").nth(20).click()
    assert now(page) == program.state["sentences"][20]["text"].strip()


def test_cells_of_a_table_heads_and_clauses_are_told_apart(page: Page) -> None:
    cells = page.locator("#document li.cell")
    assert cells.all_inner_texts() != []
    assert page.locator("#document li.cell.row").count() == cells.count() / 2
    assert page.locator("#document li.cl b").first.inner_text() == "文头"
    page.get_by_role("button", name="原样").click()
    assert page.locator("#document li.cl").first.is_hidden()


def test_the_document_speaks_in_song_and_the_desk_in_hei(page: Page) -> None:
    faces = page.evaluate(
        "['#document li.s .words', '#cards h3', '#document .n', '#cards blockquote']"
        ".map(what => getComputedStyle(document.querySelector(what)).fontFamily)"
    )
    assert ["Song" in face for face in faces] == [True, False, False, True]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Browser, program: Standin, width: int, height: int, scheme: Any) -> None:
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
        page = opened(context, program)
        assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
            width,
            height,
        ]
        accessible(page)
        page.keyboard.press("d")
        page.get_by_role("button", name="要回答的题").click()
        accessible(page)
        page.get_by_role("button", name="提示").click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        accessible(page)


def test_with_forced_colours_nothing_is_told_by_colour_alone(browser: Browser, program: Standin) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active") as context:
        page = opened(context, program)
        shapes = page.locator("#score .cnt .m").evaluate_all(
            """marks => marks.map(mark => getComputedStyle(mark))
                .map(one => [one.borderStyle, one.borderWidth, one.borderRadius].join(' '))"""
        )
        assert len(set(shapes)) == 5
        page.get_by_role("button", name="有疑问").click()
        on, off = (
            page.locator(what).first.evaluate("one => getComputedStyle(one).backgroundColor")
            for what in (".cnt.on", ".cnt:not(.on)")
        )
        assert on != off


# ---------------------------------------------------------------------------------------------------------- keyboard


def test_keys_alone_walk_the_page(page: Page, program: Standin) -> None:
    lines = program.state["sentences"]
    left = [line["text"] for line in lines if line["state"] == "left"]
    assert now(page) == left[0], "it begins with what is open"
    page.keyboard.press("n")
    assert now(page) == left[1]
    assert focused(page, "#document li.now")
    page.keyboard.press("Shift+N")
    page.keyboard.press("Shift+N")
    assert now(page) == left[-1], "around the end"
    page.keyboard.press("m")
    assert page.locator("#document li.now").get_attribute("class").split()[1] == "doubt"  # type: ignore[union-attr]
    at = [line["state"] for line in lines].index("doubt")
    for key, step in {"ArrowDown": 1, "ArrowUp": 0, "Home": 0}.items():
        page.keyboard.press(key)
        assert page.locator("#document li.now").get_attribute("data-id") == lines[at + step]["id"]
    page.keyboard.press("F6")
    assert focused(page, "#cards *")
    page.keyboard.press("F6")
    page.keyboard.press("Shift+F6")
    assert focused(page, "#cards *")
    page.keyboard.press("ArrowDown")
    assert focused(page, "#cards .card.now")
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        if focused(page, "#score *"):
            break
    assert focused(page, "#score *"), "nothing keeps the focus"


def test_a_sentence_is_set_aside_by_one_key_and_the_next_one_is_at_hand(page: Page, program: Standin) -> None:
    line = next(line for line in program.state["sentences"] if line["state"] == "left")
    words, after = line["text"], [one["text"] for one in program.state["sentences"] if one["state"] == "left"][1]
    page.keyboard.press("Shift+F6")
    page.locator("#document li.now").focus()
    page.keyboard.press("b")
    expect(page.locator("#document li.now .words")).to_have_text(after)
    (body,) = program.asked("aside")
    assert body["add"] == [{"clause": line["clause"], "quote": words, "kind": "heading"}]
    assert body["match"] == "1"
    assert focused(page, "#document li.now")
    assert page.evaluate(SAID).startswith("已置，下一处漏：")
    expect(page.locator("#saved")).to_contain_text("已存")
    page.keyboard.press("Control+z")
    expect(page.locator("#announcer")).to_have_text("已撤销：置而不用")


def test_a_reason_is_typed_and_keys_are_off_meanwhile(page: Page, program: Standin) -> None:
    page.keyboard.press("d")
    reason = page.get_by_role("textbox", name="理由")
    expect(reason).to_be_focused()
    page.keyboard.type("nbsx")
    assert reason.input_value() == "nbsx", "letters are letters while one types"
    assert program.asked("aside") == []
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'b', isComposing: true}))")
    program.state["files"]["gas.yaml"] = "2"  # somebody saves another file meanwhile
    page.wait_for_timeout(500)
    page.keyboard.type("b")
    assert reason.input_value() == "nbsxb", "a new state does not disturb who types"
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text("已置")
    (body,) = program.asked("aside")
    assert body["add"][0] | {"quote": ""} == {"clause": "文头", "quote": "", "kind": "internal", "because": "nbsxb"}


def test_keys_can_be_switched_off_and_changed(page: Page, program: Standin) -> None:
    before = now(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="按键")
    page.get_by_role("button", name="下一处漏：N").press("j")
    dialog.get_by_role("button", name="关", exact=True).click()
    page.keyboard.press("n")
    assert now(page) == before
    page.keyboard.press("j")
    assert now(page) != before
    page.keyboard.press("?")
    dialog.get_by_label("用单个字母和数字做按键").uncheck()
    dialog.get_by_role("button", name="关", exact=True).click()
    again = now(page)
    page.keyboard.press("j")
    assert now(page) == again
    page.reload()
    expect(page.locator("#document li.now")).to_be_visible()
    page.get_by_role("button", name="？按键").click()
    assert not dialog.get_by_label("用单个字母和数字做按键").is_checked(), "it is remembered"
    assert dialog.locator("tr").count() >= 20
    assert program.calls


def test_the_focus_stays_on_what_was_pressed(page: Page, program: Standin) -> None:
    for name in ("复核", "录入"):
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.locator("#cards").get_by_role("button", name="要回答的题").click()
    fees = page.locator('#cards [data-key="gas.yaml/fees"]')
    fees.focus()
    fees.get_by_role("button", name="没拿到").press("Enter")
    expect(fees.get_by_role("button", name="没拿到")).to_be_focused()
    program.state["files"]["gas.yaml"] = "2"
    page.wait_for_timeout(500)
    assert focused(page, "#cards *"), "a new state leaves the focus in its pane"


# --------------------------------------------------------------------------------------------------------- selecting


def test_words_are_selected_in_code_points_by_mouse_and_by_keyboard(page: Page, program: Standin) -> None:
    text = program.state["documents"][0]["text"]
    line = next(line for line in program.state["sentences"] if "𠮷" in line["text"])
    words = page.locator(f'#document li[data-id="{line["id"]}"] .words')
    words.scroll_into_view_if_needed()
    words.evaluate(
        """node => {
            const text = node.firstChild, from = text.data.indexOf('营业厅');
            getSelection().setBaseAndExtent(text, from, text, from + 9);
        }"""
    )
    expect(page.locator("#announcer")).to_have_text("选中：营业厅（𠀀号窗口")
    body = program.asked("select")[-1]
    assert text[body["start"] : body["end"]] == "营业厅（𠀀号窗口"
    page.evaluate("getSelection().removeAllRanges()")
    page.locator(f'#document li[data-id="{line["id"]}"]').focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("#announcer")).to_have_text("选中：𠮷祥")
    body = program.asked("select")[-1]
    assert text[body["start"] : body["end"]] == "𠮷祥"


def test_words_of_another_sentence_are_selected_in_one_drag(page: Page, program: Standin) -> None:
    """What stands below the sentence at hand must not slip away under the mouse when that one closes."""
    text = program.state["documents"][0]["text"]
    first, line = program.state["sentences"][0], program.state["sentences"][3]
    page.locator(f'#document li[data-id="{first["id"]}"]').click()
    opened_ = heard(page, "fact")
    words = page.locator(f'#document li[data-id="{line["id"]}"] .words')
    words.scroll_into_view_if_needed()
    left, top, right = words.evaluate(
        """node => {
            const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange();
            let last = text.nextNode();
            while (last.data.length < 6) last = text.nextNode();
            range.setStart(last, 1);
            range.setEnd(last, 5);
            const [box] = range.getClientRects();
            return [box.left + 1, box.top + box.height / 2, box.right - 1];
        }"""
    )
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, top, steps=3)
    page.mouse.up()
    expect(page.locator("#document li.now")).to_have_attribute("data-id", line["id"])
    assert len(page.evaluate("getSelection().toString()")) == 4
    page.keyboard.press("f")
    page.get_by_role("textbox", name="哪一项").fill("时限")
    page.keyboard.press("Enter")
    expect(page.locator("#document .opened")).to_have_count(0)
    body = program.asked("select")[-1]
    assert opened_()["value"]["cite"]["quote"] == text[body["start"] : body["end"]]
    assert body["end"] - body["start"] == 4


def test_a_formula_reads_as_it_is_meant_and_is_selected_whole(page: Page, program: Standin) -> None:
    text = program.state["documents"][0]["text"]
    line = next(line for line in program.state["sentences"] if "$" in line["text"])
    words = page.locator(f'#document li[data-id="{line["id"]}"] .words')
    assert "100m³<小时用气量≤1000m³" in words.inner_text()
    words.evaluate(
        """node => {
            const formula = node.querySelector('[data-points]'), text = formula.nextSibling;
            const last = text.firstChild ?? text;
            getSelection().setBaseAndExtent(formula.firstChild, 3, last, 2);
        }"""
    )
    expect(page.locator("#announcer")).to_contain_text("选中：$100")
    body = program.asked("select")[-1]
    assert text[body["start"] : body["end"]].startswith("$100")
    assert text[body["start"] : body["end"]].endswith("$ 或")


def test_selected_words_become_a_fact_of_the_kind_that_is_chosen(page: Page, program: Standin) -> None:
    opened_ = heard(page, "fact")
    line = next(line for line in program.state["sentences"] if "接入方案" in line["text"])
    page.locator(f'#document li[data-id="{line["id"]}"]').focus()
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#announcer")).to_have_text(f"选中：{line['text'][:4]}")
    page.keyboard.press("f")
    expect(page.get_by_role("textbox", name="哪一项")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#document .opened")).to_have_count(0)
    page.keyboard.press("f")
    page.get_by_role("group", name="管哪一种").get_by_role("button", name="用气").click()
    page.get_by_role("textbox", name="哪一项").fill("时限")
    page.keyboard.press("Enter")
    expect(page.locator("#document .opened")).to_have_count(0)
    cite = {"clause": "一", "quote": line["text"][:4]} | {"clause": line["clause"]}
    assert opened_() == {
        "address": None, "value": {"cite": cite}, "file": "gas.yaml", "section": "limits", "kind": "limit",
        "hash": None, "card": None,
    }  # fmt: skip


def test_sentences_that_differ_are_gathered_into_one_conflict(page: Page, program: Standin) -> None:
    opened_ = heard(page, "fact")
    one, other = (line for line in program.state["sentences"] if "1.5个工作日" in line["text"])
    for line in (one, other):
        page.locator(f'#document li[data-id="{line["id"]}"]').focus()
        page.keyboard.press("c")
    expect(page.locator("#announcer")).to_contain_text("记作乙，共 2 句")
    assert page.get_by_text("写法不同：甲").is_visible()
    page.keyboard.press("f")
    page.get_by_role("group", name="做成哪一项").get_by_role("button", name="时限", exact=True).click()
    expect(page.get_by_text("写法不同：甲")).to_have_count(0)
    assert opened_()["kind"] == "conflict"
    assert [side["cite"]["quote"] for side in opened_()["value"]["sides"]] == [one["text"], other["text"]]


def heard(page: Page, event: str) -> Any:
    """What the page says last by an event, as a function."""
    listen = """async event => {
        const { begun } = await import("/desk/main.js");
        (await begun).on(event, detail => { window.heard = detail; });
    }"""
    page.evaluate(listen, event)
    return lambda: page.evaluate("window.heard ?? null")


# ------------------------------------------------------------------------------------------------------------- cards


def test_lines_that_are_alike_are_set_aside_at_once(page: Page, program: Standin) -> None:
    rows = [card for card in program.state["cards"] if card["group"] == "heading"]
    card = page.locator("#cards .card").first
    expect(card).to_contain_text(f"{len(rows)} 行都置")
    card.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cards .card").first).not_to_contain_text("行都置")
    (body,) = program.asked("aside")
    assert [entry["quote"] for entry in body["add"]] == [row["value"]["quote"] for row in rows]
    assert focused(page, "#cards .card.now"), "the next card is at hand"
    assert f"已置 {len(rows)} 行，下一张：" in page.evaluate(SAID)


def test_a_card_is_accepted_changed_or_refused_by_a_key(page: Page, program: Standin) -> None:
    opened_ = heard(page, "fact")
    hotline = next(card for card in program.state["cards"] if card["section"] == "complaints")
    page.locator(f'#cards [data-key="{hotline["id"]}"]').focus()
    assert now(page) == hotline["says"], "its sentence is at hand, too"
    page.keyboard.press("e")
    assert opened_()["card"] == hotline["id"]
    page.keyboard.press("a")
    expect(page.locator("#announcer")).to_contain_text("已收下，下一张：")
    (body,) = program.asked("put")
    assert (body["address"], body["match"]) == (f"city.yaml/complaints/{hotline['value']['id']}", None)
    paper = next(card for card in program.state["cards"] if card["section"] == "papers")
    page.locator(f'#cards [data-key="{paper["id"]}"]').focus()
    page.keyboard.press("x")
    expect(page.locator("#announcer")).to_contain_text("不再出现")
    assert program.asked("aside")[0]["add"][0] == {
        "clause": paper["clause"], "quote": paper["quote"], "kind": "refused", "proposal": paper["id"],
    }  # fmt: skip


def test_a_card_that_lacks_something_opens_the_form_where_it_lacks(page: Page, program: Standin) -> None:
    field = heard(page, "field")
    card = next(card for card in program.state["cards"] if card["open"])
    page.locator(f'#cards [data-key="{card["id"]}"]').focus()
    page.keyboard.press("a")
    page.wait_for_function("window.heard")
    assert field() == {"key": "by"}
    assert program.asked("put") == []


def test_a_question_is_answered_by_silence_or_by_what_is_not_in_hand(page: Page, program: Standin) -> None:
    page.get_by_role("button", name="要回答的题").click()
    fees = page.locator('#cards [data-key="water.yaml/fees"]')
    fees.focus()
    expect(fees).to_contain_text("全文找过“费用”“收费”")
    page.keyboard.press("0")
    expect(page.locator("#announcer")).to_contain_text("报装手续费：没写，下一题：")
    assert focused(page, "#cards .question.open.now"), "the next one that is open, not the one that was answered"
    page.locator('#cards [data-key="gas.yaml/fees"]').focus()
    page.keyboard.press("9")
    page.get_by_role("button", name="附件1 收费标准").click()
    expect(page.locator("#announcer")).to_contain_text("没拿到")
    silent, lacking = program.asked("put")
    assert silent == {"city": "xutai", "address": "water.yaml/fees", "value": "not_stated", "match": "open-fees"}
    assert lacking["value"] == {"not_in_hand": "annex-1"}


def test_a_place_is_published_when_it_is_entered_to_the_end(page: Page, program: Standin) -> None:
    state = program.state
    published = {"address": "city.yaml/published", "label": "是否发布", "value": "false", "hash": "7", "open": False}
    state["head"].append(published)
    page.reload()
    page.get_by_role("button", name="要回答的题").click()
    place = page.locator("#cards .publishing")
    left, cards = state["score"]["left"] + state["score"]["doubt"], len(state["cards"])
    expect(place).to_contain_text(f"录完了才能发布，还有 {left} 句没有着落、{cards} 个候选没有看")
    assert place.get_by_role("button").count() == 0
    state.update(cards=[], questions=[], findings=[], score=state["score"] | {"left": 0, "doubt": 0})
    state["head"] = [published, {**state["head"][0], "value": "虚台市城区", "open": False}]
    page.reload()
    page.get_by_role("button", name="要回答的题").click()
    expect(page.locator("#form")).to_contain_text("按“发布”")
    place.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("#announcer")).to_contain_text("已发布")
    assert program.asked("put") == [{"city": "xutai", "address": "city.yaml/published", "value": "true", "match": "7"}]
    answered = page.locator('#cards [data-key="city.yaml/covers"]')
    expect(answered).to_contain_text("虚台市城区")
    answered.focus()
    page.keyboard.press("e")
    expect(page.locator("#form textarea")).to_have_value("虚台市城区")


def test_a_finding_says_what_the_form_calls_what_it_asks_for(page: Page, program: Standin) -> None:
    fact: dict[str, Any] = {"address": "city.yaml/fees/fees-1", "file": "city.yaml", "section": "fees", "id": "fees-1"}
    fact |= {"kind": "charge", "utilities": [], "value": {}, "hash": "h", "says": [], "sentences": [], "findings": []}
    program.state["facts"].append(fact | {"state": "held"})
    finding = program.state["findings"][0] | {"code": "fee-without-basis", "address": fact["address"]}
    program.state["findings"] = [finding | {"zh": "收费没有写依据；请写 basis，写明文件名"}]
    page.reload()
    page.get_by_role("button", name="提示").click()
    expect(page.locator("#cards .finding")).to_contain_text("表单里：basis 是“依据是什么”")


def test_a_finding_leads_to_its_sentence(page: Page, program: Standin) -> None:
    page.get_by_role("button", name="提示").click()
    page.locator("#cards .finding").first.focus()
    page.get_by_role("button", name="看原文").first.click()
    found = program.state["findings"][0]["sentence"]
    assert page.locator("#document li.now").get_attribute("data-id") == found


# ------------------------------------------------------------------------------------------------------------ saving


def test_what_two_people_changed_is_chosen_side_by_side(page: Page, program: Standin) -> None:
    card = next(card for card in program.state["cards"] if card["doubt"])
    cite = {"clause": card["clause"], "quote": "报装用时不超过9个工作日"}
    theirs = {"id": card["value"]["id"], "cite": cite, "ends_with": "验收"}
    claim = {"field": "ends_with", "role": "end", "what": "验收", "held": False, "near": []}
    tried = {"claims": [claim], "faults": [], "open": [], "says": [], "hash": "theirs-1"}
    both = {"mine": card["value"], "theirs": theirs, "tried_mine": tried | {"claims": []}, "tried_theirs": tried}
    program.refuses.append(("put", RefusedError(409, both)))
    page.locator(f'#cards [data-key="{card["id"]}"]').focus()
    page.keyboard.press("a")
    clash = page.locator("#clash")
    expect(clash.get_by_text("别人也改了它")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("✗ 有 1 项没存")
    accessible(page)
    expect(clash.get_by_role("row", name="到哪一步")).to_contain_text("引文里没有“验收”")
    clash.get_by_role("row", name="到哪一步").get_by_role("radio").nth(1).check()
    page.keyboard.press("Enter")
    expect(clash).to_be_hidden()
    last = program.asked("put")[-1]
    assert last["match"] == "theirs-1"
    assert last["value"] == {"id": card["value"]["id"], "cite": card["value"]["cite"], "ends_with": "验收"}


def test_what_is_begun_and_not_taken_is_kept_and_found_again(page: Page, program: Standin) -> None:
    value = {"id": "begun", "cite": {"clause": "四、", "quote": "12345"}}
    page.evaluate(
        """async value => (await (await import("/desk/main.js")).begun)
            .call("draft", { address: "city.yaml/complaints/begun", value })""",
        value,
    )
    expect(page.locator("#saved")).to_have_text("有 1 份草稿")
    assert program.asked("draft")[-1]["value"] == value
    heard_ = heard(page, "fact")
    page.get_by_role("group", name="草稿").get_by_role("button", name="投诉渠道 · 共同").click()
    assert heard_() | {"kind": ""} == {
        "address": None, "value": value, "file": "city.yaml", "section": "complaints", "kind": "", "hash": None,
        "card": None,
    }  # fmt: skip


def test_the_program_stops_and_the_page_goes_on_when_it_is_back(page: Page, program: Standin) -> None:
    program.stop()
    expect(page.locator("#notice")).to_contain_text("程序停了")
    page.keyboard.press("n")
    before = now(page)
    page.keyboard.press("b")
    page.wait_for_timeout(300)
    assert now(page) == before
    program.start()
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#announcer")).to_contain_text("已置")
    assert len(program.asked("aside")) == 1


def test_a_program_that_was_started_anew_is_found_by_its_new_address(page: Page, program: Standin) -> None:
    program.stop()
    program.token = "another-token"  # noqa: S105
    program.start()
    page.keyboard.press("b")
    expect(page.locator("#notice")).to_contain_text("请打开它新印出的地址")
    other = page.context.new_page()
    other.goto(program.address)
    expect(other.locator("#document li.s").first).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("已置")
    expect(page.locator("#notice")).to_be_hidden()


def test_a_folder_that_cannot_be_written_is_named(program: Standin, context: BrowserContext) -> None:
    program.state["readonly"] = "policies/xutai"
    page = opened(context, program)
    expect(page.locator("#notice")).to_contain_text("policies/xutai")
    expect(page.locator("#saved")).to_have_text("只读")
    program.refuses.append(("aside", RefusedError(423, {"path": "policies/xutai/set-aside.yaml"})))
    page.keyboard.press("b")
    expect(page.locator("#notice")).to_contain_text("policies/xutai/set-aside.yaml 写不进去")


def test_what_others_save_shows_by_itself(page: Page, program: Standin) -> None:
    program.state["name"] = "虚台新市"
    program.state["files"]["city.yaml"] = "2"
    expect(page.locator("#top .place option").first).to_have_text("虚台新市")


def test_without_its_token_the_page_says_what_to_open(context: BrowserContext, program: Standin) -> None:
    page = context.new_page()
    page.goto(program.address.partition("#")[0])
    expect(page.locator("#notice")).to_contain_text("# 后面的也要")


def test_a_place_is_begun_from_its_documents(page: Page, program: Standin, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("一、范围", encoding="utf-8")
    program.refuses.append(("new", RefusedError(422, {"zh": "编号不能和已有的相同", "en": "taken already"})))
    page.get_by_role("combobox", name="哪个地方").select_option("＋ 新的地方…")
    dialog = page.get_by_role("dialog", name="新的地方")
    dialog.get_by_label("编号").fill("xutai")
    dialog.get_by_label("用气").check()
    dialog.get_by_label("文件，一份或几份").set_input_files(tmp_path / "通知.txt")
    dialog.get_by_role("button", name="读进来").click()
    expect(dialog.get_by_role("alert")).to_contain_text("编号不能和已有的相同")
    accessible(page)
    dialog.get_by_label("编号").fill("xuxin")
    dialog.get_by_role("button", name="读进来").click()
    expect(dialog).to_contain_text("第 2 页的图没有读")
    dialog.get_by_role("button", name="开始录入").click()
    page.wait_for_url("**/?city=xuxin")
    body = program.asked("new")[-1]
    data = base64.b64encode("一、范围".encode()).decode()
    assert body == {"city": "xuxin", "utilities": ["water", "gas"], "documents": [{"name": "通知.txt", "data": data}]}


# ----------------------------------------------------------------------------------------------------------- hostile


def test_what_a_document_or_a_policy_says_is_text_alone(context: BrowserContext) -> None:
    given = standin.state(HOSTILE)
    given["name"] = "<img src=x onerror=window.hurt=1>"
    evil = "</script><img src=x onerror=window.hurt=1>\u202e"
    line = given["sentences"][0]
    fact = {
        "address": "city.yaml/fees/a",
        "file": "city.yaml",
        "section": "fees",
        "id": "a",
        "kind": "fee",
        "hash": "1",
    }
    given["facts"] = [
        fact
        | {
            "utilities": [],
            "value": {"id": "a", "cite": evil},
            "says": [evil],
            "state": "held",
            "sentences": [line["id"]],
            "findings": [],
        }
    ]
    line["facts"] = ["city.yaml/fees/a"]
    given["findings"][0] |= {"zh": evil, "en": evil, "address": "city.yaml/fees/a"}
    given["questions"][0]["label"] = evil
    given["drafts"] = {"city.yaml/fees/a": {"id": evil}}
    with standin.serving(given) as program:
        page = opened(context, program)
        page.locator("#document li.s").first.click()
        for tab in ("要回答的题", "提示", "候选"):
            page.locator("#cards .seg").get_by_role("button", name=tab).click()
        page.get_by_role("button", name="原样").click()
        assert page.evaluate("window.hurt ?? null") is None
        assert page.locator("main img, main script, main style, #top img").count() == 0
        assert page.locator("#top .place option").first.text_content() == given["name"]
        assert page.evaluate("document.documentElement.scrollWidth") == 1280, "a long word makes nothing wider"
        shown = [node.inner_text() for node in page.locator("#document .words").all()]
        assert "<style>body{display:none}</style>" in "".join(shown)


def test_nothing_of_the_page_needs_more_than_its_own_origin(
    page: Page, context: BrowserContext, program: Standin
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.locator("#document li.s").first).to_be_visible()
    origin = program.address.partition("/#")[0]
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert json.dumps(asked).count("token") == 0, "the token stands in no address that is asked for"
