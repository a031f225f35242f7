"""Guides for other programs: CPSV-AP by its published shapes, schema.org by its terms, no value that is not stated."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import loaded
import pyshacl
import pytest
from expected import ROOT
from rdflib import DCTERMS, FOAF, OWL, RDF, SDO, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from generator.data import cpsv, guide_json, jsonld, lists, sentences
from generator.data.cpsv import CPSV, M8G
from generator.policy.facts import Channel, Charge, Limit, Paper
from generator.policy.files import Publisher
from generator.policy.guide import Guide
from generator.policy.provenance import Assured, Cite, Conflict, unsaid
from generator.policy.scalars import NOT_STATED

SHAPES = ROOT.parent / "shared" / "standards" / "cpsv-ap-SHACL-3.2.0.ttl"
"""https://github.com/SEMICeu/CPSV-AP/tree/master/releases/3.2.0/shacl, CC BY 4.0; not part of this project."""

GUIDES = [*loaded.addresses(), *loaded.addresses(loaded.INVENTED)]
LACKING = "changchun-zhonghan/water"
WITHOUT_ISSUER = ["wuming/water", "xuye/heat"]
"""Of invented documents, those that no public body is known to have issued."""
"""The only guide that is no graph; a test holds that."""
COMPLETE = [one for one in GUIDES if one not in (LACKING, *WITHOUT_ISSUER)]
SITE = Publisher(site_url="https://example.invalid/under/")
BASE = "https://example.invalid/under/"
CITE = {"clause": "一、", "quote": "虚构"}

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD


def turtle(guide: Guide, publisher: Publisher | None = None) -> Graph:
    """`guide.ttl` read back from where the site would have it."""
    text = cpsv.cpsv_ap(guide, guide_json.version(guide), publisher or Publisher())
    return Graph().parse(data=text, format="turtle", publicID=f"{BASE}{guide.address}/guide.ttl")


def json_ld(guide: Guide, publisher: Publisher | None = None) -> Graph:
    """`guide.jsonld` read back; its context stands in the file, so nothing is fetched."""
    text = jsonld.json_ld(guide, guide_json.version(guide), publisher or Publisher())
    return Graph().parse(data=text, format="json-ld", publicID=f"{BASE}{guide.address}/guide.jsonld")


@cache
def published(address: str, *, site: bool = False) -> tuple[Graph, Graph]:
    """Both graphs of a guide as it is, which no test changes: of `guide.ttl`, and of `guide.jsonld`."""
    guide, publisher = loaded.guide(address), SITE if site else None
    return turtle(guide, publisher) if address in COMPLETE else Graph(), json_ld(guide, publisher)


@cache
def shapes() -> Graph:
    """The official shapes."""
    if not SHAPES.is_file():
        pytest.skip(f"no {SHAPES}: the graphs were not held against the published shapes")
    return Graph().parse(SHAPES)


def faults(graph: Graph) -> str:
    """What the shapes find wrong; empty where nothing."""
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes(), inference="none")
    return "" if conforms else str(report)


# ------------------------------------------------------------------------------------------------------- CPSV-AP


@pytest.mark.slow
@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_every_graph_passes_the_published_shapes(guide: Guide) -> None:
    assert faults(published(guide.address)[0]) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("subject", "name"),
    [(None, M8G.hasCompetentAuthority), (None, DCTERMS.identifier), (SKOS.Concept, RDF.type), (None, DCTERMS.spatial)],
)
def test_the_shapes_notice_what_is_missing(subject: URIRef | None, name: URIRef) -> None:
    graph = turtle(example())
    graph.remove((None, name, subject))
    assert "Conforms: False" in faults(graph)


@pytest.mark.slow
def test_the_shapes_notice_a_text_without_its_language() -> None:
    graph = turtle(example())
    graph.add((service(graph), DCTERMS.title, Literal("无标签")))
    assert "Conforms: False" in faults(graph)


@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_every_text_has_its_language(guide: Guide) -> None:
    bare = {DCTERMS.identifier, M8G.telephone, OWL.versionInfo}
    for _, name, value in published(guide.address)[0]:
        if isinstance(value, Literal) and name not in bare:
            assert value.language == "zh-Hans" or value.datatype in (XSD.date, XSD.double, XSD.duration), value


