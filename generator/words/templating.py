"""Jinja2 as every page and sheet is made with it: what a template puts out is escaped at once, unless it is Markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from traceback import extract_tb

import yaml
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.ext import Extension
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from generator import language, overrides
from generator.findings import Finding, Position, finding
from generator.paths import PROGRAM, TEMPLATES
from generator.policy.provenance import UNSAID, Conflict, unsaid
from generator.words import segments
from generator.words.conditions import day
from generator.words.icons import icon
from generator.words.names import (
    called,
    entitled,
    headed,
    held,
    joined,
    numbered,
    placed,
    quoted,
    titled,
    unknown,
    worded,
    years,
)

_SPECIAL = re.compile(r"[&<>\"'*_`\[\]{}|~^\\$=]|^[-#+!:>?/%@]|^\d+(?=[.)](?:\s|$))|\n")


def markdown_safe(value: object) -> Markup:
    """Text that stays text in Markdown, in HTML and in an attribute; special characters as references.

    >>> str(markdown_safe("*a* <b>"))
    '&#42;a&#42; &#60;b&#62;'
    """
    return value if isinstance(value, Markup) else _safe(str(value))


@lru_cache(10_000)
def _safe(text: str) -> Markup:
    """The same words stand on page after page."""
    return _unbroken(Markup(_SPECIAL.sub(_reference, text)))  # noqa: S704  every special character is a reference


def html_safe(value: object) -> Markup:
    """Text that stays text in HTML."""
    return value if isinstance(value, Markup) else _unbroken(escape(value))


_UNIT = re.compile(
    r"(?:(?<=[0-9]) )?(?:N?m[²³]|[tLhW]|k[gW]|[MG]J)/(?:min|m[²³]|[hdsa])(?![a-z])"
    r"|(?<=[0-9]) (?=N?m[²³]|[㎡㎥]|(?:[mck]m|[kM]Pa|[kM]W)(?![a-z]))"
)


def _unbroken(text: Markup) -> Markup:
    """Escaped text in which no line breaks within a unit such as Nm³/h, nor between a number and a unit in letters."""
    return Markup(_UNIT.sub(_joined, text))  # noqa: S704  references, and what was escaped


def _joined(unit: re.Match[str]) -> str:
    return unit[0].replace(" ", "&#160;").replace("/", "/&#8288;")


def _reference(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0])


class _Spoken(Extension):
    """Puts the translations of messages into the source of a template: a page in another language is made as fast."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source in the language of the environment, whose templates are compiled while it is spoken."""
        if language.tag() == language.CHINESE:
            return source
        with suppress(TemplateSyntaxError):  # Jinja itself will say where
            return segments.translated(source, lambda message, _: language.gettext(message))
        return source


def _filled(safe: Callable[[object], Markup], message: str, /, **values: object) -> Markup:
    """A message of `{% trans %}` with its values, which are no more than text here either."""
    said = Markup(language.gettext(message))  # noqa: S704  of a template, or its translation
    return said % {name: safe(value) for name, value in values.items()}


def environment(*, markdown: bool) -> Environment:
    """Jinja2 for Markdown pages or for print HTML, in the language that is spoken; a misspelt name is an error."""
    return _environment(language.tag(), markdown=markdown)


