"""Invented documents of many kinds, and the policies that enter them: `kinds/originals`, `kinds/policies`.

A policy is entered as an editor would enter it: each fact in its own field, nothing bent to fit.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from loaded import Checked

from generator import checks
from generator.findings import Finding
from generator.policy.guide import Guide
from generator.policy.resolve import Resolved

KINDS = Path(__file__).parent / "kinds"
POLICIES, ORIGINALS = KINDS / "policies", KINDS / "originals"


@cache
def checked() -> Checked:
    """What loads of all of them, each proven against its document."""
    return checks.check(POLICIES, ORIGINALS)


@cache
def resolved() -> dict[str, Resolved]:
    """Their guides by address."""
    return {one.guide.address: one for one in checked()[1]}


def guide(address: str) -> Guide:
    """The guide that has this address."""
    return resolved()[address].guide


def place(slug: str) -> tuple[Resolved, ...]:
    """The guides of a place."""
    return tuple(one for address, one in resolved().items() if address.split("/")[0] == slug)


def findings(slug: str) -> tuple[Finding, ...]:
    """What is found about the files of a place."""
    return tuple(one for one in checked()[2] if f"/{slug}/" in one.position.path)
