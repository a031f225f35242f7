"""Telephones with what they are for and when they are answered, and where else one is served: web, apps, counters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Flow, Passage, around, plain
from generator.document.text import normal
from generator.policy.scalars import TO_FILL

_EXTENSION = r"(?:转[0-9]{1,6}|-[0-9]{1,6})?"
_WHOLE = (
    r"(?:\+?86-)?\(?0[0-9]{2,3}\)?[- ]?[0-9]{6,8}"
    r"|(?:\+?86-)?\(?0[0-9]{2,3}\)?[- ]?[0-9]{2,4}[- ][0-9]{3,6}"
    r"|(?:\+?86-)?[01][0-9]{2}[- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}|[48]00[- ]?[0-9]{4}[- ]?[0-9]{3}"
)
"""With an area code, of a mobile telephone, of the kinds 400 and 800."""
_SHORT = "1[0-2][0-9]{3}|95[0-9]{3,4}|96[0-9]{3,4}"
_HOTLINES = re.compile("12(?:315|319|328|333|345|350|358|369|388|393)|95598")
"""Numbers of the whole country, which are telephones whatever is said beside them."""
_LOCAL = r"[0-9]{7,8}|[0-9]{3,4}[- ][0-9]{4}"
_ALONE = r"(?<![0-9A-Za-z.〔\[第-])(?<![0-9][- ])"
_END = r"(?![0-9A-Za-z]|[-.:][0-9]|/[0-9]{1,5}(?![0-9])| ?[0-9]|[元万米㎡%号件户个年月日天])"
_NUMBER = re.compile(rf"{_ALONE}(?:(?P<whole>{_WHOLE})|(?P<short>{_SHORT})|(?P<local>{_LOCAL})){_EXTENSION}{_END}")
_CALLED = (
    "电话|热线|专线|总机|手机|客服|咨询|拨打?|致电|报修|抢修|抢险|投诉|举报|监督|联系|值班|窗口|电力|供电|请?打|☎|Tel"
)
"""Words beside a number without an area code that make it a telephone."""
_NONE = re.compile("(?:传真|邮编|邮政编码|区号|编号|编码|代码|[账帐]号|卡号|索引号|Fax)[:：]?[ (]*$", re.IGNORECASE)
"""Before a number that is no telephone."""
_LISTED = re.compile(r"[0-9)]\s?(?:\([^()]{0,20}\))?[、/,;或和及]$")
"""Before a number that follows a telephone in a list of them."""
_HOURS = re.compile(
    r"全天候?|昼夜|24(?:小时|h)|二十四小时|[0-9]{1,2}(?::[0-9]{2}|点|时)|工作[日时]|全年|周[一二三四五六日末]|Mon|上午|下午"
)
_OTHERS = re.compile("供电|电力|用电|有线电视|通信|电信|移动公司|联通")
_ELSEWHERE = "像是别的单位的电话 / perhaps of another body"
_SERVES = {
    "repair": "报修|抢修|抢险|维修|应急",
    "complain": "投诉|举报",
    "supervise": "监督",
    "apply": "报装|申请|预约|受理|办理",
    "pay": "缴费|交费",
    "enquire": "咨询|服务|客服|热线|查询",
}
"""What words beside a telephone say that it is for."""
_NAMED = re.compile(r"(?<![0-9])([\u4e00-\u9fff“”\"]{2,16})[:：,、]?\s?\(?$")
_NAME = "电话|热线|专线|总机|投诉|监督|咨询|报修|抢修|抢险|举报|值班|客服|[科部厅站局处室]$|窗口|中心|专员"
_WEB = re.compile(r"(?:https?://|www\.)[A-Za-z0-9%&+./:=?@_~#-]+")
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w-]*(?:\.[\w-]+)+", re.ASCII)
_APP = re.compile(
    r"[\"“【]([^\"“”【】]{2,16})[\"”】](?:微信)?(APP|小程序|公众号|服务号|手机应用|生活号|客户端)"
    r"|(APP|小程序|公众号|服务号|生活号|客户端)[:：]?[\"“]([^\"“”]{2,16})[\"”]"
    r"|(APP|小程序|公众号|服务号|生活号|客户端)[:：]\s?([\w\u4e00-\u9fff]{2,16})",
    re.IGNORECASE,
)
_SITE = re.compile(r"[\"“]([^\"“”]{2,16}(?:政务服务网|政务网|网上营业厅|官网|门户网站|服务网))[\"”]?")
_WHERE = "(?:办理|受理|办公|营业厅?|服务|联系|公司|单位|收件|报装)?(?:地址|地点)|来信来访|营业厅|去哪儿办"
_PLACED = re.compile(
    rf"(?:{_WHERE})[:：]\s?([^。；;]+?)(?=[,，]?(?:{_HOURS.pattern}|夏季|冬季|每[日天]|平时|供暖)|[。；;(（]?$|[。；;]|电话|邮编)"
)
_STREET = re.compile(
    r"[\u4e00-\u9fff]{2,14}(?:路|街|大道|巷|道)[0-9A-Z]+[号號][\u4e00-\u9fff0-9A-Z、,-]*?(?:中心|大厅|营业厅|窗口|[层楼室])?(?=[,，。；;()（）]|$|办理)"
    r"|[\u4e00-\u9fff]{2,12}(?:政务|服务|办事)[\u4e00-\u9fff]{0,6}[0-9一二三四五六七八九十]+[层楼][^,，。；;()（）]{2,20}"
)


def telephones(passage: Passage) -> Iterator[Candidate]:
    """Telephones of every shape, each with its name, what it is for and its hours where the statement says them."""
    text = passage.words
    last, named = 0, text
    for number in _NUMBER.finditer(text):
        before, behind = text[last : number.start()], text[number.end() :]
        if _NONE.search(before) or not (number["whole"] or _called(passage, text, number)):
            continue
        last = number.end()
        aside = re.match(r"\(([^()]*)\)", behind)
        named = before if before.strip("、/,;或和及() ") else named
        about = f"{named} {aside[1] if aside else ''}"
        if aside and re.match("传真(?!同)", aside[1]):
            continue
        doubt = _ELSEWHERE if _OTHERS.search(f"{named[-12:]}") else ""
        yield passage.candidate(*_telephone(passage, number[0], before, about, behind), number[0], doubt=doubt)


def _called(passage: Passage, text: str, number: re.Match[str]) -> bool:
    """Whether a number without an area code is a telephone by the words about it."""
    before = text[: number.start()]
    if _HOTLINES.fullmatch(number["short"] or "") and not passage.columns:
        return True
    if passage.columns and not re.search(_CALLED, passage.label):
        return False
    near = before[-30:] if number["short"] else before
    about = f"{near} {passage.label} {text[number.end() : number.end() + 12]}"
    heads = " ".join(passage.above[-1:]) if number["short"] or not before else ""
    return bool(re.search(_CALLED, f"{about} {heads}") or _LISTED.search(before))


def _telephone(passage: Passage, number: str, before: str, near: str, behind: str) -> tuple[str, list[tuple[str, str]]]:
    """The section and the values of a telephone."""
    named = _NAMED.search(before)
    name = named[1].strip('“”"') if named and re.search(_NAME, named[1]) else number
    about = near if re.search("|".join(_SERVES.values()), near) else passage.label
    serves = [key for key, words in _SERVES.items() if re.search(words, about)][:2]
    values = [("kind", "telephone"), ("name", name), ("telephone", number)]
    values += [("serves", f"[{', '.join(serves)}]")] if serves else []
    values += [("hours", Flow.of([{"words": hours}]))] if (hours := _hours(behind)) else []
    return ("complaints" if {"complain", "supervise"} & set(serves) else "contacts"), values


def _hours(behind: str) -> str:
    """The words right behind a telephone that say when it is answered; empty where there are none."""
    aside = re.match(r"\(((?:[^()]|\([^()]*\))*)\)|[,、]?((?:[^,;。()]|,(?=[非0-9])){2,30})", behind)
    words = (aside[1] or aside[2] or "") if aside else ""
    parts = [part for part in words.split(",") if _HOURS.search(part)]
    return ",".join(parts) if parts and not re.search("[0-9]{6}", words) else ""


def channels(passage: Passage) -> Iterator[Candidate]:
    """Addresses on the web, mail addresses, apps by their names, and counters with their addresses."""
    text = passage.words
    for web in _WEB.finditer(text):
        address = web[0].rstrip(".,;)")
        values = (("kind", "web"), ("name", address), ("url", address))
        yield passage.candidate("channels", values, address)
    for mail in _MAIL.finditer(text):
        yield passage.candidate("contacts", (("kind", "mail"), ("name", mail[0])), mail[0])
    for app in _APP.finditer(text):
        kind = "app" if re.search("(?i)APP|应用|客户端", app[0]) else "wechat"
        name = next(filter(None, (app[1], app[4], app[6])))
        yield passage.candidate("channels", (("kind", kind), ("name", name)), name)
    for site in _SITE.finditer(text):
        yield passage.candidate("channels", (("kind", "web"), ("name", site[1])), site[1])
    yield from _counters(passage, text)
    yield from _opening(passage, text)


_OPENING = re.compile("(?:营业|办公|办理|服务|工作|接待|受理|开放|收费|上班)时间")
_SEASON = re.compile(r"^((?:夏|冬|春|秋)季|(?:非)?(?:供暖|采暖|供热)[期季]|[0-9]{1,2}月[^:：]{0,12}月)(?:\([^()]*\))?")


def _opening(passage: Passage, text: str) -> Iterator[Candidate]:
    """Opening hours with their season, for a counter that people name."""
    if not _OPENING.search(plain(f"{passage.label} {' '.join(passage.above[-1:])}")) or _NUMBER.search(text):
        return
    words = text.removeprefix(normal(passage.label)).lstrip(":： ")
    if _CLOCK.search(words):
        season = _SEASON.match(words)
        hours = {**({"season": season[0]} if season else {}), "words": words[season.end() :] if season else words}
        if hours["words"] and normal(words) in normal(around(passage.text, words)):
            values = [("kind", "window"), ("name", TO_FILL), ("hours", Flow.of([hours]))]
            yield passage.candidate("channels", values, words)


_CLOCK = re.compile("[0-9]{1,2}(?::[0-9]{2}|[时点])")


def _counters(passage: Passage, text: str) -> Iterator[Candidate]:
    placed = _PLACED.search(text)
    for address in [placed[1]] if placed else [street[0] for street in _STREET.finditer(text)]:
        if not re.search("[\u4e00-\u9fff]", address):
            continue
        hours = [words for words in re.split("[,，]", text.partition(address)[2]) if _HOURS.search(words)]
        values = [("kind", "window"), ("name", address), ("address", address)]
        if hours and (words := ",".join(hours).strip("()")) in normal(around(passage.text, address)):
            values.append(("hours", Flow.of([{"words": words}])))
        yield passage.candidate("channels", values, address)
