"""What a publisher's files put in the place of what: whole files, blocks of templates, words, translations.

Each records the version of what it replaces in a comment, `replaces 3f2a9c1e`: of a file in its head, of a block behind
its name, of a word behind its value, of a translation above it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import yaml

from generator import language, overrides
from generator.paths import TEMPLATES
from generator.policy import utilities
from generator.words.catalogue import by_name, entry_name

WORDS = ("words.yaml", utilities.FILE, "glossary.yaml", "vocabulary.yaml", "media.yaml", "supply.yaml")
"""The files of words that may be replaced word by word."""
MAY = (
    *("pages/**/*.md", "pages/**/*.html", "notice/**/*.html", "print/**/*.html", "theme/**/*.html", "help/**/*.md"),
    *("assets/*.css", "print/*.css", "icons/*.svg", "locale/*.po"),
    *WORDS,
)
"""What may be replaced: nothing that runs, no type that was cut to size, and no words for editors."""
FORM = "\n"
"""Stands between the forms of a translation, of which the number of things is the choice."""
RECORD = re.compile(r"\breplaces ([0-9a-f]{8})\b")


class Part(NamedTuple):
    """A piece of a publisher's file that stands for a piece of ours."""

    name: str
    """A block, the keys of a word (`utilities/gas/name`), a message of a language; empty: the file as a whole."""
    line: int
    record: str
    """The version that it says it replaces; empty where it says none."""
    text: str
    """What it says."""
    original: str | None
    """What ours says today; None where there is no such thing."""

    @property
    def version(self) -> str:
        """The version of ours today."""
        return overrides.version(self.original or "")


def parts(file: str, data: bytes) -> Iterator[Part]:
    """The pieces of a publisher's file. Raises UnicodeDecodeError, yaml.MarkedYAMLError, PoFileError."""
    text = data.decode("utf-8")
    return _KINDS.get(PurePosixPath(file).suffix, _template)(file, text)


def original(file: str, part: str) -> str | None:
    """A piece of ours, by its file and its name as `Part` has it; None where there is none. Raises as `parts`."""
    if not (TEMPLATES / file).is_file():
        return None
    suffix = PurePosixPath(file).suffix
    return _whole(file) if not part else {".yaml": _word, ".po": _translation}.get(suffix, _block)(file, part)


def files() -> list[str]:
    """The files of ours that may be replaced, by their path below `templates/`."""
    held = overrides.Overrides({path.relative_to(TEMPLATES).as_posix(): b"" for path in TEMPLATES.rglob("*.*")})
    return list(held.matching(*MAY))


def names(file: str) -> list[str]:
    """The names of what may be replaced in a file of ours: its blocks, words or messages."""
    kind = PurePosixPath(file).suffix
    if kind == ".yaml":
        return [keys for keys, _ in _paths(_ours(file))]
    return list(_ours_translated(file)) if kind == ".po" else list(blocks(_whole(file)))


def head(file: str, part: str) -> str:
    """What a new file begins with, before the first of its parts."""
    if part and PurePosixPath(file).suffix == ".po":
        plural = re.search(r'^"Plural-Forms: .*\n', _whole(file), re.MULTILINE)
        return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{plural[0] if plural else ""}\n'
    blocked = part and PurePosixPath(file).suffix in (".md", ".html")
    return f'{{% extends "{overrides.OURS}{file}" %}}\n' if blocked else ""


def beginning(file: str, part: str, text: str) -> str:
    """The lines by which an override begins: a piece of ours as it is today, with its record."""
    kind = PurePosixPath(file).suffix
    record = f"replaces {overrides.version(text)}"
    if not part:
        return comment(file, "").format(record) + "\n" + text
    if kind == ".yaml":
        return _nested(_keys(part, _ours(file)), _ours(file), json.loads(text), record)
    if kind == ".po":
        return f"# {record}\n{_entry_of(part, text.split(FORM))}"
    return f"{{% block {part} %}}{{# {record} #}}{text}{{% endblock %}}\n"


def comment(file: str, part: str) -> str:
    """The form of a comment in a file, `{}` where the record goes."""
    own = {".css": "/* {} */", ".svg": "<!-- {} -->", ".yaml": "# {}", ".po": "# {}"}
    return own.get(PurePosixPath(file).suffix, f"{{{{% block {part} %}}}}{{{{# {{}} #}}}}" if part else "{{# {} #}}")


