"""How long it takes from a saved policy to the changed page, in an invented country of as many guides as GUIDES says.

The preview begins with nothing made before. The first page is asked for at once; then, when everything is there, files
are saved: with a change (of what `covers` of a place says), and with a mistake. A change is seen when the page has it,
a mistake when it is named; all has followed when nothing more is on its way. Memory is the highest sum of what all
processes of the preview hold (PSS), at the start and with the saves. That a page in a browser shows itself anew is held
by tests/test_serve.py. Run: make bench only=preview guides=8500
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import psutil
from bench import country
from bench.bounds import GUIDES, Bound, Table, Words, kept, spread
from desk import Desk, settled

RUNS = int(os.environ.get("RUNS") or 5)


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


class Loop:
    """An editor's loop: the preview of a country, whose files are saved."""

    def __init__(self, desk: Desk, address: str) -> None:
        self._desk, self._address = desk, address
        self._places = sorted(path.name for path in (desk.folder / "policies").iterdir() if path.is_dir())
        self.mark = 0

    @property
    def place(self) -> str:
        """The place whose turn it is, each time another one."""
        return self._places[(self.mark * 37) % len(self._places)]

    @property
    def _file(self) -> str:
        return f"policies/{self.place}/city.yaml"

    def page(self, mark: str = "") -> None:
        """Wait until the page of the place has some words."""
        until(lambda: mark in got(f"{self._address}/{self.place}/"))

    def changed(self) -> None:
        """Save a change, and wait until it is seen."""
        self.mark += 1
        mark = f"（虚构{self.mark}）"
        self._desk.edit(self._file, "covers: ", f"covers: {mark}")
        self.page(mark)

    def wrong(self) -> None:
        """Save a mistake, and wait until it is named."""
        self.mark += 1
        self._desk.edit(self._file, "covers: ", "cover: ")
        with urlopen(f"{self._address}/-/events?/", timeout=60) as events:  # noqa: S310
            next(line for line in events if f"{self._file}:".encode() in line)

    def mended(self) -> None:
        """Save the remedy."""
        self._desk.edit(self._file, "cover: ", "covers: ")

    def followed(self) -> None:
        """Wait until nothing more is on its way."""
        settled(self._address)


def got(address: str) -> str:
    """A page; empty where there is none."""
    with suppress(OSError), urlopen(address, timeout=60) as answer:  # noqa: S310
        text: str = answer.read().decode("utf-8")
        return text
    return ""


def until(there: Callable[[], bool]) -> None:
    """Wait for something."""
    while not there():
        time.sleep(0.02)


@contextmanager
def weighed(process: subprocess.Popen[str]) -> Iterator[list[float]]:
    """What all processes of a program hold, in megabytes, again and again while something goes on."""
    weights, over = [0.0], threading.Event()

    def weigh() -> None:
        while not over.wait(0.2):
            with suppress(psutil.Error):
                own = psutil.Process(process.pid)
                weights.append(sum(map(held, (own, *own.children(recursive=True)))) / 1e6)

    thread = threading.Thread(target=weigh)
    thread.start()
    try:
        yield weights
    finally:
        over.set()
        thread.join()


def held(process: psutil.Process) -> int:
    """The memory of a process (PSS), in bytes; none of one that has ended."""
    try:
        pss: int = process.memory_full_info().pss
    except psutil.Error:
        return 0
    return pss


SEEN, NAMED = (
    Words("存了改动，到看见，秒", "saved, seen after, s"),
    Words("存了错的，到看见问题，秒", "a mistake named after, s"),
)
FIRST = Words("从头开始，到看见一个地方的页面，秒", "from nothing, a place's page after, s")
WHOLE, LEAST = (
    Words("从头开始做的内存，MB", "memory from nothing, MB"),
    Words("存盘以后的内存，MB", "memory after a save, MB"),
)


def main() -> None:
    """Print what was measured beside what is wanted, and keep it."""
    seen, followed, named, memory = list[float](), list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        country.write(GUIDES, 1, Path(folder, "country"))
        desk = Desk(Path(folder, "desk"), Path(folder, "country"))
        started = time.perf_counter()
        with desk.run("serve", "--port", "0") as process:
            try:
                assert process.stderr is not None
                loop = Loop(desk, process.stderr.readline().split()[0].rstrip("/"))
                loop.page()
                first = time.perf_counter() - started
                with weighed(process) as weights:
                    everything = first + seconds(loop.followed)
                for _ in range(RUNS):
                    with weighed(process) as saving:
                        seen.append(seconds(loop.changed))
                        followed.append(seen[-1] + seconds(loop.followed))
                    memory.append(max(saving))
                    named.append(seconds(loop.wrong))
                    loop.mended()
                    loop.followed()
            finally:
                process.terminate()
    figures = ((SEEN, "< 2", seen), (NAMED, "< 2", named), (FIRST, "< 5", [first]))
    bounds = [Bound(words, wanted, values) for words, wanted, values in figures]
    bounds += [Bound(LEAST, "< 500", memory), Bound(WHOLE, "< 500", [max(weights)], aim=True)]
    rows: list[list[str | Words]] = [
        [Words("存了改动，到全部做好", "saved, everything after"), spread(followed)],
        [Words("从头开始，到全部做好", "from nothing, everything after"), spread([everything])],
    ]
    kept(bounds, [Table(Words("随后的", "what follows"), [Words("", ""), Words("秒", "s")], rows)])


if __name__ == "__main__":
    main()
