"""The command line: arguments, progress, printing, exit codes. 0 good, 1 problems in the input, 2 wrong usage."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from datetime import date
from pathlib import Path
from time import monotonic

from generator import (
    answers,
    checks,
    difference,
    editing,
    exports,
    extract,
    factsheet,
    folders,
    gather,
    hosting,
    offline,
    publish,
    review,
    revisions,
    starter,
)
from generator.build import BuildError, Progress, RefusedError, Sources
from generator.crew import LOCAL, scheduled
from generator.engine import EngineError
from generator.findings import Finding
from generator.loader import RESERVED, UTILITIES
from generator.model import Guide
from generator.work import OtherVersionError

_ROOT = Path(__file__).parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code: int = options.run(options)
    return code


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
    schema.add_argument("--into", type=Path, metavar="DIR", help="for editing programs, a file for each kind")
    schema.set_defaults(run=_schema)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str, example: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=does,
        description=does,
        epilog=f"example: python -m generator {example}",
    )


def _folders(parser: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        parser.add_argument(f"--{name}", type=Path, default=Path(name), metavar="DIR", help=f"default: {name}/")


def _check_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cities", nargs="*", metavar="CITY", help="only these places")
    parser.add_argument("--originals", type=Path, metavar="DIR", help="compare every quotation with DIR/<city>.txt")
    parser.add_argument("--format", choices=tuple(_AS), default="text", help="github: shown in a pull request")
    parser.add_argument("--on", type=_day, metavar="DATE", help="as of this day; also what begins or ends around it")
    _folders(parser, "policies")
    parser.set_defaults(run=_check)


def _build_command(parser: argparse.ArgumentParser) -> None:
    _folders(parser, "policies", "guides", "site")
    parser.add_argument("--originals", type=Path, metavar="DIR", help="show the documents, DIR/<city>.txt, on the site")
    parser.add_argument("--draft", action="store_true", help="the pages alone: no data, PDFs, search; guides/ stays")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="let the workers of a Dask scheduler do it, tcp://…")
    _store(parser)
    parser.set_defaults(run=_build)


def _fresh_command(parser: argparse.ArgumentParser) -> None:
    _folders(parser, "policies", "guides")
    _store(parser)
    parser.set_defaults(run=_fresh, originals=None)


def _serve_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="default: 8000; 0 takes a free one")
    parser.add_argument("--originals", type=Path, metavar="DIR", help="compare every quotation with DIR/<city>.txt")
    _folders(parser, "policies")
    _store(parser)
    parser.set_defaults(run=_serve)


def _store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", type=Path, default=Path(".made"), metavar="DIR", help="what was made before; default: .made/"
    )


def _offline_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=Path, default=Path("offline.zip"), metavar="FILE", help="default: offline.zip"
    )
    _folders(parser, "site")
    parser.set_defaults(run=_offline)


def _nginx_command(parser: argparse.ArgumentParser) -> None:
    _folders(parser, "site")
    parser.add_argument("--root", metavar="DIR", help="where the site lies on the server; default: where it lies here")
    parser.add_argument("--listen", type=_port, default="8080", metavar="[ADDRESS:]PORT", help="default: 8080")
    parser.set_defaults(run=_nginx)


def _port(text: str) -> str:
    if not re.fullmatch(r"([0-9.]+:|\[[0-9a-f:]+\]:)?[0-9]{1,5}", text):
        raise argparse.ArgumentTypeError("8080, 127.0.0.1:8080, [::]:8080")
    return text


def _classify_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("guide", metavar="CITY/UTILITY")
    parser.add_argument("values", nargs="*", metavar="name=value", help="what is known; the rest stays open")
    parser.add_argument("--json", action="store_true")
    _folders(parser, "policies")
    parser.set_defaults(run=_classify)


def _facts_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("guide", metavar="CITY[/UTILITY]")
    parser.add_argument("--format", choices=("md", "csv", "xlsx"), default="md")
    _folders(parser, "policies")
    parser.set_defaults(run=_facts)


def _diff_command(parser: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        parser.add_argument(name, metavar=name.upper(), help="a git revision, or a folder of policies")
    parser.add_argument("--format", choices=("md", "json"), default="md")
    _folders(parser, "policies")
    parser.set_defaults(run=_diff)


def _review_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="what the policies are compared with: a git revision, or a folder")
    _folders(parser, "policies")
    parser.set_defaults(run=_review)


def _new_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", metavar="CITY", help="lower case letters, digits and hyphens; part of the address")
    parser.add_argument("--utility", default="water", metavar="LIST", help="of water, gas, heat; default: water")
    parser.add_argument(
        "--document", type=Path, action="append", required=True, metavar="FILE", help="pdf, docx or txt"
    )
    _folders(parser, "policies")
    parser.set_defaults(run=_new)


# -------------------------------------------------------------------------------------------------- commands


def _check(options: argparse.Namespace) -> int:
    if not _there(options.policies) or (options.originals and not _there(options.originals)):
        return 2
    if unknown := [city for city in options.cities if not _is_place(options.policies, city)]:
        _complain(f"没有这个地方：{'、'.join(unknown)} / no such place: {', '.join(unknown)}")
        return 2
    only = gather.together(options.policies, options.cities) if options.cities else None
    known = gather.places(options.policies) if options.cities else ()
    on = options.on or date.today()
    _, guides, found = checks.check(options.policies, options.originals, on, known=known, only=only)
    findings = _of([*found, *checks.unsupplied(guides)], options)
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
    ("waived",): "已豁免的有 {0} 项，逐项见 --format json / waived: {0}",
    ("begins", "ends"): "前后 30 天内开始或结束的有 {0} 项，逐项见 --on 日期 / begin or end within 30 days: {0}",
}
_AS: dict[str, Callable[[Sequence[Finding], Sequence[object], argparse.Namespace], None]] = {
    "text": _as_text,
    "json": lambda findings, *_: print(exports.findings_json(findings)),
    "github": lambda findings, *_: print(exports.findings_github(findings), end=""),
}


def _day(text: str) -> date:
    """A day in the form 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期：{text}；请写成 2026-11-21 / no date") from None


