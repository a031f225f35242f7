"""Files made to exhaust or to reach out: refused with a place, in bounded time and memory; nothing outside is read."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from expected import ROOT

from generator import checks
from generator.cli import main
from generator.data import reports
from generator.findings import MAX_FAULTS, MAX_WORDS
from generator.policy import gather, loader

_KIBI = 1024
_NINES = "[x,x,x,x,x,x,x,x,x]"
_LAUGHS = f"a0: &a0 {_NINES}\n" + "".join(f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 9)}]\n" for n in range(9))
BOMBS: dict[str, tuple[bytes, str]] = {
    "laughs": (_LAUGHS.encode(), "alias-bomb"),
    "itself": (b"a: &a [*a]\n", "alias-bomb"),
    "entries": (b"a: [" + b"1," * 300_000 + b"]", "too-many-entries"),
    "empties": (b"limits: [" + b"{}," * 90_000 + b"]", "too-many-entries"),
    "keys": ("".join(f"k{number}: x\n" for number in range(90_000)).encode(), "too-many-entries"),
    "aliases": (b"a: &a x\nb: [" + b"*a," * 90_000 + b"]", "too-many-entries"),
    "faults": (b"limits: [" + b"{}," * 9_000 + b"]", "too-many-faults"),
    "unknown": ("".join(f"k{number}: x\n" for number in range(9_000)).encode(), "too-many-faults"),
    "tabs": (b"\t\n" * 400_000, "too-many-faults"),
    "separators": (b"name: x\n#" + "\u2028".encode() * 300_000, "too-many-faults"),
    "slips": (("#" + "{" * 1_000 + "，a" * 300 + "\n").encode() * 400 + b'name: ["', "yaml-syntax"),
    "hashes": (b"name: [" + b"1," * 19_000 + b"1]" + b" " * 900_000 + b"#", "wrong-shape"),
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
    "doubled": (b"a: 1\n" * 9_000, "too-many-faults"),
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
told = {(one.position.path, one.code, one.position.line >= 1 and bool(str(one))) for one in found}
json.dump(sorted(told), sys.stdout)
"""


