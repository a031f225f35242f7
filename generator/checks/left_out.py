"""Findings that only follow from what was left out of an unfinished place: that has findings of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.findings import Finding
from generator.policy.loader import City


def without_following(cities: Iterable[City], findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those that only follow from what is left out of the place they are about."""
    unfinished = [city for city in cities if city.left_out]
    for problem in findings:
        if not any(_follows(problem, city) for city in unfinished):
            yield problem


def _follows(problem: Finding, city: City) -> bool:
    """Whether a finding about a place would not be there, had nothing been left out of it."""
    if problem.code not in _CAUSES or not problem.position.path.startswith(f"{city.folder.as_posix()}/"):
        return False
    if any(not out.at for out in city.left_out):
        return True
    lost, words = {str(out.at[0]) for out in city.left_out}, dict(problem.words)
    if problem.code == "unanswered":
        return words["section"] in lost
    if problem.code == "no-cite":
        return any((out.address or "").endswith(f"/{problem.thing}") for out in city.left_out)
    if problem.code == "unknown-id":
        ids = {(out.address or "").rpartition("/")[2] for out in city.left_out}
        return words["value"] in ids or (words["value"] == "class" and "classes" in lost)
    return not lost.isdisjoint(_CAUSES[problem.code])


_CAUSES = {
    "unanswered": (),
    "unknown-id": (),
    "no-cite": (),
    "no-clause": ("cite",),
    "test-does-not-fit": ("classes", "inputs"),
    "unrecorded-defect": ("classes", "inputs", "defects"),
}
"""The codes that may follow from others, with the sections whose entries they need."""
