"""Graphs as SVG, by Graphviz.

It draws in a process of its own (`python -m generator.pages.drawings.drawing`: graphs in, drawings out, as JSON).
The wheel of pygraphviz brings a Pango of its own, WeasyPrint loads that of the system, and both use the system's GLib,
where the name of a type (`PangoFontMap`) can be registered once: printing after drawing crashes, drawing after printing
hangs. The process loads little else of ours, since it is started for each place that has a drawing.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from generator import processes
from generator.paths import FONTS, ROOT


class Graph(TypedDict):
    """A graph to be drawn."""

    title: str
    nodes: dict[str, str]
    """Labels by id."""
    edges: list[tuple[str, str, str]]
    """From, to (ids of nodes), and in which case."""


def drawn(graphs: Sequence[Graph]) -> list[str]:
    """The drawings of some graphs as SVG, in order, all by one child process. Raises CalledProcessError."""
    if not graphs:
        return []
    with tempfile.TemporaryDirectory(prefix="fontconfig-") as folder:
        config = Path(folder, "fonts.conf")
        config.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONPATH": str(ROOT)}
        command = processes.tied([sys.executable, "-m", "generator.pages.drawings.drawing"])
        done = subprocess.run(  # noqa: S603  our own module
            command, input=json.dumps(graphs), env=environment, capture_output=True, text=True, check=True
        )
    drawings: list[str] = json.loads(done.stdout)
    return drawings


# --------------------------------------------------------------------------------------------- the child process


def _draw(graph: Graph) -> str:
    """One graph as SVG with a title, and colours that follow the reader's light or dark."""
    import pygraphviz

    chart = pygraphviz.AGraph(directed=True, strict=False, rankdir="TB", nodesep="0.3", ranksep="0.35")
    chart.node_attr.update(shape="box", style="rounded", fontname="Noto Sans SC", fontsize="14", margin="0.15,0.1")
    chart.edge_attr.update(fontname="Noto Sans SC", fontsize="12")
    for name, label in graph["nodes"].items():
        chart.add_node(name, label=_literal(label))
    for start, to, on in graph["edges"]:
        chart.add_edge(start, to, label=_literal(_wrapped(on)))
    svg: bytes = chart.draw(format="svg", prog="dot")
    return _plain(svg.decode("utf-8"), graph["title"])


def _literal(label: str) -> str:
    """A label that Graphviz draws as it is: no markup, no reference, none of its own escapes."""
    return html.escape(label, quote=False).replace("\\", "\\\\")


def _wrapped(label: str, width: int = 8) -> str:
    """A condition broken into short lines, so that a chart stays narrow enough for a phone."""
    return "\n".join(label[start : start + width] for start in range(0, len(label), width))


_STYLE = (
    "<style>text{fill:#000;font-family:sans-serif}path,polygon{fill:none;stroke:#000}.edge polygon{fill:#000}"
    "@media (prefers-color-scheme:dark){text{fill:#fff}path,polygon{stroke:#fff}.edge polygon{fill:#fff}}</style>"
)


def _plain(svg: str, title: str) -> str:
    """Graphviz' SVG with one title and one style, without its prologue, its background and its own colours."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<!--.*?-->\s*|<title>[^<]*</title>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'<polygon fill="white" stroke="none"[^>]*/>\s*', "", body, count=1)
    body = re.sub(r'\s(?:fill|stroke|font-family)="[^"]*"', "", body)
    body = re.sub(r'\bid="', 'id="flow-', body)
    return re.sub(
        r"(<svg[^>]*>)", lambda found: f"{found[1]}<title>{html.escape(title)}</title>{_STYLE}", body, count=1
    )


if __name__ == "__main__":
    json.dump([_draw(graph) for graph in json.load(sys.stdin)], sys.stdout)
