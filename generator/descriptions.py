"""What the fields of our models are, as the strings below them say.

Read out of the source when a form or a schema asks for it: pydantic would read it at each start of the program.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


@cache
def descriptions(kind: type[BaseModel]) -> Mapping[str, str]:
    """What the fields of a model are, by name; those that nothing is said of are missing."""
    said: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__qualname__ in (written := _written(base.__module__)):
            said |= dict.fromkeys(inspect.get_annotations(base), "") | dict(written[base.__qualname__])
    stated = {name: str(info.description) for name, info in kind.model_fields.items() if info.description}
    return MappingProxyType({name: said[name] for name in kind.model_fields if said.get(name)} | stated)


@cache
def _written(module: str) -> Mapping[str, Mapping[str, str]]:
    """The strings below the fields of each class of one of our modules, by its name."""
    if not module.startswith("generator."):
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: dict(_strings(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _strings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, string in pairwise(node.body):
        match field, string:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)


class Described(GenerateJsonSchema):
    """Makes schemas that say what each field is."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The schema of a model, with what its fields are."""
        made = super().model_schema(schema)
        kind: type[BaseModel] = schema["cls"]
        for name, text in descriptions(kind).items():
            info = kind.model_fields[name]
            for key in {name, info.alias, info.validation_alias, info.serialization_alias}:
                if (field := _properties(made).get(key)) is not None:
                    field.setdefault("description", text)
        return made


def _properties(made: JsonSchemaValue) -> dict[Any, Any]:
    properties: dict[Any, Any] = made.get("properties", {})
    return properties
