"""A newer text in the place of a document's: nothing of the old one is lost, and each quotation is told of."""

from __future__ import annotations

import shutil
from pathlib import Path

import kinds
import pytest

from generator import checks
from generator.cli import main
from generator.document.likeness import Trace, trace
from generator.document.originals import Original

OLD = (kinds.ORIGINALS / "xubiao.txt").read_text(encoding="utf-8")
NEW = (
    OLD.replace("五、", "六、")
    .replace("四、", "五、")
    .replace("5-7个工作日", "4-6个工作日", 1)
    .replace("房产证原件及复印件", "购房合同")
)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """The place that entered the old text, with the text in its own folder."""
    place = tmp_path / "policies" / "xubiao"
    shutil.copytree(kinds.POLICIES / "xubiao", place)
    (place / "originals").mkdir()
    (place / "originals" / "xubiao.txt").write_text(OLD, encoding="utf-8")
    return tmp_path / "policies"


def replaced(policies: Path, text: str, document: str = "table", *more: str) -> int:
    """`new --replace` with a newer text; its exit code."""
    newer = policies.parent / "newer.txt"
    newer.write_text(text, encoding="utf-8")
    given = ["new", "xubiao", "--replace", document, "--document", str(newer), *more]
    return main([*given, "--policies", str(policies)])


def test_each_quotation_is_found_moved_altered_or_orphaned(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replaced(policies, NEW) == 0
    told = capsys.readouterr().out
    assert "moved\t" in told and "“供热配套费用已全部交清” → 五、（三）" in told
    assert (
        "altered\t" in told
        and "“办理时限：5-7个工作日” → 一、（二）“（二）办理时限：4-6个工作日。”（原话在 五、（二））" in told
    )
    assert "found\t" in told and "“办理时限：1-2个工作日”\n" in told
    assert "orphaned\t" in told and "房产证" in told


def test_the_old_text_is_kept_and_the_new_one_is_what_check_reads(policies: Path) -> None:
    texts = policies / "xubiao" / "originals"
    assert replaced(policies, NEW) == 0
    assert (texts / "xubiao.before.txt").read_text(encoding="utf-8") == OLD
    assert replaced(policies, OLD) == 0
    assert (texts / "xubiao.before.txt").read_text(encoding="utf-8") == OLD
    assert "4-6个工作日" in (texts / "xubiao.before-2.txt").read_text(encoding="utf-8")
    assert not [finding for finding in checks.check(policies)[2] if finding.severity == "error"]


def test_what_has_not_stayed_is_to_be_worked_off(policies: Path) -> None:
    assert replaced(policies, NEW) == 0
    told = [finding.zh for finding in checks.check(policies)[2] if finding.code.startswith("no")]
    assert any("二、（一）”里没有“房产证原件及复印件”；它全文都没有，也没有相像的" in line for line in told)
    assert any("它在 五、（二），这里相像的是“（二）办理时限：4-6个工作日。”" in line for line in told)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((NEW, "nothing"), "没有这份文件；有：table"),
        ((OLD, "table"), "相同"),
        ((NEW, "table", "--document", __file__), "写一份"),
    ],
)
def test_what_cannot_be_replaced_leaves_all_as_it_was(
    policies: Path, given: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replaced(policies, *given) != 0
    assert words in capsys.readouterr().err
    assert [path.name for path in (policies / "xubiao" / "originals").iterdir()] == ["xubiao.txt"]


def test_a_place_that_is_not_there_cannot_get_a_newer_text(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(policies / "xubiao")
    assert replaced(policies, NEW) == 2
    assert "还没有 xubiao 这个地方" in capsys.readouterr().err


TEXT = Original("一、时限\n（一）小型项目自受理之日起不超过2个工作日办结。\n（二）收费标准由物价部门核定。\n")


@pytest.mark.parametrize(
    ("clause", "quote", "expected"),
    [
        ("一、（二）", "由物价部门核定", Trace("found", "一、（二）")),
        ("二、", "由物价部门核定", Trace("moved", "一、（二）")),
        ("一、（一）", "小型项目不超过3个工作日", Trace("altered", "一、（一）", TEXT.sentences[1].text.strip())),
        ("一、（一）", "提交身份证复印件", Trace("orphaned")),
    ],
)
def test_a_quotation_is_traced(clause: str, quote: str, expected: Trace) -> None:
    assert trace(TEXT, clause, quote)._replace(start=-1) == expected


def test_of_several_clauses_the_one_with_the_same_end_is_meant() -> None:
    text = Original("一、供水\n1.受理\n不超过3个工作日。\n2.通水\n不超过3个工作日。\n")
    assert trace(text, "二、2", "不超过3个工作日") == Trace("moved", "一、2")