def _is_place(policies: Path, city: str) -> bool:
    return city not in ("", ".", "..") and Path(city).name == city and (policies / city).is_dir()


def _of(findings: Sequence[Finding], options: argparse.Namespace) -> list[Finding]:
    """The findings about the chosen places."""
    wanted = tuple((options.policies / city).as_posix() for city in options.cities)
    return [
        one for one in findings if not wanted or f"{one.place.path}/".startswith(tuple(f"{one}/" for one in wanted))
    ]


def _build(options: argparse.Namespace) -> int:
    if not _there(options.policies) or (options.originals and not _there(options.originals)):
        return 2
    try:
        who = LOCAL if options.scheduler is None else scheduled(options.scheduler)
    except ImportError:
        _complain("--scheduler 要先装 requirements-scheduler.lock / install requirements-scheduler.lock first")
        return 2
    paths = (_sources(options), options.guides, options.site)
    try:
        warnings = publish.build(*paths, say=_progress(), crew=who, draft=options.draft)
    except RefusedError as refused:
        _print(refused.findings)
        _complain("没有生成：先改正上面的问题，guides/ 和 site/ 都没有动 / nothing was written")
        return 1
    except (BuildError, EngineError, OtherVersionError, BrokenExecutor, OSError) as error:
        _complain(f"{type(error).__name__}: {error}")
        _complain("没有生成，site/ 没有动；再运行一次，会接着做 / not built; run it again to go on where it stopped")
        return 1
    _print(warnings)
    return 0


def _sources(options: argparse.Namespace) -> Sources:
    return Sources(options.policies, _ROOT / "mkdocs.yml", options.store, options.originals)


