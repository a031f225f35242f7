"""Nothing that we did not make is deleted: every option that names where to write refuses what is not ours."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from expected import ROOT, build, tree

from generator import cli
from generator.cli.arguments import Kind
from generator.cli.commands import every
from generator.desk import editing
from generator.disk import folders, outputs
from generator.disk.outputs import CONFIRM, GUIDES, MARKER, SITE, STORE, OutputError
from generator.disk.store import Store
from generator.policy.version import VERSION
from generator.site import offline

BASE = ROOT / "tests" / "errors" / "base" / "policies"
READ = {
    *(
        (command, "policies")
        for command in ("build", "check", "classify", "diff", "facts", "fresh", "review", "serve", "sheets")
    ),
    *(
        (command, "templates")
        for command in ("build", "check", "classify", "facts", "fresh", "serve", "sheets", "desk", "supply")
    ),
    ("override", "policies"),
    *((command, "originals") for command in ("build", "check", "confirm", "desk", "serve", "sheets")),
    *((command, "site") for command in ("nginx", "offline")),
    ("facts", "import"),
    ("fresh", "guides"),
    ("new", "document"),
}
FILLED = {
    ("build", "guides"): GUIDES,
    ("build", "site"): SITE,
    ("build", "store"): STORE,
    ("check", "store"): STORE,
    ("confirm", "into"): CONFIRM,
    ("desk", "store"): STORE,
    ("fresh", "store"): STORE,
    ("serve", "store"): STORE,
    ("sheets", "store"): STORE,
}
"""The folders that are filled, what is in them being replaced: by command and option, of which kind they are."""
ADDED = {
    ("confirm", "policies"),
    ("desk", "policies"),
    ("init", "folder"),
    ("new", "policies"),
    ("override", "templates"),
    ("supply", "policies"),
    ("translate", "policies"),
    ("upgrade", "policies"),
    ("schema", "into"),
}
"""Where something is added to what is there."""
GIVEN = {"confirm": ["nowhere"]}
"""What a command must be given besides."""
WRITTEN = {("offline", "file")}


def _paths() -> Iterator[tuple[str, str]]:
    """Every option that takes a path."""
    for name, command in every().items():
        for one in command.params:
            if isinstance(one.type, Kind) or one.metavar in ("DIR", "FILE"):
                yield name, one.name


def test_of_every_option_that_takes_a_path_it_is_known_whether_it_is_written_to() -> None:
    known = [*READ, *FILLED, *ADDED, *WRITTEN]
    assert len(known) == len(set(known))
    assert set(_paths()) | {("nginx", "root")} == {*known, ("nginx", "root")}  # --root is a folder of another machine


# ------------------------------------------------------------------------------------------------- what is in the way


def _folder(path: Path, *files: str) -> None:
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text("虚构的论文", encoding="utf-8")


def _foreign(path: Path) -> None:
    _folder(path, "thesis.txt", "sub/deep/x.yaml", ".git/HEAD", "data/x", "index.html", "index.md", ".names")


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError:
        pytest.skip("no device can be made here: mknod is not permitted")


def _linked(path: Path) -> None:
    _foreign(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def _linked_to_ours(path: Path) -> None:
    _ours(path.with_name("elsewhere"), *_kinds())
    path.symlink_to(path.with_name("elsewhere"))


def _kinds() -> tuple[str, ...]:
    return GUIDES, SITE, STORE


def _ours(path: Path, *kinds: str) -> None:
    path.mkdir()
    (path / MARKER).write_bytes(b"".join(map(outputs.marker, kinds)))
    (path / "old").write_bytes(b"x")


def _dangling(path: Path) -> None:
    path.symlink_to("nothing")


def _looped(path: Path) -> None:
    path.symlink_to(path.name)


def _mark_alone_is_a_link(path: Path) -> None:
    _folder(path, "thesis.txt")
    path.with_name("mark").write_bytes(outputs.marker(SITE))
    (path / MARKER).symlink_to(path.with_name("mark"))


def _other_mark(path: Path) -> None:
    _folder(path, "thesis.txt", MARKER)


IN_THE_WAY: dict[str, Callable[[Path], object]] = {
    "foreign": _foreign,
    "versions": lambda path: _folder(path, ".git/HEAD"),
    "file": lambda path: path.write_bytes(b"x"),
    "pipe": os.mkfifo,
    "device": _device,
    "link": _linked,
    "link to ours": _linked_to_ours,
    "dangling link": _dangling,
    "looped link": _looped,
    "mark that is a link": _mark_alone_is_a_link,
    "mark of somebody else": _other_mark,
    "in ours": lambda path: _ours(path.parent, SITE) if not path.parent.exists() else None,
}  # fmt: skip


def _state(folder: Path) -> dict[str, object]:
    """Everything below a folder: what it is, where it leads or what it holds, and who may do what."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        of = path.lstat()
        held = path.read_bytes() if stat.S_ISREG(of.st_mode) else str(path.readlink()) if path.is_symlink() else None
        found[path.relative_to(folder).as_posix()] = (of.st_mode, of.st_ino, held)
    return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with policies and a site that looks like one."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "policies")
    return tmp_path


