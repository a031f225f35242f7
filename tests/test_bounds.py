"""Files made to exhaust or to reach out: refused with a place, in bounded time and memory; nothing outside is read."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from expected import ROOT

from generator import checks, loader

_KIBI = 1024
_NINES = "[x,x,x,x,x,x,x,x,x]"
_LAUGHS = f"a0: &a0 {_NINES}\n" + "".join(f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 9)}]\n" for n in range(9))
BOMBS: dict[str, tuple[bytes, str]] = {
    "laughs": (_LAUGHS.encode(), "alias-bomb"),
    "itself": (b"a: &a [*a]\n", "alias-bomb"),
    "entries": (b"a: [" + b"1," * 300_000 + b"]", "alias-bomb"),
    "brackets": (b"[" * 1_000_000, "yaml-syntax"),
    "braces": (b"{a: " * 250_000, "yaml-syntax"),
    "dashes": (b"- " * 500_000, "yaml-syntax"),
    "questions": (b"? " * 500_000, "yaml-syntax"),
    "quotation": (b'name: "' + b"x" * 1_000_000, "yaml-syntax"),
    "commas": (b"name: {" + "，a".encode() * 200_000, "yaml-syntax"),
    "spaces": (b"{," + b" " * 1_000_000 + b":", "yaml-syntax"),
    "tests": (b'inputs: [{id: x, domain: "' + b"1," * 400_000 + b'1"}]', "long-text"),
    "quotes": (b"inputs: [{id: x, domain: '" + b'",' * 400_000 + b"'}]", "long-text"),
    "figures": (b"name: x\nlimits: [{id: x, at_most: " + b"9" * 900_000 + b"}]", "long-number"),
    "doubled": (b"a: 1\n" * 20_000, "duplicate-key"),
    "large": (b"#" * (_KIBI * _KIBI + 1), "too-large"),
    "tag": (b"!!python/object/apply:os.system ['id']\n", "foreign-tag"),
    "tag-of-name": (b"name: !!python/name:os.system\n", "foreign-tag"),
    "binary": (b"name: !!binary aGVsbG8=\n", "foreign-tag"),
    "included": (b"name: !include /etc/passwd\n", "foreign-tag"),
    "merged": (b"a: &a {b: c}\n<<: *a\n", "merge-key"),
    "infinite": (b"name: .inf\n", "yaml-trap"),
    "no-number": (b"name: .nan\n", "yaml-trap"),
    "time": (b"name: 2021-01-01T00:00:00Z\n", "yaml-trap"),
    "surrogate": (b'name: "\\ud800"\n', "yaml-syntax"),
    "raw-surrogate": (b"name: \xed\xa0\x80\n", "not-utf8"),
    "overlong": (b"name: \xc0\xaf\n", "not-utf8"),
    "beyond": (b"name: \xf4\x90\x80\x80\n", "not-utf8"),
    "nul": (b"name: x\x00y\n", "yaml-syntax"),
    "utf-16": ("name: x\n".encode("utf-16"), "not-utf8"),
    "utf-32": ("name: x\n".encode("utf-32"), "not-utf8"),
    "documents": (b"name: x\n---\nname: y\n", "yaml-syntax"),
}
_CHECK = """
import json, sys
from pathlib import Path
from generator import checks
found = checks.check(Path(sys.argv[1]))[2]
json.dump(sorted({(one.place.path, one.code, one.place.line >= 1 and bool(str(one))) for one in found}), sys.stdout)
"""


def _bounded() -> None:
    """A minute of processor time and a gigabyte and a half are enough for all of them."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (1_500 * _KIBI * _KIBI, 1_500 * _KIBI * _KIBI))


def test_bombs_are_refused_in_bounded_time_and_memory(tmp_path: Path) -> None:
    for name, (data, _) in BOMBS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "city.yaml").write_bytes(data)
    command = [sys.executable, "-c", _CHECK, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, preexec_fn=_bounded, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = {(path, code) for path, code, told in json.loads(done.stdout) if told}
    wanted = {((tmp_path / name / "city.yaml").as_posix(), code) for name, (_, code) in BOMBS.items()}
    assert wanted <= found


# ----------------------------------------------------------------------------------------------------------- paths


def codes(policies: Path) -> set[str]:
    """The errors of a policies folder."""
    return {one.code for one in checks.check(policies)[2] if one.severity == "error"}


@pytest.mark.parametrize(
    "name", ["a b", "a--b", "-a", "A", "a.b", "a\nb", "a\u202eb", "<b>", "城", "a" * 61, "assets", "help"]
)
def test_a_folder_is_an_address_or_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "policies" / name
    folder.mkdir(parents=True)
    (folder / "city.yaml").write_text("name: x\n", encoding="utf-8")
    assert codes(tmp_path / "policies") & {"bad-folder", "reserved-folder"}
    assert loader.load(tmp_path / "policies")[0].cities == ()


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/random", "pipe", "nowhere", "itself"])
def test_what_is_no_file_is_not_read(target: str, tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "nowhere"
    folder.mkdir(parents=True)
    if target == "pipe":
        os.mkfifo(folder / "city.yaml")
    else:
        (folder / "city.yaml").symlink_to({"itself": "city.yaml"}.get(target, target))
    assert "unreadable" in codes(tmp_path / "policies")


@pytest.mark.parametrize(
    "path", ["../x.png", "/etc/passwd", "C:\\x.png", "..\\x.png", "a/../../x.png", "file:///x", "link.png"]
)
def test_a_file_that_a_policy_names_lies_in_its_folder(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "nowhere"
    base = ROOT / "tests" / "errors" / "base" / "policies" / "nowhere"
    folder.mkdir(parents=True)
    for file in base.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (tmp_path / "policies" / "x.png").write_bytes(b"x")
    (folder / "link.png").symlink_to("../x.png")
    short = {"by": "虚构", "since": "2099-01-01", "logo": path}
    (folder / "water.assured.yaml").write_text(json.dumps(short, ensure_ascii=False), encoding="utf-8")
    assert codes(tmp_path / "policies") & {"path-leaves-folder", "no-logo"}
