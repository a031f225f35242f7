"""The command line: exit 0 good, 1 problems in the input, 2 wrong usage; and the documents name what exists."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from expected import ROOT

from generator.cli import main

POLICIES = str(ROOT / "policies")
BASE = ROOT / "tests" / "errors" / "base" / "policies"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A policies folder with one mistake."""
    shutil.copytree(BASE, tmp_path / "policies")
    file = tmp_path / "policies" / "nowhere" / "water.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("at_most: 3", "at_mots: 3"), encoding="utf-8")
    return tmp_path / "policies"


def test_good_policies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policies", POLICIES]) == 0
    assert "0 findings" in capsys.readouterr().err


def test_problems_in_the_input(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policies", str(wrong)]) == 1
    first = capsys.readouterr().err.splitlines()[0]
    assert re.match(r".*nowhere/water\.yaml:\d+:\d+: limits/small: .*\[unknown-key\]$", first)


def test_findings_for_programs(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policies", str(wrong), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"path", "line", "column", "code", "severity", "thing", "zh", "en"} == set(found[0])
    assert "unknown-key" in {one["code"] for one in found}


def test_only_the_named_place_counts(wrong: Path) -> None:
    shutil.copytree(ROOT / "policies" / "wuhai", wrong / "wuhai")
    assert main(["check", "wuhai", "--policies", str(wrong)]) == 0
    assert main(["check", "nowhere", "--policies", str(wrong)]) == 1


def test_a_refused_build_writes_nothing(wrong: Path, tmp_path: Path) -> None:
    folders = ["--policies", str(wrong), "--guides", str(tmp_path / "g"), "--site", str(tmp_path / "s")]
    assert main(["build", *folders]) == 1
    assert not (tmp_path / "g").exists()
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--policies", "nowhere-at-all"],
        ["check", "no-such-place", "--policies", POLICIES],
        ["check", "..", "--policies", POLICIES],
        ["build", "--policies", "nowhere-at-all"],
        ["classify", "wuhai/power", "--policies", POLICIES],
        ["classify", "wuhai/gas", "flow=much", "--policies", POLICIES],
        ["classify", "wuhai/gas", "flow=0.05", "--policies", POLICIES],
        ["classify", "wuhai/gas", "volume=1", "--policies", POLICIES],
        ["facts", "nowhere", "--policies", POLICIES],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["check", "--nonsense"]])
def test_wrong_words(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def answer(capsys: pytest.CaptureFixture[str], *values: str) -> dict[str, object]:
    """What `classify --json` says of Wuhai's gas table."""
    assert main(["classify", "wuhai/gas", *values, "--json", "--policies", POLICIES]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)["tables"][0]
    return found


def test_two_classes_none_and_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    both = answer(capsys, "low_risk=false", "external_line=false", "flow=500", "points=5")
    assert [one["id"] for one in both["certain"]] == ["ordinary", "large"]  # type: ignore[attr-defined]
    none = answer(capsys, "low_risk=否", "external_line=是", "flow=100", "points=1")
    assert (none["certain"], none["possible"], none["none_possible"]) == ([], [], True)
    unknown = answer(capsys, "external_line=true", "flow=80", "points=1")
    assert [one["id"] for one in unknown["undecided"]] == ["low_risk"]  # type: ignore[attr-defined]


def test_an_answer_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    main(["classify", "wuhai/gas", "external_line=false", "flow=500", "points=5", "--policies", POLICIES])
    said = capsys.readouterr().out
    for words in ("无外线普通用户（ordinary）", "不止一类", "二、3（2）", "不超过 4 个工作日", "文件没有定义这个词"):
        assert words in said


def test_the_fact_check_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "wuhai", "--format", "csv", "--policies", POLICIES]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {6}
    assert {row[0] for row in rows[1:]} == {"wuhai/water", "wuhai/gas", "wuhai/heat"}
    assert any(row[1] == "边界例" and "1000.1" in row[3] for row in rows)
    assert main(["facts", "wuhai/gas", "--policies", POLICIES]) == 0
    assert capsys.readouterr().out.startswith("| 指南 |")


def test_the_documents_name_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"-m generator (\w+)", text)) <= commands, name
        assert set(re.findall(r"`?make ([a-z]+)", text)) <= targets, name
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(\w+\.py)`", readme):
        assert (ROOT / "generator" / name).is_file(), name
