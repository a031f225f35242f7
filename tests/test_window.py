"""A clerk's tasks, from the page of the window alone: hand over, fill in a date, exchange a stack, a joint visit."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import loaded
import pypdf
import pytest
from expected import build
from playwright.sync_api import Browser, Page, Request

GUIDES = loaded.addresses(referring=False)
DESK = {"width": 1440, "height": 900}
DAY = "2026-11-27"
A_PAGE = {"format": "A4", "prefer_css_page_size": True}


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on the screen of a clerk; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context(viewport=DESK) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
        page.on("pageerror", lambda error: problems.append(str(error)))
        yield page
    assert problems == []


def _text(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).locator("visible=true").inner_text().split())


def _tab(page: Page, name: str) -> None:
    page.locator(".tabs a", has_text=name).click()


def _choose(page: Page, words: str) -> None:
    page.locator(".kind:visible", has_text=words).first.locator("input").check()


def _from(page: Page, day: str) -> None:
    page.locator("input[name=start]:visible").fill(day)


def _print(page: Page) -> pypdf.PdfReader:
    """The ticket that the one filled button opens, as it is printed."""
    page.locator(".print a.button:visible").click()
    page.wait_for_url("**/ticket/**")
    page.wait_for_function("window.printed === 1")
    return _printed(page)


def _printed(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(**A_PAGE)))  # type: ignore[arg-type]


def _words(paper: pypdf.PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in paper.pages))


# ------------------------------------------------------------------------------------------------- hand over a sheet


def test_the_sheets_of_a_place_stand_in_the_order_of_its_utilities_each_class_with_its_days(
    desk: Page, address: str
) -> None:
    desk.goto(f"{address}/wuhai/window/")
    assert [one.split()[0] for one in desk.locator(".sheets h3").all_inner_texts()] == ["用水", "用气", "用暖"]
    row = desk.locator(".sheets section", has_text="用气").locator("li", has_text="有外线大型用户")
    assert "9 个工作日" in row.inner_text()
    links = [one.get_attribute("href") or "" for one in desk.locator(".sheets a").all()]
    assert "../gas/checklist-large-external.pdf" in links and "../gas/checklist.18pt.pdf" in links
    for link in links:
        assert desk.request.get(f"{address}/wuhai/window/{link}").status == 200


# --------------------------------------------------------------------------------------------------- fill in a date


def test_nothing_is_chosen_before_somebody_chooses(desk: Page, address: str) -> None:
    desk.goto(f"{address}/wuhai/window/")
    assert desk.locator(".desk input:checked").count() == 0
    button = desk.locator(".print a.button:visible")
    assert button.get_attribute("href") is None
    assert _text(desk, ".wanting") == "还要选：类别、日期"
    desk.get_by_role("button", name="今天").locator("visible=true").click()
    _choose(desk, "大型项目")
    assert button.get_attribute("href") is not None
    assert desk.locator(".latest:visible .ruler").count() == 1


def test_one_day_of_the_class_on_one_side_of_paper(desk: Page, address: str) -> None:
    desk.goto(f"{address}/wuhai/window/")
    _tab(desk, "用气")
    _choose(desk, "有外线大型用户")
    _from(desk, DAY)
    assert _text(desk, ".latest .when-last") == "最迟 2026年12月10日周四"
    assert "“有外线普通用户”（不超过 7 个工作日）" in _text(desk, ".meets")
    paper = _print(desk)
    said = _words(paper)
    assert len(paper.pages) == 1
    assert "按窗口认定有外线大型用户不超过9个工作日" in said
    assert "从2026年11月27日周五起算，最迟2026年12月10日周四" in said
    assert set(re.findall(r"2026年\d+月\d+日", said)) <= {
        "2026年11月27日",
        "2026年12月10日",
        _made(desk),
        "2026年11月20日",
    }
    assert not [word for word in ("打印（A4", "改类别", "还不能确定", "首页", "阅读设置") if word in said]


def _made(page: Page) -> str:
    """The day on which the ticket says it was printed."""
    found = re.search(r"\d+年\d+月\d+日", page.locator(".made").text_content() or "")
    assert found
    return found[0]


def test_every_day_that_is_counted_stands_on_the_ruler(desk: Page, address: str) -> None:
    desk.goto(f"{address}/wuhai/window/")
    _choose(desk, "大型项目")
    _from(desk, "2026-09-22")  # over the National Day, with a Sunday that is worked
    cells = [" ".join(one.split()) for one in desk.locator(".latest:visible .ruler li").all_inner_texts()]
    assert cells[0].startswith("起算 9/22")
    assert [one.split()[0] for one in cells if one.split()[0].isdigit()] == [str(number) for number in range(1, 9)]
    assert [one for one in cells if one.startswith("放假 10/1–7")]
    assert "这段时间没有" not in _text(desk, ".latest .ours")
    assert "调休上班" in cells[-1] and cells[-1].split()[0] == "8"
    assert _text(desk, ".latest .when-last") == "最迟 2026年10月10日周六"


def test_a_year_that_is_not_announced_gives_no_day_and_lines_to_write_on(desk: Page, address: str) -> None:
    desk.goto(f"{address}/wuhai/window/")
    _choose(desk, "大型项目")
    _from(desk, "2026-12-28")
    assert _text(desk, ".latest .none").startswith("2027 年的放假安排还没有收录")
    assert "2027年的放假安排还没有收录" in _words(_print(desk))
    assert desk.locator(".last > .line").count() == 3


def test_hours_run_from_the_time_that_is_entered(desk: Page, address: str) -> None:
    desk.goto(f"{address}/changchun-zhonghan/window/")
    _choose(desk, "标准化")
    _choose(desk, "“免申即接入，报装即通水”的项目")
    _from(desk, DAY)
    desk.locator("input[name=clock]:visible").fill("14:30")
    desk.keyboard.press("Tab")
    assert _text(desk, ".latest .when-last") == "最迟 2026年11月27日周五 15:30"
    assert "2026年11月27日周五15:30" in _words(_print(desk))


def test_where_the_classes_leave_several_time_limits_one_of_them_is_chosen(desk: Page, address: str) -> None:
    desk.goto(f"{address}/changchun-zhonghan/window/")
    assert desk.locator("fieldset.choice:visible").count() == 2  # the third table decides no days
    _choose(desk, "标准化")
    _choose(desk, "其他项目")
    _from(desk, DAY)
    assert _text(desk, ".wanting") == "还要选：按哪一条"
    _choose(desk, "不超过 2 个工作日")
    said = _words(_print(desk))
    assert "最迟2026年12月1日周二" in said and "2026年11月30日" not in said


def test_a_target_and_silence_give_no_day(desk: Page, address: str) -> None:
    desk.goto(f"{address}/harbin/window/")
    _from(desk, DAY)
    assert "请窗口" in _text(desk, ".latest .none")
    assert "最迟2026" not in _words(_print(desk))
    desk.goto(f"{address}/yantai/window/")
    _tab(desk, "用暖")
    _choose(desk, "有外线工程")
    _from(desk, DAY)
    assert _text(desk, ".latest .none") == "文件没有写多少天，请窗口填"
    assert "文件没有写多少天，请窗口填" in _words(_print(desk))


def test_days_of_an_open_kind_are_counted_both_ways(desk: Page, address: str) -> None:
    desk.goto(f"{address}/jingmen/window/")
    _choose(desk, "在前期管网布局的基础上")
    _from(desk, "2026-12-02")
    assert desk.locator(".latest:visible .ruler").count() == 2
    assert _text(desk, ".latest .when-last") == "最迟 2026年12月3日周四"
    assert "两种算法都是这一天" in _words(_print(desk))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_ticket_of_every_class_is_one_side_of_paper(guide: str, desk: Page, address: str) -> None:
    desk.goto(f"{address}/{guide}/ticket/#_w=1&_d={DAY}")
    for case in _cases(desk, guide):
        desk.goto("about:blank")
        desk.goto(f"{address}/{guide}/ticket/#_d={DAY}&_t=09:00&_w=1{case}")
        paper = _printed(desk)
        assert len(paper.pages) == 1, case
        assert "经办" in _words(paper) and "版本" in _words(paper)
    sizes = desk.evaluate(_SIZES)
    assert min(sizes) >= 11 * 96 / 72 - 0.01


_SIZES = """() => [...document.querySelectorAll('.a4 .main *')]
  .filter(node => !node.closest('.ruler, .no'))
  .filter(node => [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim()))
  .map(node => parseFloat(getComputedStyle(node).fontSize))"""
"""The sizes of what is to be read on paper; names of days and the foot may be smaller."""


def _cases(page: Page, guide: str) -> list[str]:
    """Every choice of classes; where there are none, of a time limit of the whole."""
    data = page.evaluate(f"connectionGuides.guides['{guide}']")
    tables = [[f"&{table['id']}={one['id']}" for one in table["classes"]] for table in data["tables"]]
    limits = [f"&_l={one['statement']}" for one in data["limits"] if not one["steps"]]
    return ["".join(one) for one in itertools.product(*tables)] if tables else limits


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    """The site of the invented places."""
    folder = tmp_path_factory.mktemp("invented")
    build(folder, loaded.INVENTED, store=every)
    return folder / "site"


@pytest.mark.slow
@pytest.mark.parametrize("guide", loaded.addresses(loaded.INVENTED, referring=False))
def test_a_ticket_of_two_sides_fills_the_second_by_a_third(guide: str, desk: Page, invented: Path) -> None:
    page = (invented / guide / "ticket" / "index.html").as_uri()
    desk.goto(f"{page}#_w=1")
    for case in _cases(desk, guide)[::4]:
        desk.goto("about:blank")
        desk.goto(f"{page}#_d={DAY}&_w=1{case}")
        paper = _printed(desk)
        assert len(paper.pages) <= 2, case
        assert len(paper.pages) == 1 or _filled(paper.pages[1]) >= 1 / 3, case


def _filled(page: pypdf.PageObject) -> float:
    """How much of a page stands above its lowest words, the number of the page aside."""
    heights: list[float] = []

    def note(text: str, page_: list[float], line: list[float], *_: object) -> None:
        height = page_[3] * line[5] + page_[5]
        if text.strip() and height > _FOOT:
            heights.append(height)

    page.extract_text(visitor_text=note)
    return 1 - min(heights) / float(page.mediabox.height)


_FOOT = 25
"""The height of the margin, in points."""


# ------------------------------------------------------------------------------------------------ exchange a stack


def _asked(page: Page, code: str) -> str:
    page.locator(".stack input").fill(code)
    page.get_by_role("button", name="看一看").click()
    return page.locator(".stack .answer").inner_text()


def test_the_version_in_the_foot_tells_whether_a_stack_is_still_good(desk: Page, built: Path) -> None:
    desk.goto((built / "site/wuhai/window/index.html").as_uri())  # from a disk as well
    section = desk.locator(".sheets section", has_text="用气")
    version = section.get_attribute("data-version") or ""
    assert _asked(desk, version[:4]).startswith(f"能用：{version[:4]} 是用气单子的现行版本（{version}")
    assert _asked(desk, f" {version.upper()} ").startswith("能用")
    other = next(code for code in ("0000", "1111", "ffff") if not _known(desk, code))
    assert _asked(desk, other) == f"旧的，请换：{other} 不是现行版本。"
    for unread in ("", "12", "版本号", "zzzz"):
        assert _asked(desk, unread).startswith("对不上")


def _known(page: Page, code: str) -> bool:
    return page.locator(f"[data-version^='{code}']").count() > 0


# --------------------------------------------------------------------------------------------------- a joint visit


def test_a_joint_visit_has_its_sheet_and_the_tickets_of_one_day(desk: Page, address: str) -> None:
    desk.goto(f"{address}/yantai/window/")
    for name in ("用水", "用气"):
        _tab(desk, name)
        _choose(desk, "有外线工程")
    _tab(desk, "一窗受理")
    _from(desk, DAY)
    sheet = desk.locator(".print a.button:visible")
    assert sheet.inner_text() == "打印一窗受理清单"
    assert desk.request.get(f"{address}/yantai/joint.pdf").status == 200
    rows = [" ".join(one.split()) for one in desk.locator(".parts li").all_inner_texts()]
    assert rows == [
        "用水 有外线工程、2026年12月2日周三 打印",
        "用气 有外线工程、2026年12月2日周三 打印",
        "用暖 还没选 打印",
    ]
    desk.locator(".parts li", has_text="用气").get_by_role("link", name="打印").click()
    desk.wait_for_url("**/yantai/gas/ticket/**")
    assert "最迟2026年12月2日周三" in _words(_printed(desk))


def test_the_word_of_another_document_is_on_no_page_of_the_window(desk: Page, address: str) -> None:
    for place, word, other in (("yantai", "一窗受理", "联合"), ("jingmen", "联合报装", "一窗受理")):
        desk.goto(f"{address}/{place}/window/")
        said = desk.locator("article").first.text_content() or ""
        assert word in said and other not in said


# -------------------------------------------------------------------------------------------------------- the page


def test_the_way_back_from_a_ticket_leads_to_what_was_chosen(desk: Page, address: str) -> None:
    desk.goto(f"{address}/wuhai/window/")
    _choose(desk, "小型项目")
    _tab(desk, "用气")
    _choose(desk, "有外线大型用户")
    _from(desk, DAY)
    _print(desk)
    desk.get_by_role("link", name="改类别、改日期").click()
    desk.wait_for_url("**/window/#*")
    assert _text(desk, ".latest .when-last") == "最迟 2026年12月10日周四"
    desk.go_back()
    desk.go_back()
    desk.wait_for_function("document.querySelector('.latest .when-last')")
    _tab(desk, "用水")
    assert _text(desk, ".latest .when-last") == "最迟 2026年12月3日周四"


def test_all_of_it_works_from_a_disk_and_asks_nothing_of_the_network(desk: Page, built: Path) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    desk.on("request", note)
    desk.goto((built / "site/wuhai/window/index.html").as_uri())
    _choose(desk, "小型项目")
    _from(desk, DAY)
    desk.locator(".print a.button:visible").click()
    desk.wait_for_url("**/ticket/index.html#*")
    assert "小型项目" in _words(_printed(desk))
    assert not [url for url in asked if not url.startswith("file:")]


@pytest.mark.parametrize("place", ["wuhai", "changchun-zhonghan", "jingmen"])
def test_without_scripts_every_class_and_sheet_is_there(place: str, browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{place}/window/")
        assert page.locator(".desk:visible").count() >= 1
        assert page.locator(".unscripted:visible").count() >= 2
        assert page.locator(".sheets a:visible").count() >= 2
        page.goto(f"{address}/{place}/water/ticket/")
        assert "项目名称" in page.locator(".a4").inner_text()


def test_in_the_largest_type_a_class_keeps_room_for_its_words(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        context.add_init_script("localStorage.setItem('reading', JSON.stringify({ size: 'largest' }))")
        page = context.new_page()
        page.goto(f"{address}/wuhai/window/#gas")
        widths = page.locator(".kind:visible .name").evaluate_all("nodes => nodes.map(node => node.clientWidth)")
        assert len(widths) == 5 and min(widths) > 140
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
