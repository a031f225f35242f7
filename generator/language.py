"""The language that readers read: Chinese as it stands in templates and code, or what a file of translations has.

Facts of policies are no messages and stay in the words of their documents. What is not translated stays Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from generator.paths import TEMPLATES

if TYPE_CHECKING:
    from babel.messages.catalog import Message

CHINESE = "zh-Hans"
"""The language of the messages themselves."""
FOLDER = TEMPLATES / "locale"
"""Holds `<language>.po`, one file a language."""


class Language(NamedTuple):
    """A language: its tag, as `lang` names it in HTML, and by message what is said instead."""

    tag: str = CHINESE
    said: Mapping[str, str] = {}


_CHINESE = Language()
_SPOKEN = ContextVar("_SPOKEN", default=_CHINESE)


def tag() -> str:
    """The tag of the language that is spoken now: `zh-Hans`, `en`."""
    return _SPOKEN.get().tag


def gettext(message: str) -> str:
    """A message in the language that is spoken now; as it is, where that has no translation of it."""
    return _SPOKEN.get().said.get(message, message)


@contextmanager
def spoken(name: str | None) -> Iterator[None]:
    """Within it a language is spoken: that of `templates/locale/<name>.po`, Chinese where None."""
    before = _SPOKEN.set(language(name) if name else _CHINESE)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def is_language(text: str) -> bool:
    """Whether a text is the tag of a language that is written somewhere: `en`, `zh-Hant`."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", text):
        return False
    from babel import localedata  # as below

    return bool(localedata.exists(text.replace("-", "_"))) and text != CHINESE


def own_name(name: str) -> str:
    """What a language calls itself: `English`; its tag where nobody knows."""
    if name == CHINESE:
        return "中文"
    from babel import Locale, UnknownLocaleError  # as below

    try:
        return Locale.parse(name, sep="-").get_display_name() or name
    except (ValueError, UnknownLocaleError):
        return name


def names() -> list[str]:
    """The languages that have a file of translations."""
    return sorted(file.stem for file in FOLDER.glob("*.po"))


@cache
def language(name: str) -> Language:
    """A language with all its translations that are finished. Raises OSError, PoFileError."""
    return Language(name, {str(one.id): str(one.string) for one in _messages(name) if _finished(one)})


def source(name: str) -> bytes:
    """The file of translations into a language, byte by byte. Raises OSError."""
    return (FOLDER / f"{name}.po").read_bytes()


def _messages(name: str) -> list[Message]:
    """The entries of a file of translations, its head aside. Raises OSError, PoFileError, UnicodeDecodeError."""
    from babel.messages.pofile import read_po  # only where another language than Chinese is spoken

    with (FOLDER / f"{name}.po").open(encoding="utf-8") as file:
        return [one for one in read_po(file, abort_invalid=True) if one.id]


def _finished(one: Message) -> bool:
    return bool(one.string) and not one.fuzzy


_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")
"""A place in a message that something is put into."""


class Fault(NamedTuple):
    """What is wrong in a file of translations, and in which line."""

    line: int
    problem: str


def faults(name: str) -> Iterator[Fault]:
    """What keeps translations into a language from being used: no such file, or places of messages are not in them."""
    from babel.messages.pofile import PoFileError  # as below

    try:
        messages = _messages(name)
    except (OSError, UnicodeDecodeError, PoFileError) as error:
        yield Fault(getattr(error, "lineno", 0) + 1, f"{type(error).__name__}: {error}")
        return
    for one in messages:
        wanted, found = (Counter(_PLACE.findall(str(text))) for text in (one.id, one.string))
        if _finished(one) and wanted != found:
            lacking, foreign = (wanted - found).elements(), (found - wanted).elements()
            differing = [*(f"-{place}" for place in lacking), *(f"+{place}" for place in foreign)]
            yield Fault(one.lineno or 1, f"{one.id}: {' '.join(differing)}")
