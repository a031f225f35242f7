"""Papers that are handed in: out of lists under a head, after words of handing in, and out of the cells of a table.

A list is taken apart at its commas. A conjunction parts two papers only where both sides are papers: 身份证或户口簿,
but 用地或者房屋权属证明 is one. What stands behind a name, in brackets or behind a comma is its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.desk.candidates import forms
from generator.desk.candidates.candidate import Candidate, Flow, Passage
from generator.desk.candidates.signs import comparable, outside

_HEAD = re.compile(
    "(?<!精简)(?<!减少)(?<!压减)(?<!优化)(?<!减)(?:材料|资料|要件|证件|证照)(?!费|审|受理(?!通知|凭|书)|齐|推|的?真|归|押)"
    "|(?:带|交|提交|准备|提供|携带|上传)(?:好|上|些|点|齐)?(?:什么|哪些|哪几|啥)|documents"
    "|(?:提交|提供|递交|携带|出示|另交|加交|准备|上传)[：:]?$|准备(?:好|齐)$|带[好齐上]?$|(?:以下|下列|如下)(?:文件|证明|表格|手续)",
    re.IGNORECASE,
)
"""A head or a label below which papers are listed."""
_OTHER = re.compile(
    "时限|期限|费|流程|程序|步骤|环节|电话|地点|地址|时间|投诉|范围|对象|依据|标准|结果|(?<!证明)方式|渠道"
)
"""A head, below that of the papers, which begins another matter."""
_COLUMN = re.compile("(?:材料|资料|要件|证件|证照|文件)(?:名称|清单|明细)?$|^(?:提交|提供|携带|需带)(?:什么)?$")
"""The head of a column with the names of papers."""
_REFUSED = re.compile(
    "未提供|(?:不得|不再|无需|不需|无须|毋需|不用|免于|免予|不要求?|取消|不必|勿)[^，。；]{0,8}(?:提供|提交|收取|要求|携带|重复|交|带)|共享|不再收取|免提交|伪造|虚假|遗失|有效期"
)
"""Words of a sentence about papers that are not to be handed in."""
_HANDED = re.compile(
    r"除(?=[^，。；]{2,24}外，?(?:还|另|再))|提供|提交|递交|交验|携带|出示|上传|备齐|备好|随附|附具|签署|准备好?|加交|另交|须持|填[写报妥](?!日期)"
    r"|凭(?!证|条|借)|(?<![保维支坚扶把劫])(?<![^户]主)持(?!有[人者]|续)|(?<![地纽皮表领])带(?!压|气|宽|来|动|领|头)好?|(?<![移递转成提社外])交(?!房(?![产屋])|[易付款接费通清纳警由给底叉互流工])"
    r"|另?附(?![图件表页近属加设着])上?|拿着?(?!出)|需要?(?![求量经在按先将])|填(?=[一张□])|还得有|为(?=一?[张份])|[即包][括含为]?(?=□)|(?:请|同时)出具(?!的)|(?<=，)分别[为是]|(?<=[，的])加(?![盖急快])|(?:房东|业主|产权人|村委会|社区|单位)出具(?!的)|[仅只]保留|增加(?=[^，。；]{2,16}(?:[表书证图单]|证明|报告|材料))|在(?=[^，。；]{2,30}之外)|(?:材料|要件)(?:仅|只)?(?:保留|需要?|包括|为|是|有)|(?<=[，：])即(?![可时日办刻为将])|要有"
)
"""Words after which papers are named."""
_NOT_BY = re.compile(
    "(?:(?:供[水气热暖电]|燃气|热力|自来水|水务|经营|[各该])企业|公司|我们|窗口|部门|乙方|工作人员|集团|水司|机关)(?:应当|应|须|负责|可|免费|统一|会|将|另|还|一次性|书面|为|给|向|在|后)*[^，。；：、向]{0,6}$"
)
"""Before a word of handing in: that it is the utility or an office that does it."""
_TO = re.compile("向[^，。；：]{0,14}$")
_MEASURE = "[一二两三四五六七八九十0-9]+[张份个套本](?:材料|资料)?[，,]?"
_BEFORE_NAME = re.compile(
    "(?:还|另|再|需要?|须|应当?|要|请|可|没有|仅|只|为|即|是|有(?![效关])|的|上|了|：|□|近[0-9一二两三叁]+个?月的?|本人的?|各自的?|已有的?|经[^的，]{2,8}的|加盖[^的，]{0,6}章的|[\u4e00-\u9fff]{1,2}：|相关的?"
    rf"|以下|下列|以及|和|及|与|或者?|并|{_MEASURE}|[（]?\d{{1,2}}[.、．）]|[①-⑳]|\s)+"
)
"""What may stand between the word of handing in and a name."""
_IN_CASE = re.compile(
    r"(如[^，。；：]{2,14}|[^，；。：]{2,24}(?:的|时|者|后)|[^，；。：的]{0,10}(?:用户|项目|户|单位|居民|企业|场所|经营))"
    "(?=[，另还须需应只带加凭交提携持附出填])"
)
"""A case in which papers are wanted: 代办的，… or 工商业用户另附…."""
_ANYBODY = re.compile(
    "(?:申请|报装|接入|开户|接水|用[水气热])(?:用[水气热])?(?:时|的)$"
    "|^[^非委代他]*办理[时的]*$|^请|同时$|^(?:用户|申请人|甲方|客户|您|单位和个人|建设单位|开发单位|居民|企业)$"
)
_LIKE = re.compile(
    "(?:表|证明(?:材料|文件|书)?|证件|证照|证书|执照副本|执照|护照|证|书|清单|花名册|单|图纸|图|合同|协议|批复|批文|文件|簿|户口本|房本|房产本|本|副本|手册|名册"
    "|水卡|卡|图CAD|照片|报告|资料|材料|判决|回执|书面同意|函|介绍信|凭证|发票|票据|光盘|单据|收据|存根|(?:书面|用[水气热暖]|接[水气]|报装|开户)申请|明细|档案|手续|意见|记录|说明|许可|成果|方案)$"
)
"""How the names of papers end."""
_BEHIND = (
    "(?:等|办理|到|向|前[来往]|前(?=$)|即|申请|全免|减|免|后|来|也|均|都|没|未|带|任|[一二两三四五]者|[一二三四五]选|择一|其一|中任|就|正反(?:两)?面(?!照片)|不得?少于|至少|之一|过户|登记|开户|经|可|至|由|用于|仅限"
    "|须|应|需|一[样并]|齐全|和本人|各|尚|在|已|作为|以便|进行|上(?=交|传)|外|之外|共|[0-9一二两三四五六七八九十]+[份项件](?:材料|资料|$)|能够?通过).*"
)
"""What may follow behind a name and its forms."""
_WEAK = re.compile("(?:方案|说明|意见|许可|手续|记录|成果|文件|资料|材料|报告|信)$")
"""Endings that other things have, too; they make a paper in a list of papers, or behind a word that is sure."""
_SURE = re.compile("提供|提交|递交|携带|上传|出示|[另加须需应]交|附具|报送|增加|保留|填[写报]")
_NO_PAPER = re.compile(
    "[，。；：？！—→]|重新|办理|做好|发起|装表|(?:[水气热电仪换抄校挂总户]|计量|流量)表$|承担|^以上|统一(?!社会)|推送|编制|补办|其余|其[他它]|上述|^凡|的[材资]料$|除.*外|任何|相关|有关|所需|减少|属于|开展|完善|建立|实行|推行|应当|需要|提供|提交|携带|出具的?$|签订|签署|缴(?!费(?:发票|凭证|收据|单据|证明))|交纳|领取|收到|查看|核实|审核(?!意见|合格|批)|告知(?!承?诺?书)|通知(?![书单])|答复(?![书函意])|公布|不(?!动产)|没有|齐|什么|哪|如|受理(?!通知|凭|书)|出具受|进行|通过|按|取消|所[列述]|为准"
)
"""What the name of a paper never has in it."""
_GENERAL = re.compile(
    "(?:申请|报装|相关|有关|上述|以下|下列|全部|所需|办理|其他|其它|必要|完整|各种|各类|所有|书面|纸质|电子|证明|规定的?|要求的?|的|等|以上|该|此|何|任何"
    "|一切|用[水气热]|开户|新装|业务|本|原|主要|基本|真实|合法|申报|过期|一次性?|网上|在线|线上|线下|客户|用户|核验|技术|法定|准备|需要?)*"
    "(?:材料|资料|文件|手续|证件|附件|登记|意见|说明|申请|记录|方案|信息表?|告知书?|通知书?|通知单|受理单|报价单|预算[书单]?|回执|账单|缴费单|催缴单|告知单)"
    "|(?:相关|有关|书面)?(?:表|单|书|证|图|蓝图|批复|本|卡|函|合同|协议|许可|清单|证书|证明|图纸|明细|成果|报告|用水卡)"
)
"""What names no single paper, or one that the utility hands out."""
_RULES = re.compile("(?:条例|办法|规定|通知|标准|规范|法|决定|定额|意见|细则|规程|目录|指南|公告)》$")


def papers(passage: Passage) -> Iterator[Candidate]:
    """Papers by their names, each with its forms and the case in which it is wanted."""
    if any(_COLUMN.search(comparable(head)) for head in passage.columns):
        yield from _of_row(passage)
        return
    sentence = _Sentence(comparable(passage.text[:_WHOLE]), _listed(passage), passage.gaps)
    for group in sentence.groups():
        yield from _proposed(passage, [item for item in group if not sentence.refuses(item)])


def _listed(passage: Passage) -> bool:
    """Whether a passage stands in a list of papers, by its label or by the heads above."""
    if passage.number == "↓":
        return False
    if _OPENED.search(outside(comparable(passage.before))):
        return True
    for head in (passage.label, *reversed(passage.above)):
        words = comparable(head)
        if _HEAD.search(words):
            return True
        if _OTHER.search(words):
            return False
    return False


def _whose(passage: Passage) -> str:
    """The head right above that says whose papers they are: 居民用户; empty where it is another matter."""
    head = comparable(passage.above[-1]) if passage.above else ""
    return passage.above[-1] if head and _WHOSE.search(head) and not (_HEAD.search(head) or _OTHER.search(head)) else ""


_OPENED = re.compile("(?:持|提供|提交|携带|带|交|出示)[^，。；：]{0,6}：")
"""Before a statement: that papers are listed in its sentence."""
_WHOSE = re.compile("(?:用户|居民|单位|企业|客户|项目|个人|户|类|的|小区|工商业|个体)(?:办理|报装|申请)?$")


# ------------------------------------------------------------------------------------------------------- sentences


@dataclass(frozen=True)
class _Item:
    """A paper of a sentence: where its name stands and where what is said of it ends, its forms, and its case."""

    start: int
    end: int
    until: int
    forms: tuple[forms.Form, ...] = ()
    case: tuple[int, int] = (0, 0)
    either: bool = False
    """Whether 或 stands before it."""


_Span = tuple[int, int]


class _Sentence:
    """A sentence in which papers are sought."""

    def __init__(self, sought: str, listed: bool, gaps: Sequence[int] = ()) -> None:
        self.gaps = set(gaps)
        self.sought, self.masked, self.listed = sought, outside(sought), listed
        self._sure = listed
        """Whether what stands here is handed in beyond doubt."""

    def groups(self) -> Iterator[list[_Item]]:
        """The papers, those together that stand in one list."""
        case = self._case(0, len(self.sought)) or (0, 0)
        for start, end in self._stretches():
            if items := self._items(start, end, case):
                yield items

    def refuses(self, item: _Item) -> bool:
        """Whether a paper is one that is not to be handed in, by the words around it."""
        asked = [word.start() for word in _HANDED.finditer(self.masked, 0, item.start)]
        begin = max(self.masked.rfind(sign, 0, asked[-1] if asked else item.start) for sign in "，；。") + 1
        around = _AROUND.match(self.masked, item.until)
        return bool(_REFUSED.search(self.masked, begin, around.end() if around else item.until))

    def _stretches(self) -> Iterator[_Span]:
        """Where papers may be listed: all of a list's statement, or what follows words of handing in."""
        if self.listed:
            label = re.match(r"(?:【[^】]*】|[^，。；：]{1,20}：)(?=.)", self.masked)
            yield (label.end() if label else 0), len(self.sought)
            return
        if counted := _COUNTED.search(self.sought):
            self._sure = True
            start, end = counted.span(1)
            self.masked = self.masked[:start] + outside(self.sought[start:end]) + self.masked[end:]
            yield start, end
            return
        for handed in _HANDED.finditer(self.masked):
            if not self._by_office(handed.start()):
                self._sure = bool(_SURE.search(self.masked, handed.start()))
                self.listed = _OPENS.match(self.masked, handed.end()) is not None
                yield handed.end(), len(self.sought)
                return

    def _by_office(self, at: int) -> bool:
        """Whether it is the utility or an office that hands in or out, by the words before a place."""
        part = re.split("[，。；]", self.sought[max(0, at - 40) : at])[-1]
        return part.endswith("→") or (bool(_NOT_BY.search(part)) and not _TO.search(part))

    def _case(self, start: int, end: int) -> _Span | None:
        """The words of the case with which a stretch begins."""
        found = _IN_CASE.match(self.sought[start : min(end, start + 40)])
        if found and not _ANYBODY.search(found[1]):
            return start + found.start(1), start + found.end(1)
        return None

    def _cut(self, start: int, end: int, edges: re.Pattern[str]) -> Iterator[_Span]:
        """The stretches between some edges outside brackets."""
        begin = start
        for edge in edges.finditer(self.masked, start, end):
            yield begin, edge.start()
            begin = edge.end()
        yield begin, end

    def _parts(self, start: int, end: int) -> Iterator[_Span]:
        """The stretches between commas and wide spaces."""
        for begin, stop in self._cut(start, end, _PARTS):
            gaps = sorted(gap for gap in self.gaps if begin < gap < stop)
            yield from pairwise((begin, *gaps, stop))

    def _items(self, start: int, end: int, case: _Span) -> list[_Item]:
        """The papers between two places; outside a list, only until something else stands there."""
        items: list[_Item] = []
        for begin, stop in self._parts(start, end):
            short = stop - begin <= _LONGEST
            own = self._case(begin, stop)
            case = own or case
            papers = list(self._of_part(begin, stop, case)) if short else []
            more = forms.alone(self.sought[begin:stop]) if short else ()
            if more and items:
                items[-1] = _more(items[-1], more, stop)
            elif papers:
                items += papers
            elif not (self.listed or own or _GENERAL_PART.fullmatch(self.sought, begin, stop)):
                break
        return _shared(items, self.sought)

    def _of_part(self, start: int, end: int, case: _Span) -> Iterator[_Item]:
        """The papers between two commas: parted at conjunctions wherever both sides are papers."""
        cuts, begin, items = list(self._cut(start, end, _JOINED_OR_HANDED)), start, list[_Item]()
        following = [at for at, _ in cuts[1:]] + [end]
        for (at, stop), after in zip(cuts, following, strict=True):
            more = forms.alone(self.sought[at:stop]) if items else ()
            if more:
                items[-1] = _more(items[-1], more, stop)
            elif items and _APPENDED.match(self.sought, at, stop):
                items[-1] = self._item(items[-1].start, stop) or items[-1]
            elif item := self._item(begin, stop):
                between = self.sought[items[-1].until if items else max(start, item.start - 3) : item.start]
                items.append(replace(item, either=bool(re.search("或|or", between))))
            else:
                continue
            begin = after
        for item in items:
            yield replace(item, case=case)
            yield from (replace(inner, case=case) for inner in self._in_brackets(item))

    def _item(self, start: int, end: int) -> _Item | None:
        """The one paper of a stretch; None where it is none."""
        handed = [word.end() for word in _HANDED.finditer(self.masked, start, end) if not self._by_office(word.start())]
        for begin in dict.fromkeys((*handed[-1:], start)):
            at = begin
            while skipped := _BEFORE_NAME.match(self.sought, at, end):
                at = skipped.end()
            belonging = _BELONGING.match(self.sought, at, end)
            if (belonging and (item := self._named(belonging.end(), end))) or (item := self._named(at, end)):
                return item
        return None

    def _named(self, start: int, end: int) -> _Item | None:
        """The paper whose name begins at a place: the shortest name behind which nothing but forms follows."""
        for stop in self._ends(start, end):
            behind = self.sought[stop:end]
            said = forms.leading(behind)
            if not behind[said.length :].strip() or re.match(_BEHIND, behind[said.length :]):
                name = self.sought[start:stop]
                sure = self.listed or not (
                    (_REQUEST.fullmatch(name) and not said.forms)
                    or name.endswith("方案")
                    or (_WEAK.search(name) and not self._sure)
                )
                return _Item(start, stop, stop + said.length, said.forms) if sure and _is_paper(name) else None
        return None

    def _ends(self, start: int, end: int) -> Iterator[int]:
        if titled := _TITLE.match(self.sought, start, end):
            yield titled.end()
            return
        for stop in range(start + 1, min(end, start + 30) + 1):
            if _LIKE.search(self.sought, start, stop):
                yield stop

    def _inner(self, start: int, end: int) -> Iterator[_Item]:
        """The papers of a stretch within brackets, parted at conjunctions."""
        begin = start
        for edge in [*_JOINED.finditer(self.sought, start, end), None]:
            if item := self._item(begin, edge.start() if edge else end):
                yield item
                begin = edge.end() if edge else end

    def _in_brackets(self, item: _Item) -> Iterator[_Item]:
        """Papers named in the brackets behind one: （或宅基地证明）, （居民为身份证，单位为营业执照）."""
        for bracket in re.finditer(r"（([^（）]*)）", self.sought[item.end : item.until]):
            at, chosen = item.end + bracket.start(1), re.match("或", bracket[1])
            for part in re.finditer("[^，、；]+", bracket[1]):
                lead = _WITHIN.match(part[0])
                begin = at + part.start() + (lead.end() if lead else 0)
                for inner in self._inner(begin, at + part.end()) if lead or chosen else ():
                    yield replace(inner, forms=item.forms, until=item.until, either=bool(chosen))


