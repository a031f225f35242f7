"""The steps of a guide as a graph, where the procedure branches.

A linear process is a list with connectors by CSS and is not drawn; beside a drawing the same steps stand as a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.language import gettext
from generator.pages.drawings.drawing import Graph
from generator.policy.facts import Step
from generator.policy.guide import Guide, facts
from generator.words.conditions import when


def branches(guide: Guide) -> bool:
    """Whether any step leads elsewhere than to the next."""
    return any(step.then for step in facts(guide, "steps"))


def graph(guide: Guide, words: Mapping[str, Any]) -> Graph:
    """The process of a guide; a step that holds in some cases only says in which."""
    steps = list(facts(guide, "steps"))
    cases = {one.id: gettext("（{when}）").format(when=when(guide, one)) for one in steps if one.when}
    nodes = {one.id: f"{cases[one.id]}\n{one.name}" if one.when else one.name for one in steps}
    about = guide.place.name + words["utilities"][guide.utility]["service"]
    title = gettext("{about}流程图").format(about=about)
    return {"title": title, "nodes": {**nodes, "end": gettext("办结")}, "edges": list(_ways(steps))}


def _ways(steps: Sequence[Step]) -> Iterator[tuple[str, str, str]]:
    """From, to and condition of every way through the steps; the last one ends."""
    for step, following in zip(steps, [*(one.id for one in steps[1:]), "end"], strict=True):
        for branch in step.then:
            yield step.id, branch.to, branch.on or ""
        if not step.then:
            yield step.id, following, ""
