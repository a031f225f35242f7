"""The steps of a procedure by name: out of a list, arrows, a table, or the heads below that of a procedure.

The heads of a document that has nothing of this are taken for its steps where at least three in a row name such acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.desk.candidates.candidate import Candidate, Flow, Passage
from generator.desk.candidates.signs import comparable, outside
from generator.document.quantities import value

_COUNT = "[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
_KIND = "(?:环节|步骤|阶段|流程|程序|步)"
_PROCEDURE = re.compile(
    f"(?:流程|程序|步骤|环节|怎么(?:走|办|弄|报)(?=[？]?$)|咋(?:走|办|弄)|办理过程|(?:{_COUNT})步|steps|procedure)(?!费|数)|^(?:怎么|如何|怎样)办理?[？]?$"
    "|(?:报装|申请|开户|手续|业务|安装|接[水气热入])[^？]{0,6}(?:怎么|如何|怎样)办",
    re.IGNORECASE,
)
"""A head below which the steps of a procedure are listed."""
_REFORM = re.compile("精简|优化|压缩|压减|规范|简化|再造|减少|整合|改造|监督")
"""Words of a head below which measures are listed, and no steps."""
_LISTED = re.compile(
    rf"(?P<names>(?:[^，。；：:、“”\s为]{{2,16}}、){{0,14}}[^，。；：:、“”\s为]{{2,24}}?)[”\"]?等?共?(?P<count>{_COUNT})个?{_KIND}"
)
"""The steps of a list that says how many there are."""
_QUOTED = re.compile(rf"(?P<names>(?:“[^”]{{2,12}}”[、和及与，]?){{2,12}})(?P<count>{_COUNT})个?{_KIND}")
_QUOTED_ONE = re.compile(rf"{_KIND}.*“(?P<names>[^“”]{{4,80}})”(?P<count>{_COUNT})个")
"""The same in quotation marks."""
_DASHED = re.compile("[\u4e00-\u9fff、]{2,8}(?:(?:—+|－|-+)[0-9\u4e00-\u9fff、]{2,14}){2,14}")
_AFTER = re.compile(
    rf"(?:{_KIND}[^，。；]{{0,14}}?[为至到成])?(?P<count>{_COUNT})(?:个?(?:办理)?{_KIND}|个)[，,]?(?:（(?P<inner>[^（）]{{4,80}})）|(?:[：:]|即|分别[为是]|包括)(?P<names>[^。；（）]{{4,80}}))"
)
"""The same, with the number before."""
_LABELLED = re.compile(
    f"^[^，。；：]{{0,10}}{_KIND}(?:（[^（）]*）|名称)?(?:(?:为|是|包括|分为|如下)[：:]?|[：:])(?P<names>[^。；]{{4,120}})$"
)
_ARROW = re.compile(r"\s*(?:→|⇒|➡️?|➔|➜|⟶|-+>|=+>|＞＞|>>|—+>|↓|▶|►)\s*")
_DASH = re.compile(r"\s*(?:—+|－+|-+)\s*")
_ACT = re.compile(
    "审批|关阀|加封|领回|领取|填[《表写]|下达|核定|对接|试运行|受理|登记|申请|踏勘|勘[查察探]|查勘|看线|方案|答复|设计|签约|签订|合同|缴费|交费|付款|施工|安装|验收|通[水气热暖]|供[热暖水气]|装表|接[水气入通洽]|点火|开[栓阀通户]|置换|报装|预约|报价|预算|审[核图查]|回访"
    "|碰[头口]|并网|竣工|建档|评价|办结|送达|注水|试压|挂表|交底|放水|查验|申报|立户|结算|派单|报名|上门|评估|核验|核对|试验|讲解|签字|填单|看现场|移交|交材料|交款|发证|建户|销户|送气|送水|送暖|供能|定点|归档"
)
"""Acts that steps are called by."""
_NO_ACT = re.compile(
    "(?:(?<![缴交付])费|标准|材料|资料|范围|时限|要求|质量|服务|电话|条件|依据|承诺|监督|须知|责任|方式|渠道|地点|时间|说明|对象|管理|规范|义务|保修|价格|咨询|原则|提醒|提示|注意|事项|依据|多久|[前中后的员]|许可|什么|哪些|书|表|图)用?$|居民|企业|用户|单位|“|^多久|^怎|^哪|^谁|^什么|[元%℃]|第.章"
)
_COLUMN = re.compile(f"^(?:办理|工作|业务|服务|报装|流程)?(?:{_KIND[3:-1]})(?:名称)?$")
_ACTOR = re.compile("办理人|责任|经办|主体|承办|办理(?:单位|部门)|牵头|由谁|负责|实施")
_DOES = re.compile("(?:工作|办理|主要|环节)(?:内容|事项|要点|工作)|^内容$|做什么")
_BY_APPLICANT = re.compile("用户|申请人|建设单位|客户(?!经理|服务|中心|部)|业主|产权人|开发")
_BY_UTILITY = re.compile("公司|企业|窗口|部|科|经理|中心|集团|所|班|队|员|站|水司")
_SUBJECT = re.compile(
    "(?:由|与(?=.{2,8}签))?(?P<who>(?:[\u4e00-\u9fff]{0,6}(?:公司|企业|单位|部门|用户|申请人|客户|窗口|工作人员|客户经理|业主))|甲方|乙方)(?:双方)?(?:应当?|须|需|负责|可以?|向[\u4e00-\u9fff]{2,8}?(?=提|申|递)|到[\u4e00-\u9fff]{2,8}?(?=提|申|办)|与[\u4e00-\u9fff]{2,6}?(?=签))*"
)


@dataclass(frozen=True)
class _Step:
    """A step: the passage that names it, its name there, and the words in which that is quoted."""

    passage: Passage
    name: str
    words: str
    actors: str = ""
    does: str = ""
    quote: str = ""

    def candidate(self) -> Candidate:
        given = [("name", self.name), ("actors", Flow(self.actors)), ("does", self.does)]
        return self.passage.candidate(
            "steps", [(key, value) for key, value in given if value], self.words, quote=self.quote
        )


def steps(passages: Sequence[Passage]) -> Iterator[Candidate]:
    """The steps of a document in order; those named twice, as in a line of arrows and then as heads, once."""
    groups = [group for group in [*_groups(passages)] if _acts(group)] or [*_runs(passages)]
    told: list[set[str]] = []
    for group in groups:
        names = {step.name for step in group}
        if group[0].passage.row or not any(names <= before for before in told):
            told.append(names)
            yield from (step.candidate() for step in group)


def _acts(group: Sequence[_Step]) -> bool:
    """Whether a list that no table, number or arrow tells for steps has acts in it: half of them, at least."""
    stages = group[0].passage.row or _NUMBERED_STEP.match(comparable(group[0].passage.number))
    return bool(stages) or 2 * sum(map(_names_act, group)) >= len(group)


def _groups(passages: Sequence[Passage]) -> Iterator[list[_Step]]:
    """The lists of steps: of a table, in sentences, and below the head of a procedure."""
    below: dict[tuple[str, ...], list[_Step]] = {}
    for passage in _acting(passages):
        if named := list(_of_row(passage)) if passage.columns else []:
            yield named
        elif names := _of_sentence(passage):
            yield names
        elif not passage.columns and (step := _of_head(passage)):
            place = (passage.clause.rstrip("0123456789一二三四五六七八九十（）、①②③④⑤⑥⑦⑧⑨⑩"), *passage.above)
            if place not in below:
                below[place] = []
                yield below[place]
            below[place].append(step)


def _acting(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages; of a box of a chart that begins with whoever acts, the next line stands for the box."""
    before = ""
    for passage in passages:
        yield replace(passage, number=before) if before and not passage.number else passage
        actor = (
            passage.number == "↓" and _BY_APPLICANT.search(passage.text) and not _ACT.search(comparable(passage.text))
        )
        before = "↓" if actor else ""


