"""Findings: data first, text second. The words of every code are read from `templates/findings.yaml`.

A finding says where something is wrong (a position), what is wrong (a code), and with which thing of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

import yaml

from generator.errors import CommandError
from generator.paths import PROGRAM, TEMPLATES

Severity = Literal["error", "warning", "info"]


class Message(NamedTuple):
    """What a code says; `{name}` is filled in from the finding."""

    severity: Severity
    zh: str
    en: str


class UnreadableMessagesError(CommandError):
    """The file with the words of the findings cannot be used; the text says where, and what to do."""


@cache
def groups() -> Sequence[Mapping[str, Any]]:
    """The findings by group, as on `/help/findings/`, each code with its words and its example.

    `[{zh, en, codes: {code: {severity, zh, en, as, file, wrong, right}}}]`; without an example the last four are
    missing, `as` and `file` may be. Raises UnreadableMessagesError.
    """
    try:
        with _FILE.open(encoding="utf-8") as file:  # a file, so that a mistake in it can be named with it
            entries: Sequence[Mapping[str, Any]] = yaml.load(file, Loader=_LOADER)  # noqa: S506  safe, written in C
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(error) from error
    return entries


_FILE = TEMPLATES / "findings.yaml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _messages() -> dict[str, Message]:
    try:
        entries = {code: entry for group in groups() for code, entry in group["codes"].items()}
        return {code: Message(entry["severity"], *_words(entry)) for code, entry in entries.items()}
    except (AttributeError, LookupError, TypeError) as error:  # the file is YAML, and of another form
        raise _unreadable(error) from error


def _words(entry: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong and what to do, in Chinese and English, with the name by which this program is called."""
    zh, en = (entry[language].replace("python -m generator", PROGRAM) for language in ("zh", "en"))
    return zh, en


def _unreadable(error: Exception) -> UnreadableMessagesError:
    problem = " ".join(f"{type(error).__name__}: {error}".split())
    return UnreadableMessagesError(
        f"检查报告的文字 {_FILE} 用不了（{problem}）；请照文件开头的说明改好 / the words of the findings, {_FILE}, "
        f"cannot be used ({problem}); mend them as the head of that file says"
    )


class _Messages(Mapping[str, Message]):
    """The message of every code, read from the file when the first one is wanted: most commands want none.

    Raises UnreadableMessagesError where the file is wrong. Where it was right before, as in a preview that runs while
    somebody edits it, the messages of that time stay, so that what is wrong can be said.
    """

    def __init__(self) -> None:
        self._good: Mapping[str, Message] = {}

    def _read(self) -> Mapping[str, Message]:
        try:
            self._good = _messages()
        except UnreadableMessagesError:
            if not self._good:
                raise
        return self._good

    def __getitem__(self, code: str) -> Message:
        return self._read()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


CODES: Mapping[str, Message] = _Messages()
"""The message of every code; the words stand in `templates/findings.yaml`, beside the examples."""


WAIVABLE: frozenset[str] = frozenset({
    "assurance-old", "bound-of-both", "bound-of-none", "deferral-without-day", "expired", "fee-without-basis",
    "likely-slip", "odd-telephone", "paper-sometimes-conditional", "step-with-two-names", "steps-over-whole",
    "telephone-without-hours", "telephone-without-purpose", "tiers-without-volumes", "vague-paper",
})  # fmt: skip
"""The codes of doubts, which an editor may let stand with a reason; what is wrong has to be mended."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where something stands in a file: the path as the user would type it, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return visible(f"{self.path}:{self.line}:{self.column}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where something is wrong, its code, the thing it is about by its own id, and the words that fill the message."""

    position: Position
    code: str
    thing: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """`error` stops a build, `warning` does not, `info` is shown only to programs, and to people as a number."""
        return CODES[self.code].severity

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return CODES[self.code].zh.format_map(dict(self.words))

    @property
    def en(self) -> str:
        """The text in English."""
        return CODES[self.code].en.format_map(dict(self.words))

    def moved(self, move: Callable[[str], str]) -> Finding:
        """The same of files that lie elsewhere; `move`: path → path, of the position and of the word `file`."""
        words = tuple((name, move(text) if name == "file" else text) for name, text in self.words)
        return replace(self, position=replace(self.position, path=move(self.position.path)), words=words)

    def __str__(self) -> str:
        thing = f"{self.thing}: " if self.thing else ""
        shown = f"{self.position}: {visible(f'{thing}{self.zh} [{self.code}]')}\n    {visible(self.en)}"
        return shown + dict(self.words).get("yaml", "")


MAX_WORDS = 500
"""As many characters of a file are quoted in a finding: enough to find them again."""
MAX_FAULTS = 1_000
"""As many findings about the form of one file are given; nobody mends more one by one."""
MAX_DOUBTS = 10_000
"""As many findings about what one file says are given."""


def visible(text: str) -> str:
    """A text for a terminal: characters that cannot be seen are shown by their numbers, as \\u200b."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _quoted(text: str) -> str:
    """Words of a file as a finding quotes them: their beginning, fit for a terminal."""
    if len(text) <= MAX_WORDS and text.isprintable():
        return text
    return visible(text[:MAX_WORDS]) + ("…" if len(text) > MAX_WORDS else "")


def finding(code: str, position: Position, thing: str = "", **words: str) -> Finding:
    """A finding under a code; `words` fill its message.

    Words are cut to MAX_WORDS and made visible, but for `yaml`, the lines that an editor is to paste.
    """
    quoted = ((name, text if name == "yaml" else _quoted(text)) for name, text in sorted(words.items()))
    return Finding(position, code, _quoted(thing), tuple(quoted))


def bounded(findings: Iterable[Finding], most: int = MAX_FAULTS) -> list[Finding]:
    """The findings, but of a file that has more than `most`, in their stead one that says so."""
    by_path: dict[str, list[Finding]] = {}
    for problem in findings:
        by_path.setdefault(problem.position.path, []).append(problem)
    by_file = (group if len(group) <= most else [_too_many(group, most)] for group in by_path.values())
    return [problem for group in by_file for problem in group]


def _too_many(findings: Iterable[Finding], most: int) -> Finding:
    first = min(problem.position for problem in findings)
    return finding("too-many-faults", first, limit=str(most))


def guess(word: str, allowed: tuple[str, ...] | list[str]) -> dict[str, str]:
    """The words `guess` and `guess_en` of a finding: the allowed word that is most like this one, empty without one."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(allowed), n=1, cutoff=0.7)
    if not near:
        return {"guess": "", "guess_en": ""}
    return {"guess": f"，是不是 {near[0]}", "guess_en": f"; did you mean {near[0]}?"}
