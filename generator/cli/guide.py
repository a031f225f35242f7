"""`classify` and `facts`: what one guide answers, and all that it says, to be checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, options, places
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.desk import factsheet, signatures
from generator.desk.factsheet import Line
from generator.desk.files.edits import Desk, NotChangedError, ReadOnlyError
from generator.desk.place import reviewing
from generator.errors import CommandError, UsageError
from generator.media import answers
from generator.policy.files import Reviewed
from generator.policy.loader import City
from generator.policy.resolve import Resolved


@command("classify", example="wuhai/gas external_line=true flow=80")
@argument("guide", "CITY/UTILITY")
@argument("values", "name=value", nargs=-1, help="what is known; the rest stays open")
@click.option("--json", "as_json", is_flag=True)
@options.policies
@options.equipped
def classify(guide: str, values: Sequence[str], as_json: bool, policies: Path) -> int:
    """Prints the classes that fit what is known, with their limits. Raises UsageError, RefusedError."""
    guides = places.guides("CITY/UTILITY", guide, policies)
    if len(guides) != 1:
        several = "、".join(guide_.address for guide_ in guides) or "（无）"
        raise UsageError(f"CITY/UTILITY {guide}：请写明一份指南：{several} / name one guide")
    answer = answers.answer(guides[0], answers.parsed(guides[0], values))
    print(json.dumps(answer, ensure_ascii=False, indent=1) if as_json else answers.in_words(answer), end="")
    return 0


@command("facts", example="wuhai --format xlsx > wuhai.xlsx")
@argument("guide", "CITY[/UTILITY]")
@options.form("md", "csv", "xlsx")
@options.path("--import", arguments.file, metavar="FILE", help="a signed .xlsx: what people say goes to reviewed.yaml")
@options.policies
@options.equipped
def facts(guide: str, form: str, policies: Path, **given: Path | None) -> int:
    """Prints every class and fact of a place or a guide with its quotation; or takes in what people say of them.

    Raises UsageError, RefusedError, CommandError.
    """
    resolved = places.resolved("CITY[/UTILITY]", guide, policies)
    guides = [each.guide for each in resolved]
    lines = [
        line
        for each in resolved
        if each.guide.reference is None
        for line in factsheet.lines(each.guide, reviewing.marks(each))
    ]
    if (workbook := given["import"]) is not None:
        return _take_in(workbook, resolved, lines)
    if form == "xlsx":
        _hand_out(factsheet.as_workbook(lines, max(guide_.place.read.on for guide_ in guides)))
    else:
        print(factsheet.as_csv(lines) if form == "csv" else factsheet.as_markdown(lines), end="")
    return 0


def _hand_out(workbook: bytes) -> None:
    """A workbook goes into a file, never onto a screen. Raises UsageError."""
    if sys.stdout.isatty():
        words = "请写到文件里：… --format xlsx > 核对表.xlsx / write it to a file: … --format xlsx > facts.xlsx"
        raise UsageError(words)
    sys.stdout.buffer.write(workbook)


def _take_in(workbook: Path, resolved: Sequence[Resolved], lines: Sequence[Line]) -> int:
    """Writes what a signed workbook says into the files of the places, and tells of all else. Raises CommandError."""
    try:
        rows = signatures.rows(workbook)
    except signatures.SheetError as error:
        raise CommandError(f"--import {workbook}：{error}") from None
    cities = list({city.slug: city for each in resolved for city in each.chain}.values())
    signed = signatures.signed(rows, lines, cities, date.today())
    for city in cities:
        entries = {address: review for (place, address), review in signed.reviews.items() if place == city.slug}
        if entries:
            _sign(city, entries)
    for line in signed.told:
        print(line)
    blank = sum(row.blank for row in rows)
    complain(
        f"收下 {len(signed.reviews)} 项，没有填的 {blank} 行 / things taken in: {len(signed.reviews)}; "
        f"rows without an answer: {blank}"
    )
    return 0


def _sign(city: City, entries: Mapping[str, Reviewed]) -> None:
    """Reviews go into the file of a place. Raises CommandError, OSError."""
    wanted = {address: reviewing.entry(review) for address, review in entries.items()}
    try:
        Desk(city.folder).change(reviewing.FILE, reviewing.FILE, None, lambda tree: reviewing.changed(tree, wanted))
    except (NotChangedError, ReadOnlyError) as error:
        raise CommandError(f"{city.folder / reviewing.FILE}：{error}") from None