def _bounded() -> None:
    """A minute of processor time and a gigabyte and a half are enough for all of them."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (1_500 * _KIBI * _KIBI, 1_500 * _KIBI * _KIBI))


@pytest.mark.slow
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


MANY = ("aliases", "doubled", "empties", "entries", "faults", "keys", "tabs", "unknown")


@pytest.mark.parametrize("name", MANY)
def test_a_file_with_too_much_is_one_finding(name: str, tmp_path: Path) -> None:
    data, code = BOMBS[name]
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "city.yaml").write_bytes(data)
    found = checks.check(tmp_path)[2]
    assert [(one.position.path, one.code) for one in found] == [((tmp_path / "nowhere" / "city.yaml").as_posix(), code)]


def test_as_many_findings_as_may_be_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    for more, code in ((0, "duplicate-key"), (1, "too-many-faults")):
        (tmp_path / "nowhere" / "city.yaml").write_text("name: x\n" * (MAX_FAULTS + 1 + more), encoding="utf-8")
        found = checks.check(tmp_path)[2]
        assert {one.code for one in found} == {code}
        assert len(found) == (1 if more else MAX_FAULTS)


@pytest.mark.parametrize("line", ["name: {}", "covers: {}", "{}: x", "documents: [{{id: '{}'}}]", "code: '{}'"])
def test_a_finding_quotes_no_more_than_a_beginning_and_nothing_unseen(line: str, tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    text = line.format("虚构" * 20_000 + "，\u00a0\u2028")
    (tmp_path / "nowhere" / "city.yaml").write_text(text, encoding="utf-8")
    for one in checks.check(tmp_path)[2]:
        assert all(len(words) <= MAX_WORDS + 1 for _, words in one.words)
        assert len(one.thing) <= MAX_WORDS + 1
        assert max(len(one.zh), len(one.en)) < 3 * MAX_WORDS


def test_what_cannot_be_seen_is_seen_in_every_form_of_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    (folder / "\x1b[31mwater\u202e.yaml").write_text("name: x", encoding="utf-8")
    (folder / "city.yaml").write_text('code: "\\u202e\\e[31m\\0"', encoding="utf-8")
    found = checks.check(tmp_path)[2]
    shown = "".join([*map(str, found), reports.findings_github(found)])
    assert all(one.isprintable() or one == "\n" for one in shown)
    assert "\\u202e" in shown
    assert all(words.isprintable() for one in found for _, words in one.words)


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


HIDDEN = "虚构的秘密"
BASE = ROOT / "tests" / "errors" / "base"
STRAYS = (
    "publisher.yaml", "changes.yaml", "workdays", "workdays/2099.yaml", "nowhere", "nowhere/city.yaml",
    "nowhere/water.yaml", "nowhere/form.yaml", "nowhere/set-aside.yaml", "nowhere/waivers.yaml",
    "nowhere/reviewed.yaml", "nowhere/water.assured.yaml", "nowhere/originals", "nowhere/originals/nowhere.txt",
    "nowhere/logo.png", "nowhere/biaoge.pdf", "nowhere/sub", "nowhere/sub/biaoge.pdf",
)  # fmt: skip


def strayed(name: str, folder: Path) -> Path:
    """Valid policies of which one file or folder is a link to a secret that lies beside them."""
    shutil.copytree(BASE / "policies", folder / "policies")
    there = folder / "policies" / name
    secret = folder / "secret" / (there.name if there.suffix else "x")
    secret.parent.mkdir()
    secret.write_text(f"{HIDDEN}\n一、{HIDDEN}\n", encoding="utf-8")
    there.parent.mkdir(parents=True, exist_ok=True)
    if there.is_dir():
        shutil.rmtree(there)
    there.unlink(missing_ok=True)
    if not there.suffix:
        shutil.copytree(BASE / "policies" / "nowhere", secret.parent, dirs_exist_ok=True)
        for path in secret.parent.glob("*.yaml"):
            path.write_text(HIDDEN, encoding="utf-8")
    there.symlink_to(secret if there.suffix else secret.parent)
    return folder / "policies"


@pytest.mark.parametrize("name", STRAYS)
def test_a_link_out_of_the_policies_is_refused_with_its_place_and_not_read(name: str, tmp_path: Path) -> None:
    policies = strayed(name, tmp_path)
    found = checks.check(policies, tmp_path / "secret")[2]
    assert ((policies / name).as_posix(), "unreadable") in {(one.position.path, one.code) for one in found}
    assert HIDDEN not in reports.findings_json(found)


@pytest.mark.parametrize("name", STRAYS)
def test_what_is_printed_of_a_link_is_its_place(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    policies = strayed(name, tmp_path)
    folders = [f"--{one}={tmp_path / one}" for one in ("guides", "site", "store")]
    for command in (["check"], ["build", *folders], ["review", str(BASE / "policies")]):
        assert main([*command, f"--policies={policies}"]) == 1, command
        said = "".join(capfd.readouterr())
        assert HIDDEN not in said
        assert "Traceback" not in said
        assert name.partition("/")[0] in said


def test_a_link_within_the_folder_of_a_place_is_what_it_leads_to(tmp_path: Path) -> None:
    shutil.copytree(BASE / "policies", tmp_path / "policies")
    city = tmp_path / "policies" / "nowhere" / "city.yaml"
    city.rename(city.with_name("kept"))
    city.symlink_to("kept")
    (tmp_path / "link").symlink_to("policies")
    for policies in (tmp_path / "policies", tmp_path / "link"):
        assert codes(policies) == set()
        assert [one.slugs for one in gather.families(policies, None)] == [("nowhere",)]


@pytest.mark.parametrize("name", ["nowhere.txt", "sub"])
def test_a_text_is_read_from_the_folder_of_originals_alone(name: str, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "base")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "nowhere.txt").write_text(f"一、{HIDDEN}\n二、{HIDDEN}\n", encoding="utf-8")
    there = tmp_path / "base" / "originals" / name
    there.unlink(missing_ok=True)
    there.symlink_to(secret if name == "sub" else secret / name)
    if name == "sub":
        city = tmp_path / "base" / "policies" / "nowhere" / "city.yaml"
        city.write_text(
            city.read_text(encoding="utf-8").replace("- id: notice", "- id: notice\n    text: sub/nowhere.txt")
        )
    found = checks.check(tmp_path / "base" / "policies", tmp_path / "base" / "originals")[2]
    assert {one.code for one in found} == {"no-original"}
    assert HIDDEN not in reports.findings_json(found)
