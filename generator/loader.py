"""YAML files → models, with the line and column of every value. Reads `policies/` only; nothing about meaning.

Scalars stay strings and the model gives the types, since PyYAML would read `8:30` as 510 and `NO` as False.
All problems of all files come in one run, as findings.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator import pictures, shapes
from generator.blocks import Block, blocks
from generator.findings import MAX_FAULTS, Finding, Place, bounded, finding, guess
from generator.model import (
    MAX_ID,
    NOT_STATED,
    TO_FILL,
    AsideFile,
    AssuredFile,
    ChangesFile,
    CityFile,
    FormFile,
    Part,
    Publisher,
    Record,
    UtilityFile,
    WaiverFile,
    YearFile,
)
from generator.quoting import unquoted

MAX_BYTES = 1 << 20
MAX_NODES = 20_000
"""Ten times what the largest honest file has."""
UTILITIES = ("water", "gas", "heat")
RESERVED = frozenset(
    {"about", "assets", "changes", "compare", "data", "disclosure", "help", "pagefind", "places", "search"}
)
"""Addresses of the site itself, which no place may have."""

Location = shapes.Location
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """One file as read: its path as shown, its raw tree, and where every key and value stands."""

    path: str
    raw: Any = None
    keys: Mapping[Location, Place] = field(default_factory=dict)
    values: Mapping[Location, Place] = field(default_factory=dict)
    typing: tuple[Finding, ...] = ()
    """What a Chinese keyboard may have done to the file; of interest only where something is wrong with it."""
    whole: bool = True
    """Whether all of the file could be read; a key that is missing may else be there."""

    def known(self, location: Location) -> Location:
        """The longest part of a location that is in the file; what a model added in between is passed over."""
        found: Location = ()
        for step in location:
            if (*found, step) in self.values:
                found = (*found, step)
        return found

    def place(self, location: Location, *, key: bool = False) -> Place:
        """Where a value (or its key) stands; the nearest thing around it where it is absent."""
        known = self.known(location)
        return (self.keys if key else self.values).get(known) or self.values.get(known, Place(self.path))

    def thing(self, location: Location) -> str:
        """The thing at a location by its own ids: `limits/large-external`."""
        names: list[str] = []
        raw = self.raw
        for step in self.known(location):
            raw = raw[step]
            if isinstance(step, str) and not names:
                names.append(step)
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                names.append(raw["id"])
        return "/".join(names)


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


@dataclass(frozen=True)
class Policies:
    """Everything under `policies/` that could be loaded."""

    cities: tuple[City, ...]
    publisher: Publisher
    years: Mapping[int, YearFile]
    """The announced calendars of working days, by year."""
    calendars: Mapping[int, Source] = field(default_factory=dict)
    """The files of the calendars."""
    changes: tuple[Record, ...] = ()
    record: Source | None = None
    """The file of the changes as read, where there is one."""
    unpublished: Mapping[str, Place] = field(default_factory=dict)
    """The places that are marked as not to be published, whether or not they could be loaded, and where each is."""


def load(root: Path, only: Container[str] | None = None) -> tuple[Policies, tuple[Finding, ...]]:
    """All policies below a folder, and all problems of all files; a city with an error is left out.

    `only`: the folders of the places to look at, instead of all.
    """
    policies, found = common(root)
    problems = list(found)
    wanted = [entry for entry in _entries(root) if is_place(entry) and (only is None or entry.name in only)]
    cities = [_city(entry, problems) for entry in wanted]
    marks = {entry.name: place for entry in wanted if (place := mark(entry)) is not None}
    loaded = replace(policies, cities=tuple(city for city in cities if city), unpublished=marks)
    return loaded, tuple(sorted(set(problems)))


def mark(folder: Path) -> Place | None:
    """Where a place is marked as not to be published; None where it is not, or where that cannot be read."""
    path = folder / "city.yaml"
    text = _at_a_guess(path) if _lies_here(folder, []) else ""
    if _MARK not in text:
        return None
    try:
        _refuse_size(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        told = [
            (number, 1, found[1]) for number, line in enumerate(text.splitlines(), 1) if (found := _LINE.match(line))
        ]
    else:
        entries = node.value if isinstance(node, yaml.MappingNode) else ()
        told = [(at.line + 1, at.column + 1, value.value) for key, value in entries
                if key.value == _MARK and (at := key.start_mark)]  # fmt: skip
    return Place(path.as_posix(), *told[0][:2]) if [value for *_, value in told] == ["false"] else None


_MARK = "published"
_LINE = re.compile(rf"""["']?{_MARK}["']?\s*:\s+["']?(.*?)["']?\s*(?:\s#.*)?$""")
"""The mark in a file that is no YAML yet, as long as somebody is still writing it."""


