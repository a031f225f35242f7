"""Findings about policies: what is loaded, hangs together, is answered, proven and printable. Writes nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from generator.checks import accounts, days, doubts, enclosures, proof, quotations, tables, waivers
from generator.checks.files import duplicates, misplaced, of_all, undrawable
from generator.checks.references import assured_misfits, dangling, misfits, reference_alone, unanswered
from generator.findings import MAX_DOUBTS, Finding, Position, bounded, finding
from generator.policy import gather
from generator.policy.loader import Policies, load
from generator.policy.resolve import Resolved, resolve


def check(
    root: Path,
    originals: Path | None = None,
    on: date | None = None,
    *,
    known: Iterable[str] = (),
    only: Container[str] | None = None,
    unpublished: bool = False,
) -> tuple[Policies, tuple[Resolved, ...], tuple[Finding, ...]]:
    """Everything below a policies folder: what loaded, the guides, all findings in order of position.

    With a day, also what has expired or grown old by then, and what begins or ends around it. `known`: places that
    are elsewhere. `only`: places that can be judged without the others; what needs all of them is then not judged.
    Of a place that is not to be published only the number of its problems is told, unless `unpublished`.
    """
    loaded, problems = load(root, only)
    marks = loaded.unpublished
    shown = loaded if unpublished or not marks else _without(loaded, marks)
    kept = problems if shown is loaded else [one for one in problems if not is_about(root, marks, one)]
    guides, found = _judged(shown, kept, originals, on, known=known, only=only)
    if marks:
        near = gather.together(root, list(marks))
        drafts = replace(loaded, cities=tuple(city for city in loaded.cities if city.slug in near))
        every = found if shown is loaded else _judged(drafts, problems, originals, on, known=known, only=near)[1]
        found = {*found, *(_not_published(root, slug, position, every) for slug, position in marks.items())}
    return shown, guides, tuple(sorted(found))


def _without(policies: Policies, marks: Container[str]) -> Policies:
    """The places that are to be published."""
    return replace(policies, cities=tuple(city for city in policies.cities if city.slug not in marks))


def is_about(root: Path, slugs: Iterable[str], one: Finding) -> bool:
    """Whether a finding is about one of some places below a policies folder."""
    return f"{one.position.path}/".startswith(tuple(f"{(root / slug).as_posix()}/" for slug in slugs))


def _not_published(root: Path, slug: str, position: Position, found: Iterable[Finding]) -> Finding:
    """That a place is not published, and how many problems it has."""
    problems = [one for one in found if one.severity != "info" and is_about(root, [slug], one)]
    return finding("not-published", position, "published", slug=slug, number=str(len(problems)))


def _judged(
    policies: Policies,
    problems: Iterable[Finding],
    originals: Path | None,
    on: date | None,
    *,
    known: Iterable[str],
    only: Container[str] | None,
) -> tuple[tuple[Resolved, ...], set[Finding]]:
    """The guides of what was loaded, and all findings, those of loading among them."""
    found = set(problems)
    found.update(_over_unpublished(policies))
    found.update(misplaced(policies))
    for city in policies.cities:
        for source in city.sources.values():
            found.update(islice(undrawable(source), MAX_DOUBTS + 1))
        found.update(quotations.of_form(city, originals))
    guides, unresolved = resolve(policies.cities, known)
    found.update(unresolved)
    found.update(of_all(policies, [one.guide.address for one in guides]) if only is None else duplicates(policies))
    for resolved in guides:
        found.update(_about(resolved, originals))
    found.update(() if _errors(found) else tables.unused(guides))
    for city in policies.cities:
        if not any(
            one.severity == "error" and one.position.path.startswith(f"{city.folder.as_posix()}/") for one in found
        ):
            found.update(accounts.forgotten(city, guides, originals))
    if on is not None:
        found.update(days.dated(policies, guides, on))
    return guides, set(waivers.applied(policies.cities, bounded(found, MAX_DOUBTS), on))


def _over_unpublished(policies: Policies) -> Iterator[Finding]:
    """A published place says what the place it lies over says, so that is published, too."""
    for city in policies.cities:
        if city.slug not in policies.unpublished and (below := city.file.overlays) in policies.unpublished:
            yield finding("overlay-unpublished", city.sources["city.yaml"].position(("overlays",)), value=below or "")


def about(root: Path, policies: Policies, slug: str, found: Iterable[Finding]) -> list[Finding]:
    """Of all findings those about a place and the places it lies over, as far as these could be loaded."""
    by_slug, chain, below = {city.slug: city for city in policies.cities}, list[str](), slug
    while below and below not in chain:
        chain.append(below)
        below = (by_slug[below].file.overlays or "") if below in by_slug else ""
    return [one for one in found if is_about(root, chain, one)]


def _errors(found: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in found)


def _about(resolved: Resolved, originals: Path | None) -> Iterator[Finding]:
    """The findings about one guide."""
    loose = [*dangling(resolved), *misfits(resolved)]
    yield from loose
    if resolved.guide.reference is not None:
        yield from reference_alone(resolved)
    else:
        yield from unanswered(resolved)
        yield from () if loose else tables.unproven(resolved)
    yield from assured_misfits(resolved)
    yield from enclosures.unpublishable(resolved)
    yield from doubts.doubts(resolved)
    yield from proof.unproven(resolved)
    yield from quotations.unfaithful(resolved, originals)
