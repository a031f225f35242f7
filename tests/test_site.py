"""The published site: the pages that were expected and no others, links that lead somewhere, nothing half-done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from expected import ROOT

from generator import engine, exports, folders, links, publish
from generator.model import Publisher

POLICIES, CONFIG = ROOT / "policies", ROOT / "mkdocs.yml"
Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(folder: Path, policies: Path = POLICIES) -> None:
    """A build into a folder, quietly."""
    publish.build(policies, folder / "guides", folder / "site", CONFIG, folder / "made", say=lambda *_: None)


def test_published_pages_are_the_expected_ones(built: Path) -> None:
    published = {path.relative_to(built / "site").as_posix() for path in (built / "site").rglob("*.html")}
    assert published == publish.expected_pages(tree(built / "guides"))
    assert {"index.html", "404.html", "wuhai/index.html", "wuhai/gas/index.html"} <= published


def test_contract_addresses(built: Path) -> None:
    for address in ("guide.schema.json", "wuhai/gas/guide.json", "wuhai/gas/checklist.pdf"):
        assert (built / "site" / address).is_file()


def test_links_lead_somewhere_and_nowhere_else(built: Path) -> None:
    assert list(links.faults(built / "site")) == []


def test_a_broken_site_is_noticed(tmp_path: Path) -> None:
    page = (
        '<a href="gone/">x</a><a href="#gone">x</a><img src="https://example.invalid/x.png"><a id="a" href="#a">x</a>'
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert list(links.faults(tmp_path)) == [
        "index.html: leads nowhere: gone/",
        "index.html: no such place on the page: #gone",
        "index.html: loads from another host: https://example.invalid/x.png",
    ]
    with pytest.raises(publish.BuildError, match=r"unexpected page: index\.html"):
        publish.judge(tmp_path, {}, Publisher())


def test_generating_twice_gives_equal_bytes(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("guides", "site"):
        assert tree(tmp_path / name) == tree(built / name)


def test_committed_guides_are_fresh() -> None:
    assert publish.stale(POLICIES, ROOT / "guides") == []


def _broken_policy(policies: Path) -> None:
    file = policies / "wuhai" / "gas.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("at_most: 9", "at_most: 10"), encoding="utf-8")


@pytest.fixture
def published(built: Path, tmp_path: Path) -> tuple[Path, Tree]:
    """A folder with a built site and its content, to be left as it is by what fails."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path, tree(tmp_path)


def test_a_refused_policy_changes_nothing(published: tuple[Path, Tree]) -> None:
    folder, before = published
    shutil.copytree(POLICIES, folder / "policies")
    _broken_policy(folder / "policies")
    with pytest.raises(publish.RefusedError) as refused:
        build(folder, folder / "policies")
    assert [one.code for one in refused.value.findings] == ["unborne"] * 2
    shutil.rmtree(folder / "policies")
    assert tree(folder) == before


def _mkdocs_fails(*_: object, **__: object) -> None:
    raise publish.BuildError("no")


@pytest.mark.parametrize(
    ("place", "failure"),
    [
        ("generator.press.printed", _mkdocs_fails),
        ("generator.engine.convert", _mkdocs_fails),
        ("generator.search.index", _mkdocs_fails),
    ],
)
def test_a_failing_build_changes_nothing(
    place: str, failure: Callable[..., None], published: tuple[Path, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = published
    monkeypatch.setattr(place, failure)
    with pytest.raises(publish.BuildError):
        build(folder)
    assert tree(folder) == before


def test_a_broken_link_in_a_template_stops_the_build(
    published: tuple[Path, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = published
    pages = publish.pages
    monkeypatch.setattr(publish, "pages", lambda *of: {**pages(*of), "index.md": b"# x\n\n[y](gone.md)\n"})
    with pytest.raises(engine.EngineError, match=r"gone\.md"):
        build(folder)
    assert tree(folder) == before


def test_only_changed_files_are_written(tmp_path: Path) -> None:
    assert folders.write(tmp_path, {"a/b.md": b"1", "c.md": b"2"}) == 2
    assert folders.write(tmp_path, {"a/b.md": b"1", "c.md": b"3"}) == 1
    assert folders.write(tmp_path, {"c.md": b"3"}) == 1
    assert tree(tmp_path) == {"c.md": b"3"}
    assert not (tmp_path / "a").exists()


def test_exchange_puts_the_new_site_in_place_of_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for expected, atomic in (("1", True), ("2", True), ("3", False)):
        (tmp_path / "work" / "new").mkdir(parents=True)
        (tmp_path / "work" / "new" / "x").write_text(expected, encoding="utf-8")
        if not atomic:
            monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
        folders.exchange(tmp_path / "work" / "new", tmp_path / "site")
        assert (tmp_path / "site" / "x").read_text(encoding="utf-8") == expected
        shutil.rmtree(tmp_path / "work")


def test_guide_json_follows_its_schema(built: Path) -> None:
    schema = json.loads((built / "guides" / "guide.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in (built / "guides").rglob("guide.json"):
        guide = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.validate(guide, schema)
        assert guide["address"] == path.parent.relative_to(built / "guides").as_posix()


def test_every_fact_of_guide_json_has_its_provenance(built: Path) -> None:
    guide = json.loads((built / "guides" / "wuhai" / "gas" / "guide.json").read_text(encoding="utf-8"))
    limit = next(one for one in guide["limits"] if one["id"] == "large-external")
    assert limit["at_most"] == "9"
    assert limit["cite"][0]["doc"] == "notice-2021"
    assert limit["cite"][0]["clause"] == "二、3（2）"
    for section in ("approach", "steps", "papers", "limits", "channels", "complaints", "help"):
        assert all(cite["quote"] for fact in guide[section] for cite in fact["cite"]), section


def test_policy_schema_is_json_schema() -> None:
    for schema in json.loads(exports.policy_schema()).values():
        jsonschema.Draft202012Validator.check_schema(schema)
