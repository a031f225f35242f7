"""The project's policies and the invented ones, loaded once, when a test first asks for them.

Which guides there are is told by the names of the files, so that collecting the tests loads no policy.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypeAlias

from expected import POLICIES, ROOT

from generator import checks
from generator.findings import Finding
from generator.policy import utilities
from generator.policy.guide import Guide
from generator.policy.loader import Policies
from generator.policy.resolve import Resolved

INVENTED = ROOT / "tests" / "cases" / "every-structure" / "policies"
Checked: TypeAlias = tuple[Policies, tuple[Resolved, ...], tuple[Finding, ...]]


@cache
def checked(policies: Path = POLICIES) -> Checked:
    """What loads below a folder that no test changes: the policies, the guides, the findings."""
    return checks.check(policies)


@cache
def resolved(policies: Path = POLICIES) -> dict[str, Resolved]:
    """The guides of such a folder by their addresses."""
    return {one.guide.address: one for one in checked(policies)[1]}


def guide(address: str) -> Guide:
    """The guide of ours or of the invented ones that has this address."""
    return {**resolved(), **resolved(INVENTED)}[address].guide


def addresses(policies: Path = POLICIES, *, referring: bool = True) -> list[str]:
    """The addresses of the guides of a folder; `referring`: also of those that only refer to another."""
    files = (path for path in sorted(policies.glob("*/*.yaml")) if path.stem in utilities.known())
    return [
        f"{path.parent.name}/{path.stem}"
        for path in files
        if referring or not re.search("^reference:", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
