"""A corpus of notices with keys (tests/corpus), and how much of a key is proposed.

A key was written by readers who had not seen the program. It lists every figure, paper, step and channel of its text,
and what looks like one and is none (`traps`); an entry with `maybe` counts neither for nor against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from expected import ROOT

from generator.desk import candidates
from generator.desk.candidates import heads
from generator.desk.candidates.candidate import Candidate
from generator.document.originals import Original
from generator.document.quantities import read
from generator.document.text import normal

_CORPUS = ROOT / "tests" / "corpus"
FIGURES = ("limits", "deadlines", "counts", "charges", "bounds", "telephones", "heads")
NAMES = ("papers", "steps")
_SECTIONS = {
    "limits": "limits", "deadlines": "deadlines", "step_counts": "counts", "paper_counts": "counts", "visits": "counts",
    "fees": "charges", "works": "charges", "schedules": "charges", "classes": "bounds", "papers": "papers",
    "steps": "steps", "documents": "heads",
}  # fmt: skip
"""The kind of a key's entries for each section that a candidate may stand under."""
_UNKEYED = {"effective", "expires", "index_no", "published"}
"""What is proposed of the head of a document, and is in no key."""
_OPPOSITE = {("at_most", "at_least"), ("at_least", "at_most")}


class Entry(NamedTuple):
    """One entry of a key: of which kind, its values, its words."""

    kind: str
    values: Mapping[str, Any]
    quote: str

    @property
    def counts(self) -> bool:
        """Whether it has to be proposed."""
        return not self.values.get("maybe")

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        return tuple(Decimal(str(number)) for number in self.values.get("numbers") or ())


class Measure(NamedTuple):
    """Of one text: the entries that count, those met, all proposals, those of no use, those with a wrong figure."""

    name: str
    entries: Sequence[Entry]
    met: Sequence[Entry]
    proposals: Sequence[Candidate]
    useless: Sequence[Candidate]
    wrong: Sequence[Candidate]

    def missed(self, kinds: Sequence[str]) -> Iterator[Entry]:
        """The entries of some kinds that are not proposed."""
        return (entry for entry in self.entries if entry.kind in kinds and entry not in self.met)

    def share(self, kinds: Sequence[str]) -> tuple[int, int]:
        """How many entries of some kinds are proposed, of how many."""
        return (
            sum(entry.kind in kinds for entry in self.met),
            sum(entry.kind in kinds for entry in self.entries),
        )


class Key:
    """The key of a text."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.original = Original(path.with_suffix(".txt").read_text(encoding="utf-8"))
        self._given = yaml.safe_load(path.read_text(encoding="utf-8"))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, those with `maybe` too, but for the traps."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[Entry]:
        for kind in ("limits", "deadlines", "counts", "charges", "bounds", "papers", "steps"):
            for values in self._given.get(kind) or ():
                yield Entry(kind, values, values["quote"])
        for values in self._given.get("channels") or ():
            kind = "telephones" if values["kind"] == "telephone" else "channels"
            yield Entry(kind, values, values["quote"])
        for values in self._given.get("none") or ():
            yield Entry("none", values, values["quote"])
        for name in ("title", "issuers", "date", "number"):
            given = self._given.get(name)
            for value in given if isinstance(given, list) else [given]:
                if value is not None:
                    yield Entry("heads", {"key": name, "value": str(value)}, str(value))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number that the key knows of, of traps too."""
        traps = (trap["quote"] for trap in self._given.get("traps") or ())
        words = (*traps, *(entry.quote for entry in self.entries))
        read_off = (number for quote in words for number in read(normal(quote)).numbers())
        return frozenset([*read_off, *(number for entry in self.entries for number in entry.numbers)])


def corpus() -> Iterator[Key]:
    """The keys of all texts that the rules were made on."""
    return map(Key, sorted(_CORPUS.glob("*.yaml")))


def unseen() -> Iterator[Key]:
    """The keys of the texts that no rule was made on: they are looked at in sum alone."""
    return map(Key, sorted((_CORPUS / "unseen").glob("*.yaml")))


def measured(key: Key) -> Measure:
    """How much of a key is proposed of its text."""
    proposals = (*candidates.candidates(key.original), *heads.heads(key.original))
    met, used = list[Entry](), set[int]()
    for entry in key.entries:
        fitting = [at for at, proposal in enumerate(proposals) if at not in used and meets(proposal, entry)]
        if fitting:
            used.add(min(fitting, key=lambda at: len(proposals[at].quote)))
            met.append(entry)
    judged = [proposal for proposal in proposals if not _UNKEYED & set(dict(proposal.values))]
    useless = [proposal for proposal in judged if not any(meets(proposal, entry) for entry in key.entries)]
    counted = [entry for entry in key.entries if entry.counts]
    wrong = [proposal for proposal in proposals if _wrong(proposal, key)]
    return Measure(key.name, counted, [entry for entry in met if entry.counts], proposals, useless, wrong)


