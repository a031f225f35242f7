"""A guide as CPSV-AP 3.2.0 in Turtle. Writes nothing, asks nobody, invents no value.

What is undisputed and in force becomes a thing of its own (Channel, Cost, Evidence, …); everything else the document
says is a Rule, in words: a target, a conflict, an express "none". What it leaves open does not occur.
No blank nodes, so that the same guide always gives the same bytes.

Vocabulary: https://semiceu.github.io/CPSV-AP/releases/3.2.0/ and, for documents, the ELI ontology.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Identifier

from generator.data import sentences
from generator.data.sentences import Sentence
from generator.policy.facts import Channel
from generator.policy.files import Document, Publisher
from generator.policy.guide import Guide
from generator.policy.provenance import unsaid
from generator.policy.scalars import NOT_STATED
from generator.words.catalogue import words
from generator.words.names import called, codes, entitled, heading, worded

M8G = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
TIME = Namespace("http://www.w3.org/2006/time#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
LANGUAGE = "zh-Hans"

_PREFIXES = {
    "cpsv": CPSV, "dct": DCTERMS, "eli": ELI, "foaf": FOAF, "locn": LOCN, "m8g": M8G, "owl": OWL, "rdf": RDF,
    "skos": SKOS, "time": TIME, "xsd": XSD,
}  # fmt: skip


@dataclass(frozen=True)
class _Graph:
    """A graph of one guide, and where its addresses begin."""

    guide: Guide
    base: str
    """The absolute address of the guide's folder; empty: addresses stay relative to the file."""
    triples: Graph = field(default_factory=lambda: Graph(bind_namespaces="none"))

    def at(self, relative: str) -> URIRef:
        """An address from one relative to the guide's folder."""
        safe = re.sub(r'[\x00-\x20<>"{}|\\^`%]', lambda found: quote(found[0]), relative)
        return URIRef(urljoin(self.base, safe) if self.base else safe)

    def add(self, subject: URIRef, kind: URIRef, *facts: tuple[URIRef, Identifier]) -> URIRef:
        """A thing with its type and properties."""
        self.triples.add((subject, RDF.type, kind))
        for name, value in facts:
            self.triples.add((subject, name, value))
        return subject

    def code(self, ident: str) -> URIRef:
        """A value of one of our code lists, as a stub that says what it means; they stand on the page /data/."""
        return self.add(self.at(f"../../data/#{ident}"), SKOS.Concept, (SKOS.prefLabel, _text(codes()[ident])))


def _text(said: str) -> Literal:
    return Literal(said, lang=LANGUAGE)


def cpsv_ap(guide: Guide, version: str, publisher: Publisher) -> str:
    """`guide.ttl`; the guide must lack nothing obligatory (`sentences.lacks`)."""
    base = publisher.at(f"{guide.address}/")
    made = _Graph(guide, quote(base, safe=":/?#[]@!$&'()*+,;=%"))
    for prefix, namespace in _PREFIXES.items():
        made.triples.bind(prefix, namespace)
    service = _service(made, version)
    documents = {one.id: _document(made, one) for one in guide.documents if sentences.legal(one)}
    for legal in documents.values():
        made.triples.add((service, M8G.hasLegalResource, legal))
    for one in sentences.sentences(guide):
        for name, thing in _thing(made, one, documents):
            made.triples.add((service, name, thing))
    return made.triples.serialize(format="turtle")


# --------------------------------------------------------------------------------------------------- the service


def _service(made: _Graph, version: str) -> URIRef:
    guide, said = made.guide, called(made.guide)
    language = made.add(AUTHORITY["language/ZHO"], DCTERMS.LinguisticSystem, (SKOS.prefLabel, _text(_word("language"))))
    service = made.add(
        made.at("./#service"),
        CPSV.PublicService,
        (DCTERMS.identifier, Literal(guide.address)),
        (DCTERMS.title, _text(guide.place.name + said["service"])),
        (DCTERMS.description, _text(sentences.description(guide))),
        (DCTERMS.language, language),
        (DCTERMS.spatial, _place(made)),
        (FOAF.page, made.add(made.at("./"), FOAF.Document)),
        (OWL.versionInfo, Literal(version)),
    )
    for issuer in sentences.authorities(guide):
        made.triples.add((service, M8G.hasCompetentAuthority, _body(made, issuer)))
    if (duration := sentences.processing_time(guide)) is not None:
        made.triples.add((service, M8G.processingTime, Literal(duration, datatype=XSD.duration)))
    return service