# --------------------------------------------------------------------------------------------------- whole files


def _whole(file: str) -> str:
    return overrides.ours(file).decode("utf-8")


def _file(file: str, text: str) -> Iterator[Part]:
    yield Part("", 1, _recorded(text), _RECORDED.sub("", text, 1), original(file, ""))


_RECORDED = re.compile(r"(?:\{#|/\*|<!--)[^\n]*?\breplaces [0-9a-f]{8}\b[^\n]*?(?:#\}|\*/|-->)\n?")
"""The comment that holds a record."""


def _recorded(text: str) -> str:
    """The version that a text records first."""
    found = RECORD.search(text)
    return found[1] if found else ""


# -------------------------------------------------------------------------------------------------------- blocks

_TAG = re.compile(r"\{%[-+]?\s*(?:block\s+(\w+)[^%]*|endblock\b[^%]*)%\}")


class Block(NamedTuple):
    """A block of a template: its line, and what stands in it."""

    line: int
    text: str


def blocks(source: str) -> dict[str, Block]:
    """The blocks of a template by name, with those in others."""
    open_: list[re.Match[str]] = []
    found: dict[str, Block] = {}
    for tag in _TAG.finditer(source):
        if tag[1]:
            open_.append(tag)
        elif open_:
            begun = open_.pop()
            found[begun[1]] = Block(source.count("\n", 0, begun.start()) + 1, source[begun.end() : tag.start()])
    return found


def _template(file: str, text: str) -> Iterator[Part]:
    """The blocks of a template that extends ours of the same name; of any other the whole."""
    if _extended(text) != f"{overrides.OURS}{file}":
        yield from _file(file, text)
        return
    own = blocks(text)
    for name, block in own.items():
        said = _RECORDED.sub("", block.text, 1)
        yield Part(name, block.line, _recorded(block.text), said, original(file, name))


