"""`policies/` → models, place by place. Checks nothing but the form of the files and their names.

All problems of all files come in one run, as findings.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator import language
from generator.findings import Finding, Position, finding
from generator.language import is_language
from generator.paths import TEMPLATES
from generator.policy import renderings, utilities
from generator.policy.files import (
    AsideFile,
    AssuredFile,
    ChangesFile,
    CityFile,
    DutiesFile,
    Duty,
    FormFile,
    Publisher,
    Record,
    ReviewedFile,
    TranslationFile,
    UtilitiesFile,
    UtilityEntry,
    UtilityFile,
    WaiverFile,
    YearFile,
)
from generator.policy.folders import CALENDARS, FILES, is_place
from generator.policy.logos import drawing_fault, logo_fault
from generator.policy.provenance import Part
from generator.policy.scalars import MAX_ID
from generator.policy.sources import LeftOut, Location, Source
from generator.policy.syntax.parsing import YAML_LOADER, read_tree, refuse_size
from generator.policy.syntax.shape_faults import modelled
from generator.policy.syntax.text import ELSEWHERE, MAX_BYTES, inside, leads_into, lies_here

RESERVED = frozenset(
    {"about", "assets", "changes", "compare", "data", "disclosure", "help", "pagefind", "places", "search"}
)
"""Addresses of the site itself, which no place may have; nor one of a language."""


@dataclass(frozen=True)
class Translations:
    """A file of translations as loaded: the name of the file that it translates, the language, what it says."""

    of: str
    language: str
    source: Source
    file: TranslationFile


@dataclass(frozen=True)
class City:
    """A policy folder as loaded: the files by what they are, and their sources by file name."""

    slug: str
    folder: Path
    file: CityFile
    utilities: Mapping[str, UtilityFile]
    assured: Mapping[str, AssuredFile]
    form: FormFile | None
    aside: AsideFile | None
    sources: Mapping[str, Source]
    logos: Mapping[str, bytes] = field(default_factory=dict)
    """The logos of the utilities, PNG, by utility."""
    waivers: WaiverFile | None = None
    left_out: tuple[LeftOut, ...] = ()
    """What was taken out of an unfinished place; nothing of one that is published (`unfinished`)."""
    reviewed: ReviewedFile | None = None
    translations: tuple[Translations, ...] = ()
    """The files of what its texts are in other languages."""

    @property
    def trees(self) -> dict[str, Any]:
        """What its files say, by file name."""
        return {name: source.raw for name, source in self.sources.items()}


@dataclass(frozen=True)
class Policies:
    """Everything under `policies/` that could be loaded."""

    cities: tuple[City, ...]
    publisher: Publisher
    years: Mapping[int, YearFile]
    """The announced calendars of working days, by year: ours, and before them the publisher's own."""
    calendars: Mapping[int, Source] = field(default_factory=dict)
    """The files of the publisher's own calendars."""
    changes: tuple[Record, ...] = ()
    record: Source | None = None
    """The file of the changes as read, where there is one."""
    duties: tuple[Duty, ...] = ()
    """The publisher's own lists of what is to be published; none where those of the program serve."""
    duty: Source | None = None
    """The file of these lists as read, where there is one."""
    utilities: tuple[UtilityEntry, ...] = ()
    """The utilities that the publisher has beside ours."""
    utility: Source | None = None
    """The file of these as read, where there is one."""
    logo: bytes | None = None
    """The logo of the site, PNG or SVG as the publisher names it."""
    unpublished: Mapping[str, Position] = field(default_factory=dict)
    """The places that are marked as not to be published, whether or not they could be loaded, and where each is."""


def whole(folder: Path, problems: list[Finding]) -> City | None:
    """A city whose files have no errors; None of any other. Adds to `problems` what is wrong."""
    before = len(problems)
    if not lies_here(folder, problems):
        return None
    problems.extend(of_folder(folder))
    sources = read(folder, problems)
    models = {name: modelled(source, kinds()[name], problems) for name, source in sources.items()}
    problems.extend(lacking(folder, sources))
    logos = logos_of(folder, sources, models, problems)
    translated = translations(folder, problems)
    return None if len(problems) > before else city_of(folder, sources, models, logos, translated=translated)


