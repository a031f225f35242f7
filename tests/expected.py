"""What several tests need: a build, its parts one by one, expected outputs kept as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.build import publish
from generator.build.workshop import Sources
from generator.findings import Finding
from generator.pages import overview, place
from generator.pages.entries import Entry, Example, Pagination
from generator.paper.printing import Sheet
from generator.policy.files import Publisher
from generator.policy.loader import Policies
from generator.policy.resolve import Resolved
from generator.site import links

ROOT = Path(__file__).parent.parent
POLICIES, CONFIG = ROOT / "policies", ROOT / "templates" / "mkdocs.yml"


def same(path: Path, actual: bytes, *, refresh: bool) -> None:
    """Assert that a file holds these bytes, or write them; names the command that refreshes."""
    if refresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual)
    expected = path.read_bytes() if path.is_file() else b""
    assert actual.decode("utf-8") == expected.decode("utf-8"), f"{path} differs; if it should, run: make refresh"


def quiet(*_: object) -> None:
    """Says nothing."""


def sources(folder: Path, policies: Path = POLICIES, originals: Path | None = None, store: str = "made") -> Sources:
    """What is built from some policies, kept in a folder."""
    return Sources(policies, CONFIG, folder / store, originals)


def build(
    folder: Path, policies: Path = POLICIES, originals: Path | None = None, store: str = "made"
) -> tuple[Finding, ...]:
    """A build into `guides/` and `site/` of a folder; `store`: relative to it, where what was made is kept."""
    return publish.build(sources(folder, policies, originals, store), folder / "guides", folder / "site", say=quiet)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def entries(resolved: Sequence[Resolved]) -> list[Entry]:
    """The places as lists show them."""
    return [overview.entry(found) for found in place.places(resolved)]


def pages(resolved: Sequence[Resolved], loaded: Policies) -> dict[str, bytes]:
    """Every Markdown page of some few guides."""
    made = overview.pages(entries(resolved), loaded, None) | overview.general(loaded)[0]
    listed = [[overview.guide_entry(one.guide) for one in found] for found in place.places(resolved)]
    made |= overview.lists(listed, Pagination(), _example(resolved), loaded.duties, fed=overview.fed(loaded))[0]
    for found in place.places(resolved):
        made |= place.pages(found)
    return overview.finished(made, loaded.publisher)


def _example(resolved: Sequence[Resolved]) -> Example | None:
    return next(filter(None, (overview.example(one.guide) for one in resolved)), None)


def data(resolved: Sequence[Resolved], loaded: Policies) -> dict[str, bytes]:
    """Every other file of some few guides, print sheets aside."""
    made = overview.data(entries(resolved)) | overview.general(loaded)[1]
    for found in place.places(resolved):
        made |= {**place.loaded(found, loaded.publisher), **place.data(found, loaded.publisher)}
    return made


def sheets(resolved: Sequence[Resolved], publisher: Publisher) -> dict[str, Sheet]:
    """Every print sheet of some guides."""
    made: dict[str, Sheet] = {}
    for found in place.places(resolved):
        made |= place.sheets(found, place.pages(found), publisher)
    return made


def link_faults(site: Path, site_url: str | None = None) -> list[str]:
    """What is wrong with the links of a site in a folder."""
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    pages_ = {name: links.page(path.read_text(encoding="utf-8"), name, site_url) for name, path in found.items()}
    return list(
        links.faults(links.report(pages_), lambda path: (site / path).is_file(), lambda path: pages_[path].anchors)
    )
