"""The store is never believed: what is damaged there, or on the site, is made anew, and nobody has to know."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from desk import BASE, Desk
from expected import ROOT, build, tree

from generator import processes
from generator.build import cache_keys
from generator.disk import store
from generator.disk.outputs import MARKER
from generator.disk.store import DamagedError, Store

Tree = dict[str, bytes]
KINDS = (
    "all", "checked", "common", "crawled", "data", "frame", "gathered", "general", "html", "judged", "lists", "pages",
    "pdf", "search", "sheets",
)  # fmt: skip


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with policies, what was made of them, guides and a site."""
    folder = tmp_path_factory.mktemp("original")
    shutil.copytree(BASE, folder / "policies")
    (folder / "policies" / "publisher.yaml").write_text("site_url: https://example.invalid/\n", encoding="utf-8")
    build(folder, folder / "policies")
    return folder


@pytest.fixture
def there(original: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _published(folder: Path) -> dict[str, Tree]:
    return {name: tree(folder / name) for name in ("guides", "site")}


# ------------------------------------------------------------------------------------------------- kinds of damage


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        path.write_bytes(b"\0")


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if data else b"\0")


def _replaced(by: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.unlink()
        by(path)

    return damage


def _filled(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("虚构", encoding="utf-8")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "flipped": _flipped,
    "cut": _cut,
    "emptied": lambda path: path.write_bytes(b"" if path.read_bytes() else b"x"),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size or 1)),
    "deleted": lambda path: path.unlink(),
    "folder": _replaced(_filled),
    "pipe": _replaced(os.mkfifo),
    "link": _replaced(lambda path: path.symlink_to("nothing")),
}


