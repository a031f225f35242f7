"""What fields are, as the strings below them say, in schemas and without them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from generator.data.schemas import POLICY_FILES
from generator.descriptions import Described, descriptions
from generator.policy.facts import Limit
from generator.policy.files import CityFile, UtilityFile
from generator.policy.guide import Guide
from generator.policy.provenance import Fact, Part


def models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Those that are made of one, near and far."""
    for own in kind.__subclasses__():
        yield own
        yield from models(own)


def test_the_string_below_a_field_is_what_it_is() -> None:
    assert descriptions(CityFile)["covers"].startswith("收录范围")
    assert descriptions(Limit)["valid"] == descriptions(Fact)["valid"]
    assert "slug" not in descriptions(CityFile)


@pytest.mark.parametrize("kind", [CityFile, UtilityFile, Guide])
def test_every_section_is_named(kind: type[BaseModel]) -> None:
    assert set(descriptions(kind)) <= set(kind.model_fields)
    assert {"limits", "papers", "steps", "classes"} <= set(descriptions(kind))


def test_a_schema_says_the_same() -> None:
    for kind in POLICY_FILES.values():
        schema = kind.model_json_schema(schema_generator=Described, by_alias=True)
        said = {name: field.get("description") for name, field in schema["properties"].items()}
        own = {kind.model_fields[name].alias or name: text for name, text in descriptions(kind).items()}
        assert {name: text for name, text in said.items() if text} == own


def test_no_model_reads_its_source_at_the_start() -> None:
    """That takes a fourth of the time until a first policy can be read."""
    assert [kind for kind in models(Part) if kind.model_config.get("use_attribute_docstrings")] == []
