"""The preview step by step: what was saved comes first, all follows, and both are what a draft from nothing gives."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from desk import BASE
from expected import quiet, sources

from generator.build import publish
from generator.build.workers import LOCAL
from generator.build.workshop import RefusedError, Sources
from generator.disk.store import Store
from generator.preview import state
from generator.preview.drafting import Draft, Drafting, EndedError
from generator.preview.state import Preview, State

pytestmark = pytest.mark.build

PLACES = ("nowhere", "elsewhere", "over")
LIMIT, SMALL = "at_most: 3", "when: {class: small}"


class Here:
    """A draft made by this process, so that a test can have a say in when it is there."""

    meanwhile: Callable[[], object] | None = None
    """What happens while the next one is made."""

    def __init__(self, sources: Sources) -> None:
        self._sources, self._ended = sources, Event()

    def draft(self, say: Callable[[str], None]) -> Draft:
        """As that of `Drafting`."""
        say("places 1/3")
        meanwhile, Here.meanwhile = Here.meanwhile, None
        if meanwhile:
            meanwhile()
        if self._ended.is_set():
            raise EndedError
        return drafted(self._sources)  # the preview keeps others from its store

    def end(self) -> None:
        """As that of `Drafting`."""
        self._ended.set()


def drafted(of: Sources) -> Draft:
    """A draft of everything. Raises what a build raises."""
    return Draft.of(publish.drafted(of, LOCAL, say=quiet, unpublished=True))


def whole(of: Sources) -> Draft:
    """The same by a program of its own."""
    with publish.alone(of.store, quiet):
        return drafted(of)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three places, of which one lies over another."""
    policies = tmp_path / "policies"
    for name in PLACES:
        shutil.copytree(BASE / "nowhere", policies / name)
        edit(policies / name / "city.yaml", "name: ", f"name: 虚构{name}")
    return tmp_path


