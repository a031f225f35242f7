"""Texts as people have them: copied radicals, signs that nobody sees, heads of every kind. Invented places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.document import quantities as figures
from generator.document.characters import mended
from generator.document.originals import Original, bears, read
from generator.document.text import normal

INCOMING = Path(__file__).parent / "incoming"
PLAIN = (INCOMING / "short-clauses-forgotten.txt").read_text(encoding="utf-8")


def addresses(text: str) -> list[str]:
    """The addresses of the paragraphs, in order; each finds its own clause and no other."""
    original = Original(text)
    for paragraph in original.paragraphs:
        assert paragraph.clause in original.find(paragraph.clause.name)
        assert len(original.find(paragraph.clause.name)) == 1
    return [paragraph.clause.name for paragraph in original.paragraphs]


# ------------------------------------------------------------------------------------------------------- characters


@pytest.mark.parametrize("name", ["kangxi-radicals.txt", "zero-width-space.txt"])
def test_what_looks_the_same_reads_the_same(name: str) -> None:
    copied, plain = read(INCOMING / name), Original(PLAIN)
    assert [clause.name for clause in copied.clauses] == [clause.name for clause in plain.clauses]
    assert [one.plain for one in copied.sentences] == [one.plain for one in plain.sentences]
    for clause, quote in (
        ("一、（二）", "工作日上午8:30"),
        ("二、（一）1", "居民用户三个工作日内"),
        ("二、（二）3", "一百二十日"),
    ):
        assert bears(copied.find(clause), quote)
    assert mended(copied.text) == PLAIN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⻓度⻔口⽤⽔，⼀⽇", "长度门口用水，一日"),
        ("工\u00ad作\u2060日\ufeff内\u200d\u202c", "工作日内"),
        ("安装\u00a0费\u2009120\u3000元", "安装 费 120\u3000元"),
        ("甲\u2028乙\r\n丙\u0085丁\v戊", "甲\n乙\n丙\n丁\n戊"),
        ("受理費用，環節", "受理費用，環節"),
        ("豈\uf9dc", "豈\uf9dc".translate({0xF9DC: "隆"})),
    ],
)
def test_a_text_is_taken_in_with_its_own_words_in_plain_characters(text: str, expected: str) -> None:
    assert mended(text) == expected


def test_traditional_and_simplified_are_the_same_to_the_proof() -> None:
    original = Original("供水服務指南\n第一條 受理申請後五個工作日內辦結，費用三千元。\n第二條 環節：報裝、驗收。\n")
    assert addresses(original.text) == ["文头", "第一条", "第二条"]
    assert bears(original.find("第一條"), "受理申请后五个工作日内办结，费用三千元")
    assert bears(original.find("第二条"), "環節：報裝、驗收") and "費用" in original.find("第一条")[0].text
    assert normal("⻓⻔") == "长门"


def test_chinese_numerals_are_read_whole_or_not_at_all() -> None:
    original = read(INCOMING / "chinese-numerals-over-99.txt")
    numbers = {
        "二、（二）3": [120], "二、（二）4": [300, 120], "二、（二）5": [105], "二、（二）6": [200, 3000, 150],
    }  # fmt: skip
    for address, expected in numbers.items():
        (clause,) = original.find(address)
        assert list(figures.read(normal(clause.text[clause.lead :])).numbers()) == expected
    (mixed,) = original.find("二、（二）7")
    found = figures.read(normal(mixed.text[mixed.lead :]))
    said = {found.text[one.start : one.end]: one.value for one in found.figures}
    assert said["1/3"] is said["二三"] is said["10余"] is None
    assert (said["2个半"], said["1.5"], said["百分之三十"]) == (Decimal("2.5"), Decimal("1.5"), Decimal(30))


# ------------------------------------------------------------------------------------------------------------ heads


def test_heads_without_numbers_are_addresses() -> None:
    original = read(INCOMING / "unnumbered-commitments-water.txt")
    heads = ["文头", "业务接待", "业务接待", "勘察设计", "勘察设计", "管线维修", "管线维修", "供水水质", "供水水质"]
    assert addresses(original.text) == heads
    assert bears(original.find("管线维修"), "24小时内修复") and bears(original.find("勘察设计："), "10日内现场勘察")
    assert not bears(original.find("勘察设计"), "24小时内修复")
    assert bears(original.find("文头"), "24小时内修复")  # as it was cited before heads had addresses


def test_steps_and_circled_numbers_are_addresses() -> None:
    steps = addresses((INCOMING / "unnumbered-steps.txt").read_text(encoding="utf-8"))
    assert steps == ["文头", "第一步", "第二步", "第三步", "第三步①", "服务热线"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 范围\n甲。\n2 申请\n2.1 个人用户\n3.5元。\n2.1.1 材料\n2.1.2 时限\n1.5个工作日。\n2.2 单位\n"
         "3 验收\n3.1 组织\n",
         "文头 1 1 2 2.1 2.1 2.1.1 2.1.2 2.1.2 2.2 3 3.1"),
        ("01 受理\n1个工作日。\n02 勘查\n03\n通水\n", "文头 01 01 02 03 03"),
        ("Ⅰ、受理\nⅡ、勘查\nA、居民\nB、单位\nⅢ、验收\n", "文头 Ⅰ Ⅱ ⅡA ⅡB Ⅲ"),
        ("一、材料\n①身份证；\n②房产证。\n二、时限\n⑴受理。\n⑵勘查。\n⒈甲\n㈠丙\n",
         "文头 一、 一、① 一、② 二、 二、（1） 二、（2） 二、（2）1 二、（2）（一）"),
        ("1）身份证；\n2）房产证。\n一、其他（见表\n1）提交。\n", "文头 1） 2） 一、 一、"),
        ("步骤一：申请\n步骤2：勘查\n", "文头 步骤一 步骤2"),
        ("第一章 总则\n一、目的\n第二章 收费\n一、标准\n", "文头 第一章 第一章一、 第二章 第二章一、"),
        ("一 服务范围\n甲。\n二　办理时限\n（ 一 ）乙。\n1 ．丙\n", "文头 一、 一、 二、 二、（一） 二、（一）1"),
        ("业务接待：立即登记。\n勘察设计：10日内。\n小用户5日内。\n", "文头 业务接待 勘察设计 勘察设计"),
        ("申请材料\n身份证\n房产证\n办理时限\n三日内办结。\n", "文头 申请材料 申请材料 申请材料 办理时限 办理时限"),
        ("为服务用户，我公司承诺。\n三个工作日内通水。\n虚水公司\n2099年1月1日\n", "文头 第1段 第2段 落款 落款"),
        ("一、甲。\n附件一：流程图\n附件二：价目\n附件一：流程图\n受理。\n附件二：价目\n",
         "文头 一、 落款 落款 附件一 附件一文头 附件二"),
        ("1. 办理条件：\n居民用户：有房产。\n2. 材料：\n联系方式：000\n", "文头 1 1 2 联系方式"),
        ("服务承诺\n1、受理\n1）当日登记。\n2）三日勘查。\n2、施工\n1）十日完工。\n",
         "文头 服务承诺 服务承诺1 服务承诺1、1） 服务承诺1、2） 服务承诺2 服务承诺2、1）"),
        ("▍总流程\n申请，勘查。\n【签约缴费】水表100元。\n申请材料（2件）：\n①申请表；\n①②可以传。\n",
         "文头 总流程 总流程 签约缴费 申请材料 申请材料① 申请材料①"),
        ("设定依据：《虚构供水条例》第二十三条、第二十四条和第二十五条第二款的规定，以及虚水发〔2099〕9号第六条，"
         "一并执行到修订为止\n受理条件：不欠水费\n办件类型：承诺件\n", "文头 设定依据 受理条件 办件类型"),
        ("申请材料\n身份证（原件）\n房产证、购房合同复印件\n办理流程\n在线预约\n专员回电，核对地址。\n",
         "文头 申请材料 申请材料 申请材料 办理流程 在线预约 在线预约"),
        ("1.5倍赔付。\n0.5个工作日。\n08:30上班。\n10、11号窗口。\n1,200元。\n2 个工作日。\n",
         "文头 第1段 第2段 第3段 第4段 第5段 第6段"),
        ("1、3日内受理。\n2、5日内答复。\n", "文头 1 2"),
        ("\u202a一\u200b、范围\u202c\n\u00a0（\u00ad一）甲。\u2028二、时限\n1.\u2009乙。\n第\u3000三\u3000条 丁。\n",
         "文头 一、 一、（一） 二、 二、1 二、1第三条"),
        ("壹、总则\n甲。\n贰、费用\n", "文头 壹、 壹、 贰、"),
        ("发布时间：2099-01-01 来源：虚水公司\n办理流程\n用户申请，公司受理。\n", "文头 文头 办理流程 办理流程"),
    ],
)  # fmt: skip
def test_every_kind_of_head_is_an_address(text: str, expected: str) -> None:
    assert [name.replace(" ", "") for name in addresses(f"虚水公司指南\n{text}")] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理条件\n1. 有房产。\n2. 有水源。\n申请材料\n1. 身份证。\n收费\n安装费120元。\n",
         ["文头", "受理条件", "受理条件 1", "受理条件 2", "申请材料", "申请材料 1", "收费", "收费"]),
        ("新装业务\n一、条件\n过户业务\n一、条件\n甲。\n",
         ["文头", "新装业务", "新装业务 一、", "过户业务", "过户业务 一、", "过户业务 一、"]),
        ("1. 身份证。\n2. 房产证。\n1. 户口簿。\n", ["文头", "1.身份证", "2", "1.户口簿"]),
        ("一、总体要求\n甲。\n一、实施对象\n乙。\n", ["文头", *["一、总体要求"] * 2, *["一、实施对象"] * 2]),
        ("一、甲。\n（1）同。\n一、乙。\n（1）同。\n",
         ["文头", "一、第1次出现", "一、第1次出现（1）", "一、第2次出现", "一、第2次出现（1）"]),
    ],
)  # fmt: skip
def test_numbers_that_repeat_have_addresses_of_their_own(text: str, expected: list[str]) -> None:
    assert addresses(f"虚水公司指南\n{text}") == expected
