"""The full-text index of the readers' pages in parts, each made by Pagefind as a program of its own. Writes nothing.

A part holds the pages about the places of one province-level unit; the first one, those about all places, and the
program that reads any part. Pagefind gets a copy of what is to be found: the article of a page with what it is about.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from markupsafe import Markup

from generator import processes
from generator.site.mkdocs import EngineError

PROGRAM = "pagefind.js"
"""What reads the parts, and stands beside the first one alone; Pagefind's own user interface is left out."""

LEFT_OUT = "nav, script, style, footer, fieldset, .crumbs, a.c, .quote a, a.print, .sign, .hint, .status, .tools button"
"""What stands on a page but says nothing."""

_ARTICLE = re.compile(r'<article class="text">(.*?)</article>', re.DOTALL)
_TEXT = re.compile(r">[^<]+<")
_BESIDE_NUMBER = re.compile(r"(?<=[\u3400-\u9fff〔〕（）])(?=\d)|(?<=\d)(?=[\u3400-\u9fff〔〕（）])")
_INDEX = ("pagefind-entry.json", "wasm.*.pagefind", "pagefind.*.pf_meta", "index", "fragment", "filter")


class Subject(NamedTuple):
    """What a page is about, by which it is chosen, and how much what it says counts."""

    language: str | None
    weight: float
    filters: tuple[tuple[str, str], ...] = ()
    """Filters of Pagefind with their values: `province`, `place`, `utility`; none of a page about all places."""


def copy(page: str, html: bytes, about: Subject) -> bytes:
    """What is to be found of a page: its article, and what it is about. Raises EngineError."""
    article = _ARTICLE.search(html.decode("utf-8"))
    if article is None:
        raise EngineError(f"{page}: no article to be found by searching")
    filters = Markup("").join(
        Markup('<meta data-pagefind-filter="{}[content]" content="{}">').format(name, value)
        for name, value in about.filters
    )
    spaced = _TEXT.sub(lambda found: _BESIDE_NUMBER.sub(" ", found[0]), article[1])  # else 515号 is cut to 5, 1, 5
    text = spaced.replace('class="quote"', 'class="quote" data-pagefind-weight="0.3"')
    body = f'<body data-pagefind-body data-pagefind-weight="{about.weight}">{text}{filters}</body>'
    head = f'<!doctype html><html lang="{about.language or "zh"}"><head><meta charset="utf-8"></head>'
    return f"{head}{body}</html>".encode()


def index(copies: Mapping[str, bytes], part: str) -> dict[str, bytes]:
    """A part of `pagefind/`, by path on the site: that of a province by its two digits, or the first one, called ``.

    `copies`: what `copy` gives of each page, by path on the site. Each language has an index of its own, which the
    language of a page chooses. Raises EngineError.
    """
    from pagefind_bin_extended import get_executable  # a program of 70 MB, which only building needs

    with TemporaryDirectory() as folder:
        pages, output = Path(folder, "pages"), Path(folder, "made")
        for path, text in copies.items():
            (pages / path).parent.mkdir(parents=True, exist_ok=True)
            (pages / path).write_bytes(text)
        _run(get_executable(), pages, output)
        found = (path for name in (*_INDEX, *(() if part else (PROGRAM,))) for path in output.glob(name))
        files = (file for path in found for file in (path, *path.rglob("*")) if file.is_file())
        at = f"pagefind/{part}/" if part else "pagefind/"
        return {f"{at}{path.relative_to(output).as_posix()}": path.read_bytes() for path in sorted(files)}


def _run(executable: Path, pages: Path, output: Path) -> None:
    """Pagefind on a folder of pages; its complaint is the error."""
    folders = ["--site", str(pages), "--output-path", str(output)]
    command = [str(executable), *folders, "--exclude-selectors", LEFT_OUT, "--quiet"]
    done = subprocess.run(processes.tied(command), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not (output / PROGRAM).is_file():
        raise EngineError(done.stdout + done.stderr)