@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_every_code_is_a_stub_and_stands_on_the_page(guide: Guide, built: Path) -> None:
    graph, page = (
        published(guide.address)[0],
        html.unescape((built / "site" / "data" / "index.html").read_text("utf-8")),
    )
    for code in graph.subjects(RDF.type, SKOS.Concept):
        assert (code, SKOS.prefLabel, None) in graph
        if str(code).startswith(BASE):
            assert f'id="{str(code).removeprefix(f"{BASE}data/#")}"' in page


def test_only_a_public_body_is_a_public_organisation() -> None:
    assert [one for one in GUIDES if sentences.lacks(loaded.guide(one))] == [LACKING, *WITHOUT_ISSUER]
    guide = loaded.guide(LACKING)
    assert list(sentences.lacks(guide)) == ["hasCompetentAuthority"]
    assert "guide.ttl" not in lists.files(guide)
    assert not sentences.public("无此市供水集团客户服务中心")
    assert not sentences.public("无此市自来水公司办公室")
    mixed = with_issuers(example(), "无此市公用事业局", "无此市热力公司")
    named = {str(one) for one in turtle(mixed).objects(None, SKOS.prefLabel)}
    assert "无此市公用事业局" in named
    assert "无此市热力公司" not in named


def with_issuers(guide: Guide, *issuers: str) -> Guide:
    """The guide, its documents issued by others."""
    documents = [one.model_copy(update={"issuers": issuers}) for one in guide.documents]
    return guide.model_copy(update={"documents": tuple(documents)})


# ------------------------------------------------------------------------------------- no value that is not stated


def example() -> Guide:
    """A guide of ours in which anything may be put."""
    return loaded.guide("wuhai/gas")


def service(graph: Graph) -> Any:
    """The one service of a graph."""
    return next(graph.subjects(RDF.type, CPSV.PublicService))


def channel(**more: Any) -> Channel:
    """An invented window."""
    given = {"id": "hall", "kind": "window", "name": "虚构窗口", "serves": ["apply"], "cite": CITE, **more}
    return Channel.model_validate(given)


def charge(**more: Any) -> Charge:
    """An invented charge."""
    given = {"id": "fee", "item": "虚构费", "payer": NOT_STATED, "basis": NOT_STATED, "cite": CITE, **more}
    return Charge.model_validate(given)


def limit(**more: Any) -> Limit:
    """An invented limit of the whole service."""
    silent = dict.fromkeys(("starts_on", "ends_with", "excludes"), NOT_STATED)
    return Limit.model_validate({"id": "all", "unit": "calendar_day", "cite": CITE, **silent, **more})


def paper(**more: Any) -> Paper:
    """An invented paper."""
    given = {
        "id": "paper",
        "name": "虚构材料",
        "kind": "paper",
        "need": "required",
        "forms": NOT_STATED,
        "cite": CITE,
    }
    return Paper.model_validate({**given, **more})


def having(section: str, *found: Any) -> Guide:
    """The example with a section of ours."""
    return example().model_copy(update={section: found})


TARGET = {"force": "target", "target": {"by": "2099-12-31", "words": "2099年底前"}}
MADE: dict[str, tuple[Any, URIRef, str]] = {
    "channels": (channel, M8G.Channel, "ServiceChannel"),
    "fees": (charge, M8G.Cost, "Offer"),
    "papers": (paper, M8G.Evidence, "HowToSupply"),
}
WEAK = [TARGET, {"force": "announced"}, {"force": "promoted"}, {"force": "gradual"}, {"force": "encouraged"}]


def things(guide: Guide, section: str) -> tuple[int, int]:
    """How many things the two graphs have of the kind that a section makes."""
    _, kind, term = MADE[section]
    found = turtle(guide).subjects(RDF.type, kind), json_ld(guide).subjects(RDF.type, SDO[term])
    at = f"#{section}/"
    return sum(at in str(one) for one in found[0]), sum(at in str(one) for one in found[1])


@pytest.mark.parametrize("section", MADE)
def test_what_is_in_force_is_a_thing(section: str) -> None:
    assert things(having(section, MADE[section][0]()), section) == (1, 1)


