"""The preview as an editor meets it: what is saved shows, what is wrong is named with its place, the page stays."""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import BASE, Desk
from expected import sources, tree
from playwright.sync_api import Browser, Page, expect

from generator.preview import Preview

WATER = "policies/nowhere/water.yaml"
expect.set_options(timeout=60_000)  # on a busy machine, too
PRINTING = ("weasyprint", "pikepdf", "pygraphviz")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def preview(desk: Desk) -> Iterator[str]:
    yield from desk.serve()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page; any error of a script fails the test."""
    problems: list[str] = []
    with browser.new_context() as context:
        made = context.new_page()
        made.on("pageerror", lambda error: problems.append(str(error)))
        yield made
    assert problems == []


def get(address: str, **headers: str) -> tuple[int, str]:
    """Status and body of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:  # noqa: S310
            return answer.status, answer.read().decode("utf-8", errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", errors="replace")


def test_edit_break_mend(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/nowhere/")
    panel, main = page.locator("#preview"), page.locator("main")
    expect(main).to_contain_text("无此市")
    expect(panel).to_be_hidden()
    desk.edit("policies/nowhere/city.yaml", "covers: ", "covers: 虚构的范围，")
    expect(main).to_contain_text("虚构的范围")
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    place = panel.locator("code").first
    expect(place).to_have_text(re.compile(r"^policies/nowhere/water\.yaml:\d+:\d+$"))
    expect(panel).to_contain_text("at_mots")
    expect(panel.locator("[lang=en]").first).to_contain_text("unknown key")
    expect(main).to_contain_text("虚构的范围")
    page.reload()
    expect(place).to_be_visible()
    expect(main).to_contain_text("虚构的范围")
    desk.edit(WATER, "at_mots: 3", "at_most: 3")
    expect(panel).to_be_hidden()


def test_the_findings_are_those_of_check(desk: Desk, preview: str, page: Page) -> None:
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    page.goto(f"{preview}/")
    page.locator("#preview li").first.wait_for()
    _, said = desk.run("check").communicate()
    shown = page.locator("#preview li > code").all_inner_texts()
    assert shown == re.findall(r"^(\S+:\d+:\d+): ", said, re.MULTILINE)


@pytest.mark.parametrize(
    "change",
    [
        ("templates/pages/index.md", "{% endfor %}", "{% endfo %}"),
        ("templates/pages/placelist.md", "{{ place.name }}", "{{ place.nam }}"),
        ("templates/words.yaml", "\nutilities:", "\n utilities:"),
    ],
)
def test_a_wrong_template_has_its_place(desk: Desk, preview: str, page: Page, change: tuple[str, str, str]) -> None:
    file, old, new = change
    page.goto(f"{preview}/")
    desk.edit(file, old, new)
    expect(page.locator("#preview code").first).to_have_text(re.compile(rf"^{re.escape(file)}:[1-9]\d*:\d+$"))
    expect(page.locator("main")).to_contain_text("无此市")
    _, said = desk.run("build").communicate()
    assert f"\n{file}:" in f"\n{said}"
    desk.edit(file, new, old)
    expect(page.locator("#preview")).to_be_hidden()


def test_words_and_styles_are_read_anew(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/")
    desk.edit("templates/words.yaml", "{name: 用水", "{name: 虚构的用水")
    expect(page.locator("main")).to_contain_text("虚构的")
    with page.expect_event("load"):
        desk.edit("templates/assets/site.css", "", "main { outline: 3px solid rgb(1, 2, 3); }\n")
    expect(page.locator("main")).to_have_css("outline-color", "rgb(1, 2, 3)")


def test_started_with_a_mistake(desk: Desk, page: Page) -> None:
    desk.edit(WATER, "at_most: 3", "at_mots: 3")
    for address in desk.serve():
        page.goto(f"{address}/nowhere/water/")
        expect(page.locator("#preview code").first).to_contain_text("water.yaml")
        desk.edit(WATER, "at_mots: 3", "at_most: 3")
        expect(page.locator("main h1")).to_be_visible()


def test_a_stopped_preview_says_so(desk: Desk, page: Page) -> None:
    for address in desk.serve():
        page.goto(f"{address}/")
    expect(page.locator("#preview .lost")).to_be_visible()
    expect(page.locator("main")).to_contain_text("无此市")


def test_a_place_that_comes_and_goes(desk: Desk, preview: str, page: Page) -> None:
    page.goto(f"{preview}/")
    entries = page.locator("main .places > li")
    expect(entries).to_have_count(1)
    shutil.copytree(desk.folder / "policies" / "nowhere", desk.folder / "policies" / "elsewhere")
    expect(entries).to_have_count(2)
    assert get(f"{preview}/elsewhere/water/")[0] == 200
    shutil.rmtree(desk.folder / "policies" / "elsewhere")
    expect(entries).to_have_count(1)
    assert get(f"{preview}/elsewhere/water/")[0] == 404


def test_for_this_machine_alone(preview: str) -> None:
    assert get(f"{preview}/", Host="example.org")[0] == 403
    assert get(f"{preview}/../../etc/passwd")[0] == 404
    assert get(f"{preview}/-/findings.html")[0] == 404


def test_a_taken_port_is_told(desk: Desk, preview: str) -> None:
    process = desk.run("serve", "--port", preview.rpartition(":")[2])
    _, said = process.communicate()
    assert process.returncode == 2
    assert "--port" in said
    assert "Traceback" not in said


def test_paper_is_made_when_it_is_opened(desk: Desk, preview: str) -> None:
    assert not (desk.folder / ".made" / "pdf").exists()
    for name in ("water/checklist.pdf", "booklet.pdf"):
        status, body = get(f"{preview}/nowhere/{name}")
        assert (status, body[:5]) == (200, "%PDF-")
    assert get(f"{preview}/nowhere/water/nothing.pdf")[0] == 404


def test_without_the_printing_libraries(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    blocking = tmp_path_factory.mktemp("blocking")
    for name in PRINTING:
        (blocking / f"{name}.py").write_text(f"raise ImportError('{name} is not there')\n", encoding="utf-8")
    desk.environment["PYTHONPATH"] = str(blocking)
    check = desk.run("check")
    _, said = check.communicate()
    assert (check.returncode, "0 findings" in said) == (0, True)
    for address in desk.serve():
        assert get(f"{address}/nowhere/water/")[0] == 200
        assert get(f"{address}/nowhere/water/tables.js")[0] == 200
        status, body = get(f"{address}/nowhere/water/checklist.pdf")
        assert (status, "pikepdf" in body or "weasyprint" in body) == (501, True)


def test_the_preview_shows_what_is_published(built: Path, tmp_path: Path) -> None:
    preview = Preview(sources(tmp_path))
    preview.refresh()
    assert preview.state.findings == ()
    published = tree(built / "site")
    for name, data in published.items():
        if not name.startswith("pagefind/") and not name.endswith(".pdf"):
            assert preview.made(name) == data, name


def test_what_was_saved_again_without_a_change_is_the_same(tmp_path: Path) -> None:
    preview = Preview(sources(tmp_path, BASE))
    preview.refresh()
    before = dict(preview.state.site)
    preview.refresh()
    assert preview.state.site == before
