"""Many sheets → PDFs: in several processes, each sheet once, finished ones kept by what they are made of.

The store makes an interrupted run go on where it stopped. WeasyPrint is loaded by the processes only, since it cannot
share one with the drawing of charts.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

TEMPLATES = Path(__file__).parent.parent / "templates"
Progress = Callable[[str], None]


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


def printed(
    sheets: Mapping[str, Sheet], store: Path, *, say: Progress, executor: Executor | None = None
) -> dict[str, bytes]:
    """The PDFs of some sheets, by name. Raises PrintError; what was finished until then is kept."""
    keys = {name: key(sheet) for name, sheet in sheets.items()}
    missing = {keys[name]: sheet for name, sheet in sheets.items() if not (store / keys[name]).is_file()}
    store.mkdir(parents=True, exist_ok=True)
    started = monotonic()
    for done, _ in enumerate(_made(missing, store, executor), start=1):
        pace = done / max(monotonic() - started, 0.001)
        say(f"PDF {done}/{len(missing)}, {pace:.1f}/s, {(len(missing) - done) / pace:.0f} s left")
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


def _made(missing: Mapping[str, Sheet], store: Path, executor: Executor | None) -> Iterator[None]:
    """Each sheet as it is finished; few are not worth the start of other processes but for one."""
    if executor is not None:
        yield from _through(executor, missing, store)
    elif missing:
        workers = 1 if len(missing) < _FEW else os.cpu_count()
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as own:
            yield from _through(own, missing, store)


def _through(executor: Executor, missing: Mapping[str, Sheet], store: Path) -> Iterator[None]:
    futures = {executor.submit(_print, sheet): name for name, sheet in missing.items()}
    for future in as_completed(futures):
        partial = store / f".{futures[future]}"
        partial.write_bytes(future.result())
        partial.replace(store / futures[future])
        yield


def _print(sheet: Sheet) -> bytes:
    from generator import acroform, pdf

    made = pdf.pdf(sheet.html, *sheet.styles, denser=sheet.denser, sides=sheet.sides, forms=bool(sheet.fields))
    return acroform.finished(made, sheet.fields) if sheet.fields else made