def _refused(arguments: list[str], output: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command is refused with what is in the way and what to do, and all is as it was."""
    before = _state(here)
    assert cli.main(arguments) == 2
    said = capsys.readouterr().err
    assert str(output) in said
    assert re.search("请[换写]", said)
    assert re.search("[Nn]ame (an?(other)? |that )", said)
    assert _state(here) == before


@pytest.mark.parametrize("obstacle", IN_THE_WAY)
@pytest.mark.parametrize(("command", "option"), FILLED)
def test_what_is_not_ours_is_refused(
    command: str, option: str, obstacle: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = here / "made here" / "x" if obstacle == "in ours" else here / "x"
    if command == "fresh":
        _folder(here / "guides", "index.md")
    IN_THE_WAY[obstacle](output)
    _refused([command, *GIVEN.get(command, ()), f"--{option}", str(output)], output, here, capsys)


@pytest.mark.parametrize(("command", "option"), FILLED)
def test_what_is_ours_of_another_kind_or_kept_in_versions_is_refused(
    command: str, option: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = FILLED[command, option]
    _folder(here / "guides", "index.md")
    (here / "guides" / MARKER).write_bytes(outputs.marker(GUIDES))
    for other in {GUIDES, SITE, STORE, CONFIRM} - {kind}:
        _ours(here / other[:2], other)
        given = [command, *GIVEN.get(command, ()), f"--{option}", str(here / other[:2])]
        _refused(given, here / other[:2], here, capsys)
    for name in (".git", ".hg", ".svn"):
        _ours(here / name[1:], kind)
        _folder(here / name[1:], f"{name}/HEAD")
        given = [command, *GIVEN.get(command, ()), f"--{option}", str(here / name[1:])]
        _refused(given, here / name[1:], here, capsys)


@pytest.mark.parametrize("kind", [GUIDES, SITE, STORE, CONFIRM])
@pytest.mark.parametrize(
    "path",
    ["/", "~", ".", "..", "./policies", "policies/nowhere", "policies/nowhere/new", "policies/.schema", "link/new",
     *(str(ROOT / name) for name in ("", "..", "policies", "policies/new", "templates", "templates/pages", "generator",
                                     "generator/new", "tests", ".git"))],
)  # fmt: skip
def test_what_people_write_is_never_filled(kind: str, path: str, here: Path) -> None:
    (here / "link").symlink_to(here / "policies")
    with pytest.raises(OutputError):
        outputs.judge({kind: Path(path).expanduser()}, Path("policies"))


@pytest.mark.parametrize(
    ("guides", "site", "store"),
    [
        ("a", "a", "b"),
        ("a", "a/b", "c"),
        ("a/b", "a", "c"),
        ("a", "b", "b/c"),
        ("a", "b", "./x/../a"),
        ("a", "c/d", "c"),
    ],
)
def test_no_folder_lies_in_another(
    guides: str, site: str, store: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _state(here)
    assert cli.main(["build", "--guides", guides, "--site", site, "--store", store]) == 2
    assert "一个在另一个里面" in capsys.readouterr().err
    assert _state(here) == before


def test_all_that_is_in_the_way_is_told_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("guides", "site", ".made"):
        _folder(here / name, "thesis.txt")
    assert cli.main(["build"]) == 2
    assert [line.partition("：")[0] for line in capsys.readouterr().err.splitlines()] == ["guides", "site", ".made"]


@pytest.mark.build
def test_what_is_put_there_meanwhile_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.build.steps import Build

    monkeypatch.setattr(Build, "judge", lambda *_, **__: _folder(here / "site", "thesis.txt"))
    assert cli.main(["build", "--draft"]) == 2
    assert tree(here / "site") == {"thesis.txt": "虚构的论文".encode()}


@pytest.mark.build
def test_what_is_put_there_while_a_site_is_filled_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole folder was moved away, and another lies there when the new one is ready."""

    def moved(_: Path) -> None:
        (here / "site").rename(here / "kept")
        _folder(here / "site", "thesis.txt")

    _ours(here / "site", SITE)
    monkeypatch.setattr(folders, "settle", moved)
    assert cli.main(["build", "--draft"]) == 2
    assert tree(here / "site") == {"thesis.txt": "虚构的论文".encode()}
    assert (here / "kept" / "old").exists()


def test_a_mount_point_is_told_before_any_work(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "x").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == "x")
    _refused(["build", "--site", str(here / "x")], here / "x", here, capsys)


