"""Plain text in the encodings of Chinese texts: read right, or refused; never nonsense."""

from __future__ import annotations

from pathlib import Path

import opencc
import papers
import pytest

from generator.document import extract

LINE = papers.LINE
SHORT = "用水报装须知\n一、办理时限不超过3个工作日，不收费。\n"
TRADITIONAL = opencc.OpenCC("s2t").convert(f"{LINE}\n{SHORT}")


def taken(folder: Path, data: bytes) -> extract.Taken:
    (folder / "x.txt").write_bytes(data)
    return extract._joined(extract._parts_of(folder / "x.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gb2312"])
@pytest.mark.parametrize("text", [SHORT, f"{LINE}\n{LINE}\n", f"{SHORT}电话 0000-1234567，www.example.com 24 h\n" * 3])
def test_every_usual_encoding_is_read(encoding: str, text: str, tmp_path: Path) -> None:
    assert taken(tmp_path, text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5", "big5hkscs"])
def test_traditional_characters_stay_as_they_are(encoding: str, tmp_path: Path) -> None:
    assert taken(tmp_path, TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode("utf-8").decode("latin-1").encode("utf-16-le"),
        LINE.encode("gb18030")[::-1],
        LINE.encode("utf-16")[:-1],
        bytes(range(128, 256)) * 4,
        "これは水道の申し込みについての案内です。".encode("euc-jp") * 3,
    ],
)
def test_what_makes_no_sense_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match=r"请.*UTF-8|没有中文字|只有\d+个汉字"):
        taken(tmp_path, data)


def test_characters_that_were_lost_before_are_said(tmp_path: Path) -> None:
    said = taken(tmp_path, f"{LINE}\n收费\ufffd元\n".encode()).left_out
    assert ["收费\ufffd元" in str(left_out) for left_out in said] == [True]


KOREAN = "고객님의 수도 사용 신청은 접수일로부터 9일 이내에 처리합니다"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ((SHORT * 2).encode().decode("gbk", "ignore").encode(), "用错的编码读过又存下"),
        (KOREAN.encode("euc-kr"), "韩文"),
    ],
)
def test_nonsense_that_looks_like_chinese_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match=said):
        taken(tmp_path, data)


@pytest.mark.parametrize(
    ("text", "said"), [("办理时限不超过3个工作日", "只有11个汉字"), ("no more than 3 days", "没有中文字")]
)
def test_a_text_that_is_too_short_is_told_so(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match=said) as error:
        taken(tmp_path, text.encode())
    assert ".txt" not in str(error.value)


def test_another_language_is_not_told_to_be_damaged(tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match="没有中文字"):
        taken(tmp_path, ("Žádost o vodu příští týden, přípojka do devíti dnů. " * 3).encode())
