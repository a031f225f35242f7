"""The data of the form for a utility: what all its pages load, and what each knows of its guide. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from generator.checks import doubts
from generator.data.schemas import policy_schemas
from generator.pages.browser.script import members
from generator.policy.files import AssuredFile
from generator.policy.guide import Guide
from generator.policy.provenance import Part
from generator.policy.scalars import TO_FILL, as_list
from generator.policy.syntax.parsing import read_tree
from generator.supply import short_file
from generator.supply.form import form
from generator.supply.known import known


def form_js() -> str:
    """`assets/supply-form.js`: what a utility is asked, and the schema that its file is held against."""
    asked = form().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    signs = {"to_fill": TO_FILL, "basis": doubts.BASIS, "vague": doubts.VAGUE.pattern}
    return members(supplyForm={"form": asked, "schema": _schema(), "signs": signs})


def known_js(guide: Guide, folder: Path) -> str:
    """`known.js` beside the form of a guide; `folder`: that of the place among the policies."""
    told = known(guide)._asdict()
    told["limits"] = [bound._asdict() for bound in told["limits"]]
    path = folder / f"{guide.utility}.assured.yaml"
    there = path.is_file()
    tree = read_tree(path, [], AssuredFile).raw if there else {}
    head = short_file.comments(path.read_text(encoding="utf-8-sig")) if there else ""
    return members(supply={"known": told, "tree": _tidy(tree), "head": head})


def _tidy(tree: Any) -> Any:
    """A tree with its texts as the model takes them."""
    if isinstance(tree, dict):
        return {key: _tidy(each) for key, each in tree.items()}
    return [_tidy(each) for each in tree] if isinstance(tree, list) else short_file.tidy(tree)


def _models(base: type[Part]) -> Iterator[type[Part]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


_MODELS = {model.__name__: model for model in _models(Part)}
_LEFT_OUT = ("title", "default", "description", "discriminator", "propertyNames")


def _schema() -> Any:
    """The JSON Schema of a short file without what is for people, and as wide as the loader is."""
    schema = policy_schemas()["assured"]
    parts = {name: _part(name, part) for name, part in schema["$defs"].items() if name != "Assured"}
    parts["Words"] = {"anyOf": [{"type": "string"}, parts["Words"]]}
    return {**_part(AssuredFile.__name__, schema), "$defs": parts}


def _part(name: str, schema: Any) -> Any:
    """The schema of a model; nobody writes `assured`, and where several may stand, so may one."""
    kept = {key: _pruned(each) for key, each in schema.items() if key not in (*_LEFT_OUT, "properties", "$defs")}
    fields = {info.alias or field: info for field, info in _MODELS[name].model_fields.items()}
    properties = {key: _pruned(each) for key, each in schema["properties"].items() if key != "assured"}
    wide = {key: _wide(each) if _takes_one(fields[key]) else each for key, each in properties.items()}
    return {**kept, "properties": wide}


def _pruned(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_pruned(each) for each in schema]
    if isinstance(schema, dict):
        return {name: _pruned(each) for name, each in schema.items() if name not in _LEFT_OUT}
    return schema


def _wide(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_wide(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _wide(each) for name, each in schema.items()}
    return {"anyOf": [inner["items"], inner]} if inner.get("type") == "array" and "items" in inner else inner


def _takes_one(field: Any) -> bool:
    """Whether a field, or something in it, takes one thing for a list of one."""
    metadata = getattr(field, "metadata", ()) or getattr(field, "__metadata__", ())
    if any(getattr(each, "func", None) is as_list for each in metadata):
        return True
    inner = get_args(getattr(field, "annotation", field))
    return any(_takes_one(each) for each in (getattr(field, "annotation", None), *inner) if each is not None)
