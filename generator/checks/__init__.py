"""Findings about policies: whether they can be loaded, refer to what there is, are complete, proven and printable.

`check` runs all checks; each file of this package holds one kind of them. Writes nothing, reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from generator.checks import (
    days,
    doubts,
    enclosures,
    forgotten,
    fulltexts,
    layers,
    left_out,
    proof,
    recorded,
    reviews,
    sums,
    tables,
    translated,
    waivers,
    wording,
)
from generator.checks.files import duplicates, guideless, misplaced, of_all, undrawable
from generator.checks.references import (
    assured_misfits,
    dangling,
    misfits,
    reference_alone,
    unanswered,
    unasked,
    unasked_of_places,
    unmeasured,
)
from generator.findings import MAX_DOUBTS, Finding, finding
from generator.judgement import judged as judgements
from generator.judgement.judged import Judgement, Withheld
from generator.policy import gather
from generator.policy.loader import City, Policies, beside_in, load
from generator.policy.resolve import Resolved, resolve


def check(
    root: Path,
    originals: Path | None = None,
    on: date | None = None,
    *,
    known: Iterable[str] = (),
    only: Container[str] | None = None,
    unpublished: bool = False,
    load: Callable[[Path, Container[str] | None], tuple[Policies, tuple[Finding, ...]]] = load,
) -> tuple[Policies, tuple[Resolved, ...], tuple[Finding, ...]]:
    """The policies that could be loaded from a folder, their guides, and all findings in order of position.

    `originals`: a folder with the texts of the documents, which quotations are compared with. `on`: a day, to find what
    has expired or grown old by then, and what begins or ends around it. `known`: slugs of places that are elsewhere,
    so that a place may lie over them. `only`: the slugs of the places to look at, all where None; what needs every
    place is then not checked. Of a place marked as not to be published, one finding gives the number of its problems;
    with `unpublished` it is treated like any other. `load`: what reads the policies; at the editing desk, which also
    shows places that are not finished, `unfinished.load`.
    """
    loaded, guides, judgement = judged(root, originals, known=known, only=only, unpublished=unpublished, load=load)
    return loaded, guides, tuple(sorted({*judgement.on(on)}))


def judged(
    root: Path,
    originals: Path | None = None,
    *,
    known: Iterable[str] = (),
    only: Container[str] | None = None,
    unpublished: bool = False,
    load: Callable[[Path, Container[str] | None], tuple[Policies, tuple[Finding, ...]]] = load,
) -> tuple[Policies, tuple[Resolved, ...], Judgement]:
    """As `check`, with what holds on any day in place of the findings."""
    with beside_in(root):
        return _all_judged(root, originals, known=known, only=only, unpublished=unpublished, load=load)


def _all_judged(
    root: Path,
    originals: Path | None,
    *,
    known: Iterable[str],
    only: Container[str] | None,
    unpublished: bool,
    load: Callable[[Path, Container[str] | None], tuple[Policies, tuple[Finding, ...]]],
) -> tuple[Policies, tuple[Resolved, ...], Judgement]:
    """The same, where the publisher's utilities are known."""
    loaded, problems = load(root, only)
    withheld = loaded.unpublished
    shown = loaded if unpublished or not withheld else _without(loaded, withheld)
    kept = problems if shown is loaded else [problem for problem in problems if not is_about(root, withheld, problem)]
    guides, judgement = _judged(root, shown, kept, originals, known=known, only=only)
    if withheld:
        near = gather.together(root, list(withheld))
        unfinished = replace(loaded, cities=tuple(city for city in loaded.cities if city.slug in near))
        every = (
            judgement if shown is loaded else _judged(root, unfinished, problems, originals, known=known, only=near)[1]
        )
        places = (Withheld(slug, (root / slug).as_posix(), at, every) for slug, at in withheld.items())
        judgement = replace(judgement, withheld=tuple(places))
    return shown, guides, judgement


def _without(policies: Policies, withheld: Container[str]) -> Policies:
    """The places that are to be published."""
    return replace(policies, cities=tuple(city for city in policies.cities if city.slug not in withheld))


def is_about(root: Path, slugs: Iterable[str], problem: Finding) -> bool:
    """Whether a finding is about one of some places below a policies folder."""
    return any(True for _ in judgements.about([(root / slug).as_posix() for slug in slugs], [problem]))