def _at_a_guess(path: Path) -> str:
    """The beginning of a text, in whatever encoding and however long, to find a mark in; empty where there is none."""
    if not _lies_here(path, []) or not os.path.isfile(path) or not os.access(path, os.R_OK):  # noqa: PTH113
        return ""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def common(root: Path) -> tuple[Policies, tuple[Finding, ...]]:
    """What is said once for all places, and the problems of these files."""
    problems: list[Finding] = []
    publisher = Publisher()
    years: dict[int, tuple[Source, YearFile]] = {}
    changes: tuple[Record, ...] = ()
    record: Source | None = None
    for entry in _entries(root):
        if entry.name == "publisher.yaml":
            publisher = _model(_read(entry, problems, Publisher), Publisher, problems) or publisher
        elif entry.name == "changes.yaml":
            record = _read(entry, problems, ChangesFile)
            made = _model(record, ChangesFile, problems)
            changes = made.changes if made else ()
        elif entry.name == CALENDARS and entry.is_dir():
            years = _years(entry, problems) if _lies_here(entry, problems) else {}
        elif not is_place(entry) and entry.suffix in (".yaml", ".yml"):
            problems.append(finding("unknown-file", Place(entry.as_posix()), allowed="publisher.yaml、changes.yaml"))
    calendars = {year: source for year, (source, _) in years.items()}
    announced = {year: calendar for year, (_, calendar) in years.items()}
    return Policies((), publisher, announced, calendars, changes, record), tuple(sorted(set(problems)))


def _entries(root: Path) -> list[Path]:
    return sorted(root.iterdir()) if root.is_dir() else []


CALENDARS = "workdays"
"""The folder of the announced calendars."""


def inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder even after links have been followed, wherever the folder itself lies."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


_ELSEWHERE = (
    "链接指到文件夹之外或没有的地方，或者没有权限读"
    " / a link out of its folder or to nothing, or nobody is permitted to read it"
)
"""All that a build can say: it takes along the files of a place, and of these nothing."""


def _lies_here(path: Path, problems: list[Finding]) -> bool:
    """Whether a file or folder is where it stands, and no link out of there or to nothing; a finding where it is."""
    if here := not os.path.islink(path) or _leads(path, path.parent):  # noqa: PTH114  raises nothing
        return here
    problems.append(finding("unreadable", Place(path.as_posix()), problem=_ELSEWHERE))
    return False


def _leads(link: Path, folder: Path) -> bool:
    """Whether a link leads to something in a folder."""
    return os.path.exists(link) and inside(link, folder)  # noqa: PTH110  raises nothing


def _strays(folder: Path) -> Iterator[Finding]:
    """What in the folder of a place cannot be read, of whatever kind: links out of it or to nothing, what is closed."""
    closed: list[OSError] = []
    for at, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for path in (Path(at, one) for one in (*folders, *names) if not one.startswith(".")):
            if os.path.islink(path) and not _leads(path, folder):  # noqa: PTH114
                yield finding("unreadable", Place(path.as_posix()), problem=_ELSEWHERE)
            elif path.name in names and not os.access(path, os.R_OK):
                yield finding("unreadable", Place(path.as_posix()), problem=PermissionError.__name__)
    for error in closed:
        yield finding("unreadable", Place(Path(error.filename).as_posix()), problem=type(error).__name__)


def is_place(entry: Path) -> bool:
    """Whether an entry of a policies folder is the folder of a place."""
    return entry.is_dir() and not entry.name.startswith(".") and entry.name not in (CALENDARS, *_FILES)


_FILES = ("publisher.yaml", "changes.yaml")


NO_PLACES = RESERVED | {CALENDARS}
"""Names that no place may have."""


def may_be_place(name: str) -> bool:
    """Whether the folder of a place may be called so."""
    return _is_id(name) and name not in NO_PLACES


def _is_id(name: str) -> bool:
    return len(name) <= MAX_ID and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) is not None


def _years(folder: Path, problems: list[Finding]) -> dict[int, tuple[Source, YearFile]]:
    """The announced calendars; a file that has an error is left out, and days of another year are errors."""
    found = {}
    for path in sorted(folder.iterdir()):
        if not re.fullmatch(r"2[0-9]{3}\.yaml", path.name):
            problems.append(finding("unknown-file", Place(path.as_posix()), allowed="2026.yaml（年份）"))
            continue
        source = _read(path, problems, YearFile)
        if calendar := _model(source, YearFile, problems):
            found[int(path.stem)] = source, calendar
            problems.extend(_other_years(source, calendar, int(path.stem)))
    return found


def _other_years(source: Source, calendar: YearFile, year: int) -> Iterator[Finding]:
    """Days outside the year of the file; a holiday may begin in the last days of the year before."""
    for index, one in enumerate(calendar.holidays):
        near = [day.year == year or (day.year == year - 1 and day.month == 12) for day in (one.since, *one.worked)]
        if not all(near) or one.until.year != year:
            at: Location = ("holidays", index)
            yield finding("other-year", source.place(at), source.thing(at), year=str(year))


