"""Word files as Word shows them: numbers that it draws, tables, what is left out of them and said."""

from __future__ import annotations

from pathlib import Path

import papers
import pytest

from generator.document import extract
from generator.document.formats.word_numbers import UnknownFormatError, written

INCOMING = Path(__file__).parent / "incoming"
_NAMES = f'xmlns:w="{papers.W}"'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def taken(path: Path) -> extract.Taken:
    """What is taken out of a small file of our own, in this process."""
    return extract._joined(extract._parts_of(path))


def word(folder: Path, body: str, **parts: str) -> extract.Taken:
    """What is taken out of a Word file with a body, and with parts by their names: numbering, styles, header …"""
    types, relations, more = "", "", {}
    for count, (name, xml) in enumerate(parts.items()):
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{name}+xml"/>'
        relations += f'<Relationship Id="r{count}" Type="http://x/{name}" Target="{name}.xml"/>'
        more[f"word/{name}.xml"] = xml
    more["[Content_Types].xml"] = papers._PARTS["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    more["word/_rels/document.xml.rels"] = f"{start}{relations}</Relationships>".replace("http://x/", office)
    (folder / "x.docx").write_bytes(papers.word(papers.paragraph() + body, more=more))
    return taken(folder / "x.docx")


def lines(text: extract.Taken) -> list[str]:
    """What stands below the first paragraph, which is only there so that there is text enough."""
    return [line for line in text.text.split("\n") if line][1:]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


# ------------------------------------------------------------------------------------------------------ as they come


def test_cells_are_told_apart_by_where_they_are() -> None:
    rows = taken(INCOMING / "samecells.docx").text.rstrip().split("\n\n")[1].split("\n")
    assert [row.split(" | ") for row in rows] == [
        ["环节", "受理", "勘察", "通水"],
        ["时限", "1个工作日", "1个工作日", "2个工作日"],
    ]


def test_rows_of_a_table_in_a_cell_stand_alone() -> None:
    text = taken(INCOMING / "nested.docx").text
    assert "安装费 | DN15 | 120元/户\n安装费 | DN20 | 150元/户\n" in text


def test_changes_are_accepted_and_said() -> None:
    document = taken(INCOMING / "sdt-track.docx")
    assert "二、材料：营业执照复印件一份；《用气申请表》。" in document.text
    assert "一、办理时限：居民用户3个工作日，非居民用户5个工作日。" in document.text
    assert "www.example.gov.cn，自2024年5月1日起施行。" in document.text
    (said,) = document.left_out
    assert "修订" in str(said)
    assert "法人身份证原件" in str(said)
    assert "tracked changes" in str(said)


def test_numbers_of_a_style_are_reckoned() -> None:
    text = taken(INCOMING / "stylenum.docx")
    assert [line for line in text.text.split("\n") if "办理" in line] == ["1. 办理材料", "2. 办理时限"]
    assert text.left_out == ()


# ----------------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("form", "count", "drawn"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 19, "十九"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 2, "②"),
        ("lowerLetter", 2, "b"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 9, "IX"),
        ("lowerRoman", 14, "xiv"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseLegalSimplified", 3, "叁"),
        ("none", 3, ""),
    ],
)
def test_counts_are_written_as_word_writes_them(form: str, count: int, drawn: str) -> None:
    assert written(form, count) == drawn


@pytest.mark.parametrize(("form", "count"), [("ordinalText", 1), ("lowerLetter", 0), ("decimal", 10**8)])
def test_what_cannot_be_written_is_no_number(form: str, count: int) -> None:
    with pytest.raises(UnknownFormatError):
        written(form, count)


def level(index: int, form: str, text: str, more: str = "") -> str:
    drawn = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/>{drawn}</w:lvl>'


def listed(text: str, listed: int = 1, level: int = 0, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>' if listed >= 0 else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run(text)}</w:p>"


def numbering(levels: str, *lists: str) -> str:
    own = "".join(
        f'<w:num w:numId="{count}"><w:abstractNumId w:val="7"/>{more}</w:num>'
        for count, more in enumerate(lists or ("",), start=1)
    )
    return f'<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{own}</w:numbering>'


NOTICE = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")


def test_levels_begin_anew_under_the_next_above(tmp_path: Path) -> None:
    body = "".join(
        listed(text, level=at) for at, text in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "3日"), (0, "丁"), (1, "戊"))
    )
    assert lines(word(tmp_path, body, numbering=numbering(NOTICE))) == [
        "一、甲", "（一）乙", "（二）丙", "1. 3日", "二、丁", "（一）戊",
    ]  # fmt: skip


