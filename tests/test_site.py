"""The published site: the pages that were expected and no others, links that lead somewhere, nothing half-done."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pytest
from expected import ROOT, build, link_faults, quiet, sources, tree

from generator.build import publish
from generator.build.workshop import BuildError, RefusedError
from generator.data import schemas
from generator.disk import folders, store
from generator.disk.store import DamagedError, Store
from generator.pages import overview
from generator.policy.files import Publisher
from generator.site import links, mkdocs

BASE = ROOT / "tests" / "errors" / "base" / "policies"
Tree = dict[str, bytes]


def test_published_pages_are_the_expected_ones(built: Path) -> None:
    published = {path.relative_to(built / "site").as_posix() for path in (built / "site").rglob("*.html")}
    expected = {mkdocs.address(name) for name in tree(built / "guides") if name.endswith(".md")}
    assert published == {*expected, "404.html", "en/404.html"}
    assert {"index.html", "404.html", "wuhai/index.html", "wuhai/gas/index.html"} <= published


def test_contract_addresses(built: Path) -> None:
    for address in ("guide.schema.json", "scripts.schema.json", "wuhai/gas/guide.json", "wuhai/gas/checklist.pdf"):
        assert (built / "site" / address).is_file()


def test_links_lead_somewhere_and_nowhere_else(built: Path) -> None:
    assert link_faults(built / "site") == []


def test_a_broken_site_is_noticed(tmp_path: Path) -> None:
    page = (
        '<a href="gone/">x</a><a href="#gone">x</a><img src="https://example.invalid/x.png"><a id="a" href="#a">x</a>'
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert sorted(link_faults(tmp_path)) == [
        "index.html: leads nowhere: gone/",
        "index.html: loads from another host: https://example.invalid/x.png",
        "index.html: no such place on the page: #gone",
    ]


class _Parsed(HTMLParser):
    """The anchors of a page, what it links to and what it loads, by a parser."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value}
        self.anchors.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "link" and "href" in found and found.get("rel") != "canonical":
            self.loads.append(found["href"])
        if tag in ("img", "script", "iframe") and "src" in found:
            self.loads.append(found["src"])


def test_the_pattern_finds_what_a_parser_finds(built: Path) -> None:
    for path in (built / "site").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        parsed, found = _Parsed(html), links.page(html, path.relative_to(built / "site").as_posix())
        assert found.anchors == parsed.anchors, path
        assert [one.address for one in found.links] == list(dict.fromkeys(parsed.links)), path
        assert [one.address for one in found.loads] == list(dict.fromkeys(parsed.loads)), path


@pytest.mark.parametrize(
    ("address", "path", "anchor"),
    [
        ("", "a/b/index.html", ""),
        ("#x", "a/b/index.html", "x"),
        ("../", "a/index.html", ""),
        ("..", "a/index.html", ""),
        ("../../#%E4%B8%80", "index.html", "一"),
        ("c.pdf?v=1", "a/b/c.pdf", ""),
        ("/under/x/", "x/index.html", ""),
        ("https://example.invalid/under/", "index.html", ""),
        ("https://example.invalid/elsewhere/", None, ""),
        ("//example.org/under/", None, ""),
        ("mailto:x@example.invalid", None, ""),
    ],
)
def test_where_an_address_leads(address: str, path: str | None, anchor: str) -> None:
    html = f'<a href="{address or "#"}">x</a>'
    (link,) = links.page(html, "a/b/index.html", "https://example.invalid/under/").links
    assert (link.path, link.anchor) == (path, anchor)


