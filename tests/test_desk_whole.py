"""A whole document is entered through the page alone, with mouse and keys, until its place may be published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator import checks
from generator.desk_server import server
from generator.desk_server.api import Api

pytestmark = pytest.mark.slow

CITY = "xuhe"
LACKS = re.compile(r"还差 \d+ 处|都有出处")
TEXT = """供热报装事项表
一、申请受理
（一）材料：房产证原件。
（二）办理时限：3-5个工作日。
（三）备注：资料齐全。
二、签订合同
（一）材料：无。
（二）办理时限：3-5个工作日。
本表由窗口留存。
"""
REMARK = "（三）备注：资料齐全。\n"
LAST = "二、签订合同\n（一）材料：无。\n（二）办理时限：3-5个工作日。\n"
WORDS_AT = """([list, words, nth]) => {
    const nodes = [...list.querySelectorAll(".words")].filter((node) => node.textContent.includes(words));
    const walker = document.createTreeWalker(nodes[nth], NodeFilter.SHOW_TEXT);
    const whole = nodes[nth].textContent.indexOf(words);
    const edge = (offset) => {
        walker.currentNode = nodes[nth];
        let left = offset, node = walker.nextNode();
        while (left > node.data.length) { left -= node.data.length; node = walker.nextNode(); }
        return [node, left];
    };
    nodes[nth].scrollIntoView({ block: "center" });
    const range = document.createRange();
    range.setStart(...edge(whole));
    range.setEnd(...edge(whole + words.length));
    const boxes = [...range.getClientRects()].filter((box) => box.width);
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""
"""Where words of the document begin and end on the screen; `nth` of the sentences that have them."""


class Editor:
    """A person at the page: selects words with the mouse, chooses, presses keys and buttons."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.locator("#form")
        self.cards = page.locator("#cards")

    def select(self, words: str, nth: int = 0) -> None:
        """Words of the document, by drawing over them."""
        where = self.page.locator("#document .sentences").element_handle()
        left, top, right, bottom = self.page.evaluate(WORDS_AT, [where, words, nth])
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=3)
        self.page.mouse.up()
        expect(self.page.locator("#announcer")).to_have_text(f"选中：{words}")

    def make(self, words: str, kind: str, nth: int = 0) -> None:
        """A thing of a kind out of words of the document."""
        self.select(words, nth)
        self.page.keyboard.press("f")
        self.page.get_by_role("textbox", name="哪一项").fill(kind)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#document .opened")).to_have_count(0)

    def silent(self) -> None:
        """没写 for every input that is still open."""
        proved = self.form.locator("h2 .pf")
        expect(proved).to_contain_text(LACKS)
        for lacking in iter(lambda: LACKS.search(proved.inner_text()), None):
            if "都" in lacking[0]:
                return
            button = self.form.locator(".f", has_text="还没填").locator("[data-key='0']")
            if not button.count():
                return
            button.first.click()
            expect(proved).not_to_contain_text(lacking[0])

    def stands(self, label: str, words: str) -> None:
        """What the program has entered of itself is there to be seen: the step under whose heading something stands."""
        expect(self.form.get_by_role("group", name=label, exact=True)).to_contain_text(words)

    def accept(self) -> None:
        """收下: what is in the form is proven and written."""
        button = self.form.get_by_role("button", name="收下", exact=True)
        expect(button).to_be_visible()
        with self.page.expect_response("**/api/put"):
            button.click()
        expect(self.page.locator("#announcer")).to_contain_text(re.compile("已收下|已存"))

    def card(self, words: str, key: str) -> None:
        card = self.cards.locator("article.card", has_text=words).first
        card.focus()
        self.page.keyboard.press(key)

    @property
    def score(self) -> Locator:
        return self.page.locator("#score .big b")


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "表.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "policies"


@pytest.fixture
def editor(policies: Path, browser: Browser) -> Iterator[Editor]:
    stop, ready, at = Event(), Event(), list[str]()

    def begun(where: str) -> None:
        at.append(where)
        ready.set()

    api = Api(policies, None, policies.parent / "drafts")
    thread = Thread(target=server.serve, args=(api, "", 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
    thread.start()
    assert ready.wait(20)
    faults: list[str] = []
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(8_000)
        page.goto(at[0])
        yield Editor(page)
    stop.set()
    thread.join(20)
    assert faults == []


def test_a_document_is_entered_from_its_text_to_its_publication(editor: Editor, policies: Path) -> None:
    begin(editor, policies.parent / "表.txt")
    head(editor)
    for step in ("申请受理", "签订合同"):
        editor.make(step, "环节")
        editor.silent()
        editor.accept()
    facts(editor)
    expect(editor.score).to_have_text("0")
    questions(editor)
    editor.cards.get_by_role("heading", name="是否发布").click()
    editor.cards.get_by_role("button", name="发布", exact=True).click()
    expect(editor.page.locator("#announcer")).to_contain_text("已发布")
    _, _, findings = checks.check(policies)
    assert [str(found) for found in findings if found.severity == "error"] == []
    assert "published: true" in (policies / CITY / "city.yaml").read_text(encoding="utf-8")


def test_a_changed_document_is_worked_off(editor: Editor, policies: Path) -> None:
    """One of two limits alike has another figure, a paper is struck, a remark is of the other step, a sentence new."""
    begin(editor, policies.parent / "表.txt")
    head(editor)
    editor.make("申请受理", "环节")
    editor.form.get_by_role("button", name="引文：再引一处").click()
    editor.select("资料齐全")
    editor.silent()
    editor.accept()
    for _ in range(2):
        editor.card("3 至 5 个工作日", "a")
        editor.silent()
        editor.accept()
    with editor.page.expect_response("**/api/put"):
        editor.card("房产证", "a")
    expect(editor.page.locator("#announcer")).to_contain_text("已收下")
    later = f"{LAST.replace('3-5', '2-4')}{REMARK}投诉找窗口。\n"
    replace(editor, TEXT.replace("房产证原件", "无").replace(REMARK, "").replace(LAST, later))
    editor.page.get_by_role("button", name="这一项去掉").click()
    expect(editor.page.locator("#announcer")).to_contain_text("已去掉")
    rows = editor.page.locator("#replaced li")
    moved = rows.filter(has_text="这一项别的引文没有挪")
    moved.get_by_role("button", name="引文换成新的").click()
    expect(moved).to_have_count(0)
    rows.filter(has_text="时限").get_by_role("button", name="引文换成新的").click()
    expect(editor.form).to_contain_text("引文里没有")
    editor.form.locator("input[aria-label^=多少]").nth(0).fill("2")
    editor.form.locator("input[aria-label^=多少]").nth(1).fill("4")
    editor.accept()
    editor.page.get_by_role("button", name="换文件").click()
    expect(editor.score).to_have_text("0")
    editor.page.get_by_role("button", name="去看").click()
    written = (policies / CITY / "heat.yaml").read_text(encoding="utf-8")
    assert "quote: 办理时限：2-4个工作日" in written
    assert written.count("quote: 办理时限：3-5个工作日") == 1
    assert "房产证" not in (policies / CITY / "city.yaml").read_text(encoding="utf-8")


def replace(editor: Editor, text: str) -> None:
    """A newer text is handed in, looked at, and put in the place of the old one."""
    page = editor.page
    page.get_by_role("button", name="换文件").click()
    page.get_by_role("button", name="换成新的").click()
    page.get_by_placeholder("或者把新文件的文字贴在这里").fill(text)
    page.get_by_role("button", name="先看看").click()
    page.get_by_role("button", name="换上").click()
    expect(page.get_by_role("button", name="这一项去掉")).to_be_visible()


def begin(editor: Editor, document: Path) -> None:
    """A new place for heat."""
    dialog = editor.page.get_by_role("dialog", name="新的地方")
    dialog.get_by_label("编号").fill(CITY)
    dialog.get_by_label("用水").uncheck()
    dialog.get_by_label("用暖").check()
    dialog.get_by_label("文件，一份或几份").set_input_files(document)
    dialog.get_by_role("button", name="读进来").click()
    expect(editor.page.locator("#document li.s").first).to_be_visible()


def head(editor: Editor) -> None:
    """Of the document all is silent but its title: one key for each, which never is typed into what waits for a day."""
    editor.card("这份文件的标题", "a")
    expect(editor.form.get_by_role("button", name="发文单位：选左边的字")).to_be_focused()
    for label in ("文号", "成文日期", "施行日期", "有效期", "上位依据"):
        editor.page.keyboard.press("0")
        silent = editor.form.get_by_role("group", name=label, exact=True).locator("[data-key='0']")
        expect(silent).to_be_focused()
    editor.page.keyboard.press("0")
    editor.accept()


def facts(editor: Editor) -> None:
    """A paper and a limit of one step, no paper and the same limit of another, a condition, a line for the clerks."""
    editor.card("房产证", "e")
    editor.stands("交的环节", "申请受理")
    editor.accept()
    for step in ("申请受理", "签订合同"):
        editor.card("3 至 5 个工作日", "a")
        editor.stands("管什么", step)
        editor.silent()
        editor.accept()
    editor.card("材料：没有", "e")
    editor.stands("哪几个环节不用交", "签订合同")
    editor.accept()
    editor.make("资料齐全", "受理条件")
    editor.accept()
    editor.select("本表由窗口留存")
    editor.page.keyboard.press("d")
    editor.page.keyboard.press("Enter")
    expect(editor.page.locator("#announcer")).to_contain_text("已置")


def questions(editor: Editor) -> None:
    """The place is named by hand; whatever the document does not say is one key."""
    page = editor.page
    page.get_by_role("button", name="要回答的题").click()
    for label, words in (("地名", "虚河市"), ("行政区划代码", ""), ("收录范围", "供热报装"), ("谁在何时", "甲")):
        editor.card(label, "e")
        if words:
            editor.form.locator("textarea").first.fill(words)
        if label == "谁在何时":
            editor.form.get_by_role("textbox", name="哪天").fill("2026-01-15")
        if not words:
            editor.silent()
        editor.accept()
    editor.cards.locator("article.open").first.focus()
    while editor.cards.locator("article.open").count():
        with page.expect_response("**/api/put"):
            page.keyboard.press("0")
        expect(page.locator("#announcer")).to_contain_text("没写")