_KINDS: dict[str, type[Part]] = {
    "city.yaml": CityFile,
    "form.yaml": FormFile,
    "set-aside.yaml": AsideFile,
    "waivers.yaml": WaiverFile,
    **{f"{name}.yaml": UtilityFile for name in UTILITIES},
    **{f"{name}.assured.yaml": AssuredFile for name in UTILITIES},
}


def _city(folder: Path, problems: list[Finding]) -> City | None:
    before = len(problems)
    if not _lies_here(folder, problems):
        return None
    problems.extend(_strays(folder))
    if not _is_id(folder.name):
        problems.append(finding("bad-folder", Place(folder.as_posix()), value=folder.name))
    if folder.name in RESERVED:
        problems.append(finding("reserved-folder", Place(folder.as_posix()), value=folder.name))
    sources, models = _files(folder, problems)
    if "city.yaml" not in sources:
        problems.append(finding("no-city-file", Place((folder / "city.yaml").as_posix())))
    for name in UTILITIES:
        if f"{name}.assured.yaml" in sources and f"{name}.yaml" not in sources:
            place = Place((folder / f"{name}.assured.yaml").as_posix())
            problems.append(finding("assured-without-guide", place, file=f"{name}.yaml"))
    logos = _logos(folder, sources, models, problems)
    if len(problems) > before:
        return None
    return City(
        slug=folder.name,
        folder=folder,
        file=models["city.yaml"],
        utilities={name: models[f"{name}.yaml"] for name in UTILITIES if f"{name}.yaml" in models},
        assured={name: models[f"{name}.assured.yaml"] for name in UTILITIES if f"{name}.assured.yaml" in models},
        form=models.get("form.yaml"),
        aside=models.get("set-aside.yaml"),
        sources=sources,
        logos=logos,
        waivers=models.get("waivers.yaml"),
    )


def _logos(
    folder: Path, sources: Mapping[str, Source], models: Mapping[str, Any], problems: list[Finding]
) -> dict[str, bytes]:
    """The logos that the utilities name, by utility; one that is no plain PNG file is a finding."""
    found = {}
    for utility in UTILITIES:
        short = models.get(f"{utility}.assured.yaml")
        if short is None or short.logo is None:
            continue
        source, path = sources[f"{utility}.assured.yaml"], folder / short.logo
        if not path.is_file() or not inside(path, folder):
            problems.append(finding("no-logo", source.place(("logo",)), "logo", file=short.logo))
        elif not os.access(path, os.R_OK):
            continue  # told with all that cannot be read
        elif fault := pictures.fault(data := path.read_bytes()):
            code, words = fault
            problems.append(finding(code, source.place(("logo",)), "logo", file=short.logo, **words))
        else:
            found[utility] = data
    return found


def _files(folder: Path, problems: list[Finding]) -> tuple[dict[str, Source], dict[str, Any]]:
    sources: dict[str, Source] = {}
    models: dict[str, Any] = {}
    for path in sorted(folder.iterdir()) if os.access(folder, os.R_OK) else ():
        if not re.search(r"\.ya?ml", path.name, re.IGNORECASE):
            continue
        if path.name not in _KINDS:
            problems.append(finding("unknown-file", Place(path.as_posix()), allowed="、".join(_KINDS)))
            continue
        kind = _KINDS[path.name]
        sources[path.name] = _read(path, problems, kind)
        models[path.name] = _model(sources[path.name], kind, problems)
    return sources, models


# ------------------------------------------------------------------------------------------------------- text


def _read(path: Path, problems: list[Finding], kind: type[BaseModel]) -> Source:
    """A file as a tree of strings; the source is empty (raw None) where it could not be read."""
    shown = path.as_posix()
    text = _decoded(path, problems)
    if text is None:
        return Source(shown)
    problems.extend(bounded(islice(_separators(text, shown), MAX_FAULTS + 1)))
    written = _Written(shown, text, kind, tuple(islice(_typing_faults(text, shown), MAX_FAULTS + 1)))
    try:
        node = _composed(text)
        if isinstance(node, yaml.ScalarNode) and len(blocks(text)) > 1:
            raise yaml.MarkedYAMLError(problem=_NO_COLON, problem_mark=node.start_mark)
    except yaml.YAMLError as error:
        return _broken(error, written, problems)
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        problems.append(finding("empty-file", Place(shown)))
        return Source(shown)
    return replace(_Tree(shown, text, kind).source(node, problems), typing=written.typing)


