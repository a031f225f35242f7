"""A folder to fill in: nothing decided, nothing overwritten, every proposal borne by the words it quotes."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import docx
import entered
import pytest
import weasyprint
from expected import ROOT

from generator import checks
from generator.cli import main
from generator.desk import candidates
from generator.desk.candidates import heads
from generator.desk.candidates.passages import passages
from generator.document import extract
from generator.document.originals import Original
from generator.policy.guide import ANSWERED
from generator.policy.scalars import TO_FILL

STRUCTURES = ROOT / "tests" / "cases" / "every-structure" / "originals" / "xugou.txt"
TEXT = STRUCTURES.read_text(encoding="utf-8")


def begun(folder: Path, *documents: Path, utility: str = "water,gas", city: str = "nowhere") -> int:
    """`new` in a folder; its exit code."""
    named = [part for path in documents for part in ("--document", str(path))]
    return main(["new", city, "--utility", utility, *named, "--policies", str(folder)])


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder begun from the invented document that has every structure."""
    folder = tmp_path_factory.mktemp("once")
    assert begun(folder, STRUCTURES) == 0
    return folder


@pytest.fixture
def fresh(once: Path, tmp_path: Path) -> Path:
    """The same, for one test alone."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.slow
def test_every_question_stands_open_with_its_place(fresh: Path) -> None:
    _, guides, findings = checks.check(fresh, unpublished=True)
    assert guides == ()
    assert [one.code for one in findings if one.severity == "info"] == ["not-published"]
    findings = tuple(one for one in findings if one.severity != "info")
    assert {one.code for one in findings} == {"left-blank"}
    files = {path.name: path.read_text(encoding="utf-8").split("\n") for path in (fresh / "nowhere").glob("*.yaml")}
    for one in findings:
        line = files[Path(one.position.path).name][one.position.line - 1]
        assert line[one.position.column - 1 :].startswith(TO_FILL)
    asked = {one.thing for one in findings}
    assert set(ANSWERED) <= asked
    assert all(re.search(r"[\u4e00-\u9fff]", one.zh.split("：")[0]) for one in findings)


@pytest.mark.slow
def test_every_key_is_explained(fresh: Path) -> None:
    for path in (fresh / "nowhere").glob("*.yaml"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if found := re.match(r"#   \w+(?:（必填）)?：(.*)", line):
                assert found[1], line


@pytest.mark.slow
def test_whatever_is_accepted_is_borne(fresh: Path) -> None:
    """All proposals at once: the words they quote stand in the clause they name, and bear their figures."""
    place, accepted = fresh / "nowhere", 0
    for path in place.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for name in ANSWERED:
            taken = re.search(rf"^{name}: {TO_FILL}\n((?:#   (?:- id| ).*\n)+)", text, re.MULTILINE)
            lines = taken[1].replace("#   ", "  ").replace(TO_FILL, "not_stated") if taken and name != "classes" else ""
            lines = lines.replace("purpose: not_stated", "purpose: handling")
            lines = lines.replace("item: not_stated", "item: 费").replace("name: not_stated", "name: 无")
            accepted += lines.count("- id: ")
            found = taken[0] if taken else f"{name}: {TO_FILL}\n"
            text = text.replace(found, f"{name}:\n{lines}" if lines else f"{name}: not_stated\n")
        text = text.replace("[请填写]", "[无]").replace(
            "read: {by: 请填写, on: 请填写}", "read: {by: 无, on: 2099-01-01}"
        )
        text = re.sub(
            r"\n +(?:addressees|providers|kind|held|lacks|index_no|publisher|published): 请填写.*", "", text
        )  # who has none writes none
        text = re.sub(r"(name|covers|title|quote): 请填写", r"\1: 无", text).replace(TO_FILL, "not_stated")
        path.write_text(text, encoding="utf-8")
    _, guides, findings = checks.check(fresh, unpublished=True)
    assert accepted > 40
    assert [guide.guide.utility for guide in guides] == ["water", "gas"]
    ours = [one for one in findings if not one.thing.startswith("documents")]
    wrong = [one for one in ours if one.code in ("not-in-clause", "no-clause-in-original", "bad-number", "wrong-shape")]
    assert [str(one) for one in wrong] == []
    unborne = [one for one in ours if one.code == "unborne" and dict(one.words)["role"] not in ("收费项目",)]
    assert [str(one) for one in unborne] == []


def test_a_title_is_no_part_of_a_quotation() -> None:
    found = candidates.candidates(Original("四、费用\n供水企业不收取报装手续费。\n"))
    assert [one.quote for one in found] == ["供水企业不收取报装手续费"]


SHOWN = """接水须知（虚构）
办理时限：
（一）受理。材料齐全的当场受理；缺件的一次告知。
环节 | 时限
勘察 | 2个工作日
"""


def test_a_passage_knows_its_heads_its_cell_and_what_precedes_it() -> None:
    shown = [(one.text, one.above, one.label, one.first, one.before) for one in passages(Original(SHOWN))]
    assert shown[3:5] == [
        ("材料齐全的当场受理", ("办理时限", "受理"), "", "", ""),
        ("缺件的一次告知", ("办理时限", "受理"), "", "", "材料齐全的当场受理；"),
    ]
    assert shown[-1] == ("2个工作日", ("办理时限", "受理"), "时限", "勘察", "")


def test_a_line_broken_by_the_width_of_the_page_is_one_statement() -> None:
    text = "一、办理\n供热企业应当自受理新增热用户申请之日起\n15个工作日内答复可否接入。\n— 1 —\n"
    assert [one.text for one in passages(Original(text))] == [
        "办理",
        "供热企业应当自受理新增热用户申请之日起15个工作日内答复可否接入",
    ]


LACKING = (
    "通知（虚构）\n一、标准\n执行附件。\n附件：1.甲标准；2.乙标准；\n3.丙申请表\n附件1\n甲标准\n一、范围\n虚构。\n"
)


def test_annexes_without_text_are_proposed_as_not_in_hand() -> None:
    assert [(number, title) for number, title, _, _ in heads.annexes(Original(LACKING))] == [
        ("2", "乙标准"),
        ("3", "丙申请表"),
    ]
    assert not list(heads.annexes(Original("通知（虚构）\n一、附件\n附件：无\n")))


def test_the_day_of_publication_is_not_taken_for_that_of_the_document() -> None:
    text = "发布日期：2099-05-30 索引号：XG-2099-017\n通知（虚构）\n一、甲\n乙。\n虚构局\n2099年5月1日\n"
    said = [one.values[0] for one in heads.heads(Original(text))]
    assert {("published", "2099-05-30"), ("index_no", "XG-2099-017"), ("date", "2099-05-01")} <= set(said)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("每年9月底前（建议8月底前）到大厅办理", [("deadlines", "yearly", "{by: 09-end, advised: 08-end}")]),
        ("每年7月31日前提交", [("deadlines", "yearly", "{by: 07-31}")]),
        ("7月31日前提交", [("deadlines", "yearly", "请填写")]),  # of which years is not said
        ("供暖期开始1个月前办理", [("deadlines", "before", '{event: "供暖期开始", lead: 1, unit: month}')]),
        ("计划停水的，提前24小时通知用户", [("deadlines", "before", "{event: 请填写, lead: 24, unit: hour}")]),
        ("验收合格后1个月内开始施工", [("limits", "starts_within", "1")]),
        ("验收合格后1个月内完成施工", [("limits", "at_most", "1")]),
        ("提交营业执照复印件1份", [("papers", "forms", "[{as: copy, number: 1}]")]),
        ("提交用水申请书原件和复印件", [("papers", "forms", "[{as: original}, {as: copy}]")]),
    ],
)
def test_days_of_every_year_leads_beginnings_and_forms_are_told_apart(
    text: str, proposed: list[tuple[str, str, str]]
) -> None:
    found = candidates.candidates(Original(f"一、办理\n{text}。"))
    given = [(one.section, name, value) for one in found for name, value in one.values]
    wanted = {"yearly", "before", "starts_within", "at_most", "forms"}
    assert [one for one in given if one[1] in wanted] == proposed


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("上述（一）（二）两个环节共1.5个工作日", []),
        ("以上3个环节合计5个工作日", []),
        ("办理环节压减为2个环节", ["2"]),
    ],
)
def test_steps_that_were_named_are_not_counted(text: str, counts: list[str]) -> None:
    found = candidates.candidates(Original(f"一、办理\n{text}。"))
    assert [str(one.figures[0]) for one in found if one.section == "step_counts"] == counts


def test_what_several_prices_are_for_is_asked_and_a_table_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = tmp_path / "prices.txt"
    prices.write_text("无此市价目表\n\n一、服务\n维修每次50元。换表每次80元。测压免费。\n", encoding="utf-8")
    assert begun(tmp_path / "a b", prices) == 0
    assert f"generator check nowhere --policies '{tmp_path / 'a b'}'" in capsys.readouterr().err
    proposed = (tmp_path / "a b" / "nowhere" / "city.yaml").read_text(encoding="utf-8").partition("\nfees:")[2]
    fees = proposed.partition("\nworks:")[0]
    assert fees.count(f"purpose: {TO_FILL}") == fees.count("currency: ") == 2
    assert fees.count("free: ") == 1
    assert "schedules" in fees


def test_the_same_words_are_proposed_for_each_clause_they_stand_in() -> None:
    text = "一、受理\n办理时限：5个工作日内。\n二、施工\n办理时限：5个工作日内。"
    assert [one.clause for one in candidates.candidates(Original(text)) if one.section == "limits"] == ["一、", "二、"]


@pytest.mark.parametrize(
    "text",
    [
        "客服热线0000-0000000，24小时有人接听",
        "报价单有效期30日",
        "报价20日内有效，过期重新核算",
        "管线保修期24个月",
        "由15个工作日压缩",
        "供电企业10个工作日内答复供电方案",
        "停水超过24小时的，另行公告",
        "每逾期1日，支付违约金",
        "责令5日内改正",
        "自收到决定之日起60日内申请行政复议",
        "本通知自发布之日起30日后施行",
        "缴费次日起算",
        "软管每18个月更换一次",
    ],
)
def test_what_is_no_time_limit_is_not_proposed_as_one(text: str) -> None:
    found = candidates.candidates(Original(f"一、办理\n{text}。"))
    assert [one for one in found if one.section == "limits"] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "自受理之日起，有外线工程的，5个工作日内完成接水，行政审批时间不计入",
            {"at_most": "5", "starts_on": "受理之日", "ends_with": "完成接水", "excludes": "行政审批时间"},
        ),
        ("缴费后7个工作日内进场施工", {"starts_within": "7", "starts_on": "缴费"}),
        ("用户应当在收到清单之日起15日内缴费", {"at_most": "15", "starts_on": "收到清单之日", "whose": "applicant"}),
        ("办理时限：法定30个工作日", {"exactly": "30", "force": "statutory"}),
        ("实行告知承诺，3日内办结", {"at_most": "3", "force": ""}),
        ("抢修≤2h到场", {"at_most": "2", "unit": "hour"}),
        ("手续齐全的立即登记", {"unit": "instant"}),
    ],
)
def test_a_limit_says_what_its_sentence_says(text: str, values: dict[str, str]) -> None:
    found = candidates.candidates(Original(f"一、办理\n{text}。"))
    (said,) = [dict(one.values) for one in found if one.section == "limits"]
    assert {key: said.get(key, "") for key in values} == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "安装费：每户320元，由用户承担",
            {"exactly": "320", "per": "户", "item": "安装费", "payer": '{"applicant": ["用户"]}'},
        ),
        ("增容费88元/㎡", {"exactly": "88", "per": "㎡", "item": "增容费"}),
        ("初装费2600元／户，依据虚发改〔2098〕6号", {"exactly": "2600", "per": "户", "basis": "虚发改〔2098〕6号"}),
        ("到户水价2.15元/立方米", {"exactly": "2.15", "purpose": "price"}),
        ("水表押金：每户500元", {"exactly": "500", "refunded": "请填写"}),
        ("不收取增容费", {"free": "true", "item": "增容费"}),
        ("红线外工程费用由供水企业承担", {"words": "由供水企业承担", "payer": '{"utility": ["供水企业"]}'}),
        ("私自接水的，处1000元以上5000元以下罚款", None),
        ("每逾期一日，向用户支付100元", None),
        ("违诺的，每件赔付50元", None),
    ],
)
def test_a_charge_says_what_its_sentence_says(text: str, values: dict[str, str] | None) -> None:
    found = [
        dict(one.values) for one in candidates.candidates(Original(f"一、收费\n{text}。")) if one.section == "fees"
    ]
    assert bool(found) is (values is not None)
    assert [{key: one.get(key, "") for key in values or ()} for one in found] == ([values] if values else [])


TABLES = """收费表
项目 | 计费单位 | 标准（元）
装表 | 户 | 300
时限表
环节 | 一类 | 二类
勘察 | 1 | 2
（单位：工作日）
"""


def test_a_cell_has_the_unit_of_its_column_or_of_the_note_of_its_table() -> None:
    quoted = {
        (one.section, str(one.figures[0])): {*one.beside, *dict(one.elsewhere)}
        for one in candidates.candidates(Original(TABLES))
        if one.figures
    }
    assert quoted["fees", "300"] == {"装表", "户", "标准（元）"}
    assert quoted["limits", "2"] == {"勘察", "二类", "（单位：工作日）"}


@pytest.mark.parametrize(
    ("text", "telephones"),
    [
        ("服务热线：（000）0000 0301", ["(000)0000 0301"]),
        ("电话：0000-00000811／00000812", ["0000-00000811", "00000812"]),
        ("热线000—00000001转2，12319、95598", ["000-00000001转2", "12319", "95598"]),
        ("值班电话：００００－００００１５０１", ["0000-00001501"]),
        ("客服400 000 0820", ["400 000 0820"]),
        ("传真0000-00000867，邮编000000", []),
        ("事项编码：GY0000202301", []),
        ("安装费12345元", []),
    ],
)
def test_telephones_of_every_shape(text: str, telephones: list[str]) -> None:
    found = candidates.candidates(Original(f"一、联系\n{text}。"))
    assert [dict(one.values)["telephone"] for one in found if "telephone" in dict(one.values)] == telephones


@pytest.mark.parametrize("text", ["1" * 100_000, "，" * 100_000, "a@" * 50_000, "(3)" * 30_000])
def test_hostile_lines_take_no_time(text: str) -> None:
    began = time.process_time()
    assert list(candidates.candidates(Original(f"一、甲\n{text}"))) == []
    assert list(heads.heads(Original(f"甲\n{text}"))) is not None
    assert time.process_time() - began < 5


def test_a_document_without_numbers_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(
        "虚构市装表须知\n\n业务接待：\n手续齐全的当场登记，三日内转交。供水企业派员现场勘察。\n", encoding="utf-8"
    )
    assert begun(tmp_path / "policies", plain) == 0
    assert "没有认出编号的条款" in capsys.readouterr().err


@pytest.mark.slow
def test_nothing_is_overwritten(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in fresh.rglob("*.*")}
    assert begun(fresh, STRUCTURES) == 2
    assert "nowhere" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in fresh.rglob("*.*")} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("city", "utility"),
    [("Nowhere", "water"), ("../x", "water"), ("data", "water"), ("a", "power"), ("a", "water,water"), ("a", "")],
)
def test_wrong_usage(city: str, utility: str, tmp_path: Path) -> None:
    assert begun(tmp_path, STRUCTURES, city=city, utility=utility) == 2
    assert list(tmp_path.iterdir()) == []


# ----------------------------------------------------------------------------------------------------- documents


def _pdf(path: Path, text: str) -> None:
    font = (ROOT / "templates" / "fonts" / "NotoSansSC-Regular.ttf").as_uri()
    style = f"@font-face {{font-family: x; src: url({font})}} body {{font-family: x}}"
    body = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    weasyprint.HTML(string=f"<style>{style}</style>{body}").write_pdf(path)


def _docx(path: Path, text: str) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    document.save(str(path))


SHORT = "虚构市公用局\n一、办理时限\n（一）小型项目不超过3个工作日。\n（二）大型项目不超过8个工作日，由供水企业办理。\n"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "docx", "utf-8", "utf-16", "gb18030"])
def test_the_text_of_a_document(kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("x." + (kind if kind in ("pdf", "docx") else "txt"))
    if kind in ("pdf", "docx"):
        {"pdf": _pdf, "docx": _docx}[kind](path, SHORT)
    else:
        path.write_bytes(SHORT.encode(kind))
    lines = [line for line in extract.text_of(path).split("\n") if line]
    assert lines == [line for line in SHORT.split("\n") if line]
    assert begun(tmp_path / "policies", path) == 0
    assert (tmp_path / "policies" / "nowhere" / "originals" / "nowhere.txt").read_text(encoding="utf-8")


def test_tables_of_word_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("收费标准（虚构），供水企业按下表收取费用，不另外收取其他费用。")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "水表费", "1元/户"
    document.save(str(tmp_path / "x.docx"))
    assert "水表费 | 1元/户" in extract.text_of(tmp_path / "x.docx")


@pytest.mark.slow
def test_what_was_left_out_is_said_and_kept_under_its_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = ROOT / "tests" / "incoming" / "sdt-track.docx"
    assert begun(tmp_path, changed, changed) == 0
    said = [line for line in capsys.readouterr().err.split("\n") if "修订" in line]
    assert len(said) == 2
    assert all(line.startswith(f"{changed}: 没有取出或拿不准 · left out or uncertain: 整份文件：") for line in said)
    city = (tmp_path / "nowhere" / "city.yaml").read_text(encoding="utf-8")
    documents = city.partition("\ndocuments:\n")[2].partition("\n\n")[0].split("  - id: nowhere-")[1:]
    assert len(documents) == 2
    assert all(f"    # {said[0].partition(': ')[2]}" in one for one in documents)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [("scan.pdf", None), ("old.doc", b"\xd0\xcf"), ("x.docx", b"no zip"), ("x.pdf", b"no pdf"), ("x.txt", b"short")],
)
def test_what_has_no_text_is_refused(
    name: str, data: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if data is None:
        _pdf(path, "")
    else:
        path.write_bytes(data)
    assert begun(tmp_path / "policies", path) == 1
    assert name in capsys.readouterr().err
    assert not (tmp_path / "policies").exists()


@pytest.mark.slow
def test_an_absent_document_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun(tmp_path, tmp_path / "absent.pdf") == 1
    assert "absent.pdf" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------- how much it finds


@pytest.mark.skipif(not entered.DOCUMENTS.is_dir(), reason="the texts of the documents are not beside this checkout")
def test_most_of_what_was_entered_by_hand_is_proposed() -> None:
    """Of the figures of the five places: nine in ten proposed, three in four proposals of use."""
    found = [one for _, one in entered.of_the_five()]
    assert len(found) == 5
    assert sum(one.found for one in found) >= 0.9 * sum(one.entered for one in found)
    assert sum(one.useful for one in found) >= 0.75 * sum(one.proposed for one in found)


def test_most_is_proposed_of_a_document_the_patterns_were_not_made_on() -> None:
    one = entered.of_the_invented()
    assert one.found >= 0.8 * one.entered
    assert one.useful >= 0.5 * one.proposed
