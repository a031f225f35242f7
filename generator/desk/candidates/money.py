"""Amounts of money with their unit, per what, item, payer and basis, and words that something costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.desk.candidates.candidate import (
    Candidate,
    Flow,
    Passage,
    around,
    bearing_amount,
    in_unit,
    numbers_of,
    plain,
)
from generator.document import comparisons
from generator.document.quantities import NUMERAL, TO, Reading, read
from generator.document.text import readable, span
from generator.policy.facts import Charge
from generator.policy.provenance import Part
from generator.policy.scalars import NOT_STATED, TO_FILL

_PER = "[\u4e00-\u9fff㎡]{1,3}(?:·[\u4e00-\u9fff]{1,4})?|m[23³²]?|吨"
_MONEY = re.compile(
    rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?\s?(元|块钱)(?:/({_PER})|每({_PER}?)(?=[,，。；、;:(（)）]|$))?"
)
_FOREIGN = re.compile(rf"(RMB|CNY)\s?({NUMERAL})(?:/({_PER}))?")
_UNITS = "户|平方米|平米|㎡|立方米|米|只|台|块|处|次|套|张|件|份|个|吨|年|月|口|项|方|公里|千瓦"
_EACH = re.compile(
    f"每(?:多|延长|增加|超出?|新增)?{NUMERAL}?({_UNITS})(?:[^,，。；;、]{{0,8}})$|按(户|次|套|台|只|块)(?:收取|计[算收])"
)
"""Before an amount: per what it is."""
_SANCTION = re.compile(
    "罚|没收|减免|优惠|立减|抵扣|返还|滞纳金|违约金|赔|补偿|奖金|资金|价值|停车|流传|听说|扣发|补贴|补助款|每(?:逾期|超过?)|比方|比如|例如|举例|注册资[本金]|总投资|投资额|预算[总金]额"
)
"""Beside an amount: that it is no charge."""
_ABOLISHED = re.compile("(?:一律|全部|已经?|予以)?取消|不再执行|停止收取")
_VOLUME = re.compile("立方米|m3|m³|方|吨|度|Nm")
_PRICED = re.compile("水价|气价|热价|水费|气费|热费|采暖费|取暖费|供暖费|用水$|用气$|价格$|污水处理费")
_DEPOSIT = re.compile("押金|保证金")
_BEGUN = '[^,，。；;:：、“”"()（）|0-9元]{0,14}?[\u4e00-\u9fffA-Za-z0-9]'
_CHARGED = re.compile(f"{_BEGUN}(?:费用?|押金|保证金)(?!依据|标准)")
"""What is charged, by words that stand anywhere before the amount."""
_ITEM = re.compile(f"(?:DN)?{_BEGUN}(?:费用?|金|价|(?:表|阀门?|用水|用气|工程|安装|分摊|合计|部分)(?:费用?)?)")
"""The same in the same part of the sentence, where it may be a thing, too."""
_LINKS = (
    f"每(?:{_UNITS})|(?:{_UNITS})?(?=收费)|含|缴纳|交纳|收取|交|收|按|为|标准|是|共|不超过"
    "|另|另行|加收|另收|自付|每|约|仅|需|只|统一|即"
)
"""Words before the name of a charge."""
_PAYER = re.compile(
    "由([^,，。；;:：由]{2,14}?)(?:在[^,，。；;:：]{0,14})?(?:自行|全部|全额|一次性)?(?:承担|缴纳|支付|负担|出资|出(?=[,，。；;]|$)|投资|交纳|选用并承担|缴清)"
)
_ROLES = {
    "developer": "建设单位|开发",
    "utility": "供水|供气|供热|燃气|热力|水务|公司|集团|企业|乙方",
    "government": "政府|财政|管委会",
    "applicant": "用户|申请|居民|客户|产权人|个人|业主|单位|甲方|房主|户主",
}
"""Words of a payer that show the role."""
_BASIS = re.compile(r"(?:依据|根据|按照?|执行)(?:为)?([\u4e00-\u9fff]{1,12}[〔\[][0-9]{4}[〕\]](?:第)?[0-9]{1,5}号)")
_FREE = re.compile(
    "(?:不|不得|不再|不另|不另外|不另行)(?:向[^,，。；;]{1,8})?(?:再|另)?(?:以[^,，。；;]{1,16}名义)?(?:收(?:取|费|钱|(?=[\u4e00-\u9fff]{1,8}(?:费|金|钱))|(?=[工!！])|$))|不另(?:行|外)?计费"
    "|分钱不[要用]|分文不[收取]|(?<![0-9.])0费用|(?<![得未])免(?!费)[\u4e00-\u9fff]{1,4}费"
    "|免费|零收费|零费用|零成本|免[收交缴]|全免|[无不]需[^,，。；;]{0,4}(?<![提递上])[缴交](?:费|纳)?|不用[交缴]|不花钱|不要钱|无需承担"
    "|不得以[^。；;]{2,30}名义收(?:费|取)|费[^,，。；;:：]{0,6}[:：?？]?(?:免|无)(?=[,，。；;)）|]|$)|是否收费[:：]否"
)
_BORNE_BY = re.compile(
    "(?:费用?|投资|造价|建设|装置|价款)[^。；;]{0,24}?由((?:供水|供气|供热|燃气|热力|水务|新区|区|市|我|本|两家|政府|集团)?[^,，。；;:：由]{0,6}(?:公司|企业|集团|单位|管委会|财政|政府))(?:自行|全部|全额)?(?:承担|出资|负担|出(?=[,，。；;]|$)|投资)"
)
"""That somebody else pays: who."""
_UNIT_NAMED = re.compile(r"[(（](?:单位[:：])?((?:万)?元)(?:/([^()（）]{1,8}))?[)）]|单位[:：]\s?((?:万)?元)")
_UNIT_ALONE = re.compile("()()(万?元)(?:/(.{1,12}))?")
_OF_MONEY = re.compile("标准|金额|单价|价格|价$|收费|费用|元")
_CELL = re.compile(rf"({NUMERAL})(?:(?:{TO})({NUMERAL}))?")
_COLUMNS = {
    "item": "项目|名称|内容|类别|品名",
    "per": "计价单位|计费单位|收费单位|计量单位|^单位$",
    "payer": "缴费对象|缴费主体|承担|缴费人|收费对象|付费",
    "basis": "依据|文号",
}
"""The heads of columns by what their cells say of the amount in a row."""
_SOMEBODY_ELSE = ("utility", "government")
_OTHER = "只说由谁承担，没有说不收 / it says who pays, not that there is no charge"


def charges(passage: Passage) -> Iterator[Candidate]:
    """Amounts with their currency, and words that something costs nothing or that another pays it."""
    reading = read(plain(passage.text))
    yield from _amounts(passage, reading)
    yield from _in_cell(passage, reading)
    yield from _free(passage, reading.text)


def _amounts(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    for money in (*_MONEY.finditer(reading.masked), *_FOREIGN.finditer(reading.masked)):
        signs, currency, per, end = _read_off(money)
        numbers = numbers_of(reading, signs)
        if not numbers or _no_charge(reading.masked, *money.span()):
            continue
        last = next(sign for sign in reversed(signs) if sign)
        numbers, unit = in_unit(reading, numbers, last, currency)
        each = _EACH.search(re.split("[,，。；;]", reading.masked[: money.start()])[-1])
        words = reading.source(money)
        quote, meant = around(passage.text, words), comparisons.signs(reading, money.start(), end)
        if amount := bearing_amount(numbers, [quote], partial(_charge, quote, unit), meant):
            item = _item(reading.text[: reading.figure(next(filter(None, signs))).start])
            each_what = _spelled(passage.text, per or (each[1] or each[2] if each else ""))
            details = _details(plain(quote), item, each_what)
            yield passage.candidate("fees", [*amount, ("currency", unit), *details], words, numbers)


def _spelled(text: str, per: str) -> str:
    """Per what an amount is, as the document spells it: ㎡, where `plain` has m2."""
    stretch = span(text, per) if per else None
    return readable(text[slice(*stretch)]) if stretch else per


def _read_off(money: re.Match[str]) -> tuple[tuple[str | None, ...], str, str, int]:
    """The signs of the numbers of an amount, its currency, per what it is, and where the currency ends."""
    if money.re is _FOREIGN:
        return (money[2],), money[1], money[3] or "", money.end(2)
    return money.groups()[:2], money[3], money[4] or money[5] or "", money.end(3)


def _no_charge(text: str, start: int, end: int) -> bool:
    """Whether the words around an amount make it a fine, a compensation, an example, or one that is not charged now."""
    begin = max(text.rfind(sign, 0, start) for sign in "。;；")
    stop = re.compile("[,，。；;]").search(text, end)
    around_it = text[begin + 1 : stop.start() if stop else len(text)]
    return bool(_SANCTION.search(around_it) or ("原" in text[:start] and _ABOLISHED.search(text, end)))


def _item(before: str) -> str:
    """What the amount behind some words is for, in their words; empty where they do not say."""
    near = re.split("[,，。；;]", before)[-1]
    named = [match[0] for match in _CHARGED.finditer(before)]
    named += [match[0] for match in _ITEM.finditer(near)]
    item = re.sub(f"^(?:{_LINKS}|其中|以及)+", "", named[-1]) if named else ""
    return item if len(item) > 1 else ""


def _details(quote: str, item: str, per: str) -> Iterator[tuple[str, str]]:
    """The keys of a charge that its quotation bears: item, purpose, per what, when it is given back, payer, basis."""
    if item and item in quote:
        yield "item", item
    if _VOLUME.fullmatch(per) or _PRICED.search(item):
        yield "purpose", "price"
    if per:
        yield "per", per
    if _DEPOSIT.search(item):
        yield "refunded", TO_FILL
    if (payer := _PAYER.search(quote)) and (role := _role(payer[1])):
        yield "payer", Flow.of({role: [payer[1]]})
    if basis := _BASIS.search(quote):
        yield "basis", basis[1]


def _role(words: str) -> str:
    """The role of a payer, by its name in the document; empty where that does not show it."""
    return next((role for role, known in _ROLES.items() if re.search(known, words)), "")


def _in_cell(passage: Passage, reading: Reading) -> Iterator[Candidate]:
    """The amount of a cell without a unit, whose column or table names the currency."""
    number = _CELL.fullmatch(reading.masked)
    head = next((words for words in (passage.label, passage.note) if _UNIT_NAMED.search(plain(words))), "")
    head = head or next((cell for cell in passage.row if _UNIT_ALONE.fullmatch(plain(cell))), "")
    unit = _UNIT_NAMED.search(plain(head)) or _UNIT_ALONE.fullmatch(plain(head))
    if number is None or unit is None or not (passage.columns and _OF_MONEY.search(plain(passage.label))):
        return
    numbers, currency = numbers_of(reading, number.groups()), unit[1] or unit[3]
    row = _row(passage)
    if numbers:
        key, shown = ("exactly", f"{numbers[0]}") if len(numbers) == 1 else ("between", f"[{numbers[0]}, {numbers[1]}]")
        values = [
            (key, shown),
            ("currency", currency),
            *_of_row(row, unit[2] or (unit[4] if unit.re is _UNIT_ALONE else "") or ""),
        ]
        beside = tuple(words for words in (*row.values(), head) if words)
        yield passage.candidate("fees", values, passage.text, numbers, beside=beside)


def _row(passage: Passage) -> dict[str, str]:
    """The cells of its row by what they say of the amount in it; all empty outside of a table."""
    return {key: passage.cell(words) if passage.columns else "" for key, words in _COLUMNS.items()}


def _of_row(row: dict[str, str], per: str) -> Iterator[tuple[str, str]]:
    """The keys of a charge that the cells beside its amount say."""
    if row["item"]:
        yield "item", row["item"]
    if per := per or ("" if _UNIT_ALONE.fullmatch(plain(row["per"])) else row["per"]):
        yield "per", per
    if role := _role(row["payer"]):
        yield "payer", Flow.of({role: [row["payer"]]})
    if re.search("[\u4e00-\u9fff]", row["basis"]):
        yield "basis", row["basis"]


def _free(passage: Passage, text: str) -> Iterator[Candidate]:
    """Words that there is no charge, or that somebody else than the applicant pays it."""
    row = _row(passage)
    for word in _FREE.finditer(text):
        clause = _clause(text, *word.span())
        item = row["item"] if passage.columns else _of_nothing(text, *word.span())
        values = [("free", "true"), *((("item", item),) if item and not _NOBODY.fullmatch(item) else ())]
        if not _KEPT.search(clause) and not re.search("(?<!零)(?:材料|证明|资料)", item):
            yield passage.candidate("fees", values, word[0], beside=(row["item"],) if row["item"] else ())
    for borne in _BORNE_BY.finditer(text):
        if (role := _role(borne[1])) in _SOMEBODY_ELSE and not _FREE.search(text):
            words = text[text.rfind("由", 0, borne.end()) : borne.end()]
            values = [("words", words), ("payer", Flow.of({role: [borne[1]]}))]
            yield passage.candidate("fees", values, words, doubt=_OTHER)


_KEPT = re.compile("维修|检定|换发票")
_NOBODY = re.compile("全程|均|都|也|一律|另|居民|用户|客户|企业|现场|五保户|低保户")


def _clause(text: str, start: int, end: int) -> str:
    begin = max(text.rfind(sign, 0, start) for sign in ",，。；;")
    stop = re.compile("[,，。；;]").search(text, end)
    return text[begin + 1 : stop.start() if stop else len(text)]


def _of_nothing(text: str, start: int, end: int) -> str:
    """What costs nothing: named behind the words, or before them."""
    behind = re.match(r"[\u4e00-\u9fff]{2,16}(?:、[\u4e00-\u9fff]{2,10})*", text[end:])
    if behind and re.search("(?:费|金|表)$", behind[0]):
        return behind[0]
    before = re.search(r"([^,，。；;:：.元\s]{2,16}?)[:：?？]?(?:均|都|全程|一律|也)?$", text[:start])
    return before[1] if before else ""


def _charge(quote: str, currency: str, amount: dict[str, Any]) -> Part:
    silent = {"item": quote, "payer": NOT_STATED, "basis": NOT_STATED}
    return Charge.model_validate({"id": "one", "currency": currency, **silent, **amount})
