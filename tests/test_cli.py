"""The command line: exit 0 good, 1 problems in the input, 2 wrong usage; and the documents name what exists."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from expected import ROOT

from generator import checks
from generator.checks.doubts import telephone_like
from generator.cli import main
from generator.cli.arguments import named
from generator.cli.commands import NAMES, every
from generator.data import reports
from generator.findings import Finding, Position, finding
from generator.policy import gather, loader

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
    assert main(["check", "--on", "2026-11-21", "--policies", POLICIES]) == 0
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


def test_findings_for_programs_hide_nothing_and_lose_nothing() -> None:
    path, word = "policies/b\u202egnp\x1b[31m\x7f\U000e0041/city.yaml", "一\u200b二"
    text = reports.findings_json([finding("bad-folder", Position(path), value=word)])
    assert [one for one in text if not one.isprintable() and one != "\n"] == []
    assert json.loads(text)[0]["path"] == path
    assert "一" in text


def test_findings_for_github(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policies", str(wrong), "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(
        re.match(r"::(error|warning|notice) file=[^:,]+,line=\d+,col=\d+,title=[a-z0-9-]+::", one) for one in lines
    )
    assert any(one.startswith("::error") and "title=unknown-key::limits/small: " in one for one in lines)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028"])
def test_a_line_break_in_a_message_is_no_new_command(end: str) -> None:
    """What a file says is shown by its number, as on a terminal; what was never quoted, as GitHub has it written."""
    problem = f"50%{end}::error::x"
    quoted = reports.findings_github([finding("bad-value", Position("a,b:c"), problem=problem)])
    shown = "".join(f"\\u{ord(one):04x}" for one in end)
    assert quoted.startswith("::error file=a%2Cb%3Ac,line=1")
    assert f"50%25{shown}::error::x" in quoted
    bare = reports.findings_github([Finding(Position("a,b:c"), "bad-value", "", (("problem", problem),))])
    for messages in (quoted, bare):
        assert len(re.split(r"[\r\n]", messages)) == 2
        assert messages.endswith("\n")


def on(capsys: pytest.CaptureFixture[str], day: str) -> str:
    """What `check` prints of the invented places as of a day."""
    assert (
        main(["check", "--on", day, "--policies", str(ROOT / "tests" / "cases" / "every-structure" / "policies")]) == 0
    )
    return capsys.readouterr().err


@pytest.mark.slow
def test_what_begins_and_ends_around_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert re.search(
        r"city\.yaml:\d+:\d+: documents/measures: .*2099-02-01.*还有 12 天.*\[begins\]", on(capsys, "2099-01-20")
    )
    june = on(capsys, "2099-06-20")
    assert re.search(r"limits/ordinary-until-june: .*还有 10 天.*\[ends\]", june)
    assert re.search(r"limits/ordinary-from-july: .*还有 11 天.*\[begins\]", june)
    assert "[expired]" not in june
    july = on(capsys, "2099-07-01")
    assert re.search(r"limits/ordinary-until-june: .*\[expired\]", july)
    assert re.search(r"limits/ordinary-from-july: .*就是这一天.*\[begins\]", july)
    assert "[assurance-old]" not in on(capsys, "2100-03-01")
    assert re.search(r"water\.assured\.yaml:\d+:\d+: since: .*\[assurance-old\]", on(capsys, "2100-03-02"))


def calendar(policies: Path, year: int) -> None:
    """An invented calendar of a year."""
    (policies / "workdays").mkdir(exist_ok=True)
    text = f"source: 虚构的放假安排\ndate: {year - 1}-11-01\nholidays:\n"
    text += f"  - {{name: 虚构节, from: {year}-05-01, to: {year}-05-03}}\n"
    (policies / "workdays" / f"{year}.yaml").write_text(text, encoding="utf-8")


def test_a_calendar_that_comes_with_the_program_stands_behind_the_own_one(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "policies")
    ours = loader.load(tmp_path / "policies")[0].years
    assert ours == loader.national()
    last = max(ours)
    calendar(tmp_path / "policies", last)
    calendar(tmp_path / "policies", last + 1)
    own = loader.load(tmp_path / "policies")[0].years
    assert set(own) == {*ours, last + 1}
    assert [one.name for one in own[last].holidays] == ["虚构节"]


def test_a_year_that_no_calendar_knows_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(BASE, tmp_path / "policies")
    last = max(loader.national())
    assert "no-calendar" not in codes(tmp_path / "policies", f"{last}-12-31", capsys)
    assert str(last + 1) in codes(tmp_path / "policies", f"{last + 1}-01-01", capsys)["no-calendar"]
    calendar(tmp_path / "policies", last + 1)
    assert "no-calendar" not in codes(tmp_path / "policies", f"{last + 1}-01-01", capsys)


@pytest.fixture
def waived(tmp_path: Path) -> Path:
    """A policies folder with a doubt, and a waiver for it until the middle of January 2099."""
    shutil.copytree(BASE, tmp_path / "policies")
    calendar(tmp_path / "policies", 2099)
    place = tmp_path / "policies" / "nowhere"
    contact = "{id: line, kind: telephone, name: 咨询电话（虚构）, telephone: 000-0000-0001, serves: [enquire]}"
    (place / "water.assured.yaml").write_text(
        f"by: 虚构公司\nsince: 2099-01-03\ncontacts:\n  - {contact}\n", encoding="utf-8"
    )
    waiver = "{code: telephone-without-hours, file: water.assured.yaml, thing: contacts/line"
    days = "because: 虚构理由, by: 虚构编辑, on: 2099-01-03, until: 2099-01-15}"
    (place / "waivers.yaml").write_text(f"waivers:\n  - {waiver}, {days}\n", encoding="utf-8")
    return tmp_path / "policies"


def codes(folder: Path, day: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The findings of a day by code, those aside that no waiver is about; with their Chinese text."""
    main(["check", "--on", day, "--format", "json", "--policies", str(folder)])
    found = json.loads(capsys.readouterr().out)
    return {one["code"]: one["zh"] for one in found if one["code"] not in ("not-supplied", "begins", "ends")}


