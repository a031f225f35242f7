"""`guides/` in the frames of others: in MkDocs' own two themes, by settings of four lines, nothing is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
import yaml
from playwright.sync_api import Browser, Page

NO_PLACE = "404.html"
"""Each theme has its own."""
PAGES = [
    "",
    "wuhai/",
    "wuhai/gas/",
    "wuhai/gas/notice/",
    "wuhai/window/",
    "jingmen/form/",
    "compare/water/",
    "disclosure/",
]


@pytest.fixture(scope="module", params=["mkdocs", "readthedocs"])
def themed(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as MkDocs makes it of `guides/` in one of its own themes, with nothing of ours but the files there."""
    folder = tmp_path_factory.mktemp(request.param)
    settings = {
        "site_name": "虚构指南",
        "docs_dir": str(built / "guides"),
        "theme": request.param,
        "markdown_extensions": ["attr_list", "md_in_html"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump({**settings, "plugins": []}), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def _pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != NO_PLACE}


def _words(page: Path) -> str:
    """All characters of the content of a page, white space and our foot on paper apart."""
    tree = lxml.html.fromstring(page.read_bytes().decode("utf-8"))
    (content,) = tree.xpath("//article | //*[@role='main']")
    return "".join("".join(content.xpath(".//text()[not(ancestor::p[@class='paper'])]")).split())


def test_the_same_pages(themed: Path, built: Path) -> None:
    assert _pages(themed) == _pages(built / "site")


def test_every_word_of_ours(themed: Path, built: Path) -> None:
    for name in sorted(_pages(themed)):
        assert _words(built / "site" / name) in _words(themed / name), name


_SHOWN = """() => {
  const content = document.querySelector('[role=main]');
  for (const one of content.querySelectorAll('details')) one.open = true;
  const left = '[hidden], .sheet, .sign, .hint, .finder, script, style, svg, thead';
  for (const one of content.querySelectorAll(left)) one.remove();
  return [content.textContent, content.innerText].map(text => text.replace(/\\s+/g, ''));
}"""
_LARGE = """() => [...document.querySelectorAll('[role=main] svg:not([role=img])')].filter(
  node => node.getBoundingClientRect().height > 80 && !node.closest('svg svg, .scene')
).map(node => node.outerHTML.slice(0, 80))"""
"""Drawings that are higher than the line they stand in, were it a title."""


@pytest.fixture
def unscripted(browser: Browser, themed: Path) -> Page:
    """A page without scripts, as what they add is no word of the page; nothing is fetched from other hosts."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route(lambda url: not url.startswith(themed.as_uri()) or url.endswith(".js"), lambda route: route.abort())
    return page


def test_every_word_is_shown_and_no_drawing_is_in_its_way(unscripted: Page, themed: Path) -> None:
    for name in PAGES:
        unscripted.goto((themed / name / "index.html").as_uri())
        assert unscripted.evaluate(_LARGE) == [], name
        words, shown = unscripted.evaluate(_SHOWN)
        assert shown == words, name
    unscripted.close()