@pytest.mark.parametrize("weak", WEAK, ids=lambda weak: weak["force"])
@pytest.mark.parametrize("section", MADE)
def test_a_target_is_told_and_is_no_thing(section: str, weak: dict[str, Any]) -> None:
    guide = having(section, MADE[section][0](**weak))
    assert things(guide, section) == (0, 0)
    rule = URIRef(f"{BASE}wuhai/gas/#{section}/{guide_id(guide, section)}")
    graph = turtle(guide)
    assert (rule, RDF.type, CPSV.Rule) in graph
    assert (rule, DCTERMS.type, URIRef(f"{BASE}data/#statement-{weak['force']}")) in graph


def guide_id(guide: Guide, section: str) -> str:
    """The id of the first fact of a section."""
    return str(getattr(guide, section)[0].id)


@pytest.mark.parametrize("section", MADE)
def test_a_conflict_is_told_with_its_sides_and_is_no_thing(section: str) -> None:
    make = MADE[section][0]
    quoted = {"a": "甲方写法", "b": "乙方写法"}
    sides = tuple(make(id=name, cite=(Cite(clause="一、", quote=(said,)),)) for name, said in quoted.items())
    of: Any = Conflict[type(sides[0])]  # type: ignore[misc]
    conflict = of.model_construct(id="two", when=(), utilities=(), consequence="虚构的后果", sides=sides)
    guide = having(section, conflict)
    assert things(guide, section) == (0, 0)
    told = str(turtle(guide).value(URIRef(f"{BASE}wuhai/gas/#{section}/two"), DCTERMS.description))
    assert all(word in told for word in ("虚构的后果", "甲方写法", "乙方写法"))


@pytest.mark.parametrize("section", MADE)
def test_a_silence_does_not_occur(section: str) -> None:
    guide = example().model_copy(update={section: NOT_STATED})
    for graph in (turtle(guide), json_ld(guide)):
        assert not [one for one in graph.all_nodes() if f"#{section}/" in str(one)]
        assert not [one for one in graph.objects() if str(one) == NOT_STATED]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"free": "true"}, 0.0),
        ({"exactly": "120"}, 120.0),
        ({"exactly": "120", "per": "户"}, None),
        ({"exactly": "1.2", "currency": "万元"}, None),
        ({"at_most": "120"}, None),
        ({"words": "另行约定"}, None),
        ({"free": "true", "words": "另有规定的除外"}, None),
        ({"exactly": "120", "settlement": {"words": "多退少补"}}, None),
        ({"free": "true", "when": {"low_risk": "true"}}, None),
        ({"free": "true", "valid": {"until": "2099-12-31"}}, None),
        ({"free": "true", "force": "trial"}, None),
        ({"free": "true", "force": "in_principle"}, None),
    ],
)
def test_a_cost_has_a_value_only_where_one_number_says_it_all(more: dict[str, Any], expected: float | None) -> None:
    guide = having("fees", charge(**more))
    value = next(turtle(guide).objects(None, M8G.hasValue), None)
    price = next(json_ld(guide).objects(None, SDO.price), None)
    assert (value is None) is (price is None) is (expected is None)
    if expected is not None:
        assert float(str(value)) == float(str(price)) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ([limit(at_most="3")], "P3D"),
        ([limit(at_most="1.5")], "P1DT12H"),
        ([limit(exactly="36", unit="hour")], "P1DT12H"),
        ([limit(at_most="1.5", unit="hour")], "PT1H30M"),
        ([limit(at_most="20", unit="minute")], "PT20M"),
        ([limit(at_most="3", unit="working_day")], None),
        ([limit(at_most="3", unit="day")], None),
        ([limit(at_most="3"), limit(id="other", at_most="4")], None),
        ([limit(at_most="3", when={"low_risk": "true"})], None),
        ([limit(at_most="3", excludes={"words": "施工"})], None),
        ([limit(at_most="3", starts_on={"words": "受理之日"})], "P3D"),
        ([limit(at_most="3", starts_on={"words": "施工完工后"})], None),
        ([limit(at_most="3", extends={"words": "冬季"})], None),
        ([limit(at_most="3", **TARGET)], None),
        ([limit(at_most="3", force="average")], None),
        ([limit(at_most="3", whose="government")], None),
        ([limit(at_most="3", steps=["acceptance"])], None),
        ([limit(between=["3", "5"])], None),
        ([limit(at_least="3")], None),
        ([limit(words="以实际发生为准")], None),
    ],
)
def test_a_duration_stands_only_for_hours_and_calendar_days(limits: list[Limit], expected: str | None) -> None:
    guide = having("limits", *limits)
    graph = turtle(guide)
    value = graph.value(service(graph), M8G.processingTime)
    total = next(json_ld(guide).objects(None, SDO.totalTime), None)
    assert [None if one is None else str(one) for one in (value, total)] == [expected] * 2
    said = str(graph.value(service(graph), DCTERMS.description))
    assert all(number in said for number in {str(amount) for one in limits for amount in one.numbers})
    if expected is not None:
        assert faults(graph) == ""


