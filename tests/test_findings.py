"""The page that explains every finding: each code is there, each wrong example is found, each right one is not.

What is right stands in the valid places of `findings/policies/`; what is wrong is put in its place.
"""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import checks, findings
from generator.decision import boxes
from generator.document import scans
from generator.document.scans import Scan, ScannedLine, ScannedPage
from generator.findings import CODES

BASE = Path(__file__).parent / "findings"
ON = date(2099, 1, 15)
EXAMPLES = {code: one for group in findings.groups() for code, one in group["codes"].items() if "wrong" in one}


def codes(folder: Path) -> set[str]:
    """The findings about the places of a folder, by code."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        _, _, found = checks.check(Path("policies"), Path("originals"), ON)
    finally:
        os.chdir(before)
    return {one.code for one in found if one.severity != "info"}


def test_what_is_right_is_found_nowhere() -> None:
    assert codes(BASE) == set()


def test_every_code_is_explained_once() -> None:
    told = [code for group in findings.groups() for code in group["codes"]]
    assert sorted(told) == sorted(CODES)
    no_example = {
        "bad-value",
        "not-built",
        "translation-fault",
        "template-fault",
    }  # what no other code names, and what is wrong with no policy
    no_example |= {code for code in CODES if code.startswith("override-")}  # nor are templates
    assert set(CODES) - set(EXAMPLES) == {code for code, one in CODES.items() if one.severity == "info"} | no_example


@pytest.mark.parametrize("code", CODES)
def test_both_languages_have_words_and_fill_in_what_there_is(code: str) -> None:
    severity, zh, en = CODES[code]
    assert severity in ("error", "warning", "info")
    assert re.search("[\u4e00-\u9fff]", zh)
    named_zh, named_en = (
        {name.removesuffix("_en") for name in re.findall(r"(?<!{){(\w+)}", text)} for text in (zh, en)
    )
    assert named_zh - {"title"} == named_en  # a Chinese title says in English what the key says already


@pytest.fixture
def wording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts another text where the words of the findings are read."""
    path = tmp_path / "findings.yaml"
    monkeypatch.setattr(findings, "_FILE", path)

    def put(text: str) -> None:
        path.write_text(text, encoding="utf-8")
        forget()

    def forget() -> None:
        findings.groups.cache_clear()
        findings._messages.cache_clear()

    yield put
    forget()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- zh: 甲\n   codes: [", "line 2"),
        ("- codes: {tab: {severity: error, zh: 甲}}", "KeyError: 'en'"),
        ("- codes: [tab]", "AttributeError"),
        ("codes: {}", "TypeError"),
    ],
)
def test_a_file_of_words_that_is_wrong_is_told_with_the_problem(
    text: str, problem: str, wording: Callable[[str], None]
) -> None:
    messages = findings._Messages()
    wording(text)
    with pytest.raises(findings.UnreadableMessagesError, match=problem) as raised:
        len(messages)
    assert "cannot be used" in str(raised.value) and "用不了" in str(raised.value)


def test_words_that_were_right_stay_while_the_file_is_wrong(wording: Callable[[str], None]) -> None:
    messages = findings._Messages()
    wording("- codes: {tab: {severity: error, zh: 甲, en: a}}")
    assert dict(messages) == {"tab": ("error", "甲", "a")}
    wording("- codes: {tab: ")
    assert messages["tab"].en == "a"
    wording("- codes: {tab: {severity: error, zh: 乙, en: b}}")
    assert messages["tab"].en == "b"


