"""The form in the browser: checks while typing, kept only where wished, the same sheet out, nothing sent."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import pypdf
import pytest
from expected import ROOT, build
from nodejs import AXE
from playwright.sync_api import Browser, BrowserContext, Page
from stdnum.cn import uscc

from generator import checks
from generator.pages import place_pages
from generator.policy.files import FormFile

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
PHONE = {"width": 360, "height": 740}
NAME = "虚构市无此地有限责任公司"
CODE = "91420800MA00000003"
"""Invented; its check character is right."""


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory, every: str) -> Path:
    """The site of the invented places: a form with required fields and radio buttons, a utility's own blank form."""
    folder = tmp_path_factory.mktemp("invented")
    build(folder, CASE, store=every)
    return folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=PHONE, accept_downloads=True) as made:  # type: ignore[arg-type]
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on a phone; any error of a script fails the test."""
    problems: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: problems.append(str(error)))
    yield made
    assert problems == []


@pytest.fixture(params=["http", "file"])
def form(request: pytest.FixtureRequest, page: Page, address: str, built: Path) -> Page:
    """The form of Jingmen, from a server and from a disk."""
    disk = (built / "site" / "jingmen" / "form" / "index.html").as_uri()
    page.goto(f"{address}/jingmen/form/" if request.param == "http" else disk)
    return page


def said(page: Page, field: str) -> str:
    return page.locator(f"[data-field='{field}'] .said").inner_text()


def type_in(page: Page, field: str, text: str, *, leave: bool = True) -> str:
    """What the page says after typing into a field, still there or gone on."""
    box = page.locator(f"[data-field='{field}'] input").first
    box.fill("")
    box.press_sequentially(text)
    if leave:
        box.blur()
    return said(page, field)


def on_sheet(page: Page, name: str) -> str:
    return page.locator(f".sheet [data-of='{name}']").text_content() or ""


# ------------------------------------------------------------------------------------------------------- the checks


def test_credit_codes_as_the_standard_has_them(form: Page) -> None:
    dice = random.Random(32100)  # noqa: S311  no secret
    codes = []
    for _ in range(500):
        body = "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(17))
        codes.append(body + dice.choice([uscc.calc_check_digit(body), dice.choice(uscc._alphabet)]))
    good = [uscc.calc_check_digit(code[:-1]) == code[-1] for code in codes]
    found = form.evaluate("codes => codes.map(code => !connectionGuides.formChecks.uscc(code, true).bad)", codes)
    assert found == good
    assert 200 < sum(good) < 500
    assert uscc.is_valid(CODE)


@pytest.mark.parametrize(
    ("typed", "part"),
    [("9142080", "已填 7 位"), ("91420800I", "第 9 位“I”"), ("91420800MA0000000S", "第 18 位“S”")],
)
def test_a_code_is_checked_while_it_is_typed(typed: str, part: str, form: Page) -> None:
    assert part in type_in(form, "applicant/credit-code", typed, leave=False)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        (CODE, "没有发现问题"),
        (CODE.lower(), "没有发现问题"),
        (f"{CODE[:8]} {CODE[8:]}", "没有发现问题"),
        ("９" + CODE[1:], "没有发现问题"),
        (CODE[:-1] + "0", "对不上"),
        (CODE[:-1], "还差 1 位"),
        (CODE + "0", "多了 1 位"),
        ("", ""),
    ],
)
def test_a_code_that_is_done(typed: str, part: str, form: Page) -> None:
    answer = type_in(form, "applicant/credit-code", typed)
    assert part in answer
    assert bool(answer) == bool(part)


@pytest.mark.parametrize(
    "typed",
    ["13800000000", "138 0000 0000", "+86 13800000000", "000-0000-0001", "0724-0000000", "010-00000000转801",
     "12345", "96555", "400-000-0000", "２３４５６７８", "+852 0000 0000".replace("0000", "2000")],
)  # fmt: skip
def test_telephones_that_are(typed: str, form: Page) -> None:
    assert type_in(form, "applicant/telephone", typed) == ""


@pytest.mark.parametrize("typed", ["1380000000", "138000000000", "13", "电话", "138-abc", "0"])
def test_telephones_that_are_not(typed: str, form: Page) -> None:
    assert "不像电话号码" in type_in(form, "applicant/telephone", typed)


@pytest.mark.parametrize(("typed", "kept"), [("80", "80"), ("0.5", "0.5"), ("1,000", "1000"), ("１２．５", "12.5")])
def test_numbers_that_are(typed: str, kept: str, form: Page) -> None:
    assert type_in(form, "water/demand", typed) == ""
    assert on_sheet(form, "water/demand") == kept


@pytest.mark.parametrize(
    ("typed", "part"), [("80吨", "吨/日"), ("很多", "请填数字"), ("1.2.3", "请填数字"), ("-5", "请填数字")]
)
def test_numbers_that_are_not(typed: str, part: str, form: Page) -> None:
    assert part in type_in(form, "water/demand", typed)
    assert form.locator("#f-water-demand").get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("2026", "2", "28", "9"), ""), (("2028", "2", "29", ""), ""), (("2026", "2", "29", ""), "没有这一天"),
        (("2026", "13", "1", ""), "没有这一天"), (("26", "1", "1", ""), "4 位数字"), (("2026", "", "", ""), "请填全"),
        (("2026", "1", "1", "25"), "整点"), (("", "", "", ""), ""),
    ],
)  # fmt: skip
def test_days(parts: tuple[str, ...], message: str, form: Page) -> None:
    names = ("year", "month", "day", "hour")
    for name, text in zip(names, parts, strict=True):
        form.fill(f"#f-applicant-connection-time-{name}", text)
    form.locator("#f-applicant-contact").focus()
    answer = said(form, "applicant/connection-time")
    assert message in answer
    assert bool(answer) == bool(message)


# --------------------------------------------------------------------------------------------------------- the sheet


def fill_in(page: Page) -> None:
    page.fill("#f-applicant-applicant", NAME)
    page.fill("#f-applicant-credit-code", CODE)
    page.fill("#f-water-demand", "80")
    for name, text in (("year", "2099"), ("month", "3"), ("day", "1"), ("hour", "9")):
        page.fill(f"#f-applicant-connection-time-{name}", text)
    page.get_by_label("用水报装", exact=True).check()
    page.get_by_label("扩容", exact=True).check()


def _with_a_chinese_font(page: Page) -> None:
    """The project's own, since a bare system has none and prints empty boxes, which hold no text."""
    font = ROOT / "templates" / "fonts" / "NotoSansSC-Regular.ttf"
    headers = {"access-control-allow-origin": "*", "content-type": "font/ttf"}
    page.route("**/cut.ttf", lambda route: route.fulfill(path=font, headers=headers))
    rule = "@font-face { font-family: Cut; src: url(http://font.invalid/cut.ttf); } * { font-family: Cut !important; }"
    page.add_style_tag(content=rule)
    page.evaluate("document.fonts.ready.then(() => true)")