@cache
def _environment(tag: str, *, markdown: bool) -> Environment:
    sandboxed = bool(overrides.current().matching(*JINJA))
    made = (SandboxedEnvironment if sandboxed else Environment)(
        loader=_loader(),
        extensions=[_Spoken, "jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=markdown_safe if markdown else html_safe,
    )
    for name in _UNESCAPED:
        del made.filters[name]
    made.globals["language"] = tag
    made.globals["gap"] = "" if tag == language.CHINESE else " "  # Chinese parts its words by nothing
    made.globals["program"] = PROGRAM
    made.globals["long"] = 110 if tag == language.CHINESE else 280  # characters of a condition that is folded
    made.globals["icon"] = icon
    made.globals["gettext"] = partial(_filled, markdown_safe if markdown else html_safe)
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    made.filters["day"] = day
    made.filters["called"] = called
    made.filters["worded"] = worded
    made.filters["quoted"] = quoted
    made.filters["joined"] = joined
    made.filters["placed"] = placed
    made.filters["numbered"] = numbered
    made.filters["entitled"] = entitled
    made.filters["headed"] = headed
    made.filters["held"] = held
    made.filters["unknown"] = unknown
    made.tests["unsaid"] = unsaid
    made.filters["years"] = years
    made.filters["yaml"] = _yaml
    made.filters["visible"] = _visible
    made.filters["titled"] = titled
    made.filters["explained"] = _explained
    made.filters["calls"] = calls
    made.tests["nothing"] = lambda item: isinstance(item, UNSAID)
    made.tests["conflict"] = lambda item: isinstance(item, Conflict)
    return made


JINJA = ("pages/**/*", "notice/**/*", "print/**/*.html", "help/**/*")
"""The templates that are filled in here; those of `theme/` are MkDocs' own."""
_UNESCAPED = ("safe",)
"""Filters by which the words of a policy could become markup."""


def _loader() -> BaseLoader:
    """A template of the publisher before ours of that name; `ours:pages/guide.md` is ours, whatever there is."""
    ours = FileSystemLoader(TEMPLATES)
    return ChoiceLoader([PrefixLoader({"ours": ours}, delimiter=":"), FunctionLoader(_theirs), ours])


def _theirs(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    held = overrides.current()
    return (held.files[name].decode("utf-8"), held.path(name), lambda: True) if name in held.files else None


def _yaml(value: object) -> Markup:
    """A value for the head of a Markdown page, which MkDocs reads as YAML and puts into HTML unescaped."""
    text = str(escape(value)).replace("\\", "&#92;").replace('"', "&#34;").replace("{", "&#123;")
    return Markup(f'"{text}"')  # noqa: S704  escaped above


def fault(error: Exception) -> Finding | None:
    """What is wrong with a template or a catalogue, with its file and line; None for an error from elsewhere."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        found = (mark.name, mark.line + 1, mark.column + 1)
    elif isinstance(error, TemplateSyntaxError):
        found = (error.filename or "", error.lineno, 1)
    else:
        frames = [frame for frame in extract_tb(error.__traceback__) if _shown(frame.filename)]
        frames = [frame for frame in frames if not Path(frame.filename).is_relative_to(TEMPLATES)] or frames
        found = (frames[-1].filename, frames[-1].lineno or 1, 1) if frames else ("", 0, 0)
    if not (path := _shown(found[0])):
        return None
    position = Position(path, *found[1:])
    return finding("template-fault", position, problem=f"{type(error).__name__}: {error}".replace("\n", " "))


def _shown(filename: str) -> str:
    """A template by the path that a finding shows; empty for any other file."""
    held, path = overrides.current(), Path(filename)
    if path.is_relative_to(TEMPLATES):
        return filename if held.files else path.relative_to(TEMPLATES.parent).as_posix()
    return filename if filename.removeprefix(f"{held.shown}/") in held.files else ""


_NUMBER = re.compile(r"(?:\+|[(（])?[0-9](?:[0-9()（） —－-]{1,18})[0-9]")


def calls(telephone: str, words: str) -> Markup:
    """Words that call a telephone number; words alone where it is not one number that can be dialled.

    >>> str(calls("（0000）12345", "x")), str(calls("1;phone-context=x", "x"))
    ('<a href="tel:000012345">x</a>', 'x')
    """
    said = markdown_safe(words)
    if not _NUMBER.fullmatch(telephone):
        return said
    return Markup('<a href="tel:{}">{}</a>').format(re.sub("[^0-9+-]", "", telephone), said)


@pass_context
def _explained(context: Context, text: str) -> Markup:
    """A section followed by the terms that stand in it for the first time on the page."""
    explained: Markup = context["glossary"].explain(text)
    return explained


def _visible(text: str) -> str:
    """Lines of an example with what cannot be seen in them."""
    return re.sub("[\t\u3000\u200b]", lambda found: f"[{_UNSEEN[found[0]]}]", text)


_UNSEEN = {"\t": "Tab", "\u3000": "全角空格", "\u200b": "U+200B"}
