"""LICENCES.md names every locked package with its licence, and what of others the site carries; none forbids it.

`make refresh` rewrites it from what the installed packages say of themselves; one that is locked for other systems only
keeps its row.
"""

from __future__ import annotations

import re
from importlib import metadata
from typing import NamedTuple

from expected import ROOT, same

FILE = ROOT / "LICENCES.md"
LOCKS = {
    "requirements.lock": "Building the site",
    "requirements-ocr.lock": "Recognising scanned documents",
    "requirements-dev.lock": "Checking and testing",
    "requirements-uv.lock": "Setting up",
}
_MEANINGLESS = re.compile(r"UNKNOWN|OSI Approved|Dual License|Copyright .*|")
FREE = re.compile(r"\b(MIT|MIT-0|MIT-CMU|BSD|ISC|PSF-2\.0|Apache|MPL|MPL-2\.0|W3C-20150513|Mozilla Public)\b")
LENDING = re.compile(r"\bLGPL")
"""Enough for what only tests with it."""
HEAD = """# Licences of others · 他人的许可

Written by `make refresh`, held against the lock files by `tests/test_licences.py`. The project's own licence is in
[LICENSE](LICENSE).

## Carried by the site and its PDFs

| what | where it comes from | licence |
|---|---|---|
| Noto Sans SC, cut to the characters in use | `templates/fonts/` | OFL-1.1 (`templates/fonts/OFL.txt`) |
"""
CARRIED = {
    "pagefind-bin-extended": "Full-text search",
}


class Package(NamedTuple):
    """A locked package."""

    name: str
    version: str


def locked(lock: str) -> list[Package]:
    """The packages of a lock file, in its order."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [Package(*found) for found in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)]


def listed() -> dict[Package, str]:
    """What LICENCES.md says of each package."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    return {Package(name, version): licence for name, version, licence in rows}


def licence(package: Package) -> str:
    """What an installed package says of itself; what is listed where it is not installed on this system."""
    try:
        about = dict(metadata.metadata(package.name).json)
    except metadata.PackageNotFoundError:
        assert package in listed(), f"not installed on this system; add its row by hand: {package}"
        return listed()[package]
    own = [str(about.get(name, "")).strip().partition("\n")[0] for name in ("license_expression", "license")]
    told = [str(one).rpartition(" :: ")[2] for one in about.get("classifier", ()) if str(one).startswith("License ::")]
    said = [*own[:1], *([] if len(own[1]) > 60 else own[1:]), ", ".join(told)]
    return next(one for one in said if not _MEANINGLESS.fullmatch(one)).replace("|", "/")


def document() -> str:
    """LICENCES.md."""
    versions = dict(locked("requirements.lock"))
    parts = [HEAD]
    for name, what in CARRIED.items():
        package = Package(name, versions[name])
        parts.append(f"| {what} | {package.name} {package.version} | {licence(package)} |\n")
    seen: set[Package] = set()
    for lock, title in LOCKS.items():
        rows = [one for one in locked(lock) if one not in seen]
        seen.update(rows)
        parts.append(f"\n## {title} (`{lock}`)\n\n| package | version | licence |\n|---|---|---|\n")
        parts += [f"| {one.name} | {one.version} | {licence(one)} |\n" for one in rows]
    return "".join(parts)


def test_every_locked_package_is_listed_with_its_licence(*, refresh: bool) -> None:
    same(FILE, document().encode("utf-8"), refresh=refresh)


def test_no_licence_forbids_what_is_done_with_it() -> None:
    built_with = {*locked("requirements.lock"), *locked("requirements-uv.lock")}
    for package in {one for lock in LOCKS for one in locked(lock)}:
        said = licence(package)
        assert FREE.search(said) or (package not in built_with and LENDING.search(said)), package


def test_what_the_site_carries_comes_with_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "templates" / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()
    assert all(FREE.search(licence(Package(name, dict(locked("requirements.lock"))[name]))) for name in CARRIED)
