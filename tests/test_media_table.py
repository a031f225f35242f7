"""`templates/media.yaml` is held: a rule names what there is, has an effect and a reason; a new part needs none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import loaded
import pytest
import yaml
from expected import ROOT
from rendered import MEDIA
from shown import TABLE, plain, rule, yields

from generator.media.ways import Way, way
from generator.paths import TEMPLATES
from generator.policy.facts import Limit
from generator.policy.guide import FACTS, Guide
from generator.policy.provenance import Conflict, Words
from generator.words.catalogue import words

SOURCE = (TEMPLATES / "media.yaml").read_text(encoding="utf-8")
SECTIONS = {*FACTS, "classes", "reference"}
APART = {"differs"}
"""What is no section of a guide: clauses that differ."""
ASIDE = {"note", "leads", "says", "strength", "layer"}
"""What of a line is no part of its own section: strength is a part of statements of any."""


def test_no_key_stands_twice() -> None:
    """YAML keeps the last of two equal keys."""
    whole = yaml.compose(SOURCE)
    assert whole is not None
    for _, rules in whole.value:
        keys = [key.value for key, _ in rules.value]
        assert len(set(keys)) == len(keys)


def test_each_medium_of_the_table_is_one_that_code_lays_out() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    assert [medium for medium in TABLE if medium != "every" and f'"{medium}"' not in code] == []
    assert {medium.name for medium in MEDIA.values()} == {*TABLE} - {"every"}


@pytest.mark.parametrize("medium", TABLE)
def test_every_rule_names_what_there_is_and_why(medium: str) -> None:
    for key in TABLE[medium]:
        _names_what_there_is(medium, key)


def _names_what_there_is(medium: str, key: str) -> None:
    ((how, why),) = TABLE[medium][key].items()
    section, _, part = key.partition(".")
    assert how in get_args(Way)
    assert re.search("[一-鿿]", why)
    assert section in {*SECTIONS, *APART, "*"}
    forms = {**words()["parts"].get(section, {}), **{name: words()["parts"][name] for name in ("strength", "layer")}}
    name = part.removesuffix("?")
    assert not part or name in {*forms, *ASIDE}
    assert not part.endswith("?") or "open" in forms[name] or "ask" in forms[name]
    if how == "once":
        assert name in ("", "says") or {"once", "open"} & {*forms[name]}
    if how == "ask":
        assert forms[name]["ask"] in {key for group in words()["open_questions"] for key in group["asks"]}


@pytest.mark.parametrize("medium", TABLE)
def test_every_rule_has_an_effect(medium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(_told(medium))
    for key in list(TABLE[medium]):
        with monkeypatch.context() as patch:
            patch.delitem(TABLE[medium], key)
            assert list(_told(medium)) != before, key


def _told(medium: str) -> Iterator[str]:
    """What a medium does with each section and, where it tells the section, with each of its parts."""
    for one in (medium,) if medium != "every" else (name for name in TABLE if name != "every"):
        for section in sorted({*SECTIONS, *APART}):
            yield f"{rule(one, section)} {[yields(one, section, part) for part in ('', *sorted(ASIDE))]}"
            if rule(one, section) in ("show", "fold"):
                for part in (*words()["parts"].get(section, {}), *sorted(ASIDE)):
                    yield from (rule(one, section, part, silent=silent) for silent in (False, True))


def test_code_reads_the_table_as_it_is_read_here() -> None:
    for medium in TABLE:
        for section in SECTIONS | APART:
            assert way(medium, section) == rule(medium, section)
            for part in (*words()["parts"].get(section, {}), *ASIDE):
                for silent in (False, True):
                    assert way(medium, section, part, silent=silent) == rule(medium, section, part, silent=silent)


# ---------------------------------------------------------------------------------------------- a part that is new


PACE = "每周一次催办"


def _paced(guide: Guide) -> Guide:
    """A guide each of whose limits has the new part."""
    return guide.model_copy(update={"limits": tuple(map(_with_pace, guide.limits or ()))})


def _with_pace(one: Any) -> Any:
    if isinstance(one, Conflict):
        return one.model_copy(update={"sides": tuple(map(_with_pace, one.sides))})
    return one.model_copy(update={"pace": Words(words=PACE)}) if isinstance(one, Limit) else one


LIMITS = [name for name, medium in MEDIA.items() if rule(medium.name, "limits") == "show"]


@pytest.mark.slow
@pytest.mark.parametrize("name", LIMITS)
def test_a_new_part_of_a_time_limit_is_told_by_every_medium_that_tells_limits(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor of the model touches two files: `generator/policy/facts.py`, where the field is, and
    `templates/words.yaml`, whose `parts.limits` says how it is put into words. Only a medium that is to leave it off
    needs a line in `templates/media.yaml`.
    """
    monkeypatch.setitem(words()["parts"]["limits"], "pace", {"label": "催办", "form": "{}"})
    found = [_paced(one.guide) for one in loaded.resolved(loaded.INVENTED).values() if one.guide.place.slug == "xugou"]
    guide = next(one for one in found if MEDIA[name].of(found, one))
    made = MEDIA[name].made(found, guide)
    said = plain(made if not made.startswith("{") else json.dumps(json.loads(made), ensure_ascii=False))
    assert PACE in said
    assert list(MEDIA[name].faults(guide, made)) == []