def _place(made: _Graph) -> URIRef:
    place = made.guide.place
    code = [] if place.code == NOT_STATED else [(DCTERMS.identifier, Literal(place.code))]
    name = [(LOCN.geographicName, _text(place.name))] if place.named else []
    return made.add(made.at("../#place"), DCTERMS.Location, *name, *code)


def _body(made: _Graph, name: str) -> URIRef:
    """A public body; its name is all the document gives to tell it from others."""
    facts = (SKOS.prefLabel, _text(name)), (DCTERMS.spatial, _place(made))
    return made.add(made.at(f"../#{name}"), M8G.PublicOrganisation, *facts)


def _document(made: _Graph, one: Document) -> URIRef:
    """A document of a public body; ELI's words for its dates."""
    legal = made.add(made.at(f"../#documents/{one.id}"), ELI.LegalResource, (DCTERMS.title, _text(entitled(one))))
    if not unsaid(one.number):
        made.triples.add((legal, DCTERMS.identifier, Literal(one.number)))
    ends = ((ELI.first_date_entry_in_force, one.effective), (ELI.date_no_longer_in_force, one.expires))
    days = [(name, said.on) for name, said in ends if not unsaid(said) and said.on is not None]
    for name, day in [*days, *([] if unsaid(one.date) else [(ELI.date_document, one.date)])]:
        made.triples.add((legal, name, Literal(day.isoformat(), datatype=XSD.date)))
    for issuer in one.issuing:
        if sentences.public(issuer):
            made.triples.add((legal, ELI.passed_by, _body(made, issuer)))
    return legal


# ------------------------------------------------------------------------------------------------ what it says

Made = list[tuple[URIRef, URIRef]]
"""Things, each with the property by which the service has it."""


def _word(name: str) -> str:
    return str(words()["data"][name])


def _common(one: Sentence, made: _Graph) -> list[tuple[URIRef, URIRef | Literal]]:
    """Identifier, wording and provenance of anything the document says."""
    cited = [(DCTERMS.bibliographicCitation, _text(one.citation))] if one.citation else []
    ident = Literal(f"{made.guide.address}/{one.path}")
    return [(DCTERMS.identifier, ident), (DCTERMS.description, _text(one.text)), *cited]


def _thing(made: _Graph, one: Sentence, documents: dict[str, URIRef]) -> Made:
    """A thing of its own where the fact may be one, else a rule in words."""
    found = _THINGS[one.section](made, one) if one.fact is not None and one.section in _THINGS else []
    return found or [(CPSV.follows, _rule(made, one, documents))]


def _rule(made: _Graph, one: Sentence, documents: dict[str, URIRef]) -> URIRef:
    kind = made.code(f"statement-{one.kind}")
    title = _word("reference") if one.section == "reference" else heading(one.section)
    facts = (DCTERMS.title, _text(title)), (DCTERMS.type, kind), *_common(one, made)
    rule = made.add(made.at(f"./#{one.path}"), CPSV.Rule, *facts)
    for cited in one.documents:
        if cited in documents:
            made.triples.add((rule, CPSV.implements, documents[cited]))
    return rule


def _requirement(made: _Graph, one: Sentence) -> Made:
    named = DCTERMS.title, _text(worded(one.fact))
    return [(M8G.holdsRequirement, made.add(made.at(f"./#{one.path}"), M8G.Requirement, named, *_common(one, made)))]


def _output(made: _Graph, one: Sentence) -> Made:
    named = DCTERMS.title, _text(worded(one.fact).rstrip("。"))
    return [(CPSV.produces, made.add(made.at(f"./#{one.path}"), M8G.Output, named, *_common(one, made)))]


