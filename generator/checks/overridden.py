"""What is wrong with what a publisher has put in the place of ours, and what of ours has changed since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath
from shlex import quote
from typing import Any

import tinycss2
import yaml
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from generator import language, overrides
from generator.findings import Finding, Position, finding, guess
from generator.paths import TEMPLATES
from generator.policy import utilities
from generator.words import replaced, templating
from generator.words.replaced import Part


def findings() -> tuple[Finding, ...]:
    """All about the overrides that are in force, by place."""
    held = overrides.current()
    return tuple(sorted({problem for name in held.files for problem in _of_file(name)}))


def _of_file(name: str) -> Iterator[Finding]:
    held = overrides.current()
    at = Position(held.path(name))
    if not held.matching(*replaced.MAY).get(name):
        yield finding("override-not-possible", at, allowed="、".join(replaced.MAY))
        return
    try:
        for part in replaced.parts(name, held.files[name]):
            yield from _of_part(name, part)
        yield from _of_kind(name)
    except UnicodeDecodeError:
        yield finding("not-utf8", at, guess="", guess_en="")
    except _unreadable(name) as error:
        yield finding(
            "template-fault", _place(at, error), problem=f"{type(error).__name__}: {error}".replace("\n", " ")
        )


def _unreadable(name: str) -> tuple[type[Exception], ...]:
    """What is raised where a file of its kind cannot be read."""
    if not name.endswith(".po"):
        return (TemplateSyntaxError, yaml.YAMLError, ValueError)
    from babel.messages.pofile import PoFileError  # only where there are translations

    return (PoFileError, ValueError)


def _place(at: Position, error: Exception) -> Position:
    """Where in its file something cannot be read."""
    mark = getattr(error, "problem_mark", None)
    return Position(at.path, mark.line + 1, mark.column + 1) if mark else Position(at.path, _line(error))


def _line(error: Exception) -> int:
    return int(getattr(error, "lineno", 1) or 1)


# --------------------------------------------------------------------------------------------- what is replaced


def _of_part(name: str, part: Part) -> Iterator[Finding]:
    """Whether there is something that it replaces, and whether that is still what it was."""
    at = Position(overrides.current().path(name), part.line)
    thing = f"{name} {part.name}".strip()
    if part.original is None:
        yield from () if _drawing(name) else [finding("override-of-nothing", at, thing)]
        return
    words = {
        "now": part.version,
        "command": " ".join(["override", name, *([quote(part.name)] if part.name else [])]),
        "yaml": _record(name, part),
    }
    if not part.record:
        yield finding("override-unrecorded", at, thing, **words)
    elif part.record != part.version:
        yield finding("override-out-of-date", at, thing, was=part.record, **words)
    if name in replaced.WORDS or name.endswith(".po"):
        yield from _of_word(at, thing, part)


def _drawing(name: str) -> bool:
    """Whether a file is the drawing of a utility that the publisher has beside ours, and so replaces nothing."""
    return name in {f"icons/{entry['icon']}.svg" for entry in utilities.in_force().added}


def _record(name: str, part: Part) -> str:
    """The comment to be pasted, below a finding."""
    comment = replaced.comment(name, part.name).format(f"replaces {part.version}")
    return f"\n      {comment}"


def _of_word(at: Position, thing: str, part: Part) -> Iterator[Finding]:
    """Whether a word has the places that ours has, and is of its kind."""
    translated = at.path.endswith(".po")
    message = part.name if translated else part.original or ""
    said = part.text.split(replaced.FORM) if translated else [part.text]
    wanted = Counter(language.places(message))
    found = next((places for places in map(Counter, map(language.places, said)) if places != wanted), wanted)
    if wanted != found:
        lacking, foreign = (wanted - found).elements(), (found - wanted).elements()
        problem = " ".join([*(f"-{place}" for place in lacking), *(f"+{place}" for place in foreign)])
        yield finding("override-of-another-kind", at, thing, problem=problem)
    elif not translated and (part.original or "")[:1] in '"[{' and part.text[:1] != message[:1]:
        yield finding("override-of-another-kind", at, thing, problem=f"{part.text} ≠ {message}")


# ------------------------------------------------------------------------------------------------ kinds of files


def _of_kind(name: str) -> Iterator[Finding]:
    held = overrides.current()
    if held.matching(*templating.JINJA).get(name):
        yield from _of_template(name)
    elif name.endswith(".html"):
        _environment().parse(held.files[name].decode("utf-8"), name, held.path(name))
    elif name.endswith(".css"):
        yield from _of_style(name)


def _of_style(name: str) -> Iterator[Finding]:
    """Whether a style asks for anything that does not lie beside it."""
    held = overrides.current()
    for line, address in _fetched(tinycss2.parse_component_value_list(held.files[name].decode("utf-8"))):
        if not _BESIDE.match(address):
            yield finding("override-fetches", Position(held.path(name), line), value=address)


_BESIDE = re.compile(r"data:|#|(?![\\/@])[^:]*$", re.IGNORECASE)
"""An address of the file itself, or of one that lies near it."""
_FETCHING = ("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "element")


def _fetched(values: Iterable[Any], *, within: bool = False) -> Iterator[tuple[int, str]]:
    """The addresses in a style, each with its line; `within`: texts are addresses here. An import counts as one."""
    for value in values:
        if value.type == "url" or (within and value.type == "string"):
            yield value.source_line, value.value
        elif value.type == "at-keyword" and value.lower_value in ("import", "namespace"):
            yield value.source_line, f"@{value.lower_value}"
        elif value.type == "function":
            yield from _fetched(value.arguments, within=within or value.lower_name in _FETCHING)
        else:
            yield from _fetched(getattr(value, "content", None) or (), within=within)


@cache
def _environment() -> Environment:
    """Reads the templates of MkDocs, and only for their syntax."""
    return Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def _of_template(name: str) -> Iterator[Finding]:
    """Whether a template can be read, and names only what there is."""
    held, made = overrides.current(), templating.environment(markdown=not name.startswith(("notice/", "print/")))
    source = held.files[name].decode("utf-8")
    try:
        made.compile(source, name, held.path(name))
    except TemplateSyntaxError as error:
        position = Position(held.path(name), error.lineno)
        yield finding("template-fault", position, problem=f"{type(error).__name__}: {error.message}")
        return
    tree = made.parse(source, name, held.path(name))
    known = _known(made, name)
    for unknown in sorted(meta.find_undeclared_variables(tree) - known):
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == unknown), 1)
        words = guess(unknown, sorted(known))
        yield finding("override-names-nothing", Position(held.path(name), line), value=unknown, **words)
    for other, line in _led_to(tree):
        if not _is_there(other):
            yield finding("override-names-nothing", Position(held.path(name), line), value=other, **guess(other, []))


_LEADING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def _led_to(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The templates that one names, each with its line."""
    for node in tree.find_all(_LEADING):
        if isinstance(named := getattr(node, "template", None), nodes.Const):
            yield str(named.value), node.lineno


def _is_there(template: str) -> bool:
    return (TEMPLATES / template.removeprefix(overrides.OURS)).is_file()


def _known(made: Environment, name: str) -> set[str]:
    """The names that a template may use: what any of ours is given, and what ours of this name has at hand."""
    return _given(made) | set(made.globals) | _assigned(made, name)


@cache
def _given(made: Environment) -> set[str]:
    """What our templates are given."""
    paths = [path for pattern in templating.JINJA for path in TEMPLATES.glob(pattern)]
    sources = (path.read_text(encoding="utf-8") for path in paths if PurePosixPath(path).suffix in (".html", ".md"))
    return set().union(*(meta.find_undeclared_variables(made.parse(source)) for source in sources))


def _assigned(made: Environment, name: str) -> set[str]:
    """What a template of ours names itself, and what those name that it extends."""
    if not (TEMPLATES / name).is_file():
        return set()
    tree = made.parse(overrides.ours(name).decode("utf-8"))
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    own |= {node.target for node in tree.find_all(nodes.Import)}
    own |= {node.name for node in tree.find_all(nodes.Macro)}
    above = (other.removeprefix(overrides.OURS) for other, _ in _led_to(tree) if other != name)
    return own.union(*(_assigned(made, other) for other in above))
