"""The texts of a policy file that readers see, by address, and what they are in other languages. No I/O.

Which texts: by the types of the model. Ids, conditions, numbers, days, web addresses and file names are no `Text`;
quotations, clauses and telephone numbers are `Verbatim`. What has no Chinese in it reads the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

from generator.language import gettext
from generator.policy.facts import YUAN
from generator.policy.files import Translation
from generator.policy.provenance import Part
from generator.policy.scalars import BESIDE, LABELLED, NOT_STATED, VERBATIM, Text

P = TypeVar("P", bound=Part)


class Seen(NamedTuple):
    """A text that readers see: its address in its file, and how its translation is shown, as the types name it."""

    address: str
    text: str
    how: str


class Rendered(str):
    """A text of a policy that knows its Chinese and, by tag, what it is in other languages, wherever it is carried."""

    __slots__ = ("by_language", "chinese")
    by_language: Mapping[str, str]
    chinese: str

    def __new__(cls, text: str, of: str = "", by_language: Mapping[str, str] | None = None) -> Rendered:
        """A text with its renderings; without them, as pickle makes it first."""
        rendered = super().__new__(cls, text)
        rendered.chinese, rendered.by_language = of, by_language or {}
        return rendered


def chinese(text: str) -> str:
    """A text as its document has it: what hangs on the words of a text hangs on these."""
    return text.chinese if isinstance(text, Rendered) else text


def shown(part: P, language: str) -> P:
    """The same part with its texts in a language, of those that have a translation of what they are today.

    An answer stays what it is, since conditions name it. Money is called as in the language that is spoken.
    """

    def said(each: Seen) -> str:
        if each.text == YUAN and (money := gettext("元")) != YUAN:
            return Rendered(money, YUAN)
        if not isinstance(each.text, Rendered) or language not in each.text.by_language or each.how == LABELLED:
            return each.text
        says, of = each.text.by_language[language], each.text.chinese
        return Rendered(f"{says} ({of})" if each.how == BESIDE else says, of, each.text.by_language)

    return rewritten(part, said)


def seen(part: Part) -> dict[str, str]:
    """The Chinese texts of a file that readers see, by address: `classes/large-external/name` → `有外线大型用户`.

    What has no id is counted from 1 within its list. The name of the money is no text of a file: the frame says it.
    """
    texts: dict[str, str] = {}

    def noted(each: Seen) -> str:
        if each.text != YUAN:
            texts[each.address] = each.text
        return each.text

    rewritten(part, noted)
    return texts


def carrying(part: P, translations: Mapping[str, Mapping[str, Translation]]) -> P:
    """A file whose texts know their translations; `translations`: the entries of its files by language."""
    if not translations:
        return part
    texts = seen(part)
    by_language = {name: renderings(texts, entries) for name, entries in translations.items()}

    def carried(each: Seen) -> str:
        known = {name: says[each.address] for name, says in by_language.items() if each.address in says}
        return Rendered(each.text, each.text, known) if known else each.text

    return rewritten(part, carried)


def renderings(texts: Mapping[str, str], entries: Mapping[str, Translation]) -> dict[str, str]:
    """What texts are in a language, by address, of those that have a translation of what they are today.

    A text without one of its own has that of the same text elsewhere in its file, where that is translated in one way.
    """
    by_text: dict[str, set[str]] = {}
    for entry in entries.values():
        if entry.says:
            by_text.setdefault(entry.of, set()).add(entry.says)
    said = {}
    for address, text in texts.items():
        own = entries.get(address)
        if own is not None and own.of == text:
            said[address] = own.says
        elif len(shared := by_text.get(text, ())) == 1:
            said[address] = next(iter(shared))
    return {address: says for address, says in said.items() if says}


def rewritten(part: P, change: Callable[[Seen], str], at: str = "") -> P:
    """The same tree with `change` applied to every text that readers see."""
    new: dict[str, Any] = {}
    for name, how in _fields(part.__class__):
        value = getattr(part, name)
        changed = _changed(value, how, change, f"{at}/{name}" if at else name)
        if changed is not value:
            new[name] = changed
    return part.model_copy(update=new) if new else part


def _changed(value: Any, how: str | None, change: Callable[[Seen], str], at: str) -> Any:
    if isinstance(value, Part):
        return rewritten(value, change, at)
    if isinstance(value, tuple):
        return _same(value, tuple(_changed(inner, how, change, f"{at}/{name}") for name, inner in _named(value)))
    if isinstance(value, dict):
        return _same(value, {key: _changed(inner, how, change, f"{at}/{key}") for key, inner in value.items()})
    if how and isinstance(value, str) and value != NOT_STATED and _CHINESE.search(value):
        return change(Seen(at, value, how))
    return value


def _same(old: Any, new: Any) -> Any:
    """The old value where nothing in it has become another object."""
    pairs = zip(_inner(old), _inner(new), strict=True)
    return old if all(one is other for one, other in pairs) else new


def _inner(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _named(values: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """The parts of a list by their ids, or by their numbers."""
    for number, inner in enumerate(values, start=1):
        yield str(getattr(inner, "id", number)), inner


_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@cache
def _fields(kind: type[Part]) -> tuple[tuple[str, str | None], ...]:
    """The keys of a kind of part, and how the translation of a text that stands there is shown; None of no text."""
    return tuple(
        (name, _how(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation))
        for name, info in kind.model_fields.items()
    )


_TEXT = get_args(Text)[1]
"""What makes a text of a string."""
_INSTEAD = "instead"


def _how(annotation: Any) -> str | None:
    """How the translation of a text is shown that may stand at an annotation, not within another model."""
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        if _TEXT in inner:
            return None if VERBATIM in inner else next((how for how in (BESIDE, LABELLED) if how in inner), _INSTEAD)
        inner = inner[:1]
    elif get_origin(annotation) is dict:
        inner = inner[1:]
    return next(filter(None, map(_how, inner)), None)
