"""Lines of a document that say nothing of their own, as proposals to set them aside: headings, letterheads, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from generator.checks import weights
from generator.checks.accounts import Account
from generator.desk.place import selecting
from generator.desk.place.opened import Opened, Text, identity
from generator.document.originals import UNNUMBERED, Paragraph
from generator.policy.files import ASIDE_KINDS, AsideKind


def of(place: Opened) -> Iterator[dict[str, Any]]:
    """A card for each line that nothing accounts for and that only names; cards of one kind have one group."""
    asides = place.city.aside.clauses if place.city and place.city.aside else ()
    refused = {aside.proposal for aside in asides if aside.proposal}
    for text in place.texts:
        for account in text.accounts:
            if (kind := _kind(account)) and (card := _card(place, text, account.sentence, kind)):
                yield {**card, "refused": card["proposal"] in refused}


def _kind(account: Account) -> AsideKind | None:
    """Why a sentence may be set aside without being read twice; None of all others."""
    sentence = account.sentence
    words = sentence.text[len(sentence.number) :].rstrip(_END)
    if account.state != "left" or account.facts or _LABEL.search(words) or not weights.names(words):
        return None
    if sentence.number:
        return "heading"
    return "layout" if sentence.clause.heading in UNNUMBERED else None


_END = "。：: \n\t|"
_LABEL = re.compile("[：:]")
"""Behind it stands what is said: 备注：资料齐全 is no heading."""


def _card(place: Opened, text: Text, sentence: Paragraph, kind: AsideKind) -> dict[str, Any] | None:
    chosen = selecting.selected(text.original, sentence.start, sentence.start + len(sentence.text))
    if chosen is None:
        return None
    cite = {"clause": chosen["clause"], "quote": chosen["quote"]}
    where = {"doc": text.document.id} if len(place.texts) > 1 else {}
    name = identity(text.document.id, sentence)
    proposal = f"aside: {kind} {chosen['quote']}"[:200]
    return {
        "id": sha256(f"{name}\n{proposal}".encode()).hexdigest()[:16],
        "section": "clauses",
        "kind": kind,
        "label": ASIDE_KINDS[kind][0],
        "file": "set-aside.yaml",
        "doc": text.document.id,
        "sentence": name,
        "sentences": [name],
        "title": chosen["quote"],
        "says": chosen["quote"],
        "case": "",
        "value": {"kind": kind, **where, **cite},
        "open": [],
        "doubt": "",
        "group": f"aside {kind} {text.document.id}",
        "proposal": proposal,
        "done": False,
        **cite,
    }
