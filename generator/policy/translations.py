"""What stands of a file of translations, against the texts that it translates. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.policy.files import Translation
from generator.policy.renderings import renderings


class State(NamedTuple):
    """How far the texts of a file are translated, all by address."""

    said: Mapping[str, str]
    """The translations of what stands there today."""
    out_of_date: Mapping[str, Translation]
    """The entries whose Chinese has changed since."""
    missing: Mapping[str, str]
    """The Chinese that nobody has translated."""
    stray: tuple[str, ...]
    """The entries that translate nothing of the file."""


def state(texts: Mapping[str, str], entries: Mapping[str, Translation]) -> State:
    """What stands of some entries. `texts`: what readers see of the file, in Chinese, by address."""
    said = renderings(texts, entries)
    open_ = {address: text for address, text in texts.items() if address not in said}
    out_of_date = {
        address: entry for address, entry in entries.items() if entry.says and entry.of != open_.get(address, entry.of)
    }
    missing = {address: text for address, text in open_.items() if address not in out_of_date}
    used = set(texts.values())
    stray = tuple(address for address, entry in entries.items() if address not in texts and entry.of not in used)
    return State(said, out_of_date, missing, stray)