def _judged(
    root: Path,
    policies: Policies,
    problems: Iterable[Finding],
    originals: Path | None,
    *,
    known: Iterable[str],
    only: Container[str] | None,
) -> tuple[tuple[Resolved, ...], Judgement]:
    """The guides of what was loaded, and what was found, by loading too."""
    findings = set(problems)
    findings.update(_over_unpublished(policies))
    findings.update(guideless(policies))
    findings.update(misplaced(policies))
    for city in policies.cities:
        for source in (*city.sources.values(), *(each.source for each in city.translations)):
            findings.update(islice(undrawable(source), MAX_DOUBTS + 1))
        findings.update(fulltexts.of_form(city, originals))
        findings.update(recorded.misrecorded(city, originals))
        findings.update(reviews.reviewed(city))
        findings.update(translated.translated(city))
    guides, unresolved = resolve(policies.cities, known)
    findings.update(unresolved)
    addresses = [resolved.guide.address for resolved in guides]
    findings.update(of_all(policies, addresses) if only is None else duplicates(policies))
    findings.update(left_out.without_following(policies.cities, _of_guides(guides, originals)))
    findings.update(unasked_of_places(guides))
    findings.update(tables.unused(_sound(root, guides, findings)))
    for city in policies.cities:
        own = f"{city.folder.as_posix()}/"
        if not _errors(problem for problem in findings if problem.position.path.startswith(own)):
            findings.update(forgotten.forgotten(city, guides, originals))
    days_of, waived = tuple(days.of(policies, guides)), tuple(waivers.of(policies.cities))
    return guides, Judgement(tuple(sorted(findings)), days_of, waived)


def _sound(root: Path, guides: Sequence[Resolved], findings: Iterable[Finding]) -> Sequence[Resolved]:
    """The guides of the families without an error; none where what all places share has one."""
    wrong = {problem.position.path for problem in findings if problem.severity == "error"}
    slugs = [path.relative_to(root).parts[0] for path in map(Path, wrong) if path.is_relative_to(root)]
    if any(not (root / slug).is_dir() for slug in slugs):
        return ()
    near = gather.together(root, slugs) if slugs else ()
    return [resolved for resolved in guides if resolved.city.slug not in near]


def _of_guides(guides: Sequence[Resolved], originals: Path | None) -> Iterator[Finding]:
    """The findings about guides.

    What is found in a file only because another place lies over it stands where that place says so: nobody has anything
    to mend in the file.
    """
    about = [(resolved, tuple(_about(resolved, originals))) for resolved in guides]
    theirs = {found for resolved, all_ in about for found in all_ if _stands_in(found, resolved.city)}
    for resolved, all_ in about:
        position = resolved.city.sources["city.yaml"].position(("overlays",), key=True)
        for found in all_:
            lent = found not in theirs and any(_stands_in(found, city) for city in resolved.chain[:-1])
            yield replace(found, position=position) if lent else found


def _stands_in(found: Finding, city: City) -> bool:
    """Whether a finding is about a file of a place."""
    return found.position.path.startswith(f"{city.folder.as_posix()}/")


def _over_unpublished(policies: Policies) -> Iterator[Finding]:
    """Published places over an unpublished one: what the lower one says would be published with them."""
    for city in policies.cities:
        if city.slug not in policies.unpublished and (below := city.file.overlays) in policies.unpublished:
            yield finding("overlay-unpublished", city.sources["city.yaml"].position(("overlays",)), value=below or "")


def about(root: Path, policies: Policies, slug: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings about a place and the places it lies over, as far as these could be loaded."""
    by_slug, chain, below = {city.slug: city for city in policies.cities}, list[str](), slug
    while below and below not in chain:
        chain.append(below)
        below = (by_slug[below].file.overlays or "") if below in by_slug else ""
    return [problem for problem in findings if is_about(root, chain, problem)]


def _errors(findings: Iterable[Finding]) -> bool:
    return any(problem.severity == "error" for problem in findings)


def _about(resolved: Resolved, originals: Path | None) -> Iterator[Finding]:
    """The findings about one guide."""
    loose = [*dangling(resolved), *misfits(resolved), *unmeasured(resolved)]
    yield from loose
    if resolved.guide.reference is not None:
        yield from reference_alone(resolved)
    else:
        yield from unanswered(resolved)
        yield from unasked(resolved)
        yield from () if loose else tables.unproven(resolved)
    yield from assured_misfits(resolved)
    yield from layers.layered(resolved)
    yield from enclosures.unpublishable(resolved)
    yield from doubts.doubts(resolved)
    yield from wording.doubtful(resolved, originals)
    yield from sums.over_whole(resolved)
    yield from () if loose else sums.totals(resolved)
    yield from proof.unproven(resolved)
    yield from fulltexts.unfaithful(resolved, originals)
    yield from fulltexts.not_cut_there(resolved, originals)
