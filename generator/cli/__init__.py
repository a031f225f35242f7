"""The command line: arguments, progress, printing, exit codes. 0 good, 1 problems in the input, 2 wrong usage."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from generator import checks
from generator.build import publish
from generator.build.workers import LOCAL, scheduled
from generator.build.workshop import Progress, RefusedError, Sources
from generator.checks import files
from generator.cli.arguments import (
    Argument,
    Kind,
    day,
    exchanged_folder,
    failed,
    file,
    folder,
    folder_if_there,
    listen,
    new_file,
    new_folder,
    port,
    scheduler,
    site,
)
from generator.data import reports, schemas
from generator.desk import difference, editing, factsheet, review, revisions, starter
from generator.disk import folders, targets
from generator.document import extract
from generator.errors import CommandError, UsageError
from generator.findings import Finding, guess
from generator.paths import CONFIG
from generator.policy import gather
from generator.policy.guide import Guide
from generator.policy.loader import NO_PLACES, UTILITIES, may_be_place
from generator.policy.scalars import MAX_ID
from generator.site import hosting, offline
from generator.telling import answers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Only a fault of the program itself shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _told(_options(arguments))
    except BrokenPipeError:  # nobody reads what is said, as after `… | head`
        _hush()
        return 1
    except OSError as error:  # what `--help` says finds no room
        _hush()
        _complain(_error(error, []).lines[0])
        return 1
    except KeyboardInterrupt:
        return 130


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, read; what `--help` says is out before it ends the program."""
    try:
        return _parser().parse_args(arguments)
    except SystemExit:
        print(end="", flush=True)
        raise


def _told(options: argparse.Namespace) -> int:
    """Run a command, and say why where it cannot be done: the one place that knows how that is said."""
    paths = [(one, getattr(options, one.value)) for one in options.paths]
    try:
        for argument, path in paths:
            if path is not None:
                argument.kind(argument.name, path)
        code: int = options.run(options)
        print(end="", flush=True)
    except BrokenPipeError:
        raise
    except (CommandError, OSError, BrokenExecutor) as error:
        _hush()
        told = _error(error, [(one.name, path) for one, path in paths if path is not None])
        for line in filter(None, (*told.lines, options.unfinished if told.code == CommandError.code else "")):
            _complain(line)
        return told.code
    return code


def _error(error: Exception, paths: Sequence[tuple[str, Path]]) -> CommandError:
    """What ended a command, in words."""
    if isinstance(error, CommandError):
        return error
    if isinstance(error, OSError):
        return failed(error, paths)
    return CommandError(f"有一个进程被系统结束了，请再运行一次 / a process was ended: run it again ({error})")


