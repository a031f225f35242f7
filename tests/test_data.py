"""The page about the open data: what it lists is there, what its examples print, and what needs an address."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import loaded
import pytest
import yaml
from expected import ROOT, build
from playwright.sync_api import Browser

from generator.pages import overview
from generator.policy.files import Publisher

NOWHERE = ROOT / "tests" / "errors" / "base" / "policies"
"""A place that does not exist, with one guide."""


class _Blocks(HTMLParser):
    """The examples of a page and what they print, in order, as (class, language, text)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block."""
        given = dict(attrs)
        if tag == "pre":
            self.within = True
            self.found.append((given.get("class") or "", given.get("data-language") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        self.within = self.within and tag != "pre"

    def handle_data(self, data: str) -> None:
        """Collect its text."""
        if self.within:
            kind, language, text = self.found[-1]
            self.found[-1] = kind, language, text + data


def examples(built: Path) -> dict[str, list[tuple[str, str]]]:
    """The examples of the page by language, each with its output."""
    page = _Blocks((built / "site" / "data" / "index.html").read_text(encoding="utf-8")).found
    assert [kind for kind, _, _ in page] == ["example", "output"] * 3
    made: dict[str, list[tuple[str, str]]] = {}
    for (_, language, code), (_, _, printed) in zip(page[::2], page[1::2], strict=True):
        made.setdefault(language, []).append((code, printed))
    return made


def test_python_examples_print_what_the_page_says(built: Path) -> None:
    for code, printed in examples(built)["python"]:
        command = [sys.executable, "-X", "utf8", "-c", code]
        done = subprocess.run(command, cwd=built / "site", capture_output=True, text=True, check=True)
        assert done.stdout == printed
        assert printed.strip()


def test_the_browser_example_prints_what_the_page_says(built: Path, browser: Browser) -> None:
    ((code, printed),) = examples(built)["javascript"]
    address = code.split('"')[1]
    with browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for script in ("assets/decide.js", f"{address}/tables.js"):
            page.add_script_tag(path=built / "site" / script)
        page.evaluate(f"() => {{ {code} }}")
    assert said == [printed.strip()]
    assert said[0]


def test_the_list_of_guides_is_the_guides(built: Path) -> None:
    listed = json.loads((built / "site" / "data" / "guides.json").read_text(encoding="utf-8"))
    beside = {path.parent.relative_to(built / "site").as_posix() for path in (built / "site").rglob("guide.json")}
    assert [one["address"] for one in listed] == sorted({one["address"] for one in listed}, key=[
        f"{one.guide.address}/" for one in loaded.checked()[1]
    ].index)  # fmt: skip
    assert {one["address"].rstrip("/") for one in listed} == beside
    for one in listed:
        data = json.loads((built / "site" / one["files"]["guide.json"]).read_text(encoding="utf-8"))
        assert (one["version"], one["read_on"]) == (data["version"], data["place"]["read"]["on"])


def test_every_listed_file_is_there_and_none_is_unlisted(built: Path) -> None:
    listed = json.loads((built / "site" / "data" / "guides.json").read_text(encoding="utf-8"))
    page = (built / "site" / "data" / "index.html").read_text(encoding="utf-8")
    for one in listed:
        folder = built / "site" / one["address"]
        data = {path.name for path in folder.iterdir() if path.suffix in (".json", ".jsonld", ".ttl", ".dmn", ".js")}
        assert set(one["files"]) == data
        assert all(f'href="../{path}"' in page for path in one["files"].values())


def test_a_guide_without_an_obligatory_item_is_listed_with_the_reason(built: Path) -> None:
    listed = json.loads((built / "site" / "data" / "guides.json").read_text(encoding="utf-8"))
    page = (built / "site" / "data" / "index.html").read_text(encoding="utf-8")
    short = [one for one in listed if one["lacks"]]
    assert [one["address"] for one in short] == ["changchun-zhonghan/water/"]
    for one in listed:
        assert ("guide.ttl" in one["files"]) is not bool(one["lacks"])
        assert all(f"缺 {item}；{reason}" in page for item, reason in one["lacks"].items())


def test_the_home_page_leads_there(built: Path) -> None:
    assert 'href="data/"' in (built / "site" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built with an address of its own."""
    folder = tmp_path_factory.mktemp("addressed")
    policies = folder / "policies"
    policies.mkdir()
    shutil.copytree(NOWHERE / "nowhere", policies / "nowhere")
    (policies / "publisher.yaml").write_text("site_url: https://example.invalid/under/\n", encoding="utf-8")
    (policies / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    build(folder, policies)
    return folder / "site"


@pytest.mark.build
def test_the_address_of_a_guide_stands_beside_it_as_a_code_where_there_is_one(
    addressed: Path, built: Path, browser: Browser
) -> None:
    assert not list((built / "site").rglob("qr.svg"))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{(addressed / 'nowhere' / 'water' / 'index.html').as_uri()}")
        code = page.locator(".ticket .qr")
        code.wait_for(state="attached")
        page.wait_for_function("document.querySelector('.ticket .qr').naturalWidth > 0")


CHANGES = """changes:
  - {id: 2099-01-04-first, on: 2099-01-04, guides: [nowhere/water], title: 虚构的变化}
"""


@pytest.mark.build
def test_the_feed_of_changes_leads_to_places_that_are_there(addressed: Path) -> None:
    root = ET.parse(addressed / "changes" / "feed.xml").getroot()  # noqa: S314  our own file
    for link in root.iter("{http://www.w3.org/2005/Atom}link"):
        page, _, place = link.attrib["href"].removeprefix("https://example.invalid/under/").partition("#")
        target = addressed / page / ("index.html" if page.endswith("/") else "")
        assert target.is_file()
        assert not place or f'id="{place}"' in target.read_text(encoding="utf-8")
    for page in ("changes", "data"):
        assert "feed.xml" in (addressed / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.build
def test_sitemap_names_every_page_and_no_date(addressed: Path) -> None:
    root = ET.parse(addressed / "sitemap.xml").getroot()  # noqa: S314  our own file
    pages = {path.parent.relative_to(addressed).as_posix() for path in addressed.rglob("index.html")}
    expected = {"https://example.invalid/under/" + (f"{page}/" if page != "." else "") for page in pages}
    assert [one.tag.partition("}")[2] for url in root for one in url] == ["loc"] * len(expected)
    assert {one.text for one in root.iter() if one.tag.endswith("loc")} == expected
    assert not (addressed / "sitemap.xml.gz").exists()


@pytest.mark.build
def test_robots_names_the_sitemap(addressed: Path) -> None:
    lines = (addressed / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert "Sitemap: https://example.invalid/under/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow")]


@pytest.mark.build
def test_with_an_address_the_data_names_it(addressed: Path) -> None:
    turtle = (addressed / "nowhere" / "water" / "guide.ttl").read_text(encoding="utf-8")
    assert "<https://example.invalid/under/nowhere/water/#service>" in turtle
    data = json.loads((addressed / "nowhere" / "water" / "guide.jsonld").read_text(encoding="utf-8"))
    assert data["@context"]["@base"] == "https://example.invalid/under/nowhere/water/"


def test_without_an_address_there_is_neither(built: Path) -> None:
    assert yaml.safe_load((ROOT / "policies" / "publisher.yaml").read_text(encoding="utf-8")) == {"languages": ["en"]}
    assert overview.for_crawlers(["index.html"], Publisher()) == {}
    assert not {"sitemap.xml", "sitemap.xml.gz", "robots.txt"} & {path.name for path in (built / "site").iterdir()}
