"""What is entered at the desk, from the documents alone, is what is there: the same facts, and nothing wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from entering import Editor, facts
from kinds import ORIGINALS, POLICIES

from generator import checks
from generator.desk.files import writing

PLACES = sorted(path.name for path in POLICIES.iterdir() if (ORIGINALS / f"{path.name}.txt").is_file())
_ALWAYS = ("xubiao", "xutai", "xuxian")
"""With classes, with a table, over another place; the others take a minute."""


@pytest.mark.parametrize(
    "city", [pytest.param(city, marks=() if city in _ALWAYS else pytest.mark.soak) for city in PLACES]
)
def test_a_place_entered_at_the_desk_says_the_same(city: str, tmp_path: Path) -> None:
    into = tmp_path / "policies"
    into.mkdir()
    for above in _above(city):  # what it refers to is there before it
        shutil.copytree(POLICIES / above, into / above)
    editor = Editor(POLICIES / city, [ORIGINALS / f"{city}.txt"], into)
    editor.enter()
    assert facts(into / city) == facts(POLICIES / city)
    assert [found for found in checks.check(into)[2] if found.severity == "error"] == []


def _above(city: str) -> list[str]:
    """The places over which a place lies."""
    tree = writing.data((POLICIES / city / "city.yaml").read_text(encoding="utf-8"))
    below = tree.get("overlays") if isinstance(tree, dict) else None
    return [*_above(below), below] if isinstance(below, str) else []
