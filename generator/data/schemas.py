"""The JSON Schemas of the files of `policies/`, by kind. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

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
    UtilityFile,
    WaiverFile,
    YearFile,
)
from generator.policy.provenance import Part

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
}


@cache
def policy_schemas() -> Mapping[str, Any]:
    """The JSON Schemas of all kinds of policy file, by kind."""
    return {name: kind.model_json_schema(mode="validation", by_alias=True) for name, kind in POLICY_FILES.items()}


def policy_schema() -> str:
    """These schemas as one JSON text, by kind."""
    return json.dumps(policy_schemas(), ensure_ascii=False, indent=1) + "\n"
