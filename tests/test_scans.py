"""Scanned notices: what is read, what is doubted, what is kept beside the text, and that nothing proves unconfirmed.

A stand-in reads what was drawn; the true recogniser is tried where it is installed.
"""

from __future__ import annotations

import html
import re
import shlex
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import papers
import pytest
import scanning
import weasyprint
from desk import BASE
from expected import ROOT
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser
from scanning import Drawn, Words, draw, lines, reader, save

from generator import checks
from generator.cli import main
from generator.disk import folders
from generator.document import extract, layout, recognition, scanner, scans
from generator.document.recognition import Reading, Recogniser
from generator.document.scans import Record, Scan, ScannedLine
from generator.document.text import DOUBT
from generator.pages import documents, guide_pages

TEXT = """虚构市供水有限公司关于用水报装的通知

一、办理时限

（一）小型项目用水报装用时不超过5个工作日；需要外线工程的，不超过18个工作日，费用由供水企业承担，最高不超过3500.50元。

二、申请材料

营业执照复印件1份，授权委托书原件1份。服务热线：0431-85667123。

类型 | 环节 | 时限
小型 | 3 | 5个工作日
大型 | 4 | 12个工作日

虚构市供水有限公司

2024年3月1日
"""


DAY = date(2099, 1, 2)
WIDTH = str.maketrans("（）：；，", "():;,")


def laid(drawn: Drawn) -> layout.Page:
    """A page that was drawn, laid out in this process."""
    return layout.page(recognition.lines(drawn.page, scanning.begin([drawn.readings]))[1])


def text(drawn: Drawn) -> str:
    return "\n\n".join(layout.paragraphs(laid(drawn).rows)) + "\n"


# ---------------------------------------------------------------------------------------------------------- layout


@pytest.mark.parametrize("askew", [0.0, 1.0, -1.5])
def test_lines_become_paragraphs_and_rows_of_a_table(askew: float) -> None:
    drawn = scanning.notice(stamp=False)
    assert text(scanning.scanned(drawn, askew) if askew else drawn) == TEXT


def test_columns_of_text_are_read_one_after_the_other() -> None:
    left = [Words(f"左边一栏的文字里的第{number}行在这里", 60, 100 + 70 * number) for number in range(5)]
    right = [Words(f"右边一栏的文字里的第{number}行在这里", 700, 100 + 70 * number) for number in range(5)]
    words = re.sub(r"\s", "", text(draw([*left, *right])))
    assert words == "".join(line.text for line in (*left, *right))


def test_a_cell_that_is_empty_leaves_its_place() -> None:
    rows = (("类型", "环节", "时限"), ("小型", "3", "5个工作日"))
    words = [*scanning.table(rows, 100), Words("大型", 160, 240), Words("9个工作日", 760, 240)]
    assert text(draw(words)) == "类型 | 环节 | 时限\n小型 | 3 | 5个工作日\n大型 |  | 9个工作日\n"


def test_the_number_of_a_page_is_set_aside_and_a_figure_in_a_table_is_not() -> None:
    page = laid(draw([*lines(scanning.NOTICE[:3]), Words("- 3 -", 600, 900)]))
    assert [("".join(line.text.split()), why) for line, why in page.aside] == [("-3-", layout.NUMBER)]
    assert not laid(draw(scanning.table((("环节", "3"), ("材料", "4")), 100))).aside


def test_two_figures_do_not_become_one_over_the_end_of_a_line() -> None:
    broken = draw(lines(("用户申请用水报装后供水企业踏勘设计施工通水共计不超过1", "2个工作日内办完并书面告知用户")))
    assert "共计不超过1\n" in text(broken)


# ---------------------------------------------------------------------------------------------------------- doubts


def test_a_stamp_over_text_is_a_doubt_and_no_letter() -> None:
    *_, company, day = [row.text for row in laid(scanning.notice()).rows]
    for read, written in ((company, "虚构市供水有限公司"), (day, "2024年3月1日")):
        assert all(sign in (DOUBT, wanted) for sign, wanted in zip(read, written, strict=True))
        assert DOUBT in read
    assert not re.search("[0-9]", day)
    assert text(scanning.notice()).startswith(TEXT[: TEXT.index("虚构市供水有限公司", 9)])


def test_a_red_head_is_text_and_the_words_of_a_stamp_are_not() -> None:
    head, stamp = Words("虚构市人民政府文件", 400, 60, scanning.RED), Words("虚构市供水专用章", 900, 800, scanning.RED)
    page = laid(draw([head, *lines(scanning.NOTICE), stamp]))
    assert page.rows[0].text == "虚构市人民政府文件"
    assert [(line.text, why) for line, why in page.aside] == [("虚构市供水专用章", layout.STAMP)]


@pytest.mark.parametrize("left", [-12, 1190])
def test_what_runs_over_the_edge_of_the_page_is_a_doubt(left: int) -> None:
    [row] = laid(draw([Words("办理时限", left, 300)])).rows
    assert (row.text[0] if left < 0 else row.text[-1]) == DOUBT


