"""The comment on a request: findings, what changes for the public, one mark, never too long."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desk import BASE

from generator.cli import main
from generator.desk import review
from generator.findings import Position, finding


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    """Twice the same policies."""
    for name in ("old", "new"):
        shutil.copytree(BASE, tmp_path / name)
    return tmp_path / "old", tmp_path / "new"


def said(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and the comment."""
    code = main(["review", str(states[0]), "--policies", str(states[1])])
    return code, capsys.readouterr().out


def save(folder: Path, old: str, new: str) -> None:
    file = folder / "nowhere" / "water.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_found_and_nothing_changed(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(states, capsys)
    assert code == 0
    assert text.splitlines()[0] == review.MARKER
    assert "没有发现问题" in text
    assert "没有变化" in text


def test_a_change_is_told(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    save(states[1], "at_most: 3", "exactly: 3")
    save(states[1], "不超过3个工作日", "3个工作日")
    code, text = said(states, capsys)
    assert code == 0
    assert "nowhere/water" in text


@pytest.mark.parametrize("wrong", [0, 1])
def test_an_error_on_either_side_leaves_the_findings(
    wrong: int, states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    save(states[wrong], "at_most: 3", "at_mots: 3")
    code, text = said(states, capsys)
    assert code == wrong
    assert "比不出来" in text
    assert ("at&#95;mots" in text) == bool(wrong)


def test_an_unknown_revision_is_wrong_usage(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "no-such-revision", "--policies", str(states[1])]) == 2
    assert "no-such-revision" in capsys.readouterr().err


def test_what_is_named_has_no_effect_and_what_is_long_is_cut() -> None:
    one = finding(
        "unknown-key", Position("policies/<b>`x`.yaml"), "[a](b)", key="<img src=x>", allowed="x", guess="", guess_en=""
    )
    text = review.review([one] * 5000, None)
    assert len(text) <= review.LIMIT
    assert text.endswith("`generator diff`。\n")
    assert "<b>" not in text
    assert "<img" not in text
    assert "[a]" not in text


def test_an_open_block_is_closed() -> None:
    assert review._short("# 草稿\n```yaml\n" + "x\n" * review.LIMIT, "完").count("```") == 2
