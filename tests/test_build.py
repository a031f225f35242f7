"""What is made before is made again only where something of it has changed, and never lost, whatever happens."""

from __future__ import annotations

import itertools
import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from desk import BASE, EVERY, Desk
from expected import quiet, sources, tree

from generator.build import cache_keys, publish, workers
from generator.build.contents import CHECKED, DATA, PAGES, SHEETS
from generator.build.steps import Build
from generator.build.workshop import BuildError, RefusedError
from generator.disk import store
from generator.disk.store import Store
from generator.policy import gather

# ---------------------------------------------------------------------------------------------------------- store


def test_what_is_kept_is_there_whole(tmp_path: Path) -> None:
    made, key = Store(tmp_path), store.key("kind", "of this", b"and that")
    assert not made.has(key)
    made.keep(key, {"a/b.txt": b"1", "c": b"2"})
    assert made.has(key)
    assert made.names(key) == ["a/b.txt", "c"]
    assert {name: Path(path).read_bytes() for name, path in made.files(key).items()} == {"a/b.txt": b"1", "c": b"2"}
    made.keep(key, {"a/b.txt": b"1", "c": b"2"})
    assert [path.name for path in (tmp_path / "kind").iterdir()] == [key.partition("/")[2]]


def test_no_part_of_a_key_is_taken_for_another() -> None:
    keys = {store.key("kind", *parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("3:abc",))}
    assert len(keys) == 5


def test_a_product_that_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    made, key = Store(tmp_path), store.key("kind", "x")
    with pytest.raises(OSError, match="exists"):
        made.keep(key, {"a": b"1", "a/b": b"2"})
    assert not made.has(key)
    assert list((tmp_path / "kind").iterdir()) == []


def test_what_is_not_wanted_any_more_is_forgotten(tmp_path: Path) -> None:
    made = Store(tmp_path)
    kept, gone, other = store.key("a", "1"), store.key("a", "2"), store.key("b", "1")
    for key in (kept, gone, other):
        made.keep(key, {"x": b""})
    made.tidy([kept])
    assert [made.has(key) for key in (kept, gone, other)] == [True, False, True]


# --------------------------------------------------------------------------------------------------------- workers


def _pair(index: int) -> tuple[int, int]:
    return index, 2


def test_every_task_is_done_once_however_many() -> None:
    for number in (0, 1, 3, 4, 40):
        tasks = (workers.Task(index, pow, partial(_pair, index)) for index in range(number))
        assert dict(workers.done(workers.threads, tasks)) == {index: index**2 for index in range(number)}


def test_a_failing_task_is_told_and_the_others_are_not_begun() -> None:
    asked = []

    def arguments(index: int) -> tuple[str]:
        asked.append(index)
        return ("x" if index == 5 else "1",)

    tasks = (workers.Task(index, int, partial(arguments, index)) for index in range(1000))
    with pytest.raises(ValueError, match="invalid literal"):
        dict(workers.done(workers.threads, tasks))
    assert len(asked) < 100


# ---------------------------------------------------------------------------------------------------- incremental


@pytest.mark.build
def test_without_a_change_nothing_is_made(tmp_path: Path) -> None:
    said: list[str] = []

    def say(what: str, *_: object) -> None:
        said.append(what)

    for _ in range(2):
        said.clear()
        publish.build(sources(tmp_path, EVERY), tmp_path / "guides", tmp_path / "site", say=say, draft=True)
    assert len(said) == 1
    assert said[0].endswith(" 0 of them changed")


@pytest.mark.build
def test_another_process_finds_what_was_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path, EVERY)
    kept = []
    for seed in ("1", "2"):  # sets of words come in another order
        desk.environment["PYTHONHASHSEED"] = seed
        assert desk.done("build", "--draft")[0] == 0
        kept.append({path.as_posix(): path.stat().st_ino for path in (tmp_path / ".made").glob("*/*")})
    assert kept[0] == kept[1]


def _made(folder: Path, policies: Path) -> dict[str, list[str]]:
    """The keys of what is made of each family."""
    made = Build(sources(folder, policies), workers.LOCAL, quiet)
    made.places(PAGES, DATA, SHEETS)
    return {CHECKED: made.families.readings, **made.families.products}


