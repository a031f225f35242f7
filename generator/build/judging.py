"""What the policies of a family of places say and what is found of them; no more is loaded than that takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator import checks
from generator.build import contents
from generator.build.contents import JUDGED, Judged, Product, Reading
from generator.checks import forgotten
from generator.checks.files import unsupplied
from generator.judgement.judged import about
from generator.policy.gather import Files, put
from generator.policy.layers import Origin
from generator.policy.loader import beside_in
from generator.policy.resolve import Resolved
from generator.policy.sources import Source


class Order(NamedTuple):
    """What is to be made of the places of a family: of which files, which kinds of products."""

    slugs: tuple[str, ...]
    known: tuple[str, ...]
    """All places there are, where a finding may have to name them."""
    files: Files
    kinds: tuple[str, ...]
    reading: bytes | None = None
    """`contents.READING`, where the store has it."""
    pages: Mapping[str, bytes] = {}
    """The finished pages by path below `guides/`, where the store has them and other products are made of them."""
    unpublished: tuple[str, ...] = ()
    """The places that are shown although they are marked as not to be published; their errors hinder no other."""


def judged(order: Order) -> dict[str, Product]:
    """What was found of some places, by its kind. Paths begin with `policies/` or `originals/`."""
    with laid_out(order) as root:
        return {JUDGED: contents.JUDGEMENT.file(read(order, root)[1])}


@contextmanager
def laid_out(order: Order) -> Iterator[Path]:
    """The files of an order in a folder of their own, its utilities known."""
    with TemporaryDirectory(prefix="place-") as folder:
        root = Path(folder)
        put(order.files, root)
        for slug in order.slugs:
            (root / "policies" / slug).mkdir(parents=True, exist_ok=True)
        with beside_in(root / "policies"):
            yield root


def originals_in(root: Path) -> Path | None:
    """The texts of the documents below a folder, if there are any."""
    return root / "originals" if (root / "originals").is_dir() else None


def read(order: Order, root: Path) -> tuple[Reading, Judged]:
    """What the policies below a folder say and what was found of them, paths relative to it."""
    originals = originals_in(root)
    found = partial(checks.judged, root / "policies", originals, known=order.known)
    policies, resolved, judgement = found()
    if order.unpublished:
        whole = found(unpublished=True)
        if any(finding.severity == "error" for finding in whole[2].on(None)):
            folders = [(root / "policies" / slug).as_posix() for slug in order.unpublished]
            judgement = judgement.with_findings(about(folders, whole[2].findings))
        else:
            policies, resolved, judgement = whole

    def relative(path: str) -> str:
        return path.removeprefix(f"{root.as_posix()}/")

    reading = Reading(policies.publisher, [moved(guide, lambda path: path.relative_to(root)) for guide in resolved])
    return reading, Judged(
        judgement.moved(relative),
        tuple(guide.guide.address for guide in resolved),
        tuple(f"{city.slug}/{utility}" for city in policies.cities for utility in city.utilities),
        tuple(finding.moved(relative) for finding in unsupplied(resolved)),
        tuple(score for city in policies.cities for score in forgotten.scores(city, resolved, originals)),
    )


def moved(resolved: Resolved, move: Callable[[Path], Path]) -> Resolved:
    """A guide whose files lie elsewhere; of the files only where they lie is kept."""

    @cache
    def at(path: str) -> Source:
        return Source(move(Path(path)).as_posix())

    def source(of: Source) -> Source:
        return at(of.path)

    chain = tuple(
        replace(
            city,
            folder=move(city.folder),
            sources={name: source(of) for name, of in city.sources.items()},
            utilities={},
            assured={},
            aside=None,
            waivers=None,
            translations=(),
        )
        for city in resolved.chain
    )
    origins = {name: Origin(source(origin.source), origin.location) for name, origin in resolved.origins.items()}
    return Resolved(resolved.guide, chain, origins)