def meets(proposal: Candidate, entry: Entry) -> bool:
    """Whether a proposal is the entry of a key: the same values in the same words."""
    values, kind = dict(proposal.values), _kind(proposal)
    if kind == "heads" or entry.kind == "heads":
        return kind == entry.kind and _bare(values.get(entry.values["key"], "")) == _bare(entry.values["value"])
    if not _overlap(proposal.quote, entry.quote):
        return False
    if entry.kind == "none":
        return "none" in values or "free" in values
    if kind != entry.kind:
        return kind == "deadlines" and entry.kind == "limits" and proposal.figures == entry.numbers
    return kind not in _MEETS or _MEETS[kind](proposal, entry)


def _kind(proposal: Candidate) -> str:
    if proposal.section in _SECTIONS:
        return _SECTIONS[proposal.section]
    return "telephones" if "telephone" in dict(proposal.values) else "channels"


def _overlap(one: str, other: str) -> bool:
    plain = (re.sub(r"\s", "", normal(one)), re.sub(r"\s", "", normal(other)))
    return plain[0] in plain[1] or plain[1] in plain[0]


def _limit(proposal: Candidate, entry: Entry) -> bool:
    units = {dict(proposal.values)["unit"], entry.values["unit"]}
    return (len(units) == 1 or units <= {"day", "calendar_day"}) and proposal.figures == entry.numbers


def _charge(proposal: Candidate, entry: Entry) -> bool:
    """Whether it is the same amount; one of 0 is free, and so is for the applicant what somebody else pays."""
    values = dict(proposal.values)
    if entry.values.get("free"):
        others = re.search("utility|government", values.get("payer", ""))
        return bool({"free", "none"} & set(values) or others or list(proposal.figures) == [Decimal()])
    if list(entry.numbers) == [Decimal()] and "free" in values:
        return True
    currency = entry.values.get("currency", "")
    return _whole(proposal.figures, values.get("currency", "")) == _whole(entry.numbers, currency)


def _whole(numbers: Sequence[Decimal], unit: str) -> list[Decimal]:
    scale = 10000 if str(unit).startswith("万") else 1
    return [number * scale for number in numbers]


def _figures(proposal: Candidate, entry: Entry) -> bool:
    unit = dict(proposal.values)["unit"]
    return _whole(proposal.figures, unit) == _whole(entry.numbers, entry.values["unit"])


def _named(proposal: Candidate, entry: Entry) -> bool:
    """Whether a proposal has the name of an entry, or one of the names that the entry gives to choose from."""
    values, chosen = dict(proposal.values), re.split("或者?", _bare(str(entry.values["name"])))
    if "either" in values and len(chosen) > 1 and _bare(values["name"]) in chosen:
        return True
    return _bare(dict(proposal.values).get("name", "")) == _bare(str(entry.values["name"]))


def _bare(name: str) -> str:
    return re.sub(r"[《》“”\"'\s]", "", normal(name))


def _telephone(proposal: Candidate, entry: Entry) -> bool:
    return _digits(dict(proposal.values)["telephone"]) == _digits(str(entry.values["value"]))


def _digits(telephone: str) -> str:
    return re.sub(r"\D", "", normal(telephone))


_MEETS: Mapping[str, Callable[[Candidate, Entry], bool]] = {
    "limits": _limit, "counts": _figures, "charges": _charge, "bounds": _figures, "papers": _named, "steps": _named,
    "telephones": _telephone,
}  # fmt: skip
"""How a proposal and an entry of one kind are compared; of the others the words decide alone."""


def _wrong(proposal: Candidate, key: Key) -> bool:
    """Whether a proposal has a number that its text does not say, or turns a bound round."""
    values = dict(proposal.values)
    unit = values.get("currency") or values.get("unit", "")
    if not (set(proposal.figures) <= key.numbers or set(_whole(proposal.figures, unit)) <= key.numbers):
        return True
    means = next((name for name in ("at_most", "at_least") if name in values), "")
    same = [entry for entry in key.entries if meets(proposal, entry) and "means" in entry.values]
    return bool(same) and all((means, entry.values["means"]) in _OPPOSITE for entry in same)