def load(
    root: Path,
    only: Container[str] | None = None,
    city: Callable[[Path, list[Finding]], City | None] = whole,
) -> tuple[Policies, tuple[Finding, ...]]:
    """The policies below a folder, and the problems of all files; a city with an error is left out.

    `only`: the folders of the places to look at, instead of all. `city`: what makes a city of a folder.
    """
    policies, faults = common(root)
    problems = list(faults)
    with beside(policies.utilities):
        loaded = _with_cities(root, policies, only, city, problems)
    return loaded, tuple(sorted(set(problems)))


def _with_cities(
    root: Path,
    policies: Policies,
    only: Container[str] | None,
    city: Callable[[Path, list[Finding]], City | None],
    problems: list[Finding],
) -> Policies:
    """The policies with the cities of a folder. Adds to `problems`."""
    wanted = [entry for entry in _entries(root) if is_place(entry) and (only is None or entry.name in only)]
    cities = [city(entry, problems) for entry in wanted]
    unpublished = {entry.name: position for entry in wanted if (position := unpublished_at(entry)) is not None}
    return replace(policies, cities=tuple(filter(None, cities)), unpublished=unpublished)


def beside(entries: Iterable[UtilityEntry]) -> AbstractContextManager[None]:
    """Within it these utilities are known beside ours."""
    return utilities.beside([entry.model_dump(mode="json") for entry in entries])


def beside_in(root: Path) -> AbstractContextManager[None]:
    """Within it those of a folder of policies are known, if its file of them has no errors, which are not told here."""
    path, unheard = root / utilities.FILE, list[Finding]()
    file = modelled(read_tree(path, unheard, UtilitiesFile), UtilitiesFile, unheard) if path.is_file() else None
    return beside(file.utilities if file else ())


def unpublished_at(folder: Path) -> Position | None:
    """Where in its city.yaml a place is marked as not to be published; None where it is not.

    Also of a file that cannot be parsed, line by line: an unfinished file must not be published for a slip in it.
    """
    path = folder / "city.yaml"
    text = _at_a_guess(path) if lies_here(folder, []) else ""
    if _PUBLISHED not in text:
        return None
    try:
        refuse_size(text)
        node = yaml.compose(text, Loader=YAML_LOADER)
    except yaml.YAMLError:
        values = [
            (number, 1, match[1]) for number, line in enumerate(text.splitlines(), 1) if (match := _LINE.match(line))
        ]
    else:
        entries = node.value if isinstance(node, yaml.MappingNode) else ()
        values = [(at.line + 1, at.column + 1, value.value) for key, value in entries
                if key.value == _PUBLISHED and (at := key.start_mark)]  # fmt: skip
    return Position(path.as_posix(), *values[0][:2]) if [value for *_, value in values] == ["false"] else None


_PUBLISHED = "published"
_LINE = re.compile(rf"""["']?{_PUBLISHED}["']?\s*:\s+["']?(.*?)["']?\s*(?:\s#.*)?$""")
"""A line with that key, in a file that is not yet valid YAML because somebody is still writing it."""


