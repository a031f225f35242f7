"""The text of a file of translations, with an entry for every text that still has none. Writes nothing.

What people wrote stays, with their comments: nothing is added but empty entries, and comments of our own where the
Chinese has changed; only empty entries are ever changed or removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.desk.files.writing import data, key_written, scalar, written
from generator.policy import version
from generator.policy.files import Translation
from generator.policy.translations import State, state

_MARK = "# 中文已改为"
_HEAD = """{schema}
# {of} → {language}
# of 是原文，says 是译文；数字要和原文一样。 of: the Chinese; says: its translation, with the same figures.
texts:
"""


def file(path: str, of: str, texts: Mapping[str, str], old: str, entries: Mapping[str, Translation]) -> str:
    """The text of a file of translations as it should be.

    `path`: below `policies/`; `of`: the file it translates, `texts`: what readers see of that, by address; `old`: its
    text, empty where there is none, which says `entries`. Raises writing.UnwritableError, yaml.YAMLError.
    """
    kept = {address: entry for address, entry in entries.items() if entry.says or texts.get(address) == entry.of}
    language = path.removesuffix(".yaml").rpartition(".")[2]
    text = old or _HEAD.format(schema=version.first_line(path, "translation"), of=of, language=language)
    text = _without_marks(text)
    if len(kept) < len(entries) and kept:
        raw: Any = data(text)
        text = written(text, {**raw, "texts": {address: raw["texts"][address] for address in kept}})
    lines = "".join(line for address, chinese in added(texts, kept).items() for line in _entry(address, chinese))
    return _marked(f"{text.rstrip(chr(10))}\n{lines}", texts, state(texts, entries))


def added(texts: Mapping[str, str], entries: Mapping[str, Translation]) -> dict[str, str]:
    """The texts that need an entry: each Chinese text once, at its first address."""
    known = {entry.of for entry in entries.values()}
    first: dict[str, str] = {}
    for address, text in state(texts, entries).missing.items():
        if text not in known:
            first.setdefault(text, address)
    return {address: text for text, address in first.items()}


def _entry(address: str, chinese: str) -> Iterator[str]:
    yield f"  {key_written(address)}:\n"
    yield f"    of: {scalar(chinese)}\n"
    yield '    says: ""\n'


def _without_marks(text: str) -> str:
    """A text without the comments of an earlier run."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith(_MARK))


def _marked(text: str, texts: Mapping[str, str], told: State) -> str:
    """A text with a comment above every entry that is out of date."""
    lines = text.splitlines(keepends=True)
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = next(value for key, value in root.value if key.value == "texts")
    for key, _ in reversed(entries.value):
        if key.value in told.out_of_date:
            at = key.start_mark
            mark = f"{_MARK}：{texts[key.value]} / the Chinese is now this: of and says are to follow"
            lines.insert(at.line, f"{' ' * at.column}{mark}\n")
    return "".join(lines)
