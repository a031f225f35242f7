"""Documents made to do harm: each is refused with a message or read as Word shows it, in little time and memory."""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import papers
import pytest
from expected import ROOT

from generator.cli import main
from generator.desk import starter
from generator.document import bounds, extract

MEGABYTES, SECONDS = 300, 12
DRIVER = """
import contextlib, io, json, os, resource, sys
from generator.cli import main
for path in sys.argv[1:]:
    before, said = os.times(), io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main(["new", "nowhere", "--document", path, "--policies", path + ".made"])
    after = os.times()
    seconds = sum(after[:4]) - sum(before[:4])
    print(json.dumps([code, said.getvalue(), seconds]), flush=True)
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
"""`new` of one document after the other: the exit code of each, what is said, and the time of the processor it took.

At the end the most memory in KiB of this process or one of its children. It is asked for here, since what `wait4` tells
has the memory of the process that began this one in it.
"""


class Outcome(NamedTuple):
    made: Path
    code: int
    said: str
    seconds: float


def outcomes(folder: Path, group: str) -> dict[str, Outcome]:
    """What becomes of each document of a group. None may take more memory than is allowed, nor may all together."""
    kinds = getattr(papers, group)
    paths = [papers.write(folder, name, kinds) for name in kinds]
    command = [sys.executable, "-c", DRIVER, *map(str, paths)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        *lines, most = [json.loads(line) for line in process.stdout]
    assert process.returncode == 0
    assert most < MEGABYTES * 1024
    return {path.name: Outcome(Path(f"{path}.made"), *line) for path, line in zip(paths, lines, strict=True)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return outcomes(tmp_path_factory.mktemp("hostile"), "TOO_MUCH")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return outcomes(tmp_path_factory.mktemp("damaged"), "DAMAGED")


def refused(outcome: Outcome) -> bool:
    """One line that names the file, in both languages, with a remedy; nothing written."""
    line = rf"--document {re.escape(str(outcome.made.with_suffix('')))}：[^\n]+；请[^\n]+ / [^\n]+\n"
    return outcome.code == 1 and bool(re.fullmatch(line, outcome.said)) and not outcome.made.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", papers.TOO_MUCH)
def test_what_takes_too_much_is_refused_soon_and_says_what_to_do(name: str, hostile: dict[str, Outcome]) -> None:
    assert refused(hostile[name]), hostile[name]
    assert hostile[name].seconds < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("part.docx", "64 MB"),
        ("parts.docx", "2000"),
        ("body.docx", "500000"),
        ("cells.docx", "50000"),
        ("pages.pdf", "1000"),
        ("huge.txt", "2 MB"),
        ("long.txt", "200000"),
        ("long.docx", "200000"),
        ("busy.pdf", f"{extract.MEGABYTES} MB"),
        ("swollen.pdf", f"{extract.MEGABYTES} MB"),
    ],
)
def test_the_bound_that_is_exceeded_is_named(name: str, bound: str, hostile: dict[str, Outcome]) -> None:
    assert bound in hostile[name].said.partition("：")[2]
    assert ".txt" in hostile[name].said.partition("：")[2]


@pytest.mark.slow
@pytest.mark.parametrize("name", papers.DAMAGED)
def test_what_is_damaged_is_said_and_nothing_is_written(name: str, damaged: dict[str, Outcome]) -> None:
    assert refused(damaged[name]), damaged[name]
    assert "Traceback" not in damaged[name].said


# ------------------------------------------------------------------------------------------------- read as Word does

ROWS = {
    "merged-first.docx": f"{papers.LINE} | 甲\n{papers.LINE} | 乙\n",
    "merged-aside.docx": f"甲\n\n乙 | {papers.LINE}\n",
    "wide.docx": "\n".join([" | ".join([papers.LINE] * 900)] * 5) + "\n",
    "break.docx": f"{papers.LINE}甲\n",
    "nested.docx": f"{papers.LINE}\n",
    "outside.docx": f"{papers.LINE}\n",
    "paths.docx": f"{papers.LINE}\n",
}
"""What is read of the odd ones; of the others, a row of two cells."""


@pytest.mark.parametrize("name", papers.READ)
def test_what_word_shows_is_read(name: str, tmp_path: Path) -> None:
    path = papers.write(tmp_path, name, papers.READ)
    assert extract.text_of(path) == ROWS.get(name, f"{papers.LINE} | 甲\n")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_cell_merged_with_the_one_above_says_the_same(tmp_path: Path) -> None:
    """The rows of a table as Word's own library gives them, column by column, spans and merges included."""
    import docx

    document = docx.Document()
    table = document.add_table(rows=4, cols=4)
    for number, one in enumerate(table._cells):
        one.text = f"{papers.LINE}{number}"
    table.cell(0, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 3))
    document.save(str(tmp_path / "x.docx"))
    *rows, _ = [[" ".join(one.text.split()) for one in row.cells] for row in table.rows]
    told = ["\n".join(map(" | ".join, rows)), *(one.text for one in table.cell(3, 0).paragraphs)]
    assert extract.text_of(tmp_path / "x.docx") == "\n\n".join(told) + "\n"


