"""The archive for a disk, in Chromium from file://: every link is walked, questions are answered, nothing leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from generator.cli import main
from generator.disk import outputs
from generator.site import offline


@pytest.fixture(scope="module")
def packed(built: Path) -> bytes:
    """The archive."""
    return offline.archive(built / "site")


@pytest.fixture(scope="module")
def stick(packed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked archive, in a folder whose name needs quoting."""
    folder = tmp_path_factory.mktemp("U 盘")
    (folder / "a.zip").write_bytes(packed)
    with ZipFile(folder / "a.zip") as archive:
        archive.extractall(folder)
    return folder / offline.FOLDER


@pytest.fixture
def tab(stick: Path, browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which anything off the stick, and any complaint, fails the test."""
    faults: list[str] = []
    with browser.new_context(offline=True, viewport={"width": 360, "height": 740}) as context:
        context.on("request", lambda request: faults.append(request.url) if not _on(stick, request.url) else None)
        context.on(
            "requestfailed", lambda request: faults.append(f"failed: {request.url}") if _failed(request) else None
        )
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        yield context
    assert faults == []


def _on(stick: Path, url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or Path(unquote(parts.path)).is_relative_to(stick)


def test_equal_from_run_to_run(packed: bytes, built: Path) -> None:
    assert offline.archive(built / "site") == packed


def test_a_site_without_its_pdfs_goes_on_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `--on-demand` and `--draft` leave it: the link would lead nowhere. Other hosts' PDFs are no matter."""
    site = tmp_path / "site"
    site.mkdir()
    (site / ".generated").write_bytes(outputs.marker(outputs.SITE))
    page = '<a href="https://example.invalid/b.pdf">虚构</a><a href="a%20b.pdf#page=2">虚构</a>'
    (site / "index.html").write_text(page, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["offline"]) == 1
    said = capsys.readouterr().err
    assert "a b.pdf" in said
    assert "build" in said
    assert not Path("offline.zip").exists()
    (site / "a b.pdf").write_bytes(b"%PDF-1.7")
    assert main(["offline"]) == 0


def test_every_page_is_reached_by_links_that_name_files(stick: Path, tab: BrowserContext) -> None:
    page, left, seen = tab.new_page(), [stick / "index.html"], set[Path]()
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.suffix != ".html":
            continue
        page.goto(path.as_uri())
        for url in page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)"):
            if urlsplit(url).scheme in ("tel", "data", "blob"):
                continue
            target = Path(unquote(urlsplit(url).path))
            assert urlsplit(url).scheme == "file", (path, url)
            assert target.is_file(), (path, url)
            left.append(target)
    pages = set(stick.rglob("*.html"))
    assert pages <= seen
    assert sum(path.suffix == ".pdf" for path in seen) > 20


def test_questions_are_answered_and_a_click_leads_on(stick: Path, tab: BrowserContext) -> None:
    page = tab.new_page()
    page.goto((stick / "index.html").as_uri())
    page.locator("article a", has_text="乌海").first.click()
    page.wait_for_url("**/wuhai/index.html")
    page.goto(f"{(stick / 'wuhai' / 'gas' / 'index.html').as_uri()}#external_line=true&flow=80&low_risk=false&points=2")
    page.locator(".verdict").first.wait_for()
    assert page.locator(".verdict").all_inner_texts() == ["您属于：“有外线普通用户”"]
    assert "不超过 7 个工作日" in " ".join(page.locator(".ticket").inner_text().split())


def test_what_is_found_on_the_stick_opens(stick: Path, tab: BrowserContext) -> None:
    page = tab.new_page()
    page.goto((stick / "index.html").as_uri())
    page.fill("#find", "乌海燃气")
    page.locator(".answers .found a").first.click()
    page.wait_for_url("**/wuhai/gas/index.html*")
    assert page.locator("h1").inner_text().strip() == "乌海市用气报装"


def test_no_page_names_a_server_or_what_only_a_server_can_do(stick: Path) -> None:
    assert not any((stick / name).exists() for name in ("404.html", "robots.txt", "sitemap.xml", "pagefind"))
    page = '<link rel="canonical" href="https://example.invalid/a/"><a class="x" href="../?a=1#b">c</a>'
    assert offline.linked(page) == '<a class="x" href="../index.html?a=1#b">c</a>'


def test_the_command(built: Path, tmp_path: Path, packed: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    site = ["--site", str(built / "site")]
    assert main(["offline", str(tmp_path / "stick.zip"), *site]) == 0
    assert (tmp_path / "stick.zip").read_bytes() == packed
    assert main(["offline", str(tmp_path / "gone" / "stick.zip"), *site]) == 2
    assert main(["offline", str(tmp_path / "stick.zip"), "--site", str(tmp_path)]) == 2
    assert capsys.readouterr().err.strip()


def _failed(request: Request) -> bool:
    """Whether a request found nothing; one that is cut short since the reader has gone on is no fault."""
    return request.failure != "net::ERR_ABORTED"
