"""What changes for the public: the everyday case told fact by fact, and who falls into another class."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from expected import ROOT

from generator.cli import main

BASE = ROOT / "tests" / "errors" / "base" / "policies"
ASSURED = """by: 无此供水公司（虚构）
since: 2099-01-05
contacts:
  - {id: line, kind: telephone, name: 咨询电话, telephone: 000-0000001, serves: [enquire]}
"""
NOTICE = """  - id: second
    title: 关于调整用水报装时限的通知（虚构）
    issuers: [无此市公用事业局]
    number: 无此〔2099〕9号
    date: 2099-05-05
    effective: not_stated
    expires: not_stated
    basis: not_stated
    supersedes:
      - {doc: notice, clause: 二、, cite: {doc: second, clause: 三、, quote: 第二条同时废止}}
      - {doc: notice, clause: 三、, cite: {doc: second, clause: 三、, quote: 第三条同时废止}}
    cite: {clause: 文头, quote: [无此市公用事业局, 无此〔2099〕9号, 关于调整用水报装时限的通知（虚构）, 2099年5月5日]}
"""
FROM_JUNE = """  - id: small-from-june
    when: {class: small}
    at_most: 2
    unit: working_day
    starts_on: not_stated
    ends_with: not_stated
    excludes: not_stated
    valid: {from: 2099-06-01}
    cite: {doc: second, clause: 一、, quote: 自2099年6月1日起，小型项目不超过2个工作日}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Invented policies before a change."""
    folder = shutil.copytree(BASE, tmp_path / "old")
    (folder / "nowhere" / "water.assured.yaml").write_text(ASSURED, encoding="utf-8")
    return folder


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    """The everyday change: a new notice shortens one limit from a day, supersedes two clauses; another telephone."""
    folder = shutil.copytree(old, tmp_path / "new")
    edit(folder / "nowhere" / "city.yaml", lambda text: text.rstrip("\n") + "\n" + NOTICE)
    edit(folder / "nowhere" / "set-aside.yaml", lambda text: re.sub(r"(?=clause:)", "doc: notice, ", text))
    water = folder / "nowhere" / "water.yaml"
    edit(water, lambda text: text.replace("cite: {clause: 二、}", "cite: {doc: notice, clause: 二、}", 1))
    old_cite = "    cite: {quote: 小型项目不超过3个工作日}\n"
    edit(water, lambda text: text.replace(old_cite, f"    valid: {{until: 2099-05-31}}\n{old_cite}{FROM_JUNE}"))
    edit(folder / "nowhere" / "water.assured.yaml", lambda text: text.replace("000-0000001", "000-0000002"))
    return folder


def edit(path: Path, change: Any) -> None:
    """Change a file, which must then differ."""
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def told(capsys: pytest.CaptureFixture[str], *names: object) -> dict[str, Any]:
    """What the command tells programs."""
    assert main(["diff", *map(str, names), "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_everyday_change_is_told_fact_by_fact(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, old, new)
    kinds = {(one["section"], one["id"]): one["kind"] for one in found["changes"]}
    assert kinds == {
        ("documents", "second"): "added",
        ("limits", "small"): "changed",
        ("limits", "small-from-june"): "added",
        ("contacts", "line"): "changed",
    }
    by_id = {one["id"]: one for one in found["changes"]}
    assert "2099年5月31日" in by_id["small"]["after"]
    assert by_id["small"]["fields"] == ["valid"]
    assert by_id["small-from-june"]["clauses"] == ["〔2〕一、"]
    assert ("000-0000001" in by_id["line"]["before"]) and ("000-0000002" in by_id["line"]["after"])
    superseded = by_id["second"]["after"]
    assert "二、" in superseded
    assert "三、" in superseded
    assert "《关于用水报装的通知（虚构）》二、" in superseded
    assert not [one["sentence"] for one in found["changes"] if "None" in one["sentence"]]
    assert found["moved"] == found["added"] == found["removed"] == []


def test_nothing_changes_between_a_state_and_itself(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, old, old) == {"added": [], "removed": [], "changes": [], "moved": []}
    assert main(["diff", str(old), str(old)]) == 0
    assert "没有变化" in capsys.readouterr().out


def test_who_falls_into_another_class(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = shutil.copytree(old, tmp_path / "moved")
    water = new / "nowhere" / "water.yaml"
    edit(water, lambda text: text.replace("<= 100", "<= 99").replace("> 100", "> 99").replace("100吨", "99吨"))
    found = told(capsys, old, new)
    assert [(one["given"], one["before"], one["after"]) for one in found["moved"]] == [
        ({"volume": 100}, "小型项目", "大型项目")
    ]
    assert {one["id"] for one in found["changes"] if one["section"] == "classes"} == {"small", "large"}


def test_a_renamed_class_is_the_same_class(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = shutil.copytree(old, tmp_path / "renamed")
    water = new / "nowhere" / "water.yaml"
    edit(water, lambda text: text.replace("id: large\n", "id: big\n    formerly: [large]\n"))
    assert told(capsys, old, new)["changes"] == told(capsys, old, new)["moved"] == []


def test_a_note_and_a_citation_are_told_apart(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = shutil.copytree(old, tmp_path / "quiet")
    water = new / "nowhere" / "water.yaml"
    edit(water, lambda text: text.replace("    when: {class: small}\n", "    when: {class: small}\n    note: 虚构\n"))
    edit(water, lambda text: text.replace("{clause: 一、, quote: 本通知", "{clause: 一、（一）, quote: 本通知"))
    kinds = {one["section"]: one["kind"] for one in told(capsys, old, new)["changes"]}
    assert kinds == {"limits": "note", "scope": "basis"}


def test_a_section_that_was_silent(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = shutil.copytree(old, tmp_path / "said")
    water = new / "nowhere" / "water.yaml"
    visits = "visits:\n  - {id: one, exactly: 1, unit: 次, cite: {quote: 到现场1次}}\n"
    edit(water, lambda text: text.replace("visits: not_stated\n", visits))
    (there,) = told(capsys, old, new)["changes"]
    (gone,) = told(capsys, new, old)["changes"]
    assert (there["kind"], there["silent"], gone["kind"], gone["silent"]) == (
        "added", [True, False], "removed", [False, True],
    )  # fmt: skip
    assert "原来——文件没有写" in there["sentence"]
    assert "现在——文件没有写" in gone["sentence"]


def test_the_report_names_every_change_and_runs_nothing(
    old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(new / "nowhere" / "water.assured.yaml", lambda text: text.replace("咨询电话", "咨询<b>|电话"))
    found = told(capsys, old, new)
    assert main(["diff", str(old), str(new)]) == 0
    report, _, draft = capsys.readouterr().out.partition("```yaml\n")
    assert "<b>" not in report
    rows = [line for line in report.splitlines() if line.startswith("| 无此市")]
    assert [re.split(r" \| ", row)[2] for row in rows] == [one["id"] for one in found["changes"]]
    assert {len(re.findall(r"(?<!&#124;)\|", row)) for row in rows} == {6}
    assert draft.count("请填写") == 3


def test_a_guide_more_and_a_guide_less(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = shutil.copytree(old, tmp_path / "moved-away")
    (new / "nowhere").rename(new / "elsewhere")
    found = told(capsys, old, new)
    assert (found["added"], found["removed"], found["changes"]) == (["elsewhere/water"], ["nowhere/water"], [])


def test_revisions_of_a_repository(
    old: Path, new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid", "-c", "commit.gpgsign=false")

    def commit(state: Path) -> None:
        shutil.rmtree(folder / "policies", ignore_errors=True)
        shutil.copytree(state, folder / "policies")
        (folder / ".git" / "index").unlink(missing_ok=True)  # else git may take equal size and time for equal content
        subprocess.run(["git", "add", "-A"], check=True)  # noqa: S607
        subprocess.run(["git", *who, "commit", "--quiet", "-m", "state"], check=True)  # noqa: S607

    subprocess.run(["git", "init", "--quiet"], check=True)  # noqa: S607
    commit(old)
    commit(new)
    assert told(capsys, "HEAD~1", "HEAD") == told(capsys, old, new) == told(capsys, "HEAD~1", "policies")
    for wrong in ("no-such-revision", "--output=x", "HEAD~9"):
        assert main(["diff", "--", wrong, "HEAD"]) == 2
        assert capsys.readouterr().err.count(wrong) >= 1


def test_a_state_with_errors_is_no_state(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(new / "nowhere" / "water.yaml", lambda text: text.replace("at_most: 2", "at_mots: 2"))
    assert main(["diff", str(old), str(new)]) == 1
    assert re.search(r"water\.yaml:\d+:\d+: .*\[unknown-key\]", capsys.readouterr().err)