@pytest.mark.soak
def test_generating_twice_gives_equal_bytes(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("guides", "site"):
        assert tree(tmp_path / name) == tree(built / name)


@pytest.mark.build
def test_committed_guides_are_fresh(tmp_path: Path) -> None:
    assert publish.stale(sources(tmp_path), ROOT / "guides", say=quiet) == []


@pytest.mark.build
def test_pages_that_differ_are_named(tmp_path: Path) -> None:
    build(tmp_path, BASE)
    (tmp_path / "guides" / "nowhere" / "index.md").write_text("x", encoding="utf-8")
    (tmp_path / "guides" / "index.md").unlink()
    (tmp_path / "guides" / "more.md").write_text("x", encoding="utf-8")
    found = publish.stale(sources(tmp_path, BASE), tmp_path / "guides", say=quiet)
    assert found == ["index.md", "more.md", "nowhere/index.md"]


def _broken_policy(policies: Path) -> None:
    file = policies / "nowhere" / "water.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("at_most: 3", "at_most: 10"), encoding="utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of one place, and what was made for it."""
    folder = tmp_path_factory.mktemp("small")
    build(folder, BASE)
    return folder


@pytest.fixture
def published(small: Path, tmp_path: Path) -> tuple[Path, Tree]:
    """A folder with a built site and its content, to be left as it is by what fails."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    return tmp_path, tree(tmp_path)


@pytest.mark.build
def test_a_refused_policy_changes_nothing(published: tuple[Path, Tree]) -> None:
    folder, before = published
    shutil.copytree(BASE, folder / "policies")
    _broken_policy(folder / "policies")
    with pytest.raises(RefusedError) as refused:
        build(folder, folder / "policies")
    assert [one.code for one in refused.value.findings] == ["unborne"] * 2
    shutil.rmtree(folder / "policies")
    found = ("made/judged/", "made/gathered/", "made/common/")  # what was found of it is kept, to be told again
    assert {name: data for name, data in tree(folder).items() if not name.startswith(found)} == {
        name: data for name, data in before.items() if not name.startswith(found)
    }


def _published(files: Tree) -> Tree:
    """What others see of a folder that was built."""
    return {name: data for name, data in files.items() if name.startswith(("guides/", "site/"))}


def _fails(*_: object, **__: object) -> None:
    raise BuildError("no")


@pytest.mark.build
@pytest.mark.parametrize(
    ("place", "failure"),
    [
        ("generator.build.steps.Build.print", _fails),
        ("generator.build.products.converted", _fails),
        ("generator.build.steps.Build.judge", _fails),
        ("generator.site.search.index", _fails),
        ("generator.disk.folders.fill", _fails),
        ("generator.disk.folders.exchange", _fails),
    ],
)
def test_a_failing_build_changes_nothing(
    place: str, failure: Callable[..., None], published: tuple[Path, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = published
    for kind in ("html", "search"):
        shutil.rmtree(folder / "made" / kind)
    (folder / "site" / "index.html").write_bytes(b"something to be mended")
    before["site/index.html"] = b"something to be mended"
    monkeypatch.setattr(place, failure)
    with pytest.raises(BuildError):
        build(folder, BASE)
    assert _published(tree(folder)) == _published(before)


@pytest.mark.build
@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (b"[y](gone.md)", r"index\.html: leads nowhere: gone/"),
        (b'<a href="nowhere/#gone">y</a>', r"index\.html: no such place on the page: nowhere/#gone"),
        (b'<img src="//example.invalid/x.png" alt="">', r"index\.html: loads from another host"),
    ],
)
def test_a_broken_link_in_a_template_stops_the_build(
    page: bytes, fault: str, published: tuple[Path, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = published
    finished = overview.finished

    def broken(texts: dict[str, str], publisher: Publisher) -> dict[str, bytes]:
        made = finished(texts, publisher)
        return {path: page if path == "index.md" else data for path, data in made.items()}

    monkeypatch.setattr(overview, "finished", broken)
    shutil.rmtree(folder / "made" / "all")
    with pytest.raises(BuildError, match=fault):
        build(folder, BASE)
    assert _published(tree(folder)) == _published(before)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Store, dict[str, str]]:
    """A store with two files, and where they lie."""
    made, key = Store(tmp_path / "made"), store.key("kind", "x")
    made.keep(key, {"1": b"1", "2": b"2"})
    return made, made.files(key)


def test_only_changed_files_are_written(kept: tuple[Store, dict[str, str]], tmp_path: Path) -> None:
    folder = tmp_path / "guides"
    assert folders.write(folder, {"a/b.md": b"1", "c.md": b"2"}, kept[0]) == 2
    assert folders.write(folder, {"a/b.md": b"1", "c.md": b"3"}, kept[0]) == 1
    assert folders.write(folder, {"c.md": b"3"}, kept[0]) == 1
    assert tree(folder) == {"c.md": b"3"}
    assert not (folder / "a").exists()


def test_what_was_left_half_written_is_no_hindrance(kept: tuple[Store, dict[str, str]], tmp_path: Path) -> None:
    folder = tmp_path / "guides"
    (folder / ".new-x").mkdir(parents=True)
    for name in (".c.md.partial", ".new-x/0"):
        (folder / name).write_bytes(b"x")
    folders.write(folder, {"c.md": b"3"}, kept[0])
    assert tree(folder) == {"c.md": b"3"}
    assert len(list(folder.iterdir())) == 1


def test_a_folder_is_of_these_files_and_nothing_else(kept: tuple[Store, dict[str, str]], tmp_path: Path) -> None:
    folder, (made, at) = tmp_path / "guides", kept
    files: dict[str, str | bytes] = {"a/x.json": at["1"], "a/b/x.md": at["2"], "y": b"3"}
    assert folders.write(folder, files, made) == 3
    (folder / "empty/in/it").mkdir(parents=True)
    (folder / "elsewhere").symlink_to(made.folder)
    (folder / "y").unlink()
    (folder / "y").mkdir()
    (folder / "y" / "z").write_bytes(b"1")
    shutil.rmtree(folder / "a/b")
    (folder / "a/b").write_bytes(b"a file where a folder was")
    assert folders.write(folder, files, made) == 5  # a link, two files too many, two that are not there
    assert tree(folder) == {"a/x.json": b"1", "a/b/x.md": b"2", "y": b"3"}
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()) == ["a", "a/b"]
    assert {Path(path).read_bytes() for path in at.values()} == {b"1", b"2"}
    assert folders.write(folder, files, made) == 0


def test_what_a_folder_holds_is_no_other_name_of_what_is_kept(
    kept: tuple[Store, dict[str, str]], tmp_path: Path
) -> None:
    made, at = kept
    for number in (1, 2):  # where there is nothing, and where there is another name of what is kept
        folders.write(tmp_path / "guides", {"x": at["1"], "y.md": at["2"]}, made)
        folders.renew(tmp_path / "site", {"x": at["1"], "y.md": at["2"]}, made, name="invented")
        for path in (tmp_path / name / file for name in ("guides", "site") for file in ("x", "y.md")):
            assert path.stat().st_nlink == 1, number
            path.unlink()
            path.hardlink_to(at["1" if path.name == "x" else "2"])


def test_a_site_that_is_right_stays_and_of_another_what_is_right_is_taken_over(
    kept: tuple[Store, dict[str, str]], tmp_path: Path
) -> None:
    site, (made, at) = tmp_path / "site", kept
    files = {"a/x": at["1"], "y": at["2"]}
    folders.renew(site, files, made, name="invented")
    numbers = {name: (site / name).stat().st_ino for name in (".", "a/x", "y")}
    folders.renew(site, files, made, name="invented")
    assert {name: (site / name).stat().st_ino for name in numbers} == numbers
    (site / "y").write_bytes(b"3")
    (site / "more").mkdir()
    folders.renew(site, files, made, name="invented")
    assert tree(site) == {"a/x": b"1", "y": b"2"}
    assert (site / "a/x").stat().st_ino == numbers["a/x"]
    assert not (site / "more").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "site"]


