"""Expected outputs kept as files: compared, or rewritten by `make refresh`."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent


def same(path: Path, actual: bytes, *, refresh: bool) -> None:
    """Assert that a file holds these bytes, or write them; names the command that refreshes."""
    if refresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual)
    expected = path.read_bytes() if path.is_file() else b""
    assert actual.decode("utf-8") == expected.decode("utf-8"), f"{path} differs; if it should, run: make refresh"
