"""What an editor has changed → the text of a policy file, by splicing the fewest lines. Writes nothing.

Of a file's data and the data wanted of it, only what differs is written: comments, order, aliases, quotes, layout, line
ends and a byte order mark of all that stays are left as they are. What comes out is read again before it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeAlias

import yaml

from generator.desk.splices import Splice, spliced

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
"""What a file says: scalars as they are written, without quotes."""


class UnwritableError(ValueError):
    """The change cannot be spliced in without changing something else, as where a value is shared by an alias."""


def data(text: str) -> Data:
    """What a text of YAML says; an empty mapping of one that says nothing.

    Raises yaml.YAMLError, and UnwritableError where a key stands twice.
    """
    node = _composed(text)
    return {} if node is None else _data(node)


def written(text: str, wanted: Data) -> str:
    """The text, changed to say what is wanted. Raises UnwritableError, yaml.YAMLError.

    Where what changes is referred to by an alias, whose value stays, the anchor goes to the first alias.
    """
    names = _referred(text)
    with suppress(UnwritableError):
        return _written(text, wanted)
    for moved in (*((name,) for name in names), names):
        with suppress(UnwritableError, yaml.YAMLError):
            return _written(_anchored_anew(text, moved), wanted)
    raise UnwritableError("cannot be written without changing something else")


def _written(text: str, wanted: Data) -> str:
    root = _composed(text)
    if root is None:
        return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{begun(wanted)}"
    _data(root)  # which refuses what nobody could tell apart afterwards
    changed = spliced(text, _Differences(text).of(root, wanted))
    try:
        if data(changed) == wanted:
            return changed
    except yaml.YAMLError:
        pass
    raise UnwritableError("cannot be written without changing something else")


def _referred(text: str) -> tuple[str, ...]:
    """The anchors that aliases refer to, in order."""
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    return tuple(dict.fromkeys(str(event.anchor) for event in events if isinstance(event, yaml.AliasEvent)))


def _anchored_anew(text: str, names: Sequence[str]) -> str:
    """The text with some anchors where their first alias was, which then holds the value."""
    for name in names:
        events = list(yaml.parse(text, Loader=yaml.SafeLoader))
        marks = [(_start(event), isinstance(event, yaml.AliasEvent)) for event in events if _anchor(event) == name]
        at = next(index for index, (_, alias) in enumerate(marks) if alias)
        (start, _), (alias, _) = marks[at - 1], marks[at]
        node, begin = _anchor_of(_composed(text), start), re.compile(rf"&{re.escape(name)} *").match(text, start)
        if node is None or begin is None:
            raise UnwritableError("an anchor that cannot be moved")
        there = Splice(alias, alias + len(f"*{name}"), f"&{name} {_inline(_data(node))}")
        text = spliced(text, [Splice(start, begin.end(), ""), there])
    return text


def _anchor(event: Any) -> str | None:
    """The anchor that an event has or refers to."""
    return getattr(event, "anchor", None)


def _start(event: Any) -> int:
    return int(event.start_mark.index)


def _anchor_of(node: yaml.Node | None, start: int) -> yaml.Node | None:
    """The node that begins at a place, with its anchor."""
    if node is None or isinstance(node, _Alias):
        return None
    if node.start_mark.index == start:
        return node
    inner = node.value if isinstance(node, yaml.CollectionNode) else ()
    parts = [part for pair in inner for part in pair] if isinstance(node, yaml.MappingNode) else inner
    return next((found for part in parts if (found := _anchor_of(part, start)) is not None), None)


def begun(wanted: Data) -> str:
    """The text of a file that is new, and says what is wanted, a mapping."""
    pairs = wanted.items() if isinstance(wanted, dict) else ()
    return "".join(f"{line}\n" for key, value in pairs for line in _lines(key, value))


# ------------------------------------------------------------------------------------------------------------- nodes


class _Alias(yaml.Node):
    """Where a text refers to a value that stands elsewhere in it."""

    def __init__(self, target: yaml.Node, event: Any) -> None:
        super().__init__(target.tag, target.value, event.start_mark, event.end_mark)
        self.target = target


class _Loader(yaml.SafeLoader):
    """Composes nodes that know where they stand themselves, aliases too."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event() if self.check_event(yaml.AliasEvent) else None  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        return node if event is None or node is None else _Alias(node, event)