_AROUND = re.compile("[^，；。]*(?:，(?:均|可|都|也|一律)?(?:免|无需|无须|不再|不用|不需|不得|由|通过)[^，；。]*)?")
"""What is said of a paper behind it."""
_COUNTED = re.compile(
    "(?:(?:材料|资料|要件)[^，。；（]{0,14}[份项件个]（(?:即|包括|分别[为是])?|（[^（）：]{0,8}(?:材料|资料)：)([^（）]{4,80})）"
)
"""Papers in brackets behind their number: 申请材料减为2份（甲、乙）."""
_OPENS = re.compile("[^，。；：]{0,8}：")
_BELONGING = re.compile("[\u4e00-\u9fff]{1,16}(?<!签字)(?<!盖章)(?<!出具)(?<!开具)的(?=[^的，]{3})")
"""Whose a paper is: 户主的身份证."""
_LONGEST = 90
"""What one paper takes at most, with all that is said of it, in characters."""
_WHOLE = 2000
"""How far a statement is read; no true one is longer."""
_PARTS = re.compile("(?<!正)、|[，；]|—{2,}|[+＋](?=[\u4e00-\u9fff])|/(?=[\u4e00-\u9fff])")
_JOINED = re.compile(
    r"以及|或者?|及其?|和|与|(?<=[\u4e00-\u9fff）□])\s?(?:or|and)\s?(?=[\u4e00-\u9fff])"
    "|外，?(?:还|另|再)[^、，和]{0,4}(?:提交|提供|带|交|附)"
)
_JOINED_OR_HANDED = re.compile(f"{_JOINED.pattern}|(?<=.)(?=填写|携带|提交|提供|出示)")
_GENERAL_PART = re.compile(f"：?(?:提[供交])?(?:{_MEASURE})?(?:[\u4e00-\u9fff]{{0,4}}(?:材料|资料))?")
_APPENDED = re.compile("附[图件页表]|(?:图纸|清单|附件|明细|说明|资料|材料)(?=$|（|复印|原件|[0-9一二两三四五各])")
"""What belongs to the paper before it: 许可证及附图, 设计说明及图纸."""
_TITLE = re.compile("《[^《》]{2,40}》")
_WITHIN = re.compile(
    "或者?|另?附|[\u4e00-\u9fff]{2,6}(?:为|是)|[\u4e00-\u9fff]{2,8}[的时]?[还另]?(?:[需须带附](?:提供|提交)?|上传|提供|提交)"
)


