"""Damaged policies: refused with located messages, or loaded and rendered whole; never a traceback, never half.

Each damage is drawn by its own seed, so that a failure names the seed that repeats it.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from expected import ROOT
from expected import data as data_of
from expected import pages as pages_of
from expected import sheets as sheets_of

from generator import checks
from generator.cli import main

PLACES = ("changchun-zhonghan", "harbin", "jingmen", "wuhai", "yantai")
ON = date(2026, 11, 21)
Damage = Callable[[random.Random, str], str | bytes]

# ------------------------------------------------------------------------------------------------- kinds of damage


def _line(chance: random.Random, text: str, pattern: str) -> tuple[list[str], int]:
    """The lines of a text and the index of one that matches; any line where none does."""
    lines = text.split("\n")
    fitting = [index for index, line in enumerate(lines) if re.search(pattern, line)]
    return lines, chance.choice(fitting or range(len(lines)))


def _changed(pattern: str, change: Callable[[random.Random, str], str]) -> Damage:
    """A damage to one line that matches a pattern."""

    def damage(chance: random.Random, text: str) -> str:
        lines, index = _line(chance, text, pattern)
        lines[index] = change(chance, lines[index])
        return "\n".join(lines)

    return damage


def _replaced(pattern: str, *by: str) -> Damage:
    """A damage that puts something else in the place of one match of a pattern."""

    def damage(chance: random.Random, text: str) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        one = chance.choice(found)
        return text[: one.start()] + chance.choice(by) + text[one.end() :]

    return damage


def _dropped(chance: random.Random, text: str) -> str:
    lines, index = _line(chance, text, r"^\s*(- )?\w+:")
    return "\n".join(lines[:index] + lines[index + chance.randint(1, 3) :])


def _doubled(chance: random.Random, text: str) -> str:
    lines, index = _line(chance, text, r"^\s*(- )?\w+:")
    return "\n".join([*lines[: index + 1], *lines[index:]])


def _swapped(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _misspelt(chance: random.Random, line: str) -> str:
    at = chance.randrange(max(1, len(line)))
    return line[:at] + line[at + 1 :] if chance.random() < 0.5 else line[:at] + line[at : at + 1] * 2 + line[at + 1 :]


def _indented(chance: random.Random, line: str) -> str:
    return chance.choice((" ", "  ", "\t", "\u3000", "\u00a0")) + line


def _cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def _spliced(chance: random.Random, text: str) -> str:
    """A piece moved elsewhere, as by a slip of the mouse."""
    start = chance.randrange(len(text))
    piece = text[start : start + chance.randint(1, 200)]
    rest = text[:start] + text[start + len(piece) :]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + piece + rest[at:]


def _bytes_hit(chance: random.Random, text: str) -> bytes:
    data = bytearray(text.encode("utf-8"))
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _in(encoding: str) -> Damage:
    return lambda _, text: text.encode(encoding, errors="replace")


_TRAPS = (
    "NO", "yes", "~", "null", "0x1F", "010", "1e3", ".inf", "8:30", "2021-02-30", "2021-9-6",
    "!!python/none x", "&a [*a]", "*b", "{}", "[]", "[[]]", "{a: {b: c}}", "'", '"', "|", ">-", "? x",
    "not_stated", "请填写", "not stated", "- x", "#", "９", "三", "1/0", "-1", "0", "9" * 40, "0.1e-400", "NaN",
    "true", "...", "---", "%TAG", "@x", "`x`", "\u202ex", "\x00", "\ud7ff", "😀", "<script>", "${x}",
    "../../etc/passwd", "x" * 4000, "<<", "{<<: *x}", "rest", "end", "class", "id",
)  # fmt: skip
_VALUE = r"(?<=: )[^\n{\[]+?(?=$|[,}])|(?<=: )[\[{][^\n]*"
_ID = r"(?<=\bid: )[a-z0-9_-]+|(?<=class: )[a-z0-9-]+|(?<=doc: )[a-z0-9-]+|(?<=steps: \[)[a-z0-9-]+"

DAMAGES: dict[str, Damage] = {
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "misspelt key": _changed(r"^\s*(- )?\w+:", _misspelt),
    "misspelt line": _changed(r".", _misspelt),
    "indented": _changed(r"^\s*(- )?\w+:", _indented),
    "cut": _cut,
    "spliced": _spliced,
    "bytes": _bytes_hit,
    "value": _replaced(_VALUE, *_TRAPS),
    "value too": _replaced(_VALUE, *_TRAPS),
    "number": _replaced(
        r"(?<=: )-?\d+(?:\.\d+)?|(?<=[<>=\[.(] )\d+", "-1", "0", "1e9", "9" * 16, "3.", "1,5", "３", "Infinity"
    ),
    "test": _replaced(
        r'"(?:[<>=]+ \d+|[\[(][\d.]+[\])])"', '"> 0"', '"< 0"', '"[9..1]"', '"<= x"', '"not(1)"', "-", '""', '"5,6"'
    ),
    "id": _replaced(_ID, "nowhere", "Große", "a" * 61, "a--b", "", "1", "end", "rest", "water"),
    "date": _replaced(
        r"\d{4}-\d\d-\d\d", "2021-02-29", "0000-01-01", "9999-12-31", "2021/09/06", "2021年9月6日", "20210906"
    ),
    "full-width": _replaced(r": |, |[\[\]{}]", "：", "，", "［", "］", "｛", "｝"),
    "quotation marks": _replaced(r'"|(?<=: )(?=\S)', "“", "”", "'", '"', ""),
    "GBK": _in("gbk"),
    "UTF-16": _in("utf-16"),
    "UTF-16 without mark": _in("utf-16-le"),
    "mark": lambda _, text: "\ufeff" + text,
    "two marks": lambda _, text: "\ufeff\ufeff" + text,
    "NUL": _replaced(r"\n", "\x00", "\n\x00\n", "\x0b", "\x85", "\u2028"),
    "CR": lambda _, text: text.replace("\n", "\r"),
    "twice": lambda _, text: f"{text}\n---\n{text}",
    "deep": _replaced(_VALUE, "[" * 60 + "]" * 60, "{a: " * 60 + "1" + "}" * 60, "[" * 5000),
}


# --------------------------------------------------------------------------------------------------------- the test


def damaged(seed: int, folder: Path) -> str:
    """A copy of one place with one file damaged, seldom two; returns what was done, for the message of a failure."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    place = chance.choice(PLACES)
    shutil.copytree(ROOT / "policies" / place, folder / "policies" / place)
    shutil.copytree(ROOT / "policies" / "workdays", folder / "policies" / "workdays")
    done = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        path = chance.choice(sorted((folder / "policies").rglob("*.yaml")))
        name = chance.choice(list(DAMAGES))
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if not text:
            continue
        result = DAMAGES[name](chance, text)
        path.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", errors="surrogatepass"))
        done.append(f"{path.relative_to(folder)}: {name}")
    return f"seed {seed}: {'; '.join(done)}"


