"""A document that does not say who issued it is told as such by every medium, and machines are given nobody."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import BASE, Desk

from generator import checks
from generator.data import lists, sentences
from generator.words.catalogue import words


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The base, whose document names nobody."""
    desk = Desk(tmp_path_factory.mktemp("silent"))
    desk.edit("policies/nowhere/city.yaml", "issuers: [无此市公用事业局]", "issuers: not_stated")
    return desk


@pytest.fixture(scope="module")
def site(silent: Desk) -> dict[str, str]:
    """All that is text of the site that is built of it."""
    code, said = silent.done("build")
    assert code == 0, said
    return {name: data.decode("utf-8") for name, data in silent.site().items() if name.endswith(_TEXT)}


_TEXT = (".html", ".json", ".jsonld", ".ttl")


@pytest.mark.build
def test_every_page_says_that_nobody_is_named(site: dict[str, str]) -> None:
    shown = {name for name, text in site.items() if "发文单位：文件未载明" in text}
    assert {"nowhere/index.html", "nowhere/water/index.html", "data/index.html"} <= shown
    assert not any("无此市公用事业局" in text for name, text in site.items() if name.endswith((".jsonld", ".ttl")))
    pages = [text for name, text in site.items() if name.startswith("nowhere/") and name.endswith(".html")]
    assert not any("n、o、t" in text or ">not_stated<" in text for text in pages)


@pytest.mark.build
def test_machines_are_told_of_nobody(site: dict[str, str], silent: Desk) -> None:
    linked = site["nowhere/water/guide.jsonld"]
    assert "关于用水报装的通知" in linked
    assert not any(name in linked for name in ('"author"', '"legislationPassedBy"', "not_stated"))
    assert json.loads(site["nowhere/water/guide.json"])["documents"][0]["issuers"] == "not_stated"
    _, (one,), _ = checks.check(silent.folder / "policies")
    assert sentences.lacks(one.guide) == {"hasCompetentAuthority": words()["data"]["no_issuer"]}
    assert "guide.ttl" not in lists.files(one.guide)


@pytest.mark.build
def test_what_changes_and_what_is_signed_take_it(silent: Desk, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(BASE, before)
    for command in (["facts", "nowhere/water"], ["diff", str(before), "policies"]):
        process = silent.run(*command, stdout=subprocess.PIPE)
        told, said = process.communicate()
        assert process.returncode == 0, said
        assert "not_stated" not in told
