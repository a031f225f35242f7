"""What a file may hold at each position, by the models, and what to do where nothing or the wrong thing stands there.

Reads no file and judges none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from generator.policy.provenance import ENTRY_KINDS
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import Location
from generator.policy.tables import Class, Input, Row

Kind: TypeAlias = type[BaseModel]

_ENTRIES = ("·fact", *(f"·{key}" for key in ENTRY_KINDS))


def models_at(kind: Kind, at: Location) -> list[Kind]:
    """The models that may stand at a location of a file; indices and mapping keys stay in the model they are in."""
    candidates = [kind]
    for step in at:
        if step in _ENTRIES:
            candidates = [model for model in candidates if _entry(model) == step]
        holding = next((names for model in candidates if step in (names := _annotations(model))), None)
        if holding is not None:
            candidates = list(_models_in(holding[str(step)]))
    return candidates


def model_at(kind: Kind, at: Location) -> Kind | None:
    """The first model that may stand at a location of a file; None in a mapping of free keys."""
    return next(iter(models_at(kind, at)), None)


def allowed(model: Kind | None) -> list[str]:
    """The keys of a model as a file writes them."""
    fields = model.model_fields.items() if model else ()
    return [info.alias or name for name, info in fields if name != "assured"]


def keys_at(kind: Kind, at: Location) -> list[str]:
    """The keys that may stand at a location of a file; none where any key may."""
    return _keys_at(kind, tuple(step for step in at if isinstance(step, str)))


@cache
def _keys_at(kind: Kind, at: tuple[str, ...]) -> list[str]:
    models = models_at(kind, at)
    around = models_at(kind, at[:-1]) if at else []
    free = any(by_name(model, at[-1]) for model in around)
    return [] if free or Row in models else list(dict.fromkeys(key for model in models for key in allowed(model)))


def needed(model: Kind, key: str) -> bool:
    """Whether a model cannot do without a key."""
    return key in _annotations(model) and bool(_field(model, key).is_required())


def by_name(model: Kind, key: str) -> bool:
    """Whether a key holds things by names of their own."""
    return any(True for _ in _values(_annotations(model).get(key)))


def may_be_silent(model: Kind, name: str) -> bool:
    """Whether a field takes `not_stated`."""
    return _silent(_annotations(model).get(name))


def remedy(kind: Kind, at: Location) -> dict[str, str]:
    """`remedy` and `remedy_en` for a text: how what is empty or wrongly silent at a location is made right."""
    zh, en = _REMEDIES[_wanted(kind, at)]
    key = next((str(step) for step in reversed(at) if isinstance(step, str)), "")
    return {"remedy": zh.format(key=key), "remedy_en": en.format(key=key)}


_REMEDIES = {
    "silent": (
        "文件没有写请填 not_stated，写了请补上",
        "write not_stated where the document is silent, or what it says",
    ),
    "silent item": (
        "请补上这一项；文件没有写，就不用列表，写成 {key}: not_stated",
        "write the item; where the document is silent, write {key}: not_stated instead of a list",
    ),
    "item": ("请补上这一项，不需要请删去", "write the item, or delete it if it is not needed"),
    "condition": (
        "请写出条件：类别写编号，如 small；数如 <= 100；是非题写 true 或 false；不限请删去这个条件",
        "write the test: the id of a class, as in small, or <= 100, or true; delete the condition if there is none",
    ),
    "optional": ("请补上内容，不需要请删去这一行", "write what belongs here, or delete the line if it is not needed"),
    "needed": ("这一项不能没有，请补上内容", "this cannot do without; write what belongs here"),
}  # fmt: skip


def _wanted(kind: Kind, at: Location) -> str:
    """What may stand at a location, as a key of `_REMEDIES`."""
    for depth in range(len(at) - 1, -1, -1):
        for model in models_at(kind, at[:depth]) if isinstance(at[depth], str) else ():
            if at[depth] in _annotations(model):
                return _wanted_of(model, str(at[depth]), at[depth + 1 :])
    return "optional"


def _wanted_of(model: Kind, name: str, rest: Location) -> str:
    """What may stand at a key of a model, or at the location `rest` within it, as a key of `_REMEDIES`."""
    annotation = _annotations(model)[name]
    if rest and all(isinstance(step, int) for step in rest):
        return "silent item" if _silent(annotation) else "item"
    if rest and (name in ("when", "where") or (model is Class and name == "rows")):
        return "condition"
    if rest:
        return "silent" if any(map(_silent, _values(annotation))) else "optional"
    if _silent(annotation):
        return "silent"
    return "needed" if _field(model, name).is_required() or (model is Input and name in _ANSWERS) else "optional"


_ANSWERS = ("words", "values")
"""The keys of an input that its type may make obligatory, which the model's fields do not show."""


def _field(model: Kind, name: str) -> Any:
    return next(info for own, info in model.model_fields.items() if (info.alias or own) == name)


@cache
def _annotations(model: Kind) -> dict[str, Any]:
    """What may stand at each key of a model as a file writes it."""
    return {(info.alias or name): info.annotation for name, info in model.model_fields.items()}


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of a union, or what is annotated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return get_args(annotation)[:1]
    return get_args(annotation) if origin in (Union, UnionType) else ()


def _silent(annotation: Any) -> bool:
    """Whether an annotation takes `not_stated` itself, not only somewhere within."""
    return annotation == Literal[NOT_STATED] or any(map(_silent, _parts(annotation)))


def _values(annotation: Any) -> Iterator[Any]:
    """What the values of a mapping of free keys may be."""
    if get_origin(annotation) is dict:
        yield get_args(annotation)[1]
    for inner in _parts(annotation):
        yield from _values(inner)


def _models_in(annotation: Any) -> Iterator[Kind]:
    """The models an annotation names, through unions and tuples, not through other models and mappings of free keys."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not dict:
        for inner in get_args(annotation):
            yield from _models_in(inner)


def _entry(model: Kind) -> str:
    """The tag of a kind of entry of a section."""
    return next((f"·{key}" for key in ENTRY_KINDS if key in model.model_fields), "·fact")