@pytest.mark.parametrize(
    ("words", "unsure", "shown"),
    [
        ("不超过15个工作日", "5", f"不超过{DOUBT * 2}个工作日"),
        ("最高3500.50元", ".", f"最高{DOUBT * 7}元"),
        ("三十五日内办结", "五", f"{DOUBT * 3}日内办结"),
        ("虚构市供水公司", "构", f"虚{DOUBT}市供水公司"),
    ],
)
def test_a_figure_of_which_a_sign_is_unsure_is_doubted_whole(words: str, unsure: str, shown: str) -> None:
    drawn = draw([Words(words, above=300)])
    [reading] = drawn.readings
    signs = tuple(sign._replace(confidence=0.3 if sign.text == unsure else 1.0) for sign in reading.signs)
    [row] = laid(drawn._replace(readings=(reading._replace(signs=signs),))).rows
    assert row.text == shown


def test_a_line_that_is_read_badly_keeps_only_what_is_sure() -> None:
    [row] = laid(draw([Words("虚构市供水有限公司", above=300, confidence=0.7)])).rows
    assert row.text == DOUBT * 9


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("(一）不需要外线工程的", "（一）不需要外线工程的"),
        ("用水报装的通知（虚构)", "用水报装的通知（虚构）"),
        ("(DN25)及以下", "(DN25)及以下"),
        ("一)办理时限（二）", "一)办理时限（二）"),
    ],
)
def test_no_pair_of_brackets_is_wide_and_narrow(words: str, shown: str) -> None:
    [row] = laid(draw([Words(words, above=300)])).rows
    assert row.text == shown


def test_a_page_that_stands_on_its_head_is_turned() -> None:
    upright = scanning.notice(stamp=False)
    poor = [
        reading._replace(signs=tuple(sign._replace(confidence=0.2) for sign in reading.signs))
        for reading in upright.readings
    ]
    page = upright.page.transpose(Image.Transpose.ROTATE_180)
    turned, found = recognition.lines(page, scanning.begin([poor, upright.readings]))
    assert turned.tobytes() == upright.page.tobytes()
    assert found[0].text == scanning.NOTICE[0]


