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
import tomllib
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import pytest
import yaml
from expected import ROOT
from nodejs import FOLDER, node

from generator.cli.commands import NAMES
from generator.desk import review

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
ALL = [*WORKFLOWS, GITLAB]
BEGUN = ROOT / "templates" / "init"
"""The repository of a publisher, with pipelines of its own."""
PUBLISHERS = sorted((BEGUN / "dot-github" / "workflows").glob("*.yml"))


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("file", [*ALL, *PUBLISHERS, BEGUN / "dot-gitlab-ci.yml"], ids=lambda file: file.name)
def test_the_form_is_right(file: Path) -> None:
    gitlab = file.name.endswith("gitlab-ci.yml")
    schema = "vendor.gitlab-ci" if gitlab else "vendor.github-workflows"
    options = ["--data-transform", "gitlab-ci"] if gitlab else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [*WORKFLOWS, *PUBLISHERS], ids=lambda file: file.name)
def test_pinned_and_with_few_rights(file: Path) -> None:
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["permissions"] == {"contents": "read"}
    steps = [step for job in jobs(file).values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one)] == []
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_each_action_is_named_by_its_commit_with_its_version_beside() -> None:
    """A tag can be moved to other code; of one action there is one commit and one version."""
    texts = [file.read_text(encoding="utf-8") for file in (*WORKFLOWS, *PUBLISHERS)]
    lines = [line.strip() for text in texts for line in text.splitlines() if "uses:" in line]
    pins = [re.fullmatch(r"(?:- )?uses: ([\w/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line) for line in lines]
    assert [line for line, pin in zip(lines, pins, strict=True) if pin is None] == []
    assert len(lines) >= 19
    named = {pin.groups() for pin in pins if pin}
    assert len(named) == len({name for name, _, _ in named})


@pytest.mark.parametrize("file", [*ALL, ROOT / ".ci" / "setup"], ids=lambda file: file.name)
def test_nothing_is_installed_without_hashes(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("\\\n", "")
    installs = [line for line in text.splitlines() if re.search(r"\bpip install\b", line)]
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert [line for line in text.splitlines() if "npm ci" in line and "--ignore-scripts" not in line] == []
    assert "npm install" not in text


def test_what_is_locked_for_node_needs_no_script_to_be_installed() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if package.get("hasInstallScript")] == []


def test_the_auditor_is_locked_as_it_is_named() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["audit"]
    lock = (ROOT / "requirements-audit.lock").read_text(encoding="utf-8")
    assert all(f"\n{package} " in lock for package in named)
    assert lock.count("--hash=sha256:") > lock.count("==")
    assert not re.search(r"https?://|index-url", lock)


def test_only_the_regenerated_guides_may_be_pushed_and_only_the_site_published() -> None:
    wider = {(file.stem, name) for file in WORKFLOWS for name, job in jobs(file).items() if "permissions" in job}
    assert wider == {("check", "guides"), ("comment", "comment"), ("publish", "deploy")}


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_what_is_called_exists(file: Path) -> None:
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = file.read_text(encoding="utf-8")
    assert set(re.findall(r"-m generator (\w+)", text)) <= set(NAMES)
    assert set(re.findall(r"(?:run:|-) make (\w+)", text)) <= targets
    assert all((ROOT / one).is_file() for one in re.findall(r"(?<![\w/])\.ci/\w+|requirements[\w-]*\.lock", text))


@pytest.mark.slow
def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on", "run-on"), encoding="utf-8")
    command = node(FOLDER / "lint.mjs", *WORKFLOWS)
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


MARK = review.MARKER
SAID = "# 虚构的变化\n"
GH = """#!/bin/sh
printf '%s\\n' "$*" >>calls
for last; do case "$last" in body=@*) cp "${last#body=@}" body ;; esac; done
case "$*" in
    *head=*) for filter; do :; done; jq --raw-output "$filter" requests.json ;;
    */commits*) for filter; do :; done; jq --raw-output "$filter" commits.json ;;
    */comments\\ --jq*) for filter; do :; done; jq --raw-output "$filter" comments.json ;;
esac
"""
"""Stands for the program of GitHub: notes what it is asked, keeps what it is to write."""
OURS = {"id": 12, "user": {"login": "github-actions[bot]"}, "body": f"{MARK}\n旧"}
OTHERS = [
    {"id": 10, "user": {"login": "somebody"}, "body": f"{MARK}\n冒充"},
    {"id": 11, "user": {"login": "github-actions[bot]"}, "body": "其他"},
]
COMMITS = [{"sha": "a" * 40}, {"sha": "b" * 40}]
"""The run's, and one that came after it: the pages that were made anew."""


def marked(first: str) -> str:
    """The comment, whatever the artifact began with: the mark stands at its head, and nowhere else."""
    own = first.replace(f"{MARK}\n", "")
    return f"{MARK}\n{own}{SAID}"


class Commented(NamedTuple):
    code: int
    calls: list[str]
    body: str
    """What was written, if anything was."""


def commented(folder: Path, *comments: dict[str, Any], **given: Any) -> Commented:
    """What the workflow does with the artifact that lies in a folder, where these comments are there already."""
    (folder / "gh").write_text(GH)
    (folder / "gh").chmod(0o755)
    files = {"comments": comments, "requests": [{"number": 7}], "commits": given.pop("commits", COMMITS)}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    step = jobs(COMMENT)["comment"]["steps"][-1]
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "REPO": "a/b", "MARK": step["env"]["MARK"]}
    environment |= {"OWNER": "c", "BRANCH": "d", "SHA": "a" * 40, **given}
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    calls, body = folder / "calls", folder / "body"
    return Commented(
        done.returncode,
        calls.read_text().splitlines() if calls.is_file() else [],
        body.read_text(encoding="utf-8") if body.is_file() else "",
    )


def artifact(folder: Path, text: str) -> None:
    (folder / "artifact").mkdir()
    (folder / "artifact" / "review.md").write_text(text, encoding="utf-8")


needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed; it stands for the one inside gh")


def test_the_mark_is_the_workflows_own() -> None:
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["comment"]
    assert jobs(COMMENT)["comment"]["steps"][-1]["env"]["MARK"] == job["variables"]["MARK"] == MARK


@needs_jq
@pytest.mark.parametrize(
    ("comments", "call"),
    [(OTHERS, "POST repos/a/b/issues/7/comments "), ([*OTHERS, OURS], "PATCH repos/a/b/issues/comments/12 ")],
)
@pytest.mark.parametrize("first", [f"{MARK}\n", "", "\n", "其他\n", "<!--\n", f"{MARK}\n{MARK}\n"])
def test_github_gets_one_comment_and_renews_it_whatever_the_artifact_begins_with(
    first: str, comments: list[dict[str, Any]], call: str, tmp_path: Path
) -> None:
    artifact(tmp_path, first + SAID)
    done = commented(tmp_path, *comments)
    assert done.code == 0
    assert "state=open -f head=c:d" in done.calls[0]
    written = [line.partition("--method ")[2] for line in done.calls if "body=@" in line]
    assert [line.startswith(call) for line in written] == [True]
    assert done.body == marked(first)


@needs_jq
def test_no_comment_where_the_run_is_not_of_the_request(tmp_path: Path) -> None:
    artifact(tmp_path, SAID)
    assert commented(tmp_path, OURS, SHA="c" * 40).body == ""


@pytest.mark.parametrize("missing", ["OWNER", "BRANCH", "SHA"])
def test_a_branch_of_nobody_knows_whom_lists_no_requests(missing: str, tmp_path: Path) -> None:
    """As where the fork is deleted: `head=:branch` may stand for every request."""
    artifact(tmp_path, SAID)
    done = commented(tmp_path, OURS, **{missing: ""})
    assert done.code == 1
    assert done.calls == []
    assert "head_repository.owner.login != ''" in jobs(COMMENT)["comment"]["if"]


def spoilt(folder: Path, name: str, how: str) -> None:
    """Something else than a plain text in the place of an artifact's."""
    secret = folder / "secret"
    secret.write_text("虚构的密码", encoding="utf-8")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if how == "link":
        path.symlink_to(secret)
    elif how == "folder":
        path.mkdir()
    elif how == "pipe":
        os.mkfifo(path)
    elif how == "large":
        path.write_bytes(b"x" * 300_000)


SPOILT = ["link", "folder", "pipe", "large", "absent"]


@pytest.mark.parametrize("how", SPOILT)
def test_github_takes_nothing_but_a_plain_text(how: str, tmp_path: Path) -> None:
    spoilt(tmp_path, "artifact/review.md", how)
    done = commented(tmp_path, OURS)
    assert done.code == 1
    assert done.calls == []


class _Notes(http.server.BaseHTTPRequestHandler):
    """Notes of a merge request, as GitLab's API has them."""

    notes: list[dict[str, Any]]
    asked: list[tuple[str, str, str]]

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.asked.append((self.command, self.path, parse_qs(body).get("body", [""])[0]))
        self.send_response(200 if self.headers["PRIVATE-TOKEN"] == "invented" else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"id": 5} if self.path == "/user" else self.notes).encode())

    do_GET = do_POST = do_PUT = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