def test_the_sheet_carries_what_was_filled_in_and_prints_alone(form: Page, tmp_path: Path) -> None:
    fill_in(form)
    _with_a_chinese_font(form)
    form.emulate_media(media="print")
    form.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    reader = pypdf.PdfReader(tmp_path / "sheet.pdf")
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(one.extract_text() for one in reader.pages)))
    assert len(reader.pages) == 1
    for words in (
        NAME,
        CODE,
        "2099年3月1日9时",
        "☑用水报装",
        "□天然气报装",
        "扩容☑",
        "临时用水□",
        "供水需求:80吨/日",
        "2021",
    ):
        assert words in text
    assert "全部删除" not in text
    assert "依据" not in text


def test_the_printed_year_can_be_another(form: Page) -> None:
    assert on_sheet(form, "serial/year") == "2021"
    form.fill("#f-serial-year", "2099")
    form.fill("#f-serial-number", "虚构 0")
    assert (on_sheet(form, "serial/year"), on_sheet(form, "serial/number")) == ("2099", "虚构 0")


def test_a_page_to_show_where_nothing_can_be_printed(page: Page, address: str) -> None:
    page.add_init_script("window.print = undefined;")
    page.goto(f"{address}/jingmen/form/")
    assert page.locator("[data-act=print]:visible").count() == 0
    fill_in(page)
    page.get_by_role("button", name="看填好的表").click()
    page.wait_for_function("document.documentElement.classList.contains('sheet-only')")
    assert NAME in page.locator("body").inner_text()
    assert page.locator(".filling").is_hidden()
    assert page.locator("#basis").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.go_back()
    page.wait_for_function("!document.documentElement.classList.contains('sheet-only')")
    assert page.input_value("#f-applicant-applicant") == NAME


def test_what_is_typed_stays_text(form: Page) -> None:
    form.fill("#f-applicant-applicant", "<img src=x onerror=alert(1)>")
    assert on_sheet(form, "applicant/applicant") == "<img src=x onerror=alert(1)>"
    assert form.locator(".sheet img").count() == 0


# -------------------------------------------------------------------------------------------------------- the device


def kept(page: Page) -> int:
    found: int = page.evaluate("localStorage.length")
    return found


def test_nothing_is_kept_unless_wished(form: Page) -> None:
    form.fill("#f-applicant-applicant", NAME)
    assert kept(form) == 0
    assert NAME not in form.url