# ------------------------------------------------------------------------------------------------ files, in a process


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a stand-in read what was drawn on the pages of the next document."""

    def put(*pages: Drawn) -> None:
        monkeypatch.setattr(recognition, "rapid", reader(*pages))

    return put


@pytest.mark.slow
@pytest.mark.parametrize("kind", [".png", ".jpg", ".tif", ".bmp", ".webp", ".pdf"])
def test_a_scan_of_every_kind_is_taken(kind: str, tmp_path: Path, reads: Callable[..., None]) -> None:
    drawn = scanning.notice(stamp=False)
    reads(drawn if kind != ".pdf" else _enlarged(drawn))
    taken = extract.taken(save(tmp_path / f"notice{kind}", drawn))
    assert taken.text == TEXT
    assert taken.scan is not None
    assert taken.scan.engine == "stand-in 1"
    assert [page.picture for page in taken.scan.pages] == list(taken.pictures)
    assert all(data.startswith(b"\xff\xd8") and len(data) < 400_000 for data in taken.pictures.values())
    for line in taken.scan.lines:
        assert line.at is not None
        assert taken.text[line.at :].startswith(line.text)
        assert line.confirmed is None
    assert scans.parsed(scans.written(taken.scan)) == taken.scan


@pytest.fixture
def nothing_seen(reads: Callable[..., None]) -> None:
    reads(draw([]))


def _enlarged(drawn: Drawn) -> Drawn:
    """As the page comes out of a PDF: Pillow makes 72 pixels an inch, and 200 are drawn, unless that is too large."""
    scale = min(200 / 72, 2_400 / max(drawn.page.size))

    def larger(corners: recognition.Corners) -> recognition.Corners:
        first, second, third, fourth = ((x * scale, y * scale) for x, y in corners)
        return first, second, third, fourth

    readings = (
        Reading(words, tuple(sign._replace(corners=larger(sign.corners)) for sign in signs), larger(corners))
        for words, signs, corners in drawn.readings
    )
    return drawn._replace(readings=tuple(readings))


@pytest.mark.slow
def test_pages_are_told_one_by_one_and_joined(tmp_path: Path, reads: Callable[..., None]) -> None:
    first = draw(lines(("一、办理时限", "小型项目用水报装用时不超过5个工作日，需要外线工程的用户")))
    second, blank = draw(lines(("不超过18个工作日。", "二、申请材料"))), draw([])
    reads(first, second, blank)
    told: list[tuple[int, int]] = []
    taken = extract.taken(save(tmp_path / "n.tiff", first, second, blank), lambda *of: told.append(of))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert "需要外线工程的用户不超过18个工作日。\n\n二、申请材料" in taken.text
    assert [str(each) for each in taken.left_out] == [
        "第3页：没有认出字，可能是空白页 / page 3: no text was seen: a blank page?"
    ]


@pytest.mark.slow
def test_a_photograph_is_turned_as_the_camera_says(tmp_path: Path, reads: Callable[..., None]) -> None:
    drawn = scanning.notice(stamp=False)
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter to the right
    drawn.page.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "photo.jpg", exif=exif)
    reads(drawn)
    taken = extract.taken(tmp_path / "photo.jpg")
    assert taken.scan is not None
    assert (taken.scan.pages[0].width, taken.scan.pages[0].height) == drawn.page.size
    assert taken.text == TEXT


def _mixed(folder: Path, picture: Drawn) -> Path:
    """A PDF of three pages: text, a picture, text."""
    import pypdfium2

    save(folder / "picture.pdf", picture)
    face = f"@font-face {{ font-family: drawn; src: url({scanning.FONT.as_uri()}) }} p {{ font-family: drawn }}"
    weasyprint.HTML(string=f"<style>{face}</style><p>{papers.LINE}</p>").write_pdf(folder / "text.pdf")
    with pypdfium2.PdfDocument.new() as whole:
        for name in ("text.pdf", "picture.pdf", "text.pdf"):
            with pypdfium2.PdfDocument(folder / name) as part:
                whole.import_pages(part)
        whole.save(folder / "mixed.pdf")
    return folder / "mixed.pdf"


@pytest.mark.slow
def test_of_a_pdf_only_the_pages_without_text_are_recognised(tmp_path: Path, reads: Callable[..., None]) -> None:
    drawn = draw(lines(scanning.NOTICE))
    reads(_enlarged(drawn))
    taken = extract.taken(_mixed(tmp_path, drawn))
    assert [taken.text.index(words) for words in (papers.LINE[:20], scanning.NOTICE[0])] == [0, len(papers.LINE) + 2]
    assert taken.text.count(papers.LINE[:20]) == 2
    assert taken.scan is not None
    assert [page.page for page in taken.scan.pages] == [2]
    record = Record(taken.scan, taken.text)
    assert record.open(0, len(papers.LINE)) == ()  # nobody need look at what was text already
    assert record.open() == tuple(range(2, 2 + len(scanning.NOTICE)))


@pytest.mark.slow
def test_without_a_recogniser_a_scan_is_refused_and_what_has_text_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "rapid", scanning.nothing)
    drawn = draw(lines(scanning.NOTICE))
    with pytest.raises(extract.ExtractError, match=r"requirements-ocr\.lock.* / .*requirements-ocr\.lock"):
        extract.taken(save(tmp_path / "notice.png", drawn))
    taken = extract.taken(_mixed(tmp_path, drawn))
    assert taken.scan is None
    assert [each.place.zh for each in taken.left_out] == ["第2页"]


def _png(width: int, height: int) -> bytes:
    """The beginning of a picture that claims to be of a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (head, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _tiff(pages: int) -> bytes:
    """A file of many small pages."""
    from io import BytesIO

    file, page = BytesIO(), Image.new("L", (20, 20), "white")
    page.save(file, "TIFF", save_all=True, append_images=[page] * (pages - 1))
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("bomb.png", _png(100_000, 100_000), "100000 × 100000 点"),
        ("large.png", _png(9_000, 9_000), "9000 × 9000 点"),
        ("cut.png", _png(800, 800), "不是完好的"),
        ("text.png", papers.LINE.encode(), "不是完好的图片"),
        ("program.png", b"%!PS-Adobe-3.0 EPSF-3.0\nquit", "不是完好的图片"),
        ("empty.jpg", b"", "文件是空的"),
        ("pages.tif", _tiff(61), "61 页，超过 60 页"),
        ("white.png", None, "几乎没有认出字"),
    ],
)
@pytest.mark.usefixtures("nothing_seen")
def test_a_picture_that_is_none_or_too_much_is_refused_in_a_line(
    name: str, data: bytes | None, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = draw([])
    (tmp_path / name).write_bytes(data) if data is not None else save(tmp_path / name, blank)
    command = ["new", "xucheng", "--document", str(tmp_path / name), "--policies", str(tmp_path / "policies")]
    assert main(command) == 1
    told = capsys.readouterr().err.splitlines()[-1]
    assert re.fullmatch(rf"--document \S*{name}：.*{problem}.*请.+ / .+", told), told
    assert not (tmp_path / "policies").exists()


def _slow() -> Recogniser:
    def read(page: Image.Image) -> list[Reading]:
        while page.width:
            pass
        return []

    return Recogniser("slow", read)


def _hoarding() -> Recogniser:
    return Recogniser(str(len([b" " * 2**20 for _ in range(4_000)])), lambda page: [])  # noqa: ARG005


def _failing(words: str) -> Recogniser:
    def read(page: Image.Image) -> list[Reading]:
        raise RuntimeError(f"Traceback of {page.size}: {words}")

    return Recogniser("failing", read)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Failed to allocate memory for requested buffer", "超过 1000 MB 内存；请.*/"),
        ("std::bad_alloc", "超过 1000 MB 内存；请.*/"),
        ("another", r"识别程序读不了这一页（RuntimeError）；请.*/"),
    ],
)
def test_a_recogniser_that_gives_up_is_told_without_its_traceback(
    words: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "rapid", partial(_failing, words))
    with pytest.raises(extract.ExtractError, match=problem) as raised:
        extract.taken(save(tmp_path / "notice.png", draw(lines(scanning.NOTICE))))
    assert "Traceback" not in str(raised.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begin", "problem"), [(_slow, "第 1 张扫描页：这一页 1 秒还没有读完"), (_hoarding, "超过 1000 MB 内存")]
)
def test_a_page_that_takes_too_much_is_told(
    begin: Callable[[], Recogniser], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "rapid", begin)
    if begin is _slow:
        monkeypatch.setattr(scanner, "SECONDS", 1)
        monkeypatch.setattr(scanner, "_EXCEEDED", {**scanner._EXCEEDED, "time": ("这一页 1 秒还没有读完", "not read")})
    with pytest.raises(extract.ExtractError, match=problem):
        extract.taken(save(tmp_path / "notice.png", draw(lines(scanning.NOTICE))))