def test_cells_that_say_the_same_are_told_each(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(papers.LINE)
    table = document.add_table(rows=3, cols=3)
    rows = [["类型", "用水", "用气"], ["小型", "3个工作日", "3个工作日"], ["3", "5个工作日", "5"]]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "x.docx"))
    told = [papers.LINE, "\n".join(map(" | ".join, rows))]
    assert extract.text_of(tmp_path / "x.docx") == "\n\n".join(told) + "\n"


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _box(kind: str) -> str:
    inside = f"<w:txbxContent>{papers.paragraph('框里')}</w:txbxContent>"
    names = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    if kind == "old":
        return f"<w:r><w:pict>{inside}</w:pict></w:r>"
    both = f"<mc:Choice Requires='wps'>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent {names}>{both}</mc:AlternateContent></w:r>"


_RAISED = '<w:vertAlign w:val="superscript"/>'
INSIDE = {
    "control": ("<w:sdt><w:sdtContent>" + papers.paragraph("内容") + "</w:sdtContent></w:sdt>", "内容"),
    "control-in-line": (f"<w:p>{_run('前')}<w:sdt><w:sdtContent>{_run('控件')}</w:sdtContent></w:sdt></w:p>", "前控件"),
    "inserted": (
        f"<w:p>{_run('不超过')}<w:ins>{_run('20')}</w:ins><w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
        f"{_run('个工作日')}</w:p>",
        "不超过20个工作日",
    ),
    "deleted": (f"<w:p><w:del>{_run('旧')}</w:del>{_run('新')}</w:p>", "新"),
    "moved": (f"<w:p><w:moveFrom>{_run('旧')}</w:moveFrom><w:moveTo>{_run('新')}</w:moveTo></w:p>", "新"),
    "smart-tag": (f"<w:p><w:smartTag>{_run('2020年5月1日')}</w:smartTag>{_run('起')}</w:p>", "2020年5月1日起"),
    "field": (f"<w:p>{_run('见')}<w:fldSimple>{_run('第三条')}</w:fldSimple></w:p>", "见第三条"),
    "link": (f"<w:p><w:hyperlink>{_run('甲')}<w:ins>{_run('乙')}</w:ins></w:hyperlink></w:p>", "甲乙"),
    "own-xml": (f"<w:customXml>{papers.paragraph('自定义')}</w:customXml>", "自定义"),
    "ruby": (
        f"<w:p><w:r><w:ruby><w:rt>{_run('wu')}</w:rt><w:rubyBase>{_run('乌')}</w:rubyBase></w:ruby></w:r></w:p>",
        "乌",
    ),
    "raised": (f"<w:p>{_run('10')}{_run('3', _RAISED)}{_run('吨')}</w:p>", "10³吨"),
    "box": (f"<w:p>{_run('外')}{_box('new')}{_run('面')}</w:p>", "外面\n\n框里"),
    "old-box": (f"<w:p>{_run('外')}{_box('old')}</w:p>", "外\n\n框里"),
    "cell": (
        papers.table(f"<w:sdt><w:sdtContent>{papers.cell('甲')}</w:sdtContent></w:sdt>{papers.cell('乙')}"),
        "甲 | 乙",
    ),
    "row": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{papers.cell('甲')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        "甲",
    ),
    "table-in-table": (
        papers.table(f"<w:tc>{papers.table(papers.cell('甲') + papers.cell('乙'))}<w:p/></w:tc>{papers.cell('丙')}"),
        "| 丙\n甲 | 乙",
    ),
}
"""What Word shows though it stands inside something else, and what it does not show though it is there."""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that are our own and small are read in this process, since each further one takes its time to start."""
    monkeypatch.setattr(bounds, "within", lambda _seconds, _megabytes, work, path: work(path))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", INSIDE)
def test_what_stands_inside_something_else_is_read(name: str, tmp_path: Path) -> None:
    body, told = INSIDE[name]
    (tmp_path / "x.docx").write_bytes(papers.word(papers.paragraph() + body))
    assert extract.text_of(tmp_path / "x.docx") == f"{papers.LINE}\n\n{told}\n"


def test_notes_are_read(tmp_path: Path) -> None:
    note = f"<w:footnote>{papers.paragraph('注：法定节假日除外。')}</w:footnote>"
    notes = f'<w:footnotes xmlns:w="{papers.W}">{note}</w:footnotes>'
    types = papers._PARTS["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES}"/></Types>'
    )
    where = (
        papers._PARTS["_rels/.rels"]
        .replace("word/document.xml", "footnotes.xml")
        .replace('/officeDocument"', '/footnotes"')
    )
    more = {"word/footnotes.xml": notes, "[Content_Types].xml": types, "word/_rels/document.xml.rels": where}
    (tmp_path / "x.docx").write_bytes(papers.word(papers.paragraph(), more=more))
    assert extract.text_of(tmp_path / "x.docx") == f"{papers.LINE}\n\n注：法定节假日除外。\n"


_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


NUMBERED = {
    "itself": ("1. ", ""),
    "style": ("1. ", ""),
    "base": ("1. ", ""),
    "cell": ("", "1."),
    "not": ("", ""),
    "ended": ("", ""),
    "circle": ("", ""),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("where", NUMBERED)
def test_numbers_that_word_draws_stand_before_the_paragraph(where: str, tmp_path: Path) -> None:
    """A number of its own, of its style, or of the style that one is based on; list 0 is none, and ends those."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    inner = document.styles.add_style("内", 1)
    outer = document.styles.add_style("外", 1)
    inner.base_style, number = outer, f'<w:numPr xmlns:w="{papers.W}"><w:numId w:val="{{}}"/></w:numPr>'
    paragraph = document.add_paragraph(papers.LINE, inner)
    row = document.add_table(1, 2).rows[0]
    row.cells[1].text = "甲"
    elements = {"itself": paragraph, "style": inner, "base": outer, "ended": paragraph}
    numbered = elements.get(where, row.cells[0].paragraphs[0] if where == "cell" else None)
    if numbered is not None:
        numbered._element.get_or_add_pPr().append(parse_xml(number.format(0 if where == "ended" else 5)))
    if where == "ended":
        inner._element.get_or_add_pPr().append(parse_xml(number.format(5)))
    if where == "circle":
        outer.base_style = inner
    document.save(str(tmp_path / "x.docx"))
    before, in_cell = NUMBERED[where]
    assert (
        extract.text_of(tmp_path / "x.docx") == f"{before}{papers.LINE}\n\n{in_cell} | 甲".replace("\n ", "\n") + "\n"
    )