def _evidence(made: _Graph, one: Sentence) -> Made:
    """A paper, and the kind of paper it is: what the service asks for is a kind, CPSV-AP has both."""
    named = _text(one.fact.name)
    classified = made.code(f"paper-{one.fact.kind}")
    kind = made.add(
        made.at(f"./#{one.path}/type"),
        M8G.EvidenceType,
        (DCTERMS.identifier, Literal(f"{made.guide.address}/{one.path}/type")),
        (DCTERMS.title, named),
        (M8G.evidenceTypeClassification, classified),
    )
    facts = (DCTERMS.title, named), (DCTERMS.type, classified), (DCTERMS.conformsTo, kind)
    paper = made.add(made.at(f"./#{one.path}"), M8G.Evidence, *facts, *_common(one, made))
    return [(CPSV.hasInput, paper), (M8G.hasInputType, kind)]


def _cost(made: _Graph, one: Sentence) -> Made:
    cost = made.add(made.at(f"./#{one.path}"), M8G.Cost, (DCTERMS.title, _text(one.fact.item)), *_common(one, made))
    if (amount := sentences.amount(one.fact)) is not None:
        yuan = made.add(AUTHORITY["currency/CNY"], SKOS.Concept, (SKOS.prefLabel, _text(_word("currency"))))
        value = Literal(str(float(amount)), datatype=XSD.double)
        made.add(cost, M8G.Cost, (M8G.hasValue, value), (M8G.currency, yuan))
    return [(M8G.hasCost, cost)]


def _table(made: _Graph, one: Sentence) -> Made:
    """A table of money is a cost in words; of another table nothing, so that it is a rule."""
    if not one.fact.money:
        return []
    cost = made.add(made.at(f"./#{one.path}"), M8G.Cost, (DCTERMS.title, _text(one.fact.title)), *_common(one, made))
    return [(M8G.hasCost, cost)]


def _channel(made: _Graph, one: Sentence) -> Made:
    kind = made.code(f"channel-{one.fact.kind}")
    facts = (DCTERMS.title, _text(one.fact.name)), (DCTERMS.type, kind), *_hours(made, one)
    channel = made.add(made.at(f"./#{one.path}"), M8G.Channel, *facts, *_common(one, made))
    for page in _page(made, one.fact):
        made.triples.add((channel, FOAF.page, page))
    return [(M8G.hasChannel, channel)]


def _contact(made: _Graph, one: Sentence) -> Made:
    """A contact point, where there is anything to reach it by."""
    number = [(M8G.telephone, Literal(one.fact.telephone))] if one.fact.telephone else []
    pages = [(M8G.contactPage, page) for page in _page(made, one.fact)]
    if not number and not pages:
        return []
    kinds = [(DCTERMS.type, made.code(f"contact-{what}")) for what in one.fact.serves]
    facts = (DCTERMS.title, _text(one.fact.name)), *kinds, *number, *pages, *_hours(made, one)
    contact = made.add(made.at(f"./#{one.path}"), M8G.ContactPoint, *facts, *_common(one, made))
    return [(M8G.contactPoint, contact)]


def _page(made: _Graph, channel: Channel) -> list[URIRef]:
    """The web address, where it is one."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", channel.url or ""):
        return []
    return [made.add(URIRef(str(channel.url)), FOAF.Document)]


def _hours(made: _Graph, one: Sentence) -> list[tuple[URIRef, URIRef]]:
    found = []
    for number, hours in enumerate(one.fact.hours, start=1):
        said = _text(" ".join(filter(None, (hours.season, hours.words))))
        place = made.at(f"./#{one.path}/hours-{number}")
        found.append((M8G.openingHours, made.add(place, TIME.TemporalEntity, (DCTERMS.description, said))))
    return found


_THINGS: dict[str, Callable[[_Graph, Sentence], Made]] = {
    "conditions": _requirement,
    "papers": _evidence,
    "fees": _cost,
    "works": _cost,
    "schedules": _table,
    "result": _output,
    "channels": _channel,
    "contacts": _contact,
    "complaints": _contact,
}
