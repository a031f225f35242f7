"""The messages of templates and of words in YAML, as Babel asks for them: `make words`, mapped in pyproject.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import yaml
from jinja2 import Environment

from generator.descriptions import descriptions
from generator.policy.guide import Guide
from generator.words.catalogue import counts, is_message
from generator.words.names import heading
from generator.words.segments import CHINESE, translated

Found: TypeAlias = tuple[int, str, str | tuple[str, ...], list[str]]
"""A message as Babel takes it: line, function, text or the texts of one and of many, comments."""


def templates(file: BinaryIO, *_: Sequence[str], options: Mapping[str, Any]) -> Iterator[Found]:  # noqa: ARG001  Babel's
    """The messages of a template, those of `{% trans %}` among them."""
    source, found = file.read().decode("utf-8"), list[tuple[int, str]]()

    def noted(message: str, line: int) -> str:
        found.append((line, message))
        return message

    translated(source, noted)
    marked = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    marked.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    found += [(line, text) for line, _, text in marked.extract_translations(source)]  # type: ignore[attr-defined]
    yield from ((line, "gettext", message, []) for line, message in found)


def headings(_: BinaryIO, *__: Sequence[str], options: Mapping[str, Any]) -> Iterator[Found]:  # noqa: ARG001  Babel's
    """What sections are called, as the model says it."""
    for name in descriptions(Guide):
        if CHINESE.search(title := heading(name)):
            yield 1, "gettext", title, []


def words(file: BinaryIO, *_: Sequence[str], options: Mapping[str, Any]) -> Iterator[Found]:  # noqa: ARG001  Babel's
    """The messages of a catalogue of words."""
    yield from _leaves(Path(file.name).name, yaml.compose(file.read(), Loader=yaml.SafeLoader), ())


def _leaves(name: str, node: Any, keys: tuple[str, ...]) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(name, value, (*keys, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _leaves(name, value, keys)
    elif node is not None and is_message(name, node.value, keys):
        several = counts(name, keys)
        yield node.start_mark.line + 1, "plural" if several else "gettext", (node.value,) * (1 + several), []