# ------------------------------------------------------------------------------------------- what is no file at all


def special(folder: Path) -> Iterator[Path]:
    """A folder, a pipe, a socket, devices, and links to them, called as documents are."""
    (folder / "folder.docx").mkdir()
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / "socket.pdf"))
    for name, target in (("zero.txt", "/dev/zero"), ("null.pdf", "/dev/null"), ("link.txt", "pipe.txt")):
        (folder / name).symlink_to(target)
    yield from folder.iterdir()


def test_special_files_are_refused_before_they_are_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bounds, "within", lambda *_: pytest.fail("it was opened"))
    (tmp_path / "given").mkdir()
    for path in special(tmp_path / "given"):
        assert main(["new", "nowhere", "--document", str(path), "--policies", str(tmp_path / "made")]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"--document {path}：")
        assert "no ordinary file" in said
    assert not (tmp_path / "made").exists()


def test_an_unreadable_kind_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    for name, said in (("x", "不认识的文件类型"), ("x.doc", "另存为 .docx"), ("x.txt.gz", "不认识的文件类型")):
        (tmp_path / name).write_text(papers.LINE)
        with pytest.raises(extract.ExtractError, match=said):
            extract.text_of(tmp_path / name)


@pytest.mark.parametrize(
    ("kind", "other"),
    [("doc", "docx"), ("wps", "docx"), ("rtf", "docx"), ("xls", "xlsx"), ("et", "xlsx"), ("ofd", "pdf")],
)
def test_what_another_program_has_to_save_anew_is_said_in_a_sentence(kind: str, other: str, tmp_path: Path) -> None:
    (tmp_path / f"x.{kind}").write_text(papers.LINE)
    with pytest.raises(extract.ExtractError, match=rf"另存为 \.{other} / [^/]+\.{other}$"):
        extract.text_of(tmp_path / f"x.{kind}")


