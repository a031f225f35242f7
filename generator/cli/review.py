"""`diff` and `review`: two states of the policies are compared, each a folder or a revision of git."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import checks
from generator.cli import arguments, options
from generator.cli.commands import argument, command
from generator.cli.places import refuse
from generator.desk import difference, revisions
from generator.desk.review import review as comment
from generator.errors import UsageError
from generator.findings import Finding
from generator.policy.guide import Guide


@command("diff", example="origin/main policies")
@argument("old", "OLD", help="a git revision, or a folder of policies")
@argument("new", "NEW", help="a git revision, or a folder of policies")
@options.form("md", "json")
@options.folder("policies", arguments.folder_if_there)
def diff(old: str, new: str, form: str, policies: Path) -> int:
    """Prints what changes for the public. Raises UsageError, RefusedError."""
    states = [_state(name, policies) for name in (old, new)]
    refuse(error for _, errors in states for error in errors)
    compared = difference.difference(*(guides for guides, _ in states))
    print(difference.as_json(compared) if form == "json" else difference.as_markdown(compared), end="")
    return 0


@command("review", example="origin/main")
@argument("old", "OLD", help="what the policies are compared with: a git revision, or a folder")
@options.policies
def review(old: str, policies: Path) -> int:
    """Prints all it can: where one of the two states has errors, the findings without what changes."""
    before, lost = _state(old, policies)
    _, resolved, everything = checks.check(policies, None, date.today())
    findings = [finding for finding in everything if finding.severity != "info"]
    wrong = any(finding.severity == "error" for finding in findings)
    after = [result.guide for result in resolved]
    print(comment(findings, None if wrong or lost else difference.difference(before, after)), end="")
    return int(wrong)


def _state(name: str, policies: Path) -> tuple[list[Guide], list[Finding]]:
    """The guides of a state and its errors. Raises UsageError where there is no such state."""
    with tempfile.TemporaryDirectory(prefix="policies-") as unpacked:
        _, resolved, findings = checks.check(_folder(name, policies, Path(unpacked)))
    errors = [finding for finding in findings if finding.severity == "error"]
    shown = [_of_state(error, f"{unpacked}/", f"{name}:") for error in errors]
    return [result.guide for result in resolved], shown


def _folder(name: str, policies: Path, into: Path) -> Path:
    """The folder of policies that a name stands for: itself, or unpacked from git. Raises UsageError."""
    with suppress(UsageError):
        arguments.folder("", Path(name))
        return Path(name)
    return revisions.unpacked(name, policies, into)


def _of_state(finding: Finding, unpacked: str, shown: str) -> Finding:
    """A finding with the path of its file as git names it in a revision."""
    return replace(finding, position=replace(finding.position, path=finding.position.path.replace(unpacked, shown)))
