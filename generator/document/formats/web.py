"""Saved web pages: the article without what the site puts around it, which is told as left out. Reads one file.

Libraries that seek the article by how much text stands where lose short clauses, tables and tabs of Chinese pages, or
keep their menus. So everything is taken, but for what is no part of the text by its tag, its name or its links.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from generator.document.formats import plain, tables
from generator.document.formats.parts import LeftOut, Part, Words, quoted, too_much
from generator.document.formats.tables import Block, Cell, Table
from generator.document.formats.web_styles import Sheet
from generator.document.formats.word_numbers import UnknownFormatError, written
from generator.document.headings import begins

_CELLS, _SPAN = 50_000, 1_000
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,20})""", re.I
)
_BEGINNING = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|\?xml[^>]*>\s*<!?(?:doctype )?html)\b", re.I | re.S
)
_FRAGMENT = re.compile(r"\s*<(?:table|div|p|ul|ol|h[1-6]|section|article)\b", re.I)


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNSEEN = _of("script style noscript template head title link meta base param source track rt rp")
_CONTROLS = _of("button select input textarea option datalist dialog audio video canvas")
_FRAMES = _of("iframe frame object embed applet")
_AROUND, _EDGES = _of("nav aside menu"), _of("header footer")
_ROLES = _of("navigation banner contentinfo search complementary menu menubar toolbar dialog")
_NAMES = _of("""
    nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs position location weizhi dqwz share
    bdshare sns footer foot copyright sidebar side related recommend search login toolbar pagination pager comment
    comments banner advert ads qrcode ewm topbar header head top hotnews friendlink links sitemap
""")
"""Words of a class or an id by which a part of a page is beside the article, but where others say it is in it."""
_ARTICLE = _of("article content main detail news text zoom body title table row cell col list item")
_STRUCK = _of("del s strike")
_LINES = _of("""
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary tbody td tfoot th
    thead tr ul
""")
"""What begins on a line of its own; what is not known runs on, as in a browser."""
_MAY_BE_BESIDE = _LINES - _of("html body main article tr tbody thead") | {"table"}
_TABS = _of("tab tabs pane panel collapse accordion fold item content box con")
_SITE = re.compile(
    r"(?:您?(?:当前|现在|所在)的?(?:位置|所在)|您的位置)\s*[:：]|^分享(?:到|至)|版权所有|ICP备|公网安备|网站标识码|^(?:上|下)一[篇条]\s*[:：]"
    r"|^[【\[（(]?\s*(?:打印|关闭|返回顶部|收藏|我要打印|打印本页|关闭窗口|字号|字体)"
)
"""A line that the site writes, wherever it stands."""
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|zip|rar|ofd)\b", re.I)
_RAISED, _LOWERED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PLACE = Words("网页", "the page")


def read(path: Path) -> Iterator[Part]:
    """The parts of a saved page. Raises ExtractError where it is too much."""
    data, declared, sheets = path.read_bytes(), "", list[str]()
    if path.suffix.lower() in (".mhtml", ".mht"):
        data, declared, sheets = _unpacked(data)
    root = _root(plain.decoded(data, _encoding(declared) or _declared(data)))
    body = root.find(".//body")
    page = _Page(root if body is None else body, Sheet([*sheets, *_sheets(root)]))
    for block in page.blocks(page.body):
        yield from tables.blocks(block) if isinstance(block, Table) else (block,)
    yield from page.left_out


def is_page(data: bytes) -> bool:
    """Whether a text is a web page or a part of one, whatever it is called: a text may have some tags left in it."""
    text = data.decode("latin-1").removeprefix("\xef\xbb\xbf").removeprefix("\xff\xfe").replace("\x00", "")
    if _BEGINNING.match(text[:2_000]):
        return True
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return _FRAGMENT.match(text) is not None and sum(line.startswith("<") for line in lines) > 0.5 * len(lines)


def _declared(data: bytes) -> str:
    """The encoding that a page names; empty where it names none."""
    match = _DECLARED.search(data[:4_000])
    return _encoding((match[1] or match[2]).decode("ascii")) if match else ""


def _encoding(name: str) -> str:
    """An encoding as browsers understand its name: GB 2312 is the smallest part of GB 18030."""
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "utf-8": ""}.get(name.lower(), name.lower())


