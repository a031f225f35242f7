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
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import yaml
from bench import country
from bench.bounds import GUIDES, Bound, Table, Words, kept, spread
from expected import quiet
from playwright.sync_api import Browser, sync_playwright

from generator.build.contents import PAGES
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.disk import folders
from generator.pages.browser import finder
from generator.paths import CONFIG
from generator.policy.utilities import known

PLACES = 15
"""So many places are asked for in each way."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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
        held = [utility for utility in known() if (policies / slug / f"{utility}.yaml").is_file()]
        asked = known()[held[at % len(held)]]
        yield Query("utility", f"{cities[slug]['name']}{asked['name']}", f"{slug}/{asked['id']}/", ANSWERS)
    for slug in _spread(spelled):
        yield Query("pinyin", finder.syllables(cities[slug]["name"]).replace(" ", ""), f"{slug}/", ANSWERS)
    for slug in _spread(list(cities)):
        yield Query("words", f"{cities[slug]['name']} 公用企业", f"/{slug}/", TEXTS)
    for slug in _spread(alone):
        yield Query("number", numbers[slug], f"/{slug}/", TEXTS)


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


class _Weighing(SimpleHTTPRequestHandler):
    """Files of a folder; of those below `pagefind/` it is noted how many bytes were asked for."""

    sent: ClassVar[Counter[str]] = Counter()

    def send_head(self) -> Any:
        """The file that is to be sent, noted."""
        file = super().send_head()
        if file and (found := re.match(r"/pagefind/(?:\d\d/)?(pagefind\.js|wasm\.)?", self.path)):
            self.sent["program" if found[1] else "index"] += os.fstat(file.fileno()).st_size
        return file

    def log_message(self, *_: object) -> None:
        """Nothing."""


def right(browser: Browser, address: str, query: Query) -> bool:
    """Whether the right page comes first."""
    page = browser.new_page()
    page.goto(address)
    page.fill("#find", query.typed)
    page.press("#find", "Enter")
    if query.links == TEXTS:
        page.wait_for_function(f"document.querySelector('{SAID}').textContent", timeout=60_000)
    links = page.locator(query.links)
    first = links.first.get_attribute("href") if links.count() else ""
    page.close()
    return str(first).startswith(query.wanted)


def results(folder: Path, wanted: list[Query]) -> Iterator[tuple[Query, bool, Counter[str]]]:
    """Of each query, asked of a browser that has nothing yet, whether it is right, and the bytes sent for it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Weighing, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        with sync_playwright() as playwright:
            for query in wanted:
                _Weighing.sent.clear()
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                yield query, right(browser, address, query), _Weighing.sent.copy()
                browser.close()
        server.shutdown()


KINDS = {
    "utility": Words("地名和业务", "name and utility"),
    "pinyin": Words("拼音", "pinyin"),
    "words": Words("知道地方，问正文里的词", "words of the text, place known"),
    "number": Words("只有文号，问全国", "the number of a document, nothing known"),
}
FIRST = Words("该在第一个的网页不在第一个的查询", "queries whose page does not come first")
PLACED = Words("知道地方的一次查询取的检索，KB", "index of a query whose place is known, KB")


def main() -> None:
    """Print what was measured beside what is wanted, and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        policies = Path(folder, "policies")
        country.write(GUIDES, 1, policies)
        wanted = list(queries(policies))
        found = list(results(site(policies, Path(folder)), wanted))
    for query, first, _ in found:
        if not first:
            print(f"wrong: {query}", file=sys.stderr)
    sizes = {kind: [one for query, _, one in found if query.kind == kind] for kind in KINDS}
    placed = [one["index"] / 1024 for one in sizes["words"]]
    bounds = [Bound(FIRST, "= 0", [sum(not first for _, first, _ in found)]), Bound(PLACED, "≤ 80", placed)]
    head = (Words("怎样问", "how"), Words("检索，KB", "index, KB"), Words("读检索的程序，KB", "what reads it, KB"))
    rows: list[list[str | Words]] = [
        [name, *(spread([one[what] / 1024 for one in sizes[kind]]) for what in ("index", "program"))]
        for kind, name in KINDS.items()
    ]
    kept(bounds, [Table(Words(f"{len(found)} 次查询", f"{len(found)} queries"), head, rows)])


if __name__ == "__main__":
    main()