def test_kept_where_wished_and_deleted_at_a_touch(form: Page) -> None:
    fill_in(form)
    form.get_by_label("保存在这台设备上").check()
    form.fill("#f-applicant-contact", "虚构人")
    assert kept(form) == 1
    form.reload()
    assert form.input_value("#f-applicant-applicant") == NAME
    assert form.input_value("#f-applicant-contact") == "虚构人"
    assert form.get_by_label("扩容", exact=True).is_checked()
    assert on_sheet(form, "applicant/applicant") == NAME
    form.once("dialog", lambda dialog: dialog.dismiss())
    form.get_by_role("button", name="全部删除").click()
    assert kept(form) == 1
    assert form.input_value("#f-applicant-applicant") == NAME
    form.once("dialog", lambda dialog: dialog.accept())
    form.get_by_role("button", name="全部删除").click()
    assert kept(form) == 0
    assert form.input_value("#f-applicant-applicant") == ""
    assert on_sheet(form, "applicant/applicant") == ""
    assert not form.get_by_label("保存在这台设备上").is_checked()
    form.fill("#f-applicant-contact", "虚构人")
    assert kept(form) == 0


def test_no_longer_wished_is_no_longer_kept(form: Page) -> None:
    fill_in(form)
    form.get_by_label("保存在这台设备上").check()
    form.get_by_label("保存在这台设备上").uncheck()
    assert kept(form) == 0
    assert form.input_value("#f-applicant-applicant") == NAME


def test_a_browser_that_keeps_nothing_says_so(page: Page, address: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('no'); };")
    page.goto(f"{address}/jingmen/form/")
    page.get_by_label("保存在这台设备上").click()
    assert "不让保存" in page.locator(".told").inner_text()
    assert not page.get_by_label("保存在这台设备上").is_checked()


def test_nothing_is_sent(context: BrowserContext, page: Page, address: str) -> None:
    page.goto(f"{address}/jingmen/form/")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    fill_in(page)
    page.get_by_label("保存在这台设备上").check()
    page.get_by_role("button", name="看填好的表").click()
    page.wait_for_timeout(200)
    assert [url for url in asked if not url.endswith("/favicon.png")] == []  # which the browser fetches by itself
    assert context.cookies() == []


# ---------------------------------------------------------------------------------------------------------- the file