@pytest.mark.slow
def test_a_change_is_of_one_place_and_those_it_lies_over(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(EVERY, policies)
    before = _made(tmp_path, policies)
    slugs = [path.name for path in sorted(policies.iterdir()) if (path / "city.yaml").is_file()]
    file = policies / slugs[0] / "city.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# 虚构\n", encoding="utf-8")
    after = _made(tmp_path, policies)
    for kind, keys in after.items():
        assert sum(one != other for one, other in zip(keys, before[kind], strict=True)) == 1


@pytest.mark.build
def test_what_is_saved_meanwhile_is_not_taken_for_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(BASE, policies)
    made = Build(sources(tmp_path, policies), workers.LOCAL, quiet)
    file = policies / "nowhere" / "city.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# 虚构\n", encoding="utf-8")
    with pytest.raises(BuildError, match="meanwhile"):
        made.places(PAGES)
    monkeypatch.setattr(cache_keys, "touched", lambda: ())
    with pytest.raises(BuildError, match="meanwhile"):
        Build(sources(tmp_path, policies), workers.LOCAL, quiet).places(PAGES)
    assert not (tmp_path / "made" / PAGES).exists()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(BASE, policies)
    for name in ("nowhere/pipe.pdf", "nowhere/gas.yaml"):
        os.mkfifo(policies / name)
    with pytest.raises(RefusedError) as refused:
        Build(sources(tmp_path, policies), workers.LOCAL, quiet).places(PAGES)
    assert {(one.code, Path(one.position.path).name) for one in refused.value.findings} == {
        ("unreadable", "gas.yaml"),
        ("unreadable", "pipe.pdf"),
    }


def test_a_text_is_found_by_the_name_its_document_gives_it(tmp_path: Path) -> None:
    policies, texts = tmp_path / "policies", tmp_path / "originals"
    for slug, named in (("here", "there.txt"), ("there", "own.txt")):
        (policies / slug).mkdir(parents=True)
        (policies / slug / "city.yaml").write_text(f"documents: [{{text: {named}}}]\n", encoding="utf-8")
    texts.mkdir()
    for name in ("here.txt", "there.txt", "own.txt", "other.txt"):
        (texts / name).write_text("虚构", encoding="utf-8")
    found = {one.slugs[0]: {Path(name).name for name in one.files if name.startswith("originals/")}
             for one in gather.families(policies, texts)}  # fmt: skip
    assert found == {"here": {"here.txt", "there.txt"}, "there": {"there.txt", "own.txt"}}


EDITS: dict[str, Callable[[Desk], None]] = {
    "policy": lambda desk: desk.edit("policies/nowhere/city.yaml", "covers: ", "covers: 虚构的范围，"),
    "question": lambda desk: desk.edit("policies/nowhere/water.yaml", "ask: 日用水量", "ask: 虚构的日用水量"),
    "template": lambda desk: desk.edit("templates/pages/index.md", "## 收录的地方", "## 收录的虚构地方"),
    "words": lambda desk: desk.edit("templates/utilities.yaml", "name: 用水\n", "name: 虚构的用水\n"),
    "frame": lambda desk: desk.edit("templates/theme/main.html", "{% endblock %}", "<i hidden>虚构</i>{% endblock %}"),
    "asset": lambda desk: desk.edit("templates/assets/site.css", "", "/* 虚构 */\n"),
    "settings": lambda desk: desk.edit("templates/mkdocs.yml", "site_name: ", "site_name: 虚构的"),
    "address": lambda desk: _written(desk, "publisher.yaml", "site_url: https://example.invalid/under/\n"),
    "record": lambda desk: _written(desk, "changes.yaml", "changes:\n  - {id: a, on: 2099-01-04, title: 虚构的变化}\n"),
    "code": lambda desk: desk.edit(
        "generator/pages/shared_pages.py", 'return "\\n" + filling', 'return "\\n\\n" + filling'
    ),
    "more": lambda desk: _copied(desk, "elsewhere"),
    "less": lambda desk: shutil.rmtree(desk.folder / "policies" / "elsewhere", ignore_errors=True),
}  # fmt: skip


def _written(desk: Desk, name: str, text: str) -> None:
    (desk.folder / "policies" / name).write_text(text, encoding="utf-8")


def _copied(desk: Desk, name: str) -> None:
    shutil.copytree(desk.folder / "policies" / "nowhere", desk.folder / "policies" / name)


def _same_as_from_nothing(desk: Desk, *how: str) -> None:
    """A build over what was made before, and one that has nothing, give the same bytes."""
    fresh = desk.folder / "fresh"
    code, said = desk.done("build", *how)
    assert code == 0, said
    into = ("--guides", str(fresh / "guides"), "--site", str(fresh / "site"), "--store", str(fresh / "made"))
    fresh.mkdir()
    assert desk.done("build", *how, *into)[0] == 0
    assert desk.site() == tree(fresh / "site")
    assert "--draft" in how or desk.site("guides") == tree(fresh / "guides")
    shutil.rmtree(fresh)