def _unpacked(data: bytes) -> tuple[bytes, str, list[str]]:
    """The page of an archive of a browser, the encoding that is named there, and the style sheets beside it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages, sheets = list[tuple[bytes, str]](), list[str]()
    for part in message.walk():
        kind = part.get_content_type()
        content = part.get_payload(decode=True) if kind in ("text/html", "text/css") else None
        if isinstance(content, bytes) and kind == "text/css":
            sheets.append(content.decode("utf-8", "replace"))
        elif isinstance(content, bytes):
            pages.append((content, part.get_content_charset("")))
    page, encoding = next(iter(pages), (b"", ""))
    return page, encoding, sheets


def _sheets(root: Any) -> Iterator[str]:
    """The style sheets within a page, but for those that are for paper."""
    for style in root.iter("style"):
        if re.search("screen|all|^$", style.get("media", "").strip().lower()):
            yield style.text or ""


def _root(text: str) -> Any:
    """The element that holds the page and its head."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(text.replace("\x00", "").encode("utf-8"), parser=parser)
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise too_much("网页的层次太深", "the page is nested too deeply")
    return root


# ------------------------------------------------------------------------------------------------------------ the page

_Piece: TypeAlias = str | Table
"""Words, a line end, or a table."""


@dataclass
class _Page:
    """A page, and what was left out of it on the way."""

    body: Any
    sheet: Sheet = field(default_factory=Sheet)
    left_out: list[LeftOut] = field(default_factory=list)
    _cells: int = 0
    _counts: dict[Any, Mapping[Any, int]] = field(default_factory=dict)
    """The numbers of the items of each list."""

    def __post_init__(self) -> None:
        """Count the characters of each element, and those of its links."""
        self._lengths, self._linked = _lengths(self.body, self.sheet)

    def blocks(self, element: Any) -> Iterator[Block]:
        """The paragraphs and tables in an element."""
        words = ""
        for piece in self._inside(element):
            if isinstance(piece, Table) or piece == "\n":
                yield from self._paragraph(words)
                words = ""
            if isinstance(piece, Table):
                yield piece
            elif piece != "\n":
                words += piece
        yield from self._paragraph(words)

    def _paragraph(self, words: str) -> Iterator[str]:
        text = " ".join(_WRAPPED.sub("", words).split())
        if text and len(text) < 200 and _SITE.search(text):
            self._leave("正文以外的", "beside the article", text)
        elif text:
            yield text

    def _leave(self, zh: str, en: str, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(_PLACE, quoted(zh, en, text)))

    def _tokens(self, element: Any) -> Iterator[_Piece]:
        """What an element says, with line ends around what stands on lines of its own."""
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or self._leaves(element):
            return
        if element.tag == "br":
            yield "\n"
        elif element.tag == "img":
            self._picture(element)
        elif element.tag in ("table", "dl"):
            yield "\n"
            yield from self._table(element) if element.tag == "table" else (self._pairs(element),)
            yield "\n"
        elif element.tag not in _LINES:
            yield from self._inside(element)
        else:
            yield "\n"
            yield from self._numbered(element)
            yield from self._inside(element)
            yield "\n"

    def _inside(self, element: Any) -> Iterator[_Piece]:
        change = {"sup": _RAISED, "sub": _LOWERED}.get(element.tag, {})
        lines = element.tag == "pre"
        yield from _words(element.text, change, lines)
        for child in element:
            yield from self._tokens(child)
            yield from _words(child.tail, change, lines)

    def _numbered(self, element: Any) -> Iterator[str]:
        """The number that a browser draws before an item of a list, where the text has none of its own."""
        outer = element.getparent()
        if element.tag != "li" or outer is None or outer.tag != "ol":
            return
        drawn = self.sheet.of(element).get("list-style") or self.sheet.of(outer).get("list-style", "")
        if "none" in drawn or begins("".join(element.itertext()).strip()[:20]):
            return
        if outer not in self._counts:
            items = [item for item in outer.iterchildren("li") if self.sheet.of(item).get("display") != "none"]
            self._counts[outer] = dict(_counted(outer, items))
        form = (
            element.get("type")
            or outer.get("type")
            or next((name for name in _FORMS if len(name) > 1 and name in drawn), "1")
        )
        yield _number(self._counts[outer].get(element, 1), _FORMS.get(form, "decimal"))

    # ------------------------------------------------------------------------------------------------ beside the text

    def _leaves(self, element: Any) -> bool:
        """Whether an element is no part of the article; what it says is then told as left out."""
        if element.tag in _FRAMES:
            self._leave("嵌入的框", "an embedded frame", element.get("src") or element.get("data") or element.tag)
        elif element.tag in _CONTROLS:
            self._leave("表单里的", "in a form", _entered(element) if element.tag == "input" else _text(element))
        elif self._is_unseen(element):
            return True
        elif self._is_beside(element):
            self._leave("正文以外的", "beside the article", _text(element))
        else:
            if self.sheet.is_hidden(element):
                self._leave("要点开才显示、已经取出的", "taken, but shown only on a click", _text(element))
            self._leave("样式添上、没有取出的", "added by a style, not taken", self.sheet.drawn(element))
            return False
        return True

    def _is_unseen(self, element: Any) -> bool:
        """Whether an element is struck out or not shown; what it says is then told as left out."""
        if element.tag in _STRUCK or self.sheet.is_struck(element):
            self._leave("划去的文字", "text that is struck out", _text(element))
        elif self.sheet.is_hidden(element) and not (_names(element) & _TABS):
            self._leave("不显示的", "what is not shown", _text(element))
        else:
            return False
        return True

    def _is_beside(self, element: Any) -> bool:
        """Whether an element is a menu, a foot, or the like: by its tag or name, where it is small, or by its links."""
        if element.tag not in _MAY_BE_BESIDE:
            return False
        prose, whole, names = self._prose(element), self._prose(self.body), _names(element)
        named = (
            element.tag in _AROUND or element.get("role", "") in _ROLES or bool(names & _NAMES and not names & _ARTICLE)
        )
        edge = element.tag in _EDGES and not any(one.tag in ("article", "main") for one in element.iterancestors())
        if (named or edge) and prose < 0.3 * whole:
            return element.tag in _AROUND or not _has_title(element)
        return self._is_menu(element)

    def _prose(self, element: Any) -> int:
        return self._lengths.get(element, 0) - self._linked.get(element, 0)

    def _is_menu(self, element: Any) -> bool:
        """Whether an element is little but links to other pages; files to fetch are part of the text."""
        linked, length = self._linked.get(element, 0), self._lengths.get(element, 0)
        if linked < 0.8 * length or length == 0:
            return False
        links = [link for link in element.iter("a") if self._lengths.get(link)]
        files = any(_FILE.search(f"{link.get('href', '')} {''.join(link.itertext())}") for link in links)
        return len(links) > 2 and not files

    def _picture(self, element: Any) -> None:
        sides = [element.get(side, "") for side in ("width", "height")]
        if all(not side.isdecimal() or int(side) >= 100 for side in sides):
            what = element.get("alt") or element.get("title") or element.get("src", "").rpartition("/")[2][:40]
            self._leave("图片", "a picture", what)

    # --------------------------------------------------------------------------------------------------------- tables

    def _table(self, element: Any) -> Iterator[_Piece]:
        """A table, its caption before it; one that only puts parts of the page side by side is told part by part."""
        for caption in element.iterchildren("caption"):
            yield from self._tokens(caption)
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        rows = [row for row in rows if not any(map(self._is_unseen, _within(row, element)))]
        if _is_layout(element, rows):
            for row in rows:
                for cell in row:
                    yield from self._tokens(cell)
        else:
            yield self._grid(rows)

    def _grid(self, rows: Sequence[Any]) -> Table:
        made: list[Cell] = []
        taken: dict[int, int] = {}
        for top, row in enumerate(rows):
            column = 0
            for cell in row.iterchildren("td", "th"):
                if self._is_unseen(cell):
                    continue
                while taken.get(column, 0) > top:
                    column += 1
                width, height = _span(cell, "colspan"), _span(cell, "rowspan", len(rows) - top)
                taken |= dict.fromkeys(range(column, column + width), top + height)
                made.append(Cell(top, column, height, width, tuple(self.blocks(cell))))
                self._cells += width
                column += width
            if self._cells > _CELLS:
                raise too_much(f"表格超过 {_CELLS} 格", f"more than {_CELLS} cells of tables")
        return Table(tuple(made))

    def _pairs(self, element: Any) -> Table:
        """Names with what is said of each, as rows."""
        rows: list[tuple[tuple[Block, ...], tuple[Block, ...]]] = []
        name: tuple[Block, ...] = ()
        for item in (item for item in element.iter("dt", "dd") if next(item.iterancestors("dl")) is element):
            if self._is_unseen(item):
                continue
            said = tuple(self.blocks(item))
            if item.tag == "dd" and rows and rows[-1] == (name, ()):
                rows.pop()
            name = said if item.tag == "dt" else name
            rows.append((name, said if item.tag == "dd" else ()))
        return Table(tuple(Cell(top, left, 1, 1, row[left]) for top, row in enumerate(rows) for left in (0, 1)))


