"""`check`: all findings about the policies, for people or for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from generator import overrides
from generator.build import workers, workshop
from generator.build.families import Families
from generator.build.workers import LOCAL
from generator.build.workshop import Sources
from generator.cli import arguments, options
from generator.cli.commands import argument, command
from generator.cli.messages import complain, progress, tell
from generator.findings import Finding
from generator.judgement.judged import Score, about
from generator.paths import CONFIG
from generator.policy import gather

_FEW = 40
"""Less families than these are checked sooner than further processes begin."""
_UNSUPPLIED = "企业还没有提供的有 {0} 项，逐项见 --format json / not yet supplied by utilities: {0}"
_SUMS = {
    ("not-published",): "还不发布的地方有 {0} 个，问题不影响别的地方，逐个见 check 地方 / not published yet: {0}",
    ("waived",): "已豁免的有 {0} 项，逐项见 --format json / waived: {0}",
    ("begins", "ends"): "前后 30 天内开始或结束的有 {0} 项，逐项见 --on 日期 / begin or end within 30 days: {0}",
}


@command("check", example="wuhai --on 2026-12-31")
@argument("cities", "CITY", nargs=-1, help="only these places")
@options.originals
@options.form("text", "json", "github", help="github: shown in a pull request")
@click.option("--on", type=arguments.day, metavar="DATE", help="as of this day; also what begins or ends around it")
@options.policies
@options.store
@options.templates
def check(
    *,
    cities: Sequence[str],
    originals: Path | None,
    form: str,
    on: date | None,
    policies: Path,
    store: Path,
    templates: Path | None,
) -> int:
    """All findings, or those about some places; 1 where one of them is an error. Without `on` as of today."""
    day = on or date.today()
    sources = Sources(policies, CONFIG, store, originals, templates)
    found = _of_places(cities, day, sources) if cities else _of_all(day, sources)
    if form == "text":
        _tell(found, by_day=on is not None)
        _tell_scores(found.scores if cities or originals else ())
    else:
        _report(found, form)
    return int(any(finding.severity == "error" for finding in found.findings))


class _Found(NamedTuple):
    """What was found, of how many guides, and what became of the sentences of each document."""

    findings: Sequence[Finding]
    guides: int
    scores: Iterable[tuple[str, Score]]
    unsupplied: int
    """So many things utilities have not yet supplied."""
    each_unsupplied: Callable[[], Iterable[Finding]]
    """What these are; of a country tens of thousands, which only programs are told."""


def _of_places(cities: Sequence[str], day: date, sources: Sources) -> _Found:
    """Of chosen places, whether or not they are to be published; what needs every place is not looked at."""
    from generator import checks  # all places are read from the store, most often, and without any model
    from generator.checks import files, forgotten
    from generator.cli.places import hold_place

    overrides.use(overrides.read(sources.templates))
    for city in cities:
        hold_place("CITY", city, sources.policies)
    policies, originals = sources.policies, sources.originals
    only, known = gather.together(policies, cities), gather.places(policies)
    loaded, guides, everything = checks.check(policies, originals, day, known=known, only=only, unpublished=True)
    folders = [(policies / city).as_posix() for city in cities]
    unsupplied = list(about(folders, files.unsupplied(guides)))
    asked = [place for place in loaded.cities if place.slug in cities]
    scores = (score for city in asked for score in forgotten.scores(city, guides, originals))
    return _Found(list(about(folders, everything)), len(guides), scores, len(unsupplied), lambda: unsupplied)


def _of_all(day: date, sources: Sources) -> _Found:
    """Of all places: what was found before is read again. Raises OutputError."""
    workers.tune()
    workshop.judge(sources)
    workshop.mark(sources.store)
    families = Families(workshop.opened(sources, LOCAL, progress()))
    anew = families.make(few=_FEW)
    findings, each = sorted({*families.findings(day)}), families.judgements.each
    if anew:
        families.judgements.tidy()
    scores = [score for judged in each for score in judged.scores]
    guides, unsupplied = sum(len(judged.guides) for judged in each), families.judgements.unsupplied_number
    return _Found(findings, guides, scores, unsupplied, families.unsupplied)


def _report(found: _Found, form: str) -> None:
    """All findings for programs, in order."""
    from generator.data import reports

    findings = sorted({*found.findings, *found.each_unsupplied()})
    print(reports.findings_json(findings) + "\n" if form == "json" else reports.findings_github(findings), end="")


def _tell(found: _Found, *, by_day: bool) -> None:
    """Every problem; what is no problem only in a sum, or by name where a day was asked about."""
    notices = [finding for finding in found.findings if finding.severity == "info"]
    problems = [finding for finding in found.findings if finding.severity != "info"]
    tell(problems)
    tell(finding for finding in notices if finding.code in ("review-counted", "translation-open"))
    tell(finding for finding in notices if by_day and finding.code in ("begins", "ends"))
    complain(f"{found.guides} guides, {len(problems)} findings")
    sums = {words: sum(finding.code in codes for finding in notices) for codes, words in _SUMS.items()}
    for words, number in {_UNSUPPLIED: found.unsupplied, **sums}.items():
        if number:
            complain(words.format(number))


def _tell_scores(scores: Iterable[tuple[str, Score]]) -> None:
    """A line for each document: how many sentences it has, and what became of them."""
    for name, (whole, used, aside, doubt, left) in scores:
        doubts = (f"，疑 {doubt}", f", in doubt {doubt}") if doubt else ("", "")
        zh = f"{name}：{whole} 句：用 {used}，置 {aside}{doubts[0]}，漏 {left}"
        complain(f"{zh} / {whole} sentences: used {used}, set aside {aside}{doubts[1]}, left {left}")