class _Written(NamedTuple):
    """A file before it is parsed: its path as shown, its text, what it should be, what a keyboard may have done."""

    path: str
    text: str
    kind: type[BaseModel]
    typing: tuple[Finding, ...]


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text, None where it has none. Raises YAMLError."""
    _refuse_size(text)
    return yaml.compose(text, Loader=_Loader)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _decoded(path: Path, problems: list[Finding]) -> str | None:
    """The text, BOM and CRLF accepted; None with a finding where it is too large or no UTF-8."""
    data = _bytes(path, problems)
    if data is None:
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        problems.append(finding("not-utf8", _byte_place(path, data, error.start), **_encoding_guess(data)))
        return None


def _bytes(path: Path, problems: list[Finding]) -> bytes | None:
    """The bytes of a file; None with a finding where it is too large, lies elsewhere, or is a device or a pipe."""
    if not _lies_here(path, problems):
        return None
    try:
        about = path.stat()
        if about.st_size > MAX_BYTES:
            words = {"size": str(about.st_size), "limit": str(MAX_BYTES)}
            problems.append(finding("too-large", Place(path.as_posix()), **words))
            return None
        if stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode):
            return path.read_bytes()
        problem = "no file"
    except OSError as error:
        problem = type(error).__name__
    problems.append(finding("unreadable", Place(path.as_posix()), problem=problem))
    return None


def _byte_place(path: Path, data: bytes, offset: int) -> Place:
    line = data[:offset].rpartition(b"\n")[2].decode("utf-8", errors="replace")
    return Place(path.as_posix(), data[:offset].count(b"\n") + 1, len(line) + 1)


def _encoding_guess(data: bytes) -> dict[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200]:
        return {"guess": "，看起来是“Unicode”（UTF-16）", "guess_en": " and looks like UTF-16"}
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return {"guess": "", "guess_en": ""}
    return {"guess": "，看起来是 GBK", "guess_en": " and looks like GBK"}


MAX_DEPTH = 50


class _DepthError(yaml.YAMLError):
    """Nested too deep; carries the mark."""


class _ManyError(yaml.YAMLError):
    """Too many entries; carries the mark."""


_ENTRY = (yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)


def _refuse_size(text: str) -> None:
    """Refuse what would exhaust the stack or the memory, before anything recurses."""
    depth = entries = 0
    for event in yaml.parse(text, Loader=_Loader):
        entries += isinstance(event, _ENTRY)
        if entries > MAX_NODES:
            raise _ManyError(event.start_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _DepthError(event.start_mark)


def _separators(text: str, path: str) -> Iterator[Finding]:
    """Line separators that YAML counts as line ends and editors do not show."""
    for number, line in enumerate(text.split("\n"), start=1):
        for found in re.finditer("[\x85\u2028\u2029]", line):
            name = f"U+{ord(found[0]):04X}"
            yield finding("invisible-character", Place(path, number, found.start() + 1), character=name)


MAX_TYPED = 2_000
"""A longer line was not typed by hand; looking for slips takes time that grows with the square of its length."""

_TYPED = re.compile("[\t\u3000\u00a0：，]")
"""What a slip has in it; most lines have none."""


def _typing_faults(text: str, path: str) -> Iterator[Finding]:
    """What Chinese keyboards and editors do to the structure of a YAML file, line by line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_TYPED or not _TYPED.search(line):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            yield finding("tab", Place(path, number, indent.index("\t") + 1))
        if found := re.search(r"[\u3000\u00a0]", indent):
            name = "U+3000" if found[0] == "\u3000" else "U+00A0"
            yield finding("full-width-space", Place(path, number, found.start() + 1), character=name)
        if found := re.match(r"[\s-]*([A-Za-z][\w-]*)\s*：", line) or re.search(
            r"[{,，]\s*([A-Za-z][\w-]*)\s*：", line
        ):
            yield finding("full-width-colon", Place(path, number, found.end()), key=found[1])
        if comma := next(filter(_in_brackets, re.finditer(r"，\s*[A-Za-z][\w-]*\s*[:：]", line)), None):
            yield finding("full-width-comma", Place(path, number, comma.start() + 1))


def _in_brackets(found: re.Match[str]) -> bool:
    """Whether what was found in a line stands behind a bracket that is still open."""
    before = found.string[: found.start()]
    return max(map(before.rfind, "{[")) > max(map(before.rfind, "}]"))


_PROBLEMS = {
    "mapping values are not allowed": "同一行里有第二个“: ”，或上一行没有写完；含冒号的文字请加引号",
    "did not find expected key": "这里应是一个键；多半是缩进不齐，或引号、括号没有配对",
    "could not find expected ':'": "键后面缺少冒号",
    "did not find expected '-' indicator": "这里应以“- ”开头；列表项的缩进不齐",
    "did not find expected ',' or '}'": "花括号 {} 没有配对，或各项之间缺少半角逗号",
    "did not find expected ',' or ']'": "方括号 [] 没有配对，或各项之间缺少半角逗号",
    "did not find expected node content": "这里缺少内容，或括号里多了符号",
    "found unexpected end of stream": "引号没有配对",
    "found character that cannot start any token": "文字以特殊符号（@ ` % 或制表符）开头；请加引号",
    "found undefined alias": "用了没有定义的别名 *；若是文字请加引号",
    "expected a single document": "一个文件里有两份 YAML（---）；请拆开",
    "control characters are not allowed": "文件里有控制字符",
}


