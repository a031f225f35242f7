"""What some words of a document carry: figures with a unit, papers, charges, times. No I/O; in doubt, they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document import quantities
from generator.document.text import normal

_HEADING = 25
"""A heading has up to so many characters."""
_COUNTED = (
    "[个项份张次趟回证户家人处只块台套件页天日周月年时分秒元角万吨米里升克寸度倍成折级层楼栋幢座间室号路步类种条款点名位组批期方%‰a-zA-Z]"
    "|立方|平方|公里|公斤|毫米|厘米|小时|星期|季度|工作日|自然日|环节"
)
_PAPERS = (
    "《|复印|扫描|影印|原件|副本|正本|证|书|表|图|执照|护照|照片|合同|协议|单据|(?<!简)单(?![位独一元体次项个纯])|函|介绍信|公章|印章"
    "|户口|簿|册|卡|票|批文|批复|许可|报告|档案|文件"
)
_CHARGES = (
    "[元费价款金税缴¥免]|收取|交纳|付|有偿|无偿|成本|补贴|补助|优惠|赔|罚|据实|按实|包干|自理|自建|出资|加倍|双倍|翻番"
    "|打折|减半"
)
_WHEN = (
    f"{'|'.join(quantities.UNIT_WORDS[unit] for unit in ('instant', 'same_day', 'next_day'))}"
    "|立等|随到随|先到先|全天|昼夜"
    "|每[日天周月季年]|周[一二三四五六末]|节假日|午休|中午|元旦|春节|国庆|中秋|冬至|立冬|[年月季][初底末]|[上中下]旬"
    "|[上下]半[年月]|长期|永久|有效|顺延|延长|不休|照常"
)
_BOUNDS = (
    "最[多少高低长短大小迟晚]|至[多少]|以[上下内外前后]|之[内前后外]|除外|仅限|只限|限[于期时]|暂停|暂缓|停供|断供|拆除"
    "|废止|另行|追究|自愿"
)
_WHERE = r'(?:公众号|小程序|客户端|网站|邮箱|微信)["(:]|地[址点](?=[^及与和、:时])|位于|设[在于]'
# Words that may stand in a paper, a charge, a time or a bound: what has any of them is never taken for a heading.
_CARRYING = re.compile(f"[一几数百千万亿](?:{_COUNTED})|{_PAPERS}|{_CHARGES}|{_WHEN}|{_BOUNDS}|{_WHERE}")
# Punctuation and verbs of a sentence: 应当 and the like oblige somebody, where a heading only names.
_STATING = re.compile(
    "[。；！？，,;!?]|应当|必须|不得|不准|不能|不予|不需|禁止|可以|无需|无须|须|负责|承担|为准|执行"
    "|(?<![供响相适反])应(?![用急答])"
)


_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+是|其[一二三四五六])|《[^》]*》|[〔\[][0-9]{4}[〕\]]第?[0-9]+号")
"""Numerals that count or name, and measure nothing."""
_WEIGHING = re.compile(
    rf"[0-9]|[二两三四五六七八九十百千万亿半](?:{_COUNTED})|百分之|一(?:个?(?:工作日|月|小时|星期)|[日天元年周])"
    "|另[收计付缴]|押金|违约金|滞纳金|罚款|(?:收取|缴纳|交纳|支付)[^，。,]{0,8}[费金]"
)


def weighs(words: str) -> bool:
    """Whether a sentence without its number has a figure or a charge, so that it must be cited itself.

    >>> weighs("材料齐全。"), weighs("三个工作日内办结。"), weighs("另收安装费。")
    (False, True, True)
    """
    return _WEIGHING.search(_ENUMERATED.sub("", normal(words))) is not None


def names(words: str) -> bool:
    """Whether some words can be a heading: short, and they neither state nor carry anything.

    >>> names("办理流程"), names("先预约，后上门"), names("安装费")
    (True, False, False)
    """
    plain = normal(words)
    return len(plain) <= _HEADING and not _STATING.search(plain) and not carries(plain)


def measured(plain: str) -> Iterator[tuple[int, int]]:
    """Where the figures with a unit stand in a normalised text, each with its unit.

    Numbers of clauses, dates and ordinals measure nothing.
    """
    apart = _ENUMERATED.sub(lambda match: " " * len(match[0]), plain)
    for figure in quantities.read(apart).figures:
        numeral = apart[figure.start : figure.end]
        unit = (_TIME_UNIT if numeral == "一" else _UNIT).match(apart, figure.end)
        if not figure.is_date and not numeral.startswith("第") and (figure.tail == "%" or unit):
            yield figure.start, figure.end if figure.tail == "%" or not unit else unit.end()


_TIME = "个?(?:工作日|自然日|月|小时|星期)"
_UNIT, _TIME_UNIT = re.compile(f"{_TIME}|个环节|{_COUNTED}"), re.compile(f"{_TIME}|[日天元年周]")


def carries(words: str) -> bool:
    """Whether some words carry a figure, a paper or a charge; in doubt they do.

    >>> carries("办理流程"), carries("身份证复印件"), carries("三十日内"), carries("安装费")
    (False, True, True, True)
    """
    plain = normal(words)
    numerals = (plain[figure.start : figure.end] for figure in quantities.read(plain).figures)
    return (
        any(numeral != "一" for numeral in numerals) or _CARRYING.search(plain) is not None
    )  # 统一, 进一步 count nothing
