"""How long it takes from a saved policy to the changed page in a browser, as a part of building the site again.

All policies of the project; the change is in what `covers` of a place says, which stands on several of its pages. The
build has nothing to print, since nothing has changed since the one before. Run: make bench
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from conftest import CHROMIUM_FLAGS
from desk import Desk
from expected import ROOT
from playwright.sync_api import Page, sync_playwright

RUNS = 7
CITY = "policies/wuhai/city.yaml"


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def saved(desk: Desk, page: Page, mark: str) -> None:
    """Save a change and wait until it is to be seen."""
    desk.edit(CITY, "covers: ", f"covers: {mark}")
    page.locator("main", has_text=mark).wait_for()


def wrong(desk: Desk, page: Page) -> None:
    """Save a mistake and wait until it is named."""
    desk.edit(CITY, "covers: ", "cover: ")
    page.locator("#preview code").first.wait_for()


def mended(desk: Desk, page: Page) -> None:
    """Save the remedy and wait until nothing is wrong."""
    desk.edit(CITY, "cover: ", "covers: ")
    page.locator("#preview:empty").wait_for(state="attached")


def main() -> None:
    """Print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Desk(Path(folder), ROOT / "policies")
        builds = [seconds(lambda: desk.run("build").communicate()) for _ in range(4)][1:]
        page = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS).new_page()
        for address in desk.serve():
            page.goto(f"{address}/wuhai/")
            changes = [seconds(lambda run=run: saved(desk, page, f"（虚构{run}）")) for run in range(RUNS)]  # type: ignore[misc]
            faults = []
            for _ in range(RUNS):
                faults.append(seconds(lambda: wrong(desk, page)))
                mended(desk, page)
    build = statistics.median(builds)
    print("| saved | to the browser, s | of a build |\n|---|---|---|")
    for name, times in (("a change", changes), ("a mistake", faults)):
        print(f"| {name} | {statistics.median(times):.2f} | {statistics.median(times) / build:.2f} |")
    print(f"| (build, nothing to print) | {build:.2f} | 1 |")


if __name__ == "__main__":
    main()