def test_a_waived_doubt_is_told_with_its_reason(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = codes(waived, "2099-01-15", capsys)
    assert set(found) == {"waived"}
    for words in ("telephone-without-hours", "虚构理由", "虚构编辑", "2099-01-03", "2099-01-15"):
        assert words in found["waived"]


def test_a_waiver_ends(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(codes(waived, "2099-01-16", capsys)) == {"waiver-expired", "telephone-without-hours"}


def test_a_waiver_without_use_is_a_finding(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (waived / "nowhere" / "water.assured.yaml").unlink()
    assert set(codes(waived, "2099-01-15", capsys)) == {"waiver-unused"}


@pytest.mark.parametrize(
    "number",
    ["000-0000-0001", "12345", "96377", "(0471)1234567", "（0471）1234567", "0471-12345678转8001", "400-000-0000",
     "0471-1234567、0471-7654321", "13800000000", "+86 471-1234567"],
)  # fmt: skip
def test_a_telephone(number: str) -> None:
    assert telephone_like(number)


@pytest.mark.parametrize(
    "number", ["见公告", "12", "0471-12345O7", "1234567890123456", "0471--1234567", "０４７１", ""]
)
def test_no_telephone(number: str) -> None:
    assert not telephone_like(number)


def test_only_the_named_place_counts(wrong: Path) -> None:
    shutil.copytree(ROOT / "policies" / "wuhai", wrong / "wuhai")
    assert main(["check", "wuhai", "--policies", str(wrong)]) == 0
    assert main(["check", "nowhere", "--policies", str(wrong)]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "policies",
    [ROOT / "policies", ROOT / "tests" / "cases" / "every-structure" / "policies"]
    + [ROOT / "tests" / "errors" / name / "policies" for name in ("unknown-id.overlays", "overlay-loop")],
    ids=lambda path: path.parent.name,
)
def test_a_place_alone_is_judged_as_it_is_among_all(policies: Path) -> None:
    whole, known = checks.check(policies)[2], gather.places(policies)
    for slug in known:
        found = checks.check(policies, known=known, only=gather.together(policies, [slug]))[2]
        of_place = [[one for one in each if f"/{slug}/" in one.position.path] for each in (whole, found)]
        assert of_place[0] == of_place[1], slug


@pytest.mark.build
def test_without_a_place_nothing_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = {name: tmp_path / name for name in ("policies", "guides", "site", "store")}
    folders["policies"].mkdir()
    assert main(["build", *(str(part) for name, path in folders.items() for part in (f"--{name}", path))]) == 1
    assert "generator new" in capsys.readouterr().err
    assert not folders["guides"].exists()
    assert not folders["site"].exists()


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


@pytest.mark.parametrize(
    ("words", "said"),
    {
        "": "请写一个命令：check、build、",
        "--nonsense": "--nonsense：没有这个选项",
        "--help=1": "--help：这个选项不带值",
        "nonsense": "nonsense：没有这个命令；有：check、",
        "chekc": "chekc：没有这个命令，是不是 check；",
        "check --orignals x": "--orignals：没有这个选项，是不是 --originals；有：",
        "check -x": "-x：没有这个选项；有：",
        "check --on": "--on：后面要写一个值",
        "check --on --policies x": "--on：后面要写一个值",
        "check --on --policies=x": "--on：后面要写一个值",
        "check --on -- x": "--on：后面要写一个值",
        "check --on tomorrow": "--on：不是日期：tomorrow",
        "check --format jsn": "--format：jsn：没有这一种，是不是 json；有：text、json、github",
        "classify": "CITY/UTILITY：没有写",
        "new x": "--document：没有写",
        "diff policies": "NEW：没有写",
        "fresh one two": "one two：多余",
        "build --draft=1": "--draft：这个选项不带值",
    }.items(),
)
def test_wrong_words(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the library for command lines refuses is told in both languages, with the command where more is told."""
    assert main(words.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(said)
    command = [one for one in words.split()[:1] if one in NAMES]
    assert line.endswith(f"（{' '.join(['python -m generator', *command, '--help'])}）")
    assert " / " in line


@pytest.mark.parametrize("name", NAMES)
def test_every_command_tells_about_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--help", "-h"):
        assert main([name, option]) == 0
        said, wrong = capsys.readouterr()
        assert f"\n  example: python -m generator {name}" in said
        assert wrong == ""
        for param in every()[name].params:
            assert f"{named(param)}" in said


@pytest.mark.slow
def test_what_the_commands_are_is_told_without_reading_their_files() -> None:
    """Nor does a wrong word wait for the models, the templates and the print engine."""
    for words in (["--help"], ["nonsense"]):
        script = f"import sys; from generator.cli import main; main({words}); print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        loaded = set(done.stdout.splitlines()[-1].split())
        assert loaded & {"pydantic", "jinja2", "weasyprint", "generator.policy", "generator.checks"} == set()
        assert "generator.cli.commands" in loaded


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
    assert main(["--help"]) == 0
    commands = set(re.findall(r"^  (\w+)  ", capsys.readouterr().out, re.MULTILINE))
    assert commands == set(NAMES)
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"-m generator (\w+)", text)) <= commands, name
        assert set(re.findall(r"`?make ([a-z]+)", text)) <= targets, name
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(\w+(?:/\w+)*\.py)`", readme):
        assert (ROOT / name).is_file() or (ROOT / "generator" / name).is_file(), name
