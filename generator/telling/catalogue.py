"""The words that readers see, as `templates/` has them: reads YAML files, each once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from generator.paths import TEMPLATES


@cache
def catalogue(name: str) -> Any:
    """A file of `templates/` by name. Raises yaml.MarkedYAMLError, which names the file and the line."""
    with (TEMPLATES / name).open(encoding="utf-8") as file:  # a file, so that a mistake in it can be named with it
        return yaml.safe_load(file)


def words() -> Mapping[str, Any]:
    """The catalogue of Chinese words."""
    found: Mapping[str, Any] = catalogue("words.yaml")
    return found