@pytest.mark.build
def test_after_edits_a_build_gives_the_bytes_of_one_from_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.done("build", "--draft")[0] == 0
    for pair in (("policy", "template"), ("more", "address"), ("words", "frame"), ("less", "code")):
        for name in pair:
            EDITS[name](desk)
        _same_as_from_nothing(desk, "--draft")


@pytest.mark.build
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_a_build_gives_the_bytes_of_one_from_nothing(seed: int, tmp_path: Path) -> None:
    desk, names = Desk(tmp_path), list(EDITS)
    random.Random(seed).shuffle(names)  # noqa: S311  repeatable, not secret
    for name in names:
        EDITS[name](desk)
        _same_as_from_nothing(desk)


# --------------------------------------------------------------------------------------------------- nothing lost


@pytest.fixture
def published(tmp_path: Path, stock: Path) -> Desk:
    """A desk with a draft site, and something edited since."""
    desk = Desk(tmp_path, stock=stock)
    assert desk.done("build", "--draft")[0] == 0
    return desk


def _killed(desk: Desk, kills: int, seconds: float, *how: str) -> None:
    """Builds that are killed at some moment leave the old site or the new one; the last, left alone, finishes."""
    chance = random.Random(kills)  # noqa: S311  repeatable, not secret
    for number in range(kills):
        before = desk.site()
        desk.edit("policies/nowhere/city.yaml", "covers: ", f"covers: 虚构{number}，")
        process = desk.run("build", *how)
        time.sleep(chance.uniform(0, seconds))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        after = desk.site()
        assert after == before or f"虚构{number}，".encode() in after["index.html"], number
    _same_as_from_nothing(desk, *how)
    assert not list(desk.folder.glob(".build-*"))


@pytest.mark.build
def test_killed_at_any_moment(published: Desk) -> None:
    _killed(published, 5, 4, "--draft")


@pytest.mark.build
@pytest.mark.soak
def test_killed_fifty_times(published: Desk) -> None:
    _killed(published, 50, 15)


def _small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))


@pytest.mark.build
def test_a_file_that_cannot_be_written_stops_the_build_and_is_told(published: Desk) -> None:
    before = published.site()
    EDITS["words"](published)
    code, said = published.done("build", "--draft", preexec_fn=_small_files)
    assert (code, "Traceback" in said) == (1, False)
    assert "没有生成" in said
    assert published.site() == before
    _same_as_from_nothing(published, "--draft")


@pytest.mark.build
@pytest.mark.soak
def test_a_full_disk(published: Desk) -> None:
    """Wherever a disk gets full, that is told, and a site is there whole or not; with room, the next finishes."""
    full = published.folder / "small"
    full.mkdir()
    if os.system(f"mount -t tmpfs -o size=256k tmpfs {full}") != 0:  # noqa: S605
        pytest.skip("no small disk can be made here: mount is not permitted")
    try:
        into = ("--guides", str(full / "guides"), "--site", str(full / "site"), "--store", str(full / "made"))
        sizes = itertools.count(128, 256)
        codes, sites = [], []
        while 0 not in codes:
            os.system(f"mount -o remount,size={next(sizes)}k {full}")  # noqa: S605
            code, said = published.done("build", *into)
            codes.append(code)
            sites.append(published.site("small/site"))
            assert (code, "No space left" in said, "Traceback" in said) in ((1, True, False), (0, False, False)), said
        assert len(codes) > 5
        assert published.done("build")[0] == 0
        assert [one for one in sites if one] == [published.site()] * sum(map(bool, sites))
    finally:
        os.system(f"umount {full}")  # noqa: S605


@pytest.mark.build
def test_a_target_that_cannot_be_written_is_told(published: Desk) -> None:
    code, said = published.done("build", "--draft", "--site", "/proc/site")
    assert (code, "Traceback" in said) == (1, False)
    assert "没有生成" in said


@pytest.mark.build
def test_of_two_builds_the_second_waits(published: Desk) -> None:
    for name in ("policy", "words"):
        EDITS[name](published)
    both = [published.run("build", "--draft") for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("等另一个" in one for one in said) == 1
    _same_as_from_nothing(published, "--draft")
