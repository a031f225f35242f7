"""The full-text index in parts: only those of which a page has changed are made, and nobody sees which these were."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from desk import BASE
from expected import quiet, sources

from generator import processes
from generator.build.contents import PAGES
from generator.build.search import of_all
from generator.build.steps import Build
from generator.build.workers import LOCAL
from generator.site import search
from generator.site.mkdocs import EngineError

CODES = {"nowhere": '"150000"', "nowhere-b": '"151111"', "nowhere-c": '"420000"', "nowhere-d": "not_stated"}
"""Places, two of them of one province-level unit, one of none."""
PARTS = {"", "00", "15", "42"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "policies")
    for slug, code in CODES.items():
        place = tmp_path / "policies" / slug
        if slug != "nowhere":
            shutil.copytree(BASE / "nowhere", place)
        city = (place / "city.yaml").read_text(encoding="utf-8")
        (place / "city.yaml").write_text(re.sub("code: .*", f"code: {code}", city, count=1), encoding="utf-8")
    return tmp_path


def _built(folder: Path, store: str = "made") -> dict[str, bytes]:
    """The index as it would stand on the site."""
    build = Build(sources(folder, folder / "policies", None, store), LOCAL, quiet)
    build.places(PAGES)
    build.overview()
    build.convert()
    build.index()
    return {path: build.store.data(file) for path, file in build.site.items() if path.startswith("pagefind/")}


def _parts(index: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """The files of each part by its name."""
    parts: dict[str, dict[str, bytes]] = {}
    for path, data in index.items():
        first = path.split("/")[1]
        parts.setdefault(first if first.isdigit() else "", {})[path] = data
    return parts


def _edit(folder: Path, slug: str) -> None:
    city = folder / "policies" / slug / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("covers: ", "covers: 改过的"), encoding="utf-8")


def _recorded(monkeypatch: pytest.MonkeyPatch, *, fails_at: str | None = None) -> list[str]:
    """The parts that are made from here on, by threads of this process; one of them may fail."""
    made: list[str] = []
    own = search.index

    def index(copies: dict[str, bytes], part: str) -> dict[str, bytes]:
        made.append(part)
        if part == fails_at:
            raise OSError(28, "No space left on device")
        return own(copies, part)

    monkeypatch.setattr(search, "index", index)
    return made


@pytest.mark.build
def test_one_part_for_each_province_and_one_for_all(folder: Path) -> None:
    parts = _parts(_built(folder))
    assert parts.keys() == PARTS
    assert "pagefind/pagefind.js" in parts[""]
    for name, files in parts.items():
        at = f"pagefind/{name}/" if name else "pagefind/"
        assert f"{at}pagefind-entry.json" in files
        assert any(path.startswith(f"{at}wasm.") for path in files), "each part is read by itself"


@pytest.mark.build
def test_only_parts_with_a_changed_page_are_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _parts(_built(folder))
    made = _recorded(monkeypatch)
    assert _parts(_built(folder)) == before
    assert made == []
    _edit(folder, "nowhere-b")
    after = _built(folder)
    assert {"15"} <= {*made} <= {"15", ""}
    assert {name: files for name, files in _parts(after).items() if name not in made} == {
        name: files for name, files in before.items() if name not in made
    }
    assert after == _built(folder, "another")


@pytest.mark.build
def test_a_part_that_cannot_be_written_costs_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _built(folder, "another")
    with monkeypatch.context() as patched:
        _recorded(patched, fails_at="42")
        with pytest.raises(OSError, match="No space left"):
            _built(folder)
    made = _recorded(monkeypatch)
    assert _built(folder) == whole
    assert "42" in made
    assert len(made) < len(PARTS)


@pytest.mark.build
def test_a_place_that_is_gone_leaves_no_part(folder: Path) -> None:
    _built(folder)
    shutil.rmtree(folder / "policies" / "nowhere-c")
    assert _parts(_built(folder)).keys() == PARTS - {"42"}


def test_what_is_about_all_places_is_no_list_of_a_province() -> None:
    lists = ("disclosure/11/index.html", "disclosure/11/indicators/index.html", "compare/water/11/p2/index.html")
    wanted = (
        "disclosure/index.html",
        "disclosure/indicators/index.html",
        "compare/water/index.html",
        "about/index.html",
    )
    others = ("help/index.html", "index.html", "404.html", "nowhere/index.html", ".links")
    assert [path for path, _ in of_all([*lists, *wanted, *others], None)] == list(wanted)
    assert [path for path, _ in of_all(["en/about/index.html", "en/compare/gas/11/index.html"], "en")] == [
        "en/about/index.html"
    ]


def test_what_a_page_is_about_stands_in_its_copy() -> None:
    about = search.Subject("en", 0.5, (("province", "15"), ("place", 'a"b')))
    made = search.copy("a/index.html", '<article class="text"><p>虚构</p></article>'.encode(), about).decode()
    assert '<html lang="en">' in made
    assert '<meta data-pagefind-filter="province[content]" content="15">' in made
    assert 'content="a&#34;b"' in made
    assert 'data-pagefind-weight="0.5"' in made


def test_a_page_without_an_article_is_an_error() -> None:
    with pytest.raises(EngineError, match=r"a/index\.html"):
        search.copy("a/index.html", b"<p></p>", search.Subject(None, 1))


def test_numbers_stand_apart_in_the_copy() -> None:
    page = '<article class="text"><p id="a1甲">无〔2099〕15号，0.5日&#34;</p></article>'
    made = search.copy("a/index.html", page.encode(), search.Subject(None, 1)).decode()
    assert '<p id="a1甲">无〔 2099 〕 15 号，0.5 日&#34;</p>' in made


def test_the_bytes_do_not_depend_on_the_order_in_which_pages_come() -> None:
    """Pagefind takes pages in the order of a folder, which is another on another machine: we give them in ours."""
    html = '<article class="text"><h1>虚构市{0}</h1><p>虚构的第{0}句话。</p></article>'
    copies = {
        f"p{number}/index.html": search.copy("", html.format(number).encode(), search.Subject(None, 1.0))
        for number in range(20)
    }
    turned = dict(reversed(copies.items()))
    assert search.index(copies, "") == search.index(turned, "")
    assert search.PROGRAM in {path.removeprefix("pagefind/") for path in search.index(copies, "")}
    assert f"pagefind/11/{search.PROGRAM}" not in search.index(copies, "11")


def test_what_pagefind_complains_of_is_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="Pagefind: "), search._Pagefind() as pagefind:
        pagefind.answer(type="GetFiles", index_id=7)
    monkeypatch.setattr(processes, "tied", lambda _: ["/bin/true"])
    with pytest.raises(EngineError, match="ended without an answer"):
        search.index({}, "")
