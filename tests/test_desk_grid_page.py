"""The table of classes in a real browser, with the desk's own program: gaps appear as one types, and are recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from nodejs import AXE
from playwright.sync_api import Browser, Locator, Page, expect

from generator.desk.files import writing
from generator.desk_server import server
from generator.desk_server.api import Api

HOSTILE = "有外线<img src=x onerror=window.hurt=1>普通户"
TEXT = f"""无此市公用事业局文件

关于用水报装的通知（虚构）

二、办理时限

分为5类，一是简易项目，不超过1个工作日。二是无外线普通户，日用水量不超过1000吨或用水点1至3处，不超过3个工作日。

三是无外线大户，日用水量大于1000吨或用水点大于3处，不超过4个工作日。

四是{HOSTILE}，日用水量大于100吨、不超过1000吨或用水点2至3处，不超过7个工作日。

五是有外线大户，日用水量大于1000吨或用水点大于3处，不超过9个工作日。六是其余的项目，另行通知。

无此市公用事业局

2099年1月2日
"""
CITY = """name: 无此市
code: not_stated
covers: 无此市（虚构）
read: {by: 测试, on: 2099-01-03}
documents:
  - id: notice
    title: 关于用水报装的通知（虚构）
    issuers: [无此市公用事业局]
    number: not_stated
    date: 2099-01-02
    effective: not_stated
    expires: not_stated
    basis: not_stated
    cite:
      - {clause: 文头, quote: 关于用水报装的通知（虚构）}
      - {clause: 落款, quote: [无此市公用事业局, 2099年1月2日]}
"""
WATER = f"""cite: {{clause: 二、}}
inputs:
  - {{id: simple, name: 简易项目, ask: 是不是简易项目？, type: boolean, words: {{true: 简易项目, false: 不是简易项目}}}}
  - {{id: line, name: 外线, ask: 有没有外线？, type: boolean, words: {{true: 有外线, false: 无外线}}}}
  - {{id: volume, name: 日用水量, ask: 日用水量是多少？, type: number, unit: 吨, domain: "> 0", step: 0.1}}
  - {{id: points, name: 用水点, ask: 有几处用水点？, type: integer, unit: 处, domain: ">= 1"}}