_NO_COLON = "could not find expected ':'"
"""What the parser says, and does not where lines without colons are one text to it."""
_AT_CONTEXT = ("could not find expected ':'", "did not find expected ',' or", "found unexpected end of stream")


MAX_BLOCKS = 200
"""Four times what the largest kind of file has keys at the margin."""


def _broken(error: yaml.YAMLError, written: _Written, problems: list[Finding]) -> Source:
    """What can be read of a file with a fault in its syntax; the fault of each of its top-level blocks is told."""
    path, text, kind, typing = written
    faults: list[Finding] = []
    sound: list[yaml.MappingNode] = []
    for part in _parts(error, written):
        read = _block(part, written)
        if isinstance(read, yaml.MappingNode):
            sound.append(read)
        else:
            faults.extend(read)
    problems.extend(faults or bounded(typing) or [_fault_of_text(error, path, text)])
    if not faults or not sound:
        return Source(path)
    pairs = [pair for node in sound for pair in node.value]
    node = yaml.MappingNode(sound[0].tag, pairs, sound[0].start_mark, sound[-1].end_mark, flow_style=False)
    return replace(_Tree(path, text, kind).source(node, problems), whole=False)


def _parts(error: yaml.YAMLError, written: _Written) -> list[Block]:
    """The blocks in which to look for faults; none where what is wrong concerns the file as a whole."""
    parts = blocks(written.text) if isinstance(error, yaml.MarkedYAMLError) else []
    return parts if len(parts) <= MAX_BLOCKS and len(written.typing) <= MAX_FAULTS else []


def _block(part: Block, written: _Written) -> yaml.MappingNode | list[Finding]:
    """A block as a mapping, or what is wrong with it; nothing where it is empty or cannot be read for itself."""
    slips = [one for one in written.typing if one.place.line in part.lines]
    try:
        node = _composed(part.text)
    except yaml.YAMLError as error:
        if _is_alias_of(error, written.text):
            return []
        return slips or [_within(part, _fault_of_text(error, written.path, part.text))]
    if node is None or isinstance(node, yaml.MappingNode):
        return node or []
    key = _NO_COLON if isinstance(node, yaml.ScalarNode) else "did not find expected key"
    place = Place(written.path, node.start_mark.line + 1, node.start_mark.column + 1)
    return slips or [finding("yaml-syntax", place, problem=f"{_PROBLEMS[key]}（{key}）")]


def _within(part: Block, fault: Finding) -> Finding:
    """A fault that is seen only behind its block, at the end of the last line that the block has."""
    if fault.place.line in part.lines:
        return fault
    written = part.text.rstrip()
    place = Place(fault.place.path, written.count("\n") + 1, len(written) - written.rfind("\n") - 1)
    return replace(fault, place=place)


def _is_alias_of(error: yaml.YAMLError, text: str) -> bool:
    """Whether a block only names an anchor that stands in another."""
    if not isinstance(error, yaml.MarkedYAMLError) or "undefined alias" not in f"{error.problem} {error.context}":
        return False
    mark = error.problem_mark or error.context_mark
    name = re.match(r"\*([\w-]+)", text.split("\n")[mark.line][mark.column :]) if mark else None
    return name is not None and re.search(rf"&{re.escape(name[1])}\b", text) is not None


def _fault_of_text(error: yaml.YAMLError, path: str, text: str) -> Finding:
    return _unquoted(error, path, text) or _syntax(error, path, text)


def _unquoted(error: yaml.YAMLError, path: str, text: str) -> Finding | None:
    """That a text wants quotes, where that is what the parser stumbled over."""
    marks = (error.context_mark, error.problem_mark) if isinstance(error, yaml.MarkedYAMLError) else ()
    lines = text.split("\n")
    for number in dict.fromkeys(mark.line for mark in marks if mark and mark.line < len(lines)):
        if len(lines[number]) <= MAX_TYPED and (found := unquoted(lines[number])):
            return finding("unquoted-text", Place(path, number + 1, found.column), sign=found.sign, line=found.line)
    return None


def _syntax(error: yaml.YAMLError, path: str, text: str) -> Finding:
    if isinstance(error, (_DepthError, _ManyError)):
        place = Place(path, error.args[0].line + 1, error.args[0].column + 1)
        if isinstance(error, _ManyError):
            return finding("too-many-entries", place, limit=str(MAX_NODES))
        return finding("yaml-syntax", place, problem=f"嵌套超过 {MAX_DEPTH} 层")
    if not isinstance(error, yaml.MarkedYAMLError):
        position = int(getattr(error, "position", 0))
        before = text.encode("utf-8")[:position].decode("utf-8", errors="ignore")
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return finding("yaml-syntax", place, problem="文件里有控制字符，请删去")
    problem = " ".join(filter(None, (error.problem, error.context))) or str(error)
    at_context = any(words in problem for words in _AT_CONTEXT)
    mark = (error.context_mark if at_context else error.problem_mark) or error.problem_mark or error.context_mark
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
    zh = next((words for start, words in _PROBLEMS.items() if start in problem), problem)
    return finding("yaml-syntax", place, problem=zh if zh == problem else f"{zh}（{error.problem}）")


