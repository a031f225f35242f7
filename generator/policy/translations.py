"""The guides in another language, and what stands of a file of translations. No I/O.

Names of places, of bodies and of things stand in the language alone; behind the title of a document and a street, the
Chinese follows in brackets, since it is what one looks for. What is not translated, or was before it changed, stays
Chinese; so do quotations, and the answers by which conditions go, which are only called otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.policy.files import Translation
from generator.policy.loader import City
from generator.policy.provenance import Part
from generator.policy.renderings import Rendered, renderings, shown
from generator.policy.resolve import Resolved
from generator.policy.tables import Input


def in_language(resolved: Sequence[Resolved], name: str) -> list[Resolved]:
    """The same guides with their texts in a language; `name`: its tag. Ids, values, conditions and figures stay."""
    cities = {id(city): _city(city, name) for result in resolved for city in result.chain}
    return [_guide(result, cities, name) for result in resolved]


def _guide(resolved: Resolved, cities: Mapping[int, City], name: str) -> Resolved:
    guide, chain = shown(resolved.guide, name), tuple(cities[id(city)] for city in resolved.chain)
    inputs = tuple(_called(asked, name) for asked in guide.inputs)
    return replace(resolved, guide=guide.model_copy(update={"inputs": inputs}), chain=chain)


def _city(city: City, name: str) -> City:
    """A city whose files are in a language; its guides have what the readers of one see."""
    return replace(city, file=shown(city.file, name), form=city.form and shown(city.form, name))


def _called(asked: Input, name: str) -> Input:
    """A question whose answers are called in a language."""
    rendered = (answer for answer in asked.answers if isinstance(answer, Rendered))
    own = {str(answer): answer.by_language[name] for answer in rendered if name in answer.by_language}
    return asked.model_copy(update={"words": own}) if own else asked


def files(city: City) -> dict[str, Part]:
    """The files of a place whose texts readers see, by name."""
    form = {"form.yaml": city.form} if city.form else {}
    short = {f"{name}.assured.yaml": file for name, file in city.assured.items()}
    return {"city.yaml": city.file, **form, **{f"{name}.yaml": file for name, file in city.utilities.items()}, **short}


class State(NamedTuple):
    """How far the texts of a file are translated, all by address."""

    said: Mapping[str, str]
    """The translations of what stands there today."""
    out_of_date: Mapping[str, Translation]
    """The entries whose Chinese has changed since."""
    missing: Mapping[str, str]
    """The Chinese that nobody has translated."""
    stray: tuple[str, ...]
    """The entries that translate nothing of the file."""


def state(texts: Mapping[str, str], entries: Mapping[str, Translation]) -> State:
    """What stands of some entries. `texts`: what readers see of the file, in Chinese, by address."""
    said = renderings(texts, entries)
    open_ = {address: text for address, text in texts.items() if address not in said}
    out_of_date = {
        address: entry for address, entry in entries.items() if entry.says and entry.of != open_.get(address, entry.of)
    }
    missing = {address: text for address, text in open_.items() if address not in out_of_date}
    used = set(texts.values())
    stray = tuple(address for address, entry in entries.items() if address not in texts and entry.of not in used)
    return State(said, out_of_date, missing, stray)