classes:
  - id: simple
    name: 简易项目
    rows: [{{simple: true}}]
    cite: {{quote: 一是简易项目}}
  - id: near
    name: 无外线普通户
    rows:
      - {{line: false, volume: "<= 1000"}}
      - {{line: false, points: "[1..3]"}}
    cite: {{quote: 无外线普通户，日用水量不超过1000吨或用水点1至3处}}
  - id: near-large
    name: 无外线大户
    rows:
      - {{line: false, volume: "> 1000"}}
      - {{line: false, points: "> 3"}}
    cite: {{quote: 无外线大户，日用水量大于1000吨或用水点大于3处}}
  - id: far
    name: {HOSTILE}
    rows: # 一行一种情形
      - {{line: true, volume: "<= 1000"}}
      - {{line: true, points: "[2..3]"}}
    cite: {{quote: "{HOSTILE}，日用水量大于100吨、不超过1000吨或用水点2至3处"}}
  - id: far-large
    name: 有外线大户
    rows:
      - {{line: true, volume: "> 1000"}}
      - {{line: true, points: "> 3"}}
    cite: {{quote: 有外线大户，日用水量大于1000吨或用水点大于3处}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of a place, which a test may change."""
    place, originals = tmp_path / "policies" / "nowhere", tmp_path / "originals"
    place.mkdir(parents=True)
    originals.mkdir()
    for path, text in ((place / "city.yaml", CITY), (place / "water.yaml", WATER), (originals / "nowhere.txt", TEXT)):
        path.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where the desk of that place is."""
    stop, ready, told = Event(), Event(), list[str]()

    def begun(at: str) -> None:
        told.append(at)
        ready.set()

    api = Api(folder.parent, folder.parent.parent / "originals", folder.parent.parent / "drafts")
    thread = Thread(target=server.serve, args=(api, "nowhere", 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
    thread.start()
    assert ready.wait(20)
    yield told[0]
    stop.set()
    thread.join(20)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The table of classes of that place."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        tab = context.new_page()
        tab.on("pageerror", lambda error: pytest.fail(str(error)))
        tab.goto(address)
        expect(tab.locator("#document li.s").first).to_be_visible()
        tab.keyboard.press("g")
        expect(tab.locator("#grid table.grid")).to_be_visible()
        yield tab


def cell(page: Page, class_: str, key: str) -> Locator:
    return page.locator(f'#grid td[data-class="{class_}"][data-key="{key}"]')


def classes(folder: Path) -> list[Any]:
    said: Any = writing.data((folder / "water.yaml").read_text(encoding="utf-8"))
    return list(said["classes"])


def record(page: Page) -> None:
    page.locator(".regions .card.gap button", has_text="照实记下").click()
    expect(page.locator("#grid h2")).not_to_contain_text("漏洞")


def bound(page: Page) -> None:
    """Type 100 as the lower bound of the fourth class, as the sketch has it."""
    cell(page, "far", "volume").click()
    page.locator("form.cell select").select_option("above_between")
    page.locator("form.cell input").first.fill("100")


def select(page: Page, words: str) -> None:
    """Select words of the document, as a mouse does."""
    page.evaluate(
        """words => {
          const all = [...document.querySelectorAll("#document .words")];
          const node = all.find((one) => one.textContent.includes(words));
          const first = node.textContent.indexOf(words);
          const at = (offset) => {
            const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
            let text = texts.nextNode();
            let left = offset;
            for (; left > text.data.length; text = texts.nextNode()) left -= text.data.length;
            return [text, left];
          };
          getSelection().setBaseAndExtent(...at(first), ...at(first + words.length));
        }""",
        words,
    )


# ---------------------------------------------------------------------------------------------------------- the sketch


def test_a_gap_appears_while_a_bound_is_typed_and_the_bound_is_saved_as_one_line(page: Page, folder: Path) -> None:
    before = (folder / "water.yaml").read_text(encoding="utf-8")
    expect(page.locator("#grid h2")).to_contain_text("6 处重叠，还没有记")
    bound(page)
    gap = page.locator(".regions .card.gap")
    expect(gap).to_contain_text("漏洞，刚出现")
    expect(gap).to_contain_text("例：不是简易项目，有外线，日用水量 100 吨，用水点 1 处")
    expect(page.locator(".map td.gap")).to_have_text("没有！")
    expect(page.locator("form.cell")).to_be_visible()
    expect(page.locator("#public")).to_contain_text("哪一类都不是。有外线的两类都没有包含这种情形")
    assert (folder / "water.yaml").read_text(encoding="utf-8") == before
    page.keyboard.press("Enter")
    expect(cell(page, "far", "volume")).to_have_text("大于 100，不超过 1000")
    expect(page.locator("#saved")).to_contain_text("已存")
    after = (folder / "water.yaml").read_text(encoding="utf-8")
    assert after == before.replace('{line: true, volume: "<= 1000"}', '{line: true, volume: "(100..1000]"}')
    assert page.evaluate("document.activeElement.dataset.key") == "volume"


def test_what_is_recorded_is_known_with_the_reason_that_the_public_reads_and_can_be_withdrawn(
    page: Page, folder: Path
) -> None:
    bound(page)
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("已存")
    gap = page.locator(".regions .card.gap")
    expect(gap.locator("textarea.reason")).to_have_value("有外线的两类都没有包含这种情形")
    gap.locator("textarea.reason").fill("有外线、只有一处的小户，两类都没有写")
    record(page)
    expect(page.locator(".map td.gap.known")).to_have_text("已记")
    said: Any = writing.data((folder / "water.yaml").read_text(encoding="utf-8"))
    (defect,) = said["defects"]
    assert defect["where"] == {"simple": "false", "line": "true", "volume": "<= 100", "points": "1"}
    assert (defect["classes"], defect["because"]) == ([], "有外线、只有一处的小户，两类都没有写")
    page.locator(".settled summary").click()
    page.locator(".settled button", has_text="撤回").click()
    expect(page.locator("#grid h2")).to_contain_text("1 处漏洞")


def test_overlaps_of_one_cause_are_recorded_together(page: Page, folder: Path) -> None:
    group = page.locator("details.overlap", has_text="“简易项目”和其他类")
    group.locator("summary").click()
    group.locator("button", has_text="都照实记下（4 处）").click()
    expect(page.locator("#grid h2")).to_contain_text("2 处重叠，还没有记")
    said: Any = writing.data((folder / "water.yaml").read_text(encoding="utf-8"))
    assert {"simple" in one["classes"] for one in said["defects"]} == {True}
    assert len(said["defects"]) == 4


def test_that_the_document_says_which_class_goes_first_is_entered_in_the_form(page: Page) -> None:
    page.locator("details.overlap", has_text="日用水量归一类").locator("summary").click()
    page.locator(".card.overlap button", has_text="文件写了谁优先").locator("visible=true").first.click()
    expect(page.locator("#form")).to_be_visible()
    expect(page.locator("#form")).to_contain_text("优先")


# ---------------------------------------------------------------------------------------------------------- the keys


def test_the_keyboard_reaches_every_cell_changes_it_and_leaves_it(page: Page, folder: Path) -> None:
    expect(page.locator('#grid th[data-class="simple"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("[document.activeElement.dataset.class, document.activeElement.dataset.key]") == [
        "near-large",
        "volume",
    ]
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("2000")
    expect(page.locator(".map th", has_text=">2000")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cell(page, "near-large", "volume")).to_have_text("大于 1000")
    expect(page.locator(".map th", has_text=">2000")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.class") == "near-large"
    assert classes(folder)[2]["rows"][0]["volume"] == "> 1000"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.tagName") == "TH"


def test_my_mistake_leads_to_the_cell_that_was_typed_last(page: Page) -> None:
    bound(page)
    page.keyboard.press("Enter")
    expect(page.locator(".regions .card.gap")).to_be_visible()
    page.locator(".regions .card.gap button", has_text="是我填错了").click()
    expect(cell(page, "far", "volume").locator("form input").first).to_be_focused()


# ----------------------------------------------------------------------------------------------- proof, what is missing


def test_a_bound_that_the_quotation_does_not_bear_is_told_in_its_cell_and_is_not_saved(
    page: Page, folder: Path
) -> None:
    cell(page, "near", "volume").click()
    page.locator("form.cell input").fill("777")
    page.keyboard.press("Enter")
    expect(cell(page, "near", "volume")).to_contain_text("引文里没有“日用水量 777”")
    expect(page.locator('#grid th[data-class="near"]')).to_contain_text("没存")
    assert classes(folder)[1]["rows"][0]["volume"] == "<= 1000"
    page.reload()
    expect(page.locator("#document li.s").first).to_be_visible()
    page.keyboard.press("g")
    expect(cell(page, "near", "volume")).to_contain_text("不超过 777")
    cell(page, "near", "volume").focus()
    page.locator(".strip-of button", has_text="照原来的").click()
    expect(cell(page, "near", "volume")).to_have_text("不超过 1000")


def test_what_cannot_be_read_is_told_in_its_cell_and_gaps_wait(page: Page) -> None:
    cell(page, "near", "volume").click()
    page.locator("form.cell input").fill("一千")
    page.keyboard.press("Enter")
    expect(cell(page, "near", "volume")).to_contain_text("看不懂")
    expect(page.locator("#grid h2")).to_contain_text("漏洞等填好再算")


def test_a_class_is_named_and_cited_by_the_words_that_are_selected(page: Page, folder: Path) -> None:
    page.locator("#grid button", has_text="加一类").click()
    select(page, "其余的项目")
    expect(page.locator('#grid th[data-class="class-1"]')).to_contain_text("其余的项目")
    page.locator(".strip-of button", has_text="其余情形").click()
    expect(page.locator('#grid td[data-class="class-1"]')).to_have_count(1)
    expect(page.locator('#grid td[data-class="class-1"]')).to_have_text("其余情形")
    expect(page.locator("#grid h2")).not_to_contain_text("等填好再算")
    expect(page.locator("#saved")).to_contain_text("已存")
    last = classes(folder)[-1]
    assert (last["name"], last["rows"]) == ("其余的项目", "rest")
    assert "六是其余的项目" in last["cite"]["quote"]


def test_what_a_class_lacks_is_told_anew_while_its_cell_is_filled(page: Page) -> None:
    page.locator("#grid button", has_text="加一类").click()
    select(page, "其余的项目")
    strip = page.locator(".strip-of")
    expect(strip).to_contain_text("至少要有 1 项")
    page.locator('#grid td[data-class="class-1"][data-key="points"]').click()
    page.locator("form.cell select").select_option("equal")
    page.locator("form.cell input").fill("1")
    expect(strip).not_to_contain_text("至少要有 1 项")
    expect(page.locator("form.cell input")).to_be_focused()


def test_an_alternative_is_a_row_that_counts_from_its_first_condition_on(page: Page, folder: Path) -> None:
    cell(page, "simple", "simple").focus()
    page.locator(".strip-of button", has_text="加一个“或”").click()
    expect(page.locator("table.grid tbody tr")).to_have_count(6)
    expect(page.locator("#grid h2")).to_contain_text("6 处重叠")
    page.locator('#grid td[data-class="simple"][data-rows="1"][data-key="points"]').click()
    page.locator("form.cell select").select_option("equal")
    page.locator("form.cell input").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("table.grid tbody tr")).to_have_count(5)
    expect(cell(page, "simple", "points")).to_have_text("或1")
    expect(page.locator(".strip-of")).to_contain_text("还没存")
    assert classes(folder)[0]["rows"] == [{"simple": "true"}]


def test_an_alternative_has_a_quotation_of_its_own(page: Page, folder: Path) -> None:
    cell(page, "near", "points").focus()
    page.locator(".strip-of button", has_text="引文 1 处").click()
    page.locator(".strip-of button", has_text="给第 2 个“或”选引文").click()
    expect(page.locator("#grid h2")).to_contain_text("请在左边选：第 2 个“或”的引文")
    select(page, "无外线普通户，日用水量不超过1000吨或用水点1至3处，不超过3个工作日")
    expect(page.locator(".strip-of blockquote", has_text="第 2 个“或”，二、")).to_contain_text("用水点1至3处")
    expect(page.locator("#saved")).to_contain_text("已存")
    assert classes(folder)[1]["rows"][1]["cite"]["quote"].endswith("用水点1至3处，不超过3个工作日")


def test_a_place_without_classes_is_told_how_to_begin(page: Page, folder: Path) -> None:
    (folder / "water.yaml").write_text("cite: {clause: 二、}\nclasses: 请填写\n", encoding="utf-8")
    expect(page.locator("#grid")).to_contain_text("还没有分类。")
    page.locator("#grid button", has_text="加一类").click()
    select(page, "其余的项目")
    expect(page.locator('#grid th[data-class="class-1"]')).to_contain_text("其余的项目")


def test_a_new_input_is_a_column_that_no_class_asks_for_yet(page: Page, folder: Path) -> None:
    page.locator("#grid button", has_text="加一个条件").click()
    form = page.locator("form.adding")
    form.get_by_label("类型").select_option("integer")
    form.locator("button", has_text="选左边的字").first.click()
    select(page, "用水点")
    expect(form.get_by_role("textbox", name="名称")).to_have_value("用水点")
    form.get_by_role("textbox", name="名称").fill("层数")
    form.get_by_role("textbox", name="单位").fill("层")
    form.locator("button", has_text="加上").click()
    expect(page.locator('#grid th[data-head="q1"]')).to_have_text("层数 层")
    expect(cell(page, "near", "q1").first).to_have_text("不限")
    expect(page.locator("#saved")).to_contain_text("已存")
    said: Any = writing.data((folder / "water.yaml").read_text(encoding="utf-8"))
    assert said["inputs"][-1] == {
        "id": "q1", "name": "层数", "ask": "层数是多少？", "type": "integer", "unit": "层", "domain": ">= 1",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------ from nothing


def add_input(page: Page, type_: str, name: str, **fields: str) -> None:
    page.locator("#grid button", has_text="加一个条件").click()
    form = page.locator("form.adding")
    form.get_by_label("类型").select_option(type_)
    for label, value in {"名称": name, **fields}.items():
        form.get_by_role("textbox", name=label, exact=True).fill(value)
    form.locator("button", has_text="加上").click()
    expect(page.locator("#grid thead")).to_contain_text(name)


def add_class(page: Page, name: str) -> str:
    """A class named by words of the document; its id."""
    count = page.locator("#grid tbody tr").count()
    page.locator("#grid button", has_text="加一类").click()
    select(page, name)
    row = page.locator("#grid tbody th", has_text=name).last
    expect(row).to_be_visible()
    expect(row).to_be_focused()
    return str(row.get_attribute("data-class") or count)


def fill(page: Page, class_: str, key: str, form: str, *numbers: str, row: int = 0) -> None:
    page.locator(f'#grid td[data-class="{class_}"][data-key="{key}"][data-rows~="{row}"]').click()
    page.locator("form.cell select").select_option(form)
    for at, number in enumerate(numbers):
        page.locator("form.cell input").nth(at).fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("form.cell")).to_have_count(0)


def test_a_table_is_entered_from_the_document_alone(page: Page, folder: Path) -> None:
    (folder / "water.yaml").write_text("cite: {clause: 二、}\nclasses: 请填写\n", encoding="utf-8")
    expect(page.locator("#grid")).to_contain_text("还没有分类。")
    ids = [add_class(page, name) for name in ("简易项目", "无外线普通户", "无外线大户")]
    add_input(
        page, "boolean", "简易项目", **{"“是”怎么说": "简易项目", "“不是”怎么说": "不是简易项目", "编号": "simple"}
    )
    add_input(page, "boolean", "外线", **{"“是”怎么说": "有外线", "“不是”怎么说": "无外线", "编号": "line"})
    add_input(page, "number", "日用水量", 单位="吨", 编号="volume")
    add_input(page, "integer", "用水点", 单位="处", 编号="points")
    fill(page, ids[0], "simple", "yes")
    for class_, forms in zip(ids[1:], (("at_most", "between"), ("above", "above")), strict=True):
        fill(page, class_, "line", "no")
        fill(page, class_, "volume", forms[0], "1000")
        page.locator(".strip-of button", has_text="加一个“或”").click()
        fill(page, class_, "points", forms[1], *(("1", "3") if forms[1] == "between" else ("3",)), row=1)
    expect(page.locator("#grid h2")).to_contain_text("1 处漏洞、3 处重叠，还没有记")
    expect(page.locator("table.grid tbody")).not_to_contain_text("没存")
    assert [one["rows"] for one in classes(folder)] == [
        [{"simple": "true"}],
        [{"line": "false", "volume": "<= 1000"}, {"line": "false", "points": "[1..3]"}],
        [{"line": "false", "volume": "> 1000"}, {"line": "false", "points": "> 3"}],
    ]


# ------------------------------------------------------------------------------------------------------ safe, readable


def test_a_hostile_name_is_text_and_nothing_else(page: Page) -> None:
    bound(page)
    expect(page.locator('#grid th[data-class="far"]')).to_contain_text(HOSTILE)
    page.locator("details.overlap summary").first.click()
    assert page.evaluate("window.hurt") is None
    assert page.locator("#grid img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anyone_can_read_it(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    bound(page)
    expect(page.locator(".regions .card.gap")).to_be_visible()
    page.locator("details.overlap summary").first.click()
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
    found = page.evaluate("axe.run('#grid').then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []
