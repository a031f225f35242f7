"""`new`: a place is begun, from its documents; or one of its documents gets a newer text."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from generator import checks, language
from generator.cli import arguments, options
from generator.cli.arguments import Kind
from generator.cli.commands import argument, command
from generator.cli.messages import complain, progress
from generator.desk import replacement, starter
from generator.desk.replacement import Traced
from generator.disk import folders, outputs
from generator.document import extract, scans
from generator.document.extract import Taken
from generator.document.originals import Original
from generator.errors import CommandError, UsageError
from generator.paths import PROGRAM
from generator.policy import gather
from generator.policy.loader import NO_PLACES, City, Policies, may_be_place
from generator.policy.scalars import MAX_ID
from generator.policy.utilities import known


@command("new", example="wuhai --utility water,gas --document a.pdf")
@argument("city", "CITY", help="lower case letters, digits and hyphens; part of the address")
@click.option("--utility", default="water", metavar="LIST", help="one or several utilities; default: water")
@click.option(
    "--document",
    type=Kind(arguments.file),
    multiple=True,
    required=True,
    metavar="FILE",
    help=f"{', '.join(kind[1:] for kind in extract.KINDS)}; may be given several times",
)
@click.option("--replace", metavar="ID", help="the place is there: FILE is the newer text of its document ID")
@options.folder("policies", arguments.new_folder)
def new(city: str, utility: str, document: Sequence[Path], replace: str | None, policies: Path) -> int:
    """Writes a folder that is not there yet, or a newer text, whole or not at all. Raises CommandError, UsageError."""
    if replace is not None:
        return _replaced(city, replace, document, policies)
    place, utilities = policies / city, utility.split(",")
    _hold_new(city, place)
    _hold_utilities(utilities)
    contents = _files(city, utilities, document)
    folders.create(place, contents)
    _tell_addresses(place, contents)
    where = "" if policies == Path("policies") else f" --policies {shlex.quote(str(policies))}"
    complain(
        f"{place}: {len(contents)} 个文件；还要回答的逐项见 / what is left to answer: {PROGRAM} check {city}{where}"
    )
    return 0


def _tell_addresses(place: Path, contents: Mapping[str, bytes]) -> None:
    """Say of which texts no numbered clause was recognised, and what stands for clauses in them."""
    for name, data in contents.items():
        if name.startswith("originals/") and name.endswith(".txt"):
            clauses = Original(data.decode("utf-8")).clauses
            if not any(clause.lead for clause in clauses):
                complain(
                    f"{place / name}：没有认出编号的条款；地址用小标题，或“第几段” / "
                    "no numbered clause was recognised: a heading or the number of a paragraph is the address"
                )


def _replaced(city: str, old: str, document: Sequence[Path], policies: Path) -> int:
    """Puts a newer text in the place of a document's, keeps the old one, and tells what became of each quotation."""
    if city not in gather.places(policies):
        words = f"还没有 {city} 这个地方，先不写 --replace 建起来 / no such place yet: begin it without --replace"
        raise UsageError(f"--replace {old[: MAX_ID + 1]}：{words}")
    only = gather.together(policies, [city])
    loaded, guides, _ = checks.check(policies, known=gather.places(policies), only=only, unpublished=True)
    place, name = _text_of_document(city, old, loaded)
    if len(document) != 1:
        raise UsageError("--document：与 --replace 同用时，写一份 / exactly one with --replace")
    texts = policies / city / "originals"
    replacement.hold_plain(texts / name)
    taken = _taken(document[0])
    before = (texts / name).read_bytes() if (texts / name).is_file() else b""
    if before == taken.text.encode():
        raise CommandError(f"--document {document[0]}：文字与 {texts / name} 相同 / the text is the same")
    replacement.put(texts, name, before, taken)
    _tell(replacement.traced(place, guides, old, Original(taken.text)))
    return 0


def _text_of_document(city: str, document: str, loaded: Policies) -> tuple[City, str]:
    """A place and the name of the text of one of its documents. Raises CommandError, UsageError."""
    place = next((own for own in loaded.cities if own.slug == city), None)
    if place is None:
        raise CommandError(f"CITY {city}：先改好 check 指出的错误 / first mend what `{PROGRAM} check {city}` names")
    known = {own.id: own.text or f"{city}.txt" for own in place.file.documents}
    if document not in known:
        raise UsageError(f"--replace {arguments.unknown(document, list(known), '没有这份文件', 'no such document')}")
    return place, known[document]


def _tell(traces: Iterable[Traced]) -> None:
    """Prints what became of each quotation, and how many of each kind there are."""
    counts = Counter[str]()
    for traced in traces:
        counts[traced.trace.state] += 1
        print(traced.told)
    told = "，".join(f"{name} {counts[state]}" for state, name in replacement.NAMES.items())
    complain(f"{told}；没有照旧的，check 逐条指出 / check names each that has not stayed")


def _hold_new(city: str, place: Path) -> None:
    """A place can be begun. Raises UsageError."""
    if not may_be_place(city):
        taken = "、".join(sorted([*NO_PLACES, *language.names()]))
        words = f"不能作地方的编号；用小写字母、数字和连字符，至多 {MAX_ID} 个，不用 {taken} / no id of a place"
        raise UsageError(f"CITY {city[: MAX_ID + 1]}：{words}")
    if os.path.lexists(place):
        raise UsageError(f"CITY {city}：已经有 {place}，不会覆盖 / it is there already, and is not overwritten")
    outputs.judge_place(place)


def _hold_utilities(utilities: Sequence[str]) -> None:
    """Each is known, and none is named twice. Raises UsageError."""
    if not set(utilities) <= set(known()) or len(set(utilities)) < len(utilities):
        words = f"可用：{'、'.join(known())}，用半角逗号隔开 / one or several of these, parted by commas"
        raise UsageError(f"--utility {','.join(utilities)}：{words}")


def _files(city: str, utilities: Sequence[str], documents: Sequence[Path]) -> dict[str, bytes]:
    """What is written, by name. Raises CommandError, OSError."""
    taken = {f"{city}-{number}": _taken(path) for number, path in enumerate(documents, start=1)}
    try:
        texts = starter.files(city, utilities, taken)
    except starter.TooMuchError as error:
        raise CommandError(f"--document {'、'.join(map(str, documents))}：{error}") from None
    pictures = {name: data for each in taken.values() for name, data in each.pictures.items()}
    return {
        **{name: text.encode("utf-8") for name, text in texts.items()},
        **{f"originals/{scans.PICTURES}/{name}": data for name, data in pictures.items()},
    }


def _taken(document: Path) -> Taken:
    """The text of a document; what is not in it is said. Raises CommandError, OSError."""
    try:
        taken = extract.taken(document, partial(progress(), f"{document}: 识别 / recognised"))
    except extract.ExtractError as error:
        raise CommandError(f"--document {document}：{error}") from None
    for left_out in taken.left_out:
        complain(f"{document}: 没有取出或拿不准 · left out or uncertain: {left_out}")
    return taken