# ------------------------------------------------------------------------------------------------------- sentences

_WHOLE = 2000
"""How far a statement is read; no true one is longer."""


def _of_sentence(passage: Passage) -> list[_Step]:
    """The steps that a sentence lists."""
    sought = comparable(passage.text[:_WHOLE])
    for start, end, edges, count in _lists(passage, sought):
        spans = [*_spans(sought, start, end, edges)]
        names = [span for span in spans if _is_step(sought[slice(*span)])]
        whole = edges is not _ARROW or _is_procedure(passage.label) or len(names) > 3 or names[:1] == spans[:1]
        if len(names) > 1 and whole and count in (None, len(names)):
            return [_Step(passage, passage.text[slice(*span)], passage.text[start:end]) for span in names]
    return []


def _lists(passage: Passage, sought: str) -> Iterator[tuple[int, int, re.Pattern[str], int | None]]:
    """Where steps may be listed in a sentence, what parts them, and how many there are, where that is said."""
    within = _is_procedure(passage.label) or (not passage.label and any(map(_is_procedure, passage.above[-1:])))
    if re.match("[是否有无]\\s*[→➡-]", sought):  # a branch
        return
    if (arrows := len(_ARROW.findall(sought))) > 1 or (arrows and _is_procedure(passage.label)):
        yield _behind_label(sought), len(sought), _ARROW, None
    for found in _DASHED.finditer(sought):
        if 2 * len(_ACT.findall(found[0])) > len(_DASH.findall(found[0])):
            yield *found.span(), _DASH, None
    for found in (*_QUOTED.finditer(sought), *_QUOTED_ONE.finditer(sought), *_LISTED.finditer(sought)):
        if not _REPLACED.search(sought[max(0, found.start("names") - 8) : found.start("names") + 2]):
            yield *found.span("names"), _COMMA, _counted(found["count"])
    for found in _AFTER.finditer(sought):
        yield *found.span("inner" if found["inner"] else "names"), _COMMA, _counted(found["count"])
    if within and (labelled := _LABELLED.match(sought)):
        yield *labelled.span("names"), _COMMA, None


