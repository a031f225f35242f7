"""The form for a utility in a browser and on the command line: filled in, checked, kept, loaded, handed in."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from expected import ROOT, build
from nodejs import AXE
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator import checks
from generator.cli import main
from generator.policy.guide import Guide
from generator.supply.form import form
from generator.telling import disclosure

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
ADDRESS = "zixu/water"
SAID = {
    "company": ['虚构供水公司: "#1"', "", "2099-01-01"],
    "responsible": ["报装科科长", "000-0000-0004", ""],
    "window": ["虚构厅", "虚构市虚构路1号3号窗口", "工作日 9:00－17:00"],
    "enquiries": ["000-0000-0001", "全天"],
    "repairs": ["000-0000-0002", "全天"],
    "complaint-line": ["000-0000-0003", "工作日 9:00－17:00"],
    "fees": ["虚构费", "", "5.50", "户", "", "报装的用户", "虚构文件〔2099〕1号"],
    "commitments": ["- 一次告知，yes"],
}
"""What is said in each group, field by field; where nothing is said, an empty text."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    """The site of the invented places."""
    folder = tmp_path_factory.mktemp("supply")
    build(folder, CASE, store=every)
    return folder / "site"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=WIDE, accept_downloads=True) as made:  # type: ignore[arg-type]
        yield made


@pytest.fixture
def page(context: BrowserContext, site: Path) -> Iterator[Page]:
    """The form of an invented water works; any error of a script fails the test."""
    problems: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.goto((site / ADDRESS / "supply" / "index.html").as_uri())
    yield made
    assert problems == []


def fill_in(page: Page) -> None:
    for group, answers in SAID.items():
        fields = page.locator(f"[data-group={group}] .entry").first.locator("input, select, textarea").all()
        for field, answer in zip(fields, answers, strict=False):
            if answer and field.evaluate("node => node.localName") == "select":
                field.select_option(label=answer)
            elif answer:
                field.fill(answer)


def handed_in(page: Page, path: Path) -> str:
    """The text of the file that the page gives."""
    with page.expect_download() as download:
        page.locator("[data-act=download]").click()
    assert download.value.suggested_filename == path.name
    download.value.save_as(path)
    return path.read_bytes().decode("utf-8")


def supplied(policies: Path) -> Guide:
    """The guide of the water works, in policies without an error."""
    _, found, findings = checks.check(policies)
    assert [str(one) for one in findings if one.severity == "error"] == []
    return next(one.guide for one in found if one.guide.address == ADDRESS)


def script() -> str:
    """The same answers as lines for the command."""
    skipped = {"responsible": 1, "window": 4, "online": 1, "works": 1, "limits": 1, "scope": 1, "standards": 1}
    lines: list[str] = []
    for group in (each.id for step in form().steps for each in step.groups if not each.once):
        lines += SAID.get(group, [])
        lines += [""] * (skipped.get(group, 1) if group != "company" else 0)
    return "\n".join(lines) + "\n"


def test_what_is_filled_in_makes_a_draft_the_sheet_for_the_wall_and_the_command_writes_the_same(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(CASE, policies)
    assert not disclosure.complete(supplied(policies))
    fill_in(page)
    text = handed_in(page, policies / "zixu" / "water.assured.yaml")
    assert disclosure.complete(supplied(policies))
    (policies / "zixu" / "water.assured.yaml").unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(script()))
    assert main(["supply", ADDRESS, "--policies", str(policies)]) == 0
    assert (policies / "zixu" / "water.assured.yaml").read_bytes().decode("utf-8") == text
    letter = "".join(f"{line}\n" for line in page.locator(".letter p").all_inner_texts())
    assert capsys.readouterr().out == letter
    assert "公示必填的 6 项：已补 6 项\n" in letter


def test_what_is_typed_is_checked_where_it_stands(page: Page) -> None:
    telephone = page.locator("[data-group=repairs] input").first
    telephone.fill("000-000000X")
    telephone.blur()
    said = page.locator(f"#{telephone.get_attribute('aria-describedby').split()[-1]}")  # type: ignore[union-attr]
    expect(said).to_contain_text("只写数字")
    assert telephone.get_attribute("aria-invalid") == "true"
    expect(page.locator(".checks")).to_contain_text("报修：号码")
    telephone.fill("000-0000-0002")
    expect(said).to_be_empty()
    assert telephone.get_attribute("aria-invalid") == "false"
    telephone.fill("13800000000")
    expect(page.locator(".checks")).to_contain_text("像个人手机号")


def test_what_is_bad_is_mended_first(page: Page) -> None:
    fill_in(page)
    page.locator("[data-group=company] input").first.fill(" ")
    button = page.locator("[data-act=download]")
    expect(button).to_have_text("先改好 1 处")
    button.click()
    assert page.evaluate("document.activeElement === document.querySelector('[data-group=company] input')")
    expect(page.locator("[data-group=company] .said").first).to_contain_text("请填上")


def test_a_file_is_loaded_extended_and_given_back(page: Page, tmp_path: Path) -> None:
    before = (CASE / "xugou" / "water.assured.yaml").read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(before.replace("logo: water-logo.png\n", ""), encoding="utf-8")
    page.set_input_files("input.file", tmp_path / "old.yaml")
    expect(page.locator(".told").first).to_have_text("已读入")
    assert page.locator("[data-group=window] .entry").count() == 2
    page.locator("[data-group=window]").get_by_text("再加一个网点").click()
    assert page.evaluate(
        "document.activeElement.closest('.entry') === document.querySelectorAll('[data-group=window] .entry')[2]"
    )
    page.keyboard.type("虚构三厅")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-group=window] .entry").nth(1).get_by_text("删去这一项").click()
    text = handed_in(page, tmp_path / "water.assured.yaml")
    assert text.splitlines()[1:3] == before.splitlines()[:2]
    assert "season: 冬季（10月至次年4月）" in text
    assert "  - id: own-hall\n    name: 虚构三厅\n" in text
    assert "虚构路2号" not in text
    assert "baozhuang-shenqingbiao.docx" in text  # which this form does not ask


@pytest.mark.parametrize("text", ["by: |\n  甲\n", "{", ""])
def test_a_file_that_cannot_be_read_says_the_line(text: str, page: Page, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    page.set_input_files("input.file", tmp_path / "x.yaml")
    expect(page.locator(".told").first).to_contain_text("第 1 行读不了")


def test_what_stands_already_is_there(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "xugou" / "water" / "supply" / "index.html").as_uri())
    assert page.locator("[data-group=company] input").first.input_value() == "乌有水务公司（虚构）"
    assert page.locator("[data-group=steps] .entry").count() == 0
    expect(page.locator(".need")).to_have_text("公示必填的 6 项：已补 6 项")


def test_who_follows_another_is_asked_what_is_its_own(page: Page, site: Path) -> None:
    page.goto((site / "xugou" / "heat" / "supply" / "index.html").as_uri())
    assert page.locator("[data-group=enquiries] input").first.input_value() == "000-0000-0005"
    assert page.locator("[data-group=fees], [data-group=limits]").count() == 0
    page.locator("[data-group=company] input").first.fill("乌有热力公司")
    expect(page.locator(".need")).to_contain_text("已补 2 项")


def test_nothing_is_kept_unless_wished_and_deleted_after_a_question(page: Page) -> None:
    name = page.locator("[data-group=company] input").first
    name.fill("虚构供水公司")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("保存在这台设备上").check()
    page.reload()
    assert name.input_value() == "虚构供水公司"
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_text("全部删去").click()
    assert name.input_value() == "虚构供水公司"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_text("全部删去").click()
    assert (name.input_value(), page.evaluate("localStorage.length")) == ("", 0)


def test_one_step_a_screen_on_a_phone_and_an_anchor_opens_its_own(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    shown = page.locator(".step:visible")
    assert shown.count() == 1
    page.get_by_role("button", name="下一步：网点").click()
    expect(page.locator(".progress")).to_have_text("第 2 步，共 7 步：网点")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto((site / ADDRESS / "supply" / "index.html").as_uri() + "#excludes")
    expect(shown.locator("h2")).to_contain_text("时限怎么算、承诺")
    assert page.evaluate("document.activeElement.id") == "s-limits-0-excludes"


def test_every_step_can_be_read_by_everybody(page: Page) -> None:
    page.locator("[data-group=enquiries] input").first.fill("x")
    page.locator("[data-group=enquiries] input").first.blur()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document.querySelector('article')).then(({ violations }) => violations)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_without_scripts_the_page_says_what_to_write(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / ADDRESS / "supply" / "index.html").as_uri())
        text = page.locator("article").inner_text()
        assert all(words in text for words in ("企业全称", "服务时间", "依据", "还缺什么的单子"))
        assert page.locator("button:visible").count() == 0


# ---------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return shutil.copytree(CASE, tmp_path / "policies")


def answered(lines: str, policies: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return main(["supply", address, "--policies", str(policies)])


@pytest.mark.parametrize(("yes", "code"), [("是\n", 0), ("y\n", 0), ("否\n", 1), ("", 1)])
def test_a_file_that_is_there_is_replaced_only_after_a_yes(
    yes: str, code: int, policies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = policies / "xugou" / "water.assured.yaml"
    before = path.read_text(encoding="utf-8")
    questions = _questions(policies, monkeypatch)
    assert answered("虚构新公司\n" + "\n" * (questions - 2) + yes, policies, "xugou/water", monkeypatch) == code
    assert "已经有了，换成新的吗" in capsys.readouterr().err
    after = path.read_text(encoding="utf-8")
    assert ("name: 虚构新公司" in after) if code == 0 else after == before


def _questions(policies: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many questions there are, the last of which is whether to replace the file."""
    answers = ["虚构新公司\n", *["\n"] * 200]
    lines = io.StringIO("".join(answers))
    monkeypatch.setattr("sys.stdin", lines)
    assert main(["supply", "xugou/water", "--policies", str(policies)]) == 1
    return len(answers) - len(lines.readlines())


def test_a_wrong_answer_by_a_script_ends_it_with_nothing_written(
    policies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered("虚构公司\n\n明天\n", policies, ADDRESS, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "自哪天起有效 明天：没有这一天" in said
    assert "什么都没有写 / nothing was written" in said
    assert not (policies / "zixu" / "water.assured.yaml").exists()


def test_interrupted_it_says_that_nothing_was_written(
    policies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    assert main(["supply", ADDRESS, "--policies", str(policies)]) == 130
    assert "什么都没有写" in capsys.readouterr().err
