"""What a reader of a whole country finds by searching, and how many bytes that takes, in Chromium.

An invented country (country.py) of GUIDES guides, 300 by default; its pages and its index are built, then 60 queries
are asked of the home page: of places all over the country their guide by name and utility, the place by pinyin;
words of a guide where its place is known; the number of a document where nothing is known. Of each it is drawn from the
policies which page must come first, before there is an index. Bytes are those of a first query, as a server without
compression sends them; the program that reads the index is told apart. Run: make bench only=search guides=8500
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import yaml
from bench import country
from expected import quiet
from playwright.sync_api import Browser, Page, Response, sync_playwright

from generator.build.contents import PAGES
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.disk import folders
from generator.pages.browser import finder
from generator.paths import CONFIG

GUIDES = int(os.environ.get("GUIDES") or 300)
PLACES = 15
"""So many places are asked for in each way."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
USED = {"water": "用水", "gas": "用气", "heat": "用暖"}
TEXTS, ANSWERS = ".texts .found a", ".answers .found a"
SAID = ".texts [role=status]"


class Query(NamedTuple):
    """What is typed, and the page that must come first, by its address or the beginning of it."""

    kind: str
    typed: str
    wanted: str
    links: str


def queries(policies: Path) -> Iterator[Query]:
    """Four ways to ask, each of places all over the country."""
    folder = sorted(path for path in policies.iterdir() if (path / "city.yaml").is_file())
    cities = {path.name: yaml.safe_load((path / "city.yaml").read_text(encoding="utf-8")) for path in folder}
    numbers = {slug: str(city["documents"][0].get("number")) for slug, city in cities.items() if city.get("documents")}
    alone = [slug for slug, number in numbers.items() if number and list(numbers.values()).count(number) == 1]
    read = Counter(finder.syllables(city["name"]) for city in cities.values())
    spelled = [slug for slug, city in cities.items() if read[finder.syllables(city["name"])] == 1]
    for at, slug in enumerate(_spread(list(cities))):
        utility = sorted(path.stem for path in (policies / slug).glob("*.yaml") if path.stem in USED)[at % 2]
        yield Query("name and utility", f"{cities[slug]['name']}{USED[utility]}", f"{slug}/{utility}/", ANSWERS)
    for slug in _spread(spelled):
        yield Query("pinyin", finder.syllables(cities[slug]["name"]).replace(" ", ""), f"{slug}/", ANSWERS)
    for slug in _spread(list(cities)):
        yield Query("words, place known", f"{cities[slug]['name']} 公用企业", f"/{slug}/", TEXTS)
    for slug in _spread(alone):
        yield Query("number of a document, nothing known", numbers[slug], f"/{slug}/", TEXTS)


def _spread(slugs: list[str]) -> list[str]:
    """Some places, evenly from the first to the last."""
    return [slugs[at * len(slugs) // PLACES] for at in range(PLACES)]


def site(policies: Path, folder: Path) -> Path:
    """The pages with their index, without data and sheets."""
    build = Build(Sources(policies, CONFIG, folder / "made"), LOCAL, quiet)
    build.places(PAGES)
    build.overview()
    build.convert()
    build.index()
    folders.fill(folder / "site", build.site, build.store, folder / "none", ())
    return folder / "site"


class _Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, and no word about them."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def asked(browser: Browser, address: str, query: Query) -> tuple[bool, Counter[str]]:
    """Whether the right page comes first, and the bytes of each kind of files below `pagefind/`."""
    sizes: Counter[str] = Counter()

    def weigh(response: Response) -> None:
        if found := re.search(r"/pagefind/(?:\d\d/)?(\w+)", response.url):
            sizes["program" if found[1] in ("pagefind", "wasm") and ".pf_" not in response.url
                  and "entry" not in response.url else "index"] += len(response.body())  # fmt: skip

    page = browser.new_page()
    page.on("response", weigh)
    page.goto(address)
    page.fill("#find", query.typed)
    page.press("#find", "Enter")
    found = _first(page, query)
    page.wait_for_load_state("networkidle")
    page.close()
    return found.startswith(query.wanted), sizes


def _first(page: Page, query: Query) -> str:
    if query.links == TEXTS:
        page.wait_for_function(f"document.querySelector('{SAID}').textContent", timeout=60_000)
    links = page.locator(query.links)
    return str(links.first.get_attribute("href")) if links.count() else ""


def results(folder: Path, wanted: list[Query]) -> Iterator[tuple[Query, bool, Counter[str]]]:
    """Each query asked of a browser that has nothing yet."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        with sync_playwright() as playwright:
            for query in wanted:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                yield query, *asked(browser, address, query)
                browser.close()
        server.shutdown()


def main() -> None:
    """Print how many are right, and the bytes."""
    with tempfile.TemporaryDirectory() as folder:
        policies = Path(folder, "policies")
        country.write(GUIDES, 1, policies)
        wanted = list(queries(policies))
        found = list(results(site(policies, Path(folder)), wanted))
    print(f"{GUIDES} guides, {len(found)} queries\n")
    print("| query | right page first | index, KB: median | most | program, KB |")
    print("|---|---|---|---|---|")
    for kind in dict.fromkeys(query.kind for query in wanted):
        own = [(right, sizes) for query, right, sizes in found if query.kind == kind]
        index = [sizes["index"] / 1024 for _, sizes in own]
        program = max(sizes["program"] for _, sizes in own) / 1024
        count = f"{sum(right for right, _ in own)} of {len(own)}"
        print(f"| {kind} | {count} | {statistics.median(index):.0f} | {max(index):.0f} | {program:.0f} |")
    for query, right, _ in found:
        if not right:
            print(f"wrong: {query}", file=sys.stderr)
    sys.exit(0 if all(right for _, right, _ in found) else 1)


if __name__ == "__main__":
    main()