def _composed(text: str) -> yaml.Node | None:
    node: yaml.Node | None = _Loader(text).get_single_node()
    return node


def _data(node: yaml.Node) -> Data:
    if isinstance(node, _Alias):
        return _data(node.target)
    if isinstance(node, yaml.MappingNode):
        pairs = {str(key.value): _data(value) for key, value in node.value}
        if len(pairs) < len(node.value):
            raise UnwritableError("a key stands twice")
        return pairs
    return [_data(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else str(node.value)


def _end(node: yaml.Node) -> int:
    """Where a node ends; the parser's mark of a block stands only before what comes next."""
    if isinstance(node, _Alias) or not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _in_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not isinstance(node, _Alias) and not node.flow_style


class _Entry(NamedTuple):
    """An item of a list or a pair of a mapping: by what it is known, where it begins, its value."""

    known: str
    start: int
    value: yaml.Node
    colon: int = -1
    """Behind the colon of a pair."""


# ------------------------------------------------------------------------------------------------------- differences


class _WholeError(Exception):
    """Entries come or go where that cannot be done line by line: their list or mapping is written anew."""


class _Differences:
    """The splices that make a text say something else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def of(self, node: yaml.Node, wanted: Data) -> list[Splice]:
        """What differs at the root of a text, which is a mapping. Raises UnwritableError where it is none."""
        if not (isinstance(node, yaml.MappingNode) and _in_block(node) and isinstance(wanted, dict)):
            raise UnwritableError("the text is no mapping with a key a line")
        try:
            return list(self._mapping(node, wanted))
        except _WholeError:
            raise UnwritableError("the whole of a file is not replaced") from None

    def _value(self, entry: _Entry, wanted: Data) -> list[Splice]:
        """What differs of the value of an entry."""
        node = entry.value
        if _data(node) == wanted:
            return []
        try:
            if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict):
                return list(self._mapping(node, wanted))
            if isinstance(node, yaml.SequenceNode) and isinstance(wanted, list):
                return list(self._list(node, wanted))
        except _WholeError:
            pass
        return [self._instead(entry, wanted)]

    def _mapping(self, node: yaml.MappingNode, wanted: Mapping[str, Data]) -> Iterator[Splice]:
        entries = [
            _Entry(str(key.value), key.start_mark.index, value, self._text.index(":", key.end_mark.index) + 1)
            for key, value in node.value
        ]
        yield from self._entries(node, entries, _in_order([entry.known for entry in entries], wanted))

    def _list(self, node: yaml.SequenceNode, wanted: Sequence[Data]) -> Iterator[Splice]:
        starts = [item.start_mark.index for item in node.value]
        if not node.flow_style:
            starts = [self._text.rindex("-", 0, start) for start in starts]
        names = _names([_data(item) for item in node.value])
        known = zip(names, starts, node.value, strict=True)
        entries = [_Entry(name, start, item, start + (not node.flow_style)) for name, start, item in known]
        yield from self._entries(node, entries, dict(zip(_names(wanted), wanted, strict=True)))

    def _entries(
        self, node: yaml.CollectionNode, entries: Sequence[_Entry], wanted: Mapping[str, Data]
    ) -> Iterator[Splice]:
        """What differs of the entries of a list or a mapping. Raises _WholeError."""
        old, new = [entry.known for entry in entries], list(wanted)
        kept = set(old) & set(new)
        if old != new and (not _in_block(node) or not kept):
            raise _WholeError
        for way, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            stay = last - first if way == "equal" else 0
            if way == "replace" and isinstance(node, yaml.SequenceNode):
                stay = _changed(entries[first:last], [wanted[known] for known in new[begin:end]])
            for entry, known in zip(entries[first : first + stay], new[begin:], strict=False):
                yield from self._value(entry, wanted[known])
            yield from (self._without(entry, entries) for entry in entries[first + stay : last])
            if added := {known: wanted[known] for known in new[begin + stay : end]}:
                yield self._added(entries, first + stay, added, instead=last > first + stay)

    def _without(self, entry: _Entry, entries: Sequence[_Entry]) -> Splice:
        """What takes an entry out: its lines, and the comment right above it where it is not the first."""
        start = self._text.rfind("\n", 0, entry.start) + 1
        if self._text[start : entry.start].strip(" \ufeff"):  # it stands on the line of a dash
            raise _WholeError
        while entry is not entries[0] and (above := _COMMENT_ABOVE.search(self._text, 0, start)):
            start = above.start()
        return Splice(start, self._next_line(_end(entry.value)), "")

    def _added(self, entries: Sequence[_Entry], at: int, added: Mapping[str, Data], *, instead: bool) -> Splice:
        """What puts entries behind those before a place in a list or a mapping, or before the first, or `instead`."""
        column = entries[0].start - (self._text.rfind("\n", 0, entries[0].start) + 1)
        listed = entries[0].colon == entries[0].start + 1 and self._text[entries[0].start] == "-"
        lines = [line for known, value in added.items() for line in _lines("" if listed else known, value)]
        if at == 0 and instead:
            start = self._text.rfind("\n", 0, entries[0].start) + 1
            return Splice(start, start, "".join(f"{' ' * column}{line}{self._newline}" for line in lines))
        if at == 0:
            text = "".join(f"{line}{self._newline}{' ' * column}" for line in lines)
            return Splice(entries[0].start, entries[0].start, text)
        end = self._line_end(max(_end(entries[at - 1].value), entries[at - 1].colon))
        return Splice(end, end, "".join(f"{self._newline}{' ' * column}{line}" for line in lines))

    def _instead(self, entry: _Entry, wanted: Data) -> Splice:
        """What puts a value in the place of another; the anchor by which others refer to it, and its comment, stay."""
        node, start = entry.value, max(entry.value.start_mark.index, entry.colon)
        end = max(_end(node), entry.colon)
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        head, anchor = self._text[entry.colon : start], _ANCHOR.match(self._text, start, end)
        comment = f" {found[0].rstrip()}" if (found := _COMMENT.search(head)) else ""
        anchored = f" {anchor[0].strip()}" if anchor else ""
        if entry.colon == entry.start:  # an item between brackets
            return Splice(start, end, f"{anchored} {_item(wanted)}".strip())
        if block := _block(wanted):
            behind = _COMMENT_BEHIND.match(self._text, end)
            comment, end = (f" {behind[0].strip()}", behind.end()) if behind else (comment, end)
            inner = f"{self._newline}{' ' * (entry.start - (self._text.rfind(chr(10), 0, entry.start) + 1) + 2)}"
            return Splice(entry.colon, end, f"{anchored}{comment}" + "".join(f"{inner}{line}" for line in block))
        return Splice(entry.colon, end, f"{anchored} {_inline(wanted)}{comment}")

    def _line_end(self, index: int) -> int:
        """Where the line ends on which something ends; a block of text has ended with its last line."""
        while self._text[index - 1 : index] in ("\r", "\n"):
            index -= 1
        return _TO_LINE_END.match(self._text, index).end()  # type: ignore[union-attr]

    def _next_line(self, index: int) -> int:
        return _NEWLINE.match(self._text, self._line_end(index)).end()  # type: ignore[union-attr]


_COMMENT_ABOVE = re.compile(r"^[ \t]*#[^\n]*\n\Z", re.MULTILINE)
_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_COMMENT_BEHIND = re.compile(r"[ \t]+#[^\r\n]*")
_ANCHOR = re.compile(r"&\S+\s+")
_TO_LINE_END = re.compile(r"[^\r\n]*")
_NEWLINE = re.compile(r"(?:\r?\n)?")


def _changed(entries: Sequence[_Entry], wanted: Sequence[Data]) -> int:
    """How many items of a list, from the first on, are only changed: those that no id tells apart."""
    listed = all(entry.known.startswith(("{", "[", '"')) for entry in entries)
    unnamed = not any(isinstance(item, dict) and "id" in item for item in wanted)
    return min(len(entries), len(wanted)) if listed and unnamed else 0


def _names(items: Sequence[Data]) -> list[str]:
    """By what each item of a list is known: its id, or else what it says; equal ones are numbered."""
    names: list[str] = []
    for item in items:
        known = item.get("id") if isinstance(item, dict) else None
        name = known if isinstance(known, str) else json.dumps(item, sort_keys=True)
        names.append(f"{name} {names.count(name)}" if name in names else name)
    return names


def _in_order(old: Sequence[str], wanted: Mapping[str, Data]) -> dict[str, Data]:
    """The pairs wanted in the order of the text; new ones behind the one that they follow among the wanted."""
    order, before = [key for key in old if key in wanted], -1
    for key in wanted:
        if key in order:
            before = order.index(key)
        else:
            before += 1
            order.insert(before, key)
    return {key: wanted[key] for key in order}


# ---------------------------------------------------------------------------------------------------------- new text


def _lines(key: str, value: Data) -> list[str]:
    """The lines of a pair, or of an item of a list where the key is empty, each from its own column."""
    if not key and isinstance(value, dict) and value:
        inner = [line for known, part in value.items() for line in _lines(known, part)]
        return [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
    head = f"{_key(key)}:" if key else "-"
    if key and (block := _block(value)):
        return [head, *(f"  {line}" for line in block)]
    return [f"{head} {_inline(value)}"]


def _block(value: Data) -> list[str]:
    """The lines of a value that stands one below the other: facts, or mappings by name; none of any other."""
    if isinstance(value, list) and any(isinstance(item, dict) and "id" in item for item in value):
        return [line for item in value for line in _lines("", item)]
    if isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
        return [line for known, part in value.items() for line in _lines(known, part)]
    return []


def _inline(value: Data) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_inline(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(_item, value)) + "]" if isinstance(value, list) else _scalar(value)


def _scalar(text: str) -> str:
    """A scalar as people write it, in quotes only where it would be read otherwise, or by a reader with doubts."""
    node = _alone(text)
    return text if node is not None and _meant(node) else json.dumps(text, ensure_ascii=False)


def _key(text: str) -> str:
    """A key as people write it; one that YAML would take for a value, as `on`, is a key all the same."""
    return text if _alone(text) is not None else json.dumps(text, ensure_ascii=False)


def _alone(text: str) -> yaml.Node | None:
    """What a text is that stands without quotes, as a key and in a list; None where it would be read otherwise."""
    try:
        node = yaml.compose(f"{{{text}: [{text}]}}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if node is None or _data(node) != {text: [text]} or "\n" in text or text.startswith("&"):
        return None
    return node.value[0][0]  # type: ignore[no-any-return]


def _meant(node: yaml.Node) -> bool:
    """Whether a scalar without quotes is what it looks like: text, a plain number or day, true or false."""
    return (node.tag.endswith(":str") and node.value[:1] not in "“‘「") or bool(_BARE.fullmatch(node.value))


_BARE = re.compile(r"true|false|-?(0|[1-9]\d*)(\.\d+)?|\d{4}-\d\d-\d\d")


def _item(value: Data) -> str:
    """An item between brackets, where a comma of either width parts two to the reader's eye."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and "，" in value else _inline(value)
