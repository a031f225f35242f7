"""Who has held which thing against its document: what is signed, what is open again, what a workbook brings back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import Desk
from test_errors import ERRORS

from generator import checks
from generator.checks import reviews
from generator.cli import main
from generator.desk import factsheet, signatures
from generator.desk.factsheet import HEADINGS, MARK
from generator.desk.files import writing
from generator.desk.files.writing import Data
from generator.desk.place import reviewing
from generator.findings import Finding
from generator.policy import loader
from generator.policy.addresses import digest, digests, things
from generator.policy.loader import City

DAY = date(2099, 1, 15)
SMALL = "water.yaml/limits/small"
Answers = Mapping[tuple[str, str], tuple[str, str, str]]
"""Verdict, name and remark, by kind and id of a line."""


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The valid place of the tests of errors, in a folder of its own."""
    shutil.copytree(ERRORS / "base", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "policies"


def city(policies: Path) -> City:
    """The place as it is now."""
    (place,) = loader.load(policies)[0].cities
    return place


def now(policies: Path) -> dict[str, str]:
    """What its things are."""
    return digests(city(policies).trees)


def put(policies: Path, address: str, **more: str) -> None:
    """Writes a review into the file."""
    path = policies / "nowhere" / "reviewed.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    entry: dict[str, Any] = {"verdict": "agreed", "by": "复核员", "on": "2099-01-04", "hash": "0" * 16, **more}
    path.write_text(written(text, {address: entry}), encoding="utf-8")


def written(text: str, changes: Mapping[str, Data | None]) -> str:
    """The text of the file with other entries."""
    return writing.written(text, reviewing.changed(writing.data(text), changes))


def found() -> list[Finding]:
    """The findings about reviews."""
    return [one for one in checks.check(Path("policies"), None, DAY)[2] if one.code.startswith("review")]


# --------------------------------------------------------------------------------------------- the file and its check


def test_a_thing_is_open_again_when_its_value_its_citation_or_the_clause_of_its_file_changes(policies: Path) -> None:
    path = policies / "nowhere" / "water.yaml"
    text, before = path.read_text(encoding="utf-8"), now(policies)
    for old, new, changed in (
        ("at_most: 3", "at_most: 4", {SMALL}),
        ("quote: 小型项目不超过3个工作日", "quote: 不超过3个工作日", {SMALL}),
        ("# ", "# 别的 ", set()),
        ("exclusions: not_stated", 'exclusions:  "not_stated"', set()),
    ):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert {address for address, mark in now(policies).items() if before.get(address) != mark} == changed
    path.write_text(text.replace("cite: {clause: 二、}", "cite: {clause: 三、}", 1), encoding="utf-8")
    assert all(before[address] != mark for address, mark in now(policies).items() if address.startswith("water.yaml/"))


def test_what_stands_open_has_no_address(policies: Path) -> None:
    path = policies / "nowhere" / "water.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("fees: not_stated", "fees: 请填写"), encoding="utf-8")
    raw = writing.data(path.read_text(encoding="utf-8"))
    assert "water.yaml/fees" not in {address for address, _, _ in things("water.yaml", raw)}


def test_nothing_is_said_of_a_place_that_nobody_reviews(policies: Path) -> None:
    assert found() == []
    assert city(policies).reviewed is None


def test_what_is_signed_is_counted_and_nothing_of_it_blocks(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marks = now(policies)
    put(policies, SMALL, hash=marks[SMALL])
    put(policies, "water.yaml/fees", hash=marks["water.yaml/fees"], verdict="remark", remark="文件三、写了费用")
    put(policies, "water.yaml/papers", hash="f" * 16)
    put(policies, "water.yaml/limits/gone")
    told = {(one.code, one.thing): one for one in found()}
    assert {code for code, _ in told} == {"review-counted", "review-remark", "review-stale", "review-unknown"}
    assert {one.severity for one in told.values()} == {"info"}
    counted = told["review-counted", ""].zh
    assert f"共 {len(marks)} 项，同意 1，有意见 1，签过以后改了 1，没有看 {len(marks) - 3}" in counted
    assert "文件三、写了费用" in told["review-remark", "fees"].zh
    assert "water.yaml/limits/gone" in told["review-unknown", ""].zh
    assert main(["check", "nowhere"]) == 0
    assert counted in capsys.readouterr().err


@pytest.mark.build
def test_it_reaches_no_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    put(desk.folder / "policies", SMALL, verdict="remark", remark="这句话不给公众看", by="不给公众看的人")
    code, said = desk.done("build", "--draft")
    assert code == 0, said
    made = [path for path in desk.folder.rglob("*") if path.is_file() and not {"policies", ".made"} & {*path.parts}]
    assert any("site" in path.parts for path in made)
    assert [path for path in made if "不给公众看".encode() in path.read_bytes()] == []


def test_whoever_entered_it_should_not_sign(policies: Path) -> None:
    put(policies, SMALL, by="测试", hash=now(policies)[SMALL])
    assert [one.thing for one in found() if one.code == "review-own"] == ["limits/small"]
    assert reviewing.faults("agreed", None, "复核员") == []


@pytest.mark.parametrize(
    ("verdict", "remark", "by", "field"),
    [("remark", " ", "复核员", "remark"), ("agreed", None, "", "by"), ("remark", "\u202e甲", "复核员", "remark")],
)
def test_a_review_that_cannot_be_written_says_in_which_field(
    verdict: str, remark: str | None, by: str, field: str
) -> None:
    assert field in {fault["field"] for fault in reviewing.faults(verdict, remark, by)}


def test_entries_are_a_line_each_and_what_stays_is_left_as_it_is() -> None:
    first = written("", {SMALL: {"verdict": "agreed"}})
    assert first.splitlines() == ["reviewed:", f"  {SMALL}: {{verdict: agreed}}"]
    text = first.replace("reviewed:", "# 第二个人看的\nreviewed:")
    second = written(text, {"water.yaml/fees": {"verdict": "remark", "remark": "甲，乙: {丙}"}})
    assert second.startswith(text.rstrip("\n"))
    emptied = written(second, {SMALL: None, "water.yaml/fees": None})
    assert writing.data(emptied) == {"reviewed": {}}
    again = written(emptied, {SMALL: {"verdict": "agreed"}})
    assert again == text


def test_the_page_is_told_what_was_seen_and_whether_it_has_changed() -> None:
    thing: dict[str, Data] = {"id": "small", "at_most": "3", "cite": {"quote": ["不超过3个工作日", "小型"]}}
    review = reviewing.review(thing, {}, ["不超过 3 天"], verdict="agreed", remark="", by="复核员", on=DAY)
    assert (review.hash, review.quote) == (digest(thing), ("不超过3个工作日", "小型"))
    there: dict[str, Data] = {SMALL: reviewing.entry(review), "water.yaml/limits/gone": reviewing.entry(review)}
    trees: dict[str, Data] = {"reviewed.yaml": {"reviewed": {**there, "water.yaml/fees": {"verdict": "?"}}}}
    for at_most, stale in (("3", False), ("4", True)):
        trees["water.yaml"] = {"limits": [{**thing, "at_most": at_most}]}
        assert reviewing.shown(trees) == {SMALL: {**reviewing.entry(review), "remark": None, "stale": stale}}


# ------------------------------------------------------------------------------------------------------- the workbook


@pytest.fixture
def signed(policies: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., list[str]]:
    """Fills in the workbook, brings it back, and gives the lines told of what was not simply taken in."""
    assert main(["facts", "nowhere", "--format", "xlsx", "--policies", str(policies)]) == 0
    blank = capfdbinary.readouterr().out

    def bring(answers: Answers, change: Callable[[Any], Any] = id) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(blank))
        for sheet in book.worksheets:
            for row in sheet.iter_rows(min_row=2):
                for cell, answer in zip(row[6:9], answers.get((row[1].value, row[2].value), ()), strict=False):
                    cell.value = answer or None
        change(book)
        book.save("signed.xlsx")
        assert main(["facts", "nowhere", "--import", "signed.xlsx"]) == 0
        return capfdbinary.readouterr().out.decode().splitlines()

    return bring


def test_answers_come_back_by_their_mark(policies: Path, signed: Callable[..., list[str]]) -> None:
    kinds = {row.line.id: row.line.kind for row in _all(policies)}
    answers = {
        (kinds["small"], "small"): ("同意", "复核员", ""),
        (kinds["fees"], "fees"): ("不同意", "复核员", "=HYPERLINK(三、写了费用)"),
        (kinds["papers"], "papers"): ("", "复核员", "请再核对"),
    }
    assert signed(answers) == []
    told = city(policies).reviewed
    assert told is not None
    assert {address: (one.verdict, one.remark) for address, one in told.reviewed.items()} == {
        SMALL: ("agreed", None),
        "water.yaml/fees": ("remark", "不同意：=HYPERLINK(三、写了费用)"),
        "water.yaml/papers": ("remark", "请再核对"),
    }
    assert {one.hash for one in told.reviewed.values()} <= set(now(policies).values())
    assert [one.code for one in found() if one.severity != "info"] == []
    before = (policies / "nowhere" / "reviewed.yaml").read_bytes()
    assert signed(answers) == []
    assert (policies / "nowhere" / "reviewed.yaml").read_bytes() == before


def _all(policies: Path) -> list[signatures.Row]:
    guide = checks.check(policies)[1][0]
    rows = factsheet.lines(guide.guide, reviewing.marks(guide))
    return [signatures.Row("", line, "", "", "") for line in rows if line.kind not in ("类别", "边界例")]


def test_every_line_carries_the_mark_of_its_thing(policies: Path) -> None:
    marks = now(policies)
    for row in _all(policies):
        place, _, rest = row.line.mark.partition("/")
        address, mark = rest.split()
        assert (place, marks[address]) == ("nowhere", mark)


def test_nothing_is_lost_that_is_not_taken_in(policies: Path, signed: Callable[..., list[str]]) -> None:
    kinds = {row.line.id: row.line.kind for row in _all(policies)}
    told = signed(
        {
            (kinds["fees"], "fees"): ("可以", "复核员", "甲的话"),
            (kinds["papers"], "papers"): ("有意见", "", "乙的话"),
            ("类别", "small"): ("同意", "复核员", "丙的话"),  # its boundary cases are left open
            (kinds["visits"], "visits"): ("有意见", "复核员", "丁\u202e的话"),
        }
    )
    assert len(told) == 4
    for reason, words in (("认不出", "甲的话"), ("没有签名", "乙的话"), ("没有填", "丙的话"), ("不能写", "的话")):
        assert any(reason in line and words in line for line in told), reason
    assert city(policies).reviewed is None


def test_what_was_changed_meanwhile_is_taken_in_and_open_again(
    policies: Path, signed: Callable[..., list[str]]
) -> None:
    kinds = {row.line.id: row.line.kind for row in _all(policies)}
    path = policies / "nowhere" / "water.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("小型项目不超过3个工作日", "不超过3个工作日"), encoding="utf-8")
    answers = {(kinds["small"], "small"): ("有意见", "复核员", "请写整句")}
    assert ["要重看" in line for line in signed(answers)] == [True]
    told = city(policies).reviewed
    assert told is not None
    assert reviews.states(told.reviewed, now(policies))[SMALL] == "stale"
    put(policies, SMALL, hash=now(policies)[SMALL], by="另一人")
    assert ["已经看过现在的" in line and "请写整句" in line for line in signed(answers)] == [True]


def test_a_remark_of_somebody_else_is_not_displaced(policies: Path, signed: Callable[..., list[str]]) -> None:
    kinds = {row.line.id: row.line.kind for row in _all(policies)}
    put(policies, SMALL, hash=now(policies)[SMALL], by="另一人", verdict="remark", remark="先问窗口")
    told = signed({(kinds["small"], "small"): ("同意", "复核员", "")})
    assert ["先问窗口" in line for line in told] == [True]


def test_without_its_column_a_row_is_known_by_its_words(policies: Path, signed: Callable[..., list[str]]) -> None:
    kinds = {row.line.id: row.line.kind for row in _all(policies)}
    answers = {(kinds["small"], "small"): ("同意", "复核员", ""), (kinds["fees"], "fees"): ("同意", "复核员", "")}

    def change(book: Any) -> None:
        for sheet in book.worksheets:
            sheet.delete_cols(len(HEADINGS) + 4)
            for row in sheet.iter_rows(min_row=2):
                if row[2].value == "fees":
                    row[3].value = "另外的话"

    told = signed(answers, change)
    assert ["现在是：文件未载明" in line for line in told] == [True]
    there = city(policies).reviewed
    assert there is not None
    assert {address: one.hash for address, one in there.reviewed.items()} == {SMALL: now(policies)[SMALL]}


@pytest.mark.parametrize("mark", ["elsewhere/water.yaml/fees", "nowhere/water.yaml/limits/gone", "nowhere/../x"])
def test_a_mark_leads_only_to_things_that_are_there(
    policies: Path, signed: Callable[..., list[str]], mark: str
) -> None:
    def change(book: Any) -> None:
        book["事实"].cell(2, len(HEADINGS) + 4).value = f"{mark} {'0' * 16}"
        for column, words in enumerate(("有意见", "复核员", "不能丢的话"), len(HEADINGS) + 1):
            book["事实"].cell(2, column).value = words

    assert ["不能丢的话" in line for line in signed({}, change)] == [True]
    assert [path.name for path in policies.iterdir()] == ["nowhere"]
    assert city(policies).reviewed is None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "不是表".encode()])
def test_what_is_no_workbook_is_refused(policies: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path("signed.xlsx").write_bytes(data)
    assert main(["facts", "nowhere", "--import", "signed.xlsx"]) == 1
    assert "signed.xlsx" in capsys.readouterr().err
    book = openpyxl.Workbook()
    book.save("signed.xlsx")
    assert main(["facts", "nowhere", "--import", "signed.xlsx"]) == 1
    assert MARK not in capsys.readouterr().err
    assert city(policies).reviewed is None