# ------------------------------------------------------------------------------------------------------- tree

_QUOTES = ("“", "‘", "「")
_COMMENT = re.compile(r"\s+#(?=[^\s#])(.{,30})")
_CORE_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
_TRAPS: dict[str, tuple[str, str, str]] = {
    # tag: what is harmless, what YAML makes of the rest (zh, en)
    "int": (r"0|-?[1-9]\d*", "另一种写法的整数", "an integer written in another way"),
    "float": (r"-?(0|[1-9]\d*)\.\d+", "浮点数的特殊写法", "a special float"),
    "bool": (r"true|false", "是或否", "a boolean"),
    "timestamp": (r"\d{4}-\d\d-\d\d", "时间", "a timestamp"),
}


def _foreign(node: yaml.Node) -> bool:
    """Whether a node carries a tag of its own."""
    return node.tag.removeprefix("tag:yaml.org,2002:") not in _CORE_TAGS


class _Tree:
    """Turns a composed YAML document into dicts, lists and strings, noting where each stands."""

    def __init__(self, path: str, text: str, kind: type[BaseModel]) -> None:
        self._path = path
        self._kind = kind
        self._lines = text.split("\n")
        self._keys: dict[Location, Place] = {}
        self._values: dict[Location, Place] = {}
        self._problems: list[Finding] = []
        self._told: set[int] = set()
        self._nodes = 0

    def source(self, node: yaml.Node, problems: list[Finding]) -> Source:
        """The file as a Source; its raw tree is None where anything was wrong with it."""
        try:
            raw = self._plain(node, (), ())
        except _TooLargeError:
            self._report("alias-bomb", node, (), limit=str(MAX_NODES))
        source = Source(self._path, None if self._problems else raw, self._keys, self._values)
        problems.extend(bounded(self._problems))
        return source

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._path, node.start_mark.line + 1, node.start_mark.column + 1)

    def _report(self, code: str, node: yaml.Node, at: Location, **words: str) -> None:
        self._problems.append(finding(code, self._place(node), _written(at), **words))

    def _plain(self, node: yaml.Node, at: Location, above: tuple[yaml.Node, ...]) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or any(node is outer for outer in above):
            raise _TooLargeError
        self._values[at] = self._place(node)
        if _foreign(node):
            self._report("foreign-tag", node, at, tag=node.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at, (*above, node))
        if isinstance(node, yaml.SequenceNode):
            self._full_width_commas(node, at)
            return [self._plain(child, (*at, i), (*above, node)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101  there is no fourth kind
        return self._scalar(node, at)

    def _mapping(self, node: yaml.MappingNode, at: Location, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if node.flow_style and self._torn(key, value, at):
                continue
            if not isinstance(key, yaml.ScalarNode):
                self._report("complex-key", key, at)
            elif _foreign(key):
                self._report("foreign-tag", key, at, tag=key.tag.replace("tag:yaml.org,2002:", "!!"))
            elif key.tag.endswith(":merge"):
                self._report("merge-key", key, at)
            elif key.value in found:
                first = self._keys[*at, key.value].line
                self._report("duplicate-key", key, at, key=key.value, first=str(first))
            else:
                self._keys[*at, key.value] = self._place(key)
                found[key.value] = self._entry(key, value, (*at, key.value), above)
        return found

    def _torn(self, key: yaml.Node, value: yaml.Node, at: Location) -> bool:
        """Whether a key is no key, but the rest of a text without quotes; told once of each line."""
        lost = isinstance(value, yaml.ScalarNode) and not value.value and not value.style
        number = key.start_mark.line
        if not isinstance(key, yaml.ScalarNode) or number in self._told:
            return isinstance(key, yaml.ScalarNode) and (lost or self._strange(key.value, at))
        if not (lost or not key.value.isascii() or self._strange(key.value, at)):
            return False
        line = self._lines[number]
        torn = unquoted(line, key.value if self._strange(key.value, at) else "") if len(line) <= MAX_TYPED else None
        if torn is None or torn.column > key.start_mark.column:
            return False
        self._told.add(number)
        place, thing = Place(self._path, number + 1, torn.column), _written(at)
        self._problems.append(finding("unquoted-text", place, thing, sign=torn.sign, line=torn.line))
        return True

    def _strange(self, key: str, at: Location) -> bool:
        """Whether a key is neither one that may stand there nor near one."""
        keys = shapes.keys_at(self._kind, at)
        return bool(keys) and key not in keys and not guess(key, keys)["guess"]

    def _entry(self, key: yaml.ScalarNode, value: yaml.Node, at: Location, above: tuple[yaml.Node, ...]) -> Any:
        if value.tag.endswith(":null"):
            name, colon, _ = key.value.partition("：")
            if colon and not value.value:
                self._report("full-width-colon", key, at[:-1], key=name)
            else:
                self._report("empty-value", key, at[:-1], key=name, **shapes.remedy(self._kind, at))
            return ""
        return self._plain(value, at, above)

    def _scalar(self, node: yaml.ScalarNode, at: Location) -> str:
        text: str = node.value
        if node.tag.endswith(":null"):
            self._report("empty-value", node, at[:-1], key="-", **shapes.remedy(self._kind, at))
        elif not node.style:
            self._plain_traps(node, text, at)
        return text

    def _plain_traps(self, node: yaml.ScalarNode, text: str, at: Location) -> None:
        """What an unquoted scalar may hide."""
        harmless, zh, en = _TRAPS.get(node.tag.rpartition(":")[2], ("", "", ""))
        if harmless and not re.fullmatch(harmless, text):
            self._report("yaml-trap", node, at, value=text, kind=zh, kind_en=en)
        if text[:1] in _QUOTES and re.fullmatch(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」", text):
            self._report("full-width-quotes", node, at)
        line = self._lines[node.end_mark.line] if node.end_mark.line < len(self._lines) else ""
        if found := _COMMENT.match(line, node.end_mark.column):
            self._report("swallowed-comment", node, at, rest=found[1])

    def _full_width_commas(self, node: yaml.SequenceNode, at: Location) -> None:
        """`[a，b]` is one item to YAML."""
        for child in node.value if node.flow_style else ():
            if isinstance(child, yaml.ScalarNode) and not child.style and "，" in child.value:
                self._report("full-width-comma", child, at)


def _written(at: Location) -> str:
    """A location in a file that has no model yet."""
    return "/".join(step for step in at if isinstance(step, str))


class _TooLargeError(Exception):
    """Anchors expand beyond the limit or to themselves."""


# ------------------------------------------------------------------------------------------------------ model


def _model(source: Source, kind: type[M], problems: list[Finding]) -> M | None:
    """The model of a file, or None with findings."""
    if source.raw is None:
        return None
    try:
        model = kind.model_validate(source.raw)
    except ValidationError as error:
        if error.error_count() > MAX_FAULTS:
            problems.append(finding("too-many-faults", Place(source.path), limit=str(MAX_FAULTS)))
            return None
        faults = [_fault(source, kind, one) for one in error.errors(include_url=False) if not _follows(one, source)]
        problems.extend((*source.typing, *_without_misspelt(faults)))
        return None
    return model if source.whole else None


def _without_misspelt(faults: list[Finding]) -> list[Finding]:
    """A key that is missing because it is misspelt is one fault, not two."""
    guessed = {(one.thing, dict(one.words)["guess"].rpartition(" ")[2]) for one in faults if one.code == "unknown-key"}
    missing = ("missing-key", "required-key")
    return [one for one in faults if one.code not in missing or (one.thing, dict(one.words)["key"]) not in guessed]


def _follows(fault: Any, source: Source) -> bool:
    """Whether a fault is told by others: a list too short because its entries have faults, a key of an unread block."""
    if fault["type"] == "missing" and len(fault["loc"]) == 1 and not source.whole:
        return True
    return bool(fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"])


_SHAPES = {
    "model_type": ("一组“键: 值”", "a mapping"), "model_attributes_type": ("一组“键: 值”", "a mapping"),
    "dict_type": ("一组“键: 值”", "a mapping"), "tuple_type": ("列表（每项以“- ”开头）", "a list"),
    "list_type": ("列表（每项以“- ”开头）", "a list"), "string_type": ("一段文字", "text"),
    "decimal_type": ("一个数", "a number"), "int_type": ("一个整数", "a whole number"),
    "date_type": ("日期", "a date"), "bool_type": ("true 或 false", "true or false"),
    "is_instance_of": ("条件", "a test"), "missing_argument": ("内容", "content"),
}  # fmt: skip


def _fault(source: Source, kind: type[BaseModel], fault: Any) -> Finding:
    """A pydantic fault as a finding in the editor's terms."""
    at: Location = fault["loc"]
    type_, context = fault["type"], fault.get("ctx", {})
    thing = source.thing(at)
    if fault["input"] == TO_FILL:
        return _left_blank(source, kind, source.known(at))
    if type_ == "extra_forbidden":
        allowed = shapes.allowed(shapes.model_at(kind, at[:-1]))
        place, key = source.place(at, key=True), str(at[-1])
        return finding("unknown-key", place, thing, key=key, allowed="、".join(allowed), **guess(key, allowed))
    if type_ == "missing":
        owner = shapes.model_at(kind, at[:-1])
        code = "missing-key" if owner and shapes.may_be_silent(owner, str(at[-1])) else "required-key"
        return finding(code, source.place(at), thing, key=str(at[-1]))
    code, words = _named(type_, context, fault["input"], fault["msg"])
    if code in _WITH_REMEDY:
        words |= shapes.remedy(kind, source.known(at))
    if code == "too-short":
        *around, name = source.known(at)
        words |= _silence(shapes.model_at(kind, tuple(around)), str(name))
    if type_ == "dict_type":
        words |= _as_mapping(source, at, fault["input"])
    return finding(code, source.place(at, key=at[-1:] == ("[key]",)), thing, **words)


_WITH_REMEDY = ("empty-text", "no-silence-here")


def _as_mapping(source: Source, at: Location, value: object) -> dict[str, str]:
    """What should be written where something else stands in place of a mapping whose keys are free."""
    if at[-2:-1] in (("when",), ("where",)):
        return _as_condition(source, value)
    if at[-1:] == ("words",):
        shown = "{true: 有外线, false: 无外线}"
        return {"expected": f"“是”和“否”的说法，如 {shown}", "expected_en": f"what is yes and what no, as in {shown}"}
    return {}


def _as_condition(source: Source, value: object) -> dict[str, str]:
    """What a bare word or a list should be that stands where conditions are expected."""
    listed = [word for word in re.split("[,，、;；\\s]+", value) if word] if isinstance(value, str) else []
    named = [_named_condition(source, word) for word in listed]
    tables = list(dict.fromkeys(table for table, _ in named))
    if len(tables) != 1:
        return {"expected": "条件，如 {class: small}", "expected_en": "conditions, as in {class: small}"}
    tests = [test for _, test in named]
    shown = f"{{{tables[0]}: {tests[0] if len(tests) == 1 else '[' + ', '.join(tests) + ']'}}}"
    return {"expected": f"条件，写成 {shown}", "expected_en": f"conditions, to be written {shown}"}


def _named_condition(source: Source, word: str) -> tuple[str, str]:
    """The key and the test that a word stands for: a yes to a question, or a class by its id or its name."""
    if any(one.get("id") == word and one.get("type") == "boolean" for one in _listed(source, "inputs")):
        return word, "true"
    classes = (one for one in _listed(source, "classes") if word in (one.get("id"), one.get("name")))
    return next(((str(one.get("table", "class")), str(one.get("id"))) for one in classes), ("class", word))


def _listed(source: Source, section: str) -> list[dict[str, Any]]:
    """The mappings that a section of a file has, whatever it is."""
    listed = source.raw.get(section) if isinstance(source.raw, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _left_blank(source: Source, kind: type[BaseModel], at: Location) -> Finding:
    """An open question of a file to fill in, by what its key is called."""
    depth = max((index for index, step in enumerate(at) if isinstance(step, str)), default=0)
    owner, name = shapes.model_at(kind, at[:depth]), str(at[depth]) if at else ""
    info = owner.model_fields.get(name) if owner else None
    title = re.split("[。，；]", str(info.description))[0] if info and info.description else name
    words = {"value": TO_FILL, "title": title, **_silence(owner, name)}
    return finding("left-blank", source.place(at), source.thing(at), **words)


def _silence(owner: type[BaseModel] | None, name: str) -> dict[str, str]:
    """That `not_stated` would be an answer, where it would."""
    silent = owner is not None and shapes.may_be_silent(owner, name)
    zh, en = ("，文件没有写的填 not_stated", ", not_stated where it is silent") if silent else ("", "")
    return {"silence": zh, "silence_en": en}


def _named(type_: str, context: dict[str, Any], value: object, message: str) -> tuple[str, dict[str, str]]:
    """The code of a fault and the words for its text."""
    shown = value if isinstance(value, str) else ""
    if context.get("code") == type_:
        return type_, {key: str(word) for key, word in context.items() if key != "code"}
    if type_ in _SHAPES and value == NOT_STATED:
        return "no-silence-here", {}
    if type_ in _SHAPES:
        expected, expected_en = _SHAPES[type_]
        found, found_en = _shape(value)
        words = {"expected": expected, "expected_en": expected_en, "found": found, "found_en": found_en}
        return "wrong-shape", words
    if type_ == "literal_error":
        return "not-allowed", {"value": shown, "allowed": "、".join(re.findall(r"'([^']*)'", context["expected"]))}
    if type_.startswith("date_"):
        return "bad-date", {"value": shown}
    if type_ in ("decimal_parsing", "int_parsing", "int_from_float"):
        return "bad-number", {"value": shown}
    if type_ == "too_short":
        return "too-short", {"least": str(context["min_length"])}
    if type_ == "too_long":
        return "too-long", {"most": str(context["max_length"])}
    if type_ == "string_pattern_mismatch":
        return "bad-pattern", {"value": shown, "pattern": context["pattern"]}
    return "bad-value", {"problem": message}


def _shape(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        return "一组“键: 值”", "a mapping"
    if isinstance(value, (list, tuple)):
        return "列表", "a list"
    return f"“{value}”", f'"{value}"'
