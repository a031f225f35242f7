"""Whether a text says a quantity: the number, its unit and the words of comparison beside them, in one stretch.

The tables of words here serve the proof of quotations and the proposals for editors alike. A word of comparison counts
only for the number it stands beside; a negation turns the word behind it round (不少于 is at least); and brackets such
as (含) decide whether 以下 counts the number itself in. Texts are normalised (`text.normal`) and, where they are called
masked, have one sign for each figure (`quantities.Reading`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.document.quantities import BETWEEN, NUMERAL, TO, Reading, read, scale, unscaled

_CHANGED = "(?:压缩|缩短|压减|缩减|精简|简化|减少|降低|下降|降|减|缩)(?:至|到|为|在)"
_REPLACED = re.compile(f"{_CHANGED}|(?:调整|修订|修改|改|提高|增加|延长)(?:至|到|为|成)")
"""Words behind a number that is no longer valid, since another replaces it."""
_NOT = (
    "(?:不(?:得|能|应|可以?|准|宜|会|再|该|允许|许|必)?|未[能曾]?|没有?|无[需法]?|难以|严禁|禁止|杜绝|勿|非)(?:再|要)?"
)
_AT_NUMBER = "(?=$|[0-9一二两三四五六七八九十百])"
_OR_EQUAL = "(?:或者?)?"
_MORE, _LESS = "超过|超出|多于|大于|高于|长于|晚于|迟于", "少于|低于|小于|短于|早于"
_OVER, _UNDER = (
    f"(?<!等于)(?<!等于或)(?<!等于或者)(?:{words})(?!{_OR_EQUAL}等于)"
    for words in (f"{_MORE}|[超逾]{_AT_NUMBER}", _LESS)
)
_BEFORE = {
    "<=": "至多|最多|最高|最长|最大|最迟|最晚|上限[为是]?|控制在|≤|<=|≦|⩽|≯"
    f"|(?:{_LESS}){_OR_EQUAL}等于|等于{_OR_EQUAL}(?:{_LESS})",
    ">=": f"至少|最少|最低|最短|下限[为是]?|≥|>=|≧|⩾|≮|(?:{_MORE}){_OR_EQUAL}等于|等于{_OR_EQUAL}(?:{_MORE})",
    "<": "不足|不到|(?<!≤)<(?!=)",
    ">": "(?<!≥)>(?!=)",
}
"""The comparison, as a sign of FEEL, that words before a number mean, negation or not."""
_REACHED = f"达到|达{_AT_NUMBER}|满(?![意足])"
_TURNED = {_OVER: (">", "<="), _UNDER: ("<", ">="), _REACHED: (">=", "<")}
"""The comparison that words before a number mean, and the one they mean behind a negation."""
_FROM = "(?<![日天时月年周分])起(?=步|[办售装]|[，。；、,;:)]|$)"
_BEHIND = {
    "以内|之内|内(?![部蒙容]|设(?!计))|为限|封顶": ("<=",),
    "及其?以下": ("<=",),
    "及其?以上": (">=",),
    "以下": ("<=", "<"),
    "以上": (">=", ">"),
    _FROM: (">=",),
}
"""The comparisons that words behind a number may mean: 以下 and 以上 may count the number itself in or out."""
_SIGNS_BEHIND = {"≥|>=|≧|⩾": "<=", "≤|<=|≦|⩽": ">=", "未满|不满|>": "<", "以外|<": ">"}
"""The comparison that signs behind a number mean for it: they are about what follows, as in 100 ≤ x."""
_NOTICE = re.compile("[^，。；,;]{0,12}?(?:通知|告知|公告|公布|公示|预约|申请|提出|报告|报备|书面|发布|联系)")
"""Acts that are done some time ahead. Without one, 提前3日 may shorten a limit, and 3日前 be a day of the month."""
_INEXACT_BEFORE = (
    "(?:超|减少|压减|缩减|压缩|节省|缩短|提前|[降减]低?|[上下][浮调]|减免|优惠|取消|原[来为有先]?|不再?[是为]|非)了?$"
)
_INEXACT_BEHIND = (
    f"{_CHANGED}|压减|压缩|减少|前(?!置)|封顶|为限|起(?!草)|多(?=[，。；、,;:)的]|$)|有余|不等|[×x*/]{NUMERAL}"
)
_EDGE = re.compile(
    rf"\((不)?(?:包?含|包括)(?:[本该][数级]|({NUMERAL})[^()]{{0,6}})?(?:,?下同)?\)"
    rf"|,?(不)?(?:包?含|包括)(?:[本该][数级]|({NUMERAL}))"
)
"""Words beside a bound that count the number itself in or out: (含), (不含100户), 含本数."""
_BRACKET = r"(?:\([^()]{0,20}\))?"
_FILLING = rf"\)?{_BRACKET}[^{NUMERAL[1:-1]}，。；、,;:()]{{0,3}}?"
_ENDS = "(?![性件化旦级津岁])(?![A-Za-z])"
_LOOSE_END = r"(?=[，。；、,;:)\"\t]|$|及?以|\(|的|时|者|<|>|≤|≥)"


def _word(unit: str) -> str:
    """The pattern of a unit that ends where the pattern ends: not 立方米 of 立方米/日, 个 of 个工作日, 次 of 次方."""
    last = {"个": "(?!工作|自然|日历|月|小时|星期|百分|半)", "次": "(?!方)", "周": "(?!年|边|围)"}.get(unit, "")
    if re.search("[A-Za-z]$", unit):
        last += "(?![0-9])"
    return rf"(?:{unscaled(unit)}){last}{_ENDS}" + ("" if "元" in unit or "/" in unit else "(?!/)")


def spans(reading: Reading, number: Decimal, unit: str, *, loose: bool = False) -> Iterator[tuple[int, int]]:
    """Where a number with its unit (a regular expression) stands in the masked text: from the number to the unit's end.

    `loose`: also where the number stands without a unit, which may be in the head of a table, and no other follows.
    """
    own, other, word = reading.signs(number * scale(unit)), reading.signs(), _word(unit) if unit else ""
    forms = [
        rf"{own}{_BRACKET}个?的?{word}",
        rf"{own}个?(?=(?:以内|之内|内)的?{word})",
        rf"{own}(?={_BRACKET}个?(?:{word})?{_BRACKET}(?:{TO}){other}{_BRACKET}{BETWEEN}{word})",
        rf"{own}\(个?{word}\)",
        rf"\((?:单位:)?个?{word}\):?[^{NUMERAL[1:-1]}，。；、,;:()]{{0,4}}({own})(?![\u4e00-\u9fff%])",
    ]
    if re.fullmatch("[A-Za-z]+", unit):
        forms.append(rf"{unit}{own}")
        forms.append(rf"{own}(?<={unit}{NUMERAL})")
    if loose:
        forms.append(own + _LOOSE_END)
        forms.append(rf"{own}(?={_BRACKET}(?:{TO}){other}{_LOOSE_END})")
    for form in forms:
        yield from (match.span(match.lastindex or 0) for match in re.finditer(form, reading.masked))


def signs(reading: Reading, start: int, end: int) -> set[str]:
    """How the masked text compares the number between two positions: signs of FEEL tests, `<=`, `>=`, `<`, `>`.

    Empty where it does not compare the number, several where the words leave open which is meant.
    """
    if _REPLACED.match(reading.masked, end):
        return set()
    before = reading.masked[max(0, start - 20) : start]
    changed = {"<="} if re.search(f"{_CHANGED}{_FILLING}$", before) else set()
    ahead = {">="} if _ahead(before, reading.masked, end) else set()
    behind, last = _behind(reading.masked, end)
    meant = {*_before(before), *_between(before, reading.masked, end), *behind, *changed, *ahead}
    return _edged(meant, _included(reading, start, end, last))


def _edged(meant: set[str], included: bool | None) -> set[str]:
    """The signs by whether the number itself is counted in: 超过 with (含) is 不少于, 不超过 with (不含) is 低于."""
    if included is None:
        return meant
    return {sign.rstrip("=") + "=" * included for sign in meant}


def _included(reading: Reading, start: int, end: int, last: int) -> bool | None:
    """Whether the number itself is counted in, by words such as (含) or (不含) beside it; None where there are none.

    They may stand right before the number, within its span, behind it, or behind the words that compare it (`last`).
    """
    text = reading.masked
    numbers = {reading.number(sign) for sign in re.findall(NUMERAL, text[start:end])}
    opened = text.rfind("(", 0, start)
    inner = start + text[start:end].find("(")
    for at in (opened, inner, end, last):
        edge = _EDGE.match(text, at) if at >= 0 else None
        if edge and (at != opened or edge.end() == start) and _same(reading, edge, numbers):
            return not (edge[1] or edge[3])
    return None


def _same(reading: Reading, edge: re.Match[str], numbers: set[Decimal | None]) -> bool:
    """Whether words such as (不含100户) are about the bound: they repeat no number, or the bound's own."""
    repeated = edge[2] or edge[4]
    return repeated is None or reading.number(repeated) in numbers


