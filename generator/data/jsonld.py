"""A guide as JSON-LD in the words of schema.org: a GovernmentService, and a HowTo of its steps. Writes nothing.

Only what the documents bear: a target, a conflict and a silence never become a plain value. The context stands in the
file, so that no reader needs the network; addresses are relative where the site has none.

Vocabulary: https://schema.org/GovernmentService
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from generator.data import sentences
from generator.data.sentences import Sentence
from generator.language import gettext
from generator.policy.facts import YUAN, Amount, Paper, Schedule, Step
from generator.policy.files import Document, Publisher
from generator.policy.guide import Guide
from generator.policy.provenance import unsaid
from generator.policy.scalars import NOT_STATED
from generator.telling.compose import rows_of
from generator.telling.statements import Statement
from generator.words.catalogue import words
from generator.words.names import called, worded

Node = dict[str, Any]

_BARE: Node = {"@language": None}
_CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "@language": "zh-Hans",
    "url": {"@type": "@id"},
    "serviceUrl": {"@type": "@id"},
    "termsOfService": {"@type": "@id"},
    "legislationDate": {"@type": "Date"},
    **dict.fromkeys(("identifier", "legislationIdentifier", "telephone", "version", "inLanguage"), _BARE),
    **dict.fromkeys(("price", "priceCurrency", "totalTime"), _BARE),
}


def json_ld(guide: Guide, version: str, publisher: Publisher) -> str:
    """`guide.jsonld`."""
    base = publisher.at(f"{guide.address}/")
    context = {**({"@base": base} if base else {}), **_CONTEXT}
    said = tuple(sentences.sentences(guide))
    nodes = [_service(guide, version, said), *_how_to(guide, said)]
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _filled(node: Node) -> Node:
    """Without what is empty."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}


def _name(guide: Guide) -> str:
    return f"{guide.place.name}{called(guide)['service']}"


def _service(guide: Guide, version: str, said: tuple[Sentence, ...]) -> Node:
    held = [one for one in said if one.fact is not None]
    places = [one for one in held if one.section in ("channels", "contacts", "complaints")]
    documents = [_document(one) for one in guide.documents]
    page = {"@type": "WebPage", "@id": "./", "inLanguage": "zh-Hans", "version": version, "isBasedOn": documents}
    return _filled({
        "@type": "GovernmentService",
        "@id": "./#service",
        "identifier": guide.address,
        "name": _name(guide),
        "description": sentences.description(guide),
        "serviceType": called(guide)["service"],
        "areaServed": _place(guide),
        "provider": [{"@type": "Organization", "name": one} for one in sentences.providers(guide)],
        "termsOfService": "./",
        "availableChannel": [_channel(one) for one in places],
        "offers": [*(_offer(one) for one in held if one.section in ("fees", "works")), *_tabled(guide, held)],
        "serviceOutput": [_output(one) for one in held if one.section == "result"],
        "mainEntityOfPage": page,
    })  # fmt: skip


def _place(guide: Guide) -> Node:
    code = None if guide.place.code == NOT_STATED else guide.place.code
    return _filled({
        "@type": "AdministrativeArea",
        "@id": "../#place",
        "name": guide.place.name if guide.place.named else None,
        "identifier": code,
        "description": guide.place.covers,
    })  # fmt: skip


def _document(one: Document) -> Node:
    """A document; only what a public body issued is legislation."""
    number = None if unsaid(one.number) else one.number
    day = None if unsaid(one.date) else one.date.isoformat()
    sent = [{"@type": "Audience", "name": name} for name in one.addressees]
    node: Node = {"@id": f"../#documents/{one.id}", "name": None if unsaid(one.title) else one.title, "audience": sent}
    if not sentences.legal(one):
        return _filled({**node, "@type": "CreativeWork", "author": [_issuer(name) for name in one.issuing]})
    return _filled({
        **node,
        "@type": "Legislation",
        "legislationIdentifier": number,
        "legislationDate": day,
        "legislationPassedBy": [_issuer(name) for name in one.issuing],
    })  # fmt: skip