def test_a_working_day_is_no_duration_in_any_guide_of_ours() -> None:
    for address in COMPLETE:
        if all(getattr(one, "unit", "working_day") != "hour" for one in sentences_of(loaded.guide(address), "limits")):
            assert (None, M8G.processingTime, None) not in published(address)[0]


def sentences_of(guide: Guide, section: str) -> list[Any]:
    """The facts of a section that stand undisputed and in force."""
    return [one.fact for one in sentences.sentences(guide) if one.section == section and one.fact is not None]


def test_a_contact_is_one_only_with_something_to_reach_it_by() -> None:
    reached = channel(
        id="line", kind="telephone", telephone="000-0000", hours=[{"season": "夏季", "words": "8时至9时"}]
    )
    page = channel(id="page", kind="web", url="https://example.invalid/问")
    hostile = channel(id="bad", kind="web").model_copy(update={"url": 'https://example.invalid/"> <x> .'})
    guide = having("contacts", reached, page, hostile, channel(id="nameless"))
    graph = turtle(guide)
    found = {str(one).rpartition("/")[2] for one in graph.subjects(RDF.type, M8G.ContactPoint)}
    assert {"line", "page"} <= found
    assert not {"bad", "nameless"} & found
    assert (None, M8G.telephone, Literal("000-0000")) in graph
    assert (None, DCTERMS.description, Literal("夏季 8时至9时", lang="zh-Hans")) in graph
    assert faults(graph) == ""


def test_what_a_utility_assures_names_it_as_provider_and_not_the_document() -> None:
    assured = Assured(by="无此市供气公司", since=date(2099, 1, 1))
    guide = having("contacts", channel(id="line", telephone="000-0000").model_copy(update={"assured": assured}))
    assert sentences.providers(guide) == ("无此市供气公司",)
    graph = turtle(guide)
    cited = graph.value(URIRef(f"{BASE}wuhai/gas/#contacts/line"), DCTERMS.bibliographicCitation)
    assert str(cited) == "无此市供气公司提供，2099年1月1日起"
    assert (None, SDO.provider, None) in json_ld(guide)
    assert (None, SDO.provider, None) not in json_ld(example())


def test_policy_text_is_text_in_every_format() -> None:
    hostile = '""" . <x> <y> "z" \\u0000 </script> ** <b> &lt;'
    guide = having("papers", paper(name=hostile))
    for graph, title in ((turtle(guide), DCTERMS.title), (json_ld(guide), SDO.name)):
        assert Literal(hostile, lang="zh-Hans") in set(graph.objects(None, title))


# ------------------------------------------------------------------------------------------------ what they share


@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_every_statement_of_a_document_stands_in_the_graph_with_its_words(guide: Guide) -> None:
    graph = published(guide.address)[0]
    for one in sentences.sentences(guide):
        thing = URIRef(f"{BASE}{guide.address}/#{one.path}")
        assert (thing, DCTERMS.description, Literal(one.text, lang="zh-Hans")) in graph
        assert (thing, DCTERMS.bibliographicCitation, Literal(one.citation, lang="zh-Hans")) in graph


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_json_ld_uses_only_terms_of_schema_org(guide: Guide) -> None:
    graph = published(guide.address)[1]
    used = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    assert {str(one) for one in used} <= {str(one) for one in dir(SDO)}
    assert (URIRef(f"{BASE}{guide.address}/#service"), RDF.type, SDO.GovernmentService) in graph


CODES = {"identifier", "legislationIdentifier", "telephone", "version", "inLanguage", "price", "priceCurrency"}


