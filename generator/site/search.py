"""The full-text index of the readers' pages, made by Pagefind as a program of its own. Writes nothing.

Pagefind gets a copy of what is to be found: the article of a page, with its place and utility and the weight it has.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from markupsafe import Markup

from generator import processes
from generator.policy.guide import Guide
from generator.site.mkdocs import EngineError

PAGES = ("form", "joint", "prepare")
"""The pages of a place that are worth finding, beside the place's own and its guides."""

LEFT_OUT = "nav, script, style, footer, fieldset, .crumbs, a.c, .quote a, a.print, .sign, .hint, .status, .tools button"
"""What stands on a page but says nothing."""

_ARTICLE = re.compile(r'<article class="text">(.*?)</article>', re.DOTALL)
_USED = ("pagefind.js", "pagefind-entry.json", "wasm.*.pagefind", "pagefind.*.pf_meta", "index", "fragment", "filter")


Read: TypeAlias = Callable[[str], bytes]
"""Takes where a page lies, and gives its HTML."""


def index(pages: Mapping[str, str], guides: Mapping[str | None, Iterable[Guide]], read: Read) -> dict[str, bytes]:
    """`pagefind/`: the index and the program that reads it, not its user interface, by path on the site.

    `pages`: where the HTML of each page lies, by path on the site; `guides`: by language, each of which has an index of
    its own, that the language of a page chooses. Raises EngineError.
    """
    from pagefind_bin_extended import get_executable  # a program of 70 MB, which only building needs

    with TemporaryDirectory() as folder:
        copies, output = Path(folder, "pages"), Path(folder, "made")
        copied_ = (copy for name, found in guides.items() for copy in copied(pages, found, read, name))
        for path, text in copied_:
            (copies / path).parent.mkdir(parents=True, exist_ok=True)
            (copies / path).write_text(text, encoding="utf-8")
        run(get_executable(), copies, output)
        parts = (part for name in _USED for part in output.glob(name))
        files = (path for part in parts for path in (part, *part.rglob("*")) if path.is_file())
        return {f"pagefind/{path.relative_to(output).as_posix()}": path.read_bytes() for path in sorted(files)}


def run(executable: Path, pages: Path, output: Path) -> None:
    """Pagefind on a folder of pages; its complaint is the error."""
    folders = ["--site", str(pages), "--output-path", str(output)]
    command = [str(executable), *folders, "--exclude-selectors", LEFT_OUT, "--quiet"]
    done = subprocess.run(processes.tied(command), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not (output / "pagefind.js").is_file():
        raise EngineError(done.stdout + done.stderr)


def copied(
    pages: Mapping[str, str], guides: Iterable[Guide], read: Read, name: str | None = None
) -> Iterator[tuple[str, str]]:
    """The pages of a language to be found, by their path on the site: the article and what it is about."""
    seen, tree = set(), f"{name}/" if name else ""
    for guide in guides:
        place = guide.place.slug
        if place not in seen:
            seen.add(place)
            for page in (f"{tree}{at}/index.html" for at in (place, *(f"{place}/{own}" for own in PAGES))):
                if page in pages:
                    yield page, _copy(page, read(pages[page]), place, "", name, weight=0.5)
        page = f"{tree}{guide.address}/index.html"
        yield page, _copy(page, read(pages[page]), place, guide.utility, name, weight=1)


def _copy(page: str, html: bytes, place: str, utility: str, name: str | None, *, weight: float) -> str:
    article = _ARTICLE.search(html.decode("utf-8"))
    if article is None:
        raise EngineError(f"{page}: no article to be found by searching")
    known = {"place": place, "utility": utility}
    filters = Markup("").join(
        Markup('<meta data-pagefind-filter="{}[content]" content="{}">').format(name, value)
        for name, value in known.items()
        if value
    )
    text = article[1].replace('class="quote"', 'class="quote" data-pagefind-weight="0.3"')
    body = f'<body data-pagefind-body data-pagefind-weight="{weight}">{text}{filters}</body>'
    return f'<!doctype html><html lang="{name or "zh"}"><head><meta charset="utf-8"></head>{body}</html>'
