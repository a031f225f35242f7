"""The full-text index of the readers' pages in parts, each made by Pagefind as a program of its own. Writes nothing.

A part holds the pages about the places of one province-level unit; the first one, those about all places, and the
program that reads any part. Pagefind gets a copy of what is to be found: the article of a page with what it is about.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from subprocess import DEVNULL, PIPE
from typing import Any, NamedTuple, cast

from markupsafe import Markup

from generator import processes
from generator.site.mkdocs import EngineError

PROGRAM = "pagefind.js"
"""What reads the parts, and stands beside the first one alone; Pagefind's own user interface is left out."""

LEFT_OUT = "nav, script, style, footer, fieldset, .crumbs, a.c, .quote a, a.print, .sign, .hint, .status, .tools button"
"""What stands on a page but says nothing."""

_ARTICLE = re.compile(r'<article class="text">(.*?)</article>', re.DOTALL)
_TEXT = re.compile(r">[^<]+<")
_SIGN = r"[\u3400-\u9fff\u3014\u3015\uff08\uff09]"  # Chinese characters and brackets
_BESIDE_NUMBER = re.compile(rf"(?<={_SIGN})(?=\d)|(?<=\d)(?={_SIGN})")
_INDEX = ("pagefind-entry.json", "wasm.*.pagefind", "pagefind.*.pf_meta", "index/*", "fragment/*", "filter/*")


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
    at = f"pagefind/{part}/" if part else "pagefind/"
    wanted = (*_INDEX, *(() if part else (PROGRAM,)))
    files = _made({path: copies[path] for path in sorted(copies)})
    return {f"{at}{path}": files[path] for path in sorted(files) if any(fnmatchcase(path, name) for name in wanted)}


def _made(copies: Mapping[str, bytes]) -> dict[str, bytes]:
    """What Pagefind makes of some pages, in the order in which it is given them, on which its bytes depend.

    Of a folder it would take them in the order of the file system, which is another on another machine.
    """
    with _Pagefind() as pagefind:
        number = pagefind.answer(type="NewIndex", config={"exclude_selectors": [LEFT_OUT]})["index_id"]
        for path, text in copies.items():
            pagefind.answer(type="AddFile", index_id=number, file_path=path, file_contents=text.decode("utf-8"))
        files = pagefind.answer(type="GetFiles", index_id=number)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


class _Pagefind:
    """Pagefind as a service: JSON in base64, a comma behind each message and each answer; ended on leaving."""

    def __enter__(self) -> _Pagefind:
        from pagefind_bin_extended import get_executable  # a program of 70 MB, which only building needs

        command = processes.tied([str(get_executable()), "--service"])
        self._process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)  # noqa: S603
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def answer(self, **message: Any) -> dict[str, Any]:
        """What is answered to a message. Raises EngineError where that is a complaint, or nothing."""
        with suppress(BrokenPipeError):  # then there is no answer
            self._ask(base64.b64encode(json.dumps({"message_id": 0, "payload": message}).encode()) + b",")
        payload: dict[str, Any] = json.loads(base64.b64decode(b"".join(self._parts())) or "{}").get("payload", {})
        if payload.get("type", "Error") == "Error":
            raise EngineError(f"Pagefind: {payload.get('message', 'ended without an answer')}")
        return payload

    def _ask(self, message: bytes) -> None:
        channel = cast("io.BufferedWriter", self._process.stdin)
        channel.write(message)
        channel.flush()

    def _parts(self) -> Iterator[bytes]:
        """An answer, in pieces as they come."""
        channel = cast("io.BufferedReader", self._process.stdout)
        while part := channel.read1():
            yield part
            if part.endswith(b","):
                return
