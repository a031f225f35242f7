"""The language that readers read: Chinese as it stands in templates and code, or what a file of translations has.

Facts of policies are no messages and stay in the words of their documents. What is not translated stays Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from gettext import c2py  # by which Python itself reads the rule of a language
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from generator import overrides
from generator.paths import TEMPLATES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

CHINESE = "zh-Hans"
"""The language of the messages themselves."""
FOLDER = TEMPLATES / "locale"
"""Holds `<language>.po`, one file a language."""
_LOCALE = "locale/"


class Language(NamedTuple):
    """A language: its tag, as `lang` names it in HTML, and by message what is said instead."""

    tag: str = CHINESE
    said: Mapping[str, str] = {}
    plurals: Mapping[str, tuple[str, ...]] = {}
    """By message its forms, of those that have several."""
    form: Callable[[int], int] = lambda _: 0
    """Which form is said of a number."""


_CHINESE = Language()
_SPOKEN = ContextVar("_SPOKEN", default=_CHINESE)


def tag() -> str:
    """The tag of the language that is spoken now: `zh-Hans`, `en`."""
    return _SPOKEN.get().tag


def gettext(message: str) -> str:
    """A message in the language that is spoken now; as it is, where that has no translation of it."""
    return _SPOKEN.get().said.get(message, message)


def plural(message: str, number: Decimal | float) -> str:
    """A message about a number of things, in the form that the language has for it; for a fraction, the general one."""
    spoken = _SPOKEN.get()
    forms = spoken.plurals.get(message)
    if forms is None:
        return gettext(message)
    return forms[spoken.form(int(number))] if number == int(number) else forms[-1]


def month(number: int) -> str:
    """A month as a date names it: by its number in Chinese, by its name elsewhere."""
    if tag() == CHINESE:
        return str(number)
    from babel import UnknownLocaleError, dates  # as below

    try:
        return str(dates.get_month_names(locale=tag().replace("-", "_"))[number])
    except (ValueError, UnknownLocaleError):
        return str(number)


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


def folder(name: str | None) -> str:
    """The folder of the pages in a language, as an address begins with it; of Chinese pages none."""
    return f"{name}/" if name else ""


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
    own = (name.removeprefix(_LOCALE).removesuffix(".po") for name in overrides.current().matching(f"{_LOCALE}*.po"))
    return sorted({*(file.stem for file in FOLDER.glob("*.po")), *own})


@cache
def language(name: str) -> Language:
    """A language with all its translations that are finished. Raises OSError, PoFileError."""
    catalogs = [_catalog(data) for data in _files(name)]
    finished = {forms(one.id)[0]: one.string for held in catalogs for one in held if one.id and _finished(one)}
    said = {message: forms(string)[-1] for message, string in finished.items()}
    plurals = {message: forms(string) for message, string in finished.items() if not isinstance(string, str)}
    return Language(name, said, plurals, c2py(catalogs[0].plural_expr))


def forms(text: Any) -> tuple[str, ...]:
    """The forms of a message or of a translation."""
    return (str(text),) if isinstance(text, str) else tuple(map(str, text))


def source(name: str) -> bytes:
    """The translations into a language, byte by byte: ours, and those of the publisher. Raises OSError."""
    return b"".join(_files(name))


def _files(name: str) -> list[bytes]:
    path, own = FOLDER / f"{name}.po", overrides.current().files.get(f"{_LOCALE}{name}.po")
    if own is None:
        return [path.read_bytes()]
    return [path.read_bytes(), own] if path.is_file() else [own]


def _messages(name: str) -> list[Message]:
    """The entries of a language, those of the publisher behind ours, heads aside. Raises as `messages`, OSError."""
    return [entry for data in _files(name) for entry in messages(data)]


def messages(data: bytes) -> list[Message]:
    """The entries of a file of translations, its head aside. Raises PoFileError, UnicodeDecodeError."""
    return [one for one in _catalog(data) if one.id]


def _catalog(data: bytes) -> Catalog:
    from babel.messages.pofile import read_po  # only where another language than Chinese is spoken

    return read_po(StringIO(data.decode("utf-8")), abort_invalid=True)


def _finished(one: Message) -> bool:
    return all(forms(one.string)) and not one.fuzzy


_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")
"""A place in a message that something is put into."""


def places(text: str) -> list[str]:
    """The places of a text that something is put into: `{n}`, `{unit}`."""
    return _PLACE.findall(text)


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
        message = forms(one.id)[0]
        for differing in [_differing(message, form) for form in forms(one.string)] if _finished(one) else ():
            if differing:
                yield Fault(one.lineno or 1, f"{message}: {' '.join(differing)}")


def _differing(message: str, translation: str) -> list[str]:
    """The places that a translation lacks, and those that are its own."""
    wanted, found = (Counter(places(text)) for text in (message, translation))
    lacking, foreign = (wanted - found).elements(), (found - wanted).elements()
    return [*(f"-{place}" for place in lacking), *(f"+{place}" for place in foreign)]
