"""A place as it is on the disk now: its files as data, its guides as far as they go, its documents. Reads only.

All that is judged of it is judged by the code of `check`; a place that is not finished is data like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from generator import checks
from generator.checks import accounts, fulltexts
from generator.checks.accounts import Account
from generator.desk import candidates
from generator.desk.candidates.candidate import Candidate
from generator.desk.files import entries, writing
from generator.desk.files.writing import Data
from generator.document.originals import Original, Paragraph
from generator.findings import Finding
from generator.policy import gather, unfinished
from generator.policy.files import Document
from generator.policy.loader import City, policy_files
from generator.policy.resolve import Resolved
from generator.policy.syntax.text import lies_here
from generator.policy.utilities import known


@dataclass(frozen=True)
class Text:
    """A document with its text, what became of each sentence, and what its words may be saying."""

    document: Document
    path: Path
    original: Original
    accounts: Sequence[Account]

    @property
    def candidates(self) -> Sequence[Candidate]:
        """What may be said in it."""
        return _candidates(self.original.text)


@dataclass(frozen=True)
class Opened:
    """A place: its folder, the data of its files by name, and what could be made of them."""

    folder: Path
    originals: Path | None
    trees: Mapping[str, Data]
    city: City | None = None
    guides: Sequence[Resolved] = ()
    findings: Sequence[Finding] = ()
    texts: Sequence[Text] = field(default=())

    @property
    def slug(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def utilities(self) -> tuple[str, ...]:
        """The utilities that have a file of their own."""
        return tuple(name for name in known() if f"{name}.yaml" in self.trees)

    @property
    def versions(self) -> dict[str, str]:
        """The hash of the data of each file."""
        return _versions(self.trees)

    def guide(self, utility: str) -> Resolved | None:
        """The guide of a utility, as far as there is one."""
        return next((resolved for resolved in self.guides if resolved.guide.utility == utility), None)

    def text(self, document: str) -> Text | None:
        """A document with its text, by id."""
        return next((text for text in self.texts if text.document.id == document), None)


def identity(document: str, sentence: Paragraph) -> str:
    """How the page of the desk knows a sentence: its document, and from where to where it stands there."""
    return f"{document}:{sentence.start}-{sentence.start + len(sentence.text)}"


def place_name(folder: Path) -> str:
    """What the site calls a place, by a line of its city file alone: a list of places may have thousands.

    Its folder's name where there is no such line, or no plain text in it.
    """
    path = folder / "city.yaml"
    data = path.read_bytes() if lies_here(folder, []) and lies_here(path, []) and path.is_file() else b""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    named = {key: value for line in lines for key, colon, value in [line.partition(":")] if colon and key in _NAMES}
    try:
        value = yaml.safe_load(next((named[key] for key in _NAMES if key in named), ""))
    except yaml.YAMLError:
        value = None
    return value if isinstance(value, str) and value else folder.name


_NAMES = ("called", "name")
"""The keys of a city file that say what a place is called, the first before the other."""


def versions(folder: Path) -> dict[str, str]:
    """The hash of the data of each file of a place that can be read."""
    return _versions(dict(_trees(folder)))


def _versions(trees: Mapping[str, Data]) -> dict[str, str]:
    return {name: str(entries.version(tree, {})) for name, tree in trees.items()}


def opened(policies: Path, slug: str, originals: Path | None) -> Opened:
    """A place of a folder of policies as it is now. `originals`: where texts are that are not with the place."""
    folder = policies / slug
    loaded, guides, findings = checks.check(
        policies,
        originals,
        known=gather.places(policies),
        only=gather.together(policies, [slug]),
        unpublished=True,
        load=unfinished.load,
    )
    city = next((place for place in loaded.cities if place.slug == slug), None)
    own = [resolved for resolved in guides if resolved.city.slug == slug]
    about = [finding for finding in findings if checks.is_about(policies, [slug], finding)]
    texts = tuple(_texts(city, guides, originals)) if city else ()
    return Opened(folder, originals, dict(_trees(folder)), city, own, about, texts)


def _trees(folder: Path) -> Iterator[tuple[str, Data]]:
    """The data of each policy file that can be read as YAML."""
    for path in policy_files(folder) if lies_here(folder, []) else ():
        try:
            if path.is_file() and lies_here(path, []):  # a pipe might never end
                yield path.name, writing.data(path.read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, writing.UnwritableError):
            continue  # a finding says so


def _texts(city: City, guides: Sequence[Resolved], originals: Path | None) -> Iterator[Text]:
    for document, original, accounted in accounts.of_city(city, guides, originals):
        yield Text(document, fulltexts.text_path(city, document, originals), original, accounted)


@lru_cache(16)
def _candidates(text: str) -> tuple[Candidate, ...]:
    return tuple(candidates.candidates(Original(text)))
