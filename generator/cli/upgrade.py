"""`upgrade`: older policy files are moved to today's shape; what no program can answer is left open for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.cli import options
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.cli.places import hold_place
from generator.desk import editing
from generator.desk.upgrade import upgraded
from generator.disk import folders
from generator.policy import gather, loader, version
from generator.policy.folders import CALENDARS
from generator.policy.syntax.text import MAX_BYTES, lies_here


@command("upgrade", example="wuhai")
@argument("cities", "CITY", nargs=-1, help="only these places")
@options.policies
def upgrade(cities: Sequence[str], policies: Path) -> int:
    """Rewrites the files that are of an older shape, each whole; all others stay as they are. Raises OSError."""
    for city in cities:
        hold_place("CITY", city, policies)
    folders_ = cities or ("", CALENDARS, *gather.places(policies))
    moved = [path for name in folders_ for path in _moved(policies, name)]
    for path in moved:
        print(path)
    complain(f"{len(moved)} 个文件；还要回答的，逐项见 check / files moved; check names what is left to answer")
    return 0


def _moved(policies: Path, folder: str) -> list[Path]:
    """The files of a place, of the calendars, or of all places (an empty name) that were rewritten."""
    above = next(iter(gather.overlaid(policies / folder)), "")
    if above and not (policies / above).is_dir():
        complain(f"{policies / folder}：没有上面一层的 {above}，没有动它 / left alone: the place above is not there")
        return []
    changed = upgraded(_texts(policies / folder), _texts(policies / above) if above else {}, above)
    for name, text in changed.items():
        path = f"{folder}/{name}".lstrip("/")
        folders.replace(policies / path, version.renamed(text, path, editing.kind_of(path)).encode("utf-8"))
    return [policies / folder / name for name in changed]


def _texts(folder: Path) -> dict[str, str]:
    """The policy files of a folder that are text, by name; what is a link to elsewhere or no text is left alone."""
    texts = {}
    for path in (*loader.policy_files(folder), *loader.translation_files(folder)):
        if path.is_file() and lies_here(path, []) and path.stat().st_size <= MAX_BYTES:
            data = path.read_bytes()
            try:
                texts[path.name] = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
    return texts