def _at_a_guess(path: Path) -> str:
    """The first MAX_BYTES of a file as text, in UTF-8 or UTF-16, wrong bytes replaced; empty if it cannot be read."""
    if not lies_here(path, []) or not os.path.isfile(path) or not os.access(path, os.R_OK):  # noqa: PTH113
        return ""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def common(root: Path) -> tuple[Policies, tuple[Finding, ...]]:
    """The policies without any city: publisher, calendars, record of changes; and the problems of these files."""
    problems: list[Finding] = []
    publisher = Publisher()
    years: dict[int, tuple[Source, YearFile]] = {}
    changes: tuple[Record, ...] = ()
    record: Source | None = None
    duties: tuple[Duty, ...] = ()
    duty: Source | None = None
    added: tuple[UtilityEntry, ...] = ()
    utility: Source | None = None
    logo: bytes | None = None
    for entry in _entries(root):
        if entry.name == "publisher.yaml":
            source = read_tree(entry, problems, Publisher)
            publisher = modelled(source, Publisher, problems) or publisher
            logo = _logo(root, publisher, source, problems)
            problems += _translation_faults(publisher.languages)
        elif entry.name == "changes.yaml":
            record = read_tree(entry, problems, ChangesFile)
            model = modelled(record, ChangesFile, problems)
            changes = model.changes if model else ()
        elif entry.name == "duties.yaml":
            duty = read_tree(entry, problems, DutiesFile)
            listed = modelled(duty, DutiesFile, problems)
            duties = listed.lists if listed else ()
        elif entry.name == utilities.FILE:
            utility = read_tree(entry, problems, UtilitiesFile)
            file = modelled(utility, UtilitiesFile, problems)
            added = file.utilities if file else ()
            problems += _taken(utility, added)
        elif entry.name == CALENDARS and entry.is_dir():
            years = _years(entry, problems) if lies_here(entry, problems) else {}
        elif not is_place(entry) and entry.suffix in (".yaml", ".yml"):
            problems.append(finding("unknown-file", Position(entry.as_posix()), allowed="、".join(FILES)))
    calendars = {year: source for year, (source, _) in years.items()}
    announced = {**national(), **{year: calendar for year, (_, calendar) in years.items()}}
    found = Policies((), publisher, announced, calendars, changes, record, duties, duty, added, utility, logo=logo)
    return found, tuple(sorted(set(problems)))


def _logo(root: Path, publisher: Publisher, source: Source, problems: list[Finding]) -> bytes | None:
    """The bytes of the publisher's logo. Adds to `problems` what is wrong with it."""
    if publisher.logo is None:
        return None
    path, at = root / publisher.logo, source.position(("logo",))
    if not path.is_file() or not inside(path, root) or not os.access(path, os.R_OK):
        problems.append(finding("no-logo", at, "logo", file=publisher.logo))
        return None
    data = path.read_bytes()
    if fault := (drawing_fault if path.suffix == ".svg" else logo_fault)(data):
        code, words = fault
        problems.append(finding(code, at, "logo", file=publisher.logo, **words))
    return data


def _translation_faults(names: Iterable[str]) -> Iterator[Finding]:
    """Findings about the translations into the languages that readers read beside Chinese."""
    for name in names:
        for fault in language.faults(name):
            at = Position(f"templates/locale/{name}.po", fault.line)
            yield finding("translation-fault", at, problem=fault.problem)


def _taken(source: Source, added: Iterable[UtilityEntry]) -> Iterator[Finding]:
    """Findings about utilities that a publisher adds by the id of one of ours."""
    ours = {entry["id"] for entry in utilities.ours()}
    for index, entry in enumerate(added):
        if entry.id in ours:
            at: Location = ("utilities", index, "id")
            yield finding("taken-utility", source.position(at), source.thing(at), value=entry.id)


def _entries(root: Path) -> list[Path]:
    return sorted(root.iterdir()) if root.is_dir() else []


def _strays(folder: Path) -> Iterator[Finding]:
    """Findings about what cannot be read in the folder of a place: links out of it or to nothing, closed files."""
    closed: list[OSError] = []
    for at, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(at, name) for name in (*folders, *names) if not name.startswith(".")):
            if os.path.islink(path) and not leads_into(path, folder):  # noqa: PTH114
                yield finding("unreadable", Position(path.as_posix()), problem=ELSEWHERE)
            elif path.name in names and not os.access(path, os.R_OK):
                yield finding("unreadable", Position(path.as_posix()), problem=PermissionError.__name__)
    for error in closed:
        yield finding("unreadable", Position(Path(error.filename).as_posix()), problem=type(error).__name__)


NO_PLACES = RESERVED | {CALENDARS}
"""Names that no place may have."""


def may_be_place(name: str) -> bool:
    """Whether the folder of a place may have this name."""
    return is_id(name) and name not in NO_PLACES and name not in language.names()