def _more(item: _Item, more: tuple[forms.Form, ...], until: int) -> _Item:
    return replace(item, forms=(*item.forms, *more), until=until)


def _is_paper(name: str) -> bool:
    if name.startswith("《"):
        return not _RULES.search(name)
    if _REQUEST.fullmatch(name):
        return True
    return len(name) > 1 and not (_NO_PAPER.search(name) or _GENERAL.fullmatch(name) or len(name) > 24)


_REQUEST = re.compile("(?:书面|用[水气热]|接[水气]|报装|开户)申请")
"""A request that is a paper only where papers are listed."""


def _shared(items: Sequence[_Item], sought: str) -> list[_Item]:
    """The papers, where the forms behind the last are those of the ones before it: 甲或乙复印件, 甲、乙各1份."""
    shared = list(items)
    if items and items[-1].forms and "以上" in sought[items[-1].end : items[-1].until]:
        shared = [replace(item, forms=item.forms or items[-1].forms, until=items[-1].until) for item in items]
    for at in range(len(shared) - 1, 0, -1):
        last, before = shared[at], shared[at - 1]
        each = "各" in sought[last.end : last.until]
        if last.forms and not before.forms and (last.either or each):
            shared[at - 1] = replace(before, forms=last.forms, until=max(before.until, last.until))
    return shared


