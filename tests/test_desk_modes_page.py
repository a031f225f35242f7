"""Modes of the editing desk in a real browser, with its own program: review, a document replaced, lines of a scan."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from desk import BASE
from nodejs import AXE
from playwright.sync_api import Browser, Page, expect
from test_desk_modes import scanned, to_replace
from test_replacement import NEW, OLD

from generator.desk_server import server
from generator.desk_server.api import Api
from generator.document import scans
from generator.policy import loader

HOSTILE = "<img src=x onerror=window.hurt=1></p><script>window.hurt=1</script>"
Open = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the desk of a place of `tmp_path/policies` in a mode."""
    ends: list[Callable[[], object]] = []

    def begin(city: str, mode: str, scheme: Any = "light") -> Page:
        address, ready, stop = list[str](), Event(), Event()

        def begun(at: str) -> None:
            address.append(at)
            ready.set()

        api = Api(tmp_path / "policies", None, tmp_path / "drafts")
        thread = Thread(target=server.serve, args=(api, city, 0), kwargs={"ready": begun, "stop": stop}, daemon=True)
        thread.start()
        assert ready.wait(20)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        ends.extend([context.close, stop.set, lambda: thread.join(20)])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address[0])
        expect(page.locator("#document li.s").first).to_be_visible()
        page.get_by_role("button", name=mode, exact=True).click()
        return page

    yield begin
    for end in ends:
        end()


def accessible(page: Page) -> None:
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def said(page: Page, words: str) -> None:
    expect(page.locator("#announcer")).to_contain_text(words, timeout=30_000)