def _products(folder: Path) -> dict[str, list[Path]]:
    """The folders of the products of each kind."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / "made").glob("*/*")):
        found.setdefault(path.parent.name, []).append(path)
    return found


def _files(product: Path) -> list[Path]:
    """The files of a folder, manifests and marks aside."""
    return sorted(path for path in product.rglob("*") if path.is_file() and path.name not in (store._MANIFEST, MARKER))


def _unsound(folder: Path) -> set[str]:
    """The products that the store does not find."""
    made = Store(folder / "made")
    return made.missing(f"{kind}/{one.name}" for kind, found in _products(folder).items() for one in found)


def _mended(folder: Path, original: Path) -> None:
    """A build gives what one from nothing gives, and leaves nothing damaged."""
    build(folder, folder / "policies")
    assert _published(folder) == _published(original)
    assert _unsound(folder) == set()


@pytest.mark.build
def test_there_is_every_kind_of_product(original: Path) -> None:
    assert tuple(_products(original)) == KINDS
    assert all(_files(one) for found in _products(original).values() for one in found)


@pytest.mark.build
@pytest.mark.parametrize("turn", range(3))
def test_what_is_damaged_in_the_store_is_made_anew(turn: int, there: Path, original: Path) -> None:
    """One file of each kind of product, and the manifest of another; the site from them, since the old one is gone."""
    chance, hit = random.Random(turn), set()  # noqa: S311  repeatable, not secret
    ways = itertools.cycle(chance.sample(list(DAMAGES.values()), len(DAMAGES)))
    for kind, found in _products(there).items():
        one, other = chance.choice(found), chance.choice(found)
        for path in (chance.choice(_files(one)), other / store._MANIFEST):
            next(ways)(path)
        hit |= {f"{kind}/{one.name}", f"{kind}/{other.name}"}
    assert _unsound(there) == hit
    for name in ("guides", "site"):
        shutil.rmtree(there / name)
    _mended(there, original)


@pytest.mark.build
def test_whole_products_are_mended_too(there: Path, original: Path) -> None:
    """Swapped, replaced by a file, by a link, by nothing; a kind that is a file; one whose folder is locked."""
    found = _products(there)
    one, other = found["pdf"][:2]
    one.rename(there / "aside")
    other.rename(one)
    (there / "aside").rename(other)
    shutil.rmtree(found["html"][0])
    found["html"][0].write_bytes(b"x")
    found["data"][0].rename(there / "elsewhere")
    found["data"][0].symlink_to(there / "policies")
    for kind in ("search", "frame"):
        shutil.rmtree(there / "made" / kind)
    (there / "made" / "frame").write_bytes(b"x")
    found["lists"][0].chmod(0)
    for path in _files(found["all"][0]):
        path.chmod(0)
    before = tree(there / "policies")
    _mended(there, original)
    assert tree(there / "policies") == before


@pytest.mark.build
def test_what_a_link_in_the_store_leads_to_stays(there: Path, original: Path) -> None:
    """A kind of products, or a product, that somebody has moved elsewhere: it is made anew, and nothing there goes."""
    html, pages = there / "made" / "html", _products(there)["pages"][0]
    for path in (html, pages):
        path.rename(there / path.name)
        path.symlink_to(there / path.name)
    for name in (".new-thesis", "0" * 64):
        _filled(there / "html" / name)
    before = set(tree(there / "html")), set(tree(there / pages.name))
    _mended(there, original)
    assert (set(tree(there / "html")), set(tree(there / pages.name))) == before
    assert not html.is_symlink()
    assert not pages.is_symlink()


@pytest.mark.build
def test_what_is_damaged_is_not_read(there: Path) -> None:
    made = Store(there / "made")
    for kind, found in _products(there).items():
        for path in _files(found[0]):
            _flipped(path)
            for use in (lambda at=path: made.data(str(at)), lambda at=path: made.copy(str(at), str(there / "copy"))):
                with pytest.raises(DamagedError):
                    use()
                (there / "copy").unlink(missing_ok=True)
        assert not made.has(f"{kind}/{found[0].name}")


@pytest.mark.build
@pytest.mark.parametrize("turn", range(2))
def test_what_is_damaged_on_the_site_is_mended_and_reaches_nothing_else(turn: int, there: Path, original: Path) -> None:
    chance = random.Random(turn)  # noqa: S311  repeatable, not secret
    ways = itertools.cycle(chance.sample(list(DAMAGES.values()), len(DAMAGES)))
    for name in ("guides", "site"):
        files = {path.suffix: path for path in chance.sample(_files(there / name), len(_files(there / name)))}
        for path in files.values():
            next(ways)(path)
        assert _published(there)[name] != _published(original)[name]
    assert _unsound(there) == set()
    _mended(there, original)


@pytest.mark.build
def test_what_is_appended_to_a_page_is_gone_with_the_page(there: Path, original: Path) -> None:
    for path in (*_files(there / "site"), *_files(there / "guides")):
        with path.open("ab") as file:
            file.write(b"<p>DEFACED</p>")
        path.chmod(0o600)
    assert _unsound(there) == set()
    shutil.rmtree(there / "site")
    _mended(there, original)


def test_a_name_may_hold_anything(tmp_path: Path) -> None:
    made, key = Store(tmp_path), store.key("kind", "x")
    files = {"a\nb": b"1", "a": b"2", '"\\': b"3", "虚构 \u2028": b"4", f"x/{'y' * 200}": b"5", ".new-x": b""}
    made.keep(key, files)
    assert made.names(key) == list(files)
    assert {name: made.read(key, name) for name in made.names(key)} == files
    with pytest.raises(DamagedError):
        made.read(key, "b")


def test_what_cannot_be_kept_in_the_place_of_what_is_damaged_leaves_no_half(tmp_path: Path) -> None:
    made, key = Store(tmp_path), store.key("kind", "x")
    made.keep(key, {"a": b"1"})
    _flipped(tmp_path / key / "a")
    with pytest.raises(OSError, match="exists"):
        made.keep(key, {"a": b"1", "a/b": b"2"})
    assert not made.has(key)
    made.keep(key, {"a": b"1"})
    assert made.read(key, "a") == b"1"


@pytest.mark.build
@pytest.mark.soak
def test_every_file_of_the_store(original: Path, tmp_path: Path) -> None:
    """Each file damaged, in turn one way and another, the build from it, and the store whole again."""
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    ways = list(DAMAGES.values())
    for number, name in enumerate(sorted(tree(original / "made"))):
        if name.count("/") < 2:
            continue  # the lock and the mark
        ways[number % len(ways)](tmp_path / "made" / name)
        for folder in ("guides", "site"):
            shutil.rmtree(tmp_path / folder)
        try:
            _mended(tmp_path, original)
        except Exception as error:
            raise AssertionError(name) from error


# ---------------------------------------------------------------------------------------------------- nobody is left


def _below(pid: int) -> set[int]:
    """The processes that a process has started, and those have."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, new = set[int](), {pid}
    while new:
        new = {one for one, parent in parents.items() if parent in new}
        found |= new
    return found


def _alive(pids: set[int]) -> set[int]:
    """Those that go on; the dead that nobody has asked for do not."""
    found = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            continue
        found |= {pid} if state not in "ZX" else set()
    return found


def _semaphores(pids: set[int]) -> set[Path]:
    """Those that some processes share."""
    found = set()
    for pid in pids:
        with suppress(OSError):
            words = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").split()
            found |= {Path(word) for word in words if word.startswith("/dev/shm/sem.")}  # noqa: S108
    return found


