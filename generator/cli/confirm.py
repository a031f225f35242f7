"""`confirm`: what a program has read of a scanned document is held against its picture, by people."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from generator import checks
from generator.cli import arguments, options
from generator.cli.arguments import unknown
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.cli.places import hold_place
from generator.desk import confirming
from generator.desk.confirming import DoubtfulLineError, Held, StrangeLineError
from generator.disk import folders, outputs
from generator.disk.store import Store
from generator.document import scans
from generator.document.scans import Record
from generator.document.text import DOUBT
from generator.errors import CommandError, UsageError
from generator.paths import PROGRAM
from generator.policy import gather


@command("confirm", example="wuhai --lines 3-7,12 --by 张三")
@argument("city", "CITY", help="the place that has the scanned document")
@click.option("--document", metavar="NAME", help="which one: its text's name without .txt; where there are several")
@click.option("--lines", metavar="LIST", help="the numbers of lines that are as their pictures, as 3-7,12")
@click.option("--text", "texts", multiple=True, metavar="N=TEXT", help="what line N says; may be given several times")
@click.option("--by", metavar="NAME", help="who has looked at them")
@click.option("--on", type=arguments.day, metavar="DATE", help="when; default: today")
@options.path("--into", arguments.new_folder, default=Path("confirm"), help="for the pictures; default: confirm/")
@options.path("--originals", arguments.folder, help="where the text is DIR/<city>.txt, and not with the policies")
@options.policies
def confirm(
    *,
    city: str,
    document: str | None,
    lines: str | None,
    texts: Sequence[str],
    by: str | None,
    on: date | None,
    into: Path,
    originals: Path | None,
    policies: Path,
) -> int:
    """Without lines: writes pictures and text side by side. With lines: notes that they are right.

    Raises CommandError, UsageError.
    """
    hold_place("CITY", city, policies)
    shows = lines is None and not texts
    if shows:
        outputs.judge({outputs.CONFIRM: into}, policies, originals)
    paths = _scanned(city, policies, originals)
    if shows:
        return _show(city, _chosen(paths, document), into, policies, originals)
    if not (by or "").strip() or not str(by).isprintable() or len(str(by)) > _NAME:
        raise UsageError("--by：请写明是谁核对的 / say who has looked at them")
    path = _only(_chosen(paths, document))
    given, today = list(map(_correction, texts)), date.today()
    if on is not None and not _FIRST <= on <= today:
        raise UsageError(f"--on {on}：请写 {_FIRST} 到今天的一天 / a day from {_FIRST} to today")
    numbers, corrected = _numbers(lines or ""), dict(given)
    counts = Counter([*{*numbers}, *(number for number, _ in given)])
    if twice := sorted(number for number, count in counts.items() if count > 1):
        raise UsageError(
            f"--text {scans.ranges(twice)}：同一行写了两次；请只写一次 / the same line twice; give it once"
        )
    record = _noted(_record(path), numbers, corrected, str(by).strip(), on or today)
    confirming.write(path, record)
    left = len(record.open())
    complain(f"{path}：记下了；还有 {left} 行没有核对 / noted; lines still to be looked at: {left}")
    return 0


_NAME, _FIRST = 60, date(2000, 1, 1)


# ------------------------------------------------------------------------------------------------- which document


def _scanned(city: str, policies: Path, originals: Path | None) -> dict[str, Path]:
    """The texts of the scanned documents of a place, by name. Raises CommandError."""
    own = (policies / city / "originals").glob(f"*{scans.SUFFIX}")
    others = originals.glob(f"{city}*{scans.SUFFIX}") if originals else ()
    names = {path.name.removesuffix(scans.SUFFIX): path for path in sorted([*others, *own])}
    if not names:
        words = "没有扫描件的识别记录；在别的文件夹的，请写 --originals / no records of scans; if elsewhere, name it"
        raise CommandError(f"CITY {city}：{words}")
    return {name: path.with_name(f"{name}.txt") for name, path in names.items()}


def _chosen(paths: Mapping[str, Path], document: str | None) -> dict[str, Path]:
    """The documents that are meant. Raises UsageError."""
    if document is None:
        return dict(paths)
    if document not in paths:
        raise UsageError(f"--document {unknown(document, list(paths), '没有这份扫描件', 'no such scanned document')}")
    return {document: paths[document]}


def _only(paths: Mapping[str, Path]) -> Path:
    """The one document there is. Raises UsageError."""
    if len(paths) > 1:
        raise UsageError(f"--document：请写明是哪一份：{'、'.join(paths)} / say which one")
    return next(iter(paths.values()))


def _record(path: Path) -> Record:
    """The record beside a text. Raises CommandError, OSError."""
    try:
        return scans.read(path)
    except (scans.ScanError, UnicodeDecodeError) as error:
        words = f"读不懂；请取回没有改坏的，或者用 {PROGRAM} new 重新识别 / cannot be read: fetch a sound one"
        raise CommandError(f"{scans.beside(path)}：{words} ({error})") from None


# ------------------------------------------------------------------------------------------------------- showing


def _show(city: str, paths: Mapping[str, Path], into: Path, policies: Path, originals: Path | None) -> int:
    """Writes the folder to be looked at. Raises CommandError, OSError."""
    only, known = gather.together(policies, [city]), gather.places(policies)
    *_, findings = checks.check(policies, originals, known=known, only=only, unpublished=True)
    quoted = [dict(finding.words) | {"thing": finding.thing} for finding in findings if finding.code == _CODE]
    documents = [
        Held(name, path, _record(path), confirming.quoting(words for words in quoted if words["name"] == name))
        for name, path in paths.items()
    ]
    try:
        files = confirming.files(city, documents, _where(policies, originals))
    except scans.ScanError as error:
        words = (
            "图片和记录不合；请取回原来的，或者重新识别 / pictures do not fit the record: fetch them, or read it anew"
        )
        raise CommandError(f"CITY {city}：{words} ({error})") from None
    folders.write(into, {outputs.MARKER: outputs.marker(outputs.CONFIRM), **files}, Store(into))
    left = sum(len(document.record.open()) for document in documents)
    complain(
        f"{into / 'index.html'}：用浏览器打开；要核对的有 {left} 行 / open it in a browser; lines to look at: {left}"
    )
    return 0


_CODE = "unconfirmed-scan"


def _where(policies: Path, originals: Path | None) -> str:
    """The options by which the command finds the same documents again."""
    given = [("--policies", policies if policies != Path("policies") else None), ("--originals", originals)]
    return "".join(f" {name} {shlex.quote(str(path))}" for name, path in given if path is not None)


# -------------------------------------------------------------------------------------------------------- noting


def _numbers(lines: str) -> list[int]:
    """The numbers of `3-7,12`. Raises UsageError."""
    numbers = list[int]()
    for part in filter(None, lines.split(",")):
        ends = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", part.strip(), re.ASCII)
        if ends is None or int(ends[1]) > int(ends[2] or ends[1]):
            raise UsageError(f"--lines {lines}：请写成 3-7,12 / write it as 3-7,12")
        numbers += range(int(ends[1]), int(ends[2] or ends[1]) + 1)
    return numbers


def _correction(words: str) -> tuple[int, str]:
    """The number and the text of `5=…`. Raises UsageError."""
    parts = re.fullmatch(r"([0-9]{1,5})=(.*)", words, re.ASCII)
    if parts is None or not confirming.may_be_line(words):
        shown = f"{words[:40]}：请写成 5=这一行的文字，不带 {DOUBT} / write it as 5=TEXT, without {DOUBT}"
        raise UsageError(f"--text {shown}")
    return int(parts[1]), confirming.as_line(parts[2])


def _noted(record: Record, numbers: Sequence[int], texts: Mapping[int, str], by: str, on: date) -> Record:
    """A record with lines corrected and confirmed. Raises UsageError."""
    try:
        return confirming.noted(record, numbers, texts, by, on)
    except StrangeLineError as error:
        option = "--lines" if set(error.strange) & set(numbers) else "--text"
        words = f"没有这些行；有：{scans.ranges(error.known)} / no such lines"
        raise UsageError(f"{option} {scans.ranges(error.strange)}：{words}") from None
    except DoubtfulLineError as error:
        first = error.numbers[0]
        words = f"里面有 {DOUBT}，先照图片用 --text {first}=… 写出来 / write out what {DOUBT} stands for first"
        raise UsageError(f"--lines {scans.ranges(error.numbers)}：{words}") from None
