"""The disclosure duty of a utility in words: the state of each item, and what the window must say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.language import gettext
from generator.media.layout import layout
from generator.media.marks import sources
from generator.policy.files import DutiesFile, Duty
from generator.policy.guide import Guide
from generator.policy.provenance import Lack
from generator.telling.disclosure import LACKING, STATES, Item, State, disclosed
from generator.words.catalogue import catalogue, words
from generator.words.names import held


class Disclosed(NamedTuple):
    """What is known of the publishing of a matter, in words: its state, and where it stands."""

    kind: str
    state: State
    label: str
    where: str
    detail: str
    """What more there is to its state: what of it is said, that clauses differ."""
    differs: bool
    url: str
    """Where the utility publishes it on its own site; empty where it does not."""


def disclosed_items(guide: Guide) -> tuple[Disclosed, ...]:
    """Every matter that there is to publish, with its state and where it is published."""
    labels, semicolon = words()["disclosure"]["states"], gettext("；")
    return tuple(
        Disclosed(
            kind=item.kind,
            state=item.state,
            label=labels[item.state],
            where=semicolon.join(sources(guide, item.parts) or _lacking(guide, item)),
            detail=semicolon.join(_details(item)),
            differs=item.differs,
            url=_url(guide, item.kind),
        )
        for item in disclosed(guide)
    )


def _lacking(guide: Guide, item: Item) -> list[str]:
    """Of an item that what lacks of a copy may rule on: what lacks; there is nothing to cite."""
    lacks = {part.not_in_hand for part in item.parts if isinstance(part, Lack)}
    return [held(document) for document in guide.documents if document.id in lacks]


def duties(own: Sequence[Duty]) -> tuple[Duty, ...]:
    """The lists of what is to be published: the publisher's own, or those of the program."""
    return tuple(own) or DutiesFile.model_validate(catalogue("duties.yaml")).lists


def listed(duty: Duty, told: Iterable[Disclosed]) -> tuple[Disclosed, ...]:
    """What is known of each item of a list, in its order; `told`: of every matter."""
    known = {one.kind: one for one in told}
    return tuple(_together([known[kind] for kind in item.found]) for item in duty.items)


def _together(several: Sequence[Disclosed]) -> Disclosed:
    """What is known of several matters that make one item: it leads to the first that lacks."""
    if len({one.state for one in several}) == 1 and len(several) == 1:
        return several[0]
    state, semicolon = _weighed({one.state for one in several}), gettext("；")
    return next((one for one in several if one.state in LACKING), several[0])._replace(
        state=state,
        label=words()["disclosure"]["states"][state],
        where=semicolon.join(dict.fromkeys(one.where for one in several if one.where)),
        detail=words()["disclosure"]["details"].get(state, ""),
        differs=any(one.differs for one in several),
    )


def _weighed(states: Collection[State]) -> State:
    """The state of an item whose matters have several: some is published, or else the strongest."""
    if len(states) > 1 and not {"published", "partly", "mentioned"}.isdisjoint(states):
        return "partly"
    return min(states, key=STATES.index)


def _url(guide: Guide, kind: str) -> str:
    """Where a utility says that it publishes an item itself; empty where it does not."""
    own = guide.provider.elsewhere if guide.provider else ()
    return next((one.url for one in own if kind in one.publishes), "")


def _details(item: Item) -> Iterator[str]:
    """What more is to be said of the state of an item."""
    said = words()["disclosure"]["details"]
    if item.state in said:
        yield said[item.state]
    if item.differs:
        yield said["differs"]


_DEFECTS = ("undefined", "overlap", "gap")


def window_points(guide: Guide) -> list[str]:
    """What the window must say because the document contradicts itself or leaves a class or a case open."""
    said, shown = words()["disclosure"], layout(guide, "notice")
    told = shown.told
    differing = (name for name in said["sections"] if any(one.differs for one in shown.groups(name)))
    names = [said["sections"][name] for name in differing]
    points = [said["differs"].format(what=gettext("、").join(names))] if names else []
    points += [one.words for one in told.questions if one.key in _DEFECTS]
    own = [one for one in told.questions if one.key == "question"]
    points += [one.words.rstrip(gettext("？") + "？。") for one in own if one.asks[0].condition]
    rest = sum(1 for one in own if not one.asks[0].condition)
    return points + ([said["questions"].format(n=rest)] if rest else [])