def test_a_list_may_go_on_or_begin_where_it_says(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    lists = ("", "", anew.format(1), anew.format(5))
    body = "".join(listed("甲", number) for number in (1, 1, 2, 3, 3, 4))
    drawn = lines(word(tmp_path, body, numbering=numbering(level(0, "decimal", "%1."), *lists)))
    assert drawn == ["1. 甲", "2. 甲", "3. 甲", "1. 甲", "2. 甲", "5. 甲"]


def test_numbers_of_several_levels_and_of_lists_that_never_begin_anew(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    levels += level(2, "decimal", "第%3条", '<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>')
    body = "".join(listed("甲", level=at) for at in (0, 1, 2, 2, 0, 1, 2))
    assert lines(word(tmp_path, body, numbering=numbering(levels))) == [
        "第一章 甲", "1.1 甲", "第1条甲", "第2条甲", "第二章 甲", "2.1 甲", "第3条甲",
    ]  # fmt: skip


def test_a_level_may_belong_to_a_style_and_a_paragraph_may_leave_its_list(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="a"/>')
    levels += level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="b"/>')
    base = '<w:style w:type="paragraph" w:styleId="{}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles = f"<w:styles {_NAMES}>{base.format('a')}{base.format('b')}"
    styles += '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="b"/></w:style></w:styles>'
    body = "".join(listed("甲", -1, style=style) for style in "abc") + listed("甲", 0, style="b")
    drawn = lines(word(tmp_path, body, numbering=numbering(levels), styles=styles))
    assert drawn == ["一、甲", "（一）甲", "（二）甲", "甲"]


def test_a_list_takes_its_numbers_from_a_style_that_names_another(tmp_path: Path) -> None:
    linked = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="s"/></w:abstractNum>'
    lists = numbering(level(0, "upperRoman", "%1)")).replace("<w:num ", f"{linked}<w:num ", 1)
    lists = lists.replace("</w:numbering>", '<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num></w:numbering>')
    styles = (
        f'<w:styles {_NAMES}><w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    drawn = lines(word(tmp_path, listed("甲", 9), numbering=lists, styles=f"{styles}</w:pPr></w:style></w:styles>"))
    assert drawn == ["I) 甲"]


def test_a_number_in_an_unknown_format_is_said_with_its_place(tmp_path: Path) -> None:
    document = word(tmp_path, listed("办理材料"), numbering=numbering(level(0, "hebrew1", "%1.")))
    assert lines(document) == ["办理材料"]
    (said,) = document.left_out
    assert "第2段“办理材料”" in str(said)
    assert "hebrew1" in said.what.zh
    assert "hebrew1" in said.what.en


def test_bullets_are_no_numbers_and_deleted_paragraphs_are_not_counted(tmp_path: Path) -> None:
    gone = "<w:p><w:pPr>{}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    gone = gone.format('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    body = listed("甲") + gone + listed("乙") + listed("丙", level=1)
    levels = level(0, "decimal", "%1.") + level(1, "bullet", "•")
    assert lines(word(tmp_path, body, numbering=numbering(levels))) == ["1. 甲", "2. 乙", "丙"]


# ---------------------------------------------------------------------------------------------------- left out, said


def test_what_word_does_not_show_is_left_out_and_said(tmp_path: Path) -> None:
    body = f"<w:p>{run('不超过')}{run('30', '<w:strike/>')}{run('20')}{run('内部意见', '<w:vanish/>')}{run('日')}</w:p>"
    document = word(tmp_path, body)
    assert lines(document) == ["不超过20日"]
    said = "\n".join(map(str, document.left_out))
    assert "第2段“不超过20日”：隐藏的文字“内部意见” / paragraph 2: hidden text" in said
    assert "划去的文字“30”" in said


def test_a_style_hides_and_a_run_shows_again(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {_NAMES}><w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    shown = run("看得见", '<w:vanish w:val="0"/>')
    document = word(tmp_path, f'<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr>{run("看不见")}{shown}</w:p>', styles=styles)
    assert lines(document) == ["看得见"]
    assert "看不见" in str(document.left_out[0])


def test_heads_feet_and_comments_are_said_where_they_say_something(tmp_path: Path) -> None:
    document = word(
        tmp_path,
        "",
        header=f"<w:hdr {_NAMES}>{papers.paragraph('虚构水务内部资料')}</w:hdr>",
        footer=f"<w:ftr {_NAMES}>{papers.paragraph('第1页 共9页')}</w:ftr>",
        comments=f"<w:comments {_NAMES}><w:comment>{papers.paragraph('此处待定')}</w:comment></w:comments>",
    )
    said = [str(left_out) for left_out in document.left_out]
    assert len(said) == 2
    assert "虚构水务内部资料" in said[0]
    assert said[1].startswith("批注1：“此处待定”")


def test_rows_that_were_deleted_are_gone_and_a_picture_is_said_with_its_row(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>'
    )
    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{papers.cell('旧')}{papers.cell('旧')}</w:tr>"
    rows += f"<w:tr>{papers.cell('甲')}<w:tc><w:p>{picture}</w:p></w:tc></w:tr>"
    document = word(tmp_path, f"<w:tbl>{rows}</w:tbl>")
    assert lines(document) == ["甲 |"]
    assert [left_out.place.zh for left_out in document.left_out] == ["整份文件", "表1第2行"]
    assert "旧旧" in str(document.left_out[0])


def test_columns_that_differ_by_a_hair_are_one(tmp_path: Path) -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 30, 2000, 1500)) + "</w:tblGrid>"
    two = '<w:gridSpan w:val="2"/>'
    rows = papers.cell("环节") + papers.cell("时限", two) + papers.cell("费用")
    rows = f"<w:tr>{rows}</w:tr><w:tr>{papers.cell('受理', two)}{papers.cell('1日')}{papers.cell('免费')}</w:tr>"
    assert lines(word(tmp_path, f"<w:tbl>{grid}{rows}</w:tbl>")) == ["环节 | 时限 | 费用", "受理 | 1日 | 免费"]


def test_what_stands_in_a_cell_that_was_merged_away_is_said(tmp_path: Path) -> None:
    first = papers.cell("甲", '<w:vMerge w:val="restart"/>') + papers.cell("1")
    document = word(tmp_path, papers.table(first, papers.cell("旧", "<w:vMerge/>") + papers.cell("2")))
    assert lines(document) == ["甲 | 1", "甲 | 2"]
    assert str(document.left_out[0]).startswith("表1第2行：合并掉的格里的“旧”")


def test_contents_are_left_out_once_and_notes_follow_their_paragraph(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {_NAMES}><w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    note = (
        f'<w:footnotes {_NAMES}><w:footnote w:id="3">{papers.paragraph("注：节假日除外。")}</w:footnote></w:footnotes>'
    )
    body = (
        listed("一、范围　1", -1, style="t") * 2
        + f'<w:p>{run("一、范围")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    )
    document = word(tmp_path, body + papers.paragraph("二、其他"), styles=styles, footnotes=note)
    assert lines(document) == ["一、范围", "注：节假日除外。", "二、其他"]
    assert [left_out.what.en for left_out in document.left_out] == ["the table of contents, which begins there"]


def test_a_formula_keeps_its_powers_and_fractions(tmp_path: Path) -> None:
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

    def part(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    power = f"<m:sSup>{part('e', '10')}{part('sup', '3')}</m:sSup>"
    fraction = f"<m:f>{part('num', '1')}{part('den', '2')}</m:f>"
    body = f"<w:p>{run('约')}<m:oMath {m}>{power}</m:oMath>{run('吨，')}<m:oMath {m}>{fraction}</m:oMath></w:p>"
    assert lines(word(tmp_path, body)) == ["约10³吨，1/2"]


def test_what_is_left_out_in_many_places_is_counted(tmp_path: Path) -> None:
    hidden = "".join(f"<w:p>{run(f'第{n}处')}{run('隐', '<w:vanish/>')}</w:p>" for n in range(200))
    document = word(tmp_path, hidden)
    assert len(document.left_out) == extract._TOLD + 1
    assert "140" in str(document.left_out[-1])


def test_the_strict_variant_is_named_with_what_to_do(tmp_path: Path) -> None:
    relations = papers._PARTS["_rels/.rels"].replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )
    (tmp_path / "x.docx").write_bytes(papers.word(papers.paragraph(), more={"_rels/.rels": relations}))
    with pytest.raises(extract.ExtractError, match="另存为普通的"):
        taken(tmp_path / "x.docx")


# ----------------------------------------------------------------------------------------------------- what it draws


def symbol(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def drawn_field(instruction: str, form: str = "") -> str:
    """A field without a result, whose instruction stands in two runs."""
    words = (instruction[:6], instruction[6:])
    inside = "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in words)
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    return f'{begin}{inside}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0A3", "≤"), ("Symbol", "F0B3", "≥"), ("Symbol", "F0B1", "±"), ("Symbol", "F0B4", "×"),
        ("Symbol", "F06D", "μ"), ("Symbol", "F0B0", "°"), ("Symbol", "F02B", "+"), ("Symbol", "F0FE", "⎭"),
        ("Symbol", "F0E5", "∑"), ("Symbol", "2B", "+"), ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "F085", "⑤"), ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F0A3", "☐"), ("宋体", "2460", "①"),
    ],
)  # fmt: skip
def test_a_symbol_is_the_one_of_its_font(tmp_path: Path, font: str, code: str, shown: str) -> None:
    document = word(tmp_path, f"<w:p>{run('时限')}{symbol(font, code)}{run('9个工作日')}</w:p>")
    assert lines(document) == [f"时限{shown}9个工作日"]
    assert document.left_out == ()


def test_a_private_character_is_the_symbol_of_the_font_of_its_run(tmp_path: Path) -> None:
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    private = run("时限\uf0a39日", fonts)
    assert lines(word(tmp_path, f"<w:p>{private}</w:p>")) == ["时限≤9日"]


@pytest.mark.parametrize(
    ("drawn", "named"),
    [
        (symbol("Webdings", "F0A3"), "Webdings F0A3"),
        (drawn_field(r"eq \x(9)"), r"eq \x(9)"),
        (run("\uf0a3", '<w:rFonts w:ascii="Fancy"/>'), "Fancy"),
    ],
)
def test_what_is_drawn_and_not_known_is_seen_in_the_text_and_said(tmp_path: Path, drawn: str, named: str) -> None:
    document = word(tmp_path, f"<w:p>{run('时限')}{drawn}{run('9个工作日')}</w:p>")
    assert lines(document) == ["时限◇9个工作日"]
    (said,) = map(str, document.left_out)
    assert f"第2段“时限◇9个工作日”：不知道画的是什么、以 ◇ 代替的“{named}”" in said


def test_fields_without_a_result_show_what_word_draws(tmp_path: Path) -> None:
    boxes = [drawn_field("FORMCHECKBOX", f'<w:ffData><w:checkBox><w:default w:val="{on}"/></w:checkBox></w:ffData>')
             for on in "10"]  # fmt: skip
    checked = drawn_field("FORMCHECKBOX", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")
    entries = '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
    choice = drawn_field("FORMDROPDOWN", f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>')
    five, less = drawn_field(r" eq \o\ac(○,5)"), drawn_field(r"SYMBOL 163 \f &quot;Symbol&quot; \s 10")
    body = f"<w:p>{run('不超过')}{five}{run('个工作日')}</w:p>"
    body += f"<w:p>{boxes[0]}{run('是')}{boxes[1]}{run('否')}{checked}{run('免费')}{choice}</w:p>"
    body += f"<w:p>{run('时限')}{less}{run('9日')}{drawn_field('XE x')}</w:p>"
    document = word(tmp_path, body)
    assert lines(document) == ["不超过⑤个工作日", "☑是☐否☑免费乙", "时限≤9日"]
    assert document.left_out == ()


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F4E79"/>'


def test_what_is_white_on_white_or_tiny_is_left_out_and_said(tmp_path: Path) -> None:
    tiny = run("1", '<w:sz w:val="2"/>')
    document = word(tmp_path, f"<w:p>{run('不超过')}{run('9', WHITE)}{run('15日，免费')}{tiny}{run('0元')}</w:p>")
    assert lines(document) == ["不超过15日，免费0元"]
    (said,) = map(str, document.left_out)
    assert "隐藏的文字“91”" in said


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{run('9日', WHITE + DARK)}</w:p>",
        f"<w:p><w:pPr>{DARK}</w:pPr>{run('9日', WHITE)}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:tcPr>{DARK}</w:tcPr><w:p>{run('9日', WHITE)}</w:p></w:tc></w:tr></w:tbl>",
        f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr><w:tr><w:tc><w:p>{run("9日", WHITE)}'
        "</w:p></w:tc></w:tr></w:tbl>",
        "<w:p>" + run("9日", f'{WHITE}<w:highlight w:val="blue"/>') + "</w:p>",
    ],
)
def test_what_is_white_on_a_colour_is_read(tmp_path: Path, body: str) -> None:
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{DARK}</w:tcPr></w:tblStylePr>'
    styles = f'<w:styles {_NAMES}><w:style w:type="table" w:styleId="t">{head}</w:style></w:styles>'
    document = word(tmp_path, body, styles=styles)
    assert lines(document) == ["9日"]
    assert document.left_out == ()


def test_a_hidden_row_is_left_out_and_said(tmp_path: Path) -> None:
    rows = f"<w:tr><w:trPr><w:hidden/></w:trPr>{papers.cell('旧')}{papers.cell('9元')}</w:tr>"
    rows += f"<w:tr>{papers.cell('户')}{papers.cell('10元')}</w:tr>"
    document = word(tmp_path, f"<w:tbl>{rows}</w:tbl>")
    assert lines(document) == ["户 | 10元"]
    assert str(document.left_out[0]).startswith("表1第1行：隐藏的一行“旧 9元”")