@pytest.mark.parametrize("code", EXAMPLES)
def test_what_is_wrong_is_found(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "table-too-large":  # the table of tests/errors/ exceeds the bound as it is
        monkeypatch.setattr(boxes, "MAX_STEPS", 1_000_000)
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    example = EXAMPLES[code]
    _DONE[example.get("as", "text")](tmp_path, code, example)
    assert code in codes(tmp_path)


# ---------------------------------------------------------------------------------------------------- what is done


def _text(folder: Path, _: str, example: dict[str, Any]) -> None:
    """The wrong lines in place of the right ones, which stand in the file at some indentation."""
    path = folder / "policies" / "nowhere" / example.get("file", "water.yaml")
    text = path.read_text(encoding="utf-8")
    for indent in range(0, 9):
        right = textwrap.indent(example["right"].rstrip("\n"), " " * indent)
        if found := re.search(rf"^{re.escape(right)}$", text, re.MULTILINE):
            wrong = textwrap.indent(example["wrong"].rstrip("\n"), " " * indent)
            path.write_text(text[: found.start()] + wrong + text[found.end() :], encoding="utf-8")
            return
    raise AssertionError(f"not in {path.name}: {example['right']}")


def _name(folder: Path, _: str, example: dict[str, Any]) -> None:
    (folder / "policies" / example["right"]).rename(folder / "policies" / example["wrong"])


def _bytes(folder: Path, _: str, example: dict[str, Any]) -> None:
    path = folder / "policies" / "nowhere" / "water.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode(example["wrong"]))


def _story(folder: Path, code: str, _: dict[str, Any]) -> None:
    _STORIES[code](folder / "policies" / "nowhere")


_DONE: dict[str, Callable[[Path, str, dict[str, Any]], None]] = {
    "text": _text,
    "name": _name,
    "bytes": _bytes,
    "story": _story,
}


def _appended(place: Path, text: str, name: str = "water.yaml") -> None:
    with (place / name).open("a", encoding="utf-8") as file:
        file.write(text)


def _in_the_original(text: str) -> Callable[[Path], None]:
    return lambda place: _appended(place.parent.parent / "originals", text, "nowhere.txt")


def _another_figure(place: Path) -> None:
    path = place.parent.parent / "originals" / "nowhere.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("无此市的用水报装。", "无此市的用水报装，有效期5年。"), encoding="utf-8")


def _other_name(place: Path) -> None:
    path = place.parent.parent / "originals" / "nowhere.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("接通2个。", "接通2个，受理（用水报装受理）在前。"), encoding="utf-8")


def _is_a_folder(place: Path) -> None:
    (place / "water.yaml").unlink()
    (place / "water.yaml").mkdir()


def _long_quotation(place: Path) -> None:
    path = place / "water.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("quote: 生活用水，另交身份证", f"quote: {'生活用水，另交身份证' * 400}"), encoding="utf-8"
    )


def _many_conditions(place: Path) -> None:
    """Rows over ever other pairs of questions: nothing short of trying all answers proves such a table."""
    source = Path(__file__).parent / "errors" / "table-too-large" / "policies" / "nowhere" / "water.yaml"
    shutil.copy(source, place / "water.yaml")


def _below_unpublished(place: Path) -> None:
    city = place / "city.yaml"
    city.write_text(f"published: false\n{city.read_text(encoding='utf-8')}", encoding="utf-8")


_UPPER = """
limits:
  - id: own
    when: {{class: small}}
    {word}
    at_most: {days}
    unit: {unit}
    starts_on: not_stated
    ends_with: not_stated
    excludes: not_stated
    cite: {{doc: supplement, clause: 一、, quote: 小型项目{days}个工作日}}
"""


def _over(
    word: str, days: int = 5, unit: str = "working_day", head: str = "", rank: str = ""
) -> Callable[[Path], None]:
    """A place over the valid one, with a limit of its own; `head`: what the document above says to ranks below."""

    def story(place: Path) -> None:
        upper = place.parent / "elsewhere"
        _appended(upper, rank, "city.yaml")
        (upper / "water.yaml").write_text(_UPPER.format(word=word, days=days, unit=unit), encoding="utf-8")
        city = place / "city.yaml"
        text = city.read_text(encoding="utf-8")
        city.write_text(text.replace("    issuers:", f"{head}    issuers:", 1), encoding="utf-8")

    return story


def _above_lacks(place: Path) -> None:
    _over("layer: {replaces: nowhere/limits/small}")(place)
    path = place / "water.yaml"
    text = path.read_text(encoding="utf-8").split("  - id: small\n    when: {class: small}\n    at_most")
    rest = text[1].partition("  - id: large\n    when: {class: large}\n    at_most")
    lacking = "  - id: small\n    when: {class: small}\n    not_in_hand: annex-2\n"
    path.write_text(text[0] + lacking + "".join(rest[1:]), encoding="utf-8")
    city = place / "city.yaml"
    lacks = "    lacks: [{id: annex-2, name: 附件2, cite: {clause: 一、, quote: 附件2}}]\n    issuers:"
    city.write_text(city.read_text(encoding="utf-8").replace("    issuers:", lacks, 1), encoding="utf-8")


_SMALL = "nowhere/limits/small"
_RULE = "{changes: [limits], to: {county: 各县}, cite: {clause: 一、, quote: 各县不得改变}}"


def _two_documents(place: Path) -> None:
    path = place.parent / "elsewhere" / "city.yaml"
    text = path.read_text(encoding="utf-8").replace(", doc: supplement}", "}")
    document = text.partition("documents:\n")[2].partition("cite: {clause")[0]
    second = document.replace("- id: supplement", "- id: other")
    path.write_text(text.replace(document, document + second), encoding="utf-8")


def _city_alone(place: Path) -> None:
    city = place.parent / "elsewhere" / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("overlays: nowhere\n", ""), encoding="utf-8")
    (city.parent / "water.yaml").unlink()


_PAPER = "name: 营业执照, kind: paper, forms: not_stated, cite: {clause: 三、（二）, quote: 生产用水，另交营业执照}"


