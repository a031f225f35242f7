"""The instructions for assistant programs name files, commands and keys that are there."""

from __future__ import annotations

import re

from expected import ROOT

from generator.policy import version
from generator.policy.files import Sections
from generator.policy.scalars import TO_FILL

TEXT = (ROOT / "AGENTS.md").read_text(encoding="utf-8")


def test_every_path_is_there() -> None:
    paths = {path for path in re.findall(r"`([a-z.]+/[^`<>]*)`", TEXT) if "<" not in path}
    paths |= {f"templates/help/{name}" for name in ("tasks.md", "statements.md", "drafting.md")}
    # A checkout that nothing was built in has no outputs yet; what Git leaves alone names them.
    paths -= {line.lstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    assert paths
    assert [path for path in sorted(paths) if not list(ROOT.glob(path.rstrip("/")))] == []
    assert f"policies/.schema/v{version.VERSION}/" in TEXT


def test_what_it_calls_open_is_what_the_check_calls_open() -> None:
    assert f"`{TO_FILL}`" in TEXT


def test_the_headings_it_names_are_headings() -> None:
    named = re.search(r"in the order of the text: ([^.]*?), and the rest", TEXT)
    assert named
    assert set(named[1].split(", ")) <= set(Sections.model_fields)


def test_the_command_it_names_is_one() -> None:
    assert re.findall(r"-m generator (\w+)", TEXT) == ["check"]
