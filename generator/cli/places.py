"""The places and guides that a user names, as the policies have them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator import checks
from generator.build.workshop import RefusedError
from generator.cli.arguments import unknown
from generator.errors import UsageError
from generator.findings import Finding
from generator.policy import gather
from generator.policy.guide import Guide
from generator.policy.resolve import Resolved


def hold_place(word: str, city: str, policies: Path) -> None:
    """A place is there; `word` is the argument that names it. Raises UsageError."""
    if city not in (known := gather.places(policies)):
        raise UsageError(f"{word} {unknown(city, known, '没有这个地方', 'no such place')}")


def guides(word: str, address: str, policies: Path) -> list[Guide]:
    """The guides an address names, all that they say proven. Raises UsageError, RefusedError."""
    return [result.guide for result in resolved(word, address, policies)]


def resolved(word: str, address: str, policies: Path) -> list[Resolved]:
    """These guides, with where each of their facts comes from. Raises UsageError, RefusedError."""
    wanted = address.strip("/")
    place = wanted.partition("/")[0]
    hold_place(word, place, policies)
    known, only = gather.places(policies), gather.together(policies, [place])
    loaded, every, findings = checks.check(policies, known=known, only=only, unpublished=True)
    refuse(checks.about(policies, loaded, place, findings))
    there = {result.guide.address: result for result in every if result.guide.place.slug == place}
    if wanted not in (place, *there):
        raise UsageError(f"{word} {unknown(wanted, list(there), '没有这份指南', 'no such guide')}")
    return [result for name, result in there.items() if wanted in (place, name)]


def refuse(findings: Iterable[Finding]) -> None:
    """What has an error is not handed out. Raises RefusedError."""
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise RefusedError(sorted(errors))
