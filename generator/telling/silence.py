"""What a guide leaves open: the questions only the window can answer. Derived, never written by an editor.

"Not yet supplied" is the same thing seen from the utility's side: the document is silent and nobody has assured it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.language import gettext
from generator.policy.facts import Channel, Limit
from generator.policy.guide import ANSWERED, Guide, facts
from generator.policy.scalars import NOT_STATED


class Open(NamedTuple):
    """An open point: its kind (a section, or the name of a part), and the things it is about, if any."""

    kind: str
    about: tuple[str, ...] = ()


def openings(guide: Guide) -> tuple[Open, ...]:
    """Everything a guide leaves open; the order is the catalogue's business."""
    sections = (Open(name) for name in ANSWERED if getattr(guide, name) == NOT_STATED and not _answered(guide, name))
    return (*sections, *(point for find in _FINDERS for point in find(guide)))


def _answered(guide: Guide, section: str) -> bool:
    """Whether a silent section is answered elsewhere: conditions divide applicants even where no classes are named."""
    return section == "classes" and bool(guide.inputs)


def _limit_parts(guide: Guide) -> Iterator[Open]:
    limits: list[Limit] = list(facts(guide, "limits"))
    for part in ("starts_on", "ends_with", "excludes"):
        silent = [limit for limit in limits if getattr(limit, part) == NOT_STATED]
        if silent:
            yield Open(part, () if len(silent) == len(limits) else (gettext("有的时限"),))


def _undefined(guide: Guide) -> Iterator[Open]:
    if names := tuple(asked.name for asked in guide.inputs if asked.undefined):
        yield Open("undefined", names)


def _defects(guide: Guide) -> Iterator[Open]:
    if any(one.classes for one in guide.defects):
        yield Open("overlap")
    if any(not one.classes for one in guide.defects):
        yield Open("gap")


def _step_actors(guide: Guide) -> Iterator[Open]:
    silent = tuple(step.name for step in facts(guide, "steps") if step.actors == NOT_STATED)
    if silent:
        yield Open("actors", silent)


def _handing(guide: Guide) -> Iterator[Open]:
    silent = tuple(paper.name for paper in facts(guide, "papers") if paper.handing == NOT_STATED)
    if silent:
        yield Open("handing", silent)


def _places(guide: Guide) -> Iterator[Open]:
    """Windows without an address, online channels without one, telephones without a number."""
    channels: list[Channel] = list(facts(guide, "channels"))
    if not any(one.kind == "window" and one.address for one in channels):
        yield Open("window")
    everything = (*channels, *facts(guide, "contacts"), *facts(guide, "complaints"))
    online = (one.name for one in everything if one.kind in ("web", "app", "wechat", "alipay") and not one.url)
    if names := tuple(dict.fromkeys(online)):
        yield Open("online", names)
    silent = (one.name for one in everything if one.kind == "telephone" and not one.telephone)
    if names := tuple(dict.fromkeys(silent)):
        yield Open("telephone", names)


_FINDERS: tuple[Callable[[Guide], Iterator[Open]], ...] = (
    _limit_parts,
    _undefined,
    _defects,
    _step_actors,
    _handing,
    _places,
)