@pytest.fixture
def preview(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    """A preview of them that has shown everything."""
    monkeypatch.setattr(state, "Drafting", Here)
    made = Preview(sources(folder, folder / "policies"))
    made.refresh()
    assert made.state.whole
    yield made
    Here.meanwhile = None


def edit(path: Path, old: str, new: str) -> Path:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def saved(preview: Preview, *paths: Path) -> None:
    """Tell that something was saved; of what follows, only what comes first is made."""

    def newer() -> None:
        preview.saved(paths)

    Here.meanwhile = newer
    preview.saved(paths)
    preview.refresh()
    assert not preview.state.whole


def pages(site: Mapping[str, str], store: Path, slug: str) -> dict[str, bytes]:
    """The files of a place on a site."""
    kept = Store(store)
    return {path: kept.data(file) for path, file in site.items() if path.startswith(f"{slug}/")}


@pytest.mark.parametrize("seed", range(2))
def test_what_comes_first_and_what_follows_is_what_a_draft_from_nothing_gives(
    preview: Preview, folder: Path, seed: int
) -> None:
    """Whatever is edited, in whatever order: words, a place that comes, or comes to lie over another."""
    policies, other = folder / "policies", replace(preview.sources, store=folder / "other")
    steps: list[Callable[[], Path]] = [
        lambda: edit(policies / "nowhere" / "city.yaml", "covers: ", "covers: 虚构的范围，"),
        lambda: edit(policies / "elsewhere" / "city.yaml", "covers: ", "covers: 虚构的别处，"),
        lambda: edit(policies / "over" / "city.yaml", "name: ", "overlays: nowhere\nname: "),
        lambda: edit(
            policies / "over" / "water.yaml", "{id: place, ", "{id: place, layer: {adds: nowhere/scope/place}, "
        ),
        lambda: edit(
            policies / "over" / "water.yaml", SMALL, f"layer: {{replaces: nowhere/limits/small}}\n    {SMALL}"
        ),
        lambda: Path(shutil.copytree(policies / "elsewhere", policies / "further")) / "city.yaml",
    ]
    random.Random(seed).shuffle(steps)  # noqa: S311  repeatable, not secret
    good = 0
    for step in steps:
        path = step()
        saved(preview, path)
        try:
            expected = whole(other)
        except RefusedError as refused:
            preview.refresh()
            assert preview.state.findings == tuple(refused.findings)
            continue
        own = pages(expected.site, other.store, path.parent.name)
        assert {name: preview.made(name) for name in own} == own
        preview.refresh()
        _equal(preview, expected, other)
        good += 1
    assert good
    shutil.rmtree(other.store)
    _equal(preview, whole(other), other)


def _equal(preview: Preview, expected: Draft, other: Sources) -> None:
    """All that the preview shows is that draft."""
    kept = Store(other.store)
    assert preview.state.whole
    assert preview.state.site.keys() == expected.site.keys()
    assert preview.state.findings == expected.findings
    for name, file in expected.site.items():
        assert preview.made(name) == kept.data(file), name


def test_a_save_while_the_rest_is_made_wins(preview: Preview, folder: Path) -> None:
    """The older draft is shown at no time, and what is newest at every time."""
    city = folder / "policies" / "nowhere" / "city.yaml"
    seen: list[tuple[State, bytes]] = []
    show = preview._show

    def shown(state: State) -> None:
        show(state)
        seen.append((state, preview.made("nowhere/index.html") or b""))

    def again() -> None:
        preview.saved([edit(city, "一改，", "二改，")])

    preview._show = shown  # type: ignore[method-assign]
    edit(city, "covers: ", "covers: 一改，")
    Here.meanwhile = again
    preview.saved([city])
    preview.refresh()
    assert [state.whole for state, _ in seen] == [False] * len(seen)
    before = len(seen)
    preview.refresh()
    assert seen[-1][0].whole
    assert all("二改".encode() in page for _, page in seen[before:])
    assert all("一改".encode() not in page for state, page in seen if state.whole)


def test_what_is_wrong_is_told_at_once_and_the_page_stays(preview: Preview, folder: Path) -> None:
    water = folder / "policies" / "nowhere" / "water.yaml"
    before = preview.made("nowhere/water/index.html")
    saved(preview, edit(water, LIMIT, "at_mots: 3"))
    told = preview.state.findings
    assert {one.code for one in told} >= {"unknown-key"}
    assert preview.made("nowhere/water/index.html") == before
    preview.refresh()
    assert preview.state.findings == told
    assert not preview.state.whole
    other = edit(folder / "policies" / "elsewhere" / "city.yaml", "covers: ", "covers: 虚构的别处，")
    saved(preview, other)
    assert preview.state.findings == told
    assert "虚构的别处" in (preview.made("elsewhere/index.html") or b"").decode()
    saved(preview, edit(water, "at_mots: 3", LIMIT))
    assert preview.state.findings == ()
    preview.refresh()
    assert preview.state.whole


def test_what_was_shown_first_stays_when_it_breaks_before_all_is_there(preview: Preview, folder: Path) -> None:
    city = folder / "policies" / "nowhere" / "city.yaml"
    saved(preview, edit(city, "covers: ", "covers: 虚构的范围，"))
    saved(preview, edit(city, "covers: ", "cover: "))
    assert "虚构的范围" in (preview.made("nowhere/index.html") or b"").decode()


def test_a_place_that_goes_is_gone_and_one_that_comes_is_there(preview: Preview, folder: Path) -> None:
    policies = folder / "policies"
    shutil.copytree(policies / "elsewhere", policies / "further")
    saved(preview, policies / "further" / "city.yaml")
    assert preview.made("further/water/index.html")
    shutil.rmtree(policies / "further")
    (policies / "elsewhere" / "water.yaml").unlink()
    shutil.copytree(policies / "nowhere", policies / "another")
    preview.saved()
    preview.refresh()
    assert preview.made("further/water/index.html") is None
    assert preview.made("another/water/index.html")


def test_a_file_of_all_places_shows_on_the_page_that_is_asked_for(preview: Preview, folder: Path) -> None:
    publisher = folder / "policies" / "publisher.yaml"
    publisher.write_text("name: 虚构的主办者\n", encoding="utf-8")
    saved(preview, publisher)
    assert "虚构的主办者" in (preview.made("nowhere/water/index.html") or b"").decode()
    preview.refresh()
    assert "虚构的主办者" in (preview.made("index.html") or b"").decode()


def test_before_anything_is_there_a_place_is_made_when_it_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "Drafting", Here)
    preview = Preview(sources(folder, folder / "policies"))

    def first() -> None:
        assert not preview.has("index.html")
        assert preview.made("nowhere/water/index.html")
        assert preview.made("assets/site.css")
        assert preview.made("nowhere/water/guide.json")
        assert preview.made("nobody/index.html") is None
        assert preview.state.rest == "places 1/3"

    Here.meanwhile = first
    preview.refresh()
    assert preview.made("index.html")
    assert preview.state.rest == ""


def test_a_page_is_another_only_where_it_or_what_it_loads_is(preview: Preview, folder: Path) -> None:
    before = {page: preview.stamp(page) for page in ("nowhere/water/index.html", "elsewhere/index.html")}
    saved(preview, edit(folder / "policies" / "elsewhere" / "city.yaml", "covers: ", "covers: 虚构的别处，"))
    first = {page: preview.stamp(page) for page in before}
    assert first["nowhere/water/index.html"] == before["nowhere/water/index.html"]
    assert first["elsewhere/index.html"] != before["elsewhere/index.html"]


def test_a_draft_that_is_ended_ends_with_all_that_it_began_and_leaves_a_sound_store(folder: Path) -> None:
    preview = Preview(sources(folder, folder / "policies"))
    follow = Thread(target=preview.follow, daemon=True)
    preview.saved()
    follow.start()
    for number in range(4):
        time.sleep(0.4 * number)
        preview.saved([edit(folder / "policies" / "nowhere" / "city.yaml", "covers: ", f"covers: 虚构{number}，")])
    with preview.changed:
        assert preview.changed.wait_for(lambda: preview.state.whole, 120)
    assert "虚构3，虚构2，" in (preview.made("nowhere/index.html") or b"").decode()
    preview.close()
    follow.join(20)
    assert not follow.is_alive()
    other = replace(preview.sources, store=folder / "other")
    _equal(preview, whole(other), other)


def test_a_draft_whose_process_is_lost_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(Drafting):
        def __init__(self, sources: Sources) -> None:
            super().__init__(sources)
            self._process.kill()

    monkeypatch.setattr(state, "Drafting", Lost)
    preview = Preview(sources(folder, folder / "policies"))
    preview.refresh()
    assert [one.code for one in preview.state.findings] == ["not-built"]
    assert preview.made("nowhere/water/index.html")