def test_a_copy_shares_its_place_on_the_disk_where_that_can_be_and_is_looked_at(
    kept: tuple[Store, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    data, asked = [b"1", b"x"], []

    def ioctl(to: int, what: int, _: int) -> None:
        asked.append(what)
        os.write(to, data.pop(0))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    kept[0].copy(kept[1]["1"], str(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == b"1"
    with pytest.raises(DamagedError):
        kept[0].copy(kept[1]["1"], str(tmp_path / "b"))
    assert asked == [store._FICLONE] * 2


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


@pytest.mark.slow
def test_policy_schema_is_json_schema() -> None:
    for schema in json.loads(schemas.policy_schema()).values():
        jsonschema.Draft202012Validator.check_schema(schema)


_WAYS = """x.js a/ a/b-c/ ../ ../../a/x.js ../a.b/ b a//x.js ./a/ ../../../a/ ?q=1 /a/ a/../x.js %61/ //other.invalid/
x.y/z.js"""


@pytest.mark.parametrize("address", _WAYS.split())
@pytest.mark.parametrize("path", ["index.html", "a/index.html", "a/b/index.html", "404.html"])
@pytest.mark.parametrize("base", ["https://site.invalid/", "https://site.invalid/under/"])
def test_a_link_leads_where_a_browser_goes(address: str, path: str, base: str) -> None:
    whole = urlsplit(urljoin(base + path, address))._replace(query="").geturl()
    below = unquote(whole.removeprefix(base)) if whole.startswith(base) else None
    if below is not None and "." not in below.rpartition("/")[2]:
        below = posixpath.join(below, "index.html")
    page = links.page(f'<a href="{address}">', path, base)
    assert [one.path for one in page.links] == [below]


@pytest.mark.skipif(not folders._MEMORY.is_dir(), reason="only Linux has a folder in memory for everybody")
def test_temporary_files_lie_in_memory_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    name, before = f"invented-{os.getpid()}", tempfile.gettempdir()
    monkeypatch.delenv("TMPDIR", raising=False)
    folder = folders._MEMORY / f"build-{name}"
    monkeypatch.setattr(folders, "_ROOM", 0)
    with folders.in_memory(name):
        assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(folder)
    monkeypatch.setattr(folders, "_ROOM", 2**60)
    with folders.in_memory(name):
        assert tempfile.gettempdir() == before
    assert not folder.exists()
    assert "TMPDIR" not in os.environ
