"""In the browser: what the pages of invented documents make of a day that is entered, and of what is not in hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import kinds
import pytest
from expected import build
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    """The pages of a table of steps and of services with yearly days, beside the announced working days."""
    folder = tmp_path_factory.mktemp("dates")
    for name in ("xubiao", "xudao", "xuyuan", "xuqi"):
        shutil.copytree(kinds.POLICIES / name, folder / "policies" / name)
    build(folder, folder / "policies", store=every)
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context.new_page()


def reckoned(page: Page, site: Path, address: str) -> list[str]:
    """What is reckoned of the day in an address, a line for each limit or deadline."""
    path, _, fragment = address.partition("#")
    page.goto("about:blank")  # an address of the same page would not load it anew
    page.goto(f"{(site / path / 'index.html').as_uri()}#{fragment}")
    page.locator("details.due").evaluate("fold => fold.open = true")
    return page.locator(".due .dates li").all_inner_texts()


@pytest.mark.build
def test_each_step_has_an_interval_that_begins_where_the_one_before_ends(page: Page, site: Path) -> None:
    first, second, third, fourth, last = reckoned(page, site, "xubiao/heat/#_d=2026-11-26")
    assert "2026年12月3日周四 至 2026年12月7日周一" in first
    assert "2026年12月4日周五 至 2026年12月9日周三" in second
    assert "2026年12月9日周三 至 2026年12月16日周三" in third
    assert "2026年12月16日周三 至 2026年12月25日周五" in fourth
    assert all("本站推算" in one for one in (second, third, fourth))
    assert "验收合格后" in last
    assert "2026" not in last
    entered = reckoned(page, site, "xubiao/heat/#_d=2026-11-26&_d.s.accept=2026-12-01")
    assert "2026年12月2日周三 至 2026年12月3日周四" in entered[1]


@pytest.mark.build
def test_a_day_past_the_yearly_one_is_too_late_and_a_calendar_takes_the_next(page: Page, site: Path) -> None:
    case = "xudao/heat/#service=申请供暖业务&connection=需要碰头"
    (late,) = reckoned(page, site, f"{case}&_d=2026-10-10")
    assert "已经过了文件写的日子（2026年9月30日周三）。过了会怎样，文件没有写" in late
    assert "DTSTART;VALUE=DATE:20270930" in _calendar(page)
    (early,) = reckoned(page, site, f"{case}&_d=2026-09-20")
    assert "还有 10 天；文件建议的日子（2026年8月31日周一）已经过了" in early
    assert "DTSTART;VALUE=DATE:20260930" in _calendar(page)


@pytest.mark.build
def test_what_hangs_on_an_event_has_no_date(page: Page, site: Path) -> None:
    (told,) = reckoned(page, site, "xudao/heat/#service=报停业务&_d=2026-09-20")
    assert told.endswith("供暖期开始是哪一天，文件没有写，算不出日子，请问窗口")
    assert not page.locator("a.ics").count()


@pytest.mark.build
@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("user=非居民&external_line=true", "按哪一类：没有拿到"),
        ("user=非居民&external_line=false&kind=都不是", "按哪一类：没有拿到（附件4）"),
        ("user=非居民&external_line=false&kind=小微", "您属于：“小微”"),
    ],
)
def test_whose_class_is_not_in_hand_is_not_told_that_the_document_has_none(
    page: Page, site: Path, case: str, said: str
) -> None:
    page.goto(f"{(site / 'xuqi/gas/index.html').as_uri()}#{case}")
    verdicts = "\n".join(page.locator(".ticket .verdict").all_inner_texts())
    assert said in verdicts
    assert "哪一类都不是" not in verdicts


def _calendar(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(document.querySelector('a.ics').href)"))
