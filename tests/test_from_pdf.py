"""PDFs as they are read: columns, tables with and without lines and over pages, what repeats left out and said."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import papers
import pikepdf
import pytest
import scanning
import weasyprint
from expected import ROOT
from PIL import Image

from generator.document import extract, recognition

pytestmark = pytest.mark.slow
INCOMING = ROOT / "tests" / "incoming"
_FONT = (ROOT / "templates" / "fonts" / "NotoSansSC-Regular.ttf").as_uri()
_STYLE = f"""
@font-face {{font-family: x; src: url({_FONT})}} body {{font-family: x; font-size: 11pt; margin: 0}}
@page {{size: A5}} table {{border-collapse: collapse; width: 100%}} td, th {{border: 1px solid}}
"""
LINE = papers.LINE


def printed(folder: Path, body: str, style: str = "") -> extract.Taken:
    """What is taken out of a printed page or several."""
    weasyprint.HTML(string=f"<style>{_STYLE}{style}</style>{body}").write_pdf(folder / "x.pdf")
    return extract._joined(extract._parts_of(folder / "x.pdf"))


def lines(taken: extract.Taken) -> list[str]:
    return [line for line in taken.text.split("\n") if line]


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr><td>{'<td>'.join(row.split(' | '))}</tr>" for row in rows) + "</table>"


def test_a_table_over_two_pages_without_head_and_number() -> None:
    taken = extract._joined(extract._parts_of(INCOMING / "table-over-page-running-head.pdf"))
    table, _, last = taken.text.partition("序号 | 项目 | 标准 | 时限\n")[2].partition("\n\n")
    rows = table.split("\n")
    assert [row.split(" | ")[0] for row in rows] == [str(number) for number in range(1, 25)]
    assert rows[16] == "17 | 水表DN15 | 85元/只 | 2个工作日"
    assert all(row.count(" | ") == 3 for row in rows)
    assert "三、最长不超过一百二十日。" in last.split("\n")
    assert "XG-2024-07" not in taken.text
    assert "第 1 页" not in taken.text
    said = "\n".join(map(str, taken.left_out))
    assert said.count("XG-2024-07") == 1
    assert "页码" in said
    assert len(taken.left_out) == 2


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    told = [f"{number}、{LINE * 2}" for number in "一二三四"]
    body = "".join(f"<p>{text}</p>" for text in told)
    assert lines(printed(tmp_path, f"<h1>指南</h1><div style='columns: 2'>{body}</div>")) == ["指南", *told]


def test_a_paragraph_goes_on_over_a_page(tmp_path: Path) -> None:
    told = [
        f"{number}、{''.join(f'第{part}项不超过{part}个工作日，' for part in range(60))}完。"
        for number in "一二三四五六"
    ]
    sides = {"left": "虚构水务", "right": "供水指南"}
    style = "".join(
        f"@page :{side} {{@top-{side} {{content: '{head}'}} @bottom-{side} {{content: counter(page)}}}}"
        for side, head in sides.items()
    )
    taken = printed(tmp_path, "".join(f"<p>{text}</p>" for text in told), style)
    assert lines(taken) == told
    assert sorted(left_out.what.zh for left_out in taken.left_out) == ["重复的“供水指南”", "重复的“虚构水务”", "页码"]


def test_short_lines_and_labels_stay_apart(tmp_path: Path) -> None:
    told = [
        "业务接待：1个工作日",
        "现场勘察：2个工作日",
        "联系人 张三",
        "第一条 总则如下",
        "1. 营业执照",
        "2. 申请表",
        LINE,
    ]
    assert lines(printed(tmp_path, "".join(f"<p style='margin: 0'>{text}</p>" for text in told))) == told


def test_merged_cells_are_told_in_each_row(tmp_path: Path) -> None:
    head = "<tr><td rowspan=2>类别<td colspan=2>时限</tr><tr><td>用水<td>用气</tr>"
    rows = "<tr><td>居民<td colspan=2>3个工作日</tr><tr><td>单位<td>5个工作日<td></tr>"
    note = f"<tr><td colspan=3>{LINE[:24]}</tr>"
    assert lines(printed(tmp_path, f"<p>{LINE}</p><table>{head}{rows}{note}</table>")) == [
        LINE,
        "类别 | 时限 | 时限",
        "类别 | 用水 | 用气",
        "居民 | 3个工作日 | 3个工作日",
        "单位 | 5个工作日 |",
        LINE[:24],
    ]


def test_a_row_broken_over_a_page_is_one_and_the_head_is_not_repeated(tmp_path: Path) -> None:
    long = LINE * 3
    rows = [f"{number} | {'短' if number % 4 else long} | {number}元/户" for number in range(1, 30)]
    body = table(*rows).replace("<table>", "<table><thead><tr><th>序号<th>说明<th>价格</thead>")
    style = "td:nth-child(2) {width: 40%} td {vertical-align: top}"
    taken = printed(tmp_path, f"{body}<p>{LINE}</p>", style)
    assert lines(taken) == ["序号 | 说明 | 价格", *rows, LINE]


@pytest.mark.parametrize("style", ["", "td:nth-child(2) {border: 0 solid; border-width: 0 1px}"])
@pytest.mark.parametrize("sides", ["border-left: 0; border-right: 0", "border: 0"])
def test_tables_with_few_lines_or_none_are_read_by_rows(style: str, sides: str, tmp_path: Path) -> None:
    rows = ["口径 | 价格 | 单位", *(f"DN{size} | {size * 7}元 | 每只含安装" for size in (15, 20, 25, 32))]
    taken = printed(tmp_path, f"<p>{LINE}</p>{table(*rows)}<p>{LINE}</p>", f"td {{{sides}}}{style}")
    assert lines(taken) == [LINE, *rows, LINE]


def test_raised_and_lowered_figures_and_ligatures(tmp_path: Path) -> None:
    body = f"<p>一、日用水量10<sup>3</sup>m<sup>3</sup>以下的，CO<sub>2</sub>见 oﬃce ﬁle。</p><p>{LINE}</p>"
    assert lines(printed(tmp_path, body))[0] == "一、日用水量10³m³以下的，CO₂见 office file。"


def test_columns_end_at_a_head_over_the_page_and_a_table_without_lines_follows(tmp_path: Path) -> None:
    side = f"<div style='display: flex; gap: 30px'>{f'<div style=width:50%>{LINE * 2}</div>' * 2}</div>"
    rows = ["环节 | 内容 | 时限", "受理 | 收取材料并当场答复 | 1日", "勘察 | 现场勘察 | 2日"]
    body = f"<p>{LINE}</p>{side}<h3>二、流程</h3>{table(*rows)}"
    assert lines(printed(tmp_path, body, "td {border: 0}")) == [LINE, LINE * 2, LINE * 2, "二、流程", *rows]


NAMELESS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    papers.stream(b"BT /F 10 Tf 100 700 Td <00010002000300040005> Tj ET"),
    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor 7 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 900 /Descent 0 >>",
)
"""A page of signs that the file draws without saying which they are."""


def test_signs_without_names_are_said_as_a_page_without_text(tmp_path: Path) -> None:
    printed(tmp_path, f"<p>{LINE}</p>")
    (tmp_path / "nameless.pdf").write_bytes(papers.pdf(*NAMELESS))
    with (
        pikepdf.open(tmp_path / "x.pdf", allow_overwriting_input=True) as document,
        pikepdf.open(tmp_path / "nameless.pdf") as nameless,
    ):
        document.pages.extend(nameless.pages)
        document.save(tmp_path / "x.pdf")
    taken = extract._joined(extract._parts_of(tmp_path / "x.pdf"))
    assert lines(taken) == [LINE]
    assert [str(left_out)[:8] for left_out in taken.left_out] == ["第2页：没有文字"]


def test_lines_that_are_aslant_are_no_table(tmp_path: Path) -> None:
    drawing = "<svg width=100 height=20 viewBox='0 0 100 20'><path d='M0 0 L100 20 L50 3' stroke='black'/></svg>"
    assert lines(printed(tmp_path, f"<p>{LINE}</p>{drawing}")) == [LINE]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_on_its_side_is_turned(degrees: int, tmp_path: Path) -> None:
    body = f"<p>{LINE}</p>{table('口径 | 价格', 'DN15 | 300元')}"
    printed(tmp_path, body, "@page {size: A4 landscape}")
    with pikepdf.open(tmp_path / "x.pdf", allow_overwriting_input=True) as document:
        document.pages[0].obj.Rotate = degrees
        document.save(tmp_path / "x.pdf")
    assert lines(extract._joined(extract._parts_of(tmp_path / "x.pdf"))) == [LINE, "口径 | 价格", "DN15 | 300元"]


def test_contents_a_watermark_and_pictures_are_left_out_and_said(tmp_path: Path) -> None:
    mark = "<div style='position: fixed; top: 40%; left: 20%; transform: rotate(45deg)'>内部资料</div>"
    contents = "<p>一、范围………………1</p><p>二、时限………………2</p>"
    taken = printed(tmp_path, f"{contents}{mark}<p>{LINE}</p>{_picture(400)}")
    assert lines(taken) == [LINE]
    said = "\n".join(map(str, taken.left_out))
    assert "第1页：目录" in said
    assert "内部资料" in said
    assert "第1页：图片 / page 1: a picture" in said


def _picture(width: int) -> str:
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(data, "PNG")
    return f"<img style='width: {width}px' src='data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}'>"


def test_a_page_that_is_a_picture_is_said_and_a_document_of_them_is_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "rapid", scanning.nothing)
    page = f"<div style='page-break-before: always'>{_picture(300)}</div>"
    weasyprint.HTML(string=f"<style>{_STYLE}</style><p>{LINE}</p>{page}").write_pdf(tmp_path / "x.pdf")
    (left_out,) = extract.taken(tmp_path / "x.pdf").left_out
    assert str(left_out).startswith("第2页：没有文字")
    weasyprint.HTML(string=f"<style>{_STYLE}</style>{page}").write_pdf(tmp_path / "x.pdf")
    with pytest.raises(extract.ExtractError, match="a scanned picture"):
        extract.taken(tmp_path / "x.pdf")


def test_a_single_page_keeps_the_figures_at_its_edges(tmp_path: Path) -> None:
    body = f"<p>虚构市</p><p>12319</p><p>{LINE}</p>"
    assert lines(printed(tmp_path, body)) == ["虚构市", "12319", LINE]


def _said(taken: extract.Taken) -> list[str]:
    return [str(left_out.what.zh) for left_out in taken.left_out]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("<span style='color: #fff'>9</span>", "白色的、看不见的文字“9”"),
        ("<span style='font-size: 1px'>9</span>", "小得看不见的文字“9”"),
        ("<span style='position: absolute; left: -300px'>9</span>", "页面以外的文字“9”"),
        ("<span style='position: relative'>9<b style='position: absolute; left: 0; top: 0; width: 100%; height: 16px;"
         "background: #000'></b></span>", "被盖住的文字“9”"),
    ],
)  # fmt: skip
def test_what_nobody_sees_on_a_page_is_left_out_and_said(tmp_path: Path, hidden: str, said: str) -> None:
    taken = printed(tmp_path, f"<p>{LINE}</p><p>不超过{hidden}15日</p>")
    assert "".join(lines(taken)[-1].split()) == "不超过15日"
    assert _said(taken) == [said]


def test_a_line_through_a_figure_is_said_as_not_certain(tmp_path: Path) -> None:
    taken = printed(tmp_path, f"<p>{LINE}</p><p>不超过<s>9</s>15日</p>")
    assert lines(taken)[-1] == "不超过915日"
    assert _said(taken) == ["也许划去了、已经取出的文字“9”"]


def test_what_is_white_on_a_colour_or_has_a_line_under_it_is_read(tmp_path: Path) -> None:
    head = "<p style='background: #246; color: #fff'>办理时限</p><p><u>不超过9日</u></p>"
    cell = f"<table><tr><th style='background: #246; color: #fff'>环节<th>时限<tr><td>受理<td>1日</table><p>{LINE}</p>"
    taken = printed(tmp_path, head + cell)
    assert lines(taken) == ["办理时限", "不超过9日", "环节 | 时限", "受理 | 1日", LINE]
    assert _said(taken) == []
