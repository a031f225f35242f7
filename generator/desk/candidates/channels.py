"""Telephones and addresses on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Passage

_TELEPHONE = re.compile(
    r"(?<![0-9.])(?:[（(]?0[0-9]{2,3}[）)]?[-—]?[0-9]{7,8}|1[0-9]{10}|400-?[0-9]{3}-?[0-9]{4}|12345|96[0-9]{3,4})"
    r"(?:[-—转][0-9]{1,6})?(?![0-9])"
)
_WEB = re.compile(r"(?:https?://|www\.)[!-~]+")


def channels(passage: Passage) -> Iterator[Candidate]:
    """Telephones, by what they are for, and addresses on the web."""
    for telephone in _TELEPHONE.finditer(passage.text):
        section = "complaints" if re.search("投诉|举报|监督", passage.text) else "contacts"
        values = (("kind", "telephone"), ("name", telephone[0]), ("telephone", telephone[0]))
        yield passage.candidate(section, values, telephone[0])
    for address in _WEB.finditer(passage.text):
        values = (("kind", "web"), ("name", address[0]), ("url", address[0]))
        yield passage.candidate("channels", values, address[0])