# ------------------------------------------------------------------------------------------------- record and text


def record(words: str, *texts: str) -> Record:
    """The record of lines, and a text that has them or not."""
    scanned = tuple(ScannedLine(page=1, line=1, box=(0, 0, 9, 9), text=each) for each in texts)
    return Record(Scan(file="x.png", sha256="0", engine="none", pages=(), lines=scanned), words)


def test_each_line_is_found_in_the_text() -> None:
    there = record(
        "一、办理时限\n\n不超过5个工作日内办结\n\n类型 | 3\n", "一、办理时限", "不超过5个工", "作日内办结", "类型", "3"
    )
    assert [place.text for place in there.places.values()] == [line.text for line in there.scan.lines]
    assert there.open() == (1, 2, 3, 4, 5)
    start = there.text.index("5个工作日")
    assert there.open(start, start + 5) == (2, 3)


def test_what_is_changed_by_hand_falls_and_nothing_else_does() -> None:
    texts = ("一、办理时限", "不超过5个工", "作日内办结", "费用300元")
    before = record("一、办理时限\n\n不超过5个工作日内办结\n\n费用300元\n", *texts)
    confirmed = before.confirming((1, 2, 3, 4), "张三", DAY)
    assert confirmed.open() == ()
    changed = Record(confirmed.scan, confirmed.text.replace("5个", "15个").replace("费用", "收费"))
    assert changed.open() == (2, 4)
    assert {number: changed.places[number].text for number in (2, 4)} == {2: "不超过15个工", 4: "收费300元"}
    again = changed.confirming((2,), "李四", DAY)
    assert again.open() == (4,)
    assert (again.scan.lines[1].text, again.scan.lines[1].read) == ("不超过15个工", "不超过5个工")
    added = Record(confirmed.scan, f"注意\n\n{confirmed.text}\n另收50元")
    assert added.open() == (1, 4)  # what was written in belongs to the line beside it


def test_a_line_with_a_doubt_is_never_confirmed() -> None:
    doubtful = record(f"不超过{DOUBT}个工作日", f"不超过{DOUBT}个工作日")
    assert doubtful.confirming((1,), "张三", DAY).open() == (1,)


def test_a_correction_changes_text_and_record_together() -> None:
    before = record("不超过5个工作日内办结\n\n费用", "不超过5个工", "作日内办结", "费用")
    after = before.corrected({1: "不超过15个工"}).confirming((1, 2, 3), "张三", DAY)
    assert after.text == "不超过15个工作日内办结\n\n费用"
    assert after.open() == ()
    emptied = after.corrected({3: ""}).confirming((3,), "张三", DAY)
    assert (emptied.text.strip(), emptied.open()) == ("不超过15个工作日内办结", ())


@pytest.mark.parametrize("number", range(1, 11))
def test_a_line_that_was_emptied_comes_back_where_it_was(number: int) -> None:
    words = "一、办理\n\n不超过5个工作日内办结\n\n甲 | 乙 | 丙\n丁 | 戊 | 己\n\n完\n"
    texts = ["一、办理", "不超过5个工", "作日内办结", "甲", "乙", "丙", "丁", "戊", "己", "完"]
    emptied = record(words, *texts).located().corrected({number: ""}).confirming([number], "张三", DAY)
    other = 1 if number > 1 else 10
    meanwhile = emptied.corrected({other: f"{texts[other - 1]}了"}).confirming([other], "张三", DAY)
    again = meanwhile.corrected({number: texts[number - 1]}).confirming([number], "张三", DAY)
    assert again.text == words.replace(texts[other - 1], f"{texts[other - 1]}了", 1)


_SIGNS = "工作日不超过12345元，。"


