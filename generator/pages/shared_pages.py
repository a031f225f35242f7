"""The pages that belong to no single place: home page, lists, comparison, help, what stands on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator import language, overrides
from generator.findings import CODES, Message, groups
from generator.language import gettext
from generator.pages import filling
from generator.pages.entries import Entry, Example, Pagination
from generator.pages.matrix import Matrix
from generator.paths import TEMPLATES
from generator.policy import colours
from generator.policy.files import Duty, Publisher, Record
from generator.policy.guide import Guide
from generator.policy.loader import Policies
from generator.policy.scalars import NOT_STATED
from generator.policy.utilities import Utility, in_order
from generator.telling.disclosure import STATES
from generator.words.catalogue import words
from generator.words.names import codes, heading


def home_page(entries: Sequence[Entry], of: Pagination, *, changed: bool = False) -> str:
    """`/`: the finder, and the list of all places or of all provinces; `changed`: whether changes are recorded."""
    shown = () if of.provinces else _in_order(entries)
    services, said = _services(entries), words()["utilities"]
    context = {"entries": shown, "services": services, "example": _example(entries), "changed": changed}
    connected = gettext("、").join(said[name]["name"] for name in services)
    return filling.page("pages/index.md", connected=connected, **context, **of._asdict())


def places_page(entries: Sequence[Entry], of: Pagination) -> str:
    """`/places/<code>/`: the places of a province."""
    return filling.page("pages/places.md", entries=_in_order(entries), services=_services(entries), **of._asdict())


def _services(entries: Sequence[Entry]) -> tuple[Utility, ...]:
    """The utilities that some places have, in order."""
    return in_order({guide.utility for entry in entries for guide in entry.guides})


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Places in the order of their area codes; those without one behind, as they came."""
    return sorted(entries, key=lambda entry: (entry.place.code == NOT_STATED, str(entry.place.code)))


def _example(entries: Sequence[Entry]) -> str:
    """A query that leads somewhere: the place with the shortest name and one of its utilities; empty without places."""
    if not entries:
        return ""
    short = min(entries, key=lambda entry: len(entry.place.name))
    return f"{short.place.name} {words()['utilities'][short.guides[-1].utility]['name']}"


class Sheaf(NamedTuple):
    """Which of the pages about one list a page is, and where the lists begin; folders are below `/disclosure/`."""

    folders: Sequence[str]
    """Those of the pages about this list."""
    part: int
    """Its place among these, from 0."""
    lists: Sequence[tuple[Duty, str]]
    """Every list, with the folder of its first page."""

    @property
    def up(self) -> str:
        """The way from the page to `/disclosure/`."""
        return "../" * self.folders[self.part].count("/")


def disclosure_page(found: Matrix | None, sheaf: Sheaf | None, compared: Sequence[Utility], of: Pagination) -> str:
    """`/disclosure/…`: for supervisors, what each utility publishes and lacks; without a matrix, the provinces."""
    context = {"matrix": found, "sheaf": sheaf, "compared": compared, "states": STATES}
    return filling.page("pages/disclosure.md", **context, **of._asdict())


def data_page(
    listed: Sequence[Any], compared: Sequence[Utility], example: Example | None, of: Pagination, *, feed: bool
) -> str:
    """`/data/`: the open data; `listed`: `overview.GuideEntry`."""
    context = {"listed": listed, "compared": compared, "example": example, "feed": feed}
    return filling.page("pages/data.md", codes=codes(), **context, **of._asdict())


def compare_page(found: Any, headings: Mapping[str, Sequence[str]], of: Pagination) -> str:
    """`/compare/<utility>/`: places side by side; of a province only, or all, or how they are divided.

    `found`: a comparison; `headings`: its tables and their columns.
    """
    titles = {name: heading(name) for names in headings.values() for name in names}
    context = {"found": found, "headings": headings, "titles": titles}
    return filling.page("pages/compare.md", u=words()["utilities"][found.utility], **context, **of._asdict())


def changes_page(records: Sequence[Record], guides: Sequence[Guide], *, feed: bool) -> str:
    """`/changes/`: the record of changes, newest first; `feed`: whether `feed.xml` stands beside it."""
    return filling.page("pages/changes.md", records=records, guides=guides, feed=feed)


def findings_page() -> str:
    """`/help/findings/`: for editors, every code with its words and an example, wrong and right."""
    messages = {code: _with_blanks(message) for code, message in CODES.items()}
    return filling.page("pages/findings.md", groups=groups(), messages=messages)


def _with_blanks(message: Message) -> dict[str, str]:
    """A message with an ellipsis for every word that a finding fills in."""
    blanks = dict.fromkeys(re.findall(r"{(\w+)}", message.zh + message.en), "…")
    optional = dict.fromkeys((name for name in blanks if name.startswith(("guess", "elsewhere"))), "")
    zh, en = (text.format_map({**blanks, **optional}) for text in (message.zh, message.en))
    return {"severity": message.severity, "zh": zh, "en": en}


def help_page(name: str, **context: Any) -> str:
    """`/help/…`: a page of the handbook for editors."""
    return filling.page(f"help/{name}.md", **context)


def about_page(publisher: Publisher) -> str:
    """`/about/`: how to read the site, how it is made, who runs it, accessibility, privacy, licence."""
    return filling.page("pages/about.md", publisher=publisher)


def footer(path: str, publisher: Publisher) -> str:
    """What stands below every page; `path`: that of its Markdown below `guides/`, for the way home."""
    own = [(language.gettext(line.text), line.url) for line in publisher.footer]
    return "\n" + filling.page("pages/footer.md", home="../" * path.count("/"), publisher=publisher, own=own)


def prevails(path: str) -> str:
    """What stands above a page in another language: that the Chinese one prevails, and where it is."""
    return filling.page("pages/prevails.md", chinese="../" * (path.count("/") + 1) + path.removesuffix("index.md"))


def assets(policies: Policies) -> dict[str, bytes]:
    """Styles and scripts, by their path below the guides, with the colours and the logo of the publisher."""
    publisher, made = policies.publisher, _ours()
    if publisher.colours:
        for appearance, file in colours.FILES.items():
            rule = colours.style(getattr(publisher.colours, appearance), appearance)
            made[f"assets/{file}"] += rule.encode("utf-8")
    return made | ({f"assets/{publisher.logo}": policies.logo} if publisher.logo and policies.logo else {})


def _ours() -> dict[str, bytes]:
    folder = TEMPLATES / "assets"
    names = (f"assets/{path.name}" for path in sorted(folder.iterdir()) if path.is_file())
    return {name: overrides.data(name) for name in names}
