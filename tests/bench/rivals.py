"""What a user would otherwise take, each as a program of its own; `scale.py` starts them and looks at the clock.

    python tests/bench/rivals.py write POLICIES COUNT FOLDER    # the checklists, as pages and as Typst has them
    python tests/bench/rivals.py ours|naive|chromium|browser|typst FOLDER

The second kind prints each sheet of the folder and says so on a line of its own. What is written holds everything that
is needed: the naive ways get the same pages with the same styles, the fonts aside, which are Debian's.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import Any

import tinyhtml5
from conftest import CHROMIUM_FLAGS
from expected import ROOT

from generator import checks
from generator.build import workers
from generator.pages import place
from generator.paper.printing import Sheet
from generator.policy import gather

TEMPLATES = ROOT / "templates"
FONT = "Noto Sans CJK SC"
TYPST = Path(__file__).parent / ".venv" / "bin" / "python"


# ------------------------------------------------------------------------------------------- what is to be printed


def checklists(policies: Path, places: int) -> Iterator[Sheet]:
    """The checklists of all guides of the first places, place by place."""
    known = gather.places(policies)
    loaded, resolved, _ = checks.check(policies, known=known, only=gather.together(policies, known[:places]))
    for found in place.places(resolved):
        sheets = place.single_sheets(found, loaded.publisher)
        yield from (sheet for name, sheet in sheets.items() if "checklist" in name)


def write(policies: Path, count: int, folder: Path) -> None:
    """So many checklists: as ours, as pages that stand alone, as Typst."""
    sheets = list(enumerate(islice(checklists(policies, count), count)))  # each place has one at least
    (folder / "ours.pickle").write_bytes(pickle.dumps(sheets))
    for number, sheet in sheets:
        (folder / f"{number:04}.html").write_text(alone(sheet), encoding="utf-8")
        (folder / f"{number:04}.typ").write_text(as_typst(sheet.html), encoding="utf-8")


def alone(sheet: Sheet) -> str:
    """The page with its styles in it, and a font of the system."""
    styles = "".join((TEMPLATES / "print" / name).read_text(encoding="utf-8") for name in ("sheet.css", *sheet.styles))
    plain = re.sub(r"@font-face \{[^}]*\}", "", styles).replace("Noto Sans SC", FONT)
    return sheet.html.replace("</head>", f"<style>{plain}</style></head>")


def as_typst(html: str) -> str:
    """The same text with headings, paragraphs, items and tables, without the finer points of the styles."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    size = 18 if "large" in body.get("class", "") else 12
    head = f'#set page(paper: "a4", margin: 14mm)\n#set text(font: "Noto Sans SC", size: {size}pt)\n\n'
    return head + "\n\n".join(filter(None, (_block(one) for one in body.iter())))


_BLOCKS = {"h1": "= {}", "h2": "== {}", "h3": "=== {}", "p": "{}", "li": "- {}"}


def _block(element: Any) -> str:
    if element.tag == "table":
        rows = [[f"[{_text(cell)}]" for cell in row] for row in element.iter("tr")]
        return f"#table(columns: {max(map(len, rows))}, {', '.join(cell for row in rows for cell in row)})"
    return _BLOCKS[element.tag].format(_text(element)) if element.tag in _BLOCKS else ""


def _text(element: Any) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~=/+-])", r"\\\1", " ".join("".join(element.itertext()).split()))


# ------------------------------------------------------------------------------------------------------ printing


def ours(folder: Path) -> None:
    """As a build prints them, in a process for each core this one may use."""
    sheets = pickle.loads((folder / "ours.pickle").read_bytes())  # noqa: S301  written above
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        len(os.sched_getaffinity(0)), mp_context=spawned, initializer=workers.become_worker
    ) as processes:
        printed = [processes.submit(_ours, sheet, folder / f"{number:04}.ours.pdf") for number, sheet in sheets]
        for _ in as_completed(printed):
            _printed()


def _ours(sheet: Sheet, target: Path) -> None:
    from generator.paper import pdf

    target.write_bytes(pdf.pdf(sheet.html, *sheet.styles, steps=sheet.steps))


def naive(folder: Path) -> None:
    """WeasyPrint as its first example shows it."""
    from weasyprint import HTML

    _each(folder, lambda page: HTML(filename=str(page)).write_pdf(page.with_suffix(".naive.pdf")))


def chromium(folder: Path) -> None:
    """Chromium, started for every page."""
    command = [shutil.which("chromium") or "chromium", "--headless", *CHROMIUM_FLAGS, "--no-pdf-header-footer"]

    def printed(page: Path) -> None:
        target = f"--print-to-pdf={page.with_suffix('.chromium.pdf')}"
        subprocess.run([*command, target, page.as_uri()], check=True, capture_output=True)

    _each(folder, printed)


def browser(folder: Path) -> None:
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS).new_page()

        def printed(source: Path) -> None:
            page.goto(source.as_uri())
            page.pdf(path=source.with_suffix(".browser.pdf"), prefer_css_page_size=True)

        _each(folder, printed)


def typst(folder: Path) -> None:
    """Typst, with our fonts; it is a library of another environment."""
    program = (
        "import sys, typst\n"
        "for page in sys.argv[2:]:\n"
        "    made = page.removesuffix('typ') + 'typst.pdf'\n"
        "    typst.compile(page, output=made, font_paths=[sys.argv[1]], ignore_system_fonts=True)\n"
        "    print('sheet', file=sys.stderr, flush=True)\n"
    )
    pages = [str(page) for page in sorted(folder.glob("*.typ"))]
    subprocess.run([str(TYPST), "-c", program, str(TEMPLATES / "fonts"), *pages], check=True)


def _each(folder: Path, work: Callable[[Path], object]) -> None:
    for page in sorted(folder.glob("*.html")):
        work(page)
        _printed()


def _printed() -> None:
    print("sheet", file=sys.stderr, flush=True)


WAYS = {one.__name__: one for one in (ours, naive, chromium, browser, typst)}


def main() -> None:
    """One kind, as asked on the command line."""
    kind, *rest = sys.argv[1:]
    if kind == "write":
        write(Path(rest[0]), int(rest[1]), Path(rest[2]))
    else:
        WAYS[kind](Path(rest[0]))


if __name__ == "__main__":
    main()
