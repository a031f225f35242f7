"""`translate`: the files in which the texts of a place are translated, with an entry for every text that has none."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from generator.cli import options
from generator.cli.commands import argument, command
from generator.cli.places import hold_place, refuse
from generator.desk import translating
from generator.desk.files.writing import UnwritableError
from generator.disk import folders
from generator.errors import CommandError
from generator.language import is_language
from generator.policy import loader
from generator.policy.loader import City
from generator.policy.provenance import Part
from generator.policy.renderings import seen
from generator.policy.translations import files, state


def _tag(text: str) -> str:
    """The tag of a language."""
    if not is_language(text):
        words = f"不是语言的代码：{text[:60]}；请写成 en、fr 的样子 / no tag of a language: write it as en, fr"
        raise click.BadParameter(words)
    return text


@command("translate", example="wuhai --language en")
@argument("city", "CITY")
@click.option("--language", type=_tag, default="en", metavar="TAG", help="default: en")
@options.policies
def translate(city: str, language: str, policies: Path) -> int:
    """Adds what is not translated, leaves what people wrote, and says how far it is. Raises CommandError, OSError."""
    hold_place("CITY", city, policies)
    loaded, findings = loader.load(policies, (city,))
    refuse(finding for finding in findings if finding.position.path.startswith(f"{(policies / city).as_posix()}/"))
    for place in loaded.cities:
        for name, model in files(place).items():
            _translate(place, name, model, language)
    return 0


def _translate(place: City, name: str, model: Part, language: str) -> None:
    path = place.folder / f"{name.removesuffix('.yaml')}.{language}.yaml"
    known = {(each.of, each.language): each.file.texts for each in place.translations}
    texts, entries = seen(model), known.get((name, language), {})
    if not texts:
        return
    old = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    try:
        new = translating.file(f"{place.slug}/{path.name}", name, texts, old, entries)
    except (UnwritableError, yaml.YAMLError):
        words = "程序写不进去，请把 texts 下面的各项一行一行写 / write what is below texts line by line, then again"
        raise CommandError(f"{path}：{words}") from None
    if new != old:
        folders.replace(path, new.encode("utf-8"))
    told = state(texts, entries)
    counts = (len(told.said), len(told.out_of_date), len(told.missing))
    print("{}: {} 处已译，{} 处过时，{} 处未译 / translated, out of date, missing".format(path, *counts))