def _flatly_elsewhere(place: Path) -> None:
    """A paper that is needed only in a case that stands in words, and the same in any case."""
    path = place / "water.yaml"
    words, flat = "need: conditional, provided: 生产用水", "need: required"
    added = f"  - {{id: xu-1, {words}, {_PAPER}}}\n  - {{id: xu-2, {flat}, {_PAPER}}}\n"
    text = path.read_text(encoding="utf-8").replace("deadlines:\n", f"{added}deadlines:\n")
    path.write_text(text, encoding="utf-8")


def _scanned(place: Path) -> None:
    """The document is a scan of which nobody has confirmed a line."""
    text = place.parent.parent / "originals" / "nowhere.txt"
    lines = (line for line in text.read_text(encoding="utf-8").splitlines() if line.strip())
    scanned = tuple(
        ScannedLine(page=1, line=number, box=(0, 0, 9, 9), text=line.strip()) for number, line in enumerate(lines)
    )
    page = ScannedPage(page=1, width=9, height=9, picture="0123456789ab-1.jpg", sha256="0" * 64)
    scan = Scan(file="x.png", sha256="0", engine="none", pages=(page,), lines=scanned)
    scans.beside(text).write_bytes(scans.written(scan))
    _said(place)


def _said(place: Path) -> None:
    """The document is said to be a scan."""
    path = place / "city.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- id: notice\n", "- id: notice\n    scan: true\n"), encoding="utf-8")


def _recorded(place: Path) -> None:
    """There is a record, and not one that a program wrote."""
    (place.parent.parent / "originals" / "nowhere.scan.json").write_text("{}", encoding="utf-8")


def _said_and_recorded(place: Path) -> None:
    _said(place)
    _recorded(place)


def _script_in_logo(place: Path) -> None:
    _appended(place, "logo: logo.svg\n", "../publisher.yaml")
    _appended(place, '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "../logo.svg")


_STORIES: dict[str, Callable[[Path], object]] = {
    "likely-slip": _in_the_original("附件2\n" + "材料费按实收取。" * 3 + "材料费按时收取。\n"),
    "figure-unquoted": _another_figure,
    "step-with-two-names": _other_name,
    "bad-colour": lambda place: _appended(place, 'colours: {light: green, dark: "#74d3c2"}\n', "../publisher.yaml"),
    "low-contrast": lambda place: _appended(
        place, 'colours: {light: "#9fd8cf", dark: "#74d3c2"}\n', "../publisher.yaml"
    ),
    "unfit-drawing": _script_in_logo,
    "no-translation": lambda place: _appended(place, "languages: [tlh]\n", "../publisher.yaml"),
    "not-asked": lambda place: _appended(place, "about: [fees]\n"),
    "overlay-unpublished": _below_unpublished,
    "no-utility-file": _city_alone,
    "which-document": _two_documents,
    "layer-unsaid": _over("note: 没有写和上面的关系"),
    "layer-weaker": _over(f"layer: {{replaces: {_SMALL}}}"),
    "layer-not-comparable": _over(f"layer: {{replaces: {_SMALL}}}", unit="hour"),
    "layer-above-lacking": _above_lacks,
    "layer-forbidden": _over(
        f"layer: {{replaces: {_SMALL}}}", 2, head=f"    forbids: [{_RULE}]\n", rank="level: county\n"
    ),
    "level-unsaid": _over(f"layer: {{replaces: {_SMALL}}}", 2, head=f"    forbids: [{_RULE}]\n"),
    "heading-demanded": _over(
        f"layer: {{replaces: {_SMALL}}}",
        2,
        head=f"    demands: [{_RULE.replace('changes: [limits]', 'sections: [paid_help]')}]\n",
        rank="level: county\n",
    ),
    "unconfirmed-scan": _scanned,
    "unreadable-scan": _said_and_recorded,
    "scan-unrecorded": _said,
    "scan-unsaid": _recorded,
    "too-large": lambda place: _appended(place, f"# {'长' * 400_000}\n"),
    "too-many-entries": lambda place: _appended(place, f"limits: [{'虚构, ' * 20_000}]\n"),
    "too-many-faults": lambda place: _appended(place, "".join(f"unknown-{number}: 虚构\n" for number in range(1_001))),
    "empty-file": lambda place: (place / "water.yaml").write_text("# 只有注释\n", encoding="utf-8"),
    "paper-sometimes-conditional": _flatly_elsewhere,
    "unreadable": _is_a_folder,
    "no-original": lambda place: (place / "../../originals/nowhere.txt").unlink(),
    "long-text": _long_quotation,
    "not-png": lambda place: (place / "logo.png").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100)),
    "logo-too-large": lambda place: _appended(place, "x" * 5_000_000, "logo.png"),
    "table-too-large": _many_conditions,
}