def is_id(name: str) -> bool:
    """Whether a folder of this name has the form of one of a place."""
    return len(name) <= MAX_ID and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) is not None


def _years(folder: Path, problems: list[Finding]) -> dict[int, tuple[Source, YearFile]]:
    """The announced calendars by year, each with its file. Files with errors are left out.

    Adds to `problems` those of the files, and the holidays that are not of the year of their file.
    """
    years = {}
    for path in sorted(folder.iterdir()):
        if not _CALENDAR.fullmatch(path.name):
            problems.append(finding("unknown-file", Position(path.as_posix()), allowed="2026.yaml（年份）"))
            continue
        source = read_tree(path, problems, YearFile)
        if calendar := modelled(source, YearFile, problems):
            years[int(path.stem)] = source, calendar
            problems.extend(_other_years(source, calendar, int(path.stem)))
    return years


@cache
def national() -> Mapping[int, YearFile]:
    """The announced calendars that come with the program, by year."""
    return {year: calendar for year, (_, calendar) in _years(TEMPLATES / CALENDARS, []).items()}


def _other_years(source: Source, calendar: YearFile, year: int) -> Iterator[Finding]:
    """Days outside the year of the file; a holiday may begin in the last days of the year before."""
    for index, holiday in enumerate(calendar.holidays):
        begins = (holiday.since, *holiday.worked)
        near = [day.year == year or (day.year == year - 1 and day.month == 12) for day in begins]
        if not all(near) or holiday.until.year != year:
            at: Location = ("holidays", index)
            yield finding("other-year", source.position(at), source.thing(at), year=str(year))


def kinds() -> Mapping[str, type[Part]]:
    """What each file of a place is, by its name; with a utility, its files are known."""
    return _kinds(tuple(utilities.known()))


@cache
def _kinds(names: tuple[str, ...]) -> Mapping[str, type[Part]]:
    return {
        "city.yaml": CityFile,
        "form.yaml": FormFile,
        "set-aside.yaml": AsideFile,
        "waivers.yaml": WaiverFile,
        "reviewed.yaml": ReviewedFile,
        **{f"{name}.yaml": UtilityFile for name in names},
        **{f"{name}.assured.yaml": AssuredFile for name in names},
    }


_UNTRANSLATED = ("set-aside.yaml", "waivers.yaml", "reviewed.yaml")
"""The files of a place whose texts no reader sees."""


def translated_files() -> tuple[str, ...]:
    """The files of a place whose texts readers see."""
    return tuple(name for name in kinds() if name not in _UNTRANSLATED)


def translated_by(name: str) -> tuple[str, str] | None:
    """Which file a file of this name translates, into which language: `gas.en.yaml` → (`gas.yaml`, `en`)."""
    stem, _, tag = name.removesuffix(".yaml").rpartition(".")
    of = f"{stem}.yaml"
    return (of, tag) if name.endswith(".yaml") and of in translated_files() and is_language(tag) else None


def policy_files(folder: Path) -> list[Path]:
    """The policy files of a place, of the calendars, or of all places, by name; none of any other folder."""
    names = sorted(path.name for path in folder.glob("*.yaml"))
    if folder.name == CALENDARS:
        return [folder / name for name in names if _CALENDAR.fullmatch(name)]
    there = kinds() if "city.yaml" in names else FILES
    return [folder / name for name in names if name in there]


_CALENDAR = re.compile(r"2[0-9]{3}\.yaml")


def of_folder(folder: Path) -> Iterator[Finding]:
    """Findings about the folder of a place: its name, and what of it cannot be read."""
    yield from _strays(folder)
    if not is_id(folder.name):
        yield finding("bad-folder", Position(folder.as_posix()), value=folder.name)
    if folder.name in (*RESERVED, *language.names()):
        yield finding("reserved-folder", Position(folder.as_posix()), value=folder.name)