@given(
    st.lists(st.text(_SIGNS, min_size=1, max_size=12), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 4), st.text(_SIGNS, max_size=5)), max_size=3),
)
def test_whatever_is_changed_no_sign_is_proven_that_nobody_confirmed(
    texts: list[str], changes: list[tuple[int, int, str]]
) -> None:
    words = "\n\n".join(texts)
    there = record(words, *texts).confirming(range(1, len(texts) + 1), "张三", DAY)
    for at, length, put in changes:
        words = words[:at] + put + words[at + length :]
    changed = Record(there.scan, words)
    covered = {at for place in changed.places.values() for at in range(place.start, place.end)}
    assert all(words[at].isspace() for at in range(len(words)) if at not in covered)
    for number, place in changed.places.items():
        assert changed.text[place.start : place.end] == place.text
        assert changed.confirmed(number) is (place.text == texts[number - 1])


@pytest.mark.parametrize("data", [b"", b"[]", b'{"file": "x"}', b'{"lines": [{"text": 1}]}', b"\xff\xfe"])
def test_a_damaged_record_says_where(data: bytes) -> None:
    with pytest.raises(scans.ScanError):
        scans.parsed(data)


# ---------------------------------------------------------------------------------------------------- nothing proves


PICTURE, SAID = "0123456789ab-1.jpg", "  - id: notice\n    scan: true\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The valid invented place, its document a scan that was read without a mistake."""
    import shutil

    shutil.copytree(BASE, tmp_path / "policies")
    folder = tmp_path / "policies" / "nowhere" / "originals"
    (folder / scans.PICTURES).mkdir(parents=True)
    words = (BASE.parent / "originals" / "nowhere.txt").read_text(encoding="utf-8")
    kept = scanning.NOTICE[:1]
    picture = save(folder / scans.PICTURES / PICTURE, draw(lines(kept)))
    texts = [line for line in words.splitlines() if line.strip()]
    scanned = tuple(
        ScannedLine(
            page=1, line=number, box=(150, 60 * number, 900, 60 * number + 40), text=line.strip(), confidence=0.97
        )
        for number, line in enumerate(texts, start=1)
    )
    whole = sha256(picture.read_bytes()).hexdigest()
    pages = (scans.ScannedPage(page=1, width=1300, height=1000, picture=PICTURE, sha256=whole),)
    scan = Scan(file="x.png", sha256="0", engine="none", pages=pages, lines=scanned)
    (folder / "nowhere.txt").write_text(words, encoding="utf-8")
    (folder / "nowhere.scan.json").write_bytes(scans.written(scan))
    city = folder.parent / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("  - id: notice\n", SAID), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_quotation_proves_only_when_its_lines_are_confirmed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told() -> list[str]:
        main(["check", "nowhere", "--on", "2099-01-15"])
        return [line for line in capsys.readouterr().err.splitlines() if "unconfirmed-scan" in line]

    before = told()
    assert before
    command = re.search(r"generator (confirm nowhere)，.*(--document nowhere --lines [0-9,-]+ --by) 姓名", before[0])
    assert command
    assert main([*command[1].split(), *command[2].split(), "张三"]) == 0
    assert before[0] not in told()
    count = len(scans.read(place / "nowhere.txt").places)
    assert main(["confirm", "nowhere", "--lines", f"1-{count}", "--by", "张三", "--on", "2024-01-02"]) == 0
    assert told() == []
    text = (place / "nowhere.txt").read_text(encoding="utf-8")
    (place / "nowhere.txt").write_text(text.replace("大型项目不超过", "大型项目不得超过"), encoding="utf-8")
    assert told()
    lines = scans.read(place / "nowhere.txt").scan.lines
    assert {(line.confirmed.by, str(line.confirmed.on)) for line in lines if line.confirmed} == {("张三", "2024-01-02")}


def test_the_pages_to_look_at_work_from_a_disk(place: Path, browser: Browser) -> None:
    assert main(["confirm", "nowhere"]) == 0
    folder = place.parents[2] / "confirm"
    assert sorted(path.name for path in folder.iterdir()) == [".generated", PICTURE, "index.html"]
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto((folder / "index.html").as_uri())
    assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1
    shown = "source => new Promise(done => Object.assign(new Image(), {src: source, onload: done, onerror: done}))"
    assert page.evaluate(shown.replace("onload: done", "onload: () => done(1)"), PICTURE) == 1
    assert not blocked
    page.evaluate(
        "new Promise(done => { const strange = new Image(); strange.addEventListener('error', () => done(1));"
        "strange.setAttribute('onerror', 'document.title = 1'); strange.src = 'x' })"
    )
    assert page.title() != "1"
    rows = page.locator("li[data-number]")
    assert rows.count() == len(scans.read(place / "nowhere.txt").places)
    assert "limits/small" in page.locator("main").inner_text()
    first = rows.first.locator("input[type=text]")
    first.press("Enter")
    rows.nth(1).locator("input[type=text]").fill('正确的"文字"')
    page.fill("#by", "张三")
    command = page.locator("#command").inner_text()
    number, other = (rows.nth(at).get_attribute("data-number") for at in (0, 1))
    words = shlex.split(command)
    assert words == [
        "python", "-m", "generator", "confirm", "nowhere", "--lines", number, "--text", f'{other}=正确的"文字"',
        "--by", "张三",
    ]  # fmt: skip
    page.close()
    assert main(words[3:]) == 0
    assert '正确的"文字"' in (place / "nowhere.txt").read_text(encoding="utf-8")


