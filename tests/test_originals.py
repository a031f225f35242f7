"""A document's clauses: found as people write them, each with its own text and no more."""

from __future__ import annotations

import time

import pytest

from generator.document.originals import Original, bears
from generator.document.text import normal

TEXT = """虚构市文件

虚构〔2099〕1号

开头的话。

一、总则

总则的话。

（一）范围

1. 甲的话。

2. 乙的话

被分页打断。

(1) 乙之一。

（二）其他

其他的话。附件：1. 流程图

一、总则二

又一个一。

虚构市公用局

2099年1月1日

附件 1

### 一、附件里的一

附件的话。
"""
ORIGINAL = Original(TEXT)


@pytest.mark.parametrize(
    ("clause", "quote"),
    [
        ("文头", "虚构〔2099〕1号"),
        ("落款", "2099年1月1日"),
        ("一、（一）1", "甲的话"),
        ("一、（一）2", "乙的话被分页打断"),
        ("一、（一）2（1）", "乙之一"),
        ("一、（一）", "乙之一"),
        ("一、（二）", "其他的话"),
        ("一、总则二", "又一个一"),
        ("附件1 一、", "附件的话"),
    ],
)
def test_clause_bears(clause: str, quote: str) -> None:
    assert bears(ORIGINAL.find(clause), quote)


@pytest.mark.parametrize(
    ("clause", "quote"),
    [
        ("一、（一）1", "乙的话"),
        ("一、（二）", "乙之一"),
        ("一、总则二", "总则的话"),
        ("文头", "总则的话"),
        ("附件1 一、", "又一个一"),
        ("三、", "总则的话"),
    ],
)
def test_clause_does_not_bear(clause: str, quote: str) -> None:
    assert not bears(ORIGINAL.find(clause), quote)


def test_says_where_a_quotation_stands() -> None:
    assert ORIGINAL.holding("乙之一") == ("一、总则（一）2（1）",)


def names(text: str) -> list[str]:
    """The names of a text's numbered clauses."""
    return [one.name for one in Original(text).clauses if one.heading not in ("文头", "落款")]


@pytest.mark.parametrize(
    ("text", "address", "name"),
    [
        ("第一百零四条 甲\n第一百零五条 乙", "第一百零五条", "第一百零五条"),
        ("第４条 甲\n第５条 乙", "第5条", "第5条"),
        ("第 5 条 甲", "第５条", "第5条"),
        ("一、甲\n１、乙\n（１）丙\n（２）丁", "一、1（2）", "一、1（2）"),
        ("一、甲\n1、乙\n(1)丙", "一、１、（１）", "一、1（1）"),
    ],
)
def test_a_number_is_the_same_in_every_width(text: str, address: str, name: str) -> None:
    assert [one.name for one in Original(f"办法\n{text}").find(address)] == [name]


LONG = "1、用户可以在签订合同之后自行选择的办理时限分别为"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"一、甲\n{LONG}\n3、5个工作日。\n2、乙", ["一、", "一、1", "一、2"]),
        (f"一、甲\n{LONG}\n\n3、5个工作日。\n2、乙", ["一、", "一、1", "一、2"]),
        ("一、甲\n1、用户可选2、\n3、5个工作日。\n2、乙", ["一、", "一、1", "一、2"]),
        ("根据《虚构条例》\n第三条规定，制定本办法。\n第一条 甲", ["第一条"]),
        ("第一条 依照本办法\n第三条和第四条办理。\n第二条 乙", ["第一条", "第二条"]),
        ("一、甲\n1、乙\n3、丙\n四、丁", ["一、", "一、1", "一、3", "四、"]),
        (f"一、甲\n{LONG}两种。\n3、乙", ["一、", "一、1", "一、3"]),
        (f"一、甲\n{LONG}\n2、乙", ["一、", "一、1", "一、2"]),
        ("关于进一步优化用水用气报装流程提高服务水平的若干措施\n三、甲", ["三、"]),
    ],
)
def test_a_number_inside_a_sentence_begins_no_clause(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "\n" * 300_000,
        " " * 300_000,
        "附件" + " " * 300_000 + "x",
        "附件1\n" + "\n" * 300_000 + "x",
        "#" * 300_000,
        "*\n" * 150_000,
    ],
    ids=["lines", "blanks", "attachment", "attachments", "hashes", "stars"],
)
def test_a_long_text_takes_no_more_than_in_proportion(text: str) -> None:
    """A minute is a thousand times what it takes; with the square of the length it would take hours."""
    begun = time.process_time()
    assert normal(f"{text}甲").endswith("甲")
    assert Original(f"{text}\n甲").find("九、") == ()
    assert time.process_time() - begun < 60


SENT = """虚构市公用局文件

关于印发《虚构方案》的通知

各县公用局：

现将《虚构方案》印发给你们，请执行。

虚构市公用局

2099年1月2日

虚构方案

为做好报装，制定本方案，适用于全市。

一、目标

甲。

抄送：各县。另发。

虚构市公用局印
"""


def test_a_letter_has_its_signature_and_what_it_sends_along_its_opening() -> None:
    sent = Original(SENT)
    assert bears(sent.find("引言"), "适用于全市") and bears(sent.find("落款"), "2099年1月2日")
    assert bears(sent.find("落款"), "公用局印") and not bears(sent.find("落款"), "适用于全市")
    assert not bears(sent.find("引言"), "2099年1月2日") and bears(sent.find("文头"), "适用于全市")
    assert [one.clause.name for one in sent.paragraphs[:6]] == ["文头", "文头", "文头", "文头", "落款", "落款"]
    assert [one.clause.name for one in sent.paragraphs[6:9]] == ["引言", "引言", "一、"]
    assert Original(SENT.replace("印发给你们", "转给各县")).find("引言") == ()
    undated = Original(SENT.replace("虚构市公用局\n\n2099年1月2日\n", ""))
    assert bears(undated.find("引言"), "虚构方案 为做好报装")