def _hush() -> None:
    """Where what is printed can go nowhere, that is not told once more when the program ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            print(end="", flush=True, file=stream)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="generator", description="水气暖报装：政策 YAML → 指南、清单、数据、网站")
    commands = parser.add_subparsers(required=True, metavar="command")
    _check_command(_command(commands, "check", "all findings about the policies", "check wuhai --on 2026-12-31"))
    _build_command(_command(commands, "build", "check, then guides, PDFs and site", "build --site /srv/www/site"))
    _serve_command(_command(commands, "serve", "the site in the browser, anew with each save", "serve --port 8000"))
    _fresh_command(_command(commands, "fresh", "whether guides/ is what the policies give", "fresh"))
    _offline_command(_command(commands, "offline", "the built site as one ZIP for a disk", "offline stick.zip"))
    _nginx_command(
        _command(
            commands, "nginx", "how nginx is to hand out the built site", "nginx --root /srv/www/site > guides.conf"
        )
    )
    _classify_command(
        _command(commands, "classify", "which class am I", "classify wuhai/gas external_line=true flow=80")
    )
    example = "facts wuhai --format xlsx > wuhai.xlsx"
    _facts_command(_command(commands, "facts", "the fact-check table, to be signed", example))
    _diff_command(
        _command(commands, "diff", "what changes for the public between two states", "diff origin/main policies")
    )
    _review_command(
        _command(commands, "review", "findings and changes as one comment on a request", "review origin/main")
    )
    _new_command(_command(commands, "new", "a folder to fill in", "new wuhai --utility water,gas --document a.pdf"))
    schema = _command(commands, "schema", "the JSON Schemas of the policy files", "schema > policies.schema.json")
    _path(schema, "--into", new_folder, help="for editing programs, a file for each kind")
    schema.set_defaults(run=_schema)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str, example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=does,
        description=does,
        epilog=f"example: python -m generator {example}",
    )
    parser.set_defaults(paths=(), unfinished="")
    return parser


def _path(parser: argparse.ArgumentParser, name: str, kind: Kind, *, metavar: str = "DIR", **more: Any) -> None:
    """An argument that is a path, and what it should be."""
    action = parser.add_argument(name, type=Path, metavar=metavar, **more)
    shown = action.option_strings[0] if action.option_strings else metavar
    parser.set_defaults(paths=(*parser.get_default("paths"), Argument(shown, action.dest, kind)))


def _folder(parser: argparse.ArgumentParser, name: str, kind: Kind) -> None:
    """A folder of the project, where it is by default."""
    _path(parser, f"--{name}", kind, default=Path(name), help=f"default: {name}/")


def _check_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cities", nargs="*", metavar="CITY", help="only these places")
    _path(parser, "--originals", folder, help="compare every quotation with DIR/<city>.txt")
    parser.add_argument("--format", choices=tuple(_AS), default="text", help="github: shown in a pull request")
    parser.add_argument("--on", type=day, metavar="DATE", help="as of this day; also what begins or ends around it")
    _folder(parser, "policies", folder)
    parser.set_defaults(run=_check)


def _build_command(parser: argparse.ArgumentParser) -> None:
    _folder(parser, "policies", folder)
    _folder(parser, "guides", new_folder)
    _folder(parser, "site", exchanged_folder)
    _path(parser, "--originals", folder, help="show the documents, DIR/<city>.txt, on the site")
    parser.add_argument("--draft", action="store_true", help="the pages alone: no data, PDFs, search; guides/ stays")
    parser.add_argument(
        "--scheduler", type=scheduler, metavar="ADDRESS", help="let the workers of a Dask scheduler do it, tcp://…"
    )
    _store(parser)
    parser.set_defaults(run=_build, unfinished=_NOT_BUILT)


_NOT_BUILT = (
    "没有生成，site/ 没有动；改正以后再运行，会接着做"
    " / not built; once that is mended, run it again: it goes on where it stopped"
)


def _fresh_command(parser: argparse.ArgumentParser) -> None:
    _folder(parser, "policies", folder)
    _folder(parser, "guides", folder)
    _store(parser)
    parser.set_defaults(run=_fresh, originals=None)


def _serve_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000, help="default: 8000; 0 takes a free one")
    _path(parser, "--originals", folder, help="compare every quotation with DIR/<city>.txt")
    _folder(parser, "policies", folder)
    _store(parser)
    parser.set_defaults(run=_serve)


def _store(parser: argparse.ArgumentParser) -> None:
    _path(parser, "--store", new_folder, default=Path(".made"), help="what was made before; default: .made/")


def _offline_command(parser: argparse.ArgumentParser) -> None:
    default = Path("offline.zip")
    _path(parser, "file", new_file, nargs="?", default=default, metavar="FILE", help="default: offline.zip")
    _folder(parser, "site", site)
    parser.set_defaults(run=_offline)


def _nginx_command(parser: argparse.ArgumentParser) -> None:
    _folder(parser, "site", site)
    parser.add_argument("--root", metavar="DIR", help="where the site lies on the server; default: where it lies here")
    parser.add_argument("--listen", type=listen, default="8080", metavar="[ADDRESS:]PORT", help="default: 8080")
    parser.set_defaults(run=_nginx)


def _classify_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("guide", metavar="CITY/UTILITY")
    parser.add_argument("values", nargs="*", metavar="name=value", help="what is known; the rest stays open")
    parser.add_argument("--json", action="store_true")
    _folder(parser, "policies", folder)
    parser.set_defaults(run=_classify)


def _facts_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("guide", metavar="CITY[/UTILITY]")
    parser.add_argument("--format", choices=("md", "csv", "xlsx"), default="md")
    _folder(parser, "policies", folder)
    parser.set_defaults(run=_facts)


def _diff_command(parser: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        parser.add_argument(name, metavar=name.upper(), help="a git revision, or a folder of policies")
    parser.add_argument("--format", choices=("md", "json"), default="md")
    _folder(parser, "policies", folder_if_there)
    parser.set_defaults(run=_diff)


def _review_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="what the policies are compared with: a git revision, or a folder")
    _folder(parser, "policies", folder)
    parser.set_defaults(run=_review)


def _new_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", metavar="CITY", help="lower case letters, digits and hyphens; part of the address")
    parser.add_argument("--utility", default="water", metavar="LIST", help="of water, gas, heat; default: water")
    parser.add_argument(
        "--document", type=Path, action="append", required=True, metavar="FILE", help="pdf, docx or txt"
    )
    _folder(parser, "policies", new_folder)
    parser.set_defaults(run=_new)


# -------------------------------------------------------------------------------------------------- commands


def _check(options: argparse.Namespace) -> int:
    for city in options.cities:
        _hold_place("CITY", city, options.policies)
    only = gather.together(options.policies, options.cities) if options.cities else None
    known = gather.places(options.policies) if options.cities else ()
    on = options.on or date.today()
    where, alone = (options.policies, options.originals, on), bool(options.cities)
    _, guides, found = checks.check(*where, known=known, only=only, unpublished=alone)
    findings = _of([*found, *files.unsupplied(guides)], options)
    _AS[options.format](findings, guides, options)
    return int(any(one.severity == "error" for one in findings))


def _as_text(findings: Sequence[Finding], guides: Sequence[object], options: argparse.Namespace) -> None:
    """Every problem; what is no problem only in a sum, or by name where a day was asked about."""
    told = [one for one in findings if one.severity == "info"]
    problems = [one for one in findings if one.severity != "info"]
    _print(problems)
    _print([one for one in told if options.on and one.code in ("begins", "ends")])
    _complain(f"{len(guides)} guides, {len(problems)} findings")
    for codes, words in _SUMS.items():
        if number := sum(one.code in codes for one in told):
            _complain(words.format(number))


_SUMS = {
    ("not-supplied",): "企业还没有提供的有 {0} 项，逐项见 --format json / not yet supplied by utilities: {0}",
    ("not-published",): "还不发布的地方有 {0} 个，问题不影响别的地方，逐个见 check 地方 / not published yet: {0}",
    ("waived",): "已豁免的有 {0} 项，逐项见 --format json / waived: {0}",
    ("begins", "ends"): "前后 30 天内开始或结束的有 {0} 项，逐项见 --on 日期 / begin or end within 30 days: {0}",
}
_AS: dict[str, Callable[[Sequence[Finding], Sequence[object], argparse.Namespace], None]] = {
    "text": _as_text,
    "json": lambda findings, *_: print(reports.findings_json(findings)),
    "github": lambda findings, *_: print(reports.findings_github(findings), end=""),
}


def _hold_place(name: str, city: str, policies: Path) -> None:
    """A place is there. Raises UsageError."""
    if city not in (known := gather.places(policies)):
        raise UsageError(f"{name} {city}：没有这个地方{_instead(city, known)} / no such place")


def _instead(word: str, known: Sequence[str]) -> str:
    """What might have been meant, of what there is."""
    more = "……" if len(known) > _MANY else ""
    return f"{guess(word, list(known))['guess']}；有：{'、'.join(known[:_MANY]) or '（无）'}{more}"


_MANY = 20


def _of(findings: Sequence[Finding], options: argparse.Namespace) -> list[Finding]:
    """The findings about the chosen places."""
    wanted = tuple((options.policies / city).as_posix() for city in options.cities)
    return [
        one for one in findings if not wanted or f"{one.position.path}/".startswith(tuple(f"{one}/" for one in wanted))
    ]


def _build(options: argparse.Namespace) -> int:
    try:
        who = LOCAL if options.scheduler is None else scheduled(options.scheduler)
    except ImportError:
        words = "--scheduler 要先装 requirements-scheduler.lock / install requirements-scheduler.lock first"
        raise UsageError(words) from None
    paths = (_sources(options), options.guides, options.site)
    _print(publish.build(*paths, say=_progress(), crew=who, draft=options.draft))
    return 0


def _sources(options: argparse.Namespace) -> Sources:
    return Sources(options.policies, CONFIG, options.store, options.originals)


def _serve(options: argparse.Namespace) -> int:
    from generator.build import serve  # only here, so that no other command waits for what it brings along

    serve.serve(_sources(options), options.port, ready=lambda at: _complain(f"{at}  保存后自动更新，按 Ctrl-C 结束"))
    return 0


def _fresh(options: argparse.Namespace) -> int:
    stale = publish.stale(_sources(options), options.guides, say=_progress())
    for path in stale:
        _complain(f"{options.guides / path}:1:1: 与政策不一致，请运行 make site 后提交 / stale: run make site")
    return int(bool(stale))


def _offline(options: argparse.Namespace) -> int:
    targets.judge_archive(options.file, offline.FOLDER, options.site)
    folders.replace(options.file, offline.archive(options.site))
    _complain(f"{options.file}：解压后打开 {offline.FOLDER}/index.html / unpack, then open {offline.FOLDER}/index.html")
    return 0


def _nginx(options: argparse.Namespace) -> int:
    print(hosting.nginx(options.site, options.root or str(options.site.absolute()), options.listen), end="")
    return 0


def _guides(name: str, options: argparse.Namespace) -> list[Guide]:
    """The guides an address names, all that they say proven. Raises UsageError, RefusedError."""
    wanted = options.guide.strip("/")
    place = wanted.partition("/")[0]
    _hold_place(name, place, options.policies)
    known, only = gather.places(options.policies), gather.together(options.policies, [place])
    loaded, resolved, findings = checks.check(options.policies, known=known, only=only, unpublished=True)
    _refuse(checks.about(options.policies, loaded, place, findings))
    there = {one.guide.address: one.guide for one in resolved if one.guide.place.slug == place}
    if wanted not in (place, *there):
        raise UsageError(f"{name} {wanted}：没有这份指南{_instead(wanted, list(there))} / no such guide")
    return [guide for address, guide in there.items() if wanted in (place, address)]


def _refuse(findings: Iterable[Finding]) -> None:
    """What has an error is not handed out. Raises RefusedError."""
    if errors := [one for one in findings if one.severity == "error"]:
        raise RefusedError(sorted(errors))


def _classify(options: argparse.Namespace) -> int:
    guides = _guides("CITY/UTILITY", options)
    if len(guides) != 1:
        several = "、".join(one.address for one in guides) or "（无）"
        raise UsageError(f"CITY/UTILITY {options.guide}：请写明一份指南：{several} / name one guide")
    found = answers.answer(guides[0], answers.parsed(guides[0], options.values))
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else answers.in_words(found), end="")
    return 0


def _facts(options: argparse.Namespace) -> int:
    guides = _guides("CITY[/UTILITY]", options)
    found = [line for guide in guides if guide.reference is None for line in factsheet.lines(guide)]
    if options.format == "xlsx":
        return _workbook(factsheet.as_workbook(found, max(guide.place.read.on for guide in guides)))
    print(factsheet.as_csv(found) if options.format == "csv" else factsheet.as_markdown(found), end="")
    return 0


def _workbook(data: bytes) -> int:
    """A workbook goes into a file, never onto a screen."""
    if sys.stdout.isatty():
        words = "请写到文件里：… --format xlsx > 核对表.xlsx / write it to a file: … --format xlsx > facts.xlsx"
        raise UsageError(words)
    sys.stdout.buffer.write(data)
    return 0


def _diff(options: argparse.Namespace) -> int:
    states = [_checked(name, options.policies) for name in (options.old, options.new)]
    _refuse(one for _, errors in states for one in errors)
    found = difference.difference(*(guides for guides, _ in states))
    print(difference.as_json(found) if options.format == "json" else difference.as_markdown(found), end="")
    return 0


def _review(options: argparse.Namespace) -> int:
    """Says all it can: where one of the two states has errors, the findings without what changes."""
    before, lost = _checked(options.old, options.policies)
    _, resolved, found = checks.check(options.policies, None, date.today())
    findings = [one for one in found if one.severity != "info"]
    wrong = any(one.severity == "error" for one in findings)
    after = [one.guide for one in resolved]
    compared = None if wrong or lost else difference.difference(before, after)
    print(review.review(findings, compared), end="")
    return int(wrong)


def _checked(name: str, policies: Path) -> tuple[list[Guide], list[Finding]]:
    """The guides of a state and its errors. Raises UsageError where there is no such state."""
    with tempfile.TemporaryDirectory(prefix="policies-") as unpacked:
        _, resolved, findings = checks.check(_state(name, policies, Path(unpacked)))
    errors = [one for one in findings if one.severity == "error"]
    return [one.guide for one in resolved], [_of_state(one, f"{unpacked}/", f"{name}:") for one in errors]


def _of_state(one: Finding, unpacked: str, shown: str) -> Finding:
    """A finding with the path of its file as git names it in a revision."""
    return replace(one, position=replace(one.position, path=one.position.path.replace(unpacked, shown)))


def _state(name: str, policies: Path, into: Path) -> Path:
    """The folder of policies that a name stands for: itself, or unpacked from git. Raises UsageError."""
    with suppress(UsageError):
        folder("", Path(name))
        return Path(name)
    return revisions.unpacked(name, policies, into)


def _new(options: argparse.Namespace) -> int:
    """Writes a folder that is not there yet, whole or not at all."""
    place, utilities = options.policies / options.city, options.utility.split(",")
    _hold_new(options.city, place, utilities)
    texts = {f"document-{number}": _text(path) for number, path in enumerate(options.document, start=1)}
    try:
        made = starter.files(options.city, utilities, texts)
    except starter.TooMuchError as error:
        raise CommandError(f"--document {'、'.join(map(str, options.document))}：{error}") from None
    folders.create(place, {name: text.encode("utf-8") for name, text in made.items()})
    _complain(f"{place}: {len(made)} 个文件；还要回答的逐项见 / what is left to answer: generator check {options.city}")
    return 0


def _text(path: Path) -> str:
    """The text of a document. Raises CommandError, OSError."""
    file("--document", path)
    try:
        text, numbered = extract.text_of(path), extract.numbered_by_word(path)
    except extract.ExtractError as error:
        raise CommandError(f"--document {path}：{error}") from None
    if numbered:
        _complain(f"{path}: 自动编号没有取出来，请在 originals/ 里补上 / Word's own numbers are not in the text")
    return text


def _hold_new(city: str, place: Path, utilities: Sequence[str]) -> None:
    """A place can be begun. Raises UsageError."""
    if not may_be_place(city):
        taken = "、".join(sorted(NO_PLACES))
        words = f"不能作地方的编号；用小写字母、数字和连字符，至多 {MAX_ID} 个，不用 {taken} / no id of a place"
        raise UsageError(f"CITY {city[: MAX_ID + 1]}：{words}")
    if os.path.lexists(place):
        raise UsageError(f"CITY {city}：已经有 {place}，不会覆盖 / it is there already, and is not overwritten")
    targets.judge_place(place)
    if not set(utilities) <= set(UTILITIES) or len(set(utilities)) < len(utilities):
        words = f"可用：{'、'.join(UTILITIES)}，用半角逗号隔开 / one or several of these, parted by commas"
        raise UsageError(f"--utility {','.join(utilities)}：{words}")


def _schema(options: argparse.Namespace) -> int:
    if options.into is None:
        print(schemas.policy_schema(), end="")
    else:
        made = {name: text.encode("utf-8") for name, text in editing.schemas().items()}
        targets.judge_schemas(options.into, made)
        folders.put(options.into, made)
    return 0


def _print(findings: Sequence[Finding]) -> None:
    for one in findings:
        _complain(str(one))


def _progress() -> Progress:
    """Says what goes on; of many steps also how fast they are and how long the rest takes."""
    since: dict[str, float] = {}

    def say(what: str, done: int = 0, total: int = 0) -> None:
        seconds = monotonic() - since.setdefault(what, monotonic())
        pace = (done - 1) / seconds if seconds else 0
        left = f", {pace:.1f}/s, {(total - done) / pace:.0f} s left" if pace else ""
        _complain(f"{what} {done}/{total}{left}" if total else what)

    return say


def _complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
