"""Hostile strings wherever a policy takes free text: refused with their place, or text and nothing else.

The strings are in `tests/hostile/strings.yaml`; the places are found by asking the model (`planting.py`). Two builds
that differ in the planted words alone, hostile and harmless, must be alike in all else (`inertness.py`). `make test`
plants each string into some of the places, `make soak` each into all.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import inertness
import pypdfium2
import pytest
from inertness import Build, Shape, Words
from planting import BASE, Hostile, Spot, corpus, harmless, located, planted, spots, write
from playwright.sync_api import Browser

from generator import checks
from generator.cli import main

SHOWN = tuple(one for one in corpus() if one.refused is None)
UNDRAWABLE = tuple(one for one in corpus() if one.refused == "no-glyph")
Shapes: TypeAlias = dict[str, Shape]
REFUSED = tuple(one for one in corpus() if one.refused is not None and one not in UNDRAWABLE)


def turned(strings: Sequence[Hostile], turn: int) -> dict[Spot, str]:
    """A string for each place; over all turns each string comes to each place."""
    found = {spot: strings[(number + turn) % len(strings)].text for number, spot in enumerate(spots())}
    return {spot: harmless(text) if _blank_twice(spot, text) else text for spot, text in found.items()}


def _blank_twice(spot: Spot, text: str) -> bool:
    """Whether the line of a form's number would get a second pair of empty brackets, which is refused."""
    return spot.at[-2:] == ("serial", "words") and re.search(r"[(（]\s*[)）]", text) is not None


@pytest.mark.slow
def test_the_places_are_those_of_every_kind_of_file() -> None:
    assert {spot.file.rpartition("/")[2] for spot in spots()} == {
        "changes.yaml", "city.yaml", "duties.yaml", "form.yaml", "gas.yaml", "heat.assured.yaml", "heat.yaml",
        "publisher.yaml", "set-aside.yaml", "waivers.yaml", "water.assured.yaml", "water.yaml",
    }  # fmt: skip
    assert {"values", "quote", "clause", "telephone", "hours", "name", "title", "note", "words", "cells"} <= {
        step for spot in spots() for step in spot.at
    }
    assert len(spots()) > 800


# --------------------------------------------------------------------------------------------------------- refused


def hold_refused(turn: int, folder: Path) -> None:
    """Each planted string is refused where it stands, with its code."""
    hold_refused_at(turned(REFUSED, turn), folder)


def hold_refused_at(words: Mapping[Spot, str], folder: Path) -> None:
    """The same of these places."""
    policies = write(planted(words), folder)
    found = {(one.position.path, one.position.line, one.position.column, one.code) for one in checks.check(policies)[2]}
    codes = {one.text: one.refused for one in corpus()}
    for file in {spot.file for spot in words}:
        at = {location: place for place, location in located(policies / file).items()}
        for spot in (one for one in words if one.file == file):
            assert ((policies / file).as_posix(), *at[spot.at], codes[words[spot]]) in found, spot


@pytest.mark.slow
def test_what_cannot_be_seen_is_refused_with_its_place(tmp_path: Path) -> None:
    hold_refused(0, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(UNDRAWABLE)))
def test_what_paper_cannot_show_is_refused_with_its_place(turn: int, tmp_path: Path) -> None:
    words = turned(UNDRAWABLE, turn)
    hold_refused_at({spot: text for spot, text in words.items() if "/" in spot.file}, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("turn", range(1, len(REFUSED)))
def test_what_cannot_be_seen_is_refused_everywhere(turn: int, tmp_path: Path) -> None:
    hold_refused(turn, tmp_path)


@pytest.mark.slow
def test_a_refused_policy_writes_nothing_and_shows_no_character_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    policies = write(planted(turned(REFUSED, 0)), tmp_path)
    folders = [f"--{name}={tmp_path / name}" for name in ("guides", "site", "store")]
    assert main(["build", f"--policies={policies}", *folders]) == 1
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert all(character.isprintable() or character == "\n" for character in said)
    assert {path.name for path in tmp_path.iterdir()} <= {"policies", "store"}


# ------------------------------------------------------------------------------------------------------------ text


def originals(folder: Path, lines: Sequence[str]) -> Path:
    """The texts of the documents, with more lines."""
    shutil.copytree(BASE.parent / "originals", folder)
    for path in folder.iterdir():
        added = "".join(f"\n虚构{' '.join(line.split())}" for line in lines)
        path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    return folder


def twins(turn: int, folder: Path) -> tuple[tuple[Build, Words], tuple[Build, Words]]:
    """A harmless build and a hostile one."""
    made = []
    for name, words in (
        ("harmless", {spot: harmless(text) for spot, text in turned(SHOWN, turn).items()}),
        ("hostile", turned(SHOWN, turn)),
    ):
        texts = originals(folder / name / "originals", list(dict.fromkeys(words.values())))
        build = inertness.built(write(planted(words), folder / name), folder / name / "made", texts)
        made.append((build, Words(words)))
    return made[0], made[1]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Build, Words], tuple[Build, Words]]:
    """One turn, for what looks at it from several sides."""
    return twins(0, tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="module")
def shaped(pair: tuple[tuple[Build, Words], tuple[Build, Words]]) -> tuple[Shapes, Shapes]:
    """What is compared of the two."""
    return inertness.shapes(*pair[0]), inertness.shapes(*pair[1])