# -------------------------------------------------------------------------------------------------------------- review


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A place to be reviewed, and its text."""
    shutil.copytree(BASE, tmp_path / "policies")
    place = tmp_path / "policies" / "nowhere"
    shutil.copytree(BASE.parent / "originals", place / "originals")
    return place


def reviewed(place: Path) -> dict[str, tuple[str, str | None]]:
    """What is written of each thing."""
    (city,) = loader.load(place.parent)[0].cities
    told = city.reviewed.reviewed if city.reviewed else {}
    return {address: (one.verdict, one.remark) for address, one in told.items()}


def line(page: Page, address: str) -> Any:
    return page.locator(f'#review li[data-id="{address}"]')


def test_a_second_person_signs_by_keys_alone(desk: Open, nowhere: Path) -> None:
    page = desk("nowhere", "复核")
    whole = page.locator("#review li.item").count()
    expect(page.locator("#score .big")).to_contain_text(f"{whole}项还要看 共 {whole} 项")
    page.locator("#review li.now").focus()
    page.keyboard.press("y")
    said(page, "先写您的名字")
    expect(page.locator("#review-by")).to_be_focused()
    page.keyboard.type("测试")
    expect(page.locator("#review .foot")).to_contain_text("您也是录入的人")
    page.locator("#review-by").fill("复核员")
    expect(page.locator("#review .foot")).not_to_contain_text("您也是录入的人")
    line(page, "water.yaml/limits/small").click()
    expect(page.locator("#document li.now .words")).to_contain_text("小型项目不超过3个工作日")
    expect(page.locator("#public")).to_contain_text("3 个工作日")
    assert "Song" in line(page, "water.yaml/limits/small").locator("blockquote").evaluate(
        "one => getComputedStyle(one).fontFamily"
    )
    page.keyboard.press("y")
    said(page, "已同意，下一项：")
    assert page.evaluate("document.activeElement.matches('#review li.now')")
    expect(line(page, "water.yaml/limits/small").locator(".acts")).to_contain_text("✓ 同意 复核员")
    line(page, "water.yaml/fees").click()
    expect(line(page, "water.yaml/fees")).to_contain_text("文件没有写")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    said(page, "请写是什么意见")
    page.keyboard.type(HOSTILE)
    page.keyboard.press("Enter")
    said(page, "意见已送出")
    expect(line(page, "water.yaml/fees").locator(".answer")).to_have_text(f"复核员：{HOSTILE}")
    line(page, "water.yaml/papers").get_by_role("button", name="确实没写").click()
    expect(page.locator("#score .big")).to_contain_text(f"{whole - 3}项还要看")
    expect(page.locator("#saved")).to_contain_text("已存")
    assert page.evaluate("window.hurt") is None
    accessible(page)
    page.reload()
    expect(page.locator("#document li.s").first).to_be_visible()
    page.get_by_role("button", name="复核", exact=True).click()
    expect(line(page, "water.yaml/fees").locator(".answer")).to_have_text(f"复核员：{HOSTILE}")
    assert page.locator("#review-by").input_value() == "复核员"
    expected = {"water.yaml/limits/small": ("agreed", None), "water.yaml/papers": ("agreed", None)}
    assert reviewed(nowhere) == expected | {"water.yaml/fees": ("remark", HOSTILE)}


def test_what_was_changed_since_is_open_again_and_shows_what(desk: Open, nowhere: Path) -> None:
    page = desk("nowhere", "复核", "dark")
    page.locator("#review-by").fill("复核员")
    small = line(page, "water.yaml/limits/small")
    small.click()
    page.keyboard.press("y")
    expect(page.locator("#saved")).to_contain_text("已存")
    water, text = nowhere / "water.yaml", nowhere / "originals" / "nowhere.txt"
    for path in (text, water):
        path.write_text(path.read_text(encoding="utf-8").replace("不超过3个", "不超过4个"), encoding="utf-8")
    water.write_text(water.read_text(encoding="utf-8").replace("at_most: 3", "at_most: 4"), encoding="utf-8")
    expect(small).to_contain_text("签过，后来又改了", timeout=20_000)
    small.get_by_role("button", name="看改了什么").click()
    expect(small.locator(".was del")).to_have_text(["3", "3"])
    expect(small.locator(".was ins")).to_have_text(["4", "4"])
    accessible(page)
    small.get_by_role("button", name="仍同意").click()
    expect(small.locator(".acts")).to_contain_text("✓ 同意")
    small.click()
    small.get_by_role("button", name="收回").click()
    expect(small.get_by_role("button", name="✓ 同意")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("已存")
    page.wait_for_timeout(300)
    assert reviewed(nowhere) == {}


def test_only_what_is_unseen_or_has_a_remark_is_shown_where_that_is_wanted(desk: Open, nowhere: Path) -> None:
    assert nowhere.is_dir()
    page = desk("nowhere", "复核")
    page.locator("#review-by").fill("复核员")
    whole = page.locator("#review li.item").count()
    page.locator("#review li.now").focus()
    for _ in range(3):
        page.keyboard.press("y")
    page.get_by_role("button", name=f"没看完 {whole - 3}").click()
    assert page.locator("#review li.item").count() == whole - 3
    page.get_by_role("button", name="有意见 0").click()
    assert page.locator("#review li.item").count() == 1, "the one at hand stays"
    page.locator("#review li.now").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("n")
    assert page.locator("#review li.item").count() == whole


# ----------------------------------------------------------------------------------------------------------- replacing


def test_a_replaced_document_is_worked_off(desk: Open, tmp_path: Path) -> None:
    place = to_replace(tmp_path)
    page = desk("xubiao", "换文件")
    expect(page.locator("#replaced .empty")).to_contain_text("还没有换过")
    page.get_by_role("button", name="换成新的").click()
    page.get_by_role("textbox", name="新文件的文字").fill(NEW + HOSTILE + "\n")
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("#replaced .foot")).to_contain_text("还没有换")
    assert (place / "originals" / "xubiao.txt").read_text(encoding="utf-8") == OLD
    accessible(page)
    page.get_by_role("button", name="换上", exact=True).click()
    said(page, "换上了")
    assert (place / "originals" / "xubiao.before.txt").read_text(encoding="utf-8") == OLD
    assert page.locator("#replaced .badge").all_inner_texts() == [
        "找不到", "改了字", "挪了", "原样", "新句",
    ]  # fmt: skip
    altered = page.locator("#replaced li.altered")
    assert (
        altered.locator("blockquote del").all_inner_texts(),
        altered.locator("blockquote ins").all_inner_texts(),
    ) == (
        ["5", "7"],
        ["4", "6"],
    )
    page.get_by_role("button", name="项都换条款").click()
    said(page, "项都换了条款")
    expect(page.locator("#replaced li.moved")).to_have_count(0)
    expect(page.locator("#score .big")).to_contain_text("2项要您决定")
    orphan = page.locator("#replaced li.orphaned")
    expect(orphan).to_contain_text("房产证")
    orphan.get_by_role("button", name="这一项去掉").click()
    said(page, "已去掉")
    expect(page.locator("#score .big")).to_contain_text("1项要您决定")
    accessible(page)
    assert page.evaluate("window.hurt") is None
    altered.get_by_role("button", name="引文换成新的").click()
    said(page, "请在右边改")
    expect(page.locator("body")).to_have_attribute("data-mode", "enter")
    expect(page.locator("#form")).to_contain_text("办理时限：4-6个工作日")
    expect(page.locator("#form")).to_contain_text("5")


def test_a_text_that_cannot_be_taken_says_why(desk: Open, tmp_path: Path) -> None:
    to_replace(tmp_path)
    page = desk("xubiao", "换文件")
    page.get_by_role("button", name="换成新的").click()
    page.get_by_role("button", name="先看看").click()
    said(page, "先选文件")
    page.get_by_role("textbox", name="新文件的文字").fill("太短")
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("#replaced .foot")).to_contain_text("汉字")


# --------------------------------------------------------------------------------------------------------------- scans


def test_the_lines_of_a_scan_are_confirmed_beside_their_pictures(desk: Open, tmp_path: Path) -> None:
    texts = scanned(tmp_path)
    page = desk("nowhere", "对扫描件", "dark")
    lines = page.locator("#scan li.line")
    expect(lines.first).to_be_visible()
    whole = lines.count()
    expect(page.locator("#score .big")).to_contain_text(f"{whole}行还没有对过")
    cut = lines.nth(0).locator(".cut").evaluate("one => [getComputedStyle(one).backgroundImage, one.clientWidth]")
    assert cut[0].startswith('url("blob:')
    assert cut[1] > 100
    page.locator("#scan-by").fill("核对员")
    page.locator("#scan li.now").focus()
    page.keyboard.press("Enter")
    said(page, "对过了，第 2 行")
    page.keyboard.press("m")
    assert page.locator("#scan li.now").get_attribute("data-id") == "3"
    page.keyboard.press("Enter")
    said(page, "先照图片写出来")
    accessible(page)
    page.keyboard.press("1")
    said(page, "对的话按回车")
    page.keyboard.press("Enter")
    said(page, "对过了，第 4 行")
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.locator("#scan li.line.done")).to_have_count(3)
    expect(lines.nth(3).locator(".words")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="没有数字和比较词").click()
    expect(page.locator("#saved")).not_to_contain_text("正在存")
    expect(page.locator("#scan .foot button")).to_have_count(0)
    accessible(page)
    page.wait_for_timeout(500)
    record = scans.read(texts / "nowhere.txt")
    assert page.evaluate("window.hurt") is None
    assert HOSTILE in record.text
    assert "◇" not in record.text
    assert {one.confirmed.by for one in record.scan.lines if one.confirmed} == {"核对员"}
    assert 0 < len(record.open()) < whole - 3, "what has a figure is looked at by itself"


def test_a_confirmed_line_is_mended_after_all_and_a_name_is_asked_for_in_sight(desk: Open, tmp_path: Path) -> None:
    texts = scanned(tmp_path)
    page = desk("nowhere", "对扫描件")
    expect(page.get_by_role("button", name="去录入")).to_have_count(0)
    first = page.locator("#scan li.line").nth(0)
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#scan .foot")).to_contain_text("先写您的名字")
    page.keyboard.type("核对员")
    page.keyboard.press("Enter")
    expect(page.locator("#scan .foot")).not_to_contain_text("先写您的名字")
    page.keyboard.press("Enter")
    said(page, "对过了，第 2 行")
    expect(first).to_contain_text("✓ 对过")
    expect(first, "noted by the program").not_to_contain_text("…")
    first.locator(".words").click()
    expect(first.locator("input")).to_be_focused()
    page.keyboard.type("（改）")
    page.keyboard.press("Escape")
    expect(first).to_contain_text("✓ 对过")
    page.keyboard.press("e")
    page.keyboard.type("（改）")
    page.locator("#scan li.line").nth(1).focus()
    expect(first, "what is typed and not confirmed does not pass for confirmed").not_to_contain_text("✓ 对过")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    said(page, "对过了，第 2 行")
    expect(first).to_contain_text("✓ 对过")
    expect(page.locator("#saved")).not_to_contain_text("正在存")
    page.wait_for_timeout(500)
    record = scans.read(texts / "nowhere.txt")
    assert record.text.splitlines()[0].endswith("（改）")
    assert record.confirmed(0)


def test_a_line_that_somebody_else_has_changed_is_not_overwritten(desk: Open, tmp_path: Path) -> None:
    texts = scanned(tmp_path)
    page = desk("nowhere", "对扫描件")
    page.locator("#scan-by").fill("核对员")
    text = texts / "nowhere.txt"
    changed = text.read_text(encoding="utf-8").replace("适用于无此市的用水", "适用于无此市的用气")
    text.write_text(changed, encoding="utf-8")
    page.locator("#scan li.line", has_text="适用于无此市的用水").get_by_role("button").click()
    said(page, "刚才改了")
    expect(page.locator("#scan li.now input")).to_have_value("本通知适用于无此市的用气报装。")
    assert text.read_text(encoding="utf-8") == changed


@pytest.mark.parametrize(
    ("before", "now", "pieces"),
    [
        ("不超过5天", "不超过4天", [["same", "不超过"], ["gone", "5"], ["new", "4"], ["same", "天"]]),
        ("不含施工时间", "不含施工和审批时间", [["same", "不含施工"], ["new", "和审批"], ["same", "时间"]]),
        ("𠮷祥巷", "𠮶祥巷", [["gone", "𠮷"], ["new", "𠮶"], ["same", "祥巷"]]),
        ("", "新的", [["new", "新的"]]),
        ("一样", "一样", [["same", "一样"]]),
        ("甲" + "乙" * 2000 + "丁", "甲" + "丙" * 2000 + "丁", [
            ["same", "甲"], ["gone", "乙" * 2000], ["new", "丙" * 2000], ["same", "丁"],
        ]),
    ],
)  # fmt: skip
def test_two_texts_differ_in_their_letters(
    desk: Open, nowhere: Path, before: str, now: str, pieces: list[list[str]]
) -> None:
    assert nowhere.is_dir()
    script = """([before, now]) => import('/desk/differing.js')
        .then(({ pieces }) => pieces(before, now).map(({ kind, text }) => [kind, text]))"""
    assert desk("nowhere", "录入").evaluate(script, [before, now]) == pieces
