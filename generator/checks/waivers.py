"""The waivers of some places, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.judgement.waivers import PlacedWaiver
from generator.policy.loader import City


def of(cities: Iterable[City]) -> Iterator[PlacedWaiver]:
    """The waivers of some places."""
    for city in cities:
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            source, at = city.sources["waivers.yaml"], ("waivers", index)
            yield PlacedWaiver(
                code=waiver.code,
                file=waiver.file,
                thing=waiver.thing,
                because=waiver.because,
                by=waiver.by,
                on=waiver.on,
                until=waiver.until,
                position=source.position(at),
                until_at=source.position((*at, "until")),
                path=(city.folder / waiver.file).as_posix(),
            )