def test_a_line_is_shown_to_be_changed_sign_by_sign_as_it_is(place: Path) -> None:
    """A page for readers keeps numbers and units together by signs that nobody sees; here they would be confirmed."""
    words = '每小时 100 m³/h，"以上"<b>'
    there = scans.read(place / "nowhere.txt").corrected({2: words})
    (place / "nowhere.txt").write_text(there.text, encoding="utf-8")
    (place / "nowhere.scan.json").write_bytes(scans.written(there.scan))
    assert main(["confirm", "nowhere"]) == 0
    page = (place.parents[2] / "confirm" / "index.html").read_text(encoding="utf-8")
    assert page.count(html.escape(words).replace("&quot;", "&#34;")) == 2
    assert main(["confirm", "nowhere", "--text", f"2={words}", "--by", "张三"]) == 0


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--lines", "1"], "--by"),
        (["--lines", "1", "--by", " "], "--by"),
        (["--lines", "0", "--by", "张三"], "没有这些行；有：1-"),
        (["--lines", "1-9999", "--by", "张三"], "没有这些行"),
        (["--lines", "1;2", "--by", "张三"], "3-7,12"),
        (["--text", "x=1", "--by", "张三"], "--text"),
        (["--text", f"1={DOUBT}", "--by", "张三"], "--text"),
        (["--text", "1=一\n二", "--by", "张三"], "--text"),
        (["--text", "999=一", "--by", "张三"], "没有这些行"),
        (["--lines", "1", "--by", "张三", "--document", "nowher"], "nowhere"),
        (["--into", "policies"], "policies"),
        (["--lines", "3-1", "--by", "张三"], "3-7,12"),
        (["--text", "1=一", "--text", "1=二", "--by", "张三"], "同一行写了两次"),
        (["--lines", "1-3", "--text", "2=二", "--by", "张三"], "--text 2：同一行写了两次"),
        (["--lines", "1", "--by", "张三", "--on", "2999-01-01"], "--on 2999-01-01"),
        (["--lines", "1", "--by", "张三", "--on", "1999-12-31"], "--on 1999-12-31"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_and_changes_nothing(
    words: list[str], problem: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    assert main(["confirm", "nowhere", *words]) == 2
    told = capsys.readouterr().err
    assert problem in told and " / " in told
    assert before == {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def test_a_doubt_is_written_out_before_it_is_confirmed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = scans.read(place / "nowhere.txt").corrected({2: f"二{DOUBT}"})
    (place / "nowhere.txt").write_text(there.text, encoding="utf-8")
    (place / "nowhere.scan.json").write_bytes(scans.written(there.scan))
    assert main(["confirm", "nowhere", "--lines", "1-2", "--by", "张三"]) == 2
    assert "--text 2=" in capsys.readouterr().err
    assert main(["confirm", "nowhere", "--lines", "1", "--text", "2=二、申请材料", "--by", "张三"]) == 0
    assert "二、申请材料" in (place / "nowhere.txt").read_text(encoding="utf-8")


def test_half_written_is_not_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (place / "nowhere.txt").read_bytes()
    put = folders.replace

    def full(path: Path, data: bytes) -> None:
        if path.suffix == ".json":
            raise OSError(28, "No space left on device", str(path))
        put(path, data)

    monkeypatch.setattr(folders, "replace", full)
    assert main(["confirm", "nowhere", "--text", "1=别的", "--by", "张三"]) == 1
    assert (place / "nowhere.txt").read_bytes() == before


def test_a_place_without_scans_and_a_damaged_record_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "nowhere.scan.json").write_text("{", encoding="utf-8")
    assert main(["confirm", "nowhere"]) == 1
    assert "nowhere.scan.json：" in capsys.readouterr().err
    (place / "nowhere.scan.json").unlink()
    assert main(["confirm", "nowhere"]) == 1
    assert "没有扫描件" in capsys.readouterr().err


def _change(place: Path, old: str, new: str) -> None:
    """Somebody has changed the record by hand."""
    record = place / "nowhere.scan.json"
    text = record.read_text(encoding="utf-8")
    assert old in text
    record.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PICTURE, "../../city.yaml"),
        (PICTURE, "/etc/hostname"),
        (PICTURE, "index.html"),
        (PICTURE, ".generated"),
        (PICTURE, f"{PICTURE}\\n"),
        ('"line": 2,', '"line": 1,'),
        ('"page": 1, "line": 2', '"page": 2, "line": 2'),
    ],
)
def test_a_record_that_no_program_writes_is_unreadable_and_nothing_is_written(
    old: str, new: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(place, old, new)
    before = {path: path.read_bytes() for path in place.parents[1].rglob("*") if path.is_file()}
    assert main(["confirm", "nowhere"]) == 1
    assert "nowhere.scan.json：读不懂" in capsys.readouterr().err
    assert not (place.parents[2] / "confirm").exists()
    assert main(["check", "nowhere"]) == 1
    assert "[unreadable-scan]" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in place.parents[1].rglob("*") if path.is_file()}


