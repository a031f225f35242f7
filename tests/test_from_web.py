"""Saved web pages of every make: the article whole, what the site puts around it left out and said."""

from __future__ import annotations

from pathlib import Path

import papers
import pytest

from generator.document import extract

LINE = papers.LINE


def saved(folder: Path, page: str | bytes, name: str = "x.html") -> extract.Taken:
    (folder / name).write_bytes(page if isinstance(page, bytes) else page.encode())
    return extract._joined(extract._parts_of(folder / name))


def lines(taken: extract.Taken) -> list[str]:
    return [line for line in taken.text.split("\n") if line]


def within(body: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>虚构</title></head><body>{body}</body></html>"


OF_A_GOVERNMENT = within("""
<style>p {color: red}</style><script>var x = "脚本";</script>
<div class="topNav"><ul><li><a href="/">首页</a><li><a href="/a">政务公开</a><li><a href="/b">办事服务</a></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/x">政务公开</a> &gt; 公用企业</div>
<div class="main"><h1>用水报装办事指南</h1><div class="info">发布日期：2099-05-01 来源：虚构市住建局</div>
<div id="zoom"><p>　　一、办理时限</p><p>　　（一）小型项目不超过3个工作日，
由供水企业办理。</p><p>二、收费标准</p>
<table border="1"><tr><td>项目</td><td>标准</td></tr>
<tr><td rowspan="2">水表</td><td>DN15｜85元</td></tr><tr><td>110元</td></tr></table>
<p>附件：<a href="a.doc">1.用水申请表.doc</a> <a href="b.doc">2.承诺书.doc</a>
<a href="c.doc">3.委托书.doc</a></p></div>
<p>上一篇：<a href="1">关于停水的公告</a></p><div class="bdsharebuttonbox share">分享到：<a>微信</a></div></div>
<div id="footer">主办：虚构市人民政府 ICP备00000000号</div>
""")


def test_the_page_of_a_government(tmp_path: Path) -> None:
    taken = saved(tmp_path, OF_A_GOVERNMENT)
    assert lines(taken) == [
        "用水报装办事指南",
        "发布日期：2099-05-01 来源：虚构市住建局",
        "一、办理时限",
        "（一）小型项目不超过3个工作日，由供水企业办理。",
        "二、收费标准",
        "项目 | 标准",
        "水表 | DN15｜85元",
        "水表 | 110元",
        "附件：1.用水申请表.doc 2.承诺书.doc 3.委托书.doc",
    ]
    said = "\n".join(map(str, taken.left_out))
    assert all(words in said for words in ("首页政务公开办事服务", "当前位置", "上一篇", "分享到", "ICP备"))
    assert "脚本" not in said


OF_A_COMPANY = (
    "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>"
    "<table width=1000>"
    "<tr><td colspan=2><table><tr><td><a href=/>网站首页</a><td><a href=/a>公司概况</a>"
    "<td><a href=/b>客户服务</a></table></tr>"
    "<tr><td width=200><ul><li><a href=1>报装</a><li><a href=2>缴费</a><li><a href=3>维修</a></ul>"
    "<td><b>用水报装流程</b><br>业务接待：1个工作日。<br>现场勘察：2个工作日。<br>收费标准："
    "<table border=1><tr><th>口径<th>价格<tr>"
    "<td>DN15<td>300元<tr><td>DN20<td>300元</table>服务热线：96000</tr>"
    "<tr><td colspan=2>版权所有 虚构水务</table></body></html>"
)


def test_the_page_of_a_company_that_is_all_tables(tmp_path: Path) -> None:
    taken = saved(tmp_path, OF_A_COMPANY.encode("gb18030"))
    assert lines(taken) == [
        "用水报装流程",
        "业务接待：1个工作日。",
        "现场勘察：2个工作日。",
        "收费标准：",
        "口径 | 价格",
        "DN15 | 300元",
        "DN20 | 300元",
        "服务热线：96000",
    ]
    assert [left_out.what.zh for left_out in taken.left_out] == [
        "正文以外的“网站首页公司概况客户服务”",
        "正文以外的“报装缴费维修”",
        "正文以外的“版权所有 虚构水务”",
    ]


def test_an_article_in_several_parts_with_tabs_and_lists(tmp_path: Path) -> None:
    taken = saved(
        tmp_path,
        within("""<nav><a>首页</a></nav><main><div><h2>服务承诺</h2><div>接到报修后，1小时内到达现场。</div></div>
        <div class="txt short">免收报装费。</div>
        <div class="tab-pane" style="display: none"><p>企业用户需要营业执照。</p></div>
        <div style="display:none">请先登录</div>
        <dl><dt>热线</dt><dd>12319</dd><dt>时间</dt><dd>8:30</dd><dd>13:30</dd></dl>
        <ol start="3"><li>身份证复印件</li><li>4、申请表</li></ol>
        <ul><li>日用水10<sup>3</sup>吨</li><li>原价<s>30</s>20元</li></ul>
        <pre>一行\n两行</pre></main><aside>今日停水。</aside><footer>地址：一号路</footer>"""),
    )
    assert lines(taken) == [
        "服务承诺",
        "接到报修后，1小时内到达现场。",
        "免收报装费。",
        "企业用户需要营业执照。",
        "热线 | 12319",
        "时间 | 8:30",
        "时间 | 13:30",
        "3. 身份证复印件",
        "4、申请表",
        "日用水10³吨",
        "原价20元",
        "一行",
        "两行",
    ]
    said = "\n".join(map(str, taken.left_out))
    assert "不显示的“请先登录”" in said
    assert "已经取出的“企业用户需要营业执照。”" in said
    assert "划去的文字“30”" in said
    assert all(words in said for words in ("首页", "今日停水", "一号路"))


def test_a_table_keeps_its_caption_its_heads_and_its_notes(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>环节{number}</td><td>{number}个工作日</td><td></td></tr>" for number in (1, 2))
    head = "<tr><th rowspan=2>环节</th><th colspan=2>时限</th></tr><tr><th>用水</th><th>用气</th></tr>"
    note = f"<tr><td colspan=3>{LINE}</td></tr>"
    told = [
        LINE,
        "办理时限表",
        "环节 | 时限 | 时限",
        "环节 | 用水 | 用气",
        "环节1 | 1个工作日 |",
        "环节2 | 2个工作日 |",
        LINE,
    ]
    page = within(f"<p>{LINE}</p><table><caption>办理时限表</caption>{head}{rows}{note}</table>")
    assert lines(saved(tmp_path, page)) == told


def test_a_large_part_named_like_a_menu_is_the_article(tmp_path: Path) -> None:
    assert lines(saved(tmp_path, within(f"<div class='side'><p>{LINE}</p></div><div id='footer'>一号路</div>"))) == [
        LINE
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (OF_A_GOVERNMENT.encode("utf-8-sig"), "x.txt"),
        (OF_A_GOVERNMENT.encode("utf-16"), "x.htm"),
        (OF_A_GOVERNMENT.replace("utf-8", "gbk").encode("gb18030"), "x.html"),
        (OF_A_GOVERNMENT.replace("<meta charset='utf-8'>", "").encode("gb18030"), "x.txt"),
        (OF_A_GOVERNMENT.encode("gb18030"), "x.html"),
    ],
)
def test_the_encoding_is_that_of_the_mark_of_the_page_or_of_the_text(data: bytes, name: str, tmp_path: Path) -> None:
    assert "（一）小型项目不超过3个工作日，由供水企业办理。" in lines(saved(tmp_path, data, name))


def test_an_archive_of_a_browser(tmp_path: Path) -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    part = "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    data = f"{head}{part}{OF_A_GOVERNMENT}\r\n--b--\r\n".encode()
    assert "用水报装办事指南" in lines(saved(tmp_path, data, "x.mhtml"))


def test_a_text_with_some_tags_in_it_stays_a_text(tmp_path: Path) -> None:
    text = f"<div>虚构市</div>\n一、办理\n{LINE}\n二、其他\n"
    assert saved(tmp_path, text, "x.txt").text == text
    fragment = f"<div>\n<p>虚构市</p>\n<p>{LINE}</p>\n</div>"
    assert lines(saved(tmp_path, fragment, "x.txt")) == ["虚构市", LINE]


def test_frames_pictures_and_forms_are_said(tmp_path: Path) -> None:
    page = within(
        f"<p>{LINE}</p><img src='a/liucheng.png'><img src='icon.png' width=16><iframe src='f.pdf'></iframe>"
        "<form><select><option>请选择区县</option></select></form>"
    )
    taken = saved(tmp_path, page)
    assert lines(taken) == [LINE]
    said = "\n".join(map(str, taken.left_out))
    assert all(words in said for words in ("图片“liucheng.png”", "嵌入的框“f.pdf”", "表单里的“请选择区县”"))
    assert "icon" not in said


HOSTILE = {
    "deep.html": lambda: within("<div>" * 100_000 + LINE),
    "cells.html": lambda: within(f"{LINE}<table>" + "<tr><td colspan=1000>" * 1_000),
    "rows.html": lambda: within(f"{LINE}<table>" + "<tr><td rowspan=100000>甲" * 20_000),
    "long.html": lambda: within(f"<p>{LINE}</p>" * 10_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_what_takes_too_much_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HOSTILE[name](), encoding="utf-8")
    with pytest.raises(extract.ExtractError, match=r"请[^/]+ / "):
        extract.taken(tmp_path / name)


@pytest.mark.slow
def test_nothing_outside_is_fetched_or_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该出现", encoding="utf-8")
    entity = f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    page = f"{entity}<html><body><p>{LINE}&x;</p><object data='{secret.as_uri()}'></object></body></html>"
    assert "不该出现" not in saved(tmp_path, page).text


# -------------------------------------------------------------------------------------------------------- style sheets


def styled(folder: Path, sheet: str, body: str) -> tuple[list[str], list[str]]:
    """The lines below the first of a page with a style sheet, and what was left out of it."""
    taken = saved(folder, within(f"<style>{sheet}</style><p>{LINE}</p>{body}"))
    return lines(taken)[1:], [str(left_out.what.zh) for left_out in taken.left_out]


@pytest.mark.parametrize(
    "rule",
    [
        ".h{display:none}", "#h { visibility : hidden }", "span{opacity:0}", "p .h{font-size:0px}",
        "p > span.h{display:none}",
        "b, .h{display:none}", "/* .h{} */ .h.k{color:red;display:none !important}", "@media screen{.h{display:none}}",
        "@import url(x.css); .h{display:none}",
    ],
)  # fmt: skip
def test_what_a_style_hides_is_left_out_and_said(tmp_path: Path, rule: str) -> None:
    body = "<p>不超过<span class='h k' id=h>1</span>9个工作日</p>"
    assert styled(tmp_path, rule, body) == (["不超过9个工作日"], ["不显示的“1”"])


@pytest.mark.parametrize(
    "rule",
    [
        ".x{display:none}", "@media print{.h{display:none}}", ".h:hover{display:none}",
        ".h{display:none} p .h{display:inline}",
        "#h{display:inline} .h{display:none}", "div .h{display:none}", ".h{opacity:0.5}", ".h:before{display:none}",
        ".h{display:none} .h{display:inline !important}", ".h:before{content:'\\e601'}",
    ],
)  # fmt: skip
def test_what_no_style_hides_stays(tmp_path: Path, rule: str) -> None:
    body = "<p>不超过<span class='h k' id=h>1</span>9个工作日</p>"
    assert styled(tmp_path, rule, body) == (["不超过19个工作日"], [])


def test_a_size_of_nothing_around_words_of_a_size_hides_nothing(tmp_path: Path) -> None:
    body = "<div style='font-size:0'><span style='font-size:14px'>不超过9日</span></div>"
    assert styled(tmp_path, "", body) == (["不超过9日"], [])


def test_what_a_style_strikes_out_or_adds_is_said(tmp_path: Path) -> None:
    sheet = ".s{text-decoration:line-through}.c:before{content:'不'}"
    body = "<p>收费<b class=s>30</b>20<u style='text-decoration-line:line-through'>5</u>元</p><p class=c>收费</p>"
    said = ["划去的文字“30”", "划去的文字“5”", "样式添上、没有取出的“不”"]
    assert styled(tmp_path, sheet, body) == (["收费20元", "收费"], said)


def test_hidden_rows_and_cells_are_left_out_and_said(tmp_path: Path) -> None:
    rows = "<tr><td>户<td>10元<tr style='display:none'><td>旧户<td>99元<tr><td>商户<td class=h>9<td>20元"
    table = f"<table border=1>{rows}<tbody hidden><tr><td>甲<td>1元</table>"
    table += "<dl><dt>热线</dt><dd class=h>1</dd><dd>2</dd></dl>"
    told, said = styled(tmp_path, ".h{display:none}", table)
    assert told == ["户 | 10元", "商户 | 20元", "热线 | 2"]
    assert sorted(said) == sorted(["不显示的“旧户99元”", "不显示的“9”", "不显示的“甲1元”", "不显示的“1”"])


def test_what_stands_in_a_field_is_said(tmp_path: Path) -> None:
    body = "<p>用户<input value='5'><input type=hidden value=7>个工作日</p>"
    assert styled(tmp_path, "", body) == (["用户个工作日"], ["表单里的“5”"])


@pytest.mark.parametrize(
    ("opening", "numbers"),
    [
        ("<ol type=a>", "a. |b. |c. "),
        ("<ol type=I start=3>", "III. |IV. |V. "),
        ("<ol reversed>", "3. |2. |1. "),
        ("<ol reversed start=9>", "9. |8. |7. "),
        ("<ol start=-1>", "-1. |0. |1. "),
        ("<ol style='list-style-type:cjk-ideographic'>", "一、|二、|三、"),
        ("<ol class=u>", "A. |B. |C. "),
        ("<ol class=n>", "||"),
    ],
)
def test_lists_are_counted_as_they_say(tmp_path: Path, opening: str, numbers: str) -> None:
    sheet = ".u{list-style:upper-alpha inside}.n{list-style:none}"
    told, _ = styled(tmp_path, sheet, f"{opening}<li>甲<li>乙<li>丙</ol>")
    assert told == [f"{number}{item}" for number, item in zip(numbers.split("|"), "甲乙丙", strict=True)]


def test_a_list_goes_on_from_an_item_with_a_number(tmp_path: Path) -> None:
    assert styled(tmp_path, "", "<ol><li>甲<li value=5>乙<li>丙</ol>")[0] == ["1. 甲", "5. 乙", "6. 丙"]
