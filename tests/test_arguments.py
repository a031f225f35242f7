"""Every command with every kind of bad argument: told with its name and a remedy, exit 1 or 2, never a traceback."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from desk import BASE, Desk
from expected import ROOT

from generator import checks
from generator.cli import arguments, main
from generator.cli.arguments import Judge, Kind, named
from generator.cli.commands import every
from generator.disk import outputs

LONG = "x" * 300
PATHS: dict[Judge, dict[str, int]] = {
    arguments.folder: {"FILE": 2, "PIPE": 2, "absent": 2, "FILE/below": 2, LONG: 2, "\0": 2},
    arguments.site: {"FILE": 2, "PIPE": 2, "absent": 2, ".": 2, LONG: 2},
    arguments.folder_if_there: {"FILE": 2, "PIPE": 2, LONG: 2},
    arguments.new_folder: {"FILE": 2, "PIPE": 2, "FILE/below": 2, LONG: 2, "/proc/absent": 1, "/proc": 1, "\0": 2},
    arguments.exchanged_folder: {"FILE": 2, "PIPE": 2, "FILE/below": 2, LONG: 2, "/proc/absent": 1},
    arguments.new_file: {".": 2, "PIPE": 2, "FILE/below": 2, "absent/below": 2, LONG: 2, "/proc/x.zip": 1,
                         "/dev/full": 2},
    arguments.file: {"absent.txt": 1, ".": 1, "PIPE": 1, "FILE.zip": 1, "FILE/below": 1, "/dev/zero": 1, LONG: 2},
}  # fmt: skip
"""What is wrong for each kind of path, with the exit code."""

WORDS: dict[tuple[str, str], dict[str, int]] = {
    ("check", "CITY"): dict.fromkeys(("absent", "FILE", "..", ".", "", "workdays", "policies/nowhere", LONG), 2),
    ("upgrade", "CITY"): dict.fromkeys(("absent", "FILE", "..", ".", "", "workdays", "policies/nowhere", LONG), 2),
    ("translate", "CITY"): dict.fromkeys(("absent", "FILE", "..", ".", "", "workdays", "policies/nowhere", LONG), 2),
    ("translate", "--language"): dict.fromkeys(("xx", "English", "zh-Hans", "../en", LONG), 2),
    ("check", "--format"): {"xml": 2},
    ("check", "--on"): dict.fromkeys(("tomorrow", "2026-13-01", "2026-02-30", ""), 2),
    ("build", "--draft"): {"=1": 2},
    ("build", "--on-demand"): {"=1": 2},
    ("build", "--scheduler"): dict.fromkeys(("nonsense", "tcp://", "tcp://a:99999", "http://a:1", "tcp://a:1\n"), 2),
    ("serve", "--port"): dict.fromkeys(("99999", "65536", "-1", "x", "", "８０", "1e3", "999999999999999999999"), 2),
    ("sheets", "--port"): dict.fromkeys(("99999", "-1", "x", "", "８０"), 2),
    ("nginx", "--sheets"): dict.fromkeys(("99999", "-1", "x", "", "８０", "80; evil"), 2),
    ("desk", "CITY"): dict.fromkeys(("absent", "FILE", "..", ".", "workdays", "policies/nowhere", LONG), 2),
    ("desk", "--port"): dict.fromkeys(("99999", "-1", "x", "", "８０"), 2),
    ("nginx", "--root"): dict.fromkeys(("relative", '/srv/"; evil', "/srv/$x", "/srv/a\nb"), 2),
    ("nginx", "--listen"): dict.fromkeys(
        ("99999", "0", "999.999.999.999:80", "127.0.0.1:65536", "[::z]:80", "[1.2.3.4]:80", "::1:80", "80; evil", ""), 2
    ),
    ("classify", "CITY/UTILITY"): dict.fromkeys(("absent/water", "several", "nowhere/gas", "", "FILE", LONG), 2),
    ("classify", "name=value"): dict.fromkeys(
        ("absent=1", "volume", "volume=x", "=", "volume=", "volume=1 volume=2"), 2
    ),
    ("classify", "--json"): {"=1": 2},
    ("facts", "CITY[/UTILITY]"): dict.fromkeys(("absent", "nowhere/gas", "", "FILE", "..", LONG), 2),
    ("facts", "--format"): {"pdf": 2},
    ("diff", "OLD"): dict.fromkeys(("absent", "FILE", "PIPE", LONG), 2),
    ("diff", "NEW"): dict.fromkeys(("absent", "FILE", "PIPE", LONG), 2),
    ("diff", "--format"): {"xml": 2},
    ("review", "OLD"): dict.fromkeys(("absent", "FILE", "PIPE", LONG), 2),
    ("new", "CITY"): dict.fromkeys(
        (LONG, "x" * 61, "workdays", "data", "help", "Upper", "虚水县", "a/b", "..", "", "a--b", "nowhere"), 2
    ),
    ("confirm", "CITY"): dict.fromkeys(("absent", "FILE", "..", ".", "", "workdays", "policies/nowhere", LONG), 2),
    ("confirm", "--document"): {"absent": 2},
    ("confirm", "--lines"): dict.fromkeys(("0", "2", "1-2", "x", "1;", "3-", "-", LONG), 2),
    ("confirm", "--text"): dict.fromkeys(("1", "x=1", "2=x", "=", f"1={LONG * 4}", "1=\n", "1=◇"), 2),
    ("confirm", "--by"): dict.fromkeys(("", " ", LONG, "a\nb"), 2),
    ("confirm", "--on"): dict.fromkeys(("tomorrow", "2026-13-01", "2026-02-30", ""), 2),
    ("supply", "CITY/UTILITY"): dict.fromkeys(("absent/water", "several", "nowhere/gas", "", "FILE", LONG), 2),
    ("override", "NAME"): dict.fromkeys(("absent", "findings.yaml", "..", LONG), 2),
    ("override", "PART"): dict.fromkeys(("absent", "..", LONG), 2),
    ("override", "--diff"): {"=1": 2},
    ("new", "--replace"): dict.fromkeys(("absent", "", LONG), 2),
    ("new", "--utility"): dict.fromkeys(("power", "water,water", "", ",", "water gas"), 2),
}
"""What is wrong for each other argument, with the exit code."""

GOOD: dict[str, dict[str, str]] = {
    "nginx": {"--site": "site"},
    "offline": {"--site": "site"},
    "classify": {"CITY/UTILITY": "nowhere/water"},
    "facts": {"CITY[/UTILITY]": "nowhere"},
    "supply": {"CITY/UTILITY": "nowhere/water"},
    "confirm": {"CITY": "nowhere", "--originals": "texts", "--lines": "1", "--by": "张三"},
    "diff": {"OLD": "policies", "NEW": "policies"},
    "review": {"OLD": "policies"},
    "override": {"NAME": "words.yaml"},
    "new": {"CITY": "fresh", "--document": "FILE"},
    "translate": {"CITY": "nowhere"},
}
"""What a command must be given besides."""


SCAN = (
    '{"file": "x.png", "sha256": "0", "engine": "none", "pages": [{"page": 1, "width": 9, "height": 9, '
    f'"picture": "000000000000-1.jpg", "sha256": "{"0" * 64}"}}], "lines": '
    '[{"page": 1, "line": 1, "box": [0, 0, 9, 9], "text": "一、总则"}]}'
).encode()
"""The record of a scanned document of one line."""


class Case(NamedTuple):
    """A command with one argument that is wrong."""

    command: str
    name: str
    value: str
    code: int


def names(command: click.Command) -> list[str]:
    """Every argument of a command, as the user knows it."""
    return [named(one) for one in command.params]


def cases() -> Iterator[Case]:
    for command, one in every().items():
        for param in one.params:
            name = named(param)
            wrong = PATHS[param.type.judge] if isinstance(param.type, Kind) else WORDS.get((command, name), {})
            yield from (Case(command, name, value, code) for value, code in wrong.items())


CASES = tuple(cases())


def test_every_argument_of_every_command_has_its_cases() -> None:
    there = {(command, name) for command, one in every().items() for name in names(one)}
    assert there == {(one.command, one.name) for one in CASES}
    assert set(WORDS) <= there


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with good policies, something like a site, a file and a pipe; nobody waits for ever in it."""
    shutil.copytree(BASE, tmp_path / "policies")
    shutil.copytree(BASE / "nowhere", tmp_path / "policies" / "several")
    shutil.copy(BASE / "nowhere" / "water.yaml", tmp_path / "policies" / "several" / "gas.yaml")
    for folder in ("policies/workdays", "site", "guides"):
        (tmp_path / folder).mkdir()
    (tmp_path / "site" / "index.html").write_text("<p>虚构</p>", encoding="utf-8")
    (tmp_path / "site" / outputs.MARKER).write_bytes(outputs.marker(outputs.SITE))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "nowhere.txt").write_text("一、总则\n", encoding="utf-8")
    (tmp_path / "texts" / "nowhere.scan.json").write_bytes(SCAN)
    for name in ("FILE", "FILE.txt", "FILE.zip"):
        (tmp_path / name).write_text(
            "虚水县供水报装办理时限为三个工作日，这是一份虚构的文件，仅供测试。" * 3, encoding="utf-8"
        )
    os.mkfifo(tmp_path / "PIPE")
    os.mkfifo(tmp_path / "PIPE.txt")
    monkeypatch.chdir(tmp_path)
    signal.alarm(300)  # long enough for a machine that does much else
    yield tmp_path
    signal.alarm(0)