def _codes() -> set[str]:
    """What `check` finds wrong with the scan of the place."""
    return {each.code for each in checks.check(Path("policies"))[2] if "scan" in each.code}


def _without_lines(place: Path) -> None:
    there = scans.read(place / "nowhere.txt").scan
    (place / "nowhere.scan.json").write_bytes(scans.written(there.model_copy(update={"lines": ()})))


def _one_line_for_all(place: Path) -> None:
    """One line of a picture, and one that is said to have been text covers the rest."""
    there = scans.read(place / "nowhere.txt").scan
    lines = (there.lines[0], ScannedLine(text=there.lines[1].text))
    (place / "nowhere.scan.json").write_bytes(scans.written(there.model_copy(update={"lines": lines})))


def _renamed(place: Path) -> None:
    (place / "nowhere.txt").rename(place / "other.txt")
    city = place.parent / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace(SAID, f"{SAID}    text: other.txt\n"), encoding="utf-8")


def _unsaid(place: Path) -> None:
    city = place.parent / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("    scan: true\n", ""), encoding="utf-8")


def _pictures_alone(place: Path) -> None:
    _unsaid(place)
    (place / "nowhere.scan.json").unlink()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without_lines, {"unreadable-scan"}),
        (_one_line_for_all, {"unconfirmed-scan"}),
        (lambda place: (place / "nowhere.scan.json").unlink(), {"scan-unrecorded", "scan-unsaid"}),
        (lambda place: (place / "nowhere.scan.json").rename(place / "a.scan.json"), {"scan-unrecorded", "scan-unsaid"}),
        (_renamed, {"scan-unrecorded", "scan-unsaid"}),
        (_unsaid, {"scan-unsaid", "unconfirmed-scan"}),
        (_pictures_alone, {"scan-unsaid"}),
        (lambda place: save(place / ".scans" / PICTURE, draw([])), {"unreadable-scan", "unconfirmed-scan"}),
        (lambda place: (place / ".scans" / PICTURE).unlink(), {"unreadable-scan", "unconfirmed-scan"}),
    ],
)
def test_a_scan_does_not_become_a_typed_text(change: Callable[[Path], object], told: set[str], place: Path) -> None:
    assert _codes() == {"unconfirmed-scan"}
    change(place)
    assert _codes() == told


def test_what_was_text_and_is_changed_is_confirmed_without_a_picture(place: Path) -> None:
    _one_line_for_all(place)
    assert main(["confirm", "nowhere"]) == 0
    page = (place.parents[2] / "confirm" / "index.html").read_text(encoding="utf-8")
    assert page.count("没有图片，请对照文件") == 1
    assert main(["confirm", "nowhere", "--lines", "1-2", "--by", "张三"]) == 0
    assert _codes() == set()


