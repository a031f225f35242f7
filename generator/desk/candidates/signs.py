"""A statement as patterns seek in it: of the same length, with one form of each sign."""

from __future__ import annotations

import re

_WIDE = str.maketrans("(),;:?!／", "（），；：？！/")
_TRADITIONAL = str.maketrans(
    "證書產權購執業複單場圖電業戶授託計劃報請資料設備關於領繳驗環節辦勘氣熱現簽約費審線裝點開圍執攜帶應須還無過個內兩時週達滿長遲嚴沒間為壓縮減簡從當項張噸",
    "证书产权购执业复单场图电业户授托计划报请资料设备关于领缴验环节办勘气热现签约费审线装点开围执携带应须还无过个内两时周达满长迟严没间为压缩减简从当项张吨",
)


def comparable(text: str) -> str:
    """The text with wide punctuation and simplified characters; as long as before.

    >>> comparable("身份證(影印本),1份")
    '身份证（影印本），1份'
    """
    return text.translate(_WIDE).translate(_TRADITIONAL)


def outside(text: str) -> str:
    """The text with what stands in brackets and titles masked; as long as before.

    >>> outside("图（蓝图、电子版）、表")
    '图□□□□□□□□□、表'
    """
    return re.sub(r"[（(][^（）()]*[）)]|《[^《》]*》", lambda inner: "□" * len(inner[0]), text)