def test_a_full_disk_is_told_by_name(tmp_path: Path) -> None:
    """A file that cannot be written says where, although the system does not."""
    with pytest.raises(OSError, match="/dev/full"):
        folders._put(b"x", "/dev/full", Store(tmp_path))


@pytest.mark.build
def test_what_is_missing_empty_or_ours_is_filled(here: Path) -> None:
    for name in ("guides", "site", "made"):
        (here / name).mkdir()
    build(here, here / "policies")
    made = {name: tree(here / name) for name in ("guides", "site")}
    for name in made:
        assert made[name][MARKER] == outputs.marker(name)
        (here / name / "more.txt").write_bytes(b"what stands in a folder of ours is replaced")
    assert outputs.kind_of(here / "made") == STORE
    (here / "made" / ".git").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"\.git"):
        build(here, here / "policies")
    (here / "made" / ".git").rmdir()
    shutil.rmtree(here / "site")
    build(here, here / "policies")
    assert {name: tree(here / name) for name in made} == made


def test_the_mark_of_the_guides_is_committed() -> None:
    assert (ROOT / "guides" / MARKER).read_bytes() == outputs.marker(GUIDES)
    listed = ["git", "check-ignore", "--no-index", "--verbose", f"guides/{MARKER}"]
    if (ROOT / ".git").exists():
        done = subprocess.run(listed, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        assert done.stdout.split("\t")[0].rpartition(":")[2].startswith("!")


# ----------------------------------------------------------------------------------------------------------- archives


def _zip(path: Path, *names: str) -> None:
    with ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "x")