def written(case: Case) -> list[str]:
    """The words of a command line; what is wrong stands in the place of what would be right."""
    given = GOOD.get(case.command, {}) | {case.name: case.value}
    if case.value.startswith("="):
        given = GOOD.get(case.command, {}) | {f"{case.name}{case.value}": ""}
        given = given if case.name.startswith("-") else GOOD[case.command] | {case.name: case.value}
    order = [one for one in names(every()[case.command]) if one in given and not one.startswith("-")]
    placed = [word for one in order for word in (given[one].split(" ") if "=" in one else [given[one]])]
    options = [word for one, value in given.items() if one.startswith("-") for word in ([one, value] if value or
               "=" not in one else [one])]  # fmt: skip
    return [case.command, *options, "--", *placed] if placed else [case.command, *options]


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.command} {one.name} {one.value[:20]!r} {len(one.value)}")
def test_a_bad_argument_is_told(case: Case, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(here.rglob("*"))
    code = main(written(case))
    told = capsys.readouterr()
    assert (code, told.out) == (case.code, ""), told.err
    last = told.err.strip().splitlines()
    named = [case.name, *(word[:20] for word in case.value.split())]
    assert any(word in line for word in named for line in last), told.err
    assert any(" / " in line for line in last), told.err
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("name", ["water.yaml", "city.yaml", "../publisher.yaml", "../changes.yaml"])
@pytest.mark.parametrize("command", ["check", "build", "fresh", "classify", "facts", "diff", "review"])
def test_a_pipe_or_a_folder_where_a_policy_file_is_meant(
    command: str, name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for make in (os.mkfifo, os.mkdir):
        place = here / "policies" / "nowhere" / name
        place.unlink(missing_ok=True)
        make(place)
        code = main(written(Case(command, "--policies", "policies", 0)))
        told = capsys.readouterr()
        alone = command in ("classify", "facts") and name.startswith("..")
        assert code == int(not alone), told.err
        assert alone or "文件读不出来" in (told.out if command == "review" else told.err)
        place.unlink() if make is os.mkfifo else place.rmdir()


def test_a_pipe_beside_the_places_and_among_the_originals_is_left_alone(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(here / "policies" / "notes.txt")
    (here / "originals").mkdir()
    os.mkfifo(here / "originals" / "nowhere.txt")
    shutil.rmtree(here / "policies" / "several")
    assert main(["fresh"]) == 1
    assert "nowhere/water/index.md:1:1: " in capsys.readouterr().err
    assert main(["check", "--originals", "originals"]) == 0
    assert "no-original" in capsys.readouterr().err


def test_a_policy_with_an_error_is_told_by_every_command_that_reads_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = here / "policies" / "nowhere" / "water.yaml"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("at_most: 3", "at_most: 2"), encoding="utf-8")
    for command in ("check", "build", "fresh", "classify", "facts", "diff"):
        code = main(written(Case(command, "--policies", "policies", 0)))
        told = capsys.readouterr()
        assert (code, told.out, "Traceback" in told.err) == (1, "", False)
        assert "policies/nowhere/water.yaml:" in told.err
        assert "[unborne]" in told.err


def test_what_is_wrong_elsewhere_hinders_no_other_place(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the errors those of the place count, and of those it lies over; not of one that lies over it."""
    for name, below in (("upper", "nowhere"), ("top", "upper")):
        shutil.copytree(BASE / "nowhere", here / "policies" / name)
        city = here / "policies" / name / "city.yaml"
        city.write_text(f"overlays: {below}\n{city.read_text(encoding='utf-8')}", encoding="utf-8")
    wrong = here / "policies" / "upper" / "water.yaml"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("at_most: 3", "at_mots: 3"), encoding="utf-8")
    codes = {name: main(["facts", name]) for name in ("nowhere", "upper", "top")}
    assert codes == {"nowhere": 0, "upper": 1, "top": 1}
    assert main(["classify", "several/gas"]) == 0
    assert capsys.readouterr().out


@pytest.mark.slow
def test_a_name_that_may_be_a_place_is_one(here: Path) -> None:
    """What `new` accepts, `check` accepts."""
    for name in ("x" * 60, "a-1", "0"):
        assert main(["new", name, "--document", "FILE.txt"]) == 0
        _, _, found = checks.check(here / "policies")
        assert not {one.code for one in found} & {"bad-folder", "reserved-folder"}


@pytest.mark.usefixtures("here")
def test_which_guide_is_said_where_a_place_has_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "several"]) == 2
    assert "several/water、several/gas" in capsys.readouterr().err


def test_what_the_system_refuses_is_told_with_the_argument(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path.with_name(f".{path.name}.partial")))

    monkeypatch.setattr("generator.disk.folders.replace", full)
    assert main(["offline", "stick.zip", "--site", "site"]) == 1
    told = capsys.readouterr().err
    assert "FILE stick.zip" in told
    assert "没有余地" in told
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert main(["serve", "--port", str(taken.getsockname()[1]), "--store", str(here / "made")]) == 2
    assert "--port" in capsys.readouterr().err


# ---------------------------------------------------------------------------------------------- what nobody may read


WITHOUT = ("-dac_override", "-dac_read_search")
"""What lets root read what is closed to it; as root the program is run without."""


def _bound(*words: str) -> tuple[int, str]:
    """Exit code and stderr of a command for which permissions count."""
    command = [sys.executable, "-m", "generator", *words]
    if os.getuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to change that")
        command = ["setpriv", "--bounding-set", ",".join(WITHOUT), "--inh-caps", ",".join(WITHOUT), *command]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["", "city.yaml", "water.yaml", "originals", "originals/nowhere.txt", "files"])
def test_what_of_a_place_is_closed_is_an_error_of_the_place(closed: str, here: Path) -> None:
    """Told by `check` and `build` alike, and never left out; in a place that is not published it hinders no other."""
    place = here / "policies" / "nowhere"
    for name in ("originals", "files"):
        (place / name).mkdir()
        (place / name / "nowhere.txt").write_text("虚构", encoding="utf-8")
    (place / closed).chmod(0)
    try:
        told = {command: _bound(*command.split()) for command in ("check", "build --draft", "facts nowhere")}
    finally:
        (place / closed).chmod(0o755)
    for code, said in told.values():
        assert (code, "[unreadable]" in said, "policies/nowhere" in said) == (1, True, True), said
        assert "Traceback" not in said


@pytest.mark.slow
def test_a_closed_folder_of_an_unpublished_place_hinders_no_other(here: Path) -> None:
    city = here / "policies" / "several" / "city.yaml"
    city.write_text(f"published: false\n{city.read_text(encoding='utf-8')}", encoding="utf-8")
    (city.parent / "originals").mkdir(mode=0)
    assert [_bound(*words.split())[0] for words in ("check", "build --draft", "check several")] == [0, 0, 1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "closed"),
    [
        ("offline --site site", "site/below"),
        ("nginx --site site", "site/below"),
        ("fresh --guides guides", "guides/below"),
        ("build --draft --originals below", "below"),
    ],
)
def test_a_folder_that_nobody_may_look_into_is_not_taken_for_empty(command: str, closed: str, here: Path) -> None:
    (here / closed).mkdir()
    (here / closed / "x.md").write_text("虚构", encoding="utf-8")
    (here / closed).chmod(0)
    code, said = _bound(*command.split())
    (here / closed).chmod(0o755)
    assert (code, closed in said, "权限" in said) == (1, True, True), said
    assert not (here / "offline.zip").exists()


STRANGE: dict[str, Callable[[Path], object]] = {
    "a.html": lambda path: path.write_bytes(b"\xff"),
    "b.html": os.mkfifo,
    "c.html": lambda path: path.symlink_to("/etc/passwd"),
    "d.html": lambda path: path.symlink_to("nothing"),
    "\udcff.html": lambda path: path.write_bytes(b"x"),
}


@pytest.mark.parametrize("command", ["offline", "nginx"])
@pytest.mark.parametrize("name", STRANGE)
def test_what_no_build_puts_into_a_site_is_told(
    command: str, name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    STRANGE[name](here / "site" / name)
    assert main([command, "--site", "site"]) == 1
    told = capsys.readouterr()
    assert (told.out, "重新生成" in told.err, "site/" in told.err) == ("", True, True)
    assert not (here / "offline.zip").exists()


# ------------------------------------------------------------------------------------------------------ processes


def piped(command: str, *words: str) -> tuple[str, str]:
    """What `generator … <command>` says on stderr, and the exit codes, run by a shell."""
    program = f"{sys.executable} -m generator"
    script = f'set -o pipefail; {command.replace("GENERATOR", program)}; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", script, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)  # noqa: S607
    return done.stdout.strip().splitlines()[-1], done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["facts wuhai", "schema", "classify wuhai/gas", "check wuhai --format json", "--help"]
)
def test_who_stops_reading_hears_of_nothing(command: str) -> None:
    code, said = piped(f"GENERATOR {command} | true")
    assert (code in ("0", "1"), said) == (True, "")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["schema", "--help"])
def test_a_full_disk_behind_the_output_is_told(command: str) -> None:
    code, said = piped(f"GENERATOR {command} > /dev/full")
    assert code == "1"
    assert "没有余地" in said
    assert "Traceback" not in said
    assert "Exception" not in said


@pytest.mark.slow
@pytest.mark.parametrize("stream", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_output_is_no_matter(stream: str) -> None:
    code, said = piped(f"GENERATOR check wuhai {stream}")
    assert (code, "Traceback" in said) == ("0", False)


def _ended(desk: Desk, command: str, until: Callable[[str], bool]) -> tuple[int, str]:
    """A command that is ended by Ctrl-C, which reaches its whole group, once it has said something."""
    process = desk.run(command, "--store", str(desk.folder / "made"), *(["--port", "0"] if command == "serve" else []))
    assert process.stderr
    with process:
        while not until(process.stderr.readline()):
            pass
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read()
    return process.returncode, said


@pytest.mark.build
def test_an_interrupted_build_is_quiet(tmp_path: Path) -> None:
    code, said = _ended(Desk(tmp_path / "desk", ROOT / "policies"), "build", lambda line: line.startswith("places"))
    assert (code, "Traceback" in said, "Interrupt" in said) == (130, False, False), said


@pytest.mark.build
def test_an_interrupted_preview_is_quiet(tmp_path: Path) -> None:
    code, said = _ended(Desk(tmp_path / "desk"), "serve", lambda line: "Ctrl-C" in line)
    assert (code, said) == (0, "")