def saved(page: Page, path: Path) -> dict[str, Any]:
    with page.expect_download() as download:
        page.get_by_role("button", name="存成文件").click()
    download.value.save_as(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_file_that_can_be_loaded_again(form: Page, tmp_path: Path) -> None:
    fill_in(form)
    data = saved(form, tmp_path / "form.json")
    assert data["form"] == "jingmen/form"
    assert data["values"]["applicant/services"] == ["用水报装"]
    assert data["values"]["applicant/connection-time/hour"] == "9"
    form.once("dialog", lambda dialog: dialog.accept())
    form.get_by_role("button", name="全部删除").click()
    form.set_input_files("input.file", tmp_path / "form.json")
    form.wait_for_function("document.querySelector('.told').textContent === '已读入'")
    assert saved(form, tmp_path / "again.json") == data


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "读不出来"),
        ("null", "读不出来"),
        ('{"form": "nowhere/form", "values": {}}', "读不出来"),
        ('{"form": "jingmen/form"}', "读不出来"),
        (
            '{"form": "jingmen/form", "values": {"applicant/contact": "虚构人", "x": "y", "water/kind": ["没有"]}}',
            "2 项",
        ),
        ('{"form": "jingmen/form", "values": {"applicant/contact": "虚构人", "water/demand": 5}}', "1 项"),
    ],
)
def test_files_that_are_not_ours(content: str, message: str, form: Page, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    form.set_input_files("input.file", tmp_path / "x.json")
    form.wait_for_function("document.querySelector('.told').textContent !== ''")
    assert message in form.locator(".told").inner_text()
    assert (form.input_value("#f-applicant-contact") == "虚构人") == ("虚构人" in content)


# ------------------------------------------------------------------------------------------- required, chosen, blank


def test_required_is_said_and_stops_nobody(page: Page, invented: Path) -> None:
    page.goto((invented / "site" / "xugou" / "form" / "index.html").as_uri())
    assert page.locator("[aria-required=true]").count() == 2
    page.fill("#f-applicant-name", "虚构人")
    page.get_by_role("button", name="看填好的表").click()
    page.wait_for_function("document.documentElement.classList.contains('sheet-only')")
    assert "联系电话" in (page.locator(".told").text_content() or "")
    assert "申请人" not in (page.locator(".told").text_content() or "")


def test_one_of_several_can_be_chosen_and_taken_back(page: Page, invented: Path) -> None:
    page.goto((invented / "site" / "xugou" / "form" / "index.html").as_uri())
    boxes = page.locator(".sheet [data-box^='applicant/kind/']")
    page.get_by_text("增容", exact=True).locator("visible=true").click()
    assert boxes.all_text_contents() == ["□", "☑", "□"]
    page.get_by_text("迁移", exact=True).locator("visible=true").click()
    assert boxes.all_text_contents() == ["□", "□", "☑"]
    page.get_by_text("迁移", exact=True).locator("visible=true").click()
    assert boxes.all_text_contents() == ["□", "□", "□"]


def test_a_form_without_required_fields_requires_nothing(form: Page) -> None:
    assert form.locator("[required], [aria-required]").count() == 0


def test_a_utilitys_own_blank_form_is_published_with_who_vouches(page: Page, invented: Path) -> None:
    page.goto((invented / "site" / "xugou" / "water" / "index.html").as_uri())
    line = page.locator("#papers ~ ul li", has=page.locator("a[href^='files/']"))
    assert "乌有水务公司提供" in line.inner_text()
    name = line.locator("a[href^='files/']").get_attribute("href")
    published = invented / "site" / "xugou" / "water" / str(name)
    assert published.read_bytes() == (CASE / "xugou" / "baozhuang-shenqingbiao.docx").read_bytes()


def test_a_link_to_elsewhere_is_not_published(tmp_path: Path) -> None:
    source = ROOT / "tests" / "errors" / "no-file" / "policies" / "nowhere" / "water.assured.yaml"
    folder = tmp_path / "policies" / "nowhere"
    folder.mkdir(parents=True)
    for path in (*(ROOT / "tests" / "errors" / "base" / "policies" / "nowhere").iterdir(), source):
        (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (folder / "form.pdf").symlink_to(tmp_path / "secret.pdf")
    _, resolved, findings = checks.check(tmp_path / "policies")
    assert ([one.code for one in findings], list(resolved)) == (["unreadable"], [])


# -------------------------------------------------------------------------------------------------- under all skies


def test_without_scripts_the_fields_and_the_blank_form_remain(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/jingmen/form/")
        text = page.locator("article").inner_text()
        for words in ("信用代码", "天然气负荷（方/小时）", "新开户、扩容、临时用水", "空白表格"):
            assert words in text
        assert page.locator("input:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("at", ["", "#sheet"])
def test_accessible_while_filled_in_wrongly(at: str, scheme: str, address: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/jingmen/form/")
        type_in(page, "applicant/credit-code", "I")
        type_in(page, "applicant/telephone", "1")
        type_in(page, "water/demand", "80吨")
        fill_in(page)
        page.evaluate("at => { location.hash = at; }", at)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_to_have_at_hand_is_accessible(scheme: str, address: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/wuhai/prepare/")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == []


@pytest.mark.slow
def test_a_hostile_form_is_inert() -> None:
    one = next(one for one in checks.check(CASE)[1] if one.city.form is not None)
    form, guide = one.city.form, one.guide
    assert form is not None
    hostile = '"><script>alert(1)</script>{{7*7}}[x](javascript:y)'
    group = form.groups[0]
    fields = tuple(one.model_copy(update={"label": one.label + hostile, "help": hostile}) for one in group.fields)
    bad = form.model_copy(
        update={"title": hostile, "groups": (group.model_copy(update={"title": hostile, "fields": fields}),)}
    )
    assert isinstance(bad, FormFile)
    made = place_pages.form_page(bad, guide).split("---\n", 2)[2]
    shown = markdown.markdown(made, extensions=["attr_list", "md_in_html", "tables", "toc"])
    assert re.findall(r"<script[^>]*>[^<]*", shown) == [
        '<script defer src="../../assets/form-words.js">',
        '<script defer src="../../assets/form.js">',
    ]
    assert 'href="javascript' not in shown
    assert "49[" not in shown


def test_places_without_a_form_say_what_to_have_at_hand(page: Page, address: str, built: Path) -> None:
    for city in ("harbin", "yantai", "changchun-zhonghan", "wuhai"):
        assert (built / "site" / city / "prepare" / "index.html").is_file()
        assert not (built / "site" / city / "form").exists()
        assert not (built / "site" / city / "form.pdf").exists()
    assert not (built / "site" / "jingmen" / "prepare").exists()
    page.goto(f"{address}/wuhai/")
    page.get_by_role("link", name="先备好").click()
    page.wait_for_url("**/prepare/")
    text = page.locator("article").inner_text()
    assert "报装申请表" in text
    for asked in ("小时用气量是多少", "需不需要外线工程", "需不需要建换热站"):
        assert text.count(asked) == 1
