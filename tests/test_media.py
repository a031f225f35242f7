"""A figure never travels bare: every medium shows of every statement what `templates/media.yaml` has it show.

What the table says is read plainly in `shown`; what a medium shows is looked for in the finished page, sheet or file,
medium by medium in `rendered`. The table itself is held at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import drawnguides
import loaded
import pytest
from expected import POLICIES
from rendered import MEDIA, Medium, Place
from shown import TABLE, faults_of_layout, plain

from generator.data import guide_json
from generator.media import layout as layouts
from generator.media.layout import Common, Layout, layout
from generator.media.lines import line
from generator.media.ways import beside
from generator.pages import comparison, guide_pages, overview, place_pages
from generator.pages.browser import shipped
from generator.pages.entries import Pagination
from generator.policy.guide import Guide
from generator.telling.compose import telling

SEEDS = range(12)


@cache
def _places(policies: Any = POLICIES) -> dict[str, list[Guide]]:
    """The guides below a folder, place by place."""
    found: dict[str, list[Guide]] = {}
    for one in loaded.checked(policies)[1]:
        found.setdefault(one.guide.place.slug, []).append(one.guide)
    return found


def _faults(medium: Medium, found: Place) -> list[str]:
    """What a medium lacks of the guides of a place."""
    guides = [guide for guide in found if medium.of(found, guide)]
    return [f"{one.address}: {fault}" for one in guides for fault in medium.faults(one, medium.made(found, one))]


# ------------------------------------------------------------------------------------- every statement, every medium


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "booklet" else name for name in MEDIA]
)
def test_a_medium_shows_of_the_invented_places_what_the_table_says(name: str) -> None:
    for found in _places(loaded.INVENTED).values():
        assert _faults(MEDIA[name], found) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MEDIA)
def test_a_medium_shows_of_the_five_places_what_the_table_says(name: str) -> None:
    for found in _places().values():
        assert _faults(MEDIA[name], found) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MEDIA)
def test_a_medium_shows_of_drawn_policies_what_the_table_says(name: str) -> None:
    for seed in SEEDS:
        assert _faults(MEDIA[name], [drawnguides.guide(seed)]) == []


@pytest.mark.parametrize("medium", [name for name in TABLE if name != "every"])
def test_a_layout_follows_the_table(medium: str) -> None:
    guides = [*_places(loaded.INVENTED).values(), [drawnguides.guide(seed) for seed in SEEDS]]
    for guide in (guide for found in guides for guide in found):
        assert list(faults_of_layout(layout(guide, medium))) == []


@pytest.mark.slow
@pytest.mark.parametrize("medium", [name for name in TABLE if name != "every"])
def test_a_layout_of_a_class_follows_the_table(medium: str) -> None:
    for guide in (guide for found in _places().values() for guide in found):
        classes = () if isinstance(guide.classes, str) else guide.classes or ()
        for one in (None, *classes):
            assert list(faults_of_layout(layout(guide, medium, one))) == []


@pytest.mark.slow
@pytest.mark.parametrize("stop", ["。", "."])
def test_a_sentence_goes_on_in_its_line_without_its_full_stop(stop: str) -> None:
    guide, one = next(
        (guide, one)
        for found in _places(loaded.INVENTED).values()
        for guide in found
        for one in telling(guide).statements
        if one.kind == "stated" and any(part.name == "strength" for part in one.parts)
    )
    said = line(guide, replace(one, says=f"收件{stop}"), one.parts, when="", status="certain").text
    assert "收件" in said
    assert f"收件{stop}" not in said


def test_a_guide_by_reference_says_so_everywhere() -> None:
    for found in (*_places().values(), *_places(loaded.INVENTED).values()):
        for guide, reference in ((one, one.reference) for one in found if one.reference is not None):
            page = guide_pages.guide_page(guide, version="0")
            made = [page, guide_pages.notice_page(guide, version="0"), place_pages.city_page(found, None)]
            compared = comparison.comparisons([comparison.member(guide)])
            made += [*comparison.pages(compared, Pagination()).values(), guide_json.guide_json(guide)]
            assert all(plain(reference.text) in plain(text) for text in made)


def test_the_pages_of_disclosure_tell_no_figure() -> None:
    """What they do not say cannot stand bare: they have states and the places these lead to only."""
    for found in (*_places().values(), *_places(loaded.INVENTED).values()):
        texts, _ = overview.lists([[overview.guide_entry(one) for one in found]], Pagination(), None, fed=False)
        text = plain("".join(page for path, page in texts.items() if path.startswith("disclosure/")))
        for guide in found:
            said = [one.says for one in telling(guide).statements if one.section in ("limits", "fees", "step_counts")]
            assert [one for one in said if re.search("[0-9]", one) and plain(one) in text] == []


# ----------------------------------------------------------------------------------------- a part lost is reported

_Lost = Callable[[pytest.MonkeyPatch], None]


def _without(part: str) -> _Lost:
    """A part gets lost on its way into a line, or into data that tell part by part."""

    def lost(patch: pytest.MonkeyPatch) -> None:

        def shorter(guide: Guide, one: Any, shown: Any, **known: Any) -> Any:
            kept = [each for each in shown if ("open" if each.silent else each.name) != part]
            return line(guide, replace(one, note="") if part == "note" else one, kept, **known)

        def less(medium: str, section: str, name: str, *, silent: bool = False) -> bool:
            return ("open" if silent else name) != part and beside(medium, section, name, silent=silent)

        patch.setattr(layouts, "line", shorter)
        for module in (guide_json, shipped):
            patch.setattr(module, "beside", less)

    return lost


def _uncommon(patch: pytest.MonkeyPatch) -> None:
    """What all statements of a section have in common is told by none of them, and not at its head."""
    common = Layout.common
    patch.setattr(Layout, "common", lambda self, name: _headless(common(self, name)))


class _Headless(Common):
    texts, said, silence = (), (), ""


def _headless(common: Common) -> Common:
    return _Headless(common.section, common.several, common.stated, common.some)


def _wordless(patch: pytest.MonkeyPatch) -> None:
    """A line has no main words."""
    patch.setattr(
        layouts, "line", lambda guide, one, shown, **known: line(guide, replace(one, says=""), shown, **known)
    )


PARTS = ("starts_on", "excludes", "extends", "deemed", "includes", "strength", "payer", "note", "open")
LOST: dict[str, _Lost] = {**{part: _without(part) for part in PARTS}, "common": _uncommon, "says": _wordless}
_SENTENCES = {"note", "common"}  # by the table no words of ours, and nothing is said once for several
_CASE = {"payer", "common"}  # limits only, each with all its parts
NOT_TOLD: dict[str, set[str]] = {
    "answer card": {"extends", "deemed", "note", "open"},  # the same
    "city page": {"extends", "deemed", "note", "open"},  # no limit of a whole service has any in the invented places
    "prepare page": {*LOST} - {"note", "open", "says"},  # papers, no limits and no charges
    "joint page": {*LOST} - {"note", "open", "says"},  # papers and steps, no limits and no charges
    "window page": {*LOST}
    - {"starts_on", "excludes", "includes", "strength", "says"},  # limits of the whole, no charges
    "ticket page": {"common"},
    "notice page": {"open"},  # what is open for some only
    "notice sheet": {"open"},
    "notice page for the wall": {"note"},  # no words of ours
    "notice sheet for the wall": {"note"},
    **dict.fromkeys(("comparison page", "comparison.json", "comparison.csv"), _SENTENCES),
    **dict.fromkeys(("guide.jsonld", "guide.ttl"), _SENTENCES),
    **dict.fromkeys(("classify", "classify --json", "tables.js"), _CASE),
    "facts": {"common"},
    "guide.json": {"common", "says"},  # the words of the statement itself
}
"""What of a medium cannot get lost in the invented places, since it tells none of it there."""
CASES = [(name, part) for name in MEDIA for part in LOST if part not in NOT_TOLD.get(name, ())]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "part"), CASES)
def test_a_part_that_a_medium_loses_is_reported(name: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(_reported(MEDIA[name], found, LOST[part], monkeypatch) for found in _places(loaded.INVENTED).values())


def _reported(medium: Medium, found: Place, lost: _Lost, patch: pytest.MonkeyPatch) -> bool:
    """Whether anything is missed of a place when its pages and sheets are made with a loss."""
    having = [one for one in found if medium.of(found, one)]
    with patch.context() as losing:  # of copies, of which nothing is remembered yet
        lost(losing)
        texts = [medium.made([one.model_copy() for one in found], one.model_copy()) for one in having]
    return any(fault for one, text in zip(having, texts, strict=True) for fault in medium.faults(one, text))