_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+["']([^"']+)["']""")


def _extended(source: str) -> str:
    """The template that another extends; empty where it extends none."""
    found = _EXTENDS.search(source)
    return found[1] if found else ""


def _block(file: str, name: str) -> str | None:
    """A block of ours, also of what our template extends itself."""
    source = _whole(file)
    if name in (own := blocks(source)):
        return own[name].text
    above = _extended(source)
    return _block(above, name) if above and (TEMPLATES / above).is_file() else None


# --------------------------------------------------------------------------------------------------------- words


@cache
def _ours(file: str) -> Any:
    return yaml.safe_load(overrides.ours(file))


def _words(file: str, text: str) -> Iterator[Part]:
    if file not in WORDS:
        yield Part("", 1, "", text, None)
        return
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None:
        yield from _leaves(_Words(file, text.split("\n")), node, (), 0, _ours(file))


class _Words(NamedTuple):
    file: str
    lines: list[str]


def _leaves(words: _Words, node: yaml.Node, keys: tuple[str, ...], line: int, ours: Any) -> Iterator[Part]:
    """The words below a node whose key stands in a line, counted from 0; `ours`: what stands there with us, or None."""
    if isinstance(node, yaml.MappingNode) and isinstance(ours, dict):
        for key, value in node.value:
            name = _constructed(key)
            below = ours.get(name)
            yield from _leaves(words, value, (*keys, str(name)), key.start_mark.line, below)
    elif isinstance(node, yaml.SequenceNode) and (pairs := _entries(node, ours)):
        for entry, name, below in pairs:
            yield from _entry(words, entry, (*keys, name), below)
    else:
        said = words.lines[line].partition("#")[2]
        text, there = _written(_constructed(node)), None if ours is None else _written(ours)
        yield Part("/".join(keys), line + 1, _recorded(said), text, there)


def _entry(words: _Words, node: yaml.MappingNode, keys: tuple[str, ...], ours: Any) -> Iterator[Part]:
    """The words of an entry of a list, without that by which it is known; of one that is not ours, the entry itself."""
    if ours is None:
        yield Part("/".join(keys), node.start_mark.line + 1, "", _written(_constructed(node)), None)
        return
    for key, value in node.value:
        name = _constructed(key)
        if ours.get(name) != _constructed(value) or name not in _KNOWN:
            yield from _leaves(words, value, (*keys, str(name)), key.start_mark.line, ours.get(name))


_KNOWN = ("id", "term", "key")


def _entries(node: yaml.SequenceNode, ours: Any) -> list[tuple[yaml.MappingNode, str, Any]]:
    """The entries of a list that are known by their names, each with ours; nothing of a list that is replaced whole."""
    known, listed = by_name(ours) if isinstance(ours, list) else {}, _constructed(node)
    if not known or not by_name(listed):
        return []
    names = map(entry_name, listed)
    return [(entry, name, known.get(name)) for entry, name in zip(node.value, names, strict=True)]


def _constructed(node: yaml.Node) -> Any:
    return yaml.SafeLoader("").construct_document(node)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _word(file: str, path: str) -> str | None:
    """A word of ours by its keys, joined by `/`."""
    return next((_written(value) for keys, value in _paths(_ours(file)) if keys == path), None)


def _paths(value: Any, keys: str = "") -> Iterator[tuple[str, Any]]:
    """Every word, with its keys, and the lists that are replaced whole."""
    if isinstance(value, dict):
        below = {str(key): each for key, each in value.items()}
    elif isinstance(value, list):
        below = {name: _but_its_name(entry) for name, entry in by_name(value).items()}
    else:
        below = {}
    if not below and not isinstance(value, dict):
        yield keys, value
    for name, each in below.items():
        yield from _paths(each, f"{keys}/{name}" if keys else name)


def _but_its_name(entry: dict[str, Any]) -> dict[str, Any]:
    known = next(key for key in _KNOWN if key in entry)
    return {key: value for key, value in entry.items() if key != known}


def _keys(path: str, ours: Any) -> list[str]:
    """The keys that a path names; some have a `/` themselves."""
    below = by_name(ours) if isinstance(ours, list) else ours
    for key in map(str, below) if isinstance(below, dict) else ():
        if path == key:
            return [key]
        if path.startswith(f"{key}/") and (rest := _keys(path.removeprefix(f"{key}/"), below[key])):
            return [key, *rest]
    return []


def _nested(keys: list[str], ours: Any, value: Any, record: str, depth: int = 0) -> str:
    """Lines of YAML that say one word."""
    key, pad = keys[0], "  " * depth
    if isinstance(ours, list):
        entry = by_name(ours)[key]
        name = next(each for each in _KNOWN if each in entry)
        head = f"{pad}- {name}: {_plain(key)}\n"
        return head + _nested(keys[1:], entry, value, record, depth + 1)
    if len(keys) == 1:
        return f"{pad}{_plain(key)}: {_plain(value)}  # {record}\n"
    return f"{pad}{_plain(key)}:\n" + _nested(keys[1:], ours[key], value, record, depth + 1)


def _plain(value: Any) -> str:
    """A value in one line of YAML."""
    return (
        yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6).removesuffix("\n...\n").strip()
    )


# -------------------------------------------------------------------------------------------------- translations


def _translations(file: str, text: str) -> Iterator[Part]:
    """The translations of a publisher that stand for ours; what we have none of replaces nothing, and may stand."""
    for entry in language.messages(text.encode("utf-8")):
        message = language.forms(entry.id)[0]
        if (ours := _translation(file, message)) is not None:
            record, said = _recorded(" ".join(entry.user_comments)), FORM.join(language.forms(entry.string))
            yield Part(message, entry.lineno or 1, record, said, ours)


@cache
def _ours_translated(file: str) -> Mapping[str, str]:
    there = (TEMPLATES / file).is_file()
    entries = language.messages(overrides.ours(file)) if there else []
    told = ((language.forms(entry.id)[0], language.forms(entry.string)) for entry in entries if not entry.fuzzy)
    return {message: FORM.join(said) for message, said in told if all(said)}


def _translation(file: str, message: str) -> str | None:
    return _ours_translated(file).get(message)


def _entry_of(message: str, said: list[str]) -> str:
    """An entry of a file of translations, with one form or several."""
    if len(said) == 1:
        return f"msgid {_quoted(message)}\nmsgstr {_quoted(said[0])}\n"
    lines = [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(said)]
    return "\n".join([f"msgid {_quoted(message)}", f"msgid_plural {_quoted(message)}", *lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_KINDS: Mapping[str, Callable[[str, str], Iterator[Part]]] = {
    **dict.fromkeys((".css", ".svg"), _file),
    ".yaml": _words,
    ".po": _translations,
}
