"""The steps of a guide as a drawing: a list that reflows, and an SVG where the procedure branches.

A linear process is a list with connectors by CSS: it reads on a phone, in the dark, on paper and aloud. Only a
process with branches is drawn, by Graphviz, and the list stands beside it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from generator.model import Guide, Step, facts

FONTS = Path(__file__).parent.parent / "templates" / "fonts"


def branches(guide: Guide) -> bool:
    """Whether any step leads elsewhere than to the next."""
    return any(step.then for step in facts(guide, "steps"))


def edges(steps: Sequence[Step]) -> Iterator[tuple[str, str, str]]:
    """From, to and condition of every way through the steps; the last one ends."""
    for step, following in zip(steps, [*(one.id for one in steps[1:]), "end"], strict=True):
        for branch in step.then:
            yield step.id, branch.to, branch.on or ""
        if not step.then:
            yield step.id, following, ""


@cache
def _fontconfig() -> Path:
    """A fontconfig file that knows only the project's fonts, so that boxes are as wide as their text."""
    folder = Path(tempfile.mkdtemp(prefix="fontconfig-"))
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>", encoding="utf-8"
    )
    return folder / "fonts.conf"


def svg(guide: Guide) -> str:
    """The branching process as SVG with a title, unique ids and classes instead of colours."""
    os.environ["FONTCONFIG_FILE"] = str(_fontconfig())
    import pygraphviz  # reads FONTCONFIG_FILE on its first use

    steps = list(facts(guide, "steps"))
    graph = pygraphviz.AGraph(directed=True, strict=False, rankdir="TB", nodesep="0.3", ranksep="0.35")
    graph.node_attr.update(shape="box", style="rounded", fontname="Noto Sans SC", fontsize="14", margin="0.15,0.1")
    graph.edge_attr.update(fontname="Noto Sans SC", fontsize="12")
    for step in steps:
        graph.add_node(step.id, label=step.name)
    if any(to == "end" for _, to, _ in edges(steps)):
        graph.add_node("end", label="办结", shape="oval")
    for start, to, on in edges(steps):
        graph.add_edge(start, to, label=_wrapped(on))
    drawn: bytes = graph.draw(format="svg", prog="dot")
    return _plain(drawn.decode("utf-8"), f"{guide.place.name}{guide.utility}")


def _wrapped(label: str, width: int = 8) -> str:
    """A condition broken into short lines, so that a chart stays narrow enough for a phone."""
    return "\n".join(label[start : start + width] for start in range(0, len(label), width))


def _plain(drawn: str, title: str) -> str:
    """Graphviz' SVG without its prologue, colours and titles of nodes; ids made unique by the title."""
    body = drawn[drawn.index("<svg") :]
    body = re.sub(r"<!--.*?-->\s*|<title>[^<]*</title>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'\s(?:fill|stroke|font-family)="[^"]*"', "", body)
    body = re.sub(r'<polygon(?: points="[^"]*")\s*/>\s*(?=<g|\Z)', "", body, count=1)
    body = re.sub(r'\bid="', 'id="flow-', body)
    body = re.sub(r"<svg ", '<svg class="flow-chart" role="img" ', body, count=1)
    return re.sub(r"(<svg[^>]*>)", rf"\1<title>{title}</title>", body, count=1)