ARCHIVES: dict[str, Callable[[Path], object]] = {
    **{name: IN_THE_WAY[name] for name in IN_THE_WAY if name != "in ours"},
    "archive of somebody else": lambda path: _zip(path, "thesis.txt"),
    "archive with more": lambda path: _zip(path, "guides-offline/index.html", "thesis.txt"),
    "empty archive": _zip,
    "empty file": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("obstacle", ARCHIVES)
def test_an_archive_replaces_nothing_else(obstacle: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _folder(here / "site", "index.html")
    ARCHIVES[obstacle](here / "x.zip")
    _refused(["offline", str(here / "x.zip")], here / "x.zip", here, capsys)


@pytest.mark.parametrize(
    "path", ["/dev/null", "site/x.zip", "gone/x.zip", "site/index.html/x.zip", "/proc/x.zip", "policies"]
)
def test_an_archive_lies_where_files_do(path: str, here: Path) -> None:
    _folder(here / "site", "index.html")
    if path == "/proc/x.zip":
        with pytest.raises(OSError, match=r"x\.zip"):
            folders.replace(Path(path), b"x")
        return
    with pytest.raises(OutputError):
        outputs.judge_archive(Path(path), offline.FOLDER, Path("site"))


def test_an_archive_of_ours_is_replaced(here: Path) -> None:
    _folder(here / "site", "index.html")
    for text in ("one", "two"):
        (here / "site" / "index.html").write_text(text, encoding="utf-8")
        assert cli.main(["offline"]) == 0
        with ZipFile(here / "offline.zip") as packed:
            assert packed.read("guides-offline/index.html") == text.encode()


def test_the_mark_is_not_in_an_archive(here: Path) -> None:
    _folder(here / "site", "index.html", MARKER)
    assert cli.main(["offline"]) == 0
    with ZipFile(here / "offline.zip") as packed:
        assert packed.namelist() == ["guides-offline/index.html"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "x").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        folders.replace(tmp_path / "x", b"new")
    assert tree(tmp_path) == {"x": b"old"}


# ------------------------------------------------------------------------------------------------------------ schemas


def test_schemas_are_put_beside_what_is_there(here: Path) -> None:
    _foreign(here / "x")
    before = tree(here / "x")
    for _ in range(2):
        assert cli.main(["schema", "--into", str(here / "x")]) == 0
        assert tree(here / "x") == {**before, **{name: text.encode() for name, text in editing.schemas().items()}}
    assert cli.main(["schema", "--into", str(here / "new" / "folder")]) == 0
    assert set(tree(here / "new" / "folder")) == set(editing.schemas())


@pytest.mark.parametrize("obstacle", [one for one in IN_THE_WAY if one not in (
    "foreign", "versions", "mark that is a link", "mark of somebody else",
)])  # fmt: skip
def test_schemas_lie_in_folders(obstacle: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = here / "made here" / "x" if obstacle == "in ours" else here / "x"
    IN_THE_WAY[obstacle](output)
    _refused(["schema", "--into", str(output)], output, here, capsys)


def test_schemas_replace_schemas_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, (name, text) in enumerate((("city.json", '{"虚构": 1}'), ("form.json", "x"), ("workdays.json", "[]"))):
        path = Path(f"x{number}", f"v{VERSION}", name)
        _folder(here / f"x{number}", "thesis.txt", f"v{VERSION}/{name}")
        (here / path).write_text(text, encoding="utf-8")
        _refused(["schema", "--into", f"x{number}"], path, here, capsys)
    for policies in ("policies", "policies/nowhere"):
        _refused(["schema", "--into", policies], Path(policies), here, capsys)
    outputs.judge_schemas(ROOT / "policies" / ".schema", editing.schemas())
    outputs.judge_schemas(here / "policies" / ".schema", editing.schemas())


@pytest.mark.slow
def test_a_new_place_leaves_the_others(here: Path) -> None:
    before = _state(here / "policies")
    (here / "a.txt").write_text("第一条 虚构的办法。\n" * 40, encoding="utf-8")
    assert cli.main(["new", "elsewhere", "--document", "a.txt"]) == 0
    after = _state(here / "policies")
    assert {name: after[name] for name in before} == before
    assert cli.main(["new", "elsewhere", "--document", "a.txt"]) == 2
    assert _state(here / "policies") == after


@pytest.mark.parametrize("where", ["nowhere", "nowhere/originals", "../site", "../site/below"])
def test_a_new_place_lies_beside_the_others(where: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Within another place nobody would find it; in what we fill it would be replaced."""
    _ours(here / "site", SITE)
    (here / "a.txt").write_text("第一条 虚构的办法。\n" * 40, encoding="utf-8")
    into = here / "policies" / where
    _refused(["new", "elsewhere", "--document", "a.txt", "--policies", str(into)], into / "elsewhere", here, capsys)


def test_a_link_to_nothing_is_there_already(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "policies" / "elsewhere").symlink_to("nothing")
    (here / "a.txt").write_text("第一条 虚构的办法。\n" * 40, encoding="utf-8")
    assert cli.main(["new", "elsewhere", "--document", "a.txt"]) == 2
    assert "elsewhere" in capsys.readouterr().err


# -------------------------------------------------------------------------------------------------- what was left over


def test_what_other_builds_have_beside_them_stays(tmp_path: Path) -> None:
    for name in (".build-aaaaaaaaaaaa-1", ".build-bbbbbbbbbbbb-1", ".build-notes"):
        _folder(tmp_path / name, "x")
    (tmp_path / ".build-aaaaaaaaaaaa-2").symlink_to(tmp_path / ".build-notes")
    folders.renew(tmp_path / "site", {"x": b"x"}, Store(tmp_path / "made"), name="aaaaaaaaaaaa")
    assert set(tree(tmp_path)) >= {".build-bbbbbbbbbbbb-1/x", ".build-notes/x", "site/x"}
    assert not (tmp_path / ".build-aaaaaaaaaaaa-1").exists()


@pytest.mark.skipif(not folders._MEMORY.is_dir(), reason="only Linux has a folder in memory for everybody")
@pytest.mark.parametrize("link", [False, True])
def test_what_is_not_ours_in_memory_stays(link: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_MEMORY", tmp_path)
    monkeypatch.setattr(folders, "_ROOM", 0)
    monkeypatch.delenv("TMPDIR", raising=False)
    _folder(tmp_path / "elsewhere", "x")
    if link:
        (tmp_path / "elsewhere").chmod(0o700)
        (tmp_path / "build-name").symlink_to("elsewhere")
    else:
        (tmp_path / "elsewhere").rename(tmp_path / "build-name")
        (tmp_path / "build-name").chmod(0o755)
    before = _state(tmp_path)
    with folders.in_memory("name"):
        assert "TMPDIR" not in os.environ
    assert _state(tmp_path) == before


def test_make_clean_leaves_what_is_not_ours(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    kept = [
        "guides/a.txt",
        "guides/x.md",
        "site/thesis.txt",
        ".made/pages/x",
        ".build-notes/x",
        ".build-thesis202611-x/x",
        ".own_cache/x",
        "tests/x",
    ]
    _folder(tmp_path, *kept, "generator/__pycache__/x", "templates/x", ".mypy_cache/x", ".build-0123456789ab-x/x")
    (tmp_path / "offline.zip").write_bytes(b"x")

    def left() -> set[str]:
        subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607
        return set(tree(tmp_path)) - {"Makefile", "templates/x"}

    assert left() == {*kept, "offline.zip"}
    for name, kind in (("guides", GUIDES), ("site", SITE), (".made", STORE)):
        (tmp_path / name / MARKER).write_bytes(outputs.marker(kind))
    _folder(tmp_path / "site", ".git/HEAD")
    _zip(tmp_path / "offline.zip", "guides-offline/index.html")
    site = {"site/thesis.txt", f"site/{MARKER}", "site/.git/HEAD"}
    assert left() == {"guides/x.md", f"guides/{MARKER}", *site, ".build-notes/x", ".build-thesis202611-x/x",
                      ".own_cache/x", "tests/x"}  # fmt: skip
    (tmp_path / "site" / ".git").rename(tmp_path / "site" / ".hg")
    assert f"site/{MARKER}" in left()
    shutil.rmtree(tmp_path / "site" / ".hg")
    (tmp_path / "site" / MARKER).rename(tmp_path / "mark")
    (tmp_path / "site" / MARKER).symlink_to(tmp_path / "mark")
    assert "site/thesis.txt" in left()
    (tmp_path / "mark").rename(tmp_path / "site" / MARKER)
    assert left() == {"guides/x.md", f"guides/{MARKER}", ".build-notes/x", ".build-thesis202611-x/x",
                      ".own_cache/x", "tests/x"}  # fmt: skip
