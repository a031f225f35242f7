"""Findings: data first, text second. The words of every code are read from `templates/findings.yaml`.

A finding says where something is wrong (a position), what is wrong (a code), and with which thing of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import yaml

from generator.errors import CommandError
from generator.paths import TEMPLATES

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
            found: Sequence[Mapping[str, Any]] = yaml.load(file, Loader=_LOADER)  # noqa: S506  safe, and written in C
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(error) from error
    return found


_FILE = TEMPLATES / "findings.yaml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _messages() -> dict[str, Message]:
    try:
        entries = {code: entry for group in groups() for code, entry in group["codes"].items()}
        return {code: Message(entry["severity"], entry["zh"], entry["en"]) for code, entry in entries.items()}
    except (AttributeError, LookupError, TypeError) as error:  # the file is YAML, and of another form
        raise _unreadable(error) from error


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
    "assurance-old", "expired", "fee-without-basis", "odd-telephone", "steps-over-whole",
    "telephone-without-hours", "telephone-without-purpose", "vague-paper",
})  # fmt: skip
"""Doubts about one place that an editor may answer with a reason; what is wrong is mended."""


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
    """One finding: where, what, about which thing (by its own id), and the words for the text."""

    position: Position
    code: str
    thing: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """`error` stops a build, `warning` does not, `info` is told only to programs and in a sum."""
        return CODES[self.code].severity

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return CODES[self.code].zh.format_map(dict(self.words))

    @property
    def en(self) -> str:
        """The text in English."""
        return CODES[self.code].en.format_map(dict(self.words))

    def __str__(self) -> str:
        thing = f"{self.thing}: " if self.thing else ""
        shown = f"{self.position}: {visible(f'{thing}{self.zh} [{self.code}]')}\n    {visible(self.en)}"
        return shown + dict(self.words).get("yaml", "")


MAX_WORDS = 500
"""So many characters of a file are quoted in a finding: enough to find them again."""
MAX_FAULTS = 1_000
"""So many findings about the form of one file are told; nobody mends more one by one."""
MAX_DOUBTS = 10_000
"""And so many about what it says."""


def visible(text: str) -> str:
    """A text for a terminal: what cannot be seen is shown by its number."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


def _quoted(text: str) -> str:
    """Words of a file as a finding quotes them: their beginning, with what cannot be seen shown by its number."""
    if len(text) <= MAX_WORDS and text.isprintable():
        return text
    return visible(text[:MAX_WORDS]) + ("…" if len(text) > MAX_WORDS else "")


def finding(code: str, position: Position, thing: str = "", **words: str) -> Finding:
    """A finding under a code; `words` fill its text. `yaml`, lines to be pasted, is taken as it is."""
    quoted = ((name, text if name == "yaml" else _quoted(text)) for name, text in sorted(words.items()))
    return Finding(position, code, _quoted(thing), tuple(quoted))


def bounded(findings: Iterable[Finding], most: int = MAX_FAULTS) -> list[Finding]:
    """Findings of a kind that grows with a file; of a file that has more than `most`, one that says so."""
    by_path: dict[str, list[Finding]] = {}
    for one in findings:
        by_path.setdefault(one.position.path, []).append(one)
    return [one for those in by_path.values() for one in (those if len(those) <= most else [_too_many(those, most)])]


def _too_many(findings: Iterable[Finding], most: int) -> Finding:
    return finding("too-many-faults", min(one.position for one in findings), limit=str(most))


def guess(word: str, allowed: tuple[str, ...] | list[str]) -> dict[str, str]:
    """`guess` and `guess_en` for a text: the nearest allowed word, if any is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(allowed), n=1, cutoff=0.7)
    if not near:
        return {"guess": "", "guess_en": ""}
    return {"guess": f"，是不是 {near[0]}", "guess_en": f"; did you mean {near[0]}?"}