def noted(folder: Path, *notes: dict[str, Any]) -> tuple[int, list[tuple[str, str, str]]]:
    """The exit code of GitLab's job in a folder, and what it asked for."""
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["comment"]
    assert job["variables"] == {"GIT_STRATEGY": "none", "MARK": MARK}
    handler = type("Handler", (_Notes,), {"notes": notes, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # ends as soon
        given = {"CI_API_V4_URL": f"http://127.0.0.1:{server.server_address[1]}", "REVIEW_TOKEN": "invented"}
        given |= {"CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "4", "MARK": MARK}
        command = ["bash", "-e", "-c", "\n".join(job["script"])]
        done = subprocess.run(command, cwd=folder, env={**os.environ, **given}, capture_output=True, check=False)
        server.shutdown()
    return done.returncode, handler.asked  # type: ignore[attr-defined]


needs_curl = pytest.mark.skipif(
    not shutil.which("curl"), reason="curl is not installed; GitLab's runner has it in its image"
)
FOREIGN = [{"id": 1, "author": {"id": 5}, "body": "其他"}, {"id": 2, "author": {"id": 6}, "body": f"{MARK}\n冒充"}]


@needs_curl
@pytest.mark.parametrize(
    ("notes", "wanted"),
    [
        (FOREIGN, ("POST", "/projects/3/merge_requests/4/notes")),
        (
            [*FOREIGN, {"id": 9, "author": {"id": 5}, "body": f"{MARK}\n旧"}],
            ("PUT", "/projects/3/merge_requests/4/notes/9"),
        ),
    ],
)
@pytest.mark.parametrize("first", [f"{MARK}\n", "", "\n", "其他\n"])
def test_gitlab_gets_one_note_and_renews_it_whatever_the_artifact_begins_with(
    first: str, notes: list[dict[str, Any]], wanted: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "changes.md").write_text(first + SAID, encoding="utf-8")
    code, asked = noted(tmp_path, *notes)
    assert code == 0
    assert [request for request in asked if request[0] != "GET"] == [(*wanted, marked(first))]


@needs_curl
@pytest.mark.parametrize("how", SPOILT)
def test_gitlab_takes_nothing_but_a_plain_text(how: str, tmp_path: Path) -> None:
    spoilt(tmp_path, "changes.md", how)
    assert noted(tmp_path, *FOREIGN) == (1, [])


@needs_curl
def test_nothing_that_lies_beside_the_text_is_run_or_written_to(tmp_path: Path) -> None:
    (tmp_path / "changes.md").write_text(SAID, encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(3)\n")
    before = {path.name for path in tmp_path.iterdir()}
    assert noted(tmp_path, *FOREIGN)[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == before
