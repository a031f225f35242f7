"""Pages and data about many places: home page, lists by province, comparison, open data. Writes nothing.

One unit's lists depend on its own places only; what is about all places is made of their entries alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator import language
from generator.data import feed, guide_json, sentences
from generator.data.lists import disclosure_csv, files, guides_json, robots, row, sitemap
from generator.decision import vectors
from generator.media.duty import Disclosed, disclosed_items, duties
from generator.pages import comparison, manual, matrix, place_pages, shared_pages
from generator.pages.browser import finder, interview, shapes, supply
from generator.pages.comparison import Member
from generator.pages.entries import Entry, Example, Pagination, by_province, guides, head, provinces
from generator.policy.files import Duty, Publisher
from generator.policy.guide import Guide, items
from generator.policy.loader import Policies
from generator.policy.resolve import Resolved
from generator.policy.utilities import Utility, in_order
from generator.telling.disclosure import complete
from generator.words.catalogue import words

Texts: TypeAlias = dict[str, str]
"""Markdown pages by path below `guides/`."""
Data: TypeAlias = dict[str, bytes]
"""Other files by path below `guides/`."""


class GuideEntry(NamedTuple):
    """What the lists of a province say of a guide, the guide itself without its facts."""

    guide: Guide
    disclosed: tuple[Disclosed, ...]
    wall: bool
    """Whether its notice may be put on a wall."""
    files: tuple[str, ...]
    lacks: Mapping[str, str]
    member: Member


def guide_entry(guide: Guide) -> GuideEntry:
    """A guide as lists show it."""
    return GuideEntry(
        head(guide),
        disclosed_items(guide),
        complete(guide),
        files(guide),
        sentences.lacks(guide),
        comparison.member(guide),
    )


def entry(found: Sequence[Resolved]) -> Entry:
    """A place as lists of places show it; `found`: its guides."""
    whole = [one.guide for one in found]
    return Entry(
        guides=tuple(head(one) for one in whole),
        classes=tuple(tuple(each.name for each in items(one, "classes")) for one in whole),
        form=found[0].city.form is not None,
        together=bool(place_pages.joint(whole)),
        rows=tuple(row(one) for one in whole),
    )


def example(guide: Guide) -> Example | None:
    """What the page about the data shows of a guide; only one that has every kind of data will do."""
    if not items(guide, "classes") or sentences.lacks(guide):
        return None
    return head(guide), sorted(sentences.authorities(guide)), vectors.plainest(guide)


# ------------------------------------------------------------------------------------------- some of the places


def lists(
    places: Sequence[Sequence[GuideEntry]],
    of: Pagination,
    shown: Example | None,
    own: Sequence[Duty] = (),
    *,
    fed: bool,
) -> tuple[Texts, Data]:
    """The lists of a province, or of all places where these are few: what is published, the data, comparisons.

    `own`: the publisher's lists of duties, if it has any.
    """
    listings = [listing for place in places for listing in place]
    compared = _utilities(listing.guide for listing in listings)
    comparisons = tuple(comparison.comparisons([listing.member for listing in listings]))
    texts = {
        **_matrices(places, duties(own), compared, of),
        f"data/{_of(of)}index.md": shared_pages.data_page(listings, compared, shown, of, feed=fed),
        **comparison.pages(comparisons, of),
    }
    told = ((listing.guide, listing.disclosed) for listing in listings)
    table = disclosure_csv(told, duties(own)).encode("utf-8")
    where = f"disclosure/{of.province}/disclosure.csv" if of.province else "disclosure.csv"
    return texts, {where: table, **comparison.data(comparisons, of)}


def _matrices(
    places: Sequence[Sequence[GuideEntry]], lists_: Sequence[Duty], compared: Sequence[Utility], of: Pagination
) -> Texts:
    """The pages of `/disclosure/`, by list, and where there are many utilities by part."""
    parts = tuple(matrix.divided(places))
    made = {}
    for duty in lists_:
        folders = [
            f"{_of(of)}{_below(duty, lists_)}{f'p{part}/' if part > 1 else ''}" for part in range(1, len(parts) + 1)
        ]
        for part, (folder, held) in enumerate(zip(folders, parts, strict=True)):
            page = shared_pages.Sheaf(folders, part, [(one, f"{_of(of)}{_below(one, lists_)}") for one in lists_])
            made[f"disclosure/{folder}index.md"] = shared_pages.disclosure_page(
                matrix.matrix(duty, held), page, compared, of
            )
    return made


def _below(duty: Duty, lists_: Sequence[Duty]) -> str:
    """The folder of a list in an address; the first has none."""
    return "" if duty == lists_[0] else f"{duty.id}/"


def _of(of: Pagination) -> str:
    """The folder of a province in an address; empty where the page is about all places."""
    return f"{of.province}/" if of.province else ""


def _utilities(found: Iterable[Guide]) -> tuple[Utility, ...]:
    return in_order({one.utility for one in found})


# -------------------------------------------------------------------------------------------------- all places


def pages(entries: Sequence[Entry], policies: Policies, shown: Example | None) -> Texts:
    """The pages about all places."""
    records, whole = feed.newest_first(policies.changes), Pagination(provinces=provinces(entries))
    made = {
        "index.md": shared_pages.home_page(entries, whole, changed=bool(records)),
        "changes/index.md": shared_pages.changes_page(records, guides(entries), feed=fed(policies)),
    }
    return {**made, **(_divided(entries, policies, shown) if whole.provinces else {})}


def _divided(entries: Sequence[Entry], policies: Policies, shown: Example | None) -> Texts:
    """The pages that lead to those of the provinces, and the places of each."""
    compared, whole = _utilities(guides(entries)), Pagination(provinces=provinces(entries))
    made = {
        "disclosure/index.md": shared_pages.disclosure_page(None, None, compared, whole),
        "data/index.md": shared_pages.data_page((), compared, shown, whole, feed=fed(policies)),
    }
    for utility in compared:
        having = [one for one in entries if utility in _utilities(one.guides)]
        numbers = Counter(one.province for one in having)
        pagination = Pagination(provinces={code: numbers[code] for code in whole.provinces if code in numbers})
        made[f"compare/{utility}/index.md"] = comparison.divided(utility, pagination)
    for code, found in by_province(entries).items():
        made[f"places/{code}/index.md"] = shared_pages.places_page(found, Pagination(code, whole.provinces))
    return made


def data(entries: Sequence[Entry]) -> Data:
    """The data about all places."""
    return {
        "assets/finder-index.js": finder.index_js(entries).encode("utf-8"),
        "data/guides.json": guides_json([row for one in entries for row in one.rows]).encode("utf-8"),
    }


def general(policies: Policies) -> tuple[Texts, Data]:
    """The pages about no place, and what all pages load: these stay as they are whatever a place says."""
    texts = {
        "about/index.md": shared_pages.about_page(policies.publisher),
        "help/findings/index.md": shared_pages.findings_page(),
        **manual.pages(),
    }
    made: Data = {**shared_pages.assets(policies), "guide.schema.json": guide_json.guide_schema().encode("utf-8")}
    made["scripts.schema.json"] = shapes.scripts_schema().encode("utf-8")
    made["assets/words.js"] = interview.words_js(policies.years).encode("utf-8")
    made["assets/form-words.js"] = interview.form_words_js().encode("utf-8")
    made["assets/supply-form.js"] = supply.form_js().encode("utf-8")
    if fed(policies):
        title = str(words()["changes"]["title"])
        made["changes/feed.xml"] = feed.atom(policies.changes, policies.publisher, title).encode("utf-8")
    return texts, made


def fed(policies: Policies) -> bool:
    """Whether the record of changes has a feed: there is an address to name, and something to tell."""
    return bool(policies.publisher.site_url and policies.changes)


def for_crawlers(found: Iterable[str], publisher: Publisher) -> Data:
    """What search engines look for; both files name the site, so without an address there are none.

    `found`: the pages of the site (`a/index.html`).
    """
    if not publisher.site_url:
        return {}
    made = {
        "sitemap.xml": sitemap((page for page in found if not page.endswith("404.html")), publisher),
        "robots.txt": robots(publisher),
    }
    return {path: text.encode("utf-8") for path, text in made.items()}


def finished(texts: Mapping[str, str], publisher: Publisher) -> Data:
    """Pages as they are written, each with what all share: a footer, and which text prevails."""
    return {
        path: (_headed(path, text) + shared_pages.footer(path, publisher)).encode("utf-8")
        for path, text in texts.items()
    }


def _headed(path: str, text: str) -> str:
    """A page in another language than Chinese with the line about that, below its settings."""
    if language.tag() == language.CHINESE:
        return text
    _, settings, page = text.split("---\n", 2)
    return f"---\n{settings}---\n\n{shared_pages.prevails(path)}{page}"


def without_footers(pages: Mapping[str, bytes], publisher: Publisher) -> Texts:
    """The texts that `finished` made these pages of."""
    return {
        path: data.decode("utf-8").removesuffix(shared_pages.footer(path, publisher)) for path, data in pages.items()
    }
