"""Many machines: equal bytes whoever is lost or slow, nothing shared but what the scheduler passes on, clear errors."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from cluster import Cluster, Machine, cluster
from desk import BASE
from expected import build, sources, tree

from generator.build import publish, scheduler, workers
from generator.build.scheduler import OtherVersionError, WorkersError, scheduled
from generator.build.workers import LOCAL, Task, Workers

pytestmark = [pytest.mark.build, pytest.mark.filterwarnings("default")]


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    for number in range(6):
        shutil.copytree(BASE / "nowhere", tmp_path / "policies" / f"nowhere-{number}")
    return tmp_path / "policies"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "cluster", 3) as made:
        yield made


def theirs(
    folder: Path, policies: Path, hands: Workers, during: Callable[[], None] = lambda: None, *, draft: bool = False
) -> Path:
    """The site that somebody makes; `during`: what happens once, when the first place is there."""
    happened: list[str] = []

    def say(what: str, *_: object) -> None:
        if what == "places" and not happened:
            happened.append(what)
            during()

    publish.build(sources(folder, policies), folder / "guides", folder / "site", say=say, workers=hands, draft=draft)
    return folder / "site"


def test_one_is_killed_and_one_is_slow_and_every_byte_is_equal(three: Cluster, policies: Path, tmp_path: Path) -> None:
    lost, slow, _ = three.workers

    def happens() -> None:
        lost.kill()
        Thread(target=slow.pause, args=(5,), daemon=True).start()

    site = theirs(tmp_path / "theirs", policies, scheduled(three.address), happens)
    build(tmp_path / "ours", policies)
    assert tree(site) == tree(tmp_path / "ours" / "site")
    assert tree(tmp_path / "theirs" / "guides") == tree(tmp_path / "ours" / "guides")
    for machine in (*three.workers, three.scheduler):
        _has_opened_nothing_of(tmp_path / "theirs", policies, machine)


def _has_opened_nothing_of(first: Path, policies: Path, machine: Machine) -> None:
    opened = machine.paths()
    assert any(path.startswith(str(machine.desk.folder)) for path in opened), "nothing was noted"
    assert [path for path in opened if path.startswith((str(first), str(policies)))] == []
    left = [path.name for path in machine.temp.iterdir() if path.name.startswith(("place-", "mkdocs-"))]
    assert machine.process.poll() is not None or left == []
    assert not (machine.desk.folder / ".made").exists()


def test_where_all_are_lost_it_ends_and_the_next_goes_on(
    three: Cluster, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_LOOK", 1)
    folder = tmp_path / "theirs"

    def happens() -> None:
        monkeypatch.setattr(scheduler, "PATIENCE", 5)
        for machine in three.workers:
            machine.kill()

    with pytest.raises(WorkersError, match="下面没有机器"):
        theirs(folder, policies, scheduled(three.address), happens, draft=True)
    assert not (folder / "site").exists()
    assert list((folder / "made" / "pages").iterdir())
    made = {path: path.stat().st_ino for path in (folder / "made" / "pages").iterdir()}
    monkeypatch.undo()
    three.join()
    site = theirs(folder, policies, scheduled(three.address), draft=True)
    assert {path: path.stat().st_ino for path in made} == made
    assert tree(site) == tree(theirs(tmp_path / "ours", policies, LOCAL, draft=True))


def test_where_the_scheduler_goes_away_it_ends(
    three: Cluster, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", 5)
    folder = tmp_path / "theirs"
    with pytest.raises(WorkersError, match="联系不上"):
        theirs(folder, policies, scheduled(three.address), three.scheduler.kill, draft=True)
    assert not (folder / "site").exists()


def test_nobody_at_an_address_is_one_error(policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", 2)
    with pytest.raises(WorkersError, match="联系不上"):
        theirs(tmp_path / "theirs", policies, scheduled("tcp://127.0.0.1:9"))


def _told() -> str:
    return "told"


@pytest.mark.parametrize("file", ["generator/build/products.py", "templates/words.yaml"])
def test_another_version_is_one_error(file: str, tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 0) as made:
        made.join(changed=file)
        with pytest.raises(OtherVersionError, match="版本不同"):
            dict(workers.done(scheduled(made.address).work, [Task("a", _told, tuple)] * 4))


def test_a_machine_that_fails_is_named(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 1) as made, pytest.raises(WorkersError, match=r": .*No such file"):
        dict(workers.done(scheduled(made.address).work, [Task("a", open, lambda: (str(tmp_path / "none"),))] * 4))