_REPLACED = re.compile('原(?:来|先|有)?的?[“"]?|[由从][“"]')
"""Before the steps of before."""


def _counted(words: str) -> int | None:
    number = value(words)
    return None if number is None else int(number)


_COMMA = re.compile("[、，,；;]|[和及与](?=[^、，]*$)|(?<=”)(?=“)")


def _behind_label(sought: str) -> int:
    label = re.match(r"【[^】]*】|[^→：（-]{0,12}：", sought)
    return label.end() if label else 0


def _spans(sought: str, start: int, end: int, edges: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where names stand between the edges of a list, without quotation marks and what stands in brackets behind."""
    if re.fullmatch("（[^（）]*）", sought[start:end]):
        start, end = start + 1, end - 1
    masked = sought[:start] + outside(sought[start:end])
    for at, stop in _between(masked, start, end, edges):
        begin = at
        if at == start and (within := _BEFORE.match(masked[at:stop])):
            begin = at + within.end()
        bare = re.match(r"[\s“”\"①-⑳]*(?:\d{1,2}[.、．])?(?P<name>.*?)[\s“”\"）)□。；]*$", masked[begin:stop])
        if bare and bare["name"]:
            name = bare.span("name")
            whole = sought[begin + name[0] : begin + name[1]]
            time = _SOON.match(whole) if edges is _DASH else None
            first = time.end() if time and len(whole) - time.end() > 1 else 0
            yield begin + name[0] + first, begin + name[0] + len(re.sub("（[^（）]*）$", "", whole))


_SOON = re.compile("当[日天]|[0-9一二两三四五六七八九十]+个?(?:工作日|日|天|小时)之?内?")
_BEFORE = re.compile('.*(?:[：:为至到即分成]|包括|保留|设置|仅需|只需|[只仅]有|实行)[“"]?(?=.{2})')
"""What stands before the first name of a list: 分为, 压减至."""


def _between(masked: str, start: int, end: int, edges: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = start
    for edge in edges.finditer(masked, start, end):
        yield begin, edge.start()
        begin = edge.end()
    yield begin, end


def _is_step(name: str) -> bool:
    return (
        2 <= len(name) <= 16
        and not re.search(r"[。；：=]|\d{2,}|[元%]|^附|不$|的$|[先再]|个环节", name)
        and bool(re.search("[\u4e00-\u9fffA-Za-z]", name))
    )


# ----------------------------------------------------------------------------------------------------------- heads

_NUMBERED_STEP = re.compile(f"↓|第(?:{_COUNT})步|(?:步骤|环节)(?:{_COUNT})|step", re.IGNORECASE)


def _of_head(passage: Passage) -> _Step | None:
    """The step that a numbered line names, or a head without number, below the head of a procedure."""
    stage = _NUMBERED_STEP.match(comparable(passage.number))
    listed = passage.number or _LETTERED.match(comparable(passage.text))
    under = any(map(_is_procedure, (*passage.above[-1:], passage.label if passage.number else "")))
    if not stage and not (under and (listed or passage.heads)):
        return None
    step = _titled(passage)
    return step if listed or _names_act(step) else None


_LETTERED = re.compile("[A-HＡ-Ｈ](?=[\u4e00-\u9fff]{2}.*—)")


def _is_procedure(head: str) -> bool:
    words = comparable(head)
    return bool(_PROCEDURE.search(words)) and not _REFORM.search(words)


def _titled(passage: Passage) -> _Step | None:
    """A step with the name with which a line begins."""
    sought = comparable(passage.text[:_WHOLE])
    if named := re.match("【([^】]{2,16})】", sought):
        return _Step(passage, passage.text[slice(*named.span(1))], named[0])
    end = passage.gaps[0] if passage.gaps and passage.gaps[0] > 1 else len(sought)
    lead = _LETTERED.match(sought)
    title = re.compile("[^，。；：？□—]{2,28}(?=[，。；：□—]|$)").match(
        _unbracketed(sought[:end]), lead.end() if lead else 0
    )
    if not title or re.match("开始|结束", sought):
        return None
    if _BY_APPLICANT.fullmatch(sought[: title.end()]):
        return None
    begin, who = _beginning(sought, title.start(), title.end())
    name = passage.text[begin : title.end()]
    actors = _actors(passage.text[slice(*who)])
    quote = passage.text[: title.end()] if passage.gaps or outside(sought)[title.end() : title.end() + 1] == "□" else ""
    return (
        _Step(passage, name, passage.text[: title.end()], actors, quote=quote) if _is_step(comparable(name)) else None
    )


def _unbracketed(sought: str) -> str:
    """A statement with what stands in brackets masked, titles kept."""
    return re.sub("（[^（）]*）", lambda inner: "□" * len(inner[0]), sought)


def _beginning(sought: str, begin: int, end: int) -> tuple[int, tuple[int, int]]:
    """Where the name of a step begins in a title, behind the time and whoever acts, and where that stands."""
    if (time := _TIME.match(sought, begin, end)) and _ACT.search(sought, time.end(), end):
        begin = time.end()
    subject = _SUBJECT.match(sought, begin, end)
    if not subject or not _ACT.search(sought, subject.end(), end) or end - subject.end() < 2:
        return begin, (0, 0)
    behind = _SOON.match(sought, subject.end(), end)
    if behind and _ACT.search(sought, behind.end(), end):
        return behind.end(), subject.span("who")
    sentence = end > _TITLE or sought[end : end + 1] == "，" or sought[begin] in "与由"
    return subject.end() if sentence else begin, subject.span("who")


_TITLE = 8
"""A longer title is a sentence."""
_TIME = re.compile(
    "(?:自?[^，。；]{0,14}(?:之日起|后))?[^，。；]{0,6}(?:工作日|日|天|小时)(?:之?内)?(?:进行|完成|组织|予以)?"
)
"""When something is done, before what is done."""


def _runs(passages: Sequence[Passage]) -> Iterator[list[_Step]]:
    """Heads in a row that name acts, at least three."""
    titles = [(passage, _titled(passage)) for passage in passages if passage.number or passage.heads or passage.gaps]
    for (acts, _), run in groupby(titles, key=lambda title: (_names_act(title[1]), _shape(title[0]))):
        group = [step for _, step in run if step]
        if acts and len(group) > 2:
            yield group


def _shape(passage: Passage) -> str:
    """The kind of number that a line has: the same for （一） and （二）."""
    return re.sub("[0-9一二三四五六七八九十①-⑳]+", "1", passage.number)


def _names_act(step: _Step | None) -> bool:
    name = comparable(step.name) if step else ""
    return len(name) <= 10 and bool(_ACT.search(name)) and not _NO_ACT.search(name)


# ---------------------------------------------------------------------------------------------------------- tables


def _of_row(passage: Passage) -> Iterator[_Step]:
    """The step that a cell names, with who acts and what is done by the other cells of its row."""
    column = comparable(passage.columns[passage.at])
    if not _COLUMN.match(column) or passage.row == passage.columns or not _is_step(passage.text):
        return
    heads = [comparable(head) for head in passage.columns]
    who, does = (next((at for at, head in enumerate(heads) if wanted.search(head)), None) for wanted in (_ACTOR, _DOES))
    actors = _actors(passage.row[who]) if who is not None else ""
    used = [at for at, given in ((who, actors), (does, does)) if at is not None and given]
    done = passage.row[does] if does is not None else ""
    yield _Step(passage, passage.text, passage.text, actors, done, quote=passage.through(*used))


def _actors(words: str) -> str:
    """Who acts, by role, as a mapping of the policy; empty where a role is not clear."""
    roles: dict[str, list[str]] = {}
    for name in filter(None, re.split("[、，,/及和与]", re.sub("[0-9-]{5,}.*$", "", words))):
        role = "applicant" if _BY_APPLICANT.search(name) else "utility" if _BY_UTILITY.search(name) else ""
        if not role or len(name) > 16:
            return ""
        roles.setdefault(role, []).append(name)
    shown = [f"{role}: [{', '.join(names)}]" for role, names in roles.items()]
    return f"{{{', '.join(shown)}}}" if shown else ""
