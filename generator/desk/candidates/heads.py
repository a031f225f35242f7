"""What stands at the head and at the foot of a document: title, issuers, number, dates, list of annexes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from generator.desk.candidates.candidate import Candidate, Flow
from generator.document.characters import simplified
from generator.document.originals import Original, Paragraph
from generator.document.quantities import Day, Figure, Reading, read
from generator.document.text import normal, readable

_NUMBER = re.compile(
    r"(?:(?<![\u4e00-\u9fffA-Za-z])|(?<=日))([\u4e00-\u9fffA-Za-z]{1,12}[〔\[(【]?(?:19|20)[0-9]{2}[〕\])】]?(?:第)?[0-9]{1,5}号"
    r"|(?!日)[\u4e00-\u9fff]{2,16}令(?:\(?[0-9]{4}\)?年?)?第[0-9]{1,4}号|Q/[A-Z]{1,8}\s?[0-9.]+[-—][0-9]{4})"
)
_NUMBERED = re.compile(r"^(?:(?:发文|文件)?(?:文号|字号)|标准号|版本|编号)[:：]")
_INDEX = re.compile("索引号[:：]([A-Za-z0-9〔〕\\[\\]()/-]+)")
_PUBLISHED = re.compile("(?:发布|公开|公布|生成)(?:日期|时间)?:?$")
"""What stands before a day of publication, which is not that of the document."""
_OTHER_DAY = re.compile("(?:依据|根据|按照?|自|从|截至?止?|至|有效期|于)[^,，。；;]{0,6}$")
"""What stands before a date that is not that of the document."""
_NOT_ITS_DAY = re.compile("起|前|后|至|-|~|以来|施行|实施|执行|生效|核定|修[正订]|期间")
"""What stands behind a date that is not that of the document."""
_BODY = (
    "(?:股份|有限|责任|集团)*(?:公司|集团)|人民政府(?:办公[室厅])?|办公[室厅]|委员会|管委会|[局厅委部站厂]|中心|总公司|分公司"
    "|热力站|水务|管理处|供水站|自来水"
)
_NAME = r"(?!日|原创|关于)[\u4e00-\u9fff()（）]{2,26}?"
_ISSUER = re.compile(rf"({_NAME}(?:{_BODY}))(?:编印|整理|制|发布|宣|文件)?(?=$|[0-9（(]|\s)")
_TITLED_BY = re.compile(
    rf"^({_NAME}(?:有限责任公司|有限公司|总公司|分公司|公司|集团|人民政府(?:办公[室厅])?|管委会|[局厅]|供水站|中心))"
    "(?=关于|[用供][水气热]|接[水气]|燃气|新装|报装|延伸|服务|业务|城市|企业|管道|安装|居民|[0-9年]|城区|集中|温馨|提示|提醒|告)"
)
_FIELD = re.compile(
    "^(?:实施主体|发布机构|发文机[关构]|发文单位|发布单位|主办单位|制定机关|编制单位|[甲乙]方[（(]供[水气热]方[）)])[:：]"
    r"\s*([\u4e00-\u9fff()（）]+)(?=\s|$)"
)
_ASIDE = re.compile(
    rf"(?:©|版权所有|[我本](?:公司|单位|局|站)[（(])\s*({_NAME}(?:公司|集团|局|中心|站|厂))"
    rf"|[（(]({_NAME}(?:{_BODY}))(?:整理|编印|制|发布|印制)[）)]|({_NAME}(?:人民政府|局|委员会))令第"
)
"""An issuer that is named in a line about something else."""
_OUTLET = re.compile("营业厅|服务厅|大厅|收费处|营业所|窗口")
_NAMED = re.compile("^(?:事项名称|标题|文件名称|题名|服务名称)[:：](.+)$")
_ENDED = re.compile(
    "(?:通知|通告|公告|公示|意见|办法|规定|细则|指南|须知|流程图?|规则|制度|方案|标准|规范|清单|目录|一览表?|承诺书?|协议|合同"
    "|简介|说明|手册|措施|条例|程序|指引|解答|问答|百问|表|怎么办|怎样申报|要求|条件|摘要|服务|明细|报装)"
    r"(?:[（(【][^（）()【】]{1,12}[）)】])*(?:[—-]+[^，。]{0,16})?$"
)
_NO_TITLE = re.compile(
    "^(?:当前位置|首页|原创|点击|发布|来源|索引号|字号|主题|分类|文件$|附件[0-9]*$|序号|编号|版本|[（(]|.*(?:[:：]|文件|印发给你们.*)$)|[|｜。]"
)
_LONG = 300
"""A longer line says nothing of the document itself."""
_LINES = 8
"""As many lines at most have the head of a document."""


def heads(original: Original) -> Iterator[Candidate]:
    """Title, issuers, number and dates, for the head of the city file; each said once."""
    seen: set[tuple[str, str]] = set()
    for candidate in _heads(original):
        (value,) = candidate.values
        if value not in seen:
            seen.add(value)
            yield candidate


def _heads(original: Original) -> Iterator[Candidate]:
    parts, top = [part for part in original.paragraphs if len(part.text) <= _LONG], _top(original)
    yield from _titles(top)
    yield from _issuers(original, top)
    for before, part in zip((None, *parts), parts, strict=False):
        line = normal(part.text)
        numbers = _NUMBER.search(line) if part in top else _NUMBER.fullmatch(line)
        if numbers and not re.search("依据|根据|按照?|《", _over(before) + line[: numbers.start()]):
            yield _said(part, "number", numbers[1], numbers[1])
        for index in _INDEX.finditer(readable(part.text)):
            yield _said(part, "index_no", index[1], index[0])
        yield from _days(part, brief=part in top or part in parts[-4:])
        yield from _force(part)


def _over(before: Paragraph | None) -> str:
    """The line before, where it is short enough to be the head of a line."""
    return before.text if before and len(before.text) <= 12 else ""


def _top(original: Original) -> tuple[Paragraph, ...]:
    """The lines before the first sentence, the first numbered clause, the first row."""
    lines: list[Paragraph] = []
    for part in original.paragraphs[:_LINES]:
        if (
            len(part.text) > _LONG
            or (part.number and lines)
            or "|" in part.text
            or re.search("。.|[，,].*。", readable(part.text))
        ):
            break
        lines.append(part)
    return tuple(lines)


def _said(part: Paragraph, key: str, value: str, quote: str) -> Candidate:
    return Candidate("documents", ((key, value),), part.clause.name, quote)


def _titles(top: Sequence[Paragraph]) -> Iterator[Candidate]:
    """The title: what begins with 关于, or the first line that is neither number nor issuer nor date."""
    lines = [readable(part.text).strip() for part in top]
    for at, (part, line) in enumerate(zip(top, lines, strict=True)):
        if named := _NAMED.match(line):
            yield _said(part, "title", named[1].strip(), line)
            return
        if _NO_TITLE.search(line) or _is_name(line) or _NUMBER.fullmatch(normal(line)) or not _words(line):
            continue
        following = lines[at + 1] if at + 1 < len(lines) else ""
        begun = "关于" in line and not _ENDED.search(line) and _ENDED.search(following)
        yield _said(part, "title", line + following if begun else line, line)
        if sent := re.search("印发《([^《》]{4,40})》", line):
            yield _said(part, "title", sent[1], line)
        return


def _words(line: str) -> bool:
    """Whether a line has words that are no date and no number."""
    reading = read(normal(line))
    rest = "".join(sign for sign in reading.masked if "\u4e00" <= sign <= "\u9fff")
    return len(rest) > 3 and len(line) <= 60


def _is_name(line: str) -> bool:
    return _ISSUER.fullmatch(line) is not None or re.search("[A-Za-z].*(?:公司|集团)$", line) is not None


def _issuers(original: Original, top: Sequence[Paragraph]) -> Iterator[Candidate]:
    """Who issued it: in a line of its own at the head or before the date, at the beginning of the title, in a field."""
    parts = [part for part in original.paragraphs if len(part.text) <= _LONG]
    for at, part in enumerate(parts):
        line = readable(part.text).strip()
        words = part.text.split()
        if (field := _FIELD.match(part.text.strip())) or (
            words and at < _TITLES and (field := _TITLED_BY.match(words[0]))
        ):
            yield _said(part, "issuers", field[1], field[1])
        elif len(line) <= _SHORT and (part in top or at >= len(parts) - 2 or _signs(parts, at)):
            for name in _names(line, words):
                yield _said(part, "issuers", name, name)
        for aside in _ASIDE.finditer(line):
            name = next(filter(None, aside.groups()))
            yield _said(part, "issuers", name, name)


_TITLES, _SHORT = 4, 50
"""Among as many lines stands the title; as many characters has a line with issuers."""


def _names(line: str, words: Sequence[str]) -> list[str]:
    """The issuers that a line is: each word, or the whole line where not every word is one."""
    plain = [(word, word.translate(simplified()).removeprefix("原创")) for word in words]
    named = [(word, _ISSUER.match(shown)) for word, shown in plain if re.search("[^0-9年月日/.-]", shown)]
    whole = named if named and all(name for _, name in named) else [(line, _ISSUER.match(line))]
    return [word[slice(*name.span(1))] for word, name in whole if name and not _OUTLET.search(name[1])]


def _signs(parts: Sequence[Paragraph], at: int) -> bool:
    """Whether a line stands right above a date, or above other issuers above one."""
    for part in parts[at + 1 : at + 4]:
        if any(figure.is_date for figure in read(normal(part.text)).figures) and len(part.text) < 24:
            return True
        if not _is_name(readable(part.text).strip()):
            return False
    return False


def _days(part: Paragraph, *, brief: bool) -> Iterator[Candidate]:
    """The whole dates of a line that is nothing else, or of a short line at the head or the foot."""
    reading = read(normal(part.text))
    for figure in reading.figures:
        whole = isinstance(figure.value, Day) and None not in figure.value
        if whole and (_alone(reading, figure) or (brief and _its_own(reading, figure))):
            written = "{:04}-{:02}-{:02}".format(*figure.value)  # type: ignore[misc]
            key = "published" if _PUBLISHED.search(reading.text[: figure.start]) else "date"
            yield _said(part, key, written, reading.text[figure.start : figure.end])


def _alone(reading: Reading, figure: Figure) -> bool:
    return (figure.start, figure.end) == (0, len(reading.text))


def _its_own(reading: Reading, figure: Figure) -> bool:
    before, behind = reading.text[: figure.start], reading.text[figure.end :]
    ends = _OTHER_DAY.search(before) or _NOT_ITS_DAY.match(behind) or "。" in before
    return not ends and (len(reading.text) <= 60 or before in ("", "("))


_EFFECTIVE = re.compile(
    r"自?([^,，。；;:：()（）自]{2,20}?)起(?:试行|施行|实施|执行|生效|正式施行)|自([^,，。；;]{2,14}日)起"
)
_EXPIRES = re.compile("有效期(?:限)?(?:至|为|到)?[^,，。；;()（）]{1,14}|试行期?[一二三四五0-9]{1,2}年")


def _force(part: Paragraph) -> Iterator[Candidate]:
    """When it takes effect, and how long it holds, in its words."""
    text = normal(part.text)
    said = re.search(r"(?:本|施行|实施|执行时间|印发|现将)[^。]{0,40}", text)
    if said and (effective := _EFFECTIVE.search(text)):
        yield _said(part, "effective", Flow.of(_dated(effective[0])), effective[0])
    if re.search("本(?:办法|通知|意见|规定|措施|规则|细则|标准|方案|文件)|试行|施行", text) and (
        expires := _EXPIRES.search(text)
    ):
        yield _said(part, "expires", Flow.of(_dated(expires[0])), expires[0])


def _dated(words: str) -> dict[str, str]:
    days = [figure.value for figure in read(words).figures if isinstance(figure.value, Day)]
    whole = [day for day in days if None not in day]
    return {"words": words, **({"on": "{:04}-{:02}-{:02}".format(*whole[0])} if len(whole) == 1 else {})}


def annexes(original: Original) -> Iterator[tuple[str, str, str, str]]:
    """The annexes that a document lists and whose text does not follow: number, title, clause and quotation of each."""
    parts = original.paragraphs
    starts = [part.start for part in parts]
    for listed in _ANNEXES.finditer(original.text):
        for item in _ANNEX.finditer(listed[1]):
            held = original.find(f"附件{item[1]}")
            at = bisect_right(starts, listed.start(1) + item.start()) - 1
            if at >= 0 and not any(len(one.text.strip().splitlines()) > 1 for one in held):
                yield item[1], item[2].strip("《》 "), parts[at].clause.name, item[0].strip()


_ANNEXES = re.compile(r"^附件[:：]((?:.*[0-9]+[.．、].*(?:\n|\Z))+)", re.MULTILINE)
"""The list of annexes at the foot of a document."""
_ANNEX = re.compile(r"([0-9]+)[.．、]\s*([^；;。\n]+)")
