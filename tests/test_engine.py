"""The way out of MkDocs: Zensical, on the same Markdown, settings and frame, gives the same pages and text."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
from expected import ROOT, link_faults

from generator.disk.outputs import MARKER


@pytest.fixture(scope="module")
def other(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as Zensical makes it of `guides/` and the settings, nothing changed in either."""
    folder = tmp_path_factory.mktemp("other")
    shutil.copytree(built / "guides", folder / "guides")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "templates" / "theme", folder / "templates" / "theme")
    shutil.copy(ROOT / "templates" / "mkdocs.yml", folder / "templates")
    command = [sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
    return folder / "site"


def _files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def _text(page: Path) -> str:
    """What a reader reads on a page, white space apart, and the foot on paper, which the frame has in its language."""
    (article,) = lxml.html.fromstring(page.read_bytes().decode("utf-8")).iter("article")
    return " ".join("".join(article.xpath(".//text()[not(ancestor::p[@class='paper'])]")).split())


def test_the_same_pages(other: Path, built: Path) -> None:
    pages = [{name for name in _files(site) if name.endswith(".html")} for site in (other, built / "site")]
    assert pages[0] == {name for name in pages[1] if not name.endswith("/404.html")}  # those of other languages


def test_the_same_downloads(other: Path, built: Path) -> None:
    ours = {name for name in _files(built / "guides") if not name.endswith(".md") and name not in ("404.html", MARKER)}
    for name in ours:
        assert (other / name).read_bytes() == (built / "guides" / name).read_bytes(), name


def test_the_same_text(other: Path, built: Path) -> None:
    for name in sorted(name for name in _files(other) if name.endswith(".html")):
        text = _text(other / name)
        assert text, name
        assert text == _text(built / "site" / name), name


def test_no_link_leads_nowhere(other: Path) -> None:
    assert link_faults(other) == []
