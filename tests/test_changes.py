"""The record of changes: a page for readers, and an Atom feed that is valid by RFC 4287, from the dates of the file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from expected import ROOT
from expected import data as data_of
from expected import pages as pages_of

from generator import checks
from generator.data import feed
from generator.desk import difference
from generator.policy.files import Publisher, Record
from generator.policy.loader import load

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Publisher.model_validate({"site_url": "https://example.invalid/under/"})


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    """Invented entries."""
    return load(CASE)[0].changes


@pytest.fixture(scope="module")
def root(records: tuple[Record, ...]) -> ET.Element:
    """The feed, read by a parser."""
    return ET.fromstring(feed.atom(records, SITE, "虚构"))  # noqa: S314  our own text


def texts(parent: ET.Element, name: str) -> list[str]:
    """The texts of some children."""
    return [one.text or "" for one in parent.findall(f"{ATOM}{name}")]


def test_feed_and_entries_have_exactly_what_rfc_4287_demands(root: ET.Element, records: tuple[Record, ...]) -> None:
    assert root.tag == f"{ATOM}feed"
    assert len(texts(root, "author")) == 1  # 4.1.1: the feed's, since no entry names one
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(records)
    for part in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(texts(part, name)) == 1
        links = [one.attrib for one in part.findall(f"{ATOM}link")]
        kinds = [(one["rel"], one["type"]) for one in links if one["rel"] == "alternate"]
        assert len(kinds) == len(set(kinds)) == 1  # 4.1.1, 4.1.2: one of a type and language
        assert all(urlsplit(one["href"]).scheme == "https" for one in links)
    assert [one["rel"] for one in (link.attrib for link in root.findall(f"{ATOM}link"))].count("self") == 1
    allowed = {"id", "title", "updated", "author", "link", "entry", "content", "name"}
    assert {one.tag.removeprefix(ATOM) for one in root.iter()} == allowed | {"feed"}


def test_ids_are_tags_of_the_host_and_all_different(root: ET.Element) -> None:
    ids = [one.text or "" for one in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"tag:example\.invalid,2099-\d\d-\d\d:changes(/[a-z0-9-]+)?", one) for one in ids)


def test_dates_are_those_of_the_file_newest_first(root: ET.Element, records: tuple[Record, ...]) -> None:
    told = [datetime.fromisoformat(texts(one, "updated")[0]) for one in root.findall(f"{ATOM}entry")]
    assert [one.date() for one in told] == sorted((one.on for one in records), reverse=True)
    assert all(one.utcoffset() for one in told)
    assert texts(root, "updated") == [told[0].isoformat()]


def test_text_is_text(root: ET.Element) -> None:
    contents = {one.text for one in root.iter(f"{ATOM}content")}
    assert any("<b>&" in (text or "") for text in contents)
    assert {one.get("type") for one in root.iter(f"{ATOM}content")} == {"text"}


@pytest.mark.slow
def test_without_an_address_or_without_entries_there_is_no_feed() -> None:
    loaded, resolved, _ = checks.check(CASE)
    page = pages_of(resolved, loaded)["changes/index.md"].decode("utf-8")
    assert all(one.title.split("（")[0] in page for one in loaded.changes)
    addressed = replace(loaded, publisher=SITE)
    told = {"addressed": addressed, "unaddressed": loaded, "silent": replace(addressed, changes=())}
    fed = {name: "changes/feed.xml" in data_of(resolved, one) for name, one in told.items()}
    assert fed == {"addressed": True, "unaddressed": False, "silent": False}
    for name, one in told.items():
        home = pages_of(resolved, one)["index.md"].decode("utf-8")
        assert ("(changes/index.md)" in home) is (name != "silent")  # nobody is led to an empty page
        for path in ("changes/index.md", "data/index.md"):
            assert ("feed.xml" in pages_of(resolved, one)[path].decode("utf-8")) is fed[name]


def test_the_draft_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    _, resolved, _ = checks.check(CASE)
    guide = next(one.guide for one in resolved if one.guide.address == "xugou/gas")
    shorter = guide.model_copy(update={"limits": guide.limits[1:]})  # type: ignore[index]
    report = difference.as_markdown(difference.difference([guide], [shorter]))
    draft = report.partition("```yaml\n")[2].partition("```")[0]
    file = tmp_path / "changes.yaml"
    file.write_text(f"changes:\n{draft}", encoding="utf-8")
    loaded, findings = load(tmp_path)
    assert {one.code for one in findings} == {"left-blank"}
    filled = draft.replace("id: 请填写", "id: one").replace("on: 请填写", "on: 2099-01-01").replace("请填写", "虚构")
    file.write_text(f"changes:\n{filled}", encoding="utf-8")
    loaded, findings = load(tmp_path)
    assert findings == ()
    assert loaded.changes[0].guides == ("xugou/gas",)
