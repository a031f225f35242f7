"""How large and how fast the finder is with every county of a large country: 2,850 invented places, all utilities.

Shape: names of two or three frequent characters and a kind, 3 guides each, 4 classes a guide out of 300 names. The
largest index is the last row. Run: make bench
"""

from __future__ import annotations

import gzip
import random
import shutil
import statistics
import time
from typing import Any

from bench.bounds import Table, Words, kept
from playwright.sync_api import sync_playwright

from generator.pages.browser import finder
from generator.pages.browser.script import members
from generator.paths import TEMPLATES

CLASSES = 300
QUERIES = ["乌", "乌海", "乌海供暖", "鸟海供暖", "wuhsi", "whrq", "燃气报装时限", "北京供暖", "150300"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def index(places: int) -> dict[str, Any]:
    """The project's vocabulary with invented places and classes."""
    rng = random.Random(places)  # noqa: S311  a seeded list, no secret
    signs = "".join(sign for sign, _ in finder._read_alone())
    rows, classes = [], {}
    for position in range(places):
        name = "".join(rng.choices(signs, k=rng.choice([2, 2, 3]))) + rng.choice("市县区")
        read = finder.syllables(name)
        rows.append([name, "", f"{position + 110000:06}", read, "wghp", ""])
    for _ in range(CLASSES):
        held = [f"{rng.randrange(places)}{rng.choice('wgh')}" for _ in range(places * 12 // CLASSES)]
        classes["".join(rng.choices(signs, k=8))] = held
    return finder.index_of(rows, classes, {})


def milliseconds(script: str) -> tuple[float, float, float]:
    """To load the index; the median and the slowest of some queries; in Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.evaluate(script)
        find = (TEMPLATES / "assets" / "find.js").read_text(encoding="utf-8")
        clock = "const started = performance.now(); {} return performance.now() - started;"
        load = float(page.evaluate(f"() => {{ {clock.format(find)} }}"))
        asked = "query => { " + clock.format("connectionGuides.find(query);") + " }"
        each = [statistics.median(float(page.evaluate(asked, one)) for _ in range(9)) for one in QUERIES]
        browser.close()
    return load, statistics.median(each), max(each)


HEAD = (
    Words("地方", "places"),
    Words("索引，KB", "index, KB"),
    Words("压缩后，KB", "compressed, KB"),
    Words("做索引，秒", "made in, s"),
    Words("读进来，毫秒", "loaded in, ms"),
    Words("找一次，毫秒", "a query, ms"),
    Words("最慢，毫秒", "the slowest, ms"),
)


def main() -> None:
    """Keep sizes and times."""
    rows = []
    for places in (5, 300, 2850):
        started = time.perf_counter()
        script = members(index=index(places))
        made, data = time.perf_counter() - started, script.encode("utf-8")
        load, median, slowest = milliseconds(script)
        sizes = (len(data) / 1024, len(gzip.compress(data)) / 1024)
        figures = (*(f"{size:.0f}" for size in sizes), f"{made:.1f}", f"{load:.0f}", f"{median:.1f}", f"{slowest:.1f}")
        rows.append([str(places), *figures])
    kept([], [Table(Words("首页的查找", "the finder of the home page"), HEAD, rows)])


if __name__ == "__main__":
    main()
