"""The keys of the corpus are sound: what they quote stands in their texts."""

from __future__ import annotations

import keyed
import pytest


@pytest.mark.parametrize("key", list(keyed.corpus()), ids=lambda key: key.name)
def test_what_a_key_quotes_stands_in_its_text(key: keyed.Key) -> None:
    text = key.original.text
    assert key.entries
    assert [entry.quote for entry in key.entries if entry.kind != "heads" and entry.quote not in text] == []
