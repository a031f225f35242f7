"""The pipe, piece by piece: what is said of who builds, owns and pays; which pieces nobody speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import loaded
from shown import Rows

from generator.checks.claims import claims_of
from generator.media.layout import layout
from generator.pages import guide_pages
from generator.pages.drawings.pipe import Piece, Pipe, pipe
from generator.policy import facts
from generator.policy.guide import Guide, items
from generator.policy.provenance import Cite
from generator.telling.compose import telling
from generator.telling.select import regions

CITE = (Cite(doc="doc", clause="一、", quote=("接户管由供水企业建，建好归用户",)),)


def with_pipe(*pieces: Mapping[str, Any], **works: Any) -> Guide:
    """The invented guide with some pieces of a pipe, and with its works changed."""
    made = tuple(facts.Pipe.model_validate({"owner": "not_stated", "cite": CITE, **piece}) for piece in pieces)
    guide = loaded.guide("xugou/water")
    charges = tuple(one.model_copy(update=works.get(one.id, {})) for one in items(guide, "works"))
    return guide.model_copy(update={"pipe": made, "works": charges})


OUTSIDE = {
    "id": "branch",
    "piece": "external",
    "name": "接户管",
    "builder": {"utility": "供水企业"},
    "owner": {"applicant": "用户"},
}
CASED = {"id": "old", "piece": "inside", "when": {"track": "normal"}, "builder": {"applicant": "用户"}}


def drawn(guide: Guide) -> Pipe:
    return pipe(layout(guide, "page"))


def pieces(guide: Guide) -> dict[str, Piece]:
    return {piece.id: piece for piece in drawn(guide).pieces}


def says(piece: Piece) -> list[str]:
    return [line.text for group in piece.groups for line in group.lines]


def test_without_a_word_on_any_piece_nothing_is_drawn() -> None:
    guide = with_pipe()
    assert drawn(guide).pieces == ()
    assert not [one for one in telling(guide).statements if one.section == "pipe"]


def test_only_the_pieces_that_are_spoken_of_are_filled() -> None:
    found = pieces(with_pipe(OUTSIDE))
    assert list(found) == ["main", "external", "inside", "meter", "appliance"]
    assert [piece.id for piece in found.values() if piece.stated] == ["external"]
    assert says(found["external"]) == ["接户管，由供水企业建，归用户"]
    assert says(found["meter"]) == ["文件没有写"]


def test_what_is_said_for_one_case_leaves_the_others_silent() -> None:
    guide = with_pipe(OUTSIDE, CASED)
    inside = pieces(guide)["inside"]
    assert [line.open for group in inside.groups for line in group.lines] == [False, True]
    at = regions(guide)
    rest = next(one for one in telling(guide).statements if one.id == "pipe/inside/·rest")
    assert at.where(rest)
    assert not at.where(next(one for one in telling(guide).statements if one.id == "pipe/external/·rest"))


def test_who_pays_for_a_piece_stands_at_it_and_nowhere_else() -> None:
    first = items(loaded.guide("xugou/water"), "works")[0]
    guide = with_pipe(**{first.id: {"piece": "external"}})
    found = drawn(guide)
    assert found.paid
    assert f"works/{first.id}" in {path for group in pieces(guide)["external"].groups for path in group.lines[0].ids}
    assert f"works/{first.id}" not in {path for group in found.others for path in group.lines[0].ids}
    rows = [ids for ids, _ in Rows(guide_pages.guide_page(guide, version="0")).rows]
    assert rows.count(frozenset({f"works/{first.id}"})) >= 1


def test_who_builds_and_who_owns_has_to_stand_in_the_quotation() -> None:
    fact = with_pipe({**OUTSIDE, "builder": {"utility": "燃气企业"}}).pipe[0]
    quote = CITE[0].quote[0]
    unproven = {claim.what for claim in claims_of(fact) if not claim.holds(quote)}
    assert unproven == {"燃气企业"}


def test_that_nobody_is_named_as_the_owner_stands_at_the_piece() -> None:
    found = pieces(with_pipe({**OUTSIDE, "owner": "not_stated"}))
    assert says(found["external"]) == ["接户管，由供水企业建；文件没有写：建好归谁"]