# ------------------------------------------------------------------------------------------- a process of its own


def _sleep() -> None:
    time.sleep(600)


def _count() -> None:
    while True:
        pass


def _hoard() -> None:
    bytearray(500 * 2**20)


def _end() -> None:
    os.abort()


def _fail() -> None:
    raise KeyError("nothing")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "seconds", "bound"),
    [(_sleep, 1, "time"), (_count, 1, "time"), (_hoard, 40, "memory"), (_end, 40, "ended")],
)
def test_work_is_ended_at_its_bounds(work: Callable[[], None], seconds: int, bound: str) -> None:
    before = time.monotonic()
    with pytest.raises(bounds.ExceededError) as exceeded:
        bounds.within(seconds, 64, work)
    assert exceeded.value.bound == bound
    assert time.monotonic() - before < 120


@pytest.mark.slow
def test_what_the_work_gives_and_raises_comes_back() -> None:
    assert bounds.within(20, 64, os.path.basename, "/a/b") == "b"
    with pytest.raises(KeyError, match="nothing"):
        bounds.within(20, 64, _fail)


def _squares(most: int) -> Iterator[int]:
    for number in range(most):
        until = time.process_time() + 0.7
        while time.process_time() < until:
            pass
        yield number**2
    _count()


@pytest.mark.slow
def test_what_comes_one_after_the_other_has_its_time_each() -> None:
    squares = bounds.each(1, 64, _squares, 4)
    assert [next(squares) for _ in range(4)] == [0, 1, 4, 9]
    with pytest.raises(bounds.ExceededError) as exceeded:
        next(squares)
    assert exceeded.value.bound == "time"
    assert list(bounds.each(20, 64, iter, (1, 2))) == [1, 2]


def test_without_limits_of_the_system_the_clock_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where there is no such module."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    before = resource.getrlimit(resource.RLIMIT_AS)
    bounds._limit(1, 1)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_tangled_text_is_looked_through_in_time(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(papers.TANGLED, encoding="utf-8")
    document = ["--document", str(tmp_path / "x.txt")]
    assert main(["new", "nowhere", *document, "--policies", str(tmp_path / "made")]) == 0


def test_long_proposals_name_the_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "_SECONDS", 0)
    (tmp_path / "x.txt").write_text(papers.LINE, encoding="utf-8")
    document = ["--document", str(tmp_path / "x.txt")]
    assert main(["new", "nowhere", *document, *document, "--policies", str(tmp_path / "made")]) == 1
    assert capsys.readouterr().err.startswith(f"--document {tmp_path / 'x.txt'}、{tmp_path / 'x.txt'}：")
    assert not (tmp_path / "made").exists()
