"""Accepting a proposal as it stands: what the proof then says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from generator.checks import proof
from generator.checks.claims import claims_of
from generator.desk import starter
from generator.desk.candidates.candidate import Candidate
from generator.policy.provenance import Nothing, walk
from generator.policy.scalars import NOT_STATED, TO_FILL

_GIVEN = {"purpose": "handling"}
"""What cannot be `not_stated`, and is no word of the document."""
_WORDS = ("item", "name")
"""What cannot be `not_stated`, and is a word of the document: some of the quotation."""


def unborne(candidate: Candidate) -> Iterator[str]:
    """What the quotation of an accepted proposal does not bear; its open questions are answered with `not_stated`."""
    kind = starter.KINDS[candidate.section]
    written = "\n".join(starter.proposed(kind, candidate.section, 1, "", candidate))
    (entry,) = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but texts
    kind = Nothing if "none" in entry else kind
    if entry.get("yearly") == TO_FILL:  # which day of which years is left open
        return
    fact = kind.model_validate(_answered(entry, candidate.quote))
    for _, part, cites in walk(fact):
        for claim, quotes in proof.unborne(claims_of(part), cites):
            yield f"{candidate.section} {claim.role} {claim.what}: {quotes}"


def _answered(value: Any, words: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _answered(one, words, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_answered(one, words, key) for one in value]
    return (_GIVEN.get(key) or (words if key in _WORDS else NOT_STATED)) if value == TO_FILL else value
