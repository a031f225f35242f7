"""The disclosure duty of a utility in words: the state of each item, and what the window must say."""

from __future__ import annotations

from typing import NamedTuple

from generator.language import gettext
from generator.media.layout import layout
from generator.media.marks import sources
from generator.policy.guide import Guide
from generator.telling.disclosure import counting, disclosed
from generator.words.catalogue import words


class Disclosed(NamedTuple):
    """An item of the disclosure duty in words: what it is, its state, where it is published."""

    kind: str
    name: str
    state: str
    label: str
    where: str
    parts: str = ""
    """Of an item that is said in part: what is said and what is not."""


def disclosed_items(guide: Guide) -> tuple[Disclosed, ...]:
    """The items of the disclosure duty, each with its state and where it is published."""
    said, found = words()["disclosure"], []
    for one in disclosed(guide):
        name, label = said["items"][one.kind]["name"], said["states"][one.state]
        parts = _counted(guide) if one.state == "partly" else ""
        found.append(Disclosed(one.kind, name, one.state, label, gettext("；").join(sources(guide, one.parts)), parts))
    return tuple(found)


def _counted(guide: Guide) -> str:
    """Which parts of the time limits are stated, and which are not."""
    said = words()["disclosure"]["counting"]
    form, counted = gettext("{label}：{option}"), counting(guide).items()
    return gettext("；").join(form.format(label=said[part], option=said[state]) for part, state in counted)


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