def lacking(folder: Path, sources: Container[str]) -> Iterator[Finding]:
    """Findings about files that a place must have."""
    if "city.yaml" not in sources:
        yield finding("no-city-file", Position((folder / "city.yaml").as_posix()))
    for name in utilities.known():
        if f"{name}.assured.yaml" in sources and f"{name}.yaml" not in sources:
            position = Position((folder / f"{name}.assured.yaml").as_posix())
            yield finding("assured-without-guide", position, file=f"{name}.yaml")


def city_of(
    folder: Path,
    sources: Mapping[str, Source],
    models: Mapping[str, Any],
    logos: Mapping[str, bytes],
    *,
    translated: tuple[Translations, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> City:
    """A city of its files, by their names, whose texts know their translations."""
    models = {name: _carrying(name, model, translated) for name, model in models.items()}
    known = utilities.known()
    return City(
        slug=folder.name,
        folder=folder,
        file=models["city.yaml"],
        utilities={name: models[f"{name}.yaml"] for name in known if f"{name}.yaml" in models},
        assured={name: models[f"{name}.assured.yaml"] for name in known if f"{name}.assured.yaml" in models},
        form=models.get("form.yaml"),
        aside=models.get("set-aside.yaml"),
        sources=sources,
        logos=logos,
        waivers=models.get("waivers.yaml"),
        left_out=left_out,
        reviewed=models.get("reviewed.yaml"),
        translations=translated,
    )


def _carrying(name: str, model: Part, translated: Iterable[Translations]) -> Part:
    """A file whose texts know their translations."""
    return renderings.carrying(model, {each.language: each.file.texts for each in translated if each.of == name})


def logos_of(
    folder: Path, sources: Mapping[str, Source], models: Mapping[str, Any], problems: list[Finding]
) -> dict[str, bytes]:
    """The bytes of the logos that the utilities name, by utility. Adds to `problems` those that are no fit PNG file."""
    logos = {}
    for utility in utilities.known():
        short = models.get(f"{utility}.assured.yaml")
        if short is None or short.logo is None:
            continue
        source, path = sources[f"{utility}.assured.yaml"], folder / short.logo
        if not path.is_file() or not inside(path, folder):
            problems.append(finding("no-logo", source.position(("logo",)), "logo", file=short.logo))
        elif not os.access(path, os.R_OK):
            continue  # `_strays` reports it with all that cannot be read
        elif fault := logo_fault(data := path.read_bytes()):
            code, words = fault
            problems.append(finding(code, source.position(("logo",)), "logo", file=short.logo, **words))
        else:
            logos[utility] = data
    return logos


def _allowed() -> str:
    """The names that files of a place may have, those of what a utility supplies in one, and of translations."""
    names = (name for name in kinds() if not name.endswith(".assured.yaml"))
    return "、".join([*names, "<业务>.assured.yaml", "gas.en.yaml（译文）"])


def read(folder: Path, problems: list[Finding]) -> dict[str, Source]:
    """The policy files of a place by their names. Adds to `problems` what cannot be read, or is no policy."""
    sources: dict[str, Source] = {}
    for path in sorted(folder.iterdir()) if os.access(folder, os.R_OK) else ():
        if not re.search(r"\.ya?ml", path.name, re.IGNORECASE):
            continue
        if translated_by(path.name):
            continue
        if path.name not in kinds():
            problems.append(finding("unknown-file", Position(path.as_posix()), allowed=_allowed()))
            continue
        sources[path.name] = read_tree(path, problems, kinds()[path.name])
    return sources


def translations(folder: Path, problems: list[Finding]) -> tuple[Translations, ...]:
    """The files of translations of a place, by name. Adds to `problems` what is wrong with their form."""
    translated = []
    for path in translation_files(folder):
        source = read_tree(path, problems, TranslationFile)
        of, tag = translated_by(path.name) or ("", "")
        model = modelled(source, TranslationFile, problems)
        translated += [Translations(of, tag, source, model)] if model else []
    return tuple(translated)


def translation_files(folder: Path) -> list[Path]:
    """The files of translations of a place, by name."""
    names = sorted(path.name for path in folder.iterdir()) if os.access(folder, os.R_OK) else []
    return [folder / name for name in names if translated_by(name)]