@pytest.mark.parametrize("guide", GUIDES, indirect=True)
def test_every_text_of_json_ld_has_its_language_and_no_code_has_one(guide: Guide) -> None:
    for _, name, value in published(guide.address)[1]:
        if isinstance(value, Literal):
            code = str(name).removeprefix(str(SDO)) in CODES or value.datatype in (SDO.Date, XSD.integer)
            assert value.language == (None if code else "zh-Hans"), (name, value)


@pytest.mark.slow
@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_with_and_without_an_address_the_graphs_are_the_same(guide: Guide) -> None:
    without, with_ = published(guide.address), published(guide.address, site=True)
    assert isomorphic(without[0], with_[0])
    assert isomorphic(without[1], with_[1])
    both = set(without[0].subjects(RDF.type, CPSV.PublicService))
    assert both == set(without[1].subjects(RDF.type, SDO.GovernmentService))


def test_with_an_address_no_base_is_needed() -> None:
    text = cpsv.cpsv_ap(example(), "0", SITE)
    graph = Graph().parse(data=text, format="turtle", publicID="file:///elsewhere")
    assert not [one for one in graph.all_nodes() if str(one).startswith("file:")]
    assert "example.invalid" not in cpsv.cpsv_ap(example(), "0", Publisher())


def test_facts_of_the_document_stand_in_the_graph() -> None:
    graph = turtle(example())
    body = graph.value(service(graph), M8G.hasCompetentAuthority)
    assert str(graph.value(body, SKOS.prefLabel)) == "乌海市城市管理综合执法局"
    assert not set(graph.objects(None, M8G.telephone))  # the hotline is demanded, not yet there
    assert {str(graph.value(one, DCTERMS.title)) for one in graph.subjects(RDF.type, M8G.Evidence)} == {"报装申请表"}
    assert not set(graph.subjects(RDF.type, M8G.Cost))  # the document is silent
    assert not set(graph.subjects(RDF.type, M8G.Channel))  # all of them are announced only
    assert (service(graph), FOAF.page, URIRef(f"{BASE}wuhai/gas/")) in graph


def test_steps_stand_in_order_and_targets_are_none() -> None:
    guide = loaded.guide("yantai/water")
    nodes = json.loads(jsonld.json_ld(guide, "0", Publisher()))["@graph"]
    how_to = next(one for one in nodes if one["@type"] == "HowTo")
    assert [(one["position"], one.get("name")) for one in how_to["step"]] == [
        (1, "申请受理"), (2, "确定方案"), (3, "开阀供能"),
    ]  # fmt: skip
    harbin = loaded.guide("harbin/water")  # its steps are targets
    assert (None, RDF.type, SDO.HowTo) not in json_ld(harbin)


@pytest.mark.parametrize("guide", COMPLETE, indirect=True)
def test_only_stated_dates_of_public_documents_are_dates(guide: Guide) -> None:
    dates = {
        str(one)
        for one in published(guide.address)[0].objects()
        if isinstance(one, Literal) and one.datatype == XSD.date
    }
    public = [one for one in guide.documents if sentences.legal(one)]
    said = [part.on for one in public for part in (one.effective, one.expires) if not unsaid(part)]
    stated = [one.date for one in public if one.date != NOT_STATED]
    assert dates == {str(one) for one in (*stated, *said) if one is not None}


# ---------------------------------------------------------------------------------------------------- equal bytes

PRINT = """
from pathlib import Path
from generator import checks
from generator.data import cpsv, jsonld, sentences
from generator.policy.files import Publisher
for one in checks.check(Path("policies"))[1]:
    print(jsonld.json_ld(one.guide, "0", Publisher()))
    print("" if sentences.lacks(one.guide) else cpsv.cpsv_ap(one.guide, "0", Publisher()))
"""


def _printed(seeds: tuple[str, ...]) -> Iterator[bytes]:
    for seed in seeds:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        yield subprocess.run(
            [sys.executable, "-c", PRINT], cwd=ROOT, env=environment, capture_output=True, check=True
        ).stdout


@pytest.mark.slow
def test_bytes_are_equal_whatever_the_order_of_sets() -> None:
    one, other = _printed(("1", "2"))
    assert one == other
    assert one
