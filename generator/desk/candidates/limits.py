"""Time limits: how long something may take, from when, until what, what is not counted, in which case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.checks import claims
from generator.desk.candidates.candidate import (
    Candidate,
    Passage,
    around,
    bearing_amount,
    force,
    numbers_of,
    plain,
)
from generator.document import comparisons
from generator.document.quantities import BETWEEN, DURATIONS, NUMERAL, TO, UNIT_WORDS, Reading, read
from generator.document.text import normal
from generator.policy.facts import Limit
from generator.policy.provenance import Part
from generator.policy.scalars import NOT_STATED

DURATION = re.compile(
    rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?{BETWEEN}({'|'.join(UNIT_WORDS[unit] for unit in DURATIONS)})"
)
_AT_ONCE = re.compile(
    "即来即办|即时|即办|当场|即刻|立等|当日|当天|次日|立即(?=予以?|给予|登记|受理|办理|办结|录入|转|处理|答复|回复)"
    f"|{NUMERAL}天"
)
_AT_ONCE_UNIT = {"当日": "same_day", "当天": "same_day", "次日": "next_day", "第二天": "next_day"}
_NOT_ONCE = re.compile(f"起|算|{NUMERAL}|[0-9]|凌晨|早上?|上午|至|到|-|~|标准|应[缴交]|的?[热水气]费")
"""Behind a word such as 次日: that it is a time of day, or where another limit begins."""
_LEAD_BEFORE = re.compile("(?:提前(?:不少于|至少)?|[^目日之提]前)$")
_LEAD_BEHIND = re.compile("[以之]?前(?!期|置)")
_OTHER_BEFORE = re.compile(
    "(?:有效期限?|质保期?|保修期?|保质期|试行期|规划期限|使用期限|使用年限|年限|(?:检定|更换|轮换|检查|评估|抄表)周期|租期|寿命|停[水气热用]|施工期|稳压|试压|连续|价值|每日)[^,，。；;]{0,8}$"
    "|(?:每(?:逾期|超过?|延误|延迟|隔)?|责令[^,，。；;]{0,4}|前|原(?:来的?|承诺|定的?)?|补[交缴]|首月|末月|[次每当]月|保)$"
    "|(?<![不未没得应能会可])(?:超过|超出|超|满|逾|逾期)$"
)
"""Before a duration that is no time limit: a validity, a warranty, a threshold, an old value."""
_OTHER_BEHIND = re.compile(
    f"(?!之?内|以内)[^,，。；;]{{0,6}}{NUMERAL}次(?!性)|"
    "(?:之?内|以内)?(?:均|保持)?有效|行动|攻坚|会战|[^,，。；;]{0,2}(?:服务圈|生活圈)|以上或|×|不[用缴]|[^,，。；;]{0,4}压力|免费|[^,，。；;]{0,2}低于|的?(?:质保|保修|维保)"
    "|(?:后|起)?(?:正式)?(?:施行|实施|生效)|[^,，。；;]{0,16}(?:行政复议|提起诉讼|人民法院|仲裁|约谈)"
    "|(?:之?内|以内)?(?:的|预计|应[交缴]的?)*(?:水费|气费|热费|用气量|用水量|用热量|租金)|以[上下]的"
    f"|(?:以[上下内])?的?,?(?:每.)?{NUMERAL}元"
)
"""Behind a duration that is no time limit."""
_ROUND_THE_CLOCK = re.compile(r"(?:全天|每天|昼夜|全年|电话|热线|[0-9-]{5,}[^,，。；;0-9]{0,4}|维修,|报修,)\(?$")
_OPEN = re.compile(
    "[)]?(?:人工|客服|为您|有人|在线|打|接|服务|热线|值|不间断|开通|受理|供[水气热]|均|抢修|拨打|电话|待命|轮班|在岗)"
)
_ELECTRIC = "供电|电力|用电|低压|高压"
_OWN = "供水|用水|接水|水务|水司|供气|用气|接气|燃气|通气|供热|用热|供暖|热力|通水"
_BEGINS = re.compile("(?:以|之)?内(?:要|应|应当|须|必须)?(?:开始|启动|开工|进场)")
"""Behind a duration: that something has to begin, and not to end, within it."""
_STARTS = re.compile(
    r"[自从在]((?:[^,，。；;()]|\([^()]{1,12}\)){2,24}?(?:之日|当日|次日)?)(?:的?(?:次日|当日))?(?:起算?|算)[^。；;自从]{0,40}?$"
    r"|((?:[^,，。；;()、:：]|、(?=[\u4e00-\u9fff]{1,6}(?:后|\())|\([^()]{1,12}\)){2,24}?)(?:之后|以后|后)[^。；;后]{0,30}?$"
)
"""Before a duration: from when it is counted."""
_ENDS = re.compile(
    r"(?:\([^()]{1,20}\))?+(?:(?:之|以)?内)?+(?:就|即|须|应当?|要|能|可|给您)?([\u4e00-\u9fff][^,，。；;()、|]{1,15})"
)
_EXCLUDED = re.compile(
    r"(?:不含|不包括|不包含)([^()，,。；;]{2,24})"
    r"|([^,，。；;()]{2,24}?(?:时间|期间|工期)?)(?:均|都)?(?:不计入|不计算|不计时|不计在内|除外|予?以?扣除)"
)
_WHOSE = {
    "applicant": "(?:用户|客户|申请人|甲方|业主|产权人|户主|用水单位)[^,，。；;]{0,10}"
    "(?:应|须|需|可|要|于|自|在|收到)[^。；;]{0,24}$",
    "developer": "(?:建设单位|开发单位|开发商|开发企业)[^,，。；;]{0,10}(?:应|须|需|可|要|于|自行)[^。；;]{0,24}$",
    "authority": "(?:审批|主管|许可|管理|行政|城管|住建|公安|有关|规划)[^,，。；;]{0,8}(?:部门|局|机关|许可)"
    "|许可[:：]|审批(?:期间|时间)",
}
"""Words before a duration that show whose limit it is, where that is not the utility's."""
_LAST = re.compile(r"([^,，。；;、:：→]{1,24})$")
_BEFORE = re.compile(r"([^,，。；;:：→]{2,30}的)[,，](?:[^,，。；;]{0,24})$")
_LINK = re.compile(
    "(?:的|T\\+|原则上|一般|应当?|须|需|在|于|不得?超过|不少于|不低于|最长|最多|共|累计|合计|为|是|用时|时限|时间|限|压缩至|控制|供[水气热]企业|公司|企业"
    "|受理|办理|将|并|约|再?加|[≤<])$"
)
"""Words between a case and the duration that holds in it."""
_LONGER = "是另外加上的时间，不是全部 / time that is added, not all of it"
_AVERAGE = "是平均数或目标，不是承诺 / an average or a target, no promise"


