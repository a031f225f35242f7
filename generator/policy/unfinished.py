"""A place that is not finished, fact by fact: what is open or wrong is taken out of its files, and the rest is a city.

For the editing desk alone, by a contract in `pyproject.toml`: what is left out may have stand-ins, which no document
says (`remains`). Checks nothing, as the loader.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from pathlib import Path

from generator.findings import Finding
from generator.policy import gather, loader, resolve
from generator.policy.loader import City, Policies
from generator.policy.remains import remains
from generator.policy.sources import LeftOut, Source
from generator.policy.syntax.text import lies_here


def load(root: Path, only: Container[str] | None = None) -> tuple[Policies, tuple[Finding, ...]]:
    """The policies below a folder with every place, finished or not, and the problems of all files, as `loader.load`.

    `City.left_out` says what of a place is not in it. With a place in `only` should be those that it lies over
    (`gather.together`): over one that is not loaded, it stands alone.
    """
    policies, told = loader.load(root, only, city)
    problems = list(told)
    cities = tuple(_alone_where_lost(each, policies.cities, root, problems) for each in policies.cities)
    return replace(policies, cities=cities), tuple(sorted(set(problems)))


def city(folder: Path, problems: list[Finding]) -> City | None:
    """A city of what remains of its files; None of a folder that cannot be one by its name, or lies elsewhere.

    Adds to `problems` what is wrong. A file of which nothing remains is missing; the city's own, and that of a
    utility, then say nothing.
    """
    if not lies_here(folder, problems):
        return None
    problems.extend(loader.of_folder(folder))
    if not loader.is_id(folder.name):
        return None
    sources = loader.read(folder, problems)
    problems.extend(loader.lacking(folder, sources))
    sources.setdefault("city.yaml", Source((folder / "city.yaml").as_posix()))
    parts = {name: remains(source, loader.kinds()[name], problems) for name, source in sources.items()}
    models = {name: part.model for name, part in parts.items() if part.model is not None}
    kept = {name: parts[name].source for name in models}
    logos = loader.logos_of(folder, kept, models, problems)
    left_out = tuple(out for part in parts.values() for out in part.left_out)
    translated = loader.translations(folder, problems)
    return loader.city_of(folder, kept, models, logos, translated=translated, left_out=left_out)


def _alone_where_lost(city: City, cities: tuple[City, ...], root: Path, problems: list[Finding]) -> City:
    """A city, without its `overlays` where there is no such place. Adds to `problems` what is wrong with that."""
    faults: list[Finding] = []
    by_slug = {each.slug: each for each in cities}
    chain = resolve.chain_of(city, by_slug, gather.places(root), faults)
    problems.extend(faults)
    looping = any(fault.code == "overlay-loop" for fault in faults)
    if chain is not None or (city.file.overlays in by_slug and not looping):
        return city
    out = LeftOut("city.yaml", ("overlays",), "city.yaml/overlays", tuple(faults))
    return replace(city, file=city.file.model_copy(update={"overlays": None}), left_out=(*city.left_out, out))
