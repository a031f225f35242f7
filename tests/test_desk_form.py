"""One fact entered at the desk in a real browser, against its own program: words selected, proof, drafts, writing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from expected import ROOT
from nodejs import AXE
from playwright.sync_api import Browser, Locator, Page, expect

from generator.desk.files import entries, writing
from generator.desk_server import server
from generator.desk_server.api import Api

_BASE = ROOT / "tests" / "errors" / "base"
CITY = "nowhere"
_SELECT = """([within, words]) => {
    const node = [...document.querySelectorAll('#document .words')].find(one => one.textContent.includes(within));
    const start = node.textContent.indexOf(words);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const at = offset => {
        walker.currentNode = node;
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            if (offset <= text.length) return [text, offset];
            offset -= text.length;
        }
    };
    getSelection().setBaseAndExtent(...at(start), ...at(start + words.length));
}"""


@contextmanager
def _serving(policies: Path, drafts: Path, city: str = CITY, originals: Path = _BASE / "originals") -> Iterator[str]:
    stop, address, ready = Event(), list[str](), Event()

    def begun(at: str) -> None:
        address.append(at)
        ready.set()

    api = Api(policies, originals, drafts)
    thread = Thread(target=server.serve, args=(api, city, 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield address[0]
    finally:
        stop.set()
        thread.join(20)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """An invented place of its own."""
    return Path(shutil.copytree(_BASE / "policies", tmp_path / "policies"))


@pytest.fixture
def page(browser: Browser, policies: Path, tmp_path: Path) -> Iterator[Page]:
    with (
        _serving(policies, tmp_path / "drafts") as address,
        browser.new_context(viewport={"width": 1280, "height": 800}) as context,
    ):
        opened = context.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(address)
        expect(opened.locator("#document .words").first).to_be_visible()
        yield opened
        assert faults == []


def _value(policies: Path, address: str) -> Any:
    where = entries.address(address)
    return entries.of(writing.data((policies / CITY / where.file).read_text(encoding="utf-8")), where)


def _open(page: Page) -> None:
    """Opens the one limit, as a click on what quotes a sentence does."""
    sentence = page.locator("#document .s").filter(has_text="小型项目不超过3个工作日").first
    sentence.click()
    page.locator("#document .fact").filter(has_text="时限").first.click()
    expect(page.locator("#form h2")).to_contain_text("时限")


def _spoilt(page: Page, policies: Path, lines: str, says: str) -> None:
    """Adds lines to the limit, whose place is unfinished, and opens it when the page knows of them."""
    city, file = policies / CITY / "city.yaml", policies / CITY / "water.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("\nname:", "\npublished: false\nname:"), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    at_most: 3\n", f"    at_most: 3\n{lines}"), encoding="utf-8")
    page.reload()
    expect(page.locator("#document .words").first).to_be_visible()
    page.evaluate(_BEGIN)
    page.wait_for_function("says => desk.state.facts.some(fact => JSON.stringify(fact.value).includes(says))", arg=says)
    page.evaluate(_SHOW, "water.yaml/limits/small")
    expect(page.locator("#form h2")).to_contain_text("时限")


def _begin(page: Page, words: str, label: str, *, file: str = "用水") -> None:
    """Makes a new fact of some words of a sentence."""
    page.locator("#document .s").filter(has_text=words).first.click()
    page.evaluate(_SELECT, [words, words])
    page.locator("#document .s.now .bubble").get_by_text("做").first.click()
    page.locator("#document .opened").get_by_role("button", name=file, exact=True).click()
    page.locator("#document .opened").get_by_role("button", name=label, exact=True).click()
    expect(page.locator("#form .foot")).to_contain_text("写的都留着")  # and no longer the fact that quotes the sentence


def _select(page: Page, words: str, within: str = "") -> None:
    page.evaluate(_SELECT, [within or words, words])


def _field(page: Page, label: str) -> Locator:
    return page.locator("#form").get_by_role("group", name=label, exact=True).first


def _accept(page: Page) -> None:
    page.locator("#form .foot").get_by_role("button", name="收下").click()


def test_a_quotation_too_short_lacks_is_joined_and_holds(page: Page, policies: Path) -> None:
    before = (policies / CITY / "water.yaml").read_text(encoding="utf-8")
    _open(page)
    page.get_by_role("button", name="拿掉：这处引文").click()
    _field(page, "引文").locator("[data-pick]").click()
    _select(page, "小型项目", "小型项目不超过3个工作日")
    expect(_field(page, "多少")).to_contain_text("引文里没有“3工作日”")
    expect(page.locator("#form h2")).to_contain_text("还差 1 处")
    expect(page.locator("#public")).to_contain_text("有了出处才出现")
    expect(page.locator("#form .help")).to_contain_text("不超过3个工作日")
    page.locator("#form .foot .off").click()
    expect(_field(page, "多少").locator(":focus")).to_have_count(1)
    assert (policies / CITY / "water.yaml").read_text(encoding="utf-8") == before
    page.locator("#form .help").get_by_role("button", name="接上").click()
    expect(_field(page, "多少")).to_contain_text("✓ 有")
    expect(page.locator("#public .tile")).to_contain_text("不超过 3 个工作日")
    _accept(page)
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    changed = (policies / CITY / "water.yaml").read_text(encoding="utf-8")
    assert "quote: 小型项目不超过3个工作日" in changed
    assert len(set(changed.splitlines()) ^ set(before.splitlines())) <= 2


def test_a_limit_is_entered_from_a_selection(page: Page, policies: Path) -> None:
    _begin(page, "小型项目不超过3个工作日", "时限")
    expect(_field(page, "引文").locator("q")).to_have_text("小型项目不超过3个工作日")
    page.get_by_label("多少：怎样约束").select_option("at_most")
    page.get_by_label("多少：数").fill("３")
    page.get_by_label("多少：单位").select_option("working_day")
    for label in ("从哪天起算", "到哪一步", "不算哪些天"):
        _field(page, label).get_by_role("button", name="没写").click()
    _field(page, "管哪些情形").get_by_label("情形：一律适用").select_option(label="小型项目")
    expect(page.locator("#form h2")).to_contain_text("都有出处")
    _accept(page)
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    value = _value(policies, "water.yaml/limits/limits-1")
    assert value.pop("cite")["quote"] == "小型项目不超过3个工作日"
    assert value == {
        "id": "limits-1", "at_most": "3", "unit": "working_day", "when": {"class": "small"},
        "starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated",
    }  # fmt: skip


def test_words_of_the_document_are_selected_into_a_field_with_a_quotation_that_bears_them(
    page: Page, policies: Path
) -> None:
    _open(page)
    field = _field(page, "从哪天起算")
    field.get_by_role("button", name="没写").click()
    field.locator("[data-pick]").click()
    _select(page, "用水报装", "本通知适用于")
    expect(field.locator(".said")).to_contain_text("用水报装")
    expect(_field(page, "引文").locator("q")).to_have_count(2)
    expect(field).to_contain_text("✓ 有")
    _accept(page)
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    assert _value(policies, "water.yaml/limits/small")["starts_on"] == "用水报装"


def test_silence_is_one_key_and_keys_are_off_while_one_types(page: Page) -> None:
    _open(page)
    field = _field(page, "到哪一步")
    silent = field.get_by_role("button", name="没写")
    silent.focus()
    page.keyboard.press("0")
    expect(silent).to_have_attribute("aria-pressed", "false")
    expect(field).to_contain_text("还没填")
    field.locator("[data-pick]").focus()
    page.keyboard.press("0")
    expect(silent).to_have_attribute("aria-pressed", "true")
    number = page.get_by_label("多少：数")
    number.fill("")
    number.press("0")
    expect(number).to_have_value("0")


def test_after_silence_what_is_open_next_is_at_hand_and_return_takes_the_fact(page: Page, policies: Path) -> None:
    _begin(page, "小型项目不超过3个工作日", "环节", file="共同")
    who = _field(page, "由谁做")
    expect(who.locator(":focus"), "the first that is open").to_have_count(1)
    who.locator("select").focus()
    page.keyboard.press("0")
    expect(who.get_by_role("button", name="没写"), "a figure chooses nothing in a list of words").to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("#form [data-focus=accept]"), "nothing is open any more").to_be_focused()
    who.get_by_role("button", name="没写").click()
    who.get_by_role("button", name="没写").click()
    expect(page.locator("#form [data-focus=accept]"), "by mouse as by a key").to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    assert "name: 小型项目不超过3个工作日" in (policies / CITY / "city.yaml").read_text(encoding="utf-8")


def test_return_takes_what_is_typed_in_an_area(page: Page, policies: Path) -> None:
    page.get_by_role("button", name="要回答的题").click()
    page.locator('#cards [data-key="city.yaml/covers"]').focus()
    page.keyboard.press("e")
    area = page.locator("#form textarea").first
    expect(area).to_be_focused()
    area.fill("虚构的城区")
    area.press("Shift+Enter")
    expect(area).to_have_value("虚构的城区\n")
    area.fill("虚构的城区")
    expect(page.locator("#form h2")).to_contain_text("都有出处")
    area.press("Enter")
    expect(page.locator("#form .form")).to_have_class("form empty")
    assert "covers: 虚构的城区\n" in (policies / CITY / "city.yaml").read_text(encoding="utf-8")


def test_an_input_method_that_composes_changes_nothing_and_no_key_acts(page: Page) -> None:
    _open(page)
    page.locator("#form .more button").first.click()
    note = page.locator("#form textarea").last
    note.focus()
    composing = page.context.new_cdp_session(page)
    composing.send("Input.imeSetComposition", {"selectionStart": 3, "selectionEnd": 3, "text": "qing"})
    pressed = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true})"
    page.evaluate(f"document.activeElement.dispatchEvent({pressed})")
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    expect(note).to_be_focused()
    composing.send("Input.insertText", {"text": "请先问窗口"})
    expect(note).to_have_value("请先问窗口")
    expect(page.locator("#form .foot")).to_contain_text("写的都留着")
    expect(note).to_be_focused()


def test_what_is_put_aside_is_kept_and_comes_back(page: Page, policies: Path) -> None:
    before = (policies / CITY / "water.yaml").read_text(encoding="utf-8")
    _open(page)
    page.get_by_label("多少：数").fill("8")
    page.keyboard.press("Escape")
    expect(page.locator("#form .form")).to_have_class("form empty")
    assert (policies / CITY / "water.yaml").read_text(encoding="utf-8") == before
    page.reload()
    expect(page.locator("#document .words").first).to_be_visible()
    _open(page)
    expect(page.get_by_label("多少：数")).to_have_value("8")
    expect(page.locator("#form h2")).to_contain_text("草稿")
    expect(_field(page, "多少")).to_contain_text("引文里没有“8工作日”")


def test_what_was_changed_is_given_up(page: Page) -> None:
    _open(page)
    page.get_by_label("多少：数").fill("8")
    expect(page.locator("#form h2")).to_contain_text("草稿")
    page.get_by_role("button", name="照文件里的").click()
    expect(page.get_by_label("多少：数")).to_have_value("3")
    page.reload()
    expect(page.locator("#document .words").first).to_be_visible()
    _open(page)
    expect(page.get_by_label("多少：数")).to_have_value("3")


def test_what_stands_at_the_top_of_a_place_is_typed(page: Page, policies: Path) -> None:
    city = policies / CITY / "city.yaml"
    text = city.read_text(encoding="utf-8")
    by = "read: {by: 测试, on: 2099-01-03}"
    assert by in text
    page.evaluate(_BEGIN)
    page.evaluate("""() => {
        const { address, value, hash } = desk.state.head.find(head => head.address === 'city.yaml/read');
        desk.emit('fact', { address, value, hash, file: 'city.yaml', section: 'read', kind: 'head', card: null });
    }""")
    name = page.locator("#form").get_by_label("谁", exact=True).locator("textarea, input").first
    name.fill("")
    expect(page.locator("#form")).to_contain_text("还没填")
    name.fill("虚构的人")
    expect(page.locator("#form h2")).to_contain_text("都有出处")
    _accept(page)
    expect(page.locator("#form .form")).to_have_class("form empty")
    assert city.read_text(encoding="utf-8") == text.replace(by, "read: {by: 虚构的人, on: 2099-01-03}")


def test_an_id_can_be_changed_and_one_that_is_taken_is_refused(page: Page, policies: Path) -> None:
    _open(page)
    page.locator("#form .more button").first.click()
    page.locator("#form").get_by_label("编号", exact=True).locator("input").fill("tiny")
    _accept(page)
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    assert _value(policies, "water.yaml/limits/small") is None
    assert _value(policies, "water.yaml/limits/tiny")["at_most"] == "3"


def test_a_fact_is_removed_after_it_was_asked(page: Page, policies: Path) -> None:
    _open(page)
    page.locator("#form .foot").get_by_role("button", name="删去").click()
    page.locator("#form .foot").get_by_role("button", name="不删").click()
    assert _value(policies, "water.yaml/limits/small")
    page.locator("#form .foot").get_by_role("button", name="删去").click()
    page.locator("#form .foot").get_by_role("button", name="删去").click()
    expect(page.locator("#form .form")).to_have_class("form empty")
    assert _value(policies, "water.yaml/limits/small") is None


def test_two_clauses_that_differ_are_sides_of_one_thing(page: Page) -> None:
    _open(page)
    page.locator("#form .more button").first.click()
    page.get_by_role("button", name="别处写法不同…").click()
    expect(page.locator("#form .side")).to_have_count(1)
    _field(page, "对办事的人意味着").locator("textarea").fill("请先问窗口。")
    page.get_by_role("button", name="各处写法：选另一处的字").click()
    _select(page, "日用水量100吨以内", "日用水量100吨以内为小型项目")
    expect(page.locator("#form .side")).to_have_count(2)
    expect(page.locator("#form .side").nth(1)).to_contain_text("日用水量100吨以内")
    expect(page.locator("#form .side").nth(1)).to_contain_text("还没填")
    expect(page.locator("#form h2")).to_contain_text("还差")
    page.get_by_role("button", name="拿掉：乙这一处").click()
    page.get_by_role("button", name="不是写法不同，是两件事").click()
    expect(page.locator("#form h2")).to_contain_text("时限")
    expect(page.locator("#form h2")).to_contain_text("都有出处")


def test_what_a_new_file_asks_for_and_a_fact_can_do_without_goes_at_once(page: Page, policies: Path) -> None:
    file = policies / CITY / "water.yaml"
    text = file.read_text(encoding="utf-8")
    _spoilt(page, policies, "    note: 请填写\n    deemed: 请填写\n", "请填写")
    expect(page.locator("#form h2")).to_contain_text("还差 2 处")
    page.get_by_role("button", name="可写可不写、还没填的 2 样，都不写").click()
    expect(page.locator("#form h2")).to_contain_text("都有出处")
    _accept(page)
    expect(page.locator("#form .foot")).to_contain_text("没有改动")
    assert file.read_text(encoding="utf-8") == text


def test_what_the_form_does_not_know_is_shown_and_left_alone(page: Page, policies: Path) -> None:
    _spoilt(page, policies, "    colour: {of: [a, b]}\n", "colour")
    expect(_field(page, "colour").locator("textarea")).to_have_value('{\n "of": [\n  "a",\n  "b"\n ]\n}')
    expect(_field(page, "colour")).to_contain_text("不认识的键")
    page.get_by_label("多少：数").fill("4")
    expect(_field(page, "多少")).to_contain_text("引文里没有“4工作日”")
    page.keyboard.press("Escape")
    expect(page.locator("#form .form")).to_have_class("form empty")
    assert _value(policies, "water.yaml/limits/small")["colour"] == {"of": ["a", "b"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_accessible(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    _open(page)
    page.get_by_label("多少：数").fill("8")
    expect(_field(page, "多少")).to_contain_text("引文里没有")
    page.locator("#form .more button").first.click()
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
    found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []


_EVERY = ROOT / "tests" / "cases" / "every-structure"
_BEGIN = """async () => {
    window.desk = await (await import('/desk/main.js')).begun;
    desk.on('tried', tried => { window.tried = tried; });
    return desk.state.facts.map(({ address }) => address);
}"""
_SHOW = """address => {
    window.tried = null;
    desk.emit('fact', { ...desk.state.facts.find(fact => fact.address === address), card: null });
}"""
_LOOKS = """() => [
    document.querySelector('#form .foot').textContent.includes('没有改动'),
    [...document.querySelectorAll('#form .bad')].map(node => node.textContent),
    [...document.querySelectorAll('#form textarea.raw')].map(node => node.ariaLabel),
]"""


def test_whatever_a_place_says_can_be_opened_is_proven_and_is_not_changed_by_it(
    browser: Browser, tmp_path: Path
) -> None:
    city, policies = "xugou", tmp_path / "policies"
    shutil.copytree(_EVERY / "policies" / city, policies / city)
    raw = {"city.yaml/documents/measures": ["对谁说的", "对谁说的"]}
    with (
        _serving(policies, tmp_path / "drafts", city, _EVERY / "originals") as address,
        browser.new_context(viewport={"width": 1280, "height": 800}) as context,
    ):
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        expect(page.locator("#document .words").first).to_be_visible(timeout=30_000)
        wrong = {}
        for fact in page.evaluate(_BEGIN):
            page.evaluate(_SHOW, fact)
            page.wait_for_function("() => window.tried")
            looks = page.evaluate(_LOOKS)
            if not fact.startswith("form.yaml") and looks != [True, [], raw.get(fact, [])]:
                wrong[fact] = looks
        assert (wrong, faults) == ({}, [])


def _rows(page: Page) -> Any:
    return page.locator("#form .f").evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))")


@pytest.mark.parametrize(
    ("words", "section", "first"),
    [
        ("小型项目不超过3个工作日", "材料", ["引文", "材料名称", "填的表还是带的材料", "必要性"]),
        ("小型项目不超过3个工作日", "环节", ["引文", "环节名称"]),
        ("小型项目不超过3个工作日", "办理渠道", ["引文", "形式", "名称", "办什么"]),
        ("小型项目不超过3个工作日", "报装手续费", ["引文", "收费项目", "不收，或收多少", "按什么计"]),
    ],
)
def test_each_kind_has_its_own_inputs(page: Page, words: str, section: str, first: list[str]) -> None:
    _begin(page, words, section, file="共同")
    expect(page.locator("#form .f").first).to_be_visible()
    rows = _rows(page)
    assert rows[: len(first)] == first
    assert len(rows) <= 10
    expect(page.locator("#form h2")).to_contain_text("还差")
