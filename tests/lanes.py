"""Which tests take long is told by what they use, and held.

One without a mark can neither build nor open a browser, nor start the generator in a process of its own.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import playwright.sync_api
import pytest

from generator import checks
from generator.build.steps import Build
from generator.site import mkdocs

MARKS = {"browser", "build", "slow", "soak"}
"""Those of tests that are left out of the quick lane."""
USED = {"browser": "browser", "built": "build", "every": "build", "stock": "build"}
"""The mark of a test that uses a fixture, itself or by another fixture."""


class LaneError(BaseException):
    """A test does what takes long without the mark that says so; nothing that is tested takes it for its own error."""


def marked(items: Collection[pytest.Item]) -> None:
    """Give every test the marks of what it uses."""
    for item in items:
        for name in {USED[one] for one in getattr(item, "fixturenames", ()) if one in USED}:
            item.add_marker(name)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the files first of which most tests have a mark; the others fill up the time that is left at the end."""
    files: dict[Path, list[bool]] = {}
    for item in items:
        files.setdefault(item.path, []).append(any(mark.name in MARKS for mark in item.iter_markers()))
    items.sort(key=lambda item: -sum(files[item.path]) / len(files[item.path]))


@contextmanager
def held(marks: Collection[str]) -> Iterator[None]:
    """A test with these marks runs; with none of ours, what takes one raises LaneError."""
    with pytest.MonkeyPatch.context() as patch:
        if not MARKS & set(marks):
            for step in ("print", "convert", "index"):  # a build that is refused before them takes no time
                patch.setattr(Build, step, _refusal("build"))
            patch.setattr(mkdocs, "converted", _refusal("build"))
            patch.setattr(subprocess.Popen, "__init__", _judging(subprocess.Popen.__init__))
            patch.setattr(playwright.sync_api.BrowserType, "launch", _refusal("browser"))
            for opening in ("new_context", "new_page"):  # of a browser that a test with the mark has left running
                patch.setattr(playwright.sync_api.Browser, opening, _refusal("browser"))
        yield


@contextmanager
def collecting() -> Iterator[None]:
    """The test modules are read; whichever loads policies then raises LaneError."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "check", _refusal("fixture, or a function that is called later"))
        yield


def _refusal(mark: str) -> Callable[..., NoReturn]:
    def refused(*_: object, **__: object) -> NoReturn:
        raise LaneError(f"this takes a {mark}")

    return refused


def _judging(start: Callable[..., None]) -> Callable[..., None]:
    """A start of a program, refused if it is the generator, which takes a second to start."""

    def judged(self: subprocess.Popen[Any], args: Any, *rest: Any, **named: Any) -> None:
        words = [args] if isinstance(args, str) else [str(one) for one in args]
        if any(re.search(r"^generator$|-m generator|\b(from|import) generator", one) for one in words):
            raise LaneError("this takes a mark: slow, or build")
        start(self, args, *rest, **named)

    return judged
