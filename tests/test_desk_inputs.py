"""The inputs of the desk: every section has a kind, every key of a model an input, few of them come first."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator.desk.place import inputs
from generator.policy.facts import Limit
from generator.policy.files import CityFile, Document, Sections
from generator.policy.provenance import Conflict, Lack, Nothing, NotInHand, Part

_EVERY: list[type[Part]] = [*inputs.section_models().values(), Conflict[Limit], Nothing, NotInHand, Lack, Document]
_MODELS = {inputs.kind_name(model): model for model in _EVERY}
_KINDS = inputs.kinds()["kinds"]


def _every(kind: dict[str, Any]) -> list[dict[str, Any]]:
    return [*kind["fields"], *kind["more"]]


def _deep(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [inner for one in fields for inner in (one, *_deep(one["parts"]))]


def test_every_section_has_a_kind() -> None:
    sections = inputs.kinds()["sections"]
    assert set(sections) == {"documents", *Sections.model_fields}
    assert {one["kind"] for one in sections.values()} <= set(_KINDS)
    assert sections["limits"] == {"label": "时限", "kind": "limit", "utility_file": True, "answered": True}


@pytest.mark.parametrize("name", sorted(_MODELS))
def test_every_key_of_a_model_is_in_one_input(name: str) -> None:
    keys = [info.alias or key for key, info in _MODELS[name].model_fields.items() if key != "assured"]
    written = [key for one in _every(_KINDS[name]) for key in one["keys"]]
    assert sorted(written) == sorted(keys)


@pytest.mark.parametrize("name", sorted(_KINDS))
def test_at_most_ten_inputs_come_first_and_what_is_required_is_among_them(name: str) -> None:
    kind = _KINDS[name]
    assert len(kind["fields"]) <= 10
    assert [one["key"] for one in kind["more"] if one["required"] and one["key"] != "none"] == []


@pytest.mark.parametrize("name", sorted(_KINDS))
def test_names_and_options_are_in_chinese_with_english_beside(name: str) -> None:
    assert re.search("[\u4e00-\u9fff]", _KINDS[name]["label"])
    for one in _deep(_every(_KINDS[name])):
        assert re.search("[\u4e00-\u9fff]", one["label"]), one["key"]
        assert re.search("[A-Za-z]", one["label_en"]), one["key"]
        for option in (*one["options"], *one["units"]):
            assert re.search("[\u4e00-\u9fff]", option["label"]) or option["value"] == "rest", (one["key"], option)


def test_a_limit_has_its_amount_in_one_input_and_may_be_silent_where_the_model_is() -> None:
    fields = {one["key"]: one for one in _KINDS["limit"]["fields"]}
    assert list(fields) == ["cite", "covers", "when", "amount", "starts_on", "ends_with", "excludes", "force", "target"]
    amount = fields["amount"]
    assert amount["unit"] == "unit"
    assert {"value": "at_most", "label": "不超过"} in amount["options"]
    assert {"value": "working_day", "label": "个工作日"} in amount["units"]
    assert amount["units"][-1] == {"value": "not_stated", "label": "没写单位"}
    assert (fields["starts_on"]["silent"], fields["starts_on"]["hand"], fields["starts_on"]["label"]) == (
        True, True, "从哪天起算",
    )  # fmt: skip
    assert not fields["when"]["silent"]
    assert fields["covers"]["unset"] == "整个报装"
    assert [part["key"] for part in fields["covers"]["parts"]] == ["steps", "permit", "duty"]


def test_words_of_the_document_are_selected_and_ours_are_typed() -> None:
    step = {one["key"]: one["input"] for one in _every(_KINDS["step"])}
    assert (step["name"], step["note"], step["actors"], step["phase"]) == ("words", "text", "actors", "refs")
    document = {one["key"]: one["input"] for one in _every(_KINDS["document"])}
    assert (document["title"], document["date"], document["effective"]) == ("words", "day", "group")


@pytest.mark.parametrize(
    ("section", "value", "kind"),
    [
        ("limits", {"id": "a"}, "limit"),
        ("limits", {"id": "a", "sides": []}, "conflict"),
        ("papers", {"none": "true"}, "nothing"),
        ("fees", {"not_in_hand": "annex-1"}, "not_in_hand"),
        ("lacking", {"not_in_hand": "annex-1"}, "lack"),
        ("documents", {}, "document"),
        ("inputs", {"none": "都不是"}, "input"),
        ("elsewhere", {}, "other"),
        ("limits", "not_stated", "limit"),
    ],
)
def test_the_kind_of_an_entry(section: str, value: object, kind: str) -> None:
    assert inputs.kind_of(section, value) == kind


def test_kinds_are_json_and_the_top_of_a_city_file_has_inputs() -> None:
    json.dumps(inputs.kinds(), ensure_ascii=False)
    place = [key for one in _every(_KINDS["place"]) for key in one["keys"]]
    assert sorted(place) == sorted(set(CityFile.model_fields) - set(Sections.model_fields) - {"documents"})
    assert inputs.by_key("place")["name"].input == "text", "many a document names no place: people know where they are"
