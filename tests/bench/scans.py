"""How long the recogniser takes for a page, how much memory, how many signs of an invented notice it reads right."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path

import scanning

from generator.document import extract

PAGES = 4


def measure(folder: Path) -> None:
    """Prints a line for a clean scan and one for a poor one."""
    for name, page in (
        ("clean", scanning.notice(stamp=False)),
        ("askew, noise, stamp", scanning.scanned(scanning.notice())),
    ):
        large = page._replace(page=page.page.resize((1950, 1500)))
        path = scanning.save(folder / "notice.tif", *[large] * PAGES)
        before = time.monotonic()
        text = extract.taken(path).text
        seconds = (time.monotonic() - before) / PAGES
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        wanted = "".join(reading.text for reading in page.readings) * PAGES
        read = "".join(text.replace("|", "").split())
        same = sum(block.size for block in SequenceMatcher(None, wanted, read, autojunk=False).get_matching_blocks())
        print(f"{name:20} {seconds:5.1f} s a page {memory:5} MB   {100 * same / len(wanted):5.1f} of 100 signs")


if __name__ == "__main__":
    if find_spec("rapidocr") is None:
        sys.exit("requirements-ocr.lock is not installed")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