# ------------------------------------------------------------------------------------------------------- proposals


def _proposed(passage: Passage, items: Sequence[_Item]) -> Iterator[Candidate]:
    for at, item in enumerate(items):
        issued = _BY.match(passage.text, item.until)
        span = passage.text[item.case[0] if item.case[1] else item.start : issued.end() if issued else item.until]
        values = _values(passage, items, at, forms.borne(item.forms, span))
        yield passage.candidate("papers", values, span, case=_whose(passage))


_ISSUED = re.compile("([^，、]{2,16})(?:出具|签发|颁发|核发|开具)的(?=.{3})")
_BY = re.compile("[，（]?由([^，。；（）]{2,14}?)(?:出具|签发|颁发|核发)")
"""Who issues a paper: before its name, or behind it."""


def _values(passage: Passage, items: Sequence[_Item], at: int, kept: str) -> Iterator[tuple[str, str]]:
    """The keys of one of some papers. `kept`: its forms, as a list of the policy.

    `either` tells how many papers before it the first of its choice is.
    """
    item = items[at]
    name, case = passage.text[item.start : item.end], passage.text[slice(*item.case)]
    issuer = _ISSUED.match(name) or _BY.match(passage.text, item.until)
    shown = _ISSUED.sub("", name)
    yield "name", shown
    yield "kind", "form" if re.search("(?:表|申请单|登记单|采集单|申请书)》?$", comparable(shown)) else "paper"
    if case or _listed(passage):
        yield "need", "conditional" if case else "required"
    if case:
        yield "provided", case
    if kept:
        yield "forms", Flow(kept)
    if issuer:
        yield "issuer", issuer[1]
    if item.either or (at + 1 < len(items) and items[at + 1].either):
        yield "either", str(at - max(place for place in range(at + 1) if place == 0 or not items[place].either))