def _issuer(name: str) -> Node:
    return {"@type": "GovernmentOrganization" if sentences.public(name) else "Organization", "name": name}


def _channel(said: Sentence) -> Node:
    one = said.fact
    purpose = [words()["serves"][what] for what in one.serves]
    phone = {"@type": "ContactPoint", "telephone": one.telephone, "contactType": purpose} if one.telephone else None
    where = {"@type": "Place", "name": one.name, "address": one.address} if one.address else None
    return _filled({
        "@type": "ServiceChannel",
        "@id": f"./#{said.path}",
        "name": one.name,
        "description": said.text,
        "serviceUrl": one.url,
        "servicePhone": phone,
        "serviceLocation": where,
    })  # fmt: skip


def _offer(said: Sentence) -> Node:
    amount = sentences.amount(said.fact)
    price = {} if amount is None else {"price": str(amount), "priceCurrency": "CNY"}
    node = {"@type": "Offer", "@id": f"./#{said.path}", "name": said.fact.item, "description": said.text}
    return {**node, **price}


def _tabled(guide: Guide, held: Iterable[Sentence]) -> Iterator[Node]:
    """The rows of tables of money: each amount in yuan with what it is per, where it holds for everybody."""
    for said in (one for one in held if isinstance(one.fact, Schedule) and one.fact.money):
        for row, told in zip(said.fact.rows, rows_of(guide, said.fact), strict=True):
            node = {"@type": "Offer", "@id": f"./#{told.id}", "name": said.fact.title, "description": _row_words(told)}
            amounts = [cell for cell in row.cells.values() if isinstance(cell, Amount)]
            prices = [_unit_price(cell) for cell in amounts if _plain(said, told, cell)]
            yield _filled({**node, "priceSpecification": prices})


def _row_words(told: Statement) -> str:
    """A row of a table in words: when it holds, and its cells."""
    said = gettext("，").join(part.words for part in told.parts if not part.silent)
    return gettext("：").join(filter(None, [told.when, said]))


def _plain(said: Sentence, told: Statement, cell: Amount) -> bool:
    """Whether an amount is what everybody pays in yuan, without words, bounds and conditions."""
    whole = cell.exactly is not None and cell.words is None and cell.unit == YUAN
    return whole and sentences.firm(said.fact) and not told.condition and told.part("settlement") is None


def _unit_price(cell: Amount) -> Node:
    return _filled({
        "@type": "UnitPriceSpecification",
        "price": str(cell.exactly),
        "priceCurrency": "CNY",
        "unitText": cell.per,
    })  # fmt: skip


def _output(said: Sentence) -> Node:
    node = {"@type": "Thing", "@id": f"./#{said.path}", "name": worded(said.fact).rstrip("。")}
    return {**node, "description": said.text}


# --------------------------------------------------------------------------------------------------- the steps


def _how_to(guide: Guide, said: tuple[Sentence, ...]) -> Iterator[Node]:
    """The steps in order, where any is in force; one that is disputed or a target has its words, but no name."""
    steps = [one for one in said if one.section == "steps" and one.kind != "nothing"]
    if any(one.fact is not None for one in steps):
        yield _filled({
            "@type": "HowTo",
            "@id": "./#how-to",
            "name": _name(guide),
            "about": {"@id": "./#service"},
            "totalTime": sentences.processing_time(guide),
            "supply": [_supply(one) for one in said if isinstance(one.fact, Paper)],
            "step": [_step(position, one) for position, one in enumerate(steps, start=1)],
        })  # fmt: skip


def _supply(said: Sentence) -> Node:
    node = {"@type": "HowToSupply", "@id": f"./#{said.path}", "name": said.fact.name}
    return {**node, "description": said.text}


def _step(position: int, said: Sentence) -> Node:
    name = said.fact.name if isinstance(said.fact, Step) else None
    node = {"@type": "HowToStep", "@id": f"./#{said.path}", "position": position, "name": name, "text": said.text}
    return _filled(node)
