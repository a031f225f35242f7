"""The corpus: its keys are sound, what is proposed of it is most of what it says, and all of it can be accepted."""

from __future__ import annotations

import accepting
import keyed
import pytest

from generator.desk import candidates
from generator.document import originals

KEYS = [*keyed.corpus(), *keyed.unseen()]


@pytest.fixture(scope="module")
def measures() -> list[keyed.Measure]:
    """How much is proposed of each text that the rules were made on."""
    return [keyed.measured(key) for key in keyed.corpus()]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_what_a_key_quotes_stands_in_its_text(key: keyed.Key) -> None:
    text = key.original.text
    assert key.entries
    assert [entry.quote for entry in key.entries if entry.kind != "heads" and entry.quote not in text] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_whatever_is_accepted_of_it_is_borne(key: keyed.Key) -> None:
    proposals = [one for one in candidates.candidates(key.original) if one.section != "classes"]
    assert [wrong for one in proposals for wrong in accepting.unborne(one)] == []
    for one in proposals:
        clauses = key.original.find(one.clause)
        assert [quote for quote in (one.quote, *one.beside) if not originals.bears(clauses, quote)] == [], one
        assert all(originals.bears(key.original.find(clause), words) for words, clause in one.elsewhere), one


def test_most_of_its_figures_are_proposed(measures: list[keyed.Measure]) -> None:
    shares = [one.share(keyed.FIGURES) for one in measures]
    assert sum(met for met, _ in shares) >= 0.92 * sum(counted for _, counted in shares)


@pytest.mark.parametrize(("kind", "least"), [("papers", 0.94), ("steps", 0.86)])
def test_most_of_its_papers_and_steps_are_proposed(kind: str, least: float, measures: list[keyed.Measure]) -> None:
    shares = [one.share((kind,)) for one in measures]
    assert sum(met for met, _ in shares) >= least * sum(counted for _, counted in shares)


def test_few_proposals_are_useless_and_none_is_wrong(measures: list[keyed.Measure]) -> None:
    proposals, useless = (sum(len(getattr(one, name)) for one in measures) for name in ("proposals", "useless"))
    assert useless <= 0.1 * proposals
    assert [wrong for one in measures for wrong in one.wrong] == []


def test_on_texts_that_no_rule_was_made_on_most_is_proposed_and_nothing_wrong() -> None:
    unseen = [keyed.measured(key) for key in keyed.unseen()]
    for kinds in (keyed.FIGURES, keyed.NAMES):
        shares = [text.share(kinds) for text in unseen]
        assert sum(met for met, _ in shares) >= 0.8 * sum(counted for _, counted in shares)
    assert sum(len(text.useless) for text in unseen) <= 0.1 * sum(len(text.proposals) for text in unseen)
    assert [wrong for text in unseen for wrong in text.wrong] == []