_FORMS = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "a": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "A": "upperLetter", "lower-roman": "lowerRoman", "i": "lowerRoman",
    "upper-roman": "upperRoman", "I": "upperRoman", "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting", "1": "decimal",
}  # fmt: skip
"""The formats of the numbers of lists by their names in HTML and CSS, as Word names them."""


def _counted(outer: Any, items: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """The items of a list, each with its number: it may count down, begin anywhere, and go on from any item."""
    step = -1 if outer.get("reversed") is not None else 1
    count = _integer(outer.get("start"), len(items) if step < 0 else 1)
    for item in items:
        count = _integer(item.get("value"), count)
        yield item, count
        count += step


def _integer(given: str | None, otherwise: int) -> int:
    return int(given) if re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", given or "") and given else otherwise


def _number(count: int, form: str) -> str:
    try:
        return f"{written(form, count)}{'、' if form == 'chineseCounting' else '. '}"
    except UnknownFormatError:
        return f"{count}. "


def _entered(field: Any) -> str:
    """What stands in a field of a form, where a reader sees it."""
    unseen = _of("hidden checkbox radio image password color range file")
    return "" if field.get("type", "text").lower() in unseen else field.get("value", "")


def _within(row: Any, table: Any) -> Iterator[Any]:
    """A row, and what it stands in up to a table."""
    yield row
    for outer in row.iterancestors():
        if outer is table:
            return
        yield outer


def _lengths(body: Any, sheet: Sheet) -> tuple[Mapping[Any, int], Mapping[Any, int]]:
    """How many characters stand in each element, and how many of them in links."""
    lengths: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or sheet.is_hidden(element):
            continue
        own = len("".join((element.text or "").split()))
        within = [child for child in element if child in lengths]
        tails = sum(len("".join((child.tail or "").split())) for child in element)
        lengths[element] = own + tails + sum(lengths[child] for child in within)
        linked[element] = lengths[element] if element.tag == "a" else sum(linked[child] for child in within)
    return lengths, linked


def _words(text: str | None, change: Mapping[int, int], lines: bool) -> Iterator[str]:
    """The words between two elements; where lines are kept, each with its end."""
    given = (text or "").translate(change)
    for number, line in enumerate(given.split("\n") if lines else [given.replace("\n", "\r")]):
        yield from ("\n", line) if number else (line,)


_WRAPPED = re.compile("(?<=[\u3001-\u9fff\uff00-\uffef])[ \t]*\r[\r \t]*(?=[\u3001-\u9fff\uff00-\uffef])")
"""Where a line of the file ends between two wide characters, and no space is meant."""


def _text(element: Any) -> str:
    return " ".join("".join(text for text in element.itertext() if isinstance(text, str)).split())


def _style(element: Any) -> str:
    return "".join(element.get("style", "").lower().split())


def _names(element: Any) -> set[str]:
    """The words of the class and the id of an element: of `topNav_2` top and nav."""
    given = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}")
    return set(re.findall("[a-z]+", given.lower()))


def _has_title(element: Any) -> bool:
    return next(element.iter("h1"), None) is not None


def _span(cell: Any, name: str, rest: int = 1) -> int:
    """Over how many columns or rows a cell goes; 0 is the rest."""
    given = cell.get(name, "1").strip()
    return min(max(int(given) or rest, 1), _SPAN) if re.fullmatch("[0-9]{1,9}", given) else 1


def _is_layout(table: Any, rows: Sequence[Any]) -> bool:
    """Whether a table is no table but a frame: without lines and heads, it has tables or long texts in its cells."""
    drawn = table.get("border", "0").strip() not in ("", "0") or "border" in _style(table)
    heads = any(cell.tag == "th" for row in rows for cell in row)
    inner = any(True for _ in table.iterdescendants("table"))
    if table.get("role") in ("presentation", "none") or (inner and not drawn and not heads):
        return True
    long = any(len(list(cell.iter("p", "br", "li", "div"))) > _PARAGRAPHS for row in rows for cell in row)
    return long and not drawn and not heads and len(rows) < _PARAGRAPHS


_PARAGRAPHS = 4
"""A cell with more paragraphs than this is a part of a page, in a table with fewer rows."""