def limits(passage: Passage) -> Iterator[Candidate]:
    """Durations and words such as 当场; how they bind, from when and until what, is what the quotation bears."""
    reading = read(plain(passage.text))
    for duration in DURATION.finditer(reading.masked):
        unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], duration[3]))
        numbers, words = numbers_of(reading, duration.groups()[:2]), reading.source(duration)
        if unit == "year" or not numbers or words in ("一日", "两日") or no_limit(reading, duration):
            continue
        meant, quote = comparisons.signs(reading, *duration.span()), around(passage.text, words)
        only = "starts_within" if _BEGINS.match(reading.masked, duration.end()) else ""
        if amount := bearing_amount(numbers, [quote], partial(_limit, unit), meant, only):
            near = re.split("[,，、;；。]", reading.text[: reading.place(*duration.span())[0]])[-1]
            binding = force(near) or force(quote)
            values = (*amount, ("unit", unit), *binding, *_details(passage, reading, *duration.span()))
            case, doubt = _case(passage, reading, duration.start()), _doubt(binding, near)
            yield passage.candidate("limits", values, words, numbers, case=case, doubt=doubt)
    yield from _at_once(passage, reading)
    yield from _in_cell(passage, reading)


def _doubt(binding: tuple[tuple[str, str], ...], before: str) -> str:
    """Why a duration may be no limit of its own."""
    if ("force", "average") in binding:
        return _AVERAGE
    return _LONGER if re.search("延长|再加|顺延", before) else ""


