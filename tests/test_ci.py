"""The pipelines for GitHub and GitLab: of the right form, pinned, with few rights, and calling what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from expected import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
ALL = [*WORKFLOWS, GITLAB]


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return found


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_the_form_is_right(file: Path) -> None:
    schema = "vendor.gitlab-ci" if file == GITLAB else "vendor.github-workflows"
    options = ["--data-transform", "gitlab-ci"] if file == GITLAB else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_pinned_and_with_few_rights(file: Path) -> None:
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["permissions"] == {"contents": "read"}
    steps = [step for job in jobs(file).values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", one)] == []
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_only_the_regenerated_guides_may_be_pushed_and_only_the_site_published() -> None:
    wider = {(file.stem, name) for file in WORKFLOWS for name, job in jobs(file).items() if "permissions" in job}
    assert wider == {("check", "guides"), ("publish", "deploy")}


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_what_is_called_exists(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from generator.cli import main

    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = file.read_text(encoding="utf-8")
    assert set(re.findall(r"-m generator (\w+)", text)) <= commands
    assert set(re.findall(r"(?:run:|-) make (\w+)", text)) <= targets
    assert all((ROOT / one).is_file() for one in re.findall(r"(?<![\w/])\.ci/\w+|requirements[\w-]*\.lock", text))