def _killed(desk: Desk, word: str) -> None:
    """Kill a build by its first process as it says something; then everything it has started is gone."""
    process = desk.run("build")
    assert process.stderr is not None
    with process:
        for line in process.stderr:
            if line.startswith(word):
                break
        below, until = _below(process.pid), time.monotonic() + 20
        shared = _semaphores({process.pid, *below})
        os.kill(process.pid, signal.SIGKILL)
    assert len(below) > 1
    assert shared
    while left := _alive(below) | {path for path in shared if path.exists()}:
        assert time.monotonic() < until, left
        time.sleep(0.1)


@pytest.mark.build
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_goes_on_when_a_build_is_killed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for name in "abcde":
        shutil.copytree(BASE / "nowhere", tmp_path / "policies" / f"nowhere-{name}")
    for word in ("places 2/", "PDF 9/"):
        _killed(desk, word)


def _printed(desk: Desk) -> dict[str, tuple[int, bytes]]:
    """When each PDF was put into the store, and its bytes."""
    whole = (path for path in (desk.folder / ".made" / "pdf").iterdir() if not path.name.startswith("."))
    return {path.name: (path.stat().st_mtime_ns, (path / "pdf").read_bytes()) for path in whole}


@pytest.mark.build
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_build_that_was_killed_while_it_printed_prints_only_what_is_left(tmp_path: Path) -> None:
    """None of the sheets that were there is printed again; in the end all bytes are those of a build in one go."""
    desk, other = (Desk(tmp_path / name) for name in ("killed", "whole"))
    for name in "abcd":
        for one in (desk, other):
            shutil.copytree(BASE / "nowhere", one.folder / "policies" / f"nowhere-{name}")
    _killed(desk, "PDF 7/")
    there = _printed(desk)
    assert len(there) >= 7
    code, said = desk.done("build")
    assert code == 0, said
    left = max(int(line.split()[1].partition("/")[2].rstrip(",")) for line in said.splitlines() if line[:4] == "PDF ")
    after = _printed(desk)
    assert (left, after | there) == (len(after) - len(there), after)
    assert other.done("build")[0] == 0
    assert desk.site() == other.site()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only there the system ends programs with their parents")
def test_a_program_ends_with_whoever_waits_for_it() -> None:
    waits = f"import sys, subprocess; from generator import processes; {_WAITS}"
    command = [
        sys.executable,
        "-c",
        waits,
        sys.executable,
        "-c",
        "import time; print('on', flush=True); time.sleep(600)",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        below, until = _below(process.pid), time.monotonic() + 20
        process.kill()
    assert len(below) == 1
    while _alive(below):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert subprocess.run(processes.tied([sys.executable, "-c", "raise SystemExit(3)"]), check=False).returncode == 3


_WAITS = "subprocess.run(processes.tied(sys.argv[1:]), check=False)"


# ------------------------------------------------------------------------------------------------------------ keys


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The code and the templates in a folder of their own, on which keys hang."""
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache_keys, "CODE", tmp_path / "generator")
    monkeypatch.setattr(cache_keys, "TEMPLATES", tmp_path / "templates")
    _ask_again()
    yield tmp_path
    _ask_again()


def _ask_again() -> None:
    for kept in (cache_keys.code, cache_keys.printing, cache_keys.tools, cache_keys._watched):
        kept.cache_clear()


def _keys() -> tuple[bytes, bytes]:
    _ask_again()
    return cache_keys.code(), cache_keys.printing()


def test_a_module_that_is_renamed_or_moved_makes_everything_anew(house: Path) -> None:
    keys, code = [_keys()], house / "generator"
    (code / "memory_cache.py").rename(code / "wording.py")
    keys.append(_keys())
    (code / "room").mkdir()
    (code / "wording.py").rename(code / "room" / "wording.py")
    keys.append(_keys())
    (code / "room" / "wording.py").write_text("changed = True", encoding="utf-8")
    keys.append(_keys())
    assert len({code for code, _ in keys}) == len(keys)
    (code / "paper" / "pdf.py").rename(code / "room" / "pdf.py")
    assert _keys()[1] != keys[-1][1]


def test_a_file_in_a_package_is_watched(house: Path) -> None:
    before = cache_keys.touched()
    _ask_again()
    (house / "generator" / "room").mkdir()
    (house / "generator" / "room" / "new.py").write_text("", encoding="utf-8")
    assert cache_keys.touched() != before


@pytest.mark.parametrize("name", ["generator/paper", "templates/fonts", "templates/print"])
def test_a_key_hangs_on_something(name: str, house: Path) -> None:
    (house / name).rename(house / "gone")
    with pytest.raises(LookupError, match="matches no file"):
        _keys()
