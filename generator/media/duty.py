"""The disclosure duty of a utility in words: the state of each item, and what the window must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.language import gettext
from generator.media.layout import layout
from generator.media.marks import sources
from generator.policy.guide import Guide
from generator.telling.disclosure import Item, disclosed
from generator.words.catalogue import words


class Disclosed(NamedTuple):
    """An item of the disclosure duty in words: what it is, its state, where it is published."""

    kind: str
    name: str
    state: str
    label: str
    where: str
    detail: str
    """What more there is to its state: what of it is said, that clauses differ."""
    differs: bool


def disclosed_items(guide: Guide) -> tuple[Disclosed, ...]:
    """The items of the disclosure duty, each with its state and where it is published."""
    said, semicolon = words()["disclosure"], gettext("；")
    return tuple(
        Disclosed(
            kind=item.kind,
            name=said["items"][item.kind]["name"],
            state=item.state,
            label=said["states"][item.state],
            where=semicolon.join(sources(guide, item.parts)),
            detail=semicolon.join(_details(item)),
            differs=item.differs,
        )
        for item in disclosed(guide)
    )


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
