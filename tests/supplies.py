"""Short files with invented content, by the form that a utility fills in."""

from __future__ import annotations

from generator.policy.guide import Guide
from generator.supply import short_file
from generator.supply.form import Asked, Group, Tree, form
from generator.telling import disclosure

INVENTED = "虚构内容"
_OF_TYPE = {"telephone": "000-0000-0000", "number": "9", "date": "2099-01-01", "web": "https://www.invented.invalid/"}


def lacking(guide: Guide) -> str:
    """The short file with which a guide lacks nothing any more."""
    tree: Tree = {}
    wanted = disclosure.missing(guide)
    for group in form().groups:
        if not group.section:
            fill(tree, group)
        elif any(kind in wanted for kind in group.kinds):
            fill(short_file.add(tree, group), group)
    return short_file.written(short_file.settled(form(), tree, {}))


def fill(entry: Tree, group: Group) -> None:
    """Answers every field of an entry but those that are asked behind a word, and whether it is free."""
    for field in group.fields:
        if not (field.more or field.options_of or field.key in ("free", "by")):
            short_file.put(entry, field.path, _said(field))


def _said(field: Asked) -> object:
    if field.type == "choice":
        return field.options[0].value
    return field.value if field.type == "flag" else _OF_TYPE.get(field.type, INVENTED)
