"""YAML nodes → dicts, lists and strings, with the position of every key and value.

Scalars stay strings and the model gives the types, since PyYAML would read `8:30` as 510 and `NO` as False.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from pydantic import BaseModel

from generator.findings import Finding, Position, bounded, finding, guess
from generator.policy.sources import Location, Slip, Source
from generator.policy.syntax import shapes
from generator.policy.syntax.quoting import unquoted
from generator.policy.syntax.typing_slips import MAX_TYPED

MAX_NODES = 20_000
"""Ten times what the largest honest file has."""


# ------------------------------------------------------------------------------------------------------- tree

_QUOTES = ("“", "‘", "「")
_COMMENT = re.compile(r"\s+#(?=[^\s#])(.{,30})")
_CORE_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
_TRAPS: dict[str, tuple[str, str, str]] = {
    # tag: what is harmless, what YAML makes of the rest (zh, en)
    "int": (r"0|-?[1-9]\d*", "另一种写法的整数", "an integer written in another way"),
    "float": (r"-?(0|[1-9]\d*)\.\d+", "浮点数的特殊写法", "a special float"),
    "bool": (r"true|false", "是或否", "a boolean"),
    "timestamp": (r"\d{4}-\d\d-\d\d", "时间", "a timestamp"),
}


def _foreign(node: yaml.Node) -> bool:
    """Whether a node carries a tag of its own."""
    return node.tag.removeprefix("tag:yaml.org,2002:") not in _CORE_TAGS


class Tree:
    """Turns a composed YAML document into dicts, lists and strings, and records where each stands."""

    def __init__(self, path: str, text: str, kind: type[BaseModel]) -> None:
        self._path = path
        self._kind = kind
        self._lines = text.split("\n")
        self._keys: dict[Location, Position] = {}
        self._values: dict[Location, Position] = {}
        self._slips: list[Slip] = []
        self._torn_lines: set[int] = set()
        self._nodes = 0

    def source(self, node: yaml.Node, problems: list[Finding]) -> Source:
        """The file as a Source; its raw tree is None where anything was wrong with it."""
        try:
            raw = self._plain(node, (), ())
        except _TooLargeError:
            raw = None
            self._report("alias-bomb", node, (), limit=str(MAX_NODES))
        problems.extend(bounded(slip.finding for slip in self._slips if slip.finding))
        if not self._slips:
            return Source(self._path, raw, self._keys, self._values)
        return Source(self._path, None, self._keys, self._values, torn=raw, slips=tuple(self._slips))

    def _position(self, node: yaml.Node) -> Position:
        return Position(self._path, node.start_mark.line + 1, node.start_mark.column + 1)

    def _report(self, code: str, node: yaml.Node, at: Location, *within: str | int, **words: str) -> None:
        """Add a finding about a node at a location, or about a key or an item of what is there."""
        self._slips.append(Slip((*at, *within), finding(code, self._position(node), _written(at), **words)))

    def _plain(self, node: yaml.Node, at: Location, above: tuple[yaml.Node, ...]) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or any(node is outer for outer in above):
            raise _TooLargeError
        self._values[at] = self._position(node)
        if _foreign(node):
            self._report("foreign-tag", node, at, tag=node.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at, (*above, node))
        if isinstance(node, yaml.SequenceNode):
            self._full_width_commas(node, at)
            return [self._plain(child, (*at, i), (*above, node)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101  there is no fourth kind
        return self._scalar(node, at)

    def _mapping(self, node: yaml.MappingNode, at: Location, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for key, value in node.value:
            if node.flow_style and self._torn(key, value, at):
                continue
            if not isinstance(key, yaml.ScalarNode):
                self._report("complex-key", key, at, _NO_KEY)
            elif _foreign(key):
                self._report("foreign-tag", key, at, _NO_KEY, tag=key.tag.replace("tag:yaml.org,2002:", "!!"))
            elif key.tag.endswith(":merge"):
                self._report("merge-key", key, at, _NO_KEY)
            elif key.value in entries:
                first = self._keys[*at, key.value].line
                self._report("duplicate-key", key, at, key.value, key=key.value, first=str(first))
            else:
                self._keys[*at, key.value] = self._position(key)
                entries[key.value] = self._entry(key, value, (*at, key.value), above)
        return entries

    def _torn(self, key: yaml.Node, value: yaml.Node, at: Location) -> bool:
        """Whether a key is no key, but the rest of a text without quotes; adds one finding for each line."""
        lost = isinstance(value, yaml.ScalarNode) and not value.value and not value.style
        number = key.start_mark.line
        if not isinstance(key, yaml.ScalarNode) or number in self._torn_lines:
            torn_too = isinstance(key, yaml.ScalarNode) and (lost or self._strange(key.value, at))
            self._slips += [Slip(at, None)] if torn_too else []
            return torn_too
        if not (lost or not key.value.isascii() or self._strange(key.value, at)):
            return False
        line = self._lines[number]
        torn = unquoted(line, key.value if self._strange(key.value, at) else "") if len(line) <= MAX_TYPED else None
        if torn is None or torn.column > key.start_mark.column:
            return False
        self._torn_lines.add(number)
        position, thing = Position(self._path, number + 1, torn.column), _written(at)
        problem = finding("unquoted-text", position, thing, sign=torn.sign, line=torn.line)
        self._slips.append(Slip(at, problem))
        return True

    def _strange(self, key: str, at: Location) -> bool:
        """Whether a key is neither allowed at a location nor like one that is."""
        keys = shapes.keys_at(self._kind, at)
        return bool(keys) and key not in keys and not guess(key, keys)["guess"]

    def _entry(self, key: yaml.ScalarNode, value: yaml.Node, at: Location, above: tuple[yaml.Node, ...]) -> Any:
        if value.tag.endswith(":null"):
            name, colon, _ = key.value.partition("：")
            if colon and not value.value:
                self._report("full-width-colon", key, at[:-1], key.value, key=name)
            else:
                self._report("empty-value", key, at[:-1], key.value, key=name, **shapes.remedy(self._kind, at))
            return ""
        return self._plain(value, at, above)

    def _scalar(self, node: yaml.ScalarNode, at: Location) -> str:
        text: str = node.value
        if node.tag.endswith(":null"):
            remedy = shapes.remedy(self._kind, at)
            self._report("empty-value", node, at[:-1], *at[-1:], key="-", **remedy)
        elif not node.style:
            self._plain_traps(node, text, at)
        return text

    def _plain_traps(self, node: yaml.ScalarNode, text: str, at: Location) -> None:
        """Add findings about what YAML makes of a scalar without quotes and its writer did not mean."""
        if trap := _trap(node):
            self._report("yaml-trap", node, at, value=text, kind=trap[0], kind_en=trap[1])
        if _in_wide_quotes(text):
            self._report("full-width-quotes", node, at)
        line = self._lines[node.end_mark.line] if node.end_mark.line < len(self._lines) else ""
        if comment := _COMMENT.match(line, node.end_mark.column):
            self._report("swallowed-comment", node, at, rest=comment[1])

    def _full_width_commas(self, node: yaml.SequenceNode, at: Location) -> None:
        """Add findings about full-width commas in a flow list: `[a，b]` is one item to YAML."""
        for child in node.value if node.flow_style else ():
            if isinstance(child, yaml.ScalarNode) and not child.style and "，" in child.value:
                self._report("full-width-comma", child, at)


def sound_unquoted(item: yaml.ScalarNode) -> bool:
    """Whether a scalar may stand without quotes, and means what it says."""
    return not (_in_wide_quotes(item.value) or _trap(item) or item.tag.endswith((":null", ":value", ":merge")))


def _trap(node: yaml.ScalarNode) -> tuple[str, str] | None:
    """What YAML makes of a scalar without quotes, where its writer did not mean that, in Chinese and English."""
    harmless, zh, en = _TRAPS.get(node.tag.rpartition(":")[2], ("", "", ""))
    return (zh, en) if harmless and not re.fullmatch(harmless, node.value) else None


def _in_wide_quotes(text: str) -> bool:
    return text[:1] in _QUOTES and re.fullmatch(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」", text) is not None


_NO_KEY = ""
"""Stands for a key that is none, of a mapping that is sound without it."""


def _written(at: Location) -> str:
    """A location in a file that has no model yet."""
    return "/".join(step for step in at if isinstance(step, str))


class _TooLargeError(Exception):
    """Anchors expand beyond the limit or to themselves."""
