"""The files of a publisher's repository as it begins: his settings, an invented example, pipelines. Writes nothing."""

from __future__ import annotations

from generator import VERSION
from generator.desk import editing
from generator.paths import TEMPLATES

_FOLDER = TEMPLATES / "init"
_HIDDEN = "dot-"
"""What the names of hidden files begin with here, where they shall hide and configure nothing."""


def files() -> dict[str, bytes]:
    """What is written, by path; for editing programs the schemas of policy files are among them."""
    paths = {path: path.relative_to(_FOLDER).as_posix() for path in sorted(_FOLDER.rglob("*")) if path.is_file()}
    return {
        **{_named(name): path.read_bytes().replace(b"{version}", VERSION.encode()) for path, name in paths.items()},
        **{f"policies/.schema/{name}": text.encode("utf-8") for name, text in editing.schemas().items()},
    }


def _named(path: str) -> str:
    """`dot-github/workflows/guides.yml` → `.github/workflows/guides.yml`."""
    first, *rest = path.split("/")
    return "/".join([f".{first.removeprefix(_HIDDEN)}" if first.startswith(_HIDDEN) else first, *rest])
