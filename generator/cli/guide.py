"""`classify` and `facts`: what one guide answers, and all that it says, to be checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli import options, places
from generator.cli.commands import argument, command
from generator.desk import factsheet
from generator.errors import UsageError
from generator.media import answers


@command("classify", example="wuhai/gas external_line=true flow=80")
@argument("guide", "CITY/UTILITY")
@argument("values", "name=value", nargs=-1, help="what is known; the rest stays open")
@click.option("--json", "as_json", is_flag=True)
@options.policies
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
@options.policies
def facts(guide: str, form: str, policies: Path) -> int:
    """Prints every class and fact of a place or a guide with its quotation. Raises UsageError, RefusedError."""
    guides = places.guides("CITY[/UTILITY]", guide, policies)
    lines = [line for guide_ in guides if guide_.reference is None for line in factsheet.lines(guide_)]
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
