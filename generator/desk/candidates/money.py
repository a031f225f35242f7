"""Amounts of money, and words that something costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.desk.candidates.candidate import Candidate, Passage, around, bearing_amount, in_unit, numbers_of
from generator.document import comparisons
from generator.document.quantities import NUMERAL, read
from generator.document.text import normal
from generator.policy.facts import Charge
from generator.policy.provenance import Part
from generator.policy.scalars import NOT_STATED

_MONEY = re.compile(rf"({NUMERAL})\s?(元)(?:/([\u4e00-\u9fff㎡]{{1,4}}))?")
_FREE = re.compile("不收取|不得收取|免费|零收费|零成本|免收|无需[^，。]{0,4}缴")


def charges(passage: Passage) -> Iterator[Candidate]:
    """Amounts with their currency and per what, and words that something costs nothing."""
    reading = read(normal(passage.text))
    for money in _MONEY.finditer(reading.masked):
        numbers, currency = in_unit(reading, numbers_of(reading, (money[1],)), money[1], money[2])
        quote, item = around(passage.text, reading.source(money)), reading.source(money).removesuffix(f"/{money[3]}")
        meant = comparisons.signs(reading, money.start(), money.end(2))
        charge = partial(_charge, item, currency)
        if amount := bearing_amount(numbers, quote, charge, meant):
            values = (*amount, ("currency", currency), *((("per", money[3]),) if money[3] else ()))
            yield passage.candidate("fees", values, reading.source(money), numbers)
    for word in _FREE.finditer(passage.text):
        yield passage.candidate("fees", [("free", "true")], word[0])


def _charge(item: str, currency: str, amount: dict[str, Any]) -> Part:
    silent = {"payer": NOT_STATED, "basis": NOT_STATED}
    return Charge.model_validate({"id": "one", "item": item, "currency": currency, **silent, **amount})