def _serve(options: argparse.Namespace) -> int:
    if not _there(options.policies) or (options.originals and not _there(options.originals)):
        return 2
    from generator import serve  # only here, so that no other command waits for what it brings along

    try:
        serve.serve(
            _sources(options), options.port, ready=lambda at: _complain(f"{at}  保存后自动更新，按 Ctrl-C 结束")
        )
    except OSError as error:
        _complain(f"预览没有开起来（{error}）；端口被占用时请用 --port 换一个 / is the port taken? see --port")
        return 2
    return 0


def _fresh(options: argparse.Namespace) -> int:
    if not _there(options.policies) or not _there(options.guides):
        return 2
    stale = publish.stale(_sources(options), options.guides, say=_progress())
    for path in stale:
        _complain(f"{options.guides / path}:1:1: 与政策不一致，请运行 make site 后提交 / stale: run make site")
    return int(bool(stale))


def _offline(options: argparse.Namespace) -> int:
    if not _built(options.site):
        return 2
    if not options.file.absolute().parent.is_dir():
        _complain(f"没有这个文件夹：{options.file.absolute().parent} / no such folder")
        return 2
    folders.replace(options.file, offline.archive(options.site))
    _complain(f"{options.file}：解压后打开 {offline.FOLDER}/index.html / unpack, then open {offline.FOLDER}/index.html")
    return 0


def _built(site: Path) -> bool:
    """Whether there is a built site; says so where there is none."""
    if not (there := (site / "index.html").is_file()):
        _complain(f"{site} 里没有生成好的网站，先运行 make site / no built site there: run make site first")
    return there


def _nginx(options: argparse.Namespace) -> int:
    if not _built(options.site):
        return 2
    try:
        print(hosting.nginx(options.site, options.root or str(options.site.absolute()), options.listen), end="")
    except hosting.NoRootError as error:
        _complain(f"--root 要以 / 开头，不能有引号、反斜线、$：{error} / not a folder for nginx")
        return 2
    return 0


def _guides(options: argparse.Namespace) -> list[Guide]:
    """The guides an address names; none, with the reason printed, where there is no such guide."""
    _, resolved, _ = checks.check(options.policies)
    wanted = options.guide.strip("/")
    found = [one.guide for one in resolved if wanted in (one.guide.address, one.guide.place.slug)]
    if not found:
        known = "、".join(one.guide.address for one in resolved)
        _complain(f"没有这份指南：{wanted}；有：{known} / no such guide")
    return found


def _classify(options: argparse.Namespace) -> int:
    guides = _guides(options) if _there(options.policies) else []
    if len(guides) != 1:
        return 2
    try:
        found = answers.answer(guides[0], answers.parsed(guides[0], options.values))
    except answers.WrongInputError as error:
        _complain(str(error))
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else answers.in_words(found), end="")
    return 0


def _facts(options: argparse.Namespace) -> int:
    guides = _guides(options) if _there(options.policies) else []
    found = [line for guide in guides if guide.reference is None for line in factsheet.lines(guide)]
    if options.format == "xlsx" and guides:
        return _workbook(factsheet.as_workbook(found, max(guide.place.read.on for guide in guides)))
    print(factsheet.as_csv(found) if options.format == "csv" else factsheet.as_markdown(found), end="")
    return 0 if guides else 2


def _workbook(data: bytes) -> int:
    """A workbook goes into a file, never onto a screen."""
    if sys.stdout.isatty():
        _complain("请写到文件里：… --format xlsx > 核对表.xlsx / write it to a file: … --format xlsx > facts.xlsx")
        return 2
    sys.stdout.buffer.write(data)
    return 0


