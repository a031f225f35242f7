"""What lies in a folder of policies beside its places, by name. Reads no file."""

from __future__ import annotations

from pathlib import Path

CALENDARS = "workdays"
"""The folder of the announced calendars."""
UTILITIES = "utilities.yaml"
"""The catalogue below `templates/`, and what a publisher adds below `policies/`."""
FILES = ("publisher.yaml", "changes.yaml", "duties.yaml", UTILITIES)
"""What is said of all places."""


def is_place(entry: Path) -> bool:
    """Whether an entry of a policies folder is the folder of a place."""
    return not entry.name.startswith(".") and entry.name not in (CALENDARS, *FILES) and entry.is_dir()