@pytest.mark.build
def test_hostile_words_are_text_in_every_page_sheet_and_file(shaped: tuple[Shapes, Shapes]) -> None:
    assert list(inertness.differences(*shaped)) == []


@pytest.mark.build
def test_every_kind_of_output_was_looked_at(shaped: tuple[Shapes, Shapes]) -> None:
    found = shaped[1]
    assert {Path(name).suffix for name in found} == set(inertness.SHAPES)
    marked = {name for name, shape in found.items() if any("〖" in part for part in shape)}
    wordless = {"404", "about", "help", "assets", "vectors", "guides.json", "sitemap", "document", "heat"}
    assert [name for name in sorted(found.keys() - marked) if not any(word in name for word in wordless)] == []


@pytest.mark.parametrize(("leak", "told"), [
    (b"<script>alert(1)</script>", "<script>"),
    (b"<p onclick=alert(1)></p>", "runs: onclick"),
    (b"<a href=' JavaScript:alert(1)'></a>", "leads to:"),
])  # fmt: skip
def test_a_leak_would_be_noticed(leak: bytes, told: str) -> None:
    assert any(told in part for part in inertness.html(leak, Words({})))
    alike = [inertness.shapes(Build({"site/x.html": data}, {}), Words({})) for data in (b"<p>x</p>", leak)]
    assert list(inertness.differences(*alike))


@pytest.mark.build
@pytest.mark.soak
@pytest.mark.parametrize("turn", range(1, len(SHOWN)))
def test_hostile_words_are_text_everywhere(turn: int, tmp_path: Path) -> None:
    one, other = (inertness.shapes(*each) for each in twins(turn, tmp_path))
    assert list(inertness.differences(one, other)) == []


# ----------------------------------------------------------------------------------------------------------- paper


def hold_on_paper(pair: tuple[tuple[Build, Words], tuple[Build, Words]], wanted: str) -> None:
    """The PDFs lead to the same addresses, hold nothing that runs, and show the words."""
    sheets = [
        {name: sheet for name, sheet in build.sheets.items() if re.search(wanted, name)} for build, _ in pair
    ]  # fmt: skip
    printed = [inertness.printed(each) for each in sheets]
    for name, data in printed[1].items():
        assert inertness.actions(data, pair[1][1]) == inertness.actions(printed[0][name], pair[0][1]), name
        said = re.sub(
            r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
        )
        assert "<script>alert(1)</script>" in said or "<!--" in said or "javascript:alert(1)" in said, name


@pytest.mark.build
def test_hostile_words_are_text_on_paper(pair: tuple[tuple[Build, Words], tuple[Build, Words]]) -> None:
    hold_on_paper(pair, r"^xugou/(form|gas/notice|water/checklist\.18pt)\.pdf")


@pytest.mark.build
@pytest.mark.soak
def test_hostile_words_are_text_on_every_sheet(
    pair: tuple[tuple[Build, Words], tuple[Build, Words]],
) -> None:
    hold_on_paper(pair, r".")


# --------------------------------------------------------------------------------------------------------- browser

_USED = """() => {
    document.querySelectorAll('details').forEach(one => { one.open = true; });
    document.querySelectorAll('input, select, textarea').forEach(one => {
        if (['radio', 'checkbox'].includes(one.type)) { one.click(); return; }
        if (one.type === 'file') return;
        if (one.tagName === 'SELECT') { one.selectedIndex = one.options.length - 1; } else {
            one.value = {date: '2099-01-05', number: '5'}[one.type] || '<img src=x onerror=alert(1)>';
        }
        ['input', 'change'].forEach(kind => one.dispatchEvent(new Event(kind, {bubbles: true})));
    });
}"""
"""Everything a reader can open, choose and fill in."""
_RUNS = """() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]
    .filter(each => each.name.startsWith('on') || each.name === 'href' && /^\\s*(javascript|file):/i.test(each.value))
    .map(each => `${one.tagName} ${each.name}=${each.value}`)
    .concat(one.tagName === 'SCRIPT' && !one.src ? ['a script inside the page'] : []))"""
PAGES = (
    "index.html", "xugou/index.html", "xugou/water/index.html", "xugou/gas/index.html", "xugou/form/index.html",
    "xugou/joint/index.html", "xugou/gas/notice/index.html", "zixu/prepare/index.html", "zixu/water/index.html",
    "compare/water/index.html", "changes/index.html", "disclosure/index.html",
)  # fmt: skip


@pytest.mark.build
@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_run_nothing_in_a_browser(
    path: str, pair: tuple[tuple[Build, Words], tuple[Build, Words]], browser: Browser
) -> None:
    site = pair[1][0].site
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        told: list[str] = []
        asked: list[str] = []
        page.on("dialog", lambda dialog: told.append(dialog.message))  # left open: what waits for it times out
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / path).as_uri())
        page.evaluate(_USED)
        page.wait_for_timeout(300)
        assert told == []
        assert [url for url in asked if not url.startswith((f"{site.as_uri()}/", "data:image/"))] == []
        assert page.evaluate(_RUNS) == []
        assert path.endswith(".svg") or page.evaluate("document.documentElement.scrollWidth") <= 360