def _before(text: str) -> Iterator[str]:
    for sign, words in _BEFORE.items():
        if re.search(rf"(?:{words}){_FILLING}$", text):
            yield sign
    for words, (plain, turned) in _TURNED.items():
        if match := re.search(rf"({_NOT})?(?:[大高多]于[或(])?(?:{words}){_FILLING}$", text):
            yield turned if match[1] else plain


def _between(before: str, text: str, end: int) -> Iterator[str]:
    """The signs that a number has as the lower or the upper end of a range: 5至7, 5与7之间."""
    beside = rf"个?[^{NUMERAL[1:-1]}，。；、,;:()]{{0,4}}{_BRACKET}"
    if re.compile(rf"{_BRACKET}个?(?:(?:{TO})[A-Za-z]{{0,3}}{NUMERAL}|[与和]{NUMERAL}{beside}之间)").match(text, end):
        yield ">="
    last = TO + ("|[与和]" if text.startswith("之间", end) else "")
    if re.search(rf"(?<![由从]){NUMERAL}{beside}(?:{last})$", before) and not _changing(before):
        yield "<="


def _changing(text: str) -> bool:
    """Whether the words before a number name an old value that it replaces: 由15个工作日压缩至."""
    return re.search(rf"[由从]{NUMERAL}|{_CHANGED}$", text) is not None