def judged(folder: Path) -> str:
    """Refused with a place in a file that is there, or loaded and rendered; returns which."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        loaded, resolved, findings = checks.check(Path("policies"), on=ON)
        for one in findings:
            assert one.position.line >= 1
            assert one.position.column >= 1
            assert one.position.path.startswith("policies")
            assert str(one)
        if any(one.severity == "error" for one in findings):
            return "refused"
        for made in (pages_of(resolved, loaded), data_of(resolved, loaded)):
            assert all(isinstance(data, bytes) for data in made.values())
        assert all(sheet.html for sheet in sheets_of(resolved, loaded.publisher).values())
    finally:
        os.chdir(before)
    return "loaded"


def _hold(seeds: range, folder: Path) -> None:
    outcomes = set()
    for seed in seeds:
        run = folder / str(seed)
        what = damaged(seed, run)
        try:
            outcomes.add(judged(run))
        except Exception as error:
            raise AssertionError(what) from error
        shutil.rmtree(run)
    assert outcomes == {"refused", "loaded"}


@pytest.mark.slow
def test_damaged_policies(tmp_path: Path) -> None:
    _hold(range(100), tmp_path)


@pytest.mark.soak
def test_a_thousand_damaged_policies(tmp_path: Path) -> None:
    _hold(range(100, 1100), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGES)
def test_each_kind_of_damage(kind: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "policies" / "wuhai", tmp_path / "policies" / "wuhai")
    path = tmp_path / "policies" / "wuhai" / "gas.yaml"
    result = DAMAGES[kind](random.Random(0), path.read_text(encoding="utf-8"))  # noqa: S311
    path.write_bytes(result if isinstance(result, bytes) else result.encode("utf-8", errors="surrogatepass"))
    assert judged(tmp_path) in ("refused", "loaded")


def test_a_damaged_policy_builds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seeds = iter(range(100))
    run = tmp_path / "0"
    while damaged(next(seeds), run) and judged(run) != "refused":
        shutil.rmtree(run)
    folders = [f"--{name}={tmp_path / name}" for name in ("guides", "site", "store")]
    assert main(["build", f"--policies={run / 'policies'}", *folders]) == 1
    assert re.search(r"\.yaml:\d+:\d+: ", capsys.readouterr().err)
    assert {path.name for path in tmp_path.iterdir()} <= {"0", "store"}
