"""Many sheets → PDFs: in several processes, each sheet once, finished ones kept by what they are made of.

The store makes an interrupted run go on where it stopped. WeasyPrint is loaded by the processes only, since it cannot
share one with the drawing of charts.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

TEMPLATES = Path(__file__).parent.parent / "templates"
Progress = Callable[..., None]
"""What goes on, and of how many steps how many are done: `say("PDF", 3, 60)`, `say("MkDocs")`."""


class Sheet(NamedTuple):
    """What is printed: HTML, stylesheets of `templates/print/` on top of sheet.css, one more for what is too long."""

    html: str
    styles: tuple[str, ...] = ()
    denser: str = ""
    sides: int = 2
    fields: tuple[Any, ...] = ()
    """The blanks of a form, which become fields."""


_FEW = 4
_LIBRARIES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pyphen", "pikepdf")


def printed(sheets: Mapping[str, Sheet], store: Path, *, say: Progress) -> dict[str, bytes]:
    """The PDFs of some sheets, by name. Raises PrintError; what was finished until then is kept."""
    keys = {name: key(sheet) for name, sheet in sheets.items()}
    missing = {keys[name]: sheet for name, sheet in sheets.items() if not (store / keys[name]).is_file()}
    store.mkdir(parents=True, exist_ok=True)
    for done, _ in enumerate(_made(missing, store), start=1):
        say("PDF", done, len(missing))
    return {name: (store / each).read_bytes() for name, each in keys.items()}


def tidy(store: Path, kept: Mapping[str, Sheet]) -> None:
    """Forget what no sheet of a finished build is made of any more."""
    wanted = {key(sheet) for sheet in kept.values()}
    for path in store.iterdir() if store.is_dir() else ():
        if path.name not in wanted:
            path.unlink()


def key(sheet: Sheet) -> str:
    """The name of a sheet in the store: everything its bytes hang on."""
    return hashlib.sha256(_surroundings() + repr(sheet).encode("utf-8")).hexdigest()


@cache
def _surroundings() -> bytes:
    """Styles, fonts, code and libraries."""
    files = [*sorted((TEMPLATES / "print").glob("*.css")), *sorted((TEMPLATES / "fonts").glob("*.ttf"))]
    files += [Path(__file__).with_name(name) for name in ("pdf.py", "acroform.py")]
    digest = hashlib.sha256("".join(version(name) for name in _LIBRARIES).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.digest()


def _made(missing: Mapping[str, Sheet], store: Path) -> Iterator[None]:
    """Each sheet as it is finished; few are not worth the start of more than one process."""
    if not missing:
        return
    workers = 1 if len(missing) < _FEW else os.cpu_count()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as processes:
        futures = {processes.submit(_print, sheet): name for name, sheet in missing.items()}
        for future in as_completed(futures):
            partial = store / f".{futures[future]}"
            partial.write_bytes(future.result())
            partial.replace(store / futures[future])
            yield


def _print(sheet: Sheet) -> bytes:
    from generator import acroform, pdf

    made = pdf.pdf(sheet.html, *sheet.styles, denser=sheet.denser, sides=sheet.sides, forms=bool(sheet.fields))
    return acroform.finished(made, sheet.fields) if sheet.fields else made