@pytest.mark.parametrize("scanned", [True, False])
def test_whenever_a_replacement_stops_the_text_has_its_record(
    scanned: bool, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, put = scans.read(place / "nowhere.txt"), folders.replace
    text, picture = f"{there.text}\n新的一段。\n", draw([]).page.tobytes()[:99]
    name, digest = "123456789abc-1.jpg", sha256(picture).hexdigest()
    newer = there.scan.model_copy(
        update={"pages": (scans.ScannedPage(page=1, width=9, height=9, picture=name, sha256=digest),)}
    )
    taken = extract.Taken(text, (), newer, {name: picture}) if scanned else extract.Taken(text)
    monkeypatch.setattr("generator.cli.new._taken", lambda _: taken)
    for stop in range(10):
        left = [stop]

        def until(path: Path, data: bytes, left: list[int] = left) -> None:
            if not left[0]:
                raise OSError(28, "No space left on device", str(path))
            left[0] -= 1
            put(path, data)

        monkeypatch.setattr(folders, "replace", until)
        done = main(["new", "nowhere", "--replace", "notice", "--document", __file__])
        assert _codes() & {"unconfirmed-scan", "scan-unrecorded", "scan-unsaid"}
        if done == 0:
            break
    assert stop > 2
    assert (place / "nowhere.txt").read_text(encoding="utf-8") == text
    assert _codes() == ({"unconfirmed-scan"} if scanned else {"scan-unrecorded"})
    kept = [path for path in place.glob("*.before*.txt") if scans.beside(path).is_file()]
    assert there in [scans.read(path) for path in kept]
    if not scanned:
        _unsaid(place)
        assert _codes() == set()


def test_a_text_that_is_a_link_is_not_replaced(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = place / "nowhere.txt"
    path.rename(place / "elsewhere.txt")
    path.symlink_to(place / "elsewhere.txt")
    assert main(["new", "nowhere", "--replace", "notice", "--document", __file__]) == 1
    assert "nowhere.txt：是链接；请" in capsys.readouterr().err
    assert path.is_symlink()


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere.scan.json", f".scans/{PICTURE}", ".scans"])
def test_no_link_is_followed(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = place / name
    path.rename(place.parents[2] / path.name)
    path.symlink_to(place.parents[2] / path.name)
    assert main(["confirm", "nowhere"]) == 1
    told = capsys.readouterr().err
    assert "是链接" in told and "请" in told and " / " in told
    assert not (place.parents[2] / "confirm").exists()


def test_another_picture_than_was_read_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(place / ".scans" / PICTURE, draw(lines(scanning.NOTICE[1:2])))
    assert main(["confirm", "nowhere"]) == 1
    assert f"({PICTURE} 不是识别时的那一张" in capsys.readouterr().err


@pytest.mark.slow
def test_a_place_is_begun_from_a_scan_with_all_that_is_needed_to_confirm_it(
    tmp_path: Path, reads: Callable[..., None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    drawn = scanning.notice()
    reads(drawn)
    (tmp_path / "policies").mkdir()
    assert main(["new", "xucheng", "--document", str(save(tmp_path / "notice.png", drawn))]) == 0
    told, folder = capsys.readouterr().err, tmp_path / "policies" / "xucheng"
    assert "1/1" in told and "看不清的字写作 ◇" in told
    assert f"    scan: true # {scans.MARK}" in (folder / "city.yaml").read_text(encoding="utf-8")
    record = scans.read(folder / "originals" / "xucheng.txt")
    assert (folder / "originals" / scans.PICTURES / record.scan.pages[0].picture).is_file()
    assert main(["confirm", "xucheng"]) == 0
    assert (tmp_path / "confirm" / record.scan.pages[0].picture).is_file()


@pytest.mark.slow
def test_a_newer_scan_takes_the_place_of_the_old_one_record_and_all(place: Path, reads: Callable[..., None]) -> None:
    drawn, old = scanning.notice(stamp=False), (place / "nowhere.scan.json").read_bytes()
    reads(drawn)
    save(place.parents[2] / "newer.png", drawn)
    assert main(["new", "nowhere", "--replace", "notice", "--document", "newer.png"]) == 0
    assert (place / "nowhere.before.scan.json").read_bytes() == old
    record = scans.read(place / "nowhere.txt")
    assert (record.scan.file, record.text) == ("newer.png", TEXT)
    assert len(record.open()) == len(record.places)


def test_the_page_with_the_text_says_so_until_all_is_confirmed(place: Path) -> None:
    _, resolved, _ = checks.check(Path("policies"), None)
    [text] = documents.texts(resolved, Path("policies"))
    assert text.unread == len(scans.read(place / "nowhere.txt").places)
    guide, words = [resolved[0].guide], "由程序识别，须逐句核对"
    assert words in guide_pages.document_page(guide, [(text.document, [], text.unread)])
    assert words not in guide_pages.document_page(guide, [(text.document, [], 0)])


# ---------------------------------------------------------------------------------------------- the true recogniser

true = pytest.mark.skipif(find_spec("rapidocr") is None, reason="requirements-ocr.lock is not installed")


@true
@pytest.mark.slow
@pytest.mark.parametrize("askew", [0.0, 1.0])
def test_a_printed_notice_is_read_and_no_figure_is_wrong(askew: float, tmp_path: Path) -> None:
    drawn = scanning.notice()
    page = scanning.scanned(drawn, askew).page if askew else drawn.page
    page.resize((page.width * 3 // 2, page.height * 3 // 2)).save(tmp_path / "notice.png")
    taken = extract.taken(tmp_path / "notice.png")
    read = re.sub(r"\s", "", taken.text).translate(WIDTH)
    wanted = re.sub(r"\s", "", TEXT).translate(WIDTH)
    assert SequenceMatcher(None, wanted, read, autojunk=False).ratio() >= 0.93  # of it some signs are stamped over
    kept = wanted[: wanted.index("虚构市供水有限公司", 9)]
    body = read[: read.index("大型|4|12个工作日") + len("大型|4|12个工作日")]
    assert SequenceMatcher(None, kept, body, autojunk=False).ratio() >= 0.98
    assert re.findall(r"[0-9][0-9.,:-]*", body) == re.findall(r"[0-9][0-9.,:-]*", kept)
    assert not set(re.findall(r"[0-9]+", read)) - set(re.findall(r"[0-9]+", wanted))
    assert any(DOUBT in str(each) for each in taken.left_out)


@true
@pytest.mark.slow
def test_nothing_is_fetched() -> None:
    """The models lie in the wheel: in a process that may open no connection the recogniser begins."""
    program = (
        "import socket\n"
        "def refuse(*_, **__): raise SystemExit('a connection')\n"
        "socket.socket.connect = refuse\n"
        "from generator.document import recognition\n"
        "print(recognition.rapid().name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("rapidocr 3.")