_COUNTED = (
    r"(?:(?:[或和与]|(?:(?!及)[\u4e00-\u9fff]){1,4}?(?=(?:及?以[上下]|[以之]内)(?:[的者时，。；、,;:()]|$)))?"
    r"(?:的?(?:时间|时限|期限))?)"
)
"""What may stand between a unit and the word behind it: 5户居民以上的, 3个工作日的时间内; not 3元用于以下项目."""


def _behind(text: str, end: int) -> tuple[set[str], int]:
    """The signs that the words behind a number mean, and where those end."""
    meant, last = set[str](), end
    for pattern, signs_of in _MEANT_BEHIND:
        if match := pattern.match(text, end):
            meant.update(signs_of)
            last = max(last, match.end())
    return meant, last


_MEANT_BEHIND = (
    *((re.compile(rf"{_BRACKET}{_COUNTED}(?:{words})"), meant) for words, meant in _BEHIND.items()),
    *((re.compile(words), (sign,)) for words, sign in _SIGNS_BEHIND.items()),
)


def _ahead(before: str, text: str, end: int) -> bool:
    """Whether something is to be done so long ahead: 提前3日通知, 3日前通知; not by a date, as 于3日前."""
    if not _NOTICE.match(text, end):
        return False
    if _BACK.match(text, end):
        return not re.search("[于在的每月]$", before)
    return before.endswith("前") and not text.startswith("内", end)


_BACK = re.compile("(?<=[日天时月年周])[以之]?前")


def says(quote: str, number: Decimal, unit: str, *, loose: bool = False) -> bool:
    """Whether a normalised quotation has a number with its unit, however it compares it."""
    return next(spans(read(quote), number, unit, loose=loose), None) is not None


def bounded(quote: str, number: Decimal, sign: str, unit: str, *, loose: bool = False) -> bool:
    """Whether a normalised quotation says that something is at most (`<=`), at least, below or above a number."""
    reading = read(quote)
    return any(sign in signs(reading, *span) for span in spans(reading, number, unit, loose=loose))


def exact(quote: str, number: Decimal, unit: str) -> bool:
    """Whether a normalised quotation says a number with its unit as it is: no bound, no average, no change of it."""
    reading = read(quote)
    return any(_plain(reading, *span) for span in spans(reading, number, unit))


def _plain(reading: Reading, start: int, end: int) -> bool:
    text = reading.masked
    before = text[max(0, start - 20) : start]
    if re.search("提前$", before) and _NOTICE.match(text, end):
        return True
    listed = re.search(rf"[^。；:]{NUMERAL}、$", before)
    ranged = re.search(rf"(?:{TO})$", before) and re.search(rf"{NUMERAL}[^{NUMERAL[1:-1]}]{{0,4}}.$", before)
    inexact = re.search(rf"(?:平均|由|从){_FILLING}$|{_INEXACT_BEFORE}", before)
    changed = re.compile(_INEXACT_BEHIND).match(text, end)
    bound = {*_before(before), *_between(before, text, end), *_behind(text, end)[0]}
    return not (listed or ranged or inexact or changed or bound)


def ranged(quote: str, low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether a normalised quotation says a range: 5-7个工作日, or 不少于5个、不超过7个."""
    reading, word = read(quote), _word(unit)
    first, last = (reading.signs(number * scale(unit)) for number in (low, high))
    match = re.search(rf"{first}个?(?:{word})?(?:{TO}){last}{BETWEEN}{word}", reading.masked)
    return match is not None or (bounded(quote, low, ">=", unit) and bounded(quote, high, "<=", unit))


_TRIMMED_BEFORE = re.compile(
    rf"(?:{_NOT}|{'|'.join(_BEFORE.values())}|{_OVER}|{_UNDER}|{_REACHED}|平均|提前)(?:\(不?含\))?$"
)
_TRIMMED_BEHIND = re.compile(
    rf"{_BRACKET}(?:以内|之内|内(?![部蒙容]|设(?!计))|及?以[上下](?!简称))|左右|为限|封顶|{_FROM}|(?<=[日天时月年周])[以之]?前(?!置)"
    r"|\(不?(?:包?含|包括)(?:[本该][数级]|[0-9.]+[^)]{0,4})?\)"
)
_COMPARING = re.compile(f"{_OVER}|{_UNDER}|{_REACHED}")


def trimmed(text: str, start: int, end: int) -> bool:
    """Whether a passage of a normalised text begins or ends between a number and its comparison or negation."""
    figures = read(text).figures
    begins = any(figure.start == start for figure in figures) or _COMPARING.match(text, start)
    if begins and _TRIMMED_BEFORE.search(text[max(0, start - 8) : start]):
        return True
    ends = any(figure.end <= end <= figure.end + 4 for figure in figures)
    return ends and _TRIMMED_BEHIND.match(text, end) is not None
