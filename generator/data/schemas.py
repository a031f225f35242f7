"""The JSON Schemas of the files of `policies/`, by kind. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.descriptions import Described
from generator.policy.files import (
    AsideFile,
    AssuredFile,
    ChangesFile,
    CityFile,
    DutiesFile,
    FormFile,
    Publisher,
    ReviewedFile,
    TranslationFile,
    UtilitiesFile,
    UtilityFile,
    WaiverFile,
    YearFile,
)
from generator.policy.provenance import Part
from generator.policy.utilities import known

POLICY_FILES: dict[str, type[Part]] = {
    "city": CityFile,
    "utility": UtilityFile,
    "assured": AssuredFile,
    "form": FormFile,
    "publisher": Publisher,
    "set-aside": AsideFile,
    "waivers": WaiverFile,
    "reviewed": ReviewedFile,
    "translation": TranslationFile,
    "workdays": YearFile,
    "changes": ChangesFile,
    "duties": DutiesFile,
    "utilities": UtilitiesFile,
}


def policy_schemas() -> Mapping[str, Any]:
    """The JSON Schemas of all kinds of policy file, by kind; they enumerate the utilities that are known."""
    return _schemas(tuple(known()))


@cache
def _schemas(_: tuple[str, ...]) -> Mapping[str, Any]:
    how: dict[str, Any] = {"schema_generator": Described, "mode": "validation", "by_alias": True}
    return {name: kind.model_json_schema(**how) for name, kind in POLICY_FILES.items()}


def policy_schema() -> str:
    """These schemas as one JSON text, by kind."""
    return json.dumps(policy_schemas(), ensure_ascii=False, indent=1) + "\n"
