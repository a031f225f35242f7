"""What somebody pays in a case: rates times a number of theirs, and a total where every item has a number. Ours.

`templates/assets/costs.js` reckons the same in the browser, on the data of `price`. No words, no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from generator.document.text import leaves_open
from generator.policy.facts import Amount, Charge, Quantity, Schedule
from generator.policy.provenance import AIMS
from generator.policy.renderings import chinese
from generator.telling.select import Said, Told
from generator.telling.statements import Statement

_SUMMED = ("handling", "connecting", "works", "goods", "service")
"""What a total is of; what is paid by use is none of it."""
_CHOSEN = ("goods", "service")
"""What nobody pays who does not choose it: of a total only where it hangs on a case."""


class Price(NamedTuple):
    """What a statement about money gives to reckon with."""

    item: str
    currency: str
    number: Decimal | None = None
    """The rate, or the sum; None where there is no exact number."""
    final: bool = False
    """Whether nothing may change what it comes to: no settlement, no reduction, no choice."""
    times: str = ""
    """The input that it is multiplied with; empty where it is a sum, or a rate of what nobody is asked."""
    payer: str = ""
    rate: str = ""
    """The number as it is told, with what it is per."""


class Product(NamedTuple):
    """A rate times a number of the reader."""

    statement: Statement
    price: Price
    factor: Decimal
    amount: Decimal


class Costs(NamedTuple):
    """What is reckoned of a case: the products, and the total with the items that it is of."""

    products: tuple[Product, ...]
    total: Decimal | None = None
    items: tuple[tuple[str, Decimal], ...] = ()
    currency: str = ""


def price(one: Statement) -> Price | None:
    """What a statement gives to reckon with; None of what is not about money that adds up."""
    if one.kind != "stated" or not isinstance(one.fact, (Charge, Schedule)):
        return None
    return _of_charge(one, one.fact) if isinstance(one.fact, Charge) else _of_row(one, one.fact)


def _of_charge(one: Statement, charge: Charge) -> Price | None:
    if charge.purpose == "price":
        return None
    given = Decimal(0) if charge.free else _exact(charge)
    final = not (charge.settlement or charge.reduction or charge.refunded or charge.included)
    return _told(one, Price(charge.item, charge.currency, given, final, charge.times or ""), charge)


def _of_row(one: Statement, table: Schedule) -> Price | None:
    """What a row of a table gives; a row with several amounts does not say whether they add up."""
    if table.purpose not in _SUMMED:
        return None
    amounts = [part.value for part in one.parts if isinstance(part.value, Amount)]
    final = len(amounts) == 1 and one.part("settlement") is None and not any(map(_open, one.parts))
    amount = amounts[0] if len(amounts) == 1 else Amount(words="·")
    return _told(one, Price(table.title, amount.unit or "", _exact(amount), final, amount.times or ""), amount)


def _told(one: Statement, found: Price, given: Charge | Amount) -> Price:
    """A price with its words; a rate of what nobody is asked, an aim, a free choice come to nothing final."""
    purpose = getattr(one.fact, "purpose", None)
    lost = one.strength in AIMS or (given.per is not None and not found.times)
    chosen = purpose in _CHOSEN and not one.condition
    payer = part.words if (part := one.part("payer")) else ""
    rate = next((part.words for part in one.parts if part.name == "amount" or isinstance(part.value, Amount)), "")
    return found._replace(final=found.final and not lost and not chosen, payer=payer, rate=rate)


def _exact(amount: Quantity) -> Decimal | None:
    return amount.exactly if amount.words is None else None


def _open(part: Any) -> bool:
    """Whether a cell leaves to later what is to be paid."""
    return part.name.startswith("cell:") and isinstance(part.value, str) and leaves_open(chinese(part.value))


def costs(told: Told, answers: Mapping[str, Any]) -> Costs:
    """What is reckoned of a case; no total where an item has no number, is not certain, or is said in two ways."""
    priced = [(said, found) for said in told.said if (found := price(said.statement)) is not None]
    products = tuple(_products(priced, answers))
    items = tuple(_items(priced, products))
    whole = told.standing == "inside" and not any(map(_hinders, told.said)) and _agree(priced, told)
    if not whole or len(items) < _SEVERAL or len(items) < len(priced):
        return Costs(products)
    numbers = [number for _, number in items]
    total = plain(sum(numbers, Decimal(0)), max(map(_places, numbers)))
    return Costs(products, total, tuple(item for item in items if item[1]), priced[0][1].currency)


_SEVERAL = 2
"""One item is no sum."""


def _items(priced: Iterable[tuple[Said, Price]], products: Iterable[Product]) -> Iterator[tuple[str, Decimal]]:
    """What each item comes to, of those that have a number."""
    amounts = {product.statement.id: product.amount for product in products}
    for said, found in priced:
        number = amounts.get(said.statement.id) if found.times else found.number
        if number is not None and found.final:
            yield found.item, number


def _products(priced: Iterable[tuple[Said, Price]], answers: Mapping[str, Any]) -> Iterator[Product]:
    for said, found in priced:
        factor = answers.get(found.times)
        if found.number is not None and isinstance(factor, (Decimal, int)) and not isinstance(factor, bool):
            factor = Decimal(factor)
            amount = plain(found.number * factor, _places(found.number))
            yield Product(said.statement, found, factor, amount)


def _hinders(said: Said) -> bool:
    """Whether something about money is told that has no number: a silence, what another text says, a maybe."""
    one = said.statement
    about = {"fees", "works"}.intersection(one.topics) or one.section in ("fees", "works") or price(one) is not None
    open_ = said.status != "certain" or one.kind not in ("stated", "nothing")
    return bool(about and open_) or (one.section == "schedules" and one.kind == "silent")


def _agree(priced: Sequence[tuple[Said, Price]], told: Told) -> bool:
    """Whether all is paid in one currency by the same, and no clause differs from another."""
    said = {one.statement.id for one, _ in priced}
    differing = any(said.intersection(relation.of) for relation in told.relations)
    alike = {(found.currency, found.payer) for _, found in priced if found.number != 0}
    return not differing and len(alike) == 1


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def plain(number: Decimal, places: int) -> Decimal:
    """A number with so many digits behind the point, or as many more as it has.

    >>> plain(Decimal("8844.00"), 0), plain(Decimal("6"), 2)
    (Decimal('8844'), Decimal('6.00'))
    """
    bare = f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    short = Decimal(bare)
    return short if _places(short) >= places else short.quantize(Decimal(1).scaleb(-places))
