"""Doubts about the very words of a document: a likely slip of the pen, a step with two names. Reads the full texts.

Precise rather than complete: a guide with a finding that is none is read less than one without.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.checks import fulltexts
from generator.checks.proof import cited_facts
from generator.document.text import normal
from generator.findings import Finding, Position, finding
from generator.policy.files import Document
from generator.policy.guide import facts
from generator.policy.loader import City
from generator.policy.provenance import Cite, walk
from generator.policy.resolve import Resolved
from generator.policy.sources import Location, Source

_LENGTH = 6
"""Signs of a phrase in which one may be a slip."""
_BESIDE = 2
"""So many signs on either side of it are the same."""
_OFTEN = 3
"""A phrase that stands so often is meant."""
_TELLING = frozenset(
    "省市县区镇村甲乙丙丁一二三四五六七八九十零两大中小高低上下前后内外新旧左右东西南北水气暖热冷电有无不未非可首末单双年月日户"
)
"""Signs by which phrases differ on purpose."""


class Slip(NamedTuple):
    """A phrase that stands once, and the one that stands often and differs by one sign."""

    written: str
    meant: str
    often: int


def doubtful(resolved: Resolved, folder: Path | None) -> Iterator[Finding]:
    """The doubts about the words of the documents that a guide stands on, as far as their texts are at hand."""
    for city, document, text in _texts(resolved, folder):
        yield from _slips(resolved, city, document, text)
    lines = [line for _, _, text in _texts(resolved, folder) for line in text.splitlines()]
    quotes = {normal(quote) for _, _, cite in _cites(resolved) for quote in cite.quote}
    yield from _named_twice(resolved, [line for line in lines if any(quote in line for quote in quotes)])


def _texts(resolved: Resolved, folder: Path | None) -> Iterator[tuple[City, Document, str]]:
    """The documents of a guide with their texts, normalised line by line."""
    cited = {document.id for document in resolved.guide.documents}
    for city in resolved.chain:
        there = folder or (city.folder / "originals").is_dir()
        for document in city.file.documents if there else ():
            original = _read(fulltexts.text_path(city, document, folder).absolute()) if document.id in cited else ""
            if original:
                yield city, document, original


def _read(path: Path) -> str:
    """A text, normalised line by line; nothing of what cannot be read, which other findings say."""
    try:
        original = fulltexts.original(path)  # of an ordinary file alone: a pipe might never end
    except UnicodeDecodeError:
        return ""
    return "\n".join(map(normal, original.text.splitlines())) if original else ""


# ------------------------------------------------------------------------------------------------------------ slips


def slips(text: str) -> list[Slip]:
    """The likely slips of a text, each once.

    >>> slips("甲材料费按实收取，乙材料费按实收取，丙材料费按实收取，丁材料费按时收取")
    [Slip(written='材料费按时收取', meant='材料费按实收取', often=3)]
    """
    counted = _phrases(text)
    masked: Mapping[tuple[int, str], list[str]] = defaultdict(list)
    for phrase, often in counted.items():
        if often >= _OFTEN:
            for at in range(_BESIDE, _LENGTH - _BESIDE):
                masked[at, _mask(phrase, at)].append(phrase)
    found: dict[tuple[str, str], Slip] = {}
    for phrase in (phrase for phrase, often in counted.items() if often == 1):
        for at in range(_BESIDE, _LENGTH - _BESIDE):
            for meant in masked.get((at, _mask(phrase, at)), ()):
                if not _TELLING.intersection(phrase[at] + meant[at]):
                    found[phrase[at], meant[at]] = _longer(text, Slip(phrase, meant, counted[meant]))
    return list(found.values())


def _longer(text: str, slip: Slip) -> Slip:
    """A slip with all signs before and behind it that the phrase has wherever it stands."""
    at = text.index(slip.written)
    before, behind = text[:at][::-1], text[at + len(slip.written) :]
    for sign in before:
        if text.count(sign + slip.meant) < slip.often:
            break
        slip = slip._replace(written=sign + slip.written, meant=sign + slip.meant)
    for sign in behind:
        if not "\u4e00" <= sign <= "\u9fff" or text.count(slip.meant + sign) < slip.often:
            break
        slip = slip._replace(written=slip.written + sign, meant=slip.meant + sign)
    return slip


def _phrases(text: str) -> Counter[str]:
    """All phrases of a length, with how often each stands."""
    runs = re.findall(r"[\u4e00-\u9fff]+", text)
    return Counter(run[at : at + _LENGTH] for run in runs for at in range(len(run) - _LENGTH + 1))


def _mask(phrase: str, at: int) -> str:
    return f"{phrase[:at]}*{phrase[at + 1 :]}"


def _slips(resolved: Resolved, city: City, document: Document, text: str) -> Iterator[Finding]:
    """The slips of a document, each at the first fact that quotes it, else at the document; none that is mended."""
    for slip in slips(text):
        if any(_mends(cite, slip) for _, _, cite in _cites(resolved)):
            continue
        words = {"value": slip.written, "meant": slip.meant, "often": str(slip.often)}
        position, thing = _quoting(resolved, slip.written) or _entry(city, document)
        yield finding("likely-slip", position, thing, **words)


def _mends(cite: Cite, slip: Slip) -> bool:
    """Whether a citation quotes a slip and says how to read it."""
    quoted = any(slip.written in normal(quote) for quote in cite.quote)
    return quoted and cite.read_as is not None and slip.meant in normal(cite.read_as)


def _quoting(resolved: Resolved, phrase: str) -> tuple[Position, str] | None:
    """The position and the name of the first fact that quotes a phrase."""
    quoting = (one for one in _cites(resolved) if any(phrase in normal(quote) for quote in one[2].quote))
    return next(((source.position(at), source.thing(at)) for source, at, _ in quoting), None)


def _cites(resolved: Resolved) -> Iterator[tuple[Source, Location, Cite]]:
    """Every citation of a guide, with its file and location."""
    for source, at, fact in cited_facts(resolved):
        yield from ((source, (*at, *inner), part) for inner, part, _ in walk(fact) if isinstance(part, Cite))


def _entry(city: City, document: Document) -> tuple[Position, str]:
    source = city.sources["city.yaml"]
    at = ("documents", city.file.documents.index(document))
    return source.position(at), source.thing(at)


# --------------------------------------------------------------------------------------------------- two names


def _named_twice(resolved: Resolved, lines: Sequence[str]) -> Iterator[Finding]:
    """That steps have another name beside that which an editor has found: one finding for all, at the first of them.

    `lines`: the paragraphs of the documents that the guide quotes.
    """
    steps = [step for step in facts(resolved.guide, "steps") if not step.also]
    pairs = {step.name: other for step in steps for line in lines for other in other_names(step.name, line)}
    first = next((step for step in steps if step.name in pairs), None)
    if first is not None:
        origin = resolved.origin("steps", first.id)
        shown = "；".join(f"{name}—{other}" for name, other in pairs.items())
        position = origin.source.position((*origin.location, "name"))
        yield finding("step-with-two-names", position, origin.source.thing(origin.location), value=shown)


def other_names(name: str, text: str) -> list[str]:
    """What a text calls an act otherwise: in brackets behind its name, or with the same signs in another order.

    >>> other_names("用户资料核实", "二、核实用户资料，用户资料核实"), other_names("收费", "收费(供热收费审批)")
    (['核实用户资料'], ['供热收费审批'])
    """
    wanted = normal(name)
    bracketed = re.findall(rf"{re.escape(wanted)}\(([\u4e00-\u9fff]{{4,}})\)", text)
    phrases = re.findall(r"[\u4e00-\u9fff]+", text)
    turned = [one for one in phrases if one != wanted and sorted(one) == sorted(wanted)]
    alike = [one for one in bracketed if len(set(one) & set(wanted)) * 2 >= len(set(wanted))]
    return list(dict.fromkeys((*alike, *turned)))
