"""A branching procedure is drawn; in one build with printing, since the two bring libraries that collide."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import loaded
from expected import ROOT, build

from generator.pages.drawings import flowchart
from generator.pages.drawings.drawing import drawn
from generator.words import catalogue

CASE = ROOT / "tests" / "cases" / "every-structure"


def test_a_drawing_says_what_the_list_says() -> None:
    guide = loaded.guide("xugou/water")
    graph = flowchart.graph(guide, catalogue.words())
    drawing = drawn([graph])[0]
    root = ET.fromstring(drawing)  # noqa: S314  our own drawing
    assert root[0].tag.endswith("title")
    assert root[0].text == "虚构市用水报装流程图"
    said = "".join(re.sub(r"\s", "", text) for text in root.itertext())
    for label in graph["nodes"].values():
        assert re.sub(r"\s", "", label) in said
    ids = re.findall(r'\bid="([^"]*)"', drawing)
    assert len(ids) == len(set(ids))
    assert 'fill="' not in drawing


def test_every_structure_becomes_a_site(tmp_path: Path, every: str) -> None:
    build(tmp_path, CASE / "policies", store=every)
    assert (tmp_path / "site" / "xugou" / "water" / "flow.svg").is_file()
    assert (tmp_path / "site" / "xugou" / "water" / "checklist.pdf").is_file()
    assert (tmp_path / "site" / "xugou" / "heat" / "index.html").is_file()
    assert not (tmp_path / "guides" / "xugou" / "heat" / "checklist.pdf").exists()