# ---------------------------------------------------------------------------------------------------------- tables


_COPIES = re.compile("份数|数量")
_FORM = re.compile("原件|复印件|形式|类型|介质|载体|要求|规格|备注|说明")
_ISSUER = re.compile("出具|来源|颁发|核发|获取")
_REMARK = re.compile("备注|说明|要求|情形|必要|条件")
_CASE = re.compile("[^，。；]{2,14}(?:的|时|者)(?:需|须|才|应)?(?:提供|提交)?$")
_NOBODY = re.compile("^(?:申请人|用户|自备|本人|—*|-*|/|无|申请单位|建设单位)$|自[备行]")


def _of_row(passage: Passage) -> Iterator[Candidate]:
    """The papers of a cell under the head of papers, with what the other cells of its row say of them."""
    if passage.row == passage.columns or not _COLUMN.search(comparable(passage.columns[passage.at])):
        return
    for items in _Sentence(comparable(passage.text[:_WHOLE]), listed=True).groups():
        for at in range(len(items)):
            yield _of_cell(passage, items, at)


def _of_cell(passage: Passage, items: Sequence[_Item], at: int) -> Candidate:
    """One of the papers of a cell."""
    said, used = _forms_of_row(passage, items[at].forms)
    issuer = _beside(passage, _ISSUER, lambda cell: not _NOBODY.search(cell))
    quote = passage.through(*used, *issuer)
    bare = tuple(replace(form, number=None) for form in said if form.kinds)
    values = dict(_values(passage, items, at, forms.borne(said, quote) or forms.borne(bare, quote)))
    remark = _beside(passage, _REMARK, lambda cell: bool(_CASE.match(cell)))
    if remark and "provided" not in values:
        values |= {"need": "conditional", "provided": passage.row[remark[0]]}
        quote = passage.through(*used, *issuer, *remark)
    if issuer:
        values["issuer"] = re.sub("（[^（）]*）$", "", passage.row[issuer[0]])
    return passage.candidate("papers", values.items(), passage.text, quote=quote, case=_whose(passage))


def _forms_of_row(passage: Passage, own: tuple[forms.Form, ...]) -> tuple[tuple[forms.Form, ...], list[int]]:
    """The forms of a paper by its own cell and by those beside it, and the places of these."""
    form = [] if own else _beside(passage, _FORM, lambda cell: bool(forms.leading(cell).forms))
    said = forms.leading(comparable(passage.row[form[0]])).forms if form else own
    copies = _beside(passage, _COPIES, lambda cell: bool(re.search("[0-9一二两三四五]", cell)))
    if copies and not any(each.number for each in said):
        return forms.counted(said, passage.row[copies[0]]), [*form, *copies]
    return said, form


def _beside(passage: Passage, head: re.Pattern[str], fits: Callable[[str], bool]) -> list[int]:
    """The place of the first cell beside a passage under some head, whose words fit; none where there is none."""
    places = (at for at in range(len(passage.row)) if at != passage.at and head.search(comparable(passage.columns[at])))
    return [at for at in places if fits(comparable(passage.row[at]))][:1]