def _at_once(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    for word in _AT_ONCE.finditer(reading.masked):
        said = reading.source(word)
        unit, quote = _AT_ONCE_UNIT.get(said, "instant"), around(passage.text, said)
        if said[-1] == "天" and unit == "instant":  # so many days
            continue
        own = all(claim.holds(plain(quote)) for claim in claims.claims_of(_limit(unit, {})))
        if own and not _NOT_ONCE.match(reading.masked, word.end()):
            values = (("unit", unit), *_details(passage, reading, *word.span()))
            yield passage.candidate("limits", values, said, case=_case(passage, reading, word.start()))


_TIMES = "|".join(UNIT_WORDS[unit] for unit in DURATIONS)
_UNIT_NAMED = re.compile(rf"[(（](?:单位[:：])?个?({_TIMES})[)）]|单位[:：]个?({_TIMES})")
_CELL = re.compile(rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?")
_NO_TIME = re.compile("^序号?$|编号|份|数量|金额|费|页|次")
"""The head of a column whose numbers are no times."""


def _in_cell(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    """The number of a cell whose column or table names a unit of time: 5 under 时限（工作日）."""
    number = _CELL.fullmatch(reading.masked)
    head = next((words for words in (passage.label, passage.note) if _UNIT_NAMED.search(plain(words))), "")
    named = _UNIT_NAMED.search(plain(head))
    if number is None or named is None or not passage.columns or _NO_TIME.search(plain(passage.label)):
        return
    unit = next(unit for unit in DURATIONS if re.fullmatch(UNIT_WORDS[unit], named[1] or named[2]))
    row = next((cell for cell in passage.row if re.search("[\u4e00-\u9fff]", cell)), "")
    numbers, beside = (
        numbers_of(reading, number.groups()),
        tuple(dict.fromkeys(filter(None, (row, passage.label, head)))),
    )
    if amount := bearing_amount(numbers, [passage.text, *beside], partial(_limit, unit), set()):
        case = "，".join(filter(None, (row, "" if head == passage.label else passage.label)))
        yield passage.candidate("limits", (*amount, ("unit", unit)), passage.text, numbers, beside=beside, case=case)


def no_limit(reading: Reading, duration: re.Match[str]) -> bool:
    """Whether a duration is something else than how long one may take."""
    masked, before = reading.masked, reading.masked[: duration.start()]
    if is_lead(masked, duration) or _OTHER_BEFORE.search(before[-24:]) or _OTHER_BEHIND.match(masked, duration.end()):
        return True
    if re.search("[由从原][^,，。；;]{0,6}$", before) and re.match(
        "[^,，。；;]{0,3}(?:压|缩|减|调整|降|改|精简)", masked[duration.end() :]
    ):
        return True
    return _always(reading, duration) or _of_electricity(before)


def _always(reading: Reading, duration: re.Match[str]) -> bool:
    """Whether a duration is how long a day somebody answers: 24小时热线, and not 24小时内."""
    begin, end = reading.place(*duration.span())
    words, before = reading.text[begin:end], reading.text[max(0, begin - 16) : begin]
    if words not in ("24小时", "24h", "二十四小时", "365天") or reading.text.startswith(("内", "以内", "之内"), end):
        return False
    alone = not before and reading.text[end : end + 2] in ("", ")")
    return bool(_ROUND_THE_CLOCK.search(before) or _OPEN.match(reading.text, end)) and not alone


def _of_electricity(before: str) -> bool:
    """Whether the utility named last before a duration is another one than ours."""
    named = re.findall(f"{_ELECTRIC}|{_OWN}", before)
    return bool(named) and re.fullmatch(_ELECTRIC, named[-1]) is not None


def is_lead(masked: str, duration: re.Match[str]) -> bool:
    """Whether a duration is how long before something: 提前24小时, 开始1个月前."""
    return bool(_LEAD_BEFORE.search(masked[: duration.start()][-8:]) or _LEAD_BEHIND.match(masked, duration.end()))


def _details(passage: Passage, reading: Reading, start: int, end: int) -> Iterator[tuple[str, str]]:
    """From when, until what, without what, and whose, where the same sentence says it in words that can be quoted."""
    text, quote = passage.words, normal(around(passage.text, reading.text[slice(*reading.place(start, end))]))
    sentence = max(reading.masked.rfind("。", 0, start), 0)
    for key, words in (
        (
            "starts_on",
            re.sub("^.*[自从在]", "", _words(text, reading, _STARTS.search(reading.masked[:start], sentence))),
        ),
        ("ends_with", _words(text, reading, _ENDS.match(reading.masked, end))),
        ("excludes", _words(text, reading, _EXCLUDED.search(reading.masked))),
    ):
        if words and words in quote:
            yield key, words
    before = reading.masked[:start]
    if whose := next((role for role, words in _WHOSE.items() if re.search(words, before)), ""):
        yield "whose", whose


def _words(text: str, reading: Reading, match: re.Match[str] | None) -> str:
    """The words of a text for which the first group of a match in the masked text stands."""
    if match is None or match.lastindex is None:
        return ""
    return text[slice(*reading.place(*match.span(match.lastindex)))].strip()


def _case(passage: Passage, reading: Reading, start: int) -> str:
    """In which case a limit holds, as far as the words before it, or the first cell of its row, say."""
    text, before = passage.words, reading.masked[:start]
    condition, last = _BEFORE.search(before), _LAST.search(before)
    words = [_words(text, reading, condition).removesuffix("的"), _bare(_words(text, reading, last))]
    first = passage.first if passage.at else ""
    return "，".join(dict.fromkeys(word for word in (first, *words) if word))


def _bare(words: str) -> str:
    """The words right before a duration without those that say from when, or link the two."""
    words = re.sub("[自从由].*$", "", words.rpartition("后")[2])
    while link := _LINK.search(words):
        words = words[: link.start()]
    return words


def _limit(unit: str, amount: dict[str, Any]) -> Part:
    silent: dict[str, Any] = dict.fromkeys(("starts_on", "ends_with", "excludes"), NOT_STATED)
    return Limit.model_validate({"id": "one", "unit": unit, **silent, **amount})
