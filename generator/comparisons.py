"""Whether a text says a quantity: the number, its unit and the words of comparison beside them, in one stretch.

The words stand in one table for proof and proposals. 不超过 of one number is lent to no other, a negation turns the
word behind it round, and a bracket decides what 以下 leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.figures import BETWEEN, NUMERAL, TO, Reading, read, scale, unscaled

_NOT = "(?:不得|不能|不应|不可|不准|不宜|不会|不再|不|未能|未|没有|没|无需|无|严禁|禁止|非)(?:再|要)?"
_OVER = "超过|超出|多于|(?<!等于或)大于(?!或?等于)|高于|长于|晚于|迟于"
_UNDER = "少于|低于|(?<!等于或)小于(?!或?等于)|短于|早于"
_CHANGED = "(?:压缩|缩短|压减|缩减|精简|简化|减少|降低|下降|降|减|缩)(?:至|到|为|在)"
_BEFORE = {
    "<=": "至多|最多|最高|最长|最大|最迟|最晚|上限[为是]?|控制在|小于或?等于|等于或小于|≤|<=|≦|⩽|≯",
    ">=": "至少|最少|最低|最短|下限[为是]?|大于或?等于|等于或大于|≥|>=|≧|⩾|≮",
    "<": "不足|不到|未满|不满|(?<!≤)<(?!=)",
    ">": "(?<!≥)>(?!=)",
}
"""What a word before a number means by itself."""
_TURNED = {_OVER: (">", "<="), _UNDER: ("<", ">="), "达到|满": (">=", "<")}
"""What a word before a number means, and what it means behind a negation."""
_BEHIND = {
    "以内|之内|内(?![部蒙容设])|为限|封顶": ("<=", "<"),
    "及以下|以下": ("<=", "<"),
    "及以上|以上": (">=", ">"),
}
"""What a word behind a number means: with the number and without it, as a bracket says; 以下 alone may mean both."""
_SIGNS_BEHIND = {"≥|>=|≧|⩾": "<=", "≤|<=|≦|⩽": ">=", "未满|不满|>": "<", "以外|<": ">"}
"""What stands behind a number and is about what follows: 100 ≤ x."""
_INEXACT_BEFORE = "(?:超|减少|压减|缩减|压缩|节省|缩短|提前)了?$"
_INEXACT_BEHIND = f"{_CHANGED}|压减|压缩|减少|前(?!置)|封顶|为限|起(?!草)"
_FILLING = rf"\)?(?:\(含\))?[^{NUMERAL[1:-1]}，。；、,;:()]{{0,3}}?"
_ENDS = "(?![性件化旦级津岁])(?![A-Za-z])"
_LOOSE_END = r"(?=[，。；、,;:)\"\t]|$|及?以|\(|的|时|者|<|>|≤|≥)"


def _word(unit: str) -> str:
    """A unit as it ends: 立方米 is not the unit of 立方米/日, 个 not that of 个工作日, 次 not that of 次方."""
    last = {"个": "(?!工作|自然|日历|月|小时|星期|百分|半)", "次": "(?!方)", "周": "(?!年|边|围)"}.get(unit, "")
    if re.search("[A-Za-z]$", unit):
        last += "(?![0-9])"
    return rf"(?:{unscaled(unit)}){last}{_ENDS}" + ("" if "元" in unit or "/" in unit else "(?!/)")


def places(reading: Reading, number: Decimal, unit: str, *, loose: bool = False) -> Iterator[tuple[int, int]]:
    """Where a number with its unit (a regular expression) stands in a marked text: from the number to behind the unit.

    `loose`: the unit may be said elsewhere, as in the head of a table, but no other follows.
    """
    own, word = reading.signs(number * scale(unit)), _word(unit) if unit else ""
    forms = [
        rf"{own}(?:\(含\))?个?的?{word}",
        rf"{own}个?(?=(?:以内|之内|内)的?{word})",
        rf"{own}(?=个?(?:{word})?(?:{TO}){NUMERAL}{BETWEEN}{word})",
    ]
    if re.fullmatch("[A-Za-z]+", unit):
        forms.append(rf"{unit}{own}")
        forms.append(rf"{own}(?<={unit}{NUMERAL})")
    if loose:
        forms.append(own + _LOOSE_END)
        forms.append(rf"{own}(?=(?:{TO}){NUMERAL}{_LOOSE_END})")
    for form in forms:
        yield from (found.span() for found in re.finditer(form, reading.marked))


def signs(text: str, start: int, end: int) -> set[str]:
    """How a marked text compares the number at a place: signs of FEEL tests, `<=`, `>=`, `<`, `>`."""
    before = text[max(0, start - 20) : start]
    changed = {"<="} if re.search(f"{_CHANGED}{_FILLING}$", before) else set()
    return {*_before(before), *_behind(text[end : end + 30]), *changed}


def _before(text: str) -> Iterator[str]:
    for sign, words in _BEFORE.items():
        if re.search(rf"(?:{words}){_FILLING}$", text):
            yield sign
    for words, (plain, turned) in _TURNED.items():
        if found := re.search(rf"({_NOT})?(?:[大高多]于[或(])?(?:{words}){_FILLING}$", text):
            yield turned if found[1] else plain
    if re.search(rf"(?<![由从]){NUMERAL}个?[^{NUMERAL[1:-1]}，。；、,;:()]{{0,4}}(?:{TO})$", text) and not _changing(
        text
    ):
        yield "<="


def _changing(text: str) -> bool:
    """Whether what goes before a number tells of an old and a new value: 由15个工作日压缩至."""
    return re.search(rf"[由从]{NUMERAL}|{_CHANGED}$", text) is not None


def _behind(text: str) -> Iterator[str]:
    if re.match(rf"(?:{TO}){NUMERAL}", text):
        yield ">="
    bracket, counted = r"(\([^()]*\))?", r"(?:[\u4e00-\u9fff]{0,4}?(?=[以及之]))?(?:的?(?:时间|时限|期限))?"
    for words, (within, without) in _BEHIND.items():
        found = re.match(rf"{bracket}{counted}({words}){bracket}", text)
        if not found:
            continue
        said = (found[1] or "") + (found[3] or "")
        open_ = found[2] in ("以下", "以上") and "含" not in said
        yield from (within, without) if open_ else (without if "不含" in said else within,)
    for words, sign in _SIGNS_BEHIND.items():
        if re.match(rf"(?:{words})", text):
            yield sign


def bounded(quote: str, number: Decimal, sign: str, unit: str, *, loose: bool = False) -> bool:
    """Whether a normalised quotation says that something is at most (`<=`), at least, below or above a number."""
    reading = read(quote)
    found = places(reading, number, unit, loose=loose)
    return any(sign in signs(reading.marked, *place) for place in found)


def exact(quote: str, number: Decimal, unit: str) -> bool:
    """Whether a normalised quotation says a number with its unit as it is: no bound, no average, no change of it."""
    reading = read(quote)
    return any(_plain(reading.marked, *place) for place in places(reading, number, unit))


def _plain(text: str, start: int, end: int) -> bool:
    before, behind = text[max(0, start - 20) : start], text[end:]
    ranged = re.search(rf"(?:{TO})$", before) and re.search(rf"{NUMERAL}[^{NUMERAL[1:-1]}]{{0,4}}.$", before)
    inexact = re.search(rf"(?:平均|由|从){_FILLING}$|{_INEXACT_BEFORE}", before) or re.match(_INEXACT_BEHIND, behind)
    return not (ranged or inexact or {*_before(before), *_behind(behind[:30])})


def ranged(quote: str, low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether a normalised quotation says a range: 5-7个工作日, or 不少于5个、不超过7个."""
    reading, word = read(quote), _word(unit)
    first, last = (reading.signs(number * scale(unit)) for number in (low, high))
    found = re.search(rf"{first}个?(?:{word})?(?:{TO}){last}{BETWEEN}{word}", reading.marked)
    return found is not None or (bounded(quote, low, ">=", unit) and bounded(quote, high, "<=", unit))


_TRIMMED_BEFORE = re.compile(rf"(?:{_NOT}|{'|'.join(_BEFORE.values())}|{_OVER}|{_UNDER}|平均)(?:\(含\))?$")
_TRIMMED_BEHIND = re.compile(
    r"\(不?含(?:本[数级]|[0-9.]+[^)]{0,4})?\)|以内|之内|内(?![部蒙容设])|及?以[上下](?!简称)|左右|为限|封顶"
)
_COMPARING = re.compile(f"{_OVER}|{_UNDER}|达到")


def trimmed(text: str, start: int, end: int) -> bool:
    """Whether a passage of a normalised text leaves out the word of comparison or the negation beside its number."""
    figures = read(text).figures
    begins = any(figure.start == start for figure in figures) or _COMPARING.match(text, start)
    if begins and _TRIMMED_BEFORE.search(text[max(0, start - 8) : start]):
        return True
    ends = any(figure.end <= end <= figure.end + 4 for figure in figures)
    return ends and _TRIMMED_BEHIND.match(text, end) is not None