def _diff(options: argparse.Namespace) -> int:
    states = []
    for name in (options.old, options.new):
        if (checked := _checked(name, options.policies)) is None:
            return 2
        guides, errors = checked
        for one in errors:
            _complain(one)
        if errors:
            return 1
        states.append(guides)
    found = difference.difference(*states)
    print(difference.as_json(found) if options.format == "json" else difference.as_markdown(found), end="")
    return 0


def _review(options: argparse.Namespace) -> int:
    """Says all it can: where one of the two states has errors, the findings without what changes."""
    if not _there(options.policies) or (before := _checked(options.old, options.policies)) is None:
        return 2
    _, resolved, found = checks.check(options.policies, None, date.today())
    findings = [one for one in found if one.severity != "info"]
    wrong = any(one.severity == "error" for one in findings)
    after = [one.guide for one in resolved]
    compared = None if wrong or before[1] else difference.difference(before[0], after)
    print(review.review(findings, compared), end="")
    return int(wrong)


def _checked(name: str, policies: Path) -> tuple[list[Guide], list[str]] | None:
    """The guides of a state and its errors as text; None, with the reason printed, where there is no such state."""
    with tempfile.TemporaryDirectory(prefix="policies-") as unpacked:
        folder = _state(name, policies, Path(unpacked))
        if folder is None:
            return None
        _, resolved, findings = checks.check(folder)
    errors = [str(one).replace(f"{unpacked}/", f"{name}:") for one in findings if one.severity == "error"]
    return [one.guide for one in resolved], errors


def _state(name: str, policies: Path, into: Path) -> Path | None:
    """The folder of policies that a name stands for: itself, or unpacked from git; None where it is neither."""
    if Path(name).is_dir():
        return Path(name)
    try:
        return revisions.unpacked(name, policies, into)
    except revisions.NoRevisionError as error:
        _complain(f"没有这个文件夹，也没有这个版本：{name}（{error}）/ no such folder or revision: {name}")
        return None


def _new(options: argparse.Namespace) -> int:
    """Writes a folder that is not there yet, whole or not at all."""
    folder, utilities = options.policies / options.city, options.utility.split(",")
    if refused := _no_new_place(options.city, folder, utilities):
        _complain(refused)
        return 2
    texts = {}
    for number, path in enumerate(options.document, start=1):
        try:
            texts[f"document-{number}"] = extract.text_of(path)
        except (extract.ExtractError, OSError) as error:
            _complain(f"{path}: {error}")
            return 1
        if extract.numbered_by_word(path):
            _complain(f"{path}: 自动编号没有取出来，请在 originals/ 里补上 / Word's own numbers are not in the text")
    made = starter.files(options.city, utilities, texts)
    folders.create(folder, {name: text.encode("utf-8") for name, text in made.items()})
    _complain(
        f"{folder}: {len(made)} 个文件；还要回答的逐项见 / what is left to answer: generator check {options.city}"
    )
    return 0


def _no_new_place(city: str, folder: Path, utilities: Sequence[str]) -> str:
    """Why a place cannot be begun; nothing where it can."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", city) or city in RESERVED:
        return (
            f"“{city}”不能作地方的编号；用小写字母、数字和连字符，不用 {'、'.join(sorted(RESERVED))} / no id of a place"
        )
    if folder.exists():
        return f"已经有 {folder}，不会覆盖 / it is there already, and is not overwritten"
    if not set(utilities) <= set(UTILITIES) or len(set(utilities)) < len(utilities):
        return f"--utility 可用：{'、'.join(UTILITIES)}，用半角逗号隔开 / one or several of these, parted by commas"
    return ""


def _schema(options: argparse.Namespace) -> int:
    if options.into is None:
        print(exports.policy_schema(), end="")
    else:
        folders.write(options.into, {name: text.encode("utf-8") for name, text in editing.schemas().items()})
    return 0


def _there(folder: Path) -> bool:
    if not folder.is_dir():
        _complain(f"没有这个文件夹：{folder} / no such folder: {folder}")
    return folder.is_dir()


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
